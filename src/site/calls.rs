//! What inline calls become: `{{ amount(key="passport/adult") }}`.

use jiff::civil::Date;

use super::registry::{Amount, Name, Registries, cerfa, suggest};
use crate::config::Config;
use crate::config::components::Components;
use crate::document::Call;
use crate::finding::{Message, Problem, ProblemKind};
use crate::language::phones::dialled;
use crate::language::{Language, format};
use crate::source::{SourceId, Sources, Spanned};

/// What an inline call becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// Plain text: an amount, written the way of the page's language.
    Text(String),
    /// A text that leads somewhere.
    Link {
        /// As shown.
        text: String,
        /// Where it leads.
        url: String,
    },
    /// A term with what explains it.
    Term {
        /// Its key in the glossary.
        key: String,
        /// As shown.
        text: String,
        /// As explained.
        explanation: String,
        /// It is an acronym.
        acronym: bool,
    },
}

/// The calls a page may make, each with the registry it reads.
const CALLS: [(&str, Name); 11] = [
    ("address", Name::Organisations),
    ("amount", Name::Amounts),
    ("block", Name::Blocks),
    ("email", Name::Organisations),
    ("form", Name::Forms),
    ("hours", Name::Organisations),
    ("law", Name::LegalTexts),
    ("organisation", Name::Organisations),
    ("phone", Name::Organisations),
    ("service", Name::OnlineServices),
    ("term", Name::Glossary),
];

/// The calls that a page may make besides components, each with the registry it reads, in the order of names.
pub fn known_calls() -> impl Iterator<Item = (&'static str, Name)> {
    CALLS.into_iter()
}

/// What pages may embed: what the themes declare, under other names than those of the calls.
pub(super) fn components(
    sources: &Sources,
    theme_texts: &[(String, SourceId)],
    config: &Config,
    problems: &mut Vec<Problem>,
) -> Components {
    let taken = CALLS.map(|(name, _)| name);
    Components::read(sources, theme_texts, &config.theme.name.value, &taken, problems)
}

/// The registry that a call reads.
pub fn registry(call: &Call) -> Option<Name> {
    CALLS.iter().find(|(name, _)| *name == call.name.value).map(|(_, registry)| *registry)
}

impl Registries {
    /// What a call becomes on a day, in a language; or what is wrong with it.
    /// Nothing is said of a call to an entry that could not be read: what is wrong is said there.
    pub(super) fn resolve(
        &self,
        call: &Call,
        components: &Components,
        today: Date,
        language: Language,
    ) -> Result<Resolved, Option<Problem>> {
        let unread = registry(call).zip(call.argument("key"));
        if unread.is_some_and(|(registry, key)| self.is_unread(registry, &key.value)) {
            return Err(None);
        }
        self.resolve_read(call, components, today, language).map_err(Some)
    }

