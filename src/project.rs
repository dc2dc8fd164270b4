//! A site's folder, opened: what every command starts from.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::civil::Date;

use crate::config::OnError;
use crate::files::{self, ReadError, Reading, Skipped};
use crate::finding::{Finding, Message, Problem, Severity};
use crate::lint::{self, RuleSet};
use crate::render::Theme;
use crate::site::{Facts, PageId, Site};
use crate::source::{RuleFiles, SourceId};

/// A site, its rules and its theme, read from a folder on a given day.
pub struct Project {
    /// Every page, put together.
    pub site: Site,
    /// The rules in force.
    pub rules: RuleSet,
    /// `lints/`, as read.
    pub rule_files: RuleFiles,
    /// How it looks.
    pub theme: Theme,
    /// What the theme itself has wrong.
    pub theme_problems: Vec<Problem>,
    /// What was passed over while reading, for the person who runs the program.
    pub notes: Vec<Message>,
}

impl Project {
    /// Reads the folder of a site for a day.
    ///
    /// # Errors
    /// When the folder cannot be read at all. What is wrong inside it is a finding.
    pub fn open(root: &Path, today: Date) -> Result<Self, ReadError> {
        Ok(Self::of(files::read(root)?, today))
    }

    /// Puts together what was read from the folder of a site, for a day.
    pub fn of(reading: Reading, today: Date) -> Self {
        let Reading { mut tree, skipped } = reading;
        let rule_files = std::mem::take(&mut tree.lints);
        let themes = std::mem::take(&mut tree.theme_texts);
        let notes = skipped.iter().map(Skipped::message).collect();
        let site = Site::build(tree, Facts { today, external: BTreeMap::new() });
        let rules = lint::load(&site, &rule_files);
        let (theme, theme_problems) = Theme::load(&site.sources, &themes, &site.config);
        Self { site, rules, rule_files, theme, theme_problems, notes }
    }

    /// What the rules find, the theme's faults included.
    pub fn findings(&self) -> Vec<Finding> {
        let mut findings = lint::run(&self.site, &self.rules);
        let mut problems = self.theme_problems.clone();
        problems.extend(self.theme.check(&self.site));
        self.add(&mut findings, &problems);
        findings
    }

    /// Adds to findings what rendering met and they do not hold yet.
    pub fn add(&self, findings: &mut Vec<Finding>, problems: &[Problem]) {
        let new = lint::of_problems(problems, &self.rules);
        // A template that a section's `defaults:` ask for is asked for by each page below, at one place.
        for finding in new {
            if !findings.contains(&finding) {
                findings.push(finding);
            }
        }
        lint::sort(findings, &self.site.sources);
    }

    /// The pages that are held back because an error stands in them; none when nothing may be
    /// published: `build.on_error` says stop, or an error stands outside the pages. What the
    /// calendar alone causes holds nothing back.
    pub fn held_pages(&self, findings: &[Finding]) -> Option<BTreeSet<PageId>> {
        let pages: BTreeMap<SourceId, PageId> =
            self.site.pages.iter().map(|p| (p.document.source, p.id)).collect();
        // A draft is not published: what is wrong in it can wait.
        let draft = |f: &Finding| {
            let page = pages.get(&f.span.source).map(|id| self.site.page(*id));
            page.is_some_and(|page| !self.site.is_published(page))
        };
        let stops = |f: &&Finding| f.severity == Severity::Error && !f.calendar && !draft(f);
        let held: Option<BTreeSet<PageId>> =
            findings.iter().filter(stops).map(|f| pages.get(&f.span.source).copied()).collect();
        match self.site.config.build.on_error {
            OnError::HoldPage => held,
            OnError::Stop => held.filter(BTreeSet::is_empty),
        }
    }
}
