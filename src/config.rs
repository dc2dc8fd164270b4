//! `site.toml` → [`Config`]. A mistake in it is a problem with a place, and the default stands.

use crate::data::{self, Fields, Map, Node};
use crate::finding::{Message, Problem, ProblemKind, Severity};
use crate::language::Language;
use crate::source::{Source, SourceId, Sources, Span, Spanned};

pub use beside::{ImageFormat, RedirectForm, SecurityConfig};
pub use brand::{BrandColour, BrandConfig};
use faults::{base_url_fault, baseline_fault, checked, output_fault, site_language, theme_fault};
pub use faults::{language_fault, unknown_language};
pub use feedback::{FeedbackConfig, OpinionConfig, is_mail};
pub use legal::{
    AccessibilityConfig, AuditConfig, HostConfig, LegalConfig, NamedAddress, PersonalDataConfig,
    PurposeConfig, StandardConfig, is_address,
};
pub use links::{AllowPrivate, LinksConfig};
pub use paths::PathPattern;
pub use rules::{Allow, Override, RuleSetting, rule_settings};
pub use taxonomies::{ByLanguage, TaxonomyConfig, TermConfig, TermOrder, page_size};

/// The theme that every installed program holds.
pub const BUILT_IN_THEME: &str = "limpide";

/// The form of `site.toml` that this program reads: `version = 1`. A key that changes its meaning changes it; one
/// that is new does not.
pub const VERSION: i64 = 1;

/// The settings of a site.
#[derive(Clone, Debug)]
pub struct Config {
    /// `[site]`
    pub site: SiteConfig,
    /// `[build]`
    pub build: BuildConfig,
    /// `[lint]`
    pub lint: LintConfig,
    /// `[links]`
    pub links: LinksConfig,
    /// `[search]`
    pub search: SearchConfig,
    /// `[outputs]`
    pub outputs: OutputsConfig,
    /// `[theme]`
    pub theme: ThemeConfig,
    /// `[brand]`
    pub brand: BrandConfig,
    /// `[feedback]`
    pub feedback: FeedbackConfig,
    /// `[legal]`
    pub legal: Option<LegalConfig>,
    /// `[taxonomies]`
    pub taxonomies: Vec<TaxonomyConfig>,
    /// The whole of `site.toml`, for what has no place of its own.
    pub span: Option<Span>,
}

/// `[site]`: what the site is.
#[derive(Clone, Debug)]
pub struct SiteConfig {
    /// Its name.
    pub title: String,
    /// One sentence about it.
    pub description: Option<String>,
    /// Where it is published, without a final slash: `https://demarches.exemple.fr`. May hold a
    /// path. Empty when not set: addresses are then written from the root.
    pub base_url: String,
    /// Tag of its main language: `fr`.
    pub language: String,
    /// Tags of the other languages it holds.
    pub languages: Vec<String>,
    /// Who publishes it.
    pub publisher: Option<String>,
    /// False for a site that search engines are asked to leave alone: one that is not open yet.
    pub index: bool,
    /// `[site.security]`
    pub security: Option<SecurityConfig>,
}

/// What a build does with a page that holds an error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnError {
    /// Nothing is published.
    #[default]
    Stop,
    /// The page keeps its last published version (or is left out); the rest is published.
    HoldPage,
}

/// The form of a page's address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Addresses {
    /// `/passeport/`
    #[default]
    Folder,
    /// `/passeport.html`
    File,
}

/// `[build]`: how it is published.
#[derive(Clone, Debug)]
pub struct BuildConfig {
    /// What an error does.
    pub on_error: OnError,
    /// The form of addresses.
    pub addresses: Addresses,
    /// Publish drafts too.
    pub drafts: bool,
    /// Folder the site is published to, from the site's folder.
    pub output: String,
    /// Publish texts compressed too, beside themselves.
    pub precompress: bool,
    /// The forms in which earlier addresses are published, each once, in the order of their names.
    pub redirects: Vec<RedirectForm>,
}

/// `[lint]`: how it is checked.
#[derive(Clone, Debug)]
pub struct LintConfig {
    /// The severity from which `check` fails.
    pub fail_on: Severity,
    /// The named set of settings to start from, if one is chosen.
    pub profile: Option<Spanned<String>>,
    /// Settings of single rules, over those of the profile.
    pub rules: Vec<RuleSetting>,
    /// Settings for a part of the pages; of two that match a page, the last speaks last.
    pub overrides: Vec<Override>,
    /// Front-matter keys of the site's own, accepted and left alone.
    pub accept_keys: Vec<String>,
    /// What is not to be told of some files.
    pub allow: Vec<Allow>,
    /// The file of findings already known, from the site's folder.
    pub baseline: Option<String>,
}

/// `[search]`: how readers look for a page.
#[derive(Clone, Copy, Debug)]
pub struct SearchConfig {
    /// The site has a page to search it, and an index in files beside it.
    pub enabled: bool,
}

