//! Reading a rule file: every mistake is a problem at its place.

use crate::data::{Fields, Map, Node, Value, did_you_mean, meant};
use crate::finding::{Arg, Message, Problem, ProblemKind, RuleId, Severity, Text};
use crate::language::Language;
use crate::source::{SourceId, Span, Spanned};
use crate::words::{has_stray_brace, placeholders};

use super::checks::{Check, Kind};
use super::example::Example;
use super::rule::{Bilingual, Criterion, Level, Loudness, Rule};
use super::scope::Scope;

/// A mistake of a rule file.
pub(super) fn wrong(span: Span, message: Message) -> Problem {
    Problem::new(ProblemKind::InvalidRule, span, message)
}

/// The languages of a text, and of a rule.
pub(super) const LANGUAGES: [(&str, Language); 2] = [("fr", Language::French), ("en", Language::English)];

/// The rule in the tree of its file; what is wrong is in the problems.
pub(super) fn read(
    id: &str,
    source: SourceId,
    node: &Node,
    params: Option<&Node>,
    problems: &mut Vec<Problem>,
) -> Option<Rule> {
    let place = Span::new(source, 0, 0);
    let mut fields = Fields::new(node, problems);
    let title = title(&mut fields, place);
    let why = match fields.node("why") {
        Some(node) => words(fields.problems(), node, &[]),
        None => Some(Bilingual::of_key("lint.usual-why")),
    };
    let criterion = fields.choice("criterion", &Criterion::NAMES);
    let recommendations = recommendations(&mut fields);
    let sources = fields.texts("sources");
    let lang = fields.choice("lang", &LANGUAGES);
    let kind = kind(&mut fields, place);
    let own_params = fields.node("params");
    let message = fields.node("message");
    let help = fields.node("help");
    let together = fields.node("together");
    let examples = fields.node("examples");
    let scope = scope(&mut fields, kind);
    let loudness = loudness(&mut fields, kind, params, place);
    let kind_known = kind?;
    let messages = messages(&mut fields, kind_known, message);
    let help = help.map(|node| helps(&mut fields, kind_known, node)).unwrap_or_default();
    let together = together.and_then(|node| words(fields.problems(), node, &["count"]));
    let params = merged(own_params, params, place);
    let check = check(&mut fields, kind_known, own_params, &params, place);
    let examples = read_examples(&mut fields, kind_known, examples, place);
    fields.finish();
    Some(Rule {
        id: RuleId::new(id),
        source,
        title: title?,
        criterion: criterion.map_or(Criterion::USUAL, |criterion| criterion.value),
        recommendations,
        sources: sources.into_iter().map(|s| s.value).collect(),
        lang: lang.map(|l| l.value),
        scope,
        loudness: loudness?,
        severity_is_set: false,
        messages: messages?,
        help,
        together,
        why: why?,
        examples,
        check: check?,
        params,
    })
}

/// Says that a key is missing, and how it is written.
pub(super) fn missing(problems: &mut Vec<Problem>, key: &str, place: Span) {
    let problem = wrong(place, Message::key("lint.missing").with("key", key));
    let written = match key {
        "title" => "title: Hôtel de ville",
        "severity" => "severity: warning",
        "levels" => "levels: [{above: 25, severity: info}]",
        "above" => "above: 25",
        "words" => "words: [{find: hôtel de ville, use: la mairie}]",
        "find" => "find: hôtel de ville",
        "pattern" => "pattern: 'art\\. \\d+'",
        "styles" => "styles: [{name: 14 h 30, find: '(\\d+)h(\\d\\d)', use: '{1} h {2}'}]",
        "marks" => "marks: [hôtel de ville]",
        "every" => "every: 12 mois",
        "groups" => "groups: [[mairie, hôtel de ville]]",
        _ => "",
    };
    problems.push(match (key, written) {
        (_, "") => problem,
        ("severity", written) => {
            let names = Severity::NAMES_OR_OFF.map(|(name, _)| name.to_owned()).to_vec();
            problem.help(Message::key("lint.missing-choice").with("value", written).with("choices", names))
        }
        (_, written) => problem.help(Message::key("data.example").with("value", written)),
    });
}

/// Says that a key is missing, and what it may be.
pub(super) fn missing_choice(problems: &mut Vec<Problem>, key: &str, place: Span, names: &[&str]) {
    let problem = wrong(place, Message::key("lint.missing").with("key", key));
    let written = format!("{key}: {}", names.first().copied().unwrap_or_default());
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let help = Message::key("lint.missing-choice").with("value", written).with("choices", names);
    problems.push(problem.help(help));
}

