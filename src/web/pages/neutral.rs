//! Addresses without a language: each leads to the same page in the language negotiated for this reader.

use crate::{
    catalog::Found,
    lang::Lang,
    negotiate::choose_for_article,
    slug::{ArticleId, Year},
    web::{
        error::HttpError,
        handler::Context,
        reply::{Redirect, Reply},
        url::PagePath,
    },
};

/// 302 from `page` to the same page in the reader's language.
pub(in crate::web) fn redirect(context: &Context<'_>, path: &str, page: &PagePath) -> Result<Reply, HttpError> {
    let PagePath::Article(year, slug) = page else {
        let to = page.clone().in_lang(&context.negotiated());
        return Ok(Redirect::Negotiated(format!("{to}{}", context.query())).into());
    };
    match find(context, *year, slug)? {
        Some(id) => article(context, &id),
        None => alias(context, path),
    }
}

/// 308 from an old path, if it is one: to a version's address, or to the neutral address of the article.
pub(in crate::web) fn alias(context: &Context<'_>, path: &str) -> Result<Reply, HttpError> {
    let catalog = context.catalog;
    let path = path.trim_end_matches('/');
    let (id, lang) = catalog.find_alias(path)?.ok_or(HttpError::NotFound)?;
    let to = match lang {
        Some(lang) => address(context, &id, &lang)?,
        None => PagePath::neutral(&id).to_string(),
    };
    Ok(Redirect::Moved(format!("{to}{}", context.query())).into())
}

/// 308 from `/<lang>/<rest>` where `/<rest>`, or the whole, is an old path.
pub(in crate::web) fn alias_in(context: &Context<'_>, lang: &Lang, rest: &str) -> Result<Option<Reply>, HttpError> {
    let rest = rest.trim_end_matches('/');
    for path in [format!("/{lang}/{rest}"), format!("/{rest}")] {
        if let Some((id, _)) = context.catalog.find_alias(&path)? {
            let to = address(context, &id, lang)?;
            return Ok(Some(Redirect::Moved(format!("{to}{}", context.query())).into()));
        }
    }
    Ok(None)
}

fn article(context: &Context<'_>, id: &ArticleId) -> Result<Reply, HttpError> {
    let has = context.catalog.languages_of(id)?;
    let choice = choose_for_article(&context.edition.site, &context.ask.languages(), &has);
    let to = address(context, id, &choice.lang)?;
    Ok(Redirect::Negotiated(format!("{to}{}", context.query())).into())
}

fn address(context: &Context<'_>, id: &ArticleId, lang: &Lang) -> Result<String, HttpError> {
    let slug = context.catalog.slug(id, lang)?.unwrap_or_else(|| id.name().clone());
    Ok(PagePath::article(id.year(), &slug).in_lang(lang).to_string())
}

/// The article with this id, or this slug in any language; a slug of the default language comes first.
fn find(context: &Context<'_>, year: Year, slug: &str) -> Result<Option<ArticleId>, HttpError> {
    let found = context.catalog.find(context.edition.site.default_language(), year, slug)?;
    Ok(match found {
        Found::Article(id) | Found::Moved(id, _) => Some(id),
        Found::Nothing => None,
    })
}
