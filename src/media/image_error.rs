//! Why a picture is not shown: what was found, what was expected, the next step.

use super::image_kind::ImageKind;
use crate::model::diagnostic::Diagnostic;

/// A picture has at most so many pixels a side…
pub(super) const SIDE: u32 = 30_000;
/// …and in all: a photo of the largest camera passes.
pub(super) const PIXELS: u64 = 64_000_000;
/// The largest colour profile that is used: those of printing presses have two megabytes.
pub(super) const LARGEST_PROFILE: u64 = 4 << 20;
/// Bytes that its pixels take at most while it is decoded: a quarter of a gigabyte.
pub(super) const MEMORY: u64 = 256_000_000;

/// Why a picture is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImageError {
    /// A kind that is not shown.
    #[error("`.{ending}` is no kind of picture that every browser shows, expected JPEG, PNG, WebP, GIF or SVG")]
    Strange {
        /// The ending found.
        ending: String,
    },
    /// The bytes are of another kind than the name says.
    #[error("the name says {named}, but the bytes are those of a {found}")]
    Mismatch {
        /// What the name says.
        named: ImageKind,
        /// What the bytes say.
        found: ImageKind,
    },
    /// The bytes are no picture at all.
    #[error("the name says {named}, but the bytes are no {named}")]
    NoPicture {
        /// What the name says.
        named: ImageKind,
    },
    /// The file stops too early.
    #[error("the file ends before the picture does, after {bytes} bytes")]
    Cut {
        /// Bytes found.
        bytes: usize,
    },
    /// Something inside is not as it must be.
    #[error("the picture is damaged: {0}")]
    Broken(String),
    /// More pixels than a reader's machine, or ours, should have to hold.
    #[error("{width} × {height} pixels, expected at most {SIDE} a side and {} million in all", PIXELS / 1_000_000)]
    TooLarge {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
    },
    /// Pixels that take more memory than we have for a picture.
    #[error("{width} × {height} pixels, stored as they are, take {} MB to decode, expected at most {} MB", bytes.div_ceil(1_000_000), MEMORY / 1_000_000)]
    TooHeavy {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
        /// Bytes needed at once.
        bytes: u64,
    },
}

impl ImageError {
    /// Where `width` × `height` is more, or less, than a picture may have.
    pub(super) fn check_size(width: u32, height: u32) -> Result<(u32, u32), ImageError> {
        if width == 0 || height == 0 {
            return Err(ImageError::Broken(format!("it has {width} × {height} pixels")));
        }
        if width > SIDE || height > SIDE || u64::from(width) * u64::from(height) > PIXELS {
            return Err(ImageError::TooLarge { width, height });
        }
        Ok((width, height))
    }

    /// What decoding takes in bytes, at `bytes` for `unit` pixels; refused where it is more than [`MEMORY`].
    pub(super) fn check_memory(width: u32, height: u32, bytes: u64, unit: u64) -> Result<u64, ImageError> {
        let pixels = u64::from(width) * u64::from(height);
        let bytes = pixels.saturating_mul(bytes).div_ceil(unit.max(1));
        if bytes > MEMORY { Err(ImageError::TooHeavy { width, height, bytes }) } else { Ok(bytes) }
    }

    /// The problem of the file at `path`.
    pub fn problem(&self, path: &str) -> Diagnostic {
        let (code, help) = match self {
            ImageError::Strange { .. } => ("picture-kind", "convert it to JPEG, PNG or WebP".to_owned()),
            ImageError::Mismatch { found, .. } => {
                ("picture-mismatch", format!("rename it so that it ends in `.{}`", found.ending()))
            }
            ImageError::NoPicture { .. } => ("picture-broken", "export it again from the original".to_owned()),
            ImageError::Cut { .. } => ("picture-broken", "copy it again: the transfer was cut off".to_owned()),
            ImageError::Broken(_) => ("picture-broken", "open it in an editor and export it again".to_owned()),
            ImageError::TooLarge { .. } => {
                ("picture-too-large", "make it smaller: pages show 1600 pixels across".to_owned())
            }
            ImageError::TooHeavy { .. } => {
                let help = "make it smaller, or save it with 8 bits a channel, a JPEG not as progressive";
                ("picture-too-large", help.to_owned())
            }
        };
        Diagnostic::error(path, code, format!("the picture is not shown: {self}")).help(help)
    }
}
