//! The name of bytes: their BLAKE3 hash.

use std::{
    fmt,
    fs::File,
    io::{self, Write},
    str::FromStr,
};

/// The BLAKE3 hash of some bytes, all 32 bytes of it; written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentDigest([u8; 32]);

/// A text that is not such a hash.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a BLAKE3 hash of 64 lower-case hexadecimal digits, found `{0}`")]
pub struct ContentDigestError(String);

impl ContentDigest {
    /// The digest of `bytes`.
    pub fn of(bytes: &[u8]) -> ContentDigest {
        ContentDigest(*blake3::hash(bytes).as_bytes())
    }

    /// The digest of all that `reader` has, read piece by piece, and how many bytes that were.
    ///
    /// # Errors
    /// The reader fails.
    pub fn of_reader(mut reader: impl io::Read) -> io::Result<(ContentDigest, u64)> {
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(&mut reader)?;
        Ok((ContentDigest(*hasher.finalize().as_bytes()), hasher.count()))
    }

    /// The digest that the hash of these bytes is.
    pub fn from_hash(hash: &blake3::Hash) -> ContentDigest {
        ContentDigest(*hash.as_bytes())
    }

    /// Its 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for ContentDigest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

impl fmt::Debug for ContentDigest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

impl FromStr for ContentDigest {
    type Err = ContentDigestError;

    fn from_str(text: &str) -> Result<Self, ContentDigestError> {
        let wrong = || ContentDigestError(text.chars().take(80).collect());
        let is_lower = text.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
        let hash = Some(text).filter(|_| is_lower).and_then(|text| blake3::Hash::from_hex(text).ok());
        hash.map(|hash| ContentDigest::from_hash(&hash)).ok_or_else(wrong)
    }
}

crate::model::as_text::serde_as_text!(ContentDigest);

/// A file whose bytes are hashed as they are written.
pub(super) struct Hashed<'a> {
    pub(super) file: &'a File,
    pub(super) hasher: blake3::Hasher,
}

impl Write for Hashed<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hasher.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.file.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_read_as_it_is_written_and_nothing_else_is_one() {
        let digest = ContentDigest::of("Дніпро".as_bytes());
        let text = digest.to_string();
        assert_eq!(text.parse::<ContentDigest>().unwrap(), digest);
        assert_eq!(ContentDigest::of_reader("Дніпро".as_bytes()).unwrap(), (digest, 12));
        for wrong in ["", &text[1..], &format!("{text}0"), &text.to_uppercase(), &text.replace(&text[..1], "g")] {
            assert!(wrong.parse::<ContentDigest>().is_err(), "{wrong}");
        }
    }
}
