//! The catalog answers every read: lookup, relations, listings, problems. It is derived from the files and can be rebuilt.
//! SQLite stops here: none of its types leaves this module.

mod card;
mod changes;
mod column;
mod connection;
mod details;
mod error;
mod key;
mod lock;
mod pack;
mod period;
mod read;
mod schema;
mod store;
mod write;

pub use card::Card;
pub use changes::{Applied, Point, Touched};
pub use details::{Compared, VersionDetails};
pub use error::CatalogError;
pub use key::Key;
pub use period::Period;
pub use read::{
    diagnostics::{DiagnosticCursor, NewDiagnostics},
    listing::{Listing, Page, Part, Scope},
    lookup::Found,
    map::Mapped,
    media::PictureRow,
    numbers::{Count, Numbers},
    snapshot::Snapshot,
    texts::{ArticleTexts, VersionText},
    view::{ArticleMeta, ArticleView, Sibling},
};
pub use store::{Catalog, Change, Seen};
pub use write::{ready::Ready, tally::MonthCount};
