//! `pattern`: regular expressions over what is read, each with what to write instead. Word boundaries are
//! tested on hits alone: in a French text, `\b` inside the expression is either wrong (ASCII) or some hundred
//! times slower.
//!
//! A pattern may describe what stands around: the group named `found`, `(?<found>…)`, is then what is found.

use std::ops::Range;
use std::sync::OnceLock;

use regex::{Captures, Regex};
use regex_syntax::hir::{Class, Hir, HirKind};

use crate::data::{Fields, Node};
use crate::finding::{Applicability, Arg, Edit, Finding, Fix, Message};
use crate::language::fold::is_whole;
use crate::language::typography::{addresses, overlaps};
use crate::lint::rule::Rule;
use crate::lint::rule_file::{missing, wrong};
use crate::lint::scope::{Passage, Scope};
use crate::source::{Sources, Span, Spanned};

use super::kind::{Case, Form, Kind, Needed, Param};
use super::needs::Needs;
use super::template::Template;
use super::words::NOT_IN_A_SCALAR;
use super::{Check, View};

/// The kind `pattern`.
pub(super) const KIND: Kind = Kind {
    scoped: true,
    params: &[
        Param::or("patterns", "pattern", Form::Pattern, "param.pattern"),
        Param::or("pattern", "patterns", Form::Entries(&ENTRY), "param.patterns"),
        Param::optional("use", Form::Text, "param.pattern-use"),
        Param::optional("fix", Form::Choice(&["safe", "suggested", "none"]), "param.pattern-fix"),
        Param { name: "words", about: "param.pattern-words", form: Form::Bool, needed: Needed::Else("true") },
        Param {
            name: "quoted",
            about: "param.pattern-quoted",
            form: Form::Bool,
            needed: Needed::Else("true"),
        },
        Param::optional("except", Form::Texts, "param.pattern-except"),
    ],
    read: |fields, place| Patterns::read(fields, place).map(Check::Pattern),
    ..Kind::new("pattern", "kind.pattern", &[CASE])
};

/// The keys of one pattern of several.
const ENTRY: [Param; 3] = [
    Param::required("find", Form::Pattern, "param.pattern"),
    Param::optional("use", Form::Text, "param.pattern-use"),
    Param::optional("fix", Form::Choice(&["safe", "suggested", "none"]), "param.pattern-fix"),
];

const CASE: Case = Case { usual: &["lint.usual-use", "lint.usual-avoid"], ..Case::only(&["found", "use"]) };

/// How far a replacement may be trusted, as a rule file says it.
pub(super) const FIXES: [(&str, Option<Applicability>); 3] =
    [("safe", Some(Applicability::Safe)), ("suggested", Some(Applicability::Suggested)), ("none", None)];

/// Regular expressions, and where they do not count.
#[derive(Clone, Debug)]
pub struct Patterns {
    entries: Vec<Entry>,
    quoted: bool,
    except: Vec<Pattern>,
}

#[derive(Clone, Debug)]
struct Entry {
    pattern: Pattern,
    instead: Option<Template>,
    fix: Option<Applicability>,
}

/// A regular expression.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    /// As typed.
    text: String,
    /// Made when a text may hold what it describes: most are never asked for, and making one takes longer than
    /// reading it.
    regex: OnceLock<Option<Regex>>,
    /// What it needs, without which most texts are: made when the first text is looked at.
    needs: OnceLock<Needs>,
    /// The names of its groups, in order; none for those without one.
    groups: Vec<Option<String>>,
    words: bool,
    /// It names the part that is found.
    named: bool,
}

/// What was found, and what to write there.
struct Hit {
    read: Range<usize>,
    instead: Option<String>,
    fix: Option<Applicability>,
}

