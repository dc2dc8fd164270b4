//! What the settings of a site of Hugo say.

use std::collections::BTreeSet;

use crate::data::{Entry, Map, Node};
use crate::finding::Message;

use super::super::addresses::Paths;
use super::super::names;
use super::super::report::{Fate, Report};
use super::super::settings::{self, Ids, Lang, Settings, Taxonomy, TermAddress, primary};
use super::super::{Reading, What};
use super::head::Days;
use super::inside;
use super::permalinks::Permalinks;

/// Keys of the settings that are understood, or that change nothing of what is published.
const UNDERSTOOD: [&str; 42] = [
    "baseurl",
    "title",
    "languagecode",
    "locale",
    "defaultcontentlanguage",
    "defaultcontentlanguageinsubdir",
    "languages",
    "disablelanguages",
    "taxonomies",
    "permalinks",
    "uglyurls",
    "disablepathtolower",
    "removepathaccents",
    "contentdir",
    "staticdir",
    "params",
    "frontmatter",
    "menu",
    "menus",
    "theme",
    "themesdir",
    "module",
    "disablekinds",
    "outputs",
    "outputformats",
    "pagination",
    "paginate",
    "paginatepath",
    "markup",
    "copyright",
    "buildfuture",
    "buildexpired",
    "builddrafts",
    "publishdir",
    "enablerobotstxt",
    "enablegitinfo",
    "minify",
    "caches",
    "build",
    "services",
    "sitemap",
    "security",
];

