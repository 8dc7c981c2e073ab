//! The top-level blocks of a text: what versions in two languages are laid side by side by.

use std::{collections::HashMap, ops::Range};

use percent_encoding::percent_decode_str;
use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use crate::article::{BlockDigest, ImageNote, markdown::document::Document, portable_name::composed};

/// One top-level block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The kind of block.
    pub kind: BlockKind,
    /// The bytes of the file it was made from.
    pub source: Range<usize>,
    /// Its bytes of the HTML.
    pub html: Range<usize>,
    /// How many links the writer has put into it, those within the text left out.
    pub links: usize,
    /// Changes with its words, links and emphasis, not with its line breaks.
    pub fingerprint: BlockDigest,
    /// The same as records made before list numbers, captions and alternative texts counted have it.
    pub former: BlockDigest,
}

/// The kind of a block.
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

/// Of what a digest is made.
#[derive(Clone, Copy)]
pub(in crate::article::markdown) enum DigestForm<'a> {
    /// All that a reader sees, the notes on pictures too.
    Now(&'a HashMap<&'a str, &'a ImageNote>),
    /// As before: without numbers of lists and notes on pictures, with labels of footnotes.
    Former,
}

/// The digest of the elements that start at `starts`, one after the other.
pub(in crate::article::markdown) fn fingerprint(
    document: &Document<'_>,
    starts: &[usize],
    form: DigestForm<'_>,
) -> BlockDigest {
    let mut text = String::new();
    for &start in starts {
        trace(document, start, form, &mut text);
    }
    match form {
        DigestForm::Now(_) => BlockDigest::from_words(&text),
        DigestForm::Former => BlockDigest::from_text(&text),
    }
}

/// Takes the alternative text, if the Markdown has none, and the caption of a picture from its notes.
fn mark_picture(document: &Document<'_>, at: usize, notes: &HashMap<&str, &ImageNote>, out: &mut String) {
    let Some(Event::Start(Tag::Image { dest_url, .. })) = document.event(at) else { return };
    let file = percent_decode_str(dest_url.trim_start_matches("./")).decode_utf8_lossy();
    let Some(note) = notes.get(&*composed(&file)) else { return };
    let alt = note.alt.as_deref().filter(|_| document.text(at).trim().is_empty());
    for (name, words) in [("alt", alt), ("caption", note.caption.as_deref())] {
        if let Some(words) = words {
            out.extend(["\u{1}", name, " ", words, "\u{1}"]);
        }
    }
}

/// Spells out what is written, markup marked with U+0001. Tight or loose, wrapped or not, it comes out the same.
fn trace(document: &Document<'_>, start: usize, form: DigestForm<'_>, out: &mut String) {
    let end = document.after(start);
    let (mut at, mut code) = (start, false);
    while let Some(event) = document.event(at).filter(|_| at < end) {
        at += 1;
        match event {
            Event::Start(Tag::FootnoteDefinition(_)) if at > start + 1 => at = document.after(at - 1),
            Event::Start(tag) => {
                code = matches!(tag, Tag::CodeBlock(_));
                mark_start(tag, out);
                if let DigestForm::Now(notes) = form {
                    if let Some(number) = document.number(at - 1) {
                        out.push_str(&format!("{number}\u{1}"));
                    }
                    mark_picture(document, at - 1, notes, out);
                }
            }
            Event::End(end) => {
                code = false;
                mark_end(*end, out);
            }
            // White space is significant in a program.
            Event::Text(text) if code => out.push_str(&text.replace(' ', "\u{1}s").replace('\n', "\u{1}n")),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => out.push_str(text),
            Event::Code(text) => out.extend(["\u{1}`", text, "\u{1}`"]),
            Event::FootnoteReference(_) if matches!(form, DigestForm::Now(_)) => out.push_str("\u{1}^\u{1}"),
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

    fn of(text: &str) -> BlockDigest {
        fingerprint(&Document::parse(text), &[0], DigestForm::Now(&HashMap::new()))
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
    fn captions_and_alternative_texts_are_part_of_a_picture_and_labels_of_no_note() {
        let note = |alt: &str, caption: &str| ImageNote {
            file: "a.png".into(),
            alt: Some(alt.into()),
            caption: Some(caption.into()),
            ..ImageNote::default()
        };
        let of = |text: &str, note: &ImageNote| {
            fingerprint(&Document::parse(text), &[0], DigestForm::Now(&HashMap::from([("a.png", note)])))
        };
        let (one, alt, caption) = (note("а", "б"), note("в", "б"), note("а", "в"));
        assert_ne!(of("![](a.png)", &one), of("![](a.png)", &alt));
        assert_ne!(of("![](a.png)", &one), of("![](./a.png)", &caption));
        assert_eq!(of("![x](a.png)", &one), of("![x](a.png)", &alt), "the words of the Markdown go before");
        assert_eq!(of("a[^1]\n\n[^1]: x", &one), of("a[^b]\n\n[^b]: x", &one));
        assert_ne!(of("1986. a\n1991. b", &one), of("1986. a\n1992. b", &one));
    }

    #[test]
    fn other_words_links_or_emphasis_are_another_block() {
        let texts = [
            "a b", "a c", "*a* b", "**a** b", "`a` b", "[a](x) b", "[a](y) b", "a\\\nb", "# a b", "## a b", "> a b",
            "- a b", "1. a b", "a[^1] b\n\n[^1]: x", "![a](x) b", "~~a~~ b", "- a\n- b", "ab", "```\na b\n```",
            "```\na  b\n```", "```x\na b\n```",
        ];
        let mut seen: Vec<_> = texts.map(of).to_vec();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), texts.len());
    }
}
