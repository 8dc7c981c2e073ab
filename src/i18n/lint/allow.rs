//! `# check: allow foreign-letter` above a message: what is meant, though it looks wrong.

use super::Entry;
use crate::model::{
    RULES,
    problem::{Problem, nearest},
};

impl<'a> Entry<'a> {
    /// The names of problems that its comment allows.
    fn allowed(self) -> impl Iterator<Item = &'a str> {
        let lines = self.comment.into_iter().flat_map(|comment| &comment.content);
        let codes = lines.filter_map(|line| line.trim().strip_prefix("check:")?.trim_start().strip_prefix("allow "));
        codes.flat_map(|codes| codes.split([' ', ','])).filter(|code| !code.is_empty())
    }

    /// Whether its comment says that a problem of this name is meant.
    pub(super) fn allows(self, code: &str) -> bool {
        self.comment.is_some() && self.allowed().any(|allowed| allowed == code)
    }
}

/// Names in the comment of `entry` that no problem has.
pub(super) fn check(entry: Entry<'_>, out: &mut Vec<Problem>) {
    let known = || RULES.iter().map(|rule| rule.code);
    for code in entry.allowed().filter(|code| !known().any(|known| known == *code)) {
        let message = format!("no problem has the name `{code}`, so the comment allows nothing");
        let problem = entry.ftl.warning("unknown-code", code, message);
        out.push(problem.help(match nearest(code, known()) {
            Some(near) => format!("write `{near}`"),
            None => "write the name that `litopys check` shows in brackets".to_owned(),
        }));
    }
}
