//! HTML, as blogs and hand-made pages hold it, to the CommonMark of this archive. Linear, of bounded depth; every word stays, and
//! what has no Markdown form is listed ([`Loss`]).
//!
//! html5gum reads tags as browsers do; docs/decisions/0093-html-to-markdown.md says why no ready converter writes the rest.

mod cells;
mod convert;
mod destinations;
mod element;
mod frames;
mod links;
mod loss;
mod media;
mod outline;
#[cfg(test)]
mod properties;
mod tags;
mod writer;

pub use convert::{Conversion, Options, convert};
pub use destinations::{Destinations, Medium, Placed};
pub use element::{Element, HtmlEvent, events};
pub use loss::Loss;
pub use writer::{destination, escaped};
