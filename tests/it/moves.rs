//! `litopys move`: an article gets another id or another year, and every old address still leads to it.

use std::{collections::BTreeMap, fs, path::Path, process::Command};

use crate::{
    authoring::{read, run_in},
    harness::{Archive, Served, files, serve},
    random::{below, cases},
};

/// Three articles that link to each other in every way, with a picture, records and a slug.
fn archive() -> Archive {
    let archive = Archive::new().article("2025/other", "uk", &["uk", "en"]).article("2019/old", "uk", &["uk"]);
    let archive = archive.bytes("articles/2025/dnipro/map.pdf", b"%PDF-1.4\n").file(
        "articles/2025/dnipro/article.toml",
        "# a river\npublished = 2025-06-29 # in June\nsource = \"uk\"\naliases = [\"/news/17\"]\n",
    );
    let archive = archive
        .file(
            "articles/2025/dnipro/uk.md",
            "+++\ntitle = \"Дніпро\"\nslug = \"dnipro-uk\"\n+++\n\nТекст, [інше](../other/), [мапа](map.pdf), [своє](../dnipro/).\n",
        )
        .file(
            "articles/2025/dnipro/en.md",
            "+++\ntitle = \"Dnieper\"\n+++\n\nText, [other](../other/), [map](map.pdf), [own](../dnipro/).\n",
        );
    let body = |words: &str| {
        format!(
            "{words} [a](../../2025/dnipro/#x), [b](/uk/2025/dnipro-uk?a#b), [c](https://example.org/2025/dnipro), [d][d].\n\n\
             [d]: ../../2025/dnipro/map.pdf\n\n`../../2025/dnipro/`\n"
        )
    };
    archive
        .file(
            "articles/2019/links/article.toml",
            "published = 2019-01-02\nsource = \"uk\"\norigin = \"/en/2025/dnipro\"\n",
        )
        .file("articles/2019/links/uk.md", &format!("+++\ntitle = \"Посилання\"\n+++\n\n{}", body("Текст")))
        .file("articles/2019/links/en.md", &format!("+++\ntitle = \"Links\"\n+++\n\n{}", body("Text")))
}

/// The work list, whatever its order.
fn status(archive: &Archive) -> Vec<String> {
    let (_, out, _) = run_in(archive.path(), &["status", "--format", "csv"]);
    let mut lines: Vec<_> = out.lines().map(|line| line.replace("2025/dnipro", "2024/river")).collect();
    lines.sort();
    lines
}

/// The codes of what was wrong before: a file of another article is linked.
fn codes(served: &Served) -> Vec<&str> {
    served.problems.iter().map(|problem| &*problem.code).collect()
}

#[test]
fn a_move_takes_links_addresses_dates_and_records_along() {
    let archive = archive();
    assert_eq!(run_in(archive.path(), &["mark", "--all"]).0, 0);
    let before = status(&archive);
    let (code, out, err) = run_in(archive.path(), &["move", "2025/dnipro", "2024/river", "--published", "2024-06-29"]);
    assert_eq!((code, out.as_str()), (0, ""), "{err}");
    assert!(err.contains("moved `articles/2025/dnipro` to `articles/2024/river`"), "{err}");
    assert!(err.contains("in every language: `/2025/dnipro`, `/2025/dnipro-uk`"), "{err}");
    assert!(!archive.path().join("articles/2025/dnipro").exists());
    assert_eq!(
        read(&archive, "articles/2024/river/article.toml"),
        "# a river\npublished = 2024-06-29 # in June\nsource = \"uk\"\naliases = [\"/news/17\", \"/2025/dnipro\", \"/2025/dnipro-uk\"]\n"
    );
    let own = read(&archive, "articles/2024/river/en.md");
    assert!(own.contains("[other](../../2025/other/), [map](map.pdf), [own](./)."), "{own}");
    let links = read(&archive, "articles/2019/links/en.md");
    assert!(
        links.contains(
            "[a](../../2024/river/#x), [b](/uk/2024/dnipro-uk?a#b), [c](https://example.org/2024/river), [d][d].\n\n\
             [d]: ../../2024/river/map.pdf\n\n`../../2025/dnipro/`\n"
        ),
        "{links}"
    );
    assert!(read(&archive, "articles/2019/links/article.toml").contains("origin = \"/en/2024/river\""));
    // The records say what they said: nothing has become stale by the move.
    assert_eq!(status(&archive), before);
    let served = archive.serve();
    assert_eq!(codes(&served), ["broken-link", "broken-link"]);
    for (old, new) in [
        ("/uk/2025/dnipro-uk", "/uk/2024/dnipro-uk"),
        ("/uk/2025/dnipro", "/uk/2024/dnipro-uk"),
        ("/en/2025/dnipro", "/en/2024/river"),
        ("/en/2025/dnipro-uk", "/en/2024/river"),
        ("/ru/2025/dnipro", "/ru/2024/river"),
        ("/ua/2025/dnipro-uk?a=1", "/uk/2024/dnipro-uk?a=1"),
        ("/2025/dnipro", "/2024/river"),
        ("/en/2025/dnipro.md", "/en/2024/river.md"),
        ("/uk/2025/dnipro-uk.json", "/uk/2024/dnipro-uk.json"),
        ("/uk/2025/dnipro-uk/with/en", "/uk/2024/dnipro-uk/with/en"),
        ("/news/17", "/2024/river"),
    ] {
        assert_eq!(served.get(old).redirect(), (308, new), "{old}");
    }
    let media = served.get("/media/2025/dnipro/map.pdf");
    assert!(
        media.status == 302 && media.header("location").starts_with("/media/2024/river/map."),
        "{:?}",
        media.headers
    );
}

