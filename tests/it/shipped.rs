//! The archive in this repository, which every reader of the README sees first.

use std::{collections::BTreeSet, fs};

use crate::harness::{Served, root, serve};

fn shipped() -> Served {
    serve(&root())
}

/// (id, its languages), from the folders.
fn articles() -> Vec<(String, Vec<String>)> {
    let mut found = Vec::new();
    for year in fs::read_dir(root().join("articles")).unwrap().flatten().filter(|entry| entry.path().is_dir()) {
        for folder in fs::read_dir(year.path()).unwrap().flatten() {
            let id = format!("{}/{}", year.file_name().display(), folder.file_name().display());
            let has = |lang: &&str| folder.path().join(format!("{lang}.md")).exists();
            found.push((id, ["uk", "en", "ru"].iter().filter(|lang| has(lang)).map(|lang| lang.to_string()).collect()));
        }
    }
    found
}

/// The values of an attribute in a page.
fn values<'a>(text: &'a str, attribute: &'a str) -> impl Iterator<Item = &'a str> {
    let start = format!("{attribute}=\"");
    text.match_indices(&start)
        .map(|(at, found)| text[at + found.len()..].split('"').next().unwrap())
        .collect::<Vec<_>>()
        .into_iter()
}

#[test]
fn has_no_problem() {
    let problems: Vec<_> = shipped().problems.iter().map(ToString::to_string).collect();
    assert_eq!(problems, [""; 0]);
}

#[test]
fn has_twelve_articles_in_three_languages_and_two_in_two() {
    let of_size = |size| articles().iter().filter(|(_, langs)| langs.len() == size).count();
    assert!(of_size(3) >= 12, "{} in three", of_size(3));
    assert!(of_size(2) >= 2, "{} in two", of_size(2));
}

#[test]
fn every_version_has_three_hundred_words_and_names_its_sources() {
    for (id, langs) in articles() {
        for lang in langs {
            let text = fs::read_to_string(root().join(format!("articles/{id}/{lang}.md"))).unwrap();
            let body = text.splitn(3, "+++").nth(2).unwrap();
            let heading = ["## Джерела", "## Sources", "## Источники"].iter().find_map(|heading| body.find(heading));
            let end = heading.unwrap_or_else(|| panic!("{id}/{lang}.md names no sources"));
            let words = body[..end].split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count();
            assert!(words >= 300, "{id}/{lang}.md has {words} words");
        }
    }
}

#[test]
fn no_letter_is_of_another_language() {
    for (id, langs) in articles() {
        for lang in langs {
            let text = fs::read_to_string(root().join(format!("articles/{id}/{lang}.md"))).unwrap().to_lowercase();
            let strange = match lang.as_str() {
                "uk" => "ыэъё",
                "ru" => "іїєґ",
                _ => continue,
            };
            // What is quoted may be of another language, and a text about a letter names it.
            let own: String = text.split('«').map(|part| part.rsplit('»').next().unwrap_or(part)).collect();
            let found: Vec<&str> = own
                .split(|c: char| !c.is_alphabetic())
                .filter(|word| word.chars().count() > 1 && word.contains(|c| strange.contains(c)))
                .collect();
            assert_eq!(found, [""; 0], "{id}/{lang}.md");
        }
    }
}

#[test]
fn every_link_and_every_alternate_answers() {
    let site = shipped();
    let mut todo: Vec<String> = vec!["/uk/".into(), "/en/".into(), "/ru/".into()];
    let mut seen: BTreeSet<String> = todo.iter().cloned().collect();
    let mut pages = 0;
    while let Some(path) = todo.pop() {
        let page = site.get(&path);
        assert!(page.status < 400, "{path}: {}", page.status);
        pages += 1;
        if !page.header("content-type").starts_with("text/html") {
            continue;
        }
        for value in values(page.text(), "href").chain(values(page.text(), "src")) {
            let base = "http://127.0.0.1:8080";
            let to = value.strip_prefix(base).unwrap_or(value).split('#').next().unwrap().replace("&amp;", "&");
            if to.starts_with('/') && seen.insert(to.clone()) {
                todo.push(to);
            }
        }
    }
    assert!(pages > 60, "{pages} pages");
}

#[test]
fn alternates_are_mutual() {
    let site = shipped();
    for (id, langs) in articles() {
        let sets: BTreeSet<Vec<String>> = langs
            .iter()
            .map(|lang| {
                let to = site.get_with(&format!("/{id}"), &[("cookie", &format!("lang={lang}"))]);
                let page = site.get(to.header("location"));
                assert_eq!(page.header("content-language"), lang, "{id}");
                let lines = page.text().lines().filter(|line| line.contains("rel=\"alternate\" hreflang"));
                lines.map(str::to_owned).collect()
            })
            .collect();
        assert_eq!(sets.len(), 1, "{id}: {sets:#?}");
        assert_eq!(sets.first().unwrap().len(), langs.len() + 1, "{id}");
    }
}

#[test]
fn no_message_is_missing_on_any_page_in_any_language() {
    let site = shipped();
    for (id, _) in articles() {
        for lang in ["uk", "en", "ru"] {
            site.get(&format!("/{lang}/{id}"));
        }
    }
    for lang in ["uk", "en", "ru"] {
        for path in ["", "nowhere", "2025/nowhere", "tag/none"] {
            site.get(&format!("/{lang}/{path}"));
        }
    }
    assert_eq!(site.missing_words(), [""; 0]);
}

#[test]
fn an_article_arrives_in_the_first_round_trip() {
    let site = shipped();
    let coded = [("accept-encoding", "br")];
    let mut largest = 0;
    for (id, langs) in articles() {
        for lang in langs {
            let to = site.get_with(&format!("/{id}"), &[("cookie", &format!("lang={lang}"))]);
            let page = site.get_with(to.header("location"), &coded);
            let plain = site.get(to.header("location"));
            let sheet = values(plain.text(), "href").find(|href| href.contains("site.")).unwrap().to_owned();
            let size = page.body.len() + site.get_with(&sheet, &coded).body.len();
            assert!(size <= 14 * 1024, "{id} in {lang}: {size} bytes");
            largest = largest.max(size);
        }
    }
    assert!(largest > 0);
}
