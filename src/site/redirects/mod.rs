//! Old addresses that do not lead to an article.

mod table;

pub use table::{Redirects, parse_redirects};
