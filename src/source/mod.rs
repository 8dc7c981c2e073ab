//! Where an archive comes from. The folder is the first kind; everything after this layer works on items alone, so that
//! a bucket in an object store can be the second. The disk is touched here and nowhere below.

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
