//! What rules lean on: the sources they name, and the recommendations they hold. Both are data of
//! `lints/`, `_sources.yaml` and `_recommendations.yaml`.

use std::collections::BTreeMap;

use crate::data::{self, Fields, Node, nearest};
use crate::finding::{Message, Problem, ProblemKind};
use crate::source::{RuleFiles, SourceId, Sources, Span, Spanned};

use super::rule::{Bilingual, Rule};
use super::rule_file::words;

/// Where sources are, and the folder where a site adds its own.
const SOURCES: &str = "_sources.yaml";
const MORE_SOURCES: &str = "_sources/";

/// Where recommendations are.
const RECOMMENDATIONS: &str = "_recommendations.yaml";

/// How far a source was read by those who cite it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// Read in the source.
    Read,
    /// Read in part.
    Part,
    /// To be checked.
    Unread,
}

impl Evidence {
    /// Every mark with its name in the files.
    pub const NAMES: [(&'static str, Self); 3] =
        [("read", Self::Read), ("part", Self::Part), ("unread", Self::Unread)];

    /// Its name in the files.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, mark)| *mark == self).map_or("unread", |(name, _)| name)
    }
}

/// Where a recommendation was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// In a text of COEPIA, or on the page of its guide.
    A,
    /// In another public text that carries the same rule.
    B,
    /// Deduced from the others.
    C,
}

impl Level {
    /// Every level with its name.
    pub const NAMES: [(&'static str, Self); 3] = [("A", Self::A), ("B", Self::B), ("C", Self::C)];

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, level)| *level == self).map_or("C", |(name, _)| name)
    }
}

/// A text that rules come from.
#[derive(Clone, Debug)]
pub struct Reference {
    /// Its key: `BETA`.
    pub key: String,
    /// What it calls itself.
    pub name: String,
    /// What it is, in a sentence.
    pub what: Option<Bilingual>,
    /// Where it is read; `{number}` stands for the number of a part.
    pub addresses: Vec<String>,
    /// `2024`, `2024-02` or `2024-02-28`.
    pub date: Option<String>,
    /// How far it was read.
    pub evidence: Evidence,
    /// How its parts are named, with `{number}`: `OPQ-5` is « règle 5 ».
    pub part: Option<Bilingual>,
}

/// Something that administrative information owes its readers.
#[derive(Clone, Debug)]
pub struct Recommendation {
    /// Its key: `R6`.
    pub key: String,
    /// Its name in a few words.
    pub title: Bilingual,
    /// What it asks, in words of our own.
    pub text: Bilingual,
    /// Where it was found.
    pub level: Level,
    /// In which sources, by key.
    pub sources: Vec<String>,
    /// How far they were read; none for what is deduced.
    pub evidence: Option<Evidence>,
    /// What in the program holds it, beside rules.
    pub features: Vec<Bilingual>,
}

/// The sources and the recommendations in force.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    references: Vec<Reference>,
    recommendations: Vec<Recommendation>,
}

impl Catalogue {
    /// Reads them from `lints/`, with what is wrong in these files. Of two sources with one key, the
    /// last stands, so that a site may replace one.
    pub fn read(sources: &Sources, files: &RuleFiles) -> (Self, Vec<Problem>) {
        let mut catalogue = Self::default();
        let mut problems = Vec::new();
        for (path, source) in &files.shared {
            if path == SOURCES || path.starts_with(MORE_SOURCES) {
                each(sources, *source, &mut problems, |key, node, problems| {
                    catalogue.references.extend(reference(key, node, problems));
                });
            }
        }
        let by_key: BTreeMap<String, Reference> =
            catalogue.references.drain(..).map(|reference| (reference.key.clone(), reference)).collect();
        catalogue.references = by_key.into_values().collect();
        for (_, source) in files.shared.iter().filter(|(path, _)| path == RECOMMENDATIONS) {
            each(sources, *source, &mut problems, |key, node, problems| {
                catalogue.recommendations.extend(recommendation(key, node, problems));
            });
        }
        catalogue.recommendations.sort_by_key(|found| (number(&found.key), found.key.clone()));
        catalogue.check_sources(sources, files, &mut problems);
        (catalogue, problems)
    }

    /// Every source, by key.
    pub fn references(&self) -> &[Reference] {
        &self.references
    }

    /// Every recommendation, by number.
    pub fn recommendations(&self) -> &[Recommendation] {
        &self.recommendations
    }

