//! What the rules about several pages look at together, made once a check, by the first rule that asks.

use std::sync::OnceLock;

use crate::lint::pack::RuleSet;
use crate::site::Site;

use super::Check;
use super::contradictions::{Field, Sayings};

/// What is read of the pages of a site for several rules.
#[derive(Debug)]
pub(in crate::lint) struct Across<'a> {
    site: &'a Site,
    rules: &'a RuleSet,
    sayings: OnceLock<Sayings<'a>>,
}

impl<'a> Across<'a> {
    /// For one check of a site by these rules.
    pub(in crate::lint) fn new(site: &'a Site, rules: &'a RuleSet) -> Self {
        Self { site, rules, sayings: OnceLock::new() }
    }

    /// What pages say of what, in the fields too that one of the rules reads.
    pub(super) fn sayings(&self) -> &Sayings<'a> {
        self.sayings.get_or_init(|| {
            let mut fields: Vec<Field<'a>> = Vec::new();
            for rule in self.rules.heard() {
                let (subject, reading) = match &rule.check {
                    Check::Contradiction(contradiction) => contradiction.reading(),
                    Check::HandTypedAmount(amounts) => amounts.reading(),
                    _ => continue,
                };
                for key in reading.fields() {
                    if !fields.contains(&(subject, key)) {
                        fields.push((subject, key));
                    }
                }
            }
            Sayings::read(self.site, fields)
        })
    }
}
