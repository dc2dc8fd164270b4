//! Whole small sites, and what is known of them once they are put together.

mod around;
mod bundles;
mod channels;
mod earlier;
mod links;
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
