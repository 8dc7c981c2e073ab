//! Bodies, packed to be stored and as they were before.

use std::{cell::RefCell, io};

use rusqlite::{
    Row,
    types::{FromSql, FromSqlError, FromSqlResult, ValueRef},
};
use serde::{Serialize, de::DeserializeOwned};
use zstd::bulk::{Compressor, Decompressor};

use super::CatalogError;
use crate::{
    article::{Thumbnail, Unpublished},
    model::{
        lang::Lang,
        slug::{ArticleId, Collection, Slug},
    },
};

/// Bodies are stored at this level of zstd: 3 would save a fortieth and cost a third more time, 19 a tenth and fifty times
/// as much.
const LEVEL: i32 = 1;

/// Bytes that are made room for because a packed body says that it has them; a damaged one may say anything.
const ROOM: usize = 16 << 20;

thread_local! {
    /// Making one costs as much as packing a body with it, so each thread keeps its own.
    static PACKER: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    /// The same for unpacking.
    static UNPACKER: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
}

/// A body as it is stored, with a checksum.
///
/// # Errors
/// If zstd has no memory left.
pub(super) fn packed(text: &str) -> Result<Vec<u8>, CatalogError> {
    let pack = |kept: &mut Option<Compressor<'static>>| {
        let mut packer = kept.take().map_or_else(packer, Ok)?;
        let bytes = packer.compress(text.as_bytes())?;
        *kept = Some(packer);
        Ok(bytes)
    };
    PACKER.with_borrow_mut(pack).map_err(|error: io::Error| CatalogError::damaged(error))
}

fn packer() -> io::Result<Compressor<'static>> {
    let mut packer = Compressor::new(LEVEL)?;
    packer.include_checksum(true)?;
    Ok(packer)
}

/// The text of a packed body.
///
/// # Errors
/// If the bytes are not a packed text.
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

/// The value of column `at`, which holds JSON.
///
/// # Errors
/// If it is not valid JSON of this type.
pub(super) fn json<T: DeserializeOwned>(row: &Row<'_>, at: usize) -> Result<T, CatalogError> {
    let text = row.get_ref(at)?.as_str().map_err(CatalogError::damaged)?;
    serde_json::from_str(text).map_err(CatalogError::damaged)
}

/// A value as a column holds it in JSON.
///
/// # Errors
/// If it cannot be written as JSON.
pub(super) fn to_json(value: &impl Serialize) -> Result<String, CatalogError> {
    serde_json::to_string(value).map_err(CatalogError::damaged)
}

/// The article whose year and name are column `at` and the next one: the only way from a row to an [`ArticleId`].
///
/// # Errors
/// If they are not the year and the name of a folder.
pub(super) fn article_id(row: &Row<'_>, at: usize) -> Result<ArticleId, CatalogError> {
    Ok(ArticleId::new(row.get::<_, Collection>(at)?, row.get(at + 1)?))
}

impl FromSql for Lang {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str()?.parse().map_err(FromSqlError::other)
    }
}

impl FromSql for Slug {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str()?.parse().map_err(FromSqlError::other)
    }
}

impl FromSql for Unpublished {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str()?.parse().map_err(FromSqlError::other)
    }
}

impl FromSql for Thumbnail {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        serde_json::from_str(value.as_str()?).map_err(FromSqlError::other)
    }
}

impl FromSql for Collection {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_i64()?.try_into().map_err(FromSqlError::other)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_was_packed_comes_out_again_also_after_damage() {
        let long = "слово ".repeat(5000);
        for text in ["", "a", "Дніпро", &long] {
            assert_eq!(unpacked(&packed(text).unwrap()).unwrap(), text);
            assert!(unpacked(b"no packed body").is_err());
        }
        let mut flipped = packed(&long).unwrap();
        if let Some(last) = flipped.last_mut() {
            *last ^= 1;
        }
        assert!(unpacked(&flipped).is_err(), "the checksum tells");
        assert!(unpacked(&zstd::bulk::compress(b"\xff\xfe", 3).unwrap()).is_err());
    }

    proptest! {
        #[test]
        fn a_changed_byte_never_gives_another_text(text in "\\PC{1,200}", at in any::<prop::sample::Index>(), byte in any::<u8>()) {
            let mut changed = packed(&text).unwrap();
            let at = at.index(changed.len());
            changed[at] = byte;
            prop_assert!(unpacked(&changed).map_or(true, |found| found == text));
        }
    }
}
