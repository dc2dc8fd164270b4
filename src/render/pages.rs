//! The walk over the site: which template each page takes, and what is written where.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use rayon::prelude::*;
use tera::Tera;

use super::again;
use super::assets::Assets;
use super::components::{Asked, OfPage};
use super::context::Shared;
use super::functions;
use super::given::{self, Given, Globals, Text};
use super::html::{self, Addresses, Body, Html};
use super::images::{Images, Versions};
use super::templates::Failure;
use super::{Clock, Options, Rendered, Sink, Theme, indexes, legal, outputs};
use crate::document::front_matter::PageType;
use crate::document::typeset::retyped;
use crate::finding::{Message, Problem, ProblemKind};
use crate::language::Language;
use crate::language::format;
use crate::site::addresses::{MANIFEST, markdown_url};
use crate::site::{List, MadeId, MadeKind, Page, PageId, Site, output_path};
use crate::source::{Asset, Picture, Span, Spanned};

/// What is written: a page of the site, or one that no file stands for.
#[derive(Clone, Copy)]
pub(super) enum Job {
    Page(PageId),
    Made(MadeId),
}

/// What one job gave.
#[derive(Default)]
pub(super) struct Done {
    template: Option<String>,
    time: Duration,
    markdown: Duration,
    pub(super) written: bool,
    failure: Option<Failure>,
    problem: Option<Problem>,
    page: Option<Span>,
    url: String,
}

pub(super) fn render(
    site: &Site,
    theme: &Theme,
    options: &Options<'_>,
    sink: &dyn Sink,
) -> std::io::Result<Rendered> {
    let renderer = Renderer::new(site, theme, options, sink)?;
    renderer.shared.write_search(sink)?;
    // A page that keeps its last version still leads to the lists that it was in.
    for id in &renderer.shared.absent {
        sink.keep(&output_path(&site.made(*id).url))?;
    }
    let mut done: Vec<Done> = renderer
        .jobs()
        .par_iter()
        .map_init(Vec::new, |buffer, job| renderer.put(*job, buffer, sink))
        .collect::<std::io::Result<_>>()?;
    done.extend(renderer.revise(sink)?);
    let mut rendered = gather(theme, &renderer.shared, done);
    rendered.problems.extend(renderer.images.problems.iter().cloned());
    for asset in &renderer.published {
        renderer.assets.publish(asset, sink)?;
    }
    rendered.notes = renderer.beside(sink)?;
    Ok(rendered)
}

/// Lends the templates of a theme, with what they know of a site.
pub(super) fn with_templates(
    theme: &Theme,
    shared: &Shared<'_>,
    sink: &dyn Sink,
    run: impl FnOnce(&Tera) -> std::io::Result<()>,
) -> std::io::Result<()> {
    let published = theme.published(&shared.site.assets);
    let assets = Assets::new(&published, shared.base, None, sink)?;
    run(&bound(theme, shared, &assets, &published))
}

/// What is wrong with a template that failed, wherever it did.
pub(super) fn told(theme: &Theme, shared: &Shared<'_>, failure: &Failure, template: &str) -> Option<Problem> {
    let known = failure.problem(&shared.site.sources, &theme.files, (None, ""), 0);
    known.or_else(|| {
        let message =
            Message::key("template.missing").with("theme", theme.name.as_str()).with("name", template);
        Some(Problem::new(ProblemKind::Template, theme.place()?, message))
    })
}

/// The pages that lists name, at their addresses.
pub(super) fn listed<'a>(shared: &Shared<'a>) -> impl Iterator<Item = &'a Page> {
    let site = shared.site;
    site.pages.iter().filter(|page| shared.is_listed(page.id) && owns_address(site, page))
}

/// Of two pages that claim an address, one has it; the clash is a problem of the site's.
pub(super) fn owns_address(site: &Site, page: &Page) -> bool {
    site.urls.get(&page.url).is_none_or(|id| *id == page.id)
}

