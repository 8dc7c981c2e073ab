//! A PNG's chunks: its size, whether it is whole and valid, and the same picture without what its metadata reveals.

use std::io::{self, Read};

use flate2::{Crc, read::ZlibDecoder};

use crate::media::{
    exif,
    exif::{Exif, TEXT},
    image_error::{ImageError, LARGEST_PROFILE},
    image_kind::ImageKind,
    image_kind::Raster,
};
use crate::model::sentence::say;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
/// The chunks that a picture needs to look right; text, time and EXIF are not among them.
const KEPT: [&[u8; 4]; 17] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs",
    b"cICP", b"mDCV", b"acTL", b"fcTL", b"fdAT",
];
/// No byte of deflate stands for more than this many (RFC 1951: 258 for two bits).
const DEFLATE: u64 = 1032;

struct Chunk<'a> {
    name: [u8; 4],
    whole: &'a [u8],
    body: &'a [u8],
}

#[derive(Default)]
struct PngParts {
    header: Option<[u8; 13]>,
    data: u64,
    moving: bool,
    ended: bool,
    transparent: bool,
    profiled: bool,
    exif: Exif,
    before: Vec<u8>,
    after: Vec<u8>,
}

/// Looks through every chunk and checks its sum.
pub(in crate::media) fn read(bytes: &[u8]) -> Result<Raster, ImageError> {
    let mut rest = bytes.strip_prefix(SIGNATURE).ok_or(ImageError::NoPicture { named: ImageKind::Png })?;
    let mut found = PngParts::default();
    while !found.ended {
        let chunk = chunk(rest).ok_or(ImageError::Cut { bytes: bytes.len() })?;
        rest = rest.get(chunk.whole.len()..).unwrap_or_default();
        found.take(&chunk)?;
    }
    let header = found.header.ok_or_else(|| ImageError::Broken(say("damage-header")))?;
    let (width, height) = size(&header)?;
    if found.data.saturating_mul(DEFLATE) < raw_size(&header, width, height) {
        let message = say("damage-data").with("bytes", found.data).with("width", width).with("height", height);
        return Err(ImageError::Broken(message));
    }
    let bytes = if found.moving { 0 } else { held(&header, found.transparent) };
    let weight = ImageError::check_memory(width, height, bytes, 1)?;
    // Browsers do not turn a PNG by its EXIF, so neither do we.
    let exif = found.exif.upright();
    let clean = [SIGNATURE, &found.before, &exif_chunk(&exif), &found.after].concat();
    Ok(Raster { size: (width, height), decodable: !found.moving, weight, exif, clean })
}

fn chunk(rest: &[u8]) -> Option<Chunk<'_>> {
    let (length, after) = rest.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
    let name = *after.first_chunk::<4>()?;
    Some(Chunk { name, whole: rest.get(..length.checked_add(12)?)?, body: after.get(4..4 + length)? })
}

impl PngParts {
    fn take(&mut self, chunk: &Chunk<'_>) -> Result<(), ImageError> {
        let name = String::from_utf8_lossy(&chunk.name).into_owned();
        if !is_intact(chunk) {
            return Err(ImageError::Broken(say("damage-checksum").with("name", &*name)));
        }
        match &chunk.name {
            b"IHDR" if self.header.is_some() => return Err(ImageError::Broken(say("damage-two-headers"))),
            b"IHDR" => self.header = chunk.body.first_chunk().copied(),
            _ if self.header.is_none() => {
                return Err(ImageError::Broken(say("damage-first-chunk").with("name", &*name)));
            }
            b"IDAT" => self.data += chunk.body.len() as u64,
            b"acTL" => self.moving = true,
            b"IEND" => self.ended = true,
            b"tRNS" => self.transparent = true,
            b"iCCP" if std::mem::replace(&mut self.profiled, true) || !is_profile(chunk.body) => return Ok(()),
            b"eXIf" => self.exif.fill_from(Exif::read(chunk.body)),
            b"tEXt" => self.note_text(chunk.body),
            b"iTXt" => self.note_xmp(chunk.body),
            _ => {}
        }
        if KEPT.contains(&&chunk.name) {
            let part = if self.data == 0 { &mut self.before } else { &mut self.after };
            part.extend_from_slice(chunk.whole);
        } else if chunk.name.first().is_some_and(u8::is_ascii_uppercase) {
            return Err(ImageError::Broken(say("damage-chunk").with("name", &*name)));
        }
        Ok(())
    }

