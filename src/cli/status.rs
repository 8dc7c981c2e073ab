//! `litopys status`: what there is to translate.

use std::io::{Write, stdout};

use anyhow::{Context, anyhow};
use rayon::prelude::*;

use super::{
    archive::article_id,
    args::{Sort, StatusArgs as Asked, StatusFormat},
    server::fallback_counts_file,
    terminal,
};
use crate::{
    model::{date::Clock, lang::Lang},
    site::Site,
    source::{Folder, Source, load_site},
    translate::{ArticleVersions, Status, WorkOrder},
};

/// Reads the archive, or one article of it, and says what is missing or stale; `false` if anything is.
pub(super) fn run(asked: &Asked) -> anyhow::Result<bool> {
    let archive = asked.archive.open()?;
    let texts = load_site(&archive)?;
    let site = texts.site.ok_or_else(|| anyhow!("`site.toml` names no language"))?;
    let lang = asked.lang.as_ref().map(|lang| language(&site, lang)).transpose()?;
    let desks = match &asked.article {
        Some(typed) => {
            let id = article_id(typed, &archive)?;
            let folder = archive.fetch(&id)?.with_context(|| format!("there is no `{}`", id.folder()))?;
            vec![ArticleVersions::open(folder, &site)?]
        }
        None => every_desk(&archive, &site)?,
    };
    let counted = fallback_counts_file::load(&asked.state.keep_of(&archive, fallback_counts_file::FILE))?;
    let order = match asked.sort {
        Sort::Newest => WorkOrder::Newest,
        Sort::Demand if counted.is_none() => {
            return Err(anyhow!("no demand was counted yet: set `count_fallbacks = true` in site.toml, then serve"));
        }
        Sort::Demand => WorkOrder::Demand,
    };
    let mut status = Status::new(&site, &texts.locales, &desks, counted.as_ref(), order).with_waiting(
        &site,
        &desks,
        Clock::default().now(),
    );
    if asked.article.is_some() {
        status = status.articles_only();
    }
    if let Some(lang) = lang {
        status = status.in_language(lang);
    }
    let text = match asked.format {
        StatusFormat::Human => status.to_table(site.time_zone(), &terminal::language()),
        StatusFormat::Json => serde_json::to_string(&status)? + "\n",
        StatusFormat::Csv => status.to_csv(),
    };
    stdout().write_all(text.as_bytes()).context("the status cannot be written")?;
    Ok(status.is_complete())
}

/// The language of the site that is called `typed`, which may be an alias.
fn language<'a>(site: &'a Site, typed: &Lang) -> anyhow::Result<&'a Lang> {
    let found = site.languages().by_path(typed.as_str()).map(|language| &language.tag);
    found.ok_or_else(|| {
        let tags: Vec<_> = site.languages().iter().map(|language| format!("`{}`", language.tag)).collect();
        anyhow!("`{typed}` is not a language of this site, expected {}", tags.join(", "))
    })
}

/// Every article that can be read, on every core; the others are named on stderr.
fn every_desk(archive: &Folder, site: &Site) -> anyhow::Result<Vec<ArticleVersions>> {
    let mut ids = Vec::new();
    archive.snapshot(&mut |item| ids.push(item.id))?;
    ids.sort();
    let read = |id| match archive.fetch(id) {
        Ok(Some(folder)) => ArticleVersions::open(folder, site).map_err(anyhow::Error::from).map(Some),
        Ok(None) => Ok(None),
        Err(error) => Err(error.into()),
    };
    let mut desks = Vec::new();
    for desk in ids.par_iter().map(read).collect::<Vec<_>>() {
        match desk {
            // A withdrawn article is not to be translated.
            Ok(desk) => desks.extend(desk.filter(|desk| desk.article().meta.withdrawn.is_none())),
            Err(error) => terminal::say(&format!("{error:#}; it is left out")),
        }
    }
    Ok(desks)
}
