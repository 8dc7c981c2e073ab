//! What is kept of an article once it is read: as much as the questions need that look at all articles at once.

use std::collections::HashSet;

use jiff::civil::Date;

use crate::{
    archive::{Article, Version},
    config::Site,
    content::{
        Topic,
        markdown::{ArticleLink, BlockKind},
    },
    lang::Lang,
    problem::Place,
    slug::ArticleId,
};

/// An article, in short.
#[derive(Debug)]
pub(in crate::translate::check) struct Facts {
    pub(in crate::translate::check) id: ArticleId,
    pub(super) source: Lang,
    pub(super) published: Date,
    pub(super) topics: Vec<(Topic, String)>,
    pub(super) aliases: Vec<(String, Option<Place>)>,
    pub(super) versions: Vec<VersionFacts>,
}

/// A version, in short.
#[derive(Debug)]
pub(super) struct VersionFacts {
    pub(super) lang: Lang,
    pub(super) slug: String,
    pub(super) slug_place: Option<Place>,
    pub(super) aliases: Vec<(String, Option<Place>)>,
    pub(super) updated: Option<Date>,
    pub(super) anchors: HashSet<String>,
    pub(super) links: Vec<ArticleLink>,
    pub(super) words: u32,
    /// Blocks other than footnotes, which a translator may add.
    pub(super) blocks: usize,
}

impl Facts {
    /// `text` gives the text of a file of the article's folder.
    pub(in crate::translate::check) fn of<'a>(article: &Article, site: &Site, text: impl Fn(&str) -> &'a str) -> Self {
        let meta = &article.meta;
        let topics = [
            (Topic::Tag, meta.tags.as_slice()),
            (Topic::Author, meta.authors.as_slice()),
            (Topic::Section, meta.section.as_slice()),
        ];
        let topics = topics.iter().flat_map(|(topic, ids)| ids.iter().map(|id| (*topic, id.clone())));
        Facts {
            id: article.id.clone(),
            source: meta.source.clone(),
            published: meta.published.day(site.time_zone()),
            topics: topics.collect(),
            aliases: located(&meta.aliases, text("article.toml")),
            versions: article
                .versions
                .iter()
                .map(|version| VersionFacts::of(version, article, site, text(&format!("{}.md", version.lang))))
                .collect(),
        }
    }

    pub(super) fn version(&self, lang: &Lang) -> Option<&VersionFacts> {
        self.versions.iter().find(|version| version.lang == *lang)
    }

    /// The day on which the source version was changed after the one in `lang` was translated, as far as `updated` tells.
    /// The one place here that says what is out of date.
    pub(in crate::translate::check) fn stale_since(&self, lang: &Lang) -> Option<Date> {
        let version = self.version(lang).filter(|version| version.lang != self.source)?;
        let changed = self.version(&self.source)?.updated?;
        (changed > version.updated.unwrap_or(self.published)).then_some(changed)
    }

    /// The path of a file of the article.
    pub(super) fn path(&self, file: &str) -> String {
        format!("articles/{}/{file}", self.id)
    }
}

/// Old paths, each with the place where `text` has it.
fn located(aliases: &[String], text: &str) -> Vec<(String, Option<Place>)> {
    let place = |alias: &String| text.find(alias.as_str()).map(|at| Place::of(text, at));
    aliases.iter().map(|alias| (alias.clone(), place(alias))).collect()
}

impl VersionFacts {
    fn of(version: &Version, article: &Article, site: &Site, text: &str) -> Self {
        let rendered = &version.rendered;
        VersionFacts {
            lang: version.lang.clone(),
            slug: version.slug(&article.id).to_string(),
            slug_place: version.text.slug_place,
            aliases: located(&version.text.aliases, text),
            updated: version.text.updated.map(|moment| moment.day(site.time_zone())),
            anchors: rendered.headings.iter().map(|heading| heading.id.clone()).collect(),
            links: rendered.links.clone(),
            words: rendered.words,
            blocks: rendered.blocks.iter().filter(|block| block.kind != BlockKind::Footnotes).count(),
        }
    }
}
