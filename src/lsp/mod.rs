//! `limpide lsp`: the language server, which says in an editor what the program finds and knows.
//!
//! One thread, the desk, reads what the editor says and answers it. It has a copy of each site of its own, in
//! which a page that is being typed is read again alone ([`Site::revise`](crate::site::Site::revise)) and checked
//! alone: what is found in it is told at each keystroke. Once nothing was typed for a while, another thread, the
//! builder of that site, makes the whole site again from the folder and from the texts that are open and not saved,
//! checks it, and gives the desk a new copy, with what is found anywhere.
//!
//! What is known of a place in a page (completion, hover, definition, symbols, code lens) is in `answers`: pure
//! functions of a project, a page and a byte. Only the desk speaks the protocol.

mod actions;
pub mod answers;
mod builder;
mod client;
mod desk;
mod diagnostics;
mod documents;
mod edited;
mod known;
mod moves;
pub mod positions;
mod requests;
mod silences;
mod uris;
mod wire;

use std::io::{BufRead, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use jiff::civil::Date;

use crate::finding::Message;
use crate::language::Language;

use builder::Ready;
use desk::Desk;

/// What day it is, asked whenever a site is made.
pub type Today = Arc<dyn Fn() -> Date + Send + Sync>;

/// How long what is left to be said may take, once the editor wants no more.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// What the server needs from the command that starts it.
pub struct Lsp<'a> {
    /// Where the editor speaks.
    pub input: Box<dyn BufRead + Send>,
    /// Where it listens. Nothing but the protocol is written there.
    pub output: Box<dyn Write + Send>,
    /// A site that is worked on whatever the editor opens.
    pub site: Option<&'a Path>,
    /// What day it is.
    pub today: Today,
    /// The language in which people are spoken to; that of each site when not said.
    pub language: Option<Language>,
}

/// How serving ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// As the protocol wants it: the editor asked for the end, then for the exit.
    Asked,
    /// The editor went away, or asked for the exit out of turn.
    Abruptly,
}

/// What the desk is sent.
enum Event {
    /// The editor said something.
    Said(wire::Said),
    /// Its end of the line is closed.
    Gone,
    /// The builder of a site, by its rank, is done.
    Built(usize, Box<Result<Ready, Message>>),
}

/// Serves one editor, until it wants no more or is gone.
pub fn serve(lsp: Lsp<'_>) -> Ended {
    let Lsp { mut input, output, site, today, language } = lsp;
    let (events, sent) = mpsc::channel();
    let said = events.clone();
    // It waits for the editor as long as it is there; the end of the program ends it.
    std::thread::spawn(move || {
        while let Ok(Some(message)) = wire::read(&mut *input) {
            if said.send(Event::Said(message)).is_err() {
                return;
            }
        }
        let _ = said.send(Event::Gone);
    });
    let (out, written) = write_all(output);
    let ended = Desk::new(site, (today, language), events, out).run(&sent);
    // An editor that reads no more must not keep the program.
    let _ = written.recv_timeout(LAST_WORDS);
    ended
}

/// Writes messages as they come, so that an editor that is slow to read keeps nobody waiting. The second end tells
/// when all of them are written.
fn write_all(mut output: Box<dyn Write + Send>) -> (mpsc::Sender<Arc<str>>, Receiver<()>) {
    let (out, bodies) = mpsc::channel::<Arc<str>>();
    let (done, written) = mpsc::channel();
    std::thread::spawn(move || {
        for body in bodies {
            if wire::write(&mut *output, &body).is_err() {
                break;
            }
        }
        let _ = done.send(());
    });
    (out, written)
}
