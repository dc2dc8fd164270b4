//! Whole commands on whole small sites: what they publish, and how they end.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A site in a folder of its own.
pub(crate) struct Site(tempfile::TempDir);

impl Site {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let site = Self(tempfile::tempdir().unwrap());
        for (path, text) in files {
            site.write(path, text);
        }
        site
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Output {
        run(self.0.path(), arguments)
    }

    fn published(&self) -> BTreeMap<String, Vec<u8>> {
        files(&self.path("public"))
    }
}

pub(crate) fn run(site: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_limpide"));
    command.args(arguments).args(["--lang", "en", "--site"]).arg(site);
    command.env_remove("NO_COLOR").output().unwrap()
}

pub(crate) fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

pub(crate) fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub(crate) fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Every file under a folder, with its bytes.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let inside = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            (inside, std::fs::read(entry.path()).unwrap())
        })
        .collect()
}

const TODAY: [&str; 2] = ["--today", "2026-11-30"];
const GOOD: &str = "---\ntitle: Une page\n---\n\nUn texte court.\n";
const BROKEN: &str = "---\ntitle: Une autre\n---\n\nVoyez [la suite](nulle-part.md).\n";

#[test]
fn two_builds_of_the_demonstration_site_give_the_same_bytes() {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let built = folders.each_ref().map(|folder| {
        let output = folder.path().join("public");
        let build = run(demo, &["build", "--today", "2026-11-30", "--output", output.to_str().unwrap()]);
        assert_eq!(code(&build), 0, "{}{}", out(&build), err(&build));
        files(&output)
    });
    assert!(built[0].len() > 25);
    assert_eq!(built[0], built[1]);
}

#[test]
fn the_demonstration_site_passes_its_own_rules() {
    let check = run(
        Path::new(env!("CARGO_MANIFEST_DIR")),
        &["check", "--fail-on", "warning", "--today", "2026-11-30"],
    );
    assert_eq!(code(&check), 0, "{}", out(&check));
}

#[test]
fn an_error_leaves_what_is_published_as_it_was() {
    let site = Site::new(&[("content/a.md", GOOD)]);
    assert_eq!(code(&site.run(&["build"])), 0);
    let before = site.published();
    site.write("content/b.md", BROKEN);
    let build = site.run(&["build"]);
    assert_eq!(code(&build), 1);
    assert!(out(&build).contains("links/broken-internal"), "{}", out(&build));
    assert!(err(&build).contains("Nothing was published"), "{}", err(&build));
    assert_eq!(site.published(), before);
    assert_eq!(code(&site.run(&["build", "--no-lint"])), 0);
    assert!(site.published().contains_key("b/index.html"));
}

#[test]
fn a_page_held_back_keeps_its_last_version_and_the_rest_is_published() {
    let site = Site::new(&[
        ("site.toml", "[build]\non_error = \"hold-page\"\n"),
        ("content/a.md", GOOD),
        ("content/b.md", "---\ntitle: Une autre\n---\n\nBonne version.\n"),
    ]);
    assert_eq!(code(&site.run(&["build"])), 0);
    let before = site.published();
    site.write("content/a.md", "---\ntitle: Une page\n---\n\nUn texte nouveau.\n");
    site.write("content/b.md", BROKEN);
    site.write("content/c.md", "---\ntitle: Jamais publiée\n---\n\n[x](y.md)\n");
    let build = site.run(&["build"]);
    assert_eq!(code(&build), 1);
    assert!(err(&build).contains("content/b.md"), "{}", err(&build));
    let after = site.published();
    assert_eq!(after["b/index.html"], before["b/index.html"]);
    assert!(String::from_utf8_lossy(&after["a/index.html"]).contains("Un texte nouveau."));
    assert!(!after.contains_key("c/index.html"));
    let home = String::from_utf8_lossy(&after["index.html"]).into_owned();
    assert!(!home.contains("/c/"), "a page that is nowhere is linked from nowhere: {home}");
}

