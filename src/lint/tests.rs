use proptest::prelude::*;

use crate::finding::{Problem, ProblemKind, Severity, Suppression};
use crate::language::Language;
use crate::site::{Facts, Site};
use crate::source::{Source, Sources, Tree};
use crate::words::Words;

use super::*;

/// A rule file that loads.
const RULE: &str = r#"
title: {fr: Règle, en: Rule}
criterion: reliable
recommendations: [R6]
check: pattern
params: {pattern: "a+b"}
severity: warning
message: {fr: "« {found} »", en: "“{found}”"}
why: {fr: Parce que, en: Because}
examples:
  - {bad: Un aab ici., marks: [aab]}
  - {good: Rien ici.}
"#;

/// A rule that measures.
fn measuring(levels: &str) -> String {
    RULE.replace(
        "check: pattern\nparams: {pattern: \"a+b\"}",
        "check: length\nparams: {of: sentence, in: words}",
    )
    .replace("severity: warning", &format!("levels: {levels}"))
    .replace("{found}", "{count}")
}

fn problems(text: &str) -> (Sources, Vec<Problem>) {
    let mut sources = Sources::default();
    let source = sources.add(Source::new("lints/a/b.yaml", text.as_bytes().to_vec()));
    let problems = Rule::read("a/b", source, text, None).err().unwrap_or_default();
    (sources, problems)
}

/// What is wrong with a rule file: the text under each problem, and what is said of it.
fn wrongs(text: &str) -> Vec<String> {
    let (sources, problems) = problems(text);
    let words = Words::load(Language::English);
    let wrong = |problem: &Problem| {
        assert_eq!(problem.kind, ProblemKind::InvalidRule);
        format!("{} | {}", sources.slice(problem.span), words.say(&problem.message))
    };
    problems.iter().map(wrong).collect()
}

#[test]
fn a_mistake_in_a_rule_file_is_refused_at_its_place() {
    assert_eq!(wrongs(RULE), [""; 0]);
    let changes: &[(&str, &str, &str)] = &[
        ("check: pattern", "check: patern", "patern | There is no check named “patern”."),
        ("a+b", "a+(b", "\"a+(b\" | An open parenthesis is not closed."),
        (
            "\"a+b\"",
            r"'\ba+'",
            r"'\ba+' | Remove \b: word boundaries are tested without being asked for, accents included.",
        ),
        ("a+b", "a*", "\"a*\" | This pattern accepts an empty text: it would be found everywhere."),
        ("{fr: Parce que, en: Because}", "{}", "why | A text is missing here."),
        ("“{found}”", "{fond}", "\"{fond}\" | “fond”, in braces, stands for nothing here."),
        ("“{found}”", "{found", "\"{found\" | A brace is not closed, or stands alone."),
        ("[R6]", "[6]", "6 | “6” is not the number of a recommendation: write R and a number, such as R6."),
        (
            "severity: warning",
            "levels: [{above: 1, severity: info}]",
            "levels | The check “pattern” measures nothing: give “severity” in place of “levels”.",
        ),
        ("marks: [aab]", "good: Bon.", "bad | An example is either “bad” or “good”."),
    ];
    for (from, to, wanted) in changes {
        let found = wrongs(&RULE.replace(from, to));
        assert_eq!(found, [*wanted]);
    }
}

#[test]
fn impossible_levels_are_refused() {
    assert_eq!(wrongs(&measuring("[{above: 20, severity: info}, {above: 30, severity: error}]")), [""; 0]);
    let table = [
        ("[]", "Give at least one level, with “above” and “severity”."),
        ("[{above: -1, severity: info}]", "A level cannot be negative."),
        ("[{above: 9, severity: info}, {above: 9, severity: error}]", "This level is already given above."),
        (
            "[{above: 9, severity: error}, {above: 20, severity: info}]",
            "A higher level must be at least as severe as a lower one.",
        ),
    ];
    for (levels, said) in table {
        let found = wrongs(&measuring(levels));
        assert!(found.iter().any(|found| found.ends_with(said)), "{levels}: {found:#?}");
    }
}

