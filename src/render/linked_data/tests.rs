//! The linked data of pages, read by another JSON-LD processor than the one that wrote it, and held
//! against what the shapes of CPSV-AP want.

use std::collections::{BTreeMap, BTreeSet};

use oxjsonld::JsonLdParser;

use crate::render::tests::{Built, built};

const DCT: &str = "http://purl.org/dc/terms/";
const CV: &str = "http://data.europa.eu/m8g/";
const CPSV: &str = "http://purl.org/vocab/cpsv#";
const SCHEMA: &str = "https://schema.org/";

/// What is mandatory, or at most once, in CPSV-AP 3.2.0: a class, a property, the least and the most.
/// Read in `releases/3.2.0/shacl/cpsv-ap-SHACL.ttl` of <https://github.com/SEMICeu/CPSV-AP>
/// (`sh:minCount`, `sh:maxCount`), for the classes that pages give.
const COUNTS: [(&str, &str, usize, usize); 24] = [
    ("cpsv:PublicService", "dct:identifier", 1, 1),
    ("cpsv:PublicService", "dct:title", 1, usize::MAX),
    ("cpsv:PublicService", "dct:description", 1, usize::MAX),
    ("cpsv:PublicService", "cv:hasCompetentAuthority", 1, usize::MAX),
    ("cpsv:PublicService", "cv:processingTime", 0, 1),
    ("cpsv:PublicService", "adms:status", 0, 1),
    ("cv:PublicOrganisation", "skos:prefLabel", 1, usize::MAX),
    ("cv:PublicOrganisation", "dct:spatial", 1, usize::MAX),
    ("cv:Channel", "dct:identifier", 1, 1),
    ("cv:Channel", "dct:type", 0, 1),
    ("cv:Channel", "cv:processingTime", 0, 1),
    ("cv:Cost", "dct:identifier", 1, 1),
    ("cv:Cost", "cv:hasValue", 0, 1),
    ("cv:Cost", "cv:currency", 0, 1),
    ("cv:Cost", "cv:ifAccessedThrough", 0, 1),
    ("cv:Evidence", "dct:identifier", 1, 1),
    ("cv:Evidence", "dct:title", 1, usize::MAX),
    ("cv:Evidence", "dct:type", 0, 1),
    ("cv:Output", "dct:identifier", 1, 1),
    ("cv:Output", "dct:title", 1, usize::MAX),
    ("cv:Event", "dct:identifier", 1, 1),
    ("cv:Event", "dct:title", 1, usize::MAX),
    ("cv:LifeEvent", "dct:identifier", 1, 1),
    ("cv:LifeEvent", "dct:title", 1, usize::MAX),
];

/// The class that the shapes want at the other end of a property (`sh:class`).
const CLASSES: [(&str, &str); 11] = [
    ("cv:hasCompetentAuthority", "cv:PublicOrganisation"),
    ("cv:hasChannel", "cv:Channel"),
    ("cv:hasCost", "cv:Cost"),
    ("cv:hasLegalResource", "eli:LegalResource"),
    ("cv:isGroupedBy", "cv:Event"),
    ("cv:currency", "skos:Concept"),
    ("cv:ownedBy", "org:Organization"),
    ("cpsv:hasInput", "cv:Evidence"),
    ("cpsv:produces", "cv:Output"),
    ("dct:audience", "skos:Concept"),
    ("foaf:page", "foaf:Document"),
];

fn iri(name: &str) -> String {
    let (prefix, local) = name.split_once(':').unwrap();
    let space = match prefix {
        "dct" => DCT,
        "cv" => CV,
        "cpsv" => CPSV,
        "skos" => "http://www.w3.org/2004/02/skos/core#",
        "eli" => "http://data.europa.eu/eli/ontology#",
        "org" => "http://www.w3.org/ns/org#",
        "foaf" => "http://xmlns.com/foaf/0.1/",
        "adms" => "http://www.w3.org/ns/adms#",
        "schema" => SCHEMA,
        other => panic!("{other}"),
    };
    format!("{space}{local}")
}

