//! Makes every link and reads every path; no other module knows what an address looks like (docs/REFERENCE.md, section 3).

use std::fmt;

pub(in crate::web) use super::path::{FeedFormat, OAI, OfflineFile, TextFormat, ascii, tidy, written};
pub(in crate::web) use crate::model::percent::decode;
use crate::{
    catalog::ListingKey,
    model::{
        lang::Lang,
        percent::encoded,
        slug::{ArticleId, Collection, Month, Slug, Year},
    },
    site::Topic,
};

/// The first part of the paths of signed links.
pub(in crate::web) const SHARE: &str = "share";

/// A page in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::web) struct Address {
    /// The language in the path.
    pub lang: Lang,
    /// The page.
    pub page: PagePath,
}

/// A page in any language: what comes after `/<lang>/`, and a neutral address by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::web) enum PagePath {
    /// The newest articles.
    Home,
    /// The articles of a year.
    Year(Year),
    /// The articles of a month.
    Month(Year, Month),
    /// An article, or an undated page; `slug` is as typed and may be another language's, or the article's id.
    Article(Collection, String),
    /// Two versions of an article side by side; the other language is as typed.
    Beside(Collection, String, String),
    /// A version as a file for machines.
    Text(Collection, String, TextFormat),
    /// Articles of one tag, author, section or series.
    Topic(Topic, String),
    /// Every tag, author, section or series: `/tags`, `/authors`, `/sections`, `/series`.
    Topics(Topic),
    /// Search.
    Search,
    /// Why this language, and how to choose another.
    Language,
    /// The numbers of the archive.
    Numbers,
    /// A feed of everything, or of one tag, author, section or series.
    Feed(FeedFormat, Option<(Topic, String)>),
    /// How a browser may search here.
    OpenSearch,
    /// A file for saved articles.
    Keeping(OfflineFile),
}

/// The request in a path, before anything is looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::web) enum Route<'a> {
    /// `/<first>/…` where `first` may be a language or an alias of one; the rest has no slash in front.
    Localised(&'a str, &'a str),
    /// A page path without a language.
    Neutral(PagePath),
    /// `/static/<file>`.
    Static(&'a str),
    /// `/media/<path>`.
    Media(&'a str),
    /// `/share/<path>`: a signed link.
    Share,
    /// `/robots.txt`.
    Robots,
    /// `/favicon.ico`.
    Favicon,
    /// `/sitemap.xml`.
    MapIndex,
    /// `/sitemap/<file>`.
    Map(&'a str),
    /// `/sw.js`.
    Worker,
    /// `/oai`: OAI-PMH.
    Oai,
    /// None of these.
    Unknown,
}

impl PagePath {
    /// Reads what comes after `/<lang>/`, or after `/` in a neutral address; percent-encoding is already taken off.
    /// `None` if no page can lie there.
    pub(in crate::web) fn parse(rest: &str) -> Option<PagePath> {
        let parts: Vec<&str> = rest.split('/').collect();
        match parts.as_slice() {
            [""] => Some(PagePath::Home),
            ["search"] => Some(PagePath::Search),
            ["language"] => Some(PagePath::Language),
            ["about", "archive"] => Some(PagePath::Numbers),
            ["opensearch.xml"] => Some(PagePath::OpenSearch),
            ["kept"] => Some(PagePath::Keeping(OfflineFile::Kept)),
            ["offline"] => Some(PagePath::Keeping(OfflineFile::Offline)),
            ["manifest.webmanifest"] => Some(PagePath::Keeping(OfflineFile::Manifest)),
            [year, rest @ ..] if year.parse::<Year>().is_ok() => PagePath::dated(year.parse().ok()?, rest),
            ["robots.txt" | "favicon.ico" | "sw.js" | "sitemap.xml" | OAI] => None,
            [name] => Some(match (plural(name), FeedFormat::from_file_name(name)) {
                (Some(topic), _) => PagePath::Topics(topic),
                (None, Some(form)) => PagePath::Feed(form, None),
                (None, None) => PagePath::at(Collection::Pages, name),
            }),
            [slug, "with", other] if slug.parse::<Topic>().is_err() => PagePath::beside(Collection::Pages, slug, other),
            [topic, id] if !id.is_empty() => Some(PagePath::Topic(topic.parse().ok()?, (*id).to_owned())),
            [topic, id, file] if !id.is_empty() => {
                Some(PagePath::Feed(FeedFormat::from_file_name(file)?, Some((topic.parse().ok()?, (*id).to_owned()))))
            }
            _ => None,
        }
    }

    /// Whether it exists without regard to the articles.
    pub(in crate::web) fn is_always_there(&self) -> bool {
        match self {
            PagePath::Home
            | PagePath::Search
            | PagePath::Language
            | PagePath::Numbers
            | PagePath::OpenSearch
            | PagePath::Keeping(_)
            | PagePath::Feed(_, None) => true,
            PagePath::Year(_)
            | PagePath::Month(..)
            | PagePath::Article(..)
            | PagePath::Beside(..)
            | PagePath::Text(..)
            | PagePath::Topic(..)
            | PagePath::Topics(_)
            | PagePath::Feed(_, Some(_)) => false,
        }
    }

    /// The page below a year.
    fn dated(year: Year, rest: &[&str]) -> Option<PagePath> {
        match rest {
            [""] => Some(PagePath::Year(year)),
            [month, ""] => Some(PagePath::Month(year, month.parse().ok()?)),
            [slug] => Some(PagePath::at(year.into(), slug)),
            [slug, "with", other] => PagePath::beside(year.into(), slug, other),
            _ => None,
        }
    }

    /// The page of an article, or its text as a file.
    fn at(collection: Collection, name: &str) -> PagePath {
        match TextFormat::split(name) {
            Some((slug, form)) => PagePath::Text(collection, slug.to_owned(), form),
            None => PagePath::Article(collection, name.to_owned()),
        }
    }

    fn beside(collection: Collection, slug: &str, other: &str) -> Option<PagePath> {
        let is_named = !slug.is_empty() && !other.is_empty();
        is_named.then(|| PagePath::Beside(collection, slug.to_owned(), other.to_owned()))
    }

    /// The page of an article at `slug`.
    pub(in crate::web) fn article(collection: Collection, slug: &Slug) -> PagePath {
        PagePath::Article(collection, slug.to_string())
    }

    /// The neutral address of an article.
    pub(in crate::web) fn neutral(id: &ArticleId) -> PagePath {
        PagePath::article(id.collection(), id.name())
    }

    /// This page in `lang`.
    pub(in crate::web) fn in_lang(self, lang: &Lang) -> Address {
        Address { lang: lang.clone(), page: self }
    }
}

/// The path without a language, percent-encoded: `/2025/dnipro`.
impl fmt::Display for PagePath {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PagePath::Home => out.write_str("/"),
            PagePath::Year(year) => write!(out, "/{year}/"),
            PagePath::Month(year, month) => write!(out, "/{year}/{month}/"),
            PagePath::Article(collection, slug) => write!(out, "{}{}", Below(*collection), encoded(slug)),
            PagePath::Beside(collection, slug, other) => {
                write!(out, "{}{}/with/{}", Below(*collection), encoded(slug), encoded(other))
            }
            PagePath::Text(collection, slug, form) => {
                write!(out, "{}{}{}", Below(*collection), encoded(slug), form.ending())
            }
            PagePath::Topic(topic, id) => write!(out, "/{topic}/{}", encoded(id)),
            PagePath::Topics(topic) => write!(out, "/{}", topic.plural()),
            PagePath::Search => out.write_str("/search"),
            PagePath::Language => out.write_str("/language"),
            PagePath::Numbers => out.write_str("/about/archive"),
            PagePath::Feed(form, None) => write!(out, "/{}", form.file()),
            PagePath::Feed(form, Some((topic, id))) => write!(out, "/{topic}/{}/{}", encoded(id), form.file()),
            PagePath::OpenSearch => out.write_str("/opensearch.xml"),
            PagePath::Keeping(kept) => write!(out, "/{}", kept.file()),
        }
    }
}

