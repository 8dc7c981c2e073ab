//! The versions of an archive as a table (RFC 4180), and, in a folder, its names and files as two more.

use std::{path::Path, str};

use sha2::{Digest, Sha256};

use super::{
    error::DataError,
    target::{DataTarget, TargetFile, hex},
};
use crate::{
    article::{ArticleFolder, ArticleToml, parse_article, parse_page, parse_version_in},
    model::{lang::Lang, slug::ArticleId},
    site::{Names, Site},
    source::Source,
};

/// The ending of a target that is one file.
const ENDING: &str = ".csv";

const VERSIONS: [&str; 24] = [
    "id", "lang", "is_source", "title", "summary", "slug", "published", "version_published", "updated", "source",
    "section", "series", "part", "tags", "authors", "translators", "licence", "origin", "aliases", "draft",
    "withdrawn", "path", "words", "body",
];
const NAMES: [&str; 4] = ["topic", "id", "lang", "name"];
const FILES: [&str; 4] = ["article", "path", "bytes", "sha256"];

/// The result of an export to CSV.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CsvReport {
    /// Versions.
    pub versions: u64,
    /// Files that are copied next to the table.
    pub files: u64,
    /// Files that could not be read, each with the reason.
    pub unread: Vec<String>,
}

/// Writes the archive of `source` to `place`: its versions into a file that ends with `.csv`; into a folder `versions.csv`,
/// `names.csv`, `files.csv` and, below `files/`, every file that is not a version. `done` is called with the number of articles.
///
/// # Errors
/// If the archive cannot be read as a whole, or the target cannot be written; then nothing of it is left.
pub fn export_csv(
    source: &dyn Source,
    site: &Site,
    names: &Names,
    place: &Path,
    done: &dyn Fn(u64),
) -> Result<CsvReport, DataError> {
    let mut ids = Vec::new();
    source.articles(&mut |id| ids.push(id))?;
    ids.sort();
    let target = DataTarget::begin(place, ENDING)?;
    let mut versions = CsvTable::begin(target.file("versions.csv")?, &VERSIONS)?;
    let mut files = match target.is_folder() {
        true => Some(CsvTable::begin(target.file("files.csv")?, &FILES)?),
        false => None,
    };
    let mut report = CsvReport::default();
    for (number, id) in (1..).zip(&ids) {
        match source.fetch(id) {
            Ok(Some(folder)) => {
                write_versions(&folder, site, &mut versions, &mut report)?;
                if let Some(files) = &mut files {
                    write_files(source, &target, &folder, files, &mut report)?;
                }
            }
            Ok(None) => {}
            Err(error) => report.unread.push(error.to_string()),
        }
        done(number);
    }
    versions.0.finish()?;
    if let Some(files) = files {
        files.0.finish()?;
        write_names(&target, names)?;
    }
    target.finish()?;
    Ok(report)
}

