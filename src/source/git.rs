//! git, as it is called here: objects are read and nothing else. No hook, filter, pager, credential helper or connection that a
//! repository may be set up with is ever started.

use std::{
    io::{BufRead, Read},
    path::Path,
    process::{Child, Command, Stdio},
};

/// A process that is killed when this value is dropped.
pub(crate) struct GitProcess(pub(crate) Child);

impl Drop for GitProcess {
    fn drop(&mut self) {
        // It may have ended already.
        _ = self.0.kill();
        _ = self.0.wait();
    }
}

/// git, with prompts and helpers off. Variables set for another repository, as in a hook, are ignored.
pub(crate) fn git(root: &Path) -> Command {
    let mut git = Command::new("git");
    git.current_dir(root).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    git.args(["--no-pager", "--no-replace-objects"]);
    for set in ["core.hooksPath=/dev/null", "core.fsmonitor=false", "core.sshCommand=false", "protocol.allow=never"] {
        git.args(["-c", set]);
    }
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX", "GIT_NAMESPACE"] {
        git.env_remove(name);
    }
    let off =
        [("GIT_OPTIONAL_LOCKS", "0"), ("GIT_TERMINAL_PROMPT", "0"), ("GIT_NO_LAZY_FETCH", "1"), ("GIT_TRACE", "0")];
    git.envs(off);
    git
}

/// The next object that `git cat-file --batch` writes: `<name> <kind> <size>`, a line feed, its bytes, a line feed.
pub(crate) fn git_object(output: &mut impl BufRead) -> Option<Vec<u8>> {
    let mut head = String::new();
    output.read_line(&mut head).ok()?;
    let size: u64 = head.trim_end().rsplit(' ').next()?.parse().ok()?;
    let mut bytes = Vec::new();
    output.take(size + 1).read_to_end(&mut bytes).ok()?;
    (bytes.pop() == Some(b'\n') && bytes.len() as u64 == size).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_read_one_by_one() {
        let mut output = &b"abc blob 3\n1\n2\ndef blob 0\n\nghi missing\n"[..];
        assert_eq!(git_object(&mut output).as_deref(), Some(&b"1\n2"[..]));
        assert_eq!(git_object(&mut output).as_deref(), Some(&b""[..]));
        assert_eq!(git_object(&mut output), None);
    }
}
