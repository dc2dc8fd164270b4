use super::super::yaml;
use super::{source, told, tree};

/// Reads a text as front matter in the middle of a page, so that every place is checked shifted.
fn read(text: &str) -> (String, Vec<String>) {
    let page = format!("é---\n{text}---\nLe corps : « @ ».");
    let (node, problems) = yaml(source(), &page, 6..6 + text.len());
    (tree(&page, &node), told(&page, &problems))
}

#[test]
fn values_stay_as_spelled() {
    let cases = [
        ("", "{}"),
        ("# rien\n", "{}"),
        (
            "title: Éa é\r\nshort: no\r\ncode: 012\r\nday: 2026-01-12\r\n",
            "{title: Éa é, short: no, code: 012, day: 2026-01-12}",
        ),
        ("n: 1_000\nh: 0x1F\ni: .inf\nl: 1e999\nx: 1.50", "{n: 1_000, h: 0x1F, i: .inf, l: 1e999, x: 1.50}"),
        ("a:\nb: ~\nc: null\nd: \"\"\n", "{a: nothing@a, b: nothing@~, c: nothing@null, d: \"\"}"),
        ("1: un\ntrue: vrai\n'q': q\n", "{1: un, true: vrai, q: q}"),
        ("a: 'l''acte' # note\nb: \"é\\n\"\n", "{a: \"l'acte\"@\"'l''acte'\", b: \"é\\n\"}"),
        ("a: plusieurs\n  lignes\nb:\n  seul\n", "{a: plusieurs lignes@\"plusieurs\\n  lignes\", b: seul}"),
        (
            "a: |\n  un\n  deux\n\nb: >-\n  trois\n  quatre\n",
            "{a: \"un\\ndeux\\n\"@\"un\\n  deux\", b: \"trois quatre\"@\"trois\\n  quatre\"}",
        ),
        ("a: |2 # note\n   x\nb: |\nc: 1\n", "{a: \" x\\n\"@\" x\", b: \"\"@\"b\", c: 1}"),
        ("l:\n- a\n- b: c\n- []\n- - n\nm: {}\n", "{l: [a, {b: c}, [], [n]], m: {}}"),
        ("a: [\n  1,\n  2\n]\nb: {c: d, e: 'f'}\n", "{a: [1, 2], b: {c: d, e: \"f\"@\"'f'\"}}"),
        ("a: &x 12\nb: *x\nc: &y [1]\nd: *y\n", "{a: 12, b: 12@\"*x\", c: [1], d: [1@\"*y\"]}"),
        ("a: !!str 012\n", "{a: 012}"),
        ("---\na: 1\n", "{a: 1}"),
        ("- a\n- b\n", "[a, b]"),
    ];
    for (text, expected) in cases {
        assert_eq!(read(text), (expected.to_owned(), Vec::new()), "{text:?}");
    }
}

#[test]
fn a_byte_order_mark_is_not_part_of_the_first_key() {
    let text = "\u{feff}é: à\n";
    let (node, problems) = yaml(source(), text, 0..text.len());
    assert_eq!((tree(text, &node), problems), ("{é: à}".to_owned(), Vec::new()));
}

#[test]
fn a_collection_is_placed_at_its_key_or_its_first_item() {
    let text = "a: [1, 2]\nb:\n  c: d\ne:\n  - - f\n  - g: h\n";
    let (node, _) = yaml(source(), text, 0..text.len());
    let place = |node: &super::Node| super::slice(text, node.span).to_owned();
    let map = node.as_map().unwrap();
    let items = map.get("e").unwrap().items();
    let places = [&node, map.get("a").unwrap(), map.get("b").unwrap(), &items[0], &items[1]].map(place);
    assert_eq!(places, ["a", "a", "b", "f", "g"]);
}

