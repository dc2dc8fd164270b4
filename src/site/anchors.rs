//! The ids that a published page holds besides those of its headings: the parts that the theme makes of its
//! fields, its footnotes, the terms of the glossary.

use std::collections::BTreeMap;

use super::Page;
use super::addresses::RESERVED;
use super::registry::Term;
use crate::config::BUILT_IN_THEME;
use crate::document::BlockKind;

/// The parts of the built-in theme ([`BUILT_IN_THEME`]), each with the questions that it answers: with none of them answered, the
/// page has no such part. A part without a question may stand on any page.
const PARTS: [(&str, &[&str]); 28] = [
    ("a--lire-aussi", &[]),
    ("aide--titre", &[]),
    ("autrui--titre", &["situations"]),
    ("canaux--titre", &["channels"]),
    ("changements--titre", &[]),
    ("conditions--titre", &["eligibility", "situations"]),
    ("cout--titre", &["cost"]),
    ("delais--titre", &["deadlines"]),
    ("demarches--titre", &[]),
    ("donnees--titre", &["personal_data"]),
    ("en--bref", &[]),
    ("equipe--titre", &[]),
    ("erreur--titre", &["right_to_correct"]),
    ("etapes--titre", &["steps"]),
    ("evenements--titre", &[]),
    ("identite--titre", &["identification"]),
    ("langues--titre", &["languages"]),
    ("lettre--titre", &[]),
    ("message--1", &[]),
    ("national--titre", &[]),
    ("pages--titre", &[]),
    ("pieces--titre", &["documents"]),
    ("recours--titre", &["redress"]),
    ("resultat--titre", &["output"]),
    ("silence--titre", &["silence"]),
    ("suite--titre", &["next_steps"]),
    ("sur--cette-page", &[]),
    ("textes--titre", &["legal_basis"]),
];

/// Whether a page holds an id that no heading of it has. What the theme of a site’s own makes is not known:
/// an id with two hyphens, which a heading’s words never give, is taken to be one of its own.
pub(super) fn holds(page: &Page, anchor: &str, terms: &BTreeMap<String, Term>, theme: &str) -> bool {
    if RESERVED.contains(&anchor) {
        return true;
    }
    if !anchor.contains("--") {
        return false;
    }
    if theme != BUILT_IN_THEME || is_note(page, anchor) {
        return true;
    }
    if let Some((_, questions)) = PARTS.iter().find(|(id, _)| *id == anchor) {
        return questions.is_empty() || questions.iter().any(|question| page.procedure.says(question));
    }
    let is = |term: &Term| [term.definition_id(), term.use_id()].iter().any(|id| id == anchor);
    let listed = page.front.template.as_ref().is_some_and(|template| template.value == "glossary");
    let explained = || page.explained.iter().filter_map(|explained| terms.get(&explained.key));
    explained().any(is) || listed && terms.values().any(is)
}

/// Whether it is the id of a footnote, of a mention of one, or of their list. A footnote of several
/// paragraphs counts as several: one that is not there may be let through.
fn is_note(page: &Page, anchor: &str) -> bool {
    let notes = page.document.blocks.iter().filter(|block| block.kind == BlockKind::Footnote).count();
    if anchor == "notes--titre" {
        return notes > 0;
    }
    let number = anchor.strip_prefix("note--").or_else(|| anchor.strip_prefix("renvoi--"));
    let number = number.map(|number| number.split('-').next().unwrap_or(number));
    number.and_then(|number| number.parse().ok()).is_some_and(|number: usize| number >= 1 && number <= notes)
}
