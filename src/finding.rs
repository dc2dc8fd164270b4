//! What is wrong, where, how loudly, and what to do about it. The words are SARIF's.

use std::sync::Arc;

use jiff::civil::Date;

use crate::source::Span;

/// How much a finding weighs. What is `off` yields no finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Folded away until a team asks for it.
    Info,
    /// Worth a citizen's time.
    Warning,
    /// Stops publication.
    Error,
}

impl Severity {
    /// The words used in files and options, the quietest first.
    pub const WORDS: [&'static str; 3] = ["info", "warning", "error"];

    /// Every severity with its word.
    pub const NAMES: [(&'static str, Self); 3] =
        [(Self::WORDS[0], Self::Info), (Self::WORDS[1], Self::Warning), (Self::WORDS[2], Self::Error)];

    /// The same, with the word of what is not to be told at all.
    pub const NAMES_OR_OFF: [(&'static str, Option<Self>); 4] = [
        ("off", None),
        (Self::WORDS[0], Some(Self::Info)),
        (Self::WORDS[1], Some(Self::Warning)),
        (Self::WORDS[2], Some(Self::Error)),
    ];

    /// The word used in files and options: `info`, `warning`, `error`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => Self::WORDS[0],
            Self::Warning => Self::WORDS[1],
            Self::Error => Self::WORDS[2],
        }
    }

    /// Reads `info`, `warning` or `error`.
    pub fn parse(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, severity)| *severity)
    }
}

/// `family/name`, the path of a rule's file under `lints/`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(Arc<str>);

impl RuleId {
    /// An id from its text.
    pub fn new(id: impl Into<Arc<str>>) -> Self {
        Self(id.into())
    }

    /// Its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for RuleId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

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
    AnyOf(Vec<String>),
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
        Self::AnyOf(texts)
    }
}

/// How far a fix may be applied without being read first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Applicability {
    /// Changes nothing but what is wrong.
    Safe,
    /// Right most of the time; asked for with `--suggested`.
    Suggested,
    /// Only shown.
    Shown,
}

/// Replace the bytes of a span by a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; an empty span inserts.
    pub span: Span,
    /// By what.
    pub text: String,
}

/// A way to mend a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, said to the editor.
    pub title: Message,
    /// The edits, in one file, in order, not overlapping.
    pub edits: Vec<Edit>,
    /// How far it can be trusted.
    pub applicability: Applicability,
}

/// Something a rule found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: RuleId,
    /// How loudly.
    pub severity: Severity,
    /// The bytes the editor typed.
    pub span: Span,
    /// What is wrong.
    pub message: Message,
    /// Other places that matter, each with its words.
    pub labels: Vec<(Span, Message)>,
    /// What to do.
    pub help: Option<Message>,
    /// A way to mend it.
    pub fix: Option<Fix>,
    /// Why there is none here, when the rule promises one.
    pub unfixed: Option<Message>,
    /// True when only the date of the day brought it about: it never stops a build.
    pub calendar: bool,
    /// It tells what another site answered: it fails nothing by itself.
    pub external: bool,
    /// What it is about, where a rule speaks once a page of a word, at the first place where it stands:
    /// from one run to the next, it is known by this and not by the words of that place.
    pub topic: Option<String>,
    /// The findings of one page that this one tells together, each with its own place and its own fix;
    /// empty for a finding that stands for itself.
    pub parts: Vec<Finding>,
}

impl Finding {
    /// The address of another site that it is about, as typed; none when it is about something else.
    pub fn external_address(&self) -> Option<&str> {
        let (_, address) = self.message.args.iter().find(|(name, _)| self.external && *name == "address")?;
        match address {
            Arg::Text(address) => Some(address),
            _ => None,
        }
    }

    /// The findings that it tells: its parts, or itself.
    pub fn each(&self) -> &[Self] {
        if self.parts.is_empty() { std::slice::from_ref(self) } else { &self.parts }
    }
}

/// A finding that is not told, and why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppressed {
    /// What was found.
    pub finding: Finding,
    /// What keeps it from being told.
    pub suppression: Suppression,
}

/// What keeps a finding from being told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Suppression {
    /// A silence in the page itself.
    InSource {
        /// Why, in the editor's words.
        justification: String,
        /// The rule as named in the silence.
        location: Span,
    },
    /// A silence of `site.toml`.
    External {
        /// Why, in the words of who settled it.
        justification: String,
        /// The rule as named in the silence.
        location: Span,
    },
    /// The baseline knows it.
    Baseline,
}

