//! The top-level blocks of a text: what versions in two languages are laid side by side by.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use super::document::Document;
use crate::content::Fingerprint;

/// One top-level block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// The bytes of the file it was made from.
    pub source: Range<usize>,
    /// Its bytes of the HTML.
    pub html: Range<usize>,
    /// How many links the writer has put into it, those within the text left out.
    pub links: usize,
    /// Changes with its words, links and emphasis, not with its line breaks.
    pub fingerprint: Fingerprint,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// A heading of this level in the HTML, 2 to 6.
    Heading(u8),
    /// A paragraph, or raw HTML shown as text.
    Paragraph,
    /// A list, with all it holds.
    List,
    /// A quotation, with all it holds.
    Quote,
    /// Code.
    Code,
    /// A table.
    Table,
    /// A picture with its caption.
    Figure,
    /// A line across.
    Rule,
    /// All footnotes.
    Footnotes,
}

/// The fingerprint of the elements that start at `starts`, one after the other.
pub(super) fn fingerprint(document: &Document<'_>, starts: &[usize]) -> Fingerprint {
    let mut text = String::new();
    for &start in starts {
        trace(document, start, &mut text);
    }
    Fingerprint::of(&text)
}

/// Spells out what is written, markup marked with U+0001. Tight or loose, wrapped or not, it comes out the same.
fn trace(document: &Document<'_>, start: usize, out: &mut String) {
    let end = document.after(start);
    let (mut at, mut code) = (start, false);
    while let Some(event) = document.event(at).filter(|_| at < end) {
        at += 1;
        match event {
            Event::Start(Tag::FootnoteDefinition(_)) if at > start + 1 => at = document.after(at - 1),
            Event::Start(tag) => {
                code = matches!(tag, Tag::CodeBlock(_));
                mark_start(tag, out);
                if let Some(number) = document.number(at - 1) {
                    out.push_str(&format!("{number}\u{1}"));
                }
            }
            Event::End(end) => {
                code = false;
                mark_end(*end, out);
            }
            // White space tells in a program.
            Event::Text(text) if code => out.push_str(&text.replace(' ', "\u{1}s").replace('\n', "\u{1}n")),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => out.push_str(text),
            Event::Code(text) => out.extend(["\u{1}`", text, "\u{1}`"]),
            Event::FootnoteReference(label) => out.extend(["\u{1}^", label, "\u{1}"]),
            Event::HardBreak => out.push_str("\u{1}br "),
            Event::Rule => out.push_str("\u{1}hr"),
            _ => out.push(' '),
        }
    }
}

fn mark_start(tag: &Tag<'_>, out: &mut String) {
    let name = match tag {
        Tag::Heading { level, .. } => ["h1", "h2", "h3", "h4", "h5", "h6"].get(*level as usize - 1).unwrap_or(&""),
        Tag::BlockQuote(_) => ">",
        Tag::CodeBlock(CodeBlockKind::Fenced(info)) => info,
        Tag::List(Some(_)) => "ol",
        Tag::List(None) => "ul",
        Tag::Item => "li",
        Tag::Emphasis => "*",
        Tag::Strong => "**",
        Tag::Strikethrough => "~",
        Tag::Link { dest_url, title, .. } => return out.extend(["\u{1}a ", dest_url, " ", title, "\u{1}"]),
        Tag::Image { dest_url, title, .. } => return out.extend(["\u{1}img ", dest_url, " ", title, "\u{1}"]),
        _ => return,
    };
    out.extend(["\u{1}", name, "\u{1}"]);
}

fn mark_end(tag: TagEnd, out: &mut String) {
    out.push_str(match tag {
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image => "\u{1}/",
        TagEnd::TableCell => "\u{1}| ",
        _ => "\n",
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Fingerprint {
        fingerprint(&Document::parse(text), &[0])
    }

    #[test]
    fn another_wrapping_is_the_same_block() {
        for (one, other) in [
            ("a b *c d*", "a\nb *c\nd*"),
            ("> a b\n> c", "> a\n> b c"),
            ("- a\n- b", "* a\n\n* b"),
            ("Title\n=====", "# Title #"),
            ("|a|b|\n|-|-|\n|1|2|", "| a | b |\n|---|---|\n| 1 | 2 |"),
        ] {
            assert_eq!(of(one), of(other), "{one}");
        }
    }

    #[test]
    fn other_words_links_or_emphasis_are_another_block() {
        let texts = [
            "a b",
            "a c",
            "*a* b",
            "**a** b",
            "`a` b",
            "[a](x) b",
            "[a](y) b",
            "a\\\nb",
            "# a b",
            "## a b",
            "> a b",
            "- a b",
            "1. a b",
            "a[^1] b\n\n[^1]: x",
            "![a](x) b",
            "~~a~~ b",
            "- a\n- b",
            "ab",
            "```\na b\n```",
            "```\na  b\n```",
            "```x\na b\n```",
        ];
        let mut seen: Vec<_> = texts.map(of).to_vec();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), texts.len());
    }
}
