//! `/<lang>/<year>/<slug>.md`, `.json`, `.bib` and `.ris`: a version, or its citation, for machines, or to save. A language
//! that the article does not have has no file: a program never gets another language than the one that it requested.
//!
//! And the part of an article's page that leads there: the neutral link, citations, the text as a file.

use serde_json::{Value, json};

use super::{
    stale_notice,
    versions::{self, LicenceLink, address, iso_date, translation},
};
use crate::{
    article::{
        ArticleToml, Publication, UnusableArticleToml,
        cite::{self, Cited, CitedDates, CitedTranslation, CitedWork, Name},
        decode,
        markdown::{Destination, HtmlBlock, escaped, standalone},
        media_address, notes_for, parse_article, parse_page, parse_version, plain_address,
    },
    catalog::{AddressMatch, ArticleView, VersionSummary},
    i18n::Role,
    model::{lang::Lang, slug::Collection},
    site::Topic,
    web::{
        app::SiteState,
        context::RequestContext,
        error::HttpError,
        feeds::entry::absolute,
        layout::body::Body,
        pages::listings::card::day,
        policy::CachePolicy,
        preview::Preview,
        reply::{Redirect, Reply, TextReply},
        surrogate_keys,
        urls::url::{PagePath, TextFormat},
    },
};

/// The version in `lang`, as a file.
pub(super) fn page(
    context: &RequestContext,
    lang: &Lang,
    collection: Collection,
    slug: &str,
    form: TextFormat,
) -> Result<Reply, HttpError> {
    // Only what has a date is cited.
    if matches!(form, TextFormat::Bibtex | TextFormat::Ris) && collection.year().is_none() {
        return Err(HttpError::NotFound);
    }
    let catalog = &context.catalog;
    let (id, moved) = match catalog.find(lang, collection, slug)? {
        AddressMatch::Article(id) => (id, None),
        AddressMatch::Moved(id, slug) => (id, Some(slug)),
        AddressMatch::Nothing => return Err(HttpError::NotFound),
    };
    let view = catalog.article(&id, |has| has.contains(lang).then(|| lang.clone()))?.ok_or(HttpError::NotFound)?;
    if let Some(notice) = stale_notice::notice(context, lang, &view)? {
        return Ok(notice);
    }
    let version = view.versions.get(lang).ok_or(HttpError::NotFound)?;
    if let Some(slug) = moved {
        let to = PagePath::Text(id.collection(), slug.to_string(), form).in_lang(lang);
        return Ok(Redirect::Moved(format!("{to}{}", context.query())).into());
    }
    let (content_type, body) = match form {
        // RFC 7763, 2
        TextFormat::Markdown => {
            ("text/markdown; charset=utf-8; variant=CommonMark", markdown(context, &view, version)?)
        }
        TextFormat::Json => ("application/json", format!("{:#}\n", data(context, &view, version)?)),
        TextFormat::Bibtex => ("application/x-bibtex; charset=utf-8", citation(context, &view, version, form)),
        TextFormat::Ris => {
            ("application/x-research-info-systems; charset=utf-8", citation(context, &view, version, form))
        }
    };
    let canonical =
        address(&view, lang).map(|page| format!("<{}{page}>; rel=\"canonical\"", context.edition.site.base_url()));
    let reply = TextReply::html(CachePolicy::Page(lang.clone()), body);
    let shows = surrogate_keys::shown(&context.edition.site, &view, &view.body, []);
    Ok(TextReply { content_type, link: canonical, shows, ..reply }.into())
}

