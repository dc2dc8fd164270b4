use super::*;
use crate::site::{Facts, Site};
use crate::source::{Source, Tree};
use crate::words::Words;

const WHOLE: &str = r#"[site]
title = "Ville de Rive"
publisher = "Ville de Rive"
base_url = "https://rive.example"
[legal]
organisation = "mairie"
director = "Camille Exemple, maire"
host = { name = "Hôte", address = "1 rue des Machines, 99999 Rive", phone = "01 99 00 00 01" }
[legal.accessibility]
scheme = "https://rive.example/schema"
plan = "https://rive.example/plan"
established = 2026-01-12
[legal.personal_data]
officer = { email = "dpd@rive.example" }
purposes = [{ name = "répondre aux messages", basis = "mission d’intérêt public", kept = "un an" }]
"#;

const MAIRIE: &str = "mairie:\n  name: Mairie de Rive\n  address: {street: 1 place, postcode: \"99999\", city: Rive}\n  \
                      phone: 01 99 00 00 02\n  email: mairie@rive.example\n";

const REGISTRY: &str = "content/_data/organisations.yaml";

fn on(day: Date, settings: &str, files: &[(&str, &str)]) -> Site {
    let mut tree = Tree::default();
    let sources = &mut tree.sources;
    let mut add = |path: &str, text: &str| sources.add(Source::new(path, text.as_bytes().to_vec()));
    let config = add("site.toml", settings);
    let home = add("content/_index.md", "---\ntitle: Rive\n---\n");
    if !files.iter().any(|(path, _)| *path == REGISTRY) {
        let registry = add(REGISTRY, MAIRIE);
        tree.data.push(("organisations.yaml".to_owned(), registry));
    }
    let others: Vec<_> = files.iter().map(|(path, text)| (*path, add(path, text))).collect();
    tree.config = Some(config);
    tree.pages.push(("_index.md".to_owned(), home));
    for (path, id) in others {
        match path.strip_prefix("content/_data/") {
            Some(path) => tree.data.push((path.to_owned(), id)),
            None => tree.pages.push((path.trim_start_matches("content/").to_owned(), id)),
        }
    }
    tree.pages.sort();
    Site::build(tree, Facts::on(day))
}

/// What is told: the words under it, and what is said.
fn told(site: &Site) -> Vec<(String, String)> {
    let words = Words::load(crate::language::Language::English);
    let problems = site.problems.iter();
    problems.map(|p| (site.sources.slice(p.span).to_owned(), words.say(&p.message))).collect()
}

fn conformity(audit: &str, day: Date) -> (Conformity, Option<String>) {
    let site = on(day, &format!("{WHOLE}[legal.accessibility.audit]\nby = \"Nous\"\n{audit}"), &[]);
    assert_eq!(told(&site), []);
    let statement = site.statement.unwrap();
    (statement.conformity, statement.until.map(|until| until.value.to_string()))
}

#[test]
fn the_state_is_worked_out_from_the_rate() {
    let day = date(2026, 11, 26);
    for (rate, state) in [
        ("0", Conformity::None),
        ("49.9", Conformity::None),
        ("50", Conformity::Partial),
        ("99.9", Conformity::Partial),
        ("100", Conformity::Full),
    ] {
        let (found, until) = conformity(&format!("rate = {rate}\ndate = 2026-03-12\n"), day);
        assert_eq!((found, until.as_deref()), (state, Some("2029-03-12")), "{rate}");
    }
    let without = on(day, WHOLE, &[]);
    assert_eq!(told(&without), []);
    assert_eq!(without.statement.unwrap().conformity, Conformity::None);
}

#[test]
fn an_audit_counts_for_three_years_or_eighteen_months_after_a_new_version() {
    let audit = "rate = 100\ndate = 2026-03-12\n";
    assert_eq!(conformity(audit, date(2029, 3, 12)).0, Conformity::Full);
    assert_eq!(conformity(audit, date(2029, 3, 13)).0, Conformity::None);
    let new =
        "[legal.accessibility.standard]\nname = \"référentiel\"\nversion = \"5\"\npublished = 2026-12-01\n";
    let both = format!("{audit}{new}");
    // A version to come changes nothing yet.
    assert_eq!(conformity(&both, date(2026, 11, 26)).1.as_deref(), Some("2029-03-12"));
    assert_eq!(conformity(&both, date(2026, 12, 2)).1.as_deref(), Some("2028-06-01"));
    assert_eq!(conformity(&both, date(2028, 6, 2)).0, Conformity::None);
}