    /// A recommendation by its key, `R6`.
    pub fn recommendation(&self, key: &str) -> Option<&Recommendation> {
        let wanted = (number(key), key);
        let at = self.recommendations.binary_search_by(|r| (number(&r.key), r.key.as_str()).cmp(&wanted));
        self.recommendations.get(at.ok()?)
    }

    /// The source that a key names, and the number of its part: `RGAA-6.1` is part 6.1 of `RGAA`.
    pub fn reference<'a>(&'a self, key: &'a str) -> Option<(&'a Reference, Option<&'a str>)> {
        if let Some(whole) = self.named(key) {
            return Some((whole, None));
        }
        let base = key.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
        let part = key.strip_prefix(base).filter(|part| part.starts_with(|c: char| c.is_ascii_digit()))?;
        let found = self.named(base.strip_suffix('-').unwrap_or(base))?;
        found.part.is_some().then_some((found, Some(part)))
    }

    fn named(&self, key: &str) -> Option<&Reference> {
        let at = self.references.binary_search_by(|known| known.key.as_str().cmp(key)).ok()?;
        self.references.get(at)
    }

    /// What rules name that is neither a source nor a recommendation. Nothing is said where there is
    /// no list to compare with.
    pub fn check(&self, rules: &[Rule], sources: &Sources) -> Vec<Problem> {
        let mut problems = Vec::new();
        for rule in rules {
            let strange = |key: &String| !self.references.is_empty() && self.reference(key).is_none();
            let numberless =
                |key: &String| !self.recommendations.is_empty() && self.recommendation(key).is_none();
            if rule.sources.iter().any(strange) || rule.recommendations.iter().any(numberless) {
                self.check_file(rule.source, sources, &mut problems);
            }
        }
        problems
    }

    /// The same for one file, which is read again: a rule does not keep the places of its keys, and
    /// a wrong one is rare.
    fn check_file(&self, source: SourceId, sources: &Sources, problems: &mut Vec<Problem>) {
        let text = sources.get(source).text();
        let (node, _) = data::yaml(source, text, 0..text.len());
        let mut unheard = Vec::new();
        let mut fields = Fields::new(&node, &mut unheard);
        let (named, held) = (fields.texts("sources"), fields.texts("recommendations"));
        if !self.references.is_empty() {
            problems.extend(named.iter().filter_map(|key| self.unknown_source(key)));
        }
        if !self.recommendations.is_empty() {
            problems.extend(held.iter().filter_map(|key| self.unknown_recommendation(key)));
        }
    }

    /// The sources that recommendations themselves name.
    fn check_sources(&self, sources: &Sources, files: &RuleFiles, problems: &mut Vec<Problem>) {
        if self.references.is_empty() {
            return;
        }
        for (_, source) in files.shared.iter().filter(|(path, _)| path == RECOMMENDATIONS) {
            each(sources, *source, &mut Vec::new(), |_, node, unheard| {
                let named = Fields::new(node, unheard).texts("sources");
                problems.extend(named.iter().filter_map(|key| self.unknown_source(key)));
            });
        }
    }

    fn unknown_source(&self, key: &Spanned<String>) -> Option<Problem> {
        if self.reference(&key.value).is_some() {
            return None;
        }
        let message = Message::key("catalogue.unknown-source").with("key", key.value.as_str());
        let problem = Problem::new(ProblemKind::UnknownName, key.span, message);
        let meant = nearest(&key.value, self.references.iter().map(|known| known.key.as_str()));
        Some(problem.help(match meant {
            Some(meant) => Message::key("lint.did-you-mean").with("name", meant),
            None => Message::key("catalogue.unknown-source-help"),
        }))
    }

    fn unknown_recommendation(&self, key: &Spanned<String>) -> Option<Problem> {
        if self.recommendation(&key.value).is_some() {
            return None;
        }
        let (first, last) = (self.recommendations.first()?, self.recommendations.last()?);
        let message = Message::key("catalogue.unknown-recommendation").with("key", key.value.as_str());
        let help = Message::key("catalogue.unknown-recommendation-help");
        let help = help.with("first", first.key.as_str()).with("last", last.key.as_str());
        let near = number(&key.value).and_then(|wanted| {
            self.recommendations.iter().min_by_key(|known| number(&known.key).map(|n| n.abs_diff(wanted)))
        });
        let help = help.with("near", near.unwrap_or(last).key.as_str());
        Some(Problem::new(ProblemKind::UnknownName, key.span, message).help(help))
    }
}

/// `R6` → 6.
fn number(key: &str) -> Option<u32> {
    key.strip_prefix('R').and_then(|digits| digits.parse().ok())
}

