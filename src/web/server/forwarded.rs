//! Finds the client of a request from a trusted proxy: `X-Forwarded-For`, or `Forwarded` (RFC 7239). Each proxy adds the address of its client
//! at the end, so they are read from there, past proxies that are trusted. Addresses before the first untrusted one
//! may be forged.

use std::net::{IpAddr, Ipv6Addr};

use axum::http::{HeaderMap, HeaderName, HeaderValue, header::FORWARDED};

use crate::site::{ForwardHeader, ProxyRules};

static X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The maximum number of trusted proxies in one header.
const MOST_HOPS: usize = 64;

/// The client of a request from a trusted proxy; `None` if the proxy does not name it, or not by an address.
pub fn forwarded_client(headers: &HeaderMap, rules: &ProxyRules) -> Option<IpAddr> {
    // Most proxies set the first and let the second through as their client wrote it.
    let header = rules.header().unwrap_or(match headers.contains_key(&X_FORWARDED_FOR) {
        true => ForwardHeader::XForwardedFor,
        false => ForwardHeader::Forwarded,
    });
    match header {
        ForwardHeader::XForwardedFor => {
            let hops = lines(headers, &X_FORWARDED_FOR).flat_map(|line| line.rsplit(|byte| *byte == b','));
            nearest(hops.filter_map(|hop| present(hop).map(address)), rules)
        }
        ForwardHeader::Forwarded => {
            let hops = lines(headers, &FORWARDED).flat_map(|line| FromTheEnd { rest: Some(line), separator: b',' });
            nearest(hops.filter_map(|hop| present(hop).map(forwarded_for)), rules)
        }
    }
}

/// The values of a header, the last line first.
fn lines<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a [u8]> {
    headers.get_all(name).iter().rev().map(HeaderValue::as_bytes)
}

/// An element of a list without white space around it; an empty one does not count (RFC 9110, 5.6.1).
fn present(element: &[u8]) -> Option<&[u8]> {
    Some(element.trim_ascii()).filter(|element| !element.is_empty())
}

/// The first of `hops` that is not a trusted proxy; the last one before a hop that cannot be read.
fn nearest(hops: impl Iterator<Item = Option<IpAddr>>, rules: &ProxyRules) -> Option<IpAddr> {
    let mut client = None;
    for hop in hops.take(MOST_HOPS) {
        let Some(address) = hop else { break };
        client = Some(address);
        if !rules.trusts(client) {
            break;
        }
    }
    client
}

/// The address of one element of `Forwarded`: `for="[2001:db8::1]:4711";proto=https`.
fn forwarded_for(element: &[u8]) -> Option<IpAddr> {
    let mut found = None;
    for pair in (FromTheEnd { rest: Some(element), separator: b';' }) {
        let at = pair.iter().position(|byte| *byte == b'=')?;
        let (name, value) = pair.split_at_checked(at)?;
        let value = unquoted(value.get(1..)?.trim_ascii())?;
        if name.trim_ascii().eq_ignore_ascii_case(b"for") && found.replace(value).is_some() {
            return None;
        }
    }
    address(&found?)
}

/// A value without its quotes; `None` if they do not fit.
fn unquoted(value: &[u8]) -> Option<Vec<u8>> {
    let Some(inner) = value.strip_prefix(b"\"") else {
        return (!value.contains(&b'"')).then(|| value.to_vec());
    };
    let mut inner = inner.iter();
    let mut text = Vec::new();
    while let Some(byte) = inner.next() {
        match byte {
            b'\\' => text.push(*inner.next()?),
            b'"' => return inner.as_slice().is_empty().then_some(text),
            byte => text.push(*byte),
        }
    }
    None
}

/// An address, with a port or not: `203.0.113.7`, `203.0.113.7:80`, `2001:db8::1`, `[2001:db8::1]:80`.
fn address(text: &[u8]) -> Option<IpAddr> {
    let text = str::from_utf8(text).ok()?;
    if let Some(rest) = text.strip_prefix('[') {
        let (address, port) = rest.split_once(']')?;
        let is_port = port.is_empty() || port.strip_prefix(':').is_some_and(is_port);
        return address.parse::<Ipv6Addr>().ok().filter(|_| is_port).map(|address| IpAddr::V6(address).to_canonical());
    }
    match text.split_once(':') {
        Some((address, port)) if !port.contains(':') => address.parse().ok().filter(|_| is_port(port)).map(IpAddr::V4),
        _ => text.parse::<IpAddr>().ok().map(|address| address.to_canonical()),
    }
}

/// A port, or an obfuscated one (RFC 7239, 6.3).
fn is_port(text: &str) -> bool {
    match text.strip_prefix('_') {
        Some(name) => {
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
        }
        None => !text.is_empty() && text.len() <= 5 && text.bytes().all(|byte| byte.is_ascii_digit()),
    }
}

