//! The pictures of a book: fetched once each, cleaned as pages show them, no larger than a reading system needs, in a format
//! that every one of them knows.

use std::collections::HashMap;

use percent_encoding::percent_decode_str;

use super::drawing;
use crate::{
    media::{Accepted, Pixels, RenditionFormat, accept},
    model::slug::ArticleId,
    source::Source,
    web::original_of,
};

/// The widest picture that goes into a book as it is.
const WIDEST: u32 = 1600;

/// A picture to be written.
#[derive(Debug)]
pub(super) struct BookPicture {
    /// Its name in the folder of the pictures.
    pub(super) name: String,
    /// Its media type.
    pub(super) media_type: &'static str,
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
}

/// The pictures of a book, as they are met.
pub(super) struct BookPictures<'a> {
    source: &'a dyn Source,
    base_url: &'a str,
    /// What became of each file.
    names: HashMap<String, Option<String>>,
    /// Those that are not written yet.
    new: Vec<BookPicture>,
    count: usize,
}

impl<'a> BookPictures<'a> {
    /// None yet, of a site at this address.
    pub(super) fn new(source: &'a dyn Source, base_url: &'a str) -> Self {
        BookPictures { source, base_url, names: HashMap::new(), new: Vec::new(), count: 0 }
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// The name of the picture at `address`; `None` where the archive has none there that a book can show.
    pub(super) fn name(&mut self, address: &str) -> Option<String> {
        let path = file_of(address.strip_prefix(self.base_url)?)?;
        if let Some(known) = self.names.get(&path) {
            return known.clone();
        }
        let picture = self.read(&path);
        let name = picture.as_ref().map(|picture| picture.name.clone());
        self.count += usize::from(picture.is_some());
        self.new.extend(picture);
        self.names.insert(path, name.clone());
        name
    }

    /// Those met since this was called last.
    pub(super) fn take(&mut self) -> Vec<BookPicture> {
        std::mem::take(&mut self.new)
    }

    fn read(&self, path: &str) -> Option<BookPicture> {
        let file = self.source.site_files(path).ok()?.into_iter().find(|file| file.path == path)?;
        let accepted = accept(path, &file.bytes.ok()?)?.ok()?;
        let (ending, media_type, bytes) = fitting(path, accepted)?;
        Some(BookPicture { name: format!("{:05}.{ending}", self.count + 1), media_type, bytes })
    }
}

/// The picture as it goes into a book: EPUB knows GIF, JPEG, PNG and SVG everywhere.
fn fitting(path: &str, picture: Accepted) -> Option<(&'static str, &'static str, Vec<u8>)> {
    let ending = path.rsplit('.').next()?.to_ascii_lowercase();
    let known = match ending.as_str() {
        "svg" => Some(("svg", "image/svg+xml")),
        "gif" => Some(("gif", "image/gif")),
        "jpg" | "jpeg" => Some(("jpg", "image/jpeg")),
        "png" => Some(("png", "image/png")),
        _ => None,
    };
    let is_wide = picture.size.is_some_and(|(width, _)| width > WIDEST) && matches!(ending.as_str(), "jpg" | "jpeg");
    let made = (known.is_none() || is_wide).then(|| {
        let pixels = Pixels::decode(path, &picture.bytes).ok()?.narrowed(WIDEST);
        pixels.encode(RenditionFormat::Jpeg).ok()
    });
    match (known, made.flatten()) {
        (_, Some(bytes)) => Some(("jpg", "image/jpeg", bytes)),
        (Some(("svg", media_type)), None) => Some(("svg", media_type, drawing::fitting(picture.bytes))),
        (Some((ending, media_type)), None) => Some((ending, media_type, picture.bytes)),
        (None, None) => None,
    }
}

/// The path in the archive of a picture at an address within the site: `/media/2025/dnipro/map.0123456789ab.svg`, or what is
/// made of one, `/media/2025/dnipro/boat.jpg.0123456789ab.800.jpg`.
fn file_of(address: &str) -> Option<String> {
    let path = percent_decode_str(address.split(['?', '#']).next()?).decode_utf8().ok()?;
    if let Some(file) = path.strip_prefix("/static/") {
        return Some(format!("static/{}", original_of(file).last()?));
    }
    let mut parts = path.strip_prefix("/media/")?.splitn(3, '/');
    let id: ArticleId = format!("{}/{}", parts.next()?, parts.next()?).parse().ok()?;
    Some(format!("{}/{}", id.folder(), original_of(parts.next()?).last()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_to_the_file_that_it_was_made_of() {
        for (address, file) in [
            ("/media/2025/dnipro/map.0123456789ab.svg", Some("articles/2025/dnipro/map.svg")),
            ("/media/2025/dnipro/img/boat.jpg.0123456789ab.800.jpg", Some("articles/2025/dnipro/img/boat.jpg")),
            ("/media/pages/about/%D0%B0.0123456789ab.png?x", Some("pages/about/а.png")),
            ("/media/2025/dnipro/map.svg", Some("articles/2025/dnipro/map.svg")),
            ("/static/logo.0123456789ab.svg", Some("static/logo.svg")),
            ("/media/2025/dnipro", None),
            ("/media/x/dnipro/a.png", None),
            ("/uk/2025/x", None),
        ] {
            assert_eq!(file_of(address).as_deref(), file, "{address}");
        }
    }
}
