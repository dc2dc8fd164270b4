//! The examples of the rules, run: each is a small site of its own, checked by its rule alone.

use jiff::civil::{Date, date};

use crate::finding::{Applicability, Finding, Fix, Message, Problem};
use crate::language::Language;
use crate::site::{Facts, Site};
use crate::source::{Asset, Picture, Source, SourceId, Sources, Tree};

use super::example::{Example, Expected};
use super::fix;
use super::pack::{self, RuleSet};
use super::rule::Rule;
use super::rule_file::wrong;

/// The day of the examples that give none.
pub const TODAY: Date = date(2026, 6, 15);

/// The front matter of an example that has none.
const FRONT: &str = "---\ntitle: Exemple\n---\n\n";

/// The page of an example, in its site.
const PAGE: &str = "page.md";

/// Runs every example of every rule, those of rules that are off too. Each that fails is a finding
/// at its place in the rule file; they come sorted. `sources` holds the rule files.
pub fn run(rules: &RuleSet, sources: &Sources) -> Vec<Finding> {
    let failures = |rule: &Rule| {
        rule.examples.iter().filter_map(|example| fails(rule, example)).collect::<Vec<Problem>>()
    };
    let failures: Vec<Problem> = rules.rules().iter().flat_map(failures).collect();
    let mut findings = super::of_problems(&failures, rules);
    super::sort(&mut findings, sources);
    findings
}

/// What an example shows that it should not.
fn fails(rule: &Rule, example: &Example) -> Option<Problem> {
    let outcome = Outcome::of(rule, example, &example.page);
    let found = outcome.marks();
    match &example.expected {
        Expected::Silence if found.is_empty() => None,
        Expected::Silence => {
            let message = Message::key("lint.example-not-silent").with("rule", rule.id.as_str());
            Some(wrong(example.span, message.with("found", quoted(&found))))
        }
        Expected::Marks { marks, .. } if *marks != found => {
            let message = Message::key("lint.example-marks").with("rule", rule.id.as_str());
            let message = message.with("wanted", quoted(marks)).with("found", quoted(&found));
            Some(wrong(example.span, message))
        }
        Expected::Marks { fixed, .. } => badly_fixed(rule, example, fixed.as_deref(), &outcome),
    }
}

/// A fix must give the text announced, change nothing the second time, and not add findings.
fn badly_fixed(rule: &Rule, example: &Example, wanted: Option<&str>, outcome: &Outcome) -> Option<Problem> {
    let unfixed = outcome.findings.iter().find_map(|finding| finding.unfixed.as_deref().cloned());
    let told = |problem: Problem| match unfixed.clone() {
        Some(why) if problem.help.is_none() => problem.help(why),
        _ => problem,
    };
    let Some(wanted) = wanted else {
        let applied = |fix: &Fix| fix.applicability <= Applicability::Suggested;
        let forgotten = outcome.findings.iter().any(|finding| finding.fix.as_deref().is_some_and(applied));
        let message = Message::key("lint.example-fixed-missing").with("rule", rule.id.as_str());
        let shown = |text: String| text.replace('\u{a0}', "\\_").replace('\u{202f}', "\\u202f");
        let forgotten = forgotten.then(|| wrong(example.span, message.with("found", shown(outcome.fixed()))));
        let promised = Message::key("lint.example-unfixed").with("rule", rule.id.as_str());
        return forgotten.or_else(|| unfixed.is_some().then(|| told(wrong(example.span, promised))));
    };
    let fixed = outcome.fixed();
    if fixed.trim_end() != wanted.trim_end() {
        let message = Message::key("lint.example-fixed").with("rule", rule.id.as_str());
        return Some(told(differs(example, message, wanted.trim_end(), fixed.trim_end())));
    }
    let again = Outcome::of(rule, example, &fixed);
    let stable = again.fixed() == fixed && again.findings.len() <= outcome.findings.len();
    let message = Message::key("lint.example-unstable").with("rule", rule.id.as_str());
    (!stable).then(|| wrong(example.span, message))
}

