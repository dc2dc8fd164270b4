//! The kinds of check. A kind is code; the words, the thresholds and the severities are in rule
//! files. Each file holds one kind, or a few that look at the same things, with what it says of itself.

mod acronyms;
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
mod enumerations;
mod external;
mod foreign;
mod glossary_entries;
mod hand_typed;
mod headings;
mod images;
mod kind;
mod known;
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
mod novelty;
mod numeric_dates;
mod one_term;
mod openings;
mod orphans;
mod page_opening;
mod paragraphs;
mod pattern;
mod questions;
mod readability;
mod required;
mod reviews;
mod share;
mod spaces;
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
mod words;

use std::ops::Range;

use std::cell::OnceCell;

use crate::data::Fields;
use crate::document::{Block, Link};
use crate::finding::{Finding, ProblemKind, Severity};
use crate::language::Language;
use crate::language::analysis::{Analysis, Sentence};
use crate::site::{Page, Site};
use crate::source::Span;

use super::rule::Rule;
use super::scope::Passage;

use kind::required_choice;

pub use acronyms::UndefinedAcronym;
pub use asides::Asides;
pub use bold::Bold;
pub use capitals::Capitals;
pub use clauses::Subordinates;
pub use complements::ComplementChain;
pub use constructions::{DoubleNegation, PassiveVoice, VerbForm};
pub use contradictions::Contradiction;
pub use deadlines::PastDeadline;
pub use density::Density;
pub use enumerations::InlineList;
pub use external::External;
pub use foreign::Foreign;
pub use hand_typed::HandTypedAmount;
pub use images::ImageAlternative;
pub(in crate::lint) use kind::SHOWN;
pub use kind::{Case, Form, Kind, Needed, Param};
pub(in crate::lint) use known::Known;
pub use length::Length;
pub use link_texts::{BareUrl, RepeatedLinkText};
pub use lists::{ParallelList, UnnumberedSteps};
pub use mandatory::MandatoryPages;
pub use media::{Documents, Media};
pub use model::Model;
pub use moments::{AnnouncedChange, OldYear, RelativeDuration};
pub use near_duplicates::NearDuplicate;
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
pub use share::SentenceShare;
pub use spaces::{Marks, Spaces};
pub use styles::OneStyle;
pub use turns::{Impersonal, Nominalisation};
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
    Density(Density),
    Documents(Documents),
    DoubleNegation(DoubleNegation),
    DuplicateId,
    DuplicateTitle,
    EmptyHeading,
    EmptyLink,
    External(External),
    FakeHeading(FakeHeading),
    FiniteVerbs,
    Foreign(Foreign),
    GlossaryEntry,
    HandTypedAmount(Box<HandTypedAmount>),
    HeadingLevelOne,
    HeadingSkip,
    ImageAlternative(ImageAlternative),
    Impersonal(Impersonal),
    InlineList(InlineList),
    Length(Length),
    Model(Box<Model>),
    NoBreakSpace(Spaces),
    MandatoryPages(MandatoryPages),
    Media(Media),
    NewInTitle(NewInTitle),
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
    Questions(Questions),
    Pattern(Patterns),
    Readability(Readability),
    Reading(ProblemKind),
    RelativeDuration(RelativeDuration),
    RepeatedLinkText(RepeatedLinkText),
    Required(Required),
    ReviewOverdue(ReviewOverdue),
    SentenceShare(SentenceShare),
    StaleTranslation,
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
}

