//! `X-Forwarded-For` and `Forwarded`, each line of the input a line of the header: the address that the trusted proxy adds wins over
//! everything that its client wrote.

use std::{net::IpAddr, sync::LazyLock};

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use litopys::{
    site::{ProxyRules, parse_site},
    web::forwarded_client,
};

static RULES: LazyLock<ProxyRules> = LazyLock::new(|| {
    let text = "name = 'x'\nbase_url = 'https://a.org'\n[[language]]\ntag = 'uk'\n[proxy]\ntrusted = ['10.0.0.0/8']\n";
    parse_site("site.toml", text).0.expect("a site").proxy().clone()
});

pub(super) fn run(data: &[u8]) {
    let lines: Vec<&[u8]> =
        data.split(|byte| *byte == b'\n').filter(|line| HeaderValue::from_bytes(line).is_ok()).collect();
    for (name, client, proxy) in [
        ("x-forwarded-for", "203.0.113.7", "10.1.1.1"),
        ("x-forwarded-for", "[2001:db8::7]:4711", "10.1.1.1:80"),
        ("forwarded", "for=203.0.113.7", "for=10.1.1.1"),
        ("forwarded", "proto=http;for=\"[2001:db8::7]:1\"", "for=\"10.1.1.1\";by=_x"),
    ] {
        let expected = if client.contains("2001") { "2001:db8::7" } else { "203.0.113.7" };
        let expected: Option<IpAddr> = expected.parse().ok();
        let with = |more: &[&str]| found(name, lines.iter().copied().chain(more.iter().map(|line| line.as_bytes())));
        assert_eq!(with(&[client]), expected, "a line of its own");
        assert_eq!(with(&[client, proxy]), expected, "past a second proxy");
        let (last, first) = lines.split_last().map_or((&b""[..], &lines[..0]), |(last, first)| (*last, first));
        let longer = [last, b", ", client.as_bytes()].concat();
        assert_eq!(found(name, first.iter().copied().chain([&longer[..]])), expected, "at the end of the last line");
        let address = with(&[]);
        assert_eq!(address, address.map(|address| address.to_canonical()));
        if name == "x-forwarded-for" {
            assert_eq!(address, found(name, [&lines.join(&b", "[..])[..]]), "lines are one list (RFC 9110, 5.3)");
        }
    }
}

fn found<'a>(name: &'static str, lines: impl IntoIterator<Item = &'a [u8]>) -> Option<IpAddr> {
    let mut headers = HeaderMap::new();
    for line in lines {
        headers.append(HeaderName::from_static(name), HeaderValue::from_bytes(line).expect("a line of a header"));
    }
    forwarded_client(&headers, &RULES)
}
