//! The catalog answers every read: lookup, relations, listings. It is derived from the files, rebuilt at will, never the
//! truth. SQLite stops here: no type of it leaves this module.

mod address;
mod apply;
mod card;
mod connection;
mod error;
mod facts;
mod listing;
mod lookup;
mod media;
mod problems;
mod schema;
mod store;
mod view;

pub use card::Card;
pub use error::CatalogError;
pub use listing::{From, Key, Page, Scope};
pub use lookup::Found;
pub use media::PictureRow;
pub use store::{Catalog, Change};
pub use view::{ArticleMeta, ArticleView, Sibling, VersionDetails};
