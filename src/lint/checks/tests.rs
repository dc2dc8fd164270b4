use std::collections::BTreeSet;

use super::*;
use crate::data;
use crate::data::Fields;
use crate::source::{Source, Sources, Span};

/// A value that a parameter accepts, as typed.
fn sample(form: Form) -> String {
    match form {
        Form::Text | Form::Words => "mot".into(),
        Form::Texts => "[mot, autre]".into(),
        Form::Verbs => "[procéder à, falloir]".into(),
        Form::Bool => "true".into(),
        Form::Number => "3".into(),
        Form::Choice(words) => words[0].into(),
        Form::Choices(words) => format!("[{}]", words.join(", ")),
        Form::Pattern => "a+".into(),
        Form::Period => "6 mois".into(),
        Form::Entries(params) => format!("[mot, {{{}}}]", typed(params, false)),
        Form::Maps(params) => format!("[{{{}}}]", typed(params, false)),
        Form::Groups => "[[mot, autre], [paie, salaire]]".into(),
    }
}

/// Documented parameters as a rule file would give them. Of two that exclude each other, `last` says
/// which.
fn typed(params: &[Param], last: bool) -> String {
    let alone = |param: &&Param| match param.needed {
        Needed::Or(other) => (param.name > other) == last,
        Needed::Always | Needed::Else(_) => true,
    };
    // What a word of the law may not have, tried by the rules that list words.
    let apart = |param: &&Param| !matches!(param.name, "legal-term" | "define" | "fix");
    let pairs: Vec<String> = params
        .iter()
        .filter(alone)
        .filter(apart)
        .map(|p| format!("{}: {}", p.name, sample(p.form)))
        .collect();
    pairs.join(", ")
}

/// What reading these parameters gives: the check, the keys that were asked for, and what is wrong.
fn read(kind: &Kind, params: &str) -> (Option<Check>, BTreeSet<String>, usize) {
    let mut sources = Sources::default();
    let text = format!("{{{params}}}");
    let source = sources.add(Source::new("lints/a/b.yaml", text.as_bytes().to_vec()));
    let (node, mut problems) = data::yaml(source, &text, 0..text.len());
    let mut fields = Fields::new(&node, &mut problems);
    let check = (kind.read)(&mut fields, Span::new(source, 0, 0));
    let asked = fields.asked().map(str::to_owned).collect();
    fields.finish();
    (check, asked, problems.len())
}

#[test]
fn what_a_kind_reads_is_what_it_says_of_itself() {
    for kind in Kind::ALL {
        let documented: BTreeSet<String> = kind.params.iter().map(|param| param.name.to_owned()).collect();
        for last in [false, true] {
            let params = match kind.name {
                // What is measured and its unit must agree; the first of each do not for a list.
                "length" => "of: list, in: items".to_owned(),
                _ => typed(kind.params, last),
            };
            let (check, asked, problems) = read(kind, &params);
            assert_eq!(problems, 0, "{}: {params}", kind.name);
            assert_eq!(asked, documented, "{}", kind.name);
            let check = check.unwrap_or_else(|| panic!("{}: {params}", kind.name));
            assert_eq!(check.kind().name, kind.name);
            let (_, _, problems) = read(kind, &format!("{params}, inconnu: 1").replace("{, ", "{"));
            assert_eq!(problems, 1, "{}: an unknown parameter", kind.name);
        }
    }
}

#[test]
fn a_parameter_that_must_be_given_is_asked_for() {
    for kind in Kind::ALL {
        let needed = kind.params.iter().any(|param| !matches!(param.needed, Needed::Else(_)));
        let (check, _, problems) = read(kind, "");
        assert_eq!(problems > 0, needed, "{}", kind.name);
        assert_eq!(check.is_some(), !needed, "{}", kind.name);
    }
}

#[test]
fn each_kind_is_told_apart_by_its_name() {
    let names: BTreeSet<&str> = Kind::ALL.iter().map(|kind| kind.name).collect();
    assert_eq!(names.len(), Kind::ALL.len());
    for kind in Kind::ALL {
        assert!(kind.cases.len() != 1 || kind.cases[0].name.is_empty(), "{}", kind.name);
        assert!(kind.cases.len() < 2 || kind.cases.iter().all(|case| !case.name.is_empty()), "{}", kind.name);
    }
}

#[test]
fn every_length_goes_with_a_unit() {
    let units = ["words", "characters", "sentences", "items"];
    for (of, wanted) in [("sentence", 2), ("list", 1), ("page", 3), ("title", 3)] {
        let good = |unit: &&str| read(&length::KIND, &format!("of: {of}, in: {unit}")).2 == 0;
        assert_eq!(units.into_iter().filter(good).count(), wanted, "{of}");
    }
}
