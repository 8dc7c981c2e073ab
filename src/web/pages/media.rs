//! `/media/<year>/<id>/<file>`: an article's pictures and what is made of them, immutable under addresses that change with
//! their bytes; `/static/<file>` and `/favicon.ico`: the style sheet, the scripts and the icons of the site.

use std::sync::Arc;

use axum::extract::Path;

use super::{article::stale_notice, listings::card};
use crate::{
    article::{made_address, media_address, plain_address},
    catalog::PictureRow,
    media::{Rendition, accept, is_picture, made_digest},
    model::{
        Digest,
        slug::{ArticleId, Collection},
    },
    web::{
        assets::content_type,
        context::RequestContext,
        error::HttpError,
        middleware::respond::is_compressible,
        policy::CachePolicy,
        reply::{FileContent, FileReply, Redirect, Reply, immutable},
    },
    worker::images::RenditionState,
};

/// Bytes of a file that is sent in a coding; a longer one is sent as it is, read as its reader takes it.
const LARGEST_CODED: u64 = 1 << 20;

/// The file at `/media/<path>`. An address without a digest, or with an old one, leads to the present one.
pub(in crate::web) async fn file(context: RequestContext, Path(path): Path<String>) -> Result<Reply, HttpError> {
    let context = &context;
    let mut parts = path.splitn(3, '/');
    let (year, name) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let id: ArticleId = format!("{year}/{name}").parse().map_err(|_| HttpError::NotFound)?;
    let file = parts.next().ok_or(HttpError::NotFound)?;
    match present(context, &id, file) {
        Err(HttpError::NotFound) => moved(context, &id, file),
        found => found,
    }
}

/// The way to a file whose article has moved since: an old path of an article is that of its files, too.
fn moved(context: &RequestContext, id: &ArticleId, file: &str) -> Result<Reply, HttpError> {
    if let Some(reply) = taken_down(context, id)? {
        return Ok(reply);
    }
    // An undated page lies at the root of the site.
    let old = if id.collection() == Collection::Pages { format!("/{}", id.name()) } else { format!("/{id}") };
    let (new, _) = context.catalog.find_alias(&old)?.ok_or(HttpError::NotFound)?;
    match present(context, &new, file) {
        Ok(Reply::File(_)) => {
            let written = context.head().path.splitn(5, '/').nth(4).unwrap_or_default();
            Ok(Redirect::Current(format!("{}{written}", media_address(&new, ""))).into())
        }
        Err(HttpError::NotFound) => taken_down(context, &new)?.ok_or(HttpError::NotFound),
        found => found,
    }
}

/// The notice in place of a file: the files of an article that was taken down went with it. `None` for any other article.
fn taken_down(context: &RequestContext, id: &ArticleId) -> Result<Option<Reply>, HttpError> {
    let Some(view) = context.catalog.article(id, |_| None)? else { return Ok(None) };
    stale_notice::notice(context, &context.negotiated(), &view)
}

/// The file in the folder of an article that is there.
fn present(context: &RequestContext, id: &ArticleId, file: &str) -> Result<Reply, HttpError> {
    if let Some(digest) = context.catalog.media_digest(id, file)? {
        return Ok(current(id, file, &digest));
    }
    if let Some((plain, digest)) = split_digest(file)
        && let Some((present, state)) = context.catalog.media_state(id, &plain)?
    {
        let file = IndexedFile { article: id, file: &plain, digest: present, state };
        return if file.digest == digest { read(context, file) } else { Ok(current(id, &plain, &file.digest)) };
    }
    if let Some((original, digest, made)) = split_rendition(file)
        && let Some(picture) = context.catalog.picture(id, original)?
    {
        return rendition(context, &picture, digest, made);
    }
    if let Some((lang, digest)) = card::split(file) {
        return card::picture(context, id, lang, digest);
    }
    let is_missing = |plain: String| context.app.source().is_missing(&format!("{}/{plain}", id.folder()));
    // That it comes later would tell of an article that readers see nothing of.
    let is_away = original_of(file).any(is_missing) && !context.catalog.is_hidden(id)?;
    Err(if is_away { HttpError::Away } else { HttpError::NotFound })
}

fn current(id: &ArticleId, file: &str, digest: &str) -> Reply {
    Redirect::Current(plain_address(id, file, digest)).into()
}