#[test]
fn a_move_back_and_one_further_on_keep_every_address() {
    let archive = archive();
    let go = |words: &[&str]| {
        let (code, _, err) = run_in(archive.path(), &[&["move"], words].concat());
        assert_eq!(code, 0, "{words:?}: {err}");
    };
    go(&["2025/dnipro", "2024/river", "--published", "2024-06-29"]);
    go(&["2024/river", "2023", "--published", "2023-06-29"]);
    go(&["2023/river", "2025/dnipro", "--published", "2025-06-29"]);
    let meta = read(&archive, "articles/2025/dnipro/article.toml");
    let expected =
        "aliases = [\"/news/17\", \"/2024/river\", \"/2024/dnipro-uk\", \"/2023/river\", \"/2023/dnipro-uk\"]";
    assert!(meta.contains(expected), "{meta}");
    let served = archive.serve();
    assert_eq!(codes(&served), ["broken-link", "broken-link"]);
    for old in ["/en/2025/dnipro", "/en/2024/river", "/en/2023/river", "/en/2023/dnipro-uk"] {
        assert_eq!(follow(&served, old).1, "/en/2025/dnipro");
    }
}

#[test]
fn a_dry_run_shows_a_diff_and_changes_nothing() {
    let archive = archive();
    let before = files(&archive.path().join("articles"));
    let (code, out, err) = run_in(archive.path(), &["move", "2025/dnipro", "river", "--dry-run"]);
    assert_eq!(code, 0, "{err}");
    for line in [
        "rename from articles/2025/dnipro",
        "rename to articles/2025/river",
        "--- a/articles/2025/dnipro/article.toml",
        "+++ b/articles/2025/river/article.toml",
        "-aliases = [\"/news/17\"]",
        "+aliases = [\"/news/17\", \"/2025/dnipro\"]",
        "+[d]: ../../2025/river/map.pdf",
    ] {
        assert!(out.lines().any(|found| found == line), "{line}: {out}");
    }
    assert!(err.contains("nothing was changed"), "{err}");
    assert_eq!(files(&archive.path().join("articles")), before);
}

#[test]
fn what_would_take_an_address_away_is_refused_with_the_reason() {
    let archive = archive()
        .article("2024/taken", "uk", &["uk"])
        .version("2024/taken", "uk", "slug = \"slug-of-taken\"\naliases = [\"/uk/2024/was-here\"]\n")
        .article("2024/other2", "uk", &[])
        .version("2024/other2", "uk", "slug = \"dnipro-uk\"\n")
        .article("2025/namesake", "en", &[])
        .version("2025/namesake", "en", "slug = \"dnipro-uk\"\n");
    let before = files(&archive.path().join("articles"));
    for (words, said) in [
        (vec!["2025/dnipro", "2025/other"], "`articles/2025/other` exists already"),
        (vec!["2025/dnipro", "2025/dnipro"], "the article is already in `articles/2025/dnipro`"),
        (vec!["2025/none", "2025/x"], "there is no `articles/2025/none`"),
        (vec!["2025/dnipro", "2025/con"], "Windows reserves the name"),
        (vec!["2025/dnipro", "Bad Name"], "expected lower-case letters"),
        (
            vec!["2019/old", "2024/slug-of-taken", "--published", "2024-01-01"],
            "is the address of `articles/2024/taken/uk.md`",
        ),
        (vec!["2019/old", "2024/was-here", "--published", "2024-01-01"], "is an old address of `articles/2024/taken`"),
        (vec!["2025/dnipro", "2024/river", "--published", "2024-01-01"], "would be at `2024/dnipro-uk`"),
        (vec!["2025/dnipro", "2023/river", "--published", "2023-01-01"], "would lead to `articles/2025/namesake`"),
        (vec!["2019/old", "2020"], "--published 2020-06-29"),
        (vec!["2019/old", "2020", "--published", "2021-01-01"], "is not a day of 2020"),
    ] {
        let (code, _, err) = run_in(archive.path(), &[&["move"], words.as_slice()].concat());
        assert!(code == 2 && err.contains(said), "{words:?}: {err}");
    }
    assert_eq!(files(&archive.path().join("articles")), before);
}

