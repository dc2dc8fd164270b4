//! How far the check of external links is: a bar where a person looks, a line now and then elsewhere.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use limpide::finding::Message;
use limpide::words::Words;

use super::terminal;

/// Addresses between two lines, where there is no terminal.
const EVERY: usize = 50;

/// What is shown while other sites are asked.
pub(super) struct Shown<'a> {
    words: &'a Words,
    /// None where nobody looks.
    bar: Option<ProgressBar>,
}

impl<'a> Shown<'a> {
    /// Before the first answer.
    pub(super) fn new(total: usize, words: &'a Words) -> Self {
        let bar = std::io::stderr().is_terminal().then(|| bar(total));
        Self { words, bar }
    }

    /// After an answer: addresses and hosts done, and how many there are.
    pub(super) fn tell(&self, done: usize, total: usize, hosts_done: usize, hosts: usize) {
        match &self.bar {
            Some(bar) => {
                let is_first = bar.message().is_empty();
                bar.set_message(self.words.say(&of_hosts(hosts_done, hosts)));
                // Nothing can be said of the time left before the first answer.
                if is_first {
                    let left = self.words.get("cli.links-left");
                    show(bar, &format!("{{bar:24}} {{pos}}/{{len}}, {{msg}}, {left} {{eta}}"));
                }
                bar.set_length(count(total));
                bar.set_position(count(done));
            }
            None if done == total || done.is_multiple_of(EVERY) => {
                terminal::note(&line(self.words, done, total));
            }
            None => {}
        }
    }

    /// After the last answer. The bar leaves the terminal to what follows.
    pub(super) fn finish(&self) {
        self.bar.iter().for_each(ProgressBar::finish_and_clear);
    }
}

fn bar(total: usize) -> ProgressBar {
    let bar = ProgressBar::new(count(total));
    show(&bar, "{bar:24} {pos}/{len}");
    bar.enable_steady_tick(Duration::from_millis(500));
    bar
}

fn show(bar: &ProgressBar, template: &str) {
    // A template that cannot be read leaves the usual bar.
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
}

fn of_hosts(done: usize, hosts: usize) -> Message {
    Message::key("cli.links-hosts").with("done", done).with("hosts", hosts)
}

fn line(words: &Words, done: usize, total: usize) -> String {
    words.say(&Message::key("cli.links-progress").with("done", done).with("total", total))
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use limpide::language::Language;

    use super::*;

    #[test]
    fn progress_is_said_in_the_words_of_the_reader() {
        let words = Words::load(Language::French);
        assert_eq!(line(&words, 50, 120).replace('\u{a0}', " "), "Liens externes : 50 sur 120");
        let bar = bar(120);
        bar.set_message(words.say(&of_hosts(3, 40)));
        assert_eq!((bar.message().as_str(), bar.length()), ("3 sites sur 40", Some(120)));
        Shown { words: &words, bar: Some(bar) }.tell(51, 120, 4, 40);
        let quiet = Shown::new(3, &words);
        quiet.tell(1, 3, 1, 1);
        quiet.finish();
    }
}
