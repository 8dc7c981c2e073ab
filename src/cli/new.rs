//! `litopys new`: the folder of an article, with what every article has.

use anyhow::{anyhow, bail};
use jiff::Timestamp;

use super::{args::New, terminal};
use crate::{
    config::Site,
    follow::load_site,
    slug::Slug,
    source::{Folder, write_atomically},
};

/// Writes `article.toml`, unless it exists, and `<lang>.md`, which must not.
pub(super) fn run(new: &New) -> anyhow::Result<bool> {
    let archive = Folder::open(&new.archive)?;
    let site = load_site(&archive)?.site.ok_or_else(|| anyhow!("`site.toml` names no language"))?;
    let lang = &new.lang;
    if site.languages().get(lang.as_str()).is_none() {
        let tags: Vec<_> = site.languages().iter().map(|language| format!("`{}`", language.tag)).collect();
        match site.languages().by_alias(lang.as_str()) {
            Some(language) => bail!("`{lang}` is no language tag here: the tag is `{}`", language.tag),
            None => bail!("`{lang}` is no language of this site, expected one of {}", tags.join(", ")),
        }
    }
    let id: Slug = new.id.parse().map_err(|error| anyhow!("the article's id: {error}"))?;
    let today = today(&site);
    let folder = archive.root().join("articles").join(today.year().to_string()).join(id.as_str());
    let version = folder.join(format!("{lang}.md"));
    if version.exists() {
        bail!("`{}` exists already; nothing was changed", version.display());
    }
    std::fs::create_dir_all(&folder)?;
    let meta = folder.join("article.toml");
    if !meta.exists() {
        let text = format!("published = {today}\nsource = \"{lang}\"\ntags = []\nauthors = []\n");
        write_atomically(&meta, text.as_bytes())?;
    }
    let title = id.as_str().replace('-', " ");
    write_atomically(&version, format!("+++\ntitle = \"{title}\"\nsummary = \"\"\n+++\n\n").as_bytes())?;
    terminal::say(&format!("now write `{}`; every field is told in docs/WRITING.md", version.display()));
    Ok(true)
}

#[expect(clippy::disallowed_methods, reason = "the command line is where the clock is read")]
fn today(site: &Site) -> jiff::civil::Date {
    Timestamp::now().to_zoned_datetime(site.time_zone().clone()).date()
}
