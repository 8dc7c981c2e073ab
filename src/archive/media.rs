//! Pictures and other files beside an article's texts.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{File, Stamp};
use crate::slug::ArticleId;

/// A file of an article that is not one of its texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaFile {
    /// Its path within the article's folder.
    pub file: String,
    /// The digest of its bytes, 12 hex digits.
    pub digest: String,
    /// Width and height in pixels, where it is a picture that says so.
    pub size: Option<(u32, u32)>,
}

impl MediaFile {
    /// The file's record; `None` where it could not be read.
    pub(super) fn of(name: &str, file: &File) -> Option<MediaFile> {
        let bytes = file.bytes.as_ref().ok()?;
        let digest = Stamp::of(bytes).to_string().chars().take(12).collect();
        Some(MediaFile { file: name.to_owned(), digest, size: dimensions(name, bytes) })
    }

    /// Its address, which changes with its bytes: `/media/2025/dnipro/map.0123456789ab.svg`.
    pub fn address(&self, article: &ArticleId) -> String {
        let (stem, ending) = match self.file.rsplit_once('.') {
            Some((stem, ending)) if !ending.contains('/') => (stem, format!(".{ending}")),
            _ => (self.file.as_str(), String::new()),
        };
        let path = format!("{article}/{stem}.{}{ending}", self.digest);
        format!("/media/{}", utf8_percent_encode(&path, PATH))
    }
}

/// All but unreserved characters and `/` (RFC 3986, 2.3).
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

fn dimensions(name: &str, bytes: &[u8]) -> Option<(u32, u32)> {
    if name.ends_with(".svg") {
        return svg_size(std::str::from_utf8(bytes).ok()?);
    }
    let size = imagesize::blob_size(bytes).ok()?;
    Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?))
}

/// `width` and `height` of the root element in whole pixels, else its `viewBox`.
fn svg_size(text: &str) -> Option<(u32, u32)> {
    let start = text.find("<svg")?;
    let tag = text.get(start..)?.split('>').next()?;
    let attribute = |name: &str| {
        let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
        rest.split('"').next()
    };
    let pixels = |name: &str| attribute(name)?.trim_end_matches("px").parse::<f64>().ok();
    let sized = pixels("width").zip(pixels("height"));
    let boxed = || {
        let numbers = attribute("viewBox")?.split([' ', ',']).filter_map(|n| n.parse::<f64>().ok()).collect::<Vec<_>>();
        Some((*numbers.get(2)?, *numbers.get(3)?))
    };
    let (width, height) = sized.or_else(boxed)?;
    let whole = |n: f64| (n.is_finite() && (1.0..100_000.0).contains(&n)).then(|| n.round() as u32);
    whole(width).zip(whole(height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_changes_with_the_bytes_and_is_plain_ascii() {
        let id: ArticleId = "2025/dnipro".parse().unwrap();
        let media = MediaFile { file: "img/мапа 1.svg".into(), digest: "0123456789ab".into(), size: None };
        let expected = "/media/2025/dnipro/img/%D0%BC%D0%B0%D0%BF%D0%B0%201.0123456789ab.svg";
        assert_eq!(media.address(&id), expected);
    }

    #[test]
    fn an_svg_tells_its_size() {
        for (text, size) in [
            (r#"<svg xmlns="x" width="1200" height="675">"#, Some((1200, 675))),
            (r#"<svg viewBox="0 0 24 12">"#, Some((24, 12))),
            ("<svg>", None),
            ("", None),
        ] {
            assert_eq!(svg_size(text), size);
        }
    }
}
