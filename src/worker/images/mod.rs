//! The image worker: cleans pictures and makes smaller ones in the background, once each, in a folder of bounded size.

mod jobs;
mod shelf;
mod studio;

pub use shelf::{Shelf, ShelfError};
pub use studio::{Gallery, Made};