/// Takes out what a misspelt key alone brings about: that the key it stands for is missing.
pub(super) fn without_echoes(problems: &mut Vec<Problem>, source: SourceId) {
    let meant = |problem: &Problem| {
        let help = problem.help.as_ref().filter(|_| problem.kind == ProblemKind::UnknownKey)?;
        let name = help.args.iter().find_map(|(name, arg)| match (name, arg) {
            (&"name", Arg::Text(text)) => Some(text.clone()),
            _ => None,
        })?;
        (problem.span.source == source).then_some((name, problem.span.start))
    };
    let slips: Vec<(String, u32)> = problems.iter().filter_map(meant).collect();
    for (key, at) in slips {
        let echoes = |problem: &Problem| {
            let missing = |message: &Message| {
                message.text == Text::Key("lint.missing")
                    && message.args.iter().any(|(_, arg)| match (arg, key.as_str()) {
                        // What stands under a key that is not known is missing with it.
                        (Arg::Text(text), "params") => !TOP.contains(&text.as_str()),
                        (Arg::Text(text), key) => text == key,
                        _ => false,
                    })
            };
            let examples = key == "examples" && problem.message.text == Text::Key("lint.no-examples");
            problem.span.source == source && (missing(&problem.message) || examples)
        };
        // Of several, the one that is told of the same map.
        let nearest = |(_, problem): &(usize, &Problem)| (problem.span.start <= at, problem.span.start);
        let found = problems.iter().enumerate().filter(|(_, problem)| echoes(problem)).max_by_key(nearest);
        if let Some((rank, _)) = found {
            problems.remove(rank);
        }
    }
}

/// Keys of a rule file that are told missing, and are no parameters.
const TOP: [&str; 4] = ["title", "check", "severity", "levels"];

/// Whether a key was left out, or left empty.
fn is_absent(fields: &mut Fields, key: &'static str) -> bool {
    fields.node(key).is_none_or(|node| node.value == Value::Null)
}

fn title(fields: &mut Fields, place: Span) -> Option<Bilingual> {
    match fields.node("title") {
        Some(node) => words(fields.problems(), node, &[]),
        None => {
            missing(fields.problems(), "title", place);
            None
        }
    }
}

/// A text that may name these arguments: in both languages, `{fr: …, en: …}`, or in one, which then
/// serves both, with or without its language.
pub(super) fn words(problems: &mut Vec<Problem>, node: &Node, arguments: &[&str]) -> Option<Bilingual> {
    let texts: Vec<Option<Spanned<String>>> = match &node.value {
        Value::Map(map) => {
            let mut fields = Fields::of(map, problems);
            let texts = LANGUAGES.map(|(tag, _)| fields.text(tag)).into();
            fields.finish();
            texts
        }
        _ => vec![node.as_text().map(|text| Spanned::new(text.to_owned(), node.span))],
    };
    let said = |text: &&Spanned<String>| !text.value.trim().is_empty();
    for text in texts.iter().flatten().filter(said) {
        check_placeholders(problems, text, arguments);
    }
    let mut texts = texts.iter().map(|text| text.as_ref().filter(said).map(|text| text.value.as_str()));
    match (texts.next().flatten(), texts.next().flatten()) {
        (Some(fr), Some(en)) => Some(Bilingual::new(fr, en)),
        (Some(text), None) | (None, Some(text)) => Some(Bilingual::single(text)),
        (None, None) => {
            let problem = wrong(node.span, Message::key("lint.no-text"));
            problems.push(problem.help(Message::key("lint.no-text-help")));
            None
        }
    }
}

fn check_placeholders(problems: &mut Vec<Problem>, text: &Spanned<String>, arguments: &[&str]) {
    if has_stray_brace(&text.value) {
        problems.push(wrong(text.span, Message::key("lint.brace")).help(Message::key("lint.brace-help")));
        return;
    }
    for name in placeholders(&text.value).into_iter().filter(|name| !arguments.contains(name)) {
        let problem = wrong(text.span, Message::key("lint.unknown-placeholder").with("name", name));
        let known: Vec<String> = arguments.iter().map(|a| format!("{{{a}}}")).collect();
        problems.push(if known.is_empty() {
            problem.help(Message::key("lint.no-placeholder"))
        } else {
            problem.help(Message::key("lint.known-placeholders").with("known", known))
        });
    }
}

fn recommendations(fields: &mut Fields) -> Vec<String> {
    let texts = fields.texts("recommendations");
    for text in &texts {
        let number = text.value.strip_prefix('R').and_then(|n| n.parse::<u8>().ok());
        if number.is_none_or(|n| n == 0) {
            let message = Message::key("lint.recommendation").with("found", text.value.clone());
            fields.problems().push(wrong(text.span, message));
        }
    }
    texts.into_iter().map(|t| t.value).collect()
}

