//! The heads of pages, each kind once. Most of what a head says is said by thousands of pages, and what many requests read
//! stays near the processor: a page of its own keeps the few values that are its alone.

use std::sync::{Arc, Mutex, PoisonError};

use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderName, HeaderValue, header},
};

/// Heads that are shared at most; a site has a dozen or two.
const KINDS: usize = 256;

/// The headers of a 304 in addition to its validator (RFC 9110, 15.4.5): the rest the reader has already.
const NOT_MODIFIED: [HeaderName; 4] = [header::CACHE_CONTROL, header::VARY, header::CONTENT_LANGUAGE, header::ETAG];

/// Every head there is.
#[derive(Debug, Default)]
pub(super) struct SharedHeads(Mutex<Vec<Arc<SharedHead>>>);

/// The part of the head that many pages share, with empty values where they differ.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct SharedHead {
    whole: HeaderMap,
    not_modified: HeaderMap,
    /// The headers that each page has a value of its own for, the validator first.
    own: Vec<HeaderName>,
}

impl SharedHeads {
    /// Takes a complete head apart: what it shares with others, and the values that are its own, the validator first.
    pub(super) fn share(&self, mut whole: HeaderMap) -> (Arc<SharedHead>, Box<[HeaderValue]>) {
        let others = whole.keys().filter(|name| is_own(name) && **name != header::ETAG).cloned();
        let own: Vec<HeaderName> = std::iter::once(header::ETAG).chain(others).collect();
        let values = together(own.iter().map(|name| {
            let empty = HeaderValue::from_static("");
            whole.insert(name, empty).unwrap_or_else(|| HeaderValue::from_static(""))
        }));
        let mut not_modified = HeaderMap::with_capacity(8);
        for name in NOT_MODIFIED {
            if let Some(value) = whole.get(&name) {
                not_modified.insert(name, value.clone());
            }
        }
        (self.intern(SharedHead { whole, not_modified, own }), values)
    }

    fn intern(&self, head: SharedHead) -> Arc<SharedHead> {
        let mut heads = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = heads.iter().find(|known| ***known == head) {
            return Arc::clone(known);
        }
        if heads.len() >= KINDS {
            heads.clear();
        }
        let head = Arc::new(head);
        heads.push(Arc::clone(&head));
        head
    }
}

impl SharedHead {
    /// The head of a page with these values.
    pub(super) fn whole(&self, values: &[HeaderValue]) -> HeaderMap {
        self.filled(&self.whole, values)
    }

    /// The head of the 304 in its stead.
    pub(super) fn not_modified(&self, values: &[HeaderValue]) -> HeaderMap {
        self.filled(&self.not_modified, values)
    }

    fn filled(&self, head: &HeaderMap, values: &[HeaderValue]) -> HeaderMap {
        let mut head = head.clone();
        for (name, value) in self.own.iter().zip(values) {
            if let Some(own) = head.get_mut(name) {
                own.clone_from(value);
            }
        }
        head
    }
}

/// Whether pages of one kind differ in it; those for surrogate keys have the word in their names.
fn is_own(name: &HeaderName) -> bool {
    [header::CONTENT_LENGTH, header::LINK].contains(name)
        || ["key", "tag"].iter().any(|word| name.as_str().contains(word))
}

/// The same values, side by side in memory.
fn together(values: impl Iterator<Item = HeaderValue>) -> Box<[HeaderValue]> {
    let values: Vec<HeaderValue> = values.collect();
    let all = Bytes::from(values.iter().map(HeaderValue::as_bytes).collect::<Vec<_>>().concat());
    let mut from = 0;
    let placed = values.into_iter().map(|value| {
        let range = from..from + value.len();
        from = range.end;
        HeaderValue::from_maybe_shared(all.slice(range)).unwrap_or(value)
    });
    placed.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn what_is_taken_apart_comes_together_again_and_pages_of_a_kind_share_a_head() {
        let heads = SharedHeads::default();
        let page = |etag, length| {
            head(&[
                ("content-type", "text/html"),
                ("vary", "Accept-Encoding"),
                ("content-length", length),
                ("xkey", etag),
                ("etag", etag),
            ])
        };
        let (one, ones) = heads.share(page("\"1\"", "10"));
        let (two, twos) = heads.share(page("\"2\"", "2000"));
        assert!(Arc::ptr_eq(&one, &two));
        assert_eq!((one.whole(&ones), two.whole(&twos)), (page("\"1\"", "10"), page("\"2\"", "2000")));
        assert_eq!(one.not_modified(&ones), head(&[("vary", "Accept-Encoding"), ("etag", "\"1\"")]));
        let (other, _) = heads.share(head(&[("content-type", "text/xml"), ("etag", "\"3\"")]));
        assert!(!Arc::ptr_eq(&one, &other));
    }
}
