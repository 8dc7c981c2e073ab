//! Pixels: a picture decoded once, turned upright, in sRGB, and made smaller in every format. The slow part.

use std::io::Cursor;

use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageReader, Limits, RgbImage,
    codecs::jpeg::JpegEncoder,
    error::{LimitError, LimitErrorKind},
    imageops::FilterType,
    metadata::Orientation,
};
use moxcms::{ColorProfile, Layout, TransformOptions};
use ravif::{Img, RGBA8};

use super::{
    containers::{inspect::read, jpeg, webp},
    exif::Exif,
    image_error::{LARGEST_PROFILE, MEMORY, SIDE},
    image_kind::{NamedKind, named},
    rendition::{RenditionFormat, scaled_height},
};

/// Bytes that a decoder may take besides the pixels.
const WORK: u64 = 32 << 20;
/// The quality of each format; docs/decisions/0045-picture-formats.md has how near each comes to the original, at what size.
const JPEG_QUALITY: u8 = 78;
const WEBP_QUALITY: f32 = 76.0;
const AVIF_QUALITY: f32 = 62.0;
/// rav1e's presets go from 1, slow, to 10.
const AVIF_SPEED: u8 = 8;

/// Why a picture that looked valid cannot be made smaller; it is then sent as it is.
#[derive(Debug, thiserror::Error)]
pub enum ResizeError {
    /// It cannot be decoded.
    #[error("cannot be decoded")]
    Decode(#[from] image::ImageError),
    /// It has frames, or nothing bounds the memory that its decoder takes.
    #[error("needs an unknown amount of memory")]
    Unbounded,
    /// It cannot be written in this format.
    #[error("cannot be written as {format}: {reason}")]
    Encode {
        /// The format's ending.
        format: &'static str,
        /// The encoder's reason.
        reason: String,
    },
}

/// A decoded picture. Holds three or four bytes a pixel.
pub struct Pixels {
    image: DynamicImage,
    /// How it is still to be turned: turning holds a picture twice, so it waits until the picture is smaller.
    turn: Orientation,
    exif: Exif,
}

impl Pixels {
    /// Decodes the picture `name`, of which `bytes` are what [`accept`](super::accept()) gave.
    ///
    /// # Errors
    /// If its pixels are damaged, or take more memory than a picture may.
    pub fn decode(name: &str, bytes: &[u8]) -> Result<Pixels, ResizeError> {
        let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(image::ImageError::from)?;
        let mut limits = Limits::default();
        (limits.max_image_width, limits.max_image_height, limits.max_alloc) = (Some(SIDE), Some(SIDE), Some(WORK));
        reader.limits(limits);
        let mut decoder = reader.into_decoder()?;
        if decoder.total_bytes() > MEMORY {
            let error = LimitError::from_kind(LimitErrorKind::InsufficientMemory);
            return Err(image::ImageError::Limits(error).into());
        }
        let profile = decoder.icc_profile().ok().flatten().filter(|bytes| bytes.len() as u64 <= LARGEST_PROFILE);
        let raster = match named(name) {
            NamedKind::Picture(kind) => read(kind, bytes).ok(),
            _ => None,
        };
        let raster = raster.filter(|raster| raster.decodable).ok_or(ResizeError::Unbounded)?;
        let exif = raster.exif;
        let decoded = DynamicImage::from_decoder(decoder)?;
        let mut image = if decoded.color().has_alpha() {
            DynamicImage::from(decoded.into_rgba8())
        } else {
            DynamicImage::from(decoded.into_rgb8())
        };
        to_srgb(&mut image, profile.as_deref());
        let turn = exif.orientation.and_then(|way| Orientation::from_exif(u8::try_from(way).ok()?));
        Ok(Pixels { image, turn: turn.unwrap_or(Orientation::NoTransforms), exif: exif.upright() })
    }

