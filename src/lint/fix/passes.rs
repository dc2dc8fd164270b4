//! A whole site mended in memory, pass after pass, each checked before it counts.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Applicability, Edit, Finding, Message, RuleId, Severity, Told};
use crate::lint;
use crate::lint::baseline::Baseline;
use crate::site::{Facts, Site};
use crate::source::{Source, SourceId, Span, Tree};

use super::judge::{self, Counts};
use super::{Taken, line_ending, splice, with_line_ending};

/// Times the site is checked again before giving up: what is left then waits for the next run.
const MOST_CHECKS: usize = 60;
/// Fixes of one rule refused in one file before the others of that rule are left alone there.
const MOST_REFUSED: usize = 3;

/// Which fixes to make.
pub struct Wanted<'a> {
    /// How far they may be trusted. [`Applicability::Shown`] ones are never made.
    pub at_most: Applicability,
    /// Of which rules; of all when empty.
    pub rules: &'a [RuleId],
    /// Of findings at least this loud. Those of rules that are named are wanted however quiet.
    pub least: Severity,
    /// The findings already known, which are left alone.
    pub known: Option<&'a Baseline>,
    /// In which files, by their path from the site's folder.
    pub files: &'a dyn Fn(&str) -> bool,
}

impl Wanted<'_> {
    /// Whether the fixes of a finding in this file are wanted, as far as its rule goes.
    fn holds(&self, finding: &Finding, path: &str) -> bool {
        (self.rules.is_empty() || self.rules.contains(&finding.rule)) && (self.files)(path)
    }

    fn is_loud(&self, finding: &Finding) -> bool {
        finding.severity >= self.least || self.rules.contains(&finding.rule)
    }
}

/// A site, mended.
#[derive(Debug, Default)]
pub struct Mended {
    /// The files that change, by path.
    pub files: Vec<Changed>,
    /// The fixes that were tried and undone, by path and rule.
    pub refused: Vec<Refused>,
    /// Fixes left that [`Applicability::Suggested`] would add.
    pub suggested: usize,
    /// Fixes left because their findings are quieter than is wanted.
    pub quiet: usize,
    /// Fixes left because their findings are known.
    pub known: usize,
    /// Errors left that no fix mends: a person has to.
    pub left: usize,
    /// What a rule that promises fixes found, and has none for, in the order of the findings.
    pub unfixed: Vec<Unfixed>,
}

/// A finding without the fix that its rule promises.
#[derive(Debug, PartialEq, Eq)]
pub struct Unfixed {
    /// The file, by its path from the site's folder.
    pub path: String,
    /// The line, from 1 on.
    pub line: u32,
    /// The rule.
    pub rule: RuleId,
    /// Why there is no fix.
    pub why: Message,
}

/// A file that fixes change.
#[derive(Debug)]
pub struct Changed {
    /// Its path from the site's folder, with `/`.
    pub path: String,
    /// Its bytes as they were read.
    pub before: Vec<u8>,
    /// Its bytes, mended.
    pub after: Vec<u8>,
    /// How many fixes of each rule were made.
    pub fixes: BTreeMap<RuleId, usize>,
}

/// Fixes that were not made.
#[derive(Debug, PartialEq, Eq)]
pub struct Refused {
    /// The file, by its path from the site's folder.
    pub path: String,
    /// Whose fixes.
    pub rule: RuleId,
    /// The line of each, from 1 on, in the file as it is mended.
    pub lines: Vec<u32>,
    /// Why.
    pub reason: Reason,
}

/// Why a fix is not made.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// This rule would find more than before, in this file or another.
    Adds(RuleId),
    /// What it mends would still be found.
    Stays,
    /// The page would no longer have the same blocks, links or tables.
    Structure,
    /// The front matter would change with the body, or the body with the front matter.
    FrontMatter,
    /// The site was checked too many times already.
    Unfinished,
}

