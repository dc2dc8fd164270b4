//! A theme can be written from the documentation alone: `sites/second-theme` has one, very different from
//! the built-in one, and small.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use jiff::civil::date;
use limpide::project::Project;
use limpide::render::{self, Options, Sink};
use limpide::source::Asset;

#[derive(Default)]
struct Memory(Mutex<BTreeMap<String, String>>);

impl Sink for Memory {
    fn put(&self, path: &str, bytes: &[u8]) -> std::io::Result<()> {
        self.0.lock().unwrap().insert(path.to_owned(), String::from_utf8_lossy(bytes).into_owned());
        Ok(())
    }

    fn copy(&self, asset: &Asset) -> std::io::Result<()> {
        self.put(&asset.path, asset.origin.as_bytes())
    }

    fn read(&self, asset: &Asset) -> std::io::Result<Vec<u8>> {
        limpide::files::asset(&root(), asset)
    }

    fn keep(&self, _: &str) -> std::io::Result<bool> {
        Ok(false)
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/second-theme")
}

/// What is published, by path.
fn published() -> BTreeMap<String, String> {
    let project = Project::open(&root(), date(2026, 6, 15)).unwrap();
    assert_eq!(project.theme_problems, []);
    let sink = Memory::default();
    let held = std::collections::BTreeSet::new();
    let rendered = render::render(
        &project.site,
        &project.theme,
        &Options { held: &held, clock: None, preview: false },
        &sink,
    )
    .unwrap();
    assert_eq!(rendered.problems, []);
    sink.0.into_inner().unwrap()
}

#[test]
fn pages_sections_and_lists_have_their_page_in_it() {
    let files = published();
    let page = &files["demarches/papiers/passeport/index.html"];
    for part in [
        "<title>Demander un passeport | Bourg-Exemple</title>",
        "<meta name=\"theme-color\" content=\"#ffcc33\">",
        "<body class=\"nuit\">",
        "<main id=\"contenu\" class=\"procedure\">",
        "<a href=\"/\">Accueil</a> / <a href=\"/demarches/\">Démarches</a> / <a href=\"/demarches/papiers/\">",
        "<p class=\"lead\">Le premier, le suivant, ou celui d’un enfant.</p>",
        "<b>Coût</b> Passeport\u{a0}: 86\u{a0}€",
        "<b>Délai</b> 2\u{a0}mois",
        "<p class=\"step\"><b>1</b> Remplir la demande</p>",
        "<h2>2 pièces</h2>",
        "1er\u{a0}janvier 2026",
        "<h2 id=\"venir\">Venir</h2>",
        "<p>Mairie de Bourg-Exemple, juin 2026</p>",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    let news = &files["actualites/marche/index.html"];
    assert!(news.contains("<time datetime=\"2026-03-01\">01/03/2026</time>"), "{news}");
    let home = &files["index.html"];
    assert!(home.contains("le <em>samedi</em> matin"), "{home}");
    assert!(home.contains("<h2><a href=\"/demarches/\">Démarches</a></h2>"), "{home}");
    // A folder without a page of its own, whose list the program makes.
    let list = &files["actualites/index.html"];
    assert!(list.contains("<li><a href=\"/actualites/marche/\">Le marché revient</a></li>"), "{list}");
    assert!(files["404.html"].contains("<a href=\"/\">Accueil</a>"), "{}", files["404.html"]);
    let sheets = files.keys().filter(|path| path.ends_with(".css"));
    let sheets: Vec<&String> = sheets.collect();
    assert!(!sheets.is_empty() && sheets.iter().all(|path| path.starts_with("affiche.")), "{sheets:?}");
}

#[test]
fn it_is_small() {
    let folder = root().join("themes/affiche");
    let mut waiting = vec![folder];
    let mut lines = 0;
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                lines += std::fs::read_to_string(path).unwrap().lines().count();
            }
        }
    }
    assert!((1..150).contains(&lines), "{lines} lines");
}

#[test]
fn the_reference_in_the_repository_is_fresh() {
    let written = Path::new(env!("CARGO_MANIFEST_DIR")).join("THEMES.md");
    let written = std::fs::read_to_string(written).unwrap();
    assert!(written == render::reference(), "run: limpide theme reference > THEMES.md");
}

#[test]
fn a_theme_speaks_a_language_that_the_program_does_not_know() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("site.toml", "[site]\ntitle = \"Ti-kêr\"\nlanguages = [\"br\"]\n");
    write("content/_index.md", "---\ntitle: Accueil\n---\n");
    write("content/_index.br.md", "---\ntitle: Degemer\n---\n");
    let missing = |project: &Project| {
        let findings = project.findings();
        findings.iter().filter(|finding| finding.rule.as_str() == "reading/interface-words").count()
    };
    let today = date(2026, 6, 15);
    let without = Project::open(folder.path(), today).unwrap();
    assert_eq!(missing(&without), 1);

    // The file that the program writes, each word filled in.
    let skeleton = without.theme.words("br");
    let mut french = "";
    let mut filled = String::new();
    for line in skeleton.lines() {
        match line.strip_suffix(" = \"\"") {
            Some("skip_link") => filled.push_str("skip_link = \"Mont d’an endalc’had\"\n"),
            Some(name) => filled.push_str(&format!("{name} = \"{}\"\n", french.replace('"', "\\\""))),
            None => french = line.trim_start_matches("# ").split(" · ").next().unwrap_or(""),
        }
    }
    write("themes/limpide/words/br.toml", &filled);
    let with = Project::open(folder.path(), today).unwrap();
    assert_eq!((missing(&with), &with.theme_problems), (0, &Vec::new()));
    let sink = Memory::default();
    let options = Options { held: &std::collections::BTreeSet::new(), clock: None, preview: false };
    render::render(&with.site, &with.theme, &options, &sink).unwrap();
    let files = sink.0.into_inner().unwrap();
    assert!(files["br/index.html"].contains("Mont d’an endalc’had"));
    assert!(!files["index.html"].contains("Mont d’an endalc’had"));
}
