//! Who looks over the words of a site as they are read: what check knows of them lies in a layer above.

use super::NoObserver;
use crate::{i18n::Locales, model::diagnostic::Diagnostic, site::Site};

/// Asked once for each edition of the words, from the follower's thread; no request waits for it.
pub trait Proofreader: Send + Sync {
    /// All that the terminal and the panel show of the files of the site: `told` while they were
    /// read, and anything else that is wrong with the words.
    fn proofread(&self, site: &Site, locales: &Locales, told: Vec<Diagnostic>) -> Vec<Diagnostic>;
}

/// Finds nothing more.
impl Proofreader for NoObserver {
    fn proofread(&self, _: &Site, _: &Locales, told: Vec<Diagnostic>) -> Vec<Diagnostic> {
        told
    }
}
