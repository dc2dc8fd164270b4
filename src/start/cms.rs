//! The settings of an administration of content that keeps its pages in git (Sveltia CMS, Decap CMS), made of the
//! tables that check pages and of what the site holds.
//!
//! Such an administration knows one form a field, where pages may take several: the form is that which the pages of
//! the site take, and those that take another are told.

use std::collections::{BTreeMap, BTreeSet};

use super::{NewFile, Role};
use crate::document::fields;
use crate::document::front_matter::PageType;
use crate::finding::Message;
use crate::site::registry::Name;
use crate::site::{Page, Site};
use crate::words::Words;

use fields_of::Forms;
use yaml::Yaml;

mod fields_of;
mod yaml;

/// What the first line of generated settings starts with.
const GENERATED: &str = "# limpide init --cms";

/// Where they are, from `content/`.
pub const FOLDER: &str = "admin";

/// The page that shows the administration. It calls no other site: the script is one that the site holds.
const PAGE: [&str; 2] = [include_str!("texts/fr/admin.html"), include_str!("texts/en/admin.html")];

/// Settings, and what they cannot say.
#[derive(Clone, Debug)]
pub struct Cms {
    /// The files, in the order in which they are best read.
    pub files: Vec<NewFile>,
    /// Fields of pages that take another form than the one the administration knows: path, then key.
    pub others: Vec<(String, String)>,
    /// Pages that it does not show: their type is not said at their head.
    pub untyped: usize,
}

/// Whether a file was written by this program: it may be written again.
pub fn is_generated(text: &str) -> bool {
    text.starts_with(GENERATED) || text.starts_with("<!-- limpide init --cms")
}

/// The settings for a site whose repository is at an address; for a trial without one.
pub fn cms(site: &Site, repository: Option<&str>, words: &Words) -> Cms {
    let groups = groups(site);
    let mut others = Vec::new();
    let mut collections = Vec::new();
    for ((page_type, folder), pages) in &groups {
        let forms = Forms::of(pages);
        others.extend(forms.others(*page_type));
        collections.push(collection(site, *page_type, folder, &forms, words));
    }
    if let Some(sections) = sections(site, words) {
        collections.push(sections);
    }
    let mut settings = vec![
        ("backend", backend(repository)),
        ("media_folder", Yaml::text("content/images")),
        ("public_folder", Yaml::text("/images")),
        ("site_url", Yaml::text(&site.config.site.base_url)),
        ("slug", Yaml::Map(vec![("encoding", Yaml::text("ascii")), ("clean_accents", Yaml::Bool(true))])),
    ];
    if let Some(languages) = languages(site) {
        settings.push(("i18n", languages));
    }
    settings.push(("collections", Yaml::List(collections)));
    let head = words.say(&Message::key("start.cms-head"));
    let head: Vec<String> =
        head.split(". ").map(|line| format!("# {}", line.trim_end_matches('.'))).collect();
    let text = format!("{GENERATED}\n{}\n\n{}", head.join("\n"), Yaml::Map(settings).written());
    let page = PAGE[usize::from(words.language() == crate::language::Language::English)];
    // It may speak to whoever keeps the repository, and to nobody else.
    let host = match place(repository) {
        Some(("github.com", _)) => " https://api.github.com https://github.com".to_owned(),
        Some((host, _)) => format!(" https://{host}"),
        None => String::new(),
    };
    let page = page.replace("@host@", &host);
    let untyped = site.pages.iter().filter(|page| !page.is_index && typed(page).is_none()).count();
    let file = |name: &str, text: String| NewFile {
        path: format!("content/{FOLDER}/{name}"),
        text,
        role: Role::Site,
    };
    Cms { files: vec![file("config.yml", text), file("index.html", page)], others, untyped }
}

/// The type that a page says at its own head.
fn typed(page: &Page) -> Option<PageType> {
    page.document.front.page_type.as_ref().map(|known| known.value)
}

/// Pages by type and folder, in the main language; each type at least once, for its first page.
fn groups(site: &Site) -> BTreeMap<(PageType, String), Vec<&Page>> {
    let mut groups: BTreeMap<(PageType, String), Vec<&Page>> = BTreeMap::new();
    let main = &site.config.site.language;
    for page in site.pages.iter().filter(|page| !page.is_index && page.lang == *main) {
        let Some(page_type) = typed(page) else { continue };
        let folder = page.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        groups.entry((page_type, folder.to_owned())).or_default().push(page);
    }
    let known: BTreeSet<PageType> = groups.keys().map(|(page_type, _)| *page_type).collect();
    for (_, page_type) in PageType::NAMES {
        if !known.contains(&page_type) {
            groups.entry((page_type, String::new())).or_default();
        }
    }
    groups
}