#[test]
fn an_article_with_problems_moves_and_keeps_them() {
    let archive = Archive::new()
        .file("articles/2025/a/article.toml", "published = 2025-01-01\nsource = \"uk\"\ntitel = 1\n")
        .file("articles/2025/a/uk.md", "+++\ntitle = \"А\"\n+++\n\n[x](../gone/) <b> [y](javascript:x) [a][\n")
        .file("articles/2025/a/en.md", "+++\ntitle = \nslug = \"slug-en\"\n+++\n\nText [x](../b/).\n")
        .bytes("articles/2025/a/ru.md", b"+++\ntitle = \"\xcf\"\n+++\n")
        .article("2025/b", "uk", &["uk"]);
    let (code, _, err) = run_in(archive.path(), &["move", "2025/a", "2024/c", "--published", "2024-02-02"]);
    assert_eq!(code, 0, "{err}");
    assert!(read(&archive, "articles/2024/c/uk.md").contains("[x](../../2025/gone/) <b> [y](javascript:x) [a][\n"));
    assert!(read(&archive, "articles/2024/c/en.md").contains("[x](../../2025/b/)"));
    assert!(read(&archive, "articles/2024/c/article.toml").contains("aliases = [\"/2025/a\", \"/2025/slug-en\"]"));
    // Without an `article.toml` that can be read, old addresses could not lead on.
    let archive = archive.file("articles/2025/b/article.toml", "published = \n");
    let (code, _, err) = run_in(archive.path(), &["move", "2025/b", "d"]);
    assert!(code == 2 && err.contains("is not TOML throughout"), "{err}");
}

/// The answer at the end of all redirects, and its address.
fn follow(served: &Served, address: &str) -> (crate::harness::Answer, String) {
    let mut address = address.to_owned();
    for _ in 0..5 {
        let answer = served.get(&address);
        if !(300..400).contains(&answer.status) {
            return (answer, address);
        }
        address = answer.header("location").to_owned();
    }
    panic!("{address} leads in a circle");
}

/// An archive of some articles with slugs, pictures, links of all kinds and records.
fn random_archive() -> (Archive, Vec<String>) {
    let ids: Vec<String> =
        (0..6).map(|n| format!("{}/{}", 2020 + below(3), ["a", "b", "річка", "d-1", "e", "f"][n])).collect();
    let mut archive = Archive::new();
    for (n, id) in ids.iter().enumerate() {
        let year = &id[..4];
        let aliases = if below(2) == 0 { format!("aliases = ['/old/{n}']\n") } else { String::new() };
        archive = archive
            .file(
                &format!("articles/{id}/article.toml"),
                &format!("published = {year}-02-28\nsource = \"uk\"\n{aliases}"),
            )
            .bytes(&format!("articles/{id}/p{n}.pdf"), format!("%PDF-1.4 {n}\n").as_bytes());
        for (lang, word) in [("uk", "Текст"), ("en", "Text"), ("ru", "Текст")] {
            if lang != "uk" && below(3) == 0 {
                continue;
            }
            let slug = if below(2) == 0 { format!("slug = \"slug-{lang}-{n}\"\n") } else { String::new() };
            let mut links = String::new();
            for _ in 0..below(5) {
                let to = &ids[below(ids.len())];
                let at = ids.iter().position(|id| id == to).unwrap();
                links += &match below(7) {
                    0 => format!("[l](../../{to}/) "),
                    1 => format!("[l](/{lang}/{to}#x) "),
                    2 => format!("[l](https://example.org/{to}) "),
                    3 => format!("[l](../../{to}/uk.md?a#b) "),
                    4 if at == n => format!("[l](p{n}.pdf) "),
                    5 => format!("<https://example.org/ua/{to}> "),
                    _ => format!("[l][{at}]\n\n[{at}]: ../../{to}\n\n"),
                };
            }
            let text = format!("+++\ntitle = \"{lang} {n}\"\n{slug}+++\n\n{word} {n}. {links}\n");
            archive = archive.file(&format!("articles/{id}/{lang}.md"), &text);
        }
    }
    (archive, ids)
}

