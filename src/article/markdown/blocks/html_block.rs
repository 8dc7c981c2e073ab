//! The top-level blocks of a text that was rendered before, found again in its HTML. They need no table of their own in a
//! catalog: what the renderer wrote shows where a block begins. Never for HTML from elsewhere.

use crate::article::markdown::{
    Block, BlockKind, Rendered, SafeHtml,
    html::{
        escape::{unescape, without_slots},
        tokens::{HtmlToken, TagKind, tags, tokens},
    },
};

/// One top-level block of rendered HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HtmlBlock<'a> {
    /// The kind of block.
    pub kind: BlockKind,
    html: &'a str,
}

/// Features that no translator changes and that can be found without reading words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Invariant<'a> {
    /// A run of digits.
    Number(&'a str),
    /// The destination of a link, or the path of a picture.
    Address(&'a str),
}

/// Bytes of HTML in which the first words are looked for.
const OPENING: usize = 480;

impl SafeHtml {
    /// The blocks in order; together they are the whole.
    pub fn pieces(&self) -> Vec<HtmlBlock<'_>> {
        let html = self.as_str();
        let (mut pieces, mut start, mut at, mut depth) = (Vec::new(), 0, 0, 0_usize);
        for token in tokens(html) {
            let tag = match token {
                HtmlToken::Text(text) => {
                    at += text.len();
                    continue;
                }
                HtmlToken::Tag(tag) => tag,
            };
            at += tag.source.len();
            match tag.kind {
                TagKind::Open => depth += 1,
                TagKind::Close => depth = depth.saturating_sub(1),
                TagKind::Void => {}
            }
            if depth == 0 {
                // A block ends with the line feed after its element.
                let end = at + usize::from(html.as_bytes().get(at) == Some(&b'\n'));
                pieces.extend(html.get(start..end).map(HtmlBlock::new));
                start = end;
            }
        }
        pieces.extend(html.get(start..).filter(|rest| !rest.is_empty()).map(HtmlBlock::new));
        pieces
    }

    /// The visible text for search and for machines that read it: no line is empty, and each is of one block.
    pub fn plain(&self) -> String {
        self.pieces().iter().flat_map(HtmlBlock::lines).collect::<Vec<_>>().join("\n")
    }

    /// The anchor of the top-level block that a line of [`plain`](Self::plain) is from, lines counted from 0.
    pub fn anchor_of_line(&self, line: usize) -> Option<String> {
        let mut lines = 0;
        let holds = |piece: &HtmlBlock<'_>| {
            lines += piece.lines().len();
            lines > line
        };
        self.pieces().into_iter().find(holds)?.anchor().map(str::to_owned)
    }
}

impl Rendered {
    /// The blocks of a text just rendered, as [`SafeHtml::pieces`] finds them in a stored one.
    pub fn pieces(&self) -> Vec<HtmlBlock<'_>> {
        let html = |block: &Block| self.html.as_str().get(block.html.clone()).unwrap_or_default();
        self.blocks.iter().map(|block| HtmlBlock { kind: block.kind, html: html(block) }).collect()
    }
}

impl<'a> HtmlBlock<'a> {
    fn new(html: &'a str) -> Self {
        HtmlBlock { kind: kind(html), html }
    }

    /// The HTML, slots open.
    pub fn html(&self) -> SafeHtml {
        SafeHtml::from_stored(self.html.to_owned())
    }

