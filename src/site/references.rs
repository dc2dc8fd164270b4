//! What front matter refers to by name: entries of the registries, pages; and which page uses what.

use std::collections::BTreeMap;

use super::held::{Held, OfPages};
use super::link_graph::Resolver;
use super::registry::{Name, Registries, suggest};
use super::{Page, PageId, Site, calls};
use crate::data::{self, Node};
use crate::document::Procedure;
use crate::document::fields::{ITEMS, MODEL};
use crate::document::front_matter::PageType;
use crate::finding::{Message, Problem, ProblemKind};
use crate::language::ways::ways;
use crate::source::{Span, Spanned};

/// A page uses an entry of a registry.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Use {
    /// Which registry.
    pub registry: Name,
    /// The key of the entry.
    pub key: String,
    /// The page.
    pub page: PageId,
    /// Where it says so, on the page or in the `defaults:` of a section.
    pub span: Span,
}

impl Site {
    /// Where pages use an entry of a registry, page by page.
    pub fn uses_of(&self, registry: Name, key: &str) -> &[Use] {
        let of = |used: &Use| (used.registry, used.key.as_str()).cmp(&(registry, key));
        let start = self.uses.partition_point(|used| of(used).is_lt());
        let rest = self.uses.get(start..).unwrap_or_default();
        rest.get(..rest.partition_point(|used| of(used).is_eq())).unwrap_or_default()
    }
}

/// A name in front matter.
struct Named<'a> {
    text: &'a Spanned<String>,
    /// Where it may lead.
    registries: &'static [Name],
    /// It can only be a key: any other text is a mistake.
    only_a_key: bool,
}

/// Every name that a page’s fields hold.
fn names<'a>(procedure: &'a Procedure, owner: Option<&'a Spanned<String>>) -> Vec<Named<'a>> {
    const ORGANISATION: &[Name] = &[Name::Organisations];
    const REACHED: &[Name] = &[Name::Organisations, Name::OnlineServices];
    let mut names = Vec::new();
    let mut add = |text: Option<&'a Spanned<String>>, registries: &'static [Name], only_a_key: bool| {
        names.extend(text.map(|text| Named { text, registries, only_a_key }));
    };
    add(owner, &[Name::Teams], false);
    add(procedure.authority.as_ref(), ORGANISATION, false);
    add(procedure.organisation.as_ref(), ORGANISATION, true);
    add(procedure.event.as_ref(), &[Name::LifeEvents], true);
    for event in &procedure.life_events {
        add(Some(event), &[Name::LifeEvents], false);
    }
    for channel in procedure.channels.iter().chain(&procedure.help) {
        add(channel.text.as_ref(), REACHED, false);
        add(channel.organisation.as_ref(), ORGANISATION, true);
        add(channel.service.as_ref(), &[Name::OnlineServices], true);
    }
    for cost in &procedure.cost {
        add(cost.text.as_ref(), &[Name::Amounts], false);
        add(cost.amount.as_ref(), &[Name::Amounts], true);
    }
    for document in &procedure.documents {
        add(document.name.as_ref(), &[Name::Forms], false);
        add(document.form.as_ref(), &[Name::Forms], true);
    }
    for form in &procedure.forms {
        add(form.text.as_ref(), &[Name::Forms], false);
    }
    for redress in &procedure.redress {
        add(redress.body.as_ref(), ORGANISATION, false);
    }
    for law in &procedure.legal_basis {
        add(law.text.as_ref(), &[Name::LegalTexts], false);
    }
    names
}

impl Named<'_> {
    /// The registry that holds it, and the key of the entry.
    fn leads_to(&self, registries: &Registries) -> Option<(Name, String)> {
        let key = self.text.value.as_str();
        if self.registries == [Name::LifeEvents] {
            return registries.life_event(key).map(|event| (Name::LifeEvents, event.key.value.clone()));
        }
        let name = self.registries.iter().find(|name| registries.holds(**name, key))?;
        Some((*name, key.to_owned()))
    }
}

/// What every page uses, sorted.
pub(super) fn uses(pages: &[Page], registries: &Registries) -> Vec<Use> {
    let mut uses = Vec::new();
    for page in pages {
        let mut add = |registry, key: String, span| uses.push(Use { registry, key, page: page.id, span });
        for named in names(&page.procedure, page.front.owner.as_ref()) {
            if let Some((registry, key)) = named.leads_to(registries) {
                add(registry, key, named.text.span);
            }
        }
        for call in &page.document.calls {
            if let (Some(registry), Some(key)) = (calls::registry(call), call.argument("key"))
                && registries.holds(registry, &key.value)
            {
                add(registry, key.value.clone(), call.span);
            }
        }
        let head = super::head(page);
        for explained in
            page.explained.iter().filter(|explained| registries.glossary.contains_key(&explained.key))
        {
            add(Name::Glossary, explained.key.clone(), head);
        }
        for (key, notice) in &registries.notices {
            if !notice.value.pages.is_empty() && notice.value.is_about(&page.path) {
                add(Name::Notices, key.clone(), head);
            }
        }
    }
    uses.sort();
    uses.dedup();
    uses
}

