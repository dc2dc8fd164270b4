//! The pages that lead to all others, on the 23rd of November 2026.

use super::procedure::{HOME, SITE, bare};
use super::*;

const PAGES: [(&str, &str); 10] = [
    ("content/papiers/_index.md", "---\ntitle: Papiers\n---\n"),
    (
        "content/papiers/a.md",
        "---\ntitle: Demander un passeport\nchanges:\n  - {date: 2026-03-02, note: Le prix <monte>., kind: major}\n  - {date: 2025-01-02, note: Le guichet ferme., kind: major}\n  - {date: 2026-04-01, note: Une virgule.}\n  - {date: 2026-04-02, note: RÉSERVÉ, kind: major, audience: agents}\n  - {date: 2027-01-01, note: À-VENIR, kind: major}\n---\n",
    ),
    ("content/papiers/b.md", "---\ntitle: Les élections\nsearch_terms: [votte]\n---\n"),
    ("content/papiers/vieux/c.md", "---\ntitle: École\n---\n"),
    ("content/papiers/d.md", "---\ntitle: 3 démarches\n---\n"),
    ("content/e.md", "---\ntitle: Eau\n---\n"),
    ("content/f.md", "---\ntitle: ÉTEINTE\nvalid_until: 2026-01-01\n---\n"),
    ("content/g.md", "---\ntitle: S’inscrire\n---\n"),
    ("content/h.md", "---\ntitle: Zone\n---\n"),
    ("content/i.md", "---\ntitle: Zoo\n---\n"),
];

fn whole() -> Built {
    let mut files = vec![SITE, HOME];
    files.extend_from_slice(&PAGES);
    let built = built(&files);
    assert_eq!(said(&built.site.sources, &built.rendered.problems), []);
    built
}

fn main_of(page: &str) -> &str {
    page.split_once("<main").unwrap().1.split_once("</main>").unwrap().0
}

#[test]
fn every_page_stands_under_the_letter_of_its_word() {
    let built = whole();
    keeps_the_contract(&built);
    let page = main_of(&built.files["a-z/index.html"]);
    let (_, letters) = page.split_once("</nav>").unwrap();
    assert_eq!(
        bare(letters),
        "0-9 3 démarches E Eau École Les élections I S’inscrire P Papiers Passeport (demander un) Z Zone Zoo"
    );
    assert!(page.contains("<a href=\"#lettre--p\">P</a>") && page.contains("<a href=\"/d/papiers/a/\">"));
    assert!(!page.contains("votte"));
}

