//! `litopys check`: a fixture for each finding, with its place, and none in a valid archive.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use crate::{
    diagnostics::rules,
    harness::{Archive, SITE, root},
    random::cases,
};
use litopys::{
    model::diagnostic::Severity,
    source::Folder,
    translate::check::{CheckOptions, CheckPart, check},
};
use proptest::prelude::*;

fn fixtures() -> PathBuf {
    root().join("tests/fixtures/locales")
}

/// All findings in the archive at `path`, one after the other; `complete.txt` in it names the language of `--complete`.
fn findings(path: &Path) -> String {
    let complete = fs::read_to_string(path.join("complete.txt")).ok();
    let options = CheckOptions { complete: complete.map(|tag| tag.trim().parse().unwrap()), ..CheckOptions::default() };
    let report = check(&Folder::open(path).unwrap(), &options).unwrap();
    // The messages of most fixtures, `case-hello` and so on, are not messages of the program.
    let is_other = |code: &str| code == "unused-message" && path.starts_with(fixtures()) && !path.ends_with(code);
    let findings = report.findings.iter().filter(|problem| !is_other(&problem.code));
    findings.map(|problem| format!("{problem}\n")).collect()
}

#[test]
fn every_fixture_has_its_finding_at_its_place_and_no_other() {
    let mut differing = Vec::new();
    let (rules, mut seen) = (rules(), BTreeSet::new());
    for case in fs::read_dir(fixtures()).unwrap() {
        let case = case.unwrap().path();
        let found = findings(&case);
        let file = case.join("expected.txt");
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            fs::write(&file, &found).unwrap();
        }
        let expected = fs::read_to_string(&file).unwrap_or_default();
        if found != expected {
            differing.push(format!("{}:\n--- expected\n{expected}--- found\n{found}", case.display()));
        }
        let codes = found.lines().filter_map(|line| Some(line.rsplit_once('[')?.1.trim_end_matches(']').to_owned()));
        seen.extend(codes.filter(|code| rules.contains(code)));
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
    assert!(seen.len() >= 65, "only {} kinds of findings are shown", seen.len());
}

#[test]
fn every_fixture_but_the_clean_one_has_exactly_one_finding() {
    for case in fs::read_dir(fixtures()).unwrap() {
        let case = case.unwrap().path();
        let count = findings(&case).lines().filter(|line| !line.starts_with("  help:")).count();
        assert_eq!(count, usize::from(!case.ends_with("clean")), "{}", case.display());
    }
}

#[test]
fn the_clean_set_is_large_enough_to_mean_something() {
    for lang in ["uk", "en", "ru"] {
        let mut messages = 0;
        for file in fs::read_dir(fixtures().join("clean/locales").join(lang)).unwrap() {
            let text = fs::read_to_string(file.unwrap().path()).unwrap();
            messages += text.lines().filter(|line| line.starts_with(char::is_alphabetic)).count();
        }
        assert!(messages >= 200, "{lang} has {messages} messages");
    }
}

#[test]
fn the_shipped_archive_has_nothing_to_mend() {
    assert_eq!(findings(&root()), "");
}

/// Addresses in links, and how the line of what `check` finds ends; empty where it finds nothing.
const LINKS: &[(&str, &str)] = &[
    ("https://example.org/uk/2025/dnirpo", "there is no article `/uk/2025/dnirpo` [broken-link]"),
    ("http://EXAMPLE.org/2025/dnirpo#a", "[broken-link]"),
    ("/uk/2025/dnirpo", "there is no article `/uk/2025/dnirpo` [broken-link]"),
    ("/2024/dnipro", "[broken-link]"),
    ("/uk/2025/qwertyuiop", "[broken-link]"),
    ("/ua/2025/dnirpo/?x=1", "[broken-link]"),
    ("/uk/2025/dnirpo/with/en", "[broken-link]"),
    ("https://example.org/en/2025/dnirpo.md", "[broken-link]"),
    ("/uk/2025/dnirpo.ris", "[broken-link]"),
    ("https://example.org/uk/2025/only-ru", "has no version for readers of `uk` [untranslated-link]"),
    ("/2025/only-ru", "[untranslated-link]"),
    ("/uk/2025/richka#nothing", "has the id `nothing` [broken-anchor]"),
    ("https://example.org/uk/tag/lwa", "no article is listed under the tag `lwa` [broken-link]"),
    ("/author/nobody/feed.atom", "[broken-link]"),
    ("https://example.org/uk/2025/richka", ""),
    ("https://example.org/en/2025/dnipro#stari-mosty", ""),
    ("/uk/2025/dnipro#%D1%81%D1%82%D0%B0%D1%80%D1%96", ""),
    ("/ru/2025/only-ru", ""),
    ("/en/2025/only-ru", ""),
    ("/uk/2025/dnipro.json", ""),
    ("/uk/2025/dnipro.bib", ""),
    ("/uk/2025/dnipro.ris", ""),
    ("/2025/", ""),
    ("/uk/2025/06/", ""),
    ("/uk/2025/old/dnipro", ""),
    ("/uk/2025/old-dnipro", ""),
    ("/uk/tag/law", ""),
    ("/uk/search?q=x", ""),
    ("/media/2025/x/a.png", ""),
    ("https://example.org", ""),
    ("https://example.org.evil/uk/2025/dnirpo", ""),
    ("https://other.org/uk/2025/dnirpo", ""),
    ("mailto:a@example.org", ""),
];

