use super::super::{Value, toml};
use super::{source, told, tree};

fn read(text: &str) -> (String, Vec<String>) {
    let (node, problems) = toml(source(), text);
    (tree(text, &node), told(text, &problems))
}

#[test]
fn tables_and_values_in_the_order_typed() {
    let cases = [
        ("", "{}"),
        ("\u{feff}b = 1\na = 12.5\n", "{b: 1, a: 12.5}"),
        ("z = 1_000\na = 2026-01-12\nc = true\nd = -1.50\n", "{z: 1_000, a: 2026-01-12, c: true, d: -1.50}"),
        ("a = \"é\\n\"\nb = 'c:\\x'\n", "{a: \"é\\n\", b: \"c:\\\\x\"@\"'c:\\\\x'\"}"),
        ("['é']\n'b c' = [1, 2]\n[d.e]\nf = {g = 1}\n", "{é: {b c: [1, 2]}, d: {e: {f: {g: 1}}}}"),
        ("[[r]]\na = 1\n[[r]]\na = 2\n", "{r: [{a: 1}, {a: 2}]}"),
    ];
    for (text, expected) in cases {
        assert_eq!(read(text), (expected.to_owned(), Vec::new()), "{text:?}");
    }
}

#[test]
fn a_mistake_is_told_and_the_rest_stands() {
    let cases = [
        ("a = 1\na = 2\nb = 1\n", "{a: 1, b: 1}", "duplicate-key `a` | first-here `a`"),
        ("[s]\na = 1\n[t]\na = 2\na = 3\n", "{s: {a: 1}, t: {a: 2}}", "duplicate-key `a` | first-here `a`"),
        ("a = oui\nb = 1", "{a: oui, b: 1}", "toml-quotes `oui`"),
        ("a = \"fr\nb = 1", "{a: \"fr\"@\"\\\"fr\", b: 1}", "toml-open-quote `a = \"fr`"),
        ("a =\nb = 1", "{a: nothing@a, b: 1}", "toml-no-value `a =`"),
        ("b = 1\na: 2", "{b: 1}", "toml-no-value `a: 2`"),
        ("a = [1, 2\nb = 1", "{a: [1, 2, b, 1]}", "toml-open-bracket `b = 1`"),
        ("b = 1\né = 2\n", "{b: 1, é: 2}", "toml-key `é`"),
        (
            "a = \"c:\\dossier\"\nb = 1",
            "{a: \"c:\\\\dossier\"@\"\\\"c:\\\\dossier\\\"\", b: 1}",
            "toml-escape `a = \"c:\\dossier\"`",
        ),
        ("a = 012\nb = 1", "{a: 012, b: 1}", "toml-unreadable `0`"),
    ];
    for (text, expected, problem) in cases {
        assert_eq!(read(text), (expected.to_owned(), vec![problem.to_owned()]), "{text:?}");
    }
}

#[test]
fn a_tree_too_deep_for_the_stack_is_cut() {
    let key = format!("a{}", ".a".repeat(79));
    let text = format!("[{key}]\n{key} = {}1{}\n", format!("{{ {key} = ").repeat(79), " }".repeat(79));
    let (mut node, problems) = toml(source(), &text);
    let mut levels = 0;
    while let Value::Map(map) = node.value {
        levels += 1;
        node = map.entries.into_iter().next().unwrap().node;
    }
    assert_eq!((levels, told(&text, &problems)), (65, vec!["too-much `a`".to_owned()]));
}
