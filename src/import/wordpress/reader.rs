//! The reader: an export, or several, and what it gives for each post.

use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

use jiff::{
    Timestamp,
    tz::{Offset, TimeZone},
};

use super::{
    addresses::of_post,
    body::{Body, BodyWriter, plain_text},
    index::{Index, NOT_TERMS, is_default_category, is_text, section_of},
    item::{WxrCategory, WxrItem, date_time, version_id},
    languages::{lang_of, split_languages},
    site::{in_languages, site},
    uploads::Uploads,
    xml::{WxrPart, read_wxr},
};
use crate::{
    import::{
        Each, ImportError, ImportedKind, ImportedSite, ImportedVersion, MediaSource, Outcome, Pass, Reader, Report,
        SourcePlace, Term, TranslatedFrom,
    },
    model::{date::Moment, lang::Lang},
};

/// A site of WordPress, as its exports hold it.
#[derive(Debug)]
pub struct WordPress {
    exports: Vec<PathBuf>,
    uploads: Uploads,
    index: Index,
    zone: TimeZone,
}

/// Characters of a summary that is made of the text before `<!--more-->`.
const LONGEST_SUMMARY: usize = 400;

impl WordPress {
    /// The exports at `source`: a file, or a folder of them, as WordPress divides a large site. `media` is a copy of
    /// `wp-content/uploads`.
    ///
    /// # Errors
    /// Where there is no export, or a folder cannot be read.
    pub fn open(source: &Path, media: Option<&Path>) -> Result<WordPress, ImportError> {
        let io = |source_error| ImportError::Io { path: source.display().to_string(), source: source_error };
        let mut exports = Vec::new();
        if source.is_dir() {
            for entry in std::fs::read_dir(source).map_err(io)? {
                let path = entry.map_err(io)?.path();
                let is_export = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xml"));
                if is_export && path.is_file() {
                    exports.push(path);
                }
            }
            exports.sort();
        } else {
            File::open(source).map_err(io)?;
            exports.push(source.to_owned());
        }
        if exports.is_empty() {
            let expected = "an export of WordPress: expected an .xml file, or a folder that holds some".to_owned();
            return Err(ImportError::Source { path: source.display().to_string(), expected });
        }
        Ok(WordPress { exports, uploads: Uploads::open(media)?, index: Index::default(), zone: TimeZone::UTC })
    }

    fn read(
        &self,
        report: &mut Report,
        each: &mut dyn FnMut(&str, WxrPart, &mut Report) -> Result<(), ImportError>,
    ) -> Result<(), ImportError> {
        for export in &self.exports {
            let name = export.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let io = |source| ImportError::Io { path: export.display().to_string(), source };
            let file = File::open(export).map_err(io)?;
            let mut markup = Report::default();
            read_wxr(file, &name, &mut markup, &mut |part| each(&name, part, report))?;
            report.append(markup);
        }
        Ok(())
    }

    fn place(&self) -> SourcePlace {
        let first = self.exports.first().and_then(|path| path.file_name());
        SourcePlace::file(first.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default())
    }
}

impl Reader for WordPress {
    fn site(&mut self, report: &mut Report) -> Result<ImportedSite, ImportError> {
        let mut index = Index::default();
        // What is broken is said when the texts are read.
        self.read(&mut Report::silent(), &mut |_, part, _| {
            index.take(part);
            Ok(())
        })?;
        let is_export =
            index.site.contains_key("wxr_version") || !index.posts.is_empty() || !index.attachments.is_empty();
        if !is_export {
            let path = self.exports.first().map(|path| path.display().to_string()).unwrap_or_default();
            let expected = "an export of WordPress: expected the file that Tools → Export writes (WXR)".to_owned();
            return Err(ImportError::Source { path, expected });
        }
        index.finish();
        self.index = index;
        let site = site(&self.index, &self.uploads, &self.place(), report);
        self.zone = site.time_zone.as_deref().and_then(|zone| TimeZone::get(zone).ok()).unwrap_or(TimeZone::UTC);
        Ok(site)
    }

    fn versions(&self, pass: Pass, report: &mut Report, each: Each<'_>) -> Result<(), ImportError> {
        let mut seen = std::collections::HashSet::new();
        self.read(report, &mut |name, part, report| {
            let WxrPart::Item(item) = part else { return Ok(()) };
            // Parts of one export may hold an item twice.
            if !is_text(&item) || !seen.insert(item.id) {
                return Ok(());
            }
            self.post(&item, name, pass, report, each)
        })
    }

    fn open(&self, media: &MediaSource) -> Result<Box<dyn Read + '_>, ImportError> {
        match (media, &self.uploads.files) {
            (MediaSource::File(path), Some(files)) => Ok(files.open_media(path)?),
            (MediaSource::File(path) | MediaSource::Remote(path), _) => {
                Err(ImportError::Broken { path: path.clone(), found: "the file was not given: use --media".to_owned() })
            }
        }
    }

    fn count(&self) -> Option<usize> {
        Some(self.index.versions)
    }
}

