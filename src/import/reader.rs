//! What each system implements.

use std::io::Read;

use super::{ImportError, ImportedSite, ImportedVersion, MediaSource, Report};

/// Takes one version after the other.
pub type Each<'a> = &'a mut dyn FnMut(ImportedVersion) -> Result<(), ImportError>;

/// How much of each version is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pass {
    /// All but [`ImportedVersion::body`], `media` and `pictures`, which may be empty: what ties and addresses need. Problems are not
    /// recorded: the next pass finds them again.
    Heads,
    /// Everything.
    Bodies,
}

/// A source of one system. It only reads, and holds one text at a time: what grows with the number of texts is small.
///
/// `site` is called first, then `versions` twice or three times; each call gives the same versions in the same order.
pub trait Reader {
    /// What the source says about the site as a whole.
    ///
    /// # Errors
    /// Where it is not a source of this system, or cannot be read.
    fn site(&mut self, report: &mut Report) -> Result<ImportedSite, ImportError>;

    /// Gives every version to `each`. A text that cannot be read is an entry of the report.
    ///
    /// # Errors
    /// Those of `each`, and where the source as a whole cannot be read.
    fn versions(&self, pass: Pass, report: &mut Report, each: Each<'_>) -> Result<(), ImportError>;

    /// A reader of the bytes of a file.
    ///
    /// # Errors
    /// Where it cannot be read, or leads out of the source.
    fn open(&self, media: &MediaSource) -> Result<Box<dyn Read + '_>, ImportError>;

    /// About how many versions there are, for the estimate on a terminal; `None` where that would need a reading of its own.
    fn count(&self) -> Option<usize> {
        None
    }
}
