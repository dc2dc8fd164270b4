//! What is said of what stands in a text, and where it leads.

use super::completed::DATA;
use super::*;
use crate::finding::Finding;

fn with(path: &str, text: &str, answer: impl Fn(&Asked<'_>) -> Option<String>) -> String {
    let mut files = vec![(path, text)];
    files.extend(DATA.iter().filter(|(known, _)| *known != path).copied());
    at(&files, answer).unwrap_or_default()
}

fn said(path: &str, text: &str) -> String {
    with(path, text, |asked| hover(asked, &[]).map(|hover| hover.text))
}

/// What is led to, as `path: text`.
fn led(path: &str, text: &str) -> String {
    with(path, text, |asked| {
        let (_, led) = definition(asked)?;
        let text = led.source.map(|source| asked.project.site.sources.get(source).text());
        Some(format!("{}: {}", led.path, text.and_then(|text| text.get(led.start..led.end)).unwrap_or("")))
    })
}

fn referring(path: &str, text: &str) -> Vec<String> {
    let all = with(path, text, |asked| {
        let places = references(asked);
        let text = |led: &Led| {
            let text = led
                .source
                .and_then(|source| asked.project.site.sources.get(source).text().get(led.start..led.end));
            format!("{}: {}", led.path, text.unwrap_or(""))
        };
        Some(places.iter().map(text).collect::<Vec<_>>().join("\n"))
    });
    all.lines().map(str::to_owned).collect()
}

#[test]
fn keys_entries_links_calls_and_words_are_explained() {
    let page = "content/a.md";
    let key = said(page, "---\ntitle: A\nowner|: etat-civil\n---\n");
    assert!(key.starts_with("**`owner`**\n\n"), "{key}");
    let team = said(page, "---\ntitle: A\nowner: etat-|civil\n---\n");
    assert!(
        team.contains("Service de l’état civil") && team.contains("content/\\_data/teams.yaml")
            || team.contains("`content/_data/teams.yaml`"),
        "{team}"
    );
    let amount = said(page, "---\ntitle: A\n---\nCoûte {{ amount(key=\"sta|mp\") }}.");
    assert!(amount.contains("Vaut 25\u{a0}€ au 26 novembre 2026, depuis le 1er janvier 2020."), "{amount}");
    assert!(amount.contains("Change le 1er janvier 2027"), "{amount}");
    assert!(amount.contains("Affiché\u{a0}: 25\u{a0}€"), "{amount}");
    let group = said(page, "---\ntitle: A\ntype: procedure\ncost: [pass|port]\n---\n");
    assert!(group.contains("- `passport/adult` Vaut 86\u{a0}€"), "{group}");
    let link = said(page, "---\ntitle: A\n---\nVoyez [ici](identite/perd|ue.md#cout).");
    assert!(link.contains("**Carte d’identité perdue**\n\nCoût\n\nQue faire ?"), "{link}");
    assert!(link.contains("`/identite/perdue/#cout`"), "{link}");
    let draft = said(page, "---\ntitle: A\n---\nVoyez [ici](identite/brou|illon.md).");
    assert!(draft.contains("n’est pas publiée"), "{draft}");
    assert!(said(page, "---\ntitle: A\n---\nÉcrivez à l’AN|TS.").contains("Agence nationale des titres"));
    assert!(said(page, "---\ntitle: A\n---\nÉcrivez à la m|airie.").is_empty());
    assert!(
        said(page, "---\ntitle: A\n---\n{{ no|te(kind=\"info\") }}\nT\n{{ end(name=\"note\") }}\n")
            .contains("`kind`")
    );
    assert!(said("site.toml", "[site]\nlang|uage = \"fr\"\n").starts_with("**`language`**"));
    let rule = said(page, "---\ntitle: A\n---\n<!-- limpide: allow clarity/jar|gon: voulu -->\n\nTexte.\n");
    assert!(rule.contains("`clarity/jargon`"), "{rule}");
    assert!(rule.contains("- R"), "{rule}");
}

#[test]
fn a_finding_is_explained_with_its_rule() {
    let text = "---\ntitle: A\n---\n\nVeuillez procéder au paie|ment du timbre.\n";
    let text = at(&[("content/a.md", text)], |asked| {
        let findings: Vec<Finding> = asked.project.check_page(asked.page().unwrap().id);
        hover(asked, &findings).map(|hover| (hover.text, asked.text[hover.range].to_owned()))
    });
    let (text, place) = text.unwrap();
    assert!(place.contains("paiement"), "{place}");
    assert!(text.contains("`clarity/"), "{text}");
    assert!(text.contains("- R"), "{text}");
}

#[test]
fn links_keys_rules_and_templates_lead_to_their_files() {
    let page = "content/a.md";
    assert_eq!(
        led(page, "---\ntitle: A\n---\n[c](identite/perd|ue.md)"),
        "content/identite/perdue.md: Carte d’identité perdue"
    );
    assert_eq!(
        led(page, "---\ntitle: A\n---\n[c](identite/perdue.md#co|ut)"),
        "content/identite/perdue.md: ## Coût"
    );
    assert_eq!(led(page, "---\ntitle: A\nowner: etat|-civil\n---\n"), "content/_data/teams.yaml: etat-civil");
    assert_eq!(
        led(page, "---\ntitle: A\n---\nCoûte {{ amo|unt(key=\"stamp\") }}"),
        "content/_data/amounts.yaml: stamp"
    );
    assert_eq!(
        led(page, "---\ntitle: A\ntype: procedure\ncost: passp|ort\n---\n"),
        "content/_data/amounts.yaml: adult"
    );
    assert_eq!(
        led(page, "---\ntitle: A\nsee_also:\n  - ét|é.md\n---\n"),
        "content/été.md: L’été à la mairie"
    );
    assert_eq!(
        led("content/_data/teams.yaml", "a:\n  name: A\n  organisation: mai|rie\n"),
        "content/_data/organisations.yaml: mairie"
    );
    // What is built into the program has no file to open.
    assert_eq!(led(page, "---\ntitle: A\n---\n<!-- limpide: allow clarity/jar|gon: voulu -->\n\nT\n"), "");
}

#[test]
fn pages_and_entries_are_referred_to() {
    let page = "content/a.md";
    let text =
        "---\ntitle: A\nowner: etat|-civil\n---\n[c](identite/perdue.md) [d](identite/perdue.md#cout)\n";
    assert_eq!(referring(page, text), ["content/a.md: etat-civil"]);
    let text = "---\ntitle: A\n---\n[c](identite/per|due.md) [d](identite/perdue.md#cout)\n";
    assert_eq!(
        referring(page, text),
        ["content/a.md: identite/perdue.md", "content/a.md: identite/perdue.md#cout"]
    );
    let text = "---\ntitle: A\n---\n[c](identite/perdue.md) [d](identite/perdue.md#co|ut)\n";
    assert_eq!(referring(page, text), ["content/a.md: identite/perdue.md#cout"]);
    let entry = "mai|rie:\n  name: Mairie\n";
    assert!(referring("content/_data/organisations.yaml", entry).is_empty(), "pages use it nowhere");
    // In the text of a page, those that lead to it.
    assert!(referring("content/été.md", "---\ntitle: É\n---\nTex|te [c](identite/perdue.md)\n").is_empty());
}

#[test]
fn a_page_is_its_head_and_its_headings() {
    let text = "---\ntitle: A\ncost:\n  - free: true\nsituations: {un: U, deux: D}\n---\n\n## Un\n\nT\n\n### Deux\n\n## Trois\n\n#### Q|uatre\n";
    let drawn = at(&[("content/a.md", text)], |asked| {
        fn draw(symbols: &[Symbol], depth: usize, asked: &Asked<'_>, out: &mut String) {
            for symbol in symbols {
                assert!(
                    symbol.range.start <= symbol.place.start && symbol.place.end <= symbol.range.end,
                    "{symbol:?}"
                );
                assert!(asked.text.get(symbol.range.clone()).is_some());
                for part in &symbol.parts {
                    assert!(
                        symbol.range.start <= part.range.start && part.range.end <= symbol.range.end,
                        "{symbol:?}"
                    );
                }
                out.push_str(&format!("{}{} [{}]\n", " ".repeat(depth), symbol.name, symbol.detail));
                draw(&symbol.parts, depth + 1, asked, out);
            }
        }
        let mut out = String::new();
        draw(&symbols(asked), 0, asked, &mut out);
        out
    });
    let expected = "En-tête []\n title [A]\n cost []\n situations []\n  un [U]\n  deux [D]\nUn [#un]\n Deux [#deux]\nTrois [#trois]\n Quatre [#quatre]\n";
    assert_eq!(drawn, expected);
}

#[test]
fn a_site_is_looked_into_by_name() {
    let files: Vec<(&str, &str)> =
        [("content/a.md", "---\ntitle: A|\n---\n")].into_iter().chain(DATA.iter().copied()).collect();
    let of = |query: &str| -> Vec<String> {
        at(&files, |asked| find(asked.project, asked.words, query))
            .into_iter()
            .map(|found| format!("{} ({})", found.name, found.detail))
            .collect()
    };
    assert_eq!(of("identite")[0], "Carte d’identité perdue (content/identite/perdue.md)");
    assert_eq!(of("evreux"), ["Mairie d’Évreux (organisations.yaml · mairie)"]);
    assert!(of("rien de tel").is_empty());
}

#[test]
fn what_stands_above_a_page_says_how_it_reads() {
    let sentence = "Vous allez à la mairie avec votre carte. ".repeat(30);
    let text = format!("---\ntitle: A|\nreviewed: 2026-11-01\nreview_every: P6M\n---\n\n{sentence}\n");
    let titles = |text: &str, told: bool| -> Vec<String> {
        at(&[("content/a.md", text), ("content/b.md", "---\ntitle: B\n---\n[a](a.md)\n")], |asked| {
            lenses(asked, told.then_some(&[][..])).into_iter().map(|lens| lens.title).collect()
        })
    };
    let said = titles(&text, true);
    assert!(said[0].starts_with("Lisibilité\u{a0}: ") && said[0].ends_with("240 mots"), "{said:?}");
    assert_eq!(said[1..], ["À vérifier d’ici le 1er mai 2027", "1 page mène ici", "100 partout"]);
    assert_eq!(
        titles("---\ntitle: A|\n---\nT\n", false),
        ["1 mot", "Sans date de vérification («\u{a0}reviewed\u{a0}»)", "1 page mène ici"]
    );
}

#[test]
fn links_are_known_by_their_destinations() {
    let text = "---\ntitle: A|\n---\n[c](identite/perdue.md) [x](https://exemple.fr) [z](rien.md)\n";
    let files: Vec<(&str, &str)> = [("content/a.md", text)].into_iter().chain(DATA.iter().copied()).collect();
    let found = at(&files, |asked| {
        links(asked)
            .into_iter()
            .map(|link| (asked.text[link.range].to_owned(), link.to.path))
            .collect::<Vec<_>>()
    });
    assert_eq!(found, [("identite/perdue.md".to_owned(), "content/identite/perdue.md".to_owned())]);
}
