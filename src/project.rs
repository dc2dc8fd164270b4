//! A site's folder, opened: what every command starts from.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;

use crate::config::OnError;
use crate::files::{self, BaselineError, Past, ReadError, Reading, Tip};
use crate::finding::{Finding, Message, Problem, Severity, Suppressed, Suppression};
use crate::lint::again::{self, OfPages};
use crate::lint::baseline::{Baseline, Compared};
use crate::lint::fingerprint::fingerprints;
use crate::lint::silence::Silences;
use crate::lint::{self, Checked, Counts, RuleSet};
use crate::render::Theme;
use crate::report::{About, Comparison, Gone, Report};
use crate::site::{Facts, History, HistoryState, PageId, Site};
use crate::source::{RuleFiles, Source, SourceId, Tree};
use crate::words::Words;

/// A site, its rules and its theme, read from a folder on a given day.
pub struct Project {
    /// Every page, put together.
    pub site: Site,
    /// The rules in force, from the moment they are asked for: a build that checks nothing needs none.
    rules: OnceLock<Arc<RuleSet>>,
    /// Files of rules that cannot be used.
    ignored: Vec<Problem>,
    /// `lints/`, as read.
    pub rule_files: RuleFiles,
    /// How it looks.
    pub theme: Arc<Theme>,
    /// What the theme itself has wrong.
    pub theme_problems: Vec<Problem>,
    /// What was passed over while reading, for the person who runs the program.
    pub notes: Vec<Message>,
    /// The findings already known, which are not told again; none until they are read.
    pub baseline: Option<Baseline>,
    /// What the last check that [`Project::check_after`] made found on each page.
    of_pages: OnceLock<OfPages>,
}

/// What git last said of when pages changed, for a site that is made again and again.
#[derive(Debug)]
pub struct Remembered {
    /// The pages that it was asked of.
    asked: Vec<String>,
    /// Where the history ended.
    tip: Tip,
    history: History,
}

/// What a check of a project comes to.
#[derive(Debug, Default)]
pub struct Told {
    /// What is told, sorted by file, place and rule.
    pub findings: Vec<Finding>,
    /// What is not, and why not: silences, then the baseline.
    pub suppressed: Vec<Suppressed>,
    /// How many findings of the baseline are no more.
    pub gone: usize,
}

/// Findings to be said, and what is said with them.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    /// What was found.
    pub findings: &'a [Finding],
    /// What silences and the baseline keep back.
    pub suppressed: &'a [Suppressed],
    /// What changed since another state of the site, if it was compared with one.
    pub comparison: Option<Comparison<'a>>,
    /// Addresses of broken external links that fail the command, as typed.
    pub failing: &'a BTreeSet<String>,
    /// What paths begin with where others must find the files; see [`Report::root`].
    pub root: &'a str,
}

impl<'a> Said<'a> {
    /// Findings alone.
    pub fn of(findings: &'a [Finding]) -> Self {
        static NONE: BTreeSet<String> = BTreeSet::new();
        Self { findings, suppressed: &[], comparison: None, failing: &NONE, root: "" }
    }
}

