//! Digests by which a change is noticed.

use std::{fmt, io, str::FromStr};

/// A digest of names, sizes and times of an article's files: equal ones mean that nothing need be read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Digest([u8; 16]);

impl Digest {
    /// A digest of any bytes.
    pub fn hash(bytes: &[u8]) -> Digest {
        Digest::from_hash(&blake3::hash(bytes))
    }

    /// A digest of all that `reader` has, read piece by piece.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn hash_reader(reader: impl io::Read) -> io::Result<Digest> {
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(reader)?;
        Ok(Digest::from_hash(&hasher.finalize()))
    }

    pub(crate) fn from_hash(hash: &blake3::Hash) -> Digest {
        Digest(*hash.as_bytes().first_chunk::<16>().expect("a hash has 32 bytes"))
    }

    /// The digest that [`Digest::as_bytes`] gave; `None` for any other length.
    pub fn from_bytes(bytes: &[u8]) -> Option<Digest> {
        bytes.try_into().ok().map(Digest)
    }

    /// Its 16 bytes, to be kept.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

/// Reads the form that [`Digest`] writes: 32 hexadecimal digits.
impl FromStr for Digest {
    type Err = ();

    fn from_str(text: &str) -> Result<Digest, ()> {
        let is_hexadecimal = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = is_hexadecimal.then(|| u128::from_str_radix(text, 16).ok()).flatten().ok_or(())?;
        Ok(Digest(number.to_be_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_reads_what_it_writes() {
        let digest = Digest::hash(b"x");
        assert_eq!(digest.to_string().parse(), Ok(digest));
        for wrong in ["", "0", "+0000000000000000000000000000000", "zz000000000000000000000000000000"] {
            assert_eq!(wrong.parse::<Digest>(), Err(()), "{wrong}");
        }
    }
}
