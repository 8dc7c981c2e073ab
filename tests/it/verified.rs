//! `litopys verify`: it finds an error of each kind at its place, and nothing else.

use std::{
    fs,
    io::{Read, Write},
    net::TcpListener,
    path::Path,
    thread,
};

use litopys::verify::{FolderSite, VerifyOptions, VerifyReport, WebSite, verify};

const OPTIONS: VerifyOptions = VerifyOptions { limit: usize::MAX, is_external: false };

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (file, text) in files {
        let path = folder.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn verified(root: &Path) -> VerifyReport {
    verify(&FolderSite::open(root, Some("https://example.org")).unwrap(), OPTIONS, &|_, _| {}).unwrap()
}

fn found(files: &[(&str, &str)]) -> Vec<String> {
    let folder = folder(files);
    verified(folder.path()).findings.iter().map(ToString::to_string).collect()
}

/// Whether a site with this file has this finding and no other.
fn assert_only(file: &str, text: &str, expected: &str) {
    let found = found(&[("a.html", "<html lang=en><p id=there>"), ("a.png", "x"), (file, text)]);
    assert_eq!(found.len(), 1, "{text}: {found:?}");
    assert!(found[0].starts_with(expected), "{text}: {found:?}");
}

#[test]
fn each_fault_of_a_page_is_found_with_its_line() {
    for (file, text, expected) in [
        ("index.html", "<p>\n<a href='gone.html'>", "index.html:2: broken-link: gone.html: nothing lies there (404)"),
        (
            "index.html",
            "<a href='https://example.org/gone'>",
            "index.html:1: broken-link: https://example.org/gone: nothing",
        ),
        ("index.html", "\n\n<img src='gone.png'>", "index.html:3: broken-file: gone.png: nothing lies there"),
        ("index.html", "<video src='gone.mp4'></video>", "index.html:1: broken-file: gone.mp4"),
        ("index.html", "<link rel=stylesheet href='gone.css'>", "index.html:1: broken-file: gone.css"),
        (
            "index.html",
            "<meta property='og:image' content='https://example.org/gone.png'>",
            "index.html:1: broken-file: https://",
        ),
        ("index.html", "<img srcset='a.png 1x, gone.png 2x' src='a.png'>", "index.html:1: broken-srcset: gone.png"),
        (
            "index.html",
            "<img src=a.png srcset='a.html 2x'>",
            "index.html:1: broken-srcset: a.html: a page lies there, not a file",
        ),
        ("index.html", "<img src='a.html'>", "index.html:1: broken-file: a.html: a page lies there, not a file"),
        ("index.html", "<iframe src='gone.html'></iframe>", "index.html:1: broken-link: gone.html"),
        ("index.html", "<video poster='gone.png'></video>", "index.html:1: broken-file: gone.png"),
        ("index.html", "<video><track src='gone.vtt'></video>", "index.html:1: broken-file: gone.vtt"),
        ("index.html", "<picture><source srcset='gone.png 2x'></picture>", "index.html:1: broken-srcset: gone.png"),
        ("index.html", "<style>\np{background:url(gone.png)}</style>", "index.html:2: broken-file: gone.png"),
        ("index.html", "<p style='background:url(gone.png)'>", "index.html:1: broken-file: gone.png"),
        ("index.html", "<meta http-equiv=refresh content='0;url=gone.html'>", "index.html:1: broken-link: gone.html"),
        ("index.html", "<link rel=alternate type='application/atom+xml' href='gone.atom'>", "index.html:1: broken-alt"),
        ("index.html", "<link rel=manifest href='gone.webmanifest'>", "index.html:1: broken-alternate: gone"),
        ("index.html", "<a href='#gone'>", "index.html:1: missing-anchor: #gone: the page has no place `gone`"),
        ("index.html", "<a href='a.html#gone'>", "index.html:1: missing-anchor: a.html#gone"),
        (
            "index.html",
            "<link rel=alternate hreflang=en href='https://example.org/gone'>",
            "index.html:1: broken-alternate: https",
        ),
        ("index.html", "<link rel=canonical href='https://example.org/gone'>", "index.html:1: broken-alternate: https"),
        (
            "index.html",
            "<html lang=uk><link rel=alternate hreflang=en href='a.html'>",
            "index.html:1: one-sided-alternate: a.html: it does not",
        ),
        ("index.html", "<script type='application/ld+json'>{</script>", "index.html:1: bad-data: this is not JSON"),
    ] {
        assert_only(file, text, expected);
    }
}

#[test]
fn each_fault_of_another_file_is_found_with_its_line() {
    let feed = "<feed xmlns='http://www.w3.org/2005/Atom'><id>a</id><title>t</title><updated>u</updated>";
    for (file, text, expected) in [
        ("feed.atom", "<feed", "feed.atom:1: bad-feed: this is not XML"),
        (
            "feed.atom",
            &format!("{feed}\n<link href='https://example.org/gone'/></feed>"),
            "feed.atom:2: broken-alternate: https://example.org/gone",
        ),
        (
            "feed.atom",
            &format!(
                "{feed}<entry><id>b</id><title>t</title><updated>u</updated><content type='html'>&lt;img src='/gone.png'></content></entry></feed>"
            ),
            "feed.atom:1: broken-file: /gone.png",
        ),
        (
            "sitemap.xml",
            "<urlset>\n<url><loc>https://example.org/gone</loc></url></urlset>",
            "sitemap.xml:2: bad-sitemap: https://example.org/gone",
        ),
        (
            "a.bib",
            "@online{x,\n title = {A},\n url = {https://example.org/gone}\n}",
            "a.bib:3: bad-citation: https://example.org/gone",
        ),
        (
            "feed.json",
            "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"t\",\n\"items\":[{\"id\":\"1\",\"url\":\"https://example.org/gone\"}]}",
            "feed.json:2: bad-data: https://example.org/gone",
        ),
        (
            "feed.rss",
            "<rss><channel>\n<item><enclosure url='/gone.mp3'/></item></channel></rss>",
            "feed.rss:2: broken-file: /gone.mp3",
        ),
        (
            "sitemap.xml",
            "<urlset xmlns:i='http://www.google.com/schemas/sitemap-image/1.1'><url><loc>https://example.org/a</loc>\n\
             <i:image><i:loc>https://example.org/gone.png</i:loc></i:image></url></urlset>",
            "sitemap.xml:2: bad-sitemap: https://example.org/gone.png",
        ),
        (
            "robots.txt",
            "Sitemap: https://example.org/gone.xml\n",
            "robots.txt:1: bad-sitemap: https://example.org/gone",
        ),
        ("a.css", "p{}\n@import 'gone.css';", "a.css:2: broken-file: gone.css"),
        ("a.ris", "TY  - ELEC\nTI  - A\nUR  - https://example.org/gone\nER  - \n", "a.ris:3: bad-citation: https"),
        ("a.ris", "TI  - A\n", "a.ris:1: bad-citation: this is not RIS"),
        ("a.json", "{\"url\": \"https://example.org/gone\"}", "a.json:1: bad-data: https://example.org/gone"),
        ("m.webmanifest", "{\"icons\": [{\"src\": \"/gone.png\"}]}", "m.webmanifest:1: bad-data: /gone.png"),
    ] {
        assert_only(file, text, expected);
    }
}

#[test]
fn a_valid_site_has_no_findings() {
    let page = |lang: &str, other: &str| {
        format!(
            "<html lang={lang}><link rel=alternate hreflang=uk href='https://example.org/uk/x'><link rel=alternate hreflang=en href='/en/x'>\
             <a href='../{other}/x#there'>x</a><p id=there><a href='#top'>top</a><a href='mailto:a@b.c'>mail</a>\
             <a href='https://example.com/elsewhere'>other</a><a href='/uk/?before=5-00000000000a'>older</a>\
             <a href='#:~:text=x'>text</a><img src=/a.png srcset='/a.png 1x, /a.png 2x'>"
        )
    };
    let report = folder(&[
        ("uk/x.html", &page("uk", "en")),
        ("en/x.html", &page("en", "uk")),
        ("uk/index.html", "<html lang=uk>"),
        ("uk/index~before=5-00000000000a.html", "<html lang=uk>"),
        ("a.png", "x"),
    ]);
    let report = verified(report.path());
    assert_eq!(report.findings, []);
    assert_eq!((report.pages, report.external, report.unvisited), (4, 1, 0));
}

#[test]
fn a_version_in_another_language_than_named_is_found() {
    let page =
        "<html lang=uk><link rel=alternate hreflang=uk href=/a.html><link rel=alternate hreflang=en href=/b.html>";
    let found = found(&[("a.html", page), ("b.html", page)]);
    assert!(
        found
            .iter()
            .all(|one| one.contains("one-sided-alternate: /b.html: it is named as the page in `en` and is in `uk`")),
        "{found:?}"
    );
    assert_eq!(found.len(), 2);
}

#[test]
fn one_address_on_many_pages_is_reported_with_their_number() {
    let files: Vec<(String, &str)> = (0..40).map(|n| (format!("{n:02}.html"), "<a href=/gone>")).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let found = found(&files);
    assert_eq!(found.len(), 10);
    assert_eq!(found.iter().filter(|one| one.contains("30 other places lead there, too")).count(), 1, "{found:?}");
}

#[test]
fn hostile_pages_end_and_lead_nowhere_else() {
    let deep = "<div>".repeat(100_000);
    let long = format!("<a href='{}'>", "a/../".repeat(20_000));
    let found = found(&[
        ("deep.html", &deep),
        ("long.html", &long),
        ("up.html", "<a href='../../../../../../etc/passwd'><img src='%2e%2e/%2e%2e/etc/passwd'>"),
        ("bytes.html", "<a href='\u{0}'><a href='%00'><a href='%zz'>"),
        ("loop.xml", "<!DOCTYPE a [<!ENTITY b '&b;'>]><urlset>&b;</urlset>"),
    ]);
    assert!(found.iter().all(|one| !one.contains("passwd") || one.contains("nothing lies there")), "{found:?}");
    assert!(found.iter().any(|one| one.starts_with("loop.xml:1: bad-")), "{found:?}");
}

/// A server of these pages: (path, status, headers, body). It ends with the test process.
fn served(pages: &'static [(&str, u16, &str, &str)]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || {
                let mut stream = stream;
                let mut head = Vec::new();
                let mut byte = [0];
                while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|read| read == 1) {
                    head.push(byte[0]);
                }
                let head = String::from_utf8_lossy(&head).into_owned();
                let path = head.split(' ').nth(1).unwrap_or_default();
                let (_, status, headers, body) = pages.iter().find(|page| page.0 == path).unwrap_or(&("", 404, "", ""));
                let body = if head.starts_with("HEAD") { "" } else { body };
                let length =
                    if body.is_empty() { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
                _ = stream.write_all(
                    format!("HTTP/1.1 {status} X\r\nConnection: close\r\n{length}{headers}\r\n{body}").as_bytes(),
                );
            });
        }
    });
    address
}

