//! Databases of a reader in the bucket: another one takes them at its first start, and need not index every article.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Read, Seek, Write},
    path::{Path, PathBuf},
};

use tempfile::NamedTempFile;

use super::{fetching::patiently, local_tables::FILE, read_error::ReadError};
use crate::source::{
    SourceError,
    atomic::{OURS, remove_database},
    bucket::{Checkpoint, ObjectRef, SNAPSHOT, SnapshotPointer, Store},
};

/// Bytes that one of a checkpoint's bytes unpacks to, at most.
const MOST_UNPACKED: u64 = 200;
/// Bytes beyond that.
const LARGEST_SMALL: u64 = 64 << 20;
/// Files of a search index, at most.
const MOST_FILES: usize = 10_000;

/// The databases of a checkpoint, and the name of their form.
#[derive(Debug, Clone)]
pub struct CheckpointForm {
    /// This program's name for the form of its databases. A checkpoint of another form is not used.
    pub schema: String,
    /// The file of the catalog.
    pub catalog: PathBuf,
    /// The folder of the search index.
    pub index: PathBuf,
}

/// Takes the newest checkpoint into `folder`, whose local copy is empty. Without a usable checkpoint nothing changes: the
/// packs contain the same.
pub(super) fn take(store: &Store, folder: &Path, form: &CheckpointForm) {
    match taken(store, folder, form) {
        Ok(Some(checkpoint)) => tracing::info!(sequence = checkpoint.sequence, "the checkpoint of the bucket is taken"),
        Ok(None) => {}
        Err(error) => {
            let error = crate::model::error_chain(&error);
            tracing::warn!(
                error,
                "the checkpoint of the bucket cannot be taken; the articles are indexed from its packs"
            );
        }
    }
}

fn taken(store: &Store, folder: &Path, form: &CheckpointForm) -> Result<Option<Checkpoint>, ReadError> {
    let Some(bytes) = patiently(|| Ok(store.get(SNAPSHOT, SnapshotPointer::LARGEST)?))? else { return Ok(None) };
    let pointer = SnapshotPointer::decode(&bytes).map_err(ReadError::format(SNAPSHOT))?;
    let Some(checkpoint) = pointer.checkpoint else { return Ok(None) };
    if checkpoint.schema != form.schema {
        let (found, own) = (&checkpoint.schema, &form.schema);
        tracing::info!(
            found,
            own,
            "the checkpoint of the bucket is of another program; the articles are indexed from its packs"
        );
        return Ok(None);
    }
    let io = |source| SourceError::Io { path: folder.display().to_string(), source };
    let source = fetch(store, folder, &checkpoint.source)?;
    let catalog = fetch(store, folder, &checkpoint.catalog)?;
    let index = fetch(store, folder, &checkpoint.index)?;
    let source = unpacked(source, folder).map_err(io)?;
    unpack_index(index, &form.index).map_err(io)?;
    let catalog = unpacked(catalog, folder).map_err(io)?;
    remove_database(&form.catalog).map_err(io)?;
    catalog.persist(&form.catalog).map_err(|error| io(error.error))?;
    // Last: where it lies, the others do, too.
    remove_database(&folder.join(FILE)).map_err(io)?;
    source.persist(folder.join(FILE)).map_err(|error| io(error.error))?;
    Ok(Some(checkpoint))
}

/// An object as a temporary file in `folder`, as it was written.
fn fetch(store: &Store, folder: &Path, object: &ObjectRef) -> Result<NamedTempFile, ReadError> {
    let io = |source| SourceError::Io { path: folder.display().to_string(), source };
    let mut file = temporary(folder).map_err(io)?;
    let found = patiently(|| Ok(store.get_file(&object.key, object.size, file.as_file())?))?;
    match found {
        None => Err(ReadError::missing(&object.key)),
        Some(found) if found == (object.digest, object.size) => {
            file.as_file_mut().rewind().map_err(io)?;
            Ok(file)
        }
        Some(_) => Err(ReadError::damaged(&object.key, "its bytes differ from its digest")),
    }
}

/// The plain bytes of a compressed file.
fn unpacked(packed: NamedTempFile, folder: &Path) -> io::Result<NamedTempFile> {
    let limit = packed.as_file().metadata()?.len().saturating_mul(MOST_UNPACKED).saturating_add(LARGEST_SMALL);
    let mut plain = zstd::Decoder::new(packed.as_file())?.take(limit);
    let mut file = temporary(folder)?;
    let mut to = BufWriter::with_capacity(1 << 20, file.as_file_mut());
    io::copy(&mut plain, &mut to)?;
    to.flush()?;
    drop(to);
    if plain.limit() == 0 {
        return Err(io::Error::other("it unpacks to more than a checkpoint may"));
    }
    file.as_file().sync_all()?;
    Ok(file)
}

/// Unpacks the files of an index into the folder `to`, which is replaced as a whole.
fn unpack_index(packed: NamedTempFile, to: &Path) -> io::Result<()> {
    let limit = packed.as_file().metadata()?.len().saturating_mul(MOST_UNPACKED).saturating_add(LARGEST_SMALL);
    let aside = to.with_extension("new");
    for folder in [to, &aside] {
        match fs::remove_dir_all(folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    fs::create_dir(&aside)?;
    let mut archive = tar::Archive::new(zstd::Decoder::new(packed.as_file())?.take(limit));
    for (count, entry) in archive.entries()?.enumerate() {
        let mut entry = entry?;
        let path = entry.path()?.to_string_lossy().into_owned();
        let is_name = !path.is_empty() && path.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
        if !is_name
            || path.starts_with("..")
            || path == "."
            || !entry.header().entry_type().is_file()
            || count >= MOST_FILES
        {
            return Err(io::Error::other("it holds what no index has"));
        }
        let mut file = File::create_new(aside.join(path))?;
        io::copy(&mut entry, &mut file)?;
        file.sync_all()?;
    }
    fs::rename(&aside, to)
}

/// A temporary file of ours.
pub(super) fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    tempfile::Builder::new().prefix(OURS.0).suffix(OURS.1).tempfile_in(folder)
}
