//! The home page: its lead and sections; the pictures of listings; the logo, the accent colour, `own.css`.

use std::{collections::BTreeSet, io::Cursor};

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use litopys::{
    source::Folder,
    translate::check::{CheckOptions, check},
};

use crate::{
    authoring::{read, run_in},
    harness::{Archive, SITE, Served},
    random::{below, cases},
};

const DRAWING: &[u8] = b"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 6\"><path d=\"M0 0h9v6z\"/></svg>";

/// Bytes that compress badly, so that smaller ones are made of it.
fn photo(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let noise = |x: u32, y: u32| (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)).wrapping_mul(2_246_822_519);
    let picture = RgbImage::from_fn(width, height, |x, y| {
        let [one, two, three, _] = noise(x, y).to_le_bytes();
        Rgb([one, two, three])
    });
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::from(picture).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// An article of `day` in January 2025, with `body` in each of `langs`.
fn dated(archive: Archive, day: usize, more: &str, langs: &[&str], body: &str) -> Archive {
    let toml = format!(
        "published = 2025-01-{day:02}\nsource = \"{}\"\ntags = [\"all\"]\nauthors = [\"me\"]\n{more}",
        langs[0]
    );
    let archive = archive.file(&format!("articles/2025/day-{day:02}/article.toml"), &toml);
    langs.iter().fold(archive, |archive, lang| {
        let text = format!("+++\ntitle = \"{lang} day-{day:02}\"\nsummary = \"s\"\n+++\n\n{body}\n");
        archive.file(&format!("articles/2025/day-{day:02}/{lang}.md"), &text)
    })
}

/// The part of a page from the card of an article to the end of that card.
fn card<'a>(page: &'a str, id: &str) -> &'a str {
    let part = page.split("<article class=\"card\"").skip(1).find(|part| part.contains(&format!("{id}\""))).unwrap();
    part.split("</article>").next().unwrap()
}

/// The articles of a page's cards, in order.
fn cards(page: &str) -> Vec<String> {
    let names = page.split("<article class=\"card\"").skip(1).map(|part| {
        let href = part.split("<a href=\"").nth(1).unwrap().split('"').next().unwrap();
        href.rsplit('/').next().unwrap().to_owned()
    });
    names.collect()
}

