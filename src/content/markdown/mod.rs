//! Markdown turned into HTML that is safe to show, and what there is to know about the text on the way:
//! its headings, blocks, links, files, words and mistakes. No page, no address and no message is known here:
//! the HTML holds slots for them ([`SafeHtml::fill`]).

mod anchor;
mod block;
mod comment;
mod composed;
mod context;
mod document;
mod escape;
mod figure;
mod footnote;
mod heading;
mod heading_id;
mod inline;
mod link;
mod list;
mod passage;
mod piece;
mod plain;
mod render;
mod rendered;
mod report;
mod safe_html;
mod standalone;
mod strip;
mod table;
mod typed;
mod unread;

pub use anchor::anchors;
pub use block::{Block, BlockKind};
pub use context::{Context, Media, Renditions};
pub(crate) use escape::is_character_reference;
pub use heading::Heading;
pub use passage::TextPassage;
pub use piece::{Piece, Sign};
pub(super) use plain::is_alphanumeric;
pub use render::{Fingerprints, render, render_with};
pub use rendered::{ArticleLink, Rendered};
pub use safe_html::{SafeHtml, Slot};
pub use standalone::{Destination, escaped, standalone};

#[cfg(test)]
mod properties;
#[cfg(test)]
mod testing;
