//! A folder of HTML pages, as hand-made sites and saved copies are.

mod dense;
mod page;
mod paths;
mod reader;
mod structured;

pub use page::{HtmlPage, read_page};
pub use reader::HtmlFolder;
