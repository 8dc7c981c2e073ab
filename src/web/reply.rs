//! The reply of a handler, before headers and bytes are written.

use std::{collections::BTreeSet, sync::Arc};

use axum::{
    body::Bytes,
    http::{HeaderName, HeaderValue, StatusCode},
};

use super::policy::CachePolicy;
use crate::{model::made_from, source::StoredFile};

/// An answer. Handlers make values; one place (`middleware/respond.rs`) turns them into headers and bytes.
#[derive(Debug, Clone)]
pub enum Reply {
    /// A text: HTML, as a rule.
    Text(TextReply),
    /// A redirect.
    Redirect(Redirect),
    /// A file, whole or in part.
    File(FileReply),
}

/// A text, and the values of its headers.
#[derive(Debug, Clone)]
pub struct TextReply {
    /// 200, or the status of an error page.
    pub status: StatusCode,
    /// How it may be cached, and its language.
    pub policy: CachePolicy,
    /// `Content-Type`.
    pub content_type: &'static str,
    /// The text.
    pub body: String,
    /// The methods allowed, on a 405.
    pub allow: Option<&'static str>,
    /// `Link`, for a text that has no place for links of its own.
    pub link: Option<String>,
    /// Whether it is cached for the next request.
    pub keep: StorePage,
    /// The keys of the articles that it shows, where surrogate keys are asked for.
    pub shows: BTreeSet<String>,
    /// Its surrogate keys, ready to be sent.
    pub keys: Option<(HeaderName, HeaderValue)>,
}

/// Whether a page is stored in the page cache, if its policy allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StorePage {
    /// If its policy allows.
    ByPolicy,
    /// Never: each request for it is counted.
    Never,
}

/// A redirect to an address of this site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Redirect {
    /// 302: to the language negotiated for this reader.
    Negotiated(String),
    /// 303: to the page itself, with the choice of its language in a cookie.
    Remember {
        /// The address without `?remember`.
        to: String,
        /// The tag that the cookie holds.
        lang: String,
    },
    /// 303: to the page itself, with the choice of a language forgotten.
    Forget(String),
    /// 308: to the one right address.
    Moved(String),
    /// 303: from a signed link, to another form of it or to the page that is public now.
    Signed(String),
    /// 302: to the present address of a file whose address changes with its bytes, or to where an address leads for now.
    Current(String),
}

/// A file's bytes.
#[derive(Debug, Clone)]
pub struct FileReply {
    /// Its bytes.
    pub content: FileContent,
    /// `Content-Type`.
    pub content_type: String,
    /// Its validator, without quotes.
    pub digest: String,
    /// How it may be cached.
    pub policy: CachePolicy,
}

/// The source of a file's bytes.
#[derive(Debug, Clone)]
pub enum FileContent {
    /// In memory, shared by all who ask for it.
    Shared(Bytes),
    /// In memory, for this answer alone.
    Own(Bytes),
    /// On the disk, to be read as the reader takes them.
    Stored(Arc<StoredFile>),
}

impl FileContent {
    /// The length in bytes.
    pub fn size(&self) -> u64 {
        match self {
            FileContent::Shared(bytes) | FileContent::Own(bytes) => bytes.len() as u64,
            FileContent::Stored(file) => file.size(),
        }
    }

    /// The bytes, where they are in memory.
    pub fn bytes(&self) -> Option<&Bytes> {
        match self {
            FileContent::Shared(bytes) | FileContent::Own(bytes) => Some(bytes),
            FileContent::Stored(_) => None,
        }
    }
}

impl Reply {
    /// The same while articles are still to be read: no cache stores it, and no redirect is for good, because an article that comes
    /// may have the address.
    pub(super) fn provisional(self) -> Reply {
        match self {
            Reply::Text(text) => Reply::Text(TextReply { policy: text.policy.provisional(), ..text }),
            Reply::Redirect(Redirect::Moved(to)) => Reply::Redirect(Redirect::Current(to)),
            other => other,
        }
    }
}

impl TextReply {
    /// An HTML page.
    pub fn html(policy: CachePolicy, body: String) -> Self {
        TextReply {
            status: StatusCode::OK,
            policy,
            content_type: "text/html; charset=utf-8",
            body,
            allow: None,
            keep: StorePage::ByPolicy,
            link: None,
            shows: BTreeSet::new(),
            keys: None,
        }
    }

    /// A text of another kind.
    pub fn new(policy: CachePolicy, content_type: &'static str, body: String) -> Self {
        TextReply { content_type, ..TextReply::html(policy, body) }
    }
}

made_from!(Reply {
    TextReply: reply => Reply::Text(reply),
    Redirect: redirect => Reply::Redirect(redirect),
});

/// A reply with a file whose address changes with its bytes.
pub(in crate::web) fn immutable(content: FileContent, content_type: String, digest: String) -> Reply {
    Reply::File(FileReply { content, content_type, digest, policy: CachePolicy::Immutable })
}
