//! Complements hung one on the other in a French sentence: « le relevé de la déclaration de revenus de la
//! famille du demandeur ».
//!
//! What is decided:
//! - a chain goes on as long as there is neither a sign, nor a verb, nor a participle, nor an adverb, nor a
//!   word of grammar that parts (« et », « qui », « dans »…), nor more than [`GAP`] words without a link;
//! - a link that leads to a proper name or to a number counts for nothing and breaks nothing: « de
//!   Paris », « du 1er janvier »;
//! - nor does the link that follows the name of an institution: « le ministère de la justice »;
//! - a set phrase counts for one complement when a link ends it (« à partir de »), and for none otherwise
//!   (« la carte d’identité », « par mois »).

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::FixedState;

use crate::language::analysis::{Sentence, words_of};

/// How many words may stand between two links, articles included.
const GAP: usize = 5;

/// What makes chains of complements.
#[derive(Clone, Debug, Default)]
pub struct Links {
    words: HashMap<String, Known, FixedState>,
}

/// What is known of a word: one look-up tells all.
#[derive(Clone, Debug, Default)]
struct Known {
    links: bool,
    names: bool,
    /// The phrases that it begins, the longest first, each without it.
    phrases: Vec<Vec<String>>,
}

/// Complements in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// Where they stand, what the first one completes included.
    pub ranks: Range<usize>,
    /// How many there are.
    pub complements: usize,
}

impl Links {
    /// From the words that link, in small letters, those that begin the name of an institution, and set
    /// phrases.
    pub fn new(links: &[String], names: &[String], phrases: &[String]) -> Self {
        let mut words: HashMap<String, Known, FixedState> = HashMap::default();
        let small = |word: &String| word.trim().to_lowercase();
        for word in links {
            words.entry(small(word)).or_default().links = true;
        }
        for word in names {
            words.entry(small(word)).or_default().names = true;
        }
        for phrase in phrases {
            let mut phrase = words_of(phrase).into_iter();
            if let Some(first) = phrase.next() {
                words.entry(first).or_default().phrases.push(phrase.collect());
            }
        }
        for known in words.values_mut() {
            known.phrases.sort_by_key(|phrase| Reverse(phrase.len()));
        }
        Self { words }
    }

    /// The chains of a sentence of this text, in order.
    pub fn chains(&self, sentence: &Sentence<'_>, text: &str) -> Vec<Chain> {
        let mut chains = Vec::new();
        let mut rank = 0;
        while rank < sentence.len() {
            let (chain, stop) = self.chain(sentence, text, rank);
            rank = stop.max(rank + 1);
            if chain.complements > 0 {
                chains.push(chain);
            }
        }
        chains
    }

    /// The chain that begins at a rank, and where what breaks it stands.
    fn chain(&self, sentence: &Sentence<'_>, text: &str, start: usize) -> (Chain, usize) {
        let mut chain = Chain { ranks: start..start, complements: 0 };
        let mut rank = start;
        let mut gap = 0;
        let mut named = false;
        let mut head = start;
        while rank < sentence.len() && gap <= GAP && !breaks(sentence, rank) {
            let known = self.words.get(sentence.word(rank));
            let (length, links) = match known.and_then(|known| known.phrase(sentence, rank)) {
                Some(phrase) => {
                    let last = phrase.last().map_or(sentence.word(rank), String::as_str);
                    (phrase.len() + 1, self.is_link(last))
                }
                None => (1, known.is_some_and(|known| known.links)),
            };
            let link = rank + length - 1;
            let mut next = link + 1;
            if links {
                let Some(noun) = self.noun_after(sentence, link) else { break };
                let leads = text.get(sentence.span(noun, noun)).and_then(|word| word.chars().next());
                let proper = leads.is_some_and(|first| first.is_uppercase() || first.is_numeric());
                // Nothing stands before the first word that it could complete.
                if rank > start && !proper && !named {
                    if chain.complements == 0 {
                        chain.ranks.start = head;
                    }
                    chain.complements += 1;
                }
                chain.ranks.end = noun + 1;
                gap = 0;
                // The articles that it leads over are not links again.
                next = noun;
            } else {
                gap += 1;
                if is_article(sentence.word(rank)) || rank == start {
                    head = rank;
                }
            }
            named = self.words.get(sentence.word(link)).is_some_and(|known| known.names);
            rank = next;
        }
        (chain, rank)
    }

    fn is_link(&self, word: &str) -> bool {
        self.words.get(word).is_some_and(|known| known.links)
    }

    /// The word that a link leads to; none where it leads to no noun.
    fn noun_after(&self, sentence: &Sentence<'_>, link: usize) -> Option<usize> {
        let mut noun = link + 1;
        // « pour des travaux »: « des » is an article there.
        while noun < link + 4 && (is_article(sentence.word(noun)) || sentence.word(noun) == "des") {
            noun += 1;
        }
        let forms = sentence.forms(noun);
        let verb = (forms.is_infinitive() || forms.is_present_participle()) && !forms.is_noun_or_adjective();
        (!verb && !sentence.is_sign(noun)).then_some(noun)
    }
}

