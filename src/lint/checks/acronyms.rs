//! `undefined-acronym`: two to eight capitals that a reader meets without being told what they
//! stand for.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::data::Fields;
use crate::finding::Finding;
use crate::lint::rule::Rule;

use super::View;

/// Acronyms that everyone knows.
#[derive(Clone, Debug)]
pub struct UndefinedAcronym {
    /// Parameter `known`.
    pub known: BTreeSet<String>,
}

impl UndefinedAcronym {
    pub(super) fn read(fields: &mut Fields) -> Self {
        Self { known: fields.texts("known").into_iter().map(|text| text.value).collect() }
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        let mut met = BTreeSet::new();
        for passage in &view.passages {
            let text = passage.prose.text();
            for range in acronyms(text) {
                let scope = passage.scope_at(&range);
                let Some(acronym) = text.get(range.clone()) else { continue };
                if scope.is_none_or(|scope| !rule.scope.contains(&scope)) || !met.insert(acronym.to_owned()) {
                    continue;
                }
                if !self.is_known(acronym, view) && !is_explained(text, &range) {
                    let span = passage.prose.span(range);
                    out.push(rule.finding("", span, vec![("found", acronym.into())]));
                }
            }
        }
    }

    fn is_known(&self, acronym: &str, view: &View<'_>) -> bool {
        let mut terms = view.site.registries.glossary.values();
        self.known.contains(acronym) || terms.any(|term| term.names().any(|name| name == acronym))
    }
}

/// A run of letters and digits.
struct Run {
    range: Range<usize>,
    /// Two or more letters, all capitals.
    capitals: bool,
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut start = None;
    let ends = text.char_indices().map(Some).chain([None]);
    for step in ends {
        match (start, step) {
            (None, Some((at, c))) if c.is_alphanumeric() => start = Some(at),
            (Some(_), Some((_, c))) if c.is_alphanumeric() => {}
            (Some(from), step) => {
                let range = from..step.map_or(text.len(), |(at, _)| at);
                let run = text.get(range.clone()).unwrap_or("");
                let capitals = run.chars().all(char::is_uppercase) && run.chars().count() >= 2;
                runs.push(Run { range, capitals });
                start = None;
            }
            (None, _) => {}
        }
    }
    runs
}

/// The acronyms of a text: what is written in capitals among words that are not.
fn acronyms(text: &str) -> Vec<Range<usize>> {
    let runs = runs(text);
    let shouted = !text.chars().any(char::is_lowercase) && runs.iter().filter(|run| run.capitals).count() > 1;
    if shouted {
        return Vec::new();
    }
    let together = |a: &Run, b: &Run| {
        a.capitals
            && b.capitals
            && matches!(text.get(a.range.end..b.range.start), Some(" " | "\u{a0}" | "'" | "’"))
    };
    runs.chunk_by(together)
        // Three words in capitals in a row are a name or a shout.
        .filter(|group| group.len() < 3)
        .flatten()
        .filter(|run| run.capitals && is_acronym(text, &run.range))
        .map(|run| run.range.clone())
        .collect()
}

fn is_acronym(text: &str, range: &Range<usize>) -> bool {
    let letters = text.get(range.clone()).unwrap_or("");
    let roman = letters.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    let before = text.get(..range.start).unwrap_or("");
    let after = text.get(range.end..).unwrap_or("");
    let glued_before = before.ends_with(['-', '_', '@', '.', '#', '&', '+']);
    let glued_after = after.starts_with(['-', '_', '@', '.', '&'])
        && after.chars().nth(1).is_some_and(char::is_alphanumeric);
    letters.chars().count() <= 8 && !roman && !glued_before && !glued_after && !ends_with_postcode(before)
}

/// Whether a postcode stands just before: what follows is a town, in the capitals of postal addresses.
fn ends_with_postcode(before: &str) -> bool {
    let Some(before) = before.strip_suffix([' ', '\u{a0}']) else { return false };
    let digits = before.chars().rev().take_while(char::is_ascii_digit).count();
    digits == 5
}

/// Whether parentheses explain it: `Nom complet (SIGLE)`, `SIGLE (nom complet)`, `(SIGLE : nom
/// complet)`.
fn is_explained(text: &str, range: &Range<usize>) -> bool {
    let before = text.get(..range.start).unwrap_or("");
    let after = text.get(range.end..).unwrap_or("");
    if let Some(inside) = after.trim_start().strip_prefix('(') {
        let inside = inside.split(')').next().unwrap_or(inside);
        return words(inside) >= 2;
    }
    let Some((outside, inside)) = before.rsplit_once('(').filter(|(_, inside)| !inside.contains(')')) else {
        return false;
    };
    let (rest, closed) = after.split_once(')').map_or((after, false), |(rest, _)| (rest, true));
    let last = closed && rest.trim().is_empty();
    let explained_inside = inside.trim().is_empty()
        && rest.trim_start().starts_with([':', '=', ',', '–', '—'])
        && words(rest) >= 2;
    explained_inside || (last && words(inside) <= 3 && words(outside) >= 2)
}

/// Words that are not acronyms themselves.
fn words(text: &str) -> usize {
    runs(text).iter().filter(|run| !run.capitals).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unexplained(text: &str) -> Vec<&str> {
        acronyms(text).into_iter().filter(|range| !is_explained(text, range)).map(|r| &text[r]).collect()
    }

    #[test]
    fn acronyms_are_capitals_among_words() {
        assert_eq!(unexplained("Contactez l’URSSAF ou la MSA."), ["URSSAF", "MSA"]);
        assert_eq!(unexplained("RSA"), ["RSA"]);
        for text in [
            "Louis XIV",
            "la COVID-19",
            "ATTENTION DANGER",
            "le PETIT PRINCE BLEU est là",
            "page.PDF",
            "le B2",
            "écrire à CAF@exemple.fr",
            "une INTERMINABLE attente",
        ] {
            assert!(unexplained(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn parentheses_explain() {
        for text in [
            "la caisse d’allocations familiales (CAF)",
            "la caisse d’allocations familiales (ou CAF)",
            "la CAF (caisse d’allocations familiales)",
            "votre caisse (CAF : caisse d’allocations familiales)",
        ] {
            assert!(unexplained(text).is_empty(), "{text}");
        }
        assert_eq!(unexplained("la CAF (93)"), ["CAF"]);
        assert_eq!(unexplained("(CAF)"), ["CAF"]);
    }
}
