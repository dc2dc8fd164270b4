//! The fields of the procedure model (CPSV-AP, the Single Digital Gateway and the French procedure
//! pages, under one English name each), as data: what each may hold, and on which types of page.

use super::front_matter::PageType;
use super::hours::{EXCEPTIONS, HOURS};
use crate::data::shape::{Field, Form};

/// `for`: the situations that an item is about.
const FOR: Field = Field::new("for", Form::Texts, "field.for");

const ITEM: [Field; 3] = [
    Field::new("text", Form::Text, "field.item-text"),
    Field::new("url", Form::Address, "field.item-url"),
    FOR,
];

const LINK: [Field; 3] = [
    Field::new("text", Form::Text, "field.item-text"),
    Field::new("url", Form::Address, "field.item-url"),
    Field::new("title", Form::Text, "field.item-text"),
];

const STEP: [Field; 4] = [
    Field::new("title", Form::Text, "field.step-title"),
    Field::new("text", Form::Text, "field.step-text"),
    Field::new("url", Form::Address, "field.item-url"),
    FOR,
];

/// Original, copy or either.
pub const COPIES: [&str; 3] = ["original", "copy", "either"];

const DOCUMENT: [Field; 9] = [
    Field::required("name", Form::Text, "field.document-name"),
    Field::new("format", Form::Text, "field.document-format"),
    Field::new("copy", Form::Choice(&COPIES), "field.document-copy"),
    Field::new("issued_by", Form::Text, "field.document-issued-by"),
    Field::new("known", Form::Bool, "field.document-known"),
    Field::new("form", Form::Text, "field.document-form"),
    Field::new("url", Form::Address, "field.item-url"),
    Field::new("note", Form::Text, "field.note"),
    FOR,
];

const COST: [Field; 7] = [
    Field::new("amount", Form::Text, "field.cost-amount"),
    Field::new("value", Form::Money, "field.cost-value"),
    Field::new("date", Form::Date, "field.cost-date"),
    Field::new("free", Form::Bool, "field.cost-free"),
    Field::new("label", Form::Text, "field.cost-label"),
    Field::new("pay", Form::Texts, "field.cost-pay"),
    FOR,
];

/// Whose time a deadline is, and how it is known.
pub const DEADLINE_KINDS: [&str; 4] = ["promised", "usual", "legal", "yours"];

const DEADLINE: [Field; 7] = [
    Field::new("kind", Form::Choice(&DEADLINE_KINDS), "field.deadline-kind"),
    Field::new("date", Form::Date, "field.deadline-date"),
    Field::new("duration", Form::Duration, "field.deadline-duration"),
    Field::new("from", Form::Text, "field.deadline-from"),
    Field::new("measured", Form::Date, "field.deadline-measured"),
    Field::new("text", Form::Text, "field.item-text"),
    FOR,
];

/// What the silence of the administration means.
pub const SILENCE_MEANS: [&str; 2] = ["acceptance", "rejection"];
/// What the time of silence runs from.
pub const SILENCE_FROM: [&str; 2] = ["complete-file", "filing"];

const SILENCE: [Field; 4] = [
    Field::new("means", Form::Choice(&SILENCE_MEANS), "field.silence-means"),
    Field::new("after", Form::Duration, "field.silence-after"),
    Field::new("from", Form::Choice(&SILENCE_FROM), "field.silence-from"),
    Field::new("text", Form::Text, "field.item-text"),
];

/// Ways to reach an administration.
pub const CHANNEL_KINDS: [&str; 6] = ["online", "counter", "phone", "post", "email", "video"];

const ADDRESS: [Field; 4] = [
    Field::new("street", Form::Texts, "field.address-street"),
    Field::new("postcode", Form::Postcode, "field.address-postcode"),
    Field::new("city", Form::Text, "field.address-city"),
    Field::new("note", Form::Text, "field.note"),
];

const PHONE: [Field; 3] = [
    Field::required("number", Form::Phone, "field.phone-number"),
    Field::new("cost", Form::Text, "field.phone-cost"),
    Field::new("hours", Form::Own(&HOURS), "field.hours"),
];

const ACCESS: [Field; 3] = [
    Field::new("wheelchair", Form::Bool, "field.access-wheelchair"),
    Field::new("text", Form::Text, "field.item-text"),
    Field::new("url", Form::Address, "field.item-url"),
];

const WAITING: [Field; 3] = [
    Field::new("text", Form::Text, "field.item-text"),
    Field::new("duration", Form::Duration, "field.waiting-duration"),
    Field::new("measured", Form::Date, "field.waiting-measured"),
];

