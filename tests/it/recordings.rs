//! Films, sound, files of any length, and galleries: from the file to the reader.

use std::{
    fs::{File, OpenOptions},
    io::{Seek, SeekFrom, Write},
    time::{Duration, SystemTime},
};

use image::{DynamicImage, ImageFormat, RgbImage};

use crate::harness::{Answer, Archive, Served};

const MP4: &[u8] = b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2mp41";
const VTT: &str = "WEBVTT\n\n00:01.000 --> 00:04.000\nТак\n";
/// Longer than any picture may be.
const LONG: u64 = 40 << 20;

fn png() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    DynamicImage::from(RgbImage::new(64, 36)).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// An article in Ukrainian and English with this text.
fn article(body: &str) -> Archive {
    let version = |lang: &str| format!("+++\ntitle = \"Title {lang}\"\n+++\n\n{body}\n");
    Archive::new()
        .article("2025/bridge", "uk", &[])
        .file("articles/2025/bridge/uk.md", &version("uk"))
        .file("articles/2025/bridge/en.md", &version("en"))
}

fn in_folder(archive: Archive, files: &[(&str, &[u8])]) -> Archive {
    files.iter().fold(archive, |archive, (name, bytes)| archive.bytes(&format!("articles/2025/bridge/{name}"), bytes))
}

/// Writes a file of `length` bytes that begins with `head` and ends with `tail`; nothing between takes room on the disk.
fn long_file(archive: &Archive, name: &str, length: u64, [head, tail]: [&[u8]; 2]) {
    let mut file = File::create(archive.path().join("articles/2025/bridge").join(name)).unwrap();
    file.write_all(head).unwrap();
    file.set_len(length).unwrap();
    file.seek(SeekFrom::End(-i64::try_from(tail.len()).unwrap())).unwrap();
    file.write_all(tail).unwrap();
}

/// The first value of an attribute in the part of a page that begins with `start`.
fn value(page: &str, start: &str, attribute: &str) -> String {
    let part = page.split_once(start).unwrap_or_else(|| panic!("no {start}: {page}")).1;
    let value = part.split_once(&format!("{attribute}=\"")).unwrap_or_else(|| panic!("no {attribute}: {page}")).1;
    value.split('"').next().unwrap().to_owned()
}

fn codes(site: &Served) -> Vec<String> {
    let codes = site.problems.iter().map(|problem| {
        let (file, line) = (problem.path.rsplit('/').next().unwrap(), problem.place.map_or(0, |place| place.line));
        format!("{file}:{line} {}", problem.code)
    });
    codes.collect()
}

/// The tracks of a page: language, label, and whether it is chosen from the beginning.
fn tracks(page: &Answer) -> Vec<String> {
    let tracks = page.text().split("<track ").skip(1).map(|part| part.split('>').next().unwrap());
    let shown = |track: &str| {
        let of = |name: &str| value(track, "", name);
        format!("{} {}{}", of("srclang"), of("label"), if track.ends_with(" default") { " default" } else { "" })
    };
    tracks.map(shown).collect()
}

#[test]
fn a_film_is_played_where_it_stands_with_the_subtitles_of_the_reader() {
    let text = "![Відкриття мосту](film.mp4 \"Рік 1953\")\n\nКінець.";
    let files: [(&str, &[u8]); 5] = [
        ("film.mp4", MP4),
        ("film.png", &png()),
        ("film.uk.vtt", VTT.as_bytes()),
        ("film.en.vtt", VTT.as_bytes()),
        ("film.ru.vtt", VTT.as_bytes()),
    ];
    let site = in_folder(article(text), &files).serve();
    assert_eq!(codes(&site), [""; 0]);
    let page = site.get("/uk/2025/bridge");
    let (film, poster, track) = (
        value(page.text(), "<video ", "src"),
        value(page.text(), "<video ", "poster"),
        value(page.text(), "<track ", "src"),
    );
    for (address, content_type) in [(&film, "video/mp4"), (&poster, "image/png"), (&track, "text/vtt; charset=utf-8")] {
        let file = site.get(address);
        assert_eq!((file.status, file.header("content-type")), (200, content_type), "{address}");
    }
    assert!(page.text().contains("width=\"64\" height=\"36\""), "the shape is that of the poster");
    assert!(page.text().contains("Рік 1953<br><a class=\"file\""), "{}", page.text());
    assert!(page.header("content-security-policy").contains("media-src 'self'"));
    assert_eq!(tracks(&page), ["uk українська default", "en English", "ru русский"]);
    assert_eq!(tracks(&site.get("/en/2025/bridge")), ["en English default", "uk українська", "ru русский"]);
    // A Russian page of the Ukrainian text: its readers have subtitles of their own.
    assert_eq!(tracks(&site.get("/ru/2025/bridge")), ["uk українська", "en English", "ru русский default"]);
    let part = site.get_with(&film, &[("range", "bytes=4-7")]);
    assert_eq!((part.status, part.text()), (206, "ftyp"));
}

