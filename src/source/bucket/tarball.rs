//! A zstd-compressed tar archive of small files, written the same way each time and read within limits.

use std::io::{self, Read, Write};

use super::FormatError;

/// Compression: the level at which texts take a third of a second per 16 MB.
const LEVEL: i32 = 6;
/// The longest window that is decoded, as a power of two: what [`LEVEL`] writes needs less, and a hostile stream could name
/// gigabytes.
const WINDOW: u32 = 25;
/// Bytes of the first entry, which lists all others.
pub(super) const LARGEST_HEADER: u64 = 64 << 20;
/// Entries at most.
const MOST_ENTRIES: usize = 1_000_000;

/// A tar archive that is being written, into memory.
pub(super) struct TarballWriter {
    tar: tar::Builder<zstd::Encoder<'static, Vec<u8>>>,
}

impl TarballWriter {
    /// An empty one.
    pub(super) fn new() -> io::Result<TarballWriter> {
        let mut encoder = zstd::Encoder::new(Vec::new(), LEVEL)?;
        encoder.include_checksum(true)?;
        let mut tar = tar::Builder::new(encoder);
        tar.mode(tar::HeaderMode::Deterministic);
        Ok(TarballWriter { tar })
    }

    /// Adds a file.
    pub(super) fn file(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_entry_type(tar::EntryType::Regular);
        // Times and owners stay zero, so that equal files are equal archives.
        self.tar.append_data(&mut header, path, bytes)
    }

    /// Its bytes.
    pub(super) fn finish(self) -> io::Result<Vec<u8>> {
        let mut encoder = self.tar.into_inner()?;
        encoder.flush()?;
        encoder.finish()
    }
}

/// Receives the path and the bytes of a file.
type TakeEntry<'a> = dyn FnMut(&str, Vec<u8>) -> Result<(), FormatError> + 'a;

/// Reads a tar archive: calls `each` with the path and the bytes of every file, which have `limit` bytes at most, tar's own
/// included. The archive may come from anywhere: nothing of it is trusted.
pub(super) fn read(bytes: &[u8], limit: u64, each: &mut TakeEntry<'_>) -> Result<(), FormatError> {
    let mut decoder = zstd::Decoder::new(bytes).map_err(|error| FormatError::damaged(&error))?;
    decoder.window_log_max(WINDOW).map_err(|error| FormatError::damaged(&error))?;
    let mut limited = Limited { inner: decoder, left: limit, is_over: false };
    let read = read_entries(&mut limited, limit, each);
    let is_over = limited.is_over;
    let rest = read.and_then(|()| finish(&mut limited));
    if is_over || limited.is_over {
        return Err(FormatError::TooLarge { what: "what it unpacks to".to_owned(), limit });
    }
    rest
}

fn read_entries(limited: &mut Limited<impl Read>, limit: u64, each: &mut TakeEntry<'_>) -> Result<(), FormatError> {
    let damaged = |error: io::Error| FormatError::damaged(&error);
    let mut archive = tar::Archive::new(&mut *limited);
    for (count, entry) in archive.entries().map_err(damaged)?.enumerate() {
        let mut entry = entry.map_err(damaged)?;
        if count >= MOST_ENTRIES {
            return Err(FormatError::TooLarge {
                what: "the number of its files".to_owned(),
                limit: MOST_ENTRIES as u64,
            });
        }
        let path = entry.path_bytes();
        let path =
            std::str::from_utf8(&path).map_err(|_| FormatError::path(&String::from_utf8_lossy(&path)))?.to_owned();
        if entry.header().entry_type() != tar::EntryType::Regular {
            return Err(FormatError::File { path, problem: "is not a regular file" });
        }
        let bound = if count == 0 { LARGEST_HEADER.min(limit) } else { limit };
        if entry.size() > bound {
            return Err(FormatError::TooLarge { what: format!("`{path}`"), limit: bound });
        }
        // The size stands in the archive and may lie: memory grows with the bytes that come.
        let mut bytes = Vec::with_capacity(usize::try_from(entry.size().min(1 << 20)).unwrap_or_default());
        entry.read_to_end(&mut bytes).map_err(damaged)?;
        if bytes.len() as u64 != entry.size() {
            return Err(FormatError::File { path, problem: "is cut short" });
        }
        each(&path, bytes)?;
    }
    Ok(())
}

/// Reads to the end, where the checksum of the stream is: a stream that was cut short is not whole.
fn finish(limited: &mut Limited<impl Read>) -> Result<(), FormatError> {
    let mut rest = [0; 4096];
    loop {
        match limited.read(&mut rest) {
            Ok(0) => return Ok(()),
            Ok(read) if rest.iter().take(read).all(|byte| *byte == 0) => {}
            Ok(_) => return Err(FormatError::Damaged { reason: "there is more behind its end".to_owned() }),
            Err(error) => return Err(FormatError::damaged(&error)),
        }
    }
}

/// A reader that ends with an error when it has given so many bytes.
struct Limited<R> {
    inner: R,
    left: u64,
    is_over: bool,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            let more = self.inner.read(&mut [0; 1])?;
            self.is_over |= more > 0;
            return if more > 0 { Err(io::Error::other("it unpacks to more than is allowed")) } else { Ok(0) };
        }
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len());
        let read = self.inner.read(buffer.get_mut(..most).unwrap_or_default())?;
        self.left -= read as u64;
        Ok(read)
    }
}
