//! The fuzz targets over all that was found so far: `fuzz/corpus/<target>/`, and `fuzz/regressions/<target>/`, where what
//! once broke a promise is kept under the name of what was wrong.

use std::{fs, panic, path::PathBuf};

use crate::{harness::root, targets::TARGETS};

/// The inputs of a target, by name.
fn inputs(target: &str) -> Vec<PathBuf> {
    let folders = ["corpus", "regressions"].map(|kind| root().join("fuzz").join(kind).join(target));
    let files = folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten();
    let mut found: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    found.sort();
    found
}

#[test]
fn whatever_was_found_keeps_every_promise() {
    let mut broken = Vec::new();
    for (name, target) in TARGETS {
        let inputs = inputs(name);
        assert!(inputs.len() >= 5, "{name} has {} inputs", inputs.len());
        for input in inputs {
            let bytes = fs::read(&input).unwrap();
            if panic::catch_unwind(|| target(&bytes)).is_err() {
                broken.push(input);
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn every_target_has_a_binary_and_a_corpus_and_there_are_no_others() {
    for (folder, ending) in [("fuzz_targets", ".rs"), ("corpus", "")] {
        let mut names: Vec<String> = fs::read_dir(root().join("fuzz").join(folder))
            .unwrap()
            .map(|file| file.unwrap().file_name().into_string().unwrap().trim_end_matches(ending).to_owned())
            .collect();
        names.sort();
        assert_eq!(names, TARGETS.map(|(name, _)| name), "fuzz/{folder}");
    }
}
