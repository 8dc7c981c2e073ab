//! `Accept-Encoding`: in which coding a body goes out (RFC 9110, 12.5.3).

use super::accept_language::{Quality, items};

/// A content coding that Litopys can produce, best first by size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Encoding {
    /// `br`, RFC 7932.
    Brotli,
    /// `zstd`, RFC 8878.
    Zstd,
    /// `gzip`, RFC 1952.
    Gzip,
    /// No coding.
    Identity,
}

impl Encoding {
    /// All codings; of equal weights the earlier one is taken.
    pub const ALL: [Encoding; 4] = [Encoding::Brotli, Encoding::Zstd, Encoding::Gzip, Encoding::Identity];

    /// The coding's name in headers.
    pub fn as_str(self) -> &'static str {
        match self {
            Encoding::Brotli => "br",
            Encoding::Zstd => "zstd",
            Encoding::Gzip => "gzip",
            Encoding::Identity => "identity",
        }
    }

    /// Its place in [`Encoding::ALL`].
    pub fn index(self) -> usize {
        match self {
            Encoding::Brotli => 0,
            Encoding::Zstd => 1,
            Encoding::Gzip => 2,
            Encoding::Identity => 3,
        }
    }

    /// The coding of that name; names are case-insensitive (RFC 9110, 8.4.1).
    fn named(name: &str) -> Option<Encoding> {
        Encoding::ALL.into_iter().find(|encoding| name.eq_ignore_ascii_case(encoding.as_str()))
    }
}

/// The best coding for a reader. Without a header, no coding is safest. `None` if everything is refused
/// (`identity;q=0, *;q=0`): then RFC 9110, 12.4.1 lets a server answer 406 or send identity all the same.
///
/// Asked of every request, so it allocates nothing.
pub fn accepted_encoding(header: Option<&str>) -> Option<Encoding> {
    let Some(header) = header else { return Some(Encoding::Identity) };
    let (mut named, mut any) = ([None; Encoding::ALL.len()], None);
    for (item, weight) in items(header) {
        if item == "*" {
            any = any.or(Some(weight));
        } else if let Some(slot) = Encoding::named(item).and_then(|encoding| named.get_mut(encoding.index())) {
            *slot = slot.or(Some(weight));
        }
    }
    let weight = |encoding: Encoding| -> Quality {
        let unnamed = if encoding == Encoding::Identity { 1 } else { 0 };
        named.get(encoding.index()).copied().flatten().or(any).unwrap_or(unnamed)
    };
    let best = Encoding::ALL.into_iter().rev().max_by_key(|encoding| weight(*encoding));
    best.filter(|encoding| weight(*encoding) > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn takes_the_best_that_is_accepted() {
        for (header, expected) in [
            (None, Some(Encoding::Identity)),
            (Some(""), Some(Encoding::Identity)),
            (Some("gzip, deflate, br, zstd"), Some(Encoding::Brotli)),
            (Some("gzip;q=1.0, br;q=0.5"), Some(Encoding::Gzip)),
            (Some("br;q=0, gzip"), Some(Encoding::Gzip)),
            (Some("*"), Some(Encoding::Brotli)),
            (Some("*;q=0, gzip"), Some(Encoding::Gzip)),
            (Some("identity"), Some(Encoding::Identity)),
            (Some("deflate"), Some(Encoding::Identity)),
            (Some("identity;q=0"), None),
            (Some("identity;q=0, *;q=0"), None),
            (Some("GZIP"), Some(Encoding::Gzip)),
            (Some("identity;q=0.5, gzip;q=0.2"), Some(Encoding::Identity)),
        ] {
            assert_eq!(accepted_encoding(header), expected, "{header:?}");
        }
    }

    #[test]
    fn a_coding_lies_at_its_own_index() {
        for (index, encoding) in Encoding::ALL.into_iter().enumerate() {
            assert_eq!(encoding.index(), index);
        }
    }

    proptest! {
        #[test]
        fn a_coding_is_named_by_the_header(header in "((br|gzip|identity|\\*)(;q=[01])?,|\\PC){0,12}") {
            if let Some(coding) = accepted_encoding(Some(&header)).filter(|coding| *coding != Encoding::Identity) {
                let named = header.to_ascii_lowercase().contains(coding.as_str()) || header.contains('*');
                prop_assert!(named, "{:?} of {}", coding, header);
            }
        }
    }
}
