//! What the path of a page says: its name, its language, the addresses at which it was.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::{
    import::{html_to_markdown::destination, source::address_of},
    model::lang::Lang,
};

/// Endings of pages.
const PAGES: [&str; 4] = [".html", ".htm", ".xhtml", ".shtml"];
/// Endings of programs that made pages; a saved copy of a page may have them, or none.
const PROGRAMS: [&str; 12] =
    [".php", ".php3", ".php4", ".phtml", ".asp", ".aspx", ".jsp", ".cgi", ".pl", ".cfm", ".do", ".py"];
/// Parameters that choose a language.
const LANGUAGE_KEYS: [&str; 5] = ["lang", "language", "lng", "locale", "l"];
/// Names of languages in paths other than their tags.
const LANGUAGE_NAMES: [(&str, &str); 15] = [
    ("ua", "uk"),
    ("ukr", "uk"),
    ("ukrainian", "uk"),
    ("eng", "en"),
    ("english", "en"),
    ("rus", "ru"),
    ("russian", "ru"),
    ("deu", "de"),
    ("ger", "de"),
    ("german", "de"),
    ("fra", "fr"),
    ("french", "fr"),
    ("pol", "pl"),
    ("polish", "pl"),
    ("by", "be"),
];

/// Whether a file is a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PageKind {
    Page,
    /// Its content decides.
    Perhaps,
    Other,
}

pub(super) fn page_kind(path: &str) -> PageKind {
    let (bare, query) = split_query(path);
    let (whole, lower) = (path.to_ascii_lowercase(), bare.to_ascii_lowercase());
    let ends = |endings: &[&str]| endings.iter().any(|ending| lower.ends_with(ending));
    // Programs that save sites add the ending of a page to a query.
    let is_saved = PAGES.iter().any(|ending| whole.ends_with(ending));
    let name = lower.rsplit('/').next().unwrap_or_default();
    match () {
        () if is_saved || ends(&PAGES) => PageKind::Page,
        () if ends(&PROGRAMS) || query.is_some() || !name.contains('.') => PageKind::Perhaps,
        () => PageKind::Other,
    }
}

/// Whether the beginning of a file is that of a page, and not of the program that makes one.
pub(super) fn looks_like_a_page(bytes: &[u8]) -> bool {
    let text: String = String::from_utf8_lossy(bytes).chars().filter(|c| *c != '\0').collect();
    let text = text.to_ascii_lowercase();
    let is_program = ["<?php", "<?=", "<%@", "<%=", "<% "].iter().any(|sign| text.contains(sign));
    !is_program && ["<html", "<!doctype html", "<body", "<title"].iter().any(|sign| text.contains(sign))
}

/// The path of a page saved with a query in the name of its file, and the query: `index.php?id=17`, `index.php@id=17.html`,
/// `index.php%3Fid=17`.
pub(super) fn split_query(path: &str) -> (&str, Option<&str>) {
    let folder = path.rfind('/').map_or(0, |at| at + 1);
    let name = path.get(folder..).unwrap_or_default();
    let at = |sign: &str| name.find(sign).map(|at| (folder + at, sign.len()));
    let found = at("?").or(at("%3F")).or(at("%3f")).or(at("@").filter(|(at, _)| {
        let rest = path.get(at + 1..).unwrap_or_default();
        rest.split_once('=').is_some_and(|(key, _)| !key.is_empty() && !key.contains('.'))
    }));
    let Some((at, length)) = found else { return (path, None) };
    let (bare, query) = (path.get(..at).unwrap_or_default(), path.get(at + length..).unwrap_or_default());
    // Programs that save sites add the ending of a page.
    let query = PAGES.iter().find_map(|ending| query.strip_suffix(ending)).unwrap_or(query);
    (bare, Some(query))
}

/// The encoding that a page declares in its first bytes.
pub(super) fn declared(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(4096)).unwrap_or_default()).to_ascii_lowercase();
    let (_, rest) = head.split_once("charset=").or(head.split_once("encoding="))?;
    let rest = rest.trim_start_matches(['"', '\'', ' ']);
    Some(rest.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).next()?.to_owned())
}

pub(super) fn lang_of(tag: &str) -> Option<Lang> {
    let tag = tag.split(',').next()?.trim().replace('_', "-");
    let named = LANGUAGE_NAMES.iter().find(|(name, _)| tag.eq_ignore_ascii_case(name));
    let lang: Lang = named.map_or(tag.as_str(), |(_, lang)| lang).parse().ok()?;
    let primary: Lang = lang.as_str().split('-').next()?.parse().ok()?;
    Some(if primary.with_region() == lang { primary } else { lang })
}