#[test]
fn the_calendar_alone_never_stops_a_build() {
    let page = "---\ntitle: Une page\nreviewed: 2020-01-01\nreview_every: 6 mois\n---\n\nDemandez jusqu’au 3 mars 2020.\n";
    let rules =
        "[lint.rules]\n\"freshness/review-overdue\" = \"error\"\n\"freshness/past-deadline\" = \"error\"\n";
    let site = Site::new(&[("site.toml", rules), ("content/a.md", page)]);
    let check = site.run(&["check", TODAY[0], TODAY[1]]);
    assert!(
        out(&check).contains("freshness/review-overdue") && out(&check).contains("freshness/past-deadline")
    );
    assert_eq!(code(&check), 0, "{}", out(&check));
    let build = site.run(&["build", TODAY[0], TODAY[1]]);
    assert_eq!(code(&build), 0, "{}{}", out(&build), err(&build));
    assert!(String::from_utf8_lossy(&site.published()["a/index.html"]).contains("notice warning"));
}

#[test]
fn a_folder_that_limpide_did_not_make_is_never_emptied() {
    let site = Site::new(&[("content/a.md", GOOD), ("public/photo.jpg", "à moi")]);
    let build = site.run(&["build"]);
    assert_eq!(code(&build), 2);
    assert_eq!(files(&site.path("public")), BTreeMap::from([("photo.jpg".to_owned(), "à moi".into())]));
}

#[test]
fn exit_codes_tell_findings_from_misuse() {
    let site = Site::new(&[("content/a.md", "---\ntitle: A\n---\n\nCliquez [ici](a.md).\n")]);
    assert_eq!(code(&site.run(&["check"])), 0);
    assert_eq!(code(&site.run(&["check", "--fail-on", "warning"])), 1);
    assert_eq!(code(&site.run(&["check", "--nothing"])), 2);
    assert_eq!(code(&run(&site.path("nulle-part"), &["check"])), 2);
    assert_eq!(code(&site.run(&["explain", "clarity/long-sentance"])), 2);
}

#[test]
fn check_shows_only_what_was_asked_for() {
    let site =
        Site::new(&[("content/x/a.md", BROKEN), ("content/y/b.md", &BROKEN.replace("autre", "suite"))]);
    let path = site.path("content/x");
    let check = site.run(&["check", path.to_str().unwrap()]);
    assert_eq!(code(&check), 1);
    assert!(out(&check).contains("content/x/a.md") && !out(&check).contains("content/y/b.md"));
    let outside = tempfile::tempdir().unwrap();
    assert_eq!(code(&site.run(&["check", outside.path().to_str().unwrap()])), 2);
}

#[test]
fn a_value_to_come_is_in_no_output_before_its_day() {
    let amounts = "timbre:\n  label: Timbre\n  values:\n    - {value: 86, from: 2020-01-01}\n    - {value: 91, from: 2027-01-01}\n";
    let page = "---\ntitle: Une page\ntype: procedure\ncost: timbre\n---\n\nVous payez {{ amount(key=\"timbre\") }}.\n";
    let site = Site::new(&[("content/_data/amounts.yaml", amounts), ("content/a.md", page)]);
    let says = |day: &str, value: &str| {
        assert_eq!(code(&site.run(&["build", "--today", day])), 0);
        site.published().values().any(|bytes| String::from_utf8_lossy(bytes).contains(value))
    };
    assert!(says("2026-12-31", "86\u{a0}€") && !says("2026-12-31", "91\u{a0}€"));
    assert!(says("2027-01-01", "91\u{a0}€") && !says("2027-01-01", "86\u{a0}€"));
}

