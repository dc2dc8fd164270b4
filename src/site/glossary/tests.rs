//! Small pages beside a small glossary: what is explained on them, and where.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::site::{Facts, Site};
use crate::source::{Source, Tree};

const GLOSSARY: &str = "\
aah: {name: AAH, expansion: allocation aux adultes handicapés}
caf: {name: caisse d’allocations familiales, variants: [CAF], definition: Elle verse des aides.}
domicile: {name: domicile, definition: Là où vous habitez.}
etat-civil: {name: état civil, definition: Un registre.}
justificatif: {name: justificatif de domicile, definition: Une preuve.}
msa: {name: MSA, expansion: Mutualité sociale agricole, definition: La sécurité sociale agricole.}
pacs: {name: Pacs, variants: [PACS], expansion: pacte civil de solidarité}
timbre: {name: timbre fiscal, definition: Une taxe.}
";

fn built(front: &str, body: &str) -> Site {
    let mut tree = Tree::default();
    let page = format!("---\ntitle: A\n{front}---\n{body}");
    let mut add = |path: &str, text: &str| tree.sources.add(Source::new(path, text.as_bytes().to_vec()));
    let (page, glossary) = (add("content/a.md", &page), add("content/_data/glossary.yaml", GLOSSARY));
    tree.pages.push(("a.md".to_owned(), page));
    tree.data.push(("glossary.yaml".to_owned(), glossary));
    Site::build(tree, Facts::on(date(2026, 11, 23)))
}

/// What is explained on a page, each with the words before its first use and those of that use.
fn explained(body: &str) -> Vec<String> {
    said(&built("", body))
}

fn said(site: &Site) -> Vec<String> {
    let page = &site.pages[0];
    let text = site.sources.get(page.document.source).text();
    let each = page.explained.iter().map(|explained| {
        let at = match &explained.first {
            First::Typed { span, expansion } => {
                let before = text[page.document.body..span.range().start].replace(['\r', '\n'], "/");
                let expansion = expansion.as_ref().map(|e| format!(" = {e}")).unwrap_or_default();
                format!("{before}[{}]{expansion}", site.sources.slice(*span))
            }
            First::Called(rank) => format!("call {rank}"),
            First::Nowhere => "nowhere".to_owned(),
        };
        format!("{}: {at}", explained.key)
    });
    each.collect()
}

#[test]
fn the_first_use_of_each_term() {
    // A body, what is explained.
    let table: &[(&str, &[&str])] = &[
        ("Rien.", &[]),
        ("La MSA, la MSA.", &["msa: La [MSA] = Mutualité sociale agricole"]),
        ("l’AAH et l'AAH", &["aah: l’[AAH] = allocation aux adultes handicapés"]),
        ("Deux timbres fiscaux, un timbre fiscal", &["timbre: Deux [timbres fiscaux]"]),
        ("Timbre Fiscal", &["timbre: [Timbre Fiscal]"]),
        ("ETAT CIVIL", &["etat-civil: [ETAT CIVIL]"]),
        ("Etat civil", &["etat-civil: [Etat civil]"]),
        ("etat civil", &[]),
        // Capitals of an acronym, and no others.
        ("la msa, la Msa, le pacs", &[]),
        ("Le PACS", &["pacs: Le [PACS] = pacte civil de solidarité"]),
        // Letters that stand for the name.
        ("la CAF", &["caf: la [CAF] = caisse d’allocations familiales"]),
        ("vos caisses d'allocations familiales", &["caf: vos [caisses d'allocations familiales]"]),
        // The longest, then the shorter one elsewhere.
        (
            "un justificatif de domicile de votre domicile",
            &[
                "justificatif: un [justificatif de domicile]",
                "domicile: un justificatif de domicile de votre [domicile]",
            ],
        ),
        // Whole words only.
        ("MSAX, XMSA, domiciles-relais, timbre fiscalité", &[]),
        ("msa.fr, www.MSA.fr, contact@MSA.fr, MSA@a.fr", &[]),
        ("La MSA.", &["msa: La [MSA] = Mutualité sociale agricole"]),
        ("(MSA)", &["msa: ([MSA] = Mutualité sociale agricole"]),
    ];
    for (body, expected) in table {
        assert_eq!(explained(body), *expected, "in {body:?}");
    }
}

