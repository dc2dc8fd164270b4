//! What goes by another name since a version, file by file. A line stays for two versions after the one that adds
//! it; `limpide fix` writes the new name in the meantime. Nothing has changed its name yet: tests have lines of
//! their own.

use crate::data::Renamed;

/// `site.toml`.
pub const SITE: &[Renamed] = if cfg!(test) {
    &[Renamed { path: &["site"], old: "old_title", new: "title", since: "0.2", until: "0.4" }]
} else {
    &[]
};

/// The head of pages.
pub const PAGES: &[Renamed] = if cfg!(test) {
    &[Renamed { path: &[], old: "old_title", new: "title", since: "0.2", until: "0.4" }]
} else {
    &[]
};

/// `theme.toml`.
pub const THEMES: &[Renamed] = if cfg!(test) {
    &[Renamed { path: &["images"], old: "old_widths", new: "widths", since: "0.2", until: "0.4" }]
} else {
    &[]
};
