//! The pager: links to the parts of a listing around the one at hand, by key; and the languages in which a listing has
//! articles: only those are its alternates.

use crate::{
    catalog::{CardPage, CatalogError, Listing, ListingKey, ListingPart},
    model::lang::Lang,
    web::{
        context::RequestContext,
        error::HttpError,
        layout::page::PageFrame,
        urls::{
            path::query_value,
            url::{Address, PagePath},
        },
    },
};

/// Which way a listing is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) enum ReadingOrder {
    /// From now on back: `?before=<key>`.
    NewestFirst,
    /// As time went: `?after=<key>`.
    OldestFirst,
}

/// The links around one part of a listing, ready for `templates/parts/pager.html`: (address, message).
pub(in crate::web) struct Pager {
    /// The part before; `None` on the first one.
    pub(in crate::web) previous: Option<(String, &'static str)>,
    /// The part after; `None` on the last one.
    pub(in crate::web) next: Option<(String, &'static str)>,
}

impl ReadingOrder {
    /// Which part of a listing the query asks for.
    pub(in crate::web) fn part(self, query: &str) -> Result<ListingPart, HttpError> {
        let name = match self {
            ReadingOrder::NewestFirst => "before",
            ReadingOrder::OldestFirst => "after",
        };
        let Some(key) = query_value(query, name) else { return Ok(ListingPart::First) };
        Ok(ListingPart::Past(key.parse::<ListingKey>().map_err(|()| HttpError::NotFound)?))
    }

    /// The address of a part of the listing at `address`.
    pub(in crate::web) fn address(self, address: &Address, part: ListingPart) -> String {
        match (part, self) {
            (ListingPart::First, _) => address.to_string(),
            (ListingPart::Past(key), ReadingOrder::NewestFirst) => address.before(key),
            (ListingPart::Past(key), ReadingOrder::OldestFirst) => address.after(key),
        }
    }
}

/// A part of a listing, in any language.
pub(in crate::web) struct PagerPlace<'a> {
    /// The page of the listing.
    pub(in crate::web) page: &'a PagePath,
    /// Which way it is read.
    pub(in crate::web) order: ReadingOrder,
    /// The part.
    pub(in crate::web) part: ListingPart,
}

impl PagerPlace<'_> {
    /// Has the language selector of `frame` lead to the same place in time, in each language that has articles there; keys are
    /// the same in all of them.
    pub(in crate::web) fn keep(
        &self,
        context: &RequestContext,
        frame: &mut PageFrame<'_>,
        listing: impl Fn(&Lang) -> Listing,
    ) -> Result<(), CatalogError> {
        if self.part == ListingPart::First {
            return Ok(());
        }
        for entry in frame.selector.iter_mut().filter(|entry| entry.href.is_some()) {
            // The page itself is not empty.
            if entry.current || !context.catalog.page(&listing(&entry.lang), self.part, 1)?.cards.is_empty() {
                let address = self.order.address(&self.page.clone().in_lang(&entry.lang), self.part);
                entry.href = Some(format!("{address}&remember"));
            }
        }
        Ok(())
    }
}

impl Pager {
    /// The links around one part of the listing at `address`.
    pub(in crate::web) fn new(page: &CardPage, address: &Address, order: ReadingOrder) -> Pager {
        let (back, on) = match order {
            ReadingOrder::NewestFirst => ("pager-newer", "pager-older"),
            ReadingOrder::OldestFirst => ("pager-older", "pager-newer"),
        };
        let link = |part: ListingPart| order.address(address, part);
        Pager { previous: page.previous.map(|part| (link(part), back)), next: page.next.map(|part| (link(part), on)) }
    }
}

/// The languages of the site in which `count` is not nothing, in the site's order.
pub(in crate::web) fn found(
    context: &RequestContext,
    count: impl Fn(&Lang) -> Result<u64, CatalogError>,
) -> Result<Vec<Lang>, HttpError> {
    let mut found = Vec::new();
    for language in context.edition.site.languages().iter() {
        if count(&language.tag)? > 0 {
            found.push(language.tag.clone());
        }
    }
    Ok(found)
}
