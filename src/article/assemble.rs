//! One article out of its files: every problem found, every valid version kept.

use std::{collections::HashSet, mem::take};

use super::{
    Article, ArticleFolder, ArticleToml, File, Freshness, MediaFile, Pending, Publication, Record, SourceTexts,
    Staleness, UnusableArticleToml, Version, Versions, addresses, check_file_names, check_form, decode,
    file::{FileRole, UnusableFile},
    freshness::record::useless_record,
    intended_languages::{self, implied_source},
    markdown::{BlockDigests, Media, RenderContext, Renditions, render_with},
    media::unused_subtitles,
    notes_for, parse_article, parse_page, parse_record, parse_version_in,
    placeholder::is_placeholder,
    portable_name::composed,
    versions::text_of,
};
use crate::{
    media::RenditionFormat,
    model::{
        diagnostic::{Diagnostic, cap_per_file},
        lang::Lang,
        sentence::say,
        slug::ArticleId,
    },
    site::Site,
};

/// The result of reading an article's files.
#[derive(Debug, Clone)]
pub struct Assembled {
    /// The article; `None` if nothing of it can be shown.
    pub article: Option<Article>,
    /// All that is wrong with its files.
    pub problems: Vec<Diagnostic>,
    /// The files that are there and cannot be used, or only in part: what they gave when they were last valid may stand in for them.
    pub broken: Vec<UnusableFile>,
    /// Whether there is a text that may be hidden and of which it is not known which files it shows: it cannot be read, or is a
    /// draft or a dated one in a language that the site does not have.
    pub has_unread: bool,
    /// The versions, if `article.toml` cannot be read; [`Assembled::publish`] leaves those that are not public. Nothing else says so.
    pub hidden: Vec<(Lang, Publication)>,
    /// When the article as a whole is public, as far as its `article.toml` could be read.
    pub publication: Publication,
    /// The parts that are not public; set by [`Assembled::publish`].
    pub pending: Option<Pending>,
}

/// Puts an article together: see [`super::assemble_without_anchors()`].
pub(super) fn put_together<'a>(
    folder: &'a ArticleFolder,
    site: &'a Site,
    fingerprints: BlockDigests,
) -> (Assembled, SourceTexts<'a>) {
    let root = folder.id.folder();
    let mut assembly = Assembly {
        site,
        root,
        fingerprints,
        id: &folder.id,
        implied_source: implied_source(folder, site),
        meta: None,
        publication: Publication::default(),
        meta_text: None,
        texts: vec![],
        records: vec![],
        media: vec![],
        refused: HashSet::new(),
        problems: vec![],
        broken: vec![],
        empty: vec![],
        has_unknown: false,
        has_unread: false,
    };
    assembly.problems.extend(check_file_names(&assembly.root, folder.paths()));
    folder.files.iter().for_each(|file| assembly.take(file));
    for file in &folder.large {
        let (media, problems) = MediaFile::from_large(assembly.name(&file.path), file);
        assembly.media.push(media);
        assembly.problems.extend(problems);
    }
    assembly.media.sort_by(|one, other| one.file.cmp(&other.file));
    assembly.problems.extend(unused_subtitles(site, &assembly.root, &assembly.media));
    let assembled = assembly.finish();
    let versions = assembly.texts.into_iter().map(|(_, path, text)| (path, text));
    (assembled, SourceTexts(versions.chain(assembly.meta_text).collect()))
}

struct Assembly<'a> {
    site: &'a Site,
    root: String,
    fingerprints: BlockDigests,
    id: &'a ArticleId,
    /// The source language of an undated page that does not name one.
    implied_source: &'a Lang,
    meta: Option<ArticleToml>,
    publication: Publication,
    /// The path and the text of `article.toml`.
    meta_text: Option<(&'a str, &'a str)>,
    texts: Vec<(Lang, &'a str, &'a str)>,
    records: Vec<(Lang, &'a str, Record)>,
    media: Vec<MediaFile>,
    /// Pictures and other files that are there and not shown; the problem that says why is their own.
    refused: HashSet<String>,
    problems: Vec<Diagnostic>,
    broken: Vec<UnusableFile>,
    /// Versions without a text of their own.
    empty: Vec<Version>,
    /// Whether there is a version, by its front matter, whose name is not a language of the site.
    has_unknown: bool,
    /// Whether such a version may be hidden.
    has_unread: bool,
}

