//! Registries of `content/_data/`: what pages refer to by key, so that it is written once.

pub mod amounts;
pub mod entry;
pub mod organisations;
pub mod records;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::data::shape::{Field, Form};
use crate::data::{self, Entry as Typed, Fields, Map};
use crate::finding::{Message, Problem, ProblemKind};
use crate::source::{SourceId, Sources, Span, Spanned};

pub use amounts::{Amount, DatedValue};
pub use entry::{Entry, Registry, VALIDITY, Validity};
pub use organisations::{Organisation, Team};
pub use records::{
    Downtime, FormEntry, LegalEntry, LifeEvent, NOTICE_LEVELS, Notice, ObsoleteName, OnlineService, cerfa,
};

/// A registry: a file of `content/_data/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Name {
    Amounts,
    Blocks,
    Forms,
    Glossary,
    LegalTexts,
    LifeEvents,
    Notices,
    ObsoleteNames,
    OnlineServices,
    Organisations,
    Teams,
}

impl Name {
    /// Every registry with the name of its file, without `.yaml`, in the order of the names.
    pub const ALL: [(&'static str, Self); 11] = [
        ("amounts", Self::Amounts),
        ("blocks", Self::Blocks),
        ("forms", Self::Forms),
        ("glossary", Self::Glossary),
        ("legal-texts", Self::LegalTexts),
        ("life-events", Self::LifeEvents),
        ("notices", Self::Notices),
        ("obsolete-names", Self::ObsoleteNames),
        ("online-services", Self::OnlineServices),
        ("organisations", Self::Organisations),
        ("teams", Self::Teams),
    ];

    /// The name of its file, without `.yaml`.
    pub fn file(self) -> &'static str {
        Self::ALL.iter().find(|(_, name)| *name == self).map_or("", |(file, _)| file)
    }

    /// What an entry of it may hold, beside [`VALIDITY`]’s keys.
    pub fn fields(self) -> &'static [Field] {
        match self {
            Self::Amounts => &amounts::AMOUNT,
            Self::Blocks => &records::BLOCK,
            Self::Forms => &records::FORM,
            Self::Glossary => &TERM,
            Self::LegalTexts => &records::LEGAL,
            Self::LifeEvents => &records::LIFE_EVENT,
            Self::Notices => &records::NOTICE,
            Self::ObsoleteNames => &records::OBSOLETE,
            Self::OnlineServices => &records::SERVICE,
            Self::Organisations => &organisations::ORGANISATION,
            Self::Teams => &organisations::TEAM,
        }
    }
}

/// What pages refer to by key, as it is on the day of the build.
#[derive(Clone, Debug, Default)]
pub struct Registries {
    /// `glossary.yaml`: terms and acronyms, by key.
    pub glossary: BTreeMap<String, Term>,
    /// `amounts.yaml`: sums of money, by key; variants are `amount/variant`.
    pub amounts: BTreeMap<String, Amount>,
    /// The variants of an amount that has several, by its key.
    pub variants: BTreeMap<String, Vec<String>>,
    /// `organisations.yaml`
    pub organisations: Registry<Organisation>,
    /// `teams.yaml`
    pub teams: Registry<Team>,
    /// `forms.yaml`
    pub forms: Registry<FormEntry>,
    /// `online-services.yaml`
    pub services: Registry<OnlineService>,
    /// `notices.yaml`
    pub notices: Registry<Notice>,
    /// `blocks.yaml`: texts used in several pages.
    pub blocks: Registry<Spanned<String>>,
    /// `life-events.yaml`
    pub life_events: Registry<LifeEvent>,
    /// `legal-texts.yaml`
    pub legal_texts: Registry<LegalEntry>,
    /// `obsolete-names.yaml`
    pub obsolete_names: Registry<ObsoleteName>,
    /// Entries that do not hold yet, with their first day: they are nowhere else.
    pub to_come: BTreeMap<(Name, String), Date>,
    /// Entries in which something needed could not be read: they are nowhere else.
    pub unread: BTreeSet<(Name, String)>,
    /// Registries whose file is not written as it should be: nobody knows what else they hold.
    pub broken: BTreeSet<Name>,
}

