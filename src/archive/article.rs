//! One article out of its files: every problem found, every sound version kept.

use super::{ArticleFolder, File, MediaFile, check_form, decode};
use crate::{
    config::Site,
    content::{
        ArticleToml, VersionText,
        markdown::{Context, Media, Rendered, Renditions, render},
        notes_for, parse_article, parse_version,
    },
    lang::Lang,
    picture::Format,
    problem::Problem,
    slug::{ArticleId, Slug},
};

/// An article with all its versions, rendered.
#[derive(Debug, Clone)]
pub struct Article {
    /// The folder it lies in.
    pub id: ArticleId,
    /// What its versions share.
    pub meta: ArticleToml,
    /// Its versions, at most one a language, in the order of the site's languages.
    pub versions: Vec<Version>,
    /// Its pictures and other files.
    pub media: Vec<MediaFile>,
}

/// An article in one language.
#[derive(Debug, Clone)]
pub struct Version {
    /// The language.
    pub lang: Lang,
    /// Title, summary and the rest of the front matter.
    pub text: VersionText,
    /// Its body as HTML, with what rendering found out about it.
    pub rendered: Rendered,
}

/// What came of an article's files.
#[derive(Debug, Clone)]
pub struct Assembled {
    /// The article; `None` where nothing of it can be shown.
    pub article: Option<Article>,
    /// All that is wrong with its files.
    pub problems: Vec<Problem>,
}

/// A file's place in an article's folder.
enum Part {
    Meta,
    Version(Lang),
    /// A Markdown file whose name is no language of the site.
    Stranger(String),
    Media(String),
}

impl Version {
    /// The last part of its address: its own slug, else the name of the article's folder.
    pub fn slug<'a>(&'a self, id: &'a ArticleId) -> &'a Slug {
        self.text.slug.as_ref().unwrap_or(id.name())
    }
}

/// Puts an article together. Nothing in any file is fatal to the other files.
pub fn assemble(folder: ArticleFolder, site: &Site) -> Assembled {
    let root = format!("articles/{}", folder.id);
    let mut assembly = Assembly {
        site,
        root,
        id: folder.id,
        meta: None,
        texts: vec![],
        media: vec![],
        refused: vec![],
        problems: vec![],
    };
    for file in folder.files {
        assembly.take(file);
    }
    assembly.finish()
}

struct Assembly<'a> {
    site: &'a Site,
    root: String,
    id: ArticleId,
    meta: Option<ArticleToml>,
    texts: Vec<(Lang, String, String)>,
    media: Vec<MediaFile>,
    /// Pictures that are there and not shown; the problem that says why is their own.
    refused: Vec<String>,
    problems: Vec<Problem>,
}

