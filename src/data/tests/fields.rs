use super::super::{Fields, yaml};
use super::{source, told};
use crate::finding::Problem;

/// Reads one text with one way of taking a field, and shows what was taken and what was told.
fn take<T: std::fmt::Debug>(
    text: &str,
    field: impl for<'a> Fn(&mut Fields<'a, '_>) -> Option<T>,
) -> (String, Vec<String>) {
    let (node, mut problems): (_, Vec<Problem>) = yaml(source(), text, 0..text.len());
    let mut fields = Fields::new(&node, &mut problems);
    let taken = field(&mut fields).map_or("-".to_owned(), |value| format!("{value:?}"));
    fields.finish();
    (taken, told(text, &problems))
}

/// One text, what is taken, and the problem, empty when there is none.
type Case = (&'static str, &'static str, &'static str);

fn check<T: std::fmt::Debug>(cases: &[Case], field: impl for<'a> Fn(&mut Fields<'a, '_>) -> Option<T>) {
    for (text, taken, problem) in cases {
        let problems = if problem.is_empty() { Vec::new() } else { vec![(*problem).to_owned()] };
        assert_eq!(take(text, &field), ((*taken).to_owned(), problems), "{text:?}");
    }
}

#[test]
fn a_text_is_any_scalar() {
    let cases = [
        ("k: Passeport", "\"Passeport\"", ""),
        ("k: 012", "\"012\"", ""),
        ("k: “Bonjour” et “au revoir”", "\"“Bonjour” et “au revoir”\"", ""),
        ("k: “Oui”", "\"“Oui”\"", ""),
        ("k: true", "\"true\"", ""),
        ("k: ''", "\"\"", ""),
        ("k:", "-", ""),
        ("{}", "-", ""),
        ("k: [a]", "-", "not-text `k`"),
        ("k:\n  a: b", "-", "not-text `k`"),
    ];
    check(&cases, |fields| fields.text("k").map(|text| text.value));
}

#[test]
fn a_boolean_is_true_or_false_unquoted() {
    let cases = [
        ("k: true", "true", ""),
        ("k: false", "false", ""),
        ("k: ~", "-", ""),
        ("k: oui", "-", "not-bool `oui` => true"),
        ("k: no", "-", "not-bool `no` => false"),
        ("k: 'true'", "-", "not-bool `'true'` => true"),
    ];
    check(&cases, |fields| fields.bool("k").map(|value| value.value));
}

#[test]
fn whole_and_decimal_numbers() {
    let whole = [
        ("k: 12", "12", ""),
        ("k: -3", "-3", ""),
        ("k: “12”", "12", "word-marks `“12”` => 12"),
        ("k: 12”", "-", "not-int `12”` => 12"),
        ("k: 012", "12", ""),
        ("k: 1_000", "1000", ""),
        ("k: 1__0", "-", "not-int `1__0` => 12"),
        ("k: 0x1F", "-", "not-int `0x1F` => 12"),
        ("k: 1.5", "-", "not-int `1.5` => 12"),
        ("k: '12'", "-", "not-int `'12'` => 12"),
        ("k: 99999999999999999999", "-", "not-int `99999999999999999999` => 12"),
    ];
    check(&whole, |fields| fields.int("k").map(|value| value.value));
    let decimal = [
        ("k: 1.5", "1.5", ""),
        ("k: -12", "-12.0", ""),
        ("k: 86,60", "-", "not-float `86,60` => 0.5"),
        ("k: .inf", "-", "not-float `.inf` => 0.5"),
        ("k: 1e999", "-", "not-float `1e999` => 0.5"),
        ("k: nan", "-", "not-float `nan` => 0.5"),
    ];
    check(&decimal, |fields| fields.float("k").map(|value| value.value));
}

#[test]
fn a_date_is_year_month_day() {
    let cases = [
        ("k: 2026-01-12", "2026-01-12", ""),
        ("k: '2026-01-12'", "2026-01-12", ""),
        ("k: “2026-01-12”", "2026-01-12", "word-marks `“2026-01-12”` => 2026-01-12"),
        ("k: «\u{a0}2026-01-12\u{a0}»", "2026-01-12", "word-marks `«\u{a0}2026-01-12\u{a0}»` => 2026-01-12"),
        ("“k”: 2026-01-12", "2026-01-12", "word-marks `“k”` => k"),
        ("k: 2026-02-30", "-", "no-such-day `2026-02-30` => 2026-02-28"),
        ("k: 2026-11-31", "-", "no-such-day `2026-11-31` => 2026-11-30"),
        ("k: 2026-11-00", "-", "no-such-day `2026-11-00` => 2026-01-12"),
        ("k: 2026-31-11", "-", "no-such-day `2026-31-11` => 2026-01-12"),
        ("k: 2026-25-12", "-", "no-such-day `2026-25-12` => 2026-12-25"),
        ("k: 2026-13-41", "-", "no-such-day `2026-13-41` => 2026-01-12"),
        ("k: 29 février 2027", "-", "no-such-day `29 février 2027` => 2027-02-28"),
        ("k: 12/01/2026", "-", "not-date `12/01/2026` => 2026-01-12"),
        ("k: 12 janvier 2026", "-", "not-date `12 janvier 2026` => 2026-01-12"),
        ("k: 1er mars 2026", "-", "not-date `1er mars 2026` => 2026-03-01"),
        ("k: 12/03/26", "-", "not-date `12/03/26` => 2026-03-12"),
        ("k: 2026/03/12", "-", "not-date `2026/03/12` => 2026-03-12"),
        ("k: mars 2026", "-", "not-date `mars 2026` => 2026-01-12"),
        ("k: 31/02/2026", "-", "no-such-day `31/02/2026` => 2026-02-28"),
        ("k: 20260112", "-", "not-date `20260112` => 2026-01-12"),
        ("k: [2026-01-12]", "-", "not-date `k` => 2026-01-12"),
    ];
    check(&cases, |fields| fields.date("k").map(|value| value.value));
}

#[test]
fn several_texts_and_maps() {
    let texts = [
        ("k: [a, 'b', 3]", "[\"a\", \"b\", \"3\"]", ""),
        ("k: a", "[\"a\"]", ""),
        ("k:\n- a\n-\n- b", "[\"a\", \"b\"]", ""),
        ("k: []", "[]", ""),
        ("k: [a, [b]]", "[\"a\"]", "not-text `b`"),
    ];
    check(&texts, |fields| Some(fields.texts("k").into_iter().map(|t| t.value).collect::<Vec<_>>()));
    let maps = [("k: {a: b}", "1", ""), ("k:", "-", ""), ("k: a", "-", "not-map `a`")];
    check(&maps, |fields| fields.map("k").map(|map| map.entries.len()));
}

#[test]
fn one_of_a_few_words() {
    let cases = [
        ("k: stop", "1", ""),
        ("k: holdpage", "-", "not-a-choice `holdpage` => hold-page"),
        ("k: “stop”", "1", "word-marks `“stop”` => stop"),
        ("k: toujours", "-", "not-a-choice `toujours`"),
    ];
    check(&cases, |fields| fields.choice("k", &[("stop", 1), ("hold-page", 2)]).map(|c| c.value));
}

#[test]
fn what_nobody_asked_for_is_told() {
    let cases = [
        ("k: a\ntitel: b", "\"a\"", "unknown-key `titel` => title"),
        ("k: a\nmaison: b", "\"a\"", "unknown-key `maison`"),
        ("k: a\ntitle: b\nx-own: c", "\"a\"", ""),
        ("texte", "-", "map-here `texte`"),
        ("- k", "-", "map-here `k`"),
        ("", "-", ""),
    ];
    check(&cases, |fields| {
        fields.accept(&["title", "x-own"]);
        fields.text("k").map(|text| text.value)
    });
}

#[test]
fn a_slip_is_mended_where_one_word_alone_is_meant() {
    let mended = |text: &str| {
        let (node, mut problems) = yaml(source(), text, 0..text.len());
        let mut fields = Fields::new(&node, &mut problems);
        fields.choice("kind", &[("counter", ()), ("online", ())]);
        fields.date("from");
        fields.text("phone");
        fields.finish();
        let edits = problems.iter().filter_map(|problem| problem.fix.as_ref()).flat_map(|fix| &fix.edits);
        let mut text = text.to_owned();
        let mut edits: Vec<_> = edits.collect();
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
        for edit in edits {
            text.replace_range(edit.span.range(), &edit.text);
        }
        text
    };
    for (text, expected) in [
        ("telephone: 01", "phone: 01"),
        ("'telephone': 01", "phone: 01"),
        ("kind: guichet", "kind: counter"),
        ("kind: 'guichet'", "kind: \"counter\""),
        ("from: 12/03/2026", "from: 2026-03-12"),
        ("from: \"1er mars 2026\"", "from: \"2026-03-01\""),
    ] {
        assert_eq!(mended(text), expected);
    }
    // The key stands there already, or would twice; nothing is near; a block of text is no slip.
    for text in ["phone: 02\ntelephone: 01", "maison: a", "kind: ici", "kind: |\n  guichet"] {
        assert_eq!(mended(text), text);
    }
    assert_eq!(mended("telephone: 01\ntéléphone: 02"), "phone: 01\ntéléphone: 02");
}
