//! The registries whose entries are a few texts: forms, online services, notices, blocks, life events,
//! legal texts, obsolete names.

use jiff::civil::Date;

use crate::data::Map;
use crate::data::shape::{Field, Form};
use crate::source::Spanned;

type Text = Option<Spanned<String>>;

/// An official form. Its version changes without notice: it is nowhere here.
#[derive(Clone, Debug)]
pub struct FormEntry {
    /// Its number, without the version: `12669`.
    pub number: Text,
    /// What it is called.
    pub title: Text,
    /// Its page, where the version in force is.
    pub url: Text,
    /// How to fill it.
    pub notice: Text,
}

/// What people call a form by its number: « Cerfa n° 12669 ».
pub fn cerfa(number: &str) -> String {
    format!("Cerfa n°\u{a0}{number}")
}

/// A service on line.
#[derive(Clone, Debug)]
pub struct OnlineService {
    /// What it is called.
    pub name: Spanned<String>,
    /// Where it is.
    pub url: Text,
    /// Who runs it, by its key.
    pub organisation: Text,
    /// What one logs in with.
    pub identification: Vec<Spanned<String>>,
    /// When it is closed, in order.
    pub downtime: Vec<Downtime>,
}

/// Days on which a service is closed.
#[derive(Clone, Debug)]
pub struct Downtime {
    /// First day.
    pub from: Spanned<Date>,
    /// Last day; none while it is not known.
    pub until: Option<Spanned<Date>>,
    /// Why, and what to do.
    pub text: Text,
}

impl OnlineService {
    /// What is said of it on a day when it is closed.
    pub fn downtime_on(&self, day: Date) -> Option<&Downtime> {
        self.downtime
            .iter()
            .find(|down| down.from.value <= day && down.until.as_ref().is_none_or(|until| day <= until.value))
    }
}

/// How urgent a notice is.
pub const NOTICE_LEVELS: [&str; 3] = ["info", "warning", "urgent"];

/// Something to be told on pages, for a time.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Its title.
    pub title: Text,
    /// What it says.
    pub text: Spanned<String>,
    /// `info`, `warning` or `urgent`.
    pub level: &'static str,
    /// First day; none when it starts at once.
    pub from: Option<Spanned<Date>>,
    /// Last day.
    pub until: Option<Spanned<Date>>,
    /// Pages and folders of pages that show it; none for all of them.
    pub pages: Vec<Spanned<String>>,
    /// Where more is said.
    pub url: Text,
}

impl Notice {
    /// Whether it is shown on a day.
    pub fn is_shown_on(&self, day: Date) -> bool {
        self.from.as_ref().is_none_or(|from| from.value <= day)
            && self.until.as_ref().is_none_or(|until| day <= until.value)
    }

    /// Whether it is about a page, by its path in `content/`.
    pub fn is_about(&self, path: &str) -> bool {
        self.pages.is_empty()
            || self.pages.iter().any(|page| {
                let name = page.value.trim_matches('/');
                path == name || path.strip_prefix(name).is_some_and(|rest| rest.starts_with('/'))
            })
    }
}

/// An event of life, in the reader’s words.
#[derive(Clone, Debug)]
pub struct LifeEvent {
    /// In the first person: « Je déménage ».
    pub label: Spanned<String>,
    /// As a theme: « Déménagement ».
    pub title: Text,
}

/// A text of law.
#[derive(Clone, Debug)]
pub struct LegalEntry {
    /// What it is called.
    pub title: Spanned<String>,
    /// Which article of it.
    pub article: Text,
    /// Where it is published.
    pub url: Text,
    /// The day on which it stopped being law.
    pub repealed: Option<Spanned<Date>>,
    /// What took its place, by its key.
    pub replaced_by: Text,
}

impl LegalEntry {
    /// The day on which it stopped being law, if that day has come.
    pub fn repealed_on(&self, today: Date) -> Option<&Spanned<Date>> {
        self.repealed.as_ref().filter(|day| day.value <= today)
    }
}

/// A name that is no longer the right one.
#[derive(Clone, Debug)]
pub struct ObsoleteName {
    /// How texts write it.
    pub names: Vec<Spanned<String>>,
    /// Since when it is no longer right.
    pub since: Option<Spanned<Date>>,
    /// What to write instead.
    pub replacement: Text,
}

/// The keys of an entry of `forms.yaml`.
pub const FORM: [Field; 4] = [
    Field::new("number", Form::Text, "field.form-number"),
    Field::new("title", Form::Text, "field.form-title"),
    Field::required("url", Form::Address, "field.form-url"),
    Field::new("notice", Form::Address, "field.form-notice"),
];

const DOWNTIME: [Field; 3] = [
    Field::required("from", Form::Date, "field.downtime-from"),
    Field::new("until", Form::Date, "field.downtime-until"),
    Field::new("text", Form::Text, "field.item-text"),
];

