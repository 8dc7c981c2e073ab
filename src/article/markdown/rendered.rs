//! What comes of rendering a text.

use super::{Block, Heading, SafeHtml, blocks::plain::words};
use crate::model::{
    problem::{Place, Problem},
    slug::ArticleId,
};

/// A text as HTML, with what was learned on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The whole body.
    pub html: SafeHtml,
    /// Its headings, in order.
    pub headings: Vec<Heading>,
    /// Its top-level blocks; their ranges of HTML follow on one another and make up the whole.
    pub blocks: Vec<Block>,
    /// Links to articles, in the order of the file.
    pub links: Vec<ArticleLink>,
    /// The files of the article's folder that the text shows or links, each once.
    pub media: Vec<String>,
    /// The visible text, one block a line.
    pub plain: String,
    /// The file of the first figure.
    pub lead_image: Option<String>,
    /// The problems, in the order of the file.
    pub problems: Vec<Problem>,
}

impl Rendered {
    /// How many words of visible text there are; counted at each call.
    pub fn words(&self) -> u32 {
        words(&self.plain)
    }
}

/// A link to an article of the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleLink {
    /// The article it leads to, which may or may not exist.
    pub to: ArticleId,
    /// The id of an element there, percent-decoded, where the link names one.
    pub fragment: Option<String>,
    /// Where the link stands in the file.
    pub place: Place,
}