/// What Ara answered in its two forms, cut down to what is read and a little more.
const OLD: &str = r#"{"consultUniqueId":"x","contactEmail":"a11y@rive.example","contactFormUrl":null,
"procedureInitiator":"Ville de Rive","publishDate":"2026-03-12T09:30:00.000Z","updateDate":"2026-04-01T08:00:00.000Z",
"notCompliantContent":"- Des images sans **alternative** ;\n- un tableau","derogatedContent":"","auditType":"FULL",
"accessibilityRate":72,"context":{"referencial":"RGAA Version 4.1","auditorName":"N","auditorEmail":"n@example.org",
"auditorOrganisation":"Société Exemple","technologies":["HTML","CSS"],"tools":[{"name":"Axe","url":"https://x.example"}],
"samples":[{"id":1,"name":"Accueil","url":"https://rive.example/"},{"id":2,"name":"Plan","url":"javascript:x"}],
"desktopEnvironments":[{"operatingSystem":"Windows","operatingSystemVersion":"11","browser":"Firefox",
"browserVersion":"128","assistiveTechnology":"NVDA","assistiveTechnologyVersion":""}],"mobileEnvironments":[]},
"results":[{"topic":1,"criterium":1,"status":"COMPLIANT","errorDescription":null}]}"#;

const NEW: &str = r#"{"auditorOrganisation":"Société Exemple","accessibilityRate":100,
"statementPublicationDate":"2026-03-12T00:00:00.000Z","publicationDate":"2026-03-01T00:00:00.000Z",
"technologies":["HTML"],"samples":[],"tools":["Axe"],"environments":[{"id":1,"platform":"desktop",
"operatingSystem":"macOS","assistiveTechnology":"VoiceOver","browser":"Safari"}]}"#;

const FILE: &str = "content/_data/accessibility.json";

#[test]
fn what_ara_answers_is_read_in_both_its_forms() {
    let day = date(2026, 11, 26);
    let site = on(day, WHOLE, &[(FILE, OLD)]);
    assert_eq!(told(&site), []);
    let statement = site.statement.unwrap();
    let audit = statement.audit.unwrap();
    assert_eq!(statement.conformity, Conformity::Partial);
    assert_eq!(statement.not_accessible, ["Des images sans alternative ;", "un tableau"]);
    assert_eq!((statement.email.as_deref(), statement.form), (Some("a11y@rive.example"), None));
    assert_eq!(statement.updated, Some(date(2026, 4, 1)));
    assert_eq!(audit.by.as_deref(), Some("Société Exemple"));
    assert_eq!(audit.environments, ["Windows 11, Firefox 128, NVDA"]);
    assert_eq!(audit.tools, ["Axe"]);
    // An address that does harm is left out.
    let pages = [("Accueil".to_owned(), Some("https://rive.example/".to_owned())), ("Plan".to_owned(), None)];
    assert_eq!(audit.pages, pages);

    let statement = on(day, WHOLE, &[(FILE, NEW)]).statement.unwrap();
    assert_eq!(statement.conformity, Conformity::Full);
    assert_eq!(statement.until.map(|until| until.value), Some(date(2029, 3, 12)));
    assert_eq!(statement.audit.unwrap().environments, ["macOS, Safari, VoiceOver"]);
}

#[test]
fn a_file_that_is_no_whole_audit_is_told_and_counts_for_nothing() {
    let day = date(2026, 11, 26);
    let fast = on(day, WHOLE, &[(FILE, &OLD.replace("FULL", "FAST").replace(":72,", ":100,"))]);
    let said = "This audit does not cover every criterion: the site remains non-conforming.";
    assert_eq!(told(&fast), [("100".to_owned(), said.to_owned())]);
    assert_eq!(fast.statement.unwrap().conformity, Conformity::None);
    for wrong in ["{}", "[1]", "\"x\"", "{\"accessibilityRate\": \"beaucoup\"}"] {
        let site = on(day, WHOLE, &[(FILE, wrong)]);
        assert_eq!(told(&site).len(), 1, "{wrong} {:?}", told(&site));
        assert_eq!(site.statement.unwrap().conformity, Conformity::None);
    }
    let alone = on(day, "[site]\ntitle = \"Rive\"\n", &[(FILE, OLD)]);
    assert_eq!(
        told(&alone)[0].1,
        "“accessibility.json” tells the result of an audit, and this site has no accessibility statement."
    );
}

