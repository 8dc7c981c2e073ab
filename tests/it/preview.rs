//! The preview of `serve --watch` for translators, and that it costs readers nothing.

use crate::harness::{Archive, Served};

fn archive() -> Archive {
    Archive::new()
        .article("2025/dnipro", "uk", &["uk", "en"])
        .file("locales/uk/own.ftl", "home-intro = Своє\nbroken = { $x\n")
        .file("articles/2025/dnipro/ru.md", "+++\ntitle = 'x'\ntitel = 'y'\n+++\n\nx\n")
}

fn preview() -> Served {
    archive().serve().in_preview()
}

#[test]
fn readers_see_nothing_of_it() {
    let site = archive().serve();
    for path in ["/uk/", "/uk/?l10n", "/uk/2025/dnipro?pseudo", "/uk/?pseudo=keys", "/uk/nowhere"] {
        let page = site.get(path);
        for part in ["preview", "l10n", "⟦", "[home-intro]"] {
            assert!(!page.text().contains(part), "{path}: {part}");
        }
    }
    assert_eq!(site.get("/uk/").body, site.get("/uk/?l10n").body);
}

#[test]
fn nobody_may_keep_a_page_in_preview() {
    let site = preview();
    for path in ["/uk/", "/uk/2025/dnipro", "/uk/nowhere", "/ua/", "/"] {
        assert_eq!(site.get(path).header("cache-control"), "private, no-store", "{path}");
    }
    let page = site.get("/uk/");
    let sheet = page.text().split('"').find(|part| part.contains("/static/preview.")).unwrap();
    assert!(site.get(sheet).header("cache-control").contains("immutable"));
}

#[test]
fn the_panel_names_every_problem_those_of_the_page_first() {
    let site = preview();
    let article = site.get("/ru/2025/dnipro");
    let told: Vec<usize> = ["articles/2025/dnipro/ru.md, строка 3, столбец 1", "locales/uk/own.ftl, строка 2"]
        .map(|place| article.text().find(place).unwrap())
        .into();
    assert!(told[0] < told[1]);
    assert!(article.text().contains("<strong>На этой странице: 1</strong>&nbsp;· 2 проблемы в архиве</summary>"));
    assert_eq!(article.text().matches("<li class=\"here\">").count(), 1);
    for (lang, sentence) in [
        ("ru", "<span lang=\"ru\">неизвестный ключ `titel` <em>напишите `title`</em></span>"),
        ("uk", "<span lang=\"uk\">невідомий ключ `titel` <em>напишіть `title`</em></span>"),
        ("en", "<span lang=\"en\">unknown key `titel` <em>write `title`</em></span>"),
    ] {
        let page = site.get(&format!("/{lang}/2025/dnipro"));
        assert!(page.text().contains(sentence), "{}", page.text());
    }
    // Beside another version, too, and where no version can be read at all.
    let beside = archive().article("2025/dnipro", "uk", &["uk", "en"]).serve().in_preview();
    assert!(beside.get("/uk/2025/dnipro/with/en").text().contains("На цій сторінці: 1"));
    let broken = Archive::new().article("2025/kyiv", "uk", &["uk"]).file("articles/2025/kyiv/article.toml", "x = 1\n");
    assert!(broken.serve().in_preview().get("/uk/2025/kyiv").text().contains("На цій сторінці: 3"));
    let home = site.get("/uk/");
    let place = |place: &str| home.text().find(place).unwrap();
    assert!(place("locales/uk/own.ftl, рядок 2") < place("articles/2025/dnipro/ru.md"));
    assert!(site.get("/uk/nowhere").text().contains("preview-problems"));
    let mended = Archive::new().article("2025/dnipro", "uk", &["uk"]).serve().in_preview();
    assert!(!mended.get("/uk/2025/dnipro").text().contains("class=\"preview"));
}

#[test]
fn the_lists_of_the_panel_are_folded_and_a_script_remembers_which_were_opened() {
    let site = preview();
    for path in ["/uk/", "/uk/2025/dnipro", "/uk/nowhere", "/uk/?l10n", "/uk/?pseudo"] {
        let page = site.get(path);
        let panel = page.text().split("<aside class=\"preview\"").nth(1).unwrap();
        assert!(panel.contains("<details class=\"preview-problems\">") && !panel.contains(" open>"), "{path}: {panel}");
        assert!(!panel.contains("На цій сторінці: 0"), "{path}");
        let script = panel.split('"').find(|part| part.contains("/static/preview.") && part.ends_with(".js")).unwrap();
        assert!(site.get(script).text().contains("sessionStorage"));
    }
    let page = site.get("/uk/?l10n");
    let listed = page.text().split("preview-messages").nth(1).unwrap().matches("<li ").count();
    assert!(
        page.text().contains(&format!("<summary>Повідомлення на цій сторінці: {listed}</summary>")),
        "{}",
        page.text()
    );
}