/// The prefix of the addresses of a collection: `/2025/`, `/`.
struct Below(Collection);

impl fmt::Display for Below {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Collection::Year(year) => write!(out, "/{year}/"),
            Collection::Pages => out.write_str("/"),
            // The text stands on the page of the author's articles.
            Collection::Authors => write!(out, "/{}/", Topic::Author),
        }
    }
}

/// The path with its language, percent-encoded: `/uk/2025/dnipro`.
impl fmt::Display for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "/{}{}", self.lang, self.page)
    }
}

impl Address {
    /// The link of the language selector: the same page, with the choice remembered.
    pub(in crate::web) fn remembered(&self) -> String {
        format!("{self}?remember")
    }

    /// The search for what was typed, from its page `page` on (1 is the first).
    pub(in crate::web) fn search_for(&self, typed: &str, page: usize) -> String {
        let page = if page > 1 { format!("&page={page}") } else { String::new() };
        format!("{self}?q={}{page}", encoded(typed))
    }

    /// The part of a listing, newest first, that lies before `key`: the older articles.
    pub(in crate::web) fn before(&self, key: ListingKey) -> String {
        format!("{self}?before={key}")
    }

    /// The part of a listing, oldest first, that lies after `key`: the newer articles.
    pub(in crate::web) fn after(&self, key: ListingKey) -> String {
        format!("{self}?after={key}")
    }
}

