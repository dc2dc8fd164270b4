//! Where links lead, and what is proposed for those that lead nowhere.

use super::*;

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
