//! Files beside pages that are not published.

use super::*;

#[test]
fn files_beside_a_draft_are_not_published_unless_a_page_calls_them() {
    let mut tree = tree(&[
        ("content/d/b/index.md", "---\ntitle: B\ndraft: true\n---\n[s](secret.txt)"),
        ("content/d/c/index.md", "---\ntitle: C\npublished: 2027-01-01\n---\n"),
        ("content/d/e/index.md", "---\ntitle: E\n---\n[v](../b/vu.txt)"),
        ("content/d/f.md", "---\ntitle: F\ndraft: true\n---\n"),
        ("content/_data/x.yaml", "x: /d/c/cite.txt\n"),
    ]);
    let paths = [
        "d/b/secret.txt",
        "d/b/img/secret.txt",
        "d/b/vu.txt",
        "d/c/secret.txt",
        "d/c/cite.txt",
        "d/e/f.txt",
        "d/f.txt",
    ];
    for path in paths {
        tree.assets.push(Asset {
            origin: format!("content/{path}"),
            theme: None,
            path: path.to_owned(),
            size: 1,
            hash: String::new(),
            picture: Picture::None,
        });
    }
    let mut drafts = tree.clone();
    let kept = |site: &Site| site.assets.iter().map(|a| a.path.clone()).collect::<Vec<_>>();
    let site = Site::build(tree, Facts::on(date(2026, 1, 1)));
    assert_eq!(kept(&site), ["d/b/vu.txt", "d/c/cite.txt", "d/e/f.txt", "d/f.txt"]);
    drafts.drafts = true;
    let site = Site::build(drafts, Facts::on(date(2027, 1, 1)));
    assert_eq!(kept(&site), paths);
}
