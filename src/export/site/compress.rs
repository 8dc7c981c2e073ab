//! `.gz` and `.br` next to files that a coding makes shorter, for servers that send what lies ready.

use std::{
    fs::File,
    io::{self, Read, Write},
    sync::atomic::{AtomicUsize, Ordering},
};

use rayon::prelude::*;

use super::{
    error::ExportError,
    folder::{NewFolder, OWN},
};

/// A shorter file is sent as it is.
const SHORTEST: u64 = 256;
/// Endings of files that are compressed already, or are not text.
const TEXTS: [&str; 18] = [
    "html", "css", "js", "json", "xml", "atom", "svg", "txt", "md", "bib", "ris", "webmanifest", "vtt", "csv", "ico",
    "tsv", "srt", "yaml",
];
/// How hard brotli works (0 to 11), for short files and for long ones. The coder has a table for each file, of 8 MB at 7, 16 at 8 and
/// 32 at 9, and at 9 clearing it takes longer than coding a page (docs/decisions/0095-site-as-files.md).
const BROTLI: [u32; 2] = [7, 8];
/// A long file, in bytes.
const LONG: usize = 64 << 10;

/// Writes the compressed files; those of unchanged files are shared with the last export.
pub(super) fn compress(folder: &NewFolder, progress: &(dyn Fn(usize, usize) + Sync)) -> Result<(), ExportError> {
    let is_text = |file: &String| file.rsplit_once('.').is_some_and(|(_, ending)| TEXTS.contains(&ending));
    let files: Vec<String> = folder.names().into_iter().filter(is_text).collect();
    let (all, done) = (files.len(), AtomicUsize::new(0));
    files.par_iter().try_for_each(|file| {
        compress_file(folder, file)?;
        let done = done.fetch_add(1, Ordering::Relaxed) + 1;
        if done.is_multiple_of(256) || done == all {
            progress(done, all);
        }
        Ok(())
    })
}

fn compress_file(folder: &NewFolder, file: &str) -> Result<(), ExportError> {
    let is_unchanged = folder.digest(file).is_some() && folder.digest(file) == folder.old_digest(file);
    let (gz, br) = (format!("{file}.gz"), format!("{file}.br"));
    if is_unchanged && folder.keep(&gz)? {
        return folder.keep(&br).map(|_| ());
    }
    let path = folder.path(file);
    let mut bytes = Vec::new();
    File::open(&path).and_then(|mut file| file.read_to_end(&mut bytes)).map_err(ExportError::io(&path))?;
    if (bytes.len() as u64) < SHORTEST || file.starts_with(&format!("{OWN}/manifest")) {
        return Ok(());
    }
    for (name, packed) in [(gz, gzip(&bytes)), (br, brotli(&bytes))] {
        let packed = packed.map_err(ExportError::io(&path))?;
        if packed.len() < bytes.len() {
            folder.put_bytes(&name, &packed)?;
        }
    }
    Ok(())
}

fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut coder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    coder.write_all(bytes)?;
    coder.finish()
}

fn brotli(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut packed = Vec::new();
    let [short, long] = BROTLI;
    let quality = if bytes.len() < LONG { short } else { long };
    let mut coder = brotli::CompressorWriter::new(&mut packed, 4096, quality, 20);
    coder.write_all(bytes)?;
    coder.flush()?;
    drop(coder);
    Ok(packed)
}
