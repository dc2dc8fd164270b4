//! `one-style`: one thing typed in several ways on a site (« 14 h 30 », « 14h30 »). The way that the rule
//! asks for stands, or else the most used one; the others are found.

use std::ops::Range;

use rayon::prelude::*;

use crate::data::{Fields, Node};
use crate::document::{Block, BlockKind};
use crate::finding::{Applicability, Edit, Finding, Fix, Message};
use crate::language::typography::{addresses, overlaps};
use crate::lint::rule::Rule;
use crate::lint::rule_file::{missing, wrong};
use crate::site::{Page, Site};
use crate::source::{Source, Span, Spanned};

use super::Check;
use super::kind::{Case, Form, Kind, Param};
use super::pattern::{FIXES, Pattern};
use super::template::Template;

/// The kind `one-style`.
pub(super) const KIND: Kind = Kind {
    elsewhere: true,
    params: &[
        Param::required("styles", Form::Maps(&STYLE), "param.styles"),
        Param::optional("style", Form::Text, "param.style"),
        Param::optional("fix", Form::Choice(&["safe", "suggested", "none"]), "param.pattern-fix"),
    ],
    read: |fields, place| OneStyle::read(fields, place).map(Check::OneStyle),
    ..Kind::new("one-style", "kind.one-style", &[Case::only(&["found", "use", "style"])])
};

/// The keys of a style.
const STYLE: [Param; 4] = [
    Param::required("name", Form::Text, "param.style-name"),
    Param::required("find", Form::Texts, "param.style-find"),
    Param::required("use", Form::Texts, "param.style-use"),
    Param::switch("never", "param.style-never"),
];

/// Ways of typing one thing.
#[derive(Clone, Debug)]
pub struct OneStyle {
    styles: Vec<Style>,
    /// The rank of the one that is asked for.
    wanted: Option<usize>,
    fix: Applicability,
}

/// One way. What it finds by its nth pattern, another style writes by its nth text.
#[derive(Clone, Debug)]
struct Style {
    name: String,
    forms: Vec<(Pattern, Template)>,
    /// It is never the one to keep, however often it is met.
    never: bool,
}

/// One thing met in a block, where it is read, its style and which of its forms.
struct Met {
    read: Range<usize>,
    start: usize,
    style: usize,
    form: usize,
}

impl OneStyle {
    fn read(fields: &mut Fields, place: Span) -> Option<Self> {
        let fix = fields.choice("fix", &FIXES).map_or(Some(Applicability::Shown), |fix| fix.value);
        let named = fields.text("style");
        let Some(list) = fields.node("styles").filter(|list| !list.items().is_empty()) else {
            missing(fields.problems(), "styles", place);
            return None;
        };
        let styles: Vec<Style> = list.items().iter().filter_map(|item| Style::read(item, fields)).collect();
        let wanted =
            named.as_ref().and_then(|named| styles.iter().position(|style| style.name == named.value));
        if let (Some(named), None) = (&named, wanted) {
            let known: Vec<String> = styles.iter().map(|style| style.name.clone()).collect();
            let message = Message::key("lint.unknown-style").with("name", named.value.as_str());
            let help = Message::key("lint.known-styles").with("known", known);
            fields.problems().push(wrong(named.span, message).help(help));
        }
        Some(Self { styles, wanted, fix: fix.unwrap_or(Applicability::Shown) })
    }

    pub(super) fn check(&self, rule: &Rule, site: &Site, out: &mut Vec<Finding>) {
        let pages = site.pages.par_iter().filter(|page| rule.lang.is_none() || rule.lang == page.language());
        let met: Vec<(&Page, Vec<(&Block, Met)>)> =
            pages.map(|page| (page, self.page(page))).filter(|(_, met)| !met.is_empty()).collect();
        let mut counts = vec![0_usize; self.styles.len()];
        for met in met.iter().flat_map(|(_, met)| met) {
            if let Some(count) = counts.get_mut(met.1.style) {
                *count += 1;
            }
        }
        let may =
            counts.iter().enumerate().filter(|(rank, _)| self.styles.get(*rank).is_some_and(|s| !s.never));
        let most = may.max_by_key(|(rank, count)| (**count, std::cmp::Reverse(*rank)));
        let Some(kept) = self.wanted.or(most.map(|(rank, _)| rank)) else { return };
        for (page, met) in &met {
            let source = site.sources.get(page.document.source);
            let others = met.iter().filter(|(_, met)| met.style != kept);
            out.extend(others.filter_map(|(block, met)| self.finding(rule, block, met, kept, source)));
        }
    }

