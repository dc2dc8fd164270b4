//! What French typography mends without changing a word: spaces that must not break, apostrophes,
//! quotation marks. What is right and wrong is in `language::typography`, which the renderer uses too.

use crate::data::Fields;
use crate::finding::{Applicability, Edit, Finding, Fix, Message};
use crate::language::Language;
use crate::language::typography::{self, Matter, Repair};
use crate::lint::rule::Rule;
use crate::lint::rule_file::wrong;
use crate::lint::scope::{Passage, Scope};
use crate::source::{Sources, Span};

use super::kind::{Case, Form, Kind, Needed, Param, required_choice};
use super::{Check, View};

/// The kind `no-break-space`.
pub(super) const SPACES: Kind = Kind {
    scoped: true,
    params: &[Param {
        name: "beside",
        about: "param.space-beside",
        form: Form::Choices(&BESIDE_WORDS),
        needed: Needed::Else("[signs, quotes, units]"),
    }],
    read: |fields, _| Some(Check::NoBreakSpace(Spaces::read(fields))),
    ..Kind::new(
        "no-break-space",
        "kind.no-break-space",
        &[Case::of("ordinary", &["sign"]), Case::of("missing", &["sign"])],
    )
};

/// The kind `typographic-marks`.
pub(super) const MARKS: Kind = Kind {
    scoped: true,
    params: &[Param::required("marks", Form::Choice(&["apostrophes", "quotes"]), "param.marks")],
    read: |fields, place| {
        let choices = [("apostrophes", Marks::Apostrophes), ("quotes", Marks::Quotes)];
        required_choice(fields, "marks", &choices, place).map(Check::TypographicMarks)
    },
    ..Kind::new("typographic-marks", "kind.typographic-marks", &[Case::only(&["found", "use"])])
};

/// What `beside` may name.
const BESIDE: [(&str, Matter); 7] = [
    ("signs", Matter::Sign),
    ("quotes", Matter::Quote),
    ("units", Matter::Unit),
    ("thousands", Matter::Thousands),
    ("phones", Matter::Phone),
    ("words", Matter::Words),
    ("glued", Matter::Glued),
];

const BESIDE_WORDS: [&str; BESIDE.len()] = {
    let mut words = [""; BESIDE.len()];
    let mut at = 0;
    while at < words.len() {
        words[at] = BESIDE[at].0;
        at += 1;
    }
    words
};

/// Where spaces are looked at.
#[derive(Clone, Debug)]
pub struct Spaces {
    beside: Vec<Matter>,
}

/// Which marks are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marks {
    /// Straight apostrophes.
    Apostrophes,
    /// Straight and English quotation marks.
    Quotes,
}

impl Spaces {
    fn read(fields: &mut Fields) -> Self {
        let texts = fields.texts("beside");
        if texts.is_empty() {
            return Self { beside: vec![Matter::Sign, Matter::Quote, Matter::Unit] };
        }
        let mut beside = Vec::new();
        for text in texts {
            match BESIDE.iter().find(|(name, _)| *name == text.value) {
                Some((_, matter)) => beside.push(*matter),
                None => {
                    let known: Vec<String> = BESIDE_WORDS.map(str::to_owned).to_vec();
                    let message = Message::key("lint.unknown-beside").with("name", text.value);
                    let help = Message::key("lint.known-beside").with("known", known);
                    fields.problems().push(wrong(text.span, message).help(help));
                }
            }
        }
        Self { beside }
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        if view.language != Some(Language::French) {
            return;
        }
        let glued = self.beside.contains(&Matter::Glued);
        let typed = self.beside.iter().any(|matter| *matter != Matter::Glued);
        for passage in view.looked_at(rule) {
            let text = passage.prose.text();
            let mut repairs = if typed { typography::spaces(text) } else { Vec::new() };
            if glued {
                repairs.extend(typography::missing_spaces(text));
            }
            repairs.retain(|repair| self.beside.contains(&repair.matter) && !in_call(text, repair));
            // The spaces of one number go together.
            for same in repairs.chunk_by(|a, b| a.sign == b.sign && a.matter == b.matter) {
                out.extend(finding(rule, passage, same, &view.site.sources));
            }
        }
    }
}

