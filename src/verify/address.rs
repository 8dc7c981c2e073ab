//! References as browsers resolve them (RFC 3986, 5.2), within one site.

/// Where a reference leads.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Reference {
    /// Within the site: a path from the root of the host with its query, and a fragment without `#`.
    Inside {
        /// The path and the query, as written, without steps.
        path: String,
        /// The fragment; empty where there is none.
        fragment: String,
    },
    /// Elsewhere on the web.
    Outside(String),
    /// Nowhere that could be looked up: `mailto:`, `data:` and the like.
    Other,
}

/// The scheme and host of a site, and the path below which it lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Root {
    /// `https://example.org`; empty where only paths are known.
    pub(super) origin: String,
    /// `/archive`, without a slash at the end; empty where the site has its host to itself.
    pub(super) base: String,
}

impl Root {
    /// The root of the site at this address; `None` for no address of the web.
    pub(super) fn parse(address: &str) -> Option<Root> {
        let (scheme, rest) = address.split_once("://")?;
        if !matches!(scheme, "http" | "https") {
            return None;
        }
        let rest = rest.split(['?', '#']).next().unwrap_or_default();
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        if host.is_empty() || host.contains(char::is_whitespace) {
            return None;
        }
        let path = path.trim_matches('/');
        let base = if path.is_empty() { String::new() } else { format!("/{path}") };
        Some(Root { origin: format!("{scheme}://{}", host.to_ascii_lowercase()), base })
    }

