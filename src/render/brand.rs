//! The colours of a theme, those that a site puts in their place, and whether all can be read.
//!
//! A theme says in `theme.toml` which of its custom properties a site may change, their values in its style sheet,
//! and which of them stand on which: that is all it takes to tell, without rendering, whether a site’s own can be
//! read. The site’s are written at the end of that style sheet: no page holds a style, and none asks for one file
//! more.

use std::fmt::Write as _;

use crate::config::colour::{Colour, OF_CONTROL, OF_TEXT};
use crate::config::{BUILT_IN_THEME, BrandColour, BrandConfig, Config, renamed};
use crate::data::{self, Fields};
use crate::finding::{Arg, Message, Problem, ProblemKind};
use crate::source::{SourceId, Sources, Span, Spanned, Tree};

/// What a colour of the night is worked out to have on its grounds, when the site gives that of the day alone.
const BY_NIGHT: f64 = 7.0;

/// `[colors]` of `theme.toml`.
#[derive(Clone, Debug, Default)]
pub(super) struct Palette {
    /// The style sheet whose properties they are.
    sheet: String,
    /// Names with their colours by day.
    light: Vec<(String, Colour)>,
    /// By night; nothing where the theme has no night.
    dark: Vec<(String, Colour)>,
    /// What text stands on.
    grounds: Vec<String>,
    /// What text is written in.
    text: Vec<String>,
    /// What controls are drawn in.
    controls: Vec<String>,
}

/// The colour nearest to this one that can be read, by day, in the place of the accent of the theme that the program
/// holds: itself, if it can. None when no lightness of its hue can.
pub fn nearest_accent(tree: &Tree, accent: Colour) -> Option<Colour> {
    let path = format!("{BUILT_IN_THEME}/theme.toml");
    let (_, source) = tree.theme_texts.iter().find(|(known, _)| *known == path)?;
    let palette = Palette::of(&tree.sources, *source, &mut Vec::new())?;
    let seen = palette.seen(Time::Day, &BrandConfig::default());
    let grounds: Vec<(Colour, f64)> =
        colours_of(&seen, &palette.grounds).into_iter().map(|ground| (ground, OF_TEXT)).collect();
    accent.nearest_with(&grounds)
}

/// When a page is seen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Time {
    Day,
    Night,
}

/// A colour as it is seen, and where the site says it.
struct Seen<'a> {
    name: &'a str,
    colour: Colour,
    /// None for one that is the theme’s own.
    typed: Option<Typed>,
}

#[derive(Clone, Copy)]
struct Typed {
    span: Span,
    /// By night, one that was worked out from that of the day.
    derived: bool,
}

impl Palette {
    /// Reads `[colors]` of a `theme.toml`; none without it. What is wrong elsewhere in the file is not told here.
    pub(super) fn of(sources: &Sources, id: SourceId, problems: &mut Vec<Problem>) -> Option<Self> {
        let (mut node, _) = data::toml(id, sources.get(id).text());
        // Told by who reads the components.
        data::rename(&mut node, renamed::THEMES, &mut Vec::new());
        let entry = node.as_map()?.entries.iter().find(|entry| entry.key.value == "colors")?;
        let mut fields = Fields::new(&entry.node, problems);
        let sheet = fields.text("sheet").map(|t| t.value).unwrap_or_default();
        let mut names = |key| fields.texts(key).into_iter().map(|t| t.value).collect::<Vec<String>>();
        let (grounds, text, controls) = (names("grounds"), names("text"), names("controls"));
        let mut colours = |key| {
            let map = fields.map(key);
            let mut read = Vec::new();
            for entry in map.iter().flat_map(|map| &map.entries) {
                match entry.node.as_text().and_then(Colour::read) {
                    Some(colour) => read.push((entry.key.value.clone(), colour)),
                    None => fields.problems().push(not_a_colour(entry)),
                }
            }
            read
        };
        let (light, dark) = (colours("light"), colours("dark"));
        fields.finish();
        Some(Self { sheet, light, dark, grounds, text, controls })
    }