/// A site of one page, with these settings, and rule files by id in order.
fn site(settings: &str, page: &str, rules: &[(&str, &str)]) -> (Site, RuleSet) {
    let mut tree = Tree::default();
    tree.config = Some(tree.sources.add(Source::new("site.toml", settings.as_bytes().to_vec())));
    let page = tree.sources.add(Source::new("content/page.md", page.as_bytes().to_vec()));
    tree.pages.push(("page.md".to_owned(), page));
    for (id, text) in rules {
        let source = tree.sources.add(Source::new(format!("lints/{id}.yaml"), text.as_bytes().to_vec()));
        tree.lints.rules.push(((*id).to_owned(), source));
    }
    let files = std::mem::take(&mut tree.lints);
    let site = Site::build(tree, Facts::on(self_test::TODAY));
    let rules = load(&site, &files);
    (site, rules)
}

/// Findings as `rule severity: text under it`.
fn found(site: &Site, rules: &RuleSet) -> Vec<String> {
    let line = |finding: &Finding| {
        format!("{} {}: {}", finding.rule, finding.severity.name(), site.sources.slice(finding.span))
    };
    run(site, rules).iter().map(line).collect()
}

const PAGE: &str = "---\ntitle: Page\n---\nUn aab, puis un xaab et un abb.\n";

/// A rule file of a site may be this short.
const SHORT: &str = "title: Hôtel de ville
check: words
severity: warning
params:
  words: [{find: hôtel de ville, use: mairie}, guichet]
examples:
  - {bad: À l’hôtel de ville., marks: [hôtel de ville]}
  - {good: À la mairie.}
";

/// What a rule says of a page, in a language, with the help.
fn said(language: Language, rule: &str, body: &str) -> Vec<String> {
    let page = format!("---\ntitle: Page\n---\n{body}\n");
    let (site, rules) = site("", &page, &[("a/b", rule)]);
    assert!(rules.problems.is_empty(), "{:#?}", rules.problems);
    let words = Words::load(language);
    let say = |finding: &Finding| {
        let help = finding.help.as_ref().map(|help| format!(" / {}", words.say(help)));
        format!("{}{}", words.say(&finding.message), help.unwrap_or_default()).replace('\u{a0}', " ")
    };
    run(&site, &rules).iter().map(say).collect()
}

#[test]
fn a_rule_of_a_site_says_enough_with_a_title_and_its_words() {
    let body = "À l’hôtel de ville, au guichet.";
    assert_eq!(
        said(Language::French, SHORT, body),
        ["Dites « mairie » plutôt que « hôtel de ville ».", "Évitez « guichet »."]
    );
    assert_eq!(
        said(Language::English, SHORT, body),
        ["Say “mairie” rather than “hôtel de ville”.", "Avoid “guichet”."]
    );
}

#[test]
fn a_text_in_one_language_serves_both() {
    for text in ["Le mot {found} est à nous.", "{fr: \"Le mot {found} est à nous.\"}"] {
        let text = if text.starts_with("{fr") { text.to_owned() } else { format!("\"{text}\"") };
        let rule = SHORT.replace("check:", &format!("message: {text}\nwhy: Voilà.\ncheck:"));
        for language in [Language::French, Language::English] {
            assert_eq!(said(language, &rule, "Un guichet."), ["Le mot guichet est à nous."], "{text}");
        }
    }
}

#[test]
fn a_message_that_names_what_is_not_there_gives_way() {
    let rule = SHORT.replace("check:", "message: \"Dites {use} !\"\nhelp: \"Écrivez {use}.\"\ncheck:");
    assert_eq!(
        said(Language::French, &rule, "L’hôtel de ville. Un guichet."),
        ["Dites mairie ! / Écrivez mairie.", "Évitez « guichet »."]
    );
}

#[test]
fn a_check_without_usual_words_says_its_title() {
    let rule = "title: Titre vide\ncheck: empty-heading\nseverity: info\nexamples:\n  - {bad: '##', marks: ['##']}\n  - {good: A}\n";
    assert_eq!(said(Language::French, rule, "##\n"), ["Titre vide"]);
}