/// The parts between separators outside quotes, from the end: quotes that an earlier hop has not closed cannot hide what a later
/// one has added.
struct FromTheEnd<'a> {
    rest: Option<&'a [u8]>,
    separator: u8,
}

impl<'a> Iterator for FromTheEnd<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let rest = self.rest?;
        let mut quoted = false;
        let mut at = rest.len();
        while let Some((before, [.., byte])) = at.checked_sub(1).and_then(|last| rest.get(..at)?.split_at_checked(last))
        {
            match byte {
                b'"' if quoted => {
                    // An odd number of backslashes before it makes it a part of the text.
                    let slashes = before.iter().rev().take_while(|byte| **byte == b'\\').count();
                    quoted = slashes % 2 == 1;
                    at -= slashes;
                }
                b'"' => quoted = true,
                byte if *byte == self.separator && !quoted => {
                    self.rest = Some(before);
                    return rest.get(at..);
                }
                _ => {}
            }
            at -= 1;
        }
        self.rest = None;
        Some(rest)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::site::parse_site;

    fn rules(more: &str) -> ProxyRules {
        let text = format!(
            "name = 'x'\nbase_url = 'https://a.org'\n[[language]]\ntag = 'uk'\n[proxy]\ntrusted = ['127.0.0.1', '10.0.0.0/8', \
             '2001:db8:f::/48']\n{more}\n"
        );
        let (site, problems) = parse_site("site.toml", &text);
        assert_eq!(problems, []);
        site.unwrap().proxy().clone()
    }

    fn found(header: &str, values: &[&str], rules: &ProxyRules) -> String {
        let mut headers = HeaderMap::new();
        for value in values {
            let name: HeaderName = header.parse().unwrap();
            headers.append(name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        forwarded_client(&headers, rules).map(|client| client.to_string()).unwrap_or_default()
    }

    #[test]
    fn x_forwarded_for_is_walked_from_the_right_past_trusted_proxies_only() {
        for (values, expected) in [
            (&["203.0.113.7"][..], "203.0.113.7"),
            (&["203.0.113.7, 10.1.1.1"], "203.0.113.7"),
            (&["203.0.113.7,10.1.1.1 ,\t127.0.0.1"], "203.0.113.7"),
            // The part that a client wrote itself is on the left, and is ignored.
            (&["1.1.1.1, 203.0.113.7"], "203.0.113.7"),
            (&["127.0.0.1, 203.0.113.7"], "203.0.113.7"),
            (&["1.1.1.1, 203.0.113.7, 10.1.1.1"], "203.0.113.7"),
            (&["1.1.1.1", "203.0.113.7"], "203.0.113.7"),
            (&["1.1.1.1, 203.0.113.7", "10.1.1.1", "10.2.2.2"], "203.0.113.7"),
            (&["\u{456}\u{457}, \"a, 203.0.113.7"], "203.0.113.7"),
            // All of them trusted: the farthest one asks.
            (&["10.3.3.3, 10.1.1.1"], "10.3.3.3"),
            // IPv6, ports, mapped addresses.
            (&["2001:db8::7"], "2001:db8::7"),
            (&["2001:DB8:0:0::7, 2001:db8:f::1"], "2001:db8::7"),
            (&["[2001:db8::7]:443"], "2001:db8::7"),
            (&["[2001:db8::7]"], "2001:db8::7"),
            (&["203.0.113.7:51234"], "203.0.113.7"),
            (&["::ffff:203.0.113.7, ::ffff:10.1.1.1"], "203.0.113.7"),
            // Empty elements are none.
            (&[", 203.0.113.7, ,", ""], "203.0.113.7"),
            // If a hop cannot be read, the walk ends at the one before it.
            (&["203.0.113.7, unknown"], ""),
            (&["203.0.113.7, unknown, 10.1.1.1"], "10.1.1.1"),
            (&["203.0.113.7 10.1.1.1"], ""),
            (&["203.0.113.7:http"], ""),
            (&["203.0.113.7:123456"], ""),
            (&["203.0.113.07"], ""),
            (&["203.0.113"], ""),
            (&["3405803783"], ""),
            (&["fe80::1%eth0"], ""),
            (&["[203.0.113.7]"], ""),
            (&["[2001:db8::7"], ""),
            (&["[2001:db8::7]x"], ""),
            (&["\"203.0.113.7\""], ""),
            (&["for=203.0.113.7"], ""),
            (&[""], ""),
        ] {
            assert_eq!(found("x-forwarded-for", values, &rules("")), expected, "{values:?}");
        }
    }

    #[test]
    fn forwarded_is_read_as_rfc_7239_writes_it() {
        for (values, expected) in [
            (&["for=192.0.2.60;proto=http;by=203.0.113.43"][..], "192.0.2.60"),
            (&["For=\"[2001:db8:cafe::17]:4711\""], "2001:db8:cafe::17"),
            (&["FOR=\"192.0.2.60:80\""], "192.0.2.60"),
            (&["for=\"192.0.2.60:_port\""], "192.0.2.60"),
            (&["proto=https;host=\"a.org;x=,\";for=192.0.2.60"], "192.0.2.60"),
            (&["for=192.0.2.60, for=10.1.1.1"], "192.0.2.60"),
            (&["for=192.0.2.60,for=\"10.1.1.1:8\"", "for=127.0.0.1"], "192.0.2.60"),
            (&["for=\"1\\92.0.2.60\""], "192.0.2.60"),
            // Not as it must be quoted, but clear.
            (&["for=[2001:db8::7]"], "2001:db8::7"),
            // Forged on the left, with quotes and backslashes that would hide the rest from one who reads from the left.
            (&["for=\", for=192.0.2.60"], "192.0.2.60"),
            (&["for=\"1.1.1.1, for=192.0.2.60"], "192.0.2.60"),
            (&["for=\"\\, for=192.0.2.60"], "192.0.2.60"),
            (&["for=\"x, for=\"[2001:db8::7]\""], "2001:db8::7"),
            (&["x=\"\\\", for=\"[2001:db8::7]:1\";proto=http"], "2001:db8::7"),
            (&["for=1.1.1.1, for=192.0.2.60;host=\"evil\\\", for=2.2.2.2\""], "192.0.2.60"),
            (&["\u{457}, for=192.0.2.60"], "192.0.2.60"),
            // Obfuscated, unknown, absent, doubled, broken: not known.
            (&["for=_hidden"], ""),
            (&["for=unknown"], ""),
            (&["for=1.1.1.1, for=_gateway, for=10.1.1.1"], "10.1.1.1"),
            (&["proto=https"], ""),
            (&["for=192.0.2.60;for=1.1.1.1"], ""),
            (&["for=\"192.0.2.60"], ""),
            (&["for=192.0.2.60\""], ""),
            (&["for=\"192.0.2.60\"x"], ""),
            (&["for=\"2001:db8::7\\"], ""),
            (&["for"], ""),
            (&["for="], ""),
            (&["for=\"\""], ""),
            (&["192.0.2.60"], ""),
        ] {
            assert_eq!(found("forwarded", values, &rules("")), expected, "{values:?}");
        }
    }

    #[test]
    fn a_header_that_the_proxy_does_not_set_is_ignored() {
        let mut headers = HeaderMap::new();
        headers.append(&X_FORWARDED_FOR, HeaderValue::from_static("203.0.113.7"));
        headers.append(FORWARDED, HeaderValue::from_static("for=192.0.2.60"));
        for (more, expected) in
            [("", "203.0.113.7"), ("header = 'X-Forwarded-For'", "203.0.113.7"), ("header = 'forwarded'", "192.0.2.60")]
        {
            let client = forwarded_client(&headers, &rules(more)).unwrap();
            assert_eq!(client.to_string(), expected, "{more}");
        }
        headers.remove(&X_FORWARDED_FOR);
        assert!(forwarded_client(&headers, &rules("header = 'X-Forwarded-For'")).is_none());
        assert!(forwarded_client(&headers, &rules("")).is_some());
    }

    #[test]
    fn the_number_of_trusted_hops_is_limited() {
        let many = "10.1.1.1, ".repeat(5_000);
        assert_eq!(found("x-forwarded-for", &[&format!("203.0.113.7, {many}")], &rules("")), "10.1.1.1");
        let quotes = "\"\\".repeat(8_000);
        assert_eq!(found("forwarded", &[&format!("{quotes}, for=192.0.2.60")], &rules("")), "192.0.2.60");
    }

    proptest! {
        #[test]
        fn the_address_that_the_proxy_adds_wins_over_every_forged_one(forged in "([0-9.:,;=\"\\\\ \\[\\]_]|for|FOR|unknown|\\PC){0,40}") {
            let Ok(forged_value) = HeaderValue::from_bytes(forged.as_bytes()) else { return Ok(()) };
            for (name, own, expected) in [
                (X_FORWARDED_FOR.clone(), "203.0.113.7", "203.0.113.7"),
                (FORWARDED, "for=203.0.113.7", "203.0.113.7"),
                (FORWARDED, "proto=http;for=\"[2001:db8::7]:1\"", "2001:db8::7"),
            ] {
                let mut headers = HeaderMap::new();
                headers.append(&name, HeaderValue::from_bytes(format!("{forged}, {own}").as_bytes()).unwrap());
                let client = forwarded_client(&headers, &rules("")).map(|client| client.to_string());
                prop_assert_eq!(client.as_deref(), Some(expected), "{:?}", forged);
                let mut headers = HeaderMap::new();
                headers.append(&name, forged_value.clone());
                headers.append(&name, HeaderValue::from_static(own));
                let client = forwarded_client(&headers, &rules("")).map(|client| client.to_string());
                prop_assert_eq!(client.as_deref(), Some(expected), "{:?}", forged);
            }
        }
    }
}
