//! Routes, pages, policy, errors: from a request to a response. axum and askama stop here.

mod app;
mod ask;
mod assets;
mod body;
mod cache;
mod coding;
mod error;
mod gate;
mod handler;
mod page;
mod pages;
mod policy;
mod range;
mod reply;
mod respond;
mod selector;
mod server;
mod service;
mod url;

pub use app::{App, Edition};
pub use assets::Assets;
pub use server::{router, serve};
