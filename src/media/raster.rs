//! A picture of pixels as its file describes it, before any pixel is decoded.

use super::exif::Exif;

/// What a look through the file found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Raster {
    /// Width and height as shown.
    pub(super) size: (u32, u32),
    /// Whether smaller ones can be made of it. What may have more than one frame, or takes memory that its size does not
    /// bound, is shown as it is.
    pub(super) decodable: bool,
    /// Bytes that decoding it takes at most; none where it has frames.
    pub(super) weight: u64,
    /// Which way up, who made it, whose it is.
    pub(super) exif: Exif,
    /// The file without any other metadata.
    pub(super) clean: Vec<u8>,
}
