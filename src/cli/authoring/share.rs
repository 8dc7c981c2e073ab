//! `litopys share`: a link that opens an article before it is published.

use std::io::{Write, stdout};

use anyhow::{Context, anyhow, bail};
use jiff::SignedDuration;

use super::{args::ShareArgs, remove::language};
use crate::{
    article::{Article, assemble},
    cli::{archive::article_id, terminal},
    model::{date::Clock, slug::ArticleId},
    site::Site,
    source::{Folder, SHARE_KEY, ShareKey, Source, load_site},
    web::signed_path,
};

/// Prints the link on stdout, and what it opens on stderr.
pub(in crate::cli) fn run(typed: &ShareArgs) -> anyhow::Result<bool> {
    let archive = typed.archive.open()?;
    let key_file = typed.state.open(&archive)?.keep().join(SHARE_KEY);
    if typed.revoke {
        ShareKey::renew(&key_file).context("a new key cannot be made")?;
        terminal::say("there is a new key: no link that was made before opens anything");
    }
    let Some(article) = &typed.article else { return Ok(true) };
    let site = load_site(&archive)?.site.ok_or_else(|| anyhow!("`site.toml` names no language"))?;
    let id = article_id(article, &archive)?;
    let article = read(&archive, &site, &id)?;
    let lang = typed.lang.as_ref().map(|lang| language(&site, lang)).transpose()?;
    if let Some(lang) = lang
        && site.languages().shown(lang, |lang| article.versions.iter().any(|version| version.lang == *lang)).is_none()
    {
        bail!("`{id}` has no version for readers of `{lang}`: leave `--lang` out, or name another language");
    }
    let now = Clock::default().now();
    let zone = site.time_zone();
    let expires =
        now.checked_add(SignedDuration::from_hours(24 * typed.days)).context("--days leads beyond all time")?;
    let key = ShareKey::load_or_make(&key_file).context("the key of the links cannot be had")?;
    writeln!(stdout(), "{}{}", site.base_url(), signed_path(&key, &id, expires, lang))?;
    let until = expires.to_zoned_datetime(zone.clone());
    terminal::say(&format!(
        "the link opens `{id}` for everyone who has it, until {}; `litopys share --revoke` ends all links",
        until.strftime("%Y-%m-%d %H:%M")
    ));
    if article.waiting(now, zone).is_empty() {
        terminal::say(&format!("`{id}` is public already, so the link leads to its page"));
    }
    Ok(true)
}

fn read(archive: &Folder, site: &Site, id: &ArticleId) -> anyhow::Result<Article> {
    let folder = archive.fetch(id)?.with_context(|| format!("there is no `{}`", id.folder()))?;
    let Some(article) = assemble(&folder, site).article else {
        bail!("`{}` has no text that can be shown: `litopys check` says why", id.folder())
    };
    if article.meta.withdrawn.is_some() {
        bail!("`{id}` was taken down: `withdrawn` in `{}` says so", id.meta_path())
    }
    Ok(article)
}
