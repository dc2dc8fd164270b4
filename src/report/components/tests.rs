//! The page of the demonstration site, written again.

use super::*;
use crate::files::built_in;
use crate::language::Language;

#[test]
fn the_page_of_the_demonstration_site_is_fresh() {
    let tree = built_in();
    let mut problems = Vec::new();
    let known = Components::read(&tree.sources, &tree.theme_texts, "limpide", &[], &mut problems);
    assert!(problems.is_empty(), "{problems:?}");
    let written = include_str!("../../../content/aide/limpide/arguments-des-composants.md");
    let page = components(&known, &Words::load(Language::French));
    assert!(
        written == page,
        "run: limpide theme components > content/aide/limpide/arguments-des-composants.md"
    );
}
