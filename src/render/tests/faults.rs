//! What is said of a theme that is wrong: its templates, its options, its name.

use super::*;

#[test]
fn a_template_that_cannot_be_read_is_said_where_it_is_wrong() {
    let wrong = [
        ("{% extends \"base.html\" %}{% if %}", "%}"),
        ("{% extends \"base.html\" %}{% block main %}é {{ page.title | crier }}{% endblock %}", "crier"),
        ("{% extends \"absent.html\" %}", "absent.html"),
        ("{% extends \"base.html\" %}{% block nulle_part %}{% endblock %}", "nulle_part"),
    ];
    for (text, under) in wrong {
        let mut files = SITE.to_vec();
        files.push(("themes/limpide/templates/procedure.html", text));
        let built = built(&files);
        let said = said(&built.site.sources, &built.problems);
        assert_eq!(said.len(), 1, "{said:?}");
        assert_eq!((said[0].0, said[0].1.as_str()), (ProblemKind::Template, under), "{said:?}");
        assert_eq!(
            built.site.sources.get(built.problems[0].span.source).path(),
            "themes/limpide/templates/procedure.html"
        );
        // That is not said twice; the page that wants it takes the built-in one, which the file replaces.
        assert_eq!(said_of(&built), []);
        assert!(built.files.contains_key("papiers/passeport/index.html"));
        assert!(built.files.contains_key("papiers/carte/index.html"));
    }
}

#[test]
fn a_field_that_is_not_there_is_told_before_anything_is_rendered_and_once() {
    let mut files = SITE.to_vec();
    let own = "{% extends \"limpide/page.html\" %}{% block after %}{% if page.titel %}{% endif %}{{ page.titel }}{% endblock %}";
    files.push(("themes/limpide/templates/page.html", own));
    let built = built(&files);
    let told: Vec<_> = built.problems.iter().map(|p| p.message.clone()).collect();
    let message = Message::key("template.no-field-of").with("name", "titel").with("of", "page");
    assert_eq!(told, [message.clone(), message]);
    let help = Words::load(Language::French).say(built.problems[0].help.as_ref().unwrap());
    assert!(help.starts_with("Vouliez-vous écrire «\u{a0}page.title\u{a0}»\u{202f}?"), "{help}");
    assert_eq!(said_of(&built), []);
}

#[test]
fn a_template_that_fails_names_the_page_and_the_others_go_on() {
    let mut files = SITE.to_vec();
    files.push(("themes/limpide/templates/page.html", "é {{ page.extra.titre }}"));
    files.push(("content/z.md", "---\ntitle: Z\n---\n"));
    files.push(("themes/limpide/templates/procedure.html", "{{ asset(path=\"absent\" ~ \".css\") }}"));
    let built = built(&files);
    let said = said_of(&built);
    assert_eq!(said.len(), 2, "{said:?}");
    assert_eq!(said[0].1, "titre");
    assert!(said[0].2.starts_with("«\u{a0}titre\u{a0}» n’existe pas à cet endroit."), "{said:?}");
    assert_eq!(said[0].3, "content/papiers/passeport.en.md : en publiant cette page et 2 autres");
    assert!(said[1].2.contains("Il n’y a pas de fichier «\u{a0}absent.css\u{a0}»"), "{said:?}");
    assert_eq!(said[1].3, "content/papiers/passeport.md : en publiant cette page");
    assert!(built.files.contains_key("papiers/index.html"));
    assert!(!built.files.contains_key("papiers/carte/index.html"));
}

#[test]
fn a_theme_that_is_not_there_is_said_and_the_built_in_one_serves() {
    let toml = "[site]\ntitle = \"Ville\"\n[theme]\nname = \"limpid\"\n";
    let built = built(&[("site.toml", toml), SITE[1]]);
    let said = said(&built.site.sources, &built.problems);
    assert_eq!((said[0].0, said[0].1.trim_matches('"')), (ProblemKind::UnknownName, "limpid"));
    assert!(built.files["index.html"].contains("Vos démarches"));
}

#[test]
fn options_are_those_that_the_theme_declares() {
    let toml = "[site]\ntitle = \"Ville\"\n[theme.options]\nfooter = [\"Mairie, 1 place <Haute>\"]\ncontents = \"non\"\nfoter = 1\n";
    let built = built(&[("site.toml", toml), SITE[1]]);
    let kinds: Vec<_> = built.problems.iter().map(|p| (p.kind, p.message.clone())).collect();
    assert_eq!(
        kinds,
        [
            (ProblemKind::InvalidValue, Message::key("template.option-bool").with("name", "contents")),
            (ProblemKind::UnknownKey, Message::key("template.unknown-option").with("name", "foter")),
        ]
    );
    assert!(built.files["index.html"].contains("<p>Mairie, 1 place &lt;Haute&gt;</p>"));
}

#[test]
fn a_file_given_as_an_option_is_one_of_the_site_or_of_the_theme() {
    let told = |path: &str| {
        let toml = format!("[site]\ntitle = \"Ville\"\n[theme.options]\nimage = \"{path}\"\n");
        let tree = tree(&[("site.toml", &toml), SITE[1], ("content/carte.png", "")]);
        let texts = tree.theme_texts.clone();
        let site = Site::build(tree, Facts::on(date(2026, 11, 23)));
        let (theme, _) = Theme::load(&site.sources, &texts, &site.config);
        said(&site.sources, &theme.check(&site))
            .into_iter()
            .map(|(kind, at, ..)| (kind, at))
            .collect::<Vec<_>>()
    };
    assert_eq!(told("carte.png"), []);
    assert_eq!(told("carta.png"), [(ProblemKind::UnknownName, "\"carta.png\"".to_owned())]);
}
