//! Whether the files of an index are as they were written. tantivy ends every file with a checksum; it is compared here
//! by reading, not by mapping, so that a large index does not become resident by being checked.

use std::{
    fs::File,
    io::{self, BufReader, Read, Seek, SeekFrom},
    path::Path,
};

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
/// Where it cannot be read.
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
