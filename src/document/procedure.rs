//! A procedure as its page's front matter describes it: what the fields say, with their places. What is
//! wrong in them is told when the front matter is read (see [`super::fields`]) and left out here.

mod read;

use jiff::civil::Date;

use crate::source::{Span, Spanned};

use super::contact::Contact;
use super::fields::ITEMS;

/// A text under a key.
type Text = Option<Spanned<String>>;

/// What the model says of a page. Names that registries hold are still names here: the site knows
/// what they lead to.
#[derive(Clone, Debug, Default)]
pub struct Procedure {
    /// `id`
    pub id: Text,
    /// `audience`
    pub audience: Vec<Spanned<String>>,
    /// `life_events`
    pub life_events: Vec<Spanned<String>>,
    /// `themes`
    pub themes: Vec<Spanned<String>>,
    /// `search_terms`
    pub search_terms: Vec<Spanned<String>>,
    /// `area`
    pub area: Text,
    /// `authority`: the organisation that decides.
    pub authority: Text,
    /// `eligibility`
    pub eligibility: Vec<Item>,
    /// `situations`: the cases that items are about.
    pub situations: Vec<Situation>,
    /// `steps`
    pub steps: Vec<Item>,
    /// `documents`
    pub documents: Vec<Evidence>,
    /// `cost`
    pub cost: Vec<Cost>,
    /// `deadlines`
    pub deadlines: Vec<Deadline>,
    /// `next_steps`
    pub next_steps: Vec<Item>,
    /// `right_to_correct`
    pub right_to_correct: Vec<Item>,
    /// `personal_data`
    pub personal_data: Vec<Item>,
    /// `silence`: what no answer means.
    pub silence: Option<Silence>,
    /// `output`
    pub output: Vec<Item>,
    /// `channels`
    pub channels: Vec<Channel>,
    /// `identification`
    pub identification: Vec<Item>,
    /// `redress`
    pub redress: Vec<Redress>,
    /// `national`: the State's own page.
    pub national: Option<National>,
    /// `forms`
    pub forms: Vec<Form>,
    /// `template_letter`
    pub template_letter: Vec<Item>,
    /// `on_behalf`
    pub on_behalf: Vec<Item>,
    /// `help`
    pub help: Vec<Channel>,
    /// `legal_basis`
    pub legal_basis: Vec<LegalText>,
    /// `see_also`
    pub see_also: Vec<Item>,
    /// `languages`
    pub languages: Vec<Spanned<String>>,
    /// `easy_read`
    pub easy_read: Option<EasyRead>,
    /// `feedback`
    pub feedback: Vec<Item>,
    /// `sign_off`
    pub sign_off: Vec<SignOff>,
    /// `changes`, as typed.
    pub changes: Vec<Change>,
    /// `not_applicable`: the question that does not arise, and why.
    pub not_applicable: Vec<(Spanned<String>, Spanned<String>)>,
    /// `organisation` of an office.
    pub organisation: Text,
    /// What an office says of itself.
    pub contact: Contact,
    /// `event` of the page of a life event.
    pub event: Text,
    /// `procedures` of the page of a life event, in order.
    pub procedures: Vec<Stop>,
    /// What the page of a tool says of it.
    pub tool: Tool,
    /// What the page of a dataset says of it.
    pub dataset: Dataset,
}

/// A procedure among those of a life event.
#[derive(Clone, Debug)]
pub struct Stop {
    /// The path of its page in `content/`.
    pub page: Spanned<String>,
    /// When in the event it comes: « Avant de partir ».
    pub stage: Text,
    /// Whom it concerns, where that is not everybody.
    pub case: Text,
    /// What else is to be known.
    pub note: Text,
}

/// A tool.
#[derive(Clone, Debug, Default)]
pub struct Tool {
    /// Where it is used.
    pub website: Text,
    /// Where its source code is.
    pub source_code: Text,
    /// Who uses it.
    pub used_by: Vec<Spanned<String>>,
    /// Its licence.
    pub licence: Text,
}

/// A dataset.
#[derive(Clone, Debug, Default)]
pub struct Dataset {
    /// Who publishes it.
    pub publisher: Text,
    /// How often it changes.
    pub frequency: Text,
    /// The time it is about.
    pub temporal: Text,
    /// The place it is about.
    pub spatial: Text,
    /// Its licence.
    pub licence: Text,
    /// Whom to ask about it.
    pub contact: Text,
    /// Its files.
    pub resources: Vec<Resource>,
}

/// A file of a dataset.
#[derive(Clone, Debug)]
pub struct Resource {
    /// Its title.
    pub title: Spanned<String>,
    /// Where it is.
    pub url: Spanned<String>,
    /// Its format: « CSV ».
    pub format: Text,
    /// Its size: « 12 ko ».
    pub size: Text,
}

