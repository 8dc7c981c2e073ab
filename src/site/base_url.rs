//! The address of a site: `https://example.org`, or a path below a host, `https://example.org/archive`.

use std::borrow::Cow;

use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use unicode_normalization::UnicodeNormalization;

use super::{Site, TomlFields};
use crate::model::{percent, sentence::say};

/// The address of a site's root, without a slash at its end, in its one right form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BaseUrl {
    whole: String,
    /// The beginning of its path.
    path: usize,
}

impl BaseUrl {
    /// Reads the key `base_url`; one that is not an address is a problem.
    pub(super) fn read(fields: &TomlFields<'_, '_>) -> BaseUrl {
        let text = fields.required("base_url").unwrap_or_default();
        BaseUrl::parse(&text).unwrap_or_else(|| {
            if !text.is_empty() {
                fields.problem("base_url", "bad-value", say("bad-value-base-url").with("found", &text));
            }
            BaseUrl { path: text.len(), whole: text }
        })
    }

    fn parse(text: &str) -> Option<BaseUrl> {
        let scheme = ["https://", "http://"].into_iter().find(|scheme| text.starts_with(scheme))?;
        let strange = |c: char| matches!(c, '"' | '<' | '>' | '?' | '#' | '\\') || c.is_whitespace() || c.is_control();
        let rest = text.strip_prefix(scheme).filter(|rest| !rest.contains(strange))?;
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        if host.is_empty() {
            return None;
        }
        let host = ascii_host(host)?;
        let mut whole = format!("{scheme}{host}");
        let start = whole.len();
        for part in path.split('/').filter(|part| !part.is_empty()) {
            whole.extend(["/", &written(part)?]);
        }
        Some(BaseUrl { whole, path: start })
    }

    pub(super) fn as_str(&self) -> &str {
        &self.whole
    }

    /// Its path, percent-encoded, without a slash at the end: `/archive`; empty where the site has the host to itself.
    pub(super) fn path(&self) -> &str {
        self.whole.get(self.path..).unwrap_or_default()
    }
}

impl Site {
    /// The same site at another address; `None` if `text` is not an address.
    pub fn with_base_url(mut self, text: &str) -> Option<Site> {
        self.base_url = BaseUrl::parse(text)?;
        Some(self)
    }
}

/// A part of the path in NFC, percent-encoded in one way. `None` for what a browser would resolve or refuse.
fn written(part: &str) -> Option<String> {
    let text: String = percent::decode(part)?.nfc().collect();
    let is_step = matches!(text.as_str(), "." | "..");
    (!is_step).then(|| percent::encoded(&text).to_string())
}

