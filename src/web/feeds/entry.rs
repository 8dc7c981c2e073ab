//! The contents of a feed before it is written. Every address is absolute: `https://example.org/…`.

use jiff::{Timestamp, tz::TimeZone};

use super::entry_store::WrittenEntry;
use crate::{
    article::markdown::tags,
    model::{lang::Lang, slug::ArticleId},
    site::Site,
    web::{
        assets::content_type,
        pages::article::versions::LicenceLink,
        urls::{
            base_path::{based, changed},
            url::PagePath,
        },
    },
};

/// One document of a feed.
#[derive(Debug, Clone)]
pub(in crate::web) struct FeedDocument {
    /// The same for every document of the feed.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The name of the site.
    pub site: String,
    /// Its language.
    pub lang: Lang,
    /// The page that lists the same.
    pub page: String,
    /// This document.
    pub own: String,
    /// The document with the newest entries.
    pub first: String,
    /// Whether it has older entries, which stay together (RFC 5005, 4): an archive document.
    pub is_archive: bool,
    /// The document with newer entries, where there is one.
    pub previous: Option<String>,
    /// The document with older entries, where there is one.
    pub next: Option<String>,
    /// The same feed in other languages.
    pub others: Vec<(Lang, String)>,
    /// The time zone in which its dates are written.
    pub zone: TimeZone,
    /// Its entries in the format of the feed, newest first.
    pub entries: Vec<WrittenEntry>,
}

/// A version of an article.
#[derive(Debug, Clone)]
pub(in crate::web) struct FeedEntry {
    /// The same as long as there is this version.
    pub id: String,
    /// The language of the text.
    pub lang: Lang,
    /// Its address.
    pub address: String,
    /// The article's other versions.
    pub others: Vec<(Lang, String)>,
    /// Its title.
    pub title: String,
    /// Its summary; may be empty.
    pub summary: String,
    /// Its body, complete.
    pub html: String,
    /// When it was published.
    pub published: Timestamp,
    /// When this version was last changed.
    pub updated: Timestamp,
    /// The authors.
    pub authors: Vec<String>,
    /// The translators.
    pub translators: Vec<String>,
    /// Ids and names of its tags.
    pub tags: Vec<(String, String)>,
    /// Its licence.
    pub licence: Option<LicenceLink>,
    /// The address of its first picture.
    pub picture: Option<String>,
}

/// A recording that an entry plays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::web) struct Enclosure {
    /// Its address.
    pub address: String,
    /// Its media type.
    pub content_type: String,
}

impl FeedEntry {
    /// The films and sound of its body, in order.
    pub(in crate::web) fn enclosures(&self) -> Vec<Enclosure> {
        let played = tags(&self.html).filter(|tag| matches!(tag.name, "video" | "audio"));
        let addresses = played.filter_map(|tag| tag.attribute("src")).map(|address| address.replace("&amp;", "&"));
        addresses.map(|address| Enclosure { content_type: content_type(&address), address }).collect()
    }
}

