//! Routes, pages, policy, errors: from a request to a response. axum and askama stop here.

mod access_log;
mod admin;
mod app;
mod ask;
mod assets;
mod body;
mod cache;
mod census;
mod coding;
mod connection;
mod error;
mod gate;
mod handler;
mod metrics;
mod paced;
mod page;
mod pages;
mod policy;
mod range;
mod record;
mod reply;
mod respond;
mod route_name;
mod selector;
mod server;
mod service;
mod url;
mod workers;

pub use access_log::{AccessLog, LogFormat};
pub use admin::serve_admin;
pub use app::{App, Edition};
pub use assets::Assets;
pub use server::{router, serve};