#[test]
fn the_output_for_programs_is_json_of_the_version_it_says() {
    let site = Site::new(&[("content/a.md", BROKEN)]);
    let check = site.run(&["check", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&out(&check)).unwrap();
    assert_eq!(json["schema_version"], 1);
    let findings = json["findings"].as_array().unwrap();
    let broken = findings.iter().find(|f| f["rule"] == "links/broken-internal").unwrap();
    assert_eq!(broken["text"], "nulle-part.md");
    assert_eq!(broken["location"]["path"], "content/a.md");
}

#[test]
fn the_examples_of_rules_do_not_depend_on_the_settings_of_a_site() {
    let settings = "[lint.rules]\n\"clarity/long-sentence\" = \"off\"\n\"freshness/review-overdue\" = {params = {every = \"1 mois\"}}\n";
    let site = Site::new(&[("site.toml", settings), ("content/a.md", GOOD)]);
    let test = site.run(&["rules", "test"]);
    assert_eq!(code(&test), 0, "{}", out(&test));
}

#[test]
fn what_is_wrong_in_a_draft_stops_nothing_and_a_withdrawn_page_goes() {
    let site = Site::new(&[
        ("site.toml", "[build]\non_error = \"hold-page\"\n"),
        ("content/a.md", GOOD),
        ("content/b.md", "---\ntitle: Une autre\n---\n\nBonne version.\n"),
    ]);
    assert_eq!(code(&site.run(&["build"])), 0);
    site.write("content/b.md", &BROKEN.replace("---\n\n", "draft: true\n---\n\n"));
    site.run(&["build"]);
    assert!(!site.published().contains_key("b/index.html"));
    site.write("site.toml", "");
    let build = site.run(&["build"]);
    assert!(err(&build).contains("published"), "{}{}", out(&build), err(&build));
    assert!(!err(&build).contains("Nothing was published"));
}

const LOUD: &str = "---\ntitle: Une autre\ndescription: Une page.\n---\n\nLe service procède à la vérification de la demande. Voir [ici](a.md).\n";

#[test]
fn what_drafts_are_told_is_counted_in_one_line() {
    let draft = LOUD.replace("description", "draft: true\ndescription");
    let site = Site::new(&[("site.toml", ""), ("content/a.md", GOOD), ("content/b.md", &draft)]);
    let counted = site.run(&["check"]);
    let said = "more findings in drafts";
    assert!(!out(&counted).contains("content/b.md"), "{}", out(&counted));
    assert_eq!(err(&counted).lines().filter(|line| line.contains(said)).count(), 1, "{}", err(&counted));
    // Named, or with everything, it is shown; and there is nothing to count where it is no draft.
    for arguments in [&["check", "--all"][..], &["check", "content/b.md"]] {
        let shown = site.run(arguments);
        assert!(out(&shown).contains("content/b.md"), "{}", out(&shown));
        assert!(!err(&shown).contains("draft"), "{}", err(&shown));
    }
    // A build counts as a check does: nothing of what waits.
    let alone = Site::new(&[("site.toml", ""), ("content/a.md", GOOD)]);
    let counts = |site: &Site| {
        let said = err(&site.run(&["build"]));
        said.lines()
            .filter(|line| line.contains("To read all of them"))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(counts(&site), counts(&alone));
    site.write("content/b.md", LOUD);
    assert!(!err(&site.run(&["check"])).contains("draft"));
}

#[test]
fn drafts_that_are_published_are_said_to_be() {
    let draft = GOOD.replacen("---\n", "---\ndraft: true\n", 1);
    let site = Site::new(&[("site.toml", ""), ("content/a.md", GOOD), ("content/b.md", &draft)]);
    let with = site.run(&["build", "--drafts"]);
    let caution = "Caution: 1 draft is published with the rest (--drafts).";
    assert!(err(&with).contains(caution), "{}", err(&with));
    assert!(site.published().contains_key("b/index.html"));
    assert!(!err(&site.run(&["build"])).contains("draft"));
    // The setting publishes them too, and is what is named then.
    site.write("site.toml", "[build]\ndrafts = true\n");
    let set = err(&site.run(&["build"]));
    let caution = "Caution: 1 draft is published with the rest (drafts = true, under [build], in site.toml).";
    assert!(set.contains(caution) && !set.contains("--drafts"), "{set}");
    site.write("site.toml", "");
    site.write("content/b.md", GOOD);
    assert!(!err(&site.run(&["build", "--drafts"])).contains("draft"));
}

#[test]
fn of_two_pages_at_one_address_one_is_published_and_the_other_held() {
    let site = Site::new(&[
        ("site.toml", "[build]\non_error = \"hold-page\"\n"),
        ("content/a.md", GOOD),
        ("content/b.md", "---\ntitle: Une autre\nslug: a\n---\n\nTexte.\n"),
    ]);
    let build = site.run(&["build"]);
    assert_eq!(code(&build), 1, "{}{}", out(&build), err(&build));
    assert!(String::from_utf8_lossy(&site.published()["a/index.html"]).contains("Un texte court."));
}

/// What clap writes by itself is in English; the help of every command is in French throughout.
#[test]
fn help_and_misuse_are_in_french() {
    let run =
        |arguments: &[&str]| Command::new(env!("CARGO_BIN_EXE_limpide")).args(arguments).output().unwrap();
    let top = out(&run(&["--help"]));
    let names = top.lines().skip_while(|line| !line.starts_with("Commandes")).skip(1);
    let names = names.take_while(|line| !line.is_empty());
    let mut pages = vec![top.clone(), out(&run(&["-h"]))];
    for name in names.filter_map(|line| line.split_whitespace().next()) {
        pages.extend([out(&run(&[name, "--help"])), out(&run(&[name, "-h"]))]);
    }
    assert!(pages.len() > 15, "{}", pages.len());
    for page in pages {
        assert!(page.contains("Utilisation"), "{page}");
        for english in
            ["Usage", "Commands", "possible values", "Possible", "default:", "Print", "<KEY>", "[PATHS]"]
        {
            assert!(!page.contains(english), "{english}: {page}");
        }
    }
    let misuse = |arguments: &[&str]| {
        let output = run(arguments);
        assert_eq!(code(&output), 2);
        String::from_utf8(output.stderr).unwrap().replace(['\u{a0}', '\u{202f}'], " ")
    };
    for (arguments, said) in [
        (&["chek"][..], "la commande « chek » n’existe pas. Vouliez-vous écrire «"),
        (&["check", "--formt"], "« --formt » n’existe pas ici. Vouliez-vous écrire « --format » ?"),
        (&["check", "--format", "jsn"], "ne peut pas valoir « jsn ». Valeurs possibles :"),
        (&["check", "--today", "hier"], "« hier » : une date s’écrit 2026-01-31."),
        (&["where"], "il manque <CLÉ>."),
        (&["theme", "words"], "il manque <LANGUE>."),
        (&["theme", "words", "../br"], "« ../br » n’est pas un code de langue."),
        (&["serve", "--port", "abc"], "« abc » : un port est un nombre, de 0 à 65535."),
        (&["serve", "--port", "80000"], "« 80000 » : un port est un nombre, de 0 à 65535."),
    ] {
        let told = misuse(arguments);
        assert!(told.contains(said), "{told}");
    }
}

#[test]
fn what_is_typed_after_a_command_is_explained_in_the_order_it_is_typed() {
    let help = Command::new(env!("CARGO_BIN_EXE_limpide")).args(["import", "--help"]).output().unwrap();
    let help = out(&help);
    let explained = help.split_once("Arguments").unwrap().1;
    let (program, folder) = (explained.find("<PROGRAMME>").unwrap(), explained.find("<DOSSIER>").unwrap());
    assert!(program < folder, "{help}");
}

#[test]
fn two_uses_on_one_line_are_one_line_of_the_list() {
    let site = Site::new(&[
        ("site.toml", "[site]\ntitle = \"Ville\"\nlanguage = \"fr\"\nbase_url = \"https://ville.fr\"\n"),
        ("content/_index.md", GOOD),
        ("content/_data/organisations.yaml", "mairie: {name: Mairie, phone: 01 99 00 00 07}\n"),
        (
            "content/a.md",
            "---\ntitle: Titre\ntype: procedure\nauthority: mairie\nchannels: [mairie, {kind: phone, organisation: mairie}]\n---\nTexte.\n",
        ),
    ]);
    let told = out(&site.run(&["where", "mairie", TODAY[0], TODAY[1]]));
    let lines: Vec<&str> = told.lines().filter(|line| line.starts_with("organisations:mairie")).collect();
    let expected =
        ["content/a.md:4", "content/a.md:5"].map(|at| format!("organisations:mairie  {at}  Titre"));
    assert_eq!(lines, expected, "{told}");
}
