//! Sites, sections, and lines of lists.

use super::record::{Day, List, Made, Text};

record! {
    /// The site, as `site.toml` says it.
    Site {
        /// Its name.
        title: Text,
        /// What it is about.
        description: Option<Text>,
        /// Its address, without a final slash; empty while it is not known.
        base_url: Text,
        /// The tag of its usual language.
        language: Text,
        /// Who publishes it.
        publisher: Option<Text>,
        /// Whether search engines may list it.
        index: bool,
        /// Its name where there is little room; its title otherwise.
        short_name: Text,
        /// What stands beside its name, if it has one.
        logo: Option<Logo>,
        /// The path of the picture that browsers show beside the title of a page, for `asset`; the theme has its
        /// own otherwise.
        icon: Option<Text>,
        /// The address of what a browser reads to offer the search of the site, if there is one.
        opensearch: Option<Text>,
        /// The address of what a telephone that keeps the site reads, if there is one.
        manifest: Option<Text>,
    }

    /// The logo of the site.
    Logo {
        /// Its path, for `asset`.
        path: Text,
        /// Its width in pixels, if it is known.
        width: Option<usize>,
        /// Its height in pixels, if it is known.
        height: Option<usize>,
        /// What it says that the name does not; empty when it says nothing more.
        alt: Text,
    }

    /// A page, as lists name it.
    Card {
        /// Its title.
        title: Text,
        /// Its address, for `href`.
        url: Text,
        /// What it is about.
        description: Option<Text>,
        /// Its type: `page`, `procedure`, `guide`…
        r#type: Text,
        /// The tag of its language.
        lang: Text,
        /// What stands above `<!-- more -->` in its body, or else its description, or else its first
        /// paragraph.
        summary: Option<Text>,
        /// When it was published.
        published: Option<Day>,
    }

    /// A section, as lists name it.
    SectionLine {
        /// Its title.
        title: Text,
        /// Its address, for `href`.
        url: Text,
        /// What it is about.
        description: Option<Text>,
    }

    /// What the page of a section lists.
    Listing {
        /// The title of the section.
        title: Text,
        /// Its address, for `href`.
        url: Text,
        /// The pages that stand in it, in their order; those of this part of the list, if `pager` is there.
        pages: List<Made<Card>>,
        /// The sections that stand in it, in their order; on the first part of its list.
        children: List<Child>,
        /// Whether nothing stands in it yet, where the reader expects a list: news, or a page without a text.
        awaited: bool,
    }

    /// Where a part of a long list stands among the others.
    Pager {
        /// Its rank, from 1.
        number: usize,
        /// How many parts there are.
        total: usize,
        /// The same in words: « Page 2 sur 5 ».
        label: Text,
        /// The address of the part before it, for `href`.
        previous: Option<Text>,
        /// The address of the part after it, for `href`.
        next: Option<Text>,
        /// The address of the first part, for `href`.
        first: Text,
        /// The address of the last part, for `href`.
        last: Text,
    }

    /// A way in which pages are classed: themes, events of life, or one of the site’s own.
    Taxonomy {
        /// The key of the front matter: `themes`.
        name: Text,
        /// What it is called.
        title: Text,
        /// The address of the list of its terms, for `href`.
        url: Text,
        /// Its terms in order: on a page, those that the page is classed by.
        terms: List<Made<TermLine>>,
    }

    /// What pages are classed by, as lists name it.
    TermLine {
        /// What it is called.
        title: Text,
        /// The address where its pages are listed, for `href`.
        url: Text,
        /// What it gathers.
        description: Option<Text>,
        /// How many pages it classes.
        count: usize,
    }

    /// What the page of a term lists.
    TermListing {
        /// What the term is called.
        title: Text,
        /// The address of the first part of the list, for `href`.
        url: Text,
        /// What it gathers.
        description: Option<Text>,
        /// How many pages it classes.
        count: usize,
        /// Its pages, by title; those of this part of the list, if `pager` is there.
        pages: List<Made<Card>>,
        /// The address of its feed, for `href`, if it has one.
        feed: Option<Text>,
        /// What it is a term of.
        taxonomy: Taxonomy,
    }

    /// A section inside another, with the first of its pages.
    Child {
        /// Its title.
        title: Text,
        /// Its address, for `href`.
        url: Text,
        /// What it is about.
        description: Option<Text>,
        /// The sections that stand in it.
        sections: List<SectionLine>,
        /// Its first pages, eight at most.
        pages: List<Made<Card>>,
        /// Whether it has more pages.
        more: bool,
        /// Whether its pages are all pages of events of life.
        only_events: bool,
    }

    /// The page of an event of life, as lists name it.
    EventLine {
        /// The event, as the registry calls it.
        label: Text,
        /// The title of its page.
        title: Text,
        /// Its address, for `href`.
        url: Text,
        /// What the page is about.
        description: Option<Text>,
    }

    /// A term of the glossary.
    Term {
        /// The id that links to its definition lead to.
        id: Text,
        /// The term.
        name: Text,
        /// What an abbreviation stands for.
        expansion: Option<Text>,
        /// What it means.
        definition: Option<Text>,
    }

    /// The terms of a letter.
    Letter {
        /// An id for the letter.
        id: Text,
        /// The letter, capital; `#` for terms that start with none.
        letter: Text,
        /// Its terms, in order.
        terms: List<Term>,
    }

    /// A page that lists name, or a feed.
    IndexLine {
        /// Its title, or what is shown of it.
        title: Text,
        /// Its address, for `href`.
        url: Text,
    }

    /// The titles of a letter.
    TitleLetter {
        /// An id for the letter.
        id: Text,
        /// The letter, capital; `0-9` for titles that start with none.
        letter: Text,
        /// Where its titles are, for `href`: on the page, or on one of their own.
        url: Text,
        /// Its titles, in order, as an index has them: « Passeport (demander un) »; none where another page
        /// has them.
        lines: List<IndexLine>,
    }

    /// A page or a section in the tree of the site.
    Branch {
        /// Its title.
        title: Text,
        /// Its address, for `href`.
        url: Text,
        /// How many pages it lists, where there are too many in the site for the tree to name them; or 0.
        count: usize,
        /// What stands below it: its pages, then its sections.
        below: List<Branch>,
    }

    /// What changed in a year.
    Year {
        /// The year.
        year: Text,
        /// The page that tells it, for `href`.
        url: Text,
        /// Its months, the last first; none where another page has them.
        months: List<ChangedMonth>,
    }

    /// What changed in a month.
    ChangedMonth {
        /// The month, with its year.
        month: Text,
        /// What changed, the last first.
        lines: List<ChangedPage>,
    }

    /// A change that matters to the readers of a page.
    ChangedPage {
        /// The day.
        date: Day,
        /// The title of the page.
        title: Text,
        /// Its address, for `href`.
        url: Text,
        /// The section that it stands in.
        section: Option<Text>,
        /// What changed.
        text: Text,
    }
}
