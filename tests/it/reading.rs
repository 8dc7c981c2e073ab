//! Pages for readers: two versions side by side, a version as a file, citations, contents, the archive in numbers.

use std::collections::BTreeSet;

use crate::harness::{Answer, Archive, Served, root, serve};
use litopys::{
    i18n::{LanguageChain, LocaleFile, Locales, Value},
    model::lang::Lang,
};

const BODY: &str = "## One\n\nThe bridge of 1953.[^1]\n\n## Two\n\n[back](#one)\n\n[^1]: A note.\n";

fn site() -> Served {
    let front =
        |title: &str| format!("+++\ntitle = \"{title}\"\nsummary = \"s\"\ntranslators = [\"Olha Koval\"]\n+++\n\n");
    Archive::new()
        .file("articles/names.toml", "[author.lesia]\nuk = 'Леся Косач'\nen = 'Lesia Kosach'\n")
        .file("articles/2025/bridge/article.toml", "published = 2025-06-29\nsource = \"en\"\nauthors = [\"lesia\"]\n")
        .file("articles/2025/bridge/en.md", &(front("Bridge & bank") + BODY))
        .file("articles/2025/bridge/uk.md", &(front("Міст") + "Вступ.\n\n" + BODY))
        .article("2025/alone", "uk", &["uk"])
        .serve()
}

/// The ids of a page, in order.
fn ids(page: &Answer) -> Vec<&str> {
    page.text().split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

fn anchors<'a>(page: &'a Answer, before: &str) -> BTreeSet<&'a str> {
    let own = ids(page).into_iter().filter_map(|id| id.strip_prefix(before));
    own.filter(|id| id.starts_with('_') && id.len() == 6).collect()
}

#[test]
fn two_versions_stand_side_by_side_each_in_its_language() {
    let site = site();
    let page = site.get("/uk/2025/bridge/with/en");
    assert_eq!((page.status, page.header("content-language")), (200, "uk"));
    let text = page.text();
    assert!(text.contains("<meta name=\"robots\" content=\"noindex\">"));
    assert!(text.contains("<link rel=\"canonical\" href=\"https://example.org/uk/2025/bridge\">"));
    assert!(text.contains("<div class=\"two\" lang=\"en\">") && text.contains("beside."));
    assert!(text.contains("href=\"#en-one\"") && text.contains("href=\"#one\""));
    let ids = ids(&page);
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "no id twice: {ids:?}");
    assert!(text.contains("href=\"/en/2025/bridge/with/uk?remember\""), "the columns change places");
    assert_eq!(text.matches("class=\"two\"").count(), text.matches("class=\"one\"").count() - 1, "one stands alone");
}

#[test]
fn a_pair_that_is_not_there_leaves_a_way_on() {
    let site = site();
    for (path, status, location) in [
        ("/en/2025/bridge/with/ua", 308, "/en/2025/bridge/with/uk"),
        ("/ua/2025/bridge/with/en", 308, "/uk/2025/bridge/with/en"),
        ("/uk/2025/bridge/with/uk", 308, "/uk/2025/bridge"),
        ("/uk/2025/bridge/with/pl", 404, ""),
        ("/uk/2025/bridge/with/ru", 404, ""),
        ("/ru/2025/bridge/with/uk", 404, ""),
        ("/uk/2025/none/with/en", 404, ""),
    ] {
        assert_eq!(site.get(path).redirect(), (status, location), "{path}");
    }
    let page = site.get("/uk/2025/bridge/with/ru");
    assert!(page.text().contains("href=\"/en/2025/bridge?remember\""));
}

