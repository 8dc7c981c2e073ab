//! The part of an article that goes into a bucket: its files as they are in the folder, without drafts and without the texts of
//! a withdrawn article. An article with a broken file stays as it was published last.

use std::collections::HashSet;

use jiff::{Timestamp, tz::TimeZone};

use super::super::{ArticleEntry, FileEntry, FileList, Texts, is_archive_path, is_inline};
use crate::{
    article::{
        ArticleFolder, ArticleToml, File, FileError, Publication, RECORD_ENDING, UnusableArticleToml,
        assemble_without_anchors, decode, markdown::BlockDigests, parse_article, parse_page, parse_record,
        parse_version_in,
    },
    model::{
        diagnostic::{Diagnostic, isolated},
        lang::Lang,
    },
    site::Site,
};

/// Bytes of the texts of one article, at most.
const LARGEST: u64 = 64 << 20;
/// The text of a version that was withdrawn: the front matter, which the notice shows, stays before it.
const WITHDRAWN: &str = "\n```\nwithdrawn\n```\n";

/// The part of an article that goes into a bucket.
#[derive(Default)]
pub(super) struct Selection {
    /// Its files; `None` where nothing of it is public.
    pub(super) article: Option<Selected>,
    /// The problems of a broken article; its last published state stays, if there is one and it shows nothing that is hidden now.
    pub(super) broken: Vec<Diagnostic>,
    /// Whether its files cannot be chosen while `site.toml` is broken.
    needs_site: bool,
    /// Whether there is a version of which it is not known what it shows: one that cannot be read, or a draft in a language
    /// that the site does not have yet.
    pub(super) has_unread: bool,
    /// The paths of versions that are drafts.
    drafts: Vec<String>,
    /// The path of the file that says that the article was withdrawn, with its entry.
    withdrawn: Option<(String, FileEntry)>,
    /// The files that say when a text is published, with their entries.
    dated: Vec<(String, FileEntry, Publication)>,
}

impl Selection {
    /// Whether something of the article cannot be read, or not be chosen.
    pub(super) fn is_broken(&self) -> bool {
        self.needs_site || !self.broken.is_empty()
    }

    /// Whether the files that are published show something that is hidden now: a draft, or an article that was withdrawn since.
    pub(super) fn is_hidden_in(&self, published: &FileList) -> bool {
        let is_newer = |(path, entry): &(String, FileEntry)| published.get(path) != Some(entry);
        self.withdrawn.as_ref().is_some_and(is_newer) || self.drafts.iter().any(|path| published.contains_key(path))
    }

    /// The files that say that a text is published after `now`, if others were published in their place.
    pub(super) fn put_off(&self, published: &FileList, now: Timestamp, zone: &TimeZone) -> Vec<&str> {
        let is_new = |path: &String, entry: &FileEntry| published.get(path).is_some_and(|old| old != entry);
        let is_later = |publication: Publication| publication.unpublished(now, zone).is_some();
        let files =
            self.dated.iter().filter(|(path, entry, publication)| is_new(path, entry) && is_later(*publication));
        files.map(|(path, ..)| path.as_str()).collect()
    }
}

/// Files that are published.
pub(super) struct Selected {
    pub(super) entry: ArticleEntry,
    /// The texts among them.
    pub(super) texts: Texts,
    /// All others that are held in memory, by path.
    pub(super) media: Vec<(String, Vec<u8>)>,
}

/// A file that is too long to be held in memory, with its digest.
pub(super) struct LongFile {
    pub(super) path: String,
    pub(super) entry: FileEntry,
}

/// Chooses the files of an article. `long` gives the entries of those that are not held in memory.
pub(super) fn select(folder: &ArticleFolder, long: Vec<LongFile>, site: Option<&Site>) -> Selection {
    let path = folder.id.folder();
    isolated(&path, || Selecting::new(folder, site).select(folder, long))
        .unwrap_or_else(|problem| Selection { broken: vec![problem], ..Selection::default() })
}

/// The files of an article, looked at one after the other.
struct Selecting<'a> {
    folder: &'a ArticleFolder,
    site: Option<&'a Site>,
    root: String,
    broken: Vec<Diagnostic>,
    /// Names of versions that are drafts, or cannot be read.
    hidden: HashSet<String>,
    drafts: HashSet<String>,
    is_withdrawn: bool,
    needs_site: bool,
    has_unread: bool,
    dated: Vec<(String, FileEntry, Publication)>,
    public: usize,
}

