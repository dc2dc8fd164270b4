//! Addresses of files, as editors write them, and back.

use std::path::{Path, PathBuf};

/// The file that an address names; none for what is on no disk (`untitled:`, `git:`).
pub(super) fn path(uri: &str) -> Option<PathBuf> {
    let rest = uri.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("file://")).and(uri.get(7..))?;
    let at = rest.find('/')?;
    let (host, typed) = rest.split_at(at);
    let typed = typed.split(['?', '#']).next().unwrap_or(typed);
    let decoded = crate::site::percent_decode(typed);
    // `/c:/site` is `c:/site` where disks have letters.
    let drive = |text: &str| {
        let mut chars = text.chars().skip(1);
        chars.next().is_some_and(|letter| letter.is_ascii_alphabetic()) && chars.next() == Some(':')
    };
    if cfg!(windows) && drive(&decoded) {
        return decoded.get(1..).map(PathBuf::from);
    }
    match host {
        "" | "localhost" => Some(PathBuf::from(decoded)),
        host => Some(PathBuf::from(format!("//{host}{decoded}"))),
    }
}

/// The address of a file.
pub(super) fn uri(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    let mut uri = String::from("file://");
    if !text.starts_with('/') {
        uri.push('/');
    }
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

/// The name of a file in a site: its path from the site's folder, with `/`.
pub(super) fn name(root: &Path, path: &Path) -> Option<String> {
    let inner = path.strip_prefix(root).ok()?;
    let parts: Option<Vec<&str>> = inner.iter().map(|part| part.to_str()).collect();
    parts.map(|parts| parts.join("/")).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lead_to_files_and_back() {
        for file in ["/a/b.md", "/démarches/carte d’identité #1?.md", "/100%/c++.md"] {
            assert_eq!(path(&uri(Path::new(file))), Some(PathBuf::from(file)));
        }
        assert_eq!(uri(Path::new("/é a.md")), "file:///%C3%A9%20a.md");
        assert_eq!(path("file:///d%C3%A9mo/a%20b.md"), Some(PathBuf::from("/démo/a b.md")));
        assert_eq!(path("FILE://localhost/a.md"), Some(PathBuf::from("/a.md")));
    }

    #[test]
    fn what_is_on_no_disk_has_no_path() {
        for typed in ["untitled:Untitled-1", "git:/a.md", "file:", "", "é", "file://"] {
            assert_eq!(path(typed), None, "{typed}");
        }
    }

    #[test]
    fn files_are_named_from_the_folder_of_the_site() {
        assert_eq!(name(Path::new("/s"), Path::new("/s/content/a.md")).as_deref(), Some("content/a.md"));
        assert_eq!(name(Path::new("/s"), Path::new("/other/a.md")), None);
        assert_eq!(name(Path::new("/s"), Path::new("/s")), None);
    }
}
