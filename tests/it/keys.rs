//! Surrogate keys: a cache that drops the pages with the keys of a change, and nothing else, shows nothing that is stale.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    cache::Live,
    harness::{Archive, SITE},
};

const LANGUAGES: [&str; 3] = ["uk", "en", "ru"];

/// Thirty articles, a month apart; every third one has the tag `sea`, and each links to the one before it.
fn archive(header: &str) -> Archive {
    let site = SITE
        .replace("[[language]]\ntag = \"uk\"", &format!("[cache]\nkeys = \"{header}\"\n[[language]]\ntag = \"uk\""));
    (0..30).fold(Archive::new().file("site.toml", &site), |archive, n| put(archive, n, "", n % 3 == 0))
}

fn id(n: usize) -> String {
    format!("{}/a{n}", 2020 + n / 12)
}

fn put(archive: Archive, n: usize, word: &str, tagged: bool) -> Archive {
    let (id, date) = (id(n), format!("{}-{:02}-15", 2020 + n / 12, n % 12 + 1));
    let tags = if tagged { "tags = [\"sea\"]\n" } else { "" };
    let before = if n == 0 { String::new() } else { format!("[before](../../{}/)", self::id(n - 1)) };
    let archive =
        archive.file(&format!("articles/{id}/article.toml"), &format!("published = {date}\nsource = \"uk\"\n{tags}"));
    ["uk", "en"].into_iter().fold(archive, |archive, lang| {
        let text = format!("+++\ntitle = \"{lang} {n} {word}\"\nsummary = \"s\"\n+++\n\nText. {before}\n");
        archive.file(&format!("articles/{id}/{lang}.md"), &text)
    })
}

/// Every kind of page that is kept by a cache in front.
fn paths() -> Vec<String> {
    let mut paths: Vec<String> = ["/feed.atom", "/sitemap.xml", "/sitemap/2020.xml"].map(str::to_owned).into();
    for lang in LANGUAGES {
        let listings =
            ["", "2020/", "2020/03/", "2021/", "tag/sea", "tag/sea/feed.json", "feed.atom", "about/archive", "kept"];
        paths.extend(listings.map(|path| format!("/{lang}/{path}")));
        for n in 0..32 {
            let id = id(n);
            paths.push(format!("/{lang}/{id}"));
            paths.push(format!("/{lang}/{id}.json"));
            paths.push(format!("/{lang}/{id}/with/{}", if lang == "uk" { "en" } else { "uk" }));
        }
    }
    paths
}

/// The pages there are, each with its keys.
fn pages(site: &Live) -> BTreeMap<String, (String, BTreeSet<String>)> {
    let mut pages = BTreeMap::new();
    for path in paths() {
        let page = site.get(&path, &[]);
        if page.status == 200 {
            let keys = page.header("surrogate-key").split(' ').map(str::to_owned).collect();
            pages.insert(path, (page.text().to_owned(), keys));
        }
    }
    pages
}

/// Makes a change and looks at what it touched: every page that reads otherwise must have a key that is to be dropped.
/// Comes with the pages that were dropped.
fn dropped(change: impl FnOnce(Archive) -> Archive) -> BTreeSet<String> {
    let site = Live::of(archive("Surrogate-Key"));
    let before = pages(&site);
    let (point, _) = site.app.touched_after("");
    let site = site.edit(change);
    let (_, keys) = site.app.touched_after(&point);
    let after = pages(&site);
    let is_dropped = |page: &(String, BTreeSet<String>)| !page.1.is_disjoint(&keys);
    for (path, page) in &before {
        let same = after.get(path).is_some_and(|now| now.0 == page.0);
        assert!(same || is_dropped(page), "{path} changed, its keys {:?} are not among {keys:?}", page.1);
    }
    before.into_iter().filter(|(_, page)| is_dropped(page)).map(|(path, _)| path).collect()
}

#[test]
fn a_title_reaches_every_page_that_shows_it_and_leaves_the_rest_alone() {
    let dropped = dropped(|archive| put(archive, 13, "Інакше", false));
    for path in
        ["/uk/2021/a13", "/uk/2021/a12", "/uk/2021/a14", "/ru/2021/a13", "/uk/2021/a13/with/en", "/uk/", "/feed.atom"]
    {
        assert!(dropped.contains(path), "{path} shows it");
    }
    for path in ["/uk/2020/a3", "/uk/2022/a28", "/en/2022/a25.json", "/uk/tag/sea", "/uk/kept"] {
        assert!(!dropped.contains(path), "{path} does not show it");
    }
}

#[test]
fn an_article_that_comes_or_goes_reaches_its_neighbours_and_its_listings() {
    assert!(dropped(|archive| put(archive, 30, "", true)).contains("/uk/2022/a29"));
    let gone = dropped(|archive| {
        std::fs::remove_dir_all(archive.path().join("articles").join(id(14))).unwrap();
        archive
    });
    assert!(gone.contains("/uk/2021/a13") && gone.contains("/uk/") && !gone.contains("/uk/2020/a1"));
}

#[test]
fn an_article_that_is_hidden_reaches_every_page_that_named_it() {
    for more in ["draft = true\n", "withdrawn = \"x\"\n"] {
        let meta = format!("published = 2021-03-15\nsource = \"uk\"\n{more}");
        let gone = dropped(|archive| archive.file(&format!("articles/{}/article.toml", id(14)), &meta));
        for path in [
            "/uk/2021/a14", "/en/2021/a14.json", "/uk/2021/a13", "/uk/2021/a15", "/uk/", "/en/feed.atom",
            "/sitemap.xml",
        ] {
            assert!(gone.contains(path), "{path}, {more}");
        }
        assert!(!gone.contains("/uk/2020/a1"), "{more}");
    }
}

#[test]
fn tags_and_addresses_reach_the_pages_that_name_them() {
    assert!(dropped(|archive| put(archive, 13, "", true)).contains("/uk/tag/sea"));
    let slug = |archive: Archive| {
        let text = "+++\ntitle = \"uk 13 \"\nsummary = \"s\"\nslug = \"inakshe\"\n+++\n\nText.\n";
        archive.file(&format!("articles/{}/uk.md", id(13)), text)
    };
    assert!(dropped(slug).contains("/uk/2021/a14"), "it links to the old address");
}

#[test]
fn words_and_names_reach_every_page() {
    let all = |change: fn(Archive) -> Archive| assert!(dropped(change).len() > 200);
    all(|archive| archive.file("locales/uk/own.ftl", "search-link = Шукати\n"));
    all(|archive| archive.file("articles/names.toml", "[tag.sea]\nuk = \"море\"\n"));
}

#[test]
fn there_are_no_keys_unless_the_site_asks_and_each_header_has_its_own_separator() {
    let silent = Live::of(Archive::new().article("2025/dnipro", "uk", &["uk"]));
    assert_eq!(silent.get("/uk/2025/dnipro", &[]).header("cache-tag"), "");
    let site = Live::of(archive("Cache-Tag"));
    let page = site.get("/uk/2020/a1", &[]);
    let keys = page.header("cache-tag");
    assert!(keys.starts_with("site,") && keys.split(',').any(|key| key == "2020/a1"), "{keys}");
    for path in ["/", "/uk/search?q=a", "/uk/language", "/uk/none"] {
        assert_eq!(site.get(path, &[]).header("cache-tag"), "", "{path} is kept by no cache for long");
    }
}
