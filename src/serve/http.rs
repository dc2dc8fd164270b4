//! What browsers ask and are told, and whom the server answers: this computer's own pages, and nobody else.

use std::io::{Read, Write};
use std::net::SocketAddr;
use std::sync::mpsc::{self, Sender};
use std::sync::{Mutex, PoisonError};

use tiny_http::{Header, Method, Request, Response, Server};

use super::Sent;
use crate::site::percent_decode;

/// Where the development server keeps what is its own.
const OWN: &str = "/__limpide/";
/// Bytes of the largest text that is taken from a browser.
const LARGEST: u64 = 1 << 20;
/// The header without which nothing is changed: a page of another site cannot send it unasked.
const HEADER: &str = "X-Limpide";

const PANEL: &str = include_str!("panel.js");
const STYLE: &str = include_str!("panel.css");
const FIRST_SCRIPT: &str = include_str!("first.js");

/// What a browser asks the site for.
pub(super) enum Ask {
    /// A file, by its path in the published site.
    File(String),
    /// What there is to say of the page at a path of the published site.
    Page(String),
    /// The page that says what to do first.
    First,
    /// What the pages of the site are worth, and what to do first.
    Quality,
    /// What there is to say of a text that is no page.
    Text(String),
    /// The same, of one that is too long.
    TooLong,
    /// To mend a finding: a page, and the mark that the server gave of it.
    Fix { page: String, mark: String },
}

/// What it is answered.
pub(super) enum Answer {
    /// A file.
    File { path: String, bytes: Vec<u8> },
    /// The file has another address.
    Moved(String),
    /// A page of the server’s own.
    Own(String),
    /// What programs read.
    Json(String),
    /// Not yet, or not any more: said in words.
    Not(String),
    /// There is no such thing.
    Missing,
}

/// A question, and where its answer goes.
pub(super) struct Asked {
    pub(super) ask: Ask,
    pub(super) reply: Sender<Answer>,
}

/// The browsers that wait to be told something.
#[derive(Default)]
pub(super) struct Browsers(Mutex<Vec<Box<dyn Write + Send>>>);

impl Browsers {
    /// Tells all of them; one that is gone is forgotten.
    pub(super) fn tell(&self, what: &str) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let event = format!("data: {what}\n\n");
        waiting.retain_mut(|w| w.write_all(event.as_bytes()).and_then(|()| w.flush()).is_ok());
    }

    /// Keeps a browser's line open.
    fn wait(&self, request: Request) -> std::io::Result<()> {
        let mut writer = request.into_writer();
        writer.write_all(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n\
              Connection: close\r\n\r\nretry: 500\n\n",
        )?;
        writer.flush()?;
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(writer);
        Ok(())
    }
}

/// Answers browsers, one after the other, until the server ends.
pub(super) fn answer(server: &Server, address: SocketAddr, browsers: &Browsers, sender: Sender<Sent>) {
    while let Ok(request) = server.recv() {
        // A browser that is gone before its answer is nobody's concern.
        let _ = respond(request, address, browsers, &sender);
    }
}

fn respond(
    mut request: Request,
    address: SocketAddr,
    browsers: &Browsers,
    sender: &Sender<Sent>,
) -> std::io::Result<()> {
    if !is_ours(&request, address) {
        return request.respond(Response::from_string("403").with_status_code(403));
    }
    let url = request.url().to_owned();
    let (path, query) = url.split_once('?').unwrap_or((&url, ""));
    let path = percent_decode(path.split('#').next().unwrap_or("/"));
    let Some(own) = path.strip_prefix(OWN) else {
        if !matches!(request.method(), Method::Get | Method::Head) {
            return request.respond(Response::from_string("405").with_status_code(405));
        }
        return send(request, ask(sender, Ask::File(path.trim_start_matches('/').to_owned())));
    };
    let page =
        || percent_decode(query.strip_prefix("page=").unwrap_or("")).trim_start_matches('/').to_owned();
    match (request.method(), own) {
        (Method::Get, "events") => browsers.wait(request),
        (Method::Get, "panel.js") => request.respond(file("panel.js", PANEL.into())),
        (Method::Get, "panel.css") => request.respond(file("panel.css", STYLE.into())),
        (Method::Get, "") => send(request, ask(sender, Ask::First)),
        (Method::Get, "first.js") => request.respond(file("first.js", FIRST_SCRIPT.into())),
        (Method::Get, "page") => send(request, ask(sender, Ask::Page(page()))),
        (Method::Get, "quality") => send(request, ask(sender, Ask::Quality)),
        (Method::Post, "text" | "fix") if is_meant(&request, address) => {
            let mut body = Vec::new();
            if request.as_reader().take(LARGEST + 1).read_to_end(&mut body).is_err() {
                return request.respond(Response::from_string("400").with_status_code(400));
            }
            let long = body.len() as u64 > LARGEST;
            let body = String::from_utf8_lossy(&body).into_owned();
            let asked = match own {
                _ if long => Ask::TooLong,
                "text" => Ask::Text(body),
                _ => Ask::Fix { page: page(), mark: body },
            };
            send(request, ask(sender, asked))
        }
        (Method::Post, _) => request.respond(Response::from_string("403").with_status_code(403)),
        _ => request.respond(Response::from_string("404").with_status_code(404)),
    }
}

