//! Pictures made smaller in the background, once, and the folder in which they are kept until there is no more room.

mod jobs;
mod shelf;
mod studio;

pub use shelf::{Shelf, ShelfError};
pub use studio::{Gallery, Made};
