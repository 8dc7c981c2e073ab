//! Search: its results, and that the index follows the catalog.

use serde_json::Value;

use crate::harness::{Archive, Served, root, serve};

/// An archive about two towns; the second article has no Russian, the third no Ukrainian and no English.
fn towns() -> Served {
    let version = |title: &str, summary: &str, body: &str| {
        format!("+++\ntitle = \"{title}\"\nsummary = \"{summary}\"\n+++\n\n{body}\n")
    };
    let meta = |date: &str, rest: &str| format!("published = {date}\nsource = \"uk\"\n{rest}");
    Archive::new()
        .file(
            "articles/names.toml",
            "[tag.bridge]\nuk = \"Мости\"\nen = \"Bridges\"\n\
             [author.desk]\nuk = \"Тарас Мельник\"\nen = \"Taras Melnyk\"\n",
        )
        .file("articles/2024/dnipro/article.toml", &meta("2024-05-01", "tags = [\"bridge\"]\n"))
        .file("articles/2024/dnipro/uk.md", &version("Міст у Дніпрі", "Про новий міст.", "Будівництво почали навесні."))
        .file(
            "articles/2024/dnipro/en.md",
            &version("A bridge in Dnipro", "A new bridge.", "Building began in spring."),
        )
        .file(
            "articles/2024/dnipro/ru.md",
            &version("Мост в Днепре", "Про новый мост.", "Строительство начали весной."),
        )
        .file("articles/2025/odesa/article.toml", &meta("2025-03-01", "authors = [\"desk\"]\n"))
        .file(
            "articles/2025/odesa/uk.md",
            &version("Порт Одеси", "Що везуть морем.", "Кораблі з зерном та <b>сталлю</b> & міст."),
        )
        .file("articles/2025/odesa/en.md", &version("The port of Odesa", "By sea.", "Ships with grain."))
        .file("articles/2023/rossiya/article.toml", &meta("2023-03-01", "").replace("\"uk\"", "\"ru\""))
        .file("articles/2023/rossiya/ru.md", &version("Корабли", "О кораблях.", "Единственный текст о баржах."))
        .serve()
}

