//! The picture that other sites show with a link to an article that has none: its title, set in its language.

use ab_glyph_rasterizer::Rasterizer;
use image::{
    ExtendedColorType, ImageEncoder, Rgb, RgbImage,
    codecs::png::{CompressionType, FilterType, PngEncoder},
};

use super::{font::Font, line_breaks::broken};

/// Width and height, as every large network shows them.
pub const SIZE: (u32, u32) = (1200, 630);
/// Raised when the same words give another picture.
const RECIPE: &str = "1";

const PAPER: Rgb<u8> = Rgb([0xfd, 0xfc, 0xf9]);
const INK: Rgb<u8> = Rgb([0x1c, 0x1b, 0x1a]);
const SOFT: Rgb<u8> = Rgb([0x5c, 0x58, 0x52]);
const ACCENT: Rgb<u8> = Rgb([0x8a, 0x1c, 0x2e]);

const MARGIN: f32 = 84.0;
const BAR: u32 = 18;
/// Sizes of type for the title, the first that fits.
const SIZES: [f32; 6] = [84.0, 74.0, 66.0, 58.0, 50.0, 44.0];
const LEADING: f32 = 1.2;
/// The height that a title may take, from the top margin to the foot.
const TITLE_HEIGHT: f32 = 400.0;
const FOOT: f32 = 34.0;
const FOOT_LINE: f32 = 630.0 - 64.0;

/// The words of a card.
#[derive(Debug, Clone, Copy)]
pub struct CardText<'a> {
    /// The title of the article's version.
    pub title: &'a str,
    /// The name of the site in its language.
    pub site: &'a str,
    /// The language's label: `UA`.
    pub label: &'a str,
}

impl CardText<'_> {
    /// A digest that changes with the words and with how they are drawn.
    pub fn digest(&self) -> String {
        let words = format!("{RECIPE}\0{}\0{}\0{}", self.title, self.site, self.label);
        blake3::hash(words.as_bytes()).to_hex().chars().take(12).collect()
    }

    /// Whether the font has every letter; a card with boxes in it is worse than none.
    pub fn can_be_drawn(&self) -> bool {
        Font::get().is_some_and(|font| [self.title, self.site, self.label].iter().all(|text| font.has(text)))
    }

    /// The card as PNG; `None` where it cannot be written.
    pub fn draw(&self) -> Option<Vec<u8>> {
        let font = Font::get()?;
        let mut picture = RgbImage::from_pixel(SIZE.0, SIZE.1, PAPER);
        for (_, row) in picture.enumerate_rows_mut().take(BAR as usize) {
            row.for_each(|(.., pixel)| *pixel = ACCENT);
        }
        let measure = SIZE.0 as f32 - 2.0 * MARGIN;
        let (size, lines) = set(font, self.title, measure);
        let mut ink = Rasterizer::new(SIZE.0 as usize, SIZE.1 as usize);
        for (line, n) in lines.iter().zip(1u16..) {
            let baseline = BAR as f32 + 44.0 + size * LEADING * f32::from(n) - size * 0.2;
            font.draw(&mut ink, line, size, MARGIN, baseline);
        }
        lay(&mut picture, &ink, INK);
        let mut soft = Rasterizer::new(SIZE.0 as usize, SIZE.1 as usize);
        font.draw(&mut soft, self.site, FOOT, MARGIN, FOOT_LINE);
        lay(&mut picture, &soft, SOFT);
        let mut accent = Rasterizer::new(SIZE.0 as usize, SIZE.1 as usize);
        let right = SIZE.0 as f32 - MARGIN - font.width(self.label, FOOT);
        font.draw(&mut accent, self.label, FOOT, right, FOOT_LINE);
        lay(&mut picture, &accent, ACCENT);
        let mut bytes = Vec::new();
        let written = PngEncoder::new_with_quality(&mut bytes, CompressionType::Best, FilterType::NoFilter)
            .write_image(picture.as_raw(), SIZE.0, SIZE.1, ExtendedColorType::Rgb8);
        written.ok().map(|()| bytes)
    }
}

/// The largest type in which the title fits, and its lines; one that never fits is cut with an ellipsis.
fn set(font: &Font, title: &str, measure: f32) -> (f32, Vec<String>) {
    let mut found = (0.0, Vec::new());
    for size in SIZES {
        let room = (TITLE_HEIGHT / (size * LEADING)) as usize;
        found = (size, broken(title, measure, &|text| font.width(text, size)));
        if found.1.len() <= room {
            return found;
        }
    }
    let (size, mut lines) = found;
    lines.truncate((TITLE_HEIGHT / (size * LEADING)) as usize);
    if let Some(last) = lines.last_mut() {
        while !last.is_empty() && font.width(&format!("{last}…"), size) > measure {
            last.pop();
        }
        *last = format!("{}…", last.trim_end_matches([' ', ',', '—', '\u{a0}']));
    }
    (size, lines)
}

fn lay(picture: &mut RgbImage, canvas: &Rasterizer, colour: Rgb<u8>) {
    let pixels: &mut [u8] = picture;
    canvas.for_each_pixel(|n, coverage| {
        if let Some(pixel) = pixels.get_mut(n * 3..n * 3 + 3) {
            let alpha = coverage.clamp(0.0, 1.0);
            for (channel, ink) in pixel.iter_mut().zip(colour.0) {
                *channel = (f32::from(*channel) * (1.0 - alpha) + f32::from(ink) * alpha).round() as u8;
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(title: &str) -> CardText<'_> {
        CardText { title, site: "Літопис", label: "UA" }
    }

    #[test]
    fn a_card_has_the_size_that_networks_expect_and_ink_on_it() {
        let bytes = card("Україна виходить з Оттавської конвенції: що це означає для ґрунтів і людей").draw().unwrap();
        let picture = image::load_from_memory(&bytes).unwrap().to_rgb8();
        assert_eq!(picture.dimensions(), SIZE);
        let dark = picture.pixels().filter(|pixel| pixel.0[0] < 64).count();
        assert!((5_000..200_000).contains(&dark), "{dark} dark pixels");
        assert!(bytes.len() < 60_000, "{} bytes", bytes.len());
    }

    #[test]
    fn the_largest_type_that_fits_is_taken_and_what_never_fits_is_cut() {
        let font = Font::get().unwrap();
        assert_eq!(set(font, "Щедрик", 1032.0), (84.0, vec!["Щедрик".to_owned()]));
        let (size, lines) = set(font, &"Надзвичайно довгий заголовок ".repeat(30), 1032.0);
        assert_eq!((size, lines.len()), (44.0, 7));
        assert!(lines.last().unwrap().ends_with('…'));
        assert!(lines.iter().all(|line| font.width(line, size) <= 1032.0));
    }

    #[test]
    fn letters_are_kerned() {
        let font = Font::get().unwrap();
        let apart = font.width("Г", 100.0) + font.width("А", 100.0);
        assert!(font.width("ГА", 100.0) < apart, "the pair stands closer");
    }

    #[test]
    fn three_languages_can_be_drawn_and_what_cannot_is_known() {
        for title in ["Ґанок, їжак, є і ʼ", "“Naïve” — façade №1", "Ёлка, съезд, эхо", "₴100 · 5 % …"]
        {
            assert!(card(title).can_be_drawn(), "{title}");
        }
        assert!(!card("日本").can_be_drawn());
    }

    #[test]
    fn the_digest_changes_with_the_words() {
        assert_ne!(card("a").digest(), card("b").digest());
    }
}
