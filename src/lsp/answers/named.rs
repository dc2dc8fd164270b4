//! What a place of a page or of a registry names: an entry of a registry, a page.

use super::shapes::Root;
use super::yaml_place::{Step, keys};
use crate::site::registry::Name;

/// What a text may name at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// An entry of one of these registries.
    Entry(&'static [Name]),
    /// A page, by its path in `content/`.
    Page,
    /// A page or a folder of pages, by its path in `content/`.
    PageOrFolder,
}

/// What may be named under these steps; none where what is written is a text of its own.
pub(super) fn named(root: Root, path: &[Step]) -> Option<Named> {
    let all = keys(path);
    match root {
        Root::Page { .. } => of_page(all.strip_prefix(&["defaults"]).unwrap_or(&all)),
        Root::Registry(name) => of_entry(name, all.get(1..)?),
    }
}

fn of_page(keys: &[&str]) -> Option<Named> {
    Some(Named::Entry(match keys {
        ["owner"] => &[Name::Teams],
        ["authority" | "organisation"] | ["channels" | "help", "organisation"] | ["redress", "body"] => {
            &[Name::Organisations]
        }
        ["channels" | "help"] => &[Name::Organisations, Name::OnlineServices],
        ["channels" | "help", "service"] => &[Name::OnlineServices],
        ["event" | "life_events"] => &[Name::LifeEvents],
        ["cost"] | ["cost", "amount"] => &[Name::Amounts],
        ["documents"] | ["documents", "name" | "form"] | ["forms"] => &[Name::Forms],
        ["legal_basis"] => &[Name::LegalTexts],
        ["see_also" | "procedures"] | ["procedures", "page"] | ["translations", _] => {
            return Some(Named::Page);
        }
        _ => return None,
    }))
}

fn of_entry(name: Name, keys: &[&str]) -> Option<Named> {
    // What a change puts in the place of what was there is of the same nature.
    let keys = keys.strip_prefix(&["changes"]).unwrap_or(keys);
    Some(match (name, keys) {
        (Name::Organisations, ["part_of"]) | (Name::Teams | Name::OnlineServices, ["organisation"]) => {
            Named::Entry(&[Name::Organisations])
        }
        (Name::LegalTexts, ["replaced_by"]) => Named::Entry(&[Name::LegalTexts]),
        (Name::Notices, ["pages"]) => Named::PageOrFolder,
        _ => return None,
    })
}
