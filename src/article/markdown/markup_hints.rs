//! Finds text that looks like markup of another kind.

use std::borrow::Cow;

use memchr::memchr3;

use crate::model::byte_scan;

/// A finding about a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct MarkupHint {
    /// The name of its rule.
    pub(super) code: &'static str,
    /// The message that says what was found.
    pub(super) message: &'static str,
    /// The message that says what to do.
    pub(super) help: &'static str,
}

const LINK: MarkupHint = MarkupHint::new("unread-link", "help-unread-link");
const REFERENCE: MarkupHint = MarkupHint::new("undefined-reference", "help-undefined-reference");
pub(super) const FOOTNOTE: MarkupHint = MarkupHint::new("undefined-footnote", "help-undefined-footnote");
pub(super) const EMPHASIS: MarkupHint = MarkupHint::new("unread-emphasis", "help-unread-emphasis");
pub(super) const HEADING: MarkupHint = MarkupHint::new("unread-heading", "help-unread-heading");
const WIKI_HEADING: MarkupHint = MarkupHint::new("unread-heading", "help-wiki-heading");
pub(super) const LIST: MarkupHint = MarkupHint::new("unread-list", "help-unread-list");
pub(super) const TABLE: MarkupHint = MarkupHint::new("unread-table", "help-unread-table");
pub(super) const NO_TABLE: MarkupHint =
    MarkupHint { message: "unread-table-delimiter", ..MarkupHint::new("unread-table", "help-table-delimiter") };

/// Alerts, marks, superscripts and the like, which other programs know and this one does not.
const fn markup(help: &'static str) -> MarkupHint {
    MarkupHint::new("unread-markup", help)
}
const MARKUP: MarkupHint = markup("help-markup");
const BOX: MarkupHint = markup("help-box");
const TASK: MarkupHint = markup("help-task");
pub(super) const CONTENTS: MarkupHint = markup("help-contents");
const DEFINITION: MarkupHint = markup("help-definition");
const SCRIPT: MarkupHint = markup("help-script");
pub(super) const EMOJI: MarkupHint = markup("help-emoji");
const FORMULA: MarkupHint = markup("help-formula");
const ATTRIBUTES: MarkupHint = markup("help-attributes");
const INLINE_NOTE: MarkupHint = markup("help-inline-note");
const WIKI_LINK: MarkupHint = markup("help-wiki-link");

impl MarkupHint {
    /// The message of the rule itself.
    const fn new(code: &'static str, help: &'static str) -> Self {
        MarkupHint { code, message: code, help }
    }
}

/// Marks that other programs replace with a table of contents, in any case of letters.
const CONTENTS_MARKS: [&str; 6] = ["[toc]", "[[toc]]", "[[_toc_]]", "@[toc]", "${toc}", "[contents]"];

/// Attributes in braces are shorter than this.
const LONG: usize = 120;

/// How many brackets of a kind are looked at in one text: with more of them, a look at each would take too long.
const MOST: usize = 32;

