//! Why a version cannot be marked as a translation of its source.

/// Why a version cannot be marked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MarkError {
    /// The article as a whole cannot be read.
    #[error("`articles/{id}` cannot be read as an article: {problem}")]
    Article {
        /// Its id.
        id: String,
        /// The first of its problems.
        problem: String,
    },
    /// There is no such version.
    #[error("there is no sound `{path}`, expected a version to mark")]
    NoVersion {
        /// The version's file.
        path: String,
    },
    /// The source itself.
    #[error("`{path}` is the source of its article, so it was translated from nothing")]
    IsSource {
        /// The version's file.
        path: String,
    },
    /// The two texts are built differently.
    #[error("{0}; make them alike, or mark it with --anyway")]
    Structure(String),
    /// The source has changed, and the version has not.
    #[error("`{path}` does not say what has changed in its source:\n  {}\ntranslate it, or, if nothing is to be changed, mark it with --anyway", .changes.join("\n  "))]
    Overlooked {
        /// The version's file.
        path: String,
        /// What has changed, a line each.
        changes: Vec<String>,
    },
}
