//! `limpide serve`: the site shown while it is written.

use std::sync::OnceLock;

use jiff::civil::Date;
use limpide::finding::{Message, Severity};
use limpide::report;
use limpide::serve::{self, Event, Serve, ServeError};
use limpide::words::Words;

use super::{Outcome, terminal};

/// Where the server listens, once it does.
static ADDRESS: OnceLock<String> = OnceLock::new();

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Le port, sur cet ordinateur seulement ; 0 pour n’importe lequel
    #[arg(long, value_name = "PORT", default_value_t = 1111, value_parser = port)]
    port: u16,
    /// Faire comme si l’on était ce jour-là
    #[arg(long, value_name = "AAAA-MM-JJ", value_parser = super::date)]
    today: Option<Date>,
    /// Montrer aussi les brouillons
    #[arg(long)]
    drafts: bool,
    /// Ouvrir le site dans le navigateur
    #[arg(long)]
    open: bool,
    /// L’adresse qui ouvre un fichier dans votre éditeur de texte
    #[arg(long, value_name = "ADRESSE", default_value = "vscode://file{path}:{line}:{column}")]
    editor: String,
}

pub(super) fn run(shared: &super::Arguments, arguments: &Arguments) -> anyhow::Result<Outcome> {
    // A folder that goes away later may come back; one that was never there is no site.
    if !shared.site.join("content").is_dir() {
        shared.read()?;
    }
    let today = || arguments.today.unwrap_or_else(|| jiff::ZonedDateTime::now().date());
    let tell = |event: Event<'_>| tell(shared, arguments, &event);
    let served = serve::serve(&Serve {
        root: &shared.site,
        port: arguments.port,
        today: &today,
        drafts: arguments.drafts,
        language: shared.lang,
        editor: &arguments.editor,
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

fn tell(shared: &super::Arguments, arguments: &Arguments, event: &Event<'_>) {
    match event {
        Event::Listening(address) => {
            let _ = ADDRESS.set(address.to_string());
            let words = Words::load(shared.lang.unwrap_or_default());
            if arguments.port != 0 && arguments.port != address.port() {
                let message = Message::key("cli.other-port").with("port", arguments.port.to_string());
                terminal::note(&words.say(&message.with("other", address.port().to_string())));
            }
            terminal::note(&words.say(&Message::key("cli.listening").with("address", address.to_string())));
            if arguments.open
                && let Err(error) = browse(&format!("http://{address}/"))
            {
                terminal::note(&error.to_string());
            }
        }
        Event::Failed(error) => {
            let words = Words::load(shared.lang.unwrap_or_default());
            terminal::note(&words.say(&error.message()));
        }
        Event::Noted(project, note) => terminal::note(&report::said(&shared.words(project), note)),
        Event::Made(project, findings, new) => {
            let words = shared.words(project);
            let options = super::options(project, false);
            // What was told before is not told again at each save.
            if !new.is_empty() || findings.is_empty() {
                let text = super::say(project, &words, new, |r| report::findings(r, &options));
                // A terminal that is gone does not stop the server.
                let _ = terminal::print(&text);
            }
            let count = |severity| findings.iter().filter(|f| f.severity == severity).count();
            let made = Message::key("cli.made")
                .with("pages", project.site.pages.len())
                .with("errors", count(Severity::Error))
                .with("warnings", count(Severity::Warning));
            terminal::note(&words.say(&made));
            // What was found has driven the address off the screen.
            if let (Some(address), true) = (ADDRESS.get(), new.len() == findings.len()) {
                terminal::note(&words.say(&Message::key("cli.listening").with("address", address.as_str())));
            }
        }
    }
}

fn port(text: &str) -> Result<u16, String> {
    text.parse().map_err(|_| "un port est un nombre, de 0 à 65535".to_owned())
}

/// Opens an address in the browser of this computer.
fn browse(address: &str) -> std::io::Result<()> {
    let (program, arguments): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("rundll32", &["url.dll,FileProtocolHandler"])
    } else {
        ("xdg-open", &[])
    };
    std::process::Command::new(program).args(arguments).arg(address).spawn().map(drop)
}
