//! `litopys status`: the work of translators, for people and for programs.

use std::process::Command;

use crate::harness::{Archive, SITE, root};

/// (exit code, stdout, stderr) of `litopys status`.
fn status(path: &std::path::Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_litopys"));
    let output = command.arg("status").args(arguments).arg("--archive").arg(path).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn archive() -> Archive {
    Archive::new()
        .article("2025/new", "uk", &["uk", "en"])
        .article("2024/old", "uk", &["uk", "en", "ru"])
        .version("2024/old", "uk", "updated = 2025-01-01\n")
        .file("articles/2025/bad/uk.md", "no front matter\n")
}

#[test]
fn the_work_list_names_what_is_missing_or_stale_the_newest_first() {
    let archive = archive();
    let (code, out, err) = status(archive.path(), &[]);
    assert_eq!(code, 1);
    assert!(err.contains("`articles/2025/bad` cannot be read as an article"), "{err}");
    let lines: Vec<Vec<&str>> = out.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines[0], ["language", "messages", "articles", "stale"]);
    assert_eq!(lines[1][0], "uk");
    assert_eq!(lines[3][3..], ["1/2", "50%", "1"]);
    let work: Vec<&[&str]> = lines[6..].iter().map(|line| &line[..3]).collect();
    let expected = [["2025/new", "ru", "missing"], ["2024/old", "en", "stale"], ["2024/old", "ru", "stale"]];
    assert_eq!(work, expected.iter().map(|line| line.as_slice()).collect::<Vec<_>>());
}

#[test]
fn the_title_and_the_summary_count_as_a_passage_each() {
    let archive = Archive::new().article("2025/new", "uk", &["uk", "en"]);
    let mut mark = Command::new(env!("CARGO_BIN_EXE_litopys"));
    assert!(mark.args(["mark", "2025/new", "--archive"]).arg(archive.path()).status().unwrap().success());
    assert!(!status(archive.path(), &[]).1.contains("stale    "));
    let uk = "+++\ntitle = \"Інша назва\"\nsummary = \"Інакше.\"\n+++\n\nІнший текст, у якому все не так.\n";
    let archive = archive.file("articles/2025/new/uk.md", uk);
    let (_, csv, _) = status(archive.path(), &["--format", "csv"]);
    assert!(csv.contains("2025/new,en,stale,3,"), "{csv}");
}

