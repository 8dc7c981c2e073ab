//! Where the files of a site lie: `[[module.mounts]]`, else `contentDir` and `staticDir`.

use crate::{
    import::{front_matter::Value, source::fits},
    model::lang::Lang,
};

/// `**` in a pattern that is read: each tries every folder.
pub(super) const MOST_STARS: usize = 4;

/// A language of the site.
#[derive(Debug, Clone)]
pub(super) struct HugoLanguage {
    /// Its key, as it stands in addresses and file names.
    pub(super) key: String,
    /// Its tag here.
    pub(super) tag: Lang,
    /// Its name in the selector.
    pub(super) label: Option<String>,
    /// Its folder of texts.
    pub(super) content_dir: String,
    /// The configuration as it is for this language.
    pub(super) value: Value,
}

/// A folder or a file of the source, and where Hugo finds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mount {
    /// Its path in the source.
    pub(super) source: String,
    /// Where it lies below `content/` or `static/`; nothing for all of that folder.
    pub(super) target: String,
    /// The languages it is for, by their places in the configuration; none where the names of files say so.
    pub(super) languages: Vec<usize>,
    /// Which files are mounted: patterns, `!` in front of those that are not.
    files: Vec<String>,
}

impl Mount {
    /// A folder whose files lie at the top.
    pub(super) fn folder(source: String, languages: Vec<usize>) -> Mount {
        Mount { source, target: String::new(), languages, files: Vec::new() }
    }

    /// Where Hugo finds the file at `path`, below `content/` or `static/`; `None` where it is not of this mount.
    pub(super) fn target_of(&self, path: &str) -> Option<String> {
        let rest = path.strip_prefix(&*self.source)?;
        if rest.is_empty() {
            return Some(self.target.clone());
        }
        let rest = if self.source.is_empty() { rest } else { rest.strip_prefix('/')? };
        let (not, only): (Vec<&str>, Vec<&str>) =
            self.files.iter().map(|file| file.trim()).partition(|file| file.starts_with('!'));
        let is_named = |pattern: &&str| fits(pattern.trim_start_matches('!').trim().trim_start_matches('/'), rest);
        if not.iter().any(is_named) || !(only.is_empty() || only.iter().any(is_named)) {
            return None;
        }
        Some(if self.target.is_empty() { rest.to_owned() } else { format!("{}/{rest}", self.target) })
    }

    /// The path in the source of what lies at `below` of `content/` or `static/`, if this mount has it.
    pub(super) fn source_of(&self, below: &str) -> Option<String> {
        let rest = if self.target.is_empty() { below } else { below.strip_prefix(&*self.target)? };
        if rest.is_empty() {
            return Some(self.source.clone());
        }
        let rest = if self.target.is_empty() { rest } else { rest.strip_prefix('/')? };
        Some(if self.source.is_empty() { rest.to_owned() } else { format!("{}/{rest}", self.source) })
    }
}

/// What lies below `content/`.
pub(super) fn of_content(config: &Value, languages: &[HugoLanguage]) -> Vec<Mount> {
    let mounted = mounted(config, "content", languages);
    if !mounted.is_empty() {
        return mounted;
    }
    let mut found: Vec<Mount> = Vec::new();
    for (at, language) in languages.iter().enumerate() {
        match found.iter_mut().find(|mount| mount.source == language.content_dir) {
            // The names of its files say which language they are in.
            Some(mount) => mount.languages.clear(),
            None => found.push(Mount::folder(language.content_dir.clone(), vec![at])),
        }
    }
    found
}

/// What lies below `static/`.
pub(super) fn of_static(config: &Value, languages: &[HugoLanguage]) -> Vec<Mount> {
    let mut found = mounted(config, "static", languages);
    if found.is_empty() {
        let mut folders = config.texts_at("staticDir");
        if folders.is_empty() {
            folders.push("static".to_owned());
        }
        for language in languages {
            folders.extend(language.value.texts_at("staticDir").into_iter().filter(|dir| !dir.is_empty()));
        }
        folders.sort();
        folders.dedup();
        found.extend(folders.into_iter().map(|folder| Mount::folder(folder, Vec::new())));
    }
    found
}

fn mounted(config: &Value, component: &str, languages: &[HugoLanguage]) -> Vec<Mount> {
    let all = config.at("module.mounts").map(Value::items).unwrap_or_default();
    let read = |mount: &Value| {
        let target = mount.text_at("target")?;
        let target = target.trim_matches('/').strip_prefix(component)?;
        if !(target.is_empty() || target.starts_with('/')) {
            return None;
        }
        let source = mount.text_at("source")?.trim_start_matches("./").trim_matches('/').to_owned();
        let mut keys = mount.texts_at("sites.matrix.languages");
        keys.extend(mount.text_at("lang"));
        let place = |key: &String| languages.iter().position(|language| language.key.eq_ignore_ascii_case(key));
        let mut files = mount.texts_at("files");
        files.extend(mount.texts_at("includeFiles"));
        files.extend(mount.texts_at("excludeFiles").into_iter().map(|file| format!("!{file}")));
        files.retain(|file| file.matches("**").count() <= MOST_STARS);
        Some(Mount {
            source,
            target: target.trim_matches('/').to_owned(),
            languages: keys.iter().filter_map(place).collect(),
            files,
        })
    };
    all.iter().filter_map(read).collect()
}
