//! `# check: allow foreign-letter` above a message: what is meant, though it looks wrong.

use super::MessageEntry;
use crate::model::{
    diagnostic::{Diagnostic, nearest},
    sentence::say,
};

/// The problems that a message or a term can have by itself: not those of its file, for a comment stands above a message.
const ALLOWED: [&str; 40] = [
    "duplicate-message", "duplicate-attribute", "duplicate-variant", "cyclic-reference", "missing-message",
    "missing-term", "missing-attribute", "missing-value", "obsolete-message", "obsolete-term", "obsolete-attribute",
    "obsolete-value", "unknown-variable", "unseen-variable", "dropped-variable", "dropped-reference",
    "added-reference", "unknown-message", "unknown-term", "unknown-attribute", "unknown-function", "unknown-argument",
    "bad-argument", "missing-plural", "impossible-plural", "unknown-plural", "numeral-in-one", "html-in-message",
    "mismatched-tags", "white-space", "untranslated", "empty-message", "foreign-letter", "mixed-alphabets",
    "typewriter-apostrophe", "unbalanced-quotes", "bidi-control", "replacement-character", "too-long",
    "unused-message",
];

impl<'a> MessageEntry<'a> {
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
pub(super) fn check(entry: MessageEntry<'_>, out: &mut Vec<Diagnostic>) {
    let known = || ALLOWED.into_iter();
    for code in entry.allowed().filter(|code| !known().any(|known| known == *code)) {
        let message = say("unknown-code").with("code", code);
        let problem = entry.ftl.warning("unknown-code", code, message);
        out.push(problem.help(match nearest(code, known()) {
            Some(near) => say("help-write").with("name", near),
            None => say("help-brackets"),
        }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_one_of_a_problem() {
        for code in ALLOWED {
            assert!(Diagnostic::warning("x.ftl", code, "x").why().is_some(), "{code}");
        }
    }
}
