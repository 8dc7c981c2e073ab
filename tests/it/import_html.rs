//! Folders of HTML pages, written here, imported, and requested at their old addresses.

use std::{fs, path::PathBuf};

use litopys::import::{ImportSummary, Outcome, Report, html_folder::HtmlFolder};
use tempfile::TempDir;

use crate::{
    harness::{Served, serve},
    import_wordpress::{GIF, assert_leads, leads, run},
};

struct Imported {
    folder: TempDir,
    report: Report,
    summary: ImportSummary,
}

impl Imported {
    fn of(files: &[(&str, &[u8])]) -> Imported {
        let folder = TempDir::new().unwrap();
        for (path, bytes) in files {
            let path = folder.path().join("site").join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        let mut report = Report::default();
        let mut reader = HtmlFolder::open(&folder.path().join("site")).unwrap();
        let summary = run(&mut reader, &folder.path().join("archive"), &mut report).unwrap();
        Imported { folder, report, summary }
    }

    fn archive(&self) -> PathBuf {
        self.folder.path().join("archive")
    }

    fn served(&self) -> Served {
        serve(&self.archive())
    }

    fn codes(&self) -> Vec<&str> {
        self.report.entries().iter().map(|entry| entry.code).collect()
    }
}

/// A page with a text.
fn page(head: &str, title: &str, body: &str) -> String {
    format!(
        "<html><head><title>{title}</title>{head}</head><body><h1>{title}</h1><p>{title}: текст, який досить довгий, щоб бути \
         текстом, а не списком посилань на інші сторінки цього музею.</p>{body}</body></html>"
    )
}

#[test]
fn a_folder_of_pages_becomes_an_archive() {
    let source = TempDir::new().unwrap();
    let page = |path: &str, html: &str| {
        let path = source.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, html).unwrap();
    };
    page(
        "istoriia.html",
        "<html lang=uk><head><title>Історія</title><meta name=date content=2019-05-01>\
          <link rel=alternate hreflang=en href=en/history.html></head><body><nav><a href=index.html>Головна</a></nav><main><h1>Історія музею</h1>\
          <p>Довгий текст про історію музею, <a href='en/history.html#a'>англійською</a>.</p><img src=img/a.gif alt=Човен></main></body></html>",
    );
    page(
        "en/history.html",
        "<html lang=en><head><title>History</title><meta name=date content=2019-05-01></head>\
          <body><main><h1>History of the museum</h1><p>A long text about the museum and its history.</p></main></body></html>",
    );
    fs::create_dir_all(source.path().join("img")).unwrap();
    fs::write(source.path().join("img/a.gif"), GIF).unwrap();
    let into = TempDir::new().unwrap();
    let mut report = Report::default();
    let mut reader = HtmlFolder::open(source.path()).unwrap();
    let summary = run(&mut reader, &into.path().join("a"), &mut report).unwrap();
    assert_eq!((summary.articles, summary.versions), (1, 2), "{:?}", report.entries());
    let site = serve(&into.path().join("a"));
    for (old, new) in [
        ("/istoriia.html", "/uk/2019/istoriia"),
        ("/istoriia", "/uk/2019/istoriia"),
        ("/en/history.html", "/en/2019/history"),
    ] {
        assert_eq!(leads(&site, old), new);
    }
    leads(&site, "/img/a.gif");
    assert!(site.get("/uk/2019/istoriia").text().contains("alt=\"Човен\""));
    assert!(
        report.entries().iter().all(|entry| entry.outcome != Outcome::Lost || entry.code == "navigation"),
        "{:?}",
        report.entries()
    );
}

#[test]
fn frames_lead_to_the_page_that_they_show() {
    let made = Imported::of(&[
        (
            "index.htm",
            b"<html><head><title>x</title></head><frameset cols='20%,*'><frame src=menu.htm name=menu><frame src=main/text.htm name=main>\
              <noframes>Get a browser with frames</noframes></frameset></html>",
        ),
        ("menu.htm", "<html><body><a href=main/text.htm target=main>Про музей</a> <a href=news.htm>Новини музею</a></body></html>".as_bytes()),
        ("main/text.htm", page("", "Про музей", "<iframe src='../news.htm'></iframe>").as_bytes()),
        ("news.htm", page("", "Новини", "").as_bytes()),
        ("circle.htm", b"<frameset><frame src=circle2.htm></frameset>"),
        ("circle2.htm", b"<frameset><frame src=circle.htm></frameset>"),
    ]);
    assert_eq!(made.summary.articles, 2, "{:?}", made.report.entries());
    let site = made.served();
    assert_leads(
        &site,
        &[
            ("/index.htm", "/en/"),
            ("/main/text.htm", "/en/text"),
            ("/menu.htm", "/en/"),
            ("/circle.htm", "/en/"),
            ("/news.htm", "/en/news"),
        ],
    );
    assert!(made.codes().contains(&"circle"), "{:?}", made.codes());
    assert!(site.get("/en/text").text().contains("/en/news"));
}

