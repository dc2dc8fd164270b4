//! Footnotes: numbered by first mention, gathered at the end, each with a way back.

use std::collections::BTreeMap;

use super::super::escape;
use crate::finding::Message;
use crate::words::Words;

/// The footnotes of a page.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// In order of first mention.
    notes: Vec<Note>,
    /// Rank by label; labels do not tell case apart.
    ranks: BTreeMap<String, usize>,
    /// Labels of the definitions being read.
    reading: Vec<String>,
    /// Definitions, by label.
    definitions: BTreeMap<String, String>,
}

#[derive(Debug)]
struct Note {
    label: String,
    mentions: usize,
}

impl Notes {
    /// Writes a mention. Inside a link it is a bare number: a link cannot hold another.
    pub(super) fn refer(&mut self, label: &str, in_link: bool, words: &Words, out: &mut String) {
        let label = label.to_lowercase();
        let rank = *self.ranks.entry(label.clone()).or_insert(self.notes.len());
        if rank == self.notes.len() {
            self.notes.push(Note { label, mentions: 0 });
        }
        let number = rank + 1;
        if in_link {
            return out.push_str(&format!("<sup>{number}</sup>"));
        }
        let mentions = self.notes.get_mut(rank).map_or(1, |note| {
            note.mentions += 1;
            note.mentions
        });
        let name = words.say(&Message::key("interface.note").with("number", number));
        out.push_str(&format!(
            "<sup class=\"mention\"><a href=\"#note--{number}\" id=\"{}\" role=\"doc-noteref\" aria-label=\"",
            mention_id(number, mentions)
        ));
        escape::attribute(&name, out);
        out.push_str(&format!("\">{number}</a></sup>"));
    }

    /// A definition starts.
    pub(super) fn start(&mut self, label: &str) {
        self.reading.push(label.to_lowercase());
    }

    /// A definition ends. The first one of a label counts.
    pub(super) fn end(&mut self, html: String) {
        if let Some(label) = self.reading.pop() {
            self.definitions.entry(label).or_insert(html);
        }
    }

    /// Writes the notes, those that nothing mentions last.
    pub(super) fn write(mut self, words: &Words, out: &mut String) {
        if self.definitions.is_empty() {
            return;
        }
        for label in self.definitions.keys() {
            if !self.ranks.contains_key(label) {
                self.notes.push(Note { label: label.clone(), mentions: 0 });
            }
        }
        out.push_str("<section class=\"notes\" role=\"doc-endnotes\" aria-labelledby=\"notes--titre\">\n");
        out.push_str("<h2 id=\"notes--titre\">");
        escape::text(words.get("interface.notes"), out);
        out.push_str("</h2>\n<ol>\n");
        for (rank, note) in self.notes.iter().enumerate() {
            let number = rank + 1;
            let html = self.definitions.get(&note.label).map_or("", String::as_str).trim_end();
            let (inside, closing) = match html.strip_suffix("</p>") {
                Some(inside) => (inside, "</p>"),
                None => (html, ""),
            };
            out.push_str(&format!("<li id=\"note--{number}\">{inside}"));
            for mention in 1..=note.mentions {
                let id = mention_id(number, mention);
                out.push_str(&format!(
                    " <a href=\"#{id}\" class=\"back\" role=\"doc-backlink\" aria-label=\""
                ));
                let name = Message::key("interface.note-back").with("number", number);
                escape::attribute(&words.say(&name), out);
                out.push_str("\">↩</a>");
            }
            out.push_str(closing);
            out.push_str("</li>\n");
        }
        out.push_str("</ol>\n</section>\n");
    }
}

/// Two hyphens: an id made of a heading's words never holds two.
fn mention_id(number: usize, mention: usize) -> String {
    if mention == 1 { format!("renvoi--{number}") } else { format!("renvoi--{number}-{mention}") }
}
