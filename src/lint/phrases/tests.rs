//! Words of rules in French pages: what is found, to the byte, and what is left alone.

use crate::finding::{Applicability, Finding, ProblemKind};
use crate::lint::{RuleSet, fix, load, run, self_test};
use crate::site::{Facts, Site};
use crate::source::{Source, Tree};

const RULE: &str = r#"
title: {fr: Mot, en: Word}
criterion: understandable
check: words
severity: warning
SCOPE
message: {fr: "« {found} »", en: "“{found}”"}
help: {fr: "Écrivez {use}.", en: "Write {use}."}
why: {fr: Parce que, en: Because}
params: PARAMS
examples:
  - {bad: xyz, marks: [xyz]}
  - {good: abc}
"#;

/// A site of one page, checked by rules of which the id, the parameters and other keys are given.
fn site(body: &str, rules: &[(&str, &str, &str)], glossary: &str) -> (Site, RuleSet) {
    let mut tree = Tree::default();
    let page =
        if body.starts_with("---") { body.to_owned() } else { format!("---\ntitle: Page\n---\n{body}") };
    let page = tree.sources.add(Source::new("content/page.md", page.into_bytes()));
    tree.pages.push(("page.md".to_owned(), page));
    if !glossary.is_empty() {
        let source = tree.sources.add(Source::new("content/_data/glossary.yaml", glossary.into()));
        tree.data.push(("glossary.yaml".to_owned(), source));
    }
    for (id, params, scope) in rules {
        let text = RULE.replace("PARAMS", params).replace("SCOPE", scope);
        let source = tree.sources.add(Source::new(format!("lints/{id}.yaml"), text.into_bytes()));
        tree.lints.rules.push(((*id).to_owned(), source));
    }
    let files = std::mem::take(&mut tree.lints);
    let site = Site::build(tree, Facts::on(self_test::TODAY));
    let rules = load(&site, &files);
    (site, rules)
}

fn findings(site: &Site, rules: &RuleSet) -> Vec<Finding> {
    let mut findings = run(site, rules);
    findings.retain(|finding| finding.rule.as_str() != ProblemKind::UnknownKey.rule());
    findings
}

/// The text under each finding of a rule of these words.
fn marks(body: &str, params: &str) -> Vec<String> {
    let params =
        if params.starts_with("{words") { params.to_owned() } else { format!("{{words: [{params}]}}") };
    let (site, rules) = site(body, &[("a/b", &params, "")], "");
    assert!(rules.problems.is_empty(), "{params}: {:?}", rules.problems);
    findings(&site, &rules).iter().map(|finding| site.sources.slice(finding.span).to_owned()).collect()
}

