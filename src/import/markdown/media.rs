//! The files that a text shows or links.

use std::collections::{BTreeSet, HashSet};

use percent_encoding::percent_decode_str;
use pulldown_cmark::{Event, Options, Parser, Tag};

use crate::import::{MediaReference, MediaSource, PLACE_SCHEME};

/// Finds files of the source by how a text names them.
pub trait MediaFinder {
    /// The file that a decoded destination without query and fragment names, by its path in the source, and its old addresses.
    fn find(&self, destination: &str) -> Option<(String, Vec<String>)>;

    /// Whether a whole address is one of the old site: then its path is looked for.
    fn own_path<'a>(&self, address: &'a str) -> Option<&'a str>;
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
    let is_elsewhere = destination.contains("://") || destination.starts_with("//");
    let path = if is_elsewhere { finder.own_path(destination) } else { Some(destination) };
    let bare = |path: &str| path.split(['?', '#']).next().map(str::to_owned);
    let decoded = path.and_then(bare).and_then(|path| Some(percent_decode_str(&path).decode_utf8().ok()?.into_owned()));
    let file = decoded.filter(|path| !path.is_empty()).and_then(|path| finder.find(&path));
    let written = destination.to_owned();
    match file {
        Some((path, addresses)) => Some(MediaReference { written, source: MediaSource::File(path), addresses }),
        None if is_elsewhere && is_shown => {
            let source = MediaSource::Remote(destination.to_owned());
            Some(MediaReference { written, source, addresses: Vec::new() })
        }
        None => None,
    }
}
