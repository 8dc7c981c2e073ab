//! `litopys remove` and `withdrawn` in `article.toml`: an article is taken down, and its addresses say why.

use crate::{
    authoring::{read, run_in},
    harness::{Archive, SITE, Served},
    pictures::open_graph,
};

fn archive() -> Archive {
    Archive::new()
        .article("2025/gone", "uk", &["uk", "en"])
        .file("articles/2025/gone/article.toml", "published = 2025-06-29\nsource = \"uk\"\ntags = [\"law\"]\naliases = [\"/news/17\"]\n")
        .file(
            "articles/2025/gone/uk.md",
            "+++\ntitle = \"Знятаназва\"\nsummary = \"таємниця\"\nslug = \"gone-uk\"\n+++\n\nТаємниця. [файл](plan.pdf)\n",
        )
        .bytes("articles/2025/gone/plan.pdf", b"%PDF-1.4\n")
        .article("2025/stays", "uk", &["uk", "en"])
        .file("articles/2025/stays/uk.md", "+++\ntitle = \"Лишається\"\n+++\n\nТекст, [інша](../gone/).\n")
}

#[test]
fn every_address_of_an_article_that_was_taken_down_says_why() {
    let archive = archive();
    let remove = |words: &[&str]| run_in(archive.path(), &[&["remove", "2025/gone"], words].concat());
    let (code, _, err) = remove(&["--reason", "Помилка \"в імені\"", "--lang", "ua"]);
    assert!(code == 0 && err.contains("answers 410") && err.contains("--lang en"), "{err}");
    assert_eq!(remove(&["--reason", "A wrong name", "--lang", "en"]).0, 0);
    let meta = read(&archive, "articles/2025/gone/article.toml");
    assert!(meta.ends_with("withdrawn = { en = \"A wrong name\", uk = 'Помилка \"в імені\"' }\n"), "{meta}");
    assert_eq!(run_in(archive.path(), &["check", "--only", "articles"]).1.matches("withdrawn").count(), 0);
    let served = archive.serve();
    assert_eq!(served.problems, []);
    for (path, parts) in [
        ("/uk/2025/gone-uk", ["Статтю знято з публікації", "Знятаназва", "Причина: Помилка", "29 червня 2025"]),
        ("/en/2025/gone", ["This article has been withdrawn", "en 2025/gone", "Reason: A wrong name", "29 June 2025"]),
        ("/ru/2025/gone", ["Статья снята с публикации", "lang=\"uk\">Знятаназва", "Причина: Помилка", "29 июня 2025"]),
        ("/uk/2025/gone-uk.md", ["Причина", "", "", ""]),
        ("/en/2025/gone.json", ["Reason", "", "", ""]),
        ("/uk/2025/gone-uk/with/en", ["Причина", "", "", ""]),
        ("/media/2025/gone/plan.pdf", ["", "", "", ""]),
    ] {
        let page = served.get(path);
        assert_eq!(page.status, 410, "{path}");
        assert!(parts.iter().all(|part| page.text().contains(part)), "{path}: {}", page.text());
        assert!(!page.text().contains("аємниця") && !page.text().contains("Text in"), "{path}: {}", page.text());
    }
    assert_eq!(served.get("/2025/gone").redirect(), (302, "/uk/2025/gone-uk"));
    assert_eq!(served.get("/uk/2025/gone").redirect(), (308, "/uk/2025/gone-uk"));
    assert_eq!(served.get("/news/17").redirect(), (308, "/2025/gone"));
    // Nothing else of the site knows of it, but for the link that leads to the notice.
    for path in [
        "/uk/",
        "/en/",
        "/uk/2025/",
        "/uk/2025/06/",
        "/uk/feed.atom",
        "/feed.json",
        "/uk/about/archive",
        "/uk/search?q=%D0%97%D0%BD%D1%8F%D1%82%D0%B0%D0%BD%D0%B0%D0%B7%D0%B2%D0%B0",
        "/uk/search?q=%D1%82%D0%B0%D1%94%D0%BC%D0%BD%D0%B8%D1%86%D1%8F",
        "/uk/2025/stays",
        "/uk/2025/gonne",
    ] {
        let page = served.get(path);
        let text = page.text();
        assert!(
            !text.contains("/2025/gone\"") && !text.contains("таємниця.") && !text.contains("<h3>Знята"),
            "{path}: {text}"
        );
    }
    assert_eq!(served.get("/uk/tag/law").status, 404);
    let map = served.get("/sitemap.xml").text().to_owned();
    assert!(!map.contains("gone"), "{map}");
}

