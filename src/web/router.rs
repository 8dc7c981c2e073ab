//! The route table: every address of the site, and its handler.

use std::sync::Arc;

use axum::{
    Extension, Router,
    routing::{MethodRouter, get},
};

use super::{
    app::{App, SiteState},
    context::PageLang,
    error::HttpError,
    pages::{
        article::{page as article, shared, side_by_side},
        feed, language,
        listings::{dated, home, listing},
        media, neutral, oai, offline, search, sitemap, stats,
    },
    urls::url::{FeedFormat, OfflineFile},
};
use crate::{
    catalog::Catalog,
    site::{Languages, Topic},
    source::Source,
};

/// The routes of a site in these languages. A static part of a path wins over a parameter.
pub(super) fn routes(languages: &Languages) -> Router {
    let mut router = Router::new()
        .route("/robots.txt", get(sitemap::text))
        .route("/favicon.ico", get(media::favicon))
        .route("/sw.js", get(offline::worker))
        .route("/oai", get(oai::page).post(oai::page))
        .route("/sitemap.xml", get(sitemap::index))
        .route("/sitemap/{file}", get(sitemap::part))
        .route("/static/{*file}", get(media::asset))
        .route("/media/{*file}", get(media::file))
        .route("/share/{*link}", get(shared::page))
        .route("/feed.atom", get(feed::every_article).layer(Extension(FeedFormat::Atom)))
        .route("/feed.json", get(feed::every_article).layer(Extension(FeedFormat::Json)))
        .fallback(async || HttpError::NotFound);
    for (path, _) in pages().into_iter().filter(|(path, _)| !path.starts_with("/feed.")) {
        router = router.route(&path, get(neutral::page));
    }
    for language in languages.iter() {
        let lang = PageLang(language.tag.clone());
        let pages = pages().into_iter().fold(Router::new(), |router, (path, page)| router.route(&path, page));
        router = router.nest(&format!("/{}/", language.tag), pages.layer(Extension(lang)));
    }
    router
}

/// The pages of each language, below `/<lang>`. Without it, each address leads to the page in the reader's language.
fn pages() -> Vec<(String, MethodRouter)> {
    let mut pages = vec![
        ("/".to_owned(), get(home::page)),
        // An undated page has the place of a year in a path.
        ("/{first}".to_owned(), get(article::undated)),
        ("/{first}/with/{other}".to_owned(), get(side_by_side::undated)),
        ("/{first}/".to_owned(), get(dated::year)),
        ("/{first}/{name}/".to_owned(), get(dated::month)),
        ("/{first}/{name}".to_owned(), get(article::page)),
        ("/{first}/{name}/with/{other}".to_owned(), get(side_by_side::page)),
        ("/search".to_owned(), get(search::page)),
        ("/language".to_owned(), get(language::page)),
        ("/about/archive".to_owned(), get(stats::page)),
        ("/opensearch.xml".to_owned(), get(search::description)),
    ];
    for topic in Topic::ALL {
        pages.push((format!("/{}", topic.plural()), get(listing::topics_page).layer(Extension(topic))));
        pages.push((format!("/{topic}/{{id}}"), get(listing::page).layer(Extension(topic))));
    }
    for form in [FeedFormat::Atom, FeedFormat::Json] {
        let (feed, file) = (get(feed::page).layer(Extension(form)), form.file());
        for topic in Topic::ALL {
            pages.push((format!("/{topic}/{{id}}/{file}"), feed.clone().layer(Extension(topic))));
        }
        pages.push((format!("/{file}"), feed));
    }
    for which in [OfflineFile::Kept, OfflineFile::Offline, OfflineFile::Manifest] {
        pages.push((format!("/{}", which.file()), get(offline::page).layer(Extension(which))));
    }
    pages
}

impl App {
    /// The state over a catalog that is already filled, answering for readers.
    pub fn new(catalog: Arc<Catalog>, source: Arc<dyn Source>, edition: SiteState) -> Self {
        let routes = routes(edition.site.languages());
        App::with_routes(catalog, source, edition, routes)
    }

    /// Puts a new site state in place of the present one. An equal one changes no page.
    pub fn replace(&self, edition: SiteState) {
        let menus = self.edition().menus.renewed(&edition.site, &edition.names, &self.catalog().snapshot());
        let edition = SiteState { menus, ..edition };
        if *self.edition() != edition {
            let routes = routes(edition.site.languages());
            self.set_edition(edition, routes);
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::{
        body::Body,
        http::{Request, StatusCode},
    };
    use futures_util::FutureExt;
    use proptest::prelude::*;
    use tower::ServiceExt;

    use super::*;
    use crate::{
        site::{parse_site, shadowed},
        web::urls::url::{PagePath, written},
    };

    const SITE: &str = r#"
base_url = "https://example.org"
default = "uk"
[name]
uk = "A"
[[language]]
tag = "uk"
label = "UA"
[[language]]
tag = "pt-BR"
label = "PT"
"#;

    /// Whether a handler lies at `path`. Without a site it can only answer 500; where there is none, the fallback answers 404.
    fn is_routed(router: &Router, path: &str) -> bool {
        let request = Request::get(path).body(Body::empty()).unwrap();
        let response = router.clone().oneshot(request).now_or_never().unwrap().unwrap();
        response.status() != StatusCode::NOT_FOUND
    }

    #[test]
    fn no_alias_is_said_to_work_at_the_address_of_a_page() {
        for (path, _) in pages().iter().filter(|(path, _)| !path.contains('{')) {
            for old_path in [path.clone(), format!("/uk{path}")] {
                assert!(shadowed(&old_path, |part| part == "uk").is_some(), "{old_path}");
            }
        }
    }

    proptest! {
        #[test]
        fn every_page_that_an_address_can_name_has_a_route(
            rest in "((2025|0988|tag|author|section|search|language|about|archive|with|uk|06|a|b.md|київ|feed.atom|feed.json\
                |opensearch.xml|kept|offline|manifest.webmanifest)?/?){0,5}"
        ) {
            let (site, _) = parse_site("site.toml", SITE);
            let site = site.unwrap();
            let router = routes(site.languages());
            if PagePath::parse(&rest).is_some() {
                for lang in ["uk", "pt-BR"] {
                    let address = written(Some(&lang.parse().unwrap()), &rest);
                    prop_assert!(is_routed(&router, &address), "{address}");
                }
                let neutral = written(None, &rest);
                prop_assert!(is_routed(&router, &neutral), "{neutral}");
            }
            prop_assert!(!is_routed(&router, "/de/a/b/c"));
        }
    }
}
