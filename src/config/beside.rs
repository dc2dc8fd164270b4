//! What `site.toml` says of the files that stand beside the pages: redirects, `security.txt`.

use jiff::civil::Date;

use crate::data::{Fields, Map, did_you_mean, meant};
use crate::finding::{Message, Problem, ProblemKind};
use crate::source::{Span, Spanned};

/// `[build] redirects`: a form in which earlier addresses are published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RedirectForm {
    /// A page at each earlier address, which sends browsers on. Works everywhere.
    Html,
    /// `_redirects`, for Netlify.
    Netlify,
    /// `_redirects`, for GitLab Pages.
    Gitlab,
    /// `_redirects`, for Cloudflare Pages.
    Cloudflare,
    /// `.htaccess`, for Apache.
    Apache,
    /// `redirects.nginx`, for a `map` of nginx.
    Nginx,
}

/// `[theme] image_formats`, and `formats` of `[images]` in `theme.toml`: a format in which the images of pages are
/// published beside their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ImageFormat {
    /// WebP.
    WebP,
}

impl ImageFormat {
    /// Every format with its name.
    pub const NAMES: [(&'static str, Self); 1] = [("webp", Self::WebP)];

    /// Reads the list under a key; none where the key is not there, an empty one where it is empty.
    pub(crate) fn read(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<Vec<Self>> {
        choices(fields, key, &Self::NAMES)
    }
}

/// Reads a list of words; what it does not name is told and left out, and each counts once.
fn choices<T: Copy + Ord>(
    fields: &mut Fields<'_, '_>,
    key: &'static str,
    known: &[(&'static str, T)],
) -> Option<Vec<T>> {
    fields.filled(key)?;
    let mut chosen = Vec::new();
    for typed in fields.texts(key) {
        if let Some((_, choice)) = known.iter().find(|(name, _)| *name == typed.value) {
            chosen.push(*choice);
            continue;
        }
        let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
        let message = Message::key("data.not-a-choice")
            .with("key", key)
            .with("value", typed.value.as_str())
            .with("choices", names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        let mut problem = Problem::new(ProblemKind::InvalidValue, typed.span, message);
        problem.help = did_you_mean(&meant(&typed.value, &names));
        fields.problems().push(problem);
    }
    chosen.sort_unstable();
    chosen.dedup();
    Some(chosen)
}

impl RedirectForm {
    /// Every form with its name.
    pub const NAMES: [(&'static str, Self); 6] = [
        ("html", Self::Html),
        ("netlify", Self::Netlify),
        ("gitlab", Self::Gitlab),
        ("cloudflare", Self::Cloudflare),
        ("apache", Self::Apache),
        ("nginx", Self::Nginx),
    ];

    /// Reads the list; what it does not name is left out, and each form counts once.
    pub(super) fn read(fields: &mut Fields<'_, '_>) -> Option<Vec<Self>> {
        choices(fields, "redirects", &Self::NAMES)
    }
}

/// `[site.security]`: whom to tell of a weakness of the site, published as `/.well-known/security.txt`
/// (RFC 9116).
#[derive(Clone, Debug)]
pub struct SecurityConfig {
    /// Ways to write or call, the best first, each an address: `mailto:…`, `tel:…`, `https://…`.
    pub contact: Vec<String>,
    /// The last day on which this holds.
    pub expires: Spanned<Date>,
    /// Page that says how weaknesses are dealt with.
    pub policy: Option<String>,
    /// Page that thanks those who told of one.
    pub acknowledgments: Option<String>,
    /// Where the key to write in secret is.
    pub encryption: Option<String>,
    /// Tags of the languages that are read.
    pub languages: Vec<String>,
}

impl SecurityConfig {
    /// Reads `[site.security]`, whose place is `span`. None when there is no contact or no last day: the file
    /// would not be valid.
    pub(super) fn read(map: &Map, span: Span, problems: &mut Vec<Problem>) -> Option<Self> {
        let mut fields = Fields::of(map, problems);
        let typed = fields.texts("contact");
        let had_contact = fields.filled("contact").is_some();
        let contact: Vec<String> =
            typed.into_iter().filter_map(|way| checked(&mut fields, way, contact)).collect();
        let had_expires = fields.filled("expires").is_some();
        let expires = fields.date("expires");
        let mut page = |key| {
            let text = fields.text(key)?;
            checked(&mut fields, text, page)
        };
        let (policy, acknowledgments) = (page("policy"), page("acknowledgments"));
        let encryption = fields.text("encryption").and_then(|key| checked(&mut fields, key, encryption));
        let languages = fields.texts("languages");
        let languages = languages
            .into_iter()
            .filter_map(|tag| super::faults::checked(&mut fields, tag, super::faults::language_fault));
        let languages = languages.collect();
        for (key, there) in [("contact", had_contact), ("expires", had_expires)] {
            if !there {
                let message = Message::key("config.security-missing").with("key", key);
                let problem = Problem::new(ProblemKind::MissingField, span, message);
                fields.problems().push(problem.help(Message::key("config.security-example")));
            }
        }
        fields.finish();
        let expires = expires.filter(|_| !contact.is_empty())?;
        Some(Self { contact, expires, policy, acknowledgments, encryption, languages })
    }
}

/// What `form` makes of a text; a problem when it makes nothing.
fn checked(
    fields: &mut Fields<'_, '_>,
    typed: Spanned<String>,
    form: fn(&str) -> Option<String>,
) -> Option<String> {
    let made = form(typed.value.trim());
    if made.is_none() {
        let message = Message::key("config.security-address").with("value", typed.value.as_str());
        let problem = Problem::new(ProblemKind::InvalidValue, typed.span, message);
        fields.problems().push(problem.help(Message::key("config.security-example")));
    }
    made
}

/// An address alone, on one line. RFC 9116 takes no page that is not `https`.
fn page(text: &str) -> Option<String> {
    let rest = text.strip_prefix("https://")?;
    (is_plain(rest) && !rest.starts_with('/')).then(|| text.to_owned())
}

/// A page, a telephone number, or an address of mail with or without its scheme.
fn contact(text: &str) -> Option<String> {
    let scheme = |scheme| text.strip_prefix(scheme).filter(|rest| is_plain(rest)).map(|_| text.to_owned());
    let mail = || {
        let (name, host) = text.split_once('@')?;
        let plain = is_plain(name) && is_plain(host) && host.contains('.') && !text.contains([':', '/']);
        plain.then(|| format!("mailto:{text}"))
    };
    page(text).or_else(|| scheme("mailto:")).or_else(|| scheme("tel:")).or_else(mail)
}

/// A page, a fingerprint, or a key in the names of the Internet.
fn encryption(text: &str) -> Option<String> {
    let other = |scheme| text.strip_prefix(scheme).filter(|rest| is_plain(rest)).map(|_| text.to_owned());
    page(text).or_else(|| other("openpgp4fpr:")).or_else(|| other("dns:"))
}

fn is_plain(text: &str) -> bool {
    !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || c.is_control())
}
