//! `[brand]`: what makes a site look like its administration and no other: a short name, a logo, colours.

use crate::data::{Fields, Map};
use crate::finding::{Message, Problem, ProblemKind};
use crate::source::{Span, Spanned};

use super::colour::Colour;
use super::faults::{checked, text_of_file};

/// `[brand]`
#[derive(Clone, Debug, Default)]
pub struct BrandConfig {
    /// Its name where there is little room; the title of the site otherwise.
    pub short_name: Option<String>,
    /// A file of `content/` or of the theme that stands beside the name.
    pub logo: Option<Spanned<String>>,
    /// What the logo says that the name does not.
    pub logo_alt: Option<String>,
    /// The picture that browsers show beside the title of the page.
    pub icon: Option<Spanned<String>>,
    /// Colours by day, by the names that the theme gives them.
    pub light: Vec<BrandColour>,
    /// Colours by night. What the day changes and the night does not say is worked out.
    pub dark: Vec<BrandColour>,
}

/// A colour that the site chooses.
#[derive(Clone, Debug)]
pub struct BrandColour {
    /// What it is for: `accent`, `visited`…
    pub name: Spanned<String>,
    /// The colour.
    pub colour: Spanned<Colour>,
}

impl BrandConfig {
    /// Whether the site changes a colour of its theme.
    pub fn has_colours(&self) -> bool {
        !self.light.is_empty() || !self.dark.is_empty()
    }

    pub(super) fn read(map: &Map, problems: &mut Vec<Problem>) -> Self {
        let mut fields = Fields::of(map, problems);
        let short_name = fields.text("short_name").map(|t| t.value);
        let logo = text_of_file(&mut fields, "logo");
        let logo_alt = fields.text("logo_alt").map(|t| t.value);
        let icon = text_of_file(&mut fields, "icon");
        let accent = fields.text("accent");
        let place = fields.place("accent");
        let accent = accent.and_then(|typed| {
            let span = typed.span;
            let colour = Colour::read(&checked(&mut fields, typed, colour_fault)?)?;
            let name = Spanned::new("accent".to_owned(), place.unwrap_or(span));
            Some(BrandColour { name, colour: Spanned::new(colour, span) })
        });
        let mut light: Vec<BrandColour> = accent.into_iter().collect();
        if let Some(map) = fields.map("light") {
            let typed = colours(map, fields.problems());
            // Two accents by day: the table of all colours speaks last.
            light.retain(|colour| typed.iter().all(|other| other.name.value != colour.name.value));
            light.extend(typed);
        }
        let dark = fields.map("dark").map(|map| colours(map, fields.problems())).unwrap_or_default();
        fields.finish();
        Self { short_name, logo, logo_alt, icon, light, dark }
    }
}

/// Colours by their names. Which names there are, the theme says.
fn colours(map: &Map, problems: &mut Vec<Problem>) -> Vec<BrandColour> {
    let colour = |entry: &crate::data::Entry| {
        let typed = entry.node.as_text().unwrap_or("");
        let Some(colour) = Colour::read(typed) else {
            problems.push(wrong(entry.node.span, typed));
            return None;
        };
        Some(BrandColour { name: entry.key.clone(), colour: Spanned::new(colour, entry.node.span) })
    };
    map.entries.iter().filter_map(colour).collect()
}

fn wrong(span: Span, typed: &str) -> Problem {
    let message = Message::key("config.colour").with("value", typed);
    Problem::new(ProblemKind::InvalidValue, span, message).help(Message::key("config.colour-example"))
}

fn colour_fault(typed: &str) -> Option<(Message, Message)> {
    Colour::read(typed)
        .is_none()
        .then(|| (Message::key("config.colour").with("value", typed), Message::key("config.colour-example")))
}
