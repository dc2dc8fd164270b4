//! Whole small sites, and what is known of them once they are put together.

mod around;
mod bundles;
mod channels;
mod earlier;
mod made;
mod moves;
mod taxonomies;

use jiff::civil::date;

use super::*;
use crate::finding::{Message, ProblemKind};
use crate::source::{Picture, Source, SourceId};

fn tree(files: &[(&str, &str)]) -> Tree {
    let mut tree = Tree::default();
    for (path, text) in files {
        let id: SourceId = tree.sources.add(Source::new(*path, text.as_bytes().to_vec()));
        match path.strip_prefix("content/") {
            None => tree.config = Some(id),
            Some(path) => match path.strip_prefix("_data/") {
                Some(path) => tree.data.push((path.to_owned(), id)),
                None => tree.pages.push((path.to_owned(), id)),
            },
        }
    }
    tree
}

fn site(files: &[(&str, &str)]) -> Site {
    let facts = Facts::on(date(2026, 11, 23));
    Site::build(tree(files), facts)
}

fn page<'a>(site: &'a Site, path: &str) -> &'a Page {
    site.pages.iter().find(|p| p.path == path).unwrap()
}

/// The words under each problem of the site, with its kind.
fn problems(site: &Site) -> Vec<(ProblemKind, &str)> {
    site.problems.iter().map(|p| (p.kind, site.sources.slice(p.span))).collect()
}

#[test]
fn pages_get_addresses_sections_and_an_order() {
    let site = site(&[
        ("content/_index.md", "---\ntitle: Accueil\n---\n"),
        ("content/b.md", "---\ntitle: Beta\n---\n"),
        ("content/Démarches/_index.md", "---\ntitle: Vos démarches\n---\n"),
        ("content/Démarches/Acte.md", "---\ntitle: Acte\nweight: 2\n---\n"),
        ("content/Démarches/cni.md", "---\ntitle: Carte\nweight: 1\nslug: Carte d’identité\n---\n"),
        ("content/Démarches/dossier/index.md", "---\ntitle: Dossier\n---\n"),
        ("content/Démarches/brouillon.md", "---\ntitle: Brouillon\ndraft: true\n---\n"),
    ]);
    let urls: Vec<&str> = site.pages.iter().map(|p| p.url.as_str()).collect();
    assert_eq!(
        urls,
        [
            "/",
            "/b/",
            "/demarches/",
            "/demarches/acte/",
            "/demarches/carte-d-identite/",
            "/demarches/dossier/",
            "/demarches/brouillon/"
        ]
    );
    let root = site.section(SectionId(0));
    assert_eq!((root.title.as_str(), root.children.as_slice()), ("Accueil", &[SectionId(1)][..]));
    let section = site.section(SectionId(1));
    let titles: Vec<&str> = section.pages.iter().map(|id| site.page(*id).title()).collect();
    assert_eq!(titles, ["Carte", "Acte", "Dossier"]);
    assert_eq!(output_path(&site.pages[3].url), "demarches/acte/index.html");
}

#[test]
fn addresses_may_be_files() {
    let site = site(&[
        ("site.toml", "[build]\naddresses = \"file\"\n"),
        ("content/a/b.md", "---\ntitle: B\n---\n[c](../c.md) [a](/a/b.html)"),
        ("content/c.md", "---\ntitle: C\n---\n"),
    ]);
    assert_eq!(page(&site, "a/b.md").url, "/a/b.html");
    assert!(page(&site, "a/b.md").links.iter().all(|l| matches!(l, Target::Page { .. })));
}

#[test]
fn defaults_fill_what_is_missing_from_the_nearest_section_first() {
    let site = site(&[
        ("content/_index.md", "---\ntitle: A\ndefaults: {owner: mairie, authority: maire}\n---\n"),
        (
            "content/d/_index.md",
            "---\ntitle: D\ndefaults:\n  owner: état civil\n  review_every: 6 mois\n---\n",
        ),
        ("content/d/p.md", "---\ntitle: P\nauthority: préfet\n---\n"),
    ]);
    let front = &page(&site, "d/p.md").front;
    assert_eq!(front.owner.as_ref().unwrap().value, "état civil");
    assert_eq!(site.sources.get(front.owner.as_ref().unwrap().span.source).path(), "content/d/_index.md");
    assert_eq!(front.review_every.unwrap_value().months, 6);
    assert_eq!(front.field("authority").unwrap().as_text(), Some("préfet"));
}

