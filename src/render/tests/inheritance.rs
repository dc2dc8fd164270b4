//! A theme changes what it wants of another, and nothing else.

use super::*;

const SITE: (&str, &str) = ("site.toml", "[site]\ntitle = \"Ville\"\n[theme]\nname = \"ville\"\n");
const EXTENDS: (&str, &str) = ("themes/ville/theme.toml", "extends = \"limpide\"\n");
const HOME: (&str, &str) = ("content/_index.md", "---\ntitle: Accueil\n---\nBonjour.\n");
const PAGE: (&str, &str) = ("content/p.md", "---\ntitle: P\n---\nTexte.\n");

/// What is wrong in the theme, and while it is used.
fn faults(built: &Built) -> Vec<(ProblemKind, String, String)> {
    let problems = [built.problems.as_slice(), &built.rendered.problems].concat();
    said(&built.site.sources, &problems)
        .into_iter()
        .map(|(kind, text, message, _)| (kind, text, message))
        .collect()
}

fn page(files: &[(&str, &str)]) -> String {
    let built = built(files);
    assert_eq!(faults(&built), []);
    built.files["p/index.html"].clone()
}

#[test]
fn a_site_changes_one_block_of_the_built_in_theme_by_a_file_of_the_same_name() {
    let usual = page(&[HOME, PAGE]);
    let block =
        "{% extends \"limpide/page.html\" %}\n{% block after %}<p>EN PLUS</p>{{ super() }}{% endblock %}\n";
    let changed = page(&[HOME, PAGE, ("themes/limpide/templates/page.html", block)]);
    assert!(changed.contains("<p>EN PLUS</p>"), "{changed}");
    assert_eq!(changed.replace("<p>EN PLUS</p>", ""), usual);
}

#[test]
fn a_theme_that_extends_another_has_all_of_it_but_what_it_changes() {
    let usual = page(&[HOME, PAGE]);
    assert_eq!(page(&[("site.toml", "[theme]\nname = \"ville\"\n"), EXTENDS, HOME, PAGE]).len(), usual.len());
    let base = "{% extends \"limpide/base.html\" %}\n{% block head %}<!-- BASE -->{% endblock %}\n";
    let page_html =
        "{% extends \"limpide/page.html\" %}\n{% block before %}<!-- PAGE -->{{ super() }}{% endblock %}\n";
    let both = [
        SITE,
        EXTENDS,
        HOME,
        PAGE,
        ("themes/ville/templates/base.html", base),
        ("themes/ville/templates/page.html", page_html),
    ];
    let built = built(&both);
    assert_eq!(faults(&built), []);
    let changed = &built.files["p/index.html"];
    // The built-in page extends « base.html », which is now that of the nearest theme.
    assert!(changed.contains("<!-- BASE -->") && changed.contains("<!-- PAGE -->"), "{changed}");
    let home = &built.files["index.html"];
    assert!(home.contains("<!-- BASE -->") && !home.contains("<!-- PAGE -->"), "{home}");
    // What the nearest theme does not hold comes from the other.
    assert!(built.files.contains_key("limpide.css") && built.files.contains_key("404.html"));
}

#[test]
fn three_levels_each_add_theirs() {
    let site =
        ("site.toml", "[theme]\nname = \"quartier\"\n[theme.options]\ncontents = false\nton = \"bleu\"\n");
    let level = |parent: &str, word: &str| {
        format!(
            "{{% extends \"{parent}/page.html\" %}}\n{{% block before %}}{word} {{{{ options.ton }}}} {{{{ super() }}}}{{% endblock %}}\n"
        )
    };
    let (ville, quartier) = (level("limpide", "VILLE"), level("ville", "QUARTIER"));
    let option = "[options.ton]\nkind = \"choice\"\nvalues = [\"vert\", \"bleu\"]\n";
    let ville_toml = format!("extends = \"limpide\"\n{option}");
    let page = page(&[
        site,
        HOME,
        PAGE,
        ("themes/ville/theme.toml", &ville_toml),
        ("themes/quartier/theme.toml", "extends = \"ville\"\n"),
        ("themes/ville/templates/page.html", &ville),
        ("themes/quartier/templates/page.html", &quartier),
    ]);
    assert!(page.contains("QUARTIER bleu VILLE bleu"), "{page}");
}

