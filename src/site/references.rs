//! What front matter refers to by name: pages of `see_also`, amounts of `cost`.

use std::collections::BTreeMap;

use super::link_graph::Resolver;
use super::{Page, PageId, Registries};
use crate::data::{self, Node};
use crate::finding::{Message, Problem, ProblemKind};

/// Says which names lead to nothing. A text that is no name (« gratuit », a title) is left alone.
pub(super) fn check(
    pages: &[Page],
    paths: &BTreeMap<String, PageId>,
    resolver: &Resolver<'_>,
    registries: &Registries,
    problems: &mut Vec<Problem>,
) {
    // Many pages say « gratuit »: each word is looked up once.
    let mut asked: BTreeMap<&str, Option<&str>> = BTreeMap::new();
    for page in pages {
        // What is inherited is said once, on the page that declares it.
        let own = |key| page.document.front.field(key).map_or(&[][..], Node::items);
        for item in own("see_also") {
            let Some(text) = item.as_text().filter(|t| t.ends_with(".md")) else { continue };
            if !paths.contains_key(text.trim_start_matches('/')) {
                let message = Message::key("site.no-such-page").with("path", text);
                let meant = resolver.meant(text).map(|page| pages[page.0].path.as_str());
                problems.push(did_you_mean(problem(item, message), meant));
            }
        }
        for item in own("cost") {
            let Some(text) = item.as_text().filter(|t| !t.contains(char::is_whitespace)) else { continue };
            let amounts = &registries.amounts;
            if amounts.contains_key(text) {
                continue;
            }
            // One word is a price in words unless it is nearly the key of an amount.
            let near =
                *asked.entry(text).or_insert_with(|| data::nearest(text, amounts.keys().map(String::as_str)));
            if near.is_some() {
                let message = Message::key("registry.unknown-amount").with("found", text);
                problems.push(did_you_mean(problem(item, message), near));
            }
        }
    }
}

fn problem(item: &Node, message: Message) -> Problem {
    Problem::new(ProblemKind::UnknownName, item.span, message)
}

fn did_you_mean(problem: Problem, name: Option<&str>) -> Problem {
    match name {
        Some(name) => problem.help(Message::key("data.did-you-mean").with("name", name)),
        None => problem,
    }
}
