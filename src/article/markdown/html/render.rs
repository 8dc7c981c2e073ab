//! The walk over a text's events. It does not recurse, so no depth of nesting can exhaust the stack.

use std::{collections::HashMap, mem::take};

use pulldown_cmark::{Alignment, CodeBlockKind, Event, Tag, TagEnd};

use super::{
    heading::{Outline, level},
    note_number::Notes,
};
use crate::{
    article::{
        BlockDigest, ImageNote,
        markdown::{
            Block, BlockDigests, BlockKind, RenderContext, Rendered, SafeHtml,
            blocks::{
                block::{DigestForm, fingerprint},
                plain::Plain,
            },
            collector::{Collected, Collector},
            comment::Settled,
            document::Document,
        },
    },
    model::sentence::say,
};

/// Renders the Markdown that begins at the byte `body_offset` of `file_text`. Everything that is text in Markdown is
/// text in the HTML: no element of a writer's own, no address that a browser would run.
pub fn render(file_text: &str, body_offset: usize, context: &RenderContext<'_>) -> Rendered {
    render_with(BlockDigests::Made, file_text, body_offset, context)
}

/// The same; without digests where they are left out, for a sixth of the time goes into them.
pub fn render_with(
    fingerprints: BlockDigests,
    file_text: &str,
    body_offset: usize,
    context: &RenderContext<'_>,
) -> Rendered {
    let text = file_text.get(body_offset..).unwrap_or_default();
    let settled = Settled::new(text);
    let document = Document::new(&settled);
    let mut renderer = Renderer::new(&document, body_offset, context);
    renderer.fingerprints = fingerprints;
    // Markup makes most texts a little longer, and most of a text is seen.
    renderer.html.reserve(text.len() + text.len() / 8);
    renderer.plain.reserve(text.len());
    renderer.report_comments();
    renderer.body();
    renderer.footnotes();
    renderer.check_anchors();
    renderer.check_unread(settled.text());
    renderer.report_unused_footnotes();
    renderer.finish(file_text)
}

/// The state of the walk. Each kind of element is rendered in the file named for it.
pub(in crate::article::markdown) struct Renderer<'a> {
    pub(in crate::article::markdown) document: &'a Document<'a>,
    pub(in crate::article::markdown) context: &'a RenderContext<'a>,
    /// The first note on each file.
    pub(in crate::article::markdown) image_notes: HashMap<&'a str, &'a ImageNote>,
    pub(in crate::article::markdown) html: String,
    pub(in crate::article::markdown) plain: Plain,
    pub(in crate::article::markdown) report: Collector<'a>,
    pub(in crate::article::markdown) outline: Outline,
    pub(in crate::article::markdown) notes: Notes,
    pub(in crate::article::markdown) table: TablePosition<'a>,
    /// Links to places of this page with their offsets; checked when all ids are known.
    pub(in crate::article::markdown) anchors: Vec<(usize, &'a str)>,
    /// Whether a link is open: none may begin within it.
    pub(in crate::article::markdown) linked: bool,
    /// The file that the open link leads to, with its length.
    pub(in crate::article::markdown) linked_file: Option<(String, u64)>,
    /// Links of the block at hand that lead out of the text.
    pub(in crate::article::markdown) links: usize,
    pub(in crate::article::markdown) figures: usize,
    pub(in crate::article::markdown) lead_image: Option<String>,
    pub(in crate::article::markdown) body_offset: usize,
    fingerprints: BlockDigests,
    blocks: Vec<Block>,
    /// The closing tag of each open element.
    pub(super) closers: Vec<&'static str>,
}

/// The position of the walk in a table.
#[derive(Debug, Default)]
pub(in crate::article::markdown) struct TablePosition<'a> {
    pub(super) alignments: &'a [Alignment],
    pub(super) in_head: bool,
    pub(super) column: usize,
}

/// How deep elements may nest. Browsers cut at 512; a writer who means it stays under ten.
const DEEPEST: usize = 64;
pub(super) const END_OF_CODE: &str = "</code></pre>";
/// Closes a block that was not opened because it lies too deep: its words must not run into the next one's.
const NOT_OPENED: &str = " ";

