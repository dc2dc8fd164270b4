//! What to do next in a folder, from what stands in it.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::said::{commands, quoted};
use crate::finding::Message;
use crate::words::Words;

/// Which program a folder was made for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Made {
    /// This one.
    Limpide,
    /// Hugo, with the name of its settings.
    Hugo(String),
    /// Zola, with the name of its settings.
    Zola(String),
    /// None that is known.
    Nobody,
}

/// What stands in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    /// Which program it was made for.
    pub made: Made,
    /// It has a folder `content/`.
    pub content: bool,
    /// Pages in `content/`.
    pub pages: usize,
    /// Pages of `content/` whose head is TOML.
    pub toml_heads: usize,
    /// Files of Markdown elsewhere that may be pages: paths from the folder, with `/`, sorted.
    pub markdown: Vec<String>,
    /// Nothing stands in it.
    pub empty: bool,
    /// The folder of the site that it is inside of.
    pub above: Option<String>,
}

/// All that is said to somebody who typed the name of the program and nothing else.
pub fn whole(words: &Words, folder: &Folder) -> String {
    let mut out = format!("{}\n\n", words.get("start.what"));
    out.push_str(&seen(words, folder));
    let _ = writeln!(out, "\n{}", words.get("start.help"));
    out
}

/// Files named one by one.
const MOST_NAMED: usize = 5;

/// What is said of files of Markdown that stand where no page is read, if there are any.
pub fn outside(folder: &Folder) -> Option<Message> {
    let first: Vec<&str> = folder.markdown.iter().take(MOST_NAMED).map(String::as_str).collect();
    let more = if folder.markdown.len() > MOST_NAMED { ", …" } else { "" };
    (!first.is_empty()).then(|| {
        Message::key("start.outside")
            .with("count", folder.markdown.len())
            .with("paths", format!("{}{more}", first.join(", ")))
            .with("command", move_command(folder))
    })
}

/// The command that moves them among pages, folders as a whole, with the images beside them.
fn move_command(folder: &Folder) -> String {
    let first = |path: &String| path.split('/').next().unwrap_or_default().to_owned();
    let entries: BTreeSet<String> = folder.markdown.iter().map(first).collect();
    let entries: Vec<String> = entries.iter().map(|entry| quoted(entry)).collect();
    format!("mv {} content/", entries.join(" "))
}

/// What is seen in a folder, and what to do next.
pub fn seen(words: &Words, folder: &Folder) -> String {
    let mut out = String::new();
    let mut say = |message: Message| {
        out.push_str(&words.say(&message));
        out.push('\n');
    };
    let check: (&str, &'static str) = ("limpide check", "start.next-check");
    let serve: (&str, &'static str) = ("limpide serve", "start.next-serve");
    let build: (&str, &'static str) = ("limpide build", "start.next-build");
    let init: (&str, &'static str) = ("limpide init", "start.next-init");
    let new = (words.get("start.new-example"), "start.next-new");
    let moving;
    let steps: Vec<(&str, &'static str)> = match &folder.made {
        Made::Limpide => {
            say(Message::key("start.see-site").with("count", folder.pages));
            if let Some(message) = outside(folder) {
                say(message);
            }
            vec![serve, check, new, build]
        }
        Made::Hugo(name) | Made::Zola(name) => {
            let hugo = matches!(folder.made, Made::Hugo(_));
            let program = if hugo { "Hugo" } else { "Zola" };
            say(Message::key("start.see-other").with("program", program).with("name", name.as_str()));
            if folder.toml_heads > 0 {
                say(Message::key("start.toml-heads").with("count", folder.toml_heads));
            }
            let import = if hugo { "limpide import hugo ." } else { "limpide import zola ." };
            vec![
                (import, "start.next-import"),
                check,
                ("limpide init", "start.next-init-beside"),
                ("limpide baseline", "start.next-baseline"),
            ]
        }
        Made::Nobody if folder.above.is_some() => {
            let above = folder.above.clone().unwrap_or_default();
            say(Message::key("start.see-above").with("path", above));
            vec![]
        }
        Made::Nobody if folder.content && folder.pages > 0 => {
            say(Message::key("start.see-content").with("count", folder.pages));
            vec![("limpide init", "start.next-init-beside"), check, build]
        }
        Made::Nobody if !folder.markdown.is_empty() => {
            say(Message::key("start.see-markdown").with("count", folder.markdown.len()));
            moving = move_command(folder);
            vec![
                ("limpide init", "start.next-init-beside"),
                ("mkdir -p content", "start.next-folder"),
                (&moving, "start.next-move"),
                check,
            ]
        }
        Made::Nobody if folder.empty => {
            say(Message::key("start.see-empty"));
            vec![init]
        }
        Made::Nobody => {
            say(Message::key("start.see-nothing"));
            vec![(words.get("start.init-example"), "start.next-init-folder")]
        }
    };
    if !steps.is_empty() {
        let _ = writeln!(out, "\n{}", words.get("start.next"));
        commands(&mut out, &steps, words);
    }
    out
}
