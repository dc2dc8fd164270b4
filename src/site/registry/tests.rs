//! Registries through the days: what is in force, what is to come, what is gone.

use jiff::civil::{Date, date};

use super::*;
use crate::language::Language;
use crate::site::{Facts, Resolved, Site};
use crate::source::{Source, Tree};
use crate::words::Words;

fn site(today: Date, files: &[(&str, &str)]) -> Site {
    let mut tree = Tree::default();
    for (path, text) in files {
        let id = tree.sources.add(Source::new(format!("content/{path}"), text.as_bytes().to_vec()));
        match path.strip_prefix("_data/") {
            Some(path) => tree.data.push((path.to_owned(), id)),
            None => tree.pages.push(((*path).to_owned(), id)),
        }
    }
    Site::build(tree, Facts::on(today))
}

/// What is wrong: the words under it, and the key of its message.
fn problems(site: &Site) -> Vec<(String, &'static str)> {
    let of_pages = site.pages.iter().flat_map(|page| &page.document.problems);
    of_pages
        .chain(&site.problems)
        .map(|problem| {
            let key = match problem.message.text {
                crate::finding::Text::Key(key) => key,
                crate::finding::Text::Both { .. } => "",
            };
            (site.sources.slice(problem.span).to_owned(), key)
        })
        .collect()
}

