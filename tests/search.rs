//! The search of a site: what is in its index, read here as its form says; and what a reader finds with the
//! script of the theme, run by node where there is one.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use jiff::civil::{Date, date};
use limpide::language::stems::{Stems, words};
use limpide::project::Project;
use limpide::render::{Options, Sink, render};
use limpide::source::Asset;
use serde_json::Value;

const TODAY: Date = date(2026, 6, 15);

/// What a site publishes, by path.
#[derive(Default)]
struct Published(Mutex<BTreeMap<String, Vec<u8>>>);

impl Sink for Published {
    fn put(&self, path: &str, bytes: &[u8]) -> std::io::Result<()> {
        self.0.lock().unwrap().insert(path.to_owned(), bytes.to_vec());
        Ok(())
    }
    fn copy(&self, _: &Asset) -> std::io::Result<()> {
        Ok(())
    }
    // What styles and scripts hold is of no matter here.
    fn read(&self, _: &Asset) -> std::io::Result<Vec<u8>> {
        Ok(Vec::new())
    }
    fn keep(&self, _: &str) -> std::io::Result<bool> {
        Ok(true)
    }
}

/// What a folder publishes, some pages held back.
fn published(root: &Path, held: &[&str]) -> BTreeMap<String, Vec<u8>> {
    let project = Project::open(root, TODAY).unwrap_or_else(|_| panic!("{} cannot be read", root.display()));
    let held = project.site.pages.iter().filter(|p| held.contains(&p.path.as_str())).map(|p| p.id).collect();
    let sink = Published::default();
    let options = Options { held: &held, clock: None, preview: false };
    let rendered = render(&project.site, &project.theme, &options, &sink).unwrap();
    assert!(rendered.problems.is_empty(), "{:?}", rendered.problems);
    sink.0.into_inner().unwrap()
}

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/search")
}

/// An index, read from its files.
struct Index {
    pages: usize,
    /// By stem: the word that readers know it by, and the pages that hold it, each with its level.
    stems: BTreeMap<String, (String, Vec<(usize, u64)>)>,
    /// `[title, address, description, section]` of each page.
    records: Vec<[String; 4]>,
    synonyms: Value,
}

/// The files of the index of a language, by name.
fn files<'a>(site: &'a BTreeMap<String, Vec<u8>>, lang: &str) -> BTreeMap<&'a str, &'a [u8]> {
    let folder = format!("search-data/{lang}/");
    site.iter().filter_map(|(path, bytes)| Some((path.strip_prefix(&folder)?, bytes.as_slice()))).collect()
}

fn manifest<'a>(files: &BTreeMap<&'a str, &[u8]>) -> &'a str {
    let mut names = files.keys().copied().filter(|name| name.starts_with("index-"));
    let name = names.next().unwrap();
    assert_eq!(names.next(), None);
    name
}

impl Index {
    fn read(files: &BTreeMap<&str, &[u8]>, lang: &str) -> Self {
        let json = |name: &str| serde_json::from_slice::<Value>(files[name]).unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let manifest = json(manifest(files));
        let words = std::str::from_utf8(files[manifest["words"].as_str().unwrap()]).unwrap();
        let words = vocabulary(words);
        let mut postings = Vec::new();
        for shard in manifest["shards"].as_array().unwrap().chunks(2) {
            let before = postings.len();
            let mut bytes = files[shard[0].as_str().unwrap()].iter().copied();
            while let Some(count) = number(&mut bytes) {
                let mut page = 0;
                let coded = (0..count).map(|_| {
                    let coded = number(&mut bytes).unwrap();
                    page += coded / 16;
                    (usize::try_from(page).unwrap(), coded % 16)
                });
                postings.push(coded.collect::<Vec<_>>());
            }
            assert_eq!((postings.len() - before) as u64, shard[1].as_u64().unwrap());
        }
        assert_eq!(words.len(), postings.len());
        let rules = Stems::of(lang);
        let stem = |word: &str| rules.stem(&limpide::language::stems::words(word)[0]);
        let in_order: Vec<String> = words.iter().map(|(word, _)| stem(word)).collect();
        assert!(in_order.is_sorted());
        for ((word, held), pages) in words.iter().zip(&postings) {
            assert_eq!(*held, pages.len().ilog2(), "{word}");
            assert!(
                pages.iter().all(|(_, level)| (1..=manifest["levels"].as_u64().unwrap()).contains(level))
            );
        }
        let words = words.into_iter().map(|(word, _)| word);
        let stems: BTreeMap<_, _> = in_order.into_iter().zip(words.zip(postings)).collect();
        let chunks: Vec<Vec<Value>> = manifest["records"]
            .as_array()
            .unwrap()
            .iter()
            .map(|name| json(name.as_str().unwrap()).as_array().unwrap().clone())
            .collect();
        let chunk = usize::try_from(manifest["chunk"].as_u64().unwrap()).unwrap();
        assert!(chunks.iter().rev().skip(1).all(|records| records.len() == chunk));
        let records = chunks.concat().iter().map(|record| [0, 1, 2, 3].map(|at| text(&record[at]))).collect();
        let pages = usize::try_from(manifest["pages"].as_u64().unwrap()).unwrap();
        Self { pages, stems, records, synonyms: manifest["synonyms"].clone() }
    }

