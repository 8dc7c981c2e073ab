//! A translation that is older than its source: its page, and `litopys mark`.

use std::{fs, process::Command};

use crate::{
    cache::Live,
    harness::{Archive, root, serve},
};

const UK: &str = "+++\ntitle = \"Річка\"\nupdated = 2025-07-02\n+++\n\n## Один\n\nПерший абзац про річку.[^1]\n\nДругий.\n\n[^1]: Примітка.\n";
const EN: &str =
    "+++\ntitle = \"River\"\n+++\n\n## One\n\nThe first paragraph on the river.[^1]\n\nSecond.\n\n[^1]: Note.\n";

fn archive() -> Archive {
    let meta = "published = 2025-06-29\nsource = \"uk\"\n";
    let archive = Archive::new().file("articles/2025/river/article.toml", meta);
    archive.file("articles/2025/river/uk.md", UK).file("articles/2025/river/en.md", EN)
}

/// (exit code, stderr) of `litopys mark` on the archive.
fn mark(archive: &Archive, arguments: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_litopys"));
    let output = command.arg("mark").args(arguments).arg("--archive").arg(archive.path()).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn a_marked_version_is_fresh_whatever_the_dates_say() {
    let archive = archive();
    assert_eq!(mark(&archive, &["2025/river", "en"]).0, 0);
    let archive = archive.file("articles/2025/river/uk.md", &UK.replace("абзац про", "абзац\nпро"));
    let site = archive.serve();
    assert_eq!(site.problems, []);
    assert!(!site.get("/en/2025/river").text().contains("class=\"notice\""));
}

#[test]
fn a_version_that_nobody_marked_is_judged_by_its_date() {
    let site = archive().serve();
    let page = site.get("/en/2025/river");
    assert!(page.text().contains("The original was changed on 2 July 2025"), "{}", page.text());
    assert!(!page.text().contains("<details class=\"notice\""));
}

#[test]
fn readers_of_a_stale_version_are_told_what_has_changed_and_may_open_it_in_place() {
    let archive = archive();
    assert_eq!(mark(&archive, &["articles/2025/river/", "en"]).0, 0);
    let changed =
        UK.replace("Перший абзац про", "Перший довгий абзац про").replace("Другий.", "Новий цілком.\n\n> Цитата.");
    let site = archive.file("articles/2025/river/uk.md", &changed).serve();
    let page = site.get("/en/2025/river");
    let text = page.text();
    for part in [
        "2 passages changed",
        "1 passage added",
        "href=\"/uk/2025/river\">Read the original</a>",
        "<details class=\"notice\" lang=\"en\">\n<summary>What the original says here now</summary>\n<div lang=\"uk\">\n<p>Перший довгий абзац",
        // The note is that of the original's own page, and no id stands twice.
        "<a href=\"/uk/2025/river#fn-1\" role=\"doc-noteref\">1</a>",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert_eq!(text.matches("id=\"fnref-1\"").count(), 1);
    assert_eq!(text.matches("<details").count(), text.matches("</details>").count());
    assert!(
        !site.get("/uk/2025/river").text().contains("<details class=\"notice\""),
        "the source itself is never stale"
    );
    let elsewhere = site.get("/ru/2025/river");
    assert!(!elsewhere.text().contains("<details class=\"notice\""), "the source stands in for Russian");
}

#[test]
fn another_title_or_summary_of_the_source_makes_its_translations_stale() {
    let archive = archive();
    assert_eq!(mark(&archive, &["2025/river", "en"]).0, 0);
    let record = fs::read_to_string(archive.path().join("articles/2025/river/en.from.toml")).unwrap();
    assert!(record.contains("\ntitle = \"") && record.contains("\" # Річка\nsummary = \""), "{record}");
    let changed = UK.replace("title = \"Річка\"", "title = \"Ріка\"\nsummary = \"Коротко.\"");
    let archive = archive.file("articles/2025/river/uk.md", &changed);
    let page = serve(archive.path()).get("/en/2025/river");
    let text = page.text();
    assert!(text.contains("<li>title changed</li>\n<li>summary changed</li>\n</ul>"), "{text}");
    assert!(!text.contains("<details class=\"notice\""), "no passage differs: {text}");
    // A record made before titles were recorded says nothing about them.
    let old: String =
        record.lines().filter(|line| !line.starts_with(['t', 's'])).map(|line| format!("{line}\n")).collect();
    let archive = archive.file("articles/2025/river/en.from.toml", &old);
    assert!(!archive.serve().get("/en/2025/river").text().contains("class=\"notice\""));
}

#[test]
fn mark_refuses_what_is_built_otherwise_unless_told() {
    let archive = archive().file("articles/2025/river/en.md", &EN.replace("Second.", "- Second."));
    let (code, err) = mark(&archive, &["2025/river", "en"]);
    assert_eq!(code, 1);
    assert!(
        err.contains(
            "`articles/2025/river/en.md`, line 9: expected a paragraph, as in line 10 of `uk.md`, found a list"
        ),
        "{err}"
    );
    assert!(!archive.path().join("articles/2025/river/en.from.toml").exists());
    assert_eq!(mark(&archive, &["2025/river", "en", "--anyway"]).0, 0);
    for (arguments, said) in [
        (["2025/river", "uk"], "is the source of its article"),
        (["2025/river", "ru"], "`articles/2025/river/ru.md` is missing or has errors"),
        (["2025/nowhere", "en"], "there is no `articles/2025/nowhere`"),
    ] {
        let (code, err) = mark(&archive, &arguments);
        assert_eq!(code, 2);
        assert!(err.contains(said), "{err}");
    }
}

#[test]
fn mark_all_leaves_alone_what_is_older_than_its_source_or_marked_already() {
    let archive = archive().article("2025/sea", "uk", &["uk", "en", "ru"]);
    let (code, err) = mark(&archive, &["--all"]);
    assert_eq!(code, 1);
    assert!(err.contains("`articles/2025/river/en.md` is older than its source"), "{err}");
    assert!(archive.path().join("articles/2025/sea/ru.from.toml").exists());
    let (_, again) = mark(&archive, &["--all"]);
    assert!(!again.contains("marked"), "{again}");
}

#[test]
fn one_shipped_version_is_stale_and_says_in_what() {
    let site = serve(&root());
    let page = site.get("/ru/2024/humanitarian-demining");
    assert!(page.text().contains("изменён 1 фрагмент") && page.text().contains("добавлено 3 фрагмента"));
    let marked = fs::read_to_string(root().join("articles/2024/humanitarian-demining/ru.from.toml")).unwrap();
    assert_eq!(marked.lines().filter(|line| line.starts_with("  \"")).count(), 14);
}

#[test]
fn side_by_side_says_at_each_passage_how_it_is_behind() {
    let archive = archive();
    assert_eq!(mark(&archive, &["2025/river", "en"]).0, 0);
    let changed = UK.replace("Перший абзац про", "Перший довгий абзац про").replace("Другий.", "> Цитата.");
    let ru = "+++\ntitle = \"Река\"\n+++\n\n## Один\n\nПервый абзац о реке.[^1]\n\nВторой.\n\n[^1]: Примечание.\n";
    let site = archive.file("articles/2025/river/uk.md", &changed).file("articles/2025/river/ru.md", ru).serve();
    let beside_source = site.get("/en/2025/river/with/uk");
    let text = beside_source.text();
    for (said, times) in [
        ("The original was changed on 2 July 2025; this translation is older.", 1),
        ("river.<sup", 1),
        ("<p class=\"behind\">The original now says something else here.</p>", 1),
        ("<p class=\"behind\">The original no longer has this passage.</p>", 1),
        ("<p class=\"behind\">Not translated yet.</p>", 1),
    ] {
        assert_eq!(text.matches(said).count(), times, "{said}\n{text}");
    }
    let turned = site.get("/uk/2025/river/with/en");
    assert_eq!(turned.text().matches("<p class=\"behind\" lang=\"uk\">").count(), 3, "{}", turned.text());
    let without_source = site.get("/en/2025/river/with/ru");
    assert!(without_source.text().contains("The original has a passage before this one that is not translated yet."));
    let fresh = serve(&root()).get("/uk/2025/vykhid-z-ottavskoi-konventsii/with/en");
    assert!(!fresh.text().contains("class=\"behind\"") && !fresh.text().contains("class=\"notice\""));
}

/// A version whose file breaks keeps its text, and so do the others what they are to it.
#[test]
fn a_translation_is_as_stale_while_the_file_of_its_source_is_broken() {
    let notice = "The original was changed on 2 July 2025";
    let is_stale = |site: &Live| site.get("/en/2025/river", &[]).text().contains(notice);
    let broken = |archive: Archive| archive.file("articles/2025/river/uk.md", "+++\ntitle = \"Річка\n+++\n");
    let site = Live::of(archive()).edit(broken);
    assert!(is_stale(&site), "nothing else changed");
    let updated = |day: &str| EN.replace("\"River\"\n", &format!("\"River\"\nupdated = {day}\n"));
    for (day, expected) in [("2025-07-03", false), ("2025-07-01", true), ("2025-07-02", false)] {
        let site = Live::of(archive()).edit(broken);
        let site = site.edit(|archive| archive.file("articles/2025/river/en.md", &updated(day)));
        assert_eq!(is_stale(&site), expected, "translated on {day}");
        let counts = site.app.catalog().snapshot().numbers(&site.app.edition().site).unwrap();
        let english = counts.languages.get("en").unwrap();
        assert_eq!((english.stale, english.fresh), (u64::from(expected), u64::from(!expected)), "{day}");
    }
}

/// How stale it was would tell of changes that nobody is shown.
#[test]
fn a_translation_of_a_hidden_original_is_not_stale() {
    let draft = UK.replace("updated", "draft = true\nupdated");
    let stale = |site: &Live| {
        let counts = site.app.catalog().snapshot().numbers(&site.app.edition().site).unwrap();
        counts.languages.get("en").unwrap().stale
    };
    // The file of the translation as it was, and broken: then its last good text is kept.
    for en in [EN.to_owned(), EN.replace("\"River\"", "\"River")] {
        let site = Live::of(archive());
        assert_eq!(stale(&site), 1);
        let site = site
            .edit(|archive| archive.file("articles/2025/river/uk.md", &draft).file("articles/2025/river/en.md", &en));
        assert!(site.get("/en/2025/river", &[]).text().contains("The first paragraph"));
        assert_eq!(stale(&site), 0, "{en}");
    }
}
