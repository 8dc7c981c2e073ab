//! Columns as the values that they hold.

use rusqlite::{
    Row,
    types::{FromSql, FromSqlError, FromSqlResult, ValueRef},
};
use serde::{Serialize, de::DeserializeOwned};

use super::CatalogError;
use crate::model::{
    lang::Lang,
    slug::{ArticleId, Slug, Year},
};

/// The value of column `at`, which holds JSON.
///
/// # Errors
/// If it is not valid JSON of this type.
pub(super) fn json<T: DeserializeOwned>(row: &Row<'_>, at: usize) -> Result<T, CatalogError> {
    let text = row.get_ref(at)?.as_str().map_err(CatalogError::damaged)?;
    serde_json::from_str(text).map_err(CatalogError::damaged)
}

/// A value as a column holds it in JSON.
///
/// # Errors
/// If it cannot be written as JSON.
pub(super) fn to_json(value: &impl Serialize) -> Result<String, CatalogError> {
    serde_json::to_string(value).map_err(CatalogError::damaged)
}

/// The article whose year and name are column `at` and the next one: the only way from a row to an [`ArticleId`].
///
/// # Errors
/// If they are not the year and the name of a folder.
pub(super) fn article_id(row: &Row<'_>, at: usize) -> Result<ArticleId, CatalogError> {
    Ok(ArticleId::new(row.get(at)?, row.get(at + 1)?))
}

impl FromSql for Lang {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str()?.parse().map_err(FromSqlError::other)
    }
}

impl FromSql for Slug {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str()?.parse().map_err(FromSqlError::other)
    }
}

impl FromSql for Year {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_i64()?.try_into().map_err(FromSqlError::other)
    }
}
