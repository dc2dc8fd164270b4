//! Where the site uses addresses of other sites: in the text of pages, in their front matter, in the
//! registries.

use std::collections::BTreeMap;

use super::registry::{Entry, Name};
use super::{Page, PageId, Site, Target};
use crate::data::shape::{Field, Form, is_address};
use crate::data::{Node, Value};
use crate::document::contact::Contact;
use crate::document::fields;
use crate::source::{Span, Spanned};

/// A place where an address of another site is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExternalUse {
    /// The address itself.
    pub span: Span,
    /// The whole link or image; the address again, in front matter and registries.
    pub shown: Span,
    /// The published pages that lead there by it, sorted.
    pub pages: Vec<PageId>,
    /// The entry of a registry that it stands in.
    pub entry: Option<(Name, String)>,
}

/// Addresses of other sites, each with its places in order.
pub type ExternalUses = BTreeMap<String, Vec<ExternalUse>>;

impl Site {
    /// Every address of another site (`http`, `https`) that is published, as typed, with all the places
    /// that use it: links and images of pages, fields of their front matter (with what sections fill),
    /// entries of registries as they are on the day. Drafts are left out.
    pub fn external_uses(&self) -> ExternalUses {
        let mut found = Found::default();
        for page in self.pages.iter().filter(|page| self.is_published(page)) {
            let document = &page.document;
            let links = document.links.iter().map(|link| (link.span, link.destination.span)).zip(&page.links);
            let images = document.images.iter().map(|image| (image.span, image.destination.span));
            for ((shown, span), target) in links.chain(images.zip(&page.images)) {
                if let Target::External(address) = target {
                    // What has no destination of its own is told where it stands.
                    let span = if span.range().is_empty() { shown } else { span };
                    found.add(address, span, shown).pages.push(page.id);
                }
            }
            front_addresses(page, &mut |address, span| {
                found.add(address, span, span).pages.push(page.id);
            });
        }
        self.registry_addresses(&mut |name, key, address| {
            let place = found.add(&address.value, address.span, address.span);
            place.entry.get_or_insert_with(|| (name, key.to_owned()));
        });
        found.in_order(self)
    }

    /// Calls `told` for every text that may be an address in the front matter of pages, with what sections fill,
    /// and in the registries, and for the place of each. Drafts count; a place may come more than once.
    pub fn field_addresses(&self, told: &mut impl FnMut(&str, Span)) {
        self.pages.iter().for_each(|page| front_addresses(page, told));
        self.registry_addresses(&mut |_, _, address| told(&address.value, address.span));
    }

    /// Calls `told` for every text of the registries that may be an address, with its entry.
    fn registry_addresses<'a>(&'a self, told: &mut dyn FnMut(Name, &'a str, &'a Spanned<String>)) {
        let registries = &self.registries;
        fn contact(contact: &Contact) -> impl Iterator<Item = &Spanned<String>> {
            contact.url.iter().chain(contact.access.iter().filter_map(|access| access.url.as_ref()))
        }
        fn all<'a, T, I: Iterator<Item = &'a Spanned<String>>>(
            name: Name,
            entries: &'a BTreeMap<String, Entry<T>>,
            told: &mut dyn FnMut(Name, &'a str, &'a Spanned<String>),
            texts: impl Fn(&'a T) -> I,
        ) {
            for (key, entry) in entries {
                for address in texts(&entry.value).chain(&entry.validity.source) {
                    told(name, key, address);
                }
            }
        }
        all(Name::Organisations, &registries.organisations, told, |one| contact(&one.contact));
        all(Name::Teams, &registries.teams, told, |one| contact(&one.contact));
        all(Name::Forms, &registries.forms, told, |one| one.url.iter().chain(&one.notice));
        all(Name::OnlineServices, &registries.services, told, |one| one.url.iter());
        all(Name::Notices, &registries.notices, told, |one| one.url.iter());
        all(Name::LegalTexts, &registries.legal_texts, told, |one| one.url.iter());
        all(Name::Blocks, &registries.blocks, told, |_| std::iter::empty());
        all(Name::LifeEvents, &registries.life_events, told, |_| std::iter::empty());
        all(Name::ObsoleteNames, &registries.obsolete_names, told, |_| std::iter::empty());
        for (key, term) in &registries.glossary {
            term.validity.source.iter().for_each(|address| told(Name::Glossary, key, address));
        }
        for (key, amount) in &registries.amounts {
            let values = amount.values.iter().filter_map(|value| value.source.as_ref());
            values.chain(&amount.validity.source).for_each(|address| told(Name::Amounts, key, address));
        }
    }
}

