//! Every row of docs/REFERENCE.md, section 3: what a client sees.

use std::ops::ControlFlow;

use crate::harness::{Answer, Archive, Served};

const NEGOTIATED: (&str, &str) = ("private, no-store", "Accept-Language, Cookie");
const PAGE: (&str, &str) = ("public, max-age=60, stale-if-error=86400", "Accept-Encoding");

fn site() -> Served {
    Archive::new()
        .article("2025/dnipro", "uk", &["en"])
        .version("2025/dnipro", "uk", "slug = \"richka-dnipro\"\naliases = [\"/news/dnipro\"]\n")
        .file("articles/2025/sea/article.toml", "published = 2025-07-01\nsource = \"uk\"\naliases = [\"/sea\"]\n")
        .version("2025/sea", "uk", "")
        .version("2025/sea", "ru", "")
        .article("2024/only-ru", "ru", &["ru"])
        .article("2023/old", "en", &["en"])
        .serve()
}

#[test]
fn a_page_without_a_language_leads_to_the_negotiated_one() {
    let site = site();
    for (path, header, to) in [
        ("/", "", "/uk/"),
        ("/", "en", "/en/"),
        ("/?page=2", "ru, en;q=0.5", "/ru/?page=2"),
        ("/2025/dnipro", "en", "/en/2025/dnipro"),
        ("/2025/dnipro", "uk", "/uk/2025/richka-dnipro"),
        ("/2025/richka-dnipro", "en", "/en/2025/dnipro"),
        ("/2025/dnipro", "ru", "/ru/2025/dnipro"),
        ("/2025/", "ru", "/ru/2025/"),
    ] {
        let answer = site.get_with(path, &[("accept-language", header)]);
        assert_eq!(answer.redirect(), (302, to), "{path} for `{header}`");
        assert_eq!((answer.header("cache-control"), answer.header("vary")), NEGOTIATED);
        assert_eq!(answer.header("set-cookie"), "");
    }
}

#[test]
fn a_page_under_a_language_depends_on_its_address_alone() {
    let site = site();
    for (path, lang) in [("/uk/", "uk"), ("/en/2025/dnipro", "en"), ("/ru/2025/dnipro", "ru")] {
        let plain = site.get(path);
        let other = site.get_with(path, &[("accept-language", "ru"), ("cookie", "lang=en")]);
        assert_eq!(plain.status, 200, "{path}");
        assert_eq!(plain.header("content-language"), lang);
        assert_eq!((plain.header("cache-control"), plain.header("vary")), PAGE);
        assert_eq!(plain.header("set-cookie"), "");
        assert!(plain.header("etag").starts_with('"'), "a strong validator");
        assert_eq!((plain.lasting_headers(), plain.body), (other.lasting_headers(), other.body), "{path}");
    }
}

#[test]
fn a_second_request_costs_nothing() {
    let site = site();
    let page = site.get("/uk/2025/richka-dnipro");
    let again = site.get_with("/uk/2025/richka-dnipro", &[("if-none-match", page.header("etag"))]);
    assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, page.header("etag")));
}

