//! The forms of French verbs, and the adverbs: what a word may be, whatever stands around it.
//!
//! The tables beside this file come from a dictionary under MPL-2.0 (README.md says which and how); the
//! build script expands them into one automaton, which is looked up where it lies in the program.

mod bits;

use std::sync::LazyLock;

use fst::Map;

static FORMS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/lexicon.fst"));

static LEXICON: LazyLock<Option<Map<&[u8]>>> = LazyLock::new(|| Map::new(FORMS).ok());

/// A verb, whatever its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Verb(u64);

impl Verb {
    /// « être ».
    pub const ETRE: Self = Self(1);
    /// « avoir ».
    pub const AVOIR: Self = Self(2);
    /// « devoir ».
    pub const DEVOIR: Self = Self(3);
    /// « pouvoir ».
    pub const POUVOIR: Self = Self(4);
    /// « faire ».
    pub const FAIRE: Self = Self(5);

    /// The verb of this infinitive, in small letters; none when the lexicon does not know it.
    pub fn of(infinitive: &str) -> Option<Self> {
        let forms = forms(&infinitive.replace('œ', "oe"));
        forms.has(bits::INFINITIVE).then_some(Self((forms.0 >> bits::FIRST_VERB_SHIFT) & bits::VERB_MASK))
    }
}

/// What a word may be: all that the lexicon knows of its spelling. A word that it does not know is
/// nothing at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Forms(u64);

/// A person of a verb.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Person {
    /// je
    FirstSingular,
    /// tu
    SecondSingular,
    /// il, elle, on
    ThirdSingular,
    /// nous
    FirstPlural,
    /// vous
    SecondPlural,
    /// ils, elles
    ThirdPlural,
}

/// What a word in small letters, with a straight apostrophe if any and œ in two letters, may be.
pub fn forms(word: &str) -> Forms {
    Forms(LEXICON.as_ref().and_then(|lexicon| lexicon.get(word)).unwrap_or_default())
}

impl Forms {
    fn has(self, bits: u64) -> bool {
        self.0 & bits != 0
    }

    /// Whether it may be a form of this verb.
    pub fn is_of(self, verb: Verb) -> bool {
        [bits::FIRST_VERB_SHIFT, bits::SECOND_VERB_SHIFT]
            .iter()
            .any(|shift| (self.0 >> shift) & bits::VERB_MASK == verb.0)
    }

    /// Whether it may be a verb in a mood that has persons.
    pub fn is_finite(self) -> bool {
        self.has(bits::FINITE)
    }

    /// Whether it may be an infinitive.
    pub fn is_infinitive(self) -> bool {
        self.has(bits::INFINITIVE)
    }

    /// Whether it may be a present participle.
    pub fn is_present_participle(self) -> bool {
        self.has(bits::PRESENT_PARTICIPLE)
    }

    /// Whether it may be a past participle.
    pub fn is_participle(self) -> bool {
        self.has(bits::PARTICIPLE)
    }

    /// Whether it may be a past participle that stands in a passive: its verb takes a direct object.
    pub fn is_passive_participle(self) -> bool {
        self.is_participle() && self.has(bits::TAKES_OBJECT)
    }

    /// Whether it may be a past participle of a verb conjugated with « être » (« venu », « né »).
    pub fn is_participle_with_etre(self) -> bool {
        self.is_participle() && self.has(bits::WITH_ETRE)
    }

    /// Whether it may be a past participle of the singular.
    pub fn is_singular_participle(self) -> bool {
        self.has(bits::PARTICIPLE_MS | bits::PARTICIPLE_FS)
    }

    /// Whether it may be a past participle of the plural.
    pub fn is_plural_participle(self) -> bool {
        self.has(bits::PARTICIPLE_MP | bits::PARTICIPLE_FP)
    }

    /// Whether it may be a past participle of the masculine singular, that of an impersonal turn.
    pub fn is_neutral_participle(self) -> bool {
        self.has(bits::PARTICIPLE_MS)
    }

    /// Whether it may be a conditional and no other tense.
    pub fn is_conditional(self) -> bool {
        self.is_only(bits::CONDITIONAL)
    }

    /// Whether it can only be a past historic.
    pub fn is_past_historic(self) -> bool {
        self.is_only(bits::PAST_HISTORIC)
    }

    /// Whether it can only be an imperfect subjunctive.
    pub fn is_subjunctive_imperfect(self) -> bool {
        self.is_only(bits::SUBJUNCTIVE_IMPERFECT)
    }

    /// Whether it may be this tense, and neither another one, nor a participle, nor a noun.
    fn is_only(self, tense: u64) -> bool {
        let others = (bits::FINITE | bits::INFINITIVE | bits::PRESENT_PARTICIPLE | bits::PARTICIPLE) & !tense;
        // « fût » is a cask too, but seldom here.
        let noun = self.has(bits::NOUN_OR_ADJECTIVE) && !self.is_of(Verb::ETRE);
        self.has(tense) && !self.has(others) && !noun
    }