#[test]
fn a_link_by_address_is_checked_like_a_link_by_folder() {
    for base in ["https://example.org", "https://example.org/archive"] {
        let placed = |address: &str| match address.split_once("://") {
            Some((scheme, rest)) if base.ends_with("archive") => match rest.split_once('/') {
                Some((host, path)) => format!("{scheme}://{host}/archive/{path}"),
                None => address.to_owned(),
            },
            _ => address.to_owned(),
        };
        let text: String = LINKS.iter().map(|(address, _)| format!("[слово]({})\n\n", placed(address))).collect();
        let archive = Archive::new()
            .file("site.toml", &SITE.replace("https://example.org", base))
            .file("articles/names.toml", "[tag.law]\nuk = \"Право\"\nen = \"Law\"\nru = \"Право\"\n")
            .file(
                "articles/2025/dnipro/article.toml",
                "published = 2025-07-01\nsource = \"uk\"\ntags = [\"law\"]\naliases = [\"/2025/old/dnipro\", \"/2025/old-dnipro\"]\n",
            )
            .file(
                "articles/2025/dnipro/uk.md",
                "+++\ntitle = \"Дніпро\"\nslug = \"richka\"\n+++\n\n## Старі {#старі}\n\nТекст.\n",
            )
            .file("articles/2025/dnipro/en.md", "+++\ntitle = \"Dnipro\"\n+++\n\n## Old {#stari-mosty}\n\nText.\n")
            .article("2025/only-ru", "ru", &["ru"])
            .file("articles/2025/x/article.toml", "published = 2025-07-01\nsource = \"uk\"\n")
            .file("articles/2025/x/uk.md", &format!("+++\ntitle = \"Посилання\"\n+++\n\n{text}"));
        let found = findings(archive.path());
        for (n, (address, expected)) in LINKS.iter().enumerate() {
            let start = format!("articles/2025/x/uk.md:{}:", 5 + 2 * n);
            let line = found.lines().find(|line| line.starts_with(&start)).unwrap_or_default();
            let is_right = if expected.is_empty() { line.is_empty() } else { line.contains(expected) };
            assert!(is_right, "{address} below {base}: `{line}`");
        }
        let near = found.contains("  help: write `../../2025/dnipro/`\n");
        assert!(near && found.contains("  help: link to an article by its folder: `../../<year>/<id>/`\n"), "{found}");
    }
}

#[test]
fn an_old_path_at_which_another_page_lies_is_reported() {
    let paths = [
        ("/2023/other", "that is the address of `articles/2023/other`"),
        ("/uk/2023/inshyi", "that is the address of `articles/2023/other`"),
        ("/ua/2023/other", "that is the address of `articles/2023/other`"),
        ("/tag/law", "that is the address of the tag `law`"),
        ("/en/tag/law", "that is the address of the tag `law`"),
        ("/favicon.ico", "that is the address of a file of the site"),
        ("/uk/tag/old", ""),
        ("/uk/tag/only-ru", ""),
        ("/2023/x", ""),
        ("/uk/2025/x", ""),
        ("/2023/nothing", ""),
        ("/2023/other/more", ""),
        ("/2023/other?id=1", ""),
    ];
    let aliases: Vec<_> = paths.iter().map(|(path, _)| format!("\"{path}\"")).collect();
    let archive = Archive::new()
        .file("articles/names.toml", "[tag.law]\nuk = \"Право\"\nen = \"Law\"\nru = \"Право\"\n")
        .file("articles/2023/other/article.toml", "published = 2023-07-01\nsource = \"uk\"\ntags = [\"law\"]\n")
        .file("articles/2023/other/uk.md", "+++\ntitle = \"Інший\"\nslug = \"inshyi\"\n+++\n\nТекст.\n")
        .file("articles/2022/r/article.toml", "published = 2022-07-01\nsource = \"ru\"\ntags = [\"only-ru\"]\n")
        .version("2022/r", "ru", "")
        .file(
            "articles/2025/x/article.toml",
            &format!("published = 2025-07-01\nsource = \"uk\"\naliases = [{}]\n", aliases.join(", ")),
        )
        .file("articles/2025/x/uk.md", "+++\ntitle = \"Ікс\"\n+++\n\nТекст.\n");
    let found = findings(archive.path());
    for (path, why) in paths {
        let message = format!("the alias `{path}` can never be reached: {why}");
        assert_eq!(found.contains(&message), !why.is_empty(), "{path}\n{found}");
    }
    assert!(found.contains("articles/2025/x/article.toml:3:13: warning: the alias `/2023/other`"), "{found}");
}