/// The language that a part of a path names.
fn code(text: &str) -> Option<Lang> {
    let is_named = LANGUAGE_NAMES.iter().any(|(name, _)| text.eq_ignore_ascii_case(name));
    let is_code = is_named || (text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_alphabetic()));
    is_code.then(|| lang_of(text)).flatten().filter(|lang| lang.with_region() != *lang)
}

/// A path without a mark of a language, and that language. `is_sure`: no page without it needs to be there.
struct Marked {
    bare: String,
    lang: Lang,
    is_sure: bool,
}

/// The marks that a path may have: `uk/a.html`, `a.uk.html`, `a.html?lang=uk`, `x/uk/a.html`, `a_uk.html`, `uk-a.html`.
fn marks(path: &str) -> Vec<Marked> {
    let mut found = Vec::new();
    let mut add = |bare: String, lang: Option<Lang>, is_sure: bool| {
        found.extend(lang.map(|lang| Marked { bare, lang, is_sure }));
    };
    let (bare, query) = split_query(path);
    if let Some(query) = query {
        let is_language = |pair: &&str| pair.split_once('=').is_some_and(|(key, _)| LANGUAGE_KEYS.contains(&key));
        let (of_language, others): (Vec<&str>, Vec<&str>) = query.split('&').partition(|pair| is_language(pair));
        let lang = of_language.first().and_then(|pair| code(pair.split_once('=')?.1));
        let query = if others.is_empty() { String::new() } else { format!("?{}", others.join("&")) };
        add(format!("{bare}{query}"), lang, true);
    }
    let parts: Vec<&str> = path.split('/').collect();
    for (at, part) in parts.iter().enumerate().take(parts.len().saturating_sub(1)) {
        let rest: Vec<&str> =
            parts.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, part)| *part).collect();
        add(rest.join("/"), code(part), at == 0);
    }
    let (folder, name) = path.rfind('/').map_or(("", path), |at| path.split_at(at + 1));
    let (stem, ending) = name.find('.').map_or((name, ""), |at| name.split_at(at));
    if let Some((mark, rest)) = ending.strip_prefix('.').and_then(|ending| ending.split_once('.')) {
        add(format!("{folder}{stem}.{rest}"), code(mark), true);
    }
    for sign in ['_', '-'] {
        if let Some((before, mark)) = stem.rsplit_once(sign) {
            add(format!("{folder}{before}{ending}"), code(mark), false);
        }
        if let Some((mark, after)) = stem.split_once(sign) {
            add(format!("{folder}{after}{ending}"), code(mark), false);
        }
    }
    found
}

/// The paths of pages without the mark of their language, and those languages.
pub(super) fn languages_of<'a>(
    paths: impl Iterator<Item = &'a String> + Clone,
) -> HashMap<String, (String, Option<Lang>)> {
    let all: BTreeSet<&str> = paths.clone().map(String::as_str).collect();
    let mut by_bare: BTreeMap<String, BTreeSet<Lang>> = BTreeMap::new();
    for marked in paths.clone().flat_map(|path| marks(path)) {
        by_bare.entry(marked.bare).or_default().insert(marked.lang);
    }
    let is_meant = |marked: &Marked| {
        marked.is_sure
            || all.contains(marked.bare.as_str())
            || by_bare.get(&marked.bare).is_some_and(|languages| languages.len() > 1)
    };
    let of = |path: &String| match marks(path).into_iter().find(is_meant) {
        Some(marked) => (path.clone(), (marked.bare, Some(marked.lang))),
        None => (path.clone(), (path.clone(), None)),
    };
    paths.map(of).collect()
}

/// Whether the page is that of its folder.
pub(super) fn is_index(path: &str) -> bool {
    let bare = split_query(path).0;
    let name = bare.rsplit('/').next().unwrap_or(bare);
    let stem = name.split('.').next().unwrap_or(name);
    name.contains('.') && ["index", "default"].iter().any(|index| stem.eq_ignore_ascii_case(index))
}

/// The name of a page, by its path without the mark of its language: that of its file, or of its folder.
pub(super) fn name_of(bare: &str) -> String {
    let (path, query) = split_query(bare);
    let stem = path.rsplit_once('.').filter(|(_, ending)| !ending.contains('/')).map_or(path, |(stem, _)| stem);
    let stem = if is_index(path) { stem.rsplit_once('/').map_or("", |(folder, _)| folder) } else { stem };
    let name = stem.rsplit('/').next().unwrap_or(stem);
    let values = query.iter().flat_map(|query| query.split('&')).filter_map(|pair| Some(pair.split_once('=')?.1));
    let parts: Vec<&str> = std::iter::once(name).chain(values).filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { "home".to_owned() } else { parts.join("-") }
}

