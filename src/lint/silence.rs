//! Silences at work: which findings they keep from being told, and which of them are of no use.
//!
//! Of several silences that hold for a finding, the nearest one takes it: the block's, then the
//! page's, then that of `site.toml`.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use crate::config::Allow;
use crate::document::silence::{no_reason, reason, shortened};
use crate::finding::{Finding, Message, Problem, ProblemKind, Suppressed, Suppression};
use crate::language::Language;
use crate::site::{Page, Site};
use crate::source::{SourceId, Span, Spanned};

use super::checks::Check;
use super::pack::RuleSet;
use super::rule::Rule;

/// Every silence of a site, at work.
pub struct Silences<'a> {
    site: &'a Site,
    rules: &'a RuleSet,
    /// A rule, or a family, as one silence names it.
    named: Vec<Named<'a>>,
    pages: HashMap<SourceId, &'a Page>,
    /// Where they hold, by file and by name.
    places: HashMap<SourceId, BTreeMap<&'a str, Places>>,
    problems: Vec<Problem>,
}

struct Named<'a> {
    name: &'a Spanned<String>,
    reason: String,
    /// `site.toml` says it, for these files.
    files: Option<Vec<SourceId>>,
    /// The page it stands in.
    page: Option<&'a Page>,
    used: bool,
}

impl<'a> Silences<'a> {
    /// The silences of the pages and of `site.toml`. Those without a reason do nothing.
    pub fn of(site: &'a Site, rules: &'a RuleSet) -> Self {
        Self::over(&site.pages, site, rules)
    }

    /// Those that hold on one page: enough for what is found there.
    pub(super) fn of_page(page: &'a Page, site: &'a Site, rules: &'a RuleSet) -> Self {
        Self::over(std::slice::from_ref(page), site, rules)
    }

    fn over(pages: &'a [Page], site: &'a Site, rules: &'a RuleSet) -> Self {
        let mut this = Self {
            site,
            rules,
            named: Vec::new(),
            pages: pages.iter().map(|page| (page.document.source, page)).collect(),
            places: HashMap::new(),
            problems: Vec::new(),
        };
        this.read_settings();
        for page in pages {
            this.read_page(page);
        }
        for places in this.places.values_mut().flat_map(BTreeMap::values_mut) {
            places.settle();
        }
        this
    }

    /// Parts findings into those that are told and those that are not.
    pub fn apply(&mut self, findings: Vec<Finding>) -> (Vec<Finding>, Vec<Suppressed>) {
        let (told, suppressed, used) = self.part(findings);
        self.mark(&used);
        (told, suppressed)
    }

    /// Says which silences were of use, by their ranks.
    pub(super) fn mark(&mut self, used: &[usize]) {
        for rank in used {
            self.named.get_mut(*rank).into_iter().for_each(|named| named.used = true);
        }
    }

    /// Parts findings into those that are told and those that are not, and gives the ranks of the silences that are
    /// of use there.
    pub(super) fn part(&self, findings: Vec<Finding>) -> (Vec<Finding>, Vec<Suppressed>, Vec<usize>) {
        if self.places.is_empty() {
            return (findings, Vec::new(), Vec::new());
        }
        let (mut told, mut suppressed, mut used) = (Vec::new(), Vec::new(), Vec::new());
        for finding in findings {
            let ranks = self.find(&finding);
            used.extend(&ranks);
            let Some(named) = ranks.first().and_then(|rank| self.named.get(*rank)) else {
                told.push(finding);
                continue;
            };
            let (justification, location) = (named.reason.clone(), named.name.span);
            let suppression = match named.files {
                None => Suppression::InSource { justification, location },
                Some(_) => Suppression::External { justification, location },
            };
            suppressed.push(Suppressed { finding, suppression });
        }
        (told, suppressed, used)
    }

    /// What is wrong with the silences, once every finding has gone through [`Self::apply`]. Nothing
    /// of this can be silenced. That a silence about the calendar is of no use is the calendar's doing.
    pub fn findings(self) -> Vec<Finding> {
        let (by_calendar, lasting): (Vec<_>, Vec<_>) =
            self.named.iter().filter(|named| !named.used).filter_map(|n| self.unused(n)).partition(|u| u.1);
        let lasting = lasting.iter().map(|(problem, _)| problem);
        let mut findings = super::of_problems(self.problems.iter().chain(lasting), self.rules);
        let by_calendar = by_calendar.iter().map(|(problem, _)| problem);
        let of_calendar = super::of_problems(by_calendar, self.rules);
        findings.extend(of_calendar.into_iter().map(|finding| Finding { calendar: true, ..finding }));
        findings
    }

