//! The passages of a block, the smallest parts of a text that have a language: a heading, a paragraph, an item, a cell,
//! a caption, the alternative text of a picture.

use crate::article::markdown::{
    HtmlBlock,
    html::{
        escape::{unescape, without_slots},
        tokens::{HtmlToken, Tag, TagKind, tokens},
    },
};

/// A passage of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TextPassage {
    /// Its visible text. U+FFFC stands for code and for the words of a link that leaves the archive.
    pub text: String,
    /// Whether it is part of a block quotation.
    pub is_quoted: bool,
    /// Whether it is the alternative text of a picture.
    pub is_alt: bool,
    /// Whether its lines are broken by hand, as those of a poem are, which is quoted in its own language.
    pub is_verse: bool,
}

/// Stands in a passage for what has no language of its own.
const HOLE: char = '\u{FFFC}';

/// A passage with so many line breaks is a poem, or an address.
const VERSE: usize = 2;

/// The walk over the tags of a block.
#[derive(Default)]
struct PassageWalk {
    passages: Vec<TextPassage>,
    text: String,
    quotes: usize,
    /// Lines of the passage at hand that were broken by hand.
    breaks: usize,
    /// Open elements whose text is left out; the first of them has left a hole, if it stands for words.
    hidden: Vec<String>,
    /// Whether the words of links that leave the archive are read.
    reads_links: bool,
}

impl HtmlBlock<'_> {
    /// Its passages, in order. Code is not one.
    pub fn passages(&self) -> Vec<TextPassage> {
        self.read(PassageWalk::default())
    }

    /// The same with the words of links that leave the archive.
    pub fn passages_with_links(&self) -> Vec<TextPassage> {
        self.read(PassageWalk { reads_links: true, ..PassageWalk::default() })
    }

    fn read(&self, mut walk: PassageWalk) -> Vec<TextPassage> {
        for token in tokens(self.as_str()) {
            match token {
                HtmlToken::Text(text) => walk.take_text(text),
                HtmlToken::Tag(tag) => walk.take_tag(&tag),
            }
        }
        walk.end_passage();
        walk.passages
    }
}

impl PassageWalk {
    fn take_text(&mut self, text: &str) {
        if self.hidden.is_empty() {
            without_slots(text).for_each(|part| unescape(part, &mut self.text));
        }
    }

    fn take_tag(&mut self, tag: &Tag<'_>) {
        match (tag.name, tag.kind) {
            ("blockquote", TagKind::Open) => {
                self.end_passage();
                self.quotes += 1;
            }
            ("blockquote", TagKind::Close) => {
                self.end_passage();
                self.quotes = self.quotes.saturating_sub(1);
            }
            ("img", _) => self.take_alt(tag, "alt"),
            ("video" | "audio", TagKind::Open) => self.take_alt(tag, "aria-label"),
            (name, TagKind::Open) if self.is_left_out(tag) || !self.hidden.is_empty() => {
                if self.hidden.is_empty() && name != "sup" {
                    self.text.push(HOLE);
                }
                self.hidden.push(name.to_owned());
            }
            (name, TagKind::Close) if self.hidden.last().is_some_and(|open| open == name) => _ = self.hidden.pop(),
            ("a" | "em" | "strong" | "del" | "span" | "small" | "wbr", _) => {}
            ("br", _) => {
                self.breaks += 1;
                self.text.push(' ');
            }
            _ => self.end_passage(),
        }
    }

    /// Code, numbers of footnotes, and links that leave the archive, which often carry the name of a foreign work.
    fn is_left_out(&self, tag: &Tag<'_>) -> bool {
        let leaves = || tag.attribute("href").is_some_and(|address| address.contains("://"));
        matches!(tag.name, "code" | "pre" | "sup") || (tag.name == "a" && !self.reads_links && leaves())
    }

    fn take_alt(&mut self, tag: &Tag<'_>, attribute: &str) {
        if let Some(alt) = tag.attribute(attribute) {
            let mut text = String::new();
            unescape(alt, &mut text);
            self.push(text, true);
        }
    }

    fn end_passage(&mut self) {
        let text = std::mem::take(&mut self.text);
        self.push(text, false);
        self.breaks = 0;
    }

    fn push(&mut self, text: String, is_alt: bool) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !text.is_empty() {
            let is_verse = !is_alt && self.breaks >= VERSE;
            self.passages.push(TextPassage { text, is_quoted: self.quotes > 0, is_alt, is_verse });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::markdown::testing::rendered;

    fn passages(markdown: &str) -> Vec<String> {
        let made = rendered(markdown);
        let shown = |passage: TextPassage| match (passage.is_quoted, passage.is_alt) {
            (true, _) => format!("quoted: {}", passage.text),
            (_, true) => format!("alt: {}", passage.text),
            _ => passage.text,
        };
        made.pieces().iter().flat_map(HtmlBlock::passages).map(shown).collect()
    }

    #[test]
    fn each_part_of_a_block_with_words_of_its_own_is_a_passage() {
        for (markdown, expected) in [
            ("## A *b* & c", vec!["A b & c"]),
            ("one\ntwo `three` [four](../five/) [six](https://x.org)", vec!["one two \u{FFFC} four \u{FFFC}"]),
            ("- a\n- b\n  - c\n\n  d", vec!["a", "b", "c", "d"]),
            ("|a|b|\n|-|-|\n|1|2 3|", vec!["a", "b", "1", "2 3"]),
            ("> a\n>\n> - b\n\nc", vec!["quoted: a", "quoted: b", "c"]),
            ("```\ncode\n```", vec!["\u{FFFC}"]),
        ] {
            assert_eq!(passages(markdown), expected, "{markdown}");
        }
    }

    #[test]
    fn words_of_links_are_read_when_asked_for() {
        let made = rendered("a [b](https://x.org) `c`");
        let (pieces, texts) = (made.pieces(), |passages: Vec<TextPassage>| passages.into_iter().map(|one| one.text));
        let without: Vec<_> = pieces.iter().flat_map(|piece| texts(piece.passages())).collect();
        let with: Vec<_> = pieces.iter().flat_map(|piece| texts(piece.passages_with_links())).collect();
        assert_eq!((without, with), (vec!["a \u{FFFC} \u{FFFC}".into()], vec!["a b \u{FFFC}".into()]));
    }

    #[test]
    fn every_visible_word_is_in_one_passage() {
        let text =
            "# Один\n\nдва *три*[^1]\n\n- чотири\n- пʼять\n\n> шість\n\n|сім|вісім|\n|-|-|\n|9|10|\n\n[^1]: десять\n";
        let joined = passages(text).join(" ").replace("quoted: ", "");
        for word in rendered(text).plain.split_whitespace() {
            assert!(joined.contains(word), "{word} in {joined}");
        }
    }
}
