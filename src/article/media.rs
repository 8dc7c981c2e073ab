//! Pictures, films and other files of an article.

use super::{File, LargeFile, check_form, decode};
use crate::{
    media::{
        ImageError, MediaKind, Rendition, RenditionFormat, accept, check_recording, check_subtitles, is_photo,
        made_digest, media_kind, renditions, scaled_height,
    },
    model::{Digest, diagnostic::Diagnostic, percent::encoded_path, sentence::say, slug::ArticleId},
    site::Site,
};

/// A file of an article that is not one of its texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaFile {
    /// Its path within the article's folder.
    pub file: String,
    /// The digest of its bytes as they are served, 12 hex digits.
    pub digest: String,
    /// Bytes as they are served.
    pub bytes: u64,
    /// The kind of media that a page shows in the place of a picture.
    pub kind: MediaKind,
    /// The state of the file in which it has this digest; empty where its digest is taken again when it is served.
    pub state: String,
    /// Width and height in pixels, where it is a picture that says so.
    pub size: Option<(u32, u32)>,
    /// The widths in which smaller ones are made of it; none where it goes out as it is.
    pub widths: Vec<u32>,
    /// Whether it can be the preview (`og:image`) that other sites show with a link to the article.
    pub previewed: bool,
    /// Whether it may stand for its article in listings.
    pub listed: bool,
}

/// A picture that other sites may show: its address and size.
pub type PreviewImage = (String, Option<(u32, u32)>);

/// Other sites fetch no larger preview than they show.
const PREVIEW: u32 = 1600;
/// A browser that knows neither AVIF nor `srcset` is sent this width.
const PLAIN: u32 = 800;

impl MediaFile {
    /// The file's record and what should be fixed in it; `None` if it could not be read.
    ///
    /// # Errors
    /// If it is a picture that is not to be shown.
    pub(super) fn from_file(name: &str, file: &File) -> Option<Result<(MediaFile, Vec<Diagnostic>), ImageError>> {
        let bytes = file.bytes.as_ref().ok()?;
        Some(match accept(&file.path, bytes) {
            None => {
                let (media, mut problems) = MediaFile::other(name, &file.path, bytes, Digest::hash(bytes));
                if name.to_ascii_lowercase().ends_with(".vtt") {
                    match decode(&file.path, bytes) {
                        Ok((text, _)) => problems.extend(check_subtitles(&file.path, text)),
                        Err(problem) => problems.push(problem),
                    }
                }
                Ok((MediaFile { bytes: bytes.len() as u64, ..media }, problems))
            }
            Some(Err(refusal)) => Err(refusal),
            Some(Ok(picture)) => {
                let media = MediaFile {
                    file: name.to_owned(),
                    digest: short(Digest::hash(&picture.bytes)),
                    bytes: picture.bytes.len() as u64,
                    kind: MediaKind::Picture,
                    state: String::new(),
                    size: picture.size,
                    widths: picture.widths,
                    previewed: picture.previewed,
                    listed: picture.listed,
                };
                Ok((media, picture.problems))
            }
        })
    }

    /// The record of a file that is not held in memory, and what should be fixed in it.
    pub(super) fn from_large(name: &str, file: &LargeFile) -> (MediaFile, Vec<Diagnostic>) {
        let (media, mut problems) = MediaFile::other(name, &file.path, &file.head, file.digest);
        problems.extend(check_form(&file.path));
        (MediaFile { bytes: file.size, state: file.state.clone(), ..media }, problems)
    }

    /// A file that is not a picture and begins with `head`; a recording is played where these bytes are those of one.
    fn other(name: &str, path: &str, head: &[u8], digest: Digest) -> (MediaFile, Vec<Diagnostic>) {
        let problem = check_recording(path, head);
        let media = MediaFile {
            file: name.to_owned(),
            digest: short(digest),
            bytes: 0,
            kind: if problem.is_some() { MediaKind::Other } else { media_kind(name) },
            state: String::new(),
            size: None,
            widths: Vec::new(),
            previewed: false,
            listed: false,
        };
        (media, problem.into_iter().collect())
    }

    /// Its address, which changes with its bytes: `/media/2025/dnipro/map.0123456789ab.svg`.
    pub fn address(&self, article: &ArticleId) -> String {
        plain_address(article, &self.file, &self.digest)
    }

    /// The addresses of what is made of it in `format`, each with its width, as `srcset` lists them; empty where none is.
    pub fn srcset(&self, article: &ArticleId, format: RenditionFormat) -> String {
        let one =
            |made: Rendition| format!("{} {}w", made_address(article, &self.file, &self.digest, made), made.width);
        self.made().into_iter().filter(|made| made.format == format).map(one).collect::<Vec<_>>().join(", ")
    }

    /// The renditions to make, narrowest first; none if it is sent as it is.
    pub fn made(&self) -> Vec<Rendition> {
        self.size.map(|(own, height)| renditions(own, height, &self.widths)).unwrap_or_default()
    }

    /// The address and `srcset` for what reads neither AVIF nor WebP, where they differ from the file itself: of a photo a
    /// JPEG is made as well, a drawing goes out as it is.
    pub fn plain(&self, article: &ArticleId) -> Option<(String, String)> {
        let width = *self.widths.iter().rfind(|width| **width <= PLAIN).or(self.widths.first())?;
        let made = Rendition { width, format: RenditionFormat::Jpeg };
        let address = made_address(article, &self.file, &self.digest, made);
        is_photo(&self.file).then(|| (address, self.srcset(article, RenditionFormat::Jpeg)))
    }

