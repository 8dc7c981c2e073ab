//! `litopys status`: what there is to translate.

use std::io::{Write, stdout};

use anyhow::Context;
use rayon::prelude::*;

use super::{
    archive::{article_id, language, no_folder, no_language},
    args::{Sort, StatusArgs as Asked, StatusFormat},
    mark::written,
    server::fallback_counts_file,
    terminal::{self, Localised, failure},
};
use crate::{
    model::{date::Clock, sentence::say},
    site::Site,
    source::{Folder, Source, load_site},
    translate::{ArticleVersions, Status, WorkOrder},
};

/// Reads the archive, or one article of it, and says what is missing or stale; `false` if anything is.
pub(super) fn run(asked: &Asked) -> anyhow::Result<bool> {
    let archive = asked.archive.open()?;
    let texts = load_site(&archive)?;
    let site = texts.site.ok_or_else(no_language)?;
    let lang = asked.lang.as_ref().map(|lang| language(&site, lang)).transpose()?;
    let desks = match &asked.article {
        Some(typed) => {
            let id = article_id(typed, &archive)?;
            let folder = archive.fetch(&id)?.with_context(|| no_folder(&id))?;
            vec![ArticleVersions::open(folder, &site).map_err(|error| written(&error))?]
        }
        None => every_desk(&archive, &site)?,
    };
    let counted = fallback_counts_file::load(&asked.state.keep_of(&archive, fallback_counts_file::FILE))?;
    let order = match asked.sort {
        Sort::Newest => WorkOrder::Newest,
        Sort::Demand if counted.is_none() => {
            return Err(failure(say("status-no-demand")));
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
    stdout().write_all(text.as_bytes()).context(Localised(say("status-unwritten")))?;
    Ok(status.is_complete())
}

/// Every article that can be read, on every core; the others are named on stderr.
fn every_desk(archive: &Folder, site: &Site) -> anyhow::Result<Vec<ArticleVersions>> {
    let mut ids = Vec::new();
    archive.snapshot(&mut |item| ids.push(item.id))?;
    ids.sort();
    let read = |id| match archive.fetch(id) {
        Ok(Some(folder)) => ArticleVersions::open(folder, site).map_err(|error| written(&error)).map(Some),
        Ok(None) => Ok(None),
        Err(error) => Err(error.into()),
    };
    let mut desks = Vec::new();
    for desk in ids.par_iter().map(read).collect::<Vec<_>>() {
        match desk {
            // A withdrawn article is not to be translated.
            Ok(desk) => desks.extend(desk.filter(|desk| desk.article().meta.withdrawn.is_none())),
            Err(error) => terminal::say_sentence(&say("status-left-out").with("problem", format!("{error:#}"))),
        }
    }
    Ok(desks)
}
