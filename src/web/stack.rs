//! The layers around the router, from the connection to the handler.

use tower::ServiceBuilder;

use super::{
    app::App,
    middleware::{
        exchange::Layer,
        limits::{AnswerLimit, CheckHead, Reject, SearchLimit, StripBasePath},
        observe::{CountRequests, Finish, LogRequests},
        rendering::{CacheHits, Render},
    },
};

/// The site as a tower service.
#[rustfmt::skip]
pub(super) type Stack = Layer<Finish, Layer<CheckHead, Layer<StripBasePath, Layer<LogRequests, Layer<Reject, Layer<CacheHits,
    Layer<CountRequests, Layer<AnswerLimit, Layer<SearchLimit, Render>>>>>>>>>;

/// The layers, outermost first.
pub(super) fn stack(app: &App) -> Stack {
    ServiceBuilder::new()
        // `Date`, the next publication, `Connection: close` while the server stops, and what the client has taken of the body.
        .layer_fn(|inner| Layer::new(app, Finish, inner))
        // `Host`, and the lengths of address and headers.
        .layer_fn(|inner| Layer::new(app, CheckHead, inner))
        // The path of `base_url`, off the address.
        .layer_fn(|inner| Layer::new(app, StripBasePath, inner))
        // The access log.
        .layer_fn(|inner| Layer::new(app, LogRequests, inner))
        // Requests that the server has rejected, by a status without a page.
        .layer_fn(|inner| Layer::new(app, Reject, inner))
        // A page out of the cache, with validators and codings.
        .layer_fn(|inner| Layer::new(app, CacheHits, inner))
        // The count of requests that the cache did not answer and count.
        .layer_fn(|inner| Layer::new(app, CountRequests, inner))
        // Answers at once on a connection, and their bytes in memory.
        .layer_fn(|inner| Layer::new(app, AnswerLimit, inner))
        // Searches at once.
        .layer_fn(|inner| Layer::new(app, SearchLimit, inner))
        // A thread that may block, panics, security headers, ranges, codings; within it, the router.
        .service(Render { app: app.clone() })
}