    /// The same picture upright, `width` pixels across; as wide as it is where that is less. Only one of the two is held.
    #[must_use]
    pub fn narrowed(self, width: u32) -> Pixels {
        let Pixels { mut image, turn, exif } = self;
        let is_sideways = turn.to_exif() >= 5;
        let (own, height) = if is_sideways { (image.height(), image.width()) } else { (image.width(), image.height()) };
        if width < own {
            let scaled = scaled_height(own, height, width);
            image = if is_sideways { resized(image, scaled, width) } else { resized(image, width, scaled) };
        }
        image.apply_orientation(turn);
        Pixels { image, turn: Orientation::NoTransforms, exif }
    }

    /// The file in `format`, with who made it and whose it is.
    ///
    /// # Errors
    /// If the encoder refuses.
    pub fn encode(&self, format: RenditionFormat) -> Result<Vec<u8>, ResizeError> {
        match format {
            RenditionFormat::Jpeg => self.jpeg(),
            RenditionFormat::Webp => self.webp(),
            RenditionFormat::Avif => self.avif(),
        }
    }

    fn jpeg(&self) -> Result<Vec<u8>, ResizeError> {
        let image = self.on_white();
        let mut bytes = Vec::new();
        let encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
        encoder.write_image(image.as_raw(), image.width(), image.height(), ExtendedColorType::Rgb8)?;
        Ok(jpeg::with_exif(&bytes, &self.exif))
    }

    /// JPEG knows no transparency.
    fn on_white(&self) -> RgbImage {
        let DynamicImage::ImageRgba8(image) = &self.image else { return self.image.to_rgb8() };
        RgbImage::from_fn(image.width(), image.height(), |x, y| {
            let [r, g, b, alpha] = image.get_pixel(x, y).0.map(u32::from);
            let over = |c: u32| u8::try_from((c * alpha + 255 * (255 - alpha)) / 255).unwrap_or(255);
            image::Rgb([over(r), over(g), over(b)])
        })
    }

    fn webp(&self) -> Result<Vec<u8>, ResizeError> {
        let (width, height) = (self.image.width(), self.image.height());
        let has_alpha = self.image.color().has_alpha();
        let layout = if has_alpha { ::webp::PixelLayout::Rgba } else { ::webp::PixelLayout::Rgb };
        let made =
            ::webp::Encoder::new(self.image.as_bytes(), layout, width, height).encode_simple(false, WEBP_QUALITY);
        let made = made.map_err(|error| ResizeError::Encode { format: "webp", reason: format!("{error:?}") })?;
        Ok(webp::with_exif(&made, width, height, has_alpha, &self.exif))
    }

