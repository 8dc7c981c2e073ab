//! Files that go away between being listed and being read: a race that every editor with a `git checkout` runs.

use std::{fs, path::PathBuf, sync::Arc, time::Duration};

use litopys::{
    archive::{ArticleFolder, File},
    slug::ArticleId,
    source::{Changes, Cursor, Folder, Item, Snapshot, Source, SourceError},
};

use crate::harness::{Archive, served};

/// A folder in which something goes away just before it is read.
struct Hasty {
    folder: Folder,
    /// What goes, once the article `2025/gone` is to be read.
    gone: PathBuf,
}

impl Source for Hasty {
    fn snapshot(&self, each: &mut dyn FnMut(Item)) -> Result<Snapshot, SourceError> {
        self.folder.snapshot(each)
    }

    fn changes(&self, since: &Cursor) -> Changes {
        self.folder.changes(since)
    }

    fn wait(&self, since: &Cursor, patience: Duration) {
        self.folder.wait(since, patience);
    }

    fn fetch(&self, id: &ArticleId) -> Result<Option<ArticleFolder>, SourceError> {
        if id.to_string() == "2025/gone" {
            _ = fs::remove_dir_all(&self.gone).or_else(|_| fs::remove_file(&self.gone));
        }
        self.folder.fetch(id)
    }

    fn site_files(&self, folder: &str) -> Result<Vec<File>, SourceError> {
        self.folder.site_files(folder)
    }
}

/// Serves an archive of two articles of which `2025/gone` loses `lost` while it is read: the status of its Ukrainian page.
fn status_without(lost: &str) -> u16 {
    let archive = Archive::new().article("2025/gone", "uk", &["uk", "en"]).article("2025/here", "uk", &["uk", "en"]);
    let gone = archive.path().join("articles/2025/gone").join(lost);
    let site = served(Arc::new(Hasty { folder: Folder::open(archive.path()).unwrap(), gone }));
    for lang in ["uk", "en"] {
        assert_eq!(site.get(&format!("/{lang}/2025/here")).status, 200, "{lost}");
        assert!(site.get(&format!("/{lang}/")).text().contains("2025/here"), "{lost}");
    }
    site.get("/uk/2025/gone").status
}

#[test]
fn an_article_that_goes_away_between_listing_and_reading_takes_nothing_with_it() {
    assert_eq!(status_without(""), 404, "the whole folder");
    assert_eq!(status_without("article.toml"), 404, "what all versions share");
    assert_eq!(status_without("uk.md"), 200, "one version: the other one is shown");
}

#[test]
fn a_picture_that_goes_away_under_its_page_is_a_404_and_no_fault_of_ours() {
    let archive = Archive::new().article("2025/dnipro", "uk", &["uk"]);
    let archive = archive.bytes("articles/2025/dnipro/map.pdf", b"a paper");
    let paper = archive.path().join("articles/2025/dnipro/map.pdf");
    let site = archive.serve();
    let neutral = site.get("/media/2025/dnipro/map.pdf");
    let (status, address) = neutral.redirect();
    assert_eq!(status, 302);
    fs::remove_file(paper).unwrap();
    assert_eq!(site.get(address).status, 404);
    assert_eq!(site.get("/uk/2025/dnipro").status, 200);
}
