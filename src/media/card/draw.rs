//! The picture that other sites show with a link to an article that has none: its title, set in its language.
//! Its letters, of the one font that the binary carries: shaped with kerning, measured, drawn as coverage of pixels.

use std::{ops::Range, sync::OnceLock};

use ab_glyph_rasterizer::{Point, Rasterizer, point};
use rustybuzz::{
    Face, UnicodeBuffer,
    ttf_parser::{GlyphId, OutlineBuilder},
};

use super::line_breaks::broken;

/// Width and height, as every large network shows them.
pub const SIZE: (u32, u32) = (1200, 630);
/// Width and height of the cover of a book.
const COVER: (u32, u32) = (1200, 1600);
/// Raised when the same words give another picture.
const RECIPE: &str = "2";

const PAPER: [u8; 3] = [0xfd, 0xfc, 0xf9];
/// The title, the name of the site, the label and the bar.
const COLOURS: [[u8; 3]; 3] = [[0x1c, 0x1b, 0x1a], [0x5c, 0x58, 0x52], [0x8a, 0x1c, 0x2e]];
const INK: u8 = 0;
const SOFT: u8 = 1;
const ACCENT: u8 = 2;
/// Shades of each colour on the paper, from a trace to full: a pixel is one byte, a third of what it takes without a palette.
const SHADES: u8 = 84;

const MARGIN: f32 = 84.0;
const BAR: u32 = 18;
/// Sizes of type for the title, the first that fits.
const SIZES: [f32; 6] = [84.0, 74.0, 66.0, 58.0, 50.0, 44.0];
const LEADING: f32 = 1.2;
/// The height that a title may take, from the top margin to the foot.
const TITLE_HEIGHT: f32 = 400.0;
const FOOT: f32 = 34.0;
/// From the line at the foot to the lower edge.
const FOOT_ROOM: f32 = 64.0;

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

    /// The card as PNG; `None` if it cannot be written.
    pub fn draw(&self) -> Option<Vec<u8>> {
        self.drawn(SIZE.0, SIZE.1, 44.0)
    }

    /// The same words as the cover of a book, upright.
    pub fn cover(&self) -> Option<Vec<u8>> {
        self.drawn(COVER.0, COVER.1, 400.0)
    }

    /// A picture of this size, with the title so far below the bar.
    fn drawn(&self, width: u32, height: u32, top: f32) -> Option<Vec<u8>> {
        let font = Font::get()?;
        let mut picture = Canvas::new(width, height);
        let measure = width as f32 - 2.0 * MARGIN;
        let (type_size, lines) = set(font, self.title, measure);
        let (top, leading) = (BAR as f32 + top, type_size * LEADING);
        picture.band(INK, top..top + leading * (lines.len() as f32 + 0.5), |ink| {
            for (line, n) in lines.iter().zip(1u16..) {
                font.draw(ink, line, type_size, MARGIN, leading * f32::from(n) - type_size * 0.2);
            }
        });
        let foot = height as f32 - FOOT_ROOM - FOOT * LEADING..height as f32;
        picture.band(SOFT, foot.clone(), |soft| font.draw(soft, self.site, FOOT, MARGIN, FOOT * LEADING));
        let right = width as f32 - MARGIN - font.width(self.label, FOOT);
        picture.band(ACCENT, foot, |accent| font.draw(accent, self.label, FOOT, right, FOOT * LEADING));
        picture.png().ok()
    }
}

/// A picture with a palette: 0 is paper, then the shades of each colour.
struct Canvas {
    width: u32,
    height: u32,
    pixels: Vec<u8>,
}

impl Canvas {
    /// Paper with a bar at the top.
    fn new(width: u32, height: u32) -> Canvas {
        let mut pixels = vec![0; width as usize * height as usize];
        pixels.iter_mut().take((width * BAR) as usize).for_each(|pixel| *pixel = index(ACCENT, SHADES));
        Canvas { width, height, pixels }
    }

    /// Lays letters of a colour on these rows. Only they are rasterised: most of a card is paper.
    fn band(&mut self, colour: u8, rows: Range<f32>, draw: impl FnOnce(&mut Rasterizer)) {
        let (top, end) = (rows.start as usize, (rows.end as usize).min(self.height as usize));
        let width = self.width as usize;
        let mut canvas = Rasterizer::new(width, end.saturating_sub(top));
        draw(&mut canvas);
        canvas.for_each_pixel(|n, coverage| {
            let shade = (coverage.clamp(0.0, 1.0) * f32::from(SHADES)).round() as u8;
            if shade > 0
                && let Some(pixel) = self.pixels.get_mut(top * width + n)
            {
                *pixel = index(colour, shade);
            }
        });
    }

