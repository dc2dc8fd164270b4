//! Questions that a page leaves open at one place. Past a few, a person is told of them together: one list says
//! more than the same line of the page shown eighteen times. Programs are still given each of them.

use std::collections::BTreeMap;

use crate::document::fields::ITEMS;
use crate::finding::{Finding, Message, RuleId, Severity};
use crate::lint::question;
use crate::source::Span;

use super::Report;

/// Questions left open at one place that are still told one by one.
const APART: usize = 4;

/// What is told at once.
pub(super) enum Told<'a> {
    /// A finding.
    One(&'a Finding),
    /// Questions that one page leaves open at one place, equally grave, in the order in which one answers them.
    Questions(Vec<&'a Finding>),
}

/// The same findings, in the same order, where many questions at one place are one: at the place of the first.
pub(super) fn together(findings: Vec<&Finding>) -> Vec<Told<'_>> {
    let mut open: BTreeMap<(Span, Severity), Vec<&Finding>> = BTreeMap::new();
    // What shows another place, as a heading with nothing below, has more to say than its question.
    let place = |finding: &Finding| {
        let alone = finding.labels.is_empty() && question(finding) < ITEMS.len();
        alone.then_some((finding.span, finding.severity))
    };
    for finding in &findings {
        if let Some(place) = place(finding) {
            open.entry(place).or_default().push(finding);
        }
    }
    open.retain(|_, questions| questions.len() > APART);
    let told = findings.into_iter().filter_map(|finding| {
        let Some(questions) = place(finding).and_then(|place| open.get_mut(&place)) else {
            return Some(Told::One(finding));
        };
        // Told with the first.
        (!questions.is_empty()).then(|| Told::Questions(std::mem::take(questions)))
    });
    told.collect()
}

/// What is said of questions told together, in the reader’s words.
pub(super) struct Said {
    /// How many they are.
    pub(super) message: String,
    /// Each, in a few words, with its rule.
    pub(super) missing: Vec<String>,
    /// What to write first, then how to know what to write for the others.
    pub(super) help: String,
}

impl Report<'_> {
    pub(super) fn questions(&self, questions: &[&Finding]) -> Said {
        let words = self.words;
        let count = Message::key("report.open-questions").with("count", questions.len());
        let first = questions.first().and_then(|first| first.help.as_ref()).map(|help| words.say(help));
        let first = first.map(|help| format!("{} {help}", words.get("report.open-first")));
        let others = words.get("report.open-others").to_owned();
        Said {
            message: words.say(&count),
            missing: questions.iter().map(|finding| self.title_and_id(&finding.rule)).collect(),
            help: first.into_iter().chain([others]).collect::<Vec<_>>().join("\n"),
        }
    }
}

/// The family of a rule: `completeness`.
pub(super) fn family(rule: &RuleId) -> &str {
    rule.as_str().split_once('/').map_or(rule.as_str(), |(family, _)| family)
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Case, said};
    use super::*;
    use crate::language::Language;
    use crate::report::beside::{Beside, Editor, beside};
    use crate::report::{Options, json, sarif, short};

    /// A page that leaves questions open where its front matter ends, one of them more gravely.
    fn page(open: &[&str]) -> Case {
        let mut case = Case::new(&[("page.md", "---\ntitle: Pêcher\n---\n\n## Prix\n")]);
        let end = case.bytes("page.md", 19, 22);
        for item in open {
            let severity = if *item == "redress" { Severity::Error } else { Severity::Warning };
            let found = case.found(severity, &format!("completeness/{item}"), end, said("Rien n’est dit."));
            found.topic = Some((*item).to_owned());
            found.help = Some(said("Écrivez-le."));
        }
        case
    }

    #[test]
    fn many_questions_at_one_place_are_one_block_for_a_person() {
        let case = page(&["cost", "steps", "redress", "output", "documents", "deadlines"]);
        assert_eq!(
            case.shown(),
            "\
avertissement[completeness]\u{a0}: Cette page laisse 5 questions sans réponse.
 --> page.md:3:1
  |
3 | ---
  | ^^^
  |
  = il manque\u{a0}: completeness/output
                completeness/steps
                completeness/documents
                completeness/cost
                completeness/deadlines
  = à faire\u{a0}: Commencez par la première question. Écrivez-le.
              Pour chacune des autres, «\u{a0}limpide explain\u{a0}» suivi du nom
              entre parenthèses dit quoi écrire.

erreur[completeness/redress]\u{a0}: Rien n’est dit.
 --> page.md:3:1
  |
3 | ---
  | ^^^
  |
  = à faire\u{a0}: Écrivez-le.

"
        );
    }

    #[test]
    fn a_few_are_told_one_by_one_and_so_is_what_shows_another_place() {
        assert_eq!(page(&["cost", "steps", "output", "documents"]).shown().matches("-->").count(), 4);
        let mut case = page(&["cost", "steps", "output", "documents", "deadlines"]);
        let heading = case.span("page.md", "## Prix");
        case.findings.first_mut().unwrap().labels.push((heading, said("Rien dessous.")));
        assert_eq!(case.shown().matches("-->").count(), 5);
    }

    #[test]
    fn programs_are_given_each() {
        let case = page(&["cost", "steps", "output", "documents", "deadlines"]);
        let forms = case.with(Language::French, |report| {
            [json(report), sarif(report), short(report, &Options::default())].map(|text| {
                ["cost", "steps", "output", "documents", "deadlines"]
                    .iter()
                    .filter(|item| text.contains(&format!("completeness/{item}")))
                    .count()
            })
        });
        assert_eq!(forms, [5; 3]);
    }

    #[test]
    fn the_panel_is_given_each_and_what_to_say_of_all() {
        let case = page(&["cost", "redress", "steps", "output", "documents", "deadlines"]);
        let editor = Editor { root: "", address: "" };
        let about = Beside { path: Some("page.md"), body: 23, notes: None, whole: true, editor };
        let text = case.with(Language::French, |report| beside(report, &about));
        let told: serde_json::Value = serde_json::from_str(&text).unwrap();
        let with = |finding: &serde_json::Value| finding["together"].as_u64();
        let with: Vec<_> = told["findings"].as_array().unwrap().iter().map(with).collect();
        assert_eq!(with, [None, Some(0), Some(0), Some(0), Some(0), Some(0)]);
        assert_eq!(told["questions"][0]["missing"][0], "completeness/output");
    }
}