impl WordPress {
    fn post(
        &self,
        item: &WxrItem,
        file: &str,
        pass: Pass,
        report: &mut Report,
        each: Each<'_>,
    ) -> Result<(), ImportError> {
        let place = SourcePlace { path: file.to_owned(), line: Some(item.line), item: format!("post {}", item.id) };
        let facts = self.index.posts.get(&item.id).cloned().unwrap_or_default();
        if facts.languages.is_empty() {
            let version = self.version(item, None, &place, pass, report);
            return each(version);
        }
        for lang in &facts.languages {
            let version = self.version(item, Some(lang), &place, pass, report);
            // A language of which only the title is there has no text of its own.
            let has_text = text_in(&item.content, Some(lang)).is_some_and(|text| !text.trim().is_empty());
            if has_text || !version.title.is_empty() {
                each(version)?;
            }
        }
        Ok(())
    }

    fn version(
        &self,
        item: &WxrItem,
        own: Option<&Lang>,
        place: &SourcePlace,
        pass: Pass,
        report: &mut Report,
    ) -> ImportedVersion {
        let facts = self.index.posts.get(&item.id).cloned().unwrap_or_default();
        let lang = own.cloned().or(facts.lang).or(self.index.default.clone());
        let is_page = item.post_type == "page";
        let (addresses, shared_addresses) = of_post(item, own, &self.index);
        let content = text_in(&item.content, own).unwrap_or_default();
        let mut version = ImportedVersion {
            id: version_id(item.id, own),
            place: place.clone(),
            kind: if is_page { ImportedKind::Page } else { ImportedKind::Article },
            tie: facts.tie,
            is_original: facts.is_original || (own.is_some() && own == self.index.default.as_ref()),
            slug: Some(item.slug.clone()).filter(|slug| !slug.is_empty()),
            addresses,
            shared_addresses,
            title: plain_text(&text_in(&item.title, own).unwrap_or_default()),
            summary: summary(item, own),
            published: if is_page { None } else { self.moment(item) },
            hidden: hidden(item),
            authors: self.authors(item),
            translated_from: TranslatedFrom::Unknown,
            lang,
            ..ImportedVersion::default()
        };
        self.terms(item, &mut version);
        version.updated = self.instant(&item.modified, &item.modified_gmt).filter(|updated| {
            version.published.is_none_or(|published| updated.day(&self.zone) > published.day(&self.zone))
        });
        let named = [item.slug.as_str(), version.title.as_str()].into_iter().find(|name| !name.is_empty());
        version.name = named.map_or_else(|| format!("post-{}", item.id), str::to_owned);
        if pass == Pass::Bodies || version.title.is_empty() {
            self.fill(item, &content, &mut version, report);
        }
        if pass == Pass::Heads {
            version.body = String::new();
        }
        version
    }

    /// The text, and what is learned from it.
    fn fill(&self, item: &WxrItem, content: &str, version: &mut ImportedVersion, report: &mut Report) {
        let place = version.place.clone();
        let quotes = match version.lang.as_ref().map(Lang::as_str) {
            Some("uk" | "ru" | "be") => ["«", "»"],
            _ => ["“", "”"],
        };
        let writer = BodyWriter { index: &self.index, uploads: &self.uploads, quotes };
        let Body { markdown, teaser, media, pictures } = writer.body(item, content, &place, report);
        if version.title.is_empty() {
            let words = plain_text(content);
            let start: Vec<&str> = words.split(' ').filter(|word| !word.is_empty()).take(8).collect();
            version.title = if start.is_empty() { format!("Post {}", item.id) } else { start.join(" ") };
            let found = format!("a post without a title: `{}`", version.title);
            report.add(&place, "no-title", Outcome::Changed, found, "its first words stand in the place of one");
        }
        version.summary = version.summary.take().or(teaser.map(|teaser| shortened(&teaser)));
        (version.body, version.media, version.pictures) = (markdown, media, pictures);
        if item.status == "future" {
            let done = "it appears at its date";
            report.add(&place, "scheduled", Outcome::Changed, format!("a post of {}", item.date), done);
        }
        if !matches!(item.post_type.as_str(), "post" | "page") {
            let found = format!("a post of the type `{}`", item.post_type);
            report.add(&place, "post-type", Outcome::Changed, found, "imported as an article");
        }
        for term in item.categories.iter().filter(|term| term.domain == "post_format") {
            version.extra.push(("post_format".to_owned(), term.slug.clone()));
        }
    }

