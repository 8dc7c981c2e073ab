//! `litopys stats`: the archive in numbers, as a table or as JSON.

use std::{
    io::{Write, stdout},
    sync::Arc,
};

use anyhow::anyhow;

use super::{
    archive::open_catalog_of,
    args::{StatsArgs, StatsFormat},
};
use crate::{
    catalog::{ArchiveStats, LanguageStats},
    source::{Source, load_site},
    worker::{Indexer, NoObserver},
};

/// Brings the catalog up to date with the files, counts, and prints.
pub(super) fn run(stats: &StatsArgs) -> anyhow::Result<bool> {
    let folder = stats.archive.open()?;
    let cache = stats.state.open(&folder)?.cache();
    let texts = load_site(&folder)?;
    let site = texts.site.ok_or_else(|| anyhow!("`site.toml` names no language"))?;
    let catalog = Arc::new(open_catalog_of(folder.root(), &cache, &site)?);
    let source: Arc<dyn Source> = Arc::new(folder);
    // Another process that follows the files keeps the catalog as it should be.
    if catalog.is_writer() {
        Indexer::new(source, Arc::clone(&catalog), Arc::new(NoObserver), site.clone(), texts.problems).pass()?;
    }
    let numbers = catalog.snapshot().numbers(&site)?;
    let text = match stats.format {
        StatsFormat::Text => table(&numbers),
        StatsFormat::Json => format!("{}\n", serde_json::to_string(&numbers)?),
    };
    stdout().write_all(text.as_bytes())?;
    Ok(true)
}

fn table(numbers: &ArchiveStats) -> String {
    let mut lines = vec![["", "versions", "words", "originals", "fresh", "stale", "missing"].map(str::to_owned)];
    lines.extend(numbers.languages.iter().map(|(lang, count)| line(lang.as_str(), *count)));
    let width = |column: usize| lines.iter().filter_map(|line| Some(line.get(column)?.len())).max().unwrap_or_default();
    let widths: Vec<usize> = (0..7).map(width).collect();
    let mut out = format!("articles: {}, versions: {}\n\n", numbers.articles, numbers.versions);
    for line in &lines {
        let cells: Vec<_> = line.iter().zip(&widths).map(|(cell, width)| format!("{cell:>width$}")).collect();
        out.push_str(&cells.join("  "));
        out.push('\n');
    }
    out
}

fn line(lang: &str, count: LanguageStats) -> [String; 7] {
    let numbers = [count.versions, count.words, count.originals, count.fresh, count.stale, count.missing];
    let [versions, words, originals, fresh, stale, missing] = numbers.map(|n| n.to_string());
    [lang.to_owned(), versions, words, originals, fresh, stale, missing]
}
