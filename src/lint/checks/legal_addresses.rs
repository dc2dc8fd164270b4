//! `legal-address`: an article or an act of law named in a text without a link, when the registry of legal texts
//! knows its address.

use std::collections::BTreeSet;

use crate::data::Fields;
use crate::finding::{Applicability, Edit, Finding, Fix, Message};
use crate::language::fold::{fold, is_word_boundary};
use crate::lint::rule::Rule;
use crate::lint::rule_file::missing;
use crate::site::registry::LegalEntry;
use crate::source::Span;

use super::kind::{Case, Form, Kind, Param};
use super::pattern::Pattern;
use super::{Check, View};

/// The kind `legal-address`.
pub(super) const KIND: Kind = Kind {
    scoped: true,
    params: &[Param::required("patterns", Form::Texts, "param.legal-address-patterns")],
    read: |fields, place| LegalAddress::read(fields, place).map(Check::LegalAddress),
    ..Kind::new("legal-address", "kind.legal-address", &[Case::only(&["found", "title"])])
};

/// Ways to name a text of law, each a regular expression over small letters whose groups are `text` and, for
/// an article, `article`.
#[derive(Clone, Debug)]
pub struct LegalAddress {
    patterns: Vec<Pattern>,
}

/// A text of law as the registry knows it.
struct Known<'a> {
    key: &'a str,
    url: &'a str,
    entry: &'a LegalEntry,
    /// Its title, folded.
    title: String,
    /// Its article, in one form.
    article: Option<String>,
}

impl LegalAddress {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let texts = fields.texts("patterns");
        if texts.is_empty() {
            missing(fields.problems(), "patterns", place);
            return None;
        }
        let patterns = texts.iter().filter_map(|text| Pattern::compile(text, false, fields)).collect();
        Some(Self { patterns })
    }

    /// Told once a page of each text, where it is first named, unless the page leads to it anywhere.
    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        let site = view.site;
        if site.registries.legal_texts.is_empty() {
            return;
        }
        let mut known: Option<Vec<Known<'_>>> = None;
        let mut told: BTreeSet<&str> = BTreeSet::new();
        for passage in view.passages.iter().filter(|passage| rule.scope.contains(&passage.scope())) {
            let text = passage.folded().text();
            for pattern in &self.patterns {
                for (start, hit) in pattern.matches(text) {
                    let Some(captures) = pattern.captures(text, start) else { continue };
                    let (article, named) = (captures.name("article"), captures.name("text"));
                    let Some(named) = named else { continue };
                    let known = known.get_or_insert_with(|| known_texts(view));
                    let article = article.map(|article| plain_article(article.as_str()));
                    let is = |law: &&Known<'_>| law.article == article && opens(law, named.as_str());
                    // Of two codes whose names begin alike, the longer is the one that is named.
                    let found = known.iter().filter(is).max_by_key(|law| law.title.len());
                    let Some(law) = found else { continue };
                    let end = match article {
                        Some(_) => named.start() + law.title.len(),
                        None => hit.end,
                    };
                    let read = passage.folded().original(hit.start..end);
                    if !View::is_looked_at(rule, passage, &read) {
                        continue;
                    }
                    if !told.insert(law.key) || leads_to(view, law.url) {
                        continue;
                    }
                    let words = passage.prose.text().get(read.clone()).unwrap_or("");
                    let span = passage.prose.span(read.clone());
                    let title = law.entry.title.value.as_str();
                    let args = vec![("found", words.into()), ("title", title.into())];
                    let mut finding = rule.finding("", span, args);
                    finding.topic = Some(law.key.to_owned());
                    let typed = passage.prose.typed_as_read(&read, site.sources.get(span.source));
                    let typed = typed.filter(|_| fits(law.url));
                    finding.fix = typed.map(|span| Box::new(linked(span, words, law.url)));
                    out.push(finding);
                }
            }
        }
    }
}

/// The texts of the registry that have an address and are law today.
fn known_texts<'a>(view: &View<'a>) -> Vec<Known<'a>> {
    let entries = view.site.registries.legal_texts.iter();
    let known = entries.filter_map(|(key, entry)| {
        let entry = &entry.value;
        let url = entry.url.as_ref()?.value.as_str();
        let in_force = entry.repealed_on(view.site.facts.today).is_none();
        let article = match &entry.article {
            Some(article) => Some(one_article(&article.value)?),
            None => None,
        };
        let title = fold(entry.title.value.trim()).into_text();
        in_force.then_some(Known { key: key.as_str(), url, entry, title, article })
    });
    known.collect()
}

/// Whether what is named is this text: the name of its code, or its kind and its number.
fn opens(law: &Known<'_>, named: &str) -> bool {
    let (whole, start) = if law.article.is_some() { (named, &*law.title) } else { (&*law.title, named) };
    whole.starts_with(start) && is_word_boundary(whole, start.len())
}

/// « L. 113-5 » for « article L113-5 »; none for several articles.
fn one_article(article: &str) -> Option<String> {
    let folded = fold(article.trim());
    let number = folded.text();
    let number = ["article ", "art. "].iter().find_map(|word| number.strip_prefix(word)).unwrap_or(number);
    let plain = plain_article(number);
    let letters = plain.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let one = letters.starts_with(|c: char| c.is_ascii_digit())
        && letters.chars().all(|c| c.is_ascii_digit() || c == '-')
        && plain.len() - letters.len() <= 1;
    one.then_some(plain)
}

/// A number of an article without points, spaces nor stars.
fn plain_article(number: &str) -> String {
    number.chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | '*' | '\\')).collect()
}

/// Whether the page already leads to an address.
fn leads_to(view: &View<'_>, url: &str) -> bool {
    view.page.document.links.iter().any(|link| link.destination.value == url)
}

/// Whether an address may stand in a link as it is.
fn fits(url: &str) -> bool {
    !url.contains(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | '<' | '>'))
}

fn linked(span: Span, words: &str, url: &str) -> Fix {
    let text = format!("[{words}]({url})");
    Fix {
        title: Message::key("lint.fix-link").with("address", url),
        edits: vec![Edit { span, text }],
        applicability: Applicability::Suggested,
    }
}

#[cfg(test)]
mod tests {
    use super::one_article;

    #[test]
    fn one_article_in_one_form() {
        for (typed, expected) in [
            ("article L. 113-5", Some("l113-5")),
            ("L113-5", Some("l113-5")),
            ("article 62", Some("62")),
            ("R.*123-4", Some("r123-4")),
            ("articles 55 à 59", None),
            ("articles 62 et 62-1", None),
            ("", None),
        ] {
            assert_eq!(one_article(typed).as_deref(), expected, "{typed}");
        }
    }
}