#[test]
fn pages_saved_with_queries_in_their_names_answer_at_their_addresses() {
    let first = page(
        "",
        "Перша",
        "<a href='index.php?id=18&amp;lang=uk'>друга</a> <a href='index.php%3Fid=19&lang=uk'>третя</a>",
    );
    let made = Imported::of(&[
        ("index.php?id=17&lang=uk", first.as_bytes()),
        ("index.php?id=17&lang=en", page("", "First", "").as_bytes()),
        ("index.php@id=18&lang=uk.html", page("", "Друга", "").as_bytes()),
        ("index.php%3Fid=19&lang=uk", page("", "Третя", "").as_bytes()),
        (
            "news/index4f3a.html",
            page(
                "<!-- Mirrored from museum.example/news/show.php?n=5 by HTTrack Website Copier/3.x [XR], x -->",
                "Новина",
                "",
            )
            .as_bytes(),
        ),
        ("about", page("", "Про нас", "").as_bytes()),
        ("Default.asp", page("", "Головна", "").as_bytes()),
        ("counter.php", b"<?php echo '<html>'; ?>"),
    ]);
    assert_eq!((made.summary.articles, made.summary.versions), (6, 7), "{:?}", made.report.entries());
    let site = made.served();
    for (old, lang, words) in [
        ("/index.php?id=17&lang=uk", "uk", "Перша: текст"),
        ("/index.php?lang=en&id=17", "en", "First: текст"),
        ("/?id=17&lang=uk", "uk", "Перша: текст"),
        ("/index.php?id=18&lang=uk", "uk", "Друга: текст"),
        ("/index.php@id=18&lang=uk.html", "uk", "Друга: текст"),
        ("/index.php?id=19&lang=uk", "uk", "Третя: текст"),
        ("/news/index4f3a.html", "uk", "Новина: текст"),
        ("/news/show.php?n=5", "uk", "Новина: текст"),
        ("/about/", "uk", "Про нас: текст"),
        ("/Default.asp", "uk", "Головна: текст"),
    ] {
        let new = leads(&site, old);
        assert!(new.starts_with(&format!("/{lang}/")), "{old} leads to {new}");
        assert!(site.get(&new).text().contains(words), "{old} leads to {new}");
    }
    let link = |old: &str| format!("href=\"{}\"", leads(&site, old));
    let page = site.get(&leads(&site, "/?id=17&lang=uk"));
    let text = page.text();
    for old in ["/index.php?id=18&lang=uk", "/index.php?id=19&lang=uk"] {
        assert!(text.contains(&link(old)), "{text}");
    }
}

#[test]
fn pages_that_lead_on_and_files_of_redirects_keep_their_addresses() {
    let made = Imported::of(&[
        ("a.html", page("", "Перша", "").as_bytes()),
        ("old.html", b"<meta http-equiv=refresh content='0; url=older.html'>"),
        ("older.html", b"<script>location.replace('a.html')</script>"),
        ("away.html", b"<meta http-equiv=refresh content='0; url=https://other.example/'>"),
        ("unsafe.html", page("<meta http-equiv=refresh content='0; url=javascript:x()'>", "Сценарій", "").as_bytes()),
        ("empty.html", b"<title>Empty</title>"),
        ("self.html", page("<meta http-equiv=refresh content='5; url=self.html'>", "Сама", "").as_bytes()),
        ("ring1.html", b"<meta http-equiv=refresh content='0; url=ring2.html'>"),
        ("ring2.html", b"<meta http-equiv=refresh content='0; url=ring1.html'>"),
        ("print.html", page("<link rel=canonical href=http://museum.example/a.html>", "Перша", "").as_bytes()),
        ("docs/b.html", page("", "Документ", "").as_bytes()),
        ("docs/plan.pdf", b"%PDF-1.4"),
        (".htaccess", "Redirect 301 /gone.html /a.html\nRewriteCond %{QUERY_STRING} ^id=7$\nRewriteRule ^show\\.php$ /docs/b.html? [R=301]\nRewriteRule ^(.*)$ app.php\n".as_bytes()),
        ("docs/.htaccess", b"RewriteRule ^c$ b.html [R]\n"),
        ("_redirects", b"/papers/* /docs/:splat 301\n/x id=1 /a.html\n"),
    ]);
    let site = made.served();
    for (old, new) in [
        ("/old.html", "/en/a"),
        ("/older", "/en/a"),
        ("/self.html", "/en/self"),
        ("/unsafe.html", "/en/unsafe"),
        ("/empty.html", "/en/empty"),
        ("/print.html", "/en/a"),
        ("/gone.html", "/en/a"),
        ("/show.php?id=7", "/en/b"),
        ("/docs/c", "/en/b"),
        ("/papers/b.html", "/en/b"),
        ("/x?id=1", "/en/a"),
        ("/ring1.html", "/en/"),
    ] {
        assert_eq!(leads(&site, old), new, "{old}");
    }
    for file in ["/docs/plan.pdf", "/papers/plan.pdf"] {
        leads(&site, file);
    }
    assert_eq!(site.get("/away.html").header("location"), "https://other.example/");
    let rules: Vec<_> = made.report.entries().iter().filter(|entry| entry.code == "redirect-rule").collect();
    assert!(rules.len() == 1 && rules[0].place.line == Some(4), "{rules:?}");
}

