//! Which kinds of picture there are, recognised by a file's name and by its first bytes.

use std::fmt;

use super::exif::Exif;

/// A kind of picture that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImageKind {
    /// Photographs.
    Jpeg,
    /// Drawings, screenshots.
    Png,
    /// Either.
    Webp,
    /// Small and perhaps moving.
    Gif,
    /// Drawings without pixels.
    Svg,
}

/// The kind of a file by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NamedKind<'a> {
    /// A picture of this kind.
    Picture(ImageKind),
    /// A picture that not every browser shows, or whose metadata cannot be looked into here; with its ending.
    Strange(&'a str),
    /// No picture.
    Other,
}

const STRANGE: [&str; 9] = ["avif", "heic", "heif", "tif", "tiff", "bmp", "jxl", "svgz", "psd"];

/// The kind by the extension of `name`, in any case.
pub(super) fn named(name: &str) -> NamedKind<'_> {
    let Some((_, ending)) = name.rsplit_once('.') else { return NamedKind::Other };
    let kind = match ending.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" | "jpe" | "jfif" => ImageKind::Jpeg,
        "png" | "apng" => ImageKind::Png,
        "webp" => ImageKind::Webp,
        "gif" => ImageKind::Gif,
        "svg" => ImageKind::Svg,
        lower if STRANGE.contains(&lower) => return NamedKind::Strange(ending),
        _ => return NamedKind::Other,
    };
    NamedKind::Picture(kind)
}

/// Whether the name is that of a JPEG: what cameras write.
pub fn is_photo(name: &str) -> bool {
    named(name) == NamedKind::Picture(ImageKind::Jpeg)
}

/// Whether the name is that of an SVG.
pub fn is_drawing(name: &str) -> bool {
    named(name) == NamedKind::Picture(ImageKind::Svg)
}

impl ImageKind {
    /// The kind whose signature `bytes` begin with; SVG has none and is never found.
    pub(super) fn sniff(bytes: &[u8]) -> Option<ImageKind> {
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Some(ImageKind::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(ImageKind::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(ImageKind::Webp),
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(ImageKind::Gif),
            _ => None,
        }
    }

    /// The ending that its files have.
    pub(super) fn ending(self) -> &'static str {
        match self {
            ImageKind::Jpeg => "jpg",
            ImageKind::Png => "png",
            ImageKind::Webp => "webp",
            ImageKind::Gif => "gif",
            ImageKind::Svg => "svg",
        }
    }
}

impl fmt::Display for ImageKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            ImageKind::Jpeg => "JPEG",
            ImageKind::Png => "PNG",
            ImageKind::Webp => "WebP",
            ImageKind::Gif => "GIF",
            ImageKind::Svg => "SVG",
        })
    }
}

/// The facts found in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Raster {
    /// Width and height as shown.
    pub(super) size: (u32, u32),
    /// Whether smaller ones can be made of it. What may have more than one frame, or takes memory that its size does not
    /// bound, is shown as it is.
    pub(super) decodable: bool,
    /// Bytes that decoding it takes at most; none where it has frames.
    pub(super) weight: u64,
    /// Which way up, who made it, whose it is.
    pub(super) exif: Exif,
    /// The file without any other metadata.
    pub(super) clean: Vec<u8>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_the_kind_whatever_its_case() {
        for (name, expected) in [
            ("a.JPG", NamedKind::Picture(ImageKind::Jpeg)),
            ("img/мапа.svg", NamedKind::Picture(ImageKind::Svg)),
            ("a.HEIC", NamedKind::Strange("HEIC")),
            ("a.pdf", NamedKind::Other),
            ("LICENSE", NamedKind::Other),
        ] {
            assert_eq!(named(name), expected, "{name}");
        }
    }
}
