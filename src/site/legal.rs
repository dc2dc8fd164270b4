//! What the law asks a public site to say of itself: how accessible it is, and what `[legal]` lacks for the pages
//! that the program makes of it.
//!
//! The state of conformity is worked out, never typed. The thresholds, the mention and the validity are those of the
//! obligations published with the RGAA (repository DISIC/accessibilite.numerique.gouv.fr, `src/obligations/`, read
//! on 26 November 2026): all criteria, half of them at least, or not conforming, which is also what a site is without
//! a valid audit; a statement is to be made again three years after it, or eighteen months after a new version of the
//! standard.

mod ara;
mod missing;

use jiff::ToSpan as _;
use jiff::civil::{Date, date};

use crate::config::{AccessibilityConfig, Config, StandardConfig};
use crate::finding::{Message, Problem, ProblemKind};
use crate::source::{SourceId, Sources, Span, Spanned};

pub(super) use missing::missing;

/// The name, inside `content/_data/`, of what the public tool Ara says of the audit of the site.
pub const ARA_FILE: &str = "accessibility.json";

/// The standard that French public sites are held to, when `site.toml` does not say it: the RGAA, whose version 4.1.2
/// was published on 18 April 2023. A new version is a change of these two lines.
const VERSION: (&str, Date) = ("4.1.2", date(2023, 4, 18));

/// How a site stands to its standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conformity {
    /// Less than half of the criteria are met, or nobody knows how many are.
    None,
    /// Half of them at least.
    Partial,
    /// All of them.
    Full,
}

/// An audit of the whole standard, or of a part of it.
#[derive(Clone, Debug)]
pub struct Audit {
    /// Where it is told.
    pub span: Span,
    /// Who made it.
    pub by: Option<String>,
    /// Per cent of the criteria that are met, from 0 to 100.
    pub rate: Option<f64>,
    /// It looked at every criterion.
    pub whole: bool,
    /// The day from which it counts.
    pub date: Option<Spanned<Date>>,
    /// The address of its report.
    pub report: Option<String>,
    /// What the site is made with.
    pub technologies: Vec<String>,
    /// Browsers and aids that it was tried with.
    pub environments: Vec<String>,
    /// What it was measured with.
    pub tools: Vec<String>,
    /// The pages that were looked at: a name, an address.
    pub pages: Vec<(String, Option<String>)>,
}

/// What a site says of its accessibility.
#[derive(Clone, Debug)]
pub struct Statement {
    /// How it stands to the standard, on the day of the build.
    pub conformity: Conformity,
    /// The audit that says so, or one that says so no more.
    pub audit: Option<Audit>,
    /// The last day on which that audit counts.
    pub until: Option<Spanned<Date>>,
    /// That day is past.
    pub over: bool,
    /// The audit says how the site stands: it looked at every criterion, its day has come, and its last one is not
    /// past.
    pub counts: bool,
    /// The day on which the statement was made.
    pub established: Option<Date>,
    /// The day on which it was last changed.
    pub updated: Option<Date>,
    /// The standard, when it is not the RGAA.
    pub standard: Option<StandardConfig>,
    /// Its version.
    pub version: String,
    /// What is known not to be accessible.
    pub not_accessible: Vec<String>,
    /// What is left out because it would weigh too much.
    pub disproportionate: Vec<String>,
    /// What the law leaves out.
    pub exempt: Vec<String>,
    /// An address of contact that the audit gives: e-mail.
    pub email: Option<String>,
    /// A form that the audit gives.
    pub form: Option<String>,
}