    /// Where `reference` leads from the page at `from`, a path from the root of the host.
    pub(super) fn resolve(&self, from: &str, reference: &str) -> Reference {
        let reference = reference.trim_matches(|c: char| c.is_ascii_whitespace());
        let (reference, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let inside = |path: String| self.inside(path, fragment);
        if let Some(scheme) = scheme(reference) {
            return match scheme.to_ascii_lowercase().as_str() {
                "http" | "https" => self.whole(reference, fragment),
                _ => Reference::Other,
            };
        }
        if let Some(rest) = reference.strip_prefix("//") {
            let scheme = self.origin.split("://").next().filter(|scheme| !scheme.is_empty()).unwrap_or("https");
            return self.whole(&format!("{scheme}://{rest}"), fragment);
        }
        let (path, query) = split_query(reference);
        let (own, own_query) = split_query(from);
        match path {
            "" if query.is_empty() => inside(format!("{own}{own_query}")),
            "" => inside(format!("{own}{query}")),
            _ if path.starts_with('/') => inside(format!("{}{query}", without_steps(path))),
            _ => {
                let folder = own.rfind('/').map_or("/", |at| own.get(..=at).unwrap_or("/"));
                inside(format!("{}{query}", without_steps(&format!("{folder}{path}"))))
            }
        }
    }

    fn whole(&self, address: &str, fragment: &str) -> Reference {
        let (scheme, rest) = address.split_once("://").unwrap_or(("", address));
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (host, path) = rest.split_at_checked(end).unwrap_or((rest, ""));
        let origin = format!("{}://{}", scheme.to_ascii_lowercase(), host.to_ascii_lowercase());
        if origin != self.origin {
            return Reference::Outside(address.to_owned());
        }
        let (path, query) = split_query(path);
        let path = if path.is_empty() { "/".to_owned() } else { without_steps(path) };
        self.inside(format!("{path}{query}"), fragment)
    }

    /// A path of the host; one outside the site is elsewhere.
    fn inside(&self, path: String, fragment: &str) -> Reference {
        let is_within = path.strip_prefix(&self.base).is_some_and(|rest| rest.starts_with('/') || rest.is_empty());
        match is_within {
            true => Reference::Inside { path, fragment: fragment.to_owned() },
            false => Reference::Outside(format!("{}{path}", self.origin)),
        }
    }
}

/// The scheme that a reference begins with.
fn scheme(reference: &str) -> Option<&str> {
    let (scheme, _) = reference.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    is_scheme.then_some(scheme)
}

/// A reference in its path and its query with `?`.
fn split_query(reference: &str) -> (&str, &str) {
    reference.find('?').and_then(|at| reference.split_at_checked(at)).unwrap_or((reference, ""))
}

/// A path from the root with `.` and `..` carried out.
fn without_steps(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let mut is_folder = false;
    for part in path.split('/').skip(1) {
        is_folder = matches!(part, "." | ".." | "");
        match part {
            "." => {}
            ".." => _ = parts.pop(),
            part => parts.push(part),
        }
    }
    // A step at the end leaves a folder.
    if is_folder && parts.last().is_none_or(|last| !last.is_empty()) {
        parts.push("");
    }
    format!("/{}", parts.join("/"))
}

/// The URLs of a `srcset`: candidates are separated by commas, each a URL and perhaps a descriptor after white space.
pub(super) fn candidates(srcset: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = srcset;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
        if rest.is_empty() {
            return found;
        }
        let end = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
        let (url, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        let bare = url.trim_end_matches(',');
        found.push(bare.to_owned());
        rest = if bare.len() < url.len() {
            after
        } else {
            after.find(',').and_then(|at| after.get(at + 1..)).unwrap_or("")
        };
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn resolved(reference: &str) -> String {
        let root = Root::parse("https://Example.org/archive/").unwrap();
        match root.resolve("/archive/uk/2025/x?a=1", reference) {
            Reference::Inside { path, fragment } if fragment.is_empty() => path,
            Reference::Inside { path, fragment } => format!("{path}#{fragment}"),
            Reference::Outside(address) => format!("! {address}"),
            Reference::Other => "-".to_owned(),
        }
    }

    #[test]
    fn references_are_resolved_as_browsers_do() {
        for (reference, expected) in [
            ("/archive/uk/", "/archive/uk/"),
            ("y", "/archive/uk/2025/y"),
            ("./y", "/archive/uk/2025/y"),
            ("../", "/archive/uk/"),
            ("..", "/archive/uk/"),
            ("../../en/index.html#x", "/archive/en/index.html#x"),
            ("", "/archive/uk/2025/x?a=1"),
            ("#top", "/archive/uk/2025/x?a=1#top"),
            ("?b=2", "/archive/uk/2025/x?b=2"),
            (" y \n", "/archive/uk/2025/y"),
            ("https://example.org/archive/en/?q#f", "/archive/en/?q#f"),
            ("HTTPS://EXAMPLE.ORG/archive/", "/archive/"),
            ("https://example.org/archive", "/archive"),
            ("//example.org/archive/ru/", "/archive/ru/"),
            ("http://example.org/archive/", "! http://example.org/archive/"),
            ("https://example.org/other", "! https://example.org/other"),
            ("/other", "! https://example.org/other"),
            ("/archives/", "! https://example.org/archives/"),
            ("https://example.com?x", "! https://example.com?x"),
            ("mailto:a@b.c", "-"),
            ("data:image/png;base64,AA", "-"),
            ("a:b/c", "-"),
            ("./a:b", "/archive/uk/2025/a:b"),
            ("../../../../../x", "! https://example.org/x"),
        ] {
            assert_eq!(resolved(reference), expected, "{reference}");
        }
    }

    #[test]
    fn candidates_of_srcset_are_separated_by_commas() {
        for (srcset, expected) in [
            ("/a.png 1x, /b.png 2x", vec!["/a.png", "/b.png"]),
            ("/a.png 400w,/b.png 800w", vec!["/a.png", "/b.png"]),
            ("/a.png, /b.png", vec!["/a.png", "/b.png"]),
            ("/a,b.png 1x", vec!["/a,b.png"]),
            (" ,, /a.png ,", vec!["/a.png"]),
            ("", vec![]),
        ] {
            assert_eq!(candidates(srcset), expected, "{srcset}");
        }
    }

    proptest! {
        #[test]
        fn a_path_within_the_site_has_no_steps(reference in "(/|\\.\\.|\\.|a|b:|\\?|#|é|archive){0,14}") {
            let root = Root::parse("https://example.org/archive").unwrap();
            if let Reference::Inside { path, .. } = root.resolve("/archive/uk/x", &reference) {
                let bare = path.split('?').next().unwrap().to_owned();
                prop_assert!(bare.split('/').all(|part| part != "." && part != ".."), "{}", path);
                let again = Reference::Inside { path: path.clone(), fragment: String::new() };
                prop_assert_eq!(root.resolve("/archive/", &path), again);
            }
        }

        #[test]
        fn srcset_never_loops(text in "[ ,a/x]{0,40}") {
            prop_assert!(candidates(&text).len() <= text.len());
        }
    }
}