/// The host, perhaps with a port, as DNS has it: `музей.укр` is `xn--e1adhj9a.xn--j1amh` (UTS 46). One that is ASCII already stays
/// as it is. `None` if DNS has no form for it.
pub(crate) fn ascii_host(host: &str) -> Option<Cow<'_, str>> {
    if host.is_ascii() {
        return Some(host.into());
    }
    let (name, port) = host.split_at(host.find(':').unwrap_or(host.len()));
    let name =
        Uts46::new().to_ascii(name.as_bytes(), AsciiDenyList::URL, Hyphens::Allow, DnsLength::VerifyAllowRootDot);
    Some(format!("{}{port}", name.ok()?)).filter(|host| host.is_ascii()).map(Cow::Owned)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::site::parse_site;

    #[test]
    fn an_address_has_one_form_however_it_is_written() {
        for (text, whole, path) in [
            ("https://example.org", "https://example.org", ""),
            ("https://example.org/", "https://example.org", ""),
            ("http://127.0.0.1:8080//", "http://127.0.0.1:8080", ""),
            ("https://example.org/archive", "https://example.org/archive", "/archive"),
            ("https://example.org//museum//archive///", "https://example.org/museum/archive", "/museum/archive"),
            (
                "https://example.org/архів/",
                "https://example.org/%D0%B0%D1%80%D1%85%D1%96%D0%B2",
                "/%D0%B0%D1%80%D1%85%D1%96%D0%B2",
            ),
            ("https://example.org/%d0%b0", "https://example.org/%D0%B0", "/%D0%B0"),
            ("https://музей.укр", "https://xn--e1adhj9a.xn--j1amh", ""),
            ("https://Музей.укр:8443/а/", "https://xn--e1adhj9a.xn--j1amh:8443/%D0%B0", "/%D0%B0"),
            ("https://example.org/\u{438}\u{306}", "https://example.org/%D0%B9", "/%D0%B9"),
            ("https://example.org/%7Euser/a&b", "https://example.org/~user/a%26b", "/~user/a%26b"),
        ] {
            let url = BaseUrl::parse(text).unwrap();
            assert_eq!((url.as_str(), url.path()), (whole, path), "{text}");
        }
    }

    #[test]
    fn a_whole_address_of_the_site_is_known_in_every_spelling_of_its_host() {
        for (base, address, expected) in [
            ("https://example.org", "https://Example.ORG/uk/?a#b", Some("/uk/?a#b")),
            ("https://example.org", "http://example.org", Some("")),
            ("https://example.org", "https://example.org?p=1", Some("?p=1")),
            ("https://example.org", "https://example.org.evil.net/uk/", None),
            ("https://example.org", "https://example.org:8080/uk/", None),
            ("https://example.org/archive", "https://example.org/archive/uk/", Some("/uk/")),
            ("https://example.org/archive", "https://example.org/archives/", None),
            ("https://example.org/archive", "https://example.org/Archive/uk/", None),
            ("https://музей.укр", "https://музей.укр/uk/", Some("/uk/")),
            ("https://музей.укр", "https://XN--E1ADHJ9A.xn--j1amh/uk/", Some("/uk/")),
            ("https://xn--e1adhj9a.xn--j1amh", "https://Музей.укр/uk/", Some("/uk/")),
            ("https://музей.укр", "https://музеї.укр/uk/", None),
            ("example.org", "https://example.org/uk/", None),
        ] {
            let text = format!("name = 'x'\nbase_url = '{base}'\n[[language]]\ntag = 'uk'\n");
            assert_eq!(parse_site("site.toml", &text).0.unwrap().path_of(address), expected, "{base} {address}");
        }
    }

    #[test]
    fn what_no_browser_reads_in_one_way_is_refused() {
        for text in [
            "example.org", "ftp://example.org", "https://", "https:///archive", "https://example.org/?a",
            "https://example.org/#a", "https://example.org/a b", "https://example.org/../a",
            "https://example.org/a/%2e/", "https://example.org/%", "https://example.org/%zz",
            "https://example.org/%FF", "https://example.org/%00", "https://example.org/a\\b",
        ] {
            assert_eq!(BaseUrl::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_host_has_one_form_in_ascii() {
        for (host, expected) in [
            ("example.org", "example.org"),
            ("Example.org:8080", "Example.org:8080"),
            ("[::1]:8080", "[::1]:8080"),
            ("музей.укр", "xn--e1adhj9a.xn--j1amh"),
            ("МУЗЕЙ.укр", "xn--e1adhj9a.xn--j1amh"),
            ("музеи\u{306}.укр:8080", "xn--e1adhj9a.xn--j1amh:8080"),
            ("www.літопис.example.org", "www.xn--h1afjelc3l.example.org"),
            ("архів-2025.рф", "xn---2025-3veo5ixb1l.xn--p1ai"),
            ("мой1сайт.бел", "xn--1-8sbzclmxk.xn--90ais"),
            ("a-я-б.срб", "xn--a---ddd2m.xn--90a3ac"),
            ("испытание.ελ", "xn--80akhbyknj4f.xn--qxam"),
            ("münchen.中国", "xn--mnchen-3ya.xn--fiqs8s"),
        ] {
            assert_eq!(ascii_host(host).as_deref(), Some(expected), "{host}");
        }
        assert_eq!(ascii_host(&"й".repeat(64)), None);
        assert_eq!(ascii_host("a:й"), None);
    }

    proptest! {
        #[test]
        fn a_form_is_its_own_form(text in "https://(a|/|%41|%C3%A9|й|\\.|~|&){0,12}") {
            if let Some(url) = BaseUrl::parse(&text) {
                prop_assert!(!url.path().ends_with('/') && !url.path().contains("//") && url.path().is_ascii());
                prop_assert_eq!(BaseUrl::parse(url.as_str()), Some(url));
            }
        }
    }
}
