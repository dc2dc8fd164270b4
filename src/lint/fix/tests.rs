use jiff::civil::date;
use proptest::prelude::*;

use super::passes::run_with;
use super::*;
use crate::finding::{Message, RuleId, Severity};
use crate::site::{Facts, Site};
use crate::source::{Sources, Span, Tree};

fn edits(list: &[(usize, usize, &str)]) -> Vec<Edit> {
    let source = Sources::default().add(Source::new("a.md", Vec::new()));
    list.iter()
        .map(|(start, end, text)| Edit { span: Span::new(source, *start, *end), text: (*text).into() })
        .collect()
}

#[test]
fn edits_apply_in_any_order() {
    assert_eq!(apply("un deux trois", &edits(&[(8, 13, "3"), (0, 2, "1"), (2, 2, "!")])), "1! deux 3");
}

#[test]
fn what_overlaps_or_splits_a_character_is_left_out() {
    assert_eq!(apply("été", &edits(&[(0, 2, "e"), (1, 3, "x"), (3, 9, "y")])), "eté");
}

#[test]
fn bytes_outside_the_edits_stay_even_when_they_are_not_text() {
    let source = Source::new("a.md", b"\xef\xbb\xbfcaf\xe9 ?\r\nfin\xff".to_vec());
    let mended = splice(&source, &edits(&[(7, 8, "\u{202f}")]));
    assert_eq!(mended, b"\xef\xbb\xbfcaf\xe9\xe2\x80\xaf?\r\nfin\xff");
}

#[test]
fn an_edit_takes_the_line_ending_of_its_file() {
    for (text, ending) in [
        ("a\r\nb\r\n", "\r\n"),
        ("a\nb\n", "\n"),
        ("a", "\n"),
        ("a\r\nb\nc\n", "\n"),
        ("a\r\nb\r\nc\n", "\r\n"),
    ] {
        assert_eq!(line_ending(text), ending, "{text:?}");
    }
    assert_eq!(with_line_ending("x\ny\r\n", "\r\n"), "x\r\ny\r\n");
    assert_eq!(with_line_ending("x\ny\r\n", "\n"), "x\ny\n");
}

/// What `Taken` must say, said slowly.
fn collide(a: &Edit, b: &Edit) -> bool {
    let (a, b) = (a.span, b.span);
    (a.start < b.end && b.start < a.end) || a.start == b.start
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn fixes_go_together_when_none_touches_what_another_changes(
        fixes in prop::collection::vec(prop::collection::vec((0_usize..30, 0_usize..4), 1..3), 0..12),
    ) {
        let mut taken = Taken::default();
        let mut slowly: Vec<Edit> = Vec::new();
        for fix in fixes {
            let list: Vec<(usize, usize, &str)> = fix.iter().map(|(at, len)| (*at, at + len, "")).collect();
            let fix = edits(&list);
            let inside = fix.iter().enumerate().any(|(i, a)| fix.iter().take(i).any(|b| collide(a, b)));
            let fits = !inside && fix.iter().all(|a| slowly.iter().all(|b| !collide(a, b)));
            prop_assert_eq!(taken.take(&fix), fits);
            if fits {
                slowly.extend(fix);
            }
        }
    }
}

