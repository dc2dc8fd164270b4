//! The files that pages call by name, as they are published: under a name that holds a fingerprint of
//! their bytes, so that a server may say that they never change, with the digest that lets a browser
//! refuse other bytes, and, for style sheets of the theme, without what nobody reads.
//!
//! Each is published under its plain name too, for what calls it without [`Assets`]: a script that
//! imports another, an address typed in a template. A fingerprint in the name rather than after a `?`:
//! some caches between a server and a reader forget what follows the `?`, and would give the old style
//! sheet to a page that announces the digest of the new one.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use sha2::{Digest, Sha384};
use tera::{Kwargs, Map, State, Tera, TeraResult, Value};

use super::functions::refusal;
use super::{Sink, css};
use crate::source::{Asset, Picture};

/// Figures of a fingerprint in a name: one in four thousand million for two versions to have the same.
const FIGURES: usize = 8;

/// The files that templates may call, each by its path.
pub(super) struct Assets<'a> {
    files: BTreeMap<&'a str, File<'a>>,
    called: Arc<BTreeMap<String, Called>>,
}

/// A file as it is published.
struct File<'a> {
    asset: &'a Asset,
    /// Its bytes, where they are not those of the asset.
    bytes: Option<Vec<u8>>,
    /// Its path with its fingerprint.
    named: String,
}

/// What templates are told of a file.
struct Called {
    address: String,
    integrity: Option<String>,
    /// Some page names it: it is to be published under that name.
    yes: AtomicBool,
}

impl<'a> Assets<'a> {
    /// Prepares the files that are published, one for each path. `added` stands at the end of the style sheet of
    /// that path.
    ///
    /// # Errors
    /// When a style sheet or a script can no longer be read.
    pub(super) fn new(
        assets: &[&'a Asset],
        base: &str,
        added: Option<(&str, String)>,
        sink: &dyn Sink,
    ) -> std::io::Result<Self> {
        let mut files: BTreeMap<&str, File<'_>> = BTreeMap::new();
        for asset in assets {
            let named = named(&asset.path, &asset.hash);
            files.insert(&asset.path, File { asset, bytes: None, named });
        }
        let mut wanted = Vec::new();
        let sheets: Vec<&Asset> =
            files.values().map(|f| f.asset).filter(|a| a.theme.is_some() && is(a, &["css"])).collect();
        for sheet in sheets {
            let Ok(text) = String::from_utf8(sink.read(sheet)?) else { continue };
            let small = css::minify(&text, &mut |address| {
                let (path, named) = beside(&sheet.path, address, &files)?;
                wanted.push(path);
                Some(named)
            });
            let added = added.as_ref().filter(|(path, _)| *path == sheet.path).map(|(_, css)| css.as_str());
            let small = match (small, added) {
                (small, Some(added)) => small.unwrap_or(text) + added,
                (Some(small), None) => small,
                (None, None) => continue,
            };
            if let Some(file) = files.get_mut(sheet.path.as_str()) {
                file.named = self::named(&sheet.path, blake3::hash(small.as_bytes()).to_hex().as_str());
                file.bytes = Some(small.into_bytes());
            }
        }
        let mut called = BTreeMap::new();
        for (path, file) in &files {
            let integrity = if is(file.asset, &["css", "js", "mjs"]) {
                Some(match &file.bytes {
                    Some(bytes) => integrity(bytes),
                    None => integrity(&sink.read(file.asset)?),
                })
            } else {
                None
            };
            let address = format!("{base}/{}", file.named);
            let yes = AtomicBool::new(wanted.iter().any(|wanted| wanted == path));
            called.insert((*path).to_owned(), Called { address, integrity, yes });
        }
        Ok(Self { files, called: Arc::new(called) })
    }

    /// Gives templates `asset(path=…)`, the address of a file, `integrity(path=…)`, what the attribute of
    /// that name holds, and `image(path=…)`, an address with its size in pixels.
    pub(super) fn register(&self, tera: &mut Tera) {
        let called = Arc::clone(&self.called);
        tera.register_function("asset", move |arguments: Kwargs, _: &State| -> TeraResult<String> {
            let file = find(&called, arguments.must_get::<&str>("path")?)?;
            file.yes.store(true, Ordering::Relaxed);
            Ok(file.address.clone())
        });
        let called = Arc::clone(&self.called);
        tera.register_function("integrity", move |arguments: Kwargs, _: &State| -> TeraResult<String> {
            let path = arguments.must_get::<&str>("path")?;
            let digest = find(&called, path)?.integrity.clone();
            digest.ok_or_else(|| refusal("template.no-integrity", path, None))
        });
        let called = Arc::clone(&self.called);
        let pictures = self.files.iter().map(|(path, file)| ((*path).to_owned(), file.asset.picture));
        let pictures: BTreeMap<String, Picture> = pictures.collect();
        tera.register_function("image", move |arguments: Kwargs, _: &State| -> TeraResult<Value> {
            let path = arguments.must_get::<&str>("path")?;
            let file = find(&called, path)?;
            file.yes.store(true, Ordering::Relaxed);
            let (width, height) = match pictures.get(path) {
                Some(Picture::Sized { width, height }) => (Value::from(*width), Value::from(*height)),
                _ => (Value::none(), Value::none()),
            };
            let entries = [("url", Value::from(file.address.as_str())), ("width", width), ("height", height)];
            Ok(Value::from(entries.into_iter().map(|(key, value)| (key.into(), value)).collect::<Map>()))
        });
    }

    /// The file at a path of the published site, be it its name or the one with its fingerprint.
    ///
    /// # Errors
    /// When it can no longer be read.
    pub(super) fn file(&self, path: &str, sink: &dyn Sink) -> std::io::Result<Option<Vec<u8>>> {
        let file = self.files.get(path).or_else(|| self.files.values().find(|file| file.named == path));
        file.map(|file| file.bytes.clone().map_or_else(|| sink.read(file.asset), Ok)).transpose()
    }

    /// Publishes a file of the site or of the theme: under its name, and, once a page or a style sheet
    /// names it so, with its fingerprint.
    ///
    /// # Errors
    /// As for [`Sink::put`].
    pub(super) fn publish(&self, asset: &Asset, sink: &dyn Sink) -> std::io::Result<()> {
        let Some(file) = self.files.get(asset.path.as_str()).filter(|file| std::ptr::eq(file.asset, asset))
        else {
            return sink.copy(asset);
        };
        let called = self.called.get(&asset.path).is_some_and(|c| c.yes.load(Ordering::Relaxed));
        match &file.bytes {
            Some(bytes) => {
                sink.put(&asset.path, bytes)?;
                if called {
                    sink.put(&file.named, bytes)?;
                }
            }
            None => {
                sink.copy(asset)?;
                if called {
                    sink.copy(&Asset { path: file.named.clone(), ..asset.clone() })?;
                }
            }
        }
        Ok(())
    }
}

fn find<'c>(called: &'c BTreeMap<String, Called>, path: &str) -> TeraResult<&'c Called> {
    called.get(path).ok_or_else(|| {
        let near = crate::data::nearest(path, called.keys().map(String::as_str));
        refusal("template.no-file", path, near)
    })
}

