//! The words of the interface that a theme gives: `words/<tag>.toml`, for a language that the program does not
//! speak, or in place of its own. A key is the name of the word in `THEMES.md`; one left empty is not given.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::Arc;

use super::given::Spoken;
use crate::data::{self, Entry, Node};
use crate::finding::{Message, Problem, ProblemKind};
use crate::language::Language;
use crate::site::Site;
use crate::source::{SourceId, Sources, Span};
use crate::words::{Words, names_only, placeholders};

/// What a theme and those it extends give in one language.
#[derive(Clone, Debug, Default)]
struct Given {
    /// By the key that the program knows: `interface.skip-link`.
    words: Arc<BTreeMap<String, String>>,
    /// The file of the nearest theme.
    file: Option<Span>,
}

/// The words that a theme gives, by the tag of their language.
#[derive(Clone, Debug, Default)]
pub(super) struct OwnWords {
    given: BTreeMap<String, Given>,
    /// Words that the program does not have.
    extra: Extra,
}

/// Words that `theme.toml` declares under `[words]`: by their name, a text for each tag of a language.
pub(super) type Extra = BTreeMap<String, BTreeMap<String, String>>;

/// Reads `[words.<name>]`.
pub(super) fn declared<'a>(entries: impl Iterator<Item = &'a Entry>, problems: &mut Vec<Problem>) -> Extra {
    let known = known(&Words::load(Language::French));
    let mut extra = Extra::new();
    for entry in entries {
        let name = Spoken::key(&entry.key.value);
        if known.contains_key(&name) {
            let message = Message::key("template.word-taken").with("name", name);
            let problem = Problem::new(ProblemKind::InvalidValue, entry.key.span, message);
            problems.push(problem.help(Message::key("template.word-taken-help")));
            continue;
        }
        let texts = entry.node.as_map().map_or(&[][..], |map| &map.entries);
        let texts = texts.iter().map(|of| Some((of.key.value.clone(), of.node.as_text()?.to_owned())));
        match texts.collect::<Option<BTreeMap<_, _>>>().filter(|texts| !texts.is_empty()) {
            Some(texts) => {
                extra.insert(name, texts);
            }
            None => {
                let message = Message::key("template.own-word-text").with("name", name);
                problems.push(Problem::new(ProblemKind::InvalidValue, entry.node.span, message));
            }
        }
    }
    extra
}

/// The key of a word that the program does not have.
fn own_key(name: &str) -> String {
    format!("interface.{name}")
}

/// Every word of the interface: the name that themes use, and the key of the program.
fn known(words: &Words) -> BTreeMap<String, String> {
    let keys =
        words.keys().filter_map(|key| Some((Spoken::key(key.strip_prefix("interface.")?), key.to_owned())));
    keys.collect()
}

impl OwnWords {
    /// Reads the files of a theme and of those it extends, the nearest first, each by its path inside the theme.
    pub(super) fn read<'a>(
        sources: &Sources,
        files: impl Iterator<Item = (&'a str, SourceId)>,
        extra: Extra,
        problems: &mut Vec<Problem>,
    ) -> Self {
        let mut given: BTreeMap<String, (BTreeMap<String, String>, Span)> = BTreeMap::new();
        let french = Words::load(Language::French);
        let mut known = known(&french);
        known.extend(extra.keys().map(|name| (name.clone(), own_key(name))));
        for (path, id) in files {
            let Some(tag) = path.strip_prefix("words/").and_then(|name| name.strip_suffix(".toml")) else {
                continue;
            };
            let (node, found) = data::toml(id, sources.get(id).text());
            problems.extend(found);
            let (own, _) =
                given.entry(tag.to_owned()).or_insert_with(|| (BTreeMap::new(), Span::new(id, 0, 0)));
            for entry in node.as_map().map_or(&[][..], |map| &map.entries) {
                let name = entry.key.value.as_str();
                let Some(key) = known.get(name) else {
                    let message = Message::key("template.no-word").with("name", name);
                    let problem = Problem::new(ProblemKind::UnknownKey, entry.key.span, message);
                    let near = data::nearest(name, known.keys().map(String::as_str));
                    let help = near.map(|near| Message::key("data.did-you-mean").with("name", near));
                    problems.push(Problem { help, ..problem });
                    continue;
                };
                match entry.node.as_text().map(|text| (text, checked(text, french.get(key)))) {
                    Some(("", _)) => {}
                    Some((text, true)) => {
                        own.entry(key.clone()).or_insert_with(|| text.to_owned());
                    }
                    _ => problems.push(wrong(name, french.get(key), &entry.node)),
                }
            }
        }
        let whole = |(tag, (words, file))| (tag, Given { words: Arc::new(words), file: Some(file) });
        Self { given: given.into_iter().map(whole).collect(), extra }
    }

    /// The names of the words that the program does not have.
    pub(super) fn own_names(&self) -> Vec<String> {
        self.extra.keys().cloned().collect()
    }

