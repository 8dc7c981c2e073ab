//! The counts of missed translations, kept in the state folder between two runs of the server.

use std::{
    collections::BTreeMap,
    io::{self, ErrorKind},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use anyhow::Context;

use crate::{
    model::{FallbackCounts, lang::Lang, slug::ArticleId},
    source::{StoredFile, write_atomically},
};

/// Its name in the folder of what cannot be made again.
pub(in crate::cli) const FILE: &str = "fallbacks.json";
/// The name of the file next to it with the counts of all readers of a bucket, which a publisher writes.
pub(in crate::cli) const OF_READERS: &str = "fallbacks-readers.json";
/// How often the counts are written.
const EVERY: Duration = Duration::from_secs(60);

/// Bytes of the file at most: counts of a million articles and more. A longer one is damaged.
const LONGEST: u64 = 1 << 28;

/// Counts per article and wanted language.
type Counts = BTreeMap<(ArticleId, Lang), u64>;
/// The contents of the file: per article, per language.
type SavedCounts = BTreeMap<String, BTreeMap<String, u64>>;

/// The counts of a server that is running, and where they are kept.
#[derive(Clone)]
pub(in crate::cli) struct FallbackCountsFile {
    path: PathBuf,
    demand: Arc<FallbackCounts>,
}

impl FallbackCountsFile {
    /// Goes on from what is kept in `folder`. What cannot be read is reported, and counted from zero.
    pub(in crate::cli) fn begin(folder: &Path) -> FallbackCountsFile {
        let kept = load_own(folder).unwrap_or_else(|error| {
            tracing::warn!(error = format!("{error:#}"), "the counts of missed translations start from zero");
            None
        });
        let demand = Arc::new(FallbackCounts::from_counts(kept.unwrap_or_default()));
        FallbackCountsFile { path: folder.join(FILE), demand }
    }

    pub(in crate::cli) fn demand(&self) -> &Arc<FallbackCounts> {
        &self.demand
    }

    /// Writes them again and again, for as long as the server runs.
    pub(in crate::cli) async fn keep(self) {
        let mut written = self.demand.counts();
        loop {
            tokio::time::sleep(EVERY).await;
            let counts = self.demand.counts();
            if counts != written {
                self.save();
                written = counts;
            }
        }
    }

    /// Writes them, if there are any. Losing them does no harm, so a failure is only reported.
    pub(in crate::cli) fn save(&self) {
        let counts = self.demand.counts();
        if counts.is_empty() {
            return;
        }
        if let Err(error) = write_atomically(&self.path, to_text(&counts).as_bytes()) {
            tracing::warn!(%error, "the counts of missed translations cannot be kept");
        }
    }
}

/// The counts in `folder`, and those of readers of a bucket; `None` if none were ever kept.
pub(in crate::cli) fn load(folder: &Path) -> anyhow::Result<Option<FallbackCounts>> {
    let (own, of_readers) = (load_own(folder)?, load_file(&folder.join(OF_READERS))?);
    if own.is_none() && of_readers.is_none() {
        return Ok(None);
    }
    let mut counts = own.unwrap_or_default();
    add(&mut counts, of_readers.unwrap_or_default());
    Ok(Some(FallbackCounts::from_counts(counts)))
}

/// Adds `more` to `counts`.
pub(in crate::cli) fn add(counts: &mut Counts, more: Counts) {
    for (key, count) in more {
        let sum = counts.entry(key).or_default();
        *sum = sum.saturating_add(count);
    }
}

/// Counts as they are written.
pub(in crate::cli) fn to_text(counts: &Counts) -> String {
    let mut written = SavedCounts::new();
    for ((id, lang), count) in counts {
        written.entry(id.to_string()).or_default().insert(lang.to_string(), *count);
    }
    serde_json::to_string_pretty(&written).unwrap_or_default() + "\n"
}

/// Reads what [`to_text`] writes; names that no article or language can have are passed over.
pub(in crate::cli) fn from_text(text: &str) -> serde_json::Result<Counts> {
    let written: SavedCounts = serde_json::from_str(text)?;
    let mut counts = Counts::new();
    for (id, langs) in written {
        let Ok(id) = id.parse::<ArticleId>() else { continue };
        let known = langs.into_iter().filter_map(|(lang, count)| Some((lang.parse::<Lang>().ok()?, count)));
        counts.extend(known.map(|(lang, count)| ((id.clone(), lang), count)));
    }
    Ok(counts)
}

fn load_own(folder: &Path) -> anyhow::Result<Option<Counts>> {
    load_file(&folder.join(FILE))
}

fn load_file(path: &Path) -> anyhow::Result<Option<Counts>> {
    let damaged = || format!("`{}` is damaged; delete it to start from zero", path.display());
    match read(path) {
        Ok(text) => from_text(&text).map(Some).with_context(damaged),
        Err(error) => match error.kind() {
            ErrorKind::NotFound => Ok(None),
            ErrorKind::InvalidData => Err(error).with_context(damaged),
            _ => Err(error).with_context(|| format!("cannot read `{}`", path.display())),
        },
    }
}

/// Never waits: a named pipe or a device in the place of the file is an error.
fn read(path: &Path) -> io::Result<String> {
    let file = StoredFile::at(path)?;
    if file.size() > LONGEST {
        let message = format!("it has {} bytes, expected at most {LONGEST}", file.size());
        return Err(io::Error::new(ErrorKind::InvalidData, message));
    }
    let bytes = file.read(0, usize::try_from(file.size()).unwrap_or_default())?;
    String::from_utf8(bytes).map_err(|error| io::Error::new(ErrorKind::InvalidData, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_file_is_named_with_what_is_wrong_and_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(FILE);
        let error = || format!("{:#}", load_own(folder.path()).unwrap_err());
        std::fs::File::create(&path).unwrap().set_len(LONGEST + 1).unwrap();
        assert!(error().ends_with("delete it to start from zero: it has 268435457 bytes, expected at most 268435456"));
        write_atomically(&path, b"\xff").unwrap();
        assert!(error().contains("delete it to start from zero: invalid utf-8"), "{}", error());
        write_atomically(&path, b"[]").unwrap();
        assert!(error().contains("delete it to start from zero: invalid type"), "{}", error());
    }
}