#[test]
fn a_version_is_a_file_too() {
    let site = site();
    let markdown = site.get("/en/2025/bridge.md");
    assert_eq!(markdown.header("content-type"), "text/markdown; charset=utf-8; variant=CommonMark");
    assert_eq!(markdown.header("link"), "<https://example.org/en/2025/bridge>; rel=\"canonical\"");
    assert_eq!(markdown.header("content-language"), "en");
    assert!(markdown.header("cache-control").starts_with("public, max-age=60"));
    let head = "# Bridge \\& bank\n\ns\n\n- Lesia Kosach\n- 29 June 2025\n- <https://example.org/en/2025/bridge>\n\n";
    let body = BODY.replace("(#one)", "(https://example.org/en/2025/bridge#one)");
    assert_eq!(markdown.text().trim_end(), format!("{head}{body}").trim_end());
    let json = site.get("/uk/2025/bridge.json");
    assert_eq!((json.status, json.header("content-type")), (200, "application/json"));
    let data: serde_json::Value = serde_json::from_slice(&json.body).unwrap();
    assert_eq!(
        (&data["lang"], &data["alternates"][0]["url"]),
        (&"uk".into(), &"https://example.org/en/2025/bridge".into())
    );
    assert!(data["text"].as_str().unwrap().starts_with("Вступ.\n\nOne\n\nThe bridge of 1953."));
    assert!(data["html"].as_str().unwrap().contains("<h2 id=\"one\">") && !json.text().contains('\u{1}'));
    for path in ["/ru/2025/bridge.md", "/ru/2025/bridge.json", "/uk/2025/none.md", "/en/2025/alone.json"] {
        assert_eq!(site.get(path).status, 404, "{path}");
    }
    let page = site.get("/uk/2025/bridge");
    assert!(page.text().contains("<link rel=\"alternate\" type=\"text/markdown\" href=\"/uk/2025/bridge.md\">"));
    assert!(!site.get("/ru/2025/bridge").text().contains("text/markdown"));
}

#[test]
fn a_version_as_markdown_leads_to_the_site_from_everywhere() {
    let picture = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"><path d=\"M0 0h1v1z\"/></svg>";
    let site = Archive::new()
        .article("2019/dnipro", "uk", &["uk"])
        .file("articles/2025/x/map.svg", picture)
        .file(
            "articles/2025/x/article.toml",
            "published = 2025-06-29\nsource = \"uk\"\nlicence = \"CC-BY-4.0\"\n[[image]]\nfile = \"map.svg\"\ncredit = \"Litopys\"\n",
        )
        .file(
            "articles/2025/x/uk.md",
            "+++\ntitle = \"Міст\"\nslug = \"mist\"\n[[image]]\nfile = \"map.svg\"\nalt = \"мапа\"\n+++\n\n## А {#a}\n\n\
             [Дніпро](../../2019/dnipro/) [а](#a) [ні](../none/)<!-- secret -->\n\n![](map.svg)\n",
        )
        .serve();
    let text = site.get("/uk/2025/mist.md").text().to_owned();
    for part in [
        "# Міст\n\n- ",
        "- Ліцензія: CC BY 4.0, <https://creativecommons.org/licenses/by/4.0/deed.uk>\n- <https://example.org/uk/2025/mist>\n\n## А\n\n",
        "[Дніпро](https://example.org/uk/2019/dnipro) [а](https://example.org/uk/2025/mist#a) [ні](https://example.org/2025/none)",
        "![мапа](https://example.org/media/2025/x/map.",
        "\n\nLitopys",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains("secret") && !text.contains("+++"), "{text}");
    let address = text.split("![мапа](https://example.org").nth(1).unwrap().split(')').next().unwrap();
    assert_eq!(site.get(address).status, 200);
}

#[test]
fn markdown_that_has_just_vanished_is_no_failure_of_the_server() {
    let archive = Archive::new().article("2025/x", "uk", &["uk"]);
    let file = archive.path().join("articles/2025/x/uk.md");
    let site = archive.serve();
    std::fs::remove_file(file).unwrap();
    assert_eq!((site.get("/uk/2025/x.md").status, site.get("/uk/2025/x").status), (404, 200));
}

#[test]
fn a_passage_has_one_anchor_in_every_language() {
    let site = site();
    let (uk, en, beside) =
        (site.get("/uk/2025/bridge"), site.get("/en/2025/bridge"), site.get("/uk/2025/bridge/with/en"));
    let (of_uk, of_en) = (anchors(&uk, ""), anchors(&en, ""));
    assert!(of_en.len() >= 4 && of_en.is_subset(&of_uk), "{of_en:?} {of_uk:?}");
    assert_eq!(anchors(&beside, ""), of_uk);
    assert_eq!(anchors(&beside, "en-"), of_en);
    assert!(beside.text().contains(&format!("href=\"/2025/bridge#{}\"", of_en.first().unwrap())));
}