/// The theme's templates with what they know of this site: what they may call, `site`, `options`.
fn bound(theme: &Theme, shared: &Shared<'_>, assets: &Assets<'_>, published: &[&Asset]) -> Tera {
    let mut tera = theme.tera.clone();
    functions::bind(&mut tera, shared, assets, &theme.calls);
    let site = &shared.site.config.site;
    let brand = &shared.site.config.brand;
    let file = |path: &Spanned<String>| published.iter().find(|asset| asset.path == path.value);
    let logo = brand.logo.as_ref().and_then(file).map(|asset| {
        let (width, height) = match asset.picture {
            Picture::Sized { width, height } => (usize::try_from(width).ok(), usize::try_from(height).ok()),
            Picture::None | Picture::Unsized | Picture::Broken => (None, None),
        };
        let alt = brand.logo_alt.as_deref().unwrap_or("").into();
        given::Logo { path: asset.path.as_str().into(), width, height, alt }
    });
    let globals = Globals {
        site: given::Site {
            title: site.title.as_str().into(),
            description: site.description.as_deref().map(Text::from),
            base_url: site.base_url.as_str().into(),
            language: site.language.as_str().into(),
            publisher: site.publisher.as_deref().map(Text::from),
            index: site.index,
            short_name: brand.short_name.as_deref().unwrap_or(&site.title).into(),
            logo,
            icon: brand.icon.as_ref().and_then(file).map(|asset| asset.path.as_str().into()),
            opensearch: shared.opensearch().map(|url| shared.href(url).into()),
            manifest: shared.site.config.outputs.manifest.then(|| shared.href(MANIFEST).into()),
        },
        options: theme.options.clone(),
        glossary: super::values::glossary(shared.site),
    };
    for (name, value) in globals.entries() {
        tera.global_context().insert_value(name, value);
    }
    tera
}

/// All that the pages of a site are written with.
pub(super) struct Renderer<'a> {
    pub(super) shared: Shared<'a>,
    images: Images,
    pub(super) assets: Assets<'a>,
    /// The files published as they are, of the content and of the theme.
    pub(super) published: Vec<&'a Asset>,
    theme: &'a Theme,
    tera: Tera,
    clock: Option<&'a dyn Clock>,
    /// What the templates of components ask for.
    asked: Asked,
    /// The pages of the content that are written now.
    written: Vec<PageId>,
}

impl<'a> Renderer<'a> {
    /// Makes what all pages share. The sink is given the smaller versions of images, and keeps the pages that
    /// are held back.
    ///
    /// # Errors
    /// What the sink met.
    pub(super) fn new(
        site: &'a Site,
        theme: &'a Theme,
        options: &Options<'a>,
        sink: &dyn Sink,
    ) -> std::io::Result<Self> {
        let (mut missing, mut without_markdown) = (BTreeSet::new(), BTreeSet::new());
        // Of two pages at one address, the one that has it decides what is kept there.
        for id in options.held.iter().filter(|id| owns_address(site, site.page(**id))) {
            if !sink.keep(&output_path(&site.page(*id).url))? {
                missing.insert(*id);
            } else if site.config.outputs.markdown
                && !sink.keep(markdown_url(&site.page(*id).url).trim_start_matches('/'))?
            {
                without_markdown.insert(*id);
            }
        }
        let mut shared = Shared::new(site, theme, options.held, missing);
        shared.without_markdown = without_markdown;
        shared.find_search(theme, options.preview);
        let written: Vec<PageId> = site
            .pages
            .iter()
            .filter(|p| site.is_published(p) && owns_address(site, p) && !options.held.contains(&p.id))
            .map(|p| p.id)
            .collect();
        let images = Images::make(site, &written, &theme.images, sink)?;
        let published = theme.published(&site.assets);
        let added = theme.palette.added(&site.config.brand);
        let assets = Assets::new(&published, shared.base, added, sink)?;
        let tera = bound(theme, &shared, &assets, &published);
        let asked = Asked::of(&tera, site.components.iter().map(|(name, _)| name));
        let clock = options.clock;
        Ok(Self { shared, images, assets, published, theme, tera, clock, asked, written })
    }

    /// Every page that is written now.
    pub(super) fn jobs(&self) -> Vec<Job> {
        let pages = self.written.iter().map(|id| Job::Page(*id));
        pages.chain(self.shared.made_pages().map(|made| Job::Made(made.id))).collect()
    }

    /// Where a page is written.
    pub(super) fn path(&self, job: Job) -> String {
        let site = self.shared.site;
        output_path(match job {
            Job::Page(id) => &site.page(id).url,
            Job::Made(id) => &site.made(id).url,
        })
    }

    /// Writes the files beside the pages and the index that readers search, and says what is left out.
    ///
    /// # Errors
    /// What the sink met.
    pub(super) fn beside(&self, sink: &dyn Sink) -> std::io::Result<Vec<Message>> {
        let listed: Vec<PageId> = listed(&self.shared).map(|page| page.id).collect();
        outputs::write(&self.shared, self.theme, &listed, sink)
    }

