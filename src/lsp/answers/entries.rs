//! What there is to say of an entry of a registry: what it is called, what it is worth on the day, who says so.

use super::Asked;
use crate::finding::Message;
use crate::language::format;
use crate::site::registry::{Amount, Name, Registries, cerfa};
use crate::source::Spanned;

/// An entry, as it is offered.
pub(super) struct Described {
    /// What it is called.
    pub(super) title: String,
    /// What it is worth or says today, in a few words.
    pub(super) value: Option<String>,
}

impl Asked<'_> {
    /// An entry in a few words; none for a key that the registry does not hold.
    pub(super) fn described(&self, name: Name, key: &str) -> Option<Described> {
        let registries = &self.site().registries;
        let (title, value) = match name {
            Name::Amounts => match registries.amounts.get(key) {
                Some(amount) => (amount_title(amount), self.euros(amount)),
                None => (registries.variants.contains_key(key).then(|| self.variants_title(key))?, None),
            },
            Name::Blocks => (short(&registries.blocks.get(key)?.value.value), None),
            Name::Forms => {
                let form = &registries.forms.get(key)?.value;
                let number = form.number.as_ref().map(|number| cerfa(&number.value));
                match (&form.title, number) {
                    (Some(title), number) => (title.value.clone(), number),
                    (None, number) => (number?, None),
                }
            }
            Name::Glossary => {
                let term = registries.glossary.get(key)?;
                let said = term.expansion.as_ref().or(term.definition.as_ref());
                (term.name.value.clone(), said.map(|said| short(&said.value)))
            }
            Name::LegalTexts => {
                let law = &registries.legal_texts.get(key)?.value;
                (law.title.value.clone(), text(law.article.as_ref()))
            }
            Name::LifeEvents => {
                let event = &registries.life_events.get(key)?.value;
                (event.label.value.clone(), text(event.title.as_ref()))
            }
            Name::Notices => {
                let notice = &registries.notices.get(key)?.value;
                let title = text(notice.title.as_ref());
                (title.unwrap_or_else(|| short(&notice.text.value)), None)
            }
            Name::ObsoleteNames => {
                let name = &registries.obsolete_names.get(key)?.value;
                (name.names.first()?.value.clone(), text(name.replacement.as_ref()))
            }
            Name::OnlineServices => {
                let service = &registries.services.get(key)?.value;
                (service.name.value.clone(), text(service.url.as_ref()))
            }
            Name::Organisations => {
                let organisation = &registries.organisations.get(key)?.value;
                (organisation.name.value.clone(), text(organisation.area.as_ref()))
            }
            Name::Teams => {
                let team = &registries.teams.get(key)?.value;
                (team.name.value.clone(), text(team.organisation.as_ref()))
            }
        };
        Some(Described { title, value })
    }

    fn variants_title(&self, key: &str) -> String {
        let of = self.site().registries.amounts_of(key);
        of.first().and_then(|amount| text(amount.label.as_ref())).unwrap_or_else(|| key.to_owned())
    }

    /// What an amount is worth today.
    fn euros(&self, amount: &Amount) -> Option<String> {
        let value = amount.on(self.site().facts.today)?;
        Some(format::euros(value.cents.value, self.words.language()))
    }

    /// All that is known of an entry, in Markdown: its value on the day, since when, until when, who says so, how
    /// many pages use it.
    pub(super) fn about_entry(&self, name: Name, key: &str) -> Option<String> {
        let registries = &self.site().registries;
        let described = self.described(name, key)?;
        let mut said = vec![format!("**{}**", escaped(&described.title))];
        match name {
            Name::Amounts => said.extend(self.about_amounts(registries, key)),
            Name::Organisations => said.extend(self.about_contact(key)),
            Name::Glossary => {
                let term = registries.glossary.get(key)?;
                let texts = [&term.expansion, &term.definition].into_iter().flatten();
                said.extend(texts.map(|text| escaped(&text.value)));
            }
            Name::Blocks => said.push(escaped(&registries.blocks.get(key)?.value.value)),
            Name::Notices => said.push(escaped(&registries.notices.get(key)?.value.text.value)),
            _ => said.extend(described.value.as_deref().map(escaped)),
        }
        let address = match name {
            Name::Forms => registries.forms.get(key).and_then(|form| form.value.url.as_ref()),
            Name::LegalTexts => registries.legal_texts.get(key).and_then(|law| law.value.url.as_ref()),
            _ => None,
        };
        said.extend(address.map(|address| escaped(&address.value)));
        let mut facts = self.validity(registries, name, key);
        let file = Message::key("answers.entry-file").with("key", code(key));
        facts.push(self.words.say(&file.with("file", code(&format!("content/_data/{}.yaml", name.file())))));
        let mut pages: Vec<_> = self.site().uses_of(name, key).iter().map(|used| used.page).collect();
        // They are sorted by page.
        pages.dedup();
        facts.push(self.words.say(&Message::key("answers.entry-used").with("pages", pages.len())));
        said.push(facts.iter().map(|fact| format!("- {fact}")).collect::<Vec<_>>().join("\n"));
        Some(said.join("\n\n"))
    }

    fn about_amounts(&self, registries: &Registries, key: &str) -> Vec<String> {
        let (today, language) = (self.site().facts.today, self.words.language());
        let mut lines = Vec::new();
        for amount in registries.amounts_of(key) {
            let Some(value) = amount.on(today) else { continue };
            let mut message =
                Message::key("answers.amount").with("value", format::euros(value.cents.value, language));
            message = message.with("from", value.from.value).with("today", today);
            let said = self.words.say(&message);
            lines.push(match registries.variants.contains_key(key) {
                true => format!("- {} {said}", code(&amount.key.value)),
                false => said,
            });
        }
        if registries.variants.contains_key(key) { vec![lines.join("\n")] } else { lines }
    }

    fn about_contact(&self, key: &str) -> Vec<String> {
        let Some(organisation) = self.site().registries.organisations.get(key) else { return Vec::new() };
        let contact = &organisation.value.contact;
        let mut lines = Vec::new();
        lines.extend(contact.address.as_ref().map(|address| address.envelope().join(", ")));
        lines.extend(contact.phone.as_ref().map(|phone| phone.number.value.clone()));
        lines.extend(text(contact.email.as_ref()));
        lines.extend(text(contact.url.as_ref()));
        lines.iter().map(|line| escaped(line)).collect()
    }

    /// Since when and until when, and who says so.
    fn validity(&self, registries: &Registries, name: Name, key: &str) -> Vec<String> {
        let of_first = registries.amounts_of(key).first().map(|amount| &amount.validity);
        let validity = match registries.entry(name, key) {
            Some((_, validity)) => validity,
            None => match of_first.filter(|_| name == Name::Amounts) {
                Some(validity) => validity,
                None => return Vec::new(),
            },
        };
        let mut facts = Vec::new();
        let today = self.site().facts.today;
        let own = registries.amounts.get(key).filter(|_| name == Name::Amounts);
        let of_value = own.and_then(|amount| amount.on(today)?.source.as_ref());
        for source in of_value.into_iter().chain(&validity.source) {
            facts.push(
                self.words.say(&Message::key("answers.entry-source").with("source", escaped(&source.value))),
            );
        }
        if let Some(checked) = &validity.checked {
            facts.push(self.words.say(&Message::key("answers.entry-checked").with("date", checked.value)));
        }
        if let Some(until) = &validity.until {
            let key = if validity.is_over(today) { "answers.entry-over" } else { "answers.entry-until" };
            facts.push(self.words.say(&Message::key(key).with("date", until.value)));
        }
        if let Some(next) = validity.next {
            facts.push(self.words.say(&Message::key("answers.entry-next").with("date", next)));
        }
        facts
    }
}

fn amount_title(amount: &Amount) -> String {
    text(amount.label.as_ref()).unwrap_or_else(|| amount.key.value.clone())
}

fn text(text: Option<&Spanned<String>>) -> Option<String> {
    text.map(|text| text.value.clone())
}

/// The start of a text, as long as a line.
pub(super) fn short(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    crate::document::silence::shortened(&words)
}

/// A name as Markdown shows what is typed.
pub(super) fn code(text: &str) -> String {
    format!("`{}`", text.replace('`', "’"))
}

/// A text in Markdown: what would be a mark of it is a letter.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