#[test]
fn a_component_of_the_nearest_theme_takes_the_place_of_the_other() {
    let component =
        "{% component titles(lines: array) %}<p>TITRES {{ lines | length }}</p>{% endcomponent titles %}\n";
    let files = [
        SITE,
        EXTENDS,
        HOME,
        ("content/r/_index.md", "---\ntitle: R\n---\n"),
        ("content/r/p.md", "---\ntitle: P\n---\nTexte.\n"),
        ("themes/ville/templates/titles.html", component),
    ];
    let built = built(&files);
    assert_eq!(faults(&built), []);
    assert!(built.files["index.html"].contains("<p>TITRES 1</p>"), "{}", built.files["index.html"]);
}

#[test]
fn a_template_that_is_wrong_is_said_once_and_those_that_need_it_are_not() {
    let files = [
        SITE,
        ("themes/ville/theme.toml", "name = \"ville\"\n"),
        HOME,
        PAGE,
        ("themes/ville/templates/base.html", "<p>{% block main %}{% endblock %}{{ 1 | inconnu }}</p>\n"),
        ("themes/ville/templates/page.html", "{% extends \"base.html\" %}{% block main %}P{% endblock %}\n"),
        (
            "themes/ville/templates/section.html",
            "{% extends \"base.html\" %}{% block main %}S{% endblock %}\n",
        ),
        ("themes/ville/templates/guide.html", "{% include \"page.html\" %}\n"),
    ];
    let built = built(&files);
    let said: Vec<_> = faults(&built).into_iter().map(|(kind, text, _)| (kind, text)).collect();
    assert_eq!(said, [(ProblemKind::Template, "inconnu".to_owned())]);
}

#[test]
fn a_theme_extends_one_that_is_there_and_not_itself() {
    let said = |parent: &str| {
        let toml = format!("extends = \"{parent}\"\n");
        let built = built(&[
            SITE,
            HOME,
            ("themes/ville/theme.toml", &toml),
            ("themes/ville/templates/page.html", "P"),
            ("themes/ville/templates/section.html", "S"),
        ]);
        faults(&built)
    };
    assert_eq!(
        said("limpid"),
        [(
            ProblemKind::UnknownName,
            "\"limpid\"".to_owned(),
            "Il n’y a pas de thème «\u{a0}limpid\u{a0}» dans le dossier themes/.".to_owned()
        )]
    );
    assert_eq!(
        said("ville"),
        [(
            ProblemKind::InvalidValue,
            "\"ville\"".to_owned(),
            "Ce thème prolonge un thème qui le prolonge\u{a0}: ville → ville. Retirez un des «\u{a0}extends\u{a0}».".to_owned()
        )]
    );
}

