//! The pages that are built: real texts, in ten sections of folders of fifty pages, with two terms each.

use std::fmt::Write as _;
use std::path::Path;

use super::{Error, site};

/// A page to make others of.
pub(crate) struct Text {
    title: String,
    body: String,
}

const SECTIONS: usize = 10;
const FOLDER: usize = 50;
const TERMS: usize = 40;
const FEED: usize = 20;

/// The pages of folders: their titles, and their bodies without what only one of the programs knows (calls), or what would lead
/// nowhere once a page has moved (relative links become links to other pages made).
pub(crate) fn texts<'a>(folders: impl Iterator<Item = &'a Path>) -> Result<Vec<Text>, Error> {
    let mut texts = Vec::new();
    for folder in folders {
        for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
            let path = entry?.into_path();
            let is_page = path.extension().is_some_and(|extension| extension == "md");
            if !is_page || path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("_index")) {
                continue;
            }
            let text = std::fs::read_to_string(&path)?;
            let mut parts = text.splitn(3, "---\n");
            let (Some(""), Some(front), Some(body)) = (parts.next(), parts.next(), parts.next()) else {
                continue;
            };
            let title = front.lines().find_map(|line| line.strip_prefix("title:")).unwrap_or("Sans titre");
            texts.push(Text {
                title: title.trim().trim_matches(['"', '\'']).replace(['"', '\\'], "’"),
                body: plain(body),
            });
        }
    }
    if texts.is_empty() { Err("there is no page to make others of".into()) } else { Ok(texts) }
}

/// A body that both programs read alike: no calls, no raw HTML, no pictures, links to pages left to be numbered.
fn plain(body: &str) -> String {
    let mut out = String::with_capacity(body.len());
    let mut level = 1;
    for line in body.lines().filter(|line| !line.contains("{{") && !line.contains("](#")) {
        let mut rest = line;
        // A skipped level is an error, and an error keeps a site from being built.
        let marks = line.len() - line.trim_start_matches('#').len();
        if marks > 0 && line.get(marks..).is_some_and(|left| left.starts_with(' ')) {
            level = marks.clamp(2, level + 1);
            out.push_str(&"#".repeat(level));
            rest = &line[marks..];
        }
        while let Some(at) = rest.find("](") {
            let (before, after) = rest.split_at(at + 2);
            let end = after.find(')').unwrap_or(after.len());
            let (to, left) = after.split_at(end);
            out.push_str(before);
            out.push_str(if to.starts_with("http") { to } else { "/LINK/" });
            rest = left;
        }
        out.push_str(rest);
        out.push('\n');
    }
    out.replace("![", "[").replace('<', "&lt;")
}

fn folder(rank: usize) -> String {
    let folder = rank / FOLDER;
    format!("rubrique-{:02}/dossier-{:04}", folder % SECTIONS + 1, folder + 1)
}

fn address(rank: usize) -> String {
    format!("/{}/page-{rank:06}/", folder(rank))
}

/// Makes a site of so many pages for both programs.
pub(crate) fn write(root: &Path, texts: &[Text], size: usize) -> Result<(), Error> {
    let front = |title: &str, more: &str| format!("---\ntitle: \"{title}\"\n{more}---\n");
    let content = root.join("content");
    let index = |path: &str, title: &str, rank: usize| {
        let text = front(title, &format!("weight: {}\n", rank + 1));
        site::write(&content.join(path).join("_index.md"), text.as_bytes())
    };
    index("", "Des pages", 0)?;
    for section in 1..=SECTIONS {
        index(&format!("rubrique-{section:02}"), &format!("Rubrique {section}"), section)?;
    }
    for rank in 0..size {
        let text = &texts[rank % texts.len()];
        if rank % FOLDER == 0 {
            index(&folder(rank), &format!("Dossier {}", rank / FOLDER + 1), rank)?;
        }
        // Links go round the folder and to the next one.
        let other = (rank / FOLDER * FOLDER + (rank * 7 + 1) % (FOLDER + FOLDER / 2)) % size;
        let body = text.body.replace("/LINK/", &address(other));
        let (first, second) = (rank % TERMS + 1, (rank * 7 + 3) % TERMS + 1);
        let day = format!("2026-{:02}-{:02}", rank % 10 + 1, rank % 28 + 1);
        let mut more = format!(
            "description: \"La page {rank} dit ce qu’il faut savoir.\"\npublished: {day}\nweight: {}\n\
             themes: [\"Thème {first}\", \"Thème {second}\"]\n",
            rank % FOLDER + 1,
        );
        if rank % (size / FEED).max(1) == 0 {
            // What the feed tells.
            let _ = writeln!(
                more,
                "changes: [{{date: {day}, note: \"La page {rank} a changé.\", kind: major}}]\ndate: {day}"
            );
        }
        // Titles are those of the texts, and numbered: a page must be one of its kind.
        let page = front(&format!("{} ({rank})", text.title), &more) + "\n" + &body;
        site::write(&content.join(folder(rank)).join(format!("page-{rank:06}.md")), page.as_bytes())?;
    }
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/generators");
    copy(&here.join("hugo"), root)?;
    copy(&here.join("limpide"), &root.join("themes/compare"))?;
    std::fs::rename(root.join("themes/compare/site.toml"), root.join("site.toml"))?;
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<(), Error> {
    for entry in walkdir::WalkDir::new(from) {
        let path = entry?.into_path();
        if path.is_file() {
            site::write(&to.join(path.strip_prefix(from)?), &std::fs::read(&path)?)?;
        }
    }
    Ok(())
}
