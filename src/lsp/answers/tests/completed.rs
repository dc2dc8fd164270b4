//! What may be typed: on texts that are whole, and on texts that are not.

use super::*;

pub(super) const DATA: &[(&str, &str)] = &[
    (
        "content/_data/amounts.yaml",
        "passport:\n  label: Passeport\n  variants:\n    adult: {label: Passeport d’un adulte, value: 86, from: 2025-07-29}\n\
         stamp:\n  label: Timbre\n  values:\n    - {value: 25, from: 2020-01-01}\n    - {value: 30, from: 2027-01-01}\n",
    ),
    (
        "content/_data/organisations.yaml",
        "mairie:\n  name: Mairie d’Évreux\nprefecture:\n  name: Préfecture\n  part_of: mairie\n",
    ),
    ("content/_data/teams.yaml", "etat-civil:\n  name: Service de l’état civil\n  organisation: mairie\n"),
    ("content/_data/online-services.yaml", "ants:\n  name: France Titres\n  url: https://ants.gouv.fr\n"),
    (
        "content/_data/forms.yaml",
        "cerfa-1:\n  number: \"12100\"\n  title: Demande de passeport\n  url: https://exemple.fr\n",
    ),
    ("content/_data/legal-texts.yaml", "code:\n  title: Code civil\n  article: article 1\n"),
    ("content/_data/life-events.yaml", "move:\n  label: Je déménage\n"),
    (
        "content/_data/glossary.yaml",
        "ants:\n  name: ANTS\n  expansion: Agence nationale des titres sécurisés\n",
    ),
    (
        "content/identite/perdue.md",
        "---\ntitle: Carte d’identité perdue\ndescription: Que faire ?\n---\n\n## Où s’adresser ?\n\n## Coût\n",
    ),
    ("content/identite/brouillon.md", "---\ntitle: Brouillon\ndraft: true\n---\n"),
    ("content/été.md", "---\ntitle: L’été à la mairie\n---\n"),
];

/// The labels offered at `|`.
fn labels(path: &str, text: &str) -> Vec<String> {
    offered(path, text).items.into_iter().map(|item| item.label).collect()
}

fn offered(path: &str, text: &str) -> Completions {
    let mut files = vec![(path, text)];
    files.extend(DATA.iter().filter(|(known, _)| *known != path).copied());
    at(&files, complete)
}

/// The text once what bears a label is accepted.
fn accepted(path: &str, text: &str, label: &str) -> String {
    let items = offered(path, text).items;
    let item = items.iter().find(|item| item.label == label);
    let item = item
        .unwrap_or_else(|| panic!("{label} among {:?}", items.iter().map(|i| &i.label).collect::<Vec<_>>()));
    let mut after = text.replacen('|', "", 1);
    after.replace_range(item.replaces.clone(), &item.text);
    after
}

#[test]
fn keys_are_those_of_the_type_and_the_required_ones_come_first() {
    let page = "content/a.md";
    let first = labels(page, "---\n|\n---\n");
    assert_eq!(&first[..3], ["title", "type", "description"]);
    assert!(!first.contains(&"steps".to_owned()) && !first.contains(&"sort".to_owned()));
    let of_procedure = labels(page, "---\ntitle: A\ntype: procedure\n|\n---\n");
    assert!(of_procedure.contains(&"steps".to_owned()));
    assert!(!of_procedure.contains(&"title".to_owned()), "what stands there is not offered again");
    assert!(labels("content/_index.md", "---\n|\n---\n").contains(&"sort".to_owned()));
    // Not closed yet.
    assert_eq!(labels(page, "---\ntype: procedure\nste|")[..1], ["steps"]);
    assert_eq!(accepted(page, "---\ntype: procedure\nste|", "steps"), "---\ntype: procedure\nsteps:\n  - ");
    assert_eq!(accepted(page, "---\nti|tel: A\n---\n", "title"), "---\ntitle: A\n---\n");
}

#[test]
fn keys_inside_keys_are_offered_at_their_depth() {
    let page = "content/a.md";
    let head = "---\ntype: procedure\n";
    assert_eq!(labels(page, &format!("{head}documents:\n  - |\n---\n"))[..1], ["name"]);
    let text = format!("{head}documents:\n  - name: Photo\n    |\n    note: N\n---\n");
    let beside = labels(page, &text);
    assert!(
        beside.contains(&"copy".to_owned())
            && !beside.contains(&"name".to_owned())
            && !beside.contains(&"note".to_owned())
    );
    assert_eq!(
        accepted(page, &format!("{head}cost:\n  |\n---\n"), "amount"),
        format!("{head}cost:\n  - amount: \n---\n")
    );
    assert_eq!(labels(page, &format!("{head}channels:\n- kind: online\n  ser|\n---\n")), ["service"]);
    assert_eq!(labels(page, &format!("{head}channels: [{{kind: online, ser|}}]\n---\n")), ["service"]);
    assert!(
        labels(page, &format!("{head}channels:\n  - address:\n      |\n---\n"))
            .contains(&"postcode".to_owned())
    );
    assert!(labels(page, "---\nnot_applicable:\n  |\n---\n").contains(&"cost".to_owned()));
    // Under a text of several lines, and after one, nothing.
    assert!(
        labels(page, "---\ndescription: |\n  Bonjour |\n---\n".replacen("|", ">", 1).as_str()).is_empty()
    );
    assert!(labels(page, "---\ntitle: A\n  |\n---\n").is_empty());
    assert!(labels(page, "---\ntitle: A # ti|\n---\n").is_empty());
}

