//! Commands for those who write: which archive they work on, and what they put into it.

use std::{
    fs,
    os::unix::fs::{PermissionsExt, symlink},
    path::Path,
};

use crate::{command::litopys, harness::Archive};

/// What a command says in the folder `dir`: (exit code, stdout, stderr).
pub(crate) fn run_in(dir: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = litopys().args(arguments).current_dir(dir).env("PWD", dir).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

pub(crate) fn read(archive: &Archive, path: &str) -> String {
    fs::read_to_string(archive.path().join(path)).unwrap()
}

#[test]
fn every_command_finds_the_archive_upwards_from_the_current_folder() {
    let archive = Archive::new().article("2025/dnipro", "uk", &["uk", "en"]);
    let folder = archive.path().join("articles/2025/dnipro");
    for (arguments, said) in [
        (vec!["check", "--only", "site"], "no problems in `site.toml`"),
        (vec!["status", "."], "2025/dnipro"),
        (vec!["status", "../dnipro/uk.md"], "2025/dnipro"),
        (vec!["status", "2025/dnipro", "--lang", "ru"], "2025/dnipro"),
        (vec!["stats"], "articles: 1, versions: 2"),
        (vec!["search", "dnipro"], "/uk/2025/dnipro"),
        (vec!["mark", ".", "en"], "marked `articles/2025/dnipro/en.md`"),
        (vec!["reindex"], "1 article read"),
        (vec!["new", ".", "--lang", "ru"], "2025/dnipro/ru.md"),
        (vec!["new", "sula", "--lang", "uk"], "articles/2025/sula/uk.md"),
    ] {
        let (code, out, err) = run_in(&folder, &arguments);
        assert!(code < 2 && format!("{out}{err}").contains(said), "{arguments:?}: {code} {out} {err}");
    }
    // A folder that is named wins.
    let other = Archive::new().article("2019/other", "uk", &["uk"]);
    let (_, out, _) = run_in(&folder, &["stats", "--archive", other.path().to_str().unwrap()]);
    assert!(out.contains("articles: 1, versions: 1"), "{out}");
    // The nearest one counts: an archive may lie within another one.
    let inner = archive.file("museum/site.toml", crate::harness::SITE);
    let (_, out, _) = run_in(&inner.path().join("museum"), &["stats"]);
    assert!(out.contains("articles: 0"), "{out}");
}

#[test]
fn where_no_archive_is_found_the_folders_are_named_and_what_to_do() {
    let outside = tempfile::tempdir().unwrap();
    let deep = outside.path().join("a/b");
    fs::create_dir_all(&deep).unwrap();
    let (code, out, err) = run_in(&deep, &["check"]);
    let root = outside.path().canonicalize().unwrap();
    assert_eq!((code, out.as_str()), (2, ""));
    let looked = format!("there is no `site.toml` in `{0}/a/b`, `{0}/a`, `{0}`", root.display());
    assert!(err.contains(&looked) && err.contains(", `/`; make an archive with `litopys init DIR`"), "{err}");
    let (code, _, err) = run_in(&deep, &["check", "--archive", "."]);
    assert!(code == 2 && err.contains("`.` is not an archive") && err.contains("`litopys init .`"), "{err}");
}

#[test]
fn links_and_folders_that_cannot_be_read_do_not_hide_an_archive() {
    let archive = Archive::new().article("2025/dnipro", "uk", &["uk"]);
    let outside = tempfile::tempdir().unwrap();
    fs::create_dir_all(outside.path().join("elsewhere")).unwrap();
    // The folders above a link count as the shell names them; those above its target come first.
    let linked = archive.path().join("elsewhere");
    symlink(outside.path().join("elsewhere"), &linked).unwrap();
    let (code, _, err) = run_in(&linked, &["check", "--only", "site"]);
    assert!(code == 0, "{err}");
    let into = outside.path().join("in");
    symlink(archive.path().join("articles/2025"), &into).unwrap();
    assert_eq!(run_in(&into, &["check", "--only", "site"]).0, 0);
    // What the shell says of another folder is not believed.
    let output = litopys().arg("check").current_dir(outside.path()).env("PWD", &linked).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    // A `site.toml` that leads nowhere is this archive's problem, not a reason to look further up.
    let nested = archive.path().join("nested");
    fs::create_dir_all(&nested).unwrap();
    symlink("nowhere", nested.join("site.toml")).unwrap();
    let (code, _, err) = run_in(&nested, &["stats"]);
    assert!(code == 2 && err.contains("names no language"), "{err}");
    // Root reads everything, so nothing is hidden from it.
    let year = archive.path().join("articles/2025");
    fs::set_permissions(&year, fs::Permissions::from_mode(0o311)).unwrap();
    let found = run_in(&year.join("dnipro"), &["check", "--only", "site"]).0;
    fs::set_permissions(&year, fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(found, 0);
}

#[test]
fn new_knows_what_an_article_has_and_says_what_comes_next() {
    let archive = Archive::new().article("2019/dnipro", "uk", &["uk", "ru"]).version("2018/bare", "ru", "");
    let new = |words: &[&str]| run_in(archive.path(), &[&["new"], words].concat());
    let (_, _, err) = new(&["dnipro", "--lang", "en"]);
    assert!(err.contains("already exists in `uk`, `ru`; `--from uk` begins with its text"), "{err}");
    assert!(err.contains("`litopys serve --watch`") && err.contains("`litopys check`"), "{err}");
    fs::remove_file(archive.path().join("articles/2019/dnipro/en.md")).unwrap();
    let (_, _, err) = new(&["dnipro", "--lang", "en", "--from", "ru"]);
    assert!(err.contains("then run `litopys mark 2019/dnipro en`"), "{err}");
    assert!(err.contains("the source of this article is `uk`, not `ru`"), "{err}");
    // Of an article without `article.toml`, the version that is there is the source.
    assert_eq!(new(&["bare", "--lang", "en"]).0, 0);
    assert!(read(&archive, "articles/2018/bare/article.toml").contains("source = \"ru\""));
    // In the folder of a year, a new article is of that year.
    let year = archive.path().join("articles/2019");
    assert_eq!(run_in(&year, &["new", "--title", "Sula", "--lang", "en"]).0, 0);
    assert!(year.join("sula/en.md").exists());
}

#[test]
fn an_article_is_found_by_its_id_alone_where_one_year_has_it() {
    let archive = Archive::new().article("2019/hall", "uk", &["uk"]).article("2020/both", "uk", &["uk"]);
    let archive = archive.article("2021/both", "uk", &["uk"]);
    let run = |words: &[&str]| run_in(archive.path(), words);
    for words in [
        &["status", "hall"][..],
        &["mark", "hall"],
        &["share", "hall"],
        &["move", "hall", "room"],
        &["remove", "room", "--reason", "x"],
    ] {
        let (code, out, err) = run(words);
        assert!(code < 2, "{words:?}: {out}{err}");
    }
    for words in [&["share", "both"][..], &["remove", "both", "--reason", "x"], &["move", "both", "one"]] {
        let (code, _, err) = run(words);
        assert!(code == 2 && err.contains("`2020/both`") && err.contains("`2021/both`"), "{words:?}: {err}");
    }
    let (code, _, err) = run(&["share", "none"]);
    assert!(code == 2 && err.contains("expected `<year>/<name>`, found `none`"), "{err}");
    assert!(archive.path().join("articles/2019/room/uk.md").exists());
}

#[test]
fn new_names_the_author_of_an_archive_that_has_one() {
    let folder = tempfile::tempdir().unwrap();
    let words = ["init", ".", "--languages", "uk,en", "--author", "Олена Ткач"];
    assert_eq!(run_in(folder.path(), &words).0, 0);
    let meta = |id: &str| {
        let (code, _, err) = run_in(folder.path(), &["new", id, "--lang", "uk"]);
        assert_eq!(code, 0, "{err}");
        fs::read_to_string(folder.path().join(format!("articles/{id}/article.toml"))).unwrap()
    };
    assert!(meta("2020/one").contains("authors = [\"olena-tkach\"]"), "{}", meta("2020/again"));
    let names = folder.path().join("articles/names.toml");
    let both = fs::read_to_string(&names).unwrap() + "[author.taras-melnyk]\nuk = \"Тарас Мельник\"\n";
    fs::write(&names, both).unwrap();
    assert!(meta("2020/two").contains("authors = []"));
    fs::remove_file(&names).unwrap();
    assert!(meta("2020/three").contains("authors = []"));
}

#[test]
fn init_makes_an_archive_that_check_has_nothing_to_say_about() {
    let folder = tempfile::tempdir().unwrap();
    for (n, (options, langs)) in [
        (vec![], vec!["uk", "en", "ru"]),
        (vec!["--languages", "uk,en", "--title", "Музей \"Схід\"", "--author", "Олена Ткач"], vec!["uk", "en"]),
        (
            vec!["--languages", "en", "--base-url", "https://example.org/archive", "--author", "Taras Melnyk"],
            vec!["en"],
        ),
        (vec!["--languages", "ru uk en-GB", "--author", "…"], vec!["ru", "uk", "en-GB"]),
    ]
    .into_iter()
    .enumerate()
    {
        let name = format!("deep/museum-{n}");
        let (code, out, err) = run_in(folder.path(), &[&["init", &name], options.as_slice()].concat());
        assert_eq!((code, out.as_str()), (0, ""), "{options:?}: {err}");
        let archive = folder.path().join(&name);
        let (code, out, err) = run_in(&archive, &["check"]);
        assert_eq!((code, out.as_str()), (0, ""), "{options:?}: {err}");
        let (code, out, _) = run_in(&archive, &["status"]);
        assert_eq!(code, 0, "{out}");
        let served = crate::harness::serve(&archive);
        assert_eq!(served.problems, []);
        let base = if options.iter().any(|option| option.ends_with("/archive")) { "/archive" } else { "" };
        for lang in langs {
            let home = served.get(&format!("{base}/{lang}/"));
            assert!(home.status == 200 && home.text().contains("<h1"), "{options:?} {lang}");
        }
        assert_eq!(fs::read_to_string(archive.join(".gitignore")).unwrap().lines().last(), Some("/.litopys/"));
    }
    let left = fs::read_dir(folder.path().join("deep")).unwrap().count();
    assert_eq!(left, 4, "nothing but the archives");
}

#[test]
fn init_speaks_the_language_of_the_terminal_and_says_what_comes_next() {
    let folder = tempfile::tempdir().unwrap();
    for (locale, options, words) in [
        ("C", vec!["--languages", "uk"], "Next:"),
        ("uk_UA.UTF-8", vec!["--languages", "en"], "Що далі:"),
        ("ru_RU.UTF-8", vec!["--languages", "ru,uk"], "Что дальше:"),
        ("de_DE.UTF-8", vec!["--languages", "en,uk"], "Next:"),
        ("C", vec!["--languages", "uk", "--lang", "uk"], "Що далі:"),
        ("uk_UA", vec!["--languages", "pl,uk", "--lang", "en"], "Next:"),
    ] {
        let name = options.join("").replace(['-', ','], "");
        let output =
            litopys().args(["init", &name]).args(&options).current_dir(folder.path()).env("LC_ALL", locale).output();
        let err = String::from_utf8(output.unwrap().stderr).unwrap();
        for part in [words, "litopys serve --watch", "litopys new --title", "litopys check", "--title "] {
            assert!(err.contains(part), "{options:?} {part}: {err}");
        }
        assert_eq!(err.contains("docs/TRANSLATING.md"), name.contains("pl"), "{err}");
    }
}

#[test]
fn every_command_speaks_the_language_of_the_terminal() {
    let archive = Archive::new().article("2025/dnipro", "uk", &["uk", "en"]).article("2025/sea", "uk", &["uk"]);
    let run = |locale: &str, words: &[&str]| {
        let mut command = litopys();
        let output = command.args(words).current_dir(archive.path()).env("PWD", archive.path()).env("LC_ALL", locale);
        let output = output.output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
    };
    for words in [
        &["init", "."][..],
        &["new", "2025/sea", "--lang", "uk"],
        &["new", "2025/sea", "--lang", "de"],
        &["new", "2025/none", "--lang", "en", "--from", "uk"],
        &["new", "--title", "…", "--lang", "uk"],
        &["move", "2025/none", "2024"],
        &["move", "2025/sea", "2025/dnipro"],
        &["move", "2025/sea", "2024/sea"],
        &["remove", "2025/sea", "--reason", " "],
        &["remove", "2025/none", "--reason", "x"],
        &["remove", "nonsense", "--reason", "x"],
        &["share", "2025/none"],
        &["share", "2025/sea", "--lang", "de"],
        &["mark"],
        &["mark", "2025/none"],
        &["mark", "2025/dnipro", "uk"],
        &["status", "2025/none"],
        &["status", "--sort", "demand"],
        &["search", "x", "--lang", "de"],
        &["stats", "--archive", "nowhere"],
        &["check", "--complete", "de"],
        &["check", "--lang", "de"],
    ] {
        for (locale, prefix) in [("uk_UA.UTF-8", "помилка: "), ("ru_RU.UTF-8", "ошибка: "), ("C", "error: ")]
        {
            let (code, out, err) = run(locale, words);
            let reason = err.strip_prefix(prefix).unwrap_or_else(|| panic!("{locale} {words:?}: {out}{err}"));
            let is_cyrillic = reason.chars().any(|c| ('а'..='я').contains(&c));
            assert!(code == 2 && is_cyrillic == (locale != "C"), "{locale} {words:?}: {err}");
        }
    }
    for (words, said) in [
        (&["share", "2025/sea"][..], "посилання відкриває `2025/sea`"),
        (&["move", "2025/sea", "lake"], "переміщено: `articles/2025/sea` → `articles/2025/lake`"),
        (&["remove", "2025/lake", "--reason", "x"], "читачі отримують відповідь 410"),
        (&["new", "pages/about", "--lang", "uk"], "тепер напишіть"),
        (&["stats"], "статей: 1, версій: 2"),
        (&["reindex"], "перечитано 2 статті і 1 сторінку"),
    ] {
        let (_, out, err) = run("uk_UA.UTF-8", words);
        assert!(format!("{out}{err}").contains(said), "{words:?}: {out}{err}");
    }
}

#[test]
fn init_leaves_alone_what_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::create_dir_all(at("full")).unwrap();
    fs::write(at("full/.hidden"), "x").unwrap();
    fs::write(at("file"), "x").unwrap();
    symlink("nowhere", at("link")).unwrap();
    for (arguments, said) in [
        (vec!["init", "full"], "`full` is not empty"),
        (vec!["init", "file"], "`file` cannot be made an archive"),
        (vec!["init", "link"], "`link` cannot be made an archive"),
        (vec!["init", "new", "--languages", "ua"], "the tag of Ukrainian is `uk`"),
        (vec!["init", "new", "--languages", ","], "an archive needs a language"),
        (vec!["init", "new", "--languages", "uk,uk"], "two languages have the name"),
        (vec!["init", "new", "--base-url", "museum"], "expected an address like"),
        (vec!["init", "new", "--title", " "], "`name`"),
    ] {
        let (code, _, err) = run_in(folder.path(), &arguments);
        assert!(code == 2 && err.contains(said), "{arguments:?}: {err}");
    }
    assert!(!at("new").exists() && fs::read_dir(at("full")).unwrap().count() == 1);
    // The current folder stays the same folder, with its git in it.
    fs::create_dir_all(at("here/.git")).unwrap();
    let (code, _, err) = run_in(&at("here"), &["init", "."]);
    assert_eq!(code, 0, "{err}");
    let mut names: Vec<_> = fs::read_dir(at("here")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, [".git", ".gitignore", "articles", "pages", "site.toml"]);
    assert_eq!(run_in(&at("here"), &["init", "."]).0, 2);
    assert_eq!(fs::metadata(at("here/site.toml")).unwrap().permissions().mode() & 0o444, 0o444);
}
