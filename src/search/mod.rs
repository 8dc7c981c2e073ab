//! Search: words, index, query language, snippets. It follows the catalog and answers with article numbers; titles and
//! texts come from the catalog. tantivy stops here: no type of it leaves this module.

mod analysis;
mod ask;
mod best_of;
mod engine;
mod error;
mod excerpt;
mod feed;
mod fields;
mod hit;
mod index;
mod integrity;
mod pace;
mod plan;
mod query;
mod ranking;
mod spelling;
mod tokenizer;

pub use analysis::{Terms, Token, detect, folded, in_cyrillic, is_known, other_layout, sound, terms, tokens};
pub use ask::{Answer, Ask, Correction, DEEPEST, Found};
pub use error::SearchError;
pub use excerpt::Part;
pub use hit::Hit;
pub use index::Search;
pub use query::{Clause, Filter, Join, Query, Sense};
