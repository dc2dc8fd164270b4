//! The language server, driven as an editor drives it.

mod client;
mod neovim;

use serde_json::{Value, json};

use client::{Editor, Site, able, edited, uri};

const PAGE: &str = "---\ntitle: Demander une carte\n---\n\nÉté 😀 : lisez [la suite](nulle-part.md) ici.\n";

fn rules(found: &[Value]) -> Vec<&str> {
    found.iter().map(|one| one["code"].as_str().unwrap()).collect()
}

fn holds(rule: &str) -> impl Fn(&[Value]) -> bool {
    let rule = rule.to_owned();
    move |found| rules(found).contains(&rule.as_str())
}

fn one<'a>(found: &'a [Value], rule: &str) -> &'a Value {
    found.iter().find(|one| one["code"] == rule).unwrap()
}

#[test]
fn what_is_typed_is_checked_at_its_place() {
    let site = Site::new(&[("content/a.md", PAGE)]);
    let mut editor = Editor::in_folder(&site.root(), &able());
    let uri = editor.open(&site.path("content/a.md"), PAGE);
    let found = editor.found(&uri, Some(1), holds("links/broken-internal"));
    let broken = one(&found, "links/broken-internal");
    // « Été 😀 : lisez [la suite]( » : the emoji counts for two.
    let expected = json!({ "start": { "line": 4, "character": 26 }, "end": { "line": 4, "character": 39 } });
    assert_eq!(broken["range"], expected);
    assert_eq!((&broken["severity"], &broken["source"]), (&json!(1), &json!("limpide")));
    // A change of a range, counted in the same way: the link leads somewhere now.
    editor.change(&uri, 2, json!([{ "range": expected, "text": "_index.md" }]));
    let found = editor.found(&uri, Some(2), |_| true);
    assert!(!rules(&found).contains(&"links/broken-internal"), "{found:?}");
    assert!(editor.end().success());
}

#[test]
fn an_editor_that_counts_in_bytes_is_answered_in_bytes() {
    let site = Site::new(&[("content/a.md", PAGE)]);
    let mut able = able();
    able["general"]["positionEncodings"] = json!(["utf-8", "utf-16"]);
    let mut editor = Editor::in_folder(&site.root(), &able);
    let uri = editor.open(&site.path("content/a.md"), PAGE);
    let found = editor.found(&uri, Some(1), holds("links/broken-internal"));
    let line = PAGE.lines().nth(4).unwrap();
    let start = line.find("nulle-part").unwrap();
    assert_eq!(one(&found, "links/broken-internal")["range"]["start"]["character"], start);
}

#[test]
fn what_the_whole_site_says_comes_when_nothing_is_typed() {
    let other = "---\ntitle: Demander une carte\n---\n\nUne autre page.\n";
    let site =
        Site::new(&[("content/a.md", "---\ntitle: Une carte\n---\n\nUne page.\n"), ("content/b.md", other)]);
    let mut editor = Editor::in_folder(&site.root(), &able());
    let opened = editor.open(&site.path("content/a.md"), "---\ntitle: Une carte\n---\n\nUne page.\n");
    editor.found(&opened, Some(1), |_| true);
    editor.change(&opened, 2, json!([{ "text": "---\ntitle: Demander une carte\n---\n\nUne page.\n" }]));
    let rule = "consistency/duplicate-title";
    editor.found(&opened, Some(2), holds(rule));
    // The other page is open nowhere, and is told too; then it is told that nothing is left of it.
    let closed = uri(&site.path("content/b.md"));
    let found = editor.found(&closed, None, holds(rule));
    assert_eq!(one(&found, rule)["range"]["start"]["line"], 1);
    editor.change(&opened, 3, json!([{ "text": "---\ntitle: Une carte\n---\n\nUne page.\n" }]));
    editor.found(&closed, None, |found| !rules(found).contains(&rule));
}