    /// The words of a language: those of the theme over those of the program in `language`. A word of the theme
    /// alone is said in that language where it is not in this one, or in the first it has.
    pub(super) fn of(&self, tag: &str, language: Language) -> Words {
        let words = Words::load(language);
        let given = self.given.get(tag);
        if self.extra.is_empty() {
            return match given {
                Some(given) => words.over(Arc::clone(&given.words)),
                None => words,
            };
        }
        let mut own = given.map(|given| (*given.words).clone()).unwrap_or_default();
        for (name, texts) in &self.extra {
            let text = texts.get(tag).or_else(|| texts.get(language.tag())).or_else(|| texts.values().next());
            if let Some(text) = text {
                own.entry(own_key(name)).or_insert_with(|| text.clone());
            }
        }
        words.over(Arc::new(own))
    }

    /// Says which languages of the pages lack words, each once.
    pub(super) fn missing(&self, site: &Site, theme: &str) -> Vec<Problem> {
        let mut told = BTreeSet::new();
        let mut problems = Vec::new();
        let spoken =
            site.pages.iter().filter(|page| Language::of(&page.lang).is_none() && site.is_published(page));
        for page in spoken {
            if !told.insert(page.lang.as_str()) {
                continue;
            }
            let given = self.given.get(&page.lang);
            let language = site.config.language();
            let known = known(&Words::load(language));
            let is_missing = |key: &&String| given.is_none_or(|given| !given.words.contains_key(*key));
            let missing: Vec<&str> =
                known.iter().filter(|(_, key)| is_missing(key)).map(|(name, _)| name.as_str()).collect();
            let Some(first) = missing.first() else { continue };
            let start = Span::new(page.document.source, 0, 0);
            let of_page = page.front.lang.as_ref().map(|lang| lang.span);
            let of_page = of_page.or(page.front.title.as_ref().map(|title| title.span)).unwrap_or(start);
            let file = format!("themes/{theme}/words/{}.toml", page.lang);
            let message = Message::key("template.words-missing")
                .with("language", page.lang.as_str())
                .with("count", missing.len())
                .with("all", known.len())
                .with("first", *first);
            // A file that is there would be emptied by the command that writes it.
            let main = Language::of(&site.config.site.language).is_some();
            let help = match given {
                None => Message::key(if main { "template.words-help" } else { "template.words-help-french" })
                    .with("folder", format!("themes/{theme}/words"))
                    .with("language", page.lang.as_str()),
                Some(_) => {
                    Message::key(if main { "template.words-add" } else { "template.words-add-french" })
                        .with("names", missing.join(", "))
                }
            };
            let help = help.with("file", file);
            let place = given.and_then(|given| given.file).unwrap_or(of_page);
            problems.push(Problem::new(ProblemKind::InterfaceWords, place, message).help(help));
        }
        problems
    }

