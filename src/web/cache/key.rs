//! Which requests may be answered from the cache, and under which key: the address, written in its one right way.

use std::sync::Arc;

use axum::http::Method;

use crate::{
    catalog::ListingKey,
    model::lang::Lang,
    web::{
        request_head::RequestHead,
        urls::{
            query::query_value,
            url::{PagePath, Route, decode},
        },
    },
};

/// Parameters that others hang on to our links and no page reads.
const TRACKING: [&str; 7] = ["fbclid", "gclid", "yclid", "msclkid", "igshid", "mc_cid", "mc_eid"];

/// The key of the page that `ask` wants; `None` for what is never kept. A path that is written in another way than we
/// write it, or a parameter that we do not know, has no key: it is rendered for each request and takes no room.
pub(in crate::web) fn key(ask: &RequestHead<'_>) -> Option<Arc<str>> {
    if !matches!(*ask.method, Method::GET | Method::HEAD) {
        return None;
    }
    let path = decode(ask.path)?;
    let mut pairs = ask.query.split('&').filter(|pair| !pair.is_empty() && !is_tracking(pair));
    let query = pairs.next();
    if pairs.next().is_some() {
        return None;
    }
    match (Route::parse(&path), query) {
        (Route::Static(_), None) => (path == ask.path).then(|| path.into()),
        (Route::Localised(first, rest), query) => {
            let lang: Lang = first.parse().ok()?;
            let page = PagePath::parse(rest).filter(depends_on_its_address_alone)?;
            let address = page.in_lang(&lang);
            if address.to_string() != ask.path {
                return None;
            }
            match query {
                None => Some(ask.path.into()),
                Some(query) => {
                    let part = |name| query_value(query, name)?.parse::<ListingKey>().ok();
                    let before = part("before").map(|key| address.before(key));
                    let written = before.or_else(|| part("after").map(|key| address.after(key)))?;
                    (written.split_once('?')?.1 == query).then(|| written.into())
                }
            }
        }
        _ => None,
    }
}

/// A search depends on its reader; the page about languages shows the reader's own request.
fn depends_on_its_address_alone(page: &PagePath) -> bool {
    !matches!(page, PagePath::Search | PagePath::Language)
}

fn is_tracking(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or_default();
    name.starts_with("utm_") || TRACKING.contains(&name)
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, Uri};
    use proptest::prelude::*;

    use super::*;

    fn key_of(target: &str) -> Option<String> {
        let uri: Uri = target.parse().ok()?;
        key(&RequestHead::new(&Method::GET, &uri, &HeaderMap::new())).map(|key| key.to_string())
    }

    #[test]
    fn a_page_has_one_key() {
        for (target, expected) in [
            ("/uk/", Some("/uk/")),
            ("/uk/2025/dnipro", Some("/uk/2025/dnipro")),
            ("/uk/2025/dnipro?utm_source=x&fbclid=y", Some("/uk/2025/dnipro")),
            ("/uk/2025/dnipro?anything=else", None),
            ("/uk/2025/%64nipro", None),
            ("/uk/2025/%D0%BA", Some("/uk/2025/%D0%BA")),
            ("/uk/2025/%d0%ba", None),
            ("/uk/?before=5-00000000000a", Some("/uk/?before=5-00000000000a")),
            ("/uk/?before=5-00000000000a&utm_medium=x", Some("/uk/?before=5-00000000000a")),
            ("/uk/?before=05-00000000000a", None),
            ("/uk/?before=5-00000000000a&after=5-00000000000a", None),
            ("/uk/?remember", None),
            ("/uk/search?q=a", None),
            ("/uk/language", None),
            ("/2025/dnipro", None),
            ("/", None),
            ("/static/site.0123456789ab.css", Some("/static/site.0123456789ab.css")),
            ("/static/site.css?1", None),
        ] {
            assert_eq!(key_of(target).as_deref(), expected, "{target}");
        }
    }

    proptest! {
        #[test]
        fn a_key_is_its_own_key(target in "(/|uk|\\?|before=|2025|&|=|-|5|a|%[0-9A-F]{2}){0,12}") {
            if let Some(key) = key_of(&target) {
                prop_assert_eq!(key_of(&key), Some(key));
            }
        }
    }
}
