//! `site.toml` → [`Config`]. A mistake in it is a problem with a place, and the default stands.

use crate::data::{self, Fields, Map, Node, Value};
use crate::finding::{Message, Problem, ProblemKind, Severity};
use crate::language::Language;
use crate::source::{Source, SourceId, Sources, Span, Spanned};

pub use beside::{ImageFormat, RedirectForm, SecurityConfig};
pub use brand::{BrandColour, BrandConfig};
pub use feedback::{FeedbackConfig, OpinionConfig, is_mail};
pub use legal::{
    AccessibilityConfig, AuditConfig, HostConfig, LegalConfig, NamedAddress, PersonalDataConfig,
    PurposeConfig, StandardConfig, is_address,
};
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

/// `[links]`: how external links are checked.
#[derive(Clone, Debug)]
pub struct LinksConfig {
    /// Seconds before an answer is given up.
    pub timeout: u64,
    /// Addresses left unchecked: prefixes.
    pub exclude: Vec<String>,
    /// Private and loopback addresses that may be asked.
    pub allow_private: AllowPrivate,
    /// Who we say we are, beside the program’s name: an address of contact.
    pub contact: Option<String>,
    /// Days for which an address that answered is not asked again.
    pub fresh_days: u64,
    /// Requests at once to one host.
    pub per_host: u64,
    /// Requests at once, all hosts together.
    pub at_once: u64,
    /// Milliseconds between the visits of two pages of one host.
    pub pause: u64,
    /// The beginning of pages is read, to tell those that answer « not found » with a code of success.
    pub read_pages: bool,
}

impl LinksConfig {
    /// Whether an address, as typed, is one that is never asked.
    pub fn excludes(&self, address: &str) -> bool {
        self.exclude.iter().any(|prefix| !prefix.is_empty() && address.starts_with(prefix.as_str()))
    }
}

/// `[links] allow_private`: hosts that are not public and may be asked all the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum AllowPrivate {
    /// None.
    #[default]
    None,
    /// These, as written in an address, in small letters.
    Hosts(Vec<String>),
    /// All of them.
    All,
}