/// The state that the law asks is not made of an audit that nobody knows to have taken place.
#[test]
fn an_audit_counts_from_its_day_and_not_without_one() {
    let day = date(2026, 11, 26);
    let audit = "[legal.accessibility.audit]\nby = \"Nous\"\nrate = 72\n";
    let to_come = format!("{WHOLE}{audit}date = 2026-11-27\n");
    let site = on(day, &to_come, &[]);
    let said = "This audit is dated 27 November 2026, a day to come: the site remains non-conforming.";
    assert_eq!(told(&site), [("2026-11-27".to_owned(), said.to_owned())]);
    assert_eq!(site.statement.unwrap().conformity, Conformity::None);
    assert_eq!(on(date(2026, 11, 27), &to_come, &[]).statement.unwrap().conformity, Conformity::Partial);

    let undated = WHOLE.replace("established = 2026-01-12\n", "");
    let said = "This audit has no date: the site remains non-conforming.";
    let site = on(day, &format!("{undated}{audit}"), &[]);
    assert_eq!(told(&site).iter().map(|(_, said)| said.as_str()).collect::<Vec<_>>(), [said]);
    let statement = site.statement.unwrap();
    assert_eq!((statement.conformity, statement.established), (Conformity::None, None));
    let ara = [(FILE, "{\"accessibilityRate\":100}")];
    let site = on(day, &undated, &ara);
    assert_eq!(told(&site), [("100".to_owned(), said.to_owned())]);
    assert_eq!(site.statement.unwrap().conformity, Conformity::None);
    // The day of the statement is that of the audit, where this has none.
    assert_eq!(on(day, WHOLE, &ara).statement.unwrap().conformity, Conformity::Full);
}

#[test]
fn what_ara_gave_is_not_asked_again() {
    let settings = WHOLE.replace("established = 2026-01-12\n", "");
    let silent =
        MAIRIE.replace("  phone: 01 99 00 00 02\n", "").replace("  email: mairie@rive.example\n", "");
    let asked = |files: &[(&str, &str)]| {
        let told = told(&on(date(2026, 11, 26), &settings, files)).into_iter().map(|(_, said)| said);
        // Ara knows no telephone.
        told.filter(|said| !said.contains("telephone")).collect::<Vec<_>>()
    };
    let registry = (REGISTRY, silent.as_str());
    let lacks = [
        "The page “Accessibility statement” does not say when it was made.",
        "The page “Accessibility statement” does not say to which e-mail address or by which form a fault is told.",
        "The page “Contact us” does not say two ways to reach who publishes the site.",
    ];
    assert_eq!(asked(&[registry]), lacks);
    assert_eq!(asked(&[registry, (FILE, OLD)]), Vec::<String>::new());
}