#[test]
fn feeds_and_files_for_machines_have_the_film_under_whole_addresses() {
    let site =
        in_folder(article("![Міст](film.mp4)\n\n![Голос](voice.ogg)"), &[("film.mp4", MP4), ("voice.ogg", b"OggS\0")]);
    let site = site.serve();
    let film = format!("https://example.org{}", value(site.get("/uk/2025/bridge").text(), "<video ", "src"));
    let json: serde_json::Value = serde_json::from_str(site.get("/uk/feed.json").text()).unwrap();
    let item = &json["items"][0];
    assert_eq!(item["attachments"][0], serde_json::json!({ "url": film, "mime_type": "video/mp4" }));
    assert_eq!(item["attachments"][1]["mime_type"], "audio/ogg");
    assert!(item["content_html"].as_str().unwrap().contains(&format!("src=\"{film}\"")));
    let atom = site.get("/uk/feed.atom");
    assert!(
        atom.text().contains(&format!("<link rel=\"enclosure\" href=\"{film}\" type=\"video/mp4\"/>")),
        "{}",
        atom.text()
    );
    let markdown = site.get("/uk/2025/bridge.md");
    assert!(markdown.text().contains(&format!("\n[Міст]({film})\n")), "{}", markdown.text());
    let data: serde_json::Value = serde_json::from_str(site.get("/uk/2025/bridge.json").text()).unwrap();
    assert!(!data["text"].as_str().unwrap().contains(char::is_control), "{data}");
}

#[test]
fn a_link_to_a_file_says_its_kind_and_length_as_the_language_writes_them() {
    let archive =
        article("## [Звіт](report.pdf) за рік\n\n[Звіт](report.pdf), [таблиця](table.csv), [текст](LICENSE).");
    let archive = in_folder(archive, &[("table.csv", &[b'1'; 999]), ("LICENSE", &[b'a'; 12_340])]);
    long_file(&archive, "report.pdf", 3_210_000, [b"%PDF-1.7", b"%%EOF"]);
    let site = archive.file("articles/2025/bridge/ru.md", "+++\ntitle = \"ru\"\n+++\n\n[Отчёт](report.pdf).\n").serve();
    for (lang, facts) in [
        ("uk", ["Звіт</a> (PDF, 3,2\u{a0}МБ),", "таблиця</a> (CSV, 999\u{a0}Б),", "текст</a> (12,3\u{a0}кБ)."]),
        ("en", ["Звіт</a> (PDF, 3.2\u{a0}MB),", "таблиця</a> (CSV, 999\u{a0}B),", "текст</a> (12.3\u{a0}kB)."]),
    ] {
        let page = site.get(&format!("/{lang}/2025/bridge"));
        for fact in facts {
            assert!(page.text().contains(fact), "{fact}: {}", page.text());
        }
        assert!(page.text().contains("<h2 id=\"звіт-за-рік\">"), "{}", page.text());
        assert!(!page.text().contains(" download"));
    }
    assert!(site.get("/ru/2025/bridge").text().contains("Отчёт</a> (PDF, 3,2\u{a0}МБ)."));
    assert!(site.get("/uk/feed.atom").text().contains("(PDF, 3,2\u{a0}МБ)"), "in feeds as well");
}

#[test]
fn lengths_are_rounded_to_what_people_read() {
    for (length, expected) in [
        (1, "1\u{a0}B"),
        (999, "999\u{a0}B"),
        (1000, "1\u{a0}kB"),
        (1049, "1\u{a0}kB"),
        (1050, "1.1\u{a0}kB"),
        (99_949, "99.9\u{a0}kB"),
        (123_456, "123\u{a0}kB"),
        (999_960, "1\u{a0}MB"),
        (312_000_000, "312\u{a0}MB"),
    ] {
        let archive = article("[a](a.bin)");
        long_file(&archive, "a.bin", length, [b"", b""]);
        let page = archive.serve().get("/en/2025/bridge").text().to_owned();
        assert!(page.contains(&format!("</a> (BIN, {expected})")), "{length}: {page}");
    }
}

