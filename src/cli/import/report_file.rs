//! The report of an import, as text and as JSON, and the list of addresses to be checked.

use std::{collections::BTreeMap, path::Path};

use anyhow::Context;
use serde_json::json;

use crate::{
    import::{Entry, ImportSummary, Outcome, Report, source::decode},
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
        "addresses": { "checked": summary.checked_addresses, "lost": summary.lost_addresses },
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
            text.push_str(&format!("{}: {}; {}\n", entry.place, entry.found, entry.done));
        }
    }
    text
}

/// The figures, a line each.
pub(super) fn overview(summary: &ImportSummary) -> String {
    let mut lines = vec![
        format!("{} articles and pages in {} versions", summary.articles, summary.versions),
        format!(
            "files: {} new, {} updated, {} unchanged, {} left alone because you changed them",
            summary.new, summary.updated, summary.unchanged, summary.left_alone
        ),
    ];
    if summary.untied > 0 {
        lines.push(format!(
            "{} pairs of texts may be translations of each other: answer in `ties.toml` and import again",
            summary.untied
        ));
    }
    if summary.checked_addresses > 0 {
        lines.push(format!(
            "{} old addresses checked, {} lost",
            summary.checked_addresses,
            summary.lost_addresses.len()
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

/// The addresses in a file: of a sitemap, or one a line.
pub(super) fn addresses(bytes: &[u8]) -> Vec<String> {
    let text = decode(bytes, None).text;
    let is_xml = text.trim_start().starts_with('<');
    if !is_xml {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        return lines.map(|line| line.split_whitespace().next().unwrap_or_default().to_owned()).collect();
    }
    let unescaped = |text: &str| {
        let pairs = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&#38;", "&"), ("&amp;", "&")];
        pairs.iter().fold(text.trim().to_owned(), |text, (from, to)| text.replace(from, to))
    };
    let mut found: Vec<String> =
        text.split("<loc>").skip(1).filter_map(|rest| Some(unescaped(rest.split_once("</loc>")?.0))).collect();
    // Alternates of other languages: `<xhtml:link … href="…"/>`.
    found.extend(text.split("<xhtml:link").skip(1).filter_map(|rest| {
        let tag = rest.split('>').next()?;
        Some(unescaped(tag.split_once("href=\"")?.1.split('"').next()?))
    }));
    found.sort();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_from_a_sitemap_and_from_a_list() {
        let sitemap = "<?xml version=\"1.0\"?><urlset><url><loc> https://x.org/a?x=1&amp;y=2 </loc>\
                       <xhtml:link rel=\"alternate\" hreflang=\"en\" href=\"https://x.org/en/a\"/></url></urlset>";
        assert_eq!(addresses(sitemap.as_bytes()), ["https://x.org/a?x=1&y=2", "https://x.org/en/a"]);
        assert_eq!(addresses(b"# all\nhttps://x.org/a 200\n\n/b\r\n"), ["https://x.org/a", "/b"]);
    }
}
