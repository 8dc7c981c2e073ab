//! The state of handlers, and the extractors that give it to them.

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    extract::{FromRequestParts, Path, rejection::PathRejection},
    http::{Request, Uri, request::Parts},
};
use futures_util::FutureExt;
use serde::de::DeserializeOwned;
use tower::Service;

use super::{
    app::{App, Current, SiteState},
    error::{HandlerResult, HttpError},
    reply::Reply,
    request_head::RequestHead,
};
use crate::{catalog::Snapshot, i18n::negotiate::choose, model::lang::Lang};

/// One request, and the state from which its response is made. Each handler takes one.
pub(super) struct RequestContext {
    /// The state that does not depend on the request.
    pub app: App,
    /// One snapshot of the catalog, so that a page is consistent.
    pub catalog: Snapshot,
    /// Configuration, words, names, static files.
    pub edition: Arc<SiteState>,
    routes: Router,
    parts: Parts,
    on_the_way: bool,
}

/// The language of a page: the first part of its path.
#[derive(Debug, Clone)]
pub(super) struct PageLang(pub Lang);

/// The parameters of a path as values of `T`. A path that says something else leads to no page.
#[derive(Debug)]
pub(super) struct At<T>(pub T);

/// The context of a request in the router. Extractors find it among the extensions of the request: the router is built from
/// the site, so it cannot have the site's state as a state of its own.
#[derive(Clone)]
struct Served {
    app: App,
    current: Current,
    /// The whole address; a nested route sees it without its prefix.
    uri: Uri,
    on_the_way: bool,
}

impl RequestContext {
    /// The context for a request with this head. It sees one state of the site to its end.
    pub(super) fn from_parts(app: &App, parts: &Parts) -> Self {
        RequestContext::new(app, Current::clone(&app.current()), copied(parts, parts.uri.clone()))
    }

    fn new(app: &App, current: Current, parts: Parts) -> Self {
        let Current { edition, routes } = current;
        RequestContext {
            app: app.clone(),
            catalog: app.catalog().snapshot(),
            edition,
            routes,
            parts,
            on_the_way: false,
        }
    }

    /// The same request to another state of the site.
    pub(super) fn with_edition(&self, edition: SiteState) -> Self {
        let current = Current { edition: Arc::new(edition), routes: self.routes.clone() };
        RequestContext::new(&self.app, current, self.parts.clone())
    }

    /// The request.
    pub(super) fn head(&self) -> RequestHead<'_> {
        RequestHead::from(&self.parts)
    }

    /// Whether this request only finds the destination of a redirect: nothing is counted, and no text is rendered.
    pub(super) fn is_on_the_way(&self) -> bool {
        self.on_the_way
    }

    /// The router's reply to an address of the site, requested in the same way.
    pub(super) fn reply_at(&self, address: &str) -> Result<Reply, HttpError> {
        self.route(address, false)
    }

    /// The input of a redirect to this page: as [`RequestContext::reply_at`], with the query of this request, for a reader who does
    /// not see the page yet.
    pub(super) fn way_to(&self, path: &str) -> Result<Reply, HttpError> {
        self.route(&format!("{path}{}", self.query()), true)
    }

    fn route(&self, address: &str, on_the_way: bool) -> Result<Reply, HttpError> {
        // The host stays: HTTP/2 names it there.
        let mut uri = self.parts.uri.clone().into_parts();
        uri.path_and_query = Some(address.parse().map_err(|_| HttpError::NotFound)?);
        let uri = Uri::from_parts(uri).map_err(|_| HttpError::NotFound)?;
        let mut request = Request::from_parts(copied(&self.parts, uri.clone()), Body::empty());
        let current = Current { edition: Arc::clone(&self.edition), routes: self.routes.clone() };
        let served = Served { app: self.app.clone(), current, uri, on_the_way };
        request.extensions_mut().insert(served);
        // The router runs on a thread that may block, so no handler awaits anything.
        let Some(Ok(mut response)) = self.routes.clone().call(request).now_or_never() else {
            return Err(HttpError::internal("a handler waited, on a thread that nothing wakes"));
        };
        match response.extensions_mut().remove::<HandlerResult>() {
            Some(result) => result.into_result(),
            None => Err(HttpError::internal("a handler returned neither a reply nor an error of ours")),
        }
    }

    /// The language for a page whose address names none.
    pub(super) fn negotiated(&self) -> Lang {
        choose(&self.edition.site, &self.head().languages(), &|lang| self.in_use(lang)).lang
    }

    /// Whether a language of the site has texts of its own, or an article. True if the catalog cannot be read.
    pub(super) fn in_use(&self, lang: &Lang) -> bool {
        self.edition.locales.has_words(lang) || self.catalog.has_language(lang).unwrap_or(true)
    }

    /// The query string as it came, with its `?`; empty if there is none.
    pub(super) fn query(&self) -> String {
        self.parts.uri.query().filter(|query| !query.is_empty()).map_or_else(String::new, |query| format!("?{query}"))
    }
}

impl<S: Sync> FromRequestParts<S> for RequestContext {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, HttpError> {
        let Served { app, current, uri, on_the_way } = served(parts)?.clone();
        let parts = copied(parts, uri);
        Ok(RequestContext { on_the_way, ..RequestContext::new(&app, current, parts) })
    }
}

impl<S: Sync> FromRequestParts<S> for PageLang {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, HttpError> {
        let lang = parts.extensions.get::<PageLang>().cloned();
        lang.ok_or_else(|| HttpError::internal("a page of a language lies outside of its routes"))
    }
}

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for At<T> {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, HttpError> {
        match Path::<T>::from_request_parts(parts, state).await {
            Ok(Path(parameters)) => Ok(At(parameters)),
            Err(PathRejection::FailedToDeserializePathParams(failure)) if failure.status().is_client_error() => {
                Err(HttpError::NotFound)
            }
            Err(_) => Err(HttpError::internal("a handler takes other parameters than its path has")),
        }
    }
}

/// A request for `uri` with the same headers, without extensions.
fn copied(parts: &Parts, uri: Uri) -> Parts {
    let mut own = Request::new(()).into_parts().0;
    (own.method, own.uri, own.headers) = (parts.method.clone(), uri, parts.headers.clone());
    own
}

fn served(parts: &Parts) -> Result<&Served, HttpError> {
    parts.extensions.get::<Served>().ok_or_else(|| HttpError::internal("the router was called without a site"))
}

/// The language that a path begins with, in any spelling, and what comes after it.
pub(super) fn split<'a>(edition: &SiteState, path: &'a str) -> (Option<Lang>, &'a str) {
    let path = path.strip_prefix('/').unwrap_or(path);
    let (first, rest) = path.split_once('/').unwrap_or((path, ""));
    match edition.site.languages().by_path(first) {
        Some(language) => (Some(language.tag.clone()), rest),
        None => (None, path),
    }
}