/// A fix that gives something else than announced. Texts that differ by their spaces alone look the
/// same: the spaces that do not break are then shown as a rule file writes them.
fn differs(example: &Example, message: Message, wanted: &str, found: &str) -> Problem {
    let even = |text: &str| text.replace(['\u{a0}', '\u{202f}'], " ");
    if even(wanted) != even(found) {
        return wrong(example.span, message.with("wanted", wanted).with("found", found));
    }
    let shown = |text: &str| text.replace('\u{a0}', "\\_").replace('\u{202f}', "\\u202f");
    let message = message.with("wanted", shown(wanted)).with("found", shown(found));
    wrong(example.span, message).help(Message::key("lint.spaces-differ"))
}

/// What a rule says of an example.
struct Outcome {
    sources: Sources,
    page: SourceId,
    /// Length of the front matter that was supplied.
    supplied: usize,
    findings: Vec<Finding>,
}

impl Outcome {
    fn of(rule: &Rule, example: &Example, page: &str) -> Self {
        let supplied = if page.starts_with("---") { 0 } else { FRONT.len() };
        let text = if supplied == 0 { page.to_owned() } else { format!("{FRONT}{page}") };
        let mut tree = Tree::default();
        let page = tree.sources.add(Source::new(format!("content/{PAGE}"), text.into_bytes()));
        tree.pages.push((PAGE.to_owned(), page));
        for (path, text) in &example.files {
            place(&mut tree, path, text);
        }
        if tree.config.is_none() {
            let language = rule.lang.unwrap_or(Language::French).tag();
            place(
                &mut tree,
                "site.toml",
                &format!("[site]\ntitle = \"Exemple\"\nlanguage = \"{language}\"\n"),
            );
        }
        tree.pages.sort();
        tree.data.sort();
        let rule_files = std::mem::take(&mut tree.lints);
        let facts = Facts {
            external: example.external.iter().cloned().collect(),
            ..Facts::on(example.today.unwrap_or(TODAY))
        };
        let site = Site::build(tree, facts);
        let mut rules = RuleSet::new(vec![rule.aloud()]);
        rules.problems = pack::load(&site, &rule_files).problems;
        let mut findings = super::run(&site, &rules);
        findings.retain(|finding| finding.rule == rule.id);
        Self { sources: site.sources, page, supplied, findings }
    }

    /// The text under each finding.
    fn marks(&self) -> Vec<String> {
        self.findings.iter().map(|finding| self.sources.slice(finding.span).to_owned()).collect()
    }

    /// The page with every fix that may be applied, without the front matter that was supplied.
    fn fixed(&self) -> String {
        let fixes = fix::together(&self.findings, self.page, Applicability::Suggested);
        let edits = fixes.iter().flat_map(|fix| &fix.edits);
        let fixed = fix::apply(self.sources.get(self.page).text(), edits);
        fixed.get(self.supplied..).unwrap_or("").to_owned()
    }
}

/// Puts a file of an example where its path says.
fn place(tree: &mut Tree, path: &str, text: &str) {
    let source = tree.sources.add(Source::new(path, text.as_bytes().to_vec()));
    if path == "site.toml" {
        tree.config = Some(source);
    } else if let Some(data) = path.strip_prefix("content/_data/") {
        tree.data.push((data.to_owned(), source));
    } else if let Some(page) = path.strip_prefix("content/").filter(|path| path.ends_with(".md")) {
        tree.pages.push((page.to_owned(), source));
    } else if let Some(file) = path.strip_prefix("content/") {
        // « 600000 bytes » stands for a file of that size.
        let size = text.strip_suffix(" bytes").and_then(|size| size.parse().ok());
        let (origin, path, size) = (path.to_owned(), file.to_owned(), size.unwrap_or(text.len() as u64));
        tree.assets.push(Asset {
            origin,
            theme: None,
            path,
            size,
            hash: String::new(),
            picture: Picture::None,
        });
    } else if let Some(rule) = path.strip_prefix("lints/").and_then(|path| path.strip_suffix(".yaml")) {
        tree.lints.rules.push((rule.to_owned(), source));
    }
}