impl Patterns {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let words = fields.bool("words").is_none_or(|words| words.value);
        let quoted = fields.bool("quoted").is_none_or(|quoted| quoted.value);
        let except = fields.texts("except");
        let except: Vec<Pattern> =
            except.iter().filter_map(|text| Pattern::compile(text, false, fields)).collect();
        let usual = fields.text("use");
        let fix = fields.choice("fix", &FIXES);
        let one = fields.text("pattern");
        let several = fields.node("patterns").filter(|list| !list.items().is_empty());
        let entries = match (one, several) {
            (Some(_), Some(list)) => {
                fields.problems().push(wrong(list.span, Message::key("lint.pattern-or-patterns")));
                return None;
            }
            (None, None) => {
                missing(fields.problems(), "pattern", place);
                return None;
            }
            (Some(one), None) => {
                let fix = fix.as_ref().map_or(Some(Applicability::Shown), |fix| fix.value);
                vec![Entry::new(&one, usual.as_ref(), fix, words, fields)?]
            }
            (None, Some(list)) => {
                let read = |item| Entry::read(item, usual.as_ref(), fix.as_ref(), words, fields);
                list.items().iter().filter_map(read).collect()
            }
        };
        if let Some(fix) = fix.filter(|_| entries.iter().all(|entry| entry.instead.is_none())) {
            fields.problems().push(wrong(fix.span, Message::key("lint.fix-one-use")));
        }
        Some(Self { entries, quoted, except })
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        for passage in view.looked_at(rule) {
            for hit in self.hits(passage) {
                let others = !self.quoted && passage.is_others(&hit.read);
                if View::is_looked_at(rule, passage, &hit.read) && !others {
                    out.push(finding(rule, passage, hit, &view.site.sources));
                }
            }
        }
    }

    /// What they find in a passage, in order, not overlapping; with something to write instead, outside
    /// addresses.
    fn hits(&self, passage: &Passage<'_>) -> Vec<Hit> {
        let text = passage.prose.text();
        let mut hits: Vec<Hit> = Vec::new();
        let may_be = |entry: &&Entry| entry.pattern.may_be_in(passage);
        self.entries.iter().filter(may_be).for_each(|entry| entry.hits(text, &mut hits));
        if hits.is_empty() {
            return hits;
        }
        hits.sort_by_key(|hit| (hit.read.start, std::cmp::Reverse(hit.read.end)));
        let mut spared: Vec<Range<usize>> =
            if hits.iter().any(|hit| hit.instead.is_some()) { addresses(text) } else { Vec::new() };
        for except in &self.except {
            spared.extend(except.hits(text));
        }
        // Exceptions may overlap each other: joined, they are in order and apart.
        spared.sort_by_key(|range| range.start);
        spared.dedup_by(|next, last| {
            let joined = next.start <= last.end;
            if joined {
                last.end = last.end.max(next.end);
            }
            joined
        });
        let mut end = 0;
        hits.retain(|hit| {
            let kept = hit.read.start >= end && !overlaps(&spared, &hit.read);
            if kept {
                end = hit.read.end;
            }
            kept
        });
        hits
    }
}

impl Entry {
    fn read(
        node: &Node,
        usual: Option<&Spanned<String>>,
        usual_fix: Option<&Spanned<Option<Applicability>>>,
        words: bool,
        outer: &mut Fields,
    ) -> Option<Self> {
        let usual_fix = usual_fix.map(|fix| fix.value);
        if let Some(text) = node.as_text() {
            let find = Spanned::new(text.to_owned(), node.span);
            return Self::new(&find, usual, usual_fix.unwrap_or(Some(Applicability::Shown)), words, outer);
        }
        let mut fields = Fields::new(node, outer.problems());
        let find = fields.text("find");
        if find.is_none() && node.as_map().is_some() {
            missing(fields.problems(), "find", node.span);
        }
        let own = fields.text("use");
        let fix = fields.choice("fix", &FIXES).map(|fix| fix.value).or(usual_fix);
        let fix = fix.unwrap_or(Some(Applicability::Shown));
        let entry = Self::new(&find?, own.as_ref().or(usual), fix, words, &mut fields);
        fields.finish();
        entry
    }

    fn new(
        find: &Spanned<String>,
        instead: Option<&Spanned<String>>,
        fix: Option<Applicability>,
        words: bool,
        fields: &mut Fields,
    ) -> Option<Self> {
        let pattern = Pattern::compile(find, words, fields)?;
        let instead = match instead {
            Some(text) => Some(Template::read(text, &pattern, fields)?),
            None => None,
        };
        Some(Self { pattern, instead, fix })
    }

    fn hits(&self, text: &str, hits: &mut Vec<Hit>) {
        for (start, read) in self.pattern.matches(text) {
            let instead = self.instead.as_ref().and_then(|template| {
                // Read again from where it begins: the same match, with its groups.
                let captures = self.pattern.captures(text, start)?;
                Some(template.fill(&captures))
            });
            if instead.as_deref() != text.get(read.clone()) {
                hits.push(Hit { read, instead, fix: self.fix });
            }
        }
    }
}

