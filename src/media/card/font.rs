//! Letters of the one font the binary carries: shaped with kerning, measured, and drawn as coverage of pixels.

use std::sync::OnceLock;

use ab_glyph_rasterizer::{Point, Rasterizer, point};
use rustybuzz::{
    Face, UnicodeBuffer,
    ttf_parser::{GlyphId, OutlineBuilder},
};

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
