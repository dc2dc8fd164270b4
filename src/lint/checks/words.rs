//! `words`: a list of words and phrases, each with what to write instead.
//!
//! Parameters: `words`, the list; `variants: false` for the terms as they are listed and no other form;
//! `whole: true` when the term must be all there is (a whole link text, a whole heading); `quoted: true`
//! to look inside quotations; `except`, longer phrases in which every term is accepted; `except-after` and
//! `except-before`, words just after or before which every term is accepted.
//!
//! An entry is a text, or a map: `find` (a text or several), `use` (what to write, a text or several; a noun
//! with its article says its gender, and the article in the page follows;
//! an empty one removes the term), `advice` (what to do, when no word will do), `severity`, `case: true`
//! (capitals must be those of the term), `except` (as above, for this entry), `fix: safe`, `suggested` or
//! `none` (with one `use`, whose replacement is otherwise shown), `legal-term: true` (a word of law:
//! never replaced; `advice` or `define` says how to explain it).

use std::ops::Range;
use std::sync::LazyLock;

use crate::data::{Fields, Node};
use crate::finding::{Applicability, Arg, Edit, Finding, Fix, Message, Severity};
use crate::language::Language;
use crate::language::article::{is_article, without_article};
use crate::language::fold::{fold, is_word_boundary};
use crate::language::replacement::{Place, Unfixed, replacement};
use crate::language::variants;
use crate::lint::rule::{Bilingual, Rule};
use crate::lint::rule_file::{missing, words, wrong};
use crate::lint::scope::{Passage, Scope};
use crate::source::Span;

use super::Check;
use super::kind::{Case, Form, Kind, Needed, Param};

/// The kind `words`.
pub(super) const KIND: Kind = Kind {
    scoped: true,
    params: &[
        Param::required("words", Form::Entries(&ENTRY), "param.words"),
        Param {
            name: "variants",
            about: "param.words-variants",
            form: Form::Bool,
            needed: Needed::Else("true"),
        },
        Param::switch("whole", "param.words-whole"),
        Param::switch("quoted", "param.words-quoted"),
        Param::optional("except", Form::Texts, "param.words-except"),
        Param::optional("except-after", Form::Texts, "param.words-except-after"),
        Param::optional("except-before", Form::Texts, "param.words-except-before"),
    ],
    read: |fields, place| Words::read(fields, place).map(Check::Words),
    ..Kind::new(
        "words",
        "kind.words",
        &[Case { usual: &["lint.usual-use", "lint.usual-avoid"], ..Case::only(&["found", "use"]) }],
    )
};

/// The keys of an entry of a list of words.
const ENTRY: [Param; 9] = [
    Param::required("find", Form::Texts, "param.entry-find"),
    Param::optional("use", Form::Texts, "param.entry-use"),
    Param::optional("advice", Form::Words, "param.entry-advice"),
    Param::optional("severity", Form::Choice(&Severity::WORDS), "param.entry-severity"),
    Param::switch("legal-term", "param.entry-legal-term"),
    Param::optional("define", Form::Words, "param.entry-define"),
    Param::switch("case", "param.entry-case"),
    Param::optional("except", Form::Texts, "param.entry-except"),
    Param::optional("fix", Form::Choice(&["safe", "suggested", "none"]), "param.entry-fix"),
];

/// A list of words and phrases.
#[derive(Clone, Debug)]
pub struct Words {
    /// What is looked for.
    pub entries: Vec<Entry>,
    /// Plurals, feminines and elisions count too.
    pub variants: bool,
    /// The phrase must be all there is: a whole link text, a whole heading.
    pub whole: bool,
    /// Quotations are looked into.
    pub quoted: bool,
    /// Phrases in which any of the terms is accepted.
    pub except: Vec<String>,
    /// Words after which any of the terms is accepted, folded.
    pub except_after: Vec<String>,
    /// Words before which any of the terms is accepted, folded.
    pub except_before: Vec<String>,
}

/// One word or phrase.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// What is looked for, in one or several forms.
    pub find: Vec<String>,
    /// What to write instead; may be empty. A single empty text removes the term.
    pub instead: Vec<String>,
    /// What to do, when no word can take its place.
    pub advice: Option<Bilingual>,
    /// A severity of its own, quieter or louder than the rule's.
    pub severity: Option<Severity>,
    /// A word of law, which is explained and never replaced.
    pub legal_term: bool,
    /// Capitals must be those of the term.
    pub case: bool,
    /// Phrases in which this term is accepted.
    pub except: Vec<String>,
    /// How far the replacement may be trusted; none when there is not exactly one.
    pub fix: Option<Applicability>,
}

