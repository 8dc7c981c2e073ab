//! Reads the folder: which articles may have changed, what of them is published, and which media the bucket does not have.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;
use rayon::prelude::*;

use super::{
    super::{ContentDigest, FileEntry, FileList, Texts, is_archive_path, is_inline, media_key},
    PublishError, Publisher, Scope,
    open::{Listed, Run},
    select::{LongFile, Selection, select},
    state::Known,
    upload::{Upload, UploadBytes},
};
use crate::{
    article::{ArticleFolder, FileError, Publication},
    model::{Digest, slug::ArticleId},
    site::Site,
    source::{Delta, SITE_FILES, SiteFiles, Source, StoredFile, read_names, read_redirects, read_site},
};

/// Bytes of a long file hashed at once.
const PIECE: u64 = 4 << 20;

/// The files of an article that the folder has, read.
pub(super) type ReadArticle = (Selection, Digest, Vec<(ContentDigest, StoredFile)>);

impl Publisher {
    /// The articles to be looked at, in the order in which packs hold them, and those that are gone.
    pub(super) fn listed(&self, scope: &Scope) -> Result<Listed, PublishError> {
        let (mut ids, mut gone) = (Vec::new(), Vec::new());
        let cursor = match scope {
            Scope::Changed(delta) => {
                ids.extend(delta.articles.iter().cloned());
                delta.cursor.clone()
            }
            Scope::All => {
                let (mut listed, mut all) = (Vec::new(), BTreeSet::new());
                let snapshot = self.folder.snapshot(&mut |item| listed.push(item))?;
                for item in listed {
                    if self.state.stamp(&item.id)? != Some(item.metadata_digest) {
                        ids.push(item.id.clone());
                    }
                    all.insert(item.id.to_string());
                }
                for row in self.state.rows()?.into_iter().filter(|row| !all.contains(&row.id)) {
                    let Ok(id) = row.id.parse::<ArticleId>() else { continue };
                    // Articles in a folder that could not be listed may still be there.
                    if !snapshot.unread.contains(&id.collection()) {
                        gone.push(id);
                    }
                }
                snapshot.cursor
            }
        };
        ids.sort_by_cached_key(ToString::to_string);
        Ok(Listed { ids, gone, cursor })
    }

    /// Reads some articles and adds what changed; returns those of which nothing is public.
    pub(super) fn take(&mut self, run: &mut Run, ids: &[ArticleId]) -> Result<Vec<ArticleId>, PublishError> {
        let mut gone = Vec::new();
        let fetched: Vec<_> = ids.par_iter().map(|id| self.folder.fetch(id)).collect::<Result<_, _>>()?;
        let mut found = Vec::new();
        for (id, folder) in ids.iter().zip(fetched) {
            match folder {
                Some(folder) => {
                    let long = self.long_files(&folder)?;
                    found.push((folder, long));
                }
                None => {
                    run.stamps.push((id.clone(), None));
                    gone.push(id.clone());
                }
            }
        }
        let site = self.site.as_ref();
        let chosen: Vec<_> = found.into_par_iter().map(|(folder, long)| chosen(folder, long, site)).collect();
        for (id, (selection, stamp, files)) in chosen {
            let known = self.state.article(&id)?;
            let hides = match &known {
                Some(known) if selection.is_broken() => self.shows_hidden(&id, known, &selection)?,
                Some(_) | None => false,
            };
            let is_held = selection.is_broken() && !hides && (known.is_some() || selection.article.is_none());
            let stamp = Some(stamp).filter(|_| !selection.is_broken() && !selection.has_unread);
            run.stamps.push((id.clone(), stamp));
            run.report.held.extend(selection.broken);
            match selection.article {
                _ if is_held => {}
                None => gone.push(id),
                Some(selected) => {
                    // Of an article that did not change, too: the bucket may have lost them.
                    self.queue(run, selected.media.into_iter().map(|(_, bytes)| UploadBytes::Held(bytes)))?;
                    self.queue_files(run, files)?;
                    if known.is_some_and(|known| known.entry.digest == selected.entry.digest) {
                        continue;
                    }
                    run.report.changed.push(id.clone());
                    if run.part.add(&id, selected.entry, selected.texts) {
                        self.send_media(run)?;
                        self.end_pack(run)?;
                    }
                }
            }
        }
        self.send_media(run)?;
        Ok(gone)
    }

    /// Whether the bucket shows readers something of an article that is hidden now.
    fn shows_hidden(&self, id: &ArticleId, known: &Known, selection: &Selection) -> Result<bool, PublishError> {
        let files = &known.entry.files;
        if selection.is_hidden_in(files) {
            return Ok(true);
        }
        let (now, utc) = (self.options.clock.now(), TimeZone::UTC);
        let zone = self.site.as_ref().map_or(&utc, Site::time_zone);
        let put_off = selection.put_off(files, now, zone);
        if put_off.is_empty() {
            return Ok(false);
        }
        // A text that nobody has seen yet only stays hidden.
        let texts = self.published_texts(known)?;
        let is_public = |path: &str| {
            let before = texts.get(path).and_then(|bytes| Publication::read(id.collection(), path, bytes));
            before.is_some_and(|publication| publication.unpublished(now, zone).is_none())
        };
        Ok(put_off.into_iter().any(is_public))
    }

    /// Reads one article.
    pub(super) fn read_article(&mut self, id: &ArticleId) -> Result<Option<ReadArticle>, PublishError> {
        let Some(folder) = self.folder.fetch(id)? else { return Ok(None) };
        let long = self.long_files(&folder)?;
        let (_, read) = chosen(folder, long, self.site.as_ref());
        Ok(Some(read))
    }

