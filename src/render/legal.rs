//! The pages that the law asks: what each says, out of `[legal]`, the registries and what the site floor works out.
//! A theme lays out parts; what is in them is here, so that none of them is forgotten by a theme.

use jiff::civil::Date;

use super::context::{Interface, Shared};
use super::escape;
use super::given::{Given as _, IndexLine, LegalLine, LegalPart, List, Markup, Text};
use crate::config::{HostConfig, LegalConfig, is_mail};
use crate::document::contact::Contact;
use crate::finding::Message;
use crate::language::format;
use crate::language::phones::dialled;
use crate::site::legal::{Conformity, Statement};
use crate::site::{Made, MadeKind};
use crate::words::Words;

/// Where the Defender of Rights is reached: the model of statement of the RGAA gives these addresses (read on 26
/// November 2026).
const DEFENDER: [(&str, &str); 2] = [
    ("interface.a11y-redress-form", "https://www.defenseurdesdroits.fr/nous-contacter-355"),
    ("interface.a11y-redress-near", "https://www.defenseurdesdroits.fr/carte-des-delegues"),
];

/// The data protection authority.
const CNIL: &str = "https://www.cnil.fr";

/// The pages that the law asks, in a language, as the foot of a page names them: those that are made, and those that
/// an editor wrote at their addresses.
pub(super) fn links(shared: &Shared<'_>, lang: &str, words: &Words) -> List<IndexLine> {
    let site = shared.site;
    let root = site.sections.iter().find(|section| section.parent.is_none() && section.lang == lang);
    let french = words.language() == crate::language::Language::French;
    let line = |kind: MadeKind| {
        let once = kind.row().once?;
        if let Some(made) = shared.made_pages().find(|made| made.kind == kind && made.lang == lang) {
            let title = match (&site.statement, kind) {
                (Some(statement), MadeKind::Accessibility) => mention(statement.conformity),
                _ => once.title,
            };
            return Some(IndexLine { title: words.get(title).into(), url: shared.href(&made.url).into() });
        }
        let [in_french, otherwise] = once.address;
        let url = format!("{}{}", root?.url, if french { in_french } else { otherwise });
        let page = site.urls.get(&url).map(|id| site.page(*id)).filter(|page| shared.is_listed(page.id))?;
        Some(IndexLine { title: page.title().into(), url: shared.href(&page.url).into() })
    };
    MadeKind::ASKED.into_iter().filter_map(line).collect()
}

/// The mention that the law words.
fn mention(conformity: Conformity) -> &'static str {
    match conformity {
        Conformity::None => "interface.conformity-none",
        Conformity::Partial => "interface.conformity-partial",
        Conformity::Full => "interface.conformity-full",
    }
}

/// What [`plain`] is made with.
const PLAIN: &str = "\
{%- for part in parts %}
{%- if part.title %}{% set level = 3 if part.inside else 2 %}
<h{{ level }} id=\"{{ part.id }}\"{% if part.lang %} lang=\"{{ part.lang }}\"{% endif %}>{{ part.title }}</h{{ level }}>
{%- endif %}
{%- for text in part.texts %}
<p>{{ text }}</p>
{%- endfor %}
{%- if part.lines %}
<ul>
{%- for line in part.lines %}
<li>{% if line.label %}{{ line.label }}{{ words.colon }} {% endif %}
{%- if line.url %}<a href=\"{{ line.url }}\"{% if line.lang %} lang=\"{{ line.lang }}\"{% endif %}>{{ line.text }}</a>
{%- elif line.lang %}<span lang=\"{{ line.lang }}\">{{ line.text }}</span>
{%- else %}{{ line.text }}
{%- endif %}</li>
{%- endfor %}
</ul>
{%- endif %}
{%- endfor %}";

/// The parts of one of these pages.
pub(super) fn parts(shared: &Shared<'_>, made: &Made) -> List<LegalPart> {
    let site = shared.site;
    let (Some(legal), Some(interface)) = (&site.config.legal, shared.language(&made.lang)) else {
        return List::default();
    };
    let page = LegalPage { shared, legal, interface, lang: &made.lang, contact: contact(shared, legal) };
    let parts = match made.kind {
        MadeKind::Accessibility => site.statement.as_ref().map(|s| page.accessibility(s)).unwrap_or_default(),
        MadeKind::LegalNotice => page.notice(),
        MadeKind::PersonalData => page.personal_data(),
        MadeKind::Contact => vec![Part { lines: page.ways(true), ..Part::default() }],
        _ => Vec::new(),
    };
    let filled =
        parts.into_iter().filter(|part| part.kept || !part.texts.is_empty() || !part.lines.is_empty());
    filled.enumerate().map(|(rank, part)| part.given(rank, page.words())).collect()
}

