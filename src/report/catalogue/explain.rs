//! One rule, one family or one recommendation, explained.

use std::collections::BTreeSet;

use super::sheet::{Block, Piece, Sheet, Target};
use super::{SetBy, View, family_of, file_of, is_about_reading, named, settings};
use crate::config::RuleSetting;
use crate::data::{Node, Value, yaml_text};
use crate::finding::{Message, Severity};
use crate::language::{Language, format};
use crate::lint::catalogue::{Recommendation, Reference};
use crate::lint::checks::Check;
use crate::lint::example::{Example, Expected};
use crate::lint::rule::Rule;
use crate::lint::scope::Scope;
use crate::report::Options;
use crate::site::{LinkFault, LinkReport, LinkStatus, Moved, SoftFailure};

/// Lines of parameters shown in a terminal before the rest is only counted.
const PARAMETER_LINES: usize = 12;

/// A rule, explained in a terminal; its long lists whole when `options.all`.
pub fn rule(view: &View<'_>, rule: &Rule, options: &Options) -> String {
    let most = if options.all { usize::MAX } else { PARAMETER_LINES };
    let mut sheet = sheet_of_rule(view, rule, most);
    sheet.title = format!("{} ({})", view.both(&rule.title), rule.id);
    sheet.terminal(view.words, options)
}

/// A family, explained in a terminal: what it is about, and its rules.
pub fn family(view: &View<'_>, family: &str, options: &Options) -> String {
    let mut sheet = sheet_of_family(view, family);
    sheet.title = format!("{} ({family})", sheet.title);
    sheet.list(rules_of_family(view, family).map(|rule| rule_line(view, rule)).collect());
    sheet.terminal(view.words, options)
}

/// A recommendation, explained in a terminal.
pub fn recommendation(view: &View<'_>, recommendation: &Recommendation, options: &Options) -> String {
    let mut sheet = Sheet::new(super::coverage::heading(view, recommendation));
    add_recommendation(view, recommendation, &mut sheet);
    sheet.terminal(view.words, options)
}

/// What is said of a family, without its rules.
pub(super) fn sheet_of_family(view: &View<'_>, family: &str) -> Sheet {
    let (title, about) = named::about_family(view.words, family);
    let mut sheet = Sheet::new(title);
    if let Some(about) = about {
        sheet.text(about);
    }
    sheet
}

pub(super) fn rules_of_family<'a>(view: &View<'a>, family: &str) -> impl Iterator<Item = &'a Rule> {
    view.rules.rules().iter().filter(move |rule| family_of(rule) == family)
}

/// `clarity/long-sentence` : Phrase longue (avertissement).
pub(super) fn rule_line(view: &View<'_>, rule: &Rule) -> Vec<Piece> {
    let id = rule.id.as_str().to_owned();
    let title = view.both(&rule.title);
    vec![
        Piece::Link(title.to_owned(), Target::Rule(id.clone())),
        Piece::Text(", ".to_owned()),
        Piece::Code(id),
        Piece::Text(format!(" ({})", view.severities(rule))),
    ]
}

/// Everything that is said of a rule, under its title. Parameters of more lines than `most` are cut.
pub(super) fn sheet_of_rule(view: &View<'_>, rule: &Rule, most: usize) -> Sheet {
    let mut sheet = Sheet::new(view.both(&rule.title));
    add_words(view, rule, &mut sheet);
    sheet.heading(view.words.get("explain.why"));
    sheet.text(view.both(&rule.why));
    // An editor reads examples first; what settles the rule is for whoever looks after the site.
    add_examples(view, rule, &mut sheet);
    add_severity(view, rule, &mut sheet);
    add_reach(view, rule, &mut sheet);
    add_parameters(view, rule, most, &mut sheet);
    add_settings(view, rule, &mut sheet);
    add_references(view, rule, &mut sheet);
    sheet
}