/// A term or an acronym, explained.
#[derive(Clone, Debug)]
pub struct Term {
    /// Its key.
    pub key: Spanned<String>,
    /// How it is written; its key when the entry says nothing.
    pub name: Spanned<String>,
    /// Other ways to write it.
    pub variants: Vec<Spanned<String>>,
    /// What it stands for, if it is an acronym.
    pub expansion: Option<Spanned<String>>,
    /// What it means, in plain words.
    pub definition: Option<Spanned<String>>,
    /// Where it was read.
    pub validity: Validity,
    /// What its ids are made of: see [`Term::definition_id`].
    pub(super) anchor: String,
}

impl Term {
    /// Every way to write it.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.name).chain(&self.variants).map(|n| n.value.as_str())
    }

    /// The id of its definition, on every page that holds one. No heading of the site has it: two
    /// hyphens are never made of a heading’s words, and what is typed is looked up.
    pub fn definition_id(&self) -> String {
        format!("mot--{}", self.anchor)
    }

    /// The id of its first use on a page, where its definition leads back.
    pub fn use_id(&self) -> String {
        format!("emploi--{}", self.anchor)
    }
}

/// The keys of an entry of `glossary.yaml`.
pub const TERM: [Field; 4] = [
    Field::new("name", Form::Text, "field.term-name"),
    Field::new("variants", Form::Texts, "field.term-variants"),
    Field::new("expansion", Form::Text, "field.term-expansion"),
    Field::new("definition", Form::Text, "field.term-definition"),
];

impl Registries {
    /// Reads every file of `content/_data/`, as it is on a day.
    pub(super) fn read(
        files: &[(String, SourceId)],
        sources: &Sources,
        today: Date,
        problems: &mut Vec<Problem>,
    ) -> Self {
        let mut registries = Self::default();
        for (path, id) in files {
            let source = sources.get(*id);
            problems.extend(crate::document::encoding(*id, source));
            let file = path.rsplit_once('.').map_or(path.as_str(), |(name, _)| name);
            let Some((_, name)) = Name::ALL.iter().find(|(known, _)| *known == file) else {
                problems.push(unknown_registry(*id, file));
                continue;
            };
            let (node, found) = data::yaml(*id, source.text(), 0..source.text().len());
            if crate::document::is_broken(&found) {
                registries.broken.insert(*name);
            }
            problems.extend(found);
            match node.as_map() {
                Some(map) => registries.fill(*name, map, today, problems),
                None if node.items().is_empty() => {}
                None => drop(Fields::new(&node, problems)),
            }
        }
        registries
    }

    fn fill(&mut self, name: Name, map: &Map, today: Date, problems: &mut Vec<Problem>) {
        /// Reads a registry of records into its place.
        macro_rules! records {
            ($field:ident, $value:path) => {{
                let read = entry::read(map, name, today, problems, $value);
                self.to_come.extend(read.to_come.into_iter().map(|(key, from)| ((name, key), from)));
                self.unread.extend(read.unread.into_iter().map(|key| (name, key)));
                self.$field.extend(read.entries);
            }};
        }
        match name {
            Name::Glossary => {
                for typed in &map.entries {
                    let Some(term) = term(typed, today, problems) else {
                        self.unread.insert((name, typed.key.value.clone()));
                        continue;
                    };
                    let inside = typed.node.as_map();
                    match inside.and_then(|map| map.date("valid_from")).filter(|from| from.value > today) {
                        Some(from) => drop(self.to_come.insert((name, term.key.value), from.value)),
                        None => drop(self.glossary.insert(term.key.value.clone(), term)),
                    }
                }
            }
            Name::Amounts => {
                let read = amounts::read(map, today, problems);
                self.unread.extend(read.unread.into_iter().map(|key| (name, key)));
                self.to_come.extend(read.to_come.into_iter().map(|(key, from)| ((name, key), from)));
                self.amounts.extend(read.all);
                self.variants.extend(read.groups);
            }
            Name::Organisations => records!(organisations, organisations::organisation),
            Name::Teams => records!(teams, organisations::team),
            Name::Forms => records!(forms, records::form),
            Name::OnlineServices => records!(services, records::service),
            Name::Notices => records!(notices, records::notice),
            Name::Blocks => records!(blocks, records::block),
            Name::LifeEvents => records!(life_events, records::life_event),
            Name::LegalTexts => records!(legal_texts, records::legal_text),
            Name::ObsoleteNames => records!(obsolete_names, records::obsolete_name),
        }
    }

