//! The first minutes of somebody who starts: a site, its pages, and what is said where there is none yet.

use std::path::Path;
use std::process::{Command, Output};

use crate::commands::{code, err, files, out};

const TODAY: [&str; 2] = ["--today", "2026-11-26"];

/// The program in a folder, away from any terminal.
fn limpide(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_limpide"));
    command.current_dir(folder).args(arguments).stdin(std::process::Stdio::null());
    command.env_remove("NO_COLOR").output().unwrap()
}

/// The same, which must end well; what it said.
fn done(folder: &Path, arguments: &[&str]) -> String {
    let output = limpide(folder, arguments);
    assert_eq!(code(&output), 0, "{arguments:?}: {}{}", out(&output), err(&output));
    out(&output)
}

/// Whether a check of the site finds nothing to mend, but its examples.
fn passes(site: &Path) {
    let told = done(site, &["check", "--all", "--format", "short", "--lang", "en", TODAY[0], TODAY[1]]);
    let of_examples = |line: &str| {
        line.ends_with("[structure/example-left]") || line.contains("still the example address of a new site")
    };
    let others: Vec<&str> =
        told.lines().filter(|line| line.contains(": warning: ") && !of_examples(line)).collect();
    assert_eq!(others, [""; 0], "{told}");
}

#[test]
fn a_new_site_passes_its_own_rules_and_is_published() {
    let root = tempfile::tempdir().unwrap();
    for language in ["fr", "en"] {
        let site = root.path().join(language);
        let name = site.to_str().unwrap();
        let said = done(root.path(), &["init", name, "--language", language, TODAY[0], TODAY[1]]);
        passes(&site);
        // Each page that is still an example says so, and so does the registry.
        let told = done(&site, &["check", "--format", "short", TODAY[0], TODAY[1]]);
        let about = |rule: &str| told.lines().filter(|line| line.ends_with(&format!("[{rule}]"))).count();
        assert_eq!((about("structure/example-left"), about("reading/legal-page")), (3, 1), "{told}");
        done(&site, &["build", TODAY[0], TODAY[1]]);
        let home = std::fs::read_to_string(site.join("public/index.html")).unwrap();
        assert!(home.contains(&format!("<html lang=\"{language}\"")), "{language}");
        // What was taken without asking is said, and so is every example.
        for said_so in
            ["--name", "--publisher", "--base-url", "--accent", "_data/teams.yaml", "limpide serve"]
        {
            assert!(said.contains(said_so), "{said_so}: {said}");
        }
        assert!(!said.contains("--language"), "{said}");
    }
}

#[test]
fn every_answer_is_an_option() {
    let root = tempfile::tempdir().unwrap();
    done(
        root.path(),
        &[
            "init",
            "ville",
            "--name",
            "La \"ville\" : l’essentiel",
            "--publisher",
            "Mairie # 1",
            "--language",
            "fr",
            "--base-url",
            "https://ville.exemple.fr/demarches/",
            "--accent",
            "#8a1538",
            "--repository",
            "https://forge.exemple.fr/ville/site",
            "--ci",
            "github",
            TODAY[0],
            TODAY[1],
        ],
    );
    let site = root.path().join("ville");
    passes(&site);
    let settings = std::fs::read_to_string(site.join("site.toml")).unwrap();
    assert!(settings.contains("base_url = \"https://ville.exemple.fr/demarches\" "), "{settings}");
    assert!(settings.contains("\naccent = \"#8a1538\""), "{settings}");
    let recipe = std::fs::read_to_string(site.join(".github/workflows/limpide.yml")).unwrap();
    assert_eq!(recipe, include_str!("../recipes/github/limpide.yml"));
    let public = std::fs::read_to_string(site.join("publiccode.yml")).unwrap();
    assert!(public.contains("url: \"https://forge.exemple.fr/ville/site\""), "{public}");
}

