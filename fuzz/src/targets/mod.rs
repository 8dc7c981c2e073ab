//! What is fuzzed: each target takes any bytes, and panics where a promise is broken. libFuzzer runs them, and
//! `tests/it/fuzzed.rs` replays what it found.

mod accept_encoding;
mod accept_language;
mod archive_json;
mod bucket;
mod cookie;
mod fluent;
mod forwarded;
mod front_matter;
mod html;
mod import;
mod import_html;
mod import_wordpress;
pub(crate) mod markdown;
mod place;
mod proxy_preface;
mod query;
mod request;
mod site;
mod site_toml;

/// A target.
pub(crate) type Target = fn(&[u8]);

/// All of them by name; the name is that of the corpus, too.
pub(crate) const TARGETS: [(&str, Target); 18] = [
    ("accept_encoding", accept_encoding::run),
    ("accept_language", accept_language::run),
    ("archive_json", archive_json::run),
    ("bucket", bucket::run),
    ("cookie", cookie::run),
    ("fluent", fluent::run),
    ("forwarded", forwarded::run),
    ("front_matter", front_matter::run),
    ("import_html", import_html::run),
    ("import_hugo", import::hugo),
    ("import_jekyll", import::jekyll),
    ("import_wordpress", import_wordpress::run),
    ("import_zola", import::zola),
    ("markdown", markdown::run),
    ("proxy_preface", proxy_preface::run),
    ("query", query::run),
    ("request", request::run),
    ("site_toml", site_toml::run),
];
