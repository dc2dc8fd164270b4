//! Living with the rules: silences with a reason, and the findings that an old site begins with.

use std::path::PathBuf;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

struct Site(tempfile::TempDir);

impl Site {
    fn new(files: &[(&str, &str)]) -> Self {
        let site = Self(tempfile::tempdir().unwrap());
        for (path, text) in files {
            site.write(path, text);
        }
        site
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).unwrap()
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_limpide"));
        command.args(arguments).args(["--lang", "en", "--today", "2026-11-23", "--site"]).arg(self.0.path());
        command.output().unwrap()
    }

    /// What `check` finds: `path rule: text`, without the severity.
    fn found(&self, arguments: &[&str]) -> Vec<String> {
        let output = self.run(&[&["check", "--format", "json"], arguments].concat());
        let text = String::from_utf8(output.stdout.clone()).unwrap();
        let json: serde_json::Value =
            serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}{}", err(&output)));
        let said = |finding: &serde_json::Value| {
            let path = finding["location"]["path"].as_str().unwrap().trim_start_matches("content/");
            let (rule, text) = (finding["rule"].as_str().unwrap(), finding["text"].as_str().unwrap());
            format!("{path} {rule}: {text}")
        };
        json["findings"].as_array().unwrap().iter().map(said).collect()
    }
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A page with two faults of one rule, in two paragraphs, and one of another.
fn page(first: &str, second: &str) -> String {
    format!(
        "---\ntitle: Une page\n---\n\n{first}Dans le but de payer, venez.\n\n{second}Au sein de la mairie, \
         [cliquez ici](a.md).\n"
    )
}

const WORDY: &str = "<!-- limpide: allow clarity/wordy-phrase: citation du décret -->\n";

#[test]
fn a_silence_covers_its_block_and_no_other() {
    let site = Site::new(&[("content/a.md", &page(WORDY, ""))]);
    assert_eq!(
        site.found(&[]),
        ["a.md clarity/wordy-phrase: Au sein de", "a.md links/vague-text: cliquez ici"]
    );
    assert!(err(&site.run(&["check"])).contains("1 finding silenced, with its reason."));
    site.write("content/a.md", &page("", "<!-- limpide: allow clarity/*, links/vague-text : exemple -->\n"));
    assert_eq!(site.found(&[]), ["a.md clarity/wordy-phrase: Dans le but de"]);
    assert!(err(&site.run(&["check"])).contains("2 findings silenced, each with its reason."));
}

#[test]
fn a_silence_is_not_published() {
    let inline = page(WORDY, "").replace("venez.", "venez <!-- limpide: allow clarity/*: secret -->.");
    let site = Site::new(&[("content/a.md", &inline)]);
    assert_eq!(code(&site.run(&["build"])), 0);
    let html = site.read("public/a/index.html");
    assert!(html.contains("Dans le but de payer, venez"), "{html}");
    assert!(!html.contains("limpide:") && !html.contains("décret") && !html.contains("secret"), "{html}");
}

#[test]
fn a_page_and_a_path_are_silenced_with_a_reason() {
    let front =
        page("", "").replace("---\n\n", "allow: {clarity/wordy-phrase: page d’archive}\nreviewd: x\n---\n\n");
    let site = Site::new(&[("content/a.md", &front)]);
    assert_eq!(site.found(&[]), ["a.md reading/unknown-key: reviewd", "a.md links/vague-text: cliquez ici"]);
    site.write("content/a.md", &front.replace("archive}", "archive, reading/unknown-key: notre outil}"));
    assert_eq!(site.found(&[]), ["a.md links/vague-text: cliquez ici"]);

    for path in ["vieux/**", "vieux", "vieux/", "content/vieux/*.md", "**/a.md", "./vieux/a.md", "*/{a,b}.md"]
    {
        let site = Site::new(&[
            ("content/vieux/a.md", &page("", "")),
            ("content/b.md", "---\ntitle: Une autre\n---\n\nAu sein de la mairie.\n"),
            (
                "site.toml",
                &format!(
                    "[[lint.allow]]\npath = \"{path}\"\nrules = [\"clarity/*\", \"links/vague-text\"]\nreason = \"gardé tel quel\"\n"
                ),
            ),
        ]);
        assert_eq!(site.found(&[]), ["b.md clarity/wordy-phrase: Au sein de"], "{path}");
    }
}

