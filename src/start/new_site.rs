//! The files of a new site, from a few answers.

use jiff::civil::Date;

use super::{NewFile, Role};
use crate::config::Config;
use crate::config::colour::Colour;
use crate::finding::Message;
use crate::language::{Language, format};
use crate::source::{Source, Sources};

/// Characters of the longest name: it stands at the head of every page, and in descriptions of 150.
const LONGEST_NAME: usize = 80;

/// Which automaton checks and publishes the site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Automaton {
    /// None.
    #[default]
    None,
    /// GitHub Actions.
    Github,
    /// GitLab CI.
    Gitlab,
}

impl Automaton {
    /// Every one with its name.
    pub const NAMES: [(&'static str, Self); 3] =
        [("none", Self::None), ("github", Self::Github), ("gitlab", Self::Gitlab)];

    /// The file that tells it what to do: its path, and the recipe that the project keeps tried.
    fn file(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::None => None,
            Self::Github => {
                Some((".github/workflows/limpide.yml", include_str!("../../recipes/github/limpide.yml")))
            }
            Self::Gitlab => Some((".gitlab-ci.yml", include_str!("../../recipes/gitlab/.gitlab-ci.yml"))),
        }
    }

    /// Where its file is, if it has one.
    pub fn path(self) -> Option<&'static str> {
        self.file().map(|(path, _)| path)
    }
}

/// What is asked of whoever starts a site.
#[derive(Clone, Debug)]
pub struct NewSite {
    /// What the site is called.
    pub name: String,
    /// Who publishes it.
    pub publisher: String,
    /// Its language, which is that of the comments and of the examples.
    pub language: Language,
    /// Where it will be published.
    pub base_url: String,
    /// The colour of links and buttons; that of the theme without it.
    pub accent: Option<Colour>,
    /// Where its repository is, if that is known.
    pub repository: Option<String>,
    /// Which automaton checks and publishes it.
    pub automaton: Automaton,
    /// Whether example pages are written: not where there are pages already.
    pub examples: bool,
    /// The day on which the examples are said to be reviewed.
    pub today: Date,
    /// One sentence about it; the usual one without it, none if it is empty.
    pub description: Option<String>,
    /// The tags of its languages, the main one first; that of `language` alone if there are none.
    pub languages: Vec<String>,
    /// More tables of `site.toml`, as they are written there.
    pub tables: String,
}

