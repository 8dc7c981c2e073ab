//! Snapshots: packs that hold the whole archive, then the pointer to them. Packs whose articles did not change are used again.

use std::collections::BTreeMap;

use super::{
    super::{
        ArticleEntry, BUCKET_VERSION, Checkpoint, ContentDigest, Contents, LARGEST_PART, ObjectRef, Pack, SNAPSHOT,
        Segment, SnapshotPointer, Texts, pack_key, segment_sequence,
    },
    PublishError, Publisher, Step,
    catch_up::read_pointer,
    part::{Part, contents_digest, digest_of, ends},
    state::{Known, KnownRow},
};
use crate::{
    model::slug::ArticleId,
    source::{SITE_FILES, Source},
};

/// Segments after which a snapshot is made.
const SEGMENTS: u64 = 500;
/// Bytes of segments after which one is made, unless a quarter of the last snapshot is more.
const BYTES: u64 = 16 << 20;

impl Publisher {
    /// Whether so much was published since the last snapshot that a new one helps readers that start. While there `is_work`, it waits
    /// until there is four times as much: the next change is published first.
    pub(super) fn is_snapshot_due(&self, is_work: bool) -> Result<bool, PublishError> {
        let number = |key| self.state.number(key);
        let (head, last) = (self.state.head()?.sequence, number("snapshot")?);
        let times = if is_work { 4 } else { 1 };
        let enough = BYTES.max(number("snapshot_bytes")? / 4);
        let is_due = last == 0
            || number("since_packs")? > 0
            || number("since_segments")? >= times * SEGMENTS
            || number("since_bytes")? >= times * enough;
        Ok(head > last && is_due)
    }

    /// Makes a snapshot of the last segment. Returns its number.
    pub(super) fn make_snapshot(&mut self) -> Result<u64, PublishError> {
        let head = self.state.head()?;
        let Some(log) = head.log else { return Ok(0) };
        let groups = grouped(self.state.rows()?);
        let (mut packs, mut last) = (Vec::new(), LastObject::default());
        if let Some(site) = self.state.site()? {
            packs.push((self.site_pack(&site, &mut last)?, vec!["site".to_owned()]));
        }
        for (n, group) in groups.iter().enumerate() {
            self.observe(&Step::Snapshot { done: n, total: groups.len() });
            let ids = group.iter().map(|row| row.id.clone()).collect();
            let known = self.state.pack(&rows_digest(group))?;
            let pack = match known {
                Some(pack) => pack,
                None => {
                    let pack = self.pack_of(group, &mut last)?;
                    self.put_pack(&pack)?
                }
            };
            packs.push((pack, ids));
        }
        let pointer = SnapshotPointer {
            version: BUCKET_VERSION,
            sequence: head.sequence,
            log,
            made: self.published_now()?,
            packs: packs.iter().map(|(pack, _)| pack.clone()).collect(),
            checkpoint: read_pointer(&self.store)?.and_then(|before| before.checkpoint),
        };
        let bytes = pointer.encode().map_err(|source| PublishError::Format { key: SNAPSHOT.to_owned(), source })?;
        self.store.put(SNAPSHOT, bytes)?;
        self.state.set_snapshot(&packs)?;
        self.state.set_number("snapshot", head.sequence)?;
        self.state.set_number("snapshot_bytes", pointer.packs.iter().map(|pack| pack.size).sum())?;
        for key in ["since_segments", "since_bytes", "since_packs"] {
            self.state.set_number(key, 0)?;
        }
        Ok(head.sequence)
    }

    /// The checkpoint that the bucket has.
    ///
    /// # Errors
    /// [`PublishError`]
    pub fn checkpoint(&self) -> Result<Option<Checkpoint>, PublishError> {
        Ok(read_pointer(&self.store)?.and_then(|pointer| pointer.checkpoint))
    }

    /// Names a checkpoint in the pointer, which readers that start then take.
    ///
    /// # Errors
    /// [`PublishError`]; without a snapshot there is no pointer.
    pub fn set_checkpoint(&mut self, checkpoint: Checkpoint) -> Result<(), PublishError> {
        let none = || PublishError::Damaged { what: format!("`{SNAPSHOT}` is missing; `--snapshot` makes one") };
        let pointer = read_pointer(&self.store)?.ok_or_else(none)?;
        let pointer = SnapshotPointer { checkpoint: Some(checkpoint), ..pointer };
        let bytes = pointer.encode().map_err(|source| PublishError::Format { key: SNAPSHOT.to_owned(), source })?;
        Ok(self.store.put(SNAPSHOT, bytes)?)
    }

    /// Writes a pack, unless the bucket has it.
    pub(super) fn put_pack(&mut self, pack: &Pack) -> Result<ObjectRef, PublishError> {
        let contents = contents_digest(&pack.contents);
        let encoded = pack.encode();
        let bytes = encoded.map_err(|source| PublishError::Format { key: "a pack".to_owned(), source })?;
        let digest = ContentDigest::of(&bytes);
        let reference = ObjectRef { key: pack_key(&digest), size: bytes.len() as u64, digest };
        if !self.is_fresh(&reference.key)? {
            self.store.put(&reference.key, bytes)?;
            let now = self.options.clock.now().as_second();
            self.state.set_put(std::iter::once((reference.key.as_str(), now)))?;
        }
        self.state.set_pack(&contents, &reference)?;
        Ok(reference)
    }