/// A file as it was indexed.
struct IndexedFile<'a> {
    article: &'a ArticleId,
    file: &'a str,
    digest: String,
    /// The state in which it has this digest; empty for a short one.
    state: String,
}

fn read(context: &RequestContext, file: IndexedFile<'_>) -> Result<Reply, HttpError> {
    let IndexedFile { article: id, file, digest, state } = file;
    // The path is made of what the catalog holds, so it cannot leave the article's folder.
    let path = format!("{}/{file}", id.folder());
    let content_type = inert_type(file);
    let cleaned = is_picture(&path);
    let stored = if cleaned {
        context.app.image_worker().and_then(|image_worker| image_worker.cleaned(id, file, &digest))
    } else {
        context.app.source().stored(&path)
    };
    let Some(stored) = stored else { return read_whole(context, &path, content_type, &digest) };
    let whole = is_compressible(&content_type) && stored.size() <= LARGEST_CODED;
    // A file that cannot be read in the state in which it was found has changed in between.
    if whole {
        let length = usize::try_from(stored.size()).unwrap_or_default();
        return match stored.read(0, length) {
            Ok(bytes) => Ok(checked(bytes, content_type, &digest)),
            Err(_) => read_whole(context, &path, content_type, &digest),
        };
    }
    // A cleaned copy lies under the digest of its bytes.
    if cleaned {
        return Ok(immutable(FileContent::Stored(Arc::new(stored)), content_type, digest));
    }
    if stored.state() == state {
        return Ok(immutable(FileContent::Stored(Arc::new(stored)), content_type, digest));
    }
    match context.app.digest(&stored) {
        Ok(found) => Ok(under(FileContent::Stored(Arc::new(stored)), content_type, &digest, found)),
        Err(_) => read_whole(context, &path, content_type, &digest),
    }
}

/// A file that is not stored as it is served: a source without files of its own, no room for a cleaned copy, or a file that
/// has changed since it was indexed.
fn read_whole(context: &RequestContext, path: &str, content_type: String, digest: &str) -> Result<Reply, HttpError> {
    let found = context.app.source().site_files(path)?.pop().ok_or(HttpError::NotFound)?;
    let bytes = found.bytes.map_err(|_| HttpError::NotFound)?;
    match accept(path, &bytes) {
        None => Ok(checked(bytes, content_type, digest)),
        Some(Ok(picture)) => Ok(checked(picture.bytes, content_type, digest)),
        // It was accepted when it was indexed and has changed since: soon it will be indexed again.
        Some(Err(_)) => Err(HttpError::NotFound),
    }
}

fn checked(bytes: Vec<u8>, content_type: String, digest: &str) -> Reply {
    let found = Digest::hash(&bytes);
    under(FileContent::Own(bytes.into()), content_type, digest, found)
}

/// A reply with a file that was asked for under `digest`: immutable where its bytes have the digest `found` that begins so. No
/// cache may keep other bytes under that address.
fn under(content: FileContent, content_type: String, digest: &str, found: Digest) -> Reply {
    let found = found.to_string();
    if found.starts_with(digest) {
        return immutable(content, content_type, digest.to_owned());
    }
    Reply::File(FileReply { content, content_type, digest: found, policy: CachePolicy::Revalidate })
}

/// The media type of a file, but for those that a browser would run: as part of an article they are to be read.
pub(in crate::web) fn inert_type(file: &str) -> String {
    let written = content_type(file);
    let bare = written.split(';').next().unwrap_or_default();
    let runs = bare.contains("html") || bare.contains("script") || bare.ends_with("/xml") || bare.ends_with("+xml");
    // A drawing is XML too; what could run in it was taken out.
    if runs && bare != "image/svg+xml" { "text/plain; charset=utf-8".to_owned() } else { written }
}

fn rendition(
    context: &RequestContext,
    picture: &PictureRow,
    digest: &str,
    wanted: Rendition,
) -> Result<Reply, HttpError> {
    let PictureRow { article, file, digest: original, made } = picture;
    if !made.contains(&wanted) {
        return Err(HttpError::NotFound);
    }
    if digest != made_digest(original) {
        return Ok(Redirect::Current(made_address(article, file, original, wanted)).into());
    }
    let found =
        context.app.image_worker().map_or(RenditionState::NotYet, |image_worker| image_worker.find(picture, wanted));
    Ok(match found {
        RenditionState::Ready(stored) => {
            let content = FileContent::Stored(Arc::new(stored));
            immutable(content, wanted.format.media_type().to_owned(), format!("{digest}-{wanted}"))
        }
        // No request waits for an encoder: what there is goes out now, and who asks again gets the better one.
        RenditionState::OtherFormat(other) => Redirect::Current(made_address(article, file, original, other)).into(),
        RenditionState::NotYet => current(article, file, original),
    })
}

