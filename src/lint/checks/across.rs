//! What the rules about several pages look at together, made once a check, by the first rule that asks.

use std::ops::Range;
use std::sync::OnceLock;

use rayon::prelude::*;

use crate::lint::pack::RuleSet;
use crate::site::Site;

use super::Check;
use super::contradictions::{Field, Listener, Sayings, Stretch, Walk};
use super::near_duplicates::{Gears, Sampler, Samples};
use super::titles::Titled;

/// What is read of the pages of a site for several rules.
pub(in crate::lint) struct Across<'a> {
    site: &'a Site,
    rules: &'a RuleSet,
    read: OnceLock<Read<'a>>,
}

/// What one walk over the pages gives: they are all over the memory, and fetched once.
struct Read<'a> {
    sayings: Sayings<'a>,
    samples: Vec<(Sampler, Samples<'a>)>,
    titles: Vec<Titled<'a>>,
}

/// What the rules look for in pages.
#[derive(Default)]
struct Wanted<'a> {
    /// Whether any looks at what pages say.
    sayings: bool,
    /// The fields of the front matter that one of these reads.
    fields: Vec<Field<'a>>,
    samplers: Vec<Sampler>,
    /// Whether any compares titles.
    titles: bool,
}

/// Pages of a stretch, at least and at most: a text that stands on many of them is read once, and every thread
/// has some.
const PAGES: Range<usize> = 32..512;

impl<'a> Across<'a> {
    /// For one check of a site by these rules.
    pub(in crate::lint) fn new(site: &'a Site, rules: &'a RuleSet) -> Self {
        Self { site, rules, read: OnceLock::new() }
    }

    /// What pages say of what, in the fields too that one of the rules reads.
    pub(super) fn sayings(&self) -> &Sayings<'a> {
        &self.read().sayings
    }

    /// What pages look like at first sight, to one of the rules.
    pub(super) fn samples(&self, sampler: Sampler) -> Option<&Samples<'a>> {
        let mut samples = self.read().samples.iter();
        samples.find(|(other, _)| *other == sampler).map(|(_, samples)| samples)
    }

    /// The titles that published pages bear, in their order.
    pub(super) fn titles(&self) -> &[Titled<'a>] {
        &self.read().titles
    }

    fn read(&self) -> &Read<'a> {
        self.read.get_or_init(|| self.walk(self.wanted()))
    }

    fn wanted(&self) -> Wanted<'a> {
        let mut wanted = Wanted::default();
        for rule in self.rules.heard() {
            let (subject, reading) = match &rule.check {
                Check::Contradiction(contradiction) => {
                    wanted.sayings = true;
                    contradiction.reading()
                }
                Check::HandTypedAmount(amounts) => {
                    wanted.sayings |= amounts.listens(self.site);
                    amounts.reading()
                }
                Check::NearDuplicate(duplicates) => {
                    let sampler = duplicates.sampler(rule);
                    if !wanted.samplers.contains(&sampler) {
                        wanted.samplers.push(sampler);
                    }
                    continue;
                }
                Check::DuplicateTitle => {
                    wanted.titles = true;
                    continue;
                }
                _ => continue,
            };
            for key in reading.fields() {
                if !wanted.fields.contains(&(subject, key)) {
                    wanted.fields.push((subject, key));
                }
            }
        }
        wanted
    }

    fn walk(&self, Wanted { sayings, fields, samplers, titles }: Wanted<'a>) -> Read<'a> {
        let listener = Listener::new(self.site, fields);
        let length = self.site.pages.len() / (rayon::current_num_threads() * 4);
        let stretches = self.site.pages.par_chunks(length.clamp(PAGES.start, PAGES.end)).map(|pages| {
            let mut walk = sayings.then(|| listener.begin(pages.len()));
            let mut gears: Vec<Gears> = samplers.iter().map(|sampler| sampler.gears()).collect();
            let mut samples: Vec<Samples<'a>> = samplers.iter().map(|_| Samples::default()).collect();
            let mut titled = Vec::new();
            for page in pages.iter().filter(|page| self.site.is_published(page)) {
                if titles {
                    titled.extend(Titled::of(page));
                }
                for ((sampler, gears), samples) in samplers.iter().zip(&mut gears).zip(&mut samples) {
                    sampler.look(page, gears, samples);
                }
                if let Some(walk) = &mut walk {
                    walk.page(page);
                }
            }
            (walk.map(Walk::end).unwrap_or_default(), samples, titled)
        });
        let stretches: Vec<(Stretch<'a>, Vec<Samples<'a>>, Vec<Titled<'a>>)> = stretches.collect();
        let mut samples: Vec<(Sampler, Samples<'a>)> =
            samplers.into_iter().map(|sampler| (sampler, Samples::default())).collect();
        let (mut said, mut titles) = (Vec::new(), Vec::new());
        for (stretch, sampled, titled) in stretches {
            said.push(stretch);
            samples.iter_mut().zip(sampled).for_each(|((_, all), sampled)| all.append(sampled));
            titles.extend(titled);
        }
        Read { sayings: listener.end(said), samples, titles }
    }
}
