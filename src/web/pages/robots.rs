//! `/robots.txt`: all may be read.

use crate::web::{
    handler::Context,
    policy::CachePolicy,
    reply::{Reply, TextReply},
};

/// The file.
pub(in crate::web) fn text(_: &Context<'_>) -> Reply {
    let mut reply = TextReply::html(CachePolicy::Revalidate, "User-agent: *\nAllow: /\n".to_owned());
    reply.content_type = "text/plain; charset=utf-8";
    reply.into()
}