impl Refused {
    /// The same, said to an editor.
    pub fn message(&self) -> Message {
        let message = match &self.reason {
            Reason::Adds(rule) => Message::key("fix.adds").with("other", rule.as_str()),
            Reason::Stays => Message::key("fix.stays"),
            Reason::Structure => Message::key("fix.structure"),
            Reason::FrontMatter => Message::key("fix.front-matter"),
            Reason::Unfinished => Message::key("fix.unfinished"),
        };
        // More lines than this are not looked up one by one.
        const MOST: usize = 5;
        let lines = self.lines.iter().take(MOST).map(u32::to_string).collect::<Vec<_>>().join(", ");
        let more = if self.lines.len() > MOST { "…" } else { "" };
        let path = format!("{}:{lines}{more}", self.path);
        message.with("path", path).with("rule", self.rule.as_str()).with("count", self.lines.len())
    }
}

/// Makes the fixes that are wanted, until none is left. Of two that touch the same bytes the first is
/// made, and the other waits for what the site says then. After each pass the site is checked again;
/// the fixes of a file that leave more findings of any rule than before, or another page than before,
/// are undone, and tried by halves until the one to blame is known. Touches no disk: gives what each
/// file becomes.
pub fn run(tree: &Tree, facts: &Facts, wanted: &Wanted<'_>) -> Mended {
    let look = |tree: &Tree| {
        let site = Site::build(tree.clone(), facts.clone());
        let rules = lint::load(&site, &tree.lints);
        let findings = lint::run(&site, &rules);
        let Some(baseline) = wanted.known else { return (site, findings, Vec::new()) };
        let compared = baseline.compare(findings, &site, &rules);
        (site, compared.new, compared.known)
    };
    run_with(tree, &look, wanted)
}

/// What a folder is once it is understood, what is found in it, and what of that was known.
pub type Look<'a> = dyn Fn(&Tree) -> (Site, Vec<Finding>, Vec<Finding>) + 'a;

/// As [`run`], whatever it is that finds: an editor looks at the one page that is mended.
pub fn run_with(tree: &Tree, look: &Look<'_>, wanted: &Wanted<'_>) -> Mended {
    let mut work = Work {
        look,
        wanted,
        now: State::of(tree.clone(), look),
        checks: 0,
        most: BTreeMap::new(),
        files: usize::MAX,
        refused: BTreeMap::new(),
        stale: false,
        made: BTreeMap::new(),
    };
    while work.checks < MOST_CHECKS {
        let attempt = work.attempt();
        if !attempt.is_empty() {
            work.make(attempt);
        } else if !work.reconsider() {
            break;
        }
    }
    work.mended(tree)
}

/// The site at one moment.
struct State {
    tree: Tree,
    site: Site,
    findings: Vec<Finding>,
    known: Vec<Finding>,
    counts: Counts,
    pages: BTreeMap<SourceId, usize>,
}

impl State {
    fn of(tree: Tree, look: &Look<'_>) -> Self {
        let (site, findings, known) = look(&tree);
        let counts = judge::count(findings.iter().chain(&known));
        let pages = site.pages.iter().map(|page| (page.document.source, page.id.0)).collect();
        Self { tree, site, findings, known, counts, pages }
    }

    /// The site once some fixes are made.
    fn with(&self, attempt: &Attempt, look: &Look<'_>) -> Self {
        let mut tree = self.tree.clone();
        for (id, fixes) in attempt {
            let source = self.tree.sources.get(*id);
            let bytes = splice(source, fixes.iter().flat_map(|fix| &fix.edits));
            tree.sources.replace(*id, Source::new(source.path(), bytes));
        }
        Self::of(tree, look)
    }

