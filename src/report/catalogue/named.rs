//! What a person may ask about by name: a rule, a family of rules, a recommendation.

use super::{View, family_of};
use crate::data::nearest;
use crate::language::fold::fold;
use crate::lint::Rule;
use crate::words::Words;

/// What a name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// A rule, by id.
    Rule(String),
    /// A family of rules.
    Family(String),
    /// A recommendation, by key.
    Recommendation(String),
}

impl Named {
    /// Finds what is meant: a rule by its id, or by its name alone when no other rule bears it; a
    /// family, with or without `/` or `/*`; a recommendation (`R6`, `r6`). None when it is nothing
    /// of these.
    pub fn find(view: &View<'_>, name: &str) -> Option<Self> {
        let rules = view.rules.rules();
        if view.rules.get(name).is_some() {
            return Some(Self::Rule(name.to_owned()));
        }
        let key = name.to_uppercase();
        if view.catalogue().recommendation(&key).is_some() {
            return Some(Self::Recommendation(key));
        }
        let family = name.trim_end_matches('*').trim_end_matches('/');
        if families(view).contains(&family) {
            return Some(Self::Family(family.to_owned()));
        }
        let alone = |id: &str| id.split_once('/').is_some_and(|(_, own)| own == name);
        let mut same = rules.iter().filter(|rule| alone(rule.id.as_str()));
        match (same.next(), same.next()) {
            (Some(rule), None) => Some(Self::Rule(rule.id.as_str().to_owned())),
            _ => Self::titled(view, name),
        }
    }

    /// The rule that summaries show under this title, whatever its capitals.
    fn titled(view: &View<'_>, name: &str) -> Option<Self> {
        let wanted = fold(name.trim()).text().to_owned();
        let titled = |rule: &&Rule| fold(view.both(&rule.title)).text() == wanted;
        let mut same = view.rules.rules().iter().filter(titled);
        match (same.next(), same.next()) {
            (Some(rule), None) => Some(Self::Rule(rule.id.as_str().to_owned())),
            _ => None,
        }
    }
}

/// Every family, by name.
pub fn families<'a>(view: &View<'a>) -> Vec<&'a str> {
    let mut families: Vec<&str> = view.rules.rules().iter().map(family_of).collect();
    families.dedup();
    families
}

/// The names that come near one that is unknown, best first: a rule, a rule of another family, a
/// family, a recommendation.
pub fn nearest_names(view: &View<'_>, name: &str) -> Vec<String> {
    let ids = || view.rules.rules().iter().map(|rule| rule.id.as_str());
    let own = |id: &'_ str| id.split_once('/').map_or(String::new(), |(_, own)| own.to_owned());
    let mut near: Vec<String> = nearest(name, ids()).map(str::to_owned).into_iter().collect();
    let asked = name.rsplit('/').next().unwrap_or(name);
    let names: Vec<String> = ids().map(own).collect();
    if let Some(meant) = nearest(asked, names.iter().map(String::as_str)) {
        near.extend(ids().filter(|id| own(id) == meant).map(str::to_owned));
    }
    // The beginning of a rule, down to a part of its own name.
    if name.split_once('/').is_some_and(|(_, own)| own.chars().count() > 2) {
        near.extend(ids().filter(|id| id.starts_with(name)).map(str::to_owned));
    }
    near.extend(nearest(asked, families(view)).map(str::to_owned));
    let keys = view.catalogue().recommendations().iter().map(|r| r.key.as_str());
    near.extend(nearest(name, keys).map(str::to_owned));
    let mut seen = std::collections::BTreeSet::new();
    near.retain(|name| seen.insert(name.clone()));
    near.truncate(5);
    near
}

/// The name of a family for people, and what it is about; its own name when it is a site's.
pub(super) fn about_family<'a>(words: &'a Words, family: &'a str) -> (&'a str, Option<&'a str>) {
    let (title, about) = match family {
        "clarity" => ("family.clarity", "family.clarity-about"),
        "structure" => ("family.structure", "family.structure-about"),
        "completeness" => ("family.completeness", "family.completeness-about"),
        "channels" => ("family.channels", "family.channels-about"),
        "freshness" => ("family.freshness", "family.freshness-about"),
        "consistency" => ("family.consistency", "family.consistency-about"),
        "links" => ("family.links", "family.links-about"),
        "accessibility" => ("family.accessibility", "family.accessibility-about"),
        "typography" => ("family.typography", "family.typography-about"),
        "tone" => ("family.tone", "family.tone-about"),
        "reading" => ("family.reading", "family.reading-about"),
        _ => return (family, None),
    };
    (words.get(title), Some(words.get(about)))
}

/// The families the program knows, in the order they are shown.
pub(super) const ORDER: [&str; 11] = [
    "clarity",
    "structure",
    "completeness",
    "channels",
    "freshness",
    "consistency",
    "links",
    "accessibility",
    "typography",
    "tone",
    "reading",
];
