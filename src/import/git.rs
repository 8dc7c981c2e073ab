//! What git knows about the texts of a source: which commit touched each last, and what a text said at a commit.

use std::{
    cell::RefCell,
    collections::HashMap,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{ChildStdin, ChildStdout, Stdio},
};

use super::source::decode;
use crate::source::{GitProcess, git, git_object};

/// Commits that are looked at; older ones are left out.
const MOST_COMMITS: &str = "50000";
/// Files whose last commit is remembered.
const MOST_FILES: usize = 1_000_000;
/// Bytes of a text.
const LONGEST: usize = 8 << 20;

/// The repository in which a source lies.
pub(super) struct GitTexts {
    /// The path of the source in the repository, with a slash behind, or nothing.
    prefix: String,
    /// The last commit of each file, by its path in the source.
    commits: HashMap<String, String>,
    batch: RefCell<Batch>,
}

/// `git cat-file --batch`, asked and answering.
struct Batch {
    _process: GitProcess,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl GitTexts {
    /// `None` where the source lies in no repository, nothing was committed, or git is not installed.
    pub(super) fn open(root: &Path) -> Option<GitTexts> {
        let prefix =
            git(root).args(["rev-parse", "--show-prefix"]).output().ok().filter(|done| done.status.success())?;
        let prefix = String::from_utf8(prefix.stdout).ok()?.trim_end_matches('\n').to_owned();
        let commits = last_commits(root)?;
        let mut process = GitProcess(git(root).args(["cat-file", "--batch"]).stdin(Stdio::piped()).spawn().ok()?);
        let (input, output) = (process.0.stdin.take()?, BufReader::new(process.0.stdout.take()?));
        Some(GitTexts { prefix, commits, batch: RefCell::new(Batch { _process: process, input, output }) })
    }

    /// The commit that touched the file at `path` last.
    pub(super) fn last_commit(&self, path: &str) -> Option<String> {
        self.commits.get(path).cloned()
    }

    /// The text of the file at `path` as of `commit`.
    pub(super) fn text(&self, commit: &str, path: &str) -> Option<String> {
        let is_commit = (7..=64).contains(&commit.len()) && commit.bytes().all(|b| b.is_ascii_hexdigit());
        if !is_commit || path.contains('\n') {
            return None;
        }
        let mut batch = self.batch.try_borrow_mut().ok()?;
        writeln!(batch.input, "{commit}:{}{path}", self.prefix).ok()?;
        batch.input.flush().ok()?;
        // A line ` missing` has no size, and ends as no object does.
        if batch.output.fill_buf().ok()?.is_empty() {
            return None;
        }
        let bytes = git_object(&mut batch.output).filter(|bytes| bytes.len() <= LONGEST)?;
        Some(decode(&bytes, None).text)
    }
}

/// The last commit of every file below `root`, newest commits first.
fn last_commits(root: &Path) -> Option<HashMap<String, String>> {
    let mut log = git(root);
    log.args([
        "log", "-z", "--no-renames", "--no-merges", "--relative", "--name-only", "--format=%x01%H", "-n", MOST_COMMITS,
        "--", ".",
    ]);
    let mut process = GitProcess(log.spawn().ok()?);
    let mut output = BufReader::new(process.0.stdout.take()?);
    let (mut commits, mut commit, mut part) = (HashMap::new(), String::new(), Vec::new());
    while commits.len() < MOST_FILES {
        part.clear();
        if output.read_until(b'\0', &mut part).ok()? == 0 {
            break;
        }
        let text = String::from_utf8_lossy(&part);
        let text = text.trim_end_matches('\0').trim_matches('\n');
        match text.strip_prefix('\u{1}') {
            Some(hash) => commit = hash.to_owned(),
            None if !text.is_empty() => _ = commits.entry(text.to_owned()).or_insert_with(|| commit.clone()),
            None => {}
        }
    }
    Some(commits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(root: &Path, arguments: &[&str]) {
        let mut command = git(root);
        command.args(["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"]).args(arguments);
        assert!(command.output().unwrap().status.success(), "{arguments:?}");
    }

    #[test]
    fn a_text_is_had_as_it_was_at_a_commit() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("site");
        std::fs::create_dir(&root).unwrap();
        assert!(GitTexts::open(&root).is_none());
        run(folder.path(), &["init", "-q"]);
        for (name, text) in [("ї.md", "one"), ("en.md", "two"), ("ї.md", "three")] {
            crate::source::write_atomically(&root.join(name), text.as_bytes()).unwrap();
            run(folder.path(), &["add", "-A"]);
            run(folder.path(), &["commit", "-q", "-m", "x"]);
        }
        let git = GitTexts::open(&root).unwrap();
        let commit = git.last_commit("en.md").unwrap();
        assert_eq!(git.text(&commit, "ї.md").as_deref(), Some("one"));
        let last = git.last_commit("ї.md").unwrap();
        assert_eq!(git.text(&last, "ї.md").as_deref(), Some("three"));
        assert_eq!(git.text(&last, "en.md").as_deref(), Some("two"));
        for (commit, path) in [("0000000", "en.md"), ("HEAD", "en.md"), (last.as_str(), "nothing.md")] {
            assert_eq!(git.text(commit, path), None, "{commit} {path}");
        }
        assert_eq!(git.text(&last, "en.md").as_deref(), Some("two"), "an answer after those that are missing");
    }
}
