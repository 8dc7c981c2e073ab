//! The source of an archive: reads its files and follows their changes. A folder is the only kind today. Layers above use the
//! [`Source`] trait alone, so that a bucket of an object store can be another kind.

mod atomic;
mod background;
mod entry;
mod error;
mod folder;
mod health;
mod item;
mod name;
mod patience;
pub(super) mod site_files;
mod stored;
mod watch;

pub use atomic::{make_folder, remove_leftovers, write_atomically};
pub use background::stand_back;
pub use error::SourceError;
pub use folder::Folder;
pub use health::Health;
pub use item::{Changes, Cursor, Delta, Item, SiteFiles, Snapshot, Source};
pub use patience::patient_threads;
pub(crate) use site_files::{SiteText, built_in_locales, own_locales, read_names, read_site};
pub use site_files::{SiteTexts, load_site};
pub use stored::StoredFile;
