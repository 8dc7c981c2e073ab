//! The reader of a folder of pages.

use std::{
    collections::{BTreeMap, HashMap},
    io::Read,
    path::Path,
};

use percent_encoding::percent_decode_str;

use super::{
    HtmlPage,
    paths::{addresses_of, bare_path, base_of, declared, is_page, lang_of, name_of},
    read_page,
};
use crate::{
    import::{
        Each, ImportError, ImportedKind, ImportedSite, ImportedVersion, MediaReference, MediaSource, OldAddress,
        OldTarget, Outcome, PLACE_SCHEME, Pass, Reader, Report, SourcePlace, Term,
        front_matter::moment_as_typed,
        html_to_markdown::{Destinations, Medium, Options, Placed, convert, destination},
        source::{SourceFiles, decode, joined},
    },
    model::lang::Lang,
};

/// A folder of HTML pages.
#[derive(Debug)]
pub struct HtmlFolder {
    files: SourceFiles,
    /// The pages by path.
    pages: BTreeMap<String, PageFacts>,
    /// Other files.
    others: Vec<String>,
    default: Option<Lang>,
    base_url: Option<String>,
}

/// What a first reading keeps of a page.
#[derive(Debug, Clone, Default)]
struct PageFacts {
    lang: Option<Lang>,
    tie: Option<String>,
    /// Why it is left out.
    left_out: Option<&'static str>,
    /// Where it sends its readers.
    refresh: Option<String>,
}

/// Bytes of a page.
const LONGEST: u64 = 16 << 20;

impl HtmlFolder {
    /// The pages below `folder`.
    ///
    /// # Errors
    /// Where it is not a folder, or has no page.
    pub fn open(folder: &Path) -> Result<HtmlFolder, ImportError> {
        let files = SourceFiles::open(folder)?;
        let (mut pages, mut others) = (BTreeMap::new(), Vec::new());
        for path in files.below("", &mut Report::silent()) {
            if is_page(&path) {
                pages.insert(path, PageFacts::default());
            } else {
                others.push(path);
            }
        }
        if pages.is_empty() {
            let expected = "a folder of web pages: expected files that end in .html or .htm".to_owned();
            return Err(ImportError::Source { path: folder.display().to_string(), expected });
        }
        Ok(HtmlFolder { files, pages, others, default: None, base_url: None })
    }

    /// The page at `path`, in any encoding.
    fn page(&self, path: &str, report: &mut Report) -> Option<HtmlPage> {
        let place = SourcePlace::file(path);
        let mut bytes = Vec::new();
        let read = self
            .files
            .bytes(path)
            .map_err(|trouble| trouble.to_string())
            .and_then(|file| file.take(LONGEST + 1).read_to_end(&mut bytes).map_err(|error| error.to_string()));
        if let Err(trouble) = read {
            report.add(&place, "unreadable", Outcome::Lost, format!("the file {trouble}"), "left out");
            return None;
        }
        if bytes.len() as u64 > LONGEST {
            report.add(&place, "too-long", Outcome::Lost, "a page of more than 16 MB", "left out: divide it");
            return None;
        }
        let text = decode(&bytes, declared(&bytes).as_deref());
        if let Some(encoding) = text.encoding {
            report.add(
                &place,
                "other-encoding",
                Outcome::Changed,
                format!("the page is in {encoding}"),
                "written in UTF-8",
            );
        }
        if text.is_damaged {
            let done = "they are U+FFFD now; correct them by hand";
            report.add(&place, "damaged-text", Outcome::Lost, "bytes that are not letters", done);
        }
        Some(read_page(&text.text))
    }

