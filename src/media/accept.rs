//! The result of reading a file of an article as a picture: accepted and cleaned, refused, or not a picture.

use super::{
    containers::inspect::read,
    image_error::ImageError,
    image_kind::{ImageKind, NamedKind, named},
    rendition,
    svg::filter as svg,
};
use crate::model::{diagnostic::Diagnostic, sentence::say};

/// A picture as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// Its bytes as they are served: no place, no serial number, nothing that runs.
    pub bytes: Vec<u8>,
    /// Width and height, where it says so.
    pub size: Option<(u32, u32)>,
    /// The widths in which smaller ones are made; none where it goes out as it is.
    pub widths: Vec<u32>,
    /// Whether previews on other sites show it as it is: they know no SVG.
    pub previewed: bool,
    /// Whether a listing may show it with a title: it does not move, and is not so small that it would be blurred.
    pub listed: bool,
    /// The problems to fix.
    pub problems: Vec<Diagnostic>,
}

/// Pixels of a picture that a listing may show, at least: in a smaller one, stretched, nothing is recognised.
const LEAST: (u32, u32) = (120, 80);

/// Looks at the file at `path`. `None` if its name is not that of a picture; no pixel is decoded.
///
/// # Errors
/// [`ImageError`] where it is not to be shown.
pub fn accept(path: &str, bytes: &[u8]) -> Option<Result<Accepted, ImageError>> {
    let kind = match named(path) {
        NamedKind::Picture(kind) => kind,
        NamedKind::Strange(ending) => return Some(Err(ImageError::Strange { ending: ending.to_owned() })),
        NamedKind::Other => return None,
    };
    Some(match ImageKind::sniff(bytes) {
        Some(found) if found != kind => Err(ImageError::Mismatch { named: kind, found }),
        _ if kind == ImageKind::Svg => drawing(path, bytes),
        _ => raster(kind, bytes),
    })
}

/// Whether the name of the file at `path` is that of a picture, accepted or not.
pub fn is_picture(path: &str) -> bool {
    !matches!(named(path), NamedKind::Other)
}

/// Whether the file at `path` is a picture of a kind that is not shown, by its name.
pub fn is_strange(path: &str) -> bool {
    matches!(named(path), NamedKind::Strange(_))
}

/// The ending that a picture is to have by its first bytes, where the name at `path` says another kind; `None` where they agree.
pub fn ending_by_content(path: &str, head: &[u8]) -> Option<&'static str> {
    let found = ImageKind::sniff(head)?;
    match named(path) {
        NamedKind::Picture(kind) if kind == found => None,
        NamedKind::Picture(_) | NamedKind::Strange(_) => Some(found.ending()),
        NamedKind::Other => None,
    }
}

fn drawing(path: &str, bytes: &[u8]) -> Result<Accepted, ImageError> {
    let drawing = svg::read(bytes)?;
    let problem = |(place, what): (_, String)| {
        let (message, help) = (say("svg-cleaned").with("what", what), say("help-svg"));
        Diagnostic::warning(path, "svg-cleaned", message).at(place).help(help)
    };
    Ok(Accepted {
        bytes: drawing.clean,
        size: drawing.size,
        widths: Vec::new(),
        previewed: false,
        listed: true,
        problems: drawing.removed.into_iter().map(problem).collect(),
    })
}

fn raster(kind: ImageKind, bytes: &[u8]) -> Result<Accepted, ImageError> {
    let raster = read(kind, bytes)?;
    let (width, height) = raster.size;
    Ok(Accepted {
        widths: rendition::widths(kind, width, raster.decodable, bytes.len()),
        size: Some(raster.size),
        bytes: raster.clean,
        previewed: true,
        listed: raster.decodable && width >= LEAST.0 && height >= LEAST.1,
        problems: Vec::new(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_with_the_wrong_ending_gets_that_of_its_content() {
        let (png, jpeg): (&[u8], &[u8]) = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0");
        for (name, head, expected) in [
            ("a.jpg", png, Some("png")),
            ("a.bmp", png, Some("png")),
            ("a.PNG", jpeg, Some("jpg")),
            ("a.JPEG", jpeg, None),
            ("a.png", &b"<html>"[..], None),
            ("a.txt", png, None),
        ] {
            assert_eq!(ending_by_content(name, head), expected, "{name}");
        }
    }
}
