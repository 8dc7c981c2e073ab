//! A Jekyll site: its configuration, its texts, and their front matter.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::Path,
};

use jiff::tz::TimeZone;

use super::{
    files::{self, JekyllFile, OtherFile},
    languages::Languages,
    messages,
    permalink::static_path,
};
use crate::{
    import::{
        ImportError, Outcome, Report, SourcePlace,
        front_matter::{Format, FrontMatter, Value, moment, parse, reported, split},
        html_folder::read_page,
        html_to_markdown::{Destinations, Options, convert},
        source::{SourceFiles, address_of, ancestors, fits},
    },
    model::{date::Moment, lang::Lang},
};

/// A Jekyll site.
pub struct Jekyll {
    pub(super) files: SourceFiles,
    pub(super) config: Value,
    pub(super) languages: Languages,
    pub(super) texts: Vec<JekyllFile>,
    /// The places of texts by their paths.
    pub(super) by_path: HashMap<String, usize>,
    /// The same by the ends of their paths, without the endings: `2019-05-01-a`.
    pub(super) by_name: HashMap<String, Vec<usize>>,
    /// All other files that are published, by their paths, with the paths that they have there.
    pub(super) others: BTreeMap<String, String>,
    /// What front matter says where the text itself does not, the weightiest last.
    defaults: Vec<Defaults>,
    /// The languages of each text that is in several, by its tie.
    pub(super) languages_of: BTreeMap<String, BTreeSet<String>>,
    pub(super) zone: TimeZone,
    /// Words of the interface, by language and key.
    pub(super) messages: BTreeMap<(String, String), String>,
}

