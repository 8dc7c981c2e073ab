//! The pictures that other sites show with links to articles without a picture of their own.

use super::addresses::{AddressKind, SiteAddress};
use crate::{
    catalog::AddressedArticle,
    web::{app::SiteState, pages::listings::card},
};

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
