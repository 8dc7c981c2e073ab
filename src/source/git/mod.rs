//! Reads archives with git.

mod process;

pub(crate) use process::{GitProcess, git, git_object};
