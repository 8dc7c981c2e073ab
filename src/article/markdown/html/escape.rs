//! The one gate by which a writer's text gets into HTML. No other file here may push such text by itself.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::model::byte_scan;

/// Characters that an address never holds unescaped (WHATWG URL, "URL code points"): in path, query or fragment.
const NOT_IN_ADDRESSES: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');

/// Appends `text` so that it is text, between tags and in quoted attributes alike.
pub(in crate::article::markdown) fn push_text(out: &mut String, text: &str) {
    let mut done = 0;
    for (at, c) in suspects(text) {
        let stand_in = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            c if is_forbidden(c) => "\u{FFFD}",
            _ => continue,
        };
        out.push_str(text.get(done..at).unwrap_or_default());
        out.push_str(stand_in);
        done = at + c.len_utf8();
    }
    out.push_str(text.get(done..).unwrap_or_default());
}

/// Appends `text` to `html` as [`push_text`] does, and to `plain` as [`clean`] leaves it. One look shows of most texts that
/// they stand as they are in both.
pub(in crate::article::markdown) fn push_both(html: &mut String, plain: &mut String, text: &str) {
    if byte_scan::find(text.as_bytes(), 0, is_suspect).is_none() {
        html.push_str(text);
        plain.push_str(text);
    } else {
        push_text(html, text);
        plain.push_str(&clean(text));
    }
}

/// Appends an address as the value of an attribute. Letters of every script stay as they are; what has no place in
/// an address is percent-encoded; what is encoded already stays so.
pub(in crate::article::markdown) fn push_address(out: &mut String, address: &str) {
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
pub(in crate::article::markdown) fn clean(text: &str) -> Cow<'_, str> {
    if suspects(text).any(|(_, c)| is_forbidden(c)) {
        text.replace(is_forbidden, "\u{FFFD}").into()
    } else {
        text.into()
    }
}

/// The characters of a text that may not stand in HTML as they are, with their places, and a few that may: found by the
/// first byte of each, since hardly any is one of them.
fn suspects(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut done = 0;
    std::iter::from_fn(move || {
        let at = byte_scan::find(text.as_bytes(), done, is_suspect)?;
        done = at + 1;
        Some((at, text.get(at..)?.chars().next()?))
    })
}

/// C0 but the tab and the line feed; what has a meaning in HTML; DEL; the first byte of C1, among others, and of U+F000 and
/// all that follow. Without a branch.
fn is_suspect(b: u8) -> bool {
    ((b < 0x20) & (b != b'\t') & (b != b'\n'))
        | ((b == b'"') | (b == b'&') | (b == b'<') | (b == b'>'))
        | ((b == 0x7F) | (b == 0xC2) | (b >= 0xEF))
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

/// The parts of `html`, text that [`push_text`] wrote, between its slots, which hold no words of the author.
pub(in crate::article::markdown) fn without_slots(html: &str) -> impl Iterator<Item = &str> {
    html.split('\u{1}').enumerate().map(|(n, part)| match n {
        0 => part,
        _ => part.split_once('\u{2}').map_or("", |(_, after)| after),
    })
}

/// Appends `html`, text that [`push_text`] wrote, as the text it was.
pub(in crate::article::markdown) fn unescape(html: &str, out: &mut String) {
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
    fn every_character_that_cannot_stand_is_a_suspect() {
        for c in '\0'..=char::MAX {
            let text = format!("ї{c}ї");
            let special = is_forbidden(c) || matches!(c, '&' | '<' | '>' | '"');
            assert!(!special || suspects(&text).eq([(2, c)]), "{c:?}");
        }
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