#[test]
fn values_are_words_days_and_entries() {
    let page = "content/a.md";
    let head = "---\ntype: procedure\n";
    assert_eq!(labels(page, "---\ntype: pro|\n---\n"), ["procedure"]);
    assert_eq!(accepted(page, "---\ntype:|\n---\n", "guide"), "---\ntype: guide\n---\n");
    assert_eq!(labels(page, "---\ndraft: |\n---\n"), ["true", "false"]);
    assert_eq!(labels(page, "---\nreviewed: |\n---\n"), ["2026-11-26", "2027-05-26", "2027-11-26"]);
    assert_eq!(labels(page, &format!("{head}owner: |\n---\n")), ["etat-civil"]);
    assert_eq!(labels(page, &format!("{head}authority: evreux|\n---\n")), ["mairie"]);
    assert_eq!(labels(page, &format!("{head}cost: [|]\n---\n")), ["passport/adult", "stamp", "passport"]);
    assert_eq!(
        labels(page, &format!("{head}channels:\n  - |\n---\n"))[..3],
        ["kind", "name", "organisation"]
    );
    assert!(labels(page, &format!("{head}channels:\n  - |\n---\n")).contains(&"ants".to_owned()));
    assert_eq!(
        labels(page, &format!("{head}redress:\n  - kind: med|\n---\n")),
        ["mediator", "mandatory-mediation"]
    );
    assert_eq!(labels(page, &format!("{head}life_events: [mo|\n---\n"))[..1], ["move"]);
    assert_eq!(labels(page, &format!("{head}forms:\n  - cer|\n---\n")), ["cerfa-1"]);
    let see = accepted(page, &format!("{head}see_also:\n  - été|\n---\n"), "été.md");
    assert_eq!(see, format!("{head}see_also:\n  - été.md\n---\n"));
    assert_eq!(
        accepted(page, &format!("{head}owner: \"et|\"\n---\n"), "etat-civil"),
        format!("{head}owner: \"etat-civil\"\n---\n")
    );
    let situations = "---\ntype: procedure\nsituations: {seul: Seul, couple: À deux}\nsteps:\n  - {text: T, for: |}\n---\n";
    assert_eq!(labels(page, situations), ["seul", "couple"]);
    let amount = offered(page, &format!("{head}cost: [{{amount: stam|}}]\n---\n")).items.remove(0);
    assert_eq!(amount.detail.as_deref(), Some("Timbre · 25\u{a0}€"));
    assert!(amount.about.unwrap().contains("Change le 1er janvier 2027"));
}

#[test]
fn registries_complete_their_keys_and_those_of_other_registries() {
    let path = "content/_data/organisations.yaml";
    assert_eq!(labels(path, "mairie:\n  name: Mairie\n  pho|\n"), ["phone"]);
    assert_eq!(
        labels(path, "mairie:\n  name: Mairie\nprefecture:\n  name: P\n  part_of: |\n"),
        ["mairie", "prefecture"]
    );
    assert_eq!(labels("content/_data/notices.yaml", "n:\n  text: T\n  level: u|\n"), ["urgent"]);
    assert!(
        labels("content/_data/notices.yaml", "n:\n  text: T\n  pages: [ident|\n")
            .contains(&"identite".to_owned())
    );
    assert!(labels(path, "mai|").is_empty(), "the key of an entry is anyone’s");
    assert_eq!(labels("content/_data/amounts.yaml", "a:\n  variants:\n    b:\n      lab|"), ["label"]);
    assert_eq!(labels(path, "mairie:\n  name: M\n  changes:\n    - fro|\n"), ["from"]);
}

