//! What feeds, maps, citations, style sheets and data for programs name, and whether they can be read.

use std::collections::HashSet;

use roxmltree::{Document, Node};
use serde_json::Value;

use super::{
    citation,
    finding::FindingKind,
    machine_facts::{MachineFacts, rows},
    style,
};

/// Addresses that a map may hold (<https://www.sitemaps.org/protocol.html>).
const MOST_ADDRESSES: usize = 50_000;

/// Reads a file by its media type and the ending of its path; `None` for one that names nothing.
pub(super) fn read(path: &str, media_type: &str, text: &str) -> Option<MachineFacts> {
    let bare = path.split('?').next().unwrap_or_default();
    let ending = bare.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    let mut facts = MachineFacts::default();
    match ending.as_str() {
        "bib" => citation::bibtex(text, &mut facts),
        "ris" => citation::ris(text, &mut facts),
        "css" => css(text, &mut facts),
        "txt" if bare.ends_with("/robots.txt") => robots(text, &mut facts),
        _ if media_type.ends_with("xml") => xml(text, &mut facts),
        _ if media_type.ends_with("json") => json(text, 1, JsonKind::new(bare, media_type), &mut facts),
        _ if media_type == "text/css" => css(text, &mut facts),
        _ => return None,
    }
    Some(facts)
}

/// What a file of JSON is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum JsonKind {
    Feed,
    Manifest,
    Data,
}

impl JsonKind {
    fn new(path: &str, media_type: &str) -> JsonKind {
        let name = path.rsplit('/').next().unwrap_or_default();
        match media_type {
            "application/manifest+json" => JsonKind::Manifest,
            // A part of a feed is a file `feed~before=….json`.
            _ if name == "feed.json" || name.starts_with("feed~") => JsonKind::Feed,
            _ => JsonKind::Data,
        }
    }

    /// Whether a value is an address by the name of its field: those of a manifest are relative.
    fn is_address(self, field: &str) -> bool {
        self == JsonKind::Manifest && matches!(field, "src" | "start_url" | "scope" | "action" | "url")
    }
}

/// JSON: every value that is a whole address. `line` is where the text begins.
pub(super) fn json(text: &str, line: u32, kind: JsonKind, facts: &mut MachineFacts) {
    let value: Value = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => {
            let at = line + u32::try_from(error.line()).unwrap_or_default().saturating_sub(1);
            let kind = if kind == JsonKind::Feed { FindingKind::BadFeed } else { FindingKind::BadData };
            return facts.problem(kind, at, format!("this is not JSON: {error}"));
        }
    };
    if kind == JsonKind::Feed {
        json_feed(&value, facts);
    }
    // Found again by its first place in the text, as JSON writes it.
    let place = |address: &str| {
        let before = text.find(address).and_then(|at| text.get(..at)).unwrap_or_default();
        line + u32::try_from(before.matches('\n').count()).unwrap_or_default()
    };
    let mut stack = vec![("", &value)];
    while let Some((key, value)) = stack.pop() {
        match value {
            Value::String(text) if key == "content_html" => facts.html(text, place("content_html")),
            Value::String(text) if is_address(text) || kind.is_address(key) => {
                facts.link(FindingKind::BadData, text, place(text));
            }
            Value::Array(values) => stack.extend(values.iter().map(|value| (key, value))),
            Value::Object(fields) => stack.extend(fields.iter().map(|(key, value)| (key.as_str(), value))),
            _ => {}
        }
    }
}

fn is_address(text: &str) -> bool {
    ["https://", "http://"].iter().any(|scheme| text.starts_with(scheme)) && !text.contains(char::is_whitespace)
}

fn json_feed(feed: &Value, facts: &mut MachineFacts) {
    let version = feed.get("version").and_then(Value::as_str).unwrap_or_default();
    if !version.starts_with("https://jsonfeed.org/version/1") {
        facts.problem(FindingKind::BadFeed, 1, format!("`version` is `{version}`, not that of JSON Feed 1"));
    }
    if feed.get("title").and_then(Value::as_str).is_none() {
        facts.problem(FindingKind::BadFeed, 1, "the feed has no `title`");
    }
    let Some(items) = feed.get("items").and_then(Value::as_array) else {
        return facts.problem(FindingKind::BadFeed, 1, "the feed has no `items`");
    };
    let mut ids = HashSet::new();
    for (at, item) in items.iter().enumerate() {
        match item.get("id").and_then(Value::as_str) {
            None => facts.problem(FindingKind::BadFeed, 1, format!("item {} has no `id`", at + 1)),
            Some(id) if !ids.insert(id) => {
                facts.problem(FindingKind::BadFeed, 1, format!("two items have the id `{id}`"));
            }
            Some(_) => {}
        }
    }
}

