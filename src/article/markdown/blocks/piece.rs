//! The top-level blocks of a text that was rendered before, found again in its HTML. They need no table of their own in a
//! catalog: what the renderer wrote shows where a block begins. Never for HTML from elsewhere.

use crate::article::markdown::{Block, BlockKind, Rendered, SafeHtml, html::escape::unescape};

/// One top-level block of rendered HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece<'a> {
    /// What it is.
    pub kind: BlockKind,
    html: &'a str,
}

/// What no translator changes, as far as it is seen without reading words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign<'a> {
    /// A run of digits.
    Number(&'a str),
    /// Where a link leads or a picture lies.
    Address(&'a str),
}

/// Bytes of HTML in which the first words are looked for.
const OPENING: usize = 480;
const VOID: [&str; 5] = ["br", "hr", "img", "source", "wbr"];

impl SafeHtml {
    /// The blocks in order; together they are the whole.
    pub fn pieces(&self) -> Vec<Piece<'_>> {
        let html = self.as_str();
        let (mut pieces, mut start, mut depth) = (Vec::new(), 0, 0_usize);
        for tag in Tags::new(html) {
            match tag.kind {
                TagKind::Open => depth += 1,
                TagKind::Close => depth = depth.saturating_sub(1),
                TagKind::Void => {}
            }
            if depth == 0 {
                // A block ends with the line feed after its element.
                let end = if html.as_bytes().get(tag.end) == Some(&b'\n') { tag.end + 1 } else { tag.end };
                pieces.extend(html.get(start..end).map(Piece::of));
                start = end;
            }
        }
        pieces.extend(html.get(start..).filter(|rest| !rest.is_empty()).map(Piece::of));
        pieces
    }
}

impl Rendered {
    /// The blocks of a text just rendered, as [`SafeHtml::pieces`] finds them in a stored one.
    pub fn pieces(&self) -> Vec<Piece<'_>> {
        let html = |block: &Block| self.html.as_str().get(block.html.clone()).unwrap_or_default();
        self.blocks.iter().map(|block| Piece { kind: block.kind, html: html(block) }).collect()
    }
}

impl<'a> Piece<'a> {
    fn of(html: &'a str) -> Self {
        Piece { kind: kind(html), html }
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

    /// The visible text, a space between elements; numbers of footnotes are no part of it.
    pub fn text(&self) -> String {
        let (mut text, mut done, mut hidden) = (String::new(), 0, 0_usize);
        for tag in Tags::new(self.html) {
            if hidden == 0 {
                unescape(self.html.get(done..tag.start).unwrap_or_default(), &mut text);
            }
            match (tag.name, tag.kind) {
                ("sup", TagKind::Open) => hidden += 1,
                ("sup", TagKind::Close) => hidden = hidden.saturating_sub(1),
                ("a" | "em" | "strong" | "code" | "del" | "span" | "small", _) => {}
                _ if text.ends_with([' ', '\n']) || text.is_empty() => {}
                ("li" | "p" | "tr" | "br" | "figcaption", _) => text.push('\n'),
                _ => text.push(' '),
            }
            let number =
                self.html.get(tag.start..tag.end).and_then(|tag| tag.strip_prefix("<li value=\"")?.strip_suffix("\">"));
            if let Some(number) = number {
                text.extend([number, ". "]);
            }
            done = tag.end;
        }
        unescape(self.html.get(done..).unwrap_or_default(), &mut text);
        text.truncate(text.trim_end().len());
        text
    }

    /// The text at its beginning, out of some hundred bytes.
    pub(in crate::article::markdown) fn opening(&self) -> String {
        let end = self.html.len().min(OPENING);
        let start = (0..=end).rev().find_map(|end| self.html.get(..end)).unwrap_or_default();
        // A tag that is cut in two is no text.
        let whole = match (start.rfind('<'), start.rfind('>')) {
            (Some(open), close) if close.is_none_or(|close| close < open) => start.get(..open).unwrap_or_default(),
            _ => start,
        };
        Piece { kind: self.kind, html: whole }.text()
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
        attributes(self.html.get(..self.html.find('>')?)?, "id").next()
    }

    /// The anchor, the same in every language as far as the versions correspond.
    pub fn anchor(&self) -> Option<&'a str> {
        let end = self.html.len().min(400);
        let end = (0..=end).rev().find(|end| self.html.is_char_boundary(*end))?;
        attributes(self.html.get(..end)?, "id").find(|id| id.starts_with('_'))
    }

