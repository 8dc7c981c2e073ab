//! The files of the folder to which the links and pictures of a page lead.

use std::{borrow::Cow, collections::HashSet};

use encoding_rs::WINDOWS_1251;
use percent_encoding::percent_decode_str;

use super::{
    folder::HtmlFolder,
    paths::{id_of, split_query},
};
use crate::import::{
    MediaReference, MediaSource, PLACE_SCHEME,
    html_to_markdown::{Destinations, Medium, Placed, destination},
    source::{OldSite, address_of, joined},
};

impl HtmlFolder {
    /// The file that `address` on the page `from` leads to, with what stands behind `#`.
    pub(super) fn target<'a>(&self, from: &str, address: &'a str) -> Option<(String, &'a str)> {
        let (bare, fragment) = address.split_at(address.find('#').unwrap_or(address.len()));
        let path = self.path_on_site(from, bare)?;
        self.served.find(&path).map(|path| (path.clone(), fragment))
    }

    /// The path from the root of the site, with its query, of an address on the page `from`; `None` of another site.
    pub(super) fn path_on_site(&self, from: &str, address: &str) -> Option<String> {
        let address = address.trim();
        if let Some(path) = self.own_path(address) {
            return Some(path);
        }
        let has_scheme = address.split(['/', '?']).next().is_some_and(|first| first.contains(':'));
        if has_scheme || address.starts_with("//") {
            return None;
        }
        let (path, query) = address.split_at(address.find('?').unwrap_or(address.len()));
        let path = path.replace('\\', "/");
        let folder = match self.pages.get(from).and_then(|page| page.base.as_deref()) {
            Some(base) => base,
            None => from.rsplit_once('/').map_or("", |(folder, _)| folder),
        };
        if path.is_empty() && !query.is_empty() {
            let own = split_query(from).0;
            return Some(format!("{}{query}", address_of(own)));
        }
        let is_folder = path.is_empty() || path.ends_with('/');
        let joined = joined(folder, &decoded(&path))?;
        let slash = if is_folder && !joined.is_empty() { "/" } else { "" };
        Some(format!("{}{slash}{query}", address_of(&joined)))
    }

    /// An address that is none of a file here, as a redirect may have it: a path, or one of another site.
    pub(super) fn elsewhere(&self, from: &str, address: &str) -> Option<String> {
        let address = address.trim();
        let whole = || address.strip_prefix("//").map_or_else(|| address.to_owned(), |rest| format!("https://{rest}"));
        let is_page = |address: &String| address.starts_with("https://") || address.starts_with("http://");
        self.path_on_site(from, address).or_else(|| Some(whole()).filter(is_page))
    }

    /// The path of a whole address of this site.
    fn own_path(&self, address: &str) -> Option<String> {
        let site = OldSite::new(self.base_url.as_deref(), &[]);
        let path = site.without_host(address).filter(|path| path.len() < address.len())?;
        let (path, query) = path.split_at(path.find('?').unwrap_or(path.len()));
        let path = decoded(path);
        Some(format!("{}{query}", address_of(site.below(&path)?.trim_start_matches('/'))))
    }
}

/// A path without its percent-encoding, which old pages have in their own encoding.
fn decoded(path: &str) -> Cow<'_, str> {
    let bytes = percent_decode_str(path);
    match bytes.clone().decode_utf8() {
        Ok(path) => path,
        Err(_) => Cow::Owned(WINDOWS_1251.decode_without_bom_handling(&bytes.collect::<Vec<u8>>()).0.into_owned()),
    }
}

/// Links and pictures of one page.
pub(super) struct PageTargets<'a> {
    pub(super) folder: &'a HtmlFolder,
    pub(super) path: &'a str,
    pub(super) media: Vec<MediaReference>,
    /// The files among them, as they are written.
    pub(super) seen: HashSet<String>,
    pub(super) dead: Vec<String>,
}

impl PageTargets<'_> {
    fn file(&mut self, path: &str) -> String {
        let written = destination(path);
        if self.seen.insert(written.clone()) {
            let addresses = vec![address_of(path)];
            let source = MediaSource::File(path.to_owned());
            self.media.push(MediaReference { written: written.clone(), source, addresses });
        }
        written
    }
}

impl Destinations for PageTargets<'_> {
    fn link(&mut self, address: &str) -> String {
        match self.folder.target(self.path, address) {
            Some((target, fragment)) => match self.folder.end_of(&target) {
                Some(end) => format!("{PLACE_SCHEME}{}{fragment}", id_of(&end)),
                // The old address of a page that was left out leads on.
                None if self.folder.pages.contains_key(&target) => address_of(&target),
                None => self.file(&target),
            },
            // The writer reports it, where it leads nowhere.
            None => match self.folder.path_on_site(self.path, address) {
                Some(path) => {
                    let fragment = address.find('#').and_then(|at| address.get(at..)).unwrap_or_default();
                    destination(&format!("{path}{fragment}"))
                }
                None => address.to_owned(),
            },
        }
    }

    fn medium(&mut self, medium: &Medium<'_>) -> Placed {
        let full = medium.full.and_then(|full| self.folder.target(self.path, full));
        let full = full.filter(|(target, _)| !self.folder.pages.contains_key(target));
        let found = full.or_else(|| self.folder.target(self.path, medium.address));
        if let Some((target, _)) = found.filter(|(target, _)| !self.folder.pages.contains_key(target)) {
            let written = self.file(&target);
            return Placed { written, is_file: true, ..Placed::default() };
        }
        if medium.address.contains("://") {
            let source = MediaSource::Remote(medium.address.to_owned());
            self.media.push(MediaReference { written: destination(medium.address), source, addresses: Vec::new() });
        } else if self.dead.len() < 100 {
            self.dead.push(medium.address.to_owned());
        }
        Placed { written: medium.address.to_owned(), ..Placed::default() }
    }
}