/// The page, a term of the rule (or its parameters), and the marks.
const CASES: &[(&str, &str, &[&str])] = &[
    // Elision, and the article after.
    ("dans le cadre de la loi", "dans le cadre de", &["dans le cadre de"]),
    ("dans le cadre d’un projet", "dans le cadre de", &["dans le cadre d’"]),
    ("dans le cadre d'un projet", "dans le cadre de", &["dans le cadre d'"]),
    ("dans le cadre du projet", "dans le cadre de", &["dans le cadre du"]),
    ("dans le cadre des projets", "dans le cadre de", &["dans le cadre des"]),
    ("dans le cadre dur", "dans le cadre de", &[]),
    ("dans le cadre", "dans le cadre de", &[]),
    ("procéder au dépôt", "procéder à", &["procéder au"]),
    ("procéder aux dépôts", "procéder à", &["procéder aux"]),
    ("du fait qu’il pleut", "du fait que", &["du fait qu’"]),
    ("l’usager et d’usagers", "usager", &["usager", "usagers"]),
    ("qu’hormis lui", "hormis", &["hormis"]),
    ("aujourd’hui", "hui", &[]),
    ("quelqu’un", "un", &[]),
    // Plural and feminine of words.
    ("les usagers", "usager", &["usagers"]),
    ("la décision susvisée, les textes susvisés", "susvisé", &["susvisée", "susvisés"]),
    ("les travaux", "travail", &["travaux"]),
    ("lesdites pièces", "ledit", &["lesdites"]),
    ("elle motive sa demande", "motif", &[]),
    ("elle est revenue", "revenu", &[]),
    ("les biens", "bien", &[]),
    ("les usagers", "{words: [usager], variants: false}", &[]),
    // Of phrases.
    ("les mises en demeure", "mise en demeure", &["mises en demeure"]),
    ("les pièces justificatives", "pièce justificative", &["pièces justificatives"]),
    ("les procès-verbaux", "procès-verbal", &["procès-verbaux"]),
    ("des arrêtés préfectoraux", "arrêté préfectoral", &["arrêtés préfectoraux"]),
    ("vous êtes tenue d’y aller", "êtes tenu de", &["êtes tenue d’"]),
    ("les chefs-lieux", "chef-lieu", &["chefs-lieux"]),
    ("la prise en charge", "pris en charge", &[]),
    ("pièces justificative", "pièce justificative", &[]),
    ("des recours contentieux", "recours contentieux", &["recours contentieux"]),
    (
        "prenez connaissance, prenant connaissance",
        "prendre connaissance, prenez connaissance",
        &["prenez connaissance"],
    ),
    // Several forms of one entry.
    ("un courriel, un e-mail, un mail", "{find: [e-mail, mail], use: courriel}", &["e-mail", "mail"]),
    ("un email", "e-mail", &[]),
    (
        "prenez ou prendre l’attache de",
        "{find: [prendre l’attache de, prenez l’attache de]}",
        &["prendre l’attache de"],
    ),
    // Hyphens.
    ("un porte\u{2011}à\u{2011}faux", "porte-à-faux", &["porte\u{2011}à\u{2011}faux"]),
    ("il porte à faux", "porte-à-faux", &[]),
    ("un porte-à-faux", "porte à faux", &[]),
    ("l’état-major", "état", &[]),
    ("le sous-préfet", "préfet", &[]),
    ("chef \u{2010} lieu", "chef-lieu", &[]),
    // Apostrophes.
    ("l'ensemble des", "l’ensemble des", &["l'ensemble des"]),
    ("l’ensemble des", "l'ensemble des", &["l’ensemble des"]),
    ("l&rsquo;ensemble des", "l’ensemble des", &["l&rsquo;ensemble des"]),
    // Œ, ligatures, accents.
    ("mise en oeuvre", "mise en œuvre", &["mise en oeuvre"]),
    ("mise en œuvre", "mise en oeuvre", &["mise en œuvre"]),
    ("MISE EN ŒUVRE", "mise en œuvre", &["MISE EN ŒUVRE"]),
    ("une de\u{301}marche", "démarche", &["de\u{301}marche"]),
    ("du", "dû", &[]),
    ("DU", "dû", &["DU"]),
    // Capitals.
    ("Usager et USAGERS", "usager", &["Usager", "USAGERS"]),
    ("L’ETAT et l’Etat", "état", &["ETAT", "Etat"]),
    ("A l’issue du délai", "à l’issue de", &["A l’issue du"]),
    ("À l’issue du délai", "à l’issue de", &["À l’issue du"]),
    ("a l’issue du délai", "à l’issue de", &[]),
    ("le Grand Est est grand ; grand est le pays", "{find: Grand Est, case: true}", &["Grand Est"]),
    ("GRAND EST", "{find: Grand Est, case: true}", &[]),
    ("le PACS et le pacs", "PACS", &["PACS", "pacs"]),
    // Spaces.
    ("dans\u{A0}le\u{202F}but de", "dans le but de", &["dans\u{A0}le\u{202F}but de"]),
    ("dans&nbsp;le but de", "dans le but de", &["dans&nbsp;le but de"]),
    ("dans  le   but de", "dans le but de", &["dans  le   but de"]),
    ("dans\tle but de", "dans le but de", &["dans\tle but de"]),
    ("une dé\u{AD}marche, une dé&shy;marche", "démarche", &["dé\u{AD}marche", "dé&shy;marche"]),
    ("une dé\u{200B}marche", "démarche", &["dé\u{200B}marche"]),
    // Through markup.
    ("dans le\nbut de", "dans le but de", &["dans le\nbut de"]),
    ("dans le  \nbut de", "dans le but de", &["dans le  \nbut de"]),
    ("dans le\\\nbut de", "dans le but de", &["dans le\\\nbut de"]),
    ("dans le<br>but de", "dans le but de", &["dans le<br>but de"]),
    ("dans **le** _but_ de", "dans le but de", &["dans **le** _but_ de"]),
    ("dans [le but](a.md) de", "dans le but de", &["dans [le but](a.md) de"]),
    ("- dans le\n  but de", "dans le but de", &["dans le\n  but de"]),
    ("> [!NOTE]\n> dans le\n> but de", "dans le but de", &["dans le\n> but de"]),
    ("dans l&eacute;tat", "état", &[]),
    ("l’&eacute;tat", "état", &["&eacute;tat"]),
    ("## Le but des usagers", "usager", &["usagers"]),
    ("| a | b |\n|---|---|\n| l’usager | c |", "usager", &["usager"]),
    // The longest phrase wins; exceptions.
    ("un recours contentieux", "contentieux, recours contentieux", &["recours contentieux"]),
    (
        "un recours contentieux, le contentieux",
        "{words: [contentieux], except: [recours contentieux]}",
        &["contentieux"],
    ),
    ("les recours contentieux", "{find: contentieux, except: [recours contentieux]}", &[]),
    (
        "le droit d’usage de l’usager",
        "{words: [{find: usage, except: [droit d’usage]}, usager]}",
        &["usager"],
    ),
    ("dans le cadre de la loi", "dans le cadre de, cadre", &["dans le cadre de"]),
    // Quotations.
    ("écrivez « usager » ou usager", "usager", &["usager"]),
    ("il dit “cher usager” à l’usager", "usager", &["usager"]),
    ("le mot \"usager\" de l’usager", "usager", &["usager"]),
    ("« un guillemet oublié, usager", "usager", &["usager"]),
    ("il dit « cher usager »", "{words: [usager], quoted: true}", &["usager"]),
    ("« cher\nusager »", "usager", &[]),
    ("> L’usager est roi.\n\nL’usager.", "usager", &["usager"]),
    // Titles of law.
    ("la loi n° 78-17 du 6 janvier 1978 relative aux usagers, l’usager", "usager", &["usager"]),
    ("l’arrêté du 3 mai 2020 pris dans le cadre de la loi", "dans le cadre de", &[]),
    (
        "le code de l’action sociale et des familles, une action sociale",
        "action sociale",
        &["action sociale"],
    ),
    ("le règlement (UE) 2016/679, un règlement", "règlement", &["règlement"]),
    ("un **décret** n° 2020-1, un décret", "décret", &["décret"]),
    // Links, code, definitions.
    ("voyez [ici](usager.md)", "usager", &[]),
    ("voyez [l’usager](a.md)", "usager", &[]),
    ("voyez <https://exemple.fr/usager>", "usager", &[]),
    ("tapez `usager`", "usager", &[]),
    ("```\nusager\n```", "usager", &[]),
    ("![l’usager](a.png)", "usager", &[]),
    ("<!-- usager -->\n\ntexte", "usager", &[]),
    ("Usager\n: personne qui vient\n\nL’usager vient.", "usager", &[]),
    ("Agent\n: il aide l’usager\n\nL’usager vient.", "usager", &["usager"]),
    ("L’usager\n: il vient\n\nL’usager et le demandeur.", "usager, demandeur", &["demandeur"]),
    // Boundaries.
    ("usagère usageant", "usage", &[]),
    ("(usager) usager, usager.", "usager", &["usager", "usager", "usager"]),
    ("usager/demandeur", "usager", &["usager"]),
    ("usager_clé", "usager", &[]),
    ("écart", "art", &[]),
    ("", "usager", &[]),
];