    /// Keyword, NUL, Latin-1 (PNG, 11.3.3).
    fn note_text(&mut self, body: &[u8]) {
        let mut parts = body.splitn(2, |byte| *byte == 0);
        let text = |bytes: &[u8]| bytes.iter().take(TEXT).map(|byte| char::from(*byte)).collect::<String>();
        match (parts.next(), parts.next()) {
            (Some(b"Author"), Some(value)) => self.exif.add_artist(Some(text(value))),
            (Some(b"Copyright"), Some(value)) => self.exif.add_copyright(Some(text(value))),
            _ => {}
        }
    }

    fn note_xmp(&mut self, body: &[u8]) {
        // Keyword, NUL, not compressed, two empty fields.
        if let Some(packet) = body.strip_prefix(b"XML:com.adobe.xmp\0\0\0\0\0") {
            exif::add_xmp(&mut self.exif, packet);
        }
    }
}

fn is_intact(chunk: &Chunk<'_>) -> bool {
    let covered = chunk.whole.get(4..chunk.whole.len().saturating_sub(4)).unwrap_or_default();
    chunk.whole.ends_with(&sum(covered).to_be_bytes())
}

fn sum(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

fn size(header: &[u8; 13]) -> Result<(u32, u32), ImageError> {
    let [w1, w2, w3, w4, h1, h2, h3, h4, ..] = *header;
    ImageError::check_size(u32::from_be_bytes([w1, w2, w3, w4]), u32::from_be_bytes([h1, h2, h3, h4]))
}

/// Whether a compressed profile is one that a picture may have: not damaged, and no bomb. Nothing of it is kept here.
fn is_profile(body: &[u8]) -> bool {
    // A name of up to 79 bytes, NUL, the method 0 (PNG, 11.3.2.3).
    let packed = body.iter().take(80).position(|byte| *byte == 0).and_then(|name| body.get(name + 2..));
    let unpack = |packed| io::copy(&mut ZlibDecoder::new(packed).take(LARGEST_PROFILE + 1), &mut io::sink());
    packed.is_some_and(|packed| unpack(packed).is_ok_and(|length| length <= LARGEST_PROFILE))
}

/// Bytes of a pixel while it is decoded: as the decoder gives it, and as the 8-bit RGB or RGBA that is made of it.
fn held(header: &[u8; 13], transparent: bool) -> u64 {
    let [.., depth, colour, _, _, _] = *header;
    let (channels, wanted) = match (colour, transparent) {
        (0, false) => (1, 3),
        (0, true) | (4, _) => (2, 4),
        (6, _) | (2 | 3, true) => (4, 4),
        _ => (3, 3),
    };
    match depth {
        16 => 2 * channels + wanted,
        // It is what is wanted already.
        _ if channels == wanted => wanted,
        _ => channels + wanted,
    }
}

/// Bytes before compression, at the least.
fn raw_size(header: &[u8; 13], width: u32, height: u32) -> u64 {
    let [.., depth, colour, _, _, _] = *header;
    let channels = match colour {
        2 => 3,
        4 => 2,
        6 => 4,
        _ => 1,
    };
    u64::from(height) * (u64::from(width) * channels * u64::from(depth)).div_ceil(8)
}

fn exif_chunk(exif: &Exif) -> Vec<u8> {
    let Some(tiff) = exif.write() else { return Vec::new() };
    let named = [b"eXIf", tiff.as_slice()].concat();
    let length = u32::try_from(tiff.len()).unwrap_or_default();
    [&length.to_be_bytes()[..], &named, &sum(&named).to_be_bytes()].concat()
}