#[test]
fn a_pattern_is_found_between_words_only() {
    let (site, rules) = site("", PAGE, &[("a/b", RULE)]);
    assert_eq!(found(&site, &rules), ["a/b warning: aab"]);
}

#[test]
fn settings_change_severity_and_parameters() {
    let settings = "[lint.rules]\n\"a/b\" = { severity = \"info\", params = { pattern = \"ab+\" } }\n";
    let (site_, rules) = site(settings, PAGE, &[("a/b", RULE)]);
    assert_eq!(found(&site_, &rules), ["a/b info: abb"]);
    let (site_, rules) = site("[lint.rules]\n\"a/b\" = \"off\"\n", PAGE, &[("a/b", RULE)]);
    assert_eq!(found(&site_, &rules), [""; 0]);
    let rule = measuring("[{above: 5, severity: info}]");
    let settings = "[lint.rules.\"a/b\".params]\nlevels = [{above = 2, severity = \"error\"}]\n";
    let (site_, rules) = site(settings, PAGE, &[("a/b", &rule)]);
    assert_eq!(rules.get("a/b").and_then(Rule::loudest), Some(Severity::Error));
    assert_eq!(found(&site_, &rules), ["a/b error: Un aab, puis un xaab et un abb."]);
}

#[test]
fn a_wrong_setting_is_a_finding_and_the_rule_stands() {
    let settings = "[lint.rules.\"a/b\".params]\npattern = \"(\"\n[lint.rules]\n\"a/c\" = \"off\"\n";
    let (site, rules) = site(settings, PAGE, &[("a/b", RULE)]);
    let found = found(&site, &rules);
    assert!(found.contains(&"a/b warning: aab".to_owned()), "{found:#?}");
    assert_eq!(rules.problems.len(), 2, "{:#?}", rules.problems);
    assert!(rules.problems.iter().all(|problem| problem.span.source == site.config.span.unwrap().source));
}

#[test]
fn a_broken_rule_of_the_site_leaves_the_built_in_one() {
    let broken = RULE.replace("check: pattern", "check: nothing");
    let (site, rules) = site("", PAGE, &[("a/b", RULE), ("a/b", &broken)]);
    assert_eq!(found(&site, &rules), ["a/b warning: aab", "reading/invalid-rule error: nothing"]);
}

#[test]
fn a_rule_of_a_language_leaves_the_others_alone() {
    let french = RULE.replace("severity", "lang: fr\nseverity");
    for (lang, wanted) in [("fr", 1), ("en", 0), ("br", 0)] {
        let page = PAGE.replace("title", &format!("lang: {lang}\ntitle"));
        let settings = "[site]\nlanguages = [\"en\", \"br\"]\n";
        let (site_, rules) = site(settings, &page, &[("a/b", &french)]);
        assert_eq!(found(&site_, &rules).len(), wanted, "{lang}");
        let (site_, rules) = site(settings, &page, &[("a/b", RULE)]);
        assert_eq!(found(&site_, &rules).len(), 1, "{lang}");
    }
}

#[test]
fn the_longest_phrase_of_each_rule_wins() {
    let words = |list: &str| {
        RULE.replace(
            "check: pattern\nparams: {pattern: \"a+b\"}",
            &format!("check: words\nparams: {{words: {list}}}"),
        )
    };
    let page = "---\ntitle: Page\n---\nL’ÉTAT, l'Etat-major, LETAT et un ETAT.\n";
    let long = words("[état, l’état, état-major]");
    let short = words("[état]");
    // Of two rules of a family, the longer phrase speaks alone; « ETAT » is as long for both.
    let (site_, rules) = site("", page, &[("a/long", &long), ("a/short", &short)]);
    assert_eq!(
        found(&site_, &rules),
        [
            "a/long warning: L’ÉTAT",
            "a/long warning: Etat-major",
            "a/long warning: ETAT",
            "a/short warning: ETAT"
        ]
    );
    // Two families say different things, and are both heard.
    let (site_, rules) = site("", page, &[("a/long", &long), ("b/short", &short)]);
    assert_eq!(
        found(&site_, &rules),
        [
            "a/long warning: L’ÉTAT",
            "b/short warning: ÉTAT",
            "a/long warning: Etat-major",
            "a/long warning: ETAT",
            "b/short warning: ETAT"
        ]
    );
}

