//! The kinds of check. A kind is code; the words, the thresholds and the severities are in rule
//! files. Each file holds one kind, or a few that look at the same things, with what it says of itself.

mod acronyms;
mod across;
mod asides;
mod bold;
mod calendar;
mod capitals;
mod clauses;
mod complements;
mod constructions;
mod contradictions;
mod deadlines;
mod density;
mod destinations;
mod dialled;
mod downloads;
mod enumerations;
mod every_kind;
mod external;
mod foreign;
mod glossary_entries;
mod hand_typed;
mod headings;
mod images;
mod impossible_dates;
mod kind;
mod known;
mod legal_addresses;
mod length;
mod link_texts;
mod links;
mod lists;
mod mandatory;
mod media;
mod model;
mod moments;
mod named;
mod near_duplicates;
mod needs;
mod novelty;
mod numeric_dates;
mod one_term;
mod openings;
mod orphans;
mod page_opening;
mod pairs;
mod paragraphs;
mod pattern;
mod questions;
mod readability;
mod reading;
mod required;
mod reviews;
mod security;
mod share;
mod spaces;
mod statement;
mod styles;
mod tables;
mod template;
mod terms;
#[cfg(test)]
mod tests;
mod titles;
mod turns;
mod types;
mod variants;
mod view;
mod words;

use crate::finding::{Finding, ProblemKind};
use crate::site::Site;

use super::rule::Rule;

pub use acronyms::UndefinedAcronym;
pub(in crate::lint) use across::Across;
pub use asides::Asides;
pub use bold::Bold;
pub use capitals::Capitals;
pub use clauses::Subordinates;
pub use complements::ComplementChain;
pub use constructions::{DoubleNegation, PassiveVoice, VerbForm};
pub use contradictions::Contradiction;
pub use deadlines::PastDeadline;
pub use density::Density;
pub use destinations::{HttpAddress, LookAlike, NewWindow};
pub use downloads::{Details, DocumentOnly, FileLanguage, FileName};
pub use enumerations::InlineList;
pub use external::External;
pub use foreign::Foreign;
pub use hand_typed::HandTypedAmount;
pub use images::{HeavyImage, ImageAlternative};
pub use impossible_dates::ImpossibleDate;
pub(in crate::lint) use kind::SHOWN;
pub use kind::{Case, Form, Kind, Needed, Param};
pub(in crate::lint) use known::Known;
pub use legal_addresses::LegalAddress;
pub use length::Length;
pub use link_texts::{BareUrl, RepeatedLinkText, SameTarget};
pub use lists::{ParallelList, UnnumberedSteps};
pub use mandatory::MandatoryPages;
pub use media::{Documents, Media};
pub use model::Model;
pub use moments::{AnnouncedChange, OldYear, RelativeDuration};
pub use near_duplicates::NearDuplicate;
pub(super) use needs::Held;
pub use novelty::NewInTitle;
pub use one_term::OneTerm;
pub use openings::Opening;
pub use page_opening::PageOpening;
pub use paragraphs::{FakeHeading, TypedList, WallOfText};
pub use pattern::Patterns;
pub use questions::Questions;
pub use readability::{Average, Readability};
pub use required::Required;
pub use reviews::{ReviewOverdue, next_review};
pub use security::SecurityExpiry;
pub use share::SentenceShare;
pub use spaces::{Marks, Spaces};
pub use statement::StatementAge;
pub use styles::OneStyle;
pub use turns::{Impersonal, Nominalisation};
pub(super) use view::View;
pub use words::{Entry, Words};

