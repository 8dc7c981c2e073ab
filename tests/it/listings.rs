//! Listings: years, months, topics, each read part by part; the calendar; related articles.

use std::collections::BTreeSet;

use crate::harness::{Archive, SITE, Served};

fn dated(archive: Archive, id: &str, published: &str, more: &str, langs: &[&str]) -> Archive {
    let toml = format!("published = {published}\nsource = \"{}\"\n{more}", langs[0]);
    let archive = archive.file(&format!("articles/{id}/article.toml"), &toml);
    langs.iter().fold(archive, |archive, lang| archive.version(id, lang, ""))
}

/// Eight articles in January 2025, one in March, one in 2023 that is in Russian alone.
fn site() -> Served {
    let mut archive = Archive::new();
    for day in 10..18 {
        archive = dated(archive, &format!("2025/day-{day}"), &format!("2025-01-{day}"), "tags = [\"law\"]\n", &["uk"]);
    }
    archive = dated(archive, "2025/spring", "2025-03-01", "section = \"news\"\nauthors = [\"o-k\"]\n", &["uk", "en"]);
    dated(archive, "2023/only-ru", "2023-05-05", "tags = [\"law\", \"sea\"]\n", &["ru"]).serve()
}

/// The addresses of a page's cards, in order.
fn cards(text: &str) -> Vec<&str> {
    text.split("<article class=\"card\"").skip(1).map(|card| attribute(card, "<h2><a href=\"").unwrap()).collect()
}

fn attribute<'a>(text: &'a str, start: &str) -> Option<&'a str> {
    text.split_once(start)?.1.split('"').next()
}

/// Every part of the listing at `path`: its address and its cards.
fn walk(site: &Served, path: &str, rel: &str) -> Vec<(String, Vec<String>)> {
    let mut parts = Vec::new();
    let mut next = Some(path.to_owned());
    while let Some(path) = next {
        let page = site.get(&path);
        assert_eq!(page.status, 200, "{path}");
        parts.push((path, cards(page.text()).into_iter().map(str::to_owned).collect()));
        next = attribute(page.text(), &format!("rel=\"{rel}\" href=\"")).map(str::to_owned);
        assert!(parts.len() < 20, "the parts go round in a circle");
    }
    parts
}

#[test]
fn a_month_is_read_as_time_went_and_its_parts_lead_back_by_the_same_addresses() {
    let site = site();
    let parts = walk(&site, "/uk/2025/01/", "next");
    let days: Vec<&str> = parts.iter().flat_map(|(_, cards)| cards).map(|card| &card[card.len() - 2..]).collect();
    assert_eq!(days, ["10", "11", "12", "13", "14", "15", "16", "17"]);
    assert_eq!(parts.iter().map(|(_, cards)| cards.len()).collect::<Vec<_>>(), [3, 3, 2]);
    let mut back = walk(&site, &parts[2].0, "prev");
    back.reverse();
    assert_eq!(back, parts);
}

#[test]
fn the_newest_first_leads_back_by_the_same_addresses() {
    let site = site();
    for path in ["/uk/", "/uk/tag/law"] {
        let parts = walk(&site, path, "next");
        let mut back = walk(&site, &parts.last().unwrap().0, "prev");
        back.reverse();
        assert_eq!(back, parts);
        let all: Vec<&String> = parts.iter().flat_map(|(_, cards)| cards).collect();
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len(), "each article once");
    }
}

/// The links of the language selector: language and address, without what remembers the choice.
fn selector(text: &str) -> Vec<(String, String)> {
    let links = text.split("<nav class=\"langs\"").nth(1).unwrap().split("</nav>").next().unwrap();
    let link = |link: &str| {
        let href = attribute(link, "href=\"").unwrap().replace("&#38;", "&").replace("&amp;", "&");
        let clean = href.strip_suffix("?remember").or_else(|| href.strip_suffix("&remember")).unwrap();
        (attribute(link, "hreflang=\"").unwrap().to_owned(), clean.to_owned())
    };
    links.split("<a ").skip(1).map(|part| link(&format!(" {part}"))).collect()
}