    /// A file of words to fill in: each word of the program as a comment, with what the theme gives already.
    pub(super) fn skeleton(&self, tag: &str) -> String {
        let (french, english) = (Words::load(Language::French), Words::load(Language::English));
        let given = self.given.get(tag);
        let mut text = String::new();
        for (name, key) in known(&french) {
            let own = given.and_then(|given| given.words.get(&key)).map_or("", String::as_str);
            let quoted = serde_json::to_string(own).unwrap_or_default();
            // Writing to a string does not fail.
            let _ = writeln!(text, "# {} · {}\n{name} = {quoted}\n", french.get(&key), english.get(&key));
        }
        for (name, texts) in &self.extra {
            let own = given.and_then(|given| given.words.get(&own_key(name))).or_else(|| texts.get(tag));
            let quoted = serde_json::to_string(own.map_or("", String::as_str)).unwrap_or_default();
            let said: Vec<&str> = texts.values().map(String::as_str).collect();
            let _ = writeln!(text, "# {}\n{name} = {quoted}\n", said.join(" · "));
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
        text
    }
}

/// Whether a word names nothing that the program does not fill in.
fn checked(text: &str, like: &str) -> bool {
    let filled = placeholders(like);
    names_only(text, |name| filled.contains(name))
}

fn wrong(name: &str, like: &str, node: &Node) -> Problem {
    let names: Vec<String> = placeholders(like).into_iter().map(|name| format!("{{{name}}}")).collect();
    let (key, names) =
        if names.is_empty() { ("template.word-text", names) } else { ("template.word-places", names) };
    let message = Message::key(key).with("name", name).with("names", names);
    Problem::new(ProblemKind::InvalidValue, node.span, message)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::language::format;
    use crate::source::Source;

    fn read(files: &[(&str, &str)]) -> (OwnWords, Vec<(ProblemKind, String)>) {
        let (mut sources, mut problems) = (Sources::default(), Vec::new());
        let ids: Vec<(&str, SourceId)> = files
            .iter()
            .map(|(path, text)| (*path, sources.add(Source::new(*path, text.as_bytes().to_vec()))))
            .collect();
        let extra =
            [("edition", &[("fr", "Édition du"), ("en", "Edition of")][..]), ("stamp", &[("en", "Stamp")])];
        let texts = |texts: &[(&str, &str)]| {
            texts.iter().map(|(tag, text)| ((*tag).to_owned(), (*text).to_owned())).collect()
        };
        let extra = extra.into_iter().map(|(name, said)| (name.to_owned(), texts(said))).collect();
        let own = OwnWords::read(&sources, ids.into_iter(), extra, &mut problems);
        let told =
            problems.iter().map(|problem| (problem.kind, sources.slice(problem.span).to_owned())).collect();
        (own, told)
    }

    #[test]
    fn the_nearest_theme_speaks_first_and_the_program_last() {
        let (own, told) = read(&[
            ("words/br.toml", "skip_link = \"Mont d’an endalc’had\"\nhome = \"\"\n"),
            ("words/br.toml", "skip_link = \"Lammat\"\nsearch = \"Klask\"\n"),
            ("words/fr.toml", "home = \"Bienvenue\"\n"),
            ("theme.toml", "skip_link = \"x\"\n"),
        ]);
        assert_eq!(told, []);
        let breton = own.of("br", Language::French);
        assert_eq!(breton.get("interface.skip-link"), "Mont d’an endalc’had");
        assert_eq!(breton.get("interface.search"), "Klask");
        assert_eq!(breton.get("interface.home"), "Accueil");
        assert_eq!(own.of("fr", Language::French).get("interface.home"), "Bienvenue");
        assert_eq!(own.of("en", Language::English).get("interface.home"), "Home");
    }

    #[test]
    fn days_are_written_in_the_language_of_the_theme() {
        let (own, told) = read(&[
            (
                "words/es.toml",
                "date = \"{day} de {month} de {year}\"\nmonth_01 = \"enero\"\nmonth_12 = \"diciembre\"\n",
            ),
            ("words/br.toml", "skip_link = \"Lammat\"\n"),
        ]);
        assert_eq!(told, []);
        let spanish = own.of("es", Language::French);
        assert_eq!(spanish.date(date(2026, 12, 12)), "12 de diciembre de 2026");
        // It gives one order, for the first day too, and the program's months where it has none.
        assert_eq!(spanish.date(date(2026, 1, 1)), "1 de enero de 2026");
        assert_eq!(spanish.month(date(2026, 1, 1)), "enero 2026");
    }

    #[test]
    fn the_programs_own_days_are_written_as_everywhere() {
        for language in [Language::French, Language::English] {
            let words = OwnWords::default().of("xx", language).over(Arc::default());
            for (month, day) in (1..=12).flat_map(|month| [(month, 1), (month, 23)]) {
                let day = date(2026, month, day);
                assert_eq!(words.date(day), format::date(day, language));
                assert_eq!(words.month(day), format::month(day, language));
            }
        }
    }

    #[test]
    fn what_is_no_word_is_told() {
        let (own, told) = read(&[(
            "words/es.toml",
            "skip_lnk = \"Ir\"\nhome = 3\nupdated_on = \"El {day}\"\ntable = \"Cuadro {number}\"\n",
        )]);
        let told: Vec<_> = told.iter().map(|(kind, text)| (*kind, text.as_str())).collect();
        assert_eq!(
            told,
            [(ProblemKind::UnknownKey, "skip_lnk"), (ProblemKind::InvalidValue, "\"El {day}\"")]
        );
        assert_eq!(own.of("es", Language::French).get("interface.table"), "Cuadro {number}");
    }

    #[test]
    fn a_theme_has_words_that_the_program_does_not() {
        let (own, told) = read(&[("words/br.toml", "edition = \"Embannadur\"\n")]);
        assert_eq!(told, []);
        let said = |tag, language, name| own.of(tag, language).get(&own_key(name)).to_owned();
        assert_eq!(said("fr", Language::French, "edition"), "Édition du");
        assert_eq!(said("en", Language::English, "edition"), "Edition of");
        assert_eq!(said("br", Language::French, "edition"), "Embannadur");
        assert_eq!(said("es", Language::French, "edition"), "Édition du");
        assert_eq!(said("fr", Language::French, "stamp"), "Stamp");
        let words = own.of("en", Language::English);
        assert!(words.keys().any(|key| key == "interface.edition"));
        assert_eq!(own.own_names(), ["edition", "stamp"]);
        assert!(own.skeleton("es").contains("# Edition of · Édition du\nedition = \"\"\n"));
    }

    #[test]
    fn what_is_written_to_be_filled_in_can_be_read_again() {
        let (own, _) = read(&[("words/es.toml", "skip_link = \"Ir al \\\"contenido\\\"\"\n")]);
        let text = own.skeleton("es");
        let words = Words::load(Language::French);
        assert_eq!(text.matches("\n# ").count() + 1, known(&words).len() + 2);
        assert!(
            text.contains("# Aller au contenu · Skip to content\nskip_link = \"Ir al \\\"contenido\\\"\"\n")
        );
        let (again, told) = read(&[("words/es.toml", &text)]);
        assert_eq!(told, []);
        assert_eq!(again.of("es", Language::French).get("interface.skip-link"), "Ir al \"contenido\"");
    }
}
