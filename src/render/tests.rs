//! Small sites in the theme that the program holds: what is written where, and what each page owes
//! its reader.

mod around;
mod faults;
mod given;
mod held;
mod indexes;
mod inheritance;
mod kinds;
mod procedure;

use std::collections::BTreeSet;
use std::sync::Mutex;

use jiff::civil::date;

use super::*;
use crate::finding::{Message, ProblemKind};
use crate::language::Language;
use crate::site::Facts;
use crate::source::{Asset, Picture, Source, Sources, Tree};
use crate::words::Words;

pub(super) const THEME: [(&str, &str); 32] = [
    ("theme.toml", include_str!("../../themes/limpide/theme.toml")),
    ("templates/404.html", include_str!("../../themes/limpide/templates/404.html")),
    ("templates/answers.html", include_str!("../../themes/limpide/templates/answers.html")),
    ("templates/base.html", include_str!("../../themes/limpide/templates/base.html")),
    ("templates/components.html", include_str!("../../themes/limpide/templates/components.html")),
    ("templates/contents.html", include_str!("../../themes/limpide/templates/contents.html")),
    ("templates/ends.html", include_str!("../../themes/limpide/templates/ends.html")),
    ("templates/feedback.html", include_str!("../../themes/limpide/templates/feedback.html")),
    ("templates/notices.html", include_str!("../../themes/limpide/templates/notices.html")),
    ("templates/legal.html", include_str!("../../themes/limpide/templates/legal.html")),
    ("templates/glossary.html", include_str!("../../themes/limpide/templates/glossary.html")),
    ("templates/home.html", include_str!("../../themes/limpide/templates/home.html")),
    ("templates/life-event.html", include_str!("../../themes/limpide/templates/life-event.html")),
    ("templates/office.html", include_str!("../../themes/limpide/templates/office.html")),
    ("templates/page.html", include_str!("../../themes/limpide/templates/page.html")),
    ("templates/procedure.html", include_str!("../../themes/limpide/templates/procedure.html")),
    ("templates/search.html", include_str!("../../themes/limpide/templates/search.html")),
    ("templates/section.html", include_str!("../../themes/limpide/templates/section.html")),
    ("templates/taxonomy.html", include_str!("../../themes/limpide/templates/taxonomy.html")),
    ("templates/term.html", include_str!("../../themes/limpide/templates/term.html")),
    ("templates/state.html", include_str!("../../themes/limpide/templates/state.html")),
    ("templates/a-to-z.html", include_str!("../../themes/limpide/templates/a-to-z.html")),
    ("templates/changes.html", include_str!("../../themes/limpide/templates/changes.html")),
    ("templates/dataset.html", include_str!("../../themes/limpide/templates/dataset.html")),
    ("templates/guide.html", include_str!("../../themes/limpide/templates/guide.html")),
    ("templates/news.html", include_str!("../../themes/limpide/templates/news.html")),
    ("templates/question.html", include_str!("../../themes/limpide/templates/question.html")),
    ("templates/tool.html", include_str!("../../themes/limpide/templates/tool.html")),
    ("templates/site-map.html", include_str!("../../themes/limpide/templates/site-map.html")),
    ("static/limpide.css", include_str!("../../themes/limpide/static/limpide.css")),
    ("static/limpide.js", include_str!("../../themes/limpide/static/limpide.js")),
    ("static/search.js", include_str!("../../themes/limpide/static/search.js")),
];

const PASSPORT: &str = "---
title: Demander un \"passeport\" & partir
description: Une phrase <courte>.
type: procedure
reviewed: 2026-01-12
review_every: P6M
owner: Service de l’état civil
cost: passeport
deadlines: P2M
audience: [Majeurs, Mineurs]
documents: [Pièce d’identité, {name: Photo, url: /normes/}]
redress: [Écrire au maire]
national: https://www.service-public.fr/x
aliases: [/ancien/]
---
Voir [la carte](carte.md) et [la notice](../notice.pdf).

## Coût

