//! The sizes and formats that a picture is made in, and the address of each.

use std::fmt;

use super::{image_error::MEMORY, image_kind::ImageKind};

/// Widths in pixels. The column of text is 328 CSS pixels wide on a phone of 360 and some 700 on a desk, so these serve
/// one, two and three pixels to each; a fourth width would save a few kilobytes and cost a third more work and space. The
/// widest is also named by `help-smaller`, the advice to writers.
pub const WIDTHS: [u32; 3] = [400, 800, 1600];
/// Raised when the same original gives other bytes: every address changes with it.
const RECIPE: &str = "1";
/// Raised when cleaning gives other bytes for the same file: catalogs are then rebuilt, and copies made again.
pub const CLEANING: u32 = 3;
/// A file of at most so many bytes goes out as it is: smaller ones would not pay.
const SMALL: usize = 24 << 10;

/// Pixels of an AVIF, at most: rav1e takes up to 72 bytes for each, and the picture itself is held, too.
const LARGEST_AVIF: u64 = MEMORY / 76;
/// The tallest WebP there is (RFC 9649, 2.7.1).
const TALLEST_WEBP: u32 = 16_383;

/// A format that pictures are made in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RenditionFormat {
    /// The smallest, for every browser of these years.
    Avif,
    /// For browsers somewhat older.
    Webp,
    /// For what reads neither, and for previews.
    Jpeg,
}

/// One way in which a picture is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rendition {
    /// Pixels across.
    pub width: u32,
    /// The format.
    pub format: RenditionFormat,
}

impl RenditionFormat {
    /// In the order in which they are made: what is quick first.
    pub const ALL: [RenditionFormat; 3] = [RenditionFormat::Jpeg, RenditionFormat::Webp, RenditionFormat::Avif];

    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            RenditionFormat::Avif => "avif",
            RenditionFormat::Webp => "webp",
            RenditionFormat::Jpeg => "jpg",
        }
    }

    /// Whether a picture of this size can be written in it, within the memory that a picture may take.
    fn holds(self, width: u32, height: u32) -> bool {
        match self {
            RenditionFormat::Avif => u64::from(width) * u64::from(height) <= LARGEST_AVIF,
            RenditionFormat::Webp => height <= TALLEST_WEBP,
            RenditionFormat::Jpeg => true,
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            RenditionFormat::Avif => "image/avif",
            RenditionFormat::Webp => "image/webp",
            RenditionFormat::Jpeg => "image/jpeg",
        }
    }
}

impl Rendition {
    /// Reads `800.avif`.
    pub fn parse(text: &str) -> Option<Rendition> {
        let (width, ending) = text.split_once('.')?;
        let format = RenditionFormat::ALL.into_iter().find(|format| format.ending() == ending)?;
        let width = width.parse().ok().filter(|_| width.bytes().all(|byte| byte.is_ascii_digit()))?;
        Some(Rendition { width, format }).filter(|made| made.to_string() == text)
    }
}

/// The renditions of a picture of `own` × `height` pixels, narrowest first.
pub fn renditions(own: u32, height: u32, widths: &[u32]) -> Vec<Rendition> {
    let each = widths.iter().flat_map(|width| RenditionFormat::ALL.map(|format| Rendition { width: *width, format }));
    each.filter(|made| made.format.holds(made.width, scaled_height(own, height, made.width))).collect()
}

/// The height of a picture of `own` × `height` pixels where it is made `width` pixels wide.
pub fn scaled_height(own: u32, height: u32, width: u32) -> u32 {
    let scaled = (u64::from(height) * u64::from(width)).div_ceil(u64::from(own).max(1));
    u32::try_from(scaled).unwrap_or(1).max(1)
}

/// `800.avif`.
impl fmt::Display for Rendition {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.{}", self.width, self.format.ending())
    }
}

/// The digest in the addresses of what is made from an original: it changes with its bytes and with how we make them.
pub fn made_digest(original: &str) -> String {
    short_digest(&format!("{RECIPE} {original}"))
}

/// The digest in the name of the cleaned copy of an original: it changes with its bytes and with how we clean.
pub fn cleaned_digest(original: &str) -> String {
    short_digest(&format!("clean {CLEANING} {original}"))
}

fn short_digest(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().chars().take(12).collect()
}

/// The widths in which a picture `width` pixels wide is made; none where it goes out as it is.
pub(super) fn widths(kind: ImageKind, width: u32, decodable: bool, bytes: usize) -> Vec<u32> {
    if !decodable || bytes <= SMALL || !matches!(kind, ImageKind::Jpeg | ImageKind::Png | ImageKind::Webp) {
        return Vec::new();
    }
    let mut widths: Vec<u32> = WIDTHS.into_iter().filter(|made| *made < width).collect();
    if widths.len() < WIDTHS.len() {
        // Narrower than the widest: its own width is made too.
        widths.push(width);
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_tall_picture_is_made_in_the_formats_that_can_hold_it() {
        for ((own, height), expected) in [
            ((4000, 3000), "400.avif 400.webp 400.jpg 800.avif 800.webp 800.jpg 1600.avif 1600.webp 1600.jpg"),
            ((3000, 4500), "400.avif 400.webp 400.jpg 800.avif 800.webp 800.jpg 1600.webp 1600.jpg"),
            ((1600, 30_000), "400.avif 400.webp 400.jpg 800.webp 800.jpg 1600.jpg"),
        ] {
            let mut made = renditions(own, height, &WIDTHS);
            made.sort_by_key(|made| (made.width, made.format.ending() == "jpg", made.format.ending() == "webp"));
            let made: Vec<_> = made.iter().map(ToString::to_string).collect();
            assert_eq!(made.join(" "), expected, "{own} × {height}");
        }
    }

    #[test]
    fn no_picture_is_made_wider_than_it_is() {
        for (width, expected) in
            [(4000, vec![400, 800, 1600]), (1600, vec![400, 800, 1600]), (640, vec![400, 640]), (90, vec![90])]
        {
            assert_eq!(widths(ImageKind::Jpeg, width, true, 99_999), expected, "{width}");
        }
        assert!(widths(ImageKind::Gif, 4000, true, 99_999).is_empty());
        assert!(widths(ImageKind::Webp, 4000, false, 99_999).is_empty());
        assert!(widths(ImageKind::Png, 4000, true, 2000).is_empty());
    }

    proptest! {
        #[test]
        fn reads_what_it_writes_and_nothing_else(text in "[0-9]{0,5}\\.?(avif|webp|jpg|png)?") {
            if let Some(made) = Rendition::parse(&text) {
                prop_assert_eq!(made.to_string(), text);
            }
        }
    }
}
