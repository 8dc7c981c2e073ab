//! What an article's rows in the listings are made of, kept with it, so that a change removes exactly what it put there.

use serde::{Deserialize, Serialize};

use super::{Scope, kept::Kept};
use crate::{archive::Article, config::Site, content::Topic, lang::Lang};

/// When, under what, and in which versions an article is listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Facts {
    /// Seconds since 1970.
    pub(super) published: i64,
    /// The year and month in the site's time zone: 202506.
    pub(super) month: u32,
    /// The scopes it is listed in, as the table writes them.
    pub(super) scopes: Vec<String>,
    /// Per language of the site, the version shown: (`ru`, `uk`). A language with none is left out.
    pub(super) shown: Vec<(String, String)>,
}

impl Facts {
    /// The facts of an article and of the versions of it that are kept; fallback is resolved here, along the chains of
    /// `site.toml`.
    pub(super) fn of(article: &Article, kept: &[Kept], site: &Site) -> Facts {
        let day = article.meta.published.day(site.time_zone());
        let has = |lang: &Lang| {
            article.versions.iter().any(|version| version.lang == *lang)
                || kept.iter().any(|kept| kept.lang == lang.as_str())
        };
        let shown = |wanted| site.languages().shown(wanted, has).map(|have| (wanted.to_string(), have.to_string()));
        Facts {
            published: article.meta.published.instant(site.time_zone()).as_second(),
            month: u32::try_from(day.year()).unwrap_or_default() * 100 + u32::try_from(day.month()).unwrap_or_default(),
            scopes: scopes(article).iter().map(Scope::to_string).collect(),
            shown: site.languages().iter().filter_map(|language| shown(&language.tag)).collect(),
        }
    }

    /// The rows of the listings: (scope, wanted language, version shown).
    pub(super) fn rows(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        let shown = |scope| self.shown.iter().map(move |(want, have)| (scope, want.as_str(), have.as_str()));
        self.scopes.iter().flat_map(move |scope| shown(scope.as_str()))
    }
}

fn scopes(article: &Article) -> Vec<Scope> {
    let meta = &article.meta;
    let under = |topic: Topic| move |id: &String| Scope::Topic(topic, id.clone());
    let tags = meta.tags.iter().map(under(Topic::Tag));
    let authors = meta.authors.iter().map(under(Topic::Author));
    let section = meta.section.iter().map(under(Topic::Section));
    std::iter::once(Scope::All).chain(tags).chain(authors).chain(section).collect()
}
