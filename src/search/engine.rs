//! The index on disk: opened, checked, begun anew.

use std::{
    fs, io,
    path::Path,
    sync::Arc,
};

use tantivy::{Index, IndexReader, IndexSettings, Searcher, store::Compressor};

use super::{
    SearchError,
    fields::{ARTICLE, Fields, schema, tokenizer_name},
    integrity,
    pace::Pace,
    tokenizer::Words,
};
use crate::{catalog::Point, lang::Lang};

/// Raised whenever terms, weights or fields change: an older index is then built anew.
const VERSION: u32 = 1;

/// An open index.
pub(super) struct Engine {
    pub(super) index: Index,
    pub(super) reader: IndexReader,
    pub(super) fields: Fields,
    pub(super) pace: Arc<Pace>,
}

impl Engine {
    /// Opens the index in `folder`.
    pub(super) fn open(folder: &Path) -> Result<Engine, SearchError> {
        Engine::of(Index::open_in_dir(folder)?)
    }

    /// Begins an empty index in `folder`; what was there is thrown away.
    pub(super) fn create(folder: &Path, languages: &[Lang]) -> Result<Engine, SearchError> {
        let io = |source| SearchError::Io { path: folder.display().to_string(), source };
        match fs::remove_dir_all(folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(io(error)),
            _ => fs::create_dir_all(folder).map_err(io)?,
        }
        // Nothing is stored, so there is nothing to compress.
        let settings = IndexSettings {
            docstore_compression: Compressor::None,
            docstore_compress_dedicated_thread: false,
            ..IndexSettings::default()
        };
        Engine::of(Index::builder().schema(schema(languages)).settings(settings).create_in_dir(folder)?)
    }

    fn of(index: Index) -> Result<Engine, SearchError> {
        let fields = Fields::of(&index.schema())
            .ok_or_else(|| SearchError::Index("its fields are of another making".to_owned()))?;
        let pace = Arc::new(Pace::default());
        for lang in fields.languages() {
            let words = Words { lang: lang.clone(), pace: Arc::clone(&pace) };
            index.tokenizers().register(&tokenizer_name(lang), words);
        }
        let reader = index.reader()?;
        Ok(Engine { index, reader, fields, pace })
    }

    /// What is in the index now.
    pub(super) fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    /// The point of the catalog's life that the index agrees with; `None` where it was made by another version of
    /// Litopys, or never finished.
    pub(super) fn point(&self) -> Option<Point> {
        let payload = self.index.load_metas().ok()?.payload?;
        let mut parts = payload.split(' ');
        let version: u32 = parts.next()?.parse().ok()?;
        let point = Point { birth: parts.next()?.to_owned(), batch: parts.next()?.parse().ok()? };
        (version == VERSION && payload == self::payload(&point)).then_some(point)
    }

    /// What is wrong with the files of the index, if anything is.
    pub(super) fn damage(&self, folder: &Path) -> Option<String> {
        let segments = match self.index.searchable_segment_metas() {
            Ok(segments) => segments,
            Err(error) => return Some(error.to_string()),
        };
        let live: Vec<String> = segments.iter().map(|segment| segment.id().uuid_string()).collect();
        let Ok(files) = fs::read_dir(folder) else { return Some("its folder cannot be read".to_owned()) };
        for file in files.flatten().map(|entry| entry.path()) {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            if name.ends_with(".temp") || !live.iter().any(|id| name.starts_with(id)) {
                continue;
            }
            match integrity::is_whole(&file) {
                Ok(true) => {}
                Ok(false) => return Some(format!("`{name}` is damaged")),
                // A merge has just put another one in its place.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Some(format!("`{name}` cannot be read: {error}")),
            }
        }
        let sound = |segment: &tantivy::SegmentReader| {
            segment.fast_fields().i64(ARTICLE).is_ok_and(|numbers| numbers.num_docs() == segment.max_doc())
        };
        let searcher = self.searcher();
        (!searcher.segment_readers().iter().all(sound)).then(|| "its parts do not agree".to_owned())
    }
}

/// What a commit carries: a version, a point, and a digest of both, so that a flipped digit is no other point.
pub(super) fn payload(point: &Point) -> String {
    let text = format!("{VERSION} {} {}", point.birth, point.batch);
    format!("{text} {:08x}", crc32fast::hash(text.as_bytes()))
}