const OFFICE: &str = "\
mairie:
  name: Mairie
  area: Ici
  phone: \"01 99 00 12 34\"
  email: mairie@ici.example
  address: {street: 1 place du Marché, postcode: \"99999\", city: Ici}
  hours:
    - lundi-vendredi: 9h-12h, 14h-17h
      samedi: fermé
    - from: 2027-07-01
      until: 2027-08-31
      mon-fri: 9:00-12:00
  changes:
    - {from: 2027-01-01, phone: \"01 99 00 99 99\"}
    - {from: 2028-01-01, name: Hôtel de ville}
annexe:
  name: Annexe
  area: Ici
  valid_from: 2027-03-01
";

#[test]
fn an_entry_is_what_its_changes_made_of_it_by_the_day() {
    let phone = |today| {
        let site = site(today, &[("_data/organisations.yaml", OFFICE)]);
        let entry = &site.registries.organisations["mairie"];
        let phone = entry.value.contact.phone.as_ref().unwrap().number.value.clone();
        (phone, entry.value.name.value.clone(), entry.validity.changed, entry.validity.next)
    };
    let of = |phone: &str, name: &str, changed, next| (phone.to_owned(), name.to_owned(), changed, next);
    assert_eq!(phone(date(2026, 12, 31)), of("01 99 00 12 34", "Mairie", None, Some(date(2027, 1, 1))));
    let new_year = date(2027, 1, 1);
    assert_eq!(phone(new_year), of("01 99 00 99 99", "Mairie", Some(new_year), Some(date(2028, 1, 1))));
    assert_eq!(phone(date(2028, 6, 1)), of("01 99 00 99 99", "Hôtel de ville", Some(date(2028, 1, 1)), None));
}

#[test]
fn an_entry_to_come_is_nowhere_before_its_day() {
    let page = "---\ntitle: A\nauthority: annexe\n---\n{{ organisation(key=\"annexe\") }}\n";
    let files = [("_data/organisations.yaml", OFFICE), ("a.md", page)];
    let before = site(date(2027, 2, 28), &files);
    assert!(!before.registries.holds(Name::Organisations, "annexe"));
    let said = [("\"annexe\"", "registry.to-come"), ("annexe", "registry.to-come")];
    let said: Vec<(String, &str)> = said.map(|(words, key)| (words.trim_matches('"').to_owned(), key)).into();
    assert_eq!(problems(&before), said);
    assert!(before.uses.is_empty());
    let after = site(date(2027, 3, 1), &files);
    assert_eq!(problems(&after), []);
    assert_eq!(after.uses.len(), 2);
}

#[test]
fn a_postcode_of_digits_has_five_of_them() {
    let told = |postcode: &str| {
        let text = format!("a:\n  name: A\n  area: Ici\n  address: {{postcode: {postcode}, city: Ici}}\n");
        let site = site(date(2027, 1, 1), &[("_data/organisations.yaml", &text)]);
        let fix = site.problems.first().and_then(|problem| problem.fix.clone());
        (problems(&site).len(), fix.map(|fix| fix.edits[0].text.clone()))
    };
    for right in ["03514", "35140", "\"1000\"", "B-1000", "75700 CEDEX", "SW1A 1AA"] {
        assert_eq!(told(right), (0, None), "{right}");
    }
    assert_eq!(told("3514"), (1, Some("\"03514\"".to_owned())));
    for wrong in ["351", "351400", "0351"] {
        assert_eq!(told(wrong), (1, None), "{wrong}");
    }
}

#[test]
fn the_authority_that_a_section_gives_is_told_once_where_it_is_no_key() {
    let told = |authority: &str| {
        let section = format!("---\ntitle: A\ndefaults: {{authority: {authority}}}\n---\n");
        let entries = "mairie-de-rive: {name: Mairie de Rive}\nprefecture: {name: Préfecture}\n";
        let files = [
            ("_data/organisations.yaml", entries),
            ("a/_index.md", section.as_str()),
            ("a/b.md", "---\ntitle: B\n---\n"),
            ("a/c.md", "---\ntitle: C\n---\n"),
        ];
        let site = site(date(2027, 1, 1), &files);
        let told = site.pages.iter().flat_map(|page| &page.document.problems).chain(&site.problems);
        let words = Words::load(Language::English);
        told.map(|problem| words.say(problem.help.as_ref().unwrap())).collect::<Vec<_>>()
    };
    for right in ["mairie-de-rive", "Mairie de Rive", "mairie", "tribunal", "Sous-préfecture"] {
        assert_eq!(told(right), Vec::<String>::new(), "{right}");
    }
    assert_eq!(told("mairie-de-riv"), ["Did you mean “mairie-de-rive”?"]);
    let [help] = &told("town-hall")[..] else { panic!("told once") };
    assert!(help.contains("mairie-de-rive"), "{help}");
}

#[test]
fn a_misspelt_key_that_must_be_there_is_told_once() {
    let site = site(date(2027, 1, 1), &[("_data/organisations.yaml", "a:\n  nam: A\n  area: Ici\n")]);
    assert_eq!(problems(&site), [("nam".to_owned(), "data.missing")]);
    let problem = &site.problems[0];
    assert_eq!(problem.fix.as_ref().unwrap().edits[0].text, "name");
}

#[test]
fn what_is_typed_under_a_misspelt_key_is_not_taken_for_lacking() {
    let entry = |key: &str| {
        let text = format!("a:\n  name: A\n  area: Ici\n  {key}: {{mon: \"9:00-12:00\"}}\n");
        let site = site(date(2027, 1, 1), &[("_data/organisations.yaml", &text)]);
        site.registries.organisations["a"].value.contact.unread.clone()
    };
    assert_eq!(entry("hours"), Vec::<&str>::new());
    assert_eq!(entry("horairs"), ["hours"]);
    assert_eq!(entry("horaires"), ["hours"]);
    assert_eq!(entry("hour"), ["hours"]);
    assert_eq!(entry("checked"), Vec::<&str>::new());
    assert_eq!(entry("couleur"), Vec::<&str>::new());
}

#[test]
fn calls_take_what_an_organisation_says() {
    let page = "---\ntitle: A\n---\n{{ phone(key=\"mairie\") }} {{ email(key=\"mairie\") }} \
                {{ address(key=\"mairie\") }} {{ hours(key=\"mairie\") }} {{ hours(key=\"annexe\") }}\n";
    let at = |today| {
        let site = site(today, &[("_data/organisations.yaml", OFFICE), ("a.md", page)]);
        let calls = site.pages[0].calls.iter();
        let texts: Vec<String> = calls
            .map(|call| match call {
                Some(Resolved::Text(text)) => text.clone(),
                Some(Resolved::Link { text, url }) => format!("{text} -> {url}"),
                _ => "-".to_owned(),
            })
            .collect();
        (texts, problems(&site))
    };
    let (texts, told) = at(date(2027, 6, 30));
    assert_eq!(
        texts,
        [
            "01 99 00 99 99 -> tel:+33199009999",
            "mairie@ici.example -> mailto:mairie@ici.example",
            "1 place du Marché, 99999 Ici",
            "lundi au vendredi 9\u{a0}h – 12\u{a0}h, 14\u{a0}h – 17\u{a0}h ; samedi fermé",
            "-",
        ]
    );
    assert_eq!(told, [("annexe".to_owned(), "registry.says-nothing")]);
    assert_eq!(at(date(2027, 7, 1)).0[3], "lundi au vendredi 9\u{a0}h – 12\u{a0}h");
}

#[test]
fn a_call_without_a_key_is_told_some_that_there_are() {
    let page = "---\ntitle: A\n---\n{{ address() }} {{ amount() }}\n";
    let help = |names: &str| {
        let offices: String =
            names.split_whitespace().map(|name| format!("{name}:\n  name: Lieu {name}\n")).collect();
        let site = site(date(2026, 11, 23), &[("_data/organisations.yaml", &offices), ("a.md", page)]);
        let words = Words::load(Language::English);
        let told = site.problems.iter().filter_map(|problem| problem.help.as_ref());
        told.map(|help| words.say(help)).collect::<Vec<_>>()
    };
    let no_amount = "There is none yet: describe one in content/_data/amounts.yaml.";
    let all =
        "Write a key of content/_data/organisations.yaml: mairie (Lieu mairie) or piscine (Lieu piscine).";
    assert_eq!(help("piscine mairie"), [all, no_amount]);
    let some = "Write a key of content/_data/organisations.yaml, for example a (Lieu a), b (Lieu b), c (Lieu c), \
                d (Lieu d) or e (Lieu e).";
    assert_eq!(help("a b c d e f"), [some, no_amount]);
}

const AMOUNTS: &str = "\
passport:
  label: Passeport
  source: Fiche lue le 2 janvier 2026
  variants:
    adult: {label: Adulte, age: 18 ans et plus, value: 86, from: 2020-01-01}
    minor:
      values:
        - {value: 17, from: 2020-01-01, until: 2026-12-31}
        - {value: 20, from: 2027-01-01}
";

#[test]
fn an_amount_has_variants_each_with_its_own_values() {
    let page = "---\ntitle: A\ntype: procedure\ncost: passport\n---\n{{ amount(key=\"passport/minor\") }} \
                {{ amount(key=\"passport\") }} {{ amount(key=\"passport/minr\") }}\n";
    let files = [("_data/amounts.yaml", AMOUNTS), ("a.md", page)];
    let site_on = |today| site(today, &files);
    let site = site_on(date(2026, 6, 1));
    let cents: Vec<i64> = site
        .registries
        .amounts_of("passport")
        .iter()
        .map(|amount| amount.on(date(2026, 6, 1)).unwrap().cents.value)
        .collect();
    assert_eq!(cents, [8600, 1700]);
    assert_eq!(
        problems(&site),
        [
            ("passport".to_owned(), "registry.has-variants"),
            ("passport/minr".to_owned(), "registry.unknown-key")
        ]
    );
    assert_eq!(site.pages[0].calls[0], Some(Resolved::Text("17\u{a0}€".into())));
    assert_eq!(site_on(date(2027, 1, 1)).pages[0].calls[0], Some(Resolved::Text("20\u{a0}€".into())));
    let minor = &site.registries.amounts["passport/minor"];
    assert_eq!(minor.label.as_ref().map(|label| label.value.as_str()), Some("Passeport"));
    assert_eq!(minor.validity.next, Some(date(2027, 1, 1)));
}

#[test]
fn a_value_whose_last_day_is_past_is_still_the_last_one_known() {
    let amounts = "a: {value: 10, from: 2020-01-01, until: 2025-12-31}\n";
    let site = site(date(2026, 2, 1), &[("_data/amounts.yaml", amounts)]);
    let amount = &site.registries.amounts["a"];
    assert_eq!(amount.on(date(2026, 2, 1)).unwrap().cents.value, 1000);
    assert_eq!(amount.out_of_date(date(2026, 2, 1)).map(|day| day.value), Some(date(2025, 12, 31)));
    assert!(amount.out_of_date(date(2025, 12, 31)).is_none());
}

#[test]
fn what_is_wrong_in_a_registry_is_told_at_its_place_and_the_rest_stands() {
    let site = site(
        date(2026, 11, 25),
        &[
            (
                "_data/organisations.yaml",
                "a:\n  nam: A\nb: {name: B, hours: {mundi: 9h-12h, lundi: 12h-9h}, part_of: aa}\nc: C\n\
                 d: {name: D, changes: [{phone: \"15\"}]}\n",
            ),
            ("_data/notices.yaml", "n: {text: T, level: loud}\n"),
            ("_data/offices.yaml", "a: {name: A}\n"),
        ],
    );
    let mut told = problems(&site);
    told.sort();
    let expected = [
        ("", "registry.unknown-file"),
        ("12h-9h", "data.not-hours"),
        ("C", "data.not-map"),
        ("aa", "registry.unknown-key"),
        ("loud", "data.not-a-choice"),
        ("mundi", "data.not-a-weekday"),
        ("nam", "data.missing"),
        ("phone", "data.missing"),
    ];
    assert_eq!(told, expected.map(|(words, key)| (words.to_owned(), key)));
    assert!(site.registries.holds(Name::Organisations, "b"));
    assert!(site.registries.holds(Name::Notices, "n"));
}

#[test]
fn what_a_change_does_not_say_stays_and_what_it_empties_is_told() {
    let office = "\
a:
  name: A
  valid_until: 2026-06-01
  phone: {number: \"01 99 00 12 34\", cost: standard}
  hours: {from: 2026-01-01, until: 2026-08-31, mon-fri: 9h-12h, sat: 9h-12h}
  changes:
    - {from: 2026-09-01, phone: \"01 99 00 99 99\", hours: {mon-fri: 9h-17h}, valid_until: 2027-06-01}
    - {from: 2026-10-01, name: , email: }
";
    let site = site(date(2026, 11, 25), &[("_data/organisations.yaml", office)]);
    let told = problems(&site);
    assert_eq!(told, ["name", "email"].map(|key| (key.to_owned(), "registry.empty-change")));
    let entry = &site.registries.organisations["a"];
    let phone = entry.value.contact.phone.as_ref().unwrap();
    assert_eq!(phone.number.value, "01 99 00 99 99");
    assert_eq!(phone.cost.as_ref().map(|cost| cost.value.as_str()), Some("standard"));
    let hours = entry.value.contact.hours.as_ref().unwrap();
    assert_eq!(
        hours.in_words(date(2026, 11, 25), crate::language::Language::French),
        "lundi au vendredi 9\u{a0}h – 17\u{a0}h"
    );
    assert!(!entry.validity.is_over(date(2026, 11, 25)));
}

#[test]
fn amounts_and_terms_to_come_are_nowhere_before_their_day() {
    let files = [
        ("_data/amounts.yaml", "a: {valid_from: 2027-06-01, value: 99, from: 2020-01-01}\n"),
        ("_data/glossary.yaml", "b: {valid_from: 2027-06-01, definition: Un mot.}\n"),
        ("p.md", "---\ntitle: A\n---\n{{ amount(key=\"a\") }} {{ term(key=\"b\") }}\n"),
    ];
    let before = site(date(2027, 5, 31), &files);
    assert!(before.registries.amounts.is_empty() && before.registries.glossary.is_empty());
    assert_eq!(problems(&before), ["a", "b"].map(|key| (key.to_owned(), "registry.to-come")));
    assert_eq!(problems(&site(date(2027, 6, 1), &files)), []);
}

#[test]
fn of_an_entry_that_cannot_be_read_one_thing_is_said() {
    let files = [
        ("_data/organisations.yaml", "a: {area: Ici}\n"),
        ("_data/amounts.yaml", "b: {value: trois, from: 2020-01-01}\n"),
        ("_data/glossary.yaml", "c: {}\n"),
        (
            "p.md",
            "---\ntitle: A\ntype: procedure\nauthority: a\nchannels: [{organisation: a}]\ncost: [{amount: b}]\n---\n\
             {{ phone(key=\"a\") }} {{ amount(key=\"b\") }} {{ term(key=\"c\") }}\n",
        ),
    ];
    let site = site(date(2026, 11, 25), &files);
    let told: Vec<&str> = problems(&site).into_iter().map(|(_, key)| key).collect();
    assert!(site.channels(&site.pages[0]).iter().all(|reached| reached.unread));
    assert_eq!(told, ["data.missing", "registry.not-an-amount", "registry.no-explanation"]);
}

#[test]
fn a_mere_call_is_one_to_the_authority() {
    let files = [
        ("_data/organisations.yaml", "a: {name: Mairie, phone: 01 99 00 12 34}\nb: {name: Musée}\n"),
        (
            "a.md",
            "---\ntitle: A\nauthority: a\nchannels: [téléphone, Téléphone du musée, {kind: phone}]\n---\n",
        ),
        ("b.md", "---\ntitle: B\nauthority: b\nchannels: [Téléphone]\n---\n"),
    ];
    let site = site(date(2026, 11, 25), &files);
    let numbers = |page: usize| -> Vec<bool> {
        site.channels(&site.pages[page]).iter().map(|reached| reached.contact.phone.is_some()).collect()
    };
    assert_eq!(numbers(0), [true, false, true]);
    assert_eq!(numbers(1), [false]);
}

#[test]
fn a_mere_letter_is_one_to_the_authority() {
    let head = |authority: &str, channels: &str| {
        format!("---\ntitle: A\nauthority: {authority}\nchannels: [{channels}]\n---\n")
    };
    let registry = "a: {name: Mairie, address: 1 rue du Lac 99999 Lac}\nb: {name: Musée}\n\
                    c: {name: Annexe, address: 2 rue du Lac 99999 Lac}\n";
    for (authority, channels, expected) in [
        ("a", "Guichet, Courrier, Par courrier, {kind: post}", vec![true, true, true, true]),
        ("a", "Courrier du musée, {kind: post, organisation: b}", vec![false, false]),
        // Who opens the letter, of the two?
        ("a", "{organisation: c}, Courrier", vec![true, false]),
        ("a", "Mairie du lieu de naissance, Courrier", vec![false, false]),
        ("b", "Courrier", vec![false]),
    ] {
        let page = head(authority, channels);
        let site = site(date(2026, 11, 25), &[("_data/organisations.yaml", registry), ("a.md", &page)]);
        let reached = site.channels(&site.pages[0]);
        let got: Vec<bool> = reached.iter().map(|one| one.contact.address.is_some()).collect();
        assert_eq!(got, expected, "{channels}");
    }
}

#[test]
fn of_a_registry_that_is_not_well_written_one_thing_is_said() {
    let files = [
        ("_data/organisations.yaml", "a:\n\tname: Mairie\n"),
        ("_data/teams.yaml", "t: {name: Rédaction, organisation: a}\n"),
        (
            "p.md",
            "---\ntitle: A\ntype: procedure\nauthority: a\nchannels: [{organisation: a}, Mairie annexe]\n---\n\
             {{ phone(key=\"a\") }}\n",
        ),
    ];
    let site = site(date(2026, 11, 25), &files);
    assert!(site.channels(&site.pages[0]).iter().all(|reached| reached.unread));
    assert_eq!(problems(&site).len(), 1, "{:?}", problems(&site));
}

#[test]
fn a_text_that_is_no_key_is_left_alone_and_one_that_is_nearly_one_is_told() {
    let page = "---\ntitle: A\ntype: guide\nauthority: marie\nchannels: [mairie, Guichet de la mairie, {organisation: x}]\n\
                life_events: [Je déménage]\nredress: [{kind: mediator, body: Le médiateur}]\n---\n";
    let files = [
        ("_data/organisations.yaml", OFFICE),
        ("_data/life-events.yaml", "moving: {label: Je déménage}\n"),
        ("a.md", page),
    ];
    let site = site(date(2026, 11, 25), &files);
    assert_eq!(
        problems(&site),
        [("marie".to_owned(), "registry.unknown-key"), ("x".to_owned(), "registry.unknown-key")]
    );
    let uses: Vec<(Name, &str)> = site.uses.iter().map(|one| (one.registry, one.key.as_str())).collect();
    assert_eq!(uses, [(Name::LifeEvents, "moving"), (Name::Organisations, "mairie")]);
}

#[test]
fn a_sum_typed_as_the_key_of_an_amount_is_told_how_it_is_written() {
    let helped = |amount: &str| {
        let page = format!("---\ntitle: A\ntype: procedure\ncost: {{amount: {amount}}}\n---\n");
        let site = site(date(2026, 11, 25), &[("a.md", &page)]);
        let words = crate::words::Words::load(crate::language::Language::English);
        let problems = site.pages.iter().flat_map(|page| &page.document.problems).chain(&site.problems);
        problems.filter_map(|problem| problem.help.as_ref()).map(|help| words.say(help)).collect::<Vec<_>>()
    };
    assert_eq!(helped("\"3,80 €\""), ["Write “cost: 3,80 €”."]);
    assert_eq!(helped("86"), ["Write “cost: 86\u{a0}€”."]);
    assert_eq!(helped("1 200 euros"), ["Write “cost: 1 200 euros”."]);
    assert_eq!(helped("passeport"), ["There is none yet: describe one in content/_data/amounts.yaml."]);
}

#[test]
fn items_are_for_the_situations_of_their_page() {
    let page = |situations: &str| {
        format!(
            "---\ntitle: A\ntype: procedure\n{situations}documents: [{{name: B, for: minr}}]\nnot_applicable: {{slience: x}}\n---\n"
        )
    };
    let told = |situations: &str| {
        let page = page(situations);
        problems(&site(date(2026, 11, 25), &[("a.md", page.as_str())]))
    };
    let item = ("slience".to_owned(), "site.no-such-item");
    let minor = |key| ("minr".to_owned(), key);
    assert_eq!(told(""), [item.clone(), minor("site.no-situations")]);
    assert_eq!(told("situations: {minor: Un enfant}\n"), [item.clone(), minor("site.no-such-situation")]);
    assert_eq!(told("situations: [minr]\n"), [item]);
}

#[test]
fn a_field_of_another_type_of_page_is_told() {
    let page = "---\ntitle: A\ncost: gratuit\nthemes: [b]\nhours: {mon: 9h-12h}\n---\n";
    let told = problems(&site(date(2026, 11, 25), &[("a.md", page)]));
    assert_eq!(told, ["cost", "hours"].map(|key| (key.to_owned(), "site.no-effect")));
}

#[test]
fn the_law_in_force_is_the_last_that_took_the_place_of_another() {
    let laws = "a: {title: A, repealed: 2020-01-01, replaced_by: b}
b: {title: B, repealed: 2026-06-01, replaced_by: c}
c: {title: C}
seul: {title: Seul, repealed: 2020-01-01, replaced_by: seul}
rond: {title: Rond, repealed: 2020-01-01, replaced_by: carre}
carre: {title: Carre, repealed: 2020-01-01, replaced_by: rond}
fin: {title: Fin, repealed: 2020-01-01}
venir: {title: Venir, repealed: 2020-01-01, replaced_by: demain}
demain: {title: Demain, valid_from: 2027-01-01}
";
    let named = |key: &str, today: Date| {
        let site = site(today, &[("_data/legal-texts.yaml", laws)]);
        site.registries.law_in_force(key, today).map(|law| law.key.value.clone())
    };
    let june = date(2026, 6, 1);
    assert_eq!(named("a", june).as_deref(), Some("c"));
    assert_eq!(named("a", date(2026, 5, 31)).as_deref(), Some("b"));
    assert_eq!(named("c", june).as_deref(), Some("c"));
    for none in ["seul", "rond", "fin", "venir", "absent"] {
        assert_eq!(named(none, june), None, "{none}");
    }
}

#[test]
fn french_names_of_types_and_channels_are_read() {
    let page = "---
title: A
type: Procédure
cost: gratuit
channels: [{kind: guichet, name: B}, {kind: En ligne, name: C}]
---
";
    let site = site(date(2026, 11, 25), &[("a.md", page)]);
    assert_eq!(problems(&site), []);
    let kinds: Vec<_> = site.pages[0].procedure.channels.iter().map(|channel| channel.kind).collect();
    assert_eq!(kinds, [Some("counter"), Some("online")]);
}

#[test]
fn fields_of_a_page_whose_type_cannot_be_read_are_not_told() {
    let page = "---\ntitle: A\ntype: chose\ncost: gratuit\n---\n";
    let told = problems(&site(date(2026, 11, 25), &[("a.md", page)]));
    assert_eq!(told, [("chose".to_owned(), "data.not-a-choice")]);
}