fn known_checks() -> Message {
    let known = Kind::ALL.map(|kind| kind.name.to_owned());
    Message::key("lint.known-checks").with("known", known.to_vec())
}

fn kind(fields: &mut Fields, place: Span) -> Option<&'static Kind> {
    let Some(name) = fields.text("check") else {
        let names = Kind::ALL.map(|kind| kind.name);
        missing_choice(fields.problems(), "check", place, &names);
        return None;
    };
    let kind = Kind::ALL.into_iter().find(|kind| kind.name == name.value);
    if kind.is_none() {
        let problem = wrong(name.span, Message::key("lint.unknown-check").with("name", name.value.clone()));
        let known = Kind::ALL.map(|kind| kind.name);
        let help = did_you_mean(&meant(&name.value, &known)).unwrap_or_else(known_checks);
        fields.problems().push(problem.help(help));
    }
    kind
}

fn scope(fields: &mut Fields, kind: Option<&Kind>) -> Vec<Scope> {
    let texts = fields.texts("scope");
    if texts.is_empty() {
        return Scope::DEFAULT.to_vec();
    }
    if let (Some(kind), Some(first)) = (kind.filter(|kind| !kind.scoped), texts.first()) {
        let message = Message::key("lint.useless-scope").with("check", kind.name);
        fields.problems().push(wrong(first.span, message));
    }
    let mut scopes = Vec::new();
    for text in texts {
        match Scope::NAMES.iter().find(|(name, _)| *name == text.value) {
            Some((_, scope)) => scopes.extend(scope.with_parts()),
            None if text.value == Scope::ALL => scopes.extend(Scope::READ),
            None => {
                let known = Scope::words();
                let name = text.value;
                let problem =
                    wrong(text.span, Message::key("lint.unknown-scope").with("name", name.as_str()));
                let every = || {
                    let known: Vec<String> = known.iter().map(|name| (*name).to_owned()).collect();
                    Message::key("lint.known-scopes").with("known", known)
                };
                let help = did_you_mean(&meant(&name, &known)).unwrap_or_else(every);
                fields.problems().push(problem.help(help));
            }
        }
    }
    scopes
}

fn loudness(
    fields: &mut Fields,
    kind: Option<&Kind>,
    params: Option<&Node>,
    place: Span,
) -> Option<Loudness> {
    let one = fields.choice("severity", &Severity::NAMES_OR_OFF);
    let levels = fields.node("levels");
    let kind = kind?;
    match (one, levels) {
        (Some(one), Some(_)) => {
            fields.problems().push(wrong(one.span, Message::key("lint.severity-and-levels")));
            None
        }
        (None, None) => {
            // A severity that is written wrongly was said so already.
            if is_absent(fields, "severity") {
                missing(fields.problems(), if kind.measured { "levels" } else { "severity" }, place);
            }
            None
        }
        (Some(one), None) if kind.measured => {
            let message = Message::key("lint.needs-levels").with("check", kind.name);
            fields.problems().push(wrong(one.span, message));
            None
        }
        (Some(one), None) => Some(one.value.map_or(Loudness::Off, Loudness::One)),
        (None, Some(node)) if !kind.measured => {
            let message = Message::key("lint.no-levels").with("check", kind.name);
            fields.problems().push(wrong(node.span, message));
            None
        }
        (None, Some(node)) => {
            let own = read_levels(fields.problems(), node, kind);
            match params.and_then(Node::as_map).and_then(|map| map.get("levels")) {
                Some(node) => read_levels(fields.problems(), node, kind),
                None => own,
            }
        }
    }
}

/// `above`, or `below` for a kind whose measure falls as things get worse: such a measure and its bounds
/// are kept with their sign turned, so that worse is always higher.
fn read_levels(problems: &mut Vec<Problem>, node: &Node, kind: &Kind) -> Option<Loudness> {
    let (key, sign) = if kind.falling { ("below", -1) } else { ("above", 1) };
    let mut levels: Vec<Level> = Vec::new();
    for item in node.items() {
        let mut fields = Fields::new(item, problems);
        let above = fields.int(key);
        let above = above.map(|above| Spanned::new(sign * above.value, above.span));
        let severity = fields.choice("severity", &Severity::NAMES_OR_OFF);
        match (&above, &severity) {
            (Some(above), Some(_)) if sign * above.value < 0 => {
                fields.problems().push(wrong(above.span, Message::key("lint.level-negative")));
            }
            (Some(above), Some(_)) if levels.iter().any(|level| level.above == above.value) => {
                fields.problems().push(wrong(above.span, Message::key("lint.level-twice")));
            }
            (Some(above), Some(severity)) => {
                levels.push(Level { above: above.value, severity: severity.value });
            }
            _ => {
                for key in [key, "severity"] {
                    if item.as_map().is_some() && is_absent(&mut fields, key) {
                        missing(fields.problems(), key, item.span);
                    }
                }
            }
        }
        fields.finish();
    }
    levels.sort_by_key(|level| level.above);
    if node.items().is_empty() {
        problems.push(wrong(node.span, Message::key("lint.level-none")));
    }
    if levels.is_empty() {
        return None;
    }
    if !levels.is_sorted_by_key(|level| level.severity) {
        problems.push(wrong(node.span, Message::key("lint.level-order")));
    }
    Some(Loudness::Levels(levels))
}