    /// What is wrong with the colours that a site chooses: names that the theme does not have, and colours that
    /// cannot be read where they stand.
    pub(super) fn check(&self, theme: &str, config: &Config) -> Vec<Problem> {
        let brand = &config.brand;
        if self.light.is_empty() {
            let typed = brand.light.iter().chain(&brand.dark);
            return typed.map(|colour| no_colours(theme, colour)).collect();
        }
        let mut problems = Vec::new();
        for (own, typed) in [(&self.light, &brand.light), (&self.dark, &brand.dark)] {
            let names: Vec<&str> = own.iter().map(|(name, _)| name.as_str()).collect();
            let unknown = typed.iter().filter(|colour| !names.contains(&colour.name.value.as_str()));
            problems.extend(unknown.map(|colour| match names.is_empty() {
                true => no_night(theme, colour),
                false => unknown_name(colour, &names),
            }));
        }
        for time in [Time::Day, Time::Night] {
            self.check_at(time, &self.seen(time, brand), &mut problems);
        }
        problems
    }

    /// A colour by day, as the site or else the theme has it.
    pub(super) fn by_day(&self, name: &str, brand: &BrandConfig) -> Option<String> {
        let seen = self.seen(Time::Day, brand);
        seen.iter().find(|seen| seen.name == name).map(|seen| seen.colour.to_string())
    }

    /// The style sheet to which the colours of a site are added, and what is added.
    pub(super) fn added(&self, brand: &BrandConfig) -> Option<(&str, String)> {
        if self.light.is_empty() || !brand.has_colours() {
            return None;
        }
        let of = |time| {
            let seen = self.seen(time, brand);
            let own = seen.iter().filter(|seen| seen.typed.is_some());
            own.fold(String::new(), |mut css, seen| {
                // Writing to a text never fails.
                let _ = write!(css, "--{}:{};", seen.name, seen.colour);
                css
            })
        };
        let (day, night) = (of(Time::Day), of(Time::Night));
        // Paper keeps the colours that the theme prints with. The papers of a site by day are not those of its
        // night, which would otherwise come before in the sheet, and lose.
        let mut css = String::new();
        if !day.is_empty() {
            let _ = write!(css, "@media screen and (prefers-color-scheme:light){{:root{{{day}}}}}");
        }
        if !night.is_empty() {
            let _ = write!(css, "@media screen and (prefers-color-scheme:dark){{:root{{{night}}}}}");
        }
        (!css.is_empty()).then_some((self.sheet.as_str(), css))
    }

    /// The colours of the theme at a time, with those of the site in their place.
    fn seen<'a>(&'a self, time: Time, brand: &BrandConfig) -> Vec<Seen<'a>> {
        let (own, typed) = match time {
            Time::Day => (&self.light, &brand.light),
            Time::Night => (&self.dark, &brand.dark),
        };
        let mut seen: Vec<Seen<'_>> = own
            .iter()
            .map(|(name, colour)| {
                let chosen = chosen(typed, name);
                let typed = chosen.map(|chosen| Typed { span: chosen.span, derived: false });
                Seen { name, colour: chosen.map_or(*colour, |chosen| chosen.value), typed }
            })
            .collect();
        if time == Time::Night {
            let grounds = colours_of(&seen, &self.grounds);
            for seen in seen.iter_mut().filter(|seen| seen.typed.is_none() && self.is_read(seen.name)) {
                let Some(day) = chosen(&brand.light, seen.name) else { continue };
                let Some(colour) = day.value.on_dark(&grounds, BY_NIGHT) else { continue };
                (seen.colour, seen.typed) = (colour, Some(Typed { span: day.span, derived: true }));
            }
        }
        seen
    }

    fn is_read(&self, name: &str) -> bool {
        self.text.iter().chain(&self.controls).any(|known| known == name)
    }

    fn check_at(&self, time: Time, seen: &[Seen<'_>], problems: &mut Vec<Problem>) {
        let roles = [(&self.text, OF_TEXT), (&self.controls, OF_CONTROL)];
        let among = |seen: &Seen<'_>, names: &[String]| names.iter().any(|name| name == seen.name);
        let mut pairs = Vec::new();
        for (names, least) in roles {
            for front in seen.iter().filter(|seen| among(seen, names)) {
                for ground in seen.iter().filter(|seen| among(seen, &self.grounds)) {
                    pairs.push(Pair { front, ground, least });
                }
            }
        }
        // A colour is told once, on the ground where it is read worst. Where the site chose the ground alone,
        // that is what is to change.
        let is_to_change = |pair: &Pair<'_>, name: &str| {
            let derived = pair.front.typed.is_none_or(|typed| typed.derived);
            pair.front.name == name || (pair.ground.name == name && derived)
        };
        for own in seen {
            let Some(typed) = own.typed else { continue };
            let faults =
                pairs.iter().filter(|pair| pair.ratio() < pair.least && is_to_change(pair, own.name));
            let Some(worst) = faults.min_by(|one, two| one.ratio().total_cmp(&two.ratio())) else { continue };
            let others = pairs.iter().filter_map(|pair| pair.other(own.name));
            let near = own.colour.nearest_with(&others.collect::<Vec<_>>());
            problems.push(low(time, typed.span, worst, near));
        }
    }
}

