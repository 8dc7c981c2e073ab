//! Addresses without a language: each leads to the same page in the language negotiated for this reader. And old paths, which
//! lead to the present addresses of their articles.

use crate::{
    i18n::negotiate::choose_for_article,
    model::{
        lang::Lang,
        slug::{ArticleId, Collection, Slug},
    },
    site::with_parameters,
    web::{
        context::RequestContext,
        error::HttpError,
        policy::CachePolicy,
        reply::{Redirect, Reply},
        urls::url::{PagePath, TextFormat, decode},
    },
};

/// 302 from an address without a language to the same page in the reader's language; 404 if this reader would find no page
/// there.
pub(in crate::web) async fn page(context: RequestContext) -> Result<Reply, HttpError> {
    let context = &context;
    let path = decode(context.head().path).ok_or(HttpError::NotFound)?;
    let page = path.strip_prefix('/').and_then(PagePath::parse).ok_or(HttpError::NotFound)?;
    if page.is_always_there() {
        return Ok(negotiated(context, &page, &context.negotiated()));
    }
    let lang = language(context, &page)?;
    match context.way_to(&page.clone().in_lang(&lang).to_string())? {
        Reply::Redirect(Redirect::Moved(to)) => Ok(Redirect::Negotiated(to).into()),
        Reply::Text(mut text) if !text.status.is_success() => {
            // The reader's languages decided on this page.
            text.policy = CachePolicy::Error(lang);
            Ok(text.into())
        }
        _ => Ok(negotiated(context, &page, &lang)),
    }
}

/// The language in which this reader gets `page`.
fn language(context: &RequestContext, page: &PagePath) -> Result<Lang, HttpError> {
    let (PagePath::Article(collection, slug)
    | PagePath::Beside(collection, slug, _)
    | PagePath::Text(collection, slug, _)) = page
    else {
        return Ok(context.negotiated());
    };
    let id = find(context, *collection, slug)?.ok_or(HttpError::NotFound)?;
    let has = context.catalog.languages_of(&id)?;
    let site = &context.edition.site;
    let lang = choose_for_article(site, &context.head().languages(), &has, &|lang| context.in_use(lang)).lang;
    match page {
        // A version as a file is there in its own language alone.
        PagePath::Text(..) => {
            site.languages().shown(&lang, |lang| has.contains(lang)).cloned().ok_or(HttpError::NotFound)
        }
        _ => Ok(lang),
    }
}

fn negotiated(context: &RequestContext, page: &PagePath, lang: &Lang) -> Reply {
    Redirect::Negotiated(format!("{}{}", page.clone().in_lang(lang), context.query())).into()
}

/// 308 from an old path whose query names the article: `/?p=123`. Its parameters come in any order, with others between
/// them; nothing of the query is kept.
pub(in crate::web) fn alias_with_query(context: &RequestContext, path: &str) -> Result<Option<Reply>, HttpError> {
    if context.head().query.is_empty() {
        return Ok(None);
    }
    for path in spellings(context, path) {
        if !context.catalog.has_alias_with_query(&path)? {
            continue;
        }
        for old in with_parameters(&path, context.head().query) {
            if let Some((id, lang)) = context.catalog.find_alias(&old)? {
                let old = Old { id, lang, form: Form::Article };
                return Ok(Some(Redirect::Moved(present(context, &old, old.lang.as_ref())?).into()));
            }
        }
    }
    Ok(None)
}

/// An old path as an editor may have written it: from the root of the archive, or from that of the host, as a browser's address
/// bar gives it.
pub(in crate::web) fn spellings(context: &RequestContext, path: &str) -> impl Iterator<Item = String> {
    let base = decode(context.edition.site.base_path()).filter(|base| !base.is_empty());
    let from_host = base.map(|base| format!("{base}{path}"));
    let closed = |path: String| if path == "/" { path } else { path.trim_end_matches('/').to_owned() };
    std::iter::once(path.to_owned()).chain(from_host).map(closed)
}

