//! The follower: the one writer of the catalog. It brings what a source has into the catalog, reading only what changed.

mod causes;
mod edition;
mod follower;
mod observer;
mod orders;
mod proofreader;
mod repair;
mod sync;
mod unnamed;

pub(crate) use causes::with_causes;
pub(crate) use edition::{SiteText, built_in_locales, own_locales, read_names, read_site};
pub use edition::{SiteTexts, load_site};
pub use follower::{Follow, Follower};
pub use observer::{NoObserver, Observer};
pub use orders::Orders;
pub use proofreader::Proofreader;
pub use sync::{Report, SyncError};