trait UnwrapValue<T> {
    fn unwrap_value(&self) -> &T;
}

impl<T> UnwrapValue<T> for Option<crate::source::Spanned<T>> {
    fn unwrap_value(&self) -> &T {
        &self.as_ref().unwrap().value
    }
}

#[test]
fn links_lead_where_editors_and_citizens_expect() {
    let body = "---\ntitle: A\n---\n\
        [1](b.md) [2](./b.md#où) [3](/x/b.md) [4](../x/b/) [5](/x/b/) [6](/x/b) [7](#haut) [8](../c.pdf) \
        [9](https://h.fr/) [10](mailto:a@b.fr) [11](/ancien) [12](b.md?x=1)\n\n## Haut\n";
    let mut tree = tree(&[
        ("content/x/a.md", body),
        ("content/x/b.md", "---\ntitle: B\naliases: [/ancien/]\n---\n## Où {#où}\n"),
    ]);
    tree.assets.push(Asset {
        origin: "content/c.pdf".into(),
        theme: None,
        path: "c.pdf".into(),
        size: 1,
        hash: String::new(),
        picture: Picture::None,
    });
    let site = Site::build(tree, Facts::on(date(2026, 1, 1)));
    let b = page(&site, "x/b.md").id;
    let to = |anchor: Option<&str>| Target::Page { page: b, anchor: anchor.map(str::to_owned) };
    let a = page(&site, "x/a.md");
    assert_eq!(
        a.links,
        [
            to(None),
            to(Some("où")),
            to(None),
            to(None),
            to(None),
            to(None),
            Target::Page { page: a.id, anchor: Some("haut".into()) },
            Target::Asset("c.pdf".into()),
            Target::External("https://h.fr/".into()),
            Target::Other("mailto:a@b.fr".into()),
            to(None),
            to(None),
        ]
    );
    assert_eq!(site.backlinks[b.0], [a.id]);
    assert_eq!(site.external_uses().into_keys().collect::<Vec<_>>(), ["https://h.fr/"]);
}

#[test]
fn a_link_that_leads_nowhere_says_what_was_meant() {
    let site = site(&[
        (
            "content/x/a.md",
            "---\ntitle: A\n---\n[1](pasport.md) [2](acte.md) [3](b.md#prixx) [4](../../z.md) [5]() [6](c.md) [7](/x/pasport/)",
        ),
        ("content/x/passport.md", "---\ntitle: P\n---\n"),
        ("content/y/acte.md", "---\ntitle: Acte\n---\n"),
        ("content/x/b.md", "---\ntitle: B\n---\n## Prix\n"),
        ("content/x/c.md", "---\ntitle: C\ndraft: true\n---\n"),
    ]);
    use link_graph::Missing;
    let broken: Vec<(&Missing, Option<&str>)> = page(&site, "x/a.md")
        .links
        .iter()
        .map(|l| match l {
            Target::Broken(b) => (&b.missing, b.suggestion.as_deref()),
            other => panic!("{other:?}"),
        })
        .collect();
    let c = page(&site, "x/c.md").id;
    assert_eq!(
        broken,
        [
            (&Missing::Page, Some("passport.md")),
            (&Missing::Page, Some("../y/acte.md")),
            (&Missing::Anchor("prixx".into()), Some("b.md#prix")),
            (&Missing::Outside, None),
            (&Missing::Empty, None),
            (&Missing::Draft(c), None),
            (&Missing::Page, Some("passport.md")),
        ]
    );
}

