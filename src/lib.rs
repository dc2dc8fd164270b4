//! Limpide reads a folder of Markdown pages about public procedures into one site in which everything
//! has a place.

pub mod config;
pub mod data;
pub mod document;
pub mod finding;
pub mod language;
pub mod report;
pub mod site;
pub mod source;
pub mod words;