/// Each entry of a file that is a map.
fn each(
    sources: &Sources,
    source: SourceId,
    problems: &mut Vec<Problem>,
    mut take: impl FnMut(&Spanned<String>, &Node, &mut Vec<Problem>),
) {
    let text = sources.get(source).text();
    let (node, mut wrong) = data::yaml(source, text, 0..text.len());
    match node.as_map() {
        Some(map) => map.entries.iter().for_each(|entry| take(&entry.key, &entry.node, &mut wrong)),
        None => Fields::new(&node, &mut wrong).finish(),
    }
    problems.append(&mut wrong);
}

fn reference(key: &Spanned<String>, node: &Node, problems: &mut Vec<Problem>) -> Option<Reference> {
    let mut fields = Fields::new(node, problems);
    let name = required(&mut fields, "name", key.span);
    let what = fields.node("what").and_then(|node| words(fields.problems(), node, &[]));
    let addresses = fields.texts("addresses");
    for address in addresses.iter().filter(|a| !a.value.starts_with("http")) {
        wrong(&mut fields, address.span, Message::key("catalogue.address"));
    }
    let date = fields.text("date");
    if let Some(date) = date.as_ref().filter(|date| !is_date(&date.value)) {
        let message = Message::key("catalogue.date").with("found", date.value.as_str());
        wrong(&mut fields, date.span, message);
    }
    let evidence = evidence(&mut fields, Some(key.span));
    let part = fields.node("part").and_then(|node| words(fields.problems(), node, &["number"]));
    fields.finish();
    Some(Reference {
        key: key.value.clone(),
        name: name?,
        what,
        addresses: addresses.into_iter().map(|a| a.value).collect(),
        date: date.map(|date| date.value).filter(|date| is_date(date)),
        evidence: evidence?,
        part,
    })
}

fn recommendation(key: &Spanned<String>, node: &Node, problems: &mut Vec<Problem>) -> Option<Recommendation> {
    let mut fields = Fields::new(node, problems);
    if number(&key.value).is_none_or(|n| n == 0) {
        let message = Message::key("lint.recommendation").with("found", key.value.as_str());
        wrong(&mut fields, key.span, message);
        return None;
    }
    let title = bilingual(&mut fields, "title", key.span);
    let text = bilingual(&mut fields, "text", key.span);
    let level = fields.choice("level", &Level::NAMES);
    if level.is_none() {
        missing(&mut fields, "level", key.span);
    }
    let sources = fields.texts("sources");
    let evidence = evidence(&mut fields, (!sources.is_empty()).then_some(key.span));
    let items = fields.node("features").map_or(&[][..], Node::items);
    let features = items.iter().filter_map(|item| words(fields.problems(), item, &[])).collect();
    fields.finish();
    Some(Recommendation {
        key: key.value.clone(),
        title: title?,
        text: text?,
        level: level?.value,
        sources: sources.into_iter().map(|s| s.value).collect(),
        evidence,
        features,
    })
}

fn bilingual(fields: &mut Fields<'_, '_>, key: &'static str, place: Span) -> Option<Bilingual> {
    let node = fields.node(key);
    if node.is_none() {
        missing(fields, key, place);
    }
    node.and_then(|node| words(fields.problems(), node, &[]))
}

/// The evidence mark, which must be there when a place is given to say that it is not.
fn evidence(fields: &mut Fields<'_, '_>, place: Option<Span>) -> Option<Evidence> {
    let mark = fields.choice("evidence", &Evidence::NAMES);
    if let (None, Some(place)) = (&mark, place) {
        missing(fields, "evidence", place);
    }
    mark.map(|mark| mark.value)
}

fn required(fields: &mut Fields<'_, '_>, key: &'static str, place: Span) -> Option<String> {
    let text = fields.text(key).map(|text| text.value).filter(|text| !text.trim().is_empty());
    if text.is_none() {
        missing(fields, key, place);
    }
    text
}

fn missing(fields: &mut Fields<'_, '_>, key: &'static str, place: Span) {
    let message = Message::key("catalogue.missing").with("key", key);
    fields.problems().push(Problem::new(ProblemKind::MissingField, place, message));
}

fn wrong(fields: &mut Fields<'_, '_>, span: Span, message: Message) {
    fields.problems().push(Problem::new(ProblemKind::InvalidValue, span, message));
}

/// `2024`, `2024-02` or `2024-02-28`: the shape, and a day of the calendar.
fn is_date(text: &str) -> bool {
    let whole = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    whole.len() == 10 && whole.parse::<jiff::civil::Date>().is_ok()
}

#[cfg(test)]
mod tests;
