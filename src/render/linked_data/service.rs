//! A procedure, as a GovernmentService of schema.org and a PublicService of CPSV-AP.

use serde_json::{Map, Value, json};

use super::{Writer, address, node, put};
use crate::document::procedure::Evidence;
use crate::language::period::Period;
use crate::language::ways::Way;
use crate::render::answers::{self, Price, text};
use crate::render::escape;
use crate::site::registry::{Entry, Organisation};
use crate::site::{Page, Reached, Site};
use crate::words::Words;

/// A procedure, as one node of both vocabularies.
pub(super) struct Service<'a> {
    pub(super) writer: &'a Writer<'a>,
    pub(super) page: &'a Page,
    pub(super) words: &'a Words,
}

impl<'a> Service<'a> {
    fn site(&self) -> &'a Site {
        self.writer.shared.site
    }

    pub(super) fn node(&self) -> Map<String, Value> {
        let procedure = &self.page.procedure;
        let site = self.site();
        let title = self.page.title();
        let description = text(&self.page.front.description);
        let authority = self.authority();
        let is_public = description.is_some() && authority.as_ref().is_some_and(|(_, complete)| *complete);
        let types: &[&str] =
            if is_public { &["GovernmentService", "cpsv:PublicService"] } else { &["GovernmentService"] };
        let mut service = node(types, &self.writer.at("#demarche"));
        let texts = |list: &[crate::source::Spanned<String>]| {
            Value::from(list.iter().map(|t| t.value.as_str()).collect::<Vec<_>>())
        };
        put(&mut service, "name", json!(title));
        put(&mut service, "description", json!(description));
        put(&mut service, "url", json!(self.writer.here));
        put(&mut service, "serviceType", texts(&procedure.themes));
        put(&mut service, "keywords", texts(&procedure.search_terms));
        put(&mut service, "areaServed", json!(text(&procedure.area)));
        put(&mut service, "availableLanguage", texts(&procedure.languages));
        let audience =
            |who: &crate::source::Spanned<String>| json!({ "@type": "Audience", "audienceType": who.value });
        put(&mut service, "audience", procedure.audience.iter().map(audience).collect());
        put(&mut service, "serviceOutput", self.outputs(is_public));
        put(&mut service, "isBasedOn", json!(procedure.national.as_ref().map(|n| n.url.value.as_str())));
        if let Some((node, _)) = authority {
            let id = json!({ "@id": node.get("@id") });
            if is_public {
                service.insert("cv:hasCompetentAuthority".into(), id.clone());
            }
            service.insert("provider".into(), id);
        }
        let reached = site.channels(self.page);
        put(&mut service, "availableChannel", self.channels(&reached, is_public));
        let prices = answers::prices(site, self.page);
        put(&mut service, "offers", self.prices(&prices, is_public));
        if !is_public {
            return service;
        }
        // What follows is of CPSV-AP alone.
        let refer = |service: &mut Map<String, Value>, from: &str, to: &str| {
            let ids: Vec<Value> = service
                .get(from)
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
                .filter_map(|node| Some(json!({ "@id": node.get("@id")? })))
                .collect();
            put(service, to, Value::from(ids));
        };
        refer(&mut service, "availableChannel", "cv:hasChannel");
        refer(&mut service, "offers", "cv:hasCost");
        refer(&mut service, "serviceOutput", "cpsv:produces");
        let identifier = text(&procedure.id).unwrap_or(&self.page.path);
        put(&mut service, "dct:identifier", json!(identifier));
        put(&mut service, "dct:title", json!(title));
        put(&mut service, "dct:description", json!(description));
        put(&mut service, "dcat:keyword", texts(&procedure.search_terms));
        put(&mut service, "cv:processingTime", json!(self.processing_time()));
        put(&mut service, "dct:spatial", self.place());
        put(&mut service, "dct:audience", self.addressees());
        put(&mut service, "cpsv:hasInput", self.inputs());
        put(&mut service, "cv:hasLegalResource", self.laws());
        put(&mut service, "cv:isGroupedBy", self.life_events());
        service
    }

    /// The organisation that decides, and whether it says all that CPSV-AP wants of it.
    fn authority(&self) -> Option<(Map<String, Value>, bool)> {
        let (name, entry) = answers::organisation(self.site(), &self.page.procedure.authority)?;
        let area = entry.and_then(|entry| text(&entry.value.area));
        Some((self.organisation(name, entry), area.is_some()))
    }

    /// Who runs a channel.
    fn owner<'b>(&'b self, one: &Reached<'b>) -> Option<&'b Entry<Organisation>> {
        one.organisation.or_else(|| {
            let key = one.service.and_then(|service| text(&service.value.organisation))?;
            self.site().registries.organisations.get(key)
        })
    }

    /// The organisations that the service’s node refers to, once each.
    pub(super) fn organisations(&self) -> Vec<Value> {
        let mut nodes: Vec<Map<String, Value>> = self.authority().map(|(node, _)| node).into_iter().collect();
        for one in &self.site().channels(self.page) {
            if let Some(entry) = self.owner(one) {
                let node = self.organisation(&entry.value.name.value, Some(entry));
                if nodes.iter().all(|known| known.get("@id") != node.get("@id")) {
                    nodes.push(node);
                }
            }
        }
        nodes.into_iter().map(Value::from).collect()
    }

    fn organisation_id(&self, entry: &Entry<Organisation>) -> String {
        format!("{}#organisme-{}", address(self.writer.shared, "/"), escape::component(&entry.key.value))
    }

    fn organisation(&self, name: &str, entry: Option<&Entry<Organisation>>) -> Map<String, Value> {
        let Some(entry) = entry else {
            let mut organisation = node(&["GovernmentOrganization"], &self.writer.at("#autorite"));
            put(&mut organisation, "name", json!(name));
            return organisation;
        };
        let id = self.organisation_id(entry);
        let area = text(&entry.value.area);
        let types: &[&str] = match area {
            Some(_) => &["GovernmentOrganization", "cv:PublicOrganisation", "org:Organization"],
            None => &["GovernmentOrganization", "org:Organization"],
        };
        let mut organisation = node(types, &id);
        put(&mut organisation, "name", json!(name));
        put(&mut organisation, "skos:prefLabel", json!(name));
        put(&mut organisation, "url", json!(text(&entry.value.contact.url)));
        if let Some(area) = area {
            let place = json!({ "@id": format!("{id}-territoire"), "@type": "AdministrativeTerritorialUnit", "skos:prefLabel": area });
            organisation.insert("dct:spatial".into(), place);
        }
        organisation
    }

    fn outputs(&self, is_public: bool) -> Value {
        let outputs = self.page.procedure.output.iter().enumerate().filter_map(|(rank, item)| {
            let name = text(&item.text)?;
            let types: &[&str] = if is_public { &["Thing", "cv:Output"] } else { &["Thing"] };
            let id = self.writer.at(&format!("#resultat-{}", rank + 1));
            let mut output = node(types, &id);
            put(&mut output, "name", json!(name));
            if is_public {
                put(&mut output, "dct:identifier", json!(id));
                put(&mut output, "dct:title", json!(name));
            }
            Some(Value::from(output))
        });
        outputs.collect()
    }

    /// Each row of the page, as a channel.
    fn channels(&self, reached: &[Reached<'_>], is_public: bool) -> Value {
        let rows = answers::rows(self.site(), reached).into_iter().enumerate();
        let channels = rows.map(|(rank, (way, one))| {
            let types: &[&str] =
                if is_public { &["ServiceChannel", "cv:Channel"] } else { &["ServiceChannel"] };
            let id = self.writer.at(&format!("#canal-{}", rank + 1));
            let mut channel = node(types, &id);
            put(
                &mut channel,
                "name",
                json!(self.words.get(&format!("interface.way.{}", way.map_or("other", Way::name)))),
            );
            let contact = &one.contact;
            match way {
                Some(Way::Online | Way::Video) | None => {
                    put(&mut channel, "serviceUrl", json!(web(one.url())))
                }
                Some(Way::Phone) => {
                    let phone = contact.phone.as_ref().map(|phone| phone.number.value.as_str());
                    let phone = phone.map(|number| json!({ "@type": "ContactPoint", "telephone": number }));
                    put(&mut channel, "servicePhone", phone.unwrap_or(Value::Null));
                }
                Some(Way::Counter) => put(&mut channel, "serviceLocation", located(one)),
                Some(Way::Post) => put(&mut channel, "servicePostalAddress", posted(one)),
                Some(Way::Email) => {
                    let email = text(&contact.email).map(|e| json!({ "@type": "ContactPoint", "email": e }));
                    put(&mut channel, "contactPoint", email.unwrap_or(Value::Null));
                }
            }
            let time = text(&one.channel.processing_time).and_then(iso);
            put(&mut channel, "processingTime", json!(time));
            if is_public {
                put(&mut channel, "dct:identifier", json!(id));
                put(&mut channel, "dct:description", json!(one.name()));
                put(&mut channel, "cv:processingTime", json!(time));
                let owner = self.owner(one);
                let owner = owner.map(|entry| json!({ "@id": self.organisation_id(entry) }));
                put(&mut channel, "cv:ownedBy", owner.unwrap_or_default());
            }
            Value::from(channel)
        });
        channels.collect()
    }

    fn prices(&self, prices: &[Price<'_>], is_public: bool) -> Value {
        let offers = prices.iter().enumerate().filter_map(|(rank, price)| {
            let cents = price.cents.or(price.free.then_some(0))?;
            let types: &[&str] = if is_public { &["Offer", "cv:Cost"] } else { &["Offer"] };
            let id = self.writer.at(&format!("#cout-{}", rank + 1));
            let mut offer = node(types, &id);
            let situation = self.situation(price);
            let label = price.label.map(str::to_owned).or(situation);
            put(&mut offer, "name", json!(label));
            put(&mut offer, "price", json!(format!("{}.{:02}", cents / 100, cents % 100)));
            put(&mut offer, "priceCurrency", json!("EUR"));
            if is_public {
                put(&mut offer, "dct:identifier", json!(id));
                put(&mut offer, "dct:description", json!(label));
                put(&mut offer, "cv:hasValue", json!(format!("{}.{:02}", cents / 100, cents % 100)));
                let euro = "http://publications.europa.eu/resource/authority/currency/EUR";
                put(&mut offer, "cv:currency", json!({ "@id": euro, "@type": "skos:Concept" }));
            }
            Some(Value::from(offer))
        });
        offers.collect()
    }

    /// Whom a price is for, in the page’s words.
    fn situation(&self, price: &Price<'_>) -> Option<String> {
        let named = answers::situations(self.page, &price.cost.situations);
        let labels: Vec<&str> = named.into_iter().map(|s| s.label.value.as_str()).collect();
        (!labels.is_empty()).then(|| labels.join(", "))
    }

    /// How long it takes, when the page says one length of time for everybody: the one promised, or else
    /// the usual one, or else the one of the law.
    fn processing_time(&self) -> Option<String> {
        let times = || self.page.procedure.deadlines.iter().filter(|time| time.situations.is_empty());
        let of = |kind: Option<&'static str>| {
            times()
                .filter(move |time| time.kind == kind)
                .find_map(|time| iso(text(&time.duration).or(text(&time.text))?))
        };
        of(Some("promised")).or_else(|| of(Some("usual"))).or_else(|| of(Some("legal"))).or_else(|| of(None))
    }

    fn place(&self) -> Value {
        let area = text(&self.page.procedure.area);
        area.map_or(Value::Null, |area| {
            json!({ "@id": self.writer.at("#territoire"), "@type": "dct:Location", "skos:prefLabel": area })
        })
    }

    fn addressees(&self) -> Value {
        let who = self.page.procedure.audience.iter().enumerate().map(|(rank, who)| {
            let id = self.writer.at(&format!("#public-{}", rank + 1));
            json!({ "@id": id, "@type": "skos:Concept", "skos:prefLabel": who.value })
        });
        who.collect()
    }

    fn inputs(&self) -> Value {
        let documents = self.page.procedure.documents.iter().enumerate();
        documents.filter_map(|(rank, document)| self.input(rank + 1, document)).collect()
    }

    fn input(&self, rank: usize, document: &Evidence) -> Option<Value> {
        let answers::Document { name, form, .. } = answers::document(self.site(), document)?;
        let title = name.unwrap_or_else(|| self.words.get("interface.form").to_owned());
        let id = self.writer.at(&format!("#piece-{rank}"));
        let mut evidence = node(&["cv:Evidence"], &id);
        put(&mut evidence, "dct:identifier", json!(id));
        put(&mut evidence, "dct:title", json!(title));
        let said: Vec<&str> = [&document.format, &document.note].into_iter().filter_map(text).collect();
        put(&mut evidence, "dct:description", json!(said.join(". ")));
        let url = web(form.and_then(|form| text(&form.url)));
        let about = url.map_or(Value::Null, |url| json!({ "@id": url, "@type": "foaf:Document" }));
        put(&mut evidence, "foaf:page", about);
        Some(Value::from(evidence))
    }

    /// Laws in force: one that was repealed gives way to what is law in its place, or to nothing.
    fn laws(&self) -> Value {
        let laws = answers::laws(self.site(), self.page).into_iter().enumerate();
        let laws = laws.filter_map(|(rank, mut law)| {
            if law.repealed.is_some() {
                law = *law.replaced_by?;
            }
            let id = web(law.url).unwrap_or_else(|| self.writer.at(&format!("#texte-{}", rank + 1)));
            Some(json!({ "@id": id, "@type": "eli:LegalResource", "dct:title": law.title }))
        });
        laws.collect()
    }

    fn life_events(&self) -> Value {
        let home = address(self.writer.shared, "/");
        let events = answers::life_events(self.site(), self.page).into_iter().map(|event| {
            let key = &event.key.value;
            json!({
                "@id": format!("{home}#evenement-{}", escape::component(key)),
                "@type": ["cv:LifeEvent", "cv:Event"],
                "dct:identifier": key,
                "dct:title": event.value.label.value,
            })
        });
        events.collect()
    }
}

