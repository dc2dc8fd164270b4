//! Keys that go by another name since a version: the old one is still read until another, and told with what to
//! write in its place.

use super::{Map, Node, Value};
use crate::finding::{Applicability, Edit, Fix, Message, Problem, ProblemKind};

/// A key that goes by another name.
#[derive(Clone, Copy, Debug)]
pub struct Renamed {
    /// The keys that lead to the table that holds it, from the root; `*` for any.
    pub path: &'static [&'static str],
    /// Its name before.
    pub old: &'static str,
    /// Its name since.
    pub new: &'static str,
    /// The version of the program that changed it.
    pub since: &'static str,
    /// The version that no longer reads the old name.
    pub until: &'static str,
}

/// Reads old names as the new ones, and tells of each. Where both are typed, the new one counts.
pub fn rename(root: &mut Node, table: &[Renamed], problems: &mut Vec<Problem>) {
    for renamed in table {
        for map in reach(root, renamed.path) {
            let both = map.get(renamed.new).is_some();
            let Some(rank) = map.entries.iter().position(|entry| entry.key.value == renamed.old) else {
                continue;
            };
            if let Some(entry) = map.entries.get_mut(rank) {
                problems.push(told(renamed, entry.key.span, both));
                renamed.new.clone_into(&mut entry.key.value);
            }
            if both {
                map.entries.remove(rank);
            }
        }
    }
}

fn told(renamed: &Renamed, span: crate::source::Span, both: bool) -> Problem {
    let with = |key| {
        Message::key(key)
            .with("old", renamed.old)
            .with("new", renamed.new)
            .with("since", renamed.since)
            .with("until", renamed.until)
    };
    let problem = Problem::new(ProblemKind::UnknownKey, span, with("data.renamed"));
    if both {
        // Which of the two values is right, nobody but the editor knows.
        return problem.help(with("data.renamed-both"));
    }
    let fix = Fix {
        title: with("data.renamed-fix"),
        edits: vec![Edit { span, text: renamed.new.to_owned() }],
        applicability: Applicability::Safe,
    };
    Problem { fix: Some(fix), ..problem.help(with("data.renamed-help")) }
}

/// The maps at a path. A list stands for each of its items.
fn reach<'n>(node: &'n mut Node, path: &[&str]) -> Vec<&'n mut Map> {
    match (&mut node.value, path.split_first()) {
        (Value::List(items), _) => items.iter_mut().flat_map(|item| reach(item, path)).collect(),
        (Value::Map(map), None) => vec![map],
        (Value::Map(map), Some((first, rest))) => {
            let under = map.entries.iter_mut().filter(|entry| *first == "*" || entry.key.value == *first);
            under.flat_map(|entry| reach(&mut entry.node, rest)).collect()
        }
        (Value::Null | Value::Scalar(_), _) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Source, Sources};

    const TABLE: &[Renamed] = &[
        Renamed { path: &["site"], old: "nom", new: "title", since: "0.2", until: "0.4" },
        Renamed { path: &["lint", "*"], old: "chemin", new: "path", since: "0.3", until: "0.5" },
    ];

    #[test]
    fn an_old_name_is_read_as_the_new_one_and_told() {
        let text = "[site]\nnom = \"A\"\n[[lint.allow]]\nchemin = \"x\"\n[[lint.allow]]\npath = \"y\"\nchemin = \"z\"\n";
        let mut sources = Sources::default();
        let id = sources.add(Source::new("site.toml", text.into()));
        let (mut node, mut problems) = crate::data::toml(id, text);
        rename(&mut node, TABLE, &mut problems);
        let [site, allow, both] = &problems[..] else { panic!("{problems:?}") };
        assert_eq!(
            (sources.slice(site.span), sources.slice(allow.span), sources.slice(both.span)),
            ("nom", "chemin", "chemin")
        );
        let said = crate::words::Words::load(crate::language::Language::English).say(&site.message);
        assert_eq!(
            said,
            "“nom” is called “title” since version 0.2: the old name is read until version 0.4."
        );
        assert!(site.fix.as_ref().is_some_and(|fix| fix.edits[0].text == "title"));
        assert!(both.fix.is_none() && both.help.is_some());
        let map = node.as_map().unwrap();
        assert_eq!(map.get("site").unwrap().as_map().unwrap().get("title").unwrap().as_text(), Some("A"));
        let allow = map.get("lint").unwrap().as_map().unwrap().get("allow").unwrap();
        let paths: Vec<_> = allow.items().iter().map(|item| item.as_map().unwrap()).collect();
        assert_eq!(paths[0].get("path").unwrap().as_text(), Some("x"));
        assert_eq!((paths[1].entries.len(), paths[1].get("path").unwrap().as_text()), (1, Some("y")));
    }
}