fn xml(text: &str, facts: &mut MachineFacts) {
    let kind_of = |text: &str| {
        let head: String = text.chars().take(2_000).collect();
        if head.contains("<urlset") || head.contains("<sitemapindex") {
            FindingKind::BadSitemap
        } else {
            FindingKind::BadFeed
        }
    };
    let document = match Document::parse(text) {
        Ok(document) => document,
        Err(error) => return facts.problem(kind_of(text), error.pos().row, format!("this is not XML: {error}")),
    };
    match document.root_element().tag_name().name() {
        "feed" => atom(&document, facts),
        "rss" | "RDF" => rss(&document, facts),
        "urlset" | "sitemapindex" => sitemap(&document, facts),
        "OpenSearchDescription" => open_search(&document, facts),
        _ => {}
    }
    let sheets = document.root().children().filter_map(|node| Some((node, node.pi()?)));
    for (node, sheet) in sheets.filter(|(_, pi)| pi.target == "xml-stylesheet") {
        let value = sheet.value.unwrap_or_default();
        let href = value.split_once("href=").map_or("", |(_, rest)| rest).trim_start_matches(['"', '\'']);
        facts.link(FindingKind::BrokenFile, href.split(['"', '\'']).next().unwrap_or_default(), line(&document, node));
    }
}

/// The address of search up to the words, and the icon.
fn open_search(document: &Document<'_>, facts: &mut MachineFacts) {
    for node in document.root_element().descendants().filter(Node::is_element) {
        let at = line(document, node);
        match node.tag_name().name() {
            "Url" => {
                let template = node.attribute("template").unwrap_or_default();
                facts.link(FindingKind::BrokenLink, template.split(['?', '{']).next().unwrap_or_default(), at);
            }
            "Image" => facts.link(FindingKind::BrokenFile, node.text().unwrap_or_default(), at),
            _ => {}
        }
    }
}

fn line(document: &Document<'_>, node: Node<'_, '_>) -> u32 {
    document.text_pos_at(node.range().start).row
}

fn named<'a, 'i>(node: Node<'a, 'i>, name: &'static str) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(move |child| child.tag_name().name() == name)
}

fn atom(document: &Document<'_>, facts: &mut MachineFacts) {
    let feed = document.root_element();
    let entries: Vec<_> = named(feed, "entry").collect();
    let mut ids = HashSet::new();
    for part in std::iter::once(feed).chain(entries.iter().copied()) {
        let what = if part == feed { "the feed" } else { "an entry" };
        for name in ["id", "title", "updated"] {
            if named(part, name).next().is_none() {
                facts.problem(FindingKind::BadFeed, line(document, part), format!("{what} has no `{name}` (RFC 4287)"));
            }
        }
        if let Some(id) = named(part, "id").next().and_then(|id| id.text())
            && !ids.insert(id.to_owned())
        {
            facts.problem(FindingKind::BadFeed, line(document, part), format!("two entries have the id `{id}`"));
        }
    }
    for node in feed.descendants().filter(Node::is_element) {
        let at = line(document, node);
        match node.tag_name().name() {
            "link" => facts.link(FindingKind::BrokenAlternate, node.attribute("href").unwrap_or_default(), at),
            "content" | "summary" => {
                facts.link(FindingKind::BrokenLink, node.attribute("src").unwrap_or_default(), at);
                if node.attribute("type") == Some("html") {
                    facts.html(node.text().unwrap_or_default(), at);
                }
            }
            "icon" | "logo" => facts.link(FindingKind::BrokenFile, node.text().unwrap_or_default(), at),
            "uri" => facts.link(FindingKind::BrokenLink, node.text().unwrap_or_default(), at),
            _ => {}
        }
    }
}

