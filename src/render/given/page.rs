//! A page, and what stands around it.

use super::legal::LegalPart;
use super::lists::{
    Branch, Card, EventLine, IndexLine, Letter, Listing, Pager, SectionLine, Site, Taxonomy, Term,
    TermListing, TitleLetter, Year,
};
use super::procedure::{Procedure, Stop};
use super::record::{Day, Free, List, Made, Markup, Spoken, Text};

record! {
    /// What a page’s template receives.
    Context {
        /// The page.
        page: Page,
        /// What the page lists, if it is the page of a section.
        section: Option<Made<Listing>>,
        /// The list of terms, if the page is that of a taxonomy.
        taxonomy: Option<Taxonomy>,
        /// What the page lists, if it is the page of a term.
        term: Option<TermListing>,
        /// Which part of a long list the page shows, if its list is parted.
        pager: Option<Pager>,
        /// The words of the interface, in the language of the page.
        words: Spoken,
        /// The sections of the home page, for the main navigation.
        nav: Made<List<SectionLine>>,
        /// The address of the home page in this language.
        home: Made<Text>,
        /// The day the site was built.
        today: Made<Day>,
        /// The pages of events of life in this language.
        life_events: Made<List<EventLine>>,
        /// The feeds of what has changed that follow the page: that of its language, then those of the
        /// sections that hold it.
        feeds: List<IndexLine>,
        /// The pages that lead to all others in this language, those that the site has: what has changed,
        /// the list from A to Z, the site map.
        indexes: Made<List<IndexLine>>,
        /// What pages are classed by in this language, with all the terms of each; without what a section of
        /// the site stands for.
        taxonomies: Made<List<Taxonomy>>,
        /// On the list from A to Z: the titles, by letter.
        letters: List<TitleLetter>,
        /// On the site map: the pages and the sections of the root, with what stands below them.
        tree: List<Branch>,
        /// On the page of what has changed: the years, the last first.
        years: List<Year>,
        /// The pages that the law asks, in this language, as the foot of a page names them; the first says how
        /// accessible the site is.
        legal: Made<List<IndexLine>>,
        /// On a page that the law asks: what it says, in its order.
        parts: List<LegalPart>,
        /// Where the pages of this language are searched, if they are.
        search: Option<Made<Search>>,
        /// What is to be told above the page for a time, the most urgent first.
        notices: List<Notice>,
    }

    /// Where the pages of a language are searched.
    Search {
        /// The address of the page to search them, whose form sends `q`, for `href` and `action`.
        url: Text,
        /// The address of the index, for its script.
        index: Text,
    }

    /// What is the same for every page.
    Globals {
        /// The site.
        site: Site,
        /// The options that the theme declares in `theme.toml`, with the values of the site. A `-` in
        /// a name is a `_` here.
        options: Free,
        /// The whole glossary, by letter.
        glossary: List<Letter>,
    }

    /// Where readers say whether a page served them. Each is an address for `href`.
    Feedback {
        /// « Je donne mon avis », on the page of a procedure that has a form there.
        opinion: Option<Text>,
        /// Whether the page was useful.
        useful: Option<Text>,
        /// What is wrong on the page.
        problem: Option<Text>,
    }

