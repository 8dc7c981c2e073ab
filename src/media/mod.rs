//! Pictures: which are accepted, what is removed from them, smaller sizes, preview cards. Bytes in, bytes out; no disk, no clock.
//! `image`, `ravif`, `webp`, `roxmltree` and the fonts stop here.

mod accept;
mod card;
mod containers;
mod exif;
mod kind;
mod make;
mod raster;
mod refusal;
mod rendition;
mod rights;
mod svg;
mod xml;

pub use accept::{Accepted, accept, is_picture};
pub use card::draw::{Card, SIZE as CARD_SIZE};
pub use kind::is_photo;
pub use make::{MakeError, Pixels};
pub use refusal::Refusal;
pub use rendition::{CLEANING, Format, Rendition, WIDTHS, cleaned_digest, made_digest, renditions, scaled_height};
