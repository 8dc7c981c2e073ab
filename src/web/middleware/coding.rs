//! Content codings of bodies, and validators that differ with them.

use std::io::Write;

use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderValue, header},
};

use crate::{i18n::negotiate::Encoding, model::Digest};

/// Bodies shorter than this go out as they are: a coding would make them longer.
const SHORTEST: usize = 256;

/// How much work goes into a coding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) enum Effort {
    /// One client waits for it, and no other will ask.
    Fast,
    /// Many clients will ask, and none waits.
    Best,
}

/// The bytes in `encoding`, with `Content-Encoding` and `Content-Length` written.
pub(in crate::web) fn coded(bytes: Bytes, encoding: Encoding, effort: Effort, headers: &mut HeaderMap) -> Bytes {
    let short = bytes.len() < SHORTEST;
    let packed = if short { None } else { pack(&bytes, encoding, effort) };
    if packed.is_some() {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding.as_str()));
    }
    let body = packed.map_or(bytes, Bytes::from);
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    body
}

/// A strong validator (RFC 9110, 8.8.3): equal only where every byte sent is equal, so each coding has its own.
pub(in crate::web) fn strong_etag(bytes: &[u8], encoding: Encoding) -> String {
    let digest = Digest::hash(bytes);
    match encoding {
        Encoding::Identity => format!("\"{digest}\""),
        coding => format!("\"{digest}-{}\"", coding.as_str()),
    }
}

/// The tags of an `If-None-Match`, weak ones as if they were strong: comparison is weak (RFC 9110, 13.1.2). `*` is one of them.
pub(in crate::web) fn entity_tags(header: &str) -> impl Iterator<Item = &str> {
    header.split(',').map(|tag| tag.trim().trim_start_matches("W/"))
}

/// `None` for identity, or where the library fails: then the bytes go out as they are.
fn pack(bytes: &[u8], encoding: Encoding, effort: Effort) -> Option<Vec<u8>> {
    let level = |fast, best| if effort == Effort::Fast { fast } else { best };
    match encoding {
        Encoding::Identity => None,
        Encoding::Zstd => zstd::bulk::compress(bytes, level(3, 19)).ok(),
        Encoding::Gzip => {
            let level = flate2::Compression::new(u32::try_from(level(1, 9)).ok()?);
            let mut coder = flate2::write::GzEncoder::new(Vec::new(), level);
            coder.write_all(bytes).ok()?;
            coder.finish().ok()
        }
        Encoding::Brotli => {
            let mut packed = Vec::new();
            let level = u32::try_from(level(2, 11)).ok()?;
            let mut coder = brotli::CompressorWriter::new(&mut packed, 4096, level, 20);
            coder.write_all(bytes).ok()?;
            coder.flush().ok()?;
            drop(coder);
            Some(packed)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_coding_is_shorter_and_says_its_name() {
        let text = Bytes::from("слово ".repeat(1000));
        let both = [Effort::Fast, Effort::Best];
        for (encoding, effort) in
            [Encoding::Brotli, Encoding::Zstd, Encoding::Gzip].into_iter().flat_map(|coding| both.map(|e| (coding, e)))
        {
            let mut headers = HeaderMap::new();
            let body = coded(text.clone(), encoding, effort, &mut headers);
            assert!(body.len() < text.len() / 4);
            assert_eq!(headers[header::CONTENT_ENCODING], encoding.as_str());
            assert_eq!(headers[header::CONTENT_LENGTH], body.len().to_string().as_str());
        }
    }

    #[test]
    fn each_coding_has_a_validator_of_its_own() {
        let tags: std::collections::HashSet<_> = Encoding::ALL.map(|coding| strong_etag(b"x", coding)).into();
        assert_eq!(tags.len(), Encoding::ALL.len());
    }
}
