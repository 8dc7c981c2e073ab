//! `/robots.txt`: all may be read, and here is the map.

use crate::web::{
    handler::Context,
    map_url,
    policy::CachePolicy,
    reply::{Reply, TextReply},
};

/// The file.
pub(in crate::web) fn text(context: &Context<'_>) -> Reply {
    let map = format!("{}{}", context.edition.site.base_url(), map_url::INDEX);
    let text = format!("User-agent: *\nAllow: /\n\nSitemap: {map}\n");
    TextReply::of(CachePolicy::Revalidate, "text/plain; charset=utf-8", text).into()
}
