//! Why a picture is not shown: what was found, what was expected, the next step.

use std::fmt;

use super::image_kind::ImageKind;
use crate::model::{
    diagnostic::Diagnostic,
    sentence::{Sentence, say},
};

/// A picture has at most so many pixels a side…
pub(super) const SIDE: u32 = 30_000;
/// …and in all: a photo of the largest camera passes.
pub(super) const PIXELS: u64 = 64_000_000;
/// The largest colour profile that is used: those of printing presses have two megabytes.
pub(super) const LARGEST_PROFILE: u64 = 4 << 20;
/// Bytes that its pixels take at most while it is decoded: a quarter of a gigabyte.
pub(super) const MEMORY: u64 = 256_000_000;

/// Why a picture is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImageError {
    /// A kind that is not shown.
    Strange {
        /// The ending found.
        ending: String,
    },
    /// The bytes are of another kind than the name says.
    Mismatch {
        /// The kind by its name.
        named: ImageKind,
        /// The kind by its bytes.
        found: ImageKind,
    },
    /// The bytes are not a picture at all.
    NoPicture {
        /// The kind by its name.
        named: ImageKind,
    },
    /// The file stops too early.
    Cut {
        /// Bytes found.
        bytes: usize,
    },
    /// Something inside is not as it must be.
    Broken(Sentence),
    /// More pixels than a reader's machine, or ours, should have to hold.
    TooLarge {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
    },
    /// Pixels that take more memory than we have for a picture.
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
    /// Whether `width` × `height` is outside the limits of a picture.
    pub(super) fn check_size(width: u32, height: u32) -> Result<(u32, u32), ImageError> {
        if width == 0 || height == 0 {
            return Err(ImageError::Broken(say("damage-size").with("width", width).with("height", height)));
        }
        if width > SIDE || height > SIDE || u64::from(width) * u64::from(height) > PIXELS {
            return Err(ImageError::TooLarge { width, height });
        }
        Ok((width, height))
    }

    /// Checks the memory for decoding, `bytes` for `unit` pixels; refused if it is more than [`MEMORY`].
    pub(super) fn check_memory(width: u32, height: u32, bytes: u64, unit: u64) -> Result<u64, ImageError> {
        let pixels = u64::from(width) * u64::from(height);
        let bytes = pixels.saturating_mul(bytes).div_ceil(unit.max(1));
        if bytes > MEMORY { Err(ImageError::TooHeavy { width, height, bytes }) } else { Ok(bytes) }
    }

    /// The problem.
    pub fn sentence(&self) -> Sentence {
        match self {
            ImageError::Strange { ending } => say("picture-kind").with("ending", ending),
            ImageError::Mismatch { named, found } => {
                say("picture-mismatch").with("named", named.to_string()).with("found", found.to_string())
            }
            ImageError::NoPicture { named } => say("picture-broken-none").with("named", named.to_string()),
            ImageError::Cut { bytes } => say("picture-broken-cut").with("bytes", *bytes),
            ImageError::Broken(what) => say("picture-broken").with("what", what.clone()),
            ImageError::TooLarge { width, height } => {
                let message = say("picture-too-large").with("width", *width).with("height", *height);
                message.with("side", SIDE).with("millions", PIXELS / 1_000_000)
            }
            ImageError::TooHeavy { width, height, bytes } => {
                let message = say("picture-too-large-heavy").with("width", *width).with("height", *height);
                message.with("needed", bytes.div_ceil(1_000_000)).with("most", MEMORY / 1_000_000)
            }
        }
    }

    /// The problem of the file at `path`.
    pub fn problem(&self, path: &str) -> Diagnostic {
        let (code, help) = match self {
            ImageError::Strange { .. } => ("picture-kind", say("help-convert")),
            ImageError::Mismatch { found, .. } => {
                ("picture-mismatch", say("help-rename-ending").with("ending", found.ending()))
            }
            ImageError::NoPicture { .. } => ("picture-broken", say("help-export-again")),
            ImageError::Cut { .. } => ("picture-broken", say("help-copy-again")),
            ImageError::Broken(_) => ("picture-broken", say("help-open-export")),
            ImageError::TooLarge { .. } => ("picture-too-large", say("help-smaller")),
            ImageError::TooHeavy { .. } => ("picture-too-large", say("help-lighter")),
        };
        Diagnostic::error(path, code, self.sentence()).help(help)
    }
}

impl fmt::Display for ImageError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.sentence().fmt(out)
    }
}

impl std::error::Error for ImageError {}
