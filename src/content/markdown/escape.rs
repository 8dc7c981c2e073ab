//! The one gate by which a writer's text gets into HTML. No other file here may push such text by itself.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What an address never holds as it is (WHATWG URL, "URL code points"), be it in its path, query or fragment.
const NOT_IN_ADDRESSES: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');

/// Appends `text` so that it is text, between tags and in quoted attributes alike.
pub(super) fn push_text(out: &mut String, text: &str) {
    let (mut done, mut from) = (0, 0);
    while let Some((at, c)) = next_special(text, from) {
        let stand_in = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            c if is_forbidden(c) => "\u{FFFD}",
            _ => "",
        };
        from = at + c.len_utf8();
        if !stand_in.is_empty() {
            out.push_str(text.get(done..at).unwrap_or_default());
            out.push_str(stand_in);
            done = from;
        }
    }
    out.push_str(text.get(done..).unwrap_or_default());
}

/// The next character from the byte `from` on that may have to be escaped or replaced. Told by single bytes, most of which
/// are the start of none: a text is looked through as fast as it is copied.
fn next_special(text: &str, from: usize) -> Option<(usize, char)> {
    let rest = text.get(from..)?;
    let at = rest.as_bytes().iter().position(|b| may_begin_special(*b))?;
    Some((from + at, rest.get(at..)?.chars().next()?))
}

/// Whether a character that begins with this byte may have to be escaped or replaced.
fn may_begin_special(byte: u8) -> bool {
    const TABLE: [bool; 256] = {
        let (mut table, mut byte) = ([false; 256], 0_u8);
        loop {
            table[byte as usize] = matches!(byte, b'&' | b'<' | b'>' | b'"' | 0..0x20 | 0x7F | 0xC2 | 0xEF..);
            if byte == u8::MAX {
                break table;
            }
            byte += 1;
        }
    };
    TABLE.get(usize::from(byte)) == Some(&true)
}

/// Appends an address as the value of an attribute. Letters of every script stay as they are; what has no place in
/// an address is percent-encoded; what is encoded already stays so.
pub(super) fn push_address(out: &mut String, address: &str) {
    let mut hashes = 0;
    // Square brackets may stand around an IPv6 address and nowhere else.
    let host = address.find("://[").and_then(|at| address.get(at..)?.find(']').map(|end| at + end + 1));
    let path = host.unwrap_or(0);
    for (at, c) in address.char_indices() {
        hashes += usize::from(c == '#');
        match c {
            '&' => out.push_str("&amp;"),
            '#' if hashes > 1 => out.push_str("%23"),
            '%' if !is_escape(address.get(at + 1..at + 3)) => out.push_str("%25"),
            '[' if at >= path => out.push_str("%5B"),
            ']' if at >= path => out.push_str("%5D"),
            c if c.is_ascii() || is_forbidden(c) || c.is_whitespace() => push_encoded(out, c),
            c => out.push(c),
        }
    }
}

/// `text` with U+FFFD in place of what HTML forbids.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if text.bytes().any(may_begin_special) && text.contains(is_forbidden) {
        return text.replace(is_forbidden, "\u{FFFD}").into();
    }
    text.into()
}

/// Control characters but the tab and the line feed, and noncharacters: errors in HTML, and the stuff of our slots.
fn is_forbidden(c: char) -> bool {
    let noncharacter = || matches!(c, '\u{FDD0}'..='\u{FDEF}') || u32::from(c) & 0xFFFE == 0xFFFE;
    (c.is_control() && c != '\t' && c != '\n') || (c > '\u{FDCF}' && noncharacter())
}

fn is_escape(digits: Option<&str>) -> bool {
    digits.is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))
}

fn push_encoded(out: &mut String, c: char) {
    let mut buffer = [0; 4];
    let text = c.encode_utf8(&mut buffer);
    out.extend(utf8_percent_encode(text, NOT_IN_ADDRESSES));
}

/// Appends `html`, text that [`push_text`] wrote, as the text it was.
pub(super) fn unescape(html: &str, out: &mut String) {
    let mut parts = html.split('&');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let known = [("amp;", '&'), ("lt;", '<'), ("gt;", '>'), ("quot;", '"')];
        match known.iter().find_map(|(name, c)| Some((part.strip_prefix(name)?, *c))) {
            Some((rest, c)) => {
                out.push(c);
                out.push_str(rest);
            }
            None => out.extend(["&", part]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(text: &str) -> String {
        let mut out = String::new();
        push_text(&mut out, text);
        out
    }

    fn address(text: &str) -> String {
        let mut out = String::new();
        push_address(&mut out, text);
        out
    }

    #[test]
    fn text_stays_text() {
        assert_eq!(text("<b a=\"x\">&amp; 'ї'\t\n"), "&lt;b a=&quot;x&quot;&gt;&amp;amp; 'ї'\t\n");
        assert_eq!(text("\u{0}\u{1}a\u{2}\r\u{7f}\u{85}\u{FFFE}\u{1FFFF}"), "��a������");
        assert_eq!(clean("\u{1}їж\tа"), "�їж\tа");
    }

    #[test]
    fn addresses_keep_letters_and_escapes_and_lose_the_rest() {
        for (typed, written) in [
            ("https://uk.wikipedia.org/wiki/Дніпро", "https://uk.wikipedia.org/wiki/Дніпро"),
            ("/a?b=1&c=%41%zz%", "/a?b=1&amp;c=%41%25zz%25"),
            ("/a b\"<>\\^`{|}\u{1}\u{a0}", "/a%20b%22%3C%3E%5C%5E%60%7B%7C%7D%01%C2%A0"),
            ("#a#b", "#a%23b"),
            ("http://[::1]:80/[x]", "http://[::1]:80/%5Bx%5D"),
            ("/[x]", "/%5Bx%5D"),
        ] {
            assert_eq!(address(typed), written);
        }
    }

    proptest! {
        #[test]
        fn nothing_gets_out_of_an_attribute(typed in any::<String>()) {
            for written in [text(&typed), address(&typed)] {
                prop_assert!(!written.contains(['<', '>', '"', '\u{1}', '\u{2}']), "{}", written);
            }
        }

        #[test]
        fn encoding_twice_is_encoding_once(typed in "[^&]{0,20}") {
            prop_assert_eq!(address(&address(&typed)), address(&typed));
        }
    }
}
