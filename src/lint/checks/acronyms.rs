//! `undefined-acronym`: two capitals or more in a row that a reader meets without being told what they
//! stand for.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::data::Fields;
use crate::finding::Finding;
use crate::language::fold::without_accents;
use crate::language::words::{has_capitals, is_apostrophe};
use crate::lint::rule::Rule;
use crate::lint::scope::Scope;
use crate::source::Span;

use super::kind::{Case, Form, Kind, Param, required_number};
use super::{Check, View};

/// The kind `undefined-acronym`.
pub(super) const KIND: Kind = Kind {
    elsewhere: true,
    scoped: true,
    params: &[
        Param::required("longest", Form::Number, "param.acronym-longest"),
        Param::optional("known", Form::Texts, "param.acronym-known"),
    ],
    read: |fields, place| UndefinedAcronym::read(fields, place).map(Check::UndefinedAcronym),
    ..Kind::new("undefined-acronym", "kind.undefined-acronym", &[Case::only(&["found"])])
};

/// Acronyms that everyone knows.
#[derive(Clone, Debug)]
pub struct UndefinedAcronym {
    /// Parameter `known`.
    pub known: BTreeSet<String>,
    /// Parameter `longest`: letters of an acronym, at most.
    pub longest: usize,
}

/// Where an explanation is read, wherever the rule looks for acronyms.
const EXPLAINING: [Scope; 5] =
    [Scope::Prose, Scope::ListItem, Scope::Heading, Scope::TableCell, Scope::LinkText];

