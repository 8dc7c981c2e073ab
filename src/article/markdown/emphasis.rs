//! Signs of emphasis that emphasise nothing: `** bold **`, `**«Word».**Next`.

use super::{html::render::Renderer, markup_hints::EMPHASIS};

/// A run of one sign in a text, with the characters around it.
pub(super) struct DelimiterRun {
    offset: usize,
    sign: char,
    length: usize,
    before: char,
    after: char,
}

/// Runs that stand farther apart are not a pair.
const FAR: usize = 400;

impl Renderer<'_> {
    /// Pairs of signs that emphasise nothing.
    pub(super) fn check_runs(&mut self, text: &str, runs: &mut Vec<DelimiterRun>) {
        let mut skip = false;
        for pair in runs.windows(2) {
            let [open, close] = pair else { continue };
            let alike = open.sign == close.sign && open.length == close.length;
            let within = text.get(open.offset + open.length..close.offset).unwrap_or_default();
            let worded = within.split(|c: char| !c.is_alphabetic()).any(|word| word.chars().nth(1).is_some());
            if skip || !alike || !worded || within.len() > FAR {
                skip = false;
                continue;
            }
            let free = !open.before.is_alphanumeric();
            let glued = free
                && !open.after.is_whitespace()
                && !close.before.is_whitespace()
                && !close.before.is_alphanumeric()
                && close.after.is_alphanumeric();
            // A space inside the signs: `** bold **`, `**bold **next`, `word** bold **next`.
            let spaced = open.length > 1
                && open.sign != '_'
                && match (open.after.is_whitespace(), close.before.is_whitespace()) {
                    (true, true) => true,
                    (true, false) => free && !close.after.is_alphanumeric(),
                    (false, true) => free,
                    (false, false) => false,
                };
            if glued || spaced {
                self.unread(open.offset, EMPHASIS);
                skip = true;
            }
        }
        runs.clear();
    }
}

/// The runs of signs of emphasis in `typed`, which stands at `start` of `text`.
pub(super) fn note_runs(text: &str, start: usize, typed: &str, runs: &mut Vec<DelimiterRun>) {
    let mut before = text.get(..start).and_then(|text| text.chars().next_back()).unwrap_or(' ');
    let mut rest = typed.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        if !matches!(c, '*' | '_' | '~') {
            before = c;
            continue;
        }
        let mut length = 1;
        while rest.next_if(|(_, next)| *next == c).is_some() {
            length += 1;
        }
        let offset = start + at;
        let after = text.get(offset + length..).and_then(|text| text.chars().next()).unwrap_or(' ');
        let fits = match c {
            '*' => length <= 3,
            _ => length == 2,
        };
        if fits {
            runs.push(DelimiterRun { offset, sign: c, length, before, after });
        }
        before = c;
    }
}
