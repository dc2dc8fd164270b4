//! What the head of a page of Hugo says.

use crate::data::{Entry, Map, Node};
use crate::finding::Message;

use super::super::front::{Head, Split, day};
use super::super::names;
use super::super::report::{Fate, Report};
use super::super::settings::Settings;
use super::Hugo;

/// The keys that days are taken from, the first that says one winning.
#[derive(Clone, Debug)]
pub(super) struct Days {
    date: Vec<String>,
    publish: Vec<String>,
    updated: Vec<String>,
    expiry: Vec<String>,
}

impl Days {
    /// Those of the settings, in the place of the usual ones.
    pub(super) fn read(map: Option<&Map>) -> Self {
        let of = |key: &str, usual: &[&str]| -> Vec<String> {
            let usual = || usual.iter().map(|key| (*key).to_owned());
            let typed = map.map_or_else(Vec::new, |map| names::texts(map, key));
            if typed.is_empty() {
                return usual().collect();
            }
            let each = |key: String| if key == ":default" { usual().collect() } else { vec![key] };
            typed.into_iter().flat_map(each).collect()
        };
        Self {
            date: of("date", &["date", "publishdate", "pubdate", "published"]),
            publish: of("publishDate", &["publishdate", "pubdate", "published", "date"]),
            updated: of("lastmod", &["lastmod", "modified"]),
            expiry: of("expiryDate", &["expirydate", "unpublishdate"]),
        }
    }
}

/// The head of a page, with what is of Hugo alone.
pub(super) struct Read {
    pub(super) head: Head,
    /// The whole address that it asks for.
    pub(super) url: Option<String>,
    /// It had no page.
    pub(super) never: bool,
}

/// Keys that become something else than entries of `extra`.
const TAKEN: [&str; 10] = [
    "title",
    "description",
    "draft",
    "weight",
    "slug",
    "url",
    "aliases",
    "keywords",
    "translationkey",
    "params",
];

impl Hugo {
    /// Reads the head of a page.
    pub(super) fn head(
        &self,
        settings: &Settings,
        split: &Split,
        stem: &str,
        (path, report): (&str, &mut Report),
    ) -> Read {
        let map = &split.map;
        let mut taken: Vec<String> = TAKEN.map(str::to_owned).into();
        let mut head = Head {
            title: names::text(map, "title"),
            description: names::text(map, "description"),
            draft: names::is_true(map, "draft"),
            weight: names::get(map, "weight").and_then(Node::as_int).filter(|weight| *weight != 0),
            slug: names::text(map, "slug"),
            aliases: names::texts(map, "aliases"),
            search_terms: names::texts(map, "keywords"),
            translation_key: names::text(map, "translationKey"),
            ..Head::default()
        };
        if head.description.is_none()
            && let Some(summary) = names::text(map, "summary")
        {
            head.description = Some(summary);
            taken.push("summary".to_owned());
        }
        let mut first = |keys: &[String]| {
            keys.iter().find_map(|key| {
                if key == ":filename" {
                    return day(stem).map(|(day, _)| (day, true));
                }
                let found = names::get(map, key).and_then(Node::as_text).and_then(day)?;
                taken.push(key.to_lowercase());
                Some(found)
            })
        };
        let date = first(&self.days.date);
        head.published = first(&self.days.publish).or(date).map(|(day, _)| day);
        head.date = date.map(|(day, _)| day);
        let others = |key: &&String| !self.days.publish.contains(key) && !self.days.date.contains(key);
        let updated: Vec<String> = self.days.updated.iter().filter(others).cloned().collect();
        head.updated = first(&updated).map(|(day, _)| day);
        if let Some((day, midnight)) = first(&self.days.expiry) {
            // A page leaves Hugo at this very moment; here, it holds until the end of its last day.
            head.valid_until = if midnight { day.yesterday().ok() } else { Some(day) };
            report.say(Fate::ToDo, Message::key("import.expiry"), path, None);
        }
        // The day that is shown, where another one decides of the publication.
        if let (Some((date, _)), Some(published)) = (date, head.published)
            && date != published
        {
            head.extra.push(names::plain_entry("date", &date.to_string(), split.span));
        }
        for taxonomy in &settings.taxonomies {
            let terms = names::texts(map, &taxonomy.key);
            taken.push(taxonomy.key.to_lowercase());
            head.terms.push((taxonomy.key.clone(), terms));
        }
        let build = names::map(map, "build").or_else(|| names::map(map, "_build"));
        let render = build.and_then(|build| names::text(build, "render"));
        let never = names::is_true(map, "headless")
            || render.is_some_and(|r| matches!(r.as_str(), "never" | "false"));
        if never && !head.draft {
            head.draft = true;
            report.say(Fate::ToDo, Message::key("import.headless"), path, None);
        }
        for (key, message) in [
            ("menu", "import.page-menu"),
            ("menus", "import.page-menu"),
            ("cascade", "import.cascade"),
            ("outputs", "import.outputs"),
        ] {
            if names::get(map, key).is_some() {
                report.say(Fate::ToDo, Message::key(message), path, None);
            }
        }
        let rest = |entry: &&Entry| !taken.contains(&entry.key.value.to_lowercase());
        head.extra.extend(map.entries.iter().filter(rest).cloned());
        let params = names::map(map, "params").map_or(&[][..], |map| &map.entries);
        head.extra.extend(params.iter().cloned());
        names::only_one_each(&mut head.extra);
        let url = names::text(map, "url");
        head.comments.clone_from(&split.comments);
        Read { head, url, never }
    }
}
