//! `[cache]` of `site.toml`: the memory for finished pages, and the headers for caches in front.

use std::str::FromStr;

use super::TomlFields;
use crate::model::sentence::{Sentence, expected};

/// What `site.toml` says of the page cache.
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

    /// What stands between two keys: a space where Fastly and Varnish read them, a comma elsewhere.
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

/// What `site.toml` says of the access log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogRules {
    addresses: bool,
}

impl LogRules {
    /// Whether readers' addresses are logged; by default they are not.
    pub fn addresses(&self) -> bool {
        self.addresses
    }

    /// Reads `[log]`; a key that is absent has its default.
    pub(super) fn read(fields: &TomlFields<'_, '_>) -> Self {
        let Some(table) = fields.table("log") else { return LogRules { addresses: false } };
        let rules = LogRules { addresses: table.boolean("addresses").unwrap_or(false) };
        table.finish();
        rules
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
