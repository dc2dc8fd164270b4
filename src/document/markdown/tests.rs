//! The prose map and the structure of a page, by examples and by properties.

use proptest::prelude::*;

use super::*;
use crate::source::{Source, Sources};

fn document(text: &str) -> (Sources, Document) {
    let mut sources = Sources::default();
    let source = Source::new("a.md", text.into());
    let id = sources.add(source.clone());
    let document = Document::read(id, &source, &[], &Components::default());
    (sources, document)
}

/// Kind, text as read, and bytes typed, of every block.
fn blocks(text: &str) -> Vec<(BlockKind, String, String)> {
    let (sources, document) = document(text);
    document
        .blocks
        .iter()
        .map(|b| {
            let read = b.prose.text().to_owned();
            let typed = sources.slice(b.prose.span(0..read.len())).to_owned();
            (b.kind.clone(), read, typed)
        })
        .collect()
}

fn texts(text: &str) -> Vec<String> {
    blocks(text).into_iter().map(|(_, read, _)| read).collect()
}

/// What was typed for the first occurrence of `read` in the page as read.
fn typed(text: &str, read: &str) -> String {
    let (sources, document) = document(text);
    let found = document.blocks.iter().find_map(|b| {
        let at = b.prose.text().find(read)?;
        Some(sources.slice(b.prose.span(at..at + read.len())).to_owned())
    });
    found.unwrap_or_else(|| panic!("{read:?} is not read in {text:?}"))
}

#[test]
fn what_is_read_maps_to_what_was_typed() {
    for (text, read, expected) in [
        ("R&eacute;union &amp; vote", "Réunion & vote", "R&eacute;union &amp; vote"),
        ("R&eacute;union &amp; vote", "vote", "vote"),
        ("R&eacute;union", "é", "&eacute;"),
        ("a &amp; b", "&", "&amp;"),
        ("a &#38; b", "&", "&#38;"),
        ("prix\\* fixe", "prix* fixe", "prix\\* fixe"),
        ("prix\\* fixe", "* fixe", "* fixe"),
        ("un **mot *très* fort** ici", "mot très fort", "mot *très* fort"),
        ("un **mot** fort", "mot fort", "mot** fort"),
        ("voir [la *page* utile](x.md) ici", "page utile", "page* utile"),
        ("| a \\| b | c |\n|---|---|\n| d | **e** f |", "a | b", "a \\| b"),
        ("| a \\| b | c |\n|---|---|\n| d | **e** f |", "e f", "e** f"),
        ("> une phrase\n> coupée ici", "phrase coupée", "phrase\n> coupée"),
        ("ligne  \nsuivante", "ligne suivante", "ligne  \nsuivante"),
        ("ligne\\\r\nsuivante", "ne sui", "ne\\\r\nsui"),
        ("à 10\u{a0}€ l’été", "10\u{a0}€ l’été", "10\u{a0}€ l’été"),
        ("note[^1] suite\n\n[^1]: le texte", "note suite", "note[^1] suite"),
        ("note[^1] suite\n\n[^1]: le texte", "le texte", "le texte"),
        ("e\u{301}cole 😀 fin", "😀 fin", "😀 fin"),
        ("- a\n- b `code` c", "b \u{fffc} c", "b `code` c"),
        ("a <b>gras</b> fin", "gras fin", "gras</b> fin"),
        ("Prix : {{ amount(key=\"x\") }} net", "\u{fffc} net", "{{ amount(key=\"x\") }} net"),
        ("# Titre *fort* {#id}", "Titre fort", "Titre *fort"),
    ] {
        assert_eq!(typed(text, read), expected, "in {text:?}");
    }
}

#[test]
fn the_texts_of_a_page_stand_side_by_side() {
    let (_, document) = document("# Titre\n\nUn *mot*.\n\n- un\n- deux `x`\n\n&nbsp;\n\n> cité\n");
    let texts: Vec<&str> = document.blocks.iter().map(|block| block.prose.text()).collect();
    assert_eq!(texts, ["Titre", "Un mot.", "un", "deux \u{FFFC}", "\u{A0}", "cité"]);
    for pair in texts.windows(2) {
        // The end of a line stands between them.
        let end = pair[0].as_bytes().as_ptr_range().end;
        assert_eq!(end.wrapping_add(1), pair[1].as_ptr(), "{pair:?}");
    }
}