fn rss(document: &Document<'_>, facts: &mut MachineFacts) {
    for node in document.root_element().descendants().filter(Node::is_element) {
        let (at, text) = (line(document, node), node.text().unwrap_or_default());
        match node.tag_name().name() {
            "link" if node.attribute("href").is_some() => {
                facts.link(FindingKind::BrokenAlternate, node.attribute("href").unwrap_or_default(), at);
            }
            "link" | "comments" | "docs" => facts.link(FindingKind::BrokenLink, text, at),
            "guid" if node.attribute("isPermaLink") != Some("false") && is_address(text.trim()) => {
                facts.link(FindingKind::BrokenLink, text, at);
            }
            // `<image><url>` of the channel; `enclosure`, `media:content`, `media:thumbnail`; `itunes:image`.
            "url" => facts.link(FindingKind::BrokenFile, text, at),
            "enclosure" | "content" | "thumbnail" => {
                facts.link(FindingKind::BrokenFile, node.attribute("url").unwrap_or_default(), at);
            }
            "image" => facts.link(FindingKind::BrokenFile, node.attribute("href").unwrap_or_default(), at),
            "source" => facts.link(FindingKind::BrokenAlternate, node.attribute("url").unwrap_or_default(), at),
            "description" | "encoded" => facts.html(text, at),
            _ => {}
        }
    }
}

fn sitemap(document: &Document<'_>, facts: &mut MachineFacts) {
    let mut count = 0;
    for node in document.root_element().descendants().filter(Node::is_element) {
        let at = line(document, node);
        match node.tag_name().name() {
            "loc" => {
                count += 1;
                match node.text().map(str::trim).filter(|text| is_address(text)) {
                    Some(address) => facts.link(FindingKind::BadSitemap, address, at),
                    None => facts.problem(FindingKind::BadSitemap, at, "`loc` is not a whole address"),
                }
            }
            "link" => facts.link(FindingKind::BrokenAlternate, node.attribute("href").unwrap_or_default(), at),
            "thumbnail_loc" | "content_loc" => {
                facts.link(FindingKind::BrokenFile, node.text().unwrap_or_default(), at);
            }
            "player_loc" => facts.link(FindingKind::BrokenLink, node.text().unwrap_or_default(), at),
            _ => {}
        }
    }
    if count == 0 {
        facts.problem(FindingKind::BadSitemap, 1, "the map has no address");
    }
    if count > MOST_ADDRESSES {
        facts.problem(FindingKind::BadSitemap, 1, format!("the map has {count} addresses, more than {MOST_ADDRESSES}"));
    }
}

fn robots(text: &str, facts: &mut MachineFacts) {
    for (at, row) in rows(text) {
        if let Some((_, address)) = row.split_once(':').filter(|(name, _)| name.trim().eq_ignore_ascii_case("sitemap"))
        {
            facts.link(FindingKind::BadSitemap, address, at);
        }
    }
}

