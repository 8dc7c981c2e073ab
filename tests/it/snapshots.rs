//! Reviewed snapshots of whole responses, headers and body: `tests/it/snapshots/`. A change of a page shows here as a
//! difference that a person reads; `INSTA_UPDATE=always cargo test --test it snapshots` takes it over.

use std::{collections::BTreeSet, fs};

use insta::assert_snapshot;

use crate::harness::{Answer, Archive, Served, root};

/// Each kind of page, with the name of its snapshot.
const PAGES: [(&str, &str); 8] = [
    ("home", "/uk/"),
    ("article", "/uk/2025/dnipro"),
    ("article_in_another_language", "/ru/2025/dnipro"),
    ("year", "/en/2025/"),
    ("topic", "/en/tag/law"),
    ("search", "/en/search?q=dnipro"),
    ("not_found", "/ru/2025/dnipr"),
    ("feed", "/uk/feed.atom"),
];

fn site() -> Served {
    let article = "published = 2025-06-29\nsource = \"uk\"\ntags = [\"law\"]\nauthors = [\"osa\"]\n";
    let text = |title: &str, text: &str| format!("+++\ntitle = \"{title}\"\nsummary = \"{title}…\"\n+++\n\n{text}\n");
    Archive::new()
        .file("articles/names.toml", "[tag.law]\nuk = \"Право\"\nen = \"Law\"\nru = \"Право\"\n\n[author.osa]\nuk = \"О. Са\"\nen = \"O. Sa\"\nru = \"О. Са\"\n")
        .file("articles/2025/dnipro/article.toml", article)
        .file("articles/2025/dnipro/uk.md", &text("Дніпро", "Річка[^1].\n\n## Мости {#bridges}\n\n- один\n- два\n\n[^1]: Джерело."))
        .file("articles/2025/dnipro/en.md", &text("The Dnipro", "A river."))
        .article("2024/dam", "en", &["en", "uk"])
        .serve()
}

/// Status, headers by name without the time, body. Digests of files change with every style sheet: a word stands for them.
fn shown(answer: &Answer) -> String {
    let names = answer.headers.keys().map(|name| name.as_str()).filter(|name| *name != "date");
    let mut headers: Vec<_> = names.map(|name| format!("{name}: {}", answer.header(name))).collect();
    headers.sort();
    without_digests(&format!("{}\n{}\n\n{}", answer.status, headers.join("\n"), answer.text()))
}

/// `text` with `DIGEST` for each run of 12, 16 or 32 hexadecimal digits, some of them decimal.
fn without_digests(text: &str) -> String {
    let is_hex = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
    let is_digest = |run: &str| {
        matches!(run.len(), 12 | 16 | 32) && run.chars().all(is_hex) && run.contains(|c: char| c.is_ascii_digit())
    };
    text.split_inclusive(|c: char| !c.is_alphanumeric())
        .map(|part| {
            let run = part.trim_end_matches(|c: char| !c.is_alphanumeric());
            if is_digest(run) { part.replacen(run, "DIGEST", 1) } else { part.to_owned() }
        })
        .collect()
}

#[test]
fn pages_are_as_they_were_reviewed() {
    let site = site();
    for (name, path) in PAGES {
        assert_snapshot!(name, shown(&site.get(path)));
    }
}

#[test]
fn a_redirect_to_the_readers_language_is_as_it_was_reviewed() {
    let site = site();
    let answer = site.get_with("/2025/dnipro", &[("accept-language", "en, uk;q=0.5")]);
    assert_snapshot!("redirect", shown(&answer));
}

#[test]
fn no_snapshot_is_left_without_a_page() {
    let files = fs::read_dir(root().join("tests/it/snapshots")).unwrap().flatten();
    let files: BTreeSet<_> = files.map(|file| file.file_name().into_string().unwrap()).collect();
    let names = PAGES.iter().map(|(name, _)| *name).chain(["redirect"]);
    let pages = names.map(|name| format!("it__snapshots__{name}.snap"));
    let words = ["uk", "en", "ru"].map(|lang| format!("it__words__counted_{lang}.snap"));
    assert_eq!(files, pages.chain(words).collect());
}
