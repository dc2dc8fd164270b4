//! What lists say of a page in few words, and how long it takes to read.

use std::borrow::Cow;

use super::Page;
use crate::document::BlockKind;
use crate::language::words::PLACEHOLDER;
use crate::source::Sources;

/// Words read in a minute, silently, by an adult who reads easily. Measures of French readers lie near (Trauzettel-
/// Klosinski and others, « Standardized assessment of reading performance », 2012: 195 words a minute, ± 26);
/// the round figure is that of most tools.
pub const WORDS_A_MINUTE: usize = 200;

/// The line of a body that ends its summary.
const MORE: &str = "<!-- more -->";

/// A text with « … » for what stands there that is no word: an amount, code.
fn shown(text: &str) -> Cow<'_, str> {
    if text.contains(PLACEHOLDER) {
        Cow::Owned(text.replace(PLACEHOLDER, "…"))
    } else {
        Cow::Borrowed(text)
    }
}

/// How many stretches between spaces hold a letter or a digit.
fn spaced_words(text: &str) -> usize {
    let (mut words, mut met) = (0, false);
    for c in text.chars() {
        if c.is_whitespace() {
            words += usize::from(std::mem::take(&mut met));
        } else {
            met = met || c.is_alphanumeric();
        }
    }
    words + usize::from(met)
}

impl Page {
    /// What lists say of the page: what stands above `<!-- more -->` in its body, or else its description, or
    /// else its first paragraph; as text. None of a page that has none of them.
    pub fn summary<'a>(&'a self, sources: &'a Sources) -> Option<Cow<'a, str>> {
        let document = &self.document;
        let paragraphs = || {
            let blocks = document.blocks.iter().filter(|block| block.kind == BlockKind::Paragraph);
            blocks.filter(|block| !block.prose.text().trim().is_empty())
        };
        if let Some(end) = self.more(sources) {
            let above: Vec<&str> = paragraphs()
                .take_while(|b| b.span.range().end <= end)
                .map(|b| b.prose.text().trim())
                .collect();
            if !above.is_empty() {
                return Some(Cow::Owned(shown(&above.join(" ")).into_owned()));
            }
        }
        if let Some(description) = &self.front.description {
            return Some(Cow::Borrowed(&description.value));
        }
        paragraphs().next().map(|block| shown(block.prose.text().trim()))
    }

    /// Where the line `<!-- more -->` starts, in the file.
    fn more(&self, sources: &Sources) -> Option<usize> {
        let start = self.document.body;
        let body = sources.get(self.document.source).text().get(start..)?;
        let mut places = body.match_indices(MORE).map(|(at, _)| at);
        let alone = |at: &usize| {
            let before = body.get(..*at).unwrap_or("").rsplit('\n').next().unwrap_or("");
            let after = body.get(at + MORE.len()..).unwrap_or("").split('\n').next().unwrap_or("");
            // Four spaces before it would make it code.
            before.len() < 4 && before.trim().is_empty() && after.trim().is_empty()
        };
        places.find(alone).map(|at| start + at)
    }

    /// How many minutes the page takes to read, a minute begun being a minute: see [`WORDS_A_MINUTE`].
    pub fn reading_minutes(&self) -> usize {
        let words: usize = self.document.blocks.iter().map(|block| spaced_words(block.prose.text())).sum();
        words.div_ceil(WORDS_A_MINUTE).max(1)
    }
}
