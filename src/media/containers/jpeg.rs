//! A JPEG's segments: its size, whether it is whole, and the same picture without what its metadata reveals.

use crate::media::{exif, exif::Exif, image_error::ImageError, image_kind::ImageKind, image_kind::Raster};
use crate::model::sentence::say;

const SOI: [u8; 2] = [0xff, 0xd8];
const EOI: u8 = 0xd9;
const SOS: u8 = 0xda;
const APP1: u8 = 0xe1;
/// An encoder writes a dozen scans; each costs a walk over the whole picture, so a thousand are a bomb.
const SCANS: usize = 100;
const EXIF: &[u8] = b"Exif\0\0";
const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";

/// A segment with its marker.
struct JpegSegment<'a> {
    marker: u8,
    /// From the marker on.
    whole: &'a [u8],
    /// Behind the length.
    body: &'a [u8],
}

/// Looks through the whole file, and ends it where the picture ends: phones append a second one with the place in it.
pub(in crate::media) fn read(bytes: &[u8]) -> Result<Raster, ImageError> {
    let cut = || ImageError::Cut { bytes: bytes.len() };
    let mut rest = bytes.strip_prefix(&SOI).ok_or(ImageError::NoPicture { named: ImageKind::Jpeg })?;
    let (mut frame, mut exif, mut head, mut tail) = (None, Exif::default(), Vec::new(), Vec::new());
    let mut scans = 0;
    loop {
        let skipped = rest.iter().take_while(|byte| **byte == 0xff).count();
        let marker = *rest.get(skipped).ok_or_else(cut)?;
        if skipped == 0 {
            return Err(ImageError::Broken(say("damage-marker").with("byte", format!("{marker:02x}"))));
        }
        let from = rest.get(skipped - 1..).ok_or_else(cut)?;
        if marker == EOI {
            break;
        }
        let segment = segment(marker, from).ok_or_else(cut)?;
        rest = from.get(segment.whole.len()..).ok_or_else(cut)?;
        if is_frame(marker) && frame.replace(FrameHeader::read(&segment).ok_or_else(cut)?).is_some() {
            return Err(ImageError::Broken(say("damage-two-frames")));
        }
        note(&segment, &mut exif);
        match () {
            () if !is_kept(&segment) => {}
            () if scans > 0 || marker == SOS => tail.extend_from_slice(segment.whole),
            // The JFIF header stands first, our metadata behind it.
            () => head.push(segment.whole),
        }
        if marker == SOS {
            scans += 1;
            if scans > SCANS {
                return Err(ImageError::Broken(say("damage-scans").with("most", SCANS)));
            }
            let length = scan_length(rest).ok_or_else(cut)?;
            let (scan, after) = rest.split_at_checked(length).ok_or_else(cut)?;
            tail.extend_from_slice(scan);
            rest = after;
        }
    }
    let frame = frame.ok_or_else(|| ImageError::Broken(say("damage-no-frame")))?;
    let (width, height) = frame.size;
    let (width, height) = if exif.is_sideways() { (height, width) } else { (width, height) };
    let size = ImageError::check_size(width, height)?;
    let (bytes, unit) = frame.held(scans);
    let weight = ImageError::check_memory(width, height, bytes, unit)?;
    if scans == 0 {
        return Err(ImageError::Broken(say("damage-no-scan")));
    }
    let clean = assemble(&head, &tail, &exif);
    Ok(Raster { size, decodable: true, weight, exif, clean })
}

fn segment(marker: u8, from: &[u8]) -> Option<JpegSegment<'_>> {
    if matches!(marker, 0x01 | 0xd0..=0xd7) {
        return Some(JpegSegment { marker, whole: from.get(..2)?, body: &[] });
    }
    let length = usize::from(u16::from_be_bytes(*from.get(2..)?.first_chunk::<2>()?));
    Some(JpegSegment { marker, whole: from.get(..2 + length)?, body: from.get(4..2 + length)? })
}

fn is_frame(marker: u8) -> bool {
    matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc)
}

