//! The block editor's comments: what a block's HTML does not say by itself is put into it; blocks that a server would fill are listed.

use std::borrow::Cow;

use serde_json::Value;

/// What blocks need to know, and what is said about them.
pub(super) trait BlockContext {
    /// The content of the reusable block of that number.
    fn reusable(&self, id: u64) -> Option<String>;
    /// The notes of the text, as HTML.
    fn footnotes(&self) -> Option<String>;
    /// A block that shows what only WordPress knows: left out.
    fn dynamic(&mut self, name: &str);
    /// A block of a plug-in: its HTML stays.
    fn foreign(&mut self, name: &str);
}

/// Reusable blocks within one another.
const DEEPEST: usize = 5;
/// Bytes that reusable blocks may add.
const LONGEST: usize = 8 << 20;

/// Blocks whose HTML is complete.
const COMPLETE: &[&str] = &[
    "paragraph", "heading", "list", "list-item", "quote", "pullquote", "image", "gallery", "table", "code",
    "preformatted", "verse", "columns", "column", "group", "buttons", "button", "separator", "spacer", "more",
    "nextpage", "html", "shortcode", "freeform", "classic", "embed", "audio", "video", "file", "media-text", "cover",
    "details", "block", "footnotes", "social-links", "social-link", "navigation-link", "text-columns", "subhead",
    "math", "missing", "row", "stack", "pattern", "accordion", "accordion-item", "accordion-heading",
    "accordion-panel",
];

/// A comment of the block editor.
struct Comment<'a> {
    name: &'a str,
    attributes: &'a str,
    opens: bool,
    closes: bool,
    length: usize,
}

fn comment_at(text: &str) -> Option<Comment<'_>> {
    let inner = text.strip_prefix("<!--")?;
    let end = inner.find("-->")?;
    let length = end + 7;
    let inner = inner.get(..end)?.trim();
    let (inner, is_end) = match inner.strip_prefix('/') {
        Some(rest) => (rest, true),
        None => (inner, false),
    };
    let inner = inner.strip_prefix("wp:")?;
    let (inner, is_void) = match inner.strip_suffix('/') {
        Some(rest) => (rest.trim_end(), true),
        None => (inner, false),
    };
    let name_end = inner.find(|c: char| c.is_whitespace() || c == '{').unwrap_or(inner.len());
    let (name, attributes) = inner.split_at(name_end);
    Some(Comment { name, attributes: attributes.trim(), opens: !is_end && !is_void, closes: is_end, length })
}

/// The HTML of a text of the block editor; `None` where it was written in the classic one.
pub(super) fn as_html(content: &str, context: &mut dyn BlockContext) -> Option<String> {
    if !content.contains("<!-- wp:") {
        return None;
    }
    let mut out = String::with_capacity(content.len());
    let mut added = 0;
    write(content, context, &mut out, &mut added, 0);
    Some(out)
}

/// The text without the comments of blocks, as fuzzing calls it.
pub fn without_blocks(content: &str) -> String {
    struct Nothing;
    impl BlockContext for Nothing {
        fn reusable(&self, _: u64) -> Option<String> {
            Some(String::from("<!-- wp:block {\"ref\":1} /-->"))
        }
        fn footnotes(&self) -> Option<String> {
            None
        }
        fn dynamic(&mut self, _: &str) {}
        fn foreign(&mut self, _: &str) {}
    }
    as_html(content, &mut Nothing).unwrap_or_else(|| content.to_owned())
}

fn write(content: &str, context: &mut dyn BlockContext, out: &mut String, added: &mut usize, depth: usize) {
    let mut at = 0;
    let mut open = 0_usize;
    let find = |from: usize| content.get(from..).and_then(|rest| rest.find("<!--")).map(|found| from + found);
    while let Some(found) = find(at) {
        outside(content.get(at..found).unwrap_or_default(), open, out);
        let rest = content.get(found..).unwrap_or_default();
        let Some(comment) = comment_at(rest) else {
            out.push_str("<!--");
            at = found + 4;
            continue;
        };
        at = found + comment.length;
        open = match (comment.opens, comment.closes) {
            (true, _) => open + 1,
            (_, true) => open.saturating_sub(1),
            _ => open,
        };
        if !comment.closes {
            let after = content.get(at..).unwrap_or_default();
            begin(&comment, after, context, out, added, depth);
        }
    }
    outside(content.get(at..).unwrap_or_default(), open, out);
}

/// HTML of a block; outside of all blocks, text of the classic editor, whose line breaks count.
fn outside(html: &str, open: usize, out: &mut String) {
    if open > 0 || html.trim().is_empty() || html.contains("<p") {
        out.push_str(html);
    } else {
        out.push_str("<p>");
        out.push_str(&html.trim().replace("\r\n", "\n").replace("\n\n", "<p>").replace('\n', "<br>"));
    }
}

