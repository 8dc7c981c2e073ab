//! What a reader sees where a page cannot be served. A redirect is not an error.

use std::error::Error;

use axum::http::StatusCode;

use super::middleware::host::HostError;
use crate::catalog::CatalogError;

/// A failure with a page of its own.
#[derive(Debug, thiserror::Error)]
pub(super) enum HttpError {
    /// Nothing lies at this address.
    #[error("nothing at this address")]
    NotFound,
    /// The request names no host, or not as it must.
    #[error("no host, or a malformed one")]
    BadHost,
    /// The request names a host that is not answered here.
    #[error("a host that is not answered")]
    OtherHost,
    /// Only GET and HEAD are understood.
    #[error("method not allowed")]
    Method,
    /// The address is longer than any of ours.
    #[error("address too long")]
    LongAddress,
    /// The headers of the request are larger than any browser's.
    #[error("headers too large")]
    LongHeaders,
    /// Too many ask at once.
    #[error("too many requests at once")]
    Busy,
    /// Our own fault; the cause goes to the log, never to the reader.
    #[error("internal error")]
    Internal(#[source] Box<dyn Error + Send + Sync>),
}

impl HttpError {
    /// The status of its page.
    pub(super) fn status(&self) -> StatusCode {
        match self {
            HttpError::NotFound => StatusCode::NOT_FOUND,
            HttpError::BadHost => StatusCode::BAD_REQUEST,
            HttpError::OtherHost => StatusCode::MISDIRECTED_REQUEST,
            HttpError::Method => StatusCode::METHOD_NOT_ALLOWED,
            HttpError::LongAddress => StatusCode::URI_TOO_LONG,
            HttpError::LongHeaders => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            HttpError::Busy => StatusCode::SERVICE_UNAVAILABLE,
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

impl From<CatalogError> for HttpError {
    fn from(error: CatalogError) -> Self {
        HttpError::Internal(error.into())
    }
}
