//! Ids of entries: tag URIs (RFC 4151), which stay when a slug or a title changes.

use crate::{lang::Lang, slug::ArticleId, web::url::PagePath};

/// `tag:example.org,2025:2025/dnipro/uk`: the version of `article` in `lang`. Its date is the article's year.
pub(in crate::web) fn entry_id(base_url: &str, article: &ArticleId, lang: &Lang) -> String {
    let path = PagePath::neutral(article).to_string();
    format!("tag:{},{}:{}/{lang}", authority(base_url), article.year(), path.trim_start_matches('/'))
}

/// The name of the site's host, as tag URIs have it: without user, port and brackets.
fn authority(base_url: &str) -> &str {
    let rest = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    let host = rest.split('/').next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    host.split(':').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_names_host_year_article_and_language() {
        for (base, article, id) in [
            ("https://example.org", "2025/dnipro", "tag:example.org,2025:2025/dnipro/uk"),
            ("http://127.0.0.1:8080", "2025/dnipro", "tag:127.0.0.1,2025:2025/dnipro/uk"),
            ("https://a@b.c:1/news", "1991/акт", "tag:b.c,1991:1991/%D0%B0%D0%BA%D1%82/uk"),
        ] {
            assert_eq!(entry_id(base, &article.parse().unwrap(), &"uk".parse().unwrap()), id);
        }
    }
}
