//! What can be typed.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::lang::Lang;

/// An archive of articles in several languages, each stored once per language, served in the reader's own.
///
/// An archive is a folder with a `site.toml`, articles in `articles/<year>/<id>/<lang>.md` and, if you like, your own
/// words in `locales/<lang>/*.ftl`. Start with `litopys serve` in such a folder; `litopys new` makes the first article.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100)]
pub struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Serve(Serve),
    New(New),
    Mark(Mark),
    Status(Status),
}

/// Serve the archive over HTTP until Ctrl-C.
///
/// Says what was loaded, what is wrong with it (file, line, column), and the address it answers on, as a line of its
/// own on stderr. What is sound is served, whatever is wrong with the rest.
#[derive(Debug, Parser)]
#[command(after_help = "Example:\n  litopys serve --archive ~/museum --listen 0.0.0.0:80")]
pub(super) struct Serve {
    /// The folder of the archive.
    #[arg(long, default_value = ".", value_name = "DIR")]
    pub(super) archive: PathBuf,

    /// The address to listen on; port 0 picks a free one.
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDR")]
    pub(super) listen: String,

    /// For translators: what is saved shows in the next request, problems show in every page, and `?l10n` and `?pseudo` show
    /// where words come from.
    #[arg(long)]
    pub(super) watch: bool,
}

/// Begin an article: its folder, its `article.toml` and its first version.
///
/// Nothing that exists is ever overwritten; called again with another --lang, it adds that version.
#[derive(Debug, Parser)]
#[command(after_help = "Example:\n  litopys new dnipro-embankment --lang uk")]
pub(super) struct New {
    /// The article's id: lower-case letters, digits and hyphens; it ends the address.
    pub(super) id: String,

    /// The language of the version to begin: a tag of site.toml, such as `uk`.
    #[arg(long, value_name = "TAG")]
    pub(super) lang: Lang,

    /// The folder of the archive.
    #[arg(long, default_value = ".", value_name = "DIR")]
    pub(super) archive: PathBuf,
}

/// Record that a translation says what its source says now.
///
/// Beside the version it writes `<lang>.from.toml`: one line for each paragraph of the source. From then on each paragraph
/// is known to be fresh, changed, new or gone, whatever lines the source is wrapped into. Mark a version when you have
/// translated it, and again whenever you have brought it up to date.
#[derive(Debug, Parser)]
#[command(after_help = "Example:\n  litopys mark 2025/dnipro en")]
pub(super) struct Mark {
    /// The article: its year and id, or the path of its folder.
    #[arg(conflicts_with = "all")]
    pub(super) article: Option<String>,

    /// The language of the version; every translation of the article where it is left out.
    #[arg(conflicts_with = "all")]
    pub(super) lang: Option<Lang>,

    /// Every translation of the archive that was never marked and is not older than its source.
    #[arg(long)]
    pub(super) all: bool,

    /// Although the version is built otherwise than its source: what has no counterpart is left out.
    #[arg(long)]
    pub(super) anyway: bool,

    /// The folder of the archive.
    #[arg(long, default_value = ".", value_name = "DIR")]
    pub(super) archive: PathBuf,
}

/// Say what there is to translate: how much of the messages and of the articles each language has, then what is missing
/// or stale, article by article.
///
/// Ends with 1 where anything is missing or stale.
#[derive(Debug, Parser)]
#[command(after_help = "Example:\n  litopys status --format csv > work.csv")]
pub(super) struct Status {
    /// The folder of the archive.
    #[arg(long, default_value = ".", value_name = "DIR")]
    pub(super) archive: PathBuf,

    /// The order: `newest` article first, or what readers missed most (`demand`, counted where site.toml says so).
    #[arg(long, value_enum, default_value_t = Sort::Newest)]
    pub(super) sort: Sort,

    /// `human` for a table, `json` or `csv` for a program.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(super) format: Format,
}

/// The order of the work list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Sort {
    Newest,
    Demand,
}

/// How a status is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Format {
    Human,
    Json,
    Csv,
}
