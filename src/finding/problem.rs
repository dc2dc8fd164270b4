//! What reading finds wrong, before any rule is known.

use super::{Applicability, Edit, Fix, Message};
use crate::source::Span;

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
    /// A link that Markdown does not see, for the spaces of its address.
    SpacedAddress,
    /// HTML that is shown instead of being applied.
    Html,
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
    /// A code that no language has.
    UnknownLanguage,
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
    pub const ALL: [Self; 23] = [
        Self::Encoding,
        Self::Syntax,
        Self::UnknownKey,
        Self::UnknownAlert,
        Self::SpacedAddress,
        Self::Html,
        Self::InterfaceWords,
        Self::InvalidValue,
        Self::MissingField,
        Self::InvalidCall,
        Self::UnknownName,
        Self::UnknownLanguage,
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
            Self::SpacedAddress => "reading/spaced-address",
            Self::Html => "reading/html",
            Self::InterfaceWords => "reading/interface-words",
            Self::InvalidValue => "reading/invalid-value",
            Self::MissingField => "reading/missing-field",
            Self::InvalidCall => "reading/invalid-call",
            Self::UnknownName => "reading/unknown-name",
            Self::UnknownLanguage => "reading/unknown-language",
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

/// Something wrong met while reading, before any rule is known. `lint` turns it into a [`Finding`](super::Finding)
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

    /// Gives a way to mend it, to be read before it is applied: what reading did not see comes to be seen.
    #[must_use]
    pub fn suggest(mut self, title: Message, edits: Vec<Edit>) -> Self {
        self.fix = Some(Fix { title, edits, applicability: Applicability::Suggested });
        self
    }

    /// Points at another place.
    #[must_use]
    pub fn label(mut self, span: Span, message: Message) -> Self {
        self.labels.push((span, message));
        self
    }
}
