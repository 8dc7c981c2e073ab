//! The server's settings in `site.toml`: `[cache]`, the memory for finished pages, and the headers for caches in front; `[log]`;
//! `[proxy]`, the proxies in front that may name their clients.

use std::{net::IpAddr, str::FromStr};

use ipnet::{IpNet, Ipv4Net};

use super::TomlFields;
use crate::model::sentence::{Sentence, expected};

/// The settings of the page cache in `site.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CacheRules {
    memory: ByteSize,
    keys: Option<KeyHeader>,
}

/// The header in which a page says by which keys a cache in front may drop it: as `Cache-Tag`, or as `Surrogate-Key`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyHeader(String);

/// A size in bytes, as a person writes it: `256 MB`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ByteSize(u64);

/// Some 20,000 pages in two codings: more than most archives have.
const MEMORY: ByteSize = ByteSize(256_000_000);

impl CacheRules {
    /// Bytes that finished pages may take in memory; 0 keeps none. 256 MB by default.
    pub fn memory(&self) -> u64 {
        self.memory.0
    }

    /// The header for keys; by default there is none.
    pub fn keys(&self) -> Option<&KeyHeader> {
        self.keys.as_ref()
    }

    /// Reads `[cache]`; a key that is absent has its default.
    pub(super) fn read(fields: &TomlFields<'_, '_>) -> Self {
        let Some(table) = fields.table("cache") else { return CacheRules { memory: MEMORY, keys: None } };
        let rules = CacheRules { memory: table.parsed("memory").unwrap_or(MEMORY), keys: table.parsed("keys") };
        table.finish();
        rules
    }
}

impl KeyHeader {
    /// The header's name, in lower case.
    pub fn name(&self) -> &str {
        &self.0
    }

    /// The separator of two keys: a space for Fastly and Varnish, a comma elsewhere.
    pub fn separator(&self) -> &'static str {
        if ["surrogate-key", "xkey"].contains(&self.name()) { " " } else { "," }
    }
}

impl FromStr for KeyHeader {
    type Err = Sentence;

    fn from_str(text: &str) -> Result<Self, Sentence> {
        let sound = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let name = text.to_ascii_lowercase();
        let about_keys = ["key", "tag"].iter().any(|word| name.contains(word));
        (sound && about_keys).then_some(KeyHeader(name)).ok_or_else(|| expected("expected-key-header", text))
    }
}

impl FromStr for ByteSize {
    type Err = Sentence;

    fn from_str(text: &str) -> Result<Self, Sentence> {
        let number = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let unit = text.strip_prefix(number).unwrap_or_default();
        let factor = match unit.to_ascii_uppercase().as_str() {
            "" | "B" => Some(1),
            "KB" => Some(1_000),
            "MB" => Some(1_000_000),
            "GB" => Some(1_000_000_000),
            _ => None,
        };
        let bytes = factor.and_then(|factor| number.trim_end().parse::<u64>().ok()?.checked_mul(factor));
        bytes.map(ByteSize).ok_or_else(|| expected("expected-size", text))
    }
}

/// Reads `[log]`: whether readers' addresses are logged; by default they are not.
pub(super) fn logs_addresses(fields: &TomlFields<'_, '_>) -> bool {
    let Some(table) = fields.table("log") else { return false };
    let addresses = table.boolean("addresses").unwrap_or(false);
    table.finish();
    addresses
}

/// The settings for proxies in `site.toml`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProxyRules {
    trusted: Vec<TrustedPeer>,
    header: Option<ForwardHeader>,
}

/// A peer that may name the client of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TrustedPeer {
    /// An address, or a network of them.
    Net(IpNet),
    /// Every peer on a Unix socket.
    Unix,
}

/// The header in which a proxy names its client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForwardHeader {
    /// `X-Forwarded-For`.
    XForwardedFor,
    /// `Forwarded`, of RFC 7239.
    Forwarded,
}

impl ProxyRules {
    /// Whether the peer of a connection may name its client; `None` is the peer of a Unix socket. By default no peer may.
    pub fn trusts(&self, peer: Option<IpAddr>) -> bool {
        let peer = peer.map(|peer| peer.to_canonical());
        self.trusted.iter().any(|trusted| match (trusted, peer) {
            (TrustedPeer::Net(net), Some(peer)) => net.contains(&peer),
            (TrustedPeer::Unix, None) => true,
            _ => false,
        })
    }

    /// The header that is read, if the site names one.
    pub fn header(&self) -> Option<ForwardHeader> {
        self.header
    }

    /// Reads `[proxy]`; without it no peer is trusted.
    pub(super) fn read(fields: &TomlFields<'_, '_>) -> Self {
        let Some(table) = fields.table("proxy") else { return ProxyRules::default() };
        let rules = ProxyRules { trusted: table.parsed_strings("trusted"), header: table.parsed("header") };
        table.finish();
        rules
    }
}

