//! What a page answers last: how to contest, the forms, the law, where else to look, and who answers for
//! the page.

use super::answers::{self, Law, text};
use super::given::{self, Change, Dataset, Form, Link, List, National, Resource, Stop, Team, Text, Tool};
use super::procedure::{Speaker, host};
use super::values::{a_day, day};
use crate::config::is_mail;
use crate::document::fields::REDRESS_KINDS;
use crate::document::front_matter::PageType;
use crate::document::procedure::Redress;
use crate::language::format;
use crate::site::registry::{Name, cerfa};

/// Names of the European list of frequencies that are told in words.
const FREQUENCIES: [&str; 12] = [
    "continuous",
    "daily",
    "weekly",
    "monthly",
    "bimonthly",
    "quarterly",
    "biannual",
    "annual",
    "biennial",
    "triennial",
    "irregular",
    "unknown",
];

impl Speaker<'_> {
    /// How to contest, from the nearest to the judge.
    pub(super) fn redress(&self) -> List<given::Redress> {
        let mut ways: Vec<&Redress> = self.page.procedure.redress.iter().collect();
        if ways.iter().all(|way| way.kind.is_some()) {
            ways.sort_by_key(|way| REDRESS_KINDS.iter().position(|kind| Some(*kind) == way.kind));
        }
        let lines = ways.into_iter().filter_map(|way| {
            let kind = way.kind.map(|kind| self.say(&format!("interface.redress-kind.{kind}")));
            let typed = text(&way.text);
            let body = answers::organisation(self.shared.site, &way.body);
            let url = text(&way.url).or_else(|| text(&body?.1?.value.contact.url));
            let named = body.and_then(|(name, _)| self.link(Some(name), url));
            let title = kind.as_deref().or(typed)?;
            let delay = text(&way.delay).map(|delay| self.counted(delay, text(&way.from)));
            Some(given::Redress {
                title: title.into(),
                url: url.filter(|_| named.is_none()).and_then(|url| self.href(url)).map(Text::from),
                body: named,
                delay: delay.map(Text::from),
                text: typed.filter(|_| kind.is_some()).map(Text::from),
                extends: way.extends_court_delay,
                label: self.situations(&way.situations).into(),
                cases: self.numbers(&way.situations),
            })
        });
        lines.collect()
    }

    /// The forms that no document of the list is.
    pub(super) fn forms(&self) -> List<Form> {
        let site = self.shared.site;
        let lines = self.page.procedure.forms.iter().filter_map(|typed| {
            let said = text(&typed.text);
            let mut documents = self.page.procedure.documents.iter();
            if said.is_some() && documents.any(|d| text(&d.form).or(text(&d.name)) == said) {
                return None;
            }
            let entry = answers::form(site, said);
            if entry.is_none() && said.is_some_and(|key| answers::is_to_come(site, Name::Forms, key)) {
                return None;
            }
            let number = entry.map_or(text(&typed.number), |form| text(&form.number)).map(cerfa);
            let title = entry.map_or(text(&typed.title), |form| text(&form.title));
            let own = said.filter(|_| entry.is_none());
            let address = own.filter(|own| own.contains("://"));
            let url = entry.map_or(text(&typed.url).or(address), |form| text(&form.url));
            let name: Vec<&str> = number.as_deref().into_iter().chain(title).collect();
            let name = if name.is_empty() {
                own.filter(|_| address.is_none()).map(str::to_owned)
            } else {
                Some(name.join(" – "))
            };
            let notice = entry.and_then(|form| text(&form.notice)).and_then(|url| self.href(url));
            let url = url.and_then(|url| self.href(url));
            Some(Form {
                text: name.or_else(|| url.as_deref().map(host).map(str::to_owned))?.into(),
                url: url.map(Text::from),
                notice: notice.map(Text::from),
            })
        });
        lines.collect()
    }

    /// A text of law, with the one in its place.
    pub(super) fn law(&self, law: &Law<'_>) -> given::Law {
        given::Law {
            text: law.title.as_str().into(),
            url: law.url.and_then(|url| self.href(url)).map(Text::from),
            repealed: day(law.repealed, self.words),
            replaced_by: law.replaced_by.as_ref().map(|next| Box::new(self.law(next))),
        }
    }

    /// Where else to look.
    pub(super) fn see_also(&self) -> List<Link> {
        let lines = self.page.procedure.see_also.iter().filter_map(|item| {
            let (said, url) = (text(&item.text), text(&item.url));
            let path = said.filter(|_| url.is_none()).or(url);
            if let Some(page) = path.and_then(|path| self.shared.page_named(path)) {
                if !self.shared.is_listed(page.id) {
                    return None;
                }
                let own = said.filter(|_| url.is_some()).unwrap_or(page.title());
                return self.link(Some(own), path);
            }
            // The path of a page that is not published leads nowhere.
            if url.is_none() && said.is_some_and(|said| said.ends_with(".md")) {
                return None;
            }
            self.link(said, url.or(said.filter(|said| said.contains("://"))))
        });
        lines.collect()
    }

    /// What has changed, the last first; what is to come is not told.
    pub(super) fn changes(&self) -> List<Change> {
        let today = self.shared.site.facts.today;
        let mut changes: Vec<_> =
            self.page.procedure.public_changes().filter(|change| change.date.value <= today).collect();
        changes.sort_by_key(|change| std::cmp::Reverse(change.date.value));
        let lines = changes.into_iter().map(|change| Change {
            date: a_day(change.date.value, self.words),
            text: change.note.value.as_str().into(),
            major: change.major,
        });
        lines.collect()
    }

    /// The events of life that the page is about, each with its own page.
    pub(super) fn life_events(&self) -> List<Link> {
        let site = self.shared.site;
        let lines = answers::life_events(site, self.page).into_iter().filter_map(|event| {
            let page = self.shared.event_page(&event.key.value, &self.page.lang);
            let page = page.filter(|page| page.id != self.page.id);
            let url = page.map(|page| self.shared.href(&page.url))?;
            Some(Link { text: event.value.label.value.as_str().into(), url: Some(url.into()) })
        });
        lines.collect()
    }

    /// Who decides.
    pub(super) fn authority(&self) -> Option<Link> {
        let named = answers::organisation(self.shared.site, &self.page.procedure.authority);
        named.and_then(|(name, entry)| {
            self.link(Some(name), entry.and_then(|entry| text(&entry.value.contact.url)))
        })
    }

    /// The State’s own page.
    pub(super) fn national(&self) -> Option<National> {
        let national = self.page.procedure.national.as_ref()?;
        let url = self.href(&national.url.value)?;
        let checked = national.checked.as_ref().map(|date| date.value);
        Some(National {
            text: text(&national.title).unwrap_or_else(|| host(&url)).into(),
            checked: day(checked, self.words),
            url: url.into(),
        })
    }

    /// The languages in which it can be done.
    pub(super) fn languages(&self) -> Option<Text> {
        let names: Vec<&str> = self.page.procedure.languages.iter().map(|l| l.value.as_str()).collect();
        (!names.is_empty()).then(|| format::all_of(&names, self.language).into())
    }

    /// A page is called easy to read only once somebody has tested it; before that, it is a simple one.
    pub(super) fn easy_read(&self) -> Option<Text> {
        self.page.procedure.easy_read.as_ref().map(|easy| {
            let tested = easy.tested.is_some() || easy.tested_by.is_some();
            self.say(if tested { "interface.easy-read" } else { "interface.simplified" }).into()
        })
    }

    /// Who answers for the page.
    pub(super) fn team(&self) -> Option<Team> {
        let site = self.shared.site;
        let (name, entry) = answers::owner(site, self.page)?;
        let team = entry.map(|entry| &entry.value);
        let organisation = team.and_then(|team| answers::organisation(site, &team.organisation));
        let contact = team.map(|team| &team.contact);
        Some(Team {
            name: name.into(),
            organisation: organisation.map(|(name, _)| name.into()),
            email: contact.and_then(|contact| Text::typed(&contact.email)),
            phone: self.phone(contact.and_then(|contact| contact.phone.as_ref())),
            url: contact
                .and_then(|contact| text(&contact.url))
                .and_then(|url| self.href(url))
                .map(Text::from),
        })
    }

    /// The label of the event that the page is the page of.
    pub(super) fn event(&self) -> Option<Text> {
        let event =
            text(&self.page.procedure.event).and_then(|key| self.shared.site.registries.life_event(key));
        event.map(|event| event.value.label.value.as_str().into())
    }

    /// The procedures of an event of life, in order. One that is not published is left out.
    pub(super) fn stops(&self) -> List<Stop> {
        let shared = self.shared;
        let (mut stage, mut said) = (None, None);
        let mut lines = List::default();
        for stop in &self.page.procedure.procedures {
            // One that is left out may be the first of its time: those after it are still of that time.
            stage = text(&stop.stage).or(stage);
            let Some(page) = shared.page_named(&stop.page.value) else { continue };
            if !shared.is_listed(page.id) {
                continue;
            }
            let other = Speaker { page, ..*self };
            lines.push(Stop {
                title: page.title().into(),
                url: shared.href(&page.url).into(),
                description: Text::typed(&page.front.description),
                stage: stage.filter(|_| stage != said).map(Text::from),
                case: Text::typed(&stop.case),
                note: Text::typed(&stop.note),
                facts: other.brief(),
            });
            said = stage;
        }
        lines
    }

    /// The tool that the page is about.
    pub(super) fn tool(&self) -> Option<Tool> {
        if !self.is_a(PageType::Tool) {
            return None;
        }
        let tool = &self.page.procedure.tool;
        Some(Tool {
            website: self.link(None, text(&tool.website)),
            source_code: self.link(None, text(&tool.source_code)),
            used_by: tool.used_by.iter().map(|who| who.value.as_str().into()).collect(),
            licence: Text::typed(&tool.licence),
        })
    }

    /// The dataset that the page is about.
    pub(super) fn dataset(&self) -> Option<Dataset> {
        if !self.is_a(PageType::Dataset) {
            return None;
        }
        let dataset = &self.page.procedure.dataset;
        let publisher = answers::organisation(self.shared.site, &dataset.publisher);
        let mail = text(&dataset.contact).filter(|contact| is_mail(contact));
        let resources = dataset.resources.iter().filter_map(|file| {
            let about: Vec<&str> = [&file.format, &file.size].into_iter().filter_map(text).collect();
            Some(Resource {
                title: file.title.value.as_str().into(),
                url: self.href(&file.url.value)?.into(),
                about: about.join(", ").into(),
            })
        });
        Some(Dataset {
            publisher: publisher.map(|(name, _)| name.into()),
            frequency: text(&dataset.frequency).map(|typed| self.frequency(typed).into()),
            temporal: Text::typed(&dataset.temporal),
            spatial: Text::typed(&dataset.spatial),
            licence: Text::typed(&dataset.licence),
            contact: Text::typed(&dataset.contact),
            contact_url: mail.map(|mail| format!("mailto:{mail}").into()),
            resources: resources.collect(),
        })
    }

    /// A frequency by its European name in words; any other stays as typed.
    fn frequency(&self, typed: &str) -> String {
        if FREQUENCIES.contains(&typed) {
            self.say(&format!("interface.every.{typed}"))
        } else {
            typed.to_owned()
        }
    }

    fn is_a(&self, page_type: PageType) -> bool {
        self.page.front.page_type.as_ref().is_some_and(|of| of.value == page_type)
    }
}
