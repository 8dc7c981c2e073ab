//! Routes, pages, policy, errors: from a request to a response. axum and askama stop here.

mod app;
mod ask;
mod assets;
mod body;
mod coding;
mod error;
mod feed;
mod handler;
mod map_url;
mod page;
mod pages;
mod policy;
mod range;
mod reply;
mod respond;
mod selector;
mod server;
mod url;
mod xml;

pub use app::{App, Edition};
pub use assets::Assets;
pub use server::{router, serve};
