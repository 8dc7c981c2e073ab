//! Routes, pages, policy, errors: from a request to a response. axum and askama stop here.

mod app;
mod ask;
mod assets;
mod body;
mod coding;
mod demand;
mod error;
mod feed;
mod found;
mod handler;
mod map_url;
mod page;
mod pages;
mod policy;
mod preview;
mod range;
mod reply;
mod respond;
mod selector;
mod server;
mod url;
mod xml;

pub use app::{App, Edition};
pub use assets::Assets;
pub use demand::Demand;
pub use found::{card_address, found_json};
pub use preview::Preview;
pub use server::{router, serve};
