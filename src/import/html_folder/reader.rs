//! The reader of a folder of pages.

use std::{
    collections::{BTreeSet, HashSet},
    io::Read,
};

use super::{
    HtmlPage,
    dense::FEW,
    folder::{HtmlFolder, PageFacts},
    paths::{addresses_of, id_of, name_of, split_query},
    redirects::{Rule, Rules, htaccess, netlify},
    targets::PageTargets,
};
use crate::import::{
    Each, ImportError, ImportedKind, ImportedSite, ImportedVersion, MediaSource, OldAddress, OldTarget, Outcome, Pass,
    Reader, Report, SourcePlace, Term,
    front_matter::moment_as_typed,
    html_to_markdown::{Options, convert},
    source::address_of,
};

/// What of a page is not its text.
fn report_rest(page: &HtmlPage, place: &SourcePlace, report: &mut Report) {
    if page.navigation > 0 {
        let found = format!("{} parts of navigation within the text", page.navigation);
        report.add(place, "navigation", Outcome::Lost, found, "left out");
    }
    if page.left_out > FEW {
        let found = format!("{} letters beside the part of the page that is its text", page.left_out);
        let done = "left out, as headers, footers and comments are; look at the page";
        report.add(place, "text-beside", Outcome::Lost, found, done);
    }
}

impl Reader for HtmlFolder {
    fn site(&mut self, report: &mut Report) -> Result<ImportedSite, ImportError> {
        report.append(std::mem::take(&mut self.unread));
        self.look();
        let mut site = ImportedSite {
            base_url: self.base_url.clone(),
            default: self.default.clone(),
            addresses: self.old_addresses(report),
            ..ImportedSite::default()
        };
        let (kept, left_out): (Vec<&String>, Vec<&String>) =
            self.others.iter().partition(|path| !is_of_the_folder(path));
        if !left_out.is_empty() {
            let first = left_out.first().map_or("", |path| path.as_str());
            let found = format!("{} programs and files for servers, `{first}` among them", left_out.len());
            report.add(&SourcePlace::default(), "program", Outcome::Lost, found, "left out");
        }
        let kept = kept.into_iter().map(|path| (path.clone(), MediaSource::File(path.clone())));
        site.add_files(SourcePlace::default(), kept, report);
        let places = self.places();
        for rule in self.rules(report) {
            site.addresses.extend(self.addresses_by(&rule, &places, report));
        }
        Ok(site)
    }

