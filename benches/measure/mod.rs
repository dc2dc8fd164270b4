//! What benchmarks of checking share: a copy of a site, and time as the processor counts it.

use std::path::Path;

use crate::site;

type Error = Box<dyn std::error::Error>;

/// Seconds of CPU that this process has used, on all its threads.
pub(crate) fn cpu() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// The value in the middle.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Copies what makes a site: `content/` and `site.toml`.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<(), Error> {
    for entry in walkdir::WalkDir::new(from) {
        let path = entry?.into_path();
        let inside = path.strip_prefix(from)?;
        if path.is_file() && (inside.starts_with("content") || inside == Path::new("site.toml")) {
            site::write(&to.join(inside), &std::fs::read(&path)?)?;
        }
    }
    Ok(())
}
