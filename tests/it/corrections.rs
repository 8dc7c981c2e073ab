//! `[[correction]]` in a version's front matter: every form of the text says what was corrected, and when.

use jiff::Timestamp;
use litopys::{
    source::Folder,
    translate::check::{CheckOptions, CheckPart, check},
};

use crate::harness::Archive;

/// An article with two corrections in Ukrainian, which readers of Russian are shown as the fallback, and none in English.
fn archive() -> Archive {
    let corrections = "updated = 2025-07-02\n\
                       [[correction]]\ndate = 2025-07-01\ntext = \"Було «Ніл» & <b>«Амур»</b>.\"\n\
                       [[correction]]\ndate = 2025-07-05T01:30:00+03:00\ntext = 'Довжина — 2201 км.'\n";
    Archive::new().article("2025/dnipro", "uk", &["en"]).version("2025/dnipro", "uk", corrections).article(
        "2024/older",
        "uk",
        &["uk"],
    )
}

#[test]
fn corrections_stand_below_the_text_newest_first() {
    let served = archive().serve();
    assert_eq!(served.problems, []);
    let page = served.get("/uk/2025/dnipro").text().replace(['\u{a0}', '\u{202f}'], " ");
    let page = page.split_once("</header>").unwrap().1.split_once("</header>").unwrap().1.to_owned();
    let parts = [
        "Text in uk.",
        "<h2>Виправлення</h2>",
        "<time datetime=\"2025-07-05\">5 липня 2025",
        "Довжина — 2201 км.",
        "<time datetime=\"2025-07-01\">1 липня 2025",
        "Було «Ніл» &#38; &#60;b&#62;«Амур»&#60;/b&#62;.",
        "class=\"share\"",
    ];
    let places: Vec<_> = parts.iter().map(|part| page.find(part).unwrap_or_else(|| panic!("{part}: {page}"))).collect();
    assert!(places.is_sorted(), "{places:?}: {page}");
    let whole = served.get("/uk/2025/dnipro").text().replace(['\u{a0}', '\u{202f}'], " ");
    assert!(whole.contains("оновлено 5 липня 2025"), "{whole}");
    for (path, without) in [("/en/2025/dnipro", "Corrections"), ("/uk/2024/older", "Виправлення")] {
        assert!(!served.get(path).text().contains(without), "{path}");
    }
}

#[test]
fn each_column_of_two_versions_has_its_corrections() {
    let served = archive().serve();
    let page = |path: &str| served.get(path).text().replace(['\u{a0}', '\u{202f}'], " ");
    let own = page("/uk/2025/dnipro/with/en");
    let section = own.find("<h2>Виправлення</h2>").expect(&own);
    assert!(own.find("Text in uk.").expect(&own) < section, "{own}");
    assert_eq!(own.matches("class=\"corrections\"").count(), 1, "{own}");
    let other = page("/en/2025/dnipro/with/uk");
    assert!(other.contains("<div class=\"two\" lang=\"uk\"><section class=\"corrections\">"), "{other}");
    assert!(other.contains("<h2 lang=\"en\">Corrections</h2>"), "{other}");
}

#[test]
fn a_fallback_says_in_its_own_language_what_was_corrected() {
    let served = Archive::new()
        .article("2025/dnipro", "uk", &[])
        .version("2025/dnipro", "uk", "[[correction]]\ndate = 2025-07-01\ntext = 'Було «Ніл».'\n")
        .serve();
    let page = served.get("/ru/2025/dnipro").text().replace(['\u{a0}', '\u{202f}'], " ");
    let heading = page.find("<h2 lang=\"ru\">Исправления</h2>").expect(&page);
    let line = "<time datetime=\"2025-07-01\" lang=\"ru\">1 июля 2025 г.:</time> Було «Ніл».";
    let line = page.find(line).expect(&page);
    let (begin, end) = (page.find("<article lang=\"uk\">").expect(&page), page.find("</article>").expect(&page));
    assert!(begin < heading && heading < line && line < end, "{page}");
}

