//! One mistake is one problem: archives with a single slip of a translator or a writer, and all that `check` reports.

use crate::harness::Archive;
use litopys::{
    source::Folder,
    translate::check::{CheckOptions, check},
};

const SITE: &str = r#"name = "Litopys"
base_url = "https://example.org"
default = "uk"
source = "en"

[[language]]
tag = "uk"
fallback = ["en"]

[[language]]
tag = "en"
fallback = ["uk"]
"#;

/// What `check` finds in `archive`, as `path line:column code`. No page asks for the messages `case-…` of this file.
fn found(archive: &Archive) -> Vec<String> {
    let problems = check(&Folder::open(archive.path()).unwrap(), &CheckOptions::default()).unwrap().findings;
    let is_case = |message: String| message.contains("`case-");
    let problems =
        problems.iter().filter(|problem| problem.code != "unused-message" || !is_case(problem.message.to_string()));
    let shown = problems.map(|problem| match problem.place {
        Some(place) => format!("{} {}:{} {}", problem.path, place.line, place.column, problem.code),
        None => format!("{} {}", problem.path, problem.code),
    });
    shown.collect()
}

const COUNT: &str =
    "case-count =\n    { $count ->\n        [one] { $count } article\n       *[other] { $count } articles\n    }\n";

/// [`COUNT`] in Ukrainian, with this selector and these variants in place of `[one]` and `[few]`.
fn count(selector: &str, one: &str, few: &str) -> String {
    format!(
        "case-count =\n    {{ {selector} ->\n        {one} стаття\n        {few} статті\n        [many] {{ $count }} статей\n       \
         *[other] {{ $count }} статті\n    }}\n"
    )
}

/// Messages in English and in Ukrainian, and what is found.
#[test]
fn a_slip_in_a_message_is_one_problem() {
    let (one, few) = ("[one] { $count }", "[few] { $count }");
    let brand = "-case-brand = Chronicle\ncase-about = About { -case-brand }\n";
    let brand_uk = "-case-brand = Літопис\ncase-about = Про { -case-brand }\n";
    let first = "case-a = First\ncase-b = Second\ncase-c = See { case-a }\n";
    let date = "case-date = Changed on { $date }\n";
    let long = "case-long =\n    A sentence that\n    goes on { $count } and\n    on\n";
    for (en, uk, expected) in [
        (COUNT, &*count("$count", one, few), &[][..]),
        (COUNT, &count("$count", "[one] { $cuont }", few), &["uk 3:17 unknown-variable"]),
        (COUNT, &count("$cuont", one, few), &["uk 2:7 unknown-variable"]),
        (COUNT, &count("$count", one, "[two] { $count }"), &["uk 4:10 impossible-plural"]),
        (COUNT, &count("$count", one, "[one] { $count }"), &["uk 4:10 duplicate-variant"]),
        (COUNT, &count("$count", one, "[fwe] { $count }"), &["uk 4:10 unknown-plural"]),
        (date, "case-date = Змінено { $dat }\n", &["uk 1:23 unknown-variable"]),
        (date, "case-date = Змінено { $when }\n", &["uk 1:23 unknown-variable"]),
        (date, "case-date = Змінено { date }\n", &["uk 1:23 unknown-message"]),
        (date, "case-date = Змінено { $date\n", &["uk 1:28 unclosed-placeable"]),
        (date, "case-date = Змінено\n", &["uk 1:1 dropped-variable"]),
        (brand, brand_uk, &[]),
        (brand, &brand_uk.replace("{ -case-brand", "{ -case-brnad"), &["uk 2:20 unknown-term"]),
        (brand, &brand_uk.replace("-case-brand =", "-case-brnad ="), &["uk 1:1 obsolete-term"]),
        (&brand.replace("{ -case-brand", "{ -case-brnad"), brand_uk, &["en 2:22 unknown-term"]),
        (first, "case-a = Перше\ncase-b = Друге\ncase-c = Див. { case-b }\n", &["uk 3:1 dropped-reference"]),
        (first, "case-a = Перше\ncase-b = Друге\ncase-cc = Див. { case-a }\n", &["uk 3:1 obsolete-message"]),
        (first, "case-a = Перше\ncase-b = { case-b }\ncase-c = Див. { case-a }\n", &["uk 2:12 cyclic-reference"]),
        (
            "case-link = Home\n    .title = To the start\n",
            "case-link = Додому\n    .titel = На початок\n",
            &["uk 2:6 obsolete-attribute"],
        ),
        ("case-title = Journal “Chronicle”\n", "case-title = Часопис «Літопис\"\n", &["uk 1:22 unbalanced-quotes"]),
        (
            "case-title = Journal “Chronicle”, paper “News”\n",
            "case-title = Часопис «Літопис, газета „Новини\n",
            &["uk 1:22 unbalanced-quotes", "uk 1:39 unbalanced-quotes"],
        ),
        (long, "case-long =\n    Речення, яке\n\tмає { $count } слів\n\tі далі\n", &["uk 3:1 tab-indentation"]),
        (long, "case-long =\n    Речення, яке\nмає { $count } слів\nі далі\n", &["uk 3:1 fluent-syntax"]),
        (long, "case-long =\n    Речення { $count }\nfoo bar\nbaz qux\n", &["uk 3:5 fluent-syntax"]),
        (first, "case-a = Перше\n    case-b = Друге\ncase-c = Див. { case-a }\n", &["uk 2:5 fluent-syntax"]),
        (date, "case-date = Мы были тут, это было { $date }\n", &["uk 1:14 foreign-letter"]),
        ("home-intor = Our texts\n", "home-intro = Наші тексти\n", &["en 1:1 unused-message"]),
        ("home-count = Articles: { $cuont }\n", "home-count = Статей: { $count }\n", &["en 1:26 unknown-variable"]),
    ] {
        let archive = Archive::new().file("site.toml", SITE);
        let archive = archive.file("locales/en/own.ftl", en).file("locales/uk/own.ftl", uk);
        let found: Vec<_> =
            found(&archive).iter().map(|one| one.replace("locales/", "").replace("/own.ftl", "")).collect();
        assert_eq!(found, expected, "{en}{uk}");
    }
}