#[test]
fn a_page_that_is_on_no_disk_yet_and_a_file_that_changes_under_the_editor_are_seen() {
    let site = Site::new(&[("content/a.md", "---\ntitle: A\n---\n\nVoir [b](b.md).\n")]);
    let mut editor = Editor::in_folder(&site.root(), &able());
    let a = uri(&site.path("content/a.md"));
    editor.found(&a, None, holds("links/broken-internal"));
    // A page that is typed and not saved is one.
    editor.open(&site.path("content/b.md"), "---\ntitle: B\n---\n\nVoir [a](a.md) et [c](c.md).\n");
    editor.found(&a, None, |found| !rules(found).contains(&"links/broken-internal"));
    let b = uri(&site.path("content/b.md"));
    editor.found(&b, Some(1), holds("links/broken-internal"));
    // One that another program writes is one too.
    assert!(editor.told("client/registerCapability").to_string().contains("didChangeWatchedFiles"));
    site.write("content/c.md", "---\ntitle: C\n---\n\nVoir [a](a.md).\n");
    let change = json!({ "uri": uri(&site.path("content/c.md")), "type": 1 });
    editor.tell("workspace/didChangeWatchedFiles", json!({ "changes": [change] }));
    editor.found(&b, Some(1), |found| !rules(found).contains(&"links/broken-internal"));
}

#[test]
fn settings_and_registries_are_told_where_they_are_wrong() {
    let site = Site::new(&[("content/_data/amounts.yaml", "timbre:\n  value: beaucoup\n")]);
    let mut editor = Editor::in_folder(&site.root(), &able());
    editor.found(&uri(&site.path("content/_data/amounts.yaml")), None, |found| !found.is_empty());
    let path = site.path("site.toml");
    let text = "[site]\ntitle = \"Essai\"\nbase_url = \"https://exemple.fr\"\nbase_ulr = 1\n";
    let settings = editor.open(&path, text);
    let found = editor.found(&settings, Some(1), holds("reading/unknown-key"));
    assert_eq!(one(&found, "reading/unknown-key")["range"]["start"], json!({ "line": 3, "character": 0 }));
    editor.change(&settings, 2, json!([{ "text": "[site]\ntitle = \"Essai\"\n" }]));
    editor.found(&settings, Some(2), |found| !rules(found).contains(&"reading/unknown-key"));
}

#[test]
fn a_fix_is_made_and_says_which_state_it_is_of() {
    let text = "---\ntitle: Une carte\n---\n\nÉté 😀 payez , puis signez.\r\nOui , signez.\r\n";
    let site = Site::new(&[("content/a.md", text)]);
    let mut editor = Editor::in_folder(&site.root(), &able());
    let uri = editor.open(&site.path("content/a.md"), text);
    let rule = "typography/space-before-comma";
    let found = editor.found(&uri, Some(1), holds(rule));
    let spaces: Vec<&Value> = found.iter().filter(|one| one["code"] == rule).collect();
    let actions = editor.actions(&uri, &spaces[0]["range"], Some("quickfix"));
    let fix = actions.iter().find(|action| action["isPreferred"] == true).unwrap();
    let change = &fix["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"], json!({ "uri": uri, "version": 1 }));
    assert_eq!(fix["diagnostics"][0]["code"], rule);
    let mended = edited(text, &change["edits"]);
    editor.change(&uri, 2, json!([{ "text": mended }]));
    let left = editor.found(&uri, Some(2), |_| true);
    assert!(left.iter().filter(|one| one["code"] == rule).count() < spaces.len(), "{mended:?}");
    // All that is safe at once, as « limpide fix » makes it.
    let all = editor.actions(&uri, &spaces[0]["range"], Some("source.fixAll")).remove(0);
    assert_eq!(all["kind"], "source.fixAll.limpide");
    let all = editor.ask("codeAction/resolve", all).unwrap();
    let mended = edited(&mended, &all["edit"]["documentChanges"][0]["edits"]);
    editor.change(&uri, 3, json!([{ "text": mended }]));
    let left = editor.found(&uri, Some(3), |_| true);
    assert!(!rules(&left).contains(&rule), "{left:?}");
    assert!(mended.ends_with("Été 😀 payez, puis signez.\r\nOui, signez.\r\n"), "{mended:?}");
}

