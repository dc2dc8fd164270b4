//! Whatever is typed, wherever the cursor is: an answer comes, and its places are places of the text. What is
//! accepted is then read without a word.

use std::path::Path;

use rayon::prelude::*;

use super::completed::DATA;
use super::*;
use crate::config::Config;
use crate::config::keys::{ANY, PARTS};
use crate::document::front_matter::PageType;
use crate::finding::{Problem, ProblemKind};
use crate::site::Facts;
use crate::source::Tree;

/// Bytes between two places that are tried; `LIMPIDE_EVERY_BYTE` tries each.
const STEP: usize = 307;

fn ask(asked: &Asked<'_>) {
    let right = |range: &Range<usize>| asked.text.get(range.clone()).is_some();
    let at = asked.at();
    for item in complete(asked).items {
        let Range { start, end } = item.replaces;
        assert!(right(&item.replaces) && start <= at && at <= end, "{item:?} at {at} of {}", asked.path());
        assert!(!asked.text[item.replaces.clone()].contains('\n'), "{item:?} at {at} of {}", asked.path());
    }
    if let Some(hover) = hover(asked, &[]) {
        assert!(right(&hover.range), "{hover:?}");
    }
    let sources = &asked.project.site.sources;
    let inside = |led: &Led| {
        led.source.is_none_or(|source| sources.get(source).text().get(led.start..led.end).is_some())
    };
    if let Some((range, led)) = definition(asked) {
        assert!(right(&range) && inside(&led), "{led:?}");
    }
    assert!(references(asked).iter().all(inside));
}

fn nested(symbols: &[Symbol], asked: &Asked<'_>) {
    for symbol in symbols {
        let Range { start, end } = symbol.range;
        assert!(
            asked.text.get(start..end).is_some() && asked.text.get(symbol.place.clone()).is_some(),
            "{symbol:?}"
        );
        assert!(start <= symbol.place.start && symbol.place.end <= end, "{symbol:?}");
        nested(&symbol.parts, asked);
    }
}

#[test]
fn an_answer_comes_at_any_byte_of_any_file_and_of_texts_cut_anywhere() {
    let reading = crate::files::read(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let project = Project::of(reading, date(2026, 11, 26));
    let words = [Language::French, Language::English].map(Words::load);
    project.rules();
    let step = if std::env::var_os("LIMPIDE_EVERY_BYTE").is_some() { 1 } else { STEP };
    let typed: Vec<_> = project
        .site
        .sources
        .iter()
        .filter(|(_, source)| source.path() == "site.toml" || source.path().starts_with("content/"))
        .collect();
    assert!(typed.len() > 100);
    typed.par_iter().enumerate().for_each(|(rank, (id, source))| {
        let text = source.text();
        let words = &words[rank % 2];
        let asked = |text, at| Asked { project: &project, words, source: *id, text, at };
        for at in (rank % step..=text.len() + 1).step_by(step) {
            ask(&asked(text, at));
            let cut = text.floor_char_boundary(at);
            ask(&asked(&text[..cut], cut));
        }
        nested(&symbols(&asked(text, 0)), &asked(text, 0));
        links(&asked(text, 0));
        assert!(lenses(&asked(text, 0), Some(&[])).len() != 1);
    });
}

#[test]
fn an_answer_comes_on_texts_of_any_signs() {
    let project = project(DATA);
    let words = Words::load(Language::French);
    let mut seed = 7_u64;
    let mut below = |end: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % end
    };
    const SIGNS: [&str; 34] = [
        "---\n",
        "\n",
        "  ",
        "- ",
        "title: ",
        "type: procedure\n",
        "cost:",
        "channels",
        ": ",
        "[",
        "]",
        "{",
        "}",
        "{{ ",
        "}}",
        "amount",
        "(",
        ")",
        "key=\"",
        "\"",
        "](",
        "#",
        "é",
        "😀",
        "<!-- limpide: allow ",
        "clarity/",
        "-->",
        ",",
        " = ",
        "[[",
        "lint.rules",
        "'",
        "\r\n",
        "\t",
    ];
    let files =
        ["content/identite/perdue.md", "content/_data/amounts.yaml", "content/_data/organisations.yaml"];
    for round in 0..600 {
        let text: String = (0..below(24)).map(|_| SIGNS[below(SIGNS.len())]).collect();
        let at = below(text.len() + 2);
        let source = source(&project, files[round % files.len()]);
        let asked = Asked { project: &project, words: &words, source, text: &text, at };
        ask(&asked);
        nested(&symbols(&asked), &asked);
        toml_place::place(&text, asked.at());
    }
}

