//! Where sites are, for a program that starts from a file or from a folder of work rather than from a site.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::zones::is_hidden;

/// How many folders deep a site is looked for in a folder of work.
const DEPTH: usize = 3;
/// Folders that are looked at in all: a folder of work may be somebody's whole disk.
const MOST_FOLDERS: usize = 2_000;

/// The folder of the site that a file belongs to: the nearest above it that holds `site.toml`. The file itself
/// need not be there yet.
pub fn site_above(file: &Path) -> Option<PathBuf> {
    file.ancestors().skip(1).find(|folder| folder.join("site.toml").is_file()).map(Path::to_path_buf)
}

/// The folders of sites in a folder of work, itself first: those that hold `site.toml`. What is inside a site is no
/// other site.
pub fn sites_below(folder: &Path) -> Vec<PathBuf> {
    let mut sites: Vec<PathBuf> = Vec::new();
    let looked = |name: &OsStr| !is_hidden(name) && name != "node_modules" && name != "target";
    let mut walk = WalkDir::new(folder).max_depth(DEPTH).sort_by_file_name().into_iter();
    let mut left = MOST_FOLDERS;
    while let Some(found) = walk.next() {
        let Ok(found) = found.as_ref() else { continue };
        if !found.file_type().is_dir() {
            continue;
        }
        left -= 1;
        if left == 0 {
            break;
        }
        let passed_over = found.depth() > 0 && !looked(found.file_name());
        let is_site = !passed_over && found.path().join("site.toml").is_file();
        if is_site {
            sites.push(found.path().to_path_buf());
        }
        if passed_over || is_site {
            walk.skip_current_dir();
        }
    }
    sites
}

/// Whether a program of this computer still runs, by its number. Where the system does not say, it does.
pub fn is_running(process: u32) -> bool {
    #[cfg(unix)]
    {
        let Some(pid) = i32::try_from(process).ok().and_then(rustix::process::Pid::from_raw) else {
            return true;
        };
        // One that may not be asked is there all the same.
        rustix::process::test_kill_process(pid) != Err(rustix::io::Errno::SRCH)
    }
    #[cfg(not(unix))]
    {
        let _ = process;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "").unwrap();
        }
        folder
    }

    #[test]
    fn a_file_belongs_to_the_nearest_site_above_it() {
        let work = folder(&["site.toml", "a/site.toml", "a/content/x/y.md", "b/content/z.md"]);
        let root = work.path();
        assert_eq!(site_above(&root.join("a/content/x/y.md")), Some(root.join("a")));
        assert_eq!(site_above(&root.join("a/content/x/new/not-there.md")), Some(root.join("a")));
        assert_eq!(site_above(&root.join("b/content/z.md")), Some(root.to_path_buf()));
    }

    #[test]
    fn sites_of_a_folder_of_work_are_found_where_they_are() {
        let files = [
            "docs/readme.md",
            "node_modules/x/site.toml",
            ".hidden/site.toml",
            "sites/un/site.toml",
            "sites/un/content/site.toml",
            "sites/deux/site.toml",
            "a/b/c/d/site.toml",
        ];
        let work = folder(&files);
        let root = work.path();
        assert_eq!(sites_below(root), [root.join("sites/deux"), root.join("sites/un")]);
        assert_eq!(sites_below(&root.join("sites/un")), [root.join("sites/un")]);
        assert_eq!(sites_below(&root.join("nowhere")), Vec::<PathBuf>::new());
    }

    #[test]
    fn a_program_that_runs_is_known() {
        assert!(is_running(std::process::id()));
    }
}
