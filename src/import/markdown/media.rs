//! The files that a text shows or links.

use std::collections::{BTreeSet, HashSet};

use percent_encoding::percent_decode_str;
use pulldown_cmark::{Event, Options, Parser, Tag};

use crate::import::{MediaReference, MediaSource, PLACE_SCHEME};

/// Finds files of the source by how a text names them.
pub trait MediaFinder {
    /// The file that a decoded destination without query and fragment names, by its path in the source, and its old addresses.
    fn find(&self, destination: &str) -> Option<(String, Vec<String>)>;

    /// Where the old site lives: `https://museum.example/archive/`.
    fn base_url(&self) -> Option<String>;
}

/// The file that a destination names: a path, with or without the folder of the site before it, or a whole address of the site.
pub fn file_of(destination: &str, finder: &dyn MediaFinder) -> Option<(String, Vec<String>)> {
    let base = finder.base_url().unwrap_or_default();
    let rest = base.split_once("://").map_or("", |(_, rest)| rest);
    let (host, folder) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let path = match is_elsewhere(destination) {
        true => {
            let path = destination.split_once("//")?.1.strip_prefix(host)?;
            Some(path).filter(|path| !host.is_empty() && path.starts_with('/'))?
        }
        false => destination,
    };
    let find = |path: &str| {
        let bare = path.split(['?', '#']).next()?;
        let decoded = percent_decode_str(bare).decode_utf8().ok()?;
        if decoded.is_empty() { None } else { finder.find(&decoded) }
    };
    let below = path.strip_prefix(folder.trim_end_matches('/')).filter(|below| below.starts_with('/'));
    below.and_then(find).or_else(|| find(path))
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
