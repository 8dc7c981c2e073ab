//! `/robots.txt`: all may be read, and here is the map. Search engines read it at the root of a host alone.

use crate::web::{
    context::RequestContext,
    policy::CachePolicy,
    reply::{Reply, TextReply},
    urls::sitemap_url,
};

/// The file.
pub(in crate::web) async fn text(context: RequestContext) -> Reply {
    let site = &context.edition.site;
    let map = format!("{}{}", site.base_url(), sitemap_url::INDEX);
    let text = format!("User-agent: *\nAllow: {}/\n\nSitemap: {map}\n", site.base_path());
    TextReply::new(CachePolicy::Revalidate, "text/plain; charset=utf-8", text).into()
}
