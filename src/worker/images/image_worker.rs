//! One worker that makes pictures smaller: those that a reader waits for first, then all that the archive has.
//!
//! One, because a decoded photo takes memory and AVIF takes a core: the other cores stay with the readers.

use std::{
    collections::HashSet,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, PoisonError, Weak},
};

use super::image_queue::{ImageJob, ImageQueue, ImageRequest};
use crate::{
    catalog::{Catalog, PictureRow},
    media::{Pixels, Rendition, RenditionFormat, accept, cleaned_digest, is_picture, made_digest},
    model::{Digest, diagnostic::isolated, slug::ArticleId},
    source::{DiskCache, Health, Source, SourceError, StoredFile},
};

/// Pictures read from the catalog at once during a sweep.
const PAGE: u32 = 64;

/// Pictures that may be cleaned at once.
const LANES: usize = 8;

/// The pictures of an archive: cleaned, and made smaller.
pub struct ImageWorker {
    shelf: DiskCache,
    /// Pictures as they are served, without what was taken out of them.
    originals: DiskCache,
    /// Requests for a picture that is not cleaned yet wait for the first of them.
    lanes: [Mutex<()>; LANES],
    jobs: ImageQueue,
    catalog: Arc<Catalog>,
    source: Arc<dyn Source>,
}

/// The state of a rendition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RenditionState {
    /// It is there.
    Ready(StoredFile),
    /// It is being made; another one of the same width is there.
    OtherFormat(Rendition),
    /// It is being made, and there is nothing else of that width.
    NotYet,
}

/// How a picture's work ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum JobEnd {
    Done,
    /// A reader waits for another one.
    Interrupted,
}

impl ImageWorker {
    /// The image worker of an archive: what is made goes into the first cache, cleaned originals into `originals`. No picture is made
    /// smaller before [`ImageWorker::start`].
    pub fn new(shelf: DiskCache, originals: DiskCache, catalog: Arc<Catalog>, source: Arc<dyn Source>) -> ImageWorker {
        let lanes = std::array::from_fn(|_| Mutex::default());
        ImageWorker { shelf, originals, lanes, jobs: ImageQueue::default(), catalog, source }
    }

    /// Starts the worker, which ends when the image worker is dropped, and has it look through the archive.
    pub fn start(self: &Arc<Self>, health: &Health) {
        self.jobs.sweep();
        let image_worker = Arc::downgrade(self);
        let own = health.clone();
        if let Err(error) = health.spawn("pictures", move || work(&image_worker, &own)) {
            tracing::error!(%error, "no picture can be made smaller: there is no thread for it");
        }
    }

    /// The archive has changed: new pictures are made, and those of old ones go.
    pub fn refresh(&self) {
        self.jobs.sweep();
    }

    /// The state of `picture` as `wanted`; a missing rendition is put before all other work.
    pub fn find(&self, picture: &PictureRow, wanted: Rendition) -> RenditionState {
        if let Some(file) = self.shelf.stored(&name(&picture.digest, wanted)) {
            return RenditionState::Ready(file);
        }
        if self.fetch(&picture.digest, wanted)
            && let Some(file) = self.shelf.stored(&name(&picture.digest, wanted))
        {
            return RenditionState::Ready(file);
        }
        if !self.jobs.has_failed(&picture.digest) {
            self.jobs.wish(ImageRequest { article: picture.article.clone(), file: picture.file.clone() });
        }
        let others = [RenditionFormat::Webp, RenditionFormat::Jpeg].map(|format| Rendition { format, ..wanted });
        let ready = others.into_iter().find(|other| self.shelf.has(&name(&picture.digest, *other)));
        ready.map_or(RenditionState::NotYet, RenditionState::OtherFormat)
    }

    /// Puts a smaller picture that the source already has into the cache; returns whether there is one.
    fn fetch(&self, digest: &str, wanted: Rendition) -> bool {
        let name = name(digest, wanted);
        let made = self.source.rendition(&name);
        made.iter().for_each(|bytes| self.shelf.put(&name, bytes));
        made.is_some()
    }

    /// A picture as it is served, from a copy that is cleaned once; `digest` is that of the cleaned bytes. `None` if the
    /// file has changed since it was indexed, or the copy cannot be written.
    pub fn cleaned(&self, article: &ArticleId, file: &str, digest: &str) -> Option<StoredFile> {
        let name = original_name(digest);
        if let Some(stored) = self.originals.stored(&name) {
            return Some(stored);
        }
        let lane = self.lanes.get(name.bytes().map(usize::from).sum::<usize>() % LANES)?;
        let _turn = lane.lock().unwrap_or_else(PoisonError::into_inner);
        if !self.originals.has(&name) {
            let cleaned = self.original(article, file, digest);
            let bytes = cleaned.inspect_err(|error| tracing::warn!(file, error, "a picture cannot be read")).ok()??;
            self.originals.put(&name, &bytes);
        }
        self.originals.has(&name).then(|| self.originals.stored(&name)).flatten()
    }

