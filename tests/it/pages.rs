//! Undated pages: like articles, but without a date, and not in listings or feeds.

use std::{fs, sync::Arc};

use litopys::{
    article::Drafts,
    source::{Folder, Source},
    translate::check::{CheckOptions, check},
    worker::{Indexer, NoObserver},
};

use crate::{
    authoring::run_in,
    cache::ToApp,
    harness::{Archive, SITE, Served, serve},
};

/// A version of the page `id`, titled `<lang> <id>`, with a word of its own.
fn page(archive: Archive, id: &str, lang: &str, front: &str) -> Archive {
    let word = format!("word{}{lang}", id.replace(['-', '/'], ""));
    let text = format!("+++\ntitle = \"{lang} {id}\"\nsummary = \"About {id}\"\n{front}+++\n\nText with {word}.\n");
    archive.file(&format!("pages/{id}/{lang}.md"), &text)
}

fn archive() -> Archive {
    let archive = Archive::new().article("2025/dnipro", "uk", &["uk", "en"]);
    let archive = page(archive, "about", "uk", "slug = \"pro-nas\"\naliases = [\"/uk/info\"]\n");
    let archive = page(archive, "about", "en", "");
    page(archive, "contact", "uk", "")
}

/// What `litopys check` says of the archive at a path.
fn checked(path: &std::path::Path) -> Vec<String> {
    let options = CheckOptions { now: Some(jiff::Timestamp::now()), ..CheckOptions::default() };
    let report = check(&Folder::open(path).unwrap(), &options).unwrap();
    report.findings.iter().map(|finding| finding.to_string().lines().next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_page_lies_below_its_language_and_every_other_name_of_it_leads_there() {
    let site = archive().serve();
    let answer = site.get("/uk/pro-nas");
    assert_eq!(answer.status, 200);
    assert!(answer.text().contains("<h1>uk about</h1>") && answer.text().contains("wordaboutuk"));
    assert!(!answer.text().contains("<time"), "it has no date");
    for (path, to) in [
        ("/uk/about", "/uk/pro-nas"),
        ("/en/pro-nas", "/en/about"),
        ("/ru/pro-nas", "/ru/about"),
        ("/uk/pro-nas/", "/uk/pro-nas"),
        ("/ua/pro-nas", "/uk/pro-nas"),
        ("/UK/pro-nas", "/uk/pro-nas"),
        ("/uk//pro-nas", "/uk/pro-nas"),
        ("/uk/info", "/uk/pro-nas"),
        ("/uk/about.md", "/uk/pro-nas.md"),
        ("/uk/about/with/en", "/uk/pro-nas/with/en"),
    ] {
        assert_eq!(site.get(path).redirect(), (308, to), "{path}");
    }
    assert_eq!(site.get("/en/about?remember").redirect(), (303, "/en/about"));
    for nothing in ["/uk/nothing", "/uk/pro-nas/x", "/nothing", "/uk/pages/about", "/uk/about/with/ru"] {
        assert_eq!(site.get(nothing).status, 404, "{nothing}");
    }
}

#[test]
fn a_page_without_a_language_leads_to_the_readers_own() {
    let site = archive().serve();
    for (accept, path, to) in [
        ("uk", "/about", "/uk/pro-nas"),
        ("en", "/about", "/en/about"),
        ("en", "/pro-nas", "/en/about"),
        ("ru", "/about", "/ru/about"),
        ("en", "/contact", "/en/contact"),
        ("en", "/about.md", "/en/about.md"),
    ] {
        let answer = site.get_with(path, &[("accept-language", accept)]);
        assert_eq!(
            (answer.redirect(), answer.header("cache-control")),
            ((302, to), "private, no-store"),
            "{accept} {path}"
        );
    }
}

#[test]
fn a_page_falls_back_as_articles_do() {
    let site = archive().serve();
    let answer = site.get("/en/contact");
    assert_eq!(answer.status, 200);
    let text = answer.text();
    assert!(text.contains("<article lang=\"uk\">") && text.contains("wordcontactuk") && text.contains("noindex"));
    assert!(text.contains("rel=\"canonical\" href=\"https://example.org/uk/contact\""));
    let site = page(Archive::new(), "about", "ru", "").serve();
    let answer = site.get("/uk/about");
    assert_eq!(answer.status, 404);
    assert!(answer.text().contains("/ru/about"), "the way to what there is");
}

#[test]
fn a_page_has_its_forms_for_machines_and_stands_side_by_side() {
    let site = archive().serve();
    let markdown = site.get("/uk/pro-nas.md");
    assert!(markdown.status == 200 && markdown.text().starts_with("# uk about\n") && !markdown.text().contains("1970"));
    let json: serde_json::Value = serde_json::from_str(site.get("/uk/pro-nas.json").text()).unwrap();
    assert_eq!((&json["published"], &json["id"]), (&serde_json::Value::Null, &"pages/about".into()));
    assert_eq!(site.get("/uk/pro-nas/with/en").status, 200);
    for path in ["/uk/pro-nas", "/en/contact", "/uk/pro-nas/with/en", "/uk/pro-nas.json"] {
        assert!(!site.get(path).text().contains("1970"), "{path}");
    }
}

#[test]
fn a_page_is_in_the_map_and_in_search_and_in_no_listing_feed_or_count() {
    let site = archive().serve();
    assert!(site.get("/sitemap.xml").text().contains("https://example.org/sitemap/pages.xml"));
    let map = site.get("/sitemap/pages.xml");
    let addresses: Vec<_> = map.text().split("<loc>").skip(1).filter_map(|rest| rest.split('<').next()).collect();
    let expected = ["/en/about", "/uk/pro-nas", "/uk/contact"].map(|path| format!("https://example.org{path}"));
    assert_eq!(addresses, expected);
    assert!(map.text().contains("hreflang=\"x-default\" href=\"https://example.org/about\""));
    let found = site.get("/uk/search?q=wordaboutuk");
    assert!(found.text().contains("href=\"/uk/pro-nas") && found.text().contains("Сторінка"));
    assert!(!found.text().contains("1970"));
    let json = site.get("/uk/search?q=wordaboutuk&format=json");
    assert!(json.text().contains("\"published\":null"), "{}", json.text());
    assert!(!site.get("/uk/search?q=wordaboutuk+year:..2030").text().contains("/uk/pro-nas"));
    for path in
        ["/uk/", "/uk/2025/", "/feed.atom", "/uk/feed.atom", "/uk/feed.json", "/uk/about/archive", "/uk/2025/dnipro"]
    {
        let text = site.get(path).text().to_owned();
        assert!(!text.contains("uk about") && !text.contains("pro-nas") && !text.contains("1970"), "{path}");
    }
    assert_eq!(site.app.numbers().unwrap().articles, 1);
    let without = Archive::new().article("2025/dnipro", "uk", &["uk"]).serve();
    assert!(!without.get("/sitemap.xml").text().contains("pages.xml"));
    assert_eq!(without.get("/sitemap/pages.xml").status, 404);
}

#[test]
fn pages_and_articles_link_to_one_another_by_relative_paths() {
    let archive = archive()
        .file(
            "articles/2025/dnipro/uk.md",
            "+++\ntitle = \"x\"\n+++\n\n[a](../../../pages/about/) [b](../../../pages/no/)\n",
        )
        .file(
            "pages/contact/uk.md",
            "+++\ntitle = \"c\"\n+++\n\n[a](../about/#x) [b](../../articles/2025/dnipro/) [c](../no/)\n",
        );
    let found = checked(archive.path());
    let site = archive.serve();
    assert!(site.get("/uk/2025/dnipro").text().contains("href=\"/uk/pro-nas\""));
    assert!(site.get("/en/contact").text().contains("href=\"/en/about#x\""));
    assert!(site.get("/uk/contact").text().contains("href=\"/uk/2025/dnipro\""));
    let broken: Vec<_> = found.iter().filter(|finding| finding.contains("[broken-link]")).collect();
    assert_eq!(broken.len(), 2, "{found:?}");
    assert!(broken[0].starts_with("articles/2025/dnipro/uk.md:5:") && broken[1].starts_with("pages/contact/uk.md:5:"));
    let served: Vec<_> = site.problems.iter().filter(|problem| problem.code == "broken-link").collect();
    assert_eq!(served.len(), 2, "{served:?}");
}

#[test]
fn files_beside_a_page_are_served_and_guarded_as_those_of_articles() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"6\"><path d=\"M0 0\"/></svg>";
    let archive = page(Archive::new(), "about", "uk", "")
        .file("pages/about/map.svg", svg)
        .file("pages/about/.hidden.md", "x")
        .file("pages/about/uk.md~", "x")
        .file("pages/about/old/uk.md", "x")
        .file("pages/README.md", "x")
        .file("pages/stray.md", "x")
        .file("pages/Bad Name/uk.md", "x")
        .file("pages/about/article.toml", "published = 2025-01-01\nsource = 'uk'\n");
    std::os::unix::fs::symlink("/etc", archive.path().join("pages/outside")).unwrap();
    let site = archive.serve();
    let answer = site.get("/media/pages/about/map.svg");
    assert_eq!(answer.status, 302);
    assert_eq!(site.get(answer.header("location")).status, 200);
    let codes: Vec<_> = site.problems.iter().map(|problem| (problem.path.as_str(), problem.code.as_ref())).collect();
    for expected in [
        ("pages/stray.md", "stray-file"),
        ("pages/Bad Name", "bad-id"),
        ("pages/outside", "link-outside"),
        ("pages/about/old/uk.md", "stray-text"),
        ("pages/about/article.toml", "stray-text"),
    ] {
        assert!(codes.contains(&expected), "{expected:?} {codes:?}");
    }
    assert_eq!(codes.len(), 5, "{codes:?}");
}

#[test]
fn no_page_takes_an_address_of_the_site_and_check_says_where() {
    for id in
        ["search", "tags", "tag", "author", "sections", "series", "feed.atom", "2025", "uk", "ua", "kept", "static"]
    {
        let archive = Archive::new().article("2025/dnipro", "uk", &["uk"]);
        let before = archive.path().to_owned();
        let plain: Vec<_> = {
            let site = serve(&before);
            [format!("/uk/{id}"), format!("/{id}")]
                .map(|path| (site.get(&path).status, site.get(&path).header("location").to_owned()))
                .into()
        };
        let archive = page(archive, id, "uk", "");
        let found = checked(archive.path());
        assert!(
            found
                .iter()
                .any(|finding| finding.starts_with(&format!("pages/{id}: error"))
                    && finding.ends_with("[reserved-slug]")),
            "{id}: {found:?}"
        );
        let site = archive.serve();
        let now: Vec<_> = [format!("/uk/{id}"), format!("/{id}")]
            .map(|path| (site.get(&path).status, site.get(&path).header("location").to_owned()))
            .into();
        assert_eq!(now, plain, "{id}");
    }
    // The slug of one version: its place is named, and the page is there by its id.
    let archive = page(Archive::new(), "find", "uk", "slug = \"search\"\n");
    let found = checked(archive.path());
    assert!(
        found
            .iter()
            .any(|finding| finding.starts_with("pages/find/uk.md:4:8: error") && finding.ends_with("[reserved-slug]")),
        "{found:?}"
    );
    let site = archive.serve();
    assert!(site.get("/uk/search").text().contains("<form") && site.get("/uk/find").text().contains("wordfinduk"));
}

#[test]
fn two_pages_with_one_slug_are_reported_and_both_can_be_reached() {
    let archive = page(page(Archive::new(), "a", "uk", "slug = \"x\"\n"), "b", "uk", "slug = \"x\"\n");
    let archive = archive.article("2025/x", "uk", &["uk"]);
    let found = checked(archive.path());
    assert!(
        found
            .iter()
            .any(|finding| finding.starts_with("pages/b/uk.md:4:8: error") && finding.ends_with("[duplicate-slug]")),
        "{found:?}"
    );
    assert_eq!(found.len(), 1, "{found:?}");
    let site = archive.serve();
    assert!(site.get("/uk/x").text().contains("wordauk") && site.get("/uk/b").text().contains("wordbuk"));
    assert_eq!(site.problems.len(), 1, "{:?}", site.problems);
}

#[test]
fn page_toml_holds_what_the_versions_share_and_nothing_of_a_date() {
    let archive =
        archive().file("pages/about/page.toml", "source = \"en\"\naliases = [\"/old-about\"]\nlicence = \"CC0-1.0\"\n");
    assert_eq!(checked(archive.path()), [""; 0]);
    let site = archive.serve();
    assert_eq!(site.get("/uk/old-about").redirect(), (308, "/uk/pro-nas"));
    assert!(site.get("/uk/pro-nas").text().contains("Переклад з англійської"), "the source is English");
    for (line, code) in [
        ("published = 2025-01-01", "unknown-key"),
        ("tags = [\"a\"]", "unknown-key"),
        ("source = \"de\"", "no-source-version"),
        ("draft = \"yes\"", "wrong-type"),
        ("= 1", "toml-syntax"),
    ] {
        let archive = page(Archive::new(), "about", "uk", "").file("pages/about/page.toml", &format!("{line}\n"));
        let found = checked(archive.path());
        assert!(
            found
                .iter()
                .any(|finding| finding.starts_with("pages/about/page.toml") && finding.ends_with(&format!("[{code}]"))),
            "{line}: {found:?}"
        );
    }
}

#[test]
fn a_page_that_was_taken_down_says_why() {
    let archive =
        page(Archive::new(), "about", "uk", "").file("pages/about/page.toml", "withdrawn = \"Moved elsewhere\"\n");
    let site = archive.serve();
    let answer = site.get("/uk/about");
    assert!(answer.status == 410 && answer.text().contains("Moved elsewhere") && !answer.text().contains("1970"));
    assert!(!site.get("/sitemap.xml").text().contains("pages.xml"));
    assert!(!site.get("/uk/search?q=wordaboutuk").text().contains("href=\"/uk/about\""));
}

#[test]
fn a_draft_of_a_page_reaches_no_reader_and_shows_in_a_preview() {
    let hidden = |site: &Served| {
        for path in ["/uk/about", "/about", "/uk/about.md", "/uk/about.json", "/en/about"] {
            assert_eq!(site.get(path).status, 404, "{path}");
        }
        for path in [
            "/uk/",
            "/uk/search?q=wordaboutuk",
            "/uk/search?q=wordaboutuk&format=json",
            "/sitemap.xml",
            "/sitemap/pages.xml",
        ] {
            assert!(!site.get(path).text().contains("uk about"), "{path}");
        }
    };
    hidden(&page(Archive::new(), "about", "uk", "draft = true\n").serve());
    hidden(&page(Archive::new(), "about", "uk", "published = 2999-01-01\n").serve());
    hidden(&page(Archive::new(), "about", "uk", "").file("pages/about/page.toml", "draft = true\n").serve());
    // One version is a draft: the fallback stands in its place.
    let site = page(page(Archive::new(), "about", "uk", "draft = true\n"), "about", "en", "").serve();
    let answer = site.get("/uk/about");
    assert!(answer.status == 200 && answer.text().contains("wordabouten") && !answer.text().contains("wordaboutuk"));
    let archive = page(Archive::new(), "about", "uk", "draft = true\n");
    let source: Arc<dyn Source> = Arc::new(Folder::open(archive.path()).unwrap());
    let site = archive.serve().in_preview();
    let edition = site.app.edition();
    let indexer = Indexer::new(source, site.catalog(), Arc::new(NoObserver), edition.site.clone(), Vec::new());
    site.catalog().begin_anew(&edition.site).unwrap();
    indexer.with_drafts(Drafts::Shown).pass_anew().unwrap();
    assert!(site.get("/uk/about").text().contains("wordaboutuk"));
}

#[test]
fn changes_of_pages_are_followed() {
    let archive = archive();
    let path = archive.path().to_owned();
    let source: Arc<dyn Source> = Arc::new(Folder::open(&path).unwrap());
    let site = archive.serve();
    let edition = site.app.edition();
    let observer = Arc::new(ToApp(site.app.clone()));
    let mut indexer = Indexer::new(source, site.catalog(), observer, edition.site.clone(), Vec::new());
    let mut pass = || indexer.pass().unwrap();
    fs::write(path.join("pages/about/en.md"), "+++\ntitle = \"New\"\n+++\n\nOther words.\n").unwrap();
    assert_eq!(pass().changed, 1);
    assert!(site.get("/en/about").text().contains("Other words."));
    fs::create_dir_all(path.join("pages/imprint")).unwrap();
    fs::write(path.join("pages/imprint/uk.md"), "+++\ntitle = \"Imprint\"\n+++\n\nWho we are.\n").unwrap();
    pass();
    assert_eq!(site.get("/uk/imprint").status, 200);
    fs::rename(path.join("pages/imprint"), path.join("pages/impressum")).unwrap();
    pass();
    assert_eq!((site.get("/uk/imprint").status, site.get("/uk/impressum").status), (404, 200));
    fs::remove_dir_all(path.join("pages")).unwrap();
    pass();
    assert_eq!((site.get("/uk/impressum").status, site.get("/uk/pro-nas").status), (404, 404));
    assert_eq!(site.get("/uk/2025/dnipro").status, 200);
}

#[test]
fn a_site_of_pages_alone_is_a_site() {
    let archive = page(Archive::new(), "about", "uk", "");
    assert_eq!(checked(archive.path()), [""; 0]);
    let site = archive.file("site.toml", SITE).serve();
    assert_eq!((site.get("/uk/").status, site.get("/uk/about").status), (200, 200));
}

#[test]
fn a_text_about_an_author_stands_on_the_page_of_the_authors_articles() {
    let meta = "published = 2025-06-29\nsource = \"uk\"\nauthors = [\"lesia\"]\n";
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"6\"><path d=\"M0 0\"/></svg>";
    let archive = Archive::new()
        .article("2025/dnipro", "uk", &["uk", "en", "ru"])
        .file("articles/2025/dnipro/article.toml", meta)
        .file(
            "articles/names.toml",
            "[author.lesia]\nuk = \"Леся\"\nen = \"Lesia\"\nru = \"Леся\"\n[author.ivan]\nuk = \"Іван\"\n",
        )
        .file("authors/lesia/uk.md", "+++\nsummary = \"Пише про ріки.\"\n+++\n\nЛеся словоавтора.\n\n![](me.svg)\n")
        .file("authors/lesia/me.svg", svg)
        .file("authors/ivan/en.md", "+++\ntitle = \"Ivan the editor\"\n+++\n\nWordsaboutivan.\n")
        .file("authors/olha/uk.md", "+++\ndraft = true\n+++\n\nЧернетка.\n");
    let site = archive.serve();
    let page = site.get("/uk/author/lesia");
    let text = page.text();
    assert!(
        text.contains("<h1>Леся</h1>") && text.contains("словоавтора") && text.contains("/media/authors/lesia/me.")
    );
    assert!(text.contains("content=\"Пише про ріки.\"") && text.contains("/uk/2025/dnipro"));
    // Where the page's language has none, the fallback stands in, marked as such.
    let page = site.get("/ru/author/lesia");
    assert!(page.text().contains("<div class=\"text\" lang=\"uk\">") && page.text().contains("Текст об авторе"));
    // An author without an article has a page for the text; without a public text there is none.
    let page = site.get("/en/author/ivan");
    assert!(
        page.status == 200
            && page.text().contains("<h1>Ivan the editor</h1>")
            && page.text().contains("Wordsaboutivan")
    );
    assert_eq!(site.get("/uk/author/olha").status, 404);
    assert!(site.get("/en/search?q=wordsaboutivan").text().contains("href=\"/en/author/ivan"));
    assert!(site.get("/uk/search?q=словоавтора").text().contains(">Леся</a>"));
    for path in ["/uk/", "/uk/feed.atom", "/uk/author/lesia/feed.atom", "/uk/authors/lesia"] {
        assert!(!site.get(path).text().contains("словоавтора"), "{path}");
    }
    let codes: Vec<_> = site.problems.iter().map(|problem| problem.code.to_string()).collect();
    assert_eq!(codes, ["missing-alt"]);
}

#[test]
fn a_file_that_cannot_be_read_is_not_replaced_by_remove() {
    for unreadable in [&b"licence = '\xff'\n"[..], b"\xff\xfe"] {
        let archive = Archive::new().file("pages/about/uk.md", "+++\ntitle = \"x\"\n+++\n\nx\n");
        let archive = archive.bytes("pages/about/page.toml", unreadable);
        let (code, _, err) = run_in(archive.path(), &["remove", "pages/about", "--reason", "x"]);
        assert!(code == 2 && err.contains("`pages/about/page.toml` cannot be read"), "{code} {err}");
        assert_eq!(std::fs::read(archive.path().join("pages/about/page.toml")).unwrap(), unreadable);
    }
}

#[test]
fn a_text_about_an_author_in_another_language_keeps_the_name_and_shows_corrections() {
    let names = "[author.lesia]\nuk = \"Леся\"\nen = \"Lesia\"\n";
    let text = "+++\ntitle = \"Леся, редакторка\"\nsummary = \"Про Лесю.\"\n\n[[correction]]\ndate = 2024-01-01\n\
                text = \"Не письменниця.\"\n+++\n\nРедагує.\n";
    let archive = Archive::new().file("articles/names.toml", names).file("authors/lesia/uk.md", text);
    let site = archive.article("2025/dnipro", "uk", &["uk", "en"]).serve();
    let own = site.get("/uk/author/lesia");
    assert!(
        own.text().contains("<h1>Леся, редакторка</h1>") && own.text().contains("Не письменниця."),
        "{}",
        own.text()
    );
    let fallback = site.get("/en/author/lesia");
    assert!(fallback.text().contains("<h1>Lesia</h1>") && !fallback.text().contains("Про Лесю"), "{}", fallback.text());
    assert!(fallback.text().contains("Не письменниця."), "{}", fallback.text());
    // It is not an article, so the 404 page does not suggest it.
    assert!(!site.get("/uk/2025/lesia").text().contains("/uk/author/lesia"));
}
