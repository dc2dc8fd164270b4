//! What stands above a page for a time: the notices of the registry, and whether the page itself holds.

use super::answers::{self, text};
use super::context::Shared;
use super::escape;
use super::given::{self, List, Text, Validity};
use super::values::day;
use crate::site::Page;
use crate::site::registry::{NOTICE_LEVELS, Notice};
use crate::words::Words;

impl Shared<'_> {
    /// The notices shown on the day of the
    /// build to readers of a path of `content/`, the most urgent first. None for a page that no file
    /// stands for: what is said to everybody.
    pub(super) fn notices(&self, path: Option<&str>, lang: &str, words: &Words) -> List<given::Notice> {
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
            given::Notice {
                id: format!("message--{}", rank + 1).into(),
                level: notice.level.into(),
                level_label: words.get(&format!("interface.level.{}", notice.level)).into(),
                title: Text::typed(&notice.title),
                text: notice.text.value.as_str().into(),
                url: text(&notice.url).and_then(|url| self.leading(url)).map(Text::from),
                until: until.map(Text::from),
                lang: other.map(Text::from),
            }
        });
        lines.collect()
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

    /// The days on which a page holds. None for a page without such days.
    pub(super) fn validity(&self, page: &Page, words: &Words) -> Option<Validity> {
        let (from, until) = (&page.front.valid_from, &page.front.valid_until);
        let (from, until) = (from.as_ref().map(|d| d.value), until.as_ref().map(|d| d.value));
        if from.is_none() && until.is_none() {
            return None;
        }
        let today = self.site.facts.today;
        let state = match (answers::holds(page, today), from.is_some_and(|from| from > today)) {
            (true, _) => "during",
            (false, true) => "before",
            (false, false) => "after",
        };
        let eve = from.and_then(|from| from.yesterday().ok()).map(|eve| eve.to_string());
        Some(Validity {
            from: day(from, words),
            eve: eve.map(Text::from),
            until: day(until, words),
            state: state.into(),
        })
    }
}
