//! The notice in place of an article that was taken down: 410, its title, the reason, and what stays.

use askama::Template;
use jiff::civil;

use crate::{
    article::Withdrawn,
    catalog::ArticleView,
    model::lang::Lang,
    web::{
        context::RequestContext,
        error::HttpError,
        layout::{language_selector::LanguageState, page::PageFrame},
        pages::listings::card::day,
        policy::CachePolicy,
        reply::{Reply, TextReply},
        urls::url::PagePath,
    },
};

#[derive(Template)]
#[template(path = "pages/withdrawn.html")]
struct WithdrawnPage<'a> {
    frame: PageFrame<'a>,
    title: &'a str,
    /// The language of the title, where it is not the page's.
    title_lang: Option<&'a Lang>,
    published: Option<civil::Date>,
    reason: Option<&'a str>,
}

/// The notice for readers of `lang`; `None` for an article that is there.
pub(in crate::web) fn notice(
    context: &RequestContext,
    lang: &Lang,
    view: &ArticleView,
) -> Result<Option<Reply>, HttpError> {
    view.meta.withdrawn.as_ref().map(|withdrawn| page(context, lang, view, withdrawn)).transpose()
}

fn page(context: &RequestContext, lang: &Lang, view: &ArticleView, withdrawn: &Withdrawn) -> Result<Reply, HttpError> {
    let edition = &*context.edition;
    let languages = edition.site.languages();
    let shown = languages.shown(lang, |lang| view.versions.has(lang)).and_then(|lang| view.versions.get(lang));
    let version = shown.or(view.source()).or(view.versions.iter().next()).ok_or(HttpError::NotFound)?;
    let own =
        |other: &Lang| view.versions.get(other).map(|version| PagePath::article(view.id.collection(), &version.slug));
    let address = |other: &Lang| own(other).unwrap_or_else(|| PagePath::neutral(&view.id)).in_lang(other);
    let counterpart = |other: &Lang| LanguageState::Translated(address(other));
    let title = edition.words(lang).say("withdrawn-title").to_string();
    let mut frame = PageFrame::new(edition, lang, address(lang), title, counterpart);
    frame.indexed = false;
    let page = WithdrawnPage {
        frame,
        title: &version.title,
        title_lang: (version.lang != *lang).then_some(&version.lang),
        published: view.meta.published.map(|_| day(edition, view.key)),
        reason: withdrawn.reason(lang, languages.chain(lang), &view.meta.source),
    };
    let mut reply = TextReply::html(CachePolicy::Missing(lang.clone()), page.render()?);
    reply.status = axum::http::StatusCode::GONE;
    Ok(reply.into())
}
