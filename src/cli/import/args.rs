//! The arguments of `litopys import`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use super::json::JsonSource;
use crate::model::lang::Lang;

/// Import the archive of another system: its texts in all languages, pictures, topics and old addresses.
///
/// The source is only read. The report lists everything that could not be imported as it was, with its place in the source.
/// Run the command again to add what is new in the source; files that you have changed are left alone. If two texts may be
/// translations of each other and the source does not say so, they are listed in `ties.toml` of the archive: answer there,
/// and run the command again. docs/MOVING.md goes through it step by step.
#[derive(Debug, Parser)]
#[command(after_help = "Examples:\n  litopys import hugo ~/site --into ~/archive --dry-run\n  \
                  litopys import hugo ~/site --into ~/archive --report report.txt --addresses sitemap.xml")]
pub(in crate::cli) struct ImportArgs {
    #[command(subcommand)]
    pub(super) system: System,
}

#[derive(Debug, Subcommand)]
pub(super) enum System {
    /// A Hugo site: the folder with hugo.toml (or config.*) and content/.
    Hugo(ImportSource),
    /// A Zola site: the folder with config.toml and content/.
    Zola(ImportSource),
    /// A Jekyll site: the folder with _config.yml and _posts/.
    Jekyll(ImportSource),
    /// A WordPress site: the file that Tools → Export writes, or a folder of such files.
    #[command(name = "wordpress")]
    WordPress(WordPressSource),
    /// A folder of HTML pages.
    Html(ImportSource),
    Json(JsonSource),
}

/// The arguments of WordPress.
#[derive(Debug, Args)]
pub(super) struct WordPressSource {
    #[command(flatten)]
    pub(super) source: ImportSource,

    /// A copy of the old site's wp-content/uploads, from which pictures and files are copied. Without it, they stay links to the
    /// old site, and the report lists each.
    #[arg(long, value_name = "DIR")]
    pub(super) media: Option<PathBuf>,
}

/// The arguments of every system.
#[derive(Debug, Args)]
pub(super) struct ImportSource {
    /// The folder or file to import.
    pub(super) source: PathBuf,

    /// The folder of the archive: a new or empty one, or that of an earlier import.
    #[arg(long, value_name = "DIR")]
    pub(super) into: PathBuf,

    /// Write nothing, and print what would be done.
    #[arg(long)]
    pub(super) dry_run: bool,

    /// Write a report of everything found and done to this file: JSON if its name ends with `.json`, otherwise text.
    #[arg(long, value_name = "FILE")]
    pub(super) report: Option<PathBuf>,

    /// Check that these addresses of the old site still lead somewhere: a sitemap, a list with one address or path a line, or a
    /// folder of such files. May be given several times.
    #[arg(long, value_name = "PATH")]
    pub(super) addresses: Vec<PathBuf>,

    /// The language of texts that do not name their own. Default: the language of the old site.
    #[arg(long, value_name = "TAG")]
    pub(super) lang: Option<Lang>,
}