/// Every address of these articles that answers 200 or leads there, with the title that it shows.
fn addresses(served: &Served, ids: &[String]) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for (n, id) in ids.iter().enumerate() {
        let year = &id[..4];
        let ends =
            [&id[5..], &format!("slug-uk-{n}"), &format!("slug-en-{n}"), &format!("slug-ru-{n}")].map(str::to_owned);
        for end in ends {
            for lang in ["/uk", "/en", "/ru", "/ua", ""] {
                for form in ["", ".md", ".json", "/with/uk", "/with/en"] {
                    let address = format!("{lang}/{year}/{end}{form}");
                    let answer = follow(served, &encoded(&address)).0;
                    if answer.status == 200 {
                        found.insert(address, title(&answer, n));
                    }
                }
            }
        }
        for address in [format!("/old/{n}"), format!("/media/{id}/p{n}.pdf")] {
            let (answer, at) = follow(served, &encoded(&address));
            if answer.status == 200 {
                // The address with its digest is one that readers have, too.
                found.insert(at, title(&answer, n));
                found.insert(address, title(&answer, n));
            }
        }
    }
    found
}

fn encoded(address: &str) -> String {
    address.replace("річка", "%D1%80%D1%96%D1%87%D0%BA%D0%B0")
}

/// What distinguishes the text of an article from all others.
fn title(answer: &crate::harness::Answer, n: usize) -> String {
    let text = String::from_utf8_lossy(&answer.body);
    let titles = ["uk", "en", "ru"].map(|lang| format!("{lang} {n}")).into_iter().chain([format!("%PDF-1.4 {n}\n")]);
    titles.filter(|title| text.contains(title)).collect::<Vec<_>>().join(", ")
}

/// How many problems `check` finds, by code.
fn findings(archive: &Archive) -> BTreeMap<String, usize> {
    let (_, out, _) = run_in(archive.path(), &["check", "--format", "json", "--only", "articles"]);
    let mut counts = BTreeMap::new();
    for line in out.lines() {
        let code = line.split("\"code\":\"").nth(1).unwrap().split('"').next().unwrap();
        // The address that an autolink shows has a year in it.
        if code != "numbers-differ" {
            *counts.entry(code.to_owned()).or_default() += 1;
        }
    }
    counts
}

#[test]
fn no_address_dies_and_nothing_breaks_whatever_moves() {
    for _ in 0..cases(2) {
        let (archive, ids) = random_archive();
        _ = run_in(archive.path(), &["mark", "--all"]);
        let before = addresses(&serve(archive.path()), &ids);
        assert!(before.len() > 100 && before.values().all(|title| !title.is_empty()), "{before:#?}");
        let (found, stale) = (findings(&archive), run_in(archive.path(), &["status", "--format", "csv"]).1);
        let mut now = ids.clone();
        for _ in 0..3 {
            let n = below(ids.len());
            let year = 2018 + below(6);
            let name = if below(2) == 0 { now[n][5..].to_owned() } else { format!("moved-{}", below(1000)) };
            let to = format!("{year}/{name}");
            if now.contains(&to) {
                continue;
            }
            let date = format!("{year}-03-01");
            let (code, _, err) = run_in(archive.path(), &["move", &now[n], &to, "--published", &date]);
            assert_eq!(code, 0, "{} to {to}: {err}", now[n]);
            now[n] = to;
        }
        let served = serve(archive.path());
        for (address, title_before) in &before {
            let (answer, at) = follow(&served, &encoded(address));
            let n = title_before.rsplit_once(' ').unwrap().1.trim().parse().unwrap();
            assert_eq!(
                (answer.status, title(&answer, n)),
                (200, title_before.clone()),
                "{address} leads to {at}; {ids:?} {now:?}"
            );
        }
        assert_eq!(findings(&archive), found, "{ids:?} {now:?}");
        let states = |csv: &str| csv.lines().filter(|line| line.contains("stale")).count();
        assert_eq!(states(&run_in(archive.path(), &["status", "--format", "csv"]).1), states(&stale));
    }
}