impl Kind {
    /// Every kind: those of words first, then of texts, headings, images, tables, links and pages.
    pub const ALL: [&'static Self; 96] = [
        &WORDS,
        &pattern::KIND,
        &density::KIND,
        &density::ENDINGS,
        &one_term::KIND,
        &required::KIND,
        &length::KIND,
        &readability::KIND,
        &constructions::PASSIVE,
        &share::KIND,
        &constructions::VERB_FORM,
        &constructions::DOUBLE_NEGATION,
        &constructions::BARE_NEGATION,
        &turns::IMPERSONAL,
        &turns::NOMINALISATION,
        &readability::AVERAGE,
        &clauses::SUBORDINATES,
        &clauses::FINITE_VERBS,
        &asides::KIND,
        &complements::KIND,
        &enumerations::KIND,
        &openings::KIND,
        &acronyms::KIND,
        &capitals::KIND,
        &spaces::SPACES,
        &spaces::MARKS,
        &numeric_dates::KIND,
        &styles::KIND,
        &paragraphs::FAKE_HEADING,
        &paragraphs::TYPED_LIST,
        &paragraphs::WALL,
        &lists::PARALLEL,
        &lists::STEPS,
        &bold::KIND,
        &page_opening::KIND,
        &foreign::KIND,
        &headings::SKIP,
        &headings::LEVEL_ONE,
        &headings::EMPTY,
        &headings::DUPLICATE_ID,
        &images::KIND,
        &tables::KIND,
        &tables::COLUMNS,
        &media::MEDIA,
        &media::DOCUMENTS,
        &link_texts::EMPTY,
        &link_texts::BARE,
        &link_texts::REPEATED,
        &links::INTERNAL,
        &external::BROKEN,
        &external::UNSURE,
        &external::MOVED,
        &external::INSECURE,
        &external::SOFT,
        &external::ANCHOR,
        &titles::KIND,
        &questions::KIND,
        &mandatory::KIND,
        &contradictions::AMOUNT,
        &contradictions::CONTACT,
        &contradictions::DELAY,
        &hand_typed::KIND,
        &near_duplicates::KIND,
        &variants::KIND,
        &orphans::KIND,
        &glossary_entries::KIND,
        &reviews::KIND,
        &deadlines::KIND,
        &moments::RELATIVE,
        &moments::ANNOUNCED,
        &moments::OLD_YEAR,
        &novelty::KIND,
        model::KINDS[0],
        model::KINDS[1],
        model::KINDS[2],
        model::KINDS[3],
        model::KINDS[4],
        model::KINDS[5],
        model::KINDS[6],
        model::KINDS[7],
        model::KINDS[8],
        model::KINDS[9],
        model::KINDS[10],
        model::KINDS[11],
        model::KINDS[12],
        model::KINDS[13],
        model::KINDS[14],
        model::KINDS[15],
        model::KINDS[16],
        model::KINDS[17],
        model::KINDS[18],
        model::KINDS[19],
        model::KINDS[20],
        model::KINDS[21],
        model::KINDS[22],
        &READING,
    ];
}

/// The kind `words`.
const WORDS: Kind = Kind {
    scoped: true,
    params: &[
        Param::required("words", Form::Entries(&ENTRY), "param.words"),
        Param {
            name: "variants",
            about: "param.words-variants",
            form: Form::Bool,
            needed: Needed::Else("true"),
        },
        Param::switch("whole", "param.words-whole"),
        Param::switch("quoted", "param.words-quoted"),
        Param::optional("except", Form::Texts, "param.words-except"),
        Param::optional("except-after", Form::Texts, "param.words-except-after"),
        Param::optional("except-before", Form::Texts, "param.words-except-before"),
    ],
    read: |fields, place| Words::read(fields, place).map(Check::Words),
    ..Kind::new(
        "words",
        "kind.words",
        &[Case { usual: &["lint.usual-use", "lint.usual-avoid"], ..Case::only(&["found", "use"]) }],
    )
};

/// The keys of an entry of a list of words.
const ENTRY: [Param; 9] = [
    Param::required("find", Form::Texts, "param.entry-find"),
    Param::optional("use", Form::Texts, "param.entry-use"),
    Param::optional("advice", Form::Words, "param.entry-advice"),
    Param::optional("severity", Form::Choice(&Severity::WORDS), "param.entry-severity"),
    Param::switch("legal-term", "param.entry-legal-term"),
    Param::optional("define", Form::Words, "param.entry-define"),
    Param::switch("case", "param.entry-case"),
    Param::optional("except", Form::Texts, "param.entry-except"),
    Param::optional("fix", Form::Choice(&["safe", "suggested", "none"]), "param.entry-fix"),
];

