//! Sites, sections, and lines of lists.

use super::record::{List, Made, Text};

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
        /// The pages that stand in it, in their order.
        pages: List<Made<Card>>,
        /// The sections that stand in it, in their order.
        children: List<Child>,
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
}
