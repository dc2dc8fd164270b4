//! `image-alternative`: what stands for an image when it is not seen.

use crate::data::Fields;
use crate::document::Image;
use crate::finding::{Arg, Finding};
use crate::language::fold::{fold, is_word_boundary};
use crate::lint::rule::Rule;
use crate::source::Span;

use super::kind::{Case, Form, Kind, Param, texts};
use super::{Check, View};

/// The kind `image-alternative`.
pub(super) const KIND: Kind = Kind {
    params: &[
        Param::optional("file-endings", Form::Texts, "param.image-file-endings"),
        Param::optional("openings", Form::Texts, "param.image-openings"),
    ],
    read: |fields, _| Some(Check::ImageAlternative(ImageAlternative::read(fields))),
    ..Kind::new(
        "image-alternative",
        "kind.image-alternative",
        &[
            Case::of("missing", &["destination"]),
            Case::of("file-name", &["found"]),
            Case::of("opening", &["found", "opening"]),
        ],
    )
};

/// What an alternative must not be.
#[derive(Clone, Debug)]
pub struct ImageAlternative {
    /// Endings of file names, in small letters: `.jpg`.
    endings: Vec<String>,
    /// Words that say that it is an image, folded.
    openings: Vec<String>,
}

/// What is wrong: the case, the place, and what the message names.
type Fault = (&'static str, Span, Vec<(&'static str, Arg)>);

impl ImageAlternative {
    fn read(fields: &mut Fields) -> Self {
        let endings = texts(fields, "file-endings").iter().map(|text| text.trim().to_lowercase()).collect();
        let openings =
            texts(fields, "openings").iter().map(|text| fold(text.trim()).text().to_owned()).collect();
        Self { endings, openings }
    }

    pub(super) fn check(&self, rule: &Rule, view: &View<'_>, out: &mut Vec<Finding>) {
        let document = &view.page.document;
        // A link's own words say where it leads: the image beside them is a decoration.
        let worded: Vec<Span> = view
            .links()
            .filter(|(link, block)| {
                let text = block.prose.text().get(link.read.clone()).unwrap_or("");
                link.has_image && text.contains(char::is_alphanumeric)
            })
            .map(|(link, _)| link.span)
            .collect();
        let mut worded = worded.into_iter().peekable();
        for image in &document.images {
            while worded.next_if(|link| link.end <= image.span.start).is_some() {}
            let beside = worded.peek().is_some_and(|link| link.start <= image.span.start);
            if document.blocks.get(image.block).is_some_and(|block| block.quoted) {
                continue;
            }
            let Some((case, span, args)) = self.fault(image, beside) else { continue };
            out.push(rule.finding(case, span, args));
        }
    }

    fn fault(&self, image: &Image, beside: bool) -> Option<Fault> {
        let text = image.alternative.text().trim();
        if text.is_empty() {
            let args = vec![("destination", image.destination.value.as_str().into())];
            return (!beside).then_some(("missing", image.span, args));
        }
        let span = image.alternative.span(0..image.alternative.text().len());
        let small = text.to_lowercase();
        if !text.contains(char::is_whitespace) && self.endings.iter().any(|ending| small.ends_with(ending)) {
            return Some(("file-name", span, vec![("found", text.into())]));
        }
        let folded = fold(text);
        let folded = folded.text();
        let opening = self.openings.iter().find(|opening| {
            folded.starts_with(opening.as_str()) && is_word_boundary(folded, opening.len())
        })?;
        Some(("opening", span, vec![("found", text.into()), ("opening", opening.as_str().into())]))
    }
}
