//! The archive as JSON, one record a line.

use std::{path::Path, str};

use super::{
    error::DataError,
    record::{ArticleRecord, FORMAT, FileRecord, RECORDS, Record, VERSION, VersionRecord},
    target::{DataTarget, TargetFile},
};
use crate::{
    article::{ArticleFolder, File, RECORD_ENDING},
    model::{
        lang::Lang,
        slug::{ArticleId, Collection},
    },
    source::{SITE_FILES, Source},
};

/// The ending of a target that is one file.
const ENDING: &str = ".jsonl";
/// Files that `litopys import` leaves in an archive.
pub(super) const OF_IMPORT: [&str; 2] = ["ties.toml", "imported.jsonl"];

/// The result of an export to JSON.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JsonReport {
    /// Articles, undated pages and texts about authors.
    pub articles: u64,
    /// Files of all kinds.
    pub files: u64,
    /// Files that are not text and are described only, where the target is one file.
    pub not_copied: u64,
    /// Files that could not be read, each with the reason.
    pub unread: Vec<String>,
}

/// Writes the archive of `source` to `place`: a file that ends with `.jsonl`, or a folder with `archive.jsonl` and, below `files/`,
/// every file that is not text. `base_url` is what addresses begin with. `done` is called with the number of each article.
///
/// # Errors
/// If the archive cannot be read as a whole, or the target cannot be written; then nothing of it is left.
pub fn export_json(
    source: &dyn Source,
    base_url: &str,
    place: &Path,
    done: &dyn Fn(u64),
) -> Result<JsonReport, DataError> {
    let mut ids = Vec::new();
    source.articles(&mut |id| ids.push(id))?;
    ids.sort();
    let target = DataTarget::begin(place, ENDING)?;
    let out = target.file(RECORDS)?;
    let mut writer = ArchiveWriter { target, out, report: JsonReport::default(), source };
    let program = format!("litopys {}", env!("CARGO_PKG_VERSION"));
    writer.record(&Record::Archive { format: FORMAT.to_owned(), version: VERSION, program })?;
    writer.site()?;
    for id in &ids {
        writer.article(id, base_url)?;
        done(writer.report.articles);
    }
    let JsonReport { articles, files, .. } = writer.report;
    writer.record(&Record::End { articles, files })?;
    let ArchiveWriter { target, out, report, .. } = writer;
    out.finish()?;
    target.finish()?;
    Ok(report)
}

struct ArchiveWriter<'a> {
    target: DataTarget,
    out: TargetFile,
    report: JsonReport,
    source: &'a dyn Source,
}

impl ArchiveWriter<'_> {
    fn record(&mut self, record: &Record) -> Result<(), DataError> {
        let mut line = serde_json::to_vec(record).map_err(|error| DataError::io(RECORDS)(error.into()))?;
        line.push(b'\n');
        self.out.write(&line)
    }

    fn site(&mut self) -> Result<(), DataError> {
        for path in SITE_FILES.iter().chain(&OF_IMPORT) {
            for file in self.source.site_files(path)? {
                let Some(record) = self.file(&file)? else { continue };
                let record = match record.path.as_str() {
                    "site.toml" => Record::Site(record),
                    "articles/names.toml" => Record::Names(record),
                    _ => Record::File(record),
                };
                self.record(&record)?;
            }
        }
        Ok(())
    }

    fn article(&mut self, id: &ArticleId, base_url: &str) -> Result<(), DataError> {
        let folder = match self.source.fetch(id) {
            Ok(Some(folder)) => folder,
            Ok(None) => return Ok(()),
            Err(error) => {
                self.report.unread.push(error.to_string());
                return Ok(());
            }
        };
        let record = self.article_record(&folder, base_url)?;
        self.report.articles += 1;
        self.record(&Record::Article(Box::new(record)))
    }

    fn article_record(&mut self, folder: &ArticleFolder, base_url: &str) -> Result<ArticleRecord, DataError> {
        let id = &folder.id;
        let address = match id.collection() {
            Collection::Year(year) => Some(format!("{base_url}/{year}/{}", id.name())),
            Collection::Pages => Some(format!("{base_url}/{}", id.name())),
            Collection::Authors => None,
        };
        let mut article =
            ArticleRecord { id: id.to_string(), address, meta: None, versions: Vec::new(), files: Vec::new() };
        let mut records = Vec::new();
        for file in &folder.files {
            let name = file.path.strip_prefix(&id.folder()).unwrap_or_default().trim_start_matches('/');
            let text = file.bytes.as_ref().ok().and_then(|bytes| str::from_utf8(bytes).ok());
            let version = name.strip_suffix(".md").filter(|lang| lang.parse::<Lang>().is_ok());
            match (version, text) {
                (Some(lang), Some(text)) => {
                    article.versions.push(VersionRecord::new(lang, &file.path, text));
                    self.report.files += 1;
                }
                _ => {
                    let Some(record) = self.file(file)? else { continue };
                    match name.strip_suffix(RECORD_ENDING) {
                        _ if name == "article.toml" => article.meta = Some(record),
                        Some(lang) if lang.parse::<Lang>().is_ok() => records.push((lang.to_owned(), record)),
                        _ => article.files.push(record),
                    }
                }
            }
        }
        for (lang, record) in records {
            match article.versions.iter_mut().find(|version| version.lang == lang) {
                Some(version) => version.translated_from = Some(record),
                None => article.files.push(record),
            }
        }
        for large in &folder.large {
            if let Some(stored) = self.source.stored(&large.path) {
                let sha256 = self.target.copy_stored(&large.path, &stored)?;
                article.files.push(FileRecord::bytes(&large.path, stored.size(), sha256));
                self.count_copy();
            } else {
                self.report.unread.push(format!("{}: it cannot be read", large.path));
            }
        }
        Ok(article)
    }

    /// The record of a file; `None` where it cannot be read. What is not text is copied next to it.
    fn file(&mut self, file: &File) -> Result<Option<FileRecord>, DataError> {
        let bytes = match &file.bytes {
            Ok(bytes) => bytes,
            Err(fault) => {
                self.report.unread.push(format!("{}: {fault}", file.path));
                return Ok(None);
            }
        };
        if let Ok(text) = str::from_utf8(bytes) {
            self.report.files += 1;
            return Ok(Some(FileRecord::text(&file.path, text)));
        }
        let sha256 = self.target.copy(&file.path, bytes)?;
        self.count_copy();
        Ok(Some(FileRecord::bytes(&file.path, bytes.len() as u64, sha256)))
    }

    fn count_copy(&mut self) {
        self.report.files += 1;
        self.report.not_copied += u64::from(!self.target.is_folder());
    }
}
