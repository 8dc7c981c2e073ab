//! Folders of articles and slugs of versions: those of earlier runs first, then new ones, each once.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::tz::TimeZone;
use unicode_normalization::UnicodeNormalization;

use crate::{
    import::{
        ImportedKind, ImportedLanguage, ImportedSite, Outcome, Report,
        ties::{Group, Head},
    },
    model::{
        date::Moment,
        lang::Lang,
        romanise::slug_of,
        slug::{ArticleId, Collection, Slug, Year},
    },
    site::fixed_at,
};

/// What planning needs of the site.
#[derive(Debug, Clone)]
pub(in crate::import) struct SiteFacts {
    /// The default language.
    pub(in crate::import) default: Lang,
    /// All languages, in their order.
    pub(in crate::import) languages: Vec<ImportedLanguage>,
    /// Where days begin.
    pub(in crate::import) zone: TimeZone,
}

/// The languages of the site, then those of texts that it does not name.
pub(in crate::import) fn languages_of(site: &ImportedSite, heads: &[Head]) -> Vec<ImportedLanguage> {
    let mut languages: Vec<ImportedLanguage> = Vec::new();
    let others = heads.iter().map(|head| ImportedLanguage { tag: head.lang.clone(), label: None, aliases: Vec::new() });
    for language in site.languages.iter().cloned().chain(others) {
        if !languages.iter().any(|known| known.tag == language.tag) {
            languages.push(language);
        }
    }
    languages
}

/// An article, with its place in the archive.
#[derive(Debug, Clone)]
pub(in crate::import) struct PlannedArticle {
    /// Its folder.
    pub(in crate::import) id: ArticleId,
    /// The language of its source version.
    pub(in crate::import) source: Lang,
    /// When it appeared; `None` of a page.
    pub(in crate::import) published: Option<Moment>,
    /// Its versions.
    pub(in crate::import) versions: Vec<PlannedVersion>,
    /// Articles of an earlier run that are now versions of this one.
    pub(in crate::import) merged: Vec<ArticleId>,
}

/// A version, with its address.
#[derive(Debug, Clone)]
pub(in crate::import) struct PlannedVersion {
    /// Its place among the heads.
    pub(in crate::import) head: usize,
    /// Its language.
    pub(in crate::import) lang: Lang,
    /// The end of its address.
    pub(in crate::import) slug: Slug,
}

impl PlannedArticle {
    /// The address of a version: `/uk/2019/dnipro`, `/uk/about`.
    pub(in crate::import) fn address(&self, version: &PlannedVersion) -> String {
        let (lang, slug) = (&version.lang, &version.slug);
        match self.id.collection() {
            Collection::Year(year) => format!("/{lang}/{year}/{slug}"),
            Collection::Pages => format!("/{lang}/{slug}"),
            Collection::Authors => format!("/{lang}/author/{}", self.id.name()),
        }
    }
}

/// Which names are taken.
struct Names<'a> {
    facts: &'a SiteFacts,
    /// Folders that exist and are not ours.
    is_foreign: &'a dyn Fn(&ArticleId) -> bool,
    /// Ids and slugs by collection, with the article that has them.
    taken: HashMap<(Collection, String), usize>,
    /// The number that is tried next for a name that several have.
    next: HashMap<(Collection, String), usize>,
}

/// All articles, in the order of `groups`. `known` says in which article an earlier run put a version.
pub(in crate::import) fn planned(
    heads: &[Head],
    groups: &[Group],
    facts: &SiteFacts,
    known: &BTreeMap<String, ArticleId>,
    is_foreign: &dyn Fn(&ArticleId) -> bool,
    report: &mut Report,
) -> Vec<PlannedArticle> {
    let mut names = Names { facts, is_foreign, taken: HashMap::new(), next: HashMap::new() };
    let mut articles: Vec<Option<PlannedArticle>> = vec![None; groups.len()];
    let earlier = |group: &Group| {
        let ids = group.versions.iter().filter_map(|at| known.get(&heads.get(*at)?.version.id));
        let mut seen = BTreeSet::new();
        ids.filter(|id| seen.insert((*id).clone())).cloned().collect::<Vec<_>>()
    };
    for is_known in [true, false] {
        for (at, group) in groups.iter().enumerate() {
            let ids = earlier(group);
            if ids.is_empty() == is_known {
                continue;
            }
            let versions: Vec<&Head> = group.versions.iter().filter_map(|at| heads.get(*at)).collect();
            let Some(source) = original(&versions, facts) else { continue };
            let published = published(&versions, facts);
            let mut ids = ids.into_iter();
            let id = ids.next().or_else(|| names.new_id(&versions, source, published, report));
            let Some(id) = id else { continue };
            names.taken.insert((id.collection(), id.name().to_string()), at);
            let merged = ids.collect();
            let article = PlannedArticle { id, source: source.lang.clone(), published, versions: Vec::new(), merged };
            if let Some(place) = articles.get_mut(at) {
                *place = Some(article);
            }
        }
    }
    for (at, group) in groups.iter().enumerate() {
        let Some(article) = articles.get_mut(at).and_then(Option::as_mut) else { continue };
        for head in &group.versions {
            let Some(found) = heads.get(*head) else { continue };
            let slug = names.slug(found, &article.id, at);
            article.versions.push(PlannedVersion { head: *head, lang: found.lang.clone(), slug });
        }
        if article.id.collection() == Collection::Pages {
            article.published = None;
        }
    }
    articles.into_iter().flatten().collect()
}