#[test]
fn what_the_pages_lack_is_told_where_it_is_to_be_written() {
    let site = on(date(2026, 11, 26), "[site]\ntitle = \"Rive\"\n[legal]\nhost = { name = \"Hôte\" }\n", &[]);
    let told: Vec<String> = told(&site).into_iter().map(|(place, said)| format!("{place}: {said}")).collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn a_page_that_an_editor_wrote_takes_the_place_and_is_asked_for_nothing() {
    let settings = "[site]\ntitle = \"Rive\"\n[legal]\n";
    let pages = [
        ("content/accessibilite.md", "---\ntitle: \"Accessibilité : non conforme\"\n---\n"),
        ("content/mentions-legales.md", "---\ntitle: Mentions légales\n---\n"),
        ("content/donnees-personnelles.md", "---\ntitle: Vos données\n---\n"),
        ("content/contact.md", "---\ntitle: Contact\n---\n"),
    ];
    let site = on(date(2026, 11, 26), settings, &pages);
    assert_eq!(told(&site), []);
    assert!(!site.made.iter().any(|made| crate::site::MadeKind::ASKED.contains(&made.kind)));
}

#[test]
fn an_organisation_that_is_not_there_has_the_nearest_one() {
    let site = on(date(2026, 11, 26), &WHOLE.replace("\"mairie\"", "\"mairi\""), &[]);
    let (place, said) = &told(&site)[0];
    assert_eq!(
        (place.as_str(), said.as_str()),
        ("\"mairi\"", "The registry of organisations has no key “mairi”.")
    );
}

/// The addresses of `site.toml` that lead inside the site are followed as links of pages are.
#[test]
fn addresses_of_the_settings_lead_somewhere_or_are_told() {
    let settings = |plan: &str, problem: &str| {
        let own = WHOLE
            .replace("https://rive.example/plan", plan)
            .replace("rive.example\"\n[legal]", "rive.example/d\"\n[legal]");
        format!("{own}[feedback]\nproblem = \"{problem}\"\nuseful = \"https://f.example/?u={{url}}\"\n")
    };
    let pages = [
        ("content/plan.md", "---\ntitle: Plan\naliases: [/ancien-plan/]\n---\n## Année\nTexte.\n"),
        ("content/futur.md", "---\ntitle: Futur\ndraft: true\n---\n"),
    ];
    let on = |plan: &str, problem: &str| on(date(2026, 11, 26), &settings(plan, problem), &pages);
    for plan in ["/plan/", "/plan.md", "/d/plan/", "/ancien-plan"] {
        let site = on(plan, &format!("{plan}?page={{id}}#annee"));
        assert_eq!(told(&site), [], "{plan}");
        let said = site.config.legal.unwrap().accessibility.unwrap();
        assert_eq!(said.plan.unwrap().value, "/plan/", "{plan}");
        assert_eq!(site.config.feedback.problem.unwrap().value, "/plan/?page={id}#annee", "{plan}");
    }
    for (plan, problem, place, said) in [
        ("/plam/", "/plan/", "\"/plam/\"", "“/plam/” leads to nothing in this site."),
        ("/plan/", "/avis/?u={url}", "\"/avis/?u={url}\"", "“/avis/?u={url}” leads to nothing in this site."),
        ("/futur/", "/plan/", "\"/futur/\"", "“/futur/” leads to a page that is not published."),
        ("/plan/#an", "/plan/", "\"/plan/#an\"", "“/plan/#an” leads to a place that the page does not have."),
    ] {
        assert_eq!(told(&on(plan, problem)), [(place.to_owned(), said.to_owned())]);
    }
    let near = on("/plam.md", "/plan/").problems[0].help.clone();
    assert_eq!(near, Some(Message::key("data.did-you-mean").with("name", "/plan.md")));
}

#[test]
fn what_an_organisation_lacks_is_to_be_written_under_its_own_key() {
    let settings = WHOLE.replace("\"mairie\"", "\"administration\"");
    let registry = MAIRIE.replace("mairie:", "administration:").replace("  phone: 01 99 00 00 02\n", "");
    let registry = registry.replace("99999", "99998");
    let site = on(date(2026, 11, 26), &settings, &[(REGISTRY, registry.as_str())]);
    let words = Words::load(crate::language::Language::English);
    let helps: Vec<String> =
        site.problems.iter().filter_map(|p| p.help.as_ref()).map(|help| words.say(help)).collect();
    assert!(!helps.is_empty());
    assert!(helps.iter().all(|help| help.contains("complete “administration”")), "{helps:?}");
}

#[test]
fn a_statement_that_is_still_to_be_made_is_told() {
    let settings = WHOLE.replace("established = 2026-01-12", "established = 2027-01-31");
    let told = told(&on(date(2026, 11, 26), &settings, &[(REGISTRY, MAIRIE)]));
    let to_come: Vec<_> = told.iter().filter(|(_, said)| said.contains("a day to come")).collect();
    assert_eq!(to_come.len(), 1, "{told:?}");
}

#[test]
fn a_day_to_come_is_not_published() {
    let days = "established = 2027-01-31\nupdated = 2027-02-01";
    let settings = WHOLE.replace("established = 2026-01-12", days);
    let site = on(date(2026, 11, 26), &settings, &[(REGISTRY, MAIRIE)]);
    let to_come: Vec<_> =
        told(&site).into_iter().filter(|(_, said)| said.contains("a day to come")).collect();
    assert_eq!(to_come.iter().map(|(at, _)| at.as_str()).collect::<Vec<_>>(), ["2027-01-31", "2027-02-01"]);
    let statement = site.statement.unwrap();
    assert_eq!((statement.established, statement.updated), (None, None));
    let site = on(date(2027, 2, 1), &settings, &[(REGISTRY, MAIRIE)]);
    assert_eq!(told(&site), []);
    let statement = site.statement.unwrap();
    assert_eq!((statement.established, statement.updated), (Some(date(2027, 1, 31)), Some(date(2027, 2, 1))));
}

#[test]
fn what_a_new_site_gave_as_an_example_is_told_where_it_stands() {
    let settings = WHOLE.replace("Camille Exemple, maire", "Prénom Nom, fonction");
    let registry = MAIRIE.replace("1 place", "1 rue de l’Exemple");
    let told = told(&on(date(2026, 11, 26), &settings, &[(REGISTRY, registry.as_str())]));
    assert_eq!(
        told,
        [
            (
                "\"Prénom Nom, fonction\"".to_owned(),
                "“Prénom Nom, fonction” is still an example: the mandatory pages would publish it."
                    .to_owned()
            ),
            (
                "address".to_owned(),
                "“1 rue de l’Exemple, 99999 Rive” is still an example: the mandatory pages would publish it."
                    .to_owned()
            ),
        ]
    );
}

#[test]
fn what_is_left_of_an_example_address_is_told_once_its_street_is_right() {
    let left = |registry: &str| {
        let told = told(&on(date(2026, 11, 26), "", &[(REGISTRY, registry)]));
        let of_example = |said: &str| said.contains("is still the example address of a new site");
        assert!(told.iter().all(|(_, said)| of_example(said)), "{told:?}");
        told.into_iter().map(|(value, _)| value).collect::<Vec<_>>()
    };
    assert_eq!(left(&MAIRIE.replace("city: Rive", "city: Exemple")), ["\"99999\"", "Exemple"]);
    assert_eq!(left(&MAIRIE.replace("mairie:", "administration:")), ["\"99999\""]);
    assert_eq!(left(MAIRIE), [""; 0]);
}
