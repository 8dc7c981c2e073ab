//! What an import is asked to do, and what it did.

use std::{collections::BTreeMap, path::PathBuf};

use crate::{
    import::{SourcePlace, write::Put},
    model::lang::Lang,
};

/// What is typed with the command.
#[derive(Debug, Clone)]
pub struct ImportOptions {
    /// The folder of the archive.
    pub into: PathBuf,
    /// The folder of the source, into which nothing is written.
    pub source: Option<PathBuf>,
    /// Whether only the report is made.
    pub is_dry_run: bool,
    /// The language of texts whose source names none; `None`: the default language of the site.
    pub lang: Option<Lang>,
    /// Old addresses, by which the new site is checked: whole ones, or paths.
    pub addresses: Vec<String>,
}

/// How far the work is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Texts that were looked at, of about how many.
    Read(usize, Option<usize>),
    /// Texts that were written, of how many.
    Written(usize, usize),
}

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportSummary {
    /// Articles and pages.
    pub articles: usize,
    /// Texts in one language.
    pub versions: usize,
    /// Files that are new.
    pub new: usize,
    /// Files that were brought up to date.
    pub updated: usize,
    /// Files that were as they should be.
    pub unchanged: usize,
    /// Files that a person changed or deleted, and that were left alone.
    pub left_alone: usize,
    /// Versions in one language alone, with a likely partner in `ties.toml`.
    pub untied: usize,
    /// Old addresses that were checked.
    pub checked_addresses: usize,
    /// Addresses of other sites, which were not checked.
    pub foreign_addresses: usize,
    /// Those of the checked ones that lead nowhere.
    pub lost_addresses: Vec<String>,
    /// Where each file of an article came from, by its path in the archive.
    pub origins: BTreeMap<String, SourcePlace>,
}

impl ImportSummary {
    pub(super) fn count(&mut self, put: Put) {
        match put {
            Put::New => self.new += 1,
            Put::Updated => self.updated += 1,
            Put::Unchanged => self.unchanged += 1,
            Put::Edited | Put::Deleted => self.left_alone += 1,
        }
    }
}
