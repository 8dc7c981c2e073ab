//! `litopys stats`: the archive in numbers, as a table or as JSON.

use std::{
    io::{Write, stdout},
    sync::Arc,
};

use super::{
    archive::{no_language, open_catalog_of},
    args::{StatsArgs, StatsFormat},
    terminal,
};
use crate::{
    catalog::{ArchiveStats, LanguageStats},
    model::sentence::say,
    source::{Source, load_site},
    worker::{Indexer, NoObserver},
};

/// Brings the catalog up to date with the files, counts, and prints.
pub(super) fn run(stats: &StatsArgs) -> anyhow::Result<bool> {
    let folder = stats.archive.open()?;
    let cache = stats.state.open(&folder)?.cache();
    let texts = load_site(&folder)?;
    let site = texts.site.ok_or_else(no_language)?;
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
    let lang = terminal::language();
    let columns = ["versions", "words", "originals", "fresh", "stale", "missing"];
    let [versions, words, originals, fresh, stale, missing] =
        columns.map(|column| say(format!("stats-{column}")).in_lang(&lang));
    let mut lines = vec![[String::new(), versions, words, originals, fresh, stale, missing]];
    lines.extend(numbers.languages.iter().map(|(lang, count)| line(lang.as_str(), *count)));
    let width = |column: usize| {
        lines.iter().filter_map(|line| Some(line.get(column)?.chars().count())).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..7).map(width).collect();
    let counts = say("stats-counts").with("articles", numbers.articles).with("versions", numbers.versions);
    let mut out = format!("{}\n\n", counts.in_lang(&lang));
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