#[test]
fn an_article_is_cited_in_the_language_of_its_page() {
    let site = site();
    let page = site.get("/uk/2025/bridge");
    let text = page.text().replace('\u{a0}', " ");
    assert!(text.contains("Косач Л. Міст / пер. з англійської: O. Koval. Litopys. 2025. 29 черв. URL: https://example.org/uk/2025/bridge (дата звернення: ДД.ММ.РРРР)."));
    assert!(text.contains(
        "Косач, Л. (2025, 29 червня). <cite>Міст</cite> (O. Koval, пер.). Litopys. https://example.org/uk/2025/bridge"
    ));
    assert!(text.contains("langid = {ukrainian}") && text.contains("author = {Косач, Леся}"));
    let page = site.get("/en/2025/bridge");
    let text = page.text().replace('\u{a0}', " ");
    assert!(text.contains(
        "Kosach, L. (2025, June 29). <cite>Bridge &#38; bank</cite>. Litopys. https://example.org/en/2025/bridge"
    ));
    assert!(text.contains("href=\"https://example.org/2025/bridge\""), "the neutral link");
    assert!(text.contains("title = {{Bridge \\&#38; bank}}"));
}

#[test]
fn contents_are_for_long_texts_alone() {
    let text = |words: usize| {
        let part = |n: usize| format!("## Part {n}\n\n{}\n\n", "word ".repeat(words / 4));
        format!("+++\ntitle = \"x\"\nsummary = \"s\"\n+++\n\n{}", (1..=4).map(part).collect::<String>())
    };
    let archive = Archive::new().article("2025/long", "en", &[]).article("2025/short", "en", &[]);
    let site =
        archive.file("articles/2025/long/en.md", &text(1300)).file("articles/2025/short/en.md", &text(1000)).serve();
    assert!(site.get("/en/2025/long").text().contains("<li><a href=\"#part-4\">Part 4</a></li>"));
    assert!(!site.get("/en/2025/short").text().contains("class=\"contents\""));
}

#[test]
fn the_archive_is_counted_and_every_page_leads_there() {
    let archive = Archive::new().article("2024/a", "uk", &["uk"]).article("2025/b", "en", &["en"]);
    let archive =
        archive.version("2024/a", "en", "updated = 2024-07-01\n").version("2024/a", "uk", "updated = 2024-08-01\n");
    let site = archive.serve();
    assert!(site.get("/uk/").text().contains("href=\"/uk/about/archive\""));
    let page = site.get("/en/about/archive");
    let text = page.text();
    assert_eq!(page.status, 200);
    assert!(text.contains("2 articles&nbsp;· 3 versions") && text.contains("1 translation is out of date"));
    assert!(text.contains("<rect class=\"stale\"") && !text.contains("style="));
    assert!(text.contains("<td class=\"num\">1 (1 out of date)</td>"));
    assert_eq!(Archive::new().serve().get("/uk/about/archive").status, 200, "an empty archive has numbers, too");
}

#[test]
fn shipped_pages_of_these_kinds_lack_no_word() {
    let site = serve(&root());
    for lang in ["uk", "en", "ru"] {
        let other = if lang == "uk" { "en" } else { "uk" };
        let id = "2023/kakhovka-dam";
        let page = site.get(&format!("/{lang}/{id}"));
        let own = if page.status == 308 { page.redirect().1.to_owned() } else { format!("/{lang}/{id}") };
        for path in [own.clone(), format!("{own}/with/{other}"), format!("/{lang}/about/archive")] {
            assert_eq!(site.get(&path).status, 200, "{path}");
        }
    }
    assert_eq!(site.missing_words(), [""; 0]);
}