    /// The HTML as it is stored.
    pub(in crate::article::markdown) fn as_str(&self) -> &'a str {
        self.html
    }

    /// The HTML with `prefix` before each id and each link to one, so that two texts can stand on one page.
    pub fn html_with_ids(&self, prefix: &str) -> SafeHtml {
        let ids = self.html.replace(" id=\"", &format!(" id=\"{prefix}"));
        SafeHtml::from_stored(ids.replace(" href=\"#", &format!(" href=\"#{prefix}")))
    }

    /// The visible text, a space between elements, without slots; numbers of footnotes are not part of it.
    pub fn text(&self) -> String {
        let (mut text, mut hidden) = (String::new(), 0_usize);
        for token in tokens(self.html) {
            let tag = match token {
                HtmlToken::Text(part) => {
                    if hidden == 0 {
                        without_slots(part).for_each(|part| unescape(part, &mut text));
                    }
                    continue;
                }
                HtmlToken::Tag(tag) => tag,
            };
            match (tag.name, tag.kind) {
                ("sup", TagKind::Open) => hidden += 1,
                ("sup", TagKind::Close) => hidden = hidden.saturating_sub(1),
                ("a" | "em" | "strong" | "code" | "del" | "span" | "small", _) => {}
                _ if text.ends_with([' ', '\n']) || text.is_empty() => {}
                ("li" | "p" | "tr" | "br" | "figcaption", _) => text.push('\n'),
                _ => text.push(' '),
            }
            if let Some(number) = tag.list_number() {
                text.extend([number, ". "]);
            }
        }
        text.truncate(text.trim_end().len());
        text
    }

    /// The lines of its text that are not empty.
    fn lines(&self) -> Vec<String> {
        self.text().lines().map(str::trim_end).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    /// The text at its beginning, out of some hundred bytes.
    pub(in crate::article::markdown) fn opening(&self) -> String {
        let end = self.html.len().min(OPENING);
        let start = (0..=end).rev().find_map(|end| self.html.get(..end)).unwrap_or_default();
        // A tag that is cut in two is not text.
        let whole = match (start.rfind('<'), start.rfind('>')) {
            (Some(open), close) if close.is_none_or(|close| close < open) => start.get(..open).unwrap_or_default(),
            _ => start,
        };
        HtmlBlock { kind: self.kind, html: whole }.text()
    }

    /// How long its HTML is.
    pub fn len(&self) -> usize {
        self.html.len()
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.html.is_empty()
    }

    /// The id of its own element: that of a heading, or a paragraph's anchor.
    pub fn id(&self) -> Option<&'a str> {
        tags(self.html).next()?.attribute("id")
    }

    /// The anchor, the same in every language as far as the versions correspond.
    pub fn anchor(&self) -> Option<&'a str> {
        let end = self.html.len().min(400);
        let end = (0..=end).rev().find(|end| self.html.is_char_boundary(*end))?;
        tags(self.html.get(..end)?).filter_map(|tag| tag.attribute("id")).find(|id| id.starts_with('_'))
    }

    /// The addresses that it links to and the pictures that it shows.
    pub fn addresses(&self) -> impl Iterator<Item = &'a str> {
        tags(self.html).flat_map(|tag| tag.addresses())
    }

    /// Shows `note` each sign in it, and returns how many letters and digits it has, give or take punctuation beyond ASCII.
    pub fn signs(&self, mut note: impl FnMut(Invariant<'a>)) -> usize {
        let mut letters = 0;
        for token in tokens(self.html) {
            match token {
                HtmlToken::Text(text) => {
                    letters += without_slots(text).map(|part| self::letters(part, &mut note)).sum::<usize>();
                }
                HtmlToken::Tag(tag) => tag.addresses().map(Invariant::Address).for_each(&mut note),
            }
        }
        letters
    }

    /// How many items its lists have, or rows its tables.
    pub fn items(&self) -> usize {
        self.html.matches("<li").count() + self.html.matches("<tr").count()
    }
}

/// The letters and digits of a text without tags; a letter beyond ASCII counts by its first byte.
fn letters<'a>(text: &'a str, note: &mut impl FnMut(Invariant<'a>)) -> usize {
    let (mut letters, mut number) = (0, None);
    for (at, byte) in text.bytes().enumerate() {
        letters += usize::from(byte.is_ascii_alphanumeric() || byte >= 0xC3);
        if byte.is_ascii_digit() {
            number.get_or_insert(at);
        } else if let Some(start) = number.take() {
            note(Invariant::Number(text.get(start..at).unwrap_or_default()));
        }
    }
    if let Some(start) = number {
        note(Invariant::Number(text.get(start..).unwrap_or_default()));
    }
    letters
}