    /// The preview card with this digest, drawn by `draw` where it is not there yet.
    pub fn card(&self, digest: &str, draw: impl FnOnce() -> Option<Vec<u8>>) -> Option<Vec<u8>> {
        let name = format!("{digest}-card.png");
        self.shelf.get(&name).or_else(|| {
            let bytes = draw()?;
            self.shelf.put(&name, &bytes);
            Some(bytes)
        })
    }

    /// Makes all that is to be made, now, on this thread.
    pub fn make_all(&self) {
        self.jobs.sweep();
        while let Some(job) = self.jobs.take() {
            self.take(job);
        }
    }

    /// Makes what is missing of one picture, now, on this thread. One that cannot be made smaller is reported in the log.
    pub fn make_now(&self, picture: &PictureRow) {
        // Without interruption there is one way to end.
        _ = self.make(picture, &RenditionFormat::ALL, &|| false);
    }

    /// The bytes of what was made, by its name; `None` where it is not there.
    pub fn made(&self, name: &str) -> Option<Vec<u8>> {
        self.shelf.get(name)
    }

    fn take(&self, job: ImageJob) {
        match job {
            // Quick renditions first: a waiting reader can have one within the second.
            ImageJob::Wish(wish) => {
                if let Some(picture) = self.picture(&wish) {
                    self.make(&picture, &[RenditionFormat::Jpeg, RenditionFormat::Webp], &|| false);
                    self.jobs.make_rest(wish);
                }
            }
            ImageJob::Rest(wish) => {
                if let Some(picture) = self.picture(&wish)
                    && self.make(&picture, &[RenditionFormat::Avif], &|| self.jobs.is_waited_for())
                        == JobEnd::Interrupted
                {
                    self.jobs.make_rest(wish);
                }
            }
            ImageJob::Sweep => self.sweep(),
        }
    }

    fn picture(&self, wish: &ImageRequest) -> Option<PictureRow> {
        let found = self.catalog.snapshot().picture(&wish.article, &wish.file);
        found.inspect_err(|error| tracing::warn!(%error, "a picture is not made")).ok()?
    }

    /// Looks through the whole archive, and removes what is made of pictures that are gone. A picture that goes out as it is
    /// is cleaned now; the original of one that is made smaller, on request.
    fn sweep(&self) {
        let mut live = HashSet::new();
        let mut live_originals = HashSet::new();
        let mut last: Option<PictureRow> = None;
        loop {
            let page = match self.catalog.snapshot().pictures(last.as_ref(), PAGE) {
                Ok(page) => page,
                Err(error) => return tracing::warn!(%error, "pictures are not made: the catalog cannot be read"),
            };
            for picture in page.iter().filter(|picture| is_picture(&picture.file)) {
                live_originals.insert(original_name(&picture.digest));
                if self.source.is_remote() {
                    live.insert(made_digest(&picture.digest));
                    continue;
                }
                if picture.made.is_empty() {
                    if self.clean_ahead(picture) == JobEnd::Interrupted {
                        return self.jobs.sweep();
                    }
                    continue;
                }
                live.insert(made_digest(&picture.digest));
                if self.make(picture, &RenditionFormat::ALL, &|| self.jobs.is_waited_for()) == JobEnd::Interrupted {
                    return self.jobs.sweep();
                }
            }
            last = page.into_iter().next_back();
            if last.is_none() {
                break;
            }
        }
        let is_wanted =
            |name: &str| name.ends_with("-card.png") || name.get(..12).is_some_and(|own| live.contains(own));
        let gone = self.shelf.keep_only(is_wanted) + self.originals.keep_only(|name| live_originals.contains(name));
        tracing::debug!(pictures = live.len(), bytes = self.shelf.bytes(), gone, "all pictures are made");
    }

    /// Cleans an original that was not cleaned yet. One that was is not touched: that is for readers to do.
    fn clean_ahead(&self, PictureRow { article, file, digest, .. }: &PictureRow) -> JobEnd {
        if self.originals.has(&original_name(digest)) || self.jobs.has_failed(digest) {
            return JobEnd::Done;
        }
        if self.cleaned(article, file, digest).is_none() {
            // It will be indexed again, or there is no room: either way a request tries again.
            self.jobs.fail(digest);
        }
        if self.jobs.is_waited_for() { JobEnd::Interrupted } else { JobEnd::Done }
    }

