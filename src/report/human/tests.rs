use insta::assert_snapshot;

use super::super::fixture::{Case, said, three_pages};
use super::*;
use crate::finding::Edit;
use crate::language::Language;
use crate::source::Span;

fn options() -> Options {
    Options { width: 80, ..Options::default() }
}

#[test]
fn whole_report_in_french() {
    assert_snapshot!(three_pages().human(Language::French, &options()));
}

#[test]
fn whole_report_in_english_with_information() {
    assert_snapshot!(three_pages().human(Language::English, &Options { all: true, ..options() }));
}

#[test]
fn nothing_found() {
    let case = Case::new(&[("a.md", "Texte.\n")]);
    let said = "1\u{a0}page vérifiée\n\nLa vérification réussit\u{a0}: aucun problème.\n";
    assert_eq!(case.human(Language::French, &options()), said);
}

#[test]
fn colours_only_when_asked() {
    let case = three_pages();
    let plain = case.human(Language::French, &options());
    let coloured = case.human(Language::French, &Options { color: true, ..options() });
    assert!(!plain.contains('\u{1b}'));
    assert!(coloured.contains('\u{1b}'));
    let stripped = regex::Regex::new("\u{1b}\\[[0-9;]*m").expect("pattern").replace_all(&coloured, "");
    let lines = |text: &str| text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
    assert_eq!(lines(&stripped), lines(&plain));
}

/// One warning on some words of a page.
fn marked(text: &str, words: &str) -> String {
    let mut case = Case::new(&[("page.md", text)]);
    let span = case.span("page.md", words);
    case.mark(span);
    case.shown()
}

/// One warning on some bytes of a page.
fn marked_bytes(text: &str, start: usize, end: usize) -> String {
    let mut case = Case::new(&[("page.md", text)]);
    let span = case.bytes("page.md", start, end);
    case.mark(span);
    case.shown()
}

#[test]
fn accents_tabs_and_wide_characters() {
    let texts = [
        ("Été\tà la préfecture.\n", "préfecture"),
        ("漢字 et préfecture.\n", "préfecture"),
        ("😀 👨‍👩‍👧 préfecture.\n", "préfecture"),
        ("e\u{301}te\u{301} préfecture.\n", "préfecture"),
        ("« 12\u{202f}000\u{a0}€ » préfecture.\n", "préfecture"),
        ("Zéro\u{200b}largeur, préfecture.\n", "préfecture"),
        ("Échappe \u{1b}[31mle terminal, préfecture.\n", "préfecture"),
    ];
    assert_snapshot!(texts.map(|(text, words)| marked(text, words)).concat());
}

#[test]
fn line_endings() {
    assert_snapshot!(
        [
            marked("Une\r\ndeux mots\r\ntrois\r\n", "mots"),
            marked("Une\r\ndeux mots\r\ntrois\r\n", "deux mots\r\ntrois"),
            marked("Sans fin de ligne", "ligne"),
            // From the end of a line, and from the middle of one, to the next.
            marked("Une\r\ndeux\r\n", "\ndeux"),
            marked("Une  \n\n  deux\n", "  \n\n  deux"),
        ]
        .concat()
    );
}

#[test]
fn empty_places() {
    let text = "Une\ndeux\n";
    assert_snapshot!(
        [
            marked_bytes(text, 0, 0),
            marked_bytes(text, 3, 3),
            marked_bytes(text, 3, 4),
            marked_bytes(text, 9, 9),
            marked_bytes("Une\ndeux", 8, 8),
            marked_bytes("", 0, 0),
            marked_bytes("\n\n\n", 1, 2),
        ]
        .concat()
    );
}

#[test]
fn a_place_outside_the_file_or_inside_a_character() {
    assert_snapshot!(
        [
            marked_bytes("Une\ndeux\n", 50, 60),
            marked_bytes("Une\ndeux\n", 5, 60),
            marked_bytes("été\n", 1, 4),
        ]
        .concat()
    );
}

#[test]
fn several_lines() {
    let text = "Avant.\n\n> Une phrase\n> sur deux lignes.\n\nUn\n  deux\n  trois\n  quatre\n  cinq\n  six\nAprès.\n";
    assert_snapshot!(
        [
            marked(text, "Une phrase\n> sur deux lignes."),
            marked(text, "Un\n  deux\n  trois\n  quatre\n  cinq\n  six"),
        ]
        .concat()
    );
}

const LONG: &str = "Si vous souhaitez demander la délivrance d’un passeport pour un enfant mineur dont les parents sont séparés et exercent conjointement l’autorité parentale, vous devez vous présenter en personne, avec l’enfant, au guichet de la mairie de votre choix, muni de l’ensemble des pièces. ";

#[test]
fn a_long_line() {
    let text = format!("{}Voici préfecture. {}\n", LONG, LONG.repeat(3));
    assert_snapshot!(
        [
            marked(&text, "préfecture"),
            marked(&text, LONG.trim_end()),
            marked(&text, "passeport"),
            marked(&format!("{}\n", "é".repeat(500)), &"é".repeat(400)),
        ]
        .concat()
    );
}

#[test]
fn other_places_on_a_long_line() {
    let mut case = Case::new(&[("page.md", &format!("{LONG}Fin.\n"))]);
    let (primary, inner, after) = (
        case.span("page.md", "passeport pour un enfant mineur"),
        case.span("page.md", "autorité parentale"),
        case.span("page.md", "Fin"),
    );
    case.mark(primary).labels = vec![(inner, said("terme juridique")), (after, said("fin de la phrase"))];
    assert_snapshot!(case.shown());
}

