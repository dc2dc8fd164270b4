//! A folder of pages in Markdown, whose heads are in YAML if they have any: those of Jekyll, of Eleventy, or of nobody.

use std::collections::BTreeMap;

use crate::data::{Map, Node};
use crate::finding::Message;

use super::front::{self, Head, day};
use super::hugo::MARKDOWN;
use super::names::{self, joined, split_name};
use super::report::{Fate, Report};
use super::settings::{self, Lang, Settings, primary};
use super::zola::without_day;
use super::{Other, Page, Program, Reading, What};

/// Folders at the top that make the look of a site of Jekyll or Eleventy, with what is told of each.
const BESIDE: [(&str, &str); 4] = [
    ("_layouts", "import.beside-theme"),
    ("_includes", "import.beside-theme"),
    ("_sass", "import.beside-theme"),
    ("_plugins", "import.beside-theme"),
];

/// Where the packages of Ruby stand, which Jekyll passes over.
const PACKAGES: [&str; 4] = ["vendor/bundle/", "vendor/cache/", "vendor/gems/", "vendor/ruby/"];

/// Files at the top that are not of the site.
const OF_REPOSITORY: [&str; 8] = [
    "gemfile",
    "gemfile.lock",
    "package.json",
    "package-lock.json",
    "makefile",
    "_config.yml",
    "_config.yaml",
    "rakefile",
];

/// Reads a folder of Markdown.
pub(super) fn read(reading: &Reading<'_>, mut report: Report) -> Other {
    let names = ["_config.yml".to_owned(), "_config.yaml".to_owned()];
    let root = settings::first(reading, &names, &mut report);
    let jekyll = root.is_some();
    let root = root.map_or_else(Map::default, |(_, map)| map);
    let tag = names::text(&root, "lang").or_else(|| names::text(&root, "locale"));
    let base = names::text(&root, "url").map(|url| {
        format!("{}{}", url.trim_end_matches('/'), names::text(&root, "baseurl").unwrap_or_default())
    });
    let tag = tag.map_or_else(|| "fr".to_owned(), |tag| settings::tag(&primary(&tag), &mut report));
    let lang = Lang { key: tag.clone(), tag, content: String::new(), prefix: String::new(), title: None };
    let settings = Settings {
        title: names::text(&root, "title").or_else(|| names::text(&root, "name")),
        description: names::text(&root, "description"),
        base_url: base,
        languages: vec![lang],
        ..Settings::default()
    };
    let style = names::text(&root, "permalink");
    let mut other = Other { settings, pages: Vec::new(), files: Vec::new(), left: Vec::new(), report };
    let mut beside: BTreeMap<&str, usize> = BTreeMap::new();
    let mut packages = false;
    for file in reading.files() {
        let path = file.path.as_str();
        let top = path.split('/').next().unwrap_or("");
        let (folder, name) = split_name(path);
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        let of_repository = folder.is_empty() && OF_REPOSITORY.contains(&name.to_lowercase().as_str());
        if BESIDE.iter().any(|(name, _)| *name == top) {
            *beside.entry(top).or_default() += 1;
            continue;
        }
        if of_repository || jekyll && PACKAGES.iter().any(|folder| path.starts_with(folder)) {
            packages |= !of_repository;
            continue;
        }
        let html = matches!(ending.to_lowercase().as_str(), "html" | "htm");
        if matches!(file.what, What::Headed) && (jekyll || html) {
            other.left.push(path.to_owned());
            other.report.say(Fate::ToDo, Message::key("import.other-markup"), path, None);
            continue;
        }
        let markdown = MARKDOWN.contains(&ending.to_lowercase().as_str());
        if !markdown {
            other.publish(path, path);
        } else if matches!(file.what, What::Text(_)) {
            other.read_plain(reading, path, (folder, stem), jekyll.then_some(style.as_deref()));
        } else {
            other.left.push(path.to_owned());
        }
    }
    for (top, count) in beside {
        other.tell_beside(&BESIDE, Program::Markdown.title(), top, count);
    }
    if packages {
        let message = Message::key("import.passed-over").with("path", "vendor/");
        other.report.say(Fate::Left, message, "", None);
    }
    other
}

