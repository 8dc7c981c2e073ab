//! JSON Feed 1.1 (<https://www.jsonfeed.org/version/1.1/>).

use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::entry::{Enclosure, FeedDocument, FeedEntry};
use crate::model::date::rfc_3339;

/// The items of a document without any. No text within it has a line break.
const NO_ITEMS: &str = "\n  \"items\": []";

/// The document. The address of an article's other versions stand in an extension, `_translations`.
pub(in crate::web) fn write(feed: &FeedDocument) -> String {
    let mut document = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.own,
        "language": feed.lang,
        "authors": people(std::slice::from_ref(&feed.site)),
        "items": [],
    });
    if let Some(next) = &feed.next {
        document["next_url"] = json!(next);
    }
    let frame = format!("{document:#}\n");
    let items = feed.entries.iter().map(|entry| entry.text.as_str()).collect::<Vec<_>>().join(",\n");
    match frame.split_once(NO_ITEMS) {
        Some((before, after)) if !items.is_empty() => format!("{before}\n  \"items\": [\n{items}\n  ]{after}"),
        _ => frame,
    }
}

/// An entry, as it stands in every document: with the margin of an item.
pub(in crate::web) fn entry(entry: &FeedEntry, zone: &TimeZone) -> String {
    format!("    {:#}", item(entry, zone)).replace('\n', "\n    ")
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

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::web::feeds::entry_store::WrittenEntry;

    fn document(texts: &[Value]) -> String {
        let entry = |item: &Value| WrittenEntry {
            text: format!("    {item:#}").replace('\n', "\n    "),
            updated: Timestamp::UNIX_EPOCH,
        };
        write(&FeedDocument {
            id: String::new(),
            title: "\n  \"items\": []".to_owned(),
            site: "Літопис".to_owned(),
            lang: "uk".parse().unwrap(),
            page: String::new(),
            own: String::new(),
            first: String::new(),
            is_archive: false,
            previous: None,
            next: Some("https://a.b/?before=1".to_owned()),
            others: Vec::new(),
            zone: TimeZone::UTC,
            entries: texts.iter().map(entry).collect(),
        })
    }

    #[test]
    fn a_document_is_written_like_any_other_value() {
        for items in [json!([]), json!([{ "a": ["b\n", {}] }]), json!([{ "items": [] }, { "id": "x", "tags": [] }])] {
            let text = document(items.as_array().unwrap());
            let value: Value = serde_json::from_str(&text).unwrap();
            assert_eq!(value["items"], items);
            assert_eq!(text, format!("{value:#}\n"));
        }
    }
}
