//! The ways that a procedure may be followed, taken together: one alone, online without help, none
//! electronic, a time told for some of them.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::data::{Fields, nearest};
use crate::finding::{Applicability, Arg, Edit, Finding, Fix, Message};
use crate::language::Language;
use crate::language::fold::fold;
use crate::language::hosts::names_a_host;
use crate::language::ways::{Way, misspelt_way};
use crate::lint::rule::Rule;
use crate::site::Reached;
use crate::site::registry::Name;
use crate::source::Span;

use super::super::kind::{Case, Form, Kind, Param, texts};
use super::super::types::{self, Types};
use super::super::{Check, View, calendar};
use super::{Model, Phrases, changed, name_of, on_page};

/// The kind `single-channel`.
pub(super) const SINGLE: Kind = Kind {
    elsewhere: true,
    in_front: true,
    params: &[types::TYPES, Param::optional("unfilled", Form::Texts, "param.unanswered-unfilled")],
    read: |fields, _| Channels::read(fields, About::Single),
    ..Kind::new("single-channel", "kind.single-channel", &[Case::only(&["name"])])
};

/// The kind `online-without-help`.
pub(super) const UNAIDED: Kind = Kind {
    elsewhere: true,
    in_front: true,
    params: &[types::TYPES],
    read: |fields, _| Channels::read(fields, About::Unaided),
    ..Kind::new("online-without-help", "kind.online-without-help", &[Case::only(&["name"])])
};

/// The kind `no-electronic-channel`.
pub(super) const PAPER: Kind = Kind {
    elsewhere: true,
    in_front: true,
    params: &[types::TYPES],
    read: |fields, _| Channels::read(fields, About::Paper),
    ..Kind::new("no-electronic-channel", "kind.no-electronic-channel", &[Case::only(&["name"])])
};

/// The kind `uneven-processing-time`.
pub(super) const UNEVEN: Kind = Kind {
    elsewhere: true,
    in_front: true,
    params: &[types::TYPES],
    read: |fields, _| Channels::read(fields, About::Uneven),
    ..Kind::new("uneven-processing-time", "kind.uneven-processing-time", &[Case::only(&["name"])])
};

/// The kind `unreachable-channel`.
pub(super) const UNREACHABLE: Kind = Kind {
    elsewhere: true,
    in_front: true,
    params: &[
        types::TYPES,
        Param::optional("unfilled", Form::Texts, "param.unanswered-unfilled"),
        Param::optional("except", Form::Texts, "param.channel-except"),
    ],
    read: |fields, _| Channels::read(fields, About::Unreachable),
    ..Kind::new("unreachable-channel", "kind.unreachable-channel", &[Case::only(&["name"])])
};

/// The kind `misspelt-channel`.
pub(super) const MISSPELT: Kind = Kind {
    elsewhere: true,
    in_front: true,
    params: &[types::TYPES],
    read: |fields, _| Channels::read(fields, About::Misspelt),
    ..Kind::new("misspelt-channel", "kind.misspelt-channel", &[Case::only(&["name", "meant"])])
};

/// What is looked for in the ways of a page.
#[derive(Clone, Copy, Debug)]
enum About {
    /// One way alone.
    Single,
    /// Online, with nobody to help.
    Unaided,
    /// Neither online nor by e-mail.
    Paper,
    /// A time told for some ways and not for others.
    Uneven,
    /// A name that says neither which way it is nor how to reach it.
    Unreachable,
    /// A word that is nearly one for a way.
    Misspelt,
}

/// A look at the ways of a page.
#[derive(Clone, Debug)]
pub struct Channels {
    about: About,
    types: Types,
    /// Parameter `unfilled`: texts that wait for a way to be written.
    unfilled: Phrases,
    /// Parameter `except`: words that name no place in particular.
    except: Phrases,
}

impl Channels {
    fn read(fields: &mut Fields, about: About) -> Option<Check> {
        let types = Types::read(fields);
        let unfilled = matches!(about, About::Single | About::Unreachable);
        let unfilled = if unfilled { texts(fields, "unfilled") } else { Vec::new() };
        let except = if matches!(about, About::Unreachable) { texts(fields, "except") } else { Vec::new() };
        let channels =
            Self { about, types, unfilled: Phrases::new(&unfilled), except: Phrases::new(&except) };
        Some(Check::Model(Box::new(Model::Channels(channels))))
    }

    pub(super) fn kind(&self) -> &'static Kind {
        match self.about {
            About::Single => &SINGLE,
            About::Unaided => &UNAIDED,
            About::Paper => &PAPER,
            About::Uneven => &UNEVEN,
            About::Unreachable => &UNREACHABLE,
            About::Misspelt => &MISSPELT,
        }
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        if !self.types.hold(view) {
            return;
        }
        let (reached, help) = (view.site.channels(view.page), view.site.help(view.page));
        let waits = |one: &Reached<'_>| {
            one.channel.text.as_ref().is_some_and(|text| self.unfilled.are(fold(text.value.trim()).text()))
        };
        if matches!(self.about, About::Misspelt) {
            return misspelt(rule, view, reached.iter().chain(&help), out);
        }
        // Nobody knows yet how many ways there are; that none is written is told by another rule.
        if reached.iter().any(waits) {
            return;
        }
        let told = match self.about {
            About::Single => single(&reached),
            About::Unaided => unaided(&reached, &help),
            About::Paper => paper(&reached),
            About::Uneven => uneven(&reached),
            About::Unreachable => self.unreachable(view, &reached),
            About::Misspelt => None,
        };
        if let Some((span, name)) = told {
            let changed = changed(reached.iter().chain(&help));
            let finding = calendar::since(view.page, changed, rule.finding("", span, vec![("name", name)]));
            out.push(on_page(view.page, finding));
        }
    }
}

