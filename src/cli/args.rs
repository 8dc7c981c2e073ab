//! What can be typed.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

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
    Stats(Stats),
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

    /// Follow the files: what is saved shows in the next request.
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

/// Count the archive: articles, versions, words per language, translations up to date and behind.
///
/// Goes to stdout; the same numbers, by year and with pictures, are the page `/<lang>/about/archive`.
#[derive(Debug, Parser)]
#[command(after_help = "Example:\n  litopys stats --archive ~/museum --format json")]
pub(super) struct Stats {
    /// The folder of the archive.
    #[arg(long, default_value = ".", value_name = "DIR")]
    pub(super) archive: PathBuf,

    /// A table to read, or one JSON object with the counts by language and by year.
    #[arg(long, value_enum, default_value_t = StatsFormat::Text)]
    pub(super) format: StatsFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum StatsFormat {
    Text,
    Json,
}
