//! `litopys status`: what there is to translate.

use std::io::{Write, stdout};

use anyhow::{Context, anyhow};
use rayon::prelude::*;

use super::{
    args::{Sort, Status as Asked, StatusFormat},
    demand,
    serve::CACHE,
    terminal,
};
use crate::{
    follow::load_site,
    source::{Folder, Source},
    translate::{Desk, Order, Status},
};

/// Reads the whole archive and says what it lacks; `false` where it lacks anything.
pub(super) fn run(asked: &Asked) -> anyhow::Result<bool> {
    let archive = Folder::open(&asked.archive)?;
    let texts = load_site(&archive)?;
    let site = texts.site.ok_or_else(|| anyhow!("`site.toml` names no language"))?;
    let mut ids = Vec::new();
    archive.snapshot(&mut |item| ids.push(item.id))?;
    ids.sort();
    let read = |id| match archive.fetch(id) {
        Ok(Some(folder)) => Desk::of(folder, &site).map_err(anyhow::Error::from).map(Some),
        Ok(None) => Ok(None),
        Err(error) => Err(error.into()),
    };
    let mut desks = Vec::new();
    for desk in ids.par_iter().map(read).collect::<Vec<_>>() {
        match desk {
            Ok(desk) => desks.extend(desk),
            Err(error) => terminal::say(&format!("{error:#}; it is left out")),
        }
    }
    let counted = demand::load(&archive.root().join(CACHE))?;
    let order = match asked.sort {
        Sort::Newest => Order::Newest,
        Sort::Demand if counted.is_none() => {
            return Err(anyhow!("no demand was counted yet: set `count_fallbacks = true` in site.toml, then serve"));
        }
        Sort::Demand => Order::Demand,
    };
    let status = Status::of(&site, &texts.locales, &desks, counted.as_ref(), order);
    let text = match asked.format {
        StatusFormat::Human => status.to_table(),
        StatusFormat::Json => serde_json::to_string(&status)? + "\n",
        StatusFormat::Csv => status.to_csv(),
    };
    stdout().write_all(text.as_bytes()).context("the status cannot be written")?;
    Ok(status.is_complete())
}
