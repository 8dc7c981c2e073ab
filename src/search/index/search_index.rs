//! The index on disk: opened, checked, started again.

use std::{
    fs::{self, File},
    io::{self, BufReader, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
    thread,
    time::Duration,
};

use tantivy::{Index, IndexReader, IndexSettings, Searcher, SegmentMeta, index::SegmentComponent, store::Compressor};

use super::{
    backpressure::Backpressure,
    fields::{IndexFields, schema, tokenizer_name},
    tokenizer::LanguageTokenizer,
};
use crate::{
    catalog::{CatalogError, Revision},
    model::lang::Lang,
    source::make_folder,
};

/// Raised when terms, weights or fields change: an older index is then rebuilt.
pub const VERSION: u32 = 5;

/// A failure of search; a damaged index is rebuilt.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// tantivy's own report.
    #[error("the search index cannot be read or written: {0}")]
    Index(String),
    /// The folder of the index.
    #[error("cannot access `{path}`")]
    Io {
        /// The folder or file.
        path: String,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The catalog that it follows.
    #[error("search cannot read the catalog")]
    Catalog(#[from] CatalogError),
}

impl From<tantivy::TantivyError> for SearchError {
    fn from(error: tantivy::TantivyError) -> Self {
        SearchError::Index(error.to_string())
    }
}

/// An open index.
pub(in crate::search) struct SearchIndex {
    pub(in crate::search) index: Index,
    pub(in crate::search) reader: IndexReader,
    pub(in crate::search) fields: IndexFields,
    pub(in crate::search) pace: Arc<Backpressure>,
    /// The birth of the catalog that it follows, once a commit names it.
    birth: OnceLock<String>,
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
            .ok_or_else(|| SearchError::Index("its fields are those of another version".to_owned()))?;
        let pace = Arc::new(Backpressure::default());
        for lang in fields.languages() {
            let words = LanguageTokenizer { lang: lang.clone(), pace: Arc::clone(&pace) };
            index.tokenizers().register(&tokenizer_name(lang), words);
        }
        // The parts of an index are searched side by side.
        index.set_default_multithread_executor()?;
        let reader = index.reader()?;
        Ok(SearchIndex { index, reader, fields, pace, birth: OnceLock::new() })
    }

    /// A searcher over the current index.
    pub(in crate::search) fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    /// The point of the catalog's life that the index agrees with; `None` if it was made by another version of
    /// Litopys, or never finished.
    pub(in crate::search) fn point(&self) -> Option<Revision> {
        let payload = self.index.load_metas().ok()?.payload?;
        let mut parts = payload.split(' ');
        let version: u32 = parts.next()?.parse().ok()?;
        let point = Revision { birth: parts.next()?.to_owned(), batch: parts.next()?.parse().ok()? };
        (version == VERSION && payload == self::payload(&point)).then_some(point)
    }

    /// Whether it follows the catalog of this birth. The file is read until it names one: the process that writes the index
    /// opens another one for another catalog.
    pub(in crate::search) fn follows(&self, birth: &str) -> bool {
        if let Some(known) = self.birth.get() {
            return known == birth;
        }
        self.point().is_some_and(|point| self.birth.get_or_init(|| point.birth) == birth)
    }
}

/// The damage to the files of the index in `folder`, if any. Call this before the index is opened: tantivy trusts
/// what it maps, and panics over some of what it should not have trusted.
pub(in crate::search) fn damage(folder: &Path) -> Option<String> {
    let parts = match Index::open_in_dir(folder).and_then(|index| index.searchable_segment_metas()) {
        Ok(parts) => parts,
        Err(error) => return Some(error.to_string()),
    };
    parts.iter().flat_map(files).find_map(|file| match is_whole(&folder.join(&file)) {
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

/// The payload of a commit: a version, a point, and a digest of both, so that a flipped digit is detected.
pub(in crate::search) fn payload(point: &Revision) -> String {
    let text = format!("{VERSION} {} {}", point.birth, point.batch);
    format!("{text} {:08x}", crc32fast::hash(text.as_bytes()))
}

/// `…{"version":…,"crc":…}`, the length of that, and this number, each in four bytes.
const MAGIC: u32 = 1337;
/// A footer is some hundred bytes.
const LONGEST: u32 = 50_000;
const CHUNK: usize = 256 << 10;

#[derive(serde::Deserialize)]
struct Footer {
    crc: u32,
}

/// Whether the file carries the checksum of its bytes.
///
/// # Errors
/// If it cannot be read.
pub(in crate::search) fn is_whole(path: &Path) -> io::Result<bool> {
    let mut file = File::open(path)?;
    let size = file.metadata()?.len();
    let Some(tail) = size.checked_sub(8) else { return Ok(false) };
    let (length, magic) = (number(&mut file, tail)?, number(&mut file, tail + 4)?);
    let Some(body) = tail.checked_sub(u64::from(length)) else { return Ok(false) };
    if magic != MAGIC || length > LONGEST {
        return Ok(false);
    }
    let mut footer = vec![0; length as usize];
    file.seek(SeekFrom::Start(body))?;
    file.read_exact(&mut footer)?;
    let Ok(footer) = serde_json::from_slice::<Footer>(&footer) else { return Ok(false) };
    file.seek(SeekFrom::Start(0))?;
    Ok(checksum(file.take(body))? == footer.crc)
}

fn number(file: &mut File, at: u64) -> io::Result<u32> {
    let mut bytes = [0; 4];
    file.seek(SeekFrom::Start(at))?;
    file.read_exact(&mut bytes)?;
    Ok(u32::from_le_bytes(bytes))
}

fn checksum(bytes: impl Read) -> io::Result<u32> {
    let mut reader = BufReader::with_capacity(CHUNK, bytes);
    let mut hasher = crc32fast::Hasher::new();
    let mut chunk = vec![0; CHUNK];
    loop {
        match reader.read(&mut chunk)? {
            0 => return Ok(hasher.finalize()),
            read => hasher.update(chunk.get(..read).unwrap_or_default()),
        }
    }
}
