//! What stands around procedures: notices, pages that are over or to come, events of life, offices, and
//! what history tells; on the 23rd of November 2026.

use super::procedure::{HOME, SITE, bare, part, site};
use super::*;

#[test]
fn notices_are_shown_between_their_dates_on_their_pages_the_urgent_first() {
    let notices = "info: {text: Tout le monde., until: 2026-11-23}
urgent: {title: Crue, text: <b>Ici</b>., level: urgent, pages: [titre.md], url: autre.md}
passe: {text: PASSÉ, until: 2026-11-22}
ailleurs: {text: AILLEURS, pages: [autre]}
";
    let built = site(&[("content/_data/notices.yaml", notices), ("content/x.en.md", "---\ntitle: X\n---\n")]);
    let page = &built.files["titre/index.html"];
    let (_, shown) = page
        .split_once("<section class=\"notices\" aria-label=\"Messages\" data-holds=\".notice\">")
        .unwrap();
    let (shown, rest) = shown.split_once("</section>").unwrap();
    assert!(rest.contains("<main"));
    assert_eq!(
        shown.replace('\u{a0}', " ").trim(),
        "<div class=\"notice urgent\" role=\"group\" aria-labelledby=\"message--1\">\n\
         <h2 class=\"notice-title\" id=\"message--1\">Urgent : Crue</h2>\n\
         <p>&lt;b&gt;Ici&lt;/b&gt;. <a href=\"/d/autre/\">En savoir plus : Crue</a></p>\n</div>\n\
         <div class=\"notice info\" role=\"group\" aria-labelledby=\"message--2\" data-until=\"2026-11-23\">\n\
         <h2 class=\"notice-title\" id=\"message--2\">Information</h2>\n<p>Tout le monde.</p>\n</div>"
    );
    for (path, html) in built.files.iter().filter(|(path, _)| path.ends_with(".html")) {
        assert!(
            html.contains("Tout le monde.") && !html.contains("PASSÉ") && !html.contains("AILLEURS"),
            "{path}"
        );
        assert_eq!(html.contains("Crue"), path == "titre/index.html", "{path}");
    }
    // The words of the page stay in its language; those of the notice are in the site's.
    let page = &built.files["en/x/index.html"];
    assert!(
        page.contains(
            "data-until=\"2026-11-23\">\n<h2 class=\"notice-title\" id=\"message--1\">Information</h2>\n<p><span lang=\"fr\">Tout le monde.</span></p>"
        ),
        "{page}"
    );
}

#[test]
fn a_page_that_does_not_hold_leaves_the_menus_and_keeps_its_address() {
    let built = site(&[
        ("content/r/_index.md", "---\ntitle: Rubrique\n---\n"),
        ("content/r/a.md", "---\ntitle: Avant\nvalid_until: 2026-11-23\n---\n"),
        ("content/r/b.md", "---\ntitle: ÉTEINTE\nvalid_until: 2026-11-22\n---\n"),
        ("content/r/c.md", "---\ntitle: FUTURE\nvalid_from: 2026-11-24\n---\n"),
        (
            "content/d.md",
            "---\ntitle: Vie\ntype: life-event\nprocedures: [r/a.md, r/b.md, r/c.md]\nsee_also: [r/b.md]\n---\n[Ici](r/b.md)\n",
        ),
    ]);
    let over = &built.files["r/b/index.html"];
    assert!(over.contains(
        "<p>Cette page valait jusqu’au <time datetime=\"2026-11-22\">22\u{a0}novembre 2026</time>."
    ));
    assert!(over.contains("<meta name=\"robots\" content=\"noindex\">"));
    let soon = &built.files["r/c/index.html"];
    assert!(soon.contains(
        "<p>Cette page vaut à partir du <time datetime=\"2026-11-24\">24\u{a0}novembre 2026</time>."
    ));
    // Without a new publication, the day before is the last on which it says so.
    assert!(
        soon.contains("<div class=\"notice warning\" role=\"note\" data-until=\"2026-11-23\">"),
        "{soon}"
    );
    // The last day is still a day; the script says when it is gone.
    let last = &built.files["r/a/index.html"];
    assert!(last.contains("<template data-after=\"2026-11-23\">") && !last.contains("noindex"));
    for (path, text) in &built.files {
        if !["r/b/index.html", "r/c/index.html"].contains(&path.as_str()) {
            assert!(!text.contains("ÉTEINTE") && !text.contains("FUTURE"), "{path}: {text}");
        }
    }
    assert!(!built.files["sitemap.xml"].contains("/r/b/"));
    // A link typed in a text still leads there.
    assert!(built.files["d/index.html"].contains("<a href=\"/d/r/b/\">Ici</a>"));
}

