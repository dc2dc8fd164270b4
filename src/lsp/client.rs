//! What an editor can do, as it says when it starts. A word that is not understood is a thing it cannot do.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::actions::{EXPLAIN, FIX_ALL, PLACE};
use super::positions::Encoding;
use super::uris;

/// An editor.
#[derive(Clone, Debug, Default)]
pub(super) struct Client {
    /// What it counts in.
    pub(super) encoding: Encoding,
    /// It shows the other places of a finding.
    pub(super) related: bool,
    /// It wants to know which state of a text findings are about.
    pub(super) versions: bool,
    /// Its changes may say which state of a text they are of.
    pub(super) document_changes: bool,
    /// A change may hold places to fill.
    pub(super) snippets: bool,
    /// What a quick fix does may be asked for once it is chosen.
    pub(super) resolves: bool,
    /// It understands quick fixes that are more than commands.
    pub(super) literal_actions: bool,
    /// What it completes with may hold places to fill.
    pub(super) snippet_items: bool,
    /// It shows what is pointed at beside where it leads.
    pub(super) links: bool,
    /// It can be told to watch files.
    pub(super) watches: bool,
    /// It can show a place of a file when it is asked to.
    pub(super) shows: bool,
    /// Its number, and when it is gone so is the server's reason to be.
    pub(super) process: Option<u32>,
    /// The folders it works in.
    pub(super) folders: Vec<PathBuf>,
}

impl Client {
    /// Reads what `initialize` says.
    pub(super) fn read(params: &Value) -> Self {
        let can = |path: &str| {
            params.pointer(&format!("/capabilities{path}")).and_then(Value::as_bool) == Some(true)
        };
        let list = |path: &str| {
            let list = params.pointer(&format!("/capabilities{path}")).and_then(Value::as_array);
            list.into_iter().flatten().filter_map(Value::as_str)
        };
        let folders = params.get("workspaceFolders").and_then(Value::as_array).into_iter().flatten();
        let mut folders: Vec<PathBuf> =
            folders.filter_map(|folder| uris::path(folder.get("uri")?.as_str()?)).collect();
        if folders.is_empty() {
            let uri = params.get("rootUri").and_then(Value::as_str).and_then(uris::path);
            let path = || params.get("rootPath").and_then(Value::as_str).map(PathBuf::from);
            folders.extend(uri.or_else(path));
        }
        let actions = "/textDocument/codeAction";
        Self {
            encoding: Encoding::among(list("/general/positionEncodings")),
            related: can("/textDocument/publishDiagnostics/relatedInformation"),
            versions: can("/textDocument/publishDiagnostics/versionSupport"),
            document_changes: can("/workspace/workspaceEdit/documentChanges"),
            snippets: can("/workspace/workspaceEdit/snippetEditSupport"),
            resolves: list(&format!("{actions}/resolveSupport/properties")).any(|name| name == "edit"),
            literal_actions: params
                .pointer(&format!("/capabilities{actions}/codeActionLiteralSupport"))
                .is_some(),
            snippet_items: can("/textDocument/completion/completionItem/snippetSupport"),
            links: can("/textDocument/definition/linkSupport"),
            watches: can("/workspace/didChangeWatchedFiles/dynamicRegistration"),
            shows: can("/window/showDocument/support"),
            process: params.get("processId").and_then(Value::as_u64).and_then(|id| u32::try_from(id).ok()),
            folders,
        }
    }
}

/// What the server can do for it.
pub(super) fn capabilities(client: &Client) -> Value {
    let files = json!({ "filters": [{ "scheme": "file", "pattern": { "glob": "**/*" } }] });
    json!({
        "positionEncoding": client.encoding.kind(),
        "textDocumentSync": {
            "openClose": true,
            // Changes come as they are made.
            "change": 2,
            "save": { "includeText": false },
        },
        "codeActionProvider": {
            "codeActionKinds": ["quickfix", FIX_ALL],
            "resolveProvider": client.resolves,
        },
        "completionProvider": { "triggerCharacters": [" ", ":", "\"", "(", "[", "{", "#", "/", "-"] },
        "hoverProvider": true,
        "definitionProvider": true,
        "referencesProvider": true,
        "documentSymbolProvider": true,
        "workspaceSymbolProvider": true,
        "documentLinkProvider": { "resolveProvider": false },
        "codeLensProvider": { "resolveProvider": false },
        "executeCommandProvider": { "commands": [PLACE, EXPLAIN] },
        "workspace": {
            "workspaceFolders": { "supported": true, "changeNotifications": true },
            "fileOperations": { "willRename": files, "didRename": files, "didCreate": files, "didDelete": files },
        },
    })
}
