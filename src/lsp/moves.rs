//! Files that are about to move: what is to be written so that no address and no link is lost.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde_json::{Map, Value, json};

use super::builder::of_file;
use super::desk::{Answer, Desk};
use super::positions::Lines;
use super::uris;
use crate::files;
use crate::finding::Edit;
use crate::source::SourceId;

impl Desk {
    /// The edits to make before files move.
    pub(super) fn moved(&self, params: &Value) -> Answer {
        let files = params.get("files").and_then(Value::as_array).into_iter().flatten();
        let path = |file: &Value, key: &str| uris::path(file.get(key)?.as_str()?);
        let pairs: Vec<(PathBuf, PathBuf)> =
            files.filter_map(|file| Some((path(file, "oldUri")?, path(file, "newUri")?))).collect();
        let mut changes = Vec::new();
        for site in &self.sites {
            let Some(ready) = &site.ready else { continue };
            let mut moved = BTreeMap::new();
            let pages = ready.draft.site.pages.iter().map(|page| &page.path);
            let assets = ready.draft.site.assets.iter().filter(|asset| asset.theme.is_none());
            for name in pages.chain(assets.map(|asset| &asset.path)) {
                let now = site.root.join("content").join(name);
                let to = pairs.iter().find_map(|(old, new)| {
                    let inner = now.strip_prefix(old).ok()?;
                    // A path joined with nothing would get a slash at its end.
                    Some(if inner.as_os_str().is_empty() { new.clone() } else { new.join(inner) })
                });
                let to = to.and_then(|to| uris::name(&site.root.join("content"), &to));
                moved.extend(to.filter(|to| to != name).map(|to| (name.clone(), to)));
            }
            let mut by_file: BTreeMap<SourceId, Vec<Edit>> = BTreeMap::new();
            for edit in ready.draft.site.moves(&moved) {
                by_file.entry(edit.span.source).or_default().push(edit);
            }
            for (source, edits) in by_file {
                let file = ready.draft.site.sources.get(source);
                let open = self.documents.get(&site.root.join(file.path()));
                // The places of edits are those of the text that was read: in another, they would destroy.
                let same = match open {
                    Some(open) => open.text() == file.text(),
                    None => files::is_as_read(&site.root, file),
                };
                if !same {
                    continue;
                }
                let lines = Lines::new(file.text(), self.client.encoding);
                let edits: Vec<Value> = edits
                    .iter()
                    .map(|edit| json!({ "range": lines.range(edit.span.range()), "newText": edit.text }))
                    .collect();
                changes.push(match open {
                    Some(open) => (open.uri.clone(), json!(open.version), edits),
                    None => (of_file(&site.root, file.path()), Value::Null, edits),
                });
            }
        }
        if changes.is_empty() {
            return Ok(Value::Null);
        }
        if self.client.document_changes {
            let change = |(uri, version, edits): (String, Value, Vec<Value>)| json!({ "textDocument": { "uri": uri, "version": version }, "edits": edits });
            return Ok(json!({ "documentChanges": changes.into_iter().map(change).collect::<Vec<Value>>() }));
        }
        let changes: Map<String, Value> =
            changes.into_iter().map(|(uri, _, edits)| (uri, Value::Array(edits))).collect();
        Ok(json!({ "changes": changes }))
    }
}
