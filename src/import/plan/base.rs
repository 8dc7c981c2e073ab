//! Old addresses as they are compared and written: of the old site alone, without its own folder, in one form.

use crate::{
    model::lang::Lang,
    site::{
        old_path::{is_among_files, old_path},
        shadowed,
    },
};

/// Where the old site lived.
#[derive(Debug, Clone, Default)]
pub(super) struct Base {
    host: String,
    /// Hosts that were the same site in other languages.
    others: Vec<String>,
    path: String,
    pub(super) languages: Vec<Lang>,
}

impl Base {
    pub(super) fn new(base_url: Option<&str>, others: &[String], languages: Vec<Lang>) -> Base {
        let others = others.iter().map(|host| host.to_ascii_lowercase()).collect();
        let rest = base_url.and_then(|url| url.split_once("://")).map_or("", |(_, rest)| rest);
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        Base { host: host.to_ascii_lowercase(), others, path: path.trim_end_matches('/').to_owned(), languages }
    }

    /// The path of an address of the old site, in the one form; `None` of another site.
    pub(super) fn path(&self, address: &str) -> Option<String> {
        let address = match address.strip_prefix("//") {
            Some(rest) => format!("https://{rest}"),
            None => address.to_owned(),
        };
        if let Some((_, rest)) = address.split_once("://") {
            let host = rest.split(['/', '?', '#']).next().unwrap_or_default().to_ascii_lowercase();
            let bare = |host: &str| host.strip_prefix("www.").unwrap_or(host).to_owned();
            let is_own = !self.host.is_empty() && bare(&host) == bare(&self.host);
            if !is_own && !self.others.contains(&host) {
                return None;
            }
        }
        let path = old_path(&address)?;
        let path = match path.strip_prefix(&self.path).filter(|rest| rest.starts_with('/') && !self.path.is_empty()) {
            Some(rest) => rest.to_owned(),
            None => path,
        };
        // The server passes over it, too.
        let index = ["/index.html", "/index.htm"].into_iter().find_map(|end| path.strip_suffix(end).map(str::to_owned));
        Some(index.map_or(path, |path| if path.is_empty() { "/".to_owned() } else { path }))
    }

    /// Whether `path` is the home page, in any language.
    pub(super) fn is_home(&self, path: &str) -> bool {
        let name = path.trim_matches('/');
        name.is_empty() || self.languages.iter().any(|lang| lang.as_str().eq_ignore_ascii_case(name))
    }

    /// Whether a page of every site lies at `path`: the home page, a year, the search. In a folder of files a redirect works as well.
    pub(super) fn is_of_the_site(&self, path: &str) -> bool {
        !is_among_files(path)
            && shadowed(path, |part| self.languages.iter().any(|lang| lang.as_str().eq_ignore_ascii_case(part)))
                .is_some()
    }
}

/// An old path as `aliases` and `redirects.toml` have it: read again, it is the same path.
pub(super) fn spelled(path: &str) -> String {
    let escaped = |text: &str| text.replace('%', "%25").replace('#', "%23");
    let spelled = match path.split_once('?') {
        Some((path, query)) => format!("{}?{}", escaped(path), escaped(query).replace('+', "%2B").replace(' ', "+")),
        None => escaped(path),
    };
    // Spaces at the end would be taken for none of it.
    let bare = spelled.trim_end();
    let end = spelled.get(bare.len()..).unwrap_or_default();
    format!("{bare}{}", percent_encoding::utf8_percent_encode(end, percent_encoding::NON_ALPHANUMERIC))
}

/// An address without the signs that none may have: a file's name may have spaces.
pub(super) fn written(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for c in address.chars() {
        match c {
            c if c.is_ascii_control() || matches!(c, ' ' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}') => {
                out.push_str(&format!("%{:02X}", u32::from(c)));
            }
            c if c.is_whitespace() || c.is_control() => out.extend(percent_encoding::utf8_percent_encode(
                c.encode_utf8(&mut [0; 4]),
                percent_encoding::NON_ALPHANUMERIC,
            )),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn an_old_path_that_is_written_is_read_as_the_same(text in "/([a-zї/#%+ .]|%23|%25|%2B|=){0,12}(\\?[a-z=%+]{0,6}(%2B|%23)?)?") {
            if let Some(path) = old_path(&text) {
                prop_assert_eq!(old_path(&spelled(&path)), Some(path));
            }
        }
    }
}
