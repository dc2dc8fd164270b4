//! The rules, the themes and the registries that live in the program.

use std::collections::BTreeMap;

use include_dir::{Dir, DirEntry, include_dir};

/// What an [`Asset::origin`](crate::source::Asset) and the path of a source start with when the
/// file is built into the program.
pub(super) const PREFIX: &str = "builtin:";

static LINTS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/lints");
/// The registries that a site has without writing them; its own file of the same name takes their place.
static DATA: [(&str, &[u8]); 1] = [(
    "life-events.yaml",
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/content/_data/life-events.yaml")),
)];
static THEMES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes");

/// Every built-in file of `lints/`, by its path inside that folder.
pub(super) fn lints() -> BTreeMap<String, &'static [u8]> {
    list(&LINTS)
}

/// Every built-in file of `themes/`, by its path inside that folder.
pub fn themes() -> BTreeMap<String, &'static [u8]> {
    list(&THEMES)
}

/// Every built-in file of `content/_data/`, by its path inside that folder.
pub(super) fn data() -> BTreeMap<String, &'static [u8]> {
    DATA.iter().map(|(path, bytes)| ((*path).to_owned(), *bytes)).collect()
}

/// Whether the path of a source is that of a file built into the program.
pub fn is_built_in(path: &str) -> bool {
    path.starts_with(PREFIX)
}

/// The bytes of a built-in file by its origin, such as `builtin:themes/limpide/theme.toml`. None
/// when there is no such file.
pub fn bytes(origin: &str) -> Option<&'static [u8]> {
    let path = origin.strip_prefix(PREFIX)?;
    let (folder, path) = path.split_once('/')?;
    let dir = match folder {
        "data" => return DATA.iter().find(|(known, _)| *known == path).map(|(_, bytes)| *bytes),
        "lints" => &LINTS,
        "themes" => &THEMES,
        _ => return None,
    };
    dir.get_file(path).map(include_dir::File::contents)
}

fn list(dir: &'static Dir<'static>) -> BTreeMap<String, &'static [u8]> {
    let mut files = BTreeMap::new();
    let mut waiting = vec![dir];
    while let Some(dir) = waiting.pop() {
        for entry in dir.entries() {
            if entry.path().file_name().is_none_or(super::zones::is_hidden) {
                continue;
            }
            match entry {
                DirEntry::Dir(dir) => waiting.push(dir),
                DirEntry::File(file) => {
                    // Made of the names of our own repository, which are UTF-8.
                    files.insert(file.path().to_string_lossy().into_owned(), file.contents());
                }
            }
        }
    }
    files
}
