//! The files that a text shows or links.

use std::collections::{BTreeSet, HashSet};

use percent_encoding::percent_decode_str;
use pulldown_cmark::{Event, Options, Parser, Tag};

use crate::import::{MediaReference, MediaSource, PLACE_SCHEME, source::OldSite};

/// Finds files of the source by how a text names them.
pub trait MediaFinder {
    /// The file that a decoded destination without query and fragment names, by its path in the source, and its old addresses.
    fn find(&self, destination: &str) -> Option<(String, Vec<String>)>;

    /// Where the old site lives.
    fn site(&self) -> OldSite;
}

/// The file that a destination names: a path, with or without the folder of the site before it, or a whole address of the site.
pub fn file_of(destination: &str, finder: &dyn MediaFinder) -> Option<(String, Vec<String>)> {
    let site = finder.site();
    let path = site.without_host(destination)?.split(['?', '#']).next()?;
    let path = percent_decode_str(path).decode_utf8().ok().filter(|path| !path.is_empty())?;
    site.below(&path).and_then(|below| finder.find(below)).or_else(|| finder.find(&path))
}

fn is_elsewhere(destination: &str) -> bool {
    destination.contains("://") || destination.starts_with("//")
}

/// Every file that `body` names, each destination once, and every picture of another site.
pub fn media_of(body: &str, finder: &dyn MediaFinder) -> Vec<MediaReference> {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    for event in Parser::new_ext(body, options) {
        let (destination, is_shown) = match event {
            Event::Start(Tag::Image { dest_url, .. }) => (dest_url, true),
            Event::Start(Tag::Link { dest_url, .. }) => (dest_url, false),
            _ => continue,
        };
        if destination.starts_with(PLACE_SCHEME) || !seen.insert(destination.to_string()) {
            continue;
        }
        found.extend(reference(&destination, is_shown, finder));
    }
    found
}

/// The files below `folder` among `files` that a text does not name; `addresses` has the old ones by their paths from the folder.
pub fn unnamed_media(
    files: &BTreeSet<String>,
    folder: &str,
    named: &[MediaReference],
    addresses: &dyn Fn(&str) -> Vec<String>,
) -> Vec<MediaReference> {
    let named: HashSet<&MediaSource> = named.iter().map(|reference| &reference.source).collect();
    let start = format!("{folder}/");
    let below = files.range(start.clone()..).map_while(|path| Some((path, path.strip_prefix(&start)?)));
    let files = below.filter(|(path, _)| !path.ends_with(".md") && !path.ends_with(".html"));
    files
        .map(|(path, rest)| MediaReference {
            written: format!("beside {path}"),
            source: MediaSource::File(path.clone()),
            addresses: addresses(rest),
        })
        .filter(|reference| !named.contains(&reference.source))
        .collect()
}

fn reference(destination: &str, is_shown: bool, finder: &dyn MediaFinder) -> Option<MediaReference> {
    let written = destination.to_owned();
    match file_of(destination, finder) {
        Some((path, addresses)) => Some(MediaReference { written, source: MediaSource::File(path), addresses }),
        None if is_elsewhere(destination) && is_shown => {
            let source = MediaSource::Remote(destination.to_owned());
            Some(MediaReference { written, source, addresses: Vec::new() })
        }
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Site;

    impl MediaFinder for Site {
        fn find(&self, destination: &str) -> Option<(String, Vec<String>)> {
            (destination == "/a b.png").then(|| ("static/a b.png".to_owned(), Vec::new()))
        }

        fn site(&self) -> OldSite {
            OldSite::new(Some("https://www.museum.example/blog"), &["en.museum.example".to_owned()])
        }
    }

    #[test]
    fn a_file_of_the_site_is_found_in_every_spelling_of_its_address() {
        for (destination, is_found) in [
            ("/a%20b.png", true),
            ("/blog/a b.png", true),
            ("https://museum.example/blog/a%20b.png?x#y", true),
            ("//WWW.Museum.example/a b.png", true),
            ("http://en.museum.example/blog/a b.png", true),
            ("https://other.example/a b.png", false),
            ("https://museum.example", false),
            ("/blogs/a b.png", false),
            ("#y", false),
        ] {
            assert_eq!(file_of(destination, &Site).is_some(), is_found, "{destination}");
        }
    }
}