/// A toy: what a text asks for, as (rule, what is found, what to put there).
type Toy<'a> = &'a [(&'a str, &'a str, &'a str)];

fn found(rule: &str, span: Span, text: Option<&str>) -> Finding {
    let fix = |text: &str| Fix {
        title: Message::key("lint.fix-space"),
        edits: vec![Edit { span, text: text.to_owned() }],
        applicability: Applicability::Safe,
    };
    Finding {
        rule: RuleId::new(rule),
        severity: Severity::Info,
        span,
        message: Message::key("lint.fix-space"),
        labels: Vec::new(),
        help: None,
        fix: text.map(fix).map(Box::new),
        calendar: false,
        external: false,
        topic: None,
        parts: Vec::new(),
        unfixed: None,
    }
}

/// Mends pages by a toy, in which an empty text only finds. `elsewhere` is a word of any page that is
/// found in the last page.
fn mend(pages: &[(&str, &str)], toy: Toy<'_>, elsewhere: Option<&str>) -> Mended {
    let mut tree = Tree::default();
    for (path, text) in pages {
        let id = tree.sources.add(Source::new(*path, text.as_bytes().to_vec()));
        tree.pages.push(((*path).to_owned(), id));
    }
    let facts = Facts::on(date(2026, 11, 23));
    let look = |tree: &Tree| {
        let site = Site::build(tree.clone(), facts.clone());
        let mut findings = Vec::new();
        for (id, source) in tree.sources.iter() {
            for (rule, what, by) in toy {
                for (at, _) in source.text().match_indices(what) {
                    let by = Some(*by).filter(|by| !by.is_empty());
                    findings.push(found(rule, Span::new(id, at, at + what.len()), by));
                }
            }
            if let (Some(word), Some((_, last))) = (elsewhere, tree.pages.last()) {
                let times = source.text().matches(word).count();
                findings.extend((0..times).map(|_| found("toy/elsewhere", Span::new(*last, 0, 0), None)));
            }
        }
        crate::lint::sort(&mut findings, &tree.sources);
        let findings = folded(findings);
        (site, findings, Vec::new())
    };
    let wanted = Wanted {
        at_most: Applicability::Safe,
        rules: &[],
        least: Severity::Info,
        known: None,
        files: &|_| true,
    };
    run_with(&tree, &look, &wanted)
}

/// The findings, those of `toy/together` as one a file.
fn folded(findings: Vec<Finding>) -> Vec<Finding> {
    let (parts, mut rest): (Vec<Finding>, Vec<Finding>) =
        findings.into_iter().partition(|finding| finding.rule.as_str() == "toy/together");
    for parts in parts.chunk_by(|a, b| a.span.source == b.span.source) {
        let mut first = parts[0].clone();
        let message = first.message.clone();
        first.gather(parts[1..].to_vec(), message, Message::key("lint.fix-together"));
        rest.push(first);
    }
    rest
}

fn after(mended: &Mended) -> Vec<(&str, String)> {
    let text = |file: &Changed| String::from_utf8_lossy(&file.after).into_owned();
    mended.files.iter().map(|file| (file.path.as_str(), text(file))).collect()
}

fn refused(mended: &Mended) -> Vec<(&str, &str, usize, Reason)> {
    mended
        .refused
        .iter()
        .map(|r| (r.path.as_str(), r.rule.as_str(), r.lines.len(), r.reason.clone()))
        .collect()
}

#[test]
fn of_two_that_overlap_the_second_waits_for_the_next_pass() {
    let mended = mend(&[("a.md", "abc abc")], &[("toy/ab", "ab", "x"), ("toy/bc", "bc", "y")], None);
    assert_eq!(after(&mended), [("a.md", "xc xc".to_owned())]);
}

#[test]
fn a_fix_that_brings_a_finding_is_undone_alone() {
    let toy: Toy = &[("toy/good", "bon", "b"), ("toy/bad", "mal", "pire"), ("toy/worse", "pire", "")];
    let page = "bon bon mal bon\n\nbon mal bon bon\n";
    let mended = mend(&[("a.md", page), ("b.md", "bon\n")], toy, None);
    assert_eq!(after(&mended), [("a.md", "b b mal b\n\nb mal b b\n".to_owned()), ("b.md", "b\n".to_owned())]);
    let adds = Reason::Adds(RuleId::new("toy/worse"));
    assert_eq!(refused(&mended), [("a.md", "toy/bad", 2, adds)]);
}

#[test]
fn what_is_told_together_is_mended_place_by_place() {
    let toy: Toy = &[("toy/together", "bon", "b"), ("toy/worse", "bx", "")];
    let mended = mend(&[("a.md", "bon bonx bon\n")], toy, None);
    assert_eq!(after(&mended), [("a.md", "b bonx b\n".to_owned())]);
    assert_eq!(mended.files[0].fixes[&RuleId::new("toy/together")], 2);
    let adds = Reason::Adds(RuleId::new("toy/worse"));
    assert_eq!(refused(&mended), [("a.md", "toy/together", 1, adds)]);
}

#[test]
fn a_fix_that_turns_in_circles_is_undone() {
    let mended = mend(&[("a.md", "pile\n")], &[("toy/a", "pile", "face"), ("toy/b", "face", "pile")], None);
    assert_eq!(after(&mended), []);
    assert_eq!(refused(&mended), [("a.md", "toy/a", 1, Reason::Adds(RuleId::new("toy/b")))]);
    let mended = mend(&[("a.md", "pile\n")], &[("toy/a", "pile", "une pile")], None);
    assert_eq!(refused(&mended), [("a.md", "toy/a", 1, Reason::Stays)]);
}

#[test]
fn a_fix_that_spoils_another_page_is_undone_and_no_other() {
    let names: Vec<String> = (0..9).map(|n| format!("p{n}.md")).collect();
    let mut pages: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "bon\n")).collect();
    pages[4].1 = "bon mal\n";
    pages[8].1 = "fin\n";
    let toy: Toy = &[("toy/good", "bon", "b"), ("toy/bad", "mal", "pire")];
    let mended = mend(&pages, toy, Some("pire"));
    assert_eq!(mended.files.len(), 8);
    assert_eq!(after(&mended)[4].1, "b mal\n");
    let adds = Reason::Adds(RuleId::new("toy/elsewhere"));
    assert_eq!(refused(&mended), [("p4.md", "toy/bad", 1, adds)]);
}

