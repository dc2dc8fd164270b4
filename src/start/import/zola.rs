//! A site of Zola: its settings, its pages and where it published them.

use std::collections::{BTreeMap, BTreeSet};

use crate::data::{Entry, Map, Node};
use crate::finding::Message;

use super::addresses::Slugs;
use super::front::{self, Head, Split, day};
use super::hugo::{MARKDOWN, ancestors, inside, language_of};
use super::names::{self, joined, split_name};
use super::report::{Fate, Report};
use super::settings::{self, Ids, Lang, Settings, Taxonomy, TermAddress};
use super::{Other, Page, Reading, What};

/// Keys of the settings that are understood, or that change nothing of what is published.
const UNDERSTOOD: [&str; 24] = [
    "base_url",
    "title",
    "description",
    "default_language",
    "languages",
    "taxonomies",
    "taxonomy_root",
    "slugify",
    "extra",
    "theme",
    "markdown",
    "link_checker",
    "search",
    "build_search_index",
    "compile_sass",
    "minify_html",
    "generate_feed",
    "generate_feeds",
    "feed_filename",
    "feed_filenames",
    "feed_limit",
    "generate_sitemap",
    "generate_robots_txt",
    "output_dir",
];

/// Folders that a site of Zola has beside its content.
const BESIDE: [(&str, &str); 4] = [
    ("templates", "import.beside-theme"),
    ("themes", "import.beside-theme"),
    ("sass", "import.beside-theme"),
    ("data", "import.beside-data"),
];

/// How Zola makes addresses.
#[derive(Clone, Copy, Debug, Default)]
struct Ways {
    paths: Slugs,
    keep_dates: bool,
}

/// Reads a site of Zola.
pub(super) fn read(reading: &Reading<'_>, mut report: Report) -> Other {
    let names = ["config.toml".to_owned(), "zola.toml".to_owned()];
    let root = settings::first(reading, &names, &mut report).map_or_else(Map::default, |(_, map)| map);
    let (settings, ways) = settings(&root, &mut report);
    let mut other = Other { settings, pages: Vec::new(), files: Vec::new(), left: Vec::new(), report };
    let mut beside: BTreeMap<&str, usize> = BTreeMap::new();
    let mut files = Vec::new();
    for file in reading.files() {
        if let Some(path) = inside(&file.path, "content") {
            let (folder, name) = split_name(path);
            let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
            if ending == "md" && matches!(file.what, What::Text(_)) {
                other.read_zola(reading, ways, &file.path, folder, stem);
            } else if MARKDOWN.contains(&ending) {
                other.left.push(file.path.clone());
            } else {
                files.push((path, file));
            }
        } else if let Some(path) = inside(&file.path, "static") {
            other.publish(&file.path, path);
        } else if let Some((top, _)) = file.path.split_once('/') {
            *beside.entry(top).or_default() += 1;
            if top == "data" {
                other.left.push(file.path.clone());
            }
        }
    }
    for (top, count) in beside {
        other.tell_beside(&BESIDE, "Zola", top, count);
    }
    for (path, file) in files {
        let published = other.asset(path);
        if published.is_empty() {
            other.left.push(file.path.clone());
            other.report.say(Fate::Left, Message::key("import.unpublished-file"), &file.path, None);
        }
        for published in published {
            other.publish(&file.path, &published);
        }
    }
    other.sections_of_zola();
    other
}

fn settings(root: &Map, report: &mut Report) -> (Settings, Ways) {
    let main = names::text(root, "default_language").unwrap_or_else(|| "en".to_owned());
    let empty = Map::default();
    let declared = names::map(root, "languages").unwrap_or(&empty);
    let mut lang = |key: &str, prefix: String| Lang {
        key: key.to_owned(),
        tag: settings::tag(key, report),
        content: "content".to_owned(),
        prefix,
        title: names::map(declared, key).and_then(|map| names::text(map, "title")),
    };
    let mut languages = vec![lang(&main, String::new())];
    let others = declared.entries.iter().map(|entry| entry.key.value.as_str()).filter(|key| *key != main);
    languages.extend(others.map(|key| lang(key, format!("/{key}"))));
    let slugify = names::map(root, "slugify").unwrap_or(&empty);
    let way = |key: &str| match names::text(slugify, key).as_deref() {
        Some("safe") => Slugs::Safe,
        Some("off") => Slugs::Off,
        _ => Slugs::On,
    };
    let ways = Ways { paths: way("paths"), keep_dates: names::is_true(slugify, "paths_keep_dates") };
    let lists = std::iter::once(root).chain(declared.entries.iter().filter_map(|entry| entry.node.as_map()));
    let mut taxonomies: Vec<Taxonomy> = Vec::new();
    let at = names::text(root, "taxonomy_root").unwrap_or_default();
    for taxonomy in lists.flat_map(|map| map.items("taxonomies")).filter_map(Node::as_map) {
        let Some(key) = names::text(taxonomy, "name") else { continue };
        if taxonomies.iter().any(|known| known.key == key) {
            continue;
        }
        taxonomies.push(Taxonomy {
            folder: joined(&at, &way("taxonomies").write(&key)),
            key,
            pages: !names::is_false(taxonomy, "render"),
            feed: names::is_true(taxonomy, "feed"),
            page_size: names::text(taxonomy, "paginate_by").filter(|size| size != "0"),
        });
    }
    if names::get(root, "theme").is_some() {
        report.say(Fate::Lost, Message::key("import.theme"), "", None);
    }
    if names::is_true(root, "generate_feed") || names::is_true(root, "generate_feeds") {
        report.say(Fate::Lost, Message::key("import.feeds"), "", None);
    }
    let extra = names::map(root, "extra").cloned().unwrap_or_default();
    settings::tell_params(Some(&extra), report);
    for entry in root.entries.iter().filter(|entry| !UNDERSTOOD.contains(&entry.key.value.as_str())) {
        report.say(
            Fate::Left,
            Message::key("import.setting").with("key", entry.key.value.as_str()),
            "",
            None,
        );
    }
    let settings = Settings {
        title: names::text(root, "title"),
        description: names::text(root, "description"),
        base_url: names::text(root, "base_url"),
        languages,
        taxonomies,
        ugly: false,
        params: extra,
        terms: TermAddress::Zola(way("taxonomies")),
        ids: Ids::Slugs,
    };
    (settings, ways)
}

