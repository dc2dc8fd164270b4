//! What goes with a page, and what is said of it in few words.

use super::*;

#[test]
fn pages_that_share_a_term_or_a_link_go_together_the_nearest_first() {
    let site = site(&[
        ("content/a.md", "---\ntitle: A\nthemes: [x, y]\n---\n[c](s/c.md) [c](s/c.md#t)"),
        ("content/b.md", "---\ntitle: B\nthemes: [x, y]\n---\n"),
        ("content/d.md", "---\ntitle: D\nthemes: x\nvalid_until: 2020-01-01\n---\n"),
        ("content/e.md", "---\ntitle: E\n---\n"),
        ("content/s/c.md", "---\ntitle: C\n---\n## T\n"),
        ("content/s/f.md", "---\ntitle: F\nthemes: x\n---\n[a](../a.md)"),
    ]);
    let near = |path: &str| -> Vec<&str> {
        let near = &site.related[page(&site, path).id.0];
        near.iter().map(|id| site.page(*id).path.as_str()).collect()
    };
    assert_eq!(near("a.md"), ["b.md", "s/f.md", "s/c.md"]);
    assert_eq!(near("b.md"), ["a.md", "s/f.md"]);
    assert_eq!(near("s/c.md"), ["a.md"]);
    assert_eq!(near("e.md"), [""; 0]);
}

#[test]
fn a_page_has_five_others_at_most_however_many_share_its_term() {
    let texts: Vec<(String, String)> = (0..60)
        .map(|n| (format!("content/p{n:02}.md"), format!("---\ntitle: P{n:02}\nthemes: x\n---\n")))
        .collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let site = site(&files);
    assert!(site.related.iter().all(|near| near.len() == related::MOST));
    assert!(site.related.iter().zip(&site.pages).all(|(near, page)| !near.contains(&page.id)));
}

#[test]
fn a_summary_is_what_stands_above_the_mark_or_the_description_or_the_first_paragraph() {
    let site = site(&[
        (
            "content/a.md",
            "---\ntitle: A\ndescription: D\n---\n# T\n\nUn *deux*.\n\n- puce\n\nTrois.\n\n<!-- more -->\n\nQuatre.\n",
        ),
        ("content/b.md", "---\ntitle: B\ndescription: D\n---\nUn.\n\n    <!-- more -->\n"),
        ("content/c.md", "---\ntitle: C\n---\n## T\n\nUn\n[deux](b.md).\n\nTrois.\n"),
        ("content/d.md", "---\ntitle: D\n---\n## T\n"),
        ("content/e.md", "---\ntitle: E\ndescription: D\n---\n<!-- more -->\n\nUn.\n"),
    ]);
    let said: Vec<Option<String>> =
        site.pages.iter().map(|page| page.summary(&site.sources).map(|s| s.into_owned())).collect();
    let expected = [Some("Un deux. Trois."), Some("D"), Some("Un deux."), None, Some("D")];
    assert_eq!(said, expected.map(|text| text.map(str::to_owned)));
}

#[test]
fn a_minute_begun_is_a_minute() {
    let text = |words: usize| format!("---\ntitle: A\n---\n{}", "mot ; ".repeat(words));
    let (a, b, c) = (text(0), text(200), text(201));
    let site = site(&[("content/a.md", &a), ("content/b.md", &b), ("content/c.md", &c)]);
    let minutes: Vec<usize> = site.pages.iter().map(Page::reading_minutes).collect();
    assert_eq!(minutes, [1, 1, 2]);
}

#[test]
fn a_slug_that_no_address_can_end_with_is_said() {
    let site = site(&[
        ("content/a.md", "---\ntitle: A\nslug: papiers/Carte\n---\n"),
        ("content/b.md", "---\ntitle: B\nslug: \"…\"\n---\n"),
        ("content/c.md", "---\ntitle: C\nslug: Où aller\n---\n"),
    ]);
    use ProblemKind::InvalidValue;
    assert_eq!(problems(&site), [(InvalidValue, "papiers/Carte"), (InvalidValue, "\"…\"")]);
}