/// The version as CommonMark that works by itself: what is known of it on top, then its text with whole addresses. Gone
/// where its file has just vanished from the source.
fn markdown(context: &RequestContext, view: &ArticleView, version: &VersionSummary) -> Result<String, HttpError> {
    let (edition, lang) = (&context.edition, &version.lang);
    let path = format!("{}/{lang}.md", view.id.folder());
    let text = file(context, &path)?.ok_or(HttpError::NotFound)?;
    let (read, _) = parse_version(&path, &text);
    let read = read.ok_or(HttpError::NotFound)?;
    let meta = view.id.meta_path();
    let parse = |text: &str| match view.id.year() {
        Some(_) => parse_article(&meta, text).0,
        None => parse_page(view.id.collection(), &meta, text, &view.meta.source).0,
    };
    let meta_text = file(context, &meta)?;
    let shared = meta_text.as_deref().and_then(parse);
    // The files may have changed since they were read into the catalog.
    let (now, zone) = (context.app.now(), edition.site.time_zone());
    let is_hidden = |publication: Publication| publication.unpublished(now, zone).is_some();
    let unusable = || Some(UnusableArticleToml::read(&meta, meta_text.as_deref()?).for_readers());
    let of_article = shared.as_ref().map(ArticleToml::publication).or_else(unusable);
    if context.app.preview() == Preview::Reader && of_article.into_iter().chain([read.publication()]).any(is_hidden) {
        return Err(HttpError::NotFound);
    }
    if shared.as_ref().is_some_and(|meta| meta.withdrawn.is_some()) {
        return Err(HttpError::NotFound);
    }
    let notes = notes_for(&read.images, &shared.map(|meta| meta.images).unwrap_or_default());
    let base = edition.site.base_url();
    let page = PagePath::article(view.id.collection(), &version.slug).in_lang(lang).to_string();
    let whole = |to: Destination<'_>| {
        let path = match to {
            Destination::Page => page.clone(),
            Destination::Site(path) => path.to_owned(),
            // If the catalog does not know, the address without a language or a digest is used, which redirects.
            Destination::Article(id) => match context.catalog.slug(id, lang) {
                Ok(Some(slug)) => PagePath::article(id.collection(), &slug).in_lang(lang).to_string(),
                Ok(None) | Err(_) => PagePath::neutral(id).to_string(),
            },
            Destination::File(name) => match context.catalog.media_digest(&view.id, name) {
                Ok(Some(digest)) => plain_address(&view.id, name, &digest),
                Ok(None) | Err(_) => media_address(&view.id, name),
            },
        };
        format!("{base}{path}")
    };
    let body = standalone(text.get(read.body..).unwrap_or_default(), &view.id, &notes, &whole);
    let head = head(context, view, version, &format!("{base}{page}"));
    let corrected = versions::markdown(edition, version);
    Ok(format!("{head}\n{}\n{corrected}", body.trim()))
}

/// Title, summary, author, date, translation, licence and address.
fn head(context: &RequestContext, view: &ArticleView, version: &VersionSummary, page: &str) -> String {
    let edition = &*context.edition;
    let words = edition.words(&version.lang);
    let mut lines = Vec::new();
    let authors = view.meta.authors.iter().map(|id| edition.name(Topic::Author, id, &version.lang));
    let authors = authors.collect::<Vec<_>>().join(", ");
    lines.extend((!authors.is_empty()).then_some(authors));
    let date = view.meta.published.map(|published| published.day(edition.site.time_zone()));
    lines.extend(date.map(|date| words.say("article-date").with("date", date).to_string()));
    lines.extend(translation(edition, &version.lang, view, version).map(|translation| translation.text));
    let mut licence_line = None;
    if let Some(licence) = &view.meta.licence {
        let LicenceLink { name, href } = LicenceLink::new(words, licence);
        let said = words.say("article-licence").with("licence", name).to_string();
        let address = href.map(|href| format!(", <{href}>")).unwrap_or_default();
        licence_line = Some(format!("- {}{address}\n", escaped(&said)));
    }
    let mut head = format!("# {}\n\n", escaped(&version.title));
    if !version.summary.is_empty() {
        head.push_str(&format!("{}\n\n", escaped(&version.summary)));
    }
    for line in lines {
        head.push_str(&format!("- {}\n", escaped(&line)));
    }
    head.extend(licence_line);
    head.push_str(&format!("- <{page}>\n"));
    head
}

/// The text of a file of the archive; `None` if there is none that can be read.
fn file(context: &RequestContext, path: &str) -> Result<Option<String>, HttpError> {
    let found = context.app.source().site_files(path).map_err(|_| HttpError::NotFound)?;
    let bytes = found.into_iter().find(|file| file.path == path).and_then(|file| file.bytes.ok());
    Ok(bytes.and_then(|bytes| Some(decode(path, &bytes).ok()?.0.to_owned())))
}