#[test]
fn where_titles_are_many_each_letter_has_its_page() {
    let many: Vec<(String, String)> = (0..401)
        .map(|n| {
            (
                format!("content/p{n}.md"),
                format!("---\ntitle: {} {n}\n---\n", ["Page", "Zone", "École"][n % 3]),
            )
        })
        .collect();
    let mut files = vec![SITE, HOME];
    files.extend(many.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    let built = built(&files);
    let first = main_of(&built.files["a-z/index.html"]);
    assert!(first.contains("<a href=\"/d/a-z/e/\">E</a>") && !first.contains("<ul class=\"lines\">"));
    let count = |letter: &str| {
        let page = &built.files[&format!("a-z/{letter}/index.html")];
        assert!(page.contains(&format!("aria-current=\"page\">{}</a>", letter.to_uppercase())), "{page}");
        main_of(page).matches("<li><a href=\"/d/p").count()
    };
    assert_eq!((count("p"), count("z"), count("e")), (134, 134, 133));
    assert!(built.files["a-z/p/index.html"].contains("<h1>De A à Z – P</h1>"));
    let map = &built.files["sitemap.xml"];
    assert!(map.contains("/d/a-z/<") && !map.contains("/d/a-z/p/"));
}

#[test]
fn the_site_map_is_the_tree_of_sections_and_pages() {
    let built = whole();
    let page = main_of(&built.files["plan-du-site/index.html"]);
    assert_eq!(
        bare(page.split_once("<ul class=\"tree\">").unwrap().1),
        "Accueil Eau S’inscrire Zone Zoo Papiers 3 démarches Demander un passeport Les élections Vieux École"
    );
    assert_eq!(unbalanced(&built.files["plan-du-site/index.html"]), None);
}

#[test]
fn what_has_changed_is_told_by_month_and_older_years_have_their_pages() {
    let built = whole();
    let page = main_of(&built.files["changements/index.html"]);
    assert_eq!(
        bare(page.split_once("</header>").unwrap().1),
        "mars 2026 2 mars 2026 · Papiers Demander un passeport Le prix &lt;monte&gt;. Par année 2026 2025"
    );
    assert!(page.contains("<a href=\"/d/changements/\" aria-current=\"page\">2026</a>"));
    let older = main_of(&built.files["changements/2025/index.html"]);
    assert!(older.contains("<h1>Ce qui a changé – 2025</h1>"));
    assert!(
        bare(older).contains("janvier 2025 2 janvier 2025 · Papiers Demander un passeport Le guichet ferme.")
    );
    assert!(page.contains("<a href=\"/d/atom.xml\">Être prévenu des changements (flux Atom)</a>"));
    for (path, text) in &built.files {
        assert!(!text.contains("RÉSERVÉ") && !text.contains("À-VENIR"), "{path}");
    }
}

#[test]
fn every_page_leads_to_these_and_to_the_feeds_that_follow_it() {
    let built = whole();
    for (path, page) in built.files.iter().filter(|(path, _)| path.ends_with(".html")) {
        let (_, footer) = page.split_once("<footer").unwrap();
        for url in ["/d/changements/", "/d/a-z/", "/d/plan-du-site/"] {
            assert!(footer.contains(&format!("<li><a href=\"{url}\"")), "{path}");
        }
        let feed = "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"";
        assert!(page.contains(&format!("{feed}Ce qui a changé – Ville\" href=\"/d/atom.xml\">")), "{path}");
        let own = format!("{feed}Papiers\u{a0}: Ce qui a changé – Ville\" href=\"/d/papiers/atom.xml\">");
        assert_eq!(page.contains(&own), path.starts_with("papiers/"), "{path}");
    }
}

#[test]
fn a_small_site_whose_pages_never_changed_has_none_of_them() {
    let built = built(&[SITE, HOME, ("content/a.md", "---\ntitle: A\n---\n")]);
    let page = &built.files["a/index.html"];
    assert!(!page.contains("class=\"indexes\"") && !page.contains("atom"), "{page}");
    for path in ["a-z/index.html", "plan-du-site/index.html", "changements/index.html", "atom.xml"] {
        assert!(!built.files.contains_key(path), "{path}");
    }
}

#[test]
fn a_page_says_what_is_shown_where_it_is_cited() {
    let page = (
        "content/a.md",
        "---\ntitle: Un \\\"titre\\\"\ndescription: Une phrase.\n---\n".replace("\\\"", "«"),
    );
    let settings = format!("{}[theme.options]\nimage = \"carte.png\"\n", SITE.1);
    let built = built(&[(SITE.0, &settings), HOME, (page.0, &page.1)]);
    let page = &built.files["a/index.html"];
    for (property, content) in [
        ("title", "Un «titre«"),
        ("type", "website"),
        ("site_name", "Ville"),
        ("description", "Une phrase."),
        ("url", "https://ville.fr/d/a/"),
        ("locale", "fr_FR"),
        ("image", "https://ville.fr/d/carte.png"),
    ] {
        assert!(page.contains(&format!("<meta property=\"og:{property}\" content=\"{content}\">")), "{page}");
    }
    // A site that is not open yet says so on each page.
    let closed = SITE.1.replace("[site]\n", "[site]\nindex = false\n");
    let built = self::built(&[(SITE.0, &closed), HOME]);
    assert!(built.files["index.html"].contains("<meta name=\"robots\" content=\"noindex\">"));
    assert!(!self::built(&[SITE, HOME]).files["index.html"].contains("noindex"));
}

#[test]
fn the_home_page_and_the_site_map_lead_to_the_lists_of_terms() {
    let many: Vec<String> = (10..24).map(|n| format!("Theme {n}")).collect();
    let front = format!("---\ntitle: A\nthemes: [{}]\nlife_events: [Je me marie]\n---\n", many.join(", "));
    let mut files = vec![SITE, HOME, ("content/terms.md", front.as_str())];
    files.extend_from_slice(&PAGES);
    let built = self::built(&files);
    let home = &built.files["index.html"];
    let (_, section) = home.split_once("<section class=\"shelf classes\">").unwrap();
    let (section, after) = section.split_once("</section>").unwrap();
    let mut addresses = vec!["/d/themes/".to_owned()];
    addresses.extend((10..22).map(|n| format!("/d/themes/theme-{n}/")));
    addresses.push("/d/themes/".to_owned());
    assert_eq!(values(section, "href"), addresses);
    let map = main_of(&built.files["plan-du-site/index.html"]);
    assert!(map.contains("href=\"/d/themes/\"") && map.contains("href=\"/d/evenements-de-vie/\""), "{map}");
    // Events of life have their own place.
    assert!(!after.contains(" classes\""));
    files.push(("content/themes/_index.md", "---\ntitle: Nos thèmes\n---\n"));
    let home = &self::built(&files).files["index.html"];
    assert!(!home.contains(" classes\"") && home.contains("href=\"/d/themes/\""), "{home}");
}

const LEGAL: &str = r#"[site]
title = "Ville"
publisher = "Ville de Rive"
base_url = "https://rive.example/d"
languages = ["en"]
[legal]
organisation = "mairie"
director = "Camille Exemple, maire"
host = { name = "Hôte", address = "1 rue des Machines, 99999 Rive", phone = "01 99 00 00 01" }
[legal.accessibility]
scheme = "/schema/"
not_accessible = ["Les plans de 1998"]
[legal.accessibility.audit]
by = "la société Exemple"
rate = 99.97
date = 2026-03-12
pages = ["Accueil"]
[legal.personal_data]
officer = { email = "dpd@rive.example" }
purposes = [{ name = "répondre aux messages", basis = "mission d’intérêt public", kept = "un an" }]
[feedback]
useful = "https://forms.example/?u={url}&t={title}&i={id}"
problem = "/erreur/?page={id}"
[[feedback.jdma]]
product = 3154
button = 4400
"#;

#[test]
fn the_pages_that_the_law_asks_are_made_and_named_at_the_foot_of_every_page() {
    let built = built(&[
        ("site.toml", LEGAL),
        (
            "content/_data/organisations.yaml",
            "mairie:\n  name: Mairie\n  address: {street: 1 place, postcode: \"99999\", city: Rive}\n  phone: 01 99 00 00 02\n",
        ),
        ("content/_index.md", "---\ntitle: Accueil\n---\n"),
        ("content/_index.en.md", "---\ntitle: Home\n---\n"),
        ("content/contact.md", "---\ntitle: Écrire à la mairie\n---\nÀ la main.\n"),
        ("content/schema.md", "---\ntitle: Schéma\n---\nIci.\n"),
        ("content/erreur.md", "---\ntitle: Erreur\n---\nIci.\n"),
        ("content/cni.md", "---\ntitle: Où & comment\ntype: procedure\n---\nVenez.\n"),
    ]);
    let page = |path: &str| built.files[path].replace('\u{a0}', " ");
    let main = |path: &str| {
        let page = page(path);
        let (_, main) = page.split_once("<main").unwrap();
        main.split_once("</main>").unwrap().0.to_owned()
    };
    let statement = main("accessibilite/index.html");
    insta::assert_snapshot!("statement", statement);
    insta::assert_snapshot!("legal_notice", main("mentions-legales/index.html"));
    insta::assert_snapshot!("personal_data_in_english", main("en/personal-data/index.html"));
    // A page of the site’s own has the place, and its own name at the foot.
    assert!(page("contact/index.html").contains("À la main."));
    let foot = page("cni/index.html").split_once("<footer").unwrap().1.to_owned();
    for line in [
        "<a href=\"/d/accessibilite/\">Accessibilité : partiellement conforme</a>",
        "<a href=\"/d/mentions-legales/\">Mentions légales</a>",
        "<a href=\"/d/donnees-personnelles/\">Données personnelles et cookies</a>",
        "<a href=\"/d/contact/\">Écrire à la mairie</a>",
    ] {
        assert!(foot.contains(line), "{line}\n{foot}");
    }
    let english = page("en/index.html");
    assert!(
        english.contains("<a href=\"/d/en/accessibility/\">Accessibility: partially conforming</a>"),
        "{english}"
    );
    assert!(built.files["sitemap.xml"].contains("https://rive.example/d/accessibilite/"));
    // Feedback: filled with what is of the page; the form of a procedure on a procedure alone.
    let cni = main("cni/index.html");
    for link in [
        "href=\"https://jedonnemonavis.numerique.gouv.fr/Demarches/3154?button=4400\"",
        "href=\"https://forms.example/?u=https%3A%2F%2Frive.example%2Fd%2Fcni%2F&amp;t=O%C3%B9%20%26%20comment&amp;i=cni\"",
        "href=\"/d/erreur/?page=cni\"",
    ] {
        assert!(cni.contains(link), "{link}\n{cni}");
    }
    let contact = main("contact/index.html");
    assert!(contact.contains("i=contact\"") && !contact.contains("jedonnemonavis"), "{contact}");
}

#[test]
fn what_is_no_address_of_mail_is_told_and_leads_nowhere() {
    let odd = ["dpo at rive", "a, b@rive.example", "a#b%zz@rive.example"];
    for mail in odd {
        let settings = LEGAL.replace("dpd@rive.example", mail);
        let settings = settings.replace("[feedback]\n", &format!("[feedback]\nmail = \"{mail}\"\n"));
        let ara =
            format!("{{\"consultUniqueId\":\"x\",\"accessibilityRate\":50,\"contactEmail\":\"{mail}\"}}");
        let built = built(&[
            ("site.toml", settings.as_str()),
            ("content/_index.md", "---\ntitle: Accueil\n---\n"),
            ("content/_data/accessibility.json", ara.as_str()),
        ]);
        let asked = format!("« {mail} » n’est pas une adresse électronique.");
        let told = said(&built.site.sources, &built.site.problems);
        let told: Vec<_> = told.iter().filter(|told| told.2.replace('\u{a0}', " ") == asked).collect();
        assert_eq!(told.len(), 2, "{mail}: {told:?}");
        assert!(built.files["accessibilite/index.html"].contains(mail), "{mail}");
        assert!(built.files.values().all(|text| !text.contains(&format!("mailto:{mail}"))), "{mail}");
    }
}