const HTML: &str = "Content-Type: text/html; charset=utf-8\r\n";

#[test]
fn a_running_site_is_walked_from_its_root() {
    let address = served(&[
        ("/", 302, "Location: /uk/\r\n", ""),
        (
            "/uk/",
            200,
            HTML,
            "<html lang=uk><a href=/uk/a>a</a><a href=/old>old</a><a href=/loop>loop</a><a href=/fails>f</a><img src=/p.png>",
        ),
        ("/uk/a", 200, HTML, "<a href=/uk/gone>gone</a><a href='/uk/#nowhere'>x</a>"),
        ("/old", 308, "Location: /uk/a\r\n", ""),
        ("/loop", 302, "Location: /loop\r\n", ""),
        ("/fails", 500, HTML, "no"),
        ("/p.png", 200, "Content-Type: image/png\r\n", ""),
        ("/robots.txt", 200, "Content-Type: text/plain\r\n", "User-agent: *\n"),
        ("/sitemap.xml", 200, "Content-Type: application/xml\r\n", "<urlset><url><loc>/uk/</loc></url></urlset>"),
    ]);
    let site = WebSite::open(&address, 4).unwrap();
    let report = verify(&site, OPTIONS, &|_, _| {}).unwrap();
    let found: Vec<String> = report.findings.iter().map(ToString::to_string).collect();
    assert_eq!(found.len(), 5, "{found:?}");
    for (part, count) in [
        ("/sitemap.xml:1: bad-sitemap: `loc` is not a whole address", 1),
        ("/uk/:1: redirect-loop: /loop: ", 1),
        ("/uk/:1: server-error: /fails: the server fails (500)", 1),
        ("/uk/a:1: broken-link: /uk/gone: nothing lies there (404)", 1),
        ("/uk/a:1: missing-anchor: /uk/#nowhere: ", 1),
    ] {
        assert_eq!(found.iter().filter(|one| one.starts_with(part)).count(), count, "{part}: {found:?}");
    }
}

