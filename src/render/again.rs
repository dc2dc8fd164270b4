//! Pages that are published already, with the notices of the day in the place of those that they show: a notice that
//! cannot wait is not kept back by a fault elsewhere.
//!
//! A theme that lets it writes `<!--notices-->{% include "notices.html" %}<!--/notices-->` in its pages. What stands
//! between the two marks is made again, by the same template, from the registry alone; all else of a page stays, byte
//! for byte, as it was published.

use std::collections::{BTreeMap, BTreeSet};

use tera::{Context, Tera};

use super::context::Shared;
use super::given::Given as _;
use super::outputs::calendars;
use super::templates::Failure;
use super::{Rendered, Sink, Theme, pages};
use crate::site::{Page, Site, output_path};

const FROM: &str = "<!--notices-->";
const TO: &str = "<!--/notices-->";

/// The template of what stands between the marks.
pub(super) const TEMPLATE: &str = "notices.html";

/// What it takes to write the notices of a page.
pub(super) struct Notices<'a> {
    shared: &'a Shared<'a>,
    tera: &'a Tera,
    /// The path inside `content/` and the language of what is published at each path.
    of: BTreeMap<String, (Option<&'a str>, &'a str)>,
}

impl<'a> Notices<'a> {
    pub(super) fn new(shared: &'a Shared<'a>, tera: &'a Tera) -> Self {
        let site = shared.site;
        let written = site
            .pages
            .iter()
            .filter(|page| page.published)
            .map(|page| (output_path(&page.url), (Some(page.path.as_str()), page.lang.as_str())));
        let made = site.made.iter().map(|made| (output_path(&made.url), (None, made.lang.as_str())));
        Self { shared, tera, of: made.chain(written).collect() }
    }

    /// The text of a published page, with the notices of the day. None for a page without the marks, and for one
    /// that shows them already. A page that the site has no more shows what is said to everybody.
    ///
    /// # Errors
    /// What the template met.
    pub(super) fn revised(&self, path: &str, text: &str) -> Result<Option<String>, tera::Error> {
        let Some((before, rest)) = text.split_once(FROM) else { return Ok(None) };
        let Some((shown, after)) = rest.split_once(TO) else { return Ok(None) };
        let main = self.shared.site.config.site.language.as_str();
        let (page, lang) = self.of.get(path).copied().unwrap_or((None, main));
        let Some(interface) = self.shared.language(lang) else { return Ok(None) };
        let mut context = Context::new();
        context.insert_value("notices", self.shared.notices(page, lang, &interface.words).value());
        context.insert_value("words", interface.spoken.clone().value());
        let now = self.tera.render(TEMPLATE, &context)?;
        Ok((now != shown).then(|| [before, FROM, &now, TO, after].concat()))
    }
}

/// Puts the notices of the day in the pages that are held back, and keeps the files for calendars that they lead
/// to. Gives those whose notices could not be written, with why.
///
/// # Errors
/// What the sink met.
pub(super) fn of_held<'a>(
    shared: &Shared<'a>,
    tera: &Tera,
    sink: &dyn Sink,
) -> std::io::Result<Vec<(&'a Page, Failure)>> {
    let (site, mut failed) = (shared.site, Vec::new());
    let notices = Notices::new(shared, tera);
    let kept = shared.held.difference(&shared.missing).map(|id| site.page(*id));
    for page in kept.filter(|page| pages::owns_address(site, page)) {
        let path = output_path(&page.url);
        let (mut beside, mut failure) = (BTreeSet::new(), None);
        sink.revise(&path, &mut |text| {
            beside = calendars::kept(shared, page, text);
            notices.revised(&path, text).unwrap_or_else(|error| {
                failure = Some(Failure::of(&error, TEMPLATE));
                None
            })
        })?;
        for path in beside {
            sink.keep(&path)?;
        }
        failed.extend(failure.map(|failure| (page, failure)));
    }
    Ok(failed)
}

/// Puts the notices of the day in the pages among the files that the sink has kept. `kept` are their paths.
/// [`Rendered::pages`] counts the pages that changed.
///
/// # Errors
/// What the sink met. What is wrong in the theme is in the problems.
pub(super) fn again(
    site: &Site,
    theme: &Theme,
    kept: &[String],
    sink: &dyn Sink,
) -> std::io::Result<Rendered> {
    let held = BTreeSet::new();
    let shared = Shared::new(site, theme, &held, BTreeSet::new());
    let mut rendered = Rendered::default();
    pages::with_templates(theme, &shared, sink, |tera| {
        let notices = Notices::new(&shared, tera);
        for path in kept.iter().filter(|path| path.ends_with(".html")) {
            let mut failure = None;
            let changed = sink.revise(path, &mut |text| {
                notices.revised(path, text).unwrap_or_else(|error| {
                    failure = Some(Failure::of(&error, TEMPLATE));
                    None
                })
            })?;
            rendered.pages += usize::from(changed);
            if let Some(failure) = failure {
                rendered.problems.extend(pages::told(theme, &shared, &failure, TEMPLATE));
                break;
            }
        }
        Ok(())
    })?;
    Ok(rendered)
}
