//! `/static/<file>` and `/favicon.ico`: the style sheet, the scripts and the icons of the site.

use axum::extract::Path;

use crate::web::{context::RequestContext, error::HttpError, reply::Reply};

/// `/static/<file>`.
pub(in crate::web) async fn file(context: RequestContext, Path(file): Path<String>) -> Result<Reply, HttpError> {
    context.edition.assets.find(&file).ok_or(HttpError::NotFound)
}

/// `/favicon.ico`.
pub(in crate::web) async fn favicon(context: RequestContext) -> Result<Reply, HttpError> {
    context.edition.assets.favicon().ok_or(HttpError::NotFound)
}
