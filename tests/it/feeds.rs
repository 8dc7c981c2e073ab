//! Feeds, the sitemap, OpenSearch: documents for programs.

use serde_json::Value;

use crate::{
    cache::Live,
    harness::{Answer, Archive, Served},
};

fn site() -> Served {
    Archive::new()
        .file("articles/names.toml", "[tag.law]\nuk = \"Право\"\nen = \"Law\"\n[author.o-k]\nuk = \"О. К.\"\n")
        .file(
            "articles/2025/dnipro/article.toml",
            "published = 2025-06-29T09:00:00+03:00\nsource = \"uk\"\ntags = [\"law\"]\nauthors = [\"o-k\"]\nlicence = \"CC-BY-4.0\"\n",
        )
        .file("articles/2025/dnipro/uk.md", "+++\ntitle = \"Дніпро & <море>\"\nsummary = \"Про річку\"\nslug = \"richka\"\n+++\n\nДив. [море](../sea/) і ![мапу](a.svg).\n")
        .file("articles/2025/dnipro/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 6\"/>")
        .version("2025/dnipro", "en", "updated = 2025-07-05\ntranslators = [\"T. Translator\"]\n")
        .article("2025/sea", "uk", &["uk"])
        .article("2024/only-ru", "ru", &["ru"])
        .article("2023/old", "en", &["en"])
        .article("2022/older", "uk", &["uk", "en", "ru"])
        .article("2021/oldest", "uk", &["uk"])
        .article("2020/first", "uk", &["uk"])
        .serve()
}

fn json(site: &Served, path: &str) -> Value {
    let feed = site.get(path);
    assert_eq!((feed.status, feed.header("content-type")), (200, "application/feed+json; charset=utf-8"), "{path}");
    serde_json::from_str(feed.text()).unwrap()
}

/// (language, address) of every item.
fn items(feed: &Value) -> Vec<(&str, &str)> {
    let items = feed["items"].as_array().unwrap().iter();
    items.map(|item| (item["language"].as_str().unwrap(), item["url"].as_str().unwrap())).collect()
}

#[test]
fn a_feed_has_each_article_once_in_its_language_or_the_fallback_marked() {
    let site = site();
    let feed = json(&site, "/uk/feed.json");
    assert_eq!(feed["language"], "uk");
    assert_eq!(
        items(&feed),
        [
            ("uk", "https://example.org/uk/2025/richka"),
            ("uk", "https://example.org/uk/2025/sea"),
            ("en", "https://example.org/en/2023/old"),
        ]
    );
    let next = feed["next_url"].as_str().unwrap().strip_prefix("https://example.org").unwrap();
    assert_eq!(
        items(&json(&site, next)),
        [
            ("uk", "https://example.org/uk/2022/older"),
            ("uk", "https://example.org/uk/2021/oldest"),
            ("uk", "https://example.org/uk/2020/first"),
        ]
    );
}

