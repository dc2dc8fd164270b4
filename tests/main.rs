//! Every integration test, in one binary: it is linked once.

// A test that cannot even start what it needs has failed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

mod again;
mod annotated;
mod any_input;
mod architecture;
mod assets;
mod brand;
mod calendar;
mod catalogue;
mod commands;
mod completeness;
mod consistency;
mod contradictory_site;
mod dates;
mod documentation;
mod first_rule;
mod fix;
mod gazette;
mod generator;
mod history;
mod import;
mod link_memory;
#[cfg(feature = "links")]
mod links;
mod lsp;
mod notices;
mod publication;
mod recipes;
mod report;
mod rules;
mod search;
mod second_theme;
mod serve;
mod silences;
mod since;
mod sites;
mod start;
mod traps;
mod two_years;
