//! The language that a reader gets, through the router; and languages as data.

use crate::harness::{Archive, SITE, Served};

fn site() -> Served {
    Archive::new().article("2025/both", "uk", &["uk", "en"]).article("2025/ru-only", "ru", &["ru"]).serve()
}

#[test]
fn a_neutral_link_opens_in_the_best_language_the_article_has() {
    let site = site();
    for (path, header, cookie, to) in [
        ("/2025/both", "ru, en;q=0.5", "", "/en/2025/both"),
        ("/2025/both", "ru", "", "/ru/2025/both"),
        ("/2025/both", "de", "", "/uk/2025/both"),
        ("/2025/both", "en;q=0.3, uk;q=0.9", "", "/uk/2025/both"),
        ("/2025/both", "uk;q=0, *", "", "/en/2025/both"),
        ("/2025/both", "en", "lang=ru", "/ru/2025/both"),
        ("/2025/both", "en", "lang=ua", "/uk/2025/both"),
        ("/2025/both", "en", "lang=xx", "/en/2025/both"),
        ("/2025/both", "uk;q=0,en;q=0,*;q=0.5", "", "/ru/2025/both"),
        ("/2025/both", "ua", "", "/uk/2025/both"),
        ("/2025/both", "en-US-u-hc-h12", "", "/en/2025/both"),
        ("/2025/ru-only", "", "", "/ru/2025/ru-only"),
        ("/2025/ru-only", "*", "", "/ru/2025/ru-only"),
        ("/2025/ru-only", "de, pl;q=0.5", "", "/ru/2025/ru-only"),
        ("/2025/ru-only", "en", "", "/en/2025/ru-only"),
        ("/2025/ru-only", "en, ru;q=0.1", "", "/ru/2025/ru-only"),
    ] {
        let answer = site.get_with(path, &[("accept-language", header), ("cookie", cookie)]);
        assert_eq!(answer.redirect(), (302, to), "{path} `{header}` `{cookie}`");
    }
}

#[test]
fn a_reader_who_asks_for_a_language_whose_chain_ends_gets_the_title_and_links() {
    let site = site();
    for (path, header) in [("/2025/ru-only", "uk"), ("/2025/ru-only", "ua"), ("/2025/ru-only", "uk, *;q=0.5")] {
        let answer = site.get_with(path, &[("accept-language", header)]);
        assert_eq!(answer.status, 404, "{path} `{header}`");
        assert!(answer.text().contains("/ru/2025/ru-only?remember"), "the version there is");
        assert_eq!((answer.header("content-language"), answer.header("cache-control")), ("uk", "private, no-store"));
    }
}

/// The notice stays in the language of the article.
#[test]
fn a_language_of_withdrawn_articles_alone_is_not_where_a_neutral_address_leads() {
    let site = |withdrawn: &str| {
        let meta = format!("published = 2025-06-29\nsource = \"pl\"\n{withdrawn}");
        let archive = Archive::new().file("site.toml", &format!("{SITE}\n[[language]]\ntag = \"pl\"\n"));
        let archive = archive.article("2025/both", "uk", &["uk", "en"]);
        archive.file("articles/2025/rzeka/article.toml", &meta).version("2025/rzeka", "pl", "").serve()
    };
    let (before, after) = (site(""), site("withdrawn = \"x\"\n"));
    let polish = [("accept-language", "pl, en;q=0.5")];
    let led = |site: &Served, path: &str| site.get_with(path, &polish).header("location").to_owned();
    assert_eq!((led(&before, "/"), led(&after, "/")), ("/pl/".to_owned(), "/en/".to_owned()));
    assert_eq!(led(&after, "/2025/rzeka"), "/pl/2025/rzeka");
    assert_eq!(after.get("/pl/2025/rzeka").status, 410);
}

#[test]
fn a_language_without_an_article_or_a_word_is_not_where_a_neutral_address_leads() {
    let empty = "\n[[language]]\ntag = \"pl\"\n";
    let site = |default: &str| {
        Archive::new().file("site.toml", &format!("{}{empty}", SITE.replace("default = \"uk\"", default))).article(
            "2025/both",
            "uk",
            &["uk", "en"],
        )
    };
    let polish = site("default = \"pl\"").serve();
    for (path, header, to) in [("/", "", "/uk/"), ("/", "pl, en;q=0.5", "/en/"), ("/2025/both", "pl", "/uk/2025/both")]
    {
        assert_eq!(polish.get_with(path, &[("accept-language", header)]).redirect(), (302, to), "{path} `{header}`");
    }
    let chosen = polish.get_with("/", &[("cookie", "lang=pl")]);
    assert_eq!(chosen.redirect(), (302, "/pl/"), "a choice is taken");
    let used = site("default = \"pl\"").version("2025/both", "pl", "").serve();
    assert_eq!(used.get("/").redirect(), (302, "/pl/"), "an article is enough");
}