#[test]
fn a_change_of_language_keeps_the_place_in_a_listing_where_the_other_has_one() {
    // Without fallbacks each language has listings of its own.
    let site = SITE.lines().filter(|line| !line.starts_with("fallback")).collect::<Vec<_>>().join("\n");
    let mut archive = Archive::new().file("site.toml", &site);
    for day in 10..20 {
        let langs: &[&str] = if day < 14 { &["uk"] } else { &["uk", "en"] };
        archive = dated(archive, &format!("2025/day-{day}"), &format!("2025-01-{day}"), "tags = [\"law\"]\n", langs);
    }
    let site = archive.serve();
    let (mut kept, mut left) = (0, 0);
    for path in ["/uk/", "/uk/tag/law", "/uk/2025/", "/uk/2025/01/", "/en/", "/en/2025/"] {
        for (address, _) in walk(&site, path, "next") {
            let place = address.split_once('?').map(|(_, place)| place);
            for (lang, href) in selector(site.get(&address).text()) {
                let (own, there) = (&address[1..3], href.split_once('?').map(|(_, place)| place));
                let page = site.get(&href);
                assert_eq!(page.status, 200, "{address} leads to {href}");
                assert_eq!(page.header("content-language"), lang);
                let moved = site.get(&format!("{href}{}remember", if there.is_some() { "&" } else { "?" }));
                assert_eq!(moved.redirect(), (303, &*href));
                assert!(there == place || there.is_none(), "{address} leads to {href}");
                let is_there =
                    place.is_none() || site.get(&address.replacen(own, &lang, 1)).text().contains("class=\"card\"");
                assert_eq!(there.is_some(), place.is_some() && is_there, "{address} leads to {href}");
                kept += usize::from(lang != own && there.is_some());
                left += usize::from(lang != own && there.is_none() && place.is_some());
            }
        }
    }
    assert!(kept > 5 && left > 2, "{kept} places kept, {left} that the other language does not have");
}

#[test]
fn a_full_part_of_a_month_stays_as_it_is_when_an_article_comes() {
    let mut archive = Archive::new();
    for day in 10..14 {
        archive = dated(archive, &format!("2025/day-{day}"), &format!("2025-01-{day}"), "", &["uk"]);
    }
    let before = site();
    let after = dated(archive, "2025/later", "2025-01-31", "", &["uk"]);
    let after = (14..18)
        .fold(after, |archive, day| dated(archive, &format!("2025/day-{day}"), &format!("2025-01-{day}"), "", &["uk"]));
    let after = after.serve();
    let (old, new) = (walk(&before, "/uk/2025/01/", "next"), walk(&after, "/uk/2025/01/", "next"));
    assert_eq!(old[..2], new[..2]);
    assert_eq!((old[2].1.len(), new[2].1.len(), &old[2].0), (2, 3, &new[2].0));
}

#[test]
fn counts_take_the_right_plural_and_names_of_months_the_right_case() {
    let site = site();
    for (path, heading, count) in [
        ("/uk/2025/01/", "Статті за січень 2025\u{202f}р.", "8 статей"),
        ("/uk/2025/03/", "Статті за березень 2025\u{202f}р.", "1 стаття"),
        ("/ru/2025/01/", "Статьи за январь 2025\u{202f}г.", "8 статей"),
        ("/en/2025/", "Articles from 2025", "9 articles"),
        ("/uk/2025/", "Статті за 2025 рік", "9 статей"),
        ("/ru/tag/law", "law", "9 статей"),
        ("/en/author/o-k", "o-k", "1 article"),
    ] {
        let page = site.get(path);
        let text = page.text().replace('\u{a0}', "\u{202f}");
        assert!(
            text.contains(&format!("<h1>{heading}</h1>")),
            "{path}: {:?}",
            attribute(&text.replace('<', "\""), "h1>")
        );
        assert!(text.replace('\u{202f}', " ").contains(count), "{path}: {count}");
    }
}