#[test]
fn a_silenced_error_lets_the_site_be_published() {
    let broken = "---\ntitle: A\n---\n\n@[x](nulle-part.md)\n";
    let site = Site::new(&[("content/a.md", &broken.replace('@', ""))]);
    assert_eq!(code(&site.run(&["build"])), 1);
    site.write(
        "content/a.md",
        &broken.replace('@', "<!-- limpide: allow links/broken-internal: page à venir -->\n"),
    );
    let build = site.run(&["build"]);
    assert_eq!(code(&build), 0, "{}", err(&build));
    assert!(err(&build).contains("Published with 1 error already known or silenced."), "{}", err(&build));
}

#[test]
fn a_silence_of_no_use_is_said_unless_its_rule_did_not_speak() {
    let with = |rules: &str, settings: &str| {
        let comment = format!("<!-- limpide: allow {rules}: une raison -->\n");
        let text = format!("---\ntitle: A\n---\n\n{comment}Un texte court.\n");
        Site::new(&[("content/a.md", &text), ("site.toml", settings)]).found(&[])
    };
    assert_eq!(with("clarity/wordy-phrase", ""), ["a.md reading/unused-silence: clarity/wordy-phrase"]);
    assert_eq!(with("clarity/*", ""), ["a.md reading/unused-silence: clarity/*"]);
    let both = with("links/vague-text, links/*", "");
    assert_eq!(
        both,
        ["a.md reading/unused-silence: links/vague-text", "a.md reading/unused-silence: links/*"]
    );
    for (rules, settings) in [
        ("clarity/wordy-phrase", "[lint.rules]\n\"clarity/wordy-phrase\" = \"off\"\n"),
        ("clarity/wordy-phrase", "[site]\nlanguage = \"en\"\n"),
        ("links/broken-external", ""),
        ("reading/template", ""),
    ] {
        assert_eq!(with(rules, settings), [""; 0], "{rules} {settings}");
    }
}

#[test]
fn a_silence_about_the_calendar_never_fails_a_check() {
    let text = "---\ntitle: A\n---\n\n<!-- limpide: allow freshness/past-deadline: rappel historique -->\nVenez jusqu’au 3 mars 2020.\n";
    let site = Site::new(&[("content/a.md", text)]);
    assert_eq!(site.found(&[]), [""; 0]);
    site.write("content/a.md", &text.replace("2020", "2099"));
    assert_eq!(site.found(&[]), ["a.md reading/unused-silence: freshness/past-deadline"]);
    assert_eq!(code(&site.run(&["check", "--fail-on", "warning"])), 0);
}

#[test]
fn what_is_wrong_with_a_silence_is_a_finding_that_nothing_silences() {
    let text = "---\ntitle: A\nallow:\n  reading/*: tout taire\n  reading/unused-silence: tout taire\n---\n\n\
                <!-- limpide: allow clarity/wordy-frase: raison -->\n\
                <!-- limpide: allow wordy-phrase: raison -->\n\
                <!-- limpide: allow clartiy/*: raison -->\n\
                <!-- limpide: allow clarity/wordy-phrase -->\n\
                <!-- limpide: alow clarity/wordy-phrase: raison -->\n\
                Au sein de la mairie.\n";
    let site = Site::new(&[("content/a.md", text)]);
    let mut found = site.found(&[]);
    found.sort();
    assert_eq!(
        found,
        [
            "a.md clarity/wordy-phrase: Au sein de",
            "a.md reading/invalid-silence: alow",
            "a.md reading/invalid-silence: reading/unused-silence",
            "a.md reading/silence-without-reason: clarity/wordy-phrase",
            "a.md reading/unknown-name: clarity/wordy-frase",
            "a.md reading/unknown-name: clartiy/*",
            "a.md reading/unknown-name: wordy-phrase",
            "a.md reading/unused-silence: reading/*",
        ]
    );
    let check = site.run(&["check"]);
    let said = String::from_utf8(check.stdout).unwrap();
    for meant in
        ["“clarity/wordy-phrase”", "“clarity/*”", "<!-- limpide: allow clarity/wordy-phrase: the reason"]
    {
        assert!(said.contains(meant), "{meant}: {said}");
    }
}