/// Subjects, each with its properties and their values, as N-Triples writes them.
type Graph = BTreeMap<String, Vec<(String, String)>>;

fn block(html: &str) -> &str {
    let (_, rest) = html.split_once("<script type=\"application/ld+json\">").unwrap();
    rest.split_once("</script>").unwrap().0
}

/// Reads a data block without ever asking for a file.
fn read(json: &str) -> Graph {
    let mut graph = Graph::new();
    for quad in JsonLdParser::new().with_base_iri("https://ville.fr/").unwrap().for_slice(json.as_bytes()) {
        let quad = quad.unwrap();
        let subject = quad.subject.to_string();
        let predicate = quad.predicate.as_str().to_owned();
        graph.entry(subject).or_default().push((predicate, quad.object.to_string()));
    }
    graph
}

fn is_a(graph: &Graph, node: &str, class: &str) -> bool {
    let typed = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
    let class = format!("<{}>", iri(class));
    graph.get(node).is_some_and(|known| known.iter().any(|(p, o)| p == typed && *o == class))
}

/// What the shapes find wrong in a graph.
fn faults(graph: &Graph) -> Vec<String> {
    let mut faults = Vec::new();
    for (node, known) in graph {
        for (class, property, least, most) in COUNTS {
            let values: BTreeSet<&String> =
                known.iter().filter(|(p, _)| *p == iri(property)).map(|(_, o)| o).collect();
            if is_a(graph, node, class) && !(least..=most).contains(&values.len()) {
                faults.push(format!("{node}: {} {property}", values.len()));
            }
        }
        for (property, object) in known {
            for (name, class) in CLASSES {
                if *property == iri(name) && !is_a(graph, object, class) {
                    faults.push(format!("{node} {name} {object} is no {class}"));
                }
            }
            // Texts are in a language.
            let words = ["dct:title", "dct:description", "skos:prefLabel"].map(iri).contains(property);
            if words && !object.ends_with("\"@fr") && !object.ends_with("\"@en") {
                faults.push(format!("{node} {property} {object}"));
            }
        }
    }
    faults
}

fn services(graph: &Graph) -> usize {
    graph.keys().filter(|node| is_a(graph, node, "cpsv:PublicService")).count()
}

const FILES: [(&str, &str); 8] = [
    (
        "site.toml",
        "[site]\ntitle = \"Ville\"\nlanguage = \"fr\"\nlanguages = [\"en\"]\nbase_url = \"https://ville.fr/d\"\npublisher = \"Ville\"\n",
    ),
    ("content/_index.md", "---\ntitle: Accueil\n---\n"),
    (
        "content/_data/organisations.yaml",
        "mairie: {name: Mairie, area: Ville, phone: 01 99 00 12 34, address: 1 place Haute, url: https://ville.example}\nsans: {name: Sans territoire}\n",
    ),
    ("content/_data/amounts.yaml", "titre: {label: Titre, value: 86.5, from: 2020-01-01}\n"),
    ("content/_data/forms.yaml", "perte: {number: \"14011\", title: Perte, url: https://f.example/14011}\n"),
    (
        "content/_data/legal-texts.yaml",
        "code: {title: Code, url: https://loi.example/code}\nvieux: {title: VIEUX, repealed: 2024-01-01, replaced_by: code}\nmort: {title: MORT, repealed: 2024-01-01}\n",
    ),
    ("content/_data/life-events.yaml", "demenagement: {label: Je déménage}\n"),
    (
        "content/_data/online-services.yaml",
        "demande: {name: Demande, url: https://s.example, organisation: mairie}\n",
    ),
];

const FULL: &str = "---
title: \"</script><script>alert(1)</script> & <!-- é\"
description: Une phrase.
type: procedure
id: titre
authority: mairie
area: Ville
audience: Majeurs
search_terms: [titre]
life_events: [demenagement]
reviewed: 2026-10-01
valid_until: 2027-01-01
cost: [titre, gratuit]
deadlines: [{kind: usual, duration: 3 mois}, {kind: promised, duration: 18 mois}]
documents: [Photo, {name: Perte, form: perte}]
channels: [mairie, demande, {kind: email, email: a@ville.example}, {kind: post, organisation: mairie, processing_time: 2 semaines}]
output: Un titre
legal_basis: [vieux, mort, Arrêté]
---
";