impl AllowPrivate {
    /// Whether a host, as an address has it, may be asked wherever it leads.
    pub fn holds(&self, host: &str) -> bool {
        match self {
            Self::None => false,
            Self::All => true,
            Self::Hosts(hosts) => hosts.iter().any(|known| known.eq_ignore_ascii_case(host)),
        }
    }
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

impl Default for LinksConfig {
    fn default() -> Self {
        Self {
            timeout: 20,
            exclude: Vec::new(),
            allow_private: AllowPrivate::None,
            contact: None,
            fresh_days: 7,
            per_host: 4,
            at_once: 32,
            pause: 200,
            read_pages: true,
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
        if let Some(tag) = fields.text("language").and_then(|tag| checked(&mut fields, tag, language_fault)) {
            self.language = tag;
        }
        let languages = fields.texts("languages");
        self.languages =
            languages.into_iter().filter_map(|tag| checked(&mut fields, tag, language_fault)).collect();
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

impl LinksConfig {
    fn read(&mut self, map: &Map, problems: &mut Vec<Problem>) {
        let mut fields = Fields::of(map, problems);
        let mut number = |key, least: u64, most: u64| {
            let number = fields.int(key)?;
            let known = u64::try_from(number.value).ok().filter(|n| (least..=most).contains(n));
            if known.is_none() {
                let message = Message::key("config.between").with("key", key);
                let message = message.with("least", least.to_string()).with("most", most.to_string());
                fields.problems().push(Problem::new(ProblemKind::InvalidValue, number.span, message));
            }
            known
        };
        self.timeout = number("timeout", 1, 600).unwrap_or(self.timeout);
        self.fresh_days = number("fresh_days", 0, 365).unwrap_or(self.fresh_days);
        self.per_host = number("per_host", 1, 64).unwrap_or(self.per_host);
        self.at_once = number("at_once", 1, 512).unwrap_or(self.at_once);
        self.pause = number("pause", 0, 60_000).unwrap_or(self.pause);
        self.exclude = fields.texts("exclude").into_iter().map(|t| t.value).collect();
        self.allow_private = allow_private(&mut fields);
        set(&mut self.read_pages, fields.bool("read_pages"));
        self.contact = fields.text("contact").map(|t| t.value);
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

/// Hosts that are not public and may be asked: a list, one alone, or all.
fn allow_private(fields: &mut Fields<'_, '_>) -> AllowPrivate {
    const KEY: &str = "allow_private";
    let Some(node) = fields.filled(KEY).cloned() else { return AllowPrivate::None };
    let is_host = |text: &&str| {
        let letters = text.chars().any(|c| matches!(c, '.' | ':')) || text.eq_ignore_ascii_case("localhost");
        letters || text.contains('-')
    };
    let typed = match (&node.value, node.as_bool(), node.as_text().filter(is_host)) {
        (Value::List(_), ..) => fields.texts(KEY),
        (_, Some(true), _) => return AllowPrivate::All,
        (_, Some(false), _) => return AllowPrivate::None,
        (_, None, Some(host)) => vec![Spanned::new(host.to_owned(), node.span)],
        (_, None, None) => {
            let problem =
                Problem::new(ProblemKind::InvalidValue, node.span, Message::key("config.allow-private-form"));
            fields.problems().push(problem.help(Message::key("config.allow-private-example")));
            return AllowPrivate::None;
        }
    };
    let hosts = typed.into_iter().filter_map(|host| checked(fields, host, host_fault));
    AllowPrivate::Hosts(hosts.map(as_in_address).collect())
}

/// A host as an address has it: numbers of IPv6 stand between brackets.
fn as_in_address(host: String) -> String {
    if host.parse::<core::net::Ipv6Addr>().is_ok() { format!("[{host}]") } else { host }
}

/// The name of a host, or its numbers, alone.
fn host_fault(typed: &str) -> Option<(Message, Message)> {
    let inside = typed.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(typed);
    if inside.parse::<core::net::Ipv6Addr>().is_ok() {
        return None;
    }
    let odd = |c: char| c.is_whitespace() || c.is_control() || "/\\:?#@*[]".contains(c);
    if !typed.is_empty() && !typed.contains(odd) {
        return None;
    }
    let rest = typed.split_once("://").map_or(typed, |(_, rest)| rest);
    let authority = rest.split(['/', '\\', '?', '#']).next().unwrap_or("");
    let port = |(_, port): &(&str, &str)| port.bytes().all(|b| b.is_ascii_digit());
    let host = authority.rsplit_once(':').filter(port).map_or(authority, |(host, _)| host);
    let help = match host.is_empty() || host.contains(odd) {
        true => Message::key("config.allow-private-example"),
        false => Message::key("config.allow-private-write").with("host", host),
    };
    Some((Message::key("config.allow-private").with("value", typed), help))
}

/// Replaces a default by what was typed, if anything was.
fn set<T>(place: &mut T, typed: Option<Spanned<T>>) {
    if let Some(typed) = typed {
        *place = typed.value;
    }
}

/// The value, if `fault` finds nothing wrong with it; else a problem.
fn checked(
    fields: &mut Fields<'_, '_>,
    typed: Spanned<String>,
    fault: fn(&str) -> Option<(Message, Message)>,
) -> Option<String> {
    let Some((message, help)) = fault(&typed.value) else { return Some(typed.value) };
    fields.problems().push(Problem::new(ProblemKind::InvalidValue, typed.span, message).help(help));
    None
}

fn base_url_fault(url: &str) -> Option<(Message, Message)> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let sound = rest.is_some_and(|rest| {
        let host = rest.split('/').next().unwrap_or("");
        let odd =
            |c: char| c.is_whitespace() || c.is_control() || matches!(c, '?' | '#' | '"' | '<' | '>' | '\\');
        !host.is_empty() && !host.starts_with([':', '.']) && !rest.contains(odd)
    });
    (!url.is_empty() && !sound)
        .then(|| (Message::key("config.base-url"), Message::key("config.base-url-example")))
}

/// What is wrong with a language tag, and what one looks like: two or three letters, then parts of two to eight letters
/// or digits.
pub fn language_fault(tag: &str) -> Option<(Message, Message)> {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or("");
    let alphanumeric = |part: &str| part.bytes().all(|b| b.is_ascii_alphanumeric());
    let sound = matches!(first.len(), 2..=3)
        && first.bytes().all(|b| b.is_ascii_alphabetic())
        && parts.all(|part| matches!(part.len(), 2..=8) && alphanumeric(part));
    (!sound).then(|| {
        (Message::key("config.language").with("value", tag), Message::key("config.language-example"))
    })
}

/// A relative path inside the site's folder, apart from what the site is made of. What a build
/// empties and fills must never be what an editor wrote.
fn output_fault(path: &str) -> Option<(Message, Message)> {
    let parts: Vec<&str> = path.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    let first = parts.first().map(|part| part.to_lowercase());
    let reserved = first.is_none_or(|first| {
        matches!(first.as_str(), "content" | "themes" | "lints" | "site.toml") || first.starts_with('.')
    });
    let odd = |c: char| c.is_control() || matches!(c, '\\' | ':');
    let outside = path.starts_with('/') || parts.contains(&"..") || path.contains(odd);
    (reserved || outside).then(|| (Message::key("config.output"), Message::key("config.output-example")))
}

/// A relative path inside the site's folder. It is written to, and must not be what an editor wrote.
fn baseline_fault(path: &str) -> Option<(Message, Message)> {
    let odd = |c: char| c.is_control() || matches!(c, '\\' | ':');
    let outside = path.starts_with('/') || path.split('/').any(|part| part == "..") || path.contains(odd);
    (outside || !path.ends_with(".json"))
        .then(|| (Message::key("config.baseline"), Message::key("config.baseline-example")))
}

/// The path of a file of the site or of its theme, as its address has it after the site’s root.
fn text_of_file(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<Spanned<String>> {
    let typed = fields.text(key)?;
    let span = typed.span;
    checked(fields, typed, file_fault).map(|path| Spanned::new(path, span))
}

fn file_fault(path: &str) -> Option<(Message, Message)> {
    let outside = path.is_empty() || path.starts_with('/') || path.contains("://") || path.contains('\\');
    let outside = outside || path.split('/').any(|part| part == "..");
    outside.then(|| (Message::key("config.file").with("value", path), Message::key("config.file-example")))
}

fn theme_fault(name: &str) -> Option<(Message, Message)> {
    let odd = |c: char| c.is_control() || matches!(c, '/' | '\\');
    (name.is_empty() || name.starts_with('.') || name.contains(odd))
        .then(|| (Message::key("config.theme-name"), Message::key("data.example").with("value", "limpide")))
}

mod beside;
mod brand;
pub mod colour;
pub mod components;
mod feedback;
pub mod keys;
pub mod left;
mod legal;
mod paths;
pub mod renamed;
mod rules;
mod taxonomies;
#[cfg(test)]
mod tests;
