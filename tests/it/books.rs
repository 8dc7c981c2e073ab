//! Books: EPUB that is complete in itself, with the contents of the pages and nothing that readers cannot see.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read},
};

use litopys::export::{BookError, BookReport, BookSubject, write_book};
use roxmltree::Document;

use crate::{authoring::run_in, harness::Served, leaving::museum};

/// A book with its files by name.
pub(crate) fn book(
    site: &Served,
    subject: &str,
    langs: &[&str],
) -> Result<(BookReport, BTreeMap<String, Vec<u8>>), BookError> {
    let langs: Vec<_> = langs.iter().map(|lang| lang.parse().unwrap()).collect();
    let mut out = Cursor::new(Vec::new());
    let subject: BookSubject = subject.parse().unwrap();
    let report = write_book(&site.app, &subject, &langs, &mut out, &|_, _| ())?;
    let bytes = out.into_inner();
    assert_eq!(&bytes[30..58], b"mimetypeapplication/epub+zip", "the type comes first and as it is");
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut found = BTreeMap::new();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        found.insert(file.name().to_owned(), bytes);
    }
    assert_is_whole(&found);
    Ok((report, found))
}

/// Whether every file is well-formed and in the manifest, every link within the book leads somewhere, and every part says its
/// language.
fn assert_is_whole(files: &BTreeMap<String, Vec<u8>>) {
    let text = |name: &str| String::from_utf8(files[name].clone()).unwrap();
    let package = text("OEBPS/content.opf");
    let package = Document::parse(&package).unwrap();
    let items: BTreeMap<_, _> = package
        .descendants()
        .filter(|node| node.has_tag_name(("http://www.idpf.org/2007/opf", "item")))
        .map(|item| (format!("OEBPS/{}", item.attribute("href").unwrap()), item.attribute("id").unwrap().to_owned()))
        .collect();
    let listed: Vec<_> =
        files.keys().filter(|name| name.starts_with("OEBPS/") && !name.ends_with(".opf")).cloned().collect();
    assert_eq!(items.keys().cloned().collect::<Vec<_>>(), listed);
    for spine in package.descendants().filter(|node| node.tag_name().name() == "itemref") {
        assert!(items.values().any(|id| id == spine.attribute("idref").unwrap()));
    }
    for name in files.keys().filter(|name| name.ends_with(".xhtml")) {
        let text = text(name);
        let options = roxmltree::ParsingOptions { allow_dtd: true, ..Default::default() };
        let document =
            Document::parse_with_options(&text, options).unwrap_or_else(|error| panic!("{name}: {error}\n{text}"));
        let html = document.root_element();
        let xml = ("http://www.w3.org/XML/1998/namespace", "lang");
        assert!(html.attribute("lang").is_some() && html.attribute("lang") == html.attribute(xml), "{name}");
        let ids: Vec<_> = document.descendants().filter_map(|node| node.attribute("id")).collect();
        let folder = name.rsplit_once('/').unwrap().0;
        for node in document.descendants() {
            for link in [node.attribute("href"), node.attribute("src")].into_iter().flatten() {
                if let Some(id) = link.strip_prefix('#') {
                    assert!(ids.contains(&id), "{name}: {link}");
                } else if !link.contains(':') {
                    let file = link.split('#').next().unwrap();
                    let target = match file.strip_prefix("../") {
                        Some(file) => format!("OEBPS/{file}"),
                        None => format!("{folder}/{file}"),
                    };
                    assert!(files.contains_key(&target), "{name}: {link}");
                }
            }
            assert!(
                !node.has_tag_name(("http://www.w3.org/1999/xhtml", "img")) || node.attribute("alt").is_some(),
                "{name}"
            );
        }
    }
}

#[test]
fn a_book_has_what_the_page_has() {
    let site = museum().serve();
    let (report, files) = book(&site, "2025/dnipro", &["uk"]).unwrap();
    assert_eq!(report, BookReport { chapters: 1, pictures: 1, left_out: 0 });
    let chapter = String::from_utf8(files["OEBPS/text/00001.xhtml"].clone()).unwrap();
    for part in [
        "lang=\"uk\" xml:lang=\"uk\" dir=\"ltr\"",
        "<h1>Дніпро &amp; &lt;море&gt;</h1>",
        "<p class=\"lead\">Про «річку»</p>",
        "<p class=\"meta\">О. Коваль</p>",
        "29 червня 2025",
        "epub:type=\"noteref\"",
        "<aside epub:type=\"footnote\" role=\"doc-footnote\" id=\"i-fn-1\">",
        "<img src=\"../pictures/00001.svg\" alt=\"Мапа\"",
        "Підпис",
        "Хтось",
        "href=\"#i-first\"",
        "href=\"https://example.org/uk/2024/sea\"",
        "CC BY 4.0",
        "<a href=\"https://example.org/uk/2025/richka\">",
    ] {
        assert!(chapter.contains(part), "{part}\n{chapter}");
    }
    let package = String::from_utf8(files["OEBPS/content.opf"].clone()).unwrap();
    for part in [
        "<dc:title>Дніпро &amp; &lt;море&gt;</dc:title>",
        "<dc:language>uk</dc:language>",
        "<dc:creator>О. Коваль</dc:creator>",
        "<dc:rights>CC BY 4.0</dc:rights>",
        "<meta property=\"schema:accessMode\">visual</meta>",
        "<meta property=\"schema:accessibilityHazard\">none</meta>",
        "<meta property=\"dcterms:modified\">2025-06-29T00:00:00Z</meta>",
        "properties=\"cover-image\"",
    ] {
        assert!(package.contains(part), "{part}\n{package}");
    }
    let contents = String::from_utf8(files["OEBPS/nav.xhtml"].clone()).unwrap();
    assert!(
        contents.contains("<a href=\"text/00001.xhtml#i-first\">Перший</a>") && contents.contains("<h1>Зміст</h1>"),
        "{contents}"
    );
    assert_eq!(book(&site, "2025/dnipro", &["uk"]).unwrap().1, files, "the same bytes again");
}