    /// Whether it may be a verb of this person.
    pub fn is_of_person(self, person: Person) -> bool {
        self.has(1 << (bits::FIRST_PERSON_SHIFT + person as u32))
    }

    /// Whether a verb's spelling is also that of a noun or an adjective; nothing is said of other words.
    pub fn is_noun_or_adjective(self) -> bool {
        self.has(bits::NOUN_OR_ADJECTIVE)
    }

    /// Whether it may be an adverb.
    pub fn is_adverb(self) -> bool {
        self.has(bits::ADVERB)
    }

    /// Whether it may be any form of a verb.
    pub fn is_verb(self) -> bool {
        self.has(bits::VERB_MASK << bits::FIRST_VERB_SHIFT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_verbs_have_their_numbers() {
        let table = [
            ("être", Verb::ETRE),
            ("avoir", Verb::AVOIR),
            ("devoir", Verb::DEVOIR),
            ("pouvoir", Verb::POUVOIR),
            ("faire", Verb::FAIRE),
        ];
        for (infinitive, verb) in table {
            assert_eq!(Verb::of(infinitive), Some(verb), "{infinitive}");
        }
        assert_eq!(Verb::of("mairie"), None);
        assert_eq!(Verb::of("faites"), None);
    }

    #[test]
    fn every_form_of_etre_and_avoir_is_known() {
        let etre = "suis es est sommes êtes sont étais était étions étiez étaient fus fut fûmes fûtes furent \
                    serai seras sera serons serez seront serais serait serions seriez seraient sois soit \
                    soyons soyez soient fusse fusses fût fussions fussiez fussent être étant été";
        let avoir = "ai as a avons avez ont avais avait avions aviez avaient eus eut eûmes eûtes eurent \
                     aurai auras aura aurons aurez auront aurais aurait aurions auriez auraient aie aies \
                     ait ayons ayez aient eusse eusses eût eussions eussiez eussent avoir ayant eu";
        for (verb, list) in [(Verb::ETRE, etre), (Verb::AVOIR, avoir)] {
            let missing: Vec<_> = list.split_whitespace().filter(|word| !forms(word).is_of(verb)).collect();
            assert!(missing.is_empty(), "{missing:?}");
        }
        assert!(forms("suis").is_of(Verb::of("suivre").unwrap()));
    }

    #[test]
    fn participles() {
        for word in "fixée délivrés prise pris soumises connu ouvert remis interdit due dû élu".split(' ')
        {
            assert!(forms(word).is_passive_participle(), "{word}");
        }
        for word in "né venue décédés parti devenue arrivées".split(' ') {
            assert!(forms(word).is_participle_with_etre(), "{word}");
            assert!(!forms(word).is_passive_participle(), "{word}");
        }
        for word in "majeur gratuit mairie identique prêt valable".split(' ') {
            assert!(!forms(word).is_participle(), "{word}");
        }
        assert!(forms("pris").is_singular_participle() && forms("pris").is_plural_participle());
        assert!(!forms("fixée").is_plural_participle() && !forms("fixées").is_singular_participle());
        assert!(forms("demandé").is_neutral_participle() && !forms("demandée").is_neutral_participle());
    }

    #[test]
    fn tenses() {
        for word in "pourrait devriez serait aurions étudierait irait".split(' ') {
            assert!(forms(word).is_conditional(), "{word}");
        }
        for word in "retrait préparait entrait paiera extrait montrions attrait".split(' ') {
            assert!(!forms(word).is_conditional(), "{word}");
        }
        for word in "demandèrent fûmes eurent obtint".split(' ') {
            assert!(forms(word).is_past_historic(), "{word}");
        }
        // « finit » and « dit » are presents too.
        for word in "finit dit fut parut".split(' ') {
            assert_eq!(forms(word).is_past_historic(), matches!(word, "fut" | "parut"), "{word}");
        }
        for word in "fût demandât eussent".split(' ') {
            assert!(forms(word).is_subjunctive_imperfect(), "{word}");
        }
        assert!(forms("payant").is_present_participle());
    }

    #[test]
    fn what_is_a_noun_too() {
        for word in "demande aide montant sommes présente".split(' ') {
            assert!(forms(word).is_verb() && forms(word).is_noun_or_adjective(), "{word}");
        }
        assert!(!forms("recevez").is_noun_or_adjective());
        assert!(forms("directement").is_adverb() && !forms("paiement").is_adverb());
        assert!(!forms("mairie").is_verb());
        assert_eq!(forms(""), Forms::default());
    }
}
