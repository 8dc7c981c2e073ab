//! Markdown, rendered to HTML that is safe to show, with the headings, blocks, links, files, words and problems of the text.
//! Addresses of pages and words of the interface are not known here: the HTML has slots for them ([`SafeHtml::fill`]).

mod blocks;
mod collector;
mod comment;
mod document;
mod emphasis;
mod events;
mod heading_id;
mod html;
mod inline;
mod markup_hints;
#[cfg(test)]
mod properties;
mod rendered;
mod rewrite;
#[cfg(test)]
mod testing;
mod unread_markup;

pub(super) use blocks::plain::is_alphanumeric;
pub use blocks::{
    anchor::anchors,
    block::{Block, BlockKind},
    html_block::{HtmlBlock, Invariant},
    passage::TextPassage,
};
pub use html::{
    heading::Heading,
    render::{render, render_with},
    safe_html::{SafeHtml, Slot},
    tokens::{HtmlToken, Tag, TagKind, tags, tokens},
};
pub use inline::inline;
pub(crate) use rendered::broken_link;
pub use rendered::{AddressLink, ArticleLink, BlockDigests, Media, RenderContext, Rendered, Renditions};
pub use rewrite::{
    readdressed,
    standalone::{Destination, escaped, standalone},
};