/// `[outputs]`: what is published beside the pages, for those who read otherwise than in a browser.
#[derive(Clone, Copy, Debug)]
pub struct OutputsConfig {
    /// Each page as Markdown too, and `llms.txt`, which lists them.
    pub markdown: bool,
    /// `opensearch.xml`, by which a browser offers to search the site.
    pub opensearch: bool,
    /// `manifest.webmanifest`: its name and its colours, for who keeps it on a telephone.
    pub manifest: bool,
}

/// `[theme]`: how it looks.
#[derive(Clone, Debug)]
pub struct ThemeConfig {
    /// Its name, a folder of `themes/`.
    pub name: Spanned<String>,
    /// `[theme.options]`, as declared in the theme's `theme.toml`.
    pub options: Option<Node>,
    /// The formats in which images are published beside their own, in place of what the theme asks for.
    pub image_formats: Option<Vec<ImageFormat>>,
}

impl Default for SiteConfig {
    fn default() -> Self {
        Self {
            title: String::new(),
            description: None,
            base_url: String::new(),
            language: "fr".to_owned(),
            languages: Vec::new(),
            publisher: None,
            index: true,
            security: None,
        }
    }
}

impl Default for BuildConfig {
    fn default() -> Self {
        Self {
            on_error: OnError::default(),
            addresses: Addresses::default(),
            drafts: false,
            output: "public".to_owned(),
            precompress: false,
            redirects: vec![RedirectForm::Html],
        }
    }
}

impl Default for LintConfig {
    fn default() -> Self {
        Self {
            fail_on: Severity::Error,
            profile: None,
            rules: Vec::new(),
            overrides: Vec::new(),
            accept_keys: Vec::new(),
            allow: Vec::new(),
            baseline: None,
        }
    }
}

impl Default for SearchConfig {
    fn default() -> Self {
        Self { enabled: true }
    }
}

impl Default for OutputsConfig {
    fn default() -> Self {
        Self { markdown: false, opensearch: true, manifest: true }
    }
}

impl ThemeConfig {
    /// The built-in theme, as if named at `span`.
    fn at(span: Span) -> Self {
        Self { name: Spanned::new("limpide".to_owned(), span), options: None, image_formats: None }
    }
}

impl Default for Config {
    /// The settings of a site without `site.toml`. The theme's name, typed nowhere, has an empty
    /// span at the start of the first file.
    fn default() -> Self {
        let first = Sources::default().add(Source::new("", Vec::new()));
        Self::at(Span::new(first, 0, 0), None)
    }
}

impl Config {
    fn at(theme: Span, span: Option<Span>) -> Self {
        Self {
            site: SiteConfig::default(),
            build: BuildConfig::default(),
            lint: LintConfig::default(),
            links: LinksConfig::default(),
            search: SearchConfig::default(),
            outputs: OutputsConfig::default(),
            theme: ThemeConfig::at(theme),
            brand: BrandConfig::default(),
            feedback: FeedbackConfig::default(),
            legal: None,
            taxonomies: Vec::new(),
            span,
        }
    }

    /// Reads `site.toml`. Never fails; what is wrong is in the problems.
    pub fn read(source: SourceId, text: &str) -> (Self, Vec<Problem>) {
        let (mut node, mut problems) = data::toml(source, text);
        data::rename(&mut node, renamed::SITE, &mut problems);
        let mut config = Self::at(Span::new(source, 0, 0), Some(Span::new(source, 0, text.len())));
        let mut sections = Fields::new(&node, &mut problems);
        if let Some(map) = sections.map("site") {
            config.site.read(map, sections.problems());
        }
        if let Some(map) = sections.map("build") {
            config.build.read(map, sections.problems());
        }
        if let Some(map) = sections.map("lint") {
            config.lint.read(map, sections.problems());
        }
        if let Some(map) = sections.map("links") {
            config.links.read(map, sections.problems());
        }
        if let Some(map) = sections.map("search") {
            config.search.read(map, sections.problems());
        }
        if let Some(map) = sections.map("outputs") {
            config.outputs.read(map, sections.problems());
        }
        if let Some(map) = sections.map("theme") {
            config.theme.read(map, sections.problems());
        }
        if let Some(map) = sections.map("brand") {
            config.brand = BrandConfig::read(map, sections.problems());
        }
        if let Some(map) = sections.map("feedback") {
            config.feedback = FeedbackConfig::read(map, sections.problems());
        }
        if let (Some(map), Some(span)) = (sections.map("legal"), sections.place("legal")) {
            config.legal = Some(LegalConfig::read(map, span, sections.problems()));
        }
        if let Some(map) = sections.map("taxonomies") {
            config.taxonomies = taxonomies::read(map, sections.problems());
        }
        if let Some(version) = sections.int("version").filter(|version| version.value != VERSION) {
            let message = Message::key("config.version").with("found", version.value).with("known", VERSION);
            let help = Message::key("config.version-help").with("known", VERSION);
            sections
                .problems()
                .push(Problem::new(ProblemKind::InvalidValue, version.span, message).help(help));
        }
        sections.finish();
        keys::check(&node, &mut problems);
        keys::told_once(&mut problems);
        problems.sort_by_key(|problem| problem.span.start);
        (config, problems)
    }