/// The version that the others were translated from: as the source says, else in the default language, else the oldest, else
/// that of the first language.
fn original<'a>(versions: &[&'a Head], facts: &SiteFacts) -> Option<&'a Head> {
    let place =
        |head: &Head| facts.languages.iter().position(|language| language.tag == head.lang).unwrap_or(usize::MAX);
    let date = |head: &Head| head.version.published.map(|moment| moment.instant(&facts.zone));
    let named = versions.iter().find(|head| head.version.is_original);
    let default = || versions.iter().find(|head| head.lang == facts.default);
    let oldest = || versions.iter().min_by_key(|head| (date(head).is_none(), date(head), place(head)));
    named.or_else(default).or_else(oldest).copied()
}

/// When the first version appeared.
fn published(versions: &[&Head], facts: &SiteFacts) -> Option<Moment> {
    versions.iter().filter_map(|head| head.version.published).min_by_key(|moment| moment.instant(&facts.zone))
}

impl Names<'_> {
    /// A folder for a new article.
    fn new_id(
        &mut self,
        versions: &[&Head],
        source: &Head,
        published: Option<Moment>,
        report: &mut Report,
    ) -> Option<ArticleId> {
        let version = &source.version;
        let year = published.and_then(|moment| Year::try_from(i64::from(moment.day(&self.facts.zone).year())).ok());
        let collection = match (&version.kind, year) {
            (ImportedKind::Author(_), _) => Collection::Authors,
            (ImportedKind::Page, _) => Collection::Pages,
            (ImportedKind::Article, Some(year)) => Collection::Year(year),
            (ImportedKind::Article, None) => {
                let done = "imported as an undated page; give it a date in the source to make it an article";
                report.add(&version.place, "no-date", Outcome::Changed, "an article without a date", done);
                Collection::Pages
            }
        };
        if let ImportedKind::Author(author) = &version.kind {
            let name = slug_of(author, &source.lang)?;
            return format!("{collection}/{name}").parse().ok();
        }
        let named = || versions.iter().find_map(|head| slug_of(&head.version.name, &head.lang));
        let titled = || slug_of(&version.title, &source.lang);
        let own = slug_of(&version.name, &source.lang).or_else(named).or_else(titled);
        let key = (collection, own.map_or_else(|| "untitled".to_owned(), |slug| slug.to_string()));
        let from = self.next.get(&key).copied().unwrap_or(1);
        let (n, id) = (from..1_000_000).find_map(|n| {
            let base = &key.1;
            let name = if n == 1 { base.clone() } else { format!("{base}-{n}") };
            let id: ArticleId = format!("{collection}/{name}").parse().ok()?;
            let is_free =
                !self.taken.contains_key(&(collection, name)) && !self.is_fixed(&id) && !(self.is_foreign)(&id);
            is_free.then_some((n, id))
        })?;
        self.next.insert(key, n + 1);
        Some(id)
    }

    /// Whether a part of the site lies where the page would.
    fn is_fixed(&self, id: &ArticleId) -> bool {
        let is_language = |part: &str| self.facts.languages.iter().any(|language| language.is_at(part));
        id.collection() == Collection::Pages && fixed_at(id.name().as_str(), is_language).is_some()
    }

    /// The slug of a version: its old one, where it can be one here and no other article has it.
    fn slug(&mut self, head: &Head, id: &ArticleId, article: usize) -> Slug {
        let own = head.version.slug.as_deref().and_then(|slug| as_slug(slug, &head.lang)).filter(|slug| {
            let key = (id.collection(), slug.to_string());
            let is_page = format!("{}/{slug}", id.collection()).parse().is_ok_and(|id| !self.is_fixed(&id));
            is_page && self.taken.get(&key).is_none_or(|other| *other == article)
        });
        let slug = own.unwrap_or_else(|| id.name().clone());
        self.taken.insert((id.collection(), slug.to_string()), article);
        slug
    }
}

