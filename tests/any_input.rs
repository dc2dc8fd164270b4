//! Whatever is in a page, a registry, a rule, a template or site.toml, the whole program comes to its
//! end, and every place it speaks of is a place in the file, on character boundaries.

use std::collections::BTreeSet;
use std::sync::Mutex;

use jiff::civil::date;
use limpide::finding::{Finding, Message};
use limpide::render::{self, Options, Sink, Theme};
use limpide::report::{self, About, Report};
use limpide::site::{Facts, Site};
use limpide::source::{Asset, Source, Sources, Span, Tree};
use limpide::words::Words;
use limpide::{files, language, lint};
use proptest::prelude::*;

/// Takes everything, keeps nothing.
struct Nowhere(Mutex<usize>);

impl Sink for Nowhere {
    fn put(&self, _: &str, bytes: &[u8]) -> std::io::Result<()> {
        *self.0.lock().unwrap() += bytes.len();
        Ok(())
    }
    fn copy(&self, _: &Asset) -> std::io::Result<()> {
        Ok(())
    }
    fn read(&self, _: &Asset) -> std::io::Result<Vec<u8>> {
        Ok(Vec::new())
    }

    fn keep(&self, _: &str) -> std::io::Result<bool> {
        Ok(false)
    }
}

/// Where the bytes go.
#[derive(Clone, Copy, Debug)]
enum Role {
    Page,
    FrontMatter,
    Registry,
    Table,
    Rule,
    Config,
    Template,
    ThemeToml,
}

const ROLES: [Role; 8] = [
    Role::Page,
    Role::FrontMatter,
    Role::Registry,
    Role::Table,
    Role::Rule,
    Role::Config,
    Role::Template,
    Role::ThemeToml,
];

fn tree(role: Role, bytes: Vec<u8>) -> Tree {
    let mut tree = files::built_in();
    let mut add = |path: &str, bytes: Vec<u8>| tree.sources.add(Source::new(path, bytes));
    let page = b"---\ntitle: A\n---\n## B\n[c](x.md) {{ amount(key=\"x\") }} avant le 1er mars 2020\n\n\
          {{ table(file=\"t.csv\", caption=\"T\") }}\n"
        .to_vec();
    let other = add("content/other.md", page);
    let id = match role {
        Role::FrontMatter => add("file", [b"---\n", bytes.as_slice(), b"\n---\ntexte"].concat()),
        _ => add("file", bytes),
    };
    tree.pages = vec![("other.md".to_owned(), other)];
    match role {
        Role::Page | Role::FrontMatter => tree.pages.insert(0, ("a.md".to_owned(), id)),
        Role::Registry => {
            tree.data = vec![("amounts.yaml".to_owned(), id), ("glossary.yaml".to_owned(), id)];
        }
        Role::Table => tree.tables = vec![("_data/tables/t.yaml".to_owned(), id), ("t.csv".to_owned(), id)],
        Role::Rule => tree.lints.rules.push(("clarity/own".to_owned(), id)),
        Role::Config => tree.config = Some(id),
        Role::Template => replace(&mut tree, "limpide/templates/page.html", id),
        Role::ThemeToml => replace(&mut tree, "limpide/theme.toml", id),
    }
    tree
}

fn replace(tree: &mut Tree, path: &str, id: limpide::source::SourceId) {
    for (name, text) in &mut tree.theme_texts {
        if name == path {
            *text = id;
        }
    }
}

fn run(role: Role, bytes: Vec<u8>) {
    let mut tree = tree(role, bytes);
    let rules = std::mem::take(&mut tree.lints);
    let themes = tree.theme_texts.clone();
    let site = Site::build(tree, Facts::on(date(2026, 11, 23)));
    let rules = lint::load(&site, &rules);
    let (theme, problems) = Theme::load(&site.sources, &themes, &site.config);
    let mut findings = lint::run(&site, &rules);
    let again = lint::run(&site, &rules);
    assert_eq!(findings, again, "two runs on the same input give the same findings");
    findings.extend(lint::of_problems(&problems, &rules));
    let held = BTreeSet::new();
    let sink = Nowhere(Mutex::new(0));
    let rendered =
        render::render(&site, &theme, &Options { held: &held, clock: None, preview: false }, &sink)
            .expect("the sink takes everything");
    findings.extend(lint::of_problems(&rendered.problems, &rules));
    for finding in &findings {
        check(finding, &site.sources);
    }
    let words = Words::load(language::Language::French);
    let about = |_: &_| About::default();
    let fingerprints = lint::fingerprint::fingerprints(&findings, &site);
    let distinct: std::collections::BTreeSet<_> = fingerprints.iter().collect();
    assert_eq!(distinct.len(), findings.len());
    let report = Report {
        findings: &findings,
        suppressed: &[],
        fingerprints: &|findings| lint::fingerprint::fingerprints(findings.iter().copied(), &site),
        comparison: None,
        failing: &std::collections::BTreeSet::new(),
        root: "",
        sources: &site.sources,
        words: &words,
        about: &about,
        pages: site.pages.len(),
        today: site.facts.today,
    };
    let options = report::Options { all: true, ..report::Options::default() };
    assert!(!report::human(&report, &options).is_empty());
    for form in [
        report::short,
        report::github,
        report::gitlab,
        report::junit,
        report::checkstyle,
        report::rdjsonl,
        report::markdown,
    ] {
        form(&report, &options);
    }
    report::sarif(&report);
    report::json(&report);
}

