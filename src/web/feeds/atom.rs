//! Atom 1.0 (RFC 4287), in documents that follow one another (RFC 5005, 3) and are archived (4).

use jiff::tz::TimeZone;

use super::{
    entry::{FeedDocument, FeedEntry},
    xml::{Attributes, Xml},
};
use crate::model::date::rfc_3339;

const HTML: &str = "text/html";
/// The type of links to an entry's other versions. Some readers take the last link of type `text/html` for the address
/// of the entry itself; these say their charset, and are the same to everyone else.
const OTHER_HTML: &str = "text/html; charset=utf-8";
/// The namespace of RFC 5005.
const HISTORY: &str = "http://purl.org/syndication/history/1.0";
const ATOM: &str = "application/atom+xml";

/// The document.
pub(in crate::web) fn write(feed: &FeedDocument) -> String {
    let mut xml = Xml::new();
    let lang = ("xml:lang", feed.lang.as_str());
    xml.open("feed", &[("xmlns", "http://www.w3.org/2005/Atom"), ("xmlns:fh", HISTORY), lang]);
    xml.text("id", &[], &feed.id);
    xml.text("title", &[], &feed.title);
    xml.text("updated", &[], &rfc_3339(feed.updated(), &feed.zone));
    person(&mut xml, "author", &feed.site);
    xml.text("generator", &[("version", env!("CARGO_PKG_VERSION"))], "Litopys");
    link(&mut xml, "self", &feed.own, &[("type", ATOM)]);
    link(&mut xml, "alternate", &feed.page, &[("type", HTML), ("hreflang", feed.lang.as_str())]);
    for (lang, href) in &feed.others {
        link(&mut xml, "alternate", href, &[("type", ATOM), ("hreflang", lang.as_str())]);
    }
    link(&mut xml, "first", &feed.first, &[]);
    for (rel, href) in [("previous", &feed.previous), ("next", &feed.next)] {
        if let Some(href) = href {
            link(&mut xml, rel, href, &[]);
        }
    }
    write_history(&mut xml, feed);
    let mut document = xml.finish();
    document.reserve(feed.entries.iter().map(|entry| entry.text.len()).sum::<usize>() + "</feed>\n".len());
    feed.entries.iter().for_each(|entry| document.push_str(&entry.text));
    document.push_str("</feed>\n");
    document
}

/// An entry, as it stands in every document.
pub(in crate::web) fn entry(entry: &FeedEntry, zone: &TimeZone) -> String {
    let mut xml = Xml::fragment();
    write_entry(&mut xml, entry, zone);
    xml.finish()
}

/// A walk along `prev-archive` from the newest document meets every entry once.
fn write_history(xml: &mut Xml, feed: &FeedDocument) {
    if feed.is_archive {
        link(xml, "current", &feed.first, &[]);
        if let Some(newer) = feed.previous.as_ref().filter(|newer| **newer != feed.first) {
            link(xml, "next-archive", newer, &[]);
        }
    }
    if let Some(older) = &feed.next {
        link(xml, "prev-archive", older, &[]);
    }
    if feed.is_archive {
        xml.empty("fh:archive", &[]);
    }
}

fn write_entry(xml: &mut Xml, entry: &FeedEntry, zone: &TimeZone) {
    xml.open("entry", &[("xml:lang", entry.lang.as_str())]);
    xml.text("id", &[], &entry.id);
    xml.text("title", &[], &entry.title);
    link(xml, "alternate", &entry.address, &[("type", HTML), ("hreflang", entry.lang.as_str())]);
    for (lang, href) in &entry.others {
        link(xml, "alternate", href, &[("type", OTHER_HTML), ("hreflang", lang.as_str())]);
    }
    for enclosure in entry.enclosures() {
        link(xml, "enclosure", &enclosure.address, &[("type", &enclosure.content_type)]);
    }
    xml.text("published", &[], &rfc_3339(entry.published, zone));
    xml.text("updated", &[], &rfc_3339(entry.updated, zone));
    entry.authors.iter().for_each(|name| person(xml, "author", name));
    entry.translators.iter().for_each(|name| person(xml, "contributor", name));
    for (id, name) in &entry.tags {
        xml.empty("category", &[("term", id), ("label", name)]);
    }
    if let Some(licence) = &entry.licence {
        xml.text("rights", &[], &licence.name);
        if let Some(href) = &licence.href {
            // RFC 4946.
            link(xml, "license", href, &[]);
        }
    }
    if !entry.summary.is_empty() {
        xml.text("summary", &[], &entry.summary);
    }
    xml.text("content", &[("type", "html")], &entry.html);
    xml.close("entry");
}

fn link(xml: &mut Xml, rel: &str, href: &str, more: &Attributes<'_>) {
    xml.empty("link", &[&[("rel", rel), ("href", href)], more].concat());
}

fn person(xml: &mut Xml, kind: &str, name: &str) {
    xml.open(kind, &[]);
    xml.text("name", &[], name);
    xml.close(kind);
}