    /// The digests of the files that are not held in memory.
    fn long_files(&self, folder: &ArticleFolder) -> Result<Vec<(LongFile, StoredFile)>, PublishError> {
        let mut found = Vec::new();
        for file in &folder.large {
            let Some(stored) = self.folder.stored(&file.path) else { continue };
            let state = stored.state();
            let (size, digest) = match self.state.long(&file.path, &state)? {
                Some(known) => known,
                None => {
                    // A file that changes while it is read is read again at the next publish.
                    let Ok(digest) = hash(&stored) else { continue };
                    self.state.set_long(&file.path, &state, stored.size(), &digest)?;
                    (stored.size(), digest)
                }
            };
            let entry = FileEntry { size, digest, media: true };
            found.push((LongFile { path: file.path.clone(), entry }, stored));
        }
        Ok(found)
    }

    /// Reads the files of the site; adds them where one changed.
    pub(super) fn take_site(&mut self, run: &mut Run, scope: &Scope) -> Result<(), PublishError> {
        if matches!(scope, Scope::Changed(Delta { site: SiteFiles::Same, .. })) {
            return Ok(());
        }
        let mut problems = Vec::new();
        let site = read_site(&self.folder, &mut problems)?;
        let names = read_names(&self.folder, &mut problems)?;
        let redirects = read_redirects(&self.folder, &mut problems)?;
        let known = self.state.site()?;
        if known.is_none() && site.value.is_none() {
            return Err(PublishError::NoSite);
        }
        let is_broken = site.is_broken || names.is_broken || redirects.is_broken;
        // Of a broken `site.toml`, perhaps not all languages are known.
        if !site.is_broken {
            self.site = site.value;
        }
        if is_broken {
            run.report.held.extend(problems);
            // Without an earlier state, readers use what can be read, as `serve` does at a start.
            if known.is_some() {
                return Ok(());
            }
        }
        let (mut files, mut texts, mut media) = (FileList::new(), Texts::new(), Vec::new());
        for folder in SITE_FILES {
            for file in self.folder.site_files(folder)? {
                let goes = is_archive_path(&file.path) && (folder != "locales" || file.path.ends_with(".ftl"));
                let bytes = match file.bytes {
                    Ok(bytes) if goes => bytes,
                    Err(FileError::Unreadable(why)) if known.is_some() => {
                        run.report.held.push(FileError::Unreadable(why).problem(&file.path));
                        return Ok(());
                    }
                    Ok(_) | Err(_) => continue,
                };
                files.insert(file.path.clone(), FileEntry::of(&file.path, &bytes));
                match is_inline(&file.path) {
                    true => _ = texts.insert(file.path, bytes),
                    false => media.push(UploadBytes::Held(bytes)),
                }
            }
        }
        self.queue(run, media.into_iter())?;
        if known.is_some_and(|known| known.entry.files == files) {
            return Ok(());
        }
        run.report.site = true;
        run.part.contents.site = Some(files);
        run.part.texts.extend(texts);
        Ok(())
    }

    /// Puts media on the list of what is to be uploaded, where the bucket does not have them.
    fn queue(&self, run: &mut Run, media: impl Iterator<Item = UploadBytes>) -> Result<(), PublishError> {
        for bytes in media {
            if let UploadBytes::Held(held) = &bytes {
                let (digest, size) = (ContentDigest::of(held), held.len() as u64);
                self.queue_one(run, Upload { digest, size, bytes })?;
            }
        }
        Ok(())
    }

    fn queue_files(&self, run: &mut Run, files: Vec<(ContentDigest, StoredFile)>) -> Result<(), PublishError> {
        for (digest, file) in files {
            self.queue_one(run, Upload { digest, size: file.size(), bytes: UploadBytes::File(file) })?;
        }
        Ok(())
    }

    fn queue_one(&self, run: &mut Run, upload: Upload) -> Result<(), PublishError> {
        let digest = upload.digest;
        if run.queued.contains(&digest) || self.state.has_media(&digest)? || self.is_fresh(&media_key(&digest))? {
            return Ok(());
        }
        run.queued.insert(digest);
        run.report.media += 1;
        run.report.media_bytes += upload.size;
        if !self.options.is_dry {
            run.uploads.push(upload);
        }
        Ok(())
    }
}

/// Chooses what of an article is published.
fn chosen(folder: ArticleFolder, long: Vec<(LongFile, StoredFile)>, site: Option<&Site>) -> (ArticleId, ReadArticle) {
    let (id, stamp) = (folder.id.clone(), folder.metadata_digest);
    let (entries, stored): (Vec<_>, Vec<_>) = long
        .into_iter()
        .map(|(file, stored)| {
            let named = (file.path.clone(), file.entry.digest, stored);
            (file, named)
        })
        .unzip();
    let selection = select(&folder, entries, site);
    let files = selection.article.as_ref().map(|article| &article.entry.files);
    let goes = |path: &String| files.is_some_and(|files| files.contains_key(path));
    let stored = stored.into_iter().filter(|(path, ..)| goes(path)).map(|(_, digest, stored)| (digest, stored));
    let stored = stored.collect();
    (id, (selection, stamp, stored))
}

/// The digest of a long file.
fn hash(file: &StoredFile) -> std::io::Result<ContentDigest> {
    let mut hasher = blake3::Hasher::new();
    let mut offset = 0;
    while offset < file.size() {
        let length = PIECE.min(file.size() - offset);
        hasher.update(&file.read(offset, usize::try_from(length).unwrap_or_default())?);
        offset += length;
    }
    Ok(ContentDigest::from_hash(&hasher.finalize()))
}