fn css(text: &str, facts: &mut MachineFacts) {
    for (at, address) in style::addresses(text) {
        facts.link(FindingKind::BrokenFile, &address, at.saturating_add(1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ATOM: &str = "application/atom+xml";
    const MAP: &str = "application/xml";
    const RSS: &str = "application/rss+xml";
    const MANIFEST: &str = "application/manifest+json";

    fn read_all(path: &str, media_type: &str, text: &str) -> Vec<String> {
        let facts = read(path, media_type, text).unwrap();
        let links = facts.links.iter().map(|link| format!("{} {} {}", link.line, link.kind, link.target));
        links.chain(facts.problems.iter().map(|(kind, line, text)| format!("{line} {kind} ! {text}"))).collect()
    }

    #[test]
    fn what_files_for_programs_name_is_read() {
        for (path, kind, text, expected) in [
            (
                "/feed.atom",
                ATOM,
                "<feed xmlns='http://www.w3.org/2005/Atom'><id>a</id><title>t</title><updated>u</updated>\n<link href='/x'/></feed>",
                "2 broken-alternate /x",
            ),
            (
                "/sitemap.xml",
                MAP,
                "<urlset>\n<url><loc>https://a.b/x</loc></url></urlset>",
                "2 bad-sitemap https://a.b/x",
            ),
            (
                "/x.json",
                "application/json",
                "{\n\"url\": \"https://a.b/x\", \"text\": \"see https://a.b/y\"}",
                "2 bad-data https://a.b/x",
            ),
            ("/m.webmanifest", MANIFEST, "{\"icons\":[{\"src\":\"/i.png\"}]}", "1 bad-data /i.png"),
            (
                "/x.bib",
                "application/x-bibtex",
                "@online{x,\n title = {A {B} \\{},\n url = {https://a.b/x_y},\n}\n",
                "3 bad-citation https://a.b/x_y",
            ),
            ("/x.ris", "", "TY  - ELEC\nTI  - A\nUR  - https://a.b/x\nER  - \n", "3 bad-citation https://a.b/x"),
            (
                "/a/robots.txt",
                "text/plain",
                "User-agent: *\nSitemap: https://a.b/s.xml\n",
                "2 bad-sitemap https://a.b/s.xml",
            ),
        ] {
            assert_eq!(read_all(path, kind, text), [expected], "{path}");
        }
        assert_eq!(read("/x.png", "image/png", ""), None);
    }

    #[test]
    fn what_feeds_styles_and_lists_of_files_name_is_read() {
        for (path, kind, text, expected) in [
            (
                "/f.rss",
                RSS,
                "<rss><channel><item><guid>https://a.b/x</guid></item></channel></rss>",
                "1 broken-link https://a.b/x",
            ),
            ("/f.rss", RSS, "<rss><channel>\n<image><url>/i.png</url></image></channel></rss>", "2 broken-file /i.png"),
            (
                "/f.rss",
                RSS,
                "<rss xmlns:m='http://search.yahoo.com/mrss/'><channel><item><m:thumbnail url='/i.png'/></item></channel></rss>",
                "1 broken-file /i.png",
            ),
            ("/feed.atom", ATOM, "<?xml-stylesheet href='/x.xsl' type='text/xsl'?>\n<x/>", "1 broken-file /x.xsl"),
            (
                "/opensearch.xml",
                MAP,
                "<OpenSearchDescription><Url template='/uk/search?q={searchTerms}'/></OpenSearchDescription>",
                "1 broken-link /uk/search",
            ),
            ("/m.webmanifest", MANIFEST, "{\"shortcuts\":[{\"name\":\"n\",\"url\":\"/x\"}]}", "1 bad-data /x"),
            ("/x.css", "text/css", "@import '/x.css';", "1 broken-file /x.css"),
            (
                "/x.ris",
                "",
                "TY  - ELEC\nTI  - A\nL1  - https://a.b/x.pdf\nER  - \n",
                "3 bad-citation https://a.b/x.pdf",
            ),
            ("/x.css", "text/css", "a{}\nb{background:url(\"/x.png\")}", "2 broken-file /x.png"),
        ] {
            assert_eq!(read_all(path, kind, text), [expected], "{path}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_named_with_its_line() {
        for (path, kind, text, expected) in [
            ("/feed.atom", ATOM, "<feed>\n<id>a</feed>", "2 bad-feed"),
            (
                "/feed.atom",
                ATOM,
                "<feed><id>a</id><title>t</title><updated>u</updated>\n<entry><id>b</id><title>t</title></entry></feed>",
                "2 bad-feed",
            ),
            ("/sitemap.xml", MAP, "<urlset></urlset>", "1 bad-sitemap"),
            ("/sitemap.xml", MAP, "<urlset>\n<url><loc>/x</loc></url></urlset>", "2 bad-sitemap"),
            ("/feed.json", "application/feed+json", "{", "1 bad-feed"),
            (
                "/feed.json",
                "application/feed+json",
                "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"t\",\"items\":[{}]}",
                "1 bad-feed",
            ),
            ("/x.json", "application/json", "{\n,", "2 bad-data"),
            ("/x.bib", "", "@online{x,\n title = {A},\n url = {https://a.b/},\n", "1 bad-citation"),
            ("/x.bib", "", "", "1 bad-citation"),
            ("/x.ris", "", "TI  - A\nER  -\n", "1 bad-citation"),
            ("/x.ris", "", "TY  - A\nTI  - A\nnothing\nER  -\n", "3 bad-citation"),
        ] {
            let found = read_all(path, kind, text);
            assert!(found.iter().any(|one| one.starts_with(&format!("{expected} !"))), "{path} {text}: {found:?}");
        }
    }
}