/// Says which names lead to nothing. A text that may be no name (« gratuit », a title) is left alone
/// unless it is nearly one.
///
/// What is found on each page is added to `told`.
pub(super) fn check(
    pages: &[Page],
    (paths, resolver, held): (&BTreeMap<String, PageId>, &Resolver<'_>, Held<'_>),
    registries: &Registries,
    told: &mut OfPages,
    problems: &mut Vec<Problem>,
) {
    // Many pages say « gratuit »: each word is looked up once.
    let mut asked = Asked::new();
    for page in pages {
        let before = held.told(page).map(|told| &told.names);
        told.gather(page, before, problems, |problems| {
            check_page(page, (pages, paths, resolver), registries, &mut asked, problems);
        });
    }
    check_registries(registries, problems);
    for block in registries.blocks.values() {
        if ["{{", "**", "]("].iter().any(|mark| block.value.value.contains(mark)) {
            let message = Message::key("registry.call-in-block");
            problems.push(Problem::new(ProblemKind::InvalidValue, block.value.span, message));
        }
    }
    let windows = registries.notices.values().map(|notice| (&notice.value.from, &notice.value.until));
    for (from, until) in windows {
        if let (Some(from), Some(until)) = (from, until)
            && until.value < from.value
        {
            problems.push(Problem::new(
                ProblemKind::InvalidValue,
                until.span,
                Message::key("data.ends-before"),
            ));
        }
    }
    for down in registries.services.values().flat_map(|service| &service.value.downtime) {
        if let Some(until) = down.until.as_ref().filter(|until| until.value < down.from.value) {
            problems.push(Problem::new(
                ProblemKind::InvalidValue,
                until.span,
                Message::key("data.ends-before"),
            ));
        }
    }
    let folders = |name: &str| {
        paths
            .range(format!("{name}/")..)
            .next()
            .is_some_and(|(path, _)| path.strip_prefix(name).is_some_and(|rest| rest.starts_with('/')))
    };
    for page in registries.notices.values().flat_map(|notice| &notice.value.pages) {
        let name = page.value.trim_matches('/');
        if !paths.contains_key(name) && !folders(name) {
            let message = Message::key("site.no-such-page").with("path", page.value.as_str());
            let problem = problem(page.span, message);
            problems.push(suggest(problem, name, paths.keys().map(String::as_str)));
        }
    }
}

/// What is nearest to a word, among the keys of a registry.
pub(super) type Asked = BTreeMap<(Name, String), Option<String>>;

