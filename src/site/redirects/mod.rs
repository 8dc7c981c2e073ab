//! Old addresses that lead to no article.

mod table;

pub use table::{Redirects, parse_redirects};
