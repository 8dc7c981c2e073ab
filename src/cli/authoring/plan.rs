//! Plans the changes that move an article: reads the archive, writes nothing.

use std::{collections::HashMap, ops::Range, path::Path};

use anyhow::Context;
use rayon::prelude::*;

use super::{
    claims::{Claims, file_of, text, text_of, texts, without_language},
    relocation::Relocation,
    toml_text,
};
use crate::{
    article::{
        Article, ArticleFolder, BlockDigest, File, FrontMatter, RECORD_ENDING, Version, assemble_without_anchors,
        check_portable, markdown::BlockDigests, parse_article,
    },
    cli::{
        archive::no_folder,
        terminal::{Localised, failure},
    },
    model::{
        date::Moment,
        lang::Lang,
        sentence::{Sentence, say},
        slug::{ArticleId, Slug},
    },
    site::Site,
    source::{FileChange, Folder, Rename, Source, Transaction},
};

/// The requested change.
pub(super) struct Wanted {
    pub(super) from: ArticleId,
    pub(super) to: ArticleId,
    /// The new date of the article, where it gets one.
    pub(super) published: Option<Moment>,
}

/// All that changes.
pub(super) struct Plan {
    pub(super) transaction: Transaction,
    /// Old paths that lead to the article from now on.
    pub(super) aliases: Vec<String>,
    /// Places that cannot be changed, and that the user should look at.
    pub(super) notes: Vec<Sentence>,
}

/// Reads every article, and finds out what has to change.
///
/// # Errors
/// If the article cannot be moved there without another one losing an address.
pub(super) fn plan(archive: &Folder, site: &Site, wanted: &Wanted) -> anyhow::Result<Plan> {
    let Wanted { from, to, .. } = wanted;
    let folder = existing(archive, from)?;
    check_target(archive, from, to)?;
    let own = Claims::of(&folder, site);
    let relocation = Relocation { site, from: from.clone(), to: to.clone(), slugs: own.slugs.clone() };
    let mut ids = Vec::new();
    archive.articles(&mut |id| ids.push(id))?;
    ids.sort();
    let planner = Planner { archive, relocation: &relocation };
    let read = |id: &ArticleId| -> anyhow::Result<(Claims, Vec<FileChange>)> {
        let texts = texts(archive, id)?;
        Ok((Claims::of(&texts, site), planner.article(&texts)))
    };
    let mut transaction = Transaction { files: planner.site_files()?, rename: Some(rename(from, to)) };
    let mut others = Vec::new();
    for (claims, changes) in ids.par_iter().map(read).collect::<anyhow::Result<Vec<_>>>()? {
        transaction.files.extend(changes);
        others.extend((claims.id != *from).then_some(claims));
    }
    others.iter().try_for_each(|other| conflict(&relocation, other))?;
    let mut plan = Plan { transaction, aliases: Vec::new(), notes: Vec::new() };
    plan.lead_on(&folder, &relocation, &own.aliases, wanted.published)?;
    plan.transaction.files.retain(|file| file.before != file.after);
    plan.transaction.files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(plan)
}

/// The date that an article has now, as its `article.toml` says.
pub(super) fn published(archive: &Folder, id: &ArticleId) -> anyhow::Result<Option<Moment>> {
    let folder = existing(archive, id)?;
    let text = text_of(&folder, "article.toml");
    Ok(text.and_then(|text| parse_article("article.toml", text).0).and_then(|article| article.published))
}

/// The texts of an article whose folder is there.
fn existing(archive: &Folder, id: &ArticleId) -> anyhow::Result<ArticleFolder> {
    if !archive.root().join(format!("articles/{id}")).is_dir() {
        return Err(no_folder(id).into());
    }
    Ok(texts(archive, id)?)
}

fn rename(from: &ArticleId, to: &ArticleId) -> Rename {
    Rename { from: format!("articles/{from}"), to: format!("articles/{to}") }
}

fn check_target(archive: &Folder, from: &ArticleId, to: &ArticleId) -> anyhow::Result<()> {
    if from == to {
        return Err(failure(say("move-same").with("path", to.folder())));
    }
    if let Some(problem) = check_portable(&format!("articles/{to}")) {
        return Err(failure(say("move-new-id").with("problem", problem.message)));
    }
    match archive.root().join(format!("articles/{to}")).symlink_metadata() {
        Ok(_) => Err(failure(say("move-exists").with("path", to.folder()))),
        Err(_) => Ok(()),
    }
}

