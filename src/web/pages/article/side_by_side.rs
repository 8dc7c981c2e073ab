//! `/<lang>/<year>/<slug>/with/<other>`: two versions of an article, block by block.

use std::ops::Range;

use askama::Template;

use super::{
    stale_notice::{self, StaleNotice, both, marks},
    versions::{self, VersionLink, version_links},
};
use crate::{
    article::{
        align::{Bead, BlockFeatures, align},
        markdown::{BlockKind, HtmlBlock, SafeHtml},
    },
    catalog::{AddressMatch, ArticleView, VersionSummary},
    i18n::Role,
    model::{
        lang::Lang,
        slug::{Collection, Year},
    },
    web::{
        context::{At, PageLang, RequestContext},
        error::HttpError,
        layout::{
            body::Body,
            language_selector::LanguageState,
            page::{PageFrame, written},
        },
        pages::error,
        policy::CachePolicy,
        reply::{Redirect, Reply, TextReply},
        surrogate_keys,
        urls::url::{Address, PagePath},
    },
};

#[derive(Template)]
#[template(path = "pages/side_by_side.html")]
struct SideBySidePage<'a> {
    frame: PageFrame<'a>,
    left: VersionColumn<'a>,
    right: VersionColumn<'a>,
    rows: Vec<SideBySideRow>,
    /// The article by itself, in the page's language.
    alone: Address,
    /// The other pairs that begin with this version.
    pairs: Vec<VersionLink>,
}

/// One of the two versions.
struct VersionColumn<'a> {
    version: &'a VersionSummary,
    /// "in Ukrainian", in the page's language.
    name: String,
    /// The language as the selector shows it: "UA".
    label: &'a str,
    /// That it is older than its source, where it is.
    stale: Option<String>,
    /// The corrections after publication.
    corrections: Body,
}

/// Blocks that say the same.
struct SideBySideRow {
    left: Option<BlockSide>,
    right: Option<BlockSide>,
    /// Whether the row is a heading, which the style sheet sets apart from the row above.
    is_heading: bool,
    /// The number of the row, from 1, and the address that opens it in any reader's language.
    link: Option<(u32, String)>,
}

/// The side of a row for one version.
struct BlockSide {
    text: Body,
    /// The messages that say how it is behind the source.
    marks: Vec<&'static str>,
}

/// The page of the versions in `lang` and `other`.
pub(in crate::web) async fn page(
    context: RequestContext,
    PageLang(lang): PageLang,
    At((year, slug, other)): At<(Year, String, String)>,
) -> Result<Reply, HttpError> {
    pair(&context, &lang, year.into(), &slug, &other)
}

/// The same of an undated page.
pub(in crate::web) async fn undated(
    context: RequestContext,
    PageLang(lang): PageLang,
    At((slug, other)): At<(String, String)>,
) -> Result<Reply, HttpError> {
    pair(&context, &lang, Collection::Pages, &slug, &other)
}

fn pair(
    context: &RequestContext,
    lang: &Lang,
    collection: Collection,
    slug: &str,
    other: &str,
) -> Result<Reply, HttpError> {
    let catalog = &context.catalog;
    let (id, own) = match catalog.find(lang, collection, slug)? {
        AddressMatch::Article(id) => (id, slug.to_owned()),
        AddressMatch::Moved(id, own) => (id, own.to_string()),
        AddressMatch::Nothing => return Err(HttpError::NotFound),
    };
    let languages = context.edition.site.languages();
    let language = languages.by_path(other).ok_or(HttpError::NotFound)?;
    let view = catalog.article(&id, |has| has.contains(lang).then(|| lang.clone()))?.ok_or(HttpError::NotFound)?;
    if let Some(notice) = stale_notice::notice(context, lang, &view)? {
        return Ok(notice);
    }
    let find = |lang: &Lang| view.versions.get(lang);
    let pair = (find(lang), find(&language.tag), catalog.body(&id, &language.tag)?);
    let (Some(left), Some(right), Some(html)) = pair else { return error::no_pair(context, lang, &view) };
    let right_page = match language.tag == *lang {
        true => PagePath::Article(collection, own),
        false => PagePath::Beside(collection, own, language.tag.to_string()),
    };
    if right_page != PagePath::Beside(collection, slug.to_owned(), other.to_owned()) {
        return Ok(Redirect::Moved(format!("{}{}", right_page.in_lang(lang), context.query())).into());
    }
    show(context, &view, left, right, &html)
}

fn show(
    context: &RequestContext,
    view: &ArticleView,
    left: &VersionSummary,
    right: &VersionSummary,
    html: &SafeHtml,
) -> Result<Reply, HttpError> {
    let lang = &left.lang;
    let frame = frame(context, view, left, right);
    let page = SideBySidePage {
        left: column(context, &frame, view, left)?,
        right: column(context, &frame, view, right)?,
        rows: rows(context, view, left, right, html)?,
        alone: PagePath::article(view.id.collection(), &left.slug).in_lang(lang),
        pairs: pairs(context, view, left).into_iter().filter(|link| link.lang != right.lang).collect(),
        frame,
    };
    let mut reply = TextReply::html(
        CachePolicy::Page(lang.clone()),
        written(&page, html.as_str().len() + view.body.as_str().len())?,
    );
    reply.shows = surrogate_keys::shown(&context.edition.site, view, html, []);
    reply.shows.extend(surrogate_keys::shown(&context.edition.site, view, &view.body, []));
    Ok(reply.into())
}