fn begin(
    comment: &Comment<'_>,
    after: &str,
    context: &mut dyn BlockContext,
    out: &mut String,
    added: &mut usize,
    depth: usize,
) {
    let name = comment.name.strip_prefix("core/").unwrap_or(comment.name);
    let values = || serde_json::from_str::<Value>(comment.attributes).unwrap_or_default();
    let text = |values: &Value, key: &str| values.get(key).and_then(Value::as_str).map(str::to_owned);
    match name {
        "block" => {
            let id = values().get("ref").and_then(Value::as_u64).unwrap_or_default();
            match context.reusable(id).filter(|content| depth < DEEPEST && *added + content.len() < LONGEST) {
                Some(content) => {
                    *added += content.len();
                    write(&content, context, out, added, depth + 1);
                }
                None => context.dynamic(&format!("block {id}")),
            }
        }
        "footnotes" if !comment.opens => out.push_str(&context.footnotes().unwrap_or_default()),
        "social-link" | "navigation-link" => {
            let values = values();
            let label = text(&values, "label").or(text(&values, "service"));
            if let Some(address) = text(&values, "url") {
                let words = label.unwrap_or_else(|| address.clone()).replace('<', "&lt;");
                out.push_str(&format!("<p><a href=\"{}\">{words}</a></p>", attribute(&address)));
            }
        }
        "cover" | "media-text" => {
            let values = values();
            let address = text(&values, "url").or(text(&values, "mediaLink"));
            let end = after.find(&format!("<!-- /wp:{}", comment.name)).unwrap_or(after.len());
            let shows = after.get(..end).is_some_and(|inner| inner.contains("<img") || inner.contains("<video"));
            if let Some(address) = address.filter(|_| !shows && name == "cover") {
                let number = values.get("id").and_then(Value::as_u64).unwrap_or_default();
                out.push_str(&format!("<img class=\"wp-image-{number}\" src=\"{}\" alt=\"\">", attribute(&address)));
            }
        }
        _ if COMPLETE.contains(&name) || name.starts_with("core-embed/") => {}
        _ if name.contains('/') => context.foreign(name),
        // A block that has no HTML of its own, or the template of a theme.
        _ => context.dynamic(name),
    }
}

/// Text as the value of an attribute.
pub(super) fn attribute(text: &str) -> String {
    as_text(text).replace('"', "&quot;")
}

/// Text as HTML that shows it; entities stay.
pub(super) fn as_text(text: &str) -> Cow<'_, str> {
    if text.contains(['<', '>']) {
        Cow::Owned(text.replace('<', "&lt;").replace('>', "&gt;"))
    } else {
        Cow::Borrowed(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Said(Vec<String>);

    impl BlockContext for Said {
        fn reusable(&self, id: u64) -> Option<String> {
            (id == 7).then(|| {
                "<!-- wp:paragraph --><p>again</p><!-- /wp:paragraph --><!-- wp:block {\"ref\":7} /-->".to_owned()
            })
        }
        fn footnotes(&self) -> Option<String> {
            Some("<ol></ol>".to_owned())
        }
        fn dynamic(&mut self, name: &str) {
            self.0.push(name.to_owned());
        }
        fn foreign(&mut self, name: &str) {
            self.0.push(name.to_owned());
        }
    }

    #[test]
    fn blocks_become_their_html() {
        for (content, html, said) in [
            ("<!-- wp:paragraph {\"a\":1} --><p>x</p><!-- /wp:paragraph -->", "<p>x</p>", 0),
            ("<!-- wp:latest-posts /-->", "", 1),
            ("<!-- wp:acme/box --><b>x</b><!-- /wp:acme/box -->", "<b>x</b>", 1),
            ("<!-- wp:footnotes /-->", "<ol></ol>", 0),
            (
                "<!-- wp:social-link {\"url\":\"https://a.b\",\"service\":\"x\"} /-->",
                "<p><a href=\"https://a.b\">x</a></p>",
                0,
            ),
            (
                "<!-- wp:cover {\"url\":\"a.jpg\",\"id\":5} --><div>x</div><!-- /wp:cover -->",
                "<img class=\"wp-image-5\" src=\"a.jpg\" alt=\"\"><div>x</div>",
                0,
            ),
            ("a\nb\n\n<!-- wp:paragraph --><p>c</p><!-- /wp:paragraph -->", "<p>a<br>b<p>c</p>", 0),
            ("<!-- wp:more --><!--more--><!-- /wp:more -->", "<!--more-->", 0),
        ] {
            let mut said_of = Said::default();
            assert_eq!(as_html(content, &mut said_of).as_deref(), Some(html), "{content}");
            assert_eq!(said_of.0.len(), said, "{content}: {:?}", said_of.0);
        }
        let mut said = Said::default();
        let html = as_html("<!-- wp:block {\"ref\":7} /-->", &mut said).unwrap();
        assert_eq!(html.matches("again").count(), DEEPEST, "a block within itself ends");
    }
}