#[test]
fn a_mistake_is_told_and_the_other_entries_stand() {
    let ok = "{ok: 1}";
    let cases = [
        ("t: Passeport : demande\nok: 1\n", ok, "colon-in-value `:` => t: \"Passeport : demande\""),
        ("é: à\r\nt: b : c\r\nok: 1\r\n", "{é: à, ok: 1}", "colon-in-value `:` => t: \"b : c\""),
        ("ok: 1\nt: dit \"oui\": non\n", ok, "colon-in-value `:` => t: \"dit \\\"oui\\\": non\""),
        ("t: \"abc\nok: 1\n", ok, "open-quote `\"abc` => \""),
        // The quote that closes it opens the value of the line below.
        ("m:\n  t: \"abc\n  u: \"c\"\nok: 1\n", ok, "open-quote `\"abc` => \""),
        ("m:\n  n: \"a\n    b\"\n  t: 'abc\n  u: 'c'\nok: 1\n", ok, "open-quote `'abc` => '"),
        ("t: \"abc\nu: \"c\"\nok: 1\n", "{u: \"c\", ok: 1}", "open-quote `\"abc` => \""),
        ("t: 'L'acte de naissance'\nok: 1", ok, "apostrophe `'` => t: \"L'acte de naissance\""),
        (
            "t: \"Le passeport\" et la carte\nok: 1",
            ok,
            "after-quotes `et la carte` => t: \"Le passeport\\\" et la carte\"",
        ),
        ("t: \"C:\\dossier\"\nok: 1", ok, "backslash `\\`"),
        ("t: @service\nok: 1\n", ok, "reserved-character `@` => t: \"@service\""),
        ("t: `code`\nok: 1\n", ok, "reserved-character ``` => t: \"`code`\""),
        ("t: %\nok: 1\n", ok, "reserved-character `%` => t: \"%\""),
        ("t: *important*\nok: 1\n", ok, "reserved-character `*` => t: \"*important*\""),
        ("t: !important\nok: 1\n", ok, "reserved-character `!` => t: \"!important\""),
        ("t: [lien](adresse)\nok: 1\n", ok, "reserved-character `[` => t: \"[lien](adresse)\""),
        ("t: - a\nok: 1\n", ok, "reserved-character `-` => t: \"- a\""),
        ("t: {{ nom }}\nok: 1\n", "{t: nothing@t, ok: 1}", "reserved-character `{` => t: \"{{ nom }}\""),
        ("t: [a, b\nok: 1\n", ok, "open-bracket `[` => ]"),
        ("t: a\n\tu: b\nok: 1\n", ok, "tab `\t`"),
        ("t:\n\t- a\nok: 1\n", ok, "tab `\t`"),
        ("t: a\n u: b\nok: 1\n", ok, "indentation `u`"),
        ("t:\n  a: 1\n b: 2\nok: 1\n", ok, "indentation `b`"),
        ("t: a # b\n  c\nok: 1\n", ok, "comment-in-value `# b` => t: \"a # b\""),
        ("ok: 1\nUne phrase seule\n", ok, "no-colon `Une phrase seule`"),
        ("t:Passeport\nok: 1\n", ok, "colon-space `:` => t: Passeport"),
        ("t: a\u{1}b\nok: 1\n", ok, "control-character `\u{1}`"),
        ("ok: 1\nok: 2\n", ok, "duplicate-key `ok` | first-here `ok`"),
        ("ok: 1\n---\nb: 2\n", ok, "second-document `---`"),
        ("ok: 1\nt: !!int a\n", ok, "unreadable `a`"),
        ("t: [\n  a,\n]\nu: @\n", "{t: [a]}", "reserved-character `@` => u: \"@\""),
        ("l:\n- a\n- b : c : d\nok: 1\n", ok, "colon-in-value `:` => b : \"c : d\""),
        ("- t: a\n  u: b : c\n- ok: 1\n", "[{ok: 1}]", "colon-in-value `:` => u: \"b : c\""),
        (
            "b: |\n  texte\nt: @ici, une valeur plus longue que le texte\n",
            "{b: \"texte\\n\"@\"texte\"}",
            "reserved-character `@` => t: \"@ici, une valeur plus longue que le texte\"",
        ),
    ];
    for (text, expected, problem) in cases {
        assert_eq!(read(text), (expected.to_owned(), vec![problem.to_owned()]), "{text:?}");
    }
}

#[test]
fn every_faulty_entry_is_told() {
    let (node, problems) = read("é: @a\nb: c : d\nok: 1\nf: \"g\n");
    assert_eq!(node, "{ok: 1}");
    assert_eq!(
        problems,
        [
            "reserved-character `@` => é: \"@a\"",
            "colon-in-value `:` => b: \"c : d\"",
            "open-quote `\"g` => \"",
        ]
    );
}

#[test]
fn what_would_exhaust_the_machine_is_refused() {
    let bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\nd: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\ne: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d, *d]\n";
    for text in [
        bomb.to_owned(),
        format!("a: {}", "[".repeat(5_000)),
        format!("a: {}{}", "[".repeat(200), "]".repeat(200)),
        format!("a:\n  {}x", "- ".repeat(1_000)),
    ] {
        let (_, problems) = yaml(source(), &text, 0..text.len());
        assert!(!problems.is_empty() && problems.len() <= 20, "{} problems", problems.len());
    }
}
