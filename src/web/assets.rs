//! Style sheet and icons: the built-in ones, with the archive's own over them, under names that change with their bytes.

use std::collections::HashMap;

use axum::body::Bytes;

use super::{
    policy::CachePolicy,
    reply::{FileContent, FileReply, Redirect, Reply},
};
use crate::{article::File, media::accept, model::Digest};

/// Every static file, by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assets(HashMap<String, Asset>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Asset {
    bytes: Bytes,
    digest: String,
    /// Width and height of a picture that says so.
    size: Option<(u32, u32)>,
}

impl Assets {
    /// The assets out of files below `static/`; a later file of the same name replaces an earlier one.
    pub fn from_files(files: impl IntoIterator<Item = File>) -> Self {
        let mut assets = HashMap::new();
        for file in files {
            let name = file.path.strip_prefix("static/").unwrap_or(&file.path).to_owned();
            if let Ok(bytes) = file.bytes {
                let digest = Digest::hash(&bytes).to_string().chars().take(12).collect();
                let picture = accept(&name, &bytes).and_then(Result::ok);
                assets.insert(
                    name,
                    Asset { bytes: bytes.into(), digest, size: picture.and_then(|picture| picture.size) },
                );
            }
        }
        Assets(assets)
    }

    /// The address of the file `name`: `/static/site.0123456789ab.css`. The plain name where there is no such file.
    pub fn address(&self, name: &str) -> String {
        match (self.0.get(name), name.rsplit_once('.')) {
            (Some(asset), Some((stem, ending))) => format!("/static/{stem}.{}.{ending}", asset.digest),
            _ => format!("/static/{name}"),
        }
    }

    /// The names of all files.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Whether there is a file `name`.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Width and height of the picture `name`; `None` if there is none, or it does not say.
    pub(super) fn size(&self, name: &str) -> Option<(u32, u32)> {
        self.0.get(name)?.size
    }

    /// The reply for programs that request `/favicon.ico` without reading a page: the archive's own icon, otherwise the built-in one as PNG.
    pub(super) fn favicon(&self) -> Option<Reply> {
        let (name, asset) =
            ["favicon.ico", "icon-192.png"].into_iter().find_map(|name| Some((name, self.0.get(name)?)))?;
        Some(Reply::File(FileReply {
            content: FileContent::Shared(asset.bytes.clone()),
            content_type: content_type(name),
            digest: asset.digest.clone(),
            policy: CachePolicy::Revalidate,
        }))
    }

    /// The text of the file `name`; `None` if there is none.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        std::str::from_utf8(&self.0.get(name)?.bytes).ok()
    }

    /// The file at `/static/<path>`. An address of other bytes, or without a digest, leads to the present one.
    pub fn find(&self, path: &str) -> Option<Reply> {
        if self.0.contains_key(path) {
            return Some(Redirect::Current(self.address(path)).into());
        }
        let (front, ending) = path.rsplit_once('.')?;
        let (stem, digest) = front.rsplit_once('.')?;
        let name = format!("{stem}.{ending}");
        let asset = self.0.get(&name)?;
        if asset.digest != digest {
            return Some(Redirect::Current(self.address(&name)).into());
        }
        Some(Reply::File(FileReply {
            content: FileContent::Shared(asset.bytes.clone()),
            content_type: content_type(&name),
            digest: asset.digest.clone(),
            policy: CachePolicy::Immutable,
        }))
    }
}

/// The media type of a file by its ending; texts are UTF-8.
pub(in crate::web) fn content_type(name: &str) -> String {
    // RFC 4337; the older name is known to fewer browsers.
    if name.to_ascii_lowercase().ends_with(".m4a") {
        return "audio/mp4".to_owned();
    }
    let guess = mime_guess::from_path(name).first_or_octet_stream();
    if guess.type_() == "text" { format!("{guess}; charset=utf-8") } else { guess.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assets(css: &str) -> Assets {
        Assets::from_files([File { path: "static/site.css".into(), bytes: Ok(css.into()) }])
    }

    #[test]
    fn an_address_changes_with_the_bytes() {
        assert_ne!(assets("a").address("site.css"), assets("b").address("site.css"));
    }

    #[test]
    fn recordings_have_the_types_that_browsers_play() {
        for (name, expected) in [
            ("a.mp4", "video/mp4"),
            ("a.webm", "video/webm"),
            ("a.ogv", "video/ogg"),
            ("a.mp3", "audio/mpeg"),
            ("a.ogg", "audio/ogg"),
            ("a.oga", "audio/ogg"),
            ("a.opus", "audio/ogg"),
            ("a.M4A", "audio/mp4"),
            ("a.wav", "audio/wav"),
            ("a.flac", "audio/flac"),
            ("a.weba", "audio/webm"),
            ("film.uk.vtt", "text/vtt; charset=utf-8"),
        ] {
            assert_eq!(content_type(name), expected, "{name}");
        }
    }

    #[test]
    fn old_and_plain_addresses_lead_to_the_present_one() {
        let assets = assets("a");
        let present = assets.address("site.css");
        let file = assets.find(present.strip_prefix("/static/").unwrap());
        assert!(matches!(file, Some(Reply::File(_))));
        for path in ["site.css", "site.000000000000.css"] {
            assert!(matches!(assets.find(path), Some(Reply::Redirect(Redirect::Current(to))) if to == present));
        }
        assert!(assets.find("other.css").is_none() && assets.find("../site.toml").is_none());
    }
}
