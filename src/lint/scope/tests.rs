use super::*;
use crate::lint::{load, run, self_test};
use crate::site::Facts;
use crate::source::Tree;

const RULE: &str = r#"
title: {fr: Mot, en: Word}
criterion: understandable
check: words
severity: warning
scope: [SCOPE]
message: {fr: "« {found} »", en: "“{found}”"}
why: {fr: Parce que, en: Because}
params: {words: [usager, mairie]}
examples:
  - {bad: xyz, marks: [xyz]}
  - {good: abc}
"#;

/// Where a rule of this scope finds something: the page, the place, the text there.
fn found(scope: &str, pages: &[(&str, &str)]) -> Vec<String> {
    let mut tree = Tree::default();
    let config = "[site]\nlanguages = [\"en\"]\n";
    tree.config = Some(tree.sources.add(Source::new("site.toml", config.into())));
    for (path, text) in pages {
        let source = tree.sources.add(Source::new(format!("content/{path}"), text.as_bytes().to_vec()));
        tree.pages.push(((*path).to_owned(), source));
    }
    let rule = RULE.replace("SCOPE", scope);
    let source = tree.sources.add(Source::new("lints/a/b.yaml", rule.into_bytes()));
    tree.lints.rules.push(("a/b".to_owned(), source));
    let files = std::mem::take(&mut tree.lints);
    let site = Site::build(tree, Facts::on(self_test::TODAY));
    let rules = load(&site, &files);
    assert!(rules.problems.is_empty(), "{:?}", rules.problems);
    let ours = run(&site, &rules).into_iter().filter(|finding| finding.rule.as_str() == "a/b");
    ours.map(|finding| {
        let path = site.sources.get(finding.span.source).path();
        format!("{}:{}: {}", &path[8..], finding.span.start, site.sources.slice(finding.span))
    })
    .collect()
}

const PAGE: &str = "---
title: L’usager et la mairie
description: >-
  L’usager
  paie.
type: procedure
authority: mairie
audience: [usager]
documents:
  - name: usager
    for: usager
  - \"Acte de l’\\u0075sager\"
  - mairie
steps:
  - {title: Aller en mairie, url: mairie}
not_applicable: {silence: 'L''usager n''attend rien'}
---

L’usager va à la [mairie](mairie.md).

![La mairie](images/mairie.png)

[mairie]: https://exemple.fr/mairie
";

#[test]
fn each_scope_looks_at_its_own() {
    let table: &[(&str, &[&str])] = &[
        ("prose", &["usager"]),
        ("link-text", &["mairie"]),
        ("image-text", &["mairie"]),
        ("title", &["usager", "mairie"]),
        ("description", &["usager"]),
        ("front-matter", &["usager", "mairie", "usager", "usager", "\\u0075sager", "mairie", "usager"]),
        ("link-target", &["mairie", "mairie"]),
        ("prose, description", &["usager", "usager"]),
    ];
    for (scope, expected) in table {
        let found = found(scope, &[("page.md", PAGE)]);
        let texts: Vec<&str> = found.iter().filter_map(|line| line.rsplit(": ").next()).collect();
        assert_eq!(texts, *expected, "{scope}: {found:#?}");
    }
}

#[test]
fn what_a_section_gives_is_found_in_its_page_alone() {
    let section = "---\ntitle: Section\ndefaults:\n  redress: Écrivez à la mairie du lieu\n---\n";
    let page = "---\ntitle: Page\n---\n\ntexte\n";
    let pages = [("s/_index.md", section), ("s/a.md", page), ("s/b.md", page)];
    assert_eq!(found("front-matter", &pages), ["s/_index.md:55: mairie"]);
}

#[test]
fn names_of_files_are_placed_at_their_start() {
    let page = "---\ntitle: Page\n---\n\ntexte\n";
    let pages = [("mairie/_index.md", page), ("usager.md", page), ("usager.en.md", page), ("autre.md", page)];
    assert_eq!(found("file-name", &pages), ["mairie/_index.md:0: ", "usager.en.md:0: ", "usager.md:0: "]);
}

#[test]
fn an_address_used_by_many_links_is_looked_at_once() {
    let page = "---\ntitle: Page\n---\n\n[a][x], [b][x]\n\n[x]: /mairie/\n";
    assert_eq!(found("link-target", &[("page.md", page)]), ["page.md:43: mairie"]);
}

#[test]
fn all_is_what_people_read_and_neither_files_nor_addresses() {
    let page = "---\ntitle: La mairie\ndescription: La mairie\n---\n\n## La mairie\n\nLa mairie, [la mairie](mairie.md).\n\n\
                - ![la mairie](mairie.png)\n\n> La mairie\n";
    let places = found("all", &[("mairie.md", page)]);
    assert_eq!(places.len(), 6, "{places:#?}");
    assert!(places.iter().all(|place| place.ends_with(": mairie")), "{places:#?}");
}