/// What is done with a text, its front matter over the defaults, and its front matter alone.
type TextVisitor<'a> = &'a mut dyn FnMut(&JekyllFile, &FrontMatter<'_>, &Value, &mut Report) -> Result<(), ImportError>;

/// An entry of `defaults`.
struct Defaults {
    path: String,
    kind: Option<String>,
    values: Value,
}

impl Defaults {
    fn of(config: &Value) -> Vec<Defaults> {
        let read = |entry: &Value| Defaults {
            path: entry.text_at("scope.path").unwrap_or_default().trim_start_matches('/').to_owned(),
            kind: entry.text_at("scope.type").filter(|kind| !kind.is_empty()),
            values: entry.at("values").cloned().unwrap_or(Value::Table(Vec::new())),
        };
        let mut all: Vec<Defaults> =
            config.at("defaults").map(Value::items).unwrap_or_default().iter().map(read).collect();
        all.sort_by_key(|entry| (entry.path.len(), entry.kind.is_some()));
        all
    }

    fn are_for(&self, file: &JekyllFile) -> bool {
        let is_kind = match self.kind.as_deref() {
            None => true,
            Some("posts" | "post") => file.kind == files::FileKind::Post,
            Some("drafts" | "draft") => file.kind == files::FileKind::Draft,
            Some("pages" | "page") => file.kind == files::FileKind::Page,
            Some(collection) => file.below.starts_with(&format!("_{collection}/")),
        };
        let is_there = match self.path.contains('*') {
            true => std::iter::once(&*file.below)
                .chain(ancestors(&file.below))
                .any(|path| fits(self.path.trim_end_matches('/'), path)),
            false => file.below.starts_with(&self.path) || file.path.starts_with(&self.path),
        };
        is_kind && is_there
    }
}

impl Jekyll {
    /// The site in the folder `root`.
    ///
    /// # Errors
    /// Where there is no Jekyll site.
    pub fn open(root: &Path, report: &mut Report) -> Result<Jekyll, ImportError> {
        let files = SourceFiles::open(root)?;
        let name = ["_config.yml", "_config.yaml", "_config.toml"].into_iter().find(|name| files.is_file(name));
        if name.is_none() && !files.is_folder("_posts") {
            let expected = "a Jekyll site: expected _config.yml or _posts/".to_owned();
            return Err(ImportError::Source { path: root.display().to_string(), expected });
        }
        let mut config = Value::Table(Vec::new());
        if let Some((name, text)) = name.and_then(|name| Some((name, files.reported_text(name, report)?))) {
            match parse(Format::of(name).unwrap_or(Format::Yaml), &text) {
                Ok(read) => config = read,
                Err(error) => {
                    let place = SourcePlace { line: error.line, ..SourcePlace::file(name) };
                    report.add(&place, "bad-config", Outcome::Lost, error.message, "the file is not used");
                }
            }
        }
        let languages = Languages::new(&config);
        let (texts, others) = files::find(&files, &config, &languages, report);
        let published = |file: &OtherFile| match file.is_document {
            true => static_path(&config, &file.below),
            false => file.path.clone(),
        };
        let others = others.iter().map(|file| (file.path.clone(), published(file))).collect();
        let zone = config.text_at("timezone").and_then(|zone| TimeZone::get(&zone).ok()).unwrap_or(TimeZone::UTC);
        let messages = messages::read(&files, &languages, report);
        let defaults = Defaults::of(&config);
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, file) in texts.iter().enumerate() {
            let name = file.path.rsplit('/').next().unwrap_or_default();
            let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
            by_name.entry(stem.to_owned()).or_default().push(at);
        }
        let mut jekyll = Jekyll {
            by_path: texts.iter().enumerate().map(|(at, file)| (file.path.clone(), at)).collect(),
            by_name,
            languages_of: BTreeMap::new(),
            files,
            config,
            languages,
            texts,
            others,
            defaults,
            zone,
            messages,
        };
        jekyll.languages.named = jekyll.named_languages();
        jekyll.texts = jekyll.texts.iter().map(|file| file.among(&jekyll.languages)).collect();
        Ok(jekyll)
    }

    /// Folders and endings of texts that say the same language as the front matter there: `ko` of `ko/a.md` with `lang: ko`.
    fn named_languages(&self) -> BTreeSet<String> {
        let mut all = BTreeSet::new();
        // Most paths have no part that can be one, and are not read for it.
        let can_be = |part: &&str| {
            let primary = part.split(['-', '_']).next().unwrap_or_default();
            matches!(primary.len(), 2 | 3) && !self.languages.is_code(part)
        };
        for file in &self.texts {
            let stem = file.below.rsplit_once('.').map_or(&*file.below, |(stem, _)| stem);
            let parts: Vec<&str> = stem.split(['/', '.']).filter(can_be).collect();
            if parts.is_empty() {
                continue;
            }
            let Some(text) = self.files.reported_text(&file.path, &mut Report::silent()) else { continue };
            let front = self.with_defaults(file, &split(&text).value);
            let own = front.text_at("lang").or_else(|| front.text_at("locale"));
            let Some(own) = own.and_then(|code| Languages::tag(&code)) else { continue };
            let named = parts.into_iter().filter(|part| Languages::tag(part).as_ref() == Some(&own));
            all.extend(named.map(str::to_owned));
        }
        all
    }

    /// The default language: that of the configuration, else of the home page, else of most texts.
    pub(super) fn default_language(&self) -> Option<Lang> {
        let home = || {
            let file = self.texts.iter().find(|file| file.folders.is_empty() && file.logical == "index")?;
            let text = self.files.reported_text(&file.path, &mut Report::silent())?;
            self.code(file, &self.with_defaults(file, &split(&text).value))
        };
        let most = || {
            let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
            self.languages_of.values().flatten().for_each(|code| *counts.entry(code).or_default() += 1);
            counts
                .into_iter()
                .max_by_key(|(code, count)| (*count, std::cmp::Reverse(*code)))
                .map(|(code, _)| code.clone())
        };
        Languages::tag(&self.languages.codes.first().cloned().or_else(home).or_else(most)?)
    }

    /// Looks through all texts: which languages each is in.
    pub(super) fn look_through(&mut self) {
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        // Nothing here fails: `each` does not.
        _ = self.read(&mut Report::silent(), &mut |file, read, _, _| {
            let code = self.code(file, &read.value).or_else(|| self.languages.codes.first().cloned());
            let all = found.entry(self.languages.tie(&file.logical, &read.value)).or_default();
            all.extend(code);
            all.extend(self.shown_in(file, read));
            Ok(())
        });
        self.languages_of = found;
    }

    /// The other languages of a page that shows a file of `_i18n/` in each.
    pub(super) fn shown_in(&self, file: &JekyllFile, read: &FrontMatter<'_>) -> Vec<String> {
        let Some(path) = messages::translated_file(read.body) else { return Vec::new() };
        let own = self.code(file, &read.value).or_else(|| self.languages.codes.first().cloned());
        let is_shown =
            |code: &&String| Some(*code) != own.as_ref() && self.files.is_file(&format!("_i18n/{code}/{path}"));
        self.languages.codes.iter().filter(is_shown).cloned().collect()
    }

    /// Where the site lives: its host, where the configuration names it, and its folder.
    pub(super) fn base_url(&self) -> String {
        let [url, base] = ["url", "baseurl"].map(|key| self.config.text_at(key).unwrap_or_default());
        format!("{}/{}", url.trim_end_matches('/'), base.trim_matches('/'))
    }

    /// The language of a text, as the site writes it; `None` where nothing says so.
    pub(super) fn code(&self, file: &JekyllFile, front: &Value) -> Option<String> {
        let code = front.text_at("lang").or_else(|| front.text_at("locale")).or_else(|| file.language.clone())?;
        let known = self.languages.codes.iter().find(|known| known.eq_ignore_ascii_case(&code));
        Some(known.cloned().unwrap_or(code))
    }

    /// The date under `key`. A site that names its time zone shows every date in it.
    pub(super) fn moment(&self, front: &Value, key: &str) -> Option<Moment> {
        match self.config.text_at("timezone") {
            Some(_) => moment(&front.text_at(key)?, &self.zone),
            None => front.moment_at(key, &self.zone),
        }
    }

    /// A text of the interface, in the language of a file.
    pub(super) fn message(&self, file: &JekyllFile, key: &str) -> Option<String> {
        let code = file.language.clone().or_else(|| self.languages.codes.first().cloned())?;
        self.messages.get(&(code, key.to_owned())).cloned()
    }

    /// What the front matter of a file says, over the defaults of the configuration.
    pub(super) fn with_defaults(&self, file: &JekyllFile, front: &Value) -> Value {
        let mut value = Value::Table(Vec::new());
        for defaults in self.defaults.iter().filter(|defaults| defaults.are_for(file)) {
            value.merge(defaults.values.clone());
        }
        // The categories of a text stand behind those of the defaults.
        let mut categories = named_categories(&value);
        value.merge(front.clone());
        if !categories.is_empty() {
            categories.extend(named_categories(front));
            let all = Value::List(categories.into_iter().map(Value::Text).collect());
            value.merge(Value::Table(vec![("categories".to_owned(), all)]));
        }
        value
    }

    /// Calls `each` with every text.
    pub(super) fn read(&self, report: &mut Report, each: TextVisitor<'_>) -> Result<(), ImportError> {
        for file in &self.texts {
            let Some(text) = self.files.reported_text(&file.path, report) else { continue };
            let raw: RawPage;
            let mut read = reported(&text, &file.path, report);
            // Without front matter Jekyll copies a file as it is; posts are posts without it.
            if read.format.is_none() && file.kind == files::FileKind::Page {
                let (found, done) = ("a page that Jekyll copies as it is", "a page here, too");
                report.add(&SourcePlace::file(&*file.path), "no-front-matter", Outcome::Changed, found, done);
                raw = RawPage::read(file, &text);
                read.value = raw.front(file);
                read.body = &raw.body;
            }
            let merged = self.with_defaults(file, &read.value);
            let own = std::mem::replace(&mut read.value, merged);
            each(file, &read, &own, report)?;
        }
        Ok(())
    }

    /// The front matter of every text, without a word of what is wrong.
    pub(super) fn fronts(&self) -> Vec<(JekyllFile, Value)> {
        let mut all = Vec::new();
        // Nothing here fails: `each` does not.
        _ = self.read(&mut Report::silent(), &mut |file, read, _, _| {
            all.push((file.clone(), read.value.clone()));
            Ok(())
        });
        all
    }
}

