//! The rules in a table, for people and for programs.

use annotate_snippets::normalize_untrusted_str;
use annotate_snippets::renderer::DEFAULT_EMPHASIS_STYLE;
use schemars::JsonSchema;
use serde::Serialize;

use super::super::json::{JsonTool, schema_of};
use super::super::summary::paint;
use super::super::written;
use super::{Bound, SetBy, View, bound, explain, family_of, file_of};
use crate::finding::Severity;
use crate::language::Language;
use crate::lint::catalogue::Evidence;
use crate::lint::rule::{Criterion, Level, Loudness, Rule};
use crate::lint::scope::Scope;
use crate::report::Options;

/// The version of the forms that [`rules_json`] and [`coverage_json`](super::coverage_json) give.
pub const SCHEMA_VERSION: u32 = 1;

/// Which rules are listed. What is not asked for lets everything through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of these families.
    pub families: Vec<String>,
    /// That can speak with one of these severities.
    pub severities: Vec<Severity>,
    /// That hold one of these recommendations.
    pub recommendations: Vec<String>,
    /// Of these kinds of check.
    pub kinds: Vec<String>,
    /// Off or not: `None` for both.
    pub off: Option<bool>,
}

impl Filter {
    /// Whether a rule is listed.
    pub fn keeps(&self, rule: &Rule) -> bool {
        let any = |asked: &[String], has: &dyn Fn(&str) -> bool| {
            asked.is_empty() || asked.iter().any(|wanted| has(wanted))
        };
        any(&self.families, &|family| family_of(rule) == family)
            && any(&self.recommendations, &|key| rule.recommendations.iter().any(|own| own == key))
            && any(&self.kinds, &|kind| rule.check.kind().name == kind)
            && (self.severities.is_empty() || self.severities.iter().any(|s| explain::speaks(rule, *s)))
            && self.off.is_none_or(|off| rule.is_off() == off)
    }
}

/// The rules in columns: id, severities, recommendations, name. Nothing when no rule is kept.
pub fn rules_table(view: &View<'_>, filter: &Filter, options: &Options) -> String {
    let kept: Vec<&Rule> = view.rules.rules().iter().filter(|rule| filter.keeps(rule)).collect();
    if kept.is_empty() {
        return String::new();
    }
    let mut rows = vec![[
        view.say("rules.rule"),
        view.say("rules.severity"),
        view.say("rules.recommendations"),
        view.say("rules.title"),
    ]];
    rows.extend(kept.into_iter().map(|rule| {
        let cells = [
            rule.id.as_str().to_owned(),
            view.severities(rule),
            rule.recommendations.join(" "),
            view.both(&rule.title).to_owned(),
        ];
        cells.map(|cell| normalize_untrusted_str(&cell))
    }));
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths = [width(0), width(1), width(2)];
    let mut out = String::new();
    for (rank, [id, severity, held, title]) in rows.iter().enumerate() {
        let [a, b, c] = widths;
        let line = format!("{id:a$}  {severity:b$}  {held:c$}  {title}");
        let line = line.trim_end();
        out.push_str(&if rank == 0 { paint(options, DEFAULT_EMPHASIS_STYLE, line) } else { line.to_owned() });
        out.push('\n');
    }
    out
}

/// The rules in force on a site, in one language. The same site gives the same bytes. A later version
/// of the program may add fields without changing `schema_version`.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Rules")]
struct JsonRules {
    /// Version of this form. It changes when a reader of the former one could be misled.
    #[schemars(extend("const" = SCHEMA_VERSION))]
    schema_version: u32,
    /// What made this list.
    tool: JsonTool,
    /// The rules that were asked for, by id.
    rules: Vec<JsonRule>,
}

/// A rule, as the whole site settles it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Rule")]
struct JsonRule {
    /// Its id: `family/name`, the path of its file under `lints/`.
    id: String,
    /// Its family.
    family: String,
    /// Its name, for people.
    title: String,
    /// Why it matters to the reader.
    why: String,
    /// The quality it serves: `reliable`, `up-to-date`, `accessible`, `consistent`, `understandable`,
    /// `organised`.
    criterion: &'static str,
    /// Its kind of check.
    kind: &'static str,
    /// The loudest it may speak: `info`, `warning`, `error`; `off` when it does not.
    severity: &'static str,
    /// Past which measure it speaks, and how loudly; nothing for a rule that does not measure.
    levels: Vec<JsonLevel>,
    /// Who settled its severity: `file`, `profile` or `site`.
    set_by: &'static str,
    /// True when only the date of the day brings its findings about.
    calendar: bool,
    /// The only language it looks at; nothing when it looks at every one.
    lang: Option<&'static str>,
    /// The parts of a page it looks at, for a rule about text.
    scopes: Vec<&'static str>,
    /// The recommendations it holds.
    recommendations: Vec<String>,
    /// Where it comes from.
    sources: Vec<JsonSource>,
    /// Its file, from the site's folder or from the program's.
    file: String,
}

