//! The destination of a link. Decides from the address alone, and accepts no address that a browser would run.

use percent_encoding::percent_decode_str;

use crate::{
    article::portable_name::composed,
    model::{
        lang::Lang,
        slug::{ArticleId, Collection},
    },
};

/// The destination of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::article::markdown) enum LinkTarget {
    /// Out of the site: `http`, `https`, `mailto`, `tel`.
    Elsewhere(String),
    /// An absolute path on the site, as written.
    Site(String),
    /// An element of the same page, as written, with its `#`.
    Anchor(String),
    /// An article of the archive, with the fragment as written.
    Article { to: ArticleId, fragment: Option<String> },
    /// A file of the article's own folder, by its normal path there, with the fragment as written.
    File { name: String, fragment: Option<String> },
    /// An address with a scheme that is not ours to pass on.
    Unsafe,
    /// An address that leads nowhere, and why.
    Broken(&'static str),
}

/// The destination of `address`, as the parser unescaped it, from the folder of the article `from`.
pub(in crate::article::markdown) fn resolve(address: &str, from: &ArticleId) -> LinkTarget {
    resolve_with(address, |address| relative(address, from))
}

/// The destination of `address` from a text that is not in a folder of the archive.
pub(in crate::article::markdown) fn resolve_absolute(address: &str) -> LinkTarget {
    resolve_with(address, |_| LinkTarget::Unsafe)
}

fn resolve_with(address: &str, relative: impl FnOnce(&str) -> LinkTarget) -> LinkTarget {
    let address = strip(address);
    if address.is_empty() {
        return LinkTarget::Broken("leads-empty");
    }
    if let Some((scheme, rest)) = split_scheme(&address) {
        return elsewhere(scheme, rest);
    }
    match address.as_bytes() {
        [b'#', ..] => LinkTarget::Anchor(address),
        [b'/' | b'\\', b'/' | b'\\', ..] => LinkTarget::Unsafe,
        [b'/', ..] => LinkTarget::Site(address),
        _ => relative(&address),
    }
}

/// The id that a fragment stands for.
pub(in crate::article::markdown) fn decode(fragment: &str) -> String {
    composed(&percent_decode_str(fragment).decode_utf8_lossy()).into_owned()
}

/// A browser drops control characters before it looks for the scheme (WHATWG URL, 4.4): so do we.
fn strip(address: &str) -> String {
    address.trim_matches(|c: char| c <= ' ').chars().filter(|c| !c.is_control()).collect()
}

/// The text before a colon in the first part of a path is taken for a scheme, valid or not.
fn split_scheme(address: &str) -> Option<(&str, &str)> {
    let end = address.find([':', '/', '\\', '?', '#'])?;
    address.get(end..)?.strip_prefix(':').zip(address.get(..end)).map(|(rest, scheme)| (scheme, rest))
}

fn elsewhere(scheme: &str, rest: &str) -> LinkTarget {
    let scheme = scheme.to_ascii_lowercase();
    let is_valid = match scheme.as_str() {
        "http" | "https" => rest
            .strip_prefix("//")
            .is_some_and(|host| !host.is_empty() && !host.starts_with(['/', '\\', '?', '#', ':'])),
        "mailto" | "tel" => !rest.is_empty(),
        _ => false,
    };
    if is_valid { LinkTarget::Elsewhere(format!("{scheme}:{rest}")) } else { LinkTarget::Unsafe }
}

fn relative(address: &str, from: &ArticleId) -> LinkTarget {
    let (path, fragment) = match address.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment.to_owned()).filter(|fragment| !fragment.is_empty())),
        None => (address, None),
    };
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    let Ok(path) = percent_decode_str(path).decode_utf8() else {
        return LinkTarget::Broken("leads-encoding");
    };
    let path = composed(&path);
    let folder = from.folder();
    let own: Vec<&str> = folder.split('/').collect();
    let mut parts = own.clone();
    for part in path.split('/').filter(|part| !matches!(*part, "" | ".")) {
        if part != ".." {
            parts.push(part);
        } else if parts.pop().is_none() {
            return LinkTarget::Broken("leads-out");
        }
    }
    let (collection, inside) = match parts.as_slice() {
        ["articles", year, inside @ ..] => (year.parse().ok().map(Collection::Year), inside),
        ["pages", inside @ ..] => (Some(Collection::Pages), inside),
        ["authors", inside @ ..] => (Some(Collection::Authors), inside),
        _ => return LinkTarget::Broken("leads-neither"),
    };
    match (inside, parts.strip_prefix(own.as_slice())) {
        ([name], _) => article(collection, name, fragment),
        ([name, file], _) if is_version(file) => article(collection, name, fragment),
        (_, Some(file)) => LinkTarget::File { name: file.join("/"), fragment },
        _ => LinkTarget::Broken("leads-neither"),
    }
}

fn article(collection: Option<Collection>, name: &str, fragment: Option<String>) -> LinkTarget {
    match collection.zip(name.parse().ok()) {
        Some((collection, name)) => LinkTarget::Article { to: ArticleId::new(collection, name), fragment },
        None => LinkTarget::Broken("leads-name"),
    }
}

