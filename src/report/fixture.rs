//! Small sites with findings put in them by hand.

use jiff::civil::date;
use std::collections::BTreeSet;

use crate::finding::{Applicability, Edit, Finding, Fix, Message, RuleId, Severity};
use crate::language::Language;
use crate::source::{Source, SourceId, Sources, Span};
use crate::words::Words;

use super::{About, Options, Report};

/// Files and what was found in them.
#[derive(Default)]
pub(super) struct Case {
    pub(super) sources: Sources,
    pub(super) findings: Vec<Finding>,
}

/// Words that are the same in both languages, where a test does not look at the language.
pub(super) fn said(text: &str) -> Message {
    Message::both(text.into(), text.into())
}

impl Case {
    /// Files, by path and text.
    pub(super) fn new(files: &[(&str, &str)]) -> Self {
        let mut case = Self::default();
        for (path, text) in files {
            case.sources.add(Source::new(*path, text.as_bytes().to_vec()));
        }
        case
    }

    fn file(&self, path: &str) -> SourceId {
        self.sources.iter().find(|(_, source)| source.path() == path).expect("a file of the case").0
    }

    /// Where some words stand first in a file.
    pub(super) fn span(&self, path: &str, words: &str) -> Span {
        let source = self.file(path);
        let at = self.sources.get(source).text().find(words).expect("words of the file");
        Span::new(source, at, at + words.len())
    }

    /// Some bytes of a file.
    pub(super) fn bytes(&self, path: &str, start: usize, end: usize) -> Span {
        Span::new(self.file(path), start, end)
    }

    /// Adds a finding.
    pub(super) fn found(
        &mut self,
        severity: Severity,
        rule: &str,
        span: Span,
        message: Message,
    ) -> &mut Finding {
        self.findings.push(Finding {
            rule: RuleId::new(rule),
            severity,
            span,
            message,
            labels: Vec::new(),
            help: None,
            fix: None,
            unfixed: None,
            calendar: false,
            external: false,
            topic: None,
            parts: Vec::new(),
        });
        self.findings.last_mut().expect("the one just added")
    }

    /// Adds a warning of a rule without any explanation.
    pub(super) fn mark(&mut self, span: Span) -> &mut Finding {
        self.found(Severity::Warning, "test/mark", span, said("Ici."))
    }

    /// The whole report for a person.
    pub(super) fn human(&self, language: Language, options: &Options) -> String {
        self.with(language, |report| super::human(report, options))
    }

    /// The findings alone, in French, 80 columns wide.
    pub(super) fn shown(&self) -> String {
        let options = Options { width: 80, ..Options::default() };
        self.with(Language::French, |report| super::findings(report, &options))
    }

    /// Reports in a language.
    pub(super) fn with<T>(&self, language: Language, report: impl Fn(&Report<'_>) -> T) -> T {
        report(&Report {
            findings: &self.findings,
            suppressed: &[],
            fingerprints: &|findings| {
                let rank = |finding: &Finding| self.findings.iter().position(|known| known == finding);
                findings.iter().map(|finding| format!("f{}", rank(finding).unwrap_or_default())).collect()
            },
            comparison: None,
            failing: &BTreeSet::new(),
            root: "",
            sources: &self.sources,
            words: &Words::load(language),
            about: &about,
            pages: self.sources.iter().count(),
            today: date(2026, 11, 24),
        })
    }
}

fn about(rule: &RuleId) -> About {
    match rule.as_str() {
        "links/broken-internal" => About {
            title: Some(Message::both("Lien interne rompu".into(), "Broken internal link".into())),
            why: Some(Message::both(
                "Un lien qui ne mène nulle part arrête la démarche : la personne ne sait plus où \
                 aller, et appelle ou renonce."
                    .into(),
                "A link that leads nowhere stops the reader.".into(),
            )),
            severity: Some(Severity::Error),
            tags: vec!["R3".to_owned()],
        },
        "consistency/duplicate-title" => About {
            title: Some(Message::both("Titre déjà pris".into(), "Title already taken".into())),
            ..About::default()
        },
        _ => About::default(),
    }
}

/// A site of three pages that shows everything at once.
pub(super) fn three_pages() -> Case {
    let passport = "---\ntitle: Demander un passeport\nreviewed: 2024-01-12\n---\n\n# Le passeport\n\nVoir [le timbre](timbre.md) et [la mairie](mairie.md#rdv).\n\nEn vue de voyager, demandez un passeport.\n";
    let other = "---\ntitle: Demander un passeport\n---\n\nTexte.\n";
    let mut case = Case::new(&[
        ("content/b/passeport.md", passport),
        ("content/a/passeport.md", other),
        ("content/index.md", "Bonjour.\n"),
    ]);
    let broken = |target: &str| {
        Message::both(format!("La page « {target} » n’existe pas.").into(), "No such page.".into())
    };
    let page = "content/b/passeport.md";

    let span = case.span(page, "[le timbre](timbre.md)");
    case.found(Severity::Error, "links/broken-internal", span, broken("timbre.md")).help =
        Some(said("Corrigez l’adresse, ou retirez le lien."));
    let span = case.span(page, "[la mairie](mairie.md#rdv)");
    case.found(Severity::Error, "links/broken-internal", span, broken("mairie.md"));

    let (first, second) = (
        case.span("content/a/passeport.md", "Demander un passeport"),
        case.span(page, "Demander un passeport"),
    );
    let message = said("Deux pages portent ce titre.");
    case.found(Severity::Warning, "consistency/duplicate-title", second, message).labels =
        vec![(first, said("l’autre page"))];

    let span = case.span(page, "2024-01-12");
    let message = said("Cette page devait être relue avant le 12 janvier 2025.");
    case.found(Severity::Error, "freshness/review-overdue", span, message).calendar = true;

    let span = case.span(page, "En vue de");
    let fix = Fix {
        title: said("Écrire « Pour »."),
        edits: vec![Edit { span, text: "Pour".into() }],
        applicability: Applicability::Suggested,
    };
    let message = said("Tournure lourde.");
    case.found(Severity::Warning, "clarity/wordy-phrase", span, message).fix = Some(Box::new(fix));

    let span = case.span("content/index.md", "Bonjour");
    case.found(Severity::Info, "tone/greeting", span, said("Salutation."));
    case
}
