//! Tags, authors, sections and series: one id each, from any letters, and their names by language.

use std::collections::{BTreeMap, BTreeSet};

use super::ids::{PlannedArticle, PlannedVersion};
use crate::{
    import::{ImportedSite, ImportedVersion, Term, ties::Head},
    model::{lang::Lang, romanise::slug_of},
    site::Topic,
};

/// All terms.
#[derive(Debug, Clone, Default)]
pub(in crate::import) struct Terms {
    ids: BTreeMap<(Topic, String), String>,
    names: BTreeMap<(Topic, String), BTreeMap<Lang, String>>,
}

impl Terms {
    /// The terms of all versions, and those that the site names.
    pub(in crate::import) fn new(heads: &[Head], site: &ImportedSite) -> Terms {
        let mut terms = Terms::default();
        let mut taken = BTreeSet::new();
        for head in heads {
            for (topic, term) in terms_of(&head.version) {
                let id = terms.assign(&mut taken, topic, &term.id, &head.lang);
                let name = term.name.as_deref().unwrap_or(&term.id);
                terms.name(topic, &id, &head.lang, name, term.name.is_some());
            }
        }
        for term in &site.terms {
            // A name that no text uses is not needed.
            if let Some(id) = terms.ids.get(&(term.topic, folded(&term.id))).cloned() {
                terms.names.entry((term.topic, id)).or_default().insert(term.lang.clone(), term.name.clone());
            }
        }
        terms
    }

    /// Lets the section and the series of a translation be those of its article, which has one in all languages: `маніфест` of a text in
    /// Ukrainian is the name there of `manifesto`, that of its original. One that is the original of some article stays by itself.
    pub(in crate::import) fn translate(&mut self, heads: &[Head], articles: &[PlannedArticle]) {
        for topic in [Topic::Section, Topic::Series] {
            let mut own: BTreeSet<String> = BTreeSet::new();
            let mut others: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
            for article in articles {
                let is_source = |version: &&PlannedVersion| version.lang == article.source;
                let rest = article.versions.iter().filter(|version| !is_source(version));
                let versions = article.versions.iter().filter(is_source).chain(rest);
                let mut ids = versions.filter_map(|version| {
                    let (_, term) = terms_of(&heads.get(version.head)?.version).find(|(known, _)| *known == topic)?;
                    self.id(topic, &term.id).map(str::to_owned)
                });
                let Some(first) = ids.next() else { continue };
                for id in ids.filter(|id| *id != first) {
                    *others.entry(id).or_default().entry(first.clone()).or_default() += 1;
                }
                own.insert(first);
            }
            for (id, originals) in others.into_iter().filter(|(id, _)| !own.contains(id)) {
                let most = originals.into_iter().max_by_key(|(_, count)| *count);
                if let Some((original, _)) = most {
                    self.join(topic, &id, &original);
                }
            }
        }
    }

    /// Lets `id` be another name of `original`.
    fn join(&mut self, topic: Topic, id: &str, original: &str) {
        for known in self.ids.iter_mut().filter(|((of, _), known)| *of == topic && known.as_str() == id) {
            *known.1 = original.to_owned();
        }
        let names = self.names.remove(&(topic, id.to_owned())).unwrap_or_default();
        let all = self.names.entry((topic, original.to_owned())).or_default();
        for (lang, name) in names {
            all.entry(lang).or_insert(name);
        }
    }

    fn assign(&mut self, taken: &mut BTreeSet<(Topic, String)>, topic: Topic, source: &str, lang: &Lang) -> String {
        let key = (topic, folded(source));
        if let Some(id) = self.ids.get(&key) {
            return id.clone();
        }
        let base = slug_of(source, lang).map_or_else(|| topic.as_str().to_owned(), |slug| slug.to_string());
        let mut id = base.clone();
        let mut n = 2;
        while !taken.insert((topic, id.clone())) {
            id = format!("{base}-{n}");
            n += 1;
        }
        self.ids.insert(key, id.clone());
        id
    }

