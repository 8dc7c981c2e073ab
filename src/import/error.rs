//! What stops an import as a whole.

use std::io;

/// Why nothing, or nothing more, could be imported. What is wrong with one text is in the report.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The source is not one of this system.
    #[error("`{path}` is not {expected}")]
    Source {
        /// What was given.
        path: String,
        /// What was expected: `a Hugo site: expected hugo.toml or config.toml`.
        expected: String,
    },
    /// A file cannot be read or written.
    #[error("cannot access `{path}`")]
    Io {
        /// The file.
        path: String,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The target is not an archive, and not empty.
    #[error("`{path}` {found}")]
    Target {
        /// The folder.
        path: String,
        /// What was found, and what to do.
        found: String,
    },
    /// Something in the source leaves no way to go on.
    #[error("`{path}`: {found}")]
    Broken {
        /// The file.
        path: String,
        /// What was found, with its line.
        found: String,
    },
}
