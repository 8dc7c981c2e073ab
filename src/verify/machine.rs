//! What feeds, maps, citations, style sheets and data for programs name, and whether they can be read.

use std::collections::HashSet;

use roxmltree::{Document, Node};
use serde_json::Value;

use super::{citation, finding::FindingKind, machine_facts::MachineFacts};

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
        _ if media_type.ends_with("json") => json(text, 1, bare.ends_with("feed.json"), &mut facts),
        _ if media_type == "text/css" => css(text, &mut facts),
        _ => return None,
    }
    Some(facts)
}

/// JSON: every value that is a whole address. `line` is where the text begins.
pub(super) fn json(text: &str, line: u32, is_feed: bool, facts: &mut MachineFacts) {
    let value: Value = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => {
            let at = line + u32::try_from(error.line()).unwrap_or_default().saturating_sub(1);
            let kind = if is_feed { FindingKind::BadFeed } else { FindingKind::BadData };
            return facts.problem(kind, at, format!("this is not JSON: {error}"));
        }
    };
    if is_feed {
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
            Value::String(text) if is_address(text) || matches!(key, "src" | "start_url") => {
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
        _ => {}
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
                facts.link(FindingKind::BrokenFile, node.attribute("src").unwrap_or_default(), at);
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
            "link" | "comments" => facts.link(FindingKind::BrokenLink, text, at),
            "enclosure" => facts.link(FindingKind::BrokenFile, node.attribute("url").unwrap_or_default(), at),
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
    for (at, row) in text.lines().enumerate() {
        let at = u32::try_from(at + 1).unwrap_or(u32::MAX);
        if let Some((_, address)) = row.split_once(':').filter(|(name, _)| name.trim().eq_ignore_ascii_case("sitemap"))
        {
            facts.link(FindingKind::BadSitemap, address, at);
        }
    }
}

/// `url(…)` of a style sheet.
fn css(text: &str, facts: &mut MachineFacts) {
    for (at, row) in text.lines().enumerate() {
        let at = u32::try_from(at + 1).unwrap_or(u32::MAX);
        for part in row.split("url(").skip(1) {
            let Some((address, _)) = part.split_once(')') else { continue };
            facts.link(FindingKind::BrokenFile, address.trim().trim_matches(['"', '\'']), at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(path: &str, media_type: &str, text: &str) -> Vec<String> {
        let facts = read(path, media_type, text).unwrap();
        let links = facts.links.iter().map(|link| format!("{} {} {}", link.line, link.kind.as_str(), link.target));
        links
            .chain(facts.problems.iter().map(|(kind, line, text)| format!("{line} {} ! {text}", kind.as_str())))
            .collect()
    }

    #[test]
    fn what_files_for_programs_name_is_read() {
        let (atom, map) = ("application/atom+xml", "application/xml");
        for (path, kind, text, expected) in [
            (
                "/feed.atom",
                atom,
                "<feed xmlns='http://www.w3.org/2005/Atom'><id>a</id><title>t</title><updated>u</updated>\n<link href='/x'/></feed>",
                "2 broken-alternate /x",
            ),
            (
                "/sitemap.xml",
                map,
                "<urlset>\n<url><loc>https://a.b/x</loc></url></urlset>",
                "2 bad-sitemap https://a.b/x",
            ),
            (
                "/x.json",
                "application/json",
                "{\n\"url\": \"https://a.b/x\", \"text\": \"see https://a.b/y\"}",
                "2 bad-data https://a.b/x",
            ),
            ("/m.webmanifest", "application/manifest+json", "{\"icons\":[{\"src\":\"/i.png\"}]}", "1 bad-data /i.png"),
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
            ("/x.css", "text/css", "a{}\nb{background:url(\"/x.png\")}", "2 broken-file /x.png"),
        ] {
            assert_eq!(read_all(path, kind, text), [expected], "{path}");
        }
        assert_eq!(read("/x.png", "image/png", ""), None);
    }

    #[test]
    fn what_cannot_be_read_is_named_with_its_line() {
        for (path, kind, text, expected) in [
            ("/feed.atom", "application/atom+xml", "<feed>\n<id>a</feed>", "2 bad-feed"),
            (
                "/feed.atom",
                "application/atom+xml",
                "<feed><id>a</id><title>t</title><updated>u</updated>\n<entry><id>b</id><title>t</title></entry></feed>",
                "2 bad-feed",
            ),
            ("/sitemap.xml", "application/xml", "<urlset></urlset>", "1 bad-sitemap"),
            ("/sitemap.xml", "application/xml", "<urlset>\n<url><loc>/x</loc></url></urlset>", "2 bad-sitemap"),
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
