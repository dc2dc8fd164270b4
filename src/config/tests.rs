use super::*;
use crate::data::tests::{slice, source, told};

fn read(text: &str) -> (Config, Vec<String>) {
    let (config, problems) = Config::read(source(), text);
    (config, told(text, &problems))
}

#[test]
fn everything_can_be_set() {
    let text = r#"
[site]
title = "Démarches"
description = "Les démarches de la ville."
base_url = "https://ville.exemple.fr/demarches/"
language = "fr"
languages = ["en", "fr-BE"]
publisher = "Ville d’Exemple"
[build]
on_error = "hold-page"
addresses = "file"
drafts = true
output = "./dist/site/"
[lint]
fail_on = "warning"
accept_keys = ["auteur"]
[lint.rules]
"clarity/long-sentence" = { severity = "info", params = { warning = 40 } }
"links/vague-text" = "off"
"freshness/review-overdue" = "error"
"typography/no-break-space" = { params = {} }
[links]
timeout = 5
exclude = ["https://intranet."]
allow_private = ["intranet.exemple.fr"]
fresh_days = 3
per_host = 2
at_once = 8
pause = 250
read_pages = false
contact = "web@exemple.fr"
[search]
enabled = false
[theme]
name = "commune"
options = { logo = "logo.svg" }
"#;
    let (config, problems) = read(text);
    assert_eq!(problems, Vec::<String>::new());
    let site = &config.site;
    assert_eq!(
        (site.title.as_str(), site.base_url.as_str()),
        ("Démarches", "https://ville.exemple.fr/demarches")
    );
    assert_eq!(site.description.as_deref(), Some("Les démarches de la ville."));
    assert_eq!((site.language.as_str(), site.languages.join(" ")), ("fr", "en fr-BE".to_owned()));
    assert_eq!(site.publisher.as_deref(), Some("Ville d’Exemple"));
    assert!(!config.search.enabled);
    let build = &config.build;
    assert_eq!((build.on_error, build.addresses, build.drafts), (OnError::HoldPage, Addresses::File, true));
    assert_eq!(build.output, "dist/site");
    assert_eq!(
        (config.lint.fail_on, config.lint.accept_keys.join(" ")),
        (Severity::Warning, "auteur".to_owned())
    );
    let rules: Vec<_> = config
        .lint
        .rules
        .iter()
        .map(|setting| (slice(text, setting.rule.span), setting.severity, setting.params.is_some()))
        .collect();
    assert_eq!(
        rules,
        [
            ("\"clarity/long-sentence\"", Some(Some(Severity::Info)), true),
            ("\"links/vague-text\"", Some(None), false),
            ("\"freshness/review-overdue\"", Some(Some(Severity::Error)), false),
            ("\"typography/no-break-space\"", None, true),
        ]
    );
    let links = &config.links;
    assert_eq!(
        (links.timeout, links.fresh_days, links.per_host, links.at_once, links.pause),
        (5, 3, 2, 8, 250)
    );
    assert!(links.allow_private.holds("Intranet.exemple.fr") && !links.allow_private.holds("exemple.fr"));
    assert!(!links.read_pages);
    assert_eq!(
        (links.exclude.join(" "), links.contact.as_deref()),
        ("https://intranet.".to_owned(), Some("web@exemple.fr"))
    );
    assert_eq!(
        (config.theme.name.value.as_str(), slice(text, config.theme.name.span)),
        ("commune", "\"commune\"")
    );
    assert_eq!(
        config.theme.options.as_ref().and_then(|o| o.as_map()?.get("logo")?.as_text()),
        Some("logo.svg")
    );
}

#[test]
fn hosts_that_are_not_public_are_named_alone() {
    let holds = |typed: &str, host: &str| {
        let (config, problems) = read(&format!("[links]\nallow_private = {typed}"));
        assert_eq!(problems, Vec::<String>::new(), "{typed}");
        config.links.allow_private.holds(host)
    };
    assert!(holds("\"127.0.0.1\"", "127.0.0.1") && !holds("\"127.0.0.1\"", "127.0.0.2"));
    assert!(holds("[\"::1\"]", "[::1]") && holds("[\"localhost\"]", "localhost"));
    assert!(holds("true", "intranet") && !holds("false", "intranet"));
    for wrong in ["\"https://intranet.fr/\"", "[\"intranet.fr:8080\"]", "\"oui\"", "[\"*.fr\"]", "12"] {
        let (_, problems) = read(&format!("[links]\nallow_private = {wrong}"));
        assert!(problems.iter().any(|problem| problem.starts_with("allow-private")), "{wrong}: {problems:?}");
    }
}