#[test]
fn blocks_know_what_they_are() {
    use BlockKind as K;
    let text = "# T\n\np\n\n- a\n  - b\n\n1. c\n\n   d\n\n| h |\n|---|\n| x |\n\nTerme\n: sens\n\n```rust\nlet x;\n```\n\n[^n]: note\n";
    let kinds: Vec<(K, String)> = blocks(text).into_iter().map(|(k, r, _)| (k, r)).collect();
    let expected = [
        (K::Heading(0), "T"),
        (K::Paragraph, "p"),
        (K::ListItem, "a"),
        (K::ListItem, "b"),
        (K::ListItem, "c"),
        (K::ListItem, "d"),
        (K::TableCell { header: true }, "h"),
        (K::TableCell { header: false }, "x"),
        (K::Term, "Terme"),
        (K::Definition, "sens"),
        (K::Code, ""),
        (K::Footnote, "note"),
    ];
    assert_eq!(kinds, expected.map(|(k, r)| (k, r.to_owned())));
}

#[test]
fn a_quote_is_quoted_and_an_alert_is_not() {
    let (_, read) = document("> cité\n\n> [!NOTE]\n> à nous\n\nfin");
    let quoted: Vec<bool> = read.blocks.iter().map(|b| b.quoted).collect();
    assert_eq!(quoted, [true, false, false]);
    let (sources, document) =
        document("---\ntitle: A\n---\n\n> [!À SAVOIR]\n> à nous\n\n> [!ATENTION]\n> cité\n");
    let read: Vec<(&str, bool)> = document.blocks.iter().map(|b| (b.prose.text(), b.quoted)).collect();
    assert_eq!(read[0], ("à nous", false));
    assert!(read[1].1, "{read:?}");
    let told: Vec<_> = document.problems.iter().map(|p| (p.kind, sources.slice(p.span))).collect();
    assert_eq!(told, [(crate::finding::ProblemKind::UnknownAlert, "ATENTION")]);
}

#[test]
fn alerts_in_items_that_follow_one_another_are_each_one_and_a_name_not_taken_is_told() {
    let (_, read) = document("- > [!À SAVOIR]\n  > un\n- > [!ATTENTION]\n  > deux\n");
    let read: Vec<(&str, bool)> = read.blocks.iter().map(|b| (b.prose.text(), b.quoted)).collect();
    assert_eq!(read, [("un", false), ("deux", false)]);
    let (sources, document) =
        document("---\ntitle: A\n---\n\n    > code\n> [!EXEMPLE]\n> cité\n\n> > [!NOTE]\n> > a\n");
    let told: Vec<_> = document.problems.iter().map(|p| (&p.message, sources.slice(p.span))).collect();
    let message = crate::finding::Message::key("document.alert-not-taken").with("name", "EXEMPLE");
    assert_eq!(told, [(&message, "EXEMPLE")]);
}

#[test]
fn links_know_their_text_and_where_their_destination_was_typed() {
    let text = "Voir [a *b*](<x y.md> \"t\"), [c](d(e).md#f), [g][r], <https://h.fr/>, [![alt](i.png)](j.md), [](k.md).\n\n[r]: l.md 'm'\n";
    let (sources, document) = document(text);
    let links: Vec<(&str, &str, &str)> = document
        .links
        .iter()
        .map(|l| {
            let read = &document.blocks[l.block].prose.text()[l.read.clone()];
            (read, l.destination.value.as_str(), sources.slice(l.destination.span))
        })
        .collect();
    assert_eq!(
        links,
        [
            ("a b", "x y.md", "x y.md"),
            ("c", "d(e).md#f", "d(e).md#f"),
            ("g", "l.md", "l.md"),
            ("https://h.fr/", "https://h.fr/", "https://h.fr/"),
            ("\u{fffc}", "j.md", "j.md"),
            ("", "k.md", "k.md"),
        ]
    );
    let image = &document.images[0];
    assert_eq!((image.alternative.text(), sources.slice(image.destination.span)), ("alt", "i.png"));
    assert_eq!(sources.slice(image.alternative.span(0..3)), "alt");
}

