//! The program's own sentences by key, in French and in English, and the grammar that fills them.
//!
//! In a sentence, `{name}` is an argument, `{name|one|many}` one of two words chosen by a count,
//! and `{{` a brace. What cannot be filled stays as typed: a sentence with a hole says more than
//! no sentence.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use jiff::civil::Date;

use crate::data::{self, Node, Value};
use crate::finding::{Arg, Message, Text};
use crate::language::{Language, format};
use crate::source::{Source, Sources};

const FRENCH: &str = include_str!("words/fr.toml");
const ENGLISH: &str = include_str!("words/en.toml");

/// The sentences of one language.
#[derive(Clone, Debug)]
pub struct Words {
    language: Language,
    sentences: &'static BTreeMap<String, String>,
    /// Those that stand in their place.
    own: Option<Arc<BTreeMap<String, String>>>,
}

/// How a day is written, and the first one of a month.
const DATE: &str = "interface.date";
const DATE_FIRST: &str = "interface.date-first";

/// The months, in order.
const MONTHS: [&str; 12] = [
    "interface.month-01",
    "interface.month-02",
    "interface.month-03",
    "interface.month-04",
    "interface.month-05",
    "interface.month-06",
    "interface.month-07",
    "interface.month-08",
    "interface.month-09",
    "interface.month-10",
    "interface.month-11",
    "interface.month-12",
];

impl Words {
    /// The embedded sentences of a language.
    pub fn load(language: Language) -> Self {
        // Several hands ask for them, and what is in the program does not change: they are read once.
        static READ: [LazyLock<BTreeMap<String, String>>; 2] =
            [LazyLock::new(|| read(FRENCH)), LazyLock::new(|| read(ENGLISH))];
        let [french, english] = &READ;
        let sentences = match language {
            Language::French => french,
            Language::English => english,
        };
        Self { language, sentences, own: None }
    }

    /// The same with other sentences in the place of some, by their keys.
    #[must_use]
    pub fn over(self, own: Arc<BTreeMap<String, String>>) -> Self {
        Self { own: Some(own), ..self }
    }

