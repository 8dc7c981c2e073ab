//! HTML comments: notes among editors, which no reader may see. They are taken out of the events of a text, so that neither
//! page nor search nor fingerprint has them, and out of the source that is published as Markdown.

use std::{borrow::Cow, ops::Range};

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::{
    document::{Document, Located},
    render::Renderer,
};

/// A comment, by its bytes in the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Comment {
    pub(super) source: Range<usize>,
    /// Whether `-->` ends it; otherwise it takes the rest of its block with it.
    pub(super) is_closed: bool,
}

impl Renderer<'_> {
    /// Says which comments were left out: a writer may have meant them to be read.
    pub(super) fn report_comments(&mut self) {
        for comment in self.document.comments() {
            let (message, help) = if comment.is_closed {
                (
                    "an HTML comment is left out of the page",
                    "delete it, or write what readers should see without `<!--`",
                )
            } else {
                ("an HTML comment is not closed, so the rest of its block is left out", "end it with `-->`")
            };
            self.report.warn(comment.source.start + self.body_offset, "html-comment", message.to_owned(), help);
        }
    }

    /// Raw HTML is shown as it is typed, and reported once a block.
    pub(super) fn html_block(&mut self, at: usize) -> usize {
        self.report_html(at);
        self.enter(at, "<p>", "</p>")
    }

    pub(super) fn report_html(&mut self, at: usize) {
        let help = "write Markdown in its place, or put it between backticks";
        self.report.warn(self.offset(at), "raw-html", "HTML is shown as text".to_owned(), help);
    }
}

/// Takes the comments out of `events`, and the blocks of HTML that hold nothing else.
pub(super) fn take<'a>(events: &mut Vec<Located<'a>>) -> Vec<Comment> {
    let mut comments = Vec::new();
    let is_html = |event: &Event<'_>| matches!(event, Event::Html(_) | Event::InlineHtml(_));
    if !events.iter().any(|(event, _)| is_html(event)) {
        return comments;
    }
    let mut kept: Vec<Located<'a>> = Vec::with_capacity(events.len());
    let mut open = false;
    for (event, source) in events.drain(..) {
        match event {
            Event::Html(text) => {
                if let Some(text) = without(&text, source.start, &mut open, &mut comments) {
                    kept.push((Event::Html(text), source));
                }
            }
            Event::InlineHtml(text) => {
                let mut within = false;
                if let Some(text) = without(&text, source.start, &mut within, &mut comments) {
                    kept.push((Event::InlineHtml(text), source));
                }
            }
            Event::End(TagEnd::HtmlBlock) => {
                open = false;
                if matches!(kept.last(), Some((Event::Start(Tag::HtmlBlock), _))) {
                    kept.pop();
                } else {
                    kept.push((event, source));
                }
            }
            _ => kept.push((event, source)),
        }
    }
    *events = kept;
    comments
}

/// What of a piece of HTML at `start` lies outside of comments; `open` says whether one that began before goes on. `None`
/// where nothing but white space is left of it.
fn without<'a>(text: &str, start: usize, open: &mut bool, comments: &mut Vec<Comment>) -> Option<CowStr<'a>> {
    let (mut left, mut at) = (String::new(), 0);
    loop {
        let rest = text.get(at..).unwrap_or_default();
        if *open {
            // `<!-->` and `<!--->` are comments, too (CommonMark 0.31, 6.6).
            let end = rest.find("-->").map(|found| at + found + 3);
            if let Some(comment) = comments.last_mut() {
                comment.source.end = start + end.unwrap_or(text.len());
                comment.is_closed = end.is_some();
            }
            let Some(end) = end else { break };
            (*open, at) = (false, end);
        } else if let Some(found) = rest.find("<!--") {
            left.push_str(rest.get(..found).unwrap_or_default());
            at += found;
            comments.push(Comment { source: start + at..start + at, is_closed: false });
            // The end may overlap the beginning: `<!-->`.
            (*open, at) = (true, at + 2);
        } else {
            left.push_str(rest);
            break;
        }
    }
    (!left.trim().is_empty()).then(|| left.into())
}

/// The Markdown `text` without its HTML comments: what may be published of it as a file.
pub fn without_comments(text: &str) -> Cow<'_, str> {
    if !text.contains("<!--") {
        return Cow::Borrowed(text);
    }
    let document = Document::parse(text);
    let mut left = String::with_capacity(text.len());
    let mut done = 0;
    for comment in document.comments() {
        left.push_str(text.get(done..comment.source.start).unwrap_or_default());
        done = comment.source.end.max(done);
    }
    left.push_str(text.get(done..).unwrap_or_default());
    Cow::Owned(left)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::content::markdown::testing::{codes, html, rendered};

    #[test]
    fn no_reader_sees_a_comment() {
        for (text, shown) in [
            ("<!-- secret -->", ""),
            ("a <!-- secret --> b", "<p>a  b</p>"),
            ("a\n\n<!-- secret\n\nsecret\n-->\n\nb", "<p>a</p>\n<p>b</p>"),
            ("<!-- secret --> b", "<p>&lt;!-- "),
            ("- a\n  <!-- secret -->\n- b", "<ul><li>a</li><li>b</li></ul>"),
            ("> <!-- secret\n> secret -->\n> b", "<blockquote>"),
            ("<!--> a", ""),
            ("`<!-- shown -->`", "<p><code>&lt;!-- shown --&gt;</code></p>"),
            ("a\n\n<!-- secret\n\nsecret", "<p>a</p>"),
            ("<div><!-- secret -->\nb</div>", "<p>&lt;div&gt;"),
        ] {
            let made = rendered(text);
            assert!(!made.html.as_str().contains("secret") && !made.plain.contains("secret"), "{text}: {}", html(text));
            assert!(!without_comments(text).contains("secret"), "{text}");
            let shown = if shown.starts_with("<p>&lt;!--") { "" } else { shown };
            assert!(html(text).starts_with(shown), "{text}: {}", html(text));
        }
        assert_eq!(codes("a <!-- b -->"), ["html-comment"]);
        assert_eq!(codes("`<!-- b -->`"), [""; 0]);
    }

    proptest! {
        #[test]
        fn what_is_published_has_no_comment_and_reads_the_same(
            parts in proptest::collection::vec(prop_oneof![
                Just("<!-- secret -->"), Just("<!--"), Just("-->"), Just("a"), Just("\n\n"), Just("\n"), Just("- "), Just("> "),
            ], 0..12)
        ) {
            let text = parts.concat();
            let published = without_comments(&text);
            prop_assert!(Document::parse(&published).comments().len() <= Document::parse(&text).comments().len());
            prop_assert!(!rendered(&text).plain.contains("secret"), "{}", text);
        }
    }
}