/// What the rule says when it finds something.
fn add_words(view: &View<'_>, rule: &Rule, sheet: &mut Sheet) {
    if rule.messages.is_empty() && rule.help.is_empty() {
        return;
    }
    if !rule.messages.is_empty() {
        sheet.heading(view.words.get("explain.says"));
    }
    // What a case falls back on, where a finding lacks what its own words name, is not shown.
    let mut said = BTreeSet::new();
    for (_, message) in rule.messages.iter().filter(|(case, _)| said.insert(*case)) {
        sheet.quote(without_arguments(view.both(message)));
    }
    if !rule.help.is_empty() {
        sheet.text(view.say("explain.to-do"));
    }
    for (_, help) in &rule.help {
        sheet.quote(without_arguments(view.both(help)));
    }
}

fn add_severity(view: &View<'_>, rule: &Rule, sheet: &mut Sheet) {
    sheet.heading(view.words.get("explain.severity"));
    let from = match view.set_by(rule) {
        SetBy::File => Message::key("explain.set-by-file").with("file", file_of(rule, view.sources)),
        SetBy::Profile(name) => Message::key("explain.set-by-profile").with("name", name),
        SetBy::Site(line) => Message::key("explain.set-by-site").with("line", i64::from(line)),
    };
    let message = Message::key("explain.severity-now").with("severity", view.loudness(rule));
    let whole = view.words.say(&message.with("from", view.words.say(&from)));
    // The words of a file’s name are nobody’s prose.
    let file = file_of(rule, view.sources);
    match whole.split_once(file.as_str()) {
        Some((before, after)) => {
            let (before, after) = (Piece::Text(before.to_owned()), Piece::Text(after.to_owned()));
            sheet.blocks.push(Block::Text(vec![before, Piece::Code(file.clone()), after]));
        }
        None => sheet.text(whole),
    }
    if rule.loudest().is_none() {
        sheet.text(view.say("explain.off"));
    } else if !rule.severity_is_set && has_own_severities(rule) {
        sheet.text(view.say("explain.own-severities"));
    }
    if rule.check.kind().calendar {
        sheet.text(view.say("explain.calendar"));
    }
    let mut elsewhere = Vec::new();
    for other in &view.config.lint.overrides {
        let paths: Vec<&str> = other.paths.iter().map(|path| path.typed.value.as_str()).collect();
        // Of several settings, that of the rule speaks after that of its family.
        if let Some(last) = other.rules.iter().rfind(|setting| setting.is_about(rule.id.as_str())) {
            let message = Message::key("explain.elsewhere").with("path", paths.join(", "));
            elsewhere.push(vec![Piece::Text(view.words.say(&message.with("setting", said(view, last))))]);
        }
    }
    sheet.list(elsewhere);
}

/// Whether entries of one of its lists have a severity of their own.
fn has_own_severities(rule: &Rule) -> bool {
    let entries = rule.params.as_map().into_iter().flat_map(|map| &map.entries);
    let items = entries.flat_map(|entry| entry.node.items());
    items.filter_map(Node::as_map).any(|item| item.get("severity").is_some())
}

/// What an override changes: a severity, or something else.
fn said(view: &View<'_>, setting: &RuleSetting) -> String {
    match setting.severity {
        Some(severity) => view.severity(severity).to_owned(),
        None => view.say("explain.other-values"),
    }
}

