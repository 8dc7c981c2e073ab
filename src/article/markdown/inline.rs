//! A line of Markdown outside of articles, as `footer` in `site.toml`: text and links, and nothing else.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{
    SafeHtml,
    events::events,
    html::{
        escape::{push_address, push_text},
        link::{LinkTarget, resolve_absolute},
    },
};
use crate::model::sentence::{Sentence, say};

/// The line as HTML, and what in it is not shown as it was meant. An address of the site begins with one slash.
///
/// ```
/// use litopys::article::markdown::inline;
/// let (html, problems) = inline("© Museum. [Imprint](/en/imprint)");
/// assert_eq!(html.as_str(), "© Museum. <a href=\"/en/imprint\">Imprint</a>");
/// assert!(problems.is_empty());
/// ```
pub fn inline(text: &str) -> (SafeHtml, Vec<Sentence>) {
    let (mut html, mut problems) = (String::new(), Vec::new());
    // Of each open link, whether the page shows it as one: a link without an address that is allowed is plain text.
    let mut open = Vec::new();
    for (event, _) in events(text) {
        match event {
            Event::Text(text) => push_text(&mut html, &text),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph) => html.push(' '),
            Event::Start(Tag::Link { dest_url, .. }) => {
                let target = resolve_absolute(&dest_url);
                let address = match &target {
                    LinkTarget::Elsewhere(address) | LinkTarget::Site(address) => Some(address),
                    _ => None,
                };
                open.push(address.is_some());
                match address {
                    Some(address) => {
                        html.push_str("<a href=\"");
                        push_address(&mut html, address);
                        html.push_str("\">");
                    }
                    None => problems.push(say("footer-markup-link").with("address", dest_url.to_string())),
                }
            }
            Event::End(TagEnd::Link) => {
                if open.pop().unwrap_or_default() {
                    html.push_str("</a>");
                }
            }
            Event::Start(Tag::Paragraph) => {}
            Event::Code(text) | Event::InlineHtml(text) | Event::Html(text) => {
                push_text(&mut html, &text);
                problems.push(say("footer-markup"));
            }
            Event::End(_) => {}
            _ => problems.push(say("footer-markup")),
        }
    }
    problems.dedup();
    (SafeHtml::from_stored(html.trim().to_owned()), problems)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::article::markdown::{TagKind, tags};

    #[test]
    fn only_text_and_links_are_shown() {
        for (text, html, problems) in [
            ("Музей & «друзі», 2026", "Музей &amp; «друзі», 2026", 0),
            ("[a](https://b.c/?x=1&y=2)", "<a href=\"https://b.c/?x=1&amp;y=2\">a</a>", 0),
            (
                "<https://b.c/>, [пошта](mailto:a@b.c)",
                "<a href=\"https://b.c/\">https://b.c/</a>, <a href=\"mailto:a@b.c\">пошта</a>",
                0,
            ),
            ("one\ntwo\n\nthree", "one two three", 0),
            ("[a](/uk/about)", "<a href=\"/uk/about\">a</a>", 0),
            ("[a](about)", "a", 1),
            ("[a](../2025/x/)", "a", 1),
            ("[a](//b.c)", "a", 1),
            ("[a](JavaScript:alert(1))", "a", 1),
            ("[a](#x)", "a", 1),
            ("[a]()", "a", 1),
            ("*a* **b**", "a b", 1),
            ("<b>x</b>", "&lt;b&gt;x&lt;/b&gt;", 1),
            ("# Title", "Title", 1),
            ("- a", "a", 1),
            ("![alt](a.png)", "alt", 1),
            ("[**a**](https://b.c)", "<a href=\"https://b.c\">a</a>", 1),
        ] {
            let (found, reported) = inline(text);
            assert_eq!((found.as_str(), reported.len()), (html, problems), "{text}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_written_only_links_are_elements(text in "(\\PC|[<>\"&\\[\\]()*_`#\\n]|https://a|javascript:|\\[a\\]\\(|<a href=){0,30}") {
            let (html, _) = inline(&text);
            let mut depth = 0;
            for tag in tags(html.as_str()) {
                prop_assert_eq!(tag.name, "a");
                depth += if tag.kind == TagKind::Close { -1 } else { 1 };
                prop_assert!((0..=1).contains(&depth));
                prop_assert!(tag.attributes().all(|(name, value)| name == "href" && !value.to_lowercase().starts_with("javascript")));
            }
            prop_assert_eq!(depth, 0);
        }
    }
}
