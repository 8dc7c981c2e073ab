//! `/media/<year>/<id>/_card.<lang>.<digest>.png`: the picture that other sites show with a link to an article that
//! has none of its own.

use crate::{
    article::PreviewImage,
    media::{CARD_SIZE, CardText},
    model::slug::ArticleId,
    site::Language,
    web::{
        app::SiteState,
        context::RequestContext,
        error::HttpError,
        reply::{FileContent, Redirect, Reply, immutable},
    },
};

const STEM: &str = "_card.";

/// Address and size of the card of an article's version titled `title`; `None` where it cannot be drawn.
pub(in crate::web::pages) fn preview(
    edition: &SiteState,
    id: &ArticleId,
    tag: &str,
    title: &str,
) -> Option<PreviewImage> {
    let language = edition.site.languages().get(tag)?;
    let card = card(edition, language, title);
    card.can_be_drawn().then(|| (address(id, language, &card.digest()), Some(CARD_SIZE)))
}

/// Reads `_card.uk.0123456789ab.png`.
pub(in crate::web::pages) fn split(file: &str) -> Option<(&str, &str)> {
    file.strip_prefix(STEM)?.strip_suffix(".png")?.split_once('.')
}

/// The card of an article in a language, drawn once. An old address leads to the present one.
pub(in crate::web::pages) fn picture(
    context: &RequestContext,
    id: &ArticleId,
    tag: &str,
    digest: &str,
) -> Result<Reply, HttpError> {
    let language = context.edition.site.languages().get(tag).ok_or(HttpError::NotFound)?;
    let view = context.catalog.article(id, |_| None)?.ok_or(HttpError::NotFound)?;
    let version = view.versions.get(&language.tag).ok_or(HttpError::NotFound)?;
    let card = card(&context.edition, language, &version.title);
    let present = card.digest();
    if digest != present {
        return Ok(Redirect::Current(address(id, language, &present)).into());
    }
    let draw = || card.can_be_drawn().then(|| card.draw()).flatten();
    let bytes = match context.app.image_worker() {
        Some(image_worker) => image_worker.card(&present, draw),
        None => draw(),
    };
    let content = FileContent::Own(bytes.ok_or(HttpError::NotFound)?.into());
    Ok(immutable(content, "image/png".to_owned(), present))
}

fn card<'a>(edition: &'a SiteState, language: &'a Language, title: &'a str) -> CardText<'a> {
    CardText { title, site: edition.site.name(&language.tag), label: &language.label }
}

fn address(id: &ArticleId, language: &Language, digest: &str) -> String {
    format!("/media/{id}/{STEM}{}.{digest}.png", language.tag)
}
