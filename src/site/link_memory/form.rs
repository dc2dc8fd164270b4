//! The memory as a file: JSON, one address a line, sorted, so that branches merge.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{LinkMemory, Remembered};
use crate::site::{LinkFault, Moved, SoftFailure};

/// The version of the form that [`LinkMemory::text`] gives.
pub const VERSION: u64 = 1;

/// Why a text is no memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It cannot be read from here on. Both count from 1, the column in bytes.
    At {
        /// Line.
        line: usize,
        /// Column.
        column: usize,
    },
    /// It has the form of another version of the program.
    Version(u64),
}

#[derive(Deserialize)]
struct Head {
    version: u64,
}

/// What is remembered of external links: `.limpide/links.json`. One link a line, sorted by address. The
/// program reads it, asks what is due, and writes it again; two files merge with « limpide links merge ».
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Links")]
pub struct LinkMemoryForm {
    /// Version of this form.
    #[schemars(extend("const" = VERSION))]
    version: u64,
    /// What is remembered, an address each.
    links: Vec<Line>,
}

/// What is remembered of an address.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Link")]
struct Line {
    /// The address, without fragment.
    url: String,
    /// The day of its last answer.
    checked: Day,
    /// Why it did not answer then: a code of HTTP (« 404 »), or a word. Left out when it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("pattern" = "^([1-5][0-9][0-9]|host|look-up|connection|certificate|timeout|redirects|challenge|private|skipped|other)$"))]
    fault: Option<Fault>,
    /// How many answers in a row were failures.
    #[serde(default, skip_serializing_if = "is_zero")]
    failures: u32,
    /// The first day of the failures in a row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    since: Option<Day>,
    /// The first of these days whose failure proves something: a broken link has two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    proven: Option<Day>,
    /// The last day it was known alive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    alive: Option<Day>,
    /// Where it redirects to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    moved: Option<MovedForm>,
    /// True for an http address that answers as well by https.
    #[serde(default, skip_serializing_if = "is_false")]
    secure: bool,
    /// Why its page is suspected not to be the one that was meant: its title says so, or it is the home
    /// page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    soft: Option<Soft>,
    /// Whether its page has the anchors that were looked for; null when nobody can say.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    anchors: BTreeMap<String, Option<bool>>,
}

/// Where an address redirects to.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "Moved")]
struct MovedForm {
    /// The address where one arrives.
    to: String,
    /// Every redirect on the way is there for good.
    permanent: bool,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
enum Soft {
    Says,
    Home,
}

/// A day, `2026-03-12`.
#[derive(JsonSchema)]
#[schemars(inline)]
struct Day(#[schemars(with = "String", extend("format" = "date"))] Date);

#[derive(JsonSchema)]
#[schemars(inline)]
struct Fault(#[schemars(with = "String")] LinkFault);

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map(Self).map_err(serde::de::Error::custom)
    }
}

impl Serialize for Fault {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.name())
    }
}

impl<'de> Deserialize<'de> for Fault {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        LinkFault::parse(&text).map(Self).ok_or_else(|| serde::de::Error::custom("no such answer"))
    }
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_false(flag: &bool) -> bool {
    !*flag
}

impl LinkMemory {
    /// Reads the text of a memory. Lines about one address, which a merge of branches may leave, are taken
    /// together.
    ///
    /// # Errors
    /// When it is none, or has been damaged.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let at = |error: serde_json::Error| Unreadable::At {
            line: error.line().max(1),
            column: error.column().max(1),
        };
        let version = serde_json::from_str::<Head>(text).map_err(at)?.version;
        if version != VERSION {
            return Err(Unreadable::Version(version));
        }
        let form: LinkMemoryForm = serde_json::from_str(text).map_err(at)?;
        let mut memory = Self::default();
        for line in form.links {
            let (url, remembered) = line.read();
            memory.add(&url, &remembered);
        }
        Ok(memory)
    }

    /// As JSON, one address a line, sorted; ends with a line feed.
    pub fn text(&self) -> String {
        let line = |(url, known): (&String, &Remembered)| {
            // Texts, numbers and flags: nothing here that JSON cannot hold.
            serde_json::to_string(&Line::of(url, known)).ok()
        };
        let lines: Vec<String> =
            self.known.iter().filter_map(line).map(|line| format!("    {line}")).collect();
        let lines = if lines.is_empty() { String::new() } else { format!("\n{}\n  ", lines.join(",\n")) };
        format!("{{\n  \"version\": {VERSION},\n  \"links\": [{lines}]\n}}\n")
    }
}

impl Line {
    fn of(url: &str, known: &Remembered) -> Self {
        Self {
            url: url.to_owned(),
            checked: Day(known.checked),
            fault: known.fault.map(Fault),
            failures: known.failures,
            since: known.since.map(Day),
            proven: known.proven.map(Day),
            alive: known.alive.map(Day),
            moved: known
                .moved
                .as_ref()
                .map(|moved| MovedForm { to: moved.to.clone(), permanent: moved.permanent }),
            secure: known.secure,
            soft: known.soft.map(|soft| match soft {
                SoftFailure::Says => Soft::Says,
                SoftFailure::Home => Soft::Home,
            }),
            anchors: known.anchors.clone(),
        }
    }

    fn read(self) -> (String, Remembered) {
        let day = |day: Option<Day>| day.map(|day| day.0);
        let remembered = Remembered {
            checked: self.checked.0,
            fault: self.fault.map(|fault| fault.0),
            failures: self.failures,
            alive: day(self.alive),
            since: day(self.since),
            proven: day(self.proven),
            moved: self.moved.map(|moved| Moved { to: moved.to, permanent: moved.permanent }),
            secure: self.secure,
            soft: self.soft.map(|soft| match soft {
                Soft::Says => SoftFailure::Says,
                Soft::Home => SoftFailure::Home,
            }),
            anchors: self.anchors,
        };
        (self.url, remembered)
    }
}
