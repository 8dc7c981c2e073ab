//! A text of HTML as tags, texts and comments.

use std::{borrow::Cow, collections::BTreeMap};

use html5gum::{HtmlString, Spanned, Token};

use crate::model::html_tokens::html_tokens;

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

/// The parts of `html`, as a browser reads them.
pub fn events(html: &str) -> impl Iterator<Item = HtmlEvent> + '_ {
    let text =
        |bytes: Vec<u8>| String::from_utf8(bytes).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into());
    html_tokens(html).filter_map(move |token| match token {
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