/// `address`: where to come or to write.
pub const ADDRESS_FIELD: Field = Field::new("address", Form::TextOr(&ADDRESS), "field.address");
/// `phone`
pub const PHONE_FIELD: Field = Field::new("phone", Form::PhoneOr(&PHONE), "field.phone");
/// `email`
pub const EMAIL_FIELD: Field = Field::new("email", Form::Email, "field.email");
/// `hours`
pub const HOURS_FIELD: Field = Field::new("hours", Form::Own(&HOURS), "field.hours");
/// `exceptions`: days whose hours are not the usual ones.
pub const EXCEPTIONS_FIELD: Field = Field::new("exceptions", Form::Own(&EXCEPTIONS), "field.exceptions");
/// `access`: for people with disabilities.
pub const ACCESS_FIELD: Field = Field::new("access", Form::TextOr(&ACCESS), "field.access");
/// `appointment`
pub const APPOINTMENT_FIELD: Field = Field::new("appointment", Form::Text, "field.appointment");
/// `waiting`: how long one waits there, as observed.
pub const WAITING_FIELD: Field = Field::new("waiting", Form::TextOr(&WAITING), "field.waiting");

/// The keys of a channel.
pub(super) const CHANNEL: [Field; 17] = [
    Field::new("kind", Form::Choice(&CHANNEL_KINDS), "field.channel-kind"),
    Field::new("name", Form::Text, "field.channel-name"),
    Field::new("organisation", Form::Text, "field.channel-organisation"),
    Field::new("service", Form::Text, "field.channel-service"),
    Field::new("url", Form::Address, "field.channel-url"),
    PHONE_FIELD,
    EMAIL_FIELD,
    ADDRESS_FIELD,
    HOURS_FIELD,
    EXCEPTIONS_FIELD,
    ACCESS_FIELD,
    Field::new("cost", Form::Text, "field.channel-cost"),
    Field::new("processing_time", Form::Duration, "field.channel-time"),
    APPOINTMENT_FIELD,
    WAITING_FIELD,
    Field::new("note", Form::Text, "field.note"),
    FOR,
];

/// Ways to contest, from the nearest to the judge.
pub const REDRESS_KINDS: [&str; 10] = [
    "same-authority",
    "hierarchical",
    "mandatory-prior",
    "mandatory-mediation",
    "mediator",
    "administrative-court",
    "judicial-court",
    "social-court",
    "rights-defender",
    "none",
];

const REDRESS: [Field; 8] = [
    Field::new("kind", Form::Choice(&REDRESS_KINDS), "field.redress-kind"),
    Field::new("body", Form::Text, "field.redress-body"),
    Field::new("delay", Form::Duration, "field.redress-delay"),
    Field::new("from", Form::Text, "field.deadline-from"),
    Field::new("extends_court_delay", Form::Bool, "field.redress-extends"),
    Field::new("text", Form::Text, "field.item-text"),
    Field::new("url", Form::Address, "field.item-url"),
    FOR,
];

const NATIONAL: [Field; 3] = [
    Field::required("url", Form::Address, "field.national-url"),
    Field::new("title", Form::Text, "field.national-title"),
    Field::new("checked", Form::Date, "field.national-checked"),
];

const FORM: [Field; 3] = [
    Field::new("number", Form::Text, "field.form-number"),
    Field::new("title", Form::Text, "field.form-title"),
    Field::new("url", Form::Address, "field.form-url"),
];

const LEGAL: [Field; 3] = [
    Field::required("title", Form::Text, "field.legal-title"),
    Field::new("article", Form::Text, "field.legal-article"),
    Field::new("url", Form::Address, "field.item-url"),
];

const EASY_READ: [Field; 2] = [
    Field::new("tested_by", Form::Text, "field.easy-read-by"),
    Field::new("tested", Form::Date, "field.easy-read-on"),
];

const SIGNED: [Field; 3] = [
    Field::required("date", Form::Date, "field.signed-date"),
    Field::new("role", Form::Text, "field.signed-role"),
    Field::new("words", Form::Text, "field.signed-words"),
];

const SIGN_OFF: [Field; 3] = [
    Field::new("trade", Form::TextOr(&SIGNED), "field.sign-off-trade"),
    Field::new("legal", Form::TextOr(&SIGNED), "field.sign-off-legal"),
    Field::new("users", Form::TextOr(&SIGNED), "field.sign-off-users"),
];

/// How much a change matters.
pub const CHANGE_KINDS: [&str; 2] = ["major", "minor"];

/// Whom a change is told to.
pub const CHANGE_AUDIENCES: [&str; 2] = ["public", "agents"];

