//! The bits of a form, as the automaton keeps them: shared by the program and its build script.

pub(super) const INFINITIVE: u64 = 1;
pub(super) const PRESENT_PARTICIPLE: u64 = 1 << 1;
pub(super) const PRESENT: u64 = 1 << 2;
pub(super) const IMPERFECT: u64 = 1 << 3;
pub(super) const PAST_HISTORIC: u64 = 1 << 4;
pub(super) const FUTURE: u64 = 1 << 5;
pub(super) const CONDITIONAL: u64 = 1 << 6;
pub(super) const SUBJUNCTIVE: u64 = 1 << 7;
pub(super) const SUBJUNCTIVE_IMPERFECT: u64 = 1 << 8;
pub(super) const IMPERATIVE: u64 = 1 << 9;

/// Persons: bit 10 for the first of the singular, to bit 15 for the third of the plural.
pub(super) const FIRST_PERSON_SHIFT: u32 = 10;

/// Past participles by gender and number.
pub(super) const PARTICIPLE_MS: u64 = 1 << 16;
pub(super) const PARTICIPLE_MP: u64 = 1 << 17;
pub(super) const PARTICIPLE_FS: u64 = 1 << 18;
pub(super) const PARTICIPLE_FP: u64 = 1 << 19;
pub(super) const PARTICIPLE: u64 = PARTICIPLE_MS | PARTICIPLE_MP | PARTICIPLE_FS | PARTICIPLE_FP;

/// A participle of a verb that takes a direct object: it may stand in a passive.
pub(super) const TAKES_OBJECT: u64 = 1 << 20;
/// A participle of a verb whose past tenses are made with « être ».
pub(super) const WITH_ETRE: u64 = 1 << 21;
/// The form is a noun or an adjective too.
pub(super) const NOUN_OR_ADJECTIVE: u64 = 1 << 22;
pub(super) const ADVERB: u64 = 1 << 23;

/// Every mood that has persons.
pub(super) const FINITE: u64 = PRESENT
    | IMPERFECT
    | PAST_HISTORIC
    | FUTURE
    | CONDITIONAL
    | SUBJUNCTIVE
    | SUBJUNCTIVE_IMPERFECT
    | IMPERATIVE;

/// Verbs of a form, by number plus one.
pub(super) const FIRST_VERB_SHIFT: u32 = 32;
pub(super) const SECOND_VERB_SHIFT: u32 = 48;
pub(super) const VERB_MASK: u64 = 0xFFFF;
