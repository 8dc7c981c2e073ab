//! What a source says about its site as a whole.

use super::{MediaSource, Outcome, Report, SourcePlace, source::address_of};
use crate::{
    model::lang::Lang,
    site::{MenuPlace, Topic},
};

/// The site as a whole.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ImportedSite {
    /// Its name, one or one a language.
    pub names: Vec<(Option<Lang>, String)>,
    /// Where it lives.
    pub base_url: Option<String>,
    /// Other hosts that are the same site, one a language: `en.museum.example`.
    pub other_hosts: Vec<String>,
    /// Its languages, in the order of the selector; those of versions are added.
    pub languages: Vec<ImportedLanguage>,
    /// The language when nothing else decides.
    pub default: Option<Lang>,
    /// The name of its time zone (`Europe/Kyiv`).
    pub time_zone: Option<String>,
    /// Articles on a page of a listing.
    pub page_size: Option<u32>,
    /// The links of its menus.
    pub menu: Vec<ImportedMenuEntry>,
    /// Words of its interface.
    pub messages: Vec<ImportedMessage>,
    /// Names of tags, authors, sections and series that no version gives.
    pub terms: Vec<ImportedName>,
    /// Old addresses that lead to no text: listings, feeds, files.
    pub addresses: Vec<OldAddress>,
}

/// Endings of files of themes and programs, and of pages, which do not belong into an archive.
const LEFT_OUT: [&str; 15] = [
    "css", "scss", "sass", "js", "mjs", "map", "woff", "woff2", "ttf", "otf", "eot", "html", "htm", "xml",
    "webmanifest",
];

impl ImportedSite {
    /// Adds the files of a folder that the system copies as it is: their paths from the root of the site, and their sources. Those of
    /// themes and programs are left out; the report counts them. Pages among them lead to the home page, feeds to ours.
    pub fn add_files(
        &mut self,
        folder: SourcePlace,
        files: impl Iterator<Item = (String, MediaSource)>,
        report: &mut Report,
    ) {
        let mut left_out = 0_usize;
        for (path, source) in files {
            let name = path.rsplit('/').next().unwrap_or_default();
            let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
            let is_hidden = path.split('/').any(|part| part.starts_with('.'));
            if is_hidden || ending.is_empty() || LEFT_OUT.contains(&ending.as_str()) || path == "robots.txt" {
                left_out += 1;
                let to = match ending.as_str() {
                    "html" | "htm" => OldTarget::Home(None),
                    "webmanifest" => OldTarget::Address("/manifest.webmanifest".to_owned()),
                    "xml" if name.contains("sitemap") => OldTarget::Address("/sitemap.xml".to_owned()),
                    "xml" if ["feed", "rss", "atom", "index.xml"].iter().any(|part| name.contains(part)) => {
                        OldTarget::Feed(None, None)
                    }
                    _ => continue,
                };
                self.addresses.push(OldAddress { path: address_of(&path), to });
            } else {
                self.addresses.push(OldAddress { path: address_of(&path), to: OldTarget::File(source) });
            }
        }
        if left_out > 0 {
            let found = format!("{left_out} style sheets, scripts, fonts, pages and hidden files");
            report.add(&folder, "theme-files", Outcome::Lost, found, "left out: the archive has its own");
        }
    }
}

/// A language of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedLanguage {
    /// Its tag.
    pub tag: Lang,
    /// What the selector shows.
    pub label: Option<String>,
    /// Other first parts of paths that stand for it (`ua`).
    pub aliases: Vec<String>,
}

impl ImportedLanguage {
    /// Whether the first part of a path stands for it: its tag or an alias, in any case.
    pub(super) fn is_at(&self, part: &str) -> bool {
        let mut names = std::iter::once(self.tag.as_str()).chain(self.aliases.iter().map(String::as_str));
        names.any(|name| name.eq_ignore_ascii_case(part))
    }
}

/// A link of a menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedMenuEntry {
    /// The language whose menu it is in; `None`: of all.
    pub lang: Option<Lang>,
    /// Its words.
    pub name: String,
    /// Where it leads.
    pub target: OldTarget,
    /// Where it stands.
    pub place: MenuPlace,
}

/// A text of the interface.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedMessage {
    /// Its language.
    pub lang: Lang,
    /// Its key in the source.
    pub key: String,
    /// Its text, or one a plural category (`one`, `few`, `many`, `other`) with variables written `{ $count }`.
    pub forms: Vec<(String, String)>,
}

/// The name of a term in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedName {
    /// What it is.
    pub topic: Topic,
    /// Its id in the source.
    pub id: String,
    /// The language.
    pub lang: Lang,
    /// The name.
    pub name: String,
}

/// An old address and where it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OldAddress {
    /// A path from the root of the site, with a query where there was one.
    pub path: String,
    /// Where it leads.
    pub to: OldTarget,
}

/// Where an old address leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OldTarget {
    /// To a text, by [`ImportedVersion::id`](super::ImportedVersion::id).
    Version(String),
    /// To the articles of a topic, by the id in the source.
    Listing(Topic, String, Option<Lang>),
    /// To the index of all topics of a kind.
    Index(Topic, Option<Lang>),
    /// To the home page.
    Home(Option<Lang>),
    /// To the feed of the site, or of a topic.
    Feed(Option<(Topic, String)>, Option<Lang>),
    /// To a file of the source, which is copied to `static/`.
    File(MediaSource),
    /// To an address elsewhere, or a path of the new site.
    Address(String),
}