#[test]
fn a_year_or_month_is_a_page_only_where_it_has_articles() {
    let site = site();
    for (path, status) in [
        ("/uk/2025/", 200),
        ("/uk/2025/02/", 404),
        ("/uk/2024/", 404),
        ("/uk/2023/", 404),
        ("/ru/2023/", 200),
        ("/en/2023/05/", 200),
        ("/uk/2025/01/?after=nonsense", 404),
        ("/uk/2025/01/?after=9999999999-000000000000", 404),
        ("/uk/tag/none", 404),
    ] {
        assert_eq!(site.get(path).status, status, "{path}");
    }
    let early = site.get("/uk/2025/03/?after=5-000000000000");
    assert_eq!(cards(early.text()), ["/uk/2025/spring"], "no key leads out of a month");
    let page = site.get("/ru/2023/");
    assert!(!page.text().contains("hreflang=\"uk\" href=\"https"), "no alternate where there is no page");
    assert!(page.text().contains("hreflang=\"en\" href=\"https://example.org/en/2023/\""));
    for (path, to) in
        [("/uk/2025", "/uk/2025/"), ("/uk/2025/01?after=5-000000000000", "/uk/2025/01/?after=5-000000000000")]
    {
        assert_eq!(site.get(path).redirect(), (308, to));
    }
    let neutral = site.get_with("/2025/01/", &[("accept-language", "en")]);
    assert_eq!(neutral.redirect(), (302, "/en/2025/01/"));
}

#[test]
fn the_calendar_leads_to_years_and_years_to_months_and_both_around_in_time() {
    let site = site();
    let home = site.get("/ru/");
    for year in ["/ru/2025/", "/ru/2023/"] {
        assert!(home.text().contains(&format!("<th scope=\"row\"><a href=\"{year}\">")), "{year}");
    }
    let year = site.get("/ru/2025/");
    assert!(year.text().contains("<a href=\"/ru/2025/01/\">январь</a>"));
    assert!(year.text().contains("<a class=\"older\" href=\"/ru/2023/\">"));
    let month = site.get("/ru/2025/01/");
    assert!(month.text().contains("<a class=\"older\" href=\"/ru/2023/05/\">"));
    assert!(month.text().contains("<a class=\"newer\" href=\"/ru/2025/03/\">"));
    assert!(!month.text().contains("class=\"calendar\""), "what a closed month shows never changes");
    assert!(!site.get("/uk/").text().contains("/uk/2023/"), "nothing there for readers of Ukrainian");
}

#[test]
fn the_years_of_a_topic_are_places_in_its_listing() {
    let site = site();
    let page = site.get("/ru/tag/law");
    let row = page.text().split("<th scope=\"row\">").nth(2).unwrap();
    let place = attribute(row, "href=\"").unwrap();
    assert_eq!(cards(site.get(place).text()), ["/ru/2023/only-ru"]);
}

#[test]
fn a_card_says_in_which_language_a_fallback_is() {
    let site = site();
    let page = site.get("/ru/2025/03/");
    assert!(page.text().contains("<article class=\"card\" lang=\"uk\">") && page.text().contains("на украинском"));
}

#[test]
fn related_articles_share_rare_tags_or_words_and_are_shown_in_the_pages_language() {
    let mut archive = Archive::new();
    for day in 10..30 {
        archive = dated(archive, &format!("2025/day-{day}"), &format!("2025-06-{day}"), "tags = [\"law\"]\n", &["uk"]);
    }
    archive = dated(archive, "2020/mines", "2020-01-01", "tags = [\"law\", \"mines\"]\n", &["uk", "en"]);
    archive = dated(archive, "2010/field", "2010-01-01", "tags = [\"mines\"]\n", &["uk"]);
    archive = dated(archive, "2009/only-ru", "2009-01-01", "tags = [\"mines\"]\n", &["ru"]);
    archive = dated(archive, "2001/castle", "2001-01-01", "", &["uk"])
        .file("articles/2001/castle/uk.md", "+++\ntitle = \"Хотинська фортеця\"\n+++\n\nТекст.\n");
    archive = dated(archive, "2002/siege", "2002-01-01", "", &["uk"])
        .file("articles/2002/siege/uk.md", "+++\ntitle = \"Облога Хотинської фортеці\"\n+++\n\nТекст.\n");
    let site = archive.serve();
    let related = |path: &str| {
        let page = site.get(path);
        let list =
            page.text().split("class=\"related\"").nth(1).unwrap_or_default().split("</section>").next().unwrap();
        list.match_indices("href=\"").map(|(at, _)| list[at + 6..].split('"').next().unwrap().to_owned()).collect()
    };
    let found: Vec<String> = related("/uk/2020/mines");
    assert_eq!((found[0].as_str(), found.len()), ("/uk/2010/field", 4), "the rarer tag first: {found:?}");
    assert!(!found.iter().any(|href| href.contains("only-ru") || href.contains("mines")), "{found:?}");
    let found: Vec<String> = related("/ru/2020/mines");
    assert!(found.contains(&"/ru/2009/only-ru".to_owned()), "{found:?}");
    let found: Vec<String> = related("/uk/2001/castle");
    assert_eq!(found, ["/uk/2002/siege"]);
    assert!(site.get("/ru/2001/castle").text().contains("<a href=\"/ru/2002/siege\" lang=\"uk\">"));
    assert_eq!(related("/ru/2009/only-ru").len(), 2, "{:?}", related("/ru/2009/only-ru"));
}

