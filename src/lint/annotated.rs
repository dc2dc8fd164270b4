//! Texts annotated by a reader: what each holds, and what is wrong in the files that say so.
//!
//! One file gives the texts, `number<TAB>text` a line; the other, by the same numbers, the names of what
//! each holds, separated by spaces, or `-`. Its first line may list the names that the reader looked for,
//! after a `#`. Empty lines count for nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::data::nearest;
use crate::finding::Message;
use crate::source::Source;

/// A text, and what a reader saw in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Its number.
    pub number: u32,
    /// What it says, as the Markdown of a page.
    pub text: String,
    /// The names of what it holds.
    pub holds: BTreeSet<String>,
}

/// Texts, and what was looked for in each of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Annotated {
    /// The texts, in the order of their file.
    pub texts: Vec<Text>,
    /// What was looked for, in the order of the first line; where it lists nothing, what was found, in
    /// the order of the alphabet.
    pub names: Vec<String>,
}

/// Something wrong in a file of texts or of annotations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The file.
    pub path: String,
    /// Line, from 1.
    pub line: usize,
    /// What is wrong, and what to do.
    what: Message,
}

impl Mistake {
    /// Where it stands, what is wrong, and what to do.
    pub fn messages(&self) -> [Message; 2] {
        // Lines are names here, not quantities: « ligne 1204 ».
        let place = Message::key("annotated.place").with("path", self.path.as_str());
        [place.with("line", self.line.to_string()), self.what.clone()]
    }
}

impl Annotated {
    /// Reads the texts and their annotations.
    ///
    /// # Errors
    /// Everything that is wrong, in the order of the files and of their lines. One mistake is enough to
    /// measure nothing: a text lost on the way would change the figures without a word.
    pub fn read(sentences: &Source, annotations: &Source) -> Result<Self, Vec<Mistake>> {
        let mut wrong_texts = Lines::new(sentences);
        let mut wrong_notes = Lines::new(annotations);
        let texts = wrong_texts.by_number(sentences.text(), Message::key("annotated.no-text"));
        let listed = listed(annotations.text());
        let notes = wrong_notes.by_number(annotations.text(), Message::key("annotated.no-annotation"));

        let mut held: BTreeMap<u32, BTreeSet<String>> = BTreeMap::new();
        for row in &notes {
            if !wrong_texts.met.contains_key(&row.number) {
                let message = Message::key("annotated.no-such-text").with("number", row.number.to_string());
                wrong_notes.add(row.line, message.with("path", sentences.path()));
            }
            held.insert(row.number, wrong_notes.names(row, listed.as_deref()));
        }
        let lone = texts.iter().filter(|row| !held.contains_key(&row.number));
        for row in lone.filter(|row| !wrong_notes.met.contains_key(&row.number)) {
            let message = Message::key("annotated.not-annotated").with("number", row.number.to_string());
            wrong_texts.add(row.line, message.with("path", annotations.path()));
        }
        if texts.is_empty() && wrong_texts.mistakes.is_empty() {
            wrong_texts.add(1, Message::key("annotated.nothing"));
        }

        let mistakes: Vec<Mistake> =
            [wrong_texts, wrong_notes].into_iter().flat_map(Lines::in_order).collect();
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        let found = || held.values().flatten().collect::<BTreeSet<_>>().into_iter().cloned().collect();
        let names = listed.unwrap_or_else(found);
        let text = |row: &Row<'_>| Text {
            number: row.number,
            text: row.value.to_owned(),
            holds: held.remove(&row.number).unwrap_or_default(),
        };
        Ok(Self { names, texts: texts.iter().map(text).collect() })
    }
}

/// The names on the first line, each once, if it is a list of them.
fn listed(text: &str) -> Option<Vec<String>> {
    let mut names: Vec<String> = Vec::new();
    for name in lines(text).next()?.1.strip_prefix('#')?.split_whitespace() {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    (!names.is_empty()).then_some(names)
}

/// The lines of a file with their numbers, without the byte-order mark.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    text.lines().enumerate().map(|(rank, line)| (rank + 1, line))
}

