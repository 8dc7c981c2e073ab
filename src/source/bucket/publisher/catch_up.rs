//! Brings the publisher's state to the head of the bucket: checks that it is of this bucket, reads what others wrote, and rebuilds
//! it where it is missing.

use jiff::Timestamp;

use super::{
    super::{
        ContentDigest, FormatError, LARGEST_PART, LOG, MEDIA, ObjectRef, PACKS, Pack, SNAPSHOT, Segment,
        SnapshotPointer, Store, segment_key, segment_sequence,
    },
    PublishError, Publisher, Step,
    part::contents_digest,
    state::Head,
};

impl Publisher {
    /// Brings the state to the head of the bucket.
    pub(super) fn catch_up(&mut self) -> Result<(), PublishError> {
        let head = self.state.head()?;
        let found = match head.log {
            None => None,
            Some(_) => self.store.get(&segment_key(head.sequence), LARGEST_PART)?,
        };
        let is_same = found.as_ref().is_some_and(|bytes| Some(ContentDigest::of(bytes)) == head.log);
        // One that cannot be read is not another publisher's.
        let is_damaged = !is_same && found.is_some_and(|bytes| is_damaged(&bytes));
        let (pointer, snapshot) = (read_pointer(&self.store)?, self.state.number("snapshot")?);
        // After a snapshot by another publisher, texts are at other places.
        let is_other = pointer.as_ref().is_some_and(|pointer| pointer.sequence != snapshot);
        if !(is_same || is_damaged) || is_other {
            return self.rebuild();
        }
        // A snapshot leads readers past a damaged segment, and takes the place of one that was lost.
        self.wanted.snapshot |= (is_damaged && snapshot < head.sequence) || (pointer.is_none() && snapshot > 0);
        match self.follow() {
            Ok(0) => Ok(()),
            Ok(_) => self.list_objects(),
            // One of a later version is as unreadable after a rebuild.
            Err(PublishError::Format { source, .. }) if !matches!(source, FormatError::Version { .. }) => {
                self.rebuild()
            }
            Err(error) => Err(error),
        }
    }

    /// Rebuilds the state from the bucket.
    fn rebuild(&mut self) -> Result<(), PublishError> {
        self.state.reset()?;
        match read_pointer(&self.store)? {
            Some(pointer) => {
                for (n, pack) in pointer.packs.iter().enumerate() {
                    self.observe(&Step::Rebuilding { done: n, total: pointer.packs.len() });
                    self.stage_pack(pack, pointer.made)?;
                }
                let head = Head { sequence: pointer.sequence, log: Some(pointer.log) };
                self.state.commit(head, true)?;
                self.state.set_number("snapshot", pointer.sequence)?;
                self.state.set_published(pointer.made)?;
                self.state.set_number("snapshot_bytes", pointer.packs.iter().map(|pack| pack.size).sum())?;
            }
            None => self.check_begins()?,
        }
        self.follow()?;
        self.list_objects()
    }

    /// Without a snapshot, the log must begin with its first segment.
    fn check_begins(&self) -> Result<(), PublishError> {
        let log = self.store.list(LOG)?;
        match log.iter().filter_map(|object| segment_sequence(&object.key)).min() {
            None | Some(1) => Ok(()),
            Some(first) => Err(PublishError::Damaged {
                what: format!(
                    "there is no valid `{SNAPSHOT}`, and the log begins with segment {first}; restore `{SNAPSHOT}`, or empty \
                     the bucket and publish everything again"
                ),
            }),
        }
    }

    /// Applies the segments that others wrote; says how many.
    fn follow(&mut self) -> Result<u64, PublishError> {
        let mut count = 0;
        loop {
            let head = self.state.head()?;
            let key = segment_key(head.sequence + 1);
            let Some(bytes) = self.store.get(&key, LARGEST_PART)? else { return Ok(count) };
            let damaged = |source| PublishError::Format { key: key.clone(), source };
            let segment = Segment::decode(&bytes).map_err(damaged)?;
            segment.check_follows(head.sequence, head.log).map_err(damaged)?;
            self.observe(&Step::Following { sequence: segment.header.sequence });
            self.state.stage_removed(&segment.header.removed)?;
            let published = segment.header.published;
            for pack in &segment.header.packs {
                self.stage_pack(pack, published)?;
            }
            self.state.stage(&segment.header.contents, &key, published)?;
            self.state.set_published(published)?;
            let log = Some(ContentDigest::of(&bytes));
            self.state.commit(Head { sequence: head.sequence + 1, log }, true)?;
            self.count_segment(bytes.len() as u64, !segment.header.packs.is_empty())?;
            count += 1;
        }
    }

    fn stage_pack(&mut self, pack: &ObjectRef, published: Timestamp) -> Result<(), PublishError> {
        let contents = read_pack(&self.store, pack)?.contents;
        self.state.stage(&contents, &pack.key, published)?;
        self.state.set_pack(&contents_digest(&contents), pack)
    }

    /// Reads which media and packs there are, and since when.
    fn list_objects(&mut self) -> Result<(), PublishError> {
        let listed = [self.store.list(MEDIA)?, self.store.list(PACKS)?].concat();
        self.state.forget_puts()?;
        self.state.set_put(listed.iter().map(|object| (object.key.as_str(), object.modified.as_second())))
    }
}

/// Whether these bytes are not those of a segment, of whatever version.
fn is_damaged(bytes: &[u8]) -> bool {
    Segment::decode(bytes).is_err_and(|error| !matches!(error, FormatError::Version { .. }))
}

/// The pack at `reference`, if its bytes are those that it names.
pub(super) fn read_pack(store: &Store, reference: &ObjectRef) -> Result<Pack, PublishError> {
    let ObjectRef { key, digest, .. } = reference;
    let missing =
        || PublishError::Damaged { what: format!("`{key}`, which a segment or `{SNAPSHOT}` names, is missing") };
    let bytes = store.get(key, LARGEST_PART)?.ok_or_else(missing)?;
    if ContentDigest::of(&bytes) != *digest {
        return Err(PublishError::Damaged { what: format!("the bytes of `{key}` differ from their digest") });
    }
    Pack::decode(&bytes).map_err(|source| PublishError::Format { key: key.clone(), source })
}

/// The pointer to the newest snapshot, if there is one that is not damaged.
pub(super) fn read_pointer(store: &Store) -> Result<Option<SnapshotPointer>, PublishError> {
    let Some(bytes) = store.get(SNAPSHOT, SnapshotPointer::LARGEST)? else { return Ok(None) };
    match SnapshotPointer::decode(&bytes) {
        Ok(pointer) => Ok(Some(pointer)),
        Err(source @ FormatError::Version { .. }) => Err(PublishError::Format { key: SNAPSHOT.to_owned(), source }),
        Err(error) => {
            tracing::warn!(key = SNAPSHOT, %error, "the object is damaged; the next snapshot replaces it");
            Ok(None)
        }
    }
}