    /// The keys of a registry; of the amounts, those that have variants too.
    pub fn keys(&self, name: Name) -> Vec<&str> {
        fn of<T>(entries: &BTreeMap<String, T>) -> Vec<&str> {
            entries.keys().map(String::as_str).collect()
        }
        match name {
            Name::Amounts => of(&self.amounts).into_iter().chain(of(&self.variants)).collect(),
            Name::Blocks => of(&self.blocks),
            Name::Forms => of(&self.forms),
            Name::Glossary => of(&self.glossary),
            Name::LegalTexts => of(&self.legal_texts),
            Name::LifeEvents => of(&self.life_events),
            Name::Notices => of(&self.notices),
            Name::ObsoleteNames => of(&self.obsolete_names),
            Name::OnlineServices => of(&self.services),
            Name::Organisations => of(&self.organisations),
            Name::Teams => of(&self.teams),
        }
    }

    /// Some keys of a registry, at most five, each with the name of its entry, if it has one that says more.
    pub fn keys_told(&self, name: Name) -> Vec<String> {
        const MOST: usize = 5;
        let told = |key: &str| match self.name_of(name, key).map(str::trim) {
            Some(said) if !said.is_empty() && said != key => format!("{key} ({said})"),
            _ => key.to_owned(),
        };
        self.keys(name).into_iter().take(MOST).map(told).collect()
    }

    fn name_of(&self, name: Name, key: &str) -> Option<&str> {
        let said = match name {
            Name::Glossary => &self.glossary.get(key)?.name,
            Name::LegalTexts => &self.legal_texts.get(key)?.value.title,
            Name::LifeEvents => &self.life_events.get(key)?.value.label,
            Name::OnlineServices => &self.services.get(key)?.value.name,
            Name::Organisations => &self.organisations.get(key)?.value.name,
            Name::Teams => &self.teams.get(key)?.value.name,
            Name::Forms => self.forms.get(key)?.value.title.as_ref()?,
            Name::Amounts | Name::Blocks | Name::Notices | Name::ObsoleteNames => return None,
        };
        Some(said.value.as_str())
    }

    /// What to say of a key that a registry does not hold: the nearest, or else some of those that it does.
    pub(super) fn unknown_key(&self, kind: ProblemKind, registry: Name, key: &Spanned<String>) -> Problem {
        let found = key.value.as_str();
        let message = Message::key("registry.unknown-key").with("found", found).with("file", registry.file());
        let problem = suggest(Problem::new(kind, key.span, message), found, self.keys(registry));
        if problem.help.is_some() {
            return problem;
        }
        let known = self.keys_told(registry);
        problem.help(if known.is_empty() {
            Message::key("registry.no-entry").with("file", registry.file())
        } else {
            Message::key("registry.known-keys").with("known", known).with("found", found)
        })
    }