#[test]
fn a_wrong_answer_writes_nothing_and_says_what_would_be_right() {
    let root = tempfile::tempdir().unwrap();
    for (option, value, said) in [
        ("--accent", "#ffcc00", "#"),
        ("--accent", "jaune", "#005f6b"),
        ("--base-url", "ville.fr", "https://ville.fr"),
        ("--base-url", "ville", "https://demarches."),
        ("--language", "de", "français (fr)"),
        ("--name", " ", "--name"),
        ("--ci", "jenkins", "gitlab"),
        ("--repository", "pasuneadresse", "https://gitlab.com/"),
    ] {
        let output = limpide(root.path(), &["init", "ville", option, value]);
        assert_eq!(code(&output), 2, "{option} {value}");
        assert!(err(&output).contains(said), "{}", err(&output));
        assert!(!root.path().join("ville").exists());
    }
    // Asked not to ask, the nearest colour is taken, and said.
    let output = limpide(root.path(), &["init", "ville", "--accent", "#ffcc00", "--yes", TODAY[0], TODAY[1]]);
    assert_eq!(code(&output), 0);
    assert!(err(&output).contains("#ffcc00"), "{}", err(&output));
    passes(&root.path().join("ville"));
}

#[test]
fn files_that_are_there_stay_as_they_are() {
    let root = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = root.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    // A repository that was just made: what it holds is kept, and said.
    write(".git/HEAD", "ref: refs/heads/main\n");
    write("README.md", "mine\n");
    let said = done(root.path(), &["init", TODAY[0], TODAY[1]]);
    assert!(said.contains("README.md"), "{said}");
    assert_eq!(std::fs::read_to_string(root.path().join("README.md")).unwrap(), "mine\n");
    passes(root.path());
    // A site is never started over another.
    let before = files(root.path());
    let output = limpide(root.path(), &["init"]);
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("site.toml"), "{}", err(&output));
    assert_eq!(files(root.path()), before);
}

#[test]
fn a_file_in_the_way_stops_everything() {
    let root = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(root.path().join("content/_data")).unwrap();
    std::fs::write(root.path().join("content/_data/teams.yaml"), "a: {name: A}\n").unwrap();
    let before = files(root.path());
    let output = limpide(root.path(), &["init"]);
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("content/_data/teams.yaml"), "{}", err(&output));
    assert_eq!(files(root.path()), before);
}

#[test]
fn pages_that_are_there_get_settings_and_no_examples() {
    let root = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(root.path().join("content")).unwrap();
    std::fs::write(root.path().join("content/a.md"), "---\ntitle: Une page\n---\n\nUn texte court.\n")
        .unwrap();
    done(root.path(), &["init", TODAY[0], TODAY[1]]);
    assert!(root.path().join("site.toml").is_file());
    assert_eq!(files(&root.path().join("content")).len(), 1);
    passes(root.path());
}

#[test]
fn pages_that_wait_beside_content_are_told_until_they_are_moved() {
    let plain = "---\ntitle: Une page\n---\n\nUn texte court.\n";
    let site = crate::commands::Site::new(&[
        ("a.md", plain),
        ("docs/b c.md", &plain.replace("Une page", "Une autre page")),
        ("README.md", "x"),
    ]);
    let root = site.path("");
    assert!(done(&root, &[]).contains("mv a.md docs content/"));
    let said = done(&root, &["init", TODAY[0], TODAY[1]]);
    assert!(said.contains("a.md, docs/b c.md") && said.contains("mv a.md docs content/"), "{said}");
    // A site without a home page is none.
    assert!(root.join("content/_index.md").is_file());
    // Those beside the settings are still told.
    assert!(done(&root, &[]).contains("mv a.md content/"));
    for name in ["a.md", "docs"] {
        std::fs::rename(root.join(name), root.join("content").join(name)).unwrap();
    }
    assert!(!done(&root, &[]).contains("mv "));
    passes(&root);
}

#[test]
fn a_folder_called_what_no_site_is_gives_the_usual_name() {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("---");
    done(root.path(), &["init", "./---", "--language", "fr", TODAY[0], TODAY[1]]);
    assert!(std::fs::read_to_string(folder.join("site.toml")).unwrap().contains("title = \"Mon site\""));
    passes(&folder);
}

#[test]
fn what_is_wrong_is_said_in_the_language_of_the_site() {
    let root = tempfile::tempdir().unwrap();
    done(root.path(), &["init", "--language", "en", TODAY[0], TODAY[1]]);
    let refused = limpide(root.path(), &["new", "prosedure", "x"]);
    let told = String::from_utf8(refused.stderr).unwrap();
    assert!(told.contains("procedure") && !told.contains('«'), "{told}");
    let refused = limpide(root.path(), &["init", "other", "--lang", "en", "--base-url", "ftp://x"]);
    let told = String::from_utf8(refused.stderr).unwrap();
    assert!(told.contains("--base-url: "), "{told}");
}

