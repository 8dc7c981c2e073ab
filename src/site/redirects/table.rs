//! `redirects.toml`: old addresses that do not lead to an article, such as those of lists, feeds and files of another system.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    model::{diagnostic::Diagnostic, sentence::say},
    site::{
        TomlFields, TomlReader,
        old_path::{old_path, requested_path, with_parameters},
    },
};

/// The destinations of old addresses, by their normal form (`old_path`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Redirects {
    exact: BTreeMap<String, String>,
    /// The paths of those that have a query.
    with_query: BTreeSet<String>,
    /// The old addresses that end with `/*`, without it: each stands for everything below it.
    below: BTreeMap<String, String>,
}

impl Redirects {
    /// The destination of a decoded path. An entry with the query is preferred to one without.
    pub fn find(&self, path: &str, query: &str) -> Option<&str> {
        if self.exact.is_empty() && self.below.is_empty() {
            return None;
        }
        if let Some(to) = self.find_by_query(path, query) {
            return Some(to);
        }
        let path = requested_path(path, "");
        let below = || {
            let mut ends = path.match_indices('/').map(|(at, _)| at).rev();
            ends.find_map(|at| self.below.get(path.get(..at)?))
        };
        self.exact.get(&path).or_else(below).map(String::as_str)
    }

    /// The destination of a decoded path with its query, by the entries that have a query: their parameters come in any order, with
    /// others between them.
    pub fn find_by_query(&self, path: &str, query: &str) -> Option<&str> {
        if query.is_empty() || self.with_query.is_empty() || !self.with_query.contains(&requested_path(path, "")) {
            return None;
        }
        with_parameters(path, query).iter().find_map(|old| self.exact.get(old)).map(String::as_str)
    }

    /// The old addresses without `/*`.
    pub fn exact(&self) -> impl Iterator<Item = &str> {
        self.exact.keys().map(String::as_str)
    }

    /// The folders in which every old address leads on.
    pub fn below(&self) -> impl Iterator<Item = &str> {
        self.below.keys().map(String::as_str)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.exact.len() + self.below.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Reads a `redirects.toml`; entries that cannot be read are left out and reported.
///
/// ```
/// use litopys::site::parse_redirects;
/// let (redirects, problems) = parse_redirects("redirects.toml", "[[redirect]]\nfrom = '/tags/*'\nto = '/uk/tags'\n");
/// assert_eq!((redirects.find("/tags/old/", ""), problems.len()), (Some("/uk/tags"), 0));
/// ```
pub fn parse_redirects(path: &str, text: &str) -> (Redirects, Vec<Diagnostic>) {
    let reader = TomlReader::new(path, text, 0..text.len());
    let root = reader.root();
    let mut redirects = Redirects::default();
    for fields in root.tables("redirect") {
        redirects.add(fields);
    }
    root.finish();
    (redirects, reader.into_diagnostics())
}

impl Redirects {
    fn add(&mut self, fields: TomlFields<'_, '_>) {
        let (from, to) = (fields.required("from"), fields.required("to"));
        let problem = |key: &'static str, found: &str| {
            fields.problem(key, "bad-value", say("bad-value-redirect").with("key", key).with("found", found));
        };
        let path = from.as_deref().and_then(|from| {
            let path = old_path(from).filter(|path| path != "/");
            if path.is_none() {
                problem("from", from);
            }
            path
        });
        let to = to.filter(|to| {
            let is_plain = !to.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\');
            let is_path = to.starts_with('/') && !to.starts_with("//");
            let is_fine = is_plain && (is_path || to.starts_with("https://") || to.starts_with("http://"));
            if !is_fine {
                problem("to", to);
            }
            is_fine
        });
        fields.finish();
        if let (Some(path), Some(to)) = (path, to) {
            match path.strip_suffix("/*") {
                Some(below) => _ = self.below.entry(below.to_owned()).or_insert(to),
                None => {
                    if let Some((bare, _)) = path.split_once('?') {
                        self.with_query.insert(bare.to_owned());
                    }
                    self.exact.entry(path).or_insert(to);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_longest_redirect_wins_and_a_query_is_compared_if_it_is_given() {
        let text = "[[redirect]]\nfrom = '/tags/історія/'\nto = '/uk/tag/istoriia'\n\
                    [[redirect]]\nfrom = 'https://old.org/page/*'\nto = '/uk/'\n\
                    [[redirect]]\nfrom = '/page/a/*'\nto = '/uk/a'\n\
                    [[redirect]]\nfrom = '/?cat=3'\nto = '/uk/section/law'\n\
                    [[redirect]]\nfrom = '/tags/c%23'\nto = '/uk/tag/c'\n\
                    [[redirect]]\nfrom = '/docs/a.pdf'\nto = 'https://files.org/a.pdf'\n";
        let (redirects, problems) = parse_redirects("redirects.toml", text);
        assert_eq!((problems, redirects.len()), (vec![], 6));
        for (path, query, to) in [
            ("/tags/історія", "", Some("/uk/tag/istoriia")),
            ("/tags/історія/", "utm_source=x", Some("/uk/tag/istoriia")),
            ("/page/2/", "", Some("/uk/")),
            ("/page/a/2/b", "", Some("/uk/a")),
            ("/page", "", None),
            // A path as the router gives it, decoded.
            ("/tags/c#/", "", Some("/uk/tag/c")),
            ("/tags/c", "", None),
            ("/", "cat=3", Some("/uk/section/law")),
            ("/", "cat=4", None),
            ("/", "paged=2&cat=3&utm_source=x", Some("/uk/section/law")),
            ("/docs/a.pdf", "", Some("https://files.org/a.pdf")),
            ("/docs", "", None),
        ] {
            assert_eq!(redirects.find(path, query), to, "{path}?{query}");
        }
    }

    #[test]
    fn addresses_that_lead_nowhere_are_reported() {
        let text = "[[redirect]]\nfrom = 'tags'\nto = '/uk/'\n[[redirect]]\nfrom = '/a'\nto = 'javascript:x'\n\
                    [[redirect]]\nfrom = '/a'\nto = '//evil.org'\n[[redirect]]\nfrom = '/b'\n[[redirekt]]\n";
        let (redirects, problems) = parse_redirects("redirects.toml", text);
        let codes: Vec<_> = problems.iter().map(|problem| problem.code.as_ref()).collect();
        assert_eq!(codes, ["bad-value", "bad-value", "bad-value", "missing-key", "unknown-key"]);
        assert!(redirects.is_empty());
    }

    proptest! {
        #[test]
        fn every_problem_lies_inside_the_file(text in "(\\[\\[redirect\\]\\]|from|to|=|'/a'|'|\\n|\\PC){0,30}") {
            crate::model::diagnostic::assert_inside(&parse_redirects("redirects.toml", &text).1, &text);
        }
    }
}