#[test]
fn words_are_found_to_the_byte_in_french() {
    assert!(CASES.len() >= 80);
    let wrong: Vec<String> = CASES
        .iter()
        .map(|(body, params, expected)| (body, params, expected, marks(body, params)))
        .filter(|(_, _, expected, found)| *found != **expected)
        .map(|(body, params, expected, found)| format!("{body:?} by {params}: {found:?}, not {expected:?}"))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_term_that_the_glossary_explains_on_the_page_is_left_alone() {
    let glossary = "quittance:\n  term: Quittance\n  definition: Reçu\n";
    let rules = [("a/b", "{words: [quittance, usager]}", "")];
    let marks = |body: &str| {
        let (site, rules) = site(body, &rules, glossary);
        findings(&site, &rules).iter().map(|f| site.sources.slice(f.span).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(marks("La {{ term(key=\"quittance\") }} de l’usager est une quittance.\n"), ["usager"]);
    assert_eq!(marks("L’usager a une quittance.\n"), ["usager", "quittance"]);
}

/// The body with the fixes of these words; the second one tells how far they may be trusted.
fn fixed(body: &str, entry: &str) -> (String, Vec<Applicability>) {
    let (site, rules) = site(body, &[("a/b", &format!("{{words: [{entry}]}}"), "")], "");
    assert!(rules.problems.is_empty(), "{entry}: {:?}", rules.problems);
    let findings = findings(&site, &rules);
    let source = site.pages[0].document.source;
    let fixes = fix::together(&findings, source, Applicability::Shown);
    let text = fix::apply(site.sources.get(source).text(), fixes.iter().flat_map(|fix| &fix.edits));
    let body = text.strip_prefix("---\ntitle: Page\n---\n").unwrap_or(&text).to_owned();
    (body, fixes.iter().map(|fix| fix.applicability).collect())
}

#[test]
fn a_replacement_keeps_the_sentence_right_or_is_not_offered() {
    use Applicability::{Safe, Shown, Suggested};
    let pour = "{find: dans le cadre de, use: pour}";
    let table: &[(&str, &str, &str, &[Applicability])] = &[
        ("Venez dans le cadre du projet.", pour, "Venez pour le projet.", &[Shown]),
        ("Dans le cadre d’un projet.", pour, "Pour un projet.", &[Shown]),
        ("Venez dans le\ncadre des travaux.", pour, "Venez pour les travaux.", &[Shown]),
        ("Venez dans **le** cadre du projet.", pour, "Venez dans **le** cadre du projet.", &[]),
        ("Venez **dans le cadre du** projet.", pour, "Venez **pour le** projet.", &[Shown]),
        ("> [!NOTE]\n> dans le\n> cadre du projet", pour, "> [!NOTE]\n> dans le\n> cadre du projet", &[]),
        ("Venez dans le cadre&nbsp;du projet.", pour, "Venez pour le projet.", &[Shown]),
        (
            "par voie postale",
            "{find: par voie postale, use: par courrier, fix: safe}",
            "par courrier",
            &[Safe],
        ),
        ("hormis lui", "{find: hormis, use: sauf, fix: suggested}", "sauf lui", &[Suggested]),
        ("hormis lui", "{find: hormis, use: [sauf, à part]}", "hormis lui", &[]),
        ("Il est rappelé que vous payez.", "{find: il est rappelé que, use: \"\"}", "Vous payez.", &[Shown]),
        ("l’usager vient", "{find: usager, use: demandeur}", "l’usager vient", &[]),
        (
            "---\ntitle: Page\n---\nà hormis [hormis](a.md)",
            "{find: hormis, use: sauf}",
            "à sauf [hormis](a.md)",
            &[Shown],
        ),
    ];
    for (body, entry, expected, applicabilities) in table {
        let (text, found) = fixed(body, entry);
        assert_eq!((text.as_str(), found.as_slice()), (*expected, *applicabilities), "{body:?} by {entry}");
    }
}

#[test]
fn words_of_law_are_explained_and_never_replaced() {
    let words = crate::words::Words::load(crate::language::Language::English);
    let wrongs = |entry: &str| {
        let (site, rules) = site("texte", &[("a/b", &format!("{{words: [{entry}]}}"), "")], "");
        let said = |p: &crate::finding::Problem| {
            format!("{} | {}", site.sources.slice(p.span), words.say(&p.message))
        };
        rules.problems.iter().map(said).collect::<Vec<_>>()
    };
    let table = [
        (
            "{find: quittance, use: reçu, legal-term: true}",
            "reçu | This word has a meaning in law: another word would change the rule. Remove “use”.",
        ),
        (
            "{find: quittance, legal-term: true}",
            "true | For a word of law, give “advice” (what to do) or “define” (what the word means).",
        ),
        (
            "{find: a, use: [b, \"\"]}",
            "\"\" | An empty “use” removes the words: it cannot stand beside other suggestions.",
        ),
        ("{find: a, use: [b, c], fix: safe}", "safe | A fix needs exactly one suggestion in “use”."),
        ("{find: a, fix: suggested}", "suggested | A fix needs exactly one suggestion in “use”."),
        ("{find: [a, \"\"]}", "\"\" | This text is empty."),
        ("{use: a}", "use | “find” is missing from this rule file."),
    ];
    for (entry, expected) in table {
        assert_eq!(wrongs(entry), [expected], "{entry}");
    }
    let entry = "{find: quittance, legal-term: true, define: {fr: un reçu., en: a receipt.}}";
    let (site, rules) = site("La quittance.", &[("a/b", &format!("{{words: [{entry}]}}"), "")], "");
    let found = findings(&site, &rules);
    let said = words.say(found[0].help.as_ref().unwrap());
    assert!(said.ends_with("It means: a receipt."), "{said}");
    assert!(found[0].fix.is_none());
}

#[test]
fn an_empty_replacement_says_to_remove_the_words() {
    let (site, rules) = site("C’est simple.", &[("a/b", "{words: [{find: simple, use: \"\"}]}", "")], "");
    let found = findings(&site, &rules);
    let words = crate::words::Words::load(crate::language::Language::English);
    assert_eq!(
        words.say(found[0].help.as_ref().unwrap()),
        "Remove these words: the text says the same without them."
    );
}