    /// Makes what is missing of a picture; stops between two files where `must_stop` says so, but makes one at least: the
    /// original was decoded for it.
    fn make(&self, picture: &PictureRow, formats: &[RenditionFormat], must_stop: &dyn Fn() -> bool) -> JobEnd {
        let all = |format: &RenditionFormat| {
            let format = *format;
            picture.made.iter().rev().copied().filter(move |made| made.format == format)
        };
        let is_missing =
            |made: &Rendition| !self.shelf.has(&name(&picture.digest, *made)) && !self.fetch(&picture.digest, *made);
        let missing: Vec<Rendition> = formats.iter().flat_map(all).filter(is_missing).collect();
        if missing.is_empty() || self.jobs.has_failed(&picture.digest) {
            return JobEnd::Done;
        }
        // A decoder that panics over a picture must not take the worker with it.
        let made = catch_unwind(AssertUnwindSafe(|| self.make_these(picture, &missing, must_stop)));
        let failed = match made {
            Ok(Ok(ended)) => return ended,
            Ok(Err(error)) => error,
            Err(_) => "the decoder panicked; the panic is in the log above".to_owned(),
        };
        let file = format!("{}/{}", picture.article.folder(), picture.file);
        tracing::warn!(file, error = failed, "the picture cannot be made smaller and is sent as it is");
        self.jobs.fail(&picture.digest);
        JobEnd::Done
    }

    fn make_these(
        &self,
        picture: &PictureRow,
        missing: &[Rendition],
        must_stop: &dyn Fn() -> bool,
    ) -> Result<JobEnd, String> {
        let Some(bytes) = self.original(&picture.article, &picture.file, &picture.digest)? else {
            return Ok(JobEnd::Done);
        };
        let mut pixels = Pixels::decode(&picture.file, &bytes).map_err(with_cause)?;
        drop(bytes);
        let mut is_first = true;
        // Each width is made of the one above it: the work on the original is done once.
        for widest in picture.made.chunk_by(|one, other| one.width == other.width).rev() {
            let Some(Rendition { width, .. }) = widest.first().copied() else { continue };
            if missing.iter().all(|made| made.width > width) {
                break;
            }
            pixels = pixels.narrowed(width);
            for made in missing.iter().filter(|made| made.width == width) {
                if !std::mem::take(&mut is_first) && must_stop() {
                    return Ok(JobEnd::Interrupted);
                }
                let bytes = pixels.encode(made.format).map_err(with_cause)?;
                self.shelf.put(&name(&picture.digest, *made), &bytes);
            }
        }
        Ok(JobEnd::Done)
    }

    /// The cleaned original; `None` if it has changed since it was indexed, and will be indexed again, or cannot be fetched now.
    fn original(&self, article: &ArticleId, file: &str, digest: &str) -> Result<Option<Vec<u8>>, String> {
        let path = format!("{}/{file}", article.folder());
        let found = match self.source.site_files(&path) {
            // The source logs it once; each request gets its answer.
            Err(SourceError::Away { .. }) => return Ok(None),
            found => found.map_err(|error| error.to_string())?.pop(),
        };
        let Some(bytes) = found.and_then(|file| file.bytes.ok()) else { return Ok(None) };
        // A parser that panics over a picture takes neither the worker nor a reader's request with it.
        let accepted = isolated(&path, || accept(&path, &bytes)).map_err(|problem| problem.message.to_string())?;
        let Some(Ok(accepted)) = accepted else { return Ok(None) };
        Ok(Some(accepted.bytes).filter(|bytes| Digest::hash(bytes).to_string().starts_with(digest)))
    }
}

/// The names of all that is made of a picture.
pub fn rendition_names(picture: &PictureRow) -> impl Iterator<Item = String> {
    picture.made.iter().map(|made| name(&picture.digest, *made))
}

/// The name of the cleaned copy of an original.
fn original_name(digest: &str) -> String {
    format!("{}-clean", cleaned_digest(digest))
}

/// The name in the cache of what is made of an original.
fn name(original: &str, made: Rendition) -> String {
    format!("{}-{made}", made_digest(original))
}

fn work(image_worker: &Weak<ImageWorker>, health: &Health) {
    while let Some(image_worker) = image_worker.upgrade() {
        if let Some(job) = image_worker.jobs.next() {
            health.run("pictures", || image_worker.take(job));
        }
    }
}

fn with_cause(error: crate::media::ResizeError) -> String {
    match std::error::Error::source(&error) {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
}
