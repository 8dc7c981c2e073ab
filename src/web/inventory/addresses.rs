//! Every address of the site, read from the catalog: pages and their parts, texts, feeds, maps, files, preview cards. Links
//! are not followed. And the former addresses of an article, and its slugs in other languages: each is a redirect.

use crate::{
    article::{made_address, media_address, plain_address},
    catalog::{AddressedArticle, Card, Listing, ListingPart, MonthCount, Period, PictureRow, Scope, Snapshot},
    model::{
        lang::Lang,
        slug::{ArticleId, Collection},
    },
    site::{Site, Topic},
    web::{
        app::{App, SiteState},
        context::RequestContext,
        error::HttpError,
        pages::{
            listings::{card, pager::ReadingOrder},
            sitemap,
        },
        urls::{
            path::written,
            sitemap_url,
            url::{FeedFormat, OfflineFile, PagePath, TextFormat},
        },
    },
};

/// The forms of every feed.
const FORMS: [FeedFormat; 2] = [FeedFormat::Atom, FeedFormat::Json];

/// The kind of response at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AddressKind {
    /// A page, a feed, a map, a file of the site.
    Page,
    /// An article, an undated page, or the page in place of one.
    Article,
    /// A version, or its citation, for machines.
    Text,
    /// Two versions side by side.
    Pair,
    /// The picture that other sites show with a link.
    Card,
    /// A file of an article, or one that is made of it.
    File,
}

/// An address of the site: a path from its root, with a query where the page is a part of a listing.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SiteAddress {
    /// The path and the query, percent-encoded.
    pub path: String,
    /// The kind of the response at the address.
    pub kind: AddressKind,
}

impl SiteAddress {
    pub(super) fn new(kind: AddressKind, path: impl ToString) -> SiteAddress {
        SiteAddress { path: path.to_string(), kind }
    }
}

/// The addresses that do not belong to an article: home pages, listings with all their parts, feeds, maps, and the files of the site.
///
/// # Errors
/// If the catalog cannot be read; the text names the cause.
pub fn of_listings(app: &App) -> Result<Vec<SiteAddress>, Box<dyn std::error::Error + Send + Sync>> {
    let (edition, catalog) = (app.edition(), app.catalog().snapshot());
    let mut walk = ListingWalk { site: &edition.site, catalog: &catalog, found: Vec::new() };
    for path in ["/robots.txt", "/favicon.ico", "/sw.js", sitemap_url::INDEX] {
        walk.page(path);
    }
    for file in maps(app)? {
        walk.page(file);
    }
    for part in catalog.feed_parts(&Listing::every_article().by_appearance(), edition.site.page_size())? {
        for feed in FORMS.map(|form| PagePath::Feed(form, None)) {
            walk.page(match part {
                ListingPart::First => feed.to_string(),
                ListingPart::Past(key) => format!("{feed}?before={key}"),
            });
        }
    }
    for language in edition.site.languages().iter() {
        walk.language(&language.tag)?;
    }
    Ok(walk.found)
}

/// The parts of the map of the site, as its index names them.
fn maps(app: &App) -> Result<Vec<String>, HttpError> {
    let (parts, ()) = axum::http::Request::new(()).into_parts();
    let context = RequestContext::from_parts(app, &parts);
    Ok(sitemap::parts(&context)?.iter().map(ToString::to_string).collect())
}

struct ListingWalk<'a> {
    site: &'a Site,
    catalog: &'a Snapshot,
    found: Vec<SiteAddress>,
}

type Walked = Result<(), crate::catalog::CatalogError>;

