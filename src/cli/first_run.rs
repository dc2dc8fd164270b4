//! `limpide` alone: what stands in this folder, and what to do next.

use limpide::files;
use limpide::start::advice;
use limpide::words::Words;

use super::{Outcome, terminal};

/// Says what the folder is, and ends well where it is a site.
pub(super) fn run(shared: &super::Arguments) -> anyhow::Result<Outcome> {
    let words = Words::load(shared.lang.unwrap_or_default());
    terminal::print(&advice::whole(&words, &files::survey(&shared.site)))?;
    Ok(Outcome::Clean)
}
