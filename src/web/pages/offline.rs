//! The pages for saved articles: the page that lists them, the page shown without a network, the manifest, and the worker's text.
//! None of it is needed to read: `static/keep.js` and `static/sw.js` add it where a browser can.

use askama::Template;
use axum::Extension;
use serde_json::json;

use crate::{
    model::{Digest, lang::Lang},
    web::{
        app::SiteState,
        context::{PageLang, RequestContext},
        error::HttpError,
        layout::page::{OWN_STYLESHEET, PageFrame},
        policy::CachePolicy,
        reply::{Reply, TextReply},
        urls::url::{OfflineFile, PagePath},
    },
};

#[derive(Template)]
#[template(path = "pages/offline.html")]
struct OfflinePage<'a> {
    frame: PageFrame<'a>,
    /// Whether it is shown in place of a page that cannot be loaded.
    offline: bool,
    /// How many of the newest articles the button saves.
    newest: u32,
}

const NEWEST: u32 = 50;

/// `/<lang>/kept`, `/<lang>/offline`, `/<lang>/manifest.webmanifest`.
pub(in crate::web) async fn page(
    context: RequestContext,
    PageLang(lang): PageLang,
    Extension(which): Extension<OfflineFile>,
) -> Result<Reply, HttpError> {
    let policy = CachePolicy::Page(lang.clone());
    let mut reply = TextReply::html(policy, String::new());
    if which == OfflineFile::Manifest {
        reply.content_type = "application/manifest+json";
        reply.body = manifest(&context.edition, &lang);
    } else {
        reply.body = html(&context.edition, &lang, which)?;
    }
    Ok(reply.into())
}

/// `/sw.js`: what the worker must know of this site, and the worker. Every change of either is a new worker.
pub(in crate::web) async fn worker(context: RequestContext) -> Result<Reply, HttpError> {
    let edition = &*context.edition;
    let code = edition.assets.text("sw.js").ok_or(HttpError::NotFound)?;
    let languages: Vec<&Lang> = edition.site.languages().iter().map(|language| &language.tag).collect();
    let own = edition.assets.has(OWN_STYLESHEET).then_some(OWN_STYLESHEET);
    let logo = edition.site.look().logo.as_ref().and_then(|logo| logo.value.strip_prefix("static/"));
    let files = ["site.css", "keep.js", "icon.svg"].into_iter().chain(own).chain(logo);
    let mut shell: Vec<String> = files.map(|name| edition.assets.address(name)).collect();
    let root = edition.site.base_path();
    let mut content = format!("{root}\n{code}");
    for lang in &languages {
        for which in [OfflineFile::Kept, OfflineFile::Offline] {
            shell.push(PagePath::Keeping(which).in_lang(lang).to_string());
            content.push_str(&html(edition, lang, which)?);
        }
    }
    let version: String = Digest::hash(content.as_bytes()).to_string().chars().take(12).collect();
    let shell: Vec<String> = shell.iter().map(|path| format!("{root}{path}")).collect();
    let site = json!({ "version": version, "root": root, "languages": languages, "shell": shell });
    let mut reply = TextReply::html(CachePolicy::Revalidate, format!("const SITE = {site};\n{code}"));
    reply.content_type = "text/javascript; charset=utf-8";
    Ok(reply.into())
}

fn html(edition: &SiteState, lang: &Lang, which: OfflineFile) -> Result<String, HttpError> {
    let offline = which == OfflineFile::Offline;
    let title = edition.words(lang).say(if offline { "offline-title" } else { "kept-title" }).to_string();
    let mut frame = PageFrame::everywhere(edition, lang, &PagePath::Keeping(which), title);
    frame.indexed = false;
    Ok(OfflinePage { frame, offline, newest: NEWEST }.render()?)
}

/// The site as an application (W3C Web Application Manifest), in one language.
fn manifest(edition: &SiteState, lang: &Lang) -> String {
    let root = edition.site.base_path();
    let home = format!("{root}{}", PagePath::Home.in_lang(lang));
    let name = edition.site.distinct_name(lang);
    let icon = |file: &str, sizes: &str, kind: &str, purpose: &str| json!({ "src": format!("{root}{}", edition.assets.address(file)), "sizes": sizes, "type": kind, "purpose": purpose });
    json!({
        "id": home,
        "name": name,
        "short_name": name,
        "lang": lang,
        "dir": lang.direction().to_string(),
        "start_url": home,
        "scope": format!("{root}/"),
        "display": "minimal-ui",
        "background_color": "#fdfcf9",
        "theme_color": edition.site.look().accent.map_or_else(|| "#7a1f2b".to_owned(), |accent| accent.light()),
        "icons": [
            icon("icon-192.png", "192x192", "image/png", "any"),
            icon("icon-512.png", "512x512", "image/png", "any"),
            icon("icon-maskable.png", "512x512", "image/png", "maskable"),
            icon("icon.svg", "any", "image/svg+xml", "any"),
        ],
    })
    .to_string()
}
