//! Questions asked on a terminal, each with the answer that holds when nothing is typed.

use std::io::{self, BufRead, Write};

/// A person who is asked.
pub(super) struct Asked<R, W> {
    input: R,
    output: W,
}

impl<R: BufRead, W: Write> Asked<R, W> {
    pub(super) fn new(input: R, output: W) -> Self {
        Self { input, output }
    }

    /// Asks until the answer is right: `fault` says what is wrong with one. Nothing typed, or nobody there any more,
    /// is the default.
    ///
    /// # Errors
    /// When the terminal does not answer.
    pub(super) fn text(
        &mut self,
        question: &str,
        default: &str,
        fault: impl Fn(&str) -> Option<String>,
    ) -> io::Result<String> {
        loop {
            write!(self.output, "{question} [{default}]\u{a0}: ")?;
            self.output.flush()?;
            let mut line = String::new();
            let read = self.input.read_line(&mut line)?;
            let typed = line.trim();
            if read == 0 || typed.is_empty() {
                if read == 0 {
                    writeln!(self.output)?;
                }
                return Ok(default.to_owned());
            }
            match fault(typed) {
                None => return Ok(typed.to_owned()),
                Some(why) => writeln!(self.output, "  {why}")?,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_answer_is_asked_again_and_no_answer_is_the_default() {
        let mut said = Vec::new();
        let mut asked = Asked::new(&b"deux\n 2 \n\n"[..], &mut said);
        let fault = |text: &str| text.parse::<u8>().is_err().then(|| "un nombre".to_owned());
        assert_eq!(asked.text("Combien", "1", fault).unwrap(), "2");
        assert_eq!(asked.text("Combien", "1", fault).unwrap(), "1");
        assert_eq!(asked.text("Combien", "3", fault).unwrap(), "3");
        let said = String::from_utf8(said).unwrap();
        assert_eq!(said.matches("un nombre").count(), 1, "{said}");
        assert_eq!(said.matches("Combien").count(), 4, "{said}");
    }
}
