//! The eighteen questions of a procedure: each broken in turn on a complete page, and answered in each of the
//! four ways.

use std::fmt::Write as _;
use std::path::Path;

use jiff::civil::date;
use limpide::finding::Severity;
use limpide::language::Language;
use limpide::project::Project;
use limpide::words::Words;

/// A question: its rule, the lines that answer it, a heading that does, whether the State’s page may
/// answer, and what an editor reads where it is left open.
struct Question {
    rule: &'static str,
    answer: &'static str,
    heading: &'static str,
    national: bool,
    said: &'static str,
}

const fn question(
    rule: &'static str,
    answer: &'static str,
    heading: &'static str,
    national: bool,
    said: &'static str,
) -> Question {
    Question { rule, answer, heading, national, said }
}

const QUESTIONS: [Question; 18] = [
    question(
        "eligibility",
        "eligibility: Habiter la commune",
        "Qui peut demander ?",
        true,
        "Cette page ne dit pas qui peut faire cette démarche.",
    ),
    question(
        "output",
        "output: [Une carte de pêche]",
        "Ce que vous obtenez",
        true,
        "Cette page ne dit pas ce que l’on obtient au bout de la démarche.",
    ),
    question(
        "steps",
        "steps:\n  - title: Venir\n    text: Le mardi.",
        "Les étapes",
        true,
        "Cette page ne dit pas les étapes à suivre.",
    ),
    question(
        "documents",
        "documents:\n  - {name: Photo, copy: original, note: }",
        "Pièces à fournir",
        true,
        "Cette page ne dit pas quels documents il faut donner.",
    ),
    question(
        "cost",
        "cost: {value: 12, date: 2026-01-01}",
        "Coût",
        true,
        "Cette page ne dit pas combien coûte la démarche, ni qu’elle est gratuite.",
    ),
    question(
        "deadlines",
        "deadlines: {kind: promised, duration: 2 mois}",
        "Délai",
        true,
        "Cette page ne dit pas combien de temps il faut compter.",
    ),
    question(
        "silence",
        "silence: {means: rejection, after: P2M}",
        "Et sans réponse ?",
        true,
        "Cette page ne dit pas ce que veut dire l’absence de réponse.",
    ),
    question(
        "channels",
        "channels: [Bureau des pêches, Courrier]",
        "Où s’adresser",
        false,
        "Cette page ne dit pas où faire la démarche, ni par quel moyen.",
    ),
    question(
        "next-steps",
        "next_steps: La carte arrive par courrier.",
        "Et ensuite",
        true,
        "Cette page ne dit pas ce qui se passe après la demande.",
    ),
    question(
        "redress",
        "redress: [{kind: mediator, body: Médiateur de la ville}]",
        "Recours",
        true,
        "Cette page ne dit pas que faire si l’on n’est pas d’accord.",
    ),
    question(
        "right-to-correct",
        "right_to_correct: Dites-le au guichet.",
        "En cas d’erreur",
        true,
        "Cette page ne dit pas comment corriger une erreur dans sa demande.",
    ),
    question(
        "authority",
        "authority: Maire de la commune",
        "Qui décide",
        false,
        "Cette page ne dit pas quelle autorité décide.",
    ),
    question(
        "legal-basis",
        "legal_basis: [Code de la pêche imaginaire]",
        "Textes de référence",
        true,
        "Cette page ne dit pas sur quel texte de loi repose la démarche.",
    ),
    question(
        "identification",
        "identification: Aucune",
        "Prouver votre identité",
        true,
        "Cette page ne dit pas comment prouver son identité, ni si c’est nécessaire.",
    ),
    question(
        "languages",
        "languages: [français, breton]",
        "Autres langues",
        true,
        "Cette page ne dit pas dans quelles langues on peut faire la démarche.",
    ),
    question(
        "situations",
        "situations: {adult: Pour un adulte, minor: Pour un enfant}",
        "Cas particuliers",
        true,
        "Cette page ne parle pas des cas particuliers\u{a0}: un mineur, une personne à l’étranger, quelqu’un qui agit pour un autre.",
    ),
    question(
        "personal-data",
        "personal_data: La mairie les garde un an.",
        "Vos données",
        true,
        "Cette page ne dit pas ce que deviennent les informations que l’on donne.",
    ),
    question(
        "feedback",
        "feedback: https://exemple.fr/avis",
        "Votre avis",
        true,
        "Cette page ne dit pas où signaler une erreur ni donner son avis.",
    ),
];

impl Question {
    /// The key of its field.
    fn key(&self) -> &'static str {
        self.answer.split_once(':').unwrap().0
    }

    /// The complete page with other lines in place of its answer, and a body.
    fn page(&self, instead: &str, body: &str) -> String {
        let mut page =
            "---\ntitle: Demander une carte de pêche\ntype: procedure\nreviewed: 2026-06-01\n".to_owned();
        for question in &QUESTIONS {
            let lines = if question.rule == self.rule { instead } else { question.answer };
            if !lines.is_empty() {
                writeln!(page, "{lines}").unwrap();
            }
        }
        write!(page, "---\n\nVenez avec un stylo.\n\n{body}").unwrap();
        page
    }
}