/// The languages and the parts of pages that the rule looks at.
fn add_reach(view: &View<'_>, rule: &Rule, sheet: &mut Sheet) {
    sheet.heading(view.words.get("explain.reach"));
    let language = match rule.lang {
        None => "explain.every-language",
        Some(Language::French) => "explain.french-only",
        Some(Language::English) => "explain.english-only",
    };
    sheet.text(view.say(language));
    if rule.check.looks_elsewhere() {
        sheet.text(view.say("explain.looks-elsewhere"));
    }
    if rule.check.kind().scoped {
        // The front matter takes in its title and its description.
        let within = |scope: &Scope| {
            let larger = |other: &Scope| other != scope && other.with_parts().contains(scope);
            rule.scope.iter().any(larger)
        };
        let scopes: Vec<Scope> = rule.scope.iter().copied().filter(|scope| !within(scope)).collect();
        let scopes: Vec<&str> = scopes.into_iter().map(|scope| scope_word(view, scope)).collect();
        let message = Message::key("explain.scopes");
        let scopes = format::all_of(&scopes, view.language());
        sheet.text(view.words.say(&message.with("scopes", scopes)));
        let mut without = Vec::new();
        // What is in the front matter beside these two is rarely looked for.
        let left = Scope::READ.into_iter().filter(|scope| *scope != Scope::FrontMatter);
        let left: Vec<&str> =
            left.filter(|scope| !rule.scope.contains(scope)).map(|scope| scope_word(view, scope)).collect();
        // A rule about titles alone is not expected anywhere else.
        if !left.is_empty() && rule.scope.contains(&Scope::Prose) {
            let left = format::all_of(&left, view.language());
            without.push(view.words.say(&Message::key("explain.not-scopes").with("scopes", left)));
        }
        without.push(view.say(match &rule.check {
            Check::Words(words) if !words.quoted => "explain.not-quoted",
            _ => "explain.not-block-quoted",
        }));
        sheet.text(without.join(" "));
    }
}

/// The word for a part of a page; its name in rule files when it has none.
fn scope_word<'a>(view: &'a View<'_>, scope: Scope) -> &'a str {
    let name = Scope::NAMES.iter().find(|(_, known)| *known == scope).map_or("", |(name, _)| name);
    match name {
        "prose" => view.words.get("scope.prose"),
        "list-item" => view.words.get("scope.list-item"),
        "heading" => view.words.get("scope.heading"),
        "link-text" => view.words.get("scope.link-text"),
        "table-cell" => view.words.get("scope.table-cell"),
        "image-text" => view.words.get("scope.image-text"),
        "title" => view.words.get("scope.title"),
        "description" => view.words.get("scope.description"),
        "link-target" => view.words.get("scope.link-target"),
        "front-matter" => view.words.get("scope.front-matter"),
        "file-name" => view.words.get("scope.file-name"),
        other => other,
    }
}

fn add_parameters(view: &View<'_>, rule: &Rule, most: usize, sheet: &mut Sheet) {
    let Value::Map(map) = &rule.params.value else { return };
    if map.entries.is_empty() || is_about_reading(rule) {
        return;
    }
    sheet.heading(view.words.get("explain.parameters"));
    let changed = |node: &Node| node.span.source != rule.source;
    let changed: Vec<String> =
        map.entries.iter().filter(|e| changed(&e.node)).map(|e| e.key.value.clone()).collect();
    if !changed.is_empty() {
        let names = format::all_of(&changed, view.language());
        sheet.text(view.words.say(&Message::key("explain.parameters-set").with("names", names)));
    }
    let text = yaml_text(&rule.params);
    let lines = text.lines().count();
    let rest = lines.saturating_sub(most);
    // One line less is not worth a word.
    if rest > 1 {
        sheet.code("yaml", text.lines().take(most).collect::<Vec<_>>().join("\n"));
        let message = Message::key("explain.parameters-rest").with("count", rest);
        sheet.text(view.words.say(&message.with("file", file_of(rule, view.sources))));
    } else {
        sheet.code("yaml", text);
    }
}

fn add_examples(view: &View<'_>, rule: &Rule, sheet: &mut Sheet) {
    if rule.examples.is_empty() {
        return;
    }
    sheet.heading(view.words.get("explain.examples"));
    let unseen = |example: &Example| {
        let fixed = match &example.expected {
            Expected::Marks { fixed: Some(fixed), .. } => fixed,
            Expected::Marks { .. } | Expected::Silence => "",
        };
        example.page.contains(NO_BREAK) || fixed.contains(NO_BREAK)
    };
    if rule.examples.iter().any(unseen) {
        sheet.text(view.say("explain.spaces"));
    }
    for example in rule.examples.iter().filter(|example| !example.is_good()) {
        add_example(view, example, "explain.found", sheet);
    }
    for example in rule.examples.iter().filter(|example| example.is_good()) {
        add_example(view, example, "explain.left-alone", sheet);
    }
}