#[test]
fn what_is_wrong_with_a_silence_of_the_settings_is_a_finding() {
    let allow = |path: &str, rest: &str| format!("[[lint.allow]]\npath = \"{path}\"\n{rest}\n");
    let settings = [
        allow("archives/**", "rules = [\"clarity/*\"]\nreason = \"r\""),
        allow("a.md", "rules = [\"clarity/jargn\"]\nreason = \"r\""),
        allow("a.md", "rules = [\"clarity/wordy-phrase\"]"),
        allow("[", "rules = [\"clarity/*\"]\nreason = \"r\""),
        allow("a.md", "reason = \"r\""),
        allow("a.md", "rules = [\"links/vague-text\"]\nreason = \"r\"\nraison = \"r\""),
    ];
    let site = Site::new(&[
        ("content/a.md", "---\ntitle: A\n---\n\nAu sein de la mairie.\n"),
        ("site.toml", &settings.concat()),
    ]);
    assert_eq!(
        site.found(&[]),
        [
            "a.md clarity/wordy-phrase: Au sein de",
            "site.toml reading/unused-silence: \"archives/**\"",
            "site.toml reading/unknown-name: \"clarity/jargn\"",
            "site.toml reading/silence-without-reason: \"clarity/wordy-phrase\"",
            "site.toml reading/invalid-value: \"[\"",
            "site.toml reading/invalid-value: path",
            "site.toml reading/unused-silence: \"links/vague-text\"",
            "site.toml reading/unknown-key: raison",
        ]
    );
}

#[test]
fn hostile_silences_come_to_their_end_and_drive_no_terminal() {
    let comment = "<!-- limpide: allow clarity/wordy-phrase: r -->";
    let nested: String = (0..300).map(|level| format!("{}- {comment}\n", "  ".repeat(level))).collect();
    let texts = [
        format!("{}{}", format!("{comment}\n").repeat(10_000), "Au sein de la mairie. ".repeat(3_000)),
        format!("{}\n", format!("{comment}\nAu sein de.\n\n").repeat(5_000)),
        format!("{nested}{}- Au sein de", "  ".repeat(300)),
        format!("<!-- limpide: allow {}: r -->\nT", "clarity/wordy-phrase,".repeat(5_000)),
        format!("<!-- limpide: allow {}: r -->\nT", "x".repeat(1_000_000)),
        format!("<!-- limpide: allow clarity/wordy-phrase: {} -->\nAu sein de", "r ".repeat(1_000_000)),
        format!("{comment} au sein de ").repeat(2_000),
        "<!-- limpide: allow \u{1b}[31mrouge/\u{1b}[0m: \u{1b}]8;;http://x\u{7}**raison** `x` \u{202e} -->\nT".to_owned(),
    ];
    for text in texts {
        let site = Site::new(&[("content/a.md", &format!("---\ntitle: A\n---\n\n{text}\n"))]);
        let started = Instant::now();
        let check = site.run(&["check", "--all"]);
        assert!(started.elapsed() < Duration::from_secs(60), "{} bytes", text.len());
        assert!(matches!(code(&check), 0 | 1), "{}", err(&check));
        let said = [check.stdout, check.stderr].concat();
        assert!(!said.contains(&0x1b) && !said.contains(&7), "{}", String::from_utf8_lossy(&said));
    }
}

#[test]
fn a_link_by_reference_is_silenced_where_it_is_used() {
    let allow = "<!-- limpide: allow links/broken-internal: page à venir -->\n";
    let text =
        format!("---\ntitle: A\n---\n\n{allow}Voyez [un][x].\n\n@Voyez [deux][x].\n\n[x]: nulle-part.md\n");
    let site = Site::new(&[("content/a.md", &text.replace('@', ""))]);
    let found = site.found(&[]);
    assert!(found.contains(&"a.md links/broken-internal: nulle-part.md".to_owned()), "{found:?}");
    site.write("content/a.md", &text.replace('@', allow));
    assert_eq!(site.found(&[]), [""; 0]);
}

