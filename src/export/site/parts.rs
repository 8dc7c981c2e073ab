//! The parts of listings that are files: `/uk/?before=5-00a`. A part begins elsewhere in every language, so the link to the other
//! language of a part leads to the one there that shows the same time.

use std::collections::HashMap;

use crate::web::SiteAddress;

/// The keys of the parts of each listing, sorted.
#[derive(Debug, Default)]
pub(super) struct ListingParts(HashMap<String, Vec<PartKey>>);

/// `1656450000-21a37c5e1a1f`: a moment, and an article of that moment.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct PartKey(i64, String);

impl PartKey {
    fn parse(key: &str) -> Option<PartKey> {
        let (moment, article) = key.rsplit_once('-')?;
        Some(PartKey(moment.parse().ok()?, article.to_owned()))
    }
}

impl ListingParts {
    /// Those among these addresses.
    pub(super) fn new(addresses: &[SiteAddress]) -> ListingParts {
        let mut parts = ListingParts::default();
        for address in addresses {
            let Some((listing, key)) = address.path.split_once('=') else { continue };
            parts.0.entry(listing.to_owned()).or_default().extend(PartKey::parse(key));
        }
        parts.0.values_mut().for_each(|keys| keys.sort());
        parts
    }

    /// The part of the listing at `path` that shows what `part`, such as `before=5-00a`, begins with; `None` for the first one.
    pub(super) fn nearest(&self, path: &str, part: &str) -> Option<String> {
        let (order, key) = part.split_once('=')?;
        let key = PartKey::parse(key)?;
        let keys = self.0.get(&format!("{path}?{order}"))?;
        let found = match order {
            "before" => keys.get(keys.partition_point(|other| *other < key)),
            _ => keys.partition_point(|other| *other <= key).checked_sub(1).and_then(|at| keys.get(at)),
        };
        found.map(|PartKey(moment, article)| format!("{order}={moment}-{article}"))
    }

    /// The address of a page, below `base`, with the nearest part in place of the one that it names; `None` where it names none.
    /// In HTML `&` is `&#38;`.
    pub(super) fn address(&self, base: &str, address: &str) -> Option<String> {
        let inside = address.strip_prefix(base).filter(|inside| inside.starts_with('/'))?;
        let (path, query) = inside.split_once('?')?;
        let part = part_of(query)?;
        let nearest = self.nearest(path, part);
        let pairs = query.split("&#38;").filter_map(|pair| if pair == part { nearest.as_deref() } else { Some(pair) });
        let query = pairs.collect::<Vec<_>>().join("&#38;");
        Some(if query.is_empty() { format!("{base}{path}") } else { format!("{base}{path}?{query}") })
    }
}

/// The pair of a query that names a part of a listing.
pub(super) fn part_of(query: &str) -> Option<&str> {
    query.split(['&', ';']).find(|pair| pair.starts_with("before=") || pair.starts_with("after="))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::AddressKind;

    #[test]
    fn the_link_to_a_part_leads_to_the_part_that_shows_the_same_time() {
        let paths = [
            "/en/", "/en/?before=9-0a", "/en/?before=5-0b", "/en/?before=5-0a", "/en/2025/?after=-3-0a",
            "/en/2025/?after=7-0a",
        ];
        let parts =
            ListingParts::new(&paths.map(|path| SiteAddress { path: path.to_owned(), kind: AddressKind::Page }));
        for (address, expected) in [
            ("/a/en/?before=5-0b&#38;remember", Some("/a/en/?before=5-0b&#38;remember")),
            ("/a/en/?before=6-0a&#38;remember", Some("/a/en/?before=9-0a&#38;remember")),
            ("/a/en/?remember&#38;before=1-0a", Some("/a/en/?remember&#38;before=5-0a")),
            ("/a/en/?before=10-0a", Some("/a/en/")),
            ("/a/en/?before=10-0a&#38;remember", Some("/a/en/?remember")),
            ("/a/en/2025/?after=8-0a", Some("/a/en/2025/?after=7-0a")),
            ("/a/en/2025/?after=0-0a", Some("/a/en/2025/?after=-3-0a")),
            ("/a/en/2025/?after=-4-0a", Some("/a/en/2025/")),
            ("/a/ru/?before=5-0a", Some("/a/ru/")),
            ("/a/en/?before=x", Some("/a/en/")),
            ("/a/en/?remember", None),
            ("/a/en/", None),
            ("https://example.org/?before=5-0a", None),
        ] {
            assert_eq!(parts.address("/a", address).as_deref(), expected, "{address}");
        }
        assert_eq!(parts.address("", "https://example.org/?before=5-0a"), None);
    }
}