#[test]
fn an_atom_entry_says_all_there_is_to_say() {
    let site = site();
    let feed = site.get("/uk/feed.atom");
    assert_eq!(feed.header("content-type"), "application/atom+xml; charset=utf-8");
    assert_eq!(
        (feed.header("content-language"), feed.header("cache-control")),
        ("uk", "public, max-age=60, stale-if-error=86400")
    );
    let text = feed.text();
    for part in [
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xmlns:fh=\"http://purl.org/syndication/history/1.0\" xml:lang=\"uk\">",
        "<id>https://example.org/uk/feed.atom</id>",
        "<updated>2025-06-29T09:00:00+03:00</updated>",
        "<link rel=\"self\" href=\"https://example.org/uk/feed.atom\" type=\"application/atom+xml\"/>",
        "<link rel=\"alternate\" href=\"https://example.org/uk/\" type=\"text/html\" hreflang=\"uk\"/>",
        "<link rel=\"alternate\" href=\"https://example.org/en/feed.atom\" type=\"application/atom+xml\" hreflang=\"en\"/>",
        "<link rel=\"next\" href=\"https://example.org/uk/feed.atom?before=",
        "<entry xml:lang=\"uk\">",
        "<id>tag:example.org,2025:2025/dnipro/uk</id>",
        "<title>Дніпро &amp; &lt;море&gt;</title>",
        "<link rel=\"alternate\" href=\"https://example.org/en/2025/dnipro\" type=\"text/html; charset=utf-8\" hreflang=\"en\"/>",
        "<name>О. К.</name>",
        "<category term=\"law\" label=\"Право\"/>",
        "<rights>CC BY 4.0</rights>",
        "&lt;a href=&quot;https://example.org/uk/2025/sea&quot;&gt;",
        "src=&quot;https://example.org/media/2025/dnipro/a.",
        "<entry xml:lang=\"en\">",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let english = site.get("/en/feed.atom");
    for part in ["<updated>2025-07-05T00:00:00+03:00</updated>", "<contributor><name>T. Translator</name>"] {
        assert!(english.text().contains(part), "{part}\n{}", english.text());
    }
    let again = site.get_with("/uk/feed.atom", &[("if-none-match", feed.header("etag"))]);
    assert_eq!(again.status, 304);
}

/// The text between `before` and the next `after`.
fn between<'a>(text: &'a str, before: &str, after: char) -> &'a str {
    text.split_once(before).unwrap_or_else(|| panic!("{before} in {text}")).1.split(after).next().unwrap()
}

#[test]
fn programs_read_the_day_that_the_page_shows() {
    for (zone, published, day, instant) in [
        ("Europe/Kyiv", "2025-06-29", "2025-06-29", "2025-06-29T00:00:00+03:00"),
        ("Europe/Kyiv", "2025-12-29", "2025-12-29", "2025-12-29T00:00:00+02:00"),
        ("Europe/Kyiv", "2025-06-28T21:30:00Z", "2025-06-29", "2025-06-29T00:30:00+03:00"),
        ("America/New_York", "2025-06-29T03:00:00+03:00", "2025-06-28", "2025-06-28T20:00:00-04:00"),
        ("Pacific/Auckland", "2025-06-29", "2025-06-29", "2025-06-29T00:00:00+12:00"),
        ("UTC", "2025-06-29", "2025-06-29", "2025-06-29T00:00:00+00:00"),
    ] {
        let site = Archive::new()
            .file("site.toml", &crate::harness::SITE.replace("Europe/Kyiv", zone))
            .file("articles/2025/x/article.toml", &format!("published = {published}\nsource = \"uk\"\n"))
            .version("2025/x", "uk", &format!("updated = {published}\n"))
            .serve();
        let page = site.get("/uk/2025/x");
        assert_eq!(between(page.text(), "<time datetime=\"", '"'), day);
        assert_eq!(between(page.text(), "  date = {", '}'), day, "BibTeX");
        let atom = site.get("/uk/feed.atom");
        assert_eq!(between(atom.text(), "<published>", '<'), instant);
        assert_eq!(between(atom.text(), "<updated>", '<'), instant);
        let map = site.get(&format!("/sitemap/{}.xml", &day[..7]));
        assert_eq!(between(map.text(), "<lastmod>", '<'), instant);
        let feed = json(&site, "/uk/feed.json");
        let version: Value = serde_json::from_str(site.get("/uk/2025/x.json").text()).unwrap();
        let ld: Value =
            serde_json::from_str(between(page.text(), "<script type=\"application/ld+json\">", '<')).unwrap();
        let found: Value = serde_json::from_str(site.get("/uk/search?q=text&format=json").text()).unwrap();
        for date in [
            &feed["items"][0]["date_published"],
            &feed["items"][0]["date_modified"],
            &version["published"],
            &version["updated"],
            &ld["datePublished"],
            &ld["dateModified"],
            &found["results"][0]["published"],
        ] {
            let date = date.as_str().unwrap();
            assert!(date == day || date == instant, "{date} for {published} in {zone}");
        }
    }
}

