//! Pictures: which are accepted, what is removed from them, smaller sizes, preview cards. Films, sound and their subtitles: which
//! are played. Bytes in, bytes out; no disk, no clock.
//! `image`, `ravif`, `webp`, `roxmltree` and the fonts stop here.

mod accept;
mod card;
mod containers;
mod exif;
mod image_error;
mod image_kind;
mod recording;
mod rendition;
mod resize;
mod svg;
mod web_vtt;
mod xml;

pub use accept::{Accepted, accept, ending_by_content, is_picture, is_strange};
pub use card::draw::{CardText, SIZE as CARD_SIZE};
pub use image_error::ImageError;
pub use image_kind::{is_drawing, is_photo};
pub use recording::{MediaKind, check_recording, is_media, is_unplayed, media_kind};
pub use rendition::{
    CLEANING, Rendition, RenditionFormat, WIDTHS, cleaned_digest, made_digest, renditions, scaled_height,
};
pub use resize::{Pixels, ResizeError};
pub use web_vtt::check_subtitles;
