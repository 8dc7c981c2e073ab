//! The PROXY protocol (<https://www.haproxy.org/download/3.2/doc/proxy-protocol.txt>), versions 1 and 2: on a new connection
//! a proxy first names the client. Read only on connections of trusted proxies, which may leave it out.

use std::{io, net::IpAddr};

use proxy_header::{Error, ParseConfig, ProxyHeader};
use tokio::io::{AsyncRead, AsyncReadExt};

/// Bytes of a preface, the extensions of version 2 included; HAProxy's own are under 300.
const MOST: usize = 4096;
/// Bytes that are read from a connection at once.
const PIECE: usize = 256;
/// Bytes of a preface of version 1, as its specification bounds it.
const LINE: usize = 107;

const VERSION_1: &[u8] = b"PROXY ";
const VERSION_2: &[u8] = b"\r\n\r\n\0\r\nQUIT\n";
/// The possible words after `PROXY ` in version 1; anything else is a request with that method.
const FAMILIES: [&[u8]; 3] = [b"TCP4 ", b"TCP6 ", b"UNKNOWN"];

/// The beginning of a connection.
#[derive(Debug, PartialEq, Eq)]
pub struct Preface {
    /// The client that the proxy names; `None` if it names none, as in a health check.
    pub client: Option<IpAddr>,
    /// The bytes after the preface.
    pub rest: Vec<u8>,
}

/// The result of parsing the beginning of a connection.
#[derive(Debug, PartialEq, Eq)]
enum PrefaceProgress {
    /// It is not a preface.
    Absent,
    /// It may become one.
    More,
    /// It is a preface of this length, with this client.
    Whole(Option<IpAddr>, usize),
    /// It began as a preface and is malformed.
    Broken,
}

/// Reads the preface of a connection, if there is one. It takes as long as the client does: the caller sets a limit.
///
/// # Errors
/// If it is broken, longer than 4 KB, or the connection ends in it.
pub async fn read_preface(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<Preface> {
    let mut bytes = Vec::with_capacity(PIECE);
    loop {
        match progress(&bytes) {
            PrefaceProgress::Absent => return Ok(Preface { client: None, rest: bytes }),
            PrefaceProgress::Whole(client, length) => return Ok(Preface { client, rest: bytes.split_off(length) }),
            PrefaceProgress::Broken => {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "a broken PROXY preface"));
            }
            PrefaceProgress::More => {}
        }
        bytes.reserve(PIECE);
        if (&mut *stream).take(PIECE as u64).read_buf(&mut bytes).await? == 0 {
            // HTTP handles an end before the first byte or within a request.
            let began = bytes.starts_with(VERSION_1) || bytes.starts_with(VERSION_2);
            return match began {
                true => Err(io::ErrorKind::UnexpectedEof.into()),
                false => Ok(Preface { client: None, rest: bytes }),
            };
        }
    }
}

fn progress(bytes: &[u8]) -> PrefaceProgress {
    let may_become = |whole: &[u8]| whole.starts_with(bytes);
    let is_first = match bytes.strip_prefix(VERSION_1) {
        Some(rest) => match is_line(rest) {
            Some(is_line) => is_line,
            None => return PrefaceProgress::More,
        },
        None if may_become(VERSION_1) || may_become(VERSION_2) => return PrefaceProgress::More,
        None => false,
    };
    if !is_first && !bytes.starts_with(VERSION_2) {
        return PrefaceProgress::Absent;
    }
    // Version 2 says behind its signature, a version and a family how long it is.
    let announced =
        bytes.get(14..16).map_or(0, |length| length.iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte)));
    if !is_first && announced > MOST - 16 {
        return PrefaceProgress::Broken;
    }
    match ProxyHeader::parse(bytes, ParseConfig { include_tlvs: false, ..ParseConfig::default() }) {
        Ok((_, length)) if is_first && length > LINE => PrefaceProgress::Broken,
        Ok((header, length)) => {
            PrefaceProgress::Whole(header.proxied_address().map(|address| address.source.ip().to_canonical()), length)
        }
        Err(Error::BufferTooShort) if bytes.len() < if is_first { LINE } else { MOST } => PrefaceProgress::More,
        Err(_) => PrefaceProgress::Broken,
    }
}

