//! `limpide init`: a new site.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use limpide::config::colour::Colour;
use limpide::files::{self, CreateError};
use limpide::finding::Message;
use limpide::language::Language;
use limpide::project::Project;
use limpide::site::{readable, slug};
use limpide::start::advice::{Made, outside};
use limpide::start::{Automaton, NewFile, NewSite, Role, cms, repository, said, wrong_address, wrong_name};
use limpide::words::Words;

use super::ask::Asked;
use super::{Outcome, terminal};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Le dossier du nouveau site : créé s’il n’existe pas (ici, si vous n’en nommez pas)
    #[arg(value_name = "DOSSIER")]
    folder: Option<PathBuf>,
    /// Le nom du site (par défaut, celui du dossier)
    #[arg(long, value_name = "NOM")]
    name: Option<String>,
    /// Qui publie le site (par défaut, le nom du site)
    #[arg(long, value_name = "NOM")]
    publisher: Option<String>,
    /// La langue du site : fr ou en
    #[arg(long, value_name = "LANGUE", value_parser = super::language)]
    language: Option<Language>,
    /// L’adresse où le site sera publié, avec https:// (par défaut, une adresse imaginaire)
    #[arg(long, value_name = "ADRESSE")]
    base_url: Option<String>,
    /// La couleur des liens et des boutons, comme #005f6b (par défaut, celle du thème)
    #[arg(long, value_name = "COULEUR")]
    accent: Option<String>,
    /// L’adresse du dépôt qui garde le site
    #[arg(long, value_name = "ADRESSE")]
    repository: Option<String>,
    /// Qui vérifie et publie chaque changement : none (personne), github ou gitlab
    #[arg(long, value_name = "AUTOMATE")]
    ci: Option<String>,
    /// Écrire aussi les réglages d’une administration des contenus (Sveltia CMS, Decap CMS) ; dans un site qui
    /// existe, les écrire ou les refaire, et rien d’autre
    #[arg(long)]
    cms: bool,
    /// Ne rien demander : ce qui n’est pas dit ici est pris par défaut
    #[arg(long, short)]
    yes: bool,
    /// Le jour écrit comme celui de la vérification des exemples
    #[arg(long, value_name = "AAAA-MM-JJ", value_parser = super::date)]
    today: Option<Date>,
}

pub(super) fn run(shared: &super::Arguments, arguments: &Arguments) -> anyhow::Result<Outcome> {
    let folder = arguments.folder.clone().unwrap_or_else(|| shared.site.clone());
    let speaks = Words::load(shared.lang.or(arguments.language).unwrap_or_default());
    let repository = arguments.repository.as_deref().map(repository).transpose();
    let repository = repository.map_err(|why| anyhow::anyhow!("--repository\u{a0}: {}", speaks.say(&why)))?;
    let repository = repository.as_deref();
    let survey = files::survey(&folder);
    if survey.made == Made::Limpide && arguments.cms {
        let project = Project::open(&folder, today(arguments))
            .map_err(|error| anyhow::anyhow!("{}", speaks.say(&error.message())))?;
        let words = Words::load(shared.lang.unwrap_or_else(|| project.site.config.language()));
        terminal::print(&administration(&folder, repository, &project, &words)?)?;
        return Ok(Outcome::Clean);
    }
    if survey.made == Made::Limpide {
        anyhow::bail!("{}", speaks.say(&Message::key("start.already").with("path", shown(&folder))));
    }
    let (mut site, defaults) = answers(shared, arguments, &folder, survey.pages == 0)?;
    site.examples &= !is_in_the_way(&survey.markdown, &site);
    site.repository = repository.map(str::to_owned);
    let words = Words::load(shared.lang.unwrap_or(site.language));
    let all = site.files();
    let kept = kept(&folder, &all);
    let new: Vec<&NewFile> = all.iter().filter(|file| !kept.contains(&file.path.as_str())).collect();
    write(&folder, &new, &words)?;
    if !survey.markdown.is_empty() {
        files::make_folder(&folder.join("content"))?;
    }
    let outside = outside(&survey);
    let made = said::Made {
        site: &site,
        folder: &shown(&folder),
        files: &new,
        kept: &kept,
        defaults: &defaults,
        outside: outside.as_ref(),
    };
    terminal::print(&said::site_made(&words, &made))?;
    if arguments.cms {
        let project = Project::open(&folder, site.today)
            .map_err(|error| anyhow::anyhow!("{}", words.say(&error.message())))?;
        let told = administration(&folder, repository, &project, &words)?;
        terminal::print(&format!("\n{told}"))?;
    }
    Ok(Outcome::Clean)
}