    fn authors(&self, item: &WxrItem) -> Vec<Term> {
        // Co-Authors Plus keeps several as terms.
        let several: Vec<Term> = item
            .terms("author")
            .map(|term| {
                let login = term.slug.strip_prefix("cap-").unwrap_or(&term.slug);
                let name = self.index.authors.get(login).map(|(name, _)| name.clone());
                Term { id: login.to_owned(), name: Some(name.unwrap_or_else(|| plain_text(&term.name))) }
            })
            .collect();
        if !several.is_empty() {
            return several;
        }
        let login = item.creator.trim();
        if login.is_empty() {
            return Vec::new();
        }
        let name = self.index.authors.get(login).map(|(name, _)| plain_text(name));
        vec![Term { id: login.to_owned(), name }]
    }

    fn terms(&self, item: &WxrItem, version: &mut ImportedVersion) {
        let lang = version.lang.clone();
        let term = |term: &WxrCategory, taxonomy: &str| {
            let names = in_languages(&term.name);
            let name = names.iter().find(|(own, _)| own.is_none() || *own == lang).map(|(_, name)| name.clone());
            Term { id: self.index.term_id(taxonomy, &term.slug), name: name.filter(|name| !name.is_empty()) }
        };
        let section = section_of(item, &self.index);
        version.section = section.map(|found| term(found, "category"));
        for found in &item.categories {
            let is_section =
                section.is_some_and(|section| section.domain == found.domain && section.slug == found.slug);
            let is_hidden = NOT_TERMS.contains(&found.domain.as_str()) || found.domain == "author";
            if is_section || is_hidden || (found.domain == "category" && is_default_category(&found.slug)) {
                continue;
            }
            let made = term(found, &found.domain);
            if found.domain == "series" && version.series.is_none() {
                version.series = Some(made);
            } else if !version.tags.iter().any(|tag| tag.id == made.id) {
                version.tags.push(made);
            }
        }
    }

    /// When a post appeared.
    fn moment(&self, item: &WxrItem) -> Option<Moment> {
        // The day is that of its address, wherever the clock of this site stands.
        let shown = date_time(&item.date).map(|date| date.date());
        let own = self.instant(&item.date, &item.date_gmt);
        let own = own.map(|own| shown.filter(|day| *day != own.day(&self.zone)).map_or(own, Moment::Day));
        let published = || {
            let stamp = jiff::fmt::rfc2822::parse(item.pub_date.trim()).ok()?.timestamp();
            (stamp > Timestamp::UNIX_EPOCH).then_some(Moment::Instant(stamp))
        };
        own.or_else(published).or_else(|| self.instant(&item.modified, &item.modified_gmt))
    }

    /// The instant of a date in UTC, else of a local one: as far from UTC as other posts of that month.
    fn instant(&self, local: &str, utc: &str) -> Option<Moment> {
        if let Some(utc) = date_time(utc) {
            return Offset::UTC.to_timestamp(utc).ok().map(Moment::Instant);
        }
        let local = date_time(local)?;
        let offsets = &self.index.offsets;
        let minutes = offsets.get(&local.month()).or(offsets.values().next()).copied().unwrap_or_default();
        let offset = Offset::from_seconds(minutes * 60).unwrap_or(Offset::UTC);
        offset.to_timestamp(local).ok().map(Moment::Instant)
    }
}

/// A text in one language; as a whole where it holds but one.
fn text_in(text: &str, lang: Option<&Lang>) -> Option<String> {
    let Some(lang) = lang else { return Some(text.to_owned()) };
    match split_languages(text) {
        Some(texts) => texts.into_iter().find(|(code, _)| lang_of(code).as_ref() == Some(lang)).map(|(_, text)| text),
        None => Some(text.to_owned()),
    }
}

fn summary(item: &WxrItem, lang: Option<&Lang>) -> Option<String> {
    let filled = |text: String| Some(plain_text(&text)).filter(|text| !text.is_empty());
    let excerpt = text_in(&item.excerpt, lang).and_then(filled);
    let keys = ["_yoast_wpseo_metadesc", "rank_math_description", "_aioseo_description", "_aioseop_description"];
    // A pattern of the plug-in is not a text.
    let described = || keys.iter().find_map(|key| item.meta(key)).filter(|text| !text.contains("%%"));
    excerpt.or_else(|| text_in(described()?, lang).and_then(filled))
}

/// Why readers do not see a post.
fn hidden(item: &WxrItem) -> Option<String> {
    match item.status.as_str() {
        "private" => Some("private".to_owned()),
        _ if !item.password.is_empty() => Some("password-protected".to_owned()),
        "publish" | "future" => None,
        "" => Some("draft".to_owned()),
        other => Some(other.to_owned()),
    }
}

/// A summary that ends with a sentence, or with a word.
fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST_SUMMARY {
        return text.to_owned();
    }
    let start: String = text.chars().take(LONGEST_SUMMARY).collect();
    match start.rfind(". ").or(start.rfind("! ")).or(start.rfind("? ")) {
        Some(end) if end > LONGEST_SUMMARY / 4 => start.get(..=end).unwrap_or_default().to_owned(),
        _ => format!("{}…", start.rsplit_once(' ').map_or(start.as_str(), |(words, _)| words)),
    }
}