/// What a rule checks, with its parameters. Each variant is one kind, described by its [`Kind`].
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub enum Check {
    AnnouncedChange(AnnouncedChange),
    BareNegation,
    Asides(Asides),
    Average(Average),
    BareUrl(BareUrl),
    Bold(Bold),
    BrokenInternalLink,
    Capitals(Capitals),
    ComplementChain(ComplementChain),
    Contradiction(Box<Contradiction>),
    Credentials,
    Density(Density),
    DocumentOnly(DocumentOnly),
    Documents(Documents),
    DoubleNegation(DoubleNegation),
    DownloadDetails(Details),
    DownloadLanguage(FileLanguage),
    DuplicateId,
    DuplicateTitle,
    EmptyHeading,
    EmptyLink,
    External(External),
    ExternalImage,
    FakeHeading(FakeHeading),
    FileName(FileName),
    FiniteVerbs,
    Foreign(Foreign),
    GlossaryEntry,
    HandTypedAmount(Box<HandTypedAmount>),
    HeadingLevelOne,
    HeadingSkip,
    HeavyImage(HeavyImage),
    HttpAddress(HttpAddress),
    ImageAlternative(ImageAlternative),
    Impersonal(Impersonal),
    ImpossibleDate(ImpossibleDate),
    InlineList(InlineList),
    LegalAddress(LegalAddress),
    Length(Length),
    LookAlike(LookAlike),
    MailLink,
    Model(Box<Model>),
    NoBreakSpace(Spaces),
    MandatoryPages(MandatoryPages),
    Media(Media),
    MovedLink,
    NewInTitle(NewInTitle),
    NewWindow(NewWindow),
    NearDuplicate(NearDuplicate),
    Nominalisation(Nominalisation),
    OldYear(OldYear),
    NumericDate,
    OneStyle(OneStyle),
    OneTerm(OneTerm),
    PageOpening(PageOpening),
    ParallelList(ParallelList),
    Orphan,
    PassiveVoice(Box<PassiveVoice>),
    Opening(Opening),
    PastDeadline(PastDeadline),
    PhoneLink,
    Questions(Questions),
    Pattern(Patterns),
    Readability(Readability),
    Reading(ProblemKind),
    RelativeDuration(RelativeDuration),
    RepeatedLinkText(RepeatedLinkText),
    Required(Required),
    ReviewOverdue(ReviewOverdue),
    SameTarget(SameTarget),
    SecurityExpiry(SecurityExpiry),
    SentenceShare(SentenceShare),
    StaleTranslation,
    StatementAge(StatementAge),
    Subordinates(Subordinates),
    TableColumns,
    TableHeader,
    TypedList(TypedList),
    TypographicMarks(Marks),
    UndefinedAcronym(UndefinedAcronym),
    UnnumberedSteps(UnnumberedSteps),
    VerbForm(VerbForm),
    WallOfText(WallOfText),
    WordEndings(Density),
    Words(Words),
    WrongWeekday,
}

