//! What is known of a place in a text, as the protocol writes it: completion, hover, definition, references,
//! symbols, code lens, links. What it is comes from `answers`.

use gen_lsp_types::Position;
use serde_json::{Value, json};

use super::answers::{self, Asked, Item, Kind, Led, Nature, Symbol};
use super::builder::of_file;
use super::desk::{Answer, Desk, Refused};
use super::documents::Open;
use super::edited::Edited;
use super::positions::Lines;
use crate::project::Project;

/// A text that something is asked of, in its site.
struct Place<'a> {
    edited: &'a Edited,
    project: &'a Project,
    name: String,
    document: &'a Open,
    lines: Lines<'a>,
}

impl Desk {
    /// Answers what is asked of a place in a text; none for another request.
    pub(super) fn known(&self, method: &str, params: &Value) -> Option<Answer> {
        Some(match method {
            "textDocument/completion" => self.at(params, |place, asked| self.completion(place, asked)),
            "textDocument/hover" => self.at(params, |place, asked| self.hover(place, asked)),
            "textDocument/definition" => self.at(params, |place, asked| {
                let (range, led) = answers::definition(asked)?;
                let mut location = self.location(place, &led);
                if self.client.links {
                    let target = location.get("range").cloned();
                    location = json!([{
                        "originSelectionRange": place.lines.range(range),
                        "targetUri": location.get("uri"),
                        "targetRange": target,
                        "targetSelectionRange": target,
                    }]);
                }
                Some(location)
            }),
            "textDocument/references" => self.at(params, |place, asked| {
                Some(answers::references(asked).iter().map(|led| self.location(place, led)).collect())
            }),
            "textDocument/documentSymbol" => self.at(params, |place, asked| {
                Some(answers::symbols(asked).iter().map(|symbol| drawn(symbol, &place.lines)).collect())
            }),
            "textDocument/documentLink" => self.at(params, |place, asked| {
                let link = |link: answers::Link| {
                    let to = self.location(place, &link.to);
                    json!({ "range": place.lines.range(link.range), "target": to.get("uri") })
                };
                Some(answers::links(asked).into_iter().map(link).collect())
            }),
            "textDocument/codeLens" => self.at(params, |place, asked| {
                let findings = place.edited.findings(&place.name, place.document.text());
                let lenses = answers::lenses(asked, Some(&findings));
                let range = place.lines.range(0..0);
                let lens = |lens: answers::Lens| {
                    json!({ "range": range, "command": { "title": lens.title, "command": "" } })
                };
                Some(lenses.into_iter().map(lens).collect())
            }),
            "workspace/symbol" => self.named_so(params),
            _ => return None,
        })
    }

    /// What is answered of the place that a request names; nothing of a text that is in no site.
    fn at(&self, params: &Value, answer: impl Fn(&Place<'_>, &Asked<'_>) -> Option<Value>) -> Answer {
        let Some((rank, name, document)) = self.named(params) else { return Ok(Value::Null) };
        let Some(edited) = self.sites.get(rank) else { return Ok(Value::Null) };
        let Some((project, source)) = edited.file(&name) else { return Ok(Value::Null) };
        let lines = Lines::new(document.text(), self.client.encoding);
        let at = match params.get("position") {
            Some(at) => serde_json::from_value::<Position>(at.clone()).map_err(|_| Refused::params())?,
            None => lines.position(0),
        };
        let words = edited.words(self.manner());
        let at = lines.offset(at);
        let asked = Asked { project, words: &words, source, text: document.text(), at };
        let place = Place { edited, project, name, document, lines };
        Ok(answer(&place, &asked).unwrap_or(Value::Null))
    }