/// `message`: a text for a kind with one case; a map of texts by case for the others. After those of
/// the file come the kind’s usual ones.
fn messages(
    fields: &mut Fields,
    kind: &'static Kind,
    node: Option<&Node>,
) -> Option<Vec<(&'static str, Bilingual)>> {
    let mut messages = Vec::new();
    match (kind.cases, node) {
        (_, None) => {}
        ([], Some(node)) => {
            let message = Message::key("lint.useless-message").with("check", kind.name);
            fields.problems().push(wrong(node.span, message));
            return None;
        }
        ([only], Some(node)) => messages.push((only.name, words(fields.problems(), node, only.arguments)?)),
        (cases, Some(node)) => {
            let mut by_case = Fields::new(node, fields.problems());
            for case in cases {
                match by_case.node(case.name) {
                    Some(node) => {
                        let said = words(by_case.problems(), node, case.arguments);
                        messages.extend(said.map(|said| (case.name, said)));
                    }
                    None => missing(by_case.problems(), case.name, node.span),
                }
            }
            by_case.finish();
        }
    }
    for case in kind.cases {
        messages.extend(case.usual.iter().map(|key| (case.name, Bilingual::of_key(key))));
    }
    Some(messages)
}

/// What to do: one text for every case, or a map of a text for some of them.
fn helps(fields: &mut Fields, kind: &'static Kind, node: &Node) -> Vec<(&'static str, Bilingual)> {
    let is_case = |key: &str| kind.cases.iter().any(|case| case.name == key);
    let by_case = matches!(&node.value, Value::Map(map) if map.entries.iter().any(|e| is_case(&e.key.value)));
    if !by_case {
        let names: Vec<&str> = kind.cases.iter().flat_map(|case| case.arguments).copied().collect();
        return words(fields.problems(), node, &names).map(|help| ("", help)).into_iter().collect();
    }
    let mut helps = Vec::new();
    let mut by_case = Fields::new(node, fields.problems());
    for case in kind.cases {
        if let Some(node) = by_case.node(case.name) {
            let said = words(by_case.problems(), node, case.arguments);
            helps.extend(said.map(|said| (case.name, said)));
        }
    }
    by_case.finish();
    helps
}

fn check(fields: &mut Fields, kind: &Kind, own: Option<&Node>, params: &Node, place: Span) -> Option<Check> {
    let mut params = Fields::new(params, fields.problems());
    let check = (kind.read)(&mut params, own.map_or(place, |own| own.span));
    params.finish();
    check
}

/// The parameters of the rule file, with those of the site in place of the same ones. `levels`
/// is not a parameter: it was read with the rule's own.
fn merged(own: Option<&Node>, site: Option<&Node>, place: Span) -> Node {
    let mut node = match own {
        Some(own) if own.value != Value::Null => own.clone(),
        _ => Node { span: place, value: Value::Map(Map::default()) },
    };
    if let (Value::Map(map), Some(site)) = (&mut node.value, site.and_then(Node::as_map)) {
        for entry in site.entries.iter().filter(|entry| entry.key.value != "levels") {
            map.entries.retain(|known| known.key.value != entry.key.value);
            map.entries.push(entry.clone());
        }
    }
    node
}

fn read_examples(fields: &mut Fields, kind: &Kind, node: Option<&Node>, place: Span) -> Vec<Example> {
    let items = node.map_or(&[][..], Node::items);
    let examples: Vec<Example> =
        items.iter().filter_map(|item| Example::read(item, fields.problems())).collect();
    let quiet = examples.iter().filter(|example| example.is_good()).count();
    let wanted = !kind.examples_optional && (quiet == 0 || quiet == examples.len());
    if wanted && items.len() == examples.len() {
        let span = node.map_or(place, |node| node.span);
        let problem = wrong(span, Message::key("lint.no-examples"));
        fields.problems().push(problem.help(Message::key("lint.no-examples-help")));
    }
    examples
}
