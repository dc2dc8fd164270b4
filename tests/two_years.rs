//! The demonstration site through two years, month by month: what the calendar alone changes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Mutex;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use limpide::finding::Severity;
use limpide::project::Project;
use limpide::render::{self, Options, Sink};
use limpide::source::Asset;

/// Keeps what is published in memory.
#[derive(Default)]
struct Kept(Mutex<BTreeMap<String, String>>);

impl Sink for Kept {
    fn put(&self, path: &str, bytes: &[u8]) -> std::io::Result<()> {
        let text = String::from_utf8_lossy(bytes).into_owned();
        self.0.lock().unwrap().insert(path.to_owned(), text);
        Ok(())
    }

    fn copy(&self, _: &Asset) -> std::io::Result<()> {
        Ok(())
    }

    fn read(&self, _: &Asset) -> std::io::Result<Vec<u8>> {
        Ok(Vec::new())
    }

    fn keep(&self, _: &str) -> std::io::Result<bool> {
        Ok(false)
    }
}

fn open(today: Date) -> Project {
    Project::open(Path::new(env!("CARGO_MANIFEST_DIR")), today).unwrap()
}

/// The published site of a day, its path under each file.
fn published(project: &Project) -> BTreeMap<String, String> {
    let sink = Kept::default();
    let options = Options { held: &BTreeSet::new(), clock: None, preview: false };
    let rendered = render::render(&project.site, &project.theme, &options, &sink).unwrap();
    assert_eq!(rendered.problems, []);
    sink.0.into_inner().unwrap()
}

/// The first days of twenty-five months, from the one after the site was written.
fn months() -> impl Iterator<Item = Date> {
    (0..25).map(|month| date(2026, 12, 1).saturating_add(month.months()))
}

#[test]
fn publication_never_stops_and_only_the_calendar_speaks() {
    let mut overdue = Vec::new();
    for today in months() {
        let project = open(today);
        let findings = project.findings();
        assert_eq!(project.held_pages(&findings), Some(BTreeSet::new()), "{today}");
        let loud = findings.iter().filter(|finding| finding.severity >= Severity::Warning);
        let (calendar, other): (Vec<_>, Vec<_>) = loud.partition(|finding| finding.calendar);
        assert!(other.is_empty(), "{today}: {other:#?}");
        assert!(calendar.iter().all(|finding| finding.severity < Severity::Error), "{today}");
        let rule = "freshness/review-overdue";
        overdue.push(calendar.iter().filter(|finding| finding.rule.as_str() == rule).count());
    }
    // Every page was reviewed in November 2026, and some are due after six months.
    assert_eq!(overdue[..6], [0; 6]);
    assert!(overdue[6] > 0, "{overdue:?}");
    assert!(overdue[12] > overdue[6], "{overdue:?}");
    assert!(overdue.windows(2).all(|pair| pair[0] <= pair[1]), "{overdue:?}");
}

#[test]
fn values_and_notices_appear_on_their_day_and_not_before() {
    let parking = "demarches/demenagement/changer-adresse/index.html";
    let works = "L’ascenseur de la mairie est en travaux";
    let closed = "La mairie ferme du 25 au 26 décembre 2026";
    for (today, price, evening, shows_works, shows_closed) in [
        (date(2026, 12, 1), "24", false, false, false),
        (date(2026, 12, 7), "24", false, false, true),
        (date(2027, 1, 3), "24", false, false, false),
        (date(2027, 3, 1), "24", false, true, false),
        (date(2027, 3, 13), "24", false, false, false),
        (date(2027, 9, 1), "27", false, false, false),
        (date(2027, 9, 6), "27", true, false, false),
    ] {
        let files = published(&open(today));
        let page = &files[parking];
        let other = if price == "24" { "27" } else { "24" };
        assert!(page.contains(&format!("{price}\u{a0}€")), "{today}");
        assert!(!page.contains(&format!("{other}\u{a0}€")), "{today}");
        let anywhere = |words: &str| files.values().any(|text| text.contains(words));
        assert_eq!(anywhere("19\u{a0}h\u{a0}30"), evening, "{today}");
        assert_eq!(anywhere(works), shows_works, "{today}");
        assert_eq!(page.contains(closed), shows_closed, "{today}");
        // A notice that names its pages is on these alone.
        assert!(!page.contains(works), "{today}");
    }
}

#[test]
fn a_page_past_its_review_date_says_so() {
    let page = "demarches/papiers-identite/passeport/index.html";
    // What waits in a template is not shown: a script shows it once its day has come.
    let shown = |text: &str| {
        let parts = text.split("<template ").enumerate();
        let outside = parts.map(|(rank, part)| match part.split_once("</template>") {
            Some((_, after)) if rank > 0 => after.to_owned(),
            _ => part.to_owned(),
        });
        outside.collect::<String>()
    };
    let says = |today| shown(&published(&open(today))[page]).contains("Information à confirmer");
    assert!(!says(date(2026, 12, 1)));
    assert!(says(date(2027, 12, 1)));
}
