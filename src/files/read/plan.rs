//! Which files are read, and as what.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;
use walkdir::WalkDir;

use super::super::builtin;
use super::super::kept::Kept;
use super::super::zones::{Why, Zones, is_hidden};
use super::entry::{Bytes, Entry};
use super::{ReadError, Skipped, resolve};
use crate::source::{SourceId, Tree};

/// Every file to read, by what it is.
#[derive(Default)]
pub(super) struct Plan {
    config: Option<Entry>,
    pages: BTreeMap<String, Entry>,
    data: BTreeMap<String, Entry>,
    /// Tables of data, by their path inside `content/`.
    tables: BTreeMap<String, Entry>,
    rules: BTreeMap<String, Entry>,
    /// Built-in rules that the site replaces: they hold where the site's own file cannot be used.
    replaced_rules: BTreeMap<String, Entry>,
    /// `lints/_…`: what rules share, beside the rules themselves.
    shared_lints: BTreeMap<String, Entry>,
    theme_texts: BTreeMap<String, Entry>,
    /// Built-in files of themes that the site replaces: its own may extend them.
    replaced_theme_texts: BTreeMap<String, Entry>,
    assets: BTreeMap<(String, Option<String>), Entry>,
    pub(super) skipped: Vec<Skipped>,
}

impl Plan {
    pub(super) fn builtin() -> Self {
        let mut plan = Self::default();
        for (path, bytes) in builtin::lints() {
            plan.lint(&path, Entry::builtin("lints", &path, bytes));
        }
        for (path, bytes) in builtin::themes() {
            plan.theme(&path, Entry::builtin("themes", &path, bytes));
        }
        for (path, bytes) in builtin::data() {
            plan.data.insert(path.clone(), Entry::builtin("data", &path, bytes));
        }
        plan.skipped.clear();
        plan
    }

    /// A file by its path from the site's folder, wherever its bytes are.
    pub(super) fn place(&mut self, path: &str, bytes: Bytes) {
        if path.split('/').any(|part| is_hidden(OsStr::new(part))) {
            return;
        }
        let entry = Entry { name: path.to_owned(), bytes };
        match path.split_once('/') {
            None if path == "site.toml" => self.config = Some(entry),
            Some(("content", inner)) => self.content(inner, entry),
            Some(("lints", inner)) => self.lint(inner, entry),
            Some(("themes", inner)) => self.theme(inner, entry),
            _ => {}
        }
    }

