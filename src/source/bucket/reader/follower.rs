//! Follows the log of a bucket: one request for the next segment an interval, each segment applied as a whole. A log that does
//! not continue what was read, or begins behind it, leads to the newest snapshot.

use std::{
    io,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use super::{
    bucket::Bucket,
    fetching::{object, patiently},
    local_change::{LocalChange, SiteFile},
    local_tables::Position,
    media_cache::MediaError,
    read_error::ReadError,
};
use crate::{
    media::is_picture,
    model::error_chain,
    source::{
        Health, SourceError,
        bucket::{
            ContentDigest, Contents, FileEntry, FileList, LARGEST_PART, ObjectRef, Pack, SNAPSHOT, Segment,
            SnapshotPointer, StoreError, Texts, segment_key,
        },
        file_reader::{LARGEST, LONGEST_HELD},
    },
};

/// Its name in [`Health`].
const TASK: &str = "bucket";
/// How often, where nothing new comes, it is seen whether the log still begins where it was left.
const LOOK: Duration = Duration::from_secs(30);
/// How often a damaged segment is read before a snapshot behind it is taken.
const TRIES: u32 = 3;
/// The longest pause between two looks at a store that does not answer at the start.
const FIRST: Duration = Duration::from_millis(500);
/// The longest pause between two tries.
const LONGEST: Duration = Duration::from_secs(30);

/// How far a follower is.
#[derive(Default)]
struct FollowerState {
    /// When it was last seen where the log begins.
    looked: Option<Instant>,
    /// Failures in a row.
    failures: u32,
}

impl Bucket {
    /// Starts the thread that follows the log until this bucket is dropped, looking for news once an `interval`.
    ///
    /// # Errors
    /// The system cannot start a thread.
    pub fn follow(self: &Arc<Self>, health: &Health, interval: Duration) -> io::Result<()> {
        let (bucket, own) = (Arc::downgrade(self), health.clone());
        let mut state = FollowerState::default();
        let work = move || {
            while let Some(bucket) = bucket.upgrade() {
                let pause = own.run(TASK, || bucket.turn(&mut state, interval)).unwrap_or_else(|| {
                    bucket.contact.failed("the follower panicked", false);
                    LONGEST
                });
                drop(bucket);
                thread::sleep(pause);
            }
        };
        health.spawn("bucket follower", work).map(drop)
    }

    /// Whether everything is here that was published when [`follow`](Bucket::follow) began, or the bucket could not be read for
    /// some seconds. Waits for it, for `patience` at most: a reader that was stopped must not show what is older than what the others
    /// show.
    pub fn has_caught_up(&self, patience: Duration) -> bool {
        self.contact.has_looked(patience)
    }

    /// Applies everything that is published by now. A snapshot behind a damaged segment is taken at once.
    ///
    /// # Errors
    /// The bucket cannot be read.
    pub fn update(&self) -> Result<(), SourceError> {
        Ok(self.catch_up(&mut FollowerState { failures: TRIES, ..FollowerState::default() })?)
    }

    /// One look at the log. Returns how long to rest.
    fn turn(&self, state: &mut FollowerState, interval: Duration) -> Duration {
        let failed = match self.catch_up(state) {
            Ok(()) => {
                state.failures = 0;
                self.contact.succeeded();
                return interval;
            }
            Err(error) => error,
        };
        state.failures = state.failures.saturating_add(1);
        let can_wait = matches!(failed, ReadError::Away(StoreError::Away { .. }));
        self.contact.failed(&error_chain(&failed), can_wait);
        // A store that is away is asked as before: the first answer ends the lag.
        let interval = if self.contact.has_looked(Duration::ZERO) { interval } else { interval.min(FIRST) };
        if can_wait { interval } else { (interval * 2_u32.saturating_pow(state.failures.min(10))).min(LONGEST) }
    }

    /// Applies all there is to apply.
    fn catch_up(&self, state: &mut FollowerState) -> Result<(), ReadError> {
        if self.is_damaged() {
            self.renew()?;
        }
        loop {
            let position = self.local().position()?;
            match self.advance(position) {
                Ok(true) => {}
                Ok(false) if state.looked.is_some_and(|looked| looked.elapsed() < LOOK) => return Ok(()),
                Ok(false) => {
                    if let Some(reason) = self.is_left_behind(position)? {
                        self.take_snapshot(&reason)?;
                    }
                    state.looked = Some(Instant::now());
                    self.retry_site()?;
                    return self.retry_incomplete();
                }
                Err(ReadError::Forked(reason)) => return self.take_snapshot(&reason),
                // Nothing of it was applied. A publisher that goes on leaves it behind with its next snapshot.
                Err(ReadError::Damaged { key, reason }) => {
                    let behind = self.pointer()?.is_some_and(|pointer| pointer.sequence > position.sequence);
                    if !behind || state.failures < TRIES {
                        return Err(ReadError::Damaged { key, reason });
                    }
                    return self.take_snapshot(&format!("`{key}` is damaged"));
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// Applies the segment after `position`; says whether there is one.
    fn advance(&self, position: Position) -> Result<bool, ReadError> {
        let Some((segment, digest)) = self.next(position)? else { return Ok(false) };
        self.prefetch(&segment)?;
        self.local().change(|change| match change.position()? {
            now if now == position => self.apply(change, &segment, digest, Replacing::No),
            // Another process of this machine, which is about to end or has just begun, was faster.
            _ => Ok(()),
        })?;
        tracing::debug!(sequence = segment.header.sequence, "a segment is applied");
        self.applied();
        Ok(true)
    }

    /// The segment after `position`, checked; `None` where there is none yet.
    fn next(&self, position: Position) -> Result<Option<(Segment, ContentDigest)>, ReadError> {
        let key = segment_key(position.sequence.saturating_add(1));
        let Some(bytes) = self.store().get(&key, LARGEST_PART)? else { return Ok(None) };
        let segment = Segment::decode(&bytes).map_err(ReadError::format(&key))?;
        segment.check_follows(position.sequence, position.log).map_err(ReadError::format(&key))?;
        Ok(Some((segment, ContentDigest::of(&bytes))))
    }

    /// Why the log that there is now does not continue at `position`, if so.
    fn is_left_behind(&self, position: Position) -> Result<Option<String>, ReadError> {
        let is_here = |sequence| Ok::<_, ReadError>(self.store().stat(&segment_key(sequence))?.is_some());
        let Some(pointer) = self.pointer()? else {
            return Ok((!is_here(position.sequence)?).then(|| "the log starts over".to_owned()));
        };
        let reason = if pointer.sequence > position.sequence {
            // It may have come while we looked; then it is applied next.
            (!is_here(position.sequence.saturating_add(1))?).then_some("segments in between were removed")
        } else if pointer.sequence == position.sequence {
            (Some(pointer.log) != position.log).then_some("two publishers wrote the last segment")
        } else {
            (!is_here(position.sequence)?).then_some("the bucket was put back to an earlier state")
        };
        Ok(reason.map(str::to_owned))
    }

    /// Replaces all there is here with the newest snapshot and what follows it.
    fn take_snapshot(&self, reason: &str) -> Result<(), ReadError> {
        tracing::warn!(reason, "the newest snapshot of the bucket is taken");
        self.local().change(|change| self.replace(change, &|_, _| {}))?;
        self.applied();
        Ok(())
    }

    /// Puts the newest snapshot, and every segment that follows it, in the place of what is there.
    pub(super) fn replace(
        &self,
        change: &mut LocalChange<'_>,
        progress: &dyn Fn(usize, usize),
    ) -> Result<(), ReadError> {
        change.begin_replacement()?;
        let mut position = Position { sequence: 0, log: None };
        if let Some(pointer) = self.pointer()? {
            change.published = pointer.made.as_second();
            for (done, pack) in pointer.packs.iter().enumerate() {
                progress(done, pointer.packs.len());
                self.apply_pack(change, pack, Replacing::Yes)?;
            }
            position = Position { sequence: pointer.sequence, log: Some(pointer.log) };
        }
        while let Some((segment, digest)) = patiently(|| self.next(position))? {
            self.apply(change, &segment, digest, Replacing::Yes)?;
            position = Position { sequence: segment.header.sequence, log: Some(digest) };
        }
        if position.sequence == 0 {
            let address = self.store().describe();
            let reason =
                format!("nothing is published in `{address}`: `litopys publish {address}` puts an archive there");
            return Err(SourceError::Bucket { reason }.into());
        }
        change.end_replacement()?;
        Ok(change.set_position(position)?)
    }

    /// Applies one publish: what is gone, its packs, then what it lists itself.
    fn apply(
        &self,
        change: &mut LocalChange<'_>,
        segment: &Segment,
        digest: ContentDigest,
        replacing: Replacing,
    ) -> Result<(), ReadError> {
        let header = &segment.header;
        change.published = header.published.as_second();
        for id in &header.removed {
            change.remove(id)?;
            if replacing == Replacing::Yes {
                change.note_present(id, false)?;
            }
        }
        for pack in &header.packs {
            self.apply_pack(change, pack, replacing)?;
        }
        self.apply_contents(change, &header.contents, &segment.texts, replacing)?;
        Ok(change.set_position(Position { sequence: header.sequence, log: Some(digest) })?)
    }

    fn apply_pack(
        &self,
        change: &mut LocalChange<'_>,
        pack: &ObjectRef,
        replacing: Replacing,
    ) -> Result<(), ReadError> {
        let bytes = patiently(|| object(self.store(), pack))?;
        let Pack { contents, texts } = Pack::decode(&bytes).map_err(ReadError::format(&pack.key))?;
        drop(bytes);
        self.apply_contents(change, &contents, &texts, replacing)
    }

    fn apply_contents(
        &self,
        change: &mut LocalChange<'_>,
        contents: &Contents,
        texts: &Texts,
        replacing: Replacing,
    ) -> Result<(), ReadError> {
        for (id, entry) in &contents.articles {
            change.put(id, entry, texts)?;
            if replacing == Replacing::Yes {
                change.note_present(id, true)?;
            }
        }
        if let Some(site) = &contents.site
            && !change.has_site(site)?
        {
            change.put_site(self.site_bytes(site, texts)?)?;
        }
        Ok(())
    }

    /// The files of the site with their bytes: a reader starts without the store, so they are not left to the cache of media.
    /// One that is missing in the bucket does not hold up the rest.
    fn site_bytes(&self, site: &FileList, texts: &Texts) -> Result<Vec<SiteFile>, ReadError> {
        let mut files = Vec::new();
        for (path, entry) in site {
            let bytes = match texts.get(path) {
                Some(text) => Some(text.clone()),
                None => patiently(|| self.site_media(entry))?,
            };
            if bytes.is_none() {
                tracing::error!(
                    path,
                    "a file of the site is missing in the bucket; the former one, if any, stays for now"
                );
            }
            files.push(SiteFile { path: path.clone(), entry: entry.clone(), bytes });
        }
        Ok(files)
    }

    /// The bytes of a file of the site; `None` if the bucket does not have them as they were published.
    fn site_media(&self, entry: &FileEntry) -> Result<Option<Vec<u8>>, ReadError> {
        match self.media.bytes(entry) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(MediaError::Missing(_)) => Ok(None),
            Err(MediaError::Away(reason) | MediaError::NoRoom(reason)) => {
                Err(ReadError::Away(StoreError::Away { key: entry.digest.to_string(), reason }))
            }
        }
    }

    /// Puts the files of the site that were missing, where they are there by now.
    fn retry_site(&self) -> Result<(), ReadError> {
        let missing = self.local().missing_site()?;
        if missing.is_empty() {
            return Ok(());
        }
        self.media.retry_failures();
        let mut found = Vec::new();
        for (path, entry) in missing {
            let bytes = self.site_media(&entry)?;
            if bytes.is_some() {
                tracing::info!(path, "the file of the site is in the bucket again");
                found.push(SiteFile { path, entry, bytes });
            }
        }
        if !found.is_empty() {
            self.local().change(|change| change.put_missing_site(found))?;
            self.applied();
        }
        Ok(())
    }

    /// Fetches the pictures that indexing will read, before their segment is applied: from then on it needs no store. One that is
    /// missing does not hold up the rest.
    fn prefetch(&self, segment: &Segment) -> Result<(), ReadError> {
        let articles = segment.header.contents.articles.values().flat_map(|article| &article.files);
        for (path, entry) in articles.filter(|(_, entry)| entry.media) {
            if (is_picture(path) || entry.size <= LONGEST_HELD) && entry.size <= LARGEST {
                self.prefetch_media(entry)?;
            }
        }
        Ok(())
    }

    /// The pointer to the newest snapshot.
    pub(super) fn pointer(&self) -> Result<Option<SnapshotPointer>, ReadError> {
        let bytes = patiently(|| Ok(self.store().get(SNAPSHOT, SnapshotPointer::LARGEST)?))?;
        bytes.map(|bytes| SnapshotPointer::decode(&bytes).map_err(ReadError::format(SNAPSHOT))).transpose()
    }
}

/// Whether what is not named goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Replacing {
    Yes,
    No,
}
