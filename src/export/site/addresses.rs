//! Which file an address is: `/uk/2025/dnipro` is `uk/2025/dnipro.html`, `/uk/?before=5-00a` is `uk/index~before=5-00a.html`.

use percent_encoding::percent_decode_str;

use crate::web::AddressKind;

/// What an export may leave out; pages still link it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Skip {
    /// Versions and citations for programs: `.md`, `.json`, `.bib`, `.ris`.
    Texts,
    /// Two versions side by side.
    Pairs,
    /// The pictures that other sites show with a link to an article without one.
    Cards,
    /// The index of search.
    Search,
}

impl Skip {
    /// Whether an address is left out.
    pub(super) fn covers(self, kind: AddressKind) -> bool {
        match self {
            Skip::Texts => kind == AddressKind::Text,
            Skip::Pairs => kind == AddressKind::Pair,
            Skip::Cards => kind == AddressKind::Card,
            Skip::Search => false,
        }
    }
}

/// Endings of addresses that are those of their files, too; any other page is HTML.
pub(super) const ENDINGS: [&str; 10] =
    [".md", ".json", ".bib", ".ris", ".atom", ".xml", ".txt", ".ico", ".js", ".webmanifest"];
/// Bytes that the name of a file may have on the file systems there are.
const LONGEST_NAME: usize = 255;
/// The longest ending that compression adds.
const COMPRESSED: usize = 3;

/// The file of an address, a path from the root of the exported folder. `None` for an address that cannot be a file: another query
/// than the part of a listing, a name that is too long or that leads elsewhere.
///
/// ```
/// # use litopys::export::file_of;
/// assert_eq!(file_of("/uk/2025/dnipro").unwrap(), "uk/2025/dnipro.html");
/// assert_eq!(file_of("/uk/?before=5-00000000000a").unwrap(), "uk/index~before=5-00000000000a.html");
/// assert_eq!(file_of("/uk/feed.atom?before=5-00000000000a").unwrap(), "uk/feed~before=5-00000000000a.atom");
/// ```
pub fn file_of(address: &str) -> Option<String> {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let path = percent_decode_str(path).decode_utf8().ok()?;
    let path = path.strip_prefix('/')?;
    let part = match query.split_once('=') {
        None if query.is_empty() => String::new(),
        Some(("before" | "after", key)) if is_key(key) => format!("~{query}"),
        _ => return None,
    };
    let is_file = ["static/", "media/"].iter().any(|folder| path.starts_with(folder));
    let (stem, ending) = match ENDINGS.iter().find_map(|ending| Some((path.strip_suffix(ending)?, *ending))) {
        _ if is_file => (path, ""),
        Some((stem, ending)) if !stem.is_empty() && !stem.ends_with('/') => (stem, ending),
        _ => (path, ".html"),
    };
    let index = if stem.is_empty() || stem.ends_with('/') { "index" } else { "" };
    let file = format!("{stem}{index}{part}{ending}");
    file.split('/').all(is_name).then_some(file)
}

fn is_key(key: &str) -> bool {
    key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn is_name(name: &str) -> bool {
    !matches!(name, "" | "." | "..") && name.len() + COMPRESSED <= LONGEST_NAME && !name.contains(['\0', '\\'])
}

/// An address as servers compare it: without percent-encoding.
pub(super) fn decoded(address: &str) -> String {
    percent_decode_str(address).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_address_is_one_file() {
        for (address, expected) in [
            ("/", Some("index.html")),
            ("/uk/", Some("uk/index.html")),
            ("/uk/about", Some("uk/about.html")),
            ("/uk/2025/", Some("uk/2025/index.html")),
            ("/uk/2025/06/", Some("uk/2025/06/index.html")),
            ("/uk/2025/06/?after=-5-00000000000a", Some("uk/2025/06/index~after=-5-00000000000a.html")),
            ("/uk/2025/%D0%BA%D0%B8%D1%97%D0%B2", Some("uk/2025/київ.html")),
            ("/uk/2025/dnipro.md", Some("uk/2025/dnipro.md")),
            ("/uk/2025/dnipro/with/en", Some("uk/2025/dnipro/with/en.html")),
            ("/uk/tag/law?before=5-00000000000a", Some("uk/tag/law~before=5-00000000000a.html")),
            ("/uk/tag/law/feed.json", Some("uk/tag/law/feed.json")),
            ("/sitemap/2025-06.xml", Some("sitemap/2025-06.xml")),
            ("/static/site.0123456789ab.css", Some("static/site.0123456789ab.css")),
            ("/media/2025/x/a.json", Some("media/2025/x/a.json")),
            ("/media/2025/x/notes", Some("media/2025/x/notes")),
            ("/uk/search?q=a", None),
            ("/uk/?before=../x", None),
            ("/uk/%2E%2E/x", None),
            ("/uk/a%00b", None),
            ("/uk/%FF", None),
            ("uk/", None),
        ] {
            assert_eq!(file_of(address).as_deref(), expected, "{address}");
        }
        assert_eq!(file_of(&format!("/uk/2025/{}", "%D0%BA".repeat(120))).map(|file| file.len()), Some(8 + 240 + 5));
        assert_eq!(file_of(&format!("/uk/2025/{}", "%D0%BA".repeat(126))), None);
    }

    proptest! {
        #[test]
        fn no_file_lies_outside_of_the_folder(address in "(/|\\.|%2[eEfF]|%5C|a|%00|\\?before=|~|uk|md){0,16}") {
            if let Some(file) = file_of(&address) {
                let parts: Vec<_> = std::path::Path::new(&file).components().collect();
                prop_assert!(parts.iter().all(|part| matches!(part, std::path::Component::Normal(_))), "{file}");
            }
        }
    }
}