fn data(context: &RequestContext, view: &ArticleView, version: &VersionSummary) -> Result<Value, HttpError> {
    let edition = &*context.edition;
    let (base, lang, meta) = (edition.site.base_url(), &version.lang, &view.meta);
    let page = |lang: &Lang| address(view, lang).map(|page| format!("{base}{page}"));
    let file = |form| PagePath::Text(view.id.collection(), version.slug.to_string(), form).in_lang(lang);
    let named = |topic: Topic, id: &str| {
        let url = format!("{base}{}", PagePath::Topic(topic, id.to_owned()).in_lang(lang));
        json!({ "id": id, "name": edition.name(topic, id, lang), "url": url })
    };
    let all = |topic: Topic, ids: &[String]| ids.iter().map(|id| named(topic, id)).collect::<Vec<_>>();
    let alternate =
        |other: &VersionSummary| json!({ "lang": other.lang.as_str(), "title": other.title, "url": page(&other.lang) });
    let others = view.versions.except(lang);
    let text: Vec<String> = view.body.pieces().iter().map(HtmlBlock::text).filter(|text| !text.is_empty()).collect();
    Ok(json!({
        "id": view.id.to_string(),
        "lang": lang.as_str(),
        "url": page(lang),
        "neutral": format!("{base}{}", PagePath::neutral(&view.id)),
        "markdown": format!("{base}{}", file(TextFormat::Markdown)),
        "bibtex": meta.published.map(|_| format!("{base}{}", file(TextFormat::Bibtex))),
        "ris": meta.published.map(|_| format!("{base}{}", file(TextFormat::Ris))),
        "title": version.title,
        "summary": version.summary,
        "published": meta.published.map(|date| iso_date(edition, date)),
        "version_published": version.details.dates.published.map(|date| iso_date(edition, date)),
        "updated": version.details.changed(edition.site.time_zone()).map(|date| iso_date(edition, date)),
        "corrections": versions::data(edition, version),
        "source": meta.source,
        "translators": version.details.translators,
        "authors": all(Topic::Author, &meta.authors),
        "section": meta.section.as_deref().map(|id| named(Topic::Section, id)),
        "series": meta.series.as_deref().map(|id| named(Topic::Series, id)),
        "part": meta.part,
        "tags": all(Topic::Tag, &meta.tags),
        "licence": meta.licence,
        "licence_url": meta.licence.as_deref().and_then(|licence| LicenceLink::new(edition.words(lang), licence).href),
        "origin": meta.origin,
        "words": version.details.words,
        "picture": version.details.picture.as_ref().map(|(address, _)| format!("{base}{address}")),
        "alternates": others.map(alternate).collect::<Vec<_>>(),
        "html": absolute(&Body::fill(context, lang, lang, &view.body)?.to_string(), base, &page(lang).unwrap_or_default()),
        "text": text.join("\n\n"),
    }))
}

/// For `templates/parts/share.html`.
pub(in crate::web) struct Share {
    /// The address that opens in the language of the reader who follows it.
    pub(in crate::web) neutral: String,
    pub(in crate::web) dstu: Cited,
    pub(in crate::web) apa: Cited,
    pub(in crate::web) bibtex: String,
    /// The address of the version as Markdown.
    pub(in crate::web) markdown: String,
    /// The same as JSON.
    pub(in crate::web) json: String,
    /// The address of its citation as BibTeX.
    pub(in crate::web) bibtex_file: String,
    /// The same as RIS.
    pub(in crate::web) ris_file: String,
}

impl Share {
    /// For `version` on a page in `lang`; words and dates of the citations are in `lang`, too.
    pub(in crate::web) fn new(edition: &SiteState, lang: &Lang, view: &ArticleView, version: &VersionSummary) -> Share {
        let words = edition.words(lang);
        let url = url(edition, view, version);
        let work = work(edition, lang, view, version, &url);
        let said = |id: &str| words.say(id).to_string();
        let file = |form| {
            PagePath::Text(view.id.collection(), version.slug.to_string(), form).in_lang(&version.lang).to_string()
        };
        Share {
            dstu: cite::dstu(&work, &said("cite-others"), &said("cite-accessed")),
            apa: cite::apa(&work),
            bibtex: bibtex(edition, view, version, &work),
            markdown: file(TextFormat::Markdown),
            json: file(TextFormat::Json),
            bibtex_file: file(TextFormat::Bibtex),
            ris_file: file(TextFormat::Ris),
            neutral: neutral(edition, view),
        }
    }
}