/// Whether files that wait beside `content/` would meet an example once they are moved there.
fn is_in_the_way(waiting: &[String], site: &NewSite) -> bool {
    let first = |path: &str| path.split('/').next().unwrap_or_default().to_owned();
    let files = site.files();
    let mut examples = files.iter().filter_map(|file| file.path.strip_prefix("content/"));
    examples.any(|example| waiting.iter().any(|path| first(path) == first(example)))
}

/// Writes the settings of an administration of content, or makes them again; what there is to say.
fn administration(
    folder: &Path,
    repository: Option<&str>,
    project: &Project,
    words: &Words,
) -> anyhow::Result<String> {
    // What the settings say is read by editors of the site, in its language.
    let own = Words::load(project.site.config.language());
    let cms = cms::cms(&project.site, repository, &own);
    let place = folder.join("content").join(cms::FOLDER);
    let pages: Vec<(&str, &str)> = cms
        .files
        .iter()
        .map(|file| (file.path.rsplit('/').next().unwrap_or_default(), file.text.as_str()))
        .collect();
    let written = files::differences(&place, &pages, &cms::is_generated).and_then(|mut found| {
        found.stray.clear();
        files::refresh(&place, &pages, &found).map(|()| found.missing.len() + found.stale.len())
    });
    let written = written.map_err(|error| anyhow::anyhow!("{}", words.say(&error.message())))?;
    let made = said::Administration {
        cms: &cms,
        folder: &shown(&place),
        written,
        trial: repository.is_none(),
        script: !files::taken(&place, ["sveltia-cms.js"]).is_empty(),
    };
    Ok(said::administration_made(words, &made))
}

/// A language by its tag, or by its name in either language.
fn said_language(text: &str) -> Option<Language> {
    match text.trim().to_lowercase().as_str() {
        "français" | "francais" | "french" => Some(Language::French),
        "anglais" | "english" => Some(Language::English),
        tag => Language::of(tag),
    }
}

fn automaton(name: &str) -> Option<Automaton> {
    Automaton::NAMES.iter().find(|(known, _)| *known == name).map(|(_, automaton)| *automaton)
}

fn today(arguments: &Arguments) -> Date {
    arguments.today.unwrap_or_else(|| jiff::ZonedDateTime::now().date())
}

/// Files that help, and that the folder has already: they stay as they are.
fn kept<'a>(folder: &Path, files: &'a [NewFile]) -> Vec<&'a str> {
    let beside = files.iter().filter(|file| file.role == Role::Beside);
    files::taken(folder, beside.map(|file| file.path.as_str()))
}

/// Writes new files, or says why none was written.
fn write(folder: &Path, new: &[&NewFile], words: &Words) -> anyhow::Result<()> {
    let bytes: Vec<(&str, &[u8])> =
        new.iter().map(|file| (file.path.as_str(), file.text.as_bytes())).collect();
    let written: Result<(), CreateError> = files::create(folder, &bytes);
    written.map_err(|error| anyhow::anyhow!("{}", words.say(&error.message())))
}

/// A folder as the person named it.
fn shown(folder: &Path) -> String {
    let text = folder.display().to_string();
    if text.is_empty() { ".".to_owned() } else { text }
}

