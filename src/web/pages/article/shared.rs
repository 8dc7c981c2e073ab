//! `/share/…`: an article that is not public yet, for those who were given a signed link. It is read from its folder for each
//! request, for no catalog that readers are served from holds it (docs/decisions/0082-signed-links-to-drafts.md).

use std::sync::Arc;

use axum::extract::Path;

use super::{
    page::{self, DraftNotice},
    versions::address,
};
use crate::{
    article::{Article, ArticleFolder, Drafts, assemble, media_address},
    catalog::ArticleView,
    i18n::negotiate::choose_for_article,
    media::accept,
    model::{Digest, lang::Lang},
    source::ShareKey,
    web::{
        context::RequestContext,
        error::HttpError,
        pages::{
            error,
            listings::card::unpublished,
            media::{inert_type, original_of},
        },
        policy::CachePolicy,
        reply::{FileContent, FileReply, Redirect, Reply, TextReply},
        urls::{
            base_path::changed,
            signed_link::{SharedPart, SignedLink},
            url::PagePath,
        },
    },
};

/// The page that a signed link opens. Every invalid link gets the same 404.
pub(in crate::web) async fn page(context: RequestContext, Path(rest): Path<String>) -> Result<Reply, HttpError> {
    let context = &context;
    let path = context.app.share_key().ok_or(HttpError::NotFound)?;
    let key = ShareKey::load(path).map_err(|error| HttpError::Internal(error.into()))?.ok_or(HttpError::NotFound)?;
    let (link, part) = SignedLink::read(&key, &rest).ok_or(HttpError::NotFound)?;
    let is_expired = link.expires <= context.app.now();
    match part {
        SharedPart::File(_) if is_expired => Err(HttpError::NotFound),
        SharedPart::File(file) => self::file(context, &link, file),
        SharedPart::Neutral => neutral(context, &link, is_expired),
        SharedPart::Page(name) => {
            let language = context.edition.site.languages().by_path(name).ok_or(HttpError::NotFound)?;
            if language.tag.as_str() != name {
                return Ok(Redirect::Signed(format!("{}/{}", link.path(), language.tag)).into());
            }
            in_language(context, &link, &language.tag, is_expired)
        }
    }
}

fn neutral(context: &RequestContext, link: &SignedLink, is_expired: bool) -> Result<Reply, HttpError> {
    let has: Vec<Lang> = match is_expired {
        true => context.catalog.languages_of(&link.id)?,
        false => article(context, link)?.1.versions.languages().cloned().collect(),
    };
    let in_use = |lang: &Lang| context.in_use(lang);
    let lang = choose_for_article(&context.edition.site, &context.head().languages(), &has, &in_use).lang;
    Ok(Redirect::Signed(format!("{}/{lang}", link.path())).into())
}

fn in_language(context: &RequestContext, link: &SignedLink, lang: &Lang, is_expired: bool) -> Result<Reply, HttpError> {
    let languages = context.edition.site.languages();
    let public = public(context, link)?;
    let shown_public = public.as_ref().and_then(|view| languages.shown(lang, |lang| is_public(view, lang)));
    let to_public = || {
        let view = public.as_ref()?;
        let own = address(view, lang).unwrap_or_else(|| PagePath::neutral(&view.id).in_lang(lang));
        Some(Redirect::Signed(own.to_string()).into())
    };
    if is_expired {
        let redirect = shown_public.and_then(|_| to_public());
        return redirect.map_or_else(|| error::link_expired(context, lang), Ok);
    }
    let (_, article) = article(context, link)?;
    let shown = languages.shown(lang, |lang| article.versions.has(lang)).ok_or(HttpError::NotFound)?;
    if shown_public == Some(shown)
        && let Some(redirect) = to_public()
    {
        return Ok(redirect);
    }
    draft(context, link, lang, &ArticleView::from_article(&article, shown, &context.edition.site))
}

