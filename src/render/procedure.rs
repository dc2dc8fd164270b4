//! What templates see of the procedure model, as `page.procedure`: every answer in words, with the
//! values of the day. Every key is always there, empty when the page says nothing.

use std::collections::BTreeMap;

use tera::{Map, Value};

use super::answers::{self, Price, text};
use super::context::{Shared, map};
use super::values::day;
use crate::document::procedure::{Deadline, Evidence, Item, Silence, Situation};
use crate::finding::Message;
use crate::language::duration::Duration;
use crate::language::period::Period;
use crate::language::{Language, format};
use crate::site::Page;
use crate::site::registry::cerfa;
use crate::source::Spanned;
use crate::words::Words;

/// A page being said in its language.
pub(super) struct Speaker<'a> {
    pub(super) shared: &'a Shared<'a>,
    pub(super) page: &'a Page,
    pub(super) language: Language,
    pub(super) words: &'a Words,
}

/// What every page has, empty.
pub(super) fn nothing() -> Value {
    let list = || Value::from(Vec::<Value>::new());
    let mut map = Map::new();
    for key in LISTS {
        map.insert(key.into(), list());
    }
    for key in TEXTS {
        map.insert(key.into(), Value::none());
    }
    Value::from(map)
}

/// Answers that are lists.
const LISTS: [&str; 24] = [
    "situations",
    "eligibility",
    "steps",
    "documents",
    "known_documents",
    "cost",
    "payment",
    "deadlines",
    "output",
    "next_steps",
    "right_to_correct",
    "personal_data",
    "identification",
    "on_behalf",
    "feedback",
    "template_letter",
    "channels",
    "help",
    "redress",
    "forms",
    "legal_basis",
    "see_also",
    "changes",
    "life_events",
];

/// Answers that are one text or one map.
const TEXTS: [&str; 9] =
    ["silence", "authority", "national", "languages", "easy_read", "team", "action", "event", "office"];

