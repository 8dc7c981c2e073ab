//! The web: from a request to a response. Routes, pages, feeds, cache policy, page cache, limits, errors. axum, hyper and askama
//! stop here.

mod app;
mod assets;
mod cache;
mod context;
mod dispatch;
mod error;
mod feeds;
mod inventory;
mod layout;
mod middleware;
mod pages;
mod policy;
mod preview;
mod reply;
mod request_head;
mod router;
mod server;
mod stack;
mod surrogate_keys;
mod urls;

pub use app::{App, SiteState};
pub use assets::Assets;
pub use feeds::entry_store::EntryStore;
pub use inventory::{
    addresses::{
        AddressKind, CurrentAddress, FormerAddress, SiteAddress, cards_of, current_assets, current_file, encoded_query,
        former_addresses, has_alone, of_article, of_assets, of_card, of_file, of_listings,
    },
    answer::{AnswerBody, AnswerRequest, SiteAnswer, answer_at, error_page_at, languages_in_use, relinked},
    start::{search_nothing, start_page},
};
pub use layout::site_state::Menus;
pub use middleware::access_log::{ACCESS, AccessLog, LogFormat};
pub use pages::{
    media::original_of,
    search::{card_address, found_json},
};
pub use policy::security_headers;
pub use preview::Preview;
pub use server::{
    admin::serve_admin,
    forwarded::forwarded_client,
    listener::Listener,
    proxy_preface::{Preface, read_preface},
    run::{rendered, router, serve, serve_stream},
    tls::{Tls, TlsError},
};
pub use urls::signed_link::signed_path;