#[test]
fn a_walk_stops_at_its_limit_and_a_silent_server_is_an_error() {
    let address =
        served(&[("/", 200, HTML, "<a href=/1>1</a><a href=/2>2</a><a href=/3>3</a>"), ("/1", 200, HTML, "x")]);
    let site = WebSite::open(&address, 1).unwrap();
    let report = verify(&site, VerifyOptions { limit: 4, is_external: false }, &|_, _| {}).unwrap();
    assert_eq!(report.unvisited, 2);
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    assert!(WebSite::open(&format!("http://{closed}/"), 1).is_err());
    assert!(WebSite::open("ftp://example.org/", 1).is_err());
    assert!(FolderSite::open(Path::new("/nowhere/at/all"), None).is_err());
}

#[test]
fn links_to_other_sites_are_checked_only_on_request() {
    let other = served(&[("/there", 200, HTML, ""), ("/moved", 301, "Location: /there\r\n", "")]);
    let page = format!("<a href='{other}/there'>1</a><a href='{other}/moved'>2</a><a href='{other}/gone'>3</a>");
    let folder = folder(&[("index.html", &page)]);
    assert_eq!(verified(folder.path()).findings, []);
    let site = FolderSite::open(folder.path(), Some("https://example.org")).unwrap();
    let report = verify(&site, VerifyOptions { is_external: true, ..OPTIONS }, &|_, _| {}).unwrap();
    let found: Vec<String> = report.findings.iter().map(ToString::to_string).collect();
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("broken-external") && found[0].contains("/gone"), "{found:?}");
}