/// The pages of a type in a folder.
fn collection(site: &Site, page_type: PageType, folder: &str, forms: &Forms, words: &Words) -> Yaml {
    let name = if folder.is_empty() {
        page_type.name().to_owned()
    } else {
        format!("{}-{}", page_type.name(), folder.replace('/', "-"))
    };
    let kind = words.get(plural(page_type));
    let main = &site.config.site.language;
    let section = site.sections.iter().find(|section| section.path == folder && section.lang == *main);
    let label = match section.filter(|_| !folder.is_empty()) {
        Some(section) => format!("{kind} – {}", section.title),
        None => kind.to_owned(),
    };
    let translated = languages(site).is_some();
    let mut own = vec![fields_of::title(words, translated), fields_of::description(words, translated)];
    own.push(fields_of::hidden_type(page_type));
    own.push(fields_of::draft(words));
    let model = fields::of(page_type).filter_map(|field| fields_of::widget(field, forms, site, words));
    own.extend(model);
    own.extend(fields_of::head().filter_map(|field| fields_of::widget(field, forms, site, words)));
    own.push(fields_of::body(words, translated));
    let folder = if folder.is_empty() { "content".to_owned() } else { format!("content/{folder}") };
    let mut map = vec![
        ("name", Yaml::Text(name)),
        ("label", Yaml::Text(label)),
        ("folder", Yaml::Text(folder)),
        ("create", Yaml::Bool(true)),
        ("slug", Yaml::text("{{slug}}")),
        ("extension", Yaml::text("md")),
        ("format", Yaml::text("yaml-frontmatter")),
        ("filter", Yaml::Map(vec![("field", Yaml::text("type")), ("value", Yaml::text(page_type.name()))])),
    ];
    if translated {
        map.push(("i18n", Yaml::Bool(true)));
    }
    map.push(("fields", Yaml::List(own)));
    Yaml::Map(map)
}

/// The pages of sections, the home page first; none where there is none.
fn sections(site: &Site, words: &Words) -> Option<Yaml> {
    let main = &site.config.site.language;
    let mut pages: Vec<&Page> =
        site.pages.iter().filter(|page| page.is_index && page.lang == *main).collect();
    pages.sort_by_key(|page| (page.path.matches('/').count(), page.path.as_str()));
    let forms = Forms::of(&[]);
    let files: Vec<Yaml> = pages
        .iter()
        .map(|page| {
            let folder = page.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let name = if folder.is_empty() { "home".to_owned() } else { folder.replace('/', "-") };
            let mut own = vec![fields_of::title(words, false), fields_of::description(words, false)];
            own.extend(fields_of::head().filter_map(|field| fields_of::widget(field, &forms, site, words)));
            own.push(fields_of::body(words, false));
            Yaml::Map(vec![
                ("name", Yaml::Text(name)),
                ("label", Yaml::text(page.title())),
                ("file", Yaml::Text(format!("content/{}", page.path))),
                ("fields", Yaml::List(own)),
            ])
        })
        .collect();
    (!files.is_empty()).then(|| {
        Yaml::Map(vec![
            ("name", Yaml::text("sections")),
            ("label", Yaml::text(words.get("start.cms-sections"))),
            ("files", Yaml::List(files)),
        ])
    })
}

/// The languages of the site, when it has several: a page in another one than the first is `name.en.md`.
fn languages(site: &Site) -> Option<Yaml> {
    let settings = &site.config.site;
    if settings.languages.is_empty() {
        return None;
    }
    let all = std::iter::once(&settings.language).chain(&settings.languages);
    Some(Yaml::Map(vec![
        ("structure", Yaml::text("multiple_files")),
        ("locales", Yaml::List(all.map(|tag| Yaml::text(tag)).collect())),
        ("default_locale", Yaml::text(&settings.language)),
        ("initial_locales", Yaml::text("default")),
        ("omit_default_locale_from_filename", Yaml::Bool(true)),
    ]))
}

/// The host of a repository and its path there: letters and signs of an address alone, for they stand in a policy.
fn place(repository: Option<&str>) -> Option<(&str, &str)> {
    let address = repository?;
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    let (host, path) = rest.trim_end_matches('/').split_once('/')?;
    let sound = host.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':'));
    (sound && !host.is_empty()).then(|| (host, path.trim_end_matches(".git")))
}

/// Who keeps the pages, told from the address of the repository.
fn backend(repository: Option<&str>) -> Yaml {
    let Some((host, path)) = place(repository) else {
        // Nothing is kept: enough to try it.
        return Yaml::Map(vec![("name", Yaml::text("test-repo"))]);
    };
    let name = match host {
        "github.com" => "github",
        "codeberg.org" => "gitea",
        host if host.contains("gitea") || host.contains("forgejo") => "gitea",
        _ => "gitlab",
    };
    let mut map =
        vec![("name", Yaml::text(name)), ("repo", Yaml::text(path)), ("branch", Yaml::text("main"))];
    let api = match name {
        "gitlab" => "api/v4",
        _ => "api/v1",
    };
    if !matches!(host, "github.com" | "gitlab.com") {
        map.push(("base_url", Yaml::Text(format!("https://{host}"))));
        map.push(("api_root", Yaml::Text(format!("https://{host}/{api}"))));
    }
    if name == "gitlab" {
        map.push(("auth_type", Yaml::text("pkce")));
    }
    Yaml::Map(map)
}

/// Pages of a type: a key of `words/`.
fn plural(page_type: PageType) -> &'static str {
    match page_type {
        PageType::Procedure => "start.cms-procedure",
        PageType::Guide => "start.cms-guide",
        PageType::Question => "start.cms-question",
        PageType::LifeEvent => "start.cms-life-event",
        PageType::Office => "start.cms-office",
        PageType::News => "start.cms-news",
        PageType::Tool => "start.cms-tool",
        PageType::Dataset => "start.cms-dataset",
        PageType::Page => "start.cms-page",
    }
}

/// The registry that a key of a page names entries of.
fn registry(key: &str, inside: Option<&str>) -> Option<Name> {
    Some(match (inside, key) {
        (None, "owner") => Name::Teams,
        (None, "authority") | (_, "organisation") => Name::Organisations,
        (None, "event" | "life_events") => Name::LifeEvents,
        (Some("redress"), "body") => Name::Organisations,
        (_, "service") => Name::OnlineServices,
        (Some("cost"), "amount") => Name::Amounts,
        (Some("documents"), "form") => Name::Forms,
        _ => return None,
    })
}