fn check(finding: &Finding, sources: &Sources) {
    let holds = |span: Span| {
        let text = sources.get(span.source).text();
        assert!(text.get(span.range()).is_some(), "{} points outside {text:?}: {span:?}", finding.rule);
    };
    holds(finding.span);
    finding.labels.iter().for_each(|(span, _): &(Span, Message)| holds(*span));
    finding.fix.iter().flat_map(|fix| &fix.edits).for_each(|edit| holds(edit.span));
}

/// Pieces that mean something somewhere, so that random texts reach further than the first line.
fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop::sample::select(vec![
        "---\n",
        "title: A\n",
        "title: ",
        "type: procedure\n",
        "reviewed: 2020-01-01\n",
        "draft: oui\n",
        "slug: é\n",
        "aliases: [a, b]\n",
        "defaults:\n  owner: x\n",
        "cost: x\n",
        "documents:\n  - a\n",
        "{{ amount(key=\"x\") }}",
        "{{ term(",
        "\n{{ situations() }}\n",
        "\n{{ situation(title=\"é\") }}\n",
        "\n{{ end(name=\"situation\") }}\n",
        "\n{{ end(name=\"situations\") }}\n",
        "{{ figure(image=\"i.png\", alt=\"\") }}\n",
        "{{ table(file=\"t.csv\", caption=\"é\", columns=\"a,é\") }}\n",
        "\"a\";é\n1;",
        "[components.x]\nblock = true\narguments.y = { kind = \"file\" }\n",
        "# T\n",
        "### U\n",
        "[a](b.md)",
        "[ici](#x)",
        "![](i.png)",
        "jusqu’au 3 mars 2020 ",
        "dans le cadre de ",
        "MDPH ",
        "« mot »",
        " : ",
        "86 €",
        "\n\n",
        "\n",
        "- ",
        "> ",
        "| a |\n|---|\n| b |\n",
        "```rust\nfn\n```\n",
        "[^1]",
        "<!-- limpide: allow clarity/*: é -->\n",
        "<!-- limpide: alow",
        "-->",
        "allow: {clarity/*: é}\n",
        "allow: [links/vague-text]\n",
        "[[lint.allow]]\npath = \"*\"\nrules = [\"links/*\"]\nreason = \"é\"\n",
        "<b>",
        "&eacute;",
        "\u{feff}",
        "\r\n",
        "\t",
        "é",
        "😀",
        "\u{202e}",
        "\0",
        "check: words\n",
        "check: pattern\n",
        "params:\n  words: [a]\n",
        "params: {pattern: \"(\"}\n",
        "severity: warning\n",
        "levels:\n  - {above: 3, severity: info}\n",
        "message: {fr: \"{x}\", en: a}\n",
        "examples:\n  - {bad: a}\n",
        "[site]\n",
        "[lint.rules]\n",
        "\"clarity/long-sentence\" = \"off\"\n",
        "base_url = \"https://x\"\n",
        "[theme]\nname = \"x\"\n",
        "x:\n  value: 3\n  from: 2020-01-01\n",
        "key = ",
        "[options.a]\nkind = \"bool\"\n",
        "{% extends \"base.html\" %}",
        "{% block main %}",
        "{% endblock %}",
        "{{ page.title }}",
        "{{ page.nothing }}",
        "{% for x in",
        "{#",
    ]);
    prop::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat().into_bytes())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_come_to_an_end(role in prop::sample::select(ROLES.to_vec()), bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        run(role, bytes);
    }

    #[test]
    fn any_mix_of_pieces_comes_to_an_end(role in prop::sample::select(ROLES.to_vec()), bytes in pieces()) {
        run(role, bytes);
    }
}