#[test]
fn reading_times_take_the_plural_of_their_language() {
    let file = |tag: &str| LocaleFile {
        lang: tag.parse().unwrap(),
        path: format!("locales/{tag}/article.ftl"),
        text: std::fs::read_to_string(root().join(format!("locales/{tag}/article.ftl"))).unwrap(),
    };
    let chain = |tag: &str| LanguageChain {
        lang: tag.parse::<Lang>().unwrap(),
        locale: tag.parse().unwrap(),
        fallback: vec![],
    };
    let tags = ["uk", "en", "ru"];
    let (locales, _) = Locales::build(&tags.map(file), &[], &tags.map(chain));
    for (tag, expected) in [
        ("uk", ["1 хвилина", "2 хвилини", "5 хвилин", "11 хвилин", "21 хвилина"]),
        ("en", ["1-minute", "2-minute", "5-minute", "11-minute", "21-minute"]),
        ("ru", ["1 минута", "2 минуты", "5 минут", "11 минут", "21 минута"]),
    ] {
        for (minutes, expected) in [1.0, 2.0, 5.0, 11.0, 21.0].into_iter().zip(expected) {
            let lang = tag.parse().unwrap();
            let said =
                locales.words(&lang).say("article-reading-time").with("minutes", Value::Number(minutes)).to_string();
            assert!(said.starts_with(&format!("{expected} ")), "{said}");
        }
    }
}

/// The page without what its scripts would add.
fn without_scripts(page: &str) -> String {
    let mut parts = page.split("<script");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once("</script>").map_or("", |(_, rest)| rest))
}

#[test]
fn browsers_without_scripts_and_styles_show_no_dead_controls() {
    let site = serve(&root());
    for path in [
        "/uk/",
        "/uk/2024/humanitarian-demining",
        "/ru/2024/humanitarian-demining",
        "/uk/2024/humanitarian-demining/with/ru",
        "/uk/kept",
        "/uk/offline",
        "/uk/about/archive",
        "/uk/language",
        "/uk/search?q=x",
        "/uk/nowhere",
        "/uk/2024/",
        "/uk/tag/mines",
    ] {
        let mut page = site.get(path);
        if page.status == 308 {
            page = site.get(page.header("location"));
        }
        let text = without_scripts(page.text());
        for dead in ["type=\"button\"", "<template", "<progress", "<output", " hidden>", " hidden "] {
            assert!(!text.contains(dead), "{path}: {dead}");
        }
        // Links that follow each other are kept apart by more than a space.
        let close = text.replace("</a> <a", "</a><a").replace("</a>\n<a", "</a><a");
        assert!(!close.contains("</a><a"), "{path}: {text}");
    }
}

#[test]
fn each_passage_side_by_side_names_its_language() {
    let page = site().get("/uk/2025/bridge/with/en");
    let cells = page.text().split("<div class=\"text\">").nth(1).unwrap().split("<div class=\"row").skip(1);
    let labels: Vec<_> = cells
        .map(|row| (row.contains("<span class=\"label\">UA</span>"), row.contains("<span class=\"label\">EN</span>")))
        .collect();
    let expected = [(true, false), (true, true), (true, true), (true, true), (true, true), (true, true)];
    assert_eq!(labels, expected, "{}", page.text());
}

#[test]
fn print_has_the_address_and_the_citation_at_its_foot() {
    let site = site();
    for path in ["/uk/2025/bridge", "/uk/", "/en/2025/", "/uk/about/archive"] {
        let page = site.get(path);
        assert!(page.text().contains(&format!("data-address=\"https://example.org{path}\"")), "{path}");
    }
    let page = site.get("/uk/2025/bridge");
    assert!(
        page.text().contains("data-cite=\"Косач\u{a0}Л. Міст / пер. з англійської: O.\u{a0}Koval."),
        "{}",
        page.text()
    );
    assert!(page.text().contains("<p class=\"meta pairs\">"), "{}", page.text());
    // Where another version is shown, its own address and title.
    let fallback = site.get("/en/2025/alone");
    assert!(fallback.text().contains("data-address=\"https://example.org/uk/2025/alone\""));
}