/// A new site, in French.
fn site() -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    done(root.path(), &["init", "--language", "fr", TODAY[0], TODAY[1]]);
    root
}

/// A new page; what was said.
fn new(site: &Path, arguments: &[&str]) -> String {
    done(site, &[&["new"], arguments, &TODAY].concat())
}

const TYPES: [&str; 10] =
    ["procedure", "guide", "question", "life-event", "office", "news", "tool", "dataset", "page", "section"];

#[test]
fn a_new_page_of_every_type_has_no_error_and_is_not_published_before_it_is_written() {
    let root = site();
    for (name, full) in [("essai", false), ("essai-complet", true)] {
        for page_type in TYPES {
            let name = format!("{page_type}-{name}");
            let full: &[&str] = if full { &["--full"] } else { &[] };
            new(root.path(), &[&[page_type, name.as_str()], full].concat());
        }
    }
    done(root.path(), &["check", TODAY[0], TODAY[1]]);
    done(root.path(), &["build", TODAY[0], TODAY[1]]);
    let published = files(&root.path().join("public"));
    assert!(published.keys().all(|path| !path.contains("guide-essai")), "{:?}", published.keys());
    assert!(published.contains_key("section-essai/index.html"));
}

#[test]
fn what_is_to_be_written_is_told_until_it_is() {
    let root = site();
    let said = new(root.path(), &["procedure", "demander-un-passeport"]);
    // Procedures of this site are there.
    let path = "content/demarches/demander-un-passeport.md";
    assert!(said.contains(path) && said.contains("demarches"), "{said}");
    let page = root.path().join(path);
    let text = std::fs::read_to_string(&page).unwrap();
    for line in
        ["title: Demander un passeport", "type: procedure", "draft: true #", "reviewed: 2026-11-26", "cost: "]
    {
        assert!(text.contains(&format!("\n{line}")), "{line}: {text}");
    }
    let told = done(root.path(), &["check", path, "--format", "short", TODAY[0], TODAY[1]]);
    let about = |rule: &str| told.lines().filter(|line| line.ends_with(&format!("[{rule}]"))).count();
    // The description and the text; the price; the ways.
    assert_eq!(
        (about("structure/placeholder"), about("completeness/cost"), about("completeness/channels")),
        (2, 1, 1),
        "{told}"
    );
    let written = text.replace("description: À compléter", "description: Obtenez un passeport.");
    let body = written.find("À compléter\u{a0}:").unwrap();
    std::fs::write(&page, format!("{}Venez avec une photo.\n", &written[..body])).unwrap();
    let told = done(root.path(), &["check", path, "--format", "short", TODAY[0], TODAY[1]]);
    assert!(!told.contains("structure/placeholder"), "{told}");
}

#[test]
fn a_procedure_goes_to_the_section_of_procedures_even_when_it_holds_none() {
    let root = site();
    std::fs::remove_file(root.path().join("content/demarches/exemple-reserver-une-salle.md")).unwrap();
    let said = new(root.path(), &["procedure", "demander-une-carte"]);
    assert!(said.contains("content/demarches/demander-une-carte.md") && said.contains("--section"), "{said}");
    // What a section says of its pages goes before what it is called.
    let folder = root.path().join("content/lieux");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("_index.md"), "---\ntitle: Lieux\ndefaults: {type: office}\n---\n").unwrap();
    let said = new(root.path(), &["lieu", "mairie"]);
    assert!(said.contains("content/lieux/mairie.md"), "{said}");
    // Nothing says where guides go.
    let said = new(root.path(), &["guide", "choisir"]);
    assert!(said.contains("content/choisir.md") && said.contains("--section"), "{said}");
}

