//! `litopys export epub`: a part of the archive as a book.

use std::{
    fs::File,
    io::BufWriter,
    path::{Path, PathBuf},
    sync::Arc,
};

use anyhow::{Context, anyhow};
use clap::Parser;

use crate::{
    cli::{
        archive::{ArchiveDir, article_id, open_catalog_of},
        server::server_observer::edition,
        state::StateArgs,
        terminal,
    },
    export::{BookReport, BookSubject, write_book},
    model::lang::Lang,
    source::{Folder, Source, load_site},
    web::App,
    worker::{Indexer, NoObserver},
};

/// Write an article, a year, a series, a tag, a section or an author as a book: EPUB 3.
///
/// The book has a cover, a table of contents, notes, pictures with their descriptions, captions and credits, and the licence
/// and address of each article. It contains only what readers can see. A series is in the order of its parts, everything
/// else begins with the oldest article. Articles without a version in the language are left out, and their number is printed.
#[derive(Debug, Parser)]
#[command(after_help = "Examples:\n  litopys export epub 2025/dnipro\n  litopys export epub 2025 --lang en\n  \
                  litopys export epub series/oral-history --lang uk,en --into history.epub")]
pub(in crate::cli) struct ExportEpubArgs {
    /// What to put into the book: an article (`2025/dnipro`, or the path of its folder), a year (`2025`), `series/ID`,
    /// `tag/ID`, `section/ID` or `author/ID`.
    pub(in crate::cli) what: String,

    /// The language: a tag of site.toml. Two of them, such as `uk,en`, are put side by side, paragraph by paragraph. Default:
    /// the site's main language.
    #[arg(long, value_delimiter = ',', value_name = "TAG")]
    pub(in crate::cli) lang: Vec<Lang>,

    /// The file to write; an existing file is replaced. Default: a file in the current folder, such as `2025-dnipro.uk.epub`.
    #[arg(long, value_name = "FILE")]
    pub(in crate::cli) into: Option<PathBuf>,

    #[command(flatten)]
    pub(in crate::cli) archive: ArchiveDir,

    #[command(flatten)]
    pub(in crate::cli) state: StateArgs,
}

/// Writes the book.
pub(in crate::cli) fn run(typed: &ExportEpubArgs) -> anyhow::Result<bool> {
    let folder = typed.archive.open()?;
    let subject = subject(&typed.what, &folder)?;
    let cache = typed.state.open(&folder)?.cache();
    let app = open(folder, &cache)?;
    let langs = match typed.lang.as_slice() {
        [] => vec![app.edition().site.default_language().clone()],
        langs => langs.to_vec(),
    };
    let path = typed.into.clone().unwrap_or_else(|| file_name(&subject, &langs).into());
    let BookReport { chapters, pictures, left_out } = write(&app, &subject, &langs, &path)?;
    terminal::say(&format!(
        "`{}`: {}, {}",
        path.display(),
        terminal::counted(chapters, "article"),
        terminal::counted(pictures, "picture")
    ));
    if left_out > 0 {
        let langs = langs.iter().map(Lang::as_str).collect::<Vec<_>>().join(" and ");
        terminal::say(&format!("without a version in {langs}: {}", terminal::counted(left_out, "article")));
    }
    Ok(true)
}

/// What is typed as a path of an article's folder is that article, too.
fn subject(typed: &str, folder: &Folder) -> anyhow::Result<BookSubject> {
    let parsed = typed.parse::<BookSubject>();
    parsed.or_else(|error| article_id(typed, folder).map(BookSubject::Article).map_err(|_| error.into()))
}

/// The archive as readers see it now.
fn open(folder: Folder, cache: &Path) -> anyhow::Result<App> {
    let texts = load_site(&folder)?;
    let problems = texts.problems.clone();
    let edition = edition(texts).ok_or_else(|| anyhow!("`site.toml` names no language"))?;
    let catalog = Arc::new(open_catalog_of(folder.root(), cache, &edition.site)?);
    let source: Arc<dyn Source> = Arc::new(folder);
    if catalog.is_writer() {
        let site = edition.site.clone();
        Indexer::new(Arc::clone(&source), Arc::clone(&catalog), Arc::new(NoObserver), site, problems).pass()?;
    }
    Ok(App::new(catalog, source, edition))
}

/// Writes the book to a temporary file in the same folder, then renames it.
fn write(app: &App, subject: &BookSubject, langs: &[Lang], path: &Path) -> anyhow::Result<BookReport> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let failed = || format!("`{}` cannot be written", path.display());
    let aside = tempfile::Builder::new().prefix(".litopys-").suffix(".tmp").tempfile_in(parent).with_context(failed)?;
    let out: BufWriter<&File> = BufWriter::with_capacity(1 << 18, aside.as_file());
    let progress = |number: usize, all: usize| terminal::show_progress(&format!("writing articles: {number} of {all}"));
    let report = write_book(app, subject, langs, out, &progress);
    terminal::show_progress("");
    let report = report?;
    super::data::set_rights(aside.as_file()).with_context(failed)?;
    aside.persist(path).with_context(failed)?;
    Ok(report)
}

/// `2025-dnipro.uk.epub`
fn file_name(subject: &BookSubject, langs: &[Lang]) -> String {
    let langs = langs.iter().map(Lang::as_str).collect::<Vec<_>>().join("-");
    format!("{}.{langs}.epub", subject.to_string().replace(['/', '\\'], "-"))
}