/// A case that a reader may be in.
#[derive(Clone, Debug)]
pub struct Situation {
    /// What items call it.
    pub id: Spanned<String>,
    /// What the reader reads.
    pub label: Spanned<String>,
}

/// A line of a list: a text, an address, or both.
#[derive(Clone, Debug)]
pub struct Item {
    /// Where it was typed.
    pub span: Span,
    /// Its text, or its title.
    pub text: Text,
    /// What else is said: the text of a step that has a title.
    pub detail: Text,
    /// Where it leads.
    pub url: Text,
    /// The situations it is about; none for all.
    pub situations: Vec<Spanned<String>>,
}

/// A document to give.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// What it is called; the key of a form, when that is all that was typed.
    pub name: Text,
    /// On paper, as a file…
    pub format: Text,
    /// `original`, `copy` or `either`.
    pub copy: Option<&'static str>,
    /// Who gives it.
    pub issued_by: Text,
    /// The administration already has it.
    pub known: bool,
    /// The form it is: a key of the registry.
    pub form: Text,
    /// Where to find it.
    pub url: Text,
    /// What else is to be known.
    pub note: Text,
    /// The situations it is about; none for all.
    pub situations: Vec<Spanned<String>>,
    /// Where it was typed.
    pub span: Span,
}

/// A price.
#[derive(Clone, Debug)]
pub struct Cost {
    /// What was typed in words: « gratuit », a key of the registry of amounts, a sentence.
    pub text: Text,
    /// A key of the registry of amounts.
    pub amount: Text,
    /// A value in cents, written here and not in the registry.
    pub cents: Option<Spanned<i64>>,
    /// The day on which the value was known.
    pub date: Option<Spanned<Date>>,
    /// Nothing to pay.
    pub free: bool,
    /// What it pays for.
    pub label: Text,
    /// How to pay.
    pub pay: Vec<Spanned<String>>,
    /// The situations it is about; none for all.
    pub situations: Vec<Spanned<String>>,
    /// Where it was typed.
    pub span: Span,
}

impl Cost {
    /// Whether it says a price, or what it is for.
    fn says(&self) -> bool {
        let text = self.text.is_some() || self.amount.is_some() || self.label.is_some();
        text || self.cents.is_some() || self.free
    }
}

/// A time, and whose it is.
#[derive(Clone, Debug)]
pub struct Deadline {
    /// `promised`, `usual`, `legal` or `yours`.
    pub kind: Option<&'static str>,
    /// How long, as typed.
    pub duration: Text,
    /// Its last day, where the calendar says it.
    pub date: Option<Spanned<Date>>,
    /// What it runs from.
    pub from: Text,
    /// The day on which a usual time was measured.
    pub measured: Option<Spanned<Date>>,
    /// In words.
    pub text: Text,
    /// The situations it is about; none for all.
    pub situations: Vec<Spanned<String>>,
    /// Where it was typed.
    pub span: Span,
}

/// What it means that nobody answers.
#[derive(Clone, Debug)]
pub struct Silence {
    /// `acceptance` or `rejection`.
    pub means: Option<&'static str>,
    /// After how long, as typed.
    pub after: Text,
    /// `complete-file` or `filing`.
    pub from: Option<&'static str>,
    /// In words.
    pub text: Text,
    /// Where it was typed.
    pub span: Span,
}

/// A way to reach an administration.
#[derive(Clone, Debug)]
pub struct Channel {
    /// What was typed when it is a text: a key of a registry, or words.
    pub text: Text,
    /// `online`, `counter`, `phone`, `post`, `email` or `video`.
    pub kind: Option<&'static str>,
    /// What it is called.
    pub name: Text,
    /// The organisation behind it, by its key.
    pub organisation: Text,
    /// The online service behind it, by its key.
    pub service: Text,
    /// How to reach it.
    pub contact: Contact,
    /// What it costs.
    pub cost: Text,
    /// How long it takes this way, as typed.
    pub processing_time: Text,
    /// What else is to be known.
    pub note: Text,
    /// The situations it is about; none for all.
    pub situations: Vec<Spanned<String>>,
    /// Where it was typed.
    pub span: Span,
}

