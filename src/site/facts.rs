//! What the world says of a site, handed in from outside.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{History, LinkReport};

/// What the world says of the site, handed in from outside.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The day the site is checked and built for.
    pub today: Date,
    /// What is known of external links, by address; empty unless they were asked.
    pub external: BTreeMap<String, LinkReport>,
    /// When pages changed; empty unless it was asked.
    pub history: History,
}

impl Facts {
    /// The facts of a day, when the world was asked nothing else.
    pub fn on(today: Date) -> Self {
        Self { today, external: BTreeMap::new(), history: History::default() }
    }
}