impl<'a> Route<'a> {
    /// Reads a path whose percent-encoding is taken off.
    pub(in crate::web) fn parse(path: &'a str) -> Route<'a> {
        let Some(rest) = path.strip_prefix('/') else { return Route::Unknown };
        match rest.split_once('/') {
            None if rest == "robots.txt" => Route::Robots,
            None if rest == "favicon.ico" => Route::Favicon,
            None if rest == "sw.js" => Route::Worker,
            None if rest == OAI => Route::Oai,
            None if rest == "sitemap.xml" => Route::MapIndex,
            Some(("sitemap", file)) => Route::Map(file),
            Some(("static", file)) => Route::Static(file),
            Some(("media", file)) => Route::Media(file),
            Some((SHARE, _)) => Route::Share,
            _ => match PagePath::parse(rest) {
                Some(page) => Route::Neutral(page),
                None => {
                    let (first, rest) = rest.split_once('/').unwrap_or((rest, ""));
                    Route::Localised(first, rest)
                }
            },
        }
    }
}

/// The topic whose index has this name.
fn plural(name: &str) -> Option<Topic> {
    Topic::ALL.into_iter().find(|topic| topic.plural() == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn article(year: &str, slug: &str) -> PagePath {
        PagePath::Article(year.parse().unwrap(), slug.to_owned())
    }

    fn page(slug: &str) -> PagePath {
        PagePath::Article(Collection::Pages, slug.to_owned())
    }

    #[test]
    fn paths_are_told_apart() {
        for (path, expected) in [
            ("/", Route::Neutral(PagePath::Home)),
            ("/2025/dnipro", Route::Neutral(article("2025", "dnipro"))),
            ("/tag/law", Route::Neutral(PagePath::Topic(Topic::Tag, "law".into()))),
            ("/2025/", Route::Neutral(PagePath::Year("2025".parse().unwrap()))),
            ("/2025/06", Route::Neutral(article("2025", "06"))),
            ("/2025/06/", Route::Neutral(PagePath::Month("2025".parse().unwrap(), "06".parse().unwrap()))),
            ("/2025/13/", Route::Localised("2025", "13/")),
            ("/feed.atom", Route::Neutral(PagePath::Feed(FeedFormat::Atom, None))),
            ("/about", Route::Neutral(page("about"))),
            ("/uk", Route::Neutral(page("uk"))),
            ("/uk/about", Route::Localised("uk", "about")),
            ("/uk/", Route::Localised("uk", "")),
            ("/uk/2025/dnipro", Route::Localised("uk", "2025/dnipro")),
            ("/static/site.css", Route::Static("site.css")),
            ("/media/2025/x/a.png", Route::Media("2025/x/a.png")),
            ("/share/2025/x/1-a", Route::Share),
            ("/robots.txt", Route::Robots),
            ("/favicon.ico", Route::Favicon),
            ("/sitemap.xml", Route::MapIndex),
            ("/sitemap/2025-06.xml", Route::Map("2025-06.xml")),
            ("/sw.js", Route::Worker),
            ("/oai", Route::Oai),
            ("/kept", Route::Neutral(PagePath::Keeping(OfflineFile::Kept))),
            ("/manifest.webmanifest", Route::Neutral(PagePath::Keeping(OfflineFile::Manifest))),
            ("", Route::Unknown),
        ] {
            assert_eq!(Route::parse(path), expected, "{path}");
        }
    }

    #[test]
    fn a_page_path_reads_what_it_writes() {
        for path in [
            "/", "/2025/", "/2025/06/", "/2025/dnipro", "/2025/dnipro.md", "/2025/dnipro.json", "/2025/dnipro.bib",
            "/2025/dnipro.ris", "/2025/dnipro/with/en", "/tag/law", "/tags", "/series", "/authors", "/search",
            "/language", "/about/archive", "/feed.atom", "/tag/law/feed.json", "/opensearch.xml", "/about",
            "/about.md", "/про-нас.json", "/about/with/en",
        ] {
            assert_eq!(decode(&PagePath::parse(&path[1..]).unwrap().to_string()).unwrap(), path);
        }
        for nothing in [
            "2025/a/b", "2025//with/en", "2025/a/with/", "tag/", "tag/law/feed.rss", "about/", "about/us", "2025",
            "tag/with/en", "2025/.md/",
        ] {
            assert_eq!(PagePath::parse(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn links_are_percent_encoded() {
        let lang: Lang = "uk".parse().unwrap();
        assert_eq!(article("2025", "київ").in_lang(&lang).to_string(), "/uk/2025/%D0%BA%D0%B8%D1%97%D0%B2");
        assert_eq!(PagePath::Home.in_lang(&lang).remembered(), "/uk/?remember");
        assert_eq!(PagePath::Home.in_lang(&lang).before(ListingKey::start_of(5)), "/uk/?before=5-000000000000");
    }

    #[test]
    fn no_undated_page_takes_an_address_of_the_site() {
        let fixed = ["search", "language", "kept", "offline", "opensearch.xml", "manifest.webmanifest", "feed.atom"];
        let files = ["feed.json", "robots.txt", "favicon.ico", "sw.js", "sitemap.xml", "oai", "2025"];
        for name in fixed.into_iter().chain(files).chain(Topic::ALL.map(Topic::plural)) {
            assert!(!matches!(Route::parse(&format!("/{name}")), Route::Neutral(PagePath::Article(..))), "{name}");
            assert!(crate::site::fixed_at(name, |_| false).is_some(), "{name}");
        }
    }

    proptest! {
        #[test]
        fn an_article_address_reads_what_it_writes(slug in "[a-zа-яіїєґ0-9-]{1,20}") {
            let page = article("2025", &slug);
            let written = decode(&page.to_string()).unwrap();
            prop_assert_eq!(Route::parse(&written), Route::Neutral(page));
        }
    }
}