fn write_versions(
    folder: &ArticleFolder,
    site: &Site,
    table: &mut CsvTable,
    report: &mut CsvReport,
) -> Result<(), DataError> {
    let id = &folder.id;
    let text = |path: &str| {
        let file = folder.files.iter().find(|file| file.path == path)?;
        str::from_utf8(file.bytes.as_ref().ok()?).ok().map(|text| text.trim_start_matches('\u{feff}'))
    };
    let meta = id.meta_path();
    let shared = match id.year() {
        Some(_) => text(&meta).and_then(|text| parse_article(&meta, text).0),
        None => parse_page(id.collection(), &meta, text(&meta).unwrap_or_default(), site.default_language()).0,
    };
    for file in &folder.files {
        let Some(lang) = version_of(id, &file.path) else { continue };
        let Some(text) = text(&file.path) else {
            report.unread.push(format!("{}: it is not text that can be read", file.path));
            continue;
        };
        let (Some(version), _) = parse_version_in(id.collection(), &file.path, text) else {
            report.unread.push(format!("{}: its front matter cannot be read", file.path));
            continue;
        };
        let body = text.get(version.body..).unwrap_or_default();
        let moment =
            |moment: Option<crate::model::date::Moment>| moment.map(|moment| moment.to_string()).unwrap_or_default();
        let of = |read: fn(&ArticleToml) -> String| shared.as_ref().map(read).unwrap_or_default();
        let is_draft = version.draft || shared.as_ref().is_some_and(|shared| shared.draft);
        let source = of(|shared| shared.source.to_string());
        let aliases: Vec<&str> =
            shared.iter().flat_map(|shared| &shared.aliases).chain(&version.aliases).map(String::as_str).collect();
        table.row(&[
            &id.to_string(),
            lang.as_str(),
            yes(source == lang.as_str()),
            &version.title,
            &version.summary,
            &version.slug.as_ref().unwrap_or(id.name()).to_string(),
            &of(|shared| shared.published.map(|moment| moment.to_string()).unwrap_or_default()),
            &moment(version.dates.published),
            &moment(version.dates.updated),
            &source,
            &of(|shared| shared.section.clone().unwrap_or_default()),
            &of(|shared| shared.series.clone().unwrap_or_default()),
            &of(|shared| shared.part.map(|part| part.to_string()).unwrap_or_default()),
            &of(|shared| shared.tags.join("; ")),
            &of(|shared| shared.authors.join("; ")),
            &version.translators.join("; "),
            &of(|shared| shared.licence.clone().unwrap_or_default()),
            &of(|shared| shared.origin.clone().unwrap_or_default()),
            &aliases.join("; "),
            yes(is_draft),
            yes(shared.as_ref().is_some_and(|shared| shared.withdrawn.is_some())),
            &file.path,
            &body.split_whitespace().count().to_string(),
            body,
        ])?;
        report.versions += 1;
    }
    Ok(())
}

fn yes(is: bool) -> &'static str {
    if is { "yes" } else { "" }
}

/// The language of the version at `path`.
fn version_of(id: &ArticleId, path: &str) -> Option<Lang> {
    let name = path.strip_prefix(&id.folder())?.strip_prefix('/')?;
    name.strip_suffix(".md")?.parse().ok()
}

fn write_files(
    source: &dyn Source,
    target: &DataTarget,
    folder: &ArticleFolder,
    table: &mut CsvTable,
    report: &mut CsvReport,
) -> Result<(), DataError> {
    let article = folder.id.to_string();
    for file in folder.files.iter().filter(|file| version_of(&folder.id, &file.path).is_none()) {
        match &file.bytes {
            Ok(bytes) => {
                target.copy(&file.path, bytes)?;
                table.row(&[&article, &file.path, &bytes.len().to_string(), &hex(&Sha256::digest(bytes))])?;
                report.files += 1;
            }
            Err(fault) => report.unread.push(format!("{}: {fault}", file.path)),
        }
    }
    for large in &folder.large {
        match source.stored(&large.path) {
            Some(stored) => {
                let sha256 = target.copy_stored(&large.path, &stored)?;
                table.row(&[&article, &large.path, &stored.size().to_string(), &sha256])?;
                report.files += 1;
            }
            None => report.unread.push(format!("{}: it cannot be read", large.path)),
        }
    }
    Ok(())
}

fn write_names(target: &DataTarget, names: &Names) -> Result<(), DataError> {
    let mut table = CsvTable::begin(target.file("names.csv")?, &NAMES)?;
    for (topic, id, lang, name) in names.iter() {
        table.row(&[topic.as_str(), id, lang.as_str(), name])?;
    }
    table.0.finish()
}

/// A table that is being written.
struct CsvTable(TargetFile);

impl CsvTable {
    fn begin(out: TargetFile, columns: &[&str]) -> Result<CsvTable, DataError> {
        let mut table = CsvTable(out);
        table.row(columns)?;
        Ok(table)
    }

    fn row(&mut self, cells: &[&str]) -> Result<(), DataError> {
        let line = cells.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(",");
        self.0.write(format!("{line}\r\n").as_bytes())
    }
}

/// A cell as RFC 4180 has it.
fn quoted(cell: &str) -> std::borrow::Cow<'_, str> {
    match cell.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")).into(),
        false => cell.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_quoted_where_it_must_be() {
        for (cell, expected) in
            [("a b", "a b"), ("a,b", "\"a,b\""), ("«\"а\"»", "\"«\"\"а\"\"»\""), ("a\nb", "\"a\nb\""), ("", "")]
        {
            assert_eq!(quoted(cell), expected);
        }
    }
}
