//! The versions of an article as its pages name them: links, days, and what was translated from what.

use jiff::civil;

use crate::{
    catalog::{ArticleView, VersionSummary},
    i18n::Role,
    model::{date::Moment, lang::Lang},
    site::Language,
    web::{
        app::SiteState,
        urls::url::{Address, PagePath},
    },
};

/// The provenance of a version that is not the source.
pub(in crate::web::pages) struct Provenance {
    /// "Translated from Ukrainian, 12 March 2025, by …", in the language of the page.
    pub(in crate::web::pages) text: String,
    /// The address of the source version, where it exists.
    pub(in crate::web::pages) source: Option<String>,
}

/// A link to one version of an article.
pub(in crate::web) struct VersionLink {
    /// Its address.
    pub(in crate::web) href: String,
    /// Its language.
    pub(in crate::web) lang: Lang,
    /// The language's own name.
    pub(in crate::web) name: String,
    /// Its title.
    pub(in crate::web) title: String,
}

/// The address of one version, if there is one.
pub(in crate::web) fn address(view: &ArticleView, lang: &Lang) -> Option<Address> {
    let version = view.versions.get(lang)?;
    Some(PagePath::article(view.id.collection(), &version.slug).in_lang(lang))
}

/// Links to every version, in the order of the site's languages, each named in its own language.
pub(in crate::web) fn version_links(edition: &SiteState, view: &ArticleView) -> Vec<VersionLink> {
    let link = |language: &Language| {
        let version = view.versions.get(&language.tag)?;
        Some(VersionLink {
            href: address(view, &version.lang)?.remembered(),
            lang: version.lang.clone(),
            name: edition.words(&version.lang).own_name(),
            title: version.title.clone(),
        })
    };
    edition.site.languages().iter().filter_map(link).collect()
}

/// The day a version was last changed or corrected, where its file says so.
pub(in crate::web) fn updated(edition: &SiteState, version: &VersionSummary) -> Option<civil::Date> {
    let zone = edition.site.time_zone();
    Some(version.details.changed(zone)?.day(zone))
}

/// The day of a translation, where its file says so: when it was last changed, else when it appeared.
fn translated(edition: &SiteState, version: &VersionSummary) -> Option<civil::Date> {
    Some(version.details.dates.latest()?.day(edition.site.time_zone()))
}

/// A date of the catalog as programs read it, with the same day as on the page.
pub(in crate::web) fn iso_date(edition: &SiteState, date: Moment) -> String {
    date.written(edition.site.time_zone())
}

pub(in crate::web::pages) fn translation(
    edition: &SiteState,
    lang: &Lang,
    view: &ArticleView,
    version: &VersionSummary,
) -> Option<Provenance> {
    let source = &view.meta.source;
    if *source == version.lang {
        return None;
    }
    let words = edition.words(lang);
    let from = words.language(source, Role::From);
    let translators = version.details.translators.join(", ");
    let said = match (translated(edition, version), translators.is_empty()) {
        (Some(date), false) => words.say("article-translated-date-by").with("date", date),
        (Some(date), true) => words.say("article-translated-date").with("date", date),
        (None, false) => words.say("article-translated-by"),
        (None, true) => words.say("article-translated"),
    };
    let text = said.with("from", from).with("translators", translators).to_string();
    Some(Provenance { text, source: address(view, source).map(|address| address.to_string()) })
}
