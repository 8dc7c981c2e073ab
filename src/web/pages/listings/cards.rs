//! Cards: articles in a listing, as every page with a listing shows them.

use jiff::civil;

use crate::{
    catalog::{Card, ListingKey},
    model::lang::Lang,
    site::Topic,
    web::{app::SiteState, layout::page::PageFrame, urls::url::PagePath},
};

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
    /// The day of publication.
    pub(in crate::web) published: civil::Date,
    /// The section's name and address.
    pub(in crate::web) section: Option<(&'a str, String)>,
}

/// The view of `card` on a page in `lang`.
pub(in crate::web) fn card_view<'a>(edition: &'a SiteState, lang: &Lang, card: &'a Card) -> CardView<'a> {
    let section = card.section.as_deref().map(|id| {
        let address = PagePath::Topic(Topic::Section, id.to_owned()).in_lang(lang).to_string();
        (edition.name(Topic::Section, id, lang), address)
    });
    CardView {
        href: PagePath::article(card.id.year(), &card.slug).in_lang(lang).to_string(),
        title: card.title.clone(),
        summary: card.summary.clone(),
        fallback: (card.lang != *lang).then(|| card.lang.clone()),
        published: day(edition, card.key),
        section,
    }
}

/// Articles that the description of a listing names.
const NAMED: usize = 3;

/// What search engines say of the listing with these cards: its title and the first articles in it.
pub(in crate::web) fn about(frame: &PageFrame<'_>, cards: &[CardView<'_>]) -> String {
    let titles: Vec<&str> = cards.iter().take(NAMED).map(|card| card.title.as_str()).collect();
    let said = frame.words.say("listing-about").with("title", frame.title.as_str());
    said.with("articles", titles.join("; ")).to_string()
}

/// The day of a listing's key in the site's time zone.
pub(in crate::web) fn day(edition: &SiteState, key: ListingKey) -> civil::Date {
    let instant = jiff::Timestamp::from_second(key.published()).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    instant.to_zoned_datetime(edition.site.time_zone().clone()).date()
}