    fn avif(&self) -> Result<Vec<u8>, ResizeError> {
        let (width, height) = (self.image.width() as usize, self.image.height() as usize);
        let mut encoder = ravif::Encoder::new().with_quality(AVIF_QUALITY).with_speed(AVIF_SPEED);
        encoder = encoder.with_num_threads(Some(1));
        if let Some(tiff) = self.exif.write() {
            encoder = encoder.with_exif(tiff);
        }
        // `encode_rgba` leaves an alpha channel without a use away. `encode_rgb` is generic code: called here, it compiles all of
        // rav1e a second time, in this crate.
        let pixels: Vec<RGBA8> = match &self.image {
            DynamicImage::ImageRgba8(image) => image.pixels().map(|pixel| pixel.0.into()).collect(),
            DynamicImage::ImageRgb8(image) => image.pixels().map(|pixel| opaque(pixel.0)).collect(),
            image => image.to_rgb8().pixels().map(|pixel| opaque(pixel.0)).collect(),
        };
        let made = encoder.encode_rgba(Img::new(&pixels, width, height));
        let made = made.map_err(|error| ResizeError::Encode { format: "avif", reason: error.to_string() })?;
        Ok(made.avif_file)
    }
}

fn opaque([r, g, b]: [u8; 3]) -> RGBA8 {
    RGBA8::new(r, g, b, 255)
}

/// The picture at another size.
fn resized(mut image: DynamicImage, width: u32, height: u32) -> DynamicImage {
    // The good filter works in numbers four times as wide: a huge picture is first brought near in plain ones.
    let fits = |image: &DynamicImage| {
        image.as_bytes().len() as u64 + u64::from(image.width()) * u64::from(height) * 16 <= MEMORY
    };
    if image.width() / width.max(1) >= 4 || !fits(&image) {
        image = image.thumbnail_exact((width * 2).min(image.width()), (height * 2).min(image.height()));
    }
    if fits(&image) {
        image.resize_exact(width, height, FilterType::CatmullRom)
    } else {
        image.thumbnail_exact(width, height)
    }
}

/// Colours of another space than sRGB (phones take photos in Display P3) as sRGB, so that no profile need be sent. Where
/// the profile is unreadable or of another kind of colour, the pixels stay.
fn to_srgb(image: &mut DynamicImage, profile: Option<&[u8]>) {
    let Some(profile) = profile.and_then(|bytes| ColorProfile::new_from_slice(bytes).ok()) else { return };
    let srgb = ColorProfile::new_srgb();
    let transform = |layout| profile.create_transform_8bit(layout, &srgb, layout, TransformOptions::default()).ok();
    let done = match image {
        DynamicImage::ImageRgb8(pixels) => {
            transform(Layout::Rgb).map(|transform| by_rows(pixels, 3, transform.as_ref()))
        }
        DynamicImage::ImageRgba8(pixels) => {
            transform(Layout::Rgba).map(|transform| by_rows(pixels, 4, transform.as_ref()))
        }
        _ => None,
    };
    if done.is_none() {
        tracing::debug!("a colour profile was left aside");
    }
}

/// Row by row, so that no second picture is held.
fn by_rows(pixels: &mut [u8], channels: usize, transform: &moxcms::Transform8BitExecutor) {
    let mut row = Vec::new();
    for chunk in pixels.chunks_mut(channels * 4096) {
        row.clear();
        row.extend_from_slice(chunk);
        if transform.transform(&row, chunk).is_err() {
            chunk.copy_from_slice(&row);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::image_kind::ImageKind;

    fn photo() -> Vec<u8> {
        let picture = RgbImage::from_fn(48, 32, |x, y| image::Rgb([(x * 5) as u8, (y * 7) as u8, 120]));
        let mut bytes = Vec::new();
        JpegEncoder::new_with_quality(&mut bytes, 90).encode_image(&picture).unwrap();
        bytes
    }

    #[test]
    fn every_format_is_readable_and_says_whose_it_is() {
        let mut exif = Exif::default();
        exif.add_copyright(Some("© Музей".to_owned()));
        let pixels = Pixels::decode("a.jpg", &jpeg::with_exif(&photo(), &exif)).unwrap();
        let small = pixels.narrowed(24);
        for (format, kind) in [
            (RenditionFormat::Jpeg, Some(ImageKind::Jpeg)),
            (RenditionFormat::Webp, Some(ImageKind::Webp)),
            (RenditionFormat::Avif, None),
        ] {
            let bytes = small.encode(format).unwrap();
            let owner = "© Музей".as_bytes();
            assert!(bytes.windows(owner.len()).any(|part| part == owner), "{format:?}");
            if let Some(kind) = kind {
                let raster = read(kind, &bytes).unwrap();
                assert_eq!((raster.size, raster.exif.copyright()), ((24, 16), Some("© Музей")));
                let (near, far) = (small.image.to_rgb8(), image::load_from_memory(&bytes).unwrap().to_rgb8());
                let off: u64 = near.iter().zip(far.iter()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
                assert!(off / (near.len() as u64) < 8, "{format:?} is off by {off}");
            } else {
                assert_eq!(&bytes[4..12], b"ftypavif");
            }
        }
    }

    #[test]
    fn a_picture_on_its_side_is_turned_upright() {
        let mut exif = Exif::default();
        exif.orientation = Some(6);
        let decoded = || Pixels::decode("a.jpg", &jpeg::with_exif(&photo(), &exif)).unwrap();
        let whole = decoded().narrowed(900);
        assert_eq!((whole.image.width(), whole.image.height()), (32, 48));
        let pixels = decoded().narrowed(16);
        assert_eq!((pixels.image.width(), pixels.image.height()), (16, 24));
        assert_eq!(read(ImageKind::Jpeg, &pixels.encode(RenditionFormat::Jpeg).unwrap()).unwrap().size, (16, 24));
    }

    /// Pictures of one size in every kind that a decoder treats differently.
    fn of_every_kind() -> Vec<(&'static str, ImageKind, Vec<u8>)> {
        use image::{ImageFormat, ImageFormat::Png};
        let rgb = DynamicImage::from(RgbImage::from_fn(700, 500, |x, y| image::Rgb([x as u8, y as u8, (x * y) as u8])));
        let of = |image: DynamicImage, format: ImageFormat| {
            let mut bytes = Cursor::new(Vec::new());
            image.write_to(&mut bytes, format).unwrap();
            bytes.into_inner()
        };
        vec![
            ("grey", ImageKind::Png, of(rgb.to_luma8().into(), Png)),
            ("grey, alpha", ImageKind::Png, of(rgb.to_luma_alpha8().into(), Png)),
            ("colours", ImageKind::Png, of(rgb.clone(), Png)),
            ("colours, alpha", ImageKind::Png, of(rgb.to_rgba8().into(), Png)),
            ("grey of 16 bits", ImageKind::Png, of(rgb.to_luma16().into(), Png)),
            ("grey of 16 bits, alpha", ImageKind::Png, of(rgb.to_luma_alpha16().into(), Png)),
            ("colours of 16 bits", ImageKind::Png, of(rgb.to_rgb16().into(), Png)),
            ("colours of 16 bits, alpha", ImageKind::Png, of(rgb.to_rgba16().into(), Png)),
            ("photo", ImageKind::Jpeg, of(rgb.clone(), ImageFormat::Jpeg)),
            ("grey photo", ImageKind::Jpeg, of(rgb.to_luma8().into(), ImageFormat::Jpeg)),
            (
                "lossy",
                ImageKind::Webp,
                Pixels::decode("a.png", &of(rgb.clone(), Png)).unwrap().encode(RenditionFormat::Webp).unwrap(),
            ),
        ]
    }

    #[test]
    fn decoding_takes_no_more_than_was_reckoned() {
        for (name, kind, bytes) in of_every_kind() {
            let raster = read(kind, &bytes).unwrap();
            let decode = || drop(Pixels::decode(&format!("a.{}", kind.ending()), &raster.clean).unwrap());
            let most = allocation_counter::measure(decode).bytes_max;
            // Besides the pixels: the file, read by decoders as a whole, and what a decoder works with.
            let allowed = raster.weight + 3 * bytes.len() as u64 + 400_000;
            assert!(
                most <= allowed,
                "{name}: {most} bytes, reckoned with {} and {} more",
                raster.weight,
                allowed - raster.weight
            );
            assert!(most >= raster.weight / 3, "{name}: {most} bytes, but {} were reckoned with", raster.weight);
        }
    }

    /// A WebP of 64 × 64 pixels with `groups` sets of prefix codes, the largest that few bits can announce.
    fn many_codes(groups: u32) -> Vec<u8> {
        let (mut bits, mut at) = (vec![0x2f_u8], 8_usize);
        let mut put = |value: u32, length: usize| {
            for bit in 0..length {
                bits.resize(at / 8 + 1, 0);
                bits[at / 8] |= u8::from(value >> bit & 1 == 1) << (at % 8);
                at += 1;
            }
        };
        // Sizes, no transparency, version 0; no transform; a cache of 2,048 colours; sets of codes for blocks of 4 × 4.
        let head = [(63, 14), (63, 14), (0, 4), (0, 1), (1, 1), (11, 4), (1, 1), (0, 3)];
        head.into_iter().for_each(|(value, length)| put(value, length));
        // The picture of their numbers: no cache, and each channel one colour, in a simple code.
        put(0, 1);
        for colour in [(groups - 1) & 0xff, (groups - 1) >> 8, 0, 0, 0] {
            [(1, 1), (0, 1), (1, 1), (colour, 8)].into_iter().for_each(|(value, length)| put(value, length));
        }
        for _ in 0..groups {
            for (lengths, symbols) in [(11, 2048), (8, 256), (8, 256), (8, 256), (0, 0)] {
                if symbols == 0 {
                    [(1, 1), (0, 1), (0, 1), (0, 1)].into_iter().for_each(|(value, length)| put(value, length));
                    continue;
                }
                // Every symbol has one length, so that the length itself takes no bits.
                let order = [17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11];
                let count = order.iter().position(|length| *length == lengths).unwrap() + 1;
                put(0, 1);
                put(u32::try_from(count - 4).unwrap(), 4);
                order.iter().take(count).for_each(|length| put(u32::from(*length == lengths), 3));
                let limited = symbols != 256;
                put(u32::from(limited), 1);
                if limited {
                    put(5, 3);
                    put(symbols - 2, 12);
                }
            }
        }
        let chunk =
            [b"VP8L", &u32::try_from(bits.len()).unwrap().to_le_bytes()[..], &bits, &vec![0; bits.len() % 2]].concat();
        [b"RIFF", &u32::try_from(chunk.len() + 4).unwrap().to_le_bytes()[..], b"WEBP", &chunk].concat()
    }

    #[test]
    fn what_takes_memory_that_its_size_does_not_bound_is_not_decoded() {
        let bomb = many_codes(400);
        let most = allocation_counter::measure(|| _ = image::load_from_memory(&bomb)).bytes_max;
        assert!(most > 2_000 * bomb.len() as u64, "{most} bytes of memory, {} of the file", bomb.len());
        let rgb = DynamicImage::from(RgbImage::new(700, 500));
        let lossless = |image: DynamicImage| {
            let mut bytes = Cursor::new(Vec::new());
            image.write_to(&mut bytes, image::ImageFormat::WebP).unwrap();
            bytes.into_inner()
        };
        let clear = image::RgbaImage::from_fn(700, 500, |x, y| image::Rgba([9, 9, 9, (x ^ y) as u8]));
        let alpha = Pixels { image: clear.into(), turn: Orientation::NoTransforms, exif: Exif::default() };
        for bytes in
            [bomb, lossless(rgb.clone()), lossless(rgb.to_rgba8().into()), alpha.encode(RenditionFormat::Webp).unwrap()]
        {
            assert!(crate::media::accept("a.webp", &bytes).unwrap().unwrap().widths.is_empty());
            let most = allocation_counter::measure(|| assert!(Pixels::decode("a.webp", &bytes).is_err())).bytes_max;
            assert!(most < 3 * bytes.len() as u64 + 10_000, "{most} bytes");
        }
    }

    #[test]
    fn what_is_made_takes_no_more_memory_than_a_picture_may() {
        let rgb = RgbImage::from_fn(400, 300, |x, y| image::Rgb([(x * y) as u8, y as u8, x as u8]));
        let pixels = Pixels { image: rgb.into(), turn: Orientation::NoTransforms, exif: Exif::default() };
        let most = allocation_counter::measure(|| drop(pixels.encode(RenditionFormat::Avif).unwrap())).bytes_max;
        assert!(most <= 72 * 400 * 300 + 4_000_000, "{} bytes a pixel", most / (400 * 300));
    }

    #[test]
    fn what_is_transparent_stays_so_where_the_format_can() {
        let picture = image::RgbaImage::from_pixel(20, 20, image::Rgba([200, 0, 0, 0]));
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::from(picture).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
        let pixels = Pixels::decode("a.png", bytes.get_ref()).unwrap();
        assert!(image::load_from_memory(&pixels.encode(RenditionFormat::Webp).unwrap()).unwrap().color().has_alpha());
        let flat = image::load_from_memory(&pixels.encode(RenditionFormat::Jpeg).unwrap()).unwrap().to_rgb8();
        assert!(flat.get_pixel(9, 9).0.iter().all(|c| *c > 250));
        assert!(pixels.encode(RenditionFormat::Avif).is_ok());
    }
}
