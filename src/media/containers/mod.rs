//! The file formats of pictures made of pixels: sizes read, private metadata left out.

pub(super) mod gif;
pub(super) mod jpeg;
pub(super) mod png;
pub(super) mod read;
pub(super) mod webp;