fn finding(rule: &Rule, passage: &Passage<'_>, same: &[Repair], sources: &Sources) -> Option<Finding> {
    let first = same.first().filter(|first| View::is_looked_at(rule, passage, &first.sign))?;
    // « agent: turns » may be quoted as it is typed elsewhere.
    if first.matter == Matter::Glued && passage.is_others(&first.sign) {
        return None;
    }
    let sign = passage.prose.text().get(first.sign.clone())?;
    let edits = same.iter().map(|repair| edit(passage, repair, sources)).collect::<Option<Vec<Edit>>>()?;
    let shown = first.sign.start.min(first.typed.start)..first.sign.end.max(first.typed.end);
    let case = if first.is_missing() { "missing" } else { "ordinary" };
    let mut finding = rule.finding(case, passage.prose.span(shown), vec![("sign", sign.into())]);
    finding.fix = Some(Box::new(safe("lint.fix-space", edits)));
    Some(finding)
}

impl Marks {
    pub(super) fn check(self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        if view.language != Some(Language::French) {
            return;
        }
        for passage in view.looked_at(rule) {
            let text = passage.prose.text();
            let mut repairs = match self {
                Self::Apostrophes => typography::apostrophes(text),
                Self::Quotes => typography::quotes(text),
            };
            repairs.retain(|repair| !in_call(text, repair));
            // Both marks of a quotation go together.
            for pair in repairs.chunk_by(|a, b| a.sign == b.sign) {
                let Some(first) = pair.first() else { continue };
                // Marks around the whole of a text of the front matter are not to be turned, but taken off: another rule tells.
                let head = matches!(passage.scope(), Scope::Title | Scope::Description | Scope::FrontMatter);
                let inside = text.strip_prefix('“').and_then(|text| text.strip_suffix('”'));
                let alone = inside.is_some_and(|inside| !inside.contains(['“', '”', '«', '»']));
                if head && alone && first.sign == (0..text.len()) {
                    continue;
                }
                let edits = pair.iter().map(|repair| edit(passage, repair, &view.site.sources));
                let edits: Option<Vec<Edit>> = edits.collect();
                let (true, Some(edits)) = (View::is_looked_at(rule, passage, &first.sign), edits) else {
                    continue;
                };
                let found = text.get(first.typed.clone()).unwrap_or("");
                let instead = pair.iter().map(|repair| repair.new.trim_matches('\u{a0}')).collect::<Vec<_>>();
                let args = vec![("found", found.into()), ("use", instead.join(" ").into())];
                let mut finding = rule.finding("", passage.prose.span(first.sign.clone()), args);
                finding.fix = Some(Box::new(safe("lint.fix-marks", edits)));
                out.push(finding);
            }
        }
    }
}

/// Whether a repair is inside a call that is not well formed: what is wrong with it is told, and it is no French.
fn in_call(text: &str, repair: &Repair) -> bool {
    let before = text.get(..repair.typed.start).unwrap_or("");
    before.rfind("{{").is_some_and(|opened| before.rfind("}}").is_none_or(|closed| closed < opened))
}

/// A repair where it was typed; none where something else was typed for what is read (an entity, the end
/// of a line, an escape), which is not ours to change. A space that is not there goes beside its sign,
/// however that was typed.
fn edit(passage: &Passage<'_>, repair: &Repair, sources: &Sources) -> Option<Edit> {
    let sign = passage.prose.span(repair.sign.clone());
    let source = sources.get(sign.source);
    let text = repair.new.to_owned();
    if !repair.is_missing() {
        return Some(Edit { span: passage.prose.typed_as_read(&repair.typed, source)?, text });
    }
    let at = if repair.typed.start >= repair.sign.end { sign.range().end } else { sign.range().start };
    let escaped = source.text().get(..at)?.ends_with('\\');
    (!escaped && source.is_text(sign)).then(|| Edit { span: Span::new(sign.source, at, at), text })
}

fn safe(title: &'static str, edits: Vec<Edit>) -> Fix {
    Fix { title: Message::key(title), edits, applicability: Applicability::Safe }
}