    /// The file that `address` on the page `from` leads to, with what stands behind `#`.
    fn target<'a>(&self, from: &str, address: &'a str) -> Option<(String, &'a str)> {
        let (bare, fragment) = address.split_at(address.find('#').unwrap_or(address.len()));
        let bare = bare.split('?').next().unwrap_or_default();
        let bare = match (&self.base_url, bare.contains("://")) {
            (Some(base), true) => {
                bare.strip_prefix(base.as_str()).filter(|rest| rest.is_empty() || rest.starts_with('/'))?
            }
            (None, true) => return None,
            _ if bare.starts_with("//") => return None,
            _ => bare,
        };
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        let decoded = percent_decode_str(bare).decode_utf8().ok()?;
        let path = joined(folder, &decoded)?;
        let is_folder = decoded.is_empty() || decoded.ends_with('/');
        let names = match (path.is_empty(), is_folder) {
            (true, _) => vec!["index.html".to_owned(), "index.htm".to_owned()],
            (false, true) => vec![format!("{path}/index.html"), format!("{path}/index.htm")],
            (false, false) => {
                vec![
                    path.clone(),
                    format!("{path}.html"),
                    format!("{path}/index.html"),
                    format!("{path}.htm"),
                    format!("{path}/index.htm"),
                ]
            }
        };
        let known = |name: &String| self.pages.contains_key(name) || self.others.binary_search(name).is_ok();
        names.into_iter().find(known).map(|name| (name, fragment))
    }

    /// Brings together the pages that name each other, or whose paths differ in the language alone.
    fn tie(&mut self, alternates: &[(String, Vec<String>)]) {
        let mut groups: HashMap<String, String> = HashMap::new();
        fn root(groups: &mut HashMap<String, String>, path: &str) -> String {
            let mut at = path.to_owned();
            while let Some(above) = groups.get(&at).filter(|above| **above != at).cloned() {
                at = above;
            }
            groups.insert(path.to_owned(), at.clone());
            at
        }
        for (path, others) in alternates {
            for other in others {
                let (one, two) = (root(&mut groups, path), root(&mut groups, other));
                let (first, second) = if one < two { (one, two) } else { (two, one) };
                groups.insert(second, first);
            }
        }
        let paths: Vec<String> = self.pages.keys().cloned().collect();
        let mut by_bare: HashMap<String, usize> = HashMap::new();
        for path in &paths {
            *by_bare.entry(bare_path(path).0).or_default() += 1;
        }
        for path in &paths {
            let named = groups.contains_key(path).then(|| root(&mut groups, path));
            let bare = bare_path(path).0;
            let by_path = || (by_bare.get(&bare).copied().unwrap_or_default() > 1).then(|| format!("path {bare}"));
            if let Some(page) = self.pages.get_mut(path) {
                page.tie = named.or_else(by_path);
            }
        }
    }
}

impl Reader for HtmlFolder {
    fn site(&mut self, _report: &mut Report) -> Result<ImportedSite, ImportError> {
        let paths: Vec<String> = self.pages.keys().cloned().collect();
        let mut alternates: Vec<(String, Vec<(String, String)>)> = Vec::new();
        let mut counts: BTreeMap<Lang, usize> = BTreeMap::new();
        for path in &paths {
            // What is wrong with a page is said when it is read for its text.
            let Some(page) = self.page(path, &mut Report::silent()) else { continue };
            let lang = page.lang.as_deref().and_then(lang_of).or_else(|| bare_path(path).1);
            if let Some(lang) = &lang {
                *counts.entry(lang.clone()).or_default() += 1;
            }
            if let (None, Some(canonical)) = (&self.base_url, &page.canonical) {
                self.base_url = base_of(canonical, path);
            }
            let is_index = path.rsplit('/').next().is_some_and(|name| name.starts_with("index."));
            let left_out = match (&page.refresh, is_index && page.is_listing) {
                (Some(_), _) => Some("sends its readers elsewhere"),
                (None, true) => Some("is a list of links"),
                _ => None,
            };
            alternates.push((path.clone(), page.alternates));
            if let Some(facts) = self.pages.get_mut(path) {
                *facts = PageFacts { lang, tie: None, left_out, refresh: page.refresh };
            }
        }
        let named: Vec<(String, Vec<String>)> = alternates
            .iter()
            .map(|(path, all)| {
                let targets =
                    all.iter().filter_map(|(_, address)| self.target(path, address)).map(|(target, _)| target);
                (path.clone(), targets.filter(|target| self.pages.contains_key(target)).collect())
            })
            .collect();
        self.tie(&named);
        self.default = counts.iter().max_by_key(|(_, count)| **count).map(|(lang, _)| lang.clone());
        Ok(ImportedSite {
            base_url: self.base_url.clone(),
            default: self.default.clone(),
            addresses: self.old_addresses(),
            ..ImportedSite::default()
        })
    }

    fn versions(&mut self, _pass: Pass, report: &mut Report, each: Each<'_>) -> Result<(), ImportError> {
        for (path, facts) in &self.pages {
            let place = SourcePlace::file(path);
            if let Some(reason) = facts.left_out {
                let done = "left out; its address leads on";
                report.add(&place, "listing", Outcome::Changed, format!("the page {reason}"), done);
                continue;
            }
            let Some(page) = self.page(path, report) else { continue };
            if let Some(version) = self.version(path, facts, page, report) {
                each(version)?;
            }
        }
        Ok(())
    }