impl Assembly<'_> {
    fn take(&mut self, file: File) {
        self.problems.extend(check_form(&file.path));
        if let Err(fault) = &file.bytes {
            self.problems.push(fault.problem(&file.path));
            return;
        }
        match self.part(&file.path) {
            Part::Meta => {
                let (path, text) = self.text(file);
                if let Some(text) = text {
                    let (meta, problems) = parse_article(&path, &text);
                    self.meta = meta;
                    self.problems.extend(problems);
                }
            }
            Part::Version(lang) => {
                let (path, text) = self.text(file);
                self.texts.extend(text.map(|text| (lang, path, text)));
            }
            Part::Stranger(stem) => {
                let problem = self.stranger(&file.path, &stem);
                self.problems.push(problem);
            }
            Part::Media(name) => self.take_media(name, &file),
        }
    }

    fn take_media(&mut self, name: String, file: &File) {
        match MediaFile::of(&name, file) {
            Some(Ok((media, problems))) => {
                self.media.push(media);
                self.problems.extend(problems);
            }
            Some(Err(refusal)) => {
                self.problems.push(refusal.problem(&file.path));
                self.refused.push(name);
            }
            None => {}
        }
    }

    fn part(&self, path: &str) -> Part {
        let name = path.strip_prefix(&self.root).map_or(path, |rest| rest.trim_start_matches('/'));
        match name.strip_suffix(".md") {
            _ if name == "article.toml" => Part::Meta,
            Some(stem) if !stem.contains('/') => match self.site.languages().get(stem) {
                Some(language) => Part::Version(language.tag.clone()),
                None => Part::Stranger(stem.to_owned()),
            },
            _ => Part::Media(name.to_owned()),
        }
    }

    fn text(&mut self, file: File) -> (String, Option<String>) {
        match decode(&file.path, file.bytes.unwrap_or_default()) {
            Ok((text, problems)) => {
                self.problems.extend(problems);
                (file.path, Some(text))
            }
            Err(problem) => {
                self.problems.push(problem);
                (file.path, None)
            }
        }
    }

    fn stranger(&self, path: &str, stem: &str) -> Problem {
        if let Some(language) = self.site.languages().by_alias(stem) {
            let tag = &language.tag;
            return Problem::error(
                path,
                "language-alias",
                format!("`{stem}` is no language tag here: the tag is `{tag}`"),
            )
            .help(format!("rename the file to `{tag}.md`"));
        }
        let tags: Vec<_> = self.site.languages().iter().map(|language| format!("`{}.md`", language.tag)).collect();
        Problem::error(path, "unknown-language", format!("`{stem}` is no language of this site"))
            .help(format!("expected {}, or a [[language]] for it in site.toml", tags.join(", ")))
    }

    fn finish(mut self) -> Assembled {
        let versions = self.versions();
        let meta_path = format!("{}/article.toml", self.root);
        let Some(meta) = self.meta.take() else {
            if !self.problems.iter().any(|problem| problem.path == meta_path) {
                let problem = Problem::error(&meta_path, "no-article-toml", "the article has no `article.toml`");
                self.problems.push(problem.help("write one with `published = 2025-06-29` and `source = \"uk\"`"));
            }
            return Assembled { article: None, problems: self.problems };
        };
        if versions.is_empty() {
            let message = "the article has no version that can be shown";
            self.problems.push(Problem::error(&meta_path, "no-version", message));
            return Assembled { article: None, problems: self.problems };
        }
        self.check_source(&meta, &meta_path, &versions);
        let article = Article { id: self.id, meta, versions, media: self.media };
        Assembled { article: Some(article), problems: self.problems }
    }

    fn check_source(&mut self, meta: &ArticleToml, path: &str, versions: &[Version]) {
        if !versions.iter().any(|version| version.lang == meta.source) {
            let has: Vec<_> = versions.iter().map(|version| format!("`{}`", version.lang)).collect();
            let source = &meta.source;
            let message = format!("`source` names `{source}`, but there is no sound `{source}.md`");
            let problem = Problem::error(path, "no-source-version", message);
            self.problems.push(problem.help(format!("versions found: {}", has.join(", "))));
        }
        let year = meta.published.day(self.site.time_zone()).year();
        if i32::from(year) != i32::from(self.id.year().get()) {
            let message = format!("published in {year}, but the folder is `{}`", self.id.year());
            self.problems.push(Problem::warning(path, "wrong-year", message));
        }
    }

    fn versions(&mut self) -> Vec<Version> {
        let shared = self.meta.as_ref().map(|meta| meta.images.clone()).unwrap_or_default();
        let mut versions = Vec::new();
        for language in self.site.languages().iter() {
            let Some((lang, path, file)) = self.texts.iter().find(|(lang, ..)| *lang == language.tag) else { continue };
            let (text, problems) = parse_version(path, file);
            self.problems.extend(problems);
            let Some(text) = text else { continue };
            let images = notes_for(&text.images, &shared);
            let media = |name: &str| self.media_address(name);
            let context = Context { path, article: &self.id, images: &images, media: &media };
            let mut rendered = render(file, text.body, &context);
            let told = |name: &String| format!("no file `{name}` in");
            let own = |problem: &Problem| !self.refused.iter().any(|name| problem.message.contains(&told(name)));
            self.problems.extend(rendered.problems.drain(..).filter(own));
            versions.push(Version { lang: lang.clone(), text, rendered });
        }
        versions
    }

    fn media_address(&self, name: &str) -> Option<Media> {
        let media = self.media.iter().find(|media| media.file == name)?;
        let renditions = (!media.widths.is_empty()).then(|| Renditions {
            sources: [Format::Avif, Format::Webp].map(|made| (made.media_type(), media.srcset(&self.id, made))),
            plain: media.plain(&self.id),
        });
        Some(Media { address: media.address(&self.id), size: media.size, renditions })
    }
}