#[test]
fn calls_in_text_are_calls_and_calls_in_code_are_text() {
    let (sources, document) = document(
        "A {{ term(key=\"a_b*c*\") }}, `{{ term(key=\"no\") }}` et\n\n    {{ faux\n\n## {{ amount(key=\"z\") }}\n",
    );
    let calls: Vec<&str> = document.calls.iter().map(|c| sources.slice(c.span)).collect();
    assert_eq!(calls, ["{{ term(key=\"a_b*c*\") }}", "{{ amount(key=\"z\") }}"]);
    assert!(document.problems.iter().all(|p| p.kind != crate::finding::ProblemKind::InvalidCall));
    assert_eq!(document.headings[0].id, None);
}

#[test]
fn a_call_that_is_not_one_is_said_once_and_stays_text() {
    let (sources, document) = document("Prix {{ amount(key=x) }} net");
    let problems: Vec<&str> = document
        .problems
        .iter()
        .filter(|p| p.kind == crate::finding::ProblemKind::InvalidCall)
        .map(|p| sources.slice(p.span))
        .collect();
    assert_eq!(problems, ["x"]);
    assert_eq!(texts("Prix {{ amount(key=x) }} net"), ["Prix {{ amount(key=x) }} net"]);
}

#[test]
fn a_call_in_an_address_is_said_and_the_address_is_as_typed() {
    let (sources, document) = document("[a]({{term(key=\"x\")}})");
    let spans: Vec<&str> = document
        .problems
        .iter()
        .filter(|p| p.kind == crate::finding::ProblemKind::InvalidCall)
        .map(|p| sources.slice(p.span))
        .collect();
    assert_eq!(spans, ["{{term(key=\"x\")}}"]);
    assert_eq!(document.links[0].destination.value, "{{term(key=\"x\")}}");
}

#[test]
fn a_typed_heading_id_is_kept_with_its_place() {
    let (sources, document) = document("## Où aller ? {#ou .grand}\n");
    let id = document.headings[0].id.as_ref().unwrap();
    assert_eq!((id.value.as_str(), sources.slice(id.span)), ("ou", "ou"));
}

/// Everything a document says of places holds in its text.
fn check_places(text: &str) {
    let (sources, document) = document(text);
    let text = sources.get(document.source).text();
    let holds = |span: Span| {
        assert!(text.get(span.range()).is_some(), "{span:?} in {text:?}");
    };
    let check_prose = |prose: &Prose| {
        let mut read = 0;
        for segment in prose.segments() {
            assert_eq!(segment.read.start, read, "segments cover the text, in {text:?}");
            read = segment.read.end;
            let typed = text.get(segment.typed.start as usize..segment.typed.end as usize);
            let typed = typed.unwrap_or_else(|| panic!("{segment:?} in {text:?}"));
            if segment.verbatim {
                let same = &prose.text()[segment.read.start as usize..segment.read.end as usize];
                assert_eq!(same, typed, "in {text:?}");
            }
        }
        assert_eq!(read as usize, prose.text().len(), "segments cover the text, in {text:?}");
        for at in 0..=prose.text().len() {
            holds(prose.span(at..at));
            holds(prose.span(at..prose.text().len()));
            holds(prose.span(0..at));
        }
    };
    for block in &document.blocks {
        holds(block.span);
        check_prose(&block.prose);
    }
    for link in &document.links {
        holds(link.span);
        holds(link.destination.span);
        assert!(document.blocks[link.block].prose.text().get(link.read.clone()).is_some());
    }
    for image in &document.images {
        holds(image.span);
        holds(image.destination.span);
        check_prose(&image.alternative);
    }
    for heading in &document.headings {
        holds(heading.span);
        assert!(matches!(document.blocks[heading.block].kind, BlockKind::Heading(_)));
    }
    for call in &document.calls {
        holds(call.span);
        assert!(call.block < document.blocks.len());
    }
    for problem in &document.problems {
        holds(problem.span);
        problem.labels.iter().for_each(|(span, _)| holds(*span));
    }
}