impl<'a> Selecting<'a> {
    fn new(folder: &'a ArticleFolder, site: Option<&'a Site>) -> Selecting<'a> {
        Selecting {
            folder,
            site,
            root: format!("{}/", folder.id.folder()),
            broken: Vec::new(),
            hidden: HashSet::new(),
            drafts: HashSet::new(),
            is_withdrawn: false,
            needs_site: false,
            has_unread: false,
            dated: Vec::new(),
            public: 0,
        }
    }

    fn select(mut self, folder: &ArticleFolder, long: Vec<LongFile>) -> Selection {
        let meta = match self.meta() {
            Ok(Some(meta)) if !meta.draft => meta,
            Ok(_) => return Selection::default(),
            Err(problems) => return self.without_meta(problems),
        };
        self.note_meta(&meta);
        let is_withdrawn = self.is_withdrawn;
        let mut bodies = Vec::new();
        let versions: Vec<&File> = folder.files.iter().filter(|file| is_version(self.name(&file.path))).collect();
        for file in versions {
            if let Some(body) = self.version(file) {
                bodies.push((file.path.clone(), body));
            }
        }
        if self.public == 0 && self.broken.is_empty() {
            return Selection::default();
        }
        let Some(only_in_drafts) = self.only_in_drafts() else {
            return self.ended(None);
        };
        let mut selected =
            Selected { entry: ArticleEntry::new(FileList::new()), texts: Texts::new(), media: Vec::new() };
        let mut files = FileList::new();
        for file in &folder.files {
            let name = self.name(&file.path);
            let stays = self.hidden.contains(name)
                || only_in_drafts.contains(name)
                || is_stray_text(name, folder.id.collection().meta_file())
                || name.strip_suffix(RECORD_ENDING).is_some_and(|lang| is_withdrawn || self.quotes_hidden(file, lang))
                || (is_withdrawn && is_media(name));
            let Some(bytes) = Some(file).filter(|_| !stays).and_then(|file| self.bytes(file)) else { continue };
            let bytes = match bodies.iter().find(|(path, _)| *path == file.path) {
                Some((_, body)) if is_withdrawn => without_body(bytes, *body),
                _ => bytes.clone(),
            };
            files.insert(file.path.clone(), FileEntry::of(&file.path, &bytes));
            match is_inline(&file.path) {
                true => _ = selected.texts.insert(file.path.clone(), bytes),
                false => selected.media.push((file.path.clone(), bytes)),
            }
        }
        let goes = |path: &str| !is_withdrawn && !only_in_drafts.contains(self.name(path)) && is_archive_path(path);
        files.extend(long.into_iter().filter(|file| goes(&file.path)).map(|file| (file.path, file.entry)));
        let unread = folder.large.iter().filter(|file| goes(&file.path) && !files.contains_key(&file.path));
        let unread: Vec<_> = unread.map(|file| FileError::Changing.problem(&file.path)).collect();
        self.broken.extend(unread);
        let size = files.values().filter(|entry| !entry.media).map(|entry| entry.size).sum::<u64>();
        if size > LARGEST {
            self.broken.push(FileError::TooLarge { size, limit: LARGEST }.problem(self.root.trim_end_matches('/')));
            return self.ended(None);
        }
        selected.entry = ArticleEntry::new(files);
        let article = Some(selected).filter(|_| self.public > 0);
        self.ended(article)
    }

    /// Nothing of an article whose `article.toml` is broken; it may be a draft now, or a version that was published.
    fn without_meta(mut self, problems: Vec<Diagnostic>) -> Selection {
        self.broken = problems;
        let folder = self.folder;
        let meta = self.meta_file().and_then(|file| Some((file, text(file).ok()?)));
        if let Some((file, text)) = meta {
            let unusable = UnusableArticleToml::read(&file.path, text);
            if unusable.publication.draft {
                return Selection::default();
            }
            self.is_withdrawn = unusable.is_withdrawn;
            self.note_date(file, unusable.publication);
        }
        for file in &folder.files {
            if is_version(self.name(&file.path)) {
                self.version(file);
            }
        }
        self.ended(None)
    }

    fn ended(self, article: Option<Selected>) -> Selection {
        let file = self.meta_file().filter(|_| self.is_withdrawn);
        let entry =
            file.and_then(|file| Some((file.path.clone(), FileEntry::of(&file.path, file.bytes.as_ref().ok()?))));
        Selection {
            article,
            broken: self.broken,
            needs_site: self.needs_site,
            has_unread: self.has_unread,
            drafts: self.drafts.iter().map(|lang| format!("{}{lang}.md", self.root)).collect(),
            withdrawn: entry,
            dated: self.dated,
        }
    }

    /// The bytes of a file; `None` where it cannot be published. One that cannot be read at this moment is a problem, so that the article
    /// keeps the file that was published.
    fn bytes<'b>(&mut self, file: &'b File) -> Option<&'b Vec<u8>> {
        let fault = match &file.bytes {
            Ok(bytes) if is_archive_path(&file.path) => return Some(bytes),
            Ok(_) => &FileError::Name { shown: self.name(&file.path).to_owned() },
            Err(fault @ (FileError::Changing | FileError::Unreadable(_))) => fault,
            Err(_) => return None,
        };
        self.broken.push(fault.problem(&file.path));
        None
    }

    fn name<'b>(&self, path: &'b str) -> &'b str {
        path.strip_prefix(&self.root).unwrap_or(path)
    }

    fn meta_file(&self) -> Option<&'a File> {
        let path = self.folder.id.meta_path();
        self.folder.files.iter().find(|file| file.path == path)
    }

    /// The article's `article.toml`; `None` if the file does not exist and need not.
    fn meta(&self) -> Result<Option<ArticleToml>, Vec<Diagnostic>> {
        let (path, file) = (self.folder.id.meta_path(), self.meta_file());
        let is_dated = self.folder.id.year().is_some();
        let text = match file {
            None if is_dated => return Ok(None),
            None => "",
            Some(file) => text(file).map_err(|problem| vec![*problem])?,
        };
        let source = self.implied_source();
        let (meta, problems) = match is_dated {
            true => parse_article(&path, text),
            false => parse_page(self.folder.id.collection(), &path, text, &source),
        };
        meta.map(Some).ok_or(problems)
    }

    /// The language of the source version where no file names it: it decides nothing about what is published.
    fn implied_source(&self) -> Lang {
        let default = self.site.map(|site| site.default_language().clone());
        default.unwrap_or_else(|| "en".parse().expect("`en` is a tag"))
    }

    /// The offset of the Markdown of a public version.
    fn version(&mut self, file: &File) -> Option<usize> {
        let read = text(file).map_err(|problem| vec![*problem]);
        let parsed = read.and_then(|text| {
            let (version, problems) = parse_version_in(self.folder.id.collection(), &file.path, text);
            version.ok_or(problems)
        });
        let name = self.name(&file.path).to_owned();
        match parsed {
            Err(problems) => {
                self.broken.extend(problems);
                self.hidden.insert(name);
                None
            }
            Ok(version) if version.draft => {
                self.drafts.insert(name.trim_end_matches(".md").to_owned());
                self.hidden.insert(name);
                None
            }
            Ok(version) => {
                self.note_date(file, version.publication());
                self.public += 1;
                Some(version.body)
            }
        }
    }

    /// Notes what `article.toml` says of the article as a whole.
    fn note_meta(&mut self, meta: &ArticleToml) {
        self.is_withdrawn = meta.withdrawn.is_some();
        if let Some(file) = self.meta_file() {
            self.note_date(file, meta.publication());
        }
    }

    fn note_date(&mut self, file: &File, publication: Publication) {
        if let (Some(_), Ok(bytes)) = (publication.published, &file.bytes) {
            self.dated.push((file.path.clone(), FileEntry::of(&file.path, bytes), publication));
        }
    }

    /// Files that only drafts show, or texts of which it is not known what they show; `None` where that cannot be found out.
    fn only_in_drafts(&mut self) -> Option<HashSet<String>> {
        if self.hidden.is_empty() || self.public == 0 {
            return Some(HashSet::new());
        }
        // Which files belong to drafts alone is not known without the languages of the site.
        self.needs_site = self.site.is_none();
        let (assembled, _) = assemble_without_anchors(self.folder, self.site?, BlockDigests::Left);
        let Some(article) = assembled.article else {
            self.broken.extend(assembled.problems);
            return None;
        };
        let is_read =
            |name: &String| article.versions.languages().any(|lang| name.strip_suffix(".md") == Some(lang.as_str()));
        self.has_unread = !self.hidden.iter().all(is_read);
        let is_public = article.versions.public_files(self.has_unread, |version| version.text.draft);
        let (files, large) = (&self.folder.files, &self.folder.large);
        let paths = files.iter().map(|file| &file.path).chain(large.iter().map(|file| &file.path));
        let names = paths.map(|path| self.name(path)).filter(|name| is_media(name) && !is_public(name));
        Some(names.map(str::to_owned).collect())
    }

    /// Whether the record of the version in `lang` would show something of a hidden one: it quotes the text that its version
    /// was translated from. One that does not say which may quote any.
    fn quotes_hidden(&self, file: &File, lang: &str) -> bool {
        let is_hidden = |lang: &str| self.hidden.contains(&format!("{lang}.md"));
        let record = text(file).ok().and_then(|text| parse_record(&file.path, text).0);
        let quotes = record.map_or(!self.hidden.is_empty(), |record| is_hidden(record.from.as_str()));
        quotes || is_hidden(lang)
    }
}

fn text(file: &File) -> Result<&str, Box<Diagnostic>> {
    let bytes = file.bytes.as_ref().map_err(|fault| Box::new(fault.problem(&file.path)))?;
    decode(&file.path, bytes).map(|(text, _)| text).map_err(Box::new)
}

/// Whether the file is a version: a text directly in the folder of the article.
fn is_version(name: &str) -> bool {
    name.ends_with(".md") && !name.contains('/')
}

/// Whether the file is a text that no page shows: `serve` does not publish it either.
fn is_stray_text(name: &str, meta: &str) -> bool {
    let is_own = !name.contains('/') && (name.ends_with(".md") || name.ends_with(RECORD_ENDING) || name == meta);
    (name.ends_with(".md") || name.ends_with(".toml")) && !is_own
}

fn is_media(name: &str) -> bool {
    !name.ends_with(".md") && !name.ends_with(".toml")
}

/// The front matter of a version, without its text.
fn without_body(bytes: &[u8], body: usize) -> Vec<u8> {
    // The offset is that in the text without its byte order mark.
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let front = text.get(..body).unwrap_or_default();
    [front, WITHDRAWN.as_bytes()].concat()
}
