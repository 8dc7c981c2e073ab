//! The caching headers of every address in the route table: `Cache-Control`, `Vary`, `Content-Language`, `ETag`,
//! `Last-Modified`; and that no answer, whatever it is, goes out without the headers that protect readers.

use std::{
    io::{Read, Write},
    net::TcpStream,
};

use crate::harness::{Answer, Archive, Served};
use litopys::web::serve_admin;
use tokio::net::TcpListener;

/// `Cache-Control` and `Vary`.
type Kept = (&'static str, &'static str);

const PAGE: Kept = ("public, max-age=60, stale-if-error=86400", "Accept-Encoding");
const MISSING: Kept = ("public, max-age=10", "Accept-Encoding");
const SOUGHT: Kept = ("private, max-age=60", "Accept-Encoding");
const REVALIDATE: Kept = ("public, no-cache", "Accept-Encoding");
const IMMUTABLE: Kept = ("public, max-age=31536000, immutable", "Accept-Encoding");
const PERSONAL: Kept = ("private, no-store", "Accept-Language, Cookie, Accept-Encoding");
const NEGOTIATED: Kept = ("private, no-store", "Accept-Language, Cookie");
const CHOICE: Kept = ("private, no-store", "");
const MOVED: Kept = ("public, max-age=3600", "");

/// A one-pixel GIF.
const GIF: &[u8] =
    b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";

fn site() -> Served {
    let article =
        "published = 2025-06-29\nsource = \"uk\"\ntags = [\"law\"]\nauthors = [\"osa\"]\nsection = \"news\"\n";
    Archive::new()
        .article("2025/dnipro", "uk", &["uk", "en"])
        .file("articles/2025/dnipro/article.toml", article)
        .bytes("articles/2025/dnipro/img/a.gif", GIF)
        .file(
            "articles/2025/dnipro/uk.md",
            "+++\ntitle = \"Дніпро\"\naliases = [\"/old\"]\n+++\n\nText.\n\n![Мапа](img/a.gif)\n",
        )
        .article("2024/only-ru", "ru", &["ru"])
        .serve()
}

fn said(answer: &Answer) -> (&str, &str) {
    (answer.header("cache-control"), answer.header("vary"))
}