/// The page of a version that is not public, with every address of the article below the link.
fn draft(context: &RequestContext, link: &SignedLink, lang: &Lang, view: &ArticleView) -> Result<Reply, HttpError> {
    let edition = &*context.edition;
    let languages = edition.site.languages();
    let shown = languages.shown(lang, |lang| view.versions.has(lang));
    let version = shown.and_then(|lang| view.versions.get(lang)).ok_or(HttpError::NotFound)?;
    let words = edition.words(lang);
    let zoned = link.expires.to_zoned_datetime(edition.site.time_zone().clone());
    let time = format!("{:02}:{:02}", zoned.hour(), zoned.minute());
    let state = version
        .unpublished
        .map_or_else(|| words.say("preview-draft").to_string(), |state| unpublished(edition, lang, state));
    let text = words.say("shared-until").with("date", zoned.date()).with("time", time).to_string();
    let html = page::draft(context, lang, view, version, DraftNotice { state, text })?;
    let base = link.path();
    let own =
        |lang: &Lang| address(view, lang).unwrap_or_else(|| PagePath::neutral(&view.id).in_lang(lang)).to_string();
    let pages: Vec<(String, &Lang)> = languages.iter().map(|language| (own(&language.tag), &language.tag)).collect();
    // A page that the catalog does not have is linked without a language.
    let neutral = PagePath::neutral(&view.id).to_string();
    let media = media_address(&view.id, "");
    let html = changed(&html, |written| {
        if let Some(file) = written.strip_prefix(&media) {
            return format!("{base}/media/{file}");
        }
        let end = written.find(['?', '#']).unwrap_or(written.len());
        let (path, rest) = written.split_at_checked(end).unwrap_or((written, ""));
        let fragment = rest.find('#').and_then(|at| rest.get(at..)).unwrap_or_default();
        match pages.iter().find(|(page, _)| page == path) {
            Some((_, lang)) => format!("{base}/{lang}{fragment}"),
            None if path == neutral => format!("{base}/{lang}{fragment}"),
            None => written.to_owned(),
        }
    });
    Ok(TextReply::html(CachePolicy::Signed(Some(lang.clone())), html).into())
}

/// A file of the article. Smaller pictures do not exist yet: their addresses lead to the picture itself.
fn file(context: &RequestContext, link: &SignedLink, file: &str) -> Result<Reply, HttpError> {
    let (folder, article) = article(context, link)?;
    let plain = original_of(file).find(|plain| article.media.iter().any(|media| media.file == *plain));
    let plain = plain.ok_or(HttpError::NotFound)?;
    let path = format!("{}/{plain}", link.id.folder());
    let found = folder.files.iter().find(|file| file.path == path).and_then(|file| file.bytes.as_ref().ok());
    let (content_type, policy) = (inert_type(&plain), CachePolicy::Signed(None));
    let Some(bytes) = found else {
        // One that is too large to be held in memory is sent as its reader takes it.
        let stored = context.app.source().stored(&path).ok_or(HttpError::NotFound)?;
        let large = folder.large.iter().find(|file| file.path == path && file.state == stored.state());
        let digest = large.ok_or(HttpError::NotFound)?.digest.to_string();
        return Ok(Reply::File(FileReply {
            content: FileContent::Stored(Arc::new(stored)),
            content_type,
            digest,
            policy,
        }));
    };
    let bytes = match accept(&path, bytes) {
        None => bytes.clone(),
        Some(picture) => picture.map_err(|_| HttpError::NotFound)?.bytes,
    };
    let digest = Digest::hash(&bytes).to_string();
    Ok(Reply::File(FileReply { content: FileContent::Own(bytes.into()), content_type, digest, policy }))
}

/// The article of the link, drafts and all, with its files. The reasons why a version is not public are set in it.
fn article(context: &RequestContext, link: &SignedLink) -> Result<(ArticleFolder, Article), HttpError> {
    let site = &context.edition.site;
    let folder = context.app.source().fetch(&link.id)?.ok_or(HttpError::NotFound)?;
    let mut assembled = assemble(&folder, site);
    assembled.publish(Drafts::Shown, context.app.now(), site.time_zone());
    let article = assembled.article.filter(|article| article.meta.withdrawn.is_none()).ok_or(HttpError::NotFound)?;
    Ok((folder, article))
}

/// The article as readers find it, if they do.
fn public(context: &RequestContext, link: &SignedLink) -> Result<Option<ArticleView>, HttpError> {
    Ok(context.catalog.article(&link.id, |_| None)?)
}

/// Whether readers are shown the version in `lang`; a preview has drafts in its catalog, too.
fn is_public(view: &ArticleView, lang: &Lang) -> bool {
    view.versions.get(lang).is_some_and(|version| version.unpublished.is_none())
}
