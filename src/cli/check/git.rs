//! The archive as git has it at its last commit. Objects are read and nothing else: no hook, filter, pager, credential helper or
//! connection that a repository may be set up with is ever started.

use std::{
    io::{BufReader, Write},
    path::Path,
    process::Stdio,
    thread,
};

use crate::{
    model::slug::ArticleId,
    source::{GitProcess, git, git_object as object},
};

/// Files that are looked at, at most; a larger archive is not compared with its last commit.
const MOST_FILES: usize = 400_000;
/// A longer text is passed over, as it is by the program.
const LARGEST: u64 = 8 << 20;

/// A text at the last commit.
pub(super) struct Committed {
    /// Its path in the archive.
    pub(super) path: String,
    pub(super) bytes: Vec<u8>,
}

/// The texts of articles at the last commit of the repository in which `root` lies, those with a `wanted` path, given to `each`;
/// `None` if it lies in none, where nothing was ever committed, where git is not installed, or where there is too much to read.
pub(super) fn committed(root: &Path, wanted: &dyn Fn(&str) -> bool, mut each: impl FnMut(Committed)) -> Option<()> {
    let listing =
        git(root).args(["ls-tree", "-r", "-z", "HEAD", "--", "articles", "pages", "authors"]).output().ok()?;
    if !listing.status.success() {
        return None;
    }
    let listing = String::from_utf8_lossy(&listing.stdout).into_owned();
    let texts: Vec<(&str, &str)> = listing.split('\0').filter_map(text).filter(|(_, path)| wanted(path)).collect();
    if texts.len() > MOST_FILES {
        return None;
    }
    let process = git(root).args(["cat-file", "--batch"]).stdin(Stdio::piped()).spawn().ok()?;
    let mut batch = GitProcess(process);
    let (mut input, mut output) = (batch.0.stdin.take()?, BufReader::new(batch.0.stdout.take()?));
    let objects: String = texts.iter().map(|(object, _)| format!("{object}\n")).collect();
    // Both ends are served at once: git writes while it reads. Where it ends early, reading shows it.
    let writer = thread::spawn(move || _ = input.write_all(objects.as_bytes()));
    for (_, path) in texts {
        let bytes = object(&mut output)?;
        if bytes.len() as u64 <= LARGEST {
            each(Committed { path: path.to_owned(), bytes });
        }
    }
    writer.join().ok()
}

/// The object and the path of a line of `git ls-tree`, if it is a text of an article.
fn text(line: &str) -> Option<(&str, &str)> {
    let (info, path) = line.split_once('\t')?;
    let mut parts = info.split(' ');
    let (mode, kind, object) = (parts.next()?, parts.next()?, parts.next()?);
    let id = ArticleId::of_path(path)?;
    let own_folder = path.rsplit_once('/')?.0 == id.folder();
    let is_text = path.ends_with(".md") || path == id.meta_path();
    // A link holds the path that it leads to.
    (is_text && own_folder && kind == "blob" && mode.starts_with("100")).then_some((object, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_articles_are_found_in_a_listing() {
        for (line, expected) in [
            ("100644 blob abc\tarticles/2025/a/uk.md", Some(("abc", "articles/2025/a/uk.md"))),
            ("100644 blob abc\tarticles/2025/a/article.toml", Some(("abc", "articles/2025/a/article.toml"))),
            ("100644 blob abc\tpages/about/uk.md", Some(("abc", "pages/about/uk.md"))),
            ("100644 blob abc\tpages/about/page.toml", Some(("abc", "pages/about/page.toml"))),
            ("100644 blob abc\tpages/about/article.toml", None),
            ("100644 blob abc\tpages/notes.md", None),
            ("120000 blob abc\tarticles/2025/a/uk.md", None),
            ("160000 commit abc\tarticles/2025/a/x.md", None),
            ("100644 blob abc\tarticles/2025/a/map.svg", None),
            ("100644 blob abc\tarticles/2025/a/old/uk.md", None),
            ("100644 blob abc\tarticles/names.toml", None),
            ("", None),
        ] {
            assert_eq!(text(line), expected, "{line}");
        }
    }
}
