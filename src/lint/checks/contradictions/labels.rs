//! What makes the label of a value: the content words around it, all of them. Two values are compared only
//! where their labels have the same words, so that a word more (an age, a place, a case) sets them apart.

use std::collections::{BTreeSet, HashMap};

use aho_corasick::AhoCorasick;

use crate::data::{Fields, Node};
use crate::finding::Message;
use crate::language::fold::{fold, is_word_boundary};
use crate::language::labels::{content, words};
use crate::lint::rule_file::wrong;

use super::super::kind::{Form, Needed, Param, number, texts};
use super::sayings::Sayings;
use super::words::Word;

/// What a rule says of words.
#[derive(Clone, Debug)]
pub(in crate::lint::checks) struct Wording {
    /// Parameter `plain`, as stems: words that say that there is a value, not of what.
    plain: BTreeSet<String>,
    /// The same, for those that are given with « s’ », and count so only after one.
    reflexive: BTreeSet<String>,
    /// Parameter `weak`, as stems: words that do not tell one thing from another by themselves.
    weak: BTreeSet<String>,
    /// Parameter `situations`, as stems: words of a title or of a heading that narrow what stands below.
    situations: BTreeSet<String>,
    /// Parameter `same`: stems with the one that stands for them.
    same: HashMap<String, String>,
    /// Parameter `unless`: words of a sentence whose value holds in some cases only.
    unless: Option<AhoCorasick>,
    /// Parameter `fewest`: words that a label must have, weak ones not counted.
    fewest: usize,
}

/// A label: the numbers of its words, sorted, each once.
pub(in crate::lint::checks) type Label = Vec<u64>;

/// A word that counts in a label.
#[derive(Clone, Copy, Debug)]
pub(super) struct Labelling {
    pub(super) word: Word,
    known: Known,
}

impl Labelling {
    /// The number of its stem.
    pub(super) fn stem(&self) -> u64 {
        self.known.stem
    }
}

/// What a rule makes of a stem.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Known {
    /// Its number.
    stem: u64,
    /// It says nothing of what a value is of.
    plain: bool,
    /// The same, after « s’ ».
    plain_after: bool,
    weak: bool,
    narrows: bool,
    digits: bool,
}

impl Known {
    /// What a rule makes of a stem that it does not name.
    pub(super) fn of(stem: &str) -> Self {
        let digit = |byte: u8| byte.is_ascii_digit();
        Self {
            stem: number_of(stem),
            narrows: stem.bytes().any(digit),
            digits: stem.bytes().all(digit),
            ..Self::default()
        }
    }
}

/// What a rule makes of the stems of a site, by their ranks.
#[derive(Debug)]
pub(super) struct Knowledge(Vec<Known>);

impl Knowledge {
    /// Puts the words of a list that count in a label after others.
    pub(super) fn read(&self, words: &[Word], into: &mut Vec<Labelling>) {
        into.extend(words.iter().filter_map(|word| {
            let known = *self.0.get(word.stem() as usize)?;
            let counts = !(known.plain || (known.plain_after && word.is_reflexive()));
            counts.then_some(Labelling { word: *word, known })
        }));
    }
}

/// The parameters of a wording.
pub(super) const PARAMS: [Param; 6] = [
    Param::optional("plain", Form::Texts, "param.label-plain"),
    Param::optional("weak", Form::Texts, "param.label-weak"),
    Param::optional("situations", Form::Texts, "param.label-situations"),
    Param::optional("same", Form::Groups, "param.label-same"),
    Param::optional("unless", Form::Texts, "param.label-unless"),
    Param { name: "fewest", about: "param.label-fewest", form: Form::Number, needed: Needed::Else("2") },
];

impl Wording {
    pub(super) fn read(fields: &mut Fields) -> Self {
        let (mut plain, mut reflexive) = (BTreeSet::new(), BTreeSet::new());
        for text in texts(fields, "plain") {
            for word in words(&text) {
                let stem = text.get(word.range.clone()).and_then(content);
                if word.is_reflexive { &mut reflexive } else { &mut plain }.extend(stem);
            }
        }
        let weak = stems(&texts(fields, "weak"));
        let situations = stems(&texts(fields, "situations"));
        let mut same = HashMap::new();
        for group in fields.node("same").map_or(&[][..], Node::items) {
            let words: Vec<String> =
                group.items().iter().filter_map(Node::as_text).map(str::to_owned).collect();
            if words.len() < 2 || words.len() != group.items().len() {
                fields.problems().push(wrong(group.span, Message::key("lint.group")));
            }
            let stems = stems(&words);
            if let Some(first) = stems.first().cloned() {
                same.extend(stems.into_iter().map(|stem| (stem, first.clone())));
            }
        }
        let unless: Vec<String> = texts(fields, "unless").iter().flat_map(|text| spellings(text)).collect();
        let unless = AhoCorasick::builder().ascii_case_insensitive(true).build(unless).ok();
        let fewest = number(fields, "fewest").unwrap_or(2);
        Self { plain, reflexive, weak, situations, same, unless, fewest }
    }