impl Check {
    /// Its kind.
    pub fn kind(&self) -> &'static Kind {
        match self {
            Self::AnnouncedChange(_) => &moments::ANNOUNCED,
            Self::BareNegation => &constructions::BARE_NEGATION,
            Self::Asides(_) => &asides::KIND,
            Self::Average(_) => &readability::AVERAGE,
            Self::BareUrl(_) => &link_texts::BARE,
            Self::Bold(_) => &bold::KIND,
            Self::BrokenInternalLink => &links::INTERNAL,
            Self::Capitals(_) => &capitals::KIND,
            Self::ComplementChain(_) => &complements::KIND,
            Self::Contradiction(contradiction) => contradiction.kind(),
            Self::Credentials => &destinations::CREDENTIALS,
            Self::Density(_) => &density::KIND,
            Self::DocumentOnly(_) => &downloads::ONLY,
            Self::DownloadDetails(_) => &downloads::DETAILS,
            Self::DownloadLanguage(_) => &downloads::LANGUAGE,
            Self::FileName(_) => &downloads::NAME,
            Self::HttpAddress(_) => &destinations::HTTP,
            Self::LegalAddress(_) => &legal_addresses::KIND,
            Self::LookAlike(_) => &destinations::LOOK_ALIKE,
            Self::MailLink => &dialled::MAIL,
            Self::MovedLink => &destinations::MOVED,
            Self::NewWindow(_) => &destinations::NEW_WINDOW,
            Self::PhoneLink => &dialled::PHONE,
            Self::SameTarget(_) => &link_texts::SAME_TARGET,
            Self::Documents(_) => &media::DOCUMENTS,
            Self::DoubleNegation(_) => &constructions::DOUBLE_NEGATION,
            Self::DuplicateId => &headings::DUPLICATE_ID,
            Self::DuplicateTitle => &titles::KIND,
            Self::EmptyHeading => &headings::EMPTY,
            Self::EmptyLink => &link_texts::EMPTY,
            Self::External(external) => external.kind(),
            Self::FakeHeading(_) => &paragraphs::FAKE_HEADING,
            Self::FiniteVerbs => &clauses::FINITE_VERBS,
            Self::Foreign(_) => &foreign::KIND,
            Self::GlossaryEntry => &glossary_entries::KIND,
            Self::HandTypedAmount(_) => &hand_typed::KIND,
            Self::HeadingLevelOne => &headings::LEVEL_ONE,
            Self::HeadingSkip => &headings::SKIP,
            Self::ExternalImage => &images::EXTERNAL,
            Self::HeavyImage(_) => &images::HEAVY,
            Self::ImageAlternative(_) => &images::KIND,
            Self::Impersonal(_) => &turns::IMPERSONAL,
            Self::ImpossibleDate(_) => &impossible_dates::IMPOSSIBLE,
            Self::InlineList(_) => &enumerations::KIND,
            Self::Length(_) => &length::KIND,
            Self::Model(model) => model.kind(),
            Self::NoBreakSpace(_) => &spaces::SPACES,
            Self::MandatoryPages(_) => &mandatory::KIND,
            Self::Media(_) => &media::MEDIA,
            Self::NewInTitle(_) => &novelty::KIND,
            Self::NearDuplicate(_) => &near_duplicates::KIND,
            Self::Nominalisation(_) => &turns::NOMINALISATION,
            Self::OldYear(_) => &moments::OLD_YEAR,
            Self::NumericDate => &numeric_dates::KIND,
            Self::OneStyle(_) => &styles::KIND,
            Self::OneTerm(_) => &one_term::KIND,
            Self::PageOpening(_) => &page_opening::KIND,
            Self::ParallelList(_) => &lists::PARALLEL,
            Self::Orphan => &orphans::KIND,
            Self::PassiveVoice(_) => &constructions::PASSIVE,
            Self::Opening(_) => &openings::KIND,
            Self::PastDeadline(_) => &deadlines::KIND,
            Self::Pattern(_) => &pattern::KIND,
            Self::Questions(_) => &questions::KIND,
            Self::Readability(_) => &readability::KIND,
            Self::SecurityExpiry(_) => &security::KIND,
            Self::StatementAge(_) => &statement::KIND,
            Self::Reading(_) => &reading::KIND,
            Self::RelativeDuration(_) => &moments::RELATIVE,
            Self::RepeatedLinkText(_) => &link_texts::REPEATED,
            Self::Required(_) => &required::KIND,
            Self::ReviewOverdue(_) => &reviews::KIND,
            Self::SentenceShare(_) => &share::KIND,
            Self::StaleTranslation => &variants::KIND,
            Self::Subordinates(_) => &clauses::SUBORDINATES,
            Self::TableHeader => &tables::KIND,
            Self::TableColumns => &tables::COLUMNS,
            Self::TypedList(_) => &paragraphs::TYPED_LIST,
            Self::TypographicMarks(_) => &spaces::MARKS,
            Self::UndefinedAcronym(_) => &acronyms::KIND,
            Self::UnnumberedSteps(_) => &lists::STEPS,
            Self::VerbForm(_) => &constructions::VERB_FORM,
            Self::WallOfText(_) => &paragraphs::WALL,
            Self::WordEndings(_) => &density::ENDINGS,
            Self::Words(_) => &words::KIND,
            Self::WrongWeekday => &impossible_dates::WEEKDAY,
        }
    }

    /// Whether what stands elsewhere than on the page counts: other pages, registries, settings. What a
    /// section says for its pages is as if each said it.
    pub fn looks_elsewhere(&self) -> bool {
        let of_page = matches!(self, Self::Model(model) if model.is_of_page());
        self.kind().elsewhere && !of_page
    }

    /// Whether it looks for words that the site lists in a registry of its own.
    pub(super) fn is_of_site(&self) -> bool {
        matches!(self, Self::Model(model) if model.is_of_former_names())
    }

    /// What it finds on one page. Word lists are not here: `phrases` looks for all of them at once.
    pub(super) fn page(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        match self {
            Self::BareNegation => constructions::check_bare(rule, view, out),
            Self::AnnouncedChange(announced) => announced.check(rule, view, out),
            Self::Asides(asides) => asides.check(rule, view, out),
            Self::Average(average) => average.check(rule, view, out),
            Self::BareUrl(bare) => bare.check(rule, view, out),
            Self::Bold(bold) => bold.check(rule, view, out),
            Self::BrokenInternalLink => links::check_internal(rule, view, out),
            Self::Capitals(capitals) => capitals.check(rule, view, out),
            Self::DoubleNegation(negation) => negation.check(rule, view, out),
            Self::ComplementChain(chain) => chain.check(rule, view, out),
            Self::Credentials => destinations::check_credentials(rule, view, out),
            Self::Density(density) | Self::WordEndings(density) => density.check(rule, view, out),
            Self::DocumentOnly(only) => only.check(rule, view, out),
            Self::DownloadDetails(details) => details.check(rule, view, out),
            Self::DownloadLanguage(language) => language.check(rule, view, out),
            Self::HttpAddress(http) => http.check(rule, view, out),
            Self::LegalAddress(legal) => legal.check(rule, view, out),
            Self::LookAlike(sites) => sites.check(rule, view, out),
            Self::MailLink => dialled::check_mail(rule, view, out),
            Self::MovedLink => destinations::check_moved(rule, view, out),
            Self::NewWindow(windows) => windows.check(rule, view, out),
            Self::PhoneLink => dialled::check_phone(rule, view, out),
            Self::SameTarget(targets) => targets.check(rule, view, out),
            Self::Documents(documents) => documents.check(rule, view, out),
            Self::DuplicateId => headings::check_ids(rule, view, out),
            Self::EmptyHeading => headings::check_empty(rule, view, out),
            Self::EmptyLink => link_texts::check_empty(rule, view, out),
            Self::FakeHeading(fake) => fake.check(rule, view, out),
            Self::FiniteVerbs => clauses::check_verbs(rule, view, out),
            Self::Foreign(foreign) => foreign.check(rule, view, out),
            Self::HeadingLevelOne => headings::check_level_one(rule, view, out),
            Self::HeadingSkip => headings::check_skip(rule, view, out),
            Self::ExternalImage => images::check_external(rule, view, out),
            Self::ImageAlternative(images) => images.check(rule, view, out),
            Self::Impersonal(impersonal) => impersonal.check(rule, view, out),
            Self::ImpossibleDate(dates) => dates.check(rule, view, out),
            Self::InlineList(list) => list.check(rule, view, out),
            Self::Length(length) => length.check(rule, view, out),
            Self::Model(model) => model.page(rule, view, out),
            Self::NoBreakSpace(spaces) => spaces.check(rule, view, out),
            Self::Media(media) => media.check(rule, view, out),
            Self::NewInTitle(novelty) => novelty.check(rule, view, out),
            Self::Nominalisation(nominal) => nominal.check(rule, view, out),
            Self::OldYear(years) => years.check(rule, view, out),
            Self::NumericDate => numeric_dates::check(rule, view, out),
            Self::OneTerm(terms) => terms.check(rule, view, out),
            Self::PageOpening(opening) => opening.check(rule, view, out),
            Self::ParallelList(list) => list.check(rule, view, out),
            Self::PassiveVoice(passive) => passive.check(rule, view, out),
            Self::Opening(opening) => opening.check(rule, view, out),
            Self::PastDeadline(deadlines) => deadlines.check(rule, view, out),
            Self::Pattern(pattern) => pattern.check(rule, view, out),
            Self::Readability(readability) => readability.check(rule, view, out),
            Self::RelativeDuration(relative) => relative.check(rule, view, out),
            Self::RepeatedLinkText(repeated) => repeated.check(rule, view, out),
            Self::Required(required) => required.check(rule, view, out),
            Self::ReviewOverdue(reviews) => reviews.check(rule, view, out),
            Self::SentenceShare(share) => share.check(rule, view, out),
            Self::StaleTranslation => variants::check(rule, view, out),
            Self::Subordinates(clauses) => clauses.check(rule, view, out),
            Self::TableHeader => tables::check(rule, view, out),
            Self::TableColumns => tables::check_columns(rule, view, out),
            Self::TypedList(lists) => lists.check(rule, view, out),
            Self::TypographicMarks(marks) => marks.check(rule, view, out),
            Self::UndefinedAcronym(acronyms) => acronyms.check(rule, view, out),
            Self::UnnumberedSteps(steps) => steps.check(rule, view, out),
            Self::VerbForm(form) => form.check(rule, view, out),
            Self::WallOfText(walls) => walls.check(rule, view, out),
            Self::WrongWeekday => impossible_dates::check_weekday(rule, view, out),
            Self::Contradiction(_)
            | Self::DuplicateTitle
            | Self::FileName(_)
            | Self::External(_)
            | Self::GlossaryEntry
            | Self::HandTypedAmount(_)
            | Self::HeavyImage(_)
            | Self::MandatoryPages(_)
            | Self::NearDuplicate(_)
            | Self::OneStyle(_)
            | Self::Orphan
            | Self::Questions(_)
            | Self::Reading(_)
            | Self::SecurityExpiry(_)
            | Self::StatementAge(_)
            | Self::Words(_) => {}
        }
    }

    /// What it finds by looking at every page.
    pub(super) fn site(&self, rule: &Rule, site: &Site, across: &Across<'_>, out: &mut Vec<Finding>) {
        match self {
            Self::DuplicateTitle => titles::check(rule, across, out),
            Self::Credentials => destinations::check_credentials_of_fields(rule, site, out),
            Self::External(external) => external.check(rule, site, out),
            Self::HttpAddress(http) => http.check_fields(rule, site, out),
            Self::LookAlike(sites) => sites.check_fields(rule, site, out),
            Self::MandatoryPages(pages) => pages.check(rule, site, out),
            Self::Questions(questions) => questions.check(rule, site, out),
            Self::Model(model) => model.site(rule, site, out),
            Self::OneStyle(styles) => styles.check(rule, site, out),
            Self::Contradiction(contradiction) => contradiction.check(rule, site, across, out),
            Self::FileName(names) => names.check(rule, site, out),
            Self::GlossaryEntry => glossary_entries::check(rule, site, out),
            Self::HandTypedAmount(amounts) => amounts.check(rule, site, across, out),
            Self::HeavyImage(heavy) => heavy.check(rule, site, out),
            Self::NearDuplicate(duplicates) => duplicates.check(rule, site, across, out),
            Self::Orphan => orphans::check(rule, site, out),
            Self::SecurityExpiry(expiry) => expiry.check(rule, site, out),
            Self::StatementAge(statement) => statement.check(rule, site, out),
            _ => {}
        }
    }
}