fn page(text: &str) -> Built {
    let mut files = FILES.to_vec();
    files.push(("content/a/titre.md", text));
    built(&files)
}

#[test]
fn a_procedure_is_a_public_service_of_cpsv_ap() {
    let built = page(FULL);
    let html = &built.files["a/titre/index.html"];
    let graph = read(block(html));
    assert_eq!(faults(&graph), Vec::<String>::new());
    assert_eq!(services(&graph), 1);
    let service = &graph["<https://ville.fr/d/a/titre/#demarche>"];
    let value = |name: &str| {
        let found: Vec<&str> =
            service.iter().filter(|(p, _)| *p == iri(name)).map(|(_, o)| o.as_str()).collect();
        found.join(" | ")
    };
    assert_eq!(value("dct:identifier"), "\"titre\"");
    assert_eq!(value("dct:title"), "\"</script><script>alert(1)</script> & <!-- é\"@fr");
    assert_eq!(value("cv:processingTime"), "\"P1Y6M\"^^<http://www.w3.org/2001/XMLSchema#duration>");
    assert_eq!(value("cv:hasCompetentAuthority"), "<https://ville.fr/d/#organisme-mairie>");
    assert_eq!(value("schema:provider"), value("cv:hasCompetentAuthority"));
    assert_eq!(value("schema:areaServed"), "\"Ville\"");
    assert_eq!(value("cv:isGroupedBy"), "<https://ville.fr/d/#evenement-demenagement>");
    // What was repealed gives way to what took its place, or to nothing.
    assert_eq!(
        value("cv:hasLegalResource"),
        "<https://loi.example/code> | <https://ville.fr/d/a/titre/#texte-3>"
    );
    assert!(!block(html).contains("VIEUX") && !block(html).contains("MORT"));
    for (name, count) in [("cv:hasChannel", 5), ("cv:hasCost", 2), ("cpsv:hasInput", 2), ("cpsv:produces", 1)]
    {
        assert_eq!(value(name).split(" | ").count(), count, "{name}");
    }
    let cost = &graph["<https://ville.fr/d/a/titre/#cout-1>"];
    assert!(
        cost.contains(&(
            iri("cv:hasValue"),
            "\"86.50\"^^<http://www.w3.org/2001/XMLSchema#double>".to_owned()
        )),
        "{cost:?}"
    );
}

#[test]
fn any_key_makes_an_iri() {
    let organisations = "\"a b<c#d\": {name: Mairie, area: Ville, url: \"https://ville.example/a b\"}\n\"a%20b\": {name: Autre, area: Ville}\n";
    let front = "---\ntitle: T\ndescription: D.\ntype: procedure\nauthority: \"a b<c#d\"\nlife_events: [\"je pars | loin\"]\nchannels: [\"a%20b\"]\ndocuments: [perte]\nlegal_basis: [code]\n---\n";
    let mut files: Vec<(&str, &str)> = FILES.to_vec();
    for (path, text) in &mut files {
        match *path {
            "content/_data/organisations.yaml" => *text = organisations,
            "content/_data/online-services.yaml" => *text = "{}\n",
            "content/_data/life-events.yaml" => *text = "\"je pars | loin\": {label: Je pars}\n",
            "content/_data/legal-texts.yaml" => {
                *text = "code: {title: Code, url: \"https://loi.example/a|b\"}\n"
            }
            "content/_data/forms.yaml" => *text = "perte: {title: Perte, url: \"https://f.example/<x>\"}\n",
            _ => {}
        }
    }
    files.push(("content/a/titre.md", front));
    let built = built(&files);
    // The reader refuses what is no IRI.
    let graph = read(block(&built.files["a/titre/index.html"]));
    assert_eq!(faults(&graph), Vec::<String>::new());
    for node in [
        "<https://ville.fr/d/#organisme-a%20b%3Cc%23d>",
        "<https://ville.fr/d/#organisme-a%2520b>",
        "<https://ville.fr/d/#evenement-je%20pars%20%7C%20loin>",
        "<https://loi.example/a%7Cb>",
        "<https://f.example/%3Cx%3E>",
    ] {
        assert!(graph.contains_key(node), "{node}: {:?}", graph.keys());
    }
}

