//! What an HTML page names: links, files, alternates, anchors, each with its line.

use std::{collections::HashSet, ops::Range};

use html5gum::{StartTag, Token};

use super::{address::candidates, style};
use crate::model::html_tokens::html_tokens;

/// For what a page names an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum LinkKind {
    /// To be followed, or to be shown as a page within this one.
    Link,
    /// To be shown, played or run.
    File,
    /// One of the sizes of a picture.
    Srcset,
    /// The page in another language.
    Alternate(String),
    /// Its own address, a feed, a manifest, a description of search.
    Related,
}

/// An address on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PageLink {
    pub(super) kind: LinkKind,
    pub(super) target: String,
    pub(super) line: u32,
}

/// A page, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct PageFacts {
    /// `<html lang>`.
    pub(super) lang: Option<String>,
    /// The places that a fragment can name.
    pub(super) anchors: HashSet<String>,
    /// What it names.
    pub(super) links: Vec<PageLink>,
    /// `<base href>`.
    pub(super) base: Option<String>,
    /// Whether search engines are to leave it out.
    pub(super) is_noindex: bool,
    /// Data for programs, each with its line.
    pub(super) data: Vec<(u32, String)>,
}

/// Reads a page. Any text is one: what browsers make of it is what is read.
pub(super) fn read(html: &str) -> PageFacts {
    let lines = LineStarts::new(html);
    let mut facts = PageFacts::default();
    let mut raw = None;
    for token in html_tokens(html) {
        match token {
            Token::StartTag(tag) => {
                let tag = PageTag::new(&tag, &lines);
                raw = match tag.name.as_str() {
                    "script" if tag.get("type").as_deref() == Some("application/ld+json") => Some(Raw::Data),
                    "style" => Some(Raw::Style),
                    _ => None,
                };
                facts.take(&tag);
            }
            Token::String(text) => {
                let line = lines.at(text.span.start);
                let text = String::from_utf8_lossy(&text.value);
                match raw.take() {
                    Some(Raw::Data) => facts.data.push((line, text.into_owned())),
                    Some(Raw::Style) => facts.style(&text, line),
                    None => {}
                }
            }
            Token::EndTag(_) => raw = None,
            _ => {}
        }
    }
    facts
}

/// Text that is not shown.
enum Raw {
    /// For programs.
    Data,
    Style,
}

/// A start tag.
struct PageTag<'a> {
    name: String,
    tag: &'a StartTag<usize>,
    lines: &'a LineStarts,
}

impl<'a> PageTag<'a> {
    fn new(tag: &'a StartTag<usize>, lines: &'a LineStarts) -> PageTag<'a> {
        PageTag { name: String::from_utf8_lossy(&tag.name).into_owned(), tag, lines }
    }

    fn get(&self, name: &str) -> Option<String> {
        self.attribute(name).map(|(value, _)| value)
    }

    /// An attribute's value and its line.
    fn attribute(&self, name: &str) -> Option<(String, u32)> {
        let value = self.tag.attributes.get(name.as_bytes())?;
        Some((String::from_utf8_lossy(&value.value).into_owned(), self.lines.at(value.span.start)))
    }
}

impl PageFacts {
    fn take(&mut self, tag: &PageTag<'_>) {
        self.anchors.extend(tag.get("id").filter(|id| !id.is_empty()));
        if let Some((style, line)) = tag.attribute("style") {
            self.style(&style, line);
        }
        match tag.name.as_str() {
            "html" => self.lang = tag.get("lang"),
            "base" => self.base = self.base.take().or_else(|| tag.get("href")),
            "a" => {
                self.anchors.extend(tag.get("name").filter(|name| !name.is_empty()));
                self.add(tag, "href", LinkKind::Link);
                self.add(tag, "xlink:href", LinkKind::Link);
            }
            "area" => self.add(tag, "href", LinkKind::Link),
            "iframe" | "frame" | "embed" => self.add(tag, "src", LinkKind::Link),
            "object" => self.add(tag, "data", LinkKind::Link),
            "link" => self.link(tag),
            "meta" => self.meta(tag),
            "form" => self.add(tag, "action", LinkKind::Link),
            "button" | "input" => {
                self.add(tag, "formaction", LinkKind::Link);
                self.add(tag, "src", LinkKind::File);
            }
            "blockquote" | "q" | "ins" | "del" => self.add(tag, "cite", LinkKind::Link),
            "img" | "source" => {
                self.add(tag, "src", LinkKind::File);
                self.srcset(tag, "srcset");
            }
            "video" => {
                self.add(tag, "src", LinkKind::File);
                self.add(tag, "poster", LinkKind::File);
            }
            "script" | "audio" | "track" => self.add(tag, "src", LinkKind::File),
            "body" | "table" | "td" | "th" => self.add(tag, "background", LinkKind::File),
            "image" | "use" | "feimage" => {
                self.add(tag, "href", LinkKind::File);
                self.add(tag, "xlink:href", LinkKind::File);
            }
            _ => {}
        }
    }

