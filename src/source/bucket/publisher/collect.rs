//! Deletes what no reader needs any more: segments behind a snapshot, and media, packs and checkpoints that nothing names; each only
//! after a grace period, so that a reader which was away, or is just starting, finds every object that it has read a name of. And finds
//! objects that are missing or damaged.

use std::{collections::HashSet, time::Duration};

use jiff::Timestamp;

use super::{
    super::{
        CHECKPOINTS, ContentDigest, DERIVED, LOG, ListedObject, MEDIA, PACKS, PROBE, SnapshotPointer, segment_sequence,
    },
    PublishError, Publisher, Step,
    catch_up::read_pointer,
};

/// Seconds between two collections that come by themselves.
const EVERY: i64 = 24 * 3600;
/// How long no object takes to be written.
const UNFINISHED: Duration = Duration::from_secs(3600);

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
        deleted += self.store.remove_unfinished(self.options.grace.max(UNFINISHED))?;
        if self.state.number("since_packs")? == 0 {
            let media = self.store.list(MEDIA)?;
            let named = |object: &ListedObject| -> Result<bool, PublishError> {
                let digest = object.key.rsplit('/').next().and_then(|name| name.parse::<ContentDigest>().ok());
                digest.map_or(Ok(true), |digest| self.state.is_named(&digest))
            };
            let used: Vec<bool> = media.iter().map(named).collect::<Result<_, _>>()?;
            deleted += self.sweep(media.into_iter().zip(used).collect(), now)?;
            let keys = pointer_keys(&pointer);
            for folder in [PACKS, CHECKPOINTS, PROBE] {
                let listed = self.store.list(folder)?;
                let marked = |object: ListedObject| {
                    let is_used = keys.contains(object.key.as_str());
                    (object, is_used)
                };
                deleted += self.sweep(listed.into_iter().map(marked).collect(), now)?;
            }
        }
        let seconds = self.options.clock.now().as_second();
        self.state.set_number("collected", u64::try_from(seconds).unwrap_or_default())?;
        Ok(deleted)
    }

    /// Looks whether the bucket still has the media and packs that it should, so that what is missing is written again. To
    /// verify them, reads their bytes and compares them with the digests in their keys, too.
    pub(super) fn find_missing(&mut self) -> Result<(), PublishError> {
        let listed = [self.store.list(MEDIA)?, self.store.list(PACKS)?].concat();
        let mut there = HashSet::new();
        for (done, object) in listed.iter().enumerate() {
            if self.wanted.verify {
                self.observe(&Step::Verifying { done, total: listed.len() });
                if !self.is_whole(&object.key)? {
                    tracing::warn!(key = object.key, "the object is damaged");
                    continue;
                }
            }
            there.insert(object.key.clone());
        }
        let mut media = self.state.named()?;
        media.retain(|digest| !there.contains(&format!("{MEDIA}/{digest}")));
        let mut packs = self.state.packs()?;
        packs.retain(|key| !there.contains(key));
        if !media.is_empty() || !packs.is_empty() {
            tracing::warn!(
                media = media.len(),
                packs = packs.len(),
                "objects of the bucket are missing or damaged; they are written again"
            );
            self.state.set_lost(&media, &packs)?;
        }
        Ok(())
    }

    /// Whether the object's bytes have the digest that is its name.
    fn is_whole(&self, key: &str) -> Result<bool, PublishError> {
        let name = key.rsplit('/').next().and_then(|name| name.split('.').next());
        let digest = name.and_then(|name| name.parse::<ContentDigest>().ok());
        Ok(digest.map_or(Ok(true), |digest| self.store.has(key, &digest))?)
    }

    /// Deletes smaller pictures of which the archive has no picture any more; `used` has the names of the others.
    ///
    /// # Errors
    /// [`PublishError`]
    pub fn collect_pictures(&mut self, used: &HashSet<String>) -> Result<u64, PublishError> {
        let (listed, now) = (self.store.list(DERIVED)?, self.store_time()?);
        let marked = |object: ListedObject| {
            let is_used = object.key.rsplit('/').next().is_some_and(|name| used.contains(name));
            (object, is_used)
        };
        self.sweep(listed.into_iter().map(marked).collect(), now)
    }

    /// Deletes old segments that a snapshot holds. The last one stays, so that a publisher finds where it was.
    fn trim_log(&self, pointer: &SnapshotPointer, now: Timestamp) -> Result<u64, PublishError> {
        let head = self.state.head()?.sequence;
        let mut deleted = 0;
        for object in self.store.list(LOG)? {
            let Some(sequence) = segment_sequence(&object.key) else { continue };
            if sequence <= pointer.sequence && sequence < head && self.is_past(object.modified.as_second(), now) {
                self.observe(&Step::Collecting { key: object.key.clone() });
                self.store.delete(&object.key)?;
                deleted += 1;
            }
        }
        Ok(deleted)
    }

    /// Deletes those of `objects` that have not been used for the grace period; each with whether it is used now.
    fn sweep(&mut self, objects: Vec<(ListedObject, bool)>, now: Timestamp) -> Result<u64, PublishError> {
        let mut deleted = 0;
        let marks = self.state.mark_used(&objects, now.as_second())?;
        for ((object, _), since) in objects.iter().zip(marks) {
            if since.is_some_and(|since| self.is_past(since.max(object.modified.as_second()), now)) {
                self.observe(&Step::Collecting { key: object.key.clone() });
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
