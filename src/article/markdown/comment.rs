//! HTML comments: notes among editors, which no reader may see. They are taken out of the events of a text, so that neither
//! page nor search nor digest has them, and out of the source that is published as Markdown.

use std::{borrow::Cow, ops::Range};

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::{
    events::{Located, events, is_block},
    markup_hints::masked,
};

const OPENING: &str = "<!--";
const CLOSING: &str = "-->";

/// A comment, by its bytes in the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Comment {
    pub(super) source: Range<usize>,
    /// Whether `-->` ends it; otherwise it takes the rest of its block with it.
    pub(super) is_closed: bool,
}

/// A text of which each comment lies in one line, so that the parser knows it as one in any case. For CommonMark a
/// comment within a paragraph ends with the paragraph, and one in an item of a list with the item; an editor who typed
/// `<!--` means all up to `-->`. If no `-->` follows, the rest of the text is withheld.
#[derive(Debug)]
pub(super) struct Settled<'a> {
    /// As many bytes as before at the same places, up to the comment that nothing ends.
    text: Cow<'a, str>,
    unclosed: Option<Comment>,
}

/// How often a text is parsed for comments: what stood in one may look like a comment once the first is settled.
const ROUNDS: usize = 4;

impl<'a> Settled<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut settled = Settled { text: Cow::Borrowed(text), unclosed: None };
        if !text.contains("<!--") {
            return settled;
        }
        for _ in 0..ROUNDS {
            let open = left_open(&settled.text);
            let Some(first) = open.first() else { return settled };
            if !settled.join(&open) {
                settled.withhold(*first, text.len());
            }
        }
        // A cut may have made code or a table of the text before it, so one pass is not enough.
        while let Some(first) = left_open(&settled.text).first() {
            settled.withhold(*first, text.len());
        }
        settled
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) fn unclosed(&self) -> Option<&Comment> {
        self.unclosed.as_ref()
    }

    /// Writes each comment that begins at one of `open` in one line, up to one that nothing ends; `false` if the first is
    /// such a one. A later one may turn out to stand in code once those before it are settled.
    fn join(&mut self, open: &[usize]) -> bool {
        let text = &*self.text;
        let mut joined = String::with_capacity(text.len());
        for &start in open {
            // It stands in the comment before it.
            if start < joined.len() {
                continue;
            }
            let Some(found) = text.get(start + OPENING.len()..).and_then(|rest| rest.find(CLOSING)) else { break };
            joined.push_str(text.get(joined.len()..start).unwrap_or_default());
            joined.push_str(OPENING);
            joined.extend(std::iter::repeat_n('x', found));
            joined.push_str(CLOSING);
        }
        if joined.is_empty() {
            return false;
        }
        joined.push_str(text.get(joined.len()..).unwrap_or_default());
        self.text = Cow::Owned(joined);
        true
    }

    fn withhold(&mut self, start: usize, length: usize) {
        self.text.to_mut().truncate(start);
        self.unclosed = Some(Comment { source: start..length, is_closed: false });
    }
}

/// The beginnings of comments that the parser does not end, in order.
fn left_open(text: &str) -> Vec<usize> {
    let (mut found, mut comments) = (Vec::new(), Vec::new());
    let (mut is_code, mut open) = (false, false);
    for (event, source) in events(text) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => is_code = true,
            Event::End(TagEnd::CodeBlock) => is_code = false,
            Event::Text(_) if !is_code => {
                let typed = masked(text, source.start, source.end);
                found.extend(typed.match_indices(OPENING).map(|(at, _)| source.start + at));
            }
            Event::Html(html) => {
                let begins = |at| begins_in_block(text, &html, source.start, at);
                _ = without(&html, source.start, &begins, &mut open, &mut comments);
            }
            Event::InlineHtml(_) => found.extend(begins_in_tag(text, source)),
            Event::End(TagEnd::HtmlBlock) => {
                found.extend(comments.last().filter(|_| open).map(|comment: &Comment| comment.source.start));
                open = false;
            }
            _ => {}
        }
    }
    found
}

