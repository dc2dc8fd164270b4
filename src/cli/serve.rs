//! `limpide serve`: the site shown while it is written.

use jiff::civil::Date;
use limpide::finding::{Message, Severity};
use limpide::report;
use limpide::serve::{self, Event, Serve, ServeError};
use limpide::words::Words;

use super::{Outcome, terminal};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Le port, sur cet ordinateur seulement ; 0 pour n’importe lequel
    #[arg(long, default_value_t = 1111)]
    port: u16,
    /// Faire comme si l’on était ce jour-là
    #[arg(long, value_name = "AAAA-MM-JJ", value_parser = super::date)]
    today: Option<Date>,
    /// Montrer aussi les brouillons
    #[arg(long)]
    drafts: bool,
}

pub(super) fn run(shared: &super::Arguments, arguments: &Arguments) -> anyhow::Result<Outcome> {
    let today = || arguments.today.unwrap_or_else(|| jiff::ZonedDateTime::now().date());
    let tell = |event: Event<'_>| tell(shared, &event);
    let served = serve::serve(&Serve {
        root: &shared.site,
        port: arguments.port,
        today: &today,
        drafts: arguments.drafts,
        tell: &tell,
    });
    served.map_err(|error| match error {
        ServeError::Port(_) => {
            let words = Words::load(shared.lang.unwrap_or_default());
            let message = Message::key("cli.port-taken").with("port", arguments.port.to_string());
            anyhow::anyhow!("{}", words.say(&message))
        }
        error => error.into(),
    })?;
    Ok(Outcome::Clean)
}

fn tell(shared: &super::Arguments, event: &Event<'_>) {
    match event {
        Event::Listening(address) => {
            let words = Words::load(shared.lang.unwrap_or_default());
            terminal::note(&words.say(&Message::key("cli.listening").with("address", address.to_string())));
        }
        Event::Failed(error) => {
            let words = Words::load(shared.lang.unwrap_or_default());
            terminal::note(&words.say(&error.message()));
        }
        Event::Noted(project, note) => terminal::note(&report::said(&shared.words(project), note)),
        Event::Made(project, findings) => {
            let words = shared.words(project);
            let options = super::options(project, false);
            let text = super::say(project, &words, findings, |r| report::findings(r, &options));
            // A terminal that is gone does not stop the server.
            let _ = terminal::print(&text);
            let count = |severity| findings.iter().filter(|f| f.severity == severity).count();
            let made = Message::key("cli.made")
                .with("pages", project.site.pages.len())
                .with("errors", count(Severity::Error))
                .with("warnings", count(Severity::Warning));
            terminal::note(&words.say(&made));
        }
    }
}
