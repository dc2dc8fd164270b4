//! What templates receive is what their reference says, neither more nor less.

use std::collections::{BTreeMap, BTreeSet};

use tera::Value;

use super::procedure::everything;
use crate::render::context::Shared;
use crate::render::given::{Catalogue, Context, Given, Kind, Markup};
use crate::render::html::{HeadingLine, Html};
use crate::render::indexes;
use crate::site::{Made, MadeId, MadeKind, MadeTitle, SectionId};

/// What differs between a value and its kind, and how often each record was met.
fn compare(
    value: &Value,
    kind: &Kind,
    at: &str,
    known: &Catalogue,
    met: &mut BTreeMap<String, usize>,
) -> Vec<String> {
    let wrong = || vec![format!("{at} is {value:?}, not {kind:?}")];
    let ok = |right: bool| if right { Vec::new() } else { wrong() };
    match kind {
        Kind::Text | Kind::Html => ok(value.is_string()),
        Kind::Flag => ok(value.is_bool()),
        Kind::Number => ok(value.is_number()),
        Kind::Free => Vec::new(),
        Kind::Optional(_) if value.is_none() => Vec::new(),
        Kind::Optional(of) => compare(value, of, at, known, met),
        Kind::List(of) => match value.as_array() {
            Some(lines) => {
                lines.iter().flat_map(|line| compare(line, of, &format!("{at}[]"), known, met)).collect()
            }
            None => wrong(),
        },
        Kind::Record(name) => {
            *met.entry(name.clone()).or_default() += 1;
            let Some(map) = value.as_map() else { return wrong() };
            let fields = &known.records[name].fields;
            let declared: BTreeSet<&str> = fields.iter().map(|field| field.name.as_str()).collect();
            let there: BTreeSet<&str> = map.keys().filter_map(|key| key.as_str()).collect();
            if declared != there {
                return vec![format!("{at} has {there:?}, not {declared:?}")];
            }
            let of = |name: &str| map.iter().find(|(key, _)| key.as_str() == Some(name)).unwrap().1;
            fields
                .iter()
                .flat_map(|field| {
                    compare(of(&field.name), &field.kind, &format!("{at}.{}", field.name), known, met)
                })
                .collect()
        }
    }
}

#[test]
fn templates_receive_what_the_reference_declares() {
    let built = everything();
    let held = BTreeSet::new();
    let mut shared = Shared::new(&built.site, built.theme(), &held, BTreeSet::new());
    shared.search("fr", "/recherche/", "/search-data/fr/index.json");
    let mut known = Catalogue::default();
    let kind = Context::kind(&mut known);
    let Kind::Record(name) = kind else { panic!("{kind:?}") };
    let mut met = BTreeMap::new();
    let heading = HeadingLine { level: 2, id: "titre".to_owned(), text: "Titre".to_owned() };
    let html = Html { headings: vec![heading], ..Html::default() };
    let mut contexts: Vec<_> = built.site.pages.iter().map(|page| shared.page(page, &html)).collect();
    contexts.push(shared.made("Introuvable", "/404.html", "fr", None, Markup::default()));
    let mut indexes = shared.made("De A à Z", "/a-z/", "fr", None, Markup::default());
    let made = |kind| Made {
        id: MadeId(0),
        kind,
        lang: "fr".to_owned(),
        url: "/a-z/".to_owned(),
        title: MadeTitle::Text("De A à Z".to_owned()),
        section: SectionId(0),
        list: None,
        sheet: 1,
        part: None,
    };
    indexes.insert_value("letters", indexes::letters(&shared, &made(MadeKind::AToZ)).value());
    indexes.insert_value("tree", indexes::tree(&shared, "fr").value());
    indexes.insert_value("years", indexes::years(&shared, &made(MadeKind::Changes)).value());
    contexts.push(indexes);
    contexts.extend(built.site.made.iter().filter_map(|made| Some(shared.list(made, made.list?))));
    for context in &contexts {
        for field in &known.records[&name].fields {
            let value = context.get(&field.name).unwrap_or_else(|| panic!("no {}", field.name));
            assert_eq!(compare(value, &field.kind, &field.name, &known, &mut met), Vec::<String>::new());
        }
    }
    let missed: Vec<&String> = known.records.keys().filter(|record| !met.contains_key(*record)).collect();
    // Those of the pages that no file stands for are made with them, in `indexes` and `search`.
    // Those of what `[legal]` and `[feedback]` ask are shown in `indexes` too.
    let made = [
        "Branch",
        "ChangedMonth",
        "ChangedPage",
        "Feedback",
        "LegalLine",
        "LegalPart",
        "Search",
        "TitleLetter",
        "Titles",
        "Year",
    ];
    let missed: Vec<&String> = missed.into_iter().filter(|record| !made.contains(&record.as_str())).collect();
    assert_eq!(missed, [&name], "records that this site does not show");
}
