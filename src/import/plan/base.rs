//! Old addresses as they are compared and written: of the old site alone, without its own folder, in one form.

use crate::{
    import::{ImportedLanguage, source::OldSite},
    model::lang::Lang,
    site::{
        old_path::{is_among_files, old_path},
        shadowed,
    },
};

/// Where the old site lived.
#[derive(Debug, Clone, Default)]
pub(super) struct Base {
    site: OldSite,
    languages: Vec<ImportedLanguage>,
}

impl Base {
    pub(super) fn new(base_url: Option<&str>, others: &[String], languages: Vec<ImportedLanguage>) -> Base {
        Base { site: OldSite::new(base_url, others), languages }
    }

    /// The path of an address of the old site, in the one form; `None` of another site.
    pub(super) fn path(&self, address: &str) -> Option<String> {
        let address = match address.strip_prefix("//") {
            Some(rest) => format!("https://{rest}"),
            None => address.to_owned(),
        };
        self.site.without_host(&address)?;
        let path = old_path(&address)?;
        let (bare, query) = path.split_at(path.find('?').unwrap_or(path.len()));
        let path = match self.site.below(bare) {
            Some(below) => format!("{below}{query}"),
            None => path,
        };
        // The server passes over it, too.
        let index = ["/index.html", "/index.htm"].into_iter().find_map(|end| path.strip_suffix(end).map(str::to_owned));
        Some(index.map_or(path, |path| if path.is_empty() { "/".to_owned() } else { path }))
    }

    /// `address` without the folder of the old site, where it is a path in it.
    pub(super) fn without_folder(&self, address: &str) -> String {
        self.site.without_folder(address)
    }

    /// The language that the first part of a path stands for.
    pub(super) fn language(&self, part: &str) -> Option<&Lang> {
        self.languages.iter().find(|language| language.is_at(part)).map(|language| &language.tag)
    }

    /// Whether `path` is the home page, in any language.
    pub(super) fn is_home(&self, path: &str) -> bool {
        let name = path.trim_matches('/');
        name.is_empty() || self.language(name).is_some()
    }

    /// Whether a page of every site lies at `path`: the home page, a year, the search. In a folder of files a redirect works as well.
    pub(super) fn is_of_the_site(&self, path: &str) -> bool {
        !is_among_files(path) && shadowed(path, |part| self.language(part).is_some()).is_some()
    }

    /// Whether `path` is the place of the version at `address`, but for the language: `/ru/about` of `/uk/about`.
    pub(super) fn is_place_in_another_language(&self, path: &str, address: &str) -> bool {
        let parts = |path: &str| {
            let (first, rest) = path.trim_start_matches('/').split_once('/')?;
            Some((self.language(first)?, rest.to_owned()))
        };
        let own = old_path(address).as_deref().and_then(parts);
        parts(path).zip(own).is_some_and(|((lang, rest), (own, place))| lang != own && rest == place)
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

    #[test]
    fn a_language_is_known_by_its_tag_and_its_aliases_in_any_case() {
        let language = |tag: &str, aliases: &[&str]| ImportedLanguage {
            tag: tag.parse().unwrap(),
            label: None,
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
        };
        let base = Base::new(None, &[], vec![language("uk", &["ua"]), language("pt-BR", &[])]);
        for (path, is_home, is_of_the_site) in [
            ("/", true, true),
            ("/uk", true, true),
            ("/UA", true, true),
            ("/pt-br", true, true),
            ("/ua/search", false, true),
            ("/Ua/2019", false, true),
            ("/en", false, false),
            ("/ua/museum", false, false),
        ] {
            assert_eq!((base.is_home(path), base.is_of_the_site(path)), (is_home, is_of_the_site), "{path}");
        }
        for (path, is_in_another) in [
            ("/pt-BR/about", true),
            ("/PT-br/about", true),
            ("/uk/about", false),
            // The site leads from there to the version by itself.
            ("/ua/about", false),
            ("/en/about", false),
            ("/pt-BR/other", false),
        ] {
            assert_eq!(base.is_place_in_another_language(path, "/uk/about"), is_in_another, "{path}");
        }
    }

    #[test]
    fn an_old_path_is_one_below_the_folder_of_the_site() {
        let base = Base::new(Some("https://www.x.example/blog/"), &["en.x.example".to_owned()], Vec::new());
        for (address, expected) in [
            ("https://x.example/blog/a/", Some("/a")),
            ("https://x.example/blog/?p=17", Some("/?p=17")),
            ("http://en.x.example/blog?u=/a", Some("/?u=/a")),
            ("/blog/go?u=https://y.example/", Some("/go?u=https://y.example/")),
            ("/blog/", Some("/")),
            ("/blog/index.html", Some("/")),
            ("/blogs/a", Some("/blogs/a")),
            ("/a", Some("/a")),
            ("https://y.example/blog/a", None),
        ] {
            assert_eq!(base.path(address).as_deref(), expected, "{address}");
        }
    }

    proptest! {
        #[test]
        fn an_old_path_that_is_written_is_read_as_the_same(text in "/([a-zї/#%+ .]|%23|%25|%2B|=){0,12}(\\?[a-z=%+]{0,6}(%2B|%23)?)?") {
            if let Some(path) = old_path(&text) {
                prop_assert_eq!(old_path(&spelled(&path)), Some(path));
            }
        }
    }
}
