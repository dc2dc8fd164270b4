//! A tree written back, for people to read or to paste: readable YAML, and values of TOML.

use super::{Map, Node, Scalar, Value};

/// Columns within which a list or a map stays on one line.
const WIDTH: usize = 72;

/// A map or a list as YAML that a person would write: short lists and maps on one line, the rest one
/// entry a line. Read again, it gives the same tree. Ends with a line feed unless empty.
pub fn yaml_text(node: &Node) -> String {
    let mut out = String::new();
    match &node.value {
        Value::Map(map) => write_map(map, 0, &mut out),
        Value::List(items) => write_list(items, 0, &mut out),
        Value::Null => {}
        Value::Scalar(scalar) => {
            out.push_str(&yaml_scalar(scalar));
            out.push('\n');
        }
    }
    out
}

/// A text as a value of YAML on one line: as it is where it can be, and otherwise between straight quotes.
pub fn yaml_line(text: &str) -> String {
    let plain = text.chars().next().is_some_and(char::is_alphabetic)
        && !text.ends_with([':', ' '])
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.chars().any(char::is_control)
        && !matches!(
            text.to_lowercase().as_str(),
            "true" | "false" | "yes" | "no" | "on" | "off" | "null" | "y" | "n"
        );
    if plain { text.to_owned() } else { toml_string(text) }
}

/// A value of TOML on one line; none for nothing, which TOML cannot say.
pub fn toml_value(node: &Node) -> Option<String> {
    Some(match &node.value {
        Value::Null => return None,
        Value::Scalar(_) => toml_scalar(node),
        Value::List(items) => {
            let items: Vec<String> = items.iter().filter_map(toml_value).collect();
            format!("[{}]", items.join(", "))
        }
        Value::Map(map) => {
            let entry = |entry: &super::Entry| {
                Some(format!("{} = {}", toml_key(&entry.key.value), toml_value(&entry.node)?))
            };
            let entries: Vec<String> = map.entries.iter().filter_map(entry).collect();
            if entries.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", entries.join(", ")) }
        }
    })
}

/// A key of TOML, quoted where it must be.
pub fn toml_key(key: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !key.is_empty() && key.chars().all(bare) { key.to_owned() } else { toml_string(key) }
}

fn toml_scalar(node: &Node) -> String {
    if let Some(yes) = node.as_bool() {
        return yes.to_string();
    }
    if let Some(number) = node.as_int() {
        return number.to_string();
    }
    // A decimal number is spelled alike in both, but for its leading noughts, which TOML refuses.
    let text = node.as_text().unwrap_or("");
    let plain = text.trim_start_matches(['-', '+']);
    let noughts = plain.starts_with('0') && !plain.starts_with("0.");
    if node.as_float().is_some() && !noughts { text.to_owned() } else { toml_string(text) }
}

