//! The tokens of HTML that this program wrote. Renderer and templates write `<` and `>` as references in every text and
//! value, and put each value into quotation marks: so a `<` begins a tag, the next `>` ends it, and one pass finds both.

/// A part of HTML; the parts in order are the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HtmlToken<'a> {
    /// The text between two tags, with references. A tag that never ends is text.
    Text(&'a str),
    /// A tag.
    Tag(Tag<'a>),
}

/// A tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tag<'a> {
    /// From `<` to `>`.
    pub source: &'a str,
    /// The name of the element.
    pub name: &'a str,
    /// Whether it begins or ends the element.
    pub kind: TagKind,
}

/// The kind of a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TagKind {
    /// Begins an element.
    Open,
    /// Ends one.
    Close,
    /// Is an element without contents.
    Void,
}

/// Elements without contents that the program writes.
const VOID: [&str; 9] = ["br", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// The tokens of `html`, in order.
pub fn tokens(html: &str) -> impl Iterator<Item = HtmlToken<'_>> {
    let mut rest = html;
    std::iter::from_fn(move || {
        let found = match rest.find('<') {
            None | Some(0) => rest.find('>').filter(|_| rest.starts_with('<')).map_or(rest.len(), |end| end + 1),
            Some(text) => text,
        };
        let (token, after) = rest.split_at_checked(found).filter(|(token, _)| !token.is_empty())?;
        rest = after;
        let inner = token.strip_prefix('<').and_then(|tag| tag.strip_suffix('>'));
        Some(inner.map_or(HtmlToken::Text(token), |inner| HtmlToken::Tag(Tag::new(token, inner))))
    })
}

/// The tags of `html`, in order.
pub fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    tokens(html).filter_map(|token| match token {
        HtmlToken::Tag(tag) => Some(tag),
        HtmlToken::Text(_) => None,
    })
}

impl<'a> Tag<'a> {
    fn new(source: &'a str, inner: &'a str) -> Self {
        let (inner, closes) = inner.strip_prefix('/').map_or((inner, false), |inner| (inner, true));
        let name = inner.split([' ', '\n', '\t', '/']).next().unwrap_or_default();
        let kind = match closes {
            true => TagKind::Close,
            false if VOID.contains(&name) => TagKind::Void,
            false => TagKind::Open,
        };
        Tag { source, name, kind }
    }

    /// Its attributes that have a value, by name and value, references in it.
    pub fn attributes(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        let mut rest = self.source;
        std::iter::from_fn(move || {
            let (before, value, after) = next_value(rest)?;
            rest = after;
            Some((attribute_name(before), value))
        })
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&'a str> {
        self.attributes().find(|(own, _)| *own == name).map(|(_, value)| value)
    }

    /// Its destination, or the picture that it shows.
    pub fn addresses(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.attributes().filter(|(name, _)| matches!(*name, "href" | "src")).map(|(_, value)| value)
    }

    /// The number of a list item whose number its list does not give.
    pub(in crate::article::markdown) fn list_number(&self) -> Option<&'a str> {
        (self.name == "li").then(|| self.attribute("value")).flatten()
    }

    /// Appends the tag to `out` with what `change` makes of a name and a value; where that is `None`, the value stays.
    pub fn write(&self, out: &mut String, mut change: impl FnMut(&str, &str) -> Option<String>) {
        let mut rest = self.source;
        while let Some((before, value, after)) = next_value(rest) {
            let changed = change(attribute_name(before), value);
            out.extend([before, "\"", changed.as_deref().unwrap_or(value), "\""]);
            rest = after;
        }
        out.push_str(rest);
    }
}

/// The text before the next value, the value, and the rest.
fn next_value(tag: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = tag.split_once('"')?;
    let (value, after) = rest.split_once('"')?;
    Some((before, value, after))
}

/// The name in front of a value's first quotation mark; empty where none stands there.
fn attribute_name(before: &str) -> &str {
    let name = before.strip_suffix('=').unwrap_or_default();
    name.rsplit(|c: char| c.is_ascii_whitespace()).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(html: &str) -> Vec<String> {
        let show = |token| match token {
            HtmlToken::Text(text) => format!("text {text}"),
            HtmlToken::Tag(tag) => {
                let attributes: Vec<_> = tag.attributes().map(|(name, value)| format!(" {name}={value}")).collect();
                format!("{:?} {}{}", tag.kind, tag.name, attributes.concat())
            }
        };
        tokens(html).map(show).collect()
    }

    #[test]
    fn tags_have_a_name_a_kind_and_attributes() {
        for (html, expected) in [
            ("", vec![]),
            ("a &lt; b", vec!["text a &lt; b"]),
            ("<p>a</p>", vec!["Open p", "text a", "Close p"]),
            ("<img src=\"a\" alt=\"\"><br/>", vec!["Void img src=a alt=", "Void br"]),
            ("<a\nhref=\"/x\" title=\"b href=\">", vec!["Open a href=/x title=b href="]),
            ("<input disabled value=\"x\">", vec!["Void input value=x"]),
            ("<p \"x\" id=\"y\">", vec!["Open p =x id=y"]),
            ("a<b", vec!["text a", "text <b"]),
            ("a > b<hr>", vec!["text a > b", "Void hr"]),
            ("<></>", vec!["Open ", "Close "]),
        ] {
            assert_eq!(shown(html), expected, "{html}");
        }
    }

    #[test]
    fn a_value_is_changed_where_it_stands() {
        let mut out = String::new();
        let tag = tags("<a class=\"b\" href=\"/x\" hidden>").next().unwrap();
        tag.write(&mut out, |name, value| (name == "href").then(|| format!("{value}?y")));
        assert_eq!(out, "<a class=\"b\" href=\"/x?y\" hidden>");
        assert_eq!((tag.attribute("href"), tag.attribute("id")), (Some("/x"), None));
    }

    proptest! {
        #[test]
        fn the_tokens_are_the_whole_in_order(html in "(<|>|/|\"|=| |a|href|\\PC){0,40}") {
            let mut out = String::new();
            for token in tokens(&html) {
                match token {
                    HtmlToken::Text(text) => out.push_str(text),
                    HtmlToken::Tag(tag) => tag.write(&mut out, |_, _| None),
                }
            }
            prop_assert_eq!(out, html);
        }
    }
}
