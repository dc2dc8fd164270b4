//! Every key of `site.toml`, as data: what it takes, what holds without it, what it is for. The reference that
//! people read is made of this table, and a key that it does not hold is told as unknown, so that none is read
//! without being documented.

use crate::config::{ImageFormat, RedirectForm};
use crate::data::{Fields, Map, Node};
use crate::finding::{Problem, ProblemKind, Severity};

/// A name that the site chooses, in the path of a [`Part`].
pub const ANY: &str = "*";

/// A part of `site.toml`: one of its tables.
#[derive(Debug)]
pub struct Part {
    /// The keys that lead to it from the root; [`ANY`] for a name that the site chooses.
    pub path: &'static [&'static str],
    /// It may stand several times: `[[lint.allow]]`.
    pub several: bool,
    /// What it is about, in one sentence: a key of `words/`.
    pub about: &'static str,
    /// Its keys, in the order in which they are told. Those of parts below it are not among them.
    pub keys: &'static [Key],
    /// Lines of `site.toml` that are right as they stand.
    pub example: &'static str,
}

/// A key.
#[derive(Debug)]
pub struct Key {
    /// The key.
    pub name: &'static str,
    /// What may stand there.
    pub takes: Takes,
    /// What holds without it.
    pub absent: Absent<'static>,
    /// What it is for, in one sentence: a key of `words/`.
    pub about: &'static str,
}

/// What may stand under a key.
#[derive(Clone, Copy, Debug)]
pub enum Takes {
    /// A text.
    Text,
    /// A text, or a list of texts.
    Texts,
    /// The whole address of a site.
    Site,
    /// `true` or `false`.
    Bool,
    /// A whole number between two.
    Int(i64, i64),
    /// A day.
    Date,
    /// The tag of a language.
    Language,
    /// Tags of languages.
    Languages,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// One or several of these words.
    Choices(&'static [&'static str]),
    /// A text, or one for each language.
    ByLanguage,
    /// Names of hosts, or `true` for all.
    Hosts,
    /// A colour, `#005f6b`.
    Colour,
    /// A file of `content/` or of the theme.
    File,
    /// A folder or a file of the site.
    Path,
    /// Patterns of paths inside `content/`.
    Patterns,
    /// Names of rules or of families.
    Rules,
    /// The address of a page.
    Address,
    /// A number between two, which may have a fraction.
    Number(i64, i64),
    /// Settings whose keys are those of a rule, or of a theme.
    Table,
}

/// What holds without a key.
#[derive(Clone, Copy, Debug)]
pub enum Absent<'a> {
    /// Nothing.
    Nothing,
    /// This value, as it would be typed.
    Value(&'a str),
    /// The part says nothing without it.
    Required,
}

const fn key(name: &'static str, takes: Takes, about: &'static str) -> Key {
    Key { name, takes, absent: Absent::Nothing, about }
}

const fn or(name: &'static str, takes: Takes, value: &'static str, about: &'static str) -> Key {
    Key { name, takes, absent: Absent::Value(value), about }
}

const fn needed(name: &'static str, takes: Takes, about: &'static str) -> Key {
    Key { name, takes, absent: Absent::Required, about }
}

