//! `/sitemap.xml` and its parts: every page worth finding, with its counterparts in other languages. No page that shows
//! a fallback, and no part of a listing but its first.

use std::str::FromStr;

use axum::extract::Path;

use super::listings::pager::found;
use crate::{
    catalog::{Listing, ListingPart, MonthCount, Period, Scope, SitemapArticle},
    model::{
        date::rfc_3339,
        lang::Lang,
        slug::{Month, Year},
    },
    site::Topic,
    web::{
        context::RequestContext,
        error::HttpError,
        feeds::xml::Xml,
        policy::CachePolicy,
        reply::{Reply, TextReply},
        urls::{
            sitemap_url::{self, SitemapFile},
            url::PagePath,
        },
    },
};

/// The limits of a sitemap file (<https://www.sitemaps.org/protocol.html>).
const ADDRESSES: usize = 50_000;
/// Its bytes at most: 50 MB.
const BYTES: usize = 50 << 20;
/// The longest that an address with all around it can be: 120 characters of four bytes, percent-encoded, and the host. The
/// path of `base_url` comes on top.
const LONGEST: usize = 1_700;
const NAMESPACE: (&str, &str) = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");

/// `/sitemap.xml`: the addresses of all parts.
pub(in crate::web) async fn index(context: RequestContext) -> Result<Reply, HttpError> {
    let context = &context;
    let mut xml = Xml::new();
    xml.open("sitemapindex", &[NAMESPACE]);
    for part in parts(context)? {
        xml.open("sitemap", &[]);
        xml.text("loc", &[], &format!("{}{part}", context.edition.site.base_url()));
        xml.close("sitemap");
    }
    xml.close("sitemapindex");
    Ok(reply(xml))
}

/// Every part of the map.
pub(in crate::web) fn parts(context: &RequestContext) -> Result<Vec<SitemapFile>, HttpError> {
    let catalog = &context.catalog;
    let mut parts = vec![SitemapFile::Listings];
    parts.extend((!catalog.undated_pages()?.is_empty()).then_some(SitemapFile::Pages));
    for MonthCount { year, month, count } in catalog.months(&Listing::every_article())? {
        let size = part_size(context);
        let starts = match count > u64::from(size) {
            true => catalog.parts(&articles(context, year, month), size)?,
            false => vec![ListingPart::First],
        };
        parts.extend(starts.into_iter().map(|start| SitemapFile::Articles(year, month, start)));
    }
    Ok(parts)
}

/// `/sitemap/<file>`: one part.
pub(in crate::web) async fn part(context: RequestContext, Path(file): Path<String>) -> Result<Reply, HttpError> {
    let context = &context;
    let mut xml = Xml::new();
    xml.open("urlset", &[NAMESPACE, ("xmlns:xhtml", "http://www.w3.org/1999/xhtml")]);
    match SitemapFile::from_str(&file).map_err(|()| HttpError::NotFound)? {
        SitemapFile::Listings => write_listings(context, &mut xml)?,
        SitemapFile::Pages => {
            let pages = context.catalog.undated_pages()?;
            if pages.is_empty() {
                return Err(HttpError::NotFound);
            }
            pages.iter().for_each(|page| write_article(context, &mut xml, page));
        }
        SitemapFile::Articles(year, month, part) => {
            let listing = articles(context, year, month);
            let mapped = context.catalog.mapped(&listing, part, part_size(context))?;
            if mapped.is_empty() {
                return Err(HttpError::NotFound);
            }
            mapped.iter().for_each(|article| write_article(context, &mut xml, article));
        }
    }
    xml.close("urlset");
    Ok(reply(xml))
}

fn articles(context: &RequestContext, year: Year, month: Month) -> Listing {
    Listing::every_article().within(Period::Month(year, month), context.edition.site.time_zone())
}

/// The number of articles in a part: within the bounds even if each had every language and the longest address.
fn part_size(context: &RequestContext) -> u32 {
    let languages = context.edition.site.languages().iter().count();
    let longest = LONGEST + context.edition.site.base_path().len();
    let by_bytes = BYTES / (languages * (languages + 2) * longest);
    u32::try_from(by_bytes.min(ADDRESSES / languages)).unwrap_or(1).max(1)
}