/// What reading can find wrong. Each kind is a rule of the family `reading`, whose file in
/// `lints/reading/` gives its severity and its explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ProblemKind {
    /// Bytes that are not UTF-8.
    Encoding,
    /// YAML or TOML that cannot be read.
    Syntax,
    /// A key that means nothing here.
    UnknownKey,
    /// An alert of a name that means nothing.
    UnknownAlert,
    /// Words of the interface that a language lacks.
    InterfaceWords,
    /// A value of the wrong kind.
    InvalidValue,
    /// Something that must be there is not.
    MissingField,
    /// `{{ … }}` that does not follow the grammar, or names what does not exist.
    InvalidCall,
    /// A setting that names what does not exist (a rule, a theme, a language).
    UnknownName,
    /// A rule file that cannot be used.
    InvalidRule,
    /// A file that its name or its folder keeps from being read.
    IgnoredFile,
    /// An image that cannot be shown.
    BrokenImage,
    /// Two pages at one address.
    AddressClash,
    /// A template or a theme that fails.
    Template,
    /// A colour that cannot be read on its ground.
    LowContrast,
    /// What a page that the law asks does not say.
    LegalPage,
    /// Feedback that goes to an e-mail address.
    MailFeedback,
    /// A silence that cannot be understood.
    InvalidSilence,
    /// A silence that does not say why.
    SilenceWithoutReason,
    /// A silence that silences nothing.
    UnusedSilence,
}

impl ProblemKind {
    /// Every kind.
    pub const ALL: [Self; 20] = [
        Self::Encoding,
        Self::Syntax,
        Self::UnknownKey,
        Self::UnknownAlert,
        Self::InterfaceWords,
        Self::InvalidValue,
        Self::MissingField,
        Self::InvalidCall,
        Self::UnknownName,
        Self::InvalidRule,
        Self::IgnoredFile,
        Self::BrokenImage,
        Self::AddressClash,
        Self::Template,
        Self::LowContrast,
        Self::LegalPage,
        Self::MailFeedback,
        Self::InvalidSilence,
        Self::SilenceWithoutReason,
        Self::UnusedSilence,
    ];

    /// Its rule's id.
    pub const fn rule(self) -> &'static str {
        match self {
            Self::Encoding => "reading/encoding",
            Self::Syntax => "reading/syntax",
            Self::UnknownKey => "reading/unknown-key",
            Self::UnknownAlert => "reading/unknown-alert",
            Self::InterfaceWords => "reading/interface-words",
            Self::InvalidValue => "reading/invalid-value",
            Self::MissingField => "reading/missing-field",
            Self::InvalidCall => "reading/invalid-call",
            Self::UnknownName => "reading/unknown-name",
            Self::InvalidRule => "reading/invalid-rule",
            Self::IgnoredFile => "reading/ignored-file",
            Self::BrokenImage => "reading/broken-image",
            Self::AddressClash => "reading/address-clash",
            Self::Template => "reading/template",
            Self::LowContrast => "reading/low-contrast",
            Self::LegalPage => "reading/legal-page",
            Self::MailFeedback => "reading/mail-feedback",
            Self::InvalidSilence => "reading/invalid-silence",
            Self::SilenceWithoutReason => "reading/silence-without-reason",
            Self::UnusedSilence => "reading/unused-silence",
        }
    }

    /// Whether it is about silences themselves, and so cannot be silenced.
    pub fn is_of_silences(self) -> bool {
        matches!(self, Self::InvalidSilence | Self::SilenceWithoutReason | Self::UnusedSilence)
    }
}

/// Something wrong met while reading, before any rule is known. `lint` turns it into a [`Finding`]
/// with the severity of its rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What kind.
    pub kind: ProblemKind,
    /// Where.
    pub span: Span,
    /// What is wrong.
    pub message: Message,
    /// Other places that matter.
    pub labels: Vec<(Span, Message)>,
    /// What to do.
    pub help: Option<Message>,
    /// A way to mend it.
    pub fix: Option<Fix>,
}

impl Problem {
    /// A problem at a place.
    pub fn new(kind: ProblemKind, span: Span, message: Message) -> Self {
        Self { kind, span, message, labels: Vec::new(), help: None, fix: None }
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: Message) -> Self {
        self.help = Some(help);
        self
    }

    /// Points at another place.
    #[must_use]
    pub fn label(mut self, span: Span, message: Message) -> Self {
        self.labels.push((span, message));
        self
    }
}
