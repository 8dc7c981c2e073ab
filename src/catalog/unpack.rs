//! Bodies as they were before they were packed.

use std::{cell::RefCell, io};

use zstd::bulk::Decompressor;

use super::CatalogError;

/// Bytes that are made room for because a packed body says that it has them; a damaged one may say anything.
const ROOM: usize = 16 << 20;

thread_local! {
    /// Making one costs as much as unpacking a body with it, so each thread keeps its own.
    static UNPACKER: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
}

/// The text of a packed body.
///
/// # Errors
/// Where the bytes are no packed text.
pub(super) fn unpacked(packed: &[u8]) -> Result<String, CatalogError> {
    let bytes = bytes(packed).map_err(CatalogError::damaged)?;
    // The standard library takes Cyrillic letter by letter; this is ten times as fast, the copy included.
    Ok(simdutf8::basic::from_utf8(&bytes).map_err(CatalogError::damaged)?.to_owned())
}

/// At once where the body says how long it is, as all of ours do: unpacking bit by bit would make room for a whole window
/// each time.
fn bytes(packed: &[u8]) -> io::Result<Vec<u8>> {
    let Some(size) = Decompressor::upper_bound(packed).filter(|size| *size <= ROOM) else {
        return zstd::decode_all(packed);
    };
    UNPACKER.with_borrow_mut(|kept| {
        let mut unpacker = kept.take().map_or_else(Decompressor::new, Ok)?;
        let bytes = unpacker.decompress(packed, size)?;
        // One that has failed is not used again.
        *kept = Some(unpacker);
        Ok(bytes)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_was_packed_comes_out_again_also_after_damage() {
        let packed = |text: &str| zstd::bulk::compress(text.as_bytes(), 3).unwrap();
        let long = "слово ".repeat(5000);
        for text in ["", "a", "Дніпро", &long] {
            assert_eq!(unpacked(&packed(text)).unwrap(), text);
            assert!(unpacked(b"no packed body").is_err());
        }
        assert!(unpacked(&zstd::bulk::compress(b"\xff\xfe", 3).unwrap()).is_err());
    }

    proptest! {
        #[test]
        fn never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            let _ = unpacked(&bytes);
            let _ = unpacked(&[&[0x28, 0xb5, 0x2f, 0xfd], bytes.as_slice()].concat());
        }
    }
}
