//! `/media/<year>/<id>/<file>`: an article's pictures, immutable under an address that changes with their bytes.

use crate::{
    archive::MediaFile,
    slug::ArticleId,
    web::{
        assets::content_type,
        error::HttpError,
        handler::Context,
        policy::CachePolicy,
        reply::{FileReply, Redirect, Reply},
    },
};

/// The file at `/media/<path>`. An address without a digest, or with an old one, leads to the present one.
pub(in crate::web) fn file(context: &Context<'_>, path: &str) -> Result<Reply, HttpError> {
    let mut parts = path.splitn(3, '/');
    let (year, name) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let id: ArticleId = format!("{year}/{name}").parse().map_err(|_| HttpError::NotFound)?;
    let file = parts.next().ok_or(HttpError::NotFound)?;
    if let Some(digest) = context.app.catalog().media_digest(&id, file)? {
        return Ok(current(&id, file, digest));
    }
    let (plain, digest) = split_digest(file).ok_or(HttpError::NotFound)?;
    match context.app.catalog().media_digest(&id, &plain)? {
        Some(present) if present == digest => read(context, &id, &plain, present),
        Some(present) => Ok(current(&id, &plain, present)),
        None => Err(HttpError::NotFound),
    }
}

fn current(id: &ArticleId, file: &str, digest: String) -> Reply {
    Redirect::Current(MediaFile { file: file.to_owned(), digest, size: None }.address(id)).into()
}

fn read(context: &Context<'_>, id: &ArticleId, file: &str, digest: String) -> Result<Reply, HttpError> {
    // The path is made of what the catalog holds, so it cannot leave the article's folder.
    let found = context.app.source().site_files(&format!("articles/{id}/{file}"));
    let found = found.map_err(|error| HttpError::Internal(error.into()))?.pop().ok_or(HttpError::NotFound)?;
    let bytes = found.bytes.map_err(|_| HttpError::NotFound)?;
    let policy = CachePolicy::Immutable;
    Ok(Reply::File(FileReply { bytes: bytes.into(), content_type: content_type(file), digest, policy }))
}

/// `img/map.0123456789ab.svg` → (`img/map.svg`, `0123456789ab`).
fn split_digest(file: &str) -> Option<(String, &str)> {
    let (folder, name) = file.rsplit_once('/').map_or(("", file), |(folder, name)| (folder, name));
    let slash = if folder.is_empty() { "" } else { "/" };
    let (front, ending) = name.rsplit_once('.')?;
    let is_digest = |text: &str| text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_digest(ending) {
        return Some((format!("{folder}{slash}{front}"), ending));
    }
    let (stem, digest) = front.rsplit_once('.')?;
    is_digest(digest).then(|| (format!("{folder}{slash}{stem}.{ending}"), digest))
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