#[test]
fn a_link_that_leads_nowhere_names_the_page_of_the_same_words() {
    let forms = [
        ("demarches/louer-salle.md", Some("demarches/louer-une-salle.md")),
        ("/demarches/salle-a-louer/", Some("demarches/louer-une-salle.md")),
        ("louer-les-salles.md#tarif", Some("demarches/louer-une-salle.md#tarif")),
        ("demarches/louer-une-salle.md#tarif", Some("demarches/louer-une-salle.md#tarifs")),
        ("demarches/louer-une-salle.md#documents", Some("demarches/louer-une-salle.md#documents-a-apporter")),
        // A page in a folder of its own is called by it.
        ("vie/carte-de-peche.md", Some("loisirs/carte-de-peche/index.md")),
        ("carte-peche/index.md", Some("loisirs/carte-de-peche/index.md")),
        // Of two pages of one name, the one below the folder that was typed.
        ("bus/horaires.md", Some("transports/bus/horaires.md")),
        ("horaires.md", None),
        // A draft would lead nowhere either.
        ("demarches/le-vote.md", None),
        ("x/bus/tarifs.md", Some("loisirs/piscine/tarifs.md")),
    ];
    let body: String = forms.iter().map(|(typed, _)| format!("[x]({typed})\n")).collect();
    let body = format!("---\ntitle: A\n---\n{body}");
    let page_of = |title: &str| format!("---\ntitle: {title}\n---\n");
    let hall = page_of("Louer une salle") + "## Tarifs\n\n## Documents à apporter\n";
    let site = site(&[
        ("content/a.md", &body),
        ("content/demarches/louer-une-salle.md", &hall),
        ("content/loisirs/carte-de-peche/index.md", &page_of("Carte")),
        ("content/transports/bus/horaires.md", &page_of("Bus")),
        ("content/loisirs/piscine/horaires.md", &page_of("Piscine")),
        ("content/loisirs/piscine/tarifs.md", &page_of("Tarifs")),
        ("content/transports/bus/tarifs.md", "---\ntitle: Tarifs\ndraft: true\n---\n"),
        ("content/demarches/un-vote-prochain.md", "---\ntitle: Vote\ndraft: true\n---\n"),
    ]);
    let said = |target: &Target| match target {
        Target::Broken(broken) => broken.suggestion.clone(),
        other => panic!("{other:?}"),
    };
    let got: Vec<(&str, Option<String>)> =
        forms.iter().zip(&page(&site, "a.md").links).map(|((typed, _), to)| (*typed, said(to))).collect();
    let expected: Vec<(&str, Option<String>)> =
        forms.iter().map(|(typed, near)| (*typed, near.map(str::to_owned))).collect();
    assert_eq!(got, expected);
}