impl Other {
    fn read_plain(
        &mut self,
        reading: &Reading<'_>,
        path: &str,
        (folder, stem): (&str, &str),
        jekyll: Option<Option<&str>>,
    ) {
        let Some((id, source)) = reading.text(path) else { return };
        let split = front::split(id, source);
        if let Some(problem) = split.problems.first() {
            let line = source.position(problem.span.start).line;
            self.report.say(Fate::ToDo, Message::key("import.broken-head"), path, Some(line));
        }
        let map = &split.map;
        let posts = jekyll.is_some().then(|| folder.strip_suffix("_posts")).flatten();
        let drafts = folder == "_drafts";
        let (date, short) = without_day(stem);
        let mut head = Head {
            title: names::text(map, "title"),
            description: names::text(map, "description").or_else(|| names::text(map, "excerpt")),
            draft: names::is_true(map, "draft") || names::is_false(map, "published") || drafts,
            weight: names::get(map, "weight").and_then(Node::as_int),
            slug: names::text(map, "slug"),
            ..Head::default()
        };
        const TAKEN: [&str; 9] = [
            "title",
            "description",
            "draft",
            "weight",
            "slug",
            "permalink",
            "redirect_from",
            "aliases",
            "published",
        ];
        let mut taken: Vec<&str> = TAKEN.into();
        for (keys, into) in [
            (["date", "published"], &mut head.published),
            (["updated", "last_modified_at"], &mut head.updated),
        ] {
            for key in keys {
                if let Some((day, _)) = names::get(map, key).and_then(Node::as_text).and_then(day) {
                    *into = into.or(Some(day));
                    taken.push(key);
                }
            }
        }
        head.published = head.published.or(date.filter(|_| folder.split('/').any(|part| part == "_posts")));
        let mut aliases = names::texts(map, "redirect_from");
        aliases.extend(names::texts(map, "aliases"));
        head.aliases = aliases.iter().map(|alias| format!("/{}", alias.trim_start_matches('/'))).collect();
        let rest = |key: &str| !taken.contains(&key.to_lowercase().as_str());
        head.extra = map.entries.iter().filter(|entry| rest(&entry.key.value)).cloned().collect();
        names::only_one_each(&mut head.extra);
        head.comments = split.comments;
        let home = folder.is_empty() && matches!(stem.to_lowercase().as_str(), "index" | "readme");
        let stem = if home { "_index" } else { stem };
        let folder = match posts {
            Some(before) => joined(before.trim_end_matches('/'), "posts"),
            None if drafts => "posts".to_owned(),
            None => folder.to_owned(),
        };
        let permalink = names::text(map, "permalink").filter(|permalink| !permalink.contains(':'));
        let address = match (permalink, jekyll) {
            (Some(permalink), _) => Some(format!("/{}", permalink.trim_start_matches('/'))),
            _ if home => Some("/".to_owned()),
            (None, Some(style)) => {
                let name = posts.and(short).unwrap_or(stem);
                let name = head.slug.clone().unwrap_or_else(|| name.to_owned());
                let day = head.published.filter(|_| posts.is_some());
                let path = match (day, style) {
                    (Some(_), Some("none")) | (None, _) => {
                        joined(if posts.is_some() { "" } else { &folder }, &name)
                    }
                    (Some(day), _) => {
                        let day = day.to_string().replace('-', "/");
                        let mut parts = names::texts(map, "categories");
                        parts.extend(names::texts(map, "category"));
                        joined(&joined(&parts.join("/").to_lowercase(), &day), &name)
                    }
                };
                let folders = matches!(style, Some("pretty")) || style.is_some_and(|s| s.ends_with('/'));
                Some(if folders { format!("/{path}/") } else { format!("/{path}.html") })
            }
            (None, None) => None,
        };
        let style = jekyll.flatten().filter(|style| style.contains(':'));
        if style.is_some() && posts.is_some() {
            self.report.say(
                Fate::ToDo,
                Message::key("import.permalinks").with("kind", "permalink"),
                "",
                None,
            );
        }
        let name = posts.and(short).unwrap_or(stem).to_owned();
        let body = source.text().get(split.body..).unwrap_or("").to_owned();
        self.pages.push(Page {
            path: path.to_owned(),
            new_path: joined(&folder, &format!("{name}.md")),
            folder,
            stem: name,
            lang: 0,
            head,
            body,
            first_line: source.position(u32::try_from(split.body).unwrap_or(u32::MAX)).line,
            address,
        });
    }
}