/// The same parts as the body of a page, for a theme that has no template of its own for them: what the law asks is
/// published whatever the theme.
pub(super) fn plain(parts: &List<LegalPart>, lang: &str, shared: &Shared<'_>) -> Markup {
    let Some(interface) = shared.language(lang) else { return Markup::default() };
    let mut context = tera::Context::new();
    context.insert_value("parts", parts.clone().value());
    context.insert_value("words", interface.spoken.clone().value());
    // It is ours and takes nothing else: it does not fail.
    Markup::from(tera::Tera::one_off(PLAIN, &context, true).unwrap_or_default().as_str())
}

/// How the organisation that answers for the site is reached.
fn contact(shared: &Shared<'_>, legal: &LegalConfig) -> Contact {
    let key = legal.organisation.as_ref().map(|key| key.value.as_str());
    let entry = key.and_then(|key| shared.site.registries.organisations.get(key));
    entry.map(|entry| entry.value.contact.clone()).unwrap_or_default()
}

/// A part, before it is given.
#[derive(Default)]
struct Part {
    /// A key of the program’s words; none before the first title.
    title: Option<&'static str>,
    /// Its title, when the site words it.
    typed: Option<String>,
    /// The tag of its language, then, when it is not that of the page.
    lang: Option<Text>,
    inside: bool,
    texts: Vec<String>,
    lines: Vec<LegalLine>,
    /// It is there without anything in it: parts inside it follow.
    kept: bool,
}

impl Part {
    fn of(title: &'static str) -> Self {
        Self { title: Some(title), ..Self::default() }
    }

    fn inside(title: &'static str) -> Self {
        Self { inside: true, ..Self::of(title) }
    }

    fn text(self, text: impl Into<Option<String>>) -> Self {
        let mut texts = self.texts;
        texts.extend(text.into());
        Self { texts, ..self }
    }

    fn lines(self, lines: Vec<LegalLine>) -> Self {
        Self { lines, ..self }
    }

    fn given(self, rank: usize, words: &Words) -> LegalPart {
        let title =
            self.typed.or_else(|| self.title.map(|key| words.get(key).to_owned())).unwrap_or_default();
        let id = if title.is_empty() { String::new() } else { format!("partie--{}", rank + 1) };
        LegalPart {
            id: id.into(),
            title: title.into(),
            lang: self.lang,
            inside: self.inside,
            texts: self.texts.into_iter().map(Text::from).collect(),
            lines: self.lines.into_iter().collect(),
        }
    }
}

/// What its pages are made of, in a language.
struct LegalPage<'a> {
    shared: &'a Shared<'a>,
    legal: &'a LegalConfig,
    interface: &'a Interface,
    lang: &'a str,
    contact: Contact,
}