#[test]
fn an_empty_file_and_no_file_are_the_same_site() {
    let (mut empty, problems) = read("");
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!(empty.span.take().map(Span::range), Some(0..0));
    assert_eq!(format!("{empty:?}"), format!("{:?}", Config::default()));
    let words = (empty.site.language, empty.build.output, empty.theme.name.value, empty.lint.fail_on.name());
    assert_eq!(words, ("fr".into(), "public".into(), "limpide".into(), "error"));
}

#[test]
fn a_language_that_nobody_knows_is_told_and_taken_as_typed() {
    let (config, problems) =
        read("[site]\nlanguage = \"fra\"\nlanguages = [\"ua\", \"gfc\", \"gcf\", \"rcf\"]");
    assert_eq!(
        problems,
        ["other-language-code `\"fra\"` => fr", "no-language `\"ua\"` => uk", "no-language `\"gfc\"`"]
    );
    assert_eq!(
        (config.site.language, config.site.languages.join(" ")),
        ("fra".into(), "ua gfc gcf rcf".into())
    );
}

#[test]
fn a_mistake_is_told_and_the_default_stands() {
    let cases = [
        ("[sites]", "unknown-key `sites` => site"),
        ("site = 1", "not-map `1`"),
        ("[site]\ntitre = \"a\"", "unknown-key `titre` => title"),
        ("[site]\nbase_url = \"www.exemple.fr\"", "base-url `\"www.exemple.fr\"`"),
        ("[site]\nbase_url = \"ftp://exemple.fr\"", "base-url `\"ftp://exemple.fr\"`"),
        ("[site]\nbase_url = \"https://\"", "base-url `\"https://\"`"),
        ("[site]\nbase_url = \"https://a b\"", "base-url `\"https://a b\"`"),
        ("[site]\nlanguage = \"français\"", "language `\"français\"`"),
        ("[site]\nlanguages = [\"en\", \"e\"]", "language `\"e\"`"),
        ("[build]\non_error = \"hold\"", "not-a-choice `\"hold\"`"),
        ("[build]\naddresses = \"files\"", "not-a-choice `\"files\"` => file"),
        ("[build]\ndrafts = \"oui\"", "not-bool `\"oui\"` => true"),
        ("[build]\noutput = \"/srv\"", "output `\"/srv\"`"),
        ("[build]\noutput = \"a/../../b\"", "output `\"a/../../b\"`"),
        ("[build]\noutput = \"Content/x\"", "output `\"Content/x\"`"),
        ("[build]\noutput = \"./themes\"", "output `\"./themes\"`"),
        ("[build]\noutput = \".git\"", "output `\".git\"`"),
        ("[build]\noutput = \".\"", "output `\".\"`"),
        ("[build]\noutput = 'C:\\x'", "output `'C:\\x'`"),
        ("[lint]\nfail_on = \"eror\"", "not-a-choice `\"eror\"` => error"),
        ("[lint.rules]\n\"a/b\" = \"of\"", "not-a-choice `\"of\"`"),
        ("[lint.rules]\n\"a/b\" = \"warnig\"", "not-a-choice `\"warnig\"` => warning"),
        ("[lint.rules]\n\"a/b\" = [\"off\"]", "rule-setting `\"a/b\"`"),
        ("[lint.rules]\n\"a/b\" = { level = \"off\" }", "unknown-key `level` => levels"),
        ("[links]\ntimeout = 0", "between `0`"),
        ("[links]\ntimeout = \"5\"", "not-int `\"5\"` => 12"),
        ("[theme]\nname = \"../autre\"", "theme-name `\"../autre\"` => limpide"),
    ];
    let default = |mut config: Config| {
        config.span = None;
        config.lint.rules.clear();
        format!("{config:?}").replace("languages: [\"en\"]", "languages: []")
    };
    for (text, problem) in cases {
        let (config, problems) = read(text);
        assert_eq!(problems, [problem], "{text:?}");
        assert_eq!(default(config), format!("{:?}", Config::default()), "{text:?}");
    }
}

