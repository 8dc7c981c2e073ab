//! The catalog answers every read: lookup, relations, listings. It is derived from the files, rebuilt at will, never the
//! truth. SQLite stops here: no type of it leaves this module.

mod address;
mod apply;
mod card;
mod changes;
mod connection;
mod error;
mod facts;
mod kept;
mod key;
mod listing;
mod lock;
mod lookup;
mod map;
mod media;
mod numbers;
mod pack;
mod period;
mod problems;
mod ready;
mod related;
mod schema;
mod seal;
mod shelf;
mod store;
mod tally;
mod texts;
mod view;
mod words;

pub use card::Card;
pub use changes::{Applied, Point, Touched};
pub use error::CatalogError;
pub use key::Key;
pub use listing::{Listing, Page, Part, Scope};
pub use lookup::Found;
pub use map::Mapped;
pub use media::PictureRow;
pub use numbers::{Count, Numbers};
pub use period::Period;
pub use problems::{News, Told};
pub use ready::Ready;
pub use store::{Catalog, Change, Seen};
pub use tally::MonthCount;
pub use texts::{ArticleTexts, VersionText};
pub use view::{ArticleMeta, ArticleView, Compared, Sibling, VersionDetails};