#[test]
fn every_other_way_to_write_an_address_leads_to_the_right_one() {
    let site = site();
    for (path, to) in [
        ("/uk/2025/dnipro", "/uk/2025/richka-dnipro"),
        ("/uk/2025/dnipro/index.html", "/uk/2025/richka-dnipro"),
        ("/news/dnipro/index.htm", "/uk/2025/richka-dnipro"),
        ("/en/2025/richka-dnipro?x=1", "/en/2025/dnipro?x=1"),
        ("/ua/", "/uk/"),
        ("/ua", "/uk/"),
        ("/UK/2025/sea", "/uk/2025/sea"),
        ("/ua/2025/sea?remember", "/uk/2025/sea?remember"),
        ("/uk", "/uk/"),
        ("/uk/2025/sea/", "/uk/2025/sea"),
        ("/news/dnipro", "/uk/2025/richka-dnipro"),
        ("/uk/news/dnipro", "/uk/2025/richka-dnipro"),
        ("/en/news/dnipro", "/en/2025/dnipro"),
        ("/sea", "/2025/sea"),
        ("/ru/sea", "/ru/2025/sea"),
        ("/uk/2025", "/uk/2025/"),
        ("/uk/2025/06", "/uk/2025/06/"),
        ("/uk/search/?q=x", "/uk/search?q=x"),
        ("/uk/language/", "/uk/language"),
        ("/uk/feed.atom/", "/uk/feed.atom"),
        ("/uk/2025/richka-dnipro.md/", "/uk/2025/richka-dnipro.md"),
        ("/uk/2025/richka-dnipro/with/en/", "/uk/2025/richka-dnipro/with/en"),
        ("/2025", "/2025/"),
        ("/2025/06", "/2025/06/"),
        ("/2025/dnipro/", "/2025/dnipro"),
        ("/search/", "/search"),
        ("//2025//dnipro", "/2025/dnipro"),
        ("/UK/", "/uk/"),
        ("/en-GB/", "/en/"),
        ("/uk-UA/", "/uk/"),
        ("/EN-gb/2025/richka-dnipro/", "/en/2025/dnipro"),
        ("/ua-UA/2025/sea", "/uk/2025/sea"),
        ("/ua%2F2025%2Fsea", "/uk/2025/sea"),
        ("/uk//2025///sea//", "/uk/2025/sea"),
        ("/%75k/2025/%73ea", "/uk/2025/sea"),
        ("/ua/2025/dnipro/?x=1", "/uk/2025/richka-dnipro?x=1"),
    ] {
        let answer = site.get(path);
        assert_eq!(answer.redirect(), (308, to), "{path}");
        assert_eq!(answer.header("set-cookie"), "");
    }
}

#[test]
fn an_old_path_leads_on_however_its_writer_copied_it() {
    let aliases =
        r#"["/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8/1", "https://old.example.org/a/b#top", "/?p=123", "/robots.txt"]"#;
    let site = Archive::new()
        .file(
            "articles/2025/x/article.toml",
            &format!("published = 2025-07-01\nsource = \"uk\"\naliases = {aliases}\n"),
        )
        .version("2025/x", "uk", "aliases = [\"/ua/news/17\", \"/index.php?id=17&lang=uk\", \"/uk/search\"]\n")
        .version("2025/x", "en", "aliases = [\"/index.php?lang=en&id=17\"]\n")
        .serve();
    for (path, to) in [
        ("/%D0%BD%D0%BE%D0%B2%D0%B8%D0%BD%D0%B8/1/", "/2025/x"),
        ("/a/b", "/2025/x"),
        ("/?p=123", "/2025/x"),
        ("/?utm_source=a&p=123&fbclid=b", "/2025/x"),
        ("/ua/news/17", "/uk/2025/x"),
        ("/index.php?id=17&lang=uk", "/uk/2025/x"),
        ("/index.php?lang=en&utm_medium=x&id=17", "/en/2025/x"),
        ("/index.php?id=17", ""),
    ] {
        let answer = site.get(path);
        let expected = if to.is_empty() { (404, "") } else { (308, to) };
        assert_eq!((answer.status, answer.header("location")), expected, "{path}");
    }
    assert_eq!(site.get("/?p=1234").redirect(), (302, "/uk/?p=1234"));
    let unreachable = site.problems.iter().filter(|problem| problem.code == "unreachable-alias");
    let mut paths: Vec<_> = unreachable.map(|problem| problem.path.as_str()).collect();
    paths.sort();
    assert_eq!(paths, ["articles/2025/x/article.toml", "articles/2025/x/uk.md"]);
}

#[test]
fn what_does_not_exist_is_404_at_once() {
    let site = site();
    for path in [
        "/uk/2025/nothing", "/uk/2025/nothing/", "/ua/2025/nothing", "/ua%2Fx", "/UK/x/", "/en-GB/tag/nothing",
        "/tag/nothing", "/tag/nothing/", "/author/nothing/feed.atom", "/1999", "/1999/", "/2025/01/", "/2025/nothing",
        "/2025/nothing.json", "/2025/dnipro/with/xx", "/uk/2025/nothing?remember", "/uk/robots.txt", "/robots.txt/",
        "/en-masse/", "/uk/2025/sea//with",
    ] {
        assert_eq!(site.get(path).status, 404, "{path}");
    }
}