/// A piece of Markdown, and what is read of it.
fn piece() -> impl Strategy<Value = (String, String)> {
    let word = "[a-zàéèêçœ😀]{1,4}([’\u{a0}][a-zé]{1,4})?";
    prop_oneof![
        4 => word.prop_map(|w| (w.clone(), w)),
        1 => word.prop_map(|w| (format!("**{w}**"), w)),
        1 => word.prop_map(|w| (format!("[*{w}*](x.md)"), w)),
        1 => word.prop_map(|w| (format!("`{w}`"), OBJECT.to_owned())),
        1 => word.prop_map(|w| (format!("![{w}](i.png)"), OBJECT.to_owned())),
        1 => Just(("{{ amount(key=\"a*b\") }}".to_owned(), OBJECT.to_owned())),
        1 => Just(("&eacute;".to_owned(), "é".to_owned())),
        1 => Just(("&amp;".to_owned(), "&".to_owned())),
        1 => Just(("\\*".to_owned(), "*".to_owned())),
        1 => Just(("\\[".to_owned(), "[".to_owned())),
        1 => Just(("<b>".to_owned(), String::new())),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_places_inside_it(text in "\\PC{0,80}") {
        check_places(&text);
    }

    #[test]
    fn any_bytes_give_places_inside_them(bytes in proptest::collection::vec(any::<u8>(), 0..120)) {
        let source = Source::new("a.md", bytes);
        check_places(source.text());
    }

    #[test]
    fn any_mix_of_marks_gives_places_inside_it(
        marks in proptest::collection::vec(prop::sample::select(vec![
            "# ", "> ", "- ", "1. ", "  ", "    ", "\n", "\r\n", "\n\n", "| a | b |\n|---|---|\n", "|", "*", "**", "_", "`",
            "```\n", "[", "](", ")", "](x \"t\")", "[^1]", "[^1]: ", "[r]", "[r]: x\n", "![", "<b>", "<!-- ", "-->", "<", ">",
            "&eacute;", "&", "\\", "{{ ", " }}", "{{ a(k=\"v\") }}", "{#id}", ": ", "é", "\u{a0}", "😀", "\u{feff}", "\t", "~~", "x",
            "[!NOTE]", "---\n", "http://a.b", "\0",
        ]), 0..24),
    ) {
        check_places(&marks.concat());
    }

    /// Each piece, wherever it stands, is found again by what is read of it.
    #[test]
    fn each_piece_keeps_its_bytes(
        pieces in proptest::collection::vec(piece(), 1..8),
        frame in prop::sample::select(vec![("", ""), ("> ", ""), ("- ", ""), ("## ", ""), ("| ", " |\n|---|\n")]),
    ) {
        let text = pieces.iter().map(|(typed, _)| typed.as_str()).collect::<Vec<_>>().join(" ");
        let text = format!("{}A {text} Z{}", frame.0, frame.1);
        let (sources, document) = document(&text);
        let prose = &document.blocks[0].prose;
        let expected = pieces.iter().map(|(_, read)| read.as_str()).collect::<Vec<_>>().join(" ");
        prop_assert_eq!(prose.text(), format!("A {expected} Z"), "in {:?}", text);
        let mut at = 2;
        for (typed, read) in &pieces {
            if !read.is_empty() {
                let found = sources.slice(prose.span(at..at + read.len()));
                prop_assert!(
                    found == typed.as_str() || (typed.contains(found) && found == read.as_str()),
                    "{:?} gave {:?} in {:?}", read, found, text
                );
            }
            at += read.len() + 1;
        }
    }
}

/// What reading tells of a page, and the page once each fix is made.
fn mended(text: &str) -> (Vec<String>, String) {
    let (sources, read) = document(text);
    let told = read.problems.iter().map(|p| sources.slice(p.span).to_owned()).collect();
    let mut mended = text.to_owned();
    let mut edits: Vec<_> =
        read.problems.iter().filter_map(|p| p.fix.as_ref()).flat_map(|f| &f.edits).collect();
    edits.sort_by_key(|edit| edit.span.start);
    for edit in edits.into_iter().rev() {
        mended.replace_range(edit.span.range(), &edit.text);
    }
    (told, mended)
}

#[test]
fn what_follows_the_name_of_an_alert_goes_on_the_next_line() {
    for (typed, told, wanted) in [
        ("> [!À SAVOIR] Titre\n> suite\n", "Titre", "> [!À SAVOIR]\n> Titre\n> suite\n"),
        ("> [!A SAVOIR]:\n> suite\n", ":", "> [!A SAVOIR]\n> suite\n"),
        ("- > [!NOTE] : a\n", "a", "- > [!NOTE]\n  > a\n"),
    ] {
        let front = "---\ntitle: A\n---\n\n";
        let (found, after) = mended(&format!("{front}{typed}"));
        assert_eq!((found, after), (vec![told.to_owned()], format!("{front}{wanted}")));
    }
    for plain in ["> [!NOTE](a.md) b\n", "> [!rien] b\n", "> [1] b\n"] {
        assert_eq!(mended(&format!("---\ntitle: A\n---\n\n{plain}")).0, [""; 0], "{plain}");
    }
}

#[test]
fn an_address_with_spaces_is_told_and_put_between_brackets() {
    let front = "---\ntitle: A\n---\n\n";
    let (found, after) = mended(&format!(
        "{front}![La *mairie*](ma photo (1).jpg), [b](c d/e) et [f](g h.md#i j)\n\n| a |\n|---|\n| [x](y z.pdf) |\n"
    ));
    assert_eq!(found, ["ma photo (1).jpg", "c d/e", "g h.md#i j", "y z.pdf"]);
    assert_eq!(
        after,
        format!(
            "{front}![La *mairie*](<ma photo (1).jpg>), [b](<c d/e>) et [f](<g h.md#i j>)\n\n| a |\n|---|\n| [x](<y z.pdf>) |\n"
        )
    );
    for plain in [
        "[a](voir plus bas)",
        "`[a](b c.pdf)`",
        "\\[a\\](b c.pdf)",
        "[a](<b c.pdf>)",
        "[a](b.md \"un titre\")",
        "a](b c.pdf)",
        "[a](b c",
        "    [a](b c.pdf)",
    ] {
        assert_eq!(mended(&format!("{front}{plain}\n")).0, [""; 0], "{plain}");
    }
}

#[test]
fn html_that_is_shown_is_told_and_text_between_chevrons_is_not() {
    let front = "---\ntitle: A\n---\n\n";
    let text = "<img src=\"a.png\">\n\nUn <span>mot</span>, <sup>2</sup>, <br>, <votre nom>, `<a>`.\n\n<!-- rien -->\n\n\
                <table>\n<tr><td>a</td></tr>\n</table>\n";
    assert_eq!(mended(&format!("{front}{text}")).0, ["<img src=\"a.png\">", "<span>", "<table>"]);
}

#[test]
fn a_title_in_the_text_goes_to_the_front_matter() {
    for (typed, wanted) in [
        ("# Horaires\n\nTexte\n", "---\ntitle: Horaires\n---\n\nTexte\n"),
        (
            "---\nowner: a\n---\n\n# Horaires : été\nTexte\n",
            "---\ntitle: \"Horaires : été\"\nowner: a\n---\n\nTexte\n",
        ),
    ] {
        let (found, after) = mended(typed);
        assert_eq!((found.len(), after.as_str()), (1, wanted));
        assert!(mended(&after).0.is_empty());
    }
    assert_eq!(mended("## Horaires\n").1, "## Horaires\n");
}

#[test]
fn a_file_that_is_no_text_has_no_prose() {
    let read = |bytes: &[u8]| {
        let mut sources = Sources::default();
        let source = Source::new("a.md", bytes.to_vec());
        let id = sources.add(source.clone());
        let document = Document::read(id, &source, &[], &Components::default());
        (document.blocks.len(), document.problems.len())
    };
    assert_eq!(read(b"\x89PNG\x00\x00la commune\n\nvoici\xfe"), (0, 1));
    // A text in another encoding is still read.
    assert_eq!(read(b"---\ntitle: A\n---\nla commune a \xe9t\xe9\n"), (1, 1));
}

#[test]
fn lines_of_a_front_matter_without_its_fences_are_told_to_be_put_between_them() {
    let help = |text: &str| document(text).1.problems[0].help.clone();
    assert_eq!(help("title: A\ndescription: B\n\nC.\n"), Some(Message::key("front-matter.no-fences-help")));
    assert_eq!(help("Venez.\n"), Some(Message::key("front-matter.no-title-help")));
}

#[test]
fn what_a_head_that_cannot_be_read_leaves_out_is_not_known() {
    let front = |text: &str| document(text).1.front;
    let broken = front("---\ntitle: A\ndescription: \"b\nowner: c\n---\n");
    assert!(broken.is_broken && broken.is_unread("cost"));
    let twice = front("---\ntitle: A\ntitle: B\n---\n");
    assert!(!twice.is_broken && !twice.is_unread("cost"));
    // A misspelt key of the head is the one that was meant, one of an item is not.
    let slips = front("---\ntitre: A\nchannels:\n  - telephone: b\n---\n");
    assert!(slips.is_unread("title") && !slips.is_unread("phone"));
}
