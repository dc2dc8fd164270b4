//! What the system tells of the folder, gathered: a save is several events, a checkout thousands.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{Event, EventKind};

use crate::files::Changes;

/// How long the folder must be quiet before the site is made again.
const QUIET: Duration = Duration::from_millis(50);
/// The same, after a file was closed or took the place of another: a save ends so, where the system says it.
const SAVED: Duration = Duration::from_millis(10);
/// How long changes that do not stop are waited for.
const LONGEST: Duration = Duration::from_millis(500);

/// Gathers events into changes, and says them once nothing happens for a while, until there are no more events or
/// nobody wants to know.
pub(super) fn gather(events: &Receiver<notify::Result<Event>>, mut say: impl FnMut(Changes) -> bool) {
    while let Ok(first) = events.recv() {
        let mut changes = Changes::default();
        let started = Instant::now();
        let mut until = note(first, &mut changes).map(|quiet| started + quiet);
        while let Some(end) = until.map(|until| until.min(started + LONGEST)) {
            match events.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(event) => {
                    let quiet = note(event, &mut changes);
                    until = quiet.map(|quiet| Instant::now() + quiet).or(until);
                }
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return,
            }
        }
        if !changes.is_empty() && !say(changes) {
            return;
        }
    }
}

/// Notes what an event changes, and says how long to wait for the next; nothing of one that changes nothing: reading a
/// file is an event too.
fn note(event: notify::Result<Event>, changes: &mut Changes) -> Option<Duration> {
    let Ok(event) = event else {
        changes.add_unknown();
        return Some(QUIET);
    };
    if event.need_rescan() {
        changes.add_unknown();
    }
    match event.kind {
        // What was not written before is not changed by being closed.
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => {
            return event.paths.iter().any(|path| changes.holds(path)).then_some(SAVED);
        }
        EventKind::Access(_) => return event.need_rescan().then_some(QUIET),
        _ => {}
    }
    event.paths.into_iter().for_each(|path| changes.add(path));
    match event.kind {
        EventKind::Modify(ModifyKind::Name(_) | ModifyKind::Metadata(_)) => Some(SAVED),
        _ => Some(QUIET),
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::sync::mpsc;

    use notify::event::{CreateKind, DataChange, Flag, RenameMode};

    use super::*;

    fn event(kind: EventKind, path: &str) -> notify::Result<Event> {
        Ok(Event::new(kind).add_path(PathBuf::from(path)))
    }

    const WRITTEN: EventKind = EventKind::Modify(ModifyKind::Data(DataChange::Any));
    const CLOSED: EventKind = EventKind::Access(AccessKind::Close(AccessMode::Write));
    const READ: EventKind = EventKind::Access(AccessKind::Open(AccessMode::Read));

    fn gathered(sent: Vec<notify::Result<Event>>) -> Vec<Changes> {
        let (sender, events) = mpsc::channel();
        sent.into_iter().for_each(|event| sender.send(event).unwrap());
        let mut said = Vec::new();
        // Nothing more comes: the first silence ends it.
        let keep = sender;
        gather(&events, |changes| {
            said.push(changes);
            false
        });
        drop(keep);
        said
    }

    #[test]
    fn what_comes_together_is_one_change() {
        let moved = EventKind::Modify(ModifyKind::Name(RenameMode::To));
        let said = gathered(vec![
            event(READ, "a.md"),
            event(EventKind::Create(CreateKind::File), "b.md"),
            event(WRITTEN, "b.md"),
            event(CLOSED, "b.md"),
            event(moved, "c.md"),
        ]);
        let mut expected = Changes::default();
        expected.add("b.md".into());
        expected.add("c.md".into());
        assert_eq!(said, [expected]);
    }

    #[test]
    fn what_is_read_changes_nothing_and_what_was_lost_may_be_anything() {
        let mut changes = Changes::default();
        assert_eq!(note(event(READ, "a.md"), &mut changes), None);
        assert_eq!(note(event(CLOSED, "a.md"), &mut changes), None);
        assert!(changes.is_empty());
        assert_eq!(note(event(WRITTEN, "a.md"), &mut changes), Some(QUIET));
        assert_eq!(note(event(CLOSED, "a.md"), &mut changes), Some(SAVED));
        let lost = Event::new(EventKind::Other).set_flag(Flag::Rescan);
        let mut changes = Changes::default();
        assert_eq!(note(Ok(lost), &mut changes), Some(QUIET));
        assert_eq!(changes, Changes::unknown());
        assert_eq!(note(Err(notify::Error::generic("lost")), &mut changes), Some(QUIET));
    }
}
