//! What is read by git.

mod process;

pub(crate) use process::{GitProcess, git, git_object};
