//! A file looked through by the kind that its first bytes show.

use super::{gif, jpeg, png, webp};
use crate::media::{image_error::ImageError, image_kind::ImageKind, image_kind::Raster};

/// Looks through a file of `kind`, in time linear in its length and without decoding.
pub(in crate::media) fn read(kind: ImageKind, bytes: &[u8]) -> Result<Raster, ImageError> {
    match kind {
        ImageKind::Jpeg => jpeg::read(bytes),
        ImageKind::Png => png::read(bytes),
        ImageKind::Webp => webp::read(bytes),
        ImageKind::Gif => gif::read(bytes),
        ImageKind::Svg => Err(ImageError::NoPicture { named: kind }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KINDS: [ImageKind; 4] = [ImageKind::Jpeg, ImageKind::Png, ImageKind::Webp, ImageKind::Gif];

    /// A small picture of each kind.
    fn sound(kind: ImageKind) -> Vec<u8> {
        let format = match kind {
            ImageKind::Jpeg => image::ImageFormat::Jpeg,
            ImageKind::Png => image::ImageFormat::Png,
            ImageKind::Webp => image::ImageFormat::WebP,
            _ => image::ImageFormat::Gif,
        };
        let picture = image::RgbImage::from_fn(9, 5, |x, y| image::Rgb([x as u8 * 20, y as u8 * 40, 90]));
        let mut bytes = std::io::Cursor::new(Vec::new());
        image::DynamicImage::from(picture).write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn a_sound_picture_tells_its_size_and_stays_readable() {
        for kind in KINDS {
            let raster = read(kind, &sound(kind)).unwrap();
            assert_eq!(raster.size, (9, 5), "{kind}");
            let again = image::load_from_memory(&raster.clean).unwrap();
            assert_eq!(again.into_rgb8(), image::load_from_memory(&sound(kind)).unwrap().into_rgb8(), "{kind}");
        }
    }

    #[test]
    fn every_cut_is_noticed() {
        for kind in KINDS {
            let whole = sound(kind);
            for length in 0..whole.len() - 1 {
                assert!(read(kind, &whole[..length]).is_err(), "{kind}, {length} of {} bytes", whole.len());
            }
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            for kind in KINDS {
                _ = read(kind, &bytes);
                let head = sound(kind);
                _ = read(kind, &[&head[..head.len() / 2], &bytes].concat());
            }
        }

        #[test]
        fn a_changed_byte_never_panics_and_what_passes_is_clean(at in 0usize..400, byte in any::<u8>()) {
            for kind in KINDS {
                let mut bytes = sound(kind);
                let at = at % bytes.len();
                bytes[at] = byte;
                if let Ok(raster) = read(kind, &bytes) {
                    let again = read(kind, &raster.clean).unwrap();
                    prop_assert_eq!(again.clean, raster.clean);
                }
            }
        }
    }
}