#[test]
fn an_overlay_is_checked_in_the_light_of_what_is_built_in() {
    let archive =
        Archive::new().file("locales/uk/own.ftl", "home-intro = Статті музею\nhome-count = Статей: { $cuont }\n");
    let found = findings(archive.path());
    let codes: Vec<_> = found.lines().filter_map(|line| Some(line.rsplit_once('[')?.1.trim_end_matches(']'))).collect();
    assert_eq!(codes, ["unknown-variable"], "{found}");
    assert!(found.contains("locales/uk/own.ftl:2:24: error"), "{found}");
}

#[test]
fn messages_of_the_source_language_are_compared_with_those_of_the_program() {
    let names = "language-uk = Ukrainian\nlanguage-xx = Xish\nhome-motto = { own-motto }\nown-motto = Motto\n";
    for (own, expected) in [
        ("home-intor = Intro\nskip-link = Skip\n", &["1:1: warning: the program never uses `home-intor`"][..]),
        ("home-intor = Intro\n", &["1:1: warning: the program never uses `home-intor`"]),
        ("a = A\nb = B\nc = C\nd = D\n", &["1:1: warning: the program uses none of the messages in this file (4)"]),
        ("quite-unlike = A\n", &["1:1: warning: the program never uses `quite-unlike`"]),
        ("# check: allow unused-message\nquite-unlike = A\n", &[]),
        ("-own-term = A\n", &[]),
        ("home-count = { $cuont }\n", &["1:16: error: `home-count` is never given `$cuont`"]),
        ("home-count = { $count }\n", &[]),
        ("# $cuont is how many\nhome-count = { $cuont }\n", &["2:16: error: `home-count` is never given `$cuont`"]),
        ("# check: allow unknown-variable\nhome-count = { $cuont }\n", &[]),
        (names, &["2:1: warning: the program never uses `language-xx`", "3:1: warning: the program never uses"]),
    ] {
        let found = findings(Archive::new().file("locales/en/own.ftl", own).path());
        let found: Vec<_> = found.lines().filter_map(|line| line.strip_prefix("locales/en/own.ftl:")).collect();
        assert_eq!(found.len(), expected.len(), "{own}: {found:?}");
        for (found, expected) in found.iter().zip(expected) {
            assert!(found.starts_with(expected), "{own}: {found}");
        }
    }
}

#[test]
fn a_translation_may_use_a_variable_that_the_archives_own_source_does_not() {
    let archive = Archive::new()
        .file("locales/en/own.ftl", "home-count = Articles\n")
        .file("locales/uk/own.ftl", "home-count = Статей: { $count }\n");
    assert!(!findings(archive.path()).contains("unknown-variable"), "{}", findings(archive.path()));
}

#[test]
fn a_version_without_a_text_counts_nowhere_and_leaves_the_fallback_in_place() {
    for body in ["", "TODO", "<!-- перекласти -->\n", "Lorem ipsum dolor sit amet, consectetur.", "## Вступ\n\nTODO\n"]
    {
        let file = format!("+++\ntitle = \"Порожньо\"\n+++\n\n{body}");
        let archive = Archive::new().article("2025/new", "en", &["en"]).file("articles/2025/new/uk.md", &file);
        assert!(findings(archive.path()).contains("[empty-version]"), "{body}");
        let server = archive.serve();
        assert!(!server.get("/uk/").text().contains("Порожньо"), "{body}");
        assert!(!server.get("/uk/2025/new").text().contains("Порожньо"), "{body}");
    }
}