#[test]
fn where_a_term_is_looked_for() {
    let table: &[(&str, &[&str])] = &[
        ("un **timbre fiscal**", &["timbre: un **[timbre fiscal]"]),
        // A mark inside: the next use.
        ("un **timbre** fiscal, un timbre fiscal", &["timbre: un **timbre** fiscal, un [timbre fiscal]"]),
        ("- un timbre fiscal", &["timbre: - un [timbre fiscal]"]),
        ("## Le timbre fiscal\n\nUn timbre fiscal", &["timbre: ## Le timbre fiscal//Un [timbre fiscal]"]),
        (
            "[un timbre fiscal](a.md), un timbre fiscal",
            &["timbre: [un timbre fiscal](a.md), un [timbre fiscal]"],
        ),
        ("[un timbre fiscal](a.md)", &[]),
        ("`timbre fiscal`\n\n    timbre fiscal\n", &[]),
        ("![timbre fiscal](a.png)", &[]),
        ("> un timbre fiscal\n\nun timbre fiscal", &["timbre: > un timbre fiscal//un [timbre fiscal]"]),
        ("> [!NOTE]\n> un timbre\n> fiscal", &["timbre: > [!NOTE]/> un [timbre\n> fiscal]"]),
        (
            "| domicile | b |\n|---|---|\n| c | domicile |\n",
            &["domicile: | domicile | b |/|---|---|/| c | [domicile]"],
        ),
        ("un timbre&nbsp;fiscal", &["timbre: un [timbre&nbsp;fiscal]"]),
        ("l’&eacute;tat civil", &["etat-civil: l’[&eacute;tat civil]"]),
        ("l&rsquo;AAH", &["aah: l&rsquo;[AAH] = allocation aux adultes handicapés"]),
        ("un timbre\r\nfiscal", &["timbre: un [timbre\r\nfiscal]"]),
        ("- un timbre  \n  fiscal", &["timbre: - un [timbre  \n  fiscal]"]),
        // Footnotes are read last.
        (
            "a[^1]\n\n[^1]: Un domicile.\n\nVotre domicile",
            &["domicile: a[^1]//[^1]: Un domicile.//Votre [domicile]"],
        ),
        ("a[^1]\n\n[^1]: Un domicile.\n", &["domicile: a[^1]//[^1]: Un [domicile]"]),
    ];
    for (body, expected) in table {
        assert_eq!(explained(body), *expected, "in {body:?}");
    }
}

#[test]
fn what_the_page_explains_is_left_to_it() {
    for body in [
        "La mutualité sociale agricole (MSA). La MSA paie.",
        "La **mutualité sociale agricole** (MSA)",
        "## La mutualité sociale agricole (MSA)\n\nLa MSA paie.",
        "La MSA (mutualité sociale agricole)",
        "MSA : mutualité sociale agricole",
        "Les caisses de mutualité sociale agricole, ou MSA",
        "[La mutualité sociale agricole (MSA)](a.md) : la MSA paie.",
        "La MSA paie.\n\nMSA\n: Votre organisme.\n",
        "Un timbre fiscal.\n\nLe timbre fiscal\n: Une taxe.\n",
    ] {
        assert_eq!(explained(body), [""; 0], "in {body:?}");
    }
    // Explained too late, or not explained.
    for body in [
        "La MSA.\n\nLa mutualité sociale agricole (MSA)",
        "Votre organisme social (MSA)",
        "La MSA (voir ici)",
    ] {
        assert_eq!(explained(body).len(), 1, "in {body:?}");
    }
    // The term is in a definition, not what is defined.
    assert_eq!(explained("Prix\n: Un timbre fiscal.\n"), ["timbre: Prix/: Un [timbre fiscal]"]);
}

#[test]
fn a_call_is_always_explained() {
    let call = "{{ term(key=\"timbre\") }}";
    assert_eq!(explained(&format!("{call} timbre fiscal {call}")), ["timbre: call 0"]);
    assert_eq!(explained(&format!("timbre fiscal {call}")), ["timbre: [timbre fiscal]"]);
    assert_eq!(explained(&format!("# {call}\n\n[{call}](a.md) ![{call}](b.png)")), ["timbre: nowhere"]);
    assert_eq!(
        explained(&format!("# {call}\n\ntimbre fiscal")),
        [format!("timbre: # {call}//[timbre fiscal]")]
    );
    assert_eq!(explained(&format!("# {call}\n\n{call}")), ["timbre: call 1"]);
    assert_eq!(explained(&format!("> {call}")), ["timbre: call 0"]);
    assert_eq!(explained("{{ term(key=\"absent\") }}"), [""; 0]);
}

