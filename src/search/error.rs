//! What can go wrong in search.

use crate::catalog::CatalogError;

/// A failure of search; a damaged index is rebuilt.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// tantivy's own report.
    #[error("the search index cannot be read or written: {0}")]
    Index(String),
    /// The folder of the index.
    #[error("cannot access `{path}`")]
    Io {
        /// The folder or file.
        path: String,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The catalog that it follows.
    #[error("search cannot read the catalog")]
    Catalog(#[from] CatalogError),
}

impl From<tantivy::TantivyError> for SearchError {
    fn from(error: tantivy::TantivyError) -> Self {
        SearchError::Index(error.to_string())
    }
}
