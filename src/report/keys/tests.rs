//! The pages of the demonstration site, written again.

use super::*;
use crate::files::built_in;
use crate::language::Language;

#[test]
fn the_pages_of_the_demonstration_site_are_fresh() {
    let words = Words::load(Language::French);
    let site = include_str!("../../../content/aide/limpide/configuration.md");
    assert!(
        site == settings(&words, &built_in()),
        "run: limpide keys site > content/aide/limpide/configuration.md"
    );
    let pages = include_str!("../../../content/aide/limpide/cles-des-pages.md");
    assert!(pages == heads(&words), "run: limpide keys pages > content/aide/limpide/cles-des-pages.md");
    let data = include_str!("../../../content/aide/limpide/cles-des-registres.md");
    assert!(
        data == registries(&words),
        "run: limpide keys registries > content/aide/limpide/cles-des-registres.md"
    );
}

#[test]
fn every_key_has_its_row_in_both_languages() {
    for language in [Language::French, Language::English] {
        let words = Words::load(language);
        let page = settings(&words, &built_in());
        for key in PARTS.iter().flat_map(|part| part.keys) {
            assert!(page.contains(&format!("| `{}` |", key.name)), "{}", key.name);
        }
        let pages = heads(&words);
        for field in HEAD.iter().chain(MODEL.iter().map(|(field, _)| field)) {
            assert!(pages.contains(&format!("| `{}` |", field.name)), "{}", field.name);
        }
        assert!(
            pages.contains("### `documents`\n") && !pages.contains("keys.") && !page.contains("setting.")
        );
    }
}
