//! `[legal]`: what the pages that the law asks of a public site are made of. The table is what asks for them; what it
//! lacks is told where the pages are put together, once it is known which of them an editor wrote.

use jiff::civil::Date;

use crate::data::{Fields, Map, Node};
use crate::finding::{Message, Problem, ProblemKind};
use crate::source::{Span, Spanned};

use super::faults::checked;
use super::feedback::mail_fault;
use super::left;

/// `[legal]`
#[derive(Clone, Debug)]
pub struct LegalConfig {
    /// Where it was typed.
    pub span: Span,
    /// The key in `organisations.yaml` of whoever answers for the site.
    pub organisation: Option<Spanned<String>>,
    /// Who is the director of publication: a name, a function.
    pub director: Option<String>,
    /// The address of a form to write to the organisation.
    pub contact_form: Option<Spanned<String>>,
    /// Who keeps the site on line.
    pub host: Option<HostConfig>,
    /// The name and the address of the licence of the texts.
    pub licence: Option<NamedAddress>,
    /// What is said of accessibility.
    pub accessibility: Option<AccessibilityConfig>,
    /// What is said of personal data.
    pub personal_data: Option<PersonalDataConfig>,
}

/// `[legal.host]`
#[derive(Clone, Debug)]
pub struct HostConfig {
    /// Where it was typed.
    pub span: Span,
    /// Its name.
    pub name: Option<String>,
    /// Its address.
    pub address: Option<String>,
    /// Its telephone.
    pub phone: Option<String>,
    /// Its site.
    pub url: Option<String>,
}

/// A name, and where it leads.
#[derive(Clone, Debug)]
pub struct NamedAddress {
    /// What is read.
    pub name: String,
    /// An address.
    pub url: Option<String>,
}

/// `[legal.accessibility]`
#[derive(Clone, Debug)]
pub struct AccessibilityConfig {
    /// Where it was typed.
    pub span: Span,
    /// The address of the plan over several years.
    pub scheme: Option<Spanned<String>>,
    /// The address of the plan of the year.
    pub plan: Option<Spanned<String>>,
    /// The day on which the statement was made.
    pub established: Option<Spanned<Date>>,
    /// The day on which it was last changed.
    pub updated: Option<Spanned<Date>>,
    /// The standard, when it is not the one that the program knows.
    pub standard: Option<StandardConfig>,
    /// What is known not to be accessible.
    pub not_accessible: Vec<String>,
    /// What is left out because it would weigh too much, with the reason.
    pub disproportionate: Vec<String>,
    /// What the law leaves out.
    pub exempt: Vec<String>,
    /// The audit, when it is not a file of Ara.
    pub audit: Option<AuditConfig>,
}

/// `[legal.accessibility.standard]`: the standard that a site is held to.
#[derive(Clone, Debug)]
pub struct StandardConfig {
    /// Its name: « référentiel général d’amélioration de l’accessibilité ».
    pub name: String,
    /// Its initials.
    pub short: Option<String>,
    /// Its version.
    pub version: String,
    /// The day on which that version was published.
    pub published: Option<Date>,
}

/// `[legal.accessibility.audit]`
#[derive(Clone, Debug)]
pub struct AuditConfig {
    /// Where it was typed.
    pub span: Span,
    /// Who made it.
    pub by: Option<String>,
    /// Per cent of the criteria that are met, from 0 to 100.
    pub rate: Option<f64>,
    /// The day on which it was done.
    pub date: Option<Spanned<Date>>,
    /// The address of its report.
    pub report: Option<String>,
    /// What the site is made with.
    pub technologies: Vec<String>,
    /// Browsers and aids that it was tried with.
    pub environments: Vec<String>,
    /// What it was measured with.
    pub tools: Vec<String>,
    /// The pages that were looked at.
    pub pages: Vec<String>,
}

/// `[legal.personal_data]`
#[derive(Clone, Debug)]
pub struct PersonalDataConfig {
    /// Where it was typed.
    pub span: Span,
    /// Who decides what is done with them, when it is not who publishes.
    pub controller: Option<String>,
    /// How to reach the data protection officer: a name, an e-mail address, a form, an address.
    pub officer: Option<HostConfig>,
    /// The e-mail address of the data protection officer.
    pub officer_email: Option<String>,
    /// What they are used for. None when nothing is said of it; nothing in it when the site asks for none.
    pub purposes: Option<Vec<PurposeConfig>>,
}

/// An entry of `[[legal.personal_data.purposes]]`
#[derive(Clone, Debug)]
pub struct PurposeConfig {
    /// Where it was typed.
    pub span: Span,
    /// What they are used for.
    pub name: Option<String>,
    /// Why the law lets them be.
    pub basis: Option<String>,
    /// Which data.
    pub data: Option<String>,
    /// How long they are kept.
    pub kept: Option<String>,
    /// Who receives them.
    pub recipients: Option<String>,
}

impl LegalConfig {
    pub(super) fn read(map: &Map, span: Span, problems: &mut Vec<Problem>) -> Self {
        left::tell(map, problems);
        let mut fields = Fields::of(map, problems);
        let organisation = fields.text("organisation");
        let director = text(&mut fields, "director");
        let contact_form = address(&mut fields, "contact_form");
        let host = part(&mut fields, "host", HostConfig::read);
        let licence = part(&mut fields, "licence", |fields, place| {
            let (name, url) = (needed(fields, "name", place, "licence"), address(fields, "url"));
            Some(NamedAddress { name: name?, url: url.map(|url| url.value) })
        });
        let accessibility = part(&mut fields, "accessibility", AccessibilityConfig::read);
        let personal_data = part(&mut fields, "personal_data", PersonalDataConfig::read);
        fields.finish();
        Self {
            span,
            organisation,
            director,
            contact_form,
            host,
            licence: licence.flatten(),
            accessibility,
            personal_data,
        }
    }
}