/// Every form of an internal link, each with where it leads: `page`, `page#anchor`, `file:path`, `section:url`,
/// `other:…`, `external`, or `?suggestion` for one that leads nowhere.
#[test]
fn every_form_of_internal_link() {
    let forms = [
        // Pages, by path and by published address.
        ("piece.md", "d/piece.md"),
        ("./piece.md", "d/piece.md"),
        ("../d/piece.md", "d/piece.md"),
        ("/d/piece.md", "d/piece.md"),
        ("piece", "d/piece.md"),
        ("/d/piece/", "d/piece.md"),
        ("/d/piece", "d/piece.md"),
        ("/d/piece/index.html", "d/piece.md"),
        ("../piece/", "d/piece.md"),
        ("/d/", "d/_index.md"),
        ("/vide/", "made:/vide/"),
        ("piece.md?tri=1#droits", "d/piece.md#droits"),
        ("#%C3%A9tapes", "d/a.md#étapes"),
        // The address of the site itself.
        ("https://ville.exemple/d/piece/", "d/piece.md"),
        ("http://VILLE.exemple/d/piece#droits", "d/piece.md#droits"),
        ("//ville.exemple/d/piece/", "d/piece.md"),
        ("https://ville.exemple", "_index.md"),
        ("https://ville.exemple?a=b", "_index.md"),
        ("https://ville.exemple/plan.pdf", "file:plan.pdf"),
        ("https://ville.exemple/d/pieces/", "?piece.md"),
        ("https://ville.exemple/agenda/mai", "external"),
        ("https://ville.exemple.fr/d/piece/", "external"),
        ("https://ville.exemple:8080/d/piece/", "external"),
        // Files and their escapes.
        ("../plan.pdf?v=2", "file:plan.pdf"),
        ("/plan%20du%20site.pdf", "file:plan du site.pdf"),
        ("/Plan.PDF", "?../plan.pdf"),
        ("../plann.pdf", "?../plan.pdf"),
        ("photo.jpg", "?../photo.webp"),
        ("photo.pdf", "?"),
        ("plan%20du%20site.pdf", "?../plan%20du%20site.pdf"),
        // Other languages, aliases, drafts.
        ("piece.en.md", "d/piece.en.md"),
        ("/en/d/piece/", "d/piece.en.md"),
        ("/ancienne-piece/", "d/piece.md"),
        ("/ancien.html", "d/piece.md"),
        ("brouillon.md", "?"),
        // Capitals, accents, spaces.
        ("/D/Piece/", "?piece.md"),
        ("Pièce.md", "?piece.md"),
        ("PIECE.md#droits", "?piece.md#droits"),
        ("nulle-part.md", "?"),
        ("../../dehors.md", "?"),
        // Anchors as they are published.
        ("piece.md#droit", "?piece.md#droits"),
        ("piece.md#cout--titre", "d/piece.md#cout--titre"),
        ("piece.md#etapes--titre", "?"),
        ("piece.md#contenu", "d/piece.md#contenu"),
        ("#note--1", "d/a.md#note--1"),
        ("#note--2", "?"),
        ("#droits--devoirs", "?"),
        ("#droits-1", "d/a.md#droits-1"),
        // What leads elsewhere.
        ("mailto:a@b.fr", "other:mailto:a@b.fr"),
        ("https://autre.exemple/d/piece/", "external"),
    ];
    let mut body = "---\ntitle: A\n---\n".to_owned();
    for (typed, _) in forms {
        body.push_str(&format!("[x]({typed})\n"));
    }
    body.push_str("<a@b.fr> [^1]\n\n## Étapes {#étapes}\n\n## Droits\n\n## Droits\n\n[^1]: Note.\n");
    let mut tree = tree(&[
        (
            "site.toml",
            "[site]\nbase_url = \"https://ville.exemple\"\nlanguages = [\"en\"]\n\
             [links]\nexclude = [\"https://ville.exemple/agenda/\"]\n",
        ),
        ("content/_index.md", "---\ntitle: Accueil\n---\n"),
        ("content/d/_index.md", "---\ntitle: D\n---\n"),
        ("content/d/a.md", &body),
        ("content/d/brouillon.md", "---\ntitle: B\ndraft: true\n---\n"),
        (
            "content/d/piece.md",
            "---\ntitle: P\ntype: procedure\ncost: {free: true}\naliases: [/ancienne-piece/, /ancien.html]\n---\n## Droits\n",
        ),
        ("content/d/piece.en.md", "---\ntitle: P\n---\n"),
        ("content/vide/x.md", "---\ntitle: X\n---\n"),
    ]);
    for path in ["plan.pdf", "plan du site.pdf", "photo.webp"] {
        let (origin, path) = (format!("content/{path}"), path.to_owned());
        tree.assets.push(Asset {
            origin,
            theme: None,
            path,
            size: 1,
            hash: String::new(),
            picture: Picture::None,
        });
    }
    let site = Site::build(tree, Facts::on(date(2026, 1, 1)));
    let said = |target: &Target| match target {
        Target::Page { page, anchor } => {
            let path = site.page(*page).path.as_str();
            anchor.as_ref().map_or(path.to_owned(), |anchor| format!("{path}#{anchor}"))
        }
        Target::Made(url) => format!("made:{url}"),
        Target::Asset(path) => format!("file:{path}"),
        Target::External(_) => "external".to_owned(),
        Target::Other(other) => format!("other:{other}"),
        Target::Broken(broken) => format!("?{}", broken.suggestion.as_deref().unwrap_or("")),
    };
    let a = page(&site, "d/a.md");
    let got: Vec<(&str, String)> =
        forms.iter().zip(&a.links).map(|((typed, _), target)| (*typed, said(target))).collect();
    let expected: Vec<(&str, String)> =
        forms.iter().map(|(typed, expected)| (*typed, (*expected).to_owned())).collect();
    assert_eq!(got, expected);
    assert_eq!(a.links.last().map(said).as_deref(), Some("other:mailto:a@b.fr"));
}