    fn png(&self) -> Result<Vec<u8>, png::EncodingError> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width, self.height);
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_palette(palette());
        // The best compression takes twice as long for a file that is a twentieth shorter. Numbers of colours gain nothing by a filter.
        encoder.set_compression(png::Compression::Balanced);
        encoder.set_filter(png::Filter::NoFilter);
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&self.pixels)?;
        writer.finish()?;
        Ok(bytes)
    }
}

/// The place of a shade, from 1 to [`SHADES`], in the palette.
fn index(colour: u8, shade: u8) -> u8 {
    colour * SHADES + shade
}

/// Red, green and blue of each place.
fn palette() -> Vec<u8> {
    let mut palette = PAPER.to_vec();
    for colour in COLOURS {
        for shade in 1..=SHADES {
            let alpha = f32::from(shade) / f32::from(SHADES);
            let mixed =
                |(paper, ink): (u8, u8)| (f32::from(paper) * (1.0 - alpha) + f32::from(ink) * alpha).round() as u8;
            palette.extend(PAPER.into_iter().zip(colour).map(mixed));
        }
    }
    palette
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

/// Noto Serif Bold, the letters of Ukrainian, English, Russian and their neighbours in Latin and Cyrillic; OFL 1.1, its
/// text next to it.
const FONT: &[u8] = include_bytes!("fonts/NotoSerif-Bold-subset.ttf");

/// The font, read.
pub(in crate::media) struct Font(Face<'static>);

impl Font {
    /// The font, read once; `None` only where the binary was built with another file in its place.
    pub(in crate::media) fn get() -> Option<&'static Font> {
        static LETTERS: OnceLock<Option<Font>> = OnceLock::new();
        LETTERS.get_or_init(|| Face::from_slice(FONT, 0).map(Font)).as_ref()
    }

    /// Whether every letter of `text` can be drawn.
    pub(in crate::media) fn has(&self, text: &str) -> bool {
        text.chars().all(|c| c.is_whitespace() || self.0.glyph_index(c).is_some())
    }

    /// Pixels that a line of `text` takes at `size` pixels to the em.
    pub(in crate::media) fn width(&self, text: &str, size: f32) -> f32 {
        self.shaped(text).iter().map(|(_, advance, _)| *advance as f32).sum::<f32>() * self.scale(size)
    }

    /// Draws a line of `text` from `x` on, on a baseline that is `y` pixels from the top.
    pub(in crate::media) fn draw(&self, canvas: &mut Rasterizer, text: &str, size: f32, mut x: f32, y: f32) {
        let scale = self.scale(size);
        for (glyph, advance, offset) in self.shaped(text) {
            let start = (x + offset.0 as f32 * scale, y - offset.1 as f32 * scale);
            let mut pen = Pen { canvas, scale, start, from: Point::default(), first: Point::default() };
            self.0.outline_glyph(glyph, &mut pen);
            x += advance as f32 * scale;
        }
    }

    fn scale(&self, size: f32) -> f32 {
        size / self.0.units_per_em() as f32
    }

    /// Glyphs with their advance and offset, in units of the font.
    fn shaped(&self, text: &str) -> Vec<(GlyphId, i32, (i32, i32))> {
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        let shaped = rustybuzz::shape(&self.0, &[], buffer);
        let glyphs = shaped.glyph_infos().iter().zip(shaped.glyph_positions());
        let one = |(info, at): (&rustybuzz::GlyphInfo, &rustybuzz::GlyphPosition)| {
            (GlyphId(u16::try_from(info.glyph_id).unwrap_or_default()), at.x_advance, (at.x_offset, at.y_offset))
        };
        glyphs.map(one).collect()
    }
}

/// Carries an outline over to the canvas, upside down: fonts count upwards, pictures downwards.
struct Pen<'a> {
    canvas: &'a mut Rasterizer,
    scale: f32,
    start: (f32, f32),
    from: Point,
    first: Point,
}

impl Pen<'_> {
    fn at(&self, x: f32, y: f32) -> Point {
        point(self.start.0 + x * self.scale, self.start.1 - y * self.scale)
    }
}

impl OutlineBuilder for Pen<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        self.from = self.at(x, y);
        self.first = self.from;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let to = self.at(x, y);
        self.canvas.draw_line(self.from, to);
        self.from = to;
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let (bend, to) = (self.at(x1, y1), self.at(x, y));
        self.canvas.draw_quad(self.from, bend, to);
        self.from = to;
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let (first, second, to) = (self.at(x1, y1), self.at(x2, y2), self.at(x, y));
        self.canvas.draw_cubic(self.from, first, second, to);
        self.from = to;
    }

    fn close(&mut self) {
        self.canvas.draw_line(self.from, self.first);
    }
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
        let of = |colour: [u8; 3]| picture.pixels().filter(|pixel| pixel.0 == colour).count();
        let bar = (SIZE.0 * BAR) as usize;
        assert!(of(COLOURS[ACCENT as usize]) > bar && of(COLOURS[SOFT as usize]) > 100 && of(PAPER) > 500_000);
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