    fn open(&self, media: &MediaSource) -> Result<Box<dyn Read + '_>, ImportError> {
        match media {
            MediaSource::File(path) => Ok(self.files.open_media(path)?),
            MediaSource::Remote(path) => {
                Err(ImportError::Broken { path: path.clone(), found: "lies elsewhere; nothing is fetched".to_owned() })
            }
        }
    }

    fn count(&self) -> Option<usize> {
        Some(self.pages.len())
    }
}

impl HtmlFolder {
    fn version(&self, path: &str, facts: &PageFacts, page: HtmlPage, report: &mut Report) -> Option<ImportedVersion> {
        let place = SourcePlace::file(path);
        if page.navigation > 0 {
            let found = format!("{} parts of navigation within the text", page.navigation);
            report.add(&place, "navigation", Outcome::Lost, found, "left out");
        }
        let mut targets = PageTargets { folder: self, path, media: Vec::new(), dead: Vec::new() };
        let quotes = if page.lang.as_deref().is_some_and(|lang| lang.starts_with("uk") || lang.starts_with("ru")) {
            ["«", "»"]
        } else {
            ["“", "”"]
        };
        let made = convert(&page.text, Options { line_breaks: false, quotes }, &mut targets);
        made.losses.iter().for_each(|loss| loss.add_to(report, &place));
        for dead in &targets.dead {
            let done = "the link stays as it is; correct it by hand";
            report.add(&place, "dead-link", Outcome::Kept, format!("`{dead}`, which is not in the folder"), done);
        }
        if made.markdown.trim().is_empty() {
            report.add(&place, "no-text", Outcome::Lost, "a page without words", "left out");
            return None;
        }
        let date = |text: &Option<String>| moment_as_typed(text.as_deref()?, &jiff::tz::TimeZone::UTC);
        let (published, updated) = (date(&page.published), date(&page.updated));
        if let (Some(written), None) = (&page.published, published) {
            report.add(
                &place,
                "bad-date",
                Outcome::Lost,
                format!("the date `{written}`"),
                "left out; expected 2019-05-01",
            );
        }
        let name = name_of(path);
        Some(ImportedVersion {
            id: destination(path),
            place,
            kind: if published.is_some() { ImportedKind::Article } else { ImportedKind::Page },
            lang: facts.lang.clone(),
            tie: facts.tie.clone(),
            slug: Some(name.clone()),
            addresses: addresses_of(path),
            title: if page.title.is_empty() { name.clone() } else { page.title },
            name,
            summary: page.summary,
            body: made.markdown,
            published,
            updated: updated.filter(|updated| Some(*updated) != published),
            tags: page.tags.into_iter().map(|tag| Term::new(tag.to_lowercase(), tag)).collect(),
            authors: page.authors.into_iter().map(|name| Term::new(name.to_lowercase(), name)).collect(),
            media: targets.media,
            pictures: made.pictures,
            ..ImportedVersion::default()
        })
    }

    /// Addresses of what is not text: lists, pages that lead on, files.
    fn old_addresses(&self) -> Vec<OldAddress> {
        let mut all = Vec::new();
        for (path, facts) in self.pages.iter().filter(|(_, facts)| facts.left_out.is_some()) {
            let target = facts.refresh.as_deref().map(|address| match self.target(path, address) {
                Some((target, _)) => OldTarget::Version(destination(&target)),
                None => OldTarget::Address(address.to_owned()),
            });
            let to = target.unwrap_or(OldTarget::Home(facts.lang.clone()));
            all.extend(addresses_of(path).into_iter().map(|path| OldAddress { path, to: to.clone() }));
        }
        all
    }
}

/// Links and pictures of one page.
struct PageTargets<'a> {
    folder: &'a HtmlFolder,
    path: &'a str,
    media: Vec<MediaReference>,
    dead: Vec<String>,
}

impl PageTargets<'_> {
    fn file(&mut self, path: &str) -> String {
        let written = destination(path);
        if !self.media.iter().any(|known| known.written == written) {
            let source = MediaSource::File(path.to_owned());
            self.media.push(MediaReference {
                written: written.clone(),
                source,
                addresses: vec![format!("/{written}")],
            });
        }
        written
    }
}

impl Destinations for PageTargets<'_> {
    fn link(&mut self, address: &str) -> String {
        match self.folder.target(self.path, address) {
            Some((target, fragment)) if self.folder.pages.contains_key(&target) => {
                format!("{PLACE_SCHEME}{}{fragment}", destination(&target))
            }
            Some((target, _)) => self.file(&target),
            // The writer reports it, where it leads nowhere.
            None => address.to_owned(),
        }
    }

    fn medium(&mut self, medium: &Medium<'_>) -> Placed {
        let full = medium.full.and_then(|full| self.folder.target(self.path, full));
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