/// A line that follows the form: what stands before its first tab, and after.
struct Row<'a> {
    line: usize,
    number: u32,
    value: &'a str,
}

/// What is met in a file, line by line.
struct Lines {
    path: String,
    mistakes: Vec<Mistake>,
    /// The numbers met, with the line of each.
    met: BTreeMap<u32, usize>,
}

impl Lines {
    fn new(source: &Source) -> Self {
        let mut lines = Self { path: source.path().to_owned(), mistakes: Vec::new(), met: BTreeMap::new() };
        let unreadable: BTreeSet<usize> =
            source.invalid().iter().map(|byte| source.position(*byte).line as usize).collect();
        for line in unreadable {
            lines.add(line, Message::key("annotated.encoding"));
        }
        lines
    }

    fn add(&mut self, line: usize, what: Message) {
        self.mistakes.push(Mistake { path: self.path.clone(), line, what });
    }

    fn in_order(mut self) -> Vec<Mistake> {
        self.mistakes.sort_by_key(|mistake| mistake.line);
        self.mistakes
    }

    /// The lines `number<TAB>value`. A number twice, or one without a value, is a mistake; the line is
    /// left out, and its number counts as met.
    fn by_number<'a>(&mut self, text: &'a str, no_value: Message) -> Vec<Row<'a>> {
        let mut rows = Vec::new();
        for (line, typed) in lines(text) {
            if typed.trim().is_empty() || (line == 1 && typed.starts_with('#')) {
                continue;
            }
            let (number, value) = typed.split_once('\t').unwrap_or((typed, ""));
            let digits = number.bytes().all(|byte| byte.is_ascii_digit());
            let Some(number) = number.parse::<u32>().ok().filter(|_| digits) else {
                self.add(line, Message::key("annotated.no-number"));
                continue;
            };
            if let Some(first) = self.met.get(&number) {
                let message = Message::key("annotated.number-twice").with("number", number.to_string());
                self.add(line, message.with("first", first.to_string()));
                continue;
            }
            self.met.insert(number, line);
            if value.trim().is_empty() {
                self.add(line, no_value.clone().with("number", number.to_string()));
                continue;
            }
            rows.push(Row { line, number, value: value.trim() });
        }
        rows
    }

    /// The names on a line of annotations; none for `-`.
    fn names(&mut self, row: &Row<'_>, listed: Option<&[String]>) -> BTreeSet<String> {
        let names: BTreeSet<String> = row.value.split_whitespace().map(str::to_owned).collect();
        if row.value == "-" {
            return BTreeSet::new();
        }
        for name in &names {
            if name == "-" {
                self.add(row.line, Message::key("annotated.none-and-names"));
            } else if let Some(listed) = listed.filter(|listed| !listed.contains(name)) {
                let known: Vec<String> = listed.to_vec();
                let message = match nearest(name, listed.iter().map(String::as_str)) {
                    Some(meant) => Message::key("annotated.misspelt-name").with("meant", meant),
                    None => Message::key("annotated.unknown-name").with("known", known),
                };
                self.add(row.line, message.with("name", name.as_str()));
            }
        }
        names
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::words::Words;

    fn read(sentences: &str, annotations: &str) -> Result<Annotated, Vec<Mistake>> {
        let source = |path, text: &str| Source::new(path, text.as_bytes().to_vec());
        Annotated::read(&source("sentences.tsv", sentences), &source("annotations.tsv", annotations))
    }

    /// What is wrong, in English, a line each.
    fn wrong(sentences: &str, annotations: &str) -> Vec<String> {
        let words = Words::load(Language::English);
        let said = |mistake: &Mistake| mistake.messages().map(|message| words.say(&message)).join(" ");
        read(sentences, annotations).unwrap_err().iter().map(said).collect()
    }

    #[test]
    fn the_first_line_says_what_was_looked_for() {
        let annotated =
            read("2\tDeux.\r\n\r\n1\tUn.\r\n", "\u{FEFF}# passive other\n1\tpassive\n2\t-\n").unwrap();
        assert_eq!(annotated.names, ["passive", "other"]);
        let texts: Vec<_> =
            annotated.texts.iter().map(|t| (t.number, t.text.as_str(), t.holds.len())).collect();
        assert_eq!(texts, [(2, "Deux.", 0), (1, "Un.", 1)]);
    }

    #[test]
    fn without_it_what_was_found_is_what_was_looked_for() {
        let annotated = read("1\tUn.\n2\tDeux.\n3\tTrois.", "1\tb a\n2\t-\n3\tb").unwrap();
        assert_eq!(annotated.names, ["a", "b"]);
    }

    #[test]
    fn each_mistake_has_its_line() {
        assert_eq!(
            wrong(
                "1\tUn.\nDeux.\n3\t \n1\tEncore.\n5\tCinq.\n+6\tSix.\n",
                "# passive conditional\n1\tpasive\n3\t\n4\t-\n1\t-\n\tpassive\n5\t- passive jargon\n",
            ),
            [
                "sentences.tsv, line 2: This line does not begin with a number followed by a tab.",
                "sentences.tsv, line 3: There is no text after the number 3.",
                "sentences.tsv, line 4: The number 1 is already that of line 1.",
                "sentences.tsv, line 6: This line does not begin with a number followed by a tab.",
                "annotations.tsv, line 2: “pasive” is not among the names of the first line. Did you mean “passive”?",
                "annotations.tsv, line 3: There is nothing after the number 3. Write the names of what the text holds, or “-” for none.",
                "annotations.tsv, line 4: No text of sentences.tsv has the number 4.",
                "annotations.tsv, line 5: The number 1 is already that of line 2.",
                "annotations.tsv, line 6: This line does not begin with a number followed by a tab.",
                "annotations.tsv, line 7: “-” says that the text holds nothing, and names follow it. Remove one or the other.",
                "annotations.tsv, line 7: “jargon” is not among the names of the first line. Write passive or conditional.",
            ]
        );
    }

    #[test]
    fn a_text_without_annotation_is_not_taken_for_one_that_holds_nothing() {
        assert_eq!(
            wrong("1\tUn.\n2\tDeux.\n", "1\t-\n"),
            [
                "sentences.tsv, line 2: The text 2 has no line in annotations.tsv. Write “-” if it holds nothing."
            ]
        );
        assert_eq!(wrong("\n", "# passive\n"), ["sentences.tsv, line 1: This file holds no text."]);
    }

    #[test]
    fn bytes_that_are_no_text_are_told_line_by_line() {
        let texts = Source::new("s.tsv", b"1\tUn.\n2\t\xe9t\xe9.\n".to_vec());
        let notes = Source::new("a.tsv", b"1\t-\n2\t-\n".to_vec());
        let mistakes = Annotated::read(&texts, &notes).unwrap_err();
        let at: Vec<_> = mistakes.iter().map(|mistake| (mistake.path.as_str(), mistake.line)).collect();
        assert_eq!(at, [("s.tsv", 2)]);
    }

    proptest::proptest! {
        /// Any two files are read, or told to be wrong at lines they have.
        #[test]
        fn never_panics(
            sentences in "([0-9\t\n#é \r-]|\u{FEFF}){0,40}",
            annotations in "([0-9\t\n#a \r-]|\u{FEFF}){0,40}",
        ) {
            for mistake in read(&sentences, &annotations).err().unwrap_or_default() {
                let text = if mistake.path == "sentences.tsv" { &sentences } else { &annotations };
                proptest::prop_assert!(mistake.line >= 1 && mistake.line <= text.lines().count().max(1));
            }
        }
    }
}
