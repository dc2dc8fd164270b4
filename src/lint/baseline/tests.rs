use super::*;

fn known(path: &str, rule: &str, key: &str) -> Known {
    Known { path: path.to_owned(), rule: rule.to_owned(), key: key.to_owned() }
}

#[test]
fn what_is_written_is_read_again() {
    let mut baseline = Baseline::default();
    assert_eq!(Baseline::read(&baseline.text()), Ok(baseline.clone()));
    baseline.add(known("content/é \"x\"\u{1b}.md", "a/b", "0-1"), 3);
    baseline.add(known("content/a.md", "a/b", "2"), 1);
    let text = baseline.text();
    assert_eq!(
        text,
        "{\n  \"version\": 1,\n  \"findings\": [\n    \
         {\"path\":\"content/a.md\",\"rule\":\"a/b\",\"key\":\"2\",\"count\":1},\n    \
         {\"path\":\"content/é \\\"x\\\"\\u001b.md\",\"rule\":\"a/b\",\"key\":\"0-1\",\"count\":3}\n  ]\n}\n"
    );
    assert_eq!(Baseline::read(&text), Ok(baseline.clone()));
    let elsewhere = format!("\u{feff}{}", text.replace('\n', "\r\n"));
    assert_eq!(Baseline::read(&elsewhere), Ok(baseline.clone()));
    assert_eq!(baseline.len(), 4);
}

#[test]
fn a_line_that_a_merge_doubled_is_one() {
    let line = |count| format!("{{\"path\":\"a\",\"rule\":\"b\",\"key\":\"c\",\"count\":{count}}}");
    let text = format!("{{\"version\":1,\"findings\":[{},{}]}}", line(2), line(3));
    assert_eq!(Baseline::read(&text).map(|baseline| baseline.len()), Ok(3));
}

#[test]
fn what_is_no_baseline_is_refused_at_its_place() {
    let at = |text: &str| match Baseline::read(text) {
        Err(Unreadable::At { line, column }) => (line, column),
        other => panic!("{text}: {other:?}"),
    };
    assert_eq!(at(""), (1, 1));
    assert_eq!(at("[]").0, 1);
    assert_eq!(at("{\"version\": 1}").0, 1);
    assert_eq!(at("{\"version\": 1, \"findings\": [\n<<<<<<< HEAD\n]}"), (2, 1));
    assert_eq!(at("{\"version\": 1, \"findings\": [\n{\"path\":\"a\"}]}").0, 2);
    let line = "{\"path\":\"a\",\"rule\":\"b\",\"key\":\"c\",\"count\":0}";
    assert_eq!(at(&format!("{{\"version\":1,\"findings\":[\n{line}]}}")).0, 2);
    assert_eq!(at("{\"version\": 1, \"findings\": [], \"more\": 1}").0, 1);
    assert_eq!(at(&format!("{{\"version\":1,\"findings\":{}", "[".repeat(100_000))).0, 1);
    assert_eq!(Baseline::read("{\"version\": 2, \"more\": []}"), Err(Unreadable::Version(2)));
}
