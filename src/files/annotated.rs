//! The files of annotated texts.

use std::path::Path;

use super::ReadError;
use super::read::text;
use crate::source::Source;

/// The texts of a folder, then their annotations; see [`Annotated`](crate::lint::annotated::Annotated).
const FILES: [&str; 2] = ["sentences.tsv", "annotations.tsv"];

/// Reads the texts of a folder and their annotations, under the paths by which they were found.
///
/// # Errors
/// When the system would not let one be read, or one is too large.
pub fn read_annotated(folder: &Path) -> Result<[Source; 2], ReadError> {
    let read = |name: &str| -> Result<Source, ReadError> {
        let path = folder.join(name);
        Ok(Source::new(path.display().to_string(), text(&path)?))
    };
    let [sentences, annotations] = FILES;
    Ok([read(sentences)?, read(annotations)?])
}