#[test]
fn the_feed_without_a_language_has_every_article_once_by_the_sites_preference() {
    let site = site();
    let answer = site.get_with("/feed.json", &[("accept-language", "en"), ("cookie", "lang=ru")]);
    assert_eq!((answer.status, answer.header("vary"), answer.header("content-language")), (200, "Accept-Encoding", ""));
    let mut feed = json(&site, "/feed.json");
    let mut all = Vec::new();
    loop {
        all.extend(items(&feed).iter().map(|(lang, url)| format!("{lang} {}", &url[url.rfind('/').unwrap() + 1..])));
        let Some(next) = feed["next_url"].as_str() else { break };
        feed = json(&site, next.strip_prefix("https://example.org").unwrap());
    }
    assert_eq!(all, ["uk richka", "uk sea", "ru only-ru", "en old", "uk older", "uk oldest", "uk first"]);
    assert_eq!(site.get("/feed.atom").status, 200);
}

#[test]
fn a_topic_has_a_feed_of_its_own_that_its_page_names() {
    let site = site();
    let feed = json(&site, "/en/tag/law/feed.json");
    assert_eq!((feed["title"].as_str(), items(&feed).len()), (Some("Law — Litopys"), 1));
    let page = site.get("/en/tag/law");
    let link =
        "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"Law — Litopys\" href=\"/en/tag/law/feed.atom\">";
    assert!(page.text().contains(link));
    assert!(
        site.get("/uk/2025/richka")
            .text()
            .contains("type=\"application/feed+json\" title=\"Litopys\" href=\"/uk/feed.json\"")
    );
    for nowhere in
        ["/en/tag/none/feed.atom", "/uk/feed.atom?before=5", "/uk/feed.atom?before=5-000000000000", "/xx/feed.atom"]
    {
        assert_eq!(site.get(nowhere).status, 404, "{nowhere}");
    }
}

#[test]
fn parts_of_a_feed_lead_back_to_the_first() {
    let site = site();
    let first = site.get("/en/feed.atom");
    let next = first.text().split("rel=\"next\" href=\"https://example.org").nth(1).unwrap().split('"').next().unwrap();
    let second = site.get(next);
    for part in [
        "<id>https://example.org/en/feed.atom</id>".to_owned(),
        "<link rel=\"previous\" href=\"https://example.org/en/feed.atom\"/>".to_owned(),
        "<link rel=\"first\" href=\"https://example.org/en/feed.atom\"/>".to_owned(),
        format!("<link rel=\"self\" href=\"https://example.org{next}\""),
    ] {
        assert!(second.text().contains(&part), "{part}\n{}", second.text());
    }
}

/// Where a feed's documents lead: the last parts of the addresses of all items, document by document.
fn documents(get: impl Fn(&str) -> Answer, path: &str) -> Vec<Vec<String>> {
    let mut next = Some(path.to_owned());
    let mut documents = Vec::new();
    while let Some(path) = next {
        let answer = get(&path);
        assert_eq!(answer.status, 200, "{path}");
        let feed: Value = serde_json::from_str(answer.text()).unwrap();
        documents.push(items(&feed).iter().map(|(_, url)| url["https://example.org".len()..].to_owned()).collect());
        next = feed["next_url"].as_str().map(|next| next["https://example.org".len()..].to_owned());
    }
    documents
}

/// Six articles in Ukrainian, tagged; the first of them in English too.
fn six() -> Archive {
    let archive = (2018..2024).fold(Archive::new(), |archive, year| {
        let toml = format!("published = {year}-06-29\nsource = \"uk\"\ntags = [\"law\"]\n");
        archive.file(&format!("articles/{year}/a/article.toml"), &toml).version(&format!("{year}/a"), "uk", "")
    });
    archive.version("2018/a", "en", "")
}

