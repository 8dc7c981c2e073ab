//! Why a file of an archive could not be had.

use crate::model::diagnostic::Diagnostic;

/// Why one file of a source could not be had; the rest of its article still can.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// Larger than any text or picture that belongs into an archive.
    #[error("this file has {size} bytes, expected at most {limit}")]
    TooLarge {
        /// Bytes found.
        size: u64,
        /// Bytes allowed.
        limit: u64,
    },
    /// A symbolic link that leaves the archive.
    #[error("this is a symbolic link to `{target}`, outside the archive")]
    Outside {
        /// Where it leads.
        target: String,
    },
    /// A symbolic link to something that the archive hides: a hidden file, a backup, the files of the archive itself.
    #[error("this is a symbolic link to `{target}`, which is not published")]
    Hidden {
        /// Where it leads, relative to the archive.
        target: String,
    },
    /// A symbolic link to a folder that it lies in, or to one that another link of the article leads to already.
    #[error("this is a symbolic link to `{target}`, a folder that is read already")]
    Repeated {
        /// Where it leads, relative to the archive.
        target: String,
    },
    /// Neither a file nor a folder, or a folder where a file is expected.
    #[error("expected a file, found {found}")]
    NotAFile {
        /// What lies there: `a named pipe`.
        found: &'static str,
    },
    /// A folder with more files than an article or a site can use; the rest is not read.
    #[error("this folder has more than {limit} files; the rest is not read")]
    TooMany {
        /// Files that are read at most.
        limit: usize,
    },
    /// A name that is not UTF-8 and so can have no address.
    #[error("the name is not UTF-8: `{shown}`")]
    Name {
        /// The name, with the bytes that cannot be read replaced.
        shown: String,
    },
    /// The system's own reason.
    #[error("cannot be read: {0}")]
    Unreadable(String),
}

impl FileError {
    /// The finding's name.
    fn code(&self) -> &'static str {
        match self {
            FileError::TooLarge { .. } => "file-too-large",
            FileError::Outside { .. } => "link-outside",
            FileError::Hidden { .. } => "link-to-hidden",
            FileError::Repeated { .. } => "link-repeated",
            FileError::NotAFile { .. } => "not-a-file",
            FileError::TooMany { .. } => "too-many-files",
            FileError::Name { .. } => "bad-name",
            FileError::Unreadable(_) => "unreadable",
        }
    }

    /// The next step.
    fn help(&self) -> Option<&'static str> {
        match self {
            FileError::TooLarge { .. } => Some("keep large files elsewhere and link to them"),
            FileError::Outside { .. } => Some("put the file itself into the article's folder"),
            FileError::Hidden { .. } => Some("put a copy of the file there, if readers may see it"),
            FileError::Repeated { .. } => Some("delete the link"),
            FileError::NotAFile { .. } => Some("delete it, or put a file in its place"),
            FileError::TooMany { .. } => Some("keep what readers do not need elsewhere"),
            FileError::Name { .. } => Some("rename it with UTF-8 letters"),
            FileError::Unreadable(_) => Some("give the user that Litopys runs as the right to read it"),
        }
    }

    /// The problem that this fault of the file at `path` is.
    pub fn problem(&self, path: &str) -> Diagnostic {
        let mut problem = Diagnostic::error(path, self.code(), self.to_string());
        problem.help = self.help().map(str::to_owned);
        problem
    }
}
