//! XML for machines, well-formed for any input.

use std::borrow::Cow;

use quick_xml::{
    Writer,
    events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event},
};

/// A document that is being written. Writing into memory cannot fail, so no method does.
pub(in crate::web) struct Xml(Writer<Vec<u8>>);

/// Names and values of attributes.
pub(in crate::web) type Attributes<'a> = [(&'a str, &'a str)];

impl Xml {
    /// A document with nothing but its declaration.
    pub(in crate::web) fn new() -> Xml {
        let mut writer = Writer::new(Vec::new());
        _ = writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        writer.get_mut().push(b'\n');
        Xml(writer)
    }

    /// A part of a document.
    pub(in crate::web) fn fragment() -> Xml {
        Xml(Writer::new(Vec::new()))
    }

    /// Opens an element.
    pub(in crate::web) fn open(&mut self, name: &str, attributes: &Attributes<'_>) {
        _ = self.0.write_event(Event::Start(start(name, attributes)));
    }

    /// Closes it.
    pub(in crate::web) fn close(&mut self, name: &str) {
        _ = self.0.write_event(Event::End(BytesEnd::new(name)));
        self.0.get_mut().push(b'\n');
    }

    /// An element with a text.
    pub(in crate::web) fn text(&mut self, name: &str, attributes: &Attributes<'_>, text: &str) {
        self.open(name, attributes);
        _ = self.0.write_event(Event::Text(BytesText::new(&allowed(text))));
        self.close(name);
    }

    /// An element without content.
    pub(in crate::web) fn empty(&mut self, name: &str, attributes: &Attributes<'_>) {
        _ = self.0.write_event(Event::Empty(start(name, attributes)));
        self.0.get_mut().push(b'\n');
    }

    /// The document.
    pub(in crate::web) fn finish(self) -> String {
        String::from_utf8(self.0.into_inner()).unwrap_or_default()
    }
}

fn start<'a>(name: &'a str, attributes: &Attributes<'a>) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (name, value) in attributes {
        start.push_attribute((*name, allowed(value).as_ref()));
    }
    start
}

/// `text` with U+FFFD for the characters that XML 1.0 cannot hold (2.2): most controls, and two noncharacters.
fn allowed(text: &str) -> Cow<'_, str> {
    let forbidden = |c: char| (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    if text.contains(forbidden) { text.replace(forbidden, "\u{FFFD}").into() } else { text.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use quick_xml::Reader;

    #[test]
    fn writes_what_a_reader_reads() {
        let mut xml = Xml::new();
        xml.open("a", &[("b", "\"<&>\"")]);
        xml.empty("c", &[]);
        xml.text("d", &[], "x < y & z\u{1}");
        xml.close("a");
        let text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a b=\"&quot;&lt;&amp;&gt;&quot;\"><c/>\n<d>x &lt; y &amp; z\u{FFFD}</d>\n</a>\n";
        assert_eq!(xml.finish(), text);
    }

    proptest! {
        #[test]
        fn any_text_and_any_value_is_well_formed(text in "\\PC{0,20}[\\x00-\\x20<>&\"']{0,9}", value in "[\\x00-\\x7f]{0,20}") {
            let mut xml = Xml::new();
            xml.text("a", &[("b", &value)], &text);
            let written = xml.finish();
            let mut reader = Reader::from_str(&written);
            loop {
                match reader.read_event() {
                    Ok(Event::Eof) => break,
                    Ok(Event::Start(start)) => for attribute in start.attributes() {
                        prop_assert!(attribute.is_ok());
                    },
                    other => prop_assert!(other.is_ok(), "{written}"),
                }
            }
        }
    }
}
