//! `series` and `part` in `article.toml`: the parts lead to each other.

use crate::{authoring::run_in, harness::Archive};

fn archive() -> Archive {
    let part =
        |n: &str, rest: &str| format!("published = 2025-01-0{n}\nsource = \"uk\"\nseries = \"dnipro\"\n{rest}\n");
    Archive::new()
        .article("2025/first", "uk", &["uk", "en"])
        .article("2025/second", "uk", &["uk"])
        .article("2025/third", "ru", &["ru"])
        .article("2025/loose", "uk", &["uk", "en"])
        .article("2025/alone", "uk", &["uk"])
        .file("articles/2025/first/article.toml", &part("4", "part = 1"))
        .file("articles/2025/second/article.toml", &part("1", "part = 2"))
        .file("articles/2025/third/article.toml", &part("2", "part = 3").replace("source = \"uk\"", "source = \"ru\""))
        .file("articles/2025/loose/article.toml", &part("9", ""))
        .file("articles/2025/alone/article.toml", &part("1", "part = 1").replace("dnipro", "alone"))
        .file("articles/names.toml", "[series.dnipro]\nuk = \"Дніпро\"\nen = \"The Dnieper\"\nru = \"Днепр\"\n")
}

/// The section of the page that names the series, without tags.
fn series(page: &str) -> String {
    let Some((_, rest)) = page.split_once("<section class=\"related\" aria-labelledby=\"_series\">") else {
        return String::new();
    };
    let section = rest.split("</section>").next().unwrap();
    let mut text = String::new();
    for part in section.split('<') {
        text.push_str(part.split_once('>').map_or(part, |(_, text)| text));
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn parts_lead_to_each_other_in_every_language_with_the_usual_fallback() {
    let served = archive().serve();
    let of = |path: &str| series(served.get(path).text());
    assert_eq!(
        of("/uk/2025/second"),
        "Цикл: Дніпро uk 2025/first uk 2025/second uk 2025/loose Попередня частина: uk 2025/first · Наступна частина: uk 2025/loose",
        "readers of Ukrainian are never shown Russian"
    );
    assert_eq!(
        of("/en/2025/first"),
        "Series: The Dnieper en 2025/first uk 2025/second in Ukrainian ru 2025/third in Russian en 2025/loose Next part: uk 2025/second"
    );
    assert!(of("/ru/2025/third").starts_with("Цикл: Днепр"), "{}", of("/ru/2025/third"));
    assert_eq!(of("/uk/2025/alone"), "", "one part is no series yet");
    let page = served.get("/en/2025/second");
    for part in [
        "<li value=\"1\"><a href=\"/en/2025/first\">en 2025/first</a></li>",
        "<li value=\"2\"><strong aria-current=\"page\" lang=\"uk\">uk 2025/second</strong>",
        "<a href=\"/en/series/dnipro\">Series: The Dnieper</a>",
    ] {
        assert!(page.text().contains(part), "{part}: {}", page.text());
    }
    let listing = served.get("/uk/series/dnipro");
    assert!(listing.status == 200 && listing.text().contains("<h1>Дніпро</h1>"), "{}", listing.text());
    assert_eq!(served.get("/uk/series/none").status, 404);
    let json = served.get("/uk/2025/second.json");
    assert!(json.text().contains("\"part\": 2") && json.text().contains("\"name\": \"Дніпро\""), "{}", json.text());
    assert!(served.get("/uk/feed.atom").status == 200 && served.get("/uk/series/dnipro/feed.atom").status == 200);
}

#[test]
fn check_asks_for_the_name_of_a_series_and_for_the_series_of_a_part() {
    let archive = archive()
        .file("articles/names.toml", "")
        .file("articles/2025/alone/article.toml", "published = 2025-01-01\nsource = \"uk\"\npart = 1\n");
    let (_, out, _) = run_in(archive.path(), &["check", "--only", "articles"]);
    assert!(out.contains("the series `dnipro` has no name in `uk`, `en`, `ru`"), "{out}");
    assert!(out.contains("`part` needs a `series`"), "{out}");
}