impl<'a> Assembly<'a> {
    /// The path of a file within the folder.
    fn name<'b>(&self, path: &'b str) -> &'b str {
        path.strip_prefix(&self.root).map_or(path, |rest| rest.trim_start_matches('/'))
    }

    fn take(&mut self, file: &'a File) {
        if let Some(problem) = check_form(&file.path) {
            self.problems.push(problem);
            // Texts name it in NFC.
            let name = composed(self.name(&file.path)).into_owned();
            self.refused.insert(name);
        }
        let part = FileRole::new(self.name(&file.path), self.id.collection(), self.site);
        let bytes = match &file.bytes {
            Ok(bytes) => bytes,
            Err(fault) => {
                self.problems.push(fault.problem(&file.path));
                if let FileRole::Media(name) = &part {
                    self.refused.insert(name.clone());
                }
                self.has_unread |= matches!(part, FileRole::UnknownLanguage(_, ".md"));
                self.broken.extend(part.broken());
                return;
            }
        };
        let path = file.path.as_str();
        match part {
            FileRole::Meta => self.take_meta(path, bytes),
            FileRole::Version(lang) => match self.text(path, bytes) {
                Some(text) => self.texts.push((lang, path, text)),
                None => self.broken.push(UnusableFile::Version(lang)),
            },
            FileRole::Record(lang) => {
                let text = self.text(path, bytes);
                let (record, problems) = text.map_or((None, vec![]), |text| parse_record(path, text));
                self.problems.extend(problems);
                self.records.extend(record.map(|record| (lang, path, record)));
            }
            FileRole::UnknownLanguage(stem, ending) => {
                self.problems.push(intended_languages::unknown_language_file(self.site, path, &stem, ending));
                self.has_unknown |= ending == ".md" && bytes.starts_with(b"+++");
                let publication = || Publication::read(self.id.collection(), path, bytes);
                self.has_unread |= ending == ".md" && publication() != Some(Publication::default());
            }
            FileRole::StrayText => {
                let (message, help) = (say("stray-text"), say("help-stray-text"));
                self.problems.push(Diagnostic::warning(path, "stray-text", message).help(help));
            }
            FileRole::Media(name) => self.take_media(name, file),
        }
    }

    fn take_media(&mut self, name: String, file: &File) {
        match MediaFile::from_file(&name, file) {
            Some(Ok((media, problems))) => {
                self.media.push(media);
                self.problems.extend(problems);
            }
            Some(Err(refusal)) => {
                self.problems.push(refusal.problem(&file.path));
                self.refused.insert(name);
            }
            None => {}
        }
    }

    fn take_meta(&mut self, path: &'a str, bytes: &'a [u8]) {
        if let Some(text) = self.text(path, bytes) {
            let (meta, problems) = match self.id.year() {
                Some(_) => parse_article(path, text),
                None => parse_page(self.id.collection(), path, text, self.implied_source),
            };
            let unusable = || UnusableArticleToml::read(path, text).for_readers();
            self.publication = meta.as_ref().map_or_else(unusable, ArticleToml::publication);
            self.meta = meta;
            self.problems.extend(problems);
            self.meta_text = Some((path, text));
        }
        if self.meta.is_none() {
            self.broken.push(UnusableFile::Meta);
        }
    }

    fn text(&mut self, path: &str, bytes: &'a [u8]) -> Option<&'a str> {
        match decode(path, bytes) {
            Ok((text, problems)) => {
                self.problems.extend(problems);
                Some(text)
            }
            Err(problem) => {
                self.problems.push(problem);
                None
            }
        }
    }

    fn finish(&mut self) -> Assembled {
        self.add_implied_meta();
        if let Some(problem) = addresses::reserved(self.site, self.id, self.id.name(), &self.root) {
            self.problems.push(problem);
            return self.assembled(None);
        }
        let mut versions = self.versions();
        self.drop_placeholders(&mut versions);
        let meta_path = self.id.meta_path();
        let Some(mut meta) = self.meta.take() else {
            let is_reported = self.broken.contains(&UnusableFile::Meta);
            if !is_reported && !self.problems.iter().any(|problem| problem.path == meta_path) {
                let problem = Diagnostic::error(&meta_path, "no-article-toml", say("no-article-toml"));
                self.problems.push(problem.help(say("help-article-toml")));
            }
            let all = versions.into_iter().chain(take(&mut self.empty));
            let hidden = all.map(|version| (version.lang, version.text.publication()));
            return Assembled { hidden: hidden.collect(), ..self.assembled(None) };
        };
        if versions.is_empty() {
            // The problems of a broken or misnamed version have said so already.
            if !self.has_unknown && !self.broken.iter().any(|broken| matches!(broken, UnusableFile::Version(_))) {
                self.problems.push(Diagnostic::error(&meta_path, "no-version", say("no-version")));
            }
            // The last good text does not stand in for an article that was taken down.
            self.broken.retain(|_| meta.withdrawn.is_none());
            return self.assembled(None);
        }
        let mut versions = Versions::from(versions);
        self.check_source(&meta, &meta_path, &versions);
        self.check_corrections(&meta, &versions);
        let text = self.meta_text.map_or("", |(_, text)| text);
        self.problems.extend(intended_languages::check(self.site, &self.root, text, &mut meta, &versions));
        self.compare(&meta.source, &mut versions);
        versions.decide_staleness(&meta, self.site);
        let (empty, media) = (take(&mut self.empty), take(&mut self.media));
        let article = Article { id: self.id.clone(), meta, versions, empty, media };
        self.assembled(Some(article))
    }

    /// An undated page needs no `page.toml`.
    fn add_implied_meta(&mut self) {
        if self.id.year().is_none() && self.meta.is_none() && !self.broken.contains(&UnusableFile::Meta) {
            (self.meta, _) = parse_page(self.id.collection(), "", "", self.implied_source);
        }
    }

    fn assembled(&mut self, article: Option<Article>) -> Assembled {
        let is_version = |file: &UnusableFile| matches!(file, UnusableFile::Version(_));
        Assembled {
            article,
            has_unread: self.has_unread || self.broken.iter().any(is_version),
            problems: cap_per_file(take(&mut self.problems)),
            broken: take(&mut self.broken),
            hidden: Vec::new(),
            publication: self.publication,
            pending: None,
        }
    }

    fn check_source(&mut self, meta: &ArticleToml, path: &str, versions: &Versions<Version>) {
        if !versions.has(&meta.source) && !self.is_reported(&meta.source) {
            let has: Vec<_> = versions.languages().map(|lang| format!("`{lang}`")).collect();
            let message = say("no-source-version").with("source", &meta.source);
            let problem = Diagnostic::error(path, "no-source-version", message);
            self.problems.push(problem.help(say("help-versions").with("langs", has)));
        }
        self.problems.extend(addresses::unreachable(self.site, path, &meta.aliases));
        let Some((published, folder)) = meta.published.zip(self.id.year()) else { return };
        let year = published.day(self.site.time_zone()).year();
        if i32::from(year) != i32::from(folder.get()) {
            let message = say("wrong-year").with("year", year.to_string()).with("folder", folder.to_string());
            let id = format!("articles/{year}/{}", self.id.name());
            let help = say("help-move-folder").with("path", id);
            self.problems.push(Diagnostic::warning(path, "wrong-year", message).help(help));
        }
    }

    fn check_corrections(&mut self, meta: &ArticleToml, versions: &Versions<Version>) {
        let zone = self.site.time_zone();
        let shared = meta.published.filter(|_| !self.problems.iter().any(|problem| problem.code == "wrong-year"));
        for version in versions {
            let path = format!("{}/{}.md", self.root, version.lang);
            let Some(published) = version.text.dates.published.or(shared) else { continue };
            let corrections = version.text.corrections.iter();
            self.problems.extend(corrections.filter_map(|correction| correction.check_order(&path, published, zone)));
        }
    }

    fn versions(&mut self) -> Vec<Version> {
        let shared = self.meta.as_ref().map(|meta| meta.images.clone()).unwrap_or_default();
        let fingerprints = if self.records.is_empty() { self.fingerprints } else { BlockDigests::Made };
        let mut versions = Vec::new();
        for language in self.site.languages().iter() {
            let Some((lang, path, file)) = self.texts.iter().find(|(lang, ..)| *lang == language.tag) else { continue };
            let (text, problems) = parse_version_in(self.id.collection(), path, file);
            if text.is_none() {
                self.broken.push(UnusableFile::Version(lang.clone()));
            }
            self.problems.extend(problems);
            let Some(mut text) = text else { continue };
            if let Some(mut problem) =
                text.slug.as_ref().and_then(|slug| addresses::reserved(self.site, self.id, slug, path))
            {
                problem.place = text.slug_place;
                self.problems.push(problem);
                text.slug = None;
            }
            self.problems.extend(addresses::unreachable(self.site, path, &text.aliases));
            let images = notes_for(&text.images, &shared);
            let media = |name: &str| self.media_address(name);
            let refused = |name: &str| self.refused.contains(name);
            let others = self.site.languages().iter().map(|other| &other.tag).filter(|other| *other != lang);
            let languages: Vec<&Lang> = std::iter::once(lang).chain(others).collect();
            let context = RenderContext {
                path,
                article: self.id,
                images: &images,
                media: &media,
                refused: &refused,
                languages: &languages,
            };
            let mut rendered = render_with(fingerprints, file, text.body, &context);
            self.problems.append(&mut rendered.problems);
            versions.push(Version {
                lang: lang.clone(),
                text,
                rendered,
                freshness: None,
                staleness: Staleness::Unknown,
                unpublished: None,
            });
        }
        versions
    }

    /// Takes out the versions without a text of their own: they would hide the ones that readers can read. Where no version
    /// has a text, titles are all there is, and they stay; so do drafts, which hide nothing.
    fn drop_placeholders(&mut self, versions: &mut Vec<Version>) {
        let is_empty = |version: &Version| !version.text.draft && is_placeholder(&version.rendered);
        let (empty, others): (Vec<_>, Vec<_>) = take(versions).into_iter().partition(is_empty);
        (self.empty, *versions) = if others.is_empty() { (others, empty) } else { (empty, others) };
        for version in &self.empty {
            let path = format!("{}/{}.md", self.root, version.lang);
            let problem = Diagnostic::error(&path, "empty-version", say("empty-version"));
            self.problems.push(problem.help(say("help-empty-version")));
        }
    }

    /// Whether a version is there and cannot be read, or may be misnamed, which is reported.
    fn is_reported(&self, lang: &Lang) -> bool {
        let is_broken = || self.broken.contains(&UnusableFile::Version(lang.clone()));
        self.has_unknown || self.empty.iter().any(|version| version.lang == *lang) || is_broken()
    }

    /// Compares each version that has a record with its source.
    fn compare(&mut self, source: &Lang, versions: &mut Versions<Version>) {
        for (lang, path, record) in &self.records {
            let own = text_of(&self.texts, versions, lang);
            // That the version or its source is not there is reported as such, and the record waits for it.
            if !versions.has(source) || (own.is_none() && self.is_reported(lang)) {
                continue;
            }
            if lang == source || record.from != *source || own.is_none() {
                self.problems.push(useless_record(lang, path, record, source));
                continue;
            }
            let original = text_of(&self.texts, versions, source);
            let judged = original.zip(own).map(|(original, own)| Freshness::compare(record, original, own));
            if let Some(version) = versions.get_mut(lang) {
                version.freshness = judged;
            }
        }
    }

    fn media_address(&self, name: &str) -> Option<Media> {
        let at = self.media.binary_search_by(|media| media.file.as_str().cmp(name)).ok()?;
        let media = self.media.get(at)?;
        let renditions = (!media.widths.is_empty()).then(|| Renditions {
            sources: [RenditionFormat::Avif, RenditionFormat::Webp]
                .map(|made| (made.media_type(), media.srcset(self.id, made))),
            plain: media.plain(self.id),
        });
        let address = media.address(self.id);
        Some(Media { address, bytes: media.bytes, kind: media.kind, size: media.size, renditions })
    }
}