/// The spaces that look like others, and what they are shown as.
const NO_BREAK: [char; 2] = ['\u{a0}', '\u{202f}'];
const SHOWN: &str = "␣";

fn add_example(view: &View<'_>, example: &Example, key: &'static str, sheet: &mut Sheet) {
    let mut before = vec![Piece::Text(view.say(key))];
    if let Some(today) = example.today {
        before.push(Piece::Text(view.words.say(&Message::key("explain.on-day").with("day", today))));
    }
    for (address, status) in &example.external {
        before.extend([Piece::Text(view.say("explain.when")), Piece::Code(address.clone())]);
        before.push(Piece::Text(answer(view, status)));
    }
    before.push(Piece::Text(view.say("explain.colon")));
    sheet.pieces(before);
    sheet.code("markdown", example.page.replace(NO_BREAK, SHOWN));
    for (path, text) in &example.files {
        sheet.pieces(vec![
            Piece::Text(view.say("explain.with-file")),
            Piece::Code(path.clone()),
            Piece::Text(view.say("explain.colon")),
        ]);
        let language = match path.rsplit('.').next() {
            Some("toml") => "toml",
            Some("yaml" | "yml") => "yaml",
            _ => "markdown",
        };
        sheet.code(language, text.clone());
    }
    let Expected::Marks { marks, fixed } = &example.expected else { return };
    let mut marked = vec![Piece::Text(view.say("explain.marks"))];
    for (rank, mark) in marks.iter().enumerate() {
        let between = if rank == 0 { " " } else { ", " };
        marked.extend([Piece::Text(between.to_owned()), Piece::Code(shortened(mark))]);
    }
    sheet.pieces(marked);
    if let Some(fixed) = fixed {
        sheet.text(view.say("explain.fixed"));
        sheet.code("markdown", fixed.replace(NO_BREAK, SHOWN));
    }
}

/// What an address of an example answers.
fn answer(view: &View<'_>, report: &LinkReport) -> String {
    let with = |key, name, text: String| view.words.say(&Message::key(key).with(name, text));
    match report {
        LinkReport { moved: Some(Moved { to, permanent }), .. } => {
            with(if *permanent { "explain.answers-moved" } else { "explain.answers-found" }, "to", to.clone())
        }
        LinkReport { secure: true, .. } => view.say("explain.answers-https"),
        LinkReport { soft: Some(SoftFailure::Says), .. } => view.say("explain.answers-not-found"),
        LinkReport { soft: Some(SoftFailure::Home), .. } => view.say("explain.answers-home"),
        LinkReport { anchor: Some(false), .. } => view.say("explain.answers-no-anchor"),
        LinkReport { status, .. } => match status {
            LinkStatus::Alive => view.say("explain.answers"),
            LinkStatus::Broken(LinkFault::Status(code)) => {
                with("explain.answers-code", "code", code.to_string())
            }
            LinkStatus::Unknown(LinkFault::Status(code)) => {
                with("explain.answers-once", "code", code.to_string())
            }
            LinkStatus::Broken(LinkFault::Host) => view.say("explain.answers-nowhere"),
            LinkStatus::Unknown(LinkFault::Timeout) => view.say("explain.answers-late"),
            LinkStatus::Broken(LinkFault::Certificate) | LinkStatus::Unknown(LinkFault::Certificate) => {
                view.say("explain.answers-certificate")
            }
            LinkStatus::Broken(_) => view.say("explain.answers-not"),
            LinkStatus::Unknown(_) => view.say("explain.answers-refused"),
        },
    }
}

