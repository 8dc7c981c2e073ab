//! The result of rendering a text.

use super::{Block, Heading, SafeHtml, blocks::plain::words};
use crate::{
    article::ImageNote,
    media::MediaKind,
    model::{
        diagnostic::{Diagnostic, Place},
        lang::Lang,
        sentence::say,
        slug::ArticleId,
    },
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
    /// Links to whole addresses, and to paths from the root of the site, in the order of the file.
    pub addresses: Vec<AddressLink>,
    /// The files of the article's folder that the text shows or links, each once.
    pub media: Vec<String>,
    /// The visible text, one block a line.
    pub plain: String,
    /// The file of the first figure.
    pub lead_image: Option<String>,
    /// The problems, in the order of the file.
    pub problems: Vec<Diagnostic>,
}

impl Rendered {
    /// No text at all.
    pub(in crate::article) fn empty() -> Rendered {
        Rendered {
            html: SafeHtml::from_stored(String::new()),
            headings: Vec::new(),
            blocks: Vec::new(),
            links: Vec::new(),
            addresses: Vec::new(),
            media: Vec::new(),
            plain: String::new(),
            lead_image: None,
            problems: Vec::new(),
        }
    }

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
    /// The place of the link in the file.
    pub place: Place,
}

/// A link to a whole address, or to a path from the root of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressLink {
    /// The address as it is written.
    pub address: String,
    /// The place of the link in the file.
    pub place: Place,
}

/// The problem of a link in the file `path` that leads to no article: `to` as the link has it. `near` is what may be meant.
pub(crate) fn broken_link(path: &str, place: Place, to: &str, near: Option<&str>) -> Diagnostic {
    let problem = Diagnostic::warning(path, "broken-link", say("broken-link").with("to", to)).at(place);
    match near {
        Some(near) => problem.help(say("help-write").with("name", near)),
        None => problem.help(say("help-link-folder")),
    }
}

/// Whether blocks get their digests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockDigests {
    /// They do.
    Made,
    /// They all get that of no text: they are compared with nothing.
    Left,
}

/// The article around a text.
#[derive(Clone, Copy)]
pub struct RenderContext<'a> {
    /// The file the text is from, for problems: `articles/2025/dnipro/uk.md`.
    pub path: &'a str,
    /// The article; relative links start from its folder.
    pub article: &'a ArticleId,
    /// The notes of front matter and `article.toml` about its pictures.
    pub images: &'a [ImageNote],
    /// Finds a file of the article's folder by its path there, in NFC, with `/` between parts and no `.` or `..`.
    pub media: &'a dyn Fn(&str) -> Option<Media>,
    /// Whether a file lies there that is not shown, such as a damaged picture: it has a problem of its own.
    pub refused: &'a dyn Fn(&str) -> bool,
    /// The languages of the site, that of the text first: those in which films may have subtitles.
    pub languages: &'a [&'a Lang],
}

/// A file of the article's folder, as pages refer to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Media {
    /// Its address on the site: `/media/2025/dnipro/map.0a1b2c3d.svg`.
    pub address: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// The kind of media that a page shows in the place of a picture.
    pub kind: MediaKind,
    /// Width and height in CSS pixels, where they are known.
    pub size: Option<(u32, u32)>,
    /// Smaller ones that are made of it, where there are any.
    pub renditions: Option<Renditions>,
}

/// The `srcset` of what is made of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renditions {
    /// Media type and `srcset`, the best first.
    pub sources: [(&'static str, String); 2],
    /// Address and `srcset` for what reads none of them, where it is not the file itself.
    pub plain: Option<(String, String)>,
}
