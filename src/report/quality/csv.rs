//! The report as a table: one line a page.

use super::{Quality, Row, count, owner};
use crate::finding::Severity;
use crate::lint::Criterion;
use crate::report::cells::line;
use crate::site::PageId;

/// The published pages, or the one asked for, one line each under a line of names, as RFC 4180 has it (commas,
/// quotation marks doubled, CRLF), in UTF-8. Scores have two decimals after a point. A text that a spreadsheet
/// would take for a formula has an apostrophe before it.
pub fn csv(quality: &Quality<'_>, only: Option<PageId>) -> String {
    let mut heads = vec!["path", "title", "type", "lang", "section", "owner", "words"];
    heads.extend(Criterion::NAMES.iter().map(|(name, _)| *name));
    heads.extend(["lost", "errors", "warnings", "infos", "silenced", "known", "updated", "updated_from"]);
    heads.extend(["reviewed", "next_review", "overdue", "draft"]);
    let mut text = line(heads.into_iter().map(str::to_owned));
    match only {
        None => quality.rows.iter().for_each(|row| text.push_str(&line(quality.cells(row)))),
        Some(id) => quality.row_of(id).iter().for_each(|row| text.push_str(&line(quality.cells(row)))),
    }
    text
}

impl Quality<'_> {
    fn cells(&self, row: &Row<'_>) -> Vec<String> {
        let (page, score) = (row.page, row.score);
        let day = |date: Option<jiff::civil::Date>| date.map(|date| date.to_string()).unwrap_or_default();
        let updated = self.site.updated(page);
        let reviewed = page.front.reviewed.as_ref().map(|date| date.value);
        let mut cells = vec![
            format!("content/{}", page.path),
            page.title().to_owned(),
            page.front.page_type.as_ref().map_or("page", |page_type| page_type.value.name()).to_owned(),
            page.lang.clone(),
            self.site.section(page.section).path.clone(),
            owner(page).unwrap_or("").to_owned(),
            score.words.to_string(),
        ];
        let points = |points: super::Points| {
            let hundredths = points.hundredths();
            format!("{}.{:02}", hundredths / 100, hundredths % 100)
        };
        cells.extend(Criterion::NAMES.iter().map(|(_, criterion)| points(score.notes.get(*criterion))));
        cells.push(points(score.notes.lost()));
        cells.extend([Severity::Error, Severity::Warning].map(|severity| count(score, severity).to_string()));
        cells.extend([score.infos, score.silenced, score.known].map(|count| count.to_string()));
        cells.push(day(updated.map(|(date, _)| date)));
        cells.push(updated.map_or("", |(_, origin)| origin.name()).to_owned());
        cells.extend([day(reviewed), day(row.next_review)]);
        cells.extend([row.overdue, !self.site.is_published(page)].map(|yes| yes.to_string()));
        cells
    }
}