#[test]
fn languages_are_found_in_paths_where_templates_name_one() {
    let head = "<base href='http://museum.example/'>";
    let made = Imported::of(&[
        (
            "ukr/pro.html",
            page("", "Про музей", "<a href='../docs/a_eng.html'>a</a>").replace("<html>", "<html lang=en>").as_bytes(),
        ),
        ("eng/pro.html", page("", "About the museum", "").replace("<html>", "<html lang=en>").as_bytes()),
        ("docs/a.html", page(head, "Документ", "<a href='ukr/pro.html'>про</a>").as_bytes()),
        ("docs/a_eng.html", page("", "A document", "").as_bytes()),
        ("made-in.html", page("", "Зроблено", "").as_bytes()),
    ]);
    assert_eq!((made.summary.articles, made.summary.versions), (3, 5), "{:?}", made.report.entries());
    let site = made.served();
    assert_leads(&site, &[("/ukr/pro.html", "/uk/pro"), ("/eng/pro.html", "/en/pro"), ("/docs/a_eng.html", "/en/a")]);
    let page = site.get("/uk/a");
    let link = page.text();
    assert!(link.contains("href=\"/uk/pro\""), "{link}");
}

/// The bytes of a text in an encoding of one byte a letter, by the letters at 0xC0 and beyond.
fn encoded(text: &str, upper: u8, lower: u8, second: u8) -> Vec<u8> {
    let letter = |c: char| {
        let code = u32::from(c);
        match c {
            'А'..='Я' => upper + u8::try_from(code - 0x410).unwrap(),
            'а'..='п' => lower + u8::try_from(code - 0x430).unwrap(),
            'р'..='я' => second + u8::try_from(code - 0x440).unwrap(),
            _ => u8::try_from(code).unwrap(),
        }
    };
    text.chars().map(letter).collect()
}

#[test]
fn pages_are_read_in_their_encoding_when_they_declare_another() {
    let text = "Привет из старого музея. Здесь лежит довольно длинный текст, который читали давно";
    let html = |charset: &str| format!("<html><head><title>a</title>{charset}</head><body><p>{text}</p></body></html>");
    let wrong = |name: &str| html(&format!("<meta http-equiv=Content-Type content='text/html; charset={name}'>"));
    let windows = |html: &str| encoded(html, 0xC0, 0xE0, 0xF0);
    let dos = |html: &str| encoded(html, 0x80, 0xA0, 0xE0);
    let utf16: Vec<u8> = html("").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let pages: [(&str, Vec<u8>); 8] = [
        ("declared.html", windows(&wrong("windows-1251"))),
        ("silent.html", windows(&html(""))),
        ("latin.html", windows(&wrong("iso-8859-1"))),
        ("utf.html", windows(&wrong("utf-8"))),
        ("dos.html", dos(&html(""))),
        ("dos1251.html", dos(&wrong("windows-1251"))),
        ("utf16.html", utf16),
        ("utf16declared.html", html("<meta charset=utf-16>").into_bytes()),
    ];
    let files: Vec<(&str, &[u8])> = pages.iter().map(|(path, bytes)| (*path, bytes.as_slice())).collect();
    let made = Imported::of(&files);
    let site = made.served();
    for (path, _) in &pages {
        let new = leads(&site, &format!("/{path}"));
        assert!(site.get(&new).text().contains(text), "{path}");
    }
}
