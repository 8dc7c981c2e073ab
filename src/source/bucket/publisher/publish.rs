//! Publishing: what changed in the folder since the last segment becomes the next one.

use jiff::Timestamp;

use super::{
    super::{BUCKET_VERSION, ContentDigest, LARGEST_PART, Segment, SegmentHeader, media_key, segment_key},
    PublishError, PublishReport, Publisher, Scope, Step,
    lock::check_absent,
    open::{Listed, Run},
    state::Head,
    upload::upload,
};
use crate::model::slug::ArticleId;

/// Articles read at once: all their pictures are in memory until they are sent.
const CHUNK: usize = 8;

impl Publisher {
    /// Publishes what changed.
    ///
    /// # Errors
    /// [`PublishError`]; the bucket then has a whole state: its last one, or, if only what comes after the segment failed, the new one.
    pub fn publish(&mut self, scope: &Scope) -> Result<PublishReport, PublishError> {
        self.state.unstage()?;
        if std::mem::take(&mut self.is_unsure) {
            self.catch_up().inspect_err(|_| self.is_unsure = true)?;
        }
        if self.wanted.snapshot && !self.options.is_dry {
            self.find_missing()?;
            self.wanted.verify = false;
        }
        let mut run = Run::default();
        let is_without_site = self.site.is_none();
        self.take_site(&mut run, scope)?;
        // Articles may have waited for the languages of the site.
        let scope = if is_without_site && self.site.is_some() { &Scope::All } else { scope };
        let Listed { ids, gone: mut removed, cursor } = self.listed(scope)?;
        // A wrong folder shows here, before anything is read.
        self.check_removals(&removed)?;
        run.report.cursor = Some(cursor);
        run.stamps.extend(removed.iter().map(|id| (id.clone(), None)));
        for (n, chunk) in ids.chunks(CHUNK).enumerate() {
            self.observe(&Step::Reading { done: n * CHUNK, total: ids.len() });
            removed.extend(self.take(&mut run, chunk)?);
        }
        for id in removed {
            if self.state.article(&id)?.is_some() {
                run.report.removed.push(id);
            }
        }
        self.check_removals(&run.report.removed)?;
        self.finish(run)
    }

    /// Refuses to remove more than half of the published articles, unless so many were allowed: more likely the folder is
    /// not the one that was published, or not all of it is there.
    fn check_removals(&self, removed: &[ArticleId]) -> Result<(), PublishError> {
        let removed = removed.len();
        if self.options.is_dry || removed <= self.options.allowed_removals {
            return Ok(());
        }
        let published = self.state.count()?;
        if removed <= published / 2 { Ok(()) } else { Err(PublishError::Removals { removed, published }) }
    }

    pub(super) fn send_media(&mut self, run: &mut Run) -> Result<(), PublishError> {
        if run.uploads.is_empty() {
            return Ok(());
        }
        let (done, sent) = upload(&self.store, std::mem::take(&mut run.uploads));
        let now = self.options.clock.now().as_second();
        let keys: Vec<_> = done.iter().map(|(digest, _)| media_key(digest)).collect();
        self.state.set_put(keys.iter().map(|key| (key.as_str(), now)))?;
        self.observe(&Step::Media { files: run.report.media, bytes: run.report.media_bytes });
        Ok(sent?)
    }

    /// Writes the articles gathered so far as a pack.
    pub(super) fn end_pack(&mut self, run: &mut Run) -> Result<(), PublishError> {
        let mut part = std::mem::take(&mut run.part);
        if self.options.is_dry {
            return Ok(());
        }
        // The files of the site stand in the segment itself.
        run.part.contents.site = part.contents.site.take();
        let is_of_site = |path: &str| run.part.contents.site.as_ref().is_some_and(|site| site.contains_key(path));
        let of_site: Vec<_> = part.texts.keys().filter(|path| is_of_site(path)).cloned().collect();
        let moved: Vec<_> = of_site.into_iter().filter_map(|path| part.texts.remove_entry(&path)).collect();
        run.part.texts.extend(moved);
        let now = self.published_now()?;
        part.contents.articles.values_mut().for_each(|entry| entry.published = Some(now.as_second()));
        let contents = part.contents.clone();
        let pack = self.put_pack(&part.into_pack())?;
        self.state.stage(&contents, &pack.key, now)?;
        run.report.bytes += pack.size;
        run.packs.push(pack);
        Ok(())
    }

