//! What a page says to programs, in JSON-LD: schema.org for search engines (GovernmentService,
//! BreadcrumbList, WebPage), and the European vocabulary of public services, CPSV-AP 3.2.0, for those
//! who gather them. Both describe the same nodes. The context is in the page: nothing is fetched.
//!
//! Terms and cardinalities are those of the release: <https://semiceu.github.io/CPSV-AP/releases/3.2.0/>.
//! A page that cannot say what they make mandatory (an authority and its territory, a description) is
//! no `PublicService`, and remains a `GovernmentService`.

mod service;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use super::answers::text;
use super::context::Shared;
use crate::document::front_matter::PageType;
use crate::site::{Page, Section};
use service::Service;

/// A page as a data block: JSON that can stand inside a `script` element, whatever it holds.
pub(super) fn of_page(shared: &Shared<'_>, page: &Page, ancestors: &[&Section]) -> String {
    let writer = Writer::new(shared, &page.lang, &page.url);
    let front = &page.front;
    let mut web_page = writer.web_page(page.title());
    let mut put = |key: &str, value: Option<Value>| {
        web_page.extend(value.map(|value| (key.to_owned(), value)));
    };
    put("description", text(&front.description).map(Value::from));
    put("datePublished", front.published.as_ref().map(|d| json!(d.value.to_string())));
    put("dateModified", shared.site.updated(page).map(|(d, _)| json!(d.to_string())));
    put("lastReviewed", front.reviewed.as_ref().map(|d| json!(d.value.to_string())));
    put("expires", front.valid_until.as_ref().map(|d| json!(d.value.to_string())));
    let way = shared.way_down(ancestors, page.is_index, &page.lang);
    let mut graph = vec![writer.breadcrumb(&way, page.title())];
    let is_service = front.page_type.as_ref().is_some_and(|t| t.value == PageType::Procedure);
    if let (true, Some(words)) = (is_service, shared.language(&page.lang).map(|i| &i.words)) {
        put("about", Some(json!({ "@id": writer.at("#demarche") })));
        let service = Service { writer: &writer, page, words };
        graph.push(Value::from(service.node()));
        graph.extend(service.organisations());
    }
    graph.insert(0, Value::from(web_page));
    writer.written(graph)
}

/// The same for a page that no file stands for, at the end of a way of titles and addresses.
pub(super) fn of_list(
    shared: &Shared<'_>,
    title: &str,
    url: &str,
    lang: &str,
    way: &[(&str, &str)],
) -> String {
    let writer = Writer::new(shared, lang, url);
    writer.written(vec![Value::from(writer.web_page(title)), writer.breadcrumb(way, title)])
}

struct Writer<'a> {
    shared: &'a Shared<'a>,
    lang: &'a str,
    /// The page’s address, whole when the site knows its own.
    here: String,
}

impl<'a> Writer<'a> {
    fn new(shared: &'a Shared<'a>, lang: &'a str, url: &str) -> Self {
        Self { shared, lang, here: address(shared, url) }
    }

    /// An address inside the page.
    fn at(&self, anchor: &str) -> String {
        format!("{}{anchor}", self.here)
    }

    fn web_page(&self, title: &str) -> Map<String, Value> {
        let site = &self.shared.site.config.site;
        let home = address(self.shared, "/");
        let mut node = node(&["WebPage"], &self.here);
        node.insert("url".into(), json!(self.here));
        node.insert("name".into(), json!(title));
        node.insert("inLanguage".into(), json!(self.lang));
        node.insert("isAccessibleForFree".into(), json!(true));
        node.insert("breadcrumb".into(), json!({ "@id": self.at("#chemin") }));
        let mut whole = self::node(&["WebSite"], &format!("{home}#site"));
        whole.insert("name".into(), json!(site.title));
        whole.insert("url".into(), json!(home));
        node.insert("isPartOf".into(), Value::from(whole));
        if let Some(publisher) = &site.publisher {
            let mut organisation = self::node(&["GovernmentOrganization"], &format!("{home}#editeur"));
            organisation.insert("name".into(), json!(publisher));
            node.insert("publisher".into(), Value::from(organisation));
        }
        node
    }

    fn breadcrumb(&self, way: &[(&str, &str)], title: &str) -> Value {
        let above = way.iter().map(|(title, url)| ((*title).to_owned(), address(self.shared, url)));
        let here = (title.to_owned(), self.here.clone());
        let steps = above.chain([here]).enumerate().map(|(rank, (name, item))| {
            json!({ "@type": "ListItem", "position": rank + 1, "name": name, "item": { "@id": item } })
        });
        json!({
            "@id": self.at("#chemin"),
            "@type": "BreadcrumbList",
            "itemListElement": steps.collect::<Vec<_>>(),
        })
    }

