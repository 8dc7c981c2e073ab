//! XHTML out of the HTML of a page, which this program wrote: elements closed, notes as EPUB has them, pictures and links
//! within the book.

use std::collections::HashSet;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::{
    context::{BookContext, BookHeading, BookLink},
    text::{push, push_html, unescaped},
};
use crate::article::markdown::{HtmlToken, Tag, TagKind, tags, tokens};

/// What no address may hold as it is (RFC 3986, 2).
const NO_ADDRESS: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');
/// Attributes that stay as they are.
const ATTRIBUTES: [&str; 19] = [
    "alt", "aria-label", "aria-labelledby", "class", "colspan", "datetime", "dir", "headers", "height", "lang", "role",
    "rowspan", "scope", "start", "title", "type", "value", "width", "aria-hidden",
];
/// Elements that a book cannot play or run. Below each recording stands a link to it.
const LEFT_OUT: [&str; 7] = ["audio", "video", "iframe", "object", "script", "style", "template"];

/// A text that is being made into XHTML; its blocks may come one by one.
pub(super) struct XhtmlWriter<'a> {
    /// What stands before each id.
    prefix: &'a str,
    /// The ids of the text that are not written yet.
    ids: HashSet<String>,
    /// All of them.
    known: HashSet<String>,
    /// Its headings of the second level.
    pub(super) headings: Vec<BookHeading>,
}

impl<'a> XhtmlWriter<'a> {
    /// For the text `html`.
    pub(super) fn new(html: &str, prefix: &'a str) -> Self {
        let known: HashSet<String> = tags(html).filter_map(|tag| tag.attribute("id")).map(unescaped).collect();
        XhtmlWriter { prefix, ids: known.clone(), known, headings: Vec::new() }
    }

    /// The XHTML of `html`, all of the text or some blocks of it.
    pub(super) fn write(&mut self, html: &str, context: &mut dyn BookContext) -> String {
        let mut part = MarkupPart {
            writer: self,
            context,
            out: String::with_capacity(html.len()),
            open: Vec::new(),
            skipped: 0,
            heading: None,
        };
        for token in tokens(html) {
            match token {
                HtmlToken::Text(text) => part.text(text),
                HtmlToken::Tag(tag) if part.skipped > 0 => part.skip(&tag),
                HtmlToken::Tag(tag) => match tag.kind {
                    TagKind::Open => part.open(&tag),
                    TagKind::Close => part.close(),
                    TagKind::Void => part.void(&tag),
                },
            }
        }
        // HTML of ours closes all of its elements.
        while !part.open.is_empty() {
            part.close();
        }
        part.out
    }

    /// An id as XML has it: a name without colons.
    fn id(&self, id: &str) -> String {
        let mut out = format!("{}i-", self.prefix);
        for c in id.chars() {
            let is_letter = matches!(c, '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}'
                | '\u{37F}'..='\u{1FFF}' | '\u{3001}'..='\u{D7FF}');
            match c {
                '-' | '.' => out.push(c),
                c if c.is_ascii_alphanumeric() || is_letter => out.push(c),
                c => out.push_str(&format!("_{:x}_", u32::from(c))),
            }
        }
        out
    }
}

/// A part of a text on its way.
struct MarkupPart<'w, 'a, 'c> {
    writer: &'w mut XhtmlWriter<'a>,
    context: &'c mut dyn BookContext,
    out: String,
    /// The open elements as they were written; an empty name is one that was left out.
    open: Vec<String>,
    /// How deep within an element that is left out with its contents.
    skipped: usize,
    /// The words of the heading that is open.
    heading: Option<BookHeading>,
}

/// The section of the notes. What stands before a mark is not part of a name.
const NOTES: &str = "\u{0}section";
/// The list of the notes, which is not written: each note is an element of its own.
const NOTE_LIST: &str = "\u{0}";

