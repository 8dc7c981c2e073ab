//! `/media/<year>/<id>/_card.<lang>.<digest>.png`: the picture that other sites show with a link to an article that
//! has none of its own.

use jiff::civil;

use crate::{
    article::{PreviewImage, ThumbnailImage, Unpublished},
    catalog::{Card, ListingKey},
    media::{CARD_SIZE, CardText},
    model::{lang::Lang, slug::ArticleId},
    site::{Language, Topic},
    web::{
        app::SiteState,
        context::RequestContext,
        error::HttpError,
        layout::page::PageFrame,
        reply::{FileContent, Redirect, Reply, immutable},
        urls::url::PagePath,
    },
};

const STEM: &str = "_card.";

/// Address and size of the card of an article's version titled `title`; `None` if it cannot be drawn.
pub(in crate::web) fn preview(edition: &SiteState, id: &ArticleId, tag: &str, title: &str) -> Option<PreviewImage> {
    let language = edition.site.languages().get(tag)?;
    let card = card(edition, language, title);
    card.can_be_drawn().then(|| (address(id, language, &card.digest()), Some(CARD_SIZE)))
}

/// Reads `_card.uk.0123456789ab.png`.
pub(in crate::web::pages) fn split(file: &str) -> Option<(&str, &str)> {
    file.strip_prefix(STEM)?.strip_suffix(".png")?.split_once('.')
}

/// The card of an article in a language, drawn once. An old address leads to the present one. An article that was taken down has no
/// card, as it has no other file.
pub(in crate::web::pages) fn picture(
    context: &RequestContext,
    id: &ArticleId,
    tag: &str,
    digest: &str,
) -> Result<Reply, HttpError> {
    let language = context.edition.site.languages().get(tag).ok_or(HttpError::NotFound)?;
    let view = context.catalog.article(id, |_| None)?.filter(|view| view.meta.withdrawn.is_none());
    let view = view.ok_or(HttpError::NotFound)?;
    let version = view.versions.get(&language.tag).ok_or(HttpError::NotFound)?;
    let card = card(&context.edition, language, &version.title);
    let present = card.digest();
    if digest != present {
        return Ok(Redirect::Current(address(id, language, &present)).into());
    }
    let draw = || card.can_be_drawn().then(|| card.draw()).flatten();
    let bytes = match context.app.image_worker() {
        Some(image_worker) => image_worker.card(&present, draw),
        None => draw(),
    };
    let content = FileContent::Own(bytes.ok_or(HttpError::NotFound)?.into());
    Ok(immutable(content, "image/png".to_owned(), present))
}

fn card<'a>(edition: &'a SiteState, language: &'a Language, title: &'a str) -> CardText<'a> {
    CardText { title, site: edition.site.name(&language.tag), label: &language.label }
}

fn address(id: &ArticleId, language: &Language, digest: &str) -> String {
    format!("/media/{id}/{STEM}{}.{digest}.png", language.tag)
}

/// A card, ready for `templates/parts/card.html`.
pub(in crate::web) struct CardView<'a> {
    /// The article's address in the page's language.
    pub(in crate::web) href: String,
    /// The title.
    pub(in crate::web) title: String,
    /// The summary; may be empty.
    pub(in crate::web) summary: String,
    /// The language of title and summary, where it is not the page's.
    pub(in crate::web) fallback: Option<Lang>,
    /// The day of publication; `None` of an undated page.
    pub(in crate::web) published: Option<civil::Date>,
    /// The section's name and address.
    pub(in crate::web) section: Option<(&'a str, String)>,
    /// That readers do not see it, in a preview.
    pub(in crate::web) unpublished: Option<String>,
    card: &'a Card,
}

/// Pixels across of a picture with a title, at most: it is shown 10 rem wide.
pub(in crate::web) const BESIDE: u32 = 400;
/// The same above the title of an article of a section.
pub(in crate::web) const ABOVE: u32 = 800;
/// The same of the lead of the home page.
pub(in crate::web) const ACROSS: u32 = 1600;

impl CardView<'_> {
    /// Whether a picture stands for the article.
    pub(in crate::web) fn has_picture(&self) -> bool {
        self.card.thumbnail.is_some()
    }

    /// The picture that stands for the article, at most `most` pixels wide.
    pub(in crate::web) fn picture(&self, most: u32) -> Option<ThumbnailImage> {
        picture_of(self.card, most)
    }
}

/// The view of `card` on a page in `lang`.
pub(in crate::web) fn card_view<'a>(edition: &'a SiteState, lang: &Lang, card: &'a Card) -> CardView<'a> {
    let section = card.section.as_deref().map(|id| {
        let address = PagePath::Topic(Topic::Section, id.to_owned()).in_lang(lang).to_string();
        (edition.name(Topic::Section, id, lang), address)
    });
    CardView {
        href: PagePath::article(card.id.collection(), &card.slug).in_lang(lang).to_string(),
        title: card.title.clone(),
        summary: card.summary.clone(),
        fallback: (card.lang != *lang).then(|| card.lang.clone()),
        published: card.id.year().map(|_| day(edition, card.key)),
        section,
        unpublished: card.unpublished.map(|state| unpublished(edition, lang, state)),
        card,
    }
}

/// The views of `cards`.
pub(in crate::web) fn card_views<'a>(edition: &'a SiteState, lang: &Lang, cards: &'a [Card]) -> Vec<CardView<'a>> {
    cards.iter().map(|card| card_view(edition, lang, card)).collect()
}

/// The picture that stands for the article of `card`, at most `most` pixels wide.
pub(in crate::web) fn picture_of(card: &Card, most: u32) -> Option<ThumbnailImage> {
    card.thumbnail.as_ref().map(|thumbnail| thumbnail.image(&card.id, most))
}

/// "Draft", or when readers see it, in `lang`.
pub(in crate::web) fn unpublished(edition: &SiteState, lang: &Lang, state: Unpublished) -> String {
    let words = edition.words(lang);
    match state {
        Unpublished::Draft => words.say("preview-draft").to_string(),
        Unpublished::Until(instant) => {
            let zoned = instant.to_zoned_datetime(edition.site.time_zone().clone());
            let time = format!("{:02}:{:02}", zoned.hour(), zoned.minute());
            words.say("preview-scheduled").with("date", zoned.date()).with("time", time).to_string()
        }
    }
}

/// Articles that the description of a listing names.
const NAMED: usize = 3;

/// The description of a listing for search engines: its title and the first articles in it.
pub(in crate::web) fn about(frame: &PageFrame<'_>, cards: &[CardView<'_>]) -> String {
    let titles: Vec<&str> = cards.iter().take(NAMED).map(|card| card.title.as_str()).collect();
    about_names(frame, &titles)
}

/// The description of a page that lists these names, the first of them.
pub(in crate::web) fn about_names(frame: &PageFrame<'_>, names: &[&str]) -> String {
    let said = frame.words.say("listing-about").with("title", frame.title.as_str());
    said.with("articles", names.join("; ")).to_string()
}

/// The day of a listing's key in the site's time zone.
pub(in crate::web) fn day(edition: &SiteState, key: ListingKey) -> civil::Date {
    let instant = jiff::Timestamp::from_second(key.published()).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    instant.to_zoned_datetime(edition.site.time_zone().clone()).date()
}