    /// Has pages that keep their last version tell what is urgent today, with what failed there.
    fn revise(&self, sink: &dyn Sink) -> std::io::Result<Vec<Done>> {
        let failed = again::of_held(&self.shared, &self.tera, sink)?;
        let told = failed.into_iter().map(|(page, failure)| {
            let mut done = Done { page: Some(place(page)), url: page.url.clone(), ..Done::default() };
            // A page of an earlier theme may show notices that the one of today has no template for.
            if self.tera.contains_template(again::TEMPLATE) {
                done.failure = Some(failure);
            } else {
                done.problem = told(self.theme, &self.shared, &failure, again::TEMPLATE);
            }
            done
        });
        Ok(told.collect())
    }

    /// Writes a page into the sink.
    fn put(&self, job: Job, buffer: &mut Vec<u8>, sink: &dyn Sink) -> std::io::Result<Done> {
        let done = self.write(job, buffer);
        if done.written {
            sink.put(&self.path(job), buffer)?;
            if let Some((path, text)) = self.markdown(job, buffer) {
                sink.put(&path, text.as_bytes())?;
            }
        }
        Ok(done)
    }

    /// A page that was written, as Markdown, and where; none where the site does not publish it.
    pub(super) fn markdown(&self, job: Job, written: &[u8]) -> Option<(String, String)> {
        let Job::Page(id) = job else { return None };
        let page = self.shared.site.page(id);
        let url = self.shared.markdown(page)?;
        let path = url.trim_start_matches('/').to_owned();
        if outputs::is_own(&self.shared, &path) {
            return None;
        }
        let permalink = self.shared.permalink(&page.url);
        let origin = permalink.strip_suffix(page.url.as_str()).unwrap_or("");
        let origin = origin.strip_suffix(self.shared.base).unwrap_or(origin);
        Some((path, outputs::markdown::of_page(&String::from_utf8_lossy(written), origin, &permalink)))
    }

    /// What is wrong with a page as it was written.
    pub(super) fn problems(&self, done: Done) -> Vec<Problem> {
        gather(self.theme, &self.shared, vec![done]).problems
    }

    fn now(&self) -> Duration {
        self.clock.map_or(Duration::ZERO, Clock::now)
    }

    /// Writes a page into a buffer, which is emptied first.
    pub(super) fn write(&self, job: Job, buffer: &mut Vec<u8>) -> Done {
        let site = self.shared.site;
        let mut done = Done::default();
        let (mut context, candidates, url): (_, &[&str], _) = match job {
            Job::Page(id) => {
                let page = site.page(id);
                done.page = Some(place(page));
                let started = self.now();
                let html = self.html(page, &mut done);
                done.markdown = self.now().saturating_sub(started);
                match page.front.template.as_ref().map(|asked| self.theme.named(asked)) {
                    Some(Ok(name)) => done.template = Some(name.to_owned()),
                    Some(Err(problem)) => done.problem = Some(problem),
                    None => {}
                }
                (self.shared.page(page, &html), candidates(&self.shared, page), page.url.as_str())
            }
            Job::Made(id) => {
                let made = site.made(id);
                let title = self.shared.said(&made.title, &made.lang);
                let parted = made.part.as_ref().map(|part| format!("{title} – {}", part.to_uppercase()));
                let title = parted.as_deref().unwrap_or(title);
                let section = (made.kind != MadeKind::NotFound).then_some(made.section);
                let (shared, lang) = (&self.shared, made.lang.as_str());
                let parts = MadeKind::ASKED.contains(&made.kind).then(|| legal::parts(shared, made));
                let body = parts.as_ref().map(|parts| legal::plain(parts, lang, shared)).unwrap_or_default();
                let mut context = match made.list {
                    Some(list) => shared.list(made, list),
                    None => shared.made(title, &made.url, lang, section, body),
                };
                if let Some(parts) = parts {
                    context.insert_value("parts", parts.value());
                }
                match made.kind {
                    MadeKind::Changes => context.insert_value("years", indexes::years(shared, made).value()),
                    MadeKind::AToZ => context.insert_value("letters", indexes::letters(shared, made).value()),
                    MadeKind::SiteMap => context.insert_value("tree", indexes::tree(shared, lang).value()),
                    MadeKind::Accessibility
                    | MadeKind::LegalNotice
                    | MadeKind::PersonalData
                    | MadeKind::Contact
                    | MadeKind::Home
                    | MadeKind::Section
                    | MadeKind::Taxonomy
                    | MadeKind::Term
                    | MadeKind::NotFound
                    | MadeKind::Search => {}
                }
                (context, made.kind.row().templates, made.url.as_str())
            }
        };
        let section = match job {
            Job::Page(id) => site.page(id).section,
            Job::Made(id) => site.made(id).section,
        };
        if let Some(feeds) = self.shared.followed.get(section.0) {
            context.insert_value("feeds", feeds.clone().value());
        }
        if done.template.is_none() {
            done.template = self.theme.first(candidates).map(str::to_owned);
        }
        let Some(template) = &done.template else {
            done.problem = done.problem.or_else(|| self.without_template(job, candidates, done.page));
            return done;
        };
        buffer.clear();
        let started = self.now();
        match self.tera.render_to(template, &context, &mut *buffer) {
            Ok(()) => {
                done.time = self.now().saturating_sub(started);
                done.written = true;
            }
            // A template left out when the theme was loaded is already said.
            Err(_) if !self.tera.contains_template(template) => {}
            Err(error) => done.failure = done.failure.or_else(|| Some(Failure::of(&error, template))),
        }
        if done.failure.is_some() {
            done.url = url.to_owned();
        }
        done
    }