/// The beginning of a comment within the tag at `source`, if it ends behind the tag. Otherwise `<b title="<!--">` is a tag like
/// any other.
fn begins_in_tag(text: &str, source: Range<usize>) -> Option<usize> {
    let tag = text.get(source.clone())?;
    let at = tag.rfind(OPENING).filter(|at| tag.rfind(CLOSING).is_none_or(|end| end < *at))?;
    let start = source.start + at;
    is_ended(text, start).then_some(start)
}

/// Whether `<!--` at `at` in this line of a block of HTML begins a comment, and is not a part of an attribute's value.
fn begins_in_block(text: &str, html: &str, start: usize, at: usize) -> bool {
    let before = html.get(..at).unwrap_or_default();
    let tag = before.rfind('<').and_then(|at| before.get(at..)).unwrap_or(before);
    let is_open = |quote: char| tag.rsplit_once(quote).is_some_and(|(name, _)| name.ends_with('='));
    let is_value = !tag.contains('>') && (is_open('"') || is_open('\''));
    !is_value || is_ended(text, start + at)
}

/// Whether `-->` follows on the `<!--` at `start`, before another one.
fn is_ended(text: &str, start: usize) -> bool {
    let rest = text.get(start + OPENING.len()..).unwrap_or_default();
    rest.split(OPENING).next().is_some_and(|rest| rest.contains(CLOSING))
}