/// The addresses of pictures in a part of a page.
fn pictures(part: &str) -> Vec<String> {
    let values = |attribute: &str| {
        let start = format!(" {attribute}=\"");
        let found = part.match_indices(&start).map(|(at, _)| part[at + start.len()..].split('"').next().unwrap());
        found.flat_map(|set| set.split(", ")).map(|one| one.split(' ').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    values("src").into_iter().chain(values("srcset")).filter(|address| address.contains("/media/")).collect()
}

#[test]
fn every_list_shows_the_first_picture_of_the_version_shown() {
    let archive = dated(
        Archive::new(),
        10,
        "section = \"news\"\nseries = \"s\"\n",
        &["uk", "en"],
        "![а](boat.jpg)\n\n![б](map.svg)",
    );
    let archive = archive
        .bytes("articles/2025/day-10/boat.jpg", &photo(410, 100, ImageFormat::Jpeg))
        .bytes("articles/2025/day-10/map.svg", DRAWING);
    let archive =
        dated(archive, 11, "section = \"news\"\nseries = \"s\"\n", &["uk"], "![а](map.svg)\n\n![б](boat.jpg)")
            .bytes("articles/2025/day-11/map.svg", DRAWING);
    let site = dated(archive, 12, "section = \"news\"\nseries = \"s\"\n", &["uk"], "Без рисунка.").serve();
    site.make_pictures();
    let lists = ["", "2025/", "2025/01/", "tag/all", "author/me", "section/news", "series/s", "search?q=day"];
    for path in lists.iter().flat_map(|path| ["uk", "ru"].map(|lang| format!("/{lang}/{path}"))) {
        let page = site.get(&path);
        for (id, kind, size) in
            [("day-10", "boat.jpg.", "width=\"400\" height=\"98\""), ("day-11", "map.", "width=\"9\" height=\"6\"")]
        {
            if path.starts_with("/ru/") && id == "day-11" {
                continue;
            }
            let card = card(page.text(), id);
            assert!(card.contains("alt=\"\"") && card.contains("<picture>"), "{path}: {card}");
            // The lead of the home page is wider, and there at once.
            let is_lead = path == "/ru/" || path == "/uk/" && id == "day-11";
            if !is_lead {
                assert!(card.contains(size) && card.contains("loading=\"lazy\""), "{path}: {card}");
            }
            for picture in pictures(card) {
                assert!(picture.contains(kind), "{path}: {picture}");
                let answer = site.get(&picture);
                assert_eq!((answer.status, &answer.header("content-type")[..6]), (200, "image/"), "{path}: {picture}");
            }
        }
        if path.starts_with("/uk/") {
            assert!(!card(page.text(), "day-12").contains("<picture"), "{path}");
        }
    }
    let suggested = site.get("/uk/2025/day-1O");
    assert_eq!(suggested.status, 404);
    assert!(pictures(card(suggested.text(), "day-10")).iter().all(|picture| picture.contains("boat.jpg.")));
}

#[test]
fn what_is_not_fit_for_a_list_is_left_out() {
    let moving = b"GIF89a\x78\0\x78\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x78\0\x78\0\0\x02\x02L\x01\0;";
    for (what, file, bytes, body) in [
        ("a GIF, which may move", "a.gif", moving.to_vec(), "![а](a.gif)"),
        ("an icon", "a.png", photo(40, 40, ImageFormat::Png), "![а](a.png)"),
        (
            "a lossless WebP, of which no smaller one is made",
            "a.webp",
            photo(200, 100, ImageFormat::WebP),
            "![а](a.webp)",
        ),
        ("a picture among words", "a.png", photo(200, 100, ImageFormat::Png), "Слово ![а](a.png) слово."),
        ("one that nothing shows", "a.png", photo(200, 100, ImageFormat::Png), "Слово."),
        ("one that is only linked to", "a.png", photo(200, 100, ImageFormat::Png), "[слово](a.png)"),
        ("one that is not there", "b.png", photo(200, 100, ImageFormat::Png), "![а](a.png)"),
        ("one of another site", "a.png", photo(200, 100, ImageFormat::Png), "![а](https://example.com/a.png)"),
        ("one that cannot be read", "a.png", b"\x89PNG\r\n\x1a\nbroken".to_vec(), "![а](a.png)"),
    ] {
        let archive = dated(Archive::new(), 10, "", &["uk"], body);
        let site = archive.bytes(&format!("articles/2025/day-10/{file}"), &bytes).serve();
        for path in ["/uk/", "/uk/2025/"] {
            assert_eq!(pictures(card(site.get(path).text(), "day-10")), [""; 0], "{what}: {path}");
        }
    }
}

#[test]
fn a_small_picture_goes_out_as_it_is_and_a_png_as_a_photo_does() {
    for (format, file, width, made) in
        [(ImageFormat::Png, "a.png", 410, true), (ImageFormat::Jpeg, "a.jpg", 130, false)]
    {
        let archive = dated(Archive::new(), 10, "", &["uk"], &format!("![а]({file})"));
        let picture = photo(width, 100, format);
        let site = archive.bytes(&format!("articles/2025/day-10/{file}"), &picture).serve();
        site.make_pictures();
        let page = site.get("/uk/2025/");
        let found = pictures(card(page.text(), "day-10"));
        assert_eq!(found.iter().any(|address| address.ends_with(".400.avif")), made, "{file}: {found:?}");
        assert!(!found.is_empty() && found.iter().all(|address| site.get(address).status == 200), "{file}: {found:?}");
    }
}

#[test]
fn a_hidden_picture_is_on_no_list() {
    let later = "published = 2999-01-01\n";
    let archive = dated(Archive::new(), 9, "", &["uk"], "Видно.");
    let archive = dated(archive, 10, "draft = true\n", &["uk"], "![а](secret.svg)");
    let archive = dated(archive, 11, "withdrawn = \"Помилка\"\n", &["uk"], "![а](secret.svg)");
    let archive = dated(archive, 12, "", &["uk", "en"], "Без рисунка.")
        .file("articles/2025/day-12/en.md", "+++\ntitle = \"en\"\ndraft = true\n+++\n\n![a](secret.svg)\n")
        .file("articles/2999/later/article.toml", &format!("{later}source = \"uk\"\n"))
        .file("articles/2999/later/uk.md", "+++\ntitle = \"Потім\"\n+++\n\n![а](secret.svg)\n");
    let archive = ["2025/day-10", "2025/day-11", "2025/day-12", "2999/later"]
        .iter()
        .fold(archive, |archive, id| archive.bytes(&format!("articles/{id}/secret.svg"), DRAWING));
    let home = format!("{SITE}[home]\npinned = [\"2025/day-10\", \"2025/day-11\", \"2999/later\", \"2025/day-12\"]\n");
    let site = archive.file("site.toml", &home).serve();
    for path in ["/uk/", "/en/", "/ru/", "/uk/2025/", "/en/2025/", "/uk/tag/all", "/uk/author/me", "/en/search?q=day"] {
        let page = site.get(path);
        assert!(!page.text().contains("secret"), "{path}");
        assert!(!page.text().contains("day-10") && !page.text().contains("day-11"), "{path}");
    }
    assert_eq!(cards(site.get("/uk/").text()), ["day-12", "day-09"]);
}

fn home(archive: Archive, page_size: usize, home: &str) -> Archive {
    let site = SITE.replace("page_size = 3", &format!("page_size = {page_size}"));
    archive.file("site.toml", &format!("{site}[home]\n{home}\n"))
}

/// Every part of the home page, as its pager leads from one to the next.
fn walk(site: &Served, path: &str) -> Vec<Vec<String>> {
    let (mut parts, mut next) = (Vec::new(), Some(path.to_owned()));
    while let Some(path) = next {
        let page = site.get(&path);
        assert_eq!(page.status, 200, "{path}");
        parts.push(cards(page.text()));
        next = page.text().split("rel=\"next\" href=\"").nth(1).map(|rest| rest.split('"').next().unwrap().to_owned());
        assert!(parts.len() < 40, "the parts go round in a circle");
    }
    parts
}

#[test]
fn no_article_stands_twice_on_the_home_page_and_none_is_lost() {
    for _ in 0..cases(6) {
        let (count, size) = (1 + below(24), 1 + below(12));
        let mut archive = Archive::new();
        for day in 1..=count {
            let section = format!("section = \"s{}\"\n", below(3));
            let body = if below(2) == 0 { "![а](map.svg)" } else { "Текст." };
            archive = dated(archive, day, &section, &["uk"], body)
                .bytes(&format!("articles/2025/day-{day:02}/map.svg"), DRAWING);
        }
        let pins: BTreeSet<usize> = (0..below(6)).map(|_| 1 + below(count)).collect();
        let pinned: Vec<String> = pins.iter().take(5).map(|day| format!("\"2025/day-{day:02}\"")).collect();
        let sections = ["\"s0\"", "\"s1\"", "\"s2\"", "\"none\""];
        let rules = format!("pinned = [{}]\nsections = [{}]", pinned.join(", "), sections[..below(5)].join(", "));
        let site = home(archive, size, &rules).serve();
        let parts = walk(&site, "/uk/");
        let first: BTreeSet<&String> = parts[0].iter().collect();
        assert_eq!(first.len(), parts[0].len(), "an article stands twice: {rules}: {:?}", parts[0]);
        let newest: Vec<String> = (1..=count).rev().take(size).map(|day| format!("day-{day:02}")).collect();
        assert!(newest.iter().all(|id| first.contains(id)), "{rules}, {size} a page: {:?}", parts[0]);
        for (pin, shown) in pins.iter().take(5).zip(&parts[0]) {
            assert_eq!(*shown, format!("day-{pin:02}"), "{rules}");
        }
        let after: Vec<String> = (1..=count).rev().skip(size).map(|day| format!("day-{day:02}")).collect();
        assert_eq!(parts[1..].concat(), after, "the later pages are the listing as it was: {rules}");
    }
}

#[test]
fn sections_show_their_newest_in_the_order_of_the_file() {
    let mut archive = Archive::new();
    for day in 1..=16 {
        let section = ["news", "law"][day % 2];
        archive = dated(archive, day, &format!("section = \"{section}\"\n"), &["uk", "en"], "Текст.");
    }
    let names = "[section.law]\nuk = \"Право\"\nen = \"Law\"\n";
    let archive = archive.file("articles/names.toml", names);
    let site = home(archive, 8, "pinned = [\"2025/day-02\"]\nsections = [\"law\", \"news\"]").serve();
    let page = site.get("/uk/");
    let heads: Vec<&str> = page.text().split("<section class=\"desk\"").skip(1).collect();
    assert!(heads[0].contains("<a href=\"/uk/section/law\">Право</a>") && heads[1].contains("/uk/section/news"));
    let shown = cards(page.text());
    let day = |days: &[u8]| days.iter().map(|day| format!("day-{day:02}")).collect::<Vec<_>>();
    // The pin and the four newest; four of each section; the rest of the eight newest.
    assert_eq!(shown, day(&[2, 16, 15, 14, 13, 11, 9, 7, 5, 12, 10, 8, 6]));
    assert!(!page.text().contains("class=\"latest\""), "nothing is left for it");
    assert!(site.get("/en/").text().contains("<a href=\"/en/section/law\">Law</a>"));
}

#[test]
fn check_says_which_pins_and_sections_readers_do_not_see() {
    let archive = dated(Archive::new(), 10, "section = \"news\"\n", &["uk"], "Текст.");
    let archive = dated(archive, 11, "draft = true\nsection = \"hidden\"\n", &["uk"], "Текст.");
    let archive = dated(archive, 12, "withdrawn = \"Помилка\"\n", &["uk"], "Текст.");
    let archive = archive.file("articles/2025/day-13/article.toml", "published = 2025-01-13\n");
    let rules = "pinned = [\"2025/day-10\", \"2025/day-11\", \"2025/day-12\", \"2025/dya-10\",\n  \"2025/day-13\"]\n\
                 sections = [\"news\", \"nwes\", \"hidden\"]";
    let archive = home(archive, 8, rules);
    let options = CheckOptions { now: Some(jiff::Timestamp::now()), ..CheckOptions::default() };
    let report = check(&Folder::open(archive.path()).unwrap(), &options).unwrap();
    let found: Vec<String> =
        report.findings.iter().filter(|found| found.code == "not-on-home").map(ToString::to_string).collect();
    let line = SITE.lines().count() + 2;
    assert_eq!(
        found,
        [
            format!(
                "site.toml:{line}:26: warning: `2025/day-11` is pinned, but readers do not see it yet [not-on-home]\n  help: publish it, or remove it from `pinned`"
            ),
            format!(
                "site.toml:{line}:41: warning: `2025/day-12` is pinned, but it was withdrawn [not-on-home]\n  help: remove it from `pinned`"
            ),
            format!(
                "site.toml:{line}:56: error: `pinned` names `2025/dya-10`, but there is no such article [not-on-home]\n  help: write `2025/day-10`"
            ),
            format!(
                "site.toml:{}:21: error: `sections` names `nwes`, but readers see no article in that section [not-on-home]\n  help: write `news`",
                line + 2
            ),
            format!(
                "site.toml:{}:29: error: `sections` names `hidden`, but readers see no article in that section [not-on-home]\n  help: remove it from `sections`",
                line + 2
            ),
        ]
    );
}

#[test]
fn a_pin_follows_its_article_when_that_moves() {
    let archive = dated(Archive::new(), 10, "", &["uk"], "Текст.");
    let archive = home(dated(archive, 11, "", &["uk"], "Текст."), 8, "pinned = [ \"2025/day-10\" ] # the river");
    let (code, _, err) = run_in(archive.path(), &["move", "2025/day-10", "2025/river"]);
    assert_eq!(code, 0, "{err}");
    assert!(read(&archive, "site.toml").ends_with("pinned = [ \"2025/river\" ] # the river\n"));
    assert_eq!(cards(archive.serve().get("/uk/").text()), ["river", "day-11"]);
}

fn look(look: &str) -> Archive {
    let archive = Archive::new().article("2025/day-10", "uk", &["uk", "en", "ru"]);
    archive.file("site.toml", &format!("{SITE}[look]\n{look}\n"))
}

#[test]
fn a_logo_stands_in_place_of_the_name_and_an_own_sheet_comes_last() {
    let archive = look("logo = \"static/logo.svg\"\naccent = \"#036\"").bytes("static/logo.svg", DRAWING);
    let site = archive.file("static/own.css", "h1 { color: red }\n").serve();
    assert_eq!(site.problems, []);
    for path in ["/uk/", "/uk/2025/day-10", "/uk/2025/", "/uk/none", "/uk/about/archive", "/uk/kept"] {
        let page = site.get(path);
        let header = page.text().split("<header class=\"top\">").nth(1).unwrap();
        assert!(header.contains(" alt=\"Litopys\" width=\"9\" height=\"6\"></a>"), "{path}: {header}");
        let sheets: Vec<&str> = page
            .text()
            .split("rel=\"stylesheet\" href=\"")
            .skip(1)
            .map(|part| part.split('"').next().unwrap())
            .collect();
        let last = sheets.last().unwrap();
        assert!(
            last.starts_with("/static/own.") && last.len() == "/static/own.0123456789ab.css".len(),
            "{path}: {sheets:?}"
        );
        assert_eq!(site.get(last).header("cache-control"), "public, max-age=31536000, immutable");
        assert!(
            site.get(sheets[0]).text().trim_end().ends_with(":root{--accent:light-dark(#003366,#9bafc3)}"),
            "{}",
            site.get(sheets[0]).text()
        );
        assert_eq!(
            page.header("content-security-policy"),
            look("").serve().get(path).header("content-security-policy")
        );
    }
    let shell = site.get("/sw.js");
    assert!(shell.text().contains("/static/own.") && shell.text().contains("/static/logo."), "offline pages have both");
    let plain = look("").serve();
    assert!(plain.get("/uk/").text().contains(">Litopys</a>") && !plain.get("/uk/").text().contains("own."));
}

#[test]
fn a_logo_that_cannot_be_shown_leaves_the_name_and_is_reported() {
    for (logo, bytes, message) in [
        ("static/none.svg", DRAWING.to_vec(), "`logo` names `static/none.svg`, but there is no such file"),
        ("static/logo.svg", b"<svg".to_vec(), "`logo` names `static/logo.svg`, which cannot be shown:"),
        ("static/logo.png", DRAWING.to_vec(), "`logo` names `static/logo.png`, which cannot be shown:"),
        ("static/logo.pdf", b"%PDF".to_vec(), "`logo` names `static/logo.pdf`, which is not a picture"),
        (
            "static/logo.jpg",
            photo(600, 400, ImageFormat::Jpeg),
            "bytes; every page loads the logo, so the limit is 65536",
        ),
    ] {
        let file = if logo == "static/none.svg" { "static/other.svg" } else { logo };
        let archive = look(&format!("logo = \"{logo}\"")).bytes(file, &bytes);
        let report = check(&Folder::open(archive.path()).unwrap(), &CheckOptions::default()).unwrap();
        let checked: Vec<String> = report.findings.iter().map(ToString::to_string).collect();
        let site = archive.serve();
        let served: Vec<String> = site.problems.iter().map(ToString::to_string).collect();
        for found in [checked, served] {
            assert!(
                matches!(found.as_slice(), [one] if one.starts_with("site.toml:24:8: error: ") && one.contains(message)),
                "{logo}: {found:?}"
            );
        }
        assert!(site.get("/uk/").text().contains(">Litopys</a>"), "{logo}");
    }
}
