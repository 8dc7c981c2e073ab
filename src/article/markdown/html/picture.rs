//! A picture, or a recording in its place: where it comes from, how it stands on the page, and what the notes say of it.

use crate::{
    article::{
        ImageNote,
        markdown::{Media, Renditions},
    },
    media::{MediaKind, media_kind},
};

/// A picture, or a recording in the place of one, as a text shows it.
pub(super) struct Picture<'a> {
    /// Its first event.
    pub(super) at: usize,
    pub(super) alt: String,
    /// Of the Markdown; the note's caption goes before.
    pub(super) title: &'a str,
    pub(super) file: ImageSource,
    pub(super) note: Option<&'a ImageNote>,
}

/// The origin of a picture.
pub(super) enum ImageSource {
    /// A file of the article.
    Own(String, Media),
    /// A path on the site.
    Site(String),
    /// A file that is not there.
    Missing(String),
}

/// The place of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::article::markdown) enum FigurePlace {
    /// In the column of the text.
    Column,
    /// With others.
    Gallery,
}

/// How a picture stands on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ImageLayout {
    /// Among words.
    Inline,
    /// In a figure; the first one is not lazy.
    Figure { place: FigurePlace, is_first: bool },
}

impl ImageLayout {
    pub(super) fn attributes(self) -> &'static str {
        match self {
            ImageLayout::Inline => " class=\"inline\" loading=\"lazy\" decoding=\"async\"",
            ImageLayout::Figure { is_first: true, .. } => " fetchpriority=\"high\" decoding=\"async\"",
            ImageLayout::Figure { .. } => " loading=\"lazy\" decoding=\"async\"",
        }
    }

    /// How wide it is shown, as `static/site.css` sets it: the whole page but its margins, or the measure of the text; in a
    /// gallery, about half of that.
    pub(super) fn sizes(self) -> &'static str {
        match self {
            ImageLayout::Figure { place: FigurePlace::Gallery, .. } => {
                "(max-width: 30em) 92vw, (max-width: 45em) 46vw, 23em"
            }
            _ => "(max-width: 45em) 92vw, (max-width: 100em) 46em, 56em",
        }
    }
}

/// The kind of media that a page shows for a path of the site; without a file name extension it is taken for a picture.
pub(super) fn site_kind(path: &str) -> MediaKind {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let has_ending = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
    if has_ending { media_kind(path) } else { MediaKind::Picture }
}

impl Picture<'_> {
    pub(super) fn kind(&self) -> MediaKind {
        match &self.file {
            ImageSource::Own(_, media) => media.kind,
            ImageSource::Site(path) => site_kind(path),
            ImageSource::Missing(_) => MediaKind::Picture,
        }
    }

    /// The path of the file; `None` if there is none.
    pub(super) fn address(&self) -> Option<&str> {
        match &self.file {
            ImageSource::Own(_, media) => Some(&media.address),
            ImageSource::Site(path) => Some(path),
            ImageSource::Missing(_) => None,
        }
    }

    pub(super) fn renditions(&self) -> Option<&Renditions> {
        match &self.file {
            ImageSource::Own(_, media) => media.renditions.as_ref(),
            _ => None,
        }
    }

    pub(super) fn caption(&self) -> Option<&str> {
        let noted = self.note.and_then(|note| note.caption.as_deref());
        noted.or(Some(self.title)).filter(|caption| !caption.trim().is_empty())
    }

    pub(super) fn credit(&self) -> Option<String> {
        let parts: Vec<_> = self.note?.attribution().collect();
        (!parts.is_empty()).then(|| parts.join(" · "))
    }
}
