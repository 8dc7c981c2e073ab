//! The index on disk: opened, checked, started again.

use std::{
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::Duration,
};

use tantivy::{Index, IndexReader, IndexSettings, Searcher, SegmentMeta, index::SegmentComponent, store::Compressor};

use super::{
    backpressure::Backpressure,
    fields::{IndexFields, schema, tokenizer_name},
    integrity,
    tokenizer::LanguageTokenizer,
};
use crate::{catalog::Revision, model::lang::Lang, search::SearchError, source::make_folder};

/// Raised when terms, weights or fields change: an older index is then rebuilt.
const VERSION: u32 = 5;

/// An open index.
pub(in crate::search) struct SearchIndex {
    pub(in crate::search) index: Index,
    pub(in crate::search) reader: IndexReader,
    pub(in crate::search) fields: IndexFields,
    pub(in crate::search) pace: Arc<Backpressure>,
}

/// How often, and after how long, a folder that cannot be removed is tried again.
const CLEARINGS: u32 = 20;
const CLEARING: Duration = Duration::from_millis(50);

/// Removes the folder. A thread of the index that was there may still be writing its last file into it.
fn clear(folder: &Path) -> io::Result<()> {
    for _ in 0..CLEARINGS {
        match fs::remove_dir_all(folder) {
            Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => thread::sleep(CLEARING),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            done => return done,
        }
    }
    fs::remove_dir_all(folder)
}

impl SearchIndex {
    /// Opens the index in `folder`.
    pub(in crate::search) fn open(folder: &Path) -> Result<SearchIndex, SearchError> {
        SearchIndex::new(Index::open_in_dir(folder)?)
    }

    /// Begins an empty index in `folder`; what was there is thrown away.
    pub(in crate::search) fn create(folder: &Path, languages: &[Lang]) -> Result<SearchIndex, SearchError> {
        let io = |source| SearchError::Io { path: folder.display().to_string(), source };
        clear(folder).and_then(|()| make_folder(folder)).map_err(io)?;
        // Nothing is stored, so there is nothing to compress.
        let settings = IndexSettings {
            docstore_compression: Compressor::None,
            docstore_compress_dedicated_thread: false,
            ..IndexSettings::default()
        };
        SearchIndex::new(Index::builder().schema(schema(languages)).settings(settings).create_in_dir(folder)?)
    }

    fn new(mut index: Index) -> Result<SearchIndex, SearchError> {
        let fields = IndexFields::from_schema(&index.schema())
            .ok_or_else(|| SearchError::Index("its fields are of another making".to_owned()))?;
        let pace = Arc::new(Backpressure::default());
        for lang in fields.languages() {
            let words = LanguageTokenizer { lang: lang.clone(), pace: Arc::clone(&pace) };
            index.tokenizers().register(&tokenizer_name(lang), words);
        }
        // The parts of an index are searched side by side.
        index.set_default_multithread_executor()?;
        let reader = index.reader()?;
        Ok(SearchIndex { index, reader, fields, pace })
    }

    /// What is in the index now.
    pub(in crate::search) fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    /// The point of the catalog's life that the index agrees with; `None` where it was made by another version of
    /// Litopys, or never finished.
    pub(in crate::search) fn point(&self) -> Option<Revision> {
        let payload = self.index.load_metas().ok()?.payload?;
        let mut parts = payload.split(' ');
        let version: u32 = parts.next()?.parse().ok()?;
        let point = Revision { birth: parts.next()?.to_owned(), batch: parts.next()?.parse().ok()? };
        (version == VERSION && payload == self::payload(&point)).then_some(point)
    }
}

/// What is wrong with the files of the index in `folder`, if anything is. To be asked before it is opened: tantivy trusts
/// what it maps, and panics over some of what it should not have trusted.
pub(in crate::search) fn damage(folder: &Path) -> Option<String> {
    let parts = match Index::open_in_dir(folder).and_then(|index| index.searchable_segment_metas()) {
        Ok(parts) => parts,
        Err(error) => return Some(error.to_string()),
    };
    parts.iter().flat_map(files).find_map(|file| match integrity::is_whole(&folder.join(&file)) {
        Ok(true) => None,
        Ok(false) => Some(format!("`{}` is damaged", file.display())),
        Err(error) => Some(format!("`{}` cannot be read: {error}", file.display())),
    })
}

/// The files that a part of an index has.
fn files(part: &SegmentMeta) -> impl Iterator<Item = PathBuf> {
    let always = [
        SegmentComponent::Postings,
        SegmentComponent::Positions,
        SegmentComponent::FastFields,
        SegmentComponent::FieldNorms,
        SegmentComponent::Terms,
        SegmentComponent::Store,
    ];
    let deleted = part.has_deletes().then_some(SegmentComponent::Delete);
    always.into_iter().chain(deleted).map(|component| part.relative_path(component))
}

/// What a commit carries: a version, a point, and a digest of both, so that a flipped digit is no other point.
pub(in crate::search) fn payload(point: &Revision) -> String {
    let text = format!("{VERSION} {} {}", point.birth, point.batch);
    format!("{text} {:08x}", crc32fast::hash(text.as_bytes()))
}