    /// A theme need not have every page that no file stands for.
    fn without_template(&self, job: Job, candidates: &[&str], page: Option<Span>) -> Option<Problem> {
        if let Job::Made(id) = job
            && self.shared.site.made(id).kind.row().optional
        {
            return None;
        }
        let message = Message::key("template.missing")
            .with("theme", self.theme.name.as_str())
            .with("name", candidates.first().copied().unwrap_or("page.html"));
        Some(Problem::new(ProblemKind::Template, self.theme.place().or(page)?, message))
    }

    fn html(&self, page: &Page, done: &mut Done) -> Html {
        let Some(interface) = self.shared.language(&page.lang) else { return Html::default() };
        let document = &page.document;
        let text = self.shared.site.sources.get(document.source).text();
        let inside = |offset: usize| offset.saturating_sub(document.body);
        let calls = document.calls.iter().zip(&page.calls).map(|(call, resolved)| {
            let range = call.span.range();
            (inside(range.start)..inside(range.end), resolved.as_ref())
        });
        let site = self.shared.site;
        let known = |key| site.registries.glossary.get(key);
        let explained = page.explained.iter().filter_map(|e| Some((e, known(&e.key)?)));
        let glossary_lang = Some(site.config.site.language.as_str()).filter(|lang| *lang != page.lang);
        let templates = OfPage {
            tera: &self.tera,
            asked: &self.asked,
            words: &interface.spoken,
            failure: std::cell::RefCell::new(None),
        };
        let html = html::html(&Body {
            components: &site.components,
            embedded: &document.embedded,
            component_ids: &page.component_ids,
            tables: &page.tables,
            templates: &templates,
            text: text.get(document.body..).unwrap_or(""),
            start: document.body,
            retyped: match page.language() {
                Some(Language::French) => retyped(document, site.sources.get(document.source)),
                Some(Language::English) | None => Vec::new(),
            },
            calls: calls.collect(),
            explained: explained.collect(),
            glossary_lang,
            heading_ids: &page.heading_ids,
            links: &page.links,
            images: &page.images,
            words: &interface.words,
            addresses: &Seen {
                shared: &self.shared,
                images: &self.images,
                from: page,
                words: &interface.words,
            },
        });
        done.failure = templates.failure.into_inner();
        html
    }
}

/// Where to speak of a page: its title, or the start of its file.
fn place(page: &Page) -> Span {
    page.front.title.as_ref().map_or(Span::new(page.document.source, 0, 0), |title| title.span)
}