/// A file and the text it is made of, in both languages.
struct Template {
    role: Role,
    path: [&'static str; 2],
    text: [&'static str; 2],
}

macro_rules! template {
    ($role:ident, $french:literal, $english:literal, $name:literal) => {
        Template {
            role: Role::$role,
            path: [$french, $english],
            text: [include_str!(concat!("texts/fr/", $name)), include_str!(concat!("texts/en/", $name))],
        }
    };
}

const TEMPLATES: [Template; 11] = [
    template!(Site, "site.toml", "site.toml", "site.toml"),
    template!(Site, "content/_index.md", "content/_index.md", "home.md"),
    template!(Example, "content/demarches/_index.md", "content/procedures/_index.md", "section.md"),
    template!(
        Example,
        "content/demarches/exemple-reserver-une-salle.md",
        "content/procedures/example-book-a-hall.md",
        "procedure.md"
    ),
    template!(Example, "content/nous-joindre.md", "content/reach-us.md", "page.md"),
    template!(
        Example,
        "content/_data/organisations.yaml",
        "content/_data/organisations.yaml",
        "organisations.yaml"
    ),
    template!(Example, "content/_data/teams.yaml", "content/_data/teams.yaml", "teams.yaml"),
    template!(Beside, "README.md", "README.md", "readme.md"),
    template!(Beside, "LICENCE.md", "LICENCE.md", "licence.md"),
    template!(Beside, "publiccode.yml", "publiccode.yml", "publiccode.yml"),
    template!(Beside, ".editorconfig", ".editorconfig", "editorconfig"),
];

/// Files whose text is the same in every language.
const OTHERS: [(&str, &str); 4] = [
    (".gitignore", include_str!("texts/gitignore")),
    (".vscode/settings.json", include_str!("texts/vscode-settings.json")),
    (".vscode/extensions.json", include_str!("texts/vscode-extensions.json")),
    (".vscode/tasks.json", include_str!("texts/vscode-tasks.json")),
];

impl NewSite {
    /// Every file of the site, in the order in which they are best read.
    pub fn files(&self) -> Vec<NewFile> {
        let side = usize::from(self.language == Language::English);
        let example = |template: &&Template| template.path[side].starts_with("content/");
        let templates: Vec<&Template> =
            TEMPLATES.iter().filter(|template| self.examples || !example(template)).collect();
        let examples: Vec<&str> = templates
            .iter()
            .filter(|template| template.role == Role::Example)
            .map(|template| template.path[side])
            .collect();
        let written = templates.iter().map(|template| NewFile {
            path: template.path[side].to_owned(),
            text: self.fill(template.text[side], &examples),
            role: template.role,
        });
        let others = OTHERS.iter().map(|(path, text)| NewFile {
            path: (*path).to_owned(),
            text: (*text).to_owned(),
            role: Role::Beside,
        });
        let automaton = self.automaton.file().map(|(path, text)| NewFile {
            path: path.to_owned(),
            text: text.to_owned(),
            role: Role::Site,
        });
        written.chain(others).chain(automaton).collect()
    }

    /// A text with the answers in the place of `@names@`.
    fn fill(&self, text: &str, examples: &[&str]) -> String {
        let about = match self.language {
            _ if self.description.is_some() => self.description.clone().unwrap_or_default(),
            Language::French => format!("Les démarches expliquées pas à pas. {}.", self.publisher),
            Language::English => format!("What you can do, step by step. {}.", self.publisher),
        };
        let brand = match (self.accent, self.language) {
            (Some(accent), Language::French) => {
                format!("[brand]\naccent = \"{accent}\" # la couleur des liens et des boutons\n")
            }
            (Some(accent), Language::English) => {
                format!("[brand]\naccent = \"{accent}\" # the colour of links and buttons\n")
            }
            (None, Language::French) => {
                "# [brand]\n# accent = \"#005f6b\" # la couleur des liens et des boutons\n".to_owned()
            }
            (None, Language::English) => {
                "# [brand]\n# accent = \"#005f6b\" # the colour of links and buttons\n".to_owned()
            }
        };
        // GitLab Pages follows earlier addresses by a file of its own.
        let build =
            if self.automaton == Automaton::Gitlab { "\n[build]\nredirects = [\"gitlab\"]\n" } else { "" };
        let brand = brand + build;
        let repository = self.repository.clone().unwrap_or_else(|| format!("{}/depot", self.base_url));
        let list: Vec<String> = examples.iter().map(|path| format!("- `{path}`")).collect();
        let (tag, others) = match self.languages.split_first() {
            Some((tag, others)) => (tag.as_str(), others),
            None => (self.language.tag(), &[][..]),
        };
        let mut language = quoted(tag);
        if !others.is_empty() {
            let others: Vec<String> = others.iter().map(|tag| quoted(tag)).collect();
            language.push_str(&format!("\nlanguages = [{}]", others.join(", ")));
        }
        let values = [
            ("@language@", language),
            ("@tables@", self.tables.clone()),
            ("@name@", quoted(&self.name)),
            ("@publisher@", quoted(&self.publisher)),
            ("@about@", quoted(&about)),
            ("@address@", quoted(&self.base_url)),
            ("@repository@", quoted(&repository)),
            ("@today@", self.today.to_string()),
            ("@today-long@", format::date(self.today, self.language)),
            ("@title@", in_markdown(&self.name)),
            ("@address-plain@", self.base_url.clone()),
            ("@brand@", brand),
            ("@examples@", list.join("\n")),
        ];
        let undescribed = self.description.as_deref() == Some("");
        let text = &if undescribed { text.replace("description = @about@\n", "") } else { text.to_owned() };
        // Each is looked for in the text only: what an answer holds is not filled again.
        let mut filled = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some(at) = rest.find('@') {
            let (before, from) = rest.split_at(at);
            filled.push_str(before);
            match values.iter().find(|(name, _)| from.starts_with(name)) {
                Some((name, value)) => {
                    filled.push_str(value);
                    rest = from.strip_prefix(name).unwrap_or_default();
                }
                None => {
                    filled.push('@');
                    rest = from.strip_prefix('@').unwrap_or_default();
                }
            }
        }
        filled.push_str(rest);
        filled
    }
}

/// A text between quotation marks, as TOML and YAML both read it.
fn quoted(text: &str) -> String {
    // A text always has a form in JSON.
    serde_json::to_string(text).unwrap_or_default()
}

/// A text in which no sign is of Markdown.
fn in_markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_punctuation() && !matches!(c, '\'' | ',' | '.' | '-' | '(' | ')' | ':' | '/') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

/// What is wrong with a name that a site or an administration is to have, if anything is.
pub fn wrong_name(name: &str) -> Option<Message> {
    let count = name.chars().count();
    let long = || Message::key("start.name-long").with("count", count).with("most", LONGEST_NAME);
    super::wrong_title(name).or_else(|| (count > LONGEST_NAME).then(long))
}

/// What is wrong with the address that a site is to have, if anything is, and what may be meant.
pub fn wrong_address(address: &str) -> Option<(Message, Message)> {
    if is_address(address) {
        return None;
    }
    let meant = format!("https://{}", address.trim());
    let likely = address.contains('.') && !address.contains("://") && is_address(&meant);
    let help = if likely {
        Message::key("data.did-you-mean").with("name", meant)
    } else {
        Message::key("start.address-example")
    };
    Some((Message::key("start.address-empty"), help))
}

/// Whether `site.toml` takes an address.
fn is_address(address: &str) -> bool {
    let text = format!("[site]\nbase_url = {}\n", quoted(address));
    let mut sources = Sources::default();
    let id = sources.add(Source::new("site.toml", text.clone().into_bytes()));
    let (config, problems) = Config::read(id, &text);
    problems.is_empty() && !config.site.base_url.is_empty()
}

/// The address of a repository as browsers open it, from the one that was typed: `https://…`, or `git@host:path`.
///
/// # Errors
/// When it is neither: what to say.
pub fn repository(typed: &str) -> Result<String, Message> {
    let typed = typed.trim();
    let parts = match typed.strip_prefix("git@") {
        Some(rest) => rest.split_once(':'),
        None => typed.strip_prefix("https://").and_then(|rest| rest.split_once('/')),
    };
    let odd =
        |c: char| c.is_whitespace() || c.is_control() || matches!(c, '?' | '#' | '"' | '<' | '>' | '\\');
    let of_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
    match parts {
        Some((host, path))
            if host.starts_with(|c: char| c.is_ascii_alphanumeric())
                && host.chars().all(of_host)
                && !path.trim_matches('/').is_empty()
                && !path.contains(odd) =>
        {
            Ok(format!("https://{host}/{}", path.trim_matches('/')))
        }
        _ => Err(Message::key("start.repository").with("found", typed)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Text;

    fn site(name: &str) -> NewSite {
        NewSite {
            name: name.to_owned(),
            publisher: "Mairie d’Exemple".to_owned(),
            language: Language::French,
            base_url: "https://demarches.exemple.fr/ici".to_owned(),
            accent: Colour::read("#8a1538"),
            repository: None,
            automaton: Automaton::Gitlab,
            examples: true,
            today: jiff::civil::date(2026, 11, 26),
            description: None,
            languages: Vec::new(),
            tables: String::new(),
        }
    }

    fn text(site: &NewSite, path: &str) -> String {
        site.files().into_iter().find(|file| file.path == path).map(|file| file.text).unwrap()
    }

    #[test]
    fn every_mark_is_filled_and_no_answer_is_filled_again() {
        let site = site("Ma \"@today@\" \\ commune *");
        for file in site.files() {
            let left = ["@name@", "@about@", "@brand@", "@examples@", "@title@", "@address"];
            assert!(left.iter().all(|mark| !file.text.contains(mark)), "{}", file.path);
        }
        let settings = text(&site, "site.toml");
        let mut sources = Sources::default();
        let id = sources.add(Source::new("site.toml", settings.clone().into_bytes()));
        let (config, problems) = Config::read(id, &settings);
        assert_eq!(problems, []);
        assert_eq!(config.site.title, "Ma \"@today@\" \\ commune *");
        assert_eq!(config.site.base_url, "https://demarches.exemple.fr/ici");
        assert_eq!(config.brand.light.len(), 1);
        assert_eq!(config.build.redirects.len(), 1);
        assert!(text(&site, "README.md").starts_with("# Ma \\\"\\@today\\@\\\" \\\\ commune \\*\n"));
        // No address is made up that somebody would write to.
        let examples = site.files().into_iter().filter(|file| file.path.starts_with("content/"));
        let written = |file: &NewFile| !crate::language::emails::emails(&file.text).is_empty();
        assert_eq!(examples.filter(written).count(), 0);
    }

    #[test]
    fn the_examples_are_listed_where_editors_read() {
        let site = site("Ma commune");
        let readme = text(&site, "README.md");
        let examples = site.files().into_iter().filter(|file| file.role == Role::Example);
        let paths: Vec<String> = examples.map(|file| file.path).collect();
        assert_eq!(paths.len(), 5);
        assert!(paths.iter().all(|path| readme.contains(&format!("- `{path}`\n"))), "{readme}");
        let without = NewSite { examples: false, ..site };
        assert!(without.files().iter().all(|file| !file.path.starts_with("content/")));
    }

    #[test]
    fn a_repository_is_where_browsers_open_it() {
        for (typed, read) in [
            ("https://gitlab.com/ville/site", Some("https://gitlab.com/ville/site")),
            ("git@github.com:ville/site.git", Some("https://github.com/ville/site.git")),
            ("pasuneadresse", None),
            ("https://", None),
            ("https://gitlab.com", None),
            ("http://gitlab.com/ville/site", None),
            ("git@:ville", None),
            ("https://git lab.com/a", None),
            ("", None),
        ] {
            assert_eq!(repository(typed).ok().as_deref(), read, "{typed}");
        }
    }

    #[test]
    fn names_and_addresses_are_looked_at() {
        for (name, wrong) in [("Ma commune", false), (" ", true), ("a\nb", true), (&"n".repeat(81), true)] {
            assert_eq!(wrong_name(name).is_some(), wrong, "{name}");
        }
        for (address, wrong) in [
            ("https://exemple.fr", false),
            ("https://exemple.fr/demarches", false),
            ("exemple.fr", true),
            ("https://", true),
            ("", true),
            ("https://a b", true),
        ] {
            assert_eq!(wrong_address(address).is_some(), wrong, "{address}");
        }
        let meant = |address| wrong_address(address).map(|(_, help)| help.text);
        assert_eq!(meant("ville.fr"), Some(Text::Key("data.did-you-mean")));
        for address in ["ville", "ftp://ville.fr", "https://"] {
            assert_eq!(meant(address), Some(Text::Key("start.address-example")), "{address}");
        }
    }

    #[test]
    fn every_value_to_replace_in_the_legal_part_is_known_as_an_example() {
        // What is true as it stands, and what leads to a page: a dead link is told.
        let own =
            ["administration", "Licence Ouverte", "https://", "/accessib", "Délégué", "Data protection"];
        for settings in [include_str!("texts/fr/site.toml"), include_str!("texts/en/site.toml")] {
            let legal = settings.split("[legal]").nth(1).unwrap();
            let values = legal.split('"').skip(1).step_by(2);
            let to_replace: Vec<&str> =
                values.filter(|value| !own.iter().any(|o| value.starts_with(o))).collect();
            assert_eq!(to_replace.len(), 5, "{to_replace:?}");
            assert!(to_replace.iter().all(|value| crate::config::left::is_example(value)), "{to_replace:?}");
        }
    }
}
