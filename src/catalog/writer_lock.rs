//! Which of several processes on one archive may write its catalog.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io,
    path::Path,
};

/// Held by the one process that writes; the system lets go of it when that process ends, however it ends.
pub(super) struct WriterLock {
    _file: File,
}

impl WriterLock {
    /// The lock of the catalog in `folder`; `None` where another process holds it.
    pub(super) fn take(folder: &Path) -> io::Result<Option<WriterLock>> {
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(folder.join("lock"))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(WriterLock { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_holds_it_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let first = WriterLock::take(folder.path()).unwrap();
        assert!(first.is_some() && WriterLock::take(folder.path()).unwrap().is_none());
        drop(first);
        assert!(WriterLock::take(folder.path()).unwrap().is_some());
    }
}