    /// The addresses that it links to and the pictures that it shows.
    pub fn addresses(&self) -> impl Iterator<Item = &'a str> {
        attributes(self.html, "href").chain(attributes(self.html, "src"))
    }

    /// Shows `note` each sign in it, and returns how many letters and digits it has, give or take punctuation beyond ASCII.
    pub fn signs(&self, mut note: impl FnMut(Sign<'a>)) -> usize {
        // Before the first `<` stands text, then by turns a tag and text.
        let mut parts = self.html.split('<');
        let mut letters = parts.next().map_or(0, |text| letters(text, &mut note));
        for part in parts {
            let (tag, text) = part.split_once('>').unwrap_or((part, ""));
            if tag.contains('=') {
                let addresses = ["href", "src"].into_iter().flat_map(|name| attributes(tag, name));
                addresses.map(Sign::Address).for_each(&mut note);
            }
            letters += self::letters(text, &mut note);
        }
        letters
    }

    /// How many items its lists have, or rows its tables.
    pub fn items(&self) -> usize {
        self.html.matches("<li").count() + self.html.matches("<tr").count()
    }
}

/// The letters and digits of a text without tags; a letter beyond ASCII counts by its first byte.
fn letters<'a>(text: &'a str, note: &mut impl FnMut(Sign<'a>)) -> usize {
    let (mut letters, mut number) = (0, None);
    for (at, byte) in text.bytes().enumerate() {
        letters += usize::from(byte.is_ascii_alphanumeric() || byte >= 0xC3);
        if byte.is_ascii_digit() {
            number.get_or_insert(at);
        } else if let Some(start) = number.take() {
            note(Sign::Number(text.get(start..at).unwrap_or_default()));
        }
    }
    if let Some(start) = number {
        note(Sign::Number(text.get(start..).unwrap_or_default()));
    }
    letters
}

/// The values of an attribute. No text of a writer holds a quotation mark, so what looks like one is one.
pub(in crate::article::markdown) fn attributes<'a>(html: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    let start = format!(" {name}=\"");
    let length = start.len();
    let found: Vec<_> = html.match_indices(&start).map(|(at, _)| at + length).collect();
    found.into_iter().filter_map(|at| html.get(at..)?.split('"').next())
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

/// The tags of HTML that the renderer wrote: `<` and `>` stand nowhere else in it.
pub(in crate::article::markdown) struct Tags<'a> {
    html: &'a str,
    at: usize,
}

pub(in crate::article::markdown) struct Tag<'a> {
    pub(in crate::article::markdown) name: &'a str,
    pub(in crate::article::markdown) kind: TagKind,
    pub(in crate::article::markdown) start: usize,
    pub(in crate::article::markdown) end: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::article::markdown) enum TagKind {
    Open,
    Close,
    Void,
}

impl<'a> Tags<'a> {
    pub(in crate::article::markdown) fn new(html: &'a str) -> Self {
        Tags { html, at: 0 }
    }
}

impl<'a> Iterator for Tags<'a> {
    type Item = Tag<'a>;

    fn next(&mut self) -> Option<Tag<'a>> {
        let rest = self.html.get(self.at..)?;
        let open = rest.find('<')?;
        let close = rest.get(open..)?.find('>')? + open;
        let (start, end) = (self.at + open, self.at + close + 1);
        self.at = end;
        let inner = rest.get(open + 1..close)?;
        let (inner, closes) = inner.strip_prefix('/').map_or((inner, false), |inner| (inner, true));
        let name = inner.split([' ', '\n']).next().unwrap_or_default();
        let kind = match closes {
            true => TagKind::Close,
            false if VOID.contains(&name) => TagKind::Void,
            false => TagKind::Open,
        };
        Some(Tag { name, kind, start, end })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::markdown::testing::rendered;

    #[test]
    fn text_is_what_a_reader_sees() {
        let made = rendered("# A & B\n\n*one*\ntwo[^1] <x>\n\n- a\n- b\n\n[^1]: note");
        let texts: Vec<_> = made.html.pieces().iter().map(Piece::text).collect();
        assert_eq!(texts.get(..3), Some(["A & B".into(), "one\ntwo <x>".into(), "a\nb".into()].as_slice()));
    }

    #[test]
    fn signs_are_numbers_and_addresses_outside_of_tags_and_in_them() {
        let made = rendered("У 1991 році [5 слів](https://example.org/7).");
        let mut seen = Vec::new();
        let letters = made.html.pieces().first().unwrap().signs(|sign| seen.push(sign));
        assert_eq!(seen, [Sign::Number("1991"), Sign::Address("https://example.org/7"), Sign::Number("5")]);
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
}
