//! Old paths, the `aliases` of articles and versions: written as they were copied, compared in one form.

use percent_encoding::percent_decode_str;
use unicode_normalization::UnicodeNormalization;

use super::Topic;
use crate::model::slug::{Month, Year};

/// The folders of files. Below them only files have addresses, so `redirects.toml` answers wherever there is none.
const FILE_FOLDERS: [&str; 4] = ["static", "media", "sitemap", "share"];
/// Parameters of a query that count; an old site has one or two.
const MOST_PARAMETERS: usize = 6;

/// An old path in the form in which it is looked up: `/news/17`, `/index.php?id=17&lang=uk`. Scheme, host and fragment
/// go, percent-encoding is taken off, letters are in NFC, parameters are sorted. `None` if it is not a path.
pub(crate) fn old_path(text: &str) -> Option<String> {
    let text = text.trim().split('#').next()?;
    let (host, path) = match text.split_once("://") {
        // A path may have another address in its query.
        _ if text.starts_with('/') => ("", text),
        Some(("http" | "https", rest)) => rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len())),
        Some(_) => return None,
        None => ("", text),
    };
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let path = if path.is_empty() && !host.is_empty() { "/" } else { path };
    let path = percent_decode_str(path).decode_utf8().ok().filter(|path| path.starts_with('/'))?;
    if path.chars().any(char::is_control) {
        return None;
    }
    Some(written(&path, &parameters(query)))
}

/// The old path that a request means, whose path is decoded already.
pub(crate) fn requested_path(path: &str, query: &str) -> String {
    written(path, &parameters(query))
}

/// The parameters of a query, decoded and sorted; `a=1+2` is `a=1 2`.
fn parameters(query: &str) -> Vec<String> {
    let decoded =
        |pair: &str| percent_decode_str(&pair.replace('+', " ")).decode_utf8_lossy().nfc().collect::<String>();
    let mut pairs: Vec<_> = query.split('&').filter(|pair| !pair.is_empty()).map(decoded).collect();
    pairs.sort();
    pairs.dedup();
    pairs
}

/// The old paths that a request may mean, whose query has more parameters than the old path or as many in another order;
/// those with more of them first.
pub fn with_parameters(path: &str, query: &str) -> Vec<String> {
    let mut pairs = parameters(query);
    pairs.retain(|pair| !pair.starts_with("utm_"));
    pairs.truncate(MOST_PARAMETERS);
    let mut sets: Vec<u32> = (1..1_u32 << pairs.len()).collect();
    sets.sort_by_key(|set| std::cmp::Reverse(set.count_ones()));
    let of =
        |set: u32| pairs.iter().enumerate().filter(move |(at, _)| set & (1 << at) != 0).map(|(_, pair)| pair.clone());
    sets.into_iter().map(|set| written(path, &of(set).collect::<Vec<_>>())).collect()
}

/// A decoded path in NFC, without empty parts and a slash at its end, and its parameters.
fn written(path: &str, parameters: &[String]) -> String {
    let path: String = path.nfc().collect();
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let query = if parameters.is_empty() { String::new() } else { format!("?{}", parameters.join("&")) };
    format!("/{}{query}", parts.join("/"))
}

/// Why readers can never come by an old path: the message that names the page at the address. `is_language` says which first parts
/// of a path are languages of the site. A test compares this list with the route table.
pub fn shadowed(old_path: &str, is_language: impl Fn(&str) -> bool) -> Option<&'static str> {
    let (path, query) = old_path.split_once('?').unwrap_or((old_path, ""));
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    if let ["robots.txt" | "favicon.ico" | "sitemap.xml" | "sw.js" | "oai"]
    | ["static" | "media" | "sitemap" | "share", _, ..] = parts.as_slice()
    {
        return Some("shadow-file");
    }
    if !query.is_empty() {
        return None;
    }
    let page = match parts.as_slice() {
        [first, rest @ ..] if is_language(first) => rest,
        all => all,
    };
    match page {
        [] => Some("shadow-home"),
        ["search" | "language" | "kept" | "offline" | "opensearch.xml" | "manifest.webmanifest"]
        | ["feed.atom" | "feed.json"]
        | ["about", "archive"] => Some("shadow-page"),
        [page] if Topic::ALL.iter().any(|topic| topic.plural() == *page) => Some("shadow-page"),
        [year] if year.parse::<Year>().is_ok() => Some("shadow-year"),
        [year, month] if year.parse::<Year>().is_ok() && month.parse::<Month>().is_ok() => Some("shadow-month"),
        _ => None,
    }
}

