//! Files that are deleted between listing and reading: every `git checkout` can cause this race.

use std::{fs, sync::Arc};

use crate::harness::{Archive, Hooked, served};
use litopys::model::slug::ArticleId;

/// Serves an archive of two articles of which `2025/gone` loses `lost` while it is read: the status of its Ukrainian page.
fn status_without(lost: &str) -> u16 {
    let archive = Archive::new().article("2025/gone", "uk", &["uk", "en"]).article("2025/here", "uk", &["uk", "en"]);
    let gone = archive.path().join("articles/2025/gone").join(lost);
    let before_article = Box::new(move |id: &ArticleId| {
        if id.to_string() == "2025/gone" {
            _ = fs::remove_dir_all(&gone).or_else(|_| fs::remove_file(&gone));
        }
    });
    let site = served(Arc::new(Hooked { before_article, ..Hooked::new(&archive) }));
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
