//! An editor, as a test plays it: it speaks the protocol over the pipes of the program, and waits for what it is told
//! rather than for time to pass.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use serde_json::{Value, json};

/// How long the server may take to say what it has to: far more than it needs.
const PATIENCE: Duration = Duration::from_secs(120);

/// What this editor can do.
pub(super) fn able() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-16"] },
        "window": { "showDocument": { "support": true } },
        "workspace": {
            "didChangeWatchedFiles": { "dynamicRegistration": true },
            "workspaceEdit": { "documentChanges": true },
        },
        "textDocument": {
            "publishDiagnostics": { "relatedInformation": true, "versionSupport": true },
            "codeAction": { "codeActionLiteralSupport": {}, "resolveSupport": { "properties": ["edit"] } },
        },
    })
}

pub(super) struct Editor {
    child: Child,
    input: Option<ChildStdin>,
    said: Receiver<Value>,
    asked: i64,
    /// What was told and not looked at yet.
    told: VecDeque<Value>,
}

impl Editor {
    /// Starts the server, with which nothing is agreed upon yet.
    pub(super) fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_limpide"))
            .args(["lsp", "--lang", "en", "--today", "2026-11-23"])
            .current_dir(std::env::temp_dir())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let (sender, said) = mpsc::channel();
        std::thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        let input = child.stdin.take();
        Self { child, input, said, asked: 0, told: VecDeque::new() }
    }

    /// An editor that works in a folder.
    pub(super) fn in_folder(root: &Path, able: &Value) -> Self {
        let mut editor = Self::start();
        let folders = json!([{ "uri": uri(root), "name": "work" }]);
        let params = json!({ "processId": null, "workspaceFolders": folders, "capabilities": able });
        editor.ask("initialize", params).expect("the server starts");
        editor.tell("initialized", json!({}));
        editor
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().unwrap();
        input.write_all(bytes).unwrap();
        input.flush().unwrap();
    }

    pub(super) fn send(&mut self, message: &Value) {
        let body = message.to_string();
        self.bytes(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    pub(super) fn tell(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Asks, and waits for the answer: a result, or an error.
    pub(super) fn ask(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        self.asked += 1;
        let id = self.asked;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        self.answer_to(&json!(id))
    }

    pub(super) fn answer_to(&mut self, id: &Value) -> Result<Value, Value> {
        let answer = self.wait(|said| said.get("method").is_none() && said.get("id") == Some(id));
        match answer.get("error") {
            Some(error) => Err(error.clone()),
            None => Ok(answer["result"].clone()),
        }
    }

    /// Waits for a message; the others are kept.
    pub(super) fn wait(&mut self, is_it: impl Fn(&Value) -> bool) -> Value {
        if let Some(rank) = self.told.iter().position(&is_it) {
            return self.told.remove(rank).unwrap();
        }
        loop {
            let said = self.said.recv_timeout(PATIENCE).expect("the server says what is waited for");
            if is_it(&said) {
                return said;
            }
            self.told.push_back(said);
        }
    }

    /// Waits for the server to say something of its own.
    pub(super) fn told(&mut self, method: &str) -> Value {
        self.wait(|said| said["method"] == method)["params"].clone()
    }

    pub(super) fn open(&mut self, path: &Path, text: &str) -> String {
        let uri = uri(path);
        let document = json!({ "uri": uri, "languageId": "markdown", "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
        uri
    }

    /// Puts a text in the place of another, or a range of it.
    pub(super) fn change(&mut self, uri: &str, version: i64, changes: Value) {
        let document = json!({ "uri": uri, "version": version });
        self.tell("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// What is found in a state of a text: of the last message about it, among those that come until one of them
    /// holds.
    pub(super) fn found(
        &mut self,
        uri: &str,
        version: Option<i64>,
        holds: impl Fn(&[Value]) -> bool,
    ) -> Vec<Value> {
        let said = self.wait(|said| {
            let params = &said["params"];
            let about = said["method"] == "textDocument/publishDiagnostics" && params["uri"] == uri;
            let state = version.is_none_or(|version| params["version"] == version);
            about && state && holds(params["diagnostics"].as_array().unwrap())
        });
        said["params"]["diagnostics"].as_array().unwrap().clone()
    }

    pub(super) fn actions(&mut self, uri: &str, range: &Value, only: Option<&str>) -> Vec<Value> {
        let mut context = json!({ "diagnostics": [] });
        if let Some(only) = only {
            context["only"] = json!([only]);
        }
        let params = json!({ "textDocument": { "uri": uri }, "range": range, "context": context });
        self.ask("textDocument/codeAction", params).unwrap().as_array().unwrap().clone()
    }

    /// Ends as the protocol wants it.
    pub(super) fn end(mut self) -> ExitStatus {
        assert_eq!(self.ask("shutdown", Value::Null), Ok(Value::Null));
        self.tell("exit", Value::Null);
        self.child.wait().unwrap()
    }

    /// Goes away without a word.
    pub(super) fn vanish(mut self) -> ExitStatus {
        self.input = None;
        self.child.wait().unwrap()
    }

    /// The end of the server, which it comes to by itself while its pipe is held open.
    pub(super) fn ended(mut self) -> ExitStatus {
        self.child.wait().unwrap()
    }

    pub(super) fn exit(mut self) -> ExitStatus {
        self.tell("exit", Value::Null);
        self.child.wait().unwrap()
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut size = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let Some(rest) = line.strip_prefix("Content-Length: ") else {
            assert_eq!(line, "\r\n", "nothing but the protocol is written");
            break;
        };
        size = rest.trim_end().parse().unwrap();
    }
    let mut body = vec![0; size];
    output.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).unwrap())
}

pub(super) fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}

/// A site in a folder of its own.
pub(super) struct Site {
    folder: tempfile::TempDir,
}

impl Site {
    pub(super) fn new(files: &[(&str, &str)]) -> Self {
        let site = Self { folder: tempfile::tempdir().unwrap() };
        site.write("site.toml", "[site]\ntitle = \"Essai\"\nbase_url = \"https://exemple.fr\"\n");
        site.write("content/_index.md", "---\ntitle: Accueil\n---\n\nVoir [la page](a.md).\n");
        for (path, text) in files {
            site.write(path, text);
        }
        site
    }

    pub(super) fn root(&self) -> PathBuf {
        self.folder.path().canonicalize().unwrap()
    }

    pub(super) fn path(&self, file: &str) -> PathBuf {
        self.root().join(file)
    }

    pub(super) fn write(&self, file: &str, text: &str) {
        let path = self.folder.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

/// A text once edits are made, as an editor that counts in UTF-16 makes them: from the last to the first.
pub(super) fn edited(text: &str, edits: &Value) -> String {
    let offset = |text: &str, at: &Value| {
        let line = usize::try_from(at["line"].as_u64().unwrap()).unwrap();
        let start = text.split_inclusive('\n').take(line).map(str::len).sum::<usize>();
        let mut units = at["character"].as_u64().unwrap();
        let mut bytes = start;
        for c in text[start..].chars() {
            if units == 0 {
                break;
            }
            units -= c.len_utf16() as u64;
            bytes += c.len_utf8();
        }
        bytes
    };
    let mut places: Vec<(usize, usize, &str)> = edits
        .as_array()
        .unwrap()
        .iter()
        .map(|edit| {
            let range = &edit["range"];
            (offset(text, &range["start"]), offset(text, &range["end"]), edit["newText"].as_str().unwrap())
        })
        .collect();
    places.sort_by_key(|(start, end, _)| (*start, *end));
    let mut text = text.to_owned();
    for (start, end, new) in places.into_iter().rev() {
        text.replace_range(start..end, new);
    }
    text
}