#[test]
fn a_page_goes_where_it_is_asked_to_go() {
    let root = site();
    let is_there = |path: &str| root.path().join("content").join(path).is_file();
    new(root.path(), &["guide", "logement/louer"]);
    assert!(is_there("logement/louer.md") && is_there("logement/_index.md"));
    new(root.path(), &["démarche", "Louer un « studio »", "--section", "logement/etudiants"]);
    assert!(is_there("logement/etudiants/louer-un-studio.md") && is_there("logement/etudiants/_index.md"));
    let text =
        std::fs::read_to_string(root.path().join("content/logement/etudiants/louer-un-studio.md")).unwrap();
    assert!(text.contains("\ntitle: Louer un « studio »\n"), "{text}");
    new(root.path(), &["section", "content/ecole/cantine/", "--title", "La cantine : s’inscrire"]);
    let text = std::fs::read_to_string(root.path().join("content/ecole/cantine/_index.md")).unwrap();
    assert!(text.contains("\ntitle: \"La cantine : s’inscrire\"\n"), "{text}");
    assert!(is_there("ecole/_index.md"));
    // What was typed keeps its accents, and takes the apostrophe that is printed.
    for (typed, path, title) in [
        (&["page", "état-civil"][..], "etat-civil.md", "État civil"),
        (
            &["page", "Rendez-vous à l'état civil"],
            "rendez-vous-a-l-etat-civil.md",
            "Rendez-vous à l’état civil",
        ),
        (&["page", "à-propos", "--title", "D'ici"], "a-propos.md", "D’ici"),
        (&["page", "été/à-voir"], "ete/a-voir.md", "À voir"),
    ] {
        new(root.path(), &[typed, &["--language", "fr"]].concat());
        let text = std::fs::read_to_string(root.path().join("content").join(path)).unwrap();
        assert!(text.contains(&format!("\ntitle: {title}\n")), "{text}");
    }
    let text = std::fs::read_to_string(root.path().join("content/ete/_index.md")).unwrap();
    assert!(text.contains("\ntitle: Été\n"), "{text}");
    done(root.path(), &["check", TODAY[0], TODAY[1]]);
}

#[test]
fn what_cannot_be_made_is_said_with_what_is_near() {
    let root = site();
    let before = files(root.path());
    for (arguments, said) in [
        (&["procedur", "x"][..], "procedure"),
        (&["demarch", "x"], "procedure"),
        (&["rien", "x"], "life-event"),
        (&["guide", "demarche/x"], "demarches"),
        (&["page", "..."], "..."),
        (&["page", "nous-joindre"], "content/nous-joindre.md"),
        (&["section", "demarches"], "content/demarches/_index.md"),
        (&["page", "x", "--language", "en"], "languages"),
        (&["page", "../x"], "../x"),
        (&["page", "index"], "limpide new section"),
        (&["guide", "demarches/_index.md"], "limpide new section demarches"),
        (&["page", "x", "--title", " "], "vide"),
    ] {
        let output = limpide(root.path(), &[&["new"], arguments].concat());
        assert_eq!(code(&output), 2, "{arguments:?}: {}", out(&output));
        assert!(err(&output).contains(said), "{arguments:?}: {}", err(&output));
        assert_eq!(files(root.path()), before, "{arguments:?}");
    }
}

#[test]
fn the_administration_of_content_is_made_and_made_again() {
    let root = tempfile::tempdir().unwrap();
    let made = done(root.path(), &["init", "--cms", TODAY[0], TODAY[1]]);
    assert!(made.contains("sveltia-cms.js") && made.contains("--repository"), "{made}");
    // Every field of the examples can be changed there.
    assert!(!made.contains("eligibility"), "{made}");
    passes(root.path());
    let path = root.path().join("content/admin/config.yml");
    let first = std::fs::read_to_string(&path).unwrap();
    assert!(first.contains("  name: test-repo\n"), "{first}");
    new(root.path(), &["guide", "ecole/cantine"]);
    std::fs::write(
        root.path().join("content/_data/teams.yaml"),
        "redaction:\n  name: Une équipe\necoles:\n  name: L’équipe des écoles\n",
    )
    .unwrap();
    let again = ["init", "--cms", "--repository", "https://gitlab.exemple.fr/ville/site", TODAY[0], TODAY[1]];
    done(root.path(), &again);
    let second = std::fs::read_to_string(&path).unwrap();
    for line in [
        "  name: gitlab",
        "  repo: ville/site",
        "name: guide-ecole",
        "value: ecoles",
        "folder: content/ecole",
    ] {
        assert!(second.contains(line), "{line}: {second}");
    }
    assert!(done(root.path(), &again).contains("rien n’a changé"));
    // Nothing of it is a page, or calls another site.
    done(root.path(), &["build", TODAY[0], TODAY[1]]);
    let page = std::fs::read_to_string(root.path().join("public/admin/index.html")).unwrap();
    assert_eq!(page.matches("://").count(), 1, "{page}");
    assert!(page.contains("blob: https://gitlab.exemple.fr; form-action"), "{page}");
    let map = std::fs::read_to_string(root.path().join("public/sitemap.xml")).unwrap();
    assert!(!map.contains("admin"), "{map}");
    // What a person wrote stays.
    std::fs::write(&path, "backend: {name: git-gateway}\n").unwrap();
    assert_eq!(code(&limpide(root.path(), &again)), 2);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "backend: {name: git-gateway}\n");
}

