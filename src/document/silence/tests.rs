use super::*;
use crate::document::Document;
use crate::source::{Source, SourceId, Sources};

fn document(text: &str) -> (Document, Sources) {
    let mut sources = Sources::default();
    let id: SourceId = sources.add(Source::new("a.md", text.into()));
    (Document::read(id, sources.get(id), &[], &Default::default()), sources)
}

/// Each silence as `rules: reason → what it covers`.
fn silences(text: &str) -> Vec<String> {
    let (document, sources) = document(text);
    let said = |silence: &Silence| {
        let rules: Vec<_> = silence.rules.iter().map(|rule| sources.slice(rule.span)).collect();
        let covers = silence.covers.map_or("—".to_owned(), |span| sources.slice(span).trim().to_owned());
        format!("{}: {} → {covers}", rules.join("+"), silence.reason.as_deref().unwrap_or("—"))
    };
    document.silences.iter().map(said).collect()
}

/// Each problem as its rule and what it underlines.
fn problems(text: &str) -> Vec<(&'static str, String)> {
    let (document, sources) = document(text);
    let told = document.problems.iter().filter(|problem| problem.kind.is_of_silences());
    told.map(|problem| {
        let name = problem.kind.rule().trim_start_matches("reading/");
        (name, sources.slice(problem.span).to_owned())
    })
    .collect()
}

#[test]
fn a_comment_is_about_the_next_block() {
    let allow = "<!-- limpide: allow a/b: c -->";
    let cases = [
        ("Un.\n\n@\nDeux.\n\nTrois.", "Deux."),
        ("@\n\nDeux\nlignes.\n\nTrois.", "Deux\nlignes."),
        ("@\n## Titre\n\nTexte.", "## Titre"),
        ("@\n- un\n- deux\n\nTexte.", "- un\n- deux"),
        ("@\n| a |\n|---|\n| b |\n\nTexte.", "| a |\n|---|\n| b |"),
        ("@\n> un\n>\n> deux\n\nTexte.", "> un\n>\n> deux"),
        ("@\n```\ncode\n```\n\nTexte.", "```\ncode\n```"),
        ("- @\n  un\n- deux", "un"),
        ("- @\n\n  **un**\n- deux", "**un**"),
        ("- un\n  @\n- deux\n- trois", "- deux"),
        ("> @\n> un\n>\n> deux", "un"),
        ("Un @ deux.\n\nTrois.", "Un @ deux."),
        ("- un @\n- deux", "un @"),
        ("| a @ | b |\n|---|---|\n| c | d |", "a @"),
        ("## Titre @\n\nTexte.", "## Titre @"),
        ("@\n\n---\n\nTexte.", "Texte."),
        ("@\n\n[x]: y.md\n\nTexte.", "Texte."),
        ("@\n[^1]: Une note.\n\nTexte[^1].", "[^1]: Une note."),
        ("Texte.\n\n@", "—"),
    ];
    for (text, covers) in cases {
        let text = text.replace('@', allow);
        let covers = covers.replace('@', allow);
        assert_eq!(silences(&text), [format!("a/b: c → {covers}")], "{text}");
        assert_eq!(problems(&text), [], "{text}");
        let typed_elsewhere = text.replace('\n', "\r\n");
        assert_eq!(silences(&typed_elsewhere).len(), 1, "{text}");
    }
}

#[test]
fn a_comment_is_written_the_way_people_write() {
    let cases = [
        ("<!-- limpide: allow a/b: une raison -->", "a/b: une raison → T"),
        ("<!--limpide:allow a/b:une raison-->", "a/b: une raison → T"),
        ("<!-- Limpide : allow a/b, c/* : une raison : la loi -->", "a/b+c/*: une raison : la loi → T"),
        ("<!-- limpide\u{a0}: allow a/b\u{a0}: une raison -->", "a/b: une raison → T"),
        ("<!--\n  limpide: allow\n  a/b,\n  c/d:\n  une\n  raison\n-->", "a/b+c/d: une raison → T"),
        (
            "<!-- limpide: allow a/b: {{ amount(key=\"x\") }} **gras** -->",
            "a/b: {{ amount(key=\"x\") }} **gras** → T",
        ),
    ];
    for (comment, wanted) in cases {
        assert_eq!(silences(&format!("{comment}\nT")), [wanted], "{comment}");
        assert_eq!(problems(&format!("{comment}\nT")), [], "{comment}");
    }
    let two =
        "<!-- limpide: allow a/b: c --> <!-- limpide: allow d/e: f -->\n<!-- limpide: allow g/h: i -->\nT";
    assert_eq!(silences(two), ["a/b: c → T", "d/e: f → T", "g/h: i → T"]);
    let quoted = "> <!-- limpide: allow a/b:\n> une\n> raison -->\n> T";
    assert_eq!(silences(quoted), ["a/b: une raison → T"]);
}

