//! An archive below a path of its host: every address in its output begins with the path, and answers there.

use std::collections::{BTreeMap, VecDeque};

use crate::harness::{Answer, Archive, SITE, Served};

/// Places on a host; the second looks like a language, the third like a year, the last has letters that are encoded.
const BASES: [&str; 4] = ["", "/uk", "/museum/2025", "/%D0%B0%D1%80%D1%85%D1%96%D0%B2"];

const PICTURE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><path d=\"M0 0h9v9z\"/></svg>";

/// A small archive with every kind of page, link, picture and redirect, at `https://example.org<path>`.
fn archive(path: &str) -> Archive {
    let site = SITE.replace("https://example.org", &format!("https://example.org{path}"));
    let mut archive = Archive::new()
        .file("site.toml", &site)
        .file(
            "names.toml",
            "[author.olena]\nuk = \"Олена\"\n[tag.law]\nuk = \"Право\"\nen = \"Law\"\n[section.city]\nuk = \"Місто\"\n",
        )
        .file(
            "articles/2025/sea/article.toml",
            "published = 2025-06-29\nsource = \"uk\"\nauthors = [\"olena\"]\ntags = [\"law\"]\nsection = \"city\"\n\
             aliases = [\"/news/17\", \"/?p=17\", \"https://example.org/archive/old/17\", \"/archive/index.php?id=17\"]\n[[image]]\nfile = \"map.svg\"\nalt.uk = \"Карта\"\nalt.en = \"Map\"\n",
        )
        .file("articles/2025/sea/map.svg", PICTURE);
    for lang in ["uk", "en"] {
        archive = archive.file(
            &format!("articles/2025/sea/{lang}.md"),
            &format!(
                "+++\ntitle = \"Sea {lang} =\\\" href=\"\nsummary = \"s\"\n+++\n\n![](map.svg)\n\n[one](../../2025/a1/), \
                 [two](/uk/2025/), [three](https://example.com/), [four](#x)[^1] `<a href=\"/x\">`\n\n## X {{#x}}\n\n[^1]: N.\n"
            ),
        );
    }
    for number in 1..3 {
        archive = archive.article(&format!("2025/a{number}"), "uk", &["uk", "en"]);
    }
    archive.article("2025/only", "uk", &["uk"])
}

/// Every address in a text: of attributes, and whole ones of this site wherever they stand.
fn addresses(answer: &Answer, at: &str) -> Vec<String> {
    let text = String::from_utf8_lossy(&answer.body);
    let kind = answer.header("content-type");
    let mut found = Vec::new();
    let unescaped = |value: &str| value.replace("&amp;", "&").replace("&#38;", "&");
    if kind.starts_with("text/html") {
        for tag in text.split('<').skip(1) {
            let parts: Vec<&str> = tag.split('"').collect();
            for pair in parts.chunks_exact(2).take_while(|pair| !pair[0].contains('>')) {
                let name = pair[0].trim_end_matches('=').rsplit([' ', '\n']).next().unwrap();
                if ["href", "src", "srcset", "action"].contains(&name) {
                    let each = if name == "srcset" { pair[1].split(", ").collect() } else { vec![pair[1]] };
                    found.extend(each.iter().map(|one| unescaped(one.split(' ').next().unwrap())));
                }
            }
        }
    }
    for part in text.split("https://example.org").skip(1) {
        let end =
            part.find(['"', '<', '\'', ' ', '\r', '\n', '\\', ')', '}', ']', '&', ',', '`', '>']).unwrap_or(part.len());
        found.push(part[..end].to_owned());
    }
    if kind.starts_with("application/manifest+json") {
        let manifest: serde_json::Value = serde_json::from_str(&text).unwrap();
        found.extend(["id", "start_url", "scope"].map(|key| manifest[key].as_str().unwrap().to_owned()));
        let icons = manifest["icons"].as_array().unwrap();
        found.extend(icons.iter().map(|icon| icon["src"].as_str().unwrap().to_owned()));
    }
    if let Some(json) = text.lines().next().and_then(|line| line.strip_prefix("const SITE = ")) {
        let known: serde_json::Value = serde_json::from_str(json.trim_end_matches(';')).unwrap();
        found.extend(known["shell"].as_array().unwrap().iter().map(|path| path.as_str().unwrap().to_owned()));
    }
    found.retain(|address| !address.starts_with('#') && !address.contains("://") && !address.contains('{'));
    assert!(!found.iter().any(|address| address.starts_with("//")), "{at} has an address without a host");
    found
}