    /// The titles of the pages that hold a word, sorted.
    fn holding(&self, word: &str) -> Vec<&str> {
        let stem = Stems::of("fr").stem(&words(word)[0]);
        let pages = self.stems.get(&stem).map_or(&[][..], |(_, pages)| pages);
        pages.iter().map(|(page, _)| self.records[*page][0].as_str()).collect()
    }

    fn level(&self, word: &str, title: &str) -> u64 {
        let stem = Stems::of("fr").stem(&words(word)[0]);
        let page = self.records.iter().position(|record| record[0] == title).unwrap();
        self.stems[&stem].1.iter().find(|(number, _)| *number == page).map_or(0, |(_, level)| *level)
    }
}

/// Every word of the file of words, with the power of two that says how many pages hold it.
fn vocabulary(text: &str) -> Vec<(String, u32)> {
    let mut found: Vec<(String, u32)> = Vec::new();
    for line in text.lines() {
        let mut letters: Vec<char> = line.chars().collect();
        let held = letters.pop().unwrap().to_digit(36).unwrap();
        let shared = letters.remove(0).to_digit(36).unwrap() as usize;
        let before = found.last().map_or("", |(word, _)| word);
        let word = before.chars().take(shared).chain(letters).collect();
        found.push((word, held));
    }
    found
}

fn number(bytes: &mut impl Iterator<Item = u8>) -> Option<u64> {
    let (mut value, mut shift) = (0, 0);
    for byte in bytes {
        value |= u64::from(byte & 127) << shift;
        if byte < 128 {
            return Some(value);
        }
        shift += 7;
    }
    None
}

#[test]
fn the_index_holds_the_pages_that_readers_may_find_and_no_other() {
    let site = published(&here().join("site"), &["bruit.md"]);
    let french = Index::read(&files(&site, "fr"), "fr");
    let english = Index::read(&files(&site, "en"), "en");
    // Neither the draft, nor what is over, held back, hidden, or in another language.
    let titles: BTreeSet<&str> = french.records.iter().map(|record| record[0].as_str()).collect();
    let expected = [
        "Chercher un emploi",
        "Conclure un Pacs",
        "Demander un passeport",
        "Obtenir un acte de naissance",
        "Papiers d’identité",
        "Payer ses impôts locaux",
        "Refaire sa carte d’identité",
        "Vos démarches",
        "Vous déménagez",
    ];
    assert_eq!(titles, BTreeSet::from(expected));
    assert_eq!((french.pages, english.pages), (9, 2));
    // What a page is known by, and what is shown of it.
    assert_eq!(french.holding("passeports"), ["Demander un passeport"]);
    assert_eq!(french.holding("CNI"), ["Refaire sa carte d’identité"]);
    assert_eq!(french.holding("livret"), ["Demander un passeport"]);
    assert_eq!(french.holding("albums"), Vec::<&str>::new());
    assert_eq!(french.holding("de"), Vec::<&str>::new());
    let passport = french.records.iter().find(|record| record[0] == "Demander un passeport").unwrap();
    assert_eq!(passport[1], "/portail/papiers/passeport/");
    assert_eq!(passport[2], "Le passeport se demande à la mairie. Comptez un mois.");
    assert_eq!(passport[3], "Papiers d’identité");
    // A title says more than a heading, and a heading more than the text.
    let level = |word| french.level(word, "Demander un passeport");
    assert!(level("passeport") > level("renouveler") && level("renouveler") > level("mois"));
    let names = serde_json::json!([
        ["caf", "cais alloc familial"],
        ["franc travail", "pol emploi"],
        ["pac", "pact civil solidarit"],
    ]);
    assert_eq!(french.synonyms, names);
    assert_eq!(english.synonyms, serde_json::json!([]));
}

