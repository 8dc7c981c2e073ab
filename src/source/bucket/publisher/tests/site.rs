//! A publisher that goes on while `site.toml` is broken, and after it is corrected.

use std::collections::BTreeSet;

use super::world::{World, read};
use crate::source::{
    Cursor, Delta, SiteFiles,
    bucket::publisher::{PublishOptions, Scope},
};

#[test]
fn an_article_that_waited_for_the_site_is_published_when_the_site_is_corrected() {
    let world = World::new();
    (0..4).for_each(|n| world.article(&format!("2025/a{n}"), "Видно."));
    world.version("2025/a0", "en", "draft = true\n", "Not yet.");
    world.publish();
    let site = world.files()["site.toml"].clone();
    world.write("site.toml", b"name = [\n");
    world.version("2025/a0", "uk", "", "Виправлено.");
    let mut publisher = world.open(world.store(), PublishOptions::default()).unwrap();
    assert!(!publisher.publish(&Scope::All).unwrap().held.is_empty());
    let changed = |site| Scope::Changed(Delta { cursor: Cursor::new(""), articles: BTreeSet::new(), site });
    let report = publisher.publish(&changed(SiteFiles::Same)).unwrap();
    assert!(report.is_empty() && report.held.is_empty(), "what is broken is said once");
    world.write("site.toml", &site);
    let report = publisher.publish(&changed(SiteFiles::Changed)).unwrap();
    assert_eq!((report.changed.len(), report.removed.len(), report.held.len()), (1, 0, 0));
    let files = read(&world.store());
    assert!(String::from_utf8_lossy(&files["articles/2025/a0/uk.md"]).contains("Виправлено."));
    assert!(!files.contains_key("articles/2025/a0/en.md"));
}
