//! A theme: `theme.toml`, what may be set in it, and its templates.

use std::collections::{BTreeMap, BTreeSet};

use tera::Tera;

use super::brand::Palette;
use super::fields::{Names, Wrong};
use super::given::Free;
use super::options::{self, Declaration, Declared};
use super::own_words::OwnWords;
use super::{for_pages, functions, images, templates};
use crate::config::Config;
use crate::data;
use crate::finding::{Message, Problem, ProblemKind};
use crate::site::Site;
use crate::source::{Asset, SourceId, Sources, Span, Spanned};

/// The theme that every installed program holds.
const BUILT_IN: &str = "limpide";

/// What the name of a template starts with where the site replaces a built-in one: the other keeps its name,
/// so that the site’s may extend it.
const REPLACES: &str = "site:";

/// How a site looks: templates ready to render, and the site's choices.
#[derive(Clone, Debug)]
pub struct Theme {
    /// Its folder's name.
    pub name: String,
    /// Itself, and the themes it extends, the nearest first.
    chain: Vec<String>,
    pub(super) tera: Tera,
    /// The file of each template, by its whole name: `limpide/page.html`.
    pub(super) files: BTreeMap<String, SourceId>,
    /// What pages and templates call them: `page.html`.
    names: BTreeSet<String>,
    /// Those that a page may ask for.
    for_pages: BTreeSet<String>,
    pub(super) options: Free,
    /// The files that the site gives as options, each with the option’s name.
    option_files: Vec<(String, Spanned<String>)>,
    /// Where a field that is not there is already told: a template, and a byte of it.
    pub(super) told: BTreeSet<(String, usize)>,
    /// How the images of pages are made smaller.
    pub(super) images: images::Settings,
    /// The words of the interface that it gives.
    pub(super) own_words: OwnWords,
    /// The colours that a site may change.
    pub(super) palette: Palette,
    /// The scripts of the program that it calls, without what else the built-in theme has.
    scripts: Vec<Spanned<String>>,
    /// The functions that hold the whole site, of those that templates may call.
    pub(super) calls: BTreeSet<&'static str>,
}

/// The text files of a theme, by their path inside it; twice where the site’s replaces a built-in one.
type Texts<'a> = Vec<(&'a str, SourceId)>;

impl Theme {
    /// Reads the theme that `site.toml` names out of the text files of every theme, each known by
    /// `<theme>/<path>`, and those it extends. Never fails: a theme that is not there is replaced by the
    /// built-in one, a template that cannot be read is left out, and the problems say so.
    pub fn load(sources: &Sources, texts: &[(String, SourceId)], config: &Config) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let name = chosen(texts, &config.theme.name, &mut problems);
        let (chain, Declaration { options, words, scripts, .. }) =
            chain(sources, texts, &name, &mut problems);
        // Those of the nearest theme that says something of them.
        let declarations: Vec<SourceId> = chain
            .iter()
            .flat_map(|theme| texts_of(texts, theme).into_iter().rev())
            .filter_map(|(path, id)| (path == "theme.toml").then_some(id))
            .collect();
        let images = declarations.iter().find_map(|id| images::Settings::of(sources, *id, &mut problems));
        let images = images.unwrap_or_default().or_as(config.theme.image_formats.as_deref());
        let files = chain.iter().flat_map(|theme| texts_of(texts, theme).into_iter().rev());
        let own_words = OwnWords::read(sources, files, words, &mut problems);
        let palette = declarations.iter().find_map(|id| Palette::of(sources, *id, &mut problems));
        let palette = palette.unwrap_or_default();
        let settled: Vec<String> = options.iter().map(|option| option.name.clone()).collect();
        let mut told = BTreeSet::new();
        let (options, option_files) = options::settle(&options, config.theme.options.as_ref(), &mut problems);
        let mut files = BTreeMap::new();
        let mut names = BTreeSet::new();
        for theme in &chain {
            for (path, id) in texts_of(texts, theme) {
                let Some(template) = path.strip_prefix("templates/") else { continue };
                names.insert(template.to_owned());
                let whole = format!("{theme}/{template}");
                let whole = if files.contains_key(&whole) { format!("{REPLACES}{whole}") } else { whole };
                files.insert(whole, id);
            }
        }
        // A name alone is that of the nearest theme which has it.
        let mut prefixes: Vec<String> =
            chain.iter().flat_map(|theme| [format!("{REPLACES}{theme}/"), format!("{theme}/")]).collect();
        prefixes.push(REPLACES.to_owned());
        let for_pages = for_pages::names(sources, &files, &prefixes);
        let (tera, found) = templates::load(sources, &files, &prefixes);
        problems.extend(found);
        let names_of = Names::new(&settled, &own_words.own_names());
        let nothing = BTreeSet::new();
        let bound: BTreeSet<String> =
            files.values().flat_map(|id| names_of.bound(sources.get(*id).text())).collect();
        let texts: Vec<&str> = files.values().map(|id| sources.get(*id).text()).collect();
        let called = |name: &&&str| texts.iter().any(|text| functions::may_call(text, name));
        let calls = functions::OF_THE_SITE.iter().filter(called).copied().collect();
        for (name, id) in &files {
            // What another template includes sees what that one binds.
            let short = name.rsplit('/').next().unwrap_or(name);
            let included = texts.iter().any(|text| {
                text.contains(&format!("include \"{short}")) || text.contains(&format!("include '{short}"))
            });
            let around = if included { &bound } else { &nothing };
            // Nothing is said of the names of a template that cannot be read.
            let is_read = tera.contains_template(name);
            for unknown in names_of.unknown(sources.get(*id).text(), around, &bound) {
                if unknown.wrong == Wrong::Name && !is_read {
                    continue;
                }
                told.extend([unknown.at.start, unknown.from].map(|at| (name.clone(), at)));
                let span = Span::new(*id, unknown.at.start, unknown.at.end);
                problems.push(templates::unknown(span, &unknown));
            }
        }
        let theme = Self {
            name,
            chain,
            tera,
            files,
            names,
            for_pages,
            options,
            option_files,
            told,
            images,
            own_words,
            palette,
            scripts,
            calls,
        };
        (theme, problems)
    }

    /// The files that are published as they are: those of `content/`, and of each path that these leave
    /// the one of the nearest theme.
    pub(super) fn published<'a>(&self, assets: &'a [Asset]) -> Vec<&'a Asset> {
        let rank = |asset: &Asset| match &asset.theme {
            None => Some(0),
            Some(theme) => {
                let lent = || is_script(asset) && self.scripts.iter().any(|lent| lent.value == asset.path);
                let rank = self.chain.iter().position(|known| known == theme).map(|rank| rank + 1);
                rank.or_else(|| lent().then_some(usize::MAX))
            }
        };
        let mut nearest: BTreeMap<&str, (usize, &Asset)> = BTreeMap::new();
        for asset in assets {
            let Some(rank) = rank(asset) else { continue };
            let kept = nearest.entry(&asset.path).or_insert((rank, asset));
            if rank < kept.0 {
                *kept = (rank, asset);
            }
        }
        nearest.into_values().map(|(_, asset)| asset).collect()
    }
}