    /// Everything met in the page’s own words.
    fn page<'a>(&self, page: &'a Page) -> Vec<(&'a Block, Met)> {
        let blocks = page.document.blocks.iter();
        let own = blocks.filter(|block| !block.quoted && block.kind != BlockKind::Code);
        let mut all = Vec::new();
        for block in own.filter(|block| block.prose.text().contains(|c: char| c.is_ascii_digit())) {
            let text = block.prose.text();
            let mut met = Vec::new();
            for (style, known) in self.styles.iter().enumerate() {
                for (form, (pattern, _)) in known.forms.iter().enumerate() {
                    let hits = pattern.matches(text);
                    met.extend(hits.map(|(start, read)| Met { read, start, style, form }));
                }
            }
            if met.is_empty() {
                continue;
            }
            // Of two that overlap, the longer: « 14 h 30 » is not « 14 h ».
            met.sort_by_key(|met| (met.read.start, std::cmp::Reverse(met.read.end)));
            let addresses = addresses(text);
            let mut end = 0;
            met.retain(|met| {
                let kept = met.read.start >= end && !overlaps(&addresses, &met.read);
                if kept {
                    end = met.read.end;
                }
                kept
            });
            all.extend(met.into_iter().map(|met| (block, met)));
        }
        all
    }

    fn finding(
        &self,
        rule: &Rule,
        block: &Block,
        met: &Met,
        kept: usize,
        source: &Source,
    ) -> Option<Finding> {
        let (kept, own) = (self.styles.get(kept)?, self.styles.get(met.style)?);
        let ((pattern, _), (_, template)) = (own.forms.get(met.form)?, kept.forms.get(met.form)?);
        let new = template.fill(&pattern.captures(block.prose.text(), met.start)?);
        let found = block.prose.text().get(met.read.clone())?;
        if new == found {
            return None;
        }
        let args =
            vec![("found", found.into()), ("use", new.as_str().into()), ("style", kept.name.as_str().into())];
        let mut finding = rule.finding("", block.prose.span(met.read.clone()), args);
        let fix = |span| Fix {
            title: Message::key("lint.fix-words").with("new", new.as_str()),
            edits: vec![Edit { span, text: new.clone() }],
            applicability: self.fix,
        };
        finding.fix = block.prose.typed_as_read(&met.read, source).map(fix).map(Box::new);
        Some(finding)
    }
}

impl Style {
    fn read(node: &Node, outer: &mut Fields) -> Option<Self> {
        let mut fields = Fields::new(node, outer.problems());
        let name = fields.text("name");
        let find = fields.texts("find");
        let instead = fields.texts("use");
        let never = fields.bool("never").is_some_and(|never| never.value);
        for (key, absent) in
            [("name", name.is_none()), ("find", find.is_empty()), ("use", instead.is_empty())]
        {
            if absent && node.as_map().is_some() {
                missing(fields.problems(), key, node.span);
            }
        }
        if find.len() != instead.len() && !find.is_empty() && !instead.is_empty() {
            fields.problems().push(wrong(node.span, Message::key("lint.style-pairs")));
        }
        let read = |(find, instead): (&Spanned<String>, &Spanned<String>)| {
            let pattern = Pattern::compile(find, true, &mut fields)?;
            let template = Template::read(instead, &pattern, &mut fields)?;
            Some((pattern, template))
        };
        let forms: Vec<(Pattern, Template)> = find.iter().zip(&instead).filter_map(read).collect();
        fields.finish();
        Some(Self { name: name?.value, forms, never })
    }
}
