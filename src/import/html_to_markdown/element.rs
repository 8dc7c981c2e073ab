//! A text of HTML as tags, texts and comments.

use std::{borrow::Cow, collections::BTreeMap, convert::Infallible};

use html5gum::{DefaultEmitter, HtmlString, Readable, Reader, Spanned, StringReader, Token, Tokenizer};

/// A tag with its attributes.
#[derive(Debug)]
pub struct Element {
    /// In lower case.
    pub name: String,
    /// Where it begins, in bytes.
    pub at: usize,
    attributes: BTreeMap<HtmlString, Spanned<HtmlString, usize>>,
}

/// A part of a text.
#[derive(Debug)]
pub enum HtmlEvent {
    /// `<a href="…">`.
    Start(Element),
    /// `</a>`, by its name, and where it ends.
    End(String, usize),
    /// Words, with entities as their characters.
    Text(String),
    /// What stands in a comment.
    Comment(String, usize),
}

/// Attributes in quotation marks that may follow one another.
const MOST_VALUES: usize = 32;
/// What html5gum looks for within quotation marks.
const ENDS_OF_VALUE: &[u8] = b"\"&\0\r";

/// The bytes of a text for html5gum. That calls itself for each attribute in quotation marks that follows another after a space (0.9), so a
/// tag with thousands would overflow the stack. A slash in place of the space means the same, and it returns.
struct Bytes<'a> {
    html: StringReader<'a>,
    /// Attributes in quotation marks since the last slash.
    values: usize,
    is_after_value: bool,
}

impl Reader for Bytes<'_> {
    type Error = Infallible;

    fn read_byte(&mut self) -> Result<Option<u8>, Infallible> {
        let is_due = std::mem::take(&mut self.is_after_value) && self.values >= MOST_VALUES;
        let byte = self.html.read_byte()?;
        if is_due && byte.is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.values = 0;
            return Ok(Some(b'/'));
        }
        Ok(byte)
    }

    fn try_read_string(&mut self, text: &[u8], case_sensitive: bool) -> Result<bool, Infallible> {
        self.html.try_read_string(text, case_sensitive)
    }

    fn read_until<'b>(&'b mut self, needle: &[u8], buffer: &'b mut [u8; 4]) -> Result<Option<&'b [u8]>, Infallible> {
        let found = self.html.read_until(needle, buffer)?;
        self.is_after_value = needle == ENDS_OF_VALUE && found == Some(b"\"".as_slice());
        self.values += usize::from(self.is_after_value);
        Ok(found)
    }
}

/// The parts of `html`, as a browser reads them.
pub fn events(html: &str) -> impl Iterator<Item = HtmlEvent> + '_ {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let text =
        |bytes: Vec<u8>| String::from_utf8(bytes).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into());
    let bytes = Bytes { html: html.to_reader(), values: 0, is_after_value: false };
    Tokenizer::new_with_emitter(bytes, emitter).flatten().filter_map(move |token| match token {
        Token::StartTag(tag) => {
            Some(HtmlEvent::Start(Element { name: text(tag.name.0), at: tag.span.start, attributes: tag.attributes }))
        }
        Token::EndTag(tag) => Some(HtmlEvent::End(text(tag.name.0), tag.span.end)),
        Token::String(words) => Some(HtmlEvent::Text(text(words.value.0))),
        Token::Comment(comment) => Some(HtmlEvent::Comment(text(comment.value.0), comment.span.start)),
        Token::Doctype(_) | Token::Error(_) => None,
    })
}

impl Element {
    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<Cow<'_, str>> {
        self.attributes.get(name.as_bytes()).map(|value| String::from_utf8_lossy(&value.value.0))
    }

    /// The value of an attribute that is not empty.
    pub fn filled(&self, name: &str) -> Option<String> {
        self.get(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    /// Whether the element has the class.
    pub fn has_class(&self, class: &str) -> bool {
        self.get("class").is_some_and(|classes| classes.split_ascii_whitespace().any(|one| one == class))
    }

    /// Whether some class of the element begins with `prefix`.
    pub fn class_after(&self, prefix: &str) -> Option<String> {
        let classes = self.get("class")?;
        classes.split_ascii_whitespace().find_map(|one| one.strip_prefix(prefix)).map(str::to_owned)
    }

    /// Whether it has no attributes.
    pub(super) fn is_bare(&self) -> bool {
        self.attributes.is_empty()
    }

    /// The names of its attributes.
    pub fn names(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.attributes.keys().map(|name| String::from_utf8_lossy(&name.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_has_as_many_attributes_as_somebody_typed() {
        for space in [" ", "\n", "\t", "\r\n"] {
            let many: String = (0..20_000).map(|n| format!("a{n}=\"{n}\"{space}")).collect();
            let html = format!("<p {many}>a=\"1\" b=\"2\"</p>");
            let found: Vec<HtmlEvent> = events(&html).collect();
            let [HtmlEvent::Start(tag), HtmlEvent::Text(words), HtmlEvent::End(..)] = found.as_slice() else {
                panic!("{} parts", found.len());
            };
            assert_eq!((tag.names().count(), tag.get("a19999").as_deref()), (20_000, Some("19999")));
            assert_eq!(words, "a=\"1\" b=\"2\"");
        }
        let lines = "key = \"value\"\n".repeat(1_000);
        let html = format!("<pre>{lines}</pre>");
        let words: String =
            events(&html).filter_map(|part| if let HtmlEvent::Text(text) = part { Some(text) } else { None }).collect();
        assert_eq!(words, lines);
    }
}
