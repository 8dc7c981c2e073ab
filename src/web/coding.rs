//! Content codings of bodies, and validators that differ with them.

use std::io::Write;

use axum::http::{HeaderMap, HeaderValue, header};

use crate::{archive::Stamp, negotiate::Encoding};

/// Bodies shorter than this go out as they are: a coding would make them longer.
const SHORTEST: usize = 256;

/// The bytes in `encoding`, with `Content-Encoding` and `Content-Length` written.
pub(super) fn coded(bytes: Vec<u8>, encoding: Encoding, headers: &mut HeaderMap) -> Vec<u8> {
    let short = bytes.len() < SHORTEST;
    let packed = if short { None } else { pack(&bytes, encoding) };
    if packed.is_some() {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding.as_str()));
    }
    let body = packed.unwrap_or(bytes);
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    body
}

/// A strong validator (RFC 9110, 8.8.3): equal only where every byte sent is equal, so each coding has its own.
pub(super) fn strong_etag(bytes: &[u8], encoding: Encoding) -> String {
    let digest = Stamp::of(bytes);
    match encoding {
        Encoding::Identity => format!("\"{digest}\""),
        coding => format!("\"{digest}-{}\"", coding.as_str()),
    }
}

/// `None` for identity, or where the library fails: then the bytes go out as they are.
fn pack(bytes: &[u8], encoding: Encoding) -> Option<Vec<u8>> {
    match encoding {
        Encoding::Identity => None,
        Encoding::Zstd => zstd::bulk::compress(bytes, 6).ok(),
        Encoding::Gzip => {
            let mut coder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
            coder.write_all(bytes).ok()?;
            coder.finish().ok()
        }
        Encoding::Brotli => {
            let mut packed = Vec::new();
            let mut coder = brotli::CompressorWriter::new(&mut packed, 4096, 5, 20);
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
        let text = "слово ".repeat(1000).into_bytes();
        for encoding in [Encoding::Brotli, Encoding::Zstd, Encoding::Gzip] {
            let mut headers = HeaderMap::new();
            let body = coded(text.clone(), encoding, &mut headers);
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
