//! Unicode normal form C, in which ids and paths are compared.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// `text` in that form, as keyboards have it already, in all languages of ours.
pub(super) fn composed(text: &str) -> Cow<'_, str> {
    if is_nfc(text) { text.into() } else { text.nfc().collect() }
}
