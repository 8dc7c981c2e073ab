//! What the renderer knows about the article around a text.

use crate::{article::ImageNote, model::slug::ArticleId};

/// The article around a text.
#[derive(Clone, Copy)]
pub struct RenderContext<'a> {
    /// The file the text is from, for problems: `articles/2025/dnipro/uk.md`.
    pub path: &'a str,
    /// The article; relative links start from its folder.
    pub article: &'a ArticleId,
    /// What front matter and `article.toml` say about its pictures.
    pub images: &'a [ImageNote],
    /// Finds a file of the article's folder by its path there, in NFC, with `/` between parts and no `.` or `..`.
    pub media: &'a dyn Fn(&str) -> Option<Media>,
    /// Whether a file lies there that is not shown (a damaged picture, a film over the limit): it has a problem of its own.
    pub refused: &'a dyn Fn(&str) -> bool,
}

/// A file of the article's folder, as pages refer to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Media {
    /// Its address on the site: `/media/2025/dnipro/map.0a1b2c3d.svg`.
    pub address: String,
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
