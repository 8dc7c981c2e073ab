//! Search: words, index, query language, excerpts. It follows the catalog and answers with article numbers; titles and texts come
//! from the catalog. tantivy stops here: none of its types leaves this module.

mod analysis;
mod engine;
mod excerpt;
mod index;
mod query;

pub use analysis::{Terms, Token, detect, folded, in_cyrillic, is_known, other_layout, sound, terms, tokens};
pub use engine::Search;
pub use excerpt::{ExcerptPart, Hit};
pub use index::search_index::{SearchError, VERSION as INDEX_VERSION};
pub use query::{
    language::{Clause, Filter, Join, Query, Sense},
    request::{DEEPEST, FoundArticles, QueryCorrection, SearchRequest, SearchResult},
};