#[test]
fn calls_complete_their_names_arguments_and_values() {
    let page = "content/a.md";
    assert_eq!(accepted(page, "Coûte {{ am|", "amount"), "Coûte {{ amount(key=\"\") }}");
    assert_eq!(accepted(page, "Coûte {{am|}} à", "amount"), "Coûte {{ amount(key=\"\")}} à");
    assert_eq!(accepted(page, "{{ amount(|", "key"), "{{ amount(key=\"\"");
    assert_eq!(accepted(page, "Coûte {{ amount(key=\"stamp|é", "stamp"), "Coûte {{ amount(key=\"stamp");
    assert_eq!(labels(page, "{{ amount(key=\"|\") }}"), ["passport/adult", "stamp"]);
    assert_eq!(labels(page, "{{ phone(key=\"pref|"), ["prefecture"]);
    assert!(
        !labels(page, "Dans une phrase {{ |").contains(&"note".to_owned()),
        "a component stands alone on its line"
    );
    let note = accepted(page, "{{ not|", "note");
    assert!(note.ends_with("{{ end(name=\"note\") }}"), "{note}");
    assert_eq!(labels(page, "{{ note(kind=\"war|\") }}"), ["warning"]);
    assert_eq!(labels(page, "{{ note(kind=\"warning\") }}\nTexte\n\n{{ en|")[..1], ["end"]);
    assert!(labels(page, "\\{{ am|").is_empty());
    assert!(labels(page, "{{ amount(key=\"stamp\") }} a|").is_empty());
}

#[test]
fn links_complete_pages_by_title_or_path_and_headings() {
    let page = "content/identite/a.md";
    let of = |text: &str| labels(page, text);
    assert_eq!(of("Voyez [la carte](|)")[..1], ["perdue.md"]);
    assert_eq!(of("Voyez [l’été](ete|"), ["../été.md"]);
    assert_eq!(of("Voyez [la carte](carte d’identité|"), ["perdue.md"]);
    assert_eq!(of("Voyez [la carte](/iden|)"), ["/identite/perdue.md"]);
    assert_eq!(of("Voyez [la carte](perdue.md#|"), ["ou-s-adresser", "cout"]);
    assert_eq!(of("Voyez [la carte](perdue.md#coût|)"), ["cout"]);
    assert_eq!(of("---\ntitle: A\n---\n## Ici même\n[là](#|)"), ["ici-meme"]);
    assert_eq!(of("[carte]: perd|"), ["perdue.md"]);
    assert!(of("Voyez [la carte](https://ex|").is_empty());
    assert!(of("Voyez [la carte](perdue.md) et |").is_empty());
    assert_eq!(
        accepted(page, "é [c](per|due.md#cout \"T\") é", "perdue.md"),
        "é [c](perdue.md \"T\") é",
        "what is typed is replaced as far as the destination goes"
    );
}

#[test]
fn silences_and_words_of_the_glossary_are_offered_in_the_text() {
    let page = "content/a.md";
    assert_eq!(
        accepted(page, "<!-- limpide: allow clarity/jarg|", "clarity/jargon"),
        "<!-- limpide: allow clarity/jargon:  -->"
    );
    assert_eq!(
        accepted(page, "<!-- limpide: allow clarity/jargon, pass| -->", "clarity/passive"),
        "<!-- limpide: allow clarity/jargon, clarity/passive:  -->"
    );
    assert!(labels(page, "<!-- limpide: allow clarity/jargon: parce que |").is_empty());
    assert_eq!(labels(page, "---\ntitle: A\nallow:\n  clarity/jarg|\n---\n"), ["clarity/jargon"]);
    assert_eq!(labels(page, "Écrivez à l’AN|"), ["ANTS"]);
    assert!(labels(page, "Écrivez à |").is_empty());
}

#[test]
fn settings_complete_their_tables_keys_and_values() {
    let of = |text: &str| labels("site.toml", text);
    assert!(of("[si|").contains(&"site".to_owned()));
    assert_eq!(accepted("site.toml", "[bui|", "build"), "[build]");
    assert_eq!(accepted("site.toml", "[lint.allo|", "lint.allow"), "[[lint.allow]]");
    assert_eq!(of("[site]\ntitle = \"A\"\nlanguage|"), ["language", "languages"]);
    assert!(!of("[site]\ntitle = \"A\"\n|").contains(&"title".to_owned()));
    assert_eq!(of("[build]\non_error = |"), ["stop", "hold-page"]);
    assert_eq!(accepted("site.toml", "[build]\non_error = \"st|\"", "stop"), "[build]\non_error = \"stop\"");
    assert_eq!(
        accepted("site.toml", "[lint.rules]\nclarity/jar| = \"off\"", "clarity/jargon"),
        "[lint.rules]\n\"clarity/jargon\" = \"off\""
    );
    assert_eq!(of("[lint.rules]\n\"clarity/jargon\" = |"), ["off", "info", "warning", "error"]);
    assert_eq!(of("[legal]\norganisation = \"mai|"), ["mairie"]);
    assert!(of("[[lint.allow]]\nrules = [\"clarity/jar|\"]").contains(&"clarity/jargon".to_owned()));
    assert_eq!(of("[[lint.allow]]\npath = \"identite/per|\""), ["identite/perdue.md"]);
}