impl<'a> Speaker<'a> {
    /// Everything that the page answers.
    pub(super) fn procedure(&self) -> Value {
        let procedure = &self.page.procedure;
        let site = self.shared.site;
        let Some(mut map) = nothing().into_map() else { return nothing() };
        let mut put = |key: &'static str, value: Value| {
            map.insert(key.into(), value);
        };
        put("situations", self.cases());
        for (key, items) in [
            ("eligibility", &procedure.eligibility),
            ("output", &procedure.output),
            ("next_steps", &procedure.next_steps),
            ("right_to_correct", &procedure.right_to_correct),
            ("personal_data", &procedure.personal_data),
            ("identification", &procedure.identification),
            ("on_behalf", &procedure.on_behalf),
            ("feedback", &procedure.feedback),
            ("template_letter", &procedure.template_letter),
        ] {
            put(key, self.grouped(items, |item| &item.situations, |item| self.item(item)));
        }
        put("steps", self.steps());
        let (known, asked): (Vec<&Evidence>, Vec<&Evidence>) =
            procedure.documents.iter().partition(|document| document.known);
        let documents = |list: Vec<&'a Evidence>| {
            self.grouped(list, |document| &document.situations, |document| self.document(document))
        };
        put("documents", documents(asked));
        put("known_documents", documents(known));
        let mut prices = answers::prices(site, self.page);
        // What the short box says whole is not said twice.
        let plain = |p: &Price<'_>| p.label.is_none() && p.known.is_none() && p.cost.pay.is_empty();
        if prices.len() == 1 && prices.iter().all(plain) {
            prices.clear();
        }
        let payment = common_payment(&prices);
        put("payment", texts(payment.iter().flatten().copied()));
        put(
            "cost",
            self.grouped(prices, |p| &p.cost.situations, |p| Some(self.price(&p, payment.is_some()))),
        );
        let plain = |d: &Deadline| d.kind.is_none() && d.measured.is_none() && d.from.is_none();
        let said = match procedure.deadlines.as_slice() {
            [one] if plain(one) && (one.duration.is_none() || one.text.is_none()) => &[],
            all => all,
        };
        put("deadlines", self.grouped(said, |d| &d.situations, |deadline| self.deadline(deadline)));
        put("silence", procedure.silence.as_ref().map_or_else(Value::none, |s| self.silence(s)));
        put("channels", self.channels(&site.channels(self.page)));
        put("help", self.helpers(&site.help(self.page)));
        put("redress", self.redress());
        put("forms", self.forms());
        let laws = answers::laws(site, self.page);
        put("legal_basis", Value::from(laws.iter().map(|law| self.law(law)).collect::<Vec<_>>()));
        put("see_also", self.see_also());
        put("changes", self.changes());
        put("life_events", self.life_events());
        put("authority", self.authority());
        put("national", self.national());
        put("languages", self.languages());
        put("easy_read", self.easy_read());
        put("team", self.team());
        put("action", self.action());
        put("event", self.event());
        put("office", self.office());
        Value::from(map)
    }

    pub(super) fn say(&self, key: &str) -> String {
        self.words.get(key).to_owned()
    }

    /// An address as it stands in the page: a page of the site by its path, an address from the site’s
    /// root, or one that only leads somewhere.
    pub(super) fn href(&self, url: &str) -> Option<String> {
        self.shared.leading(url)
    }

    /// `{text, url}`; an address alone is called by its host.
    pub(super) fn link(&self, text: Option<&str>, url: Option<&str>) -> Option<Value> {
        let url = url.and_then(|url| self.href(url));
        let text = text.or(url.as_deref().map(host))?;
        Some(map([("text", Value::from(text)), ("url", optional(url.clone()))]))
    }

    /// The situations that an item is for, in the reader’s words: « Pour un adulte ou pour un enfant de
    /// 15 à 17 ans ». Empty for an item that is for everybody.
    pub(super) fn situations(&self, named: &[Spanned<String>]) -> String {
        let labels: Vec<String> = answers::situations(self.page, named)
            .into_iter()
            .enumerate()
            .map(|(rank, s)| if rank == 0 { s.label.value.clone() } else { lowered(&s.label.value) })
            .collect();
        // Items for every situation are for everybody.
        if labels.len() == self.page.procedure.situations.len() && labels.len() > 1 {
            return String::new();
        }
        format::any_of(&labels, self.language)
    }

    /// `[{label, items}]`: what is for everybody first, then what is for the same situations together, in
    /// the order typed.
    fn grouped<T>(
        &self,
        items: impl IntoIterator<Item = T>,
        of: impl Fn(&T) -> &'a Vec<Spanned<String>>,
        value: impl Fn(T) -> Option<Value>,
    ) -> Value {
        let mut groups: Vec<(String, Vec<Value>)> = vec![(String::new(), Vec::new())];
        for item in items {
            let label = self.situations(of(&item));
            let Some(value) = value(item) else { continue };
            match groups.iter_mut().find(|(known, _)| *known == label) {
                Some((_, values)) => values.push(value),
                None => groups.push((label, vec![value])),
            }
        }
        let groups = groups.into_iter().filter(|(_, values)| !values.is_empty());
        let group = |(label, values)| map([("label", Value::from(label)), ("items", Value::from(values))]);
        Value::from(groups.map(group).collect::<Vec<_>>())
    }

    fn item(&self, item: &Item) -> Option<Value> {
        let url = text(&item.url).and_then(|url| self.href(url));
        let said = text(&item.text).or(url.as_deref().map(host))?;
        Some(map([
            ("text", Value::from(said)),
            ("detail", Value::from(text(&item.detail))),
            ("url", optional(url.clone())),
        ]))
    }

    /// The situations that the page tells apart; none when its conditions already name each of them.
    fn cases(&self) -> Value {
        let procedure = &self.page.procedure;
        let named =
            |id: &str| procedure.eligibility.iter().any(|item| item.situations.iter().any(|s| s.value == id));
        if procedure.situations.iter().all(|s| named(&s.id.value)) {
            return Value::from(Vec::<Value>::new());
        }
        texts(procedure.situations.iter().map(|s| s.label.value.as_str()))
    }

    /// `[{number, text, detail, url, label}]`. Each situation counts its own steps, so that its readers
    /// read 1, 2, 3; a step for several of them, or for all, comes after the longest way to it.
    fn steps(&self) -> Value {
        // The steps done by everybody so far, and those done by a situation that has more.
        let mut common = 0;
        let mut done: BTreeMap<&str, usize> = BTreeMap::new();
        let mut lines = Vec::new();
        for step in &self.page.procedure.steps {
            let Some(Value { .. }) = self.item(step) else { continue };
            let named = answers::situations(self.page, &step.situations);
            let number = if named.is_empty() {
                common = 1 + done.values().copied().fold(common, usize::max);
                done.clear();
                common
            } else {
                let before = |s: &&Situation| done.get(s.id.value.as_str()).copied().unwrap_or(common);
                let number = 1 + named.iter().map(before).fold(common, usize::max);
                done.extend(named.iter().map(|s| (s.id.value.as_str(), number)));
                number
            };
            let url = text(&step.url).and_then(|url| self.href(url));
            lines.push(map([
                ("number", Value::from(number)),
                ("text", Value::from(text(&step.text).or(url.as_deref().map(host)))),
                ("detail", Value::from(text(&step.detail))),
                ("url", optional(url.clone())),
                ("label", Value::from(self.situations(&step.situations))),
            ]));
        }
        Value::from(lines)
    }

    /// `{text, url, form, about, issued_by, note}`.
    fn document(&self, document: &Evidence) -> Option<Value> {
        let answers::Document { name, form, by_number } = answers::document(self.shared.site, document)?;
        let form_url = form.and_then(|form| text(&form.url)).and_then(|url| self.href(url));
        let number = form.and_then(|form| text(&form.number)).map(cerfa);
        // A document that has only its form's name is not told to be that form.
        let beside = form.filter(|_| name.is_some() && !by_number);
        let url = text(&document.url).and_then(|url| self.href(url));
        let url = if beside.is_none() { url.or(form_url.clone()) } else { url };
        let copy = document.copy.map(|copy| self.say(&format!("interface.copy.{copy}")));
        let about: Vec<String> = text(&document.format).map(str::to_owned).into_iter().chain(copy).collect();
        Some(map([
            ("text", Value::from(name.unwrap_or_else(|| self.say("interface.form")))),
            ("url", optional(url)),
            ("form", optional(beside.map(|_| number.unwrap_or_else(|| self.say("interface.form"))))),
            ("form_url", optional(form_url.filter(|_| beside.is_some()))),
            ("about", Value::from(about.join(", "))),
            ("issued_by", Value::from(text(&document.issued_by))),
            ("note", Value::from(text(&document.note))),
        ]))
    }

    /// What a price says: « Passeport d’un adulte : 86 € », « Gratuit ».
    pub(super) fn price_in_words(&self, price: &Price<'_>) -> (Option<String>, String) {
        let said = match (price.cents, price.text) {
            (Some(cents), _) => format::euros(cents, self.language),
            (None, Some(words)) => words.to_owned(),
            (None, None) => self.say("interface.free"),
        };
        (price.label.map(str::to_owned), said)
    }

    /// `{label, text, known, pay}`.
    fn price(&self, price: &Price<'_>, shared_payment: bool) -> Value {
        let (label, said) = self.price_in_words(price);
        let pay = price.cost.pay.iter().map(|way| way.value.as_str()).filter(|_| !shared_payment);
        map([
            ("label", optional(label)),
            ("text", Value::from(said)),
            ("known", day(price.known, self.language)),
            ("pay", texts(pay)),
        ])
    }

    /// A length of time in words: an ISO 8601 one is written out, what an editor wrote stays (« 2 semaines »
    /// are not 14 days), unless it is in the other language.
    pub(super) fn duration(&self, typed: &str) -> String {
        const ENGLISH: [&str; 5] = ["month", "week", "day", "year", "hour"];
        let english = ENGLISH.iter().any(|unit| typed.contains(unit));
        let other = english != (self.language == Language::English);
        // ISO 8601 is `P` and a number, or `PT` and one; no word is.
        let coded = typed.trim().starts_with(['P', 'p']) && typed.contains(|c: char| c.is_ascii_digit());
        if !coded && !other {
            return typed.to_owned();
        }
        let whole = Duration::parse(typed).map(|length| length.in_words(self.language));
        let period = || Some(format::period(Period::parse(typed)?, self.language));
        whole.or_else(period).unwrap_or_else(|| typed.to_owned())
    }

    /// « 2 mois après le dépôt du dossier », whatever the event was typed with.
    pub(super) fn counted(&self, duration: &str, from: Option<&str>) -> String {
        let duration = self.duration(duration);
        let Some(from) = from.map(str::trim) else { return duration };
        let lower = from.to_lowercase();
        let starts = |words: &[&str]| words.iter().any(|word| lower.starts_with(word));
        let key =
            if starts(&["après ", "dès ", "depuis ", "avant ", "à ", "after ", "from ", "before ", "once "])
            {
                "interface.counted.as-typed"
            } else if starts(&["du ", "de ", "des ", "d’", "d'"]) {
                "interface.counted.of"
            } else {
                "interface.counted.after"
            };
        let message = Message::key(key).with("duration", duration).with("event", from);
        self.words.say(&message)
    }

    /// What a time says in one line: « 2 mois après le dépôt du dossier ».
    pub(super) fn deadline_in_words(&self, deadline: &Deadline) -> Option<String> {
        let duration = text(&deadline.duration);
        duration.map(|duration| self.counted(duration, text(&deadline.from)))
    }

    /// `{kind, label, text, detail, measured}`.
    fn deadline(&self, deadline: &Deadline) -> Option<Value> {
        let counted = self.deadline_in_words(deadline);
        let typed = text(&deadline.text);
        let said = counted.clone().or_else(|| typed.map(|typed| self.duration(typed)))?;
        let measured = deadline.measured.as_ref().map(|date| date.value);
        let label = deadline.kind.map(|kind| self.say(&format!("interface.deadline.{kind}")));
        Some(map([
            ("kind", Value::from(deadline.kind)),
            ("label", optional(label)),
            ("text", Value::from(said)),
            ("detail", Value::from(typed.filter(|_| counted.is_some()))),
            ("measured", day(measured, self.language)),
        ]))
    }

    /// `{text, detail}`: « Sans réponse après 2 mois, votre demande est refusée. »
    fn silence(&self, silence: &Silence) -> Value {
        let typed = text(&silence.text);
        let Some(means) = silence.means else {
            return map([("text", Value::from(typed)), ("detail", Value::none())]);
        };
        let from = match silence.from {
            Some("complete-file") => "interface.silence-from.complete-file",
            Some(_) => "interface.silence-from.filing",
            None => "interface.silence-from.after",
        };
        let after = text(&silence.after)
            .map(|after| self.words.say(&Message::key(from).with("duration", self.duration(after))));
        let refused = means == "rejection";
        let said = match after {
            Some(after) => {
                let refused_or_not = match refused {
                    true => "interface.no-answer.rejection-after",
                    false => "interface.no-answer.acceptance-after",
                };
                self.words.say(&Message::key(refused_or_not).with("after", after))
            }
            None => self.say(&format!("interface.no-answer.{means}")),
        };
        map([("text", Value::from(said)), ("detail", Value::from(typed))])
    }
}