#[test]
fn repeated_header_lines_are_one_list() {
    let answer = site().get_with("/", &[("accept-language", "ru;q=0.2"), ("accept-language", "en;q=0.8")]);
    assert_eq!(answer.redirect(), (302, "/en/"));
}

#[test]
fn a_header_of_ten_kilobytes_is_read_as_far_as_it_makes_sense() {
    let long = format!("en;q=0.9,{}", "xx-yyyyyy;q=0.1,".repeat(640));
    assert!(long.len() > 10_000);
    let answer = site().get_with("/", &[("accept-language", &long)]);
    assert_eq!(answer.redirect(), (302, "/en/"));
}

#[test]
fn a_site_may_put_its_own_language_before_the_browsers() {
    let site = Archive::new()
        .file("site.toml", &SITE.replace("source = \"en\"", "source = \"en\"\nnegotiate = false"))
        .article("2025/both", "uk", &["uk", "en"])
        .serve();
    assert_eq!(site.get_with("/", &[("accept-language", "en")]).redirect(), (302, "/uk/"));
    assert_eq!(site.get_with("/2025/both", &[("accept-language", "en")]).redirect(), (302, "/uk/2025/both"));
    assert_eq!(site.get_with("/", &[("cookie", "lang=en")]).redirect(), (302, "/en/"));
}

#[test]
fn a_fourth_language_is_a_folder_and_a_table_and_no_rust() {
    let polish = "\n[[language]]\ntag = \"pl\"\nlabel = \"PL\"\nfallback = [\"uk\", \"en\"]\n";
    let site = Archive::new()
        .file("site.toml", &format!("{SITE}{polish}"))
        .file(
            "locales/pl/base.ftl",
            "language-self = polski\nskip-link = Przejdź do treści\n\
             home-count = { $count ->\n    [one] { $count } artykuł\n    [few] { $count } artykuły\n   *[many] { $count } artykułów\n}\n",
        )
        .article("2025/both", "uk", &["uk", "pl"])
        .article("2025/other", "uk", &["uk"])
        .serve();
    assert_eq!(site.problems, []);
    assert_eq!(site.get_with("/", &[("accept-language", "pl-PL,pl;q=0.9")]).redirect(), (302, "/pl/"));
    let home = site.get("/pl/");
    assert!(home.text().contains("Przejdź do treści") && home.text().contains("2 artykuły"), "{}", home.text());
    assert!(home.text().contains("PL — polski"), "the selector names it");
    let article = site.get("/pl/2025/both");
    assert_eq!(article.header("content-language"), "pl");
    assert!(article.text().contains("hreflang=\"pl\" href=\"https://example.org/pl/2025/both\""));
    assert!(site.get("/pl/2025/other").text().contains("<article lang=\"uk\">"), "along its own chain");
}

#[test]
fn an_archive_of_articles_alone_speaks_all_its_languages() {
    let site = site();
    for lang in ["uk", "en", "ru"] {
        assert_eq!(site.get(&format!("/{lang}/")).status, 200);
    }
}

#[test]
fn an_archives_own_words_stand_over_the_built_in_ones_message_by_message() {
    let site = Archive::new()
        .article("2025/both", "uk", &["uk"])
        .file("locales/uk/own.ftl", "skip-link = До діла\nhome-intro = { $broken\n")
        .serve();
    let home = site.get("/uk/");
    assert!(home.text().contains("До діла"));
    assert!(!home.text().contains("home-intro"), "the built-in message stands in for the broken one");
    assert_eq!(site.problems.len(), 1);
    assert!(site.problems[0].to_string().starts_with("locales/uk/own.ftl:2:"), "{}", site.problems[0]);
}

/// A site of its languages: (tag, more of its table).
fn site_of(languages: &[(&str, &str)]) -> String {
    let tables = languages.iter().map(|(tag, more)| format!("[[language]]\ntag = \"{tag}\"\n{more}\n"));
    format!("name = \"Літопис\"\nbase_url = \"https://example.org\"\n{}", tables.collect::<String>())
}

/// Every `lang` attribute of a page that has no `dir` of its script beside it.
fn without_direction(page: &str) -> Vec<&str> {
    let attributes = page.split(" lang=\"").skip(1);
    attributes
        .filter(|rest| {
            let tag = rest.split('"').next().unwrap();
            let dir = if ["ar", "he"].contains(&tag) { "rtl" } else { "ltr" };
            !rest.starts_with(&format!("{tag}\" dir=\"{dir}\""))
        })
        .map(|rest| &rest[..rest.len().min(40)])
        .collect()
}