impl<'a> Renderer<'a> {
    fn new(document: &'a Document<'a>, body_offset: usize, context: &'a RenderContext<'a>) -> Self {
        Renderer {
            document,
            context,
            image_notes: context.images.iter().rev().map(|note| (note.file.as_str(), note)).collect(),
            html: String::new(),
            plain: Plain::default(),
            report: Collector::new(context),
            outline: Outline::new(
                document.top_heading().map_or(2, level),
                document.heading_ids().filter(|given| given.is_valid()).map(|given| given.id.clone()).collect(),
            ),
            notes: Notes::new(document),
            table: TablePosition::default(),
            anchors: Vec::new(),
            linked: false,
            linked_file: None,
            links: 0,
            figures: 0,
            lead_image: None,
            body_offset,
            fingerprints: BlockDigests::Made,
            blocks: Vec::new(),
            closers: Vec::new(),
        }
    }

    fn body(&mut self) {
        let mut at = 0;
        while at < self.document.len() {
            let (next, start) = (self.document.after(at), self.html.len());
            self.walk(at, next);
            if let Some(kind) = self.kind(at).filter(|_| self.html.len() > start) {
                self.end_block(kind, start, &[at]);
            }
            at = next;
        }
    }

    /// Writes the events from `at` up to `end`.
    pub(in crate::article::markdown) fn walk(&mut self, mut at: usize, end: usize) {
        while let Some(event) = self.document.event(at).filter(|_| at < end) {
            self.plain.begin(event);
            at = match event {
                Event::Start(tag) => self.open(tag, at),
                Event::End(tag) => self.close(*tag, at),
                leaf => self.leaf(leaf, at),
            };
        }
    }

    /// Notes the top-level block that was written since `start` and made from the elements that start at `elements`.
    pub(in crate::article::markdown) fn end_block(&mut self, kind: BlockKind, start: usize, elements: &[usize]) {
        self.html.push('\n');
        let sources = || elements.iter().map(|&at| self.document.source(at));
        let source = sources().map(|source| source.start).min().unwrap_or(0)
            ..sources().map(|source| source.end).max().unwrap_or(0);
        self.blocks.push(Block {
            kind,
            source: source.start + self.body_offset..source.end + self.body_offset,
            html: start..self.html.len(),
            links: take(&mut self.links),
            fingerprint: self.fingerprint(elements, DigestForm::Now(&self.image_notes)),
            former: self.fingerprint(elements, DigestForm::Former),
        });
    }

    fn fingerprint(&self, elements: &[usize], form: DigestForm<'_>) -> BlockDigest {
        match self.fingerprints {
            BlockDigests::Made => fingerprint(self.document, elements, form),
            BlockDigests::Left => BlockDigest::EMPTY,
        }
    }

    fn kind(&self, at: usize) -> Option<BlockKind> {
        Some(match self.document.event(at)? {
            Event::Start(Tag::Heading { .. }) => BlockKind::Heading(self.outline.level()),
            Event::Start(Tag::List(_)) => BlockKind::List,
            Event::Start(Tag::BlockQuote(_)) => BlockKind::Quote,
            Event::Start(Tag::CodeBlock(_)) => BlockKind::Code,
            Event::Start(Tag::Table(_)) => BlockKind::Table,
            Event::Rule => BlockKind::Rule,
            _ if self.lone_image(at).is_some() || self.gallery_images(at).is_some() => BlockKind::Figure,
            _ => BlockKind::Paragraph,
        })
    }

    /// The place of the event in the file.
    pub(in crate::article::markdown) fn offset(&self, at: usize) -> usize {
        self.document.source(at).start + self.body_offset
    }

    /// Opens an element; the next event is the one after its start.
    pub(in crate::article::markdown) fn enter(&mut self, at: usize, open: &str, close: &'static str) -> usize {
        self.html.push_str(open);
        self.closers.push(close);
        at + 1
    }

    /// Opens an element of a kind that may nest, unless it lies too deep: then its contents stand without it.
    pub(in crate::article::markdown) fn nest(&mut self, at: usize, open: &str, close: &'static str) -> usize {
        if self.closers.len() < DEEPEST {
            return self.enter(at, open, close);
        }
        self.report.warn_once(self.offset(at), "nested-too-deep", say("nested-too-deep"), "");
        let block = matches!(self.document.event(at), Some(Event::Start(Tag::List(_) | Tag::BlockQuote(_))));
        self.enter(at, "", if block { NOT_OPENED } else { "" })
    }