    /// A page. Every field is always there, empty when there is nothing.
    Page {
        /// Its title.
        title: Text,
        /// What it is about, in one sentence.
        description: Option<Text>,
        /// Its address, for `href`.
        url: Text,
        /// Its whole address; empty while the site does not know its own.
        permalink: Text,
        /// The address of its text as Markdown, where the site publishes it.
        markdown: Option<Text>,
        /// The tag of its language.
        lang: Text,
        /// Its type: `page`, `procedure`, `guide`, `question`, `life-event`, `office`, `news`, `tool`
        /// or `dataset`.
        r#type: Text,
        /// The way from the home page down to it, without itself.
        breadcrumb: List<Crumb>,
        /// The address of the section of the home page that holds it; empty on the home page.
        top: Text,
        /// Its headings, in order.
        toc: List<Heading>,
        /// Its whole body, with the definitions of the terms it uses.
        content: Markup,
        /// Its body alone.
        body: Markup,
        /// The body up to the first heading of level 2.
        intro: Markup,
        /// The body from there on.
        rest: Markup,
        /// The definitions of the terms it uses.
        explained: Markup,
        /// The same terms, as values.
        terms: List<Term>,
        /// When it was last verified.
        reviewed: Option<Day>,
        /// The month in which it is to be verified again.
        next_review: Option<Day>,
        /// Whether that day is past.
        overdue: bool,
        /// When it was published.
        published: Option<Day>,
        /// When it last changed.
        updated: Option<Day>,
        /// What says so: `front-matter` or `git`.
        updated_by: Option<Text>,
        /// Who answers for it.
        owner: Option<Text>,
        /// The days on which it holds, if it says them.
        validity: Option<Validity>,
        /// Whether lists name it: it holds on the day of the build.
        listed: bool,
        /// What is answered in short: cost, time, for whom, where, who decides.
        facts: List<Fact>,
        /// What the front matter answers, as typed records.
        procedure: Made<Procedure>,
        /// The pages of procedures that it names.
        procedures: List<Stop>,
        /// JSON-LD, for a `script` of type `application/ld+json`.
        linked_data: Markup,
        /// The same page in other languages.
        translations: List<Translation>,
        /// The pages of the section that it stands in, in order, itself among them; none for the page of a section.
        siblings: Made<List<Made<Card>>>,
        /// The page before it in its section.
        previous: Option<Made<Card>>,
        /// The page after it in its section.
        next: Option<Made<Card>>,
        /// What it is classed by.
        taxonomies: List<Taxonomy>,
        /// The pages that go with it, five at most: those classed as it is, those it leads to, those that lead
        /// to it.
        related: List<Made<Card>>,
        /// How many minutes it takes to read, at 200 words a minute.
        reading_minutes: usize,
        /// Where readers say whether the page served them, if the site asks.
        feedback: Option<Feedback>,
        /// The free fields under `extra`, as typed.
        extra: Free,
    }

    /// A page above another.
    Crumb {
        /// The title of the section.
        title: Text,
        /// Its address, for `href`.
        url: Text,
    }

    /// A page in another language.
    Translation {
        /// The tag of the language.
        lang: Text,
        /// The language, in itself.
        name: Text,
        /// The title of the page.
        title: Text,
        /// Its address, for `href`.
        url: Text,
        /// Its whole address; empty while the site does not know its own.
        permalink: Text,
        /// Whether it is to be found: neither over nor to come on the day of the build.
        listed: bool,
    }

    /// A heading of a page.
    Heading {
        /// Its id: a link leads to `#id`.
        id: Text,
        /// Its words.
        text: Text,
        /// From 2 to 6.
        level: usize,
    }

    /// A line of the short box.
    Fact {
        /// `cost`, `deadlines`, `audience`, `channels` or `authority`.
        key: Text,
        /// Its name, in the language of the page.
        label: Text,
        /// What is answered.
        values: List<FactLine>,
    }

    /// An answer in short.
    FactLine {
        /// In words.
        text: Text,
        /// Where more is said.
        url: Option<Text>,
        /// The readers it is for, by their numbers among `procedure.choices`: `1 3`; empty: everybody.
        cases: Text,
    }

    /// What is told above pages for a time.
    Notice {
        /// An id for its title.
        id: Text,
        /// How urgent it is: `info`, `warning` or `urgent`.
        level: Text,
        /// The same, in words.
        level_label: Text,
        /// Its title.
        title: Option<Text>,
        /// What it says.
        text: Text,
        /// Where more is said.
        url: Option<Text>,
        /// Its last day, as `2026-01-12`.
        until: Option<Text>,
        /// The tag of its language, where it is not that of the page.
        lang: Option<Text>,
    }

    /// The days on which a page holds.
    Validity {
        /// The first day.
        from: Option<Day>,
        /// The last day before it, as `2026-01-12`.
        eve: Option<Text>,
        /// The last day.
        until: Option<Day>,
        /// Where the day of the build stands: `before`, `during` or `after`.
        state: Text,
    }
}
