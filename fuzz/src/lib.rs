//! The fuzz targets as a library for libFuzzer. What they do is in `targets`, which the tests of the main crate share:
//! they replay the corpus (`tests/it/fuzzed.rs`). How to run them is told in `fuzz/README.md`.

#[expect(dead_code, reason = "the tests use all of it, the targets a part")]
#[path = "../../tests/it/harness.rs"]
mod harness;
mod pace;
mod targets;

/// Runs the target called `name` on `data`; a broken promise is a panic.
pub fn run(name: &str, data: &[u8]) {
    for (_, target) in targets::TARGETS.iter().filter(|(known, _)| *known == name) {
        target(data);
    }
    if name == "markdown" {
        pace::markdown(data);
    }
}