#[test]
fn what_did_not_change_keeps_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let copy = |from: &Path| {
        for entry in walkdir::WalkDir::new(from).sort_by_file_name() {
            let entry = entry.unwrap();
            let to = folder.path().join(entry.path().strip_prefix(from).unwrap());
            if entry.file_type().is_dir() {
                std::fs::create_dir_all(to).unwrap();
            } else {
                std::fs::copy(entry.path(), to).unwrap();
            }
        }
    };
    copy(&here().join("site"));
    let before = published(folder.path(), &[]);
    assert_eq!(before, published(folder.path(), &[]));
    let page = folder.path().join("content/bruit.md");
    std::fs::write(&page, "---\ntitle: Des voisins bruyants\n---\nLa police constate le vacarme.\n").unwrap();
    let after = published(folder.path(), &[]);
    let names = |site: &BTreeMap<String, Vec<u8>>, kind: &str| {
        let names = files(site, "fr").into_keys().filter(|name| name.starts_with(kind));
        names.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_ne!(names(&before, "index-"), names(&after, "index-"));
    assert_ne!(names(&before, "words-"), names(&after, "words-"));
    assert_eq!(files(&before, "en"), files(&after, "en"));
    // The record shows the first words of the page.
    assert_ne!(names(&before, "r-"), names(&after, "r-"));
}

#[test]
fn a_site_that_is_not_searched_has_neither_page_nor_index() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    write("content/_index.md", "---\ntitle: Accueil\n---\n");
    write("site.toml", "[search]\nenabled = false\n");
    let site = published(folder.path(), &[]);
    assert!(!site.keys().any(|path| path.starts_with("search-data/") || path.starts_with("recherche/")));
    assert!(!String::from_utf8_lossy(&site["index.html"]).contains("role=\"search\""));
    write("site.toml", "[search]\nenabled = true\n");
    let site = published(folder.path(), &[]);
    let page = String::from_utf8_lossy(&site["recherche/index.html"]).into_owned();
    let index = format!("data-index=\"/search-data/fr/{}\"", manifest(&files(&site, "fr")));
    assert!(page.contains(&index), "{page}");
    assert!(page.contains("<noscript>") && page.contains("role=\"status\""));
    let home = String::from_utf8_lossy(&site["index.html"]).into_owned();
    assert!(
        home.contains("<form class=\"find wide\" role=\"search\" action=\"/recherche/\" method=\"get\">"),
        "{home}"
    );
    // Only the page that searches has the script.
    let script = "src=\"/search.";
    assert!(page.contains(script) && !home.contains(script), "{page}");
}

/// What a query gives.
struct Answer {
    /// Title and address of the first ten pages.
    pages: Vec<(String, String)>,
    count: usize,
    said: Value,
    /// Names of the files fetched.
    fetched: Vec<String>,
}

