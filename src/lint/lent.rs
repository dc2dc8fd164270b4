//! What is learnt on the way goes from hand to hand: each stretch of pages that is looked at in parallel takes
//! what another one left, and leaves it with what it learnt.

use std::sync::{Mutex, PoisonError};

/// What was left.
#[derive(Debug, Default)]
pub(super) struct Lender<T>(Mutex<Vec<T>>);

impl<T: Default> Lender<T> {
    /// Lends one; a new one when none was left.
    pub(super) fn lend(&self) -> Lent<'_, T> {
        let left = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        Lent { from: self, what: left.unwrap_or_default() }
    }
}

/// What is lent, until it is dropped.
pub(super) struct Lent<'a, T: Default> {
    from: &'a Lender<T>,
    pub(super) what: T,
}

impl<T: Default> Drop for Lent<'_, T> {
    fn drop(&mut self) {
        let what = std::mem::take(&mut self.what);
        self.from.0.lock().unwrap_or_else(PoisonError::into_inner).push(what);
    }
}
