//! A WebP's chunks: its size, whether it is whole, and the same picture without what its metadata reveals.

use crate::media::{exif, exif::Exif, image_error::ImageError, image_kind::ImageKind, image_kind::Raster};
use crate::model::sentence::say;

const EXIF_FLAG: u8 = 0x08;
const XMP_FLAG: u8 = 0x04;
const MOVING_FLAG: u8 = 0x02;

/// Looks through every chunk (RFC 9649, 2.7).
pub(in crate::media) fn read(bytes: &[u8]) -> Result<Raster, ImageError> {
    let cut = || ImageError::Cut { bytes: bytes.len() };
    let body = bytes.get(12..).filter(|_| ImageKind::sniff(bytes) == Some(ImageKind::Webp));
    let mut rest = body.ok_or(ImageError::NoPicture { named: ImageKind::Webp })?;
    let announced = bytes.get(4..8).and_then(|four| four.first_chunk()).map_or(0, |four| u32::from_le_bytes(*four));
    let announced = usize::try_from(announced).unwrap_or(usize::MAX).saturating_sub(4);
    rest = rest.get(..announced).ok_or_else(cut)?;
    let (mut size, mut flags, mut exif, mut kept) = (None, None, Exif::default(), Vec::new());
    while !rest.is_empty() {
        let (name, body, after) = chunk(rest).ok_or_else(cut)?;
        match name {
            b"VP8X" => (size, flags) = (extended_size(body), body.first().copied()),
            b"VP8 " | b"VP8L" | b"ANMF" => {
                let own = frame_size(name, body);
                own.map_or(Ok((0, 0)), |(width, height)| ImageError::check_size(width, height))?;
                size = size.or(own.filter(|_| name != b"ANMF"));
            }
            b"EXIF" => exif.fill_from(Exif::read(body.strip_prefix(b"Exif\0\0").unwrap_or(body))),
            b"XMP " => exif::add_xmp(&mut exif, body),
            b"ALPH" | b"ANIM" | b"ICCP" => {}
            _ => {
                rest = after;
                continue;
            }
        }
        if !matches!(name, b"VP8X" | b"EXIF" | b"XMP ") {
            kept.push((name, body));
        }
        rest = after;
    }
    let (width, height) = size.ok_or_else(|| ImageError::Broken(say("damage-no-size")))?;
    let size = ImageError::check_size(width, height)?;
    if !kept.iter().any(|(name, _)| matches!(*name, b"VP8 " | b"VP8L" | b"ANMF")) {
        return Err(ImageError::Broken(say("damage-no-pixels")));
    }
    let moving = flags.is_some_and(|flags| flags & MOVING_FLAG != 0);
    let weight = ImageError::check_memory(width, height, if moving { 0 } else { held(&kept) }, 1)?;
    let exif = exif.upright();
    let clean = assemble(width, height, flags, &kept, &exif);
    Ok(Raster { size, decodable: !moving && !has_codes(&kept), weight, exif, clean })
}

/// Whether pixels or their transparency are lossless. Such a file may announce 65,536 sets of prefix codes (RFC 9649, 3.7.2), of
/// which 30 bytes take a decoder 70 kilobytes, so its memory is not bounded by its size: it is sent as it is.
fn has_codes(kept: &[(&[u8; 4], &[u8])]) -> bool {
    kept.iter().any(|(name, body)| match *name {
        b"VP8L" => true,
        // The two lowest bits say whether it is compressed (RFC 9649, 2.7.1.2).
        b"ALPH" => body.first().is_some_and(|flags| flags & 3 != 0),
        _ => false,
    })
}

/// Bytes of a pixel while it is decoded: brightness and colours, or four whole channels, besides what comes out.
fn held(kept: &[(&[u8; 4], &[u8])]) -> u64 {
    let has = |wanted: &[u8; 4]| kept.iter().any(|(name, _)| *name == wanted);
    match (has(b"VP8L"), has(b"ALPH")) {
        (true, _) => 8,
        (false, true) => 11,
        (false, false) => 5,
    }
}

