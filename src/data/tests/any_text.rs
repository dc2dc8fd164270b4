//! Whatever is typed, nothing panics and every place lies inside the text.

use proptest::prelude::*;

use super::super::{Node, Value, toml, yaml};
use super::source;
use crate::config::Config;
use crate::finding::Problem;
use crate::source::Span;

fn inside(text: &str, span: Span) {
    assert!(text.get(span.range()).is_some(), "{span:?} does not fit a text of {} bytes", text.len());
}

fn problems_inside(text: &str, problems: &[Problem]) {
    for problem in problems {
        inside(text, problem.span);
        problem.labels.iter().for_each(|(span, _)| inside(text, *span));
    }
}

fn node_inside(text: &str, node: &Node) {
    inside(text, node.span);
    match &node.value {
        Value::Null | Value::Scalar(_) => {}
        Value::List(items) => items.iter().for_each(|item| node_inside(text, item)),
        Value::Map(map) => map.entries.iter().for_each(|entry| {
            inside(text, entry.key.span);
            node_inside(text, &entry.node);
        }),
    }
}

/// Pieces from which both right and wrong texts of the two formats are made.
const PIECES: &[&str] = &[
    "a",
    "é",
    "ok",
    "titre",
    "12",
    "012",
    "2026-01-12",
    "true",
    "~",
    " ",
    "  ",
    "\n",
    "\r\n",
    "\r",
    "\t",
    ":",
    ": ",
    " : ",
    "a: ",
    "\nb: ",
    "\n  c: ",
    "- ",
    "\n- ",
    "\n  - ",
    "\"",
    "'",
    "\\",
    "\\u00e9",
    "[",
    "]",
    "{",
    "}",
    "{{ x }}",
    ",",
    "#",
    " # n",
    "|",
    ">-",
    "|2\n",
    "&x ",
    "*x",
    "!",
    "!!int ",
    "!!str ",
    "@",
    "`",
    "%",
    "? ",
    "---",
    "\n---\n",
    "\n...\n",
    "<<: ",
    "\u{feff}",
    "\u{1}",
    "\u{85}",
    "\u{2028}",
    "😀",
    "\u{a0}",
    "=",
    " = ",
    "a = ",
    "\nb = ",
    "[a]\n",
    "[[a]]\n",
    "\n[lint.rules]\n",
    "\"\"\"",
    "'''",
    "a.b",
    ".",
    "inf",
    "1e999",
];

fn soup() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::collection::vec(prop::sample::select(PIECES), 0..40).prop_map(|pieces| pieces.concat()),
        1 => prop::collection::vec(any::<u8>(), 0..80).prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
        1 => ".{0,60}",
    ]
}

/// A plain value: one YAML would not take for another thing.
fn plain() -> impl Strategy<Value = String> {
    "[A-Za-zÀ-ÿœ0-9]([A-Za-zÀ-ÿœ0-9 ’«».;!?:/@#-]{0,20}[A-Za-zÀ-ÿ0-9])?".prop_filter(
        "plain in YAML",
        |text| {
            !text.contains(": ") && !text.contains(" #") && text != "null" && text != "Null" && text != "NULL"
        },
    )
}

/// The value of one entry: as typed, and the plain scalars in it.
fn value() -> impl Strategy<Value = (String, Vec<String>)> {
    prop_oneof![
        plain().prop_map(|text| (format!(" {text}"), vec![text])),
        "[ -~é]{0,12}".prop_map(|text| (format!(" '{}'", text.replace('\'', "''")), Vec::new())),
        prop::collection::vec(plain(), 1..4)
            .prop_map(|texts| (texts.iter().map(|text| format!("\n  - {text}")).collect(), texts)),
        prop::collection::vec(plain(), 1..4).prop_map(|texts| (
            texts.iter().enumerate().map(|(i, text)| format!("\n  s{i}: {text}")).collect(),
            texts
        )),
        prop::collection::vec("[a-zé]{1,8}", 1..4).prop_map(|lines| {
            (
                format!(" |\n{}", lines.iter().map(|line| format!("  {line}\n")).collect::<String>()),
                Vec::new(),
            )
        }),
        prop::collection::vec("[0-9é]{1,5}", 1..4)
            .prop_map(|texts| (format!(" [{}]", texts.join(", ")), texts)),
    ]
}

fn plain_scalars(node: &Node, found: &mut Vec<(String, Span)>) {
    match &node.value {
        Value::Null => {}
        Value::Scalar(scalar) if scalar.quoted => {}
        Value::Scalar(scalar) => found.push((scalar.text.clone(), node.span)),
        Value::List(items) => items.iter().for_each(|item| plain_scalars(item, found)),
        Value::Map(map) => map.entries.iter().for_each(|entry| plain_scalars(&entry.node, found)),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(before in soup(), text in soup(), after in soup()) {
        let page = format!("{before}{text}{after}");
        let (node, problems) = yaml(source(), &page, before.len()..before.len() + text.len());
        node_inside(&page, &node);
        problems_inside(&page, &problems);
        let (node, problems) = toml(source(), &page);
        node_inside(&page, &node);
        problems_inside(&page, &problems);
        let (config, problems) = Config::read(source(), &page);
        problems_inside(&page, &problems);
        inside(&page, config.theme.name.span);
        for rule in &config.lint.rules {
            inside(&page, rule.rule.span);
        }
    }

    #[test]
    fn a_plain_scalar_is_what_its_span_covers(
        entries in prop::collection::vec(value(), 1..8),
        before in "[a-zé\n]{0,8}",
        crlf in any::<bool>(),
    ) {
        let typed: String = entries.iter().enumerate().map(|(i, (typed, _))| format!("clé{i}:{typed}\n")).collect();
        let typed = if crlf { typed.replace('\n', "\r\n") } else { typed };
        let page = format!("{before}{typed}---\n");
        let (node, problems) = yaml(source(), &page, before.len()..before.len() + typed.len());
        prop_assert_eq!(problems, Vec::new());
        let mut found = Vec::new();
        plain_scalars(&node, &mut found);
        let expected: Vec<String> = entries.into_iter().flat_map(|(_, texts)| texts).collect();
        let texts: Vec<String> = found.iter().map(|(text, _)| text.clone()).collect();
        prop_assert_eq!(&texts, &expected);
        let slices: Vec<String> = found.iter().map(|(_, span)| page[span.range()].to_owned()).collect();
        prop_assert_eq!(&slices, &expected);
        let map = node.as_map().unwrap();
        for (i, entry) in map.entries.iter().enumerate() {
            prop_assert_eq!(&page[entry.key.span.range()], format!("clé{i}"));
        }
    }
}