/// What Hugo’s settings say beside those of every program.
pub(super) struct Hugo {
    pub(super) paths: Paths,
    pub(super) permalinks: Permalinks,
    pub(super) days: Days,
    /// Sections whose pages have addresses of files; all of them for `*`.
    pub(super) ugly: BTreeSet<String>,
    pub(super) statics: Vec<String>,
    /// Folders that the settings name, each with its key.
    pub(super) named: Vec<(&'static str, String)>,
}

/// A folder that settings name, written in one way; as typed if it leaves the site.
fn even_folder(folder: &str) -> String {
    names::even(folder).unwrap_or_else(|| folder.to_owned())
}

/// All that the files of settings say, as one map.
pub(super) fn root(reading: &Reading<'_>, report: &mut Report) -> Map {
    let forms = ["toml", "yaml", "yml", "json"];
    let names: Vec<String> =
        ["hugo", "config"].iter().flat_map(|name| forms.map(|form| format!("{name}.{form}"))).collect();
    let mut entries = settings::first(reading, &names, report).map_or_else(Vec::new, |(_, map)| map.entries);
    for file in reading.files.iter().filter(|file| matches!(file.what, What::Text(_))) {
        let Some(name) = inside(&file.path, "config/_default") else {
            if file.path.starts_with("config/") {
                report.say(Fate::ToDo, Message::key("import.environment"), &file.path, None);
            }
            continue;
        };
        let Some((stem, form)) = name.rsplit_once('.') else { continue };
        if !forms.contains(&form) || name.contains('/') {
            continue;
        }
        let Some(map) = settings::read(reading, &file.path, report) else { continue };
        let span = map.entries.first().map(|entry| entry.key.span);
        match (stem, span) {
            ("hugo" | "config", _) => entries.extend(map.entries),
            // What one language says of menus and parameters adds nothing that is understood.
            (stem, Some(span)) if !stem.contains('.') => {
                entries.push(names::map_entry(stem, map.entries, span));
            }
            _ => {}
        }
    }
    Map { entries }
}

pub(super) fn settings(root: &Map, report: &mut Report) -> (Settings, Hugo) {
    let main = names::text(root, "defaultContentLanguage").unwrap_or_else(|| "en".to_owned());
    let mut named = Vec::new();
    let typed = names::text(root, "contentDir").map(|folder| even_folder(&folder));
    named.extend(typed.iter().map(|folder| ("contentDir", folder.clone())));
    let content = typed.unwrap_or_else(|| "content".to_owned());
    let empty = Map::default();
    let declared = names::map(root, "languages").unwrap_or(&empty);
    let disabled = names::texts(root, "disableLanguages");
    let mut languages: Vec<(bool, i64, Lang)> = Vec::new();
    for Entry { key, node } in &declared.entries {
        let Some(map) = node.as_map() else { continue };
        if names::is_true(map, "disabled") || disabled.contains(&key.value) {
            let message = Message::key("import.language-off").with("language", key.value.as_str());
            report.say(Fate::Left, message, "", None);
            continue;
        }
        let folder = names::text(map, "contentDir").map(|folder| even_folder(&folder));
        named.extend(folder.iter().map(|folder| ("contentDir", folder.clone())));
        let weight = names::get(map, "weight").and_then(Node::as_int).unwrap_or(i64::MAX);
        languages.push((
            key.value != main,
            weight,
            Lang {
                key: key.value.clone(),
                tag: settings::tag(&key.value, report),
                content: folder.unwrap_or_else(|| content.clone()),
                prefix: format!("/{}", key.value.to_lowercase()),
                title: names::text(map, "title"),
            },
        ));
    }
    languages.sort_by_key(|(other, weight, _)| (*other, *weight));
    let mut languages: Vec<Lang> = languages.into_iter().map(|(_, _, lang)| lang).collect();
    if languages.is_empty() {
        let tag = settings::tag(&main, report);
        languages.push(Lang { key: main.clone(), tag, content, prefix: format!("/{main}"), title: None });
    }
    let of_main = languages.first().and_then(|lang| names::map(declared, &lang.key)).unwrap_or(&empty);
    let said = |key: &str| names::text(of_main, key).or_else(|| names::text(root, key));
    let code = said("languageCode").or_else(|| said("locale"));
    let several = languages.len() > 1;
    if let Some(first) = languages.first_mut() {
        if let Some(code) = code.filter(|_| !several) {
            first.tag = settings::tag(&primary(&code), report);
        }
        if !names::is_true(root, "defaultContentLanguageInSubdir") {
            first.prefix.clear();
        }
    }
    let off = names::texts(root, "disableKinds").join(" ").to_lowercase();
    let pages = !(off.contains("taxonomy") || off.contains("term"));
    let taxonomies: Vec<(String, String)> = match names::get(root, "taxonomies") {
        Some(node) => {
            let entries = node.as_map().map_or(&[][..], |map| &map.entries);
            entries.iter().filter_map(|e| Some((e.key.value.clone(), e.node.as_text()?.to_owned()))).collect()
        }
        None => [("tag", "tags"), ("category", "categories")].map(|(a, b)| (a.into(), b.into())).into(),
    };
    let paths = Paths {
        lower: !names::is_true(root, "disablePathToLower"),
        plain: names::is_true(root, "removePathAccents"),
    };
    let taxonomies = taxonomies.into_iter().map(|(_, plural)| Taxonomy {
        folder: paths.of_file(&plural),
        key: plural,
        pages,
        feed: false,
        page_size: None,
    });
    let ugly = match names::get(root, "uglyURLs") {
        Some(node) => match node.as_map() {
            Some(map) => {
                let on = map.entries.iter().filter(|entry| entry.node.as_bool() == Some(true));
                on.map(|entry| entry.key.value.clone()).collect()
            }
            None if node.as_bool() == Some(true) => BTreeSet::from(["*".to_owned()]),
            None => BTreeSet::new(),
        },
        None => BTreeSet::new(),
    };
    let params = names::map(root, "params").cloned().unwrap_or_default();
    let goldmark = ["markup", "goldmark", "parser"].iter().try_fold(root, |at, key| names::map(at, key));
    let ids = goldmark.and_then(|parser| {
        Some(
            match names::text(parser, "autoHeadingIDType").or_else(|| names::text(parser, "autoIDType"))? {
                ascii if ascii == "github-ascii" => Ids::Ascii,
                _ => Ids::Github,
            },
        )
    });
    let statics: Vec<String> =
        names::texts(root, "staticDir").iter().map(|folder| even_folder(folder)).collect();
    named.extend(statics.iter().map(|folder| ("staticDir", folder.clone())));
    told(root, report);
    let settings = Settings {
        title: said("title"),
        description: names::map(of_main, "params")
            .and_then(|params| names::text(params, "description"))
            .or_else(|| names::text(&params, "description")),
        base_url: names::text(root, "baseURL"),
        languages,
        taxonomies: taxonomies.collect(),
        ugly: ugly.contains("*"),
        params,
        terms: if paths.plain { TermAddress::HugoPlain } else { TermAddress::Hugo },
        ids: ids.unwrap_or_default(),
    };
    let hugo = Hugo {
        paths,
        permalinks: Permalinks::read(root, report),
        days: Days::read(names::map(root, "frontmatter")),
        ugly,
        statics: if statics.is_empty() { vec!["static".to_owned()] } else { statics },
        named,
    };
    (settings, hugo)
}

/// Tells what the settings say that is not, or not as it was, in the new site.
fn told(root: &Map, report: &mut Report) {
    for key in ["menu", "menus"] {
        for menu in names::map(root, key).map_or(&[][..], |map| &map.entries) {
            let entries = menu.node.items().iter().filter_map(Node::as_map);
            let named: Vec<String> = entries
                .filter_map(|entry| names::text(entry, "name").or(names::text(entry, "title")))
                .collect();
            let message = Message::key("import.menu").with("menu", menu.key.value.as_str());
            report.say(Fate::ToDo, message.with("entries", named.join(" · ")), "", None);
        }
    }
    if names::get(root, "theme").is_some() || names::get(root, "module").is_some() {
        report.say(Fate::Lost, Message::key("import.theme"), "", None);
    }
    if names::map(root, "module").and_then(|module| names::get(module, "mounts")).is_some() {
        report.say(Fate::ToDo, Message::key("import.mounts"), "", None);
    }
    settings::tell_params(names::map(root, "params"), report);
    report.say(Fate::Lost, Message::key("import.feeds"), "", None);
    let known = |key: &str| UNDERSTOOD.iter().any(|known| key.eq_ignore_ascii_case(known));
    for entry in root.entries.iter().filter(|entry| !known(&entry.key.value)) {
        let message = Message::key("import.setting").with("key", entry.key.value.as_str());
        report.say(Fate::Left, message, "", None);
    }
}
