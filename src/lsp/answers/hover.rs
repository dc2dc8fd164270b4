//! What there is to say of what somebody points at.

use std::ops::Range;

use super::here::{Here, What, here};
use super::{Asked, calls, entries};
use crate::finding::{Finding, Message};
use crate::report::catalogue;
use crate::report::keys::{takes_of, takes_of_setting};
use crate::site::{Page, Resolved};

/// What is said of a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// What it is said of.
    pub range: Range<usize>,
    /// In Markdown.
    pub text: String,
}

/// Findings explained at one place: beyond, nobody reads on.
const MOST: usize = 3;

/// What is said of the place where somebody points: what was found there, with the rule, its reason and its
/// sources; then what stands there. `findings` are those of the file, or of the site.
pub fn hover(asked: &Asked<'_>, findings: &[Finding]) -> Option<Hover> {
    let mut said = Vec::new();
    let mut ranges = Vec::new();
    let at = asked.at();
    let each = findings.iter().flat_map(Finding::each);
    let holds = |finding: &&Finding| {
        let range = finding.span.range();
        finding.span.source == asked.source && range.start <= at && at <= range.end && !range.is_empty()
    };
    let mut found: Vec<&Finding> = each.filter(holds).collect();
    found.sort_by_key(|finding| finding.span.range().len());
    let mut told: Vec<&str> = Vec::new();
    for finding in found.into_iter().take(MOST) {
        ranges.push(finding.span.range());
        let mut text = asked.words.say(&finding.message);
        if let Some(help) = &finding.help {
            text = format!("{text}\n\n{}", asked.words.say(help));
        }
        if !told.contains(&finding.rule.as_str()) {
            told.push(finding.rule.as_str());
            if let Some(rule) = asked.rule(finding.rule.as_str()) {
                text = format!("{text}\n\n{rule}");
            }
        }
        said.push(text);
    }
    let known = here(asked);
    for Here { what, range } in &known {
        if let Some(text) = asked.about(what) {
            said.push(text);
            ranges.push(range.clone());
        }
    }
    said.dedup();
    let range = ranges.into_iter().min_by_key(Range::len)?;
    Some(Hover { range, text: said.join("\n\n---\n\n") })
}

impl Asked<'_> {
    /// A rule in short: its name, why, what it leans on.
    fn rule(&self, id: &str) -> Option<String> {
        let rules = self.project.rules();
        let rule = rules.get_for(id, self.source)?;
        let site = self.site();
        let view = catalogue::View {
            rules,
            written: rules,
            config: &site.config,
            sources: &site.sources,
            words: self.words,
        };
        Some(catalogue::in_short(&view, rule))
    }

    fn about(&self, what: &What<'_>) -> Option<String> {
        let words = self.words;
        Some(match what {
            What::Field(field) => {
                let takes = takes_of(field, words);
                let takes = if field.required {
                    format!("{} · {takes}", words.get("answers.required"))
                } else {
                    takes
                };
                format!("**{}**\n\n{}\n\n{takes}", entries::code(field.name), words.get(field.about))
            }
            What::Part(part) => format!("{}\n\n```toml\n{}\n```", words.get(part.about), part.example),
            What::Setting(key) => {
                let takes = takes_of_setting(key, words);
                format!("**{}**\n\n{}\n\n{takes}", entries::code(key.name), words.get(key.about))
            }
            What::Entry(name, key) => self.about_entry(*name, key)?,
            What::Page(page, anchor) => self.about_page(page, anchor.as_deref()),
            What::File(path) => self.about_file(path)?,
            What::Rule(id) => match id.strip_suffix("/*") {
                Some(family) => words.say(&Message::key("answers.family").with("family", family)),
                None => self.rule(id)?,
            },
            What::Call(page, rank) => self.about_call(page, *rank)?,
            What::Component(name) => calls::about_component(self.site().components.get(name)?),
            What::Template(_) => return None,
        })
    }

    /// A page that is led to: its title, what it says in a sentence, its address.
    fn about_page(&self, page: &Page, anchor: Option<&str>) -> String {
        let mut said = vec![format!("**{}**", entries::escaped(page.title()))];
        let heading = anchor.and_then(|anchor| {
            let rank = page.heading_ids.iter().position(|id| id == anchor)?;
            let block = page.document.headings.get(rank)?.block;
            page.document.blocks.get(block).map(|block| block.prose.text())
        });
        said.extend(heading.map(entries::escaped));
        said.extend(page.front.description.as_ref().map(|text| entries::escaped(&text.value)));
        let address = match anchor {
            Some(anchor) => format!("{}#{anchor}", page.url),
            None => page.url.clone(),
        };
        said.push(format!(
            "{} · {}",
            entries::code(&format!("content/{}", page.path)),
            entries::code(&address)
        ));
        if !page.published {
            said.push(self.say("answers.not-published"));
        }
        said.join("\n\n")
    }

    fn about_file(&self, path: &str) -> Option<String> {
        let file = self.site().assets.iter().find(|asset| asset.theme.is_none() && asset.path == path)?;
        let message = Message::key("answers.file").with(
            "size",
            crate::language::format::number(
                i64::try_from(file.size.div_ceil(1000)).unwrap_or(i64::MAX),
                self.words.language(),
            ),
        );
        Some(format!("{}\n\n{}", entries::code(&format!("content/{path}")), self.words.say(&message)))
    }

    /// What a call becomes, as readers will see it.
    fn about_call(&self, page: &Page, rank: usize) -> Option<String> {
        let call = page.document.calls.get(rank)?;
        let about = self.words.get(calls::about_call(&call.name.value)).to_owned();
        let shown = match page.calls.get(rank)?.as_ref()? {
            Resolved::Text(text) => entries::escaped(text),
            Resolved::Link { text, url } => format!("{} ({})", entries::escaped(text), entries::escaped(url)),
            Resolved::Term { text, explanation, .. } => {
                format!("{} ({})", entries::escaped(text), entries::escaped(explanation))
            }
        };
        Some(format!("{}\n\n{about}", self.words.say(&Message::key("answers.becomes").with("shown", shown))))
    }
}
