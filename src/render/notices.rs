//! What stands above a page for a time: the notices of the registry, and whether the page itself holds.

use tera::Value;

use super::answers::{self, text};
use super::context::{Shared, map};
use super::escape;
use super::procedure::optional;
use super::values::day;
use crate::language::Language;
use crate::site::Page;
use crate::site::registry::{NOTICE_LEVELS, Notice};
use crate::words::Words;

impl Shared<'_> {
    /// `[{id, level, level_label, title, text, url, until, lang}]`: the notices shown on the day of the
    /// build to readers of a path of `content/`, the most urgent first. None for a page that no file
    /// stands for: what is said to everybody.
    pub(super) fn notices(&self, path: Option<&str>, lang: &str, words: &Words) -> Value {
        let site = self.site;
        let about = |notice: &Notice| match path {
            Some(path) => notice.is_about(path),
            None => notice.pages.is_empty(),
        };
        let mut shown: Vec<(&String, &Notice)> = site
            .registries
            .notices
            .iter()
            .map(|(key, entry)| (key, &entry.value))
            .filter(|(_, notice)| notice.is_shown_on(site.facts.today) && about(notice))
            .collect();
        shown.sort_by_key(|(_, notice)| {
            std::cmp::Reverse(NOTICE_LEVELS.iter().position(|level| *level == notice.level))
        });
        let other = Some(site.config.site.language.as_str()).filter(|known| *known != lang);
        let lines = shown.into_iter().enumerate().map(|(rank, (_, notice))| {
            let until = notice.until.as_ref().map(|until| until.value.to_string());
            map([
                ("id", Value::from(format!("message--{}", rank + 1))),
                ("level", Value::from(notice.level)),
                ("level_label", Value::from(words.get(&format!("interface.level.{}", notice.level)))),
                ("title", Value::from(text(&notice.title))),
                ("text", Value::from(notice.text.value.as_str())),
                ("url", optional(text(&notice.url).and_then(|url| self.leading(url)))),
                ("until", Value::from(until)),
                ("lang", Value::from(other)),
            ])
        });
        Value::from(lines.collect::<Vec<_>>())
    }

    /// An address typed by an editor, as it stands in a page: a page of the site by its path, an address
    /// from the site’s root, or one that only leads somewhere. None for any other.
    pub(super) fn leading(&self, url: &str) -> Option<String> {
        if let Some(page) = self.page_named(url) {
            return Some(self.href(&page.url));
        }
        if url.starts_with('/') && !url.starts_with("//") {
            return Some(self.href(url));
        }
        let leads = url.contains(':') && escape::is_harmless(url);
        leads.then(|| url.to_owned())
    }

    /// `{from, eve, until, state}`: the days of a page; `eve` is the last day before it holds, and `state`
    /// is `before`, `during` or `after`. None for a page without such days.
    pub(super) fn validity(&self, page: &Page, language: Language) -> Value {
        let (from, until) = (&page.front.valid_from, &page.front.valid_until);
        let (from, until) = (from.as_ref().map(|d| d.value), until.as_ref().map(|d| d.value));
        if from.is_none() && until.is_none() {
            return Value::none();
        }
        let today = self.site.facts.today;
        let state = match (answers::holds(page, today), from.is_some_and(|from| from > today)) {
            (true, _) => "during",
            (false, true) => "before",
            (false, false) => "after",
        };
        let eve = from.and_then(|from| from.yesterday().ok()).map(|eve| eve.to_string());
        map([
            ("from", day(from, language)),
            ("eve", optional(eve)),
            ("until", day(until, language)),
            ("state", Value::from(state)),
        ])
    }
}