/// A name without the day that it starts with, and that day: `2024-03-05-budget` is `budget`.
pub(super) fn without_day(name: &str) -> (Option<jiff::civil::Date>, Option<&str>) {
    let Some((date, _)) = name.get(..10).and_then(day) else { return (None, None) };
    let rest = name.get(10..).unwrap_or("");
    // A time may follow.
    let rest = match rest.strip_prefix('T') {
        Some(time) => time.find(['_', '-']).and_then(|end| time.get(end..)).unwrap_or(""),
        None => rest,
    };
    let name = rest.trim_start_matches(' ').strip_prefix(['_', '-']).filter(|name| !name.is_empty());
    (Some(date), name)
}

impl Other {
    fn read_zola(&mut self, reading: &Reading<'_>, ways: Ways, path: &str, folder: &str, stem: &str) {
        let Some((id, source)) = reading.text(path) else { return };
        let split = front::split(id, source);
        if let Some(problem) = split.problems.first() {
            let line = source.position(problem.span.start).line;
            self.report.say(Fate::ToDo, Message::key("import.broken-head"), path, Some(line));
        }
        let (lang, stem) = language_of(&self.settings, stem).unwrap_or((0, stem));
        let (mut head, typed) = head(&self.settings, &split, stem == "_index", (path, &mut self.report));
        head.comments = split.comments;
        let prefix = self.settings.languages.get(lang).map_or("", |lang| lang.prefix.as_str());
        let address = if stem == "_index" {
            format!("{prefix}/{}", with_slash(folder))
        } else {
            let bundle = stem == "index" && !folder.is_empty();
            let (parent, own) = if bundle { split_name(folder) } else { (folder, stem) };
            let (date, short) = without_day(own);
            head.published = head.published.or(date);
            let name = match (&head.slug, short) {
                (Some(slug), _) => ways.paths.write(slug),
                (None, Some(short)) if !ways.keep_dates => ways.paths.write(short),
                _ => ways.paths.write(own),
            };
            match &typed.path {
                Some(path) => format!("/{}", with_slash(path.trim().trim_start_matches('/'))),
                None if stem == "index" && folder.is_empty() => format!("{prefix}/"),
                None => format!("{prefix}/{}", with_slash(&joined(parent, &name))),
            }
        };
        let body = source.text().get(split.body..).unwrap_or("").to_owned();
        let first_line = source.position(u32::try_from(split.body).unwrap_or(u32::MAX)).line;
        let tag = self.settings.languages.get(lang).filter(|_| lang > 0);
        let suffix = tag.map_or_else(String::new, |lang| format!(".{}", lang.tag));
        let stem = if stem == "index" && folder.is_empty() { "_index" } else { stem };
        self.pages.push(Page {
            path: path.to_owned(),
            folder: folder.to_owned(),
            stem: stem.to_owned(),
            lang,
            head,
            body,
            first_line,
            address: (!typed.never).then_some(address),
            new_path: joined(folder, &format!("{stem}{suffix}.md")),
        });
    }

    /// Where a file of the content was published: beside each page of its folder, or beside its section.
    fn asset(&self, path: &str) -> Vec<String> {
        let (folder, name) = split_name(path);
        for owner in ancestors(folder) {
            let rest = path.get(owner.len()..).unwrap_or("").trim_start_matches('/');
            let pages = self.pages.iter().filter(|page| page.folder == owner);
            let mut pages: Vec<&Page> =
                pages.filter(|page| page.is_bundle() || page.is_section() && rest == name).collect();
            pages.sort_by_key(|page| page.lang);
            let addresses = pages.iter().filter_map(|page| page.address.as_deref());
            let published: Vec<String> =
                addresses.map(|address| joined(address.trim_matches('/'), rest)).collect();
            if !published.is_empty() {
                return published;
            }
        }
        Vec::new()
    }

