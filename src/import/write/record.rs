//! `imported.jsonl` of the archive: which text of the source is which article, and the digest of each file as it was written. By it
//! a later run knows what it brought, and what a person changed since.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::{
    import::{
        ImportedVersion,
        plan::{PlannedArticle, PlannedVersion},
    },
    model::slug::ArticleId,
};

/// What was imported.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::import) struct ImportRecord {
    /// By the name of a version in the source: its article and its language.
    pub(in crate::import) versions: BTreeMap<String, ImportedPlace>,
    /// By path: the digest of a file as it was written.
    pub(in crate::import) files: BTreeMap<String, String>,
    /// Folders that were about to be put in their place when the record was written.
    pub(in crate::import) pending: BTreeSet<String>,
}

/// Where a version was put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::import) struct ImportedPlace {
    /// Its article.
    pub(in crate::import) article: ArticleId,
    /// The tag of its language.
    pub(in crate::import) lang: String,
    /// What its source says and the archive has no place for.
    pub(in crate::import) extra: BTreeMap<String, String>,
}

/// A line of the file.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Line {
    Version {
        version: String,
        article: String,
        lang: String,
        #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
        extra: BTreeMap<String, String>,
    },
    File {
        file: String,
        digest: String,
    },
    Pending {
        pending: String,
    },
}

impl ImportRecord {
    /// The name of the file, in the folder of the archive.
    pub(in crate::import) const NAME: &str = "imported.jsonl";

    /// Reads the file.
    ///
    /// # Errors
    /// With the line that is not as it was written.
    pub(in crate::import) fn parse(text: &str) -> Result<ImportRecord, String> {
        let mut record = ImportRecord::default();
        for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let wrong = |found: &dyn std::fmt::Display| format!("line {}: {found}", at + 1);
            match serde_json::from_str(line).map_err(|error| wrong(&error))? {
                Line::Version { version, article, lang, extra } => {
                    let article = article.parse().map_err(|error| wrong(&error))?;
                    record.versions.insert(version, ImportedPlace { article, lang, extra });
                }
                Line::File { file, digest } => _ = record.files.insert(file, digest),
                Line::Pending { pending } => _ = record.pending.insert(pending),
            }
        }
        Ok(record)
    }

    /// The text of the file.
    pub(in crate::import) fn write(&self) -> String {
        let mut text = String::new();
        let versions = self.versions.iter().map(|(version, place)| Line::Version {
            version: version.clone(),
            article: place.article.to_string(),
            lang: place.lang.clone(),
            extra: place.extra.clone(),
        });
        let files = self.files.iter().map(|(file, digest)| Line::File { file: file.clone(), digest: digest.clone() });
        let pending = self.pending.iter().map(|pending| Line::Pending { pending: pending.clone() });
        for line in versions.chain(files).chain(pending) {
            text.push_str(&serde_json::to_string(&line).unwrap_or_default());
            text.push('\n');
        }
        text
    }

    /// Forgets what was about to be put into `folder` and never was.
    pub(in crate::import) fn forget(&mut self, folder: &str) {
        self.files.retain(|path, _| !path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')));
        self.versions.retain(|_, place| place.article.folder() != folder);
    }
}

/// Where `version` was put, and what of it has no place there.
pub(in crate::import) fn imported_place(
    article: &PlannedArticle,
    planned: &PlannedVersion,
    version: &ImportedVersion,
) -> ImportedPlace {
    let extra = version.extra.iter().cloned().collect();
    ImportedPlace { article: article.id.clone(), lang: planned.lang.to_string(), extra }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_reads_what_it_writes_and_forgets_a_folder() {
        let mut record = ImportRecord::default();
        for (id, article) in [("a \"1\"", "2019/a"), ("b", "2019/ab")] {
            let extra = BTreeMap::from([("вага".to_owned(), "1\n2".to_owned())]);
            let place = ImportedPlace { article: article.parse().unwrap(), lang: "uk".into(), extra };
            record.versions.insert(id.into(), place);
            record.files.insert(format!("articles/{article}/uk.md"), "0123".into());
        }
        record.pending.insert("articles/2019/a".into());
        assert_eq!(ImportRecord::parse(&record.write()), Ok(record.clone()));
        record.forget("articles/2019/a");
        assert_eq!((record.versions.len(), record.files.len()), (1, 1));
        assert!(ImportRecord::parse("{\"version\": 1}\n").unwrap_err().starts_with("line 1"));
    }
}
