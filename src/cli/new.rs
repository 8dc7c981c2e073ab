//! `litopys new`: the folder of an article, with what every article has.

use anyhow::{anyhow, bail};
use jiff::Timestamp;

use super::{args::New, terminal};
use crate::{
    config::Site,
    follow::load_site,
    romanise::slug_of,
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
    let (id, title, slug) = names(new)?;
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
    let title = toml::Value::String(title);
    let slug = slug.map(|slug| format!("slug = \"{slug}\"\n")).unwrap_or_default();
    write_atomically(&version, format!("+++\ntitle = {title}\nsummary = \"\"\n{slug}+++\n\n").as_bytes())?;
    terminal::say(&format!("now write `{}`; every field is told in docs/WRITING.md", version.display()));
    Ok(true)
}

/// The article's id, the version's title and, where it is not the id, its slug.
fn names(new: &New) -> anyhow::Result<(Slug, String, Option<Slug>)> {
    let slug = match &new.title {
        Some(title) => Some(slug_of(title, &new.lang).ok_or_else(|| {
            anyhow!("the title `{title}` has neither letters nor digits to make an address of; give the article an id")
        })?),
        None => None,
    };
    let id = match (&new.id, &slug) {
        (Some(id), _) => id.parse().map_err(|error| anyhow!("the article's id: {error}"))?,
        (None, Some(slug)) => slug.clone(),
        (None, None) => bail!("an article needs an id or a --title"),
    };
    let title = new.title.clone().unwrap_or_else(|| id.as_str().replace('-', " "));
    let slug = slug.filter(|slug| *slug != id);
    Ok((id, title, slug))
}

#[expect(clippy::disallowed_methods, reason = "the command line is where the clock is read")]
fn today(site: &Site) -> jiff::civil::Date {
    Timestamp::now().to_zoned_datetime(site.time_zone().clone()).date()
}
