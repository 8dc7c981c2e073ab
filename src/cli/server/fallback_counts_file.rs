//! The counts of missed translations, kept in the state folder between two runs of the server.

use std::{
    collections::BTreeMap,
    io::ErrorKind,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use anyhow::Context;

use crate::{
    model::{FallbackCounts, lang::Lang, slug::ArticleId},
    source::write_atomically,
};

/// Its name in the folder of what cannot be made again.
pub(in crate::cli) const FILE: &str = "fallbacks.json";
/// How often the counts are written.
const EVERY: Duration = Duration::from_secs(60);

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
        let kept = load(folder).unwrap_or_else(|error| {
            tracing::warn!(error = format!("{error:#}"), "the counts of missed translations start from zero");
            None
        });
        FallbackCountsFile { path: folder.join(FILE), demand: Arc::new(kept.unwrap_or_default()) }
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
        let mut written = SavedCounts::new();
        for ((id, lang), count) in self.demand.counts() {
            written.entry(id.to_string()).or_default().insert(lang.to_string(), count);
        }
        if written.is_empty() {
            return;
        }
        let text = serde_json::to_string_pretty(&written).unwrap_or_default() + "\n";
        if let Err(error) = write_atomically(&self.path, text.as_bytes()) {
            tracing::warn!(%error, "the counts of missed translations cannot be kept");
        }
    }
}

/// The counts in `folder`; `None` if none were ever kept.
pub(in crate::cli) fn load(folder: &Path) -> anyhow::Result<Option<FallbackCounts>> {
    let path = folder.join(FILE);
    let text = match read(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error).with_context(|| format!("cannot read `{}`", path.display())),
    };
    let written: SavedCounts = serde_json::from_str(&text)
        .with_context(|| format!("`{}` is damaged; delete it to start from zero", path.display()))?;
    let mut counts = BTreeMap::new();
    for (id, langs) in written {
        let Ok(id) = id.parse::<ArticleId>() else { continue };
        let known = langs.into_iter().filter_map(|(lang, count)| Some((lang.parse::<Lang>().ok()?, count)));
        counts.extend(known.map(|(lang, count)| ((id.clone(), lang), count)));
    }
    Ok(Some(FallbackCounts::from_counts(counts)))
}

#[expect(clippy::disallowed_methods, reason = "the command line keeps this file of its own")]
fn read(path: &Path) -> std::io::Result<String> {
    std::fs::read_to_string(path)
}
