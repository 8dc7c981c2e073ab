//! Writes a checkpoint: the databases of a reader, for others that start.

use std::{
    fs::{self, File},
    io::{self, BufReader},
    path::Path,
};

use tempfile::NamedTempFile;

use super::{
    bucket::Bucket,
    checkpoint::{CheckpointForm, temporary},
    fetching::patiently,
    local_tables::FILE,
    read_error::ReadError,
};
use crate::source::{
    SourceError, StoredFile,
    atomic::OURS,
    bucket::{CHECKPOINTS, Checkpoint, ContentDigest, ObjectRef, StoreError},
};

/// Compression: most of what is in the databases is compressed already.
const LEVEL: i32 = 3;

impl Bucket {
    /// Puts a checkpoint of this reader into its bucket, which takes credentials that may write. `form` names its databases, which
    /// nothing writes meanwhile; they must agree with the last segment that was applied.
    ///
    /// # Errors
    /// A file cannot be read, or an object cannot be written.
    pub fn put_checkpoint(&self, form: &CheckpointForm, scratch: &Path) -> Result<Checkpoint, SourceError> {
        let io = |source| SourceError::Io { path: scratch.display().to_string(), source };
        let position = self.local().position()?;
        let log = position.log.ok_or_else(|| SourceError::Bucket { reason: "nothing is published yet".to_owned() })?;
        let folder = tempfile::Builder::new().prefix(OURS.0).suffix(OURS.1).tempdir_in(scratch).map_err(io)?;
        let copy = folder.path().join(FILE);
        self.local().save(&copy)?;
        let put = |name: &str, packed: io::Result<NamedTempFile>| {
            let packed = packed.map_err(io)?;
            self.put_packed(position.sequence, name, &packed)
        };
        let pack = |path: &Path| pack_file(path, folder.path());
        Ok(Checkpoint {
            sequence: position.sequence,
            log,
            schema: form.schema.clone(),
            source: put("source.sqlite.zst", pack(&copy))?,
            catalog: put("catalog.sqlite.zst", pack(&form.catalog))?,
            index: put("index.tar.zst", pack_index(&form.index, folder.path()))?,
        })
    }

    fn put_packed(&self, sequence: u64, name: &str, packed: &NamedTempFile) -> Result<ObjectRef, SourceError> {
        let io = |source| SourceError::Io { path: packed.path().display().to_string(), source };
        let file = File::open(packed.path()).map_err(io)?;
        let (digest, size) = ContentDigest::of_reader(file).map_err(io)?;
        // Never the same key for other bytes: a reader may be taking them.
        let short = digest.to_string().chars().take(16).collect::<String>();
        let key = format!("{CHECKPOINTS}/{sequence:020}/{short}-{name}");
        let stored = StoredFile::at(packed.path()).map_err(io)?;
        let put = patiently(|| Ok(self.store().put_file(&key, &stored)?));
        put.map_err(|error| match error {
            ReadError::Away(StoreError::Refused { key, reason }) => SourceError::Bucket {
                reason: format!("`{key}` is refused ({reason}): a checkpoint needs credentials that may write"),
            },
            error => error.into(),
        })?;
        Ok(ObjectRef { key, size, digest })
    }
}

fn pack_file(path: &Path, folder: &Path) -> io::Result<NamedTempFile> {
    let packed = temporary(folder)?;
    let mut encoder = zstd::Encoder::new(packed.as_file(), LEVEL)?;
    encoder.include_checksum(true)?;
    io::copy(&mut BufReader::with_capacity(1 << 20, File::open(path)?), &mut encoder)?;
    encoder.finish()?;
    Ok(packed)
}

fn pack_index(index: &Path, folder: &Path) -> io::Result<NamedTempFile> {
    let packed = temporary(folder)?;
    let mut encoder = zstd::Encoder::new(packed.as_file(), LEVEL)?;
    encoder.include_checksum(true)?;
    let mut tar = tar::Builder::new(encoder);
    tar.mode(tar::HeaderMode::Deterministic);
    let mut entries = fs::read_dir(index)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name();
        // The locks are those of the process that wrote it.
        if entry.file_type()?.is_file() && !name.to_string_lossy().ends_with(".lock") {
            tar.append_path_with_name(entry.path(), &name)?;
        }
    }
    tar.into_inner()?.finish()?;
    Ok(packed)
}