#[test]
fn a_silence_is_refused_until_its_reason_is_typed() {
    let text = "---\ntitle: Une carte\n---\n\nUn texte.\n\nÉté 😀, lisez ceci.\n";
    let site = Site::new(&[("content/a.md", text)]);
    let mut editor = Editor::in_folder(&site.root(), &able());
    let uri = editor.open(&site.path("content/a.md"), text);
    let rule = "clarity/emoji";
    let found = editor.found(&uri, Some(1), holds(rule));
    let actions = editor.actions(&uri, &one(&found, rule)["range"], None);
    let silence =
        actions.iter().find(|action| action["title"].as_str().unwrap().starts_with("Silence")).unwrap();
    let silenced = edited(text, &silence["edit"]["documentChanges"][0]["edits"]);
    assert!(silenced.contains("\n\n<!-- limpide: allow clarity/emoji:  -->\nÉté"), "{silenced}");
    editor.change(&uri, 2, json!([{ "text": silenced }]));
    editor.found(&uri, Some(2), |found| holds(rule)(found) && holds("reading/silence-without-reason")(found));
    // The cursor goes where the reason is typed.
    editor.ask("workspace/executeCommand", silence["command"].clone()).unwrap();
    let shown = editor.told("window/showDocument");
    let place = json!({ "line": 6, "character": 35 });
    assert_eq!((&shown["uri"], &shown["selection"]["start"]), (&json!(uri), &place));
    let reason = json!([{ "range": { "start": place, "end": place }, "text": "ce dessin est voulu" }]);
    editor.change(&uri, 3, reason);
    let found = editor.found(&uri, Some(3), |_| true);
    assert!(!holds(rule)(&found) && !holds("reading/silence-without-reason")(&found), "{found:?}");
}

#[test]
fn a_silence_is_a_text_with_a_place_to_fill_where_editors_can() {
    let text = "---\ntitle: Une carte\n---\n\nÉté 😀, lisez ceci.\n";
    let site = Site::new(&[("content/a.md", text)]);
    let mut able = able();
    able["workspace"]["workspaceEdit"]["snippetEditSupport"] = json!(true);
    let mut editor = Editor::in_folder(&site.root(), &able);
    let uri = editor.open(&site.path("content/a.md"), text);
    let found = editor.found(&uri, Some(1), holds("clarity/emoji"));
    let actions = editor.actions(&uri, &one(&found, "clarity/emoji")["range"], None);
    let silence =
        actions.iter().find(|action| action["title"].as_str().unwrap().starts_with("Silence")).unwrap();
    let snippet = &silence["edit"]["documentChanges"][0]["edits"][0]["snippet"];
    assert_eq!(snippet["value"], "<!-- limpide: allow clarity/emoji: $1 -->\n$0");
    let explain = actions.iter().find(|action| action["command"]["command"] == "limpide.explain").unwrap();
    editor.ask("workspace/executeCommand", explain["command"].clone()).unwrap();
    assert!(!editor.told("window/showMessage")["message"].as_str().unwrap().is_empty());
}

