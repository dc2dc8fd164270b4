//! The short box at the head of a page, and the free fields.

use std::collections::BTreeMap;

use tera::{Map, Value};

use super::answers::{self, text};
use super::given::{Fact, FactLine, Free, List, Text};
use super::procedure::Speaker;
use crate::data::Node;
use crate::language::{Language, format};

/// Past so many lines, the box sends to the page.
const LINES: usize = 4;

impl Speaker<'_> {
    /// Cost, time, for whom, where, who decides, in the order
    /// of every page.
    pub(super) fn brief(&self) -> List<Fact> {
        let lines = [
            ("cost", self.cost_in_short()),
            ("deadlines", self.time_in_short()),
            ("audience", self.audience_in_short()),
            ("channels", self.channels_in_short()),
            ("authority", self.authority_in_short()),
        ];
        let lines = lines.into_iter().filter(|(_, values)| !values.is_empty()).map(|(key, values)| Fact {
            key: key.into(),
            label: self.say(&format!("interface.fact.{key}")).into(),
            values,
        });
        lines.collect()
    }

    fn cost_in_short(&self) -> List<FactLine> {
        let prices = answers::prices(self.shared.site, self.page);
        let cases: Vec<String> = prices.iter().map(|p| self.situations(&p.cost.situations)).collect();
        let mut shares: BTreeMap<&str, usize> = BTreeMap::new();
        for case in &cases {
            *shares.entry(case).or_default() += 1;
        }
        let lines = prices.iter().zip(&cases).map(|(price, case)| {
            let (label, said) = self.price_in_words(price);
            let several = shares.get(case.as_str()).is_some_and(|prices| *prices > 1);
            let before = match label {
                None => Some(case.clone()),
                Some(label) if case.is_empty() => Some(label).filter(|_| !price.free || prices.len() > 1),
                // Of several prices of one situation, the label tells which is which.
                Some(label) if several => Some(format!("{case} ({label})")),
                Some(_) => Some(case.clone()),
            };
            (self.named(before.as_deref(), &said), self.numbers(&price.cost.situations))
        });
        self.shortened(lines.collect(), "#cout--titre")
    }

    /// Times that the reader waits; the reader’s own are in the page.
    fn time_in_short(&self) -> List<FactLine> {
        let deadlines = self.page.procedure.deadlines.iter().filter(|d| d.kind != Some("yours"));
        let lines = deadlines.filter_map(|deadline| {
            let typed = text(&deadline.text).map(|typed| self.duration(typed));
            let said = text(&deadline.duration).map(|duration| self.duration(duration)).or(typed)?;
            let named = self.named(Some(&self.situations(&deadline.situations)), &said);
            Some((named, self.numbers(&deadline.situations)))
        });
        self.shortened(lines.collect(), "#delais--titre")
    }

    fn audience_in_short(&self) -> List<FactLine> {
        self.page.procedure.audience.iter().map(|who| line(&who.value, None)).collect()
    }

    /// Each way once, with a link to how it is done.
    fn channels_in_short(&self) -> List<FactLine> {
        let reached = self.shared.site.channels(self.page);
        let mut known: Vec<String> = Vec::new();
        for (way, one) in answers::rows(self.shared.site, &reached) {
            let said = match way {
                Some(way) => self.named_way(way.name()),
                None => one.name().to_owned(),
            };
            if !said.is_empty() && !known.contains(&said) {
                known.push(said);
            }
        }
        known.iter().map(|said| line(said, Some("#canaux--titre"))).collect()
    }

    fn named_way(&self, way: &str) -> String {
        self.say(&format!("interface.way.{way}"))
    }

    fn authority_in_short(&self) -> List<FactLine> {
        let named = answers::organisation(self.shared.site, &self.page.procedure.authority);
        named.map(|(name, _)| line(name, None)).into_iter().collect()
    }

    /// « Pour un adulte : 86 € ».
    fn named(&self, before: Option<&str>, said: &str) -> String {
        let colon = if self.language == Language::French { "\u{a0}: " } else { ": " };
        match before.filter(|before| !before.is_empty()) {
            Some(before) => format!("{before}{colon}{said}"),
            None => said.to_owned(),
        }
    }

    fn shortened(&self, lines: Vec<(String, Text)>, anchor: &str) -> List<FactLine> {
        let more = lines.len() > LINES;
        let kept = if more { LINES - 1 } else { lines.len() };
        let others = i64::try_from(lines.len() - kept).unwrap_or(i64::MAX);
        let shown = lines.into_iter().take(kept);
        let mut values: List<FactLine> =
            shown.map(|(said, cases)| FactLine { cases, ..line(&said, None) }).collect();
        if more {
            let message = crate::finding::Message::key("interface.others");
            let said = self.words.say(&message.with("number", format::number(others, self.language)));
            values.push(line(&said, Some(anchor)));
        }
        values
    }
}

fn line(said: &str, url: Option<&str>) -> FactLine {
    FactLine { text: said.into(), url: url.map(Text::from), cases: Text::default() }
}

/// The free fields of a page, as typed: numbers and yes or no where they are spelled so.
pub(super) fn free(node: &Node) -> Free {
    Free(as_typed(node))
}

fn as_typed(node: &Node) -> Value {
    use crate::data::Value as Typed;
    match &node.value {
        Typed::Null => Value::none(),
        Typed::List(items) => Value::from(items.iter().map(as_typed).collect::<Vec<_>>()),
        Typed::Map(entries) => {
            let field = |e: &crate::data::Entry| (e.key.value.clone().into(), as_typed(&e.node));
            Value::from(entries.entries.iter().map(field).collect::<Map>())
        }
        Typed::Scalar(scalar) => {
            let known = node.as_bool().map(Value::from).or_else(|| node.as_int().map(Value::from));
            let known = known.or_else(|| node.as_float().map(Value::from));
            known.unwrap_or_else(|| Value::from(scalar.text.as_str()))
        }
    }
}
