//! What the templates of some types of page show that others do not: situations to choose, a date for a
//! calendar, the procedures of an event of life by time, a tool, a dataset, an office.

use super::procedure::{bare, part, site};
use super::values;

#[test]
fn what_is_for_some_readers_says_which_situations_it_is_for() {
    let built = site(&[]);
    let page = &built.files["titre/index.html"];
    let (_, asked) = page.split_once("<fieldset class=\"situations-asked\">").unwrap();
    let (asked, _) = asked.split_once("</fieldset>").unwrap();
    assert_eq!(values(asked, "id"), ["cas--1", "cas--2", "cas--3", "cas--aide"]);
    assert!(bare(asked).starts_with(
        "Quelle est votre situation ? Toutes les situations Pour un adulte Pour un enfant CNI perdue"
    ));
    // In the short box, and in each part.
    assert_eq!(values(part(page, "en--bref"), "data-for"), ["1", "2", "3"]);
    assert_eq!(values(part(page, "etapes--titre"), "data-for"), ["1", "2 3"]);
    assert_eq!(values(part(page, "pieces--titre"), "data-for"), ["3", "3"]);
    assert_eq!(values(part(page, "canaux--titre"), "data-for"), ["1"]);
    // A page whose items are for everybody asks nothing.
    let plain = site(&[("content/simple.md", "---\ntitle: T\ntype: procedure\nsituations: [A, B]\n---\n")]);
    let plain = &plain.files["simple/index.html"];
    assert!(!plain.contains("situations-asked"), "{plain}");
    assert_eq!(
        bare(part(plain, "conditions--titre")),
        "Conditions Les situations que cette page distingue A B"
    );
}