    /// What some fixes to a file did to it.
    fn judge(&self, id: SourceId, fixes: &[Attempted], next: &Self) -> Result<(), Reason> {
        // What reading mends was not read as it was meant: a link, an alert, a title come to be seen.
        let of_reading = |fix: &Attempted| fix.rule.as_str().starts_with("reading/");
        if !fixes.iter().all(of_reading)
            && let (Some(before), Some(after)) = (self.pages.get(&id), next.pages.get(&id))
            && let (Some(before), Some(after)) = (self.site.pages.get(*before), next.site.pages.get(*after))
        {
            let edits: Vec<&Edit> = fixes.iter().flat_map(|fix| &fix.edits).collect();
            let (old, new) = (self.tree.sources.get(id).bytes(), next.tree.sources.get(id).bytes());
            judge::page((&before.document, old), (&after.document, new), &edits)?;
        }
        let all = fixes.iter().map(|fix| &fix.rule);
        // A key that comes to be read is looked at by every rule: what they say of it was to be said all along.
        let names =
            |fix: &Attempted| matches!(fix.rule.as_str(), "reading/unknown-key" | "reading/invalid-value");
        if fixes.iter().all(names) {
            let of_reading = |counts: &Counts| judge::of_reading(id, counts);
            return judge::findings(id, all, &of_reading(&self.counts), &of_reading(&next.counts));
        }
        judge::findings(id, all, &self.counts, &next.counts)
    }
}

/// A fix being tried, its text with the line ending of its file.
#[derive(Clone, PartialEq, Eq)]
struct Attempted {
    rule: RuleId,
    edits: Vec<Edit>,
}

/// The fixes of a pass, by file.
type Attempt = BTreeMap<SourceId, Vec<Attempted>>;

struct Work<'a> {
    look: &'a Look<'a>,
    wanted: &'a Wanted<'a>,
    now: State,
    checks: usize,
    /// Fixes to try at once in a file where some failed.
    most: BTreeMap<SourceId, usize>,
    /// Files to change at once.
    files: usize,
    /// What failed alone, at its place in the file as it is now.
    refused: BTreeMap<SourceId, Vec<(Attempted, Reason)>>,
    /// Something was made since the first refusal: what failed then may be right now.
    stale: bool,
    made: BTreeMap<SourceId, BTreeMap<RuleId, usize>>,
}

