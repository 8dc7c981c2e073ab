//! A folder of HTML pages, as hand-made sites and saved copies are.

mod dense;
mod folder;
mod page;
mod pages;
mod paths;
mod reader;
mod redirects;
mod structured;
mod targets;

pub use folder::HtmlFolder;
pub use page::{HtmlPage, read_page};
