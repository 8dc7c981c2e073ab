//! What a reply must be for it to be kept, and what of it is kept.

use axum::{
    body::Bytes,
    http::{HeaderMap, StatusCode},
};

use crate::web::{
    middleware::respond::{file_head, is_compressible, text_head},
    policy::{CachePolicy, write_security},
    reply::{Reply, StorePage, TextReply},
    urls::base_path::Outward,
};

/// A static file larger than this is not kept: it would push many pages out.
const LARGEST: usize = 1 << 20;

/// All of an answer but what its coding decides: validators, length, and the coding itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::web) struct CacheableReply {
    /// The headers.
    pub head: HeaderMap,
    /// The body, in no coding.
    pub body: Bytes,
}

impl CacheableReply {
    /// The part of `reply` to keep: a page that depends on its address alone, or a static text whose address changes
    /// with its bytes. Anything else depends on more, or may be there the next moment.
    pub(in crate::web) fn from_reply(reply: &Outward, https: bool) -> Option<CacheableReply> {
        let (mut head, body) = match reply.reply() {
            Reply::Text(TextReply { keep: StorePage::Never, .. }) => return None,
            Reply::Text(text) if text.status == StatusCode::OK && matches!(text.policy, CachePolicy::Page(_)) => {
                (text_head(text), Bytes::from(text.body.clone()))
            }
            Reply::File(file) if file.policy == CachePolicy::Immutable && is_compressible(&file.content_type) => {
                let bytes = file.content.bytes().filter(|bytes| bytes.len() <= LARGEST)?;
                (file_head(file), bytes.clone())
            }
            _ => return None,
        };
        write_security(&mut head, https);
        Some(CacheableReply { head, body })
    }
}