    pub(super) fn config(&mut self, root: &Path) -> Result<(), ReadError> {
        let path = root.join("site.toml");
        if path.symlink_metadata().is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
            return Ok(());
        }
        let target = resolve(&path)?;
        if !target.starts_with(root) {
            return Err(ReadError::LeavesSite { path, target });
        }
        self.config = Some(Entry { name: "site.toml".to_owned(), bytes: Bytes::Disk(target) });
        Ok(())
    }

    /// Finds every file of one of the site's folders.
    pub(super) fn walk(&mut self, top: &str, folder: &Path, zones: &Zones) -> Result<(), ReadError> {
        let walk = WalkDir::new(folder).min_depth(1).sort_by_file_name().into_iter();
        for found in walk.filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry.file_name())) {
            let found = found.map_err(|error| ReadError::Io {
                path: error.path().unwrap_or(folder).to_owned(),
                source: error.into(),
            })?;
            if found.file_type().is_dir() {
                continue;
            }
            let inner = relative(found.path(), folder)?;
            let name = format!("{top}/{inner}");
            let place = if found.file_type().is_symlink() {
                zones.resolve(found.path())
            } else if found.file_type().is_file() {
                Ok(found.into_path())
            } else {
                Err(Why::Special)
            };
            let bytes = match place {
                Ok(path) => Bytes::Disk(path),
                Err(why) => {
                    self.skipped.push(Skipped { path: name, why });
                    continue;
                }
            };
            let entry = Entry { name, bytes };
            match top {
                "content" => self.content(&inner, entry),
                "lints" => self.lint(&inner, entry),
                _ => self.theme(&inner, entry),
            }
        }
        Ok(())
    }

    fn content(&mut self, inner: &str, entry: Entry) {
        let suffix = Path::new(inner).extension().and_then(OsStr::to_str).unwrap_or("");
        let table = matches!(suffix, "csv" | "yaml" | "yml");
        if let Some(data) = inner.strip_prefix("_data/") {
            if data.starts_with("tables/") {
                if table {
                    self.tables.insert(inner.to_owned(), entry);
                }
            } else if matches!(suffix, "yaml" | "yml") || data == crate::site::legal::ARA_FILE {
                self.data.insert(data.to_owned(), entry);
            }
        } else if suffix == "md" {
            self.pages.insert(inner.to_owned(), entry);
        } else if suffix.eq_ignore_ascii_case("md") || suffix == "markdown" {
            self.skipped.push(Skipped { path: entry.name, why: Why::PageSuffix });
        } else {
            if table && let Some(copy) = entry.small() {
                self.tables.insert(inner.to_owned(), copy);
            }
            self.assets.insert((inner.to_owned(), None), entry);
        }
    }

    fn lint(&mut self, inner: &str, entry: Entry) {
        if inner.starts_with('_') && inner.ends_with(".yaml") {
            self.shared_lints.insert(inner.to_owned(), entry);
            return;
        }
        let id = inner.strip_suffix(".yaml").filter(|id| id.matches('/').count() == 1);
        if let Some(id) = id {
            if let Some(replaced) = self.rules.insert(id.to_owned(), entry).filter(Entry::is_built_in) {
                self.replaced_rules.insert(id.to_owned(), replaced);
            }
        } else if inner.ends_with(".yaml") || inner.ends_with(".yml") {
            self.skipped.push(Skipped { path: entry.name, why: Why::RulePlace });
        }
    }

    fn theme(&mut self, inner: &str, entry: Entry) {
        let Some((theme, rest)) = inner.split_once('/') else { return };
        if let Some(path) = rest.strip_prefix("static/") {
            self.assets.insert((path.to_owned(), Some(theme.to_owned())), entry);
        } else if (rest == "theme.toml" || rest.starts_with("templates/") || is_words(rest))
            && let Some(replaced) =
                self.theme_texts.insert(inner.to_owned(), entry).filter(Entry::is_built_in)
        {
            self.replaced_theme_texts.insert(inner.to_owned(), replaced);
        }
    }

    /// The files that are texts, but for the settings.
    fn texts(&self) -> [&BTreeMap<String, Entry>; 8] {
        [
            &self.pages,
            &self.data,
            &self.tables,
            &self.replaced_rules,
            &self.rules,
            &self.shared_lints,
            &self.replaced_theme_texts,
            &self.theme_texts,
        ]
    }

    /// Whether each file of the disk is where its name says, rather than where a link of that name leads.
    pub(super) fn is_in_place(&self, root: &Path) -> bool {
        let texts = self.config.iter().chain(self.texts().into_iter().flat_map(|list| list.values()));
        texts.chain(self.assets.values()).all(|entry| match &entry.bytes {
            Bytes::Disk(path) => path.strip_prefix(root).is_ok_and(|inner| inner == Path::new(&entry.name)),
            Bytes::Builtin(_) | Bytes::Memory(_) | Bytes::Open(_) | Bytes::Known { .. } => true,
        })
    }

    /// Reads every file, in parallel; the order and the first error do not depend on which thread
    /// is quickest.
    pub(super) fn load(self, kept: &mut Kept) -> Result<Tree, ReadError> {
        let lists = self.texts();
        let entries: Vec<&Entry> =
            self.config.iter().chain(lists.iter().flat_map(|list| list.values())).collect();
        let texts: Vec<_> = entries.par_iter().map(|entry| entry.text(kept)).collect();
        let mut tree = Tree::default();
        let mut ids = Vec::with_capacity(texts.len());
        kept.texts.clear();
        for (entry, text) in entries.iter().zip(texts) {
            let (stamp, source) = text?;
            if let Some(stamp) = stamp {
                kept.texts.insert(entry.name.clone(), (stamp, Arc::clone(&source)));
            }
            ids.push(tree.sources.add(source));
        }
        let mut ids = ids.into_iter();
        if self.config.is_some() {
            tree.config = ids.next();
        }
        // `zip` would take one id too many from a list it then finds at its end: keys come first.
        let mut named = |list: &BTreeMap<String, Entry>| -> Vec<(String, SourceId)> {
            list.keys().cloned().zip(ids.by_ref()).collect()
        };
        tree.pages = named(&self.pages);
        tree.data = named(&self.data);
        tree.tables = named(&self.tables);
        tree.lints.rules = named(&self.replaced_rules);
        tree.lints.rules.extend(named(&self.rules));
        tree.lints.rules.sort_by(|(a, _), (b, _)| a.cmp(b));
        // A copy of a built-in rule replaces nothing.
        let same = |a: SourceId, b: SourceId| tree.sources.get(a).text() == tree.sources.get(b).text();
        tree.lints.rules.dedup_by(|later, first| {
            let copy = later.0 == first.0 && same(later.1, first.1);
            if copy {
                first.1 = later.1;
            }
            copy
        });
        tree.lints.shared = named(&self.shared_lints);
        let replaced = named(&self.replaced_theme_texts);
        let own = named(&self.theme_texts);
        // Here too, a copy replaces nothing.
        let copied = |(path, id): &(String, SourceId)| {
            let found = own.binary_search_by(|(other, _)| other.cmp(path)).ok();
            found.and_then(|rank| own.get(rank)).is_some_and(|(_, other)| same(*id, *other))
        };
        tree.theme_texts =
            replaced.into_iter().filter(|file| !copied(file)).chain(own.iter().cloned()).collect();
        let assets: Vec<_> = self.assets.iter().collect();
        let assets: Vec<_> = assets
            .par_iter()
            .map(|((path, theme), entry)| entry.asset((path, theme.as_deref()), kept))
            .collect();
        kept.assets.clear();
        for asset in assets {
            let (stamp, asset) = asset?;
            if let Some(stamp) = stamp {
                kept.assets.insert(asset.origin.clone(), (stamp, asset.clone()));
            }
            tree.assets.push(asset);
        }
        Ok(tree)
    }
}

/// Whether a file of a theme holds its words in a language: `words/br.toml`.
fn is_words(path: &str) -> bool {
    path.strip_prefix("words/").is_some_and(|name| name.ends_with(".toml") && !name.contains('/'))
}

/// The path of a file inside a folder, with `/`.
fn relative(path: &Path, folder: &Path) -> Result<String, ReadError> {
    let inner = path.strip_prefix(folder).unwrap_or(path);
    let parts: Option<Vec<&str>> = inner.iter().map(OsStr::to_str).collect();
    parts.map(|parts| parts.join("/")).ok_or_else(|| ReadError::NotUtf8 { path: path.to_owned() })
}