    /// What the rule makes of the stems of a site.
    pub(super) fn knowledge(&self, sayings: &Sayings<'_>) -> Knowledge {
        let mut all = sayings.known.clone();
        let mut change = |stem: &String, change: &dyn Fn(&mut Known)| {
            let rank = sayings.stems.get(stem).copied();
            rank.and_then(|rank| all.get_mut(rank as usize)).into_iter().for_each(change);
        };
        self.weak.iter().for_each(|stem| change(stem, &|known| known.weak = true));
        self.situations.iter().for_each(|stem| change(stem, &|known| known.narrows = true));
        for (stem, same) in &self.same {
            let known = Known {
                weak: self.weak.contains(same),
                narrows: self.situations.contains(same) || Known::of(same).narrows,
                ..Known::of(same)
            };
            change(stem, &|of_stem| *of_stem = known);
        }
        self.plain.iter().for_each(|stem| change(stem, &|known| known.plain = true));
        self.reflexive.iter().for_each(|stem| change(stem, &|known| known.plain_after = true));
        Knowledge(all)
    }

    /// The label that these words make.
    pub(super) fn label<'a>(words: impl IntoIterator<Item = &'a Labelling>) -> Label {
        let mut label = Label::new();
        Self::read_label(words, &mut label);
        label
    }

    /// Puts it in place of another one.
    pub(super) fn read_label<'a>(words: impl IntoIterator<Item = &'a Labelling>, label: &mut Label) {
        label.clear();
        label.extend(words.into_iter().map(|word| word.known.stem));
        label.sort_unstable();
        label.dedup();
    }

    /// The one thing that words name, where one word does and no other is among them.
    pub(super) fn only(words: &[Labelling]) -> Option<u64> {
        let [first, others @ ..] = words else { return None };
        let Known { weak, narrows, digits, .. } = first.known;
        let same = others.iter().all(|other| other.stem() == first.stem());
        (same && !weak && !narrows && !digits).then(|| first.stem())
    }

    /// Whether words tell one thing from any other of the site.
    pub(super) fn is_enough(&self, words: &[Labelling]) -> bool {
        // A name counts for two: « la mairie de Valcendre » is one place. It takes a word beside it.
        let (mut own, mut weight, mut narrow) = (0, 0, true);
        for (at, word) in words.iter().enumerate().filter(|(_, word)| !word.known.weak && !word.known.digits)
        {
            let before = words.get(..at).unwrap_or_default();
            let mut same = before.iter().filter(|other| other.known.stem == word.known.stem).peekable();
            if same.peek().is_none() {
                own += 1;
                weight += if word.word.is_name() { 2 } else { 1 };
                narrow &= word.known.narrows;
            } else if word.word.is_name() && same.all(|other| !other.word.is_name()) {
                weight += 1;
            }
            if own > self.fewest + 8 {
                break;
            }
        }
        let several = || own >= self.fewest || Self::label(words).len() >= self.fewest;
        weight >= self.fewest && !narrow && several()
    }

    /// The words of titles and headings that narrow what stands below and that its label lacks: numbers count
    /// among them.
    pub(super) fn narrowed(words: &[Labelling], label: &[u64]) -> Label {
        // « Villeneuve-le-Neuf » is a name, and narrows nothing by one of its words.
        let narrowing = words.iter().filter(|word| word.known.narrows && !word.word.is_name());
        Self::label(narrowing.filter(|word| label.binary_search(&word.known.stem).is_err()))
    }

    /// Whether a heading, or what introduces a list, opens a case: a question does not.
    pub(super) fn opens_a_case(&self, text: &str) -> bool {
        !text.trim_end().ends_with('?') && self.is_conditional(text)
    }

    /// Whether what a sentence says holds in some cases only.
    pub(super) fn is_conditional(&self, sentence: &str) -> bool {
        let Some(unless) = &self.unless else { return false };
        unless.find_overlapping_iter(sentence).any(|found| {
            let apostrophe = sentence.get(..found.end()).is_some_and(|said| said.ends_with(['\'', '’']));
            is_word_boundary(sentence, found.start())
                && (apostrophe || is_word_boundary(sentence, found.end()))
        })
    }
}

/// The ways to write words that are looked for in a text as it is read: either apostrophe, and a capital,
/// which the automaton sees only on plain letters.
fn spellings(text: &str) -> Vec<String> {
    let folded = fold(text.trim()).into_text();
    let mut letters = folded.chars();
    let capital: Option<String> =
        letters.next().filter(|c| !c.is_ascii()).map(|c| c.to_uppercase().chain(letters).collect());
    let spellings = std::iter::once(folded.clone()).chain(capital);
    let curved = |text: &String| text.contains('\'').then(|| text.replace('\'', "’"));
    spellings.flat_map(|text| [curved(&text), Some(text)]).flatten().collect()
}

fn stems(texts: &[String]) -> BTreeSet<String> {
    let stems = |text: &String| {
        words(text).filter_map(|word| text.get(word.range).and_then(content)).collect::<Vec<_>>()
    };
    texts.iter().flat_map(stems).collect()
}

/// FNV-1a (Fowler, Noll, Vo): the same from run to run.
fn number_of(stem: &str) -> u64 {
    stem.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