#[test]
fn a_table_that_lacks_what_it_is_about_is_told() {
    let cases = [
        ("[legal.accessibility.standard]\nname = \"RGAA\"", "table-lacks `standard` => version"),
        ("[legal.accessibility.standard]\nname = \" \"\nversion = \"5\"", "table-lacks `standard` => name"),
        ("[legal]\nlicence = { url = \"https://a.fr/\" }", "table-lacks `licence` => name"),
        ("[legal.accessibility.audit]\nrate = 200", "rate `200`"),
        ("[[feedback.jdma]]\nproduct = 1\nbutton = -1", "opinion-number `-1`"),
        ("[[feedback.jdma]]\nproduct = 1\nbutton = 1\npages = \"[\"", "path-pattern `\"[\"`"),
    ];
    for (text, problem) in cases {
        let (config, problems) = read(text);
        assert_eq!(problems, [problem], "{text:?}");
        assert!(config.legal.is_none_or(|legal| legal.licence.is_none()), "{text:?}");
    }
    let (_, problems) = Config::read(source(), "[[feedback.jdma]]\nproduct = 1\nbutton = 1\npages = \"[\"");
    assert_eq!(problems[0].help, Some(Message::key("config.opinion-pages-example")));
    let (_, problems) = Config::read(source(), "[legal.accessibility.audit]\nrate = 200");
    assert_eq!(problems[0].help, Some(Message::key("config.rate-help")));
}

#[test]
fn problems_come_in_the_order_of_the_file() {
    let (_, problems) = read("[links]\ntimeout = 0\n[site]\nlanguage = \"\"\nx = oui\n");
    assert_eq!(problems, ["between `0`", "language `\"\"`", "unknown-key `x`", "toml-quotes `oui`"]);
}

#[test]
fn a_silence_of_the_settings_says_where_and_which() {
    let text = "[lint]\nbaseline = \"notes/connus.json\"\n[[lint.allow]]\npath = \"a/**\"\nrules = \"b/*\"\nreason = \"r\"\n[[lint.allow]]\npath = \"c\"\n";
    let (config, problems) = read(text);
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(config.lint.baseline.as_deref(), Some("notes/connus.json"));
    let [allow] = &config.lint.allow[..] else { panic!("{:?}", config.lint.allow) };
    assert_eq!((allow.path.typed.value.as_str(), allow.rules[0].value.as_str()), ("a/**", "b/*"));
    assert_eq!(allow.reason.as_ref().map(|reason| reason.value.as_str()), Some("r"));
    for wrong in ["3", "\"a\"", "[[]]"] {
        let (config, problems) = read(&format!("[lint]\nallow = {wrong}\n"));
        assert!(config.lint.allow.is_empty() && !problems.is_empty(), "{wrong}");
    }
}

#[test]
fn the_files_beside_the_pages_can_be_chosen() {
    let text = r#"
[site]
index = false
[site.security]
contact = ["securite@exemple.fr", "tel:+33-1-23-45-67-89", "https://exemple.fr/s"]
expires = 2027-06-30
encryption = "openpgp4fpr:5f2de5521c63a801ab59ccb603d49de44b29100f"
[build]
redirects = ["nginx", "html", "nginx"]
"#;
    let (config, problems) = read(text);
    assert_eq!(problems, Vec::<String>::new());
    assert!(!config.site.index);
    assert_eq!(config.build.redirects, [RedirectForm::Html, RedirectForm::Nginx]);
    let security = config.site.security.unwrap();
    assert_eq!(
        security.contact,
        ["mailto:securite@exemple.fr", "tel:+33-1-23-45-67-89", "https://exemple.fr/s"]
    );
    assert_eq!(security.expires.value.to_string(), "2027-06-30");
    assert_eq!(read("[build]\nredirects = []\n").0.build.redirects, []);
    assert_eq!(Config::default().build.redirects, [RedirectForm::Html]);
}

