//! Text and addresses as Markdown that says exactly them.

use std::fmt::Write;

/// Where a text stands.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::import::html_to_markdown) struct TextPlace {
    /// At the beginning of a line.
    pub(in crate::import::html_to_markdown) line_start: bool,
    /// Within the words of a link or a picture.
    pub(in crate::import::html_to_markdown) in_link: bool,
    /// Something that begins with `[` follows.
    pub(in crate::import::html_to_markdown) before_bracket: bool,
    /// In a heading, whose last `#` would be taken for its end.
    pub(in crate::import::html_to_markdown) in_heading: bool,
    /// Nothing but letters, digits and spaces stays as it is.
    pub(in crate::import::html_to_markdown) all: bool,
}

/// `text` as Markdown that shows it as it is, at the beginning of a paragraph.
///
/// ```
/// use litopys::import::html_to_markdown::escaped;
/// assert_eq!(escaped("1. <b> & *"), "1\\. \\<b> & \\*");
/// ```
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    push_text(&mut out, text, TextPlace { line_start: true, ..TextPlace::default() });
    out
}

/// Appends `text`, which has no line breaks.
pub(in crate::import::html_to_markdown) fn push_text(out: &mut String, text: &str, place: TextPlace) {
    let mut before = ' ';
    let marker = if place.line_start { marker_end(text) } else { None };
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let next = rest.peek().map(|(_, next)| *next);
        let after = text.get(at + c.len_utf8()..).unwrap_or_default();
        let is_first = place.line_start && at == 0;
        let escape = match c {
            _ if place.all => c.is_ascii_punctuation(),
            '\\' | '`' | '*' | '[' | '~' => true,
            ']' => place.in_link,
            '_' => !(before.is_alphanumeric() && next.is_some_and(char::is_alphanumeric)),
            '<' => next.is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?')),
            '&' => is_entity(after),
            '!' => next.is_none() && place.before_bracket,
            '{' => matches!(next, Some('#' | '.' | '{')),
            '#' => is_first || (place.in_heading && (next.is_none() || before == ' ')),
            '>' | '+' | '-' | '=' | '|' | ':' => is_first,
            '.' | ')' => marker == Some(at),
            _ => false,
        };
        if escape {
            out.push('\\');
        }
        out.push(c);
        before = c;
    }
}

/// Where the sign stands that would make digits at the beginning of `text` the number of a list item.
fn marker_end(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    ((1..=9).contains(&digits) && text.as_bytes().get(digits).is_some_and(|sign| matches!(sign, b'.' | b')')))
        .then_some(digits)
}

/// Whether the text behind a `&` makes it an entity.
fn is_entity(after: &str) -> bool {
    let name = after.bytes().take(40).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
    name > 0 && after.as_bytes().get(name) == Some(&b';')
}

/// Parentheses in an address that a parser follows.
const DEEPEST: usize = 5;

/// `address` as the destination of a link.
///
/// ```
/// use litopys::import::html_to_markdown::destination;
/// assert_eq!(destination("https://a.b/c d?e=(f)"), "https://a.b/c%20d?e=(f)");
/// assert_eq!(destination("a)b<c"), "a%29b%3Cc");
/// ```
pub fn destination(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    let is_balanced = is_balanced(address);
    for (at, c) in address.char_indices() {
        match c {
            '(' | ')' if is_balanced => out.push(c),
            '&' if is_entity(address.get(at + 1..).unwrap_or_default()) => out.push_str("&amp;"),
            '<' | '>' | '\\' | '`' | '|' | '(' | ')' | '[' | ']' => {
                let _ = write!(out, "%{:02X}", u32::from(c));
            }
            c if c.is_whitespace() || c.is_control() => {
                for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                    let _ = write!(out, "%{byte:02X}");
                }
            }
            c => out.push(c),
        }
    }
    out
}

fn is_balanced(address: &str) -> bool {
    let mut depth = 0_usize;
    for byte in address.bytes() {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => return false,
            b')' => depth -= 1,
            _ => {}
        }
        if depth > DEEPEST {
            return false;
        }
    }
    depth == 0
}

/// Appends ` "title"`, the words that a link shows under the pointer.
pub(in crate::import::html_to_markdown) fn push_title(out: &mut String, title: &str) {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() {
        return;
    }
    out.push_str(" \"");
    for (at, c) in title.char_indices() {
        let escape = match c {
            '"' | '\\' | '<' | '`' => true,
            '&' => is_entity(title.get(at + 1..).unwrap_or_default()),
            _ => false,
        };
        if escape {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
}

/// Appends `code` between backticks that it does not hold.
pub(in crate::import::html_to_markdown) fn push_code(out: &mut String, code: &str) {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let pad = code.starts_with('`') || code.ends_with('`') || (code.starts_with(' ') && code.ends_with(' '));
    let pad = if pad && !code.trim().is_empty() { " " } else { "" };
    out.extend([fence.as_str(), pad, code, pad, fence.as_str()]);
}
