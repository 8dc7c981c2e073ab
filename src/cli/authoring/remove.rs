//! `litopys remove`: an article is taken down, and its address says why.

use anyhow::Context;

use super::{
    args::Remove,
    claims::{file_of, text},
    toml_text,
};
use crate::{
    article::{parse_article, parse_page},
    cli::{
        archive::{article_id, language, no_folder, site_of},
        terminal::{self, Localised, failure},
    },
    model::{
        lang::Lang,
        sentence::say,
        slug::{ArticleId, Collection},
    },
    site::{Site, toml_key},
    source::{Folder, Source, write_atomically},
};

/// Writes the reason into `article.toml`; the files of the article stay.
pub(in crate::cli) fn run(typed: &Remove) -> anyhow::Result<bool> {
    let archive = typed.archive.open()?;
    let site = site_of(&archive)?;
    let id = article_id(&typed.article, &archive)?;
    let reason = typed.reason.trim();
    if reason.is_empty() {
        return Err(failure(say("remove-no-reason")));
    }
    let lang = typed.lang.as_ref().map(|lang| language(&site, lang)).transpose()?;
    if id.collection() == Collection::Authors {
        return Err(failure(say("remove-author")));
    }
    let path = id.meta_path();
    let edited = edited(&archive, &site, &id, WithdrawalReason { text: reason, lang })?;
    write_atomically(&archive.root().join(&path), edited.as_bytes())?;
    terminal::say_sentence(&say("remove-done").with("path", path).with("id", id.to_string()));
    terminal::say_sentence(&say("remove-stays"));
    if let Some(lang) = lang {
        let others: Vec<_> = site.languages().iter().map(|language| &language.tag).filter(|tag| *tag != lang).collect();
        if let Some(other) = others.first() {
            terminal::say_sentence(&say("remove-other").with("id", id.to_string()).with("lang", *other));
        }
    }
    Ok(true)
}

/// Why an article is taken down, for readers of one language or of all.
struct WithdrawalReason<'a> {
    text: &'a str,
    lang: Option<&'a Lang>,
}

/// `article.toml` or `page.toml` with the reason.
fn edited(archive: &Folder, site: &Site, id: &ArticleId, reason: WithdrawalReason<'_>) -> anyhow::Result<String> {
    let (path, collection) = (id.meta_path(), id.collection());
    let of_file = |message: &'static str| Localised(say(message).with("path", &path));
    let folder = archive.fetch(id)?.with_context(|| no_folder(id))?;
    let text = match file_of(&folder, collection.meta_file()) {
        Some(file) => text(file).with_context(|| of_file("remove-unreadable"))?,
        // An undated page may have no file of the kind yet.
        None if id.year().is_none() => "",
        None => return Err(of_file("archive-no-folder").into()),
    };
    let article = match id.year() {
        Some(_) => parse_article(&path, text).0,
        None => parse_page(collection, &path, text, site.default_language()).0,
    };
    let article = article.with_context(|| of_file("remove-broken"))?;
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
    toml_text::with_key(text, "withdrawn", &value).with_context(|| of_file("remove-table"))
}
