//! Channels that a page gives in words, and what is known of them.

use super::{page, site};
use crate::language::ways::Way;

/// The ways, the number, the address of mail and that of the Web of a channel of this text.
fn reached(text: &str) -> (Vec<Way>, Option<String>, Option<String>, Option<String>) {
    let markdown = format!("---\ntitle: A\ntype: procedure\nchannels: [\"{text}\"]\n---\n");
    let site = site(&[("content/a.md", &markdown)]);
    let channels = site.channels(page(&site, "a.md"));
    let one = channels.first().unwrap();
    let typed = |text: &Option<crate::source::Spanned<String>>| text.as_ref().map(|text| text.value.clone());
    let number = one.contact.phone.as_ref().map(|phone| phone.number.value.clone());
    (one.ways.clone(), number, typed(&one.contact.email), typed(&one.contact.url))
}

#[test]
fn a_text_that_is_a_number_or_an_address_is_a_link() {
    let some = |text: &str| Some(text.to_owned());
    let table = [
        ("02.41.12.34.56", (vec![Way::Phone], some("02.41.12.34.56"), None, None)),
        ("www.a.fr", (vec![Way::Online], None, None, some("https://www.a.fr"))),
        ("https://a.fr/b", (vec![Way::Online], None, None, some("https://a.fr/b"))),
        ("Courriel : a@v.fr ou b@v.fr", (vec![Way::Email], None, some("a@v.fr"), None)),
        ("m.dupont", (vec![], None, None, None)),
        ("Bâtiment 12", (vec![], None, None, None)),
    ];
    for (text, expected) in table {
        assert_eq!(reached(text), expected, "{text}");
    }
}