#[test]
fn the_program_alone_says_what_the_folder_is_and_what_to_do() {
    let page = ("content/a.md", "---\ntitle: A\n---\n\nA.\n");
    let toml = ("content/b.md", "+++\ntitle = 'B'\n+++\n\nB.\n");
    for (files, seen, next) in [
        (&[][..], "vide", "limpide init"),
        (&[page, ("site.toml", "")], "site Limpide", "limpide serve"),
        (&[page, toml, ("hugo.toml", "")], "Hugo", "limpide check"),
        (&[toml, ("config.toml", "base_url = \"https://a.fr\"\n")], "Zola", "+++"),
        (&[page], "content", "limpide init"),
        (&[("a.md", "A."), ("b/c.md", "C.")], "2 fichiers Markdown", "limpide init"),
        (&[("a.txt", "A.")], "n’est pas un site", "limpide init mon-site"),
    ] {
        let site = crate::commands::Site::new(files);
        let told = done(&site.path(""), &[]);
        assert!(told.contains(seen) && told.contains(next), "{files:?}: {told}");
        assert!(told.contains("limpide --help"), "{told}");
    }
    // Inside a site, and where a command finds none.
    let root = site();
    assert!(done(&root.path().join("content/demarches"), &[]).contains("--site"));
    let empty = tempfile::tempdir().unwrap();
    for command in [&["check"][..], &["build"], &["serve", "--port", "0"]] {
        let output = limpide(empty.path(), command);
        assert_eq!(code(&output), 2);
        assert!(err(&output).contains("limpide init"), "{}", err(&output));
    }
}

#[test]
fn shells_and_man_say_what_the_help_says() {
    let root = tempfile::tempdir().unwrap();
    for (shell, said) in [
        ("bash", "_limpide()"),
        ("zsh", "#compdef limpide"),
        ("fish", "Vérifie les pages et le site entier"),
        ("powershell", "Register-ArgumentCompleter"),
        ("elvish", "edit:completion"),
    ] {
        assert!(done(root.path(), &["completions", shell]).contains(said), "{shell}");
    }
    // What `limpide new` makes is proposed.
    assert!(done(root.path(), &["completions", "bash"]).contains("tool dataset page section\""));
    let whole = done(root.path(), &["man"]);
    assert!(whole.contains(".SH \"NOM\"") && whole.contains("Vérifie"), "{whole}");
    done(root.path(), &["man", "pages"]);
    let pages = files(&root.path().join("pages"));
    for name in ["limpide.1", "limpide-check.1", "limpide-rules-test.1", "limpide-new.1"] {
        assert!(pages.contains_key(name), "{name}");
    }
    for (name, page) in &pages {
        let text = std::str::from_utf8(page).unwrap();
        for english in ["SH NAME", "SH SUBCOMMANDS", "SH EXTRA", "Print help", "possible values", "default:"]
        {
            assert!(!text.contains(english), "{name}: {english}");
        }
    }
    // What is there is not written over.
    assert_eq!(code(&limpide(root.path(), &["man", "pages"])), 2);
}

#[test]
fn a_site_in_another_language_is_told_how_to_give_its_words() {
    let settings = ("site.toml", "[site]\ntitle = \"Ti-kêr\"\nlanguage = \"br\"\n");
    let site = crate::commands::Site::new(&[
        ("content/_index.md", "---\ntitle: Ti-kêr\n---\n\nDegemer.\n"),
        settings,
    ]);
    let told = out(&limpide(&site.path(""), &["check", "--all", "--lang", "en", TODAY[0], TODAY[1]]));
    let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
    let written = "mkdir -p themes/limpide/words && limpide theme words br > themes/limpide/words/br.toml";
    assert!(told.contains(written) && told.contains("these words are in French"), "{told}");
}
