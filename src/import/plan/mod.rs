//! Where everything goes: ids of articles and terms, slugs, and where each old address leads.

mod addresses;
mod base;
mod ids;
mod listings;
mod terms;

pub(super) use addresses::{Addresses, Link};
pub(super) use ids::{PlannedArticle, PlannedVersion, SiteFacts, languages_of, planned};
pub(super) use terms::Terms;