impl Known {
    /// The rest of the set phrase whose first word stands at a rank.
    fn phrase(&self, sentence: &Sentence<'_>, rank: usize) -> Option<&[String]> {
        let follows = |phrase: &&[String]| {
            let mut words = phrase.iter().enumerate();
            words.all(|(step, wanted)| same(wanted, sentence.word(rank + 1 + step)))
        };
        self.phrases.iter().map(Vec::as_slice).find(follows)
    }
}

/// Whether a word is the one wanted, « de » and « à » being also « du », « d’ », « aux »…
fn same(wanted: &str, word: &str) -> bool {
    match wanted {
        "de" => matches!(word, "de" | "d'" | "du" | "des"),
        "à" => matches!(word, "à" | "au" | "aux"),
        _ => wanted == word,
    }
}

fn is_article(word: &str) -> bool {
    matches!(
        word,
        "le" | "la"
            | "l'"
            | "les"
            | "un"
            | "une"
            | "ce"
            | "cet"
            | "cette"
            | "ces"
            | "votre"
            | "vos"
            | "son"
            | "sa"
            | "ses"
            | "leur"
            | "leurs"
            | "notre"
            | "nos"
            | "chaque"
            | "tout"
            | "toute"
            | "tous"
            | "toutes"
    )
}

/// Whether a chain cannot go on over what stands at a rank.
fn breaks(sentence: &Sentence<'_>, rank: usize) -> bool {
    let forms = sentence.forms(rank);
    let word = sentence.word(rank);
    sentence.is_sign(rank)
        || sentence.is_inverted(rank + 1)
        || (forms.is_verb() && !forms.is_noun_or_adjective() && !is_article(word))
        || (forms.is_adverb() && word.ends_with("ment"))
        || is_article_number(word)
        || parts(word)
}

/// Whether a word is the number of an article: « l.123-1 ».
fn is_article_number(word: &str) -> bool {
    word.starts_with(['l', 'r', 'd']) && word.contains(|c: char| c.is_ascii_digit())
}

/// Whether a word of grammar parts what stands on its sides.
fn parts(word: &str) -> bool {
    matches!(
        word,
        "et" | "ou"
            | "ni"
            | "mais"
            | "donc"
            | "car"
            | "que"
            | "qu'"
            | "qui"
            | "dont"
            | "où"
            | "si"
            | "quand"
            | "lorsque"
            | "lorsqu'"
            | "puisque"
            | "comme"
            | "il"
            | "ils"
            | "elle"
            | "elles"
            | "on"
            | "je"
            | "j'"
            | "vous"
            | "nous"
            | "se"
            | "s'"
            | "ne"
            | "n'"
            | "y"
            | "c'"
            | "lui"
            | "cela"
            | "ceci"
            | "celui"
            | "celle"
            | "ceux"
            | "celles"
            | "pas"
            | "plus"
            | "moins"
            | "dans"
            | "avec"
            | "sans"
            | "sous"
            | "chez"
            | "entre"
            | "vers"
            | "avant"
            | "après"
            | "depuis"
            | "pendant"
            | "selon"
            | "contre"
            | "sauf"
            | "dès"
            | "jusqu'"
            | "lors"
            | "a"
            | "est"
            | "soit"
            | "ainsi"
            | "auprès"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::language::analysis::Analysis;

    fn longest(text: &str) -> Option<(usize, &str)> {
        let own = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let links = Links::new(
            &own(&["de", "d'", "du", "des", "à", "au", "aux", "en", "pour", "par", "sur"]),
            &own(&["ministère", "code"]),
            &own(&["à partir de", "carte d’identité", "par mois"]),
        );
        let analysis = Analysis::of(text, Language::French);
        let mut all = Vec::new();
        for sentence in analysis.sentences() {
            for chain in links.chains(&sentence, text) {
                let span = sentence.span(chain.ranks.start, chain.ranks.end - 1);
                all.push((chain.complements, &text[span]));
            }
        }
        all.into_iter().max_by_key(|(complements, _)| *complements)
    }

    #[test]
    fn chains() {
        let table = [
            (
                "Joignez le relevé de la déclaration de revenus de la famille du demandeur.",
                Some((4, "le relevé de la déclaration de revenus de la famille du demandeur")),
            ),
            ("Elle dépend de la date du dépôt.", Some((1, "de la date du dépôt"))),
            ("Joignez des copies de la carte d’identité.", Some((1, "des copies de la carte"))),
            ("La décision du ministère de la justice.", Some((1, "La décision du ministère de la justice"))),
            ("Le service des impôts de Paris.", Some((1, "Le service des impôts de Paris"))),
            (
                "Le délai commence à partir du jour de la demande.",
                Some((1, "à partir du jour de la demande")),
            ),
            ("Une aide de cent euros par mois.", Some((1, "Une aide de cent"))),
            ("Le droit de demander une copie.", None),
            ("Le père et la mère.", None),
            ("Une aide pour des travaux.", Some((1, "Une aide pour des travaux"))),
            ("Article L123-1 du code du travail, article L123-2 du code du travail.", None),
        ];
        for (text, expected) in table {
            assert_eq!(longest(text), expected, "{text}");
        }
    }
}
