//! The folder: which of its files are pages, and at which addresses a server had them.

use std::{
    collections::{BTreeMap, HashMap},
    io::Read,
    path::Path,
};

use super::{
    HtmlPage,
    paths::{PageKind, addresses_of, declared, looks_like_a_page, page_kind},
    read_page,
};
use crate::{
    import::{
        ImportError, Outcome, Report, SourcePlace,
        source::{SourceFiles, address_of, decode},
    },
    model::lang::Lang,
    site::old_path::old_path,
};

/// A folder of HTML pages.
#[derive(Debug)]
pub struct HtmlFolder {
    pub(super) files: SourceFiles,
    /// The pages by path.
    pub(super) pages: BTreeMap<String, PageFacts>,
    /// Other files.
    pub(super) others: Vec<String>,
    pub(super) served: Served,
    pub(super) default: Option<Lang>,
    pub(super) base_url: Option<String>,
    /// The files of the folder that cannot be read.
    pub(super) unread: Report,
}

/// The facts of a page that a first reading keeps.
#[derive(Debug, Clone, Default)]
pub(super) struct PageFacts {
    pub(super) lang: Option<Lang>,
    pub(super) tie: Option<String>,
    /// The folder to which its links are relative, where that is not its own.
    pub(super) base: Option<String>,
    /// The address from which a program had saved it.
    pub(super) original: Option<String>,
    /// Its path without the mark of its language.
    pub(super) bare: String,
    /// Why it is left out.
    pub(super) left_out: Option<&'static str>,
    /// The destination to which it sends its readers.
    pub(super) leads: Option<Lead>,
}

/// The destination of a page that is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Lead {
    Page(String),
    Address(String),
}

/// The files of the folder by the addresses at which a server has them.
#[derive(Debug, Default)]
pub(super) struct Served {
    exact: HashMap<String, String>,
    /// As a server of Windows finds them.
    in_small_letters: HashMap<String, String>,
}

impl Served {
    /// The files at `paths`; what lies at an address itself comes before what a server finds for it.
    pub(super) fn new<'a>(pages: impl Iterator<Item = &'a String> + Clone, others: &'a [String]) -> Served {
        let mut served = Served::default();
        let all: Vec<(Vec<String>, &String)> = pages.map(|path| (addresses_of(path), path)).collect();
        for path in others {
            served.add(&address_of(path), path);
        }
        for at in 0..3 {
            for (addresses, path) in &all {
                if let Some(address) = addresses.get(at) {
                    served.add(address, path);
                }
            }
        }
        served
    }

    fn add(&mut self, address: &str, path: &str) {
        if let Some(address) = old_path(address) {
            self.in_small_letters.entry(address.to_lowercase()).or_insert_with(|| path.to_owned());
            self.exact.entry(address).or_insert_with(|| path.to_owned());
        }
    }

    pub(super) fn find(&self, address: &str) -> Option<&String> {
        let whole = old_path(address)?;
        let bare = || old_path(address.split('?').next()?);
        let of =
            |address: &String| self.exact.get(address).or_else(|| self.in_small_letters.get(&address.to_lowercase()));
        of(&whole).or_else(|| of(&bare()?))
    }
}

/// Bytes of a page.
const LONGEST: u64 = 16 << 20;
/// Bytes by which it is known.
const BEGINNING: u64 = 1 << 11;

impl HtmlFolder {
    /// The pages below `folder`.
    ///
    /// # Errors
    /// If it is not a folder, or has no page.
    pub fn open(folder: &Path) -> Result<HtmlFolder, ImportError> {
        let files = SourceFiles::open(folder)?;
        let (mut pages, mut others, mut unread) = (BTreeMap::new(), Vec::new(), Report::default());
        for path in files.below("", &mut unread) {
            let is_page = match page_kind(&path) {
                PageKind::Page => true,
                PageKind::Perhaps => begins_as_a_page(&files, &path),
                PageKind::Other => false,
            };
            if is_page {
                pages.insert(path, PageFacts::default());
            } else {
                others.push(path);
            }
        }
        if pages.is_empty() {
            let expected = "a folder of web pages: expected files that end in .html or .htm".to_owned();
            return Err(ImportError::Source { path: folder.display().to_string(), expected });
        }
        let served = Served::new(pages.keys(), &others);
        Ok(HtmlFolder { files, pages, others, served, default: None, base_url: None, unread })
    }

    /// The page at `path`, in any encoding.
    pub(super) fn page(&self, path: &str, report: &mut Report) -> Option<HtmlPage> {
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
        if let Some(misread) = text.misread {
            let found = format!("a text that was once read as {misread} by mistake");
            report.add(&place, "misread-text", Outcome::Changed, found, "read again as it was before");
        }
        if text.is_damaged {
            let done = "they are U+FFFD now; correct them by hand";
            report.add(&place, "damaged-text", Outcome::Lost, "bytes that are not letters", done);
        }
        Some(read_page(&text.text))
    }
}

/// Whether a file begins as a page does.
fn begins_as_a_page(files: &SourceFiles, path: &str) -> bool {
    let mut bytes = Vec::new();
    let read = files.bytes(path).ok().and_then(|file| file.take(BEGINNING).read_to_end(&mut bytes).ok());
    read.is_some() && looks_like_a_page(&bytes)
}