impl MarkupPart<'_, '_, '_> {
    fn text(&mut self, text: &str) {
        if self.skipped == 0 {
            push_html(&mut self.out, text);
            if let Some(heading) = &mut self.heading {
                heading.words.push_str(&unescaped(text));
            }
        }
    }

    fn skip(&mut self, tag: &Tag<'_>) {
        match tag.kind {
            TagKind::Open => self.skipped += 1,
            TagKind::Close => self.skipped -= 1,
            TagKind::Void => {}
        }
    }

    fn open(&mut self, tag: &Tag<'_>) {
        let parent = self.open.last().map(String::as_str);
        match tag.name {
            name if LEFT_OUT.contains(&name) => self.skipped = 1,
            name if !is_name(name) => self.open.push(String::new()),
            "picture" => self.open.push(String::new()),
            "section" if tag.attribute("class") == Some("footnotes") => self.notes(tag),
            "ol" if parent == Some(NOTES) => self.open.push(NOTE_LIST.to_owned()),
            "li" if parent == Some(NOTE_LIST) => self.note(tag),
            "a" => self.link(tag),
            name => {
                if matches!(name, "h2" | "h3" | "h4" | "h5" | "h6") {
                    let id = tag.attribute("id").map(|id| self.writer.id(&unescaped(id)));
                    self.heading = id.map(|id| BookHeading { id, words: String::new() });
                }
                self.out.extend(["<", name]);
                self.attributes(tag);
                self.out.push('>');
                self.open.push(name.to_owned());
            }
        }
    }

    fn notes(&mut self, tag: &Tag<'_>) {
        self.out.push_str("<section epub:type=\"footnotes\" class=\"footnotes\" aria-label=\"");
        push_html(&mut self.out, tag.attribute("aria-label").unwrap_or_default());
        self.out.push_str("\">");
        self.open.push(NOTES.to_owned());
    }

    /// A note that a reading system shows where it is referred to.
    fn note(&mut self, tag: &Tag<'_>) {
        let id = unescaped(tag.attribute("id").unwrap_or_default());
        let number = id.rsplit('-').next().unwrap_or_default().to_owned();
        self.out.push_str("<aside epub:type=\"footnote\" role=\"doc-footnote\"");
        self.own_id(&id);
        self.out.push_str("><span class=\"number\">");
        push(&mut self.out, &number);
        self.out.push_str(".</span> ");
        self.open.push("aside".to_owned());
    }

    fn link(&mut self, tag: &Tag<'_>) {
        let address = tag.attribute("href").map(unescaped);
        // On a page, a heading links to itself, for its address.
        let is_heading = self.heading.is_some();
        let href = match address.map(|address| self.context.link(&address)) {
            Some(BookLink::Here(_)) if is_heading => None,
            Some(BookLink::Here(id)) if self.writer.known.contains(&id) => Some(format!("#{}", self.writer.id(&id))),
            Some(BookLink::To(address)) => Some(utf8_percent_encode(&address, NO_ADDRESS).to_string()),
            Some(BookLink::Here(_) | BookLink::Nowhere) | None => None,
        };
        let name = if href.is_some() { "a" } else { "span" };
        self.out.extend(["<", name]);
        if let Some(href) = &href {
            self.out.push_str(" href=\"");
            push(&mut self.out, href);
            self.out.push('"');
            if tag.attribute("role") == Some("doc-noteref") {
                self.out.push_str(" epub:type=\"noteref\"");
            }
            self.attributes(tag);
        } else {
            tag.attribute("id").into_iter().for_each(|id| self.own_id(&unescaped(id)));
        }
        self.out.push('>');
        self.open.push(name.to_owned());
    }

    fn close(&mut self) {
        let Some(name) = self.open.pop() else { return };
        match name.as_str() {
            "h2" => self.writer.headings.extend(self.heading.take()),
            "h3" | "h4" | "h5" | "h6" => self.heading = None,
            _ => {}
        }
        let name = name.trim_start_matches('\u{0}');
        if !name.is_empty() {
            self.out.extend(["</", name, ">"]);
        }
    }

    fn void(&mut self, tag: &Tag<'_>) {
        match tag.name {
            "source" | "track" | "link" | "meta" => {}
            name if !is_name(name) => {}
            "input" => self.out.push_str(if tag.source.contains(" checked") { "☑" } else { "☐" }),
            "img" => self.picture(tag),
            name => {
                self.out.extend(["<", name]);
                self.attributes(tag);
                self.out.push_str("/>");
            }
        }
    }

    /// A picture; one that the book cannot have is its words.
    fn picture(&mut self, tag: &Tag<'_>) {
        let alt = tag.attribute("alt").unwrap_or_default();
        let address = tag.attribute("src").map(unescaped).unwrap_or_default();
        match self.context.picture(&address) {
            Some(file) => {
                self.out.push_str("<img src=\"");
                push(&mut self.out, &file);
                self.out.push('"');
                if tag.attribute("alt").is_none() {
                    self.out.push_str(" alt=\"\"");
                }
                self.attributes(tag);
                self.out.push_str("/>");
            }
            None => {
                self.out.push_str("<span class=\"missing\">");
                push_html(&mut self.out, alt);
                self.out.push_str("</span>");
            }
        }
    }

    fn attributes(&mut self, tag: &Tag<'_>) {
        for (name, value) in tag.attributes() {
            match name {
                "id" => self.own_id(&unescaped(value)),
                "lang" => self.values(&["lang", "xml:lang"], value),
                // Only whole numbers of pixels are sizes.
                "width" | "height" if !value.bytes().all(|byte| byte.is_ascii_digit()) => {}
                _ if ATTRIBUTES.contains(&name) => self.values(&[name], value),
                _ => {}
            }
        }
    }

    fn values(&mut self, names: &[&str], value: &str) {
        for name in names {
            self.out.extend([" ", name, "=\""]);
            push_html(&mut self.out, value);
            self.out.push('"');
        }
    }

    /// Writes an id, the first time that it comes.
    fn own_id(&mut self, id: &str) {
        if self.writer.ids.remove(id) {
            let id = self.writer.id(id);
            self.out.push_str(" id=\"");
            push(&mut self.out, &id);
            self.out.push('"');
        }
    }
}