    fn resolve_read(
        &self,
        call: &Call,
        components: &Components,
        today: Date,
        language: Language,
    ) -> Result<Resolved, Problem> {
        let fault = |span, message| Problem::new(ProblemKind::InvalidCall, span, message);
        let name = call.name.value.as_str();
        let Some(registry) = registry(call) else {
            let names = CALLS.iter().map(|(name, _)| *name).chain(components.iter().map(|(name, _)| name));
            let names: Vec<&str> = names.collect();
            let known: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            let message = Message::key("registry.unknown-call").with("found", name).with("known", known);
            return Err(suggest(fault(call.name.span, message), name, names));
        };
        if let Some((argument, _)) = call.arguments.iter().find(|(n, _)| n.value != "key") {
            let message = Message::key("registry.unknown-argument").with("found", argument.value.as_str());
            return Err(suggest(fault(argument.span, message), &argument.value, ["key"]));
        }
        let Some(key) = call.argument("key") else {
            let problem = fault(call.span, Message::key("registry.no-key").with("call", name));
            return Err(self.with_keys(problem, registry));
        };
        if let Some(from) = self.to_come.get(&(registry, key.value.clone())) {
            let message = Message::key("registry.to-come").with("key", key.value.as_str());
            return Err(fault(key.span, message.with("date", *from)));
        }
        let found = match name {
            "term" => self.term(key),
            "amount" => match self.amounts.get(&key.value) {
                Some(amount) => return text(amount, key, today, language),
                None if self.variants.contains_key(&key.value) => {
                    let variants = self.variants.get(&key.value).cloned().unwrap_or_default();
                    let message = Message::key("registry.has-variants").with("key", key.value.as_str());
                    return Err(fault(key.span, message.with("variants", variants)));
                }
                None => None,
            },
            "block" => self.blocks.get(&key.value).map(|block| Resolved::Text(block.value.value.clone())),
            "form" => self.form(&key.value),
            "law" => self.legal_texts.get(&key.value).map(|entry| {
                let text = match &entry.value.article {
                    Some(article) => format!("{}, {}", entry.value.title.value, article.value),
                    None => entry.value.title.value.clone(),
                };
                link(text, entry.value.url.as_ref())
            }),
            "service" => self
                .services
                .get(&key.value)
                .map(|entry| link(entry.value.name.value.clone(), entry.value.url.as_ref())),
            _ => {
                let Some(organisation) = self.organisations.get(&key.value) else {
                    return Err(self.unknown(registry, key));
                };
                let contact = &organisation.value.contact;
                let said = match name {
                    "phone" => contact.phone.as_ref().map(|phone| {
                        let digits = dialled(&phone.number.value);
                        Resolved::Link { text: phone.number.value.clone(), url: format!("tel:{digits}") }
                    }),
                    "email" => contact.email.as_ref().map(|email| {
                        let url = format!("mailto:{}", email.value);
                        Resolved::Link { text: email.value.clone(), url }
                    }),
                    "address" => {
                        contact.address.as_ref().map(|address| Resolved::Text(address.envelope().join(", ")))
                    }
                    "hours" => {
                        contact.hours.as_ref().map(|hours| Resolved::Text(hours.in_words(today, language)))
                    }
                    _ => Some(link(organisation.value.name.value.clone(), contact.url.as_ref())),
                };
                return said.ok_or_else(|| {
                    let message = Message::key("registry.says-nothing").with("key", key.value.as_str());
                    let problem = fault(key.span, message.with("field", name));
                    problem.label(organisation.key.span, Message::key("registry.this-entry"))
                });
            }
        };
        found.ok_or_else(|| self.unknown(registry, key))
    }

    /// A call without a key, with some of those that its registry holds.
    fn with_keys(&self, problem: Problem, registry: Name) -> Problem {
        let known = self.keys_told(registry);
        let help = match (known.len(), self.keys(registry).len()) {
            (0, _) => "registry.no-entry",
            (told, all) if told == all => "registry.keys",
            _ => "registry.keys-among",
        };
        let help = Message::key(help).with("file", registry.file());
        problem.help(if known.is_empty() { help } else { help.with("known", known) })
    }

    /// What to say of a key that a registry does not hold.
    fn unknown(&self, registry: Name, key: &Spanned<String>) -> Problem {
        self.unknown_key(ProblemKind::InvalidCall, registry, key)
    }

    fn term(&self, key: &Spanned<String>) -> Option<Resolved> {
        let term = self.glossary.get(&key.value)?;
        let explanation = term.expansion.as_ref().or(term.definition.as_ref());
        Some(Resolved::Term {
            key: term.key.value.clone(),
            text: term.name.value.clone(),
            explanation: explanation.map(|e| e.value.clone()).unwrap_or_default(),
            acronym: term.expansion.is_some(),
        })
    }

    fn form(&self, key: &str) -> Option<Resolved> {
        let form = &self.forms.get(key)?.value;
        let number = form.number.as_ref().map(|number| cerfa(&number.value));
        let title = form.title.as_ref().map(|title| title.value.clone());
        let text = number.or(title).unwrap_or_else(|| key.to_owned());
        Some(link(text, form.url.as_ref()))
    }
}

fn text(
    amount: &Amount,
    key: &Spanned<String>,
    today: Date,
    language: Language,
) -> Result<Resolved, Problem> {
    let value = amount.on(today).ok_or_else(|| {
        let message = Message::key("registry.no-value-yet").with("key", key.value.as_str());
        let problem = Problem::new(ProblemKind::InvalidCall, key.span, message.with("date", today));
        problem.label(amount.key.span, Message::key("registry.here"))
    })?;
    Ok(Resolved::Text(format::euros(value.cents.value, language)))
}

fn link(text: String, url: Option<&Spanned<String>>) -> Resolved {
    match url {
        Some(url) => Resolved::Link { text, url: url.value.clone() },
        None => Resolved::Text(text),
    }
}
