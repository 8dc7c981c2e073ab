//! What in a text, as it is typed, reads as markup of some kind or other.

use std::borrow::Cow;

use memchr::memchr3;

/// A finding: its code, what was found, what to do.
pub(super) type Finding = (&'static str, &'static str, &'static str);

const LINK: Finding = (
    "unread-link",
    "this is shown as it is typed, not as a link",
    "write `[text](address)`: put an address with spaces or single parentheses between `<` and `>`",
);
const REFERENCE: Finding = (
    "undefined-reference",
    "no address is given for this reference, so it is shown as it is typed",
    "write `[text](address)`, or add a line `[label]: address`",
);
pub(super) const FOOTNOTE: Finding =
    ("undefined-footnote", "no footnote has this label", "add a line `[^label]: text`, or correct the label");
pub(super) const EMPHASIS: Finding = (
    "unread-emphasis",
    "these signs are shown as they are typed",
    "put no space inside `**…**`, and keep punctuation outside where a letter follows",
);
pub(super) const HEADING: Finding = ("unread-heading", "this is no heading", "put a space after `#`");
pub(super) const LIST: Finding =
    ("unread-list", "this is no list item", "put a space after the sign; for a dash write `—` and a space");
pub(super) const TABLE: Finding = (
    "unread-table",
    "this is no table: the row of hyphens has another number of cells than the row above it",
    "give both rows as many cells",
);

/// Alerts, marks, superscripts and the like, which other programs know and this one does not.
pub(super) const MARKUP: Finding =
    ("unread-markup", "this is markup of another program, shown as it is typed", "delete it, or say it in words");

/// How many brackets of a kind are looked at in one text: with more of them, a look at each would take too long.
const MOST: usize = 32;

/// Whether any sign of markup stands in a text at all: most texts have none, and need no second look.
pub(super) fn has_signs(typed: &str) -> bool {
    let has = |[a, b, c]: [u8; 3]| memchr3(a, b, c, typed.as_bytes()).is_some();
    has(*b"[]=") || has(*b"^{$") || has(*b"*_~")
}

/// The bytes of `text` from `start` to `end` with signs that a backslash makes plain characters replaced, byte by byte.
pub(super) fn masked(text: &str, start: usize, end: usize) -> Cow<'_, str> {
    let typed = text.get(start..end).unwrap_or_default();
    let backslashes = text.as_bytes().get(..start).unwrap_or_default().iter().rev().take_while(|byte| **byte == b'\\');
    let mut escaped = backslashes.count() % 2 == 1;
    if !escaped && !typed.contains('\\') {
        return Cow::Borrowed(typed);
    }
    let mut out = String::with_capacity(typed.len());
    for c in typed.chars() {
        let plain = escaped && c.is_ascii_punctuation();
        escaped = c == '\\' && !escaped;
        out.push(if plain || escaped { '\u{1}' } else { c });
    }
    Cow::Owned(out)
}

/// What stands in a text anywhere, with its offset.
pub(super) fn in_text(typed: &str) -> Vec<(usize, Finding)> {
    let mut found = Vec::new();
    if typed.contains(['[', ']']) {
        brackets(typed, &mut found);
    }
    if typed.contains(['=', '^', '{', '$']) {
        foreign(typed, &mut found);
    }
    found
}

