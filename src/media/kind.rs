//! Which kinds of picture there are, recognised by a file's name and by its first bytes.

use std::fmt;

/// A kind of picture that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
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

/// What a file's name promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named<'a> {
    /// A picture of this kind.
    Picture(Kind),
    /// A picture that not every browser shows, or whose metadata cannot be looked into here; with its ending.
    Strange(&'a str),
    /// No picture.
    Other,
}

const STRANGE: [&str; 9] = ["avif", "heic", "heif", "tif", "tiff", "bmp", "jxl", "svgz", "psd"];

/// What the ending of `name` says, in any case.
pub(super) fn named(name: &str) -> Named<'_> {
    let Some((_, ending)) = name.rsplit_once('.') else { return Named::Other };
    let kind = match ending.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" | "jpe" | "jfif" => Kind::Jpeg,
        "png" | "apng" => Kind::Png,
        "webp" => Kind::Webp,
        "gif" => Kind::Gif,
        "svg" => Kind::Svg,
        lower if STRANGE.contains(&lower) => return Named::Strange(ending),
        _ => return Named::Other,
    };
    Named::Picture(kind)
}

/// Whether the name is that of a JPEG: what cameras write.
pub fn is_photo(name: &str) -> bool {
    named(name) == Named::Picture(Kind::Jpeg)
}

impl Kind {
    /// The kind whose signature `bytes` begin with; SVG has none and is never found.
    pub(super) fn of_bytes(bytes: &[u8]) -> Option<Kind> {
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Some(Kind::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Kind::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Kind::Webp),
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(Kind::Gif),
            _ => None,
        }
    }

    /// The ending that its files have.
    pub(super) fn ending(self) -> &'static str {
        match self {
            Kind::Jpeg => "jpg",
            Kind::Png => "png",
            Kind::Webp => "webp",
            Kind::Gif => "gif",
            Kind::Svg => "svg",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Kind::Jpeg => "JPEG",
            Kind::Png => "PNG",
            Kind::Webp => "WebP",
            Kind::Gif => "GIF",
            Kind::Svg => "SVG",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_the_kind_whatever_its_case() {
        for (name, expected) in [
            ("a.JPG", Named::Picture(Kind::Jpeg)),
            ("img/мапа.svg", Named::Picture(Kind::Svg)),
            ("a.HEIC", Named::Strange("HEIC")),
            ("a.pdf", Named::Other),
            ("LICENSE", Named::Other),
        ] {
            assert_eq!(named(name), expected, "{name}");
        }
    }
}