#[test]
fn what_is_no_request_is_answered_and_the_next_is_served() {
    let site = Site::new(&[("content/a.md", PAGE)]);
    let mut editor = Editor::start();
    let early = editor.ask("textDocument/hover", json!({})).unwrap_err();
    assert_eq!(early["code"], -32002);
    editor.tell("textDocument/didOpen", json!({}));
    editor.bytes(b"Content-Length: 3\r\n\r\n{{{");
    assert_eq!(editor.answer_to(&Value::Null).unwrap_err()["code"], -32700);
    editor.bytes(b"nonsense\r\n\r\nContent-Length: 2\r\n\r\n[]");
    assert_eq!(editor.answer_to(&Value::Null).unwrap_err()["code"], -32700);
    assert_eq!(editor.answer_to(&Value::Null).unwrap_err()["code"], -32600);
    let params = json!({ "processId": null, "rootUri": uri(&site.root()), "capabilities": { "window": 3 } });
    editor.ask("initialize", params.clone()).unwrap();
    assert_eq!(editor.ask("initialize", params).unwrap_err()["code"], -32600);
    editor.tell("initialized", json!({}));
    assert_eq!(editor.ask("no/such-method", Value::Null).unwrap_err()["code"], -32601);
    editor.tell("no/such-notification", json!([1, 2]));
    for params in
        [json!(null), json!({}), json!({ "textDocument": 1 }), json!({ "textDocument": { "uri": "x:" } })]
    {
        for method in ["didOpen", "didChange", "didClose", "didSave"] {
            editor.tell(&format!("textDocument/{method}"), params.clone());
        }
        let _ = editor.ask("textDocument/codeAction", params.clone());
        let _ = editor.ask("codeAction/resolve", params.clone());
        let _ = editor.ask("workspace/executeCommand", params.clone());
        let _ = editor.ask("workspace/willRenameFiles", params.clone());
    }
    // After all of this, a page is served as any other.
    let uri = editor.open(&site.path("content/a.md"), PAGE);
    editor.found(&uri, None, holds("links/broken-internal"));
    assert!(editor.end().success());
}

#[test]
fn a_request_that_is_taken_back_in_time_is_not_served() {
    let mut editor = Editor::start();
    let ask =
        |id: i64| json!({ "jsonrpc": "2.0", "id": id, "method": "initialize", "params": {} }).to_string();
    let back = json!({ "jsonrpc": "2.0", "method": "$/cancelRequest", "params": { "id": 7 } }).to_string();
    let frame = |body: &str| format!("Content-Length: {}\r\n\r\n{body}", body.len());
    editor.bytes(format!("{}{}", frame(&ask(7)), frame(&back)).as_bytes());
    // In time or not, it is answered once.
    let _ = editor.answer_to(&json!(7));
    let _ = editor.ask("initialize", json!({}));
    assert!(editor.end().success());
}

#[test]
fn an_editor_that_vanishes_takes_the_server_with_it() {
    let site = Site::new(&[("content/a.md", PAGE)]);
    let mut editor = Editor::in_folder(&site.root(), &able());
    editor.open(&site.path("content/a.md"), PAGE);
    assert_eq!(editor.vanish().code(), Some(1));
    let mut editor = Editor::start();
    editor.bytes(b"Content-Length: 1000\r\n\r\n{");
    assert_eq!(editor.vanish().code(), Some(1));
    // An exit out of turn, as the protocol wants it.
    assert_eq!(Editor::in_folder(&site.root(), &able()).exit().code(), Some(1));
}

#[test]
#[cfg(unix)]
fn an_editor_that_is_gone_while_its_pipe_is_held_open_is_found_out() {
    let mut gone = std::process::Command::new("true").spawn().unwrap();
    let process = gone.id();
    gone.wait().unwrap();
    let mut editor = Editor::start();
    editor.send(&json!({
        "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": { "processId": process, "capabilities": {} },
    }));
    assert_eq!(editor.ended().code(), Some(1));
}

#[test]
fn sites_are_found_where_they_are() {
    let site = Site::new(&[("content/a.md", PAGE)]);
    // From a folder that holds the site, and from one that it holds.
    let work = tempfile::tempdir().unwrap();
    let deep = work.path().canonicalize().unwrap().join("docs/site");
    std::fs::create_dir_all(deep.join("content")).unwrap();
    std::fs::write(deep.join("site.toml"), "[site]\ntitle = \"Essai\"\n").unwrap();
    std::fs::write(deep.join("content/_index.md"), "---\ntitle: A\n---\n\n[x](nulle.md)\n").unwrap();
    let mut editor = Editor::in_folder(&work.path().canonicalize().unwrap(), &able());
    editor.found(&uri(&deep.join("content/_index.md")), None, holds("links/broken-internal"));
    // A page of a site that is in no folder of work, once it is opened.
    let opened = editor.open(&site.path("content/a.md"), PAGE);
    editor.found(&opened, Some(1), holds("links/broken-internal"));
    let mut editor = Editor::in_folder(&site.path("content"), &able());
    editor.found(&uri(&site.path("content/a.md")), None, holds("links/broken-internal"));
}