impl ListingWalk<'_> {
    fn page(&mut self, path: impl ToString) {
        self.found.push(SiteAddress::new(AddressKind::Page, path));
    }

    fn language(&mut self, lang: &Lang) -> Walked {
        let (site, catalog) = (self.site, self.catalog);
        let offline = [OfflineFile::Kept, OfflineFile::Offline, OfflineFile::Manifest].map(PagePath::Keeping);
        let fixed = [PagePath::Search, PagePath::Language, PagePath::Numbers, PagePath::OpenSearch];
        for page in fixed.into_iter().chain(offline) {
            self.page(page.in_lang(lang));
        }
        self.topic(lang, &PagePath::Home, None)?;
        for topic in Topic::ALL {
            let topics = catalog.topics(lang, topic, u32::MAX)?;
            if !topics.is_empty() {
                self.page(PagePath::Topics(topic).in_lang(lang));
            }
            for (id, _) in topics {
                self.topic(lang, &PagePath::Topic(topic, id.clone()), Some((topic, id)))?;
            }
        }
        let all = Listing::new(Scope::All, lang);
        for months in catalog.months(&all)?.chunk_by(|one, other| one.year == other.year) {
            for MonthCount { year, month, .. } in months {
                self.period(lang, Period::Month(*year, *month), PagePath::Month(*year, *month), site)?;
            }
            if let Some(MonthCount { year, .. }) = months.first() {
                self.period(lang, Period::Year(*year), PagePath::Year(*year), site)?;
            }
        }
        Ok(())
    }

    /// A listing and its feeds, with all their parts.
    fn topic(&mut self, lang: &Lang, page: &PagePath, topic: Option<(Topic, String)>) -> Walked {
        let scope = topic.clone().map_or(Scope::All, |(topic, id)| Scope::Topic(topic, id));
        let listing = Listing::new(scope, lang);
        self.parts(lang, page, &listing, ReadingOrder::NewestFirst)?;
        self.feeds(lang, topic, &listing.by_appearance())
    }

    /// Both forms of a part follow one another: its cards are read once for both.
    fn feeds(&mut self, lang: &Lang, topic: Option<(Topic, String)>, listing: &Listing) -> Walked {
        let addresses = FORMS.map(|form| PagePath::Feed(form, topic.clone()).in_lang(lang));
        let parts = self.catalog.feed_parts(listing, self.site.page_size())?;
        // A feed without entries has its first part, too.
        let later = parts.into_iter().filter(|part| *part != ListingPart::First);
        for part in std::iter::once(ListingPart::First).chain(later) {
            for address in &addresses {
                self.page(ReadingOrder::NewestFirst.address(address, part));
            }
        }
        Ok(())
    }

    fn period(&mut self, lang: &Lang, period: Period, page: PagePath, site: &Site) -> Walked {
        let listing = Listing::new(Scope::All, lang).within(period, site.time_zone());
        self.parts(lang, &page, &listing, ReadingOrder::OldestFirst)
    }

    fn parts(&mut self, lang: &Lang, page: &PagePath, listing: &Listing, order: ReadingOrder) -> Walked {
        let address = page.clone().in_lang(lang);
        self.page(&address);
        for part in self.catalog.parts(listing, self.site.page_size())? {
            if part != ListingPart::First {
                self.page(order.address(&address, part));
            }
        }
        Ok(())
    }
}

/// The pages of an article in every language of the site, those that show a fallback among them, and its texts.
pub fn of_article(site: &Site, article: &AddressedArticle) -> Vec<SiteAddress> {
    let AddressedArticle { id, versions, .. } = article;
    let mut found = Vec::new();
    for language in site.languages().iter() {
        let lang = &language.tag;
        let slug = article.slugs.iter().find(|(other, _)| other == lang).map_or(id.name(), |(_, slug)| slug);
        let mut add = |kind, page: PagePath| found.push(SiteAddress::new(kind, page.in_lang(lang)));
        if id.collection() == Collection::Authors {
            add(AddressKind::Article, PagePath::Topic(Topic::Author, id.name().to_string()));
            continue;
        }
        add(AddressKind::Article, PagePath::article(id.collection(), slug));
        if !versions.has(lang) || article.is_withdrawn {
            continue;
        }
        for form in text_formats(id) {
            add(AddressKind::Text, PagePath::Text(id.collection(), slug.to_string(), *form));
        }
        for other in versions.except(lang) {
            add(AddressKind::Pair, PagePath::Beside(id.collection(), slug.to_string(), other.lang.to_string()));
        }
    }
    found
}

/// The page of an article that a listing shows to readers of `lang`.
pub fn of_card(lang: &Lang, card: &Card) -> SiteAddress {
    let collection = card.id.collection();
    // The text about an author stands on the page of the author's articles.
    let kind = if collection == Collection::Authors { AddressKind::Page } else { AddressKind::Article };
    SiteAddress::new(kind, PagePath::article(collection, &card.slug).in_lang(lang))
}

/// Only what has a date is cited.
fn text_formats(id: &ArticleId) -> &'static [TextFormat] {
    match id.year() {
        Some(_) => &[TextFormat::Markdown, TextFormat::Json, TextFormat::Bibtex, TextFormat::Ris],
        None => &[TextFormat::Markdown, TextFormat::Json],
    }
}