#[test]
fn a_security_txt_that_would_not_be_valid_is_said_and_left_out() {
    let (config, problems) = read("[site.security]\ncontact = \"http://exemple.fr\"\n");
    assert!(config.site.security.is_none());
    assert_eq!(problems.len(), 2, "{problems:?}");
    let (config, problems) = read("[site.security]\nexpires = 2027-06-30\npolicy = \"oui\"\n");
    assert!(config.site.security.is_none());
    assert_eq!(problems.len(), 2, "{problems:?}");
    let (_, problems) = read("[build]\nredirects = [\"ngnix\"]\n");
    assert!(problems[0].contains("ngnix") && problems[0].contains("nginx"), "{problems:?}");
}

/// A value that a key takes.
fn value(key: &keys::Key) -> String {
    match key.takes {
        keys::Takes::Text if matches!(key.name, "policy" | "acknowledgments" | "encryption") => {
            "\"https://exemple.fr/s\"".to_owned()
        }
        keys::Takes::Texts if key.name == "contact" => "[\"securite@exemple.fr\"]".to_owned(),
        keys::Takes::Text | keys::Takes::Texts | keys::Takes::ByLanguage => "\"exemple\"".to_owned(),
        keys::Takes::Site => "\"https://exemple.fr\"".to_owned(),
        keys::Takes::Bool | keys::Takes::Hosts => "true".to_owned(),
        keys::Takes::Int(least, _) => least.to_string(),
        keys::Takes::Date => "2027-06-30".to_owned(),
        keys::Takes::Language => "\"fr\"".to_owned(),
        keys::Takes::Languages => "[\"en\"]".to_owned(),
        keys::Takes::Choice(names) | keys::Takes::Choices(names) => format!("\"{}\"", names[0]),
        keys::Takes::Colour => "\"#005f6b\"".to_owned(),
        keys::Takes::File | keys::Takes::Path => "\"dossier/fichier.json\"".to_owned(),
        keys::Takes::Patterns => "\"archives/**\"".to_owned(),
        keys::Takes::Rules => "[\"clarity/*\"]".to_owned(),
        keys::Takes::Address => "\"/avis/\"".to_owned(),
        keys::Takes::Number(least, _) => least.to_string(),
        keys::Takes::Table => "{}".to_owned(),
    }
}

fn header(part: &keys::Part) -> String {
    let path: Vec<&str> =
        part.path.iter().map(|step| if *step == keys::ANY { "\"a/b\"" } else { *step }).collect();
    let path = path.join(".").replace("taxonomies.\"a/b\"", "taxonomies.quartiers");
    match (part.several, part.path.is_empty()) {
        (_, true) => String::new(),
        (true, _) => format!("[[{path}]]\n"),
        (false, _) => format!("[{path}]\n"),
    }
}

#[test]
fn every_key_of_the_table_is_read_and_no_other() {
    for part in keys::PARTS {
        for key in part.keys {
            let (_, problems) = read(&format!("{}{} = {}\n", header(part), key.name, value(key)));
            let unknown: Vec<_> = problems.iter().filter(|told| told.starts_with("unknown-key")).collect();
            assert!(unknown.is_empty(), "{}: {unknown:?}", key.name);
            let (_, problems) = read(&format!("{}{}x = 1\n", header(part), key.name));
            let unknown = problems.iter().filter(|told| told.starts_with("unknown-key")).count();
            assert_eq!(unknown, 1, "{}x: {problems:?}", key.name);
        }
    }
}

#[test]
fn what_the_table_says_of_a_key_left_out_is_what_holds() {
    let mut text = String::new();
    for part in keys::PARTS.iter().filter(|part| !part.path.contains(&keys::ANY)) {
        let typed = part.keys.iter().filter_map(|key| match key.absent {
            keys::Absent::Value(value) => Some(format!("{} = {value}\n", key.name)),
            keys::Absent::Nothing | keys::Absent::Required => None,
        });
        let typed: String = typed.collect();
        if !typed.is_empty() {
            text.push_str(&format!("{}{typed}", header(part)));
        }
    }
    let (mut config, problems) = read(&text);
    assert_eq!(problems, Vec::<String>::new());
    config.span = None;
    config.theme.name.span = Config::default().theme.name.span;
    assert_eq!(format!("{config:?}"), format!("{:?}", Config::default()));
}

#[test]
fn examples_of_the_table_are_right_as_they_stand() {
    for part in keys::PARTS {
        assert_eq!(read(part.example).1, Vec::<String>::new(), "{}", part.example);
    }
}