fn brackets(typed: &str, found: &mut Vec<(usize, Finding)>) {
    let opening = |at: usize| typed.get(..at).and_then(|before| before.rfind('[')).unwrap_or(at);
    let until =
        |from: usize, end: char| typed.get(from..).and_then(|rest| rest.split_once(end)).map(|(inner, _)| inner);
    for (at, _) in typed.match_indices("](").take(MOST) {
        let target = typed.get(at + 2..).unwrap_or_default();
        if is_target(target.split(')').next().unwrap_or_default()) {
            found.push((opening(at), LINK));
        }
    }
    for (at, sign) in typed.match_indices("] (").chain(typed.match_indices(")[")).take(MOST) {
        let target = typed.get(at + sign.len()..).unwrap_or_default();
        let inner = typed.get(opening(at)..at).unwrap_or_default();
        let is_link = target.starts_with("http://") || target.starts_with("https://");
        if is_link && (sign == ")[" || inner.chars().any(char::is_alphabetic)) {
            found.push((at, LINK));
        }
    }
    for (at, _) in typed.match_indices("][").take(MOST) {
        let start = opening(at);
        let words = typed.get(start + 1..at).unwrap_or_default().chars().any(char::is_alphabetic);
        let before = typed.get(..start).and_then(|before| before.chars().next_back());
        let glued = before.is_some_and(|c| c.is_alphanumeric() || c == ']');
        if words && !glued && start < at && until(at + 2, ']').is_some_and(|label| !label.contains('[')) {
            found.push((start, REFERENCE));
        }
    }
    for (at, _) in typed.match_indices("[^").take(MOST) {
        let label = until(at + 2, ']').unwrap_or_default();
        // `[^a-z]` is an expression.
        let is_range = label.len() <= 3 && label.contains('-');
        if !label.is_empty() && !is_range && label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_')) {
            found.push((at, FOOTNOTE));
        }
    }
    for (at, _) in typed.match_indices("[[").take(MOST) {
        if until(at + 2, ']').is_some_and(|page| page.chars().any(char::is_alphabetic) && !page.contains('[')) {
            found.push((at, MARKUP));
        }
    }
}

/// Whether what stands in parentheses after brackets is an address, not words.
fn is_target(target: &str) -> bool {
    let target = target.trim();
    let begins =
        ["http", "www.", "/", "./", "../", "#", "<", "mailto:", "tel:"].iter().any(|start| target.starts_with(start));
    let path = target.split('"').next().unwrap_or_default().trim_end();
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    begins
        || target.contains('/')
        || ((2..=5).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// Marks, superscripts, attributes, formulas and templates.
fn foreign(typed: &str, found: &mut Vec<(usize, Finding)>) {
    for sign in ["==", "$$"] {
        let mut parts = typed.match_indices(sign).map(|(at, _)| at);
        while let (Some(open), Some(close)) = (parts.next(), parts.next()) {
            let inner = typed.get(open + 2..close).unwrap_or_default();
            let before = typed.get(..open).and_then(|text| text.chars().next_back()).unwrap_or(' ');
            let after = typed.get(close + 2..).and_then(|text| text.chars().next()).unwrap_or(' ');
            let tight = inner.trim() == inner && inner.chars().any(char::is_alphabetic) && !inner.contains('=');
            if tight && !before.is_alphanumeric() && !after.is_alphanumeric() && before != '=' && after != '=' {
                found.push((open, MARKUP));
            }
        }
    }
    let mut parts = typed.match_indices('^').map(|(at, _)| at);
    while let (Some(open), Some(close)) = (parts.next(), parts.next()) {
        let inner = typed.get(open + 1..close).unwrap_or_default();
        let before = typed.get(..open).and_then(|text| text.chars().next_back());
        let short = (1..=6).contains(&inner.chars().count()) && inner.chars().all(char::is_alphanumeric);
        if short && before.is_some_and(char::is_alphanumeric) {
            found.push((open, MARKUP));
        }
    }
    for (start, end) in [("{#", "}"), ("{.", "}"), ("{: ", "}"), ("{{", "}}"), ("{% ", "%}")] {
        let is_one = |at: &usize| {
            let (before, rest) = typed.split_at(*at);
            let free = before.chars().next_back().is_none_or(|c| c.is_whitespace() || matches!(c, ')' | ']'));
            let next = rest.get(start.len()..).and_then(|rest| rest.chars().next());
            let named = next.is_some_and(|c| c.is_alphabetic() || (start == "{{" && matches!(c, ' ' | '<' | '%')));
            free && named && rest.contains(end)
        };
        found.extend(typed.find(start).filter(is_one).map(|at| (at, MARKUP)));
    }
}

/// `NOTE]`, with nothing after it that belongs to a sentence.
pub(super) fn is_alert(rest: &str) -> bool {
    rest.split_once(']').is_some_and(|(name, _)| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphabetic()))
}

/// Whether a line after a single `#` reads as a heading, and not as a hashtag.
pub(super) fn looks_like_title(rest: &str) -> bool {
    let capital = rest.chars().next().is_some_and(char::is_uppercase);
    let ends = rest.trim_end().ends_with(['.', '!', '?', '…']);
    capital && !ends && !rest.contains('#') && rest.trim_end().contains(' ') && rest.len() < 160
}