/// The fields of a frame header (T.81, B.2.2).
struct FrameHeader {
    size: (u32, u32),
    is_progressive: bool,
    components: usize,
    /// Values of all components in a unit, and pixels in it: 4 × 1 + 2 for 4 where colours are halved both ways.
    samples: (u64, u64),
}

impl FrameHeader {
    fn read(header: &JpegSegment<'_>) -> Option<FrameHeader> {
        let [_, h1, h2, w1, w2, _, components @ ..] = header.body else { return None };
        let factors = || components.chunks_exact(3).filter_map(|one| one.get(1)).map(|both| (both >> 4, both & 15));
        let most = |side: fn((u8, u8)) -> u8| factors().map(side).max().map_or(1, |most| u64::from(most.max(1)));
        let values = factors().map(|(across, down)| u64::from(across) * u64::from(down)).sum();
        Some(FrameHeader {
            size: (u16::from_be_bytes([*w1, *w2]).into(), u16::from_be_bytes([*h1, *h2]).into()),
            is_progressive: !matches!(header.marker, 0xc0 | 0xc1),
            components: factors().count(),
            samples: (values, most(|(across, _)| across) * most(|(_, down)| down)),
        })
    }

    /// Bytes held at once for so many pixels: the colours, grey ones twice, and where the picture comes in more than one scan
    /// the coefficients of all of it, two bytes each.
    fn held(&self, scans: usize) -> (u64, u64) {
        let (values, unit) = self.samples;
        let colours = if self.components == 1 { 4 } else { 3 };
        let coefficients = if self.is_progressive || scans > 1 { 2 * values } else { 0 };
        (colours * unit + coefficients, unit)
    }
}

/// Bytes of entropy-coded data up to the next marker that is not a restart (T.81, B.1.1.5).
fn scan_length(data: &[u8]) -> Option<usize> {
    let pairs = data.iter().zip(data.iter().skip(1));
    let is_end = |(first, second): (&u8, &u8)| *first == 0xff && !matches!(second, 0x00 | 0xff | 0xd0..=0xd7);
    pairs.into_iter().position(is_end)
}

fn note(segment: &JpegSegment<'_>, exif: &mut Exif) {
    if segment.marker != APP1 {
        return;
    }
    if let Some(tiff) = segment.body.strip_prefix(EXIF) {
        let found = Exif::read(tiff);
        let known = std::mem::replace(exif, found);
        exif.fill_from(known);
    } else if let Some(packet) = segment.body.strip_prefix(XMP) {
        exif::add_xmp(exif, packet);
    }
}

/// Of application segments: JFIF, colour profile, Adobe's colour transform. No comments.
fn is_kept(segment: &JpegSegment<'_>) -> bool {
    match segment.marker {
        0xe0 => segment.body.starts_with(b"JFIF\0"),
        0xe2 => segment.body.starts_with(b"ICC_PROFILE\0"),
        0xee => segment.body.starts_with(b"Adobe"),
        0xe1..=0xef | 0xfe => false,
        _ => true,
    }
}

fn assemble(head: &[&[u8]], tail: &[u8], exif: &Exif) -> Vec<u8> {
    let mut clean = SOI.to_vec();
    let (jfif, others) = head.split_at(head.iter().take_while(|whole| whole.get(1) == Some(&0xe0)).count());
    jfif.iter().for_each(|whole| clean.extend_from_slice(whole));
    clean.extend(exif_segment(exif));
    others.iter().for_each(|whole| clean.extend_from_slice(whole));
    clean.extend_from_slice(tail);
    clean.extend([0xff, EOI]);
    clean
}

fn exif_segment(exif: &Exif) -> Vec<u8> {
    let Some(tiff) = exif.write() else { return Vec::new() };
    let length = u16::try_from(2 + EXIF.len() + tiff.len()).unwrap_or_default();
    [&[0xff, APP1][..], &length.to_be_bytes(), EXIF, &tiff].concat()
}

/// A JPEG without metadata, with `exif` put in.
pub(in crate::media) fn with_exif(jpeg: &[u8], exif: &Exif) -> Vec<u8> {
    match jpeg.strip_prefix(&SOI) {
        Some(rest) => [&SOI[..], &exif_segment(exif), rest].concat(),
        None => jpeg.to_vec(),
    }
}
