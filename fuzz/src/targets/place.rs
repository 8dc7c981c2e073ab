//! What holds of every finding: it points into the text that it is about.

use litopys::model::diagnostic::Diagnostic;

/// Panics where a finding lies outside of `text`, the file at `path`, or says nothing.
pub(super) fn check(problems: &[Diagnostic], path: &str, text: &str) {
    for problem in problems.iter().filter(|problem| problem.path == path) {
        assert!(!problem.message.to_string().is_empty() && !problem.code.is_empty(), "{problem}");
        let Some(place) = problem.place else { continue };
        let line = text.split('\n').nth(place.line as usize - 1);
        let columns = line.unwrap_or_else(|| panic!("no such line: {problem}")).chars().count() + 1;
        assert!((1..=columns).contains(&(place.column as usize)), "no such column: {problem}");
    }
}
