//! Tags, authors, sections and series: one id each, from any letters, and their names by language.

use std::collections::{BTreeMap, BTreeSet};

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
}
