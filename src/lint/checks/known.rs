//! What registries hold and every page is looked at for, made once a check, by the first page that asks:
//! former names, the names and contacts of organisations, the numbers of forms.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use aho_corasick::AhoCorasick;
use jiff::civil::Date;

use crate::document::contact::Contact;
use crate::language::fold::fold;
use crate::language::phones::{Number, phones};
use crate::language::variants::{Form, forms};
use crate::site::Site;

/// What is known of the registries of one site.
#[derive(Debug, Default)]
pub(in crate::lint) struct Known {
    former_names: OnceLock<Option<FormerNames>>,
    organisations: OnceLock<Organisations>,
    form_numbers: OnceLock<Option<FormNumbers>>,
}

/// The names in `obsolete-names.yaml` that are former ones today, in all their forms.
#[derive(Debug)]
pub(super) struct FormerNames {
    pub(super) finder: AhoCorasick,
    /// By pattern of the finder.
    pub(super) sought: Vec<FormerName>,
}

/// A form of a former name.
#[derive(Debug)]
pub(super) struct FormerName {
    pub(super) form: Form,
    /// As the registry writes it.
    pub(super) name: String,
    /// The key of its entry.
    pub(super) key: String,
    /// The day from which it is a former name, as far as the entry says.
    pub(super) since: Option<Date>,
    /// The last day on which the entry changed, that day included.
    pub(super) changed: Option<Date>,
}

/// The organisations, by their names, and whatever the registries know of contacts.
#[derive(Debug, Default)]
pub(super) struct Organisations {
    /// By the last word of a name, folded: the names that end with it, folded, each with its key.
    names: BTreeMap<String, Vec<(String, String)>>,
    /// The telephone numbers of organisations and teams, in one form.
    pub(super) phones: BTreeSet<Number>,
    /// Their e-mail addresses, in small letters.
    pub(super) emails: BTreeSet<String>,
    /// The last day on which one of these entries changed.
    pub(super) changed: Option<Date>,
}

/// The numbers of the forms of the registry.
#[derive(Debug)]
pub(super) struct FormNumbers {
    pub(super) finder: AhoCorasick,
    /// By pattern of the finder: the key of the form.
    pub(super) keys: Vec<String>,
}

impl Known {
    /// None when no name is a former one.
    pub(super) fn former_names(&self, site: &Site) -> Option<&FormerNames> {
        self.former_names.get_or_init(|| FormerNames::of(site)).as_ref()
    }

    pub(super) fn organisations(&self, site: &Site) -> &Organisations {
        self.organisations.get_or_init(|| Organisations::of(site))
    }

    /// None when no form has a number.
    pub(super) fn form_numbers(&self, site: &Site) -> Option<&FormNumbers> {
        self.form_numbers.get_or_init(|| FormNumbers::of(site)).as_ref()
    }
}

impl FormerNames {
    fn of(site: &Site) -> Option<Self> {
        let (mut patterns, mut sought) = (Vec::new(), Vec::new());
        for (key, entry) in &site.registries.obsolete_names {
            let since = entry.value.since.as_ref().map(|since| since.value);
            if since.is_some_and(|since| since > site.facts.today) {
                continue;
            }
            for name in &entry.value.names {
                for form in forms(&name.value) {
                    let folded = fold(&form.text).into_text();
                    if folded.is_empty() {
                        continue;
                    }
                    patterns.push(folded);
                    let changed = since.max(entry.validity.changed);
                    let (name, key) = (name.value.clone(), key.clone());
                    sought.push(FormerName { form, name, key, since, changed });
                }
            }
        }
        Some(Self { finder: finder(&patterns)?, sought })
    }
}

impl Organisations {
    fn of(site: &Site) -> Self {
        let mut known = Self::default();
        for (key, entry) in &site.registries.organisations {
            for name in entry.value.names() {
                let name = fold(name.trim()).into_text();
                let last = last_word(&name);
                if !last.is_empty() {
                    known.names.entry(last.to_owned()).or_default().push((name, key.clone()));
                }
            }
            known.add(&entry.value.contact, entry.validity.changed);
        }
        for entry in site.registries.teams.values() {
            known.add(&entry.value.contact, entry.validity.changed);
        }
        known
    }

    fn add(&mut self, contact: &Contact, changed: Option<Date>) {
        self.phones.extend(numbers_of(contact));
        self.emails.extend(contact.email.as_ref().map(|email| email.value.trim().to_ascii_lowercase()));
        self.changed = self.changed.max(changed);
    }

    /// The names that a folded text may end with, each with its key.
    pub(super) fn ending_like(&self, text: &str) -> &[(String, String)] {
        self.names.get(last_word(text)).map_or(&[], Vec::as_slice)
    }
}

impl FormNumbers {
    fn of(site: &Site) -> Option<Self> {
        let numbered = site.registries.forms.iter().filter_map(|(key, form)| {
            let number = form.value.number.as_ref()?.value.trim();
            (!number.is_empty()).then(|| (number.to_owned(), key.clone()))
        });
        let (patterns, keys): (Vec<String>, Vec<String>) = numbered.unzip();
        Some(Self { finder: finder(&patterns)?, keys })
    }
}

/// None when there is nothing to look for. Building fails only past some billion states.
fn finder(patterns: &[String]) -> Option<AhoCorasick> {
    if patterns.is_empty() { None } else { AhoCorasick::new(patterns).ok() }
}

/// The telephone numbers of a contact.
pub(super) fn numbers_of(contact: &Contact) -> impl Iterator<Item = Number> + use<'_> {
    let typed = contact.phone.iter().map(|phone| phone.number.value.as_str());
    typed.flat_map(phones).map(|phone| phone.number)
}

/// The letters and digits that a text ends with.
pub(super) fn last_word(text: &str) -> &str {
    text.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("")
}