impl LegalPage<'_> {
    fn words(&self) -> &Words {
        &self.interface.words
    }

    fn say(&self, key: &'static str) -> String {
        self.words().get(key).to_owned()
    }

    fn said(&self, message: &Message) -> String {
        self.words().say(message)
    }

    /// The tag of the language of what an editor typed, when it is not that of the page.
    fn typed_lang(&self) -> Option<Text> {
        let own = self.shared.site.config.site.language.as_str();
        (own != self.lang).then(|| own.into())
    }

    /// What an editor typed.
    fn typed(&self, text: &str) -> LegalLine {
        LegalLine { label: None, text: text.into(), url: None, lang: self.typed_lang() }
    }

    fn labelled(&self, label: &'static str, text: Option<&String>) -> Option<LegalLine> {
        text.map(|text| LegalLine { label: Some(self.words().get(label).into()), ..self.typed(text) })
    }

    /// A line of ours that leads somewhere.
    fn leads(&self, words: &'static str, url: &str) -> LegalLine {
        LegalLine { label: None, text: self.words().get(words).into(), url: self.href(url), lang: None }
    }

    fn href(&self, url: &str) -> Option<Text> {
        let inside = url.starts_with('/') && !url.starts_with("//");
        let url = if inside { self.shared.href(url) } else { url.to_owned() };
        escape::is_harmless(&url).then(|| url.into())
    }

    /// Who publishes the site.
    fn publisher(&self) -> Option<String> {
        let site = self.shared.site;
        let key = self.legal.organisation.as_ref().map(|key| key.value.as_str());
        let entry = key.and_then(|key| site.registries.organisations.get(key));
        site.config.site.publisher.clone().or_else(|| entry.map(|entry| entry.value.name.value.clone()))
    }

    /// The ways to reach the organisation, and, if asked, where to read when it is open.
    fn ways(&self, with_place: bool) -> Vec<LegalLine> {
        let form = self.legal.contact_form.as_ref().map(|form| form.value.as_str());
        let form = form.or_else(|| self.shared.site.statement.as_ref()?.form.as_deref());
        let email = self.contact.email.as_ref().map(|email| email.value.as_str());
        let email = email.or_else(|| self.shared.site.statement.as_ref()?.email.as_deref());
        let mut lines: Vec<LegalLine> = Vec::new();
        lines.extend(form.map(|form| self.leads("interface.contact-form", form)));
        lines.extend(email.map(|email| LegalLine {
            label: Some(self.words().get("interface.email").into()),
            text: email.into(),
            url: is_mail(email).then(|| self.href(&format!("mailto:{email}"))).flatten(),
            lang: None,
        }));
        lines.extend(self.contact.phone.as_ref().map(|phone| {
            let number = phone.number.value.as_str();
            LegalLine {
                label: Some(self.words().get("interface.phone").into()),
                text: number.into(),
                url: self.href(&format!("tel:{}", dialled(number))),
                lang: None,
            }
        }));
        lines.extend(self.seat());
        let key = self.legal.organisation.as_ref().filter(|_| with_place);
        lines.extend(key.and_then(|key| self.shared.office_page(&key.value, self.lang)).map(|page| {
            LegalLine {
                label: Some(self.words().get("interface.contact-office").into()),
                text: page.title().into(),
                url: Some(self.shared.href(&page.url).into()),
                lang: (page.lang != self.lang).then(|| page.lang.as_str().into()),
            }
        }));
        lines
    }

    /// The address of the organisation.
    fn seat(&self) -> Option<LegalLine> {
        let address = self.contact.address.as_ref()?.envelope().join(", ");
        self.labelled("interface.address", Some(&address))
    }

    /// Somebody with an address and a telephone.
    fn somebody(&self, host: &HostConfig) -> Vec<LegalLine> {
        let phone = host.phone.as_ref().map(|phone| LegalLine {
            label: Some(self.words().get("interface.phone").into()),
            text: phone.as_str().into(),
            url: self.href(&format!("tel:{}", dialled(phone))),
            lang: None,
        });
        let site = host.url.as_ref().map(|url| LegalLine {
            label: Some(self.words().get("interface.website").into()),
            text: url.as_str().into(),
            url: self.href(url),
            lang: None,
        });
        let name = host.name.as_ref().map(|name| self.typed(name));
        let address = self.labelled("interface.address", host.address.as_ref());
        [name, address, phone, site].into_iter().flatten().collect()
    }

    fn notice(&self) -> Vec<Part> {
        let publisher = self.publisher().map(|publisher| self.typed(&publisher));
        let publisher: Vec<LegalLine> = publisher.into_iter().chain(self.ways(false)).collect();
        let director = self.legal.director.as_ref().map(|director| self.typed(director));
        let host = self.legal.host.as_ref().map(|host| self.somebody(host)).unwrap_or_default();
        let licence = self.legal.licence.as_ref().map(|licence| LegalLine {
            url: licence.url.as_ref().and_then(|url| self.href(url)),
            ..self.typed(&licence.name)
        });
        let mut parts = vec![
            Part::of("interface.legal-publisher").lines(publisher),
            Part::of("interface.legal-director").lines(director.into_iter().collect()),
            Part::of("interface.legal-host").lines(host),
        ];
        if let Some(licence) = licence {
            let part = Part::of("interface.legal-reuse").text(self.say("interface.legal-reuse-text"));
            parts.push(part.lines(vec![licence]));
        }
        parts
    }

    fn personal_data(&self) -> Vec<Part> {
        let said = self.legal.personal_data.as_ref();
        let controller = said.and_then(|said| said.controller.clone()).or_else(|| self.publisher());
        let controller = controller.map(|controller| {
            self.said(&Message::key("interface.data-controller-text").with("controller", controller))
        });
        let mut parts = vec![Part::of("interface.data-controller").text(controller)];
        match said.and_then(|said| said.purposes.as_deref()) {
            Some([]) => {
                parts.push(Part::of("interface.data-purposes").text(self.say("interface.data-none")));
            }
            Some(purposes) => {
                parts.push(Part { kept: true, ..Part::of("interface.data-purposes") });
                parts.extend(purposes.iter().map(|purpose| {
                    let lines = [
                        ("interface.data-basis", &purpose.basis),
                        ("interface.data-what", &purpose.data),
                        ("interface.data-kept", &purpose.kept),
                        ("interface.data-recipients", &purpose.recipients),
                    ];
                    let lines =
                        lines.into_iter().filter_map(|(label, text)| self.labelled(label, text.as_ref()));
                    let name = purpose.name.clone().unwrap_or_default();
                    Part {
                        typed: Some(capital(&name)),
                        lang: self.typed_lang(),
                        inside: true,
                        lines: lines.collect(),
                        ..Part::default()
                    }
                }));
            }
            None => {}
        }
        let mut officer: Vec<LegalLine> = Vec::new();
        if let Some(host) = said.and_then(|said| said.officer.as_ref()) {
            let email = said.and_then(|said| said.officer_email.as_ref()).map(|email| LegalLine {
                label: Some(self.words().get("interface.email").into()),
                text: email.as_str().into(),
                url: self.href(&format!("mailto:{email}")),
                lang: None,
            });
            officer.extend(self.somebody(host).into_iter().chain(email));
        }
        let mut rights = Part::of("interface.data-rights").text(self.say("interface.data-rights-text"));
        if !officer.is_empty() {
            rights = rights.text(self.say("interface.data-officer"));
        }
        parts.push(rights.lines(officer));
        let cnil = LegalLine { url: self.href(CNIL), ..self.leads("interface.data-cnil-name", CNIL) };
        parts.push(Part {
            texts: vec![self.say("interface.data-cnil")],
            lines: vec![cnil],
            ..Part::default()
        });
        parts.push(Part::of("interface.data-cookies").text(self.say("interface.data-cookies-text")));
        parts
    }

    fn date(&self, key: &'static str, date: Option<Date>) -> Option<String> {
        date.map(|date| self.said(&Message::key(key).with("date", date)))
    }

    fn accessibility(&self, statement: &Statement) -> Vec<Part> {
        let site = self.shared.site;
        let said = self.legal.accessibility.as_ref();
        let commitment = match self.publisher() {
            Some(publisher) => {
                self.said(&Message::key("interface.a11y-commitment").with("publisher", capital(&publisher)))
            }
            None => self.say("interface.a11y-commitment-nobody"),
        };
        let plans = [
            ("interface.a11y-scheme", said.and_then(|said| said.scheme.as_ref())),
            ("interface.a11y-plan", said.and_then(|said| said.plan.as_ref())),
        ];
        let plans = plans.into_iter().filter_map(|(words, url)| Some(self.leads(words, &url?.value)));
        let base = site.config.site.base_url.as_str();
        let key = if base.is_empty() { "interface.a11y-about-unknown" } else { "interface.a11y-about" };
        let about = Message::key(key).with("site", site.config.site.title.as_str()).with("address", base);
        let mut parts = vec![
            Part::default().text(commitment).lines(plans.collect()),
            Part::default().text(self.said(&about)),
            self.state(statement),
            self.results(statement),
        ];
        parts.extend(self.content(statement));
        let made = Part::of("interface.a11y-made")
            .text(self.date("interface.a11y-established", statement.established))
            .text(self.date("interface.a11y-updated", statement.updated));
        parts.push(Part { kept: statement.audit.is_some(), ..made });
        if let Some(audit) = &statement.audit {
            let typed = |texts: &[String]| texts.iter().map(|text| self.typed(text)).collect();
            parts.push(Part::inside("interface.a11y-technologies").lines(typed(&audit.technologies)));
            parts.push(Part::inside("interface.a11y-environments").lines(typed(&audit.environments)));
            parts.push(Part::inside("interface.a11y-tools").lines(typed(&audit.tools)));
            let pages = audit.pages.iter().map(|(name, url)| LegalLine {
                url: url.as_ref().and_then(|url| self.href(url)),
                ..self.typed(name)
            });
            parts.push(Part::inside("interface.a11y-pages").lines(pages.collect()));
        }
        let contact = Part::of("interface.a11y-contact").text(self.say("interface.a11y-contact-text"));
        parts.push(contact.lines(self.ways(false)));
        let mut ways: Vec<LegalLine> = DEFENDER.iter().map(|(words, url)| self.leads(words, url)).collect();
        ways.push(LegalLine {
            label: Some(self.words().get("interface.a11y-redress-post").into()),
            text: self.words().get("interface.a11y-redress-address").into(),
            url: None,
            lang: (self.words().language() != crate::language::Language::French).then(|| "fr".into()),
        });
        let redress = Part::of("interface.a11y-redress").text(self.say("interface.a11y-redress-text"));
        parts.push(redress.lines(ways));
        parts
    }

    /// How the site stands, and why, when no valid audit says so.
    fn state(&self, statement: &Statement) -> Part {
        let key = match statement.conformity {
            Conformity::None => "interface.a11y-state-none",
            Conformity::Partial => "interface.a11y-state-partial",
            Conformity::Full => "interface.a11y-state-full",
        };
        let standard = statement.standard.as_ref().map(|standard| match &standard.short {
            Some(short) => format!("{} ({short})", standard.name),
            None => standard.name.clone(),
        });
        let standard = standard.unwrap_or_else(|| self.say("interface.a11y-standard"));
        let state = Message::key(key).with("standard", standard).with("version", statement.version.as_str());
        let why = match &statement.audit {
            None => Some(self.say("interface.a11y-no-audit")),
            Some(audit) if !audit.whole => Some(self.say("interface.a11y-part-audit")),
            Some(audit) if statement.over => {
                self.date("interface.a11y-old-audit", audit.date.as_ref().map(|date| date.value))
            }
            Some(audit) if audit.date.is_none() => Some(self.say("interface.a11y-undated-audit")),
            Some(_) if !statement.counts => Some(self.say("interface.a11y-audit-to-come")),
            Some(_) => None,
        };
        Part::of("interface.a11y-state").text(self.said(&state)).text(why)
    }

    #[allow(clippy::cast_possible_truncation)]
    fn results(&self, statement: &Statement) -> Part {
        let part = Part::inside("interface.a11y-results");
        let Some(audit) = statement.audit.as_ref().filter(|_| statement.counts) else {
            return part.text(self.say("interface.a11y-no-results"));
        };
        let by = audit
            .by
            .as_ref()
            .map(|by| self.said(&Message::key("interface.a11y-audit-by").with("by", by.as_str())));
        // What is just short of all of them is not said to be all of them.
        let rate = audit.rate.map(|rate| {
            let tenths = format::tenths((rate * 10.0).floor() as i64, self.words().language());
            self.said(&Message::key("interface.a11y-rate").with("rate", tenths))
        });
        let report = audit.report.as_ref().map(|url| self.leads("interface.a11y-report", url));
        part.text(by).text(rate).lines(report.into_iter().collect())
    }

    fn content(&self, statement: &Statement) -> Vec<Part> {
        let typed = |texts: &[String]| texts.iter().map(|text| self.typed(text)).collect::<Vec<_>>();
        let inner = [
            Part::inside("interface.a11y-not-accessible").lines(typed(&statement.not_accessible)),
            Part::inside("interface.a11y-disproportionate").lines(typed(&statement.disproportionate)),
            Part::inside("interface.a11y-exempt").lines(typed(&statement.exempt)),
        ];
        let listed = inner.iter().any(|part| !part.lines.is_empty());
        let text = match (statement.counts, listed) {
            (false, _) => Some(self.say("interface.a11y-content-unknown")),
            (true, false) => Some(self.say("interface.a11y-content-none")),
            (true, true) => None,
        };
        let head = Part { kept: true, ..Part::of("interface.a11y-content").text(text) };
        std::iter::once(head).chain(inner).collect()
    }
}

/// A text with a capital to start with.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