    fn site_pack(&mut self, site: &Known, last: &mut LastObject) -> Result<ObjectRef, PublishError> {
        let contents = Contents { articles: BTreeMap::new(), site: Some(site.entry.files.clone()) };
        if let Some(pack) = self.state.pack(&contents_digest(&contents))? {
            return Ok(pack);
        }
        let texts = match self.folder_site_texts(&site.entry)? {
            Some(texts) => texts,
            None => self.stored_texts(&site.entry, &site.object, last)?,
        };
        self.put_pack(&Pack { contents, texts })
    }

    /// The texts of the site as the folder has them, if it still has what was published.
    fn folder_site_texts(&self, site: &ArticleEntry) -> Result<Option<Texts>, PublishError> {
        let mut texts = Texts::new();
        for folder in SITE_FILES {
            for file in self.folder.site_files(folder)? {
                let listed = site.files.get(&file.path).filter(|entry| !entry.media);
                let bytes =
                    file.bytes.ok().filter(|bytes| listed.is_some_and(|e| e.digest == ContentDigest::of(bytes)));
                texts.extend(bytes.map(|bytes| (file.path, bytes)));
            }
        }
        let listed = site.files.values().filter(|entry| !entry.media).count();
        Ok(Some(texts).filter(|texts| texts.len() == listed))
    }

    fn pack_of(&mut self, group: &[KnownRow], last: &mut LastObject) -> Result<Pack, PublishError> {
        let mut part = Part::default();
        for row in group {
            let damaged = || PublishError::Damaged { what: format!("`{}` is not the id of an article", row.id) };
            let id: ArticleId = row.id.parse().map_err(|_| damaged())?;
            let Some(known) = self.state.article(&id)? else { continue };
            let texts = match self.folder_texts(&id, &known.entry)? {
                Some(texts) => texts,
                None => self.stored_texts(&known.entry, &known.object, last)?,
            };
            part.add(&id, known.entry, texts);
        }
        Ok(part.into_pack())
    }

    /// The texts as the folder has them, if it still has what was published.
    fn folder_texts(&mut self, id: &ArticleId, entry: &ArticleEntry) -> Result<Option<Texts>, PublishError> {
        let read = self.read_article(id)?;
        let selected = read.and_then(|(selection, _, _)| selection.article);
        Ok(selected.filter(|selected| selected.entry.digest == entry.digest).map(|selected| selected.texts))
    }

    /// The texts of an article as the bucket has them.
    pub(super) fn published_texts(&self, known: &Known) -> Result<Texts, PublishError> {
        self.stored_texts(&known.entry, &known.object, &mut LastObject::default())
    }

    /// The texts as a segment or pack of the bucket has them.
    fn stored_texts(&self, entry: &ArticleEntry, object: &str, last: &mut LastObject) -> Result<Texts, PublishError> {
        if last.key != object {
            let missing = || PublishError::Damaged { what: format!("`{object}` is missing") };
            let bytes = self.store.get(object, LARGEST_PART)?.ok_or_else(missing)?;
            let damaged = |source| PublishError::Format { key: object.to_owned(), source };
            let texts = match segment_sequence(object) {
                Some(_) => Segment::decode(&bytes).map_err(damaged)?.texts,
                None => Pack::decode(&bytes).map_err(damaged)?.texts,
            };
            *last = LastObject { key: object.to_owned(), texts };
        }
        let inline = entry.files.iter().filter(|(_, file)| !file.media);
        let found = inline.map(|(path, file)| {
            let text = last.texts.get(path).filter(|text| ContentDigest::of(text) == file.digest);
            let missing =
                || PublishError::Damaged { what: format!("`{object}` has not the `{path}` that was published") };
            Ok((path.clone(), text.ok_or_else(missing)?.clone()))
        });
        found.collect()
    }
}

/// The object of the bucket that was read last.
#[derive(Default)]
struct LastObject {
    key: String,
    texts: Texts,
}

/// The articles as packs hold them.
fn grouped(rows: Vec<KnownRow>) -> Vec<Vec<KnownRow>> {
    let (mut groups, mut group, mut size) = (Vec::new(), Vec::new(), 0);
    for row in rows {
        size += row.raw;
        let is_end = ends(&row.id, row.raw, size);
        group.push(row);
        if is_end {
            groups.push(std::mem::take(&mut group));
            size = 0;
        }
    }
    groups.extend((!group.is_empty()).then_some(group));
    groups
}

fn rows_digest(rows: &[KnownRow]) -> ContentDigest {
    digest_of(rows.iter().map(|row| (row.id.as_str(), row.digest.as_str(), row.published)))
}
