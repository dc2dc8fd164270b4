//! What a page answers last: how to contest, the forms, the law, where else to look, and who answers for
//! the page.

use tera::Value;

use super::answers::{self, Law, text};
use super::context::map;
use super::procedure::{Speaker, host, optional};
use super::values::day;
use crate::document::fields::REDRESS_KINDS;
use crate::document::procedure::Redress;
use crate::language::format;
use crate::site::registry::{Name, cerfa};

impl Speaker<'_> {
    /// `[{title, body, delay, text, extends, label}]`, from the nearest to the judge.
    pub(super) fn redress(&self) -> Value {
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
            Some(map([
                ("title", Value::from(title)),
                ("url", optional(url.filter(|_| named.is_none()).and_then(|url| self.href(url)))),
                ("body", named.unwrap_or_else(Value::none)),
                ("delay", optional(delay)),
                ("text", Value::from(typed.filter(|_| kind.is_some()))),
                ("extends", Value::from(way.extends_court_delay)),
                ("label", Value::from(self.situations(&way.situations))),
            ]))
        });
        Value::from(lines.collect::<Vec<_>>())
    }

    /// `[{text, url, notice}]`: the forms that no document of the list is.
    pub(super) fn forms(&self) -> Value {
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
            Some(map([
                ("text", Value::from(name.or_else(|| url.as_deref().map(host).map(str::to_owned))?)),
                ("url", optional(url)),
                ("notice", optional(notice)),
            ]))
        });
        Value::from(lines.collect::<Vec<_>>())
    }

    /// `{text, url, repealed, replaced_by}`.
    pub(super) fn law(&self, law: &Law<'_>) -> Value {
        let next = law.replaced_by.as_ref().map_or_else(Value::none, |next| self.law(next));
        map([
            ("text", Value::from(law.title.as_str())),
            ("url", optional(law.url.and_then(|url| self.href(url)))),
            ("repealed", day(law.repealed, self.language)),
            ("replaced_by", next),
        ])
    }

    pub(super) fn see_also(&self) -> Value {
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
        Value::from(lines.collect::<Vec<_>>())
    }

    /// `[{date, text, major}]`, the last first; what is to come is not told.
    pub(super) fn changes(&self) -> Value {
        let today = self.shared.site.facts.today;
        let mut changes: Vec<_> =
            self.page.procedure.public_changes().filter(|change| change.date.value <= today).collect();
        changes.sort_by_key(|change| std::cmp::Reverse(change.date.value));
        let lines = changes.into_iter().map(|change| {
            map([
                ("date", day(Some(change.date.value), self.language)),
                ("text", Value::from(change.note.value.as_str())),
                ("major", Value::from(change.major)),
            ])
        });
        Value::from(lines.collect::<Vec<_>>())
    }

    /// `[{text, url}]`: the events of life that the page is about, each with its own page.
    pub(super) fn life_events(&self) -> Value {
        let site = self.shared.site;
        let lines = answers::life_events(site, self.page).into_iter().filter_map(|event| {
            let page = self.shared.event_page(&event.key.value, &self.page.lang);
            let page = page.filter(|page| page.id != self.page.id);
            let url = page.map(|page| self.shared.href(&page.url))?;
            Some(map([("text", Value::from(event.value.label.value.as_str())), ("url", Value::from(url))]))
        });
        Value::from(lines.collect::<Vec<_>>())
    }

    pub(super) fn authority(&self) -> Value {
        let named = answers::organisation(self.shared.site, &self.page.procedure.authority);
        let link = named.and_then(|(name, entry)| {
            self.link(Some(name), entry.and_then(|entry| text(&entry.value.contact.url)))
        });
        link.unwrap_or_else(Value::none)
    }

    /// `{text, url, checked}`.
    pub(super) fn national(&self) -> Value {
        let Some(national) = &self.page.procedure.national else { return Value::none() };
        let Some(url) = self.href(&national.url.value) else { return Value::none() };
        let checked = national.checked.as_ref().map(|date| date.value);
        map([
            ("text", Value::from(text(&national.title).unwrap_or_else(|| host(&url)))),
            ("checked", day(checked, self.language)),
            ("url", Value::from(url)),
        ])
    }

    pub(super) fn languages(&self) -> Value {
        let names: Vec<&str> = self.page.procedure.languages.iter().map(|l| l.value.as_str()).collect();
        if names.is_empty() { Value::none() } else { Value::from(format::all_of(&names, self.language)) }
    }

    /// A page is called easy to read only once somebody has tested it; before that, it is a simple one.
    pub(super) fn easy_read(&self) -> Value {
        self.page.procedure.easy_read.as_ref().map_or_else(Value::none, |easy| {
            let tested = easy.tested.is_some() || easy.tested_by.is_some();
            Value::from(self.say(if tested { "interface.easy-read" } else { "interface.simplified" }))
        })
    }

    /// `{name, organisation, email, phone, url}`: who answers for the page.
    pub(super) fn team(&self) -> Value {
        let site = self.shared.site;
        let Some((name, entry)) = answers::owner(site, self.page) else { return Value::none() };
        let team = entry.map(|entry| &entry.value);
        let organisation = team.and_then(|team| answers::organisation(site, &team.organisation));
        let contact = team.map(|team| &team.contact);
        map([
            ("name", Value::from(name)),
            ("organisation", Value::from(organisation.map(|(name, _)| name))),
            ("email", Value::from(contact.and_then(|contact| text(&contact.email)))),
            ("phone", self.phone(contact.and_then(|contact| contact.phone.as_ref()))),
            ("url", optional(contact.and_then(|contact| text(&contact.url)).and_then(|url| self.href(url)))),
        ])
    }

    /// The label of the event that the page is the page of.
    pub(super) fn event(&self) -> Value {
        let event =
            text(&self.page.procedure.event).and_then(|key| self.shared.site.registries.life_event(key));
        Value::from(event.map(|event| event.value.label.value.as_str()))
    }
}