impl Channels {
    /// The first channel that is a name alone, which no registry explains.
    fn unreachable(&self, view: &View<'_>, reached: &[Reached<'_>]) -> Told {
        let registries = &view.site.registries;
        let awaited = |name, key: &str| registries.to_come.contains_key(&(name, key.to_owned()));
        let names_nothing = |one: &&Reached<'_>| {
            let known = one.organisation.is_some() || one.service.is_some() || one.unread;
            let Some(text) = one.channel.text.as_ref().filter(|_| !known && one.ways.is_empty()) else {
                return false;
            };
            let typed = text.value.trim();
            // A word that is written as keys are, or that is nearly one, is told as such; so is one for a way.
            let said = !typed.contains(char::is_whitespace)
                || misspelt_way(typed).is_some()
                || names_a_host(typed)
                || typed.contains(|c: char| c.is_ascii_digit())
                || self.except.are_in(fold(typed).text());
            !said && ![Name::Organisations, Name::OnlineServices].into_iter().any(|name| awaited(name, typed))
        };
        reached.iter().find(names_nothing).and_then(told)
    }
}

/// The channels whose text is nearly a word for a way: pages would show them as some other way.
fn misspelt<'a>(
    rule: &Rule,
    view: &View<'_>,
    reached: impl Iterator<Item = &'a Reached<'a>>,
    out: &mut Vec<Finding>,
) {
    let registries = &view.site.registries;
    // What is nearly a key, or is written as keys are, is told as an unknown name.
    let is_key = |typed: &str| {
        let as_keys_are = typed.contains('-') && !typed.contains(|c: char| c.is_uppercase() || !c.is_ascii());
        let near = |name| nearest(typed, registries.keys(name)).is_some();
        as_keys_are
            || (!typed.contains(char::is_whitespace)
                && (near(Name::Organisations) || near(Name::OnlineServices)))
    };
    for one in reached {
        let known = one.organisation.is_some() || one.service.is_some() || one.unread;
        let text = one.channel.text.as_ref().filter(|_| !known && one.ways.is_empty());
        // The words for ways are of several languages, and a right one of another is near a wrong one of French.
        let text = text.filter(|_| view.language == Some(Language::French));
        let Some((text, (range, word))) = text.and_then(|text| Some((text, misspelt_way(&text.value)?)))
        else {
            continue;
        };
        if is_key(text.value.trim()) {
            continue;
        }
        let new = with_word(&text.value, &range, word);
        let args = vec![("name", text.value.trim().into()), ("meant", new.trim().into())];
        let mut finding = rule.finding("", text.span, args);
        // A text between quotes is typed otherwise than it is read.
        if view.site.sources.slice(text.span) == text.value {
            finding.fix = Some(Box::new(Fix {
                title: Message::key("lint.fix-words").with("new", new.as_str()),
                edits: vec![Edit { span: text.span, text: new }],
                applicability: Applicability::Suggested,
            }));
        }
        out.push(on_page(view.page, finding));
    }
}

/// A text with this word in the place of another, with a capital where that one has it.
fn with_word(text: &str, range: &Range<usize>, word: &str) -> String {
    let (before, after) = (text.get(..range.start).unwrap_or(""), text.get(range.end..).unwrap_or(""));
    let typed = text.get(range.clone()).unwrap_or("");
    let mut letters = word.chars();
    let first = letters.next().filter(|_| typed.starts_with(char::is_uppercase));
    let word = first.map_or(word.to_owned(), |first| first.to_uppercase().chain(letters).collect());
    format!("{before}{word}{after}")
}

type Told = Option<(Span, Arg)>;

fn told(reached: &Reached<'_>) -> Told {
    Some((reached.channel.span, name_of(reached)))
}

/// The only way there is. Where nobody can say what a channel is, there may be two.
fn single(reached: &[Reached<'_>]) -> Told {
    let ways: BTreeSet<Way> = reached.iter().flat_map(|one| one.ways.iter().copied()).collect();
    let known = reached.iter().all(|one| !one.ways.is_empty());
    let alone = if known { ways.len() == 1 } else { reached.len() == 1 };
    reached.first().filter(|_| alone).and_then(told)
}

fn unaided(reached: &[Reached<'_>], help: &[Reached<'_>]) -> Told {
    let helps = |one: &Reached<'_>| {
        one.ways.is_empty() || [Way::Counter, Way::Phone, Way::Video].iter().any(|way| one.is(*way))
    };
    let alone = !reached.iter().chain(help).any(helps);
    reached.iter().find(|one| one.is(Way::Online)).filter(|_| alone).and_then(told)
}

fn paper(reached: &[Reached<'_>]) -> Told {
    let electronic = |one: &Reached<'_>| {
        one.ways.is_empty() || [Way::Online, Way::Email, Way::Video].iter().any(|way| one.is(*way))
    };
    reached.first().filter(|_| !reached.iter().any(electronic)).and_then(told)
}

fn uneven(reached: &[Reached<'_>]) -> Told {
    let timed = |one: &&Reached<'_>| one.channel.processing_time.is_some();
    let some = reached.iter().any(|one| timed(&one));
    reached.iter().find(|one| !timed(one)).filter(|_| some).and_then(told)
}
