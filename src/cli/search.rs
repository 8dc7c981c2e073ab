//! `litopys search`: what the site's search finds, on a terminal or for a script.

use std::{
    io::{self, IsTerminal, Write, stdout},
    sync::Arc,
};

use super::{
    archive::{INDEX, no_language, not_a_language, open_catalog_of},
    args::{SearchArgs as Typed, SearchFormat},
    server::server_observer::{edition, indexing},
    terminal::{self, failure},
};
use crate::{
    catalog::Catalog,
    model::{escape, lang::Lang, sentence::say},
    search::{ExcerptPart, FoundArticles, Hit, QueryCorrection, Search, SearchRequest, SearchResult},
    source::{Source, load_site},
    web::{SiteState, card_address, found_json},
    worker::{Indexer, NoObserver},
};

/// Finds and prints; whether anything was found.
pub(super) fn run(typed: &Typed) -> anyhow::Result<bool> {
    let folder = typed.archive.open()?;
    let cache = typed.state.open(&folder)?.cache();
    let texts = load_site(&folder)?;
    let problems = texts.problems.clone();
    let edition = edition(texts).ok_or_else(no_language)?;
    let site = edition.site.clone();
    let lang = match &typed.lang {
        None => site.default_language().clone(),
        Some(lang) if site.languages().get(lang.as_str()).is_some() => lang.clone(),
        Some(lang) => return Err(not_a_language(&site, lang)),
    };
    let catalog = Arc::new(open_catalog_of(folder.root(), &cache, &site)?);
    let search = Search::new(&cache.join(INDEX));
    // A running server has done this; otherwise the files may be newer than the catalog.
    if catalog.is_writer() {
        let source: Arc<dyn Source> = Arc::new(folder);
        Indexer::new(source, Arc::clone(&catalog), Arc::new(NoObserver), site.clone(), problems).pass()?;
        search.catch_up(&catalog, &site, &|done| terminal::show_progress(&indexing(done)))?;
        terminal::show_progress("");
    }
    let found = find(&search, &catalog, &edition, typed, &lang)?;
    let written = match typed.format {
        SearchFormat::Json => writeln!(stdout(), "{}", found_json(&edition, &lang, &typed.query, &found)),
        SearchFormat::Text => write_text(&found, &edition, &lang),
    };
    match written {
        // The reader has seen enough.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(found.total > 0),
    }
}

fn find(
    search: &Search,
    catalog: &Catalog,
    edition: &SiteState,
    typed: &Typed,
    lang: &Lang,
) -> anyhow::Result<FoundArticles> {
    let ask = SearchRequest {
        typed: &typed.query,
        lang,
        names: &edition.names,
        languages: edition.site.languages(),
        from: 0,
        size: typed.limit,
    };
    match search.find(catalog, &ask)? {
        SearchResult::Found(found) => Ok(found),
        SearchResult::Building => Err(failure(say("search-index-building"))),
    }
}

fn write_text(found: &FoundArticles, edition: &SiteState, lang: &Lang) -> io::Result<()> {
    match &found.correction {
        Some(QueryCorrection::Layout(meant) | QueryCorrection::Spelling(meant)) => {
            terminal::say_sentence(&say("found-instead").with("meant", meant));
        }
        Some(QueryCorrection::Most) => terminal::say_sentence(&say("found-most")),
        None => {}
    }
    let mut out = stdout().lock();
    for hit in &found.hits {
        writeln!(
            out,
            "{}{}\n    {}{}\n    {}",
            edition.site.base_path(),
            card_address(lang, &hit.card),
            plain(&hit.title),
            other(hit),
            plain(&hit.excerpt)
        )?;
    }
    terminal::say_sentence(&say("found-count").with("total", found.total).with("shown", found.hits.len()));
    out.flush()
}

/// The language of the text, where it is not that of the version shown.
fn other(hit: &Hit) -> String {
    hit.found_in().map(|lang| format!(" [{lang}]")).unwrap_or_default()
}

/// The text; the words of the query are bold on a terminal.
fn plain(parts: &[ExcerptPart]) -> String {
    let terminal = stdout().is_terminal();
    let text = |part: &ExcerptPart| match part.marked && terminal {
        true => format!("\x1b[1m{}\x1b[0m", escape::one_line(&part.text)),
        false => escape::one_line(&part.text).into_owned(),
    };
    parts.iter().map(text).collect()
}
