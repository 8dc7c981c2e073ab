//! Old addresses of an article, and its slugs in other languages: each is a redirect.

use crate::{
    article::{media_address, plain_address},
    catalog::{AddressedArticle, PictureRow},
    model::slug::Collection,
    site::Site,
    web::{
        app::SiteState,
        urls::{path::written, url::PagePath},
    },
};

/// The address of a file without the digest of its bytes, and the present one that it leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurrentAddress {
    /// `/media/2025/x/map.svg`
    pub plain: String,
    /// `/media/2025/x/map.0123456789ab.svg`
    pub present: String,
}

/// Those of a file of an article.
pub fn current_file(row: &PictureRow) -> CurrentAddress {
    let PictureRow { article, file, digest, .. } = row;
    CurrentAddress { plain: media_address(article, file), present: plain_address(article, file, digest) }
}

/// Those of the style sheets, icons and scripts.
pub fn current_assets(edition: &SiteState) -> Vec<CurrentAddress> {
    let one = |name: &str| CurrentAddress { plain: format!("/static/{name}"), present: edition.assets.address(name) };
    edition.assets.names().map(one).filter(|file| file.plain != file.present).collect()
}

/// The addresses other than its own that lead to an article: old paths, each also below every language, and the slugs of its other
/// languages. The router decides where each leads; some lead nowhere. The forms of an article (`.md`, `/with/en`) lead to those of the
/// article that it leads to.
pub fn former_addresses(site: &Site, article: &AddressedArticle) -> Vec<String> {
    let mut found = Vec::new();
    let collection = article.id.collection();
    let languages = || site.languages().iter().map(|language| &language.tag);
    for alias in &article.aliases {
        let (path, query) = alias.split_once('?').map_or((alias.as_str(), None), |(path, query)| (path, Some(query)));
        let rest = path.trim_start_matches('/');
        match query {
            Some(query) => found.push(format!("{}?{}", written(None, rest), encoded_query(query))),
            None => {
                found.push(written(None, rest));
                found.extend(languages().map(|lang| written(Some(lang), rest)));
            }
        }
    }
    if collection == Collection::Authors {
        return found;
    }
    let mut names: Vec<String> = article.slugs.iter().map(|(_, slug)| slug.to_string()).collect();
    names.push(article.id.name().to_string());
    names.sort();
    names.dedup();
    for (lang, own) in &article.slugs {
        for name in names.iter().filter(|name| **name != own.as_str()) {
            let page = |name: &String| PagePath::Article(collection, name.clone()).in_lang(lang).to_string();
            found.push(page(name));
        }
    }
    found
}

/// A query as a browser sends it: `id=17&lang=uk`.
pub fn encoded_query(query: &str) -> String {
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let encode =
            |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
        if pair.contains('=') { format!("{}={}", encode(name), encode(value)) } else { encode(name) }
    };
    query.split('&').map(pair).collect::<Vec<_>>().join("&")
}