#[test]
fn a_link_by_an_earlier_address_is_given_the_one_of_today() {
    let site = site(&[
        ("site.toml", "[site]\nbase_url = \"https://h.exemple/mairie\"\n"),
        ("content/x/a.md", "---\ntitle: A\n---\n"),
        ("content/x/b.md", "---\ntitle: B\naliases: [/ancien/, x/b, /x/vieux.html]\n---\n## Prix\n"),
    ]);
    let (a, b) = (page(&site, "x/a.md"), page(&site, "x/b.md"));
    for (typed, today) in [
        ("/ancien/#prix", Some("b.md#prix")),
        ("/ancien", Some("b.md")),
        ("/mairie/ancien/", Some("b.md")),
        ("https://h.exemple/mairie/ancien/?x=1", Some("b.md")),
        ("../vieux.html", Some("b.md")),
        ("b.md", None),
        ("/x/b/", None),
        ("#prix", None),
    ] {
        assert_eq!(site.address_of_today(a, typed, b).as_deref(), today, "{typed}");
    }
}

#[test]
fn the_path_of_the_host_is_part_of_addresses_typed_whole() {
    let site = site(&[
        ("site.toml", "[site]\nbase_url = \"https://h.fr/mairie/\"\n"),
        ("content/a.md", "---\ntitle: A\n---\n[1](/mairie/a/) [2](/a/)"),
    ]);
    assert_eq!(site.base_path(), "/mairie");
    assert!(site.pages[0].links.iter().all(|l| matches!(l, Target::Page { .. })));
}

#[test]
fn two_pages_cannot_have_one_address() {
    let site = site(&[
        ("content/a.md", "---\ntitle: Un\n---\n"),
        ("content/b.md", "---\ntitle: Deux\nslug: a\naliases: [/c/]\n---\n"),
        ("content/c.md", "---\ntitle: Trois\n---\n"),
    ]);
    assert_eq!(problems(&site), [(ProblemKind::AddressClash, "a"), (ProblemKind::AddressClash, "/c/")]);
}

#[test]
fn an_address_that_a_page_to_come_will_take_is_told_before_its_day() {
    let site = site(&[
        ("content/a.md", "---\ntitle: A\naliases: [vie/fete]\n---\n"),
        ("content/vie/fete.md", "---\ntitle: Fete\npublished: 2026-12-24\naliases: [b]\n---\n"),
        ("content/b.md", "---\ntitle: B\n---\n"),
        ("content/c.md", "---\ntitle: C\ndraft: true\naliases: [vie/fete, ancien]\n---\n"),
        ("content/d.md", "---\ntitle: D\naliases: [c]\n---\n"),
    ]);
    let told: Vec<(&str, &str)> = site
        .problems
        .iter()
        .filter(|problem| problem.kind == ProblemKind::AddressClash)
        .map(|problem| (site.sources.get(problem.span.source).path(), site.sources.slice(problem.span)))
        .collect();
    assert_eq!(
        told,
        [
            ("content/a.md", "vie/fete"),
            ("content/vie/fete.md", "b"),
            ("content/c.md", "C"),
            ("content/c.md", "vie/fete"),
        ]
    );
}

#[test]
fn headings_alike_get_different_ids() {
    let site = site(&[(
        "content/a.md",
        "---\ntitle: A\n---\n## Coût\n## Coût\n## Coût {#cout-1}\n## Contenu\n## «\u{a0}…\u{a0}»\n",
    )]);
    assert_eq!(site.pages[0].heading_ids, ["cout", "cout-2", "cout-1", "contenu-1", "partie"]);
}

#[test]
fn languages_stand_side_by_side() {
    let site = site(&[
        ("site.toml", "[site]\nlanguage = \"fr\"\nlanguages = [\"en\", \"de\"]\n"),
        ("content/a.en.md", "---\ntitle: A\n---\n"),
        ("content/a.md", "---\ntitle: A\n---\n"),
        ("content/b.md", "---\ntitle: B\ntranslations: {de: c.md, en: nulle-part.md}\n---\n"),
        ("content/c.md", "---\ntitle: C\nlang: de\n---\n"),
    ]);
    let urls: Vec<&str> = site.pages.iter().map(|p| p.url.as_str()).collect();
    assert_eq!(urls, ["/en/a/", "/a/", "/b/", "/de/c/"]);
    assert_eq!(site.pages[0].translations, [PageId(1)]);
    assert_eq!(site.pages[1].translations, [PageId(0)]);
    assert_eq!(site.pages[3].translations, [PageId(2)]);
    assert_eq!(problems(&site), [(ProblemKind::UnknownName, "nulle-part.md")]);
    let langs: Vec<&str> = site.sections.iter().map(|s| s.lang.as_str()).collect();
    assert_eq!(langs, ["fr", "de", "en"]);
}