#[test]
fn a_file_of_any_length_is_served_in_parts_and_read_once() {
    let archive = article("[Скан](scan.pdf)");
    long_file(&archive, "scan.pdf", LONG, [b"%PDF-1.7", b"%%EOF"]);
    let path = archive.path().join("articles/2025/bridge/scan.pdf");
    let site = archive.serve();
    assert_eq!(codes(&site), [""; 0]);
    let address = scan_address(&site);
    let head = site.ask("HEAD", &address, &[]);
    assert_eq!((head.status, head.header("content-length")), (200, LONG.to_string().as_str()));
    assert_eq!((head.header("accept-ranges"), head.header("content-type")), ("bytes", "application/pdf"));
    assert!(head.header("cache-control").contains("immutable"));
    let etag = head.header("etag").to_owned();
    for (headers, status, body) in [
        (vec![("range", "bytes=0-7")], 206, "%PDF-1.7"),
        (vec![("range", "bytes=-5")], 206, "%%EOF"),
        (vec![("range", "bytes=41943035-"), ("if-range", etag.as_str())], 206, "%%EOF"),
        (vec![("range", "bytes=41943040-")], 416, ""),
        (vec![("if-none-match", etag.as_str())], 304, ""),
        (vec![("range", "bytes=0-7"), ("if-match", etag.as_str())], 206, "%PDF-1.7"),
        (vec![("range", "bytes=0-7"), ("if-match", "\"other\", *")], 206, "%PDF-1.7"),
        (vec![("range", "bytes=0-7"), ("if-match", "\"other\"")], 412, ""),
        (vec![("if-none-match", etag.as_str()), ("if-match", "\"other\"")], 412, ""),
    ] {
        let answer = site.get_with(&address, &headers);
        assert_eq!((answer.status, answer.text()), (status, body), "{headers:?}");
    }
    for range in ["bytes=0-7", "bytes=41943040-"] {
        let whole = site.ask("HEAD", &address, &[("range", range)]);
        let said = (whole.status, whole.header("content-length"), whole.header("content-range"));
        assert_eq!(said, (200, LONG.to_string().as_str(), ""), "{range}: only `GET` has parts");
    }
    // Other bytes are never handed out under this address for long, nor held by a cache.
    let mut file = OpenOptions::new().write(true).open(&path).unwrap();
    file.write_all(b"%PDF-2.0").unwrap();
    file.set_modified(SystemTime::now() + Duration::from_secs(5)).unwrap();
    let changed = site.get_with(&address, &[("range", "bytes=0-7")]);
    assert_eq!((changed.text(), changed.header("cache-control")), ("%PDF-2.0", "public, no-cache"));
    assert_ne!(changed.header("etag"), etag);
}

/// The address under which the page links its file.
fn scan_address(site: &Served) -> String {
    let page = site.get("/uk/2025/bridge");
    let start = page.text().find("/media/2025/bridge/scan").unwrap();
    page.text()[start..].split('"').next().unwrap().to_owned()
}

#[test]
fn pictures_in_one_paragraph_are_a_gallery_in_every_language() {
    let body = "Перший абзац.\n\n![Один](a.png \"Підпис\")\n![Два](b.png)\n![Три](film.mp4)\n\nОстанній абзац.";
    let picture = png();
    let other: Vec<u8> = [picture.as_slice(), b"\0"].concat();
    let site = in_folder(article(body), &[("a.png", &picture), ("b.png", &other[..picture.len()]), ("film.mp4", MP4)]);
    let site = site.serve();
    let page = site.get("/uk/2025/bridge");
    let gallery = page.text().split("class=\"gallery\"").nth(1).unwrap().split("Останній").next().unwrap().to_owned();
    assert_eq!(gallery.matches("<figure>").count(), 3, "{gallery}");
    assert!(gallery.contains("<figcaption>Підпис</figcaption>") && gallery.contains("alt=\"Два\""), "{gallery}");
    assert_eq!(gallery.matches("<a class=\"full\" href=\"/media/2025/bridge/").count(), 2, "{gallery}");
    assert!(gallery.contains("<video "), "{gallery}");
    let id = |lang: &str| {
        let page = site.get(&format!("/{lang}/2025/bridge")).text().to_owned();
        page.split(" class=\"gallery\"").next().unwrap().rsplit("<figure").next().unwrap().to_owned()
    };
    assert!(id("uk").starts_with(" id=\"_") && id("uk") == id("en"), "{} {}", id("uk"), id("en"));
    let beside = site.get("/uk/2025/bridge/with/en");
    assert_eq!(beside.text().matches("class=\"gallery\"").count(), 2);
    assert!(site.get("/uk/2025/bridge.md").text().contains("![Один](https://example.org/media/"), "as it was written");
}