/// The ways to pay that every price has; none when they differ, or when there is none.
fn common_payment<'a>(prices: &[Price<'a>]) -> Option<Vec<&'a str>> {
    let ways = |price: &Price<'a>| price.cost.pay.iter().map(|way| way.value.as_str()).collect::<Vec<_>>();
    let mut paid = prices.iter().filter(|price| !price.free).map(ways);
    let first = paid.next().filter(|first| !first.is_empty())?;
    paid.all(|other| other == first).then_some(first)
}

/// A label inside a sentence: « Pour un adulte » → « pour un adulte »; « CNI perdue » stays.
fn lowered(label: &str) -> String {
    let mut chars = label.chars();
    let (first, second) = (chars.next(), chars.next());
    match (first, second) {
        (Some(first), Some(second)) if second.is_lowercase() || second.is_whitespace() => {
            let rest = label.get(first.len_utf8()..).unwrap_or("");
            first.to_lowercase().chain(rest.chars()).collect()
        }
        _ => label.to_owned(),
    }
}

/// What a bare address is called: its host, `service-public.gouv.fr`.
pub(super) fn host(url: &str) -> &str {
    let after = url.split_once("://").map_or(url, |(_, after)| after);
    let host = after.split(['/', '?', '#']).next().filter(|host| !host.is_empty()).unwrap_or(url);
    host.strip_prefix("www.").unwrap_or(host)
}

pub(super) fn optional(text: Option<String>) -> Value {
    text.map_or_else(Value::none, Value::from)
}

fn texts<'a>(texts: impl Iterator<Item = &'a str>) -> Value {
    Value::from(texts.map(Value::from).collect::<Vec<_>>())
}