/// The words under a finding on one line, and no more of them than are needed to know which.
fn shortened(mark: &str) -> String {
    const MOST: usize = 60;
    let line = mark.split(['\n', '\r']).map(str::trim).filter(|l| !l.is_empty()).collect::<Vec<_>>();
    let line = if line.is_empty() { mark.to_owned() } else { line.join(" ") };
    // A space beside a sign is what some rules are about.
    let line = if line.trim() == mark.trim() { mark.to_owned() } else { line };
    if line.chars().count() <= MOST {
        return line;
    }
    let start: String = line.chars().take(MOST / 2).collect();
    let end: Vec<char> = line.chars().rev().take(MOST / 3).collect();
    format!("{} … {}", start.trim_end(), end.into_iter().rev().collect::<String>().trim_start())
}

fn add_settings(view: &View<'_>, rule: &Rule, sheet: &mut Sheet) {
    sheet.heading(view.words.get("explain.configure"));
    sheet.text(view.say("explain.in-settings"));
    sheet.code("toml", settings::setting(rule, view.words.get("explain.severity-choices")));
    sheet.heading(view.words.get("explain.silence"));
    if is_about_reading(rule) {
        sheet.text(view.say("explain.no-silence"));
        return;
    }
    let reason = view.words.get("explain.reason");
    // A comment covers a passage of the text: it does nothing for what stands above.
    if !is_about_front(rule) {
        sheet.text(view.say("explain.silence-block"));
        sheet.code("markdown", settings::silence_in_text(rule, reason));
    }
    sheet.text(view.say("explain.silence-page"));
    sheet.code("yaml", settings::silence_in_front_matter(rule, reason));
    sheet.text(view.say("explain.silence-path"));
    sheet.code("toml", settings::silence_in_settings(rule, reason));
}

/// Whether all that a rule finds stands in the front matter of pages.
fn is_about_front(rule: &Rule) -> bool {
    let above = |scope: &Scope| matches!(scope, Scope::Title | Scope::Description | Scope::FrontMatter);
    let kind = rule.check.kind();
    kind.in_front || (kind.scoped && !rule.scope.is_empty() && rule.scope.iter().all(above))
}

/// Where the rule comes from, and what it serves.
fn add_references(view: &View<'_>, rule: &Rule, sheet: &mut Sheet) {
    sheet.heading(view.words.get("explain.sources"));
    sheet.list(rule.sources.iter().map(|key| source_line(view, key)).collect());
    let held = rule.recommendations.iter().filter_map(|key| view.catalogue().recommendation(key));
    let held: Vec<_> = held.map(|held| recommendation_line(view, held)).collect();
    if !held.is_empty() {
        sheet.text(view.say("explain.recommendations"));
        sheet.list(held);
    }
    let text = vec![Piece::Text(view.say("explain.family")), family_link(view, family_of(rule))];
    sheet.pieces(text.into_iter().chain([Piece::Text(".".to_owned())]).collect());
}

/// « famille « Liens » »: « Liens » alone would not say where it leads.
fn family_link(view: &View<'_>, family: &str) -> Piece {
    let name = named::about_family(view.words, family).0;
    let text = view.words.say(&Message::key("explain.family-link").with("name", name));
    Piece::Link(text, Target::Family(family.to_owned()))
}

/// « R6, niveau A : L’information est comprise de tous. »
pub(super) fn recommendation_line(view: &View<'_>, held: &Recommendation) -> Vec<Piece> {
    let text = Message::key("explain.recommendation-line").with("level", held.level.name());
    let text = view.words.say(&text.with("text", view.both(&held.text)));
    vec![Piece::Link(held.key.clone(), Target::Recommendation(held.key.clone())), Piece::Text(text)]
}

