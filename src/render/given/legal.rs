//! What the pages that the law asks say.

use super::record::{List, Text};

record! {
    /// A part of a page that the law asks.
    LegalPart {
        /// Its address on the page; empty for what stands before the first title.
        id: Text,
        /// Its title; empty for what stands before the first one.
        title: Text,
        /// The tag of the language of its title, when it is not that of the page.
        lang: Option<Text>,
        /// It stands under the part before it, as a smaller one.
        inside: bool,
        /// Its sentences.
        texts: List<Text>,
        /// Its lines.
        lines: List<LegalLine>,
    }

    /// A line of a page that the law asks.
    LegalLine {
        /// What it is, if it does not go without saying.
        label: Option<Text>,
        /// What is read.
        text: Text,
        /// Where it leads, for `href`.
        url: Option<Text>,
        /// The tag of its language, when it is not that of the page.
        lang: Option<Text>,
    }
}
