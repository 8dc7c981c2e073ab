//! HTML that needs no escaping any more, with slots for what only a page knows.
//!
//! A slot is U+0001, a letter, a value, U+0002. No text can forge one: [`escape`](super::escape) lets no control
//! character through but the tab and the line feed.

use std::{borrow::Cow, fmt, ops::Range};

use super::escape::push_text;

/// HTML that is safe to put into a page as it is, once its slots are filled. Only the Markdown renderer makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafeHtml(String);

/// A value that a page fills into rendered HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot<'a> {
    /// The address of an article (`2019/dnipro`) in the language of the page, without a fragment.
    Article(&'a str),
    /// The message of the user interface with this id.
    Word(&'a str),
    /// The note after a link to a file: its extension in upper case, which may be empty, a space, and its length in bytes.
    File(&'a str),
    /// The name of this language in itself.
    Language(&'a str),
    /// The attribute of a track that is chosen from the beginning: its language, and those of all tracks next to it, with spaces
    /// between.
    DefaultTrack(&'a str),
}

const OPEN: char = '\u{1}';
const CLOSE: char = '\u{2}';

impl SafeHtml {
    /// Takes back what [`render`](crate::article::markdown::render) once made and a catalog kept. Never for HTML from elsewhere.
    pub(crate) fn from_stored(html: String) -> Self {
        SafeHtml(html)
    }

    /// The HTML with its slots open.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The bytes of some blocks ([`Block::html`](crate::article::markdown::Block::html)); `None` outside of the HTML.
    pub fn part(&self, blocks: Range<usize>) -> Option<SafeHtml> {
        self.0.get(blocks).map(|part| SafeHtml(part.to_owned()))
    }

    /// The same HTML for another page than its own: without ids, which may be taken there, and with the links to them
    /// leading to `page`, an address that needs no escaping.
    #[must_use]
    pub fn quoted_from(&self, page: &str) -> SafeHtml {
        let mut html = String::with_capacity(self.0.len());
        let mut rest = self.0.as_str();
        // In text a quotation mark is written `&quot;`, so this is an attribute.
        while let Some((before, after)) = rest.split_once(" id=\"") {
            html.push_str(before);
            rest = after.split_once('"').map_or("", |(_, after)| after);
        }
        html.push_str(rest);
        SafeHtml(html.replace("href=\"#", &format!("href=\"{page}#")))
    }

    /// The articles that it links to, as often as it does.
    pub fn articles(&self) -> impl Iterator<Item = &str> {
        let slots = self.0.split(OPEN).skip(1).filter_map(|rest| rest.split_once(CLOSE));
        slots.filter_map(|(slot, _)| match Slot::read(slot)? {
            Slot::Article(id) => Some(id),
            Slot::Word(_) | Slot::File(_) | Slot::Language(_) | Slot::DefaultTrack(_) => None,
        })
    }

    /// Appends the HTML to `out`, with what `value` says, escaped, in place of each slot.
    pub fn fill<'a>(&'a self, value: impl Fn(Slot<'a>) -> Cow<'a, str>, out: &mut String) {
        out.reserve(self.0.len());
        let mut rest = self.0.as_str();
        while let Some((before, after)) = rest.split_once(OPEN) {
            let (slot, after) = after.split_once(CLOSE).unwrap_or((after, ""));
            out.push_str(before);
            if let Some(slot) = Slot::read(slot) {
                push_text(out, &value(slot));
            }
            rest = after;
        }
        out.push_str(rest);
    }
}

/// One after the other.
impl FromIterator<SafeHtml> for SafeHtml {
    fn from_iter<T: IntoIterator<Item = SafeHtml>>(parts: T) -> Self {
        SafeHtml(parts.into_iter().map(|part| part.0).collect())
    }
}

impl fmt::Display for SafeHtml {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl<'a> Slot<'a> {
    /// Appends the slot to HTML that is being made.
    pub(in crate::article::markdown) fn write(self, html: &mut String) {
        let (letter, value) = match self {
            Slot::Article(id) => ('a', id),
            Slot::Word(id) => ('w', id),
            Slot::File(facts) => ('f', facts),
            Slot::Language(lang) => ('l', lang),
            Slot::DefaultTrack(langs) => ('d', langs),
        };
        html.extend([OPEN, letter]);
        html.push_str(value);
        html.push(CLOSE);
    }

    fn read(text: &'a str) -> Option<Self> {
        let mut rest = text.chars();
        let (letter, value) = (rest.next()?, rest.as_str());
        Some(match letter {
            'a' => Slot::Article(value),
            'w' => Slot::Word(value),
            'f' => Slot::File(value),
            'l' => Slot::Language(value),
            'd' => Slot::DefaultTrack(value),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(html: &str) -> String {
        let mut out = String::from("<main>");
        let value = |slot: Slot<'_>| match slot {
            Slot::Article(id) => format!("/uk/{id}").into(),
            Slot::Word(id) => format!("<{id}> & \"co\"").into(),
            slot => format!("{slot:?}").into(),
        };
        SafeHtml::from_stored(html.into()).fill(value, &mut out);
        out
    }

    #[test]
    fn slots_are_filled_and_escaped() {
        let mut html = String::from("<a href=\"");
        Slot::Article("2019/dnipro").write(&mut html);
        html.push_str("#a\" title=\"");
        Slot::Word("back").write(&mut html);
        html.push_str("\">x</a>");
        let whole = "<main><a href=\"/uk/2019/dnipro#a\" title=\"&lt;back&gt; &amp; &quot;co&quot;\">x</a>";
        assert_eq!(filled(&html), whole);
    }

    #[test]
    fn a_quotation_has_no_ids_and_links_to_where_they_are() {
        let html = SafeHtml::from_stored("<h2 id=\"a\"><a href=\"#a\">a id=&quot;b</a></h2>\n<p>c</p>".into());
        let quoted = html.part(0..html.as_str().find('\n').unwrap()).unwrap().quoted_from("/uk/2025/x");
        assert_eq!(quoted.as_str(), "<h2><a href=\"/uk/2025/x#a\">a id=&quot;b</a></h2>");
        assert_eq!(html.part(0..999), None);
    }

    #[test]
    fn what_is_no_slot_vanishes() {
        assert_eq!(filled("a\u{1}zx\u{2}b\u{1}"), "<main>ab");
        assert_eq!(filled(""), "<main>");
    }
}
