//! Films and sound recordings: which files are played, recognised by a file's name and by its first bytes.

use super::image_kind::{NamedKind, named};
use crate::model::{diagnostic::Diagnostic, sentence::say};

/// The kind of media that a page shows for a file in the place of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaKind {
    /// It shows it.
    Picture,
    /// It plays it, as a film.
    Video,
    /// It plays it, as sound.
    Audio,
    /// It links it.
    Other,
}

/// Kinds of recording that not every browser plays, by their endings.
const UNPLAYED: [&str; 20] = [
    "3gp", "aac", "aif", "aiff", "amr", "ape", "asf", "avi", "flv", "mid", "midi", "mkv", "mov", "mpeg", "mpg", "mts",
    "ogm", "rm", "wma", "wmv",
];

/// The kind of media by the extension of `name`, in any case.
pub fn media_kind(name: &str) -> MediaKind {
    match ending(name).as_str() {
        "mp4" | "m4v" | "webm" | "ogv" => MediaKind::Video,
        "mp3" | "ogg" | "oga" | "opus" | "m4a" | "wav" | "flac" | "weba" => MediaKind::Audio,
        _ if matches!(named(name), NamedKind::Picture(_)) => MediaKind::Picture,
        _ => MediaKind::Other,
    }
}

/// Whether the name is that of a recording which not every browser plays.
pub fn is_unplayed(name: &str) -> bool {
    UNPLAYED.contains(&ending(name).as_str())
}

/// Whether the name is that of a picture, a film or sound, shown or not.
pub fn is_media(name: &str) -> bool {
    media_kind(name) != MediaKind::Other || is_unplayed(name) || matches!(named(name), NamedKind::Strange(_))
}

/// The problem of the recording at `path` that begins with `head`, where these bytes are not those that its name promises.
pub fn check_recording(path: &str, head: &[u8]) -> Option<Diagnostic> {
    let ending = ending(path);
    let is_valid = match ending.as_str() {
        // Old files begin with one of these boxes (ISO/IEC 14496-12, 4.3).
        "mp4" | "m4v" | "m4a" => {
            matches!(head.get(4..8), Some(b"ftyp" | b"moov" | b"mdat" | b"free" | b"skip" | b"wide" | b"pnot"))
        }
        "webm" | "weba" => head.starts_with(&[0x1A, 0x45, 0xDF, 0xA3]),
        "ogv" | "ogg" | "oga" | "opus" => head.starts_with(b"OggS"),
        // A tag, or the eleven bits that begin a frame.
        "mp3" => head.starts_with(b"ID3") || matches!(head, [0xFF, second, ..] if second & 0xE0 == 0xE0),
        "wav" => (head.starts_with(b"RIFF") || head.starts_with(b"RF64")) && head.get(8..12) == Some(b"WAVE"),
        "flac" => head.starts_with(b"fLaC") || head.starts_with(b"ID3"),
        _ => true,
    };
    let message =
        if head.is_empty() { say("recording-broken-empty") } else { say("recording-broken").with("ending", ending) };
    (!is_valid).then(|| Diagnostic::error(path, "recording-broken", message).help(say("help-export-recording")))
}

fn ending(name: &str) -> String {
    name.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or("", |(_, ending)| ending).to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_decides_what_a_page_makes_of_a_file() {
        for (name, expected) in [
            ("film.MP4", MediaKind::Video),
            ("film.webm", MediaKind::Video),
            ("a/voice.opus", MediaKind::Audio),
            ("map.svg", MediaKind::Picture),
            ("photo.heic", MediaKind::Other),
            ("report.pdf", MediaKind::Other),
            ("film.mov", MediaKind::Other),
            ("a.mp4/LICENSE", MediaKind::Other),
        ] {
            assert_eq!(media_kind(name), expected, "{name}");
        }
        assert!(is_unplayed("film.AVI") && !is_unplayed("report.pdf"));
        assert!(["map.svg", "photo.heic", "film.MP4", "voice.opus", "film.mov"].iter().all(|name| is_media(name)));
        assert!(!is_media("report.pdf") && !is_media("example.org"));
    }

    #[test]
    fn first_bytes_that_a_name_does_not_promise_are_reported() {
        let mp4 = b"\0\0\0\x20ftypisom";
        for (name, head, is_fine) in [
            ("a.mp4", &mp4[..], true),
            ("a.m4a", &mp4[..], true),
            ("a.MP4", b"<!DOCTYPE html>", false),
            ("a.webm", &mp4[..], false),
            ("a.webm", &[0x1A, 0x45, 0xDF, 0xA3, 1][..], true),
            ("a.ogv", b"OggS\0", true),
            ("a.mp3", b"ID3\x04", true),
            ("a.mp3", &[0xFF, 0xFB, 0x90][..], true),
            ("a.mp3", b"OggS\0", false),
            ("a.wav", b"RIFF\0\0\0\0WAVEfmt ", true),
            ("a.wav", b"RIFF\0\0\0\0AVI ", false),
            ("a.flac", b"fLaC", true),
            ("a.opus", b"", false),
            ("a.pdf", b"", true),
        ] {
            assert_eq!(check_recording(name, head).is_none(), is_fine, "{name}");
        }
    }
}