/// The headers of every answer.
fn assert_protected(answer: &Answer, what: &str) {
    for (name, part) in [
        ("content-security-policy", "default-src 'none'"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "strict-origin"),
        ("permissions-policy", "camera=()"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("strict-transport-security", "max-age=31536000"),
    ] {
        assert!(answer.header(name).contains(part), "{what} has no `{name}` with `{part}`");
    }
    assert!(!answer.header("content-security-policy").contains("unsafe"), "{what}");
}

/// Whether a status has a validator, and never a date: no date is known to change with the bytes.
fn assert_validated(answer: &Answer, what: &str) {
    let is_kept = answer.status == 200;
    assert_eq!(answer.header("etag").starts_with('"'), is_kept, "{what}: {:?}", answer.headers);
    assert_eq!(answer.header("last-modified"), "", "{what}");
}

#[test]
fn every_page_says_that_it_depends_on_its_address_alone() {
    let site = site();
    let of_language = [
        "", "2025/", "2025/06/", "tag/law", "author/osa", "section/news", "2025/dnipro", "about/archive", "kept",
        "offline", "feed.atom", "feed.json", "tag/law/feed.atom", "author/osa/feed.json", "opensearch.xml",
        "manifest.webmanifest",
    ];
    let pages =
        ["uk", "en", "ru"].into_iter().flat_map(|lang| of_language.map(|path| (lang, format!("/{lang}/{path}"))));
    let more = ["2025/dnipro/with/en", "2025/dnipro.md", "2025/dnipro.json"].map(|path| ("uk", format!("/uk/{path}")));
    let machine = ["/sitemap.xml", "/feed.atom", "/feed.json"].map(|path| ("", path.to_owned()));
    for (lang, path) in pages.chain(more).chain(machine) {
        for _ in 0..2 {
            let answer = site.get(&path);
            assert_eq!((answer.status, said(&answer)), (200, PAGE), "{path}");
            assert_eq!(answer.header("content-language"), lang, "{path}");
            assert_protected(&answer, &path);
            assert_validated(&answer, &path);
            let again = site.get_with(&path, &[("if-none-match", answer.header("etag"))]);
            assert_eq!((again.status, said(&again), again.header("content-language")), (304, PAGE, lang), "{path}");
        }
    }
}

#[test]
fn what_depends_on_the_reader_is_kept_by_nobody_else() {
    assert_answers(&[
        ("/", 302, NEGOTIATED, ""),
        ("/2025/dnipro", 302, NEGOTIATED, ""),
        ("/tag/law", 302, NEGOTIATED, ""),
        ("/search?q=a", 302, NEGOTIATED, ""),
        ("/uk/?remember", 303, CHOICE, ""),
        ("/uk/language", 200, PERSONAL, "uk"),
        ("/uk/language?forget", 303, CHOICE, ""),
        ("/uk/search?q=text", 200, SOUGHT, "uk"),
        ("/en/search", 200, SOUGHT, "en"),
        ("/nowhere/at/all", 404, PERSONAL, "uk"),
        ("/%ff", 404, PERSONAL, "uk"),
    ]);
}

/// Each address is answered with this status, this policy and this language.
fn assert_answers(rows: &[(&str, u16, Kept, &str)]) {
    let site = site();
    for &(path, status, kept, lang) in rows {
        let answer = site.get(path);
        assert_eq!((answer.status, said(&answer)), (status, kept), "{path}");
        assert_eq!(answer.header("content-language"), lang, "{path}");
        assert_protected(&answer, path);
        assert_validated(&answer, path);
    }
}

#[test]
fn what_moved_or_is_missing_is_soon_asked_for_again() {
    assert_answers(&[
        ("/ua/", 308, MOVED, ""),
        ("/uk", 308, MOVED, ""),
        ("/uk/2025/dnipro/", 308, MOVED, ""),
        ("/uk/old", 308, MOVED, ""),
        ("/uk/none", 404, MISSING, "uk"),
        ("/uk/2024/only-ru", 404, MISSING, "uk"),
        ("/uk/2025/dnipro/with/ru", 404, MISSING, "uk"),
        ("/ru/2025/dnipro.md", 404, MISSING, "ru"),
        ("/uk/?before=nonsense", 404, MISSING, "uk"),
    ]);
}

#[test]
fn files_are_kept_as_long_as_their_addresses_hold_their_bytes() {
    let site = site();
    let page = site.get("/uk/2025/dnipro");
    let address = |start: &str| {
        let from = page.text().find(start).unwrap();
        page.text()[from..].split('"').next().unwrap().to_owned()
    };
    let (style, picture) = (address("/static/site."), address("/media/"));
    for (path, status, kept) in [
        (style.as_str(), 200, IMMUTABLE),
        (picture.as_str(), 200, IMMUTABLE),
        ("/static/site.css", 302, (REVALIDATE.0, REVALIDATE.1)),
        ("/robots.txt", 200, REVALIDATE),
        ("/sw.js", 200, REVALIDATE),
    ] {
        let answer = site.get(path);
        assert_eq!((answer.status, said(&answer)), (status, kept), "{path}");
        assert_eq!(answer.header("content-language"), "", "{path}");
        assert_protected(&answer, path);
        assert_validated(&answer, path);
    }
    for path in ["/static/none.css", "/media/2025/dnipro/img/none.gif", "/sitemap/none.xml"] {
        let answer = site.get(path);
        assert_eq!((answer.status, said(&answer)), (404, PERSONAL), "{path}");
    }
    let part = site.get_with(&picture, &[("range", "bytes=0-3")]);
    assert_eq!((part.status, said(&part)), (206, IMMUTABLE));
    // What is refused to one request must not reach another one out of a cache.
    for (header, value, status) in [("range", "bytes=9999-", 416), ("if-match", "\"other\"", 412)] {
        let none = site.get_with(&picture, &[(header, value)]);
        assert_eq!((none.status, said(&none)), (status, ("private, no-store", "Accept-Encoding")), "{header}");
        assert_eq!(none.body, b"", "{header}");
    }
}

#[test]
fn a_refusal_is_the_readers_own() {
    let site = site();
    let long = format!("/uk/?{}", "a".repeat(9_000));
    for (method, path, header, status) in [
        ("POST", "/uk/", "", 405),
        ("PUT", "/2025/dnipro", "", 405),
        ("GET", long.as_str(), "", 414),
        ("GET", "/uk/", "b", 431),
    ] {
        let cookie = header.repeat(17_000);
        let answer = site.ask(method, path, &[("cookie", &cookie), ("accept-language", "en")]);
        assert_eq!((answer.status, said(&answer)), (status, PERSONAL), "{method} {path}");
        assert_eq!(answer.header("content-language"), "en");
        assert_protected(&answer, path);
        assert_validated(&answer, path);
    }
}

#[test]
fn nothing_on_the_admin_address_is_kept() {
    let site = site();
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(serve_admin(listener, site.app.clone(), String::new()));
        for (path, status) in [("/healthz", 200), ("/readyz", 503), ("/metrics", 200), ("/keys", 404), ("/none", 404)] {
            let asked = tokio::task::spawn_blocking(move || {
                let mut stream = TcpStream::connect(address).unwrap();
                write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
                let mut answer = String::new();
                stream.read_to_string(&mut answer).unwrap();
                answer
            });
            let answer = asked.await.unwrap();
            assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{path}: {answer}");
            assert!(answer.contains("cache-control: no-store\r\n"), "{path}: {answer}");
        }
    });
}