impl FromStr for TrustedPeer {
    type Err = Sentence;

    fn from_str(text: &str) -> Result<Self, Sentence> {
        if text == "unix" {
            return Ok(TrustedPeer::Unix);
        }
        let net = text.parse::<IpNet>().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from));
        net.map(|net| TrustedPeer::Net(canonical(net))).ok_or_else(|| expected("expected-trusted-peer", text))
    }
}

/// A network of IPv6 that stands for one of IPv4 is that, as addresses are when they are compared with it.
fn canonical(net: IpNet) -> IpNet {
    let mapped = match net {
        IpNet::V6(net) => net.addr().to_ipv4_mapped().zip(net.prefix_len().checked_sub(96)),
        IpNet::V4(_) => None,
    };
    mapped.and_then(|(address, length)| Ipv4Net::new(address, length).ok()).map_or(net, IpNet::V4).trunc()
}

impl FromStr for ForwardHeader {
    type Err = Sentence;

    fn from_str(text: &str) -> Result<Self, Sentence> {
        match text.to_ascii_lowercase().as_str() {
            "x-forwarded-for" => Ok(ForwardHeader::XForwardedFor),
            "forwarded" => Ok(ForwardHeader::Forwarded),
            _ => Err(expected("expected-forward-header", text)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sizes_are_read_as_people_write_them() {
        for (text, expected) in [
            ("256 MB", Some(256_000_000)),
            ("1GB", Some(1_000_000_000)),
            ("64 kb", Some(64_000)),
            ("0", Some(0)),
            ("256 MiB", None),
            ("-1", None),
            ("99999999999 GB", None),
            ("MB", None),
        ] {
            assert_eq!(text.parse::<ByteSize>().ok().map(|size| size.0), expected, "{text}");
        }
    }

    #[test]
    fn only_a_header_for_keys_is_one() {
        for (text, expected) in [
            ("Cache-Tag", Some(("cache-tag", ","))),
            ("Surrogate-Key", Some(("surrogate-key", " "))),
            ("xkey", Some(("xkey", " "))),
            ("Edge-Cache-Tag", Some(("edge-cache-tag", ","))),
            ("Set-Cookie", None),
            ("Cache Tag", None),
            ("", None),
        ] {
            let read = text.parse::<KeyHeader>().ok();
            assert_eq!(read.as_ref().map(|header| (header.name(), header.separator())), expected, "{text}");
        }
    }

    #[test]
    fn a_trusted_peer_is_an_address_a_network_or_the_unix_socket() {
        for (trusted, peer, expected) in [
            ("127.0.0.1", Some("127.0.0.1"), true),
            ("127.0.0.1", Some("::ffff:127.0.0.1"), true),
            ("127.0.0.1", Some("127.0.0.2"), false),
            ("127.0.0.1", Some("::1"), false),
            ("127.0.0.1", None, false),
            ("10.0.0.0/8", Some("10.255.0.1"), true),
            ("10.1.2.3/8", Some("10.255.0.1"), true),
            ("10.0.0.0/8", Some("11.0.0.1"), false),
            ("2001:db8::/32", Some("2001:db8:1::1"), true),
            ("2001:db8::/32", Some("2001:db9::1"), false),
            ("::ffff:10.0.0.0/104", Some("10.1.1.1"), true),
            ("::ffff:10.0.0.1", Some("10.0.0.1"), true),
            ("0.0.0.0/0", Some("203.0.113.7"), true),
            ("0.0.0.0/0", Some("2001:db8::1"), false),
            ("unix", None, true),
            ("unix", Some("127.0.0.1"), false),
        ] {
            let rules = ProxyRules { trusted: vec![trusted.parse().unwrap()], header: None };
            let address = peer.map(|peer| peer.parse::<IpAddr>().unwrap());
            assert_eq!(rules.trusts(address), expected, "{trusted} {peer:?}");
        }
        for wrong in
            ["", "localhost", "10.0.0.0/33", "10.0.0", "10.0.0.0/", "::/129", "*", "Unix", "127.0.0.1:80", "[::1]"]
        {
            assert!(wrong.parse::<TrustedPeer>().is_err(), "{wrong}");
        }
        assert!(!ProxyRules::default().trusts(None) && !ProxyRules::default().trusts("127.0.0.1".parse().ok()));
    }

    proptest! {
        #[test]
        fn a_header_for_keys_can_be_sent(text in "([Kk]ey|tag|[A-Z-]|:|\\PC){0,6}") {
            if let Ok(header) = text.parse::<KeyHeader>() {
                prop_assert!(header.name().bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'));
            }
        }

        #[test]
        fn a_size_begins_with_a_number(text in "([0-9]| |[kKmMgG]?[bB]|\\PC){0,12}") {
            if text.parse::<ByteSize>().is_ok() {
                prop_assert!(text.trim_start_matches('+').starts_with(|first: char| first.is_ascii_digit()));
            }
        }
    }
}
