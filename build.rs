//! The binary carries the folders below, so a new file there must rebuild it; and options of the
//! allocator, set in C, for the program has no `unsafe`; and the commit and features that it was built from.

#![expect(clippy::disallowed_methods, reason = "a build script reads the environment and files of the checkout")]

use std::{
    env, fs,
    path::{Path, PathBuf},
};

fn main() {
    for folder in ["src/model/diagnostic/words", "locales", "static", "templates"] {
        println!("cargo::rerun-if-changed={folder}");
    }
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/malloc.c");
    for object in cc::Build::new().file("src/malloc.c").compile_intermediates() {
        println!("cargo::rustc-link-arg-bins={}", object.display());
        println!("cargo::rustc-link-arg-benches={}", object.display());
    }
    println!("cargo::rerun-if-env-changed=LITOPYS_COMMIT");
    let version = env::var("CARGO_PKG_VERSION").unwrap_or_default();
    let commit = commit().unwrap_or_else(|| "unknown".to_owned());
    println!("cargo::rustc-env=LITOPYS_VERSION={version} (commit {commit}, features: {})", features());
}

/// The features that were asked for, as Cargo.toml writes them.
fn features() -> String {
    let asked = env::vars().filter_map(|(name, _)| name.strip_prefix("CARGO_FEATURE_").map(str::to_owned));
    let mut names: Vec<_> = asked.map(|name| name.to_lowercase().replace('_', "-")).collect();
    names.retain(|name| name != "default");
    names.sort();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

/// The commit: what a packager says it is, what `cargo package` has noted, or what this folder's own repository says. Files are read,
/// and git is not run: it may be missing, and a folder above this one may be another project's repository.
fn commit() -> Option<String> {
    let said = env::var("LITOPYS_COMMIT").ok().filter(|commit| !commit.trim().is_empty());
    let commit = said.or_else(packaged).or_else(checked_out)?;
    let commit = commit.trim().get(..12).unwrap_or(commit.trim());
    commit.bytes().all(|byte| byte.is_ascii_alphanumeric()).then(|| commit.to_owned())
}

/// `"sha1": "…"` in the file that `cargo package` writes.
fn packaged() -> Option<String> {
    let text = fs::read_to_string(".cargo_vcs_info.json").ok()?;
    let (_, rest) = text.split_once("\"sha1\"")?;
    rest.split('"').nth(1).map(str::to_owned)
}

fn checked_out() -> Option<String> {
    let folder = git_folder()?;
    // Of a worktree: where what all worktrees share lies.
    let common =
        fs::read_to_string(folder.join("commondir")).map_or_else(|_| folder.clone(), |path| folder.join(path.trim()));
    // The log is written with each commit and each change of the branch. A path that does not exist would make every build run this.
    for file in [folder.join("HEAD"), folder.join("logs/HEAD"), common.join("packed-refs")] {
        watch(&file);
    }
    let head = fs::read_to_string(folder.join("HEAD")).ok()?;
    let Some(name) = head.strip_prefix("ref:").map(str::trim) else { return Some(head) };
    let loose = common.join(name);
    watch(&loose);
    fs::read_to_string(loose).ok().or_else(|| {
        let packed = fs::read_to_string(common.join("packed-refs")).ok()?;
        let line = packed.lines().find(|line| line.split(' ').nth(1) == Some(name))?;
        line.split(' ').next().map(str::to_owned)
    })
}

/// The folder of this checkout in its repository: `.git`, or where that file points.
fn git_folder() -> Option<PathBuf> {
    let git = Path::new(".git");
    if git.is_dir() {
        return Some(git.to_owned());
    }
    let text = fs::read_to_string(git).ok()?;
    text.strip_prefix("gitdir:").map(|path| PathBuf::from(path.trim()))
}

fn watch(path: &Path) {
    if path.exists() {
        println!("cargo::rerun-if-changed={}", path.display());
    }
}