/// The templates a page may take, the best one first.
fn candidates(shared: &Shared<'_>, page: &Page) -> &'static [&'static str] {
    match shared.lists.get(&page.id) {
        Some(List::Taxonomy(_)) => return MadeKind::Taxonomy.row().templates,
        Some(List::Term(_)) => return MadeKind::Term.row().templates,
        Some(List::Section(_)) | None => {}
    }
    if page.is_index {
        let home = shared.site.section(page.section).parent.is_none();
        return (if home { MadeKind::Home } else { MadeKind::Section }).row().templates;
    }
    type_templates(page.front.page_type.as_ref().map(|t| t.value).unwrap_or_default())
}

/// The templates that a page of a type may take, the best one first.
pub(super) fn type_templates(page_type: PageType) -> &'static [&'static str] {
    match page_type {
        PageType::Procedure => &["procedure.html", "page.html"],
        PageType::Guide => &["guide.html", "page.html"],
        PageType::Question => &["question.html", "page.html"],
        PageType::LifeEvent => &["life-event.html", "page.html"],
        PageType::Office => &["office.html", "page.html"],
        PageType::News => &["news.html", "page.html"],
        PageType::Tool => &["tool.html", "page.html"],
        PageType::Dataset => &["dataset.html", "page.html"],
        PageType::Page => &["page.html"],
    }
}

/// Addresses as a page sees them.
struct Seen<'a> {
    shared: &'a Shared<'a>,
    images: &'a Images,
    from: &'a Page,
    words: &'a crate::words::Words,
}

impl Addresses for Seen<'_> {
    fn page(&self, page: PageId, anchor: Option<&str>) -> Option<String> {
        let target = self.shared.site.page(page);
        if !self.shared.site.is_published(target) || self.shared.missing.contains(&page) {
            return None;
        }
        Some(match anchor {
            Some(anchor) if page == self.from.id => format!("#{anchor}"),
            Some(anchor) => format!("{}#{anchor}", self.shared.href(&target.url)),
            None => self.shared.href(&target.url),
        })
    }

    fn title(&self, page: PageId) -> Option<String> {
        Some(self.shared.site.page(page).title().to_owned())
    }

    fn file(&self, path: &str) -> String {
        self.shared.href(&format!("/{path}"))
    }

    fn dimensions(&self, path: &str) -> Option<(u32, u32)> {
        match self.shared.files.get(path)?.picture {
            Picture::Sized { width, height } => Some((width, height)),
            Picture::None | Picture::Unsized | Picture::Broken => None,
        }
    }

    fn versions(&self, path: &str) -> Option<Versions> {
        self.images.versions(self.shared.files.get(path)?, |path| self.file(path))
    }

    fn file_note(&self, path: &str) -> Option<String> {
        let asset = self.shared.files.get(path)?;
        let (_, kind) = path.rsplit_once('.')?;
        let language = self.words.language();
        let size = match asset.size {
            bytes @ 0..1000 => Message::key("interface.size-bytes").with("number", count(bytes)),
            // From 999,901 bytes on, a size rounds to a million.
            bytes @ 1000..999_901 => Message::key("interface.size-kilo")
                .with("number", format::tenths(count(bytes.div_ceil(100)), language)),
            bytes => Message::key("interface.size-mega")
                .with("number", format::tenths(count(bytes.div_ceil(100_000)), language)),
        };
        Some(format!("{}, {}", kind.to_uppercase(), self.words.say(&size)))
    }
}

fn count(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// Puts the results together: one problem for each fault, however many pages met it.
fn gather(theme: &Theme, shared: &Shared<'_>, done: Vec<Done>) -> Rendered {
    let mut rendered = Rendered::default();
    let mut failures: BTreeMap<Failure, Vec<(Option<Span>, String)>> = BTreeMap::new();
    for done in done {
        rendered.pages += usize::from(done.written && done.page.is_some());
        rendered.markdown += done.markdown;
        if let (Some(template), true) = (done.template, done.written) {
            let (time, pages) = rendered.templates.entry(template).or_default();
            *time += done.time;
            *pages += 1;
        }
        if let Some(failure) = done.failure {
            failures.entry(failure).or_default().push((done.page, done.url));
        }
        rendered.problems.extend(done.problem.filter(|p| !rendered.problems.contains(p)));
    }
    if failures.is_empty() {
        return rendered;
    }
    let told: BTreeSet<_> = theme.told.iter().cloned().chain(theme.literals(shared.site).told).collect();
    for (failure, pages) in failures.into_iter().filter(|(failure, _)| !failure.is_told(&told)) {
        let first = pages.iter().find(|(page, _)| page.is_some()).or_else(|| pages.first());
        let (first, url) = first.map_or((None, ""), |(page, url)| (*page, url.as_str()));
        let others = pages.len().saturating_sub(1);
        let problem = failure.problem(&shared.site.sources, &theme.files, (first, url), others);
        rendered.problems.extend(problem);
    }
    rendered
}