/// The same, for the names of one page.
pub(super) fn check_page(
    page: &Page,
    (pages, paths, resolver): (&[Page], &BTreeMap<String, PageId>, &Resolver<'_>),
    registries: &Registries,
    asked: &mut Asked,
    problems: &mut Vec<Problem>,
) {
    // What is inherited is said once, on the page that declares it.
    let defaults = page.document.front.defaults.as_deref();
    for front in std::iter::once(&page.document.front).chain(defaults) {
        let own = front.procedure();
        for named in names(&own, front.owner.as_ref()) {
            check_name(&named, registries, asked, problems);
        }
        if defaults.is_some_and(|defaults| std::ptr::eq(defaults, front))
            && let Some(authority) = &own.authority
        {
            check_authority_of_section(authority, registries, problems);
        }
        check_items(&own, problems);
        let own = |key| front.field(key).map_or(&[][..], Node::items);
        for item in own("see_also").iter().chain(own("procedures")) {
            let page = || item.as_map()?.get("page")?.as_text();
            let Some(text) = item.as_text().or_else(page).filter(|t| t.ends_with(".md")) else {
                continue;
            };
            if !paths.contains_key(text.trim_start_matches('/')) {
                let message = Message::key("site.no-such-page").with("path", text);
                let meant = resolver.meant(text).map(|page| pages[page.0].path.as_str());
                problems.push(did_you_mean(problem(item.span, message), meant));
            }
        }
    }
    check_situations(page, problems);
    check_types(page, problems);
    check_list(page, problems);
}

fn check_name(named: &Named<'_>, registries: &Registries, asked: &mut Asked, problems: &mut Vec<Problem>) {
    let text = named.text.value.as_str();
    let Some(first) = named.registries.first().copied() else { return };
    // Of an entry that could not be read, what is wrong was said where it stands.
    let unread = |name: &Name| registries.is_unread(*name, text);
    if named.leads_to(registries).is_some() || named.registries.iter().any(unread) {
        return;
    }
    for registry in named.registries {
        if let Some(from) = registries.to_come.get(&(*registry, text.to_owned())) {
            let message = Message::key("registry.to-come").with("key", text).with("date", *from);
            problems.push(problem(named.text.span, message));
            return;
        }
    }
    if named.only_a_key {
        let problem = registries.unknown_key(ProblemKind::UnknownName, first, named.text);
        problems.push(match typed_amount(text).filter(|_| first == Name::Amounts) {
            Some(amount) => problem.help(Message::key("registry.typed-amount").with("amount", amount)),
            None => problem,
        });
        return;
    }
    if text.contains(char::is_whitespace) {
        return;
    }
    // One word is a text of its own unless it is nearly a key.
    for registry in named.registries {
        let near = asked
            .entry((*registry, text.to_owned()))
            .or_insert_with(|| data::nearest(text, registries.keys(*registry)).map(str::to_owned));
        if let Some(near) = near {
            let message =
                Message::key("registry.unknown-key").with("found", text).with("file", registry.file());
            problems.push(did_you_mean(problem(named.text.span, message), Some(near)));
            return;
        }
    }
    // « hotel-de-ville » is written as keys are, and says no way: nobody would find the place.
    let is_reached = named.registries.contains(&Name::OnlineServices);
    if is_reached && text.contains('-') && is_written_as_keys_are(text) && ways(text).is_empty() {
        problems.push(registries.unknown_key(ProblemKind::UnknownName, first, named.text));
    }
}

/// Says of the authority that a section gives to its pages that no organisation has that key. Each of them would
/// publish it as it is typed: « town-hall ».
fn check_authority_of_section(
    authority: &Spanned<String>,
    registries: &Registries,
    problems: &mut Vec<Problem>,
) {
    const REGISTRY: Name = Name::Organisations;
    let text = authority.value.as_str();
    let keys = registries.keys(REGISTRY);
    let known = registries.holds(REGISTRY, text)
        || registries.is_unread(REGISTRY, text)
        || registries.to_come.contains_key(&(REGISTRY, text.to_owned()));
    // A slip of a key is told wherever it is typed.
    let slip = || data::nearest(text, keys.iter().copied()).is_some();
    if keys.is_empty()
        || registries.broken.contains(&REGISTRY)
        || known
        || !is_written_as_keys_are(text)
        // One small word may be what people say: « mairie ».
        || !text.contains('-')
        || slip()
    {
        return;
    }
    let longer = |key: &&str| key.strip_prefix(text).is_some_and(|rest| rest.starts_with('-'));
    let mut begun = keys.iter().copied().filter(longer);
    let problem = registries.unknown_key(ProblemKind::UnknownName, REGISTRY, authority);
    match (begun.next(), begun.next()) {
        (Some(key), None) => problems.push(did_you_mean(Problem { help: None, ..problem }, Some(key))),
        (Some(_), Some(_)) => problems.push(problem),
        (None, _) => problems.push(problem),
    }
}

/// Whether a text is made of small letters, digits and hyphens alone.
fn is_written_as_keys_are(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(plain)
}

/// The sum of money that a text is, as it is written under `cost`; none for any other text.
fn typed_amount(text: &str) -> Option<String> {
    let typed = text.trim();
    let units = ["euros", "euro", "EUR", "€"];
    let number = units.iter().find_map(|unit| typed.strip_suffix(unit)).unwrap_or(typed).trim_end();
    let euros = data::shape::cents(&number.replace(char::is_whitespace, "")).is_some();
    let sum = if number == typed { format!("{typed}\u{a0}€") } else { typed.to_owned() };
    euros.then_some(sum)
}

/// Says which questions `not_applicable` names that no page has to answer.
fn check_items(own: &Procedure, problems: &mut Vec<Problem>) {
    for (item, _) in &own.not_applicable {
        if !ITEMS.contains(&item.value.as_str()) {
            let known: Vec<String> = ITEMS.iter().map(|item| (*item).to_owned()).collect();
            let message = Message::key("site.no-such-item").with("found", item.value.as_str());
            let problem = problem(item.span, message.with("known", known));
            problems.push(suggest(problem, &item.value, ITEMS));
        }
    }
}

/// Says which fields have no effect on a page of this type.
fn check_types(page: &Page, problems: &mut Vec<Problem>) {
    // Nobody knows of which type it is meant to be.
    if page.document.front.is_unread("type") {
        return;
    }
    let own = page.front.page_type.as_ref().map_or_else(PageType::default, |own| own.value);
    for (key, _) in &page.document.front.procedure {
        let types =
            MODEL.iter().find(|(field, _)| field.name == key.value).map_or(&[][..], |(_, types)| types);
        if !types.is_empty() && !types.contains(&own) {
            let known: Vec<String> = types.iter().map(|page_type| page_type.name().to_owned()).collect();
            let message = Message::key("site.no-effect").with("key", key.value.as_str());
            let message = message.with("type", own.name()).with("types", known);
            let problem = Problem::new(ProblemKind::UnknownKey, key.span, message);
            let help = Message::key("site.no-effect-help").with("key", key.value.as_str());
            let first = types.first().map_or("", |page_type| page_type.name());
            problems.push(problem.help(help.with("type", first)));
        }
    }
}

/// Says which keys of a list stand on a page that has none.
fn check_list(page: &Page, problems: &mut Vec<Problem>) {
    if page.is_index {
        return;
    }
    let front = &page.document.front;
    let typed = [
        ("sort", front.sort.as_ref().map(|typed| typed.span)),
        ("reverse", front.reverse.as_ref().map(|typed| typed.span)),
        ("page_size", front.page_size.as_ref().map(|typed| typed.span)),
    ];
    for (key, span) in typed {
        let Some(span) = span else { continue };
        let message = Message::key("site.no-list").with("key", key);
        let help = Message::key("site.no-list-help").with("key", key);
        problems.push(Problem::new(ProblemKind::UnknownKey, span, message).help(help));
    }
}

/// Says which items are for a situation that the page does not have.
fn check_situations(page: &Page, problems: &mut Vec<Problem>) {
    let procedure = &page.procedure;
    let known: Vec<&str> = procedure.situations.iter().map(|s| s.id.value.as_str()).collect();
    for named in situations_named(procedure) {
        // What a section’s defaults say is said there.
        if named.span.source != page.document.source || known.contains(&named.value.as_str()) {
            continue;
        }
        let found = named.value.as_str();
        let problem = if known.is_empty() {
            problem(named.span, Message::key("site.no-situations").with("found", found))
        } else {
            let all: Vec<String> = known.iter().map(|id| (*id).to_owned()).collect();
            let message = Message::key("site.no-such-situation").with("found", found).with("known", all);
            suggest(problem(named.span, message), found, known.iter().copied())
        };
        problems.push(problem);
    }
}

/// The situations that the items of a page are for, under `for`.
pub fn situations_named(procedure: &Procedure) -> impl Iterator<Item = &Spanned<String>> {
    let items = [
        &procedure.eligibility,
        &procedure.steps,
        &procedure.next_steps,
        &procedure.output,
        &procedure.identification,
        &procedure.on_behalf,
        &procedure.right_to_correct,
        &procedure.personal_data,
    ];
    let items = items.into_iter().flatten().flat_map(|item| &item.situations);
    let documents = procedure.documents.iter().flat_map(|document| &document.situations);
    let costs = procedure.cost.iter().flat_map(|cost| &cost.situations);
    let deadlines = procedure.deadlines.iter().flat_map(|deadline| &deadline.situations);
    let channels = procedure.channels.iter().chain(&procedure.help).flat_map(|channel| &channel.situations);
    let redress = procedure.redress.iter().flat_map(|redress| &redress.situations);
    items.chain(documents).chain(costs).chain(deadlines).chain(channels).chain(redress)
}

/// Says which keys inside registries lead to nothing.
fn check_registries(registries: &Registries, problems: &mut Vec<Problem>) {
    let mut key = |text: Option<&Spanned<String>>, registry: Name| {
        let unread = |text: &Spanned<String>| registries.is_unread(registry, &text.value);
        let to_come =
            |text: &Spanned<String>| registries.to_come.contains_key(&(registry, text.value.clone()));
        let known =
            |text: &Spanned<String>| registries.holds(registry, &text.value) || unread(text) || to_come(text);
        let Some(text) = text.filter(|text| !known(text)) else { return };
        problems.push(registries.unknown_key(ProblemKind::UnknownName, registry, text));
    };
    for entry in registries.organisations.values() {
        key(entry.value.part_of.as_ref(), Name::Organisations);
    }
    for entry in registries.teams.values() {
        key(entry.value.organisation.as_ref(), Name::Organisations);
    }
    for entry in registries.services.values() {
        key(entry.value.organisation.as_ref(), Name::Organisations);
    }
    for entry in registries.legal_texts.values() {
        key(entry.value.replaced_by.as_ref(), Name::LegalTexts);
    }
}

fn problem(span: Span, message: Message) -> Problem {
    Problem::new(ProblemKind::UnknownName, span, message)
}

fn did_you_mean(problem: Problem, name: Option<&str>) -> Problem {
    match name {
        Some(name) => problem.help(Message::key("data.did-you-mean").with("name", name)),
        None => problem,
    }
}
