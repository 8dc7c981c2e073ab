//! The source of an archive: reads its files and follows their changes. A folder is one kind, a bucket of an object store
//! (feature `bucket`) the other. Layers above use the [`Source`] trait alone.

mod atomic;
#[cfg(feature = "bucket")]
pub mod bucket;
mod disk;
mod error;
mod file_reader;
mod folder;
mod git;
mod health;
mod io_pool;
mod name;
mod share_key;
pub(super) mod site_files;
mod source_trait;
mod stored_file;
mod transaction;
mod watcher;

pub(crate) use atomic::{KEEP, remove_database};
pub use atomic::{STATE, make_folder, make_state_folder, remove_leftovers, write_atomically};
#[cfg(test)]
pub(crate) use disk::testing;
pub use disk::{DiskCache, DiskCacheError};
pub use error::SourceError;
pub use folder::Folder;
pub(crate) use git::{GitProcess, git, git_object};
pub use health::Health;
pub use io_pool::{io_pool, lower_priority};
pub use share_key::{SHARE_KEY, ShareKey};
pub(crate) use site_files::{
    SITE_FILES, SiteText, built_in_locales, check_logo, is_site_file, own_locales, read_names, read_redirects,
    read_site,
};
pub use site_files::{SiteTexts, load_site};
pub use source_trait::{Cursor, Delta, ListedArticle, SiteFiles, Source, SourceChanges, SourceSnapshot};
pub use stored_file::StoredFile;
pub use transaction::{FileChange, Rename, Transaction, commit, recover};
