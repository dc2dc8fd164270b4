//! `media-transcript` and `document-link`: what is heard or watched without a text, and documents that
//! nobody says everyone can read.

use std::ops::Range;

use crate::data::Fields;
use crate::document::{Block, Link};
use crate::finding::Finding;
use crate::lint::rule::Rule;
use crate::lint::rule_file::missing;
use crate::lint::scope::{Passage, Scope};
use crate::source::Span;

use super::kind::{Case, Form, Kind, Param, required_texts, texts};
use super::terms::Terms;
use super::{Check, View};

/// The kind `media-transcript`.
pub(super) const MEDIA: Kind = Kind {
    params: &[
        Param::optional("file-endings", Form::Texts, "param.media-file-endings"),
        Param::optional("players", Form::Texts, "param.media-players"),
        Param::optional("tags", Form::Texts, "param.media-tags"),
        Param::required("words", Form::Texts, "param.media-words"),
        Param::optional("sure-words", Form::Texts, "param.media-sure-words"),
    ],
    read: |fields, place| Media::read(fields, place).map(Check::Media),
    ..Kind::new("media-transcript", "kind.media-transcript", &[Case::only(&["found"])])
};

/// The kind `document-link`.
pub(super) const DOCUMENTS: Kind = Kind {
    params: &[
        Param::required("file-endings", Form::Texts, "param.document-file-endings"),
        Param::required("words", Form::Texts, "param.document-words"),
    ],
    read: |fields, place| Documents::read(fields, place).map(Check::Documents),
    ..Kind::new("document-link", "kind.document-link", &[Case::only(&["count"])])
};

/// What is heard or watched, and the words that say that it can be read.
#[derive(Clone, Debug)]
pub struct Media {
    /// In small letters: `.mp4`.
    endings: Vec<String>,
    /// What the address of a player holds, in small letters: `youtube.com/watch`.
    players: Vec<String>,
    /// In small letters: `video`.
    tags: Vec<String>,
    words: Terms,
    /// Words that say it anywhere in the page.
    sure: Option<Terms>,
}

impl Media {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let mut small = |key| texts(fields, key).iter().map(|text| text.trim().to_lowercase()).collect();
        let (endings, players, tags) = (small("file-endings"), small("players"), small("tags"));
        let sure = Terms::new(&texts(fields, "sure-words"));
        Some(Self { endings, players, tags, words: listed(fields, place)?, sure })
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        let links = view.links().filter_map(|(link, _)| {
            let address = &link.destination;
            self.is_media(&address.value).then_some((link.span, address.value.as_str()))
        });
        let html = view.page.document.html.iter().filter_map(|span| {
            let tag = view.site.sources.slice(*span).trim();
            self.is_tag(tag).then(|| (*span, tag.lines().next().unwrap_or(tag)))
        });
        let found: Vec<(Span, &str)> = links.chain(html).collect();
        let read = || view.passages.iter().any(|passage| self.is_announced(passage));
        if found.is_empty() || read() {
            return;
        }
        for (span, what) in found {
            out.push(rule.finding("", span, vec![("found", what.into())]));
        }
    }

    /// Whether a passage says that there is a text to read: as a heading, as the text of a link, as its first
    /// words; or anywhere, with words that can mean nothing else. « Demandez la transcription de l’acte » does
    /// not.
    fn is_announced(&self, passage: &Passage<'_>) -> bool {
        let text = passage.prose.text();
        let stands = |range: &Range<usize>| {
            let opens =
                || text.get(..range.start).is_some_and(|before| !before.contains(char::is_alphanumeric));
            matches!(passage.scope_at(range), Some(Scope::Heading | Scope::LinkText)) || opens()
        };
        self.words.hits(passage.folded()).iter().any(|hit| stands(&hit.read))
            || self.sure.as_ref().is_some_and(|sure| !sure.hits(passage.folded()).is_empty())
    }

    fn is_media(&self, address: &str) -> bool {
        let small = address.to_lowercase();
        ends_with(&small, &self.endings) || self.players.iter().any(|player| small.contains(player.as_str()))
    }

    /// Whether HTML opens one of the tags, with a source that is heard or watched if it is a frame.
    fn is_tag(&self, html: &str) -> bool {
        let small = html.to_lowercase();
        let opens = |tag: &String| {
            let after = small.strip_prefix('<').and_then(|rest| rest.strip_prefix(tag.as_str()));
            after.is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '-'))
        };
        let frame = small.starts_with("<iframe") && self.players.iter().any(|p| small.contains(p.as_str()));
        frame || self.tags.iter().any(opens)
    }
}

/// Documents to download, and the words that say that everyone can read them.
#[derive(Clone, Debug)]
pub struct Documents {
    endings: Vec<String>,
    words: Terms,
}

impl Documents {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let endings = required_texts(fields, "file-endings", place);
        let words = listed(fields, place);
        let endings = endings?.iter().map(|text| text.trim().to_lowercase()).collect();
        Some(Self { endings, words: words? })
    }

    /// Told once a page, at its first document.
    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        let is_document =
            |(link, _): &(&Link, &Block)| ends_with(&link.destination.value.to_lowercase(), &self.endings);
        let links: Vec<(&Link, &Block)> = view.links().filter(is_document).collect();
        let said = || view.passages.iter().any(|passage| !self.words.hits(passage.folded()).is_empty());
        if let Some((first, _)) = links.first().filter(|_| !said()) {
            out.push(rule.finding("", first.span, vec![("count", links.len().into())]));
        }
    }
}

/// The parameter `words`, with their plurals and their feminines.
fn listed(fields: &mut Fields, place: Span) -> Option<Terms> {
    let words = texts(fields, "words");
    let terms = Terms::new(&words);
    if words.is_empty() {
        missing(fields.problems(), "words", place);
    }
    terms
}

/// Whether the path of an address in small letters ends with one of these.
fn ends_with(address: &str, endings: &[String]) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    endings.iter().any(|ending| path.ends_with(ending.as_str()))
}