#[test]
fn calls_take_the_value_of_the_day() {
    let amounts = "passport:\n  label: Passeport\n  values:\n    - {value: 86, from: 2020-01-01}\n    - {value: 96.5, from: 2027-01-01}\nlater: {value: 3, from: 2030-01-01}\n";
    let glossary = "pacs: {name: Pacs, expansion: pacte civil de solidarité}\ntimbre: {definition: un impôt}\nvide: {name: X}\n";
    let site = site(&[
        ("content/_data/amounts.yaml", amounts),
        ("content/_data/glossary.yaml", glossary),
        (
            "content/a.md",
            "---\ntitle: A\n---\n{{ amount(key=\"passport\") }} {{ term(key=\"pacs\") }} {{ term(key=\"timbre\") }} \
             {{ amount(key=\"pasport\") }} {{ amont(key=\"x\") }} {{ amount(cle=\"x\") }} {{ amount() }} {{ amount(key=\"later\") }}",
        ),
    ]);
    let term = |text: &str, explanation: &str, acronym| {
        Some(Resolved::Term {
            key: text.to_lowercase(),
            text: text.into(),
            explanation: explanation.into(),
            acronym,
        })
    };
    assert_eq!(
        site.pages[0].calls,
        [
            Some(Resolved::Text("86\u{a0}€".into())),
            term("Pacs", "pacte civil de solidarité", true),
            term("timbre", "un impôt", false),
            None,
            None,
            None,
            None,
            None,
        ]
    );
    use ProblemKind::{InvalidCall, MissingField};
    assert_eq!(
        problems(&site),
        [
            (MissingField, "vide"),
            (InvalidCall, "pasport"),
            (InvalidCall, "amont"),
            (InvalidCall, "cle"),
            (InvalidCall, "{{ amount() }}"),
            (InvalidCall, "later"),
        ]
    );
}

#[test]
fn an_amount_that_is_not_one_is_said_where_it_stands() {
    let amounts = "a: {value: \"86,505\", from: 2020-01-01}\nb: {value: 3}\nc: {label: C}\n";
    let site = site(&[("content/_data/amounts.yaml", amounts), ("content/_data/glosary.yaml", "")]);
    use ProblemKind::{InvalidValue, MissingField, UnknownName};
    let kinds: Vec<ProblemKind> = site.problems.iter().map(|p| p.kind).collect();
    // What is wrong in an entry says why it has no value: that is not told beside it.
    assert_eq!(kinds, [InvalidValue, MissingField, MissingField, UnknownName]);
    assert_eq!(site.sources.slice(site.problems[0].span), "\"86,505\"");
}

#[test]
fn front_matter_that_names_nothing_is_said_where_it_stands() {
    let site = site(&[
        ("content/_data/amounts.yaml", "passport-adult: {value: 86, from: 2020-01-01}\n"),
        (
            "content/a.md",
            "---\ntitle: A\ntype: procedure\nsee_also: [b.md, /b.md, c.md, Un guide]\ncost: [pasport-adult, gratuit]\n---\n",
        ),
        ("content/b.md", "---\ntitle: B\ntype: procedure\ncost: passport-adult\n---\n"),
    ]);
    use ProblemKind::UnknownName;
    assert_eq!(problems(&site), [(UnknownName, "pasport-adult"), (UnknownName, "c.md")]);
}

#[test]
fn an_alias_stays_inside_the_site() {
    let site = site(&[(
        "content/a.md",
        "---\ntitle: A\naliases: [/ok/, ok2, ../x, \"a\\\\b\", \"https://h.fr/\", /a//b/]\n---\n",
    )]);
    assert_eq!(site.urls.keys().collect::<Vec<_>>(), ["/a/", "/ok/", "/ok2/"]);
    let kinds: Vec<ProblemKind> = site.problems.iter().map(|p| p.kind).collect();
    assert_eq!(kinds, [ProblemKind::InvalidValue; 4]);
}

