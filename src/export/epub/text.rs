//! Text as XML has it.

/// Appends `text` to `out`, escaped for text and for values in double quotation marks. Characters that XML 1.0 cannot hold
/// (2.2) become U+FFFD.
pub(super) fn push(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(allowed(c)),
        }
    }
}

/// `text` escaped.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push(&mut out, text);
    out
}

/// HTML text or a value as it stands between tags of ours, with every reference one that XML knows.
pub(super) fn push_html(out: &mut String, html: &str) {
    let mut rest = html;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        match c {
            '&' if is_reference(after) => out.push('&'),
            '&' | '<' | '>' | '"' => push(out, c.encode_utf8(&mut [0; 4])),
            c => out.push(allowed(c)),
        }
        rest = after;
    }
}

/// The characters that HTML of ours stands for.
pub(super) fn unescaped(html: &str) -> String {
    let text = html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    text.replace("&amp;", "&")
}

/// Whether `&` before `after` begins a reference that XML knows.
fn is_reference(after: &str) -> bool {
    let Some((name, _)) = after.split_once(';').filter(|(name, _)| name.len() < 9) else { return false };
    match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16).ok(),
                None => number.parse().ok(),
            };
            code.and_then(char::from_u32).is_some_and(|c| allowed(c) == c)
        }
        None => matches!(name, "amp" | "lt" | "gt" | "quot" | "apos"),
    }
}

fn allowed(c: char) -> char {
    let forbidden = (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    if forbidden { '\u{FFFD}' } else { c }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn references_are_those_of_xml() {
        for (html, expected) in [
            ("a &lt; b &amp;&quot;", "a &lt; b &amp;&quot;"),
            ("&nbsp;&copy;&", "&amp;nbsp;&amp;copy;&amp;"),
            ("&#171;&#xAB;&#0;&#x110000;&#x1;", "&#171;&#xAB;&amp;#0;&amp;#x110000;&amp;#x1;"),
            ("<\u{1}>", "&lt;\u{FFFD}&gt;"),
        ] {
            let mut out = String::new();
            push_html(&mut out, html);
            assert_eq!(out, expected);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_back(text in "[^\\x00-\\x1F\u{FFFE}\u{FFFF}]{0,40}") {
            let xml = format!("<a b=\"{0}\">{0}</a>", escaped(&text));
            let read = roxmltree::Document::parse(&xml).unwrap();
            prop_assert_eq!(read.root_element().text().unwrap_or_default(), &text);
            prop_assert_eq!(unescaped(&escaped(&text)), text);
        }
    }
}
