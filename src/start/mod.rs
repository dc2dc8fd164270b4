//! What a site and its pages start from: the files of a new site, a new page, the settings of an administration of
//! content, and what to do next where there is no site yet. Texts only; `files` writes them.

pub mod advice;
pub mod cms;
mod full;
pub mod import;
mod new_page;
mod new_site;
pub mod said;

pub use new_page::{Chosen, Kind, NewPage, Planned, plan};
pub use new_site::{Automaton, NewSite, repository, wrong_address, wrong_name};

use crate::finding::Message;

/// What is wrong with the title of a page, if anything is.
fn wrong_title(title: &str) -> Option<Message> {
    if title.trim().is_empty() {
        return Some(Message::key("start.name-empty"));
    }
    title.chars().any(char::is_control).then(|| Message::key("start.name-control"))
}

/// A file to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    /// Its path from the site's folder, with `/`.
    pub path: String,
    /// What it holds.
    pub text: String,
    /// What it is there for.
    pub role: Role,
}

/// What a file of a new site is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The site does not go without it.
    Site,
    /// An example, to be replaced or removed.
    Example,
    /// It helps those who write or publish; one that is there already may stay as it is.
    Beside,
}
