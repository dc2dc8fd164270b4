//! How French sentences are built, as far as spelling shows it: passives, negations, impersonal turns,
//! verbs with little sense of their own. Functions from a sentence to what it holds; none knows of
//! rules.

pub mod clauses;
pub mod complements;
pub mod finite_verbs;
pub mod impersonal;
pub mod negation;
pub mod nominalisation;
pub mod passive;
pub mod tense;
mod verbs;

pub use verbs::{Turn, is_past_historic};