impl Words {
    pub(super) fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let variants = fields.bool("variants").is_none_or(|variants| variants.value);
        let whole = fields.bool("whole").is_some_and(|whole| whole.value);
        let quoted = fields.bool("quoted").is_some_and(|quoted| quoted.value);
        let except = filled(fields, "except");
        let folded = |texts: Vec<String>| texts.iter().map(|text| fold(text).into_text()).collect();
        let except_after = folded(filled(fields, "except-after"));
        let except_before = folded(filled(fields, "except-before"));
        let Some(list) = fields.node("words").filter(|list| !list.items().is_empty()) else {
            missing(fields.problems(), "words", place);
            return None;
        };
        let entries = list.items().iter().filter_map(|item| Entry::read(item, fields)).collect();
        Some(Self { entries, variants, whole, quoted, except, except_after, except_before })
    }

    /// Whether words that stand beside what was met, in the folded text, make it accepted: « l’ancienne
    /// ANPE », « Pôle emploi (devenu France Travail) ». Articles and signs may part them.
    pub(in crate::lint) fn is_accepted_beside(&self, text: &str, met: &Range<usize>) -> bool {
        if self.except_after.is_empty() && self.except_before.is_empty() {
            return false;
        }
        let sign =
            |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '«' | '»' | '"' | '“' | '”' | ',' | ':');
        let before = text.get(..met.start).unwrap_or("").trim_end_matches(sign);
        let bare = before
            .strip_suffix("l'")
            .or_else(|| before.strip_suffix("d'"))
            .or_else(|| before.rsplit_once(' ').filter(|(_, last)| is_article(last)).map(|(rest, _)| rest))
            .map_or(before, |rest| rest.trim_end_matches(sign));
        let after = text.get(met.end..).unwrap_or("").trim_start_matches(sign);
        let closes = |text: &str, word: &String| {
            text.strip_suffix(word.as_str()).is_some_and(|rest| is_word_boundary(text, rest.len()))
        };
        self.except_after.iter().any(|word| closes(before, word) || closes(bare, word))
            || self
                .except_before
                .iter()
                .any(|word| after.starts_with(word.as_str()) && is_word_boundary(after, word.len()))
    }

    /// A finding for one entry, met in a passage in one of its forms.
    pub(in crate::lint) fn finding(
        &self,
        rule: &Rule,
        entry: &Entry,
        form: &variants::Form,
        passage: &Passage<'_>,
        read: Range<usize>,
    ) -> Finding {
        let found = passage.prose.text().get(read.clone()).unwrap_or("");
        let mut args: Vec<(&'static str, Arg)> = vec![("found", found.into())];
        let removes = matches!(entry.instead.as_slice(), [text] if text.is_empty());
        if !entry.instead.is_empty() && !removes {
            let find = entry.find.first().map_or("", String::as_str);
            let said = entry.instead.iter().map(|instead| without_article(find, instead).to_owned());
            args.push(("use", said.collect::<Vec<_>>().into()));
        }
        let mut finding = rule.finding("", passage.prose.span(read.clone()), args);
        if let Some(advice) = &entry.advice {
            finding.help = Some(advice.message());
        } else if removes {
            finding.help = Some(Message::key("lint.remove-words"));
        }
        finding.severity = match entry.severity {
            Some(severity) if !rule.severity_is_set => severity,
            _ => finding.severity,
        };
        match fix(entry, form, passage, read) {
            Ok(fix) => finding.fix = fix.map(Box::new),
            // An example of a fix is only shown: nobody waits for it.
            Err(why) if entry.fix < Some(Applicability::Shown) => finding.unfixed = Some(Box::new(why)),
            Err(_) => {}
        }
        finding
    }
}

/// The replacement in its sentence; none when the entry offers none.
///
/// # Errors
/// When it cannot be typed without breaking what is around: why.
fn fix(
    entry: &Entry,
    form: &variants::Form,
    passage: &Passage<'_>,
    read: Range<usize>,
) -> Result<Option<Fix>, Message> {
    let Some((applicability, instead)) = entry.fix.zip(entry.instead.first()) else { return Ok(None) };
    put(instead, applicability, form, passage, read).map(Some)
}