/// « Opquast, version 5, règle 137 (lu dans la source) ».
pub(super) fn source_line(view: &View<'_>, key: &str) -> Vec<Piece> {
    let Some((reference, part)) = view.catalogue().reference(key) else {
        return vec![Piece::Code(key.to_owned())];
    };
    let mut name = reference.name.clone();
    if let (Some(part), Some(words)) = (part, &reference.part) {
        name.push_str(", ");
        name.push_str(&view.both(words).replace("{number}", part));
    }
    let mut pieces = match address(reference, part) {
        Some(address) => vec![Piece::Link(name, Target::Address(address))],
        None => vec![Piece::Text(name)],
    };
    let date = reference.date.as_deref().map(|date| format!(", {}", day(view, date))).unwrap_or_default();
    pieces.push(Piece::Text(format!("{date} ({})", view.evidence(reference.evidence))));
    pieces
}

/// The first address that can be followed.
fn address(reference: &Reference, part: Option<&str>) -> Option<String> {
    reference.addresses.iter().find_map(|address| match part {
        Some(part) => Some(address.replace("{number}", part)),
        None if address.contains("{number}") => None,
        None => Some(address.clone()),
    })
}

/// `2019-03-15` → « 15 mars 2019 »; `2016-07` → « juillet 2016 ».
fn day(view: &View<'_>, date: &str) -> String {
    let parse = |text: String| text.parse::<jiff::civil::Date>().ok();
    let said = match date.len() {
        10 => parse(date.to_owned()).map(|date| format::date(date, view.language())),
        7 => parse(format!("{date}-01")).map(|date| format::month(date, view.language())),
        _ => None,
    };
    said.unwrap_or_else(|| date.to_owned())
}

/// What is said of a recommendation, under its key.
pub(super) fn add_recommendation(view: &View<'_>, found: &Recommendation, sheet: &mut Sheet) {
    sheet.text(view.both(&found.text));
    let mut level = vec![Piece::Text(view.level(found.level).to_owned())];
    if let Some(evidence) = found.evidence {
        level.push(Piece::Text(format!(" ({})", view.evidence(evidence))));
    }
    level.push(Piece::Text(".".to_owned()));
    sheet.pieces(level);
    sheet.list(found.sources.iter().map(|key| source_line(view, key)).collect());
    let (own, reading) = view.holders(found);
    let mut lines: Vec<_> = own.into_iter().map(|rule| rule_line(view, rule)).collect();
    if let Some(first) = reading.first() {
        let count = Message::key("coverage.reading-rules").with("count", reading.len());
        lines.push(vec![family_link(view, family_of(first)), Piece::Text(view.words.say(&count))]);
    }
    if !lines.is_empty() {
        sheet.text(view.say("coverage.rules"));
        sheet.list(lines);
    }
    if !found.features.is_empty() {
        sheet.text(view.say("coverage.features"));
        let feature = |feature| vec![Piece::Text(view.both(feature).to_owned())];
        sheet.list(found.features.iter().map(feature).collect());
    }
    if !super::coverage::is_held(view, found) {
        sheet.text(view.say("coverage.nothing"));
    }
}

/// A message of a rule file, its arguments left out: « Cette phrase a … mots. »
fn without_arguments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        match after.split_once('}') {
            Some((inside, after)) => {
                // `{n|one|many}`: the sentence is read with many.
                out.push_str(inside.split('|').nth(2).unwrap_or("…"));
                rest = after;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    // An argument that ends a sentence already has the dots of its full stop.
    out.replace("….", "…")
}

/// The first sentence of why a rule matters: what lists of pages say of it.
pub(super) fn summary(view: &View<'_>, rule: &Rule) -> String {
    let why = view.both(&rule.why).split_whitespace().collect::<Vec<_>>().join(" ");
    let first = crate::language::sentences::sentences(&why, view.language()).into_iter().next();
    first.and_then(|range| why.get(range)).map_or_else(|| why.clone(), |text| text.trim().to_owned())
}

/// Whether a rule can speak with a severity.
pub(super) fn speaks(rule: &Rule, severity: Severity) -> bool {
    match &rule.loudness {
        crate::lint::rule::Loudness::Off => false,
        crate::lint::rule::Loudness::One(one) => *one == severity,
        crate::lint::rule::Loudness::Levels(levels) => levels.iter().any(|l| l.severity == Some(severity)),
    }
}