#[test]
fn an_article_is_complete_without_the_languages_it_is_not_meant_for() {
    let meta = |languages: &str| format!("published = 2025-06-29\nsource = \"en\"\nlanguages = {languages}\n");
    let codes = |archive: &Archive, lang: &str| {
        let options = CheckOptions { complete: Some(lang.parse().unwrap()), ..CheckOptions::default() };
        let found = check(&Folder::open(archive.path()).unwrap(), &options).unwrap().findings;
        let codes = found.into_iter().map(|found| (found.code.into_owned(), found.path));
        codes.filter(|(code, _)| code.contains("version") || code.contains("link")).collect::<Vec<_>>()
    };
    let linked = "+++\ntitle = 'Linked'\n+++\n\nSee [the river](../river/).\n";
    let archive = Archive::new()
        .file("site.toml", &SITE.replace("fallback = [\"uk\", \"ru\"]", "fallback = []"))
        .article("2025/river", "uk", &["uk"])
        .file("articles/2025/river/article.toml", "published = 2025-06-29\nsource = \"uk\"\nlanguages = [\"uk\"]\n")
        .file("articles/2025/link/article.toml", &meta("[\"en\"]"))
        .file("articles/2025/link/en.md", linked);
    assert_eq!(codes(&archive, "uk"), []);
    assert_eq!(codes(&archive, "en"), []);
    let wanted = archive.file("articles/2025/link/article.toml", &meta("[\"en\", \"uk\"]"));
    assert_eq!(codes(&wanted, "uk"), [("version-missing".to_owned(), "articles/2025/link/uk.md".to_owned())]);
    let beyond = wanted.version("2025/river", "en", "");
    assert_eq!(codes(&beyond, "en"), [("version-unlisted".to_owned(), "articles/2025/river/en.md".to_owned())]);
}

#[test]
fn a_version_that_is_partly_untranslated_is_not_complete() {
    let passage = "It is wide and slow here, and its water is warm until the end of September.";
    let file = |own: &str| format!("+++\ntitle = \"Дніпро {own}\"\n+++\n\n{own}\n\n{passage}\n");
    let archive = Archive::new()
        .article("2025/new", "en", &["en"])
        .file("articles/2025/new/en.md", &file("The river flows through the city of Kyiv to the sea."))
        .file("articles/2025/new/uk.md", &file("Річка тече через місто Київ аж до самого моря."));
    for (complete, only, severity) in [
        (None, None, Severity::Warning),
        (Some("en"), None, Severity::Warning),
        (Some("uk"), None, Severity::Error),
        (Some("uk"), Some(CheckPart::Site), Severity::Error),
    ] {
        let complete = complete.map(|tag| tag.parse().unwrap());
        let options = CheckOptions { complete, only, ..CheckOptions::default() };
        let found = check(&Folder::open(archive.path()).unwrap(), &options).unwrap().findings;
        let found: Vec<_> = found.iter().map(|one| (one.code.as_ref(), one.severity)).collect();
        assert_eq!(found, [("untranslated", severity)], "{options:?}");
    }
}

#[test]
fn a_passage_that_a_version_lost_since_it_was_marked_is_one_problem() {
    let text = |title: &str, passages: &[&str]| format!("+++\ntitle = \"{title}\"\n+++\n\n{}\n", passages.join("\n\n"));
    let (uk, en) = (["Перший.", "## Другий", "Третій."], ["The first.", "## The second", "The third."]);
    let archive = Archive::new()
        .article("2025/new", "uk", &[])
        .file("articles/2025/new/uk.md", &text("Назва", &uk))
        .file("articles/2025/new/en.md", &text("Title", &en));
    let mut mark = std::process::Command::new(env!("CARGO_BIN_EXE_litopys"));
    assert!(mark.args(["mark", "2025/new", "en", "--archive"]).arg(archive.path()).status().unwrap().success());
    let found = |archive: &Archive, complete: Option<&str>| -> Vec<String> {
        let complete = complete.map(|tag| tag.parse().unwrap());
        let options = CheckOptions { complete, ..CheckOptions::default() };
        let found = check(&Folder::open(archive.path()).unwrap(), &options).unwrap().findings;
        found.iter().map(|one| one.to_string()).collect()
    };
    assert_eq!(found(&archive, Some("en")), [""; 0]);
    let archive = archive.file("articles/2025/new/en.md", &text("Title", &[en[0], en[2]]));
    for (complete, severity) in [(None, "warning"), (Some("en"), "error")] {
        let found = found(&archive, complete);
        let expected = format!(
            "articles/2025/new/en.md:7:1: {severity}: passages of `uk.md` that this version has lost since it was marked: \
             1; the first is in line 7 there [passage-lost]\n  help: translate them again; if they were left out or \
             rewritten on purpose, run `litopys mark 2025/new en`"
        );
        assert_eq!(found, [expected]);
    }
    let archive = archive.file("articles/2025/new/uk.md", &text("Назва", &[uk[0], uk[1], "Зовсім інші слова."]));
    assert_eq!(found(&archive, None), [""; 0]);
}