/// An address of the Web, with only what an IRI may hold.
fn web(url: Option<&str>) -> Option<String> {
    url.filter(|url| url.starts_with("https://") || url.starts_with("http://")).map(escape::percent)
}

/// A place to come to.
fn located(one: &Reached<'_>) -> Value {
    let address = posted(one);
    if one.name().is_empty() && address.is_null() {
        return Value::Null;
    }
    let mut place = Map::new();
    place.insert("@type".into(), json!("Place"));
    put(&mut place, "name", json!(one.name()));
    put(&mut place, "address", address);
    Value::from(place)
}

/// An address to write to.
fn posted(one: &Reached<'_>) -> Value {
    let Some(address) = &one.contact.address else { return Value::Null };
    let mut posted = Map::new();
    posted.insert("@type".into(), json!("PostalAddress"));
    put(&mut posted, "streetAddress", json!(address.lines.join(", ")));
    put(&mut posted, "postalCode", json!(text(&address.postcode)));
    put(&mut posted, "addressLocality", json!(text(&address.city)));
    Value::from(posted)
}

/// A length of time as ISO 8601 writes it, if it is a plain one.
fn iso(typed: &str) -> Option<String> {
    let period = Period::parse(typed)?;
    let (years, months) = (period.months / 12, period.months % 12);
    let part = |count: u32, unit: &str| if count > 0 { format!("{count}{unit}") } else { String::new() };
    let parts = [part(years, "Y"), part(months, "M"), part(period.days, "D")].concat();
    Some(if parts.is_empty() { "P0D".to_owned() } else { format!("P{parts}") })
}
