//! A GIF's blocks: its size, whether it is whole, and the same picture without comments and other people's data.

use crate::media::{exif::Exif, image_error::ImageError, image_kind::ImageKind, image_kind::Raster};
use crate::model::sentence::say;

const EXTENSION: u8 = 0x21;
const IMAGE: u8 = 0x2c;
const TRAILER: u8 = 0x3b;
const COMMENT: u8 = 0xfe;
const APPLICATION: u8 = 0xff;

/// Looks through every block (GIF89a, appendix B).
pub(in crate::media) fn read(bytes: &[u8]) -> Result<Raster, ImageError> {
    let cut = || ImageError::Cut { bytes: bytes.len() };
    if ImageKind::sniff(bytes) != Some(ImageKind::Gif) {
        return Err(ImageError::NoPicture { named: ImageKind::Gif });
    }
    let [w1, w2, h1, h2, flags, ..] = bytes.get(6..13).ok_or_else(cut)? else { return Err(cut()) };
    let size = ImageError::check_size(u16::from_le_bytes([*w1, *w2]).into(), u16::from_le_bytes([*h1, *h2]).into())?;
    let head = 13 + table_length(*flags);
    let mut clean = bytes.get(..head).ok_or_else(cut)?.to_vec();
    let mut rest = bytes.get(head..).ok_or_else(cut)?;
    let mut images = 0;
    loop {
        let kind = *rest.first().ok_or_else(cut)?;
        if kind == TRAILER {
            break;
        }
        let length = match kind {
            EXTENSION => blocks_from(rest, 2),
            IMAGE => rest.get(9).and_then(|flags| blocks_from(rest, 10 + table_length(*flags) + 1)),
            _ => return Err(ImageError::Broken(say("damage-block").with("byte", format!("{kind:02x}")))),
        };
        let (block, after) = length.and_then(|length| rest.split_at_checked(length)).ok_or_else(cut)?;
        if kind == IMAGE {
            images += 1;
            // A browser makes room for the first frame, even where the screen is smaller.
            let [_, x1, x2, y1, y2, w1, w2, h1, h2, ..] = block else { return Err(cut()) };
            let side = |at: [u8; 2], length: [u8; 2]| {
                u32::from(u16::from_le_bytes(at)) + u32::from(u16::from_le_bytes(length))
            };
            ImageError::check_size(side([*x1, *x2], [*w1, *w2]), side([*y1, *y2], [*h1, *h2]))?;
        }
        if is_kept(block) {
            clean.extend_from_slice(block);
        }
        rest = after;
    }
    if images == 0 {
        return Err(ImageError::Broken(say("damage-no-pixels")));
    }
    clean.push(TRAILER);
    Ok(Raster { size, decodable: false, weight: 0, exif: Exif::default(), clean })
}

/// Bytes of a colour table, by the flags that announce it.
fn table_length(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// The length of a block whose sub-blocks begin at `at`.
fn blocks_from(block: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let length = usize::from(*block.get(at)?);
        at += 1 + length;
        if length == 0 {
            return Some(at);
        }
    }
}

/// Comments go, and so do data of applications but for how often to repeat.
fn is_kept(block: &[u8]) -> bool {
    match block {
        [EXTENSION, COMMENT, ..] => false,
        [EXTENSION, APPLICATION, rest @ ..] => {
            [&b"\x0bNETSCAPE2.0"[..], b"\x0bANIMEXTS1.0"].iter().any(|name| rest.starts_with(name))
        }
        _ => true,
    }
}
