use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::civil::date;

use super::*;

fn say(language: Language, fr: &str, en: &str, args: Vec<(&'static str, Arg)>) -> String {
    let mut message = Message::both(fr.into(), en.into());
    message.args = args;
    Words::load(language).say(&message)
}

fn french(sentence: &str, args: Vec<(&'static str, Arg)>) -> String {
    say(Language::French, sentence, "", args)
}

#[test]
fn a_count_chooses_the_word() {
    let sentence = "{n} {n|page lue|pages lues}";
    for (count, said) in [(0, "0 page lue"), (1, "1 page lue"), (2, "2 pages lues"), (-1, "-1 page lue")] {
        let said_now = french(sentence, vec![("n", Arg::Count(count))]);
        // How a minus sign is written is for `language` to say.
        assert_eq!(said_now.replace(['−', '\u{2011}'], "-"), said);
    }
    let english = |count| say(Language::English, "", "{n} {n|page|pages}", vec![("n", Arg::Count(count))]);
    assert_eq!(
        (english(0), english(1), english(2)),
        ("0 pages".to_owned(), "1 page".to_owned(), "2 pages".to_owned())
    );
}

#[test]
fn arguments_are_written_the_way_of_the_language() {
    let sentence = "le {day} : {list} ; {count}";
    let args = vec![
        ("day", Arg::Date(date(2026, 1, 12))),
        ("list", vec!["a".to_owned(), "b".into(), "c".into()].into()),
        ("count", Arg::Count(12)),
    ];
    assert_eq!(french(sentence, args.clone()).replace('\u{a0}', " "), "le 12 janvier 2026 : a, b ou c ; 12");
    let english = say(Language::English, "", "{day}: {list}", args);
    assert_eq!(english.replace('\u{a0}', " "), "12 January 2026: a, b or c");
}

#[test]
fn what_cannot_be_filled_stays_as_typed() {
    for sentence in [
        "{inconnu}",
        "{inconnu|a|b}",
        "{texte|a|b}",
        "{texte|a}",
        "{texte|a|b|c}",
        "{",
        "}",
        "a {",
        "{}",
        "{|}",
        "{É}",
        "{ texte }",
    ] {
        assert_eq!(french(sentence, vec![("texte", "x".into())]), sentence);
    }
}

#[test]
fn a_doubled_brace_is_a_brace() {
    assert_eq!(french("{{{{ nom() }}", vec![]), "{{ nom() }}");
    assert_eq!(french("{{nom} {nom}", vec![("nom", "x".into())]), "{nom} x");
}

#[test]
fn an_argument_is_not_read_again() {
    assert_eq!(french("{a}", vec![("a", "{b}".into()), ("b", "x".into())]), "{b}");
}

#[test]
fn an_unknown_key_is_said_as_it_is() {
    let words = Words::load(Language::French);
    assert_eq!(words.say(&Message::key("nowhere.at-all")), "nowhere.at-all");
    assert_eq!(words.get("nowhere.at-all"), "nowhere.at-all");
    assert_eq!(words.get("severity.error"), "erreur");
}

#[test]
fn both_files_read_without_a_problem() {
    for text in [FRENCH, ENGLISH] {
        let mut sources = Sources::default();
        let source = sources.add(Source::new("words", text.as_bytes().to_vec()));
        let (_, problems) = data::toml(source, text);
        let said: Vec<_> = problems.iter().map(|p| (sources.get(source).position(p.span.start), p)).collect();
        assert!(said.is_empty(), "{said:#?}");
    }
}

#[test]
fn both_languages_say_the_same_things() {
    let keys = |language| {
        let words = Words::load(language);
        let entries = words.sentences.iter().map(|(key, sentence)| {
            (key.clone(), placeholders(sentence).into_iter().map(str::to_owned).collect::<Vec<_>>())
        });
        entries.collect::<BTreeMap<_, _>>()
    };
    let (french, english) = (keys(Language::French), keys(Language::English));
    let differ = |key: &&String| french.get(*key) != english.get(*key);
    let wrong: BTreeSet<_> = french.keys().chain(english.keys()).filter(differ).collect();
    assert!(wrong.is_empty(), "in one language only, or with other placeholders: {wrong:#?}");
    assert!(!french.is_empty());
}

#[test]
fn french_typography_is_exact() {
    let words = Words::load(Language::French);
    let bad = ["'", " :", " ;", " !", " ?", "« ", " »", "...", "\u{202f}:", "\u{a0};"];
    for (key, sentence) in words.sentences {
        for typed in bad {
            assert!(!sentence.contains(typed), "{key}: {typed:?} in {sentence:?}");
        }
    }
}

/// Every file under a folder of the repository, as (path, text), in order.
fn texts(folder: &str, extension: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    let of_kind = entries.filter(|entry| entry.path().extension().is_some_and(|e| e == extension));
    of_kind
        .map(|entry| {
            (entry.path().display().to_string(), std::fs::read_to_string(entry.path()).expect("text"))
        })
        .collect()
}

/// The program's own code: without test modules, which may name keys that do not exist.
fn code() -> Vec<(String, String)> {
    let files = texts("src", "rs").into_iter().filter(|(path, _)| !path.ends_with("tests.rs"));
    files
        .map(|(path, text)| {
            let end = text.find("#[cfg(test)]\nmod tests {").unwrap_or(text.len());
            (path, text[..end].to_owned())
        })
        .collect()
}

#[test]
fn every_key_named_in_the_code_exists() {
    let words = Words::load(Language::French);
    let literal =
        regex::Regex::new(r#"(?:Message::key|Words::get|words\.get)\(\s*"([^"]+)""#).expect("pattern");
    let mut missing = BTreeSet::new();
    for (path, text) in code() {
        for found in literal.captures_iter(&text) {
            if !words.sentences.contains_key(&found[1]) {
                missing.insert(format!("{path}: {}", &found[1]));
            }
        }
    }
    assert!(missing.is_empty(), "keys that words/fr.toml does not hold: {missing:#?}");
}

#[test]
fn every_key_is_used() {
    let mut used = String::new();
    for (_, text) in code().into_iter().chain(texts("themes", "html")) {
        used.push_str(&text);
    }
    let words = Words::load(Language::French);
    // Templates are handed the words of the interface as `words.skip_link`; the rest of a key may be
    // the name of a field or of an alert.
    let named = |key: &str| {
        let name = key.strip_prefix("interface.")?;
        let template = format!("words.{}", name.replace('-', "_"));
        let last = format!("\"{}\"", name.rsplit('.').next()?);
        Some(used.contains(&template) || used.contains(&format!("\"{name}\"")) || used.contains(&last))
    };
    let said = |key: &str| [format!("\"{key}\""), format!("'{key}'")].iter().any(|k| used.contains(k));
    let is_used = |key: &&str| said(key) || named(key).unwrap_or(false);
    let dead: Vec<_> = words.keys().filter(|key| !is_used(key)).collect();
    assert!(dead.is_empty(), "keys that nothing says: {dead:#?}");
}