#[test]
fn earlier_addresses_are_kept_as_servers_look_for_them_and_one_never_stands_in_another() {
    let site = site(&[(
        "content/a.md",
        "---\ntitle: A\naliases: [\"/d%C3%A9marches/\", \"/%2e%2e/x/\", /index.php, /index.php/contact]\n---\n",
    )]);
    assert_eq!(site.urls.keys().collect::<Vec<_>>(), ["/a/", "/démarches/", "/index.php"]);
    use ProblemKind::{AddressClash, InvalidValue};
    assert_eq!(problems(&site), [(AddressClash, "/index.php/contact"), (InvalidValue, "\"/%2e%2e/x/\"")]);
}

#[test]
fn an_alias_never_takes_the_place_of_a_file() {
    let aliases = "robots.txt, b/index.html, index.html, c.pdf/d, /e/";
    let page = format!("---\ntitle: A\naliases: [{aliases}]\n---\n");
    let mut tree = tree(&[("content/a.md", &page), ("content/b.md", "---\ntitle: B\n---\n")]);
    let asset = |path: &str| Asset {
        origin: format!("content/{path}"),
        theme: None,
        path: path.into(),
        size: 1,
        hash: String::new(),
        picture: Picture::None,
    };
    tree.assets = vec![asset("b"), asset("c.pdf")];
    let site = Site::build(tree, Facts::on(date(2026, 1, 1)));
    use ProblemKind::AddressClash;
    assert_eq!(
        problems(&site),
        [
            (AddressClash, "robots.txt"),
            (AddressClash, "b/index.html"),
            (AddressClash, "index.html"),
            (AddressClash, "c.pdf/d"),
            (AddressClash, "B"),
        ]
    );
    assert_eq!(site.urls.keys().collect::<Vec<_>>(), ["/a/", "/b/", "/e/"]);
}

#[test]
fn addresses_of_other_sites_are_found_wherever_they_are_published() {
    let site = site(&[
        (
            "content/a.md",
            "---\ntitle: A\nnational: https://n.fr/\nsteps:\n  - url: https://s.fr/#x\n    text: t\nsee_also:\n  - \
             https://v.fr/\nchannels:\n  - service: teledossier\nid: https://id.fr/\nlegal_basis: [code]\n---\n\
             [l](https://l.fr/) ![i](https://i.fr/i.png) [bis](https://l.fr/) [r][r]\n\n[r]: https://r.fr/\n",
        ),
        ("content/b.md", "---\ntitle: B\ndraft: true\n---\n[l](https://brouillon.fr/)\n"),
        ("content/d/_index.md", "---\ntitle: D\ndefaults:\n  national: https://tous.fr/\n---\n"),
        ("content/d/e.md", "---\ntitle: E\n---\n"),
        ("content/d/f.md", "---\ntitle: F\n---\n"),
        ("content/_data/online-services.yaml", "teledossier:\n  name: T\n  url: https://t.fr/\n"),
        (
            "content/_data/legal-texts.yaml",
            "code:\n  title: Code\n  url: https://loi.fr/\n  source: https://source.fr/\nautre:\n  title: Autre\n  url: /x\n",
        ),
    ]);
    let uses = site.external_uses();
    let shown = |address: &str| -> Vec<String> {
        let place = |place: &ExternalUse| {
            let pages: Vec<&str> = place.pages.iter().map(|page| site.page(*page).path.as_str()).collect();
            let file = site.sources.get(place.span.source).path();
            assert_eq!(site.sources.slice(place.span), address);
            format!("{file}: {}", pages.join(" "))
        };
        uses[address].iter().map(place).collect()
    };
    let addresses: Vec<&str> = uses.keys().map(String::as_str).collect();
    assert_eq!(
        addresses,
        [
            "https://i.fr/i.png",
            "https://l.fr/",
            "https://loi.fr/",
            "https://n.fr/",
            "https://r.fr/",
            "https://s.fr/#x",
            "https://source.fr/",
            "https://t.fr/",
            "https://tous.fr/",
            "https://v.fr/",
        ]
    );
    assert_eq!(shown("https://l.fr/"), ["content/a.md: a.md", "content/a.md: a.md"]);
    assert_eq!(shown("https://n.fr/"), ["content/a.md: a.md"]);
    assert_eq!(shown("https://loi.fr/"), ["content/_data/legal-texts.yaml: a.md"]);
    assert_eq!(shown("https://t.fr/"), ["content/_data/online-services.yaml: a.md"]);
    assert_eq!(shown("https://tous.fr/"), ["content/d/_index.md: d/_index.md d/e.md d/f.md"]);
}