/// From which measure on a rule speaks, and how loudly. One of the two bounds is there.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Level")]
struct JsonLevel {
    /// The measure is strictly above.
    above: Option<i64>,
    /// The measure is strictly below.
    below: Option<i64>,
    /// `info`, `warning`, `error` or `off`.
    severity: &'static str,
}

/// A text that rules come from.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Source")]
pub(super) struct JsonSource {
    /// Its key, with the number of its part: `RGAA-6.1`.
    key: String,
    /// What it calls itself; nothing when the key is unknown.
    name: Option<String>,
    /// Where it is read.
    addresses: Vec<String>,
    /// How far it was read: `read`, `part` or `unread`.
    evidence: &'static str,
}

impl JsonSource {
    pub(super) fn of(view: &View<'_>, key: &str) -> Self {
        let found = view.catalogue().reference(key);
        let part = found.and_then(|(_, part)| part);
        let addresses = found.map(|(reference, _)| reference.addresses.as_slice()).unwrap_or_default();
        let named = |address: &&String| part.is_some() || !address.contains("{number}");
        Self {
            key: key.to_owned(),
            name: found.map(|(reference, _)| reference.name.clone()),
            addresses: addresses
                .iter()
                .filter(named)
                .map(|address| address.replace("{number}", part.unwrap_or("")))
                .collect(),
            evidence: found.map_or(Evidence::Unread, |(reference, _)| reference.evidence).name(),
        }
    }
}

/// The rules as indented JSON that follows [`rules_schema`]; ends with a line feed.
pub fn rules_json(view: &View<'_>, filter: &Filter) -> String {
    let kept = view.rules.rules().iter().filter(|rule| filter.keeps(rule));
    written(&JsonRules {
        schema_version: SCHEMA_VERSION,
        tool: JsonTool::this(),
        rules: kept.map(|rule| json_rule(view, rule)).collect(),
    })
}

/// The JSON Schema (2020-12) of what [`rules_json`] gives; ends with a line feed.
pub fn rules_schema() -> String {
    schema_of::<JsonRules>()
}

fn json_rule(view: &View<'_>, rule: &Rule) -> JsonRule {
    let name = |severity: Option<Severity>| severity.map_or("off", Severity::name);
    let criterion = Criterion::NAMES.iter().find(|(_, known)| *known == rule.criterion);
    let scope = |scope: &Scope| Scope::NAMES.iter().find(|(_, known)| known == scope).map(|(name, _)| *name);
    JsonRule {
        id: rule.id.as_str().to_owned(),
        family: family_of(rule).to_owned(),
        title: view.both(&rule.title).to_owned(),
        why: view.both(&rule.why).to_owned(),
        criterion: criterion.map_or("", |(name, _)| name),
        kind: rule.check.kind().name,
        severity: name(rule.loudest()),
        levels: match &rule.loudness {
            Loudness::Levels(levels) => {
                let json = |level: &Level| {
                    let (above, below) = match bound(rule, level) {
                        Bound::Above(above) => (Some(above), None),
                        Bound::Below(below) => (None, Some(below)),
                    };
                    JsonLevel { above, below, severity: name(level.severity) }
                };
                levels.iter().map(json).collect()
            }
            Loudness::Off | Loudness::One(_) => Vec::new(),
        },
        set_by: match view.set_by(rule) {
            SetBy::File => "file",
            SetBy::Profile(_) => "profile",
            SetBy::Site(_) => "site",
        },
        calendar: rule.check.kind().calendar,
        lang: rule.lang.map(Language::tag),
        scopes: if rule.check.kind().scoped {
            rule.scope.iter().filter_map(scope).collect()
        } else {
            Vec::new()
        },
        recommendations: rule.recommendations.clone(),
        sources: rule.sources.iter().map(|key| JsonSource::of(view, key)).collect(),
        file: file_of(rule, view.sources),
    }
}