fn front_addresses(page: &Page, told: &mut impl FnMut(&str, Span)) {
    for (key, node) in &page.front.procedure {
        if let Some(field) = fields::field(&key.value) {
            each_address(node, field.form, &mut |address, span| told(address, span));
        }
    }
}

/// An address without its fragment: what is asked, and remembered.
pub fn without_fragment(address: &str) -> &str {
    address.split('#').next().unwrap_or(address)
}

/// The fragment of an address, where it names a place of the page. Others speak to programs: what counts visits
/// (`#xtor=…`), the moment of a film (`#t=30`), a page of an application (`#/accueil`, `#!accueil`), words to
/// show (`#:~:text=…`). `#top` is in every page.
pub fn anchor_of(address: &str) -> Option<&str> {
    let (_, fragment) = address.split_once('#')?;
    let other = fragment.contains('=')
        || fragment.eq_ignore_ascii_case("top")
        || fragment.starts_with(['/', '!'])
        || fragment.contains(":~:");
    (!other && !fragment.is_empty()).then_some(fragment)
}

fn is_of_the_web(text: &str) -> bool {
    let (scheme, rest) = text.split_once("://").unwrap_or(("", ""));
    ["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
        && !rest.is_empty()
        && is_address(&format!("https://{rest}"))
}

/// Calls `told` for every address of a field, by the form that it has. A text that may be a map with an
/// address in it, and is itself an address, is one.
fn each_address<'a>(node: &'a Node, form: Form, told: &mut impl FnMut(&'a str, Span)) {
    let inside: &[Field] = match form {
        Form::Address => &[],
        Form::AddressOr(inside) | Form::PhoneOr(inside) | Form::BoolOr(inside) | Form::TextOr(inside) => {
            inside
        }
        Form::Items(inside) | Form::Map(inside) => inside,
        _ => return,
    };
    match &node.value {
        Value::Scalar(scalar) => {
            let leads = |field: &Field| matches!(field.form, Form::Address);
            if matches!(form, Form::Address | Form::AddressOr(_)) || inside.iter().any(leads) {
                told(&scalar.text, node.span);
            }
        }
        Value::List(items) => items.iter().for_each(|item| each_address(item, form, told)),
        Value::Map(map) => {
            for entry in &map.entries {
                if let Some(field) = inside.iter().find(|field| field.name == entry.key.value) {
                    each_address(&entry.node, field.form, told);
                }
            }
        }
        Value::Null => {}
    }
}

/// What is found, by address and place.
#[derive(Default)]
struct Found(BTreeMap<String, BTreeMap<(Span, Span), ExternalUse>>);

impl Found {
    fn add(&mut self, address: &str, span: Span, shown: Span) -> &mut ExternalUse {
        let places = self.0.entry(address.to_owned()).or_default();
        let new = || ExternalUse { span, shown, pages: Vec::new(), entry: None };
        places.entry((span, shown)).or_insert_with(new)
    }

    fn in_order(self, site: &Site) -> ExternalUses {
        let mut pages: BTreeMap<(Name, &str), Vec<PageId>> = BTreeMap::new();
        for one in site.uses.iter().filter(|one| site.is_published(site.page(one.page))) {
            pages.entry((one.registry, &one.key)).or_default().push(one.page);
        }
        let of_entry = |place: &ExternalUse| -> Vec<PageId> {
            let (name, key) = match &place.entry {
                Some((name, key)) => (*name, key.as_str()),
                None => return Vec::new(),
            };
            pages.get(&(name, key)).cloned().unwrap_or_default()
        };
        let settled = |mut place: ExternalUse| {
            place.pages.extend(of_entry(&place));
            place.pages.sort_unstable();
            place.pages.dedup();
            place
        };
        let kept = self.0.into_iter().filter(|(address, _)| is_of_the_web(address));
        kept.map(|(address, places)| (address, places.into_values().map(settled).collect())).collect()
    }
}
