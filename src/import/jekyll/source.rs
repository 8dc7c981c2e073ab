//! A Jekyll site: its configuration, its texts, and their front matter.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use jiff::tz::TimeZone;

use super::{
    files::{self, JekyllFile},
    languages::Languages,
    messages,
};
use crate::import::{
    ImportError, Outcome, Report, SourcePlace,
    front_matter::{Format, FrontMatter, Value, parse, reported},
    source::SourceFiles,
};

/// A Jekyll site.
pub struct Jekyll {
    pub(super) files: SourceFiles,
    pub(super) config: Value,
    pub(super) languages: Languages,
    pub(super) texts: Vec<JekyllFile>,
    /// All other files that are published.
    pub(super) others: BTreeSet<String>,
    pub(super) zone: TimeZone,
    /// Words of the interface, by language and key.
    pub(super) messages: BTreeMap<(String, String), String>,
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
        let zone = config.text_at("timezone").and_then(|zone| TimeZone::get(&zone).ok()).unwrap_or(TimeZone::UTC);
        let messages = messages::read(&files, &languages, report);
        Ok(Jekyll { files, config, languages, texts, others, zone, messages })
    }

    /// A text of the interface, in the language of a file.
    pub(super) fn message(&self, file: &JekyllFile, key: &str) -> Option<String> {
        let code = file.language.clone().or_else(|| self.languages.codes.first().cloned())?;
        self.messages.get(&(code, key.to_owned())).cloned()
    }

    /// What the front matter of a file says, over the defaults of the configuration.
    pub(super) fn with_defaults(&self, file: &JekyllFile, front: &Value) -> Value {
        let mut value = Value::Table(Vec::new());
        for default in self.config.at("defaults").map(Value::items).unwrap_or_default() {
            let path = default.text_at("scope.path").unwrap_or_default();
            let kind = default.text_at("scope.type").unwrap_or_default();
            let is_kind = match kind.as_str() {
                "" => true,
                "posts" => matches!(file.kind, files::FileKind::Post | files::FileKind::Draft),
                "drafts" => file.kind == files::FileKind::Draft,
                "pages" => file.kind == files::FileKind::Page,
                collection => file.path.starts_with(&format!("_{collection}/")),
            };
            if is_kind && (path.is_empty() || file.path.starts_with(path.trim_end_matches(['/', '*']))) {
                value.merge(default.at("values").cloned().unwrap_or(Value::Table(Vec::new())));
            }
        }
        value.merge(front.clone());
        value
    }

    /// Calls `each` with every text and its front matter.
    pub(super) fn read(
        &self,
        report: &mut Report,
        each: &mut dyn FnMut(&JekyllFile, &FrontMatter<'_>, &mut Report) -> Result<(), ImportError>,
    ) -> Result<(), ImportError> {
        for file in &self.texts {
            let Some(text) = self.files.reported_text(&file.path, report) else { continue };
            let mut read = reported(&text, &file.path, report);
            // Without front matter Jekyll copies a file as it is; posts are posts without it.
            if read.format.is_none() && file.kind == files::FileKind::Page {
                continue;
            }
            read.value = self.with_defaults(file, &read.value);
            each(file, &read, report)?;
        }
        Ok(())
    }

    /// The front matter of every text, without a word of what is wrong.
    pub(super) fn fronts(&self) -> Vec<(JekyllFile, Value)> {
        let mut all = Vec::new();
        // Nothing here fails: `each` does not.
        _ = self.read(&mut Report::silent(), &mut |file, read, _| {
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