/// Texts one after the other, told apart.
fn quoted(texts: &[String]) -> String {
    let quoted: Vec<String> = texts.iter().map(|text| format!("« {text} »")).collect();
    if quoted.is_empty() { "—".to_owned() } else { quoted.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{self, Node};
    use crate::source::RuleFiles;
    use crate::words::Words;

    static LINTS: include_dir::Dir<'_> = include_dir::include_dir!("$CARGO_MANIFEST_DIR/lints");

    fn built_in() -> (Sources, RuleSet) {
        let mut sources = Sources::default();
        let mut files = RuleFiles::default();
        for family in LINTS.dirs() {
            for file in family.files() {
                let path = file.path().to_str().unwrap();
                let source = sources.add(Source::new(path, file.contents().to_vec()));
                if path.starts_with('_') {
                    files.shared.push((path.to_owned(), source));
                } else {
                    files.rules.push((path.trim_end_matches(".yaml").to_owned(), source));
                }
            }
        }
        let rules = pack::as_written(&sources, &files);
        (sources, rules)
    }

    fn said(findings: &[Finding], sources: &Sources) -> String {
        let words = Words::load(Language::English);
        let line = |finding: &Finding| {
            let source = sources.get(finding.span.source);
            let at = source.position(finding.span.start);
            format!("{}:{}: {}\n", source.path(), at.line, words.say(&finding.message))
        };
        findings.iter().map(line).collect()
    }

    #[test]
    fn the_built_in_rules_load() {
        let (sources, rules) = built_in();
        assert_eq!(said(&super::super::of_problems(&rules.problems, &rules), &sources), "");
        assert!(rules.get("clarity/long-sentence").is_some());
    }

    /// The texts under keys that people read which are not in both languages.
    fn in_one_language(node: &Node, at: &str, out: &mut Vec<String>) {
        const READ: [&str; 6] = ["title", "message", "help", "why", "advice", "define"];
        let Some(map) = node.as_map() else {
            let maps = node.items().iter().filter(|item| item.as_map().is_some());
            maps.for_each(|item| in_one_language(item, at, out));
            return;
        };
        for entry in &map.entries {
            let at = format!("{at} {}", entry.key.value);
            let cases = |node: &Node| match node.as_map() {
                Some(map) if map.get("fr").is_some() || map.get("en").is_some() => {
                    map.get("fr").is_none() || map.get("en").is_none()
                }
                Some(_) => false,
                None => true,
            };
            match READ.contains(&entry.key.value.as_str()) {
                true if cases(&entry.node) => out.push(at),
                true if entry.key.value == "message" => {
                    let single = entry.node.as_map().is_some_and(|map| map.get("fr").is_some());
                    let by_case = entry.node.as_map().map_or(&[][..], |map| &map.entries);
                    out.extend(by_case.iter().filter(|c| !single && cases(&c.node)).map(|_| at.clone()));
                }
                true => {}
                // The pages of examples hold what they like.
                false if entry.key.value == "examples" => {}
                false => in_one_language(&entry.node, &at, out),
            }
        }
    }

    #[test]
    fn the_built_in_rules_leave_nothing_to_be_guessed() {
        let (sources, rules) = built_in();
        for rule in rules.rules() {
            let source = sources.get(rule.source);
            let (node, _) = data::yaml(rule.source, source.text(), 0..source.text().len());
            let map = node.as_map().unwrap();
            for key in ["title", "criterion", "recommendations", "why"] {
                assert!(map.get(key).is_some(), "{}: {key}", rule.id);
            }
            assert_eq!(map.get("message").is_some(), !rule.check.kind().cases.is_empty(), "{}", rule.id);
            let mut found = Vec::new();
            in_one_language(&node, rule.id.as_str(), &mut found);
            assert!(found.is_empty(), "in one language only: {found:#?}");
        }
    }

    #[test]
    fn the_examples_of_the_built_in_rules_hold() {
        let (sources, rules) = built_in();
        assert_eq!(said(&run(&rules, &sources), &sources), "");
    }
}
