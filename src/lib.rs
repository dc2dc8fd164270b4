//! Limpide checks a folder of Markdown pages about public procedures, page by page and as a whole,
//! and publishes it as an accessible static site.
//!
//! The house, from the ground up; a room uses only its own floor and those below:
//!
//! | floor | rooms |
//! | --- | --- |
//! | roof | [`project`]: a site's folder, opened; [`serve`] and [`lsp`]: the same, kept in memory for browsers and for editors |
//! | doors | [`files`]: the disk; `links`: the network (feature `links`) |
//! | fourth | [`report`]: findings → words; [`start`]: what sites and pages start from |
//! | third | [`lint`]: site → findings; [`render`]: site and findings → files |
//! | second | [`site`]: all pages, their addresses, links, sections and registries |
//! | first | [`document`]: one page, and the map from what is read to what was typed |
//! | ground | [`source`], [`data`], [`finding`], [`words`], [`config`], [`language`] |
//!
//! From the ground to the fourth floor nothing reads a disk, a clock, the environment or a network:
//! what the world says is handed in, so that the same input gives the same output.
//!
//! # A site in memory, checked
//!
//! ```
//! use std::collections::BTreeMap;
//! use limpide::{files, lint, site::{Facts, Site}, source::Source};
//!
//! // The rules that live in the program, and one page of our own.
//! let mut tree = files::built_in();
//! let page = "---\ntitle: Demander une carte\n---\n\nRemplissez le formulaire [ici](formulaire.md).\n";
//! let id = tree.sources.add(Source::new("content/carte.md", page.into()));
//! tree.pages.push(("carte.md".into(), id));
//!
//! let rules = std::mem::take(&mut tree.lints);
//! let today = jiff::civil::date(2026, 11, 23);
//! let site = Site::build(tree, Facts::on(today));
//! let rules = lint::load(&site, &rules);
//!
//! let findings = lint::run(&site, &rules);
//! let found: Vec<_> = findings.iter().map(|f| (f.rule.as_str(), site.sources.slice(f.span))).collect();
//! assert_eq!(found, [("links/vague-text", "ici"), ("links/broken-internal", "formulaire.md")]);
//! ```

pub mod config;
pub mod data;
pub mod document;
pub mod files;
pub mod finding;
pub mod language;
#[cfg(feature = "links")]
pub mod links;
pub mod lint;
pub mod lsp;
pub mod project;
pub mod render;
pub mod report;
pub mod serve;
pub mod site;
pub mod source;
pub mod start;
pub mod words;