    fn read_page(&mut self, page: &'a Page) {
        for silence in &page.document.silences {
            let known = self.known(&silence.rules);
            let Some(covers) = silence.covers else {
                if let (Some(name), Some(_)) = (silence.rules.first(), &silence.reason) {
                    self.problems.push(of_no_use(name.span, Message::key("silence.nothing-after")));
                }
                continue;
            };
            let Some(reason) = &silence.reason else { continue };
            for name in known {
                let rank = self.named.len();
                let (reason, page) = (reason.clone(), Some(page));
                self.named.push(Named { name, reason, files: None, page, used: false });
                self.place(covers.source, name, covers, rank);
            }
        }
    }

    fn read_settings(&mut self) {
        let allows = &self.site.config.lint.allow;
        for allow in allows {
            let known = self.known(&allow.rules);
            let why = allow.reason.as_ref().and_then(|typed| reason(&typed.value));
            if let (None, Some(rule)) = (&why, allow.rules.first()) {
                self.problems.push(no_reason(rule).help(Message::key("config.allow-example")));
            }
            let files = self.files(allow);
            if files.is_empty() {
                let message =
                    Message::key("silence.no-page").with("path", shortened(&allow.path.typed.value));
                let problem = of_no_use(allow.path.typed.span, message);
                let pages = self.site.pages.iter().map(|page| page.path.as_str());
                self.problems.push(match allow.path.meant(pages) {
                    Some(meant) => problem.help(Message::key("data.did-you-mean").with("name", meant)),
                    None => problem,
                });
                continue;
            }
            let Some(why) = why else { continue };
            for name in known {
                let rank = self.named.len();
                for source in &files {
                    let whole = Span::new(*source, 0, self.site.sources.get(*source).text().len());
                    self.place(*source, name, whole, rank);
                }
                let files = Some(files.clone());
                self.named.push(Named { name, reason: why.clone(), files, page: None, used: false });
            }
        }
    }

    fn place(&mut self, source: SourceId, name: &'a Spanned<String>, covers: Span, rank: usize) {
        let places = self.places.entry(source).or_default().entry(name.value.as_str()).or_default();
        places.list.push(Place { start: covers.start, end: covers.end, rank, within: None });
    }

    /// The files of `content/` that a pattern names.
    fn files(&self, allow: &Allow) -> Vec<SourceId> {
        let named = |path: &str| path.strip_prefix("content/").is_some_and(|path| allow.path.matches(path));
        self.site.sources.iter().filter(|(_, source)| named(source.path())).map(|(id, _)| id).collect()
    }

    /// The names that stand for something that may be silenced; the others are said.
    fn known(&mut self, names: &'a [Spanned<String>]) -> Vec<&'a Spanned<String>> {
        let mut known = Vec::new();
        for name in names {
            if let Some(problem) = self.mistaken(name) {
                self.problems.push(problem);
            } else {
                known.push(name);
            }
        }
        known
    }

    fn mistaken(&self, name: &Spanned<String>) -> Option<Problem> {
        if self.named_by(&name.value).next().is_some() {
            let never = !name.value.ends_with("/*") && self.named_by(&name.value).all(is_of_silences);
            let message = Message::key("silence.never").with("rule", name.value.as_str());
            return never.then(|| Problem::new(ProblemKind::InvalidSilence, name.span, message));
        }
        if self.rules.is_broken(&name.value) {
            return None;
        }
        let message = Message::key("lint.unknown-rule").with("name", shortened(&name.value));
        let problem = Problem::new(ProblemKind::UnknownName, name.span, message);
        Some(match self.rules.meant(&name.value) {
            Some(meant) => problem.help(Message::key("lint.did-you-mean").with("name", meant)),
            None => problem,
        })
    }

    /// The rules that a name stands for.
    fn named_by(&self, name: &str) -> impl Iterator<Item = &'a Rule> {
        let rules = self.rules.rules();
        let (from, to) = match name.strip_suffix('*').filter(|family| family.ends_with('/')) {
            Some(family) => {
                let from = rules.partition_point(|rule| rule.id.as_str() < family);
                let in_family = |rule: &&Rule| rule.id.as_str().starts_with(family);
                (from, from + rules.iter().skip(from).take_while(in_family).count())
            }
            None => {
                let from = rules.partition_point(|rule| rule.id.as_str() < name);
                let met = rules.get(from).is_some_and(|rule| rule.id.as_str() == name);
                (from, from + usize::from(met))
            }
        };
        rules.get(from..to).unwrap_or(&[]).iter()
    }

    /// The nearest silence that holds for a finding. One outside any block, such as the definition
    /// of a link, is where its labels say: it is silenced when all of these are.
    fn find(&self, finding: &Finding) -> Vec<usize> {
        let own = self.at(finding, finding.span);
        let elsewhere = || {
            let page = self.pages.get(&finding.span.source)?;
            let body = finding.span.range().start >= page.document.body;
            let outside = body && page.document.block_at(finding.span).is_none();
            let labels = finding.labels.iter().map(|(span, _)| self.at(finding, *span));
            labels.collect::<Option<Vec<usize>>>().filter(|_| outside)
        };
        own.map(|rank| vec![rank]).or_else(elsewhere).unwrap_or_default()
    }

