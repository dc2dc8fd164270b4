//! The templates of components: which the theme has, and what each is given.

use std::cell::RefCell;
use std::collections::BTreeMap;

use tera::{Context, Tera};

use super::given::{Given, Spoken};
use super::html::{Templates, Values};
use super::templates::Failure;

/// What the templates of a theme ask for, by the name of the component.
pub(super) struct Asked {
    components: BTreeMap<String, Vec<String>>,
}

impl Asked {
    /// What these templates ask for, among the components that pages may embed.
    pub(super) fn of<'n>(tera: &Tera, names: impl Iterator<Item = &'n str>) -> Self {
        let known = |name: &'n str| {
            let component = tera.get_component_definition(name)?;
            let arguments = component.args().iter().map(|argument| argument.name().to_owned()).collect();
            Some((name.to_owned(), arguments))
        };
        Self { components: names.filter_map(known).collect() }
    }
}

/// The templates of components, for one page.
pub(super) struct OfPage<'a> {
    pub(super) tera: &'a Tera,
    pub(super) asked: &'a Asked,
    /// The words of the interface, in the language of the page.
    pub(super) words: &'a Spoken,
    /// The first template that failed.
    pub(super) failure: RefCell<Option<Failure>>,
}

impl Templates for OfPage<'_> {
    fn component(&self, name: &str, values: Values<'_>, body: Option<&str>) -> Option<String> {
        let asked = self.asked.components.get(name)?;
        let mut context = Context::new();
        for (name, value) in values {
            if asked.iter().any(|asked| *asked == name) {
                context.insert_value(name.into_owned(), value);
            }
        }
        if asked.iter().any(|asked| asked == "words") {
            context.insert_value("words", self.words.clone().value());
        }
        match self.tera.render_component(name, &context, body, true) {
            Ok(html) => Some(html),
            Err(error) => {
                self.failure.borrow_mut().get_or_insert(Failure::of(&error, "embedded.html"));
                None
            }
        }
    }
}
