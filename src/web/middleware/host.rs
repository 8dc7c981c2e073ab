//! The host of a request: one, well formed, and the same in each place of the request (RFC 9112, 3.2; RFC 9113, 8.3.1). And
//! the hosts that a private server answers for: a request under any other name comes from a page of another site, which would
//! read the response (DNS rebinding).

use std::net::{IpAddr, Ipv6Addr};

use axum::http::{HeaderValue, Method, Version, header::HOST, request::Parts};

/// A host, and its port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) struct Authority<'a> {
    host: Host<'a>,
    port: Option<u16>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Host<'a> {
    /// As it was written, without a final dot.
    Name(&'a str),
    /// An IPv6 address that stands for an IPv4 one counts as that.
    Address(IpAddr),
}

/// The reason not to answer for the host of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) enum HostError {
    /// It names none, several, an impossible one, or two that differ.
    Malformed,
    /// It names one that this server does not answer for.
    Unexpected,
}

/// The hosts that a private server answers for, besides `localhost` and the loopback addresses.
#[derive(Debug, Clone, Copy)]
pub(in crate::web) struct ExpectedHosts<'a> {
    /// The addresses of `--listen`, as they were typed.
    pub listen: &'a [String],
    /// Our end of the connection.
    pub local: Option<IpAddr>,
    /// The address of the site.
    pub base_url: &'a str,
}

/// The host of a request. `None` if HTTP/1.0 names none.
pub(in crate::web) fn host(parts: &Parts) -> Result<Option<Authority<'_>>, HostError> {
    let mut lines = parts.headers.get_all(HOST).iter();
    let header = lines.next().map(Authority::from_header).transpose()?;
    let target = parts.uri.authority().map(|authority| Authority::parse(authority.as_str())).transpose()?;
    let is_named = match parts.version {
        Version::HTTP_2 => match (target, header) {
            (Some(target), Some(header)) => target.is_same(header, parts.uri.scheme_str()),
            (target, header) => target.or(header).is_some(),
        },
        Version::HTTP_11 => header.is_some(),
        _ => true,
    };
    // The host of an absolute target counts, not the header next to it (RFC 9112, 3.2.2).
    let only_one = lines.next().is_none();
    (is_named && only_one && has_right_form(parts)).then_some(target.or(header)).ok_or(HostError::Malformed)
}

/// Whether the target has the form that belongs to the method (RFC 9112, 3.2): a host alone is for `CONNECT`, and `*` for
/// `OPTIONS`.
fn has_right_form(parts: &Parts) -> bool {
    let uri = &parts.uri;
    match uri.scheme_str() {
        Some("http" | "https") => true,
        Some(_) => false,
        None if uri.authority().is_some() => parts.method == Method::CONNECT,
        None => uri.path() != "*" || parts.method == Method::OPTIONS,
    }
}

impl<'a> Authority<'a> {
    /// Reads `example.org`, `example.org:8080`, `127.0.0.1`, `[::1]:8080` (RFC 3986, 3.2). No user may be named before the host,
    /// and there must be one (RFC 9110, 4.2.1 and 4.2.4).
    pub(in crate::web) fn parse(text: &'a str) -> Result<Self, HostError> {
        let (host, port) = match text.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, port),
            _ => (text, ""),
        };
        let port = match port {
            "" => None,
            port if port.bytes().all(|digit| digit.is_ascii_digit()) => {
                Some(port.parse().map_err(|_| HostError::Malformed)?)
            }
            _ => return Err(HostError::Malformed),
        };
        Ok(Authority { host: Host::parse(host).ok_or(HostError::Malformed)?, port })
    }

    fn from_header(value: &'a HeaderValue) -> Result<Self, HostError> {
        Authority::parse(value.to_str().map_err(|_| HostError::Malformed)?)
    }

    /// Whether the two are one, where `scheme` says which port is meant by none.
    fn is_same(self, other: Self, scheme: Option<&str>) -> bool {
        let port = |authority: Self| authority.port.unwrap_or(if scheme == Some("https") { 443 } else { 80 });
        self.host.is(other.host) && port(self) == port(other)
    }
}