/// A finding, with its fix where what was found was typed as it is read.
fn finding(rule: &Rule, passage: &Passage<'_>, hit: Hit, sources: &Sources) -> Finding {
    let found = passage.prose.text().get(hit.read.clone()).unwrap_or("");
    let mut args: Vec<(&'static str, Arg)> = vec![("found", found.into())];
    args.extend(hit.instead.as_ref().map(|instead| ("use", instead.as_str().into())));
    let span = passage.prose.span(hit.read.clone());
    let mut finding = rule.finding("", span, args);
    let Some((new, applicability)) = hit.instead.zip(hit.fix) else { return finding };
    let scalar = matches!(passage.scope(), Scope::Title | Scope::Description | Scope::FrontMatter);
    let named = matches!(passage.scope(), Scope::FileName | Scope::LinkTarget);
    let typed = passage.prose.typed_as_read(&hit.read, sources.get(span.source));
    match typed.filter(|_| !(named || scalar && new.contains(NOT_IN_A_SCALAR))) {
        Some(span) => {
            let title = match new.trim() {
                "" => Message::key("lint.fix-remove").with("found", found),
                shown => Message::key("lint.fix-words").with("new", shown),
            };
            let edits = vec![Edit { span, text: new }];
            finding.fix = Some(Box::new(Fix { title, edits, applicability }));
        }
        None if applicability < Applicability::Shown => {
            finding.unfixed = Some(Box::new(Message::key("lint.unfixed-markup")));
        }
        None => {}
    }
    finding
}

impl Pattern {
    /// Reads a regular expression; with `words`, hits must be whole words.
    pub(super) fn compile(pattern: &Spanned<String>, words: bool, fields: &mut Fields) -> Option<Self> {
        let read = if tests_boundary(&pattern.value) {
            Err(Message::key("lint.pattern-boundary"))
        } else {
            Self::read(&pattern.value, words)
        };
        match read {
            Ok(read) => Some(read),
            Err(message) => {
                let help = Message::key("lint.pattern-help");
                fields.problems().push(wrong(pattern.span, message).help(help));
                None
            }
        }
    }

    fn read(text: &str, words: bool) -> Result<Self, Message> {
        let regex = OnceLock::new();
        let groups: Vec<Option<String>> = match regex_syntax::parse(text) {
            // Nothing to make to know that it is right, and that it finds no empty text.
            Ok(parsed)
                if parsed.properties().minimum_len().is_some_and(|least| least > 0) && is_small(&parsed) =>
            {
                let mut groups = vec![None];
                name_groups(&parsed, &mut groups);
                groups
            }
            _ => {
                let made = Regex::new(text).map_err(|error| fault(&error))?;
                if made.is_match("") {
                    return Err(Message::key("lint.pattern-empty"));
                }
                let groups = made.capture_names().map(|name| name.map(str::to_owned)).collect();
                regex.get_or_init(|| Some(made));
                groups
            }
        };
        let named = groups.iter().flatten().any(|name| name == FOUND);
        Ok(Self { text: text.to_owned(), regex, needs: OnceLock::new(), groups, words, named })
    }

    fn regex(&self) -> Option<&Regex> {
        self.regex.get_or_init(|| Regex::new(&self.text).ok()).as_ref()
    }

    /// Whether a passage may hold what it describes.
    pub(super) fn may_be_in(&self, passage: &Passage<'_>) -> bool {
        self.needs.get_or_init(|| Needs::of(&self.text)).may_be_met(passage.held())
    }

    /// What it finds in a text, in order.
    pub(super) fn hits<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
        self.matches(text).map(|(_, found)| found)
    }

    /// Each match, where it begins and the part of it that is found. What stands after that part may
    /// open the next match.
    pub(super) fn matches<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, Range<usize>)> + 'a {
        let whole = |hit: &Range<usize>| is_whole(text, hit);
        let mut from = 0;
        let next = move || {
            let regex = self.regex()?;
            let hit = regex.find_at(text, from)?;
            let part = || regex.captures_at(text, hit.start())?.name(FOUND).map(|part| part.range());
            let found = self.named.then(part).flatten().filter(|part| !part.is_empty());
            let found = found.unwrap_or_else(|| hit.range());
            from = found.end;
            Some((hit.start(), found))
        };
        std::iter::from_fn(next).filter(move |(_, hit)| !self.words || whole(hit))
    }

    /// The groups of the first match from a place on.
    pub(super) fn captures<'t>(&self, text: &'t str, from: usize) -> Option<Captures<'t>> {
        self.regex()?.captures_at(text, from)
    }

    /// Whether it has a group of that number or name.
    pub(super) fn has_group(&self, name: &str) -> bool {
        match name.parse::<usize>() {
            Ok(number) => number < self.groups.len(),
            Err(_) => self.groups.iter().flatten().any(|known| known == name),
        }
    }

    /// A pattern of a test.
    #[cfg(test)]
    pub(super) fn of(pattern: &str) -> Self {
        Self::read(pattern, true).unwrap()
    }
}