impl UndefinedAcronym {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let known = fields.texts("known").into_iter().map(|text| text.value).collect();
        Some(Self { known, longest: required_number(fields, "longest", place)? })
    }

    /// An acronym is told at its first use, and not at all when any text of the page explains it: a page
    /// is rarely read from its first line on, and blocks may change places.
    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        let mut first: Vec<(&str, Span)> = Vec::new();
        let mut met = BTreeSet::new();
        let mut explained = BTreeSet::new();
        for passage in &view.passages {
            let text = passage.prose.text();
            if !has_capitals(text) {
                continue;
            }
            let read = Read::new(text);
            for range in read.acronyms(self.longest) {
                let (Some(scope), Some(acronym)) = (passage.scope_at(&range), text.get(range.clone())) else {
                    continue;
                };
                let asked = rule.scope.contains(&scope);
                if (asked || EXPLAINING.contains(&scope)) && read.is_explained(&range) {
                    explained.insert(acronym);
                }
                if asked && met.insert(acronym) {
                    first.push((acronym, passage.prose.span(range)));
                }
            }
        }
        for (acronym, span) in first {
            if !explained.contains(acronym) && !self.is_known(acronym, view) {
                let finding = rule.finding("", span, vec![("found", acronym.into())]);
                out.push(Finding { topic: Some(acronym.to_owned()), ..finding });
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

/// A text with what is asked of it for each acronym, found once.
struct Read<'a> {
    text: &'a str,
    runs: Vec<Run>,
    /// Before each run and after the last: the runs that are not acronyms themselves.
    words: Vec<usize>,
    opens: Vec<usize>,
    closes: Vec<usize>,
}

impl<'a> Read<'a> {
    fn new(text: &'a str) -> Self {
        let runs = runs(text);
        let mut words = vec![0];
        for run in &runs {
            words.push(words.last().copied().unwrap_or(0) + usize::from(!run.capitals));
        }
        let places = |sign| text.match_indices(sign).map(|(at, _)| at).collect();
        Self { text, runs, words, opens: places('('), closes: places(')') }
    }

    /// What is written in capitals among words that are not.
    fn acronyms(&self, longest: usize) -> Vec<Range<usize>> {
        let text = self.text;
        let in_capitals = self.runs.iter().filter(|run| run.capitals).count();
        let shouted = in_capitals > 1 && !text.chars().any(char::is_lowercase);
        if shouted {
            return Vec::new();
        }
        // « À » among words in capitals is one of them.
        let shouts = |run: &Run| {
            let word = text.get(run.range.clone()).unwrap_or("");
            run.capitals || (word.chars().all(char::is_uppercase) && word.chars().nth(1).is_none())
        };
        let together = |a: &Run, b: &Run| {
            shouts(a)
                && shouts(b)
                && matches!(text.get(a.range.end..b.range.start), Some(" " | "\u{a0}" | "'" | "’"))
        };
        self.runs
            .chunk_by(together)
            // Three words in capitals in a row are a name or a shout.
            .filter(|group| group.len() < 3)
            .flatten()
            .filter(|run| run.capitals && is_acronym(text, &run.range, longest))
            .map(|run| run.range.clone())
            .collect()
    }

    /// Whether the text says what it stands for: in parentheses, in the words around whose initials it
    /// is, or right after.
    fn is_explained(&self, range: &Range<usize>) -> bool {
        self.is_in_parentheses(range) || self.is_spelt_out(range) || self.is_glossed(range)
    }

    /// `SIGLE, c’est-à-dire…`, `SIGLE, organisme de…`.
    fn is_glossed(&self, range: &Range<usize>) -> bool {
        const OPENINGS: [&str; 4] = ["c’est-à-dire", "c'est-à-dire", "autrement dit", "soit l"];
        /// Words that open something else than a name: « lors de », « afin de ».
        const OTHERS: [&str; 14] = [
            "lors", "avant", "afin", "près", "auprès", "hors", "faute", "loin", "autour", "plus", "moins",
            "au", "en", "et",
        ];
        let after = self.text.get(range.end..).unwrap_or("");
        let after = after.get(..after.ceil_char_boundary(40)).unwrap_or(after);
        let Some(after) = after.strip_prefix(',').map(str::trim_start) else { return false };
        if OPENINGS.iter().any(|opening| after.starts_with(opening)) {
            return true;
        }
        let mut words = after.split(|c: char| c.is_whitespace() || is_apostrophe(c));
        let (Some(noun), Some(link)) = (words.next(), words.next()) else { return false };
        noun.chars().count() > 2
            && noun.chars().all(char::is_lowercase)
            && !OTHERS.contains(&noun)
            && matches!(link, "de" | "du" | "des" | "d")
    }

    /// Whether words near it in the text have its letters as initials: « CNI : carte nationale
    /// d’identité ». Small words may count or not.
    fn is_spelt_out(&self, range: &Range<usize>) -> bool {
        const REACH: usize = 14;
        let letters: Vec<char> = self.text.get(range.clone()).unwrap_or("").chars().collect();
        let rank = self.runs.partition_point(|run| run.range.start < range.start);
        let near = rank.saturating_sub(REACH)..(rank + REACH).min(self.runs.len());
        // Two letters are the initials of too many things.
        letters.len() >= 3 && near.clone().any(|first| self.initials_from(first, near.end, &letters))
    }

    /// Whether the words from a rank on have these initials, the first of them at the first word.
    fn initials_from(&self, first: usize, end: usize, letters: &[char]) -> bool {
        /// Words that an acronym seldom takes its letters from.
        const SMALL: [&str; 20] = [
            "de", "du", "des", "d", "la", "le", "les", "l", "et", "à", "au", "aux", "en", "pour", "sur",
            "par", "un", "une", "ou", "dans",
        ];
        // How many letters may be accounted for so far, each as a bit: a small word may count or not.
        let mut counts: u64 = 1;
        for (step, run) in self.runs.get(first..end).unwrap_or_default().iter().enumerate() {
            let word = self.text.get(run.range.clone()).unwrap_or("");
            let small: String = word.chars().take(1).flat_map(char::to_lowercase).collect();
            let initial = without_accents(&small).chars().flat_map(char::to_uppercase).next();
            let skipped = if step > 0 && SMALL.contains(&word) { counts } else { 0 };
            let taken = letters.iter().take(32).enumerate().filter(|(rank, letter)| {
                !run.capitals && initial == Some(**letter) && counts & (1 << rank) != 0
            });
            counts = taken.fold(skipped, |counts, (rank, _)| counts | 1 << (rank + 1));
            if counts & (1 << letters.len().min(32)) != 0 {
                return true;
            }
            if counts == 0 {
                return false;
            }
        }
        false
    }

    /// `Nom complet (SIGLE)`, `SIGLE (nom complet)`, `(SIGLE : nom complet)`.
    fn is_in_parentheses(&self, range: &Range<usize>) -> bool {
        let after = self.text.get(range.end..).unwrap_or("");
        let spaces = after.len() - after.trim_start().len();
        let close = first_from(&self.closes, range.end);
        let end = close.unwrap_or(self.text.len());
        if after.trim_start().starts_with('(') {
            return self.words(range.end + spaces..end) >= 2;
        }
        let Some(open) = last_before(&self.opens, range.start) else { return false };
        if last_before(&self.closes, range.start).is_some_and(|closed| closed > open) {
            return false;
        }
        let explained_inside = self.is_blank(open + 1..range.start)
            && after.trim_start().starts_with([':', '=', ',', '–', '—'])
            && self.words(range.end..end) >= 2;
        let last = close.is_some_and(|close| self.is_blank(range.end..close));
        explained_inside || (last && self.words(open + 1..range.start) <= 3 && self.words(0..open) >= 2)
    }

    /// Words that are not acronyms themselves.
    fn words(&self, range: Range<usize>) -> usize {
        let before = |at: usize| {
            let rank = self.runs.partition_point(|run| run.range.start < at);
            self.words.get(rank).copied().unwrap_or(0)
        };
        before(range.end).saturating_sub(before(range.start))
    }

    /// Whether nothing but a few spaces stands there.
    fn is_blank(&self, range: Range<usize>) -> bool {
        range.len() <= 8 && self.text.get(range).is_some_and(|text| text.trim().is_empty())
    }
}

fn first_from(places: &[usize], from: usize) -> Option<usize> {
    places.get(places.partition_point(|at| *at < from)).copied()
}

fn last_before(places: &[usize], end: usize) -> Option<usize> {
    places.get(places.partition_point(|at| *at < end).checked_sub(1)?).copied()
}

fn is_acronym(text: &str, range: &Range<usize>, longest: usize) -> bool {
    let letters = text.get(range.clone()).unwrap_or("");
    let roman = letters.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
    let before = text.get(..range.start).unwrap_or("");
    let after = text.get(range.end..).unwrap_or("");
    let glued_before = before.ends_with(['-', '_', '@', '.', '#', '&', '+']);
    let glued_after = after.starts_with(['-', '_', '@', '.', '&'])
        && after.chars().nth(1).is_some_and(char::is_alphanumeric);
    let short = letters.chars().nth(longest).is_none();
    short && !roman && !glued_before && !glued_after && !ends_with_postcode(before)
}

/// Whether a postcode stands just before: what follows is a town, in the capitals of postal addresses.
fn ends_with_postcode(before: &str) -> bool {
    let Some(before) = before.strip_suffix([' ', '\u{a0}']) else { return false };
    let digits = before.chars().rev().take(6).take_while(char::is_ascii_digit).count();
    digits == 5
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unexplained(text: &str) -> Vec<&str> {
        let read = Read::new(text);
        read.acronyms(8).into_iter().filter(|range| !read.is_explained(range)).map(|r| &text[r]).collect()
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
            "Attention : LE PAIEMENT SE FAIT À LA COMMANDE.",
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

    #[test]
    fn words_around_explain() {
        for text in [
            "CNI : carte nationale d’identité.",
            "Le revenu de solidarité active, ou RSA, dépend du département.",
            "Qu’est-ce que l’ATD ? C’est l’avis à tiers détenteur.",
            "le DPO, c’est-à-dire la personne qui protège vos données",
            "un ATP, brevet de pilote de ligne",
            "l’École nationale d’administration : ENA",
        ] {
            assert!(unexplained(text).is_empty(), "{text}");
        }
        for text in [
            "Écrivez à la MSA, lors de votre départ.",
            "La MDPH, avant de répondre, vous appelle.",
            "Le RCS aide ceux qui restent calmes.",
            "Un mode simple pour la MS.",
        ] {
            assert_eq!(unexplained(text).len(), 1, "{text}");
        }
    }

    #[test]
    fn a_long_list_of_acronyms_is_read_once() {
        for item in ["la CAF, ", "CAF,"] {
            let text = format!("(a {}", item.repeat(60_000));
            assert_eq!(unexplained(&text).len(), 60_000, "{item}");
        }
    }
}