impl Jekyll {
    /// The name of an author, by `_data/authors.yml`.
    pub(super) fn author(&self, id: &str) -> Option<String> {
        self.messages.get(&("authors".to_owned(), id.to_owned())).cloned()
    }
}

/// The categories that `categories` names: words, or a list.
pub(super) fn named_categories(front: &Value) -> Vec<String> {
    match front.at("categories") {
        Some(Value::Text(text)) => text.split_whitespace().map(str::to_owned).collect(),
        Some(other) => other.texts(),
        None => Vec::new(),
    }
}

/// A page without front matter.
struct RawPage {
    title: String,
    summary: Option<String>,
    /// Where it sends its readers by itself.
    leads: Option<String>,
    /// Its text as Markdown.
    body: String,
}

/// Addresses stay as they are.
struct AsTyped;

impl Destinations for AsTyped {}

impl RawPage {
    fn read(file: &JekyllFile, text: &str) -> RawPage {
        let named = |title: String| if title.is_empty() { file.name.clone() } else { title };
        if file.path.ends_with(".html") || file.path.ends_with(".htm") {
            let page = read_page(text);
            let body = convert(&page.text, Options::default(), &mut AsTyped).markdown;
            return RawPage { title: named(page.title), summary: page.summary, leads: page.refresh, body };
        }
        let first = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
        let title = first.strip_prefix("# ").unwrap_or_default().trim_end_matches('#').trim().to_owned();
        let body = if title.is_empty() { text } else { text.split_once(first).map_or(text, |(_, rest)| rest) };
        RawPage { title: named(title), summary: None, leads: None, body: body.to_owned() }
    }

    /// What front matter would say of it.
    fn front(&self, file: &JekyllFile) -> Value {
        // Its address does not depend on the style of the site.
        let own = address_of(&file.path);
        let whole = |address: &&String| address.starts_with('/') || address.contains("://");
        let leads = self.leads.as_ref().filter(whole);
        let pairs = [
            ("title", Some(&self.title)),
            ("redirect_from", Some(&own)),
            ("description", self.summary.as_ref()),
            ("redirect_to", leads),
        ];
        let texts = pairs.into_iter().filter_map(|(key, text)| Some((key.to_owned(), Value::Text(text?.clone()))));
        Value::Table(texts.collect())
    }
}