impl Work<'_> {
    /// The fixes of the next pass.
    fn attempt(&self) -> Attempt {
        let mut attempt = Attempt::new();
        let mut taken: BTreeMap<SourceId, Taken> = BTreeMap::new();
        for (id, fix) in self.candidates(self.wanted.at_most) {
            let first = attempt.len() < self.files || attempt.contains_key(&id);
            if !first || self.why_not(id, &fix).is_some() {
                continue;
            }
            let most = self.most.get(&id).copied().unwrap_or(usize::MAX);
            let fixes = attempt.entry(id).or_default();
            if fixes.len() < most && taken.entry(id).or_default().take(&fix.edits) {
                fixes.push(fix);
            }
        }
        attempt.retain(|_, fixes| !fixes.is_empty());
        attempt
    }

    /// Every fix that is wanted and can be made, with its file, in the order of the findings.
    fn candidates(&self, at_most: Applicability) -> impl Iterator<Item = (SourceId, Attempted)> {
        let loud = self.now.findings.iter().filter(|finding| self.wanted.is_loud(finding));
        self.fixes(loud, at_most)
    }

    /// The fixes of some findings that can be made, with their files.
    fn fixes<'f>(
        &'f self,
        findings: impl Iterator<Item = &'f Finding>,
        at_most: Applicability,
    ) -> impl Iterator<Item = (SourceId, Attempted)> {
        let sources = &self.now.tree.sources;
        let mut files: BTreeMap<SourceId, (bool, &'static str)> = BTreeMap::new();
        let each = findings.flat_map(|finding| finding.each().map(move |told| (finding, told)));
        each.filter_map(move |(finding, told)| {
            let fix = told.fix?;
            let trusted = fix.applicability <= at_most && fix.applicability < Applicability::Shown;
            let rules = self.wanted.rules;
            let id = fix.edits.first().map(|edit| edit.span.source)?;
            let source = sources.get(id);
            let (file, ending) = *files
                .entry(id)
                .or_insert_with(|| ((self.wanted.files)(source.path()), line_ending(source.text())));
            let fits = |edit: &Edit| edit.span.source == id && source.text().get(edit.span.range()).is_some();
            let wanted = trusted && file && (rules.is_empty() || rules.contains(&finding.rule));
            if !wanted || !fix.edits.iter().all(fits) {
                return None;
            }
            let edit = |edit: &Edit| Edit { text: with_line_ending(&edit.text, ending), ..edit.clone() };
            Some((id, Attempted { rule: finding.rule.clone(), edits: fix.edits.iter().map(edit).collect() }))
        })
    }

    /// Why a fix is left alone, if it is.
    fn why_not(&self, id: SourceId, fix: &Attempted) -> Option<&Reason> {
        let refused = self.refused.get(&id)?;
        let of_rule = || refused.iter().filter(|(other, _)| other.rule == fix.rule);
        let same = of_rule().find(|(other, _)| other == fix);
        let many = of_rule().nth(MOST_REFUSED - 1);
        same.or(many).map(|(_, reason)| reason)
    }

    /// Makes fixes; those to blame for what gets worse are put aside first.
    fn make(&mut self, mut attempt: Attempt) {
        while !attempt.is_empty() && self.checks < MOST_CHECKS {
            let next = self.now.with(&attempt, self.look);
            self.checks += 1;
            let judge = |(id, fixes): (&SourceId, &Vec<Attempted>)| {
                self.now.judge(*id, fixes, &next).err().map(|reason| (*id, reason))
            };
            let bad: Vec<(SourceId, Reason)> = attempt.iter().filter_map(judge).collect();
            for (id, reason) in &bad {
                let fixes = attempt.remove(id).unwrap_or_default();
                self.blame(*id, fixes, reason.clone());
            }
            if !bad.is_empty() {
                continue;
            }
            let elsewhere = next.counts.keys().filter(|id| !attempt.contains_key(id));
            let worse = elsewhere.filter_map(|id| judge::grown(*id, &self.now.counts, &next.counts)).next();
            let Some(rule) = worse else { return self.keep(&attempt, next) };
            // Some file that was changed made another one worse: by halves, until it is known which.
            self.files = attempt.len() / 2;
            if self.files > 0 {
                let half: BTreeSet<SourceId> = attempt.keys().take(self.files).copied().collect();
                attempt.retain(|id, _| half.contains(id));
            } else {
                self.files = 1;
                while let Some((id, fixes)) = attempt.pop_first() {
                    self.blame(id, fixes, Reason::Adds(rule.clone()));
                }
            }
        }
    }

    fn blame(&mut self, id: SourceId, mut fixes: Vec<Attempted>, reason: Reason) {
        let most = (fixes.len() / 2).max(1);
        self.most.insert(id, most);
        if fixes.len() <= 1 {
            self.refused.entry(id).or_default().extend(fixes.pop().map(|fix| (fix, reason)));
        }
    }

    /// The fixes are right: the site is now what they make of it.
    fn keep(&mut self, attempt: &Attempt, next: State) {
        self.now = next;
        self.files = self.files.saturating_mul(2);
        self.stale = !self.refused.is_empty();
        for (id, fixes) in attempt {
            if let Some(most) = self.most.get_mut(id) {
                *most = most.saturating_mul(2);
            }
            let made = self.made.entry(*id).or_default();
            for fix in fixes {
                *made.entry(fix.rule.clone()).or_default() += 1;
            }
            if let Some(refused) = self.refused.get_mut(id) {
                let mut edits: Vec<&Edit> = fixes.iter().flat_map(|fix| &fix.edits).collect();
                edits.sort_by_key(|edit| edit.span);
                refused.retain_mut(|(fix, _)| fix.edits.iter_mut().all(|edit| moved(edit, &edits)));
            }
        }
    }

    /// Gives what was refused a second chance, when the site has changed since.
    fn reconsider(&mut self) -> bool {
        let again = std::mem::take(&mut self.stale);
        if again {
            self.most = self.refused.keys().map(|id| (*id, 1)).collect();
            self.refused.clear();
        }
        again
    }

    fn mended(self, tree: &Tree) -> Mended {
        let path = |id: &SourceId| tree.sources.get(*id).path().to_owned();
        let changed = |id: &SourceId, fixes: &BTreeMap<RuleId, usize>| Changed {
            path: path(id),
            before: tree.sources.get(*id).bytes().to_vec(),
            after: self.now.tree.sources.get(*id).bytes().to_vec(),
            fixes: fixes.clone(),
        };
        let mut files: Vec<Changed> = self.made.iter().map(|(id, fixes)| changed(id, fixes)).collect();
        files.retain(|file| file.before != file.after);
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let sources = &self.now.tree.sources;
        let line = |span: Span| sources.get(span.source).position(span.start).line;
        let mut refused: BTreeMap<(String, RuleId, Reason), Vec<u32>> = BTreeMap::new();
        for (id, fix) in self.candidates(self.wanted.at_most) {
            let reason = self.why_not(id, &fix).cloned().unwrap_or(Reason::Unfinished);
            let first = fix.edits.first().map(|edit| line(edit.span));
            refused.entry((path(&id), fix.rule, reason)).or_default().extend(first);
        }
        let kept = refused.values().map(Vec::len).sum::<usize>();
        let each =
            || self.now.findings.iter().flat_map(|finding| finding.each().map(move |told| (finding, told)));
        let unfixed = each().filter_map(|(finding, told)| {
            let source = sources.get(told.span.source);
            let wanted = self.wanted.is_loud(finding) && self.wanted.holds(finding, source.path());
            let why = told.unfixed.filter(|_| wanted)?.clone();
            let path = source.path().to_owned();
            Some(Unfixed { path, line: line(told.span), rule: finding.rule.clone(), why })
        });
        let unfixed = unfixed.collect();
        let by_hand = |(finding, told): &(&Finding, Told<'_>)| {
            let fix = told.fix.filter(|fix| fix.applicability < Applicability::Shown);
            let path = sources.get(finding.span.source).path();
            let said = fix.is_some() || told.unfixed.is_some();
            !said && finding.severity == Severity::Error && self.wanted.holds(finding, path)
        };
        let left = each().filter(by_hand).count();
        let quiet = self.now.findings.iter().filter(|finding| !self.wanted.is_loud(finding));
        let quiet = self.fixes(quiet, self.wanted.at_most).count();
        let known = self.fixes(self.now.known.iter(), self.wanted.at_most).count();
        let all = self.candidates(Applicability::Suggested).count();
        let refused = refused.into_iter();
        Mended {
            files,
            refused: refused
                .map(|((path, rule, reason), lines)| Refused { path, rule, lines, reason })
                .collect(),
            suggested: all.saturating_sub(kept),
            quiet,
            known,
            left,
            unfixed,
        }
    }
}

/// Moves an edit to where its bytes are once others are made; false when they are no longer there.
fn moved(edit: &mut Edit, made: &[&Edit]) -> bool {
    let (start, end) = (i64::from(edit.span.start), i64::from(edit.span.end));
    let mut shift = 0;
    for other in made {
        let range = other.span.range();
        if other.span.start >= edit.span.end {
            break;
        }
        if other.span.end > edit.span.start {
            return false;
        }
        let length = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        shift += length(other.text.len()) - length(range.len());
    }
    let place = |at: i64| usize::try_from(at + shift).unwrap_or(0);
    edit.span = Span::new(edit.span.source, place(start), place(end));
    true
}