#[test]
fn a_fix_that_breaks_the_page_is_undone() {
    let page = "---\ntitle: A\n---\n\nUn mot.\n\n| a | b |\n| - | - |\n| c | mot |\n\n[x](mot.md)\n";
    let blocks = mend(&[("a.md", page)], &[("toy/split", "Un mot", "Un\n\nm")], None);
    assert_eq!(refused(&blocks), [("a.md", "toy/split", 1, Reason::Structure)]);
    let table = mend(&[("a.md", page)], &[("toy/row", "| - | - |", "| - |")], None);
    assert_eq!(refused(&table)[0].3, Reason::Structure);
    let link = mend(&[("a.md", page)], &[("toy/link", "mot.md", "mon mot.md")], None);
    assert_eq!(refused(&link)[0].3, Reason::Structure);
    let title = mend(&[("a.md", page)], &[("toy/title", "title: A", "  titre: [")], None);
    assert_eq!(refused(&title)[0].3, Reason::Structure);
    let front = mend(&[("a.md", "Un\n")], &[("toy/front", "Un", "---\ntitle: A\n---\n\nDeux")], None);
    assert_eq!(refused(&front)[0].3, Reason::FrontMatter);
    let across = mend(&[("a.md", page)], &[("toy/fence", "---\n\nUn", "--\n\nUn")], None);
    assert_eq!(refused(&across)[0].3, Reason::FrontMatter);
    let fence = mend(&[("a.md", page)], &[("toy/fence", "A\n---", "A\n--")], None);
    assert_eq!(fence.files.len(), 0);
    let fine = mend(&[("a.md", page)], &[("toy/fine", "title: A", "title: B")], None);
    assert_eq!(fine.files.len(), 1);
}

#[test]
fn where_every_fix_is_bad_the_site_is_not_checked_for_ever() {
    let page = "mal ".repeat(5000);
    let mended = mend(
        &[("a.md", &page), ("b.md", "bon")],
        &[("toy/bad", "mal", "pire"), ("toy/good", "bon", "b"), ("toy/worse", "pire", "")],
        None,
    );
    assert_eq!(after(&mended), [("b.md", "b".to_owned())]);
    assert_eq!(refused(&mended), [("a.md", "toy/bad", 5000, Reason::Adds(RuleId::new("toy/worse")))]);
}