const META: &str = "published = 2025-06-29\nsource = \"uk\"\n";

fn uk(body: &str) -> String {
    format!("+++\ntitle = \"Дніпро\"\n+++\n\n{body}\n")
}

fn en(body: &str) -> String {
    format!("+++\ntitle = \"The Dnipro\"\n+++\n\n{body}\n")
}

/// The path of a file, as seen from the folder of the article.
fn path(name: &str) -> String {
    match name.strip_prefix("../") {
        Some(above) if above.starts_with("../") => format!("articles/{}", above.trim_start_matches("../")),
        Some(above) => format!("articles/2025/{above}"),
        None => format!("articles/2025/dnipro/{name}"),
    }
}

/// Writes these files in place of those of a valid article, and asserts what is found, by paths from its folder.
fn assert_found(files: &[(&str, String)], expected: &[&str]) {
    let mut archive = Archive::new().file("site.toml", SITE);
    let valid = [("article.toml", META.to_owned()), ("uk.md", uk("Текст.")), ("en.md", en("Text."))];
    for (name, text) in valid.iter().chain(files) {
        archive = archive.file(&path(name), text);
    }
    let expected: Vec<_> = expected.iter().map(|one| path(one)).collect();
    assert_eq!(found(&archive), expected, "{files:?}");
}

#[test]
fn a_slip_in_toml_is_one_problem() {
    let correction = "\n[[correction]]\ndate = 2025-07-01\ntext = \"Виправлено.\"\n+++\n";
    let corrected = uk("Текст.").replacen("\n+++\n", correction, 1);
    let listed = |list: &str| format!("{META}languages = {list}\n");
    let links = [("uk.md", uk("[Ріка](../river/)")), ("en.md", en("[River](../river/)"))];
    let river = ("../river/article.toml", "published = 2025-06-29\nsorce = \"uk\"\n".to_owned());
    let [of_uk, of_en] = links;
    for (files, expected) in [
        (vec![], &[][..]),
        (vec![("article.toml", META.replace("published", "publishd"))], &["article.toml 1:1 unknown-key"]),
        (vec![("article.toml", listed("\"uk\""))], &["article.toml 3:13 wrong-type"]),
        (vec![("article.toml", listed("[\"uk\", \"ne\"]"))], &["article.toml 3:20 unknown-language"]),
        (vec![("uk.md", uk("Текст.").replace("title", "titel"))], &["uk.md 2:1 unknown-key"]),
        (vec![("article.toml", META.replace("2025", "2052")), ("uk.md", corrected)], &["article.toml wrong-year"]),
        (vec![river, of_uk, of_en], &["../river/article.toml 2:1 unknown-key"]),
        (
            vec![
                ("../../names.toml", "[tga.law]\nuk = \"право\"\nen = \"law\"\n".to_owned()),
                ("article.toml", format!("{META}tags = [\"law\"]\n")),
            ],
            &["../../names.toml 1:2 unknown-key"],
        ),
        (
            vec![
                ("../../names.toml", "tga.law = { uk = \"право\", en = \"law\" }\n".to_owned()),
                ("article.toml", format!("{META}tags = [\"law\"]\nsection = \"news\"\n")),
            ],
            &["../../names.toml missing-name", "../../names.toml 1:1 unknown-key"],
        ),
    ] {
        assert_found(&files, expected);
    }
}

