//! JSON Feed 1.1 (<https://www.jsonfeed.org/version/1.1/>).

use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::entry::{Enclosure, FeedDocument, FeedEntry};
use crate::model::date::rfc_3339;

/// The document. The address of an article's other versions stand in an extension, `_translations`.
pub(in crate::web) fn write(feed: &FeedDocument) -> String {
    let mut document = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.own,
        "language": feed.lang,
        "authors": people(std::slice::from_ref(&feed.site)),
        "items": feed.entries.iter().map(|entry| item(entry, &feed.zone)).collect::<Vec<_>>(),
    });
    if let Some(next) = &feed.next {
        document["next_url"] = json!(next);
    }
    format!("{document:#}\n")
}

fn item(entry: &FeedEntry, zone: &TimeZone) -> Value {
    let versions = entry.others.iter().map(|(lang, url)| json!({ "language": lang, "url": url }));
    let versions: Vec<Value> = versions.collect();
    let mut item = json!({
        "id": entry.id,
        "url": entry.address,
        "language": entry.lang,
        "title": entry.title,
        "content_html": entry.html,
        "date_published": rfc_3339(entry.published, zone),
        "date_modified": rfc_3339(entry.updated, zone),
        "tags": entry.tags.iter().map(|(_, name)| name).collect::<Vec<_>>(),
        // The value of an extension is an object (JSON Feed 1.1, "Extensions").
        "_translations": { "versions": versions },
    });
    if !entry.summary.is_empty() {
        item["summary"] = json!(entry.summary);
    }
    if !entry.authors.is_empty() {
        item["authors"] = people(&entry.authors);
    }
    if let Some(picture) = &entry.picture {
        item["image"] = json!(picture);
    }
    let enclosures = entry.enclosures();
    if !enclosures.is_empty() {
        let attachment =
            |enclosure: &Enclosure| json!({ "url": enclosure.address, "mime_type": enclosure.content_type });
        item["attachments"] = enclosures.iter().map(attachment).collect();
    }
    item
}

fn people(names: &[String]) -> Value {
    names.iter().map(|name| json!({ "name": name })).collect()
}
