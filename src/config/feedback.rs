//! `[feedback]`: how readers say whether a page served them. Links only: no page of the site calls another one before
//! a reader asks for it.

use crate::data::{Fields, Map};
use crate::finding::{Message, Problem, ProblemKind};
use crate::language::emails::is_email;
use crate::source::{Span, Spanned};

use super::PathPattern;
use super::faults::checked;
use super::legal::address_fault;

/// What an address of `[feedback]` may hold, to be filled with what is of the page.
const FILLED: [&str; 3] = ["url", "title", "id"];

/// `[feedback]`
#[derive(Clone, Debug, Default)]
pub struct FeedbackConfig {
    /// The address of a form where a reader says whether the page was useful.
    pub useful: Option<Spanned<String>>,
    /// The address of a form where a reader reports a problem.
    pub problem: Option<Spanned<String>>,
    /// An e-mail address to report a problem to.
    pub mail: Option<Spanned<String>>,
    /// The forms of « Je donne mon avis », for procedures.
    pub opinions: Vec<OpinionConfig>,
}

/// `[[feedback.jdma]]`: a form of « Je donne mon avis ».
#[derive(Clone, Debug)]
pub struct OpinionConfig {
    /// The number of the procedure there.
    pub product: i64,
    /// The number of its button.
    pub button: i64,
    /// The pages it is for; every procedure when nothing is said.
    pub pages: Option<PathPattern>,
}

impl FeedbackConfig {
    pub(super) fn read(map: &Map, problems: &mut Vec<Problem>) -> Self {
        let mut fields = Fields::of(map, problems);
        let useful = form(&mut fields, "useful");
        let problem = form(&mut fields, "problem");
        let mail = fields.text("mail");
        let mail = mail.and_then(|typed| {
            let span = typed.span;
            checked(&mut fields, typed, mail_fault).map(|mail| Spanned::new(mail, span))
        });
        if let Some(mail) = &mail {
            let warning =
                Problem::new(ProblemKind::MailFeedback, mail.span, Message::key("config.mail-feedback"));
            fields.problems().push(warning.help(Message::key("config.mail-feedback-help")));
        }
        let items = fields.items("jdma");
        let opinions = items.iter().filter_map(|item| OpinionConfig::read(item, fields.problems())).collect();
        fields.finish();
        Self { useful, problem, mail, opinions }
    }

    /// The form of « Je donne mon avis » of a page, by its path in `content/`: the last that matches, as with other
    /// settings of a part of the pages.
    pub fn opinion(&self, path: &str) -> Option<&OpinionConfig> {
        self.opinions.iter().rfind(|one| one.pages.as_ref().is_none_or(|pages| pages.matches(path)))
    }

    /// Whether every page, or every procedure, says where to give feedback.
    pub fn answers(&self, path: &str) -> bool {
        self.useful.is_some() || self.problem.is_some() || self.mail.is_some() || self.opinion(path).is_some()
    }
}

impl OpinionConfig {
    fn read(item: &crate::data::Node, problems: &mut Vec<Problem>) -> Option<Self> {
        let mut fields = Fields::new(item, problems);
        let product = number(&mut fields, "product", item.span);
        let button = number(&mut fields, "button", item.span);
        let pages = fields.text("pages");
        let pages = pages.and_then(|typed| {
            let wrong = |problem: Problem| problem.help(Message::key("config.opinion-pages-example"));
            PathPattern::new(typed).map_err(|problem| fields.problems().push(wrong(problem))).ok()
        });
        fields.finish();
        Some(Self { product: product?, button: button?, pages })
    }
}

fn number(fields: &mut Fields<'_, '_>, key: &'static str, place: Span) -> Option<i64> {
    let help = || Message::key("config.opinion-help");
    let (span, message) = match (fields.int(key), fields.place(key)) {
        (Some(number), _) if number.value > 0 => return Some(number.value),
        (Some(number), _) => (number.span, Message::key("config.opinion-number").with("key", key)),
        // One that is no number is told already.
        (None, Some(_)) => return None,
        (None, None) => (place, Message::key("config.opinion-missing").with("key", key)),
    };
    fields.problems().push(Problem::new(ProblemKind::InvalidValue, span, message).help(help()));
    None
}

/// The address of a form, with what is to be filled in it.
fn form(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<Spanned<String>> {
    let typed = fields.text(key).filter(|typed| !typed.value.trim().is_empty())?;
    let span = typed.span;
    checked(fields, typed, form_fault).map(|url| Spanned::new(url, span))
}

fn form_fault(url: &str) -> Option<(Message, Message)> {
    let mut bare = url.to_owned();
    for name in FILLED {
        bare = bare.replace(&format!("{{{name}}}"), "");
    }
    if bare.contains(['{', '}']) {
        let message = Message::key("config.form-hole").with("value", url);
        return Some((message, Message::key("config.form-example")));
    }
    address_fault(&bare).map(|(message, _)| (message, Message::key("config.form-example")))
}

/// Whether a text is one address of mail, that a `mailto:` link may hold as it is.
pub fn is_mail(mail: &str) -> bool {
    is_email(mail)
}

/// What is wrong with an address of mail that a page is to lead to.
pub(super) fn mail_fault(mail: &str) -> Option<(Message, Message)> {
    (!is_email(mail))
        .then(|| (Message::key("config.mail").with("value", mail), Message::key("config.mail-example")))
}
