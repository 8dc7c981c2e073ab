//! Markdown of other systems: what in it is not CommonMark of this archive, and what it shows and links.

mod html;
mod media;
mod shortcode;
mod tags;
mod template;
mod tidy;

pub use media::{MediaFinder, file_of, media_of, unnamed_media};
pub use shortcode::{Arguments, Shortcode, Style, expanded};
pub use template::{filtered, from_template};
pub use tidy::{plain, split_summary, tidied};