    fn written(&self, graph: Vec<Value>) -> String {
        /// The context of nearly every page, made once.
        static USUAL: LazyLock<String> = LazyLock::new(|| Value::from(terms()).to_string());
        let of_service = || {
            let mut context = terms();
            context.extend(service_terms(self.lang));
            Value::from(context).to_string()
        };
        let context: Cow<'_, str> = if graph.len() > 2 { of_service().into() } else { USUAL.as_str().into() };
        escaped(&format!("{{\"@context\":{context},\"@graph\":{}}}", Value::from(graph)))
    }
}

/// JSON inside a `script` element: nothing in it can end the element or open a comment.
fn escaped(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut from = 0;
    for (at, byte) in json.bytes().enumerate() {
        let (length, instead) = match byte {
            b'<' => (1, "\\u003c"),
            b'>' => (1, "\\u003e"),
            b'&' => (1, "\\u0026"),
            // U+2028 and U+2029 end a line of JavaScript.
            0xE2 => match json.get(at..at + 3) {
                Some("\u{2028}") => (3, "\\u2028"),
                Some("\u{2029}") => (3, "\\u2029"),
                _ => continue,
            },
            _ => continue,
        };
        out.push_str(json.get(from..at).unwrap_or(""));
        out.push_str(instead);
        from = at + length;
    }
    out.push_str(json.get(from..).unwrap_or(""));
    out
}

/// The terms of every page.
fn terms() -> Map<String, Value> {
    let typed = |kind: &str| json!({ "@type": kind });
    [
        ("@vocab", json!("https://schema.org/")),
        ("xsd", json!("http://www.w3.org/2001/XMLSchema#")),
        ("datePublished", typed("xsd:date")),
        ("dateModified", typed("xsd:date")),
        ("lastReviewed", typed("xsd:date")),
        ("expires", typed("xsd:date")),
        ("url", typed("@id")),
    ]
    .into_iter()
    .map(|(term, value)| (term.to_owned(), value))
    .collect()
}

/// The terms of a public service, each with the type that the shapes of CPSV-AP want.
fn service_terms(lang: &str) -> Map<String, Value> {
    let words = |term: &str| json!({ "@id": term, "@language": lang });
    [
        ("dct", json!("http://purl.org/dc/terms/")),
        ("cv", json!("http://data.europa.eu/m8g/")),
        ("cpsv", json!("http://purl.org/vocab/cpsv#")),
        ("skos", json!("http://www.w3.org/2004/02/skos/core#")),
        ("eli", json!("http://data.europa.eu/eli/ontology#")),
        ("org", json!("http://www.w3.org/ns/org#")),
        ("dcat", json!("http://www.w3.org/ns/dcat#")),
        ("foaf", json!("http://xmlns.com/foaf/0.1/")),
        ("AdministrativeTerritorialUnit", json!("http://data.europa.eu/88u/dataset/atu-type")),
        ("dct:title", words("dct:title")),
        ("dct:description", words("dct:description")),
        ("skos:prefLabel", words("skos:prefLabel")),
        ("dcat:keyword", words("dcat:keyword")),
        ("cv:processingTime", json!({ "@id": "cv:processingTime", "@type": "xsd:duration" })),
        ("cv:hasValue", json!({ "@id": "cv:hasValue", "@type": "xsd:double" })),
        ("serviceUrl", json!({ "@type": "@id" })),
    ]
    .into_iter()
    .map(|(term, value)| (term.to_owned(), value))
    .collect()
}

/// A node with its types and its address.
fn node(types: &[&str], id: &str) -> Map<String, Value> {
    let mut node = Map::new();
    node.insert("@id".into(), json!(id));
    node.insert("@type".into(), if let [one] = types { json!(one) } else { json!(types) });
    node
}

fn address(shared: &Shared<'_>, url: &str) -> String {
    let whole = shared.permalink(url);
    if whole.is_empty() { shared.href(url) } else { whole }
}

/// Puts a value under a key, unless it is empty.
fn put(node: &mut Map<String, Value>, key: &str, value: Value) {
    let empty = match &value {
        Value::Null => true,
        Value::Array(list) => list.is_empty(),
        Value::String(text) => text.is_empty(),
        _ => false,
    };
    if !empty {
        node.insert(key.to_owned(), value);
    }
}