/// The results of a search as `format=json` gives them.
fn found(site: &Served, lang: &str, query: &str) -> Value {
    let page = site.get(&format!("/{lang}/search?format=json&q={}", encoded(query)));
    assert_eq!((page.status, page.header("content-type")), (200, "application/json"), "{query}");
    serde_json::from_str(page.text()).unwrap()
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// The last parts of the addresses found, best first.
fn slugs(site: &Served, lang: &str, query: &str) -> Vec<String> {
    let found = found(site, lang, query);
    let results = found["results"].as_array().unwrap();
    results.iter().map(|hit| hit["url"].as_str().unwrap().rsplit('/').next().unwrap().to_owned()).collect()
}

#[test]
fn an_article_is_found_through_any_version_and_shown_once() {
    let site = towns();
    for (lang, query) in [("uk", "міст"), ("uk", "bridge"), ("en", "мост"), ("ru", "building"), ("uk", "весной")]
    {
        assert_eq!(slugs(&site, lang, query)[0], "dnipro", "{lang}, {query}");
    }
    assert_eq!(found(&site, "uk", "dnipro bridge")["total"], 1);
    let hit = &found(&site, "uk", "весной")["results"][0];
    assert_eq!((hit["lang"].as_str(), hit["found_in"].as_str()), (Some("uk"), Some("ru")));
    assert!(hit["url"].as_str().unwrap().ends_with("/uk/2024/dnipro"));
    let page = site.get(&format!("/uk/search?q={}", encoded("весной")));
    assert!(page.text().contains("знайдено у версії російською"), "{}", page.text());
    assert!(page.text().contains("<p lang=\"ru\">Строительство начали <mark>весной</mark>.</p>"), "{}", page.text());
}

#[test]
fn a_fallback_is_marked_and_what_no_reader_is_shown_is_not_found() {
    let site = towns();
    let page = site.get(&format!("/ru/search?q={}", encoded("кораблі")));
    assert!(page.text().contains("<article class=\"card\" lang=\"uk\">"), "{}", page.text());
    assert_eq!(slugs(&site, "ru", "баржах"), ["rossiya"]);
    assert_eq!(slugs(&site, "en", "баржах"), ["rossiya"], "English readers may fall back to Russian");
    assert_eq!(slugs(&site, "uk", "баржах"), [""; 0], "the Ukrainian chain does not name Russian");
    assert_eq!(found(&site, "uk", "баржах")["total"], 0, "nor is it counted");
}

#[test]
fn phrases_and_filters_narrow() {
    let site = towns();
    for (query, expected) in [
        ("«новий міст»", vec!["dnipro"]),
        ("\"міст новий\"", vec![]),
        ("міст -дніпрі", vec!["odesa"]),
        ("tag:bridge", vec!["dnipro"]),
        ("tag:мости", vec!["dnipro"]),
        ("-tag:bridge", vec!["odesa"]),
        ("author:desk", vec!["odesa"]),
        ("author:Melnyk", vec!["odesa"]),
        ("author:melnyk порт", vec!["odesa"]),
        ("author:\"Taras Melnyk\"", vec!["odesa"]),
        ("author:«мельника тараса»", vec!["odesa"]),
        ("author:Мельником", vec!["odesa"]),
        ("author:Мельничук", vec![]),
        ("author:Мельниченко", vec![]),
        ("-author:Melnyk", vec!["dnipro"]),
        ("tag:мостів", vec!["dnipro"]),
        ("year:2024", vec!["dnipro"]),
        ("2024..2025", vec!["odesa", "dnipro"]),
        ("year:..2023", vec![]),
        ("year:2025 міст", vec!["odesa"]),
        ("lang:ru", vec!["dnipro"]),
        ("lang:RU", vec!["dnipro"]),
        ("lang:ru-UA", vec!["dnipro"]),
        ("порт lang:ua", vec!["odesa"]),
        ("порт LANG:UA", vec!["odesa"]),
        ("bridge lang:uk", vec![]),
        ("міст lang:xx", vec![]),
    ] {
        assert_eq!(slugs(&site, "uk", query), expected, "{query}");
    }
}

#[test]
fn titles_weigh_more_than_bodies() {
    let site = towns();
    assert_eq!(slugs(&site, "uk", "міст"), ["dnipro", "odesa"]);
    assert_eq!(slugs(&site, "ru", "міст"), ["dnipro", "odesa"]);
}

#[test]
fn what_finds_nothing_is_mended() {
    let site = towns();
    for (query, kind, meant, first) in [
        ("rjhf,ks", Some("layout"), Some("кораблі"), "odesa"),
        ("будівництво дніррі", Some("spelling"), Some("будівництво дніпрі"), "dnipro"),
        ("shipps", Some("spelling"), Some("ships"), "odesa"),
        ("будівництво нечувано міст", Some("most"), None, "dnipro"),
    ] {
        let found = found(&site, "uk", query);
        assert_eq!(found["mended"]["kind"].as_str(), kind, "{query}: {found}");
        assert_eq!(found["mended"]["query"].as_str(), meant, "{query}");
        assert!(found["results"][0]["url"].as_str().unwrap().ends_with(first), "{query}: {found}");
    }
    let page = site.get("/uk/search?q=rjhf%2Cks");
    assert!(page.text().contains("Ось що знайшлося за запитом «кораблі»."), "{}", page.text());
    assert_eq!(slugs(&site, "uk", "нечувано"), [""; 0]);
}

/// What a text says, what is typed for it, and what is marked.
const TYPED_OTHERWISE: [(&str, &str, &str); 18] = [
    ("Мережа Wi-Fi працює", "WiFi", "Wi-Fi"),
    ("Мережа WiFi працює", "Wi-Fi", "WiFi"),
    ("Літак Ту-154 злетів", "Ту154", "Ту-154"),
    ("Літак Ту154 злетів", "ту-154", "Ту154"),
    ("Літак Ту‑154 злетів", "Tу-154", "Ту‑154"),
    ("Новий веб-сайт відкрито", "вебсайтом", "веб-сайт"),
    ("Було 1 000 000 осіб", "1000000", "1\u{a0}000\u{a0}000"),
    ("Було 1000000 осіб", "1 000 000", "1000000"),
    ("Було 24\u{A0}000 осіб", "24\u{202F}000", "24\u{A0}000"),
    ("Викиди CO₂ зросли", "CO2", "CO₂"),
    ("Площа 20 m² зросла", "m2", "m²"),
    ("Мiністерство відповіло", "міністерству", "Мiністерство"),
    ("Місто Xерсон звільнено", "Херсона", "Xерсон"),
    ("Події ХІХ століття", "XIX", "ХІХ"),
    ("Події XIX століття", "ХІХ", "XIX"),
    ("Червоний м´яч летів", "м’ячем", "м´яч"),
    ("Червоний м’яч летів", "м՚яч", "м’яч"),
    ("Місто До\u{AD}нецьк і за\u{301}мок", "Донецьком", "До\u{AD}нецьк"),
];

#[test]
fn what_is_typed_otherwise_is_found_and_marked() {
    for (at, (text, typed, marked)) in TYPED_OTHERWISE.into_iter().enumerate() {
        let site = Archive::new()
            .file(&format!("articles/2025/a{at}/article.toml"), "published = 2025-03-01\nsource = \"uk\"\n")
            .file(&format!("articles/2025/a{at}/uk.md"), &format!("+++\ntitle = \"Назва\"\n+++\n\n{text}\n"))
            .serve();
        let found = found(&site, "uk", typed);
        let parts = found["results"][0]["excerpt"].as_array().unwrap_or_else(|| panic!("{typed}: {found}"));
        let is: Vec<_> = parts.iter().filter(|part| part["match"] == true).map(|part| &part["text"]).collect();
        assert_eq!((is, &found["mended"]), (vec![&Value::from(marked)], &Value::Null), "{typed}: {found}");
    }
}

/// Words that are right, in the archive or not, in any language of the site; and what no correction can help.
const RIGHT: [&str; 30] = [
    "vase", "guest", "horse", "database", "bread", "ХІХ", "XIX", "XVІІ", "м’яч", "ваза", "гость", "учора",
    "Хмельницький", "місто", "порту", "сталь", "конь", "лошадь", "ships", "Odesa", "кошеня", "рояль", "зернина",
    "мости", "кораблик", "qwrtzz", "vase guest", "ютуб1", "тсс", "[][]",
];

#[test]
fn what_is_right_is_not_corrected() {
    let site = towns();
    for query in RIGHT {
        assert_eq!(found(&site, "uk", query)["mended"], Value::Null, "{query}");
    }
}

#[test]
fn a_correction_is_a_word_of_the_archive_and_results_are_for_it() {
    let site = towns();
    for (typed, meant) in [
        ("Дніррі", Some("Дніпрі")),
        ("одссі", Some("одесі")),
        ("Одсеи", Some("Одеси")),
        ("shipps grian", Some("ships grain")),
        ("кораьлі з зерном", Some("кораблі з зерном")),
        ("строительтво", Some("строительство")),
        ("вазза", None),
        ("vasee", None),
    ] {
        let found = found(&site, "uk", typed);
        assert_eq!(found["mended"]["query"].as_str(), meant, "{typed}: {found}");
    }
}

#[test]
fn the_page_works_without_a_query_and_says_what_to_try_where_nothing_is_found() {
    let site = towns();
    for path in ["/uk/search", "/uk/search?q=", "/uk/search?q=%20", "/uk/search?q=нечуване", "/uk/search?q=%ff&page=1"]
    {
        let page = site.get(path);
        assert_eq!(page.status, 200, "{path}");
        assert!(page.text().contains("<form class=\"search\" role=\"search\" action=\"/uk/search\">"), "{path}");
        assert!(page.text().contains("year:2024"), "{path} gives no advice");
        assert!(page.text().contains("<meta name=\"robots\" content=\"noindex\">"), "{path}");
        assert_eq!(page.header("cache-control"), "private, max-age=60");
        assert_eq!(page.header("content-language"), "uk");
    }
    assert_eq!(site.get("/search?q=a").redirect(), (302, "/uk/search?q=a"));
}

#[test]
fn whatever_is_typed_is_shown_in_the_field_and_sought() {
    let site = towns();
    for (query, typed, total) in [
        ("25%+tax", "25% tax", 0),
        ("%", "%", 0),
        ("%25", "%", 0),
        ("%09%EC%B3%F1%F2%09", "міст", 2),
        ("%EC%B3%F1%F2", "міст", 2),
        ("%u043C%u0456%u0441%u0442", "міст", 2),
        ("%D0%BC%D1%96%D1%81%D1%82%D1", "міст", 2),
        ("100%+grain", "100% grain", 1),
        ("grain%0d%0abridge", "grain  bridge", 2),
        ("%00grain", "grain", 1),
    ] {
        let page = site.get(&format!("/uk/search?q={query}"));
        assert_eq!(page.status, 200, "{query}");
        assert!(page.text().contains(&format!("value=\"{typed}\"")), "{query}: {}", page.text());
        let found: Value = serde_json::from_str(site.get(&format!("/uk/search?format=json&q={query}")).text()).unwrap();
        assert_eq!((found["query"].as_str(), found["total"].as_u64()), (Some(typed), Some(total)), "{query}");
    }
}

#[test]
fn a_program_gets_json_whatever_happens() {
    let site = towns();
    for (query, status) in [("q=міст", 200), ("q=", 200), ("", 200), ("q=міст&page=0", 404), ("q=міст&page=x", 404)]
    {
        let page = site.get(&format!("/uk/search?format=json&{query}"));
        assert_eq!((page.status, page.header("content-type")), (status, "application/json"), "{query}");
        let answer: Value = serde_json::from_str(page.text()).unwrap();
        assert_eq!(answer["error"].is_string(), status != 200, "{query}: {answer}");
    }
    let site = site.without_index();
    for (format, kind) in [("&format=json", "application/json"), ("", "text/html; charset=utf-8")] {
        let page = site.get(&format!("/uk/search?q=міст{format}"));
        assert_eq!((page.status, page.header("content-type")), (503, kind));
        assert!(page.text().contains("Пошук іще готується"), "{}", page.text());
    }
    let page = site.get("/uk/nowhere?format=json");
    assert_eq!((page.status, page.header("content-type")), (404, "text/html; charset=utf-8"));
}

#[test]
fn counts_are_in_the_plural_and_the_selector_keeps_the_query() {
    let page = towns().get(&format!("/uk/search?q={}", encoded("міст")));
    assert!(page.text().contains("Знайдено 2 статті"), "{}", page.text());
    assert!(
        page.text().contains(&format!("href=\"/en/search?q={}&#38;remember\"", encoded("міст"))),
        "{}",
        page.text()
    );
    assert!(page.text().contains("Лише тексти українською"));
    let narrowed = towns().get(&format!("/uk/search?q={}", encoded("міст lang:uk")));
    assert!(narrowed.text().contains("Тексти всіма мовами"));
}

#[test]
fn texts_of_writers_stay_text() {
    let site = towns();
    let page = site.get(&format!("/uk/search?q={}", encoded("зерном <script>")));
    assert!(!page.text().contains("<script>"));
    let page = site.get(&format!("/uk/search?q={}", encoded("зерном")));
    assert!(
        page.text().contains("<mark>зерном</mark> та &#60;b&#62;сталлю&#60;/b&#62; &#38; міст."),
        "{}",
        page.text()
    );
}

#[test]
fn pages_are_bounded() {
    let mut archive = Archive::new();
    for n in 0..8 {
        archive = archive.article(&format!("2025/a{n}"), "uk", &["uk"]);
    }
    let site = archive.serve();
    let page = |number: &str| site.get(&format!("/uk/search?q=text&page={number}"));
    let slugs = |number: &str| page(number).text().matches("<article").count();
    assert_eq!([slugs("1"), slugs("2"), slugs("3")], [3, 3, 2]);
    assert!(page("1").text().contains("/uk/search?q=text&#38;page=2"));
    // Behind the last page there are still as many.
    let behind: Value = serde_json::from_str(site.get("/uk/search?format=json&q=text&page=4").text()).unwrap();
    assert_eq!((behind["total"].as_u64(), behind["results"].as_array().map(Vec::len)), (Some(8), Some(0)));
    for wrong in ["0", "-1", "x", "1000000", ""] {
        assert_eq!(page(wrong).status, 404, "{wrong}");
    }
}

#[test]
fn the_shipped_archive_finds_itself() {
    let site = serve(&root());
    assert_eq!(slugs(&site, "uk", "щедрик")[0], "shchedryk");
}

/// Queries on the shipped archive whose best answer is obvious to a reader: (language, query, article).
const OBVIOUS: [(&str, &str, &str); 23] = [
    ("uk", "вихід з Оттавської конвенції", "vykhid-z-ottavskoi-konventsii"),
    ("uk", "каховську греблю", "kakhovka-dam"),
    ("uk", "борщем ЮНЕСКО", "borscht-unesco"),
    ("uk", "антарктична станція", "vernadsky-station"),
    ("uk", "депортацією татар", "deportation-1944"),
    ("uk", "літеру ґ", "letter-ge-returns"),
    ("uk", "літописів", "hypatian-codex"),
    ("en", "withdraws from Ottawa treaty", "ottawa-convention-withdrawal"),
    ("en", "grain ships Istanbul", "black-sea-grain-initiative"),
    ("en", "Carol of the Bells", "shchedryk"),
    ("en", "Chernobyl arch", "new-safe-confinement"),
    ("en", "archive digitised", "digitising-under-fire"),
    ("ru", "депортации татар", "deportation-1944"),
    ("ru", "разрушение каховской плотины", "kakhovka-dam"),
    ("ru", "разминированием", "humanitarian-demining"),
    ("ru", "острожскую библию", "ostroh-bible"),
    // Romanised.
    ("uk", "Leontovych", "shchedryk"),
    ("ru", "Kakhovka", "kakhovka-dam"),
    ("uk", "Derzhprom", "derzhprom"),
    // Mistyped.
    ("uk", "оттавсьої конвенції", "vykhid-z-ottavskoi-konventsii"),
    ("en", "Antartica station", "vernadsky-station"),
    // In the wrong keyboard layout.
    ("uk", ",jho", "borscht-unesco"),
    ("uk", "rf[jdcmrf uht,kz", "kakhovka-dam"),
];

#[test]
fn the_obvious_answer_is_first() {
    let site = serve(&root());
    let wrong: Vec<String> = OBVIOUS
        .iter()
        .filter_map(|(lang, query, article)| {
            let found = slugs(&site, lang, query);
            (found.first().map(String::as_str) != Some(*article)).then(|| format!("{lang} {query}: {found:?}"))
        })
        .collect();
    // Without lemmas only what is typed as it stands in the text is found; the figures are for words that inflect.
    let lang = "uk".parse().unwrap();
    let inflects = litopys::search::terms(&lang, "конвенцій").iter().next() == Some("конвенція");
    let allowed = if inflects { OBVIOUS.len() / 20 } else { OBVIOUS.len() / 2 };
    assert!(wrong.len() <= allowed, "{wrong:#?}");
}

#[test]
fn a_result_leads_to_the_words_in_their_paragraph_unless_another_version_was_quoted() {
    let site = towns();
    let page = site.get(&format!("/uk/search?q={}", encoded("зерном")));
    let link = page.text().split("href=\"").find(|link| link.starts_with("/uk/2025/odesa#")).unwrap();
    let (address, fragment) = link.split('"').next().unwrap().split_once(":~:").unwrap();
    let anchor = address.strip_prefix("/uk/2025/odesa#").unwrap();
    assert!(site.get("/uk/2025/odesa").text().contains(&format!("id=\"{anchor}\"")), "{anchor}");
    let around = [encoded("Кораблі"), "%20".into(), encoded("з"), "-,".into(), encoded("зерном"), ",-".into()].concat();
    assert!(fragment.starts_with(&format!("text={around}")), "{fragment}");
    let elsewhere = site.get("/uk/search?q=grain");
    assert!(elsewhere.text().contains("href=\"/uk/2025/odesa\">"), "{}", elsewhere.text());
    let by_year = site.get("/uk/search?q=year:2025");
    assert!(by_year.text().contains("href=\"/uk/2025/odesa\">"), "{}", by_year.text());
}