/// What changed since an earlier state of the site.
#[derive(Debug)]
pub struct Since {
    /// The commit it was compared with.
    pub commit: String,
    /// How many files changed.
    pub changed: usize,
    /// How many findings were not there.
    pub new: usize,
    /// What was there and is no more.
    pub gone: Vec<Gone>,
    /// Addresses of other sites that were there already.
    pub addresses: BTreeSet<String>,
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
        Self::again(reading, today, None)
    }

    /// The same, and quicker, after an earlier state of the same folder: what did not change is taken from it.
    /// The project is the same as without it.
    pub fn again(reading: Reading, today: Date, earlier: Option<&Self>) -> Self {
        let Reading { mut tree, skipped } = reading;
        let rule_files = std::mem::take(&mut tree.lints);
        let themes = tree.theme_texts.clone();
        let mut notes = Vec::new();
        let mut ignored = Vec::new();
        for file in &skipped {
            match file.problem(&mut tree.sources) {
                Some(problem) => ignored.push(problem),
                None => notes.push(file.message()),
            }
        }
        let site = Site::rebuild(tree, Facts::on(today), earlier.map(|earlier| &earlier.site));
        let earlier = earlier.filter(|earlier| site.same_ground(&earlier.site));
        let (theme, theme_problems) = match earlier {
            Some(earlier) => (Arc::clone(&earlier.theme), earlier.theme_problems.clone()),
            None => {
                let (theme, problems) = Theme::load(&site.sources, &themes, &site.config);
                (Arc::new(theme), problems)
            }
        };
        let same_rules = |earlier: &&Self| {
            let shared = |(path, id): &(String, SourceId), (other, before): &(String, SourceId)| {
                (path, id) == (other, before) && site.sources.shares(*id, &earlier.site.sources)
            };
            let same = |lists: [&[(String, SourceId)]; 2]| {
                let [now, before] = lists;
                now.len() == before.len() && now.iter().zip(before).all(|(now, before)| shared(now, before))
            };
            site.same_paths(&earlier.site)
                && ignored == earlier.ignored
                && same([&rule_files.rules, &earlier.rule_files.rules])
                && same([&rule_files.shared, &earlier.rule_files.shared])
        };
        let rules = earlier.filter(same_rules).map(|earlier| earlier.rules.clone());
        Self {
            site,
            rules: rules.unwrap_or_default(),
            ignored,
            rule_files,
            theme,
            theme_problems,
            notes,
            baseline: None,
            of_pages: OnceLock::new(),
        }
    }

    /// The rules in force.
    pub fn rules(&self) -> &RuleSet {
        self.rules.get_or_init(|| self.load_rules())
    }

    fn load_rules(&self) -> Arc<RuleSet> {
        let mut rules = lint::load(&self.site, &self.rule_files);
        rules.problems.extend(self.ignored.iter().cloned());
        Arc::new(rules)
    }

    /// Says findings in a form of the reports, in the language of these words.
    pub fn say(&self, words: &Words, said: &Said<'_>, form: impl Fn(&Report<'_>) -> String) -> String {
        form(&Report {
            findings: said.findings,
            suppressed: said.suppressed,
            fingerprints: &|findings| fingerprints(findings.iter().copied(), &self.site),
            comparison: said.comparison,
            failing: said.failing,
            root: said.root,
            sources: &self.site.sources,
            words,
            about: &|rule| {
                self.rules().get(rule.as_str()).map_or_else(About::default, |rule| About {
                    title: Some(rule.title.message()),
                    why: Some(rule.why.message()),
                    severity: rule.loudest(),
                    tags: rule.recommendations.clone(),
                })
            },
            pages: self.site.pages.len(),
            today: self.site.facts.today,
        })
    }

    /// Problems met while rendering, as findings.
    pub fn as_findings(&self, problems: &[Problem]) -> Vec<Finding> {
        lint::of_problems(problems, self.rules())
    }

    /// Where the settings say that the findings already known are, in the site's folder.
    pub fn baseline_path(&self, root: &Path) -> Option<PathBuf> {
        self.site.config.lint.baseline.as_ref().map(|path| root.join(path))
    }

    /// Reads the findings already known, if the settings name a file of them.
    ///
    /// # Errors
    /// When that file cannot be read: it is never taken for an empty one.
    pub fn read_baseline(&mut self, root: &Path) -> Result<(), BaselineError> {
        let path = self.baseline_path(root);
        self.baseline = path.map(|path| files::read_baseline(&path)).transpose()?;
        Ok(())
    }

    /// Asks git when the pages that do not say it changed, and says what there is to know about the answer.
    /// Where every page says it, or the site is in no repository, nothing is asked or said.
    pub fn read_history(&mut self, root: &Path) -> Option<Message> {
        let undated = self.site.undated();
        if undated.is_empty() {
            return None;
        }
        match files::history(root, &undated) {
            Ok(history) => {
                let unknown = undated.iter().filter(|path| !history.dates.contains_key(**path)).count();
                let shallow = history.state == HistoryState::Shallow && unknown > 0;
                self.site.facts.history = history;
                shallow.then(|| Message::key("git.shallow-dates").with("count", unknown))
            }
            Err(error) => Some(error.message()),
        }
    }

    /// The same, for a site that is made again and again: git is asked again once something was committed, or other
    /// pages do not say when they changed. What there is to know about the answer is said the first time.
    pub fn recall_history(&mut self, root: &Path, known: &mut Option<Remembered>) -> Option<Message> {
        let tip = files::tip(root);
        let undated = self.site.undated();
        let same = |known: &&Remembered| {
            known.tip == tip && known.asked.iter().map(String::as_str).eq(undated.iter().copied())
        };
        if let Some(known) = known.as_ref().filter(same) {
            self.site.facts.history = known.history.clone();
            return None;
        }
        let asked = undated.into_iter().map(str::to_owned).collect();
        let note = self.read_history(root);
        let is_first = known.is_none();
        *known = Some(Remembered { asked, tip, history: self.site.facts.history.clone() });
        note.filter(|_| is_first)
    }

    /// What is to be told: what the rules find, the theme's faults included, without what silences
    /// and the baseline keep back.
    pub fn findings(&self) -> Vec<Finding> {
        self.check().findings
    }

    /// The same, with what is kept back.
    pub fn check(&self) -> Told {
        self.without_known(self.without_baseline())
    }

    /// The same, for who tells errors alone: other findings may be counted where they are found, and not kept.
    pub fn check_errors(&self) -> (Told, Counts) {
        // What is known before is told apart among all that is found.
        if self.baseline.is_some() {
            return (self.check(), Counts::default());
        }
        let (mut checked, counts) = lint::check_errors(&self.site, self.rules());
        self.add_theme(&mut checked);
        (self.without_known(checked), counts)
    }

    /// The same, and quicker, after a check of an earlier state of the folder.
    pub fn check_after(&self, earlier: Option<&Self>) -> Told {
        let known = earlier.and_then(|earlier| {
            let (rules, pages) = (earlier.rules.get()?, earlier.of_pages.get()?);
            Some(again::Earlier { site: &earlier.site, rules, pages })
        });
        let (mut checked, pages) = again::check_again(&self.site, self.rules(), known);
        // Of two checks of one state, either serves.
        let _ = self.of_pages.set(pages);
        self.add_theme(&mut checked);
        self.without_known(checked)
    }

    /// What is found on one page, as far as the page alone can tell, without what silences and the baseline
    /// keep back.
    pub fn check_page(&self, page: PageId) -> Vec<Finding> {
        self.check_named(page, &[])
    }

    fn check_named(&self, page: PageId, named: &[Problem]) -> Vec<Finding> {
        let findings = again::of_page(&self.site, self.rules(), self.site.page(page), named);
        self.without_known(Checked { findings, suppressed: Vec::new() }).findings
    }

    /// Reads one page again, of which this is the text now, and gives what is found on it, as far as it alone can
    /// tell. What the rest of the site owes to it stays what it was: see [`Site::revise`].
    pub fn revise(&mut self, page: PageId, text: impl Into<Arc<Source>>) -> Vec<Finding> {
        let named = self.site.revise(page, text);
        self.check_named(page, &named)
    }

    /// The same project, to be revised while this one is kept. It shares the rules and the theme.
    pub fn copy(&self) -> Self {
        Self {
            site: self.site.clone(),
            rules: OnceLock::from(Arc::clone(self.rules.get_or_init(|| self.load_rules()))),
            ignored: self.ignored.clone(),
            rule_files: self.rule_files.clone(),
            theme: Arc::clone(&self.theme),
            theme_problems: self.theme_problems.clone(),
            notes: self.notes.clone(),
            baseline: self.baseline.clone(),
            of_pages: OnceLock::new(),
        }
    }

    /// A text that is no page, as the only page of a site with these settings, registries, rules and theme.
    pub fn with_text(&self, text: &str) -> Self {
        let mut tree = self.site.without_pages();
        let page = tree.sources.add(Source::new("texte.md", text.as_bytes().to_vec()));
        tree.pages = vec![("texte.md".to_owned(), page)];
        Self {
            site: Site::build(tree, Facts::on(self.site.facts.today)),
            rules: OnceLock::from(Arc::clone(self.rules.get_or_init(|| self.load_rules()))),
            ignored: Vec::new(),
            rule_files: RuleFiles::default(),
            theme: Arc::clone(&self.theme),
            theme_problems: Vec::new(),
            notes: Vec::new(),
            baseline: None,
            of_pages: OnceLock::new(),
        }
    }

    /// What rules find in the words of such a text: not what a page owes beside its words, nor where links lead.
    pub fn check_words(&self) -> Vec<Finding> {
        const FAMILIES: [&str; 5] = ["clarity/", "tone/", "typography/", "structure/", "accessibility/"];
        let mut findings = self.site.pages.first().map_or_else(Vec::new, |page| self.check_page(page.id));
        let of_words =
            |finding: &Finding| FAMILIES.iter().any(|family| finding.rule.as_str().starts_with(family));
        findings.retain(|finding| of_words(finding) && !finding.span.range().is_empty());
        findings
    }

    /// What a check comes to without what was known before.
    fn without_known(&self, checked: Checked) -> Told {
        let Checked { findings, mut suppressed } = checked;
        let Some(baseline) = &self.baseline else { return Told { findings, suppressed, gone: 0 } };
        let Compared { new, known, gone, .. } = baseline.compare(findings, &self.site, self.rules());
        let known =
            known.into_iter().map(|finding| Suppressed { finding, suppression: Suppression::Baseline });
        suppressed.extend(known);
        Told { findings: new, suppressed, gone }
    }

    /// What is found and not silenced, be it known or not: what a baseline is made of.
    pub fn without_baseline(&self) -> Checked {
        let mut checked = lint::check(&self.site, self.rules());
        self.add_theme(&mut checked);
        checked
    }

    fn add_theme(&self, checked: &mut Checked) {
        let mut problems = self.theme_problems.clone();
        problems.extend(self.theme.check(&self.site));
        self.add(&mut checked.findings, &problems);
    }

    /// What a branch changed: every finding of the files that changed, and those elsewhere that were not
    /// there before. Both states are checked on the same day, by today's rules and settings, so that
    /// neither the calendar nor a new rule counts as a change.
    pub fn since(&self, past: Past, told: &mut Told) -> Since {
        let Past { commit, mut tree, changed } = past;
        let lints = self.carry(&mut tree);
        let before = Site::build(tree, self.site.facts.clone());
        let rules = lint::load(&before, &lints);
        let earlier = lint::check(&before, &rules).findings;

        let Compared { new, known, .. } = Baseline::of(&earlier, &before).compare(
            std::mem::take(&mut told.findings),
            &self.site,
            self.rules(),
        );
        let changed_file =
            |finding: &Finding| changed.contains(self.site.sources.get(finding.span.source).path());
        let count = new.len();
        told.findings = known.into_iter().filter(changed_file).chain(new).collect();
        lint::sort(&mut told.findings, &self.site.sources);

        // What is silenced now has not got better.
        let Checked { mut findings, suppressed } = self.without_baseline();
        findings.extend(suppressed.into_iter().map(|suppressed| suppressed.finding));
        let gone = Baseline::of(&findings, &self.site).compare(earlier, &before, &rules).new;
        let gone = gone.into_iter().map(|finding| Gone {
            path: before.sources.get(finding.span.source).path().to_owned(),
            rule: finding.rule,
            message: finding.message,
        });
        let addresses = before.external_uses().into_keys().collect();
        Since { commit, changed: changed.len(), new: count, gone: gone.collect(), addresses }
    }

    /// Puts today's settings and rules in the place of those of an earlier state.
    fn carry(&self, tree: &mut Tree) -> RuleFiles {
        let mut copy = |source: SourceId| {
            let source = self.site.sources.get(source);
            tree.sources.add(Source::new(source.path(), source.text().as_bytes().to_vec()))
        };
        let config = self.site.config.span.map(|span| copy(span.source));
        let mut all = |files: &[(String, SourceId)]| -> Vec<(String, SourceId)> {
            files.iter().map(|(name, source)| (name.clone(), copy(*source))).collect()
        };
        let lints = RuleFiles { rules: all(&self.rule_files.rules), shared: all(&self.rule_files.shared) };
        tree.config = config;
        lints
    }

    /// Adds to findings what rendering met and they do not hold yet.
    pub fn add(&self, findings: &mut Vec<Finding>, problems: &[Problem]) {
        if problems.is_empty() {
            return;
        }
        let new = lint::of_problems(problems, self.rules());
        let (new, _) = Silences::of(&self.site, self.rules()).apply(new);
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
