//! WordPress: exports in WXR 1.0 to 1.2, with the languages of Polylang, WPML and qTranslate.

mod addresses;
mod block_editor;
mod body;
mod capped;
mod index;
mod item;
mod languages;
mod php;
mod reader;
mod shortcodes;
mod site;
mod ties;
mod uploads;
mod xml;

pub use block_editor::without_blocks;
pub use languages::split_languages;
pub use php::{PhpValue, unserialize};
pub use reader::WordPress;
pub use shortcodes::{Shortcode, shortcode_at};
pub use xml::{WxrPart, read_wxr};
