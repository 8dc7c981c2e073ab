//! The licence of an article, as its pages name and link it.

use crate::{article::Licence, i18n::Localizer};

/// A licence for readers of one language.
#[derive(Debug, Clone)]
pub(in crate::web) struct LicenceLink {
    /// Its name, or the words that `article.toml` has.
    pub(in crate::web) name: String,
    /// The page with its text, where it has an SPDX id.
    pub(in crate::web) href: Option<String>,
}

impl LicenceLink {
    /// The `licence` of `article.toml`, in these words.
    pub(in crate::web) fn new(words: Localizer<'_>, licence: &str) -> LicenceLink {
        let deed = words.has("licence-deed").then(|| words.say("licence-deed").to_string());
        match Licence::from_spdx(licence, deed.as_deref()) {
            Some(Licence { name, url }) => {
                let name = name.unwrap_or_else(|| words.say("licence-public-domain").to_string());
                LicenceLink { name, href: Some(url) }
            }
            None => LicenceLink { name: licence.to_owned(), href: None },
        }
    }
}
