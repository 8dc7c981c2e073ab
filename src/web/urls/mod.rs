//! Addresses: read from requests and written into pages.

pub(super) mod base_path;
pub(super) mod path;
pub(super) mod route_name;
pub(super) mod signed_link;
pub(super) mod sitemap_url;
pub(super) mod text_fragment;
pub(super) mod url;