/// A table, read with its place.
fn part<'n, T>(
    fields: &mut Fields<'n, '_>,
    key: &'static str,
    read: impl FnOnce(&mut Fields<'n, '_>, Span) -> T,
) -> Option<T> {
    let (map, span) = (fields.map(key)?, fields.place(key)?);
    let mut inner = Fields::of(map, fields.problems());
    let read = read(&mut inner, span);
    inner.finish();
    Some(read)
}

fn text(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<String> {
    fields.text(key).map(|typed| typed.value).filter(|text| !text.trim().is_empty())
}

/// A text without which its table, of this name, says nothing: one that is lacking is told at the table.
fn needed(
    fields: &mut Fields<'_, '_>,
    key: &'static str,
    place: Span,
    table: &'static str,
) -> Option<String> {
    let found = fields.problems().len();
    let read = text(fields, key);
    // One that is no text is told already.
    let told = fields.problems().len() > found;
    if read.is_none() && !told {
        let message = Message::key("config.table-lacks").with("key", key).with("table", table);
        let problem = Problem::new(ProblemKind::MissingField, place, message);
        fields.problems().push(problem.help(Message::key("config.table-lacks-help").with("key", key)));
    }
    read
}

fn texts(fields: &mut Fields<'_, '_>, key: &'static str) -> Vec<String> {
    fields.texts(key).into_iter().map(|typed| typed.value).collect()
}

/// An address of another site, or one from the root of this one.
fn address(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<Spanned<String>> {
    let typed = fields.text(key).filter(|typed| !typed.value.trim().is_empty())?;
    let span = typed.span;
    checked(fields, typed, address_fault).map(|url| Spanned::new(url, span))
}

/// Whether a text is an address that a page may lead to.
pub fn is_address(url: &str) -> bool {
    address_fault(url).is_none()
}

/// What is wrong with an address that a page is to lead to.
pub(super) fn address_fault(url: &str) -> Option<(Message, Message)> {
    let web =
        ["https://", "http://"].iter().any(|scheme| url.len() > scheme.len() && url.starts_with(scheme));
    let own = url.starts_with('/') && !url.starts_with("//");
    let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\');
    ((!web && !own) || url.contains(odd))
        .then(|| (Message::key("config.address").with("value", url), Message::key("config.address-example")))
}

impl HostConfig {
    fn read(fields: &mut Fields<'_, '_>, span: Span) -> Self {
        let (name, place) = (text(fields, "name"), text(fields, "address"));
        let (phone, url) = (text(fields, "phone"), address(fields, "url"));
        Self { span, name, address: place, phone, url: url.map(|url| url.value) }
    }
}

impl AccessibilityConfig {
    fn read(fields: &mut Fields<'_, '_>, span: Span) -> Self {
        Self {
            span,
            scheme: address(fields, "scheme"),
            plan: address(fields, "plan"),
            established: fields.date("established"),
            updated: fields.date("updated"),
            standard: part(fields, "standard", |fields, place| {
                let name = needed(fields, "name", place, "standard");
                let (short, published) = (text(fields, "short"), fields.date("published"));
                let version = needed(fields, "version", place, "standard");
                let published = published.map(|day| day.value);
                Some(StandardConfig { name: name?, short, version: version?, published })
            })
            .flatten(),
            not_accessible: texts(fields, "not_accessible"),
            disproportionate: texts(fields, "disproportionate"),
            exempt: texts(fields, "exempt"),
            audit: part(fields, "audit", AuditConfig::read),
        }
    }
}

impl AuditConfig {
    fn read(fields: &mut Fields<'_, '_>, span: Span) -> Self {
        let by = text(fields, "by");
        let rate = fields.float("rate").and_then(|rate| {
            if (0.0..=100.0).contains(&rate.value) {
                return Some(rate.value);
            }
            let message = Message::key("config.rate").with("value", rate.value.to_string());
            let problem = Problem::new(ProblemKind::InvalidValue, rate.span, message);
            fields.problems().push(problem.help(Message::key("config.rate-help")));
            None
        });
        Self {
            span,
            by,
            rate,
            date: fields.date("date"),
            report: address(fields, "report").map(|url| url.value),
            technologies: texts(fields, "technologies"),
            environments: texts(fields, "environments"),
            tools: texts(fields, "tools"),
            pages: texts(fields, "pages"),
        }
    }
}

impl PersonalDataConfig {
    fn read(fields: &mut Fields<'_, '_>, span: Span) -> Self {
        let controller = text(fields, "controller");
        let mut officer_email = None;
        let officer = part(fields, "officer", |fields, span| {
            let typed = fields.text("email").filter(|typed| !typed.value.trim().is_empty());
            officer_email = typed.and_then(|typed| checked(fields, typed, mail_fault));
            HostConfig::read(fields, span)
        });
        let said = fields.node("purposes");
        let purposes = said.map(|node| {
            let read = |item: &Node| {
                let mut inner = Fields::new(item, fields.problems());
                let purpose = PurposeConfig {
                    span: item.span,
                    name: text(&mut inner, "name"),
                    basis: text(&mut inner, "basis"),
                    data: text(&mut inner, "data"),
                    kept: text(&mut inner, "kept"),
                    recipients: text(&mut inner, "recipients"),
                };
                inner.finish();
                purpose
            };
            node.items().iter().map(read).collect()
        });
        Self { span, controller, officer, officer_email, purposes }
    }
}