#[test]
fn mending_again_changes_nothing() {
    // Refused at first, since it brings `cd`; right once `c` is gone.
    let toy: Toy = &[("toy/1", "b", "c"), ("toy/2", "cd", ""), ("toy/3", "d", "e"), ("toy/4", "é", "e")];
    let mended = mend(&[("a.md", "bd é\n")], toy, None);
    let first = after(&mended);
    let again = mend(&[("a.md", &first[0].1)], toy, None);
    assert_eq!((first[0].1.as_str(), after(&again).len()), ("ce e\n", 0));
}

#[test]
fn an_added_line_ends_as_the_others_do() {
    let mended = mend(&[("a.md", "un\r\ndeux mot\r\n")], &[("toy/line", "mot", "m\nn")], None);
    assert_eq!(after(&mended), [("a.md", "un\r\ndeux m\r\nn\r\n".to_owned())]);
}

#[test]
fn keys_that_go_by_another_name_are_written_anew_in_settings_pages_and_themes() {
    let mut tree = crate::files::built_in();
    tree.config =
        Some(tree.sources.add(Source::new("site.toml", b"[site]\nold_title = \"Ville\"\n".to_vec())));
    let page = b"---\nold_title: Accueil\n---\n\nTexte.\n".to_vec();
    tree.pages.push(("_index.md".into(), tree.sources.add(Source::new("content/_index.md", page))));
    let theme = b"name = \"limpide\"\n[images]\nold_widths = [400]\n".to_vec();
    let theme = tree.sources.add(Source::new("themes/limpide/theme.toml", theme));
    tree.theme_texts.push(("limpide/theme.toml".into(), theme));
    let site = Site::build(tree.clone(), Facts::on(date(2026, 6, 15)));
    assert_eq!((site.config.site.title.as_str(), site.pages[0].title()), ("Ville", "Accueil"));
    let wanted = Wanted {
        at_most: Applicability::Safe,
        rules: &[],
        least: Severity::Warning,
        known: None,
        files: &|path| !path.starts_with("builtin:"),
    };
    let mended = run(&tree, &Facts::on(date(2026, 6, 15)), &wanted);
    let after: Vec<(&str, String)> = mended
        .files
        .iter()
        .map(|file| (file.path.as_str(), String::from_utf8_lossy(&file.after).into_owned()))
        .collect();
    assert_eq!(
        after,
        [
            ("content/_index.md", "---\ntitle: Accueil\n---\n\nTexte.\n".to_owned()),
            ("site.toml", "[site]\ntitle = \"Ville\"\n".to_owned()),
            ("themes/limpide/theme.toml", "name = \"limpide\"\n[images]\nwidths = [400]\n".to_owned()),
        ]
    );
}

#[test]
fn a_misspelt_title_is_renamed_and_not_added() {
    let text =
        "---\ntitre: Demander un passeport\ntype: procedure\ndescription: X\n---\n\n# Venez\n\nVenez.\n";
    let mut tree = crate::files::built_in();
    let id = tree.sources.add(Source::new("content/a.md", text.as_bytes().to_vec()));
    tree.pages.push(("a.md".to_owned(), id));
    let wanted = Wanted {
        at_most: Applicability::Suggested,
        rules: &[RuleId::new("reading/unknown-key"), RuleId::new("reading/missing-field")],
        least: Severity::Info,
        known: None,
        files: &|_| true,
    };
    let mended = run(&tree, &Facts::on(date(2026, 11, 23)), &wanted);
    let [changed] = &mended.files[..] else { panic!("{mended:?}") };
    assert_eq!(String::from_utf8_lossy(&changed.after), text.replace("titre", "title"));
}