#[test]
fn what_is_no_gallery_stays_as_it_was() {
    let picture = png();
    for body in [
        "![a](a.png)",
        "слово ![a](a.png) ![b](a.png)",
        "[![a](a.png)](#x) ![b](a.png)",
        "- ![a](a.png)\n- ![b](a.png)",
    ] {
        let page = in_folder(article(body), &[("a.png", &picture)]).serve().get("/uk/2025/bridge").text().to_owned();
        assert!(!page.contains("gallery") && !page.contains("class=\"full\""), "{body}: {page}");
    }
}

#[test]
fn what_a_page_cannot_show_or_play_is_reported_with_its_place() {
    for (body, files, expected) in [
        (
            "![a](report.pdf)",
            &[("report.pdf", &b"%PDF-"[..])][..],
            &["uk.md:5 not-a-picture", "en.md:5 not-a-picture"][..],
        ),
        ("a\n\n![a](notes.txt)", &[("notes.txt", b"a")], &["uk.md:7 not-a-picture", "en.md:7 not-a-picture"]),
        ("![a](film.mov)", &[("film.mov", MP4)], &["uk.md:5 not-a-picture", "en.md:5 not-a-picture"]),
        ("![a](a.heic)", &[("a.heic", b"....ftypheic")], &["a.heic:0 picture-kind"]),
        ("![a](a.tiff)", &[("a.tiff", b"II*\0")], &["a.tiff:0 picture-kind"]),
        ("![a](a.psd)", &[("a.psd", b"8BPS")], &["a.psd:0 picture-kind"]),
        ("![a](a.mp4)", &[("a.mp4", b"<html>")], &["a.mp4:0 recording-broken"]),
        ("![a](a.webm)", &[("a.webm", b"")], &["a.webm:0 recording-broken"]),
        ("![a](lost.mp4)", &[], &["uk.md:5 missing-media", "en.md:5 missing-media"]),
        ("![a](https://www.youtube.com/watch?v=x)", &[], &["uk.md:5 external-image", "en.md:5 external-image"]),
        (
            "![a](a.mp4)",
            &[("a.mp4", MP4), ("a.uk.vtt", b"00:01,000"), ("a.en.vtt", b"WEBVTT\n\n00:02.000 --> 00:01.000\na\n")],
            &["a.en.vtt:3 subtitles-broken", "a.uk.vtt:1 subtitles-broken"],
        ),
        (
            "![a](a.mp4)",
            &[("a.mp4", MP4), ("a.uk.vtt", b"WEBVTT"), ("a.en.vtt", b"WEBVTT\n\n\xc3\x28"), ("a.de.vtt", b"WEBVTT")],
            &["a.en.vtt:3 not-utf8", "a.de.vtt:0 subtitles-unused"],
        ),
        ("![a](a.mp4)", &[("a.mp4", MP4), ("a.uk.vtt", b"WEBVTT")], &["en.md:5 subtitles-missing"]),
        (
            "a",
            &[("a.mp4", MP4), ("a.vtt", b"WEBVTT"), ("a.ua.vtt", b"WEBVTT"), ("b.uk.vtt", b"WEBVTT")],
            &["a.ua.vtt:0 subtitles-unused", "a.vtt:0 subtitles-unused", "b.uk.vtt:0 subtitles-unused"],
        ),
    ] {
        let site = in_folder(article(body), files).serve();
        let mut found = codes(&site);
        let mut expected: Vec<_> = expected.iter().map(|&code| code.to_owned()).collect();
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{body} {files:?}");
        assert!(
            site.problems.iter().all(|problem| problem.help.is_some() || problem.code == "missing-media"),
            "{body}"
        );
        let page = site.get("/uk/2025/bridge");
        assert!(!page.text().contains("<img ") && !page.text().contains("src=\"https://www.youtube"), "{body}");
    }
}