/// Texts of an article, the first in the source language, and what is found.
#[test]
fn a_slip_in_a_text_is_one_problem() {
    for (own, translated, expected) in [
        ("", "Text.", &["uk.md empty-version"][..]),
        ("## Початок\n\nТекст.", "##Beginning\n\nText.", &["en.md 5:1 unread-heading"]),
        ("## А\n\nТекст.\n\n### Б", "## A\n\nText.\n\n#### B", &["en.md 9:1 heading-skips"]),
        (
            "Текст.\n\n```\ncode\n\n## Далі\n\n- один[^1]\n\n[^1]: Примітка.",
            "Text.\n\n```\ncode\n```\n\n## Then\n\n- one[^1]\n\n[^1]: A note.",
            &["uk.md 7:1 unclosed-fence"],
        ),
        ("Текст.\n\n![Мапа](map.svg)", "Text.\n\n![Map](map.svg)", &["uk.md 7:1 missing-media"]),
        ("Текст[^2].\n\n[^1]: Примітка.", "Text[^1].\n\n[^1]: A note.", &["uk.md 5:6 undefined-footnote"]),
        ("- довжина 162 метри;\n- висота 108 метрів.", "- height: 108 metres.", &["en.md 5:1 lists-differ"]),
        (
            "- довжина 162 метри;\n- висота 108 метрів.",
            "- height: 109 metres.",
            &["en.md 5:1 lists-differ", "en.md 5:11 numbers-differ"],
        ),
        (
            "Було 5 листопада, потім 7 січня.",
            "On 15 November, then on 8 January.",
            &["en.md 5:4 dates-differ", "en.md 5:25 dates-differ"],
        ),
    ] {
        assert_found(&[("uk.md", uk(own)), ("en.md", en(translated))], expected);
    }
}

#[test]
fn a_link_to_the_wrong_article_is_one_problem() {
    let river = |name: &str| {
        let text = |lang: &str| (format!("../{name}/{lang}.md"), format!("+++\ntitle = \"{name}\"\n+++\n\nText.\n"));
        [(format!("../{name}/article.toml"), META.to_owned()), text("uk"), text("en")]
    };
    let others: Vec<_> = [river("desna"), river("inhul")].into_iter().flatten().collect();
    for (own, translated, expected) in [
        ("[Десна](../desna/)", "[The Desna](../desna/)", &[][..]),
        ("[Десна](../desna/)", "[The Desna](../inhul/)", &["en.md 5:1 links-differ"]),
        ("[Десна](../desna/)", "[The Desna](../desan/)", &["en.md 5:1 broken-link"]),
        ("[Десна](../desan/)", "[The Desna](../desna/)", &["uk.md 5:1 broken-link"]),
        ("[Десна](../desna/)", "The Desna", &["en.md 5:1 links-differ"]),
        ("[Десна](../desna/)", "[The Desna](https://example.com/)", &[]),
        ("[А](../desna/) і [Б](../inhul/)", "[A](../inhul/) and [B](../desna/)", &[]),
    ] {
        let mut files: Vec<_> = others.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
        files.extend([("uk.md", uk(own)), ("en.md", en(translated))]);
        assert_found(&files, expected);
    }
}

