//! Code blocks, coloured by classes. The theme's stylesheet gives the colours; a page carries no
//! inline style.

use std::sync::LazyLock;

use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::SyntaxSet;
use syntect::util::LinesWithEndings;

/// Loaded by the first page that shows code in a language: it costs some milliseconds and megabytes.
static GRAMMARS: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// The classes start with `c-`, so that none of them is one of the theme's.
const STYLE: ClassStyle = ClassStyle::SpacedPrefixed { prefix: "c-" };

/// The HTML of `code` in a language named as after a fence (`rust`, `sh`, `yaml`…); none for a
/// language that is not known.
pub(super) fn html(code: &str, language: &str) -> Option<String> {
    let syntax = GRAMMARS.find_syntax_by_token(language)?;
    let mut generator = ClassedHTMLGenerator::new_with_class_style(syntax, &GRAMMARS, STYLE);
    for line in LinesWithEndings::from(code) {
        generator.parse_html_for_line_which_includes_newline(line).ok()?;
    }
    Some(generator.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_language_is_coloured_by_classes() {
        let html = html("fn main() {}\n", "rust").unwrap();
        assert!(html.contains(r#"<span class="c-storage c-type c-function c-rust">fn</span>"#), "{html}");
        assert!(!html.contains("style="));
    }

    #[test]
    fn an_unknown_language_is_left_alone() {
        assert_eq!(html("x", "langue-des-oiseaux"), None);
    }
}
