//! What a theme declares in `theme.toml`, and what the site chooses among it.

use std::collections::BTreeMap;

use tera::Value;

use super::escape;
use super::given::Free;
use super::own_words::{self, Extra};
use crate::config::renamed;
use crate::data::{self, Fields, Node};
use crate::finding::{Message, Problem, ProblemKind};
use crate::source::{SourceId, Sources, Spanned};

/// What kind of value an option takes.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Bool,
    Int,
    Texts,
    /// One of these words.
    Choice(Vec<String>),
    /// `#` and three or six hexadecimal digits.
    Colour,
    /// An address that may stand in a page.
    Address,
    /// A file of the site or of the theme, by its path.
    File,
}

/// The kinds by the names that `theme.toml` gives them, with what to write for one that is wrong.
static KINDS: [(&str, Kind, &str); 8] = [
    ("text", Kind::Text, "template.option-text"),
    ("bool", Kind::Bool, "template.option-bool"),
    ("int", Kind::Int, "template.option-int"),
    ("texts", Kind::Texts, "template.option-texts"),
    ("choice", Kind::Choice(Vec::new()), "template.option-choice"),
    ("colour", Kind::Colour, "template.option-colour"),
    ("address", Kind::Address, "template.option-address"),
    ("file", Kind::File, "template.option-file"),
];

/// The kinds of options, by the names that `theme.toml` gives them.
pub fn option_kinds() -> Vec<&'static str> {
    KINDS.iter().map(|(name, ..)| *name).collect()
}

/// An option that a theme declares.
#[derive(Clone, Debug)]
pub(super) struct Declared {
    pub(super) name: String,
    kind: Kind,
    default: Value,
}

/// What `theme.toml` says.
#[derive(Clone, Debug, Default)]
pub(super) struct Declaration {
    /// The theme that this one changes.
    pub(super) extends: Option<Spanned<String>>,
    /// Its options.
    pub(super) options: Vec<Declared>,
    /// Words of its own.
    pub(super) words: Extra,
    /// The scripts of the program that it calls.
    pub(super) scripts: Vec<Spanned<String>>,
}

impl Declaration {
    /// Reads `theme.toml`: `name`, `description`, `license`, `extends`, `limpide`, `scripts`, `[words.<name>]` with
    /// a text for each language, and `[options.<name>]` with `kind`, `values` (of a choice), `default` and
    /// `description`.
    pub(super) fn read(sources: &Sources, id: SourceId, problems: &mut Vec<Problem>) -> Self {
        let (mut node, found) = data::toml(id, sources.get(id).text());
        data::rename(&mut node, renamed::THEMES, &mut Vec::new());
        problems.extend(found);
        let mut fields = Fields::new(&node, problems);
        for about in ["name", "description", "license"] {
            let _ = fields.text(about);
        }
        let extends = fields.text("extends");
        let least = fields.text("limpide");
        let options = fields.map("options");
        let words = fields.map("words");
        let scripts = fields.texts("scripts");
        // What pages may embed is read with the pages, `[images]` by `images::Settings`, `[colors]` by `Palette`.
        fields.accept(&["components", "images", "colors"]);
        fields.finish();
        problems.extend(least.and_then(|least| too_new(&least, env!("CARGO_PKG_VERSION"))));
        let mut declared = Vec::new();
        for entry in options.iter().flat_map(|map| &map.entries) {
            declared.push(Declared::read(&entry.key.value, &entry.node, problems));
        }
        let words = own_words::declared(words.iter().flat_map(|map| &map.entries), problems);
        Self { extends, options: declared, words, scripts }
    }
}

/// A theme written for a later version of the program than this one.
fn too_new(least: &Spanned<String>, version: &str) -> Option<Problem> {
    let parts = |text: &str| text.split('.').map(|part| part.parse::<u32>().ok()).collect::<Option<Vec<_>>>();
    let help = Message::key("template.limpide-help");
    let Some(wanted) = parts(&least.value) else {
        let message = Message::key("template.limpide-version").with("found", least.value.as_str());
        return Some(Problem::new(ProblemKind::InvalidValue, least.span, message));
    };
    (parts(version)? < wanted).then(|| {
        let message = Message::key("template.too-new");
        let message = message.with("wanted", least.value.as_str()).with("version", version);
        Problem::new(ProblemKind::Template, least.span, message).help(help)
    })
}

impl Declared {
    fn read(key: &str, node: &Node, problems: &mut Vec<Problem>) -> Self {
        let mut fields = Fields::new(node, problems);
        let names: Vec<(&'static str, usize)> =
            KINDS.iter().enumerate().map(|(rank, (name, ..))| (*name, rank)).collect();
        let kind = fields.choice("kind", &names).and_then(|rank| KINDS.get(rank.value));
        let values = fields.texts("values");
        let default = fields.node("default");
        let _ = fields.text("description");
        fields.finish();
        let kind = match kind {
            Some((_, Kind::Choice(_), _)) => Kind::Choice(values.into_iter().map(|v| v.value).collect()),
            Some((_, other, _)) => other.clone(),
            None => Kind::Text,
        };
        let default = match &kind {
            Kind::Choice(values) if values.is_empty() => {
                let message = Message::key("template.no-values").with("name", key);
                let problem = Problem::new(ProblemKind::MissingField, node.span, message);
                problems.push(problem.help(Message::key("template.choice-values")));
                None
            }
            _ => default.and_then(|node| kind.value(key, node, problems)),
        };
        let default = default.unwrap_or_else(|| kind.empty());
        Self { name: key.replace('-', "_"), kind, default }
    }
}

impl Kind {
    fn empty(&self) -> Value {
        match self {
            Self::Choice(values) => Value::from(values.first().map_or("", String::as_str)),
            Self::Text | Self::Colour | Self::Address | Self::File => Value::from(""),
            Self::Bool => Value::from(false),
            Self::Int => Value::from(0),
            Self::Texts => Value::from(Vec::<Value>::new()),
        }
    }