/// Visits everything that can be reached from the root; what each address answered.
fn crawl(site: &Served, base: &str) -> BTreeMap<String, u16> {
    let mut seen = BTreeMap::new();
    let mut queue: VecDeque<(String, String)> = [
        "/", "/sw.js", "/robots.txt", "/sitemap.xml", "/feed.atom", "/language", "/kept", "/2025/sea.json",
        "/2025/sea.md", "/uk/search?q=sea", "/uk/search?q=sea&format=json", "/news/17", "/?p=17", "/ua/", "/uk",
        "/uk/2025/nothing", "/uk/language?forget", "/uk/2025/only/with/en", "/ru/2025/only", "/search?q=%",
        "/static/site.css", "/uk/language?for=/2025/sea", "/en/offline",
    ]
    .into_iter()
    .map(|path| (format!("{base}{path}"), "the start".to_owned()))
    .collect();
    while let Some((address, from)) = queue.pop_front() {
        let address = address.split('#').next().unwrap().to_owned();
        // Cards take their time to be drawn, and differ by their titles alone.
        let is_another_card = address.contains("/a1/_card.") || address.contains("/a2/_card.");
        if address.is_empty() || is_another_card || seen.contains_key(&address) {
            continue;
        }
        assert!(address.starts_with(&format!("{base}/")), "{from} leads to {address}");
        let answer = site.get_with(&address, &[("accept-language", "en")]);
        seen.insert(address.clone(), answer.status);
        let is_missing = ["/2025/nothing", "/only/with/en"].iter().any(|end| address.ends_with(end));
        let expected = match is_missing {
            true => answer.status == 404,
            false => (200..400).contains(&answer.status),
        };
        assert!(expected, "{from} leads to {address}, which answers {}", answer.status);
        if let Some(cookie) = answer.headers.get("set-cookie") {
            assert!(cookie.to_str().unwrap().contains(&format!("Path={base}/;")), "{address}: {cookie:?}");
        }
        let mut next = addresses(&answer, &address);
        next.extend(Some(answer.header("location").to_owned()).filter(|to| !to.is_empty()));
        queue.extend(next.into_iter().map(|to| (to, address.clone())));
    }
    seen
}

#[test]
fn every_address_of_every_page_begins_with_the_path_and_answers() {
    let seen = BASES.map(|base| (base, crawl(&archive(base).serve(), base)));
    for (base, seen) in &seen {
        for kind in [
            "/uk/2025/sea", "/en/tag/law", "/uk/2025/sea/with/en", "/uk/feed.atom", "/sitemap/2025-06.xml",
            "/en/manifest.webmanifest", "/uk/opensearch.xml", "/uk/2025/sea.json", "/en/about/archive", "/uk/?before=",
            "/media/2025/sea/map.", "/static/keep.",
        ] {
            let whole = format!("{base}{kind}");
            assert!(seen.keys().any(|address| address.starts_with(&whole)), "nothing leads to {whole}");
        }
    }
    let [(_, root), below @ ..] = &seen;
    for (base, below) in below {
        let taken_off: Vec<_> = below.keys().map(|address| &address[base.len()..]).collect();
        assert_eq!(root.keys().collect::<Vec<_>>(), taken_off, "the same site at the root and at {base}");
    }
}