#[test]
fn a_version_that_cannot_be_read_is_not_missing_too() {
    let archive = Archive::new()
        .article("2025/new", "en", &["en"])
        .file("articles/2025/new/uk.md", "+++\ntitle = Річка\n+++\n\nТекст.\n");
    for (only, expected) in [(None, "toml-syntax"), (Some(CheckPart::Site), "version-missing")] {
        let options = CheckOptions { complete: Some("uk".parse().unwrap()), only, ..CheckOptions::default() };
        let found = check(&Folder::open(archive.path()).unwrap(), &options).unwrap().findings;
        assert_eq!(found.iter().map(|one| one.code.as_ref()).collect::<Vec<_>>(), [expected]);
    }
}

#[test]
fn a_space_in_quotes_is_meant_whatever_the_source_does() {
    let archive = Archive::new().file("locales/uk/own.ftl", "pager-newer = { \" \" }Новіші\n");
    assert_eq!(findings(archive.path()), "");
}

#[test]
fn a_fourth_language_is_told_what_it_lacks() {
    let site = format!("{}\n[[language]]\ntag = \"pl\"\n", crate::harness::SITE);
    let archive =
        Archive::new().file("site.toml", &site).file("locales/pl/base.ftl", "skip-link = Przejdź do tekstu\n");
    let found = findings(archive.path());
    assert!(
        found.contains("locales/pl/base.ftl:1:1: error: `site-languages-label` is not translated into `pl`"),
        "{found}"
    );
    assert!(found.contains("locales/pl/error.ftl: error: the file is missing"), "{found}");
}

#[test]
fn what_a_language_calls_those_of_the_site_is_never_obsolete() {
    let site = format!("{}\n[[language]]\ntag = \"pl\"\n", crate::harness::SITE);
    let names = "language-pl = польська\n    .in = польською\n    .from = з польської\nlanguage-de = німецька\n";
    let archive = Archive::new().file("site.toml", &site).file("locales/uk/own.ftl", names);
    let found = findings(archive.path());
    let told: Vec<_> = found.lines().filter(|line| line.contains("[obsolete-")).collect();
    assert_eq!(told.len(), 1, "{found}");
    assert!(told[0].starts_with("locales/uk/own.ftl:4:1: warning: `language-de` is not in the source"), "{told:?}");
}

#[test]
fn a_server_is_told_the_errors_of_the_words_as_check_tells_them() {
    use litopys::{i18n::lint::proofread, source::load_site};
    let words = "home-intro = { $dat }\nskip-link = Skip to the text\nhome-count = { $count\nhome-intro = Двічі\n";
    let told = |archive: &Archive| {
        let folder = Folder::open(archive.path()).unwrap();
        let texts = load_site(&folder).unwrap();
        let site = texts.site.unwrap();
        let found = proofread(&site, &texts.locales, texts.problems);
        found.iter().map(|problem| format!("{problem}\n")).collect::<String>()
    };
    let checked = |archive: &Archive| {
        let (_, json, _) = command(&["--archive", archive.path().to_str().unwrap(), "--errors", "--format", "json"]);
        json.lines().count()
    };
    let archive = Archive::new().file("locales/uk/own.ftl", words).file("locales/uk/bad.ftl", "a = { $b\n");
    let archive = archive.file("locales/ru/old.ftl", "\u{FEFF}skip-link = К тексту\n");
    let found = told(&archive);
    for part in
        ["own.ftl:3:22: error", "own.ftl:4:1: error", "bad.ftl:1:9: error", "old.ftl:1:1: warning", "byte-order-mark"]
    {
        assert!(found.contains(part), "{part}: {found}");
    }
    assert!(
        !found.contains("untranslated") && found.matches("`home-intro` is already defined").count() == 1,
        "{found}"
    );
    assert_eq!(found.matches(": error: ").count(), checked(&archive), "{found}");
}

/// The names of findings in the sources: the first text in kebab case among the arguments of what makes a problem.
fn codes_in_sources() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if path.extension().is_none_or(|ending| ending != "rs") {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let text = text.split("#[cfg(test)]").next().unwrap();
            for maker in
                ["Diagnostic::error(", "Diagnostic::warning(", ".warn(", ".warn_once(", ".problem(", ".report("]
            {
                for (at, _) in text.match_indices(maker) {
                    let arguments: String = text[at + maker.len()..].chars().take(160).collect();
                    // The names of sentences are no names of rules.
                    let arguments = arguments.split("say(").next().unwrap();
                    let texts = arguments.split('"').skip(1).step_by(2);
                    let code = texts.take(2).find(|text| {
                        text.contains('-')
                            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
                    });
                    found.extend(code.map(str::to_owned));
                }
            }
        }
    }
    found
}

