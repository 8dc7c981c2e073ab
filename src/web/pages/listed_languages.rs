//! The languages in which a listing has articles: only those are its alternates.

use crate::{
    catalog::CatalogError,
    model::lang::Lang,
    web::{context::RequestContext, error::HttpError},
};

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
