//! The pager: links to the newer and the older part of a listing, by key.

use crate::{
    catalog::{From, Key, Page},
    web::{
        error::HttpError,
        url::{Address, query_value},
    },
};

/// The links around one part of a listing, ready for `templates/parts/pager.html`.
pub(in crate::web) struct Pager {
    /// Where the newer articles are; `None` on the first page.
    pub(in crate::web) newer: Option<String>,
    /// Where the older articles are; `None` on the last page.
    pub(in crate::web) older: Option<String>,
}

impl Pager {
    /// The links around one part of the listing at `address`.
    pub(in crate::web) fn of(listing: &Page, address: &Address) -> Pager {
        let newer = listing.cards.first().filter(|_| listing.has_newer);
        let older = listing.cards.last().filter(|_| listing.has_older);
        Pager { newer: newer.map(|card| address.after(&card.key)), older: older.map(|card| address.before(&card.key)) }
    }
}

/// Which part of a listing the query asks for.
pub(in crate::web) fn part(query: &str) -> Result<From, HttpError> {
    let key = |name| query_value(query, name).map(|key| key.parse::<Key>().map_err(|()| HttpError::NotFound));
    if let Some(key) = key("before") {
        return Ok(From::Before(key?));
    }
    Ok(key("after").transpose()?.map_or(From::Newest, From::After))
}
