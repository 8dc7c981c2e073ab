//! An archive of fifty articles of some seven hundred words in three languages, with tags, authors, sections and links, served
//! without a socket. The words are those of the archive that the repository ships, in their order, from ever other places on.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use litopys::{
    catalog::Catalog,
    source::{Folder, Source, load_site},
    web::{App, Assets, Menus, SiteState},
    worker::{Indexer, NoObserver},
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

/// What is asked for: a translation, with a section, three tags and an author.
pub(crate) const PAGE: &str = "/en/2005/article-25";

/// The archive, its catalog, and the server over them.
pub(crate) struct Served {
    pub(crate) app: App,
    _folders: [TempDir; 2],
}

/// The archive as text alone.
pub(crate) fn served() -> Served {
    serve(Front::Plain)
}

/// The same with a picture in every article, pins and sections on the home page.
pub(crate) fn served_with_front() -> Served {
    serve(Front::Pictured)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Front {
    Plain,
    Pictured,
}

/// What stands below the keys of [`SITE`].
const HOME: &str = "[home]\npinned = [\"2005/article-25\", \"2010/article-30\"]\nsections = [\"s0\", \"s1\", \"s2\"]\n";

fn serve(front: Front) -> Served {
    let (archive, cache) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write(archive.path(), front);
    let source: Arc<dyn Source> = Arc::new(Folder::open(archive.path()).unwrap());
    let texts = load_site(&*source).unwrap();
    let site = texts.site.unwrap();
    let catalog = Arc::new(Catalog::open(cache.path(), &site).unwrap());
    Indexer::new(Arc::clone(&source), Arc::clone(&catalog), Arc::new(NoObserver), site.clone(), texts.problems)
        .pass()
        .unwrap();
    let edition = SiteState {
        site,
        locales: texts.locales,
        names: texts.names,
        assets: Assets::from_files(texts.assets),
        menus: Menus::default(),
    };
    Served { app: App::new(catalog, source, edition), _folders: [archive, cache] }
}

#[expect(clippy::disallowed_methods, reason = "a folder of a benchmark that nobody reads meanwhile")]
fn write(root: &Path, front: Front) {
    let home = if front == Front::Pictured { HOME } else { "" };
    fs::write(root.join("site.toml"), format!("{SITE}{home}")).unwrap();
    let picture = photo();
    let mut text = Text::of_shipped_archive();
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
        if front == Front::Pictured {
            fs::write(folder.join("photo.jpg"), &picture).unwrap();
        }
        for lang in ["uk", "en", "ru"] {
            let title = text.words(5);
            let matter =
                format!("+++\ntitle = \"{title}\"\nsummary = \"{}.\"\nupdated = {year}-12-31\n+++\n\n", text.words(14));
            let figure = if front == Front::Pictured { "![Photo](photo.jpg)\n\n" } else { "" };
            fs::write(folder.join(format!("{lang}.md")), matter + figure + &prose(&mut text, n)).unwrap();
        }
    }
}

/// A photo of which smaller ones would be made.
fn photo() -> Vec<u8> {
    let noise = |x: u32, y: u32| (x.wrapping_mul(2_654_435_761) ^ y.wrapping_mul(40_503)).wrapping_mul(2_246_822_519);
    let picture = image::RgbImage::from_fn(1700, 100, |x, y| {
        let [one, two, three, _] = noise(x, y).to_le_bytes();
        image::Rgb([one, two, three])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::from(picture).write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

/// Ten paragraphs of seventy words, a heading before every third one, a link in every fifth.
fn prose(text: &mut Text, n: u32) -> String {
    let paragraph = |at: u32| {
        let heading = if at.is_multiple_of(3) { format!("## {}\n\n", text.words(3)) } else { String::new() };
        let other = (n + at + 1) % 50;
        let link = if at.is_multiple_of(5) {
            format!(" [{}](../../{}/article-{other}/)", text.words(2), 1980 + other)
        } else {
            String::new()
        };
        format!("{heading}{}, *{}* {}{link}.\n\n", text.words(40), text.words(2), text.words(28))
    };
    (0..10).map(paragraph).collect()
}

/// Words to be had piece by piece.
struct Text {
    words: Vec<String>,
    /// The state of Knuth's MMIX generator.
    chance: u64,
}

impl Text {
    /// The Ukrainian words of the archive beside the sources.
    #[expect(clippy::disallowed_methods, reason = "files that nobody writes meanwhile")]
    fn of_shipped_archive() -> Text {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("articles");
        let mut paths: Vec<_> =
            folders(&folder).flat_map(|year| folders(&year)).map(|article| article.join("uk.md")).collect();
        paths.sort();
        let texts: String = paths.iter().filter_map(|path| fs::read_to_string(path).ok()).collect();
        let word = |word: &&str| word.chars().all(|c| c.is_alphabetic() || c == ',');
        Text { words: texts.split_whitespace().filter(word).map(str::to_owned).collect(), chance: 2025 }
    }

    /// `count` words from a place of chance on.
    fn words(&mut self, count: usize) -> String {
        self.chance = self.chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let from = usize::try_from(self.chance >> 40).unwrap() % (self.words.len() - count);
        self.words.iter().skip(from).take(count).map(String::as_str).collect::<Vec<_>>().join(" ")
    }
}

/// The folders in `folder`.
fn folders(folder: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).filter(|path| path.is_dir())
}