/// The kind `reading`.
const READING: Kind = Kind {
    examples_optional: true,
    params: &[Param::required("problem", Form::Choice(&PROBLEMS), "param.reading-problem")],
    read: read_reading,
    ..Kind::new("reading", "kind.reading", &[])
};

/// The names of the problems of `reading`.
const PROBLEMS: [&str; ProblemKind::ALL.len()] = {
    let mut names = [""; ProblemKind::ALL.len()];
    let mut at = 0;
    while at < names.len() {
        // What follows `reading/`.
        names[at] = ProblemKind::ALL[at].rule().split_at("reading/".len()).1;
        at += 1;
    }
    names
};

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
            Self::Density(_) => &density::KIND,
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
            Self::ImageAlternative(_) => &images::KIND,
            Self::Impersonal(_) => &turns::IMPERSONAL,
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
            Self::Reading(_) => &READING,
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
            Self::Words(_) => &WORDS,
        }
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
            Self::Density(density) | Self::WordEndings(density) => density.check(rule, view, out),
            Self::Documents(documents) => documents.check(rule, view, out),
            Self::DuplicateId => headings::check_ids(rule, view, out),
            Self::EmptyHeading => headings::check_empty(rule, view, out),
            Self::EmptyLink => link_texts::check_empty(rule, view, out),
            Self::FakeHeading(fake) => fake.check(rule, view, out),
            Self::FiniteVerbs => clauses::check_verbs(rule, view, out),
            Self::Foreign(foreign) => foreign.check(rule, view, out),
            Self::HeadingLevelOne => headings::check_level_one(rule, view, out),
            Self::HeadingSkip => headings::check_skip(rule, view, out),
            Self::ImageAlternative(images) => images.check(rule, view, out),
            Self::Impersonal(impersonal) => impersonal.check(rule, view, out),
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
            Self::Contradiction(_)
            | Self::DuplicateTitle
            | Self::External(_)
            | Self::GlossaryEntry
            | Self::HandTypedAmount(_)
            | Self::MandatoryPages(_)
            | Self::NearDuplicate(_)
            | Self::OneStyle(_)
            | Self::Orphan
            | Self::Questions(_)
            | Self::Reading(_)
            | Self::Words(_) => {}
        }
    }

    /// What it finds by looking at every page.
    pub(super) fn site(&self, rule: &Rule, site: &Site, out: &mut Vec<Finding>) {
        match self {
            Self::DuplicateTitle => titles::check(rule, site, out),
            Self::External(external) => external.check(rule, site, out),
            Self::MandatoryPages(pages) => pages.check(rule, site, out),
            Self::Questions(questions) => questions.check(rule, site, out),
            Self::Model(model) => model.site(rule, site, out),
            Self::OneStyle(styles) => styles.check(rule, site, out),
            Self::Contradiction(contradiction) => contradiction.check(rule, site, out),
            Self::GlossaryEntry => glossary_entries::check(rule, site, out),
            Self::HandTypedAmount(amounts) => amounts.check(rule, site, out),
            Self::NearDuplicate(duplicates) => duplicates.check(rule, site, out),
            Self::Orphan => orphans::check(rule, site, out),
            _ => {}
        }
    }
}

/// What page checks look at. What several of them need is made once.
pub(super) struct View<'a> {
    pub(super) site: &'a Site,
    pub(super) page: &'a Page,
    pub(super) language: Option<Language>,
    pub(super) passages: Vec<Passage<'a>>,
    known: &'a Known,
    words: OnceCell<Vec<usize>>,
    ranks: OnceCell<Vec<Option<usize>>>,
}