    /// Writes the segment, if there is anything in it, and makes a snapshot where one is due.
    fn finish(&mut self, mut run: Run) -> Result<PublishReport, PublishError> {
        self.send_media(&mut run)?;
        if self.options.is_dry {
            return Ok(run.report);
        }
        if !run.report.is_empty() {
            let next = self.write_segment(&mut run)?;
            run.report.sequence = Some(next);
        }
        self.state.set_stamps(&run.stamps)?;
        let maintained = self.maintain(&mut run.report);
        if let (Err(_), Some(sequence)) = (&maintained, run.report.sequence) {
            tracing::warn!(
                sequence,
                "everything is published; only a snapshot, or the deletion of unneeded objects, failed"
            );
        }
        maintained.map(|()| run.report)
    }

    /// Makes a snapshot, and deletes what is not needed any more, if it is time.
    fn maintain(&mut self, report: &mut PublishReport) -> Result<(), PublishError> {
        let is_ordered = std::mem::take(&mut self.wanted.snapshot);
        let is_snapshot_due = is_ordered || self.is_snapshot_due(!report.is_empty())?;
        let is_collection_due = is_ordered || self.is_collection_due()?;
        if is_snapshot_due || is_collection_due {
            // What another publisher wrote meanwhile is not known here, and would look unneeded.
            check_absent(&self.store, &segment_key(self.state.head()?.sequence + 1))?;
        }
        if is_snapshot_due {
            report.snapshot = Some(self.make_snapshot()?).filter(|sequence| *sequence > 0);
        }
        if is_collection_due {
            report.deleted = self.collect()?;
        }
        Ok(())
    }

    fn write_segment(&mut self, run: &mut Run) -> Result<u64, PublishError> {
        let head = self.state.head()?;
        let next = head.sequence + 1;
        let key = segment_key(next);
        let part = std::mem::take(&mut run.part);
        let header = SegmentHeader {
            version: BUCKET_VERSION,
            sequence: next,
            previous: head.log,
            published: self.published_now()?,
            publisher: self.id.clone(),
            removed: run.report.removed.clone(),
            packs: std::mem::take(&mut run.packs),
            contents: part.contents,
        };
        let has_packs = !header.packs.is_empty();
        let published = header.published;
        self.state.stage_removed(&header.removed)?;
        self.state.stage(&header.contents, &key, published)?;
        let segment = Segment { header, texts: part.texts };
        let bytes = segment.encode().map_err(|source| PublishError::Format { key: key.clone(), source })?;
        debug_assert!(bytes.len() as u64 <= LARGEST_PART);
        let Some(lock) = &self.lock else { return Ok(head.sequence) };
        let written = lock.write(&self.store, &key, &bytes);
        self.is_unsure = matches!(written, Err(PublishError::Store(_)));
        written?;
        self.state.commit(Head { sequence: next, log: Some(ContentDigest::of(&bytes)) }, false)?;
        self.state.set_published(published)?;
        self.count_segment(bytes.len() as u64, has_packs)?;
        run.report.bytes += bytes.len() as u64;
        Ok(next)
    }

    /// This moment, and no earlier than the last publish: harvesters of metadata go by it, and a clock may be put back.
    pub(super) fn published_now(&self) -> Result<Timestamp, PublishError> {
        let last = i64::try_from(self.state.number("published")?).unwrap_or_default();
        Ok(self.options.clock.now().max(Timestamp::from_second(last).unwrap_or_default()))
    }
}
