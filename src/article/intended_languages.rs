//! The languages that an article is meant for: `languages` of its `article.toml`, compared with the site and its files.

use serde::{Deserialize, Serialize};

use super::{ArticleFolder, ArticleToml, Version};
use crate::{
    model::{
        diagnostic::{Diagnostic, Place},
        lang::Lang,
        sentence::say,
    },
    site::Site,
};

/// The languages that an article is meant for: those that it lists, or all of the site where it lists none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Audience(Vec<Lang>);

impl Audience {
    /// Whether a version in `lang` is wanted. Without one nothing is missing where it is not.
    pub fn includes(&self, lang: &Lang) -> bool {
        self.is_all() || self.0.contains(lang)
    }

    /// Whether it is all languages of the site.
    pub fn is_all(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<Vec<Lang>> for Audience {
    fn from(listed: Vec<Lang>) -> Self {
        Audience(listed)
    }
}

/// Takes out of `meta.languages` what is not a language of the site, and reports it; reports the `versions` in languages that
/// the list leaves out. `text` is the text of `article.toml`, `root` the article's folder.
pub(super) fn check(
    site: &Site,
    root: &str,
    text: &str,
    meta: &mut ArticleToml,
    versions: &[Version],
) -> Vec<Diagnostic> {
    let path = format!("{root}/article.toml");
    let (known, unknown) = meta.languages.0.drain(..).partition(|lang| site.languages().get(lang.as_str()).is_some());
    let unknown: Vec<Lang> = unknown;
    meta.languages = Audience(known);
    let mut found: Vec<_> = unknown.iter().map(|lang| unknown_language(site, &path, text, lang)).collect();
    // A language that is listed under a wrong name is reported there.
    let is_meant = |listed: &Lang, lang: &Lang| {
        let alias = site.languages().by_alias(listed.as_str()).map(|language| &language.tag);
        alias == Some(lang) || strsim::osa_distance(listed.as_str(), lang.as_str()) == 1
    };
    let is_unlisted = |version: &&Version| {
        !meta.languages.includes(&version.lang) && !unknown.iter().any(|listed| is_meant(listed, &version.lang))
    };
    found.extend(versions.iter().filter(is_unlisted).map(|version| {
        let lang = &version.lang;
        let message = say("version-unlisted").with("lang", lang);
        let problem = Diagnostic::warning(&format!("{root}/{lang}.md"), "version-unlisted", message);
        problem.help(say("help-list-language").with("lang", lang))
    }));
    found
}

/// The problem of the file at `path`, whose name, `stem` and `ending`, is not a language of the site.
pub(super) fn unknown_language_file(site: &Site, path: &str, stem: &str, ending: &str) -> Diagnostic {
    if let Some(language) = site.languages().by_alias(stem) {
        let tag = &language.tag;
        let message = say("language-alias-file").with("stem", stem).with("tag", tag);
        let help = say("help-rename-file").with("name", format!("{tag}{ending}"));
        return Diagnostic::error(path, "language-alias", message).help(help);
    }
    let tags: Vec<_> = site.languages().iter().map(|language| format!("`{}{ending}`", language.tag)).collect();
    let problem = Diagnostic::error(path, "unknown-language", say("unknown-language").with("lang", stem));
    problem.help(say("help-expected-language").with("names", tags))
}

fn unknown_language(site: &Site, path: &str, text: &str, lang: &Lang) -> Diagnostic {
    let problem = match site.languages().by_alias(lang.as_str()) {
        Some(language) => {
            let message = say("language-alias").with("lang", lang);
            Diagnostic::error(path, "language-alias", message).help(say("help-write-quoted").with("tag", &language.tag))
        }
        None => {
            let tags: Vec<_> = site.languages().iter().map(|language| format!("`{}`", language.tag)).collect();
            let message = say("unknown-language-listed").with("lang", lang);
            let help = say("help-expected-language").with("names", tags);
            Diagnostic::error(path, "unknown-language", message).help(help)
        }
    };
    match place(text, lang) {
        Some(place) => problem.at(place),
        None => problem,
    }
}

/// The place of `lang` in the list of languages of `text`; a tag in other letters is not found.
fn place(text: &str, lang: &Lang) -> Option<Place> {
    let list = text.lines().scan(0, |at, line| Some((std::mem::replace(at, *at + line.len() + 1), line)));
    let (start, _) = list.into_iter().find(|(_, line)| line.trim_start().starts_with("languages"))?;
    let quoted = |quote: char| text.get(start..)?.find(&format!("{quote}{lang}{quote}"));
    Some(Place::from_offset(text, start + quoted('"').or_else(|| quoted('\''))?))
}

/// The source language of a page that does not name one: the site's default language, else the first in which it has a text.
pub(super) fn implied_source<'a>(folder: &ArticleFolder, site: &'a Site) -> &'a Lang {
    let root = folder.id.folder();
    let has = |lang: &&Lang| folder.files.iter().any(|file| file.path == format!("{root}/{lang}.md"));
    let languages = site.languages().iter().map(|language| &language.tag);
    std::iter::once(site.default_language()).chain(languages).find(has).unwrap_or(site.default_language())
}
