//! Which language a reader meets, through the router; and that languages are data.

use crate::harness::{Archive, SITE, Served};

fn site() -> Served {
    Archive::new().article("2025/both", "uk", &["uk", "en"]).article("2025/ru-only", "ru", &["ru"]).serve()
}

#[test]
fn a_neutral_link_opens_in_the_best_language_the_article_has() {
    let site = site();
    for (path, header, cookie, to) in [
        ("/2025/both", "ru, en;q=0.5", "", "/en/2025/both"),
        ("/2025/both", "ru", "", "/ru/2025/both"),
        ("/2025/both", "de", "", "/uk/2025/both"),
        ("/2025/both", "en;q=0.3, uk;q=0.9", "", "/uk/2025/both"),
        ("/2025/both", "uk;q=0, *", "", "/en/2025/both"),
        ("/2025/both", "en", "lang=ru", "/ru/2025/both"),
        ("/2025/both", "en", "lang=ua", "/uk/2025/both"),
        ("/2025/both", "en", "lang=xx", "/en/2025/both"),
        ("/2025/both", "uk;q=0,en;q=0,*;q=0.5", "", "/ru/2025/both"),
        ("/2025/both", "ua", "", "/uk/2025/both"),
        ("/2025/both", "en-US-u-hc-h12", "", "/en/2025/both"),
        ("/2025/ru-only", "", "", "/ru/2025/ru-only"),
        ("/2025/ru-only", "*", "", "/ru/2025/ru-only"),
        ("/2025/ru-only", "de, pl;q=0.5", "", "/ru/2025/ru-only"),
        ("/2025/ru-only", "en", "", "/en/2025/ru-only"),
        ("/2025/ru-only", "en, ru;q=0.1", "", "/ru/2025/ru-only"),
    ] {
        let answer = site.get_with(path, &[("accept-language", header), ("cookie", cookie)]);
        assert_eq!(answer.redirect(), (302, to), "{path} `{header}` `{cookie}`");
    }
}

#[test]
fn a_reader_who_asks_for_a_language_whose_chain_ends_gets_the_title_and_links() {
    let site = site();
    for (path, header) in [("/2025/ru-only", "uk"), ("/2025/ru-only", "ua"), ("/2025/ru-only", "uk, *;q=0.5")] {
        let answer = site.get_with(path, &[("accept-language", header)]);
        assert_eq!(answer.status, 404, "{path} `{header}`");
        assert!(answer.text().contains("/ru/2025/ru-only?remember"), "the version there is");
        assert_eq!((answer.header("content-language"), answer.header("cache-control")), ("uk", "private, no-store"));
    }
}

#[test]
fn a_language_without_an_article_or_a_word_is_not_where_a_neutral_address_leads() {
    let empty = "\n[[language]]\ntag = \"pl\"\n";
    let site = |default: &str| {
        Archive::new().file("site.toml", &format!("{}{empty}", SITE.replace("default = \"uk\"", default))).article(
            "2025/both",
            "uk",
            &["uk", "en"],
        )
    };
    let polish = site("default = \"pl\"").serve();
    for (path, header, to) in [("/", "", "/uk/"), ("/", "pl, en;q=0.5", "/en/"), ("/2025/both", "pl", "/uk/2025/both")]
    {
        assert_eq!(polish.get_with(path, &[("accept-language", header)]).redirect(), (302, to), "{path} `{header}`");
    }
    let chosen = polish.get_with("/", &[("cookie", "lang=pl")]);
    assert_eq!(chosen.redirect(), (302, "/pl/"), "a choice is taken");
    let used = site("default = \"pl\"").version("2025/both", "pl", "").serve();
    assert_eq!(used.get("/").redirect(), (302, "/pl/"), "an article is enough");
}

#[test]
fn repeated_header_lines_are_one_list() {
    let answer = site().get_with("/", &[("accept-language", "ru;q=0.2"), ("accept-language", "en;q=0.8")]);
    assert_eq!(answer.redirect(), (302, "/en/"));
}

#[test]
fn a_header_of_ten_kilobytes_is_read_as_far_as_it_makes_sense() {
    let long = format!("en;q=0.9,{}", "xx-yyyyyy;q=0.1,".repeat(640));
    assert!(long.len() > 10_000);
    let answer = site().get_with("/", &[("accept-language", &long)]);
    assert_eq!(answer.redirect(), (302, "/en/"));
}

#[test]
fn a_site_may_put_its_own_language_before_the_browsers() {
    let site = Archive::new()
        .file("site.toml", &SITE.replace("source = \"en\"", "source = \"en\"\nnegotiate = false"))
        .article("2025/both", "uk", &["uk", "en"])
        .serve();
    assert_eq!(site.get_with("/", &[("accept-language", "en")]).redirect(), (302, "/uk/"));
    assert_eq!(site.get_with("/2025/both", &[("accept-language", "en")]).redirect(), (302, "/uk/2025/both"));
    assert_eq!(site.get_with("/", &[("cookie", "lang=en")]).redirect(), (302, "/en/"));
}

#[test]
fn a_fourth_language_is_a_folder_and_a_table_and_no_rust() {
    let polish = "\n[[language]]\ntag = \"pl\"\nlabel = \"PL\"\nfallback = [\"uk\", \"en\"]\n";
    let site = Archive::new()
        .file("site.toml", &format!("{SITE}{polish}"))
        .file(
            "locales/pl/base.ftl",
            "language-self = polski\nskip-link = Przejdź do treści\n\
             home-count = { $count ->\n    [one] { $count } artykuł\n    [few] { $count } artykuły\n   *[many] { $count } artykułów\n}\n",
        )
        .article("2025/both", "uk", &["uk", "pl"])
        .article("2025/other", "uk", &["uk"])
        .serve();
    assert_eq!(site.problems, []);
    assert_eq!(site.get_with("/", &[("accept-language", "pl-PL,pl;q=0.9")]).redirect(), (302, "/pl/"));
    let home = site.get("/pl/");
    assert!(home.text().contains("Przejdź do treści") && home.text().contains("2 artykuły"), "{}", home.text());
    assert!(home.text().contains("PL — polski"), "the selector names it");
    let article = site.get("/pl/2025/both");
    assert_eq!(article.header("content-language"), "pl");
    assert!(article.text().contains("hreflang=\"pl\" href=\"https://example.org/pl/2025/both\""));
    assert!(site.get("/pl/2025/other").text().contains("<article lang=\"uk\">"), "along its own chain");
}

#[test]
fn an_archive_of_articles_alone_speaks_all_its_languages() {
    let site = site();
    for lang in ["uk", "en", "ru"] {
        assert_eq!(site.get(&format!("/{lang}/")).status, 200);
    }
}

#[test]
fn an_archives_own_words_stand_over_the_built_in_ones_message_by_message() {
    let site = Archive::new()
        .article("2025/both", "uk", &["uk"])
        .file("locales/uk/own.ftl", "skip-link = До діла\nhome-intro = { $broken\n")
        .serve();
    let home = site.get("/uk/");
    assert!(home.text().contains("До діла"));
    assert!(!home.text().contains("home-intro"), "the built-in message stands in for the broken one");
    assert_eq!(site.problems.len(), 1);
    assert!(site.problems[0].to_string().starts_with("locales/uk/own.ftl:2:"), "{}", site.problems[0]);
}