impl<'a> View<'a> {
    pub(super) fn new(site: &'a Site, page: &'a Page, passages: Vec<Passage<'a>>, known: &'a Known) -> Self {
        Self {
            site,
            page,
            language: page.language(),
            passages,
            known,
            words: OnceCell::new(),
            ranks: OnceCell::new(),
        }
    }

    /// The passage made of the block of a rank; none for code and for what is quoted.
    fn passage_of(&self, block: usize) -> Option<&Passage<'a>> {
        let ranks = self.ranks.get_or_init(|| {
            let mut ranks = vec![None; self.page.document.blocks.len()];
            for (rank, passage) in self.passages.iter().enumerate() {
                if let Some(slot) = passage.block().and_then(|block| ranks.get_mut(block)) {
                    *slot = Some(rank);
                }
            }
            ranks
        });
        self.passages.get(ranks.get(block).copied().flatten()?)
    }

    /// The words of the block of a rank; 0 for code and for what is quoted.
    fn words_of(&self, rank: usize) -> usize {
        let counts = self.words.get_or_init(|| {
            let mut counts = vec![0; self.page.document.blocks.len()];
            for passage in &self.passages {
                if let Some(count) = passage.block().and_then(|rank| counts.get_mut(rank)) {
                    *count = passage.words();
                }
            }
            counts
        });
        counts.get(rank).copied().unwrap_or(0)
    }

    /// Whether a reader meets this page: the calendar says nothing of an unpublished draft.
    pub(super) fn is_published(&self) -> bool {
        self.site.is_published(self.page)
    }

    /// Where to say what is wrong with the page as a whole: its title.
    fn head(&self) -> Span {
        let document = &self.page.document;
        let start = Span::new(document.source, document.body, document.body);
        document.front.title.as_ref().map_or(start, |title| title.span)
    }

    /// The page’s own blocks, in order: neither quotations nor code.
    fn blocks(&self) -> impl Iterator<Item = &'a Block> + use<'a> {
        self.ranked_blocks().map(|(_, block)| block)
    }

    /// The same, each with its rank in the document.
    fn ranked_blocks(&self) -> impl Iterator<Item = (usize, &'a Block)> + use<'a> {
        use crate::document::BlockKind;
        let blocks = self.page.document.blocks.iter().enumerate();
        blocks.filter(|(_, block)| !block.quoted && block.kind != BlockKind::Code)
    }

    /// The sentences that a rule looks at, in order, each with its passage.
    fn sentences<'v>(
        &'v self,
        rule: &'v Rule,
    ) -> impl Iterator<Item = (&'v Passage<'a>, Sentence<'v>)> + use<'v, 'a> {
        let wanted = self.passages.iter().filter(|passage| rule.scope.contains(&passage.scope()));
        wanted.flat_map(|passage| {
            let sentences = passage.analysis().into_iter().flat_map(Analysis::sentences);
            sentences.map(move |sentence| (passage, sentence))
        })
    }

    /// Whether a rule looks at the text at `range`: a link has a scope of its own.
    fn is_looked_at(rule: &Rule, passage: &Passage<'_>, range: &Range<usize>) -> bool {
        passage.scope_at(range).is_some_and(|scope| rule.scope.contains(&scope))
    }

    /// The page’s own links, in order, each with the block it stands in.
    fn links(&self) -> impl Iterator<Item = (&'a Link, &'a Block)> + use<'a> {
        let document = &self.page.document;
        document.links.iter().filter_map(|link| {
            let block = document.blocks.get(link.block).filter(|block| !block.quoted)?;
            Some((link, block))
        })
    }
}

/// The only parameter of `reading`: which problem it is about.
fn read_reading(fields: &mut Fields, place: Span) -> Option<Check> {
    let mut choices = [("", ProblemKind::Syntax); PROBLEMS.len()];
    for (choice, named) in choices.iter_mut().zip(PROBLEMS.into_iter().zip(ProblemKind::ALL)) {
        *choice = named;
    }
    required_choice(fields, "problem", &choices, place).map(Check::Reading)
}