fn ask(sender: &Sender<Sent>, ask: Ask) -> Answer {
    let (reply, answer) = mpsc::channel();
    let sent = sender.send(Sent::Asked(Asked { ask, reply }));
    // The site is being made again: its answer comes after.
    sent.ok().and_then(|()| answer.recv().ok()).unwrap_or(Answer::Missing)
}

fn send(request: Request, answer: Answer) -> std::io::Result<()> {
    match answer {
        Answer::File { path, bytes } => {
            let status = if path == "404.html" { 404 } else { 200 };
            request.respond(page(&path, bytes).with_status_code(status))
        }
        Answer::Moved(location) => {
            let response = Response::from_string("").with_status_code(302);
            let location = Header::from_bytes("Location", location).ok();
            request.respond(location.into_iter().fold(response, Response::with_header))
        }
        Answer::Own(text) => request.respond(file("first.html", text)),
        Answer::Json(text) => request.respond(file("answer.json", text)),
        Answer::Not(why) => request.respond(file("answer.txt", why).with_status_code(409)),
        Answer::Missing => request.respond(Response::from_string("404").with_status_code(404)),
    }
}

/// Only a request that names this server is answered: another site's page cannot have its name lead
/// here and read what is being written.
fn is_ours(request: &Request, address: SocketAddr) -> bool {
    header(request, "Host").is_some_and(|host| names(address).any(|name| name == host))
}

/// The names that the server is asked by. Browsers leave out the port that is that of every site.
fn names(address: SocketAddr) -> impl Iterator<Item = String> {
    let port = address.port();
    ["127.0.0.1", "localhost"].into_iter().flat_map(move |host| {
        let bare = (port == 80).then(|| host.to_owned());
        bare.into_iter().chain([format!("{host}:{port}")])
    })
}

/// Only a page that this server gave may have something done: one of another site is named as such by the
/// browser, and cannot send the header without being allowed to, which nobody ever is.
fn is_meant(request: &Request, address: SocketAddr) -> bool {
    let own = |origin: &str| names(address).any(|name| origin.strip_prefix("http://") == Some(name.as_str()));
    header(request, HEADER).is_some()
        && header(request, "Origin").is_some_and(own)
        && header(request, "Sec-Fetch-Site").is_none_or(|site| site == "same-origin")
}

fn header<'r>(request: &'r Request, name: &'static str) -> Option<&'r str> {
    request.headers().iter().find(|h| h.field.equiv(name)).map(|h| h.value.as_str())
}

type Sending = Response<std::io::Cursor<Vec<u8>>>;

/// A file of the server's own.
fn file(name: &str, text: String) -> Sending {
    headers(name).into_iter().fold(Response::from_string(text), |mut response, header| {
        // A text comes with a type of its own: `with_header` would leave it.
        response.add_header(header);
        response
    })
}

/// A file of the site; a page comes with what is shown beside it.
fn page(path: &str, mut bytes: Vec<u8>) -> Sending {
    if path.ends_with(".html")
        && let Some(at) = find_last(&bytes, b"</body>")
    {
        let script = format!("<script src=\"{OWN}panel.js\" defer></script>");
        bytes.splice(at..at, script.into_bytes());
    }
    headers(path).into_iter().fold(Response::from_data(bytes), Response::with_header)
}

/// What goes with every answer: nothing is kept, and no other site shows it in a frame of its own, where a
/// reader could be led to press what stands there.
fn headers(file: &str) -> Vec<Header> {
    let all =
        [("Cache-Control", "no-store"), ("X-Frame-Options", "DENY"), ("X-Content-Type-Options", "nosniff")];
    let all = all.into_iter().filter_map(|(name, value)| Header::from_bytes(name, value).ok());
    content_type(file).into_iter().chain(all).collect()
}

fn find_last(bytes: &[u8], mark: &[u8]) -> Option<usize> {
    bytes.windows(mark.len()).rposition(|window| window == mark)
}

fn content_type(file: &str) -> Option<Header> {
    let kind = match file.rsplit('.').next().unwrap_or("") {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "xml" => "application/xml",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "pdf" => "application/pdf",
        "ics" => "text/calendar; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        "txt" | "csv" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };
    Header::from_bytes("Content-Type", kind).ok()
}
