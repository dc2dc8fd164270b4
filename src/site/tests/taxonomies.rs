//! What pages are classed by, and the lists that this makes.

use super::*;

fn page_of(title: &str, front: &str) -> String {
    format!("---\ntitle: {title}\n{front}\n---\n")
}

/// Each term, with its address and the paths of its pages.
fn terms(site: &Site) -> Vec<(String, &str, String)> {
    let paths = |term: &TaxonomyTerm| {
        let paths: Vec<&str> = term.pages.iter().map(|id| site.page(*id).path.as_str()).collect();
        paths.join(" ")
    };
    site.terms.iter().map(|term| (term.title.clone(), term.url.as_str(), paths(term))).collect()
}

fn made(site: &Site) -> Vec<&str> {
    site.made
        .iter()
        .map(|made| made.url.as_str())
        .filter(|url| !["/404.html", "/recherche/"].contains(url))
        .collect()
}

fn owned<'a>(terms: &[(&str, &'a str, &str)]) -> Vec<(String, &'a str, String)> {
    terms.iter().map(|(title, url, pages)| ((*title).to_owned(), *url, (*pages).to_owned())).collect()
}

#[test]
fn spellings_of_a_term_are_one_and_pages_that_do_not_hold_are_left_out() {
    let site = site(&[
        ("content/_index.md", &page_of("Accueil", "defaults: {themes: [Argent]}")),
        ("content/b.md", &page_of("Bail", "themes: [logement, Logement]")),
        ("content/a.md", &page_of("Aide", "themes: Logement")),
        ("content/c.md", &page_of("Caisse", "audience: Tous")),
        ("content/d.md", &page_of("D", "themes: Brouillons\ndraft: true")),
        ("content/e.md", &page_of("E", "themes: Logement\nvalid_until: 2026-11-22")),
        ("content/f.md", &page_of("F", "themes: Logement\npublished: 2026-11-24")),
        ("content/g.md", &page_of("G", "themes: « … »")),
    ]);
    assert_eq!(
        terms(&site),
        owned(&[("Argent", "/themes/argent/", "c.md"), ("Logement", "/themes/logement/", "a.md b.md")])
    );
    // The page that is over still says what it was classed by; the others have no list of their own.
    assert_eq!(page(&site, "e.md").terms, [TermId(1)]);
    assert_eq!(page(&site, "b.md").terms, [TermId(1)]);
    assert!(page(&site, "f.md").terms.is_empty() && !page(&site, "f.md").published);
    assert_eq!(made(&site), ["/themes/", "/themes/argent/", "/themes/logement/"]);
    assert_eq!(site.problems, []);
}

#[test]
fn a_declared_taxonomy_is_a_key_of_the_front_matter_with_names_in_each_language() {
    let config = "[site]\nlanguages = [\"en\"]\n[taxonomies]\nthemes = false\n[taxonomies.quartiers]\n\
        title = { fr = \"Quartiers\", en = \"Districts\" }\naddress = { en = \"districts\" }\nsort = \"pages\"\n\
        page_size = 1\nfeed = true\n[taxonomies.quartiers.terms]\n\
        vieux-port = { title = { fr = \"Vieux-Port\", en = \"Old Harbour\" }, description = \"Au bord de l’eau\" }\n";
    let site = site(&[
        ("site.toml", config),
        ("content/a.md", &page_of("A", "quartiers: [Gare, Vieux-Port]\nthemes: x")),
        ("content/b.md", &page_of("B", "quartiers: vieux port")),
        ("content/c.en.md", &page_of("C", "quartiers: [old harbour, {a: b}]\nquartier: x")),
    ]);
    assert_eq!(
        terms(&site),
        owned(&[
            ("Vieux-Port", "/quartiers/vieux-port/", "a.md b.md"),
            ("Gare", "/quartiers/gare/", "a.md"),
            ("Old Harbour", "/en/districts/vieux-port/", "c.en.md"),
        ])
    );
    assert_eq!(site.terms[0].translations, [TermId(2)]);
    assert_eq!(site.terms[2].description.as_deref(), Some("Au bord de l’eau"));
    assert!(site.taxonomies.iter().all(|taxonomy| taxonomy.feed));
    let lists =
        ["/quartiers/", "/quartiers/vieux-port/page/2/", "/quartiers/vieux-port/", "/quartiers/gare/"];
    assert_eq!(made(&site)[2..6], lists);
    assert_eq!(problems(&site), [(ProblemKind::UnknownKey, "Gare"), (ProblemKind::InvalidValue, "a")]);
    let unknown = &page(&site, "c.en.md").document.problems;
    let named = unknown.iter().map(|p| (p.kind, site.sources.slice(p.span), p.help.is_some()));
    assert_eq!(named.collect::<Vec<_>>(), [(ProblemKind::UnknownKey, "quartier", true)]);
}