/// A script of the program, which a theme may call without extending the built-in one.
fn is_script(asset: &Asset) -> bool {
    asset.theme.as_deref() == Some(BUILT_IN) && asset.path.ends_with(".js")
}

fn texts_of<'a>(texts: &'a [(String, SourceId)], theme: &str) -> Texts<'a> {
    let inside = |path: &'a str| path.strip_prefix(theme)?.strip_prefix('/');
    texts.iter().filter_map(|(path, id)| Some((inside(path)?, *id))).collect()
}

/// A theme and those it extends, the nearest first, with what they declare; of their options, those of the nearest
/// come last.
fn chain(
    sources: &Sources,
    texts: &[(String, SourceId)],
    name: &str,
    problems: &mut Vec<Problem>,
) -> (Vec<String>, Declaration) {
    let known: BTreeSet<&str> = names(texts);
    let mut chain: Vec<String> = Vec::new();
    let mut levels: Vec<Vec<Declared>> = Vec::new();
    let mut whole = Declaration::default();
    let mut next = Some(name.to_owned());
    while let Some(theme) = next.take() {
        let mut level = Vec::new();
        let mut extends = None;
        for (_, id) in texts_of(texts, &theme).into_iter().filter(|(path, _)| *path == "theme.toml") {
            let declared = Declaration::read(sources, id, problems);
            level.extend(declared.options);
            whole.scripts.extend(declared.scripts);
            for (name, texts) in declared.words {
                let said = whole.words.entry(name).or_default();
                for (tag, text) in texts {
                    said.entry(tag).or_insert(text);
                }
            }
            extends = declared.extends.or(extends);
        }
        chain.push(theme);
        levels.push(level);
        let Some(parent) = extends else { continue };
        if chain.contains(&parent.value) {
            let chain = [chain.as_slice(), &[parent.value]].concat().join(" → ");
            let message = Message::key("template.theme-circle").with("chain", chain);
            problems.push(Problem::new(ProblemKind::InvalidValue, parent.span, message));
        } else if known.contains(parent.value.as_str()) {
            next = Some(parent.value);
        } else {
            problems.push(unknown(&parent, &known));
        }
    }
    whole.options = levels.into_iter().rev().flatten().collect();
    (chain, whole)
}

/// The folders of themes.
fn names(texts: &[(String, SourceId)]) -> BTreeSet<&str> {
    texts.iter().filter_map(|(path, _)| path.split('/').next()).collect()
}

fn unknown(named: &Spanned<String>, known: &BTreeSet<&str>) -> Problem {
    let message = Message::key("template.unknown-theme").with("name", named.value.as_str());
    let known = known.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
    let help = Message::key("template.unknown-theme-help");
    let help = help.with("names", known).with("name", named.value.as_str());
    Problem::new(ProblemKind::UnknownName, named.span, message).help(help)
}

