//! Which addresses are those of the old site.

use percent_encoding::percent_decode_str;

use crate::site::ascii_host;

/// The hosts of the old site, and its folder on them.
#[derive(Debug, Clone, Default)]
pub struct OldSite {
    /// In the one form in which they are compared.
    hosts: Vec<String>,
    /// Decoded, without a slash at its end.
    folder: String,
}

impl OldSite {
    /// The site at `base_url`, of which its folder alone may be known, and at `other_hosts`.
    pub fn new(base_url: Option<&str>, other_hosts: &[String]) -> OldSite {
        let base = base_url.unwrap_or_default();
        let base = base.split_once("://").map_or(base, |(_, rest)| rest);
        let (host, folder) = base.split_at(base.find('/').unwrap_or(base.len()));
        let hosts = std::iter::once(host).chain(other_hosts.iter().map(String::as_str));
        let folder = percent_decode_str(folder.trim_end_matches('/')).decode_utf8_lossy().into_owned();
        OldSite { hosts: hosts.filter(|host| !host.is_empty()).map(one_form).collect(), folder }
    }

    /// `address` without the host of the site: a path from its root, or from the page that names it; `None` of another site.
    pub fn without_host<'a>(&self, address: &'a str) -> Option<&'a str> {
        // A path may have another address in its query.
        let is_scheme = |text: &str| text.is_empty() || (text.ends_with(':') && !text.contains(['/', '?', '#']));
        let Some((scheme, rest)) = address.split_once("//").filter(|(before, _)| is_scheme(before)) else {
            return Some(address);
        };
        let is_page = ["", "http:", "https:"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
        let (host, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
        (is_page && self.hosts.contains(&one_form(host))).then_some(path)
    }

    /// A decoded path from the root of the host as one from the folder of the site; `None` of what does not lie in it.
    pub fn below<'a>(&self, path: &'a str) -> Option<&'a str> {
        match path.strip_prefix(&self.folder)? {
            "" => Some("/"),
            rest => Some(rest).filter(|rest| rest.starts_with('/')),
        }
    }

    /// A path as it is typed, without the folder of the site: the new site puts its own in front. Any other address as it is.
    pub fn without_folder(&self, address: &str) -> String {
        let end = address.find(['?', '#']).unwrap_or(address.len());
        let slashes = address.match_indices('/').map(|(at, _)| at).take_while(|at| *at < end);
        let at = slashes.chain([end]).nth(self.folder.matches('/').count());
        let Some((folder, rest)) = at.and_then(|at| address.split_at_checked(at)) else { return address.to_owned() };
        let is_path = address.starts_with('/') && !address.starts_with("//");
        match is_path && percent_decode_str(folder).decode_utf8_lossy() == self.folder {
            true => format!("/{}", rest.trim_start_matches('/')),
            false => address.to_owned(),
        }
    }
}

/// A host as it is compared: in small letters, as DNS has it, without `www.`.
fn one_form(host: &str) -> String {
    let host = ascii_host(host).unwrap_or(host.into()).to_ascii_lowercase();
    host.strip_prefix("www.").map(str::to_owned).unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_the_site_are_known_in_every_spelling_of_its_hosts() {
        let site = OldSite::new(Some("https://www.музей.укр/архів/"), &["EN.museum.example".to_owned()]);
        for (address, expected) in [
            ("https://музей.укр/архів/a.png", Some("/архів/a.png")),
            ("HTTP://WWW.XN--E1ADHJ9A.xn--j1amh?p=1", Some("?p=1")),
            ("//en.museum.example/a", Some("/a")),
            ("/a?u=https://other.example/", Some("/a?u=https://other.example/")),
            ("a//b.png", Some("a//b.png")),
            ("https://other.example/a", None),
            ("https://музей.укр.example/a", None),
            ("ftp://музей.укр/a", None),
            ("//other.example/a", None),
        ] {
            assert_eq!(site.without_host(address), expected, "{address}");
        }
    }

    #[test]
    fn a_path_lies_below_the_folder_of_the_site_or_not() {
        for (base, path, expected) in [
            ("https://x.example/%D0%B0/", "/а/b", Some("/b")),
            ("https://x.example/a", "/a", Some("/")),
            ("https://x.example/a", "/ab", None),
            ("https://x.example", "/ab", Some("/ab")),
            ("https://x.example", "ab", None),
            ("/a", "/a/b", Some("/b")),
            ("", "/a/b", Some("/a/b")),
        ] {
            assert_eq!(OldSite::new(Some(base), &[]).below(path), expected, "{base} {path}");
        }
    }

    #[test]
    fn a_path_goes_without_the_folder_of_the_site() {
        for (base, address, expected) in [
            ("https://x.example/blog/", "/blog/search/?q=/blog/", "/search/?q=/blog/"),
            ("https://x.example/blog/", "/blog", "/"),
            ("https://x.example/blog/", "/blog#a/b", "/#a/b"),
            ("https://x.example/blog/", "/search", "/search"),
            ("https://x.example/blog/", "/blogs/a", "/blogs/a"),
            ("https://x.example/blog/", "/", "/"),
            ("https://x.example/blog/", "https://x.example/blog/", "https://x.example/blog/"),
            ("/%D0%B0/b", "/%d0%b0/b/%D0%B2", "/%D0%B2"),
            ("https://x.example", "/a", "/a"),
            ("https://x.example", "mailto:a@x.example", "mailto:a@x.example"),
            ("https://x.example", "", ""),
            ("https://x.example", "//y.example/a", "//y.example/a"),
            ("https://x.example/blog", "/blog//y.example/a", "/y.example/a"),
        ] {
            assert_eq!(OldSite::new(Some(base), &[]).without_folder(address), expected, "{base} {address}");
        }
    }
}