/// Whether any sign of markup stands in a text at all: most texts have none, and need no second look.
pub(super) fn has_signs(typed: &str) -> bool {
    let has = |[a, b, c]: [u8; 3]| memchr3(a, b, c, typed.as_bytes()).is_some();
    let is_pair = |b: u8, next: u8| {
        ((b == b':') & (next.is_ascii_lowercase() | (next == b'+') | (next == b'-')))
            | ((b == next) & ((b == b'\'') | (b == b'+') | (b == b'|')))
    };
    has(*b"[]=") || has(*b"^{$") || has(*b"*_~") || byte_scan::count(typed.as_bytes(), is_pair) > 0
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

/// The findings anywhere in a text, with their offsets.
pub(super) fn in_text(typed: &str) -> Vec<(usize, MarkupHint)> {
    let mut found = Vec::new();
    if typed.contains(['[', ']']) {
        brackets(typed, &mut found);
    }
    if typed.contains(['=', '^', '{', '$', '+', '|', '\'', ':', '~']) {
        foreign(typed, &mut found);
    }
    found
}

/// Markup of another program at the beginning of a line; `is_item` where that is an item of a list.
pub(super) fn at_line(typed: &str, is_item: bool) -> Option<MarkupHint> {
    let line = typed.lines().next().unwrap_or_default().trim_end();
    let worded = |rest: &str| rest.trim_start().chars().next().is_some_and(char::is_alphabetic);
    let is_task = |box_: &str| line.strip_prefix(box_).is_some_and(|rest| rest.starts_with(' '));
    let equals = line.bytes().take_while(|byte| *byte == b'=').count();
    let is_wiki_heading = || {
        let inner = line.get(equals..line.len().saturating_sub(equals)).unwrap_or_default();
        line.ends_with("==") && worded(inner) && inner.starts_with(' ')
    };
    if is_item && ["[ ]", "[x]", "[X]"].into_iter().any(is_task) {
        Some(TASK)
    } else if line.starts_with(":::")
        || ["!!! ", "??? ", "???+ "].iter().any(|sign| line.strip_prefix(sign).is_some_and(worded))
    {
        Some(BOX)
    } else if line.strip_prefix(".. ").is_some_and(|rest| worded(rest) && rest.contains("::")) {
        Some(MARKUP)
    } else if (2..=4).contains(&equals) && is_wiki_heading() {
        Some(WIKI_HEADING)
    } else {
        None
    }
}

/// Whether a paragraph is replaced with a table of contents elsewhere.
pub(super) fn is_contents(paragraph: &str) -> bool {
    CONTENTS_MARKS.iter().any(|mark| paragraph.trim().eq_ignore_ascii_case(mark))
}

/// `: what it means` below a line with the term.
pub(super) fn definition(typed: &str) -> Option<MarkupHint> {
    let rest = typed.strip_prefix(": ")?;
    rest.trim_start().chars().next().is_some_and(char::is_alphanumeric).then_some(DEFINITION)
}

/// `[!NOTE]` at the beginning of a quotation.
pub(super) fn alert(typed: &str) -> Option<MarkupHint> {
    typed.strip_prefix("[!").is_some_and(is_alert).then_some(BOX)
}

/// The sign of a list item that no space follows, or that no list of ours begins with.
pub(super) fn item_sign(typed: &str) -> Option<char> {
    let first = typed.chars().next()?;
    let rest = typed.get(first.len_utf8()..)?;
    let begins = |rest: &str| rest.chars().next().is_some_and(char::is_alphabetic);
    match first {
        '-' | '*' | '+' => begins(rest).then_some(first),
        '•' | '◦' | '▪' | '‣' | '●' | '·' => begins(rest.trim_start()).then_some(first),
        '0'..='9' => {
            let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            let text = rest.strip_prefix(['.', ')'])?;
            begins(text).then_some('1')
        }
        _ => None,
    }
}

fn brackets(typed: &str, found: &mut Vec<(usize, MarkupHint)>) {
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
        let is_link = ["http://", "https://", "../"].iter().any(|start| target.starts_with(start));
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
    for (at, _) in typed.match_indices("[[").take(MOST).filter(|_| !is_contents(typed)) {
        if until(at + 2, ']').is_some_and(|page| page.chars().any(char::is_alphabetic) && !page.contains('[')) {
            found.push((at, WIKI_LINK));
        }
    }
    for (at, _) in typed.match_indices("[/").take(MOST) {
        let name = until(at + 2, ']').unwrap_or_default();
        let opener = typed.get(..at).and_then(|before| before.rfind(&format!("[{name}")));
        if let Some(opener) = opener.filter(|_| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphabetic())) {
            found.push((opener, MARKUP));
        }
    }
    for (at, _) in typed.match_indices("[http").take(MOST) {
        let inner = until(at + 1, ']').unwrap_or_default();
        if inner.split_once(' ').is_some_and(|(address, text)| address.contains("://") && !text.trim().is_empty()) {
            found.push((at, LINK));
        }
    }
    found.extend(typed.match_indices("^[").take(MOST).filter_map(|(at, _)| {
        let is_note = until(at + 2, ']').is_some_and(|note| note.chars().any(char::is_alphabetic));
        is_note.then_some((at, INLINE_NOTE))
    }));
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

/// Marks, superscripts, attributes, formulas, templates and emoji.
fn foreign(typed: &str, found: &mut Vec<(usize, MarkupHint)>) {
    for (sign, finding) in [("==", MARKUP), ("$$", FORMULA), ("++", MARKUP), ("||", MARKUP), ("'''", EMPHASIS)] {
        pairs(typed, sign, |open, inner, (before, after)| {
            let tight = inner.trim() == inner && inner.chars().any(char::is_alphabetic) && !inner.contains('=');
            let own = sign.chars().next().unwrap_or_default();
            let free = |c: char| !c.is_alphanumeric() && c != own;
            if (tight || sign == "$$") && free(before) && free(after) {
                found.push((open, finding));
            }
        });
    }
    pairs(typed, "^", |open, inner, (before, _)| {
        let is_sign = |c: char| c.is_alphanumeric() || matches!(c, '+' | '-' | '−' | '–');
        if (1..=6).contains(&inner.chars().count()) && inner.chars().all(is_sign) && before.is_alphanumeric() {
            found.push((open, SCRIPT));
        }
    });
    pairs(typed, "~", |open, inner, (before, _)| {
        if (1..=6).contains(&inner.chars().count())
            && inner.chars().all(char::is_alphanumeric)
            && before.is_alphanumeric()
        {
            found.push((open, SCRIPT));
        }
    });
    pairs(typed, "$", |open, inner, (before, after)| {
        if is_formula(inner) && !before.is_alphanumeric() && !after.is_alphanumeric() && before != '$' && after != '$' {
            found.push((open, FORMULA));
        }
    });
    emoji(typed, found);
    attributes(typed, found);
}

/// Shows `look` each sign with the next one: where the first stands, what lies between, the characters around both.
fn pairs(typed: &str, sign: &str, mut look: impl FnMut(usize, &str, (char, char))) {
    let mut places = typed.match_indices(sign).map(|(at, _)| at);
    while let (Some(open), Some(close)) = (places.next(), places.next()) {
        let inner = typed.get(open + sign.len()..close).unwrap_or_default();
        let before = typed.get(..open).and_then(|text| text.chars().next_back()).unwrap_or(' ');
        let after = typed.get(close + sign.len()..).and_then(|text| text.chars().next()).unwrap_or(' ');
        look(open, inner, (before, after));
    }
}

/// Whether what stands between two `$` is a formula, not prices or variables.
fn is_formula(inner: &str) -> bool {
    let mut letters = inner.chars();
    let is_letter = letters.next().is_some_and(|c| c.is_ascii_alphabetic()) && letters.next().is_none();
    let is_plain = |c: char| c.is_ascii() && !c.is_control() && !matches!(c, '"' | ';');
    let signs = ['^', '_', '\\', '=', '+', '<', '>'];
    let has_sign = inner.trim() == inner && inner.contains(signs) && inner.chars().any(|c| c.is_ascii_alphanumeric());
    // `\frac` has its backslash before a letter, which escapes nothing.
    is_letter || (has_sign && inner.len() < 200 && inner.chars().all(is_plain) && !inner.starts_with(signs))
}

/// `:smile:`
fn emoji(typed: &str, found: &mut Vec<(usize, MarkupHint)>) {
    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '+' | '-');
    let mut places = typed.match_indices(':').map(|(at, _)| at).peekable();
    while let Some(open) = places.next() {
        let Some(close) = places.peek().copied() else { break };
        let name = typed.get(open + 1..close).unwrap_or_default();
        let around =
            |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, ':' | '/' | '`' | '\u{1}'));
        let is_word =
            name.len() > 2 && name.starts_with(|c: char| c.is_ascii_lowercase()) || matches!(name, "+1" | "-1");
        if is_word
            && name.chars().all(is_name)
            && around(typed.get(..open).and_then(|before| before.chars().next_back()))
            && around(typed.get(close + 1..).and_then(|after| after.chars().next()))
        {
            found.push((open, EMOJI));
            places.next();
        }
    }
}