#[test]
fn an_option_takes_a_value_of_its_kind() {
    let toml = "extends = \"limpide\"
[options.ton]
kind = \"choice\"
values = [\"vert\", \"bleu\"]
[options.fond]
kind = \"colour\"
default = \"#fff\"
[options.ailleurs]
kind = \"address\"
[options.logo]
kind = \"file\"
";
    let site = "[theme]
name = \"ville\"
[theme.options]
ton = \"rouge\"
fond = \"blanc\"
ailleurs = \"javascript:x\"
logo = \"https://ailleurs.example/x.svg\"
fonds = \"#000\"
";
    let built = built(&[("site.toml", site), HOME, PAGE, ("themes/ville/theme.toml", toml)]);
    let said: Vec<String> = faults(&built).into_iter().map(|(.., message)| message).collect();
    assert_eq!(said.len(), 5, "{said:?}");
    for (name, message) in ["ton", "fond", "ailleurs", "logo", "fonds"].iter().zip(&said) {
        assert!(message.contains(name), "{name}: {message}");
    }
    assert!(said[0].contains("vert ou bleu"), "{}", said[0]);
}

#[test]
fn a_page_asks_only_for_templates_meant_for_pages() {
    let asking = |template: &str| {
        let page = format!("---\ntitle: P\ntemplate: {template}\n---\nTexte.\n");
        let built = built(&[HOME, ("content/p.md", &page)]);
        faults(&built)
            .into_iter()
            .map(|(_, text, _)| text.trim_matches(['"', '\'']).to_owned())
            .collect::<Vec<_>>()
    };
    for part in ["ends", "answers.html", "contents", "state", "components", "embedded", "base"] {
        assert_eq!(asking(part), [part], "{part}");
    }
    for made in ["a-to-z", "changes", "site-map", "search", "taxonomy", "term", "'404'"] {
        assert_eq!(asking(made), [made.trim_matches('\'')], "{made}");
    }
    for page in ["page", "procedure.html", "glossary", "office", "life-event", "section"] {
        assert_eq!(asking(page), Vec::<String>::new(), "{page}");
    }
}

#[test]
fn a_page_made_of_what_it_includes_may_be_asked_for() {
    let files = [
        SITE,
        HOME,
        ("content/p.md", "---\ntitle: P\ntemplate: affiche\n---\nTexte.\n"),
        ("themes/ville/theme.toml", "name = \"ville\"\n"),
        ("themes/ville/templates/top.html", "<h1>{{ page.title }}</h1>\n"),
        ("themes/ville/templates/affiche.html", "{% include \"top.html\" %}AFFICHE\n"),
        ("themes/ville/templates/page.html", "{% include \"top.html\" %}{{ page.content }}\n"),
        ("themes/ville/templates/section.html", "{% extends \"page.html\" %}\n"),
    ];
    assert_eq!(page(&files), "<h1>P</h1>\nAFFICHE\n");
}

#[test]
fn a_theme_without_templates_for_terms_lists_them_as_sections() {
    let files = [
        SITE,
        HOME,
        ("content/p.md", "---\ntitle: P\nthemes: [Logement]\n---\nTexte.\n"),
        ("themes/ville/theme.toml", "name = \"ville\"\n"),
        ("themes/ville/templates/base.html", "<!doctype html>{% block main %}{% endblock %}\n"),
        (
            "themes/ville/templates/page.html",
            "{% extends \"base.html\" %}{% block main %}{{ page.content }}{% endblock %}\n",
        ),
        (
            "themes/ville/templates/section.html",
            "{% extends \"base.html\" %}{% block main %}{{ section.title }}:{% for p in section.pages %} {{ p.title }} {{ p.url }}{% endfor %}{% endblock %}\n",
        ),
    ];
    let built = built(&files);
    assert_eq!(faults(&built), []);
    assert_eq!(built.files["themes/logement/index.html"], "<!doctype html>Logement: P /p/\n");
    assert_eq!(built.files["themes/index.html"], "<!doctype html>Thèmes: Logement /themes/logement/\n");
}

/// What is told of one template of the site, before it is rendered and while it is.
fn told_of(template: &str) -> (Vec<String>, Vec<String>) {
    let template =
        format!("{{% extends \"limpide/page.html\" %}}{{% block after %}}{template}{{% endblock %}}");
    let built = built(&[HOME, PAGE, ("themes/limpide/templates/page.html", &template)]);
    let mut before = built.problems.clone();
    before.extend(built.theme.check(&built.site));
    let words = Words::load(Language::French);
    let all = |problems: &[Problem]| {
        let help = |p: &Problem| p.help.as_ref().map_or_else(String::new, |help| words.say(help));
        problems
            .iter()
            .map(|p| format!("{} {}", words.say(&p.message), help(p)).replace(['\u{a0}', '\u{202f}'], " "))
            .collect::<Vec<_>>()
    };
    (all(&before), all(&built.rendered.problems))
}

#[test]
fn what_a_template_names_and_the_site_lacks_is_told_without_rendering_and_once() {
    for (call, said) in [
        (
            "page(path=\"q.md\")",
            "Il n’y a pas de page publiée « q.md » dans content/. Vouliez-vous écrire « p.md » ?",
        ),
        ("section(path=\"rien-de-tel\")", "Il n’y a pas de rubrique « rien-de-tel » dans content/. "),
        (
            "asset(path=\"limpid.css\")",
            "Il n’y a pas de fichier « limpid.css » dans le thème ni dans le site. Vouliez-vous écrire « limpide.css » ?",
        ),
    ] {
        assert_eq!(told_of(&format!("{{% set it = {call} %}}")), (vec![said.to_owned()], vec![]), "{call}");
    }
    let right = "{% set it = page(path=\"/p.md\") %}{% set it = section(path=\"\") %}{{ asset(path=\"limpide.css\") }}";
    assert_eq!(told_of(right), (vec![], vec![]));
}

#[test]
fn what_has_no_value_on_a_page_is_named_with_the_page() {
    for (asked, name) in [
        ("{{ page.reviewed.text }}", "page.reviewed"),
        ("{% for p in section.pages %}{% endfor %}", "section"),
    ] {
        let said = format!(
            "« {name} » n’a pas de valeur sur la page /p/. Entourez ce passage de {{% if {name} %}} et {{% endif %}}."
        );
        assert_eq!(told_of(asked), (vec![], vec![said]), "{asked}");
    }
}

#[test]
fn what_is_no_list_or_no_text_is_told_without_rendering_and_once() {
    for (asked, said) in [
        (
            "{% for t in page.description %}{{ t.x }}{% endfor %}",
            "« page.description » n’est pas une liste, et une boucle parcourt une liste. Écrivez « {{ page.description }} » sans boucle.",
        ),
        (
            "{% for t in notices.lines %}{% endfor %}",
            "« notices » est une liste : « lines » se demande à chacune de ses lignes. Parcourez-la par {% for ligne in notices %} et {% endfor %}. Une ligne a : id, level, level_label, title, text, url, until ou lang.",
        ),
        (
            "{{ today }}",
            "« today » contient plusieurs valeurs : dites laquelle écrire. « today » a : iso ou text.",
        ),
        ("{{ wrods.home }}", "« wrods » n’existe pas ici. Vouliez-vous écrire « words » ?"),
        (
            "{{ words.edition_of_the_day }}",
            "« words » n’a pas de « edition_of_the_day ». « words » a 300 champs : « limpide theme reference » en écrit la liste.",
        ),
    ] {
        let count = crate::render::given::Catalogue::whole().records["Words"].fields.len().to_string();
        assert_eq!(told_of(asked), (vec![said.replace("300", &count)], vec![]), "{asked}");
    }
    let failing =
        "{% for line in page.siblings %}{% if line.lang == \"en\" %}{{ line.nope }}{% endif %}{% endfor %}";
    assert!(told_of(failing).0[0].starts_with("« line » n’a pas de « nope »."));
}

#[test]
fn what_a_component_lacks_is_told_with_what_it_has() {
    let with = |call: &str| {
        let (before, after) = told_of(call);
        assert_eq!(before, Vec::<String>::new(), "{call}");
        after
    };
    for (call, said) in [
        (
            "{{ <pages liens={section?.pages or []} /> }}",
            "Ce composant n’a pas d’argument « liens ». Vouliez-vous écrire « lines » ?",
        ),
        (
            "{{ <pages lines={site} /> }}",
            "L’argument « lines » de ce composant n’est pas de la sorte qu’il déclare, ou n’a pas de valeur. Le composant déclare « array » et reçoit « map/struct ».",
        ),
        ("{{ plural(n=3) }}", "Il manque ici « count ». Donnez-le par son nom : « count= », puis sa valeur."),
        (
            "{{ asset(path=\"rien\" ~ \".css\") }}",
            "Il n’y a pas de fichier « rien.css » dans le thème ni dans le site. Les fichiers d’un thème sont dans son dossier static/, ceux du site dans content/.",
        ),
    ] {
        assert_eq!(with(call), [said], "{call}");
    }
}

#[test]
fn what_cannot_be_read_says_what_to_do() {
    for (written, said) in [
        ("{% fi page %}{% endif %}", "Cette balise n’existe pas. Les balises sont : if,"),
        ("{{ page(path=\"p.md\").url }}", "« . » n’a pas sa place ici. Donnez d’abord un nom"),
        ("{{ page.title }", "« } » n’a pas sa place ici."),
        (
            "{% for line in nav %}{% block suite %}{% endblock %}",
            "Un bloc ne s’écrit ni dans une boucle, ni dans une condition, ni dans un composant. Fermez d’abord ce qui est ouvert plus haut : il manque sans doute {% endfor %}.",
        ),
        (
            "{% component a() %}{% component b() %}{% endcomponent b %}",
            "Un composant ne se déclare pas à l’intérieur d’un autre, ni d’une autre balise. Fermez d’abord",
        ),
        (
            "{% include \"paeg.html\" %}",
            "Il n’y a pas de modèle de page « paeg.html » dans le thème. Vouliez-vous écrire « page.html » ?",
        ),
        ("{{ asset(path=\"a.css\" }}", "« }} » n’a pas sa place ici."),
        (
            "{% endblock %}{% block suite %}",
            "Le bloc « suite » n’existe dans aucun modèle que celui-ci prolonge. Les blocs",
        ),
    ] {
        let (before, _) = told_of(written);
        assert!(before.len() == 1 && before[0].starts_with(said), "{written}: {before:?}");
    }
}
