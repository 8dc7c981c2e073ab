//! Reads the only request bodies that are read: the arguments of a harvester, sent as a form instead of in the query.

use std::{error::Error, future::Future, pin::Pin, time::Duration};

use axum::{
    body::{Bytes, HttpBody},
    http::{Method, StatusCode, Uri, header, request::Parts, uri::PathAndQuery},
};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use percent_encoding::{AsciiSet, CONTROLS, percent_encode};

use crate::web::{
    app::App,
    middleware::check::TARGET,
    urls::url::{Route, decode},
};

/// How long a harvester may take to send its arguments.
const PATIENCE: Duration = Duration::from_secs(10);
/// Characters that a query cannot hold unescaped.
const ESCAPED: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'<').add(b'>');
const FORM: &str = "application/x-www-form-urlencoded";

/// A form that is being received.
pub(super) type FormFuture = Pin<Box<dyn Future<Output = Result<Bytes, StatusCode>> + Send>>;

/// Whether a request sends a form to OAI-PMH.
pub(super) fn is_sent(app: &App, request: &Parts) -> bool {
    if request.method != Method::POST {
        return false;
    }
    let content_type = request.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let kind = content_type.and_then(|value| value.split(';').next());
    let inside = app.inside(&request.uri);
    let path = decode(inside.as_ref().unwrap_or(&request.uri).path());
    kind.is_some_and(|kind| kind.trim().eq_ignore_ascii_case(FORM))
        && path.is_some_and(|path| Route::parse(&path) == Route::Oai)
}

/// Reads a form. Fails with the status of the answer if the body is longer than any address or does not arrive.
pub(super) fn read<B>(body: B) -> FormFuture
where
    B: HttpBody + Send + 'static,
    B::Data: Send,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    Box::pin(async move {
        match tokio::time::timeout(PATIENCE, Limited::new(body, TARGET).collect()).await {
            Ok(Ok(body)) => Ok(body.to_bytes()),
            Ok(Err(error)) if error.is::<LengthLimitError>() => Err(StatusCode::PAYLOAD_TOO_LARGE),
            Ok(Err(_)) => Err(StatusCode::BAD_REQUEST),
            Err(_) => Err(StatusCode::REQUEST_TIMEOUT),
        }
    })
}

/// Puts the arguments of a form into the address of its request.
///
/// # Errors
/// The status of the answer, as [`read`] has it.
pub(super) async fn put_into(request: &mut Parts, form: FormFuture) -> Result<(), StatusCode> {
    let sent = percent_encode(&form.await?, ESCAPED).to_string();
    let query = match request.uri.query() {
        Some(query) if !query.is_empty() => format!("{query}&{sent}"),
        _ => sent,
    };
    let mut uri = request.uri.clone().into_parts();
    let target = format!("{}?{query}", request.uri.path());
    uri.path_and_query = Some(PathAndQuery::try_from(target).map_err(|_| StatusCode::BAD_REQUEST)?);
    request.uri = Uri::from_parts(uri).map_err(|_| StatusCode::BAD_REQUEST)?;
    Ok(())
}