/// The keys of an entry of `online-services.yaml`.
pub const SERVICE: [Field; 5] = [
    Field::required("name", Form::Text, "field.service-name"),
    Field::required("url", Form::Address, "field.service-url"),
    Field::new("organisation", Form::Text, "field.service-organisation"),
    Field::new("identification", Form::Texts, "field.identification"),
    Field::new("downtime", Form::Items(&DOWNTIME), "field.service-downtime"),
];

/// The keys of an entry of `notices.yaml`.
pub const NOTICE: [Field; 7] = [
    Field::required("text", Form::Text, "field.notice-text"),
    Field::new("title", Form::Text, "field.notice-title"),
    Field::new("level", Form::Choice(&NOTICE_LEVELS), "field.notice-level"),
    Field::new("from", Form::Date, "field.notice-from"),
    Field::new("until", Form::Date, "field.notice-until"),
    Field::new("pages", Form::Texts, "field.notice-pages"),
    Field::new("url", Form::Address, "field.item-url"),
];

/// The keys of an entry of `blocks.yaml`.
pub const BLOCK: [Field; 1] = [Field::required("text", Form::Text, "field.block-text")];

/// The keys of an entry of `life-events.yaml`.
pub const LIFE_EVENT: [Field; 2] = [
    Field::required("label", Form::Text, "field.life-event-label"),
    Field::new("title", Form::Text, "field.life-event-title"),
];

/// The keys of an entry of `legal-texts.yaml`.
pub const LEGAL: [Field; 5] = [
    Field::required("title", Form::Text, "field.legal-title"),
    Field::new("article", Form::Text, "field.legal-article"),
    Field::new("url", Form::Address, "field.item-url"),
    Field::new("repealed", Form::Date, "field.legal-repealed"),
    Field::new("replaced_by", Form::Text, "field.legal-replaced"),
];

/// The keys of an entry of `obsolete-names.yaml`.
pub const OBSOLETE: [Field; 4] = [
    Field::new("name", Form::Text, "field.obsolete-name"),
    Field::new("variants", Form::Texts, "field.obsolete-variants"),
    Field::new("since", Form::Date, "field.obsolete-since"),
    Field::new("use", Form::Text, "field.obsolete-use"),
];

pub(super) fn form(map: &Map, _: &Spanned<String>) -> Option<FormEntry> {
    Some(FormEntry {
        number: map.text("number"),
        title: map.text("title"),
        url: map.text("url"),
        notice: map.text("notice"),
    })
}

pub(super) fn service(map: &Map, _: &Spanned<String>) -> Option<OnlineService> {
    let mut downtime: Vec<Downtime> = map
        .items("downtime")
        .iter()
        .filter_map(|node| {
            let map = node.as_map()?;
            Some(Downtime { from: map.date("from")?, until: map.date("until"), text: map.text("text") })
        })
        .collect();
    downtime.sort_by_key(|down| down.from.value);
    Some(OnlineService {
        name: map.text("name")?,
        url: map.text("url"),
        organisation: map.text("organisation"),
        identification: map.texts("identification"),
        downtime,
    })
}

pub(super) fn notice(map: &Map, _: &Spanned<String>) -> Option<Notice> {
    let level = map.text("level");
    let level = level.and_then(|text| NOTICE_LEVELS.into_iter().find(|level| *level == text.value));
    Some(Notice {
        title: map.text("title"),
        text: map.text("text")?,
        level: level.unwrap_or(NOTICE_LEVELS[0]),
        from: map.date("from"),
        until: map.date("until"),
        pages: map.texts("pages"),
        url: map.text("url"),
    })
}

pub(super) fn block(map: &Map, _: &Spanned<String>) -> Option<Spanned<String>> {
    map.text("text")
}

pub(super) fn life_event(map: &Map, _: &Spanned<String>) -> Option<LifeEvent> {
    Some(LifeEvent { label: map.text("label")?, title: map.text("title") })
}

pub(super) fn legal_text(map: &Map, _: &Spanned<String>) -> Option<LegalEntry> {
    Some(LegalEntry {
        title: map.text("title")?,
        article: map.text("article"),
        url: map.text("url"),
        repealed: map.date("repealed"),
        replaced_by: map.text("replaced_by"),
    })
}

pub(super) fn obsolete_name(map: &Map, key: &Spanned<String>) -> Option<ObsoleteName> {
    let mut names: Vec<Spanned<String>> = map.text("name").into_iter().collect();
    names.extend(map.texts("variants"));
    if names.is_empty() {
        names.push(Spanned::new(key.value.replace('-', " "), key.span));
    }
    Some(ObsoleteName { names, since: map.date("since"), replacement: map.text("use") })
}
