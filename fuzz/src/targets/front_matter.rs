//! The file of a version, and `article.toml`: whatever is wrong is told at its place, and what is read is sound.

use super::place;
use litopys::article::{parse_article, parse_version};

pub(super) fn run(data: &[u8]) {
    let Ok(file) = std::str::from_utf8(data) else { return };
    version(file);
    article(file);
}

fn version(file: &str) {
    let (version, problems) = parse_version("uk.md", file);
    place::check(&problems, "uk.md", file);
    let Some(version) = version else { return assert!(!problems.is_empty(), "nothing is lost without a word") };
    let head = file.get(..version.body).expect("the body begins between two characters");
    assert_eq!(head.lines().last().map(str::trim_end), Some("+++"));
    let lined = |text: &str| text.contains(['\n', '\r', '\u{2028}']);
    assert!(!version.title.trim().is_empty() && !lined(&version.title) && !lined(&version.summary));
    assert!(version.aliases.iter().all(|alias| alias.starts_with('/')));
    assert!(version.slug.is_none_or(|slug| !slug.as_str().contains(['/', '?', '#', '%'])));
    let other = format!("{}\nAnother body.\n", head.trim_end());
    assert_eq!(parse_version("uk.md", &other).0.map(|other| other.title), Some(version.title), "the body says nothing");
}

fn article(file: &str) {
    let (article, problems) = parse_article("article.toml", file);
    place::check(&problems, "article.toml", file);
    let Some(article) = article else { return assert!(!problems.is_empty(), "nothing is lost without a word") };
    assert!(article.aliases.iter().all(|alias| alias.starts_with('/')));
    for ids in [&article.tags, &article.authors] {
        assert!(ids.iter().enumerate().all(|(n, id)| !ids[..n].contains(id)), "each once");
    }
}