#[test]
fn an_event_of_life_lists_its_procedures_and_they_lead_back_to_it() {
    let built = site(&[(
        "content/vie.md",
        "---\ntitle: Déménager\ntype: life-event\nevent: demenagement\nprocedures: [titre.md, autre.md, absente.md]\n---\nD’abord.\n\n## Puis\n",
    )]);
    let event = &built.files["vie/index.html"];
    assert_eq!(
        bare(part(event, "demarches--titre")),
        "Vos démarches, dans l’ordre Demander un titre Une phrase. Autre"
    );
    assert!(event.contains("<body class=\"life-event\">"));
    let page = &built.files["titre/index.html"];
    assert!(page.contains("Dans\u{a0}: <a href=\"/d/vie/\">Je déménage</a>"), "{page}");
    let home = &built.files["index.html"];
    assert!(home.contains("<li><a href=\"/d/vie/\">Je déménage</a></li>"), "{home}");
}

#[test]
fn an_office_says_where_and_when_to_come() {
    let built =
        site(&[("content/bureau.md", "---\ntitle: Bureau\ntype: office\norganisation: mairie\n---\n")]);
    let page = &built.files["bureau/index.html"];
    let (_, office) = page.split_once("<dl class=\"office\" data-holds=\"dd\">").unwrap();
    let (office, _) = office.split_once("</dl>").unwrap();
    let said = bare(office);
    for words in [
        "1 place Haute 99999 Ville",
        "lundi au jeudi 10 h – 12 h",
        "24 décembre 2026",
        "fauteuil",
        "De 9 h à 12 h",
        "a@ville.example",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(!said.contains("TROP-LOIN"));
    // Pages that send people there lead to it.
    let page = &built.files["titre/index.html"];
    assert!(part(page, "canaux--titre").contains("<a href=\"/d/bureau/\">Mairie de Ville</a>"));
    assert_eq!(
        bare(part(page, "aide--titre")),
        "Se faire aider Mairie de Ville 1 place Haute, 99999 Ville Téléphone : 01 99 00 12 34 (prix d’un appel ordinaire) a@ville.example"
    );
    assert!(part(page, "aide--titre").contains("<a href=\"/d/bureau/\">"));
}

#[test]
fn a_change_that_history_tells_is_said_to_come_from_it() {
    let files = [
        SITE,
        HOME,
        ("content/a.md", "---\ntitle: A\n---\n"),
        ("content/b.md", "---\ntitle: B\nupdated: 2026-02-03\n---\n"),
    ];
    let built = built_on(&files, &[], &[], |facts| {
        for page in ["a.md", "b.md"] {
            facts.history.dates.insert(page.to_owned(), date(2026, 10, 1));
        }
    });
    let a = &built.files["a/index.html"];
    assert!(
        a.contains("Mis à jour le <time datetime=\"2026-10-01\">1er\u{a0}octobre 2026</time> (d’après l’historique de la page)</p>"),
        "{a}"
    );
    assert!(a.contains("\"dateModified\":\"2026-10-01\""));
    let b = &built.files["b/index.html"];
    assert!(b.contains("Mis à jour le <time datetime=\"2026-02-03\">3\u{a0}février 2026</time></p>"), "{b}");
    assert!(built.files["sitemap.xml"].contains("/d/a/</loc><lastmod>2026-10-01</lastmod>"));
}