/// Whether an element can have this name. HTML of ours has no others; `<<p>` is never one.
fn is_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::article::markdown::SafeHtml;

    struct Shelf;

    impl BookContext for Shelf {
        fn link(&self, address: &str) -> BookLink {
            match (address.strip_prefix("https://a.b/x#"), address) {
                (Some(id), _) => BookLink::Here(id.to_owned()),
                (_, "https://a.b/y") => BookLink::To("00002.xhtml".to_owned()),
                (_, address) if address.starts_with("http") => BookLink::To(address.to_owned()),
                _ => BookLink::Nowhere,
            }
        }

        fn picture(&mut self, address: &str) -> Option<String> {
            address.ends_with(".png").then(|| "../pictures/1.png".to_owned())
        }
    }

    fn converted(html: &str) -> String {
        XhtmlWriter::new(html, "").write(html, &mut Shelf)
    }

    #[test]
    fn html_of_a_page_becomes_xhtml_of_a_book() {
        for (html, expected) in [
            ("<p>a<br>b &amp; c</p><hr>", "<p>a<br/>b &amp; c</p><hr/>"),
            ("<p lang=\"en\" onclick=\"x\">a</p>", "<p lang=\"en\" xml:lang=\"en\">a</p>"),
            (
                "<picture><source srcset=\"a.avif\"><img src=\"/a.png\" alt=\"A\" width=\"9\" loading=\"lazy\"></picture>",
                "<img src=\"../pictures/1.png\" alt=\"A\" width=\"9\"/>",
            ),
            ("<img src=\"/a.avif\" alt=\"A &lt;\">", "<span class=\"missing\">A &lt;</span>"),
            ("<video src=\"a\"><track src=\"b\"><p>c</p></video><p>d</p>", "<p>d</p>"),
            (
                "<a href=\"https://a.b/y\">a</a> <a href=\"javascript:x\">b</a>",
                "<a href=\"00002.xhtml\">a</a> <span>b</span>",
            ),
            ("<a href=\"https://c.d/e f{g}\">a</a>", "<a href=\"https://c.d/e%20f%7Bg%7D\">a</a>"),
            (
                "<p id=\"2025 x\">a</p><a href=\"https://a.b/x#2025 x\">b</a>",
                "<p id=\"i-2025_20_x\">a</p><a href=\"#i-2025_20_x\">b</a>",
            ),
            ("<a href=\"https://a.b/x#none\">b</a>", "<span>b</span>"),
            ("<h3 id=\"a\"><a href=\"https://a.b/x#a\">A</a></h3>", "<h3 id=\"i-a\"><span>A</span></h3>"),
            ("<p id=\"a\">a</p><p id=\"a\">b</p>", "<p id=\"i-a\">a</p><p>b</p>"),
        ] {
            assert_eq!(converted(html), expected, "{html}");
        }
    }

    #[test]
    fn a_note_is_shown_where_it_is_referred_to() {
        let html = "<p>x<sup><a id=\"fnref-1\" href=\"https://a.b/x#fn-1\" role=\"doc-noteref\">1</a></sup></p>\
            <section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"Notes\"><ol><li id=\"fn-1\"><ol><li>a</li></ol> \
            <a href=\"https://a.b/x#fnref-1\" role=\"doc-backlink\">↩</a></li></ol></section>";
        assert_eq!(
            converted(html),
            "<p>x<sup><a href=\"#i-fn-1\" epub:type=\"noteref\" id=\"i-fnref-1\" role=\"doc-noteref\">1</a></sup></p>\
             <section epub:type=\"footnotes\" class=\"footnotes\" aria-label=\"Notes\">\
             <aside epub:type=\"footnote\" role=\"doc-footnote\" id=\"i-fn-1\"><span class=\"number\">1.</span> <ol><li>a</li></ol> \
             <a href=\"#i-fnref-1\" role=\"doc-backlink\">↩</a></aside></section>"
        );
    }

    #[test]
    fn two_texts_stand_in_one_file() {
        let html = "<h2 id=\"a\">A <em>b</em></h2><p><a href=\"https://a.b/x#a\">c</a></p>";
        let mut writer = XhtmlWriter::new(html, "en-");
        let pieces = SafeHtml::from_stored(html.to_owned());
        let parts: String =
            pieces.pieces().iter().map(|piece| writer.write(piece.html().as_str(), &mut Shelf)).collect();
        assert_eq!(parts, "<h2 id=\"en-i-a\">A <em>b</em></h2><p><a href=\"#en-i-a\">c</a></p>");
        assert_eq!(writer.headings, [BookHeading { id: "en-i-a".to_owned(), words: "A b".to_owned() }]);
    }

    proptest! {
        #[test]
        fn every_input_becomes_well_formed(html in "(<p>|</p>|<br>|<a href=\"https://a.b/x#1\" id=\"1\">|</a>|<img src=\"a.png\">|&nbsp;|&|<|>|\"|<video>|</video>|<li id=\"fn-1\">|<ol>|<section class=\"footnotes\">|\\PC|\\x01){0,30}") {
            let xml = format!("<body xmlns:epub=\"x\">{}</body>", converted(&html));
            prop_assert!(roxmltree::Document::parse(&xml).is_ok(), "{}", xml);
        }
    }
}