/// The theme that is named, or the built-in one when there is none of that name.
fn chosen(texts: &[(String, SourceId)], named: &Spanned<String>, problems: &mut Vec<Problem>) -> String {
    let known = names(texts);
    if known.contains(named.value.as_str()) {
        return named.value.clone();
    }
    problems.push(unknown(named, &known));
    BUILT_IN.to_owned()
}

impl Theme {
    /// What the pages of a site ask of the theme and it does not have, and what its templates name of the site
    /// and is not there: known without rendering.
    pub fn check(&self, site: &Site) -> Vec<Problem> {
        let asked = site.pages.iter().filter_map(|page| page.front.template.as_ref());
        let templates = asked.filter_map(|asked| self.named(asked).err());
        let config = &site.config;
        let brand: Vec<&Spanned<String>> = config.brand.logo.iter().chain(&config.brand.icon).collect();
        let asks = !self.option_files.is_empty() || !brand.is_empty();
        let files = if asks { self.published(&site.assets) } else { Vec::new() };
        let is_there = |path: &str| files.iter().any(|asset| asset.path == path);
        let near =
            |problem: Problem, path: &str| match data::nearest(path, files.iter().map(|a| a.path.as_str())) {
                Some(near) => problem.help(Message::key("data.did-you-mean").with("name", near)),
                None => problem,
            };
        let absent =
            self.option_files.iter().filter(|(_, path)| !is_there(&path.value)).map(|(name, path)| {
                let message = Message::key("template.option-no-file").with("name", name.as_str());
                let message = message.with("path", path.value.as_str());
                near(Problem::new(ProblemKind::UnknownName, path.span, message), &path.value)
            });
        let of_brand = brand.iter().filter(|path| !is_there(&path.value)).map(|path| {
            let message = Message::key("template.brand-no-file").with("path", path.value.as_str());
            near(Problem::new(ProblemKind::UnknownName, path.span, message), &path.value)
        });
        let scripts = || site.assets.iter().filter(|asset| is_script(asset)).map(|asset| asset.path.as_str());
        let unlent = self.scripts.iter().filter(|script| !scripts().any(|known| known == script.value));
        let unlent = unlent.map(|script| {
            let message = Message::key("template.no-script").with("name", script.value.as_str());
            let names: BTreeSet<String> = scripts().map(str::to_owned).collect();
            let help = Message::key("template.scripts").with("names", names.into_iter().collect::<Vec<_>>());
            Problem::new(ProblemKind::UnknownName, script.span, message).help(help)
        });
        let mut problems: Vec<Problem> = templates.chain(absent).chain(of_brand).chain(unlent).collect();
        problems.extend(self.palette.check(&self.name, config));
        problems.extend(self.literals(site).problems);
        problems.extend(self.own_words.missing(site, &self.name));
        problems
    }

    /// The templates that a page may ask for by name, each with its file: that of the site before the built-in one.
    pub fn page_templates(&self) -> impl Iterator<Item = (&str, Option<SourceId>)> {
        self.for_pages.iter().map(|name| {
            let whole = self.chain.iter().map(|theme| format!("{theme}/{name}"));
            let file = |whole: String| {
                self.files.get(&format!("{REPLACES}{whole}")).or_else(|| self.files.get(&whole)).copied()
            };
            (name.as_str(), whole.into_iter().find_map(file))
        })
    }

    /// The file `words/<tag>.toml` of a language, to be filled in: each word of the interface in both languages of
    /// the program, with what this theme gives already.
    pub fn words(&self, tag: &str) -> String {
        self.own_words.skeleton(tag)
    }

    /// The template a page asked for by name (with or without `.html`), or what is wrong with it.
    pub(super) fn named(&self, asked: &Spanned<String>) -> Result<&str, Problem> {
        let full = format!("{}.html", asked.value);
        let known = self.names.iter().find(|name| **name == asked.value || **name == full);
        if let Some(known) = known.filter(|name| self.for_pages.contains(*name)) {
            return Ok(known);
        }
        let names = self.for_pages.iter().map(|name| name.trim_end_matches(".html"));
        let near = data::nearest(&asked.value, names.clone());
        let key = if known.is_some() { "template.not-for-pages" } else { "template.unknown" };
        let message = Message::key(key).with("name", asked.value.as_str());
        let names: Vec<String> = names.map(str::to_owned).collect();
        let help = match near {
            Some(near) => Message::key("template.unknown-nearest").with("near", near),
            None => Message::key("template.unknown-help"),
        };
        Err(Problem::new(ProblemKind::UnknownName, asked.span, message).help(help.with("names", names)))
    }

    /// The first of these templates that the theme has.
    pub(super) fn first<'t>(&self, names: &[&'t str]) -> Option<&'t str> {
        names.iter().find(|name| self.names.contains(**name)).copied()
    }

    /// A place to speak of the theme as a whole: the start of one of its files.
    pub(super) fn place(&self) -> Option<Span> {
        self.files.values().next().map(|id| Span::new(*id, 0, 0))
    }
}