#[test]
fn a_page_of_a_site_inside_another_is_of_the_inner_one() {
    let inner = "tests/sites/x";
    let site = Site::new(&[
        ("content/a.md", PAGE),
        (&format!("{inner}/site.toml"), "[site]\ntitle = \"Dedans\"\n"),
        (&format!("{inner}/content/_index.md"), "---\ntitle: Dedans\n---\n\n[b](b.md)\n"),
        (&format!("{inner}/content/b.md"), PAGE),
    ]);
    let mut editor = Editor::in_folder(&site.root(), &able());
    editor.found(&uri(&site.path("content/a.md")), None, holds("links/broken-internal"));
    let opened = editor.open(&site.path(&format!("{inner}/content/b.md")), PAGE);
    editor.found(&opened, Some(1), holds("links/broken-internal"));
    // It is read again as it is typed, and the site around it has nothing to say of it.
    editor.change(&opened, 2, json!([{ "text": PAGE.replace("nulle-part.md", "_index.md") }]));
    let found = editor.found(&opened, Some(2), |_| true);
    assert!(!rules(&found).contains(&"links/broken-internal"), "{found:?}");
    let around = editor.open(&site.path("content/a.md"), PAGE);
    editor.found(&around, Some(1), holds("links/broken-internal"));
}

#[test]
fn a_page_of_no_site_is_said_to_be_so_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut editor = Editor::in_folder(folder.path(), &able());
    editor.open(&folder.path().join("a.md"), "# A\n");
    let said = editor.told("window/showMessage");
    assert!(said["message"].as_str().unwrap().contains("site.toml"), "{said}");
    editor.open(&folder.path().join("untitled.txt"), "x");
    assert!(editor.end().success());
}

#[test]
fn a_folder_that_cannot_be_read_is_said_and_served_once_it_can() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    std::fs::write(root.join("site.toml"), "").unwrap();
    let mut editor = Editor::in_folder(&root, &able());
    assert!(editor.told("window/showMessage")["message"].as_str().unwrap().contains("content"));
    std::fs::create_dir(root.join("content")).unwrap();
    let opened = editor.open(&root.join("content/a.md"), PAGE);
    editor.tell("textDocument/didSave", json!({ "textDocument": { "uri": opened } }));
    editor.found(&opened, Some(1), holds("links/broken-internal"));
}

#[test]
fn a_file_that_changed_since_it_was_read_is_left_alone_when_another_moves() {
    let linked = "---\ntitle: B\n---\n\nVoir [a](a.md).\n";
    let site = Site::new(&[("content/a.md", PAGE), ("content/b.md", linked)]);
    let mut editor = Editor::in_folder(&site.root(), &able());
    let opened = editor.open(&site.path("content/a.md"), PAGE);
    editor.found(&opened, Some(1), holds("links/broken-internal"));
    // Nothing says so to the server.
    site.write("content/b.md", &linked.replace("Voir", "Avant de venir, lisez"));
    let (old, new) = (uri(&site.path("content/a.md")), uri(&site.path("content/x.md")));
    let rename = json!({ "files": [{ "oldUri": old, "newUri": new }] });
    let edit = editor.ask("workspace/willRenameFiles", rename).unwrap();
    let changes = edit["documentChanges"].as_array().unwrap();
    let mut files: Vec<&str> =
        changes.iter().map(|change| change["textDocument"]["uri"].as_str().unwrap()).collect();
    files.sort_unstable();
    assert_eq!(files, [uri(&site.path("content/_index.md")), old]);
}

