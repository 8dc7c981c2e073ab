//! Ids of feeds and entries, which stay when a slug or a title changes and, by `[feed] tag`, when the site moves.

use crate::{
    model::{lang::Lang, slug::ArticleId},
    site::Site,
    web::urls::url::PagePath,
};

/// `tag:example.org,2025:2025/dnipro/uk` (RFC 4151): the version of `article` in `lang`. Its date is the article's year
/// where `site.toml` names none.
pub(in crate::web) fn entry_id(site: &Site, article: &ArticleId, lang: &Lang) -> String {
    let path = PagePath::neutral(article).to_string();
    let path = path.trim_start_matches('/');
    let host = site.feed_tag().map_or_else(|| host(site.base_url()), |tag| tag.host());
    match site.feed_tag().and_then(|tag| tag.date()) {
        Some(date) => format!("tag:{host},{date}:{path}/{lang}"),
        None => format!("tag:{host},{}:{path}/{lang}", article.year()),
    }
}

/// The id of a feed whose first document lies at `address`: that address, or what it is called by `[feed] tag`.
pub(in crate::web) fn feed_id(site: &Site, address: &str) -> String {
    let Some(tag) = site.feed_tag() else { return address.to_owned() };
    let path = address.strip_prefix(site.base_url()).unwrap_or(address);
    match tag.date() {
        Some(date) => format!("tag:{},{date}:{}", tag.host(), path.trim_start_matches('/')),
        None => {
            let scheme = site.base_url().split_once("://").map_or("https", |(scheme, _)| scheme);
            format!("{scheme}://{}{path}", tag.host())
        }
    }
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