fn column<'a>(
    context: &'a RequestContext,
    frame: &PageFrame<'_>,
    view: &ArticleView,
    version: &'a VersionSummary,
) -> Result<VersionColumn<'a>, HttpError> {
    let said = |stale: StaleNotice| match stale.changed {
        Some(date) => frame.words.say("article-stale").with("date", date).to_string(),
        None => frame.words.say("stale-undated").to_string(),
    };
    let stale = StaleNotice::for_version(&context.edition, view, version).map(said);
    let label = context.edition.site.languages().get(version.lang.as_str()).map_or("", |language| &language.label);
    let corrections = versions::html(&context.edition, frame.lang, version)?;
    Ok(VersionColumn { version, name: frame.in_language(&version.lang), label, stale, corrections })
}

fn frame<'a>(
    context: &'a RequestContext,
    view: &ArticleView,
    left: &'a VersionSummary,
    right: &VersionSummary,
) -> PageFrame<'a> {
    let collection = view.id.collection();
    let find = |lang: &Lang| view.versions.get(lang);
    // In the other column's language the columns change places.
    let counterpart = |lang: &Lang| match find(lang) {
        Some(version) => {
            let beside = if *lang == right.lang { &left.lang } else { &right.lang };
            LanguageState::Translated(
                PagePath::Beside(collection, version.slug.to_string(), beside.to_string()).in_lang(lang),
            )
        }
        None => LanguageState::None,
    };
    let canonical = PagePath::article(collection, &left.slug).in_lang(&left.lang);
    let mut frame = PageFrame::new(&context.edition, &left.lang, canonical, left.title.clone(), counterpart);
    frame.indexed = false;
    frame.kind = "article";
    frame
}

/// Links to this version side by side with each other one, in the order of the site's languages; each is named "with English", in
/// the page's language.
pub(in crate::web) fn pairs(
    context: &RequestContext,
    view: &ArticleView,
    version: &VersionSummary,
) -> Vec<VersionLink> {
    let words = context.edition.words(&version.lang);
    let others = version_links(&context.edition, view).into_iter().filter(|link| link.lang != version.lang);
    let pair = |link: VersionLink| {
        let page = PagePath::Beside(view.id.collection(), version.slug.to_string(), link.lang.to_string());
        let name = words.language(&link.lang, Role::In);
        VersionLink { href: page.in_lang(&version.lang).to_string(), name, ..link }
    };
    others.map(pair).collect()
}

fn rows(
    context: &RequestContext,
    view: &ArticleView,
    own: &VersionSummary,
    other: &VersionSummary,
    html: &SafeHtml,
) -> Result<Vec<SideBySideRow>, HttpError> {
    let lang = &own.lang;
    let (left, right) = (view.body.pieces(), html.pieces());
    let passages = |pieces: &[HtmlBlock<'_>]| pieces.iter().map(BlockFeatures::from_block).collect::<Vec<_>>();
    let neutral = PagePath::neutral(&view.id).to_string();
    // The ids of the first version stay, so that links to its blocks work here, too.
    let prefix = format!("{}-", other.lang);
    let beads = align(&passages(&left), &passages(&right));
    let texts = [(own, &view.body), (other, html)];
    let [mut left_marks, mut right_marks] = behind(view, texts, &both(&beads, &left, &right)).map(Vec::into_iter);
    let mut make = |(number, bead): (u32, Bead)| {
        let (one, two) = (blocks(&left, &bead.left), blocks(&right, &bead.right));
        let anchor = one.iter().chain(two).find_map(HtmlBlock::anchor);
        Ok(SideBySideRow {
            left: side(text(context, lang, lang, one, "")?, left_marks.next()),
            right: side(text(context, &other.lang, &other.lang, two, &prefix)?, right_marks.next()),
            is_heading: matches!(one.iter().chain(two).next().map(|piece| piece.kind), Some(BlockKind::Heading(_))),
            link: anchor.map(|anchor| (number, format!("{neutral}#{anchor}"))),
        })
    };
    (1..).zip(beads).map(&mut make).collect()
}

/// How each row of each version is behind the source, where that is recorded of these very texts.
fn behind(
    view: &ArticleView,
    texts: [(&VersionSummary, &SafeHtml); 2],
    spans: &[Vec<Range<usize>>; 2],
) -> [Vec<Vec<&'static str>>; 2] {
    let [left, right] = texts;
    let marks = |(own, html): (&VersionSummary, &SafeHtml),
                 (other, original): (&VersionSummary, &SafeHtml),
                 [of_own, of_other]: [&[Range<usize>]; 2]| {
        let source = (other.lang == view.meta.source).then_some(of_other);
        let compared = own.details.compared.as_ref().filter(|compared| {
            compared.lengths.0 == html.as_str().len()
                && (source.is_none() || compared.lengths.1 == original.as_str().len())
        });
        marks(compared.map_or(&[], |compared| &compared.differences), of_own, source)
    };
    let [of_left, of_right] = spans;
    [marks(left, right, [of_left, of_right]), marks(right, left, [of_right, of_left])]
}

/// The content of a cell; `None` if it has neither text nor a remark.
fn side(text: Body, marks: Option<Vec<&'static str>>) -> Option<BlockSide> {
    let marks = marks.unwrap_or_default();
    (!text.is_empty() || !marks.is_empty()).then_some(BlockSide { text, marks })
}

fn blocks<'a, 'b>(pieces: &'b [HtmlBlock<'a>], range: &Range<usize>) -> &'b [HtmlBlock<'a>] {
    pieces.get(range.clone()).unwrap_or_default()
}

/// The blocks of one side.
fn text(
    context: &RequestContext,
    lang: &Lang,
    text_lang: &Lang,
    pieces: &[HtmlBlock<'_>],
    prefix: &str,
) -> Result<Body, HttpError> {
    let html = pieces.iter().map(|piece| piece.html_with_ids(prefix)).collect::<SafeHtml>();
    Body::fill(context, lang, text_lang, &html)
}
