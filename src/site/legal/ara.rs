//! What Ara, the public tool for audits of the RGAA, says of an audit, as its interface answers at
//! `/api/reports/<id>`. Its older answer keeps most of it under `context`, the newer one has all of it at its root;
//! both are read (repository DISIC/Ara, `confiture-rest-api/src/audits/dto/`, read on 26 November 2026). JSON is
//! YAML: it is read as other data are, with the place of everything.

use jiff::civil::Date;

use crate::data::{self, Map, Node};
use crate::finding::{Message, Problem, ProblemKind};
use crate::source::{SourceId, Span, Spanned};

use super::Audit;

/// What is taken of a file of Ara.
#[derive(Default)]
pub(super) struct Imported {
    pub(super) audit: Option<Audit>,
    pub(super) updated: Option<Date>,
    pub(super) not_accessible: Vec<String>,
    pub(super) disproportionate: Vec<String>,
    pub(super) exempt: Vec<String>,
    pub(super) email: Option<String>,
    pub(super) form: Option<String>,
}

/// Reads a file of Ara. Without the rate it is not one, which is told.
pub(super) fn read(source: SourceId, text: &str, problems: &mut Vec<Problem>) -> Imported {
    let (node, found) = data::yaml(source, text, 0..text.len());
    let unread = !found.is_empty();
    problems.extend(found);
    let Some(root) = node.as_map() else {
        if !unread {
            problems.push(not_ara(source));
        }
        return Imported::default();
    };
    let context = root.get("context").and_then(Node::as_map);
    let places: Vec<&Map> = std::iter::once(root).chain(context).collect();
    let Some(rate) = root.get("accessibilityRate").and_then(Node::as_float) else {
        problems.push(not_ara(source));
        return Imported::default();
    };
    let get = |key: &str| places.iter().find_map(|map| map.get(key)).filter(|node| node.says_something());
    let text = |key: &str| get(key).and_then(Node::as_text).map(str::to_owned);
    let items = |key: &str| get(key).map_or(&[][..], Node::items);
    let named = |key: &str| items(key).iter().filter_map(name).collect::<Vec<String>>();
    const FIRST: [&str; 4] = ["statementPublicationDate", "publishDate", "publicationDate", "creationDate"];
    let day = |keys: &[&str]| keys.iter().find_map(|key| day(get(key)?));
    let ways = ["environments", "desktopEnvironments", "mobileEnvironments"];
    // A statement is made of a whole audit only: what does not say its kind is one.
    let whole = text("auditType").is_none_or(|kind| kind == "FULL");
    let span = root.entries.iter().find(|entry| entry.key.value == "accessibilityRate");
    let audit = Audit {
        span: span.map_or(node.span, |entry| entry.node.span),
        by: text("auditorOrganisation").or_else(|| text("procedureInitiator")),
        rate: Some(rate.clamp(0.0, 100.0)),
        whole,
        date: day(&FIRST),
        report: None,
        technologies: named("technologies"),
        environments: ways.iter().flat_map(|key| items(key)).filter_map(environment).collect(),
        tools: named("tools"),
        pages: items("samples").iter().filter_map(sample).collect(),
    };
    let lines = |key: &str| text(key).map(|text| lines(&text)).unwrap_or_default();
    Imported {
        audit: Some(audit),
        updated: day(&["statementEditionDate", "updateDate"]).map(|day| day.value),
        not_accessible: lines("notCompliantContent"),
        disproportionate: lines("derogatedContent"),
        exempt: lines("notInScopeContent"),
        email: text("contactEmail"),
        form: text("contactFormUrl").filter(|url| crate::config::is_address(url)),
    }
}

fn not_ara(source: SourceId) -> Problem {
    let message = Message::key("legal.not-ara").with("file", super::ARA_FILE);
    let problem = Problem::new(ProblemKind::InvalidValue, Span::new(source, 0, 0), message);
    problem.help(Message::key("legal.not-ara-help"))
}

/// `2026-03-12T09:30:00.000Z`: the day of it.
fn day(node: &Node) -> Option<Spanned<Date>> {
    let day = node.as_text()?.get(..10)?.parse().ok()?;
    Some(Spanned::new(day, node.span))
}

/// A text, or the `name` of a record.
fn name(node: &Node) -> Option<String> {
    let own = node.as_text().map(str::to_owned);
    own.or_else(|| node.as_map()?.text("name").map(|name| name.value)).filter(|name| !name.trim().is_empty())
}

/// « Windows 11, Firefox 128, NVDA 2024.2 », as far as it is known.
fn environment(node: &Node) -> Option<String> {
    let map = node.as_map()?;
    const PARTS: [(&str, &str); 3] = [
        ("operatingSystem", "operatingSystemVersion"),
        ("browser", "browserVersion"),
        ("assistiveTechnology", "assistiveTechnologyVersion"),
    ];
    let text =
        |key: &str| map.get(key).and_then(Node::as_text).map(str::trim).filter(|text| !text.is_empty());
    let part = |(name, version): &(&str, &str)| {
        let name = text(name)?;
        Some(text(version).map_or_else(|| name.to_owned(), |version| format!("{name} {version}")))
    };
    let parts: Vec<String> = PARTS.iter().filter_map(part).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// A page that was looked at.
fn sample(node: &Node) -> Option<(String, Option<String>)> {
    let map = node.as_map()?;
    let url = map.text("url").map(|url| url.value).filter(|url| crate::config::is_address(url));
    let name = map.text("name").map(|name| name.value).filter(|name| !name.trim().is_empty());
    Some((name.or_else(|| url.clone())?, url))
}

/// The lines of a text of a few lines of Markdown, without what makes them a list or strong.
fn lines(text: &str) -> Vec<String> {
    let bare = |line: &str| {
        let line = line.trim().trim_start_matches(['-', '*', '#', '>', ' ']);
        line.replace("**", "").replace('`', "").trim().to_owned()
    };
    text.lines().map(bare).filter(|line| !line.is_empty()).collect()
}