#[test]
fn a_translation_that_comes_years_later_is_new_in_its_feeds_and_old_on_its_pages() {
    for (front, published) in [
        ("published = 2026-03-01\n", "2026-03-01T00:00:00+02:00"),
        ("published = 2026-03-01\nupdated = 2026-04-01\n", "2026-03-01T00:00:00+02:00"),
        ("published = 2026-03-01T12:00:00Z\n", "2026-03-01T14:00:00+02:00"),
        // The date of a translation is when it was translated.
        ("updated = 2026-03-01\n", "2026-03-01T00:00:00+02:00"),
    ] {
        let site = Live::of(six());
        let pages =
            |site: &Live| ["/en/", "/en/2019/", "/en/tag/law"].map(|path| site.get(path, &[]).text().to_owned());
        let places =
            |page: &str| (2018..2024).filter_map(|year| page.find(&format!("/en/{year}/a\""))).collect::<Vec<_>>();
        let before = pages(&site);
        let site = site.edit(|archive| archive.version("2019/a", "en", front));
        for path in ["/en/feed.json", "/en/tag/law/feed.json"] {
            let all = documents(|path| site.get(path, &[]), path);
            assert_eq!(all[0], ["/en/2019/a", "/uk/2023/a", "/uk/2022/a"], "{path}: {front}");
            assert_eq!(all[1], ["/uk/2021/a", "/uk/2020/a", "/en/2018/a"], "{path}: {front}");
            assert_eq!(all.len(), 2, "{path}: each article once");
        }
        let feed: Value = serde_json::from_str(site.get("/en/feed.json", &[]).text()).unwrap();
        assert_eq!(feed["items"][0]["date_published"], published);
        // Other languages, and whoever asks for none, have another version of it, which is as old as ever.
        for path in ["/uk/feed.json", "/ru/feed.json", "/feed.json"] {
            assert!(documents(|path| site.get(path, &[]), path)[1].contains(&"/uk/2019/a".to_owned()), "{path}");
        }
        for (before, after) in before.iter().zip(pages(&site)) {
            assert_eq!(places(before).is_sorted(), places(&after).is_sorted());
            assert_eq!(places(before).len(), places(&after).len());
        }
        let map = site.get("/sitemap/2019-06.xml", &[]);
        assert!(map.text().contains("<lastmod>2026-0"), "{front}: {}", map.text());
        // A slip of the pen leaves the version where it was; without the date it is as old as its article.
        let site = site.edit(|archive| archive.file("articles/2019/a/en.md", "+++\ntitle = \"Open\n+++\n"));
        assert_eq!(documents(|path| site.get(path, &[]), "/en/feed.json")[0][0], "/en/2019/a");
        let site = site.edit(|archive| archive.version("2019/a", "en", ""));
        let all = documents(|path| site.get(path, &[]), "/en/feed.json").concat();
        assert_eq!(all, ["/uk/2023/a", "/uk/2022/a", "/uk/2021/a", "/uk/2020/a", "/en/2019/a", "/en/2018/a"]);
    }
}

#[test]
fn an_article_that_comes_to_the_archive_late_can_say_so() {
    let site = six().version("2018/a", "uk", "published = 2026-03-01\nupdated = 2026-05-01\n").serve();
    assert_eq!(documents(|path| site.get(path), "/uk/feed.json")[0][0], "/uk/2018/a");
    assert_eq!(documents(|path| site.get(path), "/feed.json")[0][0], "/uk/2018/a");
    // `updated` of a source is a correction, and a version cannot appear before its article.
    for front in ["updated = 2026-05-01\n", "published = 2001-01-01\n"] {
        let site = six().version("2018/a", "uk", front).serve();
        assert_eq!(documents(|path| site.get(path), "/uk/feed.json")[1][2], "/uk/2018/a", "{front}");
    }
}

#[test]
fn addresses_of_older_documents_hold_when_a_translation_comes() {
    let site = Live::of(six());
    let next = |site: &Live| -> String {
        let feed: Value = serde_json::from_str(site.get("/en/feed.json", &[]).text()).unwrap();
        feed["next_url"].as_str().unwrap()["https://example.org".len()..].to_owned()
    };
    let old = next(&site);
    let before = site.get(&old, &[]);
    let site = site.edit(|archive| archive.version("2023/a", "en", "published = 2026-03-01\n"));
    let after = site.get(&old, &[]);
    assert_eq!((after.status, after.text()), (200, before.text()), "what lies before the old key is as it was");
    assert_eq!(documents(|path| site.get(path, &[]), "/en/feed.json")[0], ["/en/2023/a", "/uk/2022/a", "/uk/2021/a"]);
}

