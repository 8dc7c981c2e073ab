//! White space at the edges of a text: invisible in an editor.

use super::{Entry, Ftl, messages::flat::Flat};
use crate::model::diagnostic::Diagnostic;

/// Spaces and tabs at the ends of lines.
pub(super) fn check_file(ftl: &Ftl<'_>, out: &mut Vec<Diagnostic>) {
    for line in ftl.text().lines() {
        let kept = line.trim_end_matches([' ', '\t']);
        if kept.len() < line.len() && !kept.is_empty() && !kept.starts_with('#') {
            let at = line.get(kept.len()..).unwrap_or_default();
            out.push(ftl.warning("white-space", at, "white space at the end of the line".to_owned()).help("delete it"));
        }
    }
}

/// White space before and after the text: some that is not meant, or none where the source has some. What stands in quotes
/// is meant, regardless of the source.
pub(super) fn check(entry: Entry<'_>, flat: &Flat<'_>, source: Option<&Flat<'_>>, out: &mut Vec<Diagnostic>) {
    if flat.text.trim().is_empty() {
        return;
    }
    let (before, after) = (flat.before(), flat.after());
    let edges = [
        (before, source.map(|source| source.before().0), 0, "begins"),
        (after, source.map(|source| source.after().0), flat.text.trim_end().len(), "ends"),
    ];
    for ((space, meant), theirs, at, verb) in edges {
        let problem = |message: String, help: &str| {
            let place = entry.ftl.lines.place(flat.in_file(at.min(flat.text.len().saturating_sub(1))));
            Diagnostic::warning(entry.ftl.path(), "white-space", message).at(place).help(help)
        };
        if !space.is_empty() && !meant {
            out.push(problem(format!("`{}` {verb} with white space", entry.key), "delete it"));
        } else if space.is_empty() && theirs.is_some_and(|theirs| !theirs.is_empty()) {
            let message = format!("`{}` {verb} with no white space, unlike its source", entry.key);
            out.push(problem(message, "write it in quotes, as the source does: `{ \" \" }`"));
        }
    }
}