/// A text between straight quotes, with the escapes that TOML and YAML share.
fn toml_string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if invisible(c) => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// What would not be seen, or would be taken for the end of a line or of a file.
fn invisible(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

fn write_map(map: &Map, depth: usize, out: &mut String) {
    for entry in &map.entries {
        indent(depth, out);
        out.push_str(&yaml_key(&entry.key.value));
        out.push(':');
        write_value(&entry.node, depth, out);
    }
}

fn write_list(items: &[Node], depth: usize, out: &mut String) {
    for item in items {
        match flow(item, WIDTH.saturating_sub(depth * 2 + 2)) {
            Some(line) => {
                indent(depth, out);
                out.push_str("- ");
                out.push_str(&line);
                out.push('\n');
            }
            None => {
                // The dash takes the place of the first two columns of what it opens.
                let at = out.len();
                write_block(item, depth + 1, out);
                let dash = at + depth * 2..at + depth * 2 + 2;
                if out.get(dash.clone()) == Some("  ") {
                    out.replace_range(dash, "- ");
                }
            }
        }
    }
}

/// What follows a key and its colon.
fn write_value(node: &Node, depth: usize, out: &mut String) {
    if node.value == Value::Null {
        out.push('\n');
        return;
    }
    match flow(node, WIDTH.saturating_sub(depth * 2 + 12)) {
        Some(line) => {
            out.push(' ');
            out.push_str(&line);
            out.push('\n');
        }
        None => {
            out.push('\n');
            write_block(node, depth + 1, out);
        }
    }
}

fn write_block(node: &Node, depth: usize, out: &mut String) {
    match &node.value {
        Value::Map(map) => write_map(map, depth, out),
        Value::List(items) if items.iter().all(is_short) => write_filled(items, depth, out),
        Value::List(items) => write_list(items, depth, out),
        Value::Null | Value::Scalar(_) => {}
    }
}

/// Many short scalars, as many to a line as it holds.
fn write_filled(items: &[Node], depth: usize, out: &mut String) {
    indent(depth, out);
    out.push('[');
    let mut column = depth * 2 + 1;
    for (rank, item) in items.iter().enumerate() {
        let Value::Scalar(scalar) = &item.value else { continue };
        let word = yaml_scalar(scalar);
        let width = word.chars().count() + 2;
        if rank > 0 {
            out.push(',');
            if column + width > WIDTH {
                out.push('\n');
                indent(depth, out);
                column = depth * 2;
            }
            out.push(' ');
        }
        out.push_str(&word);
        column += width;
    }
    out.push_str("]\n");
}

fn is_short(node: &Node) -> bool {
    matches!(&node.value, Value::Scalar(scalar) if scalar.text.chars().count() <= 32)
}

fn indent(depth: usize, out: &mut String) {
    for _ in 0..depth {
        out.push_str("  ");
    }
}

/// A node on one line, if it is short enough and its parts are all of one piece. A scalar always is.
fn flow(node: &Node, width: usize) -> Option<String> {
    let line = match &node.value {
        Value::Scalar(scalar) => return Some(yaml_scalar(scalar)),
        Value::Null => return Some("~".to_owned()),
        Value::List(items) => {
            // Many items are refused before they are all written: a list may be very long.
            (items.len() <= width).then_some(())?;
            let parts = items.iter().map(|item| leaf(item, width)).collect::<Option<Vec<_>>>()?;
            format!("[{}]", parts.join(", "))
        }
        Value::Map(map) => {
            (map.entries.len() <= width).then_some(())?;
            let part =
                |e: &super::Entry| Some(format!("{}: {}", yaml_key(&e.key.value), leaf(&e.node, width)?));
            let parts = map.entries.iter().map(part).collect::<Option<Vec<_>>>()?;
            format!("{{{}}}", parts.join(", "))
        }
    };
    (line.chars().count() <= width).then_some(line)
}

/// A part of what stands on one line: a scalar, or a list or map of scalars.
fn leaf(node: &Node, width: usize) -> Option<String> {
    match &node.value {
        Value::Scalar(scalar) if scalar.text.len() > width * 4 => None,
        Value::Scalar(_) | Value::Null => flow(node, width),
        Value::List(items) if items.iter().all(is_scalar) => flow(node, width),
        Value::Map(map) if map.entries.iter().all(|e| is_scalar(&e.node)) => flow(node, width),
        Value::List(_) | Value::Map(_) => None,
    }
}

fn is_scalar(node: &Node) -> bool {
    matches!(node.value, Value::Scalar(_) | Value::Null)
}

fn yaml_key(key: &str) -> String {
    yaml_scalar(&Scalar { text: key.to_owned(), quoted: false })
}

/// A scalar as plain text where nothing in it has a meaning of its own, else between quotes.
fn yaml_scalar(scalar: &Scalar) -> String {
    let text = scalar.text.as_str();
    if scalar.quoted && reads_as_value(text) { toml_string(text) } else { yaml_plain(text) }
}

fn yaml_plain(text: &str) -> String {
    const INDICATORS: [char; 18] =
        ['-', '?', ':', ',', '[', ']', '{', '}', '#', '&', '*', '!', '|', '>', '\'', '"', '%', '@'];
    let meaning = text.is_empty()
        || text.trim() != text
        || text.starts_with(INDICATORS) && !is_negative(text)
        || text.starts_with(['`', '='])
        || text.contains([',', '[', ']', '{', '}', '\n'])
        || text.contains(": ")
        || text.ends_with(':')
        || text.contains(" #")
        || text.starts_with("...")
        || text.chars().any(invisible);
    if meaning { toml_string(text) } else { text.to_owned() }
}

fn is_negative(text: &str) -> bool {
    text.strip_prefix('-').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether a text, without its quotes, would be read as something else than a text.
fn reads_as_value(text: &str) -> bool {
    let numeric = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | '_' | 'e' | 'E');
    matches!(text, "~" | "null" | "Null" | "NULL" | "true" | "false") || text.chars().all(numeric)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{toml, yaml};
    use crate::source::{Source, Sources};
    use proptest::prelude::*;

    fn read(text: &str) -> Node {
        let source = Sources::default().add(Source::new("a.yaml", text.into()));
        let (node, problems) = yaml(source, text, 0..text.len());
        assert!(problems.is_empty(), "{problems:?} in\n{text}");
        node
    }

    /// The same tree without its places; quotes count only where they change what is read.
    fn plain(node: &Node) -> String {
        match &node.value {
            Value::Null => "~".to_owned(),
            Value::Scalar(s) => format!("{:?}{}", s.text, s.quoted && reads_as_value(&s.text)),
            Value::List(items) => format!("[{}]", items.iter().map(plain).collect::<Vec<_>>().join(",")),
            Value::Map(map) => {
                let part = |e: &crate::data::Entry| format!("{:?}:{}", e.key.value, plain(&e.node));
                format!("{{{}}}", map.entries.iter().map(part).collect::<Vec<_>>().join(","))
            }
        }
    }

    #[test]
    fn a_tree_is_written_as_a_person_would() {
        let text = "\
every: 12 mois
known: [AM, BD]
after: [jusqu’au, jusqu’en, au plus tard le, \"date limite :\", date limite est le, date limite est fixée au, \"dernier délai :\"]
words:
  - {find: au sujet de, use: sur}
  - {find: compte tenu de, use: [à cause de, vu], severity: info}
  - find: dans les meilleurs délais et dans les conditions prévues par la loi ou par le règlement
    advice: {fr: \"Donnez le délai : « sous 5 jours ».\", en: Give the time.}
pattern: '(?i)n° *\\d'
\"012\": \"12\"
";
        let written = yaml_text(&read(text));
        insta::assert_snapshot!(written);
        assert_eq!(plain(&read(&written)), plain(&read(text)));
    }

    #[test]
    fn a_value_is_written_as_toml() {
        let node = read(
            "{a: 12, b: \"12\", c: oui, d: true, e: [x, 1.5, 007.5], f: {}, \"g h\": \"q\\\"\\t\\\\\", i: ~}",
        );
        let value = toml_value(&node).unwrap();
        assert_eq!(
            value,
            "{ a = 12, b = \"12\", c = \"oui\", d = true, e = [\"x\", 1.5, \"007.5\"], f = {}, \"g h\" = \"q\\\"\\t\\\\\" }"
        );
        let text = format!("v = {value}\n");
        let source = Sources::default().add(Source::new("site.toml", text.as_str().into()));
        assert!(toml(source, &text).1.is_empty());
    }

    fn scalars() -> impl Strategy<Value = String> {
        prop_oneof![
            "[a-zé ':,#\\-?!&*{}\\[\\]\"\\\\|>%@`=~.0-9\n\t]{0,12}",
            "\\PC{0,8}",
            Just("true".to_owned()),
            Just("null".to_owned()),
            Just("...".to_owned()),
            Just("---".to_owned()),
        ]
    }

    fn trees() -> impl Strategy<Value = Node> {
        let span = crate::source::Span::new(Sources::default().add(Source::new("", Vec::new())), 0, 0);
        let scalar = scalars()
            .prop_map(move |text| Node { span, value: Value::Scalar(Scalar { text, quoted: true }) });
        scalar.prop_recursive(3, 24, 5, move |inner| {
            let list = prop::collection::vec(inner.clone(), 1..5).prop_map(Value::List);
            let map = prop::collection::btree_map(scalars(), inner, 1..5).prop_map(move |entries| {
                let entries = entries.into_iter().map(|(key, node)| crate::data::Entry {
                    key: crate::source::Spanned::new(key, span),
                    node,
                });
                Value::Map(Map { entries: entries.collect() })
            });
            prop_oneof![list, map].prop_map(move |value| Node { span, value })
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(node in trees()) {
            let written = yaml_text(&node);
            prop_assert_eq!(plain(&read(&written)), plain(&node), "{}", written);
        }

        #[test]
        fn a_toml_value_is_read_again(node in trees()) {
            let text = format!("v = {}\n", toml_value(&node).unwrap());
            let source = Sources::default().add(Source::new("site.toml", text.as_str().into()));
            let (tree, problems) = toml(source, &text);
            prop_assert!(problems.is_empty(), "{:?} in {}", problems, text);
            let value = tree.as_map().and_then(|map| map.get("v")).map(plain);
            prop_assert_eq!(value, Some(plain(&node)), "{}", text);
        }
    }
}
