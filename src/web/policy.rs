//! Every header about caching and languages, in one place: which responses may be cached, by whom, for how long, and on which
//! headers of the request they depend. No handler writes such a header itself.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

use crate::model::lang::Lang;

/// How a response may be cached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CachePolicy {
    /// A page under `/<lang>/`: it depends on its URL alone. Any cache may store it, and none can serve a wrong language.
    Page(Lang),
    /// A text for machines that is the same in every language: a map of the site, a feed of all languages.
    Machine,
    /// A redirect that depends on the reader's languages: no cache may store it.
    Negotiated,
    /// The answer to `?remember`, which sets a cookie.
    Choice,
    /// The refusal of a header of this request alone. Under the same address other readers get the file.
    Refusal,
    /// A redirect to the one right address.
    Moved,
    /// A file whose address changes with its bytes.
    Immutable,
    /// A file whose address stays when its bytes change.
    Revalidate,
    /// A page under `/<lang>/` about the reader's own request.
    Personal(Lang),
    /// A page under `/<lang>/` that does not exist yet.
    Missing(Lang),
    /// A search: it depends on its URL only, and is private.
    SearchResults(Lang),
    /// A page that only a signed link opens; it may have a language.
    Signed(Option<Lang>),
    /// A text made before every article was read: some of them may be missing in it, so no cache may store it. It may have a language.
    Provisional(Option<Lang>),
    /// An error page in a negotiated language, or a failure.
    Error(Lang),
}

/// A minute, so that a correction is soon everywhere; a day when the server does not answer (RFC 5861).
const PAGE: &str = "public, max-age=60, stale-if-error=86400";

impl CachePolicy {
    /// Writes `Cache-Control`, `Vary` and `Content-Language`.
    pub fn write(&self, headers: &mut HeaderMap) {
        let (cache, vary) = match self {
            CachePolicy::Page(_) | CachePolicy::Machine => (PAGE, Some("Accept-Encoding")),
            CachePolicy::Negotiated => ("private, no-store", Some("Accept-Language, Cookie")),
            CachePolicy::Choice | CachePolicy::Refusal | CachePolicy::Signed(None) => ("private, no-store", None),
            CachePolicy::Signed(Some(_)) | CachePolicy::Provisional(_) => {
                ("private, no-store", Some("Accept-Encoding"))
            }
            CachePolicy::Moved => ("public, max-age=3600", None),
            CachePolicy::Immutable => ("public, max-age=31536000, immutable", Some("Accept-Encoding")),
            CachePolicy::Revalidate => ("public, no-cache", Some("Accept-Encoding")),
            CachePolicy::Missing(_) => ("public, max-age=10", Some("Accept-Encoding")),
            CachePolicy::SearchResults(_) => ("private, max-age=60", Some("Accept-Encoding")),
            CachePolicy::Personal(_) | CachePolicy::Error(_) => {
                ("private, no-store", Some("Accept-Language, Cookie, Accept-Encoding"))
            }
        };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
        if let Some(vary) = vary {
            headers.insert(header::VARY, HeaderValue::from_static(vary));
        }
        if let CachePolicy::Signed(_) = self {
            headers.insert(HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex"));
            headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        }
        if let Some(lang) = self.lang()
            && let Ok(value) = HeaderValue::from_str(lang.as_str())
        {
            headers.insert(header::CONTENT_LANGUAGE, value);
        }
    }

    /// The policy of the same response while articles are still to be read.
    pub(super) fn provisional(self) -> CachePolicy {
        match self {
            CachePolicy::Page(lang) | CachePolicy::Missing(lang) | CachePolicy::SearchResults(lang) => {
                CachePolicy::Provisional(Some(lang))
            }
            CachePolicy::Machine => CachePolicy::Provisional(None),
            other => other,
        }
    }

    /// The language of a page.
    pub fn lang(&self) -> Option<&Lang> {
        match self {
            CachePolicy::Page(lang)
            | CachePolicy::Personal(lang)
            | CachePolicy::Missing(lang)
            | CachePolicy::SearchResults(lang)
            | CachePolicy::Error(lang) => Some(lang),
            CachePolicy::Signed(lang) | CachePolicy::Provisional(lang) => lang.as_ref(),
            _ => None,
        }
    }
}

/// The longest time for which a cache may hold a response whose address stays when its bytes change.
const LONGEST: u64 = 3600;

/// Shortens the time for which caches hold a response to `left` seconds, when something is published: no cache may then show
/// the earlier page.
pub(super) fn cap_age(headers: &mut HeaderMap, left: u64) {
    if left >= LONGEST {
        return;
    }
    let Some(value) = headers.get(header::CACHE_CONTROL).and_then(|value| value.to_str().ok()) else { return };
    if value.contains("immutable") {
        return;
    }
    let capped = |directive: &str| match directive.strip_prefix("max-age=").and_then(|age| age.parse::<u64>().ok()) {
        Some(age) => format!("max-age={}", age.min(left)),
        None => directive.to_owned(),
    };
    let capped = value.split(", ").map(capped).collect::<Vec<_>>().join(", ");
    if let Ok(value) = HeaderValue::from_str(&capped) {
        headers.insert(header::CACHE_CONTROL, value);
    }
}

/// A page of a preview is true only for the moment: no cache may store it, nor a redirect. A file whose address changes with its
/// bytes may still be cached.
pub(super) fn write_preview(headers: &mut HeaderMap) {
    let immutable = |value: &HeaderValue| value.to_str().is_ok_and(|value| value.contains("immutable"));
    if !headers.get(header::CACHE_CONTROL).is_some_and(immutable) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    }
}

