//! What templates see of the procedure model, as `page.procedure`: every answer in words, with the
//! values of the day.

use std::collections::BTreeMap;

use super::answers::{self, Price, text};
use super::context::Shared;
use super::given::{self, Given, Group, Link, List, Step, Text};
use super::outputs::calendars;
use super::values::day;
use crate::document::procedure::{Deadline, Evidence, Item, Silence, Situation};
use crate::finding::Message;
use crate::language::duration::Duration;
use crate::language::period::Period;
use crate::language::{Language, format};
use crate::site::Page;
use crate::site::registry::cerfa;
use crate::site::situations_named;
use crate::source::Spanned;
use crate::words::Words;

/// How many situations a reader may choose among: the style sheet of the theme knows so many.
const MOST_CHOICES: usize = 8;

/// Whether an answer only says that there is nothing: « non », « aucune ».
fn is_none(item: &Item) -> bool {
    const NONE: [&str; 6] = ["non", "aucun", "aucune", "rien", "no", "none"];
    let said = text(&item.text).map(|said| said.trim().trim_end_matches('.').trim_end().to_lowercase());
    text(&item.url).is_none()
        && text(&item.detail).is_none()
        && said.is_some_and(|said| NONE.contains(&said.as_str()))
}

/// A page being said in its language.
pub(super) struct Speaker<'a> {
    pub(super) shared: &'a Shared<'a>,
    pub(super) page: &'a Page,
    pub(super) language: Language,
    pub(super) words: &'a Words,
}

