//! The report of an import, as text and as JSON.

use std::{collections::BTreeMap, path::Path};

use anyhow::Context;
use serde_json::json;

use crate::{
    import::{Entry, ImportSummary, Outcome, Report},
    source::write_atomically,
};

/// Writes the report: as JSON if the name of the file ends with `.json`, otherwise as text.
pub(super) fn write(path: &Path, report: &Report, summary: &ImportSummary) -> anyhow::Result<()> {
    let is_json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    let text = if is_json { as_json(report, summary)? } else { as_text(report, summary) };
    let path = &std::path::absolute(path)?;
    write_atomically(path, text.as_bytes())
        .with_context(|| format!("the report `{}` cannot be written", path.display()))
}

fn as_json(report: &Report, summary: &ImportSummary) -> anyhow::Result<String> {
    let counts: Vec<_> = report
        .counts()
        .map(|(code, outcome, count)| json!({ "code": code, "outcome": outcome, "count": count }))
        .collect();
    let value = json!({
        "articles": summary.articles,
        "versions": summary.versions,
        "files": {
            "new": summary.new,
            "updated": summary.updated,
            "unchanged": summary.unchanged,
            "left_alone": summary.left_alone,
        },
        "untied": summary.untied,
        "addresses": {
            "checked": summary.checked_addresses,
            "foreign": summary.foreign_addresses,
            "lost": summary.lost_addresses,
        },
        "counts": counts,
        "entries": report.entries(),
    });
    Ok(format!("{}\n", serde_json::to_string_pretty(&value)?))
}

fn as_text(report: &Report, summary: &ImportSummary) -> String {
    let mut text = format!("{}\n", overview(summary));
    text.push_str("\nNumber, kind and outcome of everything found\n\n");
    for (code, outcome, count) in report.counts() {
        text.push_str(&format!("{count:>8}  {code} ({})\n", word(outcome)));
    }
    let mut by_code: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
    report.entries().iter().for_each(|entry| by_code.entry(entry.code).or_default().push(entry));
    for (code, entries) in by_code {
        text.push_str(&format!("\n{code}\n\n"));
        for entry in entries {
            text.push_str(&line(entry));
            text.push('\n');
        }
    }
    text
}

/// An entry as a line, without its end.
pub(super) fn line(entry: &Entry) -> String {
    let place = Some(entry.place.to_string()).filter(|place| !place.is_empty());
    let place = place.map(|place| format!("{place}: ")).unwrap_or_default();
    format!("{place}{}; {}", entry.found, entry.done)
}

/// The figures, a line each.
pub(super) fn overview(summary: &ImportSummary) -> String {
    let mut lines = vec![
        format!("articles and pages: {}, versions: {}", summary.articles, summary.versions),
        format!(
            "files: {} new, {} updated, {} unchanged, {} left alone because you changed them",
            summary.new, summary.updated, summary.unchanged, summary.left_alone
        ),
    ];
    if summary.untied > 0 {
        lines.push(format!(
            "pairs of texts that may be translations of each other: {}; answer in `ties.toml` and import again",
            summary.untied
        ));
    }
    if summary.checked_addresses > 0 {
        let lost = summary.lost_addresses.len();
        lines.push(format!("old addresses checked: {}, lost: {lost}", summary.checked_addresses));
    }
    if summary.foreign_addresses > 0 {
        lines.push(format!(
            "addresses of other sites, not checked: {}; give paths such as `/about/` if the old site has moved",
            summary.foreign_addresses
        ));
    }
    lines.join("\n")
}

/// What became of something, in a word.
pub(super) fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Lost => "lost",
        Outcome::Kept => "kept as it was",
        Outcome::Changed => "rewritten",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::SourcePlace;

    #[test]
    fn an_entry_without_a_place_begins_with_what_was_found() {
        let mut report = Report::default();
        report.add(
            &SourcePlace::default(),
            "no-language",
            Outcome::Changed,
            "2 texts without a language",
            "taken to be in `uk`",
        );
        report.add(&SourcePlace::line("a.md", 3), "embed", Outcome::Kept, "a film", "a link");
        let text = as_text(&report, &ImportSummary::default());
        assert!(text.contains("\n2 texts without a language; taken to be in `uk`\n"), "{text}");
        assert!(text.contains("\na.md:3: a film; a link\n"), "{text}");
    }
}