/// What a file calls, by the address it calls it by: its path, and the address with its fingerprint.
/// None for another style sheet, whose own fingerprint may not be known yet.
fn beside(from: &str, address: &str, files: &BTreeMap<&str, File<'_>>) -> Option<(String, String)> {
    let end = address.find(['?', '#']).unwrap_or(address.len());
    let (path, after) = address.split_at_checked(end)?;
    if path.is_empty() || path.starts_with('/') || path.contains([':', '\\', '%']) {
        return None;
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" => return None,
            "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    let target = parts.join("/");
    let file = files.get(target.as_str()).filter(|file| !is(file.asset, &["css"]))?;
    let name = file.named.rsplit('/').next()?;
    let folder = path.rfind('/').and_then(|slash| path.get(..=slash)).unwrap_or("");
    Some((target, format!("{folder}{name}{after}")))
}

/// `limpide.css` → `limpide.3f2a9c1d.css`.
pub(super) fn named(path: &str, hash: &str) -> String {
    let hash = hash.get(..FIGURES).unwrap_or(hash);
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    let slash = if folder.is_empty() { "" } else { "/" };
    match name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()) {
        Some((stem, ending)) => format!("{folder}{slash}{stem}.{hash}.{ending}"),
        None => format!("{folder}{slash}{name}.{hash}"),
    }
}

fn is(asset: &Asset, endings: &[&str]) -> bool {
    asset
        .path
        .rsplit_once('.')
        .is_some_and(|(_, ending)| endings.iter().any(|e| e.eq_ignore_ascii_case(ending)))
}

/// What a browser compares with the bytes it receives: `sha384-` and their digest.
fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", base64(&Sha384::digest(bytes)))
}

/// Base 64 (RFC 4648, §4) of bytes whose number is a multiple of three, as that of a digest of 384 bits is:
/// nothing is to be padded.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len() / 3 * 4);
    for three in bytes.chunks_exact(3) {
        let all = three.iter().fold(0u32, |all, byte| all << 8 | u32::from(*byte));
        for shift in [18, 12, 6, 0] {
            let letter = LETTERS.get((all >> shift & 63) as usize);
            out.push(letter.map_or('A', |letter| char::from(*letter)));
        }
    }
    out
}

#[cfg(test)]
mod tests;