    /// The language they are in.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Every key: those of the program in order, then those of the others alone.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let own = self.own.iter().flat_map(|own| own.keys()).filter(|key| !self.sentences.contains_key(*key));
        self.sentences.keys().chain(own).map(String::as_str)
    }

    /// A message, said. `{name}` becomes its argument; `{name|one|many}` one of two words by a
    /// count; an unknown key or placeholder stays as typed.
    pub fn say(&self, message: &Message) -> String {
        let sentence = match &message.text {
            Text::Key(key) => self.get(key),
            Text::Both { fr, en } => match self.language {
                Language::French => fr,
                Language::English => en,
            },
        };
        self.fill(sentence, &message.args)
    }

    /// The sentence of a key that takes no argument; the key itself when there is none.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        let own = self.own.as_ref().and_then(|own| {
            // A theme that gives the order of a day, and not that of a first one, has one order.
            own.get(key).or_else(|| if key == DATE_FIRST { own.get(DATE) } else { None })
        });
        own.or_else(|| self.sentences.get(key)).map_or(key, String::as_str)
    }

    fn fill(&self, sentence: &str, args: &[(&'static str, Arg)]) -> String {
        let mut said = String::with_capacity(sentence.len());
        each_piece(sentence, |piece| match piece {
            Piece::Verbatim(text) | Piece::Stray(text) => said.push_str(text),
            Piece::Placeholder { typed, name, forms } => {
                let arg = args.iter().find(|(known, _)| *known == name).map(|(_, arg)| arg);
                match (arg, forms) {
                    (Some(Arg::Text(text)), None) => said.push_str(text),
                    (Some(arg), None) => said.push_str(&self.write(arg)),
                    (Some(Arg::Count(count)), Some((one, many))) => {
                        said.push_str(if self.is_one(*count) { one } else { many });
                    }
                    _ => said.push_str(typed),
                }
            }
        });
        said
    }

    fn write(&self, arg: &Arg) -> String {
        match arg {
            Arg::Text(text) => text.clone(),
            Arg::Count(count) => format::number(*count, self.language),
            Arg::Key(key) => self.get(key).to_owned(),
            Arg::Date(date) => self.date(*date),
            Arg::AnyOf(texts) => format::any_of(texts, self.language),
        }
    }

    /// A day in words: « 12 janvier 2026 »; with the months and the order of a theme’s own words, where it has them.
    pub fn date(&self, date: Date) -> String {
        if self.own.is_none() {
            return format::date(date, self.language);
        }
        self.dated(if date.day() == 1 { DATE_FIRST } else { DATE }, date)
    }

    /// A month in words: « janvier 2026 ».
    pub fn month(&self, date: Date) -> String {
        if self.own.is_none() {
            return format::month(date, self.language);
        }
        self.dated("interface.date-month", date)
    }

    fn dated(&self, key: &'static str, date: Date) -> String {
        let rank = usize::try_from(date.month() - 1).unwrap_or_default();
        let month = self.get(MONTHS.get(rank).copied().unwrap_or_default());
        // A year is no quantity: its thousands are not apart.
        let (day, year) = (date.day().to_string(), date.year().to_string());
        let args = [("day", day.into()), ("month", month.into()), ("year", year.into())];
        self.fill(self.get(key), &args)
    }

    /// In French nought is singular (« 0 page »), in English plural ("0 pages").
    fn is_one(&self, count: i64) -> bool {
        match self.language {
            Language::French => (-1..=1).contains(&count),
            Language::English => count == 1,
        }
    }
}

/// Nested tables become dotted keys: `[report] why` is `report.why`.
fn read(text: &str) -> BTreeMap<String, String> {
    // A test reads both files without a problem, so none can stand here.
    let mut sources = Sources::default();
    let source = sources.add(Source::new("words", text.as_bytes().to_vec()));
    let (tree, _) = data::toml(source, text);
    let mut sentences = BTreeMap::new();
    flatten("", &tree, &mut sentences);
    sentences
}

fn flatten(prefix: &str, node: &Node, sentences: &mut BTreeMap<String, String>) {
    match &node.value {
        Value::Map(map) => {
            for entry in &map.entries {
                let key = &entry.key.value;
                let path = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
                flatten(&path, &entry.node, sentences);
            }
        }
        Value::Scalar(scalar) => {
            sentences.insert(prefix.to_owned(), scalar.text.clone());
        }
        Value::Null | Value::List(_) => {}
    }
}

/// A part of a sentence.
#[derive(Debug, PartialEq, Eq)]
enum Piece<'a> {
    /// Said as it is.
    Verbatim(&'a str),
    /// A brace that opens no placeholder, or closes none; said as it is.
    Stray(&'a str),
    /// `{name}` or `{name|one|many}`.
    Placeholder { typed: &'a str, name: &'a str, forms: Option<(&'a str, &'a str)> },
}

/// Cuts a sentence.
fn pieces(sentence: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    each_piece(sentence, |piece| pieces.push(piece));
    pieces
}

/// Gives the pieces of a sentence, in order.
fn each_piece<'a>(sentence: &'a str, mut give: impl FnMut(Piece<'a>)) {
    let mut rest = sentence;
    // `{{ name }}` shows braces: the two that close it belong to the two that open it.
    let mut shown = 0_usize;
    while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'{' | b'}')) {
        let (before, from) = rest.split_at(at);
        let (brace, after) = from.split_at(1);
        give(Piece::Verbatim(before));
        if brace == "}" {
            give(if shown > 0 { Piece::Verbatim(brace) } else { Piece::Stray(brace) });
            shown = shown.saturating_sub(1);
            rest = after;
        } else if let Some(after) = after.strip_prefix('{') {
            give(Piece::Verbatim("{"));
            shown += 1;
            rest = after;
        } else if let Some((placeholder, after)) = placeholder(rest, at) {
            give(placeholder);
            rest = after;
        } else {
            give(Piece::Stray(brace));
            rest = after;
        }
    }
    give(Piece::Verbatim(rest));
}

/// The placeholder that opens at a byte of `text`, and what follows it.
fn placeholder(text: &str, open: usize) -> Option<(Piece<'_>, &str)> {
    let typed = text.get(open..)?;
    let close = typed.find('}')?;
    let inside = typed.get(1..close)?;
    let mut parts = inside.split('|');
    let name = parts.next()?;
    let forms = match (parts.next(), parts.next(), parts.next()) {
        (None, ..) => None,
        (Some(one), Some(many), None) => Some((one, many)),
        _ => return None,
    };
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-';
    if name.is_empty() || !name.chars().all(is_name) {
        return None;
    }
    let (typed, rest) = typed.split_at_checked(close + 1)?;
    Some((Piece::Placeholder { typed, name, forms }, rest))
}

/// Whether each placeholder of a sentence bears a name that is known.
pub fn names_only(sentence: &str, is_known: impl Fn(&str) -> bool) -> bool {
    let mut all = true;
    each_piece(sentence, |piece| {
        if let Piece::Placeholder { name, .. } = piece {
            all = all && is_known(name);
        }
    });
    all
}

/// The names a sentence's placeholders bear, for whoever checks that a message can be filled.
pub fn placeholders(sentence: &str) -> BTreeSet<&str> {
    let name = |piece| match piece {
        Piece::Placeholder { name, .. } => Some(name),
        Piece::Verbatim(_) | Piece::Stray(_) => None,
    };
    pieces(sentence).into_iter().filter_map(name).collect()
}

/// Whether a sentence holds a brace that opens no placeholder or closes none: a slip, in a sentence
/// that people write.
pub fn has_stray_brace(sentence: &str) -> bool {
    pieces(sentence).iter().any(|piece| matches!(piece, Piece::Stray(_)))
}

#[cfg(test)]
mod tests;