    /// The key and the validity of an entry.
    pub fn entry(&self, name: Name, key: &str) -> Option<(&Spanned<String>, &Validity)> {
        fn of<'a, T>(entries: &'a Registry<T>, key: &str) -> Option<(&'a Spanned<String>, &'a Validity)> {
            entries.get(key).map(|entry| (&entry.key, &entry.validity))
        }
        match name {
            Name::Amounts => self.amounts.get(key).map(|amount| (&amount.key, &amount.validity)),
            Name::Blocks => of(&self.blocks, key),
            Name::Forms => of(&self.forms, key),
            Name::Glossary => self.glossary.get(key).map(|term| (&term.key, &term.validity)),
            Name::LegalTexts => of(&self.legal_texts, key),
            Name::LifeEvents => of(&self.life_events, key),
            Name::Notices => of(&self.notices, key),
            Name::ObsoleteNames => of(&self.obsolete_names, key),
            Name::OnlineServices => of(&self.services, key),
            Name::Organisations => of(&self.organisations, key),
            Name::Teams => of(&self.teams, key),
        }
    }

    /// Whether an entry could not be read, it or the whole file: what is wrong is said there.
    pub(super) fn is_unread(&self, name: Name, key: &str) -> bool {
        self.unread.contains(&(name, key.to_owned()))
            || (self.broken.contains(&name) && !self.holds(name, key))
    }

    /// Whether a registry holds a key; for amounts, one with variants counts.
    pub fn holds(&self, name: Name, key: &str) -> bool {
        self.entry(name, key).is_some() || (name == Name::Amounts && self.variants.contains_key(key))
    }

    /// What an entry of a registry may hold: its own keys and [`VALIDITY`]’s, as far as they mean something.
    /// The values of an amount are dated, notices say `from` and `until`, and a word does not change on a day.
    pub fn validity_of(name: Name) -> impl Iterator<Item = &'static Field> {
        let left_out: &[&str] = match name {
            Name::Amounts | Name::Glossary => &["changes"],
            Name::Notices => &["valid_from", "valid_until", "changes"],
            _ => &[],
        };
        VALIDITY.iter().filter(move |field| !left_out.contains(&field.name))
    }

    /// The amounts that a key stands for: itself, or each of its variants.
    pub fn amounts_of<'a>(&'a self, key: &str) -> Vec<&'a Amount> {
        match self.variants.get(key) {
            Some(keys) => keys.iter().filter_map(|key| self.amounts.get(key)).collect(),
            None => self.amounts.get(key).into_iter().collect(),
        }
    }

    /// The text of law in force on a day where a page names one by its key: that one, or else the first
    /// not repealed of those that took its place one after the other. None when the last of them is
    /// repealed too, or still to come, or when they go round in a circle.
    pub fn law_in_force(&self, key: &str, today: Date) -> Option<&Entry<LegalEntry>> {
        let mut seen = BTreeSet::new();
        let mut next = Some(key);
        while let Some(key) = next.filter(|key| seen.insert(*key)) {
            let law = self.legal_texts.get(key)?;
            if law.value.repealed_on(today).is_none() {
                return Some(law);
            }
            next = law.value.replaced_by.as_ref().map(|key| key.value.as_str());
        }
        None
    }

    /// Whether the site has a registry of events of life, with entries that hold or will.
    pub(super) fn has_events(&self) -> bool {
        let of_events = |(name, _): &(Name, String)| *name == Name::LifeEvents;
        !self.life_events.is_empty()
            || self.to_come.keys().any(of_events)
            || self.unread.iter().any(of_events)
            || self.broken.contains(&Name::LifeEvents)
    }

    /// The event of life that a page names, by its key or by its label.
    pub fn life_event(&self, name: &str) -> Option<&Entry<LifeEvent>> {
        self.life_events
            .get(name)
            .or_else(|| self.life_events.values().find(|event| event.value.label.value.trim() == name.trim()))
    }
}

/// A problem, with the nearest of the names that were known.
pub(super) fn suggest<'a>(problem: Problem, word: &str, known: impl IntoIterator<Item = &'a str>) -> Problem {
    match data::nearest(word, known) {
        Some(near) => problem.help(Message::key("data.did-you-mean").with("name", near)),
        None => problem,
    }
}

fn unknown_registry(id: SourceId, name: &str) -> Problem {
    let span = Span::new(id, 0, 0);
    let known: Vec<String> = Name::ALL.iter().map(|(file, _)| (*file).to_owned()).collect();
    let message = Message::key("registry.unknown-file").with("found", name).with("known", known);
    suggest(Problem::new(ProblemKind::UnknownName, span, message), name, Name::ALL.map(|(file, _)| file))
}

fn term(typed: &Typed, today: Date, problems: &mut Vec<Problem>) -> Option<Term> {
    let mut fields = Fields::new(&typed.node, problems);
    let name = fields.text("name").unwrap_or_else(|| typed.key.clone());
    let variants = fields.texts("variants");
    let (expansion, definition) = (fields.text("expansion"), fields.text("definition"));
    // What a word means does not change on a day: there is no `changes` here.
    for field in VALIDITY.iter().filter(|field| field.name != "changes") {
        data::shape::check_field(&mut fields, field);
    }
    let validity = entry::validity(fields.whole(), today);
    fields.finish();
    if expansion.is_none() && definition.is_none() {
        let message = Message::key("registry.no-explanation").with("key", typed.key.value.as_str());
        problems.push(Problem::new(ProblemKind::MissingField, typed.key.span, message));
        return None;
    }
    Some(Term {
        key: typed.key.clone(),
        name,
        variants,
        expansion,
        definition,
        validity,
        anchor: String::new(),
    })
}

#[cfg(test)]
mod tests;
