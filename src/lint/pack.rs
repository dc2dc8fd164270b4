//! The rules in force: the rule files, with what the profile, `[lint.rules]` and `[[lint.override]]`
//! change in them.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::config::{Override, RuleSetting};
use crate::data::{Entry, Map, Node, Value, nearest};
use crate::finding::{Message, Problem, ProblemKind, RuleId, Severity};
use crate::site::Site;
use crate::source::{RuleFiles, SourceId, Sources, Span, Spanned};

use super::catalogue::Catalogue;
use super::phrases::Phrases;
use super::profile;
use super::rule::{Level, Loudness, Rule};
use super::scope::Scope;

/// The rules in force, each with its severity and its parameters settled; for a part of the pages,
/// they may be settled otherwise.
#[derive(Debug, Default)]
pub struct RuleSet {
    base: Pack,
    /// One for each combination of overrides that some page has.
    variations: Vec<Pack>,
    /// The variation of the pages that have one.
    of_page: BTreeMap<SourceId, usize>,
    /// Where the last setting of a rule stands, for those that the whole site changes.
    settled: BTreeMap<RuleId, Span>,
    /// Rules whose file cannot be used: what names them is not wrong for that.
    broken: BTreeSet<String>,
    /// What is wrong in the rule files and in the settings that name them.
    pub problems: Vec<Problem>,
    /// The sources and the recommendations that rules name.
    pub catalogue: Catalogue,
}

/// Rules settled in one way.
#[derive(Debug, Default)]
pub(super) struct Pack {
    pub(super) rules: Vec<Rule>,
    pub(super) phrases: Phrases,
    /// The scopes outside the body that some rule asks for.
    pub(super) scopes: Vec<Scope>,
}

impl Pack {
    /// These rules, sorted by id; of two with one id, the last.
    fn new(rules: Vec<Rule>) -> Self {
        let by_id: BTreeMap<RuleId, Rule> = rules.into_iter().map(|rule| (rule.id.clone(), rule)).collect();
        let rules: Vec<Rule> = by_id.into_values().collect();
        let asked = |scope: &Scope| rules.iter().any(|rule| rule.scope.contains(scope));
        let scopes = Scope::OUTSIDE.into_iter().filter(asked).collect();
        Self { rules, phrases: Phrases::default(), scopes }
    }

    fn get(&self, id: &str) -> Option<&Rule> {
        let at = self.rules.binary_search_by(|rule| rule.id.as_str().cmp(id)).ok()?;
        self.rules.get(at)
    }
}

impl RuleSet {
    /// These rules, sorted by id; of two with one id, the last.
    pub fn new(rules: Vec<Rule>) -> Self {
        Self { base: Pack::new(rules), ..Self::default() }
    }

    /// Every rule, by id; those that are off too. As settled for the whole site.
    pub fn rules(&self) -> &[Rule] {
        &self.base.rules
    }

    /// A rule by its id, as settled for the whole site.
    pub fn get(&self, id: &str) -> Option<&Rule> {
        self.base.get(id)
    }

    /// Whether a name is that of a rule whose file cannot be used, or of a family that has no other.
    pub fn is_broken(&self, name: &str) -> bool {
        match name.strip_suffix('*').filter(|family| family.ends_with('/')) {
            Some(family) => self.broken.iter().any(|id| id.starts_with(family)),
            None => self.broken.contains(name),
        }
    }

    /// The rule or the family (`clarity/*`) that an unknown name may stand for: the one that is spelled
    /// nearly so, or the one that bears that name in another family.
    pub fn meant(&self, name: &str) -> Option<String> {
        meant(name, &self.rules().iter().map(|rule| rule.id.as_str()).collect::<Vec<_>>())
    }

    /// A rule as it is settled for one file.
    pub fn get_for(&self, id: &str, source: SourceId) -> Option<&Rule> {
        self.pack(source).get(id)
    }

    /// Where the profile or `site.toml` last settles a rule for the whole site; none when its file
    /// alone speaks.
    pub fn settled(&self, id: &str) -> Option<Span> {
        self.settled.get(&RuleId::new(id)).copied()
    }

    /// Reads the sources and the recommendations, and says which names of the rules are none of them.
    fn lean_on_catalogue(&mut self, sources: &Sources, files: &RuleFiles) {
        let (catalogue, problems) = Catalogue::read(sources, files);
        self.problems.extend(problems);
        self.problems.extend(catalogue.check(self.rules(), sources));
        self.catalogue = catalogue;
    }

    /// The rules that a file is checked by.
    pub(super) fn pack(&self, source: SourceId) -> &Pack {
        let variation = self.of_page.get(&source).and_then(|rank| self.variations.get(*rank));
        variation.unwrap_or(&self.base)
    }

