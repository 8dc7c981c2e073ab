//! An archive of fifty articles of some seven hundred words in three languages, with tags, authors, sections and links, served
//! without a socket.

use std::{fs, path::Path, sync::Arc};

use litopys::{
    catalog::Catalog,
    follow::{Follower, Nobody, load_site},
    source::{Folder, Source},
    web::{App, Assets, Edition},
};
use tempfile::TempDir;

const SITE: &str = r#"
name = "Litopys"
base_url = "https://example.org"
default = "uk"
time_zone = "Europe/Kyiv"
[[language]]
tag = "uk"
label = "UA"
fallback = ["en"]
[[language]]
tag = "en"
label = "EN"
fallback = ["uk", "ru"]
[[language]]
tag = "ru"
label = "RU"
fallback = ["uk", "en"]
"#;
const SYLLABLES: [&str; 12] = ["ва", "ло", "мі", "на", "по", "ру", "сте", "ти", "хо", "ча", "ше", "ю"];

/// What is asked for: a translation, with a section, three tags and an author.
pub(crate) const PAGE: &str = "/en/2005/article-25";

/// The archive, its catalog, and the server over them.
pub(crate) struct Served {
    pub(crate) app: App,
    _folders: [TempDir; 2],
}

pub(crate) fn served() -> Served {
    let (archive, cache) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write(archive.path());
    let source: Arc<dyn Source> = Arc::new(Folder::open(archive.path()).unwrap());
    let texts = load_site(&*source).unwrap();
    let site = texts.site.unwrap();
    let catalog = Arc::new(Catalog::open(cache.path(), &site).unwrap());
    let told = (site.clone(), texts.problems);
    Follower::new(Arc::clone(&source), Arc::clone(&catalog), Arc::new(Nobody), told).pass().unwrap();
    let edition = Edition { site, locales: texts.locales, names: texts.names, assets: Assets::of(texts.assets) };
    Served { app: App::new(catalog, source, edition), _folders: [archive, cache] }
}

#[expect(clippy::disallowed_methods, reason = "a folder of a benchmark that nobody reads meanwhile")]
fn write(root: &Path) {
    fs::write(root.join("site.toml"), SITE).unwrap();
    let mut chance = 2025_u64;
    for n in 0..50 {
        let year = 1980 + n;
        let folder = root.join(format!("articles/{year}/article-{n}"));
        fs::create_dir_all(&folder).unwrap();
        let tags = format!(
            "tags = [\"t{}\", \"t{}\", \"all\"]\nauthors = [\"someone\"]\nsection = \"s{}\"\n",
            n % 5,
            n % 7,
            n % 3
        );
        let dated = format!("published = {year}-{:02}-{:02}\nsource = \"uk\"\n{tags}", n % 12 + 1, n % 28 + 1);
        fs::write(folder.join("article.toml"), dated).unwrap();
        for lang in ["uk", "en", "ru"] {
            let title = words(&mut chance, 5);
            let front = format!(
                "+++\ntitle = \"{title}\"\nsummary = \"{}.\"\nupdated = {year}-12-31\n+++\n\n",
                words(&mut chance, 14)
            );
            fs::write(folder.join(format!("{lang}.md")), front + &prose(&mut chance, n)).unwrap();
        }
    }
}

/// Ten paragraphs of seventy words, a heading before every third one, a link in every fifth.
fn prose(chance: &mut u64, n: u32) -> String {
    let paragraph = |at: u32| {
        let heading = if at.is_multiple_of(3) { format!("## {}\n\n", words(chance, 3)) } else { String::new() };
        let other = (n + at + 1) % 50;
        let link = if at.is_multiple_of(5) {
            format!(" [{}](../../{}/article-{other}/)", words(chance, 2), 1980 + other)
        } else {
            String::new()
        };
        format!("{heading}{}, *{}* {}{link}.\n\n", words(chance, 40), words(chance, 2), words(chance, 28))
    };
    (0..10).map(paragraph).collect()
}

fn words(chance: &mut u64, count: usize) -> String {
    let mut text = String::new();
    for at in 0..count {
        if at > 0 {
            text.push(' ');
        }
        for _ in 0..2 + next(chance) % 3 {
            text.push_str(SYLLABLES[next(chance) % SYLLABLES.len()]);
        }
    }
    text
}

/// Knuth's MMIX generator.
fn next(chance: &mut u64) -> usize {
    *chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*chance >> 40).unwrap()
}