Vous payez {{ amount(key=\"passeport\") }}.

## Étapes

1. Un
2. Deux

## Suite

| Âge | Prix |
|---|--:|
| 18 | 86 |
";

/// What a site publishes, by path.
#[derive(Default)]
struct Memory {
    files: Mutex<BTreeMap<String, String>>,
    /// The last published site.
    last: BTreeMap<String, String>,
    /// What of it is published again.
    kept: Mutex<BTreeSet<String>>,
}

impl Sink for Memory {
    fn put(&self, path: &str, bytes: &[u8]) -> std::io::Result<()> {
        // The index of the search alone is not text.
        let text = match path.ends_with(".bin") {
            true => String::from_utf8_lossy(bytes).into_owned(),
            false => String::from_utf8(bytes.to_vec()).unwrap(),
        };
        let before = self.files.lock().unwrap().insert(path.to_owned(), text);
        assert!(before.is_none(), "{path} written twice");
        Ok(())
    }
    fn copy(&self, asset: &Asset) -> std::io::Result<()> {
        self.put(&asset.path, b"copy")
    }
    fn read(&self, asset: &Asset) -> std::io::Result<Vec<u8>> {
        Ok(format!("{} {{ }}", asset.path).into_bytes())
    }
    fn keep(&self, path: &str) -> std::io::Result<bool> {
        let known = self.last.contains_key(path);
        if known {
            assert!(self.kept.lock().unwrap().insert(path.to_owned()), "{path} kept twice");
        }
        Ok(known)
    }
    fn revise(&self, path: &str, change: &mut dyn FnMut(&str) -> Option<String>) -> std::io::Result<bool> {
        let new = self.last.get(path).and_then(|text| change(text));
        Ok(new.is_some_and(|text| self.put(path, text.as_bytes()).is_ok()))
    }
}

/// A folder with the theme's files, some of them replaced or added.
fn tree(files: &[(&str, &str)]) -> Tree {
    let mut tree = Tree::default();
    let mut themes: Vec<(String, &str)> =
        THEME.iter().map(|(path, text)| (format!("limpide/{path}"), *text)).collect();
    let asset = |path: &str, theme: Option<&str>| Asset {
        origin: path.to_owned(),
        theme: theme.map(str::to_owned),
        path: path.to_owned(),
        size: 12_345,
        hash: "0123456789abcdef".to_owned(),
        picture: Picture::None,
    };
    for (path, text) in files {
        if let Some(path) = path.strip_prefix("themes/") {
            themes.push((path.to_owned(), text));
            continue;
        }
        if [".pdf", ".txt", ".png"].iter().any(|ending| path.ends_with(ending)) {
            tree.assets.push(asset(path.trim_start_matches("content/"), None));
            continue;
        }
        let id = tree.sources.add(Source::new(*path, text.as_bytes().to_vec()));
        match path.strip_prefix("content/") {
            None => tree.config = Some(id),
            Some(path) => match path.strip_prefix("_data/") {
                Some(path) => tree.data.push((path.to_owned(), id)),
                None => tree.pages.push((path.to_owned(), id)),
            },
        }
    }
    for (path, text) in themes {
        if path.contains("/static/") {
            continue;
        }
        let id = tree.sources.add(Source::new(format!("themes/{path}"), text.as_bytes().to_vec()));
        tree.theme_texts.push((path, id));
    }
    for path in ["icon.svg", "limpide.css", "limpide.js", "search.js"] {
        tree.assets.push(asset(path, Some("limpide")));
    }
    tree.assets.push(asset("autre.css", Some("autre")));
    tree
}

pub(in crate::render) struct Built {
    pub(in crate::render) site: Site,
    theme: Theme,
    problems: Vec<Problem>,
    pub(in crate::render) rendered: Rendered,
    pub(in crate::render) files: BTreeMap<String, String>,
    kept: BTreeSet<String>,
}

impl Built {
    pub(in crate::render) fn theme(&self) -> &Theme {
        &self.theme
    }
}

fn built_with(files: &[(&str, &str)], held: &[&str], last: &[&str]) -> Built {
    built_on(files, held, last, |_| {})
}

/// The same, where more is known of the world.
fn built_on(files: &[(&str, &str)], held: &[&str], last: &[&str], known: impl FnOnce(&mut Facts)) -> Built {
    built_after(files, held, &last.iter().map(|path| (*path, "")).collect::<Vec<_>>(), known)
}

/// The same, where the last published site has texts.
fn built_after(
    files: &[(&str, &str)],
    held: &[&str],
    last: &[(&str, &str)],
    known: impl FnOnce(&mut Facts),
) -> Built {
    let tree = tree(files);
    let texts = tree.theme_texts.clone();
    let mut facts = Facts::on(date(2026, 11, 23));
    known(&mut facts);
    let site = Site::build(tree, facts);
    let (theme, problems) = Theme::load(&site.sources, &texts, &site.config);
    let held = site.pages.iter().filter(|p| held.contains(&p.path.as_str())).map(|p| p.id).collect();
    let last = last.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    let sink = Memory { last, ..Memory::default() };
    let rendered =
        render(&site, &theme, &Options { held: &held, clock: None, preview: false }, &sink).unwrap();
    Built {
        site,
        theme,
        problems,
        rendered,
        files: sink.files.into_inner().unwrap(),
        kept: sink.kept.into_inner().unwrap(),
    }
}

pub(in crate::render) fn built(files: &[(&str, &str)]) -> Built {
    built_with(files, &[], &[])
}

fn said(sources: &Sources, problems: &[Problem]) -> Vec<(ProblemKind, String, String, String)> {
    let words = Words::load(Language::French);
    let each = problems.iter().map(|p| {
        let label = p
            .labels
            .iter()
            .map(|(span, message)| format!("{} : {}", sources.get(span.source).path(), words.say(message)));
        (
            p.kind,
            sources.slice(p.span).to_owned(),
            words.say(&p.message),
            label.collect::<Vec<_>>().join(" / "),
        )
    });
    each.collect()
}

const SITE: [(&str, &str); 8] = [
    (
        "site.toml",
        "[site]\ntitle = \"Ville\"\nlanguage = \"fr\"\nlanguages = [\"en\"]\nbase_url = \"https://ville.fr/d\"\n",
    ),
    ("content/_index.md", "---\ntitle: Vos démarches\n---\nBonjour.\n"),
    ("content/_data/amounts.yaml", "passeport:\n  value: 86\n  from: 2020-01-01\n"),
    ("content/papiers/passeport.md", PASSPORT),
    ("content/papiers/passeport.en.md", "---\ntitle: Get a passport\n---\nHello.\n"),
    ("content/papiers/carte.md", "---\ntitle: Carte\nupdated: 2026-02-03\n---\nTexte.\n"),
    ("content/papiers/brouillon.md", "---\ntitle: Brouillon\ndraft: true\n---\n"),
    ("content/notice.pdf", ""),
];

fn said_of(built: &Built) -> Vec<(ProblemKind, String, String, String)> {
    said(&built.site.sources, &built.rendered.problems)
}

#[test]
fn every_page_has_its_file_and_nothing_else_is_written() {
    let built = built(&SITE);
    assert_eq!(said(&built.site.sources, &built.problems), []);
    assert_eq!(said(&built.site.sources, &built.rendered.problems), []);
    assert_eq!(
        built.files.keys().filter(|path| !path.starts_with("search-data/")).collect::<Vec<_>>(),
        [
            "404.html",
            "ancien/index.html",
            "en/index.html",
            "en/papiers/index.html",
            "en/papiers/passeport/index.html",
            "en/search/index.html",
            "icon.01234567.svg",
            "icon.svg",
            "index.html",
            "limpide.01234567.js",
            "limpide.70861f2f.css",
            "limpide.css",
            "limpide.js",
            "manifest.webmanifest",
            "notice.pdf",
            "opensearch.xml",
            "papiers/carte/index.html",
            "papiers/index.html",
            "papiers/passeport/index.html",
            "recherche/index.html",
            "robots.txt",
            "search.01234567.js",
            "search.js",
            "sitemap.xml",
        ]
    );
    assert_eq!(built.rendered.pages, 4);
}

#[test]
fn a_procedure_page_says_what_it_owes() {
    let built = built(&SITE);
    let page = &built.files["papiers/passeport/index.html"];
    insta::assert_snapshot!("procedure", page);
}

#[test]
fn two_renders_are_the_same_bytes() {
    assert_eq!(built(&SITE).files, built(&SITE).files);
}

/// The first tag that does not close what is open, if any.
pub(in crate::render) fn unbalanced(html: &str) -> Option<String> {
    let mut open = Vec::new();
    for piece in html.split('<').skip(1) {
        let (tag, _) = piece.split_once('>')?;
        let name = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap_or("");
        if ["!doctype", "meta", "link", "br", "hr", "img", "input"].contains(&name) || name.starts_with("!--")
        {
            continue;
        }
        if !tag.starts_with('/') {
            open.push(name);
        } else if open.pop() != Some(name) {
            return Some(format!("</{name}>"));
        }
    }
    open.pop().map(str::to_owned)
}

/// The values of an attribute, in order.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let mark = format!(" {attribute}=\"");
    html.split(&mark).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn every_page_keeps_the_contract_of_the_theme() {
    keeps_the_contract(&built(&SITE));
    keeps_the_contract(&built(&WITH_GLOSSARY));
}

fn keeps_the_contract(built: &Built) {
    for (path, html) in
        built.files.iter().filter(|(path, _)| path.ends_with(".html") && !path.starts_with("ancien"))
    {
        assert_eq!(unbalanced(html), None, "{path}");
        assert_eq!(html.matches("<h1").count(), 1, "{path}");
        assert_eq!(html.matches("<main").count(), 1, "{path}");
        let lang = if path.starts_with("en/") { "<html lang=\"en\">" } else { "<html lang=\"fr\">" };
        assert!(html.contains(lang), "{path}");
        let first = html.split("<body").nth(1).and_then(|body| body.split("<a ").nth(1)).unwrap_or("");
        assert!(first.starts_with("class=\"skip\" href=\"#contenu\""), "{path}: {first}");
        assert!(!html.contains("style=") && !html.contains("http-equiv"), "{path}");
        // One script, in a file of its own, and that of the search; a data block is none.
        let searches = matches!(path.as_str(), "recherche/index.html" | "en/search/index.html");
        for script in html.split("<script ").skip(1) {
            let file = script.starts_with("src=\"/d/limpide.01234567.js\" integrity=\"sha384-")
                && script.split('>').next().is_some_and(|tag| tag.ends_with("\" defer"));
            let search = searches
                && script.starts_with("src=\"/d/search.01234567.js\" integrity=\"sha384-")
                && script.split('>').next().is_some_and(|tag| tag.ends_with("\" type=\"module\""));
            let data = script.starts_with("type=\"application/ld+json\">{");
            assert!(file || search || data, "{path}: {script}");
        }
        let ids = values(html, "id");
        assert_eq!(ids.len(), ids.iter().collect::<BTreeSet<_>>().len(), "{path}: {ids:?}");
        for anchor in values(html, "href").iter().filter_map(|h| h.strip_prefix('#')) {
            assert!(ids.contains(&anchor), "{path}: #{anchor}");
        }
        for target in values(html, "aria-labelledby") {
            assert!(ids.contains(&target), "{path}: {target}");
        }
        for nav in html.split("<nav").skip(1) {
            let tag = nav.split('>').next().unwrap_or("");
            assert!(tag.contains("aria-label"), "{path}: <nav{tag}>");
        }
        let levels: Vec<u8> =
            html.split("<h").skip(1).filter_map(|h| h.bytes().next()).filter(u8::is_ascii_digit).collect();
        let text_levels: Vec<u8> = levels.iter().map(|l| l - b'0').collect();
        assert!(text_levels.windows(2).all(|w| w[1] <= w[0] + 1), "{path}: {text_levels:?}");
    }
}

const WITH_GLOSSARY: [(&str, &str); 6] = [
    SITE[0],
    (
        "content/_data/glossary.yaml",
        "msa: {name: MSA, expansion: Mutualité sociale <agricole>}\n\
         timbre: {name: timbre fiscal, definition: Une taxe & rien d’autre.}\n\
         ec: {name: Électeur, definition: Une personne qui vote.}\n\
         c: {name: commune, definition: Une ville.}\nd: {name: domicile, definition: Chez vous.}\n\
         f: {name: filiation, definition: Un lien.}\ng: {name: 1er jour, definition: Un jour.}\n",
    ),
    ("content/_index.md", "---\ntitle: Accueil\n---\nUn électeur.\n"),
    ("content/glossaire.md", "---\ntitle: Les mots\ntemplate: glossary\n---\nUn électeur.\n"),
    ("content/words.en.md", "---\ntitle: Words\ntemplate: glossary\n---\nA {{ term(key=\"msa\") }}.\n"),
    ("content/p.md", "---\ntitle: P\ntype: procedure\nredress: [Écrire]\n---\nLa MSA, un timbre fiscal.\n"),
];

#[test]
fn the_terms_of_a_page_stand_at_its_end() {
    let built = built(&WITH_GLOSSARY);
    let page = &built.files["p/index.html"];
    let redress = page.find("Si vous n’êtes pas d’accord").unwrap();
    let explained = page.find("<section class=\"explained\"").unwrap();
    assert!(redress < explained, "{page}");
    assert!(built.files["index.html"].contains("<dt id=\"mot--ec\">Électeur</dt>"));
    assert!(!built.files["404.html"].contains("class=\"explained\""));
    // A theme that knows nothing of the glossary shows the list with the body.
    let template = "<body>{{ page.content }}{% for term in page.terms %}[{{ term.name }}]{% endfor %}</body>";
    let mut files = WITH_GLOSSARY.to_vec();
    files.push(("themes/limpide/templates/procedure.html", template));
    let page = &self::built(&files).files["p/index.html"];
    assert!(
        page.contains("</p>\n<section class=\"explained\"") && page.contains("[MSA][timbre fiscal]"),
        "{page}"
    );
}

#[test]
fn the_glossary_is_listed_from_a_to_z() {
    let built = built(&WITH_GLOSSARY);
    let page = &built.files["glossaire/index.html"];
    let letters: Vec<&str> =
        page.split("<h2 id=\"").skip(1).filter_map(|rest| rest.split_once("</h2>")).map(|(h, _)| h).collect();
    assert_eq!(
        letters,
        [
            "lettre--0\">#",
            "lettre--c\">C",
            "lettre--d\">D",
            "lettre--e\">E",
            "lettre--f\">F",
            "lettre--m\">M",
            "lettre--t\">T"
        ]
    );
    assert!(
        page.contains("<dt id=\"mot--msa\">MSA</dt>\n<dd>Mutualité sociale &lt;agricole&gt;</dd>\n</dl>"),
        "{page}"
    );
    assert!(page.contains("<a href=\"#lettre--t\">T</a>"));
    assert!(!page.contains("class=\"term\"") && !page.contains("class=\"explained\""), "{page}");
    let english = &built.files["en/words/index.html"];
    assert!(english.contains("<dl lang=\"fr\">"), "{english}");
}

#[test]
fn addresses_carry_the_path_of_the_site() {
    let built = built(&SITE);
    for (path, html) in built.files.iter().filter(|(path, _)| path.ends_with(".html")) {
        for href in values(html, "href").iter().filter(|h| h.starts_with('/')) {
            assert!(href.starts_with("/d/"), "{path}: {href}");
        }
    }
    let page = &built.files["papiers/passeport/index.html"];
    assert!(page.contains("<link rel=\"canonical\" href=\"https://ville.fr/d/papiers/passeport/\">"));
    assert!(page.contains("<a href=\"/d/papiers/carte/\">la carte</a>"));
    assert!(
        page.contains(
            "<a href=\"/d/notice.pdf\">la notice <span class=\"file\">(PDF, 12,4\u{a0}ko)</span></a>"
        )
    );
    // A style sheet is named by what it has become.
    let sheet = built.files.keys().find(|path| path.starts_with("limpide.") && path.len() == 20).unwrap();
    assert!(page.contains(&format!("<link rel=\"stylesheet\" href=\"/d/{sheet}\" integrity=\"sha384-")));
    assert_eq!([&built.files[sheet], &built.files["limpide.css"]], ["limpide.css{}"; 2]);
}

#[test]
fn a_review_that_is_late_is_said_plainly() {
    let built = built(&SITE);
    let late = &built.files["papiers/passeport/index.html"];
    assert!(
        late.contains(
            "Cette page devait être vérifiée en <time datetime=\"2026-07-12\">juillet 2026</time>."
        )
    );
    assert!(!late.contains("prochaine vérification"));
    let page = PASSPORT.replace("2026-01-12", "2026-10-12");
    let built = self::built(&[SITE[0], SITE[2], ("content/passeport.md", &page)]);
    let page = &built.files["passeport/index.html"];
    assert!(page.contains("Vérifié le <time datetime=\"2026-10-12\">12\u{a0}octobre 2026</time>\u{a0}· Service de l’état civil<span data-until=\"2027-04-12\">\u{a0}· prochaine vérification en <time datetime=\"2027-04-12\">avril 2027</time></span>"), "{page}");
    // The script says it when the day has come; nothing says it before.
    let (_, later) = page.split_once("<template data-after=\"2027-04-12\">").unwrap();
    let (later, _) = later.split_once("</template>").unwrap();
    assert!(later.contains("Information à confirmer"));
    assert_eq!(page.matches("Information à confirmer").count(), 1);
}

#[test]
fn an_earlier_address_leads_to_the_page() {
    let built = built(&SITE);
    let page = &built.files["ancien/index.html"];
    assert_eq!(unbalanced(page), None);
    assert!(page.contains("content=\"0; url=/d/papiers/passeport/\""));
    assert!(page.contains("<link rel=\"canonical\" href=\"https://ville.fr/d/papiers/passeport/\">"));
    assert!(page.contains(">Demander un \"passeport\" &amp; partir</a>"));
    assert!(page.contains("noindex"));
}

#[test]
fn a_page_held_back_keeps_its_last_version_or_is_nowhere() {
    let path = "papiers/carte.md";
    let kept = built_with(&SITE, &[path], &["papiers/carte/index.html"]);
    assert!(!kept.files.contains_key("papiers/carte/index.html"));
    assert!(kept.files["papiers/index.html"].contains("/d/papiers/carte/"));
    assert!(kept.files["sitemap.xml"].contains("/papiers/carte/"));
    let gone = built_with(&SITE, &[path], &[]);
    for (file, text) in &gone.files {
        assert!(!text.contains("papiers/carte/"), "{file}");
    }
    assert!(gone.files["papiers/passeport/index.html"].contains("Voir la carte et"));
}

#[test]
fn a_page_may_choose_its_template() {
    let mut files = SITE.to_vec();
    files.push(("themes/limpide/templates/nu.html", "nu : {{ page.title }} {{ page.extra.n + 1 }}"));
    files.push(("content/a.md", "---\ntitle: A & B\ntemplate: nu\nextra: {n: 2}\n---\n"));
    files.push(("content/b.md", "---\ntitle: B\ntemplate: nue\n---\n"));
    let built = built(&files);
    assert_eq!(built.files["a/index.html"], "nu : A &amp; B 3");
    let said = said_of(&built);
    assert_eq!(said.len(), 1, "{said:?}");
    assert_eq!((said[0].0, said[0].1.as_str()), (ProblemKind::UnknownName, "nue"));
    assert!(built.files["b/index.html"].contains("<h1>B</h1>"));
}

#[test]
fn an_image_that_cannot_be_shown_is_told_with_the_page_that_shows_it() {
    let mut tree = tree(&[
        SITE[0],
        ("content/_index.md", "---\ntitle: A\n---\n![Un plan](faux.png)\n"),
        ("content/faux.png", ""),
        ("content/seul.png", ""),
    ]);
    for asset in tree.assets.iter_mut().filter(|asset| asset.theme.is_none()) {
        asset.picture = crate::source::Picture::Broken;
    }
    let site = Site::build(tree, Facts::on(date(2026, 11, 23)));
    let told: Vec<(ProblemKind, Vec<&str>)> = site
        .problems
        .iter()
        .map(|p| (p.kind, p.labels.iter().map(|(span, _)| site.sources.slice(*span)).collect()))
        .collect();
    use ProblemKind::BrokenImage;
    assert_eq!(told, [(BrokenImage, vec!["faux.png"]), (BrokenImage, vec![])]);
}

#[test]
fn files_instead_of_folders_when_the_site_wants_them() {
    let toml = "[site]\ntitle = \"Ville\"\n[build]\naddresses = \"file\"\n";
    let built = built(&[("site.toml", toml), SITE[1], ("content/a.md", "---\ntitle: A\n---\n")]);
    assert!(built.files.contains_key("a.html"), "{:?}", built.files.keys());
    assert!(built.files["index.html"].contains("href=\"/a.html\""));
}
