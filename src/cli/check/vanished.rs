//! Addresses that were there at git's last commit and lead nowhere now.

use std::collections::{BTreeMap, HashSet};

use rayon::prelude::*;

use super::git::{Committed, committed};
use crate::{
    article::{ArticleFolder, File},
    cli::authoring::claims::{Claims, texts},
    model::{Digest, diagnostic::Diagnostic, sentence::say, slug::ArticleId},
    site::Site,
    source::{Folder, Source, SourceError},
};

/// A warning for each article that has lost addresses since the last commit.
pub(super) fn vanished(archive: &Folder, site: &Site) -> Result<Vec<Diagnostic>, SourceError> {
    // Only what has changed can have lost an address; all else is not kept in memory.
    let mut changed: HashSet<String> = HashSet::new();
    let compared = committed(archive.root(), &|_| true, |Committed { path, bytes }| {
        let id = article(&path);
        if !changed.contains(id) && present(archive, &path).is_none_or(|now| now != bytes) {
            changed.insert(id.to_owned());
        }
    });
    if compared.is_none() || changed.is_empty() {
        return Ok(Vec::new());
    }
    let mut before: BTreeMap<ArticleId, Vec<File>> = BTreeMap::new();
    _ = committed(archive.root(), &|path| changed.contains(article(path)), |Committed { path, bytes }| {
        if let Some(id) = ArticleId::of_path(&path) {
            before.entry(id).or_default().push(File { path, bytes: Ok(bytes) });
        }
    });
    let old = |(id, files)| {
        claims_of(&ArticleFolder { id, metadata_digest: Digest::hash(b""), files, large: Vec::new() }, site)
    };
    let lost: Vec<Claims> = before.into_iter().filter_map(old).collect();
    let alive = alive(archive, site)?;
    let problem = |claims: &Claims| {
        let dead: Vec<_> = claims.paths(site).into_iter().filter(|path| !alive.contains(path)).collect();
        // A file of it that cannot be read is reported as such, and the last good state stays.
        let is_broken =
            || texts(archive, &claims.id).is_ok_and(|now| !now.files.is_empty() && claims_of(&now, site).is_none());
        (!dead.is_empty() && !is_broken()).then(|| problem(archive, claims, &dead))
    };
    Ok(lost.iter().filter_map(problem).collect())
}

/// `articles/2025/a/uk.md` → `articles/2025/a`
fn article(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(article, _)| article)
}

/// The bytes of a file as it is now.
fn present(archive: &Folder, path: &str) -> Option<Vec<u8>> {
    archive.site_files(path).ok()?.pop()?.bytes.ok()
}

/// The addresses of the article in these files; `None` if they make no article.
fn claims_of(folder: &ArticleFolder, site: &Site) -> Option<Claims> {
    Some(Claims::of(folder, site)).filter(|claims| claims.is_article)
}

/// Every path, without its language, that leads to an article.
fn alive(archive: &Folder, site: &Site) -> Result<HashSet<String>, SourceError> {
    let mut ids = Vec::new();
    archive.articles(&mut |id| ids.push(id))?;
    let paths =
        |id: &ArticleId| Ok(claims_of(&texts(archive, id)?, site).map_or_else(Vec::new, |claims| claims.paths(site)));
    let paths: Result<Vec<Vec<String>>, SourceError> = ids.par_iter().map(paths).collect();
    Ok(paths?.into_iter().flatten().collect())
}

fn problem(archive: &Folder, claims: &Claims, dead: &[String]) -> Diagnostic {
    let id = &claims.id;
    let file = id.meta_path();
    let paths: Vec<_> = dead.iter().map(|path| format!("`{path}`")).collect();
    let message = say("dead-address").with("count", paths.len()).with("paths", paths);
    let aliases: Vec<_> = dead.iter().map(|path| format!("\"{path}\"")).collect();
    let is_there = archive.root().join(id.folder()).is_dir();
    let help = say(if is_there { "help-aliases" } else { "help-aliases-elsewhere" });
    let help = help.with("aliases", aliases.join(", "));
    Diagnostic::warning(&file, "dead-address", message).help(help)
}
