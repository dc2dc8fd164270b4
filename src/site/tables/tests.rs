//! Tables as files have them, and as pages ask for them.

use jiff::civil::date;

use super::*;
use crate::finding::Text;
use crate::site::{Facts, Site};
use crate::source::{Source, Tree};

const THEME: &str = "[components.table]\narguments.file = { kind = \"data\", required = true }\n\
                     arguments.columns = { kind = \"columns\" }\n";

/// A site of one page that shows a table, with a file of data.
fn site(path: &str, data: &str, call: &str) -> Site {
    let mut tree = Tree::default();
    let mut add = |path: &str, text: &str| tree.sources.add(Source::new(path, text.as_bytes().to_vec()));
    let theme = add("themes/limpide/theme.toml", THEME);
    let page = add("content/d/a.md", &format!("---\ntitle: A\n---\n{call}\n"));
    let data = add(&format!("content/{path}"), data);
    tree.theme_texts = vec![("limpide/theme.toml".to_owned(), theme)];
    tree.pages = vec![("d/a.md".to_owned(), page)];
    tree.tables = vec![(path.to_owned(), data)];
    Site::build(tree, Facts::on(date(2026, 11, 23)))
}

/// The table that the page shows: its header, then its rows, cells parted by a bar.
fn shown(site: &Site) -> Vec<String> {
    let Some(ShownTable { table, columns }) = site.pages[0].tables.get(&0) else { return Vec::new() };
    let line = |row: &[String]| columns.iter().map(|rank| row[*rank].as_str()).collect::<Vec<_>>().join("|");
    std::iter::once(line(&table.columns)).chain(table.rows.iter().map(|row| line(row))).collect()
}

/// What is said, each with the text it is said of.
fn said(site: &Site) -> Vec<(&'static str, &str)> {
    let all = site.problems.iter().chain(&site.pages[0].document.problems);
    all.map(|problem| match problem.message.text {
        Text::Key(key) => (key, site.sources.slice(problem.span)),
        Text::Both { .. } => ("", ""),
    })
    .collect()
}

#[test]
fn a_file_stands_beside_the_page_or_among_the_tables() {
    for (path, call) in [
        ("d/prix.csv", "{{ table(file=\"prix.csv\") }}"),
        ("d/prix.csv", "{{ table(file=\"/d/prix.csv\") }}"),
        ("_data/tables/prix.csv", "{{ table(file=\"prix.csv\") }}"),
    ] {
        let site = site(path, "Âge;Prix\nEnfant;3\n", call);
        assert_eq!(shown(&site), ["Âge|Prix", "Enfant|3"], "{path} {call}");
        assert!(said(&site).is_empty());
    }
}

#[test]
fn cells_are_read_as_spreadsheets_write_them() {
    for (data, expected) in [
        ("a,b\n1,2\n", &["a|b", "1|2"][..]),
        ("\u{feff}a;b\r\n\"x; y\";\"dit \"\"oui\"\"\"\r\n\r\n;2", &["a|b", "x; y|dit \"oui\"", "|2"]),
        ("a\tb\n\"deux\nlignes\"\t2", &["a|b", "deux lignes|2"]),
        ("Prix, en euros;b\n1,50;2", &["Prix, en euros|b", "1,50|2"]),
    ] {
        let site = site("d/t.csv", data, "{{ table(file=\"t.csv\") }}");
        assert_eq!(shown(&site), expected, "{data}");
        assert!(said(&site).is_empty(), "{data}: {:?}", said(&site));
    }
    let site =
        site("d/t.yaml", "- {Âge: Enfant, Prix: 3}\n- {Prix: 012, Âge: ~}\n", "{{ table(file=\"t.yaml\") }}");
    assert_eq!(shown(&site), ["Âge|Prix", "Enfant|3", "|012"]);
}

#[test]
fn columns_are_shown_in_the_order_asked() {
    let site = site("d/t.csv", "a;b;c\n1;2;3", "{{ table(file=\"t.csv\", columns=\"c, a\") }}");
    assert_eq!(shown(&site), ["c|a", "3|1"]);
}

#[test]
fn what_is_wrong_is_told_where_it_is() {
    let call = "{{ table(file=\"t.csv\") }}";
    let of = |data: &str, call: &str| {
        let site = site("d/t.csv", data, call);
        said(&site).into_iter().map(|(key, at)| (key, at.to_owned())).collect::<Vec<_>>()
    };
    let one = |key: &'static str, at: &str| vec![(key, at.to_owned())];
    assert_eq!(of("a;b\n1;2\n3\n", call), one("component.data-ragged", "3"));
    assert_eq!(of("a;b\n1;\"2\n", call), one("component.data-quote", "\""));
    assert_eq!(of("a;b\n", call), one("component.data-empty", ""));
    assert_eq!(of("a\n1", "{{ table(file=\"u.csv\") }}"), one("component.data-missing", "u.csv"));
    assert_eq!(
        of("a;b\n1;2", "{{ table(file=\"t.csv\", columns=\"a, d,a\") }}"),
        [one("component.data-unknown-column", "d"), one("component.columns-repeated", "a")].concat()
    );
    let ragged = site("d/t.yaml", "- {a: 1}\n- {b: 2}\n- 3\n", "{{ table(file=\"t.yaml\") }}");
    assert_eq!(said(&ragged), [("component.data-shape", "b"), ("component.data-shape", "3")]);
}

#[test]
fn columns_of_numbers_are_told_from_others() {
    for text in ["12", "1 234,5", "-3.2", "86 €", "12\u{202f}%", "−1"] {
        assert!(is_number(text), "{text}");
    }
    for text in ["", "1.2.3", "2e", "3 h", "n° 3", "05/12"] {
        assert!(!is_number(text), "{text}");
    }
}
