//! `litopys share`: a link that opens an article before it is published.

use std::io::{Write, stdout};

use anyhow::Context;
use jiff::SignedDuration;

use super::args::ShareArgs;
use crate::{
    article::{Article, assemble},
    cli::{
        archive::{article_id, language, no_folder, site_of},
        terminal::{self, Localised, failure},
    },
    model::{date::Clock, sentence::say, slug::ArticleId},
    site::Site,
    source::{Folder, SHARE_KEY, ShareKey, Source},
    web::signed_path,
};

/// Prints the link on stdout, and what it opens on stderr.
pub(in crate::cli) fn run(typed: &ShareArgs) -> anyhow::Result<bool> {
    let archive = typed.archive.open()?;
    let key_file = typed.state.open(&archive)?.keep().join(SHARE_KEY);
    if typed.revoke {
        ShareKey::renew(&key_file).context(Localised(say("share-no-key")))?;
        terminal::say_sentence(&say("share-revoked"));
    }
    let Some(article) = &typed.article else { return Ok(true) };
    let site = site_of(&archive)?;
    let id = article_id(article, &archive)?;
    let article = read(&archive, &site, &id)?;
    let lang = typed.lang.as_ref().map(|lang| language(&site, lang)).transpose()?;
    if let Some(lang) = lang
        && site.languages().shown(lang, |lang| article.versions.iter().any(|version| version.lang == *lang)).is_none()
    {
        return Err(failure(say("share-no-version").with("id", id.to_string()).with("lang", lang)));
    }
    let now = Clock::default().now();
    let zone = site.time_zone();
    let expires = now.checked_add(SignedDuration::from_hours(24 * typed.days)).context(Localised(say("share-days")))?;
    let key = ShareKey::load_or_make(&key_file).context(Localised(say("share-key")))?;
    writeln!(stdout(), "{}{}", site.base_url(), signed_path(&key, &id, expires, lang))?;
    let until = expires.to_zoned_datetime(zone.clone());
    let until = until.strftime("%Y-%m-%d %H:%M").to_string();
    terminal::say_sentence(&say("share-until").with("id", id.to_string()).with("until", until));
    if article.waiting(now, zone).is_empty() {
        terminal::say_sentence(&say("share-public").with("id", id.to_string()));
    }
    Ok(true)
}

fn read(archive: &Folder, site: &Site, id: &ArticleId) -> anyhow::Result<Article> {
    let folder = archive.fetch(id)?.with_context(|| no_folder(id))?;
    let Some(article) = assemble(&folder, site).article else {
        return Err(failure(say("archive-no-text").with("path", id.folder())));
    };
    if article.meta.withdrawn.is_some() {
        return Err(failure(say("share-withdrawn").with("id", id.to_string()).with("path", id.meta_path())));
    }
    Ok(article)
}