/// A file of an article, and the smaller pictures that are made of it.
pub fn of_file(row: &PictureRow) -> Vec<SiteAddress> {
    let PictureRow { article, file, digest, made } = row;
    let whole = plain_address(article, file, digest);
    let made = made.iter().map(|made| made_address(article, file, digest, *made));
    std::iter::once(whole).chain(made).map(|path| SiteAddress::new(AddressKind::File, path)).collect()
}

/// The style sheets, icons and scripts.
pub fn of_assets(edition: &SiteState) -> Vec<SiteAddress> {
    edition.assets.names().map(|name| SiteAddress::new(AddressKind::Page, edition.assets.address(name))).collect()
}

/// The address of a file without the digest of its bytes, and the present one that it leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CurrentAddress {
    /// `/media/2025/x/map.svg`
    pub plain: String,
    /// `/media/2025/x/map.0123456789ab.svg`
    pub present: String,
}

/// Those of a file of an article.
pub fn current_file(row: &PictureRow) -> CurrentAddress {
    let PictureRow { article, file, digest, .. } = row;
    CurrentAddress { plain: media_address(article, file), present: plain_address(article, file, digest) }
}

/// Those of the style sheets, icons and scripts.
pub fn current_assets(edition: &SiteState) -> Vec<CurrentAddress> {
    let one = |name: &str| CurrentAddress { plain: format!("/static/{name}"), present: edition.assets.address(name) };
    edition.assets.names().map(one).filter(|file| file.plain != file.present).collect()
}

/// An address that an article had once, or has in another language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerAddress {
    /// The path and the query.
    pub address: String,
    /// For a name below a language that no other article has: that language. All such names lead to the same place.
    pub lang: Option<Lang>,
}

/// The addresses other than its own that lead to an article: old paths, each also below every language, and the slugs of its other
/// languages. The router decides where each leads; some lead nowhere. The forms of an article (`.md`, `/with/en`) lead to those of the
/// article that it leads to.
pub fn former_addresses(site: &Site, article: &AddressedArticle) -> Vec<FormerAddress> {
    let mut found = Vec::new();
    let old = |address: String| FormerAddress { address, lang: None };
    let collection = article.id.collection();
    let languages = || site.languages().iter().map(|language| &language.tag);
    for alias in &article.aliases {
        let (path, query) = alias.split_once('?').map_or((alias.as_str(), None), |(path, query)| (path, Some(query)));
        let rest = path.trim_start_matches('/');
        match query {
            Some(query) => found.push(old(format!("{}?{}", written(None, rest), encoded_query(query)))),
            None => {
                found.push(old(written(None, rest)));
                found.extend(languages().map(|lang| old(written(Some(lang), rest))));
            }
        }
    }
    if collection == Collection::Authors {
        return found;
    }
    let mut names: Vec<String> = article.slugs.iter().map(|(_, slug)| slug.to_string()).collect();
    names.push(article.id.name().to_string());
    names.sort();
    names.dedup();
    for (lang, own) in &article.slugs {
        for name in names.iter().filter(|name| **name != own.as_str()) {
            let address = PagePath::Article(collection, name.clone()).in_lang(lang).to_string();
            found.push(FormerAddress { address, lang: has_alone(article, name).then(|| lang.clone()) });
        }
    }
    found
}

/// Whether no other article has this name, so that it leads where the article's other names lead.
pub fn has_alone(article: &AddressedArticle, name: &str) -> bool {
    // The address of an undated page may be that of another page of the site.
    article.id.year().is_some() && article.unshared.iter().any(|slug| slug.as_str() == name)
}

/// A query as a browser sends it: `id=17&lang=uk`.
pub fn encoded_query(query: &str) -> String {
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let encode =
            |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
        if pair.contains('=') { format!("{}={}", encode(name), encode(value)) } else { encode(name) }
    };
    query.split('&').map(pair).collect::<Vec<_>>().join("&")
}

/// The preview cards that the pages of an article name.
pub fn cards_of(edition: &SiteState, article: &AddressedArticle) -> Vec<SiteAddress> {
    if article.is_withdrawn {
        return Vec::new();
    }
    let without_picture = article.versions.iter().filter(|version| version.details.picture.is_none());
    let drawn = without_picture
        .filter_map(|version| card::preview(edition, &article.id, version.lang.as_str(), &version.title));
    drawn.map(|(address, _)| SiteAddress::new(AddressKind::Card, address)).collect()
}
