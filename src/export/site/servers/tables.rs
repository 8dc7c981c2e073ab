//! The destinations of old addresses, as the configurations of all servers look them up.

use std::collections::BTreeMap;

use crate::{export::site::facts::SiteFacts, site::Site};

/// Old addresses, in the form in which a server looks them up: without closing slashes and without `index.html`.
pub(super) struct Tables {
    /// Old addresses of articles; the query of a request goes with them.
    pub(super) moved: BTreeMap<String, String>,
    /// Those of `redirects.toml`, and the `index.html` of the root; without the query of a request.
    pub(super) listed: BTreeMap<String, String>,
    /// Folders in which every address leads to one target, the longest first.
    pub(super) below: Vec<(String, String)>,
    /// Old addresses whose query decides, `/?p=17`, by the names of their parameters; the last is looked up first.
    pub(super) queries: Vec<(Vec<String>, BTreeMap<String, String>)>,
}

impl Tables {
    /// The tables of `site`.
    pub(super) fn new(site: &Site, facts: &SiteFacts) -> Tables {
        let mut below: Vec<_> = facts.below.iter().map(|(from, to)| (from.clone(), to.clone())).collect();
        below.sort_by_key(|(from, _)| std::cmp::Reverse(from.len()));
        let mut listed = looked_up(&facts.listed);
        for index in ["/index.html", "/index.htm"] {
            listed.entry(index.to_owned()).or_insert_with(|| format!("{}/", site.base_path()));
        }
        Tables { moved: looked_up(&facts.moved), listed, below, queries: queries(facts) }
    }
}

/// The addresses without a query, as they are looked up. One that is written so in the archive is preferred to one that becomes so.
fn looked_up(addresses: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let plain = || addresses.iter().filter(|(from, _)| !from.contains('?'));
    let mut found: BTreeMap<_, _> = plain().map(|(from, to)| (bare(from).to_owned(), to.clone())).collect();
    found.extend(plain().filter(|(from, _)| bare(from) == *from).map(|(from, to)| (from.clone(), to.clone())));
    found
}

/// A path without closing slashes and `index.html`; the root is itself.
fn bare(path: &str) -> &str {
    let folder = ["/index.html", "/index.htm"].iter().find_map(|end| path.strip_suffix(end));
    let bare = folder.unwrap_or(path).trim_end_matches('/');
    if bare.is_empty() { path } else { bare }
}

/// Old addresses whose query decides. A server has a name for a parameter of ASCII letters, digits and `_` alone. Those of articles come
/// before those of `redirects.toml`, and more parameters before fewer.
fn queries(facts: &SiteFacts) -> Vec<(Vec<String>, BTreeMap<String, String>)> {
    let mut all = Vec::new();
    for addresses in [&facts.listed, &facts.moved] {
        let mut sets: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
        for (from, to) in addresses {
            let Some((path, query)) = from.split_once('?') else { continue };
            let names: Vec<_> =
                query.split('&').map(|pair| pair.split('=').next().unwrap_or_default().to_owned()).collect();
            let is_word =
                |name: &String| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
            if names.iter().all(is_word) {
                sets.entry(names).or_default().insert(format!("{}?{query}", bare(path)), to.clone());
            }
        }
        let mut sets: Vec<_> = sets.into_iter().rev().collect();
        sets.sort_by_key(|(names, _)| names.len());
        all.extend(sets);
    }
    all
}

/// A text as an expression that matches it alone.
pub(super) fn regex_escaped(text: &str) -> String {
    let mut out = String::new();
    for letter in text.chars() {
        if r"\.+*?()|[]{}^$".contains(letter) {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_address_has_one_form_and_queries_are_looked_up_as_the_server_does() {
        for (path, expected) in [
            ("/news/17", "/news/17"),
            ("/news/17/", "/news/17"),
            ("/news/17/index.html", "/news/17"),
            ("/news/17/index.htm", "/news/17"),
            ("/index.html", "/index.html"),
            ("/", "/"),
            ("/index.php", "/index.php"),
        ] {
            assert_eq!(bare(path), expected, "{path}");
        }
        let facts = |lines: &[&str]| lines.iter().map(|from| ((*from).to_owned(), "/uk/".to_owned())).collect();
        let facts = SiteFacts {
            listed: facts(&["/?cat=1", "/?lang=en", "/?cat=1&lang=en", "/old"]),
            moved: facts(&["/?p=1"]),
            ..SiteFacts::default()
        };
        let names: Vec<_> = queries(&facts).into_iter().map(|(names, _)| names.join("&")).collect();
        assert_eq!(names, ["lang", "cat", "cat&lang", "p"]);
        let both = [("/a", "1"), ("/a/index.html", "2")].map(|(from, to)| (from.to_owned(), to.to_owned()));
        assert_eq!(looked_up(&both.into()).into_iter().collect::<Vec<_>>(), [("/a".to_owned(), "1".to_owned())]);
    }
}