/// What is asked, or taken without asking, and the names of the options that were not given.
fn answers(
    shared: &super::Arguments,
    arguments: &Arguments,
    folder: &Path,
    examples: bool,
) -> anyhow::Result<(NewSite, Vec<said::Default>)> {
    let asks = !arguments.yes && std::io::stdin().is_terminal() && terminal::is_read_here();
    let mut defaults = Vec::new();
    let mut asked = Asked::new(std::io::stdin().lock(), std::io::stderr().lock());
    // An answer given as an option is looked at like one that is typed.
    let mut settle = |speaks: &Words,
                      option: &Option<String>,
                      name: said::Default,
                      default: String,
                      fault: &dyn Fn(&str) -> Option<String>|
     -> anyhow::Result<String> {
        if let Some(given) = option {
            return match fault(given) {
                None => Ok(given.trim().to_owned()),
                Some(why) => {
                    let label = Message::key("report.label").with("label", name.option());
                    anyhow::bail!("{}: {why}", speaks.say(&label))
                }
            };
        }
        if asks {
            return Ok(asked.text(speaks.get(name.question()), &default, fault)?);
        }
        defaults.push(name);
        Ok(default)
    };
    let language = arguments.language.map(|language| language.tag().to_owned());
    let speaks = Words::load(shared.lang.or(arguments.language).unwrap_or_default());
    let language_fault = |text: &str| {
        let wrong = Message::key("start.language").with("found", text);
        said_language(text).is_none().then(|| speaks.say(&wrong))
    };
    let usual = Language::default().tag().to_owned();
    let language = settle(&speaks, &language, said::Default::Language, usual, &language_fault)?;
    let language = said_language(&language).unwrap_or_default();
    let speaks = Words::load(shared.lang.unwrap_or(language));
    let whole = std::path::absolute(folder)?;
    let base = whole.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    // A folder may be called what no site is: « --- ».
    let of_folder = Some(readable(&base)).filter(|name| wrong_name(name).is_none());
    let usual = of_folder.unwrap_or_else(|| speaks.get("start.usual-name").to_owned());
    let name_fault = |name: &str| wrong_name(name).map(|message| speaks.say(&message));
    let name = settle(&speaks, &arguments.name, said::Default::Name, usual, &name_fault)?;
    let publisher =
        settle(&speaks, &arguments.publisher, said::Default::Publisher, name.clone(), &name_fault)?;
    let address_fault = |address: &str| {
        let (wrong, help) = wrong_address(address)?;
        Some(format!("{} {}", speaks.say(&wrong), speaks.say(&help)))
    };
    let host = slug(&name);
    let imaginary = format!("https://{}.example", if host.is_empty() { "site" } else { &host });
    let base_url = settle(&speaks, &arguments.base_url, said::Default::Address, imaginary, &address_fault)?;
    let tree = files::built_in();
    let near = |typed: &str| limpide::render::nearest_accent(&tree, Colour::read(typed)?);
    let colour_fault = |typed: &str| {
        let usual = speaks.get("start.usual-colour");
        if typed == usual || near(typed).is_some_and(|near| Some(near) == Colour::read(typed)) {
            return None;
        }
        let (message, help) = match near(typed) {
            Some(near) => (
                Message::key("start.colour-pale").with("found", typed),
                Message::key("template.contrast-nearest").with("near", near.to_string()),
            ),
            None => {
                (Message::key("config.colour").with("value", typed), Message::key("config.colour-example"))
            }
        };
        Some(format!("{} {}", speaks.say(&message), speaks.say(&help)))
    };
    let usual = speaks.get("start.usual-colour").to_owned();
    // Asked not to ask, the colour that would be proposed is taken, and said.
    let mut chosen = arguments.accent.clone();
    if let (true, Some(typed)) = (arguments.yes, &arguments.accent)
        && let Some(near) = near(typed).filter(|near| Colour::read(typed) != Some(*near))
    {
        let message = Message::key("start.colour-taken").with("found", typed.as_str());
        terminal::note(&speaks.say(&message.with("near", near.to_string())));
        chosen = Some(near.to_string());
    }
    let accent = settle(&speaks, &chosen, said::Default::Colour, usual, &colour_fault)?;
    let ci_fault = |typed: &str| automaton(typed).is_none().then(|| "none / github / gitlab".to_owned());
    let ci = settle(&speaks, &arguments.ci, said::Default::Automaton, "none".to_owned(), &ci_fault)?;
    let site = NewSite {
        language,
        name,
        publisher,
        base_url: base_url.trim_end_matches('/').to_owned(),
        accent: Colour::read(&accent),
        repository: None,
        automaton: automaton(&ci).unwrap_or_default(),
        examples,
        today: today(arguments),
        description: None,
        languages: Vec::new(),
        tables: String::new(),
    };
    Ok((site, defaults))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_said_by_its_tag_or_by_its_name() {
        for (said, language) in [
            ("fr", Some(Language::French)),
            ("Français", Some(Language::French)),
            ("anglais", Some(Language::English)),
            ("English", Some(Language::English)),
            ("allemand", None),
        ] {
            assert_eq!(said_language(said), language, "{said}");
        }
    }
}