#[test]
fn a_comment_that_is_written_wrongly_is_said_at_its_place() {
    let cases = [
        ("<!-- limpide: alow a/b: c -->", "invalid-silence", "alow"),
        ("<!-- limpide: ignore a/b: c -->", "invalid-silence", "ignore"),
        ("<!-- limpid: allow a/b: c -->", "invalid-silence", "limpid"),
        ("<!-- limpide allow a/b: c -->", "invalid-silence", "limpide"),
        ("<!-- limpide: allow a/b terme de la loi -->", "invalid-silence", "a/b terme de la loi"),
        ("<!-- limpide: allow a/b c/d: e -->", "invalid-silence", "a/b c/d"),
        ("<!-- limpide: allow : e -->", "invalid-silence", "<!-- limpide: allow : e -->"),
        ("<!-- limpide: allow -->", "invalid-silence", "<!-- limpide: allow -->"),
        ("<!-- limpide: -->", "invalid-silence", "<!-- limpide: -->"),
        ("<!-- limpide: allow a/b -->", "silence-without-reason", "a/b"),
        ("<!-- limpide: allow a/b: -->", "silence-without-reason", "a/b"),
        ("<!-- limpide: allow a/b: … - ! -->", "silence-without-reason", "a/b"),
        ("<!-- limpide: allow a/b: c", "invalid-silence", "<!--"),
    ];
    for (comment, rule, marked) in cases {
        assert_eq!(problems(&format!("{comment}\nTexte.")), [(rule, marked.to_owned())], "{comment}");
    }
    // Beside the text, the text is no longer Markdown.
    let beside = "<!-- limpide: allow a/b: c --> Texte.";
    assert_eq!(problems(beside), [("invalid-silence", "<!-- limpide: allow a/b: c -->".to_owned())]);
    assert_eq!(problems("Texte <!-- limpide: allow a/b: c"), [("invalid-silence", "<!--".to_owned())]);
}

#[test]
fn other_comments_and_code_are_nothing_to_us() {
    for text in [
        "<!-- Texte limpide -->\nT",
        "<!-- limpide, comme l’eau -->\nT",
        "<!-- limite : à vérifier -->\nT",
        "<!-- allow a/b: c -->\nT",
        "<!-- à relire: allow a/b -->\nT",
        "<!---->\nT",
        "<!-->\nT",
        "```\n<!-- limpide: allow a/b -->\n```",
        "    <!-- limpide: allow a/b -->",
        "Écrivez `<!-- limpide: allow a/b -->` ici.",
        "Écrivez \\<!-- limpide: allow a/b ici.",
        "Écrivez &lt;!-- limpide: allow a/b --&gt; ici.",
        "<p title=\"limpide: allow\">x</p>",
    ] {
        assert_eq!((silences(text), problems(text)), (vec![], vec![]), "{text}");
    }
}

#[test]
fn the_front_matter_silences_the_whole_page() {
    let front = |allow: &str| format!("---\ntitle: A\n{allow}\n---\nT");
    let read = |allow: &str| {
        let text = front(allow);
        let all = format!(" → {}", text.trim());
        silences(&text).iter().map(|said| said.replace(&all, "")).collect::<Vec<_>>()
    };
    assert_eq!(read("allow:\n  a/b: une raison\n  c/*: une autre"), ["a/b: une raison", "c/*: une autre"]);
    assert_eq!(
        read("allow:\n  - {rule: a/b, reason: une raison}\n  - rule: [c/d, e/f]\n    reason: une autre"),
        ["a/b: une raison", "c/d+e/f: une autre"]
    );
    assert_eq!(read("allow: {rule: a/b, reason: une raison}"), ["a/b: une raison"]);
    let without = "silence-without-reason";
    for allow in ["allow: a/b", "allow: [a/b]", "allow: {a/b: }", "allow: {a/b: '-'}", "allow: [{rule: a/b}]"]
    {
        assert_eq!(read(allow), ["a/b: —"], "{allow}");
        assert_eq!(problems(&front(allow)), [(without, "a/b".to_owned())], "{allow}");
    }
    assert_eq!(problems(&front("allow: [[a/b]]")).len(), 1);
    assert_eq!(problems(&front("defaults:\n  allow: {a/b: c}")), [("invalid-silence", "allow".to_owned())]);
}

#[test]
fn ten_thousand_comments_come_to_their_end() {
    let count = |text: &str| document(text).0.silences.len();
    let comment = "<!-- limpide: allow a/b: c -->";
    assert_eq!(count(&format!("{}T", format!("{comment}\n").repeat(10_000))), 10_000);
    assert_eq!(count(&format!("T {}", format!("{comment} ").repeat(10_000))), 10_000);
    let open = "<!-- limpide: allow a/b: c ".repeat(10_000);
    assert_eq!(problems(&open).len(), 1);
    assert_eq!(problems(&format!("T {open}")).len(), 1);
    let rules = "a/b,".repeat(10_000);
    assert_eq!(document(&format!("<!-- limpide: allow {rules}: c -->\nT")).0.silences[0].rules.len(), 10_000);
    let reason = "très ".repeat(1_000_000);
    assert_eq!(
        document(&format!("<!-- limpide: allow a/b: {reason} -->\nT")).0.silences[0]
            .reason
            .as_ref()
            .map(String::len),
        Some(5_999_999)
    );
}