#[test]
fn a_page_that_moves_keeps_its_links_and_its_address() {
    let a = "---\ntitle: A\n---\n\nVoir [b](b.md#suite) 😀 et [b](/b.md), [c](dossier/c.md).\n\n## Suite\n";
    let b = "---\ntitle: B\naliases:\n  - /ancien/\n---\n\nVoir [a](a.md).\n\n## Suite\n";
    let c = "---\ntitle: C\nsee_also:\n  - b.md\n---\n\nVoir [b](../b.md), [soi](#x) et [d](d.md).\n";
    let d = "---\ntitle: D\n---\n\nVoir [c](c.md).\n";
    let pages =
        [("content/a.md", a), ("content/b.md", b), ("content/dossier/c.md", c), ("content/dossier/d.md", d)];
    let site = Site::new(&pages);
    let mut editor = Editor::in_folder(&site.root(), &able());
    let opened = editor.open(&site.path("content/a.md"), a);
    editor.found(&opened, Some(1), |_| true);
    let rename = |from: &str, to: &str| json!({ "files": [{ "oldUri": uri(&site.path(from)), "newUri": uri(&site.path(to)) }] });
    // A page, then a whole folder: once the edits are made and the files moved, no link is broken.
    for (from, to) in [("content/b.md", "content/x/y/nouveau.md"), ("content/dossier", "content/x/classeur")]
    {
        let edit = editor.ask("workspace/willRenameFiles", rename(from, to)).unwrap();
        for change in edit["documentChanges"].as_array().unwrap() {
            let path = change["textDocument"]["uri"].as_str().unwrap().strip_prefix("file://").unwrap();
            let text = edited(&std::fs::read_to_string(path).unwrap(), &change["edits"]);
            std::fs::write(path, &text).unwrap();
            if path.ends_with("/a.md") {
                let version =
                    change["textDocument"]["version"].as_i64().expect("a text that is open has a version");
                editor.change(&opened, version + 1, json!([{ "text": text }]));
            }
        }
        let target = site.path(to);
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        std::fs::rename(site.path(from), &target).unwrap();
        editor.tell("workspace/didRenameFiles", rename(from, to));
        // The next answer is about the site as it is then.
        let marked = format!("content/mark-{}.md", to.len());
        let mark = editor.open(&site.path(&marked), "---\ntitle: Mark\n---\n\n[x](nulle.md)\n");
        editor.found(&mark, None, holds("links/broken-internal"));
    }
    let text = std::fs::read_to_string(site.path("content/x/y/nouveau.md")).unwrap();
    assert!(
        text.contains("aliases:\n  - /ancien/\n  - /b/\n---") && text.contains("[a](../../a.md)"),
        "{text}"
    );
    let text = std::fs::read_to_string(site.path("content/a.md")).unwrap();
    let links = "[b](x/y/nouveau.md#suite) 😀 et [b](/x/y/nouveau.md), [c](x/classeur/c.md)";
    assert!(text.contains(links), "{text}");
    let text = std::fs::read_to_string(site.path("content/x/classeur/c.md")).unwrap();
    assert!(
        text.contains("  - x/y/nouveau.md\n") && text.contains("aliases:\n  - /dossier/c/\n---"),
        "{text}"
    );
    assert!(text.contains("[b](../y/nouveau.md)") && text.contains("[d](d.md)"), "{text}");
    assert!(editor.end().success());
    let checked = std::process::Command::new(env!("CARGO_BIN_EXE_limpide"))
        .args(["check", "--format", "short", "--today", "2026-11-23", "--site"])
        .arg(site.root())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&checked.stdout);
    let broken: Vec<&str> = said.lines().filter(|line| line.contains("broken-internal")).collect();
    assert!(broken.iter().all(|line| line.contains("#x") || line.contains("c.md")), "{said}");
}
