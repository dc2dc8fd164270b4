//! What may be typed in a silence: the rules that it names.

use std::ops::Range;

use super::complete::{Completions, Item, Kind};
use super::{Asked, text};
use crate::finding::Message;

/// The rules that a comment may silence, where one is being typed; none elsewhere.
pub(super) fn complete(asked: &Asked<'_>) -> Option<Completions> {
    let before = asked.slice(0..asked.at());
    let open = before.rfind("<!--")?;
    let inside = before.get(open + 4..)?;
    let rest = inside.trim_start().strip_prefix("limpide")?.trim_start().strip_prefix(':')?.trim_start();
    let rules = rest
        .strip_prefix("allow")
        .filter(|rules| rules.is_empty() || rules.starts_with(char::is_whitespace))?;
    if inside.contains("-->") || rules.is_empty() {
        return None;
    }
    // After the colon, why is in anyone’s words.
    if rules.contains(':') {
        return Some(Completions::default());
    }
    let typed = rules.rsplit(',').next().unwrap_or(rules).trim_start();
    let start = asked.at() - typed.len();
    let end = text::end_of(asked.text, asked.at(), is_rule);
    let rest = asked.slice(end..text::line(asked.text, end).end);
    let items = self::rules(asked, start..end).into_iter().map(|item| {
        let rule = item.label.clone();
        match (rest.trim_start().starts_with([':', ',']), rest.contains("-->")) {
            (true, _) => item,
            (false, true) => item.around(&format!("{rule}: "), ""),
            (false, false) => item.around(&format!("{rule}: "), " -->"),
        }
    });
    Some(Completions::of(typed, items.collect()))
}

fn is_rule(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '*')
}

/// Every rule in force, then the families that they make.
pub(super) fn rules(asked: &Asked<'_>, word: Range<usize>) -> Vec<Item> {
    let said = |words: &crate::lint::rule::Bilingual| asked.words.say(&words.message());
    let known = asked.project.rules().rules();
    let mut items: Vec<Item> = Vec::new();
    for rule in known.iter().filter(|rule| !rule.id.as_str().starts_with("reading/")) {
        let item = Item::new(rule.id.as_str(), Kind::Rule, word.clone()).detail(said(&rule.title));
        items.push(item.known_as(&[said(&rule.title).as_str()]).about(Some(said(&rule.why))));
    }
    let mut families: Vec<&str> =
        known.iter().filter_map(|rule| rule.id.as_str().split_once('/')).map(|(family, _)| family).collect();
    families.dedup();
    for family in families.into_iter().filter(|family| *family != "reading") {
        let all = Message::key("answers.family").with("family", family);
        items.push(Item::new(format!("{family}/*"), Kind::Rule, word.clone()).detail(asked.words.say(&all)));
    }
    items
}
