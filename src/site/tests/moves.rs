//! What is written when files move, in the ways that pages are typed.

use std::collections::BTreeMap;

use super::*;

/// The texts of pages once files moved.
fn moved(files: &[(&str, &str)], moves: &[(&str, &str)]) -> Vec<String> {
    let site = site(files);
    let moves: BTreeMap<String, String> =
        moves.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect();
    let mut edits = site.moves(&moves);
    edits.sort_by_key(|edit| edit.span);
    let mut texts: Vec<String> = files.iter().map(|(_, text)| (*text).to_owned()).collect();
    for edit in edits.iter().rev() {
        let path = site.sources.get(edit.span.source).path();
        let rank = files.iter().position(|(file, _)| *file == path).unwrap();
        texts[rank].replace_range(edit.span.range(), &edit.text);
    }
    texts
}

/// A front matter, once its page is moved from `/a/`.
fn front(typed: &str) -> String {
    let text = format!("---\n{typed}\n---\nTexte.\n");
    let after = moved(&[("content/a.md", &text)], &[("a.md", "b.md")]).remove(0);
    after.strip_prefix("---\n").unwrap().strip_suffix("\n---\nTexte.\n").unwrap().to_owned()
}

#[test]
fn a_key_that_is_left_empty_is_filled() {
    assert_eq!(front("title: A\naliases: []"), "title: A\naliases: [/a/]");
    assert_eq!(front("aliases: [ ] # rien\ntitle: A"), "aliases: [/a/] # rien\ntitle: A");
    assert_eq!(front("aliases:\ntitle: A"), "aliases: [/a/]\ntitle: A");
    assert_eq!(front("aliases: # rien\ntitle: A"), "aliases: [/a/] # rien\ntitle: A");
    assert_eq!(front("title: A\naliases: ~"), "title: A\naliases: [/a/]");
    assert_eq!(front("title: A\naliases: null"), "title: A\naliases: [/a/]");
    assert_eq!(front("title: A\n\"aliases\":"), "title: A\n\"aliases\": [/a/]");
}

#[test]
fn a_list_stays_the_kind_of_list_that_it_is() {
    assert_eq!(front("title: A"), "title: A\naliases:\n  - /a/");
    assert_eq!(front("title: A\naliases: /x/"), "title: A\naliases: [/x/, /a/]");
    assert_eq!(front("title: A\naliases: [/x/]"), "title: A\naliases: [/x/, /a/]");
    assert_eq!(front("aliases:\n- /x/ # 2020\ntitle: A"), "aliases:\n- /x/ # 2020\n- /a/\ntitle: A");
    assert_eq!(
        front("aliases: [\n  /x/,\n  /y/\n]\ntitle: A"),
        "aliases: [\n  /x/,\n  /y/, /a/\n]\ntitle: A"
    );
    assert_eq!(
        front("aliases:\n  [/x/,\n  \"/y/\",]\ntitle: A"),
        "aliases:\n  [/x/,\n  \"/y/\", /a/,]\ntitle: A"
    );
    // The page goes back to where it was.
    assert_eq!(front("title: A\naliases: [/x/, /b/]"), "title: A\naliases: [/x/, /a/]");
}

#[test]
fn a_front_matter_between_braces_stays_one() {
    assert_eq!(front("{title: A, description: y}"), "{title: A, description: y, aliases: [/a/]}");
    assert_eq!(front("# Ici\n{\n  title: A,\n}"), "# Ici\n{\n  title: A,aliases: [/a/]\n}");
    assert_eq!(front("{title: A, aliases: []}"), "{title: A, aliases: [/a/]}");
}

#[test]
fn what_cannot_be_written_without_harm_is_not() {
    for typed in ["{title: A # fin }\n}", "title: A\naliases: &x [/x/]", "title: A\naliases:\n  -"] {
        let after = front(typed);
        let page = format!("---\n{after}\n---\n");
        let site = site(&[("content/b.md", &page)]);
        assert!(after == typed || site.problems.is_empty(), "{after}: {:?}", site.problems);
    }
    assert_eq!(front("{title: A # fin }\n}"), "{title: A # fin }\n}");
}

#[test]
fn pages_that_take_each_other_s_places_get_no_alias() {
    let (a, b) = ("---\ntitle: A\n---\n[b](b.md)\n", "---\ntitle: B\n---\n[a](a.md)\n");
    let files = [("content/a.md", a), ("content/b.md", b)];
    let after = moved(&files, &[("a.md", "b.md"), ("b.md", "a.md")]);
    assert_eq!(after, [a.replace("b.md", "a.md"), b.replace("a.md", "b.md")]);
    // In a row, only the address that nobody takes is an earlier one.
    let after = moved(&files, &[("a.md", "b.md"), ("b.md", "c.md")]);
    assert_eq!(after[0], "---\ntitle: A\naliases:\n  - /a/\n---\n[b](c.md)\n");
    assert_eq!(after[1], "---\ntitle: B\n---\n[a](b.md)\n");
}