/// Components that open one inside the other, without end, close out of turn or hold one another: what a page
/// becomes stays in proportion to it, and so does the time it takes.
#[test]
fn components_without_end_come_to_an_end() {
    const AGAIN: &[&str] = &[
        "{{ situations() }}\n",
        "{{ end(name=\"situations\") }}\n",
        "{{ situations() }}\n{{ situation(title=\"A\") }}\n",
        "{{ situations() }}\n{{ end(name=\"situations\") }}\n",
        "- {{ note() }}\n",
        "> {{ note() }}\n> {{ end(name=\"note\") }}\n",
        "{{ step(title=\"A\") }}\nUn mot.\n{{ end(name=\"step\") }}\n",
        "{{ figure(image=\"i.png\", alt=\"A\") }}\n",
        "{{ details(title=\"A\") }}\n## B\n",
    ];
    for text in AGAIN {
        run(Role::Page, format!("---\ntitle: A\n---\n{}", text.repeat(2_000)).into_bytes());
    }
    let arguments = "alt=\"A\", autre=\"\", ".repeat(4_000);
    run(Role::Page, format!("---\ntitle: A\n---\n{{{{ figure({arguments}image=\"i\") }}}}\n").into_bytes());
}

/// One thing said again and again, in one sentence: what looks ahead or behind from each word must not go
/// far, or a page of this kind takes minutes. Every rule looks, those that are off too.
#[test]
fn what_is_said_again_and_again_is_read_once() {
    const AGAIN: &[&str] = &[
        "ne ",
        "il ne voit pas la ",
        "il ne voit ",
        "par ",
        "( ",
        "( qui ",
        "des ",
        "de la ",
        "a, b et c et d et ",
        "est fixé par ",
        "doit être signé avant ",
        "sans ",
        "que ",
        "il est ",
        "procède à la ",
        "MSA,",
        "MSA, ",
        "iiiiiiii",
        "« a » est payé ",
        "dans un hôtel de ville ",
        "personne ne ",
        "et ",
        ", ",
        "toujours ",
        "le cas échéant, ",
        "l’",
        "n’est pas ",
        "depuis deux ans ",
        "avant le 3 mars 2020 et du 3 au 5 mars 2020 ",
        "il sera là le 3 mars 2020 ",
        "le 3 mars 2020 ",
        "vingt et un quatre-vingt-dix du 3 de plus de ",
        "l'a ",
        "« ",
        "\"a\" ",
        "12 ",
        "1 200 ",
        "n°1 ",
        "loi n°1 ",
        "à 14h ",
        "(  ",
        " ; ",
        "01.02.03.04.05 ",
        "appelez le ",
        "A partir. A partir ",
        "du Lundi au 1 mars ",
        "86 € ",
        "le timbre coûte 86 € et ",
        "1 000 ",
        "01 99 00 ",
        "composez le 39 39, ",
        "dans 2 mois et ",
        "a@b.fr ",
    ];
    let mut tree = files::built_in();
    let settings = b"[lint]\nprofile = \"all\"\n".to_vec();
    tree.config = Some(tree.sources.add(Source::new("site.toml", settings)));
    let profile = "title: {fr: Tout, en: All}\ndescription: {fr: Tout., en: All.}\nextends: strict\n\
                   rules: {typography/roman-numeral: info, typography/number-in-letters: info, \
                   clarity/passive: info, clarity/conditional: info, clarity/lix: info, freshness/old-year: info, \
                   consistency/orphan: info}\n";
    let profile = tree.sources.add(Source::new("lints/_profiles/all.yaml", profile.as_bytes().to_vec()));
    tree.lints.shared.push(("_profiles/all.yaml".to_owned(), profile));
    for (rank, text) in AGAIN.iter().enumerate() {
        let page = format!("---\ntitle: Page {rank}\n---\n\n{}.\n", text.repeat(8_000));
        let path = format!("{rank:02}.md");
        let source = tree.sources.add(Source::new(format!("content/{path}"), page.into_bytes()));
        tree.pages.push((path, source));
    }
    let rules = std::mem::take(&mut tree.lints);
    let site = Site::build(tree, Facts::on(date(2026, 11, 23)));
    let rules = lint::load(&site, &rules);
    let findings = lint::run(&site, &rules);
    let invalid = |finding: &&Finding| finding.rule.as_str().starts_with("reading/");
    assert_eq!(findings.iter().find(invalid), None);
    assert!(findings.iter().any(|finding| finding.rule.as_str() == "clarity/long-sentence"));
    for finding in &findings {
        check(finding, &site.sources);
    }
}
