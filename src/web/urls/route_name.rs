//! The kind of page that a request is for, in metrics and the access log: a few names for any path.

use super::url::{PagePath, Route};

/// A kind of page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::web) enum RouteName {
    /// The newest articles.
    Home,
    /// Articles of a year, a month, a tag, an author or a section.
    Listing,
    /// One article, in any form.
    Article,
    /// Search.
    Search,
    /// A feed.
    Feed,
    /// A page about the archive or the choice of language, and what browsers fetch by themselves.
    Other,
    /// An address without a language.
    Neutral,
    /// A static file.
    Static,
    /// A picture or another file of an article.
    Media,
    /// A signed link to what is not public.
    Share,
    /// No address of ours.
    Unknown,
}

impl RouteName {
    /// The kind of page that lies, or could lie, at a path, which is as it came.
    pub(in crate::web) fn from_path(path: &str) -> Self {
        match Route::parse(path) {
            Route::Localised(_, rest) => {
                PagePath::parse(rest).map_or(RouteName::Unknown, |page| RouteName::page(&page))
            }
            Route::Neutral(_) => RouteName::Neutral,
            Route::Static(_) => RouteName::Static,
            Route::Media(_) => RouteName::Media,
            Route::Share => RouteName::Share,
            Route::Unknown => RouteName::Unknown,
            _ => RouteName::Other,
        }
    }

    fn page(page: &PagePath) -> Self {
        match page {
            PagePath::Home => RouteName::Home,
            PagePath::Year(_) | PagePath::Month(..) | PagePath::Topic(..) | PagePath::Topics(_) => RouteName::Listing,
            PagePath::Article(..) | PagePath::Beside(..) | PagePath::Text(..) => RouteName::Article,
            PagePath::Search => RouteName::Search,
            PagePath::Feed(..) => RouteName::Feed,
            _ => RouteName::Other,
        }
    }

    /// Its name.
    pub(in crate::web) fn as_str(self) -> &'static str {
        match self {
            RouteName::Home => "home",
            RouteName::Listing => "listing",
            RouteName::Article => "article",
            RouteName::Search => "search",
            RouteName::Feed => "feed",
            RouteName::Other => "other",
            RouteName::Neutral => "neutral",
            RouteName::Static => "static",
            RouteName::Media => "media",
            RouteName::Share => "share",
            RouteName::Unknown => "unknown",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_has_a_name() {
        for (path, expected) in [
            ("/", "neutral"),
            ("/uk/", "home"),
            ("/uk/tag/law", "listing"),
            ("/uk/2025/dnipro", "article"),
            ("/uk/about", "article"),
            ("/about", "neutral"),
            ("/uk/search", "search"),
            ("/uk/feed.atom", "feed"),
            ("/static/site.css", "static"),
            ("/robots.txt", "other"),
            ("/share/2025/x/1-a/uk", "share"),
            ("/uk/a/b/c/d", "unknown"),
            ("*", "unknown"),
        ] {
            assert_eq!(RouteName::from_path(path).as_str(), expected, "{path}");
        }
    }
}
