//! Exports of WordPress and folders of HTML, written here, imported, and requested at their old addresses.

use std::{fs, path::Path};

use litopys::import::{
    ImportError, ImportOptions, ImportSummary, Outcome, Reader, Report, html_folder::HtmlFolder, import,
    wordpress::WordPress,
};
use tempfile::TempDir;

use crate::harness::{Served, serve};

/// An export of `parts` in Ukrainian.
fn export(parts: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:excerpt=\"https://wordpress.org/export/1.2/excerpt/\" \
         xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:wp=\"https://wordpress.org/export/1.2/\"><channel>\n<title>Музей</title><link>https://museum.example</link>\
         <language>uk</language><wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>https://museum.example</wp:base_site_url>\
         <wp:base_blog_url>https://museum.example</wp:base_blog_url>\
         <wp:author><wp:author_id>1</wp:author_id><wp:author_login>olena</wp:author_login>\
         <wp:author_display_name><![CDATA[Олена Ткач]]></wp:author_display_name></wp:author>\n{parts}\n</channel></rss>\n"
    )
}

/// An item; `more` is XML.
fn item(id: u32, title: &str, link: &str, content: &str, more: &str) -> String {
    let slug = link.split('?').next().unwrap().trim_end_matches('/').rsplit('/').next().unwrap();
    let kind = if more.contains("<wp:post_type>") { "" } else { "<wp:post_type>post</wp:post_type>" };
    let status = if more.contains("<wp:status>") { "" } else { "<wp:status>publish</wp:status>" };
    format!(
        "<item><title><![CDATA[{title}]]></title><link>https://museum.example{link}</link><dc:creator>olena</dc:creator>\
         <content:encoded><![CDATA[{content}]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded>\
         <wp:post_id>{id}</wp:post_id><wp:post_date>2019-05-01 10:00:00</wp:post_date>\
         <wp:post_date_gmt>2019-05-01 07:00:00</wp:post_date_gmt><wp:post_name>{slug}</wp:post_name>{status}{kind}{more}</item>\n"
    )
}

fn meta(key: &str, value: &str) -> String {
    format!(
        "<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
    )
}

struct Imported {
    folder: TempDir,
    report: Report,
    summary: ImportSummary,
}

impl Imported {
    fn archive(&self) -> std::path::PathBuf {
        self.folder.path().join("archive")
    }

    fn served(&self) -> Served {
        serve(&self.archive())
    }

    fn has(&self, code: &str) -> bool {
        self.report.entries().iter().any(|entry| entry.code == code)
    }

    /// All texts of the archive, one after the other.
    fn texts(&self) -> String {
        let mut all = String::new();
        collect(&self.archive(), &mut all);
        all
    }
}

fn collect(folder: &Path, all: &mut String) {
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, all);
        } else if path.extension().is_some_and(|ending| ending == "md" || ending == "toml") {
            all.push_str(&format!("== {}\n{}", path.display(), fs::read_to_string(&path).unwrap()));
        }
    }
}

fn run(reader: &mut dyn Reader, into: &Path, report: &mut Report) -> Result<ImportSummary, ImportError> {
    let options =
        ImportOptions { into: into.to_owned(), source: None, is_dry_run: false, lang: None, addresses: Vec::new() };
    import(reader, &options, report, &mut |_| {})
}

