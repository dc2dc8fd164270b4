//! The disk door: a site's folder in, its published folder out, and mended files back. Nothing else in the library touches
//! the disk.
//!
//! The folder the program is pointed at is trusted; what a link inside it leads to is not. A link
//! is followed only to a file of the site's own `content/`, `lints/` or `themes/`, so that no page
//! and no theme can publish a file from elsewhere on the machine.

mod annotated;
mod baseline;
mod builtin;
mod create;
mod generated;
mod git;
mod image_memory;
mod kept;
mod link_memory;
mod other_site;
mod output;
mod precompress;
mod publish;
mod read;
mod rewrite;
mod survey;
mod whereabouts;
mod zones;

pub use annotated::read_annotated;
pub use baseline::{BASELINE, BaselineError, read_baseline, write_baseline};
pub use builtin::{bytes as builtin_bytes, is_built_in, themes as builtin_themes};
pub use create::{CreateError, create, make_folder, taken};
pub use generated::{Differences, GeneratedError, differences, refresh};
pub use git::{GitError, Past, history, since};
pub(crate) use image_memory::ImageMemory;
pub use kept::{Changes, Kept};
pub use link_memory::{LINK_MEMORY, LinkMemoryError, read_link_memory, write_link_memory};
pub use other_site::{is_free, read_other, write_imported};
pub use output::{PublishError, Refusal};
pub use publish::{Observer, Options, Published, Publisher, Remark, Step};
pub use read::{
    LARGEST_TEXT, ReadError, Reading, Skipped, asset, built_in, read, read_again, read_changed, read_open,
};
pub use rewrite::{RewriteError, is_as_read, rewrite};
pub use survey::survey;
pub use whereabouts::{is_running, site_above, sites_below};
pub use zones::Why;

use crate::finding::Message;

/// What the system answered when a file could not be read, said to an editor.
fn cannot_read(path: &std::path::Path, error: &std::io::Error) -> Message {
    use std::io::ErrorKind::{NotFound, PermissionDenied};
    let message = match error.kind() {
        PermissionDenied => Message::key("files.read-denied"),
        NotFound => Message::key("files.read-missing"),
        _ => Message::key("files.read-failed").with("reason", error.to_string()),
    };
    message.with("path", path.display().to_string())
}

/// What the system answered when a file could not be written, said to an editor.
fn cannot_write(path: &std::path::Path, error: &std::io::Error) -> Message {
    use std::io::ErrorKind::{
        CrossesDevices, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, ResourceBusy, StorageFull,
    };
    let message = match error.kind() {
        PermissionDenied | ReadOnlyFilesystem => Message::key("files.write-denied"),
        StorageFull | QuotaExceeded => Message::key("files.write-full"),
        ResourceBusy | CrossesDevices => Message::key("files.write-mounted"),
        _ => Message::key("files.write-failed").with("reason", error.to_string()),
    };
    message.with("path", path.display().to_string())
}
