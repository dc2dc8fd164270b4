//! `reading`: what is wrong in a file before any rule looks at it.

use crate::finding::ProblemKind;

use super::Check;
use super::kind::{Form, Kind, Param, names_of, required_choice};

/// The kind `reading`.
pub(super) const KIND: Kind = Kind {
    elsewhere: true,
    examples_optional: true,
    params: &[Param::required("problem", Form::Choice(&names_of(&PROBLEMS)), "param.reading-problem")],
    read: |fields, place| required_choice(fields, "problem", &PROBLEMS, place).map(Check::Reading),
    ..Kind::new("reading", "kind.reading", &[])
};

/// The problems of `reading`, by what follows `reading/`.
const PROBLEMS: [(&str, ProblemKind); ProblemKind::ALL.len()] = {
    let mut problems = [("", ProblemKind::Syntax); ProblemKind::ALL.len()];
    let mut at = 0;
    while at < problems.len() {
        let problem = ProblemKind::ALL[at];
        problems[at] = (problem.rule().split_at("reading/".len()).1, problem);
        at += 1;
    }
    problems
};
