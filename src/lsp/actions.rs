//! What can be done about what is found: quick fixes, silences, all that is safe at once, explanations.

use std::ops::Range;

use serde_json::{Value, json};

use super::client::Client;
use super::desk::{Answer, Desk, MessageType, Refused};
use super::documents::Open;
use super::edited::Edited;
use super::positions::Lines;
use super::silences::Silence;
use crate::finding::{Applicability, Finding, Message, RuleId, Severity};
use crate::lint::fix::{self, Wanted, line_ending, with_line_ending};
use crate::source::Tree;

/// The kind of what mends a whole file.
pub(super) const FIX_ALL: &str = "source.fixAll.limpide";
/// Shows the place where a reason is to be typed: an address, a position.
pub(super) const PLACE: &str = "limpide.place";
/// Says why a rule is one: its name.
pub(super) const EXPLAIN: &str = "limpide.explain";

impl Desk {
    /// What can be done about a range of a text.
    pub(super) fn actions(&self, params: &Value) -> Answer {
        let Some((rank, name, document)) = self.named(params) else { return Ok(Value::Null) };
        let Some(site) = self.sites.get(rank) else { return Ok(Value::Null) };
        let range = params.get("range").cloned().unwrap_or(Value::Null);
        let range = serde_json::from_value(range).map_err(|_| Refused::params())?;
        let range = Lines::new(document.text(), self.client.encoding).bytes(range);
        let only = params.pointer("/context/only").and_then(Value::as_array);
        let only: Option<Vec<&str>> = only.map(|kinds| kinds.iter().filter_map(Value::as_str).collect());
        // A kind holds those that it begins.
        let holds = |asked: &str, kind: &str| {
            asked.is_empty()
                || kind == asked
                || kind.strip_prefix(asked).is_some_and(|rest| rest.starts_with('.'))
        };
        let asked = |kind: &str| only.as_ref().is_none_or(|only| only.iter().any(|asked| holds(asked, kind)));
        let mut actions = Vec::new();
        if asked("quickfix") && self.client.literal_actions {
            self.quick((site, &name, document), &range, &mut actions);
        }
        if asked(FIX_ALL) {
            let title = site.words(self.manner()).get("lsp.fix-all").to_owned();
            let mut action = json!({ "title": title, "kind": FIX_ALL, "data": { "uri": document.uri } });
            // What it does takes a while to know: it is found out when it is asked for.
            let done = if only.is_some() && !self.client.resolves {
                let edit = self.mended(site, &name, document);
                let any = edit.is_some();
                action["edit"] = edit.unwrap_or(Value::Null);
                any
            } else {
                self.client.resolves && site.page(&name).is_some()
            };
            actions.extend(done.then_some(action));
        }
        Ok(Value::Array(actions))
    }

    /// What an action does, once it is chosen.
    pub(super) fn resolved(&self, action: &Value) -> Answer {
        let mut action = action.clone();
        let uri = action.pointer("/data/uri").cloned().unwrap_or(Value::Null);
        if let Some((rank, name, document)) = self.named(&json!({ "textDocument": { "uri": uri } }))
            && let Some(site) = self.sites.get(rank)
            && let Some(edit) = self.mended(site, &name, document)
            && action.is_object()
        {
            action["edit"] = edit;
        }
        Ok(action)
    }

    fn quick(
        &self,
        (site, name, document): (&Edited, &str, &Open),
        range: &Range<usize>,
        actions: &mut Vec<Value>,
    ) {
        let words = site.words(self.manner());
        let lines = Lines::new(document.text(), self.client.encoding);
        let findings = site.findings(name, document.text());
        let here = |one: &&Finding| {
            let bytes = one.span.range();
            bytes.start <= range.end && range.start <= bytes.end
        };
        let each: Vec<Finding> = findings.iter().flat_map(Finding::alone).collect();
        let found: Vec<&Finding> = each.iter().filter(here).collect();
        let told = |one: &Finding| {
            let one = std::slice::from_ref(one);
            site.diagnostics((name, document), one, (&self.documents, self.manner()))
        };
        for one in &found {
            let Some(fix) = one.fix.as_ref().filter(|fix| fix.applicability != Applicability::Shown) else {
                continue;
            };
            let ending = line_ending(document.text());
            let own = fix.edits.iter().all(|edit| edit.span.source == one.span.source);
            let edits = fix.edits.iter().map(|edit| {
                let text = with_line_ending(&edit.text, ending);
                json!({ "range": lines.range(edit.span.range()), "newText": text })
            });
            let safe = fix.applicability == Applicability::Safe;
            let title = words.say(&fix.title);
            let to_read = || words.say(&Message::key("lsp.suggested").with("title", title.as_str()));
            if own {
                actions.push(json!({
                    "title": if safe { title.clone() } else { to_read() },
                    "kind": "quickfix",
                    "isPreferred": safe,
                    "diagnostics": told(one),
                    "edit": self.client.edit(document, edits.collect()),
                }));
            }
        }
        let Some((project, page)) = site.page(name) else { return };
        let mut rules: Vec<&RuleId> = Vec::new();
        for one in &found {
            if rules.contains(&&one.rule) {
                continue;
            }
            rules.push(&one.rule);
            let read = &project.site.page(page).document;
            if let Some(silence) = Silence::of(one, read, document.text(), &project.site) {
                let key = if silence.page { "lsp.silence-page" } else { "lsp.silence" };
                let title = words.say(&Message::key(key).with("rule", one.rule.as_str()));
                let mut action = json!({ "title": title, "kind": "quickfix", "diagnostics": told(one) });
                self.silence(&silence, document, &mut action);
                actions.push(action);
            }
        }
        for rule in rules {
            let title = words.say(&Message::key("lsp.explain").with("rule", rule.as_str()));
            actions.push(json!({
                "title": title,
                "kind": "quickfix",
                "command": { "title": title, "command": EXPLAIN, "arguments": [rule.as_str(), document.uri] },
            }));
        }
    }