/// Whether an old path is a folder of files, or lies in one: no alias works there, but `redirects.toml` does.
pub(crate) fn is_among_files(old_path: &str) -> bool {
    let first = old_path.trim_start_matches('/').split(['/', '?']).next().unwrap_or_default();
    FILE_FOLDERS.contains(&first)
}

/// The part of the site at `/<name>`, or below it, where an undated page cannot be: the message that names it.
pub fn fixed_at(name: &str, is_language: impl Fn(&str) -> bool) -> Option<&'static str> {
    let is_topic = Topic::ALL.iter().any(|topic| topic.as_str() == name || topic.plural() == name);
    match name {
        _ if FILE_FOLDERS.contains(&name) => Some("shadow-file"),
        _ if is_topic => Some("shadow-page"),
        _ => shadowed(&format!("/{name}"), is_language),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_page_lies_where_the_site_has_something_of_its_own() {
        let is_language = |part: &str| ["uk", "ua"].contains(&part);
        for (name, is_fixed) in [
            ("search", true),
            ("tags", true),
            ("tag", true),
            ("series", true),
            ("feed.atom", true),
            ("2025", true),
            ("uk", true),
            ("ua", true),
            ("static", true),
            ("sw.js", true),
            ("about", false),
            ("archive", false),
            ("en", false),
            ("20251", false),
            ("searching", false),
        ] {
            assert_eq!(fixed_at(name, is_language).is_some(), is_fixed, "{name}");
        }
    }

    #[test]
    fn folders_of_files_are_known_with_all_that_lies_below() {
        for (path, is_among) in [
            ("/media", true),
            ("/media/news/17", true),
            ("/static?x=1", true),
            ("/mediateka/a", false),
            ("/uk/media/a", false),
            ("/sitemap.xml", false),
        ] {
            assert_eq!(is_among_files(path), is_among, "{path}");
        }
    }

    #[test]
    fn an_old_path_has_one_form_however_it_was_copied() {
        for (text, expected) in [
            ("/news/17/", Some("/news/17")),
            ("https://old.example.org/news/17#top", Some("/news/17")),
            ("http://old.example.org", Some("/")),
            ("http://old.example.org?p=17", Some("/?p=17")),
            ("http://old.example.org?u=/a", Some("/?u=/a")),
            ("https://old.example.org/go?u=https://x.example/a", Some("/go?u=https://x.example/a")),
            ("/go?u=https://x.example/a", Some("/go?u=https://x.example/a")),
            ("/go?u=ftp%3A//x.example", Some("/go?u=ftp://x.example")),
            ("/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8/17", Some("/новини/17")),
            ("/\u{438}\u{306}од", Some("/йод")),
            ("//news//17", Some("/news/17")),
            ("/?p=123", Some("/?p=123")),
            ("/index.php?lang=uk&id=17", Some("/index.php?id=17&lang=uk")),
            ("/index.php/?title=%D0%AF+1", Some("/index.php?title=Я 1")),
            ("news/17", None),
            ("ftp://old.example.org/news", None),
            ("?u=https://x.example/a", None),
            ("/%FF", None),
            ("", None),
        ] {
            assert_eq!(old_path(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn parameters_come_in_any_order_with_others_between_them() {
        let meant = with_parameters("/index.php", "lang=uk&utm_source=x&id=17&page=2");
        assert!(
            meant.contains(&"/index.php?id=17&lang=uk".to_owned()) && meant.contains(&"/index.php?id=17".to_owned())
        );
        assert_eq!(meant[0], "/index.php?id=17&lang=uk&page=2");
        let many: String = (0..50).map(|n| format!("&p{n}=1")).collect();
        assert!(with_parameters("/", &many).len() < 64);
    }

    #[test]
    fn what_lies_in_front_of_an_old_path_is_named() {
        let is_language = |part: &str| ["uk", "ua"].contains(&part);
        for (path, shadow) in [
            ("/robots.txt", true),
            ("/favicon.ico", true),
            ("/static/x.css", true),
            ("/media/2025/x.png", true),
            ("/uk/search", true),
            ("/ua/search", true),
            ("/uk/2025", true),
            ("/2025/06", true),
            ("/uk", true),
            ("/", true),
            ("/feed.atom", true),
            ("/robots.txt?x=1", true),
            ("/?p=123", false),
            ("/ua/news/17", false),
            ("/pl/search", false),
            ("/news/17", false),
            ("/2019/old-slug", false),
        ] {
            assert_eq!(shadowed(path, is_language).is_some(), shadow, "{path}");
        }
    }
}