/// Asks the index of a language with the script of the theme. None where there is no node.
fn ask(site: &BTreeMap<String, Vec<u8>>, lang: &str, queries: &[&str]) -> Option<Vec<Answer>> {
    if Command::new("node").arg("--version").output().is_err() {
        println!("node is not here: the script of the search is not tried");
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    let index = files(site, lang);
    for (name, bytes) in &index {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/limpide/static/search.js");
    let copy = folder.path().join("search.mjs");
    std::fs::copy(script, &copy).unwrap();
    let asked = folder.path().join("queries");
    std::fs::write(&asked, queries.join("\n")).unwrap();
    let ask = here().join("ask.mjs");
    let arguments: [&Path; 4] = [&copy, folder.path(), Path::new(manifest(&index)), &asked];
    let output = Command::new("node").arg(ask).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let answers = String::from_utf8(output.stdout).unwrap();
    let answers: Vec<Answer> = answers.lines().map(answer).collect();
    assert_eq!(answers.len(), queries.len());
    Some(answers)
}

fn answer(line: &str) -> Answer {
    let said: Value = serde_json::from_str(line).unwrap();
    let texts = |value: &Value| value.as_array().unwrap().clone();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    Answer {
        pages: texts(&said["records"]).iter().map(|record| (text(&record[0]), text(&record[1]))).collect(),
        count: texts(&said["pages"]).len(),
        fetched: texts(&said["fetched"]).iter().map(text).collect(),
        said,
    }
}

#[test]
fn a_reader_finds_a_page_by_the_words_they_have() {
    let site = published(&here().join("site"), &[]);
    // What is typed, the first page found, how many are, the words that were changed.
    let table = [
        // Accents, capitals, plurals, forms of a word.
        ("demenagement", "Vous déménagez", "[]"),
        ("IMPOT", "Payer ses impôts locaux", "[]"),
        ("taxes foncieres", "Payer ses impôts locaux", "[]"),
        ("licenciement", "Chercher un emploi", "[]"),
        ("acte naissance etranger", "Obtenir un acte de naissance", "[]"),
        // Elision, with its apostrophe or without.
        ("l’employeur", "Vous déménagez", "[]"),
        ("lemployeur", "Vous déménagez", "[]"),
        ("perdu carte d'identité", "Refaire sa carte d’identité", "[]"),
        // What editors say that readers type, and the names that registries know.
        ("cni", "Refaire sa carte d’identité", "[]"),
        ("pacte civil de solidarité", "Conclure un Pacs", "[]"),
        ("caisse d'allocations familiales", "Vous déménagez", "[]"),
        ("pole emploi", "Chercher un emploi", "[]"),
        // Mistakes of typing.
        ("pasport", "Demander un passeport", "[[\"pasport\",\"passeport\"]]"),
        ("naisance", "Obtenir un acte de naissance", "[[\"naisance\",\"naissance\"]]"),
        ("convnetion", "Conclure un Pacs", "[[\"convnetion\",\"convention\"]]"),
        // The beginning of a word.
        ("fonci", "Payer ses impôts locaux", "[]"),
        // A word that no page holds does not hide the others.
        ("passeport zzzzzzzz", "Demander un passeport", "[]"),
    ];
    let queries: Vec<&str> = table.iter().map(|(query, ..)| *query).collect();
    let Some(answers) = ask(&site, "fr", &queries) else { return };
    for ((query, first, changed), answer) in table.iter().zip(&answers) {
        let found = answer.pages.first().map(|(title, _)| title.as_str());
        assert_eq!(found, Some(*first), "{query}: {}", answer.said);
        assert_eq!(answer.said["changed"].to_string(), *changed, "{query}");
        assert_eq!(answer.count, answer.pages.len());
    }
    assert_eq!(answers.last().unwrap().said["missing"].to_string(), "[\"zzzzzzzz\"]");
}

#[test]
fn nothing_found_is_said_with_the_nearest_words() {
    let site = published(&here().join("site"), &[]);
    let Some(answers) = ask(&site, "fr", &["zzzzzzzz", "de la", "pzssepzrz"]) else { return };
    assert!(answers.iter().all(|answer| answer.count == 0));
    assert_eq!(answers[0].said["nearest"].to_string(), "[]");
    assert_eq!(answers[2].said["nearest"][0], "passeport");
}

#[test]
fn each_language_is_searched_by_its_own_rules() {
    let site = published(&here().join("site"), &[]);
    let Some(answers) = ask(&site, "en", &["apply passports", "photographs", "passeport"]) else { return };
    for answer in &answers {
        assert_eq!(answer.pages[0].0, "Applying for a passport", "{}", answer.said);
        assert_eq!(answer.pages[0].1, "/portail/en/passport/");
    }
}

#[test]
fn the_script_cuts_words_as_the_index_does() {
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("content/page.md");
    std::fs::create_dir_all(page.parent().unwrap()).unwrap();
    let odd = "ŒUVRE Ǽ straße İstanbul Ångström ﬁnance co\u{AD}opération e\u{301}tat ʼhier 1er L.123-4 naïveté \
               Ελλάδα ПРИВЕТ aujourd’hui ç\u{327}edille ½ x²";
    std::fs::write(&page, format!("---\ntitle: Mots\n---\n{odd}\n")).unwrap();
    let site = published(folder.path(), &[]);
    let typed: Vec<&str> = odd.split_whitespace().collect();
    let Some(answers) = ask(&site, "fr", &typed) else { return };
    for (word, answer) in typed.iter().zip(&answers) {
        assert_eq!(answer.count, 1, "{word}: {}", answer.said);
        assert_eq!(answer.said["changed"].to_string(), "[]", "{word}");
    }
}

/// Bytes over the wire: files that servers compress, compressed.
fn over_the_wire(bytes: &[u8]) -> usize {
    let mut coder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    coder.write_all(bytes).unwrap();
    coder.finish().unwrap().len().min(bytes.len())
}

/// `LIMPIDE_SEARCH_CORPUS` names a site that has pages of `questions.tsv`: `cargo test --no-default-features
/// --test main search -- --ignored --nocapture` says how many of the questions that this site can answer have
/// their page among the first three, and what is fetched for ten results; page, script and style left out.
#[test]
#[ignore = "needs a corpus, named by LIMPIDE_SEARCH_CORPUS"]
fn thirty_questions() {
    let root = std::env::var_os("LIMPIDE_SEARCH_CORPUS").expect("LIMPIDE_SEARCH_CORPUS names a site");
    let site = published(Path::new(&root), &[]);
    let index = files(&site, "fr");
    let read = Index::read(&index, "fr");
    let addresses: BTreeSet<&str> = read.records.iter().map(|record| record[1].as_str()).collect();
    let questions = std::fs::read_to_string(here().join("questions.tsv")).unwrap();
    let questions: Vec<(&str, Vec<&str>)> = questions
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split_once('\t').unwrap())
        .map(|(question, pages)| {
            (question, pages.split(' ').filter(|page| addresses.contains(page)).collect())
        })
        .collect();
    assert_eq!(questions.len(), 30);
    let asked: Vec<&str> = questions.iter().map(|(question, _)| *question).collect();
    let answers = ask(&site, "fr", &asked).expect("node is needed");
    let (mut right, mut sizes) = (0, Vec::new());
    for ((question, pages), answer) in questions.iter().zip(&answers) {
        let rank = answer.pages.iter().position(|(_, address)| pages.contains(&address.as_str()));
        let found = rank.is_some_and(|rank| rank < 3);
        right += usize::from(found);
        let size: usize = answer.fetched.iter().map(|name| over_the_wire(index[name.as_str()])).sum();
        sizes.push((size, answer.fetched.len()));
        if !found && !pages.is_empty() {
            let rank = rank.map_or("not among the first ten".to_owned(), |rank| format!("rank {}", rank + 1));
            println!("{question}: {rank}");
        }
    }
    sizes.sort_unstable();
    let can = questions.iter().filter(|(_, pages)| !pages.is_empty()).count();
    let most = |kind: &str| {
        let named = index.iter().filter(|(name, _)| name.starts_with(kind));
        named.map(|(_, bytes)| over_the_wire(bytes)).sum::<usize>()
    };
    println!("{right} of {can} among the first three, out of {} pages", read.pages);
    println!("fetched for ten results, in bytes and files: median {:?}, most {:?}", sizes[15], sizes[29]);
    println!("of which words {}, manifest {}", most("words-"), most("index-"));
    assert!(can > 0 && right * 10 >= can * 7, "{right} of {can}");
}