#[test]
fn an_untranslated_text_of_a_picture_is_one_problem() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"></svg>".to_owned();
    let words = "Дніпро біля міста навесні, коли вода стоїть високо";
    for (key, alt, place) in [("alt", "", "6:8"), ("caption", "A map", "6:12")] {
        let text = |title: &str| {
            let front = format!("title = \"{title}\"\n\n[[image]]\nfile = \"map.svg\"\n{key} = \"{words}\"");
            format!("+++\n{front}\n+++\n\n![{alt}](map.svg)\n")
        };
        let files = [("map.svg", svg.clone()), ("uk.md", text("Дніпро")), ("en.md", text("The Dnipro"))];
        assert_found(&files, &[&format!("en.md {place} untranslated")]);
    }
}

#[test]
fn a_version_under_the_name_of_another_language_is_one_problem() {
    let archive = Archive::new()
        .file("site.toml", SITE)
        .file("articles/2025/dnipro/article.toml", "published = 2025-06-29\nsource = \"uk\"\n")
        .file("articles/2025/dnipro/ku.md", "+++\ntitle = \"Дніпро\"\n+++\n\nТекст.\n")
        .file("articles/2025/dnipro/en.md", "+++\ntitle = \"The Dnipro\"\n+++\n\nText.\n");
    assert_eq!(found(&archive), ["articles/2025/dnipro/ku.md unknown-language"]);
}

/// Records of what was translated wait for a version or a source that goes by another name.
#[test]
fn a_misnamed_version_or_source_leaves_its_records_alone() {
    let archive = |meta: &str, name: &str| {
        let archive = Archive::new()
            .file("site.toml", SITE)
            .file("articles/2025/dnipro/article.toml", META)
            .file("articles/2025/dnipro/uk.md", &uk("Текст."))
            .file("articles/2025/dnipro/en.md", &en("Text."));
        let mut mark = std::process::Command::new(env!("CARGO_BIN_EXE_litopys"));
        assert!(mark.args(["mark", "2025/dnipro", "en", "--archive"]).arg(archive.path()).status().unwrap().success());
        let folder = archive.path().join("articles/2025/dnipro");
        std::fs::rename(folder.join("en.md"), folder.join(name)).unwrap();
        archive.file("articles/2025/dnipro/article.toml", meta)
    };
    assert_eq!(found(&archive(META, "en.md")), [""; 0]);
    let misnamed = archive(META, "eng.md");
    assert_eq!(found(&misnamed), ["articles/2025/dnipro/eng.md unknown-language"]);
    let sourceless = archive(&META.replace("uk", "be"), "en.md");
    assert_eq!(found(&sourceless), ["articles/2025/dnipro/article.toml no-source-version"]);
}

/// A text without front matter is no version, so it does not stand in for the one that is missing.
#[test]
fn notes_beside_an_article_without_its_source_are_two_problems() {
    let archive = Archive::new()
        .file("site.toml", SITE)
        .file("articles/2025/dnipro/article.toml", "published = 2025-06-29\nsource = \"uk\"\n")
        .file("articles/2025/dnipro/notes.md", "Ask Olena about the map.\n")
        .file("articles/2025/dnipro/en.md", "+++\ntitle = \"The Dnipro\"\n+++\n\nText.\n");
    let expected =
        ["articles/2025/dnipro/article.toml no-source-version", "articles/2025/dnipro/notes.md unknown-language"];
    assert_eq!(found(&archive), expected);
}

/// Lines of front matter that are not TOML: nothing else is reported about them, whatever the parser makes of the rest.
#[test]
fn a_line_that_is_not_toml_is_one_problem() {
    for line in ["title = “Дніпро”", "title: \"Дніпро\"", "title = \"Дніпро", "title = Дніпро", "назва = \"Дніпро\""]
    {
        let archive = Archive::new()
            .file("site.toml", SITE)
            .file("articles/2025/dnipro/article.toml", "published = 2025-06-29\nsource = \"uk\"\n")
            .file("articles/2025/dnipro/uk.md", &format!("+++\n{line}\n+++\n\nТекст.\n"))
            .file("articles/2025/dnipro/en.md", "+++\ntitle = \"The Dnipro\"\n+++\n\nText.\n");
        let found = found(&archive);
        let is_one = found.len() == 1 && found[0].starts_with("articles/2025/dnipro/uk.md 2:");
        assert!(is_one && found[0].ends_with("toml-syntax"), "{line}: {found:?}");
    }
}