/// An address of the `rel` link of an Atom document.
fn atom_link(atom: &str, rel: &str) -> Option<String> {
    let (_, rest) = atom.split_once(&format!("<link rel=\"{rel}\" href=\"https://example.org"))?;
    rest.split('"').next().map(str::to_owned)
}

#[test]
fn a_feed_is_complete_in_order_and_the_same_both_ways_whenever_its_versions_appeared() {
    for seed in [1_u64, 7, 42, 2026] {
        let mut state = seed;
        let mut random = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        let mut archive = Archive::new();
        let mut expected = Vec::new();
        for n in 0..17 {
            let id = format!("20{:02}/a{n}", 10 + random(10));
            let date = |random: &mut dyn FnMut(u64) -> u64| {
                format!("20{:02}-{:02}-{:02}", 10 + random(15), 1 + random(12), 1 + random(28))
            };
            let published = format!("{}-01-01", &id[..4]);
            let (late, has) = (date(&mut random), random(3) > 0);
            archive = archive
                .file(&format!("articles/{id}/article.toml"), &format!("published = {published}\nsource = \"uk\"\n"))
                .version(&id, "uk", "");
            if has {
                archive = archive.version(&id, "en", &format!("published = {late}\n"));
            }
            expected.push(if has { published.max(late) } else { published });
        }
        expected.sort();
        expected.reverse();
        let site = archive.serve();
        let (mut path, mut forward, mut dates) = ("/en/feed.atom".to_owned(), Vec::new(), Vec::new());
        loop {
            let document = site.get(&path);
            let entries = document.text().split("<published>").skip(1).map(|rest| rest[..10].to_owned());
            dates.extend(entries);
            forward.push(path);
            match atom_link(document.text(), "next") {
                Some(next) => path = next,
                None => break,
            }
        }
        assert_eq!(dates, expected, "seed {seed}");
        for pair in forward.windows(2) {
            assert_eq!(atom_link(site.get(&pair[1]).text(), "previous").as_ref(), Some(&pair[0]), "seed {seed}");
        }
    }
}

/// The ids of the entries of an Atom document.
fn entry_ids(atom: &str) -> Vec<String> {
    let entries = atom.split("<entry ").skip(1);
    entries.map(|entry| between(entry, "<id>", '<').to_owned()).collect()
}

/// Walks `prev-archive` from the newest document on: addresses and texts.
fn archives(site: &Live, path: &str) -> Vec<(String, String)> {
    let (mut path, mut found) = (path.to_owned(), Vec::new());
    loop {
        let document = site.get(&path, &[]);
        assert_eq!(document.status, 200, "{path}");
        let (text, is_first) = (document.text().to_owned(), found.is_empty());
        assert_eq!(text.matches("<fh:archive/>").count(), usize::from(!is_first), "{path}");
        let newer = found.last().filter(|_| found.len() > 1).map(|(path, _): &(String, String)| path.clone());
        assert_eq!(atom_link(&text, "next-archive"), newer, "{path}");
        assert_eq!(atom_link(&text, "current").is_some(), !is_first, "{path}");
        let older = atom_link(&text, "prev-archive");
        found.push((path, text));
        match older {
            Some(older) => path = older,
            None => return found,
        }
    }
}

