//! What a page says twice of the one thing that its title names in one word: in its front matter, and in a
//! sentence that says nothing else. « Demander un passeport », `cost: 86 €`, « Le passeport coûte 89 €. »

use crate::language::fold::fold;
use crate::language::labels::words;
use crate::site::PageId;

use super::facts::{Fact, Facts};
use super::labels::{Labelling, Wording};
use super::sayings::{Said, Saying, Stretch, Telling};
use super::values::Subject;

/// The words of a sentence that says what a thing costs and nothing else, folded: « Le prix du passeport est de
/// 89 € ».
const PRICED: [&str; 37] = [
    "le",
    "la",
    "les",
    "un",
    "une",
    "du",
    "de",
    "des",
    "ce",
    "cet",
    "cette",
    "votre",
    "à",
    "au",
    "est",
    "sont",
    "prix",
    "coût",
    "tarif",
    "montant",
    "coûte",
    "coûtent",
    "vaut",
    "valent",
    "élève",
    "élèvent",
    "fixé",
    "fixée",
    "fixés",
    "fixées",
    "demande",
    "total",
    "actuellement",
    "désormais",
    "aujourd",
    "hui",
    "ici",
];

impl<'a> Facts<'a> {
    /// What the front matter of each page says that one of its sentences contradicts, and that sentence.
    pub(super) fn against_sentences(&self) -> Vec<(Fact<'a>, Fact<'a>)> {
        let pages = |stretch: &'a Stretch<'a>| {
            let page = |saying: &Saying<'a>| -> PageId { saying.page.id };
            let pages = stretch.sayings.chunk_by(move |a, b| page(a) == page(b));
            pages.filter_map(move |sayings| self.against_sentence(stretch, sayings))
        };
        self.stretches.iter().flat_map(pages).collect()
    }

    fn against_sentence(
        &self,
        stretch: &'a Stretch<'a>,
        sayings: &'a [Saying<'a>],
    ) -> Option<(Fact<'a>, Fact<'a>)> {
        // Front matters come first: most pages have none of these fields.
        sayings.first()?.field()?;
        let amount = |saying: &'a Saying<'a>| {
            let told = stretch.telling(saying).filter(|told| told.subject == Subject::Amount)?;
            let read = saying.field().is_none_or(|rank| self.fields.contains(&rank));
            read.then_some((saying, told))
        };
        let amounts: Vec<(&'a Saying<'a>, &'a Telling<'a>)> = sayings.iter().filter_map(amount).collect();
        let mut fields = amounts.iter().copied().filter(|(saying, _)| saying.field().is_some());
        let (field, None) = (fields.next()?, fields.next()) else { return None };
        let read = |words| {
            let mut read = Vec::new();
            self.knowledge.read(stretch.words(words), &mut read);
            read
        };
        let thing = Wording::only(&read(&stretch.title(field.0)?.words))?;
        if !read(&field.1.words).is_empty() {
            return None;
        }
        // A page that says elsewhere what its front matter says knows what sets the two values apart.
        let body = || amounts.iter().copied().filter(|(saying, _)| saying.field().is_none());
        if body().any(|(_, told)| !told.value.contradicts(&field.1.value)) {
            return None;
        }
        // Their one word is known: they need no label.
        let fact = |(saying, telling)| Fact { saying, telling, stretch, label: 0..0 };
        let mut sentences = body().filter(|(saying, told)| {
            let alone = stretch
                .above(saying)
                .all(|(_, opening)| read(&opening.words).iter().all(|word| word.stem() == thing));
            alone && says_only_what(stretch, told, &read(&told.words), thing)
        });
        let sentence = sentences.next()?;
        let facts = (fact(field), fact(sentence));
        let alone = sentences.all(|(_, other)| !other.value.contradicts(&sentence.1.value));
        let sure = alone && self.always_holds(&facts.0) && self.always_holds(&facts.1);
        sure.then_some(facts)
    }
}

/// Whether a sentence says what this thing costs, and nothing else.
fn says_only_what(stretch: &Stretch<'_>, told: &Telling<'_>, read: &[Labelling], thing: u64) -> bool {
    let Said::Sentence(said) = told.said else { return false };
    let (before, after) = match stretch.parts(told) {
        [before] => (*before, ""),
        [before, after] => (*before, *after),
        _ => return false,
    };
    let is_thing = |word: &Labelling| word.stem() == thing;
    let thing = |start: usize| read.iter().any(|word| word.word.range(said).start == start);
    let known = |start: usize, text: Option<&str>| {
        thing(start) || text.is_some_and(|text| PRICED.contains(&fold(text).text()))
    };
    told.called.is_none()
        && said.starts_with(before)
        && !after.contains(char::is_alphanumeric)
        && !read.is_empty()
        && read.iter().all(is_thing)
        && words(before).all(|word| known(word.range.start, before.get(word.range)))
}
