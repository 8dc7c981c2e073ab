//! Texts that a language has, but in the words of its source: what is copied is not translated.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::{Ftl, copies};
use crate::{
    i18n::{Locales, Owner},
    model::lang::Lang,
    site::Site,
};

/// Which texts in their source's own words are reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Copies {
    /// Those so long that two languages hardly ever say them alike.
    #[default]
    Sure,
    /// All: names and single words too, which may well be the same.
    All,
}

/// The texts that are surely copies, by language and name (`id`, `id.attribute`, `-term`).
pub(crate) fn copied(site: &Site, locales: &Locales) -> BTreeSet<(Lang, String)> {
    let files: Vec<_> = locales.files().collect();
    let files: Vec<_> = files.par_iter().map(|(file, owner)| Ftl::parse(file, *owner == Owner::Archive)).collect();
    let of = |lang: &Lang| {
        let names = copies(lang, site.source_language(), &files).into_iter();
        names.map(|name| (lang.clone(), name)).collect::<Vec<_>>()
    };
    site.languages().iter().flat_map(|language| of(&language.tag)).collect()
}
