//! "Why this language?": the preferences in this reader's request, and the language that follows from them. The only page under
//! a language that depends on more than its address, so no cache may store it.

use std::borrow::Cow;

use askama::Template;

use crate::{
    catalog::ArticleView,
    i18n::{
        Role,
        negotiate::{Choice, RangeOutcome, RangeReading, Reason, choose, choose_for_article, readings},
    },
    model::{lang::Lang, slug::ArticleId},
    site::Site,
    web::{
        context::{PageLang, RequestContext},
        error::HttpError,
        layout::page::PageFrame,
        policy::CachePolicy,
        reply::{Redirect, Reply, TextReply},
        urls::{
            base_path::BasePath,
            path::{query_value, query_without},
            url::{self, PagePath, Route},
        },
    },
};

#[derive(Template)]
#[template(path = "pages/language.html")]
struct LanguagePage<'a> {
    frame: PageFrame<'a>,
    cookie: CookieState,
    /// Whether there is a choice to be forgotten.
    forgettable: bool,
    header: Vec<HeaderRange>,
    /// Whether the header counts on this site.
    negotiates: bool,
    choice: LanguageVerdict,
    article: Option<AskedArticle>,
}

/// The state of the cookie.
enum CookieState {
    Absent,
    /// "in Ukrainian".
    Known(String),
    /// Its value, which is not a language of the site.
    Unknown(String),
}

/// One range of the header.
struct HeaderRange {
    text: String,
    /// 0 to 1.
    weight: Option<f64>,
    /// The message that says what became of it.
    outcome: &'static str,
}

/// The destination of an address without a language for this reader.
struct LanguageVerdict {
    address: String,
    message: &'static str,
    /// "in Ukrainian".
    language: String,
}

/// The article that was asked about.
struct AskedArticle {
    title: String,
    /// The language of the title, where it is not the page's.
    title_lang: Option<Lang>,
    href: String,
    /// Its address without a language, which asks about it again.
    neutral: PagePath,
    verdict: LanguageVerdict,
    rows: Vec<ShownLanguage>,
}

/// The articles shown to readers of one language.
struct ShownLanguage {
    /// `uk → en`.
    chain: String,
    message: &'static str,
    wanted: String,
    shown: String,
}

/// `/<lang>/language`.
pub(in crate::web) async fn page(context: RequestContext, PageLang(lang): PageLang) -> Result<Reply, HttpError> {
    let (context, lang) = (&context, &lang);
    let ask = context.head();
    if query_value(ask.query, "forget").is_some() {
        let rest = query_without(ask.query, "forget");
        return Ok(Redirect::Forget(format!("{}{rest}", ask.path)).into());
    }
    let site = &context.edition.site;
    let request = ask.languages();
    let title = context.edition.words(lang).say("language-title").to_string();
    let mut frame = PageFrame::everywhere(&context.edition, lang, &PagePath::Language, title);
    frame.indexed = false;
    let article = article(context, &frame)?;
    if let Some(AskedArticle { neutral, .. }) = &article {
        for entry in &mut frame.selector {
            entry.href = Some(format!("{}?for={neutral}&remember", PagePath::Language.in_lang(&entry.lang)));
        }
    }
    let cookie = cookie(context, &frame);
    let page = LanguagePage {
        forgettable: !matches!(cookie, CookieState::Absent),
        cookie,
        header: ask.accept_language().into_iter().map(row).collect(),
        negotiates: site.negotiates(),
        choice: verdict(&frame, whole(site, &PagePath::Home), &choose(site, &request, &|lang| context.in_use(lang))),
        article,
        frame,
    };
    Ok(TextReply::html(CachePolicy::Personal(lang.clone()), page.render()?).into())
}

fn cookie(context: &RequestContext, frame: &PageFrame<'_>) -> CookieState {
    let languages = context.edition.site.languages();
    match context.head().cookie("lang").filter(|value| !value.is_empty()) {
        None => CookieState::Absent,
        Some(value) => match languages.get(value).or_else(|| languages.by_alias(value)) {
            Some(language) => CookieState::Known(frame.in_language(&language.tag)),
            None => CookieState::Unknown(value.to_owned()),
        },
    }
}

fn row(reading: RangeReading) -> HeaderRange {
    let (weight, outcome) = match reading.outcome {
        RangeOutcome::Used(0) => (Some(0), "language-range-excluded"),
        RangeOutcome::Used(weight) => (Some(weight), "language-range-heeded"),
        RangeOutcome::Repeated => (None, "language-range-repeated"),
        RangeOutcome::Malformed => (None, "language-range-malformed"),
    };
    HeaderRange { text: reading.text, weight: weight.map(|weight| f64::from(weight) / 1000.0), outcome }
}

