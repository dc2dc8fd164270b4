//! The table of the kinds of check.

use super::*;

/// Those of words first, then of texts, headings, images, tables, links and pages.
const OF_TEXTS_AND_PAGES: &[&Kind] = &[
    &words::KIND,
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
    &images::EXTERNAL,
    &images::HEAVY,
    &tables::KIND,
    &tables::COLUMNS,
    &media::MEDIA,
    &media::DOCUMENTS,
    &link_texts::EMPTY,
    &link_texts::BARE,
    &link_texts::REPEATED,
    &link_texts::SAME_TARGET,
    &destinations::HTTP,
    &destinations::CREDENTIALS,
    &destinations::LOOK_ALIKE,
    &destinations::NEW_WINDOW,
    &destinations::MOVED,
    &downloads::DETAILS,
    &downloads::LANGUAGE,
    &downloads::ONLY,
    &downloads::NAME,
    &dialled::PHONE,
    &dialled::MAIL,
    &legal_addresses::KIND,
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
    &impossible_dates::IMPOSSIBLE,
    &impossible_dates::WEEKDAY,
    &novelty::KIND,
    &security::KIND,
    &statement::KIND,
];

const COUNT: usize = OF_TEXTS_AND_PAGES.len() + model::KINDS.len() + 1;

impl Kind {
    /// Every kind: of words, texts and pages, then of the procedure model, and `reading` last.
    pub const ALL: [&'static Self; COUNT] = {
        let mut all = [&reading::KIND; COUNT];
        let mut at = 0;
        while at < COUNT - 1 {
            let model = at.checked_sub(OF_TEXTS_AND_PAGES.len());
            all[at] = match model {
                Some(rank) => model::KINDS[rank],
                None => OF_TEXTS_AND_PAGES[at],
            };
            at += 1;
        }
        all
    };
}
