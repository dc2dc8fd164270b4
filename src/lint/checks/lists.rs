//! `parallel-list` and `unnumbered-steps`: lists whose items do not open alike, and steps that nothing
//! numbers.

use crate::data::Fields;
use crate::document::{BlockKind, Document, List};
use crate::finding::Finding;
use crate::language::analysis::{Analysis, Sentence, words_of};
use crate::language::fold::fold;
use crate::language::grammar::finite_verbs::is_finite_verb;
use crate::language::lexicon::Person;
use crate::lint::rule::Rule;
use crate::lint::scope::Passage;
use crate::source::Span;

use super::kind::{Case, Form, Kind, Param, required_number, required_texts, texts};
use super::{Check, View};

/// The kind `parallel-list`.
pub(super) const PARALLEL: Kind = Kind {
    params: &[
        Param::required("items", Form::Number, "param.parallel-items"),
        Param::required("determiners", Form::Texts, "param.parallel-determiners"),
        Param::required("neither", Form::Texts, "param.parallel-neither"),
    ],
    read: |fields, place| ParallelList::read(fields, place).map(Check::ParallelList),
    ..Kind::new(
        "parallel-list",
        "kind.parallel-list",
        &[
            Case::of("infinitive", &["found", "count"]),
            Case::of("imperative", &["found", "count"]),
            Case::of("noun", &["found", "count"]),
        ],
    )
};

/// The kind `unnumbered-steps`.
pub(super) const STEPS: Kind = Kind {
    params: &[
        Param::required("first", Form::Texts, "param.steps-first"),
        Param::required("then", Form::Texts, "param.steps-then"),
        Param::required("last", Form::Texts, "param.steps-last"),
        Param::optional("headings", Form::Texts, "param.steps-headings"),
    ],
    read: |fields, place| UnnumberedSteps::read(fields, place).map(Check::UnnumberedSteps),
    ..Kind::new(
        "unnumbered-steps",
        "kind.unnumbered-steps",
        &[Case::of("list", &["count"]), Case::of("sentences", &["found"])],
    )
};

/// The blocks that open the items of a list, in order; an item without text is left out.
fn openings(list: &List, document: &Document) -> Vec<usize> {
    let next = list.items.iter().skip(1).map(Some).chain([None]);
    let items = list.items.iter().zip(next).filter(|(item, next)| next.is_none_or(|next| *item < next));
    let is_item = |block: &usize| document.blocks.get(*block).is_some_and(|b| b.kind == BlockKind::ListItem);
    items.map(|(item, _)| *item).filter(is_item).collect()
}

/// A list whose items open in different ways, all of them known for sure.
#[derive(Clone, Debug)]
pub struct ParallelList {
    items: usize,
    determiners: Vec<String>,
    /// Words that open neither a noun nor a verb.
    neither: Vec<String>,
}

/// How an item opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Opening {
    Infinitive,
    Imperative,
    Noun,
}

impl Opening {
    const ALL: [Self; 3] = [Self::Infinitive, Self::Imperative, Self::Noun];

    fn case(self) -> &'static str {
        match self {
            Self::Infinitive => "infinitive",
            Self::Imperative => "imperative",
            Self::Noun => "noun",
        }
    }
}

impl ParallelList {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let items = required_number(fields, "items", place);
        let mut cut = |key| {
            let texts = required_texts(fields, key, place);
            texts.map(|texts| texts.iter().flat_map(|text| words_of(text)).collect())
        };
        let (determiners, neither) = (cut("determiners"), cut("neither"));
        Some(Self { items: items?, determiners: determiners?, neither: neither? })
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        let document = &view.page.document;
        for list in &document.lists {
            let blocks = openings(list, document);
            if blocks.len() < self.items || blocks.len() < list.items.len() {
                continue;
            }
            let opening = |block: &usize| Some((*block, self.opening(view.passage_of(*block)?)?));
            let met: Vec<(usize, Opening)> = blocks.iter().filter_map(opening).collect();
            let count = |opening: Opening| met.iter().filter(|(_, other)| *other == opening).count();
            let Some(usual) = Opening::ALL.into_iter().max_by_key(|opening| count(*opening)) else {
                continue;
            };
            // Where two ways are as frequent, nobody can say which one is odd.
            let odd = met.iter().find(|(_, opening)| *opening != usual && count(*opening) < count(usual));
            // Links bear the titles of their pages.
            let titles = blocks.iter().filter_map(|block| view.passage_of(*block)).any(opens_with_link);
            if met.len() < self.items || titles {
                continue;
            }
            let passage = odd.and_then(|(block, _)| view.passage_of(*block));
            let first = passage.and_then(|passage| passage.analysis()?.sentences().next());
            if let (Some((_, opening)), Some(passage), Some(first)) = (odd, passage, first) {
                let read = first.span(0, 0);
                let found = passage.prose.text().get(read.clone()).unwrap_or("");
                let args = vec![("found", found.into()), ("count", (met.len() - count(*opening)).into())];
                out.push(rule.finding(opening.case(), passage.prose.span(read), args));
            }
        }
    }

    /// How an item opens; none when nothing sure can be said.
    fn opening(&self, passage: &Passage<'_>) -> Option<Opening> {
        let first = passage.analysis()?.sentences().next()?;
        let infinitive = |rank: usize| {
            let forms = first.forms(rank);
            forms.is_infinitive() && !forms.is_noun_or_adjective() && !forms.is_finite()
        };
        // « ne pas oublier », « le télécharger », « s’inscrire ».
        let clitics = (0..).take_while(|rank| is_clitic(first.word(*rank))).count();
        if infinitive(0) || (clitics > 0 && infinitive(clitics)) {
            return Some(Opening::Infinitive);
        }
        let (word, forms) = (first.word(0), first.forms(0));
        let order = forms.is_of_person(Person::SecondPlural) && word.ends_with("ez");
        if order && !forms.is_noun_or_adjective() && !first.is_inverted(1) {
            return Some(Opening::Imperative);
        }
        let determined = self.determiners.iter().any(|determiner| determiner == word);
        let bare = word.len() > 2
            && word.chars().all(|c| c.is_alphabetic() || c == '-')
            && (!forms.is_verb() || forms.is_noun_or_adjective())
            && !forms.is_adverb()
            && !self.neither.iter().any(|other| other == word);
        let clause = (0..first.len()).any(|rank| is_finite_verb(&first, rank));
        ((determined || bare) && !clause && !may_be_clause(&first)).then_some(Opening::Noun)
    }
}

