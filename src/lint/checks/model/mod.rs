//! Kinds of check that look at what a page says of its procedure in its fields, and at the registries that
//! these fields name.

mod call_price;
mod channel_detail;
mod channels;
mod dates;
mod hours_in_address;
mod names;
mod registries;
mod rows;
mod situations;
mod typed;
mod unanswered;

use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use jiff::civil::Date;

use crate::data::{Node, Value};
use crate::finding::{Arg, Finding, Message};
use crate::language::fold::{fold, is_whole_or_plural};
use crate::language::ways::Way;
use crate::lint::rule::Rule;
use crate::site::{Page, Reached, Site};
use crate::source::Span;

use super::{Kind, View};

use call_price::CallPrice;
use channel_detail::ChannelDetail;
use channels::Channels;
use dates::Dates;
use hours_in_address::HoursInAddress;
use names::Obsolete;
use registries::Registries;
use rows::Rows;
use typed::Facts;
use unanswered::Unanswered;

/// A check of the model, with its parameters.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub enum Model {
    CallPrice(CallPrice),
    ChannelDetail(ChannelDetail),
    Channels(Channels),
    Dates(Dates),
    Facts(Facts),
    HoursInAddress(HoursInAddress),
    Obsolete(Obsolete),
    Registries(Registries),
    Rows(Rows),
    Unanswered(Unanswered),
    UnusedSituation,
}

/// The kinds of [`Model`], in the order that they are documented.
pub(super) const KINDS: [&Kind; 29] = [
    &unanswered::KIND,
    &channels::SINGLE,
    &channels::UNAIDED,
    &channels::PAPER,
    &channels::UNEVEN,
    &channels::UNREACHABLE,
    &channels::MISSPELT,
    &channel_detail::KIND,
    &hours_in_address::KIND,
    &call_price::KIND,
    &typed::CONTACT,
    &dates::UNREVIEWED,
    &dates::FUTURE,
    &dates::VALIDITY,
    &dates::ORDER,
    &dates::NATIONAL,
    &dates::SIGNED,
    &registries::OVER,
    &registries::CHANGED,
    &registries::OWNER,
    &registries::REPEALED,
    &registries::DOWN,
    &registries::EXCEPTIONS,
    &registries::HOURS,
    &situations::KIND,
    &rows::KIND,
    &names::KIND,
    &typed::UNDATED,
    &typed::FORM_NUMBER,
];

impl Model {
    /// Its kind.
    pub(super) fn kind(&self) -> &'static Kind {
        match self {
            Self::CallPrice(_) => &call_price::KIND,
            Self::ChannelDetail(_) => &channel_detail::KIND,
            Self::Channels(channels) => channels.kind(),
            Self::Dates(dates) => dates.kind(),
            Self::Facts(facts) => facts.kind(),
            Self::HoursInAddress(_) => &hours_in_address::KIND,
            Self::Obsolete(_) => &names::KIND,
            Self::Registries(registries) => registries.kind(),
            Self::Rows(_) => &rows::KIND,
            Self::Unanswered(_) => &unanswered::KIND,
            Self::UnusedSituation => &situations::KIND,
        }
    }

    /// Whether it looks for the former names of the site.
    pub(super) fn is_of_former_names(&self) -> bool {
        matches!(self, Self::Obsolete(_))
    }

    /// Whether nothing but the page counts, whatever its kind.
    pub(super) fn is_of_page(&self) -> bool {
        matches!(self, Self::Unanswered(unanswered) if !unanswered.may_be_known())
    }

    /// What it finds on one page.
    pub(super) fn page(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        match self {
            Self::CallPrice(price) => price.check(rule, view, out),
            Self::ChannelDetail(detail) => detail.check(rule, view, out),
            Self::Channels(channels) => channels.check(rule, view, out),
            Self::Dates(dates) => dates.check(rule, view, out),
            Self::Facts(facts) => facts.check(rule, view, out),
            Self::HoursInAddress(hours) => hours.check(rule, view, out),
            Self::Obsolete(names) => names.check(rule, view, out),
            Self::Registries(registries) => registries.check(rule, view, out),
            Self::Rows(rows) => rows.check(rule, view, out),
            Self::Unanswered(unanswered) => unanswered.check(rule, view, out),
            Self::UnusedSituation => situations::check(rule, view, out),
        }
    }

    /// What it finds by looking at the whole site.
    pub(super) fn site(&self, rule: &Rule, site: &Site, out: &mut Vec<Finding>) {
        match self {
            Self::CallPrice(price) => price.site(rule, site, out),
            Self::ChannelDetail(detail) => detail.site(rule, site, out),
            Self::HoursInAddress(hours) => hours.site(rule, site, out),
            Self::Registries(registries) => registries.site(rule, site, out),
            _ => {}
        }
    }
}

