//! The only lines that print: findings and data to the standard output, the rest to the error output.

use std::io::{IsTerminal, Write};

/// Writes to the standard output.
///
/// # Errors
/// When the output is closed or full.
pub(super) fn print(text: &str) -> anyhow::Result<()> {
    print_bytes(text.as_bytes())
}

/// Writes to the standard output what may not be text.
///
/// # Errors
/// When the output is closed or full.
pub(super) fn print_bytes(bytes: &[u8]) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()?;
    Ok(())
}

/// Says something beside the output. A closed error output is nobody's concern.
pub(super) fn note(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// Whether a person reads the standard output as it comes.
pub(super) fn is_read_here() -> bool {
    std::io::stdout().is_terminal()
}

/// Whether colours are welcome on the standard output.
pub(super) fn colours() -> bool {
    std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
}

pub(super) fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe)
}

/// Standard output, for what is no text of a terminal.
pub(super) fn bytes() -> Box<dyn std::io::Write + Send> {
    Box::new(std::io::stdout())
}