fn write_article(context: &RequestContext, xml: &mut Xml, article: &SitemapArticle) {
    let site = &context.edition.site;
    let published = article.id.year().and_then(|_| jiff::Timestamp::from_second(article.key.published()).ok());
    let pages = article.versions.iter().map(|version| {
        let changed = version.details.latest(site.time_zone()).map(|moment| moment.instant(site.time_zone()));
        let changed = changed.max(published).map(|moment| rfc_3339(moment, site.time_zone()));
        let address = PagePath::article(article.id.collection(), &version.slug).in_lang(&version.lang);
        (version.lang.clone(), address.to_string(), changed)
    });
    let neutral = PagePath::neutral(&article.id).to_string();
    write_set(xml, site.base_url(), &pages.collect::<Vec<_>>(), &neutral);
}

/// One page in all its languages: each an address of its own, each naming all of them and the neutral one.
fn write_set(xml: &mut Xml, base: &str, pages: &[(Lang, String, Option<String>)], neutral: &str) {
    for (_, own, changed) in pages {
        xml.open("url", &[]);
        xml.text("loc", &[], &format!("{base}{own}"));
        if let Some(changed) = changed {
            xml.text("lastmod", &[], changed);
        }
        let each = pages.iter().map(|(lang, address, _)| (lang.as_str(), address.as_str()));
        for (lang, address) in each.chain([("x-default", neutral)]) {
            let href = format!("{base}{address}");
            xml.empty("xhtml:link", &[("rel", "alternate"), ("hreflang", lang), ("href", &href)]);
        }
        xml.close("url");
    }
}

/// Home pages, authors with a text of their own, years and months; no `lastmod`, for they change with every article.
fn write_listings(context: &RequestContext, xml: &mut Xml) -> Result<(), HttpError> {
    let catalog = &context.catalog;
    let base = context.edition.site.base_url();
    let languages: Vec<Lang> = context.edition.site.languages().iter().map(|language| language.tag.clone()).collect();
    let mut write = |page: &PagePath, found: &[Lang]| {
        let pages = found.iter().map(|lang| (lang.clone(), page.clone().in_lang(lang).to_string(), None));
        write_set(xml, base, &pages.collect::<Vec<_>>(), &page.to_string());
    };
    write(&PagePath::Home, &languages);
    for topic in Topic::ALL {
        let found = found(context, |lang| Ok(catalog.has_topics(lang, topic)?.into()))?;
        if !found.is_empty() {
            write(&PagePath::Topics(topic), &found);
        }
    }
    // Half of the file at most, however many there are; all authors are found through links.
    for (author, texts) in catalog.described_authors(ADDRESSES / languages.len().max(1) / 2)? {
        let scope = Scope::Topic(Topic::Author, author.clone());
        let found = found(context, |lang| Ok(catalog.count(&scope, lang)? + u64::from(texts.contains(lang))))?;
        write(&PagePath::Topic(Topic::Author, author), &found);
    }
    let has = |period: Period| found(context, |lang| catalog.count_within(&Scope::All, lang, period));
    for months in catalog.months(&Listing::every_article())?.chunk_by(|a, b| a.year == b.year) {
        for MonthCount { year, month, .. } in months {
            write(&PagePath::Month(*year, *month), &has(Period::Month(*year, *month))?);
        }
        if let Some(MonthCount { year, .. }) = months.first() {
            write(&PagePath::Year(*year), &has(Period::Year(*year))?);
        }
    }
    Ok(())
}

fn reply(xml: Xml) -> Reply {
    TextReply::new(CachePolicy::Machine, "application/xml; charset=utf-8", xml.finish()).into()
}

/// The file.
pub(in crate::web) async fn text(context: RequestContext) -> Reply {
    let site = &context.edition.site;
    let map = format!("{}{}", site.base_url(), sitemap_url::INDEX);
    let text = format!("User-agent: *\nAllow: {}/\n\nSitemap: {map}\n", site.base_path());
    TextReply::new(CachePolicy::Revalidate, "text/plain; charset=utf-8", text).into()
}