#[test]
fn every_message_tells_where_it_stands_and_what_the_source_says() {
    let site = preview();
    let page = site.get("/uk/?l10n");
    let text = page.text();
    assert!(
        text.contains(
            "<span class=\"l10n l10n-translated\" data-l10n=\"home-intro&#10;locales/uk/own.ftl:1&#10;Articles that read"
        ),
        "{text}"
    );
    assert!(text.contains(">Своє</span>"));
    // In the title, in attributes and in scripts nothing but the words is left.
    assert!(text.contains("<meta name=\"description\" content=\"Своє\">"));
    assert!(text.contains("<title>Litopys</title>") && text.contains("aria-label=\"Мова\""));
    assert!(!text.contains(['\u{F10D0}', '\u{F10D1}', '\u{F10D2}']));
    for part in
        ["<li class=\"l10n-translated\"><code>skip-link</code>", "(вбудовано)", "<code>site-languages-label</code>"]
    {
        assert!(text.contains(part), "{part}");
    }
    let article = site.get("/uk/2025/dnipro?l10n");
    assert!(article.text().contains("<li class=\"l10n-translated\"><code>article-reading-time</code>"));
}

#[test]
fn a_message_that_another_language_stands_in_for_says_so() {
    let site = format!("{}\n[[language]]\ntag = \"pl\"\nfallback = [\"en\"]\n", crate::harness::SITE);
    let archive = Archive::new().file("site.toml", &site).file("locales/pl/a.ftl", "skip-link = Skip to the text\n");
    let page = archive.serve().in_preview().get("/pl/?l10n");
    assert!(page.text().contains("class=\"l10n l10n-same\" data-l10n=\"skip-link&#10;locales/pl/a.ftl:1&#10;Skip"));
    assert!(page.text().contains("class=\"l10n l10n-fallback\" data-l10n=\"home-intro&#10;locales/en/listing.ftl:"));
}

#[test]
fn the_pseudo_language_leaves_dates_numbers_and_the_archives_words_alone() {
    let site = preview();
    let page = site.get("/uk/2025/dnipro?pseudo");
    let text = page.text();
    assert!(text.contains("⟦29 June 2025⟧"), "{text}");
    assert!(text.contains("⟦1-ɱíñ") && text.contains("<h1>uk 2025/dnipro</h1>"), "{text}");
    assert!(text.contains("⟦Šķííþ"), "{text}");
    let keys = site.get("/uk/2025/dnipro?pseudo=keys");
    assert!(keys.text().contains("[article-date]") && keys.text().contains("[skip-link]"));
    assert!(keys.text().contains("<a href=\"/uk/2025/dnipro?l10n\">"));
}

#[test]
fn whoever_follows_a_link_stays_in_the_same_manner() {
    let site = preview();
    for display_mode in ["l10n", "pseudo", "pseudo=keys"] {
        let page = site.get(&format!("/uk/?{display_mode}"));
        assert!(page.text().contains(&format!("href=\"/uk/2025/dnipro?{display_mode}\"")), "{}", page.text());
        assert!(page.text().contains(&format!("href=\"/en/?remember&amp;{display_mode}\"")), "{}", page.text());
        assert!(!page.text().contains(&format!("feed.atom?{display_mode}")));
        let chosen = site.get(&format!("/en/?remember&{display_mode}"));
        assert_eq!(chosen.header("location"), format!("/en/?{display_mode}"));
    }
    // Only the page's own links: those of the panel lead to other manners, and keep what else was asked for.
    let page = site.get("/uk/search?q=dnipro&l10n");
    assert!(page.text().contains("<input type=\"hidden\" name=\"l10n\" value=\"\">"), "{}", page.text());
    assert!(page.text().contains("<a href=\"/uk/search?q=dnipro\">"), "{}", page.text());
    assert!(page.text().contains("<a href=\"/uk/search?q=dnipro&#38;pseudo\">"), "{}", page.text());
}