    fn value(&self, name: &str, node: &Node, problems: &mut Vec<Problem>) -> Option<Value> {
        let text = |right: &dyn Fn(&str) -> bool| node.as_text().filter(|text| right(text)).map(Value::from);
        let value = match self {
            Self::Text => text(&|_| true),
            Self::Bool => node.as_bool().map(Value::from),
            Self::Int => node.as_int().map(Value::from),
            Self::Texts => {
                let texts: Option<Vec<Value>> =
                    node.items().iter().map(|n| n.as_text().map(Value::from)).collect();
                texts.map(Value::from)
            }
            Self::Choice(values) => text(&|text| values.iter().any(|value| value == text)),
            Self::Colour => text(&is_colour),
            Self::Address => text(&|text| text.is_empty() || escape::is_harmless(text)),
            Self::File => text(&|text| !text.starts_with('/') && !text.contains("://")),
        };
        if value.is_none() {
            let key = KINDS
                .iter()
                .find(|(_, kind, _)| std::mem::discriminant(kind) == std::mem::discriminant(self));
            let mut message =
                Message::key(key.map_or("template.option-text", |(_, _, key)| key)).with("name", name);
            if let Self::Choice(values) = self {
                message = message.with("values", values.clone());
            }
            let problem = Problem::new(ProblemKind::InvalidValue, node.span, message);
            let near = match (self, node.as_text()) {
                (Self::Choice(values), Some(typed)) => {
                    data::nearest(typed, values.iter().map(String::as_str))
                }
                _ => None,
            };
            problems.push(match near {
                Some(near) => problem.help(Message::key("data.did-you-mean").with("name", near)),
                None => problem,
            });
        }
        value
    }
}

fn is_colour(text: &str) -> bool {
    let digits = text.strip_prefix('#').unwrap_or("");
    text.is_empty() || (matches!(digits.len(), 3 | 6) && digits.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// Every option with the site’s value, or its default.
/// The paths of files that the site sets are given beside, each with the option’s name.
pub(super) fn settle(
    declared: &[Declared],
    set: Option<&Node>,
    problems: &mut Vec<Problem>,
) -> (Free, Vec<(String, Spanned<String>)>) {
    let mut files = Vec::new();
    let mut options: BTreeMap<String, Value> =
        declared.iter().map(|d| (d.name.clone(), d.default.clone())).collect();
    let entries = set.and_then(Node::as_map).map_or(&[][..], |map| &map.entries);
    for entry in entries {
        let name = entry.key.value.replace('-', "_");
        // The last one declared is that of the nearest theme.
        let Some(option) = declared.iter().rfind(|d| d.name == name) else {
            let message = Message::key("template.unknown-option").with("name", entry.key.value.as_str());
            let mut problem = Problem::new(ProblemKind::UnknownKey, entry.key.span, message);
            if let Some(near) = data::nearest(&name, declared.iter().map(|d| d.name.as_str())) {
                problem = problem.help(Message::key("template.option-nearest").with("near", near));
            }
            problems.push(problem);
            continue;
        };
        if let Some(value) = option.kind.value(&entry.key.value, &entry.node, problems) {
            let path = value.as_str().filter(|path| option.kind == Kind::File && !path.is_empty());
            let path = path.map(|path| Spanned::new(path.to_owned(), entry.node.span));
            files.extend(path.map(|path| (entry.key.value.clone(), path)));
            options.insert(name, value);
        }
    }
    (Free(Value::from(options)), files)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Text;
    use crate::source::{Source, Span};

    #[test]
    fn a_version_is_compared_number_by_number() {
        let mut sources = Sources::default();
        let id = sources.add(Source::new("theme.toml", b"x".to_vec()));
        let key = |least: &str| {
            let least = Spanned { value: least.to_owned(), span: Span::new(id, 0, 1) };
            too_new(&least, "0.9.1").map(|problem| match problem.message.text {
                Text::Key(key) => key.to_owned(),
                Text::Both { fr, .. } => fr.to_string(),
            })
        };
        assert_eq!(key("0.9"), None);
        assert_eq!(key("0.9.1"), None);
        assert_eq!(key("0.10"), Some("template.too-new".to_owned()));
        assert_eq!(key("bientôt"), Some("template.limpide-version".to_owned()));
    }

    #[test]
    fn a_colour_is_three_or_six_digits() {
        for (text, right) in [("#0b5", true), ("#00B050", true), ("vert", false), ("#12", false), ("", true)]
        {
            assert_eq!(is_colour(text), right, "{text}");
        }
    }
}
