//! Objects that must be there as they were written, fetched with patience.

use std::time::Duration;

use super::read_error::ReadError;
use crate::source::bucket::{ContentDigest, LARGEST_PART, ObjectRef, Store, StoreError, retry::Retries};

/// How long one object of many is tried again before the whole work starts over later.
const RETRIES: Retries = Retries::within(Duration::from_secs(30));

/// The bytes of an object that must be there as it was written.
pub(super) fn object(store: &Store, object: &ObjectRef) -> Result<Vec<u8>, ReadError> {
    let key = &object.key;
    let bytes = store.get(key, object.size.min(LARGEST_PART))?.ok_or_else(|| ReadError::missing(key))?;
    if bytes.len() as u64 != object.size || ContentDigest::of(&bytes) != object.digest {
        return Err(ReadError::damaged(key, "its bytes differ from its digest"));
    }
    Ok(bytes)
}

/// Does the same again for a while where the store is away: one object of a hundred must not undo the others.
pub(super) fn patiently<T>(work: impl Fn() -> Result<T, ReadError>) -> Result<T, ReadError> {
    RETRIES.run(|error| matches!(error, ReadError::Away(StoreError::Away { .. })), work)
}