    /// The picture that other sites show with a link to the article.
    pub fn preview(&self, article: &ArticleId) -> Option<PreviewImage> {
        let Some(width) = self.widths.iter().rfind(|width| **width <= PREVIEW).copied() else {
            return self.previewed.then(|| (self.address(article), self.size));
        };
        let made = Rendition { width, format: RenditionFormat::Jpeg };
        let size = self.size.map(|(own, height)| (width, scaled_height(own, height, width)));
        Some((made_address(article, &self.file, &self.digest, made), size))
    }
}

/// The digest as addresses have it.
fn short(digest: Digest) -> String {
    digest.to_string().chars().take(12).collect()
}

/// The address of a file of an article.
pub fn plain_address(article: &ArticleId, file: &str, digest: &str) -> String {
    let (stem, ending) = match file.rsplit_once('.') {
        Some((stem, ending)) if !ending.contains('/') => (stem, format!(".{ending}")),
        _ => (file, String::new()),
    };
    encoded(&format!("{article}/{stem}.{digest}{ending}"))
}

/// The address of a file that leads to its present one: `/media/2025/dnipro/map.svg`.
pub fn media_address(article: &ArticleId, file: &str) -> String {
    encoded(&format!("{article}/{file}"))
}

/// The address of what is made of an original with this digest: `/media/2025/dnipro/boat.jpg.0123456789ab.800.avif`.
pub fn made_address(article: &ArticleId, file: &str, original: &str, made: Rendition) -> String {
    encoded(&format!("{article}/{file}.{}.{made}", made_digest(original)))
}

fn encoded(path: &str) -> String {
    format!("/media/{}", encoded_path(path))
}

/// The ending of subtitles in WebVTT.
const SUBTITLES: &str = ".vtt";

/// The name of the subtitles of a film in `lang`.
pub(super) fn subtitles_name(film: &str, lang: &str) -> String {
    format!("{}.{lang}{SUBTITLES}", stem(film))
}

/// `img/film.mp4` → `img/film`
pub(super) fn stem(file: &str) -> &str {
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

/// Subtitles of the folder `root` that no page shows: of a language that the site does not have, of no language, or of no film.
pub(super) fn unused_subtitles(site: &Site, root: &str, media: &[MediaFile]) -> Vec<Diagnostic> {
    let is_film = |stem: &str| {
        media.iter().any(|media| self::stem(&media.file) == stem && media_kind(&media.file) == MediaKind::Video)
    };
    let tags = || site.languages().iter().map(|language| language.tag.to_string());
    let problem = |file: &str| {
        let name = file.strip_suffix(SUBTITLES)?;
        let (message, help) = match name.rsplit_once('.') {
            _ if is_film(name) => {
                let names: Vec<_> = tags().map(|tag| format!("`{}.{tag}{SUBTITLES}`", base(name))).collect();
                (say("subtitles-unused-bare"), say("help-subtitles-name").with("names", names))
            }
            Some((film, tag)) if is_film(film) => match (site.languages().get(tag), site.languages().by_alias(tag)) {
                (Some(_), _) => return None,
                (None, Some(language)) => {
                    let name = format!("{}.{}{SUBTITLES}", base(film), language.tag);
                    (say("subtitles-unused-language").with("lang", tag), say("help-rename-file").with("name", name))
                }
                (None, None) => {
                    let names: Vec<_> = tags().map(|tag| format!("`{}.{tag}{SUBTITLES}`", base(film))).collect();
                    let help = say("help-subtitles-name").with("names", names);
                    (say("subtitles-unused-language").with("lang", tag), help)
                }
            },
            _ => (say("subtitles-unused-film"), say("help-subtitles-film")),
        };
        Some(Diagnostic::warning(&format!("{root}/{file}"), "subtitles-unused", message).help(help))
    };
    media.iter().filter_map(|media| problem(&media.file)).collect()
}

fn base(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn media(file: &str, size: Option<(u32, u32)>, widths: &[u32]) -> MediaFile {
        MediaFile {
            file: file.into(),
            digest: "0123456789ab".into(),
            bytes: 0,
            kind: MediaKind::Picture,
            state: String::new(),
            size,
            widths: widths.into(),
            previewed: false,
            listed: true,
        }
    }

    #[test]
    fn an_address_changes_with_the_bytes_and_is_plain_ascii() {
        let id: ArticleId = "2025/dnipro".parse().unwrap();
        let expected = "/media/2025/dnipro/img/%D0%BC%D0%B0%D0%BF%D0%B0%201.0123456789ab.svg";
        assert_eq!(media("img/мапа 1.svg", None, &[]).address(&id), expected);
    }

    #[test]
    fn what_is_made_of_a_picture_has_addresses_of_its_own() {
        let id: ArticleId = "2025/dnipro".parse().unwrap();
        let photo = media("boat.jpg", Some((4000, 3000)), &[400, 800, 1600]);
        let made = made_digest("0123456789ab");
        let at = |what: &str| format!("/media/2025/dnipro/boat.jpg.{made}.{what}");
        let expected = format!("{} 400w, {} 800w, {} 1600w", at("400.avif"), at("800.avif"), at("1600.avif"));
        assert_eq!(photo.srcset(&id, RenditionFormat::Avif), expected);
        assert_eq!(photo.plain(&id).unwrap().0, at("800.jpg"));
        assert_eq!(media("scan.png", Some((4000, 3000)), &[400, 800, 1600]).plain(&id), None);
        assert_eq!(photo.preview(&id), Some((at("1600.jpg"), Some((1600, 1200)))));
        assert_eq!(media("map.svg", Some((9, 6)), &[]).preview(&id), None);
    }
}
