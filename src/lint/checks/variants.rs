//! `stale-translation`: a page in another language that is older than its source, or gives other amounts or
//! telephone numbers.

use jiff::civil::Date;

use crate::finding::Finding;
use crate::finding::Message;
use crate::language::amounts::amounts;
use crate::language::phones::phones;
use crate::lint::rule::Rule;
use crate::site::{Page, Site};
use crate::source::Span;

use super::kind::{Case, Kind};
use super::{Check, View, calendar};

/// The kind `stale-translation`.
pub(super) const KIND: Kind = Kind {
    elsewhere: true,
    in_front: true,
    read: |_, _| Some(Check::StaleTranslation),
    ..Kind::new(
        "stale-translation",
        "kind.stale-translation",
        &[
            Case::of("older", &["date", "source-date", "page"]),
            Case::of("undated", &["source-date", "page"]),
            Case::of("value", &["found", "other", "page"]),
        ],
    )
};

/// Looks at a page in another language than the site’s: its source is the same page in that language.
pub(super) fn check(rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
    let (site, page) = (view.site, view.page);
    let main = &site.config.site.language;
    if page.lang == *main || !view.is_published() {
        return;
    }
    let of = page.translations.iter().map(|id| site.page(*id));
    let Some(source) = of.into_iter().find(|other| other.lang == *main && site.is_published(other)) else {
        return;
    };
    dates(rule, view.head(), [page, source], out);
    values(rule, site, [page, source], out);
}

/// The day somebody last looked at the words: what the front matter of the page itself says.
fn dated(page: &Page) -> Option<&crate::source::Spanned<jiff::civil::Date>> {
    let front = &page.front;
    front.reviewed.iter().chain(&front.updated).max_by_key(|date| date.value)
}

fn dates(rule: &Rule, head: Span, [page, source]: [&Page; 2], out: &mut Vec<Finding>) {
    let Some(theirs) = dated(source) else { return };
    let mut args = vec![("source-date", theirs.value.into()), ("page", source.title().into())];
    let (case, place) = match dated(page) {
        Some(ours) if ours.value >= theirs.value => return,
        // A date that a section gives to all is said on the page.
        Some(ours) => {
            args.push(("date", ours.value.into()));
            ("older", if ours.span.source == head.source { ours.span } else { head })
        }
        None => ("undated", head),
    };
    let mut finding = rule.finding(case, place, args);
    finding.labels.push((theirs.span, Message::key("lint.source-date")));
    out.push(finding);
}

/// A value of a page: where it stands, how it is written, what it is.
type Valued = (Span, String, String);

/// The day on which an amount that one of these pages calls last changed.
fn changed(site: &Site, pages: [&Page; 2]) -> Option<Date> {
    let calls = pages.into_iter().flat_map(|page| &page.document.calls);
    let keys = calls.filter(|call| call.name.value == "amount").filter_map(|call| call.argument("key"));
    keys.filter_map(|key| site.registries.amounts.get(&key.value)?.validity.changed).max()
}

/// Where both pages give as many amounts (or numbers), in the same order but for one in three at most, those
/// that differ are found.
fn values(rule: &Rule, site: &Site, [page, source]: [&Page; 2], out: &mut Vec<Finding>) {
    for read in [sums, numbers] {
        let (ours, theirs) = (read(site, page), read(site, source));
        let different: Vec<(&Valued, &Valued)> =
            ours.iter().zip(&theirs).filter(|(ours, theirs)| ours.2 != theirs.2).collect();
        if ours.len() != theirs.len() || different.len() > (ours.len() / 3).max(1) {
            continue;
        }
        // Two values that changed places are the same values.
        let moved = |value: &&Valued, others: &[Valued]| others.iter().any(|other| other.2 == value.2);
        for (ours_one, theirs_one) in different {
            if moved(&ours_one, &theirs) || moved(&theirs_one, &ours) {
                continue;
            }
            let args = vec![
                ("found", ours_one.1.as_str().into()),
                ("other", theirs_one.1.as_str().into()),
                ("page", source.title().into()),
            ];
            let mut finding = rule.finding("value", ours_one.0, args);
            finding.labels.push((theirs_one.0, Message::key("lint.other-value")));
            out.push(calendar::since(page, changed(site, [page, source]), finding));
        }
    }
}

/// The sums of a page, those that calls bring among them, in order.
fn sums(site: &Site, page: &Page) -> Vec<Valued> {
    let language = page.language().unwrap_or_default();
    let mut found = Vec::new();
    for block in page.document.blocks.iter().filter(|block| !block.quoted) {
        let text = block.prose.text();
        for mention in amounts(text, language) {
            let shown = text.get(mention.range.clone()).unwrap_or("").to_owned();
            found.push((block.prose.span(mention.range.clone()), shown, format!("{:?}", mention.cents)));
        }
    }
    for call in page.document.calls.iter().filter(|call| call.name.value == "amount") {
        let value = call.argument("key").and_then(|key| site.registries.amounts.get(&key.value));
        if let Some(value) = value.and_then(|amount| amount.on(site.facts.today)) {
            let cents = value.cents.value;
            found.push((
                call.span,
                crate::language::format::euros(cents, language),
                format!("{:?}", (cents, cents)),
            ));
        }
    }
    found.sort_by_key(|(span, ..)| *span);
    found
}

/// The telephone numbers of a page, in order.
fn numbers(_: &Site, page: &Page) -> Vec<Valued> {
    let blocks = page.document.blocks.iter().filter(|block| !block.quoted);
    let numbers = blocks.flat_map(|block| {
        let text = block.prose.text();
        // Short numbers are told by the words around, which differ from language to language.
        let long = phones(text).into_iter().filter(|mention| mention.number.is_long());
        long.map(move |mention| {
            let shown = text.get(mention.range.clone()).unwrap_or("").to_owned();
            (block.prose.span(mention.range), shown, mention.number.to_string())
        })
    });
    numbers.collect()
}