#[test]
fn every_finding_has_a_reason_and_is_explained_with_its_mend() {
    let known = rules();
    let made = codes_in_sources();
    assert!(made.len() > 30, "{made:?}");
    let silent: Vec<_> = made.difference(&known).collect();
    assert!(silent.is_empty(), "no reason is given for {silent:?}");
    let read = |name: &str| fs::read_to_string(root().join("docs").join(name)).unwrap();
    let documents = read("TRANSLATING.md") + &read("WRITING.md");
    let unexplained: Vec<_> = known.iter().filter(|code| !documents.contains(&format!("`{code}`"))).collect();
    assert!(unexplained.is_empty(), "not explained: {unexplained:?}");
}

#[test]
fn what_is_complete_goes_by_the_record_and_by_dates_only_where_there_is_none() {
    let uk = |title: &str, text: &str| format!("+++\ntitle = \"{title}\"\nupdated = 2025-07-02\n+++\n\n{text}\n");
    let archive = Archive::new()
        .article("2025/marked", "uk", &["uk", "en"])
        .article("2025/dated", "uk", &["uk", "en"])
        .file("articles/2025/marked/uk.md", &uk("Назва", "Текст."))
        .file("articles/2025/dated/uk.md", &uk("Назва", "Текст."));
    let stale = |archive: &Archive| {
        let path = archive.path().to_str().unwrap();
        let (_, out, _) = command(&["--archive", path, "--complete", "en", "--only", "site", "--format", "json"]);
        let told = out.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
        told.filter(|told| told["code"] == "version-stale")
            .map(|told| [&told["path"], &told["message"], &told["help"]].map(|text| text.as_str().unwrap().to_owned()))
            .collect::<Vec<_>>()
    };
    let mut mark = std::process::Command::new(env!("CARGO_BIN_EXE_litopys"));
    assert!(mark.args(["mark", "2025/marked", "en", "--archive"]).arg(archive.path()).status().unwrap().success());
    let dated = [
        "articles/2025/dated/en.md",
        "the version is out of date: `uk.md` was changed on 2025-07-02",
        "bring it up to date, and set `updated` in its front matter",
    ];
    assert_eq!(stale(&archive), [dated]);
    let archive = archive.file("articles/2025/marked/uk.md", &uk("Інша назва", "Інше.\n\n> Нове."));
    let marked = [
        "articles/2025/marked/en.md",
        "the version is out of date: since it was marked, `uk.md` has these changes: passages changed: 1, passages added: 1, the title changed",
        "bring it up to date, then run `litopys mark 2025/marked en`",
    ];
    assert_eq!(stale(&archive), [dated, marked]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases(64)))]

    #[test]
    fn any_words_are_checked_without_a_panic(
        uk in "(case-a|-b|\\.c|=|\\{|\\}|\\$x|->|\\[one\\]|\\*\\[other\\]|\"|NUMBER\\(|\\)|<b>|\\t|\\n    |\\n|\\PC){0,40}",
        en in "(case-a|-b|\\.c|=|\\{|\\}|\\$x|->|\\[one\\]|\\*\\[other\\]|\"|NUMBER\\(|\\)|</b>|\\n    |\\n|\\PC){0,40}",
    ) {
        let archive = Archive::new().file("locales/uk/case.ftl", &uk).file("locales/en/case.ftl", &en);
        let _ = findings(archive.path());
    }

    #[test]
    fn any_article_is_checked_without_a_panic(body in "(# |## |- |1935|5 листопада|\\[a\\]\\(|\\)|!|\\n|\\PC){0,40}") {
        let archive = Archive::new().article("2025/x", "uk", &["uk", "en"]);
        let path = archive.path().join("articles/2025/x/en.md");
        fs::write(path, format!("+++\ntitle = \"x\"\n+++\n{body}")).unwrap();
        let _ = findings(archive.path());
    }
}

/// The output of the real command: (exit code, stdout, stderr).
fn command(arguments: &[&str]) -> (i32, String, String) {
    command_in("C", arguments)
}