/// The destination of an old path.
struct Old {
    id: ArticleId,
    /// The language of the version that had it.
    lang: Option<Lang>,
    form: Form,
}

/// Which page of an article an address leads to.
#[derive(Clone)]
enum Form {
    Article,
    Text(TextFormat),
    Beside(String),
}

impl Form {
    /// `/2019/dnipro.md` → (`/2019/dnipro`, its text): old paths are those of articles, and these forms go with them.
    fn split(path: &str) -> Option<(&str, Form)> {
        if let Some((path, other)) = path.split_once("/with/") {
            return (!other.contains('/')).then(|| (path, Form::Beside(other.to_owned())));
        }
        let (path, form) = TextFormat::split(path)?;
        Some((path, Form::Text(form)))
    }

    fn page(&self, collection: Collection, slug: &Slug) -> PagePath {
        match self {
            Form::Article => PagePath::article(collection, slug),
            // The text about an author has no other form.
            _ if collection == Collection::Authors => PagePath::article(collection, slug),
            Form::Text(form) => PagePath::Text(collection, slug.to_string(), *form),
            Form::Beside(other) => PagePath::Beside(collection, slug.to_string(), other.clone()),
        }
    }
}

/// The article that had this path.
fn find_old(context: &RequestContext, path: &str) -> Result<Option<Old>, HttpError> {
    for (path, form) in std::iter::once((path, Form::Article)).chain(Form::split(path)) {
        for path in spellings(context, path) {
            if let Some((id, lang)) = context.catalog.find_alias(&path)? {
                return Ok(Some(Old { id, lang, form }));
            }
        }
    }
    Ok(None)
}

/// 308 from an old path, if it is one: to a version's address, or to the neutral address of the article.
pub(in crate::web) fn alias(context: &RequestContext, path: &str) -> Result<Reply, HttpError> {
    let old = find_old(context, path)?.ok_or(HttpError::NotFound)?;
    moved(context, &old, old.lang.as_ref())
}

/// 308 from an old path below a language: the whole of it, or what comes after `/<lang>/`.
pub(in crate::web) fn alias_in(
    context: &RequestContext,
    lang: &Lang,
    path: &str,
    rest: &str,
) -> Result<Reply, HttpError> {
    for whole in [path, &format!("/{lang}/{rest}")] {
        if let Some(old) = find_old(context, whole)? {
            return moved(context, &old, old.lang.as_ref().or(Some(lang)));
        }
    }
    let old = find_old(context, &format!("/{rest}"))?.ok_or(HttpError::NotFound)?;
    moved(context, &old, Some(lang))
}

fn moved(context: &RequestContext, old: &Old, lang: Option<&Lang>) -> Result<Reply, HttpError> {
    Ok(Redirect::Moved(format!("{}{}", present(context, old, lang)?, context.query())).into())
}

/// The address of an article now: in `lang` where that shows a version, else the neutral one.
fn present(context: &RequestContext, old: &Old, lang: Option<&Lang>) -> Result<String, HttpError> {
    let Old { id, form, .. } = old;
    let has = context.catalog.languages_of(id)?;
    let languages = context.edition.site.languages();
    Ok(match lang.filter(|lang| languages.shown(lang, |lang| has.contains(lang)).is_some()) {
        Some(lang) => {
            let slug = context.catalog.slug(id, lang)?.unwrap_or_else(|| id.name().clone());
            form.page(id.collection(), &slug).in_lang(lang).to_string()
        }
        None => form.page(id.collection(), id.name()).to_string(),
    })
}

/// The article with this id, or this slug in any language; a slug of the default language comes first.
fn find(context: &RequestContext, collection: Collection, slug: &str) -> Result<Option<ArticleId>, HttpError> {
    Ok(context.catalog.find(context.edition.site.default_language(), collection, slug)?.id())
}
