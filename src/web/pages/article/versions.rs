//! The facts of an article that its pages name around the text: its versions with links, days and what was translated from what, its
//! corrections, its licence, and the series that it is a part of.

use askama::Template;
use jiff::civil::{self, Date};
use serde_json::{Value, json};

use crate::{
    article::{Correction, Licence, markdown::escaped},
    catalog::{ArticleView, SeriesPart, VersionSummary},
    i18n::{Localizer, Role},
    model::{date::Moment, lang::Lang},
    site::{Language, Topic},
    web::{
        app::SiteState,
        error::HttpError,
        layout::{body::Body, language_selector::LangAttributes},
        pages::listings::card::{CardView, card_view},
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

#[derive(Template)]
#[template(path = "parts/corrections.html")]
struct CorrectionsPart<'a> {
    words: Localizer<'a>,
    /// The attributes of heading and dates, where the text is in another language.
    marks: Option<LangAttributes<'a>>,
    lines: Vec<(Date, &'a str)>,
}

/// The section below the text, with heading and dates in `lang`; empty where nothing was corrected.
///
/// # Errors
/// If the template cannot be written.
pub(in crate::web) fn html(edition: &SiteState, lang: &Lang, version: &VersionSummary) -> Result<Body, HttpError> {
    let lines = lines(edition, version);
    if lines.is_empty() {
        return Ok(Body::escaped_already(""));
    }
    Body::made_by(&CorrectionsPart {
        words: edition.words(lang),
        marks: (version.lang != *lang).then(|| LangAttributes::new(edition.site.languages(), lang)),
        lines,
    })
}

/// The same as CommonMark, in the language of the version.
pub(super) fn markdown(edition: &SiteState, version: &VersionSummary) -> String {
    let lines = lines(edition, version);
    if lines.is_empty() {
        return String::new();
    }
    let words = edition.words(&version.lang);
    let title = words.say("corrections-title").to_string();
    let line = |(date, text): &(Date, &str)| {
        let date = words.say("corrections-date").with("date", *date).to_string();
        format!("- {} {}\n", escaped(&date), escaped(text))
    };
    format!("\n## {}\n\n{}", escaped(&title), lines.iter().map(line).collect::<String>())
}

/// The same as JSON.
pub(super) fn data(edition: &SiteState, version: &VersionSummary) -> Value {
    let one = |correction: &Correction| json!({ "date": iso_date(edition, correction.date), "text": correction.text });
    version.details.corrections.iter().map(one).collect()
}

/// The same as schema.org `CorrectionComment`s.
pub(super) fn json_ld(edition: &SiteState, version: &VersionSummary) -> Value {
    let one = |correction: &Correction| {
        let date = iso_date(edition, correction.date);
        json!({ "@type": "CorrectionComment", "datePublished": date, "text": correction.text })
    };
    version.details.corrections.iter().map(one).collect()
}

fn lines<'a>(edition: &SiteState, version: &'a VersionSummary) -> Vec<(Date, &'a str)> {
    let zone = edition.site.time_zone();
    let line = |correction: &'a Correction| (correction.date.day(zone), correction.text.as_str());
    version.details.corrections.iter().map(line).collect()
}

/// A licence for readers of one language.
#[derive(Debug, Clone)]
pub(in crate::web) struct LicenceLink {
    /// Its name, or the words that `article.toml` has.
    pub(in crate::web) name: String,
    /// The page with its text, where it has an SPDX id.
    pub(in crate::web) href: Option<String>,
}

impl LicenceLink {
    /// The `licence` of `article.toml`, in these words.
    pub(in crate::web) fn new(words: Localizer<'_>, licence: &str) -> LicenceLink {
        let deed = words.has("licence-deed").then(|| words.say("licence-deed").to_string());
        match Licence::from_spdx(licence, deed.as_deref()) {
            Some(Licence { name, url }) => {
                let name = name.unwrap_or_else(|| words.say("licence-public-domain").to_string());
                LicenceLink { name, href: Some(url) }
            }
            None => LicenceLink { name: licence.to_owned(), href: None },
        }
    }
}

/// A series as a page shows it, ready for `templates/parts/series.html`.
pub(super) struct Series<'a> {
    pub(super) name: &'a str,
    /// The listing of all its articles.
    pub(super) href: String,
    pub(super) parts: Vec<PartView<'a>>,
    pub(super) previous: Option<CardView<'a>>,
    pub(super) next: Option<CardView<'a>>,
}

/// A part, ready for the list.
pub(super) struct PartView<'a> {
    pub(super) card: CardView<'a>,
    pub(super) number: Option<u32>,
    /// Whether it is the article of the page.
    pub(super) is_here: bool,
}

impl<'a> Series<'a> {
    /// The series of `view`, whose parts are `parts`; `None` if there is none, or no other part.
    pub(super) fn of(
        edition: &'a SiteState,
        lang: &Lang,
        view: &'a ArticleView,
        parts: &'a [SeriesPart],
    ) -> Option<Self> {
        let id = view.meta.series.as_deref()?;
        let here = parts.iter().position(|part| part.card.id == view.id)?;
        if parts.len() < 2 {
            return None;
        }
        let card = |at: usize| parts.get(at).map(|part| card_view(edition, lang, &part.card));
        let part = |part: &'a SeriesPart| PartView {
            card: card_view(edition, lang, &part.card),
            number: part.number,
            is_here: part.card.id == view.id,
        };
        Some(Series {
            name: edition.name(Topic::Series, id, lang),
            href: PagePath::Topic(Topic::Series, id.to_owned()).in_lang(lang).to_string(),
            parts: parts.iter().map(part).collect(),
            previous: here.checked_sub(1).and_then(card),
            next: card(here + 1),
        })
    }
}
