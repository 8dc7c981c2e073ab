//! `[look]` of `site.toml` and the files of `static/`: whether the logo can be shown, and the accent in the style sheet.

use crate::{
    article::File,
    media::accept,
    model::{
        diagnostic::Diagnostic,
        sentence::{Sentence, say},
    },
    site::{Accent, Site},
};

/// Bytes of a logo, at most: every page loads it, and a page of text has 14 KB.
const LARGEST_LOGO: usize = 64 << 10;

/// The problems of the logo of `site`, whose own static files are `own`.
pub(crate) fn check_logo(site: &Site, own: &[File]) -> Option<Diagnostic> {
    let logo = site.look().logo.as_ref()?;
    let message = unusable(&logo.value, own)?.with("path", &logo.value);
    Some(Diagnostic::error("site.toml", "bad-value", message).at(logo.place))
}

fn unusable(path: &str, own: &[File]) -> Option<Sentence> {
    let bytes = match own.iter().find(|file| file.path == path).map(|file| &file.bytes) {
        None => return Some(say("bad-value-logo-missing")),
        Some(Err(fault)) => return Some(say("bad-value-logo-broken").with("what", fault.sentence())),
        Some(Ok(bytes)) => bytes,
    };
    match accept(path, bytes) {
        None => Some(say("bad-value-logo-kind")),
        Some(Err(error)) => Some(say("bad-value-logo-broken").with("what", error.sentence())),
        Some(Ok(_)) if bytes.len() > LARGEST_LOGO => {
            Some(say("bad-value-logo-size").with("size", bytes.len()).with("most", LARGEST_LOGO))
        }
        Some(Ok(_)) => None,
    }
}

/// Puts the accent colour at the end of the style sheet: the one of the archive, where it has its own.
pub(super) fn with_accent(assets: &mut [File], accent: Accent) {
    let sheet = assets.iter_mut().rfind(|file| file.path == "static/site.css");
    if let Some(Ok(bytes)) = sheet.map(|file| &mut file.bytes) {
        bytes.extend_from_slice(b"\n");
        bytes.extend_from_slice(accent.css().as_bytes());
    }
}