const FAULTS: &str =
    "Dans le but de payer, venez.\n\n- Au sein de la mairie.\n- Voyez [ici](b.md).\n\nPuis [ici](a.md).\n";

/// A site with a page of faults, and the baseline that knows them.
fn old_site() -> Site {
    let site = Site::new(&[
        ("site.toml", "[lint]\nbaseline = \"connus.json\"\n"),
        ("content/a.md", &format!("---\ntitle: A\n---\n\n{FAULTS}")),
    ]);
    let made = site.run(&["baseline"]);
    assert_eq!(code(&made), 0, "{}", err(&made));
    assert!(err(&made).contains("5 known findings"), "{}", err(&made));
    site
}

#[test]
fn a_baseline_silences_what_was_there_and_nothing_else() {
    let site = old_site();
    let check = site.run(&["check", "--all"]);
    assert_eq!(code(&check), 0);
    assert!(err(&check).contains("5 findings already known are not shown"), "{}", err(&check));
    assert_eq!(site.found(&[]), [""; 0]);
    assert_eq!(site.found(&["--no-baseline"]).len(), 5);
    // The same words a second time are a new fault, and the one of the same words that is new is it.
    site.write("content/a.md", &format!("---\ntitle: A\n---\n\nEncore [ici](a.md).\n\n{FAULTS}"));
    assert_eq!(site.found(&[]), ["a.md links/vague-text: ici"]);
    assert_eq!(code(&site.run(&["check", "--fail-on", "warning"])), 1);
    let json = site.run(&["check", "--format", "json"]).stdout;
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    assert_eq!(json["findings"][0]["location"]["start"]["line"], 5);
    assert_eq!(json["suppressed"], 5);
    // Of the paths that are asked for, like what is found.
    site.write("content/b/c.md", "---\ntitle: C\n---\n\nTexte.\n");
    let path = site.path("content/b").display().to_string();
    let json = site.run(&["check", "--format", "json", &path]).stdout;
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    assert_eq!((&json["suppressed"], &json["counts"]["warning"]), (&0.into(), &0.into()));
}

#[test]
fn a_baseline_holds_when_text_moves() {
    let site = old_site();
    let moved = "Puis [ici](a.md).\n\nUn texte neuf.\n\n- Voyez\n  [ici](b.md).\n- Au\n  sein de la mairie.\n\n> [!NOTE]\n> Dans le but\n> de payer, venez.\n";
    let moved = format!("---\ntitle: A\n---\n\n{moved}");
    site.write("content/a.md", &moved);
    assert_eq!(site.found(&["--no-baseline"]).len(), 5);
    assert_eq!(site.found(&[]).len(), 1, "a quote mark stands among the words: {:?}", site.found(&[]));
    site.write("content/a.md", &moved.replace("> ", "").replace("[!NOTE]\n", ""));
    assert_eq!(site.found(&[]), [""; 0]);
    site.write("content/a.md", &format!("\u{feff}---\ntitle: A\n---\n\n{FAULTS}").replace('\n', "\r\n"));
    assert_eq!(site.found(&[]), [""; 0]);
    // What is around a fault may change: it is the same fault.
    site.write(
        "content/a.md",
        &format!("---\ntitle: A\n---\n\n{}", FAULTS.replace("Puis", "Enfin, lisez donc")),
    );
    assert_eq!(site.found(&[]), [""; 0]);
}

/// Paragraphs of all kinds of faults. Some acronyms are explained late, some early, some nowhere.
const PARAGRAPHS: [&str; 14] = [
    "La CPAM vous répond, puis la MDPH.",
    "Adressez-vous à la caisse primaire d’assurance maladie (CPAM).",
    "Votre dossier passe par la CNAM et par la MDPH.",
    "La CPAM transmet à l’ASP.",
    "Sur le site de l’ASP (agence de services et de paiement), cherchez la CNAM.",
    "- Au sein de la mairie.\n- Voyez [ici](b.md).",
    "Dans le but de payer, venez : c’est simple.",
    "Puis [ici](a.md).",
    "Dans le but de payer, venez.",
    "Lisez [ici](a.md) et [là](absente.md) à la MDPH.",
    "| Où | Quand |\n| --- | --- |\n| CNAM | lundi |",
    "> [!NOTE]\n> L’URSSAF et la CNAM répondent en [cliquant ici](a.md).",
    "Un texte tranquille.",
    "L’URSSAF et l’union de recouvrement (URSSAF) sont une seule chose.",
];

