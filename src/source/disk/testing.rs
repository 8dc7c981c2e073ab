//! Helpers for the tests of all modules that move files.

use std::{collections::BTreeMap, fs, path::Path};

/// The texts of all files below a folder, by their paths in it.
#[expect(clippy::disallowed_methods, reason = "a test reads what was written")]
pub(crate) fn files(root: &Path) -> BTreeMap<String, String> {
    let (mut found, mut folders) = (BTreeMap::new(), vec![root.to_owned()]);
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().display().to_string();
                found.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}
