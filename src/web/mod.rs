//! The web: from a request to a response. Routes, pages, feeds, cache policy, page cache, limits, errors. axum, hyper and askama
//! stop here.

mod app;
mod assets;
mod cache;
mod context;
mod demand;
mod dispatch;
mod error;
mod feeds;
mod found;
mod keys;
mod layout;
mod middleware;
mod pages;
mod policy;
mod preview;
mod purges;
mod reply;
mod request_head;
mod router;
mod server;
mod stack;
mod urls;

pub use app::{App, Edition};
pub use assets::Assets;
pub use demand::Demand;
pub use found::{card_address, found_json};
pub use middleware::access_log::{AccessLog, LogFormat};
pub use preview::Preview;
pub use server::{
    admin::serve_admin,
    run::{converse, rendered, router, serve},
    tls::{Tls, TlsError},
};