/// Refuses a move after which readers of an old or a new address would get the other article.
fn conflict(relocation: &Relocation<'_>, other: &Claims) -> anyhow::Result<()> {
    let Relocation { from, to, site, .. } = relocation;
    let (collection, name) = (other.id.collection(), other.id.name());
    if collection == to.collection() {
        let takes_name = |(_, slug): &&(Lang, Slug)| slug == to.name() && slug != name;
        if let Some((lang, _)) = other.slugs.iter().find(takes_name) {
            let path = format!("{}/{lang}.md", other.id.folder());
            return Err(failure(say("move-slug-taken").with("id", to.to_string()).with("path", path)));
        }
        for (lang, slug) in relocation.new_ends() {
            let theirs = other.slugs.iter().find(|(other, _)| other == lang).map_or(name, |(_, slug)| slug);
            if slug == name || slug == theirs {
                let both = say("move-both").with("lang", lang).with("other", other.id.folder());
                return Err(failure(both.with("address", format!("{collection}/{slug}"))));
            }
        }
    }
    let new = relocation.new_paths();
    for path in relocation.old_paths().iter().filter(|path| !new.contains(path)) {
        let end = path.rsplit('/').next().unwrap_or_default();
        if collection == from.collection() && other.slugs.iter().any(|(_, slug)| slug.as_str() == end) {
            let old = say("move-old-address").with("path", path).with("other", other.id.folder());
            return Err(failure(old.with("slug", end)));
        }
    }
    for alias in &other.aliases {
        let path = without_language(site, alias);
        if new.contains(&path) || relocation.old_paths().contains(&path) {
            return Err(failure(say("move-alias").with("alias", alias).with("other", other.id.folder())));
        }
    }
    Ok(())
}

struct Planner<'a> {
    archive: &'a Folder,
    relocation: &'a Relocation<'a>,
}

impl Planner<'_> {
    /// Changes of files that belong to no article.
    fn site_files(&self) -> anyhow::Result<Vec<FileChange>> {
        let mut changes = Vec::new();
        for path in ["site.toml", "articles/names.toml"] {
            changes.extend(self.archive.site_files(path)?.iter().filter_map(|file| self.file(file)));
        }
        Ok(changes)
    }

    /// Changes of the texts of an article, and of the records of its translations.
    fn article(&self, folder: &ArticleFolder) -> Vec<FileChange> {
        let mut changes: Vec<_> = folder.files.iter().filter_map(|file| self.file(file)).collect();
        let records: Vec<_> = folder.files.iter().filter(|file| file.path.ends_with(RECORD_ENDING)).collect();
        if !records.is_empty() && changes.iter().any(|change| change.path.ends_with(".md")) {
            let renewed = renewed(folder, &changes, self.relocation.site);
            let record = |file: &&File| Some(change(file, replaced(text(file)?, &renewed)));
            changes.extend(records.iter().filter_map(record));
        }
        changes
    }

    fn file(&self, file: &File) -> Option<FileChange> {
        // The destination of a link is changed where it is written.
        let full = self.archive.root().join(&file.path);
        if full.canonicalize().ok()? != full || file.path.ends_with(RECORD_ENDING) {
            return None;
        }
        let old = text(file)?;
        let folder: Vec<String> =
            Path::new(&file.path).parent()?.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        let new = if file.path.ends_with(".toml") {
            self.relocation.toml(old, &folder)?
        } else if file.path.ends_with(".md") {
            self.version(&file.path, old, &folder)?
        } else {
            return None;
        };
        Some(change(file, new))
    }

    fn version(&self, path: &str, text: &str, folder: &[String]) -> Option<String> {
        let parts = FrontMatter::find(path, text).ok();
        let (toml, body) = parts.map_or((0..0, 0..text.len()), |parts| (parts.toml(), parts.body()));
        let part = |range: Range<usize>| text.get(range).unwrap_or_default();
        let new_toml = self.relocation.toml(part(toml.clone()), folder);
        let new_body = self.relocation.markdown(part(body.clone()), folder);
        if new_toml.is_none() && new_body.is_none() {
            return None;
        }
        let new_toml = new_toml.unwrap_or_else(|| part(toml.clone()).to_owned());
        let new_body = new_body.unwrap_or_else(|| part(body.clone()).to_owned());
        Some([part(0..toml.start), &new_toml, part(toml.end..body.start), &new_body].concat())
    }
}

