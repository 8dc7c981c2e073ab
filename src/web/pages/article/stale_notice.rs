//! The notice on a translation that is older than its source, and the source's passages to be opened in place.

use askama::Template;
use jiff::civil;

use super::versions::address;
use crate::{
    article::{DifferenceKind, Staleness, markdown::SafeHtml},
    catalog::{ArticleView, SourceComparison, VersionSummary},
    i18n::Localizer,
    model::lang::Lang,
    site::Languages,
    web::{
        app::SiteState,
        context::RequestContext,
        error::HttpError,
        layout::{body::Body, language_selector::LangAttributes},
    },
};

/// The notice above the text.
pub(in crate::web) struct StaleNotice {
    /// The address of the source version.
    pub(in crate::web) source: String,
    /// The day the source was last changed, where its file says so.
    pub(in crate::web) changed: Option<civil::Date>,
    /// The changes: the message and the number of passages of each; empty if they were not recorded.
    pub(in crate::web) counts: Vec<(&'static str, u32)>,
}

/// The text with its source's passages in place.
#[derive(Template)]
#[template(path = "parts/differences.html")]
struct DifferenceView<'a> {
    words: Localizer<'a>,
    lang: &'a Lang,
    source: &'a Lang,
    languages: &'a Languages,
    pieces: Vec<DiffPiece>,
}

/// A part of the text, and the notes after it.
struct DiffPiece {
    own: Body,
    message: Option<&'static str>,
    /// The source's text here, if it has any.
    original: Option<Body>,
}

impl DifferenceView<'_> {
    fn marked<'b>(&self, lang: &'b Lang) -> LangAttributes<'b> {
        LangAttributes::new(self.languages, lang)
    }
}

impl StaleNotice {
    /// The notice on `version`; `None` if it is not stale.
    pub(in crate::web) fn for_version(
        edition: &SiteState,
        view: &ArticleView,
        version: &VersionSummary,
    ) -> Option<StaleNotice> {
        let Staleness::Stale { since, passages: _ } = version.details.staleness else { return None };
        Some(StaleNotice {
            source: address(view, &view.meta.source)?.to_string(),
            changed: since.map(|moment| moment.day(edition.site.time_zone())),
            counts: version.details.compared.as_ref().map(counts).unwrap_or_default(),
        })
    }
}

/// The text of `version` on a page in `lang`, with what its source says otherwise at each passage. Only a text that
/// differs costs more than [`Body::fill`].
pub(in crate::web) fn body(
    context: &RequestContext,
    lang: &Lang,
    view: &ArticleView,
    version: &VersionSummary,
) -> Result<Body, HttpError> {
    let plain = || Body::fill(context, lang, &version.lang, &view.body);
    let Some(compared) = version.details.compared.as_ref().filter(|compared| !compared.differences.is_empty()) else {
        return plain();
    };
    let Some(original) = source_of(view, version) else { return plain() };
    let html = context.catalog.body(&view.id, &original.lang)?;
    // A version that was kept when its file broke was compared with a source that may have changed since.
    let lengths = |html: &SafeHtml| (view.body.as_str().len(), html.as_str().len());
    let Some(html) = html.filter(|html| lengths(html) == compared.lengths) else { return plain() };
    let page = address(view, &original.lang).map(|address| address.to_string()).unwrap_or_default();
    let own = |part| match part {
        Some(part) => Body::fill(context, lang, &version.lang, &part),
        None => plain(),
    };
    let (mut pieces, mut done) = (Vec::new(), 0);
    for difference in &compared.differences {
        let shown = html.part(difference.html.clone()).filter(|part| !part.as_str().is_empty());
        let shown = shown.map(|part| Body::fill(context, lang, &original.lang, &part.quoted_from(&page)));
        let message = match difference.kind {
            DifferenceKind::Changed => "stale-here-changed",
            DifferenceKind::New => "stale-here-new",
            DifferenceKind::Gone => "stale-here-gone",
            // Shown above the text, where title and summary stand.
            DifferenceKind::Title | DifferenceKind::Summary => continue,
        };
        let own = own(view.body.part(done..difference.at))?;
        pieces.push(DiffPiece { own, message: Some(message), original: shown.transpose()? });
        done = difference.at;
    }
    pieces.push(DiffPiece { own: own(view.body.part(done..compared.lengths.0))?, message: None, original: None });
    let (words, languages) = (context.edition.words(lang), context.edition.site.languages());
    Body::made_by(&DifferenceView { words, lang, source: &original.lang, languages, pieces })
}

/// The source version of an article, unless `version` is it.
fn source_of<'a>(view: &'a ArticleView, version: &VersionSummary) -> Option<&'a VersionSummary> {
    view.source().filter(|source| source.lang != version.lang)
}

fn counts(compared: &SourceComparison) -> Vec<(&'static str, u32)> {
    let count = |kind| {
        let of_kind = compared.differences.iter().filter(|difference| difference.kind == kind).count();
        u32::try_from(of_kind).unwrap_or(u32::MAX)
    };
    let all = [
        ("stale-title", count(DifferenceKind::Title)),
        ("stale-summary", count(DifferenceKind::Summary)),
        ("stale-changed", count(DifferenceKind::Changed)),
        ("stale-new", count(DifferenceKind::New)),
        ("stale-gone", count(DifferenceKind::Gone)),
    ];
    all.into_iter().filter(|(_, count)| *count > 0).collect()
}
