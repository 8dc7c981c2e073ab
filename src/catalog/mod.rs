//! The catalog answers every read: lookup, relations, listings, problems. It is derived from the files and can be rebuilt.
//! SQLite stops here: none of its types leaves this module.

mod changes;
mod compression;
mod connection;
mod details;
mod error;
mod listing_key;
mod read;
mod schema;
mod store;
mod write;

pub use changes::{Applied, ChangeSet, Published, Revision};
pub use details::{Card, SourceComparison, VersionDetails};
pub use error::CatalogError;
pub use listing_key::{ListingKey, Period};
pub use read::{
    diagnostics::{DiagnosticCursor, NewDiagnostics},
    harvest::{GoneVersion, HarvestKey, HarvestWindow, HarvestedArticle},
    indexed::{IndexedArticle, IndexedVersion},
    listing::{CardPage, Listing, ListingPart, Scope},
    lookup::AddressMatch,
    media::PictureRow,
    series::SeriesPart,
    sitemap::{AddressedArticle, SitemapArticle},
    snapshot::Snapshot,
    stats::{ArchiveStats, LanguageStats},
    view::{ArticleMeta, ArticleView, VersionSummary},
};
pub use schema::VERSION as CATALOG_VERSION;
pub use store::{Catalog, Change, FILE as CATALOG_FILE, FileState};
pub use write::{pending::Presence, prepared::PreparedArticle, tally::MonthCount};
