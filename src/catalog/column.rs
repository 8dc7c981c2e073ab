//! Columns that hold JSON.

use rusqlite::Row;
use serde::de::DeserializeOwned;

use super::CatalogError;

/// What the column number `at` says.
///
/// # Errors
/// Where it says no such thing.
pub(super) fn json<T: DeserializeOwned>(row: &Row<'_>, at: usize) -> Result<T, CatalogError> {
    let text = row.get_ref(at)?.as_str().map_err(CatalogError::damaged)?;
    serde_json::from_str(text).map_err(CatalogError::damaged)
}
