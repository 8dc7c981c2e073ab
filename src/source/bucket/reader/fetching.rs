//! Objects that must be there as they were written, fetched with patience.

use std::{
    thread,
    time::{Duration, Instant},
};

use super::read_error::ReadError;
use crate::source::bucket::{ContentDigest, LARGEST_PART, ObjectRef, Store, StoreError};

/// How long one object of many is tried again before the whole work starts over later.
const PATIENCE: Duration = Duration::from_secs(30);
/// Tries in any case: one of a long object may take longer than that, and break off at its end.
const TRIES: u32 = 3;
/// The pause between two such tries.
const PAUSE: Duration = Duration::from_millis(500);

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
    again_within(PATIENCE, PAUSE, work)
}

fn again_within<T>(
    patience: Duration,
    pause: Duration,
    work: impl Fn() -> Result<T, ReadError>,
) -> Result<T, ReadError> {
    let (begun, mut tries) = (Instant::now(), 0);
    loop {
        tries += 1;
        match work() {
            Err(ReadError::Away(StoreError::Away { .. })) if tries < TRIES || begun.elapsed() < patience => {
                thread::sleep(pause);
            }
            done => return done,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn an_object_that_takes_longer_than_patience_is_tried_three_times() {
        for (failures, is_fetched) in [(0, true), (2, true), (3, false)] {
            let tries = Cell::new(0);
            let fetched = again_within(Duration::ZERO, Duration::ZERO, || {
                tries.set(tries.get() + 1);
                let away = || StoreError::Away { key: "a".to_owned(), reason: "cut short".to_owned() };
                if tries.get() > failures { Ok(()) } else { Err(ReadError::Away(away())) }
            });
            assert_eq!((fetched.is_ok(), tries.get()), (is_fetched, (failures + 1).min(3)), "{failures}");
        }
    }
}
