//! The JSON of an archive made into the same archive again. Run again, it changes nothing; what is there with other contents
//! stays and is reported.

use std::{
    fmt,
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::{Path, PathBuf},
};

use serde::Serialize;

use super::{
    error::DataError,
    placement::{Placed, Placement, objection},
    record::{FILES, FORMAT, FileRecord, RECORDS, Record, VERSION, VersionRecord},
};

/// Bytes of one record at most: the texts of one article.
const LONGEST: u64 = 256 << 20;

/// What was read and written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ReadReport {
    /// Articles, undated pages and texts about authors.
    pub articles: u64,
    /// Files that are new.
    pub written: u64,
    /// Files that were there with the same bytes.
    pub same: u64,
    /// What is not as it was exported.
    pub findings: Vec<ReadFinding>,
}

/// What is not as it was exported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReadFinding {
    /// The line of the record, from 1.
    pub line: usize,
    /// The path that the record has.
    pub path: String,
    /// What was found.
    pub what: String,
}

impl fmt::Display for ReadFinding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "line {}: `{}`: {}", self.line, self.path.escape_debug(), self.what)
    }
}

/// Reads the export at `from`, a `.jsonl` file or the folder that holds `archive.jsonl`, into the folder `into`; with `is_dry`
/// nothing is written. `done` is called with the number of each article.
///
/// # Errors
/// Where it is not an export, or is cut, or a folder cannot be written.
pub fn read_json(from: &Path, into: &Path, is_dry: bool, done: &dyn Fn(u64)) -> Result<ReadReport, DataError> {
    let (records, beside) = match from.is_dir() {
        true => (from.join(RECORDS), Some(from.join(FILES))),
        false => (from.to_owned(), None),
    };
    let file = File::open(&records).map_err(DataError::io(records.display()))?;
    let placement = Placement::open(into, is_dry).map_err(DataError::io(into.display()))?;
    let mut reader =
        RecordReader { placement, beside, line: 0, report: ReadReport::default(), is_begun: false, is_ended: false };
    let mut input = BufReader::with_capacity(1 << 16, file);
    let mut line = Vec::new();
    loop {
        line.clear();
        reader.line += 1;
        let malformed =
            |line: usize, what: String| DataError::Malformed { path: records.display().to_string(), line, what };
        let read = input.by_ref().take(LONGEST + 1).read_until(b'\n', &mut line);
        let length = read.map_err(DataError::io(records.display()))?;
        if length as u64 > LONGEST {
            return Err(malformed(reader.line, format!("the record is longer than {LONGEST} bytes")));
        }
        if length == 0 {
            let what = "expected the record `end`, found the end of the file: it is cut; export the archive again";
            return if reader.is_ended { Ok(reader.report) } else { Err(malformed(reader.line, what.to_owned())) };
        }
        let record: Record = serde_json::from_slice(&line).map_err(|error| {
            malformed(reader.line, format!("expected a record of `litopys export json`, found {error}"))
        })?;
        reader.record(&record).map_err(|what| malformed(reader.line, what))?;
        if let Record::Article(_) = record {
            done(reader.report.articles);
        }
    }
}

struct RecordReader {
    placement: Placement,
    /// The folder with the files that are not text.
    beside: Option<PathBuf>,
    line: usize,
    report: ReadReport,
    is_begun: bool,
    is_ended: bool,
}

impl RecordReader {
    fn record(&mut self, record: &Record) -> Result<(), String> {
        if self.is_ended {
            return Err("a record follows the last one".to_owned());
        }
        match record {
            Record::Archive { format, version, .. } if !self.is_begun && format == FORMAT => {
                self.is_begun = true;
                if *version > VERSION {
                    return Err(format!(
                        "version {version} of the format; this program reads {VERSION}: use a newer one"
                    ));
                }
            }
            _ if !self.is_begun => return Err(format!("the first record is not that of a `{FORMAT}`")),
            Record::Archive { .. } => return Err("a second record `archive`".to_owned()),
            Record::Site(file) | Record::Names(file) | Record::File(file) => self.file(file),
            Record::Article(article) => {
                self.report.articles += 1;
                article.meta.iter().for_each(|file| self.file(file));
                article.versions.iter().for_each(|version| self.version(version));
                article.files.iter().for_each(|file| self.file(file));
            }
            Record::End { articles, .. } => {
                self.is_ended = true;
                if *articles != self.report.articles {
                    return Err(format!("{articles} articles were exported, {} are here", self.report.articles));
                }
            }
        }
        Ok(())
    }

    fn version(&mut self, version: &VersionRecord) {
        let text = [version.head.as_bytes(), version.body.as_bytes()].concat();
        self.place(&version.path, text.as_slice(), None);
        version.translated_from.iter().for_each(|file| self.file(file));
    }

    fn file(&mut self, file: &FileRecord) {
        if let Some(text) = &file.text {
            return self.place(&file.path, text.as_bytes(), None);
        }
        if let Some(what) = objection(&file.path) {
            return self.find(&file.path, what);
        }
        let Some(beside) = self.beside.clone() else {
            return self
                .find(&file.path, "it is not text, and one file holds text only; export the archive to a folder");
        };
        match open_beside(&beside, &file.path) {
            Ok(bytes) => self.place(&file.path, bytes, file.sha256.as_deref()),
            Err(error) => self.find(&file.path, &format!("it cannot be read beside the records: {error}")),
        }
    }

    fn place(&mut self, path: &str, from: impl Read, expected: Option<&str>) {
        if let Some(what) = objection(path) {
            return self.find(path, what);
        }
        match self.placement.place(path, from) {
            Ok((Placed::Other, _)) => self.find(path, "another file lies there; it stays as it is"),
            Ok((placed, digest)) => {
                *(if placed == Placed::New { &mut self.report.written } else { &mut self.report.same }) += 1;
                if expected.is_some_and(|expected| expected != digest) {
                    self.find(path, "its bytes have changed since they were exported");
                }
            }
            Err(error) => self.find(path, &error.to_string()),
        }
    }

    fn find(&mut self, path: &str, what: &str) {
        self.report.findings.push(ReadFinding { line: self.line, path: path.to_owned(), what: what.to_owned() });
    }
}

/// Opens the file `path` of the folder `beside`; an error if a symbolic link leads elsewhere.
fn open_beside(beside: &Path, path: &str) -> io::Result<File> {
    let root = beside.canonicalize()?;
    let full = beside.join(path).canonicalize()?;
    if full != root.join(path) || !full.is_file() {
        return Err(io::Error::other("it is not a file of the export"));
    }
    File::open(full)
}