    fn name(&mut self, topic: Topic, id: &str, lang: &Lang, name: &str, is_given: bool) {
        let names = self.names.entry((topic, id.to_owned())).or_default();
        if is_given || !names.contains_key(lang) {
            names.insert(lang.clone(), name.trim().to_owned());
        }
    }

    /// The id here of a term of the source.
    pub(in crate::import) fn id(&self, topic: Topic, source: &str) -> Option<&str> {
        self.ids.get(&(topic, folded(source))).map(String::as_str)
    }

    /// The names by topic and id.
    pub(in crate::import) fn names(&self) -> impl Iterator<Item = (Topic, &str, &BTreeMap<Lang, String>)> {
        self.names.iter().map(|((topic, id), names)| (*topic, id.as_str(), names))
    }
}

/// The terms of a version.
pub(super) fn terms_of(version: &ImportedVersion) -> impl Iterator<Item = (Topic, &Term)> {
    let tags = version.tags.iter().map(|term| (Topic::Tag, term));
    let authors = version.authors.iter().map(|term| (Topic::Author, term));
    let section = version.section.iter().map(|term| (Topic::Section, term));
    let series = version.series.iter().map(|term| (Topic::Series, term));
    tags.chain(authors).chain(section).chain(series)
}

/// One form for `Hugo`, ` hugo` and `hugo`.
fn folded(id: &str) -> String {
    id.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_has_one_id_and_a_name_a_language() {
        let head = |lang: &str, tags: &[(&str, Option<&str>)]| {
            let tags = tags.iter().map(|(id, name)| Term { id: (*id).into(), name: name.map(Into::into) }).collect();
            Head { version: ImportedVersion { tags, ..ImportedVersion::default() }, lang: lang.parse().unwrap() }
        };
        let heads = [
            head("uk", &[("Історія", None), ("C", None), ("mines", Some("міни"))]),
            head("en", &[("C++", None), ("mines", Some("mines")), ("історія", Some("history")), ("???", None)]),
        ];
        let terms = Terms::new(&heads, &ImportedSite::default());
        let id = |source| terms.id(Topic::Tag, source);
        assert_eq!(
            (id("історія"), id("c"), id("c++"), id("mines"), id("???")),
            (Some("istoriia"), Some("c"), Some("c-2"), Some("mines"), Some("tag"))
        );
        let names: Vec<_> = terms.names().find(|(_, id, _)| *id == "istoriia").unwrap().2.values().cloned().collect();
        assert_eq!(names, ["history", "Історія"]);
    }

    #[test]
    fn the_section_of_a_translation_is_a_name_of_that_of_its_original() {
        let head = |lang: &str, section: &str| {
            let section = Some(Term::new(section, section));
            Head { version: ImportedVersion { section, ..ImportedVersion::default() }, lang: lang.parse().unwrap() }
        };
        let heads = [
            head("uk", "маніфест"),
            head("en", "manifesto"),
            head("en", "news"),
            head("uk", "новини"),
            head("uk", "новини"),
            head("en", "events"),
        ];
        let article = |versions: [usize; 2], source: &str| PlannedArticle {
            id: "2019/a".parse().unwrap(),
            source: source.parse().unwrap(),
            published: None,
            versions: versions
                .map(|head| PlannedVersion { head, lang: heads[head].lang.clone(), slug: "a".parse().unwrap() })
                .to_vec(),
            merged: vec![],
        };
        let mut terms = Terms::new(&heads, &ImportedSite::default());
        terms.translate(&heads, &[article([0, 1], "en"), article([2, 3], "en"), article([4, 5], "uk")]);
        let id = |source| terms.id(Topic::Section, source);
        assert_eq!((id("маніфест"), id("manifesto")), (Some("manifesto"), Some("manifesto")));
        // It is the original of one article, and `events` its translation.
        assert_eq!((id("новини"), id("news"), id("events")), (Some("novyny"), Some("news"), Some("novyny")));
        let names: Vec<_> = terms.names().map(|(_, id, names)| format!("{id} {}", names.len())).collect();
        assert_eq!(names, ["manifesto 2", "news 1", "novyny 2"]);
    }
}
