//! Profiles: named sets of settings, `lints/_profiles/<name>.yaml`.

use crate::config::{self, RuleSetting};
use crate::data::{self, Fields, nearest};
use crate::finding::{Message, Problem, ProblemKind};
use crate::source::{RuleFiles, SourceId, Sources, Spanned};

use super::rule::Bilingual;
use super::rule_file::words;

/// The folder of profiles inside `lints/`.
const FOLDER: &str = "_profiles/";

/// A profile as its file gives it.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Its file's name, without extension.
    pub name: String,
    /// Its name, for people.
    pub title: Option<Bilingual>,
    /// What it is for.
    pub description: Option<Bilingual>,
    /// The profile it starts from.
    pub extends: Option<Spanned<String>>,
    /// What it sets.
    pub rules: Vec<RuleSetting>,
}

/// Every profile of these files, by name, and what is wrong in them.
pub fn profiles(sources: &Sources, files: &RuleFiles) -> (Vec<Profile>, Vec<Problem>) {
    let mut problems = Vec::new();
    let named = files.shared.iter().filter_map(|(path, source)| Some((name(path)?, *source)));
    let profiles = named.map(|(name, source)| read(name, source, sources, &mut problems)).collect();
    (profiles, problems)
}

fn name(path: &str) -> Option<&str> {
    path.strip_prefix(FOLDER)?.strip_suffix(".yaml").filter(|name| !name.contains('/'))
}

fn read(name: &str, source: SourceId, sources: &Sources, problems: &mut Vec<Problem>) -> Profile {
    let text = sources.get(source).text();
    let (node, mut wrong) = data::yaml(source, text, 0..text.len());
    let mut fields = Fields::new(&node, &mut wrong);
    let (title, description) = (fields.node("title"), fields.node("description"));
    let profile = Profile {
        name: name.to_owned(),
        title: title.and_then(|node| words(fields.problems(), node, &[])),
        description: description.and_then(|node| words(fields.problems(), node, &[])),
        extends: fields.text("extends"),
        rules: config::rule_settings(&mut fields),
    };
    fields.finish();
    problems.extend(wrong);
    profile
}

/// The settings of a profile, those of the profiles it starts from first. `default` may be missing:
/// it then sets nothing.
pub(super) fn settings(
    chosen: Option<&Spanned<String>>,
    profiles: &[Profile],
    problems: &mut Vec<Problem>,
) -> Vec<RuleSetting> {
    let mut chain: Vec<&Profile> = Vec::new();
    let known = |name: &str| profiles.iter().find(|profile| profile.name == name);
    let mut next = match chosen {
        None => known("default").map(|profile| (profile, None)),
        Some(name) => match known(&name.value) {
            Some(profile) => Some((profile, Some(name))),
            None => {
                problems.push(unknown(name, profiles));
                known("default").map(|profile| (profile, None))
            }
        },
    };
    while let Some((profile, named)) = next {
        if chain.iter().any(|before| before.name == profile.name) {
            if let Some(named) = named {
                let message = Message::key("lint.profile-circle").with("name", named.value.as_str());
                problems.push(Problem::new(ProblemKind::InvalidRule, named.span, message));
            }
            break;
        }
        chain.push(profile);
        next = None;
        if let Some(base) = &profile.extends {
            match known(&base.value) {
                Some(found) => next = Some((found, Some(base))),
                None => problems.push(unknown(base, profiles)),
            }
        }
    }
    chain.iter().rev().flat_map(|profile| profile.rules.clone()).collect()
}

fn unknown(name: &Spanned<String>, profiles: &[Profile]) -> Problem {
    let message = Message::key("lint.unknown-profile").with("name", name.value.as_str());
    let names: Vec<String> = profiles.iter().map(|profile| profile.name.clone()).collect();
    let help = match nearest(&name.value, names.iter().map(String::as_str)) {
        Some(meant) => Message::key("lint.did-you-mean").with("name", meant),
        None => Message::key("lint.known-profiles").with("known", names),
    };
    Problem::new(ProblemKind::UnknownName, name.span, message).help(help)
}
