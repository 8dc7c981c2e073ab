//! Pictures: which are accepted, what is taken out of them, what is made of them. Bytes in, bytes out; no disk, no clock.
//! `image`, `ravif`, `webp`, `roxmltree` and the fonts stop here.

mod accept;
mod card;
mod css;
mod exif;
mod gif;
mod jpeg;
mod kind;
mod letters;
mod lines;
mod make;
mod png;
mod raster;
mod refusal;
mod rendition;
mod rights;
mod svg;
mod svg_names;
mod webp;
mod xml;

pub use accept::{Accepted, accept, is_picture};
pub use card::{Card, SIZE as CARD_SIZE};
pub use kind::is_photo;
pub use make::{MakeError, Pixels};
pub use refusal::Refusal;
pub use rendition::{CLEANING, Format, Rendition, WIDTHS, cleaned_digest, made_digest};
