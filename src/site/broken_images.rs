//! Images of the content that cannot be shown: each is told once, with the first page that shows it.

use crate::finding::{Message, Problem, ProblemKind};
use crate::source::{Asset, Picture, Source, Sources, Span};

use super::{Page, Target};

/// Images of the content that cannot be shown.
fn broken(assets: &[Asset]) -> impl Iterator<Item = &Asset> {
    assets.iter().filter(|asset| asset.theme.is_none() && asset.picture == Picture::Broken)
}

/// Names, of each image that cannot be shown, the first page that shows it. `problems` start with those of
/// [`broken_images`].
pub(super) fn say_who_shows(problems: &mut [Problem], assets: &[Asset], pages: &[Page]) {
    for (problem, asset) in problems.iter_mut().zip(broken(assets)) {
        let is = |target: &Target| matches!(target, Target::Asset(path) if *path == asset.path);
        let shown = pages.iter().find_map(|page| {
            let rank = page.images.iter().position(is)?;
            page.document.images.get(rank).map(|image| image.destination.span)
        });
        if let Some(span) = shown {
            problem.labels.push((span, Message::key("site.broken-image-shown")));
        }
    }
}

/// Images of the content that cannot be shown, each told at the start of its file, which is added to the
/// sources without its text.
pub(super) fn broken_images(assets: &[Asset], sources: &mut Sources) -> Vec<Problem> {
    let problems = broken(assets).map(|asset| {
        let source = sources.add(Source::new(asset.origin.as_str(), Vec::new()));
        let message = Message::key("site.broken-image").with("path", asset.origin.as_str());
        let problem = Problem::new(ProblemKind::BrokenImage, Span::new(source, 0, 0), message);
        problem.help(Message::key("site.broken-image-help"))
    });
    problems.collect()
}