const fn names<T: Copy, const N: usize>(choices: &[(&'static str, T); N]) -> [&'static str; N] {
    let mut names = [""; N];
    let mut rank = 0;
    while rank < N {
        names[rank] = choices[rank].0;
        rank += 1;
    }
    names
}

const SEVERITIES: &[&str] = &names(&Severity::NAMES);
const SEVERITIES_OR_OFF: &[&str] = &names(&Severity::NAMES_OR_OFF);
const REDIRECTS: &[&str] = &names(&RedirectForm::NAMES);
const IMAGES: &[&str] = &names(&ImageFormat::NAMES);

/// What is settled of one rule.
const RULE: &[Key] = &[
    key("severity", Takes::Choice(SEVERITIES_OR_OFF), "setting.rule-severity"),
    key("params", Takes::Table, "setting.rule-params"),
    key("levels", Takes::Table, "setting.rule-levels"),
];

/// Somebody with an address and a telephone.
const SOMEBODY: &[Key] = &[
    key("name", Takes::Text, "setting.somebody-name"),
    key("address", Takes::Text, "setting.somebody-address"),
    key("phone", Takes::Text, "setting.somebody-phone"),
    key("url", Takes::Address, "setting.somebody-url"),
];

/// The same, with an e-mail address.
const OFFICER: &[Key] = &[
    key("name", Takes::Text, "setting.somebody-name"),
    key("email", Takes::Text, "setting.somebody-email"),
    key("address", Takes::Text, "setting.somebody-address"),
    key("phone", Takes::Text, "setting.somebody-phone"),
    key("url", Takes::Address, "setting.somebody-url"),
];

/// Every part of `site.toml`, in the order in which they are told.
pub const PARTS: &[Part] = &[
    Part {
        path: &[],
        several: false,
        about: "setting.root",
        keys: &[or("version", Takes::Int(super::VERSION, super::VERSION), "1", "setting.version")],
        example: "version = 1",
    },
    Part {
        path: &["site"],
        several: false,
        about: "setting.site",
        keys: &[
            key("title", Takes::Text, "setting.site-title"),
            key("description", Takes::Text, "setting.site-description"),
            key("base_url", Takes::Site, "setting.site-base-url"),
            or("language", Takes::Language, "\"fr\"", "setting.site-language"),
            key("languages", Takes::Languages, "setting.site-languages"),
            key("publisher", Takes::Text, "setting.site-publisher"),
            or("index", Takes::Bool, "true", "setting.site-index"),
        ],
        example: r#"[site]
title = "Ma commune"
base_url = "https://demarches.ma-commune.example"
publisher = "Mairie de ma commune""#,
    },
    Part {
        path: &["site", "security"],
        several: false,
        about: "setting.security",
        keys: &[
            needed("contact", Takes::Texts, "setting.security-contact"),
            needed("expires", Takes::Date, "setting.security-expires"),
            key("policy", Takes::Text, "setting.security-policy"),
            key("acknowledgments", Takes::Text, "setting.security-acknowledgments"),
            key("encryption", Takes::Text, "setting.security-encryption"),
            key("languages", Takes::Languages, "setting.security-languages"),
        ],
        example: r#"[site.security]
contact = "securite@ma-commune.example"
expires = 2027-06-30"#,
    },
    Part {
        path: &["build"],
        several: false,
        about: "setting.build",
        keys: &[
            or("on_error", Takes::Choice(&["stop", "hold-page"]), "\"stop\"", "setting.build-on-error"),
            or("addresses", Takes::Choice(&["folder", "file"]), "\"folder\"", "setting.build-addresses"),
            or("drafts", Takes::Bool, "false", "setting.build-drafts"),
            or("output", Takes::Path, "\"public\"", "setting.build-output"),
            or("precompress", Takes::Bool, "false", "setting.build-precompress"),
            or("redirects", Takes::Choices(REDIRECTS), "[\"html\"]", "setting.build-redirects"),
        ],
        example: r#"[build]
precompress = true
redirects = ["apache"]"#,
    },
    Part {
        path: &["search"],
        several: false,
        about: "setting.search",
        keys: &[or("enabled", Takes::Bool, "true", "setting.search-enabled")],
        example: "[search]\nenabled = false",
    },
    Part {
        path: &["outputs"],
        several: false,
        about: "setting.outputs",
        keys: &[
            or("markdown", Takes::Bool, "false", "setting.outputs-markdown"),
            or("opensearch", Takes::Bool, "true", "setting.outputs-opensearch"),
            or("manifest", Takes::Bool, "true", "setting.outputs-manifest"),
        ],
        example: "[outputs]\nmarkdown = true",
    },
    Part {
        path: &["brand"],
        several: false,
        about: "setting.brand",
        keys: &[
            key("short_name", Takes::Text, "setting.brand-short-name"),
            key("logo", Takes::File, "setting.brand-logo"),
            key("logo_alt", Takes::Text, "setting.brand-logo-alt"),
            key("icon", Takes::File, "setting.brand-icon"),
            key("accent", Takes::Colour, "setting.brand-accent"),
            key("light", Takes::Table, "setting.brand-light"),
            key("dark", Takes::Table, "setting.brand-dark"),
        ],
        example: r##"[brand]
short_name = "Ma commune"
logo = "images/logo.svg"
accent = "#7a1f3d"

[brand.dark]
accent = "#f0a6bd""##,
    },
    Part {
        path: &["theme"],
        several: false,
        about: "setting.theme",
        keys: &[
            or("name", Takes::Text, "\"limpide\"", "setting.theme-name"),
            key("options", Takes::Table, "setting.theme-options"),
            key("image_formats", Takes::Choices(IMAGES), "setting.theme-image-formats"),
        ],
        example: r#"[theme]
name = "limpide"

[theme.options]
footer = ["Mairie ouverte du lundi au vendredi."]"#,
    },
    Part {
        path: &["feedback"],
        several: false,
        about: "setting.feedback",
        keys: &[
            key("useful", Takes::Address, "setting.feedback-useful"),
            key("problem", Takes::Address, "setting.feedback-problem"),
            key("mail", Takes::Text, "setting.feedback-mail"),
        ],
        example: r#"[feedback]
problem = "https://formulaires.ma-commune.example/erreur?page={url}&titre={title}""#,
    },
    Part {
        path: &["feedback", "jdma"],
        several: true,
        about: "setting.opinion",
        keys: &[
            needed("product", Takes::Int(1, 999_999_999), "setting.opinion-product"),
            needed("button", Takes::Int(1, 999_999_999), "setting.opinion-button"),
            key("pages", Takes::Patterns, "setting.opinion-pages"),
        ],
        example: r#"[[feedback.jdma]]
product = 3154
button = 4400
pages = "demarches/etat-civil""#,
    },
    Part {
        path: &["legal"],
        several: false,
        about: "setting.legal",
        keys: &[
            key("organisation", Takes::Text, "setting.legal-organisation"),
            key("director", Takes::Text, "setting.legal-director"),
            key("contact_form", Takes::Address, "setting.legal-contact-form"),
        ],
        example: r#"[legal]
organisation = "mairie"
director = "Camille Exemple, maire""#,
    },
    Part {
        path: &["legal", "host"],
        several: false,
        about: "setting.host",
        keys: SOMEBODY,
        example: r#"[legal.host]
name = "Hébergeur Exemple"
address = "1 rue des Machines, 99999 Exemple"
phone = "01 99 00 00 00""#,
    },
    Part {
        path: &["legal", "licence"],
        several: false,
        about: "setting.licence",
        keys: &[
            needed("name", Takes::Text, "setting.licence-name"),
            key("url", Takes::Address, "setting.licence-url"),
        ],
        example: "[legal.licence]\nname = \"Licence Ouverte 2.0\"",
    },
    Part {
        path: &["legal", "accessibility"],
        several: false,
        about: "setting.accessibility",
        keys: &[
            key("scheme", Takes::Address, "setting.accessibility-scheme"),
            key("plan", Takes::Address, "setting.accessibility-plan"),
            key("established", Takes::Date, "setting.accessibility-established"),
            key("updated", Takes::Date, "setting.accessibility-updated"),
            key("not_accessible", Takes::Texts, "setting.accessibility-not-accessible"),
            key("disproportionate", Takes::Texts, "setting.accessibility-disproportionate"),
            key("exempt", Takes::Texts, "setting.accessibility-exempt"),
        ],
        example: r#"[legal.accessibility]
scheme = "/accessibilite/schema/"
plan = "/accessibilite/plan-2026/"
established = 2026-11-25"#,
    },
    Part {
        path: &["legal", "accessibility", "standard"],
        several: false,
        about: "setting.standard",
        keys: &[
            needed("name", Takes::Text, "setting.standard-name"),
            key("short", Takes::Text, "setting.standard-short"),
            needed("version", Takes::Text, "setting.standard-version"),
            key("published", Takes::Date, "setting.standard-published"),
        ],
        example: r#"[legal.accessibility.standard]
name = "référentiel général d’amélioration de l’accessibilité"
short = "RGAA"
version = "4.1.2"
published = 2023-04-18"#,
    },
    Part {
        path: &["legal", "accessibility", "audit"],
        several: false,
        about: "setting.audit",
        keys: &[
            key("by", Takes::Text, "setting.audit-by"),
            key("rate", Takes::Number(0, 100), "setting.audit-rate"),
            key("date", Takes::Date, "setting.audit-date"),
            key("report", Takes::Address, "setting.audit-report"),
            key("technologies", Takes::Texts, "setting.audit-technologies"),
            key("environments", Takes::Texts, "setting.audit-environments"),
            key("tools", Takes::Texts, "setting.audit-tools"),
            key("pages", Takes::Texts, "setting.audit-pages"),
        ],
        example: r#"[legal.accessibility.audit]
by = "la société Exemple"
rate = 72.5
date = 2026-03-12"#,
    },
    Part {
        path: &["legal", "personal_data"],
        several: false,
        about: "setting.personal-data",
        keys: &[key("controller", Takes::Text, "setting.personal-data-controller")],
        example: "[legal.personal_data]\npurposes = []",
    },
    Part {
        path: &["legal", "personal_data", "officer"],
        several: false,
        about: "setting.officer",
        keys: OFFICER,
        example: "[legal.personal_data.officer]\nemail = \"dpd@ma-commune.example\"",
    },
    Part {
        path: &["legal", "personal_data", "purposes"],
        several: true,
        about: "setting.purpose",
        keys: &[
            key("name", Takes::Text, "setting.purpose-name"),
            key("basis", Takes::Text, "setting.purpose-basis"),
            key("data", Takes::Text, "setting.purpose-data"),
            key("kept", Takes::Text, "setting.purpose-kept"),
            key("recipients", Takes::Text, "setting.purpose-recipients"),
        ],
        example: r#"[[legal.personal_data.purposes]]
name = "répondre à vos messages"
basis = "mission d’intérêt public"
kept = "un an""#,
    },
    Part {
        path: &["taxonomies", ANY],
        several: false,
        about: "setting.taxonomy",
        keys: &[
            key("title", Takes::ByLanguage, "setting.taxonomy-title"),
            key("address", Takes::ByLanguage, "setting.taxonomy-address"),
            or("sort", Takes::Choice(&["title", "pages", "typed"]), "\"title\"", "setting.taxonomy-sort"),
            key("page_size", Takes::Int(1, 1_000), "setting.taxonomy-page-size"),
            or("feed", Takes::Bool, "false", "setting.taxonomy-feed"),
        ],
        example: r#"[taxonomies]
life_events = false

[taxonomies.quartiers]
title = { fr = "Quartiers", en = "Districts" }
page_size = 20"#,
    },
    Part {
        path: &["taxonomies", ANY, "terms", ANY],
        several: false,
        about: "setting.term",
        keys: &[
            key("title", Takes::ByLanguage, "setting.term-title"),
            key("description", Takes::ByLanguage, "setting.term-description"),
        ],
        example: r#"[taxonomies.quartiers.terms]
gare = "Quartier de la gare"
port = { title = "Vieux-Port", description = "Au bord de l’eau" }"#,
    },
    Part {
        path: &["lint"],
        several: false,
        about: "setting.lint",
        keys: &[
            or("fail_on", Takes::Choice(SEVERITIES), "\"error\"", "setting.lint-fail-on"),
            key("profile", Takes::Text, "setting.lint-profile"),
            key("accept_keys", Takes::Texts, "setting.lint-accept-keys"),
            key("baseline", Takes::Path, "setting.lint-baseline"),
        ],
        example: r#"[lint]
fail_on = "warning"
baseline = "limpide-baseline.json""#,
    },
    Part {
        path: &["lint", "rules", ANY],
        several: false,
        about: "setting.rule",
        keys: RULE,
        example: r#"[lint.rules]
"clarity/jargon" = "off"
"typography/*" = "info"
"clarity/long-sentence" = { levels = [{ above = 20, severity = "warning" }] }"#,
    },
    Part {
        path: &["lint", "override"],
        several: true,
        about: "setting.override",
        keys: &[needed("path", Takes::Patterns, "setting.override-path")],
        example: r#"[[lint.override]]
path = "archives/**"
rules = { "clarity/*" = "off" }"#,
    },
    Part {
        path: &["lint", "override", "rules", ANY],
        several: false,
        about: "setting.override-rule",
        keys: RULE,
        example: r#"[[lint.override]]
path = "urgence"
[lint.override.rules."clarity/long-sentence"]
severity = "warning""#,
    },
    Part {
        path: &["lint", "allow"],
        several: true,
        about: "setting.allow",
        keys: &[
            needed("path", Takes::Patterns, "setting.allow-path"),
            needed("rules", Takes::Rules, "setting.allow-rules"),
            needed("reason", Takes::Text, "setting.allow-reason"),
        ],
        example: r#"[[lint.allow]]
path = "archives/**"
rules = ["clarity/*", "freshness/review-overdue"]
reason = "conservées telles qu’elles ont été publiées""#,
    },
    Part {
        path: &["links"],
        several: false,
        about: "setting.links",
        keys: &[
            or("timeout", Takes::Int(1, 600), "20", "setting.links-timeout"),
            key("exclude", Takes::Texts, "setting.links-exclude"),
            or("allow_private", Takes::Hosts, "false", "setting.links-allow-private"),
            or("fresh_days", Takes::Int(0, 365), "7", "setting.links-fresh-days"),
            or("per_host", Takes::Int(1, 64), "4", "setting.links-per-host"),
            or("at_once", Takes::Int(1, 512), "32", "setting.links-at-once"),
            or("pause", Takes::Int(0, 60_000), "200", "setting.links-pause"),
            or("read_pages", Takes::Bool, "true", "setting.links-read-pages"),
            key("contact", Takes::Text, "setting.links-contact"),
        ],
        example: r#"[links]
contact = "https://www.ma-commune.example/contact"
exclude = ["https://intranet.ma-commune.example/"]"#,
    },
];

/// Tells of the keys that no part holds.
pub(super) fn check(root: &Node, problems: &mut Vec<Problem>) {
    for part in PARTS {
        for map in reach(root, part.path) {
            let mut fields = Fields::of(map, problems);
            fields.accept(&part.keys.iter().map(|key| key.name).collect::<Vec<_>>());
            fields.accept(&below(part.path));
            fields.finish();
        }
    }
}

/// Each unknown key once: the reader of a part and the table say the same.
pub(super) fn told_once(problems: &mut Vec<Problem>) {
    let mut told = std::collections::BTreeSet::new();
    problems.retain(|problem| problem.kind != ProblemKind::UnknownKey || told.insert(problem.span.start));
}

/// The keys that lead from a part to those below it.
fn below(path: &[&'static str]) -> Vec<&'static str> {
    let next = |part: &'static Part| part.path.strip_prefix(path).and_then(|rest| rest.first()).copied();
    PARTS.iter().filter_map(next).collect()
}

/// The maps at a path. A list stands for each of its items.
fn reach<'n>(node: &'n Node, path: &[&str]) -> Vec<&'n Map> {
    let maps = node.items().iter().filter_map(Node::as_map);
    let Some((first, rest)) = path.split_first() else { return maps.collect() };
    let under = maps.flat_map(|map| &map.entries).filter(|entry| *first == ANY || entry.key.value == *first);
    under.flat_map(|entry| reach(&entry.node, rest)).collect()
}