/// The change of a file to `new`; its byte order mark stays.
fn change(file: &File, new: String) -> FileChange {
    let before = file.bytes.clone().unwrap_or_default();
    let mut after = if before.starts_with(b"\xef\xbb\xbf") { b"\xef\xbb\xbf".to_vec() } else { Vec::new() };
    after.extend(new.into_bytes());
    FileChange { path: file.path.clone(), before, after }
}

/// The digests of blocks, before and after their links are changed.
fn renewed(folder: &ArticleFolder, changes: &[FileChange], site: &Site) -> HashMap<BlockDigest, BlockDigest> {
    let mut new = folder.clone();
    for file in &mut new.files {
        if let Some(change) = changes.iter().find(|change| change.path == file.path) {
            file.bytes = Ok(change.after.clone());
        }
    }
    let article = |folder: &ArticleFolder| -> Option<Article> {
        assemble_without_anchors(folder, site, BlockDigests::Made).0.article
    };
    let (Some(old), Some(new)) = (article(folder), article(&new)) else { return HashMap::new() };
    let blocks = |version: &Version| -> Vec<[BlockDigest; 2]> {
        version.rendered.blocks.iter().map(|block| [block.fingerprint, block.former]).collect()
    };
    let versions = old.versions.iter().zip(new.versions.iter()).filter(|(old, new)| old.lang == new.lang);
    let pairs =
        versions.flat_map(|(old, new)| blocks(old).into_iter().flatten().zip(blocks(new).into_iter().flatten()));
    pairs.filter(|(old, new)| old != new).collect()
}

/// A record with the digests of changed blocks.
fn replaced(record: &str, renewed: &HashMap<BlockDigest, BlockDigest>) -> String {
    let word = |word: &str| match word.parse::<BlockDigest>().ok().and_then(|old| renewed.get(&old)) {
        Some(new) => new.to_string(),
        None => word.to_owned(),
    };
    let mut out = String::with_capacity(record.len());
    for part in record.split_inclusive(|c: char| !c.is_ascii_alphanumeric()) {
        let end = part.trim_end_matches(|c: char| !c.is_ascii_alphanumeric()).len();
        let (bare, rest) = part.split_at_checked(end).unwrap_or((part, ""));
        out.push_str(&word(bare));
        out.push_str(rest);
    }
    out
}

impl Plan {
    /// Changes `article.toml`: old addresses lead on, and the date is of the new year.
    fn lead_on(
        &mut self,
        folder: &ArticleFolder,
        relocation: &Relocation<'_>,
        known: &[String],
        published: Option<Moment>,
    ) -> anyhow::Result<()> {
        let Some(file) = file_of(folder, "article.toml") else {
            self.notes.push(say("move-no-meta"));
            return Ok(());
        };
        let at = self.transaction.files.iter().position(|change| change.path == file.path);
        let changed = at.map(|at| self.transaction.files.remove(at).after);
        let bytes = changed.as_deref().or(file.bytes.as_deref().ok()).unwrap_or_default();
        let old = std::str::from_utf8(bytes).ok().map(|text| text.strip_prefix('\u{feff}').unwrap_or(text));
        let present = relocation.new_paths();
        let is_present = |alias: &str| present.iter().any(|path| path == alias.trim_end_matches('/'));
        let old_paths = relocation.old_paths();
        self.aliases = old_paths.into_iter().filter(|path| !present.contains(path)).collect();
        let add: Vec<String> = self.aliases.iter().filter(|path| !known.contains(path)).cloned().collect();
        let edited = old.and_then(|text| toml_text::with_items(text, "aliases", &is_present, &add));
        let edited = edited.and_then(|text| match published {
            Some(date) => toml_text::with_key(&text, "published", &date.to_string()),
            None => Some(text),
        });
        let edited = edited.with_context(|| Localised(say("move-not-toml").with("path", &file.path)))?;
        self.transaction.files.push(change(file, edited));
        Ok(())
    }
}