/// RFC 5005, 4: every entry is in one document, and a document of the archive never changes when an article comes.
#[test]
fn the_archive_of_a_feed_is_complete_and_stays_as_it_is() {
    for (path, has_all) in [("/en/feed.atom", false), ("/feed.atom", true), ("/en/tag/law/feed.atom", false)] {
        let mut site = Live::of(Archive::new());
        let mut known: std::collections::BTreeMap<String, Vec<String>> = std::collections::BTreeMap::new();
        for n in 0..14 {
            let id = format!("20{:02}/a{n}", 10 + n);
            let meta = format!("published = {}-05-01\nsource = \"uk\"\ntags = [\"law\"]\n", &id[..4]);
            let langs: &[&str] = if n % 3 == 0 { &["uk", "en"] } else { &["uk"] };
            site = site
                .edit(|archive| archive.article(&id, "uk", langs).file(&format!("articles/{id}/article.toml"), &meta));
            let documents = archives(&site, path);
            let ids: Vec<String> = documents.iter().flat_map(|(_, text)| entry_ids(text)).collect();
            let unique: std::collections::BTreeSet<_> = ids.iter().collect();
            assert_eq!((ids.len(), unique.len()), (n + 1, n + 1), "{path}, {has_all}");
            assert!((n + 1 < 6) == (documents.len() == 1), "{path}");
            let newest = entry_ids(&documents[0].1).len();
            assert!(newest >= 3.min(n + 1) && newest < 6, "{path}: {newest}");
            for (path, text) in documents.iter().skip(1) {
                let ids = entry_ids(text);
                assert_eq!(ids.len(), 3, "{path}");
                assert_eq!(*known.entry(path.clone()).or_insert_with(|| ids.clone()), ids, "{path}");
            }
            assert!(known.keys().all(|path| documents.iter().any(|(own, _)| own == path)), "no document goes away");
        }
    }
}

/// Every `<url>` of every part of the map.
fn map(site: &Served) -> Vec<String> {
    let index = site.get("/sitemap.xml");
    assert_eq!((index.status, index.header("content-type")), (200, "application/xml; charset=utf-8"));
    let mut urls = Vec::new();
    for part in index.text().split("<loc>https://example.org").skip(1).map(|rest| rest.split('<').next().unwrap()) {
        let part = site.get(part);
        assert_eq!(part.status, 200);
        urls.extend(part.text().split("<url>").skip(1).map(str::to_owned));
    }
    urls
}

#[test]
fn the_map_has_every_version_once_with_all_its_alternates_and_no_fallback() {
    let site = site();
    let urls = map(&site);
    let of = |path: &str| {
        let loc = format!("<loc>https://example.org{path}</loc>");
        let found: Vec<&String> = urls.iter().filter(|url| url.contains(&loc)).collect();
        assert!(found.len() < 2, "{path} stands {} times", found.len());
        found.first().map(|url| url.split_once(&loc).unwrap().1.to_owned())
    };
    let (uk, en) = (of("/uk/2025/richka").unwrap(), of("/en/2025/dnipro").unwrap());
    assert!(
        uk.contains("<lastmod>2025-06-29T09:00:00+03:00</lastmod>")
            && en.contains("<lastmod>2025-07-05T00:00:00+03:00</lastmod>")
    );
    let links =
        |url: &str| url.lines().filter(|line| line.contains("xhtml:link")).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(links(&uk), links(&en));
    assert_eq!(
        links(&uk),
        [
            "<xhtml:link rel=\"alternate\" hreflang=\"en\" href=\"https://example.org/en/2025/dnipro\"/>",
            "<xhtml:link rel=\"alternate\" hreflang=\"uk\" href=\"https://example.org/uk/2025/richka\"/>",
            "<xhtml:link rel=\"alternate\" hreflang=\"x-default\" href=\"https://example.org/2025/dnipro\"/>",
        ]
    );
    assert_eq!(of("/ru/2025/dnipro"), None, "a fallback");
    assert!(of("/ru/2024/only-ru").is_some() && of("/uk/2024/only-ru").is_none());
    assert!(of("/uk/").is_some() && of("/uk/2025/06/").is_some() && of("/en/2023/").is_some());
    assert_eq!(of("/uk/2024/"), None, "no page");
    assert!(!urls.iter().any(|url| url.contains('?')), "no part of a listing but the first");
    for url in &urls {
        let path = url.split("<loc>https://example.org").nth(1).unwrap().split('<').next().unwrap();
        assert_eq!(site.get(path).status, 200, "{path}");
    }
}