fn opens_with_link(passage: &Passage<'_>) -> bool {
    passage
        .analysis()
        .and_then(|analysis| analysis.sentences().next())
        .is_some_and(|sentence| passage.scope_at(&sentence.span(0, 0)) != Some(passage.scope()))
}

fn is_clitic(word: &str) -> bool {
    matches!(
        word,
        "ne" | "n'" | "pas" | "le" | "la" | "l'" | "les" | "lui" | "leur" | "y" | "en" | "se" | "s'" | "vous"
    )
}

/// Whether something besides the verbs that are sure may be one: « la mairie demande une photo ».
fn may_be_clause(sentence: &Sentence<'_>) -> bool {
    // The noun right after its determiner is no verb.
    (2..sentence.len()).any(|rank| {
        let forms = sentence.forms(rank);
        forms.is_finite() && !forms.is_participle() && !matches!(sentence.before(rank, 1), "de" | "d'" | "l'")
    })
}

/// Steps that follow one another, and that nothing numbers.
#[derive(Clone, Debug)]
pub struct UnnumberedSteps {
    first: Vec<Vec<String>>,
    then: Vec<Vec<String>>,
    last: Vec<Vec<String>>,
    /// Folded.
    headings: Vec<String>,
}

impl UnnumberedSteps {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let mut cut = |key| {
            required_texts(fields, key, place)
                .map(|texts| texts.iter().map(|text| words_of(text)).collect::<Vec<_>>())
        };
        let (first, then, last) = (cut("first"), cut("then"), cut("last"));
        let headings = texts(fields, "headings").iter().map(|text| fold(text.trim()).into_text()).collect();
        Some(Self { first: first?, then: then?, last: last?, headings })
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        self.lists(rule, view, out);
        for passage in &view.passages {
            let paragraph = passage.block().and_then(|rank| view.page.document.blocks.get(rank));
            if paragraph.is_some_and(|block| block.kind == BlockKind::Paragraph) {
                out.extend(self.sentences(rule, passage));
            }
        }
    }

    /// Lists with bullets under a heading that announces steps, or whose items open with words of order.
    fn lists(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        let document = &view.page.document;
        for list in document.lists.iter().filter(|list| !list.ordered && list.items.len() > 1) {
            let blocks = openings(list, document);
            let opens = |block: &usize, phrases: &[Vec<String>]| {
                let passage = view.passage_of(*block);
                let sentence = passage.and_then(|passage| passage.analysis()?.sentences().next());
                sentence.is_some_and(|sentence| any_at(phrases, &sentence, 0))
            };
            let starts = blocks.first().is_some_and(|block| opens(block, &self.first));
            let goes_on = |block: &usize| opens(block, &self.then) || opens(block, &self.last);
            let in_order = starts && blocks.iter().skip(1).any(goes_on);
            let before = list.block.checked_sub(1).and_then(|rank| document.blocks.get(rank));
            let announced = before.is_some_and(|block| {
                let text = block.prose.text().trim().trim_end_matches([':', ' ', '\u{a0}']);
                matches!(block.kind, BlockKind::Heading(_))
                    && self.headings.iter().any(|heading| heading == fold(text).text())
            });
            let Some(block) = document.blocks.get(list.block).filter(|block| !block.quoted) else { continue };
            if in_order || announced {
                let span = block.prose.span(0..block.prose.text().len());
                out.push(rule.finding("list", span, vec![("count", list.items.len().into())]));
            }
        }
    }

    /// « D’abord… ensuite… enfin » in one paragraph: told at the first of these words.
    fn sentences(&self, rule: &Rule, passage: &Passage<'_>) -> Option<Finding> {
        let mut start = None;
        let mut steps = 0;
        for sentence in passage.analysis().into_iter().flat_map(Analysis::sentences) {
            for rank in 0..sentence.len() {
                match steps {
                    0 if any_at(&self.first, &sentence, rank) => {
                        start = Some(sentence.span(rank, rank));
                        steps = 1;
                    }
                    1 if any_at(&self.then, &sentence, rank) => steps = 2,
                    2 if any_at(&self.last, &sentence, rank) => {
                        let read = start?.start..sentence.span(rank, rank).end;
                        let found = passage.prose.text().get(sentence.span(rank, rank)).unwrap_or("");
                        return Some(rule.finding(
                            "sentences",
                            passage.prose.span(read),
                            vec![("found", found.into())],
                        ));
                    }
                    _ => {}
                }
            }
        }
        None
    }
}

/// Whether the words of one of these phrases stand at a rank.
fn any_at(phrases: &[Vec<String>], sentence: &Sentence<'_>, rank: usize) -> bool {
    // Read once: hardly any phrase begins with it.
    let first = sentence.word(rank);
    phrases.iter().any(|phrase| match phrase.split_first() {
        Some((opening, rest)) => {
            opening == first && rest.iter().zip(rank + 1..).all(|(word, at)| sentence.word(at) == word)
        }
        None => true,
    })
}