    fn add(&mut self, tag: &PageTag<'_>, attribute: &str, kind: LinkKind) {
        if let Some((target, line)) = tag.attribute(attribute) {
            self.links.push(PageLink { kind, target, line });
        }
    }

    fn style(&mut self, css: &str, line: u32) {
        let link = |(at, target)| PageLink { kind: LinkKind::File, target, line: line.saturating_add(at) };
        self.links.extend(style::addresses(css).into_iter().map(link));
    }

    fn srcset(&mut self, tag: &PageTag<'_>, attribute: &str) {
        if let Some((text, line)) = tag.attribute(attribute) {
            let each = candidates(&text).into_iter();
            self.links.extend(each.map(|target| PageLink { kind: LinkKind::Srcset, target, line }));
        }
    }

    fn link(&mut self, tag: &PageTag<'_>) {
        let rel = tag.get("rel").unwrap_or_default().to_ascii_lowercase();
        let has = |name: &str| rel.split_ascii_whitespace().any(|part| part == name);
        let kind = match tag.get("hreflang") {
            Some(lang) if has("alternate") => LinkKind::Alternate(lang),
            _ if has("stylesheet") || has("icon") || has("preload") || has("modulepreload") => LinkKind::File,
            _ if has("preconnect") || has("dns-prefetch") => return,
            _ => LinkKind::Related,
        };
        self.add(tag, "href", kind);
        self.srcset(tag, "imagesrcset");
    }

    fn meta(&mut self, tag: &PageTag<'_>) {
        let name = ["property", "name", "itemprop", "http-equiv"].iter().find_map(|key| tag.get(key));
        let name = name.unwrap_or_default().to_ascii_lowercase();
        // `og:image`, `og:image:url`, `og:image:secure_url`; not `og:image:alt`.
        let of = |thing: &str| match name.strip_prefix(thing) {
            Some(rest) => ["", ":url", ":secure_url", ":src"].contains(&rest),
            None => false,
        };
        match name.as_str() {
            "image" | "msapplication-tileimage" => self.add(tag, "content", LinkKind::File),
            _ if of("og:image") || of("og:audio") || of("twitter:image") => self.add(tag, "content", LinkKind::File),
            _ if of("og:video") || name == "twitter:player" => self.add(tag, "content", LinkKind::Link),
            "og:url" | "url" => self.add(tag, "content", LinkKind::Related),
            "refresh" => self.refresh(tag),
            "robots" => {
                self.is_noindex |= tag.get("content").is_some_and(|content| content.contains("noindex"));
            }
            _ => {}
        }
    }

    /// `<meta http-equiv="refresh" content="0; url=/uk/">`
    fn refresh(&mut self, tag: &PageTag<'_>) {
        let Some((content, line)) = tag.attribute("content") else { return };
        let Some((_, target)) = content.split_once(['u', 'U']) else { return };
        let target = target.get(2..).filter(|_| target.get(..2).is_some_and(|rl| rl.eq_ignore_ascii_case("rl")));
        let Some(target) = target.and_then(|rest| rest.trim_start().strip_prefix('=')) else { return };
        let target = target.trim().trim_matches(['"', '\'']).to_owned();
        self.links.push(PageLink { kind: LinkKind::Link, target, line });
    }

    /// Whether a fragment names a place on the page. Every page has a top, and a text fragment names no place of its own.
    pub(super) fn has_place(&self, fragment: &str) -> bool {
        let named = fragment.split(":~:").next().unwrap_or_default();
        let decoded = percent_encoding::percent_decode_str(named).decode_utf8_lossy();
        named.is_empty()
            || named.eq_ignore_ascii_case("top")
            || self.anchors.contains(named)
            || self.anchors.contains(decoded.as_ref())
    }
}

/// Where lines begin.
struct LineStarts(Vec<usize>);

impl LineStarts {
    fn new(text: &str) -> LineStarts {
        LineStarts(memchr::memchr_iter(b'\n', text.as_bytes()).collect())
    }

