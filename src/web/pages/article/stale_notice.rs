//! Notices on the page of an article: on a translation that is older than its source, with the source's passages to open in
//! place; on the rows of two versions side by side that are behind the source; and in place of an article that was taken down
//! (410), with its title, the reason, and what stays.

use std::ops::Range;

use askama::Template;
use jiff::civil;

use super::versions::address;
use crate::{
    article::{
        Difference, DifferenceKind, Staleness, Withdrawn,
        align::Bead,
        markdown::{HtmlBlock, SafeHtml},
    },
    catalog::{ArticleView, SourceComparison, VersionSummary},
    i18n::Localizer,
    model::lang::Lang,
    site::Languages,
    web::{
        app::SiteState,
        context::RequestContext,
        error::HttpError,
        layout::{
            body::Body,
            language_selector::{LangAttributes, LanguageState},
            page::PageFrame,
        },
        pages::listings::card::day,
        policy::CachePolicy,
        reply::{Reply, TextReply},
        urls::url::PagePath,
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

/// The text of `version` on a page in `lang`, with the source's passages where they differ. Only a text that
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

/// For each row the bytes of a version's HTML that stand in it, in their order; empty where the row has none of it.
pub(in crate::web::pages) fn spans(
    pieces: &[HtmlBlock<'_>],
    rows: impl Iterator<Item = Range<usize>>,
) -> Vec<Range<usize>> {
    let mut end = 0;
    let mut span = |row: Range<usize>| {
        let start = end;
        end += pieces.get(row).unwrap_or_default().iter().map(HtmlBlock::len).sum::<usize>();
        start..end
    };
    rows.map(&mut span).collect()
}

/// The spans of both versions.
pub(in crate::web::pages) fn both(
    beads: &[Bead],
    left: &[HtmlBlock<'_>],
    right: &[HtmlBlock<'_>],
) -> [Vec<Range<usize>>; 2] {
    let of_left = spans(left, beads.iter().map(|bead| bead.left.clone()));
    [of_left, spans(right, beads.iter().map(|bead| bead.right.clone()))]
}

/// The messages at each row of a version with these differences to its source. `source` is where the source stands in the
/// rows, if it is the other version.
pub(in crate::web::pages) fn marks(
    differences: &[Difference],
    own: &[Range<usize>],
    source: Option<&[Range<usize>]>,
) -> Vec<Vec<&'static str>> {
    let mut marks = vec![Vec::new(); own.len()];
    for difference in differences {
        // A difference stands at the end of the block that it is about; what is new, before the block that it would precede.
        let ends = || ending_at(own, difference.at);
        let begins = || row_of(own, difference.at).or_else(ends);
        let (row, message) = match (difference.kind, source) {
            (DifferenceKind::Changed, _) => (ends(), "beside-changed"),
            (DifferenceKind::Gone, _) => (ends(), "beside-gone"),
            (DifferenceKind::New, Some(source)) => (row_of(source, difference.html.start), "beside-untranslated"),
            (DifferenceKind::New, None) => (begins(), "beside-added"),
            // Above the rows, where a column says that it is behind.
            (DifferenceKind::Title | DifferenceKind::Summary, _) => continue,
        };
        let Some(marks) = row.and_then(|row| marks.get_mut(row)) else { continue };
        if !marks.contains(&message) {
            marks.push(message);
        }
    }
    marks
}

/// The row that has the byte `at`. Rows follow one another without a gap.
fn row_of(rows: &[Range<usize>], at: usize) -> Option<usize> {
    let nth = rows.partition_point(|row| row.end <= at);
    rows.get(nth).filter(|row| row.contains(&at)).map(|_| nth)
}

/// The row that has the byte before `at`.
fn ending_at(rows: &[Range<usize>], at: usize) -> Option<usize> {
    row_of(rows, at.checked_sub(1)?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn difference(kind: DifferenceKind, at: usize, html: Range<usize>) -> Difference {
        Difference { kind, at, html }
    }

    #[test]
    fn each_difference_is_said_at_the_row_that_it_is_about() {
        // Four rows: the source has no second block of ours, we have no third of the source's.
        let (own, source) = ([0..10, 10..20, 20..20, 20..30], [0..8, 8..8, 8..16, 16..24]);
        let found = [
            difference(DifferenceKind::Changed, 10, 0..8),
            difference(DifferenceKind::Gone, 20, 0..0),
            difference(DifferenceKind::New, 20, 8..16),
        ];
        let beside_source = marks(&found, &own, Some(&source));
        assert_eq!(beside_source, [vec!["beside-changed"], vec!["beside-gone"], vec!["beside-untranslated"], vec![]]);
        let beside_another = marks(&found, &own, None);
        assert_eq!(beside_another, [vec!["beside-changed"], vec!["beside-gone"], vec![], vec!["beside-added"]]);
    }

    #[test]
    fn what_is_new_at_the_end_is_said_at_the_last_row_and_once() {
        let new = difference(DifferenceKind::New, 30, 90..99);
        assert_eq!(marks(&[new.clone(), new], &[0..20, 20..30, 30..30], None)[1], ["beside-added"]);
    }

    proptest! {
        #[test]
        fn a_row_is_found_as_by_looking_at_each(lengths in prop::collection::vec(0_usize..4, 0..9), at in 0_usize..30) {
            let mut end = 0;
            let rows: Vec<_> = lengths.iter().map(|length| { let start = end; end += length; start..end }).collect();
            prop_assert_eq!(row_of(&rows, at), rows.iter().position(|row| row.contains(&at)));
            let ends = |row: &Range<usize>| row.start < at && at <= row.end;
            prop_assert_eq!(ending_at(&rows, at), rows.iter().position(ends));
        }


        #[test]
        fn rows_keep_their_number_and_nothing_panics(
            lengths in prop::collection::vec(0_usize..9, 0..9),
            places in prop::collection::vec((0_usize..3, 0_usize..99, 0_usize..99), 0..9),
        ) {
            let mut end = 0;
            let rows: Vec<_> = lengths.iter().map(|length| { let start = end; end += length; start..end }).collect();
            let kinds = [DifferenceKind::Changed, DifferenceKind::New, DifferenceKind::Gone];
            let all: Vec<_> = places.iter().map(|(kind, at, html)| difference(kinds[*kind], *at, *html..*html)).collect();
            for source in [None, Some(rows.as_slice())] {
                prop_assert_eq!(marks(&all, &rows, source).len(), rows.len());
            }
        }
    }
}