#[test]
fn a_term_that_is_not_among_those_declared_is_told_with_the_nearest() {
    let config = "[taxonomies.quartiers.terms]\ngare = \"La gare\"\n[taxonomies.lieux]\n";
    let site = site(&[
        ("site.toml", config),
        ("content/a/_index.md", &page_of("A", "defaults: {quartiers: [garre]}")),
        ("content/a/b.md", &page_of("B", "")),
        ("content/a/c.md", &page_of("C", "")),
        ("content/d.md", &page_of("D", "quartiers: [La gare, Gare, port, mairie]\nlieux: [garre]")),
        ("content/quartiers/port.md", &page_of("Port", "")),
    ]);
    assert_eq!(problems(&site), [(ProblemKind::UnknownKey, "garre"), (ProblemKind::UnknownKey, "mairie")]);
    let help = |rank: usize| site.problems[rank].help.clone();
    assert_eq!(help(0), Some(Message::key("data.did-you-mean").with("name", "gare")));
    assert_eq!(help(1), Some(Message::key("site.unknown-term-help").with("name", "quartiers")));
}

#[test]
fn a_page_of_the_content_stands_for_the_term_at_its_address() {
    let site = site(&[
        (
            "content/_data/life-events.yaml",
            "naissance: {label: J’attends un enfant, title: Naissance}\nmariage: {label: Je me marie}\n",
        ),
        ("content/themes/logement.md", "---\ntitle: Se loger\ndescription: Tout.\n---\n"),
        ("content/themes/_index.md", "---\ntitle: Nos thèmes\n---\n"),
        (
            "content/enfant.md",
            "---\ntitle: Un enfant\ntype: life-event\nevent: naissance\n---\n[t](/evenements-de-vie/)",
        ),
        ("content/a.md", "---\ntitle: A\nthemes: Logement\nlife_events: [naissance, Je me marie]\n---\n"),
    ]);
    assert_eq!(
        terms(&site),
        owned(&[
            ("Se loger", "/themes/logement/", "a.md"),
            ("Je me marie", "/evenements-de-vie/mariage/", "a.md"),
            ("Un enfant", "/enfant/", "a.md"),
        ])
    );
    assert_eq!(made(&site), ["/", "/evenements-de-vie/", "/evenements-de-vie/mariage/"]);
    assert_eq!(page(&site, "enfant.md").links, [Target::Made("/evenements-de-vie/".to_owned())]);
}

#[test]
fn a_folder_of_pages_of_terms_leaves_its_address_to_the_list_of_terms() {
    let files = [
        ("content/themes/logement.md", "---\ntitle: Se loger\n---\n"),
        ("content/a.md", "---\ntitle: A\nthemes: [Logement, Argent]\n---\n"),
        ("content/themes/autre.md", "---\ntitle: Autre\n---\n"),
    ];
    let kind = |site: &Site| site.made.iter().find(|made| made.url == "/themes/").map(|made| made.kind);
    assert_eq!(kind(&site(&files[..2])), Some(MadeKind::Taxonomy));
    // Another page in it would be in no list.
    assert_eq!(kind(&site(&files)), Some(MadeKind::Section));
}

#[test]
fn a_taxonomy_that_cannot_be_is_said_where_it_is_declared() {
    let config = "[taxonomies.title]\n[taxonomies.cost]\n[taxonomies.\"a b\"]\n[taxonomies.lieux]\n\
        address = \"Où/ça\"\npage_size = 0\nsortt = \"pages\"\n[taxonomies.lieu]\naddress = \"dossier\"\n";
    let site = site(&[("site.toml", config), ("content/dossier/a.md", "---\ntitle: A\nlieu: Ici\n---\n")]);
    use ProblemKind::{AddressClash, InvalidValue, UnknownKey};
    assert_eq!(
        problems(&site),
        [
            (InvalidValue, "\"a b\""),
            (InvalidValue, "\"Où/ça\""),
            (InvalidValue, "0"),
            (UnknownKey, "sortt"),
            (InvalidValue, "title"),
            (InvalidValue, "cost"),
            (AddressClash, "\"dossier\""),
        ]
    );
}

