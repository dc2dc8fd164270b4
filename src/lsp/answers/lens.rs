//! What is said above a page: how easy it is to read, when it is to be checked, who leads to it, what it is worth.

use super::Asked;
use crate::finding::{Finding, Message};
use crate::lint::checks::next_review;
use crate::lint::score::{Points, of_page};
use crate::lint::{Criterion, readability};
use crate::report::quality::criterion_key;

/// Something said above a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lens {
    /// What it is about.
    pub about: About,
    /// In a few words.
    pub title: String,
}

/// What something above a page is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// How many words it has, and how easy they are to read.
    Reading,
    /// When it is to be checked next.
    Review,
    /// The pages that lead to it: those of [`references`](super::references).
    Links,
    /// The six scores.
    Scores,
}

/// What is said above a page. `findings` are those told of the whole site, once they are known: without them, nothing is
/// said of the scores.
pub fn lenses(asked: &Asked<'_>, findings: Option<&[Finding]>) -> Vec<Lens> {
    let Some(page) = asked.page() else { return Vec::new() };
    let (site, rules) = (asked.site(), asked.project.rules());
    let say = |message: &Message| asked.words.say(message);
    let own = |finding: &&Finding| finding.span.source == asked.source;
    let found: Vec<&Finding> = findings.unwrap_or_default().iter().filter(own).collect();
    let score = of_page(page, &found, rules);
    let mut lenses = Vec::new();
    let words = say(&Message::key("quality.words").with("words", score.words));
    let reading = readability(site, rules, page).map(|read| {
        let key = match read.hard_under.filter(|least| read.score < *least) {
            Some(_) => "answers.lens-hard",
            None => "answers.lens-readable",
        };
        say(&Message::key(key).with("score", read.score).with("least", read.hard_under.unwrap_or(0)))
    });
    let title = reading.into_iter().chain([words]).collect::<Vec<_>>().join(" · ");
    lenses.push(Lens { about: About::Reading, title });
    let review = match (next_review(page, rules), &page.front.reviewed) {
        (Some(due), _) if due < site.facts.today => Message::key("quality.review-late").with("date", due),
        (Some(due), _) => Message::key("quality.review-next").with("date", due),
        (None, Some(reviewed)) => Message::key("answers.lens-reviewed").with("date", reviewed.value),
        (None, None) => Message::key("answers.lens-never-reviewed"),
    };
    lenses.push(Lens { about: About::Review, title: say(&review) });
    let links = site.backlinks.get(page.id.0).map_or(0, Vec::len);
    let title = say(&Message::key("answers.lens-links").with("pages", links));
    lenses.push(Lens { about: About::Links, title });
    if findings.is_some() {
        let low = Criterion::NAMES.iter().map(|(_, criterion)| (*criterion, score.notes.get(*criterion)));
        let low = low.filter(|(_, points)| *points < Points::ALL);
        let low: Vec<String> = low
            .map(|(criterion, points)| {
                format!("{} {}", asked.words.get(criterion_key(criterion)), points.whole())
            })
            .collect();
        let title = match low.as_slice() {
            [] => asked.say("answers.lens-all-full"),
            low => say(&Message::key("answers.lens-scores").with("scores", low.join(", "))),
        };
        lenses.push(Lens { about: About::Scores, title });
    }
    lenses
}