/// What is read, and what it stands on.
struct Pair<'a> {
    front: &'a Seen<'a>,
    ground: &'a Seen<'a>,
    /// The contrast that it must have.
    least: f64,
}

impl Pair<'_> {
    fn ratio(&self) -> f64 {
        self.front.colour.contrast(self.ground.colour)
    }

    /// Of a pair that holds this one, the other, with the contrast that it must have.
    fn other(&self, name: &str) -> Option<(Colour, f64)> {
        match name {
            name if name == self.front.name => Some((self.ground.colour, self.least)),
            name if name == self.ground.name => Some((self.front.colour, self.least)),
            _ => None,
        }
    }
}

/// The colour that a site gives under a name.
fn chosen<'a>(list: &'a [BrandColour], name: &str) -> Option<&'a Spanned<Colour>> {
    list.iter().rfind(|colour| colour.name.value == name).map(|colour| &colour.colour)
}

fn colours_of(seen: &[Seen<'_>], names: &[String]) -> Vec<Colour> {
    seen.iter().filter(|seen| names.iter().any(|name| name == seen.name)).map(|seen| seen.colour).collect()
}

#[allow(clippy::cast_possible_truncation)]
fn low(time: Time, span: Span, pair: &Pair<'_>, near: Option<Colour>) -> Problem {
    let Pair { front, ground, least } = pair;
    // From 1 to 21; what is just short of enough is not said to be enough.
    let hundredths = (pair.ratio() * 100.0).floor() as i64;
    let key = if time == Time::Day { "template.contrast-day" } else { "template.contrast-night" };
    let least = if *least >= OF_TEXT { "template.contrast-text" } else { "template.contrast-control" };
    let message = Message::key(key)
        .with("name", front.name)
        .with("found", front.colour.to_string())
        .with("other", ground.name)
        .with("ground", ground.colour.to_string())
        .with("whole", hundredths / 100)
        .with("cents", format!("{:02}", hundredths % 100))
        .with("least", Arg::Key(least));
    let help = match near {
        Some(near) => Message::key("template.contrast-nearest").with("near", near.to_string()),
        None => Message::key("template.contrast-none"),
    };
    Problem::new(ProblemKind::LowContrast, span, message).help(help)
}

fn not_a_colour(entry: &data::Entry) -> Problem {
    let message = Message::key("config.colour").with("value", entry.node.as_text().unwrap_or(""));
    let problem = Problem::new(ProblemKind::InvalidValue, entry.node.span, message);
    problem.help(Message::key("config.colour-example"))
}

fn no_colours(theme: &str, colour: &BrandColour) -> Problem {
    let message = Message::key("template.brand-no-colours").with("theme", theme);
    let problem = Problem::new(ProblemKind::UnknownKey, colour.name.span, message);
    problem.help(Message::key("template.brand-no-colours-help"))
}

fn no_night(theme: &str, colour: &BrandColour) -> Problem {
    let message = Message::key("template.brand-no-night").with("theme", theme);
    let problem = Problem::new(ProblemKind::UnknownKey, colour.name.span, message);
    problem.help(Message::key("template.brand-no-night-help"))
}

fn unknown_name(colour: &BrandColour, names: &[&str]) -> Problem {
    let message = Message::key("template.brand-colour").with("name", colour.name.value.as_str());
    let problem = Problem::new(ProblemKind::UnknownKey, colour.name.span, message);
    match data::nearest(&colour.name.value, names.iter().copied()) {
        Some(near) => problem.help(Message::key("data.did-you-mean").with("name", near)),
        None => {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            problem.help(Message::key("template.brand-colours").with("names", names))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::tests::built;

    /// What the built-in theme declares is what its style sheet says, and can be read.
    #[test]
    fn the_colours_of_the_theme_are_those_of_its_style_sheet() {
        let css = include_str!("../../themes/limpide/static/limpide.css");
        let declaration = include_str!("../../themes/limpide/theme.toml");
        let mut sources = Sources::default();
        let id = sources.add(crate::source::Source::new("theme.toml", declaration.as_bytes().to_vec()));
        let mut problems = Vec::new();
        let palette = Palette::of(&sources, id, &mut problems).unwrap();
        assert_eq!(problems, []);
        let (_, head) = css.split_once(":root {").unwrap();
        let (day, rest) = head.split_once('}').unwrap();
        let (_, night) = rest.split_once("(prefers-color-scheme: dark)").unwrap();
        for (sheet, colours) in [(day, &palette.light), (night, &palette.dark)] {
            assert_eq!(colours.len(), 11);
            for (name, colour) in colours {
                assert!(sheet.contains(&format!("--{name}: {colour};")), "{name} {colour}");
            }
        }
        for time in [Time::Day, Time::Night] {
            let typed = |colour: &Seen<'_>| {
                Some(Typed { span: Span::new(id, 0, 0), derived: colour.name.is_empty() })
            };
            let mut seen = palette.seen(time, &BrandConfig::default());
            seen.iter_mut().for_each(|colour| colour.typed = typed(colour));
            palette.check_at(time, &seen, &mut problems);
        }
        assert_eq!(problems, []);
    }

    #[test]
    fn the_nearest_accent_is_one_that_the_theme_takes() {
        let tree = crate::files::built_in();
        for (typed, same) in [("#8a1538", true), ("#ffcc00", false), ("#7ac943", false)] {
            let colour = Colour::read(typed).unwrap();
            let near = nearest_accent(&tree, colour).unwrap();
            assert_eq!(near == colour, same, "{typed} {near}");
            let site = format!("[brand]\naccent = \"{near}\"\n");
            let built = built(&[("site.toml", &site), ("content/_index.md", "---\ntitle: Ville\n---\n")]);
            assert_eq!(built.theme().check(&built.site), [], "{near}");
        }
    }

    /// The colours of the night are those that the theme has by night, and no others.
    #[test]
    fn a_colour_that_the_night_of_a_theme_lacks_is_told() {
        let told = |dark: &str| {
            let theme = format!(
                "name = \"nu\"\n[colors]\nsheet = \"nu.css\"\n[colors.light]\naccent = \"#005f6b\"\npaper = \"#ffffff\"\n{dark}"
            );
            let built = built(&[
                ("site.toml", "[theme]\nname = \"nu\"\n[brand.dark]\naccent = \"#7fd4e0\"\n"),
                ("themes/nu/theme.toml", &theme),
                ("themes/nu/templates/page.html", "<p>{{ page.title }}</p>"),
                ("content/_index.md", "---\ntitle: Ville\n---\n"),
            ]);
            let told = built.theme().check(&built.site);
            let words = crate::words::Words::load(crate::language::Language::English);
            told.iter()
                .map(|p| (built.site.sources.slice(p.span).to_owned(), words.say(&p.message)))
                .collect::<Vec<_>>()
        };
        let said = |text: &str| vec![("accent".to_owned(), text.to_owned())];
        assert_eq!(told(""), said("The theme “nu” has no colours by night."));
        assert_eq!(told("[colors.dark]\npaper = \"#000000\"\n"), said("The theme has no colour “accent”."));
        assert_eq!(told("[colors.dark]\naccent = \"#ffffff\"\n"), vec![]);
    }

    #[test]
    fn a_theme_without_colours_says_so() {
        let built = built(&[
            ("site.toml", "[theme]\nname = \"nu\"\n[brand]\naccent = \"#005f6b\"\n"),
            ("themes/nu/theme.toml", "name = \"nu\"\n"),
            ("themes/nu/templates/page.html", "<p>{{ page.title }}</p>"),
            ("content/_index.md", "---\ntitle: Ville\n---\n"),
        ]);
        let told = built.theme().check(&built.site);
        let places: Vec<&str> = told.iter().map(|problem| built.site.sources.slice(problem.span)).collect();
        assert_eq!(places, ["accent"]);
        assert_eq!(told[0].kind, ProblemKind::UnknownKey);
    }
}
