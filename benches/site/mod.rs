//! Sites to measure on.

use std::path::Path;

type Error = Box<dyn std::error::Error>;

/// Repeats the demonstration pages, lot after lot, until there are enough. Gives how many pages were made.
pub(crate) fn repeat_demonstration(root: &Path, size: usize) -> Result<usize, Error> {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages = Vec::new();
    for entry in walkdir::WalkDir::new(demo.join("content")).sort_by_file_name() {
        let path = entry?.into_path();
        let inside = path.strip_prefix(demo.join("content"))?.to_path_buf();
        if path.is_file() && inside.starts_with("_data") {
            write(&root.join("content").join(&inside), &std::fs::read(&path)?)?;
        } else if path.extension().is_some_and(|e| e == "md") {
            pages.push((inside, std::fs::read_to_string(&path)?));
        }
    }
    write(&root.join("site.toml"), &std::fs::read(demo.join("site.toml"))?)?;
    let mut made = 0;
    for lot in 1.. {
        for (inside, text) in &pages {
            if made == size {
                return Ok(made);
            }
            let text: Vec<String> = text
                .lines()
                // Two pages cannot have one alias, paths from the root no longer lead anywhere, and two
                // titles alike would be a finding.
                .filter(|line| !line.starts_with("aliases:") && !line.starts_with("see_also:"))
                .map(|line| match line.strip_prefix("title: ") {
                    Some(title) => format!("title: {} ({lot})", title.trim_matches(['"', '\''])),
                    None => line.to_owned(),
                })
                .collect();
            let path = root.join("content").join(format!("lot-{lot:04}")).join(inside);
            write(&path, (text.join("\n") + "\n").as_bytes())?;
            made += 1;
        }
    }
    Ok(made)
}

/// Writes a file, and the folders that lead to it.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    Ok(std::fs::write(path, bytes)?)
}