#[test]
fn programs_get_every_version() {
    let archive = archive();
    let (_, csv, _) = status(archive.path(), &["--format", "csv"]);
    assert!(
        csv.starts_with("article,language,state,passages,demand\n2025/new,uk,source,0,\n2025/new,en,fresh,0,\n"),
        "{csv}"
    );
    let (_, json, _) = status(archive.path(), &["--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["languages"][1]["articles"], serde_json::json!({ "have": 2, "all": 2 }));
    assert_eq!(
        json["work"][2],
        serde_json::json!({
            "article": "2025/new", "lang": "ru", "state": "missing", "passages": 0, "demand": null
        })
    );
}

#[test]
fn readers_who_get_another_language_are_counted_where_the_site_says_so() {
    let with = archive().file("site.toml", &SITE.replacen("name", "count_fallbacks = true\nname", 1)).serve();
    for path in ["/ru/2025/new", "/ru/2025/new", "/uk/2025/new", "/en/2024/old"] {
        assert_eq!(with.get(path).status, 200);
    }
    assert_eq!(with.counted(), ["2025/new ru 2"]);
    let without = archive().serve();
    without.get("/ru/2025/new");
    assert_eq!(without.counted(), [""; 0]);
}

#[test]
fn demand_comes_first_where_it_was_counted() {
    let archive = archive();
    let (code, _, err) = status(archive.path(), &["--sort", "demand"]);
    assert_eq!(code, 2);
    assert!(err.contains("set `count_fallbacks = true` in site.toml"), "{err}");
    let archive = archive.file(".litopys/fallbacks.json", "{ \"2024/old\": { \"ru\": 7 } }");
    let (_, out, _) = status(archive.path(), &["--sort", "demand"]);
    let first: Vec<&str> = out.lines().nth(6).unwrap().split_whitespace().collect();
    assert_eq!(first, ["2024/old", "ru", "stale", "7"]);
}

#[test]
fn the_shipped_archive_lacks_two_translations_and_has_one_stale_one() {
    let (code, out, err) = status(&root(), &[]);
    assert_eq!((code, err.as_str()), (1, ""));
    let work: Vec<&str> = out.lines().skip(6).collect();
    assert_eq!(work.len(), 3, "{out}");
    assert!(work[0].starts_with("2024/humanitarian-demining  ru        stale    4"), "{out}");
    assert_eq!(out.matches("100%").count(), 5, "{out}");
    let document = std::fs::read_to_string(root().join("docs/TRANSLATING.md")).unwrap();
    // The number of messages grows with every page.
    let shape = |text: &str| text.replace(|c: char| c.is_ascii_digit(), "#");
    assert!(shape(&document).contains(&shape(&out)), "docs/TRANSLATING.md shows another state than:\n{out}");
}

#[test]
fn what_is_copied_from_the_source_is_not_translated() {
    let polish = format!("{SITE}\n[[language]]\ntag = \"pl\"\n");
    let english = std::fs::read_to_string(root().join("locales/en/base.ftl")).unwrap();
    let have = |text: &str| {
        let archive = Archive::new().file("site.toml", &polish).file("locales/pl/base.ftl", text);
        let (_, json, _) = status(archive.path(), &["--format", "json"]);
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        json["languages"][3]["messages"]["have"].as_u64().unwrap()
    };
    let all = have(&english.replace("Skip to the text", "Przejdź do tekstu").replace("article is stored", "x"));
    // Two texts of four words and more, and all the short ones, which may be the same in both.
    assert_eq!(have(&english.replace("article is stored", "x")), all - 1);
    assert_eq!(have("skip-link = Skip to the text\n"), 0);
    assert_eq!(have("skip-link = Do tekstu\nsite-languages-label = Language\n"), 2);
}

/// An archive in which one article is meant for Ukrainian and English only, and one for Ukrainian.
fn meant() -> Archive {
    let meta =
        |year: u16, languages: &str| format!("published = {year}-06-29\nsource = \"uk\"\nlanguages = {languages}\n");
    Archive::new()
        .article("2025/all", "uk", &["uk", "en", "ru"])
        .article("2024/two", "uk", &["uk"])
        .file("articles/2024/two/article.toml", &meta(2024, "[\"uk\", \"en\"]"))
        .article("2023/one", "uk", &["uk"])
        .file("articles/2023/one/article.toml", &meta(2023, "[\"uk\"]"))
}

#[test]
fn an_article_is_missing_only_in_the_languages_that_it_is_meant_for() {
    let archive = meant();
    let (code, csv, _) = status(archive.path(), &["--format", "csv"]);
    assert_eq!(code, 1);
    let lines: Vec<&str> = csv.lines().filter(|line| line.starts_with("2024") || line.starts_with("2023")).collect();
    assert_eq!(lines, ["2024/two,uk,source,0,", "2024/two,en,missing,0,", "2023/one,uk,source,0,"]);
    let (_, json, _) = status(archive.path(), &["--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let articles: Vec<_> = (0..3).map(|at| json["languages"][at]["articles"].clone()).collect();
    let part = |have: u8, all: u8| serde_json::json!({ "have": have, "all": all });
    assert_eq!(articles, [part(3, 3), part(1, 2), part(1, 1)]);
    // A version that is there counts, whether it is listed or not.
    let more = archive.version("2023/one", "ru", "");
    let (_, csv, _) = status(more.path(), &["--format", "csv", "--lang", "ru"]);
    assert_eq!(csv, "article,language,state,passages,demand\n2025/all,ru,fresh,0,\n2023/one,ru,fresh,0,\n");
}

#[test]
fn one_language_or_one_article_can_be_asked_for() {
    let archive = meant();
    let path = archive.path();
    let (code, out, _) = status(path, &["--lang", "en"]);
    assert_eq!(code, 1);
    let lines: Vec<Vec<&str>> = out.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines[1][..1], ["en"]);
    assert_eq!(
        lines[2..],
        [vec![], vec!["article", "language", "state", "passages"], vec!["2024/two", "en", "missing"]]
    );
    for tag in ["ru", "uk", "UA"] {
        let (code, out, _) = status(path, &["--lang", tag]);
        assert!(code == 0 && out.ends_with("\nnothing is missing, nothing is stale\n"), "{tag}: {out}");
    }
    for typed in ["2024/two", "articles/2024/two/", "./articles/2024/two"] {
        let (code, out, _) = status(path, &[typed]);
        let table = "article   language  state    passages\n2024/two  uk        source\n2024/two  en        missing\n";
        assert_eq!((code, out.as_str()), (1, table), "{typed}");
    }
    assert_eq!(status(path, &["2023/one"]).0, 0);
    assert_eq!(status(path, &["2024/two", "--lang", "uk"]).0, 0);
    assert_eq!(status(path, &["2024/two", "--lang", "en"]).0, 1);
    for (arguments, expected) in [
        (&["2024/none"][..], "there is no `articles/2024/none`"),
        (&["nonsense"], "the article: "),
        (&["--lang", "pl"], "`pl` is not a language of this site, expected one of `uk`, `en`, `ru`"),
    ] {
        let (code, _, err) = status(path, arguments);
        assert!(code == 2 && err.contains(expected), "{arguments:?}: {err}");
    }
}

#[test]
fn pages_and_counts_say_that_an_article_is_meant_for_other_languages() {
    let site = meant().serve();
    let page = |path: &str| site.get(path).text().to_owned();
    let two = page("/uk/2024/two");
    assert!(two.contains("aria-label=\"EN — English, not translated\""), "{two}");
    assert!(two.contains("aria-label=\"RU — русский, на этом языке не выходит\""), "{two}");
    let fallback = page("/en/2023/one");
    assert!(fallback.contains(">Not published in every language</strong>"), "{fallback}");
    assert!(page("/en/2024/two").contains(">No translation yet</strong>"));
    let numbers = page("/en/about/archive");
    let missing = numbers.split("<th scope=\"row\">Missing</th>").nth(1).unwrap().split("</tr>").next().unwrap();
    assert_eq!(missing, "<td class=\"num\">0</td><td class=\"num\">1</td><td class=\"num\">0</td>");
    // No reader misses what is not meant to be.
    let counting = meant().file("site.toml", &SITE.replacen("name", "count_fallbacks = true\nname", 1)).serve();
    for path in ["/en/2023/one", "/en/2024/two"] {
        assert_eq!(counting.get(path).status, 200, "{path}");
    }
    assert_eq!(counting.counted(), ["2024/two en 1"]);
}