/// Writes pages by name, and gives what the family finds: `page:line rule « words under it » message`.
fn found(root: &Path, pages: &[(String, String)], settings: &str) -> (Vec<String>, Vec<Severity>) {
    std::fs::create_dir_all(root.join("content")).unwrap();
    std::fs::write(root.join("content/_index.md"), "---\ntitle: Accueil\n---\n").unwrap();
    std::fs::write(root.join("site.toml"), format!("[site]\ntitle = \"Essai\"\n\n{settings}")).unwrap();
    for (name, text) in pages {
        std::fs::write(root.join(format!("content/{name}.md")), text).unwrap();
    }
    let Ok(project) = Project::open(root, date(2026, 6, 15)) else { panic!("the site cannot be read") };
    let words = Words::load(Language::French);
    let findings = project.findings();
    let findings = findings.iter().filter(|finding| finding.rule.as_str().starts_with("completeness/"));
    let line = |finding: &limpide::finding::Finding| {
        let source = project.site.sources.get(finding.span.source);
        let name = source.path().trim_start_matches("content/").trim_end_matches(".md").to_owned();
        let line = source.position(finding.span.start).line;
        let (rule, under) = (&finding.rule, project.site.sources.slice(finding.span));
        format!("{name}:{line} {rule} [{under}] {}", words.say(&finding.message))
    };
    findings.map(|finding| (line(finding), finding.severity)).unzip()
}

#[test]
fn each_question_left_open_is_told_where_it_is_to_be_answered_and_each_way_of_answering_silences_it() {
    let root = tempfile::tempdir().unwrap();
    let (mut pages, mut expected) = (Vec::new(), Vec::new());
    let mut add = |name: String, page: String, place: Option<(&str, &str)>, question: &Question| {
        if let Some((line, under)) = place {
            let number = page.lines().skip(1).position(|text| text.starts_with(line)).unwrap() + 2;
            let Question { rule, said, .. } = question;
            expected.push(format!("{name}:{number} completeness/{rule} [{under}] {said}"));
        }
        pages.push((name, page));
    };
    for question in &QUESTIONS {
        let (rule, key) = (question.rule, question.key());
        let name = |way: &str| format!("{rule}-{way}");
        let heading = format!("## {}\n\n", question.heading);

        // Left out, left empty, put off, asked by a heading that nothing follows, excused by nothing.
        add(name("a-missing"), question.page("", ""), Some(("---", "---")), question);
        let empty = format!("{key}:");
        add(name("b-empty"), question.page(&empty, ""), Some((&empty, key)), question);
        let later = format!("{key}: à préciser");
        add(name("c-later"), question.page(&later, ""), Some((&later, "à préciser")), question);
        let hollow = format!("{heading}### Un détail\n\n## Venir\n\nLe mardi.\n");
        add(name("d-hollow"), question.page("", &hollow), Some(("---", "---")), question);
        let blank = format!("not_applicable:\n  {key}: \" \"");
        add(name("e-blank"), question.page(&blank, ""), Some((&format!("  {key}"), key)), question);

        // The four ways.
        add(name("f-field"), question.page(question.answer, ""), None, question);
        let headed = format!("{heading}Le guichet vous le dira.\n");
        add(name("g-heading"), question.page("", &headed), None, question);
        let national = "national: https://www.service-public.gouv.fr/exemple";
        let place = (!question.national).then_some(("---", "---"));
        add(name("h-national"), question.page(national, ""), place, question);
        let reason = format!("not_applicable: {{{key}: \"La question ne se pose pas ici.\"}}");
        add(name("i-reason"), question.page(&reason, ""), None, question);
    }
    let (mut told, severities) = found(root.path(), &pages, "");
    told.sort();
    expected.sort();
    assert_eq!(told, expected);
    assert!(severities.iter().all(|severity| *severity == Severity::Warning));
}

#[test]
fn nine_questions_are_errors_under_the_profile_of_the_european_gateway() {
    let root = tempfile::tempdir().unwrap();
    let bare = "---\ntitle: Demander une carte de pêche\ntype: procedure\n---\n\nVenez.\n".to_owned();
    let (told, severities) = found(root.path(), &[("carte".to_owned(), bare)], "[lint]\nprofile = \"sdg\"\n");
    assert_eq!(told.len(), 18, "{told:#?}");
    // At one place, they come in the order in which one answers them.
    let order: Vec<&str> = told.iter().map(|line| line.split_whitespace().nth(1).unwrap()).collect();
    assert_eq!(order, QUESTIONS.map(|question| format!("completeness/{}", question.rule)));
    let errors = told.iter().zip(severities).filter(|(_, severity)| *severity == Severity::Error);
    let mut rules: Vec<&str> = errors.map(|(line, _)| line.split_whitespace().nth(1).unwrap()).collect();
    rules.sort_unstable();
    let expected = [
        "authority",
        "cost",
        "deadlines",
        "documents",
        "identification",
        "languages",
        "redress",
        "silence",
        "steps",
    ];
    assert_eq!(rules, expected.map(|name| format!("completeness/{name}")));
}
