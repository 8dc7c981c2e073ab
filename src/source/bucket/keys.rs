//! The names of objects, below the prefix of the bucket's address.

use super::ContentDigest;

/// The version of the format; a reader refuses a later one.
pub const BUCKET_VERSION: u32 = 1;
/// The folder of segments.
pub const LOG: &str = "log";
/// The folder of packs.
pub const PACKS: &str = "packs";
/// The folder of media, by digest.
pub const MEDIA: &str = "media";
/// The folder of pictures that were made smaller.
pub const DERIVED: &str = "derived";
/// The folder of checkpoints.
pub const CHECKPOINTS: &str = "checkpoints";
/// The folder of the counts of missed translations, one object a reader that may write here.
pub const COUNTS: &str = "counts";
/// The folder of keys that are written to find out what the store can do, and then deleted.
pub const PROBE: &str = "probe";
/// The pointer to the newest snapshot.
pub const SNAPSHOT: &str = "snapshot.json";
/// The lease of the publisher, where the store has no conditional writes.
pub const LEASE: &str = "publisher.json";

/// Digits of a sequence number in a key: listings are in order.
const DIGITS: usize = 20;

/// The key of the segment with this number: `log/00000000000000000001`. The first is 1.
pub fn segment_key(sequence: u64) -> String {
    format!("{LOG}/{sequence:0DIGITS$}")
}

/// The number of the segment at `key`; `None` of any other object.
pub fn segment_sequence(key: &str) -> Option<u64> {
    let digits = key.strip_prefix(LOG)?.strip_prefix('/')?;
    let is_number = digits.len() == DIGITS && digits.bytes().all(|digit| digit.is_ascii_digit());
    Some(digits).filter(|_| is_number)?.parse().ok()
}

/// The key of the pack with these bytes.
pub fn pack_key(digest: &ContentDigest) -> String {
    format!("{PACKS}/{digest}.tar.zst")
}

/// The key of the media file with these bytes.
pub fn media_key(digest: &ContentDigest) -> String {
    format!("{MEDIA}/{digest}")
}

/// The key of a picture that was made smaller; `name` is its key in the cache of the image worker.
pub fn derived_key(name: &str) -> String {
    format!("{DERIVED}/{name}")
}

/// The key of the counts of the reader `name`.
pub fn counts_key(name: &str) -> String {
    format!("{COUNTS}/{name}.json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segments_key_has_its_number_and_sorts_by_it() {
        assert_eq!(segment_key(7), "log/00000000000000000007");
        for sequence in [1, 9, 10, 12345, u64::MAX] {
            assert_eq!(segment_sequence(&segment_key(sequence)), Some(sequence));
        }
        assert!(segment_key(9) < segment_key(10) && segment_key(99_999) < segment_key(u64::MAX));
        for other in
            ["log/7", "log/", "log/0000000000000000000x", "log/+0000000000000000007", "media/1", "snapshot.json"]
        {
            assert_eq!(segment_sequence(other), None, "{other}");
        }
        assert_eq!(segment_sequence("log/99999999999999999999"), None, "larger than any");
    }
}
