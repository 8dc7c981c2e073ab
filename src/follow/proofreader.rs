//! Who looks over the words of a site as they are read: what check knows of them lies in a layer above.

use super::Nobody;
use crate::{config::Site, locale::Locales, problem::Problem};

/// Asked once for each edition of the words, from the follower's thread; no request waits for it.
pub trait Proofreader: Send + Sync {
    /// All that whoever looks at the terminal or at the panel is told of the files of the site: `told` while they were
    /// read, and whatever else is wrong with the words.
    fn proofread(&self, site: &Site, locales: &Locales, told: Vec<Problem>) -> Vec<Problem>;
}

/// Finds nothing more.
impl Proofreader for Nobody {
    fn proofread(&self, _: &Site, _: &Locales, told: Vec<Problem>) -> Vec<Problem> {
        told
    }
}