#[test]
fn a_book_is_about_a_year_a_series_a_topic_or_a_page() {
    let site = museum().serve();
    let titles = |subject: &str, lang: &str| -> Vec<String> {
        let (report, files) = book(&site, subject, &[lang]).unwrap();
        let chapters: Vec<_> = files.iter().filter(|(name, _)| name.starts_with("OEBPS/text/")).collect();
        assert_eq!(chapters.len(), report.chapters);
        let title = |text: &[u8]| {
            let text = String::from_utf8(text.to_vec()).unwrap();
            text.split_once("<h1>").unwrap().1.split('<').next().unwrap().to_owned()
        };
        chapters.into_iter().map(|(_, text)| title(text)).collect()
    };
    assert_eq!(titles("series/war", "uk"), ["Дніпро &amp; &lt;море&gt;", "uk 2024/sea"]);
    assert_eq!(titles("tag/law", "uk"), ["uk 2024/sea", "Дніпро &amp; &lt;море&gt;"], "the oldest first, no draft");
    assert_eq!(titles("author/o-k", "en"), ["en 2025/dnipro"]);
    assert_eq!(titles("pages/about", "uk"), ["Про нас"]);
    let (report, files) = book(&site, "2024", &["uk"]).unwrap();
    assert_eq!(report, BookReport { chapters: 1, pictures: 0, left_out: 1 });
    assert!(
        String::from_utf8(files["OEBPS/content.opf"].clone())
            .unwrap()
            .contains("<dc:title>Litopys, 2024 рік</dc:title>")
    );
    // Links between chapters stay within the book.
    let (_, files) = book(&site, "series/war", &["uk"]).unwrap();
    assert!(
        String::from_utf8(files["OEBPS/text/00001.xhtml"].clone())
            .unwrap()
            .contains("<a href=\"00002.xhtml\">інша</a>")
    );
}

#[test]
fn two_languages_are_put_side_by_side() {
    let site = museum().serve();
    let (report, files) = book(&site, "tag/law", &["uk", "en"]).unwrap();
    assert_eq!(report, BookReport { chapters: 1, pictures: 1, left_out: 1 });
    let chapter = String::from_utf8(files["OEBPS/text/00001.xhtml"].clone()).unwrap();
    for part in [
        "<div class=\"one\" lang=\"uk\" xml:lang=\"uk\" dir=\"ltr\">",
        "<div class=\"two\" lang=\"en\" xml:lang=\"en\" dir=\"ltr\">",
        "<h2>en 2025/dnipro</h2>",
        "T. Translator",
        "Text in en.",
    ] {
        assert!(chapter.contains(part), "{part}\n{chapter}");
    }
    let package = String::from_utf8(files["OEBPS/content.opf"].clone()).unwrap();
    assert!(package.contains("<dc:language>uk</dc:language>\n<dc:language>en</dc:language>"));
}

#[test]
fn a_book_contains_only_what_readers_see() {
    let site = museum().serve();
    for (subject, lang, expected) in [
        ("2023/gone", "uk", "nothing public in any language"),
        ("2022/draft", "uk", "nothing public in any language"),
        ("2022", "uk", "nothing public in any language"),
        ("2024/sea", "en", "it has: `uk`"),
        ("tag/none", "uk", "nothing public in any language"),
        ("2024/sea", "de", "`de` is not a language of this site"),
    ] {
        let error = book(&site, subject, &[lang]).unwrap_err().to_string();
        assert!(error.contains(expected), "{subject} in {lang}: {error}");
    }
    assert!(book(&site, "2025/dnipro", &["uk", "uk"]).is_err());
}

#[test]
fn the_command_writes_a_file_named_after_its_subject() {
    let archive = museum();
    let (code, _, err) = run_in(archive.path(), &["export", "epub", "2025/dnipro", "--lang", "uk,en"]);
    assert!(code == 0 && err.contains("`2025-dnipro.uk-en.epub`: 1 article, 1 picture"), "{err}");
    assert!(archive.path().join("2025-dnipro.uk-en.epub").exists());
    let (code, _, err) = run_in(archive.path(), &["export", "epub", "2025/none"]);
    assert!(code == 2 && err.contains("nothing public in any language"), "{err}");
    let (code, _, err) = run_in(archive.path(), &["export", "epub", "a b"]);
    assert!(code == 2 && err.contains("is not a subject of a book"), "{err}");
}
