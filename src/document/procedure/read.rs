//! From the fields of a front matter to a [`Procedure`]. What cannot be used is left out.

use crate::data::shape::{cents, is_address};
use crate::data::{Map, Node};
use crate::document::contact::Contact;
use crate::document::fields::{
    CHANNEL, CHANNEL_KINDS, COPIES, DEADLINE_KINDS, REDRESS_KINDS, SILENCE_FROM, SILENCE_MEANS,
};
use crate::source::Spanned;

use super::*;

impl Procedure {
    /// Reads the fields of the model.
    pub fn read(map: &Map) -> Self {
        let items = |key| list(map, key, item);
        Self {
            id: map.text("id"),
            audience: map.texts("audience"),
            life_events: map.texts("life_events"),
            themes: map.texts("themes"),
            search_terms: map.texts("search_terms"),
            area: map.text("area"),
            authority: map.text("authority"),
            eligibility: items("eligibility"),
            situations: map.get("situations").map(situations).unwrap_or_default(),
            steps: items("steps"),
            documents: list(map, "documents", evidence),
            cost: list(map, "cost", cost),
            deadlines: list(map, "deadlines", deadline),
            next_steps: items("next_steps"),
            right_to_correct: items("right_to_correct"),
            personal_data: items("personal_data"),
            silence: map.get("silence").and_then(silence),
            output: items("output"),
            channels: list(map, "channels", channel),
            identification: items("identification"),
            redress: list(map, "redress", redress),
            national: map.get("national").and_then(national),
            forms: list(map, "forms", form),
            template_letter: items("template_letter"),
            on_behalf: items("on_behalf"),
            help: list(map, "help", channel),
            legal_basis: list(map, "legal_basis", legal_text),
            see_also: items("see_also"),
            languages: map.texts("languages"),
            easy_read: map.get("easy_read").and_then(easy_read),
            feedback: items("feedback"),
            sign_off: map.get("sign_off").and_then(Node::as_map).map(sign_off).unwrap_or_default(),
            changes: list(map, "changes", change),
            not_applicable: map.get("not_applicable").and_then(Node::as_map).map(reasons).unwrap_or_default(),
            organisation: map.text("organisation"),
            contact: Contact::read(map),
            event: map.text("event"),
            procedures: list(map, "procedures", stop),
            tool: Tool {
                website: map.text("website"),
                source_code: map.text("source_code"),
                used_by: map.texts("used_by"),
                licence: map.text("licence"),
            },
            dataset: Dataset {
                publisher: map.text("publisher"),
                frequency: map.text("frequency"),
                temporal: map.text("temporal"),
                spatial: map.text("spatial"),
                licence: map.text("licence"),
                contact: map.text("contact"),
                resources: list(map, "resources", resource),
            },
        }
    }
}

fn list<T>(map: &Map, key: &str, read: fn(&Node) -> Option<T>) -> Vec<T> {
    map.items(key).iter().filter_map(read).collect()
}

/// The text of a scalar that is not blank.
fn text(node: &Node) -> Text {
    let text = node.as_text().filter(|text| !text.trim().is_empty())?;
    Some(Spanned::new(text.to_owned(), node.span))
}