/// Another order of paragraphs, the same each time for a seed.
fn shuffled(seed: u64) -> String {
    let mut state = seed;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    let mut paragraphs = PARAGRAPHS;
    for last in (1..paragraphs.len()).rev() {
        paragraphs.swap(last, next(last + 1));
    }
    format!("---\ntitle: A\n---\n\n{}\n", paragraphs.join("\n\n"))
}

#[test]
fn a_baseline_knows_all_when_paragraphs_change_places() {
    let text = format!("---\ntitle: A\n---\n\n{}\n", PARAGRAPHS.join("\n\n"));
    let site = Site::new(&[("site.toml", "[lint]\nbaseline = \"connus.json\"\n"), ("content/a.md", &text)]);
    site.run(&["baseline"]);
    let mut all = site.found(&["--no-baseline"]);
    all.sort();
    let acronyms: Vec<&String> = all.iter().filter(|found| found.contains("undefined-acronym")).collect();
    let unexplained = ["CNAM", "MDPH"].map(|acronym| format!("a.md clarity/undefined-acronym: {acronym}"));
    assert_eq!(acronyms, unexplained.iter().collect::<Vec<_>>());
    assert!(all.len() > 10, "{all:?}");
    let fingerprints = |site: &Site| -> Vec<String> {
        let issues = site.run(&["check", "--all", "--no-baseline", "--format", "gitlab"]).stdout;
        let issues: Vec<serde_json::Value> = serde_json::from_slice(&issues).unwrap();
        let acronyms = issues.iter().filter(|issue| issue["check_name"] == "clarity/undefined-acronym");
        let mut known: Vec<String> = acronyms.map(|issue| issue["fingerprint"].to_string()).collect();
        known.sort();
        known
    };
    let before = fingerprints(&site);
    for seed in 0..12 {
        site.write("content/a.md", &shuffled(seed));
        let mut moved = site.found(&["--no-baseline"]);
        moved.sort();
        assert_eq!(moved, all, "{}", site.read("content/a.md"));
        assert_eq!(site.found(&[]), [""; 0], "{}", site.read("content/a.md"));
        assert_eq!(fingerprints(&site), before);
    }
}

#[test]
fn a_page_renamed_keeps_what_is_known_of_it() {
    let site = old_site();
    std::fs::create_dir(site.path("content/x")).unwrap();
    std::fs::rename(site.path("content/a.md"), site.path("content/x/z.md")).unwrap();
    // Its links are broken now: they are other faults.
    assert_eq!(site.found(&[]), ["x/z.md links/broken-internal: a.md"]);
    // A copy is not a renamed page.
    let site = old_site();
    site.write("content/b.md", &site.read("content/a.md"));
    assert!(site.found(&[]).contains(&"b.md clarity/wordy-phrase: Au sein de".to_owned()));
}

#[test]
fn a_baseline_only_shrinks_unless_told_to_grow() {
    let site = old_site();
    let before = site.read("connus.json");
    assert_eq!(before.lines().filter(|line| line.contains("\"rule\"")).count(), 5);
    let text = format!("---\ntitle: A\n---\n\n{FAULTS}");
    site.write(
        "content/a.md",
        &text.replace("Dans le but de", "Pour").replace("venez", "venez dans le cadre de"),
    );
    let check = site.run(&["check"]);
    assert!(err(&check).contains("1 known finding is no more"), "{}", err(&check));
    assert_eq!(site.found(&[]), ["a.md clarity/wordy-phrase: dans le cadre de"]);
    let update = site.run(&["baseline"]);
    assert!(err(&update).contains("4 known findings, 1 fewer and 0 more"), "{}", err(&update));
    assert!(err(&update).contains("1 new finding is not added"), "{}", err(&update));
    let kept: Vec<&str> = before.lines().filter(|line| !line.contains("clarity/wordy-phrase")).collect();
    let after = site.read("connus.json");
    assert!(kept.iter().all(|line| after.contains(line.trim_end_matches(','))), "{after}");
    assert_eq!(site.found(&[]), ["a.md clarity/wordy-phrase: dans le cadre de"]);
    let grown = site.run(&["baseline", "--grow"]);
    assert!(err(&grown).contains("5 known findings, 0 fewer and 1 more"), "{}", err(&grown));
    assert_eq!(site.found(&[]), [""; 0]);
    let bytes = site.read("connus.json");
    site.run(&["baseline"]);
    assert_eq!(site.read("connus.json"), bytes);
}