/// A way to contest.
#[derive(Clone, Debug)]
pub struct Redress {
    /// One of [`REDRESS_KINDS`].
    pub kind: Option<&'static str>,
    /// Who looks at it: a key of the registry of organisations, or words.
    pub body: Text,
    /// How long one has, as typed.
    pub delay: Text,
    /// What it runs from.
    pub from: Text,
    /// It gives more time to go to court.
    pub extends_court_delay: bool,
    /// In words.
    pub text: Text,
    /// Where more is said, or where to do it.
    pub url: Text,
    /// The situations it is about; none for all.
    pub situations: Vec<Spanned<String>>,
    /// Where it was typed.
    pub span: Span,
}

/// The State's own page on the procedure.
#[derive(Clone, Debug)]
pub struct National {
    /// Its address.
    pub url: Spanned<String>,
    /// What it is called.
    pub title: Text,
    /// The day on which somebody last read it.
    pub checked: Option<Spanned<Date>>,
}

/// A form.
#[derive(Clone, Debug)]
pub struct Form {
    /// What was typed when it is a text: a key of the registry of forms, or an address.
    pub text: Text,
    /// Its number, without the version.
    pub number: Text,
    /// What it is called.
    pub title: Text,
    /// Its page.
    pub url: Text,
    /// Where it was typed.
    pub span: Span,
}

/// A text of law.
#[derive(Clone, Debug)]
pub struct LegalText {
    /// What was typed when it is a text: a key of the registry of legal texts, or words.
    pub text: Text,
    /// What it is called.
    pub title: Text,
    /// Which article of it.
    pub article: Text,
    /// Where it is published.
    pub url: Text,
    /// Where it was typed.
    pub span: Span,
}

/// A page written to be easy to read.
#[derive(Clone, Debug)]
pub struct EasyRead {
    /// Who tested it.
    pub tested_by: Text,
    /// When.
    pub tested: Option<Spanned<Date>>,
}

/// Somebody answered for the words of the page.
#[derive(Clone, Debug)]
pub struct SignOff {
    /// `trade`, `legal` or `users`.
    pub of: &'static str,
    /// When.
    pub date: Spanned<Date>,
    /// In what capacity.
    pub role: Text,
    /// The mark of the words that were read; see [`super::Document::words_mark`].
    pub words: Text,
}

/// What changed, for readers.
#[derive(Clone, Debug)]
pub struct Change {
    /// When.
    pub date: Spanned<Date>,
    /// What.
    pub note: Spanned<String>,
    /// It changes what readers must do.
    pub major: bool,
    /// It is for the people who answer readers, and stays out of everything that is published.
    pub for_agents: bool,
}

impl Procedure {
    /// What changed and may be told to everybody, as typed, what is to come included.
    pub fn public_changes(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().filter(|change| !change.for_agents)
    }

    /// Whether anything answers a question of [`super::fields::ITEMS`]: its field says something.
    pub fn says(&self, item: &str) -> bool {
        match item {
            "eligibility" => !self.eligibility.is_empty() || !self.audience.is_empty(),
            "output" => !self.output.is_empty(),
            "steps" => !self.steps.is_empty(),
            "documents" => !self.documents.is_empty() || !self.forms.is_empty(),
            "cost" => self.cost.iter().any(Cost::says),
            "deadlines" => self
                .deadlines
                .iter()
                .any(|time| time.duration.is_some() || time.text.is_some() || time.date.is_some()),
            "silence" => self.silence.is_some(),
            "channels" => !self.channels.is_empty(),
            "next_steps" => !self.next_steps.is_empty(),
            "redress" => self.redress.iter().any(|way| {
                let said = [&way.body, &way.text, &way.url].into_iter().any(Option::is_some);
                said || way.kind.is_some()
            }),
            "right_to_correct" => !self.right_to_correct.is_empty(),
            "authority" => self.authority.is_some(),
            "legal_basis" => !self.legal_basis.is_empty(),
            "identification" => !self.identification.is_empty(),
            "languages" => !self.languages.is_empty(),
            "situations" => !self.situations.is_empty() || !self.on_behalf.is_empty(),
            "personal_data" => !self.personal_data.is_empty(),
            "feedback" => !self.feedback.is_empty(),
            _ => false,
        }
    }

    /// The fields that answer a question: its own first.
    pub fn keys_of(item: &'static str) -> &'static [&'static str] {
        match item {
            "eligibility" => &["eligibility", "audience"],
            "documents" => &["documents", "forms"],
            "situations" => &["situations", "on_behalf"],
            _ => ITEMS
                .iter()
                .position(|known| *known == item)
                .map_or(&[], |at| ITEMS.get(at..=at).unwrap_or(&[])),
        }
    }

    /// Why a question does not arise, if the page says so.
    pub fn not_applicable(&self, item: &str) -> Option<&Spanned<String>> {
        self.not_applicable.iter().find(|(name, _)| name.value == item).map(|(_, reason)| reason)
    }
}