const CHANGE: [Field; 4] = [
    Field::required("date", Form::Date, "field.change-date"),
    Field::required("note", Form::Text, "field.change-note"),
    Field::new("kind", Form::Choice(&CHANGE_KINDS), "field.change-kind"),
    Field::new("audience", Form::Choice(&CHANGE_AUDIENCES), "field.change-audience"),
];

const STOP: [Field; 4] = [
    Field::required("page", Form::Text, "field.stop-page"),
    Field::new("stage", Form::Text, "field.stop-stage"),
    Field::new("case", Form::Text, "field.stop-case"),
    Field::new("note", Form::Text, "field.note"),
];

const RESOURCE: [Field; 4] = [
    Field::required("title", Form::Text, "field.resource-title"),
    Field::required("url", Form::Address, "field.resource-url"),
    Field::new("format", Form::Text, "field.resource-format"),
    Field::new("size", Form::Text, "field.resource-size"),
];

/// A field of the model, and the types of page that it is for; none for every type.
type Of = (Field, &'static [PageType]);

const EVERY: &[PageType] = &[];
const OFFICE: &[PageType] = &[PageType::Office];
const EVENT: &[PageType] = &[PageType::LifeEvent];
const TOOL: &[PageType] = &[PageType::Tool];
const DATASET: &[PageType] = &[PageType::Dataset];
/// Pages that tell somebody what to do.
const GUIDING: &[PageType] = &[PageType::Procedure, PageType::Guide, PageType::Question, PageType::LifeEvent];

/// Every field of the model, in the order that pages are written in.
pub const MODEL: [Of; 55] = [
    (Field::new("id", Form::Text, "field.id"), EVERY),
    (Field::new("audience", Form::Texts, "field.audience"), EVERY),
    (Field::new("life_events", Form::Texts, "field.life-events"), EVERY),
    (Field::new("themes", Form::Texts, "field.themes"), EVERY),
    (Field::new("search_terms", Form::Texts, "field.search-terms"), EVERY),
    (Field::new("area", Form::Text, "field.area"), EVERY),
    (Field::new("authority", Form::Text, "field.authority"), EVERY),
    (Field::new("eligibility", Form::Items(&ITEM), "field.eligibility"), GUIDING),
    (Field::new("situations", Form::Labels { list: true }, "field.situations"), GUIDING),
    (Field::new("steps", Form::Items(&STEP), "field.steps"), GUIDING),
    (Field::new("documents", Form::Items(&DOCUMENT), "field.documents"), GUIDING),
    (Field::new("cost", Form::Items(&COST), "field.cost"), GUIDING),
    (Field::new("deadlines", Form::Items(&DEADLINE), "field.deadlines"), GUIDING),
    (Field::new("next_steps", Form::Items(&ITEM), "field.next-steps"), GUIDING),
    (Field::new("right_to_correct", Form::Items(&ITEM), "field.right-to-correct"), GUIDING),
    (Field::new("personal_data", Form::Items(&ITEM), "field.personal-data"), EVERY),
    (Field::new("silence", Form::TextOr(&SILENCE), "field.silence"), GUIDING),
    (Field::new("output", Form::Items(&ITEM), "field.output"), GUIDING),
    (Field::new("channels", Form::Items(&CHANNEL), "field.channels"), GUIDING),
    (Field::new("identification", Form::Items(&ITEM), "field.identification"), GUIDING),
    (Field::new("redress", Form::Items(&REDRESS), "field.redress"), GUIDING),
    (Field::new("national", Form::AddressOr(&NATIONAL), "field.national"), GUIDING),
    (Field::new("forms", Form::Items(&FORM), "field.forms"), GUIDING),
    (Field::new("template_letter", Form::Items(&LINK), "field.template-letter"), GUIDING),
    (Field::new("on_behalf", Form::Items(&ITEM), "field.on-behalf"), GUIDING),
    (Field::new("help", Form::Items(&CHANNEL), "field.help"), GUIDING),
    (Field::new("legal_basis", Form::Items(&LEGAL), "field.legal-basis"), EVERY),
    (Field::new("see_also", Form::Items(&LINK), "field.see-also"), EVERY),
    (Field::new("languages", Form::Texts, "field.languages"), EVERY),
    (Field::new("easy_read", Form::BoolOr(&EASY_READ), "field.easy-read"), EVERY),
    (Field::new("feedback", Form::Items(&LINK), "field.feedback"), EVERY),
    (Field::new("sign_off", Form::Map(&SIGN_OFF), "field.sign-off"), EVERY),
    (Field::new("changes", Form::Items(&CHANGE), "field.changes"), EVERY),
    (Field::new("not_applicable", Form::Labels { list: false }, "field.not-applicable"), EVERY),
    (Field::new("organisation", Form::Text, "field.organisation"), OFFICE),
    (ADDRESS_FIELD, OFFICE),
    (PHONE_FIELD, OFFICE),
    (EMAIL_FIELD, OFFICE),
    (HOURS_FIELD, OFFICE),
    (EXCEPTIONS_FIELD, OFFICE),
    (ACCESS_FIELD, OFFICE),
    (APPOINTMENT_FIELD, OFFICE),
    (WAITING_FIELD, OFFICE),
    (Field::new("event", Form::Text, "field.event"), EVENT),
    (Field::new("procedures", Form::Items(&STOP), "field.procedures"), EVENT),
    (Field::new("website", Form::Address, "field.website"), TOOL),
    (Field::new("source_code", Form::Address, "field.source-code"), TOOL),
    (Field::new("used_by", Form::Texts, "field.used-by"), TOOL),
    (Field::new("licence", Form::Text, "field.licence"), &[PageType::Tool, PageType::Dataset]),
    (Field::new("frequency", Form::Text, "field.frequency"), DATASET),
    (Field::new("temporal", Form::Text, "field.temporal"), DATASET),
    (Field::new("spatial", Form::Text, "field.spatial"), DATASET),
    (Field::new("resources", Form::Items(&RESOURCE), "field.resources"), DATASET),
    (Field::new("contact", Form::Text, "field.contact"), DATASET),
    (Field::new("publisher", Form::Text, "field.publisher"), DATASET),
];

/// What `not_applicable` may name: the questions that a page about a procedure answers.
pub const ITEMS: [&str; 18] = [
    "eligibility",
    "output",
    "steps",
    "documents",
    "cost",
    "deadlines",
    "silence",
    "channels",
    "next_steps",
    "redress",
    "right_to_correct",
    "authority",
    "legal_basis",
    "identification",
    "languages",
    "situations",
    "personal_data",
    "feedback",
];

/// The field of a key.
pub fn field(key: &str) -> Option<&'static Field> {
    MODEL.iter().map(|(field, _)| field).find(|field| field.name == key)
}

