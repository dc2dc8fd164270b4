//! The report for people: the six scores, what to do first, by whom and where, and when to review.

use std::fmt::Write as _;

use annotate_snippets::normalize_untrusted_str;
use annotate_snippets::renderer::DEFAULT_EMPHASIS_STYLE;

use super::reviews::Calendar;
use super::{Quality, Row, first, mean};
use crate::finding::Message;
use crate::language::format;
use crate::lint::Criterion;
use crate::lint::score::{ERROR, FEW, Notes, Points, Step, WARNING, WORDS};
use crate::report::human::wrapped;
use crate::report::summary::paint;
use crate::report::{Options, said};

/// Lines of a list before the rest is only counted.
const TOP: usize = 10;
/// Months of the calendar that are told one by one.
const MONTHS: usize = 12;

/// The report on the whole site. Ends with a line feed.
pub fn human(quality: &Quality<'_>, options: &Options) -> String {
    Written { quality, options, text: String::new() }.whole()
}

/// A report being written.
pub(super) struct Written<'a, 'q> {
    pub(super) quality: &'q Quality<'a>,
    pub(super) options: &'q Options,
    pub(super) text: String,
}

impl<'a> Written<'a, '_> {
    fn whole(mut self) -> String {
        let quality = self.quality;
        let head = Message::key("quality.head").with("today", quality.site.facts.today);
        let head = self.say(&head.with("pages", quality.rows.len()));
        self.text = format!("{}\n", paint(self.options, DEFAULT_EMPHASIS_STYLE, &head));
        let Some(notes) = mean(&quality.rows) else {
            return self.text;
        };
        self.heading("quality.of-site");
        self.notes(&notes);
        self.formula();
        self.steps(&first(&quality.rows), quality.rows.len());
        self.worst();
        self.groups();
        self.calendar();
        self.aside();
        self.text
    }

    pub(super) fn say(&self, message: &Message) -> String {
        said(self.quality.words, message)
    }

    pub(super) fn line(&mut self, line: &str) {
        let _ = writeln!(self.text, "{}", line.trim_end());
    }

    pub(super) fn heading(&mut self, key: &'static str) {
        let title = self.quality.words.get(key);
        let _ = writeln!(self.text, "\n{}", paint(self.options, DEFAULT_EMPHASIS_STYLE, title));
    }

    fn more(&mut self, left: usize) {
        if left > 0 {
            let said = self.say(&Message::key("report.others").with("count", left));
            self.line(&format!("       {said}"));
        }
    }

    /// A line a criterion.
    pub(super) fn notes(&mut self, notes: &Notes) {
        for (_, criterion) in Criterion::NAMES {
            let name = self.quality.criterion(criterion);
            self.text.push_str(&format!("{:>5}  {name}\n", notes.get(criterion).whole()));
        }
    }

    pub(super) fn formula(&mut self) {
        let formula = Message::key("quality.formula")
            .with("error", self.quality.points(ERROR))
            .with("warning", self.quality.points(WARNING))
            .with("words", WORDS);
        let said = wrapped(&self.say(&formula), self.options.width);
        self.text.push_str(&format!("{said}\n"));
    }

    /// What to mend first, and what it gains: of a page, or of the mean of several.
    pub(super) fn steps(&mut self, steps: &[Step<'a>], pages: usize) {
        if steps.is_empty() {
            return;
        }
        self.heading("quality.first");
        for (rank, step) in steps.iter().enumerate() {
            let said = self.step(step, pages);
            self.line(&format!("{:>5}. {said}", rank + 1));
        }
        let gain: Points = steps.iter().map(|step| step.gain).sum();
        let key = match (steps.len(), pages) {
            (1, _) => return,
            (_, 1) => "quality.gain-page",
            _ => "quality.gain-site",
        };
        let message = self.quality.with_points(Message::key(key), gain.over(pages));
        let said = self.say(&message.with("steps", steps.len()));
        self.line(&said);
    }

    fn step(&self, step: &Step<'_>, pages: usize) -> String {
        let rule = format!("{} ({})", self.quality.title(step.rule), step.rule);
        let key = if pages == 1 { "quality.step-page" } else { "quality.step" };
        let message = Message::key(key)
            .with("rule", rule)
            .with("findings", step.findings.len())
            .with("pages", step.pages)
            .with("criterion", self.quality.criterion(step.criterion));
        self.say(&self.quality.with_points(message, step.gain.over(pages)))
    }

    /// The scores that are not whole: « compréhensible 65, à jour 95 ».
    fn lacking(&self, notes: &Notes) -> String {
        let lacking = Criterion::NAMES.iter().map(|(_, criterion)| (*criterion, notes.get(*criterion)));
        let lacking: Vec<String> = lacking
            .filter(|(_, score)| *score < Points::ALL)
            .map(|(criterion, score)| format!("{} {}", self.quality.criterion(criterion), score.whole()))
            .collect();
        if lacking.is_empty() {
            self.quality.words.get("quality.full").to_owned()
        } else {
            lacking.join(", ")
        }
    }

    fn worst(&mut self) {
        let rows = self.quality.to_mend();
        if rows.is_empty() {
            return;
        }
        self.heading("quality.worst");
        for row in rows.iter().take(TOP) {
            let lost = self.quality.points(row.score.notes.lost());
            let (path, lacking) = (path(row), self.lacking(&row.score.notes));
            self.line(&format!("{lost:>7}  {path}  {lacking}"));
        }
        self.more(rows.len().saturating_sub(TOP));
    }

    /// By owner, then by section: what each may do next, in no order of merit.
    fn groups(&mut self) {
        let owners = self.quality.by_owner();
        if owners.iter().any(|(owner, _)| owner.is_some()) {
            self.heading("quality.by-owner");
            let none = self.quality.words.get("quality.no-owner");
            self.list(
                "quality.full-owners",
                owners.iter().map(|(owner, rows)| (owner.unwrap_or(none), rows.as_slice())),
            );
        }
        let sections = self.quality.by_section();
        if sections.len() > 1 {
            self.heading("quality.by-section");
            let title = |id| self.quality.site.section(id).title.as_str();
            self.list(
                "quality.full-sections",
                sections.iter().map(|(id, rows)| (title(*id), rows.as_slice())),
            );
        }
    }

    /// A line a group; those that lack nothing are counted, said by this key.
    fn list<'r>(&mut self, whole: &'static str, groups: impl Iterator<Item = (&'r str, &'r [Row<'a>])>)
    where
        'a: 'r,
    {
        let (mut shown, mut left, mut full) = (0, 0_usize, 0_usize);
        for (name, rows) in groups {
            let Some(notes) = mean(rows) else { continue };
            let steps = first(rows);
            match steps.first() {
                None => full += 1,
                Some(_) if shown >= 2 * TOP => left += 1,
                Some(step) => {
                    shown += 1;
                    let pages = self.say(&Message::key("quality.pages").with("pages", rows.len()));
                    let (name, lacking) = (normalize_untrusted_str(name), self.lacking(&notes));
                    self.line(&format!("  {name} ({pages}) {lacking}"));
                    let step = self.step(step, rows.len());
                    self.line(&format!("    {} {step}", self.quality.words.get("quality.then")));
                }
            }
        }
        self.more(left);
        if full > 0 {
            let said = self.say(&Message::key(whole).with("count", full));
            self.line(&format!("  {said}"));
        }
    }

    fn calendar(&mut self) {
        let calendar = Calendar::of(self.quality);
        self.heading("quality.calendar");
        let overdue = self.quality.words.get("quality.overdue").to_owned();
        self.month(&overdue, &calendar.overdue);
        let language = self.quality.words.language();
        for (month, rows) in calendar.months.iter().take(MONTHS) {
            self.month(&format::month(*month, language), rows);
        }
        let later: Vec<Row<'_>> = calendar.months.values().skip(MONTHS).flatten().copied().collect();
        let (key, undated) = (self.quality.words.get("quality.later").to_owned(), calendar.undated);
        self.month(&key, &later);
        let key = self.quality.words.get("quality.undated").to_owned();
        self.month(&key, &undated);
    }

    /// A month and its pages, the first ones by name.
    fn month(&mut self, name: &str, rows: &[Row<'_>]) {
        const NAMED: usize = 3;
        if rows.is_empty() {
            return;
        }
        let pages = self.say(&Message::key("quality.pages").with("pages", rows.len()));
        let mut named: Vec<String> = rows.iter().take(NAMED).map(path).collect();
        if let Some(left) = rows.len().checked_sub(NAMED).filter(|left| *left > 0) {
            named.push(self.say(&Message::key("report.others").with("count", left)));
        }
        self.line(&format!("  {name} ({pages}) {}", named.join(", ")));
    }

    /// What costs nothing, counted.
    fn aside(&mut self) {
        let rows = &self.quality.rows;
        let sum = |count: fn(&Row<'_>) -> usize| rows.iter().map(count).sum::<usize>();
        let counts = [
            ("quality.infos", sum(|row| row.score.infos)),
            ("quality.silenced", sum(|row| row.score.silenced)),
            ("quality.known", sum(|row| row.score.known)),
            ("quality.elsewhere", self.quality.scores.elsewhere),
            ("quality.drafts", self.quality.drafts()),
        ];
        let thin = rows.iter().filter(|row| row.score.thin).count();
        if thin == 0 && counts.iter().all(|(_, count)| *count == 0) {
            return;
        }
        self.heading("quality.aside");
        if thin > 0 {
            let message = Message::key("quality.all-thin").with("count", thin).with("words", FEW);
            let said = self.say(&message);
            self.line(&format!("  {said}"));
        }
        for (key, count) in counts.into_iter().filter(|(_, count)| *count > 0) {
            let said = self.say(&Message::key(key).with("count", count));
            self.line(&format!("  {said}"));
        }
    }
}

/// The path of a page from the site’s folder.
pub(super) fn path(row: &Row<'_>) -> String {
    normalize_untrusted_str(&format!("content/{}", row.page.path))
}