/// Whether a file is named for a language: `uk.md`, `pt-BR.md`; not `readme.md`, though `readme` might be one.
fn is_version(file: &str) -> bool {
    let stem = file.strip_suffix(".md");
    let short = |stem: &str| stem.split('-').next().is_some_and(|language| language.len() <= 3);
    stem.is_some_and(|stem| short(stem) && stem.parse::<Lang>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn from() -> ArticleId {
        "2025/x".parse().unwrap()
    }

    fn to(address: &str) -> LinkTarget {
        resolve(address, &from())
    }

    fn file(name: &str, fragment: Option<&str>) -> LinkTarget {
        LinkTarget::File { name: name.into(), fragment: fragment.map(Into::into) }
    }

    #[test]
    fn schemes_that_run_are_refused_however_they_are_spelled() {
        for address in [
            "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:x", "java\tscript:x", "java\nscript:x",
            "\u{1}javascript:x", "javascript\u{0}:x", "data:text/html,x", "vbscript:x", "file:///etc/passwd",
            "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "\\/evil.example", ":x",
            "ftp://example.org/", "http:evil", "https:/evil", "https:///evil", "https://", "mailto:", "blob:x",
            "java\u{85}script:x", "ｊavascript:x", "view-source:http://x",
        ] {
            assert_eq!(to(address), LinkTarget::Unsafe, "{address:?}");
        }
    }

    #[test]
    fn the_web_mail_and_telephones_are_let_through() {
        for (address, written) in [
            ("https://example.org/a:b", "https://example.org/a:b"),
            ("HTTP://example.org", "http://example.org"),
            ("mailto:a@example.org", "mailto:a@example.org"),
            ("tel:+380441234567", "tel:+380441234567"),
        ] {
            assert_eq!(to(address), LinkTarget::Elsewhere(written.into()));
        }
        assert_eq!(to("/uk/2019/dnipro"), LinkTarget::Site("/uk/2019/dnipro".into()));
        assert_eq!(to("#a"), LinkTarget::Anchor("#a".into()));
    }

    #[test]
    fn articles_are_reached_by_their_folders() {
        for (address, id, fragment) in [
            ("../../2019/dnipro/", "2019/dnipro", None),
            ("../../2019/dnipro", "2019/dnipro", None),
            ("../other/#розділ", "2025/other", Some("розділ")),
            ("../other/uk.md#a", "2025/other", Some("a")),
            ("../other/pt-BR.md", "2025/other", None),
            ("./../../2025/../2019/./%D0%BA%D0%B8%D1%97%D0%B2/#", "2019/київ", None),
            ("./#a", "2025/x", Some("a")),
            ("en.md", "2025/x", None),
        ] {
            let to_article = LinkTarget::Article { to: id.parse().unwrap(), fragment: fragment.map(Into::into) };
            assert_eq!(to(address), to_article, "{address}");
        }
    }

    #[test]
    fn own_files_are_told_from_lost_ways() {
        assert_eq!(to("pic.svg"), file("pic.svg", None));
        assert_eq!(to("img/./a%20b/../c.png?x#t=1"), file("img/c.png", Some("t=1")));
        assert_eq!(to("../../2025/x/pic.svg"), file("pic.svg", None));
        assert_eq!(to("readme.md"), file("readme.md", None));
        for address in [
            "",
            " ",
            "../",
            "../../",
            "../../../",
            "../../../articles/",
            "../../../articles/names.toml",
            "../../../articles/pages/about/",
            "../../../pages/",
            "../../../pages/about/map.svg",
            "../../../pages/A/",
            "../../../static/site.css",
            "../../../../articles/2019/dnipro/",
            "../other/pic.svg",
            "../A/",
            "a%FF",
            "../../199/x",
            "../other/uk.txt",
        ] {
            assert!(matches!(to(address), LinkTarget::Broken(_)), "{address}");
        }
    }

    #[test]
    fn articles_pages_and_authors_are_reached_from_one_another() {
        for (from, address, id) in [
            ("2025/x", "../../../articles/2019/dnipro/", "2019/dnipro"),
            ("2025/x", "../../../pages/about/", "pages/about"),
            ("2025/x", "../../../pages/about/uk.md", "pages/about"),
            ("2025/x", "../../../authors/lesia", "authors/lesia"),
            ("pages/about", "../contact/", "pages/contact"),
            ("pages/about", "../../pages/contact/", "pages/contact"),
            ("pages/about", "../../authors/lesia/", "authors/lesia"),
            ("pages/about", "../../articles/2019/dnipro/", "2019/dnipro"),
            ("authors/lesia", "../../articles/2019/dnipro/uk.md#a", "2019/dnipro"),
            ("authors/lesia", "./", "authors/lesia"),
        ] {
            match resolve(address, &from.parse().unwrap()) {
                LinkTarget::Article { to, .. } => assert_eq!(to.to_string(), id, "{from} {address}"),
                other => panic!("{from} {address}: {other:?}"),
            }
        }
        let from: ArticleId = "pages/about".parse().unwrap();
        assert_eq!(resolve("img/a.png", &from), file("img/a.png", None));
        for address in ["../2019/x/", "../../2019/x/", "../../articles/2019/", "../contact/a.png", "../../../pages/a/"]
        {
            assert!(matches!(resolve(address, &from), LinkTarget::Broken(_)), "{address}");
        }
    }

    proptest! {
        #[test]
        fn never_leaves_the_archive(address in "[a-z./%#?:\\\\ ]{0,30}") {
            match to(&address) {
                LinkTarget::File { name, .. } => prop_assert!(!name.split('/').any(|part| matches!(part, "" | "." | ".."))),
                LinkTarget::Site(path) => prop_assert!(path.starts_with('/') && !path.starts_with("//")),
                LinkTarget::Elsewhere(address) => prop_assert!(
                    ["http://", "https://", "mailto:", "tel:"].iter().any(|start| address.starts_with(start))
                ),
                _ => {}
            }
        }
    }
}