#[test]
fn a_version_for_machines_is_negotiated_like_the_page() {
    let site = site();
    for (path, header, to) in [
        ("/2025/dnipro.json", "en", "/en/2025/dnipro.json"),
        ("/2025/dnipro.md", "", "/uk/2025/richka-dnipro.md"),
        ("/2025/richka-dnipro.md", "ru", "/uk/2025/richka-dnipro.md"),
        ("/2024/only-ru.json", "", "/ru/2024/only-ru.json"),
        ("/2025/dnipro/with/en", "uk", "/uk/2025/richka-dnipro/with/en"),
    ] {
        assert_eq!(site.get_with(path, &[("accept-language", header)]).redirect(), (302, to), "{path} `{header}`");
    }
}

/// Ways in which the same address is written; what they say stays the same.
fn mangled(path: &str, way: usize) -> String {
    match way {
        0 => format!("{}/", path.trim_end_matches('/')),
        1 => path.trim_end_matches('/').to_owned(),
        2 => path.replace('/', "//"),
        3 => path.replacen("/uk/", "/UA/", 1).replacen("/en/", "/en-GB/", 1).replacen("/ru/", "/RU-UA/", 1),
        4 if path.contains('%') => path.to_owned(),
        4 => path.bytes().map(|byte| if byte == b'/' { "/".to_owned() } else { format!("%{byte:02x}") }).collect(),
        5 => path.replace("%D1%97", "%D1%96%CC%88"),
        6 => path.to_lowercase(),
        _ => path.replacen("2025/", "2025%2F", 1),
    }
}

#[test]
fn however_an_address_is_written_one_step_leads_to_it() {
    let site = Archive::new()
        .file("articles/names.toml", "[tag.law]\nuk = \"Право\"\n")
        .file("articles/2025/law/article.toml", "published = 2025-06-29\nsource = \"uk\"\ntags = [\"law\"]\n")
        .version("2025/law", "uk", "slug = \"закон-їхній\"\n")
        .version("2025/law", "en", "")
        .article("2024/only-ru", "ru", &["ru"])
        .serve();
    let no_version = site.get("/uk/2024/only-ru/");
    assert_eq!(no_version.status, 404, "no version to lead to");
    let slug = "%D0%B7%D0%B0%D0%BA%D0%BE%D0%BD-%D1%97%D1%85%D0%BD%D1%96%D0%B9";
    let pages = [
        "/uk/", "/en/search", "/uk/tag/law", "/uk/tag/law/feed.json", "/ru/2025/", "/ru/2025/06/", "/en/2025/law",
        "/en/2025/law.md", "/ru/feed.atom", "/ru/2024/only-ru", "/en/about/archive", "/uk/kept",
        "/en/2025/law/with/uk",
    ];
    let own = [format!("/uk/2025/{slug}"), format!("/uk/2025/{slug}.json"), format!("/uk/2025/{slug}/with/en")];
    for page in pages.map(str::to_owned).into_iter().chain(own) {
        assert_eq!(site.get(&page).status, 200, "{page}");
        for (first, second) in (0..8).flat_map(|first| (0..8).map(move |second| (first, second))) {
            let path = mangled(&mangled(&page, first), second);
            if path.is_empty() {
                continue;
            }
            let answer = site.get(&path);
            let right = answer.status == 200 && path == page;
            let (status, to) = (answer.status, answer.header("location"));
            assert!(right || (status, to) == (308, &page), "{path}: {status} {to}");
        }
        let neutral = site.get_with(&page[3..], &[("accept-language", &page[1..3])]);
        assert!(neutral.redirect() == (302, &page) || neutral.status == 200, "{}", &page[3..]);
    }
}