#[test]
fn what_a_rule_that_is_off_had_found_is_kept() {
    let site = old_site();
    let before = site.read("connus.json");
    site.write(
        "site.toml",
        "[lint]\nbaseline = \"connus.json\"\n[lint.rules]\n\"links/vague-text\" = \"off\"\n",
    );
    let check = site.run(&["check"]);
    assert!(!err(&check).contains("no more"), "{}", err(&check));
    site.run(&["baseline"]);
    assert_eq!(site.read("connus.json"), before);
}

#[test]
fn build_and_check_honour_the_baseline_of_the_settings() {
    let site = old_site();
    assert!(site.found(&["--no-baseline"]).contains(&"a.md links/broken-internal: b.md".to_owned()));
    let build = site.run(&["build"]);
    assert_eq!(code(&build), 0, "{}", err(&build));
    assert!(err(&build).contains("Published with 1 error already known"), "{}", err(&build));
    // A file named on the command line takes its place; without the setting, only that file counts.
    assert_eq!(site.found(&[&format!("--baseline={}", site.path("connus.json").display())]), [""; 0]);
    site.write("site.toml", "");
    assert_eq!(code(&site.run(&["build"])), 1);
    assert_eq!(site.found(&[]).len(), 5);
    let check = site.run(&["check", "--baseline"]);
    assert_eq!(code(&check), 2);
    assert!(err(&check).contains("limpide-baseline.json does not exist"), "{}", err(&check));
    assert_eq!(code(&site.run(&["baseline"])), 0);
    assert_eq!(site.found(&["--baseline"]), [""; 0]);
}

#[test]
fn a_broken_baseline_is_never_an_empty_one() {
    let site = old_site();
    let sound = site.read("connus.json");
    let conflict = sound.replacen("\n    {", "\n<<<<<<< HEAD\n    {", 2);
    for (broken, said) in [
        (conflict.as_str(), "connus.json, line 4, column 1"),
        ("", "connus.json, line 1"),
        ("{\"version\": 9}", "has the form 9"),
    ] {
        site.write("connus.json", broken);
        for command in [&["check"][..], &["build"], &["baseline"], &["baseline", "--grow"]] {
            let output = site.run(command);
            assert_eq!(code(&output), 2, "{command:?} {broken}");
            assert!(err(&output).contains(said), "{command:?}: {}", err(&output));
        }
        assert_eq!(site.read("connus.json"), broken, "it is left as it is");
    }
    std::fs::write(site.path("connus.json"), b"{\"version\": 1,\n\xff").unwrap();
    assert!(err(&site.run(&["check"])).contains("line 2, column 1"));
    std::fs::remove_file(site.path("connus.json")).unwrap();
    assert_eq!(code(&site.run(&["check"])), 2);
    assert_eq!(code(&site.run(&["check", "--no-baseline", "--fail-on", "error"])), 1);
    assert_eq!(code(&site.run(&["check", "--no-baseline", "--baseline"])), 2);
    for outside in ["/tmp/x.json", "../x.json", "connus.txt"] {
        site.write("site.toml", &format!("[lint]\nbaseline = \"{outside}\"\n"));
        assert!(
            site.found(&[]).contains(&format!("site.toml reading/invalid-value: \"{outside}\"")),
            "{outside}"
        );
    }
}

#[test]
fn silences_come_before_the_baseline() {
    let site = Site::new(&[("content/a.md", &page(WORDY, ""))]);
    let made = site.run(&["baseline"]);
    assert!(err(&made).contains("2 known findings"), "{}", err(&made));
    let check = site.run(&["check", "--baseline"]);
    assert!(err(&check).contains("1 finding silenced") && err(&check).contains("2 findings already known"));
}