impl<'a> Speaker<'a> {
    /// Everything that the page answers.
    pub(super) fn procedure(&self) -> given::Procedure {
        let procedure = &self.page.procedure;
        let site = self.shared.site;
        let items = |items: &'a [Item]| self.grouped(items, |item| &item.situations, |item| self.item(item));
        let (known, asked): (Vec<&Evidence>, Vec<&Evidence>) =
            procedure.documents.iter().partition(|document| document.known);
        let documents = |list: Vec<&'a Evidence>| {
            self.grouped(list, |document| &document.situations, |document| self.document(document))
        };
        let mut prices = answers::prices(site, self.page);
        // What the short box says whole is not said twice.
        let plain = |p: &Price<'_>| p.label.is_none() && p.known.is_none() && p.cost.pay.is_empty();
        if prices.len() == 1 && prices.iter().all(plain) {
            prices.clear();
        }
        let payment = common_payment(&prices);
        let choices = self.choices();
        let plain =
            |d: &Deadline| d.kind.is_none() && d.measured.is_none() && d.from.is_none() && d.date.is_none();
        let said = match procedure.deadlines.as_slice() {
            [one] if plain(one) && (one.duration.is_none() || one.text.is_none()) => &[],
            all => all,
        };
        given::Procedure {
            situations: if choices.is_empty() { self.cases() } else { List::default() },
            choices,
            eligibility: items(&procedure.eligibility),
            steps: self.steps(),
            documents: documents(asked),
            known_documents: documents(known),
            payment: payment.iter().flatten().map(|way| Text::from(*way)).collect(),
            cost: self.grouped(prices, |p| &p.cost.situations, |p| Some(self.price(&p, payment.is_some()))),
            deadlines: self.grouped(said, |d| &d.situations, |deadline| self.deadline(deadline)),
            output: items(&procedure.output),
            next_steps: items(&procedure.next_steps),
            right_to_correct: items(&procedure.right_to_correct),
            personal_data: items(&procedure.personal_data),
            identification: self.grouped(
                &procedure.identification,
                |item| &item.situations,
                |item| if is_none(item) { None } else { self.item(item) },
            ),
            on_behalf: items(&procedure.on_behalf),
            feedback: items(&procedure.feedback),
            template_letter: items(&procedure.template_letter),
            channels: self.channels(&site.channels(self.page)),
            help: self.helpers(&site.help(self.page)),
            redress: self.redress(),
            forms: self.forms(),
            legal_basis: answers::laws(site, self.page).iter().map(|law| self.law(law)).collect(),
            see_also: self.see_also(),
            changes: self.changes(),
            life_events: self.life_events(),
            silence: procedure.silence.as_ref().map(|silence| self.silence(silence)),
            authority: self.authority(),
            national: self.national(),
            languages: self.languages(),
            easy_read: self.easy_read(),
            team: self.team(),
            action: self.action(),
            event: self.event(),
            office: self.office(),
            tool: self.tool(),
            dataset: self.dataset(),
        }
    }

    pub(super) fn say(&self, key: &str) -> String {
        self.words.get(key).to_owned()
    }

    /// An address as it stands in the page: a page of the site by its path, an address from the site’s
    /// root, or one that only leads somewhere.
    pub(super) fn href(&self, url: &str) -> Option<String> {
        self.shared.leading(url)
    }

    /// Words that may lead somewhere; an address alone is called by its host.
    pub(super) fn link(&self, text: Option<&str>, url: Option<&str>) -> Option<Link> {
        let url = url.and_then(|url| self.href(url));
        let text = Text::from(text.or(url.as_deref().map(host))?);
        Some(Link { text, url: url.map(Text::from) })
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

    /// The numbers of the situations that an item is for, among those that a reader may choose: `1 3`. Empty
    /// for an item that is for everybody.
    pub(super) fn numbers(&self, named: &[Spanned<String>]) -> Text {
        let all = &self.page.procedure.situations;
        let is_named = |s: &Situation| named.iter().any(|name| name.value == s.id.value);
        if all.len() < 2 || all.len() > MOST_CHOICES || all.iter().all(is_named) {
            return Text::default();
        }
        let numbers = all.iter().enumerate().filter(|(_, s)| is_named(s)).map(|(at, _)| (at + 1).to_string());
        numbers.collect::<Vec<_>>().join(" ").into()
    }

    /// The situations among which a reader may choose: there is something to hide when one is chosen.
    fn choices(&self) -> List<given::Choice> {
        let procedure = &self.page.procedure;
        let all = &procedure.situations;
        let known = |name: &Spanned<String>| all.iter().any(|s| s.id.value == name.value);
        if all.len() < 2 || all.len() > MOST_CHOICES || !situations_named(procedure).any(known) {
            return List::default();
        }
        let choice = |(at, s): (usize, &Situation)| given::Choice {
            number: at + 1,
            label: s.label.value.as_str().into(),
        };
        all.iter().enumerate().map(choice).collect()
    }

    /// What is for everybody first, then what is for the same situations together, in
    /// the order typed.
    fn grouped<T, U: Given>(
        &self,
        items: impl IntoIterator<Item = T>,
        of: impl Fn(&T) -> &'a Vec<Spanned<String>>,
        value: impl Fn(T) -> Option<U>,
    ) -> List<Group<U>> {
        let mut groups = vec![(String::new(), Text::default(), List::default())];
        for item in items {
            let label = self.situations(of(&item));
            let cases = self.numbers(of(&item));
            let Some(value) = value(item) else { continue };
            match groups.iter_mut().find(|(known, ..)| *known == label) {
                Some((.., values)) => values.push(value),
                None => groups.push((label, cases, [value].into_iter().collect())),
            }
        }
        let groups = groups.into_iter().filter(|(.., values): &(_, _, List<U>)| !values.is_empty());
        groups.map(|(label, cases, items)| Group { label: label.into(), cases, items }).collect()
    }

    fn item(&self, item: &Item) -> Option<given::Item> {
        let url = text(&item.url).and_then(|url| self.href(url));
        let said = Text::from(text(&item.text).or(url.as_deref().map(host))?);
        Some(given::Item { text: said, detail: Text::typed(&item.detail), url: url.map(Text::from) })
    }

    /// The situations that the page tells apart; none when its conditions already name each of them.
    fn cases(&self) -> List<Text> {
        let procedure = &self.page.procedure;
        let named =
            |id: &str| procedure.eligibility.iter().any(|item| item.situations.iter().any(|s| s.value == id));
        if procedure.situations.iter().all(|s| named(&s.id.value)) {
            return List::default();
        }
        procedure.situations.iter().map(|s| Text::from(s.label.value.as_str())).collect()
    }

    /// Each situation counts its own steps, so that its readers
    /// read 1, 2, 3; a step for several of them, or for all, comes after the longest way to it.
    fn steps(&self) -> List<Step> {
        // The steps done by everybody so far, and those done by a situation that has more.
        let mut common = 0;
        let mut done: BTreeMap<&str, usize> = BTreeMap::new();
        let mut lines = List::default();
        for step in &self.page.procedure.steps {
            let Some(given::Item { text, detail, url }) = self.item(step) else { continue };
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
            let label = self.situations(&step.situations).into();
            let cases = self.numbers(&step.situations);
            lines.push(Step { number, text, detail, url, label, cases });
        }
        lines
    }

    /// A document to bring. None for a form that is still to come.
    fn document(&self, document: &Evidence) -> Option<given::Document> {
        let answers::Document { name, form, by_number } = answers::document(self.shared.site, document)?;
        let form_url = form.and_then(|form| text(&form.url)).and_then(|url| self.href(url));
        let number = form.and_then(|form| text(&form.number)).map(cerfa);
        // A document that has only its form's name is not told to be that form.
        let beside = form.filter(|_| name.is_some() && !by_number);
        let url = text(&document.url).and_then(|url| self.href(url));
        let url = if beside.is_none() { url.or(form_url.clone()) } else { url };
        let copy = document.copy.map(|copy| self.say(&format!("interface.copy.{copy}")));
        let about: Vec<String> = text(&document.format).map(str::to_owned).into_iter().chain(copy).collect();
        Some(given::Document {
            text: name.unwrap_or_else(|| self.say("interface.form")).into(),
            url: url.map(Text::from),
            form: beside.map(|_| number.unwrap_or_else(|| self.say("interface.form")).into()),
            form_url: form_url.filter(|_| beside.is_some()).map(Text::from),
            about: about.join(", ").into(),
            issued_by: Text::typed(&document.issued_by),
            note: Text::typed(&document.note),
        })
    }

    /// What a price says: « Passeport d’un adulte : 86 € », « Gratuit ».
    pub(super) fn price_in_words(&self, price: &Price<'_>) -> (Option<String>, String) {
        let said = match (price.cents, price.text) {
            (Some(0), _) | (None, None) => self.say("interface.free"),
            (Some(cents), _) => format::euros(cents, self.language),
            (None, Some(words)) => words.to_owned(),
        };
        (price.label.map(str::to_owned), said)
    }

    fn price(&self, price: &Price<'_>, shared_payment: bool) -> given::Price {
        let (label, said) = self.price_in_words(price);
        let pay = price.cost.pay.iter().filter(|_| !shared_payment);
        given::Price {
            label: label.map(Text::from),
            text: said.into(),
            known: day(price.known, self.words),
            pay: pay.map(|way| Text::from(way.value.as_str())).collect(),
        }
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

    /// A time; none when it says nothing.
    fn deadline(&self, deadline: &Deadline) -> Option<given::Deadline> {
        let counted = self.deadline_in_words(deadline);
        let typed = text(&deadline.text);
        let date = deadline.date.as_ref().map(|date| date.value);
        // A day of the calendar says more than a length of time.
        let counted = date.map(|date| self.words.date(date)).or(counted);
        let said = counted.clone().or_else(|| typed.map(|typed| self.duration(typed)))?;
        let measured = deadline.measured.as_ref().map(|date| date.value);
        let label = deadline.kind.map(|kind| self.say(&format!("interface.deadline.{kind}")));
        let label = label.or_else(|| date.map(|_| self.say("interface.last-day")));
        let calendar = calendars::url(self.shared, self.page, deadline);
        Some(given::Deadline {
            kind: deadline.kind.map(Text::from),
            label: label.map(Text::from),
            detail: typed.filter(|_| counted.is_some()).map(Text::from),
            text: said.into(),
            measured: day(measured, self.words),
            date: day(date, self.words),
            calendar: calendar.map(|url| self.shared.href(&url).into()),
        })
    }

    /// « Sans réponse après 2 mois, votre demande est refusée. »
    fn silence(&self, silence: &Silence) -> given::Silence {
        let typed = Text::typed(&silence.text);
        let Some(means) = silence.means else {
            return given::Silence { text: typed, detail: None };
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
        given::Silence { text: Some(said.into()), detail: typed }
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
