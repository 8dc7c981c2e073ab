//! `/<lang>/language`: the preferences that the server read, its choice, and how to clear it.

use crate::harness::{Archive, Served};

fn site() -> Served {
    Archive::new().article("2025/dnipro", "uk", &["uk", "en"]).article("2024/only-ru", "ru", &["ru"]).serve()
}

#[test]
fn says_what_it_read_and_what_follows() {
    let site = site();
    let asked = [("accept-language", "ru;q=0.8, en;q=x, de;q=0"), ("cookie", "lang=xx")];
    let page = site.get_with("/en/language", &asked);
    assert_eq!((page.status, page.header("cache-control")), (200, "private, no-store"));
    assert_eq!(page.header("content-language"), "en");
    let text = page.text();
    for part in [
        "<code>xx</code> is not a language of this site",
        "<td><code>ru;q=0.8</code></td><td class=\"num\">0.8</td><td>taken into account</td>",
        "<td><code>en;q=x</code></td><td class=\"num\"></td><td>skipped: malformed</td>",
        "<td><code>de;q=0</code></td><td class=\"num\">0</td><td>excluded</td>",
        "The address / leads you to the page in Russian, because, of the languages available, it is the one your browser lists first",
        "name=\"robots\" content=\"noindex\"",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let silent = site.get("/uk/language");
    assert!(silent.text().contains("вирішує сайт") && !silent.text().contains("<form"));
}

#[test]
fn tells_the_chain_of_the_article_asked_about_or_come_from() {
    let site = site();
    for (path, headers) in [
        ("/ru/language?for=/2025/dnipro", vec![]),
        ("/ru/language?for=/en/2025/dnipro", vec![]),
        ("/ru/language", vec![("referer", "https://x.org/uk/2025/dnipro?a#b"), ("host", "x.org")]),
    ] {
        let page = site.get_with(path, &headers);
        let text = page.text();
        assert!(
            text.contains("<code>ru → uk → en</code> — на русском: не переведено; текст показан на украинском."),
            "{path}: {text}"
        );
        assert!(text.contains("<code>uk → en</code> — на украинском: версия есть."), "{text}");
        assert!(text.contains("/2025/dnipro приведёт вас на страницу на украинском"), "{text}");
    }
    let none = site.get("/uk/language?for=/2024/only-ru");
    assert!(none.text().contains("<code>uk → en</code> — українською: не перекладено, і замінити нічим"));
    for nothing in ["/uk/language?for=/2024/nowhere", "/uk/language?for=%ff", "/uk/language?for=x"] {
        assert_eq!(site.get(nothing).text().matches("<h2>").count(), 2, "{nothing}");
    }
    let stranger = site.get_with("/uk/language", &[("referer", "https://y.org/uk/2025/dnipro"), ("host", "x.org")]);
    assert_eq!(stranger.text().matches("<h2>").count(), 2);
}

#[test]
fn a_choice_is_forgotten_by_a_button_without_scripts() {
    let site = site();
    let page = site.get_with("/uk/language", &[("cookie", "lang=ru")]);
    assert!(page.text().contains("<button name=\"forget\">") && page.text().contains("бо тут ви вибрали саме цю мову"));
    let answer = site.get_with("/uk/language?forget=", &[("cookie", "lang=ru")]);
    assert_eq!(answer.redirect(), (303, "/uk/language"));
    assert_eq!(answer.header("set-cookie"), "lang=; Max-Age=0; Path=/; SameSite=Lax; HttpOnly; Secure");
    assert_eq!(site.get("/").redirect(), (302, "/uk/"));
    assert_eq!(site.get("/language").redirect(), (302, "/uk/language"));
}

#[test]
fn every_page_links_it() {
    let site = site();
    for path in ["/uk/", "/uk/2025/dnipro", "/uk/nowhere"] {
        assert!(site.get(path).text().contains("<a href=\"/uk/language\">Чому саме ця мова?</a>"), "{path}");
    }
}

#[test]
fn a_change_of_language_keeps_the_article_that_was_asked_about() {
    let site = site();
    let page = site.get("/uk/language?for=/2025/dnipro&forget=no&x=1");
    assert_eq!(page.redirect(), (303, "/uk/language?for=/2025/dnipro&x=1"));
    let page = site.get("/uk/language?for=/2025/dnipro&x=1");
    assert!(page.text().contains("href=\"/en/language?for=/2025/dnipro&#38;remember\""), "{}", page.text());
    assert_eq!(site.get("/en/language?for=/2025/dnipro&remember").redirect(), (303, "/en/language?for=/2025/dnipro"));
}

#[test]
fn a_change_of_language_keeps_the_article_that_the_reader_comes_from() {
    let site = site();
    for path in ["/uk/2025/dnipro", "/2025/dnipro", "/en/2025/dnipro/with/uk", "/uk//2025/dnipro"] {
        let referer = format!("https://x.org{path}");
        let headers = [("referer", referer.as_str()), ("host", "x.org"), ("cookie", "lang=ru")];
        let page = site.get_with("/uk/language", &headers);
        for kept in [
            "href=\"/en/language?for=/2025/dnipro&#38;remember\"",
            "<input type=\"hidden\" name=\"for\" value=\"/2025/dnipro\">",
        ] {
            assert!(page.text().contains(kept), "{path}: {kept}\n{}", page.text());
        }
    }
    let forgotten = site.get("/uk/language?for=%2F2025%2Fdnipro&forget=");
    assert_eq!(forgotten.redirect(), (303, "/uk/language?for=%2F2025%2Fdnipro"));
    assert!(
        site.get(forgotten.header("location")).text().contains("href=\"/en/language?for=/2025/dnipro&#38;remember\"")
    );
}