    fn versions(&self, _pass: Pass, report: &mut Report, each: Each<'_>) -> Result<(), ImportError> {
        for (path, facts) in &self.pages {
            let place = SourcePlace::file(path);
            if let Some(reason) = facts.left_out {
                let done = "left out; its address leads on";
                report.add(&place, "listing", Outcome::Changed, format!("the page {reason}"), done);
                continue;
            }
            let Some(page) = self.page(path, report) else { continue };
            each(self.version(path, facts, page, report))?;
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
    fn version(&self, path: &str, facts: &PageFacts, page: HtmlPage, report: &mut Report) -> ImportedVersion {
        let place = SourcePlace::file(path);
        report_rest(&page, &place, report);
        let mut targets = PageTargets { folder: self, path, media: Vec::new(), seen: HashSet::new(), dead: Vec::new() };
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
        if made.markdown.trim().is_empty() && page.title.is_empty() {
            let done = "a page with the name of its file as the title";
            report.add(&place, "no-text", Outcome::Changed, "a page without words and a title", done);
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
        let name = name_of(&facts.bare);
        // Numbers of a program say nothing to readers.
        let is_asked = split_query(path).1.is_some() && !page.title.is_empty();
        let original = facts.original.iter().filter(|address| self.path_on_site("", address).is_some()).cloned();
        ImportedVersion {
            id: id_of(path),
            place,
            kind: if published.is_some() { ImportedKind::Article } else { ImportedKind::Page },
            lang: facts.lang.clone(),
            tie: facts.tie.clone(),
            slug: (!is_asked).then(|| name.clone()),
            addresses: addresses_of(path).into_iter().chain(original).collect(),
            name: if is_asked { page.title.clone() } else { name.clone() },
            title: if page.title.is_empty() { name } else { page.title },
            summary: page.summary,
            body: made.markdown,
            published,
            updated: updated.filter(|updated| Some(*updated) != published),
            tags: page.tags.into_iter().map(|tag| Term::new(tag.to_lowercase(), tag)).collect(),
            authors: page.authors.into_iter().map(|name| Term::new(name.to_lowercase(), name)).collect(),
            media: targets.media,
            pictures: made.pictures,
            ..ImportedVersion::default()
        }
    }

    /// Addresses of what is not text: lists, frames, pages that lead on.
    fn old_addresses(&self, report: &mut Report) -> Vec<OldAddress> {
        let mut all = Vec::new();
        for (path, facts) in self.pages.iter().filter(|(_, facts)| facts.left_out.is_some()) {
            let to = self.lead_of(path, report);
            let paths = addresses_of(path).into_iter().chain(facts.original.clone());
            all.extend(paths.map(|path| OldAddress { path, to: to.clone() }));
        }
        all
    }

    /// The redirects in files next to the pages.
    fn rules(&self, report: &mut Report) -> Vec<Rule> {
        let folders: BTreeSet<&str> =
            self.pages.keys().map(|path| path.rsplit_once('/').map_or("", |(folder, _)| folder)).chain([""]).collect();
        let mut found = Vec::new();
        let mut add = |path: String, rules: Rules| {
            for (line, text) in rules.others {
                let done = "left out; if it matters, write it into redirects.toml";
                report.add(
                    &SourcePlace::file(&*path).at(line),
                    "redirect-rule",
                    Outcome::Lost,
                    format!("`{text}`"),
                    done,
                );
            }
            found.extend(rules.rules);
        };
        for folder in folders {
            let path = if folder.is_empty() { ".htaccess".to_owned() } else { format!("{folder}/.htaccess") };
            if let Ok(text) = self.files.text(&path) {
                add(path, htaccess(&text.text, folder));
            }
        }
        if let Ok(text) = self.files.text("_redirects") {
            add("_redirects".to_owned(), netlify(&text.text));
        }
        found
    }

    /// All pages and files by their addresses, in order.
    fn places(&self) -> Places<'_> {
        let pages = self.pages.keys();
        let mut pages: Vec<(String, &String)> =
            pages.flat_map(|path| addresses_of(path).into_iter().map(move |address| (address, path))).collect();
        let mut files: Vec<(String, &String)> = self.others.iter().map(|path| (address_of(path), path)).collect();
        pages.sort();
        files.sort();
        Places { pages, files }
    }

    /// The old addresses of a redirect.
    fn addresses_by(&self, rule: &Rule, places: &Places<'_>, report: &mut Report) -> Vec<OldAddress> {
        let to = |address: &str, report: &mut Report| match self.target("", address) {
            Some((target, _)) if self.pages.contains_key(&target) => Some(self.lead_of(&target, report)),
            Some((target, _)) => Some(OldTarget::File(MediaSource::File(target))),
            None => self.elsewhere("", address).map(OldTarget::Address),
        };
        let one = |to: Option<OldTarget>| to.map(|to| OldAddress { path: rule.from.clone(), to }).into_iter().collect();
        let (Some(old), Some(new)) = (rule.from.strip_suffix("/*"), rule.to.strip_suffix("/*")) else {
            return one(to(&rule.to, report));
        };
        let Some(folder) = self.path_on_site("", &format!("{new}/")) else {
            return one(self.elsewhere("", &format!("{new}/")).map(OldTarget::Address));
        };
        // The old folder had the files that the new one has.
        let path = |address: &str| format!("{old}/{}", address.strip_prefix(&*folder).unwrap_or_default());
        let mut all = Vec::new();
        for (address, page) in below(&places.pages, &folder) {
            all.push(OldAddress { path: path(address), to: self.lead_of(page, report) });
        }
        for (address, file) in below(&places.files, &folder) {
            let to = OldTarget::File(MediaSource::File((*file).clone()));
            all.push(OldAddress { path: path(address), to });
        }
        all
    }
}

/// Pages and files, each by its addresses, in the order of these.
struct Places<'a> {
    pages: Vec<(String, &'a String)>,
    files: Vec<(String, &'a String)>,
}

/// Those whose address begins with `folder`.
fn below<'a, 'b>(all: &'a [(String, &'b String)], folder: &str) -> &'a [(String, &'b String)] {
    let start = all.partition_point(|(address, _)| address.as_str() < folder);
    let rest = all.get(start..).unwrap_or_default();
    let end = rest.partition_point(|(address, _)| address.starts_with(folder));
    rest.get(..end).unwrap_or_default()
}

/// Whether a file speaks to servers and to those who keep the folder, not to readers.
fn is_of_the_folder(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let programs = [
        "php", "php3", "php4", "phtml", "inc", "asp", "aspx", "jsp", "cgi", "pl", "py", "cfm", "do", "sql", "log",
        "bak", "conf", "ini",
    ];
    matches!(
        name.as_str(),
        "_redirects" | "_headers" | "web.config" | "thumbs.db" | "desktop.ini" | "hts-cache" | "hts-log.txt"
    ) || programs.contains(&ending)
}