#[test]
fn words_stay_exact_through_markup() {
    let rule = RULE.replace(
        "check: pattern\nparams: {pattern: \"a+b\"}",
        "check: words\nparams: {words: [dans le but de]}",
    );
    let page = "---\ntitle: Page\n---\nVenez&nbsp;dans **le** _but_\nd&rsquo;aider.\n\n> dans le but de\n";
    let (site, rules) = site("", page, &[("a/b", &rule)]);
    assert_eq!(found(&site, &rules), ["a/b warning: dans **le** _but_\nd&rsquo;"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_rule_file_gives_problems_inside_it(cut in 0usize..RULE.len(), insert in ".{0,12}", drop in 0usize..40) {
        let start = RULE.floor_char_boundary(cut);
        let end = RULE.ceil_char_boundary((cut + drop).min(RULE.len()));
        let text = format!("{}{insert}{}", &RULE[..start], &RULE[end..]);
        let (sources, problems) = problems(&text);
        for problem in problems {
            let whole = sources.get(problem.span.source).text();
            prop_assert!(whole.get(problem.span.range()).is_some(), "{problem:?}");
        }
    }

    #[test]
    fn any_text_as_a_rule_file_is_refused(text in "\\PC{0,80}") {
        let (sources, problems) = problems(&text);
        prop_assert!(!problems.is_empty());
        for problem in problems {
            prop_assert!(sources.get(problem.span.source).text().get(problem.span.range()).is_some());
        }
    }
}

#[test]
fn a_site_without_rules_still_shows_what_reading_found() {
    let (site, rules) = site("", "---\ntitle: \"Page\n---\n", &[]);
    assert!(rules.rules().is_empty());
    let found = run(&site, &rules);
    assert!(found.iter().any(|finding| finding.rule.as_str() == "reading/syntax"), "{found:#?}");
}

/// The same, with more pages and files beside the rules.
fn larger_site(
    settings: &str,
    pages: &[(&str, &str)],
    rules: &[(&str, &str)],
    shared: &[(&str, &str)],
) -> (Site, RuleSet) {
    let mut tree = Tree::default();
    tree.config = Some(tree.sources.add(Source::new("site.toml", settings.as_bytes().to_vec())));
    let add = |sources: &mut Sources, folder: &str, path: &str, text: &str| {
        sources.add(Source::new(format!("{folder}/{path}"), text.as_bytes().to_vec()))
    };
    for (path, text) in pages {
        let source = add(&mut tree.sources, "content", path, text);
        tree.pages.push(((*path).to_owned(), source));
    }
    for (id, text) in rules {
        let source = add(&mut tree.sources, "lints", &format!("{id}.yaml"), text);
        tree.lints.rules.push(((*id).to_owned(), source));
    }
    for (path, text) in shared {
        let source = add(&mut tree.sources, "lints", path, text);
        tree.lints.shared.push(((*path).to_owned(), source));
    }
    let files = std::mem::take(&mut tree.lints);
    let site = Site::build(tree, Facts::on(self_test::TODAY));
    let rules = load(&site, &files);
    (site, rules)
}

/// What is wrong with the settings: the text under each problem, and what is said of it.
fn settings_wrong(site: &Site, rules: &RuleSet) -> Vec<String> {
    let words = Words::load(Language::English);
    let all = site.problems.iter().chain(&rules.problems);
    all.map(|p| format!("{} | {}", site.sources.slice(p.span), words.say(&p.message))).collect()
}

#[test]
fn an_override_is_about_its_pages_alone() {
    let pages = [("a.md", PAGE), ("archives/b.md", PAGE), ("archives/old/c.md", PAGE)];
    let settings = r#"
        [lint.rules]
        "a/b" = "error"
        [[lint.override]]
        path = "archives"
        rules = { "a/b" = "info" }
        [[lint.override]]
        path = ["archives/old/**", "nowhere.md"]
        rules = { "a/b" = { params = { pattern = "abb" } } }
    "#;
    let (site, rules) = larger_site(settings, &pages, &[("a/b", RULE)], &[]);
    assert_eq!(settings_wrong(&site, &rules), [""; 0]);
    assert_eq!(found(&site, &rules), ["a/b error: aab", "a/b info: aab", "a/b info: abb"]);
}

#[test]
fn an_override_turns_a_check_of_the_whole_site_down_or_on() {
    let rule = RULE
        .replace("check: pattern", "check: duplicate-title")
        .replace("params: {pattern: \"a+b\"}", "")
        .replace("{found}", "{title}");
    let pages = [("a.md", PAGE), ("b.md", PAGE), ("old/c.md", PAGE)];
    let at = |settings: &str| {
        let (site, rules) = larger_site(settings, &pages, &[("a/b", &rule)], &[]);
        assert_eq!(settings_wrong(&site, &rules), [""; 0]);
        run(&site, &rules)
            .iter()
            .map(|f| format!("{} {}", site.sources.get(f.span.source).path(), f.severity.name()))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        at("[[lint.override]]\npath = \"old\"\nrules = { \"a/b\" = \"off\" }"),
        ["content/a.md warning", "content/b.md warning"]
    );
    assert_eq!(
        at(
            "[lint.rules]\n\"a/b\" = \"off\"\n[[lint.override]]\npath = \"old\"\nrules = { \"a/b\" = \"error\" }"
        ),
        ["content/old/c.md error"]
    );
}

#[test]
fn a_profile_settles_rules_and_the_site_has_the_last_word() {
    let long = measuring("[{above: 3, severity: info}]");
    let shared = [
        ("_profiles/calm.yaml", "title: {fr: Calme, en: Calm}\nrules: {a/b: info}"),
        ("_profiles/strict.yaml", "extends: calm\nrules:\n  a/c: {levels: [{above: 2, severity: warning}]}"),
    ];
    let at = |settings: &str| {
        let rules = [("a/b", RULE), ("a/c", &long)];
        let (site, rules) = larger_site(settings, &[("a.md", PAGE)], &rules, &shared);
        assert_eq!(settings_wrong(&site, &rules), [""; 0]);
        ["a/b", "a/c"].map(|id| rules.get(id).and_then(Rule::loudest).map(Severity::name))
    };
    assert_eq!(at(""), [Some("warning"), Some("info")]);
    assert_eq!(at("[lint.rules]\n\"a/b\" = \"error\"\n\"a/*\" = \"off\""), [Some("error"), None]);
    assert_eq!(at("[lint]\nprofile = \"calm\""), [Some("info"), Some("info")]);
    assert_eq!(at("[lint]\nprofile = \"strict\""), [Some("info"), Some("warning")]);
    assert_eq!(at("[lint]\nprofile = \"strict\"\nrules = { \"a/c\" = \"off\" }"), [Some("info"), None]);
}

#[test]
fn a_mistake_in_a_profile_or_an_override_has_its_place() {
    let shared = [
        ("_profiles/round.yaml", "extends: round\n"),
        ("_profiles/odd.yaml", "extends: rond\nrules: {a/d: warning, a/b: loud}\nrule: {}"),
    ];
    let at = |settings: &str| {
        let (site, rules) = larger_site(settings, &[("a.md", PAGE)], &[("a/b", RULE)], &shared[..1]);
        settings_wrong(&site, &rules)
    };
    assert_eq!(at("[lint]\nprofile = \"rund\""), ["\"rund\" | There is no profile named “rund”."]);
    assert_eq!(at("[lint]\nprofile = \"round\""), ["round | The profile “round” starts from itself."]);
    let one = |line: &str| at(&format!("[[lint.override]]\n{line}"));
    assert_eq!(
        one("path = \"old/**\"\nrules = { \"a/b\" = \"off\" }"),
        ["\"old/**\" | No page matches “old/**”."]
    );
    assert_eq!(
        one("path = \"[\"\nrules = { \"a/b\" = \"off\" }"),
        ["\"[\" | “[” is not a pattern of paths."]
    );
    assert_eq!(
        one("path = \"*\"\nrules = { \"a/d\" = \"off\" }"),
        ["\"a/d\" | There is no rule named “a/d”."]
    );
    assert!(one("path = \"*\"")[0].ends_with("| This part of the site changes no rule."));
    assert!(
        one("rules = { \"a/b\" = \"off\" }")[0]
            .ends_with("| “path” is missing: which pages are these settings about?")
    );
    let (site, rules) =
        larger_site("[lint]\nprofile = \"odd\"", &[("a.md", PAGE)], &[("a/b", RULE)], &shared);
    assert_eq!(
        settings_wrong(&site, &rules),
        [
            "loud | “a/b” cannot be “loud”. Possible values: off, info, warning or error.",
            "rule | There is no key “rule” here.",
            "rond | There is no profile named “rond”.",
            "a/d | There is no rule named “a/d”.",
        ]
    );
}

#[test]
fn what_is_silenced_is_kept_with_its_reason() {
    let page = "---\ntitle: Page\n---\n<!-- limpide: allow a/b: un\n nom -->\nUn aab.\n\nDeux aab.\n";
    let settings = "[[lint.allow]]\npath = \"page.md\"\nrules = [\"a/*\"]\nreason = \"partout\"\n";
    let (site, rules) = site(settings, page, &[("a/b", RULE)]);
    let checked = check(&site, &rules);
    assert_eq!(checked.findings, []);
    let said = |suppressed: &Suppressed| {
        let (kind, justification, location) = match &suppressed.suppression {
            Suppression::InSource { justification, location } => ("page", justification.as_str(), *location),
            Suppression::External { justification, location } => ("site", justification.as_str(), *location),
            Suppression::Baseline => panic!("there is no baseline"),
        };
        format!("{kind}: {justification} ({})", site.sources.slice(location))
    };
    let said: Vec<String> = checked.suppressed.iter().map(said).collect();
    assert_eq!(said, ["page: un nom (a/b)", "site: partout (\"a/*\")"]);
}

#[test]
fn what_is_told_together_keeps_its_places_and_its_fixes() {
    let rule = "
title: Règle
check: typographic-marks
params: {marks: apostrophes}
severity: info
message: \"« {found} »\"
together: \"{count} fois\"
examples:
  - {bad: \"l'un\", marks: [\"'\"], fixed: \"l’un\"}
  - {good: l’un}
";
    let page = "---\ntitle: Page\n---\n\nL'un, l'autre.\n\n<!-- limpide: allow a/b: un exemple -->\nD'ici.\n\nL'an, l'eau, l'or, l'os.\n";
    let (built, rules) = site("[site]\ntitle = \"A\"\nlanguage = \"fr\"\n", page, &[("a/b", rule)]);
    let checked = check(&built, &rules);
    let [told] = checked.findings.as_slice() else { panic!("{:#?}", checked.findings) };
    assert_eq!(Words::load(Language::French).say(&told.message), "6 fois");
    assert_eq!((told.parts.len(), told.labels.len()), (6, 4));
    assert_eq!(told.fix.as_ref().map(|fix| fix.edits.len()), Some(6));
    assert_eq!(checked.suppressed.len(), 1);
    // One alone is told as itself, and is known as the same thing.
    let (built, rules) = site(
        "[site]\ntitle = \"A\"\nlanguage = \"fr\"\n",
        "---\ntitle: Page\n---\nL'un.\n",
        &[("a/b", rule)],
    );
    let alone = check(&built, &rules).findings;
    assert_eq!(Words::load(Language::French).say(&alone[0].message), "« ' »");
    assert_eq!((alone.len(), alone[0].parts.len(), &alone[0].topic), (1, 0, &told.topic));
}
