//! Names of files and folders as Litopys sees them: always UTF-8, always NFC.

use std::ffi::OsStr;

use crate::archive::Fault;

/// A name as it can stand in a path.
///
/// # Errors
/// [`Fault::Name`] where it is not UTF-8.
pub(super) fn readable(name: &OsStr) -> Result<&str, Fault> {
    name.to_str().ok_or_else(|| Fault::Name { shown: name.to_string_lossy().into_owned() })
}

/// Names that are nobody's content: hidden files, backups and swap files of editors.
pub(super) fn ignored(name: &str) -> bool {
    name.starts_with('.') || name.ends_with('~') || name.ends_with(".swp") || name.starts_with('#')
}
