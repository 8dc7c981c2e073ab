//! The part of an article's page for sharing: the neutral link, citations, the text as a file.

use super::versions::address;
use crate::{
    article::cite::{self, Cited, CitedDates, CitedTranslation, CitedWork, Name},
    catalog::{ArticleView, VersionSummary},
    i18n::Role,
    model::lang::Lang,
    site::Topic,
    web::{
        app::SiteState,
        context::RequestContext,
        pages::listings::card::day,
        urls::url::{PagePath, TextFormat},
    },
};

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
        translation: translation(edition, lang, view, version),
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

fn translation(
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