/// The same at a terminal in another language: `uk_UA.UTF-8`.
fn command_in(locale: &str, arguments: &[&str]) -> (i32, String, String) {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_litopys"));
    let output = command.env("LC_ALL", locale).arg("check").args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn the_command_ends_with_what_it_found() {
    let (clean, broken) = (fixtures().join("clean"), fixtures().join("unknown-term"));
    let (clean, broken) = (clean.to_str().unwrap(), broken.to_str().unwrap());
    assert_eq!(command(&["--archive", clean, "--errors"]).0, 0);
    let (code, out, err) = command(&["--archive", broken, "--errors"]);
    assert_eq!(code, 1);
    assert!(out.contains("  |                                            ^^^^^^^^^^^\n"), "{out}");
    assert!(out.contains("  = why: ") && out.contains("  = help: write `-case-brand`\n"), "{out}");
    assert!(!out.contains('\u{1b}'), "no colour into a pipe");
    assert_eq!(err, "1 error in 0 articles and 2 locale files\n");
    let (code, _, err) = command(&["--archive", broken, "--only", "articles"]);
    assert_eq!((code, err.as_str()), (0, "no problems in 0 articles\n"));
    assert_eq!(command(&["--archive", broken, "--only", "site"]).2, "no problems in `site.toml`\n");
    for wrong in [["--format", "xml"], ["--only", "words"], ["--complete", "de"], ["--archive", "/nowhere"]] {
        let mut arguments = vec!["--archive", broken];
        arguments.extend(wrong);
        let arguments = if wrong[0] == "--archive" { wrong.to_vec() } else { arguments };
        assert_eq!(command(&arguments).0, 2, "{wrong:?}");
    }
}

#[test]
fn problems_are_described_in_the_language_of_the_terminal_or_the_one_typed() {
    let broken = fixtures().join("unknown-term");
    let of = |locale: &str, more: &[&str]| {
        command_in(locale, &[&["--archive", broken.to_str().unwrap(), "--errors"], more].concat())
    };
    let (_, out, err) = of("uk_UA.UTF-8", &[]);
    assert!(out.contains(": помилка: мовою `uk` немає терміна `-case-brnad` [unknown-term]\n"), "{out}");
    assert!(out.contains("  = що зробити: напишіть `-case-brand`\n"), "{out}");
    assert_eq!(err, "перевірено 0 статей і 2 файли локалей: 1 помилка\n");
    let (_, out, err) = of("uk_UA.UTF-8", &["--lang", "ru"]);
    assert!(
        out.contains(": ошибка: на языке `uk` нет термина") && err.starts_with("1 ошибка; проверено: "),
        "{out}{err}"
    );
    let (_, out, _) = of("pl_PL.UTF-8", &[]);
    assert!(out.contains(": error: there is no term"), "{out}");
    for (locale, more, message) in [
        ("uk_UA.UTF-8", &["--format", "json"][..], "\"message\":\"there is no term"),
        ("C", &["--format", "json", "--lang", "uk"], "\"message\":\"мовою `uk` немає терміна"),
        ("uk_UA.UTF-8", &["--format", "github"], "::there is no term"),
    ] {
        let (_, out, _) = of(locale, more);
        assert!(out.contains(message), "{locale} {more:?}: {out}");
    }
    let (code, _, err) = of("C", &["--lang", "pl"]);
    assert!(code == 2 && err.contains("`--lang pl`"), "{err}");
}

#[test]
fn every_line_for_machines_has_the_fields_of_the_contract() {
    let broken = fixtures().join("unknown-term");
    let (_, out, _) = command(&["--archive", broken.to_str().unwrap(), "--errors", "--format", "json"]);
    let line: serde_json::Value = serde_json::from_str(out.trim_end()).unwrap();
    let keys: Vec<_> = line.as_object().unwrap().keys().map(String::as_str).collect();
    // Field names are fixed by docs/REFERENCE.md, section 5.
    assert_eq!(keys, ["code", "column", "help", "line", "message", "path", "severity", "why"]);
    assert_eq!((line["line"].as_u64(), line["column"].as_u64()), (Some(2), Some(44)));
    let (_, out, _) = command(&["--archive", broken.to_str().unwrap(), "--errors", "--format", "github"]);
    assert!(
        out.starts_with("::error file=locales/uk/case.ftl,line=2,col=44,title=unknown-term::there is no term"),
        "{out}"
    );
}

#[test]
fn errors_stand_at_the_end_and_can_be_shown_alone() {
    let words = "home-intro = { $dat }\nskip-link = Skip to the text\nhome-count = Статей: { $count } »\n";
    let archive = Archive::new().file("locales/uk/own.ftl", words).article("2025/x", "uk", &["uk"]);
    let path = archive.path().to_str().unwrap().to_owned();
    let path = path.as_str();
    let severities = |out: &str| -> Vec<String> {
        let heads = out.lines().filter(|line| line.starts_with("locales/"));
        heads.map(|line| line.split(": ").nth(1).unwrap().to_owned()).collect()
    };
    let (code, out, err) = command(&["--archive", path, "--only", "locales"]);
    assert_eq!((code, severities(&out)), (1, ["warning", "warning", "error"].map(str::to_owned).to_vec()), "{out}");
    assert_eq!(err, "1 error, 2 warnings in 1 locale file\n");
    let (code, out, err) = command(&["--archive", path, "--errors"]);
    assert_eq!((code, severities(&out)), (1, ["error"].map(str::to_owned).to_vec()), "{out}");
    assert_eq!(err, "1 error in 1 article and 1 locale file\n");
    let archive = archive.file("pages/about/uk.md", "+++\ntitle = \"Про нас\"\n+++\n\nХто ми.\n");
    let (_, _, err) = command(&["--archive", path, "--errors"]);
    assert_eq!(err, "1 error in 1 article, 1 page and 1 locale file\n");
    let (_, json, _) = command(&["--archive", path, "--only", "locales", "--format", "json"]);
    assert!(json.starts_with("{\"severity\":\"error\""), "by path and place: {json}");
    let archive = archive.file("locales/uk/own.ftl", "skip-link = Skip to the text\n");
    assert_eq!(command(&["--archive", archive.path().to_str().unwrap(), "--errors"]).0, 0);
}

#[test]
fn short_texts_in_the_words_of_the_source_are_named_where_that_is_asked_for() {
    let words = "search-button = Search\nskip-link = Skip to the text\ncard-date = { $date }\nhome-intro = Своє\n";
    let archive = Archive::new().file("locales/uk/own.ftl", words);
    let named = |more: &[&str]| -> Vec<String> {
        let path = archive.path().to_str().unwrap();
        let (_, out, _) = command(&[&["--archive", path, "--only", "locales"], more].concat());
        let named = out.lines().filter(|line| line.ends_with("[untranslated]"));
        named.map(|line| line.split('`').nth(1).unwrap().to_owned()).collect()
    };
    assert_eq!(named(&[]), ["skip-link"]);
    assert_eq!(named(&["--untranslated"]), ["search-button", "skip-link"]);
}

#[test]
fn no_text_of_the_archive_acts_on_the_terminal_that_shows_it() {
    let archive = Archive::new().article("2025/x", "uk", &["uk"]);
    let hostile = r"a\u001b[2J\u0007\u009b\u202e\r\n::error::b";
    let text = format!("+++\ntitle = \"x\"\n\"{hostile}\" = 1\n+++\n[x](nowhere\u{1b}[2J\u{202e})\n");
    fs::write(archive.path().join("articles/2025/x/uk.md"), text).unwrap();
    let path = archive.path().to_str().unwrap();
    for format in ["human", "github"] {
        let (code, out, err) = command(&["--archive", path, "--format", format]);
        assert_eq!(code, 1);
        let written = out + &err;
        assert!(written.contains("unknown-key"), "{written}");
        let acts = |c: char| c != '\n' && (c.is_control() || matches!(c, '\u{202a}'..='\u{202e}'));
        assert!(!written.contains(acts), "{format}: {written:?}");
        assert!(!written.lines().any(|line| line.starts_with("::error::b")), "{format}: {written:?}");
    }
}

/// A link that leads nowhere and one that leads out cannot be read by anybody.
#[test]
fn what_cannot_be_read_is_reported_wherever_it_stands() {
    let archive = Archive::new().article("2025/x", "uk", &["uk"]).file("static/a.css", "").file("locales/uk/a.ftl", "");
    let places =
        ["static/b.css", "locales/uk/b.ftl", "articles/names.toml", "articles/2025/x/b.png", "articles/2025/y"];
    for (n, place) in places.iter().enumerate() {
        let to = if n % 2 == 0 { "nowhere" } else { "/dev/zero" };
        std::os::unix::fs::symlink(to, archive.path().join(place)).unwrap();
    }
    let (code, out, err) = command(&["--archive", archive.path().to_str().unwrap()]);
    assert_eq!(code, 1);
    for place in places {
        assert!(out.contains(&format!("{place}: error: ")), "{place}: {out}{err}");
    }
    // What is not a file is reported as such, not as the lack of an archive.
    fs::remove_file(archive.path().join("site.toml")).unwrap();
    fs::create_dir(archive.path().join("site.toml")).unwrap();
    let (_, out, err) = command(&["--archive", archive.path().to_str().unwrap()]);
    assert!(out.contains("site.toml: error: expected a file, found a folder"), "{out}{err}");
}
