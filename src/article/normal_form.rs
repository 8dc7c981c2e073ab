//! Unicode normal forms of names: NFC, as keyboards and links have it.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::model::diagnostic::Diagnostic;

/// An error where a path is in another normal form than NFC, as macOS writes them: links from texts do not find it.
pub(crate) fn check_form(path: &str) -> Option<Diagnostic> {
    if is_nfc(path) {
        return None;
    }
    let composed: String = path.nfc().collect();
    let name = composed.rsplit('/').next().unwrap_or_default().to_owned();
    Some(
        Diagnostic::error(path, "name-not-nfc", "the name is in Unicode normal form NFD, expected NFC")
            .help(format!("rename it to `{name}`, typed anew")),
    )
}

/// `text` in NFC, as keyboards have it already, in all languages of ours.
pub(crate) fn composed(text: &str) -> Cow<'_, str> {
    if is_nfc(text) { text.into() } else { text.nfc().collect() }
}
