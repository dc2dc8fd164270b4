//! `/.well-known/security.txt`: whom to tell of a weakness of the site (RFC 9116).

use std::fmt::Write;

use super::super::context::Shared;
use super::Written;
use crate::finding::Message;

/// Where the file stands, from the root of the host.
const PATH: &str = ".well-known/security.txt";

/// Writes it, if the settings say whom to tell.
pub(super) fn write(shared: &Shared<'_>, written: &mut Written<'_>) -> std::io::Result<()> {
    let Some(security) = &shared.site.config.site.security else { return Ok(()) };
    let mut text = String::new();
    let mut line = |name: &str, value: &str| {
        // Writing to a string does not fail.
        let _ = writeln!(text, "{name}: {value}");
    };
    for way in &security.contact {
        line("Contact", way);
    }
    // The last day is a day still.
    line("Expires", &format!("{}T23:59:59Z", security.expires.value));
    if let Some(key) = &security.encryption {
        line("Encryption", key);
    }
    if let Some(page) = &security.acknowledgments {
        line("Acknowledgments", page);
    }
    if !security.languages.is_empty() {
        line("Preferred-Languages", &security.languages.join(", "));
    }
    let base = shared.base;
    let permalink = shared.permalink(&format!("/{PATH}"));
    // Only an address of `https`, at the root of its host, is one that the file may give as its own.
    if base.is_empty() && permalink.starts_with("https://") {
        line("Canonical", &permalink);
    }
    if let Some(page) = &security.policy {
        line("Policy", page);
    }
    if !base.is_empty() {
        written.notes.push(Message::key("outputs.security-below").with("path", base));
    }
    written.own(PATH, &text)
}