#[test]
fn a_section_says_the_order_of_its_pages_and_how_many_its_list_shows() {
    let front = |front: &str| {
        let index = page_of("Actualités", front);
        let site = site(&[
            ("content/n/_index.md", &index),
            ("content/n/a.md", &page_of("Avril", "published: 2026-04-01\nweight: 2")),
            ("content/n/b.md", &page_of("Bise", "updated: 2026-06-01")),
            ("content/n/c.md", &page_of("Cygne", "published: 2026-05-01\nupdated: 2026-07-01\nweight: 1")),
            ("content/n/d.md", &page_of("Dune", "valid_until: 2026-01-01")),
        ]);
        let section = site.sections.iter().find(|s| s.path == "n").unwrap();
        let titles: Vec<&str> = section.pages.iter().map(|id| &site.page(*id).title()[..1]).collect();
        let sheets = site.made.iter().filter(|made| made.url.contains("/page/")).count();
        (titles.join(""), section.listed.len(), sheets)
    };
    assert_eq!(front(""), ("CABD".to_owned(), 3, 0));
    assert_eq!(front("sort: title\npage_size: 2"), ("ABCD".to_owned(), 3, 1));
    assert_eq!(front("sort: date\npage_size: 3"), ("BCAD".to_owned(), 3, 0));
    assert_eq!(front("sort: updated\npage_size: 1"), ("CBAD".to_owned(), 3, 2));
    assert_eq!(front("reverse: true"), ("DBAC".to_owned(), 3, 0));
}

#[test]
fn what_orders_a_list_is_told_on_a_page_that_has_none() {
    let site = site(&[
        ("content/a/_index.md", &page_of("A", "sort: title\npage_size: 2\nreverse: true")),
        ("content/a/b.md", &page_of("B", "sort: title\npage_size: 2\nreverse: true")),
    ]);
    use ProblemKind::UnknownKey;
    assert_eq!(problems(&site), [(UnknownKey, "title"), (UnknownKey, "true"), (UnknownKey, "2")]);
    assert!(site.problems.iter().all(|problem| problem.help.is_some()));
}

#[test]
fn an_event_is_one_term_whatever_signs_its_key_holds() {
    let site = site(&[
        ("content/_data/life-events.yaml", "avoir_un_enfant:\n  label: Avoir un enfant\n"),
        ("content/naissance.md", &page_of("J’attends un enfant", "type: life-event\nevent: avoir_un_enfant")),
        ("content/a.md", &page_of("A", "life_events: avoir_un_enfant")),
    ]);
    assert_eq!(terms(&site), owned(&[("J’attends un enfant", "/naissance/", "a.md")]));
    let alone = super::site(&[
        ("content/_data/life-events.yaml", "avoir_un_enfant:\n  label: Avoir un enfant\n"),
        ("content/a.md", &page_of("A", "life_events: avoir_un_enfant")),
    ]);
    assert_eq!(terms(&alone), owned(&[("Avoir un enfant", "/evenements-de-vie/avoir-un-enfant/", "a.md")]));
}

#[test]
fn a_folder_without_a_page_of_its_own_gives_way_to_the_list_of_a_term() {
    let site = site(&[
        ("content/themes/sante/p.md", &page_of("P", "")),
        ("content/a.md", &page_of("A", "themes: [Santé, Sport]")),
    ]);
    assert_eq!(
        terms(&site),
        owned(&[("Santé", "/themes/sante/", "a.md themes/sante/p.md"), ("Sport", "/themes/sport/", "a.md")])
    );
    assert_eq!(made(&site), ["/", "/themes/", "/themes/sante/", "/themes/sport/"]);
    assert_eq!(site.problems, []);
}

#[test]
fn a_part_of_a_list_that_a_page_stands_in_the_place_of_is_told() {
    let site = site(&[
        ("content/l/_index.md", &page_of("L", "page_size: 1")),
        ("content/l/a.md", &page_of("A", "")),
        ("content/l/b.md", &page_of("B", "")),
        ("content/l/page/2.md", &page_of("DEUX", "")),
    ]);
    assert_eq!(problems(&site), [(ProblemKind::AddressClash, "DEUX")]);
}