#[test]
fn a_choice_is_remembered_for_a_year_and_the_address_is_clean() {
    let site = site();
    for (path, to) in [
        ("/ru/2025/sea?remember", "/ru/2025/sea"),
        ("/en/?remember&before=5-00000000000a", "/en/?before=5-00000000000a"),
    ] {
        let answer = site.get(path);
        assert_eq!(answer.redirect(), (303, to));
        let cookie = format!("lang={}; Max-Age=31536000; Path=/; SameSite=Lax; HttpOnly; Secure", &path[1..3]);
        assert_eq!(answer.header("set-cookie"), cookie);
        assert_eq!(answer.header("cache-control"), "private, no-store");
    }
    let later = site.get_with("/", &[("cookie", "a=b; lang=ru"), ("accept-language", "en")]);
    assert_eq!(later.redirect(), (302, "/ru/"));
}

#[test]
fn a_missing_translation_is_said_and_every_version_is_linked() {
    let site = site();
    let page = site.get("/ru/2025/dnipro");
    let text = page.text();
    assert_eq!((page.status, page.header("content-language")), (200, "ru"));
    assert!(text.contains("<html lang=\"ru\">") && text.contains("<article lang=\"uk\">"));
    assert!(text.contains("rel=\"canonical\" href=\"https://example.org/uk/2025/richka-dnipro\""));
    assert!(text.contains("name=\"robots\" content=\"noindex\""));
    assert!(!text.contains("rel=\"alternate\" hreflang"), "a fallback page is nobody's alternate");
    for link in ["/uk/2025/richka-dnipro?remember", "/en/2025/dnipro?remember"] {
        assert!(text.contains(&format!("href=\"{link}\"")), "{link}");
    }
}

#[test]
fn nobody_is_handed_russian_in_place_of_ukrainian() {
    let site = site();
    let page = site.get("/uk/2024/only-ru");
    assert_eq!((page.status, page.header("content-language")), (404, "uk"));
    assert!(page.text().contains("/ru/2024/only-ru?remember") && page.text().contains("ru 2024/only-ru"));
    assert!(!page.text().contains("Text in ru"));
    let home = site.get("/uk/");
    assert!(!home.text().contains("only-ru"), "nor listed");
}

#[test]
fn alternates_name_every_version_and_the_neutral_address() {
    let site = site();
    for path in ["/uk/2025/richka-dnipro", "/en/2025/dnipro"] {
        let page = site.get(path);
        for link in [
            "hreflang=\"uk\" href=\"https://example.org/uk/2025/richka-dnipro\"",
            "hreflang=\"en\" href=\"https://example.org/en/2025/dnipro\"",
            "hreflang=\"x-default\" href=\"https://example.org/2025/dnipro\"",
        ] {
            assert!(page.text().contains(link), "{path}: {link}");
        }
        assert!(!page.text().contains("hreflang=\"ru\" href=\"https"));
    }
}

#[test]
fn errors_are_told_in_the_readers_language() {
    let site = site();
    for (method, path, header, status, lang) in [
        ("GET", "/uk/2025/none", "", 404, "uk"),
        ("GET", "/nowhere/at/all", "en", 404, "en"),
        ("GET", "/2025/none", "ru", 404, "ru"),
        ("GET", "/%ff", "", 404, "uk"),
        ("GET", "/uk/?before=nonsense", "", 404, "uk"),
        ("POST", "/uk/", "en", 405, "en"),
        ("DELETE", "/2025/dnipro", "", 405, "uk"),
    ] {
        let answer = site.ask(method, path, &[("accept-language", header)]);
        assert_eq!((answer.status, answer.header("content-language")), (status, lang), "{method} {path}");
        assert!(answer.text().contains(&format!("<html lang=\"{lang}\">")));
        assert_eq!(answer.header("allow"), if status == 405 { "GET, HEAD" } else { "" });
    }
}

#[test]
fn a_listing_is_paged_by_its_place_in_time() {
    let mut archive = Archive::new();
    for day in 10..18 {
        let id = format!("articles/2025/day-{day}");
        archive = archive
            .file(&format!("{id}/article.toml"), &format!("published = 2025-01-{day}\nsource = \"uk\"\n"))
            .version(&format!("2025/day-{day}"), "uk", "");
    }
    let site = archive.serve();
    let mut path = "/uk/".to_owned();
    let mut seen = Vec::new();
    loop {
        let page = site.get(&path);
        assert_eq!(page.status, 200, "{path}");
        let days = page.text().match_indices("/uk/2025/day-").map(|(at, _)| page.text()[at + 13..at + 15].to_owned());
        seen.extend(days);
        let Some(at) = page.text().find("rel=\"next\" href=\"") else { break };
        let rest = &page.text()[at + 17..];
        path = rest[..rest.find('"').unwrap()].to_owned();
    }
    assert_eq!(seen, ["17", "16", "15", "14", "13", "12", "11", "10"]);
}

