//! What stands beside the pages, on the 23rd of November 2026.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::finding::Message;
use crate::render::tests::{Built, built};

const HOME: (&str, &str) = ("content/_index.md", "---\ntitle: Accueil\n---\nBonjour.\n");

fn settings(more: &str) -> String {
    format!("[site]\ntitle = \"Ville\"\nbase_url = \"https://ville.fr/d\"\nlanguages = [\"en\"]\n{more}")
}

fn site(settings: &str, files: &[(&str, &str)]) -> Built {
    let mut all = vec![("site.toml", settings), HOME];
    all.extend_from_slice(files);
    let built = built(&all);
    assert_eq!(built.site.problems, []);
    built
}

/// The elements of a file of XML as `path/of/names: text`, in order; attributes stand between brackets.
fn elements(xml: &str) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let (mut path, mut found): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let mut said = false;
    let say = |text: &str, said: &mut bool, found: &mut Vec<String>| {
        let last = found.last_mut().unwrap();
        last.push_str(if *said { "" } else { ": " });
        last.push_str(text);
        *said = true;
    };
    loop {
        let event = reader.read_event().unwrap();
        let (start, empty) = match &event {
            Event::Start(start) => (Some(start), false),
            Event::Empty(start) => (Some(start), true),
            _ => (None, false),
        };
        if let Some(start) = start {
            let mut name = String::from_utf8(start.name().as_ref().to_vec()).unwrap();
            for attribute in start.attributes() {
                let attribute = attribute.unwrap();
                let key = String::from_utf8(attribute.key.as_ref().to_vec()).unwrap();
                let value = String::from_utf8(attribute.value.to_vec()).unwrap();
                name.push_str(&format!("[{key}={value}]"));
            }
            path.push(name);
            found.push(path.join("/"));
            said = false;
            if empty {
                path.pop();
            }
        }
        match event {
            Event::End(_) => {
                said = false;
                path.pop();
            }
            Event::Text(text) if said || !text.trim_ascii().is_empty() => {
                let text = String::from_utf8(text.to_vec()).unwrap();
                say(&text, &mut said, &mut found);
            }
            Event::GeneralRef(name) => {
                let name = String::from_utf8(name.to_vec()).unwrap();
                say(&format!("&{name};"), &mut said, &mut found);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(path, Vec::<String>::new());
    found
}

const MOVED: [(&str, &str); 2] = [
    ("content/a.md", "---\ntitle: A\naliases: [/ancien, \"/é t.é/\", /vieux.html, /A/]\n---\nTexte.\n"),
    ("content/b.md", "---\ntitle: B\naliases: [\"/%20;a/\"]\n---\nTexte.\n"),
];

#[test]
fn earlier_addresses_are_written_for_the_hosts_that_are_asked_for() {
    let built = site(&settings("[build]\nredirects = [\"nginx\", \"cloudflare\", \"apache\"]\n"), &MOVED);
    assert!(!built.files.contains_key("ancien/index.html"));
    assert_eq!(
        built.files["_redirects"],
        "/d/%20;a/ /d/b/ 301\n/d/%20;a /d/b/ 301\n/d/A/ /d/a/ 301\n/d/A /d/a/ 301\n\
         /d/ancien/ /d/a/ 301\n/d/ancien /d/a/ 301\n/d/vieux.html /d/a/ 301\n\
         /d/%C3%A9%20t.%C3%A9/ /d/a/ 301\n/d/%C3%A9%20t.%C3%A9 /d/a/ 301\n"
    );
    assert_eq!(
        built.files[".htaccess"],
        "RedirectMatch 301 \"^/d/ ;a/?$\" \"/d/b/\"\n\
         RedirectMatch 301 \"^/d/A/?$\" \"/d/a/\"\n\
         RedirectMatch 301 \"^/d/ancien/?$\" \"/d/a/\"\n\
         RedirectMatch 301 \"^/d/vieux\\.html$\" \"/d/a/\"\n\
         RedirectMatch 301 \"^/d/é t\\.é/?$\" \"/d/a/\"\n"
    );
    let nginx = &built.files["redirects.nginx"];
    assert!(nginx.starts_with("# map_hash_bucket_size 64;\n"), "{nginx}");
    let lines: Vec<&str> = nginx.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(
        lines,
        [
            "\"/d/ ;a/\" \"/d/b/\";",
            "\"/d/ ;a\" \"/d/b/\";",
            // As a plain key, it would be the address of the page itself.
            "\"~^/d/A/?$\" \"/d/a/\";",
            "\"/d/ancien/\" \"/d/a/\";",
            "\"/d/ancien\" \"/d/a/\";",
            "\"/d/vieux.html\" \"/d/a/\";",
            "\"/d/é t.é/\" \"/d/a/\";",
            "\"/d/é t.é\" \"/d/a/\";",
        ]
    );
}

#[test]
fn without_a_choice_an_earlier_address_is_a_page() {
    let built = site(&settings(""), &MOVED);
    assert!(built.files["ancien/index.html"].contains("url=/d/a/\""));
    assert!(
        !built
            .files
            .keys()
            .any(|path| [".htaccess", "_redirects", "redirects.nginx"].contains(&path.as_str()))
    );
}

#[test]
fn a_file_of_the_site_is_not_written_over_and_that_is_said() {
    let files = [MOVED[0], ("content/robots.txt", "")];
    let built = site(&settings("[build]\nredirects = [\"gitlab\"]\n"), &files);
    assert_eq!(built.files["robots.txt"], "copy");
    assert_eq!(built.rendered.notes, []);
    // GitLab takes both forms of an address for one.
    assert!(built.files["_redirects"].starts_with("/d/A/ /d/a/ 301\n/d/ancien/ /d/a/ 301\n/d/vieux.html"));
}

#[test]
fn a_host_that_will_not_take_all_of_them_is_named() {
    let aliases: Vec<String> = (0..1_001).map(|n| format!("/x{n}/")).collect();
    let page = format!("---\ntitle: A\naliases: [{}]\n---\n", aliases.join(", "));
    let of = |host: &str| {
        let settings = settings(&format!("[build]\nredirects = [\"{host}\"]\n"));
        site(&settings, &[("content/a.md", &page)]).rendered.notes
    };
    let over = Message::key("outputs.redirects-over");
    assert_eq!(of("netlify"), []);
    assert_eq!(
        of("gitlab"),
        [over.clone().with("host", "GitLab Pages").with("count", 1_001usize).with("most", 1_000usize)]
    );
    // Each address stands twice in it.
    assert_eq!(
        of("cloudflare"),
        [over.with("host", "Cloudflare Pages").with("count", 2_002usize).with("most", 2_000usize)]
    );
}

#[test]
fn the_site_map_has_true_dates_translations_and_the_pages_that_may_be_found() {
    let built = site(
        &settings(""),
        &[
            (
                "content/r/a.md",
                "---\ntitle: A\nupdated: 2026-02-03\nreviewed: 2026-10-01\npublished: 2020-01-01\n---\n",
            ),
            ("content/r/a.en.md", "---\ntitle: A\n---\n"),
            (
                "content/r/b.md",
                "---\ntitle: B\nupdated: 2026-02-03\nchanges:\n  - {date: 2026-03-01, note: Prix, kind: major}\n  - {date: 2026-04-01, note: Virgule}\n  - {date: 2026-05-01, note: Interne, kind: major, audience: agents}\n  - {date: 2027-01-01, note: Plus tard, kind: major}\n---\n",
            ),
            ("content/r/c.md", "---\ntitle: C\nreviewed: 2026-10-01\n---\n"),
            ("content/r/d.md", "---\ntitle: D\nvalid_until: 2026-01-01\n---\n"),
            ("content/r/e.md", "---\ntitle: E\ndraft: true\n---\n"),
        ],
    );
    let found = elements(&built.files["sitemap.xml"]);
    let set =
        "urlset[xmlns=http://www.sitemaps.org/schemas/sitemap/0.9][xmlns:xhtml=http://www.w3.org/1999/xhtml]";
    let other =
        |lang, url| format!("/url/xhtml:link[rel=alternate][hreflang={lang}][href=https://ville.fr/d{url}]");
    let both = |first: (&'static str, &'static str), second| {
        [other(first.0, first.1), {
            let (lang, url): (&str, &str) = second;
            other(lang, url)
        }]
    };
    let mut wanted = Vec::new();
    let mut url = |address: &str, day: Option<&str>, others: Vec<String>| {
        wanted.push("/url".to_owned());
        wanted.push(format!("/url/loc: https://ville.fr/d{address}"));
        wanted.extend(day.map(|day| format!("/url/lastmod: {day}")));
        wanted.extend(others);
    };
    let (fr, en) = (("fr", "/r/a/"), ("en", "/en/r/a/"));
    url("/", None, Vec::new());
    url("/changements/", None, Vec::new());
    url("/en/", None, Vec::new());
    url("/en/r/", None, Vec::new());
    url("/en/r/a/", None, both(en, fr).to_vec());
    url("/r/", None, Vec::new());
    url("/r/a/", Some("2026-02-03"), both(fr, en).to_vec());
    url("/r/b/", Some("2026-03-01"), Vec::new());
    url("/r/c/", None, Vec::new());
    let wanted: Vec<String> = std::iter::once(set.to_owned())
        .chain(wanted.into_iter().map(|line| format!("{set}{line}")))
        .collect();
    assert_eq!(found, wanted);
    assert_eq!(built.rendered.notes, []);
    assert!(built.files["robots.txt"].ends_with("\nSitemap: https://ville.fr/d/sitemap.xml\n"));
}

#[test]
fn without_an_address_of_its_own_a_site_has_no_site_map_and_says_so() {
    let built = site("[site]\ntitle = \"Ville\"\n", &[]);
    assert!(!built.files.contains_key("sitemap.xml"));
    assert_eq!(built.rendered.notes, [Message::key("outputs.no-base-url")]);
    assert_eq!(built.files["robots.txt"], "User-agent: *\nAllow: /\n");
}

#[test]
fn a_site_that_is_not_open_yet_asks_to_be_left_alone() {
    let built = site(&settings("index = false\n"), &[]);
    assert_eq!(built.files["robots.txt"], "User-agent: *\nDisallow: /\n");
    assert!(!built.files.contains_key("sitemap.xml"));
}

#[test]
fn security_txt_says_whom_to_tell_and_until_when() {
    let security = "[site.security]\ncontact = [\"securite@ville.fr\", \"https://ville.fr/s\"]\nexpires = 2027-06-30\n\
                    policy = \"https://ville.fr/p\"\nlanguages = [\"fr\", \"en\"]\n";
    let built = site(&settings(security), &[]);
    assert_eq!(
        built.files[".well-known/security.txt"],
        "Contact: mailto:securite@ville.fr\nContact: https://ville.fr/s\nExpires: 2027-06-30T23:59:59Z\n\
         Preferred-Languages: fr, en\nPolicy: https://ville.fr/p\n"
    );
    // Below a path, nobody looks for it.
    assert_eq!(built.rendered.notes, [Message::key("outputs.security-below").with("path", "/d")]);
    let root = format!("[site]\nbase_url = \"https://ville.fr\"\n{security}");
    let built = site(&root, &[]);
    assert!(
        built.files[".well-known/security.txt"]
            .contains("\nCanonical: https://ville.fr/.well-known/security.txt\n")
    );
    assert_eq!(built.rendered.notes, []);
}

#[test]
fn what_is_for_staff_is_in_no_file() {
    let page = "---\ntitle: A\nchanges:\n  - {date: 2026-03-01, note: DEHORS, kind: major}\n  - {date: 2026-03-02, note: SECRET, kind: major, audience: agents}\n---\n";
    let built = site(&settings(""), &[("content/a.md", page)]);
    let holding: BTreeMap<&str, bool> =
        built.files.iter().map(|(path, text)| (path.as_str(), text.contains("SECRET"))).collect();
    assert!(holding.values().all(|holds| !holds), "{holding:?}");
    assert!(built.files["a/index.html"].contains("DEHORS"));
}

const CHANGED: &str = "---\ntitle: A & <b>\nid: a-1\nchanges:
  - {date: 2026-03-01, note: \"Prix : <12 €>\", kind: major}
  - {date: 2026-03-01, note: Lieu, kind: major}
  - {date: 2026-05-01, note: Virgule}
  - {date: 2027-01-01, note: PLUS-TARD, kind: major}
---
";

#[test]
fn feeds_tell_what_changed_for_readers_the_last_first() {
    let files = [
        ("content/r/a.md", CHANGED),
        ("content/b.md", "---\ntitle: B\nchanges:\n  - {date: 2026-04-02, note: Ouvert, kind: major}\n---\n"),
        (
            "content/r/c.md",
            "---\ntitle: C\nvalid_until: 2026-01-01\nchanges:\n  - {date: 2025-04-02, note: PASSÉ, kind: major}\n---\n",
        ),
        ("content/s/d.md", "---\ntitle: D\n---\n"),
    ];
    let built = site(&settings("publisher = \"Ville\"\n"), &files);
    assert!(!built.files.contains_key("s/atom.xml"));
    let feed = elements(&built.files["r/atom.xml"]);
    let (root, rest) = feed.split_first().unwrap();
    assert_eq!(root, "feed[xmlns=http://www.w3.org/2005/Atom][xml:lang=fr]");
    let rest: Vec<&str> = rest.iter().filter_map(|line| line.strip_prefix(root.as_str())).collect();
    let entry = "/entry[xml:lang=fr]";
    let told = |id: &str, note: &str| {
        [
            entry.to_owned(),
            format!("{entry}/id: tag:ville.fr,2026-03-01:{id}"),
            format!("{entry}/title: A &amp; &lt;b&gt;"),
            format!("{entry}/updated: 2026-03-01T00:00:00Z"),
            format!("{entry}/published: 2026-03-01T00:00:00Z"),
            format!("{entry}/link[rel=alternate][type=text/html][hreflang=fr][href=https://ville.fr/d/r/a/]"),
            format!("{entry}/category[term=R]"),
            format!("{entry}/content[type=text]: {note}"),
        ]
    };
    let mut wanted = vec![
        "/id: https://ville.fr/d/r/atom.xml".to_owned(),
        "/title: R\u{a0}: Ce qui a changé – Ville".to_owned(),
        "/updated: 2026-03-01T00:00:00Z".to_owned(),
        "/link[rel=self][type=application/atom+xml][href=https://ville.fr/d/r/atom.xml]".to_owned(),
        "/link[rel=alternate][type=text/html][href=https://ville.fr/d/r/]".to_owned(),
        "/author".to_owned(),
        "/author/name: Ville".to_owned(),
    ];
    wanted.extend(told("a-1:2", "Lieu"));
    wanted.extend(told("a-1", "Prix : &lt;12 €&gt;"));
    assert_eq!(rest, wanted);
    let whole = &built.files["atom.xml"];
    assert!(
        whole.contains("<title>Ce qui a changé – Ville</title>\n<updated>2026-04-02T00:00:00Z</updated>")
    );
    assert!(whole.contains("<id>tag:ville.fr,2026-04-02:/d/b/</id>"), "{whole}");
    assert_eq!(whole.matches("<entry").count(), 3);
    assert!(!whole.contains("PLUS-TARD") && !whole.contains("PASSÉ"));
}

#[test]
fn a_feed_holds_the_last_changes_and_gives_way_to_an_earlier_address() {
    let changes: String = (1..=60)
        .map(|n| format!("  - {{date: 2026-01-{:02}, note: N{n}, kind: major}}\n", n % 28 + 1))
        .collect();
    let page = format!("---\ntitle: A\naliases: [/r/atom.xml]\nchanges:\n{changes}---\n");
    let built = site(&settings(""), &[("content/r/a.md", &page)]);
    assert_eq!(built.files["atom.xml"].matches("<entry").count(), 50);
    let ids: std::collections::BTreeSet<&str> =
        built.files["atom.xml"].split("<id>").skip(2).map(|rest| rest.split('<').next().unwrap()).collect();
    assert_eq!(ids.len(), 50);
    assert!(built.files["r/atom.xml"].contains("http-equiv=\"refresh\""));
    // Feeds need addresses that are whole.
    let built = site("[site]\ntitle = \"Ville\"\n", &[("content/r/a.md", CHANGED)]);
    assert!(!built.files.keys().any(|path| path.ends_with("atom.xml")));
}

#[test]
fn a_term_and_a_section_at_one_address_have_one_feed() {
    let changed = "changes: [{date: 2025-01-02, note: Un changement., kind: major}]";
    let section = format!("---\ntitle: \"Santé\\x01\"\n{changed}\n---\n");
    let page = format!("---\ntitle: P\nthemes: [Santé]\n{changed}\n---\n");
    let toml = settings("[taxonomies.themes]\nfeed = true\n");
    let files = [
        ("content/themes/_index.md", "---\ntitle: Thèmes\n---\n"),
        ("content/themes/sante/_index.md", section.as_str()),
        ("content/p.md", page.as_str()),
    ];
    let built = site(&toml, &files);
    for path in ["atom.xml", "themes/sante/atom.xml"] {
        assert!(built.files[path].contains("Un changement."), "{path}");
        assert!(!built.files[path].contains('\u{1}'), "{path}");
    }
}

#[test]
fn programs_and_devices_are_told_whole_addresses_of_a_site_below_a_path() {
    let toml = settings(
        "description = \"Vos [démarches]\"\n[brand]\nshort_name = \"Ma ville & nous tous\"\nicon = \"i.png\"\n\
         [outputs]\nmarkdown = true\n",
    );
    let files = [
        ("content/_index.en.md", "---\ntitle: Home\n---\n"),
        ("content/carte.md", "---\ntitle: Carte\ndescription: Pour tous\n---\n"),
        ("content/r/é t.md", "---\ntitle: Été\n---\n"),
        ("content/r/b.en.md", "---\ntitle: B\n---\n"),
        ("content/i.png", ""),
    ];
    let built = site(&toml, &files);
    let root = "https://ville.fr/d";
    assert_eq!(
        built.files["llms.txt"],
        format!(
            "# Ville\n\n> Vos \\[démarches\\]\n\n\
             ## Ville\n\n- [Accueil]({root}/index.md)\n- [Carte]({root}/carte/index.md): Pour tous\n\n\
             ## R\n\n- [Été]({root}/r/e-t/index.md)\n\n\
             ## Ville (English)\n\n- [Home]({root}/en/index.md)\n\n\
             ## R (English)\n\n- [B]({root}/en/r/b/index.md)\n"
        )
    );
    let listed = built.files["llms.txt"].lines().filter_map(|line| line.split_once("](")?.1.split_once(')'));
    for (address, _) in listed {
        assert!(built.files.contains_key(address.strip_prefix(root).unwrap().trim_start_matches('/')));
    }
    let search = "OpenSearchDescription[xmlns=http://a9.com/-/spec/opensearch/1.1/]";
    let own = format!("[template={root}/opensearch.xml]");
    assert_eq!(
        elements(&built.files["opensearch.xml"]),
        [
            search.to_owned(),
            format!("{search}/ShortName: Ma ville &amp; nous"),
            format!("{search}/LongName: Ville"),
            format!("{search}/Description: Rechercher sur le site – Ville"),
            format!("{search}/InputEncoding: UTF-8"),
            format!("{search}/Language: fr"),
            format!("{search}/Url[type=text/html][template={root}/recherche/?q={{searchTerms}}]"),
            format!("{search}/Url[type=application/opensearchdescription+xml][rel=self]{own}"),
        ]
    );
    let manifest: serde_json::Value = serde_json::from_str(&built.files["manifest.webmanifest"]).unwrap();
    for (key, value) in [
        ("name", "Ville"),
        ("short_name", "Ma ville & nous tous"),
        ("description", "Vos [démarches]"),
        ("lang", "fr"),
        ("id", "/d/"),
        ("start_url", "/d/"),
        ("scope", "/d/"),
    ] {
        assert_eq!(manifest[key], value, "{key}");
    }
    assert_eq!(manifest["icons"][0]["src"], "/d/i.png");
    assert_eq!(manifest["icons"][0]["type"], "image/png");
}

#[test]
fn a_logo_stands_for_a_site_that_has_no_icon_of_its_own() {
    let icons = |logo: &str| {
        let toml = settings(&format!("[brand]\nlogo = \"{logo}\"\n"));
        let built = site(&toml, &[(&format!("content/{logo}"), "")]);
        let manifest: serde_json::Value = serde_json::from_str(&built.files["manifest.webmanifest"]).unwrap();
        manifest["icons"].clone()
    };
    let drawn = serde_json::json!([{"src": "/d/armes.png", "sizes": "any", "type": "image/png"}]);
    assert_eq!(icons("armes.png"), drawn);
    assert_eq!(icons("armes.pdf"), serde_json::Value::Null);
}
