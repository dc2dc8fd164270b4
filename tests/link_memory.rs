//! External links from memory: what is told, what fails, and what becomes of the file. Nothing is asked.

use serde_json::Value;

use crate::commands::{Site, code, err, out};

const MEMORY: &str = ".limpide/links.json";

/// A line of memory about an address, with more keys.
fn line(url: &str, more: &str) -> String {
    format!("{{\"url\":\"{url}\",\"checked\":\"2026-03-14\"{more}}}")
}

fn memory(lines: &[String]) -> String {
    format!("{{\n  \"version\": 1,\n  \"links\": [\n{}\n  ]\n}}\n", lines.join(",\n"))
}

fn gone(url: &str) -> String {
    line(url, r#","fault":"404","failures":2,"since":"2026-03-12","proven":"2026-03-12""#)
}

fn alive(url: &str) -> String {
    line(url, r#","alive":"2026-03-14""#)
}

/// Two pages and a service that lead to other sites; one address is broken, one in doubt, one moved.
fn site() -> Site {
    let a = "---\ntitle: Page A\ndescription: Une page.\n---\n\nLisez [la loi](https://a.fr/loi), [le \
             guide](https://a.fr/guide#prix) et [la carte](http://a.fr/carte).\n";
    let b = "---\ntitle: Page B\ndescription: Une page.\ntype: procedure\nchannels: [guichet]\n---\n\nVoyez [la \
             loi](https://a.fr/loi) et [le plan](https://lent.fr/).\n";
    let service = "guichet:\n  name: Guichet\n  url: https://guichet.fr/\n";
    let site = Site::new(&[
        ("site.toml", "[site]\ntitle = \"Essai\"\nlanguage = \"fr\"\n"),
        ("content/_index.md", "---\ntitle: Accueil\ndescription: Une page.\n---\n\n[A](a.md), [B](b.md)\n"),
        ("content/a.md", a),
        ("content/b.md", b),
        ("content/_data/online-services.yaml", service),
    ]);
    let moved = r#","alive":"2026-03-14","moved":{"to":"https://a.fr/manuel","permanent":true}"#;
    let down = r#","fault":"503","failures":2,"since":"2026-03-13","proven":"2026-03-13""#;
    site.write(
        MEMORY,
        &memory(&[
            line("http://a.fr/carte", r#","alive":"2026-03-14","secure":true"#),
            line("https://a.fr/guide", moved),
            gone("https://a.fr/loi"),
            line("https://guichet.fr/", down),
            line("https://lent.fr/", r#","fault":"timeout","failures":1,"since":"2026-03-14""#),
        ]),
    );
    site
}

const OFFLINE: [&str; 4] = ["check", "--offline", "--today", "2026-03-15"];

fn told(site: &Site) -> Vec<String> {
    let output = site.run(&[&OFFLINE[..], &["--all", "--format", "json"]].concat());
    let json: Value = serde_json::from_str(&out(&output)).unwrap();
    let finding = |finding: &Value| {
        let of = |key: &str| finding[key].as_str().unwrap().to_owned();
        let path = finding["location"]["path"].as_str().unwrap().trim_start_matches("content/").to_owned();
        (of("rule").starts_with("links/")).then(|| format!("{path} {}: {}", of("rule"), of("text")))
    };
    json["findings"].as_array().unwrap().iter().filter_map(finding).collect()
}

#[test]
fn what_is_remembered_is_told_where_it_is_typed() {
    let site = site();
    assert_eq!(
        told(&site),
        [
            "_data/online-services.yaml links/broken-external: https://guichet.fr/",
            "a.md links/broken-external: https://a.fr/loi",
            "a.md links/moved: https://a.fr/guide#prix",
            "a.md links/insecure-external: http://a.fr/carte",
            "b.md links/broken-external: https://a.fr/loi",
        ]
    );
    let said = out(&site.run(&OFFLINE));
    assert!(said.contains("broken since 12 March 2026, used by 2 pages"), "{said}");
    // Without the option, nothing is told.
    assert!(!out(&site.run(&["check"])).contains("broken-external"));
}

#[test]
fn external_links_fail_a_check_only_when_it_was_asked() {
    let site = site();
    // No other warning than those of links.
    site.write("content/b.md", "---\ntitle: Page B\ndescription: Une page.\n---\n\nVoyez la page A.\n");
    for (more, expected) in [
        (&[][..], 0),
        (&["--fail-on", "warning"], 0),
        (&["--links-fail-on", "never"], 0),
        (&["--links-fail-on", "broken"], 1),
        // The memory had seen them all.
        (&["--links-fail-on", "new-broken"], 0),
    ] {
        let output = site.run(&[&OFFLINE[..], more].concat());
        assert_eq!(code(&output), expected, "{more:?}: {}{}", out(&output), err(&output));
        // The last word of the report says the same as the code.
        for format in ["human", "markdown"] {
            let said = out(&site.run(&[&OFFLINE[..], more, &["--format", format]].concat()));
            assert_eq!(said.contains("The check fails"), expected == 1, "{more:?}: {said}");
            assert_eq!(said.contains("The check passes"), expected == 0, "{more:?}: {said}");
        }
    }
    // Nor does a site that makes the rule an error.
    site.write("site.toml", "[lint.rules]\n\"links/broken-external\" = \"error\"\n");
    assert_eq!(code(&site.run(&OFFLINE)), 0);
    // What is accepted with its reason fails nothing.
    let allow =
        "[[lint.allow]]\npath = \"**\"\nrules = [\"links/broken-external\"]\nreason = \"en travaux\"\n";
    site.write("site.toml", allow);
    let failing = || code(&site.run(&[&OFFLINE[..], &["--links-fail-on", "broken"]].concat()));
    assert_eq!(failing(), 0);
    // Nor does a rule that is off; but what is accepted on one page is not accepted on another.
    site.write("site.toml", "[lint.rules]\n\"links/broken-external\" = \"off\"\n");
    assert_eq!(failing(), 0);
    site.write(
        "content/b.md",
        "---\ntitle: Page B\ndescription: Une page.\n---\n\n[Loi](https://a.fr/loi)\n",
    );
    site.write("content/_data/online-services.yaml", "{}\n");
    site.write("site.toml", &allow.replace("**", "a.md"));
    assert_eq!(failing(), 1);
    site.write("site.toml", &allow.replace("**", "{a,b}.md"));
    assert_eq!(failing(), 0);
}

#[test]
fn an_address_cannot_drive_the_terminal() {
    let site = site();
    site.write(MEMORY, &memory(&[gone("https://a.fr/\\u001b[31m")]));
    site.write(
        "content/a.md",
        "---\ntitle: Page A\ndescription: Une page.\n---\n\n[Loi](<https://a.fr/\u{1b}[31m>)\n",
    );
    let output = site.run(&[&OFFLINE[..], &["--links-fail-on", "broken"]].concat());
    assert_eq!(code(&output), 1, "{}", err(&output));
    assert!(!err(&output).contains('\u{1b}') && err(&output).contains("[31m"), "{}", err(&output));
}

#[test]
fn misuse_is_told() {
    let site = site();
    for arguments in [
        &["check", "--links-fail-on", "broken"][..],
        &["check", "--external", "--offline"],
        &["check", "--partition", "1/2"],
        &["check", "--external", "--partition", "3/2"],
        &["links", "merge"],
    ] {
        assert_eq!(code(&site.run(arguments)), 2, "{arguments:?}");
    }
}

#[test]
fn a_damaged_or_newer_memory_is_told_and_left_alone() {
    let site = site();
    for (text, said) in [
        ("{\n<<<<<<< HEAD\n", "line 2, column 1"),
        ("{\n<<<<<<< HEAD\n", "conflict"),
        ("{\n  \"version\": 1,\n", "cut short"),
        ("{\"version\": 7, \"autre\": []}", "form 7"),
        ("", "line 1"),
    ] {
        site.write(MEMORY, text);
        for arguments in [&OFFLINE[..], &["links"], &["links", "merge", "x"]] {
            let output = site.run(arguments);
            assert_eq!(code(&output), 2);
            assert!(arguments.contains(&"x") || err(&output).contains(said), "{}", err(&output));
            assert!(!err(&output).contains("expected"), "{}", err(&output));
        }
        assert_eq!(std::fs::read_to_string(site.path(MEMORY)).unwrap(), text);
    }
}

#[test]
fn links_lists_what_is_broken_in_doubt_or_moved_with_its_pages() {
    let site = site();
    let human = site.run(&["links", "--today", "2026-03-15"]);
    assert_eq!(code(&human), 1);
    let text = out(&human);
    for said in [
        "Broken since 12 March 2026, used by 2 pages.",
        "Broken since 13 March 2026, used by 1 page.",
        "In doubt since 14 March 2026, used by 1 page.",
        "The page has moved for good: https://a.fr/manuel",
        "content/_data/online-services.yaml:3",
        "5 addresses checked: 2 broken, 1 in doubt, 1 leads to another one.",
    ] {
        assert!(text.replace('\u{a0}', " ").contains(said), "{said}: {text}");
    }
    let json: Value = serde_json::from_str(&out(&site.run(&["links", "--format", "json"]))).unwrap();
    let states: Vec<(&str, &str)> = json["links"]
        .as_array()
        .unwrap()
        .iter()
        .map(|link| (link["state"].as_str().unwrap(), link["url"].as_str().unwrap()))
        .collect();
    assert_eq!(
        states,
        [
            ("broken", "https://a.fr/loi"),
            ("broken", "https://guichet.fr/"),
            ("doubt", "https://lent.fr/"),
            ("moved", "https://a.fr/guide#prix"),
        ]
    );
    let markdown = out(&site.run(&["links", "--format", "markdown"]));
    assert!(markdown.starts_with("## External links\n") && markdown.contains("- `https://a.fr/loi`\n"));
    // Nobody is told to wait for what is broken.
    assert!(!text.contains("Check again later") || text.contains("did not answer in time"), "{text}");
    assert!(text.contains("look for its new address, or remove the link"), "{text}");
    // What is accepted is listed, and is no reason to ring; what is excluded is not there any more.
    let allow = "[[lint.allow]]\npath = \"**\"\nrules = [\"links/broken-external\"]\nreason = \"connu\"\n";
    site.write("site.toml", allow);
    assert_eq!(code(&site.run(&["links"])), 0);
    site.write("site.toml", "[links]\nexclude = [\"https://a.fr/loi\", \"https://lent.fr/\"]\n");
    let counts = "3 addresses checked: 1 broken, 0 in doubt, 1 leads to another one.";
    let listed = out(&site.run(&["links"]));
    assert!(listed.contains(counts), "{listed}");
    let noted = err(&site.run(&OFFLINE));
    assert!(noted.contains("2 answer, 1 broken, 0 in doubt") && !noted.contains("limpide links"), "{noted}");
    site.write("site.toml", "[site]\ntitle = \"Essai\"\n");
    // Nothing broken: the code says so. Nothing remembered is no good news.
    site.write(MEMORY, &memory(&[alive("https://a.fr/loi")]));
    assert_eq!(code(&site.run(&["links"])), 0);
    std::fs::remove_file(site.path(MEMORY)).unwrap();
    assert_eq!(code(&site.run(&["links"])), 2);
}

#[test]
fn memories_of_several_machines_become_one() {
    let site = site();
    let one = memory(&[alive("https://a.fr/"), gone("https://b.fr/")]);
    let other = memory(&[
        r#"{"url":"https://b.fr/","checked":"2026-03-20","alive":"2026-03-20"}"#.to_owned(),
        alive("https://c.fr/"),
    ]);
    site.write("1.json", &one);
    site.write("2.json", &other);
    let path = |name: &str| site.path(name).to_str().unwrap().to_owned();
    let merged = site.run(&["links", "merge", &path("1.json"), &path("2.json")]);
    assert_eq!(code(&merged), 0, "{}", err(&merged));
    assert_eq!(out(&merged), out(&site.run(&["links", "merge", &path("2.json"), &path("1.json")])));
    assert_eq!(out(&merged).lines().filter(|line| line.contains("alive")).count(), 3);
    site.run(&["links", "merge", &path("1.json"), &path("2.json"), "--output", &path("part/all.json")]);
    assert_eq!(std::fs::read_to_string(site.path("part/all.json")).unwrap(), out(&merged));
}

#[test]
fn the_memory_is_not_published_and_mends_addresses() {
    let site = site();
    assert_eq!(code(&site.run(&["build"])), 0);
    let published = walkdir::WalkDir::new(site.path("public"));
    let mut names = published.into_iter().map(|entry| entry.unwrap().path().display().to_string());
    assert!(!names.any(|name| name.contains("links.json")));
    let fixed = site.run(&["fix", "--offline", "--suggested", "--all", "--rule", "links/moved"]);
    assert_eq!(code(&fixed), 0, "{}", err(&fixed));
    let page = std::fs::read_to_string(site.path("content/a.md")).unwrap();
    assert!(page.contains("(https://a.fr/manuel#prix)"), "{page}");
}

#[test]
fn the_committed_schema_is_fresh_and_the_memory_follows_it() {
    let site = site();
    let schema = out(&site.run(&["schema", "links"]));
    assert_eq!(
        schema,
        include_str!("../schemas/links.schema.json"),
        "refresh it: limpide schema links > schemas/links.schema.json"
    );
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let merged = out(&site.run(&["links", "merge", site.path(MEMORY).to_str().unwrap()]));
    assert!(validator.is_valid(&serde_json::from_str(&merged).unwrap()), "{merged}");
    assert!(!validator.is_valid(&serde_json::from_str(&merged.replace("\"503\"", "\"bof\"")).unwrap()));
}
