//! How right rules are: what each finds in annotated texts, against what a reader saw in them.
//!
//! A text holds a thing or not, and a rule finds it or not, however many times: texts are counted, not
//! findings. Each rule runs alone, for two rules of a family share what they find; and whatever its
//! severity, for a rule that is off is the one that most needs a measure.

use std::collections::BTreeMap;

use crate::finding::RuleId;
use crate::language::Language;
use crate::site::{Facts, Site};
use crate::source::{Source, SourceId, Span, Tree};

use super::annotated::Annotated;
use super::pack::RuleSet;
use super::rule::{Loudness, Rule};
use super::self_test::TODAY;

/// Which rule a name of annotations stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// This one.
    Rule(RuleId),
    /// Any of these, of several families: it must be written whole.
    Several(Vec<RuleId>),
    /// None.
    Nothing,
}

/// The rule of this name: the last part of its id, or the whole of it.
pub fn meaning(name: &str, rules: &RuleSet) -> Meaning {
    let last = |rule: &Rule| rule.id.as_str().rsplit_once('/').is_some_and(|(_, last)| last == name);
    let named = rules.rules().iter().filter(|rule| rule.id.as_str() == name || last(rule));
    let mut ids: Vec<RuleId> = named.map(|rule| rule.id.clone()).collect();
    match ids.pop() {
        None => Meaning::Nothing,
        Some(id) if ids.is_empty() => Meaning::Rule(id),
        Some(id) => Meaning::Several(ids.into_iter().chain([id]).collect()),
    }
}

/// What a rule finds in annotated texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// The rule.
    pub rule: RuleId,
    /// Texts that hold the thing, and in which the rule finds it.
    pub right: usize,
    /// Texts that do not hold it, and in which the rule finds it, in their order.
    pub false_alarms: Vec<Wrong>,
    /// Texts that hold it, and in which the rule does not find it, in their order.
    pub misses: Vec<Wrong>,
}

/// A text about which the rule and the reader differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Its number.
    pub number: u32,
    /// What it says.
    pub text: String,
    /// The words found in it, in their order; none for a miss, or where the rule speaks of the whole page.
    pub found: Vec<String>,
}

/// So many out of so many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// How many are right.
    pub right: usize,
    /// Of how many.
    pub of: usize,
}

impl Measured {
    /// Of the texts in which the rule finds the thing, those that hold it.
    pub fn precision(&self) -> Rate {
        Rate { right: self.right, of: self.right + self.false_alarms.len() }
    }

    /// Of the texts that hold the thing, those in which the rule finds it.
    pub fn recall(&self) -> Rate {
        Rate { right: self.right, of: self.right + self.misses.len() }
    }

    /// The harmonic mean of precision and recall, from 0 to 1: 2R / (2R + F + M), for R right, F false
    /// alarms and M misses (van Rijsbergen, *Information Retrieval*, 2nd ed., 1979, ch. 7, for equal
    /// weights). None when nothing is held nor found.
    pub fn f1(&self) -> Option<f64> {
        let twice = 2 * self.right;
        Rate { right: twice, of: twice + self.false_alarms.len() + self.misses.len() }.value()
    }
}

/// The quantile of the normal law that leaves 2.5 % on each side.
const Z: f64 = 1.959_963_984_540_054;

impl Rate {
    /// From 0 to 1; none of nothing.
    pub fn value(self) -> Option<f64> {
        (self.of > 0).then(|| self.right as f64 / self.of as f64)
    }

    /// Between which bounds the rate that a far larger set would give stands, 95 times in 100: the score
    /// interval of Wilson (« Probable inference, the law of succession, and statistical inference »,
    /// *Journal of the American Statistical Association* 22, 1927, p. 209–212). For a rate p of n, with
    /// z = 1.96: (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n).
    ///
    /// It holds for small sets and for rates near 0 or 1, where the usual p ± z √(p(1 − p)/n) does not:
    /// of 20 texts all right, that one would say « from 100 to 100 % », and this one « from 84 to 100 % ».
    pub fn interval(self) -> Option<(f64, f64)> {
        let (p, n) = (self.value()?, self.of as f64);
        let middle = p + Z * Z / (2.0 * n);
        let half = Z * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
        let whole = 1.0 + Z * Z / n;
        let bound = |sum: f64| (sum / whole).clamp(0.0, 1.0);
        Some((bound(middle - half), bound(middle + half)))
    }
}