/// A finding where its page shows it: what a section says for its pages is told at the page’s title, the
/// section’s line beside it.
fn on_page(page: &Page, mut finding: Finding) -> Finding {
    if finding.span.source != page.document.source {
        finding.labels.insert(0, (finding.span, Message::key("lint.said-here")));
        let start = Span::new(page.document.source, 0, 0);
        finding.span = page.document.front.title.as_ref().map_or(start, |title| title.span);
    }
    finding
}

/// What a channel is called; one without a name is called by its way: « Par téléphone ».
fn name_of(reached: &Reached<'_>) -> Arg {
    let name = reached.name().trim();
    if !name.is_empty() {
        return name.into();
    }
    Arg::Key(match reached.ways.first() {
        Some(Way::Online) => "interface.way.online",
        Some(Way::Counter) => "interface.way.counter",
        Some(Way::Phone) => "interface.way.phone",
        Some(Way::Post) => "interface.way.post",
        Some(Way::Email) => "interface.way.email",
        Some(Way::Video) => "interface.way.video",
        None => "interface.way.other",
    })
}

/// The day on which the organisations and the services behind channels last changed.
fn changed<'a>(reached: impl IntoIterator<Item = &'a Reached<'a>>) -> Option<Date> {
    let days = reached.into_iter().flat_map(|one| {
        let organisation = one.organisation.and_then(|entry| entry.validity.changed);
        organisation.max(one.service.and_then(|entry| entry.validity.changed))
    });
    days.max()
}

/// Where a line is added to the front matter of a page: the line that closes it, or the start of a page
/// that has none.
fn end_of_front(site: &Site, page: &Page) -> Span {
    let document = &page.document;
    let Some(front) = document.front.span else { return Span::new(document.source, 0, 0) };
    let end = front.range().end;
    let rest = site.sources.get(document.source).text().get(end..).unwrap_or("");
    let line = rest.lines().next().unwrap_or("").trim_end();
    let fence = if matches!(line, "---" | "...") { line.len() } else { 0 };
    Span::new(document.source, end, end + fence)
}

/// Where a page itself says something under a key of the model: its value when that is one text, the key
/// otherwise.
fn field_place(page: &Page, key: &str) -> Option<Span> {
    let (key, node) = page.document.front.procedure.iter().find(|(known, _)| known.value == key)?;
    Some(if matches!(node.value, Value::Scalar(_)) { node.span } else { key.span })
}

/// The texts below a node, but for those under `for`.
fn texts_of<'a>(node: &'a Node, out: &mut Vec<&'a str>) {
    match &node.value {
        Value::Null => {}
        Value::Scalar(scalar) => out.push(&scalar.text),
        Value::List(items) => items.iter().for_each(|item| texts_of(item, out)),
        Value::Map(map) => {
            let read = map.entries.iter().filter(|entry| entry.key.value != "for");
            read.for_each(|entry| texts_of(&entry.node, out));
        }
    }
}

/// Words and phrases that tell something by being in a text, in the singular or the plural.
#[derive(Clone, Debug, Default)]
pub struct Phrases {
    listed: Vec<String>,
    /// All of them at once; made when the first text is looked at.
    finder: OnceLock<Option<AhoCorasick>>,
    /// Phrases in which the others do not count: « en cours » is no street.
    apart: Vec<String>,
}

impl Phrases {
    fn new(texts: &[String]) -> Self {
        Self { listed: folded(texts), ..Self::default() }
    }

    /// The same phrases, but for where they stand in one of these.
    fn apart_from(self, texts: &[String]) -> Self {
        Self { apart: folded(texts), ..self }
    }

    /// Whether a folded text holds one of them.
    fn are_in(&self, folded: &str) -> bool {
        let met = |text: &str| self.hold_one(text);
        let apart = self.apart.iter().filter(|phrase| !phrase.is_empty() && folded.contains(phrase.as_str()));
        let mut apart = apart.peekable();
        if apart.peek().is_none() || !met(folded) {
            return met(folded);
        }
        met(&apart.fold(folded.to_owned(), |text, phrase| text.replace(phrase.as_str(), "…")))
    }

    fn hold_one(&self, folded: &str) -> bool {
        let finder = self.finder.get_or_init(|| {
            let listed: Vec<&String> = self.listed.iter().filter(|phrase| !phrase.is_empty()).collect();
            // Building fails only past some billion states, far beyond any list of words.
            AhoCorasick::builder().kind(Some(AhoCorasickKind::ContiguousNFA)).build(listed).ok()
        });
        let met = |finder: &AhoCorasick| {
            finder.find_overlapping_iter(folded).any(|hit| is_whole_or_plural(folded, &hit.range()))
        };
        finder.as_ref().is_some_and(met)
    }

    /// Whether a folded text is one of them, whatever signs stand around.
    fn are(&self, folded: &str) -> bool {
        let bare = folded.trim_matches(|c: char| !c.is_alphanumeric());
        self.listed.iter().any(|phrase| phrase.trim_matches(|c: char| !c.is_alphanumeric()) == bare)
    }
}

fn folded(texts: &[String]) -> Vec<String> {
    texts.iter().map(|text| fold(text.trim()).into_text()).collect()
}
