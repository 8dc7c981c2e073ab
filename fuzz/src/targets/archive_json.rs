//! Importing an archive from JSON: no input writes outside of the folder, and files that were read once stay.

use std::{fs, path::Path};

use litopys::export::read_json;

/// What may lie at the top of an archive.
const PARTS: [&str; 9] =
    ["site.toml", "redirects.toml", "ties.toml", "imported.jsonl", "articles", "pages", "authors", "locales", "static"];

pub(super) fn run(data: &[u8]) {
    let Ok(folder) = tempfile::tempdir() else { return };
    let (from, into) = (folder.path().join("archive.jsonl"), folder.path().join("deep/er/into"));
    fs::write(&from, data).expect("the folder is ours");
    let tried = read_json(&from, &into, true, &|_| ());
    assert!(!into.exists(), "nothing is written by trying");
    let read = read_json(&from, &into, false, &|_| ());
    assert_eq!(tried.is_ok(), read.is_ok(), "the same problems stop both");
    for (place, expected) in
        [(folder.path(), &["archive.jsonl", "deep"][..]), (&folder.path().join("deep/er"), &["into"])]
    {
        assert!(names(place).iter().all(|name| expected.contains(&name.as_str())), "{:?}", names(place));
    }
    assert!(names(&into).iter().all(|name| PARTS.contains(&name.as_str())), "{:?}", names(&into));
    if let Ok(read) = read {
        let again = read_json(&from, &into, false, &|_| ()).expect("it was read before");
        assert_eq!((again.written, again.same), (0, read.written + read.same), "the second time changes nothing");
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}