/// Texts in which a key of a page was accepted, and then one of those that may stand under it, down to a depth.
fn accepted(project: &Project, words: &Words, text: &str, at: usize, depth: usize, out: &mut Vec<String>) {
    let asked = Asked { project, words, source: source(project, "content/_index.md"), text, at };
    for item in complete(&asked).items.into_iter().filter(|item| item.kind == Kind::Key) {
        // What it means is for whoever types it.
        if ["defaults", "extra", "template", "translations"].contains(&item.label.as_str()) {
            continue;
        }
        let mut after = text.to_owned();
        after.replace_range(item.replaces.clone(), &item.text);
        let next = item.replaces.start + item.text.len();
        if depth > 0 {
            accepted(project, words, &after, next, depth - 1, out);
        }
        out.push(after);
    }
}

#[test]
fn a_key_that_is_accepted_is_a_key_that_is_known() {
    let project = project(&[("content/_index.md", "---\ntitle: A\n---\n")]);
    let words = Words::load(Language::French);
    let mut texts = Vec::new();
    for (name, _) in PageType::NAMES {
        let start = format!("---\ntitle: T\ntype: {name}\n");
        accepted(&project, &words, &format!("{start}\n---\n"), start.len(), 2, &mut texts);
    }
    assert!(texts.len() > 500, "{}", texts.len());
    let mut tree = Tree::default();
    for (rank, text) in texts.iter().enumerate() {
        let path = format!("{rank}/_index.md");
        let id = tree.sources.add(Source::new(format!("content/{path}"), text.as_bytes().to_vec()));
        tree.pages.push((path, id));
    }
    let site = Site::build(tree, Facts::on(date(2026, 11, 26)));
    let unknown = |problem: &&Problem| matches!(problem.kind, ProblemKind::UnknownKey | ProblemKind::Syntax);
    let of_pages = site.pages.iter().flat_map(|page| &page.document.problems);
    let problems: Vec<&Problem> = of_pages.chain(&site.problems).filter(unknown).collect();
    let told =
        |problem: &&Problem| (words.say(&problem.message), site.sources.get(problem.span.source).text());
    assert!(problems.is_empty(), "{:#?}", problems.iter().take(5).map(told).collect::<Vec<_>>());
}

#[test]
fn a_key_of_settings_that_is_accepted_is_a_key_that_is_known() {
    let project = project(&[("site.toml", "")]);
    let words = Words::load(Language::French);
    let source = source(&project, "site.toml");
    for part in PARTS.iter().filter(|part| !part.path.is_empty() && !part.path.contains(&ANY)) {
        let path = part.path.join(".");
        let start = if part.several { format!("[[{path}]]\n") } else { format!("[{path}]\n") };
        let text = format!("{start}\n");
        let asked = Asked { project: &project, words: &words, source, text: &text, at: start.len() };
        let offered = complete(&asked).items;
        assert_eq!(offered.len(), part.keys.len(), "{path}");
        for item in offered {
            // What is typed after `=` is for whoever types it.
            let value = if item.text.ends_with("= ") { "1" } else { "" };
            let (_, problems) = Config::read(source, &format!("{start}{}{value}\n", item.text));
            let unknown =
                |problem: &&Problem| matches!(problem.kind, ProblemKind::UnknownKey | ProblemKind::Syntax);
            let problems: Vec<&Problem> = problems.iter().filter(unknown).collect();
            assert!(problems.is_empty(), "{} {problems:?}", item.text);
        }
    }
}

/// Whether what is told to name an entry of a registry does, everywhere.
#[test]
fn what_is_said_to_name_an_entry_names_one() {
    let texts = [
        ("owner: etat-civil\n", "etat-civil"),
        ("authority: mairie\n", "mairie"),
        ("life_events: [move]\n", "move"),
        ("channels: [ants]\n", "ants"),
        ("channels: [{kind: online, service: ants}]\n", "ants"),
        ("channels: [{kind: counter, organisation: mairie}]\n", "mairie"),
        ("help: [mairie]\n", "mairie"),
        ("cost: [stamp]\n", "stamp"),
        ("cost: [{amount: stamp}]\n", "stamp"),
        ("documents: [cerfa-1]\n", "cerfa-1"),
        ("documents: [{name: N, form: cerfa-1}]\n", "cerfa-1"),
        ("forms: [cerfa-1]\n", "cerfa-1"),
        ("redress: [{kind: mediator, body: mairie}]\n", "mairie"),
        ("legal_basis: [code]\n", "code"),
    ];
    for (text, key) in texts {
        let page = format!("---\ntitle: A\ntype: procedure\n{text}---\n").replace(key, &format!("|{key}"));
        let mut files = vec![("content/a.md", page.as_str())];
        files.extend(DATA);
        at(&files, |asked| {
            let found = super::super::here::here(asked);
            let entry = found.iter().find_map(|here| match &here.what {
                super::super::here::What::Entry(name, key) => Some((*name, key.clone())),
                _ => None,
            });
            let (name, found) = entry.unwrap_or_else(|| panic!("{text}"));
            assert_eq!(found, key);
            assert!(!asked.project.site.uses_of(name, key).is_empty(), "the site takes it so too: {text}");
        });
    }
}
