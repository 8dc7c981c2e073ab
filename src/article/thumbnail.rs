//! The picture that stands for an article in a listing.

use serde::{Deserialize, Serialize};

use super::media::{MediaFile, made_address, plain_address};
use crate::{
    media::{Rendition, RenditionFormat, is_drawing, renditions, scaled_height},
    model::slug::ArticleId,
};

/// The columns that a listing stores of a picture: enough to write its addresses without another query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thumbnail {
    /// Its path within the article's folder.
    pub(super) file: String,
    /// The digest of its bytes as they are served.
    pub(super) digest: String,
    /// Width and height in pixels, where it says so.
    pub(super) size: Option<(u32, u32)>,
    /// The widths in which smaller ones are made of it; none where it goes out as it is.
    pub(super) widths: Vec<u32>,
}

/// The attributes of an `img` and of the AVIF `source` before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThumbnailImage {
    /// The address for every browser.
    pub address: String,
    /// The addresses by width, as `srcset` lists them; empty where there is one only.
    pub srcset: String,
    /// The same as AVIF; empty where none is made.
    pub avif: String,
    /// Width and height in pixels, by which a browser leaves room for it.
    pub size: Option<(u32, u32)>,
    /// Whether it is a drawing, of which nothing is cut off: a map or a chart has words at its edges.
    pub is_drawing: bool,
}

impl MediaFile {
    /// The picture for listings; `None` if it is not fit for that.
    pub fn thumbnail(&self) -> Option<Thumbnail> {
        let thumbnail = || Thumbnail {
            file: self.file.clone(),
            digest: self.digest.clone(),
            size: self.size,
            widths: self.widths.clone(),
        };
        self.listed.then(thumbnail)
    }
}

impl Thumbnail {
    /// The picture of `article` as an `img` that is at most `most` pixels wide; the narrowest there is where all are wider.
    pub fn image(&self, article: &ArticleId, most: u32) -> ThumbnailImage {
        let Some((own, height)) = self.size.filter(|_| !self.widths.is_empty()) else {
            return ThumbnailImage {
                address: plain_address(article, &self.file, &self.digest),
                srcset: String::new(),
                avif: String::new(),
                size: self.size,
                is_drawing: is_drawing(&self.file),
            };
        };
        let narrowest = self.widths.first().copied().unwrap_or(own);
        let widths: Vec<u32> =
            self.widths.iter().copied().filter(|width| *width <= most || *width == narrowest).collect();
        let made = renditions(own, height, &widths);
        let in_format = |format: RenditionFormat| -> Vec<Rendition> {
            made.iter().copied().filter(|made| made.format == format).collect()
        };
        let jpeg = in_format(RenditionFormat::Jpeg);
        let widest = widths.last().copied().unwrap_or(own);
        let plain = Rendition { width: narrowest, format: RenditionFormat::Jpeg };
        ThumbnailImage {
            address: made_address(article, &self.file, &self.digest, plain),
            srcset: if jpeg.len() > 1 { self.srcset(article, &jpeg) } else { String::new() },
            avif: self.srcset(article, &in_format(RenditionFormat::Avif)),
            size: Some((widest, scaled_height(own, height, widest))),
            is_drawing: false,
        }
    }

    fn srcset(&self, article: &ArticleId, made: &[Rendition]) -> String {
        let address = |made: Rendition| made_address(article, &self.file, &self.digest, made);
        match made {
            [only] => address(*only),
            made => {
                made.iter().map(|made| format!("{} {}w", address(*made), made.width)).collect::<Vec<_>>().join(", ")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::made_digest;

    fn image(file: &str, size: Option<(u32, u32)>, widths: &[u32], most: u32) -> ThumbnailImage {
        let thumbnail = Thumbnail { file: file.into(), digest: "0123456789ab".into(), size, widths: widths.into() };
        thumbnail.image(&"2025/dnipro".parse().unwrap(), most)
    }

    #[test]
    fn a_photo_is_offered_in_the_widths_that_a_place_needs() {
        let at = |what: &str| format!("/media/2025/dnipro/boat.jpg.{}.{what}", made_digest("0123456789ab"));
        let small = image("boat.jpg", Some((4000, 3000)), &[400, 800, 1600], 400);
        assert_eq!((small.address, small.srcset), (at("400.jpg"), String::new()));
        assert_eq!((small.avif, small.size), (at("400.avif"), Some((400, 300))));
        let large = image("boat.jpg", Some((4000, 3000)), &[400, 800, 1600], 1600);
        let set = |ending: &str| {
            [400, 800, 1600].map(|width| format!("{} {width}w", at(&format!("{width}.{ending}")))).join(", ")
        };
        assert_eq!((large.address, large.srcset), (at("400.jpg"), set("jpg")));
        assert_eq!((large.avif, large.size), (set("avif"), Some((1600, 1200))));
        let narrow = image("boat.jpg", Some((640, 480)), &[640], 400);
        assert_eq!((narrow.address, narrow.size), (at("640.jpg"), Some((640, 480))));
    }

    #[test]
    fn a_drawing_goes_out_as_it_is() {
        let drawing = image("img/мапа 1.svg", Some((9, 6)), &[], 400);
        assert_eq!(drawing.address, "/media/2025/dnipro/img/%D0%BC%D0%B0%D0%BF%D0%B0%201.0123456789ab.svg");
        assert_eq!((drawing.srcset, drawing.avif, drawing.size), (String::new(), String::new(), Some((9, 6))));
        assert_eq!(image("a.svg", None, &[], 400).size, None);
        assert!(drawing.is_drawing && !image("a.png", Some((200, 100)), &[], 400).is_drawing);
    }

    #[test]
    fn a_picture_too_tall_for_avif_has_no_avif() {
        let tall = image("scroll.jpg", Some((1600, 300_000)), &[400], 400);
        assert_eq!(tall.avif, "");
    }
}
