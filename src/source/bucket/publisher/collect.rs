//! Deletes what no reader needs any more: segments behind a snapshot, and media, packs and checkpoints that nothing names; each only
//! after a grace period, so that a reader which was away, or is just starting, finds every object that it has read a name of. And notices what
//! is missing.

use std::collections::HashSet;

use jiff::Timestamp;

use super::{
    super::{CHECKPOINTS, ContentDigest, LOG, ListedObject, MEDIA, PACKS, PROBE, SnapshotPointer, segment_sequence},
    PublishError, Publisher, Step,
    catch_up::read_pointer,
};

/// Seconds between two collections that come by themselves.
const EVERY: i64 = 24 * 3600;

impl Publisher {
    /// Whether the last collection was long enough ago.
    pub(super) fn is_collection_due(&self) -> Result<bool, PublishError> {
        let last = i64::try_from(self.state.number("collected")?).unwrap_or_default();
        Ok(self.options.clock.now().as_second().saturating_sub(last).saturating_abs() >= EVERY)
    }

    /// Deletes what nothing names; says how many objects. Without a snapshot of the last publish that wrote packs, nothing is deleted.
    pub(super) fn collect(&mut self) -> Result<u64, PublishError> {
        let Some(pointer) = read_pointer(&self.store)? else { return Ok(0) };
        self.find_missing()?;
        let now = self.store_time()?;
        let mut deleted = self.trim_log(&pointer, now)?;
        if self.state.number("since_packs")? == 0 {
            let media = self.store.list(MEDIA)?;
            let named = |object: &ListedObject| -> Result<bool, PublishError> {
                let digest = object.key.rsplit('/').next().and_then(|name| name.parse::<ContentDigest>().ok());
                digest.map_or(Ok(true), |digest| self.state.is_named(&digest))
            };
            let used: Vec<bool> = media.iter().map(named).collect::<Result<_, _>>()?;
            deleted += self.sweep(media.iter().zip(used), now)?;
            let keys = pointer_keys(&pointer);
            for folder in [PACKS, CHECKPOINTS] {
                let listed = self.store.list(folder)?;
                let used = listed.iter().map(|object| keys.contains(object.key.as_str()));
                deleted += self.sweep(listed.iter().zip(used), now)?;
            }
        }
        let seconds = self.options.clock.now().as_second();
        self.state.set_number("collected", u64::try_from(seconds).unwrap_or_default())?;
        Ok(deleted)
    }

    /// Looks whether the bucket still has the media and packs that it should, so that what is missing is written again.
    pub(super) fn find_missing(&mut self) -> Result<usize, PublishError> {
        let there: HashSet<String> =
            [self.store.list(MEDIA)?, self.store.list(PACKS)?].concat().into_iter().map(|object| object.key).collect();
        let mut media = self.state.named()?;
        media.retain(|digest| !there.contains(&format!("{MEDIA}/{digest}")));
        let mut packs = self.state.packs()?;
        packs.retain(|key| !there.contains(key));
        if !media.is_empty() || !packs.is_empty() {
            tracing::warn!(
                media = media.len(),
                packs = packs.len(),
                "objects of the bucket are missing; they are written again"
            );
            self.state.set_lost(&media, &packs)?;
        }
        Ok(media.len() + packs.len())
    }

    /// Deletes old segments that a snapshot holds. The last one stays, so that a publisher finds where it was.
    fn trim_log(&self, pointer: &SnapshotPointer, now: Timestamp) -> Result<u64, PublishError> {
        let head = self.state.head()?.sequence;
        let mut deleted = 0;
        for object in self.store.list(LOG)? {
            let Some(sequence) = segment_sequence(&object.key) else { continue };
            if sequence <= pointer.sequence && sequence < head && self.is_past(object.modified.as_second(), now) {
                self.tell(&Step::Collecting { key: object.key.clone() });
                self.store.delete(&object.key)?;
                deleted += 1;
            }
        }
        Ok(deleted)
    }

    fn sweep<'a>(
        &self,
        objects: impl Iterator<Item = (&'a ListedObject, bool)>,
        now: Timestamp,
    ) -> Result<u64, PublishError> {
        let mut deleted = 0;
        for (object, is_used) in objects {
            if is_used {
                self.state.set_used(&object.key)?;
                continue;
            }
            let since = self.state.gone_since(&object.key, now.as_second())?.max(object.modified.as_second());
            if self.is_past(since, now) {
                self.tell(&Step::Collecting { key: object.key.clone() });
                self.store.delete(&object.key)?;
                self.state.forget(&object.key)?;
                deleted += 1;
            }
        }
        Ok(deleted)
    }

    fn is_past(&self, since: i64, now: Timestamp) -> bool {
        let grace = i64::try_from(self.options.grace.as_secs()).unwrap_or(i64::MAX);
        now.as_second().saturating_sub(since) >= grace
    }

    /// The time by the clock of the store, which the times of its objects are compared with: that of this machine may be wrong.
    fn store_time(&self) -> Result<Timestamp, PublishError> {
        let key = format!("{PROBE}/{}-time", self.id);
        self.store.put(&key, Vec::from(*b"time"))?;
        let found = self.store.stat(&key)?;
        self.store.delete(&key)?;
        let missing = || PublishError::Damaged { what: format!("`{key}` was written and is not there") };
        Ok(found.ok_or_else(missing)?.modified)
    }
}

/// The objects that the newest snapshot names.
fn pointer_keys(pointer: &SnapshotPointer) -> HashSet<&str> {
    let packs = pointer.packs.iter();
    let checkpoint = pointer.checkpoint.iter().flat_map(|check| [&check.source, &check.catalog, &check.index]);
    packs.chain(checkpoint).map(|object| object.key.as_str()).collect()
}
