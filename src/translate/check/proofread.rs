//! The check of the words for a server: it looks over what the server has in hand each time that is read, and reports
//! the errors. Warnings wait for the next `litopys check`. Nothing is read here but whether there is a checkout.

use std::collections::HashSet;

use rayon::prelude::*;

use super::run::is_checkout;
use crate::{
    i18n::{
        Locales, Owner,
        lint::{Copies, Ftl, Words, check_words},
    },
    model::diagnostic::{Diagnostic, Severity, cap_per_file, isolated},
    site::Site,
    source::{Source, SourceError},
    worker as follow,
};

/// Looks over the words of a site that is served.
#[derive(Debug, Clone, Copy)]
pub struct Proofreader {
    is_checkout: bool,
}

impl Proofreader {
    /// The one for the archive of `source`.
    ///
    /// # Errors
    /// Where the source as a whole cannot be read.
    pub fn of(source: &dyn Source) -> Result<Self, SourceError> {
        Ok(Proofreader { is_checkout: is_checkout(source)? })
    }
}

impl follow::Proofreader for Proofreader {
    fn proofread(&self, site: &Site, locales: &Locales, told: Vec<Diagnostic>) -> Vec<Diagnostic> {
        // A bug in the check costs its findings, and never the words themselves.
        let checked = isolated("locales", || self.check(site, locales, told.clone()));
        checked.unwrap_or_else(|problem| told.into_iter().chain([problem]).collect())
    }
}

impl Proofreader {
    fn check(&self, site: &Site, locales: &Locales, told: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let (own, built_in): (Vec<_>, Vec<_>) = locales.files().partition(|(_, owner)| *owner == Owner::Archive);
        if own.is_empty() {
            return told;
        }
        let read: HashSet<&str> = own.iter().map(|(file, _)| file.path.as_str()).collect();
        // One side of a merge conflict may lack what the other has.
        let is_unread = |problem: &&Diagnostic| {
            let is_cut = !read.contains(problem.path.as_str()) || problem.code == "merge-conflict";
            problem.path.ends_with(".ftl") && is_cut
        };
        let unread = told.iter().filter(is_unread).map(|problem| problem.path.clone()).collect();
        let built_in = if self.is_checkout { Vec::new() } else { built_in };
        let files: Vec<_> = built_in.into_iter().chain(own).collect();
        let files: Vec<_> = files.par_iter().map(|(file, owner)| Ftl::parse(file, *owner == Owner::Archive)).collect();
        let languages = site.languages().iter().map(|language| &language.tag).collect();
        let (source, copies) = (site.source_language(), Copies::Sure);
        let words = Words { files: &files, languages, source, code: &[], copies, allowed: site.allowed(), unread };
        let mut found = check_words(&words);
        found.retain(|problem| problem.severity == Severity::Error);
        // Of what could be read as a file, the check says all that was said while its messages were read, and better.
        let is_kept = |problem: &Diagnostic| {
            !read.contains(problem.path.as_str())
                || problem.code == "unwritable-message"
                || problem.code == "merge-conflict"
                || (problem.severity == Severity::Warning && problem.code != "duplicate-message")
        };
        found.extend(told.into_iter().filter(is_kept));
        found.sort();
        found.dedup();
        cap_per_file(found)
    }
}
