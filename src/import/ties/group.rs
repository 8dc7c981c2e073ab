//! Versions of one article, brought together by the keys that readers give, and by what a person confirmed.

use std::collections::HashMap;

use crate::{
    import::{ImportedKind, ImportedVersion, Outcome, Report, SourcePlace},
    model::lang::Lang,
};

/// A version without its body.
#[derive(Debug, Clone)]
pub(in crate::import) struct Head {
    /// The version; its body, media and pictures are empty.
    pub(in crate::import) version: ImportedVersion,
    /// Its language, or the default where the source gives none.
    pub(in crate::import) lang: Lang,
}

/// The versions of one article, by their places among the heads, in the order of the source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::import) struct Group {
    pub(in crate::import) versions: Vec<usize>,
}

impl Group {
    fn heads<'a>(&'a self, heads: &'a [Head]) -> impl Iterator<Item = &'a Head> {
        self.versions.iter().filter_map(move |at| heads.get(*at))
    }
}

/// All articles, in the order of the source. `confirmed` names versions that a person tied.
pub(in crate::import) fn grouped(heads: &[Head], confirmed: &[Vec<String>], report: &mut Report) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut by_key: HashMap<(&str, bool), usize> = HashMap::new();
    for (at, head) in heads.iter().enumerate() {
        let key = head.version.tie.as_deref().map(|key| (key, head.version.kind == ImportedKind::Article));
        let known = key.and_then(|key| by_key.get(&key).copied());
        let Some(group) = known.and_then(|known| groups.get_mut(known)) else {
            if let Some(key) = key {
                by_key.insert(key, groups.len());
            }
            groups.push(Group { versions: vec![at] });
            continue;
        };
        let twin = group.versions.iter().find_map(|other| heads.get(*other).filter(|other| other.lang == head.lang));
        match twin {
            Some(twin) => {
                let found = format!("`{}` has the same tie and the same language, `{}`", twin.version.place, head.lang);
                report.add(
                    &head.version.place,
                    "tie-clash",
                    Outcome::Changed,
                    found,
                    "imported as an article of its own",
                );
                groups.push(Group { versions: vec![at] });
            }
            None => group.versions.push(at),
        }
    }
    join_dated(&mut groups, heads, &by_key);
    confirm(&mut groups, heads, confirmed, report);
    groups.retain(|group| !group.versions.is_empty());
    groups.sort_by_key(|group| group.versions.iter().min().copied());
    groups
}

/// Brings the dated and the undated versions of one key into one article, where no language would be in it twice: one translation
/// may have a date that another was not given.
fn join_dated(groups: &mut [Group], heads: &[Head], by_key: &HashMap<(&str, bool), usize>) {
    for ((key, is_article), at) in by_key {
        let Some(undated) = by_key.get(&(*key, false)).filter(|_| *is_article) else { continue };
        let (Some(pages), Some(articles)) = (groups.get(*undated), groups.get(*at)) else { continue };
        let is_one = pages.heads(heads).all(|page| {
            page.version.kind == ImportedKind::Page && articles.heads(heads).all(|article| article.lang != page.lang)
        });
        if !is_one {
            continue;
        }
        let moved = groups.get_mut(*undated).map(|group| std::mem::take(&mut group.versions)).unwrap_or_default();
        if let Some(group) = groups.get_mut(*at) {
            group.versions.extend(moved);
            group.versions.sort_unstable();
        }
    }
}

/// Brings the groups of all that one entry of `confirmed` names into one, where no language would be in it twice.
fn confirm(groups: &mut [Group], heads: &[Head], confirmed: &[Vec<String>], report: &mut Report) {
    if confirmed.is_empty() {
        return;
    }
    let place = SourcePlace::file("ties.toml");
    let by_id: HashMap<&str, usize> =
        heads.iter().enumerate().map(|(at, head)| (head.version.id.as_str(), at)).collect();
    let mut group_of: HashMap<usize, usize> = HashMap::new();
    for (at, group) in groups.iter().enumerate() {
        group_of.extend(group.versions.iter().map(|version| (*version, at)));
    }
    for ids in confirmed {
        let mut target = None;
        for id in ids {
            let Some(at) = by_id.get(id.as_str()).and_then(|head| group_of.get(head).copied()) else {
                report.add(&place, "unknown-tie", Outcome::Lost, format!("`{id}` is not in the source"), "ignored");
                continue;
            };
            let first = *target.get_or_insert(at);
            if first == at {
                continue;
            }
            let languages = |at: usize| {
                let versions = groups.get(at).map(|group| group.versions.as_slice()).unwrap_or_default();
                versions.iter().filter_map(|version| Some(heads.get(*version)?.lang.clone())).collect::<Vec<_>>()
            };
            let clash = languages(at).into_iter().find(|lang| languages(first).contains(lang));
            if let Some(lang) = clash {
                let found = format!("`{id}` is tied to a version in the same language, `{lang}`");
                report.add(&place, "tie-clash", Outcome::Lost, found, "not tied");
                continue;
            }
            let moved = groups.get_mut(at).map(|group| std::mem::take(&mut group.versions)).unwrap_or_default();
            group_of.extend(moved.iter().map(|version| (*version, first)));
            if let Some(group) = groups.get_mut(first) {
                group.versions.extend(moved);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(id: &str, lang: &str, tie: Option<&str>) -> Head {
        let version = ImportedVersion { id: id.into(), tie: tie.map(Into::into), ..ImportedVersion::default() };
        Head { version, lang: lang.parse().unwrap() }
    }

    #[test]
    fn one_key_is_one_article_and_no_language_is_in_it_twice() {
        let heads = [
            head("a.uk", "uk", Some("a")),
            head("b.uk", "uk", Some("b")),
            head("a.en", "en", Some("a")),
            head("c.ru", "ru", None),
            head("a2.en", "en", Some("a")),
            head("d.ru", "ru", None),
        ];
        let mut report = Report::default();
        let confirmed =
            [vec!["b.uk".to_owned(), "c.ru".to_owned()], vec!["c.ru".to_owned(), "d.ru".to_owned(), "x".to_owned()]];
        let groups: Vec<_> = grouped(&heads, &confirmed, &mut report).into_iter().map(|group| group.versions).collect();
        assert_eq!(groups, [vec![0, 2], vec![1, 3], vec![4], vec![5]]);
        let codes: Vec<_> = report.entries().iter().map(|entry| entry.code).collect();
        assert_eq!(codes, ["tie-clash", "tie-clash", "unknown-tie"]);
    }

    #[test]
    fn a_tie_holds_versions_with_a_date_and_without() {
        let heads = [
            ("about.ta", "ta", "about", false),
            ("about.uk", "uk", "about", true),
            ("about.en", "en", "about", true),
            ("x.uk", "uk", "x", false),
            ("x.en", "en", "x", false),
            ("2019-x.uk", "uk", "x", true),
            ("2019-x.en", "en", "x", true),
        ]
        .map(|(id, lang, tie, is_article)| {
            let kind = if is_article { ImportedKind::Article } else { ImportedKind::Page };
            let head = head(id, lang, Some(tie));
            Head { version: ImportedVersion { kind, ..head.version }, lang: head.lang }
        });
        let mut report = Report::default();
        let groups: Vec<_> = grouped(&heads, &[], &mut report).into_iter().map(|group| group.versions).collect();
        assert_eq!(groups, [vec![0, 1, 2], vec![3, 4], vec![5, 6]]);
        assert!(report.entries().is_empty());
    }
}