impl FeedDocument {
    /// When an entry of this document last changed. A document without entries has not changed since the clock began.
    pub(in crate::web) fn updated(&self) -> Timestamp {
        self.entries.iter().map(|entry| entry.updated).max().unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

/// The body of the article at `address`, with every address of its own site whole.
pub(in crate::web) fn absolute(html: &str, base_url: &str, address: &str) -> String {
    changed(html, |value| match value.starts_with('#') {
        true => format!("{address}{value}"),
        false => based(value, base_url),
    })
}

/// `tag:example.org,2025:2025/dnipro/uk` (RFC 4151): the version of `article` in `lang`. Its date is the article's year
/// where `site.toml` names none.
pub(in crate::web) fn entry_id(site: &Site, article: &ArticleId, lang: &Lang) -> String {
    let path = PagePath::neutral(article).to_string();
    let path = path.trim_start_matches('/');
    let host = id_host(site);
    match site.feed().tag().and_then(|tag| tag.date()) {
        Some(date) => format!("tag:{host},{date}:{path}/{lang}"),
        None => format!("tag:{host},{}:{path}/{lang}", article.collection()),
    }
}

/// The id of a feed whose first document lies at `address`: that address, or what it is called by `[feed] tag`.
pub(in crate::web) fn feed_id(site: &Site, address: &str) -> String {
    let Some(tag) = site.feed().tag() else { return address.to_owned() };
    let path = address.strip_prefix(site.base_url()).unwrap_or(address);
    match tag.date() {
        Some(date) => format!("tag:{},{date}:{}", tag.host(), path.trim_start_matches('/')),
        None => {
            let scheme = site.base_url().split_once("://").map_or("https", |(scheme, _)| scheme);
            format!("{scheme}://{}{path}", tag.host())
        }
    }
}

/// The host in whose name ids are made.
pub(in crate::web) fn id_host(site: &Site) -> &str {
    site.feed().tag().map_or_else(|| host(site.base_url()), |tag| tag.host())
}

/// The name of the site's host, as tag URIs have it: without user, port and brackets.
fn host(base_url: &str) -> &str {
    let rest = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    let host = rest.split('/').next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    host.split(':').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_addresses_become_whole_and_others_stay() {
        for (html, expected) in [
            ("<a href=\"/uk/2025/x\">x</a>", "<a href=\"https://a.b/uk/2025/x\">x</a>"),
            ("<a href=\"/\">x</a>", "<a href=\"https://a.b/\">x</a>"),
            ("<a id=\"r\" href=\"#fn\">1</a>", "<a id=\"r\" href=\"https://a.b/uk/y#fn\">1</a>"),
            ("<a href=\"//c.d/\">x</a><a href=\"https://c.d/\">", "<a href=\"//c.d/\">x</a><a href=\"https://c.d/\">"),
            (
                "<img src=\"/m/a.png\" srcset=\"/m/a.png 1x, /m/b.png 2x\">",
                "<img src=\"https://a.b/m/a.png\" srcset=\"https://a.b/m/a.png 1x, https://a.b/m/b.png 2x\">",
            ),
        ] {
            assert_eq!(absolute(html, "https://a.b", "https://a.b/uk/y"), expected);
        }
    }
}

#[cfg(test)]
mod id_tests {
    use super::*;
    use crate::site::parse_site;

    fn site(base_url: &str, feed: &str) -> Site {
        let text = format!("name = 'x'\nbase_url = '{base_url}'\n[[language]]\ntag = 'uk'\n{feed}");
        parse_site("site.toml", &text).0.unwrap()
    }

    #[test]
    fn an_id_names_host_year_article_and_language() {
        for (base, article, id) in [
            ("https://example.org", "2025/dnipro", "tag:example.org,2025:2025/dnipro/uk"),
            ("http://127.0.0.1:8080", "2025/dnipro", "tag:127.0.0.1,2025:2025/dnipro/uk"),
            ("https://a@b.c:1/news", "1991/акт", "tag:b.c,1991:1991/%D0%B0%D0%BA%D1%82/uk"),
        ] {
            assert_eq!(entry_id(&site(base, ""), &article.parse().unwrap(), &"uk".parse().unwrap()), id);
        }
    }

    #[test]
    fn ids_are_the_same_at_every_host_that_has_the_tag() {
        let (article, lang) = ("2025/dnipro".parse().unwrap(), "uk".parse().unwrap());
        for base in ["https://example.org", "https://new.example.com", "http://127.0.0.1:8080", "https://b.c/archive"] {
            let dated = site(base, "[feed]\ntag = 'example.org,2020'\n");
            assert_eq!(entry_id(&dated, &article, &lang), "tag:example.org,2020:2025/dnipro/uk", "{base}");
            let feed = feed_id(&dated, &format!("{base}/uk/tag/law/feed.atom"));
            assert_eq!(feed, "tag:example.org,2020:uk/tag/law/feed.atom");
        }
        // A site that had no tag keeps the ids that it had at the old host.
        let (old, moved) = (site("https://old.org", ""), site("https://new.org", "[feed]\ntag = 'old.org'\n"));
        assert_eq!(entry_id(&old, &article, &lang), entry_id(&moved, &article, &lang));
        let feed = |site: &Site| feed_id(site, &format!("{}/uk/feed.atom", site.base_url()));
        assert_eq!((feed(&old), feed(&moved)), ("https://old.org/uk/feed.atom".to_owned(), feed(&old)));
    }
}
