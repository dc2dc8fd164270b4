//! The words of the interface that a theme gives: `words/<tag>.toml`, for a language that the program does not
//! speak, or in place of its own. A key is the name of the word in `THEMES.md`; one left empty is not given.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::Arc;

use super::given::Spoken;
use crate::data::{self, Node};
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
pub(super) struct OwnWords(BTreeMap<String, Given>);

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
        problems: &mut Vec<Problem>,
    ) -> Self {
        let mut given: BTreeMap<String, (BTreeMap<String, String>, Span)> = BTreeMap::new();
        let french = Words::load(Language::French);
        let known = known(&french);
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
        Self(given.into_iter().map(whole).collect())
    }

    /// The words of a language: those of the theme over those of the program in `language`.
    pub(super) fn of(&self, tag: &str, language: Language) -> Words {
        let words = Words::load(language);
        match self.0.get(tag) {
            Some(given) => words.over(Arc::clone(&given.words)),
            None => words,
        }
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
            let given = self.0.get(&page.lang);
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
        let given = self.0.get(tag);
        let mut text = String::new();
        for (name, key) in known(&french) {
            let own = given.and_then(|given| given.words.get(&key)).map_or("", String::as_str);
            let quoted = serde_json::to_string(own).unwrap_or_default();
            // Writing to a string does not fail.
            let _ = writeln!(text, "# {} · {}\n{name} = {quoted}\n", french.get(&key), english.get(&key));
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
        let own = OwnWords::read(&sources, ids.into_iter(), &mut problems);
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
    fn what_is_written_to_be_filled_in_can_be_read_again() {
        let (own, _) = read(&[("words/es.toml", "skip_link = \"Ir al \\\"contenido\\\"\"\n")]);
        let text = own.skeleton("es");
        let words = Words::load(Language::French);
        assert_eq!(text.matches("\n# ").count() + 1, known(&words).len());
        assert!(
            text.contains("# Aller au contenu · Skip to content\nskip_link = \"Ir al \\\"contenido\\\"\"\n")
        );
        let (again, told) = read(&[("words/es.toml", &text)]);
        assert_eq!(told, []);
        assert_eq!(again.of("es", Language::French).get("interface.skip-link"), "Ir al \"contenido\"");
    }
}