fn is_digest(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The files that an address may mean: one of this name, one with a digest in its address, the picture that something is made of.
/// The last one is the likeliest.
pub fn original_of(file: &str) -> impl Iterator<Item = String> {
    let plain = split_digest(file).map(|(plain, _)| plain);
    let original = split_rendition(file).map(|(original, ..)| original.to_owned());
    std::iter::once(file.to_owned()).chain(plain).chain(original)
}

/// `img/map.0123456789ab.svg` → (`img/map.svg`, `0123456789ab`).
fn split_digest(file: &str) -> Option<(String, &str)> {
    let (folder, name) = file.rsplit_once('/').map_or(("", file), |(folder, name)| (folder, name));
    let slash = if folder.is_empty() { "" } else { "/" };
    let (front, ending) = name.rsplit_once('.')?;
    if is_digest(ending) {
        return Some((format!("{folder}{slash}{front}"), ending));
    }
    let (stem, digest) = front.rsplit_once('.')?;
    is_digest(digest).then(|| (format!("{folder}{slash}{stem}.{ending}"), digest))
}

/// `boat.jpg.0123456789ab.800.avif` → (`boat.jpg`, `0123456789ab`, `800.avif`).
fn split_rendition(file: &str) -> Option<(&str, &str, Rendition)> {
    let (front, _) = file.rsplit_once('.')?;
    let (front, _) = front.rsplit_once('.')?;
    let made = Rendition::parse(file.get(front.len() + 1..)?)?;
    let (original, digest) = front.rsplit_once('.')?;
    is_digest(digest).then_some((original, digest, made))
}

/// `/static/<file>`.
pub(in crate::web) async fn asset(context: RequestContext, Path(file): Path<String>) -> Result<Reply, HttpError> {
    context.edition.assets.find(&file).ok_or(HttpError::NotFound)
}

/// `/favicon.ico`.
pub(in crate::web) async fn favicon(context: RequestContext) -> Result<Reply, HttpError> {
    context.edition.assets.favicon().ok_or(HttpError::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::RenditionFormat;

    #[test]
    fn a_digest_stands_before_the_ending() {
        for (file, expected) in [
            ("map.0123456789ab.svg", Some(("map.svg", "0123456789ab"))),
            ("img/map.x.0123456789ab.svg", Some(("img/map.x.svg", "0123456789ab"))),
            ("LICENSE.0123456789ab", Some(("LICENSE", "0123456789ab"))),
            ("map.svg", None),
            ("map.0123.svg", None),
        ] {
            let found = split_digest(file);
            assert_eq!(found.as_ref().map(|(plain, digest)| (plain.as_str(), *digest)), expected, "{file}");
        }
    }

    #[test]
    fn what_a_browser_would_run_is_only_read() {
        for (file, expected) in [
            ("a.html", "text/plain; charset=utf-8"),
            ("a.xhtml", "text/plain; charset=utf-8"),
            ("a.js", "text/plain; charset=utf-8"),
            ("a.mjs", "text/plain; charset=utf-8"),
            ("a.xsl", "text/plain; charset=utf-8"),
            ("a.svg", "image/svg+xml"),
            ("a.pdf", "application/pdf"),
            ("a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ] {
            assert_eq!(inert_type(file), expected, "{file}");
        }
    }

    #[test]
    fn what_is_made_is_named_after_its_original() {
        let made = Rendition { width: 800, format: RenditionFormat::Avif };
        for (file, expected) in [
            ("img/boat.jpg.0123456789ab.800.avif", Some(("img/boat.jpg", "0123456789ab", made))),
            ("boat.jpg.0123456789ab.0800.avif", None),
            ("boat.jpg.0123456789ab.800.png", None),
            ("boat.jpg.800.avif", None),
        ] {
            assert_eq!(split_rendition(file), expected, "{file}");
        }
    }
}
