//! The layers that stop a request before its page is made: its head, its address, and limits of concurrent work: answers for one
//! connection, and searches for all. Requests that the server has rejected are answered here, too.

use std::{mem, net::IpAddr, sync::Arc};

use axum::http::{StatusCode, request::Parts};

use super::{
    exchange::{HttpRequest, Inner, ResponseFuture, Step},
    host::{HostError, host},
    respond::bare,
};
use crate::web::{
    app::App, error::HttpError, preview::Preview, server::response_body::HeldResources, urls::route_name::RouteName,
};

/// Answers rejected requests with their status alone, and counts them.
#[derive(Clone)]
pub(in crate::web) struct Reject;

/// Limits the responses that are made at once for a connection, and the bytes of all responses that clients have not read.
#[derive(Clone)]
pub(in crate::web) struct AnswerLimit;

/// Limits the searches that run at once: a flood of them waits in a queue of its own, and does not delay other readers.
#[derive(Clone)]
pub(in crate::web) struct SearchLimit;

impl Step for Reject {
    fn call(&self, app: &App, request: HttpRequest, inner: &mut impl Inner) -> ResponseFuture {
        let Some(status) = request.rejected else { return inner.call(request) };
        app.metrics().answered(RouteName::from_path(request.parts.uri.path()), "", status.as_u16());
        ResponseFuture::now(bare(status, app.is_https()))
    }
}

impl Step for AnswerLimit {
    fn call(&self, app: &App, mut request: HttpRequest, inner: &mut impl Inner) -> ResponseFuture {
        let (app, mut inner) = (app.clone(), inner.clone());
        ResponseFuture::later(async move {
            let permit = {
                let _waiting = app.gate().count_waiting();
                request.connection.answer_permit().await
            };
            let Some(permit) = permit.map(Arc::new) else {
                return bare(StatusCode::SERVICE_UNAVAILABLE, app.is_https());
            };
            request.permits.push(Arc::clone(&permit));
            let Ok(mut answer) = inner.call(request).await;
            let bytes = answer.body().own_bytes();
            if bytes > 0 {
                // Clients that read nothing must not use up the memory; an error page would only need more of it.
                let Some(unsent) = app.unsent().take(bytes) else {
                    return bare(StatusCode::SERVICE_UNAVAILABLE, app.is_https());
                };
                answer.body_mut().hold(HeldResources { _permit: permit, _unsent: unsent });
            }
            answer
        })
    }
}

impl Step for SearchLimit {
    fn call(&self, app: &App, mut request: HttpRequest, inner: &mut impl Inner) -> ResponseFuture {
        let is_search = RouteName::from_path(request.parts.uri.path()) == RouteName::Search;
        if !is_search || request.objection.is_some() {
            return inner.call(request);
        }
        let (app, mut inner) = (app.clone(), inner.clone());
        ResponseFuture::later(async move {
            match app.search_gate().acquire().await {
                Some(permit) => request.permits.push(Arc::new(permit)),
                None => {
                    app.metrics().search_refused();
                    request.objection = Some(HttpError::Busy);
                }
            }
            let Ok(answer) = inner.call(request).await;
            answer
        })
    }
}

/// Bytes of an address, query and all; beyond it comes 414. Ours are under 200, with a long search under 2,000.
pub(in crate::web) const TARGET: usize = 8 << 10;
/// Bytes of all headers of a request; beyond it comes 431.
const HEADERS: usize = 16 << 10;

/// Notes what there is to object to in the head of a request.
#[derive(Clone)]
pub(in crate::web) struct CheckHead;

impl Step for CheckHead {
    fn call(&self, app: &App, mut request: HttpRequest, inner: &mut impl Inner) -> ResponseFuture {
        request.objection = objection(app, &request.parts, request.connection.ends.local);
        inner.call(request)
    }
}

/// Why a request is refused by its head alone: it is longer than any reader's, or not for a host that is
/// answered here.
fn objection(app: &App, parts: &Parts, local: Option<IpAddr>) -> Option<HttpError> {
    // The host first: a page about a length is a page of the site, which another host must not see.
    bad_host(app, parts, local).err().map(HttpError::from).or_else(|| too_long(parts))
}

/// Readers reach a public site under any name: that is for its proxy to decide. A preview shows what is not published yet.
fn bad_host(app: &App, parts: &Parts, local: Option<IpAddr>) -> Result<(), HostError> {
    let host = host(parts)?;
    match app.preview() {
        Preview::Reader => Ok(()),
        Preview::Translator => app.expected_hosts(&app.edition(), local).check(host),
    }
}

fn too_long(parts: &Parts) -> Option<HttpError> {
    let target = parts.uri.path_and_query().map_or(0, |target| target.as_str().len());
    let headers: usize = parts.headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if target > TARGET {
        return Some(HttpError::LongAddress);
    }
    (headers > HEADERS).then_some(HttpError::LongHeaders)
}

/// Takes the path of `base_url` off the address of a request, so that everything within knows the paths of the site alone.
#[derive(Clone)]
pub(in crate::web) struct StripBasePath;

impl Step for StripBasePath {
    fn call(&self, app: &App, mut request: HttpRequest, inner: &mut impl Inner) -> ResponseFuture {
        if let Some(inside) = app.inside(&request.parts.uri) {
            request.original = Some(mem::replace(&mut request.parts.uri, inside));
        }
        inner.call(request)
    }
}
