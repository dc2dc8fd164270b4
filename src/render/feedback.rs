//! How readers say whether a page served them: links, filled with what is of the page.

use super::context::Shared;
use super::escape;
use super::given::{Feedback, Text};
use crate::document::front_matter::PageType;
use crate::site::Page;
use crate::source::Spanned;

/// Where « Je donne mon avis » is, as its own buttons lead to it.
const OPINIONS: &str = "https://jedonnemonavis.numerique.gouv.fr/Demarches";

impl Shared<'_> {
    /// The ways to give feedback on a page. None when `[feedback]` says nothing that is for it.
    pub(super) fn feedback(&self, page: &Page) -> Option<Feedback> {
        let said = &self.site.config.feedback;
        let address = self.permalink(&page.url);
        let address = if address.is_empty() { self.href(&page.url) } else { address };
        let id = page.path.strip_suffix(".md").unwrap_or(&page.path);
        let filled = |form: &Spanned<String>| -> Option<Text> {
            let url = filled(&form.value, &[("url", &address), ("title", page.title()), ("id", id)]);
            let url = if url.starts_with('/') { self.href(&url) } else { url };
            escape::is_harmless(&url).then(|| url.into())
        };
        let is_procedure =
            page.front.page_type.as_ref().is_some_and(|page_type| page_type.value == PageType::Procedure);
        let opinion = said.opinion(&page.path).filter(|_| is_procedure);
        let opinion = opinion.map(|one| format!("{OPINIONS}/{}?button={}", one.product, one.button).into());
        let useful = said.useful.as_ref().and_then(filled);
        let problem = said.problem.as_ref().and_then(filled);
        let mail = said.mail.as_ref().map(|mail| {
            let subject = escape::component(page.title());
            let body = escape::component(&address);
            Text::from(format!("mailto:{}?subject={subject}&body={body}", mail.value))
        });
        let mail = mail.filter(|_| problem.is_none());
        (opinion.is_some() || useful.is_some() || problem.is_some() || mail.is_some()).then(|| Feedback {
            opinion,
            useful,
            problem: problem.or(mail),
        })
    }
}

/// An address with each name in braces in it replaced by its value, written so that it stays one part of the address.
fn filled(form: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(form.len());
    let mut rest = form;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let known = values.iter().find_map(|(name, value)| {
            let after = after.strip_prefix(name)?.strip_prefix('}')?;
            Some((escape::component(value), after))
        });
        match known {
            Some((value, after)) => {
                out.push_str(&value);
                rest = after;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_stays_one_part_of_the_address() {
        let values = [("url", "https://rive.example/a/?b&c"), ("title", "Où {id} ?"), ("id", "a/b")];
        let form = "https://forms.example/?u={url}&t={title}&i={id}#{id}";
        let wanted = "https://forms.example/?u=https%3A%2F%2Frive.example%2Fa%2F%3Fb%26c&t=O%C3%B9%20%7Bid%7D%20%3F\
                      &i=a%2Fb#a%2Fb";
        assert_eq!(filled(form, &values), wanted);
        assert_eq!(filled("/avis", &values), "/avis");
    }
}