/// Headers of every response. No script but ours runs, nothing is framed, nothing is sent
/// elsewhere. Scripts keep articles on the device; no page needs them. `connect-src` is for tools that fetch `robots.txt` from within a page, as Lighthouse does.
const SECURITY: [(HeaderName, &str); 6] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; worker-src 'self'; manifest-src 'self'; style-src 'self'; img-src 'self'; \
         media-src 'self'; connect-src 'self'; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// The headers of every response: names and values.
pub fn security_headers() -> impl Iterator<Item = (String, &'static str)> {
    SECURITY.into_iter().map(|(name, value)| (name.to_string(), value))
}

/// Writes the headers that protect readers, but for one that the policy has written already; `Strict-Transport-Security` where the site lives at https.
pub(super) fn write_security(headers: &mut HeaderMap, https: bool) {
    for (name, value) in SECURITY {
        headers.entry(name).or_insert_with(|| HeaderValue::from_static(value));
    }
    if https {
        let year = HeaderValue::from_static("max-age=31536000");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(policy: CachePolicy) -> Vec<String> {
        let mut headers = HeaderMap::new();
        policy.write(&mut headers);
        let mut lines: Vec<_> =
            headers.iter().map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect();
        lines.sort();
        lines
    }

    #[test]
    fn a_page_depends_on_its_url_and_its_coding_alone() {
        assert_eq!(
            written(CachePolicy::Page("uk".parse().unwrap())),
            [
                "cache-control: public, max-age=60, stale-if-error=86400",
                "content-language: uk",
                "vary: Accept-Encoding"
            ]
        );
    }

    #[test]
    fn a_negotiated_redirect_is_kept_by_nobody() {
        assert_eq!(
            written(CachePolicy::Negotiated),
            ["cache-control: private, no-store", "vary: Accept-Language, Cookie"]
        );
    }

    #[test]
    fn no_cache_stores_what_was_made_before_every_article_was_read() {
        let uk = || "uk".parse().unwrap();
        for policy in [CachePolicy::Page(uk()), CachePolicy::Missing(uk()), CachePolicy::SearchResults(uk())] {
            let expected = ["cache-control: private, no-store", "content-language: uk", "vary: Accept-Encoding"];
            assert_eq!(written(policy.clone().provisional()), expected, "{policy:?}");
        }
        let expected = ["cache-control: private, no-store", "vary: Accept-Encoding"];
        assert_eq!(written(CachePolicy::Machine.provisional()), expected);
        for policy in [CachePolicy::Immutable, CachePolicy::Revalidate, CachePolicy::Error(uk())] {
            assert_eq!(policy.clone().provisional(), policy);
        }
    }

    #[test]
    fn no_cache_holds_a_page_beyond_the_next_publication() {
        for (policy, left, expected) in [
            (CachePolicy::Machine, 3600, "public, max-age=60, stale-if-error=86400"),
            (CachePolicy::Machine, 61, "public, max-age=60, stale-if-error=86400"),
            (CachePolicy::Machine, 7, "public, max-age=7, stale-if-error=86400"),
            (CachePolicy::Machine, 0, "public, max-age=0, stale-if-error=86400"),
            (CachePolicy::Missing("uk".parse().unwrap()), 3, "public, max-age=3"),
            (CachePolicy::SearchResults("uk".parse().unwrap()), 3, "private, max-age=3"),
            (CachePolicy::Moved, 30, "public, max-age=30"),
            (CachePolicy::Immutable, 0, "public, max-age=31536000, immutable"),
            (CachePolicy::Revalidate, 0, "public, no-cache"),
            (CachePolicy::Negotiated, 0, "private, no-store"),
        ] {
            let mut headers = HeaderMap::new();
            policy.write(&mut headers);
            cap_age(&mut headers, left);
            assert_eq!(headers[header::CACHE_CONTROL], expected, "{policy:?}, {left}");
        }
    }
}