#[test]
fn feeds_files_maps_and_data_know_of_corrections() {
    let served = archive().serve();
    for feed in ["/uk/feed.atom", "/uk/feed.json", "/feed.atom"] {
        let text = served.get(feed).text().to_owned();
        for part in ["Виправлення", "Довжина — 2201 км.", "2025-07-05T01:30:00+03:00"] {
            assert!(text.contains(part), "{feed} has no {part}: {text}");
        }
    }
    let atom = served.get("/uk/feed.atom").text().to_owned();
    assert!(atom.contains("<title>Litopys</title>\n<updated>2025-07-05T01:30:00+03:00</updated>"), "{atom}");
    assert!(atom.contains("&lt;h2&gt;Виправлення&lt;/h2&gt;"), "{atom}");
    let markdown = served.get("/uk/2025/dnipro.md").text().replace(['\u{a0}', '\u{202f}'], " ");
    let end = "\n\n## Виправлення\n\n- 5 липня 2025 р.: Довжина — 2201 км.\n- 1 липня 2025 р.: ";
    assert!(markdown.contains(end) && markdown.ends_with(".\n"), "{markdown}");
    assert!(!markdown.contains("<b>"), "{markdown}");
    let json: serde_json::Value = serde_json::from_str(served.get("/uk/2025/dnipro.json").text()).unwrap();
    assert_eq!(json["updated"], "2025-07-05T01:30:00+03:00");
    let corrections = serde_json::json!([
        { "date": "2025-07-05T01:30:00+03:00", "text": "Довжина — 2201 км." },
        { "date": "2025-07-01", "text": "Було «Ніл» & <b>«Амур»</b>." },
    ]);
    assert_eq!(json["corrections"], corrections);
    let page = served.get("/uk/2025/dnipro").text().to_owned();
    let data = page.split("application/ld+json\">").nth(1).unwrap().split("</script>").next().unwrap();
    let data: serde_json::Value = serde_json::from_str(data).unwrap();
    assert_eq!(data["dateModified"], "2025-07-05T01:30:00+03:00");
    assert_eq!(data["correction"][1]["text"], "Було «Ніл» & <b>«Амур»</b>.");
    let map = served.get("/sitemap/2025-06.xml").text().to_owned();
    assert!(map.contains("<lastmod>2025-07-05T01:30:00+03:00</lastmod>"), "{map}");
    let english: serde_json::Value = serde_json::from_str(served.get("/en/2025/dnipro.json").text()).unwrap();
    assert_eq!((&english["corrections"], &english["updated"]), (&serde_json::json!([]), &serde_json::Value::Null));
}

/// A correction is a change: whichever of the two is later counts, and it moves nothing in listings and feeds.
#[test]
fn the_later_of_updated_and_the_newest_correction_counts() {
    for (updated, correction, expected) in [
        ("", "2025-07-01", "2025-07-01"),
        ("updated = 2025-07-02\n", "2025-07-01", "2025-07-02"),
        ("updated = 2025-07-02\n", "2025-07-03", "2025-07-03"),
        ("updated = 2025-07-02T00:30:00+03:00\n", "2025-07-02", "2025-07-02T00:30:00+03:00"),
        ("updated = 2025-07-02\n", "2025-07-02T00:30:00+03:00", "2025-07-02T00:30:00+03:00"),
    ] {
        let front = format!("{updated}[[correction]]\ndate = {correction}\ntext = 'x'\n");
        let served = Archive::new().article("2025/a", "uk", &[]).version("2025/a", "uk", &front).serve();
        let json: serde_json::Value = serde_json::from_str(served.get("/uk/2025/a.json").text()).unwrap();
        assert_eq!(json["updated"], expected, "{front}");
    }
    // A translation with a correction and no date of its own appeared with its article.
    let corrected = "[[correction]]\ndate = 2025-07-20\ntext = 'x'\n";
    let served = Archive::new()
        .article("2025/old", "uk", &["uk"])
        .version("2025/old", "en", corrected)
        .article("2025/new", "uk", &["uk", "en"])
        .file("articles/2025/new/article.toml", "published = 2025-07-10\nsource = \"uk\"\n")
        .serve();
    let feed = served.get("/en/feed.atom").text().to_owned();
    assert!(feed.find("en 2025/new").unwrap() < feed.find("en 2025/old").unwrap(), "{feed}");
}

#[test]
fn check_reports_corrections_of_days_that_cannot_be() {
    let one = |date: &str| format!("[[correction]]\ndate = {date}\ntext = 'x'\n");
    for (front, found) in [
        (one("2025-06-29"), None),
        (one("2025-06-28"), Some("articles/2025/a/uk.md:4:8: warning: corrected on 2025-06-28, before")),
        (one("2025-06-28T23:00:00Z"), None),
        (one("2029-12-31"), None),
        (one("2030-01-01T02:00:01Z"), Some("articles/2025/a/uk.md:4:8: warning: corrected on 2030-01-01, which")),
        (format!("published = 2025-08-01\n{}", one("2025-07-31")), Some("articles/2025/a/uk.md:5:8: warning: correct")),
    ] {
        let archive = Archive::new()
            .article("2025/a", "uk", &[])
            .file("articles/2025/a/uk.md", &format!("+++\ntitle = \"a\"\n{front}+++\n\nТекст.\n"))
            .file("articles/2025/a/en.md", "+++\ntitle = \"a\"\n+++\n\nText.\n");
        let now = Some("2030-01-01T02:00:00Z".parse::<Timestamp>().unwrap());
        let options = CheckOptions { now, only: Some(CheckPart::Articles), ..CheckOptions::default() };
        let report = check(&Folder::open(archive.path()).unwrap(), &options).unwrap();
        let problems: Vec<_> = report.findings.iter().filter(|problem| problem.code == "correction-date").collect();
        assert_eq!(problems.len(), usize::from(found.is_some()), "{front}: {problems:?}");
        if let (Some(problem), Some(found)) = (problems.first(), found) {
            assert!(problem.to_string().starts_with(found), "{problem}");
        }
    }
}