/// The card shows the title.
#[test]
fn the_card_of_an_article_that_was_taken_down_goes_with_its_files() {
    let served = |line: &str| {
        let meta = "published = 2025-06-29\nsource = \"uk\"\naliases = [\"/2024/was\"]\n";
        archive()
            .file("articles/2025/gone/article.toml", &format!("{meta}{line}"))
            .file("pages/now/page.toml", &format!("aliases = [\"/then\"]\n{line}"))
            .file("pages/now/uk.md", "+++\ntitle = \"Сторінка\"\n+++\n\nТекст.\n")
            .serve()
    };
    let (before, after, hidden) = (served(""), served("withdrawn = \"Помилка\"\n"), served("draft = true\n"));
    for (page, new, old) in [
        ("/uk/2025/gone-uk", "/media/2025/gone/", "/media/2024/was/"),
        ("/uk/now", "/media/pages/now/", "/media/pages/then/"),
    ] {
        let card = open_graph(&before, page);
        let digest = card.split('.').nth(2).unwrap();
        let former = card.replace(digest, "0123456789ab");
        let moved = card.replace(new, old);
        assert_eq!(before.get(&card).status, 200, "{card}");
        assert_eq!(before.get(&former).redirect(), (302, card.as_str()));
        assert_eq!(before.get(&moved).redirect(), (302, card.as_str()));
        for path in [&card, &former, &moved] {
            let notice = after.get(path);
            assert!(notice.status == 410 && notice.text().contains("Помилка"), "{path}: {}", notice.status);
            assert_eq!(hidden.get(path).status, 404, "{path}");
        }
    }
}

#[test]
fn a_file_says_why_also_at_the_address_from_before_a_move() {
    let meta = "published = 2025-06-29\nsource = \"uk\"\naliases = [\"/2024/was\"]\n";
    let archive = |withdrawn: &str| {
        archive()
            .file("articles/2025/gone/article.toml", &format!("{meta}{withdrawn}"))
            .file("pages/now/page.toml", &format!("aliases = [\"/then\"]\n{withdrawn}"))
            .file("pages/now/uk.md", "+++\ntitle = \"Сторінка\"\n+++\n\n[план](plan.pdf)\n")
            .bytes("pages/now/plan.pdf", b"%PDF-1.4\n")
            .serve()
    };
    let (before, after) = (archive(""), archive("withdrawn = \"Помилка\"\n"));
    for (old, new) in [
        ("/media/2024/was/plan.pdf", "/media/2025/gone/plan.pdf"),
        ("/media/pages/then/plan.pdf", "/media/pages/now/plan.pdf"),
    ] {
        let present = before.get(new).header("location").to_owned();
        let written = present.strip_prefix(new.strip_suffix("plan.pdf").unwrap()).unwrap();
        let digested = format!("{}{written}", old.strip_suffix("plan.pdf").unwrap());
        assert_eq!(before.get(old).redirect(), (302, present.as_str()), "{old}");
        assert_eq!(before.get(&digested).redirect(), (302, present.as_str()), "{digested}");
        for path in [old, new, &digested, &present] {
            let page = after.get(path);
            assert!(page.status == 410 && page.text().contains("Помилка"), "{path}: {}", page.status);
        }
    }
}

#[test]
fn nothing_else_names_an_undated_page_that_was_taken_down() {
    let served = |withdrawn: &str| {
        Archive::new()
            .file("site.toml", &format!("{SITE}\n[[menu]]\npage = \"about\"\n"))
            .article("2025/stays", "uk", &["uk"])
            .file("pages/about/page.toml", withdrawn)
            .file("pages/about/uk.md", "+++\ntitle = \"Zqtitle\"\nslug = \"pro-nas\"\n+++\n\nТекст.\n")
            .serve()
    };
    let (before, after) = (served(""), served("withdrawn = \"Помилка\"\n"));
    assert_eq!((before.get("/uk/pro-nas").status, after.get("/uk/pro-nas").status), (200, 410));
    for path in
        ["/uk/", "/uk/2025/stays", "/sitemap/pages.xml", "/uk/search?q=zqtitle", "/uk/search?format=json&q=zqtitle"]
    {
        let names = |site: &Served| site.get(path).text().contains("/pro-nas");
        assert_eq!((names(&before), names(&after)), (true, false), "{path}");
    }
    let has_map = |site: &Served| site.get("/sitemap.xml").text().contains("/sitemap/pages.xml");
    assert_eq!((has_map(&before), has_map(&after)), (true, false), "no map is empty");
}

