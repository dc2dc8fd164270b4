//! What pages show of the procedure model and of the registries, on the 23rd of November 2026.

use super::*;

pub(super) const SITE: (&str, &str) = (
    "site.toml",
    "[site]\ntitle = \"Ville\"\nlanguage = \"fr\"\nlanguages = [\"en\"]\nbase_url = \"https://ville.fr/d\"\npublisher = \"Ville\"\n",
);
pub(super) const HOME: (&str, &str) = ("content/_index.md", "---\ntitle: Accueil\n---\nBonjour.\n");

const ORGANISATIONS: (&str, &str) = (
    "content/_data/organisations.yaml",
    "mairie:
  name: Mairie de Ville
  area: Ville
  address: {street: 1 place Haute, postcode: \"99999\", city: Ville, note: Sous le porche.}
  phone: {number: 01 99 00 12 34, cost: standard, hours: De 9 h à 12 h}
  email: a@ville.example
  hours:
    - {mon-fri: \"9:00-12:00\", sat: closed}
    - {from: 2026-11-01, until: 2026-11-30, mon-thu: \"10:00-12:00\", fri: closed, note: Horaires de novembre.}
  exceptions:
    2026-11-22: closed
    2026-12-24/2026-12-26: {hours: closed, reason: Noël}
    2027-05-01: {hours: closed, reason: TROP-LOIN}
  access: {wheelchair: true, text: Une rampe mène à la porte.}
  appointment: https://rdv.ville.example
tribunal: {name: Tribunal administratif, area: France, url: https://tribunal.example}
",
);

const REGISTRIES: [(&str, &str); 8] = [
    ORGANISATIONS,
    (
        "content/_data/amounts.yaml",
        "titre:
  label: Titre
  variants:
    adulte: {label: Titre d’un adulte, values: [{value: 86, from: 2020-01-01}, {value: 99.5, from: 2027-01-01}]}
    enfant: {label: Titre d’un enfant, values: [{value: 17, from: 2020-01-01}]}
",
    ),
    ("content/_data/forms.yaml", "perte: {number: \"14011\", title: Déclaration de perte, url: https://f.example/14011, notice: https://f.example/notice}\n"),
    (
        "content/_data/online-services.yaml",
        "demande: {name: Pré-demande, url: https://service.example/d, organisation: mairie, identification: [FranceConnect]}
ferme: {name: Suivi, url: https://service.example/s, downtime: [{from: 2026-11-20, until: 2026-11-30, text: Maintenance.}]}
",
    ),
    (
        "content/_data/legal-texts.yaml",
        "code: {title: Code civil, article: articles 1 et 2, url: https://loi.example/code}
vieux: {title: Vieux décret, repealed: 2024-01-01, replaced_by: code}
tard: {title: Décret en sursis, repealed: 2027-06-01}
",
    ),
    ("content/_data/teams.yaml", "accueil: {name: Équipe accueil, organisation: mairie, email: equipe@ville.example}\n"),
    ("content/_data/life-events.yaml", "demenagement: {label: Je déménage}\n"),
    ("content/_data/notices.yaml", "{}\n"),
];

const PAGE: &str = "---
title: Demander un titre
description: Une phrase.
type: procedure
owner: accueil
authority: mairie
area: Ville
audience: Majeurs
life_events: [demenagement]
situations: {adulte: Pour un adulte, enfant: Pour un enfant, CNI: CNI perdue}
steps:
  - Préparer
  - {title: Venir seul, text: Le matin., for: adulte}
  - {title: Venir à deux, for: [enfant, CNI]}
  - Attendre
documents:
  - {name: Photo, format: Récente, copy: original}
  - {name: Déclaration de perte, form: perte, for: CNI}
  - {name: Acte de naissance, known: true}
forms: [perte]
cost:
  - {amount: titre/adulte, pay: [Timbre], for: adulte}
  - {amount: titre/enfant, pay: [Timbre], for: enfant}
  - {free: true, for: CNI}
deadlines:
  - {kind: legal, duration: P2M, from: le dépôt du dossier}
  - {kind: usual, duration: 10 jours ouvrés, measured: 2026-06-01}
  - {kind: yours, duration: 1 mois, from: du rendez-vous, text: \"Après, tout est à refaire.\"}
silence: {means: rejection, after: P2M, from: complete-file}
channels:
  - {kind: phone, organisation: mairie}
  - {kind: counter, organisation: mairie, appointment: true, for: adulte}
  - demande
  - {service: ferme, note: Pour suivre.}
  - {kind: post, organisation: mairie}
  - {kind: email, organisation: mairie}
  - Pigeon voyageur
redress:
  - {kind: administrative-court, body: tribunal, delay: 2 mois, from: la décision}
  - {kind: same-authority, body: mairie, delay: P2M, from: après le refus, extends_court_delay: true}
legal_basis: [vieux, tard, {title: Arrêté, article: article 3}]
help: [mairie]
national: {url: https://etat.example/f, title: Fiche, checked: 2026-11-01}
right_to_correct: Appelez-nous.
see_also: [autre.md, {url: https://ailleurs.example/x}]
changes: [{date: 2026-10-01, note: Le prix a changé., kind: major}]
languages: [français, anglais]
---
Une introduction.

## Détails

La suite.
";

pub(super) fn site(more: &[(&'static str, &'static str)]) -> Built {
    let mut files =
        vec![SITE, HOME, ("content/titre.md", PAGE), ("content/autre.md", "---\ntitle: Autre\n---\n")];
    files.extend(REGISTRIES.iter().filter(|(path, _)| !more.iter().any(|(other, _)| other == path)));
    files.extend(more);
    let built = built(&files);
    assert_eq!(said_of(&built), []);
    built
}

/// The text between a heading of level 2 and the next one, without tags.
pub(super) fn part<'a>(html: &'a str, id: &str) -> &'a str {
    let start = html.find(&format!("<h2 id=\"{id}\"")).unwrap_or_else(|| panic!("{id} in {html}"));
    let rest = &html[start..];
    rest.split_once("</section>").map_or(rest, |(part, _)| part)
}

pub(super) fn bare(html: &str) -> String {
    let mut out = String::new();
    for piece in html.split('<') {
        out.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
        out.push(' ');
    }
    out.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace('\u{2060}', "")
        .replace('\u{a0}', " ")
        .replace("( ", "(")
        .replace(" )", ")")
        .replace(" ,", ",")
}

#[test]
fn the_answers_of_a_procedure_are_said_with_the_values_of_the_day() {
    let built = site(&[]);
    let page = &built.files["titre/index.html"];
    let said = |id| bare(part(page, id));
    assert_eq!(
        said("en--bref"),
        "En bref Coût Pour un adulte : 86 € Pour un enfant : 17 € CNI perdue : Gratuit Délai 2 mois 10 jours ouvrés Pour qui Majeurs Où En ligne Au guichet Par téléphone Par courrier Par courriel Pigeon voyageur Qui décide Mairie de Ville"
    );
    assert_eq!(
        said("cout--titre"),
        "Coût Pour un adulte 86 € Titre d’un adulte Pour un enfant 17 € Titre d’un enfant CNI perdue Gratuit Comment payer Timbre"
    );
    assert_eq!(
        said("delais--titre"),
        "Délais Délai prévu par la loi 2 mois après le dépôt du dossier Délai habituel 10 jours ouvrés (mesuré le 1er juin 2026) Délai à respecter 1 mois à partir du rendez-vous Après, tout est à refaire."
    );
    assert_eq!(
        said("pieces--titre"),
        "Pièces à préparer Photo Récente, original CNI perdue Déclaration de perte (Cerfa n° 14011) L’administration les a déjà. Vous n’avez pas à les fournir. Acte de naissance"
    );
    // Each reader does one of the steps that are for different situations.
    assert_eq!(values(part(page, "etapes--titre"), "value"), ["1", "2", "2", "3"]);
    assert!(said("etapes--titre").contains("Pour un enfant ou CNI perdue Venir à deux"));
    assert_eq!(
        said("silence--titre"),
        "Si vous n’avez pas de réponse Sans réponse 2 mois après le dépôt du dossier complet, votre demande est refusée."
    );
    assert_eq!(
        said("recours--titre"),
        "Si vous n’êtes pas d’accord Demander au service de changer sa décision (recours gracieux) Mairie de Ville Délai : 2 mois après le refus Ce recours laisse plus de temps pour aller au tribunal. Aller au tribunal administratif Tribunal administratif Délai : 2 mois après la décision"
    );
    assert_eq!(
        said("textes--titre"),
        "Textes de référence Vieux décret (n’est plus en vigueur depuis le 1er janvier 2024) Le texte en vigueur : Code civil, articles 1 et 2 Décret en sursis Arrêté, article 3"
    );
    assert_eq!(said("national--titre"), "Fiche nationale Fiche (lue le 1er novembre 2026)");
    assert_eq!(said("voir--aussi"), "Voir aussi Autre ailleurs.example");
    assert_eq!(said("changements--titre"), "Ce qui a changé 1er octobre 2026 : Le prix a changé.");
    assert_eq!(
        said("equipe--titre"),
        "Qui répond de cette page Équipe accueil, Mairie de Ville equipe@ville.example"
    );
    // What comes first in the text comes first on the page.
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text}"));
    assert!(
        at("Une introduction.") < at("id=\"cout--titre\"") && at("id=\"silence--titre\"") < at("La suite.")
    );
    assert!(at("La suite.") < at("id=\"recours--titre\""));
    assert!(page.contains("<p class=\"action\"><a href=\"https://service.example/d\">Pré-demande <span>sur service.example</span></a>"));
}

#[test]
fn the_list_of_what_a_page_shows_has_all_of_it_in_the_order_of_the_page() {
    let more = "personal_data: Un texte.\nfeedback: Écrivez-nous.\neligibility: [Être majeur]\noutput: Un titre\n\
                next_steps: Attendre\non_behalf: Un proche\nidentification: Une pièce\ntemplate_letter: Une lettre\n---\nUne introduction.";
    let full: &str = PAGE.replacen("---\nUne introduction.", more, 1).leak();
    let situations = "\n{{ situations() }}\n{{ situation(title=\"Vous êtes seul\") }}\nUn.\n{{ end(name=\"situation\") }}\n\
                      {{ end(name=\"situations\") }}\n";
    let inside: &str = full.replacen("## Détails\n", situations, 1).leak();
    for (text, last) in [(full, "details"), (inside, "vous-etes-seul")] {
        let built = site(&[("content/plein.md", text)]);
        let page = &built.files["plein/index.html"];
        let (_, contents) = page.split_once("class=\"contents\"").unwrap();
        let (contents, body) = contents.split_once("</nav>").unwrap();
        let (body, _) = body.split_once("</article>").unwrap();
        let listed: Vec<&str> = values(contents, "href").iter().map(|href| &href[1..]).collect();
        let ids = values(body, "id");
        let shown: Vec<&str> = ids.iter().copied().filter(|id| listed.contains(id)).collect();
        assert_eq!(listed, shown);
        assert!(listed.contains(&last), "{listed:?}");
        let parts = |id: &&str| body.contains(&format!("<h2 id=\"{id}\""));
        let missing: Vec<&str> = ids.into_iter().filter(parts).filter(|id| !listed.contains(id)).collect();
        assert_eq!(missing, [""; 0]);
        assert_eq!(listed.len(), 22, "{listed:?}");
    }
}

#[test]
fn the_ways_to_reach_somebody_are_rows_in_one_order() {
    let built = site(&[]);
    let page = &built.files["titre/index.html"];
    let rows: Vec<String> = part(page, "canaux--titre")
        .split("<li class=\"channel\"")
        .skip(1)
        .map(|row| bare(row.split_once('>').unwrap().1))
        .collect();
    assert_eq!(
        rows,
        [
            "En ligne Pré-demande sur service.example Connexion FranceConnect",
            "En ligne Suivi sur service.example Ce service en ligne est fermé jusqu’au 30 novembre 2026. Maintenance. Pour suivre.",
            "Au guichet Pour un adulte Mairie de Ville Adresse 1 place Haute 99999 Ville Sous le porche. Horaires lundi au jeudi 10 h – 12 h vendredi fermé jusqu’au 30 novembre 2026 Horaires de novembre. Horaires exceptionnels du 24 décembre 2026 au 26 décembre 2026, fermé (Noël) Accessibilité L’entrée est accessible en fauteuil roulant. Une rampe mène à la porte. Rendez-vous Sur rendez-vous. Prendre rendez-vous",
            "Par téléphone Mairie de Ville Téléphone 01 99 00 12 34 (prix d’un appel ordinaire) Horaires d’appel De 9 h à 12 h",
            "Par courrier Mairie de Ville Adresse 1 place Haute 99999 Ville",
            "Par courriel Mairie de Ville Courriel a@ville.example",
            "Autre moyen Pigeon voyageur",
        ]
    );
    assert!(page.contains("<a href=\"tel:+33199001234\">01 99 00 12 34</a>"));
    assert!(page.contains("<a href=\"https://rdv.ville.example\">Prendre rendez-vous</a>"));
    // A notice out of date is taken away by the script, even if nobody publishes again.
    assert!(page.contains("<p class=\"down\" data-until=\"2026-11-30\">"));
    assert!(page.contains("<dd data-until=\"2026-12-26\">"));
}

#[test]
fn a_way_that_nobody_could_take_has_no_heading() {
    let shown = |channels: &str| {
        let page = format!("---\ntitle: Titre\ntype: procedure\nchannels: {channels}\n---\nTexte.\n");
        let built = site(&[("content/lieu.md", page.leak())]);
        bare(part(&built.files["lieu/index.html"], "canaux--titre"))
    };
    let post = "1 place Haute, 99999 Ville";
    let said =
        shown(&format!("[{{kind: post, address: \"{post}\"}}, Courriel, Par téléphone, {{kind: email}}]"));
    assert_eq!(said, "Où et comment Par courrier Adresse 1 place Haute, 99999 Ville");
    // An address, a name, a word to say or a case are something to show.
    let some = [
        ("Courriel accueil@ville.example", "accueil@ville.example"),
        ("{kind: email, name: Service de l’état civil}", "Service de l’état civil"),
        ("{kind: email, note: L’adresse est sur votre courrier}", "L’adresse est sur votre courrier"),
    ];
    for (channel, words) in some {
        let said = shown(&format!("[{channel}]"));
        assert!(said.contains("Par courriel") && said.contains(words), "{said}");
    }
}

#[test]
fn what_is_typed_under_a_channel_is_shown_whatever_its_way() {
    let shown = |channels: &str| {
        let page = format!("---\ntitle: Titre\ntype: procedure\nchannels: [{channels}]\n---\nTexte.\n");
        let built = site(&[("content/lieu.md", page.leak())]);
        let whole = bare(part(&built.files["lieu/index.html"], "canaux--titre"));
        whole.strip_prefix("Où et comment ").unwrap_or(&whole).to_owned()
    };
    let cases = [
        (
            "{kind: counter, address: 1 place, phone: 01 99 00 00 07, email: b@ville.example}",
            "Au guichet Adresse 1 place Téléphone 01 99 00 00 07 Courriel b@ville.example",
        ),
        (
            "{kind: phone, phone: 01 99 00 00 07, email: b@ville.example, hours: Le matin}",
            "Par téléphone Téléphone 01 99 00 00 07 Courriel b@ville.example Horaires Le matin",
        ),
        ("{kind: email, phone: 01 99 00 00 07}", "Par courriel Téléphone 01 99 00 00 07"),
        ("{kind: post, address: 1 place, hours: Le matin}", "Par courrier Adresse 1 place Horaires Le matin"),
        (
            "{kind: online, url: https://s.example, address: 1 place, appointment: Par lettre}",
            "En ligne s.example Adresse 1 place Rendez-vous Par lettre",
        ),
        ("{name: Le garde, phone: 01 99 00 00 07}", "Autre moyen Le garde Téléphone 01 99 00 00 07"),
        // Each way shows its own once, and what has no way goes with the first.
        (
            "{name: Courrier ou téléphone, phone: 01 99 00 00 07, email: b@ville.example}",
            "Par téléphone Courrier ou téléphone Téléphone 01 99 00 00 07 Courriel b@ville.example \
             Par courrier Courrier ou téléphone",
        ),
        // What its entry says beside the way is on its own page.
        ("{kind: email, organisation: mairie}", "Par courriel Mairie de Ville Courriel a@ville.example"),
    ];
    for (channel, expected) in cases {
        assert_eq!(shown(channel), expected, "{channel}");
    }
}

#[test]
fn what_is_to_come_is_nowhere() {
    let to_come = [
        (
            "content/_data/amounts.yaml",
            "seul: {label: AVENIR, values: [{value: 777.31, from: 2027-01-01}]}\nhier: {label: Hier, values: [{value: 5, from: 2020-01-01}, {value: 777.31, from: 2026-11-24}]}\n",
        ),
        (
            "content/_data/organisations.yaml",
            "mairie: {name: Mairie de Ville, area: Ville, phone: 01 99 00 12 34, changes: [{from: 2026-12-01, phone: 06 AVENIR, name: AVENIR}]}\nsentinelle-avenir: {name: AVENIR, area: AVENIR, valid_from: 2026-11-24}\n",
        ),
        ("content/_data/teams.yaml", "sentinelle-avenir: {name: AVENIR, valid_from: 2027-01-01}\n"),
        ("content/_data/forms.yaml", "sentinelle-avenir: {title: AVENIR, url: https://avenir.example, valid_from: 2027-01-01}\n"),
        (
            "content/_data/online-services.yaml",
            "sentinelle-avenir: {name: AVENIR, url: https://avenir.example, valid_from: 2027-01-01}\nsuivi: {name: Suivi, url: https://s.example, downtime: [{from: 2026-12-01, text: AVENIR}]}\n",
        ),
        (
            "content/_data/legal-texts.yaml",
            "sentinelle-avenir: {title: AVENIR, valid_from: 2027-01-01}\nloi: {title: Loi, repealed: 2027-01-01, replaced_by: sentinelle-avenir}\n",
        ),
        ("content/_data/life-events.yaml", "sentinelle-avenir: {label: AVENIR, valid_from: 2027-01-01}\n"),
        (
            "content/_data/notices.yaml",
            "demain: {title: AVENIR, text: AVENIR, from: 2026-11-24}\ncache: {text: AVENIR, valid_from: 2026-11-24}\n",
        ),
        (
            "content/titre.md",
            "---
title: Titre
description: Une phrase.
type: procedure
owner: sentinelle-avenir
authority: mairie
life_events: [sentinelle-avenir]
cost: [seul, hier, {amount: seul}, {value: 777.31, date: 2027-01-01}]
documents: [sentinelle-avenir, {form: sentinelle-avenir}, {name: Autre, form: sentinelle-avenir}]
forms: [sentinelle-avenir]
channels: [mairie, sentinelle-avenir, {kind: online, service: suivi}, {kind: counter, organisation: sentinelle-avenir}]
help: [sentinelle-avenir]
redress: [{kind: mediator, body: sentinelle-avenir}]
legal_basis: [sentinelle-avenir, loi]
changes: [{date: 2026-12-01, note: AVENIR}]
---
",
        ),
        (
            "content/decision.md",
            "---\ntitle: Décision\ndescription: Une phrase.\ntype: procedure\nauthority: sentinelle-avenir\n---\n",
        ),
        ("content/bureau.md", "---\ntitle: Bureau\ntype: office\norganisation: mairie\n---\n"),
    ];
    let mut files = vec![SITE, HOME, ("content/autre.md", "---\ntitle: Autre\n---\n")];
    files.extend(to_come);
    let built = built(&files);
    for (path, text) in &built.files {
        let low = text.to_lowercase();
        for word in ["avenir", "777,31", "777.31"] {
            assert!(!low.contains(word), "{word} in {path}: {text}");
        }
    }
    // What holds today is there.
    let page = &built.files["titre/index.html"];
    assert!(page.contains("Hier\u{a0}: 5\u{a0}€") && page.contains("01 99 00 12 34"), "{page}");
    // The page is a public service: what its linked data says to programs was looked at too.
    assert!(page.contains("\"cpsv:PublicService\"") && page.contains("\"dct:title\":\"Autre\""), "{page}");
}

/// The site with its page's front matter replaced.
fn with(front: &str, more: &[(&'static str, &'static str)]) -> Built {
    let page: &'static str = format!("---\ntitle: Titre\ntype: procedure\n{front}---\n").leak();
    let mut files = vec![("content/titre.md", page)];
    files.extend(more);
    let mut all = vec![SITE, HOME];
    all.extend(REGISTRIES.iter().filter(|(path, _)| !files.iter().any(|(other, _)| other == path)));
    all.extend(files);
    let built = built(&all);
    assert_eq!(said_of(&built), []);
    built
}

#[test]
fn a_law_repealed_gives_way_to_the_one_in_force_however_far_it_is() {
    let laws = "a: {title: Loi A, repealed: 2020-01-01, replaced_by: b}
b: {title: Loi B, repealed: 2024-01-01, replaced_by: c}
c: {title: Loi C, repealed: 2025-01-01, replaced_by: d}
d: {title: Loi D, repealed: 2025-02-01, replaced_by: e}
e: {title: Loi E, repealed: 2025-03-01, replaced_by: f}
f: {title: Loi F, repealed: 2025-04-01, replaced_by: g}
g: {title: Loi G, article: article 1, repealed: 2027-01-01}
rond: {title: Loi ronde, repealed: 2020-01-01, replaced_by: carre}
carre: {title: Loi CARRÉE, repealed: 2021-01-01, replaced_by: rond}
mort: {title: Loi morte, repealed: 2020-01-01, replaced_by: fin}
fin: {title: Loi FINIE, repealed: 2021-01-01}
";
    let built = with("legal_basis: [a, rond, mort]\n", &[("content/_data/legal-texts.yaml", laws)]);
    let page = &built.files["titre/index.html"];
    assert_eq!(
        bare(part(page, "textes--titre")),
        "Textes de référence Loi A (n’est plus en vigueur depuis le 1er janvier 2020) Le texte en vigueur : Loi G, article 1 Loi ronde (n’est plus en vigueur depuis le 1er janvier 2020) Loi morte (n’est plus en vigueur depuis le 1er janvier 2020)"
    );
}

#[test]
fn each_situation_counts_its_own_steps() {
    let built = with(
        "situations: {a: Pour A, b: Pour B, c: Pour C}
steps:
  - {title: A1, for: a}
  - {title: A2, for: a}
  - {title: B1, for: b}
  - {title: B2, for: b}
  - {title: B3, for: b}
  - {title: AB, for: [a, b]}
  - Tous
  - {title: A, for: a}
  - {title: C, for: c}
  - Tous encore
",
        &[],
    );
    let page = &built.files["titre/index.html"];
    let numbers = values(part(page, "etapes--titre"), "value");
    assert_eq!(numbers, ["1", "2", "1", "2", "3", "4", "5", "6", "6", "7"]);
}

#[test]
fn no_document_vanishes_for_want_of_a_title() {
    let forms = "numero: {number: \"12345\", url: https://f.example/12345}
nu: {url: https://f.example/nu}
titre: {title: Demande, number: \"11111\", url: https://f.example/11111}
";
    let built = with(
        "documents: [numero, {form: nu}, titre, {name: Mon papier, form: numero}]\n",
        &[("content/_data/forms.yaml", forms)],
    );
    let list = part(&built.files["titre/index.html"], "pieces--titre");
    assert_eq!(
        bare(list),
        "Pièces à préparer Cerfa n° 12345 Formulaire Demande (Cerfa n° 11111) Mon papier (Cerfa n° 12345)"
    );
    assert!(list.contains(" href=\"https://f.example/12345\">Cerfa n°\u{a0}12345</a></li>"), "{list}");
    assert!(list.contains(" href=\"https://f.example/nu\">Formulaire</a>"), "{list}");
}

#[test]
fn a_length_of_time_is_in_words_and_what_an_editor_wrote_stays() {
    let built = with(
        "deadlines:
  - {kind: legal, duration: PT48H, text: Sans les jours fériés.}
  - {kind: usual, duration: p2m, text: Sauf l’été.}
  - {kind: promised, duration: 2 semaines, text: Promis.}
silence: {means: rejection, after: PT72H}
",
        &[(
            "content/titre.en.md",
            "---\ntitle: Get it\ntype: procedure\ndeadlines: [{kind: legal, duration: PT48H}, {kind: usual, duration: 10 jours ouvrés}, {kind: promised, duration: 2 semaines}]\n---\n",
        )],
    );
    let page = &built.files["titre/index.html"];
    let said = bare(part(page, "delais--titre"));
    for words in ["48 heures", "2 mois", "2 semaines"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(bare(part(page, "silence--titre")).contains("72 heures"));
    let english = bare(part(&built.files["en/titre/index.html"], "delais--titre"));
    for words in ["48 hours", "10 working days", "2 weeks"] {
        assert!(english.contains(words), "{words}: {english}");
    }
    for (path, text) in &built.files {
        let shown = text.replace("\"PT48H\"", "");
        assert!(!shown.contains("PT48H") && !shown.contains("p2m") && !shown.contains("PT72H"), "{path}");
    }
}

#[test]
fn prices_of_one_situation_are_told_apart_in_the_short_box() {
    let amounts = "timbre:
  label: Timbre
  variants:
    metropole: {label: Métropole, values: [{value: 25, from: 2020-01-01}]}
    guyane: {label: Guyane, values: [{value: 12.5, from: 2020-01-01}]}
";
    let built = with(
        "situations: {perte: En cas de perte, fin: En fin de validité}\ncost: [{amount: timbre, for: perte}, {free: true, for: fin}]\n",
        &[("content/_data/amounts.yaml", amounts)],
    );
    assert_eq!(
        bare(part(&built.files["titre/index.html"], "en--bref")),
        "En bref Coût En cas de perte (Métropole) : 25 € En cas de perte (Guyane) : 12,50 € En fin de validité : Gratuit"
    );
}

#[test]
fn nothing_to_pay_is_understood_with_its_full_stop() {
    let page = &with("cost: Gratuit.\n", &[]).files["titre/index.html"];
    assert_eq!(bare(part(page, "en--bref")), "En bref Coût Gratuit");
    assert!(page.contains("\"price\":\"0.00\""), "{page}");
}

#[test]
fn no_list_is_empty() {
    let organisations =
        "rien: {name: Sans rien}\nloin: {name: Mairie lointaine, exceptions: {2027-09-01: closed}}\n";
    let files = [
        ("content/_data/organisations.yaml", organisations),
        ("content/_data/teams.yaml", "{}\n"),
        ("content/_data/online-services.yaml", "{}\n"),
        ("content/bureau.md", "---\ntitle: Bureau\ntype: office\norganisation: rien\n---\n"),
    ];
    let front = "channels: [{kind: counter, organisation: rien}, {kind: counter, text: Le consulat}, {kind: counter, organisation: loin}, {kind: post, organisation: rien}]\n";
    let built = with(front, &files);
    for (path, html) in built.files.iter().filter(|(path, _)| path.ends_with(".html")) {
        for list in html.split("<dl").skip(1) {
            assert!(list.split("</dl>").next().unwrap().contains("<dd"), "{path}: {list}");
        }
    }
    assert!(part(&built.files["titre/index.html"], "canaux--titre").contains("Mairie lointaine"));
}

#[test]
fn the_script_takes_what_held_nothing_else_with_it() {
    let page = &site(&[]).files["titre/index.html"].clone();
    assert!(
        page.contains("<div data-holds=\"dd\"><dt>Horaires exceptionnels</dt>\n<dd data-until="),
        "{page}"
    );
    assert!(page.contains("<dl data-holds=\"dd\">"));
}

/// A site whose pages hold about everything.
pub(super) fn everything() -> Built {
    site(&[
        ("content/_data/notices.yaml", "a: {title: T, text: X}\nb: {text: Y, level: urgent}\n"),
        ("content/bureau.md", "---\ntitle: Bureau\ntype: office\norganisation: mairie\n---\n"),
        (
            "content/vie.md",
            "---\ntitle: Vie\ntype: life-event\nevent: demenagement\nprocedures: [titre.md]\n---\n",
        ),
        (
            "content/outil.md",
            "---\ntitle: Outil\ntype: tool\nwebsite: https://o.example\nused_by: Ville\n---\n",
        ),
        (
            "content/donnees.md",
            "---\ntitle: Données\ntype: dataset\nresources: [{title: F, url: \"https://d.example/f.csv\"}]\n---\n",
        ),
        (
            "content/annexe.md",
            "---\ntitle: Annexe\ntype: office\nphone: \"01 99 00 12 35\"\nwaiting: 10 minutes\n---\n",
        ),
        (
            "content/titre.en.md",
            "---\ntitle: Get it\ntype: procedure\nchannels: [mairie]\ncost: titre\n---\n",
        ),
        ("content/_data/glossary.yaml", "timbre: {name: timbre fiscal, definition: Une taxe.}\n"),
        ("content/rubrique/_index.md", "---\ntitle: Rubrique\n---\n"),
        ("content/rubrique/sous/_index.md", "---\ntitle: Sous-rubrique\npage_size: 1\n---\n"),
        ("content/rubrique/sous/deux.md", "---\ntitle: Deux\nthemes: Argent\n---\n"),
        (
            "content/rubrique/sous/page.md",
            "---\ntitle: Page\ntype: procedure\nvalid_until: 2026-12-31\nforms: [{number: \"1\", title: F}]\n---\nUn timbre fiscal.\n",
        ),
    ])
}

#[test]
fn pages_with_everything_keep_the_contract() {
    keeps_the_contract(&everything());
}
