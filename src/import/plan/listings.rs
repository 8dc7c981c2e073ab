//! Listings of topics: which of them readers of a language find articles in, and where an old address of one leads.

use std::collections::{BTreeMap, BTreeSet};

use super::{PlannedArticle, Terms, terms::terms_of};
use crate::{
    import::{OldTarget, ties::Head},
    model::{lang::Lang, slug::Collection},
    site::Topic,
};

/// The listings that have entries.
pub(super) struct Listings<'a> {
    terms: &'a Terms,
    default: Option<&'a Lang>,
    /// The languages of all versions.
    languages: BTreeSet<&'a Lang>,
    /// The languages of the entries, by topic and its id here.
    entries: BTreeMap<(Topic, &'a str), BTreeSet<&'a Lang>>,
    /// The ids of authors whom a text is about: they have a page without articles, too.
    authors: BTreeSet<String>,
}

impl<'a> Listings<'a> {
    pub(super) fn new(
        heads: &'a [Head],
        articles: &[PlannedArticle],
        terms: &'a Terms,
        default: Option<&'a Lang>,
    ) -> Listings<'a> {
        let about = articles.iter().filter(|article| article.id.collection() == Collection::Authors);
        let authors = about.map(|article| article.id.name().to_string()).collect();
        let mut listings = Listings { terms, default, languages: BTreeSet::new(), entries: BTreeMap::new(), authors };
        for article in articles {
            let is_dated = matches!(article.id.collection(), Collection::Year(_));
            let shown = article.versions.iter().filter_map(|version| heads.get(version.head));
            for head in shown.filter(|head| head.version.hidden.is_none()) {
                listings.languages.insert(&head.lang);
                for (topic, term) in terms_of(&head.version).filter(|_| is_dated) {
                    if let Some(id) = terms.id(topic, &term.id) {
                        listings.entries.entry((topic, id)).or_default().insert(&head.lang);
                    }
                }
            }
        }
        listings
    }

    /// Whether the index of a kind of topics has entries in a language, or in any.
    pub(super) fn has_index(&self, topic: Topic, lang: Option<&Lang>) -> bool {
        let is_in = |languages: &BTreeSet<&Lang>| lang.is_none_or(|lang| languages.contains(lang));
        self.entries.iter().any(|((known, _), languages)| *known == topic && is_in(languages))
    }

    /// A target as it is here: a term that only undated pages have has neither a list nor a feed, so the index stands in.
    pub(super) fn shown(&self, target: &OldTarget) -> OldTarget {
        let is_empty = |topic: Topic, source: &str| {
            let is_author = |id: &str| topic == Topic::Author && self.authors.contains(id);
            !self.terms.id(topic, source).is_some_and(|id| is_author(id) || self.entries.contains_key(&(topic, id)))
        };
        match target {
            OldTarget::Listing(topic, source, lang) if is_empty(*topic, source) => {
                OldTarget::Index(*topic, lang.clone())
            }
            OldTarget::Feed(Some((topic, source)), lang) if is_empty(*topic, source) => {
                OldTarget::Feed(None, lang.clone())
            }
            other => other.clone(),
        }
    }

    /// The path of what is not text.
    pub(super) fn path(&self, target: &OldTarget) -> Option<String> {
        let prefix = |lang: Option<&Lang>| lang.map_or(String::new(), |lang| format!("/{lang}"));
        Some(match target {
            OldTarget::Listing(topic, source, lang) => self.listing(*topic, source, lang.as_ref())?,
            OldTarget::Index(topic, lang) => format!("{}/{}", prefix(lang.as_ref()), topic.plural()),
            OldTarget::Home(lang) => format!("{}/", prefix(lang.as_ref())),
            OldTarget::Feed(None, lang) => format!("{}/feed.atom", prefix(lang.as_ref())),
            OldTarget::Feed(Some((topic, source)), lang) => {
                format!("{}/feed.atom", self.listing(*topic, source, lang.as_ref())?)
            }
            OldTarget::Address(address) => address.clone(),
            OldTarget::Version(_) | OldTarget::File(_) => return None,
        })
    }

    /// A listing in the wanted language; where that has no entries, in another, since readers would get a 404.
    fn listing(&self, topic: Topic, source: &str, wanted: Option<&Lang>) -> Option<String> {
        let id = self.terms.id(topic, source)?;
        let none = BTreeSet::new();
        let languages = self.entries.get(&(topic, id)).unwrap_or(&none);
        let lang = match wanted {
            Some(wanted) if languages.contains(wanted) || languages.is_empty() => Some(wanted),
            None if languages.is_empty() || languages.len() == self.languages.len() => None,
            _ => self.default.filter(|default| languages.contains(default)).or(languages.first().copied()),
        };
        Some(format!("{}/{topic}/{id}", lang.map_or(String::new(), |lang| format!("/{lang}"))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{ImportedSite, ImportedVersion, Term, plan::PlannedVersion};

    #[test]
    fn a_listing_leads_to_a_language_in_which_it_has_entries() {
        let head = |lang: &str, tags: &[&str]| Head {
            lang: lang.parse().unwrap(),
            version: ImportedVersion {
                tags: tags.iter().map(|id| Term { id: (*id).into(), name: None }).collect(),
                ..ImportedVersion::default()
            },
        };
        let heads = [head("uk", &["both", "one"]), head("en", &["both", "other"])];
        let version = |n: usize| PlannedVersion { head: n, lang: heads[n].lang.clone(), slug: "a".parse().unwrap() };
        let articles = [PlannedArticle {
            id: "2019/a".parse().unwrap(),
            source: heads[0].lang.clone(),
            published: None,
            versions: vec![version(0), version(1)],
            merged: vec![],
        }];
        let terms = Terms::new(&heads, &ImportedSite::default());
        let listings = Listings::new(&heads, &articles, &terms, Some(&heads[0].lang));
        for (id, lang, path) in [
            ("both", None, Some("/tag/both")),
            ("both", Some("en"), Some("/en/tag/both")),
            ("one", None, Some("/uk/tag/one")),
            ("one", Some("en"), Some("/uk/tag/one")),
            ("other", Some("uk"), Some("/en/tag/other")),
            ("nothing", None, None),
        ] {
            let target = OldTarget::Listing(Topic::Tag, id.into(), lang.map(|lang| lang.parse().unwrap()));
            assert_eq!(listings.path(&target).as_deref(), path, "{id} {lang:?}");
        }
        let feed = |id: &str| OldTarget::Feed(Some((Topic::Tag, id.into())), None);
        assert_eq!(
            (listings.shown(&feed("one")), listings.shown(&feed("nothing"))),
            (feed("one"), OldTarget::Feed(None, None))
        );
        let nothing = OldTarget::Listing(Topic::Tag, "nothing".into(), None);
        assert_eq!(listings.shown(&nothing), OldTarget::Index(Topic::Tag, None));
    }
}