#[test]
fn a_dated_deadline_is_a_file_for_calendars_until_its_day() {
    let page = "---\ntitle: Voter, en ville\ntype: procedure\nreviewed: 2026-11-01\nreview_every: 6 mois
deadlines:
  - {kind: yours, date: 2027-02-05, text: \"Après, attendez.\"}
  - {date: 2026-01-01}
---
";
    let built = site(&[("content/voter.md", page)]);
    let shown = &built.files["voter/index.html"];
    assert_eq!(
        bare(part(shown, "delais--titre")),
        "Délais Délai à respecter 5 février 2027 Après, attendez. Ajouter cette date à votre agenda (ICS) Dernier jour 1er janvier 2026"
    );
    assert!(shown.contains("href=\"/d/voter/echeance-2027-02-05.ics\" data-until=\"2027-02-05\""), "{shown}");
    let file = &built.files["voter/echeance-2027-02-05.ics"];
    let lines: Vec<&str> = file.split("\r\n").collect();
    for line in [
        "DTSTAMP:20261101T000000Z",
        "DTSTART;VALUE=DATE:20270205",
        "DTEND;VALUE=DATE:20270206",
        "SUMMARY:Dernier jour\u{a0}: Voter\\, en ville",
        "DESCRIPTION:Après\\, attendez.",
    ] {
        assert!(lines.contains(&line), "{line}: {file}");
    }
    assert!(!built.files.contains_key("voter/echeance-2026-01-01.ics"));
}

#[test]
fn what_a_page_asks_for_by_one_day_is_one_event() {
    let page = "---\ntitle: Voter\ntype: procedure\ndeadlines:
  - {kind: yours, date: 2027-02-05, text: Sur place.}
  - {kind: promised, date: 2027-02-05, text: En ligne.}
---
";
    let built = site(&[("content/voter.md", page)]);
    let shown = part(&built.files["voter/index.html"], "delais--titre");
    assert_eq!(shown.matches("href=\"/d/voter/echeance-2027-02-05.ics\"").count(), 2, "{shown}");
    let file = &built.files["voter/echeance-2027-02-05.ics"];
    assert_eq!(file.matches("BEGIN:VEVENT").count(), 1, "{file}");
    assert!(file.contains("DESCRIPTION:Sur place.\\nEn ligne.\r\n"), "{file}");
}

#[test]
fn the_procedures_of_an_event_stand_under_their_time_with_whom_they_concern() {
    let built = site(&[
        ("content/court.md", "---\ntitle: Court\ntype: procedure\ncost: gratuit\nchannels: [mairie]\n---\n"),
        (
            "content/vie.md",
            "---\ntitle: Vie\ntype: life-event\nprocedures:
  - {page: autre.md, stage: Avant, case: Avec une voiture}
  - {page: court.md, note: Vite.}
  - {page: autre.md, stage: Après}
---
",
        ),
    ]);
    let line = part(&built.files["vie/index.html"], "demarches--titre");
    let stops: Vec<String> = line.split("<li>").skip(1).map(bare).collect();
    assert_eq!(stops[0], "Avant Avec une voiture Autre");
    assert!(stops[1].starts_with("Court Vite. Coût : Gratuit"), "{stops:?}");
    assert_eq!(stops[2], "Après Autre");
}

#[test]
fn a_procedure_after_one_that_is_left_out_stands_under_the_time_of_that_one() {
    let built = site(&[
        ("content/tu.md", "---\ntitle: Tu\ndraft: true\n---\n"),
        ("content/fin.md", "---\ntitle: Fin\n---\n"),
        (
            "content/vie.md",
            "---\ntitle: Vie\ntype: life-event\nprocedures:
  - {page: autre.md, stage: Avant}
  - {page: tu.md, stage: Après}
  - fin.md
  - {page: absente.md, stage: Bien plus tard}
  - {page: autre.md, stage: Après}
---
",
        ),
    ]);
    let line = part(&built.files["vie/index.html"], "demarches--titre");
    let stops: Vec<String> = line.split("<li>").skip(1).map(bare).collect();
    assert_eq!(stops, ["Avant Autre", "Après Fin", "Autre"]);
}

#[test]
fn a_tool_and_a_dataset_say_what_they_are_and_where() {
    let built = site(&[
        (
            "content/outil.md",
            "---\ntitle: Outil\ntype: tool\nwebsite: https://www.outil.example/a\nsource_code: https://code.example/o\nlicence: MIT\nused_by: [Ville, Pays]\n---\nIci.\n",
        ),
        (
            "content/donnees.md",
            "---\ntitle: Données\ntype: dataset\npublisher: mairie\nfrequency: annual\ncontact: a@ville.example\nresources:
  - {title: Marchés, url: \"https://d.example/m.csv\", format: CSV, size: 12 ko}
---
",
        ),
    ]);
    let contact = "<dd><a href=\"mailto:a@ville.example\">a@ville.example</a></dd>";
    assert!(built.files["donnees/index.html"].contains(contact));
    let tool = &built.files["outil/index.html"];
    assert!(tool.contains(
        "<a href=\"https://www.outil.example/a\">Ouvrir l’outil <span>sur outil.example</span></a>"
    ));
    let (_, about) = tool.split_once("<dl class=\"office about\">").unwrap();
    assert!(
        bare(about).starts_with("Licence MIT Code source code.example Utilisé par Ville Pays"),
        "{about}"
    );
    let data = &built.files["donnees/index.html"];
    assert_eq!(bare(part(data, "fichiers--titre")), "Fichiers à télécharger Marchés (CSV, 12 ko)");
    assert_eq!(
        bare(part(data, "donnees--apropos")),
        "Ces données Qui publie Mairie de Ville Mise à jour Tous les ans Contact a@ville.example"
    );
}

#[test]
fn whom_to_ask_about_a_dataset_is_a_link_only_when_it_is_one_address() {
    let page = "---\ntitle: D\ntype: dataset\ncontact: \"Service des données, a@ville.example\"\n---\n";
    let built = site(&[("content/d.md", page)]);
    let shown = &built.files["d/index.html"];
    assert!(shown.contains("<dd>Service des données, a@ville.example</dd>"), "{shown}");
    assert!(!shown.contains("mailto:Service"), "{shown}");
}

#[test]
fn an_office_says_its_hours_to_the_script_and_how_long_one_waits() {
    let built = site(&[(
        "content/bureau.md",
        "---\ntitle: Bureau\ntype: office\norganisation: mairie\nwaiting: {duration: 20 minutes, measured: 2026-11-03}\n---\n",
    )]);
    let page = &built.files["bureau/index.html"];
    assert!(bare(page).contains("Attente constatée 20 minutes (mesuré le 3 novembre 2026)"), "{page}");
    assert_eq!(values(page, "data-week"), ["600-720;600-720;600-720;600-720;;?;?"]);
    assert_eq!(values(page, "data-others"), ["2026-12-24/2026-12-26="]);
    assert_eq!(values(page, "data-last"), ["2026-11-30"]);
}

#[test]
fn a_section_whose_list_is_empty_says_so() {
    const FR: &str = "Rien n’est publié dans cette rubrique pour le moment.";
    const EN: &str = "Nothing is published in this section for now.";
    let built = site(&[
        (
            "content/actualites/_index.md",
            "---\ntitle: Actualités\nsort: date\n---\nLes nouvelles de la commune.\n",
        ),
        (
            "content/nouvelles/_index.md",
            "---\ntitle: Nouvelles\ndefaults: {type: news}\n---\nLes nouvelles.\n",
        ),
        ("content/vide/_index.md", "---\ntitle: Vide\n---\n"),
        ("content/vide/_index.en.md", "---\ntitle: Empty\n---\n"),
        ("content/texte/_index.md", "---\ntitle: Une page\n---\nUn texte, sans liste.\n"),
        ("content/pleine/_index.md", "---\ntitle: Pleine\n---\n"),
        ("content/pleine/a.md", "---\ntitle: A\n---\n"),
    ]);
    for (path, expected) in [
        ("actualites/index.html", Some(FR)),
        ("nouvelles/index.html", Some(FR)),
        ("vide/index.html", Some(FR)),
        ("en/vide/index.html", Some(EN)),
        ("texte/index.html", None),
        ("pleine/index.html", None),
        ("index.html", None),
    ] {
        let page = &built.files[path];
        let said = [FR, EN].into_iter().find(|said| page.contains(said));
        assert_eq!(said, expected, "{path}");
    }
}
