//! `litopys remove`: an article is taken down, and its address says why.

use anyhow::{Context, anyhow, bail};

use super::{
    args::Remove,
    claims::{file_of, text},
    toml_text,
};
use crate::{
    article::{parse_article, parse_page},
    cli::{archive::article_id, terminal},
    model::{
        lang::Lang,
        slug::{ArticleId, Collection},
    },
    site::{Site, toml_key},
    source::{Folder, Source, load_site, write_atomically},
};

/// Writes the reason into `article.toml`; the files of the article stay.
pub(in crate::cli) fn run(typed: &Remove) -> anyhow::Result<bool> {
    let archive = typed.archive.open()?;
    let site = load_site(&archive)?.site.ok_or_else(|| anyhow!("`site.toml` names no language"))?;
    let id = article_id(&typed.article, &archive)?;
    let reason = typed.reason.trim();
    if reason.is_empty() {
        bail!("--reason is empty; readers of the old address are shown it");
    }
    let lang = typed.lang.as_ref().map(|lang| language(&site, lang)).transpose()?;
    if id.collection() == Collection::Authors {
        bail!("the text about an author cannot be taken down with a reason; delete its folder");
    }
    let path = id.meta_path();
    let edited = edited(&archive, &site, &id, WithdrawalReason { text: reason, lang })?;
    write_atomically(&archive.root().join(&path), edited.as_bytes())?;
    terminal::say(&format!("`{path}` says `withdrawn` now: the address of `{id}` answers 410 with the reason"));
    terminal::say("the files stay, and so do the addresses; delete the line to show the article again");
    if let Some(lang) = lang {
        let others: Vec<_> = site.languages().iter().map(|language| &language.tag).filter(|tag| *tag != lang).collect();
        if let Some(other) = others.first() {
            terminal::say(&format!(
                "for readers of another language: `litopys remove {id} --lang {other} --reason \"…\"`"
            ));
        }
    }
    Ok(true)
}

/// The language of the site that was typed.
pub(super) fn language<'a>(site: &'a Site, typed: &Lang) -> anyhow::Result<&'a Lang> {
    let found = site.languages().by_path(typed.as_str()).map(|language| &language.tag);
    found.ok_or_else(|| {
        let tags: Vec<_> = site.languages().iter().map(|language| format!("`{}`", language.tag)).collect();
        anyhow!("`{typed}` is not a language of this site, expected one of {}", tags.join(", "))
    })
}

/// Why an article is taken down, for readers of one language or of all.
struct WithdrawalReason<'a> {
    text: &'a str,
    lang: Option<&'a Lang>,
}

/// `article.toml` or `page.toml` with the reason.
fn edited(archive: &Folder, site: &Site, id: &ArticleId, reason: WithdrawalReason<'_>) -> anyhow::Result<String> {
    let (path, collection) = (id.meta_path(), id.collection());
    let folder = archive.fetch(id)?.with_context(|| format!("there is no `{}`", id.folder()))?;
    let text = match file_of(&folder, collection.meta_file()) {
        Some(file) => {
            text(file).with_context(|| format!("`{path}` cannot be read as text: `litopys check` says why"))?
        }
        // An undated page may have no file of the kind yet.
        None if id.year().is_none() => "",
        None => bail!("there is no `{path}`"),
    };
    let broken = || anyhow!("`{path}` cannot be changed: `litopys check` says what is wrong in it");
    let article = match id.year() {
        Some(_) => parse_article(&path, text).0,
        None => parse_page(collection, &path, text, site.default_language()).0,
    };
    let article = article.ok_or_else(broken)?;
    let WithdrawalReason { text: reason, lang } = reason;
    let value = match lang {
        None => toml_text::quoted(reason),
        Some(lang) => {
            let mut reasons =
                article.withdrawn.map(|withdrawn| withdrawn.by_language(&article.source)).unwrap_or_default();
            reasons.insert(lang.clone(), reason.to_owned());
            let pairs =
                reasons.iter().map(|(lang, text)| format!("{} = {}", toml_key(lang.as_str()), toml_text::quoted(text)));
            format!("{{ {} }}", pairs.collect::<Vec<_>>().join(", "))
        }
    };
    toml_text::with_key(text, "withdrawn", &value)
        .with_context(|| format!("`withdrawn` in `{path}` is a table of its own; write the reason into it"))
}