#[test]
fn robots_name_the_map_and_browsers_learn_to_search() {
    let site = site();
    assert!(site.get("/robots.txt").text().ends_with("\nSitemap: https://example.org/sitemap.xml\n"));
    for nowhere in ["/sitemap/2020-01.xml", "/sitemap/x.xml", "/sitemap/"] {
        assert_eq!(site.get(nowhere).status, 404, "{nowhere}");
    }
    let search = site.get("/uk/opensearch.xml");
    assert_eq!(search.header("content-type"), "application/opensearchdescription+xml; charset=utf-8");
    for part in [
        "<ShortName>Litopys (UA)</ShortName>",
        "<Description>Пошук в архіві «Litopys»</Description>",
        "<Language>uk</Language>",
        "template=\"https://example.org/uk/search?q={searchTerms}\"",
    ] {
        assert!(search.text().contains(part), "{part}\n{}", search.text());
    }
    let link = "<link rel=\"search\" type=\"application/opensearchdescription+xml\" title=\"Litopys (UA)\" href=\"/uk/opensearch.xml\">";
    assert!(site.get("/uk/").text().contains(link));
}

#[test]
fn every_language_has_a_search_of_its_own_under_a_whole_name() {
    for (name, expected) in [
        (
            "name = \"Літопис міста Дніпра та околиць\"",
            ["Літопис міста Дніпра та околиць (UA)", "Літопис міста Дніпра та околиць (EN)"],
        ),
        (
            "name = { uk = \"Шістнадцятибуквений\", en = \"Chronicle of a city\" }",
            ["Шістнадцятибуквений (UA)", "Chronicle of a city"],
        ),
    ] {
        let toml = crate::harness::SITE.replace("name = \"Litopys\"", name);
        let site = Archive::new().file("site.toml", &toml).serve();
        for (lang, expected) in ["uk", "en"].iter().zip(expected) {
            let search = site.get(&format!("/{lang}/opensearch.xml"));
            assert_eq!(between(search.text(), "<ShortName>", '<'), expected);
            let link =
                between(site.get(&format!("/{lang}/")).text(), "application/opensearchdescription+xml\" title=\"", '"')
                    .to_owned();
            assert_eq!(link, expected);
        }
    }
}

#[test]
fn a_browser_that_asks_for_the_icon_by_its_old_name_gets_one() {
    let own = Archive::new().bytes("static/favicon.ico", b"\0\0\x01\0own").serve();
    for (site, content_type, begins) in
        [(site(), "image/png", &b"\x89PNG"[..]), (own, "image/x-icon", &b"\0\0\x01\0own"[..])]
    {
        let icon = site.get("/favicon.ico");
        assert_eq!(
            (icon.status, icon.header("content-type"), icon.header("cache-control")),
            (200, content_type, "public, no-cache")
        );
        assert!(icon.body.starts_with(begins));
        assert_eq!(site.get_with("/favicon.ico", &[("if-none-match", icon.header("etag"))]).status, 304);
    }
}

#[test]
fn the_map_names_the_authors_about_whom_there_is_a_text() {
    let meta = "published = 2025-06-29\nsource = \"uk\"\nauthors = [\"lesia\", \"taras\"]\n";
    let site = Archive::new()
        .article("2025/x", "uk", &["uk"])
        .file("articles/2025/x/article.toml", meta)
        .file("authors/lesia/uk.md", "+++\n+++\n\nПише.\n")
        .file("authors/alone/en.md", "+++\n+++\n\nWrites.\n")
        .file("authors/draft/uk.md", "+++\ndraft = true\n+++\n\nПише.\n")
        .serve();
    let map = site.get("/sitemap/listings.xml").text().to_owned();
    for author in ["lesia", "alone"] {
        for lang in ["uk", "en", "ru"] {
            let address = format!("https://example.org/{lang}/author/{author}");
            assert!(map.contains(&format!("<loc>{address}</loc>")), "{address}: {map}");
            // The page names the same alternates.
            let page = site.get(&format!("/en/author/{author}")).text().to_owned();
            assert!(page.contains(&format!("hreflang=\"{lang}\" href=\"{address}\"")), "{address}: {page}");
        }
    }
    assert!(!map.contains("taras") && !map.contains("draft"), "{map}");
}