#[test]
fn a_translators_pages_keep_to_the_path_too() {
    for path in ["/en/?l10n", "/en/2025/sea?pseudo", "/en/2025/sea?l10n"] {
        let site = archive("/archive").serve().in_preview();
        let page = site.get(&format!("/archive{path}"));
        let found = addresses(&page, path);
        let (query, ways) = (path.split('?').nth(1).unwrap(), ["?l10n", "?pseudo", "?pseudo=keys"]);
        assert!(found.iter().any(|address| address.ends_with(query)), "links carry the manner");
        assert!(ways.iter().all(|way| found.iter().any(|address| address.ends_with(way))), "the panel is there");
        for address in found {
            assert!(address.starts_with("/archive/"), "{path}: {address}");
            assert!((200..400).contains(&site.get(&address).status), "{path}: {address}");
        }
    }
}

#[test]
fn a_request_outside_of_the_path_finds_nothing_but_the_way_in() {
    let site = archive("/archive/").serve();
    for path in
        ["/uk/", "/2025/sea", "/robots.txt", "/static/site.css", "/archives/", "/Archive/", "/archive2/uk/", "/healthz"]
    {
        let answer = site.get_with(path, &[("accept-language", "en")]);
        assert_eq!((answer.status, answer.header("content-language")), (404, "en"), "{path}");
        assert!(answer.text().contains("href=\"/archive/en/\""), "{path}");
    }
    for (path, status, to) in [
        ("/", 308, "/archive/"),
        ("/archive", 308, "/archive/"),
        ("/archive?p=17", 308, "/archive/2025/sea"),
        ("/?p=17", 308, "/archive/2025/sea"),
        ("/archive/", 302, "/archive/en/"),
        ("//archive//en/", 308, "/archive/en/"),
        ("/archive//en//2025/", 308, "/archive/en/2025/"),
        ("/%61rchive/en/2025/sea", 308, "/archive/en/2025/sea"),
        ("/archive/EN/2025/sea/", 308, "/archive/en/2025/sea"),
        ("/archive/en/news/17", 308, "/archive/en/2025/sea"),
        ("/archive/old/17/", 308, "/archive/2025/sea"),
        ("/archive/en/old/17", 308, "/archive/en/2025/sea"),
        ("/archive/index.php?x=1&id=17", 308, "/archive/2025/sea"),
        ("/archive/en/2025/sea?remember", 303, "/archive/en/2025/sea"),
    ] {
        assert_eq!(site.get_with(path, &[("accept-language", "en")]).redirect(), (status, to), "{path}");
    }
    assert_eq!(site.get("/archive/archive/en/").status, 404);
}

#[test]
fn a_cached_page_its_validator_and_a_head_are_those_of_the_path() {
    let site = archive("/archive").serve();
    let first = site.get("/archive/uk/2025/sea");
    let again = site.get("/archive/uk/2025/sea?utm_source=x");
    assert_eq!(first.body, again.body);
    assert_eq!(site.get_with("/archive/uk/2025/sea", &[("if-none-match", first.header("etag"))]).status, 304);
    let head = site.ask("HEAD", "/archive/uk/2025/sea", &[]);
    assert_eq!((head.status, head.header("etag")), (200, first.header("etag")));
    assert_eq!(site.get("/uk/2025/sea").status, 404, "the page of the cache is not served outside");
}

#[test]
fn the_page_about_languages_knows_the_page_that_a_reader_comes_from() {
    for base in BASES {
        let site = archive(base).serve();
        let referer = format!("https://example.org{base}/uk/2025/sea");
        let headers = [("host", "example.org"), ("referer", referer.as_str())];
        let page = site.get_with(&format!("{base}/en/language"), &headers);
        let ours = format!("{base}/2025/sea");
        assert!(page.text().contains("Sea en") && page.text().contains(&ours), "{base}: {}", page.text());
        for asked in [ours.as_str(), "/2025/sea"] {
            let page = site.get(&format!("{base}/en/language?for={asked}"));
            assert!(page.text().contains("Sea en"), "{base}: {asked}");
        }
    }
}