    /// The language the program speaks to this site's editors.
    pub fn language(&self) -> Language {
        Language::of(&self.site.language).unwrap_or_default()
    }
}

impl SiteConfig {
    fn read(&mut self, map: &Map, problems: &mut Vec<Problem>) {
        let mut fields = Fields::of(map, problems);
        set(&mut self.title, fields.text("title"));
        self.description = fields.text("description").map(|t| t.value);
        let base_url = fields.text("base_url");
        if let Some(url) = base_url.and_then(|url| checked(&mut fields, url, base_url_fault)) {
            self.base_url = url.trim_end_matches('/').to_owned();
        }
        if let Some(tag) = fields.text("language").and_then(|tag| site_language(&mut fields, tag)) {
            self.language = tag;
        }
        let languages = fields.texts("languages");
        self.languages = languages.into_iter().filter_map(|tag| site_language(&mut fields, tag)).collect();
        self.publisher = fields.text("publisher").map(|t| t.value);
        set(&mut self.index, fields.bool("index"));
        if let (Some(map), Some(span)) = (fields.map("security"), fields.place("security")) {
            self.security = SecurityConfig::read(map, span, fields.problems());
        }
        fields.finish();
    }
}

impl BuildConfig {
    fn read(&mut self, map: &Map, problems: &mut Vec<Problem>) {
        let mut fields = Fields::of(map, problems);
        let on_error = [("stop", OnError::Stop), ("hold-page", OnError::HoldPage)];
        set(&mut self.on_error, fields.choice("on_error", &on_error));
        let addresses = [("folder", Addresses::Folder), ("file", Addresses::File)];
        set(&mut self.addresses, fields.choice("addresses", &addresses));
        set(&mut self.drafts, fields.bool("drafts"));
        set(&mut self.precompress, fields.bool("precompress"));
        if let Some(output) = fields.text("output").and_then(|out| checked(&mut fields, out, output_fault)) {
            let parts: Vec<&str> = output.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
            self.output = parts.join("/");
        }
        self.redirects =
            RedirectForm::read(&mut fields).unwrap_or_else(|| std::mem::take(&mut self.redirects));
        fields.finish();
    }
}

impl LintConfig {
    fn read(&mut self, map: &Map, problems: &mut Vec<Problem>) {
        let mut fields = Fields::of(map, problems);
        set(&mut self.fail_on, fields.choice("fail_on", &Severity::NAMES));
        self.accept_keys = fields.texts("accept_keys").into_iter().map(|t| t.value).collect();
        self.profile = fields.text("profile");
        self.rules = rule_settings(&mut fields);
        let overrides = fields.node("override").map_or(&[][..], Node::items);
        self.overrides =
            overrides.iter().filter_map(|node| Override::read(node, fields.problems())).collect();
        let items = fields.node("allow").map_or(&[][..], Node::items);
        self.allow = items.iter().filter_map(|item| Allow::read(item, fields.problems())).collect();
        self.baseline = fields.text("baseline").and_then(|path| checked(&mut fields, path, baseline_fault));
        fields.finish();
    }
}

impl SearchConfig {
    fn read(&mut self, map: &Map, problems: &mut Vec<Problem>) {
        let mut fields = Fields::of(map, problems);
        set(&mut self.enabled, fields.bool("enabled"));
        fields.finish();
    }
}

impl OutputsConfig {
    fn read(&mut self, map: &Map, problems: &mut Vec<Problem>) {
        let mut fields = Fields::of(map, problems);
        set(&mut self.markdown, fields.bool("markdown"));
        set(&mut self.opensearch, fields.bool("opensearch"));
        set(&mut self.manifest, fields.bool("manifest"));
        fields.finish();
    }
}

impl ThemeConfig {
    fn read(&mut self, map: &Map, problems: &mut Vec<Problem>) {
        let mut fields = Fields::of(map, problems);
        if let Some(name) = fields.text("name") {
            let span = name.span;
            if let Some(value) = checked(&mut fields, name, theme_fault) {
                self.name = Spanned::new(value, span);
            }
        }
        if fields.map("options").is_some() {
            self.options = fields.node("options").cloned();
        }
        self.image_formats = ImageFormat::read(&mut fields, "image_formats");
        fields.finish();
    }
}

/// Replaces a default by what was typed, if anything was.
fn set<T>(place: &mut T, typed: Option<Spanned<T>>) {
    if let Some(typed) = typed {
        *place = typed.value;
    }
}

mod beside;
mod brand;
pub mod colour;
pub mod components;
mod faults;
mod feedback;
pub mod keys;
pub mod left;
mod legal;
mod links;
mod paths;
pub mod renamed;
mod rules;
mod taxonomies;
#[cfg(test)]
mod tests;