/// The size of a frame, by the chunk that holds it.
fn frame_size(name: &[u8; 4], body: &[u8]) -> Option<(u32, u32)> {
    match name {
        b"VP8 " => lossy_size(body),
        b"VP8L" => lossless_size(body),
        // Its place comes first (RFC 9649, 2.7.1.1).
        _ => extended_size(body.get(2..)?),
    }
}

/// The first chunk: its name, its body, and what follows.
fn chunk(rest: &[u8]) -> Option<(&[u8; 4], &[u8], &[u8])> {
    let (name, after) = rest.split_first_chunk::<4>()?;
    let (length, after) = after.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    let (body, after) = after.split_at_checked(length)?;
    // A body of odd length is followed by a byte of padding.
    Some((name, body, after.get(length % 2..).unwrap_or_default()))
}

fn extended_size(body: &[u8]) -> Option<(u32, u32)> {
    let [_, _, _, _, w1, w2, w3, h1, h2, h3, ..] = body else { return None };
    Some((u32::from_le_bytes([*w1, *w2, *w3, 0]) + 1, u32::from_le_bytes([*h1, *h2, *h3, 0]) + 1))
}

fn lossy_size(body: &[u8]) -> Option<(u32, u32)> {
    let [_, _, _, 0x9d, 0x01, 0x2a, w1, w2, h1, h2, ..] = body else { return None };
    Some(((u16::from_le_bytes([*w1, *w2]) & 0x3fff).into(), (u16::from_le_bytes([*h1, *h2]) & 0x3fff).into()))
}

fn lossless_size(body: &[u8]) -> Option<(u32, u32)> {
    let [0x2f, b1, b2, b3, b4, ..] = body else { return None };
    let bits = u32::from_le_bytes([*b1, *b2, *b3, *b4]);
    Some(((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1))
}

fn assemble(width: u32, height: u32, flags: Option<u8>, kept: &[(&[u8; 4], &[u8])], exif: &Exif) -> Vec<u8> {
    let tiff = exif.write();
    let mut body = b"WEBP".to_vec();
    if flags.is_some() || tiff.is_some() {
        let flags = flags.unwrap_or_default() & !(EXIF_FLAG | XMP_FLAG);
        let flags = flags | if tiff.is_some() { EXIF_FLAG } else { 0 };
        let less_one = |n: u32| n.saturating_sub(1).to_le_bytes();
        let ([w1, w2, w3, _], [h1, h2, h3, _]) = (less_one(width), less_one(height));
        push(&mut body, b"VP8X", &[flags, 0, 0, 0, w1, w2, w3, h1, h2, h3]);
    }
    kept.iter().for_each(|(name, chunk)| push(&mut body, name, chunk));
    if let Some(tiff) = tiff {
        push(&mut body, b"EXIF", &tiff);
    }
    let length = u32::try_from(body.len()).unwrap_or_default();
    [b"RIFF", &length.to_le_bytes()[..], &body].concat()
}

fn push(body: &mut Vec<u8>, name: &[u8; 4], chunk: &[u8]) {
    body.extend_from_slice(name);
    body.extend(u32::try_from(chunk.len()).unwrap_or_default().to_le_bytes());
    body.extend_from_slice(chunk);
    if chunk.len() % 2 == 1 {
        body.push(0);
    }
}

/// A WebP without metadata, with `exif` put in. `has_alpha` says whether it has transparent pixels.
pub(in crate::media) fn with_exif(webp: &[u8], width: u32, height: u32, has_alpha: bool, exif: &Exif) -> Vec<u8> {
    if exif.write().is_none() {
        return webp.to_vec();
    }
    let mut kept = Vec::new();
    let (mut rest, mut flags) = (webp.get(12..).unwrap_or_default(), if has_alpha { 0x10 } else { 0 });
    while let Some((name, body, after)) = chunk(rest) {
        match name {
            b"VP8X" => flags |= body.first().copied().unwrap_or_default(),
            _ => kept.push((name, body)),
        }
        rest = after;
    }
    assemble(width, height, Some(flags), &kept, exif)
}