#[test]
fn a_page_may_want_none_of_it() {
    let body = "Un timbre fiscal, {{ term(key=\"msa\") }}.";
    assert_eq!(said(&built("", body)).len(), 2);
    assert_eq!(said(&built("glossary: false\n", body)), ["msa: call 0"]);
    assert_eq!(said(&built("glossary: true\n", body)).len(), 2);
    // It lists the whole glossary.
    assert_eq!(said(&built("template: glossary\n", body)), ["msa: call 0"]);
    // Its words are those of another language.
    assert_eq!(said(&built("lang: en\n", body)), ["msa: call 0"]);
    assert_eq!(said(&built("lang: fr-CA\n", body)).len(), 2);
}

#[test]
fn ids_are_unlike_all_others() {
    let mut tree = Tree::default();
    let mut add = |path: &str, text: &str| tree.sources.add(Source::new(path, text.as_bytes().to_vec()));
    let glossary = "\"é!\": {definition: a}\ne: {definition: b}\n\"!\": {definition: c}\nmsa: {definition: d}\nb: {definition: d}\n";
    let glossary = add("content/_data/glossary.yaml", glossary);
    let page = add("content/a.md", "---\ntitle: A\n---\n## a {#mot--msa}\n\n## b {#emploi--b}\n");
    tree.data.push(("glossary.yaml".to_owned(), glossary));
    tree.pages.push(("a.md".to_owned(), page));
    let site = Site::build(tree, Facts::on(date(2026, 11, 23)));
    let ids: Vec<String> = site.registries.glossary.values().map(Term::definition_id).collect();
    assert_eq!(ids, ["mot--terme", "mot--b-2", "mot--e", "mot--msa-2", "mot--e-2"]);
}

#[test]
fn in_english_too() {
    let table = [("permit", "Two permits", "Two [permits]"), ("ID", "an ID", "an [ID]")];
    for (name, text, expected) in table {
        let terms = format!("x: {{name: {name}, definition: a}}\n");
        let mut tree = Tree::default();
        let mut add = |path: &str, text: &str| tree.sources.add(Source::new(path, text.as_bytes().to_vec()));
        tree.config = Some(add("site.toml", "[site]\nlanguage = \"en\"\n"));
        let (glossary, page) = (
            add("content/_data/glossary.yaml", &terms),
            add("content/a.md", &format!("---\ntitle: A\n---\n{text}")),
        );
        tree.data.push(("glossary.yaml".to_owned(), glossary));
        tree.pages.push(("a.md".to_owned(), page));
        let site = Site::build(tree, Facts::on(date(2026, 11, 23)));
        assert_eq!(said(&site), [format!("x: {expected}")]);
    }
}

/// Text rich in terms and in what may stand around them.
fn page_like() -> impl Strategy<Value = String> {
    let pieces = [
        "MSA",
        "AAH",
        "timbre",
        "fiscal",
        "timbre fiscal",
        "état civil",
        "&eacute;tat civil",
        "domicile",
        " ",
        " ",
        "\n",
        "\r\n",
        "\n\n",
        "*",
        "**",
        "_",
        "`",
        "[",
        "](a.md)",
        "![",
        "> ",
        "- ",
        "# ",
        "| a | b |\n|---|---|\n| ",
        " | ",
        "\n: ",
        "(",
        ")",
        "\\",
        "l’",
        "&nbsp;",
        "\u{ad}",
        "<sup>",
        "</sup>",
        "<!-- a -->",
        "<br>",
        "[^1]",
        "\n\n[^1]: ",
        "{{ term(key=\"timbre\") }}",
        "mutualité sociale agricole",
        "«",
        "»",
        "é",
        ".",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn first_uses_stand_in_their_page(body in prop_oneof![any::<String>(), page_like()]) {
        let site = built("", &body);
        let page = &site.pages[0];
        let text = site.sources.get(page.document.source).text();
        let mut keys = BTreeSet::new();
        for explained in &page.explained {
            prop_assert!(keys.insert(&explained.key));
            match &explained.first {
                First::Typed { span, .. } => {
                    prop_assert!(span.range().start >= page.document.body && span.start < span.end);
                    prop_assert!(text.get(span.range()).is_some());
                }
                First::Called(rank) => prop_assert!(*rank < page.document.calls.len()),
                First::Nowhere => {}
            }
        }
    }
}