    fn at(&self, finding: &Finding, span: Span) -> Option<usize> {
        let places = self.places.get(&span.source)?;
        let rule = finding.rule.as_str();
        let mut kinds = ProblemKind::ALL.into_iter().filter(|kind| kind.is_of_silences());
        if kinds.any(|kind| kind.rule() == rule) {
            return None;
        }
        let family = rule.split_once('/').map(|(family, _)| format!("{family}/*"));
        let at = |name: &str| places.get(name).and_then(|places| places.at(span));
        let both = [at(rule), family.and_then(|family| at(&family))];
        let nearest = |place: &&Place| (place.start, Reverse(place.end), place.rank);
        both.into_iter().flatten().max_by_key(nearest).map(|place| place.rank)
    }

    /// Whether a rule had its say on a page (or on the site, without one).
    fn did_run(&self, rule: &Rule, page: Option<&Page>) -> bool {
        let site = self.site;
        // As it is settled for that page.
        let settled = page.and_then(|page| self.rules.get_for(rule.id.as_str(), page.document.source));
        let rule = settled.unwrap_or(rule);
        let language: Option<Option<Language>> = page.map(Page::language);
        let heard = rule.lang.is_none() || language.is_none_or(|language| rule.lang == language);
        // Templates speak later, when pages are rendered.
        let spoke = !matches!(rule.check, Check::Reading(ProblemKind::Template));
        let shown = !rule.check.kind().calendar || page.is_none_or(|page| site.is_published(page));
        was_asked(rule, site) && heard && spoke && shown
    }

    /// A silence that took nothing, and whether the calendar alone may be why; none when its rules did
    /// not speak, whatever the reason.
    fn unused(&self, named: &Named<'_>) -> Option<(Problem, bool)> {
        let spoke = |page: Option<&Page>| {
            let mut spoke = self.named_by(&named.name.value).filter(|rule| self.did_run(rule, page));
            spoke.next().map(|first| spoke.chain([first]).all(|rule| rule.check.kind().calendar))
        };
        let calendar = match &named.files {
            None => spoke(named.page)?,
            Some(files) => {
                let of = |page: &&Page| files.binary_search(&page.document.source).is_ok();
                let mut pages = self.site.pages.iter().filter(of).peekable();
                // A pattern may name registries alone, which have no language.
                if pages.peek().is_none() {
                    spoke(None)?
                } else {
                    pages.find_map(|page| spoke(Some(page)))?
                }
            }
        };
        let name = &named.name.value;
        let message = Message::key("silence.unused").with("rule", name.as_str());
        Some((of_no_use(named.name.span, message).help(Message::key("silence.unused-help")), calendar))
    }
}

/// Whether a rule was to have its say at all: it is not off, and what it needs was there.
pub(super) fn was_asked(rule: &Rule, site: &Site) -> bool {
    let unasked = rule.check.kind().external && site.facts.external.is_empty();
    !(rule.is_off() || unasked)
}

fn is_of_silences(rule: &Rule) -> bool {
    matches!(rule.check, Check::Reading(kind) if kind.is_of_silences())
}

fn of_no_use(span: Span, message: Message) -> Problem {
    Problem::new(ProblemKind::UnusedSilence, span, message)
}

/// Where the silences of one name hold in one file. Blocks stand in one another or apart, and so do
/// these.
#[derive(Default)]
struct Places {
    list: Vec<Place>,
}

struct Place {
    start: u32,
    end: u32,
    /// The silence, by its rank.
    rank: usize,
    /// The place that this one stands in.
    within: Option<usize>,
}

impl Places {
    /// Puts them in order. Of silences at one place, the last one alone can be of use.
    fn settle(&mut self) {
        self.list.sort_by_key(|place| (place.start, Reverse(place.end), Reverse(place.rank)));
        self.list.dedup_by_key(|place| (place.start, place.end));
        let mut open: Vec<usize> = Vec::new();
        for rank in 0..self.list.len() {
            let Some(start) = self.list.get(rank).map(|place| place.start) else { continue };
            while open.last().and_then(|last| self.list.get(*last)).is_some_and(|last| last.end <= start) {
                open.pop();
            }
            if let Some(place) = self.list.get_mut(rank) {
                place.within = open.last().copied();
            }
            open.push(rank);
        }
    }

    /// The innermost place that a finding begins in.
    fn at(&self, span: Span) -> Option<&Place> {
        let after = self.list.partition_point(|place| place.start <= span.start);
        let mut rank = after.checked_sub(1);
        while let Some(place) = rank.and_then(|rank| self.list.get(rank)) {
            if span.start < place.end || span.end <= place.end {
                return Some(place);
            }
            rank = place.within;
        }
        None
    }
}
