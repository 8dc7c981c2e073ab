//! Makes every link and reads every path; no other module knows what an address looks like (docs/REFERENCE.md, section 3).

use std::{borrow::Cow, fmt};

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, PercentEncode, percent_decode_str, utf8_percent_encode};
use unicode_normalization::UnicodeNormalization;

pub(in crate::web) use super::formats::{FeedFormat, OfflineFile, TextFormat};
use crate::{
    catalog::ListingKey,
    model::{
        lang::Lang,
        slug::{ArticleId, Month, Slug, Year},
    },
    site::Topic,
};

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
    /// An article; `slug` is as typed and may be another language's, or the article's id.
    Article(Year, String),
    /// Two versions of an article side by side; the other language is as typed.
    Beside(Year, String, String),
    /// A version as a file for machines.
    Text(Year, String, TextFormat),
    /// Articles of one tag, author or section.
    Topic(Topic, String),
    /// Every tag, author, section or series: `/tags`, `/authors`, `/sections`, `/series`.
    Topics(Topic),
    /// Search.
    Search,
    /// Why this language, and how to choose another.
    Language,
    /// What the archive holds, in numbers.
    Numbers,
    /// A feed of everything, or of one tag, author or section.
    Feed(FeedFormat, Option<(Topic, String)>),
    /// How a browser may search here.
    OpenSearch,
    /// What a reader keeps on a device.
    Keeping(OfflineFile),
}

/// What a path asks for, before anything is looked up.
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
    /// None of these.
    Unknown,
}

impl PagePath {
    /// Reads what comes after `/<lang>/`, or after `/` in a neutral address; percent-encoding is already taken off.
    /// `None` where no page can lie there.
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
            [name] => match plural(name) {
                Some(topic) => Some(PagePath::Topics(topic)),
                None => Some(PagePath::Feed(FeedFormat::from_file_name(name)?, None)),
            },
            [year, rest @ ..] if year.parse::<Year>().is_ok() => PagePath::dated(year.parse().ok()?, rest),
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

    /// What lies under a year.
    fn dated(year: Year, rest: &[&str]) -> Option<PagePath> {
        match rest {
            [""] => Some(PagePath::Year(year)),
            [month, ""] => Some(PagePath::Month(year, month.parse().ok()?)),
            [slug] => Some(match TextFormat::split(slug) {
                Some((slug, form)) => PagePath::Text(year, slug.to_owned(), form),
                None => PagePath::Article(year, (*slug).to_owned()),
            }),
            [slug, "with", other] if !slug.is_empty() && !other.is_empty() => {
                Some(PagePath::Beside(year, (*slug).to_owned(), (*other).to_owned()))
            }
            _ => None,
        }
    }

    /// The page of an article at `slug`.
    pub(in crate::web) fn article(year: Year, slug: &Slug) -> PagePath {
        PagePath::Article(year, slug.to_string())
    }

    /// The neutral address of an article.
    pub(in crate::web) fn neutral(id: &ArticleId) -> PagePath {
        PagePath::article(id.year(), id.name())
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
            PagePath::Article(year, slug) => write!(out, "/{year}/{}", encoded(slug)),
            PagePath::Beside(year, slug, other) => write!(out, "/{year}/{}/with/{}", encoded(slug), encoded(other)),
            PagePath::Text(year, slug, form) => write!(out, "/{year}/{}{}", encoded(slug), form.ending()),
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

/// A path with percent-encoding taken off. `None` where it is malformed, not UTF-8, or hides a control character.
pub(in crate::web) fn decode(path: &str) -> Option<String> {
    let well_formed = path.split('%').skip(1).all(|after| {
        let digits = after.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    });
    let text = percent_decode_str(path).decode_utf8().ok().filter(|_| well_formed)?;
    (!text.chars().any(char::is_control)).then(|| text.into_owned())
}

/// A path with its language, percent-encoded, as we write it; `rest` is what comes after `/<lang>/`, or after `/` where there
/// is no language.
pub(in crate::web) fn written(lang: Option<&Lang>, rest: &str) -> String {
    let mut path = lang.map_or_else(String::new, |lang| format!("/{lang}"));
    for part in rest.split('/') {
        path.push('/');
        path.extend(encoded(part));
    }
    path
}

/// A path in NFC, without empty parts: `/uk//2025/` is `/uk/2025/`.
pub(in crate::web) fn tidy(path: &str) -> String {
    let mut tidy = String::with_capacity(path.len());
    for letter in path.nfc() {
        if letter != '/' || !tidy.ends_with('/') {
            tidy.push(letter);
        }
    }
    tidy
}

/// An address as a header may hold it: a query that came with letters as they are, as some clients send them, is a URI
/// with them encoded (RFC 3986, 2.1; RFC 9110, 10.2.2).
pub(in crate::web) fn ascii(address: &str) -> Cow<'_, str> {
    utf8_percent_encode(address, CONTROLS).into()
}

/// The first part of the paths of signed links.
pub(in crate::web) const SHARE: &str = "share";

/// All but unreserved characters (RFC 3986, 2.3), for a path segment or a query value.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

fn encoded(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, SEGMENT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn article(year: &str, slug: &str) -> PagePath {
        PagePath::Article(year.parse().unwrap(), slug.to_owned())
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
            ("/uk", Route::Localised("uk", "")),
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
            "/",
            "/2025/",
            "/2025/06/",
            "/2025/dnipro",
            "/2025/dnipro.md",
            "/2025/dnipro.json",
            "/2025/dnipro.bib",
            "/2025/dnipro.ris",
            "/2025/dnipro/with/en",
            "/tag/law",
            "/tags",
            "/series",
            "/authors",
            "/search",
            "/language",
            "/about/archive",
            "/feed.atom",
            "/tag/law/feed.json",
            "/opensearch.xml",
        ] {
            assert_eq!(PagePath::parse(&path[1..]).unwrap().to_string(), path);
        }
        for nothing in ["2025/a/b", "2025//with/en", "2025/a/with/", "tag/", "tag/law/feed.rss", "about", "2025/.md/"] {
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
    fn malformed_encoding_is_no_path() {
        for wrong in ["%", "%4", "%zz", "%ff", "%00", "%0a"] {
            assert_eq!(decode(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn a_tidy_path_stays_as_it_is(path in "(/|%[0-9A-F]{2}|uk|2025|tag|\\PC){0,12}") {
            if let Some(path) = decode(&path) {
                let tidied = tidy(&path);
                prop_assert_eq!(tidy(&tidied), tidied.clone());
                prop_assert!(!tidied.contains("//"));
            }
        }

        #[test]
        fn an_article_address_reads_what_it_writes(slug in "[a-zа-яіїєґ0-9-]{1,20}") {
            let page = article("2025", &slug);
            let written = decode(&page.to_string()).unwrap();
            prop_assert_eq!(Route::parse(&written), Route::Neutral(page));
        }
    }
}