#[test]
fn a_picture_keeps_its_address_as_long_as_its_bytes() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 6\"/>";
    let site = Archive::new()
        .article("2025/map", "uk", &[])
        .file("articles/2025/map/uk.md", "+++\ntitle = \"Мапа\"\n+++\n\n![Мапа](img/a.svg)\n")
        .file("articles/2025/map/img/a.svg", svg)
        .serve();
    let plain = site.get("/media/2025/map/img/a.svg");
    assert_eq!(plain.status, 302);
    let address = plain.header("location").to_owned();
    assert!(site.get("/uk/2025/map").text().contains(&format!("src=\"{address}\"")));
    let picture = site.get(&address);
    assert_eq!((picture.status, picture.text()), (200, svg));
    assert_eq!(picture.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(picture.header("content-type"), "image/svg+xml");
    let part = site.get_with(&address, &[("range", "bytes=0-3")]);
    assert_eq!((part.status, part.text()), (206, "<svg"));
    assert_eq!(part.header("content-range"), format!("bytes 0-3/{}", svg.len()));
    assert_eq!(site.get_with(&address, &[("range", "bytes=999-")]).status, 416);
    let again = site.get_with(&address, &[("if-none-match", picture.header("etag"))]);
    assert_eq!(again.status, 304);
    for outside in ["/media/2025/map/../../../site.toml", "/media/2025/map/uk.md", "/media/site.toml"] {
        assert_eq!(site.get(outside).status, 404, "{outside}");
    }
}

