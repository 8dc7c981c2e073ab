//! `/<lang>/<year>/<slug>.md` and `.json`: a version for machines, or for keeping. A language that the article lacks has no
//! file: a program is never handed another language than it asked for.

use serde_json::{Value, json};

use super::article::{address, iso_date};
use crate::{
    archive::decode,
    catalog::{ArticleView, Found, Sibling},
    content::{
        FrontMatter, Topic,
        markdown::{Piece, without_comments},
    },
    lang::Lang,
    slug::Year,
    web::{
        body::Body,
        error::HttpError,
        feed::absolute::absolute,
        handler::Context,
        keys,
        policy::CachePolicy,
        reply::{Redirect, Reply, TextReply},
        url::{PagePath, TextForm},
    },
};

/// The version in `lang`, as a file.
pub(in crate::web) fn page(
    context: &Context<'_>,
    lang: &Lang,
    (year, slug): (Year, &str),
    form: TextForm,
) -> Result<Reply, HttpError> {
    let catalog = context.catalog;
    let (id, moved) = match catalog.find(lang, year, slug)? {
        Found::Article(id) => (id, None),
        Found::Moved(id, slug) => (id, Some(slug)),
        Found::Nothing => return Err(HttpError::NotFound),
    };
    let view = catalog.article(&id, |has| has.contains(lang).then(|| lang.clone()))?.ok_or(HttpError::NotFound)?;
    let version = view.versions.iter().find(|version| version.lang == *lang).ok_or(HttpError::NotFound)?;
    if let Some(slug) = moved {
        let to = PagePath::Text(id.year(), slug.to_string(), form).in_lang(lang);
        return Ok(Redirect::Moved(format!("{to}{}", context.query())).into());
    }
    let (content_type, body) = match form {
        // RFC 7763, 2
        TextForm::Markdown => ("text/markdown; charset=utf-8; variant=CommonMark", markdown(context, &view, lang)?),
        TextForm::Json => ("application/json", format!("{:#}\n", data(context, &view, version)?)),
    };
    let canonical =
        address(&view, lang).map(|page| format!("<{}{page}>; rel=\"canonical\"", context.edition.site.base_url()));
    let reply = TextReply::html(CachePolicy::Page(lang.clone()), body);
    let shows = keys::shown(context, (&view, &view.body), []);
    Ok(TextReply { content_type, link: canonical, shows, ..reply }.into())
}

/// The file as its writer left it, front matter and all, but for comments among editors: what can be put back into an
/// archive. Gone where it has just vanished from the source.
fn markdown(context: &Context<'_>, view: &ArticleView, lang: &Lang) -> Result<String, HttpError> {
    let path = format!("articles/{}/{lang}.md", view.id);
    let found = context.app.source().site_files(&path).map_err(|_| HttpError::NotFound)?;
    let file = found.into_iter().find(|file| file.path == path).ok_or(HttpError::NotFound)?;
    let bytes = file.bytes.map_err(|_| HttpError::NotFound)?;
    let (text, _) = decode(&path, &bytes).map_err(|_| HttpError::NotFound)?;
    let body = FrontMatter::find(&path, text).map_or(0, |parts| parts.body().start);
    let (front, body) = text.split_at(body);
    Ok(format!("{front}{}", without_comments(body)))
}

fn data(context: &Context<'_>, view: &ArticleView, version: &Sibling) -> Result<Value, HttpError> {
    let edition = context.edition;
    let (base, lang, meta) = (edition.site.base_url(), &version.lang, &view.meta);
    let page = |lang: &Lang| address(view, lang).map(|page| format!("{base}{page}"));
    let file = |form| PagePath::Text(view.id.year(), version.slug.clone(), form).in_lang(lang);
    let named = |topic: Topic, id: &str| {
        let url = format!("{base}{}", PagePath::Topic(topic, id.to_owned()).in_lang(lang));
        json!({ "id": id, "name": edition.name(topic, id, lang), "url": url })
    };
    let all = |topic: Topic, ids: &[String]| ids.iter().map(|id| named(topic, id)).collect::<Vec<_>>();
    let alternate =
        |other: &Sibling| json!({ "lang": other.lang.as_str(), "title": other.title, "url": page(&other.lang) });
    let others = view.versions.iter().filter(|other| other.lang != *lang);
    let text: Vec<String> = view.body.pieces().iter().map(Piece::text).filter(|text| !text.is_empty()).collect();
    Ok(json!({
        "id": view.id.to_string(),
        "lang": lang.as_str(),
        "url": page(lang),
        "neutral": format!("{base}{}", PagePath::neutral(&view.id)),
        "markdown": format!("{base}{}", file(TextForm::Markdown)),
        "title": version.title,
        "summary": version.summary,
        "published": iso_date(edition, &meta.published),
        "version_published": version.details.published.as_deref().map(|date| iso_date(edition, date)),
        "updated": version.details.updated.as_deref().map(|date| iso_date(edition, date)),
        "source": meta.source,
        "translators": version.details.translators,
        "authors": all(Topic::Author, &meta.authors),
        "section": meta.section.as_deref().map(|id| named(Topic::Section, id)),
        "tags": all(Topic::Tag, &meta.tags),
        "licence": meta.licence,
        "origin": meta.origin,
        "words": version.details.words,
        "picture": version.details.picture.as_ref().map(|(address, _)| format!("{base}{address}")),
        "alternates": others.map(alternate).collect::<Vec<_>>(),
        "html": absolute(&Body::of(context, lang, lang, &view.body)?.to_string(), base, &page(lang).unwrap_or_default()),
        "text": text.join("\n\n"),
    }))
}