/// `instead` in the place of a form of a term, in its sentence.
///
/// # Errors
/// When it cannot be typed without breaking what is around: why.
pub(super) fn put(
    instead: &str,
    applicability: Applicability,
    form: &variants::Form,
    passage: &Passage<'_>,
    read: Range<usize>,
) -> Result<Fix, Message> {
    let text = passage.prose.text();
    let slice = |range: Range<usize>| text.get(range).unwrap_or_default();
    let place = Place {
        before: slice(0..read.start),
        found: slice(read.clone()),
        after: slice(read.end..text.len()),
    };
    let new = replacement(place, form, instead).map_err(|why| match why {
        Unfixed::Gender => Message::key("lint.unfixed-gender").with("use", instead),
        Unfixed::Around => Message::key("lint.unfixed-around"),
    })?;
    let taken = read.start - new.before..read.end + new.after;
    // A name of file and an address are not typed over like a sentence.
    let named = matches!(passage.scope(), Scope::FileName | Scope::LinkTarget);
    let scalar = matches!(passage.scope(), Scope::Title | Scope::Description | Scope::FrontMatter);
    if named || !passage.prose.is_unbroken(taken.clone()) || (scalar && new.text.contains(NOT_IN_A_SCALAR)) {
        return Err(Message::key("lint.unfixed-markup"));
    }
    let title = if new.text.is_empty() {
        Message::key("lint.fix-remove").with("found", place.found)
    } else {
        Message::key("lint.fix-words").with("new", new.text.trim())
    };
    let edits = vec![Edit { span: passage.prose.span(taken), text: new.text }];
    // Where the gender changes and something may agree with it, a person reads it again.
    let applicability = if new.certain { applicability } else { applicability.max(Applicability::Suggested) };
    Ok(Fix { title, edits, applicability })
}

/// What has a meaning of its own in YAML.
pub(super) const NOT_IN_A_SCALAR: [char; 11] = ['\'', '"', '\\', ':', '#', '{', '}', '[', ']', '&', '*'];

impl Entry {
    fn read(node: &Node, outer: &mut Fields) -> Option<Self> {
        if let Some(text) = node.as_text() {
            let find = vec![not_blank(text, node.span, outer)?];
            return Some(Self { find, ..Self::default() });
        }
        let mut fields = Fields::new(node, outer.problems());
        let find = filled(&mut fields, "find");
        if find.is_empty() && fields.node("find").is_none_or(|find| find.items().is_empty()) {
            missing(fields.problems(), "find", node.span);
        }
        let instead = fields.texts("use");
        let advice = fields.node("advice").and_then(|node| words(fields.problems(), node, &[]));
        let define = fields.node("define").and_then(|node| words(fields.problems(), node, &[]));
        let severity = fields.choice("severity", &Severity::NAMES).map(|severity| severity.value);
        let legal_term = fields.bool("legal-term").filter(|legal| legal.value);
        let case = fields.bool("case").is_some_and(|case| case.value);
        let except = filled(&mut fields, "except");
        let fixes = [
            ("safe", Some(Applicability::Safe)),
            ("suggested", Some(Applicability::Suggested)),
            ("none", None),
        ];
        let fix = fields.choice("fix", &fixes);
        let mut refuse = |span, key| fields.problems().push(wrong(span, Message::key(key)));
        // The words of the law say the law: another word may say something else.
        match (&legal_term, instead.first()) {
            (Some(_), Some(instead)) => refuse(instead.span, "lint.legal-term-use"),
            (Some(legal), None) if advice.is_none() && define.is_none() => {
                refuse(legal.span, "lint.legal-term-alone");
            }
            _ => {}
        }
        if let Some(empty) = instead.iter().find(|text| text.value.trim().is_empty() && instead.len() > 1) {
            refuse(empty.span, "lint.use-empty");
        }
        if let Some(fix) = fix.as_ref().filter(|_| instead.len() != 1) {
            refuse(fix.span, "lint.fix-one-use");
        }
        fields.finish();
        let fix = fix.map_or(Some(Applicability::Shown), |fix| fix.value).filter(|_| instead.len() == 1);
        Some(Self {
            find: Some(find).filter(|find| !find.is_empty())?,
            instead: instead.into_iter().map(|text| text.value.trim().to_owned()).collect(),
            advice: advice.or_else(|| define.map(|define| explained(&define))),
            severity,
            legal_term: legal_term.is_some(),
            case,
            except,
            fix,
        })
    }
}

/// The advice that a definition makes.
fn explained(definition: &Bilingual) -> Bilingual {
    static WORDS: LazyLock<[crate::words::Words; 2]> =
        LazyLock::new(|| [Language::French, Language::English].map(crate::words::Words::load));
    let say = |words: &crate::words::Words, definition: &str| {
        words.say(&Message::key("lint.legal-term-define").with("definition", definition.trim()))
    };
    let [fr, en] = &*WORDS;
    Bilingual::new(say(fr, &definition.fr), say(en, &definition.en))
}

/// Texts of which none is blank.
fn filled(fields: &mut Fields, key: &'static str) -> Vec<String> {
    let texts = fields.texts(key);
    texts.into_iter().filter_map(|text| not_blank(&text.value, text.span, fields)).collect()
}

fn not_blank(text: &str, span: Span, fields: &mut Fields) -> Option<String> {
    if text.trim().is_empty() {
        fields.problems().push(wrong(span, Message::key("lint.blank")));
        return None;
    }
    Some(text.trim().to_owned())
}