/// The names and counts of an index of topics, and its letters.
fn index(text: &str) -> (Vec<(String, String)>, Vec<String>) {
    let between = |text: &str, start: &str, end: &str| {
        text.split_once(start)
            .and_then(|(_, rest)| rest.split_once(end))
            .map_or_else(String::new, |(text, _)| text.into())
    };
    let topics = text.split("<li><a href=\"/uk/tag/").skip(1);
    let letters = text.split("<h2 id=\"_").skip(1).map(|heading| between(heading, ">", "</h2>"));
    (
        topics.map(|topic| (between(topic, ">", "</a>"), between(topic, "meta\">", "</span>"))).collect(),
        letters.collect(),
    )
}

#[test]
fn topics_are_listed_in_the_order_of_the_alphabet_with_their_counts() {
    let mut archive = Archive::new();
    for (n, tags) in ["яр", "ґанок", "гора", "1991", "NATO", "їжак", "і", "є"].into_iter().enumerate()
    {
        let more = format!("tags = [\"t-{n}\", \"common\"]\n");
        archive = dated(archive, &format!("2025/a-{n}"), "2025-01-10", &more, &["uk"]);
        let names = archive.path().join("articles/names.toml");
        let before = std::fs::read_to_string(&names).unwrap_or_default();
        archive = archive.file("articles/names.toml", &format!("{before}[tag.t-{n}]\nuk = \"{tags}\"\n"));
    }
    let site = archive.serve();
    let page = site.get("/uk/tags");
    let (topics, letters) = index(page.text());
    let names: Vec<&str> = topics.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["1991", "гора", "ґанок", "є", "і", "їжак", "яр", "common", "NATO"]);
    assert!(
        topics.contains(&("common".into(), "8 статей".into())) && topics.contains(&("яр".into(), "1 стаття".into()))
    );
    assert_eq!(letters, [""; 0], "few topics need no letters");
    assert!(site.get("/uk/").text().contains("href=\"/uk/tags\"") && !site.get("/uk/").text().contains("/uk/authors"));
    for (path, status, to) in
        [("/uk/tags/", 308, "/uk/tags"), ("/UA/tags", 308, "/uk/tags"), ("/tags", 302, "/uk/tags")]
    {
        assert_eq!(site.get(path).redirect(), (status, to), "{path}");
    }
    assert_eq!(site.get("/uk/authors").status, 404, "without any it is no page");
    assert!(site.get("/sitemap/pages.xml").text().contains("/uk/tags<") || site.get("/sitemap.xml").status == 200);
}

#[test]
fn many_topics_stand_under_letters_and_a_reader_sees_only_those_of_the_language() {
    let mut archive = Archive::new();
    for n in 0..30 {
        let letter = ["а", "б", "ґ"][n % 3];
        let more = format!("tags = [\"{letter}{n}\"]\n");
        archive = dated(archive, &format!("2025/a-{n}"), "2025-01-10", &more, &["uk"]);
    }
    archive = dated(archive, "2025/ru", "2025-01-10", "tags = [\"російське\"]\n", &["ru"]);
    let site = archive.serve();
    let (topics, letters) = index(site.get("/uk/tags").text());
    assert_eq!((topics.len(), letters), (30, vec!["А".to_owned(), "Б".into(), "Ґ".into()]));
    let ru = site.get("/ru/tags");
    assert!(ru.text().contains("російське"), "{}", ru.text());
}