    /// Each rule as the first pack has it that does not turn it off: what a check of the whole site
    /// runs with, its findings being settled file by file afterwards.
    pub(super) fn heard(&self) -> impl Iterator<Item = &Rule> {
        let packs = || std::iter::once(&self.base).chain(&self.variations);
        self.base.rules.iter().filter_map(move |rule| {
            packs().filter_map(|pack| pack.get(rule.id.as_str())).find(|rule| !rule.is_off())
        })
    }
}

/// Loads rule files for a site, with what its settings change in them. An id may come twice: the
/// built-in file, then the site's own, which takes its place unless it is broken.
pub fn load(site: &Site, files: &RuleFiles) -> RuleSet {
    let (profiles, mut problems) = profile::profiles(&site.sources, files);
    let lint = &site.config.lint;
    let mut common = profile::settings(lint.profile.as_ref(), &profiles, &mut problems);
    common.extend(lint.rules.iter().cloned());
    let others = lint.overrides.iter().flat_map(|other| &other.rules);
    let known: BTreeSet<&str> = files.rules.iter().map(|(id, _)| id.as_str()).collect();
    problems.extend(common.iter().chain(others).filter_map(|setting| unknown_rule(setting, &known)));

    let mut set = RuleSet { base: pack(&site.sources, files, &common, &mut problems), ..RuleSet::default() };
    set.broken = known.iter().filter(|id| set.get(id).is_none()).map(|id| (*id).to_owned()).collect();
    for rule in &set.base.rules {
        let last = common.iter().rev().find(|setting| setting.is_about(rule.id.as_str()));
        set.settled.extend(last.map(|setting| (rule.id.clone(), setting.rule.span)));
    }
    vary(site, files, &common, &mut set, &mut problems);
    set.problems = problems;
    set.lean_on_catalogue(&site.sources, files);
    set
}

/// Loads rule files as they are written, whatever a site changes in them.
pub fn as_written(sources: &Sources, files: &RuleFiles) -> RuleSet {
    let mut problems = Vec::new();
    let base = pack(sources, files, &[], &mut problems);
    let mut set = RuleSet { base, problems, ..RuleSet::default() };
    set.lean_on_catalogue(sources, files);
    set
}

/// Settles the rules anew for each combination of overrides that some page has.
fn vary(
    site: &Site,
    files: &RuleFiles,
    common: &[RuleSetting],
    set: &mut RuleSet,
    problems: &mut Vec<Problem>,
) {
    let overrides = &site.config.lint.overrides;
    let mut used: BTreeSet<usize> = BTreeSet::new();
    let mut combinations: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
    for page in &site.pages {
        let about = |other: &Override| other.paths.iter().any(|path| path.matches(&page.path));
        let matching: Vec<usize> =
            overrides.iter().enumerate().filter(|(_, other)| about(other)).map(|(rank, _)| rank).collect();
        if matching.is_empty() {
            continue;
        }
        used.extend(&matching);
        let next = combinations.len();
        let rank = *combinations.entry(matching).or_insert(next);
        set.of_page.insert(page.document.source, rank);
    }
    let mut by_rank: Vec<(usize, Vec<usize>)> = combinations.into_iter().map(|(k, rank)| (rank, k)).collect();
    by_rank.sort();
    for (_, matching) in by_rank {
        let others = matching.iter().filter_map(|rank| overrides.get(*rank)).flat_map(|other| &other.rules);
        let settings: Vec<RuleSetting> = common.iter().chain(others).cloned().collect();
        // The same fault in two combinations is one fault.
        let mut found = Vec::new();
        set.variations.push(pack(&site.sources, files, &settings, &mut found));
        found.retain(|problem| !problems.contains(problem));
        problems.extend(found);
    }
    for (_, other) in overrides.iter().enumerate().filter(|(rank, _)| !used.contains(rank)) {
        for path in &other.paths {
            let message =
                Message::key("config.path-matches-nothing").with("found", path.typed.value.as_str());
            let problem = Problem::new(ProblemKind::UnknownName, path.typed.span, message);
            let help = match path.meant(site.pages.iter().map(|page| page.path.as_str())) {
                Some(meant) => Message::key("data.did-you-mean").with("name", meant),
                None => Message::key("config.path-inside"),
            };
            problems.push(problem.help(help));
        }
    }
}