    fn open(&mut self, tag: &'a Tag<'a>, at: usize) -> usize {
        match tag {
            Tag::Paragraph => self.paragraph(at),
            Tag::Heading { level: found, .. } => self.heading(at, level(*found)),
            Tag::BlockQuote(_) => self.nest(at, "<blockquote>", "</blockquote>"),
            Tag::CodeBlock(kind) => self.code(at, kind),
            Tag::HtmlBlock => self.html_block(at),
            Tag::List(start) => self.list(at, *start),
            Tag::Item if self.closers.last() == Some(&NOT_OPENED) => self.enter(at, "", NOT_OPENED),
            Tag::Item => self.item(at),
            Tag::Table(alignments) => self.table(at, alignments),
            Tag::TableHead => self.table_head(at),
            Tag::TableRow => self.table_row(at),
            Tag::TableCell => self.table_cell(at),
            Tag::Emphasis => self.nest(at, "<em>", "</em>"),
            Tag::Strong => self.nest(at, "<strong>", "</strong>"),
            Tag::Strikethrough => self.nest(at, "<del>", "</del>"),
            Tag::Link { link_type, dest_url, title, .. } => self.link(at, *link_type, dest_url, title),
            Tag::Image { dest_url, title, .. } => self.inline_image(at, dest_url, title),
            // Set aside until all of the text is written.
            Tag::FootnoteDefinition(_) => self.document.after(at),
            // Of extensions that are off.
            _ => self.enter(at, "", ""),
        }
    }