/// What an old address ended with, as a slug: as it is, else in small letters with hyphens, else in Latin letters.
fn as_slug(text: &str, lang: &Lang) -> Option<Slug> {
    let text: String = text.nfc().collect();
    let plain = || {
        let lower: String = text.to_lowercase().nfc().map(|c| if c.is_whitespace() { '-' } else { c }).collect();
        lower.parse().ok()
    };
    text.parse().ok().or_else(plain).or_else(|| slug_of(&text, lang))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::ImportedVersion;

    fn head(id: &str, lang: &str, date: Option<&str>, name: &str, slug: Option<&str>) -> Head {
        let version = ImportedVersion {
            id: id.into(),
            name: name.into(),
            slug: slug.map(Into::into),
            published: date.map(|date| date.parse().unwrap()),
            ..ImportedVersion::default()
        };
        Head { version, lang: lang.parse().unwrap() }
    }

    #[test]
    fn ids_of_earlier_runs_stay_and_new_ones_step_aside() {
        let heads = [
            head("new", "uk", Some("2019-05-01"), "Київ", Some("Київ")),
            head("old", "uk", Some("2019-06-01"), "kyiv", Some("київ")),
            head("foreign", "en", Some("2019-05-01"), "lviv", None),
            head("page", "uk", None, "search", Some("пошук")),
            head("late", "uk", Some("2019-12-31T23:30:00Z"), "", None),
        ];
        let groups: Vec<_> = (0..heads.len()).map(|at| Group { versions: vec![at] }).collect();
        let facts = SiteFacts {
            default: "uk".parse().unwrap(),
            languages: languages_of(&ImportedSite::default(), &heads),
            zone: TimeZone::get("Europe/Kyiv").unwrap(),
        };
        let known = BTreeMap::from([("old".to_owned(), "2019/kyiv".parse().unwrap())]);
        let foreign = |id: &ArticleId| id.to_string() == "2019/lviv";
        let mut report = Report::default();
        let articles = planned(&heads, &groups, &facts, &known, &foreign, &mut report);
        let found: Vec<_> = articles.iter().map(|article| article.address(&article.versions[0])).collect();
        assert_eq!(found, ["/uk/2019/київ", "/uk/2019/kyiv", "/en/2019/lviv-2", "/uk/пошук", "/uk/2020/untitled"]);
        let ids: Vec<_> = articles.iter().map(|article| article.id.to_string()).collect();
        assert_eq!(ids, ["2019/kyiv-2", "2019/kyiv", "2019/lviv-2", "pages/search-2", "2020/untitled"]);
        assert_eq!(report.entries().iter().map(|entry| entry.code).collect::<Vec<_>>(), ["no-date"]);
    }

    #[test]
    fn no_page_takes_the_place_of_a_language() {
        let heads = [head("page", "uk", None, "ua", Some("ua")), head("other", "uk", None, "uk", None)];
        let groups: Vec<_> = (0..heads.len()).map(|at| Group { versions: vec![at] }).collect();
        let ua = ImportedLanguage { tag: "uk".parse().unwrap(), label: None, aliases: vec!["UA".into()] };
        let facts = SiteFacts { default: "uk".parse().unwrap(), languages: vec![ua], zone: TimeZone::UTC };
        let articles = planned(&heads, &groups, &facts, &BTreeMap::new(), &|_| false, &mut Report::default());
        let found: Vec<_> = articles.iter().map(|article| article.address(&article.versions[0])).collect();
        assert_eq!(found, ["/uk/ua-2", "/uk/uk-2"]);
    }

    #[test]
    fn a_name_that_thousands_have_takes_a_step_for_each() {
        let heads: Vec<_> = (0..20_000).map(|n| head(&n.to_string(), "uk", Some("2019-05-01"), "a", None)).collect();
        let groups: Vec<_> = (0..heads.len()).map(|at| Group { versions: vec![at] }).collect();
        let languages = languages_of(&ImportedSite::default(), &heads);
        let facts = SiteFacts { default: "uk".parse().unwrap(), languages, zone: TimeZone::UTC };
        let is_foreign = |id: &ArticleId| id.to_string() == "2019/a-3";
        let articles = planned(&heads, &groups, &facts, &BTreeMap::new(), &is_foreign, &mut Report::default());
        let ids: BTreeSet<_> = articles.iter().map(|article| article.id.to_string()).collect();
        assert!(ids.len() == heads.len() && ids.contains("2019/a") && !ids.contains("2019/a-3"));
    }
}