/// Whether what stands behind `PROXY ` makes it a preface: a request may have that method too. `None` if it is too short to say.
fn is_line(rest: &[u8]) -> Option<bool> {
    if FAMILIES.iter().any(|family| family.len() > rest.len() && family.starts_with(rest)) {
        return None;
    }
    if !rest.starts_with(b"UNKNOWN") {
        return Some(FAMILIES.iter().any(|family| rest.starts_with(family)));
    }
    // Behind `UNKNOWN` anything may stand, but no proxy ends it as a request ends its line. No further than a preface is long: how much
    // was read at once must not matter.
    let line = rest.get(..LINE).unwrap_or(rest);
    match line.iter().position(|byte| *byte == b'\r') {
        Some(end) => {
            let line = line.get(..end).unwrap_or_default();
            Some(!line.ends_with(b" HTTP/1.1") && !line.ends_with(b" HTTP/1.0"))
        }
        None if rest.len() < LINE => None,
        None => Some(true),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proxy_header::ProxiedAddress;

    use super::*;

    fn version_2(source: &str, more: usize) -> Vec<u8> {
        let source: std::net::SocketAddr = source.parse().unwrap();
        let own = if source.is_ipv4() { "192.0.2.1:443" } else { "[2001:db8::1]:443" };
        let tlv = (more > 0).then_some(proxy_header::Tlv::Noop(more));
        let address = ProxiedAddress::stream(source, own.parse().unwrap());
        let mut bytes = Vec::new();
        ProxyHeader::with_tlvs(Some(address), tlv).encode_v2(&mut bytes).unwrap();
        bytes
    }

    fn local() -> Vec<u8> {
        let mut bytes = Vec::new();
        ProxyHeader::with_local().encode_v2(&mut bytes).unwrap();
        bytes
    }

    /// The bytes read from a connection that sends these in two pieces and then closes.
    async fn heard(bytes: &[u8], at: usize) -> Result<(Option<String>, Vec<u8>), io::ErrorKind> {
        let (first, second) = bytes.split_at(at.min(bytes.len()));
        let mut stream = tokio_test_stream(first, second);
        let read = read_preface(&mut stream).await.map_err(|error| error.kind())?;
        let mut rest = read.rest;
        stream.read_to_end(&mut rest).await.unwrap();
        Ok((read.client.map(|client| client.to_string()), rest))
    }

    fn tokio_test_stream<'a>(first: &'a [u8], second: &'a [u8]) -> impl AsyncRead + Unpin + 'a {
        AsyncReadExt::chain(first, second)
    }

    #[tokio::test]
    async fn a_preface_names_the_client_and_other_bytes_are_left_alone() {
        let http = b"GET / HTTP/1.1\r\n".as_slice();
        let with = |head: &[u8]| [head, http].concat();
        let long = format!("PROXY TCP4 {} 2 3 4\r\n", "1".repeat(120));
        let unknown_long = format!("PROXY UNKNOWN {}\r\n", "x".repeat(200));
        let broken = Err(io::ErrorKind::InvalidData);
        for (bytes, expected) in [
            (with(b"PROXY TCP4 203.0.113.7 192.0.2.1 51234 443\r\n"), Ok(Some("203.0.113.7"))),
            (with(b"PROXY TCP6 2001:db8::7 2001:db8::1 51234 443\r\n"), Ok(Some("2001:db8::7"))),
            (with(b"PROXY TCP6 ::ffff:203.0.113.7 ::1 51234 443\r\n"), Ok(Some("203.0.113.7"))),
            (with(b"PROXY UNKNOWN\r\n"), Ok(None)),
            (with(b"PROXY UNKNOWN ffff:f...f:ffff 1 2\r\n"), Ok(None)),
            (with(&version_2("203.0.113.7:1", 0)), Ok(Some("203.0.113.7"))),
            (with(&version_2("[2001:db8::7]:1", 300)), Ok(Some("2001:db8::7"))),
            (with(&local()), Ok(None)),
            (with(b"PROXY TCP4 203.0.113.7 192.0.2.1 51234\r\n"), broken),
            (with(b"PROXY TCP4 203.0.113.777 192.0.2.1 51234 443\r\n"), broken),
            (with(b"PROXY TCP4 2001:db8::7 2001:db8::1 51234 443\r\n"), broken),
            (with(b"PROXY TCP4 203.0.113.7 192.0.2.1 51234 99999\r\n"), broken),
            (with(b"PROXY TCP4 203.0.113.7 192.0.2.1 51234 443\n"), broken),
            (with(long.as_bytes()), broken),
            (with(unknown_long.as_bytes()), broken),
            (with(&version_2("203.0.113.7:1", MOST)), broken),
            (with(b"\r\n\r\n\0\r\nQUIT\n\x31\x11\0\x0c"), broken),
            ([b"PROXY UNKNOWN/".as_slice(), &[b'x'; 150], b" HTTP/1.1\r\n"].concat(), broken),
            (b"PROXY TCP4 203.0.113.7".to_vec(), Err(io::ErrorKind::UnexpectedEof)),
        ] {
            let shown = String::from_utf8_lossy(&bytes).into_owned();
            for at in [0, 1, 5, 7, 14, 20, 130, bytes.len()] {
                let found = heard(&bytes, at).await;
                let client = found.as_ref().map(|(client, _)| client.as_deref()).map_err(|kind| *kind);
                assert_eq!(client, expected, "{shown:?} at {at}");
                assert!(found.is_err() || found.unwrap().1 == http, "{shown:?} at {at}");
            }
        }
        for plain in [
            "",
            "G",
            "GET / HTTP/1.1\r\n\r\n",
            "\r\nGET / HTTP/1.1\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "PROXY / HTTP/1.1\r\n",
            "PROXY UNKNOWN HTTP/1.1\r\nHost: x\r\n",
            "PROXIES",
            "PRO",
            "\r\n\r\n",
            "\u{16}\u{3}\u{1}",
        ] {
            for at in [0, 1, 3, 8] {
                let found = heard(plain.as_bytes(), at).await;
                assert_eq!(found, Ok((None, plain.as_bytes().to_vec())), "{plain:?} at {at}");
            }
        }
    }

    proptest! {
        #[test]
        fn bytes_that_are_not_a_preface_are_kept_and_prefaces_are_bounded(
            bytes in proptest::collection::vec(any::<u8>(), 0..60),
            kind in 0..4_usize,
        ) {
            let head = [&b""[..], VERSION_1, VERSION_2, b"PROXY TCP4 "][kind];
            let said = [head, &bytes].concat();
            match progress(&said) {
                PrefaceProgress::Whole(_, length) => prop_assert!(length <= said.len() && length >= 15),
                PrefaceProgress::Absent => prop_assert!(!said.starts_with(VERSION_2)),
                PrefaceProgress::More | PrefaceProgress::Broken => {}
            }
        }
    }
}