/// The rules of these files under these settings, the last speaking last.
fn pack(sources: &Sources, files: &RuleFiles, settings: &[RuleSetting], problems: &mut Vec<Problem>) -> Pack {
    let mut rules = Vec::new();
    // In parallel, and gathered in the order of the files.
    let read: Vec<_> = files
        .rules
        .par_iter()
        .map(|(id, source)| {
            let setting = Setting::of(id, settings);
            let mut found = Vec::new();
            let text = sources.get(*source).text();
            let rule = read(id, *source, text, setting.params.as_ref(), &mut found);
            (rule, setting.severity, found)
        })
        .collect();
    for (rule, severity, found) in read {
        problems.extend(found);
        match rule {
            Ok(mut rule) => {
                if let Some(severity) = severity {
                    set_severity(&mut rule, severity);
                }
                rules.push(rule);
            }
            Err(wrong) => problems.extend(wrong),
        }
    }
    Pack::new(rules)
}

/// Several settings of one rule, taken together.
#[derive(Default)]
struct Setting {
    severity: Option<Option<Severity>>,
    params: Option<Node>,
}

impl Setting {
    fn of(id: &str, settings: &[RuleSetting]) -> Self {
        let mut all = Self::default();
        for setting in settings.iter().filter(|setting| setting.is_about(id)) {
            if let Some(params) = setting.params.as_ref().and_then(Node::as_map) {
                for entry in &params.entries {
                    all.set(setting, entry.clone());
                }
            }
            if let Some(levels) = &setting.levels {
                let key = Spanned::new("levels".to_owned(), levels.span);
                all.set(setting, Entry { key, node: levels.clone() });
                // Levels say severities of their own: one that was set before gives way.
                all.severity = None;
            }
            all.severity = setting.severity.or(all.severity);
        }
        all
    }

    fn set(&mut self, setting: &RuleSetting, entry: Entry) {
        let empty = || Node { span: setting.rule.span, value: Value::Map(Map::default()) };
        if let Value::Map(map) = &mut self.params.get_or_insert_with(empty).value {
            map.entries.retain(|known| known.key.value != entry.key.value);
            map.entries.push(entry);
        }
    }
}

/// Reads a rule with the parameters of the site; when those are wrong, without them.
fn read(
    id: &str,
    source: SourceId,
    text: &str,
    params: Option<&Node>,
    problems: &mut Vec<Problem>,
) -> Result<Rule, Vec<Problem>> {
    match Rule::read(id, source, text, params) {
        Err(wrong) if params.is_some() && wrong.iter().all(|problem| problem.span.source != source) => {
            problems.extend(wrong);
            Rule::read(id, source, text, None)
        }
        result => result,
    }
}

/// A severity chosen by the site takes the place of the rule's own, at every level.
fn set_severity(rule: &mut Rule, severity: Option<Severity>) {
    rule.severity_is_set = true;
    rule.loudness = match (&rule.loudness, severity) {
        (_, None) => Loudness::Off,
        (Loudness::Levels(levels), Some(severity)) => {
            let set = |level: &Level| Level { severity: level.severity.map(|_| severity), ..*level };
            Loudness::Levels(levels.iter().map(set).collect())
        }
        (_, Some(severity)) => Loudness::One(severity),
    };
    rule.cap();
}

fn unknown_rule(setting: &RuleSetting, known: &BTreeSet<&str>) -> Option<Problem> {
    let name = setting.rule.value.as_str();
    let named = |id: &str| setting.is_about(id);
    if known.iter().any(|id| named(id)) {
        return None;
    }
    let message = Message::key("lint.unknown-rule").with("name", name);
    let problem = Problem::new(ProblemKind::UnknownName, setting.rule.span, message);
    let known: Vec<&str> = known.iter().copied().collect();
    Some(match meant(name, &known) {
        Some(meant) => problem.help(Message::key("lint.did-you-mean").with("name", meant)),
        None => problem,
    })
}

/// The rule, of those, or the family of them, that a misspelt name is nearest to.
fn meant(name: &str, ids: &[&str]) -> Option<String> {
    fn own(id: &str) -> &str {
        id.split_once('/').map_or("", |(_, own)| own)
    }
    let families: BTreeSet<&str> = ids.iter().filter_map(|id| Some(id.split_once('/')?.0)).collect();
    if let Some(family) = name.strip_suffix("/*").or_else(|| name.strip_suffix('/')) {
        return nearest(family, families).map(|family| format!("{family}/*"));
    }
    let short = ids.iter().find(|id| own(id) == name);
    let alone = || nearest(name, ids.iter().map(|id| own(id))).filter(|_| !name.contains('/'));
    let slip = || nearest(name, ids.iter().copied());
    let near = || alone().and_then(|near| ids.iter().find(|id| own(id) == near)).copied();
    let family = || families.contains(name).then(|| format!("{name}/*"));
    let rule = short.copied().or_else(slip).map(str::to_owned);
    rule.or_else(family).or_else(|| near().map(str::to_owned))
}