/// One of a few words under a key.
fn choice(map: &Map, key: &str, names: &[&'static str]) -> Option<&'static str> {
    let text = map.get(key)?.as_text()?;
    names.iter().copied().find(|name| *name == text)
}

/// What is read of a map, or of a text as if it were the whole of it.
fn text_or_map(node: &Node) -> Option<(Text, &Map)> {
    static NOTHING: Map = Map { entries: Vec::new() };
    match node.as_map() {
        Some(map) => Some((None, map)),
        None => text(node).map(|text| (Some(text), &NOTHING)),
    }
}

fn item(node: &Node) -> Option<Item> {
    let (text, map) = text_or_map(node)?;
    let title = map.text("title");
    let said = map.text("text");
    let detail = if title.is_some() { said.clone() } else { None };
    let text = text.or(title).or(said);
    let url = map.text("url");
    if text.is_none() && url.is_none() {
        return None;
    }
    Some(Item { span: node.span, text, detail, url, situations: map.texts("for") })
}

fn evidence(node: &Node) -> Option<Evidence> {
    let (text, map) = text_or_map(node)?;
    let (name, form) = (text.or_else(|| map.text("name")), map.text("form"));
    if name.is_none() && form.is_none() {
        return None;
    }
    Some(Evidence {
        name,
        format: map.text("format"),
        copy: choice(map, "copy", &COPIES),
        issued_by: map.text("issued_by"),
        known: map.is_true("known"),
        form,
        url: map.text("url"),
        note: map.text("note"),
        situations: map.texts("for"),
        span: node.span,
    })
}

fn cost(node: &Node) -> Option<Cost> {
    let (text, map) = text_or_map(node)?;
    let value = map.text("value");
    let cents = value.and_then(|text| cents(&text.value).map(|cents| Spanned::new(cents, text.span)));
    Some(Cost {
        text,
        amount: map.text("amount"),
        cents,
        date: map.date("date"),
        free: map.is_true("free"),
        label: map.text("label"),
        pay: map.texts("pay"),
        situations: map.texts("for"),
        span: node.span,
    })
}

fn deadline(node: &Node) -> Option<Deadline> {
    let (text, map) = text_or_map(node)?;
    Some(Deadline {
        kind: choice(map, "kind", &DEADLINE_KINDS),
        duration: map.text("duration"),
        date: map.date("date"),
        from: map.text("from"),
        measured: map.date("measured"),
        text: text.or_else(|| map.text("text")),
        situations: map.texts("for"),
        span: node.span,
    })
}

fn stop(node: &Node) -> Option<Stop> {
    let (text, map) = text_or_map(node)?;
    let page = text.or_else(|| map.text("page"))?;
    Some(Stop { page, stage: map.text("stage"), case: map.text("case"), note: map.text("note") })
}

fn resource(node: &Node) -> Option<Resource> {
    let map = node.as_map()?;
    Some(Resource {
        title: map.text("title")?,
        url: map.text("url").filter(|url| is_address(&url.value))?,
        format: map.text("format"),
        size: map.text("size"),
    })
}

fn silence(node: &Node) -> Option<Silence> {
    let (text, map) = text_or_map(node)?;
    let (means, after) = (choice(map, "means", &SILENCE_MEANS), map.text("after"));
    let text = text.or_else(|| map.text("text"));
    if text.is_none() && means.is_none() {
        return None;
    }
    Some(Silence { means, after, from: choice(map, "from", &SILENCE_FROM), text, span: node.span })
}

fn channel(node: &Node) -> Option<Channel> {
    let (text, map) = text_or_map(node)?;
    Some(Channel {
        text,
        kind: choice(map, "kind", &CHANNEL_KINDS),
        name: map.text("name"),
        organisation: map.text("organisation"),
        service: map.text("service"),
        contact: Contact::read_among(map, &CHANNEL),
        cost: map.text("cost"),
        processing_time: map.text("processing_time"),
        note: map.text("note"),
        situations: map.texts("for"),
        span: node.span,
    })
}

fn redress(node: &Node) -> Option<Redress> {
    let (text, map) = text_or_map(node)?;
    Some(Redress {
        kind: choice(map, "kind", &REDRESS_KINDS),
        body: map.text("body"),
        delay: map.text("delay"),
        from: map.text("from"),
        extends_court_delay: map.is_true("extends_court_delay"),
        text: text.or_else(|| map.text("text")),
        url: map.text("url"),
        situations: map.texts("for"),
        span: node.span,
    })
}

fn national(node: &Node) -> Option<National> {
    let (text, map) = text_or_map(node)?;
    let url = text.or_else(|| map.text("url")).filter(|url| is_address(&url.value))?;
    Some(National { url, title: map.text("title"), checked: map.date("checked") })
}

fn form(node: &Node) -> Option<Form> {
    let (text, map) = text_or_map(node)?;
    Some(Form {
        text,
        number: map.text("number"),
        title: map.text("title"),
        url: map.text("url"),
        span: node.span,
    })
}

fn legal_text(node: &Node) -> Option<LegalText> {
    let (text, map) = text_or_map(node)?;
    Some(LegalText {
        text,
        title: map.text("title"),
        article: map.text("article"),
        url: map.text("url"),
        span: node.span,
    })
}

fn easy_read(node: &Node) -> Option<EasyRead> {
    let map = node.as_map();
    let said = map.is_some() || node.as_bool() == Some(true);
    said.then(|| EasyRead {
        tested_by: map.and_then(|map| map.text("tested_by")),
        tested: map.and_then(|map| map.date("tested")),
    })
}

fn sign_off(map: &Map) -> Vec<SignOff> {
    ["trade", "legal", "users"]
        .into_iter()
        .filter_map(|of| {
            let node = map.get(of)?;
            let inside = node.as_map();
            let date = match inside {
                Some(inside) => inside.date("date")?,
                None => Spanned::new(node.as_date()?, node.span),
            };
            let text = |key| inside.and_then(|inside| inside.text(key));
            Some(SignOff { of, date, role: text("role"), words: text("words") })
        })
        .collect()
}

fn change(node: &Node) -> Option<Change> {
    let map = node.as_map()?;
    let major = choice(map, "kind", &["major"]).is_some();
    // A word that cannot be read may mean « agents »: the change is then kept for them.
    let for_agents = map.get("audience").is_some() && choice(map, "audience", &["public"]).is_none();
    Some(Change { date: map.date("date")?, note: map.text("note")?, major, for_agents })
}

fn situations(node: &Node) -> Vec<Situation> {
    match node.as_map() {
        Some(map) => reasons(map).into_iter().map(|(id, label)| Situation { id, label }).collect(),
        None => {
            node.items().iter().filter_map(text).map(|label| Situation { id: label.clone(), label }).collect()
        }
    }
}

fn reasons(map: &Map) -> Vec<(Spanned<String>, Spanned<String>)> {
    map.entries.iter().filter_map(|entry| Some((entry.key.clone(), text(&entry.node)?))).collect()
}