impl<'a> Host<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        if let Some(address) = text.strip_prefix('[') {
            let address: Ipv6Addr = address.strip_suffix(']')?.parse().ok()?;
            return Some(Host::Address(IpAddr::V6(address).to_canonical()));
        }
        if let Ok(address) = text.parse() {
            return Some(Host::Address(IpAddr::V4(address)));
        }
        let name = text.strip_suffix('.').unwrap_or(text);
        let mut rest = name;
        while let Some(first) = rest.chars().next() {
            rest = match first {
                '%' => rest
                    .get(1..3)
                    .filter(|hex| hex.bytes().all(|digit| digit.is_ascii_hexdigit()))
                    .and(rest.get(3..))?,
                _ if first.is_ascii_alphanumeric() || "-._~!$&'()*+,;=".contains(first) => rest.get(1..)?,
                _ => return None,
            };
        }
        (!name.is_empty()).then_some(Host::Name(name))
    }

    fn is(self, other: Host<'_>) -> bool {
        match (self, other) {
            (Host::Name(one), Host::Name(other)) => one.eq_ignore_ascii_case(other),
            (Host::Address(one), Host::Address(other)) => one == other,
            _ => false,
        }
    }
}

impl ExpectedHosts<'_> {
    /// Refuses a request that names none of them. The port does not matter: it may have been forwarded.
    pub(in crate::web) fn check(self, host: Option<Authority<'_>>) -> Result<(), HostError> {
        // Every browser sends it.
        let Some(Authority { host, .. }) = host else { return Ok(()) };
        let is_local = match host {
            Host::Name(name) => {
                let top = name.rsplit('.').next().unwrap_or_default();
                top.eq_ignore_ascii_case("localhost")
            }
            // The unspecified address is this machine.
            Host::Address(address) => address.is_loopback() || address.is_unspecified() || self.local == Some(address),
        };
        let site = self.base_url.split_once("://").map_or("", |(_, rest)| rest.split('/').next().unwrap_or_default());
        let is_named = |text| Authority::parse(text).is_ok_and(|expected| expected.host.is(host));
        match is_local || is_named(site) || self.listen.iter().any(|typed| is_named(typed)) {
            true => Ok(()),
            false => Err(HostError::Unexpected),
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;
    use proptest::prelude::*;

    use super::*;

    fn parts(request: axum::http::request::Builder) -> Parts {
        request.body(()).unwrap().into_parts().0
    }

    #[test]
    fn an_authority_is_a_host_and_perhaps_a_port() {
        for good in [
            "x", "example.org", "EXAMPLE.org.", "example.org:8080", "example.org:", "127.0.0.1:1", "[::1]",
            "[::1]:65535", "xn--80ak6aa92e.com", "a_b.local", "ex%61mple.org", "[::ffff:127.0.0.1]",
        ] {
            assert!(Authority::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "", ":80", ".", ":", "a:b", "a:-1", "a:+1", "a:65536", "a:1:2", "a b", "a/b", "a?b", "a#b", "user@a",
            "user:1@a", "[::1", "::1", "[::1]x", "[]", "[x]", "[fe80::1%25eth0]", "a\\b", "a%", "a%4", "a%zz",
            "ї.example", "<a>", "\"a\"", "[::1]:x",
        ] {
            assert_eq!(Authority::parse(bad), Err(HostError::Malformed), "{bad}");
        }
    }

    #[test]
    fn http_1_names_its_host_once_and_as_it_must() {
        let get = |method, target, version, hosts: &[&str]| {
            let request = Request::builder().method(method).uri(target).version(version);
            let parts = parts(hosts.iter().fold(request, |request, host| request.header(HOST, *host)));
            host(&parts).map(|host| host.map(|host| format!("{:?}", host.host)))
        };
        let name = |name: &str| Ok(Some(format!("Name({name:?})")));
        let bad = Err(HostError::Malformed);
        use Version as V;
        for (method, target, version, hosts, expected) in [
            ("GET", "/", V::HTTP_11, &["a.org"][..], name("a.org")),
            ("GET", "/", V::HTTP_11, &[], bad.clone()),
            ("GET", "/", V::HTTP_11, &[""], bad.clone()),
            ("GET", "/", V::HTTP_11, &["a.org", "a.org"], bad.clone()),
            ("GET", "/", V::HTTP_11, &["a.org:99999"], bad.clone()),
            ("GET", "/", V::HTTP_10, &[], Ok(None)),
            ("GET", "/", V::HTTP_10, &["a.org"], name("a.org")),
            ("GET", "/", V::HTTP_10, &["a.org", "b.org"], bad.clone()),
            ("GET", "/", V::HTTP_10, &["a b"], bad.clone()),
            ("GET", "http://b.org/", V::HTTP_11, &["a.org"], name("b.org")),
            ("GET", "http://b.org/", V::HTTP_11, &[], bad.clone()),
            ("GET", "http://b.org/", V::HTTP_11, &["a b"], bad.clone()),
            ("GET", "http://me@b.org/", V::HTTP_11, &["b.org"], bad.clone()),
            ("GET", "http://b.org:99999/", V::HTTP_11, &["b.org"], bad.clone()),
            ("GET", "ftp://b.org/", V::HTTP_11, &["b.org"], bad.clone()),
            ("GET", "b.org", V::HTTP_11, &["b.org"], bad.clone()),
            ("CONNECT", "b.org:443", V::HTTP_11, &["b.org"], name("b.org")),
            ("GET", "*", V::HTTP_11, &["b.org"], bad.clone()),
            ("OPTIONS", "*", V::HTTP_11, &["b.org"], name("b.org")),
        ] {
            let found = get(method, target, version, hosts);
            assert_eq!(found, expected, "{method} {target} {version:?} {hosts:?}");
        }
    }

    #[test]
    fn http_2_names_one_host_in_authority_or_in_host_or_the_same_in_both() {
        for (target, hosts, good) in [
            ("http://a.org/", &[][..], true),
            ("/", &["a.org"], true),
            ("/", &[], false),
            ("/", &[""], false),
            ("http://a.org/", &["a.org"], true),
            ("http://a.org/", &["A.ORG:80"], true),
            ("https://a.org/", &["a.org:443"], true),
            ("https://a.org/", &["a.org:80"], false),
            ("http://a.org/", &["b.org"], false),
            ("http://a.org/", &["a.org", "a.org"], false),
            ("http://a.org:99999/", &[], false),
            ("http://me@a.org/", &[], false),
        ] {
            let request = Request::builder().uri(target).version(Version::HTTP_2);
            let parts = parts(hosts.iter().fold(request, |request, host| request.header(HOST, *host)));
            assert_eq!(host(&parts).is_ok(), good, "{target} {hosts:?}");
        }
    }

    #[test]
    fn another_name_is_not_answered_where_only_some_are_expected() {
        let typed = ["archive:443".to_owned(), "museum:8080".to_owned()];
        let expected = ExpectedHosts {
            listen: &typed,
            local: Some("192.0.2.7".parse().unwrap()),
            base_url: "https://Example.org/archive",
        };
        for good in [
            "localhost", "LOCALHOST:8080", "localhost.", "uk.localhost", "127.0.0.1:9", "127.8.8.8", "[::1]",
            "192.0.2.7:8080", "[::ffff:192.0.2.7]", "example.org", "example.org:8080", "museum", "archive",
            "0.0.0.0:8080", "[::]:8080",
        ] {
            assert_eq!(expected.check(Authority::parse(good).ok()), Ok(()), "{good}");
        }
        for bad in [
            "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "192.0.2.8", "10.0.0.1", "2130706433",
            "0x7f.1", "notlocalhost", "example.org.evil.example", "xexample.org", "museum.evil.example",
            "[2001:db8::1]",
        ] {
            assert_eq!(expected.check(Authority::parse(bad).ok()), Err(HostError::Unexpected), "{bad}");
        }
        let nothing = ExpectedHosts { listen: &[":8080".to_owned()], local: None, base_url: "" };
        assert_eq!(nothing.check(Authority::parse("x").ok()), Err(HostError::Unexpected));
        assert_eq!(nothing.check(None), Ok(()));
    }

    proptest! {
        #[test]
        fn whatever_is_read_as_a_host_is_one_for_every_other_reader(text in "([a-z0-9.:@%\\[\\]/-]|\\PC){0,16}") {
            if let Ok(authority) = Authority::parse(&text) {
                prop_assert!(text.is_ascii() && !text.contains(['@', '/', '?', '#', ' ', '\\']));
                let url = format!("http://{text}/");
                // `http` knows no percent in a host.
                if !text.contains('%') {
                    let uri: axum::http::Uri = url.parse().unwrap();
                    prop_assert_eq!(uri.authority().map(|read| read.as_str()), Some(text.as_str()));
                    prop_assert!(uri.port_u16() == authority.port);
                }
            }
        }
    }
}