/// The fields of a type of page.
pub fn of(page_type: PageType) -> impl Iterator<Item = &'static Field> {
    MODEL
        .iter()
        .filter(move |(_, types)| types.is_empty() || types.contains(&page_type))
        .map(|(field, _)| field)
}

/// What the pages of a section are sorted by: the names of [`SortBy`](super::front_matter::SortBy).
pub const SORTS: [&str; 4] = ["weight", "title", "date", "updated"];

/// Keys of the head that every page may have, outside of the model, for schemas.
pub const HEAD: [Field; 25] = [
    Field::required("title", Form::Text, "field.title"),
    Field::new("description", Form::Text, "field.description"),
    Field::new("draft", Form::Bool, "field.draft"),
    Field::new("slug", Form::Text, "field.slug"),
    Field::new("aliases", Form::Texts, "field.aliases"),
    Field::new("weight", Form::Int, "field.weight"),
    Field::new("sort", Form::Choice(&SORTS), "field.sort"),
    Field::new("reverse", Form::Bool, "field.reverse"),
    Field::new("page_size", Form::Int, "field.page-size"),
    Field::new("template", Form::Text, "field.template"),
    Field::new("glossary", Form::Bool, "field.glossary"),
    Field::new("search", Form::Bool, "field.search"),
    Field::new("lang", Form::Text, "field.lang"),
    Field::new("translations", Form::Labels { list: false }, "field.translations"),
    Field::new("published", Form::Date, "field.published"),
    Field::new("updated", Form::Date, "field.updated"),
    Field::new("reviewed", Form::Date, "field.reviewed"),
    Field::new("review_every", Form::Text, "field.review-every"),
    Field::new("valid_from", Form::Date, "field.valid-from"),
    Field::new("valid_until", Form::Date, "field.valid-until"),
    Field::new("owner", Form::Text, "field.owner"),
    Field::new("allow", Form::Free, "field.allow"),
    Field::new("extra", Form::Free, "field.extra"),
    Field::new("defaults", Form::Free, "field.defaults"),
    Field::new("type", Form::Free, "field.type"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_is_a_field_and_no_field_stands_twice() {
        let mut names: Vec<&str> = MODEL.iter().map(|(field, _)| field.name).collect();
        names.extend(HEAD.iter().map(|field| field.name));
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        assert!(ITEMS.iter().all(|item| field(item).is_some()));
    }
}