    /// Home pages that no file stands for.
    fn sections_of_zola(&mut self) {
        for lang in 0..self.settings.languages.len() {
            let home = |page: &Page| page.lang == lang && page.folder.is_empty() && page.is_section();
            let used: BTreeSet<usize> = self.pages.iter().map(|page| page.lang).collect();
            if used.contains(&lang) && !self.pages.iter().any(home) {
                let prefix = self.settings.languages.get(lang).map_or("", |lang| lang.prefix.as_str());
                self.add_section(lang, "", "", format!("{prefix}/"));
            }
        }
    }
}

/// A path that ends with `/`, unless it is empty.
fn with_slash(path: &str) -> String {
    let path = path.trim_end_matches('/');
    if path.is_empty() { String::new() } else { format!("{path}/") }
}

/// What the head of a page says beside what heads of every program do.
struct Typed {
    path: Option<String>,
    never: bool,
}

/// Keys that become something else than entries of `extra`.
const TAKEN: [&str; 15] = [
    "title",
    "description",
    "draft",
    "weight",
    "slug",
    "path",
    "aliases",
    "date",
    "updated",
    "taxonomies",
    "extra",
    "in_search_index",
    "sort_by",
    "paginate_by",
    "paginate_reversed",
];

fn head(
    settings: &Settings,
    split: &Split,
    section: bool,
    (path, report): (&str, &mut Report),
) -> (Head, Typed) {
    let map = &split.map;
    let mut kept: Vec<Entry> = Vec::new();
    let mut day_of = |key: &str| {
        let node = names::get(map, key)?;
        let found = node.as_text().and_then(day).map(|(day, _)| day);
        if found.is_none() {
            kept.push(names::entry(key, node.clone()));
        }
        found
    };
    let (date, updated) = (day_of("date"), day_of("updated"));
    let of_taxonomies = names::map(map, "taxonomies");
    let terms = settings.taxonomies.iter().map(|taxonomy| {
        let terms = of_taxonomies.map_or_else(Vec::new, |map| names::texts(map, &taxonomy.key));
        (taxonomy.key.clone(), terms)
    });
    let sort = match names::text(map, "sort_by").as_deref() {
        Some("date") => Some("date"),
        Some("update_date") => Some("updated"),
        Some("title" | "title_bytes") => Some("title"),
        Some("weight") => Some("weight"),
        _ => None,
    };
    let number = |key: &str| names::get(map, key).and_then(Node::as_int).filter(|number| *number > 0);
    let mut head = Head {
        title: names::text(map, "title"),
        description: names::text(map, "description"),
        draft: names::is_true(map, "draft"),
        weight: names::get(map, "weight").and_then(Node::as_int),
        slug: names::text(map, "slug"),
        date,
        published: date,
        updated,
        aliases: names::texts(map, "aliases"),
        terms: terms.collect(),
        unsearched: names::is_false(map, "in_search_index"),
        sort: sort.filter(|_| section),
        reverse: section && names::is_true(map, "paginate_reversed"),
        page_size: number("paginate_by")
            .filter(|size| section && *size <= 1_000)
            .map(|size| size.to_string()),
        ..Head::default()
    };
    for alias in &mut head.aliases {
        *alias = format!("/{}", alias.trim_start_matches('/'));
    }
    let never = names::is_false(map, "render");
    if never && !head.draft && !section {
        head.draft = true;
        report.say(Fate::ToDo, Message::key("import.headless"), path, None);
    }
    if names::get(map, "redirect_to").is_some() {
        report.say(Fate::ToDo, Message::key("import.redirect-to"), path, None);
    }
    let rest = map.entries.iter().filter(|entry| !TAKEN.contains(&entry.key.value.as_str()));
    head.extra = kept;
    head.extra.extend(rest.cloned());
    head.extra.extend(names::map(map, "extra").map_or(&[][..], |map| &map.entries).iter().cloned());
    // A taxonomy that the settings do not declare.
    for entry in of_taxonomies.map_or(&[][..], |map| &map.entries) {
        if settings.taxonomies.iter().all(|taxonomy| taxonomy.key != entry.key.value) {
            head.extra.push(entry.clone());
        }
    }
    names::only_one_each(&mut head.extra);
    (head, Typed { path: names::text(map, "path"), never })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_the_day_they_start_with() {
        let date = Some(jiff::civil::date(2024, 3, 5));
        assert_eq!(without_day("2024-03-05-budget"), (date, Some("budget")));
        assert_eq!(without_day("2024-03-05T10:00:00Z_budget"), (date, Some("budget")));
        assert_eq!(without_day("2024-03-05"), (date, None));
        assert_eq!(without_day("budget-2024"), (None, None));
        assert_eq!(without_day("2024-13-05-x"), (None, None));
    }
}
