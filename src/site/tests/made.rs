//! Pages that no file of `content/` stands for.

use super::*;

/// The addresses of what is made.
fn made(site: &Site) -> Vec<&str> {
    site.made.iter().map(|made| made.url.as_str()).collect()
}

#[test]
fn a_folder_without_a_page_of_its_own_can_be_linked_to() {
    let site = site(&[
        ("content/a.md", "---\ntitle: A\n---\n[d](/d/) [d](../d/) [d](/d/index.html#x) [?](/404.html)"),
        ("content/d/b.md", "---\ntitle: B\n---\n"),
    ]);
    assert_eq!(made(&site), ["/", "/d/", "/404.html", "/recherche/"]);
    let to = |url: &str| Target::Made(url.to_owned());
    assert_eq!(site.pages[0].links, [to("/d/"), to("/d/"), to("/d/#x"), to("/404.html")]);
}

#[test]
fn what_the_content_has_at_an_address_stands_there() {
    let mut tree = tree(&[
        ("content/a.md", "---\ntitle: A\naliases: [/f/]\n---\n[d](/d/) [e](/e/) [f](/f/)"),
        ("content/d.md", "---\ntitle: D\n---\n"),
        ("content/d/b.md", "---\ntitle: B\n---\n"),
        ("content/e/c.md", "---\ntitle: C\n---\n"),
        ("content/f/c.md", "---\ntitle: C\n---\n"),
        ("content/h/c.md", "---\ntitle: C\n---\n"),
    ]);
    for (path, theme) in [("h/index.html", None), ("404.html", Some("autre".to_owned()))] {
        let (origin, path) = (format!("content/{path}"), path.to_owned());
        let (size, hash, picture) = (1, String::new(), Picture::None);
        tree.assets.push(Asset { origin, theme, path, size, hash, picture });
    }
    let site = Site::build(tree, Facts::on(date(2026, 1, 1)));
    assert_eq!(made(&site), ["/", "/e/", "/404.html", "/recherche/"]);
    let page = |path: &str| Target::Page { page: page(&site, path).id, anchor: None };
    assert_eq!(site.pages[0].links, [page("d.md"), Target::Made("/e/".to_owned()), page("a.md")]);
}
