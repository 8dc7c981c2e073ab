//! Saved articles: manifest, worker, pages. A browser test covers how they work together.

use crate::harness::{Archive, SITE, Served};

fn site() -> Served {
    Archive::new().article("2025/sea", "uk", &["uk", "en"]).serve()
}

#[test]
fn every_language_has_a_manifest_with_icons_that_exist() {
    let site = site();
    for (lang, label) in [("uk", "UA"), ("en", "EN"), ("ru", "RU")] {
        let answer = site.get(&format!("/{lang}/manifest.webmanifest"));
        assert_eq!((answer.status, answer.header("content-type")), (200, "application/manifest+json"));
        let manifest: serde_json::Value = serde_json::from_str(answer.text()).unwrap();
        assert_eq!(
            (manifest["lang"].as_str(), manifest["start_url"].as_str()),
            (Some(lang), Some(&*format!("/{lang}/")))
        );
        // Their names are the same, but for this.
        let name = format!("Litopys ({label})");
        assert_eq!((&manifest["name"], &manifest["short_name"]), (&name.clone().into(), &name.into()));
        let icons = manifest["icons"].as_array().unwrap();
        for size in [192, 512] {
            let icon = icons.iter().find(|icon| icon["sizes"] == format!("{size}x{size}")).unwrap();
            let file = site.get(icon["src"].as_str().unwrap());
            assert_eq!((file.status, file.header("content-type")), (200, "image/png"));
            assert_eq!(image::load_from_memory(&file.body).unwrap().width(), size);
        }
        assert!(
            site.get(&format!("/{lang}/"))
                .text()
                .contains(&format!("rel=\"manifest\" href=\"/{lang}/manifest.webmanifest\""))
        );
    }
}

#[test]
fn a_manifest_has_the_accent_colour_of_the_site() {
    let colour = |archive: Archive| {
        let manifest = archive.article("2025/sea", "uk", &["uk"]).serve().get("/uk/manifest.webmanifest");
        serde_json::from_str::<serde_json::Value>(manifest.text()).unwrap()["theme_color"].clone()
    };
    assert_eq!(colour(Archive::new()), "#7a1f2b");
    assert_eq!(colour(Archive::new().file("site.toml", &format!("{SITE}[look]\naccent = '#005a9c'\n"))), "#005a9c");
}

#[test]
fn a_worker_is_asked_for_anew_each_time_and_changes_with_the_site() {
    let worker = |site: &Served| site.get("/sw.js").text().lines().next().unwrap().to_owned();
    let (old, new) = (site(), Archive::new().file("locales/en/own.ftl", "offline-title = Cut\n").serve());
    let answer = old.get("/sw.js");
    assert_eq!(
        (answer.header("content-type"), answer.header("cache-control")),
        ("text/javascript; charset=utf-8", "public, no-cache")
    );
    assert_eq!(old.get_with("/sw.js", &[("if-none-match", answer.header("etag"))]).status, 304);
    assert_eq!(worker(&old), worker(&site()));
    assert_ne!(worker(&old), worker(&new));
    let known: serde_json::Value =
        serde_json::from_str(worker(&old).trim_start_matches("const SITE = ").trim_end_matches(';')).unwrap();
    assert_eq!(known["languages"], serde_json::json!(["uk", "en", "ru"]));
    for path in known["shell"].as_array().unwrap() {
        assert_eq!(old.get(path.as_str().unwrap()).status, 200, "{path}");
    }
}

#[test]
fn the_pages_are_nobodys_search_result_and_say_what_to_do_without_scripts() {
    let site = site();
    for path in ["/uk/kept", "/en/offline"] {
        let page = site.get(path);
        assert_eq!(page.status, 200);
        assert!(
            page.text().contains("name=\"robots\" content=\"noindex\"") && page.text().contains("data-unavailable")
        );
    }
    assert_eq!(site.missing_words(), [""; 0]);
    assert_eq!(site.get_with("/kept", &[("accept-language", "ru")]).redirect(), (302, "/ru/kept"));
}