/// The addresses at which servers answer with the page.
pub(super) fn addresses_of(path: &str) -> Vec<String> {
    let mut all = vec![address_of(path)];
    let (bare, query) = split_query(path);
    let asked = query.map_or(String::new(), |query| format!("?{query}"));
    let written = address_of(bare);
    if query.is_some() {
        all.push(format!("{written}{asked}"));
    }
    let folder = written.rfind('/').map_or("/", |at| written.get(..=at).unwrap_or("/"));
    match () {
        () if is_index(bare) => all.push(format!("{folder}{asked}")),
        () if query.is_none() => {
            let stem = written.rsplit_once('.').filter(|(_, ending)| !ending.contains('/'));
            all.extend(stem.map(|(stem, _)| stem.to_owned()));
        }
        () => {}
    }
    all
}

/// The name of a page in the record of the import.
pub(super) fn id_of(path: &str) -> String {
    destination(path).replace('?', "%3F")
}

/// Where the site lives, by the address that a page gives itself.
pub(super) fn base_of(canonical: &str, path: &str) -> Option<String> {
    let (scheme, rest) = canonical.split_once("://")?;
    let host = rest.split('/').next().filter(|host| !host.is_empty())?;
    addresses_of(path)
        .iter()
        .find_map(|own| canonical.trim_end_matches('/').strip_suffix(own.trim_end_matches('/')).map(str::to_owned))
        .or(Some(format!("{scheme}://{host}")))
        .filter(|base| base.contains("://"))
        .map(|base| base.trim_end_matches('/').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_in_the_name_of_a_file_is_one_of_the_address() {
        for (path, addresses, name) in [
            ("a.html", vec!["/a.html", "/a"], "a"),
            ("x/index.htm", vec!["/x/index.htm", "/x/"], "x"),
            ("Default.aspx", vec!["/Default.aspx", "/"], "home"),
            ("index.php?id=17", vec!["/index.php%3Fid=17", "/index.php?id=17", "/?id=17"], "17"),
            ("x/news.php@id=17&b=2.html", vec!["/x/news.php@id=17&b=2.html", "/x/news.php?id=17&b=2"], "news-17-2"),
            ("a.php%3Fid=1", vec!["/a.php%253Fid=1", "/a.php?id=1"], "a-1"),
            ("me@home.html", vec!["/me@home.html", "/me@home"], "me@home"),
            ("about", vec!["/about"], "about"),
        ] {
            assert_eq!(addresses_of(path), addresses, "{path}");
            assert_eq!(name_of(path), name, "{path}");
        }
        for (path, kind) in [
            ("a.HTM", PageKind::Page),
            ("index.html?x=1", PageKind::Page),
            ("index.php@id=1.html", PageKind::Page),
            ("index.php", PageKind::Perhaps),
            ("about", PageKind::Perhaps),
            ("a.pdf", PageKind::Other),
        ] {
            assert_eq!(page_kind(path), kind, "{path}");
        }
        assert!(looks_like_a_page(b"\r\n<HTML><head>") && !looks_like_a_page(b"<?php echo '<html>'"));
        assert!(looks_like_a_page(b"\xFF\xFE<\0h\0t\0m\0l\0>\0") && !looks_like_a_page(b"README <b>"));
    }

    #[test]
    fn a_path_names_its_language_where_another_shows_that_it_does() {
        let paths = [
            "uk/a.html", "a.en.html", "museum/ukr/b.html", "museum/eng/b.html", "c.html", "c_en.html", "made-in.html",
            "rus_d.htm", "eng_d.htm", "e.php?id=1&lang=ua", "e.php?id=1&lang=en", "plan-no.html",
        ]
        .map(str::to_owned);
        let found = languages_of(paths.iter());
        for (path, bare, lang) in [
            ("uk/a.html", "a.html", Some("uk")),
            ("a.en.html", "a.html", Some("en")),
            ("museum/ukr/b.html", "museum/b.html", Some("uk")),
            ("museum/eng/b.html", "museum/b.html", Some("en")),
            ("c.html", "c.html", None),
            ("c_en.html", "c.html", Some("en")),
            ("made-in.html", "made-in.html", None),
            ("rus_d.htm", "d.htm", Some("ru")),
            ("e.php?id=1&lang=ua", "e.php?id=1", Some("uk")),
            ("e.php?id=1&lang=en", "e.php?id=1", Some("en")),
            ("plan-no.html", "plan-no.html", None),
        ] {
            let (found_bare, found_lang) = &found[path];
            assert_eq!((found_bare.as_str(), found_lang.as_ref().map(Lang::as_str)), (bare, lang), "{path}");
        }
    }
}
