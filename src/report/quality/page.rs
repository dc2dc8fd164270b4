//! The report on one page: each point lost, with the finding that takes it.

use std::fmt::Write as _;

use annotate_snippets::normalize_untrusted_str;
use annotate_snippets::renderer::DEFAULT_EMPHASIS_STYLE;

use super::human::{Written, path};
use super::{Quality, Row, first, owner};
use crate::finding::Message;
use crate::lint::score::FEW;
use crate::report::Options;
use crate::report::human::wrapped;
use crate::report::summary::paint;
use crate::site::{Origin, PageId};

/// The report on one page, for people; ends with a line feed. Nothing for a page that is not of the site.
pub fn page(quality: &Quality<'_>, id: PageId, options: &Options) -> String {
    let Some(row) = quality.row_of(id) else { return String::new() };
    Written { quality, options, text: String::new() }.page(&row)
}

impl<'a> Written<'a, '_> {
    fn page(mut self, row: &Row<'a>) -> String {
        let title = normalize_untrusted_str(row.page.title());
        self.text = format!("{}\n{}\n", paint(self.options, DEFAULT_EMPHASIS_STYLE, &title), path(row));
        for fact in self.facts(row) {
            let said = self.say(&fact);
            self.line(&said);
        }
        self.heading("quality.of-page");
        self.notes(&row.score.notes);
        self.formula();
        self.costs(row);
        self.steps(&first(&[*row]), 1);
        let counts = [
            ("quality.infos", row.score.infos),
            ("quality.silenced", row.score.silenced),
            ("quality.known", row.score.known),
        ];
        if counts.iter().any(|(_, count)| *count > 0) {
            self.heading("quality.aside");
        }
        for (key, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
            let said = self.say(&Message::key(key).with("count", count));
            self.line(&format!("  {said}"));
        }
        self.text
    }

    fn facts(&self, row: &Row<'a>) -> Vec<Message> {
        let mut facts = vec![Message::key("quality.words").with("words", row.score.words)];
        if row.score.thin {
            facts.push(Message::key("quality.thin").with("words", FEW));
        }
        if let Some(owner) = owner(row.page) {
            facts.push(Message::key("quality.owner").with("owner", owner));
        }
        if let Some((date, origin)) = self.quality.site.updated(row.page) {
            let key = match origin {
                Origin::FrontMatter => "quality.updated",
                Origin::Git => "quality.updated-git",
            };
            facts.push(Message::key(key).with("date", date));
        }
        if let Some(due) = row.next_review {
            let key = if row.overdue { "quality.review-late" } else { "quality.review-next" };
            facts.push(Message::key(key).with("date", due));
        }
        if !self.quality.site.is_published(row.page) {
            facts.push(Message::key("quality.draft"));
        }
        facts
    }

    /// Each finding that takes points off: how many, where, what is wrong.
    fn costs(&mut self, row: &Row<'a>) {
        if row.score.costs.is_empty() {
            return;
        }
        self.heading("quality.costs");
        for cost in &row.score.costs {
            let source = self.quality.site.sources.get(cost.finding.span.source);
            let line = source.position(cost.finding.span.start).line.to_string();
            let head = Message::key("quality.cost")
                .with("criterion", self.quality.criterion(cost.criterion))
                .with("line", line)
                .with("rule", cost.finding.rule.as_str());
            let (points, head) = (self.quality.points(cost.points), self.say(&head));
            let _ = writeln!(self.text, "{:>7}  {head}", format!("−{points}"));
            let said = self.say(&cost.finding.message);
            for line in wrapped(&said, self.options.width.saturating_sub(9)).lines() {
                let _ = writeln!(self.text, "         {line}");
            }
        }
    }
}