fn verdict(frame: &PageFrame<'_>, address: String, choice: &Choice) -> LanguageVerdict {
    let message = match choice.reason {
        Reason::Cookie => "language-choice-cookie",
        Reason::Header => "language-choice-header",
        Reason::Default => "language-choice-default",
    };
    LanguageVerdict { address, message, language: frame.in_language(&choice.lang) }
}

/// The path of a page without a language, from the root of the host: a reader is to see it, not to follow it.
fn whole(site: &Site, page: &PagePath) -> String {
    format!("{}{page}", site.base_path())
}

/// The article named by `?for=`, else the one that the reader comes from.
fn article(context: &RequestContext, frame: &PageFrame<'_>) -> Result<Option<AskedArticle>, HttpError> {
    let asked = query_value(context.head().query, "for");
    let from = || context.head().came_from().and_then(url::decode);
    let Some(path) = asked.or_else(from) else { return Ok(None) };
    let path = BasePath::for_site(&context.edition.site).strip(&path).unwrap_or(Cow::Borrowed(&path));
    let Some(id) = find(context, &url::tidy(&path))? else { return Ok(None) };
    let languages = context.edition.site.languages();
    let shown = |has: &[Lang]| languages.shown(frame.lang, |lang| has.contains(lang)).or(has.first()).cloned();
    let Some(view) = context.catalog.article(&id, shown)? else { return Ok(None) };
    let has: Vec<Lang> = view.versions.languages().cloned().collect();
    let choice =
        choose_for_article(&context.edition.site, &context.head().languages(), &has, &|lang| context.in_use(lang));
    let title = shown(&has).and_then(|lang| view.versions.get(&lang));
    let Some(title) = title else { return Ok(None) };
    let neutral = PagePath::neutral(&id);
    Ok(Some(AskedArticle {
        title: title.title.clone(),
        title_lang: (title.lang != *frame.lang).then(|| title.lang.clone()),
        href: neutral.clone().in_lang(frame.lang).to_string(),
        verdict: verdict(frame, whole(&context.edition.site, &neutral), &choice),
        neutral,
        rows: rows(&context.edition.site, frame, &view),
    }))
}

fn rows(site: &Site, frame: &PageFrame<'_>, view: &ArticleView) -> Vec<ShownLanguage> {
    let has = |lang: &Lang| view.versions.has(lang);
    let row = |language: &crate::site::Language| {
        let tag = &language.tag;
        let shown = site.languages().shown(tag, has);
        let chain: Vec<&str> = std::iter::once(tag).chain(&language.fallback).map(Lang::as_str).collect();
        ShownLanguage {
            chain: chain.join(" → "),
            message: match shown {
                Some(shown) if shown == tag => "language-article-own",
                Some(_) => "language-article-instead",
                None => "language-article-none",
            },
            wanted: frame.in_language(tag),
            shown: shown.map(|lang| frame.words.language(lang, Role::In)).unwrap_or_default(),
        }
    };
    site.languages().iter().map(row).collect()
}

/// The article at a path, with or without a language in front.
fn find(context: &RequestContext, path: &str) -> Result<Option<ArticleId>, HttpError> {
    let default = context.edition.site.default_language();
    let (lang, page) = match Route::parse(path) {
        Route::Neutral(page) => (default.clone(), Some(page)),
        Route::Localised(first, rest) => match context.edition.site.languages().get(first) {
            Some(language) => (language.tag.clone(), PagePath::parse(rest)),
            None => return Ok(None),
        },
        _ => return Ok(None),
    };
    let (year, slug) = match page {
        Some(PagePath::Article(year, slug) | PagePath::Beside(year, slug, _)) => (year, slug),
        _ => return Ok(None),
    };
    Ok(context.catalog.find(&lang, year, &slug)?.id())
}

impl crate::web::request_head::RequestHead<'_> {
    /// Every range of every `Accept-Language` line, with what became of it.
    fn accept_language(&self) -> Vec<RangeReading> {
        readings(self.language_lines().iter().map(AsRef::as_ref))
    }

    /// The path of the page of this site that the reader comes from.
    fn came_from(&self) -> Option<&str> {
        let (_, address) = self.header(axum::http::header::REFERER)?.split_once("://")?;
        let (host, path) = address.split_at(address.find('/')?);
        let path = path.split(['?', '#']).next()?;
        (Some(host) == self.host).then_some(path)
    }
}