    /// Puts a silence, with the cursor where its reason goes if the editor can.
    fn silence(&self, silence: &Silence, document: &Open, action: &mut Value) {
        let lines = Lines::new(document.text(), self.client.encoding);
        let range = lines.range(silence.at..silence.at);
        if self.client.snippets && self.client.document_changes {
            let plain = |text: &str| text.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}");
            let value = format!("{}$1{}$0", plain(&silence.before), plain(&silence.after));
            let snippet = json!({ "range": range, "snippet": { "kind": "snippet", "value": value } });
            action["edit"] = self.client.edit(document, vec![snippet]);
            return;
        }
        let text = format!("{}{}", silence.before, silence.after);
        action["edit"] = self.client.edit(document, vec![json!({ "range": range, "newText": text })]);
        if self.client.shows {
            let mut after = document.text().to_owned();
            after.insert_str(silence.at, &text);
            let at = Lines::new(&after, self.client.encoding).position(silence.at + silence.before.len());
            let title = action["title"].clone();
            action["command"] = json!({ "title": title, "command": PLACE, "arguments": [document.uri, at] });
        }
    }

    /// All the safe fixes of a page, as `limpide fix` makes them: each pass is checked before it counts.
    fn mended(&self, site: &Edited, name: &str, document: &Open) -> Option<Value> {
        let (project, page) = site.page(name)?;
        let source = project.site.page(page).document.source;
        let tree = Tree { sources: project.site.sources.clone(), ..Tree::default() };
        let look = |tree: &Tree| {
            let mut copy = project.copy();
            let found = tree.sources.share(source).map(|text| copy.revise(page, text)).unwrap_or_default();
            (copy.site, found, Vec::new())
        };
        let wanted = Wanted {
            at_most: Applicability::Safe,
            rules: &[],
            least: Severity::Warning,
            known: None,
            files: &|path| path == name,
        };
        let mended = fix::run_with(&tree, &look, &wanted).files;
        let file = mended.first()?;
        let (before, after) = (document.text(), std::str::from_utf8(&file.after).ok()?);
        if file.before != before.as_bytes() {
            return None;
        }
        let lines = Lines::new(before, self.client.encoding);
        // Cut where we cut: others also end a line at a lone `\r`.
        let cut = |text: &'_ str| text.split_inclusive('\n').map(str::to_owned).collect::<Vec<String>>();
        let (cut_before, cut_after) = (cut(before), cut(after));
        let ops = similar::capture_diff_slices(similar::Algorithm::Myers, &cut_before, &cut_after);
        let (old, new) = (starts(before), starts(after));
        let edits = ops.iter().filter(|op| op.tag() != similar::DiffTag::Equal).map(|op| {
            let bytes = |starts: &[usize], range: Range<usize>, text: &str| {
                let at = |rank: usize| starts.get(rank).copied().unwrap_or(text.len());
                at(range.start)..at(range.end)
            };
            let range = lines.range(bytes(&old, op.old_range(), before));
            let text = after.get(bytes(&new, op.new_range(), after)).unwrap_or("");
            json!({ "range": range, "newText": text })
        });
        let edits: Vec<Value> = edits.collect();
        (!edits.is_empty()).then(|| self.client.edit(document, edits))
    }

    /// Does what an action asked for beside its change.
    pub(super) fn command(&mut self, params: &Value) -> Answer {
        let given = |rank: usize| params.pointer(&format!("/arguments/{rank}"));
        match params.get("command").and_then(Value::as_str) {
            Some(PLACE) => {
                let (Some(uri), Some(at)) = (given(0), given(1)) else { return Err(Refused::params()) };
                let selection = json!({ "start": at, "end": at });
                let params = json!({ "uri": uri, "takeFocus": true, "selection": selection });
                self.ask("window/showDocument", &params);
            }
            Some(EXPLAIN) => {
                let Some(rule) = given(0).and_then(Value::as_str) else { return Err(Refused::params()) };
                let uri = given(1).cloned().unwrap_or(Value::Null);
                let found = self.named(&json!({ "textDocument": { "uri": uri } })).map(|(rank, ..)| rank);
                if let Some(said) = self.explained(found.unwrap_or(0), rule) {
                    self.show(MessageType::Info, &said);
                }
            }
            _ => return Err(Refused::params()),
        }
        Ok(Value::Null)
    }

    /// Why a rule is one.
    fn explained(&self, site: usize, rule: &str) -> Option<String> {
        let site = self.sites.get(site)?;
        let rule = site.ready.as_ref()?.draft.rules().get(rule)?;
        let words = site.words(self.manner());
        Some(format!("{}\n{}", words.say(&rule.title.message()), words.say(&rule.why.message())))
    }
}

impl Client {
    /// Changes to one text. Where the editor can, they say which state of it they are of, and are refused for another.
    pub(super) fn edit(&self, document: &Open, edits: Vec<Value>) -> Value {
        if self.document_changes {
            let state = json!({ "uri": document.uri, "version": document.version });
            json!({ "documentChanges": [{ "textDocument": state, "edits": edits }] })
        } else {
            let mut changes = serde_json::Map::new();
            changes.insert(document.uri.clone(), Value::Array(edits));
            json!({ "changes": changes })
        }
    }
}

/// Where lines start, for which `\n` alone is an end.
fn starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
}