fn kind(html: &str) -> BlockKind {
    let name = html.strip_prefix('<').unwrap_or_default().split([' ', '>']).next().unwrap_or_default();
    match name {
        "h2" => BlockKind::Heading(2),
        "h3" => BlockKind::Heading(3),
        "h4" => BlockKind::Heading(4),
        "h5" => BlockKind::Heading(5),
        "h6" => BlockKind::Heading(6),
        "ul" | "ol" => BlockKind::List,
        "blockquote" => BlockKind::Quote,
        "pre" => BlockKind::Code,
        "div" => BlockKind::Table,
        "figure" | "img" => BlockKind::Figure,
        "hr" => BlockKind::Rule,
        "section" => BlockKind::Footnotes,
        _ => BlockKind::Paragraph,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::article::markdown::testing::rendered;

    #[test]
    fn text_is_what_a_reader_sees() {
        let made = rendered("# A & B\n\n*one*\ntwo[^1] <x>\n\n- a\n- b\n\n[^1]: note");
        let texts: Vec<_> = made.html.pieces().iter().map(HtmlBlock::text).collect();
        assert_eq!(texts.get(..3), Some(["A & B".into(), "one\ntwo <x>".into(), "a\nb".into()].as_slice()));
    }

    #[test]
    fn signs_are_numbers_and_addresses_outside_of_tags_and_in_them() {
        let made = rendered("У 1991 році [5 слів](https://example.org/7).");
        let mut seen = Vec::new();
        let letters = made.html.pieces().first().unwrap().signs(|sign| seen.push(sign));
        assert_eq!(
            seen,
            [Invariant::Number("1991"), Invariant::Address("https://example.org/7"), Invariant::Number("5")]
        );
        assert_eq!(letters, "У1991році5слів".chars().count());
    }

    #[test]
    fn ids_of_two_texts_are_kept_apart() {
        let made = rendered("# A\n\nx[^1] [a](#a)\n\n[^1]: note");
        let whole: String = made.html.pieces().iter().map(|piece| piece.html_with_ids("en-").to_string()).collect();
        assert!(whole.contains("<h2 id=\"en-a\"><a href=\"#en-a\">") && whole.contains("href=\"#en-fn-1\""), "{whole}");
        assert!(!whole.contains("\"#fn") && !whole.contains("\"#a\""), "{whole}");
    }

    #[test]
    fn any_string_is_cut_without_a_panic() {
        for html in ["", "<", "<p", "</p>", "<p></p></p>x", "a<b>c", "<p>\n", ">\n<", "<h2 id=\"", "</>"] {
            let html = SafeHtml::from_stored(html.to_owned());
            let whole: String = html.pieces().iter().map(|piece| piece.html).collect();
            assert_eq!(whole, html.as_str());
            html.pieces().iter().for_each(|piece| {
                _ = (piece.text(), piece.id(), piece.anchor(), piece.items(), piece.signs(|_| ()));
            });
        }
    }

    fn plain(html: &str) -> String {
        SafeHtml::from_stored(html.to_owned()).plain()
    }

    #[test]
    fn blocks_become_lines_and_marks_within_a_line_vanish() {
        for (html, text) in [
            ("", ""),
            ("<p>Один <em>два</em></p>\n<p>три</p>\n", "Один два\nтри"),
            ("<h2 id=\"x\"><a href=\"#x\">А &amp; Б</a></h2><p>x&lt;y<br>z</p>", "А & Б\nx<y\nz"),
            ("<p>слово<sup><a href=\"#f\">1</a></sup>, далі</p>", "слово, далі"),
            ("<blockquote>\n<p>a</p>\n<p>b</p>\n</blockquote>", "a\nb"),
            ("<tr><td>a</td><td>b</td></tr>", "a b"),
            ("<a href=\"\u{1}a2019/x\u{2}#y\">t\u{1}wback\u{2}</a>", "t"),
        ] {
            assert_eq!(plain(html), text, "{html}");
        }
    }

    #[test]
    fn words_of_an_item_and_of_the_block_below_them_stay_apart() {
        for block in ["# b", "> b", "- b", "1. b", "```\n  b\n  ```", "***\n  b", "|b|\n  |-|", "<!-- x -->\n  b"] {
            let made = rendered(&format!("- a\n  {block}"));
            for plain in [made.html.plain(), made.plain] {
                assert_eq!(plain.split_whitespace().collect::<Vec<_>>(), ["a", "b"], "{block}");
            }
        }
    }

    #[test]
    fn a_line_is_traced_to_the_anchor_of_its_block() {
        let html = "<p id=\"_a\">один</p>\n<hr>\n<ul id=\"_b\"><li>два</li><li>три</li></ul>\n<h2 id=\"x\"><span id=\"_c\"></span>Так</h2>\n";
        let html = SafeHtml::from_stored(html.to_owned());
        let found: Vec<_> = (0..5).map(|line| html.anchor_of_line(line)).collect();
        assert_eq!(found, [Some("_a"), Some("_b"), Some("_b"), Some("_c"), None].map(|id| id.map(str::to_owned)));
    }

    proptest! {
        #[test]
        fn the_words_of_a_text_are_those_that_the_renderer_gathered(text in "([a-zї]{1,4}|\n|\n\n|- |> |`|\\*| |# |---|[|]){0,40}") {
            let made = rendered(&text);
            let (plain, gathered) = (made.html.plain(), made.plain);
            prop_assert!(plain.split_whitespace().eq(gathered.split_whitespace()), "{} / {}", plain, gathered);
        }

        #[test]
        fn a_plain_text_is_no_longer_than_its_html(html in "(<|>|&|;|amp|p|/|\u{1}|\u{2}|\\PC){0,30}") {
            prop_assert!(plain(&html).len() <= html.len());
        }
    }
}
