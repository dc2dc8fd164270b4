//! Settings written as YAML, in the order in which they are given.

use std::collections::BTreeMap;
use std::fmt::Write;

/// A value.
#[derive(Clone, Debug)]
pub(super) enum Yaml {
    Text(String),
    Bool(bool),
    List(Vec<Yaml>),
    Map(Vec<(&'static str, Yaml)>),
    /// What stands in several places, under a name: written once, and named where it stands again.
    Shared(String, Box<Yaml>),
}

impl Yaml {
    pub(super) fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    /// The value as a whole file; ends with a line feed.
    pub(super) fn written(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, 0, &mut BTreeMap::new());
        out
    }

    fn write(&self, out: &mut String, column: usize, shared: &mut BTreeMap<String, String>) {
        let indent = " ".repeat(column);
        match self {
            Self::Map(entries) => {
                for (rank, (key, value)) in entries.iter().enumerate() {
                    // The first of an item stands on the line of its dash.
                    let before = if rank == 0 && out.ends_with("- ") { "" } else { indent.as_str() };
                    let _ = write!(out, "{before}{key}:");
                    let mut value = value;
                    if let Self::Shared(name, inner) = value {
                        let text = inner.written();
                        match shared.get(name) {
                            Some(known) if *known == text => {
                                let _ = writeln!(out, " *{name}");
                                continue;
                            }
                            // Another of the same name is written where it stands.
                            Some(_) => {}
                            None => {
                                let _ = write!(out, " &{name}");
                                shared.insert(name.clone(), text);
                            }
                        }
                        value = inner;
                    }
                    match value {
                        Self::Map(inner) if !inner.is_empty() => {
                            out.push('\n');
                            value.write(out, column + 2, shared);
                        }
                        Self::List(inner) if !inner.is_empty() => {
                            out.push('\n');
                            value.write(out, column + 2, shared);
                        }
                        _ => {
                            out.push(' ');
                            value.write(out, column, shared);
                            out.push('\n');
                        }
                    }
                }
            }
            Self::List(items) if items.is_empty() => out.push_str("[]"),
            Self::List(items) => {
                for item in items {
                    let _ = write!(out, "{indent}- ");
                    item.write(out, column + 2, shared);
                    if !matches!(item, Self::Map(_)) {
                        out.push('\n');
                    }
                }
            }
            Self::Shared(_, inner) => inner.write(out, column, shared),
            Self::Bool(yes) => out.push_str(if *yes { "true" } else { "false" }),
            Self::Text(text) => out.push_str(&quoted(text)),
        }
    }
}

/// A name as it is; any other text between quotation marks.
fn quoted(text: &str) -> String {
    let name = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/'))
        && !matches!(text, "true" | "false" | "yes" | "no" | "on" | "off" | "null" | "y" | "n");
    if name { text.to_owned() } else { serde_json::to_string(text).unwrap_or_default() }
}
