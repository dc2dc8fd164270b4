//! What the server answers: the files of the site, and what there is to say of a page beside it.

use std::collections::BTreeSet;
use std::path::Path;

use super::http::{Answer, Ask};
use super::{Folder, Serve};
use crate::files;
use crate::finding::{Applicability, Finding, Message, Severity};
use crate::lint::score;
use crate::project::{Project, Said, Told};
use crate::render::{self, Preview};
use crate::report::beside::{Beside, Editor, beside, failure, fault, mark};
use crate::report::quality::{self, Quality};
use crate::site::PageId;
use crate::source::SourceId;
use crate::words::Words;

const FIRST: &str = include_str!("first.html");

/// A state of the site, as it is shown.
pub(super) struct Shown<'a> {
    pub(super) serve: &'a Serve<'a>,
    pub(super) project: &'a Project,
    pub(super) preview: &'a Preview<'a>,
    pub(super) sink: &'a Folder<'a>,
    /// What is found on the whole site; none while it is being checked.
    pub(super) told: Option<&'a Told>,
    pub(super) words: &'a Words,
}

impl Shown<'_> {
    pub(super) fn answer(&self, ask: &Ask) -> Answer {
        match ask {
            Ask::File(path) => self.file(path).unwrap_or(Answer::Missing),
            Ask::Page(path) => self.page(path),
            Ask::First => Answer::Own(self.first()),
            Ask::Quality => self.quality(),
            Ask::Text(text) => self.text(text),
            Ask::TooLong => self.not("serve.too-long"),
            Ask::Fix { page, mark } => self.fix(page, mark),
        }
    }

    fn file(&self, asked: &str) -> std::io::Result<Answer> {
        let path = index(asked);
        if let Some(shown) = self.preview.file(&path, self.sink)? {
            return Ok(self.shown(path, shown));
        }
        let folder = format!("{asked}/index.html");
        if self.preview.pages().any(|page| page == folder) {
            return Ok(Answer::Moved(format!("/{asked}/")));
        }
        let missing = "404.html".to_owned();
        Ok(match self.preview.file(&missing, self.sink)? {
            Some(shown) => self.shown(missing, shown),
            None => Answer::Missing,
        })
    }

    /// A page whose template is wrong shows what is wrong.
    fn shown(&self, path: String, shown: render::Shown) -> Answer {
        let bytes = shown.bytes.unwrap_or_else(|| {
            let findings = self.project.as_findings(&shown.problems);
            self.report(&findings, |report| fault(report, &path)).into_bytes()
        });
        Answer::File { path, bytes }
    }

    /// What there is to say of the page at a path of the published site.
    fn page(&self, path: &str) -> Answer {
        match self.preview.page(&index(path)) {
            Some(id) => Answer::Json(self.said(&self.of_page(id), Some(id), self.told.is_some())),
            // A page that no file stands for shows what is wrong elsewhere.
            None if self.preview.pages().any(|page| page == index(path)) => {
                let found = self.told.map(|told| self.elsewhere(told)).unwrap_or_default();
                Answer::Json(self.said(&found, None, self.told.is_some()))
            }
            None => Answer::Missing,
        }
    }

    fn of_page(&self, id: PageId) -> Vec<Finding> {
        let source = self.project.site.page(id).document.source;
        match self.told {
            Some(told) => {
                let own = |finding: &&Finding| finding.span.source == source;
                told.findings.iter().filter(own).cloned().chain(self.elsewhere(told)).collect()
            }
            None => self.project.check_page(id),
        }
    }

    /// Errors that stand in no page: whatever page is looked at, they keep the site from being published.
    fn elsewhere(&self, told: &Told) -> Vec<Finding> {
        let pages: BTreeSet<SourceId> =
            self.project.site.pages.iter().map(|page| page.document.source).collect();
        let outside =
            |finding: &&Finding| finding.severity == Severity::Error && !pages.contains(&finding.span.source);
        told.findings.iter().filter(outside).cloned().collect()
    }

    fn said(&self, findings: &[Finding], page: Option<PageId>, whole: bool) -> String {
        let scores = self.told.zip(page).map(|(told, _)| {
            let (site, rules) = (&self.project.site, self.project.rules());
            score::scores(site, rules, &told.findings, &told.suppressed)
        });
        let notes =
            scores.as_ref().zip(page).and_then(|(scores, id)| scores.pages.get(id.0)).map(|p| p.notes);
        let source = page.map(|id| self.project.site.sources.get(self.project.site.page(id).document.source));
        let root = self.serve.root.canonicalize().unwrap_or_else(|_| self.serve.root.to_path_buf());
        let root = root.display().to_string();
        let about = Beside {
            path: source.map(|source| source.path()),
            body: page.map_or(0, |id| self.project.site.page(id).document.body),
            notes: notes.as_ref(),
            whole,
            editor: Editor { root: &root, address: self.serve.editor },
        };
        self.report(findings, |report| beside(report, &about))
    }

    /// What rules find in the words of a text, of which nothing is kept.
    fn text(&self, text: &str) -> Answer {
        let project = self.project.with_text(text);
        let about = Beside {
            path: None,
            body: 0,
            notes: None,
            whole: true,
            editor: Editor { root: "", address: "" },
        };
        let findings = project.check_words();
        Answer::Json(project.say(self.words, &Said::of(&findings), |report| beside(report, &about)))
    }

    /// The page that says what to do first, in the language asked for. Its words hold no mark of HTML.
    fn first(&self) -> String {
        const WORDS: [&str; 13] = [
            "serve.first",
            "serve.checking",
            "serve.text-title",
            "serve.text-label",
            "serve.text-check",
            "serve.worst",
            "serve.page",
            "serve.lost",
            "serve.back",
            "serve.none",
            "serve.step-line",
            "serve.step-one",
            "serve.step-many",
        ];
        let page = FIRST.replace("@lang@", self.words.language().tag());
        WORDS.iter().fold(page, |page, key| page.replace(&format!("@{key}@"), self.words.get(key)))
    }

    fn quality(&self) -> Answer {
        let Some(told) = self.told else { return self.not("serve.checking") };
        let (site, rules) = (&self.project.site, self.project.rules());
        let scores = score::scores(site, rules, &told.findings, &told.suppressed);
        Answer::Json(quality::json(&Quality::of(site, rules, &scores, self.words), None))
    }

    /// Mends a finding of a page in its file, unless the file is no longer what it was found in.
    fn fix(&self, path: &str, marked: &str) -> Answer {
        let findings = self.preview.page(&index(path)).map(|id| self.of_page(id)).unwrap_or_default();
        let each = findings.iter().flat_map(|finding| finding.each().map(move |told| (finding, told)));
        let mut named = each.filter(|(finding, told)| mark(finding, told.span) == marked);
        let fix = named.find_map(|(_, told)| told.fix);
        let Some(fix) = fix.filter(|fix| fix.applicability != Applicability::Shown) else {
            return self.not("serve.gone");
        };
        let Some(first) = fix.edits.first() else { return self.not("serve.gone") };
        let source = self.project.site.sources.get(first.span.source);
        let mut after = source.bytes().to_vec();
        for edit in fix.edits.iter().rev() {
            let range = edit.span.range();
            if edit.span.source != first.span.source || range.end > after.len() {
                return self.not("serve.gone");
            }
            after.splice(range, edit.text.bytes());
        }
        match files::rewrite(Path::new(self.serve.root), source.path(), source.bytes(), &after) {
            Ok(()) => Answer::Json("{}".to_owned()),
            Err(error) => Answer::Not(self.words.say(&error.message())),
        }
    }

    fn not(&self, key: &'static str) -> Answer {
        Answer::Not(self.words.say(&Message::key(key)))
    }

    fn report(&self, findings: &[Finding], form: impl Fn(&crate::report::Report<'_>) -> String) -> String {
        self.project.say(self.words, &Said::of(findings), form)
    }
}

/// What is answered while the folder cannot be read.
pub(super) fn unread(ask: &Ask, words: &Words, error: &files::ReadError) -> Answer {
    let said = words.say(&error.message());
    match ask {
        Ask::File(path) if !index(path).ends_with(".html") => Answer::Missing,
        Ask::File(_) | Ask::First => {
            Answer::File { path: "index.html".to_owned(), bytes: failure(words, &said).into_bytes() }
        }
        Ask::Page(_) | Ask::Quality | Ask::Text(_) | Ask::TooLong | Ask::Fix { .. } => Answer::Not(said),
    }
}

fn index(path: &str) -> String {
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}