/// Whether a pattern is so small that it can be made, whatever it describes: far from the ten megabytes that the
/// largest may take.
fn is_small(parsed: &Hir) -> bool {
    fn size(hir: &Hir) -> u64 {
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => 1,
            HirKind::Literal(literal) => u64::try_from(literal.0.len()).unwrap_or(u64::MAX),
            HirKind::Class(Class::Unicode(class)) => ranges(class.ranges().len()),
            HirKind::Class(Class::Bytes(class)) => ranges(class.ranges().len()),
            HirKind::Repetition(repetition) => {
                let times = repetition.max.unwrap_or(repetition.min.saturating_add(1));
                size(&repetition.sub).saturating_mul(u64::from(times.max(1)))
            }
            HirKind::Capture(capture) => size(&capture.sub).saturating_add(2),
            HirKind::Concat(parts) | HirKind::Alternation(parts) => {
                parts.iter().map(size).fold(1, u64::saturating_add)
            }
        }
    }
    // A range of letters takes a few steps, each of a few bytes.
    fn ranges(count: usize) -> u64 {
        u64::try_from(count).unwrap_or(u64::MAX).saturating_mul(8)
    }
    size(parsed) < 20_000
}

/// Adds the names of the groups of a pattern, in the order of their parentheses.
fn name_groups(hir: &Hir, groups: &mut Vec<Option<String>>) {
    match hir.kind() {
        HirKind::Capture(capture) => {
            groups.push(capture.name.as_deref().map(str::to_owned));
            name_groups(&capture.sub, groups);
        }
        HirKind::Repetition(repetition) => name_groups(&repetition.sub, groups),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().for_each(|part| name_groups(part, groups));
        }
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) | HirKind::Look(_) => {}
    }
}

/// The group that says what is found.
const FOUND: &str = "found";

/// Whether a pattern holds `\b`, `\B`, `\<` or `\>`.
fn tests_boundary(pattern: &str) -> bool {
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        if letter == '\\' && matches!(letters.next(), Some('b' | 'B' | '<' | '>')) {
            return true;
        }
    }
    false
}

/// What is wrong with a pattern. The usual faults are said in the reader’s language; for the others,
/// what the parser says must do: the last line of its message, without `error:`.
fn fault(error: &regex::Error) -> Message {
    let text = error.to_string();
    let last = text.lines().last().unwrap_or("").trim();
    let last = last.strip_prefix("error: ").unwrap_or(last);
    match last {
        "unclosed group" => Message::key("lint.pattern-unclosed"),
        "unopened group" => Message::key("lint.pattern-unopened"),
        "unclosed character class" => Message::key("lint.pattern-class"),
        "repetition operator missing expression" => Message::key("lint.pattern-repetition"),
        "unrecognized escape sequence" => Message::key("lint.pattern-escape"),
        around if around.starts_with("look-around") || around.starts_with("backreferences") => {
            Message::key("lint.pattern-around")
        }
        other => Message::key("lint.pattern-invalid").with("error", other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_boundary_is_seen_through_escapes() {
        assert!(tests_boundary(r"\bart"));
        assert!(tests_boundary(r"a\\\b"));
        assert!(!tests_boundary(r"a\\b"));
        assert!(!tests_boundary(r"\d+ b"));
    }

    #[test]
    fn the_usual_faults_are_said_in_plain_words() {
        for (pattern, key) in [
            ("a(b", "lint.pattern-unclosed"),
            ("a)b", "lint.pattern-unopened"),
            ("[ab", "lint.pattern-class"),
            ("*a", "lint.pattern-repetition"),
            (r"\y", "lint.pattern-escape"),
            ("(?<=a)b", "lint.pattern-around"),
            (r"(a)\1", "lint.pattern-around"),
            ("a{3,1}", "lint.pattern-invalid"),
        ] {
            let error = Regex::new(pattern).unwrap_err();
            assert_eq!(fault(&error).text, Message::key(key).text, "{pattern}");
        }
    }
}
