//! Where addresses stand in a text, so that others can take their place.

use std::ops::Range;

use crate::article::markdown::document::Document;

/// Bytes of a text, and what takes their place.
pub(super) type Edit = (Range<usize>, String);

/// The bytes of the address of the inline link or picture that starts at `at`, its angle brackets included.
pub(super) fn inline_destination(text: &str, document: &Document<'_>, at: usize) -> Option<Range<usize>> {
    let source = document.source(at);
    let inner = (at + 1..document.mate(at)).map(|at| document.source(at).end).max().unwrap_or(source.start);
    let rest = text.get(inner..source.end)?;
    written(text, inner + rest.find("](")? + 2, source.end)
}

/// The bytes of the address of the definition `[label]: address` at `span`, its angle brackets included.
pub(super) fn definition_destination(text: &str, span: &Range<usize>) -> Option<Range<usize>> {
    written(text, span.start + text.get(span.clone())?.find("]:")? + 2, span.end)
}

/// The bytes of an address that is written from `start` on, its angle brackets included.
fn written(text: &str, start: usize, end: usize) -> Option<Range<usize>> {
    let rest = text.get(start..end)?;
    let start = start + rest.len() - rest.trim_start().len();
    let rest = text.get(start..end)?;
    if rest.starts_with('<') {
        return Some(start..start + rest.find('>')? + 1);
    }
    let (mut depth, mut escaped) = (0_usize, false);
    for (at, c) in rest.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '(' => depth += 1,
            ')' if depth == 0 => return Some(start..start + at),
            ')' => depth -= 1,
            c if c.is_whitespace() => return Some(start..start + at),
            _ => {}
        }
    }
    Some(start..end)
}

/// The text with `edits` made; of those that overlap, the first.
pub(super) fn applied(text: &str, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut done = 0;
    for (range, new) in edits {
        if let Some(before) = text.get(done..range.start) {
            out.push_str(before);
            out.push_str(&new);
            done = range.end.max(range.start);
        }
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}