    fn completion(&self, place: &Place<'_>, asked: &Asked<'_>) -> Option<Value> {
        let found = answers::complete(asked);
        let item = |(rank, item): (usize, &Item)| {
            let snippet = item.snippet.as_ref().filter(|_| self.client.snippet_items);
            let mut written = json!({
                "label": item.label,
                "kind": number(item.kind),
                "sortText": format!("{rank:04}"),
                "textEdit": {
                    "range": place.lines.range(item.replaces.clone()),
                    "newText": snippet.unwrap_or(&item.text),
                },
                "insertTextFormat": if snippet.is_some() { 2 } else { 1 },
                // Its lines have their indentation.
                "insertTextMode": 1,
            });
            if let Some(map) = written.as_object_mut() {
                map.extend(item.detail.as_ref().map(|detail| ("detail".to_owned(), json!(detail))));
                map.extend(item.filter.as_ref().map(|filter| ("filterText".to_owned(), json!(filter))));
                let about = item.about.as_ref().map(|about| json!({ "kind": "markdown", "value": about }));
                map.extend(about.map(|about| ("documentation".to_owned(), about)));
            }
            written
        };
        let items: Vec<Value> = found.items.iter().enumerate().map(item).collect();
        Some(json!({ "isIncomplete": found.cut, "items": items }))
    }

    fn hover(&self, place: &Place<'_>, asked: &Asked<'_>) -> Option<Value> {
        let findings = place.edited.findings(&place.name, place.document.text());
        let hover = answers::hover(asked, &findings)?;
        let contents = json!({ "kind": "markdown", "value": hover.text });
        Some(json!({ "contents": contents, "range": place.lines.range(hover.range) }))
    }

    /// What sites hold by a name.
    fn named_so(&self, params: &Value) -> Answer {
        let query = params.get("query").and_then(Value::as_str).unwrap_or("");
        let mut all = Vec::new();
        for edited in &self.sites {
            let Some(ready) = &edited.ready else { continue };
            let words = edited.words(self.manner());
            for found in answers::find(&ready.draft, &words, query) {
                let kind = if found.registry.is_some() { 14 } else { 1 };
                let location = self.led(edited, &ready.draft, &found.place);
                all.push(json!({
                    "name": found.name, "kind": kind, "containerName": found.detail, "location": location,
                }));
            }
        }
        Ok(Value::Array(all))
    }

    fn location(&self, place: &Place<'_>, led: &Led) -> Value {
        self.led(place.edited, place.project, led)
    }

    /// A place of a file, counted in the text that is open if it is.
    fn led(&self, edited: &Edited, project: &Project, led: &Led) -> Value {
        let open = self.documents.get(&edited.root.join(&led.path));
        let text = open.map(Open::text);
        let text = text.or_else(|| led.source.map(|source| project.site.sources.get(source).text()));
        let lines = Lines::new(text.unwrap_or(""), self.client.encoding);
        let uri = open.map_or_else(|| of_file(&edited.root, &led.path), |open| open.uri.clone());
        json!({ "uri": uri, "range": lines.range(led.start..led.end) })
    }
}

/// A part of a file, with its own.
fn drawn(symbol: &Symbol, lines: &Lines<'_>) -> Value {
    let kind = match symbol.nature {
        Nature::Head => 3,
        Nature::Key => 7,
        Nature::Heading => 15,
        Nature::Entry => 14,
        Nature::Table => 19,
    };
    let parts: Vec<Value> = symbol.parts.iter().map(|part| drawn(part, lines)).collect();
    json!({
        "name": symbol.name,
        "detail": symbol.detail,
        "kind": kind,
        "range": lines.range(symbol.range.clone()),
        "selectionRange": lines.range(symbol.place.clone()),
        "children": parts,
    })
}

/// The number of a nature in the protocol.
fn number(kind: Kind) -> u8 {
    match kind {
        Kind::Term => 1,
        Kind::Call => 3,
        Kind::Argument => 5,
        Kind::Key => 10,
        Kind::Value => 12,
        Kind::Rule => 14,
        Kind::File | Kind::Image | Kind::Page => 17,
        Kind::Heading => 18,
        Kind::Choice => 20,
        Kind::Entry => 21,
    }
}