/// Attributes and templates in braces.
fn attributes(typed: &str, found: &mut Vec<(usize, MarkupHint)>) {
    for (start, end, finding) in [
        ("{#", "}", ATTRIBUTES),
        ("{.", "}", ATTRIBUTES),
        ("{ #", "}", ATTRIBUTES),
        ("{ .", "}", ATTRIBUTES),
        ("{:", "}", ATTRIBUTES),
        ("{{", "}}", MARKUP),
        ("{% ", "%}", MARKUP),
    ] {
        let is_one = |at: &usize| {
            let (before, rest) = typed.split_at(*at);
            let free = before.chars().next_back().is_none_or(|c| c.is_whitespace() || matches!(c, ')' | ']'));
            let next = rest.get(start.len()..).and_then(|rest| rest.chars().next());
            let named = next.is_some_and(|c| match start {
                "{{" => c.is_alphabetic() || matches!(c, ' ' | '<' | '%'),
                "{:" => c.is_alphabetic() || matches!(c, ' ' | '.' | '#'),
                _ => c.is_alphabetic(),
            });
            let inner = rest.find(end).and_then(|end| rest.get(..end));
            let is_short = |inner: &str| {
                finding != ATTRIBUTES || (inner.len() < LONG && !inner.contains([';', '\n']) && !inner.contains(" = "))
            };
            free && named && inner.is_some_and(is_short)
        };
        found.extend(typed.find(start).filter(is_one).map(|at| (at, finding)));
    }
    // `{width=50%}` right behind a picture or a link, where the parser cuts the text.
    let inner = typed.strip_prefix('{').and_then(|rest| rest.split_once('}')).map(|(inner, _)| inner);
    let is_name = |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-');
    if inner.and_then(|inner| inner.split_once('=')).is_some_and(|(name, _)| is_name(name)) {
        found.push((0, ATTRIBUTES));
    }
}

/// `NOTE]`, with nothing after it that belongs to a sentence.
fn is_alert(rest: &str) -> bool {
    rest.split_once(']').is_some_and(|(name, _)| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphabetic()))
}

/// Whether a line after a single `#` reads as a heading, and not as a hashtag.
pub(super) fn looks_like_title(rest: &str) -> bool {
    let capital = rest.chars().next().is_some_and(char::is_uppercase);
    let ends = rest.trim_end().ends_with(['.', '!', '?', '…']);
    capital && !ends && !rest.contains('#') && rest.trim_end().contains(' ') && rest.len() < 160
}
