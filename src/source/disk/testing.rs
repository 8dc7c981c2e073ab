//! Helpers for the tests of all modules that move files, or write to the log.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Write},
    path::Path,
    sync::{Arc, Mutex},
};

/// The texts of all files below a folder, by their paths in it.
#[expect(clippy::disallowed_methods, reason = "a test reads what was written")]
pub(crate) fn files(root: &Path) -> BTreeMap<String, String> {
    let (mut found, mut folders) = (BTreeMap::new(), vec![root.to_owned()]);
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().display().to_string();
                found.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    found
}

/// A log that is kept in memory.
#[derive(Clone, Default)]
pub(crate) struct CapturedLog(Arc<Mutex<Vec<u8>>>);

impl Write for CapturedLog {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The lines that `work` logs on this thread, as the subscriber writes them that `log` makes.
pub(crate) fn captured<S>(log: impl FnOnce(CapturedLog) -> S, work: impl FnOnce()) -> String
where
    S: tracing::Subscriber + Send + Sync + 'static,
{
    let lines = CapturedLog::default();
    tracing::subscriber::with_default(log(lines.clone()), work);
    let bytes = lines.0.lock().unwrap().clone();
    String::from_utf8(bytes).unwrap()
}

/// The lines that `work` logs on this thread, as text.
#[cfg(feature = "bucket")]
pub(crate) fn logged(work: impl FnOnce()) -> String {
    captured(|out| tracing_subscriber::fmt().with_writer(move || out.clone()).finish(), work)
}
