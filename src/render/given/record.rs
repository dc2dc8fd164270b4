//! The macro that declares a record, and the few types that are no record.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use tera::{Map, Value};

use super::catalogue::{Catalogue, Field, Kind};
use crate::language::Language;
use crate::source::Spanned;
use crate::words::Words;

/// What a template may receive.
pub(in crate::render) trait Given {
    /// Itself, for Tera.
    fn value(self) -> Value;

    /// What it is, in the reference; a record enters it.
    fn kind(known: &mut Catalogue) -> Kind;

    /// Itself, made once and shared by whoever shows it.
    fn made(self) -> Made<Self>
    where
        Self: Sized,
    {
        Made(self.value(), PhantomData)
    }
}

/// Declares records: structs whose documented fields are what a template reads by their names.
macro_rules! record {
    ($(
        $(#[doc = $about:literal])+
        $name:ident {
            $( $(#[doc = $doc:literal])+ $key:ident: $type:ty, )+
        }
    )+) => { $(
        $(#[doc = $about])+
        #[derive(Debug, Default)]
        pub(in crate::render) struct $name {
            $( $(#[doc = $doc])+ pub(in crate::render) $key: $type, )+
        }

        impl $name {
            /// Its fields, for Tera.
            pub(in crate::render) fn entries(
                self,
            ) -> [(&'static str, tera::Value); [$(stringify!($key)),+].len()] {
                use $crate::render::given::record::{Given, key};
                [$( (const { key(stringify!($key)) }, Given::value(self.$key)), )+]
            }
        }

        impl $crate::render::given::record::Given for $name {
            fn value(self) -> tera::Value {
                $crate::render::given::record::map(self.entries())
            }

            fn kind(
                known: &mut $crate::render::given::catalogue::Catalogue,
            ) -> $crate::render::given::catalogue::Kind {
                use $crate::render::given::catalogue::Field;
                use $crate::render::given::record::{Given, key};
                known.record(stringify!($name), concat!($($about, "\n"),+), |known| vec![$(
                    Field::new(
                        key(stringify!($key)),
                        <$type as Given>::kind(known),
                        concat!($($doc, "\n"),+),
                    ),
                )+])
            }
        }
    )+ };
}

/// The name of a field, as templates write it: a keyword of Rust has its mark taken off.
pub(super) const fn key(field: &'static str) -> &'static str {
    match field.as_bytes() {
        [b'r', b'#', ..] => field.split_at(2).1,
        _ => field,
    }
}

/// A map that templates read by name.
pub(super) fn map<const N: usize>(entries: [(&'static str, Value); N]) -> Value {
    let mut map = Map::with_capacity(N);
    for (key, value) in entries {
        map.insert(key.into(), value);
    }
    Value::from(map)
}

/// Words, which templates escape.
#[derive(Clone, Debug)]
pub(in crate::render) struct Text(Value);

impl Default for Text {
    fn default() -> Self {
        Self::from("")
    }
}

impl From<&str> for Text {
    fn from(words: &str) -> Self {
        Self(Value::from(words))
    }
}

impl From<String> for Text {
    fn from(words: String) -> Self {
        Self(Value::from(words))
    }
}

impl Text {
    /// What an editor typed in a field, if anything.
    pub(in crate::render) fn typed(field: &Option<Spanned<String>>) -> Option<Self> {
        field.as_ref().map(|words| Self::from(words.value.as_str()))
    }
}

impl Given for Text {
    fn value(self) -> Value {
        self.0
    }

    fn kind(_: &mut Catalogue) -> Kind {
        Kind::Text
    }
}

impl Given for bool {
    fn value(self) -> Value {
        Value::from(self)
    }

    fn kind(_: &mut Catalogue) -> Kind {
        Kind::Flag
    }
}

impl Given for usize {
    fn value(self) -> Value {
        Value::from(self)
    }

    fn kind(_: &mut Catalogue) -> Kind {
        Kind::Number
    }
}

impl<T: Given> Given for Option<T> {
    fn value(self) -> Value {
        self.map_or_else(Value::none, Given::value)
    }

    fn kind(known: &mut Catalogue) -> Kind {
        Kind::Optional(Box::new(T::kind(known)))
    }
}

impl<T: Given> Given for Box<T> {
    fn value(self) -> Value {
        (*self).value()
    }

    fn kind(known: &mut Catalogue) -> Kind {
        T::kind(known)
    }
}

/// A list, each line of which becomes a value as it comes.
#[derive(Debug)]
pub(in crate::render) struct List<T>(Vec<Value>, PhantomData<T>);

impl<T> Clone for List<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone(), PhantomData)
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Vec::new(), PhantomData)
    }
}

impl<T> List<T> {
    /// Whether it has no line.
    pub(in crate::render) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: Given> List<T> {
    /// One more line.
    pub(in crate::render) fn push(&mut self, line: T) {
        self.0.push(line.value());
    }
}

impl<T: Given> FromIterator<T> for List<T> {
    fn from_iter<I: IntoIterator<Item = T>>(lines: I) -> Self {
        Self(lines.into_iter().map(Given::value).collect(), PhantomData)
    }
}

impl<T: Given> Given for List<T> {
    fn value(self) -> Value {
        Value::from(self.0)
    }

    fn kind(known: &mut Catalogue) -> Kind {
        Kind::List(Box::new(T::kind(known)))
    }
}

/// A value made once: what is cloned is a count.
#[derive(Debug)]
pub(in crate::render) struct Made<T>(Value, PhantomData<T>);

impl<T> Clone for Made<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone(), PhantomData)
    }
}

impl<T: Given + Default> Default for Made<T> {
    fn default() -> Self {
        T::default().made()
    }
}

impl<T: Given> Given for Made<T> {
    fn value(self) -> Value {
        self.0
    }

    fn kind(known: &mut Catalogue) -> Kind {
        T::kind(known)
    }
}

/// HTML, which templates write as it is.
#[derive(Clone, Debug)]
pub(in crate::render) struct Markup(Value);

impl Default for Markup {
    fn default() -> Self {
        Self::from("")
    }
}

impl From<&str> for Markup {
    fn from(html: &str) -> Self {
        Self(Value::safe_string(html))
    }
}

impl Given for Markup {
    fn value(self) -> Value {
        self.0
    }

    fn kind(_: &mut Catalogue) -> Kind {
        Kind::Html
    }
}

/// What an editor typed freely: any text, number, list or map.
#[derive(Clone, Debug)]
pub(in crate::render) struct Free(pub(in crate::render) Value);

impl Default for Free {
    fn default() -> Self {
        Self(Value::from(Map::new()))
    }
}

impl Given for Free {
    fn value(self) -> Value {
        self.0
    }

    fn kind(_: &mut Catalogue) -> Kind {
        Kind::Free
    }
}

/// The words of the interface in one language.
#[derive(Clone, Debug)]
pub(in crate::render) struct Spoken(Value);

impl Default for Spoken {
    fn default() -> Self {
        Self(Value::from(Map::new()))
    }
}

impl Spoken {
    /// The words that stand under `interface`, each by its key with `_` for `-` and `.`.
    pub(in crate::render) fn of(words: &Words) -> Self {
        let spoken = words.keys().filter_map(|key| key.strip_prefix("interface.").map(|name| (key, name)));
        let said = |(key, name)| (Self::key(name).into(), Value::from(words.get(key)));
        Self(Value::from(spoken.map(said).collect::<Map>()))
    }

    /// Each word by its name.
    pub(in crate::render) fn by_name(&self) -> BTreeMap<String, Value> {
        let words = self.0.as_map().into_iter().flatten();
        words.filter_map(|(name, word)| Some((name.as_str()?.to_owned(), word.clone()))).collect()
    }

    /// What templates call a word: its key with `_` for `-` and `.`.
    pub(in crate::render) fn key(name: &str) -> String {
        name.replace(['-', '.'], "_")
    }
}

impl Given for Spoken {
    fn value(self) -> Value {
        self.0
    }

    fn kind(known: &mut Catalogue) -> Kind {
        let about = "The words of the interface, in the language of the page.";
        known.record("Words", about, |_| {
            let (french, english) = (Words::load(Language::French), Words::load(Language::English));
            let field = |key: &str| {
                let name = Self::key(key.strip_prefix("interface.")?);
                let doc = format!("{}\n{}", french.get(key), english.get(key));
                Some(Field { name, kind: Kind::Text, doc })
            };
            french.keys().filter_map(field).collect()
        })
    }
}

/// What is for the same readers, together.
#[derive(Debug, Default)]
pub(in crate::render) struct Group<T> {
    pub(in crate::render) label: Text,
    pub(in crate::render) cases: Text,
    pub(in crate::render) items: List<T>,
}

impl<T: Given> Given for Group<T> {
    fn value(self) -> Value {
        map([("label", self.label.value()), ("cases", self.cases.value()), ("items", self.items.value())])
    }

    fn kind(known: &mut Catalogue) -> Kind {
        let items = T::kind(known);
        let about = "What is for everybody, or for the same readers.";
        known.record(&format!("{}Group", items.name()), about, |_| {
            vec![
                Field::new("label", Kind::Text, "The readers it is for; empty: everybody."),
                Field::new("cases", Kind::Text, "The same, by their numbers among `choices`: `1 3`."),
                Field::new("items", Kind::List(Box::new(items.clone())), "In the order typed."),
            ]
        })
    }
}

record! {
    /// A day, or a month.
    Day {
        /// As programs read it: `2026-01-12`.
        iso: Text,
        /// As people read it: « 12 janvier 2026 », « janvier 2026 ».
        text: Text,
    }
}