/// Takes the comments out of `events` of `text`, and the blocks of HTML that hold nothing else.
pub(super) fn take<'a>(text: &str, events: &mut Vec<Located<'a>>) -> Vec<Comment> {
    let mut comments = Vec::new();
    let is_html = |event: &Event<'_>| matches!(event, Event::Html(_) | Event::InlineHtml(_));
    if !events.iter().any(|(event, _)| is_html(event)) {
        return comments;
    }
    let mut kept: Vec<Located<'a>> = Vec::with_capacity(events.len());
    let (mut open, mut parted) = (false, None);
    for (event, source) in events.drain(..) {
        if let Some(comment) = parted.take().filter(|_| !is_block(&event)) {
            kept.push((Event::SoftBreak, comment));
        }
        match event {
            Event::Html(html) => {
                let begins = |at| begins_in_block(text, &html, source.start, at);
                if let Some(left) = without(&html, source.start, &begins, &mut open, &mut comments) {
                    kept.push((Event::Html(left), source));
                }
            }
            Event::InlineHtml(html) => {
                // One that goes on behind the tag is settled before.
                if let Some(left) = without(&html, source.start, &|_| false, &mut false, &mut comments) {
                    kept.push((Event::InlineHtml(left), source));
                }
            }
            Event::End(TagEnd::HtmlBlock) => {
                open = false;
                if matches!(kept.last(), Some((Event::Start(Tag::HtmlBlock), _))) {
                    kept.pop();
                    // In a list without paragraphs it stood between the words before it and those behind it.
                    parted = kept.last().filter(|(before, _)| !is_block(before)).map(|_| source);
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

/// The parts of a piece of HTML at `start` that lie outside of comments; `open` says whether an earlier comment goes on, and
/// `begins` whether one begins where nothing in the piece ends it. `None` if nothing but white space is left of it.
fn without<'a>(
    text: &str,
    start: usize,
    begins: &dyn Fn(usize) -> bool,
    open: &mut bool,
    comments: &mut Vec<Comment>,
) -> Option<CowStr<'a>> {
    let (mut left, mut at) = (String::new(), 0);
    loop {
        let rest = text.get(at..).unwrap_or_default();
        if *open {
            // `<!-->` and `<!--->` are comments, too (CommonMark 0.31, 6.6).
            let end = rest.find(CLOSING).map(|found| at + found + CLOSING.len());
            if let Some(comment) = comments.last_mut() {
                comment.source.end = start + end.unwrap_or(text.len());
                comment.is_closed = end.is_some();
            }
            let Some(end) = end else { break };
            (*open, at) = (false, end);
        } else if let Some(found) = rest.find(OPENING) {
            left.push_str(rest.get(..found).unwrap_or_default());
            at += found;
            let is_ended = text.get(at + 2..).is_some_and(|rest| rest.contains(CLOSING));
            if !is_ended && !begins(at) {
                left.push_str(OPENING);
                at += OPENING.len();
                continue;
            }
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        article::markdown::{
            rewrite::standalone::without_comments,
            testing::{codes, html, rendered},
        },
        model::diagnostic::{Place, Severity},
    };

    #[test]
    fn no_reader_sees_a_comment() {
        for (text, shown) in [
            ("<!-- secret -->", ""),
            ("a <!-- secret --> b", "<p>a  b</p>"),
            ("a\n\n<!-- secret\n\nsecret\n-->\n\nb", "<p>a</p>\n<p>b</p>"),
            ("<!-- secret --> b", "<p> b</p>"),
            ("- a\n  <!-- secret -->\n- b", "<ul><li>a</li><li>b</li></ul>"),
            ("> <!-- secret\n> secret -->\n> b", "<blockquote>"),
            ("<!--> a", ""),
            ("`<!-- shown -->`", "<p><code>&lt;!-- shown --&gt;</code></p>"),
            ("a\n\n<!-- secret\n\nsecret", "<p>a</p>"),
            ("a <!-- secret\n\nsecret --> b", "<p>a  b</p>"),
            ("a <!-- secret\n\n## secret\n\n- secret\n--> b\n\nc", "<p>a  b</p>\n<p>c</p>"),
            ("a <!-- secret\n\n```\nsecret\n--> b\n\nc", "<p>a  b</p>\n<p>c</p>"),
            ("a <!-- secret\n\nsecret", "<p>a</p>"),
            ("- a\n- <!-- secret\n\nsecret -->\n- b", "<ul><li>a</li><li></li><li>b</li></ul>"),
            ("- a <!-- secret\n- secret --> b", "<ul><li>a  b</li></ul>"),
            ("> <!-- secret\n\nsecret -->\n\nb", "<blockquote></blockquote>\n<p>b</p>"),
            ("> a <!-- secret\n\nsecret -->\n\nb", "<blockquote><p>a </p></blockquote>\n<p>b</p>"),
            ("<div>\n<!-- secret\n\nsecret -->\n\nb", "<p>&lt;div&gt;"),
            ("## a <!-- secret\n\nsecret --> b", "<h2"),
            ("| a <!-- secret | secret --> | b |\n|-|-|\n| c | d |", "<p>| a"),
            ("| a <!-- secret | secret --> | b |\n|-|-|-|\n| c | d | e |", "<p>| a"),
            ("| a | b |\n|-|-|\n| c <!-- secret | secret --> | d |", "<div"),
            ("*a <!-- secret* secret\n\nsecret --> b", "<p>*a  b</p>"),
            ("[a <!-- secret](x) secret\n\nsecret --> b", "<p>[a  b</p>"),
            ("a[^1]\n\n[^1]: b <!-- secret\n\nsecret -->", "<p>a"),
            ("a <!-- secret\n\n<!-- secret --> b", "<p>a  b</p>"),
            ("a <!-- secret\r\n\r\nsecret --> b", "<p>a  b</p>"),
            ("\\<!-- shown\n\nshown -->", "<p>&lt;!-- shown</p>\n<p>shown --&gt;</p>"),
            ("`<!--` begins one\n\nand `-->` ends it", "<p><code>&lt;!--</code> begins one</p>"),
            ("    <!-- shown\n\na", "<pre"),
            ("<div><!-- secret -->\nb</div>", "<p>&lt;div&gt;"),
            ("a <!-- x\n\ny ` --> `<!--` b\n\nrest", "<p>a  <code>&lt;!--</code> b</p>\n<p>rest</p>"),
            ("a <!-- secret\n\nsecret ` --> `<!--` b <!-- secret\n\nsecret", "<p>a  <code>&lt;!--</code> b</p>"),
            ("a <b title=\"<!-- x\"> b\n\nrest", "<p>a &lt;b title=&quot;&lt;!-- x&quot;&gt; b</p>\n<p>rest</p>"),
            ("a <b title=\"<!-- x\"> b <!-- secret -->", "<p>a &lt;b title=&quot;&lt;!-- x&quot;&gt; b </p>"),
            ("a <b title=\"<!-- secret\"> secret --> b", "<p>a &lt;b title=&quot; b</p>"),
            ("a <b title=\"<!-- secret\"> secret\n\nsecret --> b", "<p>a &lt;b title=&quot; b</p>"),
            ("a <b title=\"<!-- secret -->\"> b", "<p>a &lt;b title=&quot;&quot;&gt; b</p>"),
            ("> a <b\n> title=\"<!-- secret\"> secret\n\nsecret --> b", "<blockquote><p>a"),
            ("<div title='<!-- x'>\n\nrest", "<p>&lt;div title='&lt;!-- x'&gt;\n</p>\n<p>rest</p>"),
            ("<div title='<!-- secret'>\n\nsecret --> rest", "<p>&lt;div title='"),
            ("<div title='x'><!-- secret\n\nsecret", "<p>&lt;div title='x'&gt;"),
            ("| ` | ` <!-- secret ` <!-- secret |\n|-|-|\n", "<p>|"),
        ] {
            let made = rendered(text);
            assert!(!made.html.as_str().contains("secret") && !made.plain.contains("secret"), "{text}: {}", html(text));
            assert!(!without_comments(text).contains("secret"), "{text}");
            assert!(html(text).starts_with(shown), "{text}: {}", html(text));
        }
        assert_eq!(codes("a <!-- b -->"), ["html-comment"]);
        assert_eq!(codes("a <!-- b\n\nc --> d <!-- e -->"), ["html-comment"; 2]);
        assert_eq!(codes("`<!-- b -->`"), [""; 0]);
    }

    #[test]
    fn a_comment_that_nothing_ends_is_an_error_and_takes_the_rest() {
        for text in ["a <!-- b\n\nc", "a\n\n<!-- b\n\nc", "> <!-- b\n\nc", "- a\n- b <!--", "a <!-- b --> <!-- c"] {
            let made = rendered(text);
            let errors: Vec<_> = made.problems.iter().filter(|found| found.severity == Severity::Error).collect();
            let at = text.rfind("<!--").unwrap();
            assert_eq!(errors.len(), 1, "{text}: {errors:?}");
            assert_eq!(errors[0].place, Some(Place::from_offset(text, at)), "{text}");
            assert_eq!(without_comments(text), without_comments(&text[..at]), "{text}");
        }
    }

    /// Eight times as long a text, of any content, is parsed no more often.
    #[test]
    fn a_text_full_of_comments_is_settled_in_few_rounds() {
        for part in ["<!-- ", "a <!--\n\n", "> <!--\n\n-->\n", "```\n<!--\n\n", "<!-->", "- <!-- `"] {
            let text = part.repeat(4000);
            let settled = Settled::new(&text);
            assert!(left_open(settled.text()).is_empty(), "{part}");
            assert!(text.starts_with(settled.text()) || settled.text().contains("xx"), "{part}");
        }
    }

    proptest! {
        // A backtick by itself is not a part: with another one in a comment it makes code of `<!--`, which is shown.
        #[test]
        fn what_is_published_has_no_comment_and_reads_the_same(
            parts in proptest::collection::vec(prop_oneof![
                Just("<!-- secret -->"), Just("<!-- secret\n\nsecret -->"), Just("<!-- secret `secret` -->"),
                Just("a"), Just("*"), Just("\n\n"), Just("\n"), Just("- "), Just("> "), Just("## "), Just("<div>\n"),
                Just("|"), Just("<!--"), Just("-->"), Just("<b title=\""), Just("\">"), Just("<!-- `secret\n\n` -->"),
            ], 0..12)
        ) {
            let text = parts.concat();
            let published = without_comments(&text);
            prop_assert!(!published.contains("secret"), "{text}");
            let made = rendered(&text);
            prop_assert!(!made.plain.contains("secret") && !made.html.as_str().contains("secret"), "{text}");
        }
    }
}