/// Imports an export, with `files` among its uploads.
fn imported_bytes(export: &[u8], files: &[(&str, &[u8])]) -> Imported {
    let folder = TempDir::new().unwrap();
    let source = folder.path().join("export.xml");
    fs::write(&source, export).unwrap();
    let uploads = folder.path().join("uploads");
    fs::create_dir(&uploads).unwrap();
    for (path, bytes) in files {
        let path = uploads.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let mut report = Report::default();
    let mut reader = WordPress::open(&source, Some(&uploads)).unwrap();
    let summary = run(&mut reader, &folder.path().join("archive"), &mut report).unwrap();
    Imported { folder, report, summary }
}

fn imported(parts: &str) -> Imported {
    imported_bytes(export(parts).as_bytes(), &[])
}

/// The path to which an old address redirects.
#[track_caller]
fn leads(site: &Served, address: &str) -> String {
    let mut path = address.to_owned();
    for _ in 0..6 {
        let answer = site.get_with(&path, &[("accept-language", "uk")]);
        if answer.status == 200 {
            return path;
        }
        assert!((300..400).contains(&answer.status), "{address}: {path} is {}", answer.status);
        path = answer.header("location").to_owned();
    }
    panic!("{address} goes round in a circle");
}

const POLYLANG: &str = "a:2:{s:2:\"uk\";i:10;s:2:\"en\";i:11;}";

fn polylang(lang: &str) -> String {
    format!(
        "<category domain=\"language\" nicename=\"{lang}\"><![CDATA[{lang}]]></category>\
         <category domain=\"post_translations\" nicename=\"pll_1\"><![CDATA[pll_1]]></category>"
    )
}

#[test]
fn polylang_s_translations_are_one_article() {
    let set = format!(
        "<wp:term><wp:term_id>5</wp:term_id><wp:term_taxonomy>post_translations</wp:term_taxonomy><wp:term_slug>pll_1</wp:term_slug>\
         <wp:term_name><![CDATA[pll_1]]></wp:term_name><wp:term_description><![CDATA[{POLYLANG}]]></wp:term_description></wp:term>"
    );
    let made = imported(&format!(
        "{set}{}{}",
        item(10, "Дніпро", "/2019/05/dnipro/", "Текст про річку.", &(polylang("uk") + &meta("_wp_old_slug", "rika"))),
        item(11, "The Dnipro", "/en/2019/05/the-dnipro/", "Text about a river.", &polylang("en")),
    ));
    assert_eq!((made.summary.articles, made.summary.versions), (1, 2));
    let site = made.served();
    for (old, new) in [
        ("/2019/05/dnipro/", "/uk/2019/dnipro"),
        ("/2019/05/rika/", "/uk/2019/dnipro"),
        ("/en/2019/05/the-dnipro/", "/en/2019/the-dnipro"),
        ("/?p=10", "/uk/2019/dnipro"),
        ("/?p=11", "/uk/2019/dnipro"),
        ("/2019/05/dnipro/feed/", "/uk/2019/dnipro"),
    ] {
        assert_eq!(leads(&site, old), new, "{old}");
    }
    for old in ["/feed/", "/author/olena/", "/?author=1", "/en/feed/"] {
        leads(&site, old);
    }
}

#[test]
fn wpml_s_translations_are_one_article_with_its_add_on() {
    let of = |lang: &str, source: &str| {
        meta("_wpml_import_language_code", lang)
            + &meta("_wpml_import_translation_group", "7")
            + &meta("_wpml_import_source_language_code", source)
    };
    let made = imported(&format!(
        "{}{}",
        item(10, "Дніпро", "/dnipro/", "Текст про річку.", &of("uk", "")),
        item(11, "The Dnipro", "/en/the-dnipro/", "Text about a river.", &of("en", "uk")),
    ));
    assert_eq!((made.summary.articles, made.summary.versions), (1, 2));
    assert!(made.texts().contains("source = \"uk\""));
}

#[test]
fn wpml_without_its_add_on_leaves_addresses_and_duplicates() {
    let made = imported(&format!(
        "{}{}{}",
        item(10, "Дніпро", "/dnipro/", "Текст про річку.", ""),
        item(11, "Дніпро", "/en/dnipro/", "Text about a river.", &meta("_icl_lang_duplicate_of", "10")),
        item(12, "Inna", "/inna/?lang=en", "Another text.", ""),
    ));
    assert_eq!((made.summary.articles, made.summary.versions), (2, 3));
    let site = made.served();
    assert_eq!(leads(&site, "/en/dnipro/"), "/en/2019/dnipro");
    assert_eq!(leads(&site, "/inna/?lang=en"), "/en/2019/inna");
}

#[test]
fn qtranslate_s_one_text_becomes_its_versions() {
    let tag = "<category domain=\"post_tag\" nicename=\"rivers\"><![CDATA[[:uk]річки[:en]rivers[:]]]></category>";
    let made = imported(&format!(
        "{}{}",
        item(10, "[:uk]Дніпро[:en]The Dnipro[:]", "/dnipro/", "[:uk]Текст про річку.[:en]Text about a river.[:]", tag),
        item(
            11,
            "<!--:uk-->Старе<!--:--><!--:en-->Old<!--:-->",
            "/old/",
            "<!--:uk-->Старий текст.<!--:--><!--:en-->An old text.<!--:-->",
            ""
        ),
    ));
    assert_eq!((made.summary.articles, made.summary.versions), (2, 4));
    let texts = made.texts();
    assert!(texts.contains("uk = \"річки\"") && texts.contains("en = \"rivers\""), "{texts}");
    assert!(!texts.contains("[:") && !texts.contains("<!--:"));
    let site = made.served();
    assert_eq!(leads(&site, "/en/dnipro/"), "/en/2019/dnipro");
    assert_eq!(leads(&site, "/dnipro/?lang=en"), "/en/2019/dnipro");
    assert_eq!(leads(&site, "/dnipro/"), "/uk/2019/dnipro");
}

#[test]
fn unpublished_posts_stay_hidden() {
    let status = |status: &str| format!("<wp:status>{status}</wp:status>");
    let made = imported(&format!(
        "{}{}{}{}{}",
        item(1, "Чернетка", "/?p=1", "Таємниця перша.", &status("draft")),
        item(2, "Приватне", "/private/", "Таємниця друга.", &status("private")),
        item(3, "Пароль", "/password/", "Таємниця третя.", "<wp:post_password>x</wp:post_password>"),
        item(4, "Очікує", "/?p=4", "Таємниця четверта.", &status("pending")),
        item(5, "Кошик", "/?p=5", "Таємниця п’ята.", &status("trash")),
    ));
    let site = made.served();
    for address in ["/uk/", "/?p=1", "/private/", "/password/", "/?p=4", "/uk/feed.atom"] {
        assert!(!site.get(address).text().contains("Таємниця"), "{address}");
    }
    assert!(made.texts().contains("Таємниця друга") && !made.texts().contains("п’ята"));
}

#[test]
fn an_export_that_was_cut_keeps_what_came_before() {
    let whole = export(&format!(
        "{}{}",
        item(1, "Перше", "/first/", "Перший текст.", ""),
        item(2, "Друге", "/second/", "Другий текст, який обірвано.", "")
    ));
    let cut = whole.find("обірвано").unwrap();
    let made = imported_bytes(&whole.as_bytes()[..cut], &[]);
    assert_eq!(made.summary.articles, 1);
    assert!(made.has("cut-off") || made.has("broken-xml"), "{:?}", made.report.entries());
    assert!(made.texts().contains("Перший текст"));
}

#[test]
fn windows_1251_and_entities_are_read() {
    let text = export(&item(
        1,
        "Їжак &#1111; &amp; Ґава",
        "/hedgehog/",
        "<p>Їжак &laquo;жив&raquo; у&nbsp;лісі, де росли ґедзі.</p>",
        "",
    ));
    let text = text
        .replace("encoding=\"UTF-8\"", "encoding=\"windows-1251\"")
        .replace("<![CDATA[Їжак &#1111; &amp; Ґава]]>", "Їжак &#1111; &amp; Ґава");
    let bytes = encoding_rs(&text);
    let made = imported_bytes(&bytes, &[]);
    let texts = made.texts();
    assert!(texts.contains("Їжак ї & Ґава") && texts.contains("«жив» у лісі, де росли ґедзі"), "{texts}");
    assert!(made.has("other-encoding"));
}

/// Text in Windows-1251.
fn encoding_rs(text: &str) -> Vec<u8> {
    let letter = |c: char| match c {
        'А'..='я' => u8::try_from(u32::from(c) - u32::from('А') + 0xC0).unwrap(),
        'Ї' => 0xAF,
        'ї' => 0xBF,
        'І' => 0xB2,
        'і' => 0xB3,
        'Ґ' => 0xA5,
        'ґ' => 0xB4,
        'Є' => 0xAA,
        'є' => 0xBA,
        c => u8::try_from(u32::from(c)).unwrap(),
    };
    text.chars().map(letter).collect()
}

const GIF: &[u8] = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;";

fn attachment(id: u32, path: &str, caption: &str) -> String {
    format!(
        "<item><title>{path}</title><link>https://museum.example/{id}-page/</link><content:encoded></content:encoded>\
         <excerpt:encoded><![CDATA[{caption}]]></excerpt:encoded><wp:post_id>{id}</wp:post_id><wp:status>inherit</wp:status>\
         <wp:post_type>attachment</wp:post_type><wp:attachment_url>https://museum.example/wp-content/uploads/{path}</wp:attachment_url>{}{}</item>",
        meta("_wp_attached_file", path),
        meta("_wp_attachment_image_alt", "Опис")
    )
}

#[test]
fn pictures_have_their_texts_and_addresses() {
    let content = "[caption id=\"attachment_5\" width=\"300\"]<a href=\"https://museum.example/wp-content/uploads/2019/a.gif\">\
                   <img class=\"size-medium wp-image-5\" src=\"https://museum.example/wp-content/uploads/2019/a-300x200.gif\" alt=\"Човен\" /></a> На Дніпрі[/caption]\n\n\
                   Слова.\n\n[gallery ids=\"6,7\"]\n\n<a href=\"/wp-content/uploads/2019/plan.pdf\">План</a>\n\n[unknown_code a=\"b\"]";
    let parts = format!(
        "{}{}{}{}{}",
        attachment(5, "2019/a.gif", ""),
        attachment(6, "2019/b.gif", "Другий"),
        attachment(7, "2019/../../etc/passwd", ""),
        attachment(8, "2019/alone.gif", ""),
        item(1, "Човни", "/boats/", content, &meta("_thumbnail_id", "6"))
    );
    let files: [(&str, &[u8]); 4] =
        [("2019/a.gif", GIF), ("2019/b.gif", GIF), ("2019/plan.pdf", b"%PDF-1.4"), ("2019/alone.gif", GIF)];
    let made = imported_bytes(export(&parts).as_bytes(), &files);
    let texts = made.texts();
    assert!(texts.contains("alt = \"Човен\"") && texts.contains("caption = \"На Дніпрі\""), "{texts}");
    assert!(texts.contains("caption = \"Другий\"") && texts.contains("[План]"), "{texts}");
    assert!(
        made.has("unknown-shortcode") && texts.contains("unknown\\_code") || texts.contains("unknown_code"),
        "{texts}"
    );
    let site = made.served();
    for address in [
        "/wp-content/uploads/2019/a.gif",
        "/wp-content/uploads/2019/a-300x200.gif",
        "/wp-content/uploads/2019/plan.pdf",
        "/wp-content/uploads/2019/alone.gif",
        "/?attachment_id=5",
        "/5-page/",
    ] {
        leads(&site, address);
    }
}

#[test]
fn a_second_run_only_adds_what_is_new() {
    let first = item(1, "Перше", "/first/", "Перший текст.", "");
    let made = imported(&first);
    let before = made.texts();
    let again = || {
        let mut reader = WordPress::open(&made.folder.path().join("export.xml"), None).unwrap();
        run(&mut reader, &made.archive(), &mut Report::default()).unwrap()
    };
    let second = again();
    assert_eq!((second.new, second.updated), (0, 0), "{second:?}");
    assert_eq!(made.texts(), before);
    fs::write(
        made.folder.path().join("export.xml"),
        export(&format!("{first}{}", item(2, "Друге", "/second/", "Другий текст.", ""))),
    )
    .unwrap();
    assert!(again().new > 0);
    assert!(made.texts().starts_with(before.split("== ").next().unwrap()) && made.texts().contains("Другий текст"));
}

#[test]
fn an_export_that_attacks_stays_harmless() {
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;\"><!ENTITY c SYSTEM \"file:///etc/passwd\">]>";
    let content = "<script>alert(1)</script><p onclick='x()'>Слова &b; лишаються</p><a href='javascript:x()'>посилання</a><iframe src='javascript:x()'></iframe>";
    let whole = export(&item(1, "Напад &c; ../../x", "/../../../etc/cron.d/x/", content, ""))
        .replace("<rss", &format!("{bomb}<rss"));
    let made = imported_bytes(whole.as_bytes(), &[]);
    let texts = made.texts();
    assert!(!texts.contains("root:") && !texts.contains("aaaaaaaaaa") && !texts.contains("javascript:"), "{texts}");
    assert!(texts.contains("посилання") && made.has("script") && made.has("event-handler") && made.has("unsafe-link"));
    let outside: Vec<_> = fs::read_dir(made.folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(outside.len(), 3, "{outside:?}");
}

#[test]
fn several_exports_are_one_site() {
    let folder = TempDir::new().unwrap();
    let first =
        item(1, "Перше", "/first/", "Перший текст, див. <a href=\"https://museum.example/second/\">друге</a>.", "");
    fs::write(folder.path().join("1.xml"), export(&first)).unwrap();
    fs::write(folder.path().join("2.xml"), export(&(first + &item(2, "Друге", "/second/", "Другий текст.", ""))))
        .unwrap();
    let mut reader = WordPress::open(folder.path(), None).unwrap();
    let into = TempDir::new().unwrap();
    let summary = run(&mut reader, &into.path().join("a"), &mut Report::default()).unwrap();
    assert_eq!(summary.articles, 2);
    let text = fs::read_to_string(into.path().join("a/articles/2019/first/uk.md")).unwrap();
    assert!(text.contains("[друге](../second/)"), "{text}");
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