    fn close(&mut self, tag: TagEnd, at: usize) -> usize {
        self.html.push_str(self.closers.pop().unwrap_or_default());
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => {}
            TagEnd::Link => {
                self.linked = false;
                if let Some((name, bytes)) = self.linked_file.take() {
                    self.file_facts(&name, bytes);
                }
            }
            TagEnd::TableCell => self.plain.space(),
            TagEnd::Heading(_) => {
                self.linked = false;
                self.plain.end_block();
            }
            _ => self.plain.end_block(),
        }
        at + 1
    }

    fn code(&mut self, at: usize, kind: &CodeBlockKind<'_>) -> usize {
        let info = if let CodeBlockKind::Fenced(info) = kind { info } else { "" };
        let language = info.split_whitespace().next().unwrap_or_default();
        let sound = |b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'+' | b'-');
        if language.is_empty() || !language.bytes().all(sound) {
            return self.enter(at, "<pre tabindex=\"0\"><code>", END_OF_CODE);
        }
        self.enter(at, &format!("<pre tabindex=\"0\"><code class=\"language-{language}\">"), END_OF_CODE)
    }

    pub(in crate::article::markdown) fn text(&mut self, text: &str) {
        self.plain.push(text, &mut self.html);
    }

    fn finish(self, file: &str) -> Rendered {
        let Collected { links, addresses, media, problems } = self.report.finish(file);
        Rendered {
            html: SafeHtml::from_stored(self.html),
            headings: self.outline.finish(),
            blocks: self.blocks,
            links,
            addresses,
            media,
            plain: self.plain.finish(),
            lead_image: self.lead_image,
            problems,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::article::markdown::{
        BlockKind, Slot,
        testing::{codes, html, rendered},
    };

    #[test]
    fn lists_are_tight_or_loose_and_keep_their_numbers() {
        assert_eq!(html("- a\n- b\n  - c"), "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>");
        assert_eq!(html("3. a\n\n4. b"), "<ol><li value=\"3\"><p>a</p></li><li value=\"4\"><p>b</p></li></ol>");
        assert_eq!(html("1. [ ] a"), "<ol><li>[ ] a</li></ol>");
        assert_eq!(rendered("- a\n- b\n  - c\n\nd").plain, "a\nb\nc\nd");
    }

    #[test]
    fn code_can_be_scrolled_and_names_its_language() {
        assert_eq!(
            html("```rust,ignore x\na < b\n```"),
            "<pre tabindex=\"0\"><code>a &lt; b\n</code></pre>",
            "`rust,ignore` is no name"
        );
        assert_eq!(html("```c++ x\na\n```"), "<pre tabindex=\"0\"><code class=\"language-c++\">a\n</code></pre>");
        assert_eq!(html("    a\r\n     b"), "<pre tabindex=\"0\"><code>a\n b</code></pre>");
        assert_eq!(html("```\" onclick=\"x\na\n```"), "<pre tabindex=\"0\"><code>a\n</code></pre>");
    }

    #[test]
    fn blocks_know_what_they_are_and_where_they_come_from() {
        let text = "# a\n\nb\n\n- c\n\n> d\n\n```\ne\n```\n\n|f|\n|-|\n\n![](map.svg)\n\n---\n\ng[^1]\n\n[^1]: h\n";
        let made = rendered(text);
        let kinds: Vec<_> = made.blocks.iter().map(|block| block.kind).collect();
        use BlockKind::{Code, Figure, Footnotes, Heading, List, Paragraph, Quote, Rule, Table};
        assert_eq!(kinds, [Heading(2), Paragraph, List, Quote, Code, Table, Figure, Rule, Paragraph, Footnotes]);
        let sources: Vec<_> = made.blocks.iter().map(|block| text.get(block.source.clone()).unwrap().trim()).collect();
        assert_eq!(sources.get(1..4), Some(["b", "- c", "> d"].as_slice()));
        assert_eq!(sources.last(), Some(&"[^1]: h"));
    }

    #[test]
    fn words_are_those_a_reader_sees() {
        let made = rendered("# Один\n\n*два* [три](https://example.org/x) `чотири` ![alt](pic.png)[^1]\n\n[^1]: п'ять");
        assert_eq!((made.words(), made.plain.as_str()), (5, "Один\nдва три чотири\nп'ять"));
    }

    #[test]
    fn no_text_can_forge_a_slot() {
        let forged = "\u{1}a2019/b\u{2} &#1;wx&#2; `\u{1}wx\u{2}` [c](/\u{1}wx\u{2} \"\u{1}wx\u{2}\") <\u{1}wx\u{2}>\n\n\
                      # \u{1}wx\u{2}\n\n```\u{1}wx\u{2}\n\u{1}wx\u{2}\n```\n\n![\u{1}wx\u{2}](pic.png '\u{1}wx\u{2}')\n\n\
                      a[^\u{1}wx\u{2}] [d](../b/#\u{1}wx\u{2})\n\n[^\u{1}wx\u{2}]: \u{1}wx\u{2}\n\n<p>\u{1}wx\u{2}</p>\n";
        let made = rendered(forged);
        let mut out = String::new();
        let known =
            |slot| matches!(slot, Slot::Article("2025/b") | Slot::Word("article-footnotes" | "article-footnote-back"));
        made.html.fill(|slot| if known(slot) { "fine".into() } else { "FORGED".into() }, &mut out);
        assert!(!out.contains("FORGED"), "{out}");
        let clean = |text: &str| !text.contains(['\u{1}', '\u{2}']);
        assert!(clean(&made.plain) && made.headings.iter().all(|heading| clean(&heading.text)));
        assert!(made.problems.iter().all(|problem| clean(&problem.message.to_string())));
    }

    #[test]
    fn nesting_has_an_end() {
        for (text, tag) in [
            ("> ".repeat(500), "<blockquote>"),
            ("- ".repeat(500), "<ul>"),
            ("*a ".repeat(500).trim_end().to_owned() + &"*".repeat(500), "<em>"),
        ] {
            let made = html(&(text.clone() + " x"));
            assert!(made.matches(tag).count() <= 64 && made.contains('x'), "{tag}");
            assert_eq!(codes(&(text + " x")), ["nested-too-deep"], "{tag}");
        }
    }

    #[test]
    fn hostile_texts_take_no_longer_than_others() {
        let n = 100_000;
        for part in [
            "[", "![", "[[", "](", "[a](", "![a](", ">", "> ", "- ", "1. ", "*", "**a ", "*a_ ", "~~", "`", "`` ` ",
            "<", "<a ", "<!--", "&", "\\", "|", "# a\n", "[^a]", "[^a]: ", "[a]: b\n", "[a](x:y)", "![a](b)\n\n",
            "a\n=\n", "|-\n",
        ] {
            let made = rendered(&part.repeat(n / part.len()));
            assert!(made.html.as_str().len() < 20 * n, "{part}");
        }
    }
}
