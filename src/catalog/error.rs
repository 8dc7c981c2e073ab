//! The errors of the catalog.

/// A failure of the catalog; a damaged one is rebuilt.
#[derive(Debug, thiserror::Error)]
pub enum CatalogError {
    /// SQLite's own report.
    #[error("the catalog cannot be read or written")]
    Sqlite(#[from] rusqlite::Error),
    /// A row that this version of Litopys cannot have written.
    #[error("the catalog is damaged: {what}")]
    Damaged {
        /// The damage that was found.
        what: String,
    },
    /// Another process is the writer.
    #[error("another process is writing the catalog of this archive; stop it first, or let it do the work")]
    Busy,
    /// The folder of the catalog.
    #[error("cannot access `{path}`")]
    Io {
        /// The folder or file.
        path: String,
        /// The system's reason.
        source: std::io::Error,
    },
}

impl CatalogError {
    /// The damage, if the file is damaged; `None` for every other failure.
    pub(super) fn damage(&self) -> Option<String> {
        match self {
            CatalogError::Damaged { what } => Some(what.clone()),
            CatalogError::Sqlite(rusqlite::Error::SqliteFailure(failure, _))
                if matches!(failure.code, rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase) =>
            {
                Some(failure.to_string())
            }
            CatalogError::Sqlite(
                error @ (rusqlite::Error::InvalidColumnType(..) | rusqlite::Error::FromSqlConversionFailure(..)),
            ) => Some(error.to_string()),
            _ => None,
        }
    }

    /// A damaged row; `what` says which.
    pub(super) fn damaged(what: impl std::fmt::Display) -> Self {
        CatalogError::Damaged { what: what.to_string() }
    }
}