#[test]
fn other_places_on_other_lines_and_files() {
    let mut case =
        Case::new(&[("a.md", "Un.\nDeux.\nTrois.\nQuatre.\nCinq.\nSix.\nSept.\n"), ("b.md", "Un.\nHuit.\n")]);
    let (primary, far, other) =
        (case.span("a.md", "Deux"), case.span("a.md", "Sept"), case.span("b.md", "Huit"));
    case.mark(primary).labels = vec![(far, said("ici aussi")), (other, said("là encore"))];
    assert_snapshot!(case.shown());
}

fn fixed(text: &str, edits: &[(&str, &str)]) -> String {
    let mut case = Case::new(&[("page.md", text)]);
    let edits: Vec<_> = edits
        .iter()
        .map(|(words, text)| Edit { span: case.span("page.md", words), text: (*text).into() })
        .collect();
    let span = edits.first().map_or(case.bytes("page.md", 0, 1), |edit| edit.span);
    let fix = Fix { title: said("Corriger."), edits, applicability: Applicability::Safe };
    case.mark(span).fix = Some(Box::new(fix));
    case.shown()
}

#[test]
fn fixes() {
    assert_snapshot!(
        [
            fixed(
                "Afin de pouvoir partir, dans le cadre de ses vacances.\n",
                &[("Afin de pouvoir", "Pour"), ("dans le cadre de", "pendant"),]
            ),
            fixed(LONG, &[("guichet de la ", "")]),
            fixed("Une\ndeux\n", &[("Une\ndeux", "Trois")]),
            // Only the kind of a space changes: there is nothing to see.
            fixed("Pourquoi ?\n", &[(" ?", "\u{202f}?")]),
            fixed("Pourquoi?\n", &[("?", "\u{202f}?")]),
        ]
        .concat()
    );
}

#[test]
fn a_fix_that_does_not_fit_its_file_is_only_named() {
    let mut case = Case::new(&[("page.md", "été\n"), ("autre.md", "Autre.\n")]);
    let span = case.bytes("page.md", 0, 2);
    for edits in [
        vec![(case.bytes("page.md", 1, 2), "x")],
        vec![(case.bytes("page.md", 0, 90), "x")],
        vec![(span, "x"), (span, "y")],
        vec![(span, "x"), (case.bytes("autre.md", 0, 2), "y")],
        vec![],
    ] {
        let edits = edits.into_iter().map(|(span, text)| Edit { span, text: text.into() }).collect();
        case.findings.clear();
        let fix = Fix { title: said("Corriger."), edits, applicability: Applicability::Shown };
        case.mark(span).fix = Some(Box::new(fix));
        let shown = case.shown();
        assert!(shown.trim_end().ends_with("exemple de correction\u{a0}: Corriger."), "{shown}");
    }
}

#[test]
fn nothing_in_a_report_drives_the_terminal() {
    let evil = "a\u{1b}[2J\u{7}\u{202e}b\rc";
    let mut case = Case::new(&[(&format!("{evil}.md"), evil)]);
    let span = case.bytes(&format!("{evil}.md"), 0, 1);
    let finding = case.mark(span);
    finding.rule = RuleId::new(format!("{evil}/x"));
    finding.message = said(evil);
    finding.help = Some(said(evil));
    finding.labels = vec![(Span { start: 1, end: 2, ..span }, said(evil))];
    finding.fix = Some(Box::new(Fix {
        title: said(evil),
        edits: vec![Edit { span, text: evil.into() }],
        applicability: Applicability::Safe,
    }));
    let shown = case.human(Language::French, &options());
    let driving: Vec<_> = shown.chars().filter(|c| c.is_control() && *c != '\n').collect();
    assert!(driving.is_empty() && !shown.contains('\u{202e}'), "{driving:?} in {shown}");
}

#[test]
fn the_column_is_the_one_people_count() {
    for (text, words, place) in [
        ("été préfecture\n", "préfecture", ":1:5"),
        ("\t😀 préfecture\n", "préfecture", ":1:4"),
        ("a\r\nb préfecture\r\n", "préfecture", ":2:3"),
    ] {
        let shown = marked(text, words);
        assert!(shown.lines().any(|line| line.ends_with(&format!("page.md{place}"))), "{shown}");
    }
}

proptest::proptest! {
    /// Any text, any places, any edits, any width: something is shown, and the place is right.
    #[test]
    fn never_panics(
        text in "([a-zé \t漢😀\r\n>]|\r\n){0,60}",
        places in proptest::collection::vec((0usize..90, 0usize..90), 1..4),
        edits in proptest::collection::vec((0usize..90, 0usize..90, "[a\n é]{0,5}"), 0..3),
        width in 0usize..120,
    ) {
        let mut case = Case::new(&[("page.md", &text)]);
        let mut spans = places.iter().map(|(start, end)| case.bytes("page.md", *start, *end));
        let span = spans.next().expect("one place at least");
        let labels: Vec<_> = spans.map(|span| (span, said("là"))).collect();
        let edits = edits
            .iter()
            .map(|(start, end, text)| Edit { span: case.bytes("page.md", *start, *end), text: text.clone() })
            .collect();
        let finding = case.mark(span);
        finding.labels = labels;
        let fix = Fix { title: said("Corriger."), edits, applicability: Applicability::Safe };
        finding.fix = Some(Box::new(fix));
        let shown = case.human(Language::French, &Options { width, ..Options::default() });
        let line = case.sources.get(span.source).position(span.start).line;
        let place = format!("page.md:{line}:");
        proptest::prop_assert!(shown.contains(&place), "{} not in\n{}", place, shown);
    }
}
