//! What a page says twice of the one thing that its title names in one word: in its front matter, and in a
//! sentence that says nothing else. « Demander un passeport », `cost: 86 €`, « Le passeport coûte 89 €. »

use crate::language::fold::fold;
use crate::language::labels::words;
use crate::site::PageId;

use super::facts::{Fact, Facts};
use super::labels::{Labelling, Wording};
use super::sayings::{Said, Saying, Stretch};
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
        let amounts = || sayings.iter().filter(|saying| saying.subject == Subject::Amount);
        let in_field = |saying: &&'a Saying<'a>| saying.field().is_some();
        let mut fields = amounts().filter(in_field);
        let (field, None) = (fields.next()?, fields.next()) else { return None };
        if !field.field().is_some_and(|rank| self.fields.contains(&rank)) {
            return None;
        }
        let read = |words| {
            let mut read = Vec::new();
            self.knowledge.read(stretch.words(words), &mut read);
            read
        };
        let thing = Wording::only(&read(&stretch.openings.get(field.title)?.words))?;
        if !read(&field.words).is_empty() {
            return None;
        }
        // A page that says elsewhere what its front matter says knows what sets the two values apart.
        let body = || amounts().filter(|saying| saying.field().is_none());
        if body().any(|saying| !saying.value.contradicts(&field.value)) {
            return None;
        }
        let fact = |saying| Fact { saying, stretch, label: vec![thing] };
        let mut sentences = body().filter(|saying| {
            let alone = stretch
                .above(saying)
                .all(|opening| read(&opening.words).iter().all(|word| word.stem() == thing));
            alone && says_only_what(stretch, saying, &read(&saying.words), thing)
        });
        let sentence = sentences.next()?;
        let facts = (fact(field), fact(sentence));
        let alone = sentences.all(|other| !other.value.contradicts(&sentence.value));
        let sure = alone && self.always_holds(&facts.0) && self.always_holds(&facts.1);
        sure.then_some(facts)
    }
}

/// Whether a sentence says what this thing costs, and nothing else.
fn says_only_what(stretch: &Stretch<'_>, saying: &Saying<'_>, read: &[Labelling], thing: u64) -> bool {
    let Said::Sentence(said) = saying.said else { return false };
    let (before, after) = match stretch.parts(saying) {
        [before] => (*before, ""),
        [before, after] => (*before, *after),
        _ => return false,
    };
    let is_thing = |word: &Labelling| word.stem() == thing;
    let thing = |start: usize| read.iter().any(|word| word.word.range(said).start == start);
    let known = |start: usize, text: Option<&str>| {
        thing(start) || text.is_some_and(|text| PRICED.contains(&fold(text).text()))
    };
    saying.called.is_none()
        && said.starts_with(before)
        && !after.contains(char::is_alphanumeric)
        && !read.is_empty()
        && read.iter().all(is_thing)
        && words(before).all(|word| known(word.range.start, before.get(word.range)))
}
