//! Sentences not yet said: keys and what fills them. `words` says them.

use std::sync::Arc;

use jiff::civil::Date;

/// A sentence not yet said: where its words are, and what goes into them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Where the words are.
    pub text: Text,
    /// What fills `{name}` in them.
    pub args: Vec<(&'static str, Arg)>,
}

/// The words of a message, in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// A key of `words/fr.toml` and `words/en.toml`, such as `reading.unknown-key`.
    Key(&'static str),
    /// Words carried by a rule file.
    Both {
        /// In French.
        fr: Arc<str>,
        /// In English.
        en: Arc<str>,
    },
}

impl Message {
    /// A message of the program's own, by its key in `words/`.
    pub fn key(key: &'static str) -> Self {
        Self { text: Text::Key(key), args: Vec::new() }
    }

    /// A message whose words come from a rule file.
    pub fn both(fr: Arc<str>, en: Arc<str>) -> Self {
        Self { text: Text::Both { fr, en }, args: Vec::new() }
    }

    /// Fills `{name}`.
    #[must_use]
    pub fn with(mut self, name: &'static str, arg: impl Into<Arg>) -> Self {
        // Large sites have hundreds of thousands of messages: they keep no room for more.
        self.args.reserve_exact(1);
        self.args.push((name, arg.into()));
        self
    }
}

/// What fills a `{name}` of a message; written the way of the reader's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    /// Text as it is.
    Text(String),
    /// A number; `{name|one|many}` chooses a word by it.
    Count(i64),
    /// A day.
    Date(Date),
    /// Several texts: « a, b ou c ».
    AnyOf(Box<[String]>),
    /// Words of the program's own, by their key in `words/`; they hold no `{name}`.
    Key(&'static str),
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}
impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
impl From<usize> for Arg {
    fn from(n: usize) -> Self {
        Self::Count(i64::try_from(n).unwrap_or(i64::MAX))
    }
}
impl From<i64> for Arg {
    fn from(n: i64) -> Self {
        Self::Count(n)
    }
}
impl From<Date> for Arg {
    fn from(date: Date) -> Self {
        Self::Date(date)
    }
}
impl From<Vec<String>> for Arg {
    fn from(texts: Vec<String>) -> Self {
        Self::AnyOf(texts.into())
    }
}