impl Statement {
    /// What a site says of its accessibility on a day, if it has pages that the law asks. `ara` is the file of
    /// [`ARA_FILE`].
    pub(super) fn of(
        config: &Config,
        ara: Option<SourceId>,
        sources: &Sources,
        today: Date,
        problems: &mut Vec<Problem>,
    ) -> Option<Self> {
        let imported = ara.map(|id| ara::read(id, sources.get(id).text(), problems));
        let Some(legal) = &config.legal else {
            problems.extend(ara.map(|id| {
                let message = Message::key("legal.audit-alone").with("file", ARA_FILE);
                let problem = Problem::new(ProblemKind::LegalPage, Span::new(id, 0, 0), message);
                problem.help(Message::key("legal.audit-alone-help"))
            }));
            return None;
        };
        let said = legal.accessibility.as_ref();
        let imported = imported.unwrap_or_default();
        let mut audit = imported.audit.or_else(|| said.and_then(typed));
        if let Some(audit) = audit.as_mut().filter(|audit| audit.date.is_none()) {
            audit.date = said.and_then(|said| said.established.clone());
        }
        let standard = said.and_then(|said| said.standard.clone());
        let published = standard.as_ref().map_or(Some(VERSION.1), |standard| standard.published);
        let until = audit.as_ref().and_then(|audit| {
            let from = audit.date.as_ref()?;
            Some(Spanned::new(last_day(from.value, published, today), from.span))
        });
        let over = until.as_ref().is_some_and(|until| until.value < today);
        let fault = audit.as_ref().and_then(|audit| fault(audit, today));
        let counts = audit.is_some() && fault.is_none() && !over;
        let told = fault.as_ref().map(|fault| fault.span);
        problems.extend(fault);
        // A day to come is told, and published on no earlier day.
        let mut dated = |day: Option<&Spanned<Date>>, message, help| {
            let day = day?;
            if day.value > today && told != Some(day.span) {
                let problem = Problem::new(
                    ProblemKind::LegalPage,
                    day.span,
                    Message::key(message).with("date", day.value),
                );
                problems.push(problem.help(Message::key(help)));
            }
            (day.value <= today).then_some(day.value)
        };
        let established = dated(
            said.and_then(|said| said.established.as_ref()),
            "legal.established-to-come",
            "legal.established-to-come-help",
        );
        let updated = dated(
            said.and_then(|said| said.updated.as_ref()),
            "legal.updated-to-come",
            "legal.updated-to-come-help",
        );
        let updated = updated.or(imported.updated.filter(|day| *day <= today));
        let counted = audit.as_ref().filter(|_| counts).and_then(|audit| audit.rate);
        let conformity = match counted {
            Some(rate) if rate >= 100.0 => Conformity::Full,
            Some(rate) if rate >= 50.0 => Conformity::Partial,
            _ => Conformity::None,
        };
        let audited = audit.as_ref().and_then(|audit| audit.date.as_ref()).map(|day| day.value);
        let audited = audited.filter(|day| *day <= today);
        let or = |own: Option<&Vec<String>>, other: Vec<String>| match own {
            Some(own) if !own.is_empty() => own.clone(),
            _ => other,
        };
        Some(Self {
            conformity,
            until,
            over,
            counts,
            established: established.or(audited),
            updated,
            version: standard.as_ref().map_or(VERSION.0, |standard| standard.version.as_str()).to_owned(),
            standard,
            not_accessible: or(said.map(|said| &said.not_accessible), imported.not_accessible),
            disproportionate: or(said.map(|said| &said.disproportionate), imported.disproportionate),
            exempt: or(said.map(|said| &said.exempt), imported.exempt),
            email: imported.email,
            form: imported.form,
            audit,
        })
    }
}

/// The last day on which what was established on a day counts: three years, or eighteen months after a later version
/// of the standard. A version still to come on the day of the build changes nothing yet.
fn last_day(from: Date, version: Option<Date>, today: Date) -> Date {
    let of_age = from.saturating_add(3.years());
    match version.filter(|published| *published > from && *published <= today) {
        Some(published) => of_age.min(published.saturating_add(18.months())),
        None => of_age,
    }
}

/// Why an audit says nothing of how a site stands on a day, were it never too old: the state that the law asks is
/// not made of half an audit, nor of one that nobody knows to have taken place.
fn fault(audit: &Audit, today: Date) -> Option<Problem> {
    let (span, message, help) = match &audit.date {
        _ if !audit.whole => (audit.span, Message::key("legal.audit-part"), "legal.audit-part-help"),
        None => (audit.span, Message::key("legal.audit-undated"), "legal.audit-undated-help"),
        Some(day) if day.value > today => {
            let message = Message::key("legal.audit-to-come").with("date", day.value);
            (day.span, message, "legal.audit-to-come-help")
        }
        Some(_) => return None,
    };
    Some(Problem::new(ProblemKind::LegalPage, span, message).help(Message::key(help)))
}

/// The audit that `site.toml` tells.
fn typed(said: &AccessibilityConfig) -> Option<Audit> {
    let audit = said.audit.as_ref()?;
    Some(Audit {
        span: audit.span,
        by: audit.by.clone(),
        rate: audit.rate,
        whole: true,
        date: audit.date.clone(),
        report: audit.report.clone(),
        technologies: audit.technologies.clone(),
        environments: audit.environments.clone(),
        tools: audit.tools.clone(),
        pages: audit.pages.iter().map(|page| (page.clone(), None)).collect(),
    })
}

#[cfg(test)]
mod tests;
