//! Error pages for readers. A redirect is not an error.

use std::{error::Error, sync::Arc};

use axum::{
    Extension,
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::{middleware::host::HostError, reply::Reply};
use crate::{catalog::CatalogError, model::made_from, search::SearchError, source::SourceError};

/// A failure with a page of its own.
#[derive(Debug, thiserror::Error)]
pub(super) enum HttpError {
    /// There is nothing at this address.
    #[error("nothing at this address")]
    NotFound,
    /// The request names no host, or a malformed one.
    #[error("no host, or a malformed one")]
    BadHost,
    /// The request names a host that this server does not answer for.
    #[error("a host that is not answered")]
    OtherHost,
    /// Only GET and HEAD are understood.
    #[error("method not allowed")]
    Method,
    /// The address is longer than any of the site.
    #[error("address too long")]
    LongAddress,
    /// The headers of the request are larger than any browser's.
    #[error("headers too large")]
    LongHeaders,
    /// Too many requests at once.
    #[error("too many requests at once")]
    Busy,
    /// A file of an archive in a bucket cannot be fetched now.
    #[error("a file that cannot be fetched now")]
    Away,
    /// An article that is still to be read may have this address.
    #[error("an address that an unread article may have")]
    Unread,
    /// An internal error; the cause goes to the log, never to the reader.
    #[error("internal error")]
    Internal(#[source] Box<dyn Error + Send + Sync>),
}

impl HttpError {
    /// An internal error of any other kind.
    pub(super) fn internal(cause: &'static str) -> Self {
        HttpError::Internal(cause.into())
    }

    /// The status of its page.
    pub(super) fn status(&self) -> StatusCode {
        match self {
            HttpError::NotFound => StatusCode::NOT_FOUND,
            HttpError::BadHost => StatusCode::BAD_REQUEST,
            HttpError::OtherHost => StatusCode::MISDIRECTED_REQUEST,
            HttpError::Method => StatusCode::METHOD_NOT_ALLOWED,
            HttpError::LongAddress => StatusCode::URI_TOO_LONG,
            HttpError::LongHeaders => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            HttpError::Busy | HttpError::Away | HttpError::Unread => StatusCode::SERVICE_UNAVAILABLE,
            HttpError::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl From<HostError> for HttpError {
    fn from(error: HostError) -> Self {
        match error {
            HostError::Malformed => HttpError::BadHost,
            HostError::Unexpected => HttpError::OtherHost,
        }
    }
}

impl From<SourceError> for HttpError {
    fn from(error: SourceError) -> Self {
        match error {
            // The source logs it once, so requests do not log it again.
            SourceError::Away { what, reason } => {
                tracing::debug!(what, reason, "a file cannot be fetched now");
                HttpError::Away
            }
            error => HttpError::Internal(error.into()),
        }
    }
}

made_from!(HttpError {
    CatalogError: error => HttpError::Internal(error.into()),
    SearchError: error => HttpError::Internal(error.into()),
    askama::Error: error => HttpError::Internal(error.into()),
});

/// The result of a handler, among the extensions of a response. Coding and validators need the headers of the request, the
/// page cache needs the text, so the body is written outside of the router, by `middleware/respond.rs`.
#[derive(Debug, Clone)]
pub(super) struct HandlerResult(Arc<Result<Reply, HttpError>>);

impl HandlerResult {
    /// The handler's result.
    pub(super) fn into_result(self) -> Result<Reply, HttpError> {
        Arc::into_inner(self.0).unwrap_or_else(|| Err(HttpError::internal("two owners of one reply")))
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        Extension(HandlerResult(Arc::new(Ok(self)))).into_response()
    }
}

impl IntoResponse for HttpError {
    fn into_response(self) -> Response {
        (self.status(), Extension(HandlerResult(Arc::new(Err(self))))).into_response()
    }
}
