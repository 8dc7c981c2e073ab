//! The layers around the router, from the connection to the handler.

use tower::{ServiceBuilder, layer::layer_fn};

use super::{
    app::App,
    middleware::{
        limits::{AnswerLimit, CheckHead, Reject, SearchLimit, StripBasePath},
        observe::{CountRequests, Finish, LogRequests},
        rendering::{CacheHits, Render},
    },
};

/// The site as a tower service.
pub(super) type Stack =
    Finish<CheckHead<StripBasePath<LogRequests<Reject<CacheHits<CountRequests<AnswerLimit<SearchLimit<Render>>>>>>>>>;

/// The layers, outermost first.
pub(super) fn stack(app: &App) -> Stack {
    ServiceBuilder::new()
        // `Date`, the next publication, `Connection: close` while the server stops, and what the client has taken of the body.
        .layer(layer_fn(|inner| Finish { app: app.clone(), inner }))
        // `Host`, and the lengths of address and headers.
        .layer(layer_fn(|inner| CheckHead { app: app.clone(), inner }))
        // The path of `base_url`, off the address.
        .layer(layer_fn(|inner| StripBasePath { app: app.clone(), inner }))
        // The access log.
        .layer(layer_fn(|inner| LogRequests { app: app.clone(), inner }))
        // Requests that the server has rejected, by a status without a page.
        .layer(layer_fn(|inner| Reject { app: app.clone(), inner }))
        // A page out of the cache, with validators and codings.
        .layer(layer_fn(|inner| CacheHits { app: app.clone(), inner }))
        // The count of requests that the cache did not answer and count.
        .layer(layer_fn(|inner| CountRequests { app: app.clone(), inner }))
        // Answers at once on a connection, and their bytes in memory.
        .layer(layer_fn(|inner| AnswerLimit { app: app.clone(), inner }))
        // Searches at once.
        .layer(layer_fn(|inner| SearchLimit { app: app.clone(), inner }))
        // A thread that may block, panics, security headers, ranges, codings; within it, the router.
        .service(Render { app: app.clone() })
}