fn git(folder: &Path, arguments: &[&str]) {
    let author = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"];
    let output = Command::new("git").arg("-C").arg(folder).args(author).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {output:?}");
}

/// The articles that have lost an address since the last commit, and which.
fn dead(folder: &Path) -> Vec<String> {
    let (_, out, _) = run_in(folder, &["check", "--format", "json", "--only", "articles"]);
    let found = out.lines().filter(|line| line.contains("\"dead-address\""));
    let text = |line: &str, key: &str| {
        line.split(&format!("\"{key}\":\"")).nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    found.map(|line| format!("{}: {}", text(line, "path"), text(line, "message"))).collect()
}

#[test]
fn check_reports_addresses_that_lead_nowhere_since_the_last_commit() {
    let outer = tempfile::tempdir().unwrap();
    // The archive may be a part of a repository.
    let folder = outer.path().join("site");
    let archive = Archive::new()
        .article("2025/renamed", "uk", &["uk"])
        .article("2025/slug", "uk", &[])
        .version("2025/slug", "uk", "slug = \"before\"\n")
        .article("2025/deleted", "uk", &["uk"])
        .file(
            "articles/2025/deleted/article.toml",
            "published = 2025-01-01\nsource = \"uk\"\naliases = [\"/uk/news/1\"]\n",
        )
        .article("2025/moved", "uk", &["uk"])
        .article("2025/stays", "uk", &["uk"])
        .file("articles/2025/never/uk.md", "no article");
    assert!(Command::new("cp").arg("-r").arg(archive.path()).arg(&folder).status().unwrap().success());
    assert_eq!(dead(&folder), [""; 0], "without git there is nothing to compare with");
    git(outer.path(), &["init", "-q"]);
    assert_eq!(dead(&folder), [""; 0], "before the first commit");
    git(outer.path(), &["add", "-A"]);
    git(outer.path(), &["commit", "-qm", "one"]);
    assert_eq!(dead(&folder), [""; 0]);
    let articles = folder.join("articles/2025");
    fs::rename(articles.join("renamed"), articles.join("new-name")).unwrap();
    fs::remove_dir_all(articles.join("deleted")).unwrap();
    fs::remove_dir_all(articles.join("never")).unwrap();
    let slug = fs::read_to_string(articles.join("slug/uk.md")).unwrap();
    fs::write(articles.join("slug/uk.md"), slug.replace("before", "after")).unwrap();
    assert_eq!(run_in(&folder, &["move", "2025/moved", "2024", "--published", "2024-01-01"]).0, 0);
    let expected = [
        "articles/2025/deleted/article.toml: at the last commit `/2025/deleted`, `/news/1` led to this article, and lead nowhere now",
        "articles/2025/renamed/article.toml: at the last commit `/2025/renamed` led to this article, and leads nowhere now",
        "articles/2025/slug/article.toml: at the last commit `/2025/before` led to this article, and leads nowhere now",
    ];
    assert_eq!(dead(&folder), expected);
    let meta = "published = 2025-01-01\nsource = \"uk\"\naliases = [\"/2025/renamed\", \"/2025/before\", \"/news/1\", \"/2025/deleted\"]\n";
    fs::write(articles.join("new-name/article.toml"), meta).unwrap();
    assert_eq!(dead(&folder), [""; 0]);
}

#[test]
fn nothing_that_a_repository_is_set_up_with_runs_when_it_is_checked() {
    let archive =
        Archive::new().article("2025/a", "uk", &["uk"]).file(".gitattributes", "*.md filter=evil diff=evil\n");
    let marker = archive.path().join("ran");
    let script = format!("touch {}", marker.display());
    git(archive.path(), &["init", "-q"]);
    git(archive.path(), &["add", "-A"]);
    git(archive.path(), &["commit", "-qm", "one"]);
    for key in [
        "core.fsmonitor", "core.pager", "filter.evil.clean", "filter.evil.smudge", "diff.evil.textconv",
        "diff.external",
    ] {
        git(archive.path(), &["config", key, &script]);
    }
    let hooks = archive.path().join(".git/hooks");
    for hook in ["post-index-change", "reference-transaction", "post-checkout", "fsmonitor-watchman"] {
        let path = hooks.join(hook);
        fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        assert!(Command::new("chmod").arg("+x").arg(&path).status().unwrap().success());
    }
    fs::rename(archive.path().join("articles/2025/a"), archive.path().join("articles/2025/b")).unwrap();
    assert_eq!(dead(archive.path()).len(), 1);
    assert!(!marker.exists());
}