/// The citation of a version as a file of its own, in the language of the version.
pub(super) fn citation(
    context: &RequestContext,
    view: &ArticleView,
    version: &VersionSummary,
    form: TextFormat,
) -> String {
    let (edition, lang) = (&*context.edition, &version.lang);
    let url = url(edition, view, version);
    let work = work(edition, lang, view, version, &url);
    if form == TextFormat::Ris { cite::ris(&work, lang) } else { bibtex(edition, view, version, &work) }
}

/// The reference to a version in APA style, in the language of the version, without italics.
pub(in crate::web) fn reference(edition: &SiteState, view: &ArticleView, version: &VersionSummary) -> String {
    let url = url(edition, view, version);
    let Cited { before, italic, after } = cite::apa(&work(edition, &version.lang, view, version, &url));
    format!("{before}{italic}{after}")
}

fn neutral(edition: &SiteState, view: &ArticleView) -> String {
    format!("{}{}", edition.site.base_url(), PagePath::neutral(&view.id))
}

/// The whole address of a version.
pub(in crate::web) fn url(edition: &SiteState, view: &ArticleView, version: &VersionSummary) -> String {
    let own = address(view, &version.lang).map(|address| format!("{}{address}", edition.site.base_url()));
    own.unwrap_or_else(|| neutral(edition, view))
}

/// The work to cite, with words and dates in `lang`.
fn work<'a>(
    edition: &'a SiteState,
    lang: &Lang,
    view: &ArticleView,
    version: &'a VersionSummary,
    url: &'a str,
) -> CitedWork<'a> {
    let author = |id: &String| Name::parse(edition.name(Topic::Author, id, &version.lang));
    CitedWork {
        authors: view.meta.authors.iter().map(author).collect(),
        title: &version.title,
        site: edition.site.name(&version.lang),
        url,
        dates: dates(edition, lang, view),
        translation: translation_credit(edition, lang, view, version),
    }
}

fn bibtex(edition: &SiteState, view: &ArticleView, version: &VersionSummary, work: &CitedWork<'_>) -> String {
    let key = format!("{}-{}-{}", view.id.name(), view.id.collection(), version.lang);
    cite::bibtex(work, &key, &babel(edition, &version.lang))
}

/// The name of a language in LaTeX: its message, otherwise its English name in lower case, as LaTeX writes them.
fn babel(edition: &SiteState, lang: &Lang) -> String {
    let words = edition.words(lang);
    let english = || Some(lang.shortest_among(std::iter::empty()).name_in(&"en".parse().ok()?)?.to_lowercase());
    let known = words.has("cite-babel").then(|| words.say("cite-babel").to_string());
    known.or_else(english).unwrap_or_else(|| lang.to_string())
}

fn dates(edition: &SiteState, lang: &Lang, view: &ArticleView) -> CitedDates {
    let day = day(edition, view.key);
    let words = edition.words(lang);
    // The year is a name, not a number: nothing groups its digits.
    let say = |id: &str| {
        let said = words.say(id).with("year", day.year().to_string()).with("day", f64::from(day.day()));
        said.with("month", f64::from(day.month())).to_string()
    };
    CitedDates { dstu: say("cite-dstu-date"), apa: say("cite-apa-date"), iso: day.to_string() }
}

fn translation_credit(
    edition: &SiteState,
    lang: &Lang,
    view: &ArticleView,
    version: &VersionSummary,
) -> Option<CitedTranslation> {
    let source = Some(&view.meta.source).filter(|source| **source != version.lang)?;
    let names: Vec<Name> = version.details.translators.iter().map(|name| Name::parse(name)).collect();
    if names.is_empty() {
        return None;
    }
    let words = edition.words(lang);
    let joined = names.iter().map(Name::initials_first).collect::<Vec<_>>().join(", ");
    let dstu = words.say("cite-dstu-translated").with("from", words.language(source, Role::From));
    let apa = words.say("cite-apa-translated").with("translators", joined.clone()).to_string();
    Some(CitedTranslation { dstu: dstu.with("translators", joined).to_string(), apa, names })
}
