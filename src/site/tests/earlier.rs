//! A site made after another is the one that would be made without it.

use super::*;

const SETTINGS: &str =
    "[site]\ntitle = \"Mairie\"\nbase_url = \"https://exemple.fr\"\nlanguages = [\"en\"]\n";

/// The site of some files, one of which then has another text; whether its frame is that of the site before.
fn after(path: &str, text: &str) -> bool {
    let files = [
        ("site.toml", SETTINGS),
        ("content/_data/glossary.yaml", "acte:\n  term: acte\n  definition: Un écrit.\n"),
        ("content/_index.md", "---\ntitle: Accueil\n---\nVoyez [les actes](acte.md#copie).\n"),
        ("content/acte.md", "---\ntitle: Acte\nthemes: [papiers]\n---\n## Copie\n\nL’acte est gratuit.\n"),
        ("content/acte.en.md", "---\ntitle: Certificate\nthemes: [papers]\n---\n## Copy\n"),
        (
            "content/carte.md",
            "---\ntitle: Carte\nthemes: [papiers]\naliases: [/acte/]\n---\n[Acte](acte.md)\n",
        ),
        ("content/dossier/_index.md", "---\ntitle: Dossier\ndefaults:\n  themes: [papiers]\n---\n"),
        ("content/dossier/piece.md", "---\ntitle: Pièce\nslug: a/b\n---\n[Carte](../carte.md)\n"),
    ];
    let mut tree = tree(&files);
    let facts = Facts::on(date(2026, 11, 23));
    let before = Site::build(tree.clone(), facts.clone());
    let source = files.iter().position(|(other, _)| *other == path).unwrap();
    let id = tree.sources.iter().nth(source).unwrap().0;
    tree.sources.replace(id, Source::new(path, text.as_bytes().to_vec()));
    let again = Site::rebuild(tree.clone(), facts.clone(), Some(&before));
    let fresh = Site::build(tree.clone(), facts);
    assert_eq!(format!("{again:#?}"), format!("{fresh:#?}"), "{path}");

    let ground = Ground::of(&tree);
    let mut earlier = Earlier::of(Some(&before), &tree, &ground, before.facts.today).unwrap();
    let documents: Vec<_> =
        again.pages.iter().map(|page| (page.path.clone(), Arc::clone(&page.document))).collect();
    earlier.compare(documents.iter().map(|(path, document)| (path, document)));
    earlier.framing(&documents, &tree.assets, &tree.sources).is_some()
}

#[test]
fn a_body_leaves_the_frame_of_the_site_as_it_is() {
    let head = "---\ntitle: Acte\nthemes: [papiers]\n---\n";
    let bodies =
        ["", "## Copie\n\nIl est payant.\n", "## Extrait\n", "L’acte. [Carte](carte.md) [rien](rien.md)\n"];
    for body in bodies {
        assert!(after("content/acte.md", &format!("{head}{body}")), "{body}");
    }
    assert!(after(
        "content/_index.md",
        "---\ntitle: Accueil\n---\n[les actes](acte.md#copie) [Carte](carte.md)"
    ));
}

#[test]
fn a_front_matter_makes_the_frame_again() {
    let heads = [
        "title: Actes\nthemes: [papiers]",
        "title: Acte\nthemes: [argent]",
        "title: Acte\nthemes: [papiers]\ndraft: true",
        "title: Acte\nthemes: [papiers]\nslug: ailleurs",
        "title: Acte\nthemes: [papiers",
        "title: Acte\nthemes: [papiers]\ndefaults:\n  themes: [argent]",
    ];
    for head in heads {
        assert!(!after("content/acte.md", &format!("---\n{head}\n---\n## Copie\n")), "{head}");
    }
    assert!(!after("content/acte.md", "L’acte est gratuit.\n"));
    assert!(!after("content/dossier/_index.md", "---\ntitle: Dossier\ndefaults:\n  themes: [argent]\n---\n"));
}