#[test]
fn every_page_says_where_it_stands_and_when_it_was_verified() {
    let built = page(FULL);
    let pages = built.files.iter().filter(|(path, _)| path.ends_with("index.html"));
    // The pages to search the site say nothing of their own.
    let search = |path: &str| path.ends_with("recherche/index.html") || path.ends_with("search/index.html");
    for (path, html) in pages.filter(|(path, _)| !search(path)) {
        assert!(html.contains("ld+json"), "{path}");
        let graph = read(block(html));
        assert_eq!(faults(&graph), Vec::<String>::new(), "{path}");
        assert_eq!(graph.keys().filter(|node| is_a(&graph, node, "schema:WebPage")).count(), 1, "{path}");
        assert_eq!(
            graph.keys().filter(|node| is_a(&graph, node, "schema:BreadcrumbList")).count(),
            1,
            "{path}"
        );
    }
    let graph = read(block(&built.files["a/titre/index.html"]));
    let here = &graph["<https://ville.fr/d/a/titre/>"];
    let day = |day: &str| format!("\"{day}\"^^<http://www.w3.org/2001/XMLSchema#date>");
    assert!(here.contains(&(iri("schema:lastReviewed"), day("2026-10-01"))), "{here:?}");
    assert!(here.contains(&(iri("schema:expires"), day("2027-01-01"))));
    assert!(here.contains(&(iri("schema:inLanguage"), "\"fr\"".to_owned())));
    let steps: Vec<&str> = graph
        .values()
        .filter(|known| known.iter().any(|(p, _)| *p == iri("schema:position")))
        .flat_map(|known| known.iter().filter(|(p, _)| *p == iri("schema:name")).map(|(_, o)| o.as_str()))
        .collect();
    assert_eq!(steps.len(), 3, "{steps:?}");
    assert!(!built.files["404.html"].contains("ld+json"));
}

#[test]
fn a_page_that_lacks_what_is_mandatory_claims_nothing() {
    for front in [
        "title: A\ntype: procedure\nauthority: mairie",
        "title: A\ndescription: B\ntype: procedure",
        "title: A\ndescription: B\ntype: procedure\nauthority: Une mairie",
        "title: A\ndescription: B\ntype: procedure\nauthority: sans\nchannels: [mairie]\ncost: 5\noutput: X",
    ] {
        let built = page(format!("---\n{front}\n---\n").leak());
        let graph = read(block(&built.files["a/titre/index.html"]));
        assert_eq!(services(&graph), 0, "{front}");
        assert_eq!(faults(&graph), Vec::<String>::new(), "{front}");
        assert!(
            is_a(&graph, "<https://ville.fr/d/a/titre/#demarche>", "schema:GovernmentService"),
            "{front}"
        );
    }
}

#[test]
fn nothing_in_a_data_block_ends_it() {
    let built = page(FULL);
    let html = &built.files["a/titre/index.html"];
    let json = block(html);
    assert!(!json.contains(['<', '>', '&']), "{json}");
    assert_eq!(html.matches("</script>").count(), 2);
    // A site that does not know its own address refers to itself from its root.
    let mut files = FILES.to_vec();
    files[0].1 = "[site]\ntitle = \"Ville\"\n";
    files.push(("content/a/titre.md", FULL));
    let graph = read(block(&super::super::tests::built(&files).files["a/titre/index.html"]));
    assert!(graph.contains_key("<https://ville.fr/a/titre/#demarche>"), "{:?}", graph.keys());
}