#[test]
fn each_text_has_the_direction_of_its_script_where_scripts_of_both_directions_meet() {
    let toml =
        site_of(&[("uk", "fallback = [\"ar\"]"), ("ar", "fallback = [\"uk\"]"), ("he", "fallback = [\"uk\", \"ar\"]")]);
    let site = Archive::new()
        .file("site.toml", &toml)
        .article("2025/both", "uk", &["uk", "ar"])
        .article("2025/arabic", "ar", &["ar"])
        .article("2025/ukrainian", "uk", &["uk"])
        .serve();
    let articles = ["2025/both", "2025/arabic", "2025/ukrainian"];
    for lang in ["uk", "ar", "he"] {
        let dir = if lang == "uk" { "ltr" } else { "rtl" };
        let pages = ["", "2025/", "search?q=text", "about/archive", "language", "kept", "none"];
        for path in pages.iter().chain(&articles) {
            let page = site.get(&format!("/{lang}/{path}"));
            assert!(page.text().contains(&format!("<html lang=\"{lang}\" dir=\"{dir}\">")), "/{lang}/{path}");
            assert_eq!(without_direction(page.text()), [""; 0], "/{lang}/{path}");
        }
        let manifest = site.get(&format!("/{lang}/manifest.webmanifest"));
        assert!(manifest.text().contains(&format!("\"dir\":\"{dir}\"")), "{}", manifest.text());
    }
    assert_eq!(without_direction(site.get("/uk/2025/both/with/ar").text()), [""; 0]);
    assert!(site.get("/ar/2025/ukrainian").text().contains("<article lang=\"uk\" dir=\"ltr\">"));
    let feed = site.get("/ar/feed.json");
    assert!(feed.text().contains("\"content_html\": \"<div lang=\\\"ar\\\" dir=\\\"rtl\\\">"), "{}", feed.text());
    assert!(!site.get("/uk/feed.atom").text().contains("dir=&quot;ltr"));
}

#[test]
fn a_site_of_one_direction_says_nothing_of_it() {
    let site = site();
    for path in ["/uk/", "/en/2025/both", "/ru/2025/both", "/uk/2025/both/with/en"] {
        assert!(!site.get(path).text().contains(" dir="), "{path}");
    }
}

#[test]
fn a_language_without_words_of_its_own_is_named_as_cldr_names_it() {
    let fallback = "fallback = [\"en\", \"pl\", \"crh\", \"he\", \"pt-BR\", \"xqq\"]";
    let chain = |tag: &str| fallback.replace(&format!("\"{tag}\", "), "").replace(&format!(", \"{tag}\""), "");
    let tags = ["uk", "en", "ru", "pl", "crh", "he", "pt-BR", "xqq"];
    let chains = tags.map(chain);
    let languages: Vec<_> = tags.iter().zip(&chains).map(|(tag, chain)| (*tag, chain.as_str())).collect();
    let archive = Archive::new().file("site.toml", &site_of(&languages));
    let only = ["pl", "crh", "he", "pt-BR", "xqq"];
    let site = only
        .iter()
        .fold(archive, |archive, tag| archive.article(&format!("2025/{}", tag.to_lowercase()), tag, &[tag]))
        .serve();
    for (page, sentence) in [
        ("/uk/2025/pl", "текст показано польською."),
        ("/uk/2025/crh", "текст показано кримськотатарською."),
        ("/uk/2025/he", "текст показано мовою іврит."),
        ("/uk/2025/pt-br", "текст показано португальською."),
        ("/uk/2025/xqq", "текст показано іншою мовою (xqq)."),
        ("/ru/2025/pl", "текст показан на польском."),
        ("/ru/2025/he", "текст показан на языке иврит."),
        ("/ru/2025/pt-br", "текст показан на португальском."),
        ("/en/2025/pl", "not available in English; the text is shown in Polish."),
        ("/en/2025/pt-br", "the text is shown in Portuguese."),
        // Polish has no words of its own: its chain begins with English.
        ("/pl/2025/he", "not available in Polish; the text is shown in Hebrew."),
        ("/pl/2025/xqq", "the text is shown in another language (xqq)."),
    ] {
        let answer = site.get(page);
        assert!(answer.text().replace('\u{a0}', " ").contains(sentence), "{page}: {sentence}\n{}", answer.text());
    }
    let home = site.get("/uk/");
    for name in ["Українська", "English", "Русский", "Polski", "crh", "עברית", "Português", "xqq"]
    {
        assert!(home.text().contains(&format!(">{name}<")), "{name}: {}", home.text());
    }
    for wrong in [">UK<", ">PL<", "Українська — ", "Polski — "] {
        assert!(!home.text().contains(wrong), "{wrong}");
    }
    assert!(home.text().contains("aria-label=\"Українська, поточна мова\""));
    assert!(site.get("/pl/2025/pl").text().contains("langid = {polish}"));
    for (lang, locale) in
        [("uk", "uk_UA"), ("en", "en_GB"), ("ru", "ru_RU"), ("pl", "pl_PL"), ("he", "he_IL"), ("pt-BR", "pt_BR")]
    {
        let page = site.get(&format!("/{lang}/"));
        assert!(page.text().contains(&format!("og:locale\" content=\"{locale}\"")), "{lang}");
    }
    let stated = site.get("/uk/about/archive");
    assert!(stated.text().contains(">polski<") && stated.text().contains(">українська<"));
}