/// The words of its title would decide how others are spelt and ranked.
#[test]
fn search_reads_nothing_of_what_was_taken_down() {
    let meta = "published = 2025-06-29\nsource = \"uk\"\nwithdrawn = \"x\"\n";
    let served = archive()
        .file("articles/2025/gone/article.toml", meta)
        .file("pages/about/page.toml", "withdrawn = \"x\"\n")
        .file("pages/about/uk.md", "+++\ntitle = \"Сторінка\"\n+++\n\nТекст.\n")
        .serve();
    let catalog = served.catalog();
    let now = catalog.snapshot();
    let articles = now.changed_after(0, u32::MAX >> 1).unwrap();
    assert_eq!(articles.len(), 3);
    let read = articles.into_iter().filter_map(|(_, number)| now.texts(number).unwrap());
    let titles: Vec<String> = read.flat_map(|article| article.versions).map(|version| version.title).collect();
    assert_eq!(titles, ["en 2025/stays", "Лишається"]);
}

#[test]
fn what_is_not_a_reason_takes_down_all_the_same_and_is_reported() {
    for (line, code) in
        [("withdrawn = true", "wrong-type"), ("withdrawn = \"\"", "empty-value"), ("withdrawn = {}", "empty-value")]
    {
        let meta = format!("published = 2025-06-29\nsource = \"uk\"\n{line}\n");
        let served = archive().file("articles/2025/gone/article.toml", &meta).serve();
        assert_eq!(served.problems.iter().map(|problem| &*problem.code).collect::<Vec<_>>(), [code], "{line}");
        let page = served.get("/uk/2025/gone-uk");
        assert!(page.status == 410 && !page.text().contains("Причина"), "{line}: {}", page.text());
    }
}

#[test]
fn an_article_is_taken_down_and_comes_back_while_the_server_runs() {
    let archive = archive();
    let counts = |archive: &Archive| run_in(archive.path(), &["stats"]).1;
    assert!(counts(&archive).contains("articles: 2,"), "{}", counts(&archive));
    let folder = archive.path().join("articles/2025/gone");
    assert_eq!(run_in(&folder, &["remove", ".", "--reason", "Причина"]).0, 0);
    assert!(counts(&archive).contains("articles: 1,"), "{}", counts(&archive));
    let found = run_in(&folder, &["search", "таємниця"]);
    assert_eq!(found.0, 1, "{found:?}");
    let (_, status, _) = run_in(&folder, &["status", "--format", "csv"]);
    assert!(!status.contains("2025/gone"), "{status}");
    let (_, complete, _) = run_in(&folder, &["check", "--complete", "ru"]);
    assert!(!complete.contains("articles/2025/gone/ru.md"), "{complete}");
    let meta = read(&archive, "articles/2025/gone/article.toml");
    std::fs::write(folder.join("article.toml"), meta.replace("withdrawn = \"Причина\"\n", "")).unwrap();
    assert!(counts(&archive).contains("articles: 2,"), "{}", counts(&archive));
    assert_eq!(run_in(&folder, &["search", "таємниця"]).0, 0);
    for (words, said) in [
        (vec!["remove", "2025/none", "--reason", "x"], "there is no `articles/2025/none`"),
        (vec!["remove", "2025/gone", "--reason", " "], "--reason is empty"),
        (vec!["remove", "2025/gone", "--reason", "x", "--lang", "de"], "is not a language of this site"),
        (vec!["remove", "2025/gone"], "--reason"),
    ] {
        let (code, _, err) = run_in(archive.path(), &words);
        assert!(code == 2 && err.contains(said), "{words:?}: {err}");
    }
}
