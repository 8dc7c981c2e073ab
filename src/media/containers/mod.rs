//! The file formats of raster pictures: reads their sizes, and removes private metadata.

pub(super) mod gif;
pub(super) mod inspect;
pub(super) mod jpeg;
pub(super) mod png;
pub(super) mod webp;