#[test]
fn two_varieties_of_a_language_are_told_apart_by_their_names() {
    let chain = "fallback = [\"en-US\", \"pt-PT\", \"pt-BR\"]";
    let toml = site_of(&[("uk", chain), ("en-GB", chain), ("en-US", ""), ("pt-PT", ""), ("pt-BR", "")]);
    let site = Archive::new()
        .file("site.toml", &toml)
        .article("2025/a", "en-US", &["en-US"])
        .article("2025/b", "pt-BR", &["pt-BR"])
        .serve();
    for (page, sentence) in [
        ("/uk/2025/a", "текст показано англійською (Сполучені Штати)."),
        ("/en-GB/2025/a", "not available in British English; the text is shown in American English."),
        ("/en-GB/2025/b", "the text is shown in Brazilian Portuguese."),
        ("/uk/2025/b", "текст показано португальською (Бразилія)."),
    ] {
        let answer = site.get(page);
        assert!(answer.text().replace('\u{a0}', " ").contains(sentence), "{page}: {}", answer.text());
    }
    for name in ["British English", "American English", "Português (Brasil)"] {
        assert!(site.get("/uk/").text().contains(&format!(">{name}<")), "{name}");
    }
}

#[test]
fn words_of_a_regional_language_are_those_of_its_parent_but_for_its_own() {
    let site = Archive::new()
        .file(
            "site.toml",
            &site_of(&[("en-GB", "label = \"EN\""), ("uk-UA", ""), ("sr-Latn", "fallback = [\"en-GB\"]")]),
        )
        .file("locales/en/own.ftl", "home-intro = From the parent\nsearch-link = Search from the parent\n")
        .file("locales/en-GB/own.ftl", "home-intro = British\n")
        .file("locales/sr/own.ftl", "home-intro = ћирилица\n")
        .article("2025/a", "en-GB", &["en-GB", "uk-UA"])
        .serve();
    let codes: Vec<_> = site.problems.iter().map(|problem| (&*problem.code, problem.path.as_str())).collect();
    assert_eq!(codes, [("no-locale", "locales/sr-Latn"), ("unknown-language", "locales/sr")]);
    let (british, ukrainian, serbian) = (site.get("/en-GB/"), site.get("/uk-UA/"), site.get("/sr-Latn/"));
    assert!(british.text().contains("British") && british.text().contains("Search from the parent"));
    assert!(british.text().contains("1 article") && !british.text().contains("skip-link"));
    assert!(ukrainian.text().contains("Перейти до тексту") && ukrainian.text().contains("1 стаття"));
    assert!(
        serbian.text().contains("British") && !serbian.text().contains("ћирилица"),
        "another script is another language"
    );
    assert!(british.text().contains("aria-label=\"EN — English, current language\""), "{}", british.text());
    assert_eq!(site.get_with("/", &[("accept-language", "uk")]).redirect(), (302, "/uk-UA/"));
}

#[test]
fn a_regional_language_is_as_translated_as_its_parent() {
    let archive = Archive::new()
        .file("site.toml", &site_of(&[("en-GB", ""), ("uk", "fallback = [\"en-GB\"]")]))
        .file("locales/en-GB/own.ftl", "home-intro = British\n")
        .article("2025/a", "en-GB", &["en-GB"]);
    let run = |command: &str| {
        let mut run = std::process::Command::new(env!("CARGO_BIN_EXE_litopys"));
        let said = run.args([command, "--archive"]).arg(archive.path()).output().unwrap();
        String::from_utf8(said.stdout).unwrap()
    };
    let (checked, status) = (run("check"), run("status"));
    assert!(!checked.contains("missing-") && !checked.contains("no-locale"), "{checked}");
    let counted = |tag: &str| status.lines().find(|line| line.starts_with(tag)).unwrap().to_owned();
    assert!(counted("en-GB").contains(" 100% ") && counted("uk ").contains(" 100% "), "{status}");
    assert!(!counted("en-GB").contains(" 2/2 "), "{status}");
}
