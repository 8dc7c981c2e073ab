//! Exports of WordPress, written here, imported, and requested at their old addresses.

use std::{fs, path::Path};

use litopys::import::{ImportError, ImportOptions, ImportSummary, Reader, Report, import, wordpress::WordPress};
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

pub(crate) fn run(reader: &mut dyn Reader, into: &Path, report: &mut Report) -> Result<ImportSummary, ImportError> {
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
pub(crate) fn leads(site: &Served, address: &str) -> String {
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
fn a_post_that_only_says_lorem_ipsum_keeps_its_addresses() {
    let set = format!(
        "<wp:term><wp:term_id>5</wp:term_id><wp:term_taxonomy>post_translations</wp:term_taxonomy><wp:term_slug>pll_1</wp:term_slug>\
         <wp:term_name><![CDATA[pll_1]]></wp:term_name><wp:term_description><![CDATA[{POLYLANG}]]></wp:term_description></wp:term>"
    );
    let filler = "Lorem ipsum dolor sit amet, consectetur adipiscing elit.";
    let made = imported(&format!(
        "{set}{}{}",
        item(10, "Дніпро", "/2019/05/dnipro/", "Текст про річку.", &polylang("uk")),
        item(11, "The Dnipro", "/en/2019/05/the-dnipro/", filler, &polylang("en")),
    ));
    let site = made.served();
    for old in ["/en/2019/05/the-dnipro/", "/en/2019/05/the-dnipro/feed/", "/en/2019/the-dnipro", "/?p=11"] {
        assert_eq!(leads(&site, old).rsplit('/').next(), Some("dnipro"), "{old}");
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

/// A category or a tag.
fn term(kind: &str, id: u32, slug: &str, parent: &str) -> String {
    match kind {
        "category" => format!(
            "<wp:category><wp:term_id>{id}</wp:term_id><wp:category_nicename>{slug}</wp:category_nicename>\
             <wp:category_parent>{parent}</wp:category_parent><wp:cat_name><![CDATA[{slug}]]></wp:cat_name></wp:category>"
        ),
        _ => format!(
            "<wp:tag><wp:term_id>{id}</wp:term_id><wp:tag_slug>{slug}</wp:tag_slug><wp:tag_name><![CDATA[{slug}]]></wp:tag_name></wp:tag>"
        ),
    }
}

fn has(kind: &str, slug: &str) -> String {
    format!("<category domain=\"{kind}\" nicename=\"{slug}\"><![CDATA[{slug}]]></category>")
}

/// Asks for all addresses; each must lead to its page.
#[track_caller]
pub(crate) fn assert_leads(site: &Served, addresses: &[(&str, &str)]) {
    let wrong: Vec<_> = addresses
        .iter()
        .map(|(old, new)| {
            (old, new, std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| leads(site, old))).unwrap_or_default())
        })
        .filter(|(_, new, found)| *new != found)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn lists_feeds_and_forms_of_posts_lead_on_in_every_language() {
    let first = has("category", "%d1%80%d1%96%d1%87%d0%ba%d0%b8") + &has("post_tag", "voda") + &has("topic", "boats");
    let comments = "<wp:comment><wp:comment_id>1</wp:comment_id></wp:comment>".repeat(60);
    let more =
        polylang("uk") + &first + &comments + &meta("_wp_old_slug", "rika") + &meta("_wp_old_date", "2019-04-30");
    let made = imported(&format!(
        "{}{}{}{}{}",
        term("category", 2, "nature", ""),
        term("category", 3, "%d1%80%d1%96%d1%87%d0%ba%d0%b8", "nature"),
        term("tag", 4, "voda", ""),
        item(10, "Дніпро", "/2019/05/01/dnipro/", "Текст.<!--nextpage-->Ще.<!--nextpage-->І ще.", &more),
        item(11, "The Dnipro", "/en/2019/05/01/the-dnipro/", "Text about a river.", &polylang("en")),
    ));
    let site = made.served();
    let (uk, en) = ("/uk/2019/dnipro", "/en/2019/the-dnipro");
    let of_posts = ["feed/", "embed/", "trackback/", "amp/", "2/", "3/", "comment-page-1/", "?amp=1", "?replytocom=5"];
    for part in of_posts {
        assert_eq!(leads(&site, &format!("/2019/05/01/dnipro/{part}")).split('?').next(), Some(uk), "{part}");
    }
    assert_leads(
        &site,
        &[
            ("/2019/05/01/rika/", uk),
            ("/2019/04/30/dnipro/", uk),
            ("/?p=11&preview=true", uk),
            ("/en/?p=11", en),
            ("/en/2019/05/01/the-dnipro/feed/", en),
            ("/category/nature/%D1%80%D1%96%D1%87%D0%BA%D0%B8/", "/uk/section/richky"),
            ("/category/%d1%80%d1%96%d1%87%d0%ba%d0%b8/feed/", "/uk/section/richky/feed.atom"),
            ("/?cat=3", "/uk/section/richky"),
            ("/?cat=3&paged=2", "/uk/section/richky"),
            ("/?category_name=%D1%80%D1%96%D1%87%D0%BA%D0%B8", "/uk/section/richky"),
            ("/category/nature/", "/uk/"),
            ("/tag/voda/", "/uk/tag/voda"),
            ("/?tag=voda", "/uk/tag/voda"),
            ("/topic/boats/", "/uk/tag/boats"),
            ("/?topic=boats", "/uk/tag/boats"),
            ("/author/olena/", "/uk/author/olena"),
            ("/en/author/olena/feed/", "/en/author/olena/feed.atom"),
            ("/?author=1", "/uk/author/olena"),
            ("/?author_name=olena", "/uk/author/olena"),
            ("/2019/05/01/", "/uk/2019/05/"),
            ("/2019/05/feed/", "/feed.atom"),
            ("/en/2019/05/01/", "/en/2019/05/"),
            ("/?m=201905", "/uk/2019/05/"),
            ("/?year=2019&monthnum=5&day=1", "/uk/2019/05/"),
            ("/page/7/", "/uk/"),
            ("/en/page/2/", "/en/"),
            ("/comments/feed/", "/feed.atom"),
            ("/en/feed/atom/", "/en/feed.atom"),
            ("/?feed=rss2&lang=en", "/en/feed.atom"),
            ("/?feed=comments-rss2", "/feed.atom"),
            ("/wp-rss2.php", "/feed.atom"),
            ("/?lang=en", "/en/"),
            ("/en/search/voda/", "/en/search"),
            ("/wp-sitemap.xml", "/sitemap.xml"),
            ("/index.php", "/uk/"),
        ],
    );
}

#[test]
fn a_category_with_the_name_of_a_folder_of_files_keeps_its_addresses() {
    let post = item(10, "Дніпро", "/media/dnipro/", "Текст про річку.", &has("category", "media"));
    let page = item(11, "Share", "/share/", "Про нас.", "").replace("<wp:post_type>post<", "<wp:post_type>page<");
    let site = imported(&(term("category", 2, "media", "") + &post + &page)).served();
    for old in ["/media/dnipro/", "/media/dnipro", "/media/dnipro/feed/", "/share/", "/share"] {
        leads(&site, old);
    }
    assert_eq!(leads(&site, "/media/"), "/uk/section/media");
    assert_eq!(site.get("/media/nothing/").status, 404);
}

#[test]
fn addresses_are_found_however_the_old_site_wrote_them() {
    let rivers = term("category", 2, "nature", "") + &term("category", 3, "rivers", "nature");
    for (link, addresses) in [
        (
            "/archives/10",
            vec!["/archives/category/rivers/", "/archives/date/2019/05/01/", "/archives/author/olena/feed/"],
        ),
        (
            "/nature/rivers/dnipro/",
            vec!["/nature/rivers/", "/category/nature/rivers/", "/2019/05/01/", "/nature/rivers/feed/"],
        ),
        ("/olena/dnipro/", vec!["/olena/dnipro/feed/", "/author/olena/"]),
        ("/blog/2019/05/dnipro/", vec!["/blog/category/rivers/", "/blog/2019/05/", "/blog/2019/05/01/feed/"]),
        (
            "/index.php/2019/05/01/dnipro/",
            vec!["/index.php/category/rivers/", "/index.php/feed/", "/index.php/page/2/"],
        ),
        ("/dnipro-10.html", vec!["/date/2019/05/01/", "/category/rivers/"]),
        ("/?p=10", vec!["/index.php?p=10", "/?cat=3", "/?author=1", "/?m=20190501", "/?p=10&page=2"]),
    ] {
        let slug = "</wp:post_name>";
        let post = item(10, "Дніпро", link, "Текст про річку.", &has("category", "rivers"));
        let end = post.find(slug).unwrap();
        let start = post[..end].rfind('>').unwrap() + 1;
        let post = format!("{}dnipro{}", &post[..start], &post[end..]);
        let made = imported(&(rivers.clone() + &post));
        let site = made.served();
        assert_eq!(leads(&site, link), "/uk/2019/dnipro");
        for address in addresses {
            let found = leads(&site, address);
            let expected = match address {
                _ if address.contains("feed") && !address.contains("dnipro") => "feed.atom",
                _ if address.contains("rivers") || address.contains("cat=") => "/uk/section/rivers",
                _ if address.contains("author") => "/uk/author/olena",
                _ if address.contains("date") || address.contains("m=") || address.contains("/2019/") => "/uk/2019/05/",
                "/index.php/page/2/" => "/uk/",
                _ => "/uk/2019/dnipro",
            };
            assert!(found.ends_with(expected), "{link}: {address} leads to {found}, not {expected}");
        }
    }
}

#[test]
fn languages_of_other_codes_and_hosts_keep_their_addresses() {
    let made = imported(&format!(
        "{}{}",
        item(10, "[:ua]Дніпро[:en]The Dnipro[:]", "/dnipro/", "[:ua]Текст про річку.[:en]Text about a river.[:]", ""),
        item(11, "[:en]Desna[:ru]Десна[:]", "/desna/", "[:en]Text about the Desna.[:ru]Текст о Десне.[:]", ""),
    ));
    let site = made.served();
    assert_leads(
        &site,
        &[
            ("/ua/dnipro/", "/uk/2019/dnipro"),
            ("/en/dnipro/feed/", "/en/2019/dnipro"),
            ("/ua/", "/uk/"),
            ("/?lang=ua", "/uk/"),
            ("/ru/feed/", "/ru/feed.atom"),
            // Without a text in Ukrainian, the old site showed another.
            ("/ru/desna/", "/ru/2019/desna"),
        ],
    );
    // A reader who asks for Ukrainian alone gets the page with the languages that there are.
    for address in ["/desna/", "/ua/desna/"] {
        let location = site.get(address).header("location").to_owned();
        assert!(location.ends_with("/2019/desna"), "{address}: {location}");
    }
    let on_host = item(13, "The Desna", "/desna/", "Text about the Desna.", &polylang("en"))
        .replace("https://museum.example/", "https://en.museum.example/");
    let made = imported(&(item(12, "Дніпро", "/dnipro/", "Текст про річку.", &polylang("uk")) + &on_host));
    assert_eq!(leads(&made.served(), "/desna/"), "/en/2019/desna");
    let plain = item(15, "The Sula", "/?p=15&amp;lang=en", "Text about the Sula.", &polylang("en"));
    let made = imported(&(item(14, "Сула", "/?p=14", "Текст про річку.", &polylang("uk")) + &plain));
    let site = made.served();
    assert!(leads(&site, "/?p=15&lang=en&page=2").starts_with("/en/2019/"));
    assert!(leads(&site, "/?p=14").starts_with("/uk/2019/"));
    let bare = on_host.replace("category domain", "x domain");
    let made = imported(&(item(12, "Дніпро", "/dnipro/", "Текст про річку.", "") + &bare));
    assert_eq!(leads(&made.served(), "/desna/"), "/en/2019/desna");
}

#[test]
fn a_post_keeps_the_day_of_its_address() {
    let made = imported(
        &item(1, "Північ", "/2019/05/01/pivnich/", "Текст.", "")
            .replace("<wp:post_date>2019-05-01 10:00:00", "<wp:post_date>2019-05-01 00:30:00")
            .replace("2019-05-01 07:00:00", "2019-04-30 23:30:00"),
    );
    assert!(made.texts().contains("published = 2019-05-01\n"), "{}", made.texts());
    assert_eq!(leads(&made.served(), "/2019/05/01/"), "/uk/2019/05/");
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

pub(crate) const GIF: &[u8] = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;";

fn attachment(id: u32, path: &str, caption: &str) -> String {
    format!(
        "<item><title>{path}</title><link>https://museum.example/{id}-page/</link><content:encoded></content:encoded>\
         <excerpt:encoded><![CDATA[{caption}]]></excerpt:encoded><wp:post_id>{id}</wp:post_id><wp:status>inherit</wp:status>\
         <wp:post_type>attachment</wp:post_type><wp:attachment_url>https://museum.example/wp-content/uploads/{path}</wp:attachment_url>{}{}</item>",
        meta("_wp_attached_file", path)
            + &meta(
                "_wp_attachment_metadata",
                "a:1:{s:5:\"sizes\";a:1:{s:1:\"t\";a:1:{s:4:\"file\";s:17:\"alone-150x150.gif\";}}}"
            ),
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
    let files: [(&str, &[u8]); 8] = [
        ("2019/a.gif", GIF),
        ("2019/a-9x9.gif", GIF),
        ("2019/b.gif", GIF),
        ("2019/plan.pdf", b"%PDF-1.4"),
        ("2019/alone.gif", GIF),
        ("2019/05/by-hand.pdf", b"%PDF-1.4"),
        ("2019/05/backup.sql", b"secret"),
        ("forms/cv.pdf", b"%PDF-1.4"),
    ];
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
        "/wp-content/uploads/2019/a-9x9.gif",
        "/wp-content/uploads/2019/alone.gif",
        "/wp-content/uploads/2019/alone-150x150.gif",
        "/wp-content/uploads/2019/05/by-hand.pdf",
        "/?attachment_id=5",
        "/5-page/",
    ] {
        leads(&site, address);
    }
    for address in ["2019/05/backup.sql", "forms/cv.pdf"] {
        assert_eq!(site.get(&format!("/wp-content/uploads/{address}")).status, 404, "{address}");
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