#[test]
fn static_files_are_immutable_under_hashed_names() {
    let site = site();
    let page = site.get("/uk/");
    let at = page.text().find("/static/site.").unwrap();
    let address = page.text()[at..].split('"').next().unwrap();
    let sheet = site.get(address);
    assert_eq!((sheet.status, sheet.header("content-type")), (200, "text/css; charset=utf-8"));
    assert_eq!(sheet.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(site.get("/static/site.css").redirect(), (302, address));
}

#[test]
fn head_is_get_without_a_body() {
    let site = site();
    for path in ["/", "/uk/", "/en/2025/dnipro", "/ua/", "/uk/none", "/static/site.css"] {
        let (get, head) = (site.get(path), site.ask("HEAD", path, &[]));
        assert_eq!((get.status, get.lasting_headers()), (head.status, head.lasting_headers()), "{path}");
        assert_eq!(head.body.len(), 0);
    }
}

#[test]
fn bodies_are_coded_as_the_reader_accepts_and_each_coding_has_its_validator() {
    let site = site();
    let mut tags = Vec::new();
    for (accept, coding) in [("", ""), ("gzip", "gzip"), ("br", "br"), ("zstd", "zstd"), ("br;q=0, gzip", "gzip")] {
        let page = site.get_with("/uk/", &[("accept-encoding", accept)]);
        assert_eq!(page.header("content-encoding"), coding, "{accept}");
        assert_eq!(page.header("content-length"), page.body.len().to_string());
        // The best coding may have taken the place of the fast one between two requests.
        tags.push(page.header("etag").replace("-fast", ""));
    }
    assert_eq!(tags[1], tags[4]);
    tags.dedup();
    tags.truncate(4);
    tags.sort();
    tags.dedup();
    assert_eq!(tags.len(), 4);
}

#[test]
fn every_answer_forbids_scripts_and_frames() {
    let site = site();
    for path in ["/", "/uk/", "/en/2025/dnipro", "/uk/none", "/static/site.css", "/robots.txt"] {
        let answer = site.get(path);
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
    }
}

/// The addresses that a 404 page suggests, and what stands in its search field.
fn suggested(page: &Answer) -> (Vec<&str>, &str) {
    let text = page.text();
    let between = |text: &'_ str, start: &str, end: &str| -> Option<(usize, usize)> {
        let from = text.find(start)? + start.len();
        Some((from, from + text[from..].find(end)?))
    };
    let section = between(text, "<section class=\"meant\"", "</section>").map_or("", |(from, to)| &text[from..to]);
    let links = section.split(" href=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
    let (from, to) = between(text, "name=\"q\" value=\"", "\"").expect("a 404 page has a search field");
    (links.collect(), &text[from..to])
}

#[test]
fn a_mistaken_address_of_an_article_gets_suggestions() {
    let site = site();
    for (path, links, words) in [
        ("/uk/2025/dnipor", &["/uk/2025/richka-dnipro"][..], "dnipor"),
        ("/en/2025/dnipor", &["/en/2025/dnipro"], "dnipor"),
        ("/ru/2025/dnipor", &["/ru/2025/dnipro"], "dnipor"),
        ("/2025/dnipor", &["/uk/2025/richka-dnipro"], "dnipor"),
        ("/ua/2025/dnipor/", &["/uk/2025/richka-dnipro"], "dnipor"),
        ("/uk/2025/dnipor.md", &["/uk/2025/richka-dnipro"], "dnipor"),
        ("/2025/dnipor.json", &["/uk/2025/richka-dnipro"], "dnipor"),
        ("/uk/2025/dnipor/with/en", &["/uk/2025/richka-dnipro"], "dnipor"),
        ("/uk/2025/Dnipro", &["/uk/2025/richka-dnipro"], "dnipro"),
        ("/uk/2025/dnipro.html", &["/uk/2025/richka-dnipro"], "dnipro"),
        ("/uk/2025/dnipro),", &["/uk/2025/richka-dnipro"], "dnipro"),
        ("/uk/2025/06/dnipro", &["/uk/2025/richka-dnipro"], "dnipro"),
        ("/uk/2025/richka_dnirpo", &["/uk/2025/richka-dnipro"], "richka dnirpo"),
        ("/uk/2025/%D0%B4%D0%BD%D1%96%D0%BF%D1%80%D0%BE", &["/uk/2025/richka-dnipro"], "дніпро"),
        ("/uk/2025/%D0%B4%D0%BD%D1%96%D0%BF%D1%80", &["/uk/2025/richka-dnipro"], "дніпр"),
        ("/uk/2025/dnipr%D0%BE", &["/uk/2025/richka-dnipro"], "dniprо"),
        ("/uk/2024/dnipro", &["/uk/2025/richka-dnipro"], "dnipro"),
        ("/en/1999/richka-dnipro", &["/en/2025/dnipro"], "richka dnipro"),
        ("/uk/dnipro", &["/uk/2025/richka-dnipro"], "dnipro"),
        ("/dnipro", &["/uk/2025/richka-dnipro"], "dnipro"),
        ("/uk/225/sea", &["/uk/2025/sea"], "sea"),
        // Renamed by hand, to another year as well.
        ("/uk/2024/dnipor", &["/uk/2025/richka-dnipro"], "dnipor"),
        ("/en/2026/dnipro-embankment", &["/en/2025/dnipro"], "dnipro embankment"),
        ("/en/2023/dnipor", &[], "dnipor"),
        // What other programs put after an address, or into it.
        ("/uk/2025/dnipor/index.html", &["/uk/2025/richka-dnipro"], "dnipor"),
        ("/uk/2025/06/dnipro/amp/", &["/uk/2025/richka-dnipro"], "dnipro"),
        ("/uk/2025/rivers/dnipro", &["/uk/2025/richka-dnipro"], "dnipro"),
        ("/uk/2025/dnipro/photos", &["/uk/2025/richka-dnipro"], "dnipro"),
        // Russian is not shown in place of Ukrainian, not even as a suggestion.
        ("/uk/2024/only-ur", &[], "only ur"),
        ("/uk/2023/only-ru", &[], "only ru"),
        ("/ru/2024/only-ur", &["/ru/2024/only-ru"], "only ur"),
        ("/uk/2025/qwertyuiop", &[], "qwertyuiop"),
        ("/uk/2025/%22%3E%3Cb%3E", &[], "b"),
        ("/wp-login.php", &[], "wp login"),
        ("/uk/1999/", &[], ""),
        ("/media/2025/dnipro/none.png", &[], ""),
    ] {
        let page = site.get(path);
        assert_eq!(page.status, 404, "{path}");
        assert_eq!(suggested(&page), (links.to_vec(), words), "{path}");
        let cache = if path.starts_with("/uk/") { "public, max-age=10" } else { page.header("cache-control") };
        assert_eq!(page.header("cache-control"), cache, "{path}");
    }
    let english = site.get_with("/2025/dnipor", &[("accept-language", "en")]);
    assert_eq!(suggested(&english).0, ["/en/2025/dnipro"]);
    assert_eq!(english.header("cache-control"), "private, no-store");
    let posted = site.ask("POST", "/uk/2025/dnipor", &[]);
    assert!(!posted.text().contains("class=\"meant\""));
}

#[test]
fn nothing_that_readers_may_not_see_is_suggested() {
    let site = Archive::new()
        .article("2025/zqdraft", "uk", &["uk"])
        .file("articles/2025/zqdraft/article.toml", "published = 2025-06-29\nsource = \"uk\"\ndraft = true\n")
        .article("2999/zqlater", "uk", &["uk"])
        .article("2025/tretyna", "uk", &["uk"])
        .version("2025/tretyna", "en", "draft = true\nslug = \"zqhalf\"\n")
        .article("2025/zqgone", "uk", &["uk"])
        .file("articles/2025/zqgone/article.toml", "published = 2025-06-29\nsource = \"uk\"\nwithdrawn = \"x\"\n")
        .serve();
    assert_eq!(site.get("/uk/2025/zqgone").status, 410);
    for slug in ["zqdraft", "zqdrfat", "zqlater", "zqlatre", "zqhalf", "zqhafl", "zqgoen"] {
        for year in [2024, 2025, 2026, 2998, 2999] {
            for lang in ["uk", "en"] {
                let path = format!("/{lang}/{year}/{slug}");
                let page = site.get(&path);
                assert_eq!((page.status, suggested(&page).0), (404, vec![]), "{path}");
            }
        }
    }
}

#[test]
fn a_mistaken_address_of_a_topic_gets_suggestions() {
    let site = Archive::new()
        .file("articles/names.toml", "[tag.law]\nuk = \"Право\"\n[section.war]\nuk = \"Війна\"\n")
        .file(
            "articles/2025/x/article.toml",
            "published = 2025-07-01\nsource = \"uk\"\ntags = [\"law\", \"energy\"]\nsection = \"war\"\n",
        )
        .version("2025/x", "uk", "")
        .file("articles/2025/y/article.toml", "published = 2025-07-01\nsource = \"ru\"\ntags = [\"lawn\"]\n")
        .version("2025/y", "ru", "")
        .serve();
    for (path, links) in [
        ("/uk/tag/lwa", &["/uk/tag/law"][..]),
        ("/tag/lwa/", &["/uk/tag/law"]),
        ("/uk/tag/LAW", &["/uk/tag/law"]),
        ("/uk/tag/%D0%BF%D1%80%D0%B0%D0%B2%D0%BE", &["/uk/tag/law"]),
        ("/uk/tag/enegry/feed.atom", &["/uk/tag/energy"]),
        ("/uk/section/law", &["/uk/tag/law"]),
        ("/uk/tag/war", &["/uk/section/war"]),
        ("/ru/tag/lawm", &["/ru/tag/law", "/ru/tag/lawn"]),
        ("/uk/tag/zzzzzz", &[]),
    ] {
        let page = site.get(path);
        assert_eq!(page.status, 404, "{path}");
        let links: Vec<_> = links.to_vec();
        let mut found = suggested(&page).0;
        found.sort_unstable();
        assert_eq!(found, links, "{path}");
    }
}

#[test]
fn a_suggestion_follows_the_archive() {
    let mut archive = Archive::new();
    for n in 0..1_200 {
        archive = archive.article(&format!("2025/article-{n:04}"), "uk", &["uk"]);
    }
    let site = archive.article("2025/dnipro", "uk", &["uk"]).article("2025/aaa-last", "uk", &["uk"]).serve();
    for (typed, meant) in [("dnipor", "dnipro"), ("aaa-lsat", "aaa-last"), ("dnpro", "dnipro")] {
        let page = site.get(&format!("/uk/2025/{typed}"));
        assert_eq!(suggested(&page).0, [format!("/uk/2025/{meant}")], "{typed}");
    }
    assert!(suggested(&site.get("/uk/2025/article-12000")).0.len() <= 5);
}

/// A chronicle has years of fewer than four digits; the catalog, which holds numbers, once took their rows for damaged.
#[test]
fn an_article_of_any_year_is_found_listed_and_read_back_from_the_catalog() {
    for year in ["0001", "0042", "0988", "1000", "1999"] {
        let id = format!("{year}/khreshchennia");
        let site = Archive::new()
            .file(&format!("articles/{id}/article.toml"), &format!("published = {year}-07-28\nsource = \"uk\"\n"))
            .file(&format!("articles/{id}/uk.md"), "+++\ntitle = \"Хрещення\"\n+++\n\n![ікона](icon.svg)\n")
            .file(
                &format!("articles/{id}/icon.svg"),
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>",
            )
            .serve();
        assert_eq!(site.get(&format!("/uk/{id}")).status, 200, "{year}");
        // To the picture's address of these bytes.
        assert_eq!(site.get(&format!("/media/{id}/icon.svg")).status, 302, "{year}");
        for list in ["/uk/".to_owned(), format!("/uk/{year}/"), format!("/uk/{year}/07/")] {
            assert!(site.get(&list).text().contains(&format!("/uk/{id}\"")), "{list} of {year}");
        }
        site.catalog().scrub(|_| ControlFlow::Continue(())).unwrap();
        assert_eq!(site.catalog().damage(), None, "{year}");
    }
}

#[test]
fn a_redirect_without_a_query_answers_only_if_no_page_has_the_address() {
    let redirects = "[[redirect]]\nfrom = '/tags/ріки/'\nto = '/uk/2025/dnipro'\n[[redirect]]\nfrom = '/page/*'\nto = '/en/'\n\
                     [[redirect]]\nfrom = '/?cat=3'\nto = 'https://other.example/x'\n[[redirect]]\nfrom = '/en/2025/dnipro'\nto = '/ru/'\n\
                     [[redirect]]\nfrom = '/feed.xml'\nto = '/uk/feed.atom'\n[[redirect]]\nfrom = '/uk/?a=1'\nto = '/uk/?a=1&b=2'\n\
                     [[redirect]]\nfrom = '/itself'\nto = '/itself'\n";
    let site = Archive::new().article("2025/dnipro", "uk", &["uk", "en"]).file("redirects.toml", redirects).serve();
    for (path, to) in [
        ("/tags/%D1%80%D1%96%D0%BA%D0%B8/", "/uk/2025/dnipro"),
        ("/tags/%D1%80%D1%96%D0%BA%D0%B8", "/uk/2025/dnipro"),
        ("/tags/%D1%80%D1%96%D0%BA%D0%B8/index.html", "/uk/2025/dnipro"),
        ("/page/2/", "/en/"),
        ("/feed.xml", "/uk/feed.atom"),
        ("/?cat=3", "https://other.example/x"),
        ("/?b=2&cat=3", "https://other.example/x"),
        ("/uk/?a=1", "/uk/?a=1&b=2"),
        ("/index.html", "/"),
        ("/en/2025/dnipro/index.html", "/en/2025/dnipro"),
    ] {
        assert_eq!(site.get(path).redirect(), (308, to), "{path}");
    }
    assert_eq!(site.get("/en/2025/dnipro").status, 200, "a page comes first");
    for path in ["/uk/?a=1&b=2", "/uk/?a=2"] {
        assert_eq!(site.get(path).status, 200, "{path}");
    }
    for path in ["/itself", "/tags/none", "/page", "/nothing/index.html", "/en/2025/none/index.html"] {
        assert_eq!(site.get(path).status, 404, "{path}");
    }
}
