//! The addresses in finished HTML: one pass that changes them and nothing else.

use crate::article::markdown::{HtmlToken, tokens};

/// Attributes whose value is an address; `srcset` has several.
const ATTRIBUTES: [&str; 7] = ["href", "src", "action", "formaction", "poster", "cite", "xlink:href"];

/// `html` with what `change` makes of each address.
pub(in crate::web) fn changed(html: &str, change: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 16);
    for token in tokens(html) {
        match token {
            HtmlToken::Text(text) => out.push_str(text),
            HtmlToken::Tag(tag) => tag.write(&mut out, |name, value| match name {
                "srcset" => Some(value.split(", ").map(&change).collect::<Vec<_>>().join(", ")),
                name => ATTRIBUTES.contains(&name).then(|| change(value)),
            }),
        }
    }
    out
}

/// An address of this site as HTML has it, which begins with one slash, with `base` in front; any other as it is.
pub(in crate::web) fn based(address: &str, base: &str) -> String {
    match address.as_bytes() {
        [b'/', b'/', ..] => address.to_owned(),
        [b'/', ..] => format!("{base}{address}"),
        _ => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn moved(html: &str) -> String {
        changed(html, |address| based(address, "/a"))
    }

    #[test]
    fn addresses_change_and_texts_that_look_like_them_stay() {
        for (html, expected) in [
            ("<a href=\"/uk/\">/uk/</a>", "<a href=\"/a/uk/\">/uk/</a>"),
            ("<a\nhref=\"/\" title=\"/x\">", "<a\nhref=\"/a/\" title=\"/x\">"),
            ("<a href=\"//b.c/\" id=\"x\">", "<a href=\"//b.c/\" id=\"x\">"),
            (
                "<a href=\"https://b.c/\"><a href=\"#x\"><a href=\"?x\">",
                "<a href=\"https://b.c/\"><a href=\"#x\"><a href=\"?x\">",
            ),
            (
                "<img src=\"/1.png\" srcset=\"/1.png 1x, /2.png 2x\" alt=\"/1.png\">",
                "<img src=\"/a/1.png\" srcset=\"/a/1.png 1x, /a/2.png 2x\" alt=\"/1.png\">",
            ),
            (
                "<form action=\"/uk/search\"><input value=\"/uk/\">",
                "<form action=\"/a/uk/search\"><input value=\"/uk/\">",
            ),
            ("<meta content=\"/uk/\"><i data-href=\"/uk/\">", "<meta content=\"/uk/\"><i data-href=\"/uk/\">"),
            ("<a href=\"\"><a href=\"/x\">", "<a href=\"\"><a href=\"/a/x\">"),
            ("<img alt=\"x href=\" src=\"/y\">", "<img alt=\"x href=\" src=\"/a/y\">"),
            ("<meta content=\"a href=\">\n<a href=\"/y\">", "<meta content=\"a href=\">\n<a href=\"/a/y\">"),
            ("<p>\"href=\"/x\" <b>", "<p>\"href=\"/x\" <b>"),
            (
                "{\"a\":\"1 + 1 =\",\"b\":\"x href=\"}<a href=\"/x\">",
                "{\"a\":\"1 + 1 =\",\"b\":\"x href=\"}<a href=\"/a/x\">",
            ),
            ("<p>a href=&quot;/x&quot; href='/x'</p>", "<p>a href=&quot;/x&quot; href='/x'</p>"),
        ] {
            assert_eq!(moved(html), expected);
        }
    }

    proptest! {
        #[test]
        fn text_without_attributes_stays(text in "[^\"]{0,60}") {
            prop_assert_eq!(moved(&text), text);
        }

        #[test]
        fn nothing_but_the_base_is_put_in(html in "(<a| |href|src|srcset|title|=\"|\"|/|x|, |>|\\n){0,30}") {
            let html = format!("{html}\">");
            prop_assert_eq!(moved(&html).replace("/a/", "/"), html.replace("/a/", "/"));
            prop_assert_eq!(changed(&html, str::to_owned), html);
        }
    }
}
