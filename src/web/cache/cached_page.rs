//! One cached page, in the codings that readers have asked for so far.

use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use arc_swap::ArcSwap;
use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header},
};

use super::variant::{ResponseForm, SharedHeads, Variant, etag};
use crate::{
    i18n::negotiate::{Encoding, accepted_encoding},
    model::Digest,
    web::{
        middleware::{
            metrics::HitCounters,
            respond::{Effort, entity_tags, file_head, is_compressible, text_head},
        },
        policy::{CachePolicy, write_security},
        reply::{Reply, StorePage, TextReply},
        server::response_body::ResponseBody,
        urls::base_path::Outward,
    },
};

/// A cached page.
#[derive(Debug)]
pub(in crate::web) struct CachedPage {
    kept: CacheableReply,
    counters: HitCounters,
    heads: Arc<SharedHeads>,
    digest: Digest,
    /// The revision of the archive at which it was last validated.
    seen: AtomicU64,
    codings: [CodedVariant; Encoding::ALL.len()],
}

#[derive(Debug, Default)]
struct CodedVariant {
    variant: OnceLock<ArcSwap<Variant>>,
    /// Whether the best coding waits to be made.
    queued: AtomicBool,
}

/// A page for one reader.
pub(in crate::web) struct CachedResponse {
    variant: arc_swap::Guard<Arc<Variant>>,
    form: ResponseForm,
    /// The coding whose best form is to be made now.
    pub pack: Option<Encoding>,
}

impl CachedResponse {
    /// The answer itself.
    pub(in crate::web) fn response(self, method: &Method) -> Response<ResponseBody> {
        self.variant.response(self.form, method != Method::HEAD)
    }
}

impl CodedVariant {
    /// Whether its best form is to be made; true once until [`CachedPage::not_packed`].
    fn is_to_be_packed(&self, variant: &Variant) -> bool {
        variant.effort == Effort::Fast
            && !self.queued.load(Ordering::Relaxed)
            && !self.queued.swap(true, Ordering::AcqRel)
    }
}

impl CachedPage {
    pub(super) fn new(kept: CacheableReply, seen: u64, counters: HitCounters, heads: Arc<SharedHeads>) -> Self {
        let digest = Digest::hash(&kept.body);
        CachedPage { kept, counters, heads, digest, seen: AtomicU64::new(seen), codings: Default::default() }
    }

    /// Whether it was validated at `revision`.
    pub(super) fn is_right_at(&self, revision: u64) -> bool {
        self.seen.load(Ordering::Acquire) >= revision
    }

    /// Counts a cache hit.
    pub(super) fn count(&self, answer: &CachedResponse) {
        let whole = answer.form.status() == StatusCode::OK;
        let counter = if whole { &self.counters.ok } else { &self.counters.not_modified };
        counter.inc();
        self.counters.hits.inc();
    }

    /// Whether its content equals `kept`; then it is valid at `revision` too.
    pub(super) fn prove(&self, kept: &CacheableReply, revision: u64) -> bool {
        let same = self.kept == *kept;
        if same {
            self.seen.fetch_max(revision, Ordering::AcqRel);
        }
        same
    }

    /// The response to a request; `None` if its coding is not made yet.
    pub(in crate::web) fn answer(&self, asked: ConditionalHeaders<'_>) -> Option<CachedResponse> {
        let encoding = encoding(asked);
        let coding = self.coding(encoding);
        let variant = coding.variant.get()?.load();
        let form = match asked.tags {
            Some(tags) if variant.is(tags) => ResponseForm::NotModified,
            Some(tags) => self.compare(&variant, encoding, tags),
            None => ResponseForm::Whole,
        };
        let pack = coding.is_to_be_packed(&variant).then_some(encoding);
        Some(CachedResponse { variant, form, pack })
    }

    /// As [`CachedPage::answer`], but makes a missing coding: in its fast form, because a client waits.
    pub(in crate::web) fn answer_now(&self, asked: ConditionalHeaders<'_>) -> Option<CachedResponse> {
        let encoding = encoding(asked);
        self.coding(encoding).variant.get_or_init(|| ArcSwap::from_pointee(self.make(encoding, Effort::Fast)));
        self.answer(asked)
    }

    /// Makes the best form of a coding, and replaces the fast one with it.
    pub(super) fn pack(&self, encoding: Encoding) {
        if let Some(variant) = self.coding(encoding).variant.get() {
            variant.store(Arc::new(self.make(encoding, Effort::Best)));
        }
        self.not_packed(encoding);
    }

    /// Allows another request for the best form of a coding.
    pub(super) fn not_packed(&self, encoding: Encoding) {
        self.coding(encoding).queued.store(false, Ordering::Release);
    }

    /// Bytes that it takes in memory.
    pub(super) fn weight(&self) -> usize {
        let variants = self.codings.iter().filter_map(|coding| coding.variant.get());
        self.kept.body.len() + size_of::<CachedPage>() + variants.map(|variant| variant.load().weight()).sum::<usize>()
    }

    /// RFC 9110, 13.1.2: any of the tags will do, and comparison is weak. Both tags of the coding are this page's: the one that
    /// the fast form had here before, and the one that the best form has on another machine already.
    fn compare(&self, variant: &Variant, encoding: Encoding, tags: &str) -> ResponseForm {
        let both = [Effort::Fast, Effort::Best].map(|effort| etag(self.digest, encoding, effort));
        for tag in entity_tags(tags) {
            if tag == "*" || variant.is(tag) {
                return ResponseForm::NotModified;
            }
            if let Some(known) = both.iter().find(|known| known.as_bytes() == tag.as_bytes()) {
                return ResponseForm::NotModifiedAs(known.clone());
            }
        }
        ResponseForm::Whole
    }

    fn make(&self, encoding: Encoding, effort: Effort) -> Variant {
        // Without a coding there is no better form.
        let effort = if encoding == Encoding::Identity { Effort::Best } else { effort };
        Variant::new(&self.heads, &self.kept.head, &self.kept.body, self.digest, encoding, effort)
    }

    fn coding(&self, encoding: Encoding) -> &CodedVariant {
        self.codings.get(encoding.index()).expect("`codings` has a place for every index of a coding")
    }
}

fn encoding(asked: ConditionalHeaders<'_>) -> Encoding {
    accepted_encoding(asked.coding).unwrap_or(Encoding::Identity)
}

/// Two headers of a request, as far as they are text. If one occurs twice, the first counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::web) struct ConditionalHeaders<'a> {
    /// `Accept-Encoding`.
    pub coding: Option<&'a str>,
    /// `If-None-Match`; empty if it is not text, because it still counts (RFC 9110, 13.2.2).
    pub tags: Option<&'a str>,
}

impl<'a> ConditionalHeaders<'a> {
    /// The conditions in these headers.
    pub(in crate::web) fn from_headers(headers: &'a HeaderMap) -> Self {
        ConditionalHeaders {
            coding: headers.get(header::ACCEPT_ENCODING).and_then(text),
            tags: headers.get(header::IF_NONE_MATCH).map(|tags| text(tags).unwrap_or_default()),
        }
    }
}

/// The value of a header, if it is plain text.
fn text(value: &HeaderValue) -> Option<&str> {
    value.to_str().ok()
}

/// A static file larger than this is not cached: it would evict many pages.
const LARGEST: usize = 1 << 20;

/// A response without the headers that depend on its coding: validators, length, and the coding itself.
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
