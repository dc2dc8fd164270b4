//! Where the addresses of `site.toml` that lead inside the site go: `[legal]` and `[feedback]` are printed at the foot
//! of every page, where a dead link would be seen by everybody.

use std::collections::HashMap;

use super::link_graph::{BrokenLink, Missing, Resolver};
use super::{Page, Target, base_path};
use crate::config::Config;
use crate::finding::{Message, Problem, ProblemKind};
use crate::source::{Span, Spanned};

/// Follows each address from the root of the site as a link of the home page would be, and says which lead nowhere.
/// What comes back is the published address of the others, by the place where they are typed.
pub(super) fn follow(
    config: &Config,
    pages: &[Page],
    resolver: &Resolver<'_>,
    problems: &mut Vec<Problem>,
) -> HashMap<Span, String> {
    let mut led = HashMap::new();
    let home = pages.iter().find(|page| page.path == "_index.md").or(pages.first());
    let Some(home) = home else { return led };
    let (legal, feedback) = (config.legal.as_ref(), &config.feedback);
    let said = legal.and_then(|legal| legal.accessibility.as_ref());
    let typed = [
        legal.and_then(|legal| legal.contact_form.as_ref()),
        said.and_then(|said| said.scheme.as_ref()),
        said.and_then(|said| said.plan.as_ref()),
        feedback.useful.as_ref(),
        feedback.problem.as_ref(),
    ];
    for typed in typed.into_iter().flatten().filter(|typed| typed.value.starts_with('/')) {
        let (path, query, anchor) = parts(&typed.value);
        // What is filled for each page leads elsewhere from each.
        if path.contains('{') {
            continue;
        }
        let anchor = anchor.filter(|anchor| !anchor.contains('{'));
        let asked = anchor.map_or_else(|| path.to_owned(), |anchor| format!("{path}#{anchor}"));
        let rest = typed.value.get(path.len()..).unwrap_or("");
        match resolver.resolve(home, &asked) {
            Target::Page { page, .. } => {
                let url = pages.get(page.0).map_or(path, |page| page.url.as_str());
                led.insert(typed.span, format!("{url}{rest}"));
            }
            Target::Made(url) => {
                let url = url.split('#').next().unwrap_or("");
                led.insert(typed.span, format!("{url}{rest}"));
            }
            Target::Asset(_) => {
                let inside = path.strip_prefix(base_path(config)).filter(|inside| inside.starts_with('/'));
                led.insert(typed.span, format!("{}{rest}", inside.unwrap_or(path)));
            }
            Target::Broken(broken) => problems.push(told(typed, &broken, query)),
            Target::External(_) | Target::Other(_) => {}
        }
    }
    led
}

/// Puts the published addresses in the place of those that were typed.
pub(super) fn replace(config: &mut Config, led: &HashMap<Span, String>) {
    let (legal, feedback) = (config.legal.as_mut(), &mut config.feedback);
    let mut typed = vec![feedback.useful.as_mut(), feedback.problem.as_mut()];
    if let Some(legal) = legal {
        typed.push(legal.contact_form.as_mut());
        if let Some(said) = &mut legal.accessibility {
            typed.extend([said.scheme.as_mut(), said.plan.as_mut()]);
        }
    }
    for typed in typed.into_iter().flatten() {
        if let Some(url) = led.get(&typed.span) {
            typed.value.clone_from(url);
        }
    }
}

/// The path of an address, what follows `?`, and its fragment.
fn parts(url: &str) -> (&str, Option<&str>, Option<&str>) {
    let (before, anchor) = url.split_once('#').map_or((url, None), |(before, anchor)| (before, Some(anchor)));
    let (path, query) = before.split_once('?').map_or((before, None), |(path, query)| (path, Some(query)));
    (path, query, anchor)
}

fn told(typed: &Spanned<String>, broken: &BrokenLink, query: Option<&str>) -> Problem {
    let key = match &broken.missing {
        Missing::Draft(_) => "site.address-of-draft",
        Missing::Anchor(_) => "site.address-without-anchor",
        _ => "site.no-such-address",
    };
    let message = Message::key(key).with("destination", typed.value.as_str());
    let problem = Problem::new(ProblemKind::UnknownName, typed.span, message);
    // A suggestion is a path from the home page: from the root, once it has its slash.
    match broken.suggestion.as_ref().filter(|_| query.is_none()) {
        Some(near) => {
            let near = format!("/{}", near.trim_start_matches('/'));
            problem.help(Message::key("data.did-you-mean").with("name", near))
        }
        None => problem.help(Message::key("site.no-such-address-help")),
    }
}
