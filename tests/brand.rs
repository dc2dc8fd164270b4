//! One theme, two administrations: a name, colours and a logo in `site.toml` give two sites, and both can be read.

use std::collections::BTreeMap;

use crate::commands::{Site, code, err, files, out};

const SEA: &str = r##"[site]
title = "Ville de Rive"
base_url = "https://rive.example"
language = "fr"
publisher = "Ville de Rive"
[brand]
short_name = "Rive"
logo = "images/vague.svg"
logo_alt = "Une vague"
accent = "#1d3f8a"
"##;

const VINE: &str = r##"[site]
title = "Communauté de communes des Coteaux"
base_url = "https://coteaux.example"
language = "fr"
publisher = "Communauté de communes des Coteaux"
[brand]
logo = "grappe.svg"
icon = "grappe.svg"
[brand.light]
accent = "#8a1538"
visited = "#4a2f6b"
paper = "#fffdf8"
tint = "#f6f0e6"
[brand.dark]
accent = "#ff9db0"
"##;

const DRAWING: &str =
    r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><path d="M0 10h40"/></svg>"#;

fn built(settings: &str, logo: &str) -> BTreeMap<String, Vec<u8>> {
    let site = Site::new(&[
        ("site.toml", settings),
        ("content/_index.md", "---\ntitle: Vos démarches\n---\nBonjour.\n"),
        ("content/passeport.md", "---\ntitle: Demander un passeport\n---\nVenez à la mairie.\n"),
        (logo, DRAWING),
    ]);
    let run = site.run(&["build", "--no-lint"]);
    assert_eq!(code(&run), 0, "{}{}", out(&run), err(&run));
    let check = site.run(&["check"]);
    assert_eq!(code(&check), 0, "{}{}", out(&check), err(&check));
    files(&site.path("public"))
}

fn text<'a>(files: &'a BTreeMap<String, Vec<u8>>, path: &str) -> &'a str {
    std::str::from_utf8(files.get(path).unwrap_or_else(|| panic!("no {path}"))).unwrap()
}

/// The style sheet that a page names, by the name it gives it.
fn sheet(files: &BTreeMap<String, Vec<u8>>) -> (&str, &str) {
    let page = text(files, "passeport/index.html");
    let (_, rest) = page.split_once("<link rel=\"stylesheet\" href=\"/").unwrap();
    let name = rest.split_once('"').unwrap().0;
    assert!(!page.contains("<style") && !page.contains(" style="), "a style stands in the page");
    assert_eq!(page.matches("rel=\"stylesheet\"").count(), 1);
    (name, text(files, name))
}

#[test]
fn two_administrations_have_two_sites_that_can_be_read() {
    let sea = built(SEA, "content/images/vague.svg");
    let vine = built(VINE, "content/grappe.svg");
    let (sea_name, sea_sheet) = sheet(&sea);
    let (vine_name, vine_sheet) = sheet(&vine);
    assert_ne!(sea_name, vine_name, "the name of a style sheet says what is in it");
    assert!(
        sea_sheet.ends_with(
            "@media screen and (prefers-color-scheme:light){:root{--accent:#1d3f8a;}}\
         @media screen and (prefers-color-scheme:dark){:root{--accent:#86adfa;}}"
        ),
        "{}",
        &sea_sheet[sea_sheet.len() - 200..]
    );
    assert!(
        vine_sheet.ends_with(
            "@media screen and (prefers-color-scheme:light){:root{--paper:#fffdf8;--tint:#f6f0e6;--accent:#8a1538;--visited:#4a2f6b;}}\
         @media screen and (prefers-color-scheme:dark){:root{--accent:#ff9db0;--visited:#bca0e5;}}"
        ),
        "{}",
        &vine_sheet[vine_sheet.len() - 300..]
    );

    let page = text(&sea, "passeport/index.html");
    assert!(page.contains("<title>Demander un passeport – Rive</title>"), "{page}");
    assert!(page.contains("alt=\"Une vague\" width=\"40\" height=\"20\"> Ville de Rive</a>"), "{page}");
    let page = text(&vine, "passeport/index.html");
    assert!(
        page.contains("alt=\"\" width=\"40\" height=\"20\"> Communauté de communes des Coteaux</a>"),
        "{page}"
    );
    let icon = page.split_once("rel=\"icon\" href=\"/").unwrap().1.split_once('"').unwrap().0;
    assert!(icon.starts_with("grappe.") && vine.contains_key(icon), "{icon}");
}

#[test]
fn a_site_without_a_brand_has_the_colours_of_the_theme() {
    let plain = built(SEA.split_once("[brand]").unwrap().0, "content/a.svg");
    assert!(!sheet(&plain).1.contains("@media screen and (prefers-color-scheme"));
}

#[test]
fn a_colour_that_cannot_be_read_is_told_with_the_nearest_that_can() {
    let settings = r##"[site]
title = "Ville"
[brand]
accent = "#ff9900"
logo = "images/vage.svg"
[brand.light]
acent = "#005f6b"
edge = "#cccccc"
bad = "rouge"
[brand.dark]
paper = "#6b6b6b"
"##;
    let site = Site::new(&[
        ("site.toml", settings),
        ("content/_index.md", "---\ntitle: Ville\n---\n"),
        ("content/images/vague.svg", DRAWING),
    ]);
    let told = reading(&site);
    insta::assert_snapshot!("brand", told);
    // What is proposed is right.
    let (_, near) = told.split_once("Write “").unwrap();
    let near = near.split_once('”').unwrap().0;
    site.write("site.toml", &settings.replace("#ff9900", near));
    assert!(!reading(&site).contains(near));
}

/// What reading finds, each finding with its help.
fn reading(site: &Site) -> String {
    let run = site.run(&["check", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&out(&run)).unwrap();
    let findings = report["findings"].as_array().unwrap().iter();
    let said = findings.filter(|finding| finding["rule"].as_str().unwrap().starts_with("reading/"));
    let text = |value: &serde_json::Value| value.as_str().unwrap_or("").to_owned();
    said.map(|finding| {
        let line = finding["location"]["start"]["line"].clone();
        format!(
            "{} {line} {}\n  {}\n",
            text(&finding["rule"]),
            text(&finding["message"]),
            text(&finding["help"])
        )
    })
    .collect()
}
