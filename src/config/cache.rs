//! `[cache]` of `site.toml`: how much memory finished pages may take.

use std::str::FromStr;

use crate::content::Fields;

/// What `site.toml` says of the page cache.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CacheRules {
    memory: Size,
}

/// A size in bytes, as a person writes it: `256 MB`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Size(u64);

/// Some 20,000 pages in two codings: more than most archives have.
const MEMORY: Size = Size(256_000_000);

impl CacheRules {
    /// Bytes that finished pages may take in memory; 0 keeps none. 256 MB by default.
    pub fn memory(&self) -> u64 {
        self.memory.0
    }

    /// Reads `[cache]`; a key that is absent has its default.
    pub(super) fn read(fields: &Fields<'_, '_>) -> Self {
        let Some(table) = fields.table("cache") else { return CacheRules { memory: MEMORY } };
        let rules = CacheRules { memory: table.parsed("memory").unwrap_or(MEMORY) };
        table.finish();
        rules
    }
}

impl FromStr for Size {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
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
        bytes.map(Size).ok_or_else(|| format!("expected a size like `256 MB`, found `{text}`"))
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
            assert_eq!(text.parse::<Size>().ok().map(|size| size.0), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn never_panics(text in "([0-9]| |[kKmMgG]?[bB]|\\PC){0,12}") {
            let _ = text.parse::<Size>();
        }
    }
}