    /// The line of a byte, from 1.
    fn at(&self, byte: usize) -> u32 {
        let before: Range<usize> = 0..self.0.partition_point(|end| *end < byte);
        u32::try_from(before.len() + 1).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(html: &str) -> Vec<String> {
        let shown = |link: PageLink| format!("{} {:?} {}", link.line, link.kind, link.target);
        read(html).links.into_iter().map(shown).collect()
    }

    #[test]
    fn everything_that_a_page_names_is_read() {
        for (html, expected) in [
            ("<a href=/a>", "1 Link /a"),
            ("\n\n<a\nhref='/a?x=1&amp;y=2'>", "4 Link /a?x=1&y=2"),
            ("<area href=/a>", "1 Link /a"),
            ("<form action=/a>", "1 Link /a"),
            ("<button formaction=/a>", "1 Link /a"),
            ("<blockquote cite=/a>", "1 Link /a"),
            ("<img src=/a>", "1 File /a"),
            ("<img srcset='/a 1x'>", "1 Srcset /a"),
            ("<source srcset=/a>", "1 Srcset /a"),
            ("<video poster=/a>", "1 File /a"),
            ("<video><track src=/a>", "1 File /a"),
            ("<audio src=/a>", "1 File /a"),
            ("<script src=/a></script>", "1 File /a"),
            ("<iframe src=/a>", "1 Link /a"),
            ("<embed src=/a>", "1 Link /a"),
            ("<object data=/a>", "1 Link /a"),
            ("<svg><a xlink:href=/a>", "1 Link /a"),
            ("<svg><image href=/a>", "1 File /a"),
            ("<svg><filter><feImage href=/a>", "1 File /a"),
            ("<td background=/a>", "1 File /a"),
            ("<p style='background:url(/a)'>", "1 File /a"),
            ("<style>\np{background:url(\"/a\")}</style>", "2 File /a"),
            ("<link rel=preload as=image imagesrcset='/a 1x'>", "1 Srcset /a"),
            ("<link rel=manifest href=/a>", "1 Related /a"),
            ("<link rel=search type=application/opensearchdescription+xml href=/a>", "1 Related /a"),
            ("<meta http-equiv=refresh content='0; url=/a'>", "1 Link /a"),
            ("<meta http-equiv=Refresh content=\"3;URL='/a'\">", "1 Link /a"),
            ("<meta name=twitter:image:src content=/a>", "1 File /a"),
            ("<meta property=og:image:secure_url content=/a>", "1 File /a"),
            ("<meta property=og:video:url content=/a>", "1 Link /a"),
            ("<meta itemprop=image content=/a>", "1 File /a"),
            ("<svg><use xlink:href=/a>", "1 File /a"),
            ("<link rel=stylesheet href=/a>", "1 File /a"),
            ("<link rel='shortcut icon' href=/a>", "1 File /a"),
            ("<link rel=alternate hreflang=uk href=/a>", "1 Alternate(\"uk\") /a"),
            ("<link rel=alternate type=application/atom+xml href=/a>", "1 Related /a"),
            ("<link rel=canonical href=/a>", "1 Related /a"),
            ("<meta property=og:image content=/a>", "1 File /a"),
        ] {
            assert_eq!(links(html), [expected], "{html}");
        }
        for nothing in [
            "<!-- <a href=/a> -->",
            "<script>\"<a href=/a>\"</script>",
            "<style><a href=/a></style>",
            "<textarea><a href=/a></textarea>",
            "<title><a href=/a></title>",
            "<a name=x>",
            "<p data-href=/a>",
            "<meta http-equiv=refresh content=30>",
            "<meta property=og:image:alt content=/a>",
            "<style>/* url(/a) */</style>",
            "&lt;a href=/a&gt;",
        ] {
            assert_eq!(links(nothing), [""; 0], "{nothing}");
        }
    }

    #[test]
    fn a_tag_with_very_many_attributes_is_read() {
        let many: String = (0..100_000).map(|n| format!("data-{n}=\"{n}\"\n")).collect();
        assert_eq!(links(&format!("<a {many} href=\"/a\">")), ["100001 Link /a"]);
    }

    #[test]
    fn places_are_ids_and_names() {
        let facts = read("<p id=a><a name=\"б\">x</a><p id=''>");
        for (fragment, is_there) in [
            ("a", true),
            ("б", true),
            ("%D0%B1", true),
            ("", true),
            ("top", true),
            (":~:text=x", true),
            ("a:~:text=x", true),
            ("A", false),
            ("c", false),
        ] {
            assert_eq!(facts.has_place(fragment), is_there, "{fragment}");
        }
    }

    #[test]
    fn language_and_data_are_read() {
        let facts = read(
            "<html lang=uk><meta name=robots content='noindex, follow'>\n<script type=application/ld+json>{\"a\":1}</script>",
        );
        assert_eq!((facts.lang.as_deref(), facts.is_noindex), (Some("uk"), true));
        assert_eq!(facts.data, [(2, "{\"a\":1}".to_owned())]);
    }
}