/// Measures rules, in the order asked for. Each is as `rules` settle it for the whole site; one that is
/// off there speaks as its file, among `written`, has it. Texts are French or English as the rule is, and
/// for a rule of both, in `language`. A rule that is not there is left out.
///
/// The texts make one site, a page each, without glossary: what the site explains elsewhere would hide
/// what a text leaves unexplained.
pub fn measure(
    annotated: &Annotated,
    wanted: &[RuleId],
    rules: &RuleSet,
    written: &RuleSet,
    language: Language,
) -> Vec<Measured> {
    let names = annotated.names.iter().map(|name| (name.as_str(), meaning(name, rules)));
    let meanings: BTreeMap<&str, Meaning> = names.collect();
    let mut sites: BTreeMap<Language, Pages> = BTreeMap::new();
    let mut measured = Vec::new();
    for rule in wanted.iter().filter_map(|id| rules.get(id.as_str())) {
        let is_meant =
            |name: &String| matches!(meanings.get(name.as_str()), Some(Meaning::Rule(id)) if *id == rule.id);
        let language = rule.lang.unwrap_or(language);
        let pages = sites.entry(language).or_insert_with(|| Pages::of(annotated, language));
        let found = pages.found(speaking(rule, written.get(rule.id.as_str())));
        let mut result =
            Measured { rule: rule.id.clone(), right: 0, false_alarms: Vec::new(), misses: Vec::new() };
        for (text, found) in annotated.texts.iter().zip(found) {
            let holds = text.holds.iter().any(is_meant);
            let wrong = |found| Wrong { number: text.number, text: text.text.clone(), found };
            match (holds, found) {
                (true, Some(_)) => result.right += 1,
                (true, None) => result.misses.push(wrong(Vec::new())),
                (false, Some(found)) => result.false_alarms.push(wrong(found)),
                (false, None) => {}
            }
        }
        measured.push(result);
    }
    measured
}

/// A rule that speaks: one that is off for the site, and whose levels were lost, takes those of its file.
fn speaking(rule: &Rule, written: Option<&Rule>) -> Rule {
    let lost = |rule: &Rule| matches!(rule.loudness, Loudness::Off);
    let loudness = written.filter(|_| lost(rule)).map(|written| written.loudness.clone());
    let loudness = loudness.unwrap_or_else(|| rule.loudness.clone());
    Rule { loudness, ..rule.clone() }.aloud()
}

/// A site of annotated texts, a page each.
struct Pages {
    site: Site,
    /// The pages in the order of the texts, each with the byte where its text begins.
    texts: Vec<(SourceId, usize)>,
}

impl Pages {
    fn of(annotated: &Annotated, language: Language) -> Self {
        let mut tree = Tree::default();
        let settings = format!("[site]\ntitle = \"Exemple\"\nlanguage = \"{}\"\n", language.tag());
        tree.config = Some(tree.sources.add(Source::new("site.toml", settings.into_bytes())));
        let mut texts = Vec::new();
        for text in &annotated.texts {
            // A title each: two pages of one title would be found by a rule about titles.
            let front = format!("---\ntitle: Texte {}\n---\n\n", text.number);
            let page = format!("{front}{}\n", text.text);
            let path = format!("{}.md", text.number);
            let source = tree.sources.add(Source::new(format!("content/{path}"), page.into_bytes()));
            tree.pages.push((path, source));
            texts.push((source, front.len()));
        }
        tree.pages.sort();
        let site = Site::build(tree, Facts::on(TODAY));
        Self { site, texts }
    }

    /// What a rule finds in each text, in their order: nothing, or the words under its findings.
    fn found(&self, rule: Rule) -> Vec<Option<Vec<String>>> {
        let id = rule.id.clone();
        // Silences are not asked: a text may hold what it silences.
        let findings = super::everything(&self.site, &RuleSet::new(vec![rule]));
        let mut by_page: BTreeMap<SourceId, Vec<Span>> = BTreeMap::new();
        for finding in findings.iter().filter(|finding| finding.rule == id) {
            by_page.entry(finding.span.source).or_default().push(finding.span);
        }
        let words = |(page, body): &(SourceId, usize)| {
            // Words of the front matter were written by nobody: they say that the page was found, and
            // nothing of its text.
            let spans = by_page.get(page)?.iter().filter(|span| span.range().start >= *body);
            Some(spans.map(|span| self.site.sources.slice(*span).to_owned()).collect())
        };
        self.texts.iter().map(words).collect()
    }
}

#[cfg(test)]
mod tests;
