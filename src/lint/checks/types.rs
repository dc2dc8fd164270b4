//! The types of page that a rule is about.

use crate::data::Fields;
use crate::document::front_matter::PageType;
use crate::finding::Message;
use crate::lint::rule_file::wrong;
use crate::site::Page;

use super::View;
use super::kind::{Form, Param, names_of};

/// The parameter of [`Types`].
pub(super) const TYPES: Param = Param::optional("types", Form::Choices(&NAMES), "param.types");

const NAMES: [&str; PageType::NAMES.len()] = names_of(&PageType::NAMES);

/// The types of page that a rule is about; none for all of them.
#[derive(Clone, Debug)]
pub struct Types(Vec<PageType>);

impl Types {
    pub(super) fn read(fields: &mut Fields) -> Self {
        let mut types = Vec::new();
        for text in fields.texts("types") {
            match PageType::NAMES.iter().find(|(name, _)| *name == text.value) {
                Some((_, known)) => types.push(*known),
                None => {
                    let message = Message::key("lint.unknown-type").with("name", text.value);
                    let known =
                        Message::key("lint.known-types").with("known", NAMES.map(str::to_owned).to_vec());
                    fields.problems().push(wrong(text.span, message).help(known));
                }
            }
        }
        Self(types)
    }

    /// Every type.
    pub(super) fn all() -> Self {
        Self(Vec::new())
    }

    /// Whether the page that is looked at is of one of the types.
    pub(super) fn hold(&self, view: &View<'_>) -> bool {
        self.of(view.page)
    }

    /// Whether a page is of one of the types.
    pub(super) fn of(&self, page: &Page) -> bool {
        let own = page.front.page_type.as_ref().map_or_else(PageType::default, |own| own.value);
        self.0.is_empty() || self.0.contains(&own)
    }
}
